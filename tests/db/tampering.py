"""Changing what is stored behind the service's back, as somebody with the database's keys could."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text

from app.db import chain, tables
from app.db.engine import Database
from app.db.records import StoredFact

APPEND_ONLY = (
    "facts",
    "terms_documents",
    "registrations",
    "evaluations",
    "audit_entries",
    "chain_links",
    "anchors",
)


@contextmanager
def without_triggers(database: Database) -> Iterator[Connection]:
    """A connection that may change anything; the triggers are gone afterwards as well."""
    with database.engine.begin() as connection:
        for table in APPEND_ONLY:
            if database.engine.dialect.name == "postgresql":
                if connection.scalar(text(f"SELECT to_regclass('{table}')")) is not None:
                    connection.execute(
                        text(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
                    )
            else:
                for change in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{change}"))
        on = " ON agreements" if database.engine.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER IF EXISTS agreements_identity{on}"))
        yield connection


def tamper(database: Database, statement: str, **values: Any) -> None:
    """Run one statement that the triggers would refuse; it must change something."""
    with without_triggers(database) as connection:
        assert connection.execute(text(statement), values).rowcount > 0


def change_fact(database: Database, agreement: str, position: int, **values: Any) -> None:
    """Store other values in a fact's columns."""
    facts = tables.facts
    where = (facts.c.agreement_id == agreement, facts.c.position == position)
    with without_triggers(database) as connection:
        connection.execute(facts.update().where(*where).values(**values))


def facts_of(database: Database, agreement: str) -> list[StoredFact]:
    with database.reading() as unit:
        return unit.records.facts(agreement)


def rebuild_the_chain(database: Database, agreement: str, start: int) -> None:
    """Hash every fact again from a position on, so that all links fit."""
    facts = facts_of(database, agreement)
    head = facts[start - 1].predecessor
    for fact in facts[start - 1 :]:
        columns = {
            name: getattr(fact, name)
            for name in chain.OF_A_FACT
            if name not in ("predecessor", "hash")
        }
        hashed = chain.fact_hash({**columns, "predecessor": head})
        change_fact(database, agreement, fact.position, predecessor=head, hash=hashed)
        head = hashed

"""Changing what is stored behind the service's back, as somebody with the database's keys could."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, select, text

from app.db.engine import Database
from app.db.evidence import chain
from app.db.evidence.journal import IMPORTED, follows
from app.db.models import ApiKey, AuditEntry, ChainLink, Evaluation, Fact, KeptReply
from app.db.records import AgreementRow, StoredFact

SQLITE_TRIGGERS = "SELECT name, '', sql FROM sqlite_master WHERE type = 'trigger'"
POSTGRESQL_TRIGGERS = (
    "SELECT tgname, ' ON ' || tgrelid::regclass, pg_get_triggerdef(oid) "
    "FROM pg_trigger WHERE NOT tgisinternal"
)


@contextmanager
def without_triggers(database: Database, *, put_back: bool = True) -> Iterator[Connection]:
    """A connection that may change anything; afterwards the triggers stand as they stood."""
    is_sqlite = database.engine.dialect.name == "sqlite"
    with database.engine.begin() as connection:
        triggers = connection.execute(text(SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS))
        made = [(name, on, statement) for name, on, statement in triggers]
        for name, on, _ in made:
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        yield connection
        for _, _, statement in made if put_back else ():
            connection.exec_driver_sql(statement)


def tamper(database: Database, statement: str, **values: Any) -> None:
    """Run one statement that the triggers would refuse; it must change something."""
    with without_triggers(database) as connection:
        assert connection.execute(text(statement), values).rowcount > 0


def change_fact(database: Database, agreement: str, position: int, **values: Any) -> None:
    """Store other values in a fact's columns."""
    facts = Fact.__table__
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


def make_everything_anew(database: Database) -> None:
    """Hash all that is stored again from the first fact on, so that nothing is left that misfits.

    What somebody does who knows how hashes are made, and has the whole database in their hands.
    """
    names = [each.id for each in _agreements(database)]
    for name in names:
        rebuild_the_chain(database, name, 1)
    with without_triggers(database) as connection:
        heads = {
            (row.agreement_id, row.position): row.hash
            for row in connection.execute(select(Fact.__table__))
        }
        kept = _evaluations_anew(connection, heads)
        _entries_anew(connection, heads, kept)
        _links_anew(connection)


def _agreements(database: Database) -> list[AgreementRow]:
    with database.reading() as unit:
        return unit.records.agreements(None, 10_000)


def _evaluations_anew(
    connection: Connection, heads: Mapping[tuple[str, int], str]
) -> dict[str, str]:
    table, hashes = Evaluation.__table__, {}
    for row in connection.execute(select(table)).mappings().all():
        columns = dict(row)
        columns["record_hash"] = heads[columns["agreement_id"], columns["version"]]
        columns["answer_hash"] = chain.digest(columns["answer"])
        columns["hash"] = hashes[columns["id"]] = chain.evaluation_hash(columns)
        connection.execute(table.update().where(table.c.id == columns["id"]).values(columns))
    return hashes


def _entries_anew(
    connection: Connection, heads: Mapping[tuple[str, int], str], kept: Mapping[str, str]
) -> None:
    table = AuditEntry.__table__
    keys = {
        row["prefix"]: chain.key_hash(dict(row))
        for row in connection.execute(select(ApiKey.__table__)).mappings()
    }
    rows = connection.execute(select(table).order_by(table.c.recorded_at, table.c.id))
    entries = rows.mappings().all()
    last = {row.get("subject"): row["id"] for row in entries}
    before: dict[str, list[dict[str, Any]]] = {}
    for row in entries:
        columns = dict(row)
        if columns.get("last_position") is not None:
            columns["record_hash"] = heads[columns["agreement_id"], columns["last_position"]]
        if columns.get("subject") in keys and last[columns.get("subject")] == columns["id"]:
            columns["record_hash"] = keys[columns.get("subject")]
        if columns.get("evaluation_id") is not None:
            columns["evaluation_hash"] = kept[columns["evaluation_id"]]
        if columns.get("predecessor") is not None:
            told = before.setdefault(columns["agreement_id"], [])
            linked = told[-1].get("predecessor") if told else None
            columns["predecessor"] = follows([each["hash"] for each in told], linked)
        columns["hash"] = chain.entry_hash(columns)
        connection.execute(table.update().where(table.c.id == columns["id"]).values(columns))
        if columns.get("first_position") is not None or columns["action"] == IMPORTED:
            before.setdefault(columns["agreement_id"], []).append(columns)


def _links_anew(connection: Connection) -> None:
    """The same links in the same order, but for those of what is gone."""
    table = ChainLink.__table__
    entries = {row.id: row.hash for row in connection.execute(select(AuditEntry.__table__))}
    replies = {
        f"{row['scope']} {row['key']}": chain.reply_hash(dict(row))
        for row in connection.execute(select(KeptReply.__table__)).mappings()
    }
    links = [
        dict(row) for row in connection.execute(select(table).order_by(table.c.position)).mappings()
    ]
    connection.execute(table.delete())
    head = chain.CHAIN_BEGINS
    there = [each for each in links if each["name"] in entries | replies]
    for position, link in enumerate(there, 1):
        content = (entries if link["kind"] == "entry" else replies)[link["name"]]
        link |= {"position": position, "content": content, "predecessor": head}
        head = link["hash"] = chain.link_hash(link)
        connection.execute(table.insert().values(link))

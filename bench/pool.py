"""Agreements to record demands under: one for each request, so that no record grows."""

from dataclasses import replace
from uuid import uuid4

from app.access.principal import DEFAULT_TENANT, SCOPES
from app.db.engine import Database
from app.db.upkeep.migrate import upgrade
from app.services.access import KeyWanted, create_key
from app.services.docket import docket
from app.services.record import records
from app.services.store import demonstration
from app.services.workspace.workspace import Workspace, open_workspace


def fill(database_url: str, size: int) -> tuple[str, ...]:
    """Migrate the database; copy the demonstration agreement, nine Holders and all, `size` times.

    Gives the ids of the copies.
    """
    upgrade(database_url)
    database = Database(database_url)
    try:
        demonstration.load(database)
        names = tuple(f"bench-{number:05}" for number in range(size))
        _copy(database, names)
    finally:
        database.dispose()
    return names


def make_key(database_url: str) -> str:
    """A key of the tenant whose agreements these are."""
    workspace = open_workspace(database_url)
    try:
        return create_key(
            workspace, KeyWanted(DEFAULT_TENANT, "benchmark", frozenset(SCOPES), days=1)
        )
    finally:
        workspace.database.dispose()


def _copy(database: Database, names: tuple[str, ...]) -> None:
    with database.writing() as unit:
        record = records.load(Workspace(database), unit, demonstration.AGREEMENT)
        stored = unit.records.facts(demonstration.AGREEMENT)
        for name in names:
            unit.records.add_agreement(name, "An agreement to record a demand under", "ctc-1998")
            facts = [replace(fact, fact_id=uuid4().hex) for fact in stored]
            unit.records.append(name, 0, facts)
            docket.write(unit, name, docket.whole(record.terms, record.facts))
        unit.commit()

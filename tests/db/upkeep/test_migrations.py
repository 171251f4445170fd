import multiprocessing
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.db.engine import Database, make_engine
from app.db.models import metadata
from app.db.upkeep.migrate import MIGRATION_LOCK, downgrade, migration_connection, upgrade
from app.rules.facts.holdings import AgreementMade, HolderRecorded
from app.rules.reasoning.trace import Detail
from app.rules.terms import Terms
from app.services.agreements.agreements import NewAgreement, create, post_facts
from app.services.agreements.templates import template
from app.services.evidence.audit import listed
from app.services.evidence.verification import verify
from app.services.record.posting import Wish
from app.services.workspace.workspace import Workspace

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 30
ADVISORY_WAITERS = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


def test_up_down_and_up_again_leaves_no_difference_to_the_models(empty_url: str) -> None:
    upgrade(empty_url)
    assert differences(empty_url) == []
    downgrade(empty_url, "base")
    assert table_names(empty_url) == ["alembic_version"]
    upgrade(empty_url)
    assert differences(empty_url) == []


def test_the_models_alone_would_make_the_same_schema(empty_url: str) -> None:
    """Checks and collations too, which Alembic does not compare."""
    upgrade(empty_url)
    migrated = schema(empty_url)
    downgrade(empty_url, "base")
    with migration_connection(empty_url) as connection:
        metadata.create_all(connection)
        connection.commit()
    assert schema(empty_url) == migrated


def test_records_made_before_hashes_are_linked_as_they_stand(empty_url: str) -> None:
    upgrade(empty_url, "0001")
    terms = template("ctc-1998").terms
    put_on_record_before_hashes(empty_url, "old", terms)
    upgrade(empty_url)
    database = Database(empty_url)
    workspace = Workspace(database)
    assert verify(workspace, "old").ok
    (entry,) = listed(workspace, "old", limit=2).items
    assert (entry.action, entry.first_position, entry.last_position) == ("record_linked", 1, 2)
    holder = HolderRecorded(occurred_on=date(1998, 5, 1), holder="later", name="Later")
    post_facts(workspace, "old", [holder], Wish(detail=Detail.NONE))
    found = verify(workspace, "old")
    assert (found.ok, found.facts) == (True, 3)
    with pytest.raises(IntegrityError, match="append-only"), database.engine.begin() as connection:
        connection.execute(text("UPDATE facts SET kind = 'another'"))
    database.dispose()


def test_going_back_before_hashes_keeps_the_facts_and_their_triggers(empty_url: str) -> None:
    upgrade(empty_url)
    database = Database(empty_url)
    made = NewAgreement("ctc-1998", id="new")
    create(Workspace(database), made)
    downgrade(empty_url, "0001")
    with database.engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM facts")) == 10
    with pytest.raises(IntegrityError, match="append-only"), database.engine.begin() as connection:
        connection.execute(text("UPDATE facts SET kind = 'another'"))
    database.dispose()


def test_upgrading_again_changes_nothing(migrated_url: str) -> None:
    before = schema(migrated_url)
    upgrade(migrated_url)
    assert schema(migrated_url) == before


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    with migration_connection(empty_url) as connection:
        connection.execute(text("CREATE TABLE facts (in_the_way integer)"))
        connection.commit()
    with pytest.raises(DBAPIError, match=r"facts.* already exists"):
        upgrade(empty_url)
    assert table_names(empty_url) == ["facts"]


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path}/not/yet/there.db")
    assert (tmp_path / "not/yet/there.db").is_file()


def test_the_alembic_command_uses_the_services_settings(
    empty_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", empty_sqlite)
    for command in (["upgrade", "head"], ["check"]):
        subprocess.run([sys.executable, "-m", "alembic", *command], cwd=ROOT, check=True)
    assert differences(empty_sqlite) == []


def test_two_processes_that_race_migrate_once(empty_postgresql: str) -> None:
    engine = make_engine(empty_postgresql)
    with engine.connect() as holder:
        holder.execute(select(func.pg_advisory_lock(MIGRATION_LOCK)))
        racers = start_upgrades(2, empty_postgresql)
        wait_for_waiters(holder, 2)
        assert table_names(empty_postgresql) == []
        holder.execute(select(func.pg_advisory_unlock(MIGRATION_LOCK)))
        assert exit_codes(racers) == [0, 0]
    engine.dispose()
    assert differences(empty_postgresql) == []


def test_two_processes_that_race_on_one_new_file_migrate_once(empty_sqlite: str) -> None:
    assert exit_codes(start_upgrades(2, empty_sqlite)) == [0, 0]
    assert differences(empty_sqlite) == []


def differences(url: str) -> list[object]:
    engine = make_engine(url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    return list(found)


def table_names(url: str) -> list[str]:
    engine = make_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return sorted(names)


def schema(url: str) -> dict[str, list[str]]:
    """Everything reflected of each table, as text: types compare by identity."""
    engine = make_engine(url)
    inspector = inspect(engine)
    described = {
        name: sorted(
            repr(part)
            for parts in (
                inspector.get_columns(name),
                [inspector.get_pk_constraint(name)],
                inspector.get_foreign_keys(name),
                inspector.get_unique_constraints(name),
                inspector.get_check_constraints(name),
                inspector.get_indexes(name),
            )
            for part in parts
        )
        for name in metadata.tables
    }
    engine.dispose()
    return described


Process = multiprocessing.context.SpawnProcess


def start_upgrades(count: int, url: str) -> list[Process]:
    # Spawned, not forked: a fork would share this process's connections.
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=upgrade, args=(url,)) for _ in range(count)]
    for process in processes:
        process.start()
    return processes


def exit_codes(processes: list[Process]) -> list[int | None]:
    for process in processes:
        process.join(PATIENCE_SECONDS)
    return [process.exitcode for process in processes]


def wait_for_waiters(connection: Connection, count: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while connection.scalar(ADVISORY_WAITERS) != count:
        assert time.monotonic() < deadline, "the migrations do not wait for their lock"


def put_on_record_before_hashes(url: str, agreement_id: str, terms: Terms) -> None:
    """An agreement with two facts, as the first revision stored it."""
    engine = make_engine(url)
    tables = MetaData()
    tables.reflect(engine)
    signed = terms.agreement_date
    facts: list[AgreementMade | HolderRecorded] = [
        AgreementMade(occurred_on=signed, name="Old", terms_hash=terms.content_hash),
        HolderRecorded(occurred_on=signed, holder="fund", name="Fund"),
    ]
    now = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    with engine.begin() as connection:
        connection.execute(
            tables.tables["terms_documents"].insert(),
            {
                "hash": terms.content_hash,
                "document": terms.model_dump(mode="json"),
                "recorded_at": now,
            },
        )
        connection.execute(
            tables.tables["agreements"].insert(),
            {"id": agreement_id, "name": "Old", "template": None, "version": len(facts)},
        )
        connection.execute(
            tables.tables["facts"].insert(),
            [
                {
                    "agreement_id": agreement_id,
                    "position": position,
                    "fact_id": f"f-{position}",
                    "kind": fact.kind,
                    "occurred_on": fact.occurred_on,
                    "recorded_at": now,
                    "schema_version": 1,
                    "payload": fact.model_dump(mode="json", exclude_none=True),
                }
                for position, fact in enumerate(facts, 1)
            ],
        )
    engine.dispose()

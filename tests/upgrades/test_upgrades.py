"""Databases of earlier releases, brought to this one: read, written, verified and replayed."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.cli.commands import main
from app.db.engine import Database
from app.rules.facts import RecordedFact
from app.rules.terms import Terms
from app.services import access
from app.services.access import KeyWanted
from app.services.agreements import agreements
from app.services.docket import docket, obligations
from app.services.docket.docket import Whole
from app.services.workspace.workspace import Workspace, open_workspace
from app.settings import Settings
from tests.api.calls import ok
from tests.db.docket.docket import disagreements
from tests.db.evidence.tampering import without_triggers
from tests.running.service import Service, serving
from tests.upgrades.old_databases import NAMES, restore, unpack

LATER = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)
"""After everything that is on record in any of them."""
OLDEST = "c0dfdad"
"""Of the last commit before shapes had numbers, and rules a version."""
NEWEST = "5f86e86"
MOST_KNOWN = 100
KEPT = ("facts", "terms_documents", "registrations", "evaluations", "audit_entries", "replies")


@pytest.fixture(scope="session", params=NAMES)
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as a release left it, to be copied and not written to."""
    return unpack(request.param, tmp_path_factory.mktemp("old") / "old.sqlite3")


@pytest.fixture(params=["sqlite", "postgresql"])
def old(
    request: pytest.FixtureRequest, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The URL of such a database, which the commands work on."""
    if request.param == "sqlite":
        (tmp_path / "old.sqlite3").write_bytes(file.read_bytes())
        url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    else:
        url = request.getfixturevalue("empty_postgresql")
        restore(file, url)
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", url)
    return url


@pytest.fixture(scope="session")
def known() -> list[tuple[Terms, list[RecordedFact], Whole]]:
    """Records whose docket was worked out, each with what it is, by whatever database it is in."""
    return []


@pytest.fixture
def worked_out_once(
    known: list[tuple[Terms, list[RecordedFact], Whole]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What facts give is worked out once, however many commands hold a docket against it.

    That the same facts give the same again is for the laws of the rules; here each command and each
    request compares what is stored, in full.
    """
    whole = docket.whole

    def remembered(
        terms: Terms, facts: Sequence[RecordedFact], *go_on: Callable[[], None]
    ) -> Whole:
        for of_terms, of_facts, found in reversed(known):
            if of_terms == terms and of_facts == list(facts):
                return found
        known.append((terms, list(facts), whole(terms, facts, *go_on)))
        del known[:-MOST_KNOWN]
        return known[-1][-1]

    monkeypatch.setattr(docket, "whole", remembered)


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that may never change, as it is stored; what a new column leaves null is as it was."""
    database = Database(url)
    with database.snapshot() as connection:
        stored = {
            table: connection.execute(text(f"SELECT * FROM {table}")).mappings().all()
            for table in KEPT
        }
        found = {
            name: sorted(
                tuple(f"{column}: {value}" for column, value in row.items() if value is not None)
                for row in each
            )
            for name, each in stored.items()
        }
    database.dispose()
    return found


def every_agreement(workspace: Workspace) -> Iterator[tuple[Workspace, str]]:
    for tenant in access.tenants(workspace):
        of_tenant = workspace.of(tenant.id)
        for agreement_id in agreements.identifiers(of_tenant):
            yield of_tenant, agreement_id


# What is stored is the same on either database: the oldest and the newest stand for all there.
@pytest.mark.parametrize(
    ("file", "old"),
    [
        *((name, "sqlite") for name in NAMES),
        *((name, "postgresql") for name in (OLDEST, NEWEST)),
    ],
    indirect=True,
)
@pytest.mark.usefixtures("worked_out_once")
def test_is_read_written_verified_and_replayed(
    old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is computed is so on SQLite; PostgreSQL has one answer of each kind computed again."""
    whole = old.startswith("sqlite")
    before = rows(old)
    assert main(["migrate"]) == 0, capsys.readouterr().err
    after = rows(old)
    for table in KEPT:
        stored = set(before[table])
        kept = [row for row in after[table] if row in stored]
        assert kept == before[table], f"what was stored in {table} is not as it was"
    assert main(["check"]) == 0, capsys.readouterr().err
    assert main(["verify"]) == 0, capsys.readouterr().err
    database = Database(old)
    numbers = count(1)  # so that the facts of this test are the same on either database
    workspace = Workspace(database, now=lambda: LATER, new_id=lambda: f"later-{next(numbers):04}")
    with serving(database, Settings(), workspace) as service:
        for tenant in ("default", "acme"):
            wanted = KeyWanted(tenant, "for the test", frozenset({"read", "write"}), 30)
            lived_on(service.bearing(access.create_key(workspace, wanted)), whole)
    assert disagreements(database, {}) == []
    database.dispose()
    assert main(["check"]) == 0, capsys.readouterr().err
    assert main(["verify"]) == 0, capsys.readouterr().err


def lived_on(service: Service, whole: bool) -> None:
    """Read everything, compute kept answers again, and record one fact more everywhere.

    That every record and docket is as it should be before that, `verify` has told.
    """
    tried = set[str]()
    ok(service.get("/readyz"))
    ok(service.get("/v1/obligations", limit=200))
    names = [each["id"] for each in ok(service.get("/v1/agreements", limit=200))["items"]]
    assert len(names) >= 2
    for name in names:
        path = f"/v1/agreements/{name}"
        before = ok(service.get(path))
        for part in ("", "/terms", "/events", "/audit", "/export"):
            ok(service.get(path + part))
        for kept in ok(service.get(f"{path}/evaluations"))["items"]:
            asked = kept["question"]
            kind = f"{asked['subject']} {asked.get('answer')} {asked['explain']}"
            if whole or kind not in tried:
                replayed(service, kept["id"])
            tried.add(kind)
        for each in before["result"]["registrations"]:
            ok(service.get(f"/v1/registrations/{each['registration_id']}"))
        fact = {"kind": "holder_recorded", "occurred_on": "1998-12-01", "holder": "n", "name": "N"}
        ok(service.post(f"{path}/events", fact), 201)
        found = ok(service.get(f"{path}/verify"))
        assert (found["ok"], found["docket"]) == (True, "follows"), found


def replayed(service: Service, evaluation_id: str) -> None:
    """An older answer is computed again, and nobody is accused of having changed it."""
    ok(service.get(f"/v1/evaluations/{evaluation_id}"))
    found = ok(service.get(f"/v1/evaluations/{evaluation_id}/replay", under="pinned"))
    assert found["record_then"] == found["record_now"]
    assert found["versions_then"]["terms_hash"] == found["versions_now"]["terms_hash"]
    assert found["same_code"] is False
    assert found["differences"], "its rules had no version of their own"
    assert "was changed" not in found["says"]


def test_a_life_of_every_kind_is_in_it(file: Path) -> None:
    """So that a shape that changes is one that is tried."""
    connection = sqlite3.connect(file)
    kinds = Counter(kind for (kind,) in connection.execute("SELECT kind FROM facts"))
    begun = {kind for (kind,) in connection.execute("SELECT kind FROM registrations")}
    connection.close()
    assert begun == {"requested", "shelf", "takedown", "incidental"}
    assert len(kinds) >= 85, "kinds of facts"


# --- what cannot be read is refused before anything is moved ------------------------------------


def revision(url: str) -> str:
    database = Database(url)
    with database.snapshot() as connection:
        found: str = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar_one()
    database.dispose()
    return found


def spoil(url: str) -> None:
    """Leave documents as a commit wrote them that was never released."""
    database = Database(url)
    kind = "JSONB" if "postgresql" in url else "JSON"
    with without_triggers(database) as connection:
        for table, column, old, new in (
            ("terms_documents", "document", '"expenses_clause"', '"expense_clause"'),
            ("facts", "payload", '"declared_effective"', '"became_effective"'),
        ):
            replaced = f"replace(CAST({column} AS TEXT), '{old}', '{new}')"
            changed = f"CAST({replaced} AS {kind})" if kind == "JSONB" else replaced
            connection.execute(text(f"UPDATE {table} SET {column} = {changed}"))
        connection.execute(text("UPDATE facts SET schema_version = 9 WHERE kind = 'filed'"))
    database.dispose()


@pytest.mark.parametrize("file", [OLDEST], indirect=True)
def test_shapes_that_were_never_released_are_refused_with_a_list(
    old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(old)
    before, at = rows(old), revision(old)
    assert main(["migrate"]) == 1
    said = capsys.readouterr().err
    for part in ("Terms sha256:", "expense_clause", "became_effective", "filed of shape 9"):
        assert part in said
    assert "Nothing was moved" in said
    assert said.count("position") > 10, "every fact is named, not the first alone"
    assert (rows(old), revision(old)) == (before, at)


@pytest.mark.parametrize("file", [OLDEST], indirect=True)
def test_a_run_that_was_stopped_goes_on_with_the_next_one(
    old: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stopped after the second agreement; the next run writes the rest, and enters that."""
    database = Database(old)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE docket SET status = 'breached'"))
    database.dispose()
    refreshed, done = obligations._refreshed, Counter[str]()

    def until_stopped(workspace: Workspace, agreement_id: str) -> bool:
        if len(done) == 2:
            raise KeyboardInterrupt
        done[agreement_id] += 1
        return refreshed(workspace, agreement_id)

    with monkeypatch.context() as patched:
        patched.setattr(obligations, "_refreshed", until_stopped)
        with pytest.raises(KeyboardInterrupt):
            main(["migrate"])
    assert main(["check"]) == 1
    said = capsys.readouterr().err
    assert "not written by the present rules" in said
    workspace = open_workspace(old)
    count = len(list(every_agreement(workspace)))
    assert "row_changed" not in said, "what other rules wrote is no row that was altered"
    assert len(said.splitlines()) <= count + 1
    assert main(["migrate"]) == 0
    assert f"{count - 2} of {count} agreements rewritten" in capsys.readouterr().out
    assert main(["check"]) == 0
    assert main(["migrate"]) == 0
    assert f"0 of {count} agreements rewritten" in capsys.readouterr().out
    with workspace.database.reading() as unit:
        assert len(unit.journal.adopted()) == 1, "a run that changes nothing enters nothing"
    workspace.database.dispose()

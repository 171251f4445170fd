"""A row that holds what its column cannot: the answer says so, and what else there is is looked at.

SQLite keeps whatever is written to its file; PostgreSQL would take none of it.
"""

from collections.abc import Iterator

import pytest

from app.db.engine import Database
from app.db.upkeep.inspection import strange_values
from app.services.docket import docket_watch
from app.services.docket.docket_watch import DocketWatch
from app.services.workspace.workspace import Workspace
from tests.api.bodies import Json
from tests.api.refusals import problem
from tests.db.evidence.tampering import tamper
from tests.running.service import Service, fixed_workspace, serving


@pytest.fixture
def database(migrated_sqlite: str) -> Iterator[Database]:
    opened = Database(migrated_sqlite)
    with serving(opened, workspace=fixed_workspace(opened)) as service:
        for name in ("a", "b"):
            make(service, name)
    yield opened
    opened.dispose()


def make(service: Service, name: str) -> None:
    letter: Json = {
        "requests": [{"holder": "spectrum", "shares": 400_000}],
        "delivery": {"method": "personal", "delivered_on": "1999-02-16"},
    }
    holder = {"id": "spectrum", "name": "Spectrum", "common": 1_000_000}
    made = {"template": "ctc-1998", "id": name, "holders": [holder]}
    demand = {"id": f"{name}-demand", "short_form_qualified": False, "letters": [letter]}
    assert service.post("/v1/agreements", made).status_code == 201
    assert service.post(f"/v1/agreements/{name}/demands", demand).status_code == 201


@pytest.mark.parametrize(
    ("spoiled", "path"),
    [
        ("agreements SET name = x'00ff' WHERE id = 'a'", "/v1/agreements/a"),
        ("agreements SET name = CAST(x'c3ff' AS TEXT) WHERE id = 'a'", "/v1/obligations"),
        ("agreements SET recorded_at = '1999-02-30'", "/v1/obligations"),
        ("agreements SET recorded_at = x'00ff'", "/v1/agreements/a/verify"),
        ("facts SET occurred_on = '1999-02-30' WHERE position = 2", "/v1/agreements/a/events"),
        ("facts SET payload = x'00ff' WHERE position = 2", "/v1/registrations/a-demand"),
        ("facts SET payload = '[]' WHERE position = 2", "/v1/registrations/a-demand"),
        ("terms_documents SET document = '[]'", "/v1/agreements/a/terms"),
        ("docket SET obligation = '{}'", "/v1/obligations?as_of=1999-03-01"),
    ],
)
def test_what_cannot_be_read_is_told_as_that(database: Database, spoiled: str, path: str) -> None:
    tamper(database, f"UPDATE {spoiled}")
    with serving(database) as service:
        assert "cannot be read" in problem(service.get(path), 503, "storage_unavailable")["detail"]


@pytest.mark.parametrize(
    ("spoiled", "told_of"),
    [
        ("agreements SET name = x'00ff' WHERE id = 'a'", "one cannot be read"),
        ("facts SET payload = '[]' WHERE agreement_id = 'a'", "agreement b of tenant"),
        ("docket SET due_on = 'x' WHERE agreement_id = 'a'", "agreement b of tenant"),
    ],
)
def test_one_that_cannot_be_compared_hides_no_other(
    database: Database, spoiled: str, told_of: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docket_watch, "MOMENT_SECONDS", 600)
    monkeypatch.setattr(docket_watch, "RESTS", 0)
    tamper(database, f"UPDATE {spoiled}")
    tamper(database, "UPDATE docket SET clause = '9(z)' WHERE agreement_id = 'b'")
    watch = DocketWatch(may_name=True)
    told = watch.altered(Workspace(database))
    watch.close()
    assert any(told_of in says for says in told), told


def test_of_very_many_some_are_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docket_watch, "MOMENT_SECONDS", 600)
    monkeypatch.setattr(docket_watch, "RESTS", 0)
    monkeypatch.setattr(docket_watch, "MOST_TOLD", 1)
    tamper(database, "UPDATE docket SET clause = '9(z)' WHERE obligation_id = 'effect'")
    watch = DocketWatch(may_name=True)
    assert [len(watch.altered(Workspace(database))) for _ in range(3)] == [1, 1, 1]
    watch.close()


def test_a_document_that_has_a_name_twice_is_named(database: Database) -> None:
    """One who reads the first and one who reads the last would be told two things."""
    twice = """'{"occurred_on":"1990-01-01",' || substr(payload, 2)"""
    tamper(
        database, f"UPDATE facts SET payload = {twice} WHERE agreement_id = 'a' AND position = 2"
    )
    with database.snapshot() as connection:
        (row, says), *_ = strange_values(connection)
    assert row.endswith(" of facts")
    assert "payload" in says

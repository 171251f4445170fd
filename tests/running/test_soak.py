"""What the soak looks at afterwards: it must be able to find something, or it proves nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.db.engine import Database
from soak.audit import Agreements, audit, look_through
from tests.api.calls import EXAMPLE, EXAMPLE_DEMAND
from tests.db.evidence.tampering import tamper
from tests.running import process


@pytest.fixture
def running(tmp_path: Path, demonstration_file: Path) -> Iterator[tuple[str, Database]]:
    """A server, as the soak starts it, and its database to tamper with."""
    with process.serving(tmp_path, demonstration_file, access="open") as served:
        database = Database(served.environment["REGISTRATION_RIGHTS_DATABASE_URL"])
        yield served.address, database
        database.dispose()


def looked_through(running: tuple[str, Database]) -> Agreements:
    address, database = running
    return look_through(address, str(database.engine.url))


def change(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount > 0


def test_what_nobody_touched_has_no_fault(running: tuple[str, Database]) -> None:
    found = looked_through(running)
    assert found.compared > 100
    assert (found.docket, found.unverified) == ((), ())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE docket SET obligation = replace(obligation, '1999-05-20', '1999-05-21')",
        "UPDATE docket SET last_day = '1999-03-01' WHERE obligation_id = 'effect'",
    ],
)
def test_a_docket_that_is_not_what_the_facts_say_is_found(
    running: tuple[str, Database], statement: str
) -> None:
    change(running[1], statement)
    named = [each for each in looked_through(running).docket if EXAMPLE in each]
    assert any(each.endswith(f"{EXAMPLE_DEMAND}: effect") for each in named), named


def test_a_record_that_was_changed_is_found(running: tuple[str, Database]) -> None:
    change_answers = "UPDATE evaluations SET actor = 'x' WHERE agreement_id = :agreement"
    tamper(running[1], change_answers, agreement=EXAMPLE)
    (found,) = looked_through(running).unverified
    assert found.startswith(f"{EXAMPLE}: ")


def test_an_acknowledged_write_that_is_not_there_is_lost(running: tuple[str, Database]) -> None:
    url = str(running[1].engine.url)
    told = {EXAMPLE: b"{}", "nothing": b"{}"}
    assert audit(url, told).lost == ("nothing",)


def test_a_fact_without_its_reply_is_half_there(running: tuple[str, Database]) -> None:
    assert EXAMPLE_DEMAND in audit(str(running[1].engine.url), {}).half_there


def test_a_record_with_a_gap_is_half_there(running: tuple[str, Database]) -> None:
    shorten = "UPDATE agreements SET version = 1 WHERE id = :agreement"
    tamper(running[1], shorten, agreement=EXAMPLE)
    (first, *_) = audit(str(running[1].engine.url), {}).half_there
    assert EXAMPLE in first

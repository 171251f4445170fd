"""A record is parsed once and kept; what is kept is proven by the hash of the last fact each time.

Counted are the facts that are parsed.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from app.db.engine import Database
from app.rules.answers import FoundBefore
from app.rules.record.gathering import gather
from app.services.record import kept
from app.services.record.kept import OF_TERMS, KeptRecord, KeptRecords, KeptTerms
from app.services.record.reading import read_fact
from app.services.workspace.workspace import Workspace
from tests.api.bodies import Json, mailed, spectrum_demand
from tests.api.calls import EXAMPLE, EXAMPLE_DEMAND, ok, post_event
from tests.db.evidence.evidence import correct, correction, known_now, last_fact
from tests.rules.answers.test_what_an_append_costs import RECORD
from tests.rules.examples.random_records import TERMS
from tests.running.service import Service, fixed_workspace, serving

READ = f"/v1/registrations/{EXAMPLE_DEMAND}"
NOTICE: Json = {"kind": "notice_given", "holder": "doeg-hill", "delivery": mailed("1999-02-17")}


@dataclass(slots=True)
class Parsed:
    """How many facts were parsed."""

    count: int = 0


@contextmanager
def parsing() -> Iterator[Parsed]:
    counted = Parsed()
    with patch.object(kept, "read_fact", wraps=read_fact) as read:
        yield counted
    counted.count = read.call_count


def entries(service: Service) -> int:
    version: int = ok(service.get(f"/v1/agreements/{EXAMPLE}"))["result"]["version"]
    return version


class TestARecordIsParsedOnce:
    def test_however_often_and_by_whatever_question_it_is_read(self, service: Service) -> None:
        length = entries(service)
        with parsing() as parsed:
            for path in (READ, f"{READ}/obligations", f"/v1/agreements/{EXAMPLE}"):
                ok(service.get(path))
            known = ok(
                service.get(f"/v1/agreements/{EXAMPLE}", known_at=known_now(service, EXAMPLE))
            )
        assert known["result"]["version"] == length
        assert parsed.count == 0

    def test_and_after_a_write_the_fact_alone(self, service: Service) -> None:
        entries(service)
        with parsing() as parsed:
            post_event(service, EXAMPLE_DEMAND, NOTICE)
            ok(service.get(READ))
            post_event(service, EXAMPLE_DEMAND, {**NOTICE, "holder": "spectrum"})
        assert parsed.count == 1  # the first, when the second was posted or the answer read


class TestWhatIsKeptIsProven:
    def test_another_worker_writes(self, service: Service, loaded: Database) -> None:
        """Of its fact this one learns by the database, and parses no other."""
        with serving(loaded, workspace=fixed_workspace(loaded, "other")) as other:
            before = ok(other.get(READ))
            first = entries(other)
            post_event(service, EXAMPLE_DEMAND, NOTICE)
            with parsing() as parsed:
                assert entries(other) == first + 1
                after = ok(other.get(READ))
        assert parsed.count == 1
        assert after != before
        assert after == ok(service.get(READ))

    def test_a_correction_overtakes_what_is_kept(self, service: Service) -> None:
        post_event(service, EXAMPLE_DEMAND, NOTICE)
        before = ok(service.get(READ))
        known = known_now(service, EXAMPLE)
        correct(service, correction(last_fact(service, EXAMPLE)["fact_id"], None), EXAMPLE)
        assert ok(service.get(READ)) != before
        then = ok(service.get(READ, known_at=known, as_of=before["result"]["as_of"]))
        assert then["result"] == before["result"]


def test_a_restored_database_that_went_on_differently(
    demonstration_sqlite: str, tmp_path: Path
) -> None:
    """One process, its file put back: as long a record in the end, and other facts."""
    path = Path(demonstration_sqlite.removeprefix("sqlite:///"))
    backup = shutil.copy(path, tmp_path / "backup.db")
    lost, restored = (Database(f"sqlite:///{each}") for each in (path, backup))
    once = fixed_workspace(lost, "lost")
    then = replace(fixed_workspace(restored, "restored"), kept=once.kept)
    with serving(lost, workspace=once) as service:
        post_event(service, EXAMPLE_DEMAND, NOTICE)
        before, length = ok(service.get(READ)), entries(service)
    with serving(restored, workspace=then) as service:
        assert entries(service) == length - 1  # less than was kept
        post_event(service, EXAMPLE_DEMAND, {**NOTICE, "holder": "spectrum"})
        assert entries(service) == length
        found = ok(service.get(READ))
    with serving(restored, workspace=fixed_workspace(restored, "anew")) as service:
        assert ok(service.get(READ)) == found != before
    lost.dispose()
    restored.dispose()


def test_who_has_the_answer_is_told_so_before_anything_is_parsed(
    service: Service, loaded: Database
) -> None:
    tag = service.get(READ).headers["etag"]
    with parsing() as parsed, serving(loaded) as started_anew:
        asked = started_anew.request("GET", READ, headers={"If-None-Match": tag})
    assert asked.status_code == 304
    assert asked.headers["etag"] == tag
    assert parsed.count == 0


@pytest.mark.parametrize("most", [0, 40, 80])
def test_no_more_facts_are_kept_than_allowed(demonstration_sqlite: str, most: int) -> None:
    database = Database(demonstration_sqlite)
    workspace: Workspace = replace(fixed_workspace(database), kept=KeptRecords(most))
    with serving(database, workspace=workspace) as service:
        for name in ("one", "two", "three", "four"):
            body = {"template": "ctc-1998", "id": name, "holders": SIX_HOLDERS}
            assert service.post("/v1/agreements", body).status_code == 201
            path = f"/v1/agreements/{name}"
            assert ok(service.get(path)) == ok(service.get(path))
            demand = spectrum_demand(id=f"{name}-demand")
            assert service.post(f"{path}/demands", demand).status_code == 201
            assert ok(service.get(path))["result"]["version"] == LENGTH
            assert len(workspace.kept) <= most
    assert len(workspace.kept) == most // (LENGTH + OF_TERMS) * (LENGTH + OF_TERMS)
    database.dispose()


def test_no_more_terms_are_kept_than_allowed(demonstration_sqlite: str) -> None:
    """Each agreement may have terms of its own: once all that were ever read stayed for good."""
    database = Database(demonstration_sqlite)
    workspace = replace(fixed_workspace(database), kept_terms=KeptTerms(2))
    with serving(database, workspace=workspace) as service:
        document = ok(service.get("/v1/templates/ctc-1998"))["terms"]
        for name in ("one", "two", "three", "four"):
            body = {"id": name, "terms": document | {"title": name}}
            assert service.post("/v1/agreements", body).status_code == 201
            assert len(workspace.kept_terms) <= 2
        for name in ("one", "four", "one"):
            assert ok(service.get(f"/v1/agreements/{name}/terms"))["terms"]["title"] == name
    database.dispose()


SIX_HOLDERS = [
    {"id": name, "name": name, "common": 1_000_000}
    for name in ("spectrum", "b", "c", "d", "e", "f")
]
LENGTH = 14
"""The making, six Holders with their positions, and a demand."""


def test_what_was_found_of_sales_is_right_for_the_end_it_was_found_for() -> None:
    """Of a record that went on otherwise, or goes on without it, nothing is known."""
    records, name = KeptRecords(most_facts=OF_TERMS + 1), ("tenant", "agreement")
    facts = RECORD[:30]
    (sold, *_) = gather(TERMS, facts, date.max).begun.values()
    found = FoundBefore({("sold", "r"): (date.min, sold, date.max)})
    records.keep_found(name, (1, "f1"), found)
    assert records.found_before(name, (1, "f1")).found == {}  # no such record is kept
    records.keep(name, KeptRecord(TERMS))
    records.keep_found(name, (1, "f1"), found)
    assert records.found_before(name, (1, "f1")) is found
    for end in ((1, "f2"), (2, "f1"), (2, "f2")):
        assert records.found_before(name, end).found == {}
    records.keep(("tenant", "another"), KeptRecord(TERMS))
    assert records.found_before(name, (1, "f1")).found == {}  # forgotten with its record

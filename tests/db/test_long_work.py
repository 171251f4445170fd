"""What takes long to work out holds no transaction: others write meanwhile, and nothing is lost."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event
from time import sleep

import httpx
import pytest
from sqlalchemy import make_url

from app.db.engine import Database
from app.rules.answers.docket.docket import StandingObligation, docket_from
from app.rules.facts import RecordedFact
from app.rules.record import FoundBefore
from app.rules.record.bearing import EVERYTHING, Borne
from app.rules.terms import Terms
from app.services.docket import docket
from tests.db.docket.docket import disagreements, versions
from tests.running.service import Service, serving

IDLE = timedelta(seconds=2)
"""After which PostgreSQL ends the session of an idle transaction, here."""
LONGER_THAN_HELD, LONGER_THAN_IDLE = 0.6, 2.5
PAUSE = 0.1
CTC = "ctc-example"
FACT = {"kind": "holder_recorded", "occurred_on": "1998-12-01", "holder": "late", "name": "Late"}
OTHER = FACT | {"holder": "other", "name": "Other"}


@pytest.fixture
def patient(demonstration_url: str) -> Iterator[Database]:
    """The same database, to look at what was written."""
    database = Database(demonstration_url)
    yield database
    database.dispose()


@pytest.fixture
def impatient(demonstration_url: str) -> Iterator[Database]:
    """A database whose sessions may not be idle in a transaction for long."""
    url = make_url(demonstration_url)
    if url.get_backend_name() == "postgresql":
        idle = int(IDLE / timedelta(milliseconds=1))
        limits = f"-c idle_in_transaction_session_timeout={idle} -c lock_timeout=4s"
        url = url.update_query_dict({"options": limits})
    database = Database(url.render_as_string(hide_password=False))
    yield database
    database.dispose()


@pytest.fixture
def service(impatient: Database, patient: Database) -> Iterator[Service]:
    """Afterwards the docket says what the facts say."""
    before = versions(patient)
    with serving(impatient) as running:
        yield running
    assert disagreements(patient, before) == []


class Slow:
    """The docket, worked out as on a busy machine: it begins, and is done when it may be."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.times = Event(), Event(), 0

    def docket_from(
        self,
        since: date,
        terms: Terms,
        facts: Sequence[RecordedFact],
        of: Borne = EVERYTHING,
        found_before: FoundBefore | None = None,
    ) -> Iterator[StandingObligation]:
        """The same lines; the first time that the Holder of the test is there, slowly."""
        lines = docket_from(since, terms, facts, of, found_before)
        if any(getattr(each.fact, "holder", None) == "late" for each in facts):
            self.times += 1
            if self.times == 1:
                self.begun.set()
                yield next(lines)  # the caller looks up after each
                sleep(LONGER_THAN_HELD)
                yield next(lines)
                self.go_on.wait(LONGER_THAN_IDLE)
        yield from lines


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    found = Slow()
    monkeypatch.setattr(docket, "docket_from", found.docket_from)
    return found


def names(service: Service) -> set[str]:
    facts = service.get(f"/v1/agreements/{CTC}/events", limit=200).json()["items"]
    return {each["fact"].get("holder") for each in facts}


def test_a_fact_is_recorded_whose_docket_takes_longer_than_a_session_may_idle(
    service: Service, slow: Slow
) -> None:
    answer = service.post(f"/v1/agreements/{CTC}/events", FACT)
    assert answer.status_code == 201, answer.text
    assert slow.times == 1, "nothing was worked out twice"
    assert "late" in names(service)


def test_others_write_meanwhile(service: Service, slow: Slow) -> None:
    """On SQLite, where who writes is alone, to every agreement."""
    with ThreadPoolExecutor(1) as other:
        first = other.submit(service.post, f"/v1/agreements/{CTC}/events", FACT)
        assert slow.begun.wait(10)
        sleep(LONGER_THAN_HELD + PAUSE)
        made = service.post("/v1/agreements", {"template": "ctc-1998", "id": "meanwhile"})
        assert made.status_code == 201, made.text
        assert not first.done()
        slow.go_on.set()
        assert first.result().status_code == 201


@pytest.mark.parametrize("key", [None, "the-same"])
def test_another_write_to_the_same_record_comes_first_and_neither_is_lost(
    service: Service, slow: Slow, key: str | None
) -> None:
    """What was worked out is worked out anew on what the record is then."""
    path = f"/v1/agreements/{CTC}/events"

    def post() -> httpx.Response:
        return service.post(path, FACT) if key is None else service.post_as(key, path, FACT)

    with ThreadPoolExecutor(1) as other:
        first = other.submit(post)
        assert slow.begun.wait(10)
        sleep(LONGER_THAN_HELD + PAUSE)
        second = service.post(path, OTHER)
        slow.go_on.set()
        answers = second, first.result()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert {"late", "other"} <= names(service)
    verified = service.get(f"/v1/agreements/{CTC}/verify").json()
    assert verified["ok"], verified
    if key is not None:
        again = service.post_as(key, path, FACT)
        assert again.content == answers[1].content
        assert len(names(service)) == len(names(service) | {"late"})


def test_who_expected_the_record_as_it_was_is_refused_when_it_moved_meanwhile(
    service: Service, slow: Slow
) -> None:
    path = f"/v1/agreements/{CTC}/events"
    seen = service.get(f"/v1/agreements/{CTC}").headers["etag"]

    def post() -> httpx.Response:
        return service.request("POST", path, json=FACT, headers={"If-Match": seen})

    with ThreadPoolExecutor(1) as other:
        first = other.submit(post)
        assert slow.begun.wait(10)
        sleep(LONGER_THAN_HELD + PAUSE)
        assert service.post(path, OTHER).status_code == 201
        slow.go_on.set()
        assert first.result().status_code == 412
    assert "late" not in names(service)

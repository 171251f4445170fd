"""An answer to a question about a record is worked out once, until the record or the day moves.

Counted are the records arranged for the rules and the facts parsed, in one process or two on one
database; what is answered is the same to the byte.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import httpx
import pytest

from app.db.engine import Database
from app.rules.answers import evaluation
from app.rules.record import open_record
from app.rules.record.gathering import gather
from app.services.record import kept as parsing
from app.services.record import kept_answers, records
from app.services.record.kept_answers import KeptAnswers
from app.services.record.reading import read_fact
from app.services.workspace.workspace import Workspace
from tests.api.bodies import converted
from tests.api.calls import EXAMPLE, EXAMPLE_DEMAND, ok
from tests.api.http.asked_again.test_conditions import READS
from tests.running.service import NOW, Service, fixed_workspace, serving

pytestmark = pytest.mark.both_databases

DEMAND = f"/v1/registrations/{EXAMPLE_DEMAND}"
EVENTS = f"/v1/agreements/{EXAMPLE}/events"


@pytest.fixture
def database(demonstration_url: str) -> Iterator[Database]:
    """A database with the demonstration agreements."""
    opened = Database(demonstration_url)
    yield opened
    opened.dispose()


@contextmanager
def counted() -> Iterator[Callable[[], tuple[int, int]]]:
    """How many records are opened for the rules from here on, and how many facts parsed."""
    with (
        patch.object(evaluation, "gather", wraps=gather) as gathered,
        patch.object(evaluation, "open_record", wraps=open_record) as opened,
        patch.object(parsing, "read_fact", wraps=read_fact) as parsed,
    ):
        yield lambda: (gathered.call_count + opened.call_count, parsed.call_count)


def read(service: Service, path: str = DEMAND, tag: str | None = None) -> httpx.Response:
    return service.request("GET", path, headers={"If-None-Match": tag} if tag else {})


def same(first: httpx.Response, second: httpx.Response) -> None:
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content
    kept = {"etag", "cache-control", "content-type", "content-length"}
    for name in kept:
        assert second.headers[name] == first.headers[name], name


@pytest.mark.parametrize("path", READS)
def test_every_read_is_worked_out_once_and_304_parses_nothing(
    database: Database, path: str
) -> None:
    with serving(database) as service:
        first = read(service, path)
        with counted() as count:
            same(first, read(service, path))
            assert count() == (0, 0)
    # Another process, which has read nothing yet, parses the terms' fact to know the day.
    with (
        serving(database) as other,
        counted() as count,
        patch.object(records, "read_fact", wraps=read_fact) as made,
    ):
        assert read(other, path, first.headers["etag"]).status_code == 304
        assert count() == (0, 0)
        assert made.call_count == 1


class TestWhatMoves:
    """Whatever the answer turns on is in its tag: it is worked out anew, and right."""

    def worked_out(self, service: Service, path: str = DEMAND) -> httpx.Response:
        with counted() as count:
            answer = read(service, path)
            assert answer.status_code == 200
            assert count()[0] > 0
        return answer

    def kept(self, service: Service, path: str = DEMAND) -> httpx.Response:
        with counted() as count:
            answer = read(service, path)
            assert count()[0] == 0
        return answer

    def test_the_question(self, database: Database) -> None:
        with serving(database) as service:
            asked = [f"{DEMAND}?explain={detail}" for detail in ("full", "none")]
            asked += [f"{DEMAND}?as_of=1999-03-0{day}" for day in (8, 9)]
            asked += [f"{DEMAND}?fields=result.state", f"{DEMAND}/obligations"]
            answers = [self.worked_out(service, path).content for path in asked]
            assert len(set(answers)) == len(asked)
            assert [self.kept(service, path).content for path in asked] == answers

    def test_the_record_by_this_process_or_another(self, database: Database) -> None:
        path = f"/v1/agreements/{EXAMPLE}"
        with serving(database) as one, serving(database, workspace=again(database)) as two:
            first = self.worked_out(one, path)
            same(first, self.worked_out(two, path))
            ok(two.post(EVENTS, converted("1999-01-15", "wang", 10)), 201)
            second = self.worked_out(one, path)
            assert second.content != first.content
            same(second, self.worked_out(two, path))
            same(second, self.kept(one, path))

    def test_a_correction(self, database: Database) -> None:
        path = f"/v1/agreements/{EXAMPLE}?as_of=1999-03-01"
        with serving(database) as service:
            first = ok(self.worked_out(service, path))["result"]
            ok(service.post(EVENTS, converted("1999-01-15", "wang", 10)), 201)
            changed = ok(self.worked_out(service, path))["result"]
            assert changed["holders"] != first["holders"]
            told = ok(service.get(EVENTS, limit=200))["items"][-1]
            wrong = {"fact_id": told["fact_id"], "reason": "Not so.", "replacement": None}
            ok(service.post(f"/v1/agreements/{EXAMPLE}/corrections", wrong), 201)
            taken_back = ok(self.worked_out(service, path))["result"]
            assert taken_back["holders"] == first["holders"]

    def test_the_day_where_none_was_named(self, database: Database) -> None:
        workspace = fixed_workspace(database)
        with serving(database, workspace=workspace) as service:
            first = self.worked_out(service)
        tomorrow = replace(workspace, now=lambda: NOW + timedelta(days=1))
        with serving(database, workspace=tomorrow) as service:
            assert ok(self.worked_out(service))["result"]["as_of"] > ok(first)["result"]["as_of"]

    def test_a_refusal_is_not_kept(self, database: Database) -> None:
        with serving(database) as service:
            for _ in range(2):
                refused = read(service, f"{DEMAND}?as_of=1998-12-31")
                assert refused.status_code == 404
                assert refused.headers["content-type"] == "application/problem+json"


def again(database: Database) -> Workspace:
    """What another process has of the same database."""
    return fixed_workspace(database, "other")


class TestBounds:
    def test_those_not_asked_for_longest_are_forgotten(self) -> None:
        kept = KeptAnswers(most_bytes=30, longest=10)
        for name in "abc":
            kept.keep(("t", name), b"x" * 10)
        assert kept.get(("t", "a")) == b"x" * 10
        kept.keep(("t", "d"), b"y" * 10)
        assert [name for name in "abcd" if kept.get(("t", name))] == ["a", "c", "d"]
        assert len(kept) == 30

    def test_one_that_is_too_long_displaces_none(self) -> None:
        kept = KeptAnswers(most_bytes=30, longest=10)
        kept.keep(("t", "a"), b"x")
        kept.keep(("t", "b"), b"x" * 11)
        kept.keep(("t", "a"), b"x")
        assert (len(kept), kept.get(("t", "b"))) == (1, None)

    def test_of_another_tenant_is_another(self) -> None:
        kept = KeptAnswers()
        kept.keep(("one", "tag"), b"x")
        assert kept.get(("two", "tag")) is None
        assert kept_answers.LONGEST < kept_answers.MOST_BYTES

"""Tags of what was read, and requests that hold only while the record is as it was read."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from app.db.engine import Database
from app.services.record.preconditions import mark_of
from tests.api.bodies import Json, agreement, converted, filed, spectrum_demand
from tests.api.calls import DEMO, EXAMPLE, EXAMPLE_DEMAND, make_agreement, ok
from tests.api.description.openapi import DOCUMENT, asked_at, headers_of, operations
from tests.api.refusals import nothing_stored, problem
from tests.running.service import NOW, OPEN, Service, fixed_workspace, serving

pytestmark = pytest.mark.both_databases

EVENTS = f"/v1/agreements/{EXAMPLE}/events"
OF_A_RECORD = ("/v1/agreements/{agreement_id}", "/v1/registrations/{registration_id}")
FROM_THE_STORE = "Evidence"
"""What is asked of the record as evidence is read anew each time, and has no tag."""
CONVERSION = converted("1999-01-15", "wang", 10)
READS = [
    pytest.param(asked_at(path, operation), id=path)
    for method, path, operation in operations(DOCUMENT)
    if method == "GET" and path.startswith(OF_A_RECORD) and FROM_THE_STORE not in operation["tags"]
]
OTHERS = {
    f"/v1/agreements/{DEMO}": f"/v1/agreements/{DEMO}/events",
    f"/v1/registrations/{EXAMPLE_DEMAND}": EVENTS,
}


def read(service: Service, path: str, tag: str | None = None, **params: Any) -> httpx.Response:
    headers = {} if tag is None else {"If-None-Match": tag}
    return service.request("GET", path, params=params or None, headers=headers)


def tag_of(service: Service, path: str, **params: Any) -> str:
    response = read(service, path, **params)
    ok(response)
    assert response.headers["cache-control"] == "private, no-cache"
    tag: str = response.headers["etag"]
    assert tag.startswith('"')
    return tag


def post(service: Service, path: str, body: Json, expected: str) -> httpx.Response:
    return service.request("POST", path, json=body, headers={"If-Match": expected})


def not_modified(response: httpx.Response, tag: str) -> None:
    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["etag"] == tag
    assert response.headers["cache-control"] == "private, no-cache"


class TestTag:
    def test_is_given_by_every_read_of_a_record(self) -> None:
        without = [
            path
            for method, path, operation in operations(DOCUMENT)
            if method == "GET"
            and path.startswith(OF_A_RECORD)
            and FROM_THE_STORE not in operation["tags"]
            and (
                "If-None-Match" not in headers_of(operation)
                or "ETag" not in operation["responses"]["200"]["headers"]
                or "304" not in operation["responses"]
            )
        ]
        assert READS
        assert without == []

    @pytest.mark.parametrize("path", READS)
    def test_saves_the_answer_to_who_has_it(self, service: Service, path: str) -> None:
        tag = tag_of(service, path)
        assert tag_of(service, path) == tag
        not_modified(read(service, path, tag), tag)
        not_modified(read(service, path, f'"other", W/{tag}'), tag)
        not_modified(read(service, path, "*"), tag)
        assert read(service, path, '"other"').status_code == 200

    @pytest.mark.parametrize("path", READS)
    def test_changes_with_every_fact(self, service: Service, path: str) -> None:
        tag = tag_of(service, path)
        (posted,) = {
            where
            for start, where in OTHERS.items()
            if path == start or path.startswith(f"{start}/")
        } or {EVENTS}
        ok(service.post(posted, CONVERSION), 201)
        assert read(service, path, tag).status_code == 200
        assert tag_of(service, path) != tag

    def test_stays_when_another_record_moves(self, service: Service) -> None:
        path = f"/v1/agreements/{DEMO}"
        tag = tag_of(service, path)
        ok(service.post(EVENTS, CONVERSION), 201)
        not_modified(read(service, path, tag), tag)

    def test_differs_between_questions(self, service: Service) -> None:
        paths = [f"/v1/agreements/{EXAMPLE}", f"/v1/agreements/{DEMO}"]
        days: list[dict[str, str]] = [{}, {"as_of": "1999-03-09"}, {"as_of": "1999-03-10"}]
        details = [{}, {"explain": "none"}, {"explain": "summary"}]
        tags = [
            tag_of(service, path, **day, **detail)
            for path in paths
            for day in days
            for detail in details
        ]
        assert len(set(tags)) == len(tags)

    def test_of_no_named_day_changes_with_the_day(self, demonstration_url: str) -> None:
        path = f"/v1/registrations/{EXAMPLE_DEMAND}"
        with on(demonstration_url, NOW) as today:
            undated, dated = tag_of(today, path), tag_of(today, path, as_of="1999-05-10")
        with on(demonstration_url, NOW + timedelta(days=1)) as tomorrow:
            assert read(tomorrow, path, undated).status_code == 200
            not_modified(read(tomorrow, path, dated, as_of="1999-05-10"), dated)

    def test_of_what_is_not_there_is_none(self, service: Service) -> None:
        response = read(service, "/v1/agreements/nobody", "*")
        problem(response, 404, "not_found")
        assert "etag" not in response.headers


class TestExpectedState:
    @pytest.fixture(
        params=[f"/v1/agreements/{EXAMPLE}", f"/v1/registrations/{EXAMPLE_DEMAND}/obligations"]
    )
    def seen(self, service: Service, request: pytest.FixtureRequest) -> str:
        """The tag of something read of the record."""
        return tag_of(service, request.param, as_of="1999-05-10")

    def test_is_declared_by_every_post_to_a_record(self) -> None:
        without = [
            path
            for method, path, operation in operations(DOCUMENT)
            if method == "POST"
            and path.startswith(OF_A_RECORD)
            and ("If-Match" not in headers_of(operation) or "412" not in operation["responses"])
        ]
        assert without == []

    def test_that_still_holds_lets_the_fact_in(self, service: Service, seen: str) -> None:
        assert post(service, EVENTS, CONVERSION, seen).status_code == 201

    def test_that_is_gone_keeps_the_fact_out(self, service: Service, seen: str) -> None:
        ok(service.post(EVENTS, CONVERSION), 201)
        with nothing_stored(service):
            problem(post(service, EVENTS, CONVERSION, seen), 412, "record_changed")
            demands = f"/v1/agreements/{EXAMPLE}/demands"
            problem(post(service, demands, spectrum_demand(), seen), 412, "record_changed")
            dry = post(service, f"{demands}?dry_run=true", spectrum_demand(), seen)
            problem(dry, 412, "record_changed")
            of_its_life = f"/v1/registrations/{EXAMPLE_DEMAND}/events"
            problem(post(service, of_its_life, filed("1999-05-03"), seen), 412, "record_changed")

    def test_may_be_one_of_several(self, service: Service, seen: str) -> None:
        assert post(service, EVENTS, CONVERSION, f'"0-0-0", {seen}').status_code == 201

    def test_may_be_any(self, service: Service) -> None:
        assert post(service, EVENTS, CONVERSION, "*").status_code == 201

    def test_is_not_named_by_a_weak_tag(self, service: Service, seen: str) -> None:
        problem(post(service, EVENTS, CONVERSION, f"W/{seen}"), 412, "record_changed")

    def test_of_another_record_is_not_this_one(self, service: Service) -> None:
        twin = make_agreement(service, agreement("twin"))["result"]["id"]
        seen = tag_of(service, f"/v1/agreements/{DEMO}")
        response = post(service, f"/v1/agreements/{twin}/events", CONVERSION, seen)
        problem(response, 412, "record_changed")

    def test_is_named_by_the_answer_to_a_fact_as_well(self, service: Service, seen: str) -> None:
        for _ in range(3):
            response = post(service, EVENTS, CONVERSION, seen)
            assert response.status_code == 201
            seen = response.headers["etag"]

    def test_lets_one_of_many_at_once_in(self, service: Service, seen: str) -> None:
        with ThreadPoolExecutor(8) as threads:
            answers = [
                each.status_code
                for each in threads.map(lambda _: post(service, EVENTS, CONVERSION, seen), range(8))
            ]
        assert sorted(answers) == [201] + 7 * [412]

    def test_does_not_stand_in_the_way_of_a_repeated_request(
        self, service: Service, seen: str
    ) -> None:
        headers = {"If-Match": seen, "Idempotency-Key": "k"}
        first = service.request("POST", EVENTS, json=CONVERSION, headers=headers)
        again = service.request("POST", EVENTS, json=CONVERSION, headers=headers)
        assert (again.status_code, again.content) == (201, first.content)

    def test_of_a_record_that_is_not_there_is_not_found(self, service: Service) -> None:
        response = post(service, "/v1/agreements/nobody/events", CONVERSION, "*")
        problem(response, 404, "not_found")


class TestAReadThatHoldsOnlyForOneState:
    """RFC 9110, 13.1.1: `If-Match` is of every method; so several reads are of one record."""

    @pytest.mark.parametrize("path", READS)
    def test_is_answered_while_it_stands(self, service: Service, path: str) -> None:
        seen = tag_of(service, path)
        ok(service.request("GET", path, headers={"If-Match": seen}))
        record = DEMO if DEMO in path.split("/") else EXAMPLE
        ok(service.post(f"/v1/agreements/{record}/events", CONVERSION), 201)
        gone = service.request("GET", path, headers={"If-Match": seen})
        problem(gone, 412, "record_changed")

    def test_is_tried_before_what_the_caller_has(self, service: Service) -> None:
        path = f"/v1/agreements/{EXAMPLE}"
        both = {"If-Match": '"0-0-0"', "If-None-Match": "*"}
        problem(service.request("GET", path, headers=both), 412, "record_changed")


class TestAStateThatIsExcluded:
    """RFC 9110, 13.1.2: where nothing is read, what `If-None-Match` names is answered with 412."""

    def test_keeps_the_fact_out_while_the_record_is_in_it(self, service: Service) -> None:
        seen = tag_of(service, f"/v1/agreements/{EXAMPLE}")
        unless = {"If-None-Match": f'"0-0-0", {seen}'}
        with nothing_stored(service):
            refused = service.request("POST", EVENTS, json=CONVERSION, headers=unless)
            problem(refused, 412, "record_stands")
        ok(service.post(EVENTS, CONVERSION), 201)
        taken = service.request("POST", EVENTS, json=CONVERSION, headers=unless)
        assert taken.status_code == 201

    def test_may_be_any(self, service: Service) -> None:
        with nothing_stored(service):
            refused = service.request(
                "POST", EVENTS, json=CONVERSION, headers={"If-None-Match": "*"}
            )
            problem(refused, 412, "record_stands")

    @pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k"}])
    def test_lets_an_agreement_be_made_once(self, service: Service, key: dict[str, str]) -> None:
        new = {"If-None-Match": "*", **key}
        body = agreement("mine")
        made = service.request("POST", "/v1/agreements", json=body, headers=new)
        assert made.status_code == 201
        other = {**new, **({"Idempotency-Key": "other"} if key else {})}
        with nothing_stored(service):
            again = service.request("POST", "/v1/agreements", json=body, headers=other)
            problem(again, 412, "record_stands")
            problem(service.post("/v1/agreements", body), 409, "already_exists")


class TestWhereAConditionIsRequired:
    def test_a_fact_without_one_is_not_recorded(self, demonstration_url: str) -> None:
        example = Database(demonstration_url)
        settings = OPEN.model_copy(update={"conditions_required": True})
        with serving(example, settings) as service, nothing_stored(service):
            refused = problem(service.post(EVENTS, CONVERSION), 428, "condition_required")
            assert "`If-Match`" in refused["detail"]
            ok(service.request("POST", EVENTS, json=CONVERSION, params={"dry_run": True}))
        with serving(example, settings) as service:
            seen = tag_of(service, f"/v1/agreements/{EXAMPLE}")
            assert post(service, EVENTS, CONVERSION, seen).status_code == 201
            assert post(service, EVENTS, converted("1999-01-16", "wang", 10), "*").is_success
        example.dispose()


class TestHeadersThatAreNotUnderstood:
    @pytest.mark.parametrize("value", ["", "unquoted", '"a" "b"', '"a', 'w/"a"', "**"])
    @pytest.mark.parametrize(
        ("name", "method", "path"),
        [("If-Match", "POST", EVENTS), ("If-None-Match", "GET", f"/v1/agreements/{EXAMPLE}")],
    )
    def test_are_refused(
        self, service: Service, name: str, method: str, path: str, value: str
    ) -> None:
        body = CONVERSION if method == "POST" else None
        response = service.request(method, path, json=body, headers={name: value})
        (fault,) = problem(response, 422, "invalid_input")["errors"]
        assert (fault["place"], fault["pointer"]) == ("header", name)


class TestARestoredRecord:
    def test_of_the_same_length_is_another(self) -> None:
        """After a restore facts are recorded anew: as many as were lost, but not the same."""
        assert mark_of("ctc", 12, "id-of-the-lost-one") != mark_of("ctc", 12, "id-of-the-new-one")


@contextmanager
def on(url: str, now: datetime) -> Iterator[Service]:
    """The service on this day."""
    database = Database(url)
    workspace = replace(fixed_workspace(database), now=lambda: now)
    with serving(database, workspace=workspace) as service:
        yield service
    database.dispose()

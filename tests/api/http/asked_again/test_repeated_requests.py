"""The same request under the same key is carried out once, and always has the same answer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from threading import Event
from typing import Any

import httpx
import pytest

from app.db.engine import Database
from app.services.record.replies import forget
from tests.api.bodies import Json, agreement, converted, handed_over, spectrum_demand
from tests.api.calls import DEMO, EXAMPLE_DEMAND, events, ok, stored
from tests.api.description.openapi import DOCUMENT, address, examples_of, operations
from tests.api.refusals import nothing_stored, problem
from tests.running.service import NOW, Service, fixed_workspace, serving

pytestmark = pytest.mark.both_databases

DEMANDS = f"/v1/agreements/{DEMO}/demands"
TOO_EARLY = spectrum_demand(handed_over("1998-10-09"))
PATIENCE_SECONDS = 20
WITHOUT_A_KEY = ("/v1/webhooks", "/v1/companies")
"""The reply would keep a secret that is shown once: here the caller's own id makes it safe. What is
asked of a company's agreements stores nothing, and may be asked again as it is."""
POSTS = [
    pytest.param(address(path, operation), body, id=f"{path} {name}")
    for method, path, operation in operations(DOCUMENT)
    if method == "POST" and not path.startswith(WITHOUT_A_KEY)
    for name, body in islice(examples_of(operation).items(), 3)
]
"""Three examples of each operation: of what they tell it does not depend."""
COMPUTATION = "/v1/compute/deadline"


def of_days(count: int) -> Json:
    return {"template": "ctc-1998", "event_on": "1999-01-04", "count": count}


def same(first: httpx.Response, again: httpx.Response) -> bool:
    """Whether the second is the replay of the first, to the byte."""
    headers, others = {**again.headers}, {**first.headers}
    del headers["x-request-id"], others["x-request-id"]  # each request has one of its own
    replayed = headers.pop("idempotent-replay", None)
    assert "idempotent-replay" not in first.headers
    return (replayed, again.status_code, again.content, headers) == (
        "true",
        first.status_code,
        first.content,
        others,
    )


class TestSameKeyAndBody:
    @pytest.mark.parametrize(("path", "body"), POSTS)
    def test_has_the_same_answer_and_no_other_effect(
        self, service: Service, path: str, body: Json
    ) -> None:
        first = service.post_as("one", path, body)
        assert first.status_code == (200 if path.startswith("/v1/compute/") else 201)
        with nothing_stored(service):
            assert same(first, service.post_as("one", path, body))
            assert same(first, service.post_as("one", path, body))

    def test_answers_as_it_would_without_a_key(self, demonstration_url: str) -> None:
        database = Database(demonstration_url)
        with serving(database) as service:
            plain = service.post(DEMANDS, spectrum_demand(id="theirs"), dry_run=True)
            keyed = service.post_as("k", DEMANDS, spectrum_demand(id="theirs"))
        database.dispose()
        without, found = ok(plain), ok(keyed, 201)
        assert found["result"].pop("registration_id") == "theirs"
        assert without["result"].keys() == found["result"].keys()
        assert keyed.headers["location"] == "/v1/registrations/theirs"
        assert [each["id"] for each in without["explanation"]["steps"]] == [
            each["id"] for each in found["explanation"]["steps"]
        ]

    def test_is_answered_as_then_though_the_record_went_on(self, service: Service) -> None:
        first = service.post_as("k", DEMANDS, spectrum_demand())
        ok(service.post(f"/v1/agreements/{DEMO}/events", converted("1999-01-15", "wang", 10)), 201)
        assert same(first, service.post_as("k", DEMANDS, spectrum_demand()))

    def test_a_refusal_by_the_agreement_is_an_answer_too(self, service: Service) -> None:
        first = service.post_as("k", DEMANDS, TOO_EARLY)
        assert ok(first, 201)["result"]["determination"]["decision"] == "refused"
        assert same(first, service.post_as("k", DEMANDS, TOO_EARLY))

    def test_the_quotes_of_the_draft_may_be_left_off(self, service: Service) -> None:
        first = service.post_as('"8e03 978e"', DEMANDS, spectrum_demand())
        assert same(first, service.post_as('"8e03 978e"', DEMANDS, spectrum_demand()))
        first = service.post_as('"8e03978e"', DEMANDS, TOO_EARLY)
        assert same(first, service.post_as("8e03978e", DEMANDS, TOO_EARLY))

    def test_outlives_the_process(self, demonstration_url: str) -> None:
        answers = []
        for _ in range(2):
            database = Database(demonstration_url)
            with serving(database) as service:
                answers.append(service.post_as("k", DEMANDS, spectrum_demand()))
            database.dispose()
        assert same(*answers)


class TestSameKeyForAnotherRequest:
    @pytest.mark.parametrize(
        ("path", "body", "params"),
        [
            pytest.param(DEMANDS, spectrum_demand(shares=400_001), {}, id="body"),
            pytest.param(DEMANDS, spectrum_demand(), {"explain": "none"}, id="parameters"),
            pytest.param(
                "/v1/agreements/ctc-example/demands", spectrum_demand(), {}, id="agreement"
            ),
            pytest.param("/v1/agreements", agreement("another"), {}, id="collection"),
        ],
    )
    def test_is_refused(
        self, service: Service, path: str, body: Json, params: dict[str, Any]
    ) -> None:
        first = service.post_as("k", DEMANDS, spectrum_demand())
        with nothing_stored(service):
            response = service.post_as("k", path, body, **params)
            problem(response, 422, "idempotency_key_reused")
        assert same(first, service.post_as("k", DEMANDS, spectrum_demand()))


class TestRequestsThatWereNotCarriedOut:
    """They leave no trace: the key is free for the corrected request."""

    @pytest.mark.parametrize(
        ("path", "body", "status"),
        [
            pytest.param(DEMANDS, spectrum_demand(shares=0), 422, id="not understood"),
            pytest.param(
                DEMANDS, spectrum_demand(handed_over("1997-01-02")), 422, id="cannot be true"
            ),
            pytest.param("/v1/agreements/nobody/demands", spectrum_demand(), 404, id="no record"),
            pytest.param(DEMANDS, spectrum_demand(id=EXAMPLE_DEMAND), 409, id="taken"),
            pytest.param("/v1/agreements", agreement(DEMO), 409, id="agreement taken"),
        ],
    )
    def test_may_be_corrected(self, service: Service, path: str, body: Json, status: int) -> None:
        with nothing_stored(service):
            assert service.post_as("k", path, body).status_code == status
            assert service.post_as("k", path, body).status_code == status
        first = service.post_as("k", DEMANDS, spectrum_demand())
        assert first.status_code == 201
        assert same(first, service.post_as("k", DEMANDS, spectrum_demand()))

    def test_may_be_a_computation(self, service: Service) -> None:
        problem(service.post_as("k", COMPUTATION, of_days(-1)), 422, "invalid_input")
        first = service.post_as("k", COMPUTATION, of_days(30))
        assert same(first, service.post_as("k", COMPUTATION, of_days(30)))


class TestWhatRecordsNothing:
    """A dry run and a computation keep their reply like any other POST, and nothing else."""

    def test_a_dry_run_is_answered_as_then_though_the_record_went_on(
        self, service: Service
    ) -> None:
        tried = spectrum_demand(id="theirs")
        with nothing_stored(service):
            first = service.post_as("k", DEMANDS, tried, dry_run=True)
        assert first.status_code == 200
        ok(service.post(DEMANDS, spectrum_demand(id="theirs")), 201)  # now the id is taken
        assert same(first, service.post_as("k", DEMANDS, tried, dry_run=True))

    def test_a_dry_run_is_another_request_than_the_one_it_tries(self, service: Service) -> None:
        service.post_as("k", DEMANDS, spectrum_demand(), dry_run=True)
        with nothing_stored(service):
            for shares, params in ((400_001, {"dry_run": True}), (400_000, {})):
                body = spectrum_demand(shares=shares)
                response = service.post_as("k", DEMANDS, body, **params)
                problem(response, 422, "idempotency_key_reused")

    def test_a_computation_under_the_key_of_another_request_is_refused(
        self, service: Service
    ) -> None:
        ok(service.post_as("k", COMPUTATION, of_days(30)))
        for path, body in (
            (COMPUTATION, of_days(31)),
            ("/v1/compute/deemed-receipt", of_days(30)),
            (DEMANDS, spectrum_demand()),
        ):
            problem(service.post_as("k", path, body), 422, "idempotency_key_reused")

    def test_a_computation_refuses_a_key_that_is_none(self, service: Service) -> None:
        for key in ("", "two words", "k" * 256):
            response = service.post_as(key, COMPUTATION, of_days(30))
            (found,) = problem(response, 422, "invalid_input")["errors"]
            assert (found["place"], found["pointer"]) == ("header", "Idempotency-Key")
        headers = [("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
        response = service.request("POST", COMPUTATION, json=of_days(30), headers=headers)
        (found,) = problem(response, 422, "invalid_input")["errors"]
        assert found["code"] == "given_twice"


class TestWhileTheFirstIsCarriedOut:
    def test_the_second_is_told_to_come_back(self, demonstration_url: str) -> None:
        with held_up(demonstration_url) as (service, inside, go_on), ThreadPoolExecutor(1) as other:
            first = other.submit(service.post_as, "k", DEMANDS, spectrum_demand())
            assert inside.wait(PATIENCE_SECONDS)
            second = service.post_as("k", DEMANDS, spectrum_demand())
            problem(second, 409, "request_in_progress")
            assert second.headers["retry-after"] == "1"
            go_on.set()
            answered = first.result(PATIENCE_SECONDS)
            assert answered.status_code == 201
            assert same(answered, service.post_as("k", DEMANDS, spectrum_demand()))
            assert len(demands(service)) == 1

    def test_a_first_that_failed_makes_way(self, demonstration_url: str) -> None:
        body = spectrum_demand(handed_over("1997-01-02"))
        with held_up(demonstration_url) as (service, inside, go_on), ThreadPoolExecutor(1) as other:
            first = other.submit(service.post_as, "k", DEMANDS, body)
            assert inside.wait(PATIENCE_SECONDS)
            problem(service.post_as("k", DEMANDS, body), 409, "request_in_progress")
            go_on.set()
            assert first.result(PATIENCE_SECONDS).status_code == 422
            assert service.post_as("k", DEMANDS, spectrum_demand()).status_code == 201

    def test_of_twenty_at_once_one_is_carried_out(self, service: Service) -> None:
        with ThreadPoolExecutor(20) as threads:
            answers = list(
                threads.map(lambda _: service.post_as("k", DEMANDS, spectrum_demand()), range(20))
            )
        assert {each.status_code for each in answers} <= {201, 409}
        assert len({each.content for each in answers if each.status_code == 201}) == 1
        assert len(demands(service)) == 1


class TestTheFactsAndTheReply:
    def test_are_there_together_or_not_at_all(
        self, demonstration_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        database = Database(demonstration_url)
        with (
            serving(database) as service,
            nothing_stored(service),
            monkeypatch.context() as broken,
        ):
            broken.setattr("app.api.answering.conditional.Reply", None)
            problem(service.post_as("k", DEMANDS, spectrum_demand()), 500, "internal_error")
        with serving(database) as service:
            assert service.post_as("k", DEMANDS, spectrum_demand()).status_code == 201
            assert len(demands(service)) == 1
        database.dispose()


class TestKeys:
    @pytest.mark.parametrize(
        "key", ["", '""', '"', "two words", "a,b", 'a"b', "back\\slash", "k" * 256, '"é"']
    )
    def test_that_are_none_are_refused(self, service: Service, key: str) -> None:
        headers = [(b"Idempotency-Key", key.encode())]
        with nothing_stored(service):
            response = service.request("POST", DEMANDS, json=spectrum_demand(), headers=headers)
            (fault,) = problem(response, 422, "invalid_input")["errors"]
        assert (fault["place"], fault["pointer"]) == ("header", "Idempotency-Key")

    def test_may_not_be_two(self, service: Service) -> None:
        headers = [("Idempotency-Key", "one"), ("Idempotency-Key", "two")]
        with nothing_stored(service):
            response = service.request("POST", DEMANDS, json=spectrum_demand(), headers=headers)
            (fault,) = problem(response, 422, "invalid_input")["errors"]
        assert (fault["place"], fault["code"]) == ("header", "given_twice")

    def test_are_taken_by_every_post(self) -> None:
        without = {
            path
            for method, path, operation in operations(DOCUMENT)
            if method == "POST"
            and "Idempotency-Key" not in {each["name"] for each in operation.get("parameters", ())}
        }
        assert {each for each in without if not each.startswith(WITHOUT_A_KEY)} == set()


class TestForgetting:
    def test_what_is_older_than_asked_is_forgotten(self, demonstration_url: str) -> None:
        database = Database(demonstration_url)
        older = fixed_workspace(database)
        workspace = replace(older, now=lambda: NOW + timedelta(days=8))
        with serving(database, workspace=older) as service:
            ok(service.post_as("old", DEMANDS, spectrum_demand()), 201)
        with serving(database, workspace=workspace) as service:
            first = service.post_as("new", DEMANDS, TOO_EARLY)
            assert forget(workspace, timedelta(days=7)) == 1
            assert forget(workspace, timedelta(days=7)) == 0
            assert same(first, service.post_as("new", DEMANDS, TOO_EARLY))
            again = service.post_as("old", DEMANDS, spectrum_demand())
            assert "idempotent-replay" not in again.headers
            assert len(demands(service)) == 3
        database.dispose()

    def test_leaves_the_record_alone(self, service: Service, demonstration_url: str) -> None:
        before = stored(service)
        database = Database(demonstration_url)
        forget(fixed_workspace(database), timedelta(0))
        database.dispose()
        assert stored(service) == before


def demands(service: Service) -> list[Json]:
    return [each for each in events(service) if each["kind"] == "demand_received"]


@contextmanager
def held_up(url: str) -> Iterator[tuple[Service, Event, Event]]:
    """A service whose first request stops inside its transaction until it is told to go on."""
    inside, go_on = Event(), Event()
    database = Database(url)
    usual = fixed_workspace(database)

    def new_id() -> str:
        inside.set()
        assert go_on.wait(PATIENCE_SECONDS)
        return usual.new_id()

    with serving(database, workspace=replace(usual, new_id=new_id)) as service:
        try:
            yield service, inside, go_on
        finally:
            go_on.set()
    database.dispose()

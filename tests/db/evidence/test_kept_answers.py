"""Every determination that a POST returned is kept, to the byte, and can be computed again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import httpx
import pytest

from app.db.engine import Database
from app.db.evidence import chain
from app.release import RULES_VERSION
from tests.api.bodies import (
    Json,
    agreement,
    converted,
    declared_effective,
    filed,
    handed_over,
    join,
    mailed,
    notice,
    spectrum_demand,
)
from tests.api.calls import DEMO, EXAMPLE_DEMAND, demanded, events, ok, post_event, post_fact
from tests.api.refusals import problem, query_fault
from tests.db.evidence.evidence import audit, correct, correction, last_fact
from tests.db.evidence.tampering import tamper
from tests.running.service import Service


def kept(service: Service, response: httpx.Response) -> Json:
    """The kept answer that a response names."""
    identifier = response.headers["evaluation-id"]
    link = f'</v1/evaluations/{identifier}>; rel="describedby"'
    assert response.headers["link"] == link
    found: Json = ok(service.get(f"/v1/evaluations/{identifier}"))
    assert found["id"] == identifier
    return found


def replayed(service: Service, identifier: str, under: str = "pinned") -> Json:
    found: Json = ok(service.get(f"/v1/evaluations/{identifier}/replay", under=under))
    assert found["says"]
    return found


def differences(found: Json) -> dict[str, tuple[Any, Any]]:
    return {each["path"]: (each.get("then"), each.get("now")) for each in found["differences"]}


def posts(service: Service) -> Iterator[httpx.Response]:
    """One request of every kind that records something."""
    yield service.post("/v1/agreements", agreement("mine"), explain="none")
    yield service.post(f"/v1/agreements/{DEMO}/events", converted("1999-01-15", "wang", 100))
    fact = last_fact(service)["fact_id"]
    body = correction(fact, converted("1999-01-15", "wang", 90))
    yield service.post(f"/v1/agreements/{DEMO}/corrections", body, as_of="1999-02-01")
    demand = service.post(
        f"/v1/agreements/{DEMO}/demands", spectrum_demand(), as_of="1999-03-09", explain="summary"
    )
    yield demand
    path = f"/v1/registrations/{demand.json()['result']['registration_id']}/events"
    for fact in (notice("wang", mailed("1999-02-22")), filed("1999-04-01")):
        yield service.post(path, fact)
    yield service.post(
        f"/v1/agreements/{DEMO}/shelves",
        {
            "conversion_proposed_on": "1999-09-01",
            "certificate_date": "1999-11-01",
            "letters": [],
        },
    )
    begun = last_fact(service)["fact_id"]
    yield service.post(f"/v1/agreements/{DEMO}/corrections", correction(begun, None))


class TestKeptAnswers:
    def test_are_the_bytes_that_were_sent(self, evidence: Service) -> None:
        for response in posts(evidence):
            assert response.status_code == 201, response.text[:500]
            found = kept(evidence, response)
            assert found["answer"] == response.json()
            sent = evidence.get(f"/v1/evaluations/{found['id']}/answer")
            assert sent.content == response.content
            assert sent.headers["content-type"] == "application/json"
            assert found["answer_hash"] == "sha256:" + sha256(response.content).hexdigest()

    def test_are_computed_again_to_the_byte(self, evidence: Service) -> None:
        """Each is, at the end, when the record has moved on."""
        given = [response.headers["evaluation-id"] for response in posts(evidence)]
        for identifier in given:
            found = replayed(evidence, identifier)
            assert found["equal"] is True, found["differences"]
            assert found["same_code"] is True
            assert found["differences"] == []
            assert found.get("answer_hash_now") == found["answer_hash_then"]
            assert found["record_now"] == found["record_then"]

    def test_of_the_demonstration_are_too(self, evidence: Service) -> None:
        for agreement_id in (DEMO, "ctc-example"):
            listed = ok(evidence.get(f"/v1/agreements/{agreement_id}/evaluations"))["items"]
            assert listed
            for each in listed:
                assert replayed(evidence, each["id"])["equal"] is True

    def test_say_what_they_rest_on(self, evidence: Service) -> None:
        response = evidence.post(
            f"/v1/agreements/{DEMO}/demands",
            spectrum_demand(),
            as_of="1999-03-09",
            explain="none",
        )
        found = kept(evidence, response)
        answer = response.json()
        fact = last_fact(evidence)
        assert found["question"] == {
            "subject": "registration",
            "as_of": "1999-03-09",
            "today": None,
            "explain": "none",
            "answer": "full",
            "facts": 1,
        }
        assert found["record"] == {"version": fact["position"], "hash": fact["hash"]}
        assert found["agreement_id"] == DEMO
        assert found["registration_id"] == answer["result"]["registration_id"]
        assert found["versions"] == {
            "service": answer["versions"]["service"],
            "rules": RULES_VERSION,
            "terms_hash": answer["versions"]["terms"]["content_hash"],
            "calendars": answer["versions"]["calendars"],
        }
        assert found["created_at"] == fact["recorded_at"]
        assert found["actor"] == "demonstration"
        assert found["request_id"] == response.headers["x-request-id"]

    def test_without_a_day_keep_the_day_that_was_meant(self, evidence: Service) -> None:
        response = evidence.post(f"/v1/agreements/{DEMO}/demands", spectrum_demand())
        assert kept(evidence, response)["question"]["as_of"] == "2026-11-22"

    def test_are_listed_in_the_order_of_the_record(self, evidence: Service) -> None:
        registration = demanded(evidence, notice("wang", mailed("1999-02-22")))
        listed = ok(evidence.get(f"/v1/agreements/{DEMO}/evaluations"))["items"]
        first, last = events(evidence)[-2:]
        assert [each["version"] for each in listed[-2:]] == [first["position"], last["position"]]
        assert {each.get("registration_id") for each in listed[-2:]} == {registration}
        then = ok(
            evidence.get(f"/v1/agreements/{DEMO}/evaluations", known_at=first["recorded_at"])
        )["items"]
        assert then == listed[:-1]

    def test_to_a_dry_run_are_not_kept(self, evidence: Service) -> None:
        path = f"/v1/agreements/{DEMO}"
        before = ok(evidence.get(f"{path}/evaluations"))["items"]
        response = evidence.post(f"{path}/demands", spectrum_demand(), dry_run=True)
        assert response.status_code == 200
        assert not {"evaluation-id", "link", "location"} & response.headers.keys()
        assert ok(evidence.get(f"{path}/evaluations"))["items"] == before

    def test_to_a_refused_request_are_not_kept(self, evidence: Service) -> None:
        path = f"/v1/agreements/{DEMO}"
        before = ok(evidence.get(f"{path}/evaluations"))["items"]
        response = evidence.post(f"{path}/events", converted("1999-01-15", "nobody", 1))
        assert response.status_code == 422
        assert ok(evidence.get(f"{path}/evaluations"))["items"] == before

    @pytest.mark.parametrize("path", ["", "/answer", "/replay"])
    def test_that_are_not_there_are_not_found(self, evidence: Service, path: str) -> None:
        problem(evidence.get(f"/v1/evaluations/nothing{path}"), 404, "not_found")


class TestReplay:
    def test_under_what_is_known_now_lists_what_changed(self, evidence: Service) -> None:
        response = evidence.post(
            f"/v1/agreements/{DEMO}/demands", spectrum_demand(), as_of="1999-05-10", explain="none"
        )
        identifier = response.headers["evaluation-id"]
        begun = last_fact(evidence)["fact_id"]
        assert replayed(evidence, identifier, "current")["equal"] is True
        later = {"kind": "demand_received", **spectrum_demand(mailed("1999-02-17"))}
        correct(evidence, correction(begun, later))
        found = replayed(evidence, identifier, "current")
        assert found["equal"] is False
        assert found["same_code"] is True
        assert found["record_now"]["version"] == found["record_then"]["version"] + 1
        changed = differences(found)
        assert changed["/result/determination/due_on"] == ("1999-05-20", "1999-05-24")
        for path, (then, _) in changed.items():
            assert at(response.json(), path) == then
        assert replayed(evidence, identifier)["equal"] is True

    def test_follows_items_of_lists_by_their_names(self, evidence: Service) -> None:
        """One more Holder told is one window more, not another window for everybody."""
        registration = demanded(evidence)
        response = evidence.post(
            f"/v1/registrations/{registration}/events",
            notice("spectrum", mailed("1999-02-22")),
            as_of="1999-05-10",
            explain="none",
        )
        post_event(evidence, registration, notice("cashin", mailed("1999-02-22")))
        found = replayed(evidence, response.headers["evaluation-id"], "current")
        windows = [each["holder"] for each in response.json()["result"]["windows"]["join"]]
        place = windows.index("cashin")
        about = {
            path
            for path in differences(found)
            if path.startswith("/result/windows/join/") and "explained_by" not in path
        }
        assert about
        assert {path.split("/")[4] for path in about} == {str(place)}

    def test_of_a_correction_is_of_what_it_changed_then(self, evidence: Service) -> None:
        post_fact(evidence, converted("1999-01-15", "wang", 100))
        body = correction(last_fact(evidence)["fact_id"], converted("1999-01-15", "wang", 90))
        response = evidence.post(f"/v1/agreements/{DEMO}/corrections", body, as_of="1999-02-01")
        post_fact(evidence, converted("1999-01-16", "wang", 50))
        for under in ("pinned", "current"):
            assert replayed(evidence, response.headers["evaluation-id"], under)["equal"] is True

    def test_of_a_registration_that_is_no_longer_there(self, evidence: Service) -> None:
        response = evidence.post(
            f"/v1/agreements/{DEMO}/demands", spectrum_demand(), as_of="1999-03-09"
        )
        identifier = response.headers["evaluation-id"]
        correct(evidence, correction(last_fact(evidence)["fact_id"], None))
        found = replayed(evidence, identifier, "current")
        (whole,) = found["differences"]
        assert (whole["path"], whole.get("then"), whole.get("now")) == ("", response.json(), None)
        assert found.get("answer_hash_now") is None
        assert replayed(evidence, identifier)["equal"] is True

    def test_by_other_code_says_so_and_lists_the_differences(
        self, evidence: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with released(monkeypatch, EARLIER):
            response = evidence.post(
                f"/v1/agreements/{DEMO}/demands", spectrum_demand(), as_of="1999-03-09"
            )
        found = replayed(evidence, response.headers["evaluation-id"])
        assert (found["equal"], found["same_code"]) == (False, False)
        assert EARLIER in found["says"]
        assert RULES_VERSION in found["says"], "it says which rules answered"
        assert "was changed" not in found["says"]
        assert found["versions_then"]["rules"] == EARLIER
        assert found["versions_now"]["rules"] == RULES_VERSION
        assert differences(found) == {"/versions/rules": (EARLIER, RULES_VERSION)}

    def test_of_a_changed_answer_by_other_rules_accuses_nobody(
        self, evidence: Service, loaded: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Only where rules, terms and facts are the same can a difference be a change."""
        change_an_answer(loaded)
        with released(monkeypatch, EARLIER):
            found = replayed(evidence, f"{EXAMPLE_DEMAND}-2")
        assert (found["equal"], found["same_code"]) == (False, False)
        assert "was changed" not in found["says"]

    def test_of_other_facts_says_that_they_are_others(
        self, evidence: Service, loaded: Database
    ) -> None:
        tamper(
            loaded,
            "UPDATE evaluations SET record_hash = :other WHERE id = :id",
            other=chain.digest("another record"),
            id=f"{EXAMPLE_DEMAND}-2",
        )
        change_an_answer(loaded)
        found = replayed(evidence, f"{EXAMPLE_DEMAND}-2")
        assert (found["equal"], found["same_code"]) == (False, True)
        assert "not those it names" in found["says"]
        assert "was changed" not in found["says"]

    def test_of_an_answer_that_was_changed_lists_what_it_should_be(
        self, evidence: Service, loaded: Database
    ) -> None:
        identifier = f"{EXAMPLE_DEMAND}-2"
        change_an_answer(loaded)
        found = replayed(evidence, identifier)
        assert (found["equal"], found["same_code"]) == (False, True)
        assert "was changed" in found["says"]
        assert "verify" in found["says"]
        changed = differences(found)
        assert changed["/result/determination/due_on"] == ("1999-05-21", "1999-05-20")

    def test_is_under_nothing_else(self, evidence: Service) -> None:
        response = evidence.get(f"/v1/evaluations/{EXAMPLE_DEMAND}-2/replay", under="past")
        assert query_fault(response, "under") == "invalid_value"


class TestAudit:
    def test_has_one_entry_for_every_write(self, evidence: Service) -> None:
        before = len(audit(evidence))
        recorded = posts(evidence)
        responses = [each for each in recorded if each.url.path != "/v1/agreements"]
        entries = audit(evidence)[before:]
        assert [each.get("evaluation_id") for each in entries] == [
            each.headers["evaluation-id"] for each in responses
        ]
        assert [each["action"] for each in entries] == [
            "fact_recorded",
            "fact_corrected",
            "registration_begun",
            "fact_recorded",
            "fact_recorded",
            "registration_begun",
            "fact_retracted",
        ]
        facts = events(evidence)[-len(entries) :]
        for entry, fact, response in zip(entries, facts, responses, strict=True):
            assert entry["first_position"] == entry["last_position"] == fact["position"]
            assert entry["record_hash"] == fact["hash"]
            assert entry["recorded_at"] == fact["recorded_at"]
            assert entry.get("registration_id") == fact.get("registration_id")
            assert entry["request_id"] == response.headers["x-request-id"]
            assert entry["actor"] == "demonstration"

    def test_says_which_facts_made_the_agreement(self, evidence: Service) -> None:
        evidence.post("/v1/agreements", agreement("mine"))
        (entry,) = audit(evidence, "mine")
        assert entry["action"] == "agreement_made"
        positions = entry.get("first_position"), entry.get("last_position")
        assert positions == (1, len(events(evidence, "mine")))

    def test_has_none_for_what_was_refused_or_only_tried(self, evidence: Service) -> None:
        before = audit(evidence)
        evidence.post(f"/v1/agreements/{DEMO}/demands", spectrum_demand(), dry_run=True)
        evidence.post(f"/v1/agreements/{DEMO}/events", converted("1999-01-15", "nobody", 1))
        assert audit(evidence) == before

    def test_of_what_was_known_then(self, evidence: Service) -> None:
        before = audit(evidence)
        post_fact(evidence, converted("1999-01-15", "wang", 100))
        known = last_fact(evidence)["recorded_at"]
        post_fact(evidence, converted("1999-01-15", "wang", 200))
        assert audit(evidence, known_at=known)[:-1] == before


class TestRequestIds:
    @pytest.mark.parametrize("given", ["r-1", "a" * 128, "trace:1/2@x=3+4_5.6"])
    def test_are_echoed_and_kept(self, evidence: Service, given: str) -> None:
        response = evidence.request(
            "POST",
            f"/v1/agreements/{DEMO}/demands",
            json=spectrum_demand(),
            headers={"X-Request-ID": given},
        )
        assert response.headers["x-request-id"] == given
        assert kept(evidence, response)["request_id"] == given
        assert audit(evidence)[-1]["request_id"] == given

    @pytest.mark.parametrize("given", ["", "a" * 129, "two words", "ünï"])
    def test_that_cannot_be_used_are_replaced(self, evidence: Service, given: str) -> None:
        response = evidence.request(
            "GET", "/healthz", headers={"X-Request-ID": given.encode("utf-8")}
        )
        assert response.status_code == 200
        made = response.headers["x-request-id"]
        assert made != given
        assert len(made) == 32

    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", "/v1/agreements/nobody"), ("GET", "/nowhere"), ("POST", "/v1/agreements/nobody")],
    )
    def test_come_with_problems_too(self, evidence: Service, method: str, path: str) -> None:
        response = evidence.request(method, path, headers={"X-Request-ID": "r-1"})
        assert response.status_code >= 400
        assert response.headers["x-request-id"] == "r-1"

    def test_come_with_a_failure_of_the_service(
        self, evidence: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError("a mistake of ours")

        monkeypatch.setattr("app.services.evidence.audit.listed", fail)
        response = evidence.request(
            "GET", f"/v1/agreements/{DEMO}/audit", headers={"X-Request-ID": "r-1"}
        )
        problem(response, 500, "internal_error")
        assert response.headers["x-request-id"] == "r-1"


def test_the_answer_and_its_fact_are_kept_together_or_not_at_all(
    evidence: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write whose audit entry cannot be stored stores nothing."""

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    before = (events(evidence), audit(evidence))
    with monkeypatch.context() as patched:
        patched.setattr("app.db.evidence.journal.Journal.enter", fail)
        response = evidence.post(f"/v1/agreements/{DEMO}/demands", spectrum_demand())
        problem(response, 500, "internal_error")
    assert (events(evidence), audit(evidence)) == before
    assert ok(evidence.get(f"/v1/agreements/{DEMO}/verify"))["ok"] is True


def test_a_life_of_facts_is_answered_the_same_by_reading(evidence: Service) -> None:
    """What a POST answered and what a GET answers to the same question are the same bytes."""
    registration = demanded(evidence)
    path = f"/v1/registrations/{registration}"
    for fact in (
        notice("wang", mailed("1999-02-22")),
        join("wang", 5_000, handed_over("1999-03-10")),
        filed("1999-04-01"),
        declared_effective("1999-05-03"),
    ):
        sent = evidence.post(f"{path}/events", fact, as_of="1999-06-01", explain="full")
        assert evidence.get(path, as_of="1999-06-01", explain="full").content == sent.content


EARLIER = chain.digest("earlier rules")


def change_an_answer(database: Database) -> None:
    """Let the answer to the demonstration demand name another due day than it did."""
    tamper(
        database,
        """UPDATE evaluations SET answer = replace(answer, '"due_on":"1999-05-20"',
            '"due_on":"1999-05-21"') WHERE id = :id""",
        id=f"{EXAMPLE_DEMAND}-2",
    )


@contextmanager
def released(monkeypatch: pytest.MonkeyPatch, rules: str) -> Iterator[None]:
    """Inside, the rules are of another version."""
    with monkeypatch.context() as patched:
        patched.setattr("app.services.answer.RULES_VERSION", rules)
        yield


def at(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer."""
    for part in pointer.split("/")[1:]:
        document = document[int(part) if isinstance(document, list) else part]
    return json.loads(json.dumps(document))

"""`answer=changes`: a posted fact is answered by its id, what it changed, and what is owed next.

And several facts at once, all or none, and the dry run of a fact.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from app.services.store.demonstration import LIFE
from tests.api.bodies import Json, handed_over, notice, spectrum_demand
from tests.api.calls import DEMO, ok, post_demand, stored
from tests.api.refusals import nothing_stored, problem
from tests.running.service import Service

DAY = "1999-03-31"
NAME = "in-short"
EVENTS = f"/v1/registrations/{NAME}/events"
BATCH = f"{EVENTS}/batch"
TO_WANG = notice("wang", handed_over("1999-02-22"))
"""The one Holder to whom the example's life sends no notice."""


@pytest.fixture
def demanded(service: Service) -> Service:
    post_demand(service, {**spectrum_demand(), "id": NAME}, as_of=DAY)
    return service


def changed(answer: Json, registration: str | None) -> Json:
    """What an answer says of each value of one registration: before, and now."""
    found = (each for each in answer["changed"] if each.get("registration_id") == registration)
    changes: list[Json] = next(found, {"changes": []})["changes"]
    return {each["path"]: (each.get("then"), each.get("now")) for each in changes}


def on_record(service: Service) -> list[Json]:
    """The facts of the demand."""
    found: list[Json] = ok(service.get(EVENTS))["items"]
    return found


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, f"{path}/{name}")
    elif not isinstance(value, list):
        yield path, value


class TestChanges:
    def test_a_notice_is_performed_and_opens_a_window(self, demanded: Service) -> None:
        # Sent by hand on Monday 22 February 1999: received that day; 20 days to join, 2(a)(i).
        before = ok(demanded.get(f"/v1/registrations/{NAME}", as_of=DAY))["result"]
        answer = ok(demanded.post(EVENTS, TO_WANG, as_of=DAY, answer="changes"), 201)
        after = ok(demanded.get(f"/v1/registrations/{NAME}", as_of=DAY))
        result = answer["result"]
        (fact,) = result["facts"]
        assert fact["fact_id"] == on_record(demanded)[-1]["fact_id"]
        assert (fact["kind"], fact["occurred_on"]) == ("notice_given", "1999-02-22")
        told = changed(result, NAME)
        assert told["/obligations/notice:wang/status"] == ("open", "performed")
        (window,) = (w for w in after["result"]["windows"]["join"] if w["holder"] == "wang")
        assert told["/windows/join/wang/last_day"][1] == window["last_day"]
        was, now = dict(leaves(before)), dict(leaves(after["result"]))
        assert all(was[at] != now[at] for at in told if at in was and at in now)
        assert answer["missing_inputs"] == after["missing_inputs"]

    def test_what_is_owed_next_says_by_when_and_what_settles_it(self, demanded: Service) -> None:
        result = ok(demanded.post(EVENTS, TO_WANG, as_of=DAY, answer="changes"), 201)["result"]
        whole = ok(demanded.get(f"/v1/registrations/{NAME}", as_of=DAY))["result"]
        still = [
            each
            for each in whole["obligations"]
            if each["modality"] == "must"
            and each["status"] not in ("performed", "performed_late", "waived", "excused")
        ]
        dated = {each["id"]: each["due_on"] for each in still if each["due_on"]}
        assert {each["id"]: each["due_on"] for each in result["owed"]} == dated
        assert {"effect": "1999-05-20"}.items() <= dated.items()  # 90 days from 19 February
        assert {"effect": ["declared_effective"]}.items() <= {
            each["id"]: each["recorded_by"] for each in result["owed"]
        }.items()
        undated = [each["id"] for each in still if not each["due_on"]]
        assert result["owed_without_day"] == undated

    def test_leads_to_the_full_answer(self, demanded: Service) -> None:
        result = ok(demanded.post(EVENTS, TO_WANG, as_of=DAY, answer="changes"), 201)["result"]
        whole = ok(demanded.request("GET", result["full_answer"]))["result"]
        assert (whole["registration_id"], whole["as_of"]) == (NAME, DAY)

    def test_of_a_demand(self, service: Service) -> None:
        path, body = f"/v1/agreements/{DEMO}/demands", {**spectrum_demand(), "id": NAME}
        response = service.post(path, body, as_of=DAY, answer="changes")
        result = ok(response, 201)["result"]
        assert response.headers["location"] == f"/v1/registrations/{NAME}"
        assert changed(result, NAME) == {"/registration_id": (None, NAME)}
        assert changed(result, None)["/demands/remaining"] == (3, 2)  # three demands, 2(a)(i)

    def test_of_a_fact_about_the_agreement(self, demanded: Service) -> None:
        fact = {
            "kind": "preferred_converted",
            "occurred_on": "1999-03-01",
            "holder": "spectrum",
            "shares": 1_000,
        }
        path = f"/v1/agreements/{DEMO}/events"
        result = ok(demanded.post(path, fact, as_of=DAY, answer="changes"), 201)["result"]
        told = changed(result, None)
        assert told["/holders/spectrum/position/common"] == (0, 1_000)
        assert result.get("registration_id") is None
        assert result["full_answer"] == f"/v1/agreements/{DEMO}?as_of={DAY}"

    def test_is_kept_to_the_byte_and_answered_again(self, demanded: Service) -> None:
        response = demanded.post(EVENTS, TO_WANG, as_of=DAY, answer="changes")
        kept = f"/v1/evaluations/{response.headers['evaluation-id']}"
        for fact in LIFE[:2]:
            ok(demanded.post(EVENTS, fact, as_of=DAY), 201)
        assert demanded.get(f"{kept}/answer").content == response.content
        assert ok(demanded.get(f"{kept}/replay", under="pinned"))["equal"]
        # What it changed when it was recorded, later facts do not alter.
        assert ok(demanded.get(f"{kept}/replay", under="current"))["equal"]
        assert ok(demanded.get(kept))["question"]["answer"] == "changes"
        assert ok(demanded.get(f"/v1/agreements/{DEMO}/verify"))["ok"]

    def test_one_life_is_short(self, demanded: Service) -> None:
        sent = [demanded.post(EVENTS, fact, as_of=DAY, answer="changes") for fact in LIFE]
        assert sum(len(each.content) for each in sent) < 60_000


class TestDryRun:
    @pytest.mark.parametrize("shape", ["full", "changes"])
    def test_of_a_fact_answers_the_same_and_stores_nothing(
        self, demanded: Service, shape: str
    ) -> None:
        before = stored(demanded)
        tried = ok(demanded.post(EVENTS, TO_WANG, as_of=DAY, answer=shape, dry_run=True))
        assert stored(demanded) == before
        done = ok(demanded.post(EVENTS, TO_WANG, as_of=DAY, answer=shape), 201)
        if shape == "changes":
            assert tried["result"]["facts"][0].get("fact_id") is None
            assert tried["result"].get("full_answer") is None
            assert tried["result"]["changed"] == done["result"]["changed"]
            assert tried["result"]["owed"] == done["result"]["owed"]
        else:
            same = ("state", "allocation", "tallies", "effected")
            assert all(tried["result"][name] == done["result"][name] for name in same)

    def test_of_a_demand_in_short(self, service: Service) -> None:
        path = f"/v1/agreements/{DEMO}/demands"
        tried = [
            ok(service.post(path, spectrum_demand(), as_of=DAY, answer="changes", dry_run=True))
            for _ in range(2)
        ]
        result = tried[0]["result"]
        assert result.get("registration_id") is None
        assert [each["id"] for each in result["owed"]] == ["effect"]


class TestSeveralFacts:
    def test_are_recorded_together(self, demanded: Service) -> None:
        response = demanded.post(BATCH, {"facts": [*LIFE, TO_WANG]}, as_of=DAY)
        result = ok(response, 201)["result"]
        facts = on_record(demanded)[1:]
        assert [each["fact_id"] for each in result["facts"]] == [e["fact_id"] for e in facts]
        assert len(facts) == len(LIFE) + 1
        assert len({each["recorded_at"] for each in facts}) == 1
        kept = f"/v1/evaluations/{response.headers['evaluation-id']}"
        assert ok(demanded.get(f"{kept}/replay"))["equal"]
        assert ok(demanded.get(f"/v1/agreements/{DEMO}/verify"))["ok"]

    def test_lead_where_they_lead_one_after_the_other(self, demanded: Service) -> None:
        post_demand(demanded, {**spectrum_demand(), "id": "other"}, "ctc-example", as_of=DAY)
        ok(demanded.post(BATCH, {"facts": list(LIFE)}, as_of=DAY, answer="full"), 201)
        together = ok(demanded.get(f"/v1/registrations/{NAME}/allocation", as_of=DAY))
        for fact in LIFE:
            ok(demanded.post("/v1/registrations/other/events", fact, as_of=DAY), 201)
        apart = ok(demanded.get("/v1/registrations/other/allocation", as_of=DAY))
        assert together["allocation"]["total"] == apart["allocation"]["total"]

    def test_none_is_recorded_if_one_cannot_be(self, demanded: Service) -> None:
        nobody = notice("nobody", handed_over("1999-02-22"))
        with nothing_stored(demanded):
            refused = problem(
                demanded.post(BATCH, {"facts": [TO_WANG, nobody]}), 422, "invalid_input"
            )
        (error,) = refused["errors"]
        assert (error["pointer"], error["code"]) == ("/facts/1/holder", "unknown_holder")

    def test_dated_after_today_are_all_warned_of_and_answered_again(
        self, demanded: Service
    ) -> None:
        later = [notice(each, handed_over("2026-12-01")) for each in ("wang", "colo")]
        response = demanded.post(BATCH, {"facts": later})
        warned = [each["code"] for each in ok(response, 201)["warnings"]]
        assert warned.count("FUTURE_DAY") == 2
        kept = f"/v1/evaluations/{response.headers['evaluation-id']}"
        assert ok(demanded.get(f"{kept}/replay"))["equal"]

    def test_about_the_agreement(self, service: Service) -> None:
        facts = [
            {
                "kind": "preferred_converted",
                "occurred_on": "1999-05-03",
                "holder": holder,
                "shares": 1_000,
            }
            for holder in ("mochary", "wang")
        ]
        path = f"/v1/agreements/{DEMO}/events/batch"
        result = ok(service.post(path, {"facts": facts}, as_of="1999-05-03"), 201)["result"]
        told = changed(result, None)
        assert told["/holders/mochary/position/common"] == (0, 1_000)
        assert told["/holders/wang/position/common"] == (0, 1_000)

"""`?fields=`: only what was asked for; and nothing that goes out points to what is not there."""

import re
from typing import Any

import pytest

from tests.api.calls import EXAMPLE_DEMAND, ok
from tests.api.description import openapi
from tests.api.description.openapi import DOCUMENT, address
from tests.api.refusals import problem
from tests.running.service import Service

READ = f"/v1/registrations/{EXAMPLE_DEMAND}"
DAY = "1999-05-10"
RAW = {"/v1/obligations.ics", "/v1/evaluations/{evaluation_id}/answer", "/healthz", "/readyz"}
"""What is no JSON, the very bytes that were kept, and what machines ask whether it is alive."""
WHOLE = {"/v1/agreements/{agreement_id}/export"}
"""A document with a hash over all of it."""


def _roads(value: Any, road: str = "") -> set[str]:
    if isinstance(value, list):
        return {name for item in value for name in _roads(item, road)}
    if isinstance(value, dict) and value:
        return {name for key, inner in value.items() for name in _roads(inner, f"{road}.{key}")}
    return {road.removeprefix(".")}


class TestWhatIsAnswered:
    def test_only_what_is_named(self, service: Service) -> None:
        whole = ok(service.get(READ, as_of=DAY))
        asked = "result.determination.due_on,result.obligations.id,warnings"
        some = ok(service.get(READ, as_of=DAY, fields=asked))
        assert some == {
            "result": {
                "determination": {"due_on": whole["result"]["determination"]["due_on"]},
                "obligations": [{"id": each["id"]} for each in whole["result"]["obligations"]],
            },
            "warnings": whole["warnings"],
        }

    def test_the_whole_of_a_part_says_more_than_a_part_of_it(self, service: Service) -> None:
        whole = ok(service.get(READ, as_of=DAY, explain="none"))
        for asked in ("result,result.state", "result.state,result"):
            some = ok(service.get(READ, as_of=DAY, explain="none", fields=asked))
            assert some == {"result": whole["result"]}

    def test_of_a_page(self, service: Service) -> None:
        whole = ok(service.get("/v1/obligations", as_of=DAY, limit=3))
        some = ok(
            service.get("/v1/obligations", as_of=DAY, limit=3, fields="items.obligation.id,next")
        )
        ids = [{"obligation": {"id": each["obligation"]["id"]}} for each in whole["items"]]
        assert some == {"items": ids, "next": whole["next"]}

    def test_names_of_ones_own_lead_on(self, service: Service) -> None:
        """Parts that are named by what is on record, a Holder say, are not in the schema."""
        some = ok(service.get("/v1/templates/ctc-1998", fields="terms.readings.mail_receipt"))
        assert some["terms"]["readings"]["mail_receipt"]

    @pytest.mark.parametrize(
        ("asked", "says"),
        [
            ("resultt.state", "in this answer. Did you mean `result`?"),
            ("result.determination.du_on", "in `result.determination`. Did you mean `due_on`?"),
            ("result.state.x", "in `result.state`. It has none."),
            ("warnings,zzz", "There are: assumptions, cited, explanation,"),
        ],
    )
    def test_a_name_that_is_none_is_told_with_those_there_are(
        self, service: Service, asked: str, says: str
    ) -> None:
        answer = problem(service.get(READ, as_of=DAY, fields=asked), 422, "invalid_input")
        (error,) = answer["errors"]
        assert (error["pointer"], error["code"]) == ("fields", "unknown_field")
        assert says in error["detail"]

    def test_asked_twice_is_refused(self, service: Service) -> None:
        response = service.request("GET", f"{READ}?as_of={DAY}&fields=result&fields=warnings")
        (error,) = problem(response, 422, "invalid_input")["errors"]
        assert (error["pointer"], error["code"]) == ("fields", "given_twice")

    def test_has_a_tag_of_its_own(self, service: Service) -> None:
        whole = service.get(READ, as_of=DAY)
        some = service.get(READ, as_of=DAY, fields="result.state")
        assert whole.headers["etag"] != some.headers["etag"]
        seen = {"If-None-Match": some.headers["etag"]}
        asked = {"as_of": DAY, "fields": "result.state"}
        again = service.request("GET", READ, params=asked, headers=seen)
        assert (again.status_code, again.content) == (304, b"")
        other = service.request("GET", READ, params={"as_of": DAY}, headers=seen)
        assert other.status_code == 200
        wrong = {**asked, "fields": "nothing"}
        problem(service.request("GET", READ, params=wrong, headers=seen), 422, "invalid_input")

    def test_head_and_length_are_right(self, service: Service) -> None:
        some = service.get(READ, as_of=DAY, fields="result.summary")
        asked = {"as_of": DAY, "fields": "result.summary"}
        head = service.request("HEAD", READ, params=asked)
        assert some.headers["content-length"] == str(len(some.content))
        assert head.headers["content-length"] == some.headers["content-length"]

    def test_every_read_takes_it(self) -> None:
        for method, path, operation in openapi.operations(DOCUMENT):
            taken = {each["name"] for each in operation.get("parameters", ())}
            expected = method == "GET" and path not in RAW | WHOLE
            assert ("fields" in taken) is expected, (method, path)

    def test_every_road_of_an_answer_may_be_named(self, service: Service) -> None:
        whole = ok(service.get(READ, as_of=DAY))
        for road in sorted(_roads({key: whole[key] for key in ("result", "missing_inputs")})):
            response = service.get(READ, as_of=DAY, fields=road)
            assert response.status_code == 200, (road, response.text)


STEP = re.compile(r'"step:(\d+)"')


def _dangling(text: str, steps: set[str]) -> set[str]:
    return set(STEP.findall(text)) - steps


class TestPointers:
    @pytest.mark.parametrize("explain", ["none", "summary", "full"])
    def test_every_read_points_to_steps_that_are_there(
        self, service: Service, explain: str
    ) -> None:
        asked = 0
        for method, path, operation in openapi.operations(DOCUMENT):
            if method != "GET" or path in RAW | WHOLE:
                continue
            taken = {each["name"]: each for each in operation.get("parameters", ())}
            given = {
                name: next(iter(each["examples"].values()))["value"]
                for name, each in taken.items()
                if each["in"] == "query" and each.get("examples") and name != "fields"
            }
            if "explain" in taken:
                given["explain"] = explain
            response = service.get(address(path, operation), **given)
            if response.status_code == 404:  # a webhook, of which the demonstration has none
                continue
            body = ok(response)
            shown = body.get("answer", body)
            steps = {each["id"] for each in shown.get("explanation", {}).get("steps", ())}
            steps |= {each["id"] for each in body.get("steps", ()) if "id" in each}
            steps |= {each["step"] for each in body.get("counts", ()) if "step" in each}
            assert _dangling(response.text, steps) == set(), path
            asked += 1
        assert asked > 20

    @pytest.mark.parametrize("explain", ["none", "summary", "full"])
    def test_every_example_posted_is_answered_so(self, service: Service, explain: str) -> None:
        answered = 0
        for method, path, operation in openapi.operations(DOCUMENT):
            taken = {each["name"] for each in operation.get("parameters", ())}
            if method != "POST" or "explain" not in taken:
                continue
            for _, where, body in openapi.posted(path, operation):
                asked = {"explain": explain} | ({"dry_run": "true"} if "dry_run" in taken else {})
                asked |= {"answer": "full"} if "answer" in taken else {}
                response = service.post(where, body, **asked)
                if not response.is_success:  # it may need another before it
                    continue
                steps = {each["id"] for each in response.json()["explanation"]["steps"]}
                assert _dangling(response.text, steps) == set(), (path, body)
                assert bool(steps) is not (explain == "none") or not steps
                answered += 1
        assert answered > 60

    def test_without_the_working_no_value_names_a_step(self, service: Service) -> None:
        some = service.get(READ, as_of=DAY, fields="result.determination")
        assert STEP.findall(some.text) == []
        determination = ok(some)["result"]["determination"]
        assert set(determination["explained_by"]) == {"short_form_qualified"}

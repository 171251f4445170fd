"""Each reading is a setting: changing it changes the answer, and the answer names it."""

from typing import Any

import pytest

from app.rules.terms.readings.demand import DemandReadings
from app.rules.terms.readings.time import TimeReadings
from tests.rules.terms.readings_table import DIFFERENCES, Difference
from tests.running.service import Service


def ask(service: Service, difference: Difference, readings: dict[str, object]) -> dict[str, Any]:
    body = {"template": "ctc-1998", "readings": readings, **difference.body}
    response = service.post(f"/v1/compute/{difference.computation}", body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def at(result: Any, path: str) -> object:
    """The value at a dotted path, None where it is left out.

    A list is entered by place, or by the id of an item.
    """
    for part in path.split("."):
        if isinstance(result, list):
            named = [item for item in result if item.get("id") == part]
            result = named[0] if named else result[int(part)]
        else:
            result = result.get(part)
    return result


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda each: f"{each.option}={each.value}")
class TestEveryReading:
    def test_changes_the_answer(self, stateless_service: Service, difference: Difference) -> None:
        usual = ask(stateless_service, difference, {})
        other = ask(stateless_service, difference, {difference.option: difference.value})
        assert at(usual["result"], difference.path) == difference.usual
        assert at(other["result"], difference.path) == difference.other

    def test_is_named_by_the_answers_that_relied_on_it(
        self, stateless_service: Service, difference: Difference
    ) -> None:
        for readings, is_default in (({}, True), ({difference.option: difference.value}, False)):
            answer = ask(stateless_service, difference, dict(readings))
            (named,) = [each for each in answer["readings"] if each["option"] == difference.option]
            assert named["is_default"] is is_default


def test_every_reading_of_time_and_demand_is_in_the_table() -> None:
    options = {*TimeReadings.model_fields, *DemandReadings.model_fields}
    assert options <= {each.option for each in DIFFERENCES}


def test_the_terms_of_an_agreement_hold_its_readings(service: Service) -> None:
    made = service.post(
        "/v1/agreements",
        {
            "template": "ctc-1998",
            "id": "other",
            "overrides": {"readings": {"deadline_roll": "none"}},
            "holders": [{"id": "spectrum", "name": "Spectrum", "common": 1000}],
        },
    )
    assert made.status_code == 201, made.text
    letter = {
        "requests": [{"holder": "spectrum", "shares": 10}],
        "delivery": {"method": "personal", "delivered_on": "1998-10-19"},
    }
    body = {"letters": [letter], "short_form_qualified": False}
    answer = service.post("/v1/agreements/other/demands", body).json()
    assert answer["result"]["determination"]["due_on"] == "1999-01-17"

"""QG11: the day on which effectiveness was expected passes, and nothing is effective (4(c)).

Expected on Thursday 29 April 1999: the seven days before it are 22 to 28 April, and the 180 after
it end on 26 October. From 30 April on those days are not known to be the right ones.
"""

import pytest

from tests.api.bodies import Json, declared_effective, fact, filed
from tests.api.calls import DEMO, demanded, ok, with_readings
from tests.running.service import Service


def required(day: str, expected: str) -> Json:
    said = {"firm_commitment": True, "expected_effective_on": expected}
    return fact("holdback_required", day, **said)


REQUIRED = required("1999-04-12", "1999-04-29")


def may_sell(service: Service, day: str, agreement: str = DEMO) -> Json:
    asked = {"holder": "wang", "manner": "rule_144", "on": day}
    answer: Json = ok(service.get(f"/v1/agreements/{agreement}/may-sell", **asked))
    return answer


@pytest.mark.parametrize(
    ("reading", "verdicts"),
    [
        ("unknown", {"1999-04-29": "no", "1999-04-30": "unknown", "1999-10-27": "unknown"}),
        ("bars", {"1999-04-29": "no", "1999-04-30": "no", "1999-10-27": "yes"}),
        ("lapses", {"1999-04-29": "no", "1999-04-30": "yes", "1999-10-27": "yes"}),
    ],
)
def test_what_it_bars_is_a_reading(
    service: Service, reading: str, verdicts: dict[str, str]
) -> None:
    agreement = with_readings(service, stale_estimate=reading)
    demanded(service, REQUIRED, agreement=agreement, underwritten=True)
    found = {day: may_sell(service, day, agreement)["result"]["may_sell"] for day in verdicts}
    assert found == verdicts


def test_the_fact_that_settles_it_is_named(service: Service) -> None:
    demand = demanded(service, REQUIRED, underwritten=True)
    answers = (
        may_sell(service, "1999-04-30"),
        ok(service.get(f"/v1/registrations/{demand}", as_of="1999-04-30")),
    )
    for answer in answers:
        posted = {each["name"]: each["posted_as"] for each in answer["missing_inputs"]}
        assert posted["expected_effective_on"] == "holdback_required.expected_effective_on"
        assert "QG11" in {each["number"] for each in answer["readings"]}


@pytest.mark.parametrize(
    "settled",
    [
        (required("1999-05-03", "1999-05-20"),),
        (filed("1999-04-20"), declared_effective("1999-05-03")),
    ],
)
def test_a_new_estimate_or_effectiveness_settles_it(
    service: Service, settled: tuple[Json, ...]
) -> None:
    demanded(service, REQUIRED, *settled, underwritten=True)
    assert may_sell(service, "1999-05-14")["result"]["may_sell"] == "no"


def test_no_holder_owes_it_while_it_is_not_known(service: Service) -> None:
    demand = demanded(service, REQUIRED, underwritten=True)

    def held(day: str) -> tuple[int, bool]:
        result = ok(service.get(f"/v1/registrations/{demand}", as_of=day))["result"]
        duties = [each for each in result["obligations"] if each["id"].startswith("holdback:")]
        return len(result["holdback"]), bool(duties)

    assert held("1999-04-29") == (9, True)
    assert held("1999-04-30") == (0, False)


def test_the_other_readings_are_told(service: Service) -> None:
    """Under each of them it is known who may sell: nothing is asked for any more."""
    demand = demanded(service, REQUIRED, underwritten=True)
    told = ok(service.get(f"/v1/registrations/{demand}/sensitivity", as_of="1999-04-30"))
    tried = [each for each in told["sensitivity"]["changes"] if each["option"] == "stale_estimate"]
    assert [each["other"] for each in tried] == ["bars", "lapses"]
    (asked_for,) = tried[1]["differences"]
    assert asked_for["path"] == "/missing_inputs/expected_effective_on"
    assert (asked_for["now"] is None, asked_for["becomes"]) == (False, None)


@pytest.mark.parametrize(
    ("day", "may", "asked_for"),
    [("1999-04-29", False, []), ("1999-04-30", None, ["expected_effective_on"])],
)
def test_the_computation_names_it_too(
    service: Service, day: str, may: bool | None, asked_for: list[str]
) -> None:
    said = {"firm_commitment": True, "required_by_managing_underwriter": True}
    body = {"template": "ctc-1998", **said} | {
        "expected_effective_on": "1999-04-29",
        "test_dates": [day],
    }
    answer = ok(service.post("/v1/compute/holdback", body))
    assert [each["may_sell"] for each in answer["result"]["days"]] == [may]
    assert [each["name"] for each in answer["missing_inputs"]] == asked_for

"""What is missing or wrong is named so that it can be put right."""

from typing import Any

import pytest

from tests.api.bodies import Json, fact, handed_over, letter
from tests.api.calls import dry_run, ok, post_fact
from tests.api.refusals import problem
from tests.api.terms.larch import WHOLE, larch
from tests.running.service import Service

AT_MARKET: Json = {
    "money": "5000.00",
    "price": "market",
    "is": ">=",
    "on": {"count": 1, "unit": "business_day", "before": "request.received"},
}


def test_the_day_of_a_price_of_the_market(service: Service) -> None:
    """Friday 29 March 2024 is Good Friday, on which banks are open."""
    name = larch(service, {"x": 600}, demand={"who": {"anyone": True}, "size": AT_MARKET})
    body = {"letters": [letter(handed_over("2024-04-01"), {"x": 300})]}
    wanted = next(
        each
        for each in dry_run(service, body, name)["missing_inputs"]
        if each["name"] == "market_price"
    )
    assert "Friday, 29 March 2024" in wanted["needed_for"]


def test_shares_that_are_stated_are_not_missing(service: Service) -> None:
    """Who asks has no rights any more."""
    size = {"any": [AT_MARKET, {"all_remaining": True}]}
    name = larch(
        service,
        {"x": 600, "y": 400},
        demand={"who": {"anyone": True}, "size": size},
        conditions={"out": {"says": "Out", "if_not_stated": "fails"}},
        ends={"e": {"clause": "9", "for": "holder", "on": {"when": {"asserted": "out"}}}},
    )
    post_fact(service, fact("condition_stated", "2024-03-04", condition="out", holder="x"), name)
    body = {"letters": [letter(handed_over("2024-04-01"), {"x": 300})]}
    found = dry_run(service, body, name)
    assert found["result"]["determination"]["decision"] == "refused"
    assert "shares" not in {each["name"] for each in found["missing_inputs"]}
    says = [each["says"] for each in found["result"]["determination"]["conditions"]]
    assert not any("is not stated" in each for each in says)


@pytest.mark.parametrize(
    ("put_in", "told"),
    [
        ({"demand": WHOLE["demand"] | {"who": {"anyone": False}}}, "This has to be `true`."),
        ({"demand": WHOLE["demand"] | {"advice_in_writing": False}}, "This has to be `true`."),
        ({"schema_version": "2"}, "One of `1`, `2`."),
    ],
)
def test_the_one_value_that_is_right(stateless_service: Service, put_in: Json, told: str) -> None:
    answer = stateless_service.post("/v1/compute/terms-check", {"terms": WHOLE | put_in})
    wrong = problem(answer, 422, "invalid_input")["errors"]
    assert any(told in each["detail"] for each in wrong)


DAMAGES: Json = {
    "clause": "2.5",
    "rights": ["demand"],
    "for": {"stopped": {"without": "sales"}},
    "base": {"of": "unit_price", "each": "10.00", "held_on": "each_day"},
    "rates": [{"rate": "1/100"}],
    "per": {"count": 30, "unit": "day"},
    "accrues": "daily",
    "cure_day": "excluded",
}
WITHIN: Json = {"count": 5, "unit": "day", "after": "request.received"}


@pytest.mark.parametrize(
    "put_in",
    [
        {"demand": WHOLE["demand"] | {"notice_to_holders": {"clause": "2.1", "within": WITHIN}}},
        {"registration_statement": {"clause": "2.3", "within": WITHIN}},
        {
            "damages": {
                "d": DAMAGES | {"for": {"s": {"without": "sales", "not": {"asserted": "c"}}}}
            }
        },
        {"damages": {"d": DAMAGES | {"for": {"s": {"while": {"asserted": "c"}}}}}},
        {"damages": {"d": DAMAGES | {"base": DAMAGES["base"] | {"not": {"asserted": "c"}}}}},
    ],
)
def test_what_is_left_out_or_stands_alone_is_taken(
    stateless_service: Service, put_in: dict[str, Any]
) -> None:
    terms = WHOLE | {"conditions": {"c": {"says": "C"}}} | put_in
    asked = {"terms": terms}
    found = ok(stateless_service.post("/v1/compute/terms-check", asked))["result"]
    assert found["consistent"], found

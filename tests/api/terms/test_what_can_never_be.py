"""What the check tells of days, rights and limits that can never come about."""

import pytest

from tests.api.bodies import Json, fact, holder
from tests.api.calls import make_agreement, ok
from tests.api.refusals import problem
from tests.api.terms.larch import WHOLE
from tests.running.service import Service

M = "event.m"
EVENTS: Json = {"events": {"m": {"says": "M"}}}


def after(count: int, unit: str, moment: str = M, **more: str) -> Json:
    return {"count": count, "unit": unit, "after": moment} | more


def demand(**more: object) -> Json:
    return {"demand": WHOLE["demand"] | more}


def opens(first: Json, last: Json | None) -> Json:
    span = {"from": first | {"edge": "on"}} | ({"until": last} if last else {})
    return demand(open=span)


def shelf(**more: object) -> Json:
    whole = {"clause": "2", "trigger": M, "effort": None, "covers": "all"}
    return {"shelf": whole | more}


def holdback(first: Json, last: Json) -> Json:
    return {"holdbacks": {"h": {"clause": "4", "from": first, "until": last}}}


EFFECTIVE = "registration.effective"
SALES: Json = {
    "clause": "2",
    "effort": "best_efforts",
    "notice_to_holders": {"clause": "2", "standard": "promptly"},
    "join": {"within": after(5, "day", "notice.given")},
}
DELAY: Json = {"clause": "5", "grounds": [], "prohibition_needs_notice": True}
NEVER: list[tuple[Json, str, str]] = [
    (opens(after(12, "month"), after(6, "month")), "/demand/open", "no_day_in_it"),
    (opens(after(1, "year"), after(6, "month")), "/demand/open", "no_day_in_it"),
    (opens(after(20, "business_day"), after(19, "day")), "/demand/open", "no_day_in_it"),
    (
        holdback(after(3, "month", EFFECTIVE), after(30, "day", EFFECTIVE)),
        "/holdbacks/h",
        "no_day_in_it",
    ),
    (
        opens(after(5, "year", "agreement.dated"), None)
        | {"ends": {"e": {"clause": "9", "on": after(3, "year", "agreement.dated")}}},
        "/demand/open",
        "no_day_in_it",
    ),
    (
        shelf(file_within=after(90, "day"), effect_within=after(60, "day")),
        "/shelf/effect_within",
        "effect_before_filing",
    ),
    (
        shelf(effect_within=after(60, "day"), keep_effective=after(30, "day")),
        "/shelf/keep_effective",
        "no_day_in_it",
    ),
    (
        shelf()
        | {"takedown": SALES}
        | {
            "delay": DELAY
            | {"limits": [{"counts": "days", "limit": 9}], "stops": {"sales": ["takedown"]}}
        },
        "/delay/stops/sales/0",
        "right_not_honoured",
    ),
    (
        {"incidental": WHOLE["incidental"] | {"initiated_for": []}},
        "/incidental/initiated_for",
        "never_usable",
    ),
    (
        {"incidental": WHOLE["incidental"] | {"securities": []}},
        "/incidental/securities",
        "never_usable",
    ),
    (
        demand(effect_within={"cases": [{"if": {"happened": M}, "then": after(9, "day")}]}),
        "/demand/effect_within/cases",
        "no_other_case",
    ),
    (
        {"shelves": {"one": shelf()["shelf"], "two": shelf()["shelf"]}},
        "/shelves/two/covers",
        "covers_twice",
    ),
    (
        demand(uses=[{"counts": "accepted", "limit": 2}, {"counts": "accepted", "limit": 3}]),
        "/demand/uses/1/limit",
        "never_binds",
    ),
]
MAY_BE: list[Json] = [
    opens(after(12, "month"), after(13, "month")),
    opens(after(1, "month"), after(31, "day")),
    opens(after(5, "business_day"), after(7, "day")),
    opens(after(2, "year", "agreement.dated"), None)
    | {"ends": {"e": {"clause": "9", "on": after(3, "year", "agreement.dated")}}},
    shelf(file_within=after(30, "day"), effect_within=after(60, "day")),
    demand(uses=[{"counts": "accepted", "limit": 2}, {"counts": "effected", "limit": 3}]),
]


def findings(service: Service, put_in: Json) -> set[tuple[str, str]]:
    asked = {"terms": WHOLE | EVENTS | put_in}
    found = ok(service.post("/v1/compute/terms-check", asked))["result"]["findings"]
    return {(each["pointer"], each["code"]) for each in found}


@pytest.mark.parametrize(("put_in", "place", "code"), NEVER)
def test_is_told(stateless_service: Service, put_in: Json, place: str, code: str) -> None:
    assert (place, code) in findings(stateless_service, put_in)


@pytest.mark.parametrize("put_in", MAY_BE)
def test_is_told_of_nothing_that_may_be(stateless_service: Service, put_in: Json) -> None:
    codes = {code for _, code in findings(stateless_service, put_in)}
    assert codes.isdisjoint({code for _, _, code in NEVER})


@pytest.mark.parametrize("named", ["company", "others", "larch"])
def test_nobody_comes_in_under_the_name_of_another_seller(service: Service, named: str) -> None:
    made = make_agreement(service, {"terms": WHOLE, "holders": [holder("x", 600)]})
    path = f"/v1/agreements/{made['result']['id']}/events"
    for body, place in (
        (fact("holder_recorded", "2024-04-01", holder=named, name="N"), "/holder"),
        (
            fact("securities_transferred", "2024-04-01", holder="x", transferee=named)
            | {"transferee_name": "N", "common": 5, "affiliate": True}
            | {"restricted_in_writing": False},
            "/transferee",
        ),
    ):
        refused = problem(service.post(path, body), 422, "invalid_input")["errors"]
        assert [(each["pointer"], each["code"]) for each in refused] == [(place, "reserved_id")]

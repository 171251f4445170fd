"""Each reading of suspension and periods is a setting: changing it changes an answer."""

from typing import Any

import pytest

from app.rules.terms.readings.suspension import SuspensionReadings
from tests.rules.terms.readings_table import OFFERING, Difference, demand
from tests.running.service import Service

E, V = "1999-07-14", "1999-03-15"
SEPTEMBER = {"first_day": "1999-09-01", "last_day": "1999-09-30"}
OVERLAPPING = {"first_day": "1999-09-25", "last_day": "1999-10-08"}
TWO_RECEIPTS = {
    "notice_given_on": "1999-11-22",
    "received": {"a": "1999-11-24", "b": "1999-11-30"},
}
BY_MAIL = {"holder": "a", "delivery": {"method": "mail", "sent_on": "2000-02-01"}}
DELAY = {
    "kind": "delay",
    "invoked_on": "1999-05-01",
    "days": 30,
    "request_received_on": "1999-03-01",
    "transaction_considered_from": "1999-02-01",
    "board_judgment": True,
}
PROHIBITION = {
    "kind": "prohibition",
    "invoked_on": "2000-02-01",
    "days": 60,
    "transaction_considered_from": "2000-01-03",
    "board_judgment": True,
    "notices": [BY_MAIL],
}
TOO_LONG = {
    **PROHIBITION,
    "days": 61,
    "consenting_holders": ["a"],
    "affected_holders": ["a", "b"],
    "positions": [
        {"holder": "a", "common": 500},
        {"holder": "b", "common": 300},
        {"holder": "c", "common": 100},
    ],
}
OCCASIONS = [
    {"invoked_on": "1999-02-01", "in_effect_from": "1999-02-01", "in_effect_to": "1999-03-10"},
    {"invoked_on": "1999-09-01", "in_effect_from": "1999-09-01", "in_effect_to": "1999-09-30"},
]
HOLDBACK = {
    "effective_on": E,
    "closing_on": "1999-07-20",
    "firm_commitment": True,
    "required_by_managing_underwriter": True,
    "test_dates": [E],
}
USED = {"days": 30, "board_judgment": True, "transaction_considered_from": "1999-01-04"}
USED_IN_STANDSTILL = {**USED, "invoked_on": "1999-09-01"}
ADVICE = {"given": True, "days": 120, "notice_received_on": E}

DIFFERENCES = (
    Difference(
        "shelf_year_from",
        "effectiveness",
        "shelf-period",
        {"mandatory_conversion_on": V, "effective_on": "1999-02-01"},
        "end",
        "2000-03-15",
        "2000-02-01",
    ),
    Difference(
        "leap_anniversary",
        "mar1",
        "shelf-period",
        {"mandatory_conversion_on": "2000-02-29"},
        "end",
        "2001-02-28",
        "2001-03-01",
    ),
    Difference(
        "sec2e_applies_to_shelf",
        True,
        "shelf-condition",
        {"effective_on": V, "interferences": [{"on": "1999-06-01", "holder_at_fault": False}]},
        "condition_met",
        True,
        False,
    ),
    Difference(
        "delay_reaches_shelf",
        False,
        "suspension",
        {**DELAY, "registration_kind": "shelf"},
        "reason",
        None,
        "SUSPENSION_SHELF_NOT_REACHED",
    ),
    Difference(
        "suspension_count",
        "exclude_first",
        "suspension",
        PROHIBITION,
        "last_day",
        "2000-04-03",
        "2000-04-04",
    ),
    Difference(
        "prohibition_starts",
        "given",
        "suspension",
        PROHIBITION,
        "first_day",
        "2000-02-04",
        "2000-02-01",
    ),
    Difference(
        "occasion_measure",
        "any_overlap",
        "suspension",
        {**PROHIBITION, "earlier_occasions": OCCASIONS},
        "reason",
        None,
        "SUSPENSION_OCCASIONS",
    ),
    Difference(
        "delay_cap_scope",
        "per_invocation",
        "suspension",
        {**DELAY, "days_used": 40, "consent": False},
        "reason",
        "SUSPENSION_DAYS",
        None,
    ),
    Difference(
        "delay_requires_notice",
        True,
        "suspension",
        {**DELAY, "notices": []},
        "reason",
        None,
        "SUSPENSION_NO_NOTICE",
    ),
    Difference(
        "consent_by", "affected_holders", "suspension", TOO_LONG, "reason", None, "SUSPENSION_DAYS"
    ),
    Difference("consent_by", "all", "suspension", TOO_LONG, "reason", None, "SUSPENSION_DAYS"),
    Difference(
        "tolls",
        "all",
        "effectiveness-period",
        {"effective_on": E, "prohibitions": [SEPTEMBER]},
        "extension_days",
        0,
        30,
    ),
    Difference(
        "tolls",
        "all",
        "shelf-period",
        {"mandatory_conversion_on": V, "delays": [SEPTEMBER]},
        "tolled_days",
        0,
        30,
    ),
    Difference(
        "tolling_overlap",
        "sum",
        "shelf-period",
        {
            "mandatory_conversion_on": V,
            "prohibitions": [SEPTEMBER],
            "discontinuances": [OVERLAPPING],
        },
        "tolled_days",
        38,
        44,
    ),
    Difference(
        "sec3c_holder_basis",
        "per_holder",
        "effectiveness-period",
        {"effective_on": E, "holds": [TWO_RECEIPTS]},
        "by_holder",
        [],
        [("a", 3, "2000-01-13"), ("b", 9, "2000-01-19")],
    ),
    Difference(
        "holder_notice_start",
        "company_notice_only",
        "effectiveness-period",
        {
            "effective_on": E,
            "holds": [{"holder_notice_given_on": "1999-10-01", "received": {"a": "1999-10-12"}}],
        },
        "extension_days",
        12,
        0,
    ),
    Difference(
        "sec3c_extends_shelf",
        False,
        "shelf-period",
        {"mandatory_conversion_on": V, "discontinuances": [OVERLAPPING]},
        "tolled_days",
        14,
        0,
    ),
    Difference(
        "holdback_includes_effective_day",
        False,
        "holdback",
        HOLDBACK,
        "days.0.may_sell",
        False,
        True,
    ),
    Difference(
        "holdback_scope",
        "participating",
        "holdback",
        {**HOLDBACK, "a_holder_participates": False},
        "days.0.may_sell",
        False,
        True,
    ),
    Difference(
        "holdback2_from",
        "closing",
        "holdback",
        {**HOLDBACK, "required_by_managing_underwriter": False, "advice": ADVICE},
        "windows.0.last_day",
        "1999-11-11",
        "1999-11-17",
    ),
    # The estimated day passes, and nothing is effective by the day after it.
    Difference(
        "stale_estimate",
        "bars",
        "holdback",
        {
            **HOLDBACK,
            "effective_on": None,
            "expected_effective_on": E,
            "test_dates": ["1999-07-20"],
        },
        "days.0.may_sell",
        None,
        False,
    ),
    Difference(
        "stale_estimate",
        "lapses",
        "holdback",
        {
            **HOLDBACK,
            "effective_on": None,
            "expected_effective_on": E,
            "test_dates": ["1999-07-20"],
        },
        "days.0.may_sell",
        None,
        True,
    ),
    # Due on 20 May; and 30 days from there is Saturday 19 June.
    Difference(
        "late_delay",
        "cures",
        "demand",
        demand(delays=[{**USED, "invoked_on": "1999-05-21"}]),
        "determination.due_on",
        "1999-05-20",
        "1999-06-19",
    ),
    # Received in a standstill that ends on 10 January 2000; 30 days from the 11th is 10 February.
    Difference(
        "delay_in_standstill",
        "from_deferred",
        "demand",
        demand("1999-08-16", company_offerings=[OFFERING], delays=[USED_IN_STANDSTILL]),
        "determination.due_on",
        "2000-01-11",
        "2000-02-10",
    ),
    Difference(
        "delay_in_standstill",
        "idle",
        "demand",
        demand("1999-08-16", company_offerings=[OFFERING], delays=[USED_IN_STANDSTILL]),
        "delays.0.decision",
        "accepted",
        "refused",
    ),
    Difference(
        "sec5_underwritten",
        "included",
        "copies-before-filing",
        {"filing_on": "2000-01-04", "underwritten": True},
        "latest_on",
        None,
        "1999-12-28",
    ),
)


def at(result: Any, path: str) -> object:
    """The value at a dotted path; Holders' own periods as triples."""
    for part in path.split("."):
        result = result[int(part)] if isinstance(result, list) else result[part]
    if path == "by_holder":
        return [(each["holder"], each["extension_days"], each["end"]) for each in result]
    value: object = result
    return value


@pytest.mark.parametrize(
    "difference", DIFFERENCES, ids=lambda each: f"{each.computation}-{each.option}={each.value}"
)
def test_changes_the_answer_which_names_it(
    stateless_service: Service, difference: Difference
) -> None:
    for readings, expected in (
        ({}, difference.usual),
        ({difference.option: difference.value}, difference.other),
    ):
        body = {"template": "ctc-1998", "readings": readings, **difference.body}
        response = stateless_service.post(f"/v1/compute/{difference.computation}", body)
        assert response.status_code == 200, response.text
        answer = response.json()
        assert at(answer["result"], difference.path) == expected
        (named,) = [each for each in answer["readings"] if each["option"] == difference.option]
        assert named["is_default"] is not bool(readings)


def test_every_reading_of_suspension_is_in_the_table() -> None:
    ours = {"shelf_year_from", "leap_anniversary", "sec2e_applies_to_shelf", "delay_reaches_shelf"}
    assert {each.option for each in DIFFERENCES} == {*SuspensionReadings.model_fields, *ours}

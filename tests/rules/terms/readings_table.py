"""What each reading of time, notice and demand does: one question, answered under both choices."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.services.agreements.templates import template

SPECTRUM = {"holder": "spectrum", "preferred_as_converted": 1_320_000}
OTHERS = {"holder": "others", "preferred_as_converted": 146_666}
TOTALS = {"total_fully_diluted_shares": 1_466_666}
NO_DEMANDS = {"demands_effected": 0, "demands_pending": 0}
OFFERING = {"commenced_on": "1999-07-14"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A question whose answer at `path` is `usual` by default, and `other` under the option."""

    option: str
    value: object
    computation: str
    body: Mapping[str, Any]
    path: str
    usual: object
    other: object


def mailed(day: str, **more: object) -> dict[str, Any]:
    return {"delivery": {"method": "mail", "sent_on": day, **more}}


def demand(received_on: str = "1999-02-19", **more: object) -> dict[str, Any]:
    """A demand by Holders of 1,320,000 of 1,466,666 shares."""
    letter = {
        "requests": {"spectrum": 400_000},
        "fully_diluted_shares": 1_320_000,
        "received_on": received_on,
    }
    return {
        "letters": [letter],
        **TOTALS,
        **NO_DEMANDS,
        "short_form_qualified": False,
        **more,
    }


def least_of(shares: int) -> dict[str, Any]:
    """The terms of 1998, with a least number of shares that a demand must ask for."""
    terms: dict[str, Any] = json.loads(template("ctc-1998").terms.canonical)
    return terms | {"demand": terms["demand"] | {"minimum_shares": shares}}


def interfered(lifted_on: str | None = None, **more: object) -> dict[str, Any]:
    """A registration effective in December 1998, against which an order came in February 1999."""
    order = {"on": "1999-02-01", "holder_at_fault": False, "lifted_on": lifted_on}
    return {"id": "d", "effective_on": "1998-12-15", "interferences": [order], **more}


DUE = "determination.due_on"
DECISION = "determination.decision"
RECEIVED = "received_on"

DIFFERENCES: tuple[Difference, ...] = (
    # Patriots' Day 1999 (19 April): banks open, Massachusetts closed.
    Difference(
        "lowercase_business_day_is_defined",
        False,
        "deemed-receipt",
        mailed("1999-04-16"),
        RECEIVED,
        "1999-04-21",
        "1999-04-22",
    ),
    Difference(
        "business_day_calendar",
        "fed+ma+ny",
        "deemed-receipt",
        mailed("1999-02-11"),
        RECEIVED,
        "1999-02-17",
        "1999-02-18",
    ),
    Difference(
        "saturday_holiday_rule",
        "closed_friday",
        "deemed-receipt",
        mailed("1998-07-01"),
        RECEIVED,
        "1998-07-06",
        "1998-07-07",
    ),
    Difference(
        "extra_closed",
        ["1999-03-02"],
        "deemed-receipt",
        mailed("1999-03-01"),
        RECEIVED,
        "1999-03-04",
        "1999-03-05",
    ),
    Difference(
        "extra_open",
        ["1998-11-26"],
        "deemed-receipt",
        mailed("1998-11-25"),
        RECEIVED,
        "1998-12-01",
        "1998-11-30",
    ),
    Difference(
        "clear_days",
        True,
        "incidental-notice",
        {"filing_on": "1999-05-04"},
        "latest_given_on",
        "1999-04-04",
        "1999-04-03",
    ),
    Difference(
        "deadline_roll", "none", "demand", demand("1998-10-19"), DUE, "1999-01-19", "1999-01-17"
    ),
    # 25 December 1998 is a Friday.
    Difference(
        "saturday_is_roll_target",
        True,
        "deadline",
        {"event_on": "1998-12-05", "count": 20},
        "last_day",
        "1998-12-28",
        "1998-12-26",
    ),
    Difference(
        "roll_suffolk",
        True,
        "deadline",
        {"event_on": "1999-02-25", "count": 20},
        "last_day",
        "1999-03-17",
        "1999-03-18",
    ),
    Difference(
        "backward_roll",
        "forward",
        "incidental-notice",
        {"filing_on": "1999-05-04"},
        "latest_given_on",
        "1999-04-04",
        "1999-04-05",
    ),
    Difference(
        "mail_receipt",
        "later_of_both",
        "deemed-receipt",
        mailed("1999-03-01", actually_received_on="1999-03-08"),
        RECEIVED,
        "1999-03-04",
        "1999-03-08",
    ),
    Difference(
        "mail_receipt",
        "actual_if_earlier",
        "deemed-receipt",
        mailed("1999-03-01", actually_received_on="1999-03-02"),
        RECEIVED,
        "1999-03-04",
        "1999-03-02",
    ),
    Difference(
        "other_methods",
        "as_sent",
        "deemed-receipt",
        {"delivery": {"method": "fax", "sent_on": "1998-12-07", "acknowledged_on": "1998-12-08"}},
        RECEIVED,
        "1998-12-08",
        "1998-12-07",
    ),
    Difference(
        "other_methods",
        "never",
        "deemed-receipt",
        {"delivery": {"method": "email", "sent_on": "1998-12-07", "acknowledged_on": "1998-12-08"}},
        RECEIVED,
        "1998-12-08",
        None,
    ),
    Difference(
        "copies_required",
        True,
        "deemed-receipt",
        mailed("1999-03-01", copies_sent=False),
        RECEIVED,
        "1999-03-04",
        None,
    ),
    Difference(
        "receipt_cutoff",
        "17:00 America/New_York",
        "deemed-receipt",
        {
            "delivery": {
                "method": "personal",
                "delivered_on": "1999-03-05",
                "delivered_at": "1999-03-05T18:30:00-05:00",
            }
        },
        RECEIVED,
        "1999-03-05",
        "1999-03-08",
    ),
    Difference(
        "demand_join_test",
        "given",
        "join-window",
        {
            "regime": "demand",
            "notices": [{"holder": "h", "received_on": "1998-12-01"}],
            "requests": [{"holder": "h", **mailed("1998-12-18")}],
        },
        "joins.0.decision",
        "refused",
        "accepted",
    ),
    Difference(
        "incidental_join_test",
        "received",
        "join-window",
        {
            "regime": "incidental",
            "notices": [{"holder": "h", "received_on": "1999-04-07"}],
            "requests": [{"holder": "h", **mailed("1999-04-27")}],
        },
        "joins.0.decision",
        "accepted",
        "refused",
    ),
    Difference(
        "incidental_notice_counts_from",
        "received",
        "incidental-notice",
        {"notices": [{"holder": "h", **mailed("1999-04-05")}]},
        "earliest_filing_on",
        "1999-05-05",
        "1999-05-08",
    ),
    Difference(
        "enforce_hold",
        "block",
        "incidental-notice",
        {"filing_on": "1999-01-21", "notices": [{"holder": "h", **mailed("1998-12-22")}]},
        "compliant",
        True,
        False,
    ),
    Difference(
        "promptly_guideline_days",
        5,
        "demand",
        demand(),
        "obligations.0.guideline_on",
        None,
        "1999-02-24",
    ),
    Difference(
        "demand_open_test",
        "given",
        "demand",
        {
            **demand(),
            "letters": [
                {
                    "requests": {"spectrum": None},
                    "fully_diluted_shares": 1_320_000,
                    **mailed("1998-10-07"),
                }
            ],
        },
        DECISION,
        "accepted",
        "refused",
    ),
    Difference("premature_demand", "hold", "demand", demand("1998-10-09"), DUE, None, "1999-01-08"),
    Difference(
        "due_act",
        "filed",
        "demand",
        demand(filed_on="1999-05-03", effective_on="1999-06-10"),
        "in_time",
        False,
        True,
    ),
    Difference(
        "s3_test_date",
        "filing",
        "short-form",
        {"forms_at_receipt": ["S-3"], "forms_at_filing": []},
        "short_form_qualified",
        True,
        False,
    ),
    Difference(
        "count_expired_warrants",
        True,
        "requisite-holders",
        {
            "requesters": ["spectrum"],
            "positions": [SPECTRUM, {**OTHERS, "expired_warrant_shares": 7}],
        },
        "total",
        1_466_666,
        1_466_673,
    ),
    Difference(
        "unrecognised_count",
        "both",
        "requisite-holders",
        {"requesters": ["spectrum"], "positions": [{**SPECTRUM, "recognised": False}, OTHERS]},
        "is_requisite",
        False,
        True,
    ),
    Difference(
        "unrecognised_count",
        "neither",
        "requisite-holders",
        {"requesters": ["others"], "positions": [{**SPECTRUM, "recognised": False}, OTHERS]},
        "is_requisite",
        False,
        True,
    ),
    # Asked for 10 shares, and a day later for 25.
    Difference(
        "second_letter",
        "adds",
        "demand",
        {
            **demand(),
            "letters": [
                {
                    "requests": {"spectrum": 10},
                    "fully_diluted_shares": 600_000,
                    **mailed("1999-02-16"),
                },
                {
                    "requests": {"spectrum": 25, "others": 5},
                    "fully_diluted_shares": 1_400_000,
                    **mailed("1999-02-17"),
                },
            ],
        },
        "allocation.lines.0.included",
        25,
        35,
    ),
    # The majority asks for 60 shares, the least is 100; a day later 60 more are asked for.
    Difference(
        "size_cumulates",
        False,
        "demand",
        {
            **demand(),
            "template": None,
            "terms": least_of(100),
            "letters": [
                {"requests": {"a": 60}, "received_on": "1999-02-19"},
                {"requests": {"b": 60}, "received_on": "1999-02-22"},
            ],
            "positions": [{"holder": "a", "common": 600}, {"holder": "b", "common": 400}],
        },
        DECISION,
        "accepted",
        "refused",
    ),
    Difference(
        "standstill_effect",
        "refuse",
        "demand",
        demand("1999-08-16", company_offerings=[OFFERING]),
        DECISION,
        "deferred",
        "refused",
    ),
    # Received 43 days before the offering: 43 days have run, 47 are left after 10 January 2000.
    Difference(
        "standstill_effect",
        "stop_clock",
        "demand",
        demand("1999-06-01", company_offerings=[OFFERING]),
        DUE,
        "2000-01-11",
        "2000-02-26",
    ),
    Difference(
        "standstill_effect",
        "restart_clock",
        "demand",
        demand("1999-06-01", company_offerings=[OFFERING]),
        DUE,
        "2000-01-11",
        "2000-04-10",
    ),
    Difference(
        "standstill_catches_prior",
        False,
        "demand",
        demand("1999-06-01", company_offerings=[OFFERING]),
        DUE,
        "2000-01-11",
        "1999-08-30",
    ),
    Difference(
        "standstill_first_day",
        "commencement_day",
        "standstill",
        {"company_offerings": [OFFERING]},
        "windows.0.first_free_day",
        "2000-01-11",
        "2000-01-10",
    ),
    Difference(
        "commencement_event",
        "filed",
        "standstill",
        {"company_offerings": [{**OFFERING, "filed_on": "1999-05-04"}]},
        "windows.0.first_day",
        "1999-07-15",
        "1999-05-05",
    ),
    Difference(
        "standstill_offerings",
        "any",
        "demand",
        demand("1999-08-16", company_offerings=[{**OFFERING, "seller": "holders"}]),
        DECISION,
        "accepted",
        "deferred",
    ),
    Difference(
        "standstill_offerings",
        "first_only",
        "demand",
        demand("2001-08-16", company_offerings=[OFFERING, {"commenced_on": "2001-08-01"}]),
        DECISION,
        "deferred",
        "accepted",
    ),
    Difference(
        "demand_cap_counts",
        "effected",
        "demand",
        {**demand(), "demands_effected": 2, "demands_pending": 1},
        DECISION,
        "refused",
        "accepted",
    ),
    Difference(
        "min_inclusion_pct_to_count",
        50,
        "demand-count",
        {
            "registrations": [
                {
                    "id": "d",
                    "effective_on": "1999-05-03",
                    "requested_shares": 1000,
                    "included_shares": 499,
                }
            ]
        },
        "remaining",
        2,
        3,
    ),
    Difference(
        "interference_window",
        "unlimited",
        "demand-count",
        {"registrations": [interfered(all_sold_on="1999-01-08")]},
        "remaining",
        2,
        3,
    ),
    Difference(
        "cure_restores",
        True,
        "demand-count",
        {"registrations": [interfered(lifted_on="1999-03-01")]},
        "remaining",
        3,
        2,
    ),
    Difference(
        "withdrawn_counts",
        True,
        "demand-count",
        {"registrations": [{"id": "d", "withdrawn_on": "1999-02-01"}]},
        "remaining",
        3,
        2,
    ),
    Difference(
        "withdrawn_payer",
        "requesting_holders",
        "demand",
        demand(withdrawals=[{"holder": "spectrum", "on": "1999-03-01"}]),
        "obligations.expenses.obligor",
        "ctc",
        "requesting_holders",
    ),
    # Asked for by 600,000 of 1,466,666 shares, and made all the same.
    Difference(
        "volunteered_counts",
        True,
        "demand",
        {
            **demand(filed_on="1999-04-01", effective_on="1999-05-03"),
            "letters": [
                {
                    "requests": {"others": 10},
                    "fully_diluted_shares": 600_000,
                    "received_on": "1999-02-19",
                }
            ],
        },
        "effected",
        None,
        True,
    ),
    Difference(
        "retest_majority",
        True,
        "demand",
        {
            **demand(),
            "letters": [
                {"requests": {"a": 1000, "b": 1000}, "received_on": "1999-02-19"},
            ],
            "positions": [
                {"holder": "a", "common": 400_000},
                {"holder": "b", "common": 400_000},
                {"holder": "c", "common": 400_000},
            ],
            "withdrawals": [{"holder": "a", "on": "1999-03-01"}],
        },
        DECISION,
        "accepted",
        "refused",
    ),
    Difference(
        "demand_priority",
        "company_first",
        "demand",
        demand(underwritten=True, maximum_shares=500_000, additions={"company": 300_000}),
        "allocation.lines.1.included",
        100_000,
        300_000,
    ),
    Difference(
        "demand_priority",
        "holders_then_pari_passu",
        "demand",
        demand(
            underwritten=True,
            maximum_shares=500_000,
            additions={"company": 300_000, "others": {"x": 100_000}},
        ),
        "allocation.lines.1.included",
        100_000,
        75_000,
    ),
    Difference(
        "non_underwritten_additions",
        "free",
        "demand",
        demand(underwritten=False, additions={"company": 300_000}),
        "allocation.lines.1.included",
        None,
        300_000,
    ),
    Difference(
        "non_underwritten_additions",
        "never",
        "demand",
        demand(underwritten=False, additions={"company": 300_000, "holders_consent": True}),
        "allocation.lines.1.included",
        300_000,
        0,
    ),
    Difference(
        "demand_holder_cutback",
        "pro_rata",
        "demand",
        demand(underwritten=True, maximum_shares=300_000),
        "allocation.lines.0.included",
        400_000,
        300_000,
    ),
    Difference(
        "standstill_applies_to_takedown",
        False,
        "standstill",
        {"registration_kind": "takedown"},
        "applies",
        True,
        False,
    ),
)

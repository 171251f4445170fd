"""Worked cases of periods, suspensions, holdbacks, statements and drafts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.cases.words import Given, delivery, notice, registration_kind

if TYPE_CHECKING:  # the runner imports this module
    from tests.cases.runner import Ask, Found

SECTION_5_DAYS = 5
DECISIONS = {"accepted": "accept", "refused": "refuse", "undetermined": "undetermined"}
ENDS = {
    "first_day": "first_day",
    "from": "first_day",
    "in_effect_from": "first_day",
    "last_day": "last_day",
    "to": "last_day",
    "in_effect_to": "last_day",
    "until": "last_day",
}
"""Words for the first and the last day of a stretch."""


def runs(stated: list[Any] | None) -> list[dict[str, Any]]:
    """Stretches of days, written in the cases as pairs or by name."""
    return [
        dict(zip(("first_day", "last_day"), each, strict=True))
        if isinstance(each, list)
        else {ENDS[name]: day for name, day in each.items()}
        for each in stated or []
    ]


def shelf_end(ask: Ask) -> Found:
    given = ask.given
    return ask.compute(
        "shelf-period",
        mandatory_conversion_on=given.get("mandatory_conversion_on"),
        effective_on=given.get("effective_on"),
        prohibitions=runs(given.get("prohibitions")),
        delays=runs(given.get("delays")),
        discontinuances=runs(given.get("discontinuances")),
        all_sold_on=given.get("all_sold_on"),
    )


def effectiveness_end(ask: Ask) -> Found:
    given = ask.given
    result = ask.compute(
        "effectiveness-period",
        effective_on=given.get("effective_on"),
        holds=[hold(each) for each in given.get("holds", [])],
        prohibitions=runs(given.get("prohibitions")),
        all_disposed_on=given.get("all_disposed_on"),
    )
    by_holder = {each["holder"]: each for each in result["by_holder"]}
    return {
        **result,
        "ends": {holder: each["end"] for holder, each in by_holder.items()},
        "per_holder_end": {holder: each["end"] for holder, each in by_holder.items()},
        "extensions": {holder: each["extension_days"] for holder, each in by_holder.items()},
    }


def hold(given: Given) -> dict[str, Any]:
    """A hold; a notice that a Holder gave is its own, not the Company's."""
    received = given.get("received", given.get("received_on")) or {}
    stated: dict[str, Any] = {
        "received": dict(received) if isinstance(received, dict) else {"H": received}
    }
    by_holder = given.get("given_by", "company") != "company"
    notice = given.get("notice_given_on")
    stated["holder_notice_given_on" if by_holder else "notice_given_on"] = notice
    if given.get("holder_notice_given_on"):
        stated["holder_notice_given_on"] = given["holder_notice_given_on"]
    return stated


def suspension(ask: Ask) -> Found:
    given = ask.given
    result = ask.compute(
        "suspension",
        kind=given.get("type"),
        registration_kind=suspended(given),
        invoked_on=given.get("invoked_on"),
        days=given.get("days"),
        board_judgment=given.get("board_judgment"),
        request_received_on=given.get("request_received_on"),
        transaction_considered_from=given.get("transaction_considered_from"),
        transaction_considered_until=given.get("transaction_considered_until"),
        notices=notices(given),
        in_effect_from=given.get("in_effect_from"),
        earlier_occasions=[occasion(each) for each in given.get("prior_occasions", [])],
        days_used=given.get("prior_days_same_registration"),
        # A case that says nothing of a consent means that none was given.
        consent=given.get("consent", None if "consenting_holders" in given else False),
        consenting_holders=given.get("consenting_holders"),
        affected_holders=given.get("affected_holders"),
        positions=positions(given),
    )
    return {**result, "decision": DECISIONS[result["decision"]]}


def positions(given: Given) -> list[dict[str, Any]] | None:
    """What each Holder holds, where a consent is counted: a number each, or its position."""
    stated = given.get("positions")
    if isinstance(stated, dict):
        return [{"holder": name, "common": shares} for name, shares in stated.items()]
    return stated


def suspended(given: Given) -> str | None:
    """The kind of the registration that is delayed or whose sales stop, if the case says it."""
    said = given.get("registration_type", given.get("registration"))
    return None if said is None else registration_kind(said)


def notices(given: Given) -> list[dict[str, Any]] | None:
    """The notices to Holders: one for all, one each, or (said to be none) an empty list."""
    if "notices" in given:
        return [notice(each, f"H{place}") for place, each in enumerate(given["notices"], start=1)]
    if "notice" not in given:
        return None
    only = given["notice"]
    return [{"holder": "H", "delivery": delivery(only)}] if only else []


OCCASION = {
    "on": "invoked_on",
    "invoked_on": "invoked_on",
    "type": "kind",
    "kind": "kind",
    "from": "in_effect_from",
    "in_effect_from": "in_effect_from",
    "to": "in_effect_to",
    "in_effect_to": "in_effect_to",
}
"""Words for the parts of an earlier occasion."""


def occasion(stated: Any) -> dict[str, Any]:
    """An earlier occasion: its day, the first and last day of its run, or its parts by name."""
    if isinstance(stated, str):
        return {"invoked_on": stated}
    if isinstance(stated, list):
        return {"invoked_on": stated[0], "in_effect_from": stated[0], "in_effect_to": stated[1]}
    named = {OCCASION[name]: value for name, value in stated.items() if name != "days"}
    begins = named.get("in_effect_from") or named.get("invoked_on")
    if "days" in stated and named.get("kind") != "delay":
        last = date.fromisoformat(str(begins)) + timedelta(days=stated["days"] - 1)
        named |= {"in_effect_from": begins, "in_effect_to": last.isoformat()}
    return {"invoked_on": begins, **named}


def earnings_statement(ask: Ask) -> Found:
    given = ask.given
    covered = given.get("statement") or [given.get("statement_start"), given.get("statement_end")]
    found = ask.compute(
        "earnings-statement",
        effective_on=given.get("effective_on"),
        statement_first_day=covered[0],
        statement_last_day=covered[1],
    )
    return {**found, "ok": found["satisfied"]}


def holdback(ask: Ask) -> Found:
    given = ask.given
    advised = given.get("limb") == 2
    result = ask.compute(
        "holdback",
        effective_on=given.get("effective_on"),
        expected_effective_on=given.get("expected_effective_on"),
        closing_on=given.get("closing_on"),
        firm_commitment=given.get("firm_commitment"),
        required_by_managing_underwriter=given.get("required_by_managing_underwriter"),
        advice=advice(given) if advised else None,
        a_holder_participates=given.get("a_holder_participates"),
        excluded_from_section_2=given.get("excluded_from_section_2"),
        test_dates=given.get("test_dates", []),
        part_of_registration=given.get(
            "part_of_registration", given.get("as_part_of_registration")
        ),
    )
    window = next(iter(result["windows"]), {"first_day": None, "last_day": None})
    return {
        "first_day": window["first_day"],
        "last_day": window["last_day"],
        "allowed": [day["may_sell"] for day in result["days"]],
    }


def advice(given: Given) -> dict[str, Any]:
    """The managing underwriter's advice; a notice said to be none was not given."""
    received = given.get("company_notice_received_on")
    not_given = "company_notice_received_on" in given and received is None
    return {
        "given": given.get("managing_underwriter_advice"),
        "days": given["days"],
        "notice_given": False if not_given else None,
        "notice_received_on": received,
    }


def rule144_statement(ask: Ask) -> Found:
    return ask.compute(
        "rule-144-statement",
        first_effective_on=ask.given.get("first_effective_on"),
        requested_on=ask.given.get("requested_on"),
        owns_registrable_securities=ask.given.get("owns_registrable_securities"),
    )


def comfort_letter_cutoff(ask: Ask) -> Found:
    found = ask.compute(
        "comfort-letter",
        letter_dated=ask.given.get("letter_dated"),
        cutoff_on=ask.given.get("cutoff_on"),
        effective_on=ask.given.get("effective_on"),
    )
    return {**found, "ok": found["recent_enough"], "date_ok": found["dated_at_effectiveness"]}


def copies_before_filing(ask: Ask) -> Found:
    """The last day for drafts (Section 5), or for the copy of an amendment, filed on a day."""
    given = ask.given
    of_drafts = given["business_days"] == SECTION_5_DAYS
    found = ask.compute(
        "copies-before-filing",
        papers="registration_statement" if of_drafts else "amendment",
        filing_on=given.get("event_on"),
        underwritten=given["underwritten"],
        delivered_on=given.get("delivered_on"),
    )
    return {**found, "latest_business_day": found["latest_on"]}


def is_before_filing(given: Given) -> bool:
    """Whether a count of business days turns on what Section 5 and 3(a)(x) say of underwriting."""
    return given.get("underwritten") is not None


KINDS: Mapping[str, Callable[[Ask], Found]] = {
    "comfort_letter_cutoff": comfort_letter_cutoff,
    "earnings_statement": earnings_statement,
    "effectiveness_end": effectiveness_end,
    "holdback": holdback,
    "rule144_statement": rule144_statement,
    "shelf_end": shelf_end,
    "suspension": suspension,
}

"""Worked cases of money: discounts, limits, contribution, defence costs, notice, payments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the runner imports this module
    from tests.cases.runner import Ask, Found, Given


def discount_share(ask: Ask) -> Found:
    given = ask.given
    prices = given.get("prices", {})
    result = ask.compute(
        "discount-shares",
        total_discount=given["total_discount"],
        sellers=[
            {"seller": seller, "shares": shares, "price": prices.get(seller, given.get("price"))}
            for seller, shares in given["shares_sold"].items()
        ],
    )
    return {"shares": {line["seller"]: line["amount"] for line in result["lines"]}}


def holder_cap(ask: Ask) -> Found:
    given = ask.given
    return ask.compute(
        "holder-cap",
        claim=given["claim"],
        sales=[
            {
                "shares": given["shares"],
                "price": given["price"],
                "discount_per_share": given.get("discount_per_share"),
            }
        ],
        already_paid=[given["already_paid"]] if "already_paid" in given else [],
        already_contributed=(
            [given["already_contributed"]] if "already_contributed" in given else []
        ),
        undertaking_given=given.get("undertaking_given"),
        fraudulent=given.get("fraudulent"),
    )


def contribution(ask: Ask) -> Found:
    given = ask.given
    indemnified = given["indemnified"]
    names = dict.fromkeys([*given["fault"], indemnified])
    result = ask.compute(
        "contribution",
        indemnity_unavailable=given.get("indemnity_unavailable"),
        loss=given["loss"],
        expenses=given.get("expenses", "0.00"),
        indemnified=indemnified,
        parties=[party(name, given) for name in names],
    )
    undetermined = result["decision"] == "undetermined"
    return {
        "decision": result["decision"],
        "reason": result["reason"],
        "amounts": None
        if undetermined
        else {line["party"]: line["amount"] for line in result["contributions"]},
        "retained_by_indemnified": result["retained"],
    }


def party(name: str, given: Given) -> dict[str, Any]:
    """One party of a case, with what the case says of it in its several lists."""
    role = role_of(name, given)
    stated = {
        "name": name,
        "role": role,
        "fault": given["fault"].get(name, 0),
        "fraudulent": name in given.get("fraudulent", []),
    }
    if role == "holder":
        undertakings = given.get("undertaking_given")
        stated |= {
            "cap": given.get("holder_caps", {}).get(name),
            "already_paid": given.get("already_paid", {}).get(name),
            "undertaking_given": (
                undertakings.get(name) if isinstance(undertakings, dict) else undertakings
            ),
        }
    return stated


def role_of(name: str, given: Given) -> str:
    """What a party of a case is: its name says so, and whoever has a limit is a Holder."""
    if name in given.get("holder_caps", {}):
        return "holder"
    word = name.lower()
    roles = ("underwriter", "company", "director", "officer")
    return next((role for role in roles if role in word), "holder")


def defence_costs(ask: Ask) -> Found:
    given = ask.given
    return ask.compute(
        "defence-costs",
        before_election=given["before_election"],
        after_election=given["after_election"],
        investigation_after=given.get("of_which_investigation_after", "0.00"),
        conflict=given.get("conflict"),
    )


def late_notice(ask: Ask) -> Found:
    return ask.compute(
        "late-notice",
        loss=ask.given["loss"],
        actual_prejudice=ask.given.get("actual_prejudice"),
    )


def indemnity_payments(ask: Ask) -> Found:
    result = ask.compute("indemnity-payments", bills=ask.given["bills"])
    return {"due": [[line["due_on"], line["amount"]] for line in result["due"]]}


KINDS: Mapping[str, Callable[[Ask], Found]] = {
    "contribution": contribution,
    "defence_costs": defence_costs,
    "discount_share": discount_share,
    "holder_cap": holder_cap,
    "indemnity_payments": indemnity_payments,
    "late_notice": late_notice,
}

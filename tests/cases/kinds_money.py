"""Worked cases of money: discounts, limits, contribution, defence costs, notice, payments.

A case that says nothing of an undertaking, of an underwriter's condition or of counsel means that
there is nothing in the way: the undertaking was given, the condition made, counsel satisfactory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.cases.words import Given, delivery

if TYPE_CHECKING:  # the runner imports this module
    from tests.cases.runner import Ask, Found


SALE = ("shares", "price", "discount_per_share")
SOME_DAY = "1999-07-14"


def discount_share(ask: Ask) -> Found:
    given = ask.given
    prices = given.get("prices", {})
    result = ask.compute(
        "discount-shares",
        total_discount=given.get("total_discount"),
        sellers=[
            {"seller": seller, "shares": shares, "price": prices.get(seller, given.get("price"))}
            for seller, shares in given["shares_sold"].items()
        ],
    )
    return {
        "shares": {line["seller"]: line["amount"] for line in result["lines"]},
        "total": result["total"],
    }


def holder_cap(ask: Ask) -> Found:
    given = ask.given
    return ask.compute(
        "holder-cap",
        claim=given.get("claim"),
        sales=[
            {name: each[name] for name in SALE if each.get(name) is not None}
            for each in given.get("sales", [given])
        ],
        already_paid=[given["already_paid"]] if "already_paid" in given else [],
        already_contributed=(
            [given["already_contributed"]] if "already_contributed" in given else []
        ),
        undertaking_given=given.get("undertaking_given", True),
        fraudulent=given.get("fraudulent"),
        discount_borne=given.get("discount_borne"),
    )


def contribution(ask: Ask) -> Found:
    given = ask.given
    indemnified = given["indemnified"]
    # Who is not at fault contributes nothing, whatever limits it; it must be a limit all the same.
    caps = dict(given.get("holder_caps", {}))
    names = dict.fromkeys([*given["fault"], *caps, indemnified])
    result = ask.compute(
        "contribution",
        indemnity_unavailable=given.get("indemnity_unavailable"),
        loss=given.get("loss"),
        expenses=given.get("expenses", "0.00"),
        indemnified=indemnified,
        parties=[party(name, given, caps) for name in names],
    )
    undetermined = result["decision"] == "undetermined"
    lines = [line for line in result["contributions"] if line["party"] in given["fault"]]
    return {
        "decision": result["decision"],
        "reason": result.get("reason"),
        "reasons": {line["party"]: line.get("reason") for line in lines},
        "amounts": None if undetermined else {line["party"]: line["amount"] for line in lines},
        "retained_by_indemnified": result.get("retained"),
    }


def party(name: str, given: Given, caps: Given) -> dict[str, Any]:
    """One party of a case, with what the case says of it in its several lists."""
    role = role_of(name, caps)
    stated = {
        "name": name,
        "role": role,
        "fault": given["fault"].get(name, 0),
        "fraudulent": name in given.get("fraudulent", []),
    }
    if role == "holder":
        undertakings = given.get("undertaking_given", True)
        stated |= {
            "cap": caps.get(name),
            "already_paid": given.get("already_paid", {}).get(name),
            "undertaking_given": (
                undertakings.get(name, True) if isinstance(undertakings, dict) else undertakings
            ),
        }
    if role == "underwriter":
        stated["required_indemnity"] = True
    return stated


def role_of(name: str, caps: Given) -> str:
    """What a party of a case is: its name says so, and whoever has a limit is a Holder."""
    if name in caps:
        return "holder"
    word = name.lower()
    roles = ("underwriter", "company", "director", "officer")
    return next((role for role in roles if role in word), "holder")


def defence_costs(ask: Ask) -> Found:
    given = ask.given
    stated = costs(given)
    if "election" in given:
        stated["election_notice_on"] = elected_on(ask)
    return ask.compute(
        "defence-costs",
        **stated,
        conflict=given.get("conflict"),
        counsel_satisfactory=given.get("counsel_satisfactory", True),
    )


def elected_on(ask: Ask) -> str | None:
    """The day on which an election has effect: given, or received if so read (QG3)."""
    sent = ask.compute("deemed-receipt", delivery=delivery(ask.given["election"]))
    test = ask.given.get("options", {}).get("defence_notice_test", "given")
    day: str | None = sent["received_on" if test == "received" else "given_on"]
    return day


def costs(given: Given) -> dict[str, Any]:
    """The costs as the case states them: in sums, or bill by bill.

    Where the defence was not taken over nothing divides the sums: they are bills of one day.
    """
    if "before_election" not in given:
        return bills(given)
    stated = sums(given)
    if given.get("elected", given.get("defence_assumed", True)):
        return stated
    amounts = (given["before_election"], given["after_election"])
    return bills({"bills": [{"on": SOME_DAY, "amount": amount} for amount in amounts]})


def sums(given: Given) -> dict[str, Any]:
    """The costs before and after the notice of election."""
    return {
        "before_election": given["before_election"],
        "after_election": given["after_election"],
        "investigation_after": given.get("of_which_investigation_after", "0.00"),
    }


def bills(given: Given) -> dict[str, Any]:
    """The costs by their days, and the day of the notice of election, if there was one."""
    return {
        "election_notice_on": given.get("election_notice_on", given.get("election_on")),
        "bills": [
            {
                "incurred_on": day_of(each),
                "amount": each["amount"],
                "investigation": each.get("investigation", False),
            }
            for each in given["bills"]
        ],
    }


def day_of(bill: Given) -> str:
    """The day a bill was received, or an expense, loss or liability incurred (6(e))."""
    days = ("received_on", "incurred_on", "on")
    return next(str(bill[name]) for name in days if name in bill)


def late_notice(ask: Ask) -> Found:
    return ask.compute(
        "late-notice",
        loss=ask.given.get("loss"),
        actual_prejudice=ask.given.get("actual_prejudice"),
    )


def indemnity_payments(ask: Ask) -> Found:
    given = ask.given
    owed = [*given.get("bills", []), *given.get("losses", []), *given.get("expenses", [])]
    result = ask.compute(
        "indemnity-payments",
        bills=[{"received_on": day_of(each), "amount": each["amount"]} for each in owed],
        limit=given.get("limit", given.get("cap")),
    )
    return {
        "due": [[line["due_on"], line["amount"]] for line in result["due"]],
        "total": result["total"],
    }


KINDS: Mapping[str, Callable[[Ask], Found]] = {
    "contribution": contribution,
    "defence_costs": defence_costs,
    "discount_share": discount_share,
    "holder_cap": holder_cap,
    "indemnity_payments": indemnity_payments,
    "late_notice": late_notice,
}

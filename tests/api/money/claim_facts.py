"""Facts of claims, sales and expenses as they are posted, so that a test reads like its story."""

from collections.abc import Mapping
from typing import Any

from tests.api.bodies import Json


def person(identifier: str, role: str, **more: Any) -> Json:
    return {"id": identifier, "role": role} | more


COMPANY = person("ctc", "company")
SPECTRUM = person("spectrum", "holder", undertaking_given=True)
DOEG_HILL = person("doeg-hill", "holder", undertaking_given=True)


def claim(day: str, indemnified: Json, *indemnifying: Json, **more: Any) -> Json:
    """An action for a false statement, of which the person had notice on this day."""
    return {
        "kind": "claim_made",
        "occurred_on": day,
        "claim": "doe",
        "indemnified": indemnified,
        "indemnifying": list(indemnifying),
        "basis": "misstatement",
        "law": "securities_act",
        "action_commenced": True,
    } | more


def notified(party: str, delivery: Json, **more: Any) -> Json:
    return {"kind": "claim_notified", "claim": "doe", "party": party, "delivery": delivery} | more


def elected(party: str, delivery: Json, **more: Any) -> Json:
    return {"kind": "defence_elected", "claim": "doe", "party": party, "delivery": delivery} | more


def _of_the_claim(kind: str, day: str, fields: Mapping[str, Any]) -> Json:
    return {"kind": kind, "occurred_on": day, "claim": "doe"} | dict(fields)


def answered(day: str, party: str, *, conflict: bool, **more: Any) -> Json:
    return _of_the_claim("defence_answered", day, {"party": party, "conflict": conflict} | more)


def bill(day: str, amount: str, cost: str = "defence", **more: Any) -> Json:
    """A bill of work done on its own day, or of a loss."""
    worked = {} if cost == "loss" else {"incurred_on": day}
    return _of_the_claim("bill_received", day, {"amount": amount, "cost": cost} | worked | more)


def bill_of_unsaid_work(day: str, amount: str, **more: Any) -> Json:
    """A bill that does not say when the defence was worked on."""
    return _of_the_claim("bill_received", day, {"amount": amount, "cost": "defence"} | more)


def paid(day: str, party: str, amount: str, **more: Any) -> Json:
    return _of_the_claim("payment_made", day, {"party": party, "amount": amount} | more)


def prejudiced(day: str, party: str, amount: str, **more: Any) -> Json:
    return _of_the_claim("prejudice_found", day, {"party": party, "amount": amount} | more)


def found(day: str, *parties: Json, **more: Any) -> Json:
    return _of_the_claim("fault_found", day, {"parties": list(parties)} | more)


def at_fault(who: Json, fault: int | str, information: int | str = 0, **more: Any) -> Json:
    """What was found of a person: its fault, and the part due to its written information."""
    return who | {"fault": fault, "information_share": information, "fraudulent": False} | more


def unavailable(day: str, extent: str = "insufficient", **more: Any) -> Json:
    return _of_the_claim("indemnity_found_unavailable", day, {"extent": extent} | more)


def proposed(day: str, party: str, *, release: bool, **more: Any) -> Json:
    fields = {"party": party, "unconditional_release": release}
    return _of_the_claim("settlement_proposed", day, fields | more)


def consented(day: str, *, consent: bool, **more: Any) -> Json:
    return _of_the_claim("settlement_answered", day, {"consented": consent} | more)


def settled(day: str, party: str, *, release: bool, **more: Any) -> Json:
    fields = {"party": party, "unconditional_release": release}
    return _of_the_claim("claim_settled", day, fields | more)


def judged(day: str, **more: Any) -> Json:
    return _of_the_claim("claim_judged", day, more)


def sale(
    day: str, seller: str, shares: int, price: str = "17.25", discount: str = "1.20", **more: Any
) -> Json:
    """Shares sold under the statement, by a Holder if nothing else is said."""
    return {
        "kind": "shares_sold_in_offering",
        "occurred_on": day,
        "seller": seller,
        "seller_class": "holders",
        "shares": shares,
        "price": price,
        "discount_per_share": discount,
    } | more


def expense(day: str, kind: str, amount: str, payee: str | None = None, **more: Any) -> Json:
    body: Json = {"kind": "expense_incurred", "occurred_on": day, "expense": kind, "amount": amount}
    return body | ({"payee": payee} if payee else {}) | more

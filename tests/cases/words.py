"""The words of cases, and what the service calls the same things.

A case is written by lawyers: one calls a method a facsimile, another a fax; one says that a Holder
was at fault, another that its misstatement was the cause. What can only mean one thing is read as
that thing; what cannot be read raises and is never guessed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from httpx import Response

UNPROCESSABLE = 422
NEW_YORK = ZoneInfo("America/New_York")
Given = Mapping[str, Any]

METHODS = {
    "by_hand": "personal",
    "certified_mail": "mail",
    "e-mail": "email",
    "e_mail": "email",
    "electronic_mail": "email",
    "express_courier": "courier",
    "facsimile": "fax",
    "first_class": "mail",
    "first_class_mail": "mail",
    "hand": "personal",
    "hand_delivery": "personal",
    "overnight_courier": "courier",
    "personal_delivery": "personal",
    "personally": "personal",
    "post": "mail",
    "telecopy": "fax",
    "us_mail": "mail",
}

DELIVERY = {
    "method": "method",
    "sent_on": "sent_on",
    "sent_at": "sent_at",
    "bounced": "bounced",
    "mailed_on": "sent_on",
    "delivered_on": "delivered_on",
    "delivered_at": "delivered_at",
    "acknowledged_on": "acknowledged_on",
    "actually_received_on": "actually_received_on",
    "actual_on": "actually_received_on",
    "actual_receipt_on": "actually_received_on",
    "actual_received_on": "actually_received_on",
    "arrived_on": "actually_received_on",
    "in_writing": "in_writing",
    "written": "in_writing",
    "copies_sent": "copies_sent",
    "copy_to_counsel": "copies_sent",
    "copy_sent": "copies_sent",
}
"""Words for the parts of a delivery."""

KINDS_OF_REGISTRATION = {
    "demand": "requested",
    "requested_registration": "requested",
    "shelf_registration": "shelf",
    "incidental_registration": "incidental",
    "piggyback": "incidental",
}

OTHERS_AT_FAULT = (
    "both",
    "commission",
    "company",
    "issuer",
    "joint_with",
    "market",
    "mixed",
    "not",
    "part",
    "partial",
    "partly",
    "sec",
    "shared",
    "third",
    "underwriter",
    "underwriters",
)
MISSTATEMENTS = ("mis", "omission", "statement", "information", "fault", "fraud")

MISSING = {
    "count": "days",
    "filing_on": "event_on",
    "granted_in_compliance": "compliant_with_section_8",
    "maximum_shares": "max",
    "total_shares": "total_fd_shares",
    "signing_shares": "signing_fd_shares",
}
"""What the service calls an input that is missing, where the cases call it otherwise."""

MISSING_IN = {
    "holdback": {"notice_received_on": "company_notice_received_on"},
    "suspension": {"notices": "notice"},
}
"""The same, where only one kind of case calls it so."""

NOT_ASKED_OF_A_DEMAND = ("shares", "underwritten")
"""What is needed to say who sells how many shares, which these cases do not ask."""


def delivery(given: Given) -> dict[str, Any]:
    """The part of a case that says how a writing travelled.

    A day on which mail was delivered is the day on which it in fact arrived.
    """
    stated = {DELIVERY[name]: given[name] for name in DELIVERY if given.get(name) is not None}
    method = METHODS.get(stated.get("method", ""), stated.get("method"))
    if method is not None:
        stated["method"] = method
    if "delivered_at" in stated:
        stated["delivered_at"] = moment(str(stated["delivered_at"]), stated.get("delivered_on"))
    if method == "mail" and "delivered_on" in stated:
        stated.setdefault("actually_received_on", stated.pop("delivered_on"))
    if method == "personal" and "sent_on" in stated:
        stated.setdefault("delivered_on", stated["sent_on"])
    return stated


def moment(said: str, day: str | None) -> str:
    """A moment of delivery; an hour without a place is one in New York."""
    full = datetime.fromisoformat(said if len(said) > len("HH:MM:SS") else f"{day}T{said}")
    return (full if full.tzinfo else full.replace(tzinfo=NEW_YORK)).isoformat()


def notice(given: Given, holder: str | None = None) -> dict[str, Any]:
    """A notice to one Holder: how it travelled, or the day of its receipt."""
    named = {"holder": given.get("holder", holder)}
    if "method" in given:
        return {**named, "delivery": delivery(given)}
    return {**named, "received_on": given.get("received_on")}


def form(said: str | None) -> str | None:
    """A form by its number."""
    return None if said is None else said.removeprefix("Form ").upper()


def forms(said: Sequence[str] | None) -> list[str | None] | None:
    """Forms by their numbers."""
    return None if said is None else [form(each) for each in said]


def registration_kind(said: str) -> str:
    """The kind of a registration."""
    return KINDS_OF_REGISTRATION.get(said, said)


def _words(said: str) -> list[str]:
    return said.lower().replace("-", "_").split("_")


def caused_by_holder(cause: object) -> bool:
    """Whether a Holder's misrepresentation or omission was the cause (2(e)(i))."""
    words = _words(str(cause))
    if not any(word.startswith("holder") for word in words):
        return False
    plain = all(word.startswith("holder") for word in words)
    return plain or any(part in word for word in words for part in MISSTATEMENTS)


def solely_through_holders(fault: object) -> bool:
    """Whether one Holder or several, and nobody else, were at fault (2(e)(ii), QC22)."""
    words = _words(str(fault))
    holders = any(word.startswith("holder") for word in words)
    return holders and not any(word in OTHERS_AT_FAULT for word in words)


def missing_inputs(answer: Given, case: Given) -> list[str]:
    """The names of the inputs an answer misses, each once, in the words of the case."""
    names = (name for each in answer["missing_inputs"] for name in _missing(each["name"], case))
    return list(dict.fromkeys(names))


def _missing(name: str, case: Given) -> list[str]:
    """What a case would have to state; nothing for what its kind does not ask about."""
    kind = str(case["kind"])
    if kind in ("demand", "joint_demand"):
        if name in NOT_ASKED_OF_A_DEMAND:
            return []
        if name == "positions":
            totals = ("requesting_fd_shares", "total_fd_shares")
            return [total for total in totals if case.get(total) is None]
    return [MISSING_IN.get(kind, {}).get(name) or MISSING.get(name, name)]


def refused_as_missing(response: Response) -> list[str]:
    """The fields without which the service refuses to compute, if it lacks nothing else."""
    if response.status_code != UNPROCESSABLE:
        return []
    errors = response.json()["errors"]
    if any(each["code"] != "missing_field" for each in errors):
        return []
    names = [each["pointer"].rsplit("/", 1)[-1] for each in errors]
    return [MISSING.get(name, name) for name in names]

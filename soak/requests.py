"""Requests that each leave one mark on the record, by which it is found again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HOLDER = "spectrum"


@dataclass(frozen=True, slots=True)
class Marked:
    """A POST whose mark stands in what it records; the mark is its Idempotency-Key as well."""

    mark: str
    path: str
    body: Mapping[str, Any]


def agreement(mark: str, cap: int = 3) -> Marked:
    """An agreement of this id, with one Holder."""
    body = {
        "template": "ctc-1998",
        "id": mark,
        "overrides": {"demand": {"cap": {"limit": cap}}},
        "holders": [{"id": HOLDER, "name": "Spectrum", "preferred_as_converted": 1_000_000}],
    }
    return Marked(mark, "/v1/agreements", body)


def large_agreement(mark: str, holders: int) -> Marked:
    """An agreement of this id, with so many Holders that its answer is long."""
    told = [
        {"id": f"h{number}", "name": f"Holder {number}", "common": 1_000 + number}
        for number in range(holders)
    ]
    return Marked(mark, "/v1/agreements", {"template": "ctc-1998", "id": mark, "holders": told})


def new_holder(mark: str, agreement_id: str) -> Marked:
    """A Holder of this id."""
    body = {
        "kind": "holder_recorded",
        "occurred_on": "1999-01-04",
        "holder": mark,
        "name": f"The Holder {mark}",
    }
    return Marked(mark, f"/v1/agreements/{agreement_id}/events", body)


def demand(mark: str, agreement_id: str, *, named: bool = True) -> Marked:
    """A demand; the registration has the mark for its id, unless the service is to name it."""
    letter = {
        "requests": [{"holder": HOLDER, "shares": 400_000}],
        "delivery": {"method": "personal", "delivered_on": "1999-02-16"},
    }
    body: dict[str, Any] = {"letters": [letter], "short_form_qualified": False}
    if named:
        body["id"] = mark
    return Marked(mark, f"/v1/agreements/{agreement_id}/demands?explain=none", body)


def maximum(number: int, registration_id: str) -> Marked:
    """An underwriter's advice of this many shares."""
    body = {"kind": "maximum_advised", "occurred_on": "1999-03-01", "shares": number}
    return Marked(
        mark_of_maximum(number), f"/v1/registrations/{registration_id}/events?explain=none", body
    )


def mark_of_maximum(number: int) -> str:
    """The mark of an advice, whose number is all that it records."""
    return f"maximum-{number}"


def mark_of(
    kind: str, agreement_id: str, registration_id: str | None, payload: Mapping[str, Any]
) -> str | None:
    """The mark that a stored fact bears, if any."""
    match kind:
        case "agreement_made":
            return agreement_id
        case "holder_recorded":
            holder: str = payload["holder"]
            return None if holder == HOLDER else holder
        case "demand_received":
            return registration_id
        case "maximum_advised":
            return mark_of_maximum(payload["shares"])
        case _:
            return None

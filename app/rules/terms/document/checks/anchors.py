"""Which event each period of edition 1 may be counted from, and the Moment that its word means.

Every place that has a period knows certain days and no others; a word for any other would be
counted from something else than it says, and is refused by the check. The first word of each place
is what it has always been counted from: a document stored with a word that nothing honours is
read so.
"""

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

Words: TypeAlias = Mapping[str, str]
"""The Moment that each word means at a place."""

_REQUEST: Final[Words] = {
    "request_received": "request.received",
    "request_given": "request.given",
}
_NOTICE: Final[Words] = {
    "notice_received": "notice.received",
    "notice_given": "notice.given",
    "notice_sent": "notice.sent",
    "mailed": "notice.sent",
    "notice_delivered": "notice.delivered",
}
_EFFECTIVE: Final[Words] = {"effective": "registration.effective"}
_EXPECTED_FILING: Final[Words] = {"filing": "registration.expected_filing"}
_ASKED: Final[Words] = {"asked": "document.asked"}

DEMAND: Final = "/demand(?:s/[^/]+)?"
"""Where a right to demand stands in the terms: the only one, or one of several by its name."""
TAKEDOWN: Final = "/takedown(?:s/[^/]+)?"
"""The same of a sale off the shelf."""
SHELF: Final = "/shel(?:f|ves/[^/]+)"
"""The same of a shelf."""
INCIDENTAL: Final = "/incidental(?:s/[^/]+)?"
"""The same of the right to join the Company's registrations."""

HONOURED: Final[tuple[tuple[str, Words], ...]] = (
    (
        "/notices/methods/[a-z_]+/received",
        {
            "delivered": "notice.delivered",
            "mailed": "notice.sent",
            "sent": "notice.sent",
        },
    ),
    (
        f"({DEMAND}(/short_form)?|{SHELF})/effect_within",
        {**_REQUEST, "filing": "registration.filed"},
    ),
    (
        f"{DEMAND}/standstill",
        {"company_offering_commenced": "registration.offering_commenced"},
    ),
    (f"({DEMAND}|{SHELF}|{TAKEDOWN}|{INCIDENTAL})/join/within", _NOTICE),
    (f"({DEMAND}|{TAKEDOWN})/notice_to_holders/within", _REQUEST),
    (f"{SHELF}/notice_to_holders/within", {"shelf_called_for": "request.received"}),
    (f"{INCIDENTAL}/notice", _EXPECTED_FILING),
    (f"{INCIDENTAL}/include/within", {"request_received": "request.received"}),
    (f"(/registration_statement/within|({DEMAND}|{SHELF})/file_within)", _REQUEST),
    ("/indemnity/payment", {"received_or_incurred": "document.received"}),
    (f"(/effectiveness|{DEMAND})/keep_effective", _EFFECTIVE),
    (f"{SHELF}/keep_effective", _EFFECTIVE),
    (
        "/shelf_period/keep_effective",
        {"mandatory_conversion": "event.conversion", **_EFFECTIVE},
    ),
    ("/earnings_statement/(shortest|longest)", {"first_full_month": "registration.next_month"}),
    ("/earnings_statement/available/within", _EFFECTIVE),
    ("/holdback/(before|after|on_advice)", _EFFECTIVE),
    (
        "/rule144_statement/available_after",
        {"first_public_offering_effective": "ipo.effective"},
    ),
    ("/rule144_statement/furnish/within", _ASKED),
    ("/covenants/documents_on_request/furnish/within", _ASKED),
    ("/comfort_letter/information_within", {"letter_dated": "document.dated"}),
    ("/(drafts|amendment_copies)/before_filing", _EXPECTED_FILING),
    (
        "/rights_end/after",
        {
            "agreement_made": "agreement.dated",
            "first_public_offering_effective": "ipo.effective",
        },
    ),
)

OF_A_STEP: Final[Mapping[str, Words]] = {
    "outset": _EFFECTIVE,
    "effective": _EFFECTIVE,
    "holder_request": {"asked": "request.received"},
    "order": {"order_issued": "order.issued"},
}
"""What a step of a registration is counted from, by what brings it about."""


def honoured_at(place: str, arises: str | None = None) -> Words:
    """The words that the period at a place may be counted from; none where it is not counted."""
    if arises is not None:
        return OF_A_STEP.get(arises, {})
    return next((words for pattern, words in HONOURED if re.fullmatch(pattern, place)), {})


def moment_of(anchor: str, place: str) -> str | None:
    """The Moment that the word of a period means at its place; None where it means none there."""
    return honoured_at(place).get(anchor)

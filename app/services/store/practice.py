"""The agreements to practise on: every example of a fact can be posted to one as it stands.

What is posted here ends or changes nothing that the other examples of the documentation read. It
has the nine Holders and a registration of each kind: a demand under way, a shelf that is effective,
with a prohibition, a misleading prospectus, an order and a claim; a sale off it; and one of the
Company's own, on file. What ends a registration or the rights has an agreement of its own, so that
the others can still be posted. All of it is invented.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from app.rules.terms import RegistrationKind

PRACTICE: Final = "ctc-practice"
REGISTRATIONS: Final[Mapping[RegistrationKind, str]] = {
    "requested": f"{PRACTICE}-demand",
    "shelf": f"{PRACTICE}-shelf",
    "takedown": f"{PRACTICE}-takedown",
    "incidental": f"{PRACTICE}-own",
}
"""The registration of each kind in whose life examples are shown."""
TO_BE_ENDED: Final = f"{PRACTICE}-ends"
"""The agreement of which the examples take back, give up and end what the others need."""
ENDING: Final[Mapping[RegistrationKind, str]] = {
    "requested": f"{TO_BE_ENDED}-demand",
    "incidental": f"{TO_BE_ENDED}-own",
}
"""Its registrations."""
Fields = dict[str, Any]


def _fact(kind: str, day: str, **more: Any) -> Fields:
    return {"kind": kind, "occurred_on": day, **more}


def _letter(holder: str, shares: int, day: str) -> Fields:
    return {
        "requests": [{"holder": holder, "shares": shares}],
        "delivery": {"method": "personal", "delivered_on": day},
    }


OF_THE_AGREEMENT: Final = (
    _fact("preferred_converted", "1998-10-12", holder="spectrum", shares=200_000),
)
"""So that a Holder has Common Stock to sell."""
LIVES: Final[Mapping[RegistrationKind, tuple[Fields, tuple[Fields, ...], date]]] = {
    "shelf": (
        {
            "kind": "shelf_triggered",
            "conversion_proposed_on": "1999-09-01",
            "certificate_date": "1999-11-01",
            "letters": [_letter("spectrum", 800_000, "1999-09-02")],
        },
        (
            _fact("filed", "1999-10-04", form="S-3"),
            _fact("declared_effective", "1999-10-27"),
            _fact(
                "prohibition_noticed",
                "2000-03-06",
                days=20,
                notices=[
                    {
                        "holder": "spectrum",
                        "delivery": {"method": "personal", "delivered_on": "2000-03-06"},
                    }
                ],
                board_judgment=True,
                transaction_considered_from="2000-02-28",
                consent=True,
            ),
            _fact("misstatement_notice_given", "2000-04-03"),
            _fact(
                "claim_made",
                "2000-04-03",
                claim="doe-v-ctc",
                indemnified={"id": "spectrum", "role": "holder"},
                indemnifying=[{"id": "ctc", "role": "company"}],
                basis="misstatement",
                law="securities_act",
                action_commenced=True,
            ),
            _fact(
                "amendment_proposed",
                "2000-04-14",
                amendment="supplement-1",
                planned_filing_on="2000-05-01",
            ),
            _fact(
                "bill_received",
                "2000-04-17",
                claim="doe-v-ctc",
                cost="defence",
                amount="7000.00",
                incurred_on="2000-04-10",
            ),
            _fact("stop_order", "2000-05-08", holder_at_fault=False),
        ),
        date(2000, 5, 8),
    ),
    "takedown": (
        {
            "kind": "takedown_requested",
            "shelf": REGISTRATIONS["shelf"],
            "letters": [_letter("spectrum", 500_000, "2000-02-01")],
        },
        (),
        date(2000, 2, 10),
    ),
    "incidental": (
        _fact(
            "registration_determined",
            "1999-06-01",
            purpose="offering",
            initiated_for="company",
            securities="equity",
            solely=True,
            form="S-1",
            planned_filing_on="1999-07-06",
            underwritten=True,
            company_shares=3_200_000,
        ),
        (_fact("filed", "1999-07-06", form="S-1"),),
        date(1999, 7, 6),
    ),
}
"""What sets each going and what happens to it; the demand's life is the demonstration's."""

"""Bodies for what sets a registration going: demands, shelves, takedowns, own registrations."""

from typing import Annotated, TypeAlias

from fastapi.openapi.models import Example
from pydantic import Field

from app.rules.facts import (
    DemandReceived,
    RegistrationDetermined,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.terms import Identifier

OwnId: TypeAlias = Annotated[
    Identifier | None, Field(description="Your own id for the registration.")
]


class DemandCreate(DemandReceived):
    """A demand, in one letter or several, with an id of your own if you like."""

    id: OwnId = None

    def fact(self) -> DemandReceived:
        """The fact to record."""
        return DemandReceived(**{name: getattr(self, name) for name in DemandReceived.model_fields})


class ShelfCreate(ShelfTriggered):
    """What calls for a shelf, with an id of your own if you like."""

    id: OwnId = None

    def fact(self) -> ShelfTriggered:
        """The fact to record."""
        return ShelfTriggered(**{name: getattr(self, name) for name in ShelfTriggered.model_fields})


class TakedownCreate(TakedownRequested):
    """A request to sell off the shelf, with an id of your own if you like."""

    id: OwnId = None

    def fact(self) -> TakedownRequested:
        """The fact to record."""
        return TakedownRequested(
            **{name: getattr(self, name) for name in TakedownRequested.model_fields}
        )


class IncidentalCreate(RegistrationDetermined):
    """What the Company determined to register, with an id of your own if you like."""

    id: OwnId = None

    def fact(self) -> RegistrationDetermined:
        """The fact to record."""
        return RegistrationDetermined(
            **{name: getattr(self, name) for name in RegistrationDetermined.model_fields}
        )


DEMAND_EXAMPLES: dict[str, Example] = {
    "one_letter": {
        "summary": "Spectrum demands by mail",
        "description": "Mailed on Tuesday 16 February 1999, deemed received on Friday the 19th; "
        "the registration must be effective within 90 days.",
        "value": {
            "letters": [
                {
                    "requests": [{"holder": "spectrum", "shares": 400000}],
                    "delivery": {"method": "mail", "sent_on": "1999-02-16"},
                }
            ],
            "short_form_qualified": False,
            "underwritten": True,
        },
    },
    "joint_letters": {
        "summary": "Two letters that only together suffice",
        "description": "Neither the first letter alone nor the second holds a majority.",
        "value": {
            "letters": [
                {
                    "requests": [
                        {"holder": "doeg-hill", "shares": 60000},
                        {"holder": "mochary", "shares": 20000},
                    ],
                    "delivery": {"method": "personal", "delivered_on": "1999-03-01"},
                },
                {
                    "requests": [{"holder": "spectrum", "shares": 300000}],
                    "delivery": {"method": "mail", "sent_on": "1999-03-04"},
                },
            ],
            "forms_at_receipt": ["S-3"],
        },
    },
    "too_early": {
        "summary": "A demand before the right opens: refused",
        "value": {
            "letters": [
                {
                    "requests": [{"holder": "spectrum", "shares": 400000}],
                    "delivery": {"method": "personal", "delivered_on": "1998-10-09"},
                }
            ],
            "short_form_qualified": False,
        },
    },
}

SHELF_EXAMPLES: dict[str, Example] = {
    "conversion": {
        "summary": "A mandatory conversion is proposed",
        "description": "The Certificate of Designation wants the shelf effective by 1 November "
        "1999; one Holder asks at once to be on it.",
        "value": {
            "conversion_proposed_on": "1999-09-01",
            "certificate_date": "1999-11-01",
            "letters": [
                {
                    "requests": [{"holder": "spectrum", "shares": 800000}],
                    "delivery": {"method": "personal", "delivered_on": "1999-09-02"},
                }
            ],
        },
    },
    "only_asked_for": {
        "summary": "Holders ask, and no conversion is proposed: refused",
        "value": {
            "letters": [
                {
                    "requests": [{"holder": "spectrum", "shares": 800000}],
                    "delivery": {"method": "personal", "delivered_on": "1999-09-02"},
                }
            ]
        },
    },
}

TAKEDOWN_EXAMPLES: dict[str, Example] = {
    "underwritten_sale": {
        "summary": "Spectrum asks for an underwritten sale off the shelf",
        "value": {
            "shelf": "ctc-example-shelf",
            "letters": [
                {
                    "requests": [{"holder": "spectrum", "shares": 500000}],
                    "delivery": {"method": "personal", "delivered_on": "2000-02-01"},
                }
            ],
        },
    },
}

INCIDENTAL_EXAMPLES: dict[str, Example] = {
    "offering": {
        "summary": "The Company's offering of July 1999",
        "description": "Determined on 1 April, to be filed on 4 May; 3,200,000 shares are the "
        "Company's own.",
        "value": {
            "occurred_on": "1999-04-01",
            "purpose": "offering",
            "initiated_for": "company",
            "securities": "equity",
            "form": "S-1",
            "planned_filing_on": "1999-05-04",
            "underwritten": True,
            "company_shares": 3200000,
        },
    },
    "employee_plan": {
        "summary": "Shares for an employee plan: excluded",
        "value": {
            "occurred_on": "1999-04-01",
            "purpose": "employee_plan",
            "initiated_for": "company",
            "securities": "equity",
            "form": "S-8",
            "solely": True,
        },
    },
}

"""Bodies for agreements and demands."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi.openapi.models import Example
from pydantic import BaseModel, ConfigDict, Field

from app.rules.facts import DemandReceived, ShareCount
from app.rules.terms.vocabulary import Identifier, Words
from app.services.agreements import NewAgreement, NewHolder


class HolderCreate(BaseModel):
    """A Holder at the making of the agreement, with his opening position in shares."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Identifier
    name: Words
    entity: Words | None = None
    common: ShareCount = 0
    preferred_as_converted: ShareCount = 0
    warrant_shares: ShareCount = 0


class AgreementCreate(BaseModel):
    """What an agreement is made from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    template: Annotated[Identifier, Field(examples=["ctc-1998"])]
    id: Annotated[
        Identifier | None, Field(description="Your own id for it; one is made if left out.")
    ] = None
    name: Words | None = None
    overrides: Annotated[
        dict[str, Any],
        Field(
            default_factory=dict,
            description="Terms that differ from the template, as a JSON merge patch.",
        ),
    ]
    holders: Annotated[tuple[HolderCreate, ...], Field(max_length=1000)] | None = None

    def made(self) -> NewAgreement:
        """The agreement to make."""
        holders = None
        if self.holders is not None:
            holders = tuple(NewHolder(**each.model_dump()) for each in self.holders)
        return NewAgreement(self.template, self.id, self.name, self.overrides, holders)


class DemandCreate(DemandReceived):
    """A demand, in one letter or several, with an id of your own if you like."""

    id: Annotated[Identifier | None, Field(description="Your own id for the registration.")] = None

    def fact(self) -> DemandReceived:
        """The fact to record."""
        return DemandReceived(**{name: getattr(self, name) for name in DemandReceived.model_fields})


@dataclass(frozen=True, slots=True)
class AgreementSummary:
    """An agreement, in short; `version` counts the facts on its record."""

    id: str
    name: str
    template: str | None
    version: int


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """A page of agreements; `next` is null on the last."""

    items: tuple[AgreementSummary, ...]
    next: str | None


AGREEMENT_EXAMPLES: dict[str, Example] = {
    "from_template": {
        "summary": "The 1998 agreement with three Holders",
        "value": {
            "template": "ctc-1998",
            "name": "CTC Communications Corp., three Holders",
            "holders": [
                {
                    "id": "spectrum",
                    "name": "Spectrum Equity Investors II, L.P.",
                    "preferred_as_converted": 1200000,
                    "warrant_shares": 120000,
                },
                {
                    "id": "doeg-hill",
                    "name": "Doeg Hill I, LLC",
                    "preferred_as_converted": 90000,
                    "warrant_shares": 10000,
                },
                {"id": "mochary", "name": "Matthew N. Mochary", "preferred_as_converted": 46666},
            ],
        },
    },
    "other_reading": {
        "summary": "The same agreement, no weekend roll, another cap",
        "value": {
            "template": "ctc-1998",
            "overrides": {
                "readings": {"deadline_roll": "none"},
                "demand": {"cap": {"limit": 2}},
            },
        },
    },
}

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

EVENT_EXAMPLES: dict[str, Example] = {
    "transfer": {
        "summary": "A transfer to an affiliate",
        "value": {
            "kind": "securities_transferred",
            "occurred_on": "1999-01-15",
            "holder": "spectrum",
            "transferee": "spectrum-affiliate",
            "transferee_name": "Spectrum Affiliate Fund",
            "preferred_as_converted": 100000,
            "affiliate": True,
            "restricted_in_writing": False,
            "record_holder_on": "1999-01-20",
        },
    },
    "conversion": {
        "summary": "A conversion of Series A",
        "value": {
            "kind": "preferred_converted",
            "occurred_on": "1999-01-15",
            "holder": "doeg-hill",
            "shares": 10000,
        },
    },
    "offering": {
        "summary": "The Company's own public offering of July 1999",
        "value": {
            "kind": "company_offering_commenced",
            "occurred_on": "1999-07-14",
            "seller": "company_and_holders",
            "form": "S-1",
            "filed_on": "1999-05-04",
        },
    },
}

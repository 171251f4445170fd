"""Bodies for agreements."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi.openapi.models import Example
from pydantic import BaseModel, ConfigDict, Field

from app.rules.facts import ShareCount
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
    "amendment": {
        "summary": "An amendment: five demands from June 1999 on",
        "description": "Registrations already requested keep the terms under which they were.",
        "value": {
            "kind": "terms_amended",
            "occurred_on": "1999-06-01",
            "instrument": "amendment",
            "company_signed": True,
            "signed_by": ["spectrum", "mochary"],
            "changes": {"/demand/cap/limit": 5},
            "reaches_requested": False,
        },
    },
    "general_waiver": {
        "summary": "A waiver of half the standstill, back to January 1999",
        "value": {
            "kind": "terms_amended",
            "occurred_on": "1999-06-01",
            "instrument": "waiver",
            "company_signed": True,
            "signed_by": ["spectrum"],
            "effective_from": "1999-01-01",
            "changes": {"/demand/standstill/count": 90},
            "reaches_requested": True,
        },
    },
    "minority": {
        "summary": "An instrument of too few Holders: it has no effect",
        "value": {
            "kind": "terms_amended",
            "occurred_on": "1999-06-01",
            "instrument": "amendment",
            "company_signed": True,
            "signed_by": ["mochary", "wang"],
            "changes": {"/demand/cap/limit": 5},
            "reaches_requested": False,
        },
    },
    "obligation_waived": {
        "summary": "A waiver of one obligation",
        "value": {
            "kind": "obligation_waived",
            "occurred_on": "1999-06-01",
            "obligation": "form-eligibility",
            "company_signed": True,
            "signed_by": ["spectrum"],
        },
    },
    "not_performed": {
        "summary": "A Holder states that an obligation was not performed",
        "value": {
            "kind": "not_performed",
            "occurred_on": "1999-06-01",
            "obligation": "form-eligibility",
            "stated_by": "spectrum",
            "best_efforts_used": False,
        },
    },
    "rights_ended": {
        "summary": "The parties end the rights",
        "value": {
            "kind": "rights_ended",
            "occurred_on": "1999-06-01",
            "company_signed": True,
            "signed_by": ["spectrum"],
            "effective_from": "1999-07-01",
        },
    },
    "public_offering": {
        "summary": "The Company's first public offering, before the agreement",
        "value": {"kind": "first_public_offering_effective", "occurred_on": "1992-03-02"},
    },
    "reporting": {
        "summary": "The Company became subject to reporting",
        "value": {"kind": "reporting_began", "occurred_on": "1992-03-02"},
    },
    "report_filed": {
        "summary": "A report filed a day late",
        "value": {
            "kind": "report_filed",
            "occurred_on": "1999-02-17",
            "report": "10-Q for December 1998",
            "due_on": "1999-02-16",
        },
    },
    "report_missed": {
        "summary": "A report not filed by its day",
        "value": {
            "kind": "report_missed",
            "occurred_on": "1999-06-30",
            "report": "10-K for March 1999",
            "due_on": "1999-06-29",
        },
    },
    "form_lost": {
        "summary": "The Company is no longer qualified for Form S-3",
        "value": {
            "kind": "covenant_standing",
            "occurred_on": "1999-07-01",
            "covenant": "form_eligibility",
            "kept": False,
            "because": "A report was filed late.",
        },
    },
    "statement_requested": {
        "summary": "A Holder asks for the Rule 144 statement",
        "value": {
            "kind": "rule144_requested",
            "holder": "wang",
            "delivery": {"method": "mail", "sent_on": "1999-06-01"},
            "documents": ["rule_144_statement", "latest_report"],
        },
    },
    "statement_furnished": {
        "summary": "The Company furnishes it",
        "value": {
            "kind": "rule144_statement_furnished",
            "occurred_on": "1999-06-09",
            "holder": "wang",
            "documents": ["rule_144_statement"],
        },
    },
    "existing_rights": {
        "summary": "Who had registration rights when the agreement was made",
        "value": {
            "kind": "existing_rights_stated",
            "occurred_on": "1998-04-10",
            "rights": [{"grantee": "An Earlier Investor", "disclosed": True}],
        },
    },
    "better_rights": {
        "summary": "Another investor is granted a fourth demand",
        "value": {
            "kind": "rights_granted",
            "occurred_on": "1999-06-15",
            "grantee": "Another Fund",
            "rights": {"demands": 4, "join_days": 10, "incidental_priority_rank": 2},
        },
    },
    "address": {
        "summary": "A Holder specifies an address of his own",
        "value": {
            "kind": "address_changed",
            "party": "wang",
            "address": "Fred Wang, 1 Example Street, Boston, MA 02110",
            "delivery": {"method": "mail", "sent_on": "1999-05-03"},
        },
    },
    "record_holder": {
        "summary": "A transferee becomes holder of record",
        "value": {
            "kind": "record_holder_entered",
            "occurred_on": "1999-06-01",
            "holder": "spectrum",
        },
    },
    "assignment_papers": {
        "summary": "Notice of an assignment and the agreement to be bound",
        "value": {
            "kind": "assignment_papers_delivered",
            "holder": "spectrum",
            "delivery": {"method": "personal", "delivered_on": "1999-06-01"},
            "papers": ["notice", "agreement"],
        },
    },
}

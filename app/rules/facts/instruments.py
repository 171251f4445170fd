"""Writings that change the agreement, waive what it asks for, or end it: clause 9(e).

Whether such a writing has effect, and from when, is worked out: it needs the Company and enough
Registrable Securities on the day it is dated. The day it is dated is its `occurred_on`.
"""

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field, StrictBool, model_validator

from app.rules.facts.base import DatedFact, HolderId, ObligationId, OfRegistration
from app.rules.facts.declaration import Example, Replaces, declared
from app.rules.terms.parties import InstrumentKind, TermPointer
from app.rules.values.written_dates import PlainDate


def _json(value: object) -> object:
    """A value that can be written as JSON; ValueError for another."""
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as unwritable:
        raise ValueError("a new value is JSON, and its text is Unicode") from unwritable
    return value


NewValue: TypeAlias = Annotated[
    Any,
    AfterValidator(_json),
    Field(description="The new value, as the terms document writes it."),
]


class SignedInstrument(DatedFact):
    """What every such writing says: who executed it, and from when it is to have effect."""

    in_writing: Annotated[
        StrictBool | None, Field(description="Left out: a thing executed is a writing.")
    ] = None
    company_signed: StrictBool
    signed_by: Annotated[
        tuple[HolderId, ...], Field(max_length=1000, description="The Holders who executed it.")
    ]
    effective_from: Annotated[
        PlainDate | None,
        Field(
            description="The first day of its effect; left out: its own day, and of a waiver of an "
            "obligation whose day had passed, that day. Only a waiver may name an earlier day."
        ),
    ] = None
    consents: Annotated[
        Mapping[HolderId, StrictBool],
        Field(
            default_factory=dict,
            max_length=1000,
            description="Holders whom it hurts more than the others, and whether each consents; "
            "looked at only under the reading that asks for it.",
        ),
    ]

    @model_validator(mode="after")
    def _signed_once(self) -> "SignedInstrument":
        if len(set(self.signed_by)) < len(self.signed_by):
            raise ValueError("an instrument names each Holder who executed it once")
        return self


@declared(
    110,
    replaces=Replaces(("changes",)),
    holders=("signed_by", "consents"),
    examples=(
        Example(
            "amendment",
            "An amendment: five demands from June 1999 on",
            {
                "occurred_on": "1999-06-01",
                "instrument": "amendment",
                "company_signed": True,
                "signed_by": ["spectrum", "mochary"],
                "changes": {"/demand/cap/limit": 5},
                "reaches_requested": False,
            },
            "Registrations already requested keep the terms under which they were.",
        ),
        Example(
            "general_waiver",
            "A waiver of half the standstill, back to January 1999",
            {
                "occurred_on": "1999-06-01",
                "instrument": "waiver",
                "company_signed": True,
                "signed_by": ["spectrum"],
                "effective_from": "1999-01-01",
                "changes": {"/demand/standstill/count": 90},
                "reaches_requested": True,
            },
        ),
        Example(
            "minority",
            "An instrument of too few Holders: it has no effect",
            {
                "occurred_on": "1999-06-01",
                "instrument": "amendment",
                "company_signed": True,
                "signed_by": ["mochary", "wang"],
                "changes": {"/demand/cap/limit": 5},
                "reaches_requested": False,
            },
        ),
    ),
)
class TermsAmended(SignedInstrument):
    """An amendment changed terms, or a waiver relaxed them for everybody (9(e)).

    `changes` gives places in the terms document their new values: `null` takes a term away. Terms
    and readings are changed alike (`/readings/deadline_roll`).
    """

    kind: Literal["terms_amended"] = "terms_amended"
    instrument: Annotated[
        InstrumentKind,
        Field(
            description="An amendment has no effect before its own day; a waiver may reach back."
        ),
    ]
    changes: Annotated[
        Mapping[TermPointer, NewValue],
        Field(
            min_length=1,
            max_length=100,
            description="Places in the terms document, as JSON pointers, with their new values.",
            examples=[{"/demand/cap/limit": 4}],
        ),
    ]
    reaches_requested: Annotated[
        StrictBool,
        Field(
            description="Whether it also governs registrations requested before the first day of "
            "its effect, for what happens in them from that day on. If not, these keep the terms "
            "under which they were requested."
        ),
    ]

    @model_validator(mode="after")
    def _one_change_for_each_place(self) -> "TermsAmended":
        places = sorted(f"{place}/" for place in self.changes)
        for outer, inner in pairwise(places):
            if inner.startswith(outer):
                raise ValueError(f"one change lies within another: {outer[:-1]}, {inner[:-1]}")
        return self


@declared(
    120,
    holders=("signed_by", "consents"),
    examples=(
        Example(
            "obligation_waived",
            "A waiver of one obligation",
            {
                "occurred_on": "1999-06-01",
                "obligation": "form-eligibility",
                "company_signed": True,
                "signed_by": ["spectrum"],
            },
        ),
    ),
)
class ObligationWaived(SignedInstrument):
    """The performance of one obligation was waived (9(e))."""

    kind: Literal["obligation_waived"] = "obligation_waived"
    registration: OfRegistration = None
    obligation: ObligationId


@declared(
    130,
    holders=("signed_by", "consents"),
    examples=(
        Example(
            "rights_ended",
            "The parties end the rights",
            {
                "occurred_on": "1999-06-01",
                "company_signed": True,
                "signed_by": ["spectrum"],
                "effective_from": "1999-07-01",
            },
            ends=True,
        ),
    ),
)
class RightsEnded(SignedInstrument):
    """The parties ended the rights of the Holders by agreement (9(e), QF18)."""

    kind: Literal["rights_ended"] = "rights_ended"

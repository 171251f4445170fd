"""Terms of how the parties decide, and of what they may grant to others."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool

from app.rules.terms.vocabulary import (
    ClauseName,
    ReasonCode,
    RegistrationKind,
    Standard,
    Term,
    Threshold,
    Unit,
    Words,
)

Representation: TypeAlias = Literal["himself", "distribution", "required_by_law", "other"]
"""What a Holder may be asked to vouch for: itself, the way in which it means to sell, what the law
makes it vouch for, or anything else."""


class UnderwritingAgreement(Term):
    """Whom the underwriting agreement must satisfy: every Holder who requests the registration.

    `holder_representations` are all that a Holder need vouch for in it.
    """

    clause: ClauseName
    standard: Standard
    registrations: tuple[RegistrationKind, ...]
    holder_representations: tuple[Representation, ...]


class UnderwriterSelection(Term):
    """Who selects the underwriter, and whose approval it needs."""

    clause: ClauseName
    selected_by: Literal["company", "holders"]
    approval: Threshold
    approval_standard: Standard
    registrations: tuple[Literal["requested", "takedown"], ...]


InstrumentKind: TypeAlias = Literal["amendment", "waiver"]


class Amendments(Term):
    """What an amendment or a waiver needs, whom it binds, and which may reach into the past."""

    clause: ClauseName
    in_writing: StrictBool
    company_signs: StrictBool
    holders_sign: Threshold
    binds: Literal["all_holders", "signing_holders"]
    retroactive: tuple[InstrumentKind, ...]


MeasureName: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


TermPointer: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^(/[^/\x00-\x20\x7f]+)+$",
        max_length=200,
        description="A place in the terms document, as a JSON pointer.",
        examples=["/demand/cap/limit"],
    ),
]


class Measure(Term):
    """One term of a grant of rights, and whether more or less of it favours the holder.

    `inconsistent_with` is the clause that a more favourable grant to others contradicts.
    `stands_at` is the place in the terms that gives the Holders their own: a number, a period (then
    in `unit`s), a counter, a threshold (then in per cent) or an order of ranks.
    """

    says: Words
    more_favourable: Literal["higher", "lower"]
    inconsistent_with: ClauseName | None = None
    stands_at: TermPointer | None = None
    unit: Unit | None = None


class OtherRights(Term):
    """What the Company may not grant to others, compared term by term.

    `disclosed_in` is the document that, the Company warrants, tells of all rights it had granted
    before; null if it warrants no such thing.
    """

    clause: ClauseName
    reason: ReasonCode
    disclosed_in: Words | None
    measures: Annotated[Mapping[MeasureName, Measure], Field(min_length=1)]

"""Underwriters, their agreement and the holdback they ask for: clauses 3(a)(viii), 4(b), 4(c).

A notice of a holdback is a writing and says how it travelled (9(b)).
"""

from dataclasses import replace
from typing import Annotated, Final, Literal

from pydantic import Field, StrictBool

from app.rules.facts.base import DatedFact, DeliveredFact, HolderId, SomeHolders
from app.rules.facts.declaration import (
    AFTER_ANY_END,
    Example,
    Flagged,
    Need,
    Refused,
    Replaces,
    Row,
    declared,
)
from app.rules.terms.parties import Representation
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate

HowManyDays = Annotated[int, Field(gt=0, le=3650, strict=True)]

_UNDERWRITER: Final = Row(
    cells={**AFTER_ANY_END, "effective": Flagged("UNDERWRITER_AFTER_EFFECTIVENESS")},
    underwritten=True,
)

_OF_THE_UNDERWRITING: Final = Row(cells=AFTER_ANY_END, underwritten=True)


@declared(
    400,
    bears_on=("/underwriter_selection",),
    replaces=Replaces(),
    life=_UNDERWRITER,
    settles=("underwriter",),
    examples=(
        Example(
            "underwriter_selected",
            "The managing underwriter is selected",
            {"occurred_on": "1999-03-22", "underwriter": "An Underwriter & Co."},
        ),
    ),
)
class UnderwriterSelected(DatedFact):
    """The managing underwriter was selected (4(b))."""

    kind: Literal["underwriter_selected"] = "underwriter_selected"
    underwriter: Words


@declared(
    410,
    bears_on=("/underwriter_selection",),
    life=replace(
        _UNDERWRITER,
        needs=(Need(UnderwriterSelected, Refused("unknown_underwriter"), "", by_name=True),),
    ),
    holders=("holders",),
    settles=("underwriter", "underwriter_approval"),
    examples=(
        Example(
            "underwriter_approved",
            "Holders approve the underwriter selected",
            {
                "occurred_on": "1999-03-24",
                "underwriter": "An Underwriter & Co.",
                "holders": ["spectrum"],
            },
        ),
    ),
)
class UnderwriterApproved(DatedFact):
    """Holders approved the underwriter selected (4(b))."""

    kind: Literal["underwriter_approved"] = "underwriter_approved"
    underwriter: Words
    holders: SomeHolders


@declared(
    530,
    life=_OF_THE_UNDERWRITING,
    holders=("holder",),
    helps_settle=("underwriting_agreement",),
    examples=(
        Example(
            "underwriting_agreement_approved",
            "The underwriting agreement satisfies a Holder",
            {"occurred_on": "1999-04-26", "holder": "spectrum"},
        ),
    ),
)
class UnderwritingAgreementApproved(DatedFact):
    """The underwriting agreement satisfies a Holder in form and substance (4(a))."""

    kind: Literal["underwriting_agreement_approved"] = "underwriting_agreement_approved"
    holder: HolderId


@declared(
    540,
    life=Row(once="already_made", cells=AFTER_ANY_END, underwritten=True),
    holders=("holders",),
    settles=("underwriting_agreement", "underwriting_party"),
    examples=(
        Example(
            "underwriting_agreement_made",
            "The underwriting agreement is made, with Holders as parties",
            {"occurred_on": "1999-05-07", "holders": ["spectrum", "doeg-hill", "mochary"]},
        ),
    ),
)
class UnderwritingAgreementMade(DatedFact):
    """The Company entered into the underwriting agreement; Holders who are party to it (4(a))."""

    kind: Literal["underwriting_agreement_made"] = "underwriting_agreement_made"
    holders: Annotated[tuple[HolderId, ...], Field(max_length=500)] = ()


@declared(
    520,
    bears_on=("/underwriting_agreement",),
    life=_OF_THE_UNDERWRITING,
    holders=("holder",),
    examples=(
        Example(
            "representation",
            "A Holder is asked to vouch for something",
            {
                "occurred_on": "1999-04-19",
                "holder": "spectrum",
                "about": "other",
                "in_words": "That the Company's financial statements are right",
            },
        ),
    ),
)
class RepresentationAsked(DatedFact):
    """A Holder was asked to represent, warrant or agree to something in that agreement (4(a))."""

    kind: Literal["representation_asked"] = "representation_asked"
    holder: HolderId
    about: Representation
    in_words: Words | None = None


@declared(
    420,
    bears_on=("/holdback", "/holdbacks"),
    replaces=Replaces(),
    life=_OF_THE_UNDERWRITING,
    examples=(
        Example(
            "holdback_required",
            "The managing underwriter requires Holders to hold back",
            {
                "occurred_on": "1999-04-12",
                "expected_effective_on": "1999-05-17",
                "firm_commitment": True,
            },
        ),
    ),
)
class HoldbackRequired(DatedFact):
    """The managing underwriter requires Holders to hold back, or says that it does not (4(c))."""

    kind: Literal["holdback_required"] = "holdback_required"
    required: StrictBool = True
    expected_effective_on: PlainDate | None = None
    firm_commitment: StrictBool | None = None


@declared(
    430,
    bears_on=("/holdback", "/holdbacks"),
    replaces=Replaces(),
    life=_OF_THE_UNDERWRITING,
    examples=(
        Example(
            "holdback_advised",
            "Or it advises days without public sales",
            {
                "occurred_on": "1999-04-12",
                "days": 90,
                "expected_effective_on": "1999-05-17",
                "firm_commitment": True,
            },
        ),
    ),
)
class HoldbackAdvised(DatedFact):
    """The managing underwriter advised days without public sales after the offering (4(c))."""

    kind: Literal["holdback_advised"] = "holdback_advised"
    days: HowManyDays
    expected_effective_on: PlainDate | None = None
    firm_commitment: StrictBool | None = None
    closing_on: PlainDate | None = None


@declared(
    440,
    bears_on=("/holdback", "/holdbacks"),
    life=_OF_THE_UNDERWRITING,
    holders=("holder",),
    examples=(
        Example(
            "holdback_notice",
            "The Company passes the advice on to a Holder",
            {"holder": "wang", "delivery": {"method": "mail", "sent_on": "1999-04-14"}},
        ),
    ),
)
class HoldbackNoticeGiven(DeliveredFact):
    """The Company gave a Holder notice of the managing underwriter's advice (4(c))."""

    kind: Literal["holdback_notice_given"] = "holdback_notice_given"

"""Bodies of the computations of amendments, transfers, splits and the rights of others."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, TypeAlias

from pydantic import Field, StrictBool, model_validator

from app.api.compute.computation import computation
from app.api.compute.question import (
    Body,
    Positions,
    Question,
    agreed,
    example,
    given,
    holdings_of,
)
from app.rules.agreement.amendment import Instrument
from app.rules.catalogue.computations import parties
from app.rules.facts.base import HolderId, ShareCount
from app.rules.holders.assignment import Transfer
from app.rules.holders.holdings import Holdings, tally
from app.rules.holders.splits import ShareNumber, Split, share_numbers
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.parties import InstrumentKind, MeasureName
from app.rules.terms.vocabulary import ExactFraction, Words
from app.rules.values.written_dates import PlainDate

Requests: TypeAlias = Annotated[
    dict[Words, ShareCount],
    Field(
        default_factory=dict,
        max_length=1000,
        description="Shares asked for, by seller. Left out: none.",
    ),
]


Names: TypeAlias = Annotated[tuple[HolderId | Words, ...], Field(max_length=1000)]


"""Names of Holders or other sellers."""


class AmendmentQuestion(Question):
    """Who signed what, and when?

    Give the shares of those who sign and of all Holders, or the positions and who signs.
    """

    instrument: Annotated[
        InstrumentKind | None,
        Field(
            description="Whether it amends or waives. Left out: not known, nor then whether it "
            "reaches back to a day before its own."
        ),
    ] = None
    in_writing: Annotated[
        StrictBool | None,
        Field(description="Whether it is in writing. Left out: a document that was signed is."),
    ] = None
    company_signed: StrictBool
    signing_shares: ShareCount | None = None
    total_shares: ShareCount | None = None
    positions: Positions | None = None
    signatories: Annotated[Names, Field(description="Holders who sign. Left out: none does.")] = ()
    signed_on: PlainDate | None = None
    takes_effect_on: Annotated[
        PlainDate | None,
        Field(description="The day it names. Left out: it names none, and has effect at once."),
    ] = None
    hurt_more_than_others: Annotated[
        dict[Words, StrictBool],
        Field(
            default_factory=dict,
            max_length=1000,
            description="Holders whom it hurts more than the others, and whether each consents.",
        ),
    ]

    @model_validator(mode="after")
    def _one_count(self) -> "AmendmentQuestion":
        stated = self.signing_shares is not None and self.total_shares is not None
        if stated == (self.positions is not None):
            raise ValueError("give signing_shares and total_shares, or positions and signatories")
        if stated and (self.signing_shares or 0) > (self.total_shares or 0):
            raise ValueError("no more shares sign than there are")
        return self

    def signed(self, matter: Matter) -> Instrument:
        """The instrument, its majority counted from the positions where they are given."""
        signing, total = self._majority(matter)
        return Instrument(
            kind=self.instrument,
            in_writing=given(self.in_writing, "in_writing"),
            company_signed=Sourced(self.company_signed, "request:/company_signed"),
            signing_shares=signing,
            total_shares=total,
            signed_on=given(self.signed_on, "signed_on"),
            takes_effect_on=given(self.takes_effect_on, "takes_effect_on"),
            hurt={
                holder: Sourced(consents, f"request:/hurt_more_than_others/{holder}")
                for holder, consents in self.hurt_more_than_others.items()
            },
        )

    def _majority(self, matter: Matter) -> tuple[Sourced[ShareNumber], Sourced[ShareNumber]]:
        if self.positions is None:
            return (
                Sourced(self.signing_shares or 0, "request:/signing_shares"),
                Sourced(self.total_shares or 0, "request:/total_shares"),
            )
        holdings = Holdings(holdings_of(self.positions))
        counted = tally(holdings, frozenset(self.signatories), matter)
        return counted.requesting, counted.total


@computation(
    "/amendment",
    "Does the amendment or waiver have effect?",
    example(
        "A waiver that reaches back",
        instrument="waiver",
        company_signed=True,
        positions=[
            {"holder": "spectrum", "preferred_as_converted": 1200000, "warrant_shares": 120000},
            {"holder": "mochary", "preferred_as_converted": 146666},
        ],
        signatories=["spectrum"],
        signed_on="1999-06-01",
        takes_effect_on="1999-05-01",
    ),
)
def compute_amendment(asked: AmendmentQuestion, matter: Matter) -> parties.AmendmentResult:
    """Clause 9(e): a writing executed by the Company and the Requisite Holders binds every Holder.

    A waiver may reach into the past. An amendment has effect from the day of its instrument at the
    earliest.
    """
    return parties.rule_on_amendment(asked.signed(matter), matter)


class SplitGiven(Body):
    """A split (2 for 1) or a combination (1 for 10)."""

    numerator: Annotated[int, Field(gt=0, le=100_000, strict=True)]
    denominator: Annotated[int, Field(gt=0, le=100_000, strict=True)]
    effective_on: PlainDate | None = None


Splits: TypeAlias = Annotated[tuple[SplitGiven, ...], Field(max_length=100)]


def splits_of(splits: tuple[SplitGiven, ...]) -> tuple[Split, ...]:
    """The splits, sourced to the request."""
    return tuple(
        Split(each.numerator, each.denominator, each.effective_on, f"request:/splits/{place}")
        for place, each in enumerate(splits)
    )


class AssignmentQuestion(Question):
    """What was transferred to whom, and what does the Company know of it?"""

    affiliate: Annotated[
        StrictBool,
        Field(description="Whether the transferee is an Affiliate or beneficial owner."),
    ]
    held_before: Annotated[
        ShareCount, Field(description="What the transferee held before, in shares as converted.")
    ]
    without_rights: Annotated[
        ShareCount,
        Field(
            description="Of the shares held before, those that came without rights under the "
            "agreement. Left out: none."
        ),
    ] = 0
    transferred: ShareCount
    restricted_in_writing: Annotated[
        StrictBool, Field(description="Whether the transferor restricted the rights in writing.")
    ]
    to_the_public: Annotated[
        StrictBool, Field(description="Whether the shares were sold to the public. Left out: no.")
    ] = False
    splits: Splits = ()
    record_holder: StrictBool | None = None
    notice_and_agreement: Annotated[
        StrictBool | None,
        Field(description="Whether the Company has both notice and a written agreement."),
    ] = None

    def transfer(self) -> Transfer:
        """The transfer, as the rule takes it."""
        return Transfer(
            self.affiliate,
            self.held_before,
            self.transferred,
            self.restricted_in_writing,
            self.to_the_public,
            self.without_rights,
        )

    @model_validator(mode="after")
    def _without_rights_are_of_those_held(self) -> "AssignmentQuestion":
        if self.without_rights > self.held_before:
            raise ValueError("without_rights are part of held_before, and cannot be more")
        return self


@computation(
    "/assignment",
    "Do the rights pass with the shares?",
    example(
        "A transferee who reaches the number with what it had before",
        affiliate=False,
        held_before=25000,
        transferred=30000,
        restricted_in_writing=True,
        record_holder=True,
    ),
)
def compute_assignment(asked: AssignmentQuestion, matter: Matter) -> parties.AssignmentResult:
    """Clause 9(f): to an Affiliate, to a holder of enough shares, or unless restricted in writing.

    Any one of the three is enough. The number of shares is adjusted once for splits and given as
    exact text. The Company must recognise the transferee once it is holder of record, or once it
    has both notice and its written agreement to be bound.
    """
    return parties.rule_on_assignment(
        asked.transfer(),
        splits_of(asked.splits),
        given(asked.record_holder, "record_holder"),
        given(asked.notice_and_agreement, "notice_and_agreement"),
        matter,
    )


class RecognitionQuestion(Question):
    """On which days did the Company learn of the transferee?"""

    record_holder_on: PlainDate | None = None
    notice_received_on: PlainDate | None = None
    agreement_received_on: PlainDate | None = None


@computation(
    "/recognition",
    "From when must the transferee be recognised?",
    example(
        "Notice first, agreement later",
        notice_received_on="1999-03-01",
        agreement_received_on="1999-03-05",
    ),
)
def compute_recognition(asked: RecognitionQuestion, matter: Matter) -> parties.RecognitionResult:
    """Clause 9(f): from record holding, or from the later of notice and written agreement."""
    return parties.recognition(
        given(asked.record_holder_on, "record_holder_on"),
        given(asked.notice_received_on, "notice_received_on"),
        given(asked.agreement_received_on, "agreement_received_on"),
        matter,
    )


class SplitQuestion(Question):
    """Which splits took effect, and what is to be adjusted?"""

    splits: Splits
    values: Annotated[
        dict[Words, ShareCount] | None,
        Field(
            max_length=1000,
            description="Numbers of shares by name; left out: those of the terms themselves.",
        ),
    ] = None
    days: Annotated[
        dict[Words, Annotated[int, Field(ge=0, le=20_000, strict=True)]],
        Field(default_factory=dict, max_length=1000, description="Numbers of days, by name."),
    ]
    percentages: Annotated[
        dict[Words, ExactFraction],
        Field(default_factory=dict, max_length=1000, description="Percentages, by name."),
    ]
    as_of: Annotated[
        PlainDate | None, Field(description="Leaves out splits that take effect later.")
    ] = None

    def numbers(self, matter: Matter) -> Mapping[str, Sourced[int]]:
        """The numbers of shares to adjust."""
        if self.values is None:
            return {
                place: Sourced(number, f"terms:{place}")
                for place, number in share_numbers(matter.terms).items()
            }
        return {
            name: Sourced(number, f"request:/values/{name}") for name, number in self.values.items()
        }

    def day_counts(self) -> Mapping[str, Sourced[int]]:
        """The numbers of days."""
        return {
            name: Sourced(number, f"request:/days/{name}") for name, number in self.days.items()
        }

    def parts(self) -> Mapping[str, Sourced[Fraction]]:
        """The percentages."""
        return {
            name: Sourced(each, f"request:/percentages/{name}")
            for name, each in self.percentages.items()
        }


@computation(
    "/split-adjustment",
    "What does a split do to the agreement's numbers?",
    example(
        "Three for two, then one for ten",
        splits=[{"numerator": 3, "denominator": 2}, {"numerator": 1, "denominator": 10}],
        values={"transfer_threshold": 50000, "warrant_shares": 133333},
        days={"join": 20},
    ),
)
def compute_split_adjustment(asked: SplitQuestion, matter: Matter) -> parties.SplitResult:
    """Clause 9(h): numbers of shares are multiplied by the exact ratio; days are not touched.

    Fractions are kept exact and given as text. Without `values` the numbers of shares in the terms
    themselves are adjusted.
    """
    return parties.split_adjustment(
        splits_of(asked.splits),
        asked.numbers(matter),
        asked.day_counts(),
        asked.parts(),
        asked.as_of,
        matter,
    )


Measured: TypeAlias = Annotated[
    dict[MeasureName, Annotated[int, Field(ge=0, le=10**15, strict=True)] | None],
    Field(
        min_length=1,
        max_length=200,
        description="Terms of a grant by name, as the agreement measures them; null: no limit.",
    ),
]


class RightsComparisonQuestion(Question):
    """Which rights exist here, and which are to be granted to others?"""

    existing: Measured
    proposed: Measured
    more_favourable_overall: Annotated[
        StrictBool | None,
        Field(description="A finding on the whole grant, for the reading that looks at the whole."),
    ] = None


@computation(
    "/rights-comparison",
    "May the Company grant these rights to others?",
    example(
        "One demand more, and a better rank",
        existing={"demands": 3, "join_days": 20, "incidental_priority_rank": 2},
        proposed={"demands": 4, "join_days": 20, "incidental_priority_rank": 1},
    ),
)
def compute_rights_comparison(
    asked: RightsComparisonQuestion, matter: Matter
) -> parties.RightsComparisonResult:
    """Clause 8: no rights more favourable than the Holders', or inconsistent with them.

    Compared term by term; the terms of the agreement say for each whether more or less of it is
    the better. A term that the agreement does not measure is named, and not guessed at.
    """
    term = agreed(matter.terms.other_rights, "/other_rights")
    return parties.rights(
        asked.existing,
        asked.proposed,
        given(asked.more_favourable_overall, "more_favourable_overall"),
        term,
        matter,
    )


COMPUTATIONS = (
    compute_amendment,
    compute_assignment,
    compute_recognition,
    compute_split_adjustment,
    compute_rights_comparison,
)

"""Claims against those whom a registration protects: Section 6 of the 1998 agreement.

A claim has a name of its own, by which every later fact refers to it, one person to be indemnified
and one or more who are to indemnify it. Amounts are exact, in text; shares of a whole are exact
fractions. A finding is what court or parties found; the latest of its kind counts.
"""

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, model_validator

from app.rules.facts.base import DatedFact, Fact, WritingFact
from app.rules.facts.declaration import (
    BEFORE_FILING,
    Example,
    Need,
    Refused,
    Replaces,
    Row,
    declared,
)
from app.rules.facts.life.course import Filed
from app.rules.notices.receipt import Delivery
from app.rules.terms.payments.money import LossBasis, Role
from app.rules.terms.vocabulary import Identifier, Law
from app.rules.values.amounts import Money, PositiveMoney, Ratio
from app.rules.values.written_dates import PlainDate

ClaimId: TypeAlias = Annotated[
    Identifier, Field(examples=["doe-v-ctc"], description="The claim, by a name of your own.")
]
PersonId: TypeAlias = Annotated[
    Identifier,
    Field(
        examples=["spectrum"],
        description="A Holder or the Company by its id, anyone else by a name of your own.",
    ),
]
Payer: TypeAlias = Annotated[PersonId, Field(description="The Indemnifying Party, by its id.")]

Cost: TypeAlias = Literal["investigation", "defence", "loss"]
"""What was paid for: investigating, defending, or the loss itself (damages, a settlement)."""

Extent: TypeAlias = Literal["unavailable", "insufficient"]


def _at_most_one(share: Fraction) -> Fraction:
    if share > 1:
        raise ValueError("a part of a whole lies between 0 and 1")
    return share


class ClaimPerson(BaseModel):
    """One person in a claim.

    `required_indemnity` is said of those whom the agreement protects only if they made that a
    condition of taking part (an underwriter); `undertaking_given` of a Holder.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: PersonId
    role: Role
    required_indemnity: StrictBool | None = None
    undertaking_given: StrictBool | None = None


class ClaimFact(Fact):
    """A fact in the life of one claim."""

    if TYPE_CHECKING:

        @property
        def claim(self) -> str:
            """The claim, by its name."""


@declared(
    790,
    life=Row(
        needs=(
            Need(
                Filed,
                Refused("not_filed"),
                "No registration statement is on file by that day, and no claim can be based "
                "on it.",
                of_a_statement=True,
            ),
        ),
        never_in=BEFORE_FILING,
    ),
    examples=(
        Example(
            "claim",
            "A buyer sues a Holder",
            {
                "occurred_on": "2000-06-05",
                "claim": "roe-v-ctc",
                "indemnified": {"id": "spectrum", "role": "holder"},
                "indemnifying": [{"id": "ctc", "role": "company"}],
                "basis": "misstatement",
                "law": "securities_act",
                "action_commenced": True,
            },
            in_life_of="shelf",
        ),
    ),
)
class ClaimMade(ClaimFact, DatedFact):
    """A claim arose; the day is that of notice of the action, or of the first loss (6(a), 6(b)).

    `action_commenced` says whether an action or proceeding was commenced, which is to be reported
    to those who are to indemnify; `law` whether the securities were registered under the
    Securities Act or under another law (6(d)).
    """

    kind: Literal["claim_made"] = "claim_made"
    claim: ClaimId
    indemnified: ClaimPerson
    indemnifying: Annotated[tuple[ClaimPerson, ...], Field(min_length=1, max_length=100)]
    basis: LossBasis | Literal["other"]
    law: Law
    action_commenced: StrictBool

    @model_validator(mode="after")
    def _each_once(self) -> "ClaimMade":
        _once([self.indemnified.id, *(each.id for each in self.indemnifying)])
        return self


_OF_A_CLAIM: Final = Row(needs=(Need(ClaimMade, Refused("unknown_claim"), "", by_name=True),))


@declared(
    800,
    life=_OF_A_CLAIM,
    settles=("notice_of_claim",),
    examples=(
        Example(
            "claim_notified",
            "The Holder reports the action",
            {
                "claim": "doe-v-ctc",
                "party": "ctc",
                "delivery": {"method": "personal", "delivered_on": "2000-04-06"},
            },
            in_life_of="shelf",
        ),
    ),
)
class ClaimNotified(ClaimFact, WritingFact):
    """The Indemnified Party gave an Indemnifying Party notice of the action (6(c))."""

    kind: Literal["claim_notified"] = "claim_notified"
    claim: ClaimId
    party: Payer
    delivery: Delivery


@declared(
    810,
    bears_on=("/indemnity/defence",),
    life=_OF_A_CLAIM,
    examples=(
        Example(
            "defence_elected",
            "The Company takes over the defence",
            {
                "claim": "doe-v-ctc",
                "party": "ctc",
                "delivery": {"method": "personal", "delivered_on": "2000-04-20"},
            },
            in_life_of="shelf",
        ),
    ),
)
class DefenceElected(ClaimFact, WritingFact):
    """An Indemnifying Party gave notice that it takes over the defence (6(c))."""

    kind: Literal["defence_elected"] = "defence_elected"
    claim: ClaimId
    party: Payer
    delivery: Delivery


@declared(
    820,
    bears_on=("/indemnity/defence",),
    replaces=Replaces(("claim", "party")),
    life=_OF_A_CLAIM,
    examples=(
        Example(
            "defence_answered",
            "The Holder sees no conflict of interest",
            {
                "occurred_on": "2000-04-25",
                "claim": "doe-v-ctc",
                "party": "ctc",
                "conflict": False,
                "counsel_satisfactory": True,
            },
            in_life_of="shelf",
        ),
    ),
)
class DefenceAnswered(ClaimFact, DatedFact):
    """The Indemnified Party answered the taking over of its defence (6(c)).

    `conflict` says whether in its reasonable judgment a conflict of interest may exist.
    """

    kind: Literal["defence_answered"] = "defence_answered"
    claim: ClaimId
    party: Payer
    conflict: StrictBool
    counsel_satisfactory: StrictBool | None = None


@declared(
    830,
    life=_OF_A_CLAIM,
    examples=(
        Example(
            "bill",
            "A further bill of the Holder's counsel comes in",
            {
                "occurred_on": "2000-05-15",
                "claim": "doe-v-ctc",
                "cost": "defence",
                "amount": "1200.00",
                "incurred_on": "2000-05-02",
            },
            in_life_of="shelf",
        ),
    ),
)
class BillReceived(ClaimFact, DatedFact):
    """A bill was received, or what nobody bills was incurred, on this day (6(a), 6(e)).

    From this day it is to be paid; what a defence that was taken over cuts off goes by the day of
    the work (6(c)). Expenses are stated as far as they were reasonably incurred.
    """

    kind: Literal["bill_received"] = "bill_received"
    claim: ClaimId
    cost: Cost
    amount: PositiveMoney
    incurred_on: Annotated[
        PlainDate | None,
        Field(
            examples=["1999-11-05"],
            description="The day of the work that is billed, or on which the cost was incurred; "
            "not later than the bill. Left out: not recorded. Whether a cost of the defence was "
            "incurred before the defence was taken over is then not known of a bill that came "
            "afterwards.",
        ),
    ] = None
    before_election: Annotated[
        StrictBool | None,
        Field(
            examples=[True],
            description="Whether it was incurred before the notice that the defence is taken over "
            "was given. Matters where the day does not say so: on the day of that notice, or where "
            "the day of the work is not recorded.",
        ),
    ] = None

    @model_validator(mode="after")
    def _incurred_by_then(self) -> "BillReceived":
        if self.incurred_on is not None and self.incurred_on > self.occurred_on:
            raise ValueError("what is billed was incurred by the day of the bill")
        return self


@declared(
    840,
    life=_OF_A_CLAIM,
    settles=("payment",),
    examples=(
        Example(
            "payment",
            "The Company pays it",
            {
                "occurred_on": "2000-05-02",
                "claim": "doe-v-ctc",
                "party": "ctc",
                "amount": "7000.00",
            },
            in_life_of="shelf",
        ),
    ),
)
class PaymentMade(ClaimFact, DatedFact):
    """An Indemnifying Party paid towards a claim, as indemnity or as contribution (6(e), 6(g))."""

    kind: Literal["payment_made"] = "payment_made"
    claim: ClaimId
    party: Payer
    amount: PositiveMoney


@declared(
    850,
    bears_on=("/indemnity/claim_notice",),
    replaces=Replaces(("claim", "party")),
    life=_OF_A_CLAIM,
    examples=(
        Example(
            "prejudice",
            "What a late report cost the Company is found",
            {"occurred_on": "2000-06-12", "claim": "doe-v-ctc", "party": "ctc", "amount": "500.00"},
            in_life_of="shelf",
        ),
    ),
)
class PrejudiceFound(ClaimFact, DatedFact):
    """What a late notice of the claim cost an Indemnifying Party was found (6(c))."""

    kind: Literal["prejudice_found"] = "prejudice_found"
    claim: ClaimId
    party: Payer
    amount: Money


class PartyAtFault(ClaimPerson):
    """What was found of one person.

    `fault` counts beside that of the others; `information_share` is the part of the loss, from
    0 to 1, that is due to written information it furnished.
    """

    fault: Ratio
    information_share: Annotated[Ratio, AfterValidator(_at_most_one)]
    fraudulent: StrictBool
    collectible: Annotated[
        Money | None, Field(description="The most that can be collected of it; left out: all.")
    ] = None


@declared(
    860,
    replaces=Replaces(("claim",)),
    life=_OF_A_CLAIM,
    examples=(
        Example(
            "fault",
            "Whose fault it was is found",
            {
                "occurred_on": "2000-06-12",
                "claim": "doe-v-ctc",
                "parties": [
                    {
                        "id": "spectrum",
                        "role": "holder",
                        "fault": "0",
                        "information_share": "0",
                        "fraudulent": False,
                    },
                    {
                        "id": "ctc",
                        "role": "company",
                        "fault": "1",
                        "information_share": "1",
                        "fraudulent": False,
                    },
                ],
            },
            in_life_of="shelf",
        ),
    ),
)
class FaultFound(ClaimFact, DatedFact):
    """Whose information and whose fault caused the loss was found (6(a), 6(b), 6(g)).

    Everyone in the claim is among the parties; others at fault may be. A later finding replaces it.
    """

    kind: Literal["fault_found"] = "fault_found"
    claim: ClaimId
    parties: Annotated[tuple[PartyAtFault, ...], Field(min_length=2, max_length=200)]

    @model_validator(mode="after")
    def _can_be_divided(self) -> "FaultFound":
        _once([each.id for each in self.parties])
        if not any(each.fault for each in self.parties):
            raise ValueError("somebody must be at fault")
        if sum(each.information_share for each in self.parties) > 1:
            raise ValueError(
                "the information of all together is due to no more than the whole loss"
            )
        return self


@declared(
    870,
    replaces=Replaces(("claim",)),
    life=_OF_A_CLAIM,
    examples=(
        Example(
            "indemnity_unavailable",
            "The indemnity is found not to suffice",
            {"occurred_on": "2000-06-12", "claim": "doe-v-ctc", "extent": "insufficient"},
            in_life_of="shelf",
        ),
    ),
)
class IndemnityFoundUnavailable(ClaimFact, DatedFact):
    """The indemnity was found to be unavailable, or insufficient to hold harmless (6(g)).

    Where it is unavailable nothing is owed as indemnity; contribution starts in either case.
    """

    kind: Literal["indemnity_found_unavailable"] = "indemnity_found_unavailable"
    claim: ClaimId
    extent: Extent


@declared(
    880,
    bears_on=("/indemnity/settlement",),
    replaces=Replaces(("claim",)),
    life=_OF_A_CLAIM,
    examples=(
        Example(
            "settlement_proposed",
            "The Company means to settle",
            {
                "occurred_on": "2000-06-19",
                "claim": "doe-v-ctc",
                "party": "ctc",
                "unconditional_release": True,
            },
            in_life_of="shelf",
        ),
    ),
)
class SettlementProposed(ClaimFact, DatedFact):
    """An Indemnifying Party means to settle, or to consent to judgment (6(c))."""

    kind: Literal["settlement_proposed"] = "settlement_proposed"
    claim: ClaimId
    party: Payer
    unconditional_release: Annotated[
        StrictBool,
        Field(description="Whether the Indemnified Party is released from all liability."),
    ]


@declared(
    890,
    bears_on=("/indemnity/settlement",),
    replaces=Replaces(("claim",)),
    life=_OF_A_CLAIM,
    examples=(
        Example(
            "settlement_answered",
            "The Holder consents",
            {"occurred_on": "2000-06-26", "claim": "doe-v-ctc", "consented": True},
            in_life_of="shelf",
        ),
    ),
)
class SettlementAnswered(ClaimFact, DatedFact):
    """The Indemnified Party consented to settlement or judgment, or did not (6(c))."""

    kind: Literal["settlement_answered"] = "settlement_answered"
    claim: ClaimId
    consented: StrictBool


@declared(
    900,
    life=_OF_A_CLAIM,
    settles=("settle",),
    examples=(
        Example(
            "claim_settled",
            "The claim is settled",
            {
                "occurred_on": "2000-07-03",
                "claim": "doe-v-ctc",
                "party": "ctc",
                "unconditional_release": True,
            },
            in_life_of="shelf",
        ),
    ),
)
class ClaimSettled(ClaimFact, DatedFact):
    """An Indemnifying Party settled the claim, or consented to judgment on it (6(c)).

    What is to be paid under it is a `bill_received` of its own.
    """

    kind: Literal["claim_settled"] = "claim_settled"
    claim: ClaimId
    party: Payer
    unconditional_release: StrictBool


@declared(
    910,
    life=_OF_A_CLAIM,
    settles=("settle",),
    examples=(
        Example(
            "claim_judged",
            "A court decides it",
            {"occurred_on": "2000-07-03", "claim": "doe-v-ctc"},
            in_life_of="shelf",
        ),
    ),
)
class ClaimJudged(ClaimFact, DatedFact):
    """The claim was decided by a court, or dropped by the one who made it (6(c)).

    What is to be paid under the judgment is a `bill_received` of its own.
    """

    kind: Literal["claim_judged"] = "claim_judged"
    claim: ClaimId


def _once(ids: list[str]) -> None:
    twice = sorted(each for each, times in Counter(ids).items() if times > 1)
    if twice:
        raise ValueError(f"named twice: {', '.join(twice)}")

"""Bodies of the computations of indemnity, a Holder's limit and contribution."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from app.api.compute.computation import computation
from app.api.compute.payments.money import _each_once
from app.api.compute.question import Body, Question, agreed, example, given
from app.rules.catalogue.computations import money
from app.rules.facts.base import ShareCount
from app.rules.money.indemnity.contribution import Party
from app.rules.money.indemnity.indemnity import Person, Sale
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.payments.money import Indemnity, LossBasis, Role
from app.rules.terms.vocabulary import Law, Words
from app.rules.values.amounts import Money, PricePerShare, Ratio


def indemnity_of(matter: Matter) -> Indemnity:
    """The terms on indemnification and contribution."""
    return agreed(matter.terms.indemnity, "/indemnity")


class IndemnityQuestion(Question):
    """What does the Company owe a person on a loss?"""

    name: Words
    role: Role
    required_indemnity: Annotated[
        StrictBool | None,
        Field(
            description="For an underwriter: whether it made the indemnity a condition of "
            "including the Holders' shares."
        ),
    ] = None
    basis: LossBasis | Literal["other"]
    registration_law: Annotated[
        Law, Field(description="Under which law the securities were registered or qualified.")
    ] = "securities_act"
    loss: Money
    expenses: Annotated[
        Money, Field(description="Expenses of investigating or defending, reasonably incurred.")
    ]
    own_information_share: Annotated[
        Ratio,
        Field(
            description="The part of the loss, from 0 to 1, due to written information that this "
            'person furnished, e.g. "1/4" or "0.25".'
        ),
    ]

    @model_validator(mode="after")
    def _a_part_of_the_whole(self) -> "IndemnityQuestion":
        if self.own_information_share > 1:
            raise ValueError("own_information_share lies between 0 and 1")
        return self

    def person(self) -> Person:
        """The person, sourced to the request."""
        return Person(self.name, self.role, "request:", None, self.required_indemnity)

    def own_share(self) -> Sourced[Fraction]:
        """The part due to its own information, sourced to the request."""
        return Sourced(self.own_information_share, "request:/own_information_share")


@computation(
    "/indemnity",
    "What does the Company owe on a loss?",
    example(
        "A quarter of the loss comes from the Holder's own information",
        name="spectrum",
        role="holder",
        basis="misstatement",
        loss="2000000.00",
        expenses="150000.00",
        own_information_share="1/4",
    ),
)
def compute_indemnity(asked: IndemnityQuestion, matter: Matter) -> money.IndemnityResult:
    """Clause 6(a): losses from misstatements, omissions and the Company's own violations.

    Left out is the part due to written information that the person itself furnished. An
    underwriter is protected only if it made the indemnity a condition. Registrations under other
    laws follow clause 6(d).
    """
    return money.company_indemnity(
        indemnity_of(matter),
        asked.person(),
        Sourced(asked.basis, "request:/basis"),
        Sourced(asked.loss, "request:/loss"),
        Sourced(asked.expenses, "request:/expenses"),
        asked.own_share(),
        asked.registration_law,
        matter,
    )


class SaleGiven(Body):
    """Shares a Holder sold in the offering at one price."""

    shares: ShareCount
    price: PricePerShare
    discount_per_share: Annotated[
        PricePerShare | None,
        Field(
            description="What the underwriters took from the price of each; 0: nothing. Left out: "
            "not known, nor then the limit where it counts without the discount (QF1)."
        ),
    ] = None

    @model_validator(mode="after")
    def _discount_from_the_price(self) -> "SaleGiven":
        if self.discount_per_share is not None and self.discount_per_share > self.price:
            raise ValueError("the discount is part of the price")
        return self


class HolderCapQuestion(Question):
    """What does a Holder owe on a claim, and what is left of its limit?"""

    holder: Words = "The Holder"
    claim: Money
    sales: Annotated[tuple[SaleGiven, ...], Field(min_length=1, max_length=1000)]
    discount_borne: Annotated[
        Money | None,
        Field(
            description="The Holder's share of all discounts and commissions of the offering "
            "(2(d), QG7); left out, what was taken from its price."
        ),
    ] = None
    already_paid: Annotated[
        tuple[Money, ...],
        Field(
            max_length=1000,
            description="What it paid as indemnity in this offering. Left out: nothing.",
        ),
    ] = ()
    already_contributed: Annotated[
        tuple[Money, ...],
        Field(
            max_length=1000,
            description="What it paid as contribution in this offering. Left out: nothing.",
        ),
    ] = ()
    undertaking_given: Annotated[
        StrictBool | None,
        Field(description="Whether the Company received its undertaking to indemnify."),
    ] = None
    fraudulent: StrictBool = False

    def sold(self) -> tuple[Sale, ...]:
        """The sales, sourced to the request."""
        return tuple(
            Sale(
                Sourced(each.shares, f"request:/sales/{place}/shares"),
                Sourced(each.price, f"request:/sales/{place}/price"),
                given(each.discount_per_share, f"sales/{place}/discount_per_share"),
            )
            for place, each in enumerate(self.sales)
        )

    def person(self) -> Person:
        """The Holder, sourced to the request."""
        return Person(self.holder, "holder", "request:/undertaking_given", self.undertaking_given)


@computation(
    "/holder-cap",
    "What does a Holder owe, and up to what limit?",
    example(
        "300,000 shares sold at 17.25 less 0.95 in July 1999",
        holder="spectrum",
        claim="6000000.00",
        sales=[{"shares": 300000, "price": "17.25", "discount_per_share": "0.95"}],
        already_paid=["1000000.00"],
        undertaking_given=True,
    ),
)
def compute_holder_cap(asked: HolderCapQuestion, matter: Matter) -> money.HolderCapResult:
    """Clause 6(b): a Holder owes no more than the proceeds it received in the offering.

    It owes for its own written information only, and only if it gave the undertaking asked of
    it. Whether the discount counts as received is reading QF1, and which discount is meant QG7;
    what it has paid before in the same offering, contribution included (QF2), uses up the limit.
    """
    return money.holder_cap(
        indemnity_of(matter),
        asked.person(),
        Sourced(asked.claim, "request:/claim"),
        asked.sold(),
        [
            Sourced(amount, f"request:/already_paid/{place}")
            for place, amount in enumerate(asked.already_paid)
        ],
        [
            Sourced(amount, f"request:/already_contributed/{place}")
            for place, amount in enumerate(asked.already_contributed)
        ],
        Sourced(asked.fraudulent, "request:/fraudulent"),
        given(asked.discount_borne, "discount_borne"),
        matter,
    )


class PartyGiven(Body):
    """One party to a loss: what it is, and its fault beside that of the others."""

    name: Words
    role: Role
    fault: Annotated[
        Ratio, Field(description="Relative fault as found, beside that of the others: 60, 30, 10.")
    ]
    fraudulent: Annotated[
        StrictBool,
        Field(
            description="Whether it was found guilty of fraudulent misrepresentation. Left out: no."
        ),
    ] = False
    undertaking_given: StrictBool | None = None
    required_indemnity: StrictBool | None = None
    cap: Annotated[
        Money | None,
        Field(
            description="A Holder's limit: its proceeds in the offering. Left out: not known, nor "
            "then what it contributes."
        ),
    ] = None
    already_paid: Annotated[
        Money | None,
        Field(
            description="What the party has paid of this very loss, as indemnity or contribution: "
            "it owes only the additional amount (6(g)). Of a Holder it uses up the limit too."
        ),
    ] = None
    paid_on_other_losses: Annotated[
        Money | None,
        Field(
            description="What a Holder has paid on other losses in the same offering; it uses up "
            "the limit."
        ),
    ] = None
    collectible: Annotated[
        Money | None,
        Field(description="The most that can still be collected; left out: all."),
    ] = None

    @model_validator(mode="after")
    def _only_holders_have_a_limit(self) -> "PartyGiven":
        if self.role != "holder" and not (self.cap is None and self.paid_on_other_losses is None):
            raise ValueError("only a Holder has a limit")
        return self

    def party(self, source: str) -> Party:
        """The party, sourced to the request."""
        place = source.removeprefix("request:/")
        return Party(
            Person(self.name, self.role, source, self.undertaking_given, self.required_indemnity),
            Sourced(self.fault, f"{source}/fault"),
            Sourced(self.fraudulent, f"{source}/fraudulent"),
            given(self.cap, f"{place}/cap"),
            given(self.paid_on_other_losses, f"{place}/paid_on_other_losses"),
            given(self.already_paid, f"{place}/already_paid"),
            given(self.collectible, f"{place}/collectible"),
        )


class ContributionQuestion(Question):
    """Who contributes what to a loss, where the indemnity does not reach?"""

    indemnity_unavailable: Annotated[
        StrictBool,
        Field(
            description="Whether it has been found that the indemnity is unavailable or "
            "insufficient; contribution starts on that finding."
        ),
    ] = False
    loss: Annotated[
        Money,
        Field(
            description="What the Indemnified Party has paid or must pay beyond what the indemnity "
            "covers; what the others have paid of this (`already_paid`) is a part of it."
        ),
    ]
    expenses: Annotated[
        Money, Field(description="Its expenses of investigating or defending, uncovered.")
    ]
    indemnified: Annotated[Words, Field(description="The Indemnified Party, by name.")]
    parties: Annotated[
        tuple[PartyGiven, ...],
        Field(
            min_length=2,
            max_length=200,
            description="Everyone at fault, the Indemnified Party among them.",
        ),
    ]

    @model_validator(mode="after")
    def _can_be_divided(self) -> "ContributionQuestion":
        names = [each.name for each in self.parties]
        _each_once(names, "a party")
        if self.indemnified not in names:
            raise ValueError("the Indemnified Party is one of the parties; its fault may be 0")
        if any(each.already_paid for each in self.parties if each.name == self.indemnified):
            raise ValueError("the Indemnified Party pays itself nothing")
        if not any(each.fault for each in self.parties):
            raise ValueError("somebody must be at fault")
        return self

    def divided(self) -> tuple[Party, tuple[Party, ...]]:
        """The Indemnified Party and the others, sourced to the request."""
        parties = [
            each.party(f"request:/parties/{place}") for place, each in enumerate(self.parties)
        ]
        (indemnified,) = (each for each in parties if each.name == self.indemnified)
        return indemnified, tuple(each for each in parties if each is not indemnified)


@computation(
    "/contribution",
    "Who contributes what where the indemnity does not reach?",
    example(
        "Three at fault; one Holder's limit is reached",
        indemnity_unavailable=True,
        loss="2000000.00",
        expenses="150000.00",
        indemnified="ctc",
        parties=[
            {"name": "ctc", "role": "company", "fault": 60},
            {
                "name": "mochary",
                "role": "holder",
                "fault": 30,
                "undertaking_given": True,
                "cap": "407500.00",
            },
            {
                "name": "spectrum",
                "role": "holder",
                "fault": 10,
                "undertaking_given": True,
                "cap": "4075000.00",
            },
        ],
    ),
)
def compute_contribution(asked: ContributionQuestion, matter: Matter) -> money.ContributionResult:
    """Clause 6(g): loss and expenses are divided by relative fault, as found and given here.

    Contribution starts on a finding that the indemnity is unavailable or insufficient; without it
    the answer is undetermined. A Holder contributes up to what is left of its limit and owes an
    underwriter nothing; nobody innocent owes one guilty of fraudulent misrepresentation. What one
    party does not pay stays with the Indemnified Party (reading QF4).
    """
    term = indemnity_of(matter)
    indemnified, others = asked.divided()
    return money.contributions(
        term,
        agreed(term.contribution, "/indemnity/contribution"),
        Sourced(asked.indemnity_unavailable, "request:/indemnity_unavailable"),
        Sourced(asked.loss, "request:/loss"),
        Sourced(asked.expenses, "request:/expenses"),
        indemnified,
        others,
        matter,
    )


COMPUTATIONS = (
    compute_indemnity,
    compute_holder_cap,
    compute_contribution,
)

"""Bodies of the computations of expenses, discounts, indemnity and contribution."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StrictBool, model_validator

from app.api.schemas.compute.question import Body, Question, example, given
from app.errors import Fault, InvalidInput
from app.rules.claims import Bill, DefenceCosts, Election, Incurred
from app.rules.contribution import Party
from app.rules.discounts import Sold
from app.rules.expenses import COUNSEL_KIND, Expense
from app.rules.facts import ShareCount
from app.rules.indemnity import Law, Person, Sale
from app.rules.matter import Matter
from app.rules.money import NOTHING, Money, PricePerShare, Ratio
from app.rules.plain_dates import PlainDate
from app.rules.terms.money import (
    Discounts,
    ExpenseKind,
    Indemnity,
    LossBasis,
    RegistrationExpenses,
    Role,
)
from app.rules.terms.vocabulary import RegistrationKind, Words
from app.rules.working import Sourced

T = TypeVar("T")


def agreed(term: T | None, place: str) -> T:
    """The term; InvalidInput if the agreement has no such term."""
    if term is None:
        raise InvalidInput([Fault(f"/terms{place}", "no_such_term", "There is no such term.")])
    return term


def expenses_of(matter: Matter) -> RegistrationExpenses:
    """The terms on Registration Expenses."""
    return agreed(matter.terms.registration_expenses, "/registration_expenses")


def discounts_of(matter: Matter) -> Discounts:
    """The terms on underwriting discounts."""
    return agreed(matter.terms.discounts, "/discounts")


def indemnity_of(matter: Matter) -> Indemnity:
    """The terms on indemnification and contribution."""
    return agreed(matter.terms.indemnity, "/indemnity")


def _each_once(names: Sequence[str], what: str) -> None:
    """Raise ValueError when a name is given twice."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{what} is given twice: {', '.join(twice)}")


class SellerGiven(Body):
    """What one seller sold in the offering, the Company included."""

    seller: Words
    shares: ShareCount
    price: Annotated[
        PricePerShare | None,
        Field(description="Left out when all sold at the same price."),
    ] = None


class DiscountQuestion(Question):
    """What does each who sells bear of the underwriting discount?"""

    total_discount: Money
    sellers: Annotated[tuple[SellerGiven, ...], Field(min_length=1, max_length=1000)]

    @model_validator(mode="after")
    def _can_be_shared(self) -> "DiscountQuestion":
        _each_once([each.seller for each in self.sellers], "a seller")
        if not sum(each.shares for each in self.sellers):
            raise ValueError("at least one share must be sold")
        if len({each.price is None for each in self.sellers}) > 1:
            raise ValueError("give the price of every seller, or of none")
        if any(each.price == 0 for each in self.sellers):
            raise ValueError("a price is more than nothing")
        return self

    def sold(self) -> tuple[Sold, ...]:
        """The sellers, sourced to the request."""
        return tuple(
            Sold(
                each.seller,
                Sourced(each.shares, f"request:/sellers/{place}/shares"),
                given(each.price, f"sellers/{place}/price"),
            )
            for place, each in enumerate(self.sellers)
        )


class ExpenseGiven(Body):
    """One bill: what for, to whom, how much."""

    kind: ExpenseKind
    payee: Words | None = None
    amount: Money

    @model_validator(mode="after")
    def _counsel_has_a_name(self) -> "ExpenseGiven":
        if self.kind == COUNSEL_KIND and self.payee is None:
            raise ValueError("say who is the counsel: only so many are paid for")
        return self


class ExpensesQuestion(Question):
    """Who bears each expense of a registration?"""

    registration: RegistrationKind = "requested"
    withdrawn: Annotated[
        StrictBool, Field(description="Whether the requesters took back their demand.")
    ] = False
    expenses: Annotated[tuple[ExpenseGiven, ...], Field(min_length=1, max_length=1000)]
    counsel_for_all_holders: Annotated[
        tuple[Words, ...],
        Field(
            max_length=100,
            description="Counsel chosen to act for all Holders; needed when several send bills.",
        ),
    ] = ()

    def bills(self) -> tuple[Expense, ...]:
        """The bills, sourced to the request."""
        return tuple(
            Expense(
                each.kind,
                each.payee,
                Sourced(each.amount, f"request:/expenses/{place}/amount"),
                f"request:/expenses/{place}/kind",
            )
            for place, each in enumerate(self.expenses)
        )


class IndemnityQuestion(Question):
    """What does the Company owe a person on a loss?"""

    name: Words
    role: Role
    required_indemnity: Annotated[
        StrictBool | None,
        Field(
            description="For an underwriter: whether he made the indemnity a condition of "
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
        """The part due to his own information, sourced to the request."""
        return Sourced(self.own_information_share, "request:/own_information_share")


class SaleGiven(Body):
    """Shares a Holder sold in the offering at one price."""

    shares: ShareCount
    price: PricePerShare
    discount_per_share: PricePerShare | None = None

    @model_validator(mode="after")
    def _discount_from_the_price(self) -> "SaleGiven":
        if self.discount_per_share is not None and self.discount_per_share > self.price:
            raise ValueError("the discount is part of the price")
        return self


class HolderCapQuestion(Question):
    """What does a Holder owe on a claim, and what is left of his limit?"""

    holder: Words = "The Holder"
    claim: Money
    sales: Annotated[tuple[SaleGiven, ...], Field(min_length=1, max_length=1000)]
    already_paid: Annotated[
        tuple[Money, ...],
        Field(max_length=1000, description="What he has paid as indemnity in the same offering."),
    ] = ()
    already_contributed: Annotated[
        tuple[Money, ...],
        Field(
            max_length=1000, description="What he has paid as contribution in the same offering."
        ),
    ] = ()
    undertaking_given: Annotated[
        StrictBool | None,
        Field(description="Whether the Company received his undertaking to indemnify."),
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


class PartyGiven(Body):
    """One party to a loss: what he is, and his fault beside that of the others."""

    name: Words
    role: Role
    fault: Annotated[
        Ratio, Field(description="Relative fault as found, beside that of the others: 60, 30, 10.")
    ]
    fraudulent: Annotated[
        StrictBool,
        Field(description="Whether he was found guilty of fraudulent misrepresentation."),
    ] = False
    undertaking_given: StrictBool | None = None
    required_indemnity: StrictBool | None = None
    cap: Annotated[
        Money | None, Field(description="A Holder's limit: his proceeds in the offering.")
    ] = None
    already_paid: Annotated[
        Money | None,
        Field(description="What a Holder has paid in the same offering; it uses up his limit."),
    ] = None
    collectible: Annotated[
        Money | None, Field(description="The most that can be collected; left out: all.")
    ] = None

    @model_validator(mode="after")
    def _only_holders_have_a_limit(self) -> "PartyGiven":
        if self.role != "holder" and not (self.cap is None and self.already_paid is None):
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
        Money, Field(description="What the Indemnified Party has paid or must pay, uncovered.")
    ]
    expenses: Annotated[
        Money, Field(description="His expenses of investigating or defending, uncovered.")
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
            raise ValueError("the Indemnified Party is one of the parties; his fault may be 0")
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


IndemnifiedRole = Annotated[Role, Field(description="What the person is who is to be indemnified.")]


class LateNoticeQuestion(Question):
    """What is still owed although notice of the claim came late?"""

    indemnified_role: IndemnifiedRole = "holder"
    loss: Money
    actual_prejudice: Annotated[
        Money | None,
        Field(description="What the lateness cost the Indemnifying Party, as found."),
    ] = None


class BillGiven(Body):
    """Costs of the defence on one day."""

    incurred_on: PlainDate
    amount: Money
    investigation: Annotated[
        StrictBool, Field(description="Whether they are reasonable costs of investigation.")
    ]


class DefenceCostsQuestion(Question):
    """What of the costs of the defence is reimbursed?"""

    indemnified_role: IndemnifiedRole = "holder"
    election_notice_on: Annotated[
        PlainDate | None,
        Field(
            description="The day of notice that the defence is taken over; left out: it was not."
        ),
    ] = None
    conflict: Annotated[
        StrictBool | None,
        Field(
            description="Whether, in the Indemnified Party's reasonable judgment, a conflict of "
            "interest may exist."
        ),
    ] = None
    counsel_satisfactory: StrictBool | None = None
    bills: Annotated[tuple[BillGiven, ...], Field(max_length=1000)] | None = None
    before_election: Money | None = None
    after_election: Money | None = None
    investigation_after: Annotated[
        Money | None,
        Field(description="The part of `after_election` that is cost of investigation."),
    ] = None

    @model_validator(mode="after")
    def _bills_or_sums(self) -> "DefenceCostsQuestion":
        sums = (self.before_election, self.after_election, self.investigation_after)
        if self.bills is not None:
            if sums != (None, None, None):
                raise ValueError("give either bills or sums")
        elif self.before_election is None or self.after_election is None or sums[2] is None:
            raise ValueError(
                "give bills, or before_election, after_election and investigation_after"
            )
        elif self.election_notice_on is not None:
            raise ValueError("with sums the day of notice is not needed: they are split by it")
        elif sums[2] > self.after_election:
            raise ValueError("investigation_after is a part of after_election")
        return self

    def dated(self) -> tuple[Bill, ...] | None:
        """The bills, sourced to the request; None where sums are given."""
        if self.bills is None:
            return None
        return tuple(
            Bill(
                Sourced(each.incurred_on, f"request:/bills/{place}/incurred_on"),
                Sourced(each.amount, f"request:/bills/{place}/amount"),
                each.investigation,
            )
            for place, each in enumerate(self.bills)
        )

    def sums(self) -> DefenceCosts:
        """The sums, sourced to the request; what is not given is nothing."""
        return DefenceCosts(
            Sourced(self.before_election or NOTHING, "request:/before_election"),
            Sourced(self.after_election or NOTHING, "request:/after_election"),
            Sourced(self.investigation_after or NOTHING, "request:/investigation_after"),
        )

    def election(self) -> Election:
        """What is said of the election; sums split by it say that it was made."""
        by_sums = self.bills is None
        made = by_sums or self.election_notice_on is not None
        return Election(
            Sourced(made, f"request:/{'after_election' if by_sums else 'election_notice_on'}"),
            given(self.conflict, "conflict"),
            given(self.counsel_satisfactory, "counsel_satisfactory"),
        )


class SettlementQuestion(Question):
    """Does a settlement or consent judgment need consent, and may it be made?"""

    indemnified_role: IndemnifiedRole = "holder"
    unconditional_release: Annotated[
        StrictBool | None,
        Field(
            description="Whether the claimant releases the Indemnified Party from all liability, "
            "as an unconditional term."
        ),
    ] = None
    consent_given: StrictBool | None = None


class IncurredGiven(Body):
    """A bill, by the day it was received, or a loss or expense, by the day it was incurred."""

    received_on: PlainDate | None = None
    incurred_on: PlainDate | None = None
    amount: Money

    @model_validator(mode="after")
    def _one_day(self) -> "IncurredGiven":
        if (self.received_on is None) == (self.incurred_on is None):
            raise ValueError("give either the day of receipt of a bill or the day of a loss")
        return self

    def incurred(self, source: str) -> Incurred:
        """The item, sourced to the request."""
        amount = Sourced(self.amount, f"{source}/amount")
        if self.received_on is not None:
            return Incurred(Sourced(self.received_on, f"{source}/received_on"), amount)
        assert self.incurred_on is not None  # noqa: S101  # one of both, as validated
        return Incurred(Sourced(self.incurred_on, f"{source}/incurred_on"), amount)


class IndemnityPaymentsQuestion(Question):
    """What falls due when?"""

    indemnified_role: IndemnifiedRole = "holder"
    bills: Annotated[tuple[IncurredGiven, ...], Field(max_length=1000)]
    limit: Annotated[
        Money | None, Field(description="What is left of the payer's limit; left out: none.")
    ] = None

    def incurred(self) -> tuple[Incurred, ...]:
        """The bills and losses, sourced to the request."""
        return tuple(
            each.incurred(f"request:/bills/{place}") for place, each in enumerate(self.bills)
        )


DISCOUNT_SHARES = example(
    "The July 1999 offering: 0.95 a share on 3,500,000 shares",
    total_discount="3325000.00",
    sellers=[
        {"seller": "ctc", "shares": 3200000, "price": "17.25"},
        {"seller": "spectrum", "shares": 250000, "price": "17.25"},
        {"seller": "doeg-hill", "shares": 25000, "price": "17.25"},
        {"seller": "mochary", "shares": 25000, "price": "17.25"},
    ],
)


EXPENSES = example(
    "The Company's own registration of July 1999, with two firms for the Holders",
    registration="incidental",
    expenses=[
        {"kind": "registration_and_filing_fees", "amount": "19300.00"},
        {"kind": "holders_counsel", "payee": "Edwards & Angell", "amount": "42000.00"},
        {"kind": "holders_counsel", "payee": "Mochary's own counsel", "amount": "8000.00"},
        {"kind": "transfer_taxes", "amount": "1250.50"},
        {"kind": "underwriting_discounts_and_commissions", "amount": "3325000.00"},
    ],
    counsel_for_all_holders=["Edwards & Angell"],
)


INDEMNITY = example(
    "A quarter of the loss comes from the Holder's own information",
    name="spectrum",
    role="holder",
    basis="misstatement",
    loss="2000000.00",
    expenses="150000.00",
    own_information_share="1/4",
)


HOLDER_CAP = example(
    "300,000 shares sold at 17.25 less 0.95 in July 1999",
    holder="spectrum",
    claim="6000000.00",
    sales=[{"shares": 300000, "price": "17.25", "discount_per_share": "0.95"}],
    already_paid=["1000000.00"],
    undertaking_given=True,
)


CONTRIBUTION = example(
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
)


LATE_NOTICE = example(
    "The delay cost the Company part of its defence",
    loss="500000.00",
    actual_prejudice="120000.00",
)


DEFENCE_COSTS = example(
    "The Company takes over the defence on 15 November 1999",
    election_notice_on="1999-11-15",
    conflict=False,
    counsel_satisfactory=True,
    bills=[
        {"incurred_on": "1999-11-05", "amount": "40000.00", "investigation": False},
        {"incurred_on": "1999-12-10", "amount": "50000.00", "investigation": False},
        {"incurred_on": "1999-12-10", "amount": "10000.00", "investigation": True},
    ],
)


SETTLEMENT = example(
    "A settlement that does not release the Holder",
    unconditional_release=False,
    consent_given=False,
)


INDEMNITY_PAYMENTS = example(
    "Two bills and a loss",
    bills=[
        {"received_on": "1999-11-05", "amount": "40000.00"},
        {"received_on": "1999-12-10", "amount": "25000.00"},
        {"incurred_on": "2000-01-14", "amount": "300000.00"},
    ],
)

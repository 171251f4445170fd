"""Bodies of the computations of a claim in its course: notice, defence, settlement, payment."""

from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from app.api.compute.computation import computation
from app.api.compute.payments.indemnity import indemnity_of
from app.api.compute.question import Body, Question, agreed, example, given
from app.rules.catalogue.computations import money
from app.rules.money.indemnity import conduct as claims
from app.rules.money.indemnity.conduct import (
    DefenceBill,
    DefenceCosts,
    Election,
    Incurred,
    ProceedsReceived,
    proceeds_so_far,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.payments.money import Role
from app.rules.values.amounts import NOTHING, Money
from app.rules.values.written_dates import PlainDate

IndemnifiedRole = Annotated[Role, Field(description="What the person is who is to be indemnified.")]


class LateNoticeQuestion(Question):
    """What is still owed although notice of the claim came late?"""

    indemnified_role: IndemnifiedRole = "holder"
    loss: Money
    actual_prejudice: Annotated[
        Money | None,
        Field(description="What the lateness cost the Indemnifying Party, as found."),
    ] = None


@computation(
    "/late-notice",
    "What does a late notice of a claim cost?",
    example(
        "The delay cost the Company part of its defence",
        loss="500000.00",
        actual_prejudice="120000.00",
    ),
)
def compute_late_notice(asked: LateNoticeQuestion, matter: Matter) -> money.ClaimNoticeResult:
    """Clause 6(c): a failure to give prompt notice relieves only of the actual prejudice.

    Until the prejudice is found, nothing is said of what is owed.
    """
    term = indemnity_of(matter)
    return money.late_notice(
        term,
        agreed(term.claim_notice, "/indemnity/claim_notice"),
        asked.indemnified_role,
        Sourced(asked.loss, "request:/loss"),
        given(asked.actual_prejudice, "actual_prejudice"),
        matter,
    )


class BillGiven(Body):
    """Costs of the defence on one day."""

    incurred_on: PlainDate
    amount: Money
    investigation: Annotated[
        StrictBool, Field(description="Whether they are reasonable costs of investigation.")
    ]
    before_election: Annotated[
        StrictBool | None,
        Field(
            description="Whether they were incurred before the notice that the defence is taken "
            "over was given. Matters on the day of that notice alone."
        ),
    ] = None


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

    def dated(self) -> tuple[DefenceBill, ...] | None:
        """The bills, sourced to the request; None where sums are given."""
        if self.bills is None:
            return None
        return tuple(
            DefenceBill(
                Sourced(each.incurred_on, f"request:/bills/{place}/incurred_on"),
                Sourced(each.amount, f"request:/bills/{place}/amount"),
                each.investigation,
                before_election=each.before_election,
                told_by=f"bills/{place}/before_election",
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


@computation(
    "/defence-costs",
    "Which costs of the defence are reimbursed?",
    example(
        "The Company takes over the defence on 15 November 1999",
        election_notice_on="1999-11-15",
        conflict=False,
        counsel_satisfactory=True,
        bills=[
            {"incurred_on": "1999-11-05", "amount": "40000.00", "investigation": False},
            {"incurred_on": "1999-12-10", "amount": "50000.00", "investigation": False},
            {"incurred_on": "1999-12-10", "amount": "10000.00", "investigation": True},
        ],
    ),
)
def compute_defence_costs(asked: DefenceCostsQuestion, matter: Matter) -> money.DefenceResult:
    """Clause 6(c): after notice that the defence is taken over, only costs of investigation.

    A conflict of interest, or counsel who is not reasonably satisfactory, keeps the defence with
    the Indemnified Party, and all its costs are reimbursed. Whether costs of the day of the notice
    came before it is to be said of each. Give bills by date, or the sums before and after.
    """
    term = indemnity_of(matter)
    right = agreed(term.defence, "/indemnity/defence")
    bills = asked.dated()
    elected_on = given(asked.election_notice_on, "election_notice_on")
    costs = (
        claims.costs_by_date(right, bills, elected_on, matter)
        if bills is not None
        else asked.sums()
    )
    return money.defence_costs(term, right, asked.indemnified_role, costs, asked.election(), matter)


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


@computation(
    "/settlement",
    "Does a settlement need consent?",
    example(
        "A settlement that does not release the Holder",
        unconditional_release=False,
        consent_given=False,
    ),
)
def compute_settlement(asked: SettlementQuestion, matter: Matter) -> money.SettlementResult:
    """Clause 6(c): no judgment or settlement without consent unless it releases unconditionally.

    Under reading QF5 consent can be needed always.
    """
    term = indemnity_of(matter)
    return money.settlement(
        term,
        agreed(term.settlement, "/indemnity/settlement"),
        asked.indemnified_role,
        given(asked.unconditional_release, "unconditional_release"),
        given(asked.consent_given, "consent_given"),
        matter,
    )


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


class ProceedsGiven(Body):
    """Proceeds that a Holder received on one day."""

    received_on: PlainDate
    amount: Money


class IndemnityPaymentsQuestion(Question):
    """What falls due when?"""

    indemnified_role: IndemnifiedRole = "holder"
    bills: Annotated[tuple[IncurredGiven, ...], Field(max_length=1000)]
    limit: Annotated[
        Money | None, Field(description="What is left of the payer's limit; left out: none.")
    ] = None
    proceeds: Annotated[
        tuple[ProceedsGiven, ...] | None,
        Field(
            min_length=1,
            max_length=1000,
            description="What a Holder received on its sales in the offering, by day: it owes "
            "nothing beyond it, and not before it came (6(b)). Left out: no such limit.",
            examples=[[{"received_on": "1999-12-01", "amount": "30000.00"}]],
        ),
    ] = None

    def receipts(self, clause: str, matter: Matter) -> tuple[ProceedsReceived, ...]:
        """The Holder's limit from each day on which proceeds came, in the order of the days."""
        found: list[ProceedsReceived] = []
        by_day = sorted(enumerate(self.proceeds or ()), key=lambda placed: placed[1].received_on)
        for place, each in by_day:
            source = f"request:/proceeds/{place}"
            amount = Sourced(each.amount, f"{source}/amount")
            limit = amount
            if found:
                before = found[-1].limit
                limit = proceeds_so_far(before, amount, clause, matter)
            found.append(
                ProceedsReceived(Sourced(each.received_on, f"{source}/received_on"), limit)
            )
        return tuple(found)

    def incurred(self) -> tuple[Incurred, ...]:
        """The bills and losses, sourced to the request."""
        return tuple(
            each.incurred(f"request:/bills/{place}") for place, each in enumerate(self.bills)
        )


@computation(
    "/indemnity-payments",
    "What indemnity falls due when?",
    example(
        "Two bills and a loss",
        bills=[
            {"received_on": "1999-11-05", "amount": "40000.00"},
            {"received_on": "1999-12-10", "amount": "25000.00"},
            {"incurred_on": "2000-01-14", "amount": "300000.00"},
        ],
    ),
)
def compute_indemnity_payments(
    asked: IndemnityPaymentsQuestion, matter: Matter
) -> money.PaymentsResult:
    """Clause 6(e): paid as and when bills are received or losses incurred, that very day.

    With a limit, as a Holder has one, payments stop when it is used up; with proceeds by day,
    nothing falls due before they came (6(b)).
    """
    term = indemnity_of(matter)
    return money.indemnity_payments(
        term,
        agreed(term.payment, "/indemnity/payment"),
        asked.indemnified_role,
        asked.incurred(),
        given(asked.limit, "limit"),
        asked.receipts(
            term.by_holders.clause if term.by_holders else term.by_company.clause, matter
        ),
        matter,
    )


COMPUTATIONS = (
    compute_late_notice,
    compute_defence_costs,
    compute_settlement,
    compute_indemnity_payments,
)

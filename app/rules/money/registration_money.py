"""The money of one registration, on its record: clauses 1(j), 2(d) and all of Section 6.

Who bears its expenses; what each who sold under it got, bears of the discount and may have to pay
of it at most; every claim with what is owed, paid and left; and the obligations that follow. Facts
in, answers out: the order of posting makes no difference, and facts after the day asked about are
left out. Amounts are exact to the cent. Nothing raises.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.rules.facts import (
    ClaimFact,
    ExpenseIncurred,
    ExpensePaid,
    RecordedFact,
    SharesSoldInOffering,
    in_order,
)
from app.rules.money.expenses_on_record import ExpensesOnRecord, expenses_of
from app.rules.money.indemnity.answer import ClaimAnswer, answer_claim
from app.rules.money.indemnity.claim import ClaimCase, Participants, cases_of, claims_of
from app.rules.money.indemnity.conduct import ProceedsReceived
from app.rules.money.indemnity.duties import claim_duties, standing_duties
from app.rules.money.indemnity.indemnity import holder_cap
from app.rules.money.indemnity.owed import Liabilities, liabilities
from app.rules.money.indemnity.paid import accounts
from app.rules.money.indemnity.reckoning import BillOwed
from app.rules.money.indemnity.settled import settling
from app.rules.money.offering_proceeds import (
    OfferingSale,
    Proceeds,
    SellerDiscount,
    discounts_of,
    proceeds_of,
    sales_of,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Outcome, Owing, owed
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.registrations import SellerClass
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.amounts import NOTHING, Money
from app.rules.values.lean import small_value


@dataclass(frozen=True, slots=True)
class RegistrationAsked:
    """What the registration is, when it was withdrawn, if it was, and who takes part in it.

    `statement` is the filing or effectiveness of the statement under which its shares are sold:
    for a sale off a shelf, the shelf's. None where there is none yet. `beside` has the facts of
    each other registration under the same statement: what is sold off a shelf is sold under the
    shelf's, and a Holder's limit is one for all of it. `has_statement` says that it is its own, so
    that all that is sold under it is its proceeds.
    """

    kind: Sourced[RegistrationKind]
    withdrawn_on: Sourced[date] | None
    participants: Participants
    statement: Sourced[date] | None = None
    beside: tuple[tuple[RecordedFact, ...], ...] = ()
    has_statement: bool = True


@small_value
class ProceedsLine:
    """What one seller sold and got, what he bears of the discounts, and his limit, if a Holder.

    `discount_taken` came off his price; `discount_share` is his pro rata part (null where the
    agreement shares none). `limit` is the most he owes on all claims of the offering together,
    `limit_used` what he owes on them so far, `limit_left` the rest; null where nothing limits him.
    """

    seller: str
    seller_class: SellerClass
    shares: int
    gross: Money
    discount_taken: Money
    discount_share: Money | None
    limit: Money | None
    limit_used: Money | None
    limit_left: Money | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RegistrationMoney:
    """Who bears the expenses of a registration, and what each who sold under it got."""

    expenses: ExpensesOnRecord = field(default_factory=ExpensesOnRecord)
    proceeds: tuple[ProceedsLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MoneyAnswer:
    """Expenses and proceeds, claims, and the obligations that follow from all of them."""

    money: RegistrationMoney
    claims: tuple[ClaimAnswer, ...]
    obligations: tuple[Obligation, ...]


def answer_money(
    facts: Collection[RecordedFact],
    registration: RegistrationAsked,
    matter: Matter,
    as_of: date | None,
) -> MoneyAnswer:
    """The money of a registration as of a day (None: all facts, and nothing is overdue)."""
    participants = registration.participants
    known = _known(facts, as_of)
    under_statement = [known, *(_known(each, as_of) for each in registration.beside)]
    expenses = expenses_of(known, registration.kind, registration.withdrawn_on, matter)
    of_each = [sales_of(each) for each in under_statement]
    borne_of_each = [discounts_of(each, matter) for each in of_each]
    sales = [sale for each in of_each for sale in each]
    borne = [part for each in borne_of_each for part in each]
    claims = [claim for each in under_statement for claim in claims_of(each)]
    claims.sort(key=lambda each: in_order(each.recorded))
    cases = cases_of(claims, participants, matter)
    own = {each.source for each in known}
    earned = proceeds_of(sales, borne, matter)
    limits = _limits(sales, earned, cases, matter)
    receipts = _receipts(sales, borne, limits, cases, matter)
    found = liabilities(cases, limits, receipts, participants, matter)
    answered = [
        _answered(case, found.bills[case.claim.source], matter, as_of)
        for case in cases
        if case.claim.source in own
    ]
    if not registration.has_statement:
        earned = proceeds_of(of_each[0], borne_of_each[0], matter)
    lines = tuple(_line(each, limits.get(each.seller), found, cases, matter) for each in earned)
    return MoneyAnswer(
        RegistrationMoney(expenses, lines),
        tuple(claim for claim, _ in answered),
        (
            *_discount_duties(borne_of_each[0], matter, as_of),
            *standing_duties(registration.statement, participants, matter, as_of),
            *(duty for _, duties in answered for duty in duties),
        ),
    )


def _known(facts: Collection[RecordedFact], as_of: date | None) -> tuple[RecordedFact, ...]:
    """The facts of money known by the end of `as_of` (None: all), in the order of the record."""
    of_money = ClaimFact | ExpenseIncurred | ExpensePaid | SharesSoldInOffering
    known = (
        each
        for each in facts
        if isinstance(each.fact, of_money) and (as_of is None or each.fact.happened_on <= as_of)
    )
    return tuple(sorted(known, key=in_order))


def _answered(
    case: ClaimCase, bills: Sequence[BillOwed], matter: Matter, as_of: date | None
) -> tuple[ClaimAnswer, tuple[Obligation, ...]]:
    """One claim as the answer shows it, and what everyone owes because of it."""
    settlement = settling(case, matter)
    owed_by = accounts(case, bills, matter)
    return (
        answer_claim(case, bills, owed_by, settlement, matter),
        tuple(claim_duties(case, owed_by, settlement, matter, as_of)),
    )


def _limits(
    sales: Sequence[OfferingSale],
    earned: Sequence[Proceeds],
    cases: Sequence[ClaimCase],
    matter: Matter,
) -> Mapping[str, Sourced[Decimal] | None]:
    """What each Holder who sold, or of whom something is claimed, owes at most (6(b))."""
    term = matter.terms.indemnity
    if term is None:
        return {}
    sold = {each.fact.seller for each in sales if each.fact.seller_class == "holders"}
    claimed = {name for case in cases for name in case.holders_asked}
    if term.by_holders and term.by_holders.cap:
        for name in sorted(claimed - sold):
            matter.working.warn(
                "NO_PROCEEDS_ON_RECORD",
                f"No sale by {name} in this offering is on record: his limit is nothing.",
            )
    borne = {each.seller: each.discount_share for each in earned}
    return {
        name: holder_cap(
            term,
            [each.as_sale() for each in sales if each.fact.seller == name],
            borne.get(name),
            matter,
        )
        for name in sorted(sold | claimed)
    }


def _receipts(
    sales: Sequence[OfferingSale],
    borne: Sequence[SellerDiscount],
    limits: Mapping[str, Sourced[Decimal] | None],
    cases: Sequence[ClaimCase],
    matter: Matter,
) -> Mapping[str, tuple[ProceedsReceived, ...]]:
    """From which day on the proceeds of each Holder in a claim limited it to how much (6(b))."""
    claimed = {name for case in cases for name in case.holders_asked}
    return {
        name: tuple(_received(name, limit, sales, borne, matter))
        for name, limit in limits.items()
        if limit is not None and name in claimed
    }


def _received(
    name: str,
    limit: Sourced[Decimal],
    sales: Sequence[OfferingSale],
    borne: Sequence[SellerDiscount],
    matter: Matter,
) -> Iterator[ProceedsReceived]:
    """A Holder's limit from each day on which it sold; the last is the limit itself."""
    term = matter.terms.indemnity
    own = [each for each in sales if each.fact.seller == name]
    days = sorted({each.fact.occurred_on for each in own})
    for day in days:
        by_then = [each for each in own if each.fact.occurred_on <= day]
        on = Sourced(day, f"{by_then[-1].source}/occurred_on")
        reached = limit
        if term is not None and day != days[-1]:
            shares = [each for each in borne if each.seller == name and each.on.value <= day]
            (earned,) = proceeds_of(by_then, shares, matter)
            sold = [each.as_sale() for each in by_then]
            reached = holder_cap(term, sold, earned.discount_share, matter) or limit
        yield ProceedsReceived(on, reached)


def _line(
    proceeds: Proceeds,
    limit: Sourced[Decimal] | None,
    found: Liabilities,
    cases: Sequence[ClaimCase],
    matter: Matter,
) -> ProceedsLine:
    used = found.limit_used.get(proceeds.seller)
    left = limit
    if limit is not None and used is not None:
        left = matter.working.step(
            "registration_money.limit_left",
            cases[0].limit_clause,
            f"{max(limit.value - used.value, NOTHING):,} is left of the limit of "
            f"{proceeds.seller}.",
            max(limit.value - used.value, NOTHING),
            {"limit": limit, "used": used},
        )
    return ProceedsLine(
        seller=proceeds.seller,
        seller_class=proceeds.seller_class,
        shares=proceeds.shares.value,
        gross=proceeds.gross.value,
        discount_taken=proceeds.discount_taken.value,
        discount_share=plain(proceeds.discount_share),
        limit=plain(limit),
        limit_used=None if limit is None else NOTHING if used is None else used.value,
        limit_left=plain(left),
        explained_by={
            **explained(shares=proceeds.shares),
            **explained(
                gross=proceeds.gross,
                discount_taken=proceeds.discount_taken,
                discount_share=proceeds.discount_share,
                limit=limit,
                limit_used=used,
                limit_left=left,
            ),
        },
    )


def _discount_duties(
    borne: Sequence[SellerDiscount], matter: Matter, as_of: date | None
) -> Iterator[Obligation]:
    """Each Holder who sells bears his part of the discounts; what came off his price is borne."""
    term = matter.terms.discounts
    if term is None:
        return
    for each in borne:
        if each.seller_class != "holders":
            continue
        yield owed(
            Owing(
                duty="discount",
                id=f"discount:{each.seller}:{each.name}",
                obligor=each.seller,
                obligees=("underwriters",),
                action=f"Bear {each.share.value:,} of the underwriting discounts and commissions; "
                f"{each.taken.value:,} came off his price.",
                clause=term.clause,
                trigger=each.source,
            ),
            matter.working,
            as_of,
            outcome=Outcome(each.on if each.taken.value >= each.share.value else None),
        )

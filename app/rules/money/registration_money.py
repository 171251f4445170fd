"""The money of one registration, on its record: clauses 1(j), 2(d) and all of Section 6.

Who bears its expenses; what each who sold under it got, bears of the discount and may have to pay
of it at most; every claim with what is owed, paid and left; and the obligations that follow. Facts
in, answers out: the order of posting makes no difference, and facts after the day asked about are
left out. What was incurred, billed, sold or settled stays under the terms of its own day (9(e)).
Amounts are exact to the cent. Nothing raises.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from math import floor

from app.rules.facts import RecordedFact, in_order
from app.rules.facts.money.claims import ClaimFact
from app.rules.facts.money.proceeds import ExpenseIncurred, ExpensePaid, SharesSoldInOffering
from app.rules.holders.splits import Split, brought_to
from app.rules.money.expenses import NoLongerOwed, Withdrawal
from app.rules.money.expenses_on_record import ExpensesOnRecord, expenses_of
from app.rules.money.indemnity.answer import ClaimAnswer, answer_claim
from app.rules.money.indemnity.claim import (
    Claim,
    ClaimCase,
    Participants,
    cases_of,
    claims_of,
)
from app.rules.money.indemnity.claim_contribution import say_what_is_missing
from app.rules.money.indemnity.conduct import ProceedsReceived
from app.rules.money.indemnity.duties import claim_duties, standing_duties
from app.rules.money.indemnity.indemnity import holder_cap
from app.rules.money.indemnity.owed import Liabilities, liabilities
from app.rules.money.indemnity.paid import accounts
from app.rules.money.indemnity.reckoning import BillOwed, Ground
from app.rules.money.indemnity.settled import Settling, settled_on, settling
from app.rules.money.offering_proceeds import (
    OfferingSale,
    Proceeds,
    SellerDiscount,
    discounts_of,
    proceeds_of,
    sales_of,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.rights.registrations import SellerClass
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.amounts import NOTHING, Money
from app.rules.values.lean import small_value
from app.rules.values.numbered import numbered


@dataclass(frozen=True, slots=True)
class RegistrationAsked:
    """What the registration is, when it was withdrawn, if it was, and who takes part in it.

    `statement` is the filing or effectiveness of the statement under which its shares are sold:
    for a sale off a shelf, the shelf's. None where there is none yet. `beside` has the facts of
    each other registration under the same statement: what is sold off a shelf is sold under the
    shelf's, and a Holder's limit is one for all of it. `has_statement` says that it is its own, so
    that all that is sold under it is its proceeds. `unowed` says which expenses nobody owes,
    `splits` are those of the agreement.
    """

    kind: Sourced[RegistrationKind]
    withdrawn: Withdrawal | None
    participants: Participants
    statement: Sourced[date] | None = None
    beside: tuple[tuple[RecordedFact, ...], ...] = ()
    has_statement: bool = True
    unowed: NoLongerOwed | None = None
    splits: Sequence[Split] = ()


@small_value
class ProceedsLine:
    """What one seller sold and got, what it bears of the discounts, and its limit, if a Holder.

    `shares` are counted in shares of the day asked about, whatever splits came between the sales
    and it (9(h)). `discount_taken` came off its price; `discount_share` is its pro rata part (null
    where the agreement shares none). `limit` is the most it owes on all claims of the offering,
    `limit_used` what it owes on them so far, `limit_left` the rest; null where nothing limits it,
    and where it cannot be said what it owes on one of them.
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
    kind = registration.kind
    expenses = expenses_of(known, kind, registration.withdrawn, matter, registration.unowed)
    of_each = [sales_of(each) for each in under_statement]
    borne_of_each = [discounts_of(each, matter) for each in of_each]
    offering = _Offering(
        [sale for each in of_each for sale in each],
        [part for each in borne_of_each for part in each],
        sorted(
            (claim for each in under_statement for claim in claims_of(each)),
            key=lambda each: in_order(each.recorded),
        ),
        participants,
        matter,
    )
    own = {each.source for each in known}
    earned = proceeds_of(offering.sales, offering.borne, matter)
    found = liabilities(offering.claims, offering.ground_on, participants)
    answered = [
        answer
        for claim in offering.claims
        if claim.source in own
        for answer in _answered(claim, found.bills[claim.source], offering, as_of)
    ]
    if not registration.has_statement:
        earned = proceeds_of(of_each[0], borne_of_each[0], matter)
    limits = offering.now.caps
    sales = offering.sales if registration.has_statement else of_each[0]
    lines = tuple(
        _line(
            replace(each, shares=_as_split(each, sales, registration.splits, matter, as_of)),
            limits.get(each.seller),
            found,
            matter,
        )
        for each in earned
    )
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


class _Offering:
    """What was sold and claimed under one statement, and the ground of each day's terms."""

    def __init__(
        self,
        sales: Sequence[OfferingSale],
        borne: Sequence[SellerDiscount],
        claims: Sequence[Claim],
        participants: Participants,
        matter: Matter,
    ) -> None:
        self.sales, self.borne, self.claims = sales, borne, claims
        self._participants, self._matter = participants, matter
        self.now = self._ground(matter)
        self._grounds = {matter.terms.content_hash: self.now}

    def ground_on(self, day: date) -> Ground:
        """What the terms of a day say of it."""
        then = self._matter.on(day)
        terms = then.terms.content_hash
        if terms not in self._grounds:
            self._grounds[terms] = self._ground(then)
        return self._grounds[terms]

    def _ground(self, matter: Matter) -> Ground:
        cases = cases_of(self.claims, self._participants, matter)
        earned = proceeds_of(self.sales, self.borne, matter)
        limits = _limits(self.sales, earned, tuple(cases.values()), matter)
        receipts = _receipts(self.sales, self.borne, limits, tuple(cases.values()), matter)
        return Ground(matter, cases, limits, receipts)

    def case_of(self, claim: Claim, bills: Sequence[BillOwed]) -> tuple[ClaimCase, Matter] | None:
        """The claim under the terms of its own day, or of the first bill that they indemnify."""
        grounds = (self.ground_on(claim.made.occurred_on), *(each.ground for each in bills))
        found = ((each.cases.get(claim.source), each.matter) for each in grounds)
        return next(((case, matter) for case, matter in found if case is not None), None)


def _answered(
    claim: Claim, bills: Sequence[BillOwed], offering: _Offering, as_of: date | None
) -> Iterator[tuple[ClaimAnswer, tuple[Obligation, ...]]]:
    """One claim as the answer shows it, and what everyone owes because of it, if anybody does."""
    found = offering.case_of(claim, bills)
    if found is None:
        offering.now.matter.working.warn(
            "NO_SUCH_RIGHT", f"The agreement gives no indemnity: nothing is owed on {claim.id}."
        )
        return
    case, matter = found
    say_what_is_missing(case, bills, matter)
    settlement = _settlement(claim, offering)
    owed_by = accounts(case, bills, matter, as_of)
    yield (
        answer_claim(case, bills, owed_by, settlement, matter),
        tuple(claim_duties(case, owed_by, settlement, matter, as_of)),
    )


def _settlement(claim: Claim, offering: _Offering) -> Settling | None:
    """The settlement proposed or made, by the terms of its day."""
    day = settled_on(claim)
    ground = None if day is None else offering.ground_on(day)
    case = None if ground is None else ground.cases.get(claim.source)
    return None if ground is None or case is None else settling(case, ground.matter)


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
                f"No sale by {name} in this offering is on record: the limit of its "
                "liability is nil.",
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
    matter: Matter,
) -> ProceedsLine:
    used = found.limit_used.get(proceeds.seller)
    is_open = proceeds.seller in found.limit_open
    used, left = (None, None) if is_open else (used, limit)
    if limit is not None and used is not None:
        left = matter.working.step(
            "registration_money.limit_left",
            _limit_clause(matter),
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
        limit_used=None if limit is None or is_open else used.value if used else NOTHING,
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


def _as_split(
    proceeds: Proceeds,
    sales: Sequence[OfferingSale],
    splits: Sequence[Split],
    matter: Matter,
    as_of: date | None,
) -> Sourced[int]:
    """What a seller sold, in whole shares of the day asked about (9(h))."""
    name = proceeds.seller
    own = [each for each in sales if each.fact.seller == name]
    now = [
        brought_to(f"Sold by {name}", each.shares, each.fact.occurred_on, as_of, splits, matter)
        for each in own
    ]
    if all(each.value == sale.shares.value for each, sale in zip(now, own, strict=True)):
        return proceeds.shares
    total = floor(sum(each.value for each in now))
    return matter.working.step(
        "registration_money.shares_now",
        matter.terms.split_clause or matter.terms.registrable_securities.clause,
        f"{name} sold {numbered(total, 'share')} in all, as splits have changed them since.",
        total,
        {f"sale_{place}": each for place, each in enumerate(now, start=1)},
    )


def _limit_clause(matter: Matter) -> str:
    """The clause that limits what a Holder owes in the offering."""
    term = matter.terms.indemnity
    by_holders = term.by_holders if term else None
    return by_holders.cap.clause if by_holders and by_holders.cap else matter.terms.expenses_clause


def _discount_duties(
    borne: Sequence[SellerDiscount], matter: Matter, as_of: date | None
) -> Iterator[Obligation]:
    """Each Holder who sells bears its part of the discounts; what came off its price is borne."""
    for each in borne:
        term = matter.on(each.on.value).terms.discounts
        if term is None or each.seller_class != "holders":
            continue
        yield owed(
            Owing(
                duty="discount",
                id=f"discount:{each.seller}:{each.name}",
                obligor=each.seller,
                obligees=("underwriters",),
                action=f"Bear {each.share.value:,} of the underwriting discounts and commissions; "
                f"{each.taken.value:,} came off its price.",
                clause=term.clause,
                trigger=each.source,
            ),
            matter.working,
            as_of,
            outcome=Performance(each.on if each.taken.value >= each.share.value else None),
        )

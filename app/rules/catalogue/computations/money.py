"""Expenses, discounts, indemnity and contribution on their own: 1(j), 2(d) and Section 6."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from app.rules.money import discounts, expenses
from app.rules.money.discounts import Sold
from app.rules.money.expenses import Expense, ExpenseClass
from app.rules.money.indemnity import conduct as claims
from app.rules.money.indemnity import contribution, indemnity
from app.rules.money.indemnity.conduct import (
    DefenceCosts,
    DefenceReason,
    Election,
    Incurred,
    ProceedsReceived,
    payments,
    rule_on_settlement,
)
from app.rules.money.indemnity.contribution import ContributionReason, Party, contribute
from app.rules.money.indemnity.indemnity import (
    CompanyReason,
    HolderReason,
    Person,
    Sale,
    within_section,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Explained, Sourced, SourceShown, plain, sourced_as
from app.rules.terms.payments.money import (
    Bearer,
    ClaimNotice,
    Contribution,
    Defence,
    Discounts,
    ExpenseKind,
    Indemnity,
    LossBasis,
    Role,
    Settlement,
)
from app.rules.terms.vocabulary import Law, Period, RegistrationKind
from app.rules.values.amounts import NOTHING, ComputedMoney, total_of
from app.rules.values.if_any import IfAny


@dataclass(frozen=True, slots=True)
class DiscountLine:
    """What one seller bears of the underwriting discount, and the step it comes from."""

    seller: str
    shares: int
    amount: ComputedMoney
    source: SourceShown


@dataclass(frozen=True, slots=True)
class DiscountResult:
    """Each seller's part of the discount; the parts add up to the total."""

    lines: tuple[DiscountLine, ...]
    total: ComputedMoney


def discount_shares(
    term: Discounts, total: Sourced[Decimal], sold: Sequence[Sold], matter: Matter
) -> DiscountResult:
    """What each who sells bears of the underwriting discount."""
    parts = discounts.share_discount(term, total, sold, matter)
    lines = tuple(
        DiscountLine(
            each.seller, each.shares.value, parts[each.seller].value, parts[each.seller].source
        )
        for each in sold
    )
    return DiscountResult(lines, total_of(line.amount for line in lines))


@dataclass(frozen=True, slots=True)
class ChargeLine(Explained):
    """One bill or part of a bill, its class, and who bears it (null: it cannot be said yet)."""

    kind: ExpenseKind
    payee: IfAny[str]
    amount: Sourced[ComputedMoney]
    expense_class: IfAny[Sourced[ExpenseClass]]
    borne_by: Sourced[Bearer] | None


@dataclass(frozen=True, slots=True)
class ExpensesResult:
    """Every bill charged, and what each bears in all."""

    lines: tuple[ChargeLine, ...]
    totals: Mapping[Bearer, ComputedMoney]
    undetermined: ComputedMoney


def charged_expenses(
    kind: RegistrationKind,
    withdrawn: expenses.Withdrawal | None,
    bills: Sequence[Expense],
    counsel: Sequence[str],
    matter: Matter,
) -> ExpensesResult:
    """Who bears each expense of a registration."""
    charges = expenses.charge(
        bills,
        Sourced(kind, "request:/registration"),
        withdrawn,
        counsel,
        matter,
    )
    lines = tuple(
        ChargeLine(
            made.expense.kind,
            made.expense.payee,
            made.expense.amount,
            made.expense_class,
            made.borne_by,
        )
        for made in charges
    )
    borne: dict[Bearer | None, list[Decimal]] = {}
    for line in lines:
        borne.setdefault(plain(line.borne_by), []).append(line.amount.value)
    undetermined = total_of(borne.pop(None, ()))
    totals = {bearer: total_of(amounts) for bearer, amounts in borne.items() if bearer}
    return ExpensesResult(lines, totals, undetermined)


@dataclass(frozen=True, slots=True)
class IndemnityResult(Explained):
    """What the Company owes a person on a loss, and why that is less than the loss.

    Null while it is not known whether the person is protected.
    """

    payable: Sourced[ComputedMoney] | None
    reason: CompanyReason | None


def company_indemnity(
    term: Indemnity,
    protected: Person,
    basis: Sourced[LossBasis | Literal["other"]],
    loss: Sourced[Decimal],
    expenses_incurred: Sourced[Decimal],
    own_share: Sourced[Fraction],
    law: Law,
    matter: Matter,
) -> IndemnityResult:
    """What the Company owes, less what is due to the person's own written information."""
    found = indemnity.company_liability(
        term, protected, basis, loss, expenses_incurred, own_share, law, matter
    )
    if found.is_protected is None and found.payable.value:
        return IndemnityResult(None, None)
    return IndemnityResult(found.payable, found.reason)


@dataclass(frozen=True, slots=True)
class HolderCapResult(Explained):
    """A Holder's limit in the offering, what is left of it, and what it pays on the claim.

    `cap` and `left` are null where the agreement sets no limit, or it is not known; `payable`
    while that decides it, or it is not known whether the undertaking was given.
    """

    cap: Sourced[ComputedMoney] | None
    left: Sourced[ComputedMoney] | None
    payable: Sourced[ComputedMoney] | None
    reason: HolderReason | None


def holder_cap(
    term: Indemnity,
    holder: Person,
    claim: Sourced[Decimal],
    sales: Sequence[Sale],
    paid: Sequence[Sourced[Decimal]],
    contributed: Sequence[Sourced[Decimal]],
    fraudulent: Sourced[bool],
    borne: Sourced[Decimal] | None,
    matter: Matter,
) -> HolderCapResult:
    """What a Holder owes the Company's side on a claim for its own written information."""
    found = indemnity.holder_liability(
        term, holder, claim, sales, paid, contributed, fraudulent, borne, matter
    )
    is_open = found.is_undertaken is None or (found.is_limited and not found.is_limit_known)
    is_known = not (is_open and found.payable.value)
    return HolderCapResult(
        found.cap if found.is_limit_known else None,
        found.left if found.is_limit_known else None,
        found.payable if is_known else None,
        found.reason if is_known else None,
    )


@dataclass(frozen=True, slots=True)
class ContributionLine(Explained):
    """One party's part by fault, what it owes of that in all, and why that is another amount.

    `amount` is what it has still to pay: the additional amount where it has paid a part before.
    Both are null while it is not known whether it owes any.
    """

    party: str
    by_fault: Sourced[ComputedMoney]
    in_all: Sourced[ComputedMoney] | None
    amount: Sourced[ComputedMoney] | None
    reason: ContributionReason | None


@dataclass(frozen=True, slots=True)
class ContributionResult(Explained):
    """Who contributes what, and what stays with the Indemnified Party.

    Undetermined, with no amounts, until it is found that the indemnity is unavailable or
    insufficient; undetermined too while it is not known whether one of the parties owes any.
    """

    decision: Literal["determined", "undetermined"]
    reason: Literal["INDEMNITY_NOT_FOUND_UNAVAILABLE", "PARTY_NOT_KNOWN_TO_OWE"] | None
    base: IfAny[Sourced[ComputedMoney]] = None
    contributions: tuple[ContributionLine, ...] = ()
    retained: IfAny[Sourced[ComputedMoney]] = None


def contributions(
    term: Indemnity,
    right: Contribution,
    found_unavailable: Sourced[bool],
    loss: Sourced[Decimal],
    expenses_incurred: Sourced[Decimal],
    indemnified: Party,
    others: Sequence[Party],
    matter: Matter,
) -> ContributionResult:
    """Divide a loss by relative fault where the indemnity does not reach."""
    if not contribution.is_open(right, found_unavailable, matter):
        return ContributionResult("undetermined", "INDEMNITY_NOT_FOUND_UNAVAILABLE")
    found = contribute(term, right, loss, expenses_incurred, indemnified, others, matter)
    lines = tuple(
        ContributionLine(part.party, part.by_fault, part.amount, part.left, part.reason)
        for part in found.parts
    )
    if found.retained is None:
        return ContributionResult("undetermined", "PARTY_NOT_KNOWN_TO_OWE", found.base, lines, None)
    return ContributionResult("determined", None, found.base, lines, found.retained)


@dataclass(frozen=True, slots=True)
class ClaimNoticeResult(Explained):
    """What is still owed although notice was late; null while the prejudice is not found."""

    payable: Sourced[ComputedMoney] | None


def late_notice(
    term: Indemnity,
    notice: ClaimNotice,
    protected: Role,
    loss: Sourced[Decimal],
    prejudice: Sourced[Decimal] | None,
    matter: Matter,
) -> ClaimNoticeResult:
    """What a late notice of the claim leaves owed."""
    if not within_section(term, protected, matter).value:
        return ClaimNoticeResult(loss)
    payable = claims.payable_after_late_notice(notice, loss, prejudice, matter)
    return ClaimNoticeResult(payable)


@dataclass(frozen=True, slots=True)
class DefenceResult(Explained):
    """What of the defence costs is reimbursed, and why; null while it cannot be said."""

    reimbursable: Sourced[ComputedMoney] | None
    reason: DefenceReason | Literal["NOT_AN_INDEMNIFIED_PARTY"] | None


def defence_costs(
    term: Indemnity,
    right: Defence,
    protected: Role,
    costs: DefenceCosts,
    election: Election,
    matter: Matter,
) -> DefenceResult:
    """What the Indemnifying Party reimburses of the costs of the defence."""
    within = within_section(term, protected, matter)
    if not within.value:
        unplaced = costs.unplaced.value if costs.unplaced else NOTHING
        whole = costs.before.value + costs.after.value + unplaced
        return DefenceResult(sourced_as(whole, within), "NOT_AN_INDEMNIFIED_PARTY")
    found = claims.defence_costs(right, costs, election, matter)
    return DefenceResult(found.amount, found.reason)


@dataclass(frozen=True, slots=True)
class SettlementResult(Explained):
    """Whether a settlement needs consent, and whether it may be made; null while unknown."""

    consent_required: Sourced[bool] | None
    permitted: Sourced[bool] | None


def settlement(
    term: Indemnity,
    right: Settlement,
    protected: Role,
    released: Sourced[bool] | None,
    consented: Sourced[bool] | None,
    matter: Matter,
) -> SettlementResult:
    """Whether the Indemnifying Party may settle."""
    within = within_section(term, protected, matter)
    if not within.value:
        return SettlementResult(sourced_as(False, within), sourced_as(True, within))
    found = rule_on_settlement(right, released, consented, matter)
    return SettlementResult(found.consent_required, found.permitted)


@dataclass(frozen=True, slots=True)
class PeriodicPaymentLine(Explained):
    """What falls due on which day; `beyond_limit` is what the limit leaves unpaid."""

    due_on: Sourced[date]
    amount: Sourced[ComputedMoney]
    beyond_limit: ComputedMoney


@dataclass(frozen=True, slots=True)
class PaymentsResult(Explained):
    """The periodic payments in order, and their sum.

    `periodic` is false for a person whom the Section does not protect: nothing falls due this way.
    """

    periodic: Sourced[bool]
    due: tuple[PeriodicPaymentLine, ...]
    total: ComputedMoney


def indemnity_payments(
    term: Indemnity,
    period: Period,
    protected: Role,
    incurred: Sequence[Incurred],
    limit: Sourced[Decimal] | None,
    receipts: Sequence[ProceedsReceived],
    matter: Matter,
) -> PaymentsResult:
    """What falls due when, as bills are received and losses incurred; `receipts` limit it too."""
    within = within_section(term, protected, matter)
    limits = [*([limit] if limit else []), *(each.limit for each in receipts[-1:])]
    lowest = min(limits, key=lambda each: each.value, default=None)
    made = payments(period, incurred, lowest, matter, receipts) if within.value else ()
    lines = tuple(PeriodicPaymentLine(each.due_on, each.amount, each.beyond_limit) for each in made)
    return PaymentsResult(within, lines, total_of(line.amount.value for line in lines))

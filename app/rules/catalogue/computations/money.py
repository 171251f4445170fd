"""Expenses, discounts, indemnity and contribution on their own: 1(j), 2(d) and Section 6."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    Receipt,
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
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.money import (
    Bearer,
    ClaimNotice,
    Contribution,
    Defence,
    Discounts,
    ExpenseKind,
    Indemnity,
    LossBasis,
    RegistrationExpenses,
    Role,
    Settlement,
)
from app.rules.terms.vocabulary import Law, Period, RegistrationKind
from app.rules.values.amounts import ComputedMoney, total_of


@dataclass(frozen=True, slots=True)
class DiscountLine:
    """What one seller bears of the underwriting discount, and the step it comes from."""

    seller: str
    shares: int
    amount: ComputedMoney
    source: str


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
class ChargeLine:
    """One bill or part of a bill, its class, and who bears it (null: it cannot be said yet)."""

    kind: ExpenseKind
    payee: str | None
    amount: ComputedMoney
    expense_class: ExpenseClass | None
    borne_by: Bearer | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ExpensesResult:
    """Every bill charged, and what each bears in all."""

    lines: tuple[ChargeLine, ...]
    totals: Mapping[Bearer, ComputedMoney]
    undetermined: ComputedMoney


def charged_expenses(
    term: RegistrationExpenses,
    kind: RegistrationKind,
    withdrawn: bool,
    bills: Sequence[Expense],
    counsel: Sequence[str],
    matter: Matter,
) -> ExpensesResult:
    """Who bears each expense of a registration."""
    paid_by = expenses.payer(
        term,
        Sourced(kind, "request:/registration"),
        Sourced(True, "request:/withdrawn") if withdrawn else None,
        matter,
    )
    lines = tuple(
        ChargeLine(
            made.expense.kind,
            made.expense.payee,
            made.expense.amount.value,
            plain(made.expense_class),
            plain(made.borne_by),
            {
                **explained(amount=made.expense.amount),
                **explained(expense_class=made.expense_class),
                **explained(borne_by=made.borne_by),
            },
        )
        for made in expenses.charge(term, bills, paid_by, counsel, matter)
    )
    bearers = dict.fromkeys(line.borne_by for line in lines if line.borne_by is not None)
    return ExpensesResult(
        lines,
        {
            bearer: total_of(line.amount for line in lines if line.borne_by == bearer)
            for bearer in bearers
        },
        total_of(line.amount for line in lines if line.borne_by is None),
    )


@dataclass(frozen=True, slots=True)
class IndemnityResult:
    """What the Company owes a person on a loss, and why that is less than the loss."""

    payable: ComputedMoney
    reason: CompanyReason | None
    explained_by: Mapping[str, str]


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
    return IndemnityResult(found.payable.value, found.reason, explained(payable=found.payable))


@dataclass(frozen=True, slots=True)
class HolderCapResult:
    """A Holder's limit in the offering, what is left of it, and what he pays on the claim.

    `cap` and `left` are null where the agreement sets no limit.
    """

    cap: ComputedMoney | None
    left: ComputedMoney | None
    payable: ComputedMoney
    reason: HolderReason | None
    explained_by: Mapping[str, str]


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
    """What a Holder owes the Company's side on a claim for his own written information."""
    found = indemnity.holder_liability(
        term, holder, claim, sales, paid, contributed, fraudulent, borne, matter
    )
    return HolderCapResult(
        plain(found.cap),
        plain(found.left),
        found.payable.value,
        found.reason,
        explained(cap=found.cap, left=found.left, payable=found.payable),
    )


@dataclass(frozen=True, slots=True)
class ContributionLine:
    """One party's part by fault, what it owes of that in all, and why that is another amount.

    `amount` is what it has still to pay: the additional amount where it has paid a part before.
    """

    party: str
    by_fault: ComputedMoney
    in_all: ComputedMoney
    amount: ComputedMoney
    reason: ContributionReason | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ContributionResult:
    """Who contributes what, and what stays with the Indemnified Party.

    Undetermined, with no amounts, until it is found that the indemnity is unavailable or
    insufficient.
    """

    decision: Literal["determined", "undetermined"]
    reason: Literal["INDEMNITY_NOT_FOUND_UNAVAILABLE"] | None
    base: ComputedMoney | None = None
    contributions: tuple[ContributionLine, ...] = ()
    retained: ComputedMoney | None = None
    explained_by: Mapping[str, str] = field(default_factory=dict)


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
        ContributionLine(
            part.party,
            part.by_fault.value,
            part.amount.value,
            part.left.value,
            part.reason,
            explained(by_fault=part.by_fault, in_all=part.amount, amount=part.left),
        )
        for part in found.parts
    )
    return ContributionResult(
        "determined",
        None,
        found.base.value,
        lines,
        found.retained.value,
        explained(base=found.base, retained=found.retained),
    )


@dataclass(frozen=True, slots=True)
class ClaimNoticeResult:
    """What is still owed although notice was late; null while the prejudice is not found."""

    payable: ComputedMoney | None
    explained_by: Mapping[str, str]


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
        return ClaimNoticeResult(loss.value, explained(payable=loss))
    payable = claims.payable_after_late_notice(notice, loss, prejudice, matter)
    return ClaimNoticeResult(plain(payable), explained(payable=payable))


@dataclass(frozen=True, slots=True)
class DefenceResult:
    """What of the defence costs is reimbursed, and why; null while it cannot be said."""

    reimbursable: ComputedMoney | None
    reason: DefenceReason | Literal["NOT_AN_INDEMNIFIED_PARTY"] | None
    explained_by: Mapping[str, str]


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
        whole = costs.before.value + costs.after.value
        return DefenceResult(whole, "NOT_AN_INDEMNIFIED_PARTY", explained(reimbursable=within))
    found = claims.defence_costs(right, costs, election, matter)
    return DefenceResult(plain(found.amount), found.reason, explained(reimbursable=found.amount))


@dataclass(frozen=True, slots=True)
class SettlementResult:
    """Whether a settlement needs consent, and whether it may be made; null while unknown."""

    consent_required: bool | None
    permitted: bool | None
    explained_by: Mapping[str, str]


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
        return SettlementResult(False, True, explained(consent_required=within, permitted=within))
    found = rule_on_settlement(right, released, consented, matter)
    return SettlementResult(
        plain(found.consent_required),
        plain(found.permitted),
        explained(consent_required=found.consent_required, permitted=found.permitted),
    )


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """What falls due on which day; `beyond_limit` is what the limit leaves unpaid."""

    due_on: date
    amount: ComputedMoney
    beyond_limit: ComputedMoney
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PaymentsResult:
    """The periodic payments in order, and their sum.

    `periodic` is false for a person whom the Section does not protect: nothing falls due this way.
    """

    periodic: bool
    due: tuple[PaymentLine, ...]
    total: ComputedMoney
    explained_by: Mapping[str, str]


def indemnity_payments(
    term: Indemnity,
    period: Period,
    protected: Role,
    incurred: Sequence[Incurred],
    limit: Sourced[Decimal] | None,
    receipts: Sequence[Receipt],
    matter: Matter,
) -> PaymentsResult:
    """What falls due when, as bills are received and losses incurred; `receipts` limit it too."""
    within = within_section(term, protected, matter)
    limits = [*([limit] if limit else []), *(each.limit for each in receipts[-1:])]
    lowest = min(limits, key=lambda each: each.value, default=None)
    made = payments(period, incurred, lowest, matter, receipts) if within.value else ()
    lines = tuple(
        PaymentLine(
            each.due_on.value,
            each.amount.value,
            each.beyond_limit,
            {**explained(due_on=each.due_on), **explained(amount=each.amount)},
        )
        for each in made
    )
    return PaymentsResult(
        within.value, lines, total_of(line.amount for line in lines), explained(periodic=within)
    )

"""The expenses on the record of one registration, and who bears each: clauses 1(j) and 2(d).

Every expense is stated once; whether it is a Registration Expense, and who pays those of such a
registration, is worked out by `expenses`. Amounts are exact to the cent. Nothing raises.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.rules.facts import RecordedFact
from app.rules.facts.money.proceeds import ExpenseIncurred, ExpensePaid
from app.rules.money.expenses import (
    Charge,
    Expense,
    ExpenseClass,
    NoLongerOwed,
    Withdrawal,
    bearer_in_words,
    charge,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.payments.money import Bearer, ExpenseKind
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.amounts import NOTHING, Money, total_of
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value


@small_value
class ExpenseLine:
    """One expense or a part of one, its class, and who bears it (null: it cannot be said yet)."""

    id: str
    expense: ExpenseKind
    payee: IfAny[str]
    incurred_on: date
    amount: Money
    expense_class: IfAny[ExpenseClass]
    borne_by: Bearer | None
    explained_by: Mapping[str, str]


@small_value
class BearerTotal:
    """What one of those who bear expenses bears in all, and has paid of it.

    `paid_on` is the day by which it had paid all of it, left out while something is left.
    """

    name: Bearer
    amount: Money
    paid: Money
    left: Money
    paid_on: IfAny[date]
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ExpensesOnRecord:
    """Every expense of the registration charged; `undetermined` is the sum nobody can charge."""

    lines: tuple[ExpenseLine, ...] = ()
    totals: tuple[BearerTotal, ...] = ()
    undetermined: Money = NOTHING
    explained_by: Mapping[str, str] = field(default_factory=dict)


def expenses_of(
    facts: Iterable[RecordedFact],
    registration: Sourced[RegistrationKind],
    withdrawn: Withdrawal | None,
    matter: Matter,
    unowed: NoLongerOwed | None = None,
) -> ExpensesOnRecord:
    """Who bears each expense among facts that stand in the order of the record."""
    known = tuple(facts)
    incurred = [(each, each.fact) for each in known if isinstance(each.fact, ExpenseIncurred)]
    payments = [(each, each.fact) for each in known if isinstance(each.fact, ExpensePaid)]
    if not incurred and not payments:
        return ExpensesOnRecord()
    stated = {f"{recorded.source}/expense": (recorded, fact) for recorded, fact in incurred}
    bills = [_expense(at, *stated[at]) for at in stated]
    chosen = dict.fromkeys(
        fact.payee for _, fact in incurred if fact.payee and fact.acts_for_all_holders
    )
    charges = charge(bills, registration, withdrawn, tuple(chosen), matter, unowed)
    bearers = dict.fromkeys(
        [
            *(made.borne_by.value for made in charges if made.borne_by),
            *(paid.paid_by for _, paid in payments),
        ]
    )
    unknown = [made.expense.amount for made in charges if made.borne_by is None]
    undetermined = _total("that cannot be charged", unknown, matter)
    return ExpensesOnRecord(
        tuple(_line(made, *stated[made.expense.source]) for made in charges),
        tuple(_borne_by(bearer, charges, payments, matter) for bearer in bearers),
        undetermined.value,
        explained(undetermined=undetermined),
    )


def _expense(at: str, recorded: RecordedFact, fact: ExpenseIncurred) -> Expense:
    amount = Sourced(fact.amount, f"{recorded.source}/amount")
    return Expense(
        fact.expense,
        fact.payee,
        amount,
        at,
        incurred_on=fact.occurred_on,
        for_some_only=fact.acts_for_all_holders is False,
    )


def _line(made: Charge, recorded: RecordedFact, fact: ExpenseIncurred) -> ExpenseLine:
    expense = made.expense
    return ExpenseLine(
        id=f"{recorded.name}:beyond-maximum" if expense.beyond_maximum else recorded.name,
        expense=expense.kind,
        payee=expense.payee,
        incurred_on=fact.occurred_on,
        amount=expense.amount.value,
        expense_class=plain(made.expense_class),
        borne_by=plain(made.borne_by),
        explained_by={
            "incurred_on": f"{recorded.source}/occurred_on",
            **explained(amount=expense.amount),
            **explained(expense_class=made.expense_class),
            **explained(borne_by=made.borne_by),
        },
    )


def _borne_by(
    bearer: Bearer,
    charges: Sequence[Charge],
    payments: Sequence[tuple[RecordedFact, ExpensePaid]],
    matter: Matter,
) -> BearerTotal:
    amounts = [
        each.expense.amount for each in charges if each.borne_by and each.borne_by.value == bearer
    ]
    who = bearer_in_words(bearer)
    total = _total(f"borne by {who}", amounts, matter)
    made = [(recorded, fact) for recorded, fact in payments if fact.paid_by == bearer]
    paid = _total(
        f"paid by {who}",
        [Sourced(fact.amount, f"{recorded.source}/amount") for recorded, fact in made],
        matter,
    )
    unpaid = max(total.value - paid.value, NOTHING)
    left = matter.working.step(
        "expense_record.left",
        matter.terms.expenses_clause,
        f"Left to be paid by {who}: {unpaid:,}.",
        unpaid,
        {"borne": total, "paid": paid},
    )
    if paid.value > total.value and all(charged.borne_by for charged in charges):
        matter.working.warn(
            "EXPENSES_OVERPAID",
            f"{paid.value:,} has been paid by {bearer_in_words(bearer)} towards expenses; of those "
            f"on record {total.value:,} had to be.",
        )
    paid_on = _paid_on(total.value, made)
    return BearerTotal(
        bearer,
        total.value,
        paid.value,
        left.value,
        plain(paid_on),
        explained(amount=total, paid=paid, left=left, paid_on=paid_on),
    )


def _paid_on(
    total: Decimal, payments: Sequence[tuple[RecordedFact, ExpensePaid]]
) -> Sourced[date] | None:
    """The day of the payment with which all was paid; None where there was nothing to pay."""
    if total == NOTHING:
        return None
    paid = NOTHING
    for recorded, fact in payments:
        paid += fact.amount
        if paid >= total:
            return Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
    return None


def _total(which: str, amounts: Sequence[Sourced[Decimal]], matter: Matter) -> Sourced[Decimal]:
    total = total_of(each.value for each in amounts)
    return matter.working.step(
        "expense_record.total",
        matter.terms.expenses_clause,
        f"Expenses {which}: {total:,}.",
        total,
        {f"amount_{place}": each for place, each in enumerate(amounts, start=1)},
    )

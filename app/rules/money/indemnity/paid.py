"""What falls due of whom and what has been paid of it: clause 6(e).

A payment falls due when its bill is received or its loss incurred; contribution, once it has
started. What is paid goes against what fell due first. Where the agreement sets no day, or does not
protect the person in this (QF23), the amount is owed without one. Amounts are exact to the cent.
Nothing raises.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from app.rules.money.indemnity.claim import ClaimBill, ClaimCase, Paid
from app.rules.money.indemnity.conduct import Incurred, left_to_pay, overpaid, payments
from app.rules.money.indemnity.reckoning import BillOwed, Owed
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.values.amounts import NOTHING, total_of

Towards: TypeAlias = Literal["indemnity", "contribution"]


@dataclass(frozen=True, slots=True)
class Payable:
    """One amount that one party owes on one bill, and what it has paid of it.

    `paid_on` is the day of the payment after which nothing was left.
    """

    bill: ClaimBill
    towards: Towards
    part: int
    due_on: Sourced[date] | None
    amount: Sourced[Decimal]
    paid: Sourced[Decimal]
    left: Sourced[Decimal]
    paid_on: Sourced[date] | None

    @property
    def id(self) -> str:
        """What it is known by among all that the party owes on the claim."""
        later = "" if self.part == 1 else f":{self.part}"
        return f"{self.towards}:{self.bill.id}{later}"


@dataclass(frozen=True, slots=True)
class Account:
    """What one party owes on a claim in all, what it has paid and what is left.

    `undetermined` is the sum of the bills of which its part cannot be said yet, `overpaid` what it
    paid beyond what it owes; None where there is nothing of the kind.
    """

    party: str
    payables: tuple[Payable, ...]
    payable: Sourced[Decimal]
    undetermined: Sourced[Decimal] | None
    paid: Sourced[Decimal]
    left: Sourced[Decimal]
    overpaid: Sourced[Decimal] | None


@dataclass(frozen=True, slots=True)
class _Item:
    """One bill with what one party owes of it from one day on; None: it cannot be said yet.

    `part` counts the parts of what it owes of the bill, where the proceeds that limit it came on
    several days.
    """

    of: BillOwed
    towards: Towards
    on: Sourced[date]
    amount: Sourced[Decimal] | None
    part: int = 1

    @property
    def bill(self) -> ClaimBill:
        """The bill."""
        return self.of.bill


def accounts(case: ClaimCase, bills: Sequence[BillOwed], matter: Matter) -> tuple[Account, ...]:
    """The account of everyone who owes something on the claim or is asked for it."""
    contributing = [each.party for bill in bills for each in bill.contribution]
    names = dict.fromkeys([*(each.name for each in case.payers), *contributing, *case.paid])
    return tuple(_account(name, case, bills, matter) for name in names)


def _account(name: str, case: ClaimCase, bills: Sequence[BillOwed], matter: Matter) -> Account:
    items = sorted(_items(name, bills), key=lambda each: each.on.value)
    paid = _sum(
        "has paid {} on", [each.amount for each in case.paid.get(name, ())], name, case, matter
    )
    payables = tuple(_payables(name, items, paid, case, matter))
    payable = _sum("owes {} on", [each.amount for each in payables], name, case, matter)
    unknown = [each.bill.amount for each in items if each.amount is None]
    return Account(
        name,
        payables,
        payable,
        _sum("may owe a part of bills of {} on", unknown, name, case, matter) if unknown else None,
        paid,
        left_to_pay(name, payable, paid, case.clause, matter),
        overpaid(name, payable, paid, case.clause, matter) if paid.value > payable.value else None,
    )


def _items(name: str, bills: Sequence[BillOwed]) -> Iterator[_Item]:
    for each in bills:
        for owed in each.indemnity:
            if owed.party == name:
                yield from _parts(each, "indemnity", owed)
        for owed in each.contribution:
            if owed.party == name:
                yield from _parts(each, "contribution", owed)


def _parts(bill: BillOwed, towards: Towards, owed: Owed) -> Iterator[_Item]:
    """What is owed of a bill, by the days from which on it is owed."""
    if not owed.by_day:
        yield _Item(bill, towards, owed.on, owed.amount)
    for part, each in enumerate(owed.by_day, start=1):
        yield _Item(bill, towards, each.on, each.amount, part)


def _payables(
    name: str, items: Sequence[_Item], paid: Sourced[Decimal], case: ClaimCase, matter: Matter
) -> Iterator[Payable]:
    """Everything owed in the order in which it falls due, the payments set against it in turn."""
    owed = [each for each in items if each.amount is not None and each.amount.value]
    incurred = [Incurred(each.on, each.amount) for each in owed if each.amount]
    dues = [_due_on(*each, case) for each in zip(owed, incurred, strict=True)]
    before = NOTHING
    for item, each, due in zip(owed, incurred, dues, strict=True):
        part = _paid_of(each.amount, paid, before, name, case, matter)
        before += each.amount.value
        whole = part.value == each.amount.value
        yield Payable(
            item.bill,
            item.towards,
            item.part,
            due,
            each.amount,
            part,
            left_to_pay(name, each.amount, part, case.clause, matter),
            _paid_up_on(case.paid.get(name, ()), before) if whole else None,
        )


def _due_on(item: _Item, owed: Incurred, case: ClaimCase) -> Sourced[date] | None:
    """When the terms of the day of the bill have an amount be paid; None: they set no day."""
    ground = item.of.ground
    then = ground.cases[case.claim.source]
    if then.term.payment is None or not then.within.value:
        return None
    (due,) = payments(then.term.payment, [owed], None, ground.matter)
    return due.due_on


def _paid_of(
    amount: Sourced[Decimal],
    paid: Sourced[Decimal],
    before: Decimal,
    name: str,
    case: ClaimCase,
    matter: Matter,
) -> Sourced[Decimal]:
    """What of an amount is covered by the payments, after all that fell due before it."""
    part = min(amount.value, max(paid.value - before, NOTHING))
    return matter.working.step(
        "claim_payments.part",
        case.clause,
        f"Of {amount.value:,} {name} has paid {part:,}; {before:,} fell due before it.",
        part,
        {"amount": amount, "paid_in_all": paid},
    )


def _paid_up_on(paid: Sequence[Paid], amount: Decimal) -> Sourced[date] | None:
    """The day on which the payments reached an amount."""
    reached = NOTHING
    for each in paid:
        reached += each.amount.value
        if reached >= amount:
            return each.on
    return None


def _sum(
    says: str, amounts: Sequence[Sourced[Decimal]], name: str, case: ClaimCase, matter: Matter
) -> Sourced[Decimal]:
    total = total_of(each.value for each in amounts)
    return matter.working.step(
        "claim_payments.sum",
        case.clause,
        f"{name} {says.format(f'{total:,}')} {case.claim.id}.",
        total,
        {f"amount_{place}": each for place, each in enumerate(amounts, start=1)},
    )

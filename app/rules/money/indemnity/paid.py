"""What falls due of whom and what has been paid of it: clause 6(e).

A payment falls due when its bill is received or its loss incurred; contribution, once it has
started. What is paid goes against what fell due first. Where the agreement sets no day, or does not
protect the person in this (QF23), the amount is owed without one. Of what is waived (9(e)) no more
is owed than had been paid by then. Amounts are exact to the cent. Nothing raises.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from app.rules.money.indemnity.claim import ClaimBill, ClaimCase, Paid
from app.rules.money.indemnity.conduct import Incurred, left_to_pay, overpaid, payments
from app.rules.money.indemnity.reckoning import BillOwed, Owed
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.values.amounts import NOTHING, total_of
from app.rules.values.written_dates import written_out

Towards: TypeAlias = Literal["indemnity", "contribution"]


@dataclass(frozen=True, slots=True)
class Payable:
    """One amount that one party owes on one bill, and what it has paid of it.

    `paid_on` is the day of the payment after which nothing was left; `waived` is what is not owed
    any more. What was paid of it, and what is left, is None while that turns on how much is owed of
    a bill that fell due before.
    """

    bill: ClaimBill
    towards: Towards
    part: int
    due_on: Sourced[date] | None
    amount: Sourced[Decimal]
    paid: Sourced[Decimal] | None
    left: Sourced[Decimal] | None
    paid_on: Sourced[date] | None
    waived: Sourced[Decimal] | None = None

    @property
    def id(self) -> str:
        """What it is known by among all that the party owes on the claim."""
        later = "" if self.part == 1 else f":{self.part}"
        return f"{self.towards}:{self.bill.id}{later}"


@dataclass(frozen=True, slots=True)
class Account:
    """What one party owes on a claim in all, what it has paid and what is left.

    `undetermined` is the sum of the bills of which its part cannot be said yet, `overpaid` what it
    paid beyond what it may owe with these; None where there is nothing of the kind.
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


def payment_of(case: ClaimCase, party: str, payable: str) -> str:
    """The id of the duty to pay one amount."""
    return f"claim:{case.claim.id}:{party}:{payable}"


def is_found_late(party: str, towards: Towards, due: Sourced[date] | None, case: ClaimCase) -> bool:
    """Whether the finding by which a Holder owes it came after its day.

    What a Holder owes for its information is known from the finding: nothing is overdue at birth.
    """
    finding = case.finding
    return (
        towards == "indemnity"
        and due is not None
        and finding is not None
        and due.value < finding.on.value
        and any(each.name == party and each.role == "holder" for each in case.payers)
    )


def accounts(
    case: ClaimCase, bills: Sequence[BillOwed], matter: Matter, as_of: date | None = None
) -> tuple[Account, ...]:
    """The account of everyone who owes something on the claim or is asked for it."""
    contributing = [each.party for bill in bills for each in bill.contribution]
    names = dict.fromkeys([*(each.name for each in case.payers), *contributing, *case.paid])
    return tuple(_account(name, case, bills, matter, as_of) for name in names)


def _account(
    name: str, case: ClaimCase, bills: Sequence[BillOwed], matter: Matter, as_of: date | None
) -> Account:
    items = sorted(_items(name, bills), key=lambda each: each.on.value)
    paid = _sum(
        "has paid {} on", [each.amount for each in case.paid.get(name, ())], name, case, matter
    )
    payables = tuple(_payables(name, items, paid, case, matter, as_of))
    owed = [each.paid if each.waived and each.paid else each.amount for each in payables]
    payable = _sum("owes {} on", owed, name, case, matter)
    unknown = [each.bill.amount for each in items if each.amount is None]
    at_most = payable.value + total_of(each.value for each in unknown)
    return Account(
        name,
        payables,
        payable,
        _sum("may owe a part of bills of {} on", unknown, name, case, matter) if unknown else None,
        paid,
        left_to_pay(name, payable, paid, case.clause, matter),
        overpaid(name, Sourced(at_most, payable.source), paid, case.clause, matter)
        if paid.value > at_most
        else None,
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
    name: str,
    items: Sequence[_Item],
    paid: Sourced[Decimal],
    case: ClaimCase,
    matter: Matter,
    as_of: date | None,
) -> Iterator[Payable]:
    """Everything owed in the order in which it falls due, the payments set against it in turn.

    How much of them a bill takes up of which its part cannot be said is not known: nothing, or all
    of it.
    """
    before = perhaps = NOTHING
    for item in items:
        if item.amount is None:
            perhaps += item.bill.amount.value
            continue
        if not item.amount.value:
            continue
        due = _due_on(item, Incurred(item.on, item.amount), case)
        tried = [_paid_of(item.amount, paid, before, name, case, matter)]
        if perhaps:
            tried.append(_paid_of(item.amount, paid, before + perhaps, name, case, matter))
        known = tried[0] if tried[0].value == tried[-1].value else None
        left = known and left_to_pay(name, item.amount, known, case.clause, matter)
        paid_on = None
        if left is not None and not left.value:
            made = case.paid.get(name, ())
            days = [_paid_up_on(made, x + item.amount.value) for x in (before, before + perhaps)]
            paid_on = days[0] if plain(days[0]) == plain(days[1]) else None
        payable = Payable(
            item.bill, item.towards, item.part, due, item.amount, known, left, paid_on
        )
        if known is not None:
            payable = _as_waived(payable, name, before, case, matter, as_of)
        before += payable.paid.value if payable.waived and payable.paid else item.amount.value
        yield payable


def _as_waived(
    payable: Payable,
    name: str,
    before: Decimal,
    case: ClaimCase,
    matter: Matter,
    as_of: date | None,
) -> Payable:
    """What is owed, less what a waiver leaves unpaid of it; what had been paid needed none."""
    due = payable.due_on
    promptly = is_found_late(name, payable.towards, due, case)
    overdue = due is not None and as_of is not None and due.value < as_of and not promptly
    since = case.waived.of(
        payment_of(case, name, payable.id), plain(due) if overdue else None, has_day=overdue
    )
    if since is None:
        return payable
    in_all = total_of(
        each.amount.value for each in case.paid.get(name, ()) if each.on.value < since.value
    )
    part = min(payable.amount.value, max(in_all - before, NOTHING))
    if part == payable.amount.value:
        return payable
    waived = matter.working.step(
        "claim_payments.waived",
        case.clause,
        f"Of {payable.amount.value:,} {name} had paid {part:,} when the rest was waived, from "
        f"{written_out(since.value)}.",
        payable.amount.value - part,
        {"amount": payable.amount, "waived_from": since},
    )
    return replace(
        payable,
        paid=Sourced(part, waived.source),
        left=Sourced(NOTHING, waived.source),
        paid_on=None,
        waived=waived,
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

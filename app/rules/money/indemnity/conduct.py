"""Claims against an Indemnified Party: notice, defence, settlement, payment: clauses 6(c), 6(e).

A failure to give prompt notice relieves the Indemnifying Party only to the extent of actual
prejudice. Once it has given notice that it takes over the defence, which a conflict of interest
bars, it owes of later costs only those of reasonable investigation: later by the day of the work,
not of the bill; which of the two came first on one day is to be said. A settlement without
unconditional release needs consent (QF5). Payments fall due as bills are received or losses
incurred. For those whom the Section does not protect (QF23) none of this applies. Days are calendar
days, amounts exact to the cent. Nothing raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from app.rules.reasoning.days.period import last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.payments.money import ClaimNotice, Defence, Settlement
from app.rules.terms.vocabulary import Period
from app.rules.values.amounts import NOTHING, total_of
from app.rules.values.written_dates import on_its_weekday

DefenceReason: TypeAlias = Literal["CONFLICT", "COUNSEL_NOT_SATISFACTORY", "NOT_ELECTED", "ASSUMED"]


def payable_after_late_notice(
    term: ClaimNotice, loss: Sourced[Decimal], prejudice: Sourced[Decimal] | None, matter: Matter
) -> Sourced[Decimal] | None:
    """What is still owed although notice was late; None while the prejudice is not found."""
    if term.failure_relieves == "never":
        relief = NOTHING
    elif prejudice is None:
        matter.working.miss(
            "actual_prejudice",
            "how far the late notice relieves",
            term.clause,
            posted_as="prejudice_found.amount",
        )
        return None
    elif term.failure_relieves == "wholly_if_prejudiced":
        relief = loss.value if prejudice.value else NOTHING
    else:
        relief = min(prejudice.value, loss.value)
    return matter.working.step(
        "claims.late_notice",
        term.clause,
        f"The late notice relieves the Indemnifying Party of {relief:,}; "
        f"{loss.value - relief:,} is still owed.",
        loss.value - relief,
        {"loss": loss, **({} if prejudice is None else {"actual_prejudice": prejudice})},
    )


@dataclass(frozen=True, slots=True)
class Election:
    """Whether the Indemnifying Party took over the defence, and whether it could (None: unsaid).

    `made` is None while it is not known whether its notice was received.
    """

    made: Sourced[bool] | None
    conflict: Sourced[bool] | None
    counsel_satisfactory: Sourced[bool] | None


@dataclass(frozen=True, slots=True)
class DefenceCosts:
    """Costs of the Indemnified Party before and after notice of the election.

    Of those `unplaced` it is not recorded, and it matters, whether they were before or after;
    `told_by` are the inputs that would tell.
    """

    before: Sourced[Decimal]
    after: Sourced[Decimal]
    investigation_after: Sourced[Decimal]
    unplaced: Sourced[Decimal] | None = None
    told_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DefenceBill:
    """Costs of the defence: the day of the work (None: not recorded), the day by which it was done.

    `before_election` says whether the work came before the notice that the defence is taken over;
    `told_by` is the input that would tell when it was done.
    """

    on: Sourced[date] | None
    amount: Sourced[Decimal]
    investigation: bool
    by: Sourced[date] | None = None
    before_election: bool | None = None
    told_by: str = "before_election"

    def is_before(self, elected_on: date) -> bool | None:
        """Whether the costs were incurred before notice of the election; None: not recorded."""
        done = self.on or self.by
        if done is not None and done.value < elected_on:
            return True
        if self.on is not None and self.on.value > elected_on:
            return False
        return self.before_election


def costs_by_date(
    term: Defence, bills: Sequence[DefenceBill], elected_on: Sourced[date] | None, matter: Matter
) -> DefenceCosts:
    """The bills summed before and after notice of the election.

    What is owed either way, a cost of investigation where later ones are, need not be placed.
    """

    def placed(bill: DefenceBill) -> bool | None:
        before = True if elected_on is None else bill.is_before(elected_on.value)
        either_way = bill.investigation and term.pays_investigation_after
        return False if before is None and either_way else before

    earlier = [each for each in bills if placed(each)]
    later = [each for each in bills if placed(each) is False]
    open_ones = [each for each in bills if placed(each) is None]
    return DefenceCosts(
        _sum(term, "until notice of the election", earlier, matter),
        _sum(term, "after notice of the election", later, matter),
        _sum(
            term,
            "of investigation after that notice",
            [each for each in later if each.investigation],
            matter,
        ),
        _sum(term, "before that notice or after it", open_ones, matter) if open_ones else None,
        tuple(each.told_by for each in open_ones),
    )


def _sum(
    term: Defence, which: str, bills: Sequence[DefenceBill], matter: Matter
) -> Sourced[Decimal]:
    amount = total_of(bill.amount.value for bill in bills)
    return matter.working.step(
        "claims.defence_sum",
        term.clause,
        f"Costs {which}: {amount:,}.",
        amount,
        {f"bill_{place}": bill.amount for place, bill in enumerate(bills, start=1)},
    )


@dataclass(frozen=True, slots=True)
class Reimbursement:
    """What is reimbursed, and why that is all or only part; None while it cannot be said."""

    amount: Sourced[Decimal] | None
    reason: DefenceReason | None


def defence_costs(
    term: Defence, costs: DefenceCosts, election: Election, matter: Matter
) -> Reimbursement:
    """What of the defence costs the Indemnifying Party reimburses.

    While it is not known whether the defence was taken over, what is owed either way is: the costs
    until notice of the election, and those of investigation (6(c)).
    """
    open_ones = costs.unplaced.value if costs.unplaced else NOTHING
    whole = costs.before.value + costs.after.value + open_ones
    kept = costs.investigation_after.value if term.pays_investigation_after else NOTHING
    reason = defence_taken_over(term, election, matter)
    inputs: dict[str, Sourced[object]] = {
        "before_election": costs.before,
        "after_election": costs.after,
        **({"unplaced": costs.unplaced} if costs.unplaced else {}),
    }
    if reason is not None and reason != "ASSUMED":
        return Reimbursement(
            matter.working.step(
                "claims.defence_not_assumed",
                term.clause,
                f"The defence was not taken over: all costs are reimbursed, {whole:,}.",
                whole,
                inputs,
            ),
            reason,
        )
    for name in costs.told_by if open_ones else ():
        matter.working.miss(
            name,
            "whether costs of the defence were incurred before it was taken over",
            term.clause,
            posted_as=f"bill_received.{name.rpartition('/')[2]}",
        )
    if open_ones or (reason is None and kept < costs.after.value):
        return Reimbursement(None, reason)
    inputs["investigation_after"] = costs.investigation_after
    return Reimbursement(
        matter.working.step(
            "claims.defence_assumed",
            term.clause,
            f"Costs until notice of the election, {costs.before.value:,}, and later costs of "
            f"investigation, {kept:,}"
            f"{'.' if reason else ', are owed whether or not the defence was taken over.'}",
            costs.before.value + kept,
            inputs,
        ),
        reason,
    )


def defence_taken_over(term: Defence, election: Election, matter: Matter) -> DefenceReason | None:
    """Whether the Indemnifying Party has taken over the defence, or why not; None: not known."""
    if election.made is not None and not election.made.value:
        return "NOT_ELECTED"
    conflict, satisfactory = election.conflict, election.counsel_satisfactory
    if term.barred_by_conflict and conflict is not None and conflict.value:
        return "CONFLICT"
    if satisfactory is not None and not satisfactory.value:
        return "COUNSEL_NOT_SATISFACTORY"
    unsaid = {
        "conflict": term.barred_by_conflict and conflict is None,
        "counsel_satisfactory": satisfactory is None,
    }
    for name, is_unsaid in unsaid.items():
        if is_unsaid:
            matter.working.miss(
                name,
                "whether the defence could be taken over",
                term.clause,
                posted_as=f"defence_answered.{name}",
            )
    return None if election.made is None or any(unsaid.values()) else "ASSUMED"


@dataclass(frozen=True, slots=True)
class SettlementRuling:
    """Whether a settlement needs consent, and whether it may be made; None while unknown."""

    consent_required: Sourced[bool] | None
    permitted: Sourced[bool] | None


def rule_on_settlement(
    term: Settlement,
    released: Sourced[bool] | None,
    consented: Sourced[bool] | None,
    matter: Matter,
) -> SettlementRuling:
    """Whether the Indemnifying Party may settle, or consent to judgment."""
    required = _consent_required(term, released, matter)
    if consented is not None and consented.value:
        permitted = _permitted(term, True, "The Indemnified Party consents.", consented, matter)
        return SettlementRuling(required, permitted)
    if required is None:
        return SettlementRuling(None, None)
    if not required.value:
        return SettlementRuling(
            required, _permitted(term, True, "No consent is needed.", required, matter)
        )
    if consented is None:
        matter.working.miss(
            "consent_given",
            "whether the settlement is permitted",
            term.clause,
            posted_as="settlement_answered.consented",
        )
        return SettlementRuling(required, None)
    missing = "The Indemnified Party's consent is missing."
    return SettlementRuling(required, _permitted(term, False, missing, required, matter))


def _consent_required(
    term: Settlement, released: Sourced[bool] | None, matter: Matter
) -> Sourced[bool] | None:
    always = matter.readings.settlement_consent == "always"
    if released is None and not always:
        matter.working.miss(
            "unconditional_release",
            "whether consent is needed",
            term.clause,
            posted_as="settlement_proposed.unconditional_release",
        )
        return None
    required = always or not (released and released.value)
    return matter.working.step(
        "claims.consent_required",
        term.clause,
        f"The settlement {'needs' if required else 'does not need'} the Indemnified Party's "
        "consent.",
        required,
        {} if released is None else {"unconditional_release": released},
        readings=("settlement_consent",),
    )


def _permitted(
    term: Settlement, permitted: bool, why: str, because: Sourced[bool], matter: Matter
) -> Sourced[bool]:
    return matter.working.step(
        "claims.settlement",
        term.clause,
        f"{why} The settlement {'may' if permitted else 'may not'} be made.",
        permitted,
        {"because": because},
    )


@dataclass(frozen=True, slots=True)
class Incurred:
    """A bill received, or a loss or expense incurred, on a day."""

    on: Sourced[date]
    amount: Sourced[Decimal]


@dataclass(frozen=True, slots=True)
class PaymentDue:
    """What falls due on which day; `beyond_limit` is what a limit leaves unpaid."""

    due_on: Sourced[date]
    amount: Sourced[Decimal]
    beyond_limit: Decimal


@dataclass(frozen=True, slots=True)
class ProceedsReceived:
    """From this day on, a Holder who is liable up to its proceeds owes up to this amount in all."""

    on: Sourced[date]
    limit: Sourced[Decimal]


def proceeds_so_far(
    before: Sourced[Decimal], more: Sourced[Decimal], clause: str, matter: Matter
) -> Sourced[Decimal]:
    """What a Holder has received in the offering, one receipt added."""
    total = before.value + more.value
    return matter.working.step(
        "claims.proceeds_so_far",
        clause,
        f"{total:,} has been received in the offering so far.",
        total,
        {"before": before, "more": more},
    )


def as_proceeds_come(
    due: Incurred, used: Decimal, receipts: Sequence[ProceedsReceived], clause: str, matter: Matter
) -> tuple[Incurred, ...]:
    """An amount within a Holder's limit, divided by the days on which it could be owed (6(b)).

    Nothing is owed beyond the proceeds received so far: what the limit does not yet reach falls
    due when the proceeds come. `used` is what other amounts have used up of the limit before;
    `receipts` are in the order of their days, each with the limit from that day on.
    """
    parts: dict[date, tuple[Sourced[date], Decimal, Sourced[Decimal]]] = {}
    reached = NOTHING
    for receipt in receipts:
        more = min(due.amount.value, receipt.limit.value - used) - reached
        if more > 0:
            on = due.on if receipt.on.value <= due.on.value else receipt.on
            before = parts[on.value][1] if on.value in parts else NOTHING
            parts[on.value] = (on, before + more, receipt.limit)
            reached += more
    if [on.value for on, *_ in parts.values()] == [due.on.value]:
        return (due,)
    return tuple(
        Incurred(
            on,
            matter.working.step(
                "claims.as_proceeds_come",
                clause,
                f"{amount:,} of {due.amount.value:,} is owed from {on_its_weekday(on.value)}, "
                f"when the proceeds received come to {limit.value:,}.",
                amount,
                {"amount": due.amount, "limit": limit, "received_on": on},
            ),
        )
        for on, amount, limit in parts.values()
    )


def payments(
    term: Period,
    incurred: Sequence[Incurred],
    limit: Sourced[Decimal] | None,
    matter: Matter,
    receipts: Sequence[ProceedsReceived] = (),
) -> tuple[PaymentDue, ...]:
    """The periodic payments, in order of their days, until the payer's limit is used up.

    With `receipts`, what the limit does not yet reach falls due as the proceeds come.
    """
    dues = [(last_day(term, each.on, matter, "/indemnity/payment"), each) for each in incurred]
    made: list[PaymentDue] = []
    for due, each in sorted(dues, key=lambda pair: pair[0].value):
        left = None if limit is None else limit.value - total_of(past.amount.value for past in made)
        payable = each.amount.value if left is None else min(each.amount.value, left)
        inputs: dict[str, Sourced[object]] = {"due_on": due, "amount": each.amount}
        if limit is not None:
            inputs["limit"] = limit
        amount = matter.working.step(
            "claims.payment",
            term.clause,
            f"{payable:,} falls due on {on_its_weekday(due.value)}.",
            payable,
            inputs,
        )
        beyond = each.amount.value - payable
        if receipts and payable:
            owed, used = Incurred(each.on, amount), total_of(past.amount.value for past in made)
            parts = as_proceeds_come(owed, used, receipts, term.clause, matter)
            days = [last_day(term, part.on, matter, "/indemnity/payment") for part in parts]
            made.extend(
                PaymentDue(on, part.amount, NOTHING if place else beyond)
                for place, (on, part) in enumerate(zip(days, parts, strict=True))
            )
        else:
            made.append(PaymentDue(due, amount, beyond))
    return tuple(sorted(made, key=lambda each: each.due_on.value))


def left_to_pay(
    name: str, owed: Sourced[Decimal], paid: Sourced[Decimal], clause: str, matter: Matter
) -> Sourced[Decimal]:
    """What a party has still to pay of what it owes."""
    return _difference(f"{name} has still to pay", owed, paid, clause, matter)


def overpaid(
    name: str, owed: Sourced[Decimal], paid: Sourced[Decimal], clause: str, matter: Matter
) -> Sourced[Decimal]:
    """What a party has paid beyond what it owes."""
    return _difference(f"{name} has paid too much by", paid, owed, clause, matter)


def _difference(
    says: str, first: Sourced[Decimal], second: Sourced[Decimal], clause: str, matter: Matter
) -> Sourced[Decimal]:
    """By how much the first amount goes beyond the second; nothing if it does not."""
    beyond = max(first.value - second.value, NOTHING)
    return matter.working.step(
        "claims.difference",
        clause,
        f"{says} {beyond:,}.",
        beyond,
        {"of": first, "less": second},
    )

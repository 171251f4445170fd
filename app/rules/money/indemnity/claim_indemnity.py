"""What each Indemnifying Party owes of one bill as indemnity: clauses 6(a) to 6(c).

Of a bill the Company owes all but the part due to the Indemnified Party's own written information,
a Holder the part due to its own information, within its limit. Neither owes the costs of a
defence that it has taken over, nor what a late notice cost it, which is set off against the
earliest bills. What turns on a finding that is not recorded is undetermined, and named as missing.
Amounts are exact to the cent. Nothing raises.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from app.rules.money.indemnity import conduct as claims
from app.rules.money.indemnity.claim import ClaimCase
from app.rules.money.indemnity.conduct import (
    Incurred,
    costs_by_date,
    defence_costs,
    payable_after_late_notice,
)
from app.rules.money.indemnity.indemnity import (
    HolderLiability,
    Person,
    company_liability,
    liability_within,
)
from app.rules.money.indemnity.reckoning import Owed, PartReason, Reckoning, Turn, by_day, so_far
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.values.amounts import NOTHING, Weight, divide


def indemnity_of(turn: Turn, reckoning: Reckoning) -> Iterator[Owed]:
    """What each Indemnifying Party owes of a bill as indemnity."""
    parts = _parts_by_information(turn)
    for payer in turn.case.payers:
        yield _owed(payer, parts.get(payer.name, turn.owed.bill.amount), turn, reckoning)


def _parts_by_information(turn: Turn) -> Mapping[str, Sourced[Decimal] | None]:
    """Each Holder's part of a bill: that which is due to its own written information (6(b))."""
    case, bill = turn.case, turn.owed.bill
    holders = [each.name for each in case.payers if each.role == "holder"]
    if not any(case.may_owe(name) for name in holders):
        return {}
    if case.finding is None:
        turn.matter.working.miss(
            "fault_found",
            f"what Holders owe on {case.claim.id}: how much of it is due to their information",
            case.clause,
        )
        return dict.fromkeys(holders)
    shares = {name: case.finding.information(name) for name in holders}
    others = 1 - sum((each.value for each in shares.values()), Fraction(0))
    weights = [Weight(name, share.value, share.value) for name, share in shares.items()]
    divided = divide(bill.amount.value, [*weights, Weight("", others, others)])
    return {
        name: turn.matter.working.step(
            "claim_indemnity.by_information",
            case.clause,
            f"{divided[name]:,} of {bill.amount.value:,} is due to the written information of "
            f"{name}.",
            divided[name],
            {"bill": bill.amount, "information_share": share},
        )
        for name, share in shares.items()
    }


def _owed(payer: Person, part: Sourced[Decimal] | None, turn: Turn, reckoning: Reckoning) -> Owed:
    """What one party owes of its part of a bill."""
    case, bill = turn.case, turn.owed.bill
    refused = _refused(payer, case)
    if refused is not None:
        return Owed(payer.name, bill.on, _nothing(payer, refused, turn), (refused,))
    kept = None if part is None else _after_defence(payer, part, turn)
    if part is None or kept is None or case.refused[payer.name] == "NOT_KNOWN":
        return _open_before_set_off(payer, kept or part or bill.amount, turn, reckoning)
    by_holder = payer.role == "holder"
    reasons: list[PartReason] = []
    if by_holder and part.value < bill.amount.value:
        reasons.append("NOT_HIS_INFORMATION")
    if kept.value < part.value:
        reasons.append("DEFENCE_ASSUMED")
    covered = kept if by_holder else _covered_by_company(kept, reasons, turn)
    aside = kept.value if "NOT_COVERED" in reasons else NOTHING
    relieved = _after_late_notice(payer, covered, turn, reckoning)
    if relieved is None:
        return _open_before_set_off(payer, covered, turn, reckoning)
    if relieved.value < covered.value:
        reasons.append("LATE_NOTICE")
    aside += part.value - kept.value + covered.value - relieved.value
    if not by_holder:
        return Owed(payer.name, bill.on, relieved, tuple(reasons), aside)
    found = _within_limit(payer, relieved, turn, reckoning)
    if found is None:
        return _open(payer, relieved, turn, reckoning)
    if found.payable.value < relieved.value:
        reasons.append("CAPPED")
    return Owed(
        payer.name,
        bill.on,
        found.payable,
        tuple(reasons),
        aside,
        _by_day(payer, found, turn),
    )


def _refused(payer: Person, case: ClaimCase) -> PartReason | None:
    """Why a party is known to owe no indemnity at all."""
    why = case.refused[payer.name]
    if why is not None and why != "NOT_KNOWN":
        return why
    unavailable = case.opening is not None and case.opening.extent == "unavailable"
    return "INDEMNITY_UNAVAILABLE" if unavailable else None


def _open(payer: Person, most: Sourced[Decimal], turn: Turn, reckoning: Reckoning) -> Owed:
    """It cannot be said what a party owes of a bill: a Holder's limit may serve for so much."""
    if payer.role == "holder":
        reckoning.owes_perhaps(payer.name, most.value)
    return Owed(payer.name, turn.owed.bill.on, None)


def _open_before_set_off(
    payer: Person, most: Sourced[Decimal], turn: Turn, reckoning: Reckoning
) -> Owed:
    """Nor how much of what a late notice cost the party is set off against it."""
    reckoning.sets_off_perhaps(turn.case.claim.source, payer.name, most.value)
    return _open(payer, most, turn, reckoning)


def _by_day(payer: Person, found: HolderLiability, turn: Turn) -> tuple[Incurred, ...]:
    """What a Holder owes of a bill from which day, as the proceeds came."""
    if found.cap is None or found.left is None or not found.is_limited:
        return ()
    owed, used = Incurred(turn.owed.bill.on, found.payable), found.cap.value - found.left.value
    return by_day(payer.name, owed, used, turn.case.limit_clause, turn.owed.ground)


def _nothing(payer: Person, refused: PartReason, turn: Turn) -> Sourced[Decimal]:
    why = (
        "the indemnity was found to be unavailable"
        if refused == "INDEMNITY_UNAVAILABLE"
        else f"it owes {turn.case.protected.name} no indemnity"
    )
    return turn.matter.working.step(
        "claim_indemnity.nothing",
        turn.case.clause,
        f"{payer.name} owes nothing of {turn.owed.bill.amount.value:,}: {why}.",
        NOTHING,
        {"bill": turn.owed.bill.amount},
    )


def _after_defence(payer: Person, part: Sourced[Decimal], turn: Turn) -> Sourced[Decimal] | None:
    """What is left of costs after the party has taken over the defence; None while unsaid."""
    right, taken = turn.case.term.defence, turn.case.defence.get(payer.name)
    bill = turn.owed.bill
    if right is None or taken is None or bill.cost == "loss":
        return part
    investigation = bill.cost == "investigation"
    dated = claims.DefenceBill(
        bill.incurred_on,
        part,
        investigation,
        by=bill.on,
        before_election=bill.before_election,
        told_by="before_election" if bill.incurred_on else "incurred_on",
    )
    costs = costs_by_date(right, [dated], taken.on, turn.matter)
    then = (bill.incurred_on or bill.on).value
    owed = defence_costs(right, costs, taken.when_incurred(then), turn.matter).amount
    if bill.incurred_on is not None or owed is None:
        return owed
    aside, first = turn.matter.unrecorded(), taken.when_incurred(taken.on.value)
    if plain(defence_costs(right, costs, first, aside).amount) == owed.value:
        return owed
    turn.matter.working.miss(
        "incurred_on",
        "whether costs of the defence were incurred before its answer changed",
        right.clause,
        posted_as="bill_received.incurred_on",
    )
    return None


def _covered_by_company(
    kept: Sourced[Decimal], reasons: list[PartReason], turn: Turn
) -> Sourced[Decimal]:
    """What the Company owes of it: all but what is due to the party's own information (6(a))."""
    case, matter = turn.case, turn.matter
    none = matter.working.step(
        "claim_indemnity.one_kind",
        case.clause,
        "A bill is for a loss or for an expense: nothing of it is for the other.",
        NOTHING,
        {},
    )
    is_loss = turn.owed.bill.cost == "loss"
    found = company_liability(
        case.term,
        case.protected,
        Sourced(case.claim.made.basis, f"{case.claim.source}/basis"),
        kept if is_loss else none,
        none if is_loss else kept,
        _own_information(case, matter),
        case.claim.made.law,
        matter,
    )
    if found.reason is not None:
        reasons.append(found.reason)
    return found.payable


def _own_information(case: ClaimCase, matter: Matter) -> Sourced[Fraction]:
    """The part of the loss due to the Indemnified Party's own written information."""
    name = case.protected.name
    if case.finding is not None:
        return case.finding.information(name)
    if case.term.by_company.except_own_information:
        matter.working.assume(
            "OWN_INFORMATION_NOT_FOUND",
            f"Nobody has found that written information of {name} caused the loss of "
            f"{case.claim.id}; the Company bears all of it until that is found.",
        )
    return matter.working.step(
        "claim_indemnity.no_finding",
        case.clause,
        f"No finding says that any of the loss is due to written information of {name}.",
        Fraction(0),
        {},
    )


def _after_late_notice(
    payer: Person, covered: Sourced[Decimal], turn: Turn, reckoning: Reckoning
) -> Sourced[Decimal] | None:
    """What is still owed after the set-off of what a late notice cost the party (6(c)).

    None where that turns on what is set off against earlier bills, of which that cannot be said.
    """
    case, matter = turn.case, turn.matter
    key = (case.claim.source, payer.name)
    found = reckoning.prejudice.get(key, case.prejudice.get(payer.name))
    if found is None or case.term.claim_notice is None or not case.within.value:
        return covered
    payable = payable_after_late_notice(case.term.claim_notice, covered, found, matter)
    if payable is None:
        return covered
    at_least = max(found.value - reckoning.perhaps_set_off.get(key, NOTHING), NOTHING)
    if at_least < found.value:
        less, aside = Sourced(at_least, found.source), matter.unrecorded()
        most = payable_after_late_notice(case.term.claim_notice, covered, less, aside)
        if most is None or most.value != payable.value:
            return None
    left = max(found.value - (covered.value - payable.value), NOTHING)
    reckoning.prejudice[key] = matter.working.step(
        "claim_indemnity.prejudice_left",
        case.term.claim_notice.clause,
        f"{left:,} of what the late notice cost {payer.name} is still to be set off.",
        left,
        {"prejudice": found, "owed": covered, "still_owed": payable},
    )
    return payable


def _within_limit(
    payer: Person, claimed: Sourced[Decimal], turn: Turn, reckoning: Reckoning
) -> HolderLiability | None:
    """What a Holder owes within what is left of its limit in the offering (6(b), QF2).

    None where that turns on what it owes of earlier bills, of which that cannot be said.
    """
    case, name = turn.case, payer.name
    found = liability_within(
        case.term,
        claimed,
        turn.owed.ground.caps.get(name),
        [
            *([reckoning.indemnity[name]] if name in reckoning.indemnity else ()),
            *reckoning.paid_elsewhere(case.claim.source, name),
        ],
        [reckoning.contribution[name]] if name in reckoning.contribution else [],
        case.fraudulent(name),
        turn.matter,
    )
    perhaps = reckoning.perhaps.get(name, NOTHING)
    if found.is_limited and found.left and found.left.value - perhaps < found.payable.value:
        return None
    cut = claimed.value - found.payable.value
    reckoning.owes_of(case.claim.source, name, found.payable.value, cut)
    reckoning.indemnity[name] = so_far(
        reckoning.indemnity.get(name),
        found.payable,
        name,
        "as indemnity",
        case.clause,
        turn.matter,
    )
    return found

"""What each party at fault contributes to what the indemnity leaves of one bill: clause 6(g).

Contribution starts when the indemnity is found not to reach (QF25). The bill is divided by the
fault found, and each owes the additional amount: its part, less what it owes of the bill as
indemnity, and all together never more than the indemnity leaves. It covers what the Indemnified
Party's own information, a Holder's limit or the finding itself leaves uncovered; not the costs of a
defence that was taken over, nor what a late notice cost. A Holder owes within what is left of its
limit (QF2). Amounts are exact to the cent. Nothing raises. Relies on `contribution` for
the division.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.rules.money.indemnity.claim import ClaimBill, ClaimCase, FaultFinding, party_at_fault
from app.rules.money.indemnity.conduct import Incurred
from app.rules.money.indemnity.contribution import Part, Party, contribute, is_open, limit_applies
from app.rules.money.indemnity.reckoning import (
    BillOwed,
    Owed,
    PartReason,
    Reckoning,
    Turn,
    by_day,
    so_far,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.terms.payments.money import Contribution
from app.rules.values.amounts import NOTHING, Weight, divide, total_of
from app.rules.values.written_dates import written_out


def contribution_from(case: ClaimCase, bill: ClaimBill, matter: Matter) -> Sourced[date] | None:
    """From when contribution to a bill is due: with the bill, but not before the findings."""
    term, opening, finding = case.term.contribution, case.opening, case.finding
    if term is None or opening is None or finding is None:
        return None
    inputs = {"bill": bill.on, "indemnity_unavailable": opening.on, "fault_found": finding.on}
    starts = max(day.value for day in inputs.values())
    return matter.working.step(
        "claim_contribution.due_from",
        term.clause,
        f"Contribution to the bill of {written_out(bill.on.value)} is due from "
        f"{written_out(starts)}.",
        starts,
        inputs,
    )


def contribution_of(turn: Turn, starts: Sourced[date], reckoning: Reckoning) -> Iterator[Owed]:
    """What each party at fault contributes to what the indemnity leaves of a bill."""
    case, term, finding = turn.case, turn.case.term.contribution, turn.case.finding
    if term is None or finding is None:
        return
    if not turn.owed.is_determined or not turn.owed.uncovered:
        return
    parties = {
        name: _party(name, finding, turn, reckoning)
        for name in finding.parties
        if name != case.protected.name
    }
    none = _nothing_of_the_other_kind(term, turn.matter)
    divided = _divided(turn.owed, term, turn.matter)
    is_loss = turn.owed.bill.cost == "loss"
    protected = _party(case.protected.name, finding, turn, reckoning)

    def divided_among(them: Iterable[Party], matter: Matter) -> tuple[Part, ...]:
        loss, expenses = (divided, none) if is_loss else (none, divided)
        found = contribute(case.term, term, loss, expenses, protected, tuple(them), matter)
        return found.parts

    parts = divided_among(parties.values(), turn.matter)
    if any(reckoning.perhaps.get(name) for name in parties):
        used_up = [_if_more_is_used(party, reckoning) for party in parties.values()]
        parts = _as_far_as_alike(parts, divided_among(used_up, turn.matter.unrecorded()))
    more = _within_what_is_left(parts, turn.owed, term, turn.matter)
    for part in parts:
        amount = more[part.party]
        if amount is None:
            if parties[part.party].person.role == "holder":
                reckoning.owes_perhaps(part.party, part.by_fault.value)
            yield Owed(part.party, starts, None)
            continue
        if parties[part.party].person.role == "holder":
            reckoning.contribution[part.party] = so_far(
                reckoning.contribution.get(part.party),
                amount,
                part.party,
                "as contribution",
                term.clause,
                turn.matter,
            )
        days = _by_day(parties[part.party], amount, turn, starts)
        yield Owed(part.party, starts, amount, _reasons(part, amount), by_day=days)


def _if_more_is_used(party: Party, reckoning: Reckoning) -> Party:
    """A party whose limit the bills of which its part cannot be said have used up, too."""
    perhaps = reckoning.perhaps.get(party.name)
    if perhaps is None:
        return party
    used = party.used.value if party.used else NOTHING
    return replace(party, used=Sourced(used + perhaps, party.person.source))


def _as_far_as_alike(parts: Sequence[Part], others: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that come out alike whatever else is owed within a limit; the rest are open."""
    return tuple(
        part if plain(part.left) == plain(other.left) else replace(part, amount=None, left=None)
        for part, other in zip(parts, others, strict=True)
    )


def _reasons(part: Part, amount: Sourced[Decimal]) -> tuple[PartReason, ...]:
    """Why a party contributes another amount than its part by fault."""
    why: tuple[PartReason, ...] = () if part.reason is None else (part.reason,)
    is_whole = part.amount is not None and amount.value == part.amount.value
    return why if is_whole else (*why, "OWED_AS_INDEMNITY")


def _within_what_is_left(
    parts: Sequence[Part], owed: BillOwed, term: Contribution, matter: Matter
) -> Mapping[str, Sourced[Decimal] | None]:
    """The additional amounts; where they go beyond what the indemnity leaves, in proportion.

    While it is not known whether one of the parties owes its part, neither is whether they do.
    """
    known = {part.party: part.left for part in parts if part.left is not None}
    perhaps = total_of(part.by_fault.value for part in parts if part.left is None)
    wanted = total_of(left.value for left in known.values())
    if wanted + perhaps <= owed.uncovered:
        return {part.party: part.left for part in parts}
    if perhaps:
        return dict.fromkeys(part.party for part in parts)
    weights = [
        Weight(name, Fraction(left.value), Fraction(left.value)) for name, left in known.items()
    ]
    within = divide(owed.uncovered, weights)
    return {
        name: matter.working.step(
            "claim_contribution.within",
            term.clause,
            f"The indemnity leaves only {owed.uncovered:,}: {name} contributes {within[name]:,}.",
            within[name],
            {"part": left, "bill": owed.bill.amount},
        )
        for name, left in known.items()
    }


def _by_day(
    party: Party, amount: Sourced[Decimal], turn: Turn, starts: Sourced[date]
) -> tuple[Incurred, ...]:
    """What a Holder contributes from which day, as the proceeds came that limit it (QF2)."""
    by_holders = turn.case.term.by_holders
    cap = by_holders.cap if by_holders else None
    if party.cap is None or cap is None:
        return ()
    if not limit_applies(cap, party.fraudulent, turn.matter):
        return ()
    used = NOTHING if party.used is None else party.used.value
    owed = Incurred(starts, amount)
    return by_day(party.name, owed, used, turn.case.limit_clause, turn.owed.ground)


def _party(name: str, finding: FaultFinding, turn: Turn, reckoning: Reckoning) -> Party:
    """One party at fault, with what limits its part."""
    stated, source = finding.parties[name], finding.sources[name]
    person = party_at_fault(stated, source, turn.case, reckoning.participants)
    by_holder = person.role == "holder"
    return Party(
        person,
        Sourced(stated.fault, f"{source}/fault"),
        finding.fraudulent(name),
        turn.owed.ground.caps.get(name) if by_holder else None,
        used=_owed_so_far(name, turn, reckoning) if by_holder else None,
        collectible=_collectible(name, finding, turn, reckoning),
        indemnity=_as_indemnity(name, turn.owed),
    )


def _as_indemnity(name: str, owed: BillOwed) -> Sourced[Decimal] | None:
    """What a party owes of the bill as indemnity; None where that is nothing."""
    amounts = (each.amount for each in owed.indemnity if each.party == name)
    return next((amount for amount in amounts if amount and amount.value), None)


def _owed_so_far(name: str, turn: Turn, reckoning: Reckoning) -> Sourced[Decimal] | None:
    """What a Holder owes in the offering before this bill: it uses up its limit."""
    indemnity, contributed = reckoning.indemnity.get(name), reckoning.contribution.get(name)
    if indemnity is None or contributed is None:
        return indemnity or contributed
    return so_far(indemnity, contributed, name, "in all", turn.case.clause, turn.matter)


def _collectible(
    name: str, finding: FaultFinding, turn: Turn, reckoning: Reckoning
) -> Sourced[Decimal] | None:
    """What can still be collected of a party in this claim; None where nothing limits it."""
    stated = finding.parties[name].collectible
    if stated is None:
        return None
    most = Sourced(stated, f"{finding.sources[name]}/collectible")
    owed = total_of(each.owed_by(name) for each in reckoning.bills[turn.case.claim.source])
    left = max(stated - owed, NOTHING)
    return turn.matter.working.step(
        "claim_contribution.collectible",
        turn.case.clause,
        f"{left:,} can still be collected of {name}, who owes {owed:,} in this claim.",
        left,
        {"collectible": most},
    )


def _nothing_of_the_other_kind(term: Contribution, matter: Matter) -> Sourced[Decimal]:
    return matter.working.step(
        "claim_contribution.one_kind",
        term.clause,
        "A bill is for a loss or for an expense: nothing of it is for the other.",
        NOTHING,
        {},
    )


def _divided(owed: BillOwed, term: Contribution, matter: Matter) -> Sourced[Decimal]:
    """What of a bill is divided by fault: all but what nobody makes good."""
    return matter.working.step(
        "claim_contribution.divided",
        term.clause,
        f"{owed.divided:,} of {owed.bill.amount.value:,} is divided by fault; the indemnity "
        f"leaves {owed.uncovered:,} of it uncovered.",
        owed.divided,
        {
            "bill": owed.bill.amount,
            **{each.party: each.amount for each in owed.indemnity if each.amount is not None},
        },
    )


def say_what_is_missing(case: ClaimCase, bills: Sequence[BillOwed], matter: Matter) -> None:
    """Name the findings without which nothing can be said of contribution."""
    term = case.term.contribution
    uncovered = any(each.is_determined and each.uncovered for each in bills)
    if term is None or not uncovered or not case.is_indemnified:
        return
    found = Sourced(case.opening is not None, case.claim.source)
    if is_open(term, found, matter) and case.finding is None:
        matter.working.miss(
            "fault_found", f"how the loss of {case.claim.id} is divided by fault", term.clause
        )

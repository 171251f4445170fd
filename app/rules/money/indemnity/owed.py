"""What is owed on all claims under one statement: clauses 6(a) to 6(e) and 6(g).

Bills are answered one by one in the order of their days, over all claims: what a Holder has paid
uses up its limit, then what falls due first, and on one day indemnity comes before contribution.
The order of posting makes no difference. Amounts are exact to the cent. Nothing raises.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.rules.money.indemnity.claim import Claim, Participants, bills_of
from app.rules.money.indemnity.claim_contribution import (
    contribution_from,
    contribution_of,
)
from app.rules.money.indemnity.claim_indemnity import indemnity_of
from app.rules.money.indemnity.reckoning import BillOwed, Ground, PartOf, Reckoning, Turn, so_far
from app.rules.reasoning.trace import Sourced
from app.rules.values.amounts import total_of


@dataclass(frozen=True, slots=True)
class Liabilities:
    """All that is owed, by claim (its source) and bill; what each Holder owes within its limit.

    Of those in `limit_open` it cannot be said how much.
    """

    bills: Mapping[str, tuple[BillOwed, ...]]
    limit_used: Mapping[str, Sourced[Decimal]]
    limit_open: frozenset[str] = frozenset()


def liabilities(
    claims: Sequence[Claim], ground_on: Callable[[date], Ground], participants: Participants
) -> Liabilities:
    """Answer every bill of every claim, each on the ground of its own day.

    What a Holder has paid ahead of its turn is paid within its limit all the same: the bills that
    fell due before it then have so much less of the limit (6(b)).
    """
    turns, reckoning = _reckoned(claims, ground_on, participants, {})
    ahead = dict(_paid_ahead(turns, reckoning))
    if ahead:
        turns, reckoning = _reckoned(claims, ground_on, participants, ahead)
    perhaps = frozenset(name for name, most in reckoning.perhaps.items() if most)
    return Liabilities(reckoning.bills, dict(_limits_used(turns, reckoning)), perhaps)


def _reckoned(
    claims: Sequence[Claim],
    ground_on: Callable[[date], Ground],
    participants: Participants,
    ahead: Mapping[PartOf, Sourced[Decimal]],
) -> tuple[Sequence[Turn], Reckoning]:
    """Every bill in its turn, knowing what the earlier ones used up and what was paid ahead."""
    bills = {
        claim.source: tuple(BillOwed(bill, ground_on(bill.on.value)) for bill in bills_of(claim))
        for claim in claims
    }
    reckoning = Reckoning(participants, bills, paid_ahead=ahead)
    turns = [turn for claim in claims for turn in _turns(claim, bills[claim.source])]
    for turn in sorted(turns, key=lambda each: (each.on, each.contribution_from is not None)):
        if turn.contribution_from is None:
            turn.owed.indemnity = tuple(indemnity_of(turn, reckoning))
        else:
            turn.owed.contribution = tuple(contribution_of(turn, turn.contribution_from, reckoning))
    return turns, reckoning


def _paid_ahead(
    turns: Sequence[Turn], reckoning: Reckoning
) -> Iterator[tuple[PartOf, Sourced[Decimal]]]:
    """What Holders have paid on claims whose bills found too little left of the limit."""
    last = {turn.case.claim.source: turn for turn in turns}
    for (claim, name), cut in reckoning.cut.items():
        turn, owed = last[claim], reckoning.of_claim[claim, name]
        paid = total_of(each.amount.value for each in turn.case.paid.get(name, ()))
        if cut and paid > owed:
            within = min(paid, owed + cut)
            yield (
                (claim, name),
                turn.matter.working.step(
                    "claim_reckoning.paid_ahead",
                    turn.case.limit_clause,
                    f"{name} has paid {within:,} on {turn.case.claim.id}, ahead of what fell due "
                    "before it: so much of its limit is used up by that.",
                    within,
                    {
                        f"paid_{place}": each.amount
                        for place, each in enumerate(turn.case.paid[name], start=1)
                    },
                ),
            )


def _turns(claim: Claim, bills: Sequence[BillOwed]) -> Iterator[Turn]:
    """A bill's turns: for indemnity on its own day, for contribution when that has started.

    None where the terms of its day give no indemnity.
    """
    for each in bills:
        case = each.ground.cases.get(claim.source)
        if case is None:
            continue
        yield Turn(each.bill.on.value, None, case, each)
        starts = contribution_from(case, each.bill, each.ground.matter)
        if starts is not None:
            yield Turn(starts.value, starts, case, each)


def _limits_used(
    turns: Sequence[Turn], reckoning: Reckoning
) -> Iterator[tuple[str, Sourced[Decimal]]]:
    """What each Holder who owes anything owes in the offering within its limit (QF2)."""
    for name in sorted({*reckoning.indemnity, *reckoning.contribution}):
        last = turns[-1]
        owed = reckoning.indemnity.get(name)
        more = reckoning.contribution.get(name)
        if more is not None and last.matter.readings.cap_extends_to_contribution:
            owed = so_far(owed, more, name, "in all", last.case.limit_clause, last.matter)
        if owed is not None:
            yield name, owed

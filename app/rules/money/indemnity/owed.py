"""What is owed on all claims under one statement: clauses 6(a) to 6(e) and 6(g).

Bills are answered one by one in the order of their days, over all claims: what falls due first
uses up a Holder's limit first, and on one day indemnity comes before contribution. The order of
posting makes no difference. Amounts are exact to the cent. Nothing raises.
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
from app.rules.money.indemnity.reckoning import BillOwed, Ground, Reckoning, Turn, so_far
from app.rules.reasoning.trace import Sourced


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
    """Answer every bill of every claim, each on the ground of its own day."""
    bills = {
        claim.source: tuple(BillOwed(bill, ground_on(bill.on.value)) for bill in bills_of(claim))
        for claim in claims
    }
    reckoning = Reckoning(participants, bills)
    turns = [turn for claim in claims for turn in _turns(claim, bills[claim.source])]
    for turn in sorted(turns, key=lambda each: (each.on, each.contribution_from is not None)):
        if turn.contribution_from is None:
            turn.owed.indemnity = tuple(indemnity_of(turn, reckoning))
        else:
            turn.owed.contribution = tuple(contribution_of(turn, turn.contribution_from, reckoning))
    perhaps = frozenset(name for name, most in reckoning.perhaps.items() if most)
    return Liabilities(bills, dict(_limits_used(turns, reckoning)), perhaps)


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

"""What is owed on all claims under one statement: clauses 6(a) to 6(e) and 6(g).

Bills are answered one by one in the order of their days, over all claims: what falls due first
uses up a Holder's limit first, and on one day indemnity comes before contribution. The order of
posting makes no difference. Amounts are exact to the cent. Nothing raises.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.rules.money.indemnity.claim import ClaimCase, Participants
from app.rules.money.indemnity.claim_contribution import (
    contribution_from,
    contribution_of,
    say_what_is_missing,
)
from app.rules.money.indemnity.claim_indemnity import indemnity_of
from app.rules.money.indemnity.conduct import ProceedsReceived
from app.rules.money.indemnity.reckoning import BillOwed, Reckoning, Turn, so_far
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced


@dataclass(frozen=True, slots=True)
class Liabilities:
    """All that is owed, by claim (its source) and bill; what each Holder owes within its limit."""

    bills: Mapping[str, tuple[BillOwed, ...]]
    limit_used: Mapping[str, Sourced[Decimal]]


def liabilities(
    cases: Sequence[ClaimCase],
    caps: Mapping[str, Sourced[Decimal] | None],
    receipts: Mapping[str, Sequence[ProceedsReceived]],
    participants: Participants,
    matter: Matter,
) -> Liabilities:
    """Answer every bill of every claim; `caps` are the Holders' limits (None: no limit).

    `receipts` say from which day on each limit was how high.
    """
    bills = {each.claim.source: tuple(BillOwed(bill) for bill in each.bills) for each in cases}
    reckoning = Reckoning(matter, caps, receipts, participants, bills)
    turns = [turn for case in cases for turn in _turns(case, bills[case.claim.source], matter)]
    for turn in sorted(turns, key=lambda each: (each.on, each.contribution_from is not None)):
        if turn.contribution_from is None:
            turn.owed.indemnity = tuple(indemnity_of(turn, reckoning))
        else:
            turn.owed.contribution = tuple(contribution_of(turn, turn.contribution_from, reckoning))
    for case in cases:
        say_what_is_missing(case, bills[case.claim.source], matter)
    return Liabilities(bills, dict(_limits_used(cases, reckoning)))


def _turns(case: ClaimCase, bills: Sequence[BillOwed], matter: Matter) -> Iterator[Turn]:
    """A bill's turns: for indemnity on its own day, for contribution when that has started."""
    for each in bills:
        yield Turn(each.bill.on.value, None, case, each)
        starts = contribution_from(case, each.bill, matter)
        if starts is not None:
            yield Turn(starts.value, starts, case, each)


def _limits_used(
    cases: Sequence[ClaimCase], reckoning: Reckoning
) -> Iterator[tuple[str, Sourced[Decimal]]]:
    """What each Holder who owes anything owes in the offering within his limit (QF2)."""
    for name in sorted({*reckoning.indemnity, *reckoning.contribution}):
        reckoning.matter.working.rely_on("cap_extends_to_contribution")
        owed = reckoning.indemnity.get(name)
        more = reckoning.contribution.get(name)
        if more is not None and reckoning.matter.readings.cap_extends_to_contribution:
            owed = so_far(owed, more, name, "in all", cases[0].limit_clause, reckoning.matter)
        if owed is not None:
            yield name, owed

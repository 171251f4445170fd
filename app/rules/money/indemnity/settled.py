"""Whether a claim may be settled as proposed, or could be as it was: clause 6(c).

A proposal is judged by its own release and by the latest answer to it; a settlement by its release
and by the answer given until its day. Days are calendar days. Nothing raises. Relies on `claims`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.rules.facts import RecordedFact
from app.rules.facts.money.claims import (
    ClaimJudged,
    ClaimSettled,
    SettlementAnswered,
    SettlementProposed,
)
from app.rules.money.indemnity.claim import Claim, ClaimCase
from app.rules.money.indemnity.conduct import SettlementRuling, rule_on_settlement
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class Settling:
    """A settlement proposed or made, by whom, when, and whether it may be."""

    party: str
    stage: Literal["proposed", "settled"]
    on: Sourced[date]
    ruling: SettlementRuling
    is_waived: bool = False


def settling(case: ClaimCase, matter: Matter) -> Settling | None:
    """The latest settlement proposed or made; None where there is none, or nothing limits it."""
    settled, proposed = case.claim.latest(ClaimSettled), case.claim.latest(SettlementProposed)
    found = settled or proposed
    if found is None or case.term.settlement is None or not case.within.value:
        return None
    recorded, fact = found
    until = fact.occurred_on if settled else date.max
    since = proposed[1].occurred_on if proposed else date.min
    ruling = rule_on_settlement(
        case.term.settlement,
        Sourced(fact.unconditional_release, f"{recorded.source}/unconditional_release"),
        _consented(case, since, until),
        matter,
    )
    day = _day(recorded, fact)
    waived = case.waived.of(settle_of(case, fact.party), day.value if settled else None)
    if waived is not None:
        ruling = _needs_no_leave(waived, case.term.settlement.clause, matter)
    stage: Literal["proposed", "settled"] = "settled" if settled else "proposed"
    return Settling(fact.party, stage, day, ruling, waived is not None)


def settle_of(case: ClaimCase, party: str) -> str:
    """The id of the duty not to settle without leave."""
    return f"claim:{case.claim.id}:settle:{party}"


def _needs_no_leave(waived: Sourced[date], clause: str, matter: Matter) -> SettlementRuling:
    """A settlement that nobody need consent to any more, since that is waived (9(e))."""
    free = matter.working.step(
        "claims.consent_waived",
        clause,
        f"That it needs consent is waived from {written_out(waived.value)}.",
        True,
        {"waived_from": waived},
    )
    return SettlementRuling(Sourced(False, free.source), free)


def settled_on(claim: Claim) -> date | None:
    """The day of the latest settlement, or proposal of one; None where there is none."""
    settled, proposed = claim.latest(ClaimSettled), claim.latest(SettlementProposed)
    found = settled or proposed
    return None if found is None else found[1].occurred_on


def _consented(case: ClaimCase, since: date, until: date) -> Sourced[bool] | None:
    """The latest answer of the Indemnified Party in that time; None if it gave none."""
    answers = [
        Sourced(fact.consented, f"{recorded.source}/consented")
        for recorded, fact in case.claim.of(SettlementAnswered)
        if since <= fact.occurred_on <= until
    ]
    return answers[-1] if answers else None


def ended_on(case: ClaimCase) -> Sourced[date] | None:
    """The day on which the claim was first settled or judged."""
    settled = [_day(*each) for each in case.claim.of(ClaimSettled)]
    judged = [_day(*each) for each in case.claim.of(ClaimJudged)]
    return min([*settled, *judged], key=lambda each: each.value, default=None)


def _day(
    recorded: RecordedFact, fact: ClaimSettled | ClaimJudged | SettlementProposed
) -> Sourced[date]:
    return Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")

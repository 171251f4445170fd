"""How long the rights last, where the agreement limits them in time (QF18).

The 1998 agreement does not. Whole days: the answer is the first day without rights.
"""

from collections.abc import Iterable
from datetime import date

from app.rules.almanac import ONE_DAY
from app.rules.facts import FirstPublicOfferingEffective, RecordedFact
from app.rules.matter import Matter
from app.rules.period import last_day
from app.rules.terms.covenants import RightsEnd
from app.rules.working import Sourced


def first_offering_effective(facts: Iterable[RecordedFact]) -> Sourced[date] | None:
    """The day on which the first public offering became effective (E1)."""
    for each in facts:
        if isinstance(each.fact, FirstPublicOfferingEffective):
            return Sourced(each.fact.occurred_on, f"{each.source}/occurred_on")
    return None


def run_out_on(
    term: RightsEnd | None, facts: Iterable[RecordedFact], matter: Matter
) -> Sourced[date] | None:
    """The day after the last of the period; None if there is none, or it has not begun to run."""
    if term is None:
        return None
    if term.after.anchor == "agreement_made":
        anchor: Sourced[date] | None = Sourced(matter.terms.agreement_date, "terms:/agreement_date")
    else:
        anchor = first_offering_effective(facts)
    if anchor is None:
        return None
    last = last_day(term.after, anchor, matter, "/rights_end/after")
    day = last.value + ONE_DAY
    return matter.working.step(
        "rights_end.run_out",
        term.clause,
        f"The first day after it is {day.isoformat()}.",
        day,
        {"last_day": last},
    )

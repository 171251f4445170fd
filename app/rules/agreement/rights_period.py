"""How long the rights last, where they are limited in time (QF18).

The 1998 agreement states no period: a reading then says whether they last for ever or so many years
after the first public offering. Whole days: the answer is the first day without rights.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.rules.facts import RecordedFact
from app.rules.facts.covenants import FirstPublicOfferingEffective
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.period import last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms import Terms
from app.rules.terms.covenants import PeriodOfRights
from app.rules.terms.vocabulary import ClauseName
from app.rules.values.written_dates import written_out

STATED: Final = "/rights_end"
READING: Final = "/readings/rights_end"
YEARS: Final[Mapping[str, int]] = {
    "3_years_after_ipo": 3,
    "5_years_after_ipo": 5,
    "7_years_after_ipo": 7,
}


@dataclass(frozen=True, slots=True)
class EndByTime:
    """The period after which the rights end, its clause, and the places that make it so."""

    clause: ClauseName
    after: PeriodOfRights
    stands_at: str
    decided_at: tuple[str, ...]


def end_by_time(terms: Terms) -> EndByTime | None:
    """The period that the terms state; where they state none, that of the reading, if any."""
    if terms.rights_end is not None:
        stated = terms.rights_end
        return EndByTime(stated.clause, stated.after, f"{STATED}/after", (STATED,))
    if terms.ends:
        return None
    years = YEARS.get(terms.readings.rights_end)
    if years is None:
        return None
    clause = terms.registrable_securities.clause
    period = PeriodOfRights(
        clause=clause,
        count=years,
        unit="year",
        anchor="first_public_offering_effective",
        roll="none",
    )
    return EndByTime(clause, period, READING, (STATED, READING))


def first_offering_effective(facts: Iterable[RecordedFact]) -> Sourced[date] | None:
    """The day on which the first public offering became effective (E1)."""
    for each in facts:
        if isinstance(each.fact, FirstPublicOfferingEffective):
            return Sourced(each.fact.occurred_on, f"{each.source}/occurred_on")
    return None


def run_out_on(offering: Sourced[date] | None, matter: Matter) -> Sourced[date] | None:
    """The day after the last of the period; None if there is none, or it has not begun to run.

    `offering` is the day on which the first public offering became effective, if it did.
    """
    if matter.terms.rights_end is None and not matter.terms.ends and offering is not None:
        matter.working.rely_on("rights_end")
    end = end_by_time(matter.terms)
    if end is None:
        return None
    made = Sourced(matter.terms.agreement_date, "terms:/agreement_date")
    anchor = made if end.after.anchor == "agreement_made" else offering
    if anchor is None:
        return None
    last = last_day(end.after, anchor, matter, end.stands_at)
    day = last.value + ONE_DAY
    return matter.working.step(
        "rights_end.run_out",
        end.clause,
        f"The first day after it is {written_out(day)}.",
        day,
        {"last_day": last},
    )

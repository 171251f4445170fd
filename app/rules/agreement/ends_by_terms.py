"""The ends of the rights that an agreement says itself: a day, an anniversary, an event.

Of several the first that comes ends the rights; it ends them for good. Each is a Clock: its day is
the first without rights, or with `edge` `strict` the last with them. What is only expected ends
nothing. Whole days; raises `OutsideCalendar` where a calendar ends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.rules.facts import RecordedFact
from app.rules.facts.covenants import EventHappened
from app.rules.holders.stated import first_offering_days, stated_in
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import Happenings, day_of
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms import Terms
from app.rules.terms.clocks.clock import Asserted, Stated
from app.rules.values.written_dates import on_its_weekday


@dataclass(frozen=True, slots=True)
class EndByTerms:
    """The first day without rights by one of `ends`, its name there and its clause."""

    name: str
    on: Sourced[date]
    clause: str


def first_end(facts: Iterable[RecordedFact], matter: Matter, as_of: date) -> EndByTerms | None:
    """The end that comes first by what is known; None where none has a day."""
    if not matter.terms.ends:
        return None
    found = list(_ends(known_of_ends(list(facts), matter.terms, as_of), matter))
    return min(found, key=lambda each: each.on.value, default=None)


def _ends(known: Happenings, matter: Matter) -> Iterator[EndByTerms]:
    for name, end in sorted(matter.terms.ends.items()):
        if end.whose == "holder":
            continue
        clause = end.clause or matter.terms.registrable_securities.clause
        found = day_of(end.on, known, matter, f"/ends/{name}/on", clause=clause)
        day = found.day
        if day is None or found.expected:
            continue
        if end.on.edge == "strict":
            after = day.value + ONE_DAY
            says = f"The first day after it is {on_its_weekday(after)}."
            day = matter.working.step("rights_end.run_out", clause, says, after, {"last_day": day})
        yield EndByTerms(name, day, clause)


def known_of_ends(facts: list[RecordedFact], terms: Terms, as_of: date) -> Happenings:
    """What the ends may turn on."""
    made = Sourced(terms.agreement_date, "terms:/agreement_date")
    days = {"agreement.dated": made, **first_offering_days(facts)}
    for each in facts:
        if isinstance(each.fact, EventHappened):
            days[f"event.{each.fact.event}"] = Sourced(
                each.fact.occurred_on, f"{each.source}/occurred_on"
            )
    conditions = stated_in(facts, terms)

    def stated(asked: Stated, day: date) -> Sourced[bool] | None:
        return conditions.holds(asked.asserted, day) if isinstance(asked, Asserted) else None

    return Happenings(as_of, days, stated=stated, since=conditions.held_since(as_of, made))

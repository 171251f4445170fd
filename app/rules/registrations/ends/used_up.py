"""What is pending once others have used up the number that must be made: clause 2(a)(i).

A limit may count what is effected alone: then more may be asked for than it lets be effected. From
the day on which others reach it what is still pending need not be effected. What fell due before
that day stays broken; what was still to be done is not owed while the limit leaves none. Where it
leaves one again, by the lapse of time or since one that counted does so no more, it is owed again:
what had a day in between is then owed promptly, since nothing is overdue when it arises. What the
Company makes all the same is followed as any registration is. While it is not known whether another
counts, what the limit would excuse is open. Whole days; nothing raises. Relies on `uses` and
`effected` for the count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.registrations.ends.born_late import owed_promptly_from
from app.rules.registrations.ends.ended import RegistrationEnded, outliving, perhaps_outliving
from app.rules.registrations.requests import uses
from app.rules.registrations.requests.effected import DemandTally, deciding
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.requests.uses import limit_in_words
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.terms import Terms
from app.rules.terms.rights.asked import AskedFor
from app.rules.terms.rights.registrations import Demand
from app.rules.values.day_asked import DayAsked
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out


def counts_what_is_effected(terms: Terms, right: AskedFor) -> bool:
    """Whether others may reach a limit of a right while one that was accepted is still pending."""
    by_reading = isinstance(right, Demand) and _cap_is_of_effected(terms, right)
    return by_reading or any(each.counts == "effected" for each in right.uses)


def _cap_is_of_effected(terms: Terms, demand: Demand) -> bool:
    return demand.cap is not None and terms.readings.demand_cap_counts == "effected"


@dataclass(frozen=True, slots=True)
class _Reached:
    """A limit that others have used up, or `perhaps` have; `used` is what was counted."""

    clause: str
    says: str
    perhaps: bool
    used: DemandTally
    by_reading: tuple[Literal["demand_cap_counts"], ...] = ()


@dataclass(frozen=True, slots=True)
class _Spell:
    """Days through which a limit leaves none."""

    first_day: date
    last_day: date
    limit: _Reached


def as_used_up(
    answer: RegistrationAnswer,
    own: RegistrationLife,
    others: Sequence[RegistrationLife],
    matter: Matter,
) -> RegistrationAnswer:
    """A registration as the limits of its right leave it, of which others use some up."""
    as_of, received_on, made_on = answer.as_of, own.received_on, plain(own.effective_on)
    if as_of is None or received_on is None or answer.ended_on is not None:
        return answer
    for spell in _spells(own, others, received_on, as_of, matter.unrecorded()):
        if made_on is not None and made_on <= spell.first_day:
            break
        if made_on is None and spell.last_day >= as_of:
            return _while_used_up(answer, spell, others, matter)
        if not spell.limit.perhaps:
            until = spell.last_day if made_on is None else min(spell.last_day, made_on - ONE_DAY)
            answer = _owed_again(answer, replace(spell, last_day=until), others, matter)
    return answer


def had_used_up(
    own: RegistrationLife, others: Sequence[RegistrationLife], day: date, matter: Matter
) -> bool | None:
    """Whether others had used up a limit by a day; what tells is named where that is not known."""
    found = _reached(own, others, day, matter.on(day).unrecorded())
    if found is None or not found.perhaps:
        return found is not None
    found.used.name_missing(matter)
    return None


# --- when it is used up --------------------------------------------------------------------------


def _spells(
    own: RegistrationLife,
    others: Sequence[RegistrationLife],
    since: date,
    as_of: date,
    matter: Matter,
) -> Iterator[_Spell]:
    """The spells of days, each as long as it can be, through which a limit leaves none."""
    day, last = since, None
    while day <= as_of:
        asked = DayAsked.on(day)
        found = _reached(own, others, asked, matter.on(asked))
        through = asked.holds_through
        if last is not None and (found is None or found.perhaps != last.limit.perhaps):
            yield last
            last = None
        if found is not None:
            last = _Spell(day if last is None else last.first_day, through, found)
        if through == date.max:
            break
        day = through + ONE_DAY
    if last is not None:
        yield last


def _reached(
    own: RegistrationLife, others: Sequence[RegistrationLife], on: date, matter: Matter
) -> _Reached | None:
    """The limit that is used up on a day, or else one that perhaps is."""
    found = sorted(_all_reached(own, others, on, matter), key=lambda each: each.perhaps)
    return found[0] if found else None


def _all_reached(
    own: RegistrationLife, others: Sequence[RegistrationLife], on: date, matter: Matter
) -> Iterator[_Reached]:
    demand = matter.terms.demand
    if own.begun_as == "takedown":
        yield from _limits_reached(uses.tally_of_sales(others, on, matter, own.askers))
    if own.begun_as == "shelf":
        yield from _limits_reached(uses.tally_of_shelves(others, on, matter, own.askers))
    if demand is not None and own.as_demand:
        used = uses.tally(others, on, matter, own.askers)
        yield from _limits_reached(used)
        if demand.cap is not None and _cap_is_of_effected(matter.terms, demand):
            limit, if_all = demand.cap.limit, used.if_all or used
            says = f"At most {numbered(limit, 'demand is', 'demands are')} effected."
            if if_all.effected.value >= limit:
                perhaps = used.effected.value < limit
                yield _Reached(demand.cap.clause, says, perhaps, used, ("demand_cap_counts",))


def _limits_reached(used: DemandTally) -> Iterator[_Reached]:
    for each in used.limits:
        if each.limit.counts == "effected" and each.at_most >= each.limit.limit:
            says = f"At most {limit_in_words(each.limit, each.place)}."
            yield _Reached(each.clause, says, each.left.value > 0, used)


# --- what follows from it ------------------------------------------------------------------------


def _while_used_up(
    answer: RegistrationAnswer, spell: _Spell, others: Sequence[RegistrationLife], matter: Matter
) -> RegistrationAnswer:
    limit, first = spell.limit, spell.first_day
    perhaps = " perhaps" if limit.perhaps else ""
    since = matter.working.step(
        "used_up.since",
        limit.clause,
        f"{limit.says} Since {written_out(first)} others have{perhaps} used that up: this one need "
        "not be effected.",
        first,
        _counted(others, answer),
        readings=limit.by_reading,
    )
    end = RegistrationEnded(first, since, limit.clause)
    if limit.perhaps:
        limit.used.name_missing(matter)
        owed = perhaps_outliving(answer.obligations, end, answer.money.expenses, matter)
        return replace(answer, obligations=owed)
    owed = outliving(answer.obligations, end, answer.money.expenses, matter)
    return replace(
        answer,
        state="deferred",
        obligations=owed,
        explained_by={**answer.explained_by, "state": since.source},
    )


def _owed_again(
    answer: RegistrationAnswer, spell: _Spell, others: Sequence[RegistrationLife], matter: Matter
) -> RegistrationAnswer:
    """What fell due while the limit left none is owed promptly, once it leaves one."""
    born = {
        each.id
        for each in answer.obligations
        if each.due_on is not None and spell.first_day <= each.due_on <= spell.last_day
    }
    if not born:
        return answer
    again = spell.last_day + ONE_DAY
    source = matter.working.step(
        "used_up.again",
        spell.limit.clause,
        f"{spell.limit.says} From {written_out(spell.first_day)} through "
        f"{written_out(spell.last_day)} others had used that up; what fell due then is owed "
        f"promptly from {written_out(again)}.",
        again,
        _counted(others, answer),
        readings=spell.limit.by_reading,
    ).source
    return owed_promptly_from(again, answer, born, source)


def _counted(
    others: Sequence[RegistrationLife], answer: RegistrationAnswer
) -> dict[str, Sourced[object]]:
    """What decides whether each of the others counts."""
    return {each.id: deciding(each, answer.as_of) for each in others}

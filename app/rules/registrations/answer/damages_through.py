"""How damages were agreed while a registration was under way, and on which days they were not.

What an instrument puts in begins on its day, be it a default or all of them, and what it strikes
out runs no longer; so does everything once the rights themselves have ended, as the registration
does with them. Whole days; nothing raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.rules.money.damages.agreed import Agreed, AgreedByDay
from app.rules.money.damages.spells import DaysLeftOut
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.progress.progress import Progress
from app.rules.terms import Terms
from app.rules.terms.payments.damages import Damages, Default


@dataclass(frozen=True, slots=True)
class AgreedThrough:
    """One kind of damages through time: how it was agreed, and each default while it was.

    `term` is as agreed last, with every default that ever was: of each the days on which it was
    `not_agreed` yet, or not then, and the first on which it is `struck_out` or the rights ended.
    """

    by_day: AgreedByDay
    term: Damages
    not_agreed: Mapping[str, tuple[DaysLeftOut, ...]]
    struck_out: Mapping[str, Sourced[date]]

    def ended_with_rights(self, ended: Sourced[date] | None) -> "AgreedThrough":
        """The same, where nobody has any rights from a day on: then nothing of it runs."""
        if ended is None:
            return self
        each = {name: (self.struck_out.get(name, ended), ended) for name in self.term.defaults}
        first = {name: min(days, key=lambda day: day.value) for name, days in each.items()}
        return replace(self, struck_out=first)


def agreed_through(progress: Progress, matter: Matter) -> Mapping[str, AgreedThrough]:
    """Every kind of damages that was agreed while the registration was under way."""
    begun = progress.ruling.begun_on
    changes = () if begun is None else matter.changes_after(begun.value)
    first = Sourced(matter.terms.agreement_date, "terms:/agreement_date")
    days = [first if begun is None else begun, *sorted(changes, key=lambda each: each.value)]
    on = [(day, matter.on(day.value) if changes else matter) for day in days]
    names = dict.fromkeys(name for _, each in on for name in each.terms.damages)
    ended = _rights_ended(progress, matter) if names else None
    return {
        name: _through(name, [(day, each.terms) for day, each in on]).ended_with_rights(ended)
        for name in names
    }


def _rights_ended(progress: Progress, matter: Matter) -> Sourced[date] | None:
    """The first day without any rights; an end by time leaves a registration under way alone."""
    ended = progress.history.rights_ended(matter.unrecorded())
    if ended is None or ended.reason == "ENDED_BY_TIME":
        return None
    return (progress.history.rights_ended(matter) or ended).on


def _through(name: str, on: Sequence[tuple[Sourced[date], Terms]]) -> AgreedThrough:
    said = [(day, terms.damages.get(name)) for day, terms in on]
    by_day: list[Agreed] = []
    defaults: dict[str, Default] = {}
    before: Damages | None = None
    for day, term in said:
        if term is not None and (before is None or term != before):
            by_day.append(Agreed(day.value, term.at(f"terms:/damages/{name}")))
            defaults |= term.defaults
            before = term
    last = by_day[-1].term
    not_agreed: dict[str, tuple[DaysLeftOut, ...]] = {}
    struck_out: dict[str, Sourced[date]] = {}
    for default in defaults:
        agreed = [(day, term is not None and default in term.defaults) for day, term in said]
        without, struck = _days_without(agreed)
        not_agreed[default] = tuple(without)
        if struck is not None:
            struck_out[default] = struck
    term = last.model_copy(update={"defaults": defaults}).at(last.place)
    return AgreedThrough(tuple(by_day), term, not_agreed, struck_out)


def _days_without(
    agreed: Sequence[tuple[Sourced[date], bool]],
) -> tuple[list[DaysLeftOut], Sourced[date] | None]:
    """The days on which something was not agreed, and the first of those that go on."""
    found: list[DaysLeftOut] = []
    since: Sourced[date] | None = None
    was_agreed = False
    for day, is_agreed in agreed:
        if not is_agreed:
            since = since or day
        elif since is not None:
            first = since.value if was_agreed else date.min
            because = Sourced("not agreed", day.source)
            found.append(DaysLeftOut(first, day.value - ONE_DAY, because, agreed=False))
            since = None
        was_agreed = was_agreed or is_agreed
    return found, since

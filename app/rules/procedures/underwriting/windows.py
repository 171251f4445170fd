"""The days that the managing underwriter's statements bar: clause 4(c), on the record.

A statement bars the days that the clause counts, from its own day on and until it asks for less:
what was barred before then was barred. A change of the terms takes hold of what of a window is
still to come (9(e)): one that would have begun before it begins with it, and what it leaves no day
to come ends on the day before. Windows without a day between them are one. Days are calendar days;
nothing raises. Relies on `holdbacks`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from app.rules.procedures.underwriting.holdback import (
    LIMBS,
    Holdbacks,
    HoldbackWindow,
    Limb,
    UnderwrittenRegistration,
    holdbacks,
)
from app.rules.procedures.underwriting.statements import AsksLess, CalledFor
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter, change_that_decides, day_that_ends
from app.rules.reasoning.trace import Sourced
from app.rules.values.written_dates import written_out


def windows_of(
    statement: CalledFor, registration: UnderwrittenRegistration, matter: Matter
) -> Holdbacks | None:
    """The windows of one statement, as far as less was not asked for since; None: no such term."""
    found = _windows(statement, statement.toward(registration, statement.advice), matter)
    if found is None:
        return None
    if not found.known and statement.released is not None:
        return Holdbacks(found.clause)  # Whatever its days were, none of them is still to come.
    windows, perhaps = found.windows, found.perhaps
    for change in statement.less:
        shorter = _shorter(statement, change, registration, matter)
        windows = tuple(_until(each, change, shorter, matter) for each in windows)
        perhaps = tuple(_until(each, change, shorter, matter) for each in perhaps)
    return replace(
        found,
        windows=tuple(_that_bind(windows, statement)),
        perhaps=tuple(_that_bind(perhaps, statement)),
    )


def _that_bind(windows: Iterable[HoldbackWindow], statement: CalledFor) -> Iterator[HoldbackWindow]:
    """Those of which a day is left that binds, each from its statement's day on."""
    for each in windows:
        since = statement.since
        bound = since if since and since.value > each.bound_from.value else each.bound_from
        if bound.value <= each.last_day.value:
            yield replace(each, bound_from=bound, said=statement.said)


def _shorter(
    statement: CalledFor, change: AsksLess, registration: UnderwrittenRegistration, matter: Matter
) -> HoldbackWindow | None:
    """The window of a shorter advice, from its day on."""
    if change.shorter is None:
        return None
    toward = statement.toward(registration, change.shorter)
    asked = replace(statement, said_on=(change.on.value,), advice=change.shorter)
    return _only(_windows(asked, toward, matter))


def _until(
    window: HoldbackWindow, change: AsksLess, shorter: HoldbackWindow | None, matter: Matter
) -> HoldbackWindow:
    """A window from which a later statement frees: never of days that went before it."""
    if change.shorter is not None and shorter is None:
        return window
    before = change.on.value - ONE_DAY
    if shorter is not None and shorter.last_day.value > before:
        sooner = shorter.last_day.value < window.last_day.value
        return replace(window, last_day=shorter.last_day) if sooner else window
    freed = replace(window, free_from=change.on) if shorter is None else window
    if before >= window.last_day.value:
        return freed
    last = matter.working.step(
        "holdback.asked_less",
        window.clause,
        f"From {written_out(change.on.value)} the managing underwriter asks for no day that is "
        "still to come: the day before is the last.",
        before,
        {"last_day": window.last_day, "said_on": change.on},
    )
    return replace(freed, last_day=last)


def together(found: Sequence[Holdbacks]) -> Holdbacks | None:
    """All windows of one Holder, each stretch of days as one; None: there is no such term."""
    if not found:
        return None
    return Holdbacks(
        found[0].clause,
        tuple(
            window
            for limb in LIMBS
            for window in _stretches(
                [each for his in found for each in his.windows if each.limb == limb]
            )
        ),
        tuple(window for each in found for window in each.perhaps),
        known=all(each.known for each in found),
        free_through=min(
            (each.free_through or date.min for each in found if not each.known), default=None
        ),
    )


def _stretches(windows: Sequence[HoldbackWindow]) -> Sequence[HoldbackWindow]:
    """The windows of one limb in their order, numbered; what meets the one before goes on in it."""
    found: list[HoldbackWindow] = []
    for each in sorted(windows, key=lambda each: each.bound_from.value):
        if found and each.bound_from.value <= found[-1].last_day.value + ONE_DAY:
            last = max(found[-1].last_day, each.last_day, key=lambda day: day.value)
            found[-1] = replace(found[-1], last_day=last, free_from=each.free_from)
        else:
            found.append(replace(each, stretch=len(found) + 1))
    return found


# --- as the terms change ------------------------------------------------------------------------


def _windows(
    statement: CalledFor, registration: UnderwrittenRegistration, matter: Matter
) -> Holdbacks | None:
    """What a statement bars, as the terms change since it was made."""
    said_on, limb = statement.said_on, statement.limb
    if not matter.changes_after(said_on[0]):
        # Of terms that know no advice it is only asked whether anything was required.
        limbs = (limb,) if statement.required is not None else LIMBS
        return _under(registration, limbs, matter)
    had_term = (day for day in said_on if matter.on(day).terms.holdback is not None)
    return _as_changed(registration, limb, next(had_term, said_on[-1]), matter)


def _only(found: Holdbacks | None) -> HoldbackWindow | None:
    return next(iter((*found.windows, *found.perhaps)), None) if found else None


def _as_changed(
    registration: UnderwrittenRegistration, limb: Limb, since: date, matter: Matter
) -> Holdbacks | None:
    """The windows of one limb that was called for on a day, as the terms change from then on."""

    def window(at: Matter) -> HoldbackWindow | None:
        return _only(_under(registration, (limb,), at))

    def begins(at: Matter) -> date | None:
        found = window(at)
        return found.first_day.value if found else None

    def ends(at: Matter) -> date | None:
        found = window(at)
        return found.last_day.value if found else date.min

    decides = change_that_decides(begins, matter, since)
    then = matter.on(decides.day)
    his = _under(registration, (limb,), then)
    first = decides.at_once.value if decides.at_once else begins(then.unrecorded())
    if his is None or first is None:
        return his
    ended_under, ended_by = day_that_ends(ends, matter, max(first, decides.day))
    last = window(matter.on(ended_under)) if ended_by is None else None

    def changed(each: HoldbackWindow) -> HoldbackWindow:
        begun = decides.at_once or each.first_day
        bound = max(begun, each.bound_from, key=lambda day: day.value)
        each = replace(each, first_day=begun, bound_from=bound)
        if last is not None:
            return replace(each, last_day=last.last_day)
        return _cut_short(each, ended_by, matter) if ended_by else each

    return replace(
        his, windows=tuple(map(changed, his.windows)), perhaps=tuple(map(changed, his.perhaps))
    )


def _cut_short(window: HoldbackWindow, change: Sourced[date], matter: Matter) -> HoldbackWindow:
    """A window that a change ends: the day of the change is the first without it."""
    last = matter.working.step(
        "holdback.ended_by_change",
        matter.terms.amendments.clause,
        f"The terms as changed from {written_out(change.value)} leave the holdback no day that is "
        "still to come: the day before is its last.",
        change.value - ONE_DAY,
        {"last_day": window.last_day, "changed_on": change},
    )
    return replace(window, last_day=last)


def _under(
    registration: UnderwrittenRegistration, limbs: Sequence[Limb], matter: Matter
) -> Holdbacks | None:
    term = matter.terms.holdback
    return None if term is None else holdbacks(registration, term, matter, limbs)

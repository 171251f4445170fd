"""A deadline or window worked out where it stands, from the Moment that the terms name.

A Period of edition 1 is counted from the Moment that its word means at its place; a Clock as it
says. Either gives no day while what it is counted from has none: what it waits for is named among
the missing inputs, with the fact by which a record is told. Whole days; raises `OutsideCalendar`.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import Happenings, day_of, rolled
from app.rules.reasoning.days.period import roll, unrolled_last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.clock import Span
from app.rules.terms.clocks.within import Within
from app.rules.terms.document.checks.anchors import honoured_at
from app.rules.terms.vocabulary import Period
from app.rules.values.written_dates import on_its_weekday, written_out

POSTED_AS: Final[Mapping[str, str]] = {
    "request.sent": "delivery.sent_on",
    "notice.sent": "notice_given.delivery.sent_on",
    "notice.delivered": "notice_given.delivery.delivered_on",
    "notice.given": "notice_given.delivery",
    "notice.received": "notice_given.delivery",
    "registration.filed": "filed.occurred_on",
    "registration.effective": "declared_effective.occurred_on",
    "ipo.effective": "first_public_offering_effective.occurred_on",
    "ipo.priced": "first_public_offering_stage",
    "ipo.closed": "first_public_offering_stage",
    "registration.expected_filing": "registration_determined.planned_filing_on",
    **{
        f"registration.{stage}": "stage_reached"
        for stage in (
            "publicly_filed",
            "comments_received",
            "comments_answered",
            "review_ended",
            "acceleration_asked",
            "offering_commenced",
            "priced",
            "final_prospectus",
            "closed",
        )
    },
    "form": "filed.form",
    "underwritten": "demand_received.underwritten",
}
"""The fact that gives a Moment its day, or says how a registration is."""


RECEIPTS: Final = frozenset({"notice.received", "request.received"})
"""What a writing lacks to be received is named where its receipt is worked out."""


def unrolled(
    within: Within, known: Happenings, matter: Matter, place: str, needed_for: str, clause: str
) -> Sourced[date] | None:
    """The last day at a place of the terms, before any weekend or holiday moves it."""
    if isinstance(within, Period):
        words = honoured_at(place)
        moment = words.get(within.anchor) or next(iter(words.values()))
        start = known.days.get(moment)
        if start is None:
            name_waiting((moment,), needed_for, within.clause, matter)
            return None
        return unrolled_last_day(within, start, matter, place)
    found = day_of(within.model_copy(update={"roll": "none"}), known, matter, place, clause=clause)
    if found.day is None or found.provisional:
        name_waiting(found.waits_for, needed_for, within.clause or clause, matter)
    return found.day


def name_open(
    within: Within, known: Happenings, matter: Matter, needed_for: str, clause: str
) -> None:
    """Name what the last day at a place of the terms turns on and nobody has stated."""
    if not isinstance(within, Period):
        waits_for = day_of(within, known, matter.unrecorded(), "", clause=clause).waits_for
        name_waiting(waits_for, needed_for, within.clause or clause, matter)


def at_rest(within: Within, day: Sourced[date], matter: Matter, clause: str) -> Sourced[date]:
    """The last day of an act where the law lets it come to rest."""
    if isinstance(within, Period):
        return roll(within, day, matter)
    return rolled(within, day, matter, within.clause or clause)


def last_day_of(
    within: Within, known: Happenings, matter: Matter, place: str, needed_for: str, clause: str
) -> Sourced[date] | None:
    """The last day of an act at a place of the terms, moved as they say."""
    day = unrolled(within, known, matter, place, needed_for, clause)
    return None if day is None else at_rest(within, day, matter, clause)


def opened_on(
    span: Span, known: Happenings, used_on: date, matter: Matter, place: str, clause: str
) -> Sourced[date] | None:
    """The first day of a right that is used on a day, by what had happened on each day.

    What happens later opens nothing on a day before it: a right that it opens runs from its own
    day, and one that was open when it was used stays so. Without it the right is not open yet.
    """

    later = known.happened_after(used_on)
    if span.since is None or not later:
        return first_day_of(span, known.expecting(used_on), matter, place, clause)

    def by(since: Sourced[date] | None, at: Matter) -> Sourced[date] | None:
        found = first_day_of(span, known.by(since.value if since else used_on), at, place, clause)
        if since is None or found is None or found.value >= since.value:
            return found
        says = f"What opens it happened on {written_out(since.value)}: it is open from then on."
        step = {"opens_on": found, "happened_on": since}
        return at.working.step("clock.opened_by", span.clause or clause, says, since.value, step)

    aside = matter.unrecorded()
    for since, until in zip((None, *later), later, strict=False):
        opens = by(since, aside)
        if opens is not None and opens.value < until.value:
            return by(since, matter)
    return by(later[-1], matter)


def closed_on(
    span: Span, known: Happenings, used_on: date, matter: Matter, place: str, clause: str
) -> Sourced[date] | None:
    """The last day of a right that is used on a day: what happens later closes nothing before."""
    at_the_time = known.by(used_on) if known.happened_after(used_on) else known.expecting(used_on)
    return final_day_of(span, at_the_time, matter, place, clause)


def first_day_of(
    span: Span, known: Happenings, matter: Matter, place: str, clause: str
) -> Sourced[date] | None:
    """The first day of a Span; None where it has no beginning, or one that is not known."""
    if span.since is None:
        return None
    clause = span.since.clause or span.clause or clause
    found = day_of(span.since, known, matter, f"{place}/from", clause=clause)
    if found.day is None:
        name_waiting(found.waits_for, "whether the right is open", clause, matter)
    if found.day is None or span.since.edge != "strict":
        return found.day
    return _beyond(found.day, ONE_DAY, clause, matter)


def final_day_of(
    span: Span, known: Happenings, matter: Matter, place: str, clause: str
) -> Sourced[date] | None:
    """The last day of a Span; None where it has no end, or one that is not known."""
    if span.until is None:
        return None
    clause = span.until.clause or span.clause or clause
    found = day_of(span.until, known, matter, f"{place}/until", clause=clause)
    if found.day is None or span.until.edge != "strict":
        return found.day
    return _beyond(found.day, -ONE_DAY, clause, matter)


def _beyond(edge: Sourced[date], by: timedelta, clause: str, matter: Matter) -> Sourced[date]:
    day = edge.value + by
    says = f"{written_out(edge.value)} itself is outside: {on_its_weekday(day)}."
    return matter.working.step("clock.strict", clause, says, day, {"edge": edge})


def name_waiting(waits_for: tuple[str, ...], needed_for: str, clause: str, matter: Matter) -> None:
    """Name what is waited for, with the fact that tells of it."""
    for name in waits_for:
        if name in RECEIPTS:
            continue
        posted_as = POSTED_AS.get(name)
        if posted_as is None and name.startswith("event."):
            posted_as = "event_happened.occurred_on"
        if posted_as is None and name in matter.terms.conditions:
            posted_as = "condition_stated.holds"
        matter.working.miss(name, needed_for, clause, posted_as=posted_as)

"""Whether what each period and Clock is counted from is a Moment that its place really has.

A word that a place does not know would be decoration: something else would be computed than the
document says. So it is refused, and the words that would be right are named. Nothing raises.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.rules.terms.agreement import Terms
from app.rules.terms.clocks.calendars import NO_ROLL
from app.rules.terms.clocks.clock import (
    CONDITIONS,
    Asserted,
    AtMoment,
    ClockForm,
    Counted,
    Happened,
    Span,
)
from app.rules.terms.clocks.moments import subject_of
from app.rules.terms.clocks.portions import HeldByHolder
from app.rules.terms.document.checks.anchors import DEMAND, INCIDENTAL, SHELF, TAKEDOWN, honoured_at
from app.rules.terms.document.checks.calendars_said import undeclared_calendar, undeclared_roll
from app.rules.terms.document.checks.finding import Parts, TermsFinding, contradiction
from app.rules.terms.vocabulary import Period


@dataclass(frozen=True, slots=True)
class ClockPlace:
    """What a Clock may do at a place: count from these Moments, turn on these Conditions.

    `event` stands for every event that the document declares.
    """

    moments: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    edge: bool = False


_AGREEMENT: Final = ("agreement.dated", "ipo.effective", "ipo.priced", "ipo.closed", "event")
_STAGES: Final = (
    "registration.publicly_filed",
    "registration.comments_received",
    "registration.comments_answered",
    "registration.review_ended",
    "registration.acceleration_asked",
    "registration.offering_commenced",
    "registration.priced",
    "registration.final_prospectus",
    "registration.closed",
)
_LOGIC: Final = ("asserted", "happened", "reached", "within", "any", "not")
_COURSE: Final = (
    "request.received",
    "registration.filed",
    "registration.effective",
    "registration.distributed",
    *_STAGES,
    *_AGREEMENT,
)

_OF_A_SALE: Final = (
    "request.received",
    "registration.distributed",
    "registration.offering_commenced",
    "registration.priced",
    "registration.final_prospectus",
    "registration.closed",
    *_AGREEMENT,
)

CLOCK_PLACES: Final[Mapping[str, ClockPlace]] = {
    "/notices/methods/[a-z_]+/received": ClockPlace(("notice.sent", "notice.delivered")),
    f"({DEMAND}|{SHELF}|{TAKEDOWN}|{INCIDENTAL})/join/within": ClockPlace(
        ("notice.sent", "notice.given", "notice.delivered", "notice.received")
    ),
    f"({DEMAND}|{TAKEDOWN})/notice_to_holders/within": ClockPlace(
        ("request.given", "request.received")
    ),
    f"{SHELF}/notice_to_holders/within": ClockPlace(
        ("request.given", "request.received", *_AGREEMENT)
    ),
    f"{INCIDENTAL}/tell/within": ClockPlace(("registration.proposed", "registration.filed")),
    f"({DEMAND}(/short_form)?|{SHELF})/effect_within": ClockPlace(
        ("request.given", "request.received", "registration.filed", *_STAGES, *_AGREEMENT),
        ("form", "underwritten", *_LOGIC),
    ),
    f"({DEMAND}|{SHELF})/unless": ClockPlace(_AGREEMENT, ("form", *_LOGIC)),
    f"{TAKEDOWN}/unless": ClockPlace(_AGREEMENT, _LOGIC),
    f"(/effectiveness|/shelf_period|{DEMAND}|{SHELF})/keep_effective": ClockPlace(
        (
            "registration.filed",
            "registration.effective",
            "registration.distributed",
            *_STAGES,
            *_AGREEMENT,
        ),
        ("form", "underwritten", *_LOGIC),
    ),
    f"{TAKEDOWN}/ask_by": ClockPlace(("registration.offering_commenced",)),
    f"({DEMAND}|{TAKEDOWN}|{SHELF}|{INCIDENTAL})/open/(from|until)": ClockPlace(
        _AGREEMENT, _LOGIC, edge=True
    ),
    "/registration_statement/within": ClockPlace(
        ("request.given", "request.received", *_AGREEMENT), ("underwritten", *_LOGIC)
    ),
    f"({DEMAND}|{SHELF})/file_within": ClockPlace(
        ("request.given", "request.received", *_AGREEMENT), ("form", "underwritten", *_LOGIC)
    ),
    "/delay/conditions": ClockPlace((*_COURSE, "delay.invoked"), ("underwritten", *_LOGIC)),
    "/delay/ends_by": ClockPlace(
        ("request.given", "request.received", "delay.invoked", *_AGREEMENT), _LOGIC
    ),
    "/standstills/[^/]+/(from|until)": ClockPlace(
        (
            "registration.proposed",
            "registration.expected_filing",
            "registration.filed",
            "registration.effective",
            "registration.distributed",
            *_STAGES,
            *_AGREEMENT,
        ),
        _LOGIC,
        edge=True,
    ),
    "/standstills/[^/]+/unless": ClockPlace(_COURSE, ("underwritten", *_LOGIC)),
    "/holdbacks/[^/]+/(from|until)": ClockPlace(
        (
            "registration.filed",
            "registration.effective",
            "registration.distributed",
            *_STAGES,
            *_AGREEMENT,
        ),
        _LOGIC,
        edge=True,
    ),
    "/holdbacks/[^/]+/needs": ClockPlace(
        ("registration.filed", "registration.effective", *_STAGES, *_AGREEMENT),
        ("form", "underwritten", *_LOGIC),
    ),
    "/ends/[^/]+/on": ClockPlace(_AGREEMENT, ("held", *_LOGIC), edge=True),
    f"{INCIDENTAL}/unless": ClockPlace(_AGREEMENT, ("form", "underwritten", *_LOGIC)),
    f"({DEMAND}|{TAKEDOWN}|{SHELF})/size(/(any|all)/[0-9]+)*/on": ClockPlace(
        ("request.given", "request.received")
    ),
    f"{TAKEDOWN}/effected/needs": ClockPlace(_OF_A_SALE, ("included", "sold", *_LOGIC)),
    f"{TAKEDOWN}/effected/undone_by/[0-9]+/until": ClockPlace(
        _OF_A_SALE, ("included", "sold", *_LOGIC)
    ),
    f"{TAKEDOWN}/effected/withdrawn/free_if": ClockPlace(_OF_A_SALE, ("delayed", *_LOGIC)),
    f"{DEMAND}/effected/needs": ClockPlace(
        _COURSE, ("form", "underwritten", "kept", "included", "sold", *_LOGIC)
    ),
    f"{DEMAND}/effected/undone_by/[0-9]+/until": ClockPlace(
        _COURSE, ("form", "underwritten", "included", "sold", *_LOGIC)
    ),
    f"{DEMAND}/effected/undone_by/[0-9]+/restored_by/notice_by": ClockPlace(
        ("order.issued", "order.lifted", "order.elected"), _LOGIC
    ),
    f"{DEMAND}/effected/withdrawn/free_if": ClockPlace(
        _COURSE, ("form", "underwritten", "delayed", *_LOGIC)
    ),
}
"""Every place where a Clock or Conditions may stand."""


def anchor_findings(parts: Parts, terms: Terms) -> Iterator[TermsFinding]:
    """Periods of edition 1 that are counted from something which their place does not know."""
    for pointer, period in parts:
        if not isinstance(period, Period):
            continue
        step = re.fullmatch(r"/procedures/([0-9]+)/within", pointer)
        arises = terms.procedures[int(step[1])].arises if step else None
        honoured = honoured_at(pointer, arises)
        if period.anchor in honoured:
            continue
        words = " or ".join(f"`{each}`" for each in honoured)
        says = (
            f"This is counted from {words}, not from `{period.anchor}`: another word would be "
            "ignored."
            if honoured
            else f"A step that arises so ({arises}) is not counted from any day: leave `within` "
            "out, or let it arise otherwise."
        )
        yield contradiction(f"{pointer}/anchor", "anchor_not_honoured", says)


def clock_findings(parts: Parts, terms: Terms) -> Iterator[TermsFinding]:
    """Clocks that count from a Moment, turn on a Condition or say a word not honoured there."""
    for right in terms.rights_asked_for:
        if right.open is not None:
            yield from _opening(right.open, f"{right.place}/open")
    for joining in terms.every_incidental:
        if joining.open is not None:
            yield from _opening(joining.open, f"{joining.place}/open")
    yield from _held(parts, terms)
    yield from _triggers(parts, terms)
    unasked = tuple(f"{each.place}/" for each in terms.every_shelf if each.begins_by_itself)
    for pointer, place in _places(parts):
        if pointer.startswith(unasked):
            place = replace(place, moments=tuple(_but_requests(place.moments)))
        for inner, part in parts:
            if f"{inner}/".startswith(f"{pointer}/"):
                yield from _of_part(inner, part, place, terms)


def _but_requests(moments: Iterable[str]) -> Iterator[str]:
    """The Moments of what nobody asks for."""
    return (each for each in moments if subject_of(each) != "request")


def _triggers(parts: Parts, terms: Terms) -> Iterator[TermsFinding]:
    """A shelf that begins by itself begins by a Moment that there is, and nobody asks for it."""
    for shelf in terms.every_shelf:
        if not shelf.begins_by_itself:
            continue
        yield from _moment(f"{shelf.place}/trigger", shelf.trigger, ClockPlace(_AGREEMENT), terms)
        for pointer, part in parts:
            by_word = isinstance(part, Period) and part.anchor.startswith("request")
            if by_word and pointer.startswith((f"{shelf.place}/file", f"{shelf.place}/effect")):
                says = f"Nobody asks for this shelf: count from `{shelf.trigger}`."
                yield contradiction(pointer, "moment_not_honoured", says)


OUTERMOST: Final = r"/ends/([^/]+)/on/when(/[0-9]+|/any/[0-9]+)*"


def _held(parts: Parts, terms: Terms) -> Iterator[TermsFinding]:
    """What one Holder holds is asked of each by itself, on the day asked about."""
    for pointer, part in parts:
        found = re.fullmatch(OUTERMOST, pointer)
        if not isinstance(part, HeldByHolder) or not pointer.startswith("/ends/"):
            continue
        if found is None or terms.ends[found[1]].whose != "holder":
            says = (
                "What a Holder holds is asked in `when` of an end of its own: say `for` `holder`, "
                "and let nothing be counted from it."
            )
            yield contradiction(f"{pointer}/held", "condition_not_honoured", says)


def _opening(span: Span, pointer: str) -> Iterator[TermsFinding]:
    """Whether the first day itself is open has no plain answer, so it must be said."""
    if span.since is not None and span.since.edge is None:
        says = "Say whether the day itself is open: `edge` is `on` (it is) or `strict` (it is not)."
        yield contradiction(f"{pointer}/from", "edge_not_said", says)
    if span.without:
        says = "Single days are not left out of this Span."
        yield contradiction(f"{pointer}/without", "without_not_honoured", says)


def _places(parts: Parts) -> Iterator[tuple[str, ClockPlace]]:
    """The outermost Clocks and Conditions, with what their places allow."""
    for pointer, part in parts:
        if isinstance(part, (ClockForm, tuple, *CONDITIONS)):
            place = next(
                (each for at, each in CLOCK_PLACES.items() if re.fullmatch(at, pointer)), None
            )
            if place is not None:
                yield pointer, place


def _of_part(pointer: str, part: object, place: ClockPlace, terms: Terms) -> Iterator[TermsFinding]:
    for field, moment in _moments(part):
        yield from _moment(f"{pointer}/{field}", moment, place, terms)
    if isinstance(part, ClockForm):
        yield from _options(pointer, part, place, terms)
    if isinstance(part, Asserted) and part.asserted not in terms.conditions:
        declared = ", ".join(terms.conditions) or "none"
        says = f"No condition of this name is declared in `conditions`; declared are: {declared}."
        yield contradiction(f"{pointer}/asserted", "condition_not_declared", says)
    key = str(getattr(type(part), "key", ""))
    if isinstance(part, CONDITIONS) and key not in place.conditions:
        known = ", ".join(f"`{each}`" for each in place.conditions) or "none"
        yield contradiction(
            f"{pointer}/{key}",
            "condition_not_honoured",
            f"Nothing is known of `{key}` here; Conditions that are: {known}.",
        )


def _moments(part: object) -> Iterator[tuple[str, str]]:
    """The Moments that a part names itself, each with its field."""
    match part:
        case AtMoment():
            yield "at", part.at
        case Counted() if isinstance(part.start, str):
            yield ("before" if part.after is None else "after"), part.start
        case Happened():
            yield "happened", part.happened
        case _:
            pass


def _moment(pointer: str, moment: str, place: ClockPlace, terms: Terms) -> Iterator[TermsFinding]:
    subject = subject_of(moment)
    if moment not in place.moments and subject not in place.moments:
        known = ", ".join(
            "`event.` and an event of `events`" if each == "event" else f"`{each}`"
            for each in place.moments
        )
        yield contradiction(
            pointer,
            "moment_not_honoured",
            f"There is no `{moment}` here; a Clock at this place counts from {known}.",
        )
    elif subject == "event" and moment.partition(".")[2] not in terms.events:
        declared = ", ".join(terms.events) or "none"
        says = f"No event of this name is declared in `events`; declared are: {declared}."
        yield contradiction(pointer, "event_not_declared", says)


def _options(
    pointer: str, clock: ClockForm, place: ClockPlace, terms: Terms
) -> Iterator[TermsFinding]:
    """Words of a Clock that no place honours yet."""
    if clock.edge is not None and not place.edge:
        says = "A deadline is good through its last day; `edge` is not honoured here."
        yield contradiction(f"{pointer}/edge", "edge_not_honoured", says)
    if clock.hour is not None:
        says = "A deadline runs to the end of its last day; `hour` is not honoured here."
        yield contradiction(f"{pointer}/hour", "hour_not_honoured", says)
    if clock.roll not in (None, NO_ROLL):
        yield from undeclared_roll(clock.roll, f"{pointer}/roll", terms)
        roll = terms.rolls.get(clock.roll)
        backward = isinstance(clock, Counted) and clock.after is None
        if backward and roll is not None and roll.moves == "next":
            says = "A day counted back that moved on would leave less time than the least."
            yield contradiction(f"{pointer}/roll", "roll_against_direction", says)
    if isinstance(clock, Counted) and clock.calendar is not None:
        yield from undeclared_calendar(clock.calendar, f"{pointer}/calendar", terms)

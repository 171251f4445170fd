"""A request in writing: who asks for how many shares, and on which day it is complete.

Clauses 2(a)(i) and 9(b). Several letters are one request, complete on the day on which those who
ask are first the Requisite Holders together (QB10); where no threshold is asked for, on the day of
the first letter. Who has taken back a request by then does not ask any more and was never part of
it. Each letter is received, and each day's count made, under the terms of its own day. Dates are
whole days, shares whole shares; nothing raises but `OutsideCalendar`. Relies on
`notices.receipt`, `holdings` and `requisite` for the count, `taken_back` for who asks no more.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import groupby

from app.rules.holders.requisite import ThresholdTest
from app.rules.reasoning.days.between import each_and_all
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.requests.asking.asked import (
    Letter,
    Request,
    RequestReceived,
    letter_receipt,
)
from app.rules.registrations.requests.asking.least import is_large_enough
from app.rules.registrations.requests.asking.majority import tally_of, those_who_may, threshold
from app.rules.registrations.requests.asking.taken_back import (
    TakenBack,
)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A letter that has arrived; `came_on`, if it was held until the day on which it counts."""

    letter: Letter
    given_on: Sourced[date] | None
    received_on: Sourced[date]
    came_on: Sourced[date] | None = None


@dataclass(frozen=True, slots=True)
class _Standing:
    """Who asks at the end of a day: the letters without what has been taken back by then.

    `unless` are those whose request counts only if it was taken back after that day's letters.
    """

    letters: tuple[Letter, ...]
    dropped: tuple[TakenBack, ...]
    unless: tuple[TakenBack, ...]

    @property
    def requesters(self) -> frozenset[str]:
        """Everybody who may be asking."""
        return frozenset(holder for letter in self.letters for holder in letter.requests)


def received(request: Request, matter: Matter) -> RequestReceived:
    """Find the day on which the letters together first come from the Requisite Holders."""
    return _either_way(_received, request, matter)


def _either_way(
    find: Callable[[Request, Matter], RequestReceived], request: Request, matter: Matter
) -> RequestReceived:
    """The request as received, as far as that is known while letters may have come or not."""
    found = find(request, matter)
    tried = (
        find(_as_if_come(way, request), matter.unrecorded())
        for way in each_and_all(found.on_the_way)
    )
    if all(_complete_on(each) == _complete_on(found) for each in tried):
        return found
    return replace(found, received_on=None, given_on=None, tally=None, threshold=None)


def _complete_on(asked: RequestReceived) -> date | None:
    """The day on which a request was complete; None while it is not."""
    if asked.received_on is None or asked.awaits_more:
        return None
    if asked.threshold and not asked.threshold.met.value:
        return None
    return asked.received_on.value


def _as_if_come(letters: Iterable[Letter], request: Request) -> Request:
    """The request as if these of its letters had been received on the day on which they went."""
    come = set(map(id, letters))
    return replace(
        request,
        letters=tuple(
            replace(each, delivery=None, received_on=each.asked_on) if id(each) in come else each
            for each in request.letters
        ),
    )


def _received(request: Request, matter: Matter) -> RequestReceived:
    arrived, flaw, on_the_way = _arrivals(request, matter)
    so_far: list[_Arrival] = []
    standing = _Standing((), (), ())
    tally, test = None, None
    open_order: tuple[TakenBack, ...] = ()
    open_moves: tuple[str, ...] = ()
    enough = True
    for day, same_day in groupby(arrived, key=lambda arrival: arrival.received_on.value):
        if so_far and request.made_on is not None and day > request.made_on:
            break
        todays = tuple(same_day)
        so_far.extend(todays)
        its_day = request.on(day, matter)
        standing = _standing(so_far, todays, day, request, its_day)
        count = partial(request.count, day)
        tally = tally_of(count, standing.requesters, day, request, its_day)
        test = threshold(tally, request, its_day)
        if test is None:
            break
        open_moves = _open_moves(test, day, standing.requesters, request, its_day)
        if open_moves:
            break
        enough = is_large_enough(standing.letters, day, request, its_day)
        if test.met.value and enough:
            open_order = _decisive(standing, day, request, its_day)
            break
    last = so_far[-1] if so_far else None
    return RequestReceived(
        received_on=last.received_on if last else None,
        given_on=last.given_on if last else None,
        requesters=standing.requesters,
        unrecognised=_unrecognised(standing.requesters, last, request, matter),
        counted=standing.letters,
        later=tuple(arrival.letter for arrival in arrived[len(so_far) :]),
        tally=tally,
        threshold=test,
        flaw=None if arrived else flaw,
        dropped=standing.dropped,
        open_order=open_order,
        open_moves=open_moves,
        on_the_way=on_the_way,
        awaits_more=not enough,
        came_on=last.came_on if last else None,
    )


def _open_moves(
    test: ThresholdTest, day: date, requesters: frozenset[str], request: Request, matter: Matter
) -> tuple[str, ...]:
    """What else moved on the day of letters, if its order decides whether those who ask suffice."""
    moves = request.moves(day)
    others = (
        threshold(tally_of(count, requesters, day, request, matter.unrecorded()), request, matter)
        for count in moves.counts
    )
    decides = any(other is not None and other.met.value != test.met.value for other in others)
    return moves.told_by if decides else ()


def _standing(
    so_far: Sequence[_Arrival],
    todays: Sequence[_Arrival],
    day: date,
    request: Request,
    matter: Matter,
) -> _Standing:
    """The letters received by a day, without the requests that were taken back by then.

    Nor is one asking who may not: it may join, once it is told.
    """
    may_ask = those_who_may(request, day, matter)
    letters: list[Letter] = []
    dropped: dict[TakenBack, None] = {}
    unless: dict[TakenBack, None] = {}
    for arrival in so_far:
        letter = arrival.letter
        asking = dict(letter.requests)
        for holder in letter.requests:
            if may_ask is not None and holder not in may_ask:
                del asking[holder]
                continue
            if request.barred(holder, day) is not None:
                del asking[holder]
                continue
            taken = request.taken_back.of(holder, letter.asked_on)
            if taken is None or taken.on.value > day:
                continue
            if taken.on.value == day and _came_after(taken, holder, todays):
                continue
            if taken.on.value == day and taken.before_letters is None:
                unless[taken] = None
                continue
            del asking[holder]
            dropped[taken] = None
        if asking:
            letters.append(letter if len(asking) == len(letter.requests) else letter.only(asking))
    return _Standing(tuple(letters), tuple(dropped), tuple(unless))


def _came_after(taken: TakenBack, holder: str, todays: Sequence[_Arrival]) -> bool:
    """Whether it came after the letters of its day: so it is said, or they are all its own."""
    if taken.before_letters is not None:
        return not taken.before_letters
    return all(
        holder in arrival.letter.requests and arrival.letter.asked_on == taken.on.value
        for arrival in todays
    )


def _decisive(
    standing: _Standing, day: date, request: Request, matter: Matter
) -> tuple[TakenBack, ...]:
    """Requests taken back on the day of completion without which it would not be complete."""
    if not standing.unless:
        return ()
    left = standing.requesters - {taken.holder for taken in standing.unless}
    count = partial(request.count, day)
    test = threshold(tally_of(count, left, day, request, matter), request, matter)
    kept = [
        letter.only({name: shares for name, shares in letter.requests.items() if name in left})
        for letter in standing.letters
    ]
    enough = test is not None and test.met.value and is_large_enough(kept, day, request, matter)
    return () if enough else standing.unless


def received_from_anyone(request: Request, matter: Matter) -> RequestReceived:
    """The request of whichever Holders ask, where no threshold is set: the first letter makes it.

    The letters of the first day of receipt are the request; later ones join it. What was taken back
    before it arrived is none.
    """
    return _either_way(_received_from_anyone, request, matter)


def _received_from_anyone(request: Request, matter: Matter) -> RequestReceived:
    everything, flaw, on_the_way = _arrivals(request, matter)
    arrived = [
        replace(arrival, letter=letter)
        for arrival in everything
        if (letter := _not_taken_back(arrival, request)) is not None
    ]
    first = arrived[0] if arrived else None
    counted = [
        each for each in arrived if first and each.received_on.value == first.received_on.value
    ]
    requesters = frozenset(holder for each in counted for holder in each.letter.requests)
    if everything and not arrived and all(_is_barred(each, request) for each in everything):
        flaw, everything = "HOLDER_WITHOUT_RIGHTS", []
    return RequestReceived(
        received_on=first.received_on if first else None,
        given_on=first.given_on if first else None,
        requesters=requesters,
        unrecognised=_unrecognised(requesters, first, request, matter),
        counted=tuple(each.letter for each in counted),
        later=tuple(each.letter for each in arrived[len(counted) :]),
        tally=None,
        threshold=None,
        flaw=None if everything else flaw,
        on_the_way=on_the_way,
    )


def _is_barred(arrival: _Arrival, request: Request) -> bool:
    """Whether none of those who sign a letter had the right on the day of its receipt."""
    day = arrival.received_on.value
    return all(request.barred(holder, day) is not None for holder in arrival.letter.requests)


def _not_taken_back(arrival: _Arrival, request: Request) -> Letter | None:
    """A letter without what was taken back before it arrived; None if that was everything."""
    letter, day = arrival.letter, arrival.received_on.value
    asking = {
        holder: shares
        for holder, shares in letter.requests.items()
        if request.barred(holder, day) is None
        and (
            (taken := request.taken_back.of(holder, letter.asked_on)) is None
            or taken.on.value >= day
        )
    }
    return letter.only(asking) if asking else None


def _arrivals(
    request: Request, matter: Matter
) -> tuple[list[_Arrival], str | None, tuple[Letter, ...]]:
    """The letters that have arrived, by the day of receipt, what is wrong with others, and others.

    Of the last it is not known whether they have arrived.
    """
    receipts = [
        (letter, letter_receipt(letter, request.on(letter.asked_on, matter)))
        if letter.asked_on is not None
        else (letter, letter_receipt(letter, matter))
        for letter in request.letters
    ]
    arrived = sorted(
        (
            _arrival(letter, each.given_on, each.received_on, request.held_until)
            for letter, each in receipts
            if each.received_on is not None
        ),
        key=lambda arrival: arrival.received_on.value,
    )
    on_the_way = tuple(
        letter
        for letter, each in receipts
        if letter.delivery and each.received_on is None and each.flaw is None
    )
    return arrived, next((each.flaw for _, each in receipts if each.flaw), None), on_the_way


def _arrival(
    letter: Letter,
    given_on: Sourced[date] | None,
    received_on: Sourced[date],
    held_until: Sourced[date] | None,
) -> _Arrival:
    """A letter as it counts: on the day of its receipt, or on that until which it is held (QB3)."""
    if held_until is None or received_on.value >= held_until.value:
        return _Arrival(replace(letter, received_on=received_on.value), given_on, received_on)
    held = replace(letter, received_on=held_until.value)
    return _Arrival(held, given_on, held_until, came_on=received_on)


def _unrecognised(
    requesters: frozenset[str], last: _Arrival | None, request: Request, matter: Matter
) -> frozenset[str]:
    """Signers whom the Company need not recognise, unless reading QB9 lets them count."""
    if request.recognised is None or last is None:
        return frozenset()
    unrecognised = requesters - request.recognised(last.received_on.value)
    if unrecognised and matter.readings.unrecognised_count == "both":
        return frozenset()
    return unrecognised

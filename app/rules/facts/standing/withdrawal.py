"""Taking back what was asked for: who asked, and when nobody asks any more.

A registration that Holders began, and not the Company or a conversion, is over once all of them
have taken back their requests, at once or one after the other. The agreement has no clause of its
own on it; the demand so ended counts or not under 2(e). Who takes over registered shares asks in
the place of the one who had asked (9(f), QG5). How much passed, `covered` tells; here it is read
off facts alone, so that all who may ask are taken to. Days are calendar dates; nothing raises.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.rules.facts.base import Fact
from app.rules.facts.life.participation import JoinRequested, Withdrawn
from app.rules.facts.life.requests import (
    DemandReceived,
    LetterAdded,
    RegistrationDetermined,
    RequestLetter,
    ShelfTriggered,
    TakedownRequested,
)


def rests_on_requests(beginning: Fact) -> bool:
    """Whether it is over once nobody asks for it; not so what a conversion or the Company began."""
    if isinstance(beginning, ShelfTriggered):
        return beginning.conversion_proposed_on is None
    return not isinstance(beginning, RegistrationDetermined)


@dataclass(frozen=True, slots=True)
class Asked:
    """That a Holder asks for so many shares to be registered, on a day."""

    holder: str
    shares: int
    on: date


@dataclass(frozen=True, slots=True)
class Handed:
    """Securities that went with all rights from one to another on a day.

    `left` is what the giver then holds, in shares of a day given.
    """

    on: date
    giver: str
    taker: str
    left: Callable[[date], Fraction | int]


@dataclass(frozen=True, slots=True)
class _Asks:
    """That a Holder asks since a day, for how many shares at the most (None: not told)."""

    since: date
    shares: int | None


def all_withdrawn_on(
    beginning: Fact, life: Sequence[Fact], handed: Sequence[Handed] = ()
) -> date | None:
    """The day on which it was withdrawn: at once, or by the last of those who had asked."""
    whole = wholly_withdrawn_on(life)
    if whole is not None:
        return whole
    if not rests_on_requests(beginning):
        return None
    taken_back = _taken_back(life)
    if not taken_back:  # as in most lives: who asked need not be found
        return None
    asking = _asking(life, handed).items()
    days = [_left_on(holder, its.since, taken_back) for holder, its in asking]
    left_on = [day for day in days if day is not None]
    return max(left_on, default=None) if len(left_on) == len(days) else None


def ever_asked(life: Sequence[Fact], handed: Sequence[Handed]) -> frozenset[str]:
    """Who has asked, or may stand in the place of one who has."""
    return frozenset(holder for holder, _ in _who_asked(life, handed))


def _asking(life: Sequence[Fact], handed: Sequence[Handed]) -> dict[str, _Asks]:
    """Who asks in the end, but for those who have handed everything on."""
    asking: dict[str, _Asks] = {}
    for holder, its in _who_asked(life, handed):
        if its is None:
            asking.pop(holder, None)
        else:
            asking[holder] = its
    return asking


def _who_asked(
    life: Sequence[Fact], handed: Sequence[Handed]
) -> Iterator[tuple[str, _Asks | None]]:
    """Each who asks, or comes into the place of one who did; None: who hands everything on."""
    asking: dict[str, _Asks] = {}
    taken_back = _taken_back(life)
    events: list[tuple[date, Fact | Handed]] = [(fact.happened_on, fact) for fact in life]
    events += [(each.on, each) for each in handed]
    for day, event in sorted(events, key=lambda each: each[0]):
        left = [_left_on(holder, its.since, taken_back) for holder, its in asking.items()]
        is_over = bool(left) and all(gone is not None and gone < day for gone in left)
        if isinstance(event, Handed):
            came = list(_handed_on(event, asking, taken_back))
        elif is_over and isinstance(event, JoinRequested):
            continue
        else:
            came = [(each.holder, _also(each, asking.get(each.holder))) for each in asks(event)]
        for holder, its in came:
            asking.pop(holder, None)
            if its is not None:
                asking[holder] = its
        yield from came


def _also(asked: Asked, before: _Asks | None) -> _Asks:
    """What a Holder asks for at the most: by all its letters together."""
    if before is None:
        return _Asks(asked.on, asked.shares)
    return _Asks(asked.on, None if before.shares is None else before.shares + asked.shares)


def _handed_on(
    handed: Handed, asking: dict[str, _Asks], taken_back: Sequence[Withdrawn]
) -> Iterator[tuple[str, _Asks | None]]:
    """The taker, if what the giver asks for cannot all be left to it; and the giver without any."""
    its = asking.get(handed.giver)
    if its is None:
        return
    gone = _left_on(handed.giver, its.since, taken_back)
    left = handed.left(its.since)
    if (gone is None or gone >= handed.on) and (its.shares is None or left < its.shares):
        yield handed.taker, _Asks(handed.on, None)
        if left == 0:
            yield handed.giver, None


def _taken_back(life: Sequence[Fact]) -> Sequence[Withdrawn]:
    """Every taking back of requests."""
    return [each for each in life if isinstance(each, Withdrawn)]


def _left_on(holder: str, asked_on: date, taken_back: Sequence[Withdrawn]) -> date | None:
    """The day on which a Holder took back what it had asked for on a day."""
    days = (each.occurred_on for each in taken_back if not each.holders or holder in each.holders)
    return min((day for day in days if day >= asked_on), default=None)


def wholly_withdrawn_on(life: Sequence[Fact]) -> date | None:
    """The first day on which all withdrew at once, and after which no letter asked anew."""
    whole = [each.occurred_on for each in life if isinstance(each, Withdrawn) and not each.holders]
    if not whole:
        return None
    last = max((day for each in life for day in _letters_of(each)), default=date.min)
    return min((day for day in whole if day >= last), default=None)


def _letters_of(fact: Fact) -> Iterable[date]:
    """The days on which the letters of a fact were sent or handed over."""
    if not isinstance(fact, JoinRequested):
        yield from (each.on for each in asks(fact))


def asks(fact: Fact) -> Iterable[Asked]:
    """The Holders who ask for shares to be registered in one fact."""
    letters: Sequence[RequestLetter] = ()
    match fact:
        case DemandReceived() | ShelfTriggered() | TakedownRequested():
            letters = fact.letters
        case LetterAdded():
            letters = (fact.letter,)
        case JoinRequested():
            yield Asked(fact.holder, fact.shares, fact.happened_on)
    for letter in letters:
        for each in letter.requests:
            yield Asked(each.holder, each.shares, letter.delivery.happened_on)

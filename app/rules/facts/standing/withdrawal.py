"""Taking back what was asked for: who asked, and when nobody asks any more.

A registration that Holders began, and not the Company or a conversion, is over once all of them
have taken back their requests, at once or one after the other. The agreement has no clause of its
own on it; the demand so ended counts or not under 2(e). Days are calendar dates; nothing raises.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from app.rules.facts import Fact
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


def all_withdrawn_on(beginning: Fact, life: Sequence[Fact]) -> date | None:
    """The day on which it was withdrawn: at once, or by the last of those who had asked."""
    whole = wholly_withdrawn_on(life)
    if whole is not None:
        return whole
    if not rests_on_requests(beginning):
        return None
    asked: dict[str, date] = {}
    for fact in sorted(life, key=lambda each: each.happened_on):
        left = [_left_on(holder, day, life) for holder, day in asked.items()]
        is_over = bool(left) and all(day is not None and day < fact.happened_on for day in left)
        if not (is_over and isinstance(fact, JoinRequested)):
            asked.update(asks(fact))
    days = [_left_on(holder, day, life) for holder, day in asked.items()]
    left_on = [day for day in days if day is not None]
    return max(left_on, default=None) if len(left_on) == len(days) else None


def _left_on(holder: str, asked_on: date, life: Sequence[Fact]) -> date | None:
    """The day on which a Holder took back what it had asked for on a day."""
    days = (
        each.occurred_on
        for each in life
        if isinstance(each, Withdrawn) and (not each.holders or holder in each.holders)
    )
    return min((day for day in days if day >= asked_on), default=None)


def wholly_withdrawn_on(life: Sequence[Fact]) -> date | None:
    """The first day on which all withdrew at once, and after which no letter asked anew."""
    last = max((day for each in life for day in _letters_of(each)), default=date.min)
    whole = [each.occurred_on for each in life if isinstance(each, Withdrawn) and not each.holders]
    return min((day for day in whole if day >= last), default=None)


def _letters_of(fact: Fact) -> Iterable[date]:
    """The days on which the letters of a fact were sent or handed over."""
    if not isinstance(fact, JoinRequested):
        yield from (day for _, day in asks(fact))


def asks(fact: Fact) -> Iterable[tuple[str, date]]:
    """The Holders who ask for shares to be registered in one fact, each with the day."""
    letters: Sequence[RequestLetter] = ()
    match fact:
        case DemandReceived() | ShelfTriggered() | TakedownRequested():
            letters = fact.letters
        case LetterAdded():
            letters = (fact.letter,)
        case JoinRequested():
            yield fact.holder, fact.happened_on
    for letter in letters:
        for each in letter.requests:
            yield each.holder, letter.delivery.happened_on

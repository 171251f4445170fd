"""Taking back what was asked for: who asked, and when nobody asks any more.

A registration that Holders set going, and not the Company or a conversion, is over once all of them
have taken back their requests, at once or one after the other. The agreement has no clause of its
own on it; the demand so ended counts or not under 2(e). Days are calendar dates; nothing raises.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from app.rules.facts import (
    DemandReceived,
    Fact,
    JoinRequested,
    LetterAdded,
    RegistrationDetermined,
    RequestLetter,
    ShelfTriggered,
    TakedownRequested,
    Withdrawn,
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
    asked = dict(sorted((ask for each in life for ask in asks(each)), key=lambda ask: ask[1]))
    taken_back = sorted(
        (each.occurred_on, holder)
        for each in life
        if isinstance(each, Withdrawn)
        for holder in each.holders or asked
    )
    left = {holder: day for day, holder in taken_back}
    if any(holder not in left or left[holder] < day for holder, day in asked.items()):
        return None
    return max((left[holder] for holder in asked), default=None)


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

"""The day whose terms govern a registration that letters ask for: clauses 2(a)(i) and 9(e).

Before a request is complete nobody has asked for anything (QB10): the terms of the day on which it
is complete govern it, not those of its first letter; where it is amended between the giving and
the receipt of the letter that completes it, reading QG14 says which. What no letter asks for is
governed by the terms of the day on which it began. Dates are whole days; raises `OutsideCalendar`.
"""

from datetime import date

from app.rules.facts.life.requests import (
    DemandReceived,
    RequestLetter,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.inputs import request_of
from app.rules.registrations.requests.asking.received import received, received_from_anyone


def find_governing_days(record: Record) -> None:
    """Find the day for every registration on the record that letters ask for."""
    if not record.known.instruments.terms.changes:
        return
    for facts in record.registrations():
        letters = _letters(facts)
        if letters:
            found = _governing_day(record, facts, letters)
            if found is not None:
                record.requested[facts.registration_id] = found


def _letters(facts: AnyRegistration) -> tuple[RequestLetter, ...]:
    """The letters that the registration rests on; none where a conversion calls for it."""
    match facts.beginning:
        case DemandReceived() | TakedownRequested() as beginning:
            return beginning.letters
        case ShelfTriggered(conversion_proposed_on=None, called_for_on=None) as shelf:
            return shelf.letters
        case _:
            return ()


def _governing_day(
    record: Record, facts: AnyRegistration, letters: tuple[RequestLetter, ...]
) -> Sourced[date] | None:
    """The day of receipt of the letter that completes the request, or of its giving."""
    by_date = record.known.instruments.terms
    terms_through = record.known.terms_through()
    matter = open_matter(by_date.on(facts.begun_on), Detail.NONE, terms_through)
    request = request_of(record, facts, letters)
    of_shelf = isinstance(facts.beginning, ShelfTriggered)
    asked = received_from_anyone(request, matter) if of_shelf else received(request, matter)
    if asked.received_on is None or asked.given_on is None:
        return None
    on_receipt, on_giving = asked.received_on.value, asked.given_on.value
    terms = by_date.on(on_receipt)
    if terms.content_hash != by_date.on(on_giving).content_hash:
        record.relied_on = (*record.relied_on, "governing_day")
    by_receipt = terms.readings.governing_day == "received"
    return Sourced(on_receipt if by_receipt else on_giving, facts.begun.source)

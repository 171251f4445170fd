"""What cannot be recorded: facts that cannot be true of the agreement's record.

A refusal by the contract is an answer; these are not. A fact is objected to if it lies before the
agreement or outside the calendars, names an unknown Holder, concerns more shares than held, or
contradicts the life of its registration (effective before filed, withdrawn after effective).
Every objection is listed, with the field at fault; nothing raises.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final

from pydantic import BaseModel

from app.rules.agreement.instruments import RULED_FROM, Instruments, instruments
from app.rules.facts import Fact, PositionStated, RecordedFact, in_order
from app.rules.facts.declaration import DECLARED
from app.rules.facts.holdings import HolderRecorded, SecuritiesTransferred
from app.rules.facts.life.participation import (
    AdditionsProposed,
    JoinRequested,
)
from app.rules.facts.life.requests import (
    DemandReceived,
    LetterAdded,
    RegistrationDetermined,
    RequestLetter,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.holders.holdings import CLASSES
from app.rules.holders.register import Register
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.record.guards.claims import claim_objections
from app.rules.record.guards.covenants import (
    changes_give_terms,
    condition_is_in_the_terms,
    covenant_is_in_the_terms,
    damages_are_in_the_terms,
    event_is_in_the_terms,
    instrument_is_not_before_the_agreement,
    recorded_only_once,
    registration_is_on_record,
    report_is_filed_once,
    right_is_in_the_terms,
    rights_are_of_the_making,
    shelf_begins_by_its_event,
)
from app.rules.record.guards.life import life_objections
from app.rules.record.guards.objection import Objection, days_of_delivery, some_of, unknown_on
from app.rules.record.guards.posted import Posted, named_are_holders, speaker_is_a_party
from app.rules.record.guards.procedures import step_is_owed_on_request
from app.rules.terms import Terms
from app.rules.values.calendars import LAST_DAY
from app.rules.values.numbered import written
from app.rules.values.written_dates import written_out


def objections(
    new: RecordedFact, record: Sequence[RecordedFact], terms: Terms
) -> tuple[Objection, ...]:
    """Everything that stands against recording `new` beside the facts already on `record`."""
    return next(objections_in_turn([new], record, terms))


def objections_in_turn(
    facts: Iterable[RecordedFact],
    record: Sequence[RecordedFact],
    terms: Terms,
    ruled: Instruments | None = None,
) -> Iterator[tuple[Objection, ...]]:
    """Everything that stands against recording each of these, after those before it.

    The register is kept anew only for those on which it turns; what is `ruled` of the instruments
    on record may be known.
    """
    known = list(record)
    for new in facts:
        if ruled is None or isinstance(new.fact, RULED_FROM):
            ruled = instruments(terms, sorted([*known, new], key=in_order))
        dated = tuple(_date_objections(new.fact, terms))
        others = (*_register_objections(new, ruled.register), *beside(new, known, ruled, terms))
        yield dated + tuple(each for each in others if not _hangs_on_a_bad_date(each, dated))
        known.append(new)


def opening_objections(facts: Sequence[RecordedFact], terms: Terms) -> tuple[Objection, ...]:
    """Everything that stands against the facts that make an agreement, taken together.

    All are of one day and none is of a registration: the register is kept once for all of them.
    """
    dated = [each for recorded in facts for each in _date_objections(recorded.fact, terms)]
    kept = instruments(terms, sorted(facts, key=in_order)).register
    impossible = (Objection(f"/{each.field}", each.code, each.says) for each in kept.impossible)
    return tuple(dict.fromkeys((*dated, *impossible)))


def beside(
    recorded: RecordedFact, others: Sequence[RecordedFact], ruled: Instruments, terms: Terms
) -> Iterable[Objection]:
    """What stands against a fact beside others; `ruled` are the instruments of all of them."""
    posted = Posted(recorded, others, ruled, terms)
    for guard in GUARDS:
        yield from guard(posted)


def _hangs_on_a_bad_date(objection: Objection, dated: Sequence[Objection]) -> bool:
    """Whether an objection says nothing of its own: who held what on an impossible day."""
    parts = [each.pointer.rsplit("/delivery", 1)[0].rsplit("/occurred_on", 1)[0] for each in dated]
    return any(objection.pointer.startswith(part) for part in parts)


def _date_objections(fact: Fact, terms: Terms) -> Iterable[Objection]:
    """Every date must lie in the calendars, and no fact before the agreement."""
    for pointer, day in _dates(fact, ""):
        if DECLARED[type(fact)].may_precede_agreement and day <= LAST_DAY:
            continue
        if not terms.first_day <= day <= LAST_DAY:
            yield Objection(
                pointer,
                "date_outside_calendars",
                f"{written_out(day)} is outside the calendars, which run from "
                f"{written_out(terms.first_day)} to {written_out(LAST_DAY)}.",
            )
        elif day == fact.happened_on and day < terms.agreement_date:
            yield Objection(
                pointer,
                "before_agreement",
                f"{written_out(day)} is before the agreement, which was made on "
                f"{written_out(terms.agreement_date)}.",
            )


def _dates(part: object, pointer: str) -> Iterable[tuple[str, date]]:
    """Every date in a fact, with its place."""
    if isinstance(part, datetime):
        yield pointer, part.date()
    elif isinstance(part, date):
        yield pointer, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _dates(getattr(part, name), f"{pointer}/{name}")
    elif isinstance(part, tuple):
        for place, item in enumerate(part):
            yield from _dates(item, f"{pointer}/{place}")


def _register_objections(new: RecordedFact, register: Register) -> Iterable[Objection]:
    """What the register cannot take, be it the new fact or one that it makes impossible."""
    for found in register.impossible:
        if found.fact_id == new.id:
            yield Objection(f"/{found.field}", found.code, found.says)
        else:
            yield Objection(
                "",
                "contradicts_record",
                f"With this fact, one recorded earlier could not be true: {found.says}",
            )


def letters_ask_for_no_more_than_held(posted: Posted) -> Iterator[Objection]:
    """Holders must be on the register, and can ask for no more than they hold.

    What is sent counts from its receipt (9(b)): one who became a Holder meanwhile may ask.
    """
    fact = posted.fact
    match fact:
        case DemandReceived() | ShelfTriggered() | TakedownRequested():
            for place, letter in enumerate(fact.letters):
                yield from _letter_objections(letter, f"/letters/{place}", posted)
        case LetterAdded():
            yield from _letter_objections(fact.letter, "/letter", posted)
        case JoinRequested():
            days = days_of_delivery(fact.delivery, posted.ruled)
            yield from _request_objections(fact.holder, fact.shares, "", days, posted.register)


def _letter_objections(letter: RequestLetter, pointer: str, posted: Posted) -> Iterator[Objection]:
    days = days_of_delivery(letter.delivery, posted.ruled)
    for place, request in enumerate(letter.requests):
        at = f"{pointer}/requests/{place}"
        yield from _request_objections(request.holder, request.shares, at, days, posted.register)


def _request_objections(
    holder: str, shares: int, pointer: str, days: Sequence[date], register: Register
) -> Iterable[Objection]:
    day = max(days, key=lambda day: register.registrable_shares(holder, day))
    held = register.registrable_shares(holder, day)
    # It may have asked before it sold or transferred what it gave up that day.
    before = register.registrable_shares(holder, day - ONE_DAY) * register.split_ratio_on(day)
    if not any(holder in register.lines_on(each) for each in days):
        yield unknown_on(holder, f"{pointer}/holder", days[-1], register)
    elif shares > max(held, before):
        yield Objection(
            f"{pointer}/shares",
            "more_than_held",
            f"{holder} holds {written(held)} Registrable Securities on {written_out(day)}, fewer "
            f"than {shares:,}.{_not_counted(holder, day, register)}",
        )


def _not_counted(holder: str, day: date, register: Register) -> str:
    """What it holds besides, of classes that the terms do not count."""
    line, counted = register.lines_on(day).get(holder), register.terms.on(day)
    besides = [
        f"{written(number)} {name}"
        for name in CLASSES
        if line is not None
        and name not in counted.registrable_securities.counts
        and (number := getattr(line.position, name))
    ]
    if not besides:
        return ""
    return f" Its {' and '.join(besides)} are not among `registrable_securities.counts`."


def position_says_what_is_held(posted: Posted) -> Iterator[Objection]:
    """A whole position says what it is: one of which nothing is said is not taken for none."""
    fact = posted.fact
    if isinstance(fact, PositionStated) and fact.model_fields_set.isdisjoint(CLASSES):
        named = ", ".join(f"`{name}`" for name in CLASSES)
        says = f"What the Holder holds is to be stated: at least one of {named}; 0, if nothing."
        yield Objection("/common", "missing_field", says)


def others_are_neither_company_nor_holders(posted: Posted) -> Iterator[Objection]:
    """Others who sell beside the Holders are neither Holders nor the Company."""
    fact = posted.fact
    match fact:
        case AdditionsProposed():
            named = {"others": fact.others}
        case RegistrationDetermined():
            named = {"initiators": fact.initiators, "others": fact.others}
        case _:
            return
    known = {*posted.register.lines_on(fact.occurred_on), posted.terms.company.id}
    for field, sellers in named.items():
        for name in sellers:
            if name in known:
                yield Objection(
                    f"/{field}/{name}",
                    "not_another_seller",
                    f"{name} is the Company or a Holder, not one of the others.",
                )


def who_comes_in_has_a_name_of_its_own(posted: Posted) -> Iterator[Objection]:
    """Nobody becomes a Holder by the id under which answers show the Company, or other sellers."""
    fact = posted.fact
    match fact:
        case HolderRecorded():
            field, named = "holder", fact.holder
        case SecuritiesTransferred():
            field, named = "transferee", fact.transferee
        case _:
            return
    if named in posted.terms.reserved_ids:
        says = f"{named} is what answers call the Company, or others who sell."
        yield Objection(f"/{field}", "reserved_id", says)


def shelf_is_on_record(posted: Posted) -> Iterator[Objection]:
    """A sale is made off a shelf that is on the record."""
    fact = posted.fact
    if not isinstance(fact, TakedownRequested):
        return
    shelves = sorted(
        each.registration_id or ""
        for each in posted.others
        if isinstance(each.fact, ShelfTriggered)
    )
    if fact.shelf not in shelves:
        known = some_of(shelves)
        yield Objection(
            "/shelf", "unknown_shelf", f"There is no shelf {fact.shelf!r}. Shelves: {known}."
        )


GUARDS: Final[tuple[Callable[[Posted], Iterable[Objection]], ...]] = (
    changes_give_terms,
    letters_ask_for_no_more_than_held,
    named_are_holders,
    position_says_what_is_held,
    others_are_neither_company_nor_holders,
    who_comes_in_has_a_name_of_its_own,
    shelf_is_on_record,
    instrument_is_not_before_the_agreement,
    registration_is_on_record,
    speaker_is_a_party,
    covenant_is_in_the_terms,
    condition_is_in_the_terms,
    event_is_in_the_terms,
    damages_are_in_the_terms,
    right_is_in_the_terms,
    shelf_begins_by_its_event,
    recorded_only_once,
    rights_are_of_the_making,
    report_is_filed_once,
    life_objections,
    step_is_owed_on_request,
    claim_objections,
)
"""Everything that is asked of a fact beside the others, in the order in which it is answered."""

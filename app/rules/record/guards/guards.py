"""What cannot be recorded: facts that cannot be true of the agreement's record.

A refusal by the contract is an answer; these are not. A fact is objected to if it lies before the
agreement or outside the calendars, names an unknown Holder, concerns more shares than held, or
contradicts the life of its registration (effective before filed, withdrawn after effective).
Every objection is listed, with the field at fault; nothing raises.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pydantic import BaseModel

from app.rules.agreement.instruments import Instruments, instruments
from app.rules.facts import DeliveredFact, Fact, RecordedFact, in_order
from app.rules.facts.declaration import DECLARED
from app.rules.facts.life.course import NewProspectusReceived
from app.rules.facts.life.participation import (
    AdditionsProposed,
    JoinRequested,
    NoticeGiven,
    Withdrawn,
)
from app.rules.facts.life.requests import (
    DemandReceived,
    LetterAdded,
    RegistrationDetermined,
    RequestLetter,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.facts.life.suspension import DelayInvoked, ProhibitionNoticed
from app.rules.holders.register import Register
from app.rules.holders.splits import written
from app.rules.reasoning.almanac import ONE_DAY
from app.rules.record.guards.claims import claim_objections
from app.rules.record.guards.covenants import covenant_objections
from app.rules.record.guards.life import life_objections
from app.rules.record.guards.objection import Objection, days_of, some_of, unknown_on
from app.rules.record.guards.procedures import holders_named, request_objections
from app.rules.terms import Terms
from app.rules.values.calendars import FIRST_DAY, LAST_DAY


def objections(
    new: RecordedFact, record: Sequence[RecordedFact], terms: Terms
) -> tuple[Objection, ...]:
    """Everything that stands against recording `new` beside the facts already on `record`."""
    dated = tuple(_date_objections(new.fact, terms))
    ruled = instruments(terms, sorted([*record, new], key=in_order))
    others = (*_register_objections(new, ruled.register), *beside(new, record, ruled, terms))
    return dated + tuple(each for each in others if not _hangs_on_a_bad_date(each, dated))


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
    fact, register = recorded.fact, ruled.register
    life = [each.fact for each in others if each.registration_id == recorded.registration_id]
    yield from _holder_objections(fact, register, ruled)
    yield from _seller_objections(fact, register, terms)
    yield from _shelf_objections(fact, others)
    yield from covenant_objections(recorded, others, ruled)
    if recorded.registration_id is not None:
        yield from life_objections(fact, life, terms)
        yield from request_objections(fact, life, ruled.terms)
    yield from claim_objections(fact, life, register, terms)


def _hangs_on_a_bad_date(objection: Objection, dated: Sequence[Objection]) -> bool:
    """Whether an objection says nothing of its own: who held what on an impossible day."""
    parts = [each.pointer.rsplit("/delivery", 1)[0].rsplit("/occurred_on", 1)[0] for each in dated]
    return any(objection.pointer.startswith(part) for part in parts)


def _date_objections(fact: Fact, terms: Terms) -> Iterable[Objection]:
    """Every date must lie in the calendars, and no fact before the agreement."""
    for pointer, day in _dates(fact, ""):
        if DECLARED[type(fact)].may_precede_agreement and day <= LAST_DAY:
            continue
        if not FIRST_DAY <= day <= LAST_DAY:
            yield Objection(
                pointer,
                "date_outside_calendars",
                f"{day.isoformat()} is outside the calendars, which run from "
                f"{FIRST_DAY.isoformat()} to {LAST_DAY.isoformat()}.",
            )
        elif day == fact.happened_on and day < terms.agreement_date:
            yield Objection(
                pointer,
                "before_agreement",
                f"{day.isoformat()} is before the agreement, which was made on "
                f"{terms.agreement_date.isoformat()}.",
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


def _holder_objections(fact: Fact, register: Register, ruled: Instruments) -> Iterable[Objection]:
    """Holders must be on the register, and can ask for no more than they hold.

    What is sent counts from its receipt (9(b)): one who became a Holder meanwhile may ask.
    """
    match fact:
        case DemandReceived() | ShelfTriggered() | TakedownRequested():
            for place, letter in enumerate(fact.letters):
                yield from _letter_objections(letter, f"/letters/{place}", register, ruled)
        case LetterAdded():
            yield from _letter_objections(fact.letter, "/letter", register, ruled)
        case JoinRequested():
            days = days_of(fact.delivery, ruled)
            yield from _request_objections(fact.holder, fact.shares, "", days, register)
        case _:
            yield from _unknown_holders(fact, register, ruled)


def _unknown_holders(fact: Fact, register: Register, ruled: Instruments) -> Iterable[Objection]:
    """Holders who are told something, or who receive or take back something."""
    match fact:
        case NewProspectusReceived() if fact.holder is not None:
            yield from _unknown(fact.holder, "/holder", (fact.occurred_on,), register)
        case NoticeGiven():
            yield from _unknown(fact.holder, "/holder", days_of(fact.delivery, ruled), register)
        case DelayInvoked() | ProhibitionNoticed():
            for place, notice in enumerate(fact.notices or ()):
                pointer, days = f"/notices/{place}/holder", days_of(notice.delivery, ruled)
                yield from _unknown(notice.holder, pointer, days, register)
            for place, holder in enumerate(fact.consenting_holders or ()):
                pointer = f"/consenting_holders/{place}"
                yield from _unknown(holder, pointer, (fact.occurred_on,), register)
        case Withdrawn():
            for place, holder in enumerate(fact.holders or ()):
                yield from _unknown(holder, f"/holders/{place}", (fact.occurred_on,), register)
        case _:
            for pointer, holder, day in holders_named(fact):
                on: Sequence[date] = (day,)
                if isinstance(fact, DeliveredFact):
                    on = days_of(fact.delivery, ruled)
                yield from _unknown(holder, pointer, on, register)


def _letter_objections(
    letter: RequestLetter, pointer: str, register: Register, ruled: Instruments
) -> Iterable[Objection]:
    days = days_of(letter.delivery, ruled)
    for place, request in enumerate(letter.requests):
        pointer_of = f"{pointer}/requests/{place}"
        yield from _request_objections(request.holder, request.shares, pointer_of, days, register)


def _request_objections(
    holder: str, shares: int, pointer: str, days: Sequence[date], register: Register
) -> Iterable[Objection]:
    unknown = tuple(_unknown(holder, f"{pointer}/holder", days, register))
    day = max(days, key=lambda day: register.registrable_shares(holder, day))
    held = register.registrable_shares(holder, day)
    # It may have asked before it sold or transferred what it gave up that day.
    before = register.registrable_shares(holder, day - ONE_DAY) * register.split_ratio_on(day)
    if unknown:
        yield from unknown
    elif shares > max(held, before):
        yield Objection(
            f"{pointer}/shares",
            "more_than_held",
            f"{holder} holds {written(held)} Registrable Securities on {day.isoformat()}, fewer "
            f"than {shares:,}.",
        )


def _unknown(
    holder: str, pointer: str, days: Sequence[date], register: Register
) -> Iterable[Objection]:
    if not any(holder in register.lines_on(day) for day in days):
        yield unknown_on(holder, pointer, days[-1], register)


def _seller_objections(fact: Fact, register: Register, terms: Terms) -> Iterable[Objection]:
    """Others who sell beside the Holders are neither Holders nor the Company."""
    match fact:
        case AdditionsProposed():
            named = {"others": fact.others}
        case RegistrationDetermined():
            named = {"initiators": fact.initiators, "others": fact.others}
        case _:
            return
    known = {*register.lines_on(fact.occurred_on), terms.company.id}
    for field, sellers in named.items():
        for name in sellers:
            if name in known:
                yield Objection(
                    f"/{field}/{name}",
                    "not_another_seller",
                    f"{name} is the Company or a Holder, not one of the others.",
                )


def _shelf_objections(fact: Fact, record: Sequence[RecordedFact]) -> Iterable[Objection]:
    """A sale is made off a shelf that is on the record."""
    if not isinstance(fact, TakedownRequested):
        return
    shelves = sorted(
        each.registration_id or "" for each in record if isinstance(each.fact, ShelfTriggered)
    )
    if fact.shelf not in shelves:
        known = some_of(shelves)
        yield Objection(
            "/shelf", "unknown_shelf", f"There is no shelf {fact.shelf!r}. Shelves: {known}."
        )

"""What cannot be recorded: facts that cannot be true of the agreement's record.

A refusal by the contract is an answer; these are not. A fact is objected to if it lies before the
agreement or outside the calendars, names an unknown Holder, concerns more shares than held, or
contradicts the life of its registration (effective before filed, withdrawn after effective).
Every objection is listed, with the field at fault; nothing raises.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel

from app.rules.calendars import FIRST_DAY, LAST_DAY
from app.rules.facts import (
    AdditionsProposed,
    ClosingFailed,
    DeclaredEffective,
    DelayInvoked,
    DemandReceived,
    DistributionCompleted,
    Fact,
    Filed,
    JoinRequested,
    LetterAdded,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    NoticeGiven,
    RecordedFact,
    RequestLetter,
    StopOrder,
    StopOrderLifted,
    Withdrawn,
    in_order,
)
from app.rules.notice import Delivery
from app.rules.register import Register, keep_register
from app.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a fact cannot be recorded: field at fault (JSON pointer), stable code, sentence."""

    pointer: str
    code: str
    says: str


def objections(
    new: RecordedFact, record: Sequence[RecordedFact], terms: Terms
) -> tuple[Objection, ...]:
    """Everything that stands against recording `new` beside the facts already on `record`."""
    dated = tuple(_date_objections(new.fact, terms))
    register = keep_register(sorted([*record, new], key=in_order), terms)
    life = [each.fact for each in record if each.registration_id == new.registration_id]
    others = (
        *_register_objections(new, register),
        *_holder_objections(new.fact, register),
        *_seller_objections(new.fact, register, terms),
        *(_life_objections(new.fact, life) if new.registration_id else ()),
    )
    return dated + tuple(each for each in others if not _hangs_on_a_bad_date(each, dated))


def _hangs_on_a_bad_date(objection: Objection, dated: Sequence[Objection]) -> bool:
    """Whether an objection says nothing of its own: who held what on an impossible day."""
    parts = [each.pointer.rsplit("/delivery", 1)[0].rsplit("/occurred_on", 1)[0] for each in dated]
    return any(objection.pointer.startswith(part) for part in parts)


def _date_objections(fact: Fact, terms: Terms) -> Iterable[Objection]:
    """Every date must lie in the calendars, and no fact before the agreement."""
    for pointer, day in _dates(fact, ""):
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


def _holder_objections(fact: Fact, register: Register) -> Iterable[Objection]:
    """Holders must be on the register, and can ask for no more than they hold."""
    match fact:
        case DemandReceived():
            for place, letter in enumerate(fact.letters):
                yield from _letter_objections(letter, f"/letters/{place}", register)
        case LetterAdded():
            yield from _letter_objections(fact.letter, "/letter", register)
        case JoinRequested():
            day = fact.happened_on
            yield from _request_objections(fact.holder, fact.shares, "", day, register)
        case NewProspectusReceived() if fact.holder is not None:
            yield from _unknown(fact.holder, "/holder", fact.occurred_on, register)
        case NoticeGiven():
            yield from _unknown(fact.holder, "/holder", fact.happened_on, register)
        case Withdrawn():
            for place, holder in enumerate(fact.holders or ()):
                yield from _unknown(holder, f"/holders/{place}", fact.occurred_on, register)
        case _:
            return


def _letter_objections(
    letter: RequestLetter, pointer: str, register: Register
) -> Iterable[Objection]:
    for place, request in enumerate(letter.requests):
        yield from _request_objections(
            request.holder,
            request.shares,
            f"{pointer}/requests/{place}",
            letter.delivery.happened_on,
            register,
        )


def _request_objections(
    holder: str, shares: int, pointer: str, day: date, register: Register
) -> Iterable[Objection]:
    unknown = tuple(_unknown(holder, f"{pointer}/holder", day, register))
    held = register.registrable_shares(holder, day)
    if unknown:
        yield from unknown
    elif shares > held:
        yield Objection(
            f"{pointer}/shares",
            "more_than_held",
            f"{holder} holds {held:,} Registrable Securities on {day.isoformat()}, fewer than "
            f"{shares:,}.",
        )


def _unknown(holder: str, pointer: str, day: date, register: Register) -> Iterable[Objection]:
    if holder in register.lines_on(day):
        return
    known = ", ".join(sorted(register.lines_on(day))) or "none"
    yield Objection(
        pointer,
        "unknown_holder",
        f"There is no Holder {holder!r} on {day.isoformat()}. Holders then: {known}.",
    )


def _seller_objections(fact: Fact, register: Register, terms: Terms) -> Iterable[Objection]:
    """Others whose shares are added are neither Holders nor the Company."""
    if not isinstance(fact, AdditionsProposed):
        return
    known = {*register.lines_on(fact.occurred_on), terms.company.id}
    for name in fact.others:
        if name in known:
            yield Objection(
                f"/others/{name}",
                "not_another_seller",
                f"{name} is the Company or a Holder, not one of the others.",
            )


def _life_objections(fact: Fact, life: Sequence[Fact]) -> Iterable[Objection]:
    """A registration is filed once, effective once and after filing, and then not withdrawn."""
    pointer = date_pointer(fact)
    withdrawn = [
        each.occurred_on for each in life if isinstance(each, Withdrawn) and each.holders is None
    ]
    filed = [each.occurred_on for each in life if isinstance(each, Filed)]
    effective = [each.occurred_on for each in life if isinstance(each, DeclaredEffective)]
    made = [each.happened_on for each in life if isinstance(each, DemandReceived)]
    if made and fact.happened_on < made[0]:
        yield _against(
            pointer, "before_demand", f"The demand was made only on {made[0].isoformat()}."
        )
    match fact:
        case Filed() if filed:
            yield _against(pointer, "already_filed", f"It was filed on {filed[0].isoformat()}.")
        case DeclaredEffective() if withdrawn:
            yield _against(
                pointer, "already_withdrawn", f"It was withdrawn on {withdrawn[0].isoformat()}."
            )
        case DeclaredEffective() if effective:
            yield _against(
                pointer, "already_effective", f"It was effective on {effective[0].isoformat()}."
            )
        case DeclaredEffective() if not filed or fact.occurred_on < filed[0]:
            yield _against(pointer, "not_filed", "No filing is on record by that day.")
        case Withdrawn() | DelayInvoked() if effective and fact.occurred_on >= effective[0]:
            yield _against(
                pointer, "already_effective", f"It was effective on {effective[0].isoformat()}."
            )
        case Withdrawn() if fact.holders is not None:
            yield from _who_did_not_ask(fact.holders, life)
        case MisstatementNoticeGiven() | NewProspectusReceived() if (
            not effective or fact.occurred_on < effective[0]
        ):
            yield _against(pointer, "not_effective", "It is not effective by that day.")
        case StopOrder() | StopOrderLifted() | ClosingFailed() | DistributionCompleted() if (
            not effective or fact.occurred_on < effective[0]
        ):
            yield _against(pointer, "not_effective", "It is not effective by that day.")
        case _:
            return


def _who_did_not_ask(holders: Sequence[str], life: Sequence[Fact]) -> Iterable[Objection]:
    """Nobody takes back a request that he did not make."""
    asked = {holder for fact in life for holder in _asks(fact)}
    for place, holder in enumerate(holders):
        if holder not in asked:
            yield Objection(
                f"/holders/{place}", "did_not_ask", f"{holder} asked for nothing to be registered."
            )


def _asks(fact: Fact) -> Iterable[str]:
    """The Holders who ask for shares to be registered in one fact."""
    match fact:
        case DemandReceived():
            return [each.holder for letter in fact.letters for each in letter.requests]
        case LetterAdded():
            return [each.holder for each in fact.letter.requests]
        case JoinRequested():
            return [fact.holder]
        case _:
            return ()


def date_pointer(fact: Fact) -> str:
    """Where in a fact the day stands on which it happened."""
    match fact:
        case DemandReceived():
            return "/letters/0/delivery" + _sent(fact.letters[0].delivery)
        case LetterAdded():
            return "/letter/delivery" + _sent(fact.letter.delivery)
        case NoticeGiven() | JoinRequested():
            return "/delivery" + _sent(fact.delivery)
        case _:
            return "/occurred_on"


def _sent(delivery: Delivery) -> str:
    return "/sent_on" if delivery.sent_on else "/delivered_on"


def _against(pointer: str, code: str, says: str) -> Objection:
    return Objection(pointer, code, says)

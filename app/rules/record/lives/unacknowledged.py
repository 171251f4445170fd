"""Writings whose receipt turns on an acknowledgment that is not recorded: clause 9(b), QA16.

A writing sent by a method that the clause does not name was given on the day it was sent, or on a
later one, or never. They are found in whatever holds them, a fact or a question. Whole days.
Nothing raises.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel

from app.rules.facts.base import DeliveredFact, Fact
from app.rules.facts.life.requests import LetterAdded
from app.rules.facts.recorded import RecordedFact
from app.rules.notices.receipt import Delivery, turns_on_acknowledgement
from app.rules.record.lives.pairwise import by_twos
from app.rules.terms import Terms

P = TypeVar("P", bound=BaseModel)
MAY_BE_TOLD_AGAIN: Final = (DeliveredFact, LetterAdded)
"""What tells of one writing, and may be posted again when that is acknowledged."""


def receipts(delivery: Delivery, latest: date) -> Iterator[Delivery]:
    """It was acknowledged when it was sent, or on the latest day on record, or has no effect."""
    for day in dict.fromkeys((delivery.happened_on, max(latest, delivery.happened_on))):
        yield delivery.model_copy(update={"acknowledged_on": day})
    yield delivery.without_effect()


def ways_of(asked: P, terms: Terms, latest: date, at_most: int) -> Iterator[P]:
    """A question, in each of which every such writing in it has been received in some way."""
    unknown = [
        (place, tuple(receipts(delivery, latest)))
        for place, delivery in deliveries(asked)
        if turns_on_acknowledgement(delivery, terms)
    ]
    numbers = tuple(len(ways) for _, ways in unknown)
    for row in by_twos(numbers, at_most) if unknown else ():
        settled = asked
        for (place, ways), way in zip(unknown, row, strict=True):
            settled = with_delivery(settled, place, ways[way])
        yield settled


def told_again(recorded: Sequence[RecordedFact]) -> list[RecordedFact]:
    """The facts, without those told again with the acknowledgment that they leave out.

    It is one writing: sent by the same method on the same day in the same registration, and it says
    the same.
    """
    acknowledged = {
        _content(each): each for each in recorded if _acknowledged(each.fact) is not None
    }
    if not acknowledged:
        return list(recorded)
    return [
        each
        for each in recorded
        if not isinstance(each.fact, MAY_BE_TOLD_AGAIN)
        or _acknowledged(each.fact) is not None
        or _content(each) not in acknowledged
    ]


def may_tell_again(new: RecordedFact, recorded: Iterable[RecordedFact]) -> bool:
    """Whether a fact may tell of a writing that another tells of, one with its acknowledgment."""
    return isinstance(new.fact, MAY_BE_TOLD_AGAIN) and any(
        _acknowledged(each.fact) is not None for each in (new, *recorded)
    )


def _delivery(fact: Fact) -> Delivery | None:
    """The delivery of a writing that a fact of its own tells of."""
    if isinstance(fact, DeliveredFact):
        return fact.delivery
    return fact.letter.delivery if isinstance(fact, LetterAdded) else None


def _acknowledged(fact: Fact) -> date | None:
    delivery = _delivery(fact)
    return None if delivery is None else delivery.acknowledged_on


def _content(recorded: RecordedFact) -> tuple[str | None, str]:
    """What a fact says, but for the acknowledgment of its writing, and in which registration."""
    fact = recorded.fact
    if isinstance(fact, LetterAdded):
        letter = fact.letter.model_copy(update={"delivery": _unanswered(fact.letter.delivery)})
        fact = fact.model_copy(update={"letter": letter})
    elif isinstance(fact, DeliveredFact):
        fact = fact.model_copy(update={"delivery": _unanswered(fact.delivery)})
    return recorded.registration_id, fact.model_dump_json()


def _unanswered(delivery: Delivery) -> Delivery:
    return delivery.model_copy(update={"acknowledged_on": None})


@cache
def holds_deliveries(annotation: Any) -> bool:
    """Whether what is so described holds a delivery; terms, which go deep, hold none."""
    if annotation is Delivery or annotation is Terms:
        return annotation is Delivery
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inside: list[Any] = [each.annotation for each in annotation.model_fields.values()]
        return any(holds_deliveries(each) for each in inside)
    return any(holds_deliveries(part) for part in get_args(annotation))


@cache
def _holding_deliveries(kind: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that may hold a delivery."""
    described: dict[str, Any] = {name: each.annotation for name, each in kind.model_fields.items()}
    return tuple(name for name, each in described.items() if holds_deliveries(each))


def deliveries(part: object) -> Iterator[tuple[tuple[str | int, ...], Delivery]]:
    """The deliveries in a fact or a part of one, each with its place."""
    if isinstance(part, Delivery):
        yield (), part
    named: Iterable[tuple[str | int, object]] = ()
    if isinstance(part, BaseModel):
        named = [(name, getattr(part, name)) for name in _holding_deliveries(type(part))]
    elif isinstance(part, tuple):
        named = enumerate(part)
    for name, inside in named:
        yield from (((name, *place), found) for place, found in deliveries(inside))


def with_delivery(part: Any, place: Sequence[str | int], delivery: Delivery) -> Any:
    """The same with another delivery in a place."""
    if not place:
        return delivery
    name, *rest = place
    if isinstance(name, int):
        return (*part[:name], with_delivery(part[name], rest, delivery), *part[name + 1 :])
    return part.model_copy(update={name: with_delivery(getattr(part, name), rest, delivery)})

"""What a record leaves open, and the lives that would settle it: clause 9(b).

A writing whose receipt turns on a day that is not recorded (QA16: when was a fax acknowledged, if
ever?) was given on the day it was sent, or on a later one, or never. Each question has its
possible lives: the facts that would stand in the place of those on record. Whole days. Nothing
raises.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice, product
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel

from app.rules.facts import BeginningFact, RecordedFact
from app.rules.notices.receipt import Delivery, turns_on_acknowledgement
from app.rules.reasoning.trace import MissingInput
from app.rules.record.gathering import Record
from app.rules.values.written_dates import written_out

Life: TypeAlias = Mapping[str, RecordedFact]
"""The facts that stand in the place of others, by the ids of those."""
AT_MOST = 27
"""As many lives are tried one with another; of more questions each is tried by itself besides."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the record leaves open: what would settle it, and how it may come out."""

    missing: MissingInput
    lives: tuple[Life, ...]


def questions(record: Record, *, beginnings: bool = False) -> tuple[Question, ...]:
    """Everything that the record leaves open on its day.

    Of requests that set a registration going only where `beginnings` are asked about: the ruling on
    it is open itself, and tells of no duties.
    """
    return tuple(_writings(record, beginnings))


def lives(found: Sequence[Question], record: Record) -> Iterator[list[RecordedFact]]:
    """The records that are possible: the questions together, and of many each alone besides."""
    together = product(*(each.lives for each in found))
    for chosen in islice(together, AT_MOST):
        yield _lived(record, *chosen)
    for one in found if 3 ** len(found) > AT_MOST else ():
        for life in one.lives:
            yield _lived(record, life)


def _lived(record: Record, *chosen: Life) -> list[RecordedFact]:
    """The facts of the record in one of its lives."""
    instead = {name: fact for life in chosen for name, fact in life.items()}
    return [instead.get(each.id, each) for each in record.facts]


# --- writings whose receipt is not known ----------------------------------------------------------


def _writings(record: Record, beginnings: bool) -> Iterator[Question]:
    latest = max((each.fact.happened_on for each in record.facts), default=record.as_of)
    for recorded in record.facts:
        fact = recorded.fact
        if isinstance(fact, BeginningFact) and not beginnings:
            continue
        if not _holds_deliveries(type(fact)):
            continue
        terms = record.known.instruments.terms.on(fact.happened_on)
        for place, delivery in _deliveries(fact):
            if not turns_on_acknowledgement(delivery, terms):
                continue
            yield Question(
                MissingInput(
                    "acknowledged_on",
                    f"whether and when the {delivery.method} of {written_out(delivery.happened_on)}"
                    f" ({fact.kind.replace('_', ' ')}) was received",
                    terms.notices.clause,
                    posted_as=f"{fact.kind}.{place[0]}",
                ),
                tuple(_receipts(recorded, place, delivery, latest)),
            )


def _receipts(
    recorded: RecordedFact, place: Sequence[str | int], delivery: Delivery, latest: date
) -> Iterator[Life]:
    """It was acknowledged when it was sent, or on the latest day on record, or has no effect."""
    acknowledged_on = dict.fromkeys((delivery.happened_on, max(latest, delivery.happened_on)))
    for sent in (
        *(delivery.model_copy(update={"acknowledged_on": day}) for day in acknowledged_on),
        delivery.without_effect(),
    ):
        yield {recorded.id: replace(recorded, fact=_with(recorded.fact, place, sent))}


@cache
def _holds_deliveries(annotation: Any) -> bool:
    """Whether what is so described holds a delivery."""
    if annotation is Delivery:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inside: list[Any] = [each.annotation for each in annotation.model_fields.values()]
        return any(_holds_deliveries(each) for each in inside)
    return any(_holds_deliveries(part) for part in get_args(annotation))


def _deliveries(part: object) -> Iterator[tuple[tuple[str | int, ...], Delivery]]:
    """The deliveries in a fact or a part of one, each with its place."""
    if isinstance(part, Delivery):
        yield (), part
    named: Iterable[tuple[str | int, object]] = ()
    if isinstance(part, BaseModel) and _holds_deliveries(type(part)):
        named = ((name, getattr(part, name)) for name in type(part).model_fields)
    elif isinstance(part, tuple):
        named = enumerate(part)
    for name, inside in named:
        yield from (((name, *place), found) for place, found in _deliveries(inside))


def _with(part: Any, place: Sequence[str | int], delivery: Delivery) -> Any:
    """The same with another delivery in a place."""
    if not place:
        return delivery
    name, *rest = place
    if isinstance(name, int):
        return (*part[:name], _with(part[name], rest, delivery), *part[name + 1 :])
    return part.model_copy(update={name: _with(getattr(part, name), rest, delivery)})

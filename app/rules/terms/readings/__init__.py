"""Readings: the points at which two careful lawyers could compute differently.

Each reading is a setting in the terms of an agreement, with a default and its reason; changing it
changes the answer. The model is the only list: its fields type the settings, and the `Reading`
attached to each field is what `GET /v1/readings` shows. Numbers (QA8, QB11 …) are those of the
reading notes the product is built on. The clause of a reading is that of the agreement asked about
(`cited.py`): none stands here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeAlias, cast

from app.rules.terms.readings.cited import clause_at
from app.rules.terms.readings.demand import DemandReadings
from app.rules.terms.readings.money import MoneyReadings
from app.rules.terms.readings.reading import Reading
from app.rules.terms.readings.registration import RegistrationReadings
from app.rules.terms.readings.suspension import SuspensionReadings
from app.rules.terms.readings.time import TimeReadings
from app.rules.terms.readings.transfer import TransferReadings
from app.rules.terms.vocabulary import Term

ReadingValue: TypeAlias = str | bool | int | tuple[date, ...] | None


class Readings(
    TransferReadings,
    MoneyReadings,
    SuspensionReadings,
    RegistrationReadings,
    DemandReadings,
    TimeReadings,
):
    """The readings in force under an agreement; what is left out takes the recommended default."""


class _Noted:
    """Readings of which each that is asked for is noted."""

    __slots__ = ("_note", "_readings")

    def __init__(self, readings: Readings, note: Callable[[str], None]) -> None:
        self._readings = readings
        self._note = note

    def __getattr__(self, option: str) -> ReadingValue:
        value: ReadingValue = getattr(self._readings, option)
        self._note(option)
        return value


def noted(readings: Readings, note: Callable[[str], None]) -> Readings:
    """A view of readings, which answers as they do and notes each option that is asked for."""
    return cast("Readings", _Noted(readings, note))


@dataclass(frozen=True, slots=True)
class CataloguedReading:
    """A reading as the catalogue lists it, with its option name and default.

    `clause` is where an agreement speaks of it; null where it does not.
    """

    option: str
    number: str
    clause: str | None
    question: str
    choices: dict[str, str]
    default: ReadingValue
    why: str


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """A reading an answer relied on: the choice in force and whether it is the default.

    `clause` is where this agreement speaks of it; null where it is silent.
    """

    option: str
    number: str
    clause: str | None
    question: str
    value: ReadingValue
    meaning: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class _Declared:
    """A reading as its group declares it: its places in a document, and all but the clause."""

    at: str
    listed: CataloguedReading


@lru_cache(maxsize=1)
def _declared() -> Mapping[str, _Declared]:
    found: dict[str, _Declared] = {}
    for option, field in Readings.model_fields.items():
        (reading,) = (item for item in field.metadata if isinstance(item, Reading))
        listed = CataloguedReading(
            option=option,
            number=reading.number,
            clause=None,
            question=reading.question,
            choices=dict(reading.choices),
            default=field.default,
            why=reading.why,
        )
        found[option] = _Declared(reading.at, listed)
    return found


@lru_cache(maxsize=1)
def every_reading() -> Mapping[str, CataloguedReading]:
    """Every reading by option name, in the order of the model, of no agreement in particular."""
    return {option: each.listed for option, each in _declared().items()}


def cited(option: str, document: Term) -> CataloguedReading:
    """The reading with the clause at which the agreement of a terms document speaks of it."""
    return replace(every_reading()[option], clause=cited_at(option, document))


def cited_at(option: str, document: Term) -> str | None:
    """The clauses of an agreement that speak of what a reading is about; None: it is silent."""
    return clause_at(_declared()[option].at, document)


@lru_cache(maxsize=1)
def _places() -> Mapping[str, int]:
    """The place of every option in the order of the readings' numbers."""

    def number(listed: CataloguedReading) -> tuple[str, int]:
        return listed.number[:2], int(listed.number[2:])

    in_order = sorted(every_reading().values(), key=number)
    return {listed.option: place for place, listed in enumerate(in_order)}


def by_number(options: Iterable[str]) -> tuple[str, ...]:
    """Options in the order of their numbers, whichever was read first."""
    return tuple(sorted(options, key=_places().__getitem__))


def describe_choice(option: str, readings: Readings, document: Term) -> ReadingChoice:
    """The choice in force for `option`, in words, with the clause of the agreement's document."""
    return _described(option, getattr(readings, option), cited_at(option, document))


@lru_cache(maxsize=1024)
def _described(option: str, value: ReadingValue, clause: str | None) -> ReadingChoice:
    """One choice in words; the same few are asked for again and again."""
    listed = every_reading()[option]
    return ReadingChoice(
        option=option,
        number=listed.number,
        clause=clause,
        question=listed.question,
        value=value,
        meaning=listed.choices.get(_as_json(value), _as_json(value)),
        is_default=value == listed.default,
    )


def _as_json(value: ReadingValue) -> str:
    """A value as JSON writes it: the key under which the catalogue explains it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(day.isoformat() for day in value) + "]"
    return str(value)

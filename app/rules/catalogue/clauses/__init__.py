"""The clauses: every provision of the 1998 agreement, and what the service makes of it.

Each provision has the rule that computes it or the reason why none does, the obligations it
yields, and the readings on which it turns. The list is written out here, one module for each
section; the readings come from their own catalogue.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal, TypeAlias, TypeVar

from app.rules.catalogue.clauses import (
    covenants,
    definitions,
    general,
    incidental,
    indemnity,
    offerings,
    procedures,
    requested,
)
from app.rules.catalogue.clauses.provision import Kind, ObligationYielded, Provision
from app.rules.terms import readings
from app.rules.terms.readings import CataloguedReading
from app.rules.values.if_any import IfAny

T = TypeVar("T")
Section: TypeAlias = Literal["P", "1", "2", "3", "4", "5", "6", "7", "8", "9"]

PROVISIONS: tuple[Provision, ...] = (
    *definitions.PROVISIONS,
    *requested.PROVISIONS,
    *incidental.PROVISIONS,
    *procedures.PROVISIONS,
    *offerings.PROVISIONS,
    *indemnity.PROVISIONS,
    *covenants.PROVISIONS,
    *general.PROVISIONS,
)


@dataclass(frozen=True, slots=True)
class CataloguedClause:
    """One provision as the catalogue lists it.

    `clause` is how the agreement is cited; `id` tells apart several provisions of one clause.
    `rules` are the functions that compute it, `computations` the addresses that answer it without
    a record. `not_computed` says why no rule computes it, and is left out when one does. A clause
    of several provisions, asked for as it is cited, is put together of those, which `provisions`
    names.
    """

    id: str
    clause: str
    says: str
    kind: tuple[Kind, ...]
    rules: tuple[str, ...]
    computations: tuple[str, ...]
    obligations: tuple[ObligationYielded, ...]
    readings: tuple[CataloguedReading, ...]
    not_computed: IfAny[str]
    provisions: IfAny[tuple[str, ...]] = None


@lru_cache(maxsize=1)
def every_clause() -> Mapping[str, CataloguedClause]:
    """Every provision by its id, in the order of the agreement."""
    return {
        each.id: CataloguedClause(
            id=each.id,
            clause=_as_cited(each.id),
            says=each.says,
            kind=each.kind,
            rules=each.rules,
            computations=each.computations,
            obligations=each.obligations,
            readings=tuple(_numbered(each.readings)),
            not_computed=each.not_computed,
        )
        for each in PROVISIONS
    }


def as_cited(clause: str) -> CataloguedClause | None:
    """A clause as agreements cite it, put together of its provisions; None if it has none."""
    of = "P" if clause == "Preamble" else clause
    parts = [
        every_clause()[each.id]
        for each in PROVISIONS
        if each.id.startswith((f"{of}.", f"{of}(")) or clause in each.parts
    ]
    if not parts:
        return None
    reasons = dict.fromkeys(each.not_computed for each in parts)
    return CataloguedClause(
        id=clause,
        clause=clause,
        says=" ".join(each.says for each in parts),
        kind=_once(each.kind for each in parts),
        rules=_once(each.rules for each in parts),
        computations=_once(each.computations for each in parts),
        obligations=_once(each.obligations for each in parts),
        readings=_once(each.readings for each in parts),
        not_computed=None if None in reasons else " ".join(filter(None, reasons)),
        provisions=tuple(each.id for each in parts),
    )


def _once(several: Iterable[Iterable[T]]) -> tuple[T, ...]:
    """All of several lists, each item once."""
    found: list[T] = []
    for item in chain.from_iterable(several):
        if item not in found:
            found.append(item)
    return tuple(found)


def of_section(section: Section) -> tuple[CataloguedClause, ...]:
    """The provisions of one section, P being the preamble."""
    return tuple(each for each in every_clause().values() if each.id[0] == section)


def _as_cited(identifier: str) -> str:
    """The clause of a provision: `2(a)(i)` for `2(a)(i).7`."""
    clause, _, _ = identifier.partition(".")
    return "Preamble" if clause == "P" else clause


def _numbered(numbers: tuple[str, ...]) -> Iterable[CataloguedReading]:
    """The readings of these numbers; a number may have more than one setting."""
    return (each for each in readings.every_reading().values() if each.number in numbers)

"""The clauses: every provision of the 1998 agreement, and what the service makes of it.

Each provision has the rule that computes it or the reason why none does, the obligations it
yields, and the readings on which it turns. The list is written out here, one module for each
section; the readings come from their own catalogue.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

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
    a record. `not_computed` says why no rule computes it, and is null when one does.
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


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, CataloguedClause]:
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


def of_section(section: Section) -> tuple[CataloguedClause, ...]:
    """The provisions of one section, P being the preamble."""
    return tuple(each for each in catalogue().values() if each.id[0] == section)


def _as_cited(identifier: str) -> str:
    """The clause of a provision: `2(a)(i)` for `2(a)(i).7`."""
    clause, _, _ = identifier.partition(".")
    return "Preamble" if clause == "P" else clause


def _numbered(numbers: tuple[str, ...]) -> Iterable[CataloguedReading]:
    """The readings of these numbers; a number may have more than one setting."""
    return (each for each in readings.catalogue().values() if each.number in numbers)

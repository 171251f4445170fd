"""Rights that a company gave in a later agreement, held against a promise in an earlier one.

An agreement that promises its Holders that nobody gets better or inconsistent rights says by which
measures, and at which places of a terms document they stand. The later agreement is read at the
same places of its own document; what it does not say there is not compared, and told. Nothing is
converted. Nothing raises.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from app.rules.covenants.holders_rights import rights_here
from app.rules.covenants.rights_comparison import ComparedTerm, compare
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.terms import Terms
from app.rules.terms.parties import Measure
from app.rules.terms.readings.cited import clause_at
from app.rules.values.if_any import IfAny


@dataclass(frozen=True, slots=True)
class LaterRights:
    """Rights of a later agreement beside those that an earlier one protects, measure by measure."""

    agreement: Annotated[str, Field(description="The earlier agreement, which limits them.")]
    clause: Annotated[str, Field(description="Its clause on rights of others.")]
    granted_by: Annotated[str, Field(description="The later agreement.")]
    granted_on: Annotated[date, Field(description="The date of the later agreement.")]
    permitted: Annotated[
        bool | None, Field(description="Whether the earlier one permits them; null: not known.")
    ]
    reason: Annotated[IfAny[str], Field(description="The code of the breach, if it is one.")]
    conflicts: Annotated[
        tuple[str, ...],
        Field(description="Clauses of both agreements for each measure that is better or at odds."),
    ]
    not_compared: Annotated[
        tuple[str, ...],
        Field(description="Measures of which one of the two says nothing that can be compared."),
    ]
    terms: tuple[ComparedTerm, ...]


def rights_granted_later(agreements: Sequence[tuple[str, Terms]]) -> Iterator[LaterRights]:
    """Each agreement with such a promise, beside each agreement made after it."""
    for name, terms in agreements:
        for other, granted in agreements:
            if other != name and granted.agreement_date > terms.agreement_date:
                found = _beside(name, terms, other, granted)
                if found is not None:
                    yield found


def _beside(name: str, terms: Terms, other: str, granted: Terms) -> LaterRights | None:
    promise = terms.other_rights
    if promise is None:
        return None
    here, there = open_matter(terms, Detail.NONE), open_matter(granted, Detail.NONE)
    measures = promise.measures
    existing = rights_here(measures, promise, _unsplit, here)
    proposed = rights_here(measures, promise, _unsplit, there)
    both = [
        measure
        for measure in measures
        if _is_said(existing.get(measure)) and _is_said(proposed.get(measure))
        if not _said_otherwise(measures[measure].stands_at, terms, granted)
    ]
    found = compare(
        {measure: existing[measure] for measure in both},
        {measure: proposed[measure] for measure in both},
        None,
        promise,
        here,
    )
    better = {*found.named("more"), *found.inconsistent()}
    left = tuple(sorted(measures.keys() - set(both)))
    permitted = found.permitted.value
    return LaterRights(
        agreement=name,
        clause=promise.clause,
        granted_by=other,
        granted_on=granted.agreement_date,
        permitted=None if permitted and left else permitted,
        reason=promise.reason if permitted is False else None,
        conflicts=tuple(
            f"{each.says}: {each.existing} under {_cited(measures[each.name], terms)} of {name}, "
            f"{each.proposed} under {_cited(measures[each.name], granted)} of {other}."
            for each in found.terms
            if each.name in better
        ),
        not_compared=left,
        terms=found.terms,
    )


def _is_said(value: Sourced[int | None] | None) -> bool:
    """Whether a document gives a number: one that gives none may say the same in other words."""
    return value is not None and value.value is not None


def _said_otherwise(place: str | None, *documents: Terms) -> bool:
    """Whether a right to demand says for itself who may ask, so that the general part does not."""
    return place == "/requisite_holders" and any(
        right.who is not None for terms in documents for right in terms.rights_to_demand
    )


def _cited(measure: Measure, terms: Terms) -> str:
    clause = clause_at(measure.stands_at or "", terms)
    return f"clause {clause}" if clause else "the terms"


def _unsplit(_: str) -> Fraction:
    return Fraction(1)

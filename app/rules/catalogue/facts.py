"""Every kind of fact as it declares itself: what it tells, of what, when, and what it settles.

Nothing is written out here: the sentence and the clauses are the docstring's, all else is what
stands beside the class (`facts.declaration`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.rules.facts import FACTS_BY_KIND
from app.rules.facts.base import ON_FILE, BeginningFact, Fact
from app.rules.facts.declaration import DECLARED, KINDS, Owner, Refused, Row, kind_of
from app.rules.reasoning.traces import DutyName, settled_of
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.if_any import IfAny

_CITED = re.compile(r" ?\(((?:[^()]|\([a-zA-Z]+\))+)\)")
_CLAUSE = re.compile(r"(?:P|\d)(?:\.\d)?(?:\([a-zA-Z]+\))*")


@dataclass(frozen=True, slots=True)
class ComesAfter:
    """What has to be on record by the day of a fact, and the code where it is not.

    `or_kind` will do as well. `refused`: the fact is not recorded; else it is, with a warning.
    """

    kind: str
    or_kind: IfAny[str]
    refused: bool
    code: str


@dataclass(frozen=True, slots=True)
class CataloguedFact:
    """One kind of fact.

    `of` says to what it belongs: the making of an agreement, the agreement, the beginning of a
    registration, the life of one, or the correction of an earlier fact. `registrations` are the
    kinds of registration it is for, `begins` the kind that it sets going. `settles` are the duties
    that it shows to be performed, `helps_settle` those that it does beside another fact. `once`:
    not twice in one registration.
    """

    kind: str
    schema: str
    says: str
    clauses: tuple[str, ...]
    of: Owner
    registrations: tuple[RegistrationKind, ...]
    begins: RegistrationKind | None
    comes_after: tuple[ComesAfter, ...]
    once: bool
    settles: tuple[DutyName, ...]
    helps_settle: tuple[DutyName, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]


@lru_cache(maxsize=1)
def every_kind() -> Mapping[str, CataloguedFact]:
    """Every kind of fact by its name, in the order in which those of one day are read."""
    return {kind: _catalogued(fact) for kind, fact in FACTS_BY_KIND.items()}


def _catalogued(fact: type[Fact]) -> CataloguedFact:
    kind, declared = kind_of(fact), DECLARED[fact]
    says, clauses = _told(fact)
    own = {n: field for n, field in fact.model_fields.items() if n not in ("kind", ON_FILE)}
    begins = fact.begins if issubclass(fact, BeginningFact) else None
    of = (begins,) if begins else KINDS if declared.life is None else declared.life.of
    return CataloguedFact(
        kind=kind,
        schema=fact.__name__,
        says=says,
        clauses=clauses,
        of=declared.of,
        registrations=of if declared.of in ("beginning", "registration") else (),
        begins=begins,
        comes_after=tuple(_needs(declared.life)) if declared.life else (),
        once=declared.life is not None and declared.life.once is not None,
        settles=settled_of(kind),
        helps_settle=settled_of(kind, beside=True),
        required=tuple(name for name, field in own.items() if field.is_required()),
        optional=(*(name for name, field in own.items() if not field.is_required()), ON_FILE),
    )


def _told(fact: type[Fact]) -> tuple[str, tuple[str, ...]]:
    """What a fact tells, in a sentence, and the clauses that it cites."""
    says = " ".join((fact.__doc__ or "").strip().split("\n\n")[0].split())
    clauses: list[str] = []
    for cited in _CITED.finditer(says):
        named = [part for part in cited.group(1).split(", ") if _CLAUSE.fullmatch(part)]
        if named:
            clauses += named
            says = says.replace(cited.group(0), "")
    return says, tuple(clauses)


def _needs(life: Row) -> Iterator[ComesAfter]:
    for need in life.needs:
        refused = isinstance(need.verdict, Refused)
        yield ComesAfter(kind_of(need.fact), need.or_of, refused, need.verdict.code)

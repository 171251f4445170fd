"""Kinds of fact as the API shows them: where each is posted, and examples that run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from fastapi.openapi.models import Example as OpenApiExample
from pydantic import BaseModel

from app.api.schemas.agreements import AGREEMENT_EXAMPLES, AgreementCreate
from app.api.schemas.record import CORRECTION_EXAMPLES, CorrectionCreate
from app.api.schemas.requests import (
    DEMAND_EXAMPLES,
    INCIDENTAL_EXAMPLES,
    SHELF_EXAMPLES,
    TAKEDOWN_EXAMPLES,
    DemandCreate,
    IncidentalCreate,
    ShelfCreate,
    TakedownCreate,
)
from app.rules.answers import DutyName
from app.rules.catalogue import CataloguedFact, ComesAfter, every_kind
from app.rules.facts import DECLARED, Example, Fact, Owner, kind_of, kinds_of
from app.rules.terms import RegistrationKind
from app.services.store.demonstration import AGREEMENT, EXAMPLE
from app.services.store.practice import ENDING, PRACTICE, REGISTRATIONS, TO_BE_ENDED

AGREEMENTS: Final = "/v1/agreements"
POSTED_AT = "x-posted-at"
"""What the description calls the address at which an example runs as it stands."""


def examples_of(owner: Owner) -> dict[str, OpenApiExample]:
    """Bodies of facts that belong to the agreement, or to one registration.

    Those that run at another address than the one filled in say so.
    """
    return {shown.name: _as_documented(owner, kind, shown) for kind, shown in _shown(owner)}


def _as_documented(owner: Owner, kind: type[Fact], shown: Example) -> OpenApiExample:
    example: dict[str, Any] = {"summary": shown.summary, "value": body_of(kind, shown)}
    says = [shown.description] if shown.description else []
    if shown.ends or shown.in_life_of != "requested":
        example[POSTED_AT] = posted_at(owner, shown)
        says.append(f"Runs as it stands at `{example[POSTED_AT]}`.")
    if says:
        example["description"] = " ".join(says)
    return cast(OpenApiExample, example)


def body_of(kind: type[Fact], shown: Example) -> Mapping[str, Any]:
    """An example as it is posted."""
    return {"kind": kind_of(kind), **shown.value}


def posted_at(owner: Owner, shown: Example) -> str:
    """The address at which an example runs as it stands."""
    if owner == "registration":
        named = ENDING if shown.ends else REGISTRATIONS
        return f"/v1/registrations/{named[shown.in_life_of]}/events"
    return f"/v1/agreements/{TO_BE_ENDED if shown.ends else PRACTICE}/events"


def _shown(owner: Owner) -> Iterator[tuple[type[Fact], Example]]:
    for kind in kinds_of(owner):
        yield from ((kind, shown) for shown in DECLARED[kind].examples)


# --- the catalogue ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FactExample:
    """A body that runs as it stands, at its address, on the demonstration data."""

    summary: str
    posted_at: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FactKind:
    """One kind of fact: what it tells, where and when it is posted, and what it settles.

    `schema` is its name in the OpenAPI document. `of` says to what it belongs: the making of an
    agreement, the agreement, the beginning of a registration, the life of one, or the correction
    of an earlier fact. `comes_after` is what must be on record by its day, and `once` that it comes
    no second time in one registration; `docs/lifecycle.md` tells in which states it is refused or
    flagged. `settles` names the kinds of duty that it shows to be performed (`duty` of an
    obligation), `helps_settle` those that it does beside another fact.
    """

    kind: str
    schema: str
    says: str
    clauses: tuple[str, ...]
    of: Owner
    path: str
    registrations: tuple[RegistrationKind, ...]
    comes_after: tuple[ComesAfter, ...]
    once: bool
    settles: tuple[DutyName, ...]
    helps_settle: tuple[DutyName, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    examples: tuple[FactExample, ...]


_BEGUN: Final[Mapping[RegistrationKind, tuple[str, str, Mapping[str, OpenApiExample]]]] = {
    "requested": ("demands", AGREEMENT, DEMAND_EXAMPLES),
    "shelf": ("shelves", AGREEMENT, SHELF_EXAMPLES),
    "takedown": ("takedowns", EXAMPLE, TAKEDOWN_EXAMPLES),
    "incidental": ("incidentals", AGREEMENT, INCIDENTAL_EXAMPLES),
}
"""Where a registration of each kind is asked for, of which agreement in the examples."""
_POSTED: Final[Mapping[str, type[BaseModel]]] = {
    "agreement_made": AgreementCreate,
    "demand_received": DemandCreate,
    "shelf_triggered": ShelfCreate,
    "takedown_requested": TakedownCreate,
    "registration_determined": IncidentalCreate,
    "fact_corrected": CorrectionCreate,
    "fact_retracted": CorrectionCreate,
}
"""What is posted where the fact is made of it, and is not itself the body."""
_CORRECTED: Final = {"fact_corrected": "another_day", "fact_retracted": "never_happened"}


def fact_kinds() -> tuple[FactKind, ...]:
    """Every kind of fact, in the order in which those of one day are read."""
    return tuple(_with_address(each) for each in every_kind().values())


def _with_address(told: CataloguedFact) -> FactKind:
    path, examples = _addressed(told)
    posted = _POSTED.get(told.kind)
    return FactKind(
        kind=told.kind,
        schema=told.schema,
        says=told.says,
        clauses=told.clauses,
        of=told.of,
        path=path,
        registrations=told.registrations,
        comes_after=told.comes_after,
        once=told.once,
        settles=told.settles,
        helps_settle=told.helps_settle,
        required=told.required if posted is None else _fields(posted, required=True),
        optional=told.optional if posted is None else _fields(posted, required=False),
        examples=examples,
    )


def _fields(posted: type[BaseModel], *, required: bool) -> tuple[str, ...]:
    fields = posted.model_fields.items()
    return tuple(
        name for name, field in fields if name != "kind" and field.is_required() is required
    )


def _addressed(told: CataloguedFact) -> tuple[str, tuple[FactExample, ...]]:
    """Where a kind of fact is posted, and examples with their addresses."""
    if told.begins is not None:
        place, agreement, documented = _BEGUN[told.begins]
        there = f"{AGREEMENTS}/{agreement}/{place}"
        return f"{AGREEMENTS}/{{agreement_id}}/{place}", _of_documented(documented, there)
    match told.of:
        case "making":
            return AGREEMENTS, _of_documented(AGREEMENT_EXAMPLES, AGREEMENTS)
        case "correction":
            name = _CORRECTED[told.kind]
            there = f"{AGREEMENTS}/{PRACTICE}/corrections"
            shown = _of_documented({name: CORRECTION_EXAMPLES[name]}, there)
            return f"{AGREEMENTS}/{{agreement_id}}/corrections", shown
        case "registration":
            path = "/v1/registrations/{registration_id}/events"
        case _:
            path = f"{AGREEMENTS}/{{agreement_id}}/events"
    return path, tuple(
        FactExample(shown.summary, posted_at(told.of, shown), body_of(kind, shown))
        for kind, shown in _shown(told.of)
        if kind_of(kind) == told.kind
    )


def _of_documented(documented: Mapping[str, OpenApiExample], there: str) -> tuple[FactExample, ...]:
    return tuple(
        FactExample(each["summary"] or "", there, each["value"] or {})
        for each in documented.values()
    )

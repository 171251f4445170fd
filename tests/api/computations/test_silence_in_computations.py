"""Silence decides nothing: a law on the documented example of every computation.

A field that may be left out is left out, and set to each of the values it can have (a yes or a no,
one of several words; of any other field, the value of the example). What is answered without it is
unknown, or the same as with each of them: never one definite value where one of them gives another.
Otherwise the field's description says what silence means, and it stands in `SILENCE_MEANS`.

What is said about an answer (reasons, sources, its summary) is no answer; a part that an answer has
only sometimes is not compared where it is missing.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import pytest

from tests.api.bodies import Json
from tests.api.description.openapi import DOCUMENT, examples_of, operations
from tests.running.service import Service

Place: TypeAlias = tuple[str | int, ...]

UNKNOWN: Final = frozenset(
    {None, "unknown", "undetermined", "unconfirmed", "open", "not_yet_due", "overdue_review"}
)
UNDECIDED_STATE: Final = "received"
"""The state of a request on which nothing is decided."""
NOT_ANSWERS: Final = frozenset(
    {"explained_by", "reason", "reasons", "says", "source", "clause", "conditions", "summary"}
)
NAMES: Final = ("id", "holder", "name", "seller", "party", "code")
ON_WHICH_TERMS: Final = frozenset({"template", "terms", "readings", "overrides"})

IN_WRITING: Final = "Left out: a thing mailed, handed over or faxed is."
NONE: Final = "Left out: none."
MUST_BE_RECOGNISED: Final = "Left out: it must."
SILENCE_MEANS: Final[Mapping[str, str]] = {
    "amendment.in_writing": "Left out: a document that was signed is.",
    "amendment.positions.preferred_as_converted": NONE,
    "amendment.positions.recognised": MUST_BE_RECOGNISED,
    "amendment.positions.warrant_shares": NONE,
    "amendment.signatories": "Left out: none does.",
    "amendment.takes_effect_on": "Left out: it names none, and has effect at once.",
    "assignment.to_the_public": "Left out: no.",
    "contribution.parties.fraudulent": "Left out: no.",
    "cutback.company": "Left out: nothing.",
    "cutback.holders": NONE,
    "cutback.maximum_shares": "Left out: none is advised.",
    "cutback.others": NONE,
    "damages.damages.cap": "Left out: there is none.",
    "damages.damages.first_day": "Left out: it does.",
    "damages.damages.pay.first_day": "Left out: it is not counted.",
    "damages.defaults.cured_on": "Left out: it is not cured by the day asked about.",
    "deadline.direction": "Left out: after the event.",
    "deadline.inclusion": "Left out: it is not counted.",
    "deadline.is_act": "Left out: an act is due.",
    "deadline.unit": "Left out: calendar days.",
    "defence-costs.election_notice_on": "left out: it was not.",
    "demand-count.registrations.effective_on": "Left out: it is not effective yet.",
    "demand-count.registrations.interferences": "Left out: there were none.",
    "demand-count.registrations.registration_kind": "Left out: a demand.",
    "demand.company_offerings": NONE,
    "demand.company_offerings.seller": "Left out: the Company.",
    "demand.joins": "Left out: nobody has asked.",
    "demand.joins.delivery.in_writing": IN_WRITING,
    "demand.letters.delivery.in_writing": IN_WRITING,
    "demand.notices": "Left out: none is given yet.",
    "demand.notices.delivery.in_writing": IN_WRITING,
    "demand.positions.preferred_as_converted": NONE,
    "demand.positions.recognised": MUST_BE_RECOGNISED,
    "demand.positions.warrant_shares": NONE,
    "effectiveness-period.holds": "Left out: there were none.",
    "expenses.counsel_for_all_holders": (
        "Left out: not known, so that those bills are in nobody's total."
    ),
    "holdback.excluded_from_section_2": "Left out: no.",
    "holdback.part_of_registration": "Left out: they are beside it.",
    "holder-cap.already_paid": "Left out: nothing.",
    "join-window.notices": "Left out: none is given yet.",
    "join-window.notices.delivery.in_writing": IN_WRITING,
    "requisite-holders.positions.preferred_as_converted": NONE,
    "requisite-holders.positions.recognised": MUST_BE_RECOGNISED,
    "requisite-holders.positions.warrant_shares": NONE,
    "shelf-condition.effective_on": "Left out: the shelf is not effective yet.",
    "shelf-period.discontinuances": NONE,
    "shelf-period.prohibitions": NONE,
    "standstill.registration_kind": "Left out: a demand.",
    "suspension-budget.earlier_occasions": NONE,
    "suspension.notices.delivery.in_writing": IN_WRITING,
    "suspension.registration_kind": "Left out: one that this use of the right reaches.",
}
"""What a field means when it is left out, as its description says, by computation and field."""

EXAMPLES: Final = {
    f"{path.removeprefix('/v1/compute/')}: {name}": (path, operation, body)
    for _, path, operation in operations(DOCUMENT)
    if path.startswith("/v1/compute/")
    for name, body in examples_of(operation).items()
}
LEFT_OUT: Final = object()


def alternatives(schema: Json) -> Iterator[Json]:
    """What a value may be by a schema, with references followed."""
    if "$ref" in schema:
        named = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        yield from alternatives(named)
    elif several := schema.get("anyOf") or schema.get("oneOf"):
        for alternative in several:
            yield from alternatives(alternative)
    else:
        yield schema


def possible(schema: Json) -> list[Any]:
    """Every value that a field can have, if they can be counted."""
    found: list[Any] = []
    for alternative in alternatives(schema):
        if alternative.get("type") == "boolean":
            found += [True, False]
        found += alternative.get("enum", [])
    return found


def fields(schema: Json, body: Any, place: Place = ()) -> Iterator[tuple[Place, Json, bool]]:
    """Every field that a body has or might have: its place, its schema, whether it is required."""
    for alternative in alternatives(schema):
        if isinstance(body, list) and alternative.get("type") == "array":
            for number, item in enumerate(body):
                yield from fields(alternative["items"], item, (*place, number))
        elif isinstance(body, dict) and set(body) <= set(alternative.get("properties", ())):
            required = alternative.get("required", ())
            for name, field in alternative["properties"].items():
                yield (*place, name), field, name in required
                if name in body:
                    yield from fields(field, body[name], (*place, name))


def value_at(body: Any, place: Place) -> Any:
    """What a body has in a place; `LEFT_OUT` where it has nothing."""
    for step in place:
        if isinstance(body, dict) and step not in body:
            return LEFT_OUT
        body = body[step]
    return body


def silences(schema: Json, body: Json) -> Iterator[tuple[Place, Json, list[Any]]]:
    """Every field of a body that may be left out, with the values to compare."""
    for place, field, is_required in fields(schema, body):
        if is_required or place[-1] in ON_WHICH_TERMS or "const" in field:
            continue
        stated = value_at(body, place)
        values = possible(field) or ([] if stated is LEFT_OUT else [stated])
        if values:
            yield place, field, values


def changed(body: Any, place: Place, value: Any) -> Any:
    """The body with one field set to a value, or left out where that is `LEFT_OUT`."""
    first, *rest = place
    if rest:
        copy: Any = list(body) if isinstance(body, list) else dict(body)
        copy[first] = changed(body[first], tuple(rest), value)
        return copy
    without = {name: other for name, other in body.items() if name != first}
    return without if value is LEFT_OUT else without | {first: value}


def said(part: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every definite value of a result with its place."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name not in NOT_ANSWERS:
                yield from said(value, (*place, name))
    elif isinstance(part, list):
        for number, item in enumerate(part):
            yield from said(item, (*place, called(item, number)))
    elif part not in UNKNOWN and (place[-1], part) != ("state", UNDECIDED_STATE):
        yield place, part


def called(item: Any, number: int) -> str:
    """What one of several parts of an answer is called."""
    names = [item[name] for name in NAMES if name in item] if isinstance(item, dict) else []
    return str(next(iter(names), number))


def turned_round(
    service: Service, path: str, body: Json, place: Place, values: list[Any]
) -> Iterator[str]:
    """What is said without the field, where one of its values makes it another."""
    silent = service.post(path, changed(body, place, LEFT_OUT))
    if silent.status_code != 200:
        return
    without = dict(said(silent.json()["result"]))
    for value in values:
        answer = service.post(path, changed(body, place, value))
        if answer.status_code != 200:
            continue
        for where, told in said(answer.json()["result"]):
            if without.get(where, told) != told:
                yield f"{'.'.join(where)}: {without[where]} in silence, {told} with {value}"


def field_of(path: str, place: Place) -> str:
    """The field as the table names it."""
    names = [step for step in place if isinstance(step, str)]
    return f"{path.removeprefix('/v1/compute/')}.{'.'.join(names)}"


@pytest.mark.parametrize("example", EXAMPLES)
def test_silence_decides_nothing_unless_the_description_says_what_it_means(
    stateless_service: Service, example: str
) -> None:
    path, operation, body = EXAMPLES[example]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    for place, field, values in silences(schema, body):
        decides = list(turned_round(stateless_service, path, body, place, values))
        if decides:
            meaning = SILENCE_MEANS.get(field_of(path, place))
            assert meaning, (field_of(path, place), decides)
            assert meaning in field.get("description", ""), field_of(path, place)


def test_the_table_names_only_fields_of_the_examples() -> None:
    known = {
        field_of(path, place)
        for path, operation, body in EXAMPLES.values()
        for place, _, _ in silences(
            operation["requestBody"]["content"]["application/json"]["schema"], body
        )
    }
    assert set(SILENCE_MEANS) <= known

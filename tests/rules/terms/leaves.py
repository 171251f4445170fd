"""Every value of a terms document put otherwise, and whether that changes an answer."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from pydantic import ValidationError

from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_registration,
)
from app.rules.reasoning.reasoned import Reasoned
from app.rules.reasoning.trace import Detail
from app.rules.terms import Terms
from app.rules.terms.document.whole import check_document
from tests.rules.terms.lives_of_forms import Life

Way: TypeAlias = tuple[str | int, ...]
STEP = re.compile(r"step:\d+|id='\d+'")
PLACE = re.compile(r"terms:(/[^'#]+)")
IT = AgreementIdentity("it", "It", None, 1)


def leaves(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Every value of a document with its way; a list of plain values is one."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, (*way, name))
    elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        for number, each in enumerate(value):
            yield from leaves(each, (*way, number))
    elif value is not None:
        yield way, value


def put(document: Any, way: Way, value: Any) -> Any:
    """The document with another value at the end of a way."""
    if not way:
        return value
    changed: Any = dict(document) if isinstance(document, dict) else list(document)
    changed[way[0]] = put(document[way[0]], way[1:], value)
    return changed


@lru_cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """Every word that the schema of terms allows under a name, of any part."""
    schema = Terms.model_json_schema()
    found: dict[str, dict[str, None]] = {}
    for defined in (schema, *schema["$defs"].values()):
        for name, part in defined.get("properties", {}).items():
            found.setdefault(name, {}).update(dict.fromkeys(_allowed(part, schema["$defs"])))
    return {name: tuple(words) for name, words in found.items()}


def _allowed(part: Any, defined: Mapping[str, Any]) -> Iterator[str]:
    """The words that a part of the schema allows, or one of what it is made of."""
    if "$ref" in part:
        named = defined[part["$ref"].rpartition("/")[2]]
        part = {} if "properties" in named else named
    said = (*part.get("enum", ()), part.get("const"))
    yield from (word for word in said if isinstance(word, str))
    inner = [*part.get("anyOf", ()), *part.get("oneOf", ()), *part.get("prefixItems", ())]
    for each in (*inner, *([part["items"]] if isinstance(part.get("items"), dict) else ())):
        yield from _allowed(each, defined)


def otherwise(way: Way, value: Any) -> Iterator[Any]:
    """Other values that may stand there, the likeliest to matter first."""
    name = str(next((each for each in reversed(way) if isinstance(each, str)), ""))
    match value:
        case bool():
            yield not value
        case int():
            yield from (value + 1, value - 1, value * 3, 1, 10**9)
        case list():
            words = [each for each in _words().get(name, ()) if each not in value]
            yield from (
                value[:-1],
                value[1:],
                *([*value, each] for each in words),
                *([each] for each in words),
            )
            yield from (value[:place] + value[place + 1 :] for place in range(len(value)))
        case str() if re.fullmatch(r"\d+/\d+", value):
            yield from (str(each) for each in (Fraction(9, 10), Fraction(1, 10), Fraction(1, 1)))
        case str() if re.fullmatch(r"\d+\.\d\d", value):
            yield from ("1.00", "99999999.00")
        case str() if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            day = date.fromisoformat(value)
            yield from ((day + timedelta(days=days)).isoformat() for days in (1, -1, 400))
        case str() if re.fullmatch(r"\d\d:\d\d", value):
            yield from ("08:00", "12:30", "20:00")
        case str():
            yield from _words().get(name, ())
            yield from MORE.get(name, ())
            yield "99"


MORE: Mapping[str, tuple[str, ...]] = {
    "after": (
        "request.received",
        "request.given",
        "notice.given",
        "notice.received",
        "notice.sent",
        "registration.effective",
        "notice.delivered",
        "agreement.dated",
        "event.combination",
    ),
    "before": ("event.combination", "agreement.dated"),
    "at": (
        "notice.sent",
        "notice.delivered",
        "event.release",
        "event.combination",
        "agreement.dated",
    ),
    "happened": ("registration.filed", "registration.distributed", "request.received"),
    "anchor": (
        "request_given",
        "request_received",
        "mailed",
        "sent",
        "delivered",
        "filing",
        "agreement_made",
    ),
    "reason": ("EXCLUDED_OTHERWISE",),
    "time_zone": ("Europe/London",),
    "closed": ("us-ny", "gb-london-banks"),
}


def answers(terms: Terms, life: Life) -> Iterator[str]:
    """What each registration of a life answers, or without one the agreement, as text."""
    for found in _answers(terms, life):
        said = found.result, found.assumptions, found.warnings, found.missing_inputs, found.readings
        cited = [(step.rule, step.clause) for step in found.explanation.steps]
        yield STEP.sub("", repr((said, cited))).replace(terms.content_hash, "")


def read_in(terms: Terms, life: Life) -> frozenset[str]:
    """The places of the terms that a life's answers were worked out from."""
    return frozenset(
        place
        for found in _answers(terms, life)
        for place in PLACE.findall(repr((found.result, found.explanation.steps)))
    )


def _answers(terms: Terms, life: Life) -> Iterator[Reasoned[Any]]:
    names = dict.fromkeys(each.registration_id for each in life.facts if each.registration_id)
    for day in life.days:
        known = {each.registration_id for each in life.facts if each.fact.happened_on <= day}
        for name in names:
            if name in known:
                yield evaluate_registration("it", name, terms, life.facts, day, Detail.FULL)
        if not names:
            yield evaluate_agreement(IT, terms, life.facts, day, Detail.FULL)


def changed_terms(document: Any, way: Way, value: Any) -> Iterator[Terms]:
    """The terms with each other value that is valid there, left out, or moved in its list."""
    others = (put(document, way, other) for other in otherwise(way, value) if other != value)
    for changed in (*others, put(document, way, None), *_moved(document, way)):
        try:
            terms = Terms.model_validate_json(json.dumps(changed))
        except ValidationError:
            continue
        if check_document(terms).consistent:
            yield terms


def _moved(document: Any, way: Way) -> Iterator[Any]:
    """The document with the item of a list that a way leads through beside its neighbour."""
    here = document
    for depth, step in enumerate(way):
        if isinstance(here, list) and isinstance(step, int) and len(here) > 1:
            neighbour = (step + 1) % len(here)
            items = list(here)
            items[step], items[neighbour] = items[neighbour], items[step]
            yield put(document, way[:depth], items)
        here = here[step]

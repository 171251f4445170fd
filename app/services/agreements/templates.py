"""The bundled terms documents, from which agreements are made. Released ones are never edited."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from pydantic import ValidationError

from app.errors import Fault, InvalidInput, NotFound, json_pointer
from app.rules.terms import Terms, check_document, left_open, parse_terms, place_in, still_to_fill
from app.rules.values.wording import near, says


@dataclass(frozen=True, slots=True)
class Template:
    """One bundled terms document."""

    name: str
    terms: Terms


@lru_cache(maxsize=1)
def all_templates() -> tuple[Template, ...]:
    """Every bundled template, by name."""
    folder = files("app.templates")
    return tuple(
        Template(entry.name.removesuffix(".json"), parse_terms(entry.read_text(encoding="utf-8")))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".json")
    )


def template(name: str) -> Template:
    """The template of this name; NotFound if there is none."""
    for each in all_templates():
        if each.name == name:
            return each
    names = [each.name for each in all_templates()]
    raise NotFound("template", name, near(name, names) or f"There are: {', '.join(names)}.")


REPLACE: Final = "$replace"
"""Said in a part of overrides, it makes the part the whole of what is to stand there."""


def with_overrides(base: Terms, overrides: dict[str, Any]) -> Terms:
    """The terms with some values replaced, as in a JSON merge patch.

    A part that says `"$replace": true` takes the place of what stood there, whole: nothing of the
    other is left in it.
    Null sets a term to null, and takes out what is listed by name (a method of notice, a kind of
    registration in which expenses are paid).

    InvalidInput, with the place of every fault, when the result is not a terms document.
    """
    if not overrides:
        return base
    merged = _merged(json.loads(base.canonical), overrides, base)
    if base.blanks:
        merged["blanks"] = left_open(merged.get("blanks") or {}, overrides)
    try:
        return Terms.model_validate(merged)
    except ValidationError as invalid:
        raise InvalidInput(
            [
                Fault(
                    json_pointer(["overrides", *place_in(error["loc"])]),
                    "invalid_terms",
                    says(error, Terms),
                )
                for error in invalid.errors(include_url=False, include_input=False)
            ]
        ) from invalid


def refuse_contradictions(terms: Terms, place: str) -> None:
    """InvalidInput, naming every spot, for terms that contradict themselves.

    `place` is where in the request the terms stand.
    """
    found = [each for each in check_document(terms).findings if each.severity == "contradiction"]
    if found:
        raise InvalidInput([Fault(place + each.pointer, each.code, each.says) for each in found])


def refuse_blanks(terms: Terms, place: str) -> None:
    """InvalidInput, naming every blank that an agreement has to fill and that is not filled."""
    says = "{}: the form leaves this blank, and an agreement has to fill it."
    faults = [
        Fault(place + each, "blank_not_filled", says.format(about))
        for each, about in still_to_fill(terms)
    ]
    if faults:
        raise InvalidInput(faults)


def _merged(document: dict[str, Any], patch: dict[str, Any], part: object) -> dict[str, Any]:
    """The document with the patch in it; `part` is what the document was read as."""
    merged = dict(document)
    by_name = isinstance(part, Mapping)
    for key, value in patch.items():
        if by_name and value is None:
            merged.pop(key, None)
            continue
        if isinstance(value, dict) and value.get(REPLACE) is True:
            merged[key] = {name: each for name, each in value.items() if name != REPLACE}
            continue
        kept = merged.get(key)
        inner = part.get(key) if isinstance(part, Mapping) else getattr(part, key, None)
        merged[key] = (
            _merged(kept, value, inner)
            if isinstance(value, dict) and isinstance(kept, dict)
            else value
        )
    return merged

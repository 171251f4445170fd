"""What stands at a place of the terms, named by a JSON pointer: `/demand/join/within`."""

from collections.abc import Mapping
from typing import Any

from app.rules.terms.vocabulary import Term


def place_in(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Where in a document an error lies: its path without the tags that tell forms apart."""
    return tuple(part for part in loc if not str(part).startswith("is:"))


def at_place(terms: Term, place: str) -> Any:
    """What stands at a place of the terms; LookupError if there is none such."""
    here: Any = terms
    for part in place.removeprefix("/").split("/"):
        if isinstance(here, Term) and part in type(here).model_fields:
            here = getattr(here, part)
        elif isinstance(here, Mapping):
            here = here[part]
        elif isinstance(here, tuple) and part.isdigit():
            here = here[int(part)]
        else:
            raise LookupError(place)
    return here

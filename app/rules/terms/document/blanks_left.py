"""Which blanks of a form are still open, and what stands there meanwhile. Nothing raises."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.rules.terms.agreement import Terms
from app.rules.terms.document.checks.finding import TermsFinding, contradiction, warning

NOWHERE: Final = object()


def blank_findings(terms: Terms) -> Iterator[TermsFinding]:
    """Every blank that is left, with the example that stands at its place."""
    if not terms.blanks:
        return
    document = json.loads(terms.canonical)
    for place, blank in terms.blanks.items():
        value = _at(document, place)
        if value is NOWHERE:
            says = "There is nothing at this place of the terms that could be filled."
            yield contradiction(place, "blank_nowhere", says)
            continue
        ought = "must" if blank.fill == "must" else "may"
        example = json.dumps(value, ensure_ascii=False)
        says = (
            f"{blank.says}: the form leaves this blank, and {example} is an example; an agreement "
            f"{ought} say it otherwise."
        )
        yield warning(place, "blank_not_filled", says)


def still_to_fill(terms: Terms) -> Iterator[tuple[str, str]]:
    """Blanks without which no agreement is made: each place, and what it is about."""
    return ((place, each.says) for place, each in terms.blanks.items() if each.fill == "must")


def left_open(blanks: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """The blanks at whose places a patch of the document writes nothing."""
    return {place: each for place, each in blanks.items() if not _writes(written, place)}


def _at(document: Any, place: str) -> Any:
    here = document
    for part in place.removeprefix("/").split("/"):
        if isinstance(here, list) and part.isdecimal() and int(part) < len(here):
            here = here[int(part)]
        elif isinstance(here, dict) and part in here:
            here = here[part]
        else:
            return NOWHERE
    return here


def _writes(patch: Any, place: str) -> bool:
    """Whether a patch says anything at a place, above it or within it."""
    here = patch
    for part in place.removeprefix("/").split("/"):
        if not isinstance(here, Mapping) or here.get("$replace") is True:
            return True
        if part not in here:
            return False
        here = here[part]
    return True

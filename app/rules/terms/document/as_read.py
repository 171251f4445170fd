"""A document with the ways of its doubts that are in force written into it.

The terms so read are known by the hash of the document: its doubts are a part of it, and which way
was taken is said in it. Raises `DoesNotFit` for a way that makes no valid terms, which the check of
the document refuses beforehand.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache

from app.rules.terms.agreement import Terms, canonical_json, parse_terms
from app.rules.terms.document.by_date import changed
from app.rules.terms.readings.doubts import Doubt


def as_read(terms: Terms, ways: Mapping[str, str] | None = None) -> Terms:
    """The terms with a way of each doubt in them: the one in `ways`, or else the one in force.

    Of a doubt that is undetermined, the first of its ways by name. Terms that are read already are
    read anew: from the document as it is written, without the ways that stood in it.
    """
    if not terms.doubts:
        return terms
    read = _as_read(terms.as_stored, canonical_json(ways or {}))
    return read.stored_as(terms.as_stored)


@lru_cache(maxsize=256)
def _as_read(document: str, ways: str) -> Terms:
    terms = parse_terms(document)
    chosen: Mapping[str, str] = json.loads(ways)
    for name, doubt in sorted(terms.doubts.items()):
        way = chosen.get(name) or doubt.in_force or min(doubt.ways)
        terms = changed(terms, doubt.ways[way].changes)
    return terms


def undetermined(terms: Terms) -> Iterator[tuple[str, Doubt]]:
    """The doubts of which neither a way was taken nor one is recommended."""
    return ((name, each) for name, each in terms.doubts.items() if each.in_force is None)

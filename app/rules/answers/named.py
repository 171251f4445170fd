"""Whom an answer speaks of: the names of the Company and the Holders whose ids stand in it.

An answer names parties by the ids that facts know them by. Beside them it gives their names, once
each, as they were last recorded. No clause stands behind this module. Nothing raises.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from app.rules.facts import RecordedFact
from app.rules.facts.holdings import HolderRecorded, SecuritiesTransferred
from app.rules.terms import Terms

PARTIES: Final = frozenset(
    {
        "approved_by",
        "against",
        "holder",
        "holders",
        "not_told",
        "obligees",
        "obligor",
        "open_to",
        "parties",
        "party",
        "payee",
        "requesters",
        "seller",
        "still_to_satisfy",
    }
)
"""The fields of an answer in which somebody is named by an id."""
NAMING_NOBODY: Final = frozenset({type(None), str, int, bool, date, dict})
"""What the other fields mostly hold: it is not looked into."""
NAMING: Final = (HolderRecorded, SecuritiesTransferred)
"""The facts that tell somebody's name."""


def names_in(result: object, terms: Terms, facts: Sequence[RecordedFact]) -> Mapping[str, str]:
    """The names of all whom a result speaks of by their ids, by these."""
    if not facts:  # a computation knows nobody by name
        return {}
    known = known_by(terms, facts)
    spoken_of = set(_ids_in(result))
    return {each: name for each, name in sorted(known.items()) if each in spoken_of}


def known_by(terms: Terms, facts: Iterable[RecordedFact]) -> Mapping[str, str]:
    """The name of the Company, and of each Holder that was ever recorded, by its id."""
    found = {terms.company.id: terms.company.name}
    for each in facts:
        match each.fact:
            case HolderRecorded(holder=holder, name=name):
                found[holder] = name
            case SecuritiesTransferred(transferee=holder, transferee_name=name):
                found.setdefault(holder, name)
    return found


def _ids_in(part: object) -> Iterator[str]:
    if isinstance(part, tuple):
        for item in part:
            if isinstance(item, str):
                yield item
            else:
                yield from _ids_in(item)
    elif is_dataclass(part):
        named, others = _fields_of(part.__class__)
        for name in named:
            value = getattr(part, name)
            if isinstance(value, str):
                yield value
            else:
                yield from _ids_in(value)
        for name in others:
            value = getattr(part, name)
            if type(value) not in NAMING_NOBODY and not _is_of_words(value):
                yield from _ids_in(value)


def _is_of_words(value: object) -> bool:
    """Whether it is a list of words that name nobody: kinds of facts, codes, clauses."""
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], str)


@cache
def _fields_of(kind: type[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a part of an answer that name somebody, and the others."""
    there = [each.name for each in fields(kind)]
    named = tuple(name for name in there if name in PARTIES)
    return named, tuple(name for name in there if name not in PARTIES)

"""The terms of an agreement through time: the original ones, and what instruments change in them.

A change names places in the terms document, as JSON pointers, and their new values. Changes are
applied in the order in which their instruments were made, so that the later instrument has the last
word on every day of its effect. Whole days: a change governs the whole of its first day. Which
instruments have effect is not decided here (clause 9(e)); see `terms_in_force`.

A registration keeps the terms that were in force when it was requested, unless a later instrument
says that it reaches registrations already requested: then for what happens in it from the first day
of the change on. What was received, granted, refused, done or lost before was so by the terms of
its own day (`matter`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Any, Final

from pydantic import JsonValue, ValidationError

from app.rules.terms.agreement import Terms, canonical_json, parse_terms
from app.rules.terms.document.checks.check import contradictions
from app.rules.terms.document.checks.delays_said import names_of_rights
from app.rules.terms.document.checks.finding import TermsFinding
from app.rules.terms.document.places import place_in
from app.rules.values.wording import says


@dataclass(frozen=True, slots=True)
class TermsMisfit:
    """One spot at which a change does not fit the terms: the place named, the part of its value."""

    place: str | None
    within: tuple[str | int, ...]
    says: str


class DoesNotFit(Exception):
    """Changes cannot be made in these terms, or would make of them what is no terms document.

    Or one that contradicts itself where it did not before.
    """

    def __init__(self, misfits: tuple[TermsMisfit, ...]) -> None:
        """Carry every spot at fault."""
        super().__init__("; ".join(each.says for each in misfits))
        self.misfits = misfits


@dataclass(frozen=True, slots=True)
class TermsChange:
    """What one instrument changes, from its first day on; `source` is where it says so."""

    source: str
    made_on: date
    effective_from: date
    changes: Mapping[str, JsonValue]
    reaches_requested: bool

    def governs(self, requested_on: date, as_of: date) -> bool:
        """Whether it bears, by `as_of`, on a registration requested on a day."""
        if self.effective_from > as_of:
            return False
        return self.reaches_requested or self.effective_from <= requested_on


@dataclass(frozen=True, slots=True)
class TermsByDate:
    """The original terms, and the changes that have effect, in the order of their making."""

    original: Terms
    changes: tuple[TermsChange, ...] = ()
    _made: dict[tuple[bool, ...], Terms] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The terms with some of the changes, each made once: they are asked for again and again."""

    def with_change(self, change: TermsChange) -> "TermsByDate":
        """The terms with one more change, made after the others."""
        return TermsByDate(self.original, (*self.changes, change))

    def on(self, day: date) -> Terms:
        """The terms in force on a day."""
        return self._with(tuple(each.effective_from <= day for each in self.changes))

    def for_registration(self, requested_on: date, as_of: date) -> Terms:
        """The terms that govern a registration requested on one day, as it stands on another."""
        return self._with(tuple(each.governs(requested_on, as_of) for each in self.changes))

    def governing(self, requested_on: date, as_of: date) -> tuple[TermsChange, ...]:
        """The changes that bear on a registration requested on a day."""
        return tuple(each for each in self.changes if each.governs(requested_on, as_of))

    def last_change(self, place: str, day: date) -> TermsChange | None:
        """The change by which the value in force at a place stands there; None: the original."""
        for each in reversed(self.changes):
            if each.effective_from <= day and any(_within(place, other) for other in each.changes):
                return each
        return None

    def stated_on(self, place: str, day: date) -> date | None:
        """The day on which the value in force at a place was written; None: in the beginning."""
        change = self.last_change(place, day)
        return change.made_on if change else None

    def misfits(self) -> dict[str, tuple[TermsMisfit, ...]]:
        """Changes that on some day do not fit the terms that they are to change, by source."""
        found: dict[str, tuple[TermsMisfit, ...]] = {}
        for day in sorted({each.effective_from for each in self.changes}):
            terms = self.original
            for each in self.changes:
                if each.effective_from > day:
                    continue
                try:
                    terms = changed(terms, each.changes)
                except DoesNotFit as misfit:
                    found.setdefault(each.source, misfit.misfits)
        return found

    def _with(self, governing: tuple[bool, ...]) -> Terms:
        """The original terms with some changes; one that does not fit leaves them as they are."""
        found = self._made.get(governing)
        if found is None:
            found = self.original
            for each in compress(self.changes, governing):
                try:
                    found = changed(found, each.changes)
                except DoesNotFit:
                    continue
            self._made[governing] = found
        return found


def _within(place: str, other: str) -> bool:
    """Whether a place is, or lies in, another."""
    return f"{place}/".startswith(f"{other}/")


def changed(terms: Terms, changes: Mapping[str, JsonValue]) -> Terms:
    """The terms with new values at some places; raises `DoesNotFit`."""
    written = canonical_json(dict(changes))
    made = _changed(terms.canonical, written)
    if terms.as_stored == terms.canonical:
        return made
    return made.stored_as(_changed_as_stored(terms.as_stored, written))


@lru_cache(maxsize=512)
def _changed_as_stored(terms: str, changes: str) -> str:
    """The document that was stored, changed: what it did not say yet is left unsaid."""
    document, wanted = json.loads(terms), json.loads(changes)
    for place, value in wanted.items():
        _put(document, _parts(place), value)
    _fill(document, wanted)
    return canonical_json(document)


@lru_cache(maxsize=512)
def _changed(terms: str, changes: str) -> Terms:
    document, wanted = json.loads(terms), json.loads(changes)
    of_doubts = tuple(
        TermsMisfit(place, (), "A doubt is settled by writing the place that it is about.")
        for place in wanted
        if _within(place, "/doubts")
    )
    if of_doubts:
        raise DoesNotFit(of_doubts)
    nowhere = tuple(
        TermsMisfit(place, (), f"There is nothing at {place} in the terms.")
        for place, value in wanted.items()
        if not _put(document, _parts(place), value)
    )
    if nowhere:
        raise DoesNotFit(nowhere)
    _fill(document, wanted)
    try:
        made = Terms.model_validate(document)
    except ValidationError as invalid:
        raise DoesNotFit(
            tuple(
                _misfit(place_in(error["loc"]), says(error, Terms), wanted)
                for error in invalid.errors(include_url=False, include_input=False)
            )
        ) from invalid
    before = {(each.pointer, each.code) for each in contradictions(parse_terms(terms))}
    against = tuple(
        _misfit(_parts(each.pointer), each.says, wanted)
        for each in contradictions(made)
        if (each.pointer, each.code) not in before and not _outlasts(each, made)
    )
    if against:
        raise DoesNotFit(against)
    return made


def _outlasts(finding: TermsFinding, terms: Terms) -> bool:
    """Whether it names a right of an agreement whose rights have all ended: it does no harm."""
    return finding.code == "right_not_declared" and not names_of_rights(terms)


def _fill(document: dict[str, Any], changes: Mapping[str, JsonValue]) -> None:
    """Strike the blanks of a form that changes fill, or take away with what they stand in."""
    blanks = document.get("blanks")
    if blanks:
        document["blanks"] = {
            place: blank
            for place, blank in blanks.items()
            if not any(_within(place, other) or _within(other, place) for other in changes)
        }


NAMED: Final = frozenset(
    name
    for name, field in Terms.model_fields.items()
    if isinstance(field.default, dict) or name == "given_back"
)
"""The parts that are listed by a name of each: `null` takes one out, a new name puts one in."""


def _put(document: Any, parts: tuple[str, ...], value: JsonValue) -> bool:
    """Put a value at a place of the document; False if there is no such place."""
    *parents, name = parts
    here = document
    if len(parts) == 2 and parts[0] in NAMED:
        entries = document.get(parts[0]) or {}
        if value is None and name not in entries:
            return False
        kept = {key: each for key, each in entries.items() if key != name}
        document[parts[0]] = kept if value is None else {**kept, name: value}
        return True
    for part in parents:
        here = _inside(here, part)
    if isinstance(here, dict):
        here[name] = value
        return True
    if isinstance(here, list) and _is_index(name, here):
        here[int(name)] = value
        return True
    return False


def _inside(here: Any, part: str) -> Any:
    if isinstance(here, dict):
        return here.get(part)
    return here[int(part)] if isinstance(here, list) and _is_index(part, here) else None


def _is_index(name: str, items: list[Any]) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 10 and int(name) < len(items)


def _parts(place: str) -> tuple[str, ...]:
    return tuple(
        part.replace("~1", "/").replace("~0", "~") for part in place.removeprefix("/").split("/")
    )


def _misfit(loc: tuple[str | int, ...], says: str, changes: Mapping[str, JsonValue]) -> TermsMisfit:
    """A fault of the changed document, at the change that brought it about where that is plain."""
    at = tuple(str(part) for part in loc)
    for place in changes:
        parts = _parts(place)
        if at[: len(parts)] == parts:
            return TermsMisfit(place, loc[len(parts) :], says)
        if parts[: len(at)] == at:
            return TermsMisfit(place, (), says)
    return TermsMisfit(None, (), says)

"""An answer as it is given away: what the rules found, and the release that found it."""

import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from app.release import RULES_VERSION, SERVICE_VERSION
from app.rules.answers import (
    CitedFact,
    Explanation,
    Matter,
    MissingInput,
    Notice,
    Reasoned,
    all_sources,
    kept_with,
    names_in,
    reasoned,
    those_cited,
)
from app.rules.facts import RecordedFact
from app.rules.terms import ReadingChoice, Terms
from app.rules.values.calendars import CalendarVersion

T = TypeVar("T")
_SHOWS_STEPS = b'"explanation":{"steps":[{"id":'
_SHOWS_COUNTS = b'"counts":[{"step":'
"""What `why` shows of the steps."""
_SOURCES = re.compile(rb'"explained_by":\{[^{}]*"step:[^{}]*\}')
_FROM_A_STEP = re.compile(rb',"source":"step:[^"]*"')
_BEGINS = b'"explained_by":{'
_TO_A_STEP = re.compile(rb'"[^"]*":"step:[^"]*",?')


@dataclass(frozen=True, slots=True)
class TermsVersion:
    """Which terms an answer was computed under."""

    title: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Versions:
    """What an answer was made with; the same versions and facts give the same answer again."""

    service: str
    rules: Annotated[
        str,
        Field(
            description="A hash over the rules, the bundled templates and the calendars: under "
            "another one the same facts and terms may be answered otherwise."
        ),
    ]
    terms: TermsVersion
    calendars: tuple[CalendarVersion, ...]


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A result with everything needed to check it.

    `cited` are those of the facts cited that papers are kept with; left out where there are none.
    """

    result: T
    names: Annotated[
        Mapping[str, str],
        Field(
            exclude_if=operator.not_,
            description="The names of the Company and the Holders whose ids stand in `result`, by "
            "id. Left out where none does, and of a computation.",
        ),
    ]
    explanation: Explanation
    readings: tuple[ReadingChoice, ...]
    assumptions: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    missing_inputs: tuple[MissingInput, ...]
    versions: Versions
    cited: Annotated[
        tuple[CitedFact, ...],
        Field(
            exclude_if=operator.not_,
            description="The facts that this answer cites and that papers are kept with: a "
            "reference, a note, documents. Left out where there are none.",
        ),
    ] = ()


def pointing_to_no_step(document: bytes) -> bytes:
    """An answer as it is sent; one that shows no steps says of no value which step it is from.

    It is read as text, which takes a hundredth of the time: in a JSON string no quote stands bare,
    so that what looks like a name is one.
    """
    if _SHOWS_STEPS in document or _SHOWS_COUNTS in document:
        return document
    return _FROM_A_STEP.sub(b"", _SOURCES.sub(_but_steps, document))


def _but_steps(found: re.Match[bytes]) -> bytes:
    left = _TO_A_STEP.sub(b"", found[0][len(_BEGINS) : -1])
    return _BEGINS + left.removesuffix(b",") + b"}"


def answer_of(
    found: Reasoned[T],
    facts: Sequence[RecordedFact] = (),
    named_by: Sequence[RecordedFact] | None = None,
) -> Answer[T]:
    """The answer that gives away what the rules found in these facts.

    `named_by` are those that tell names, if they are others.
    """
    return Answer(
        result=found.result,
        names=names_in(found.result, found.terms, facts if named_by is None else named_by),
        explanation=found.explanation,
        readings=found.readings,
        assumptions=found.assumptions,
        warnings=found.warnings,
        missing_inputs=found.missing_inputs,
        versions=versions_of(found.terms, found.calendars),
        cited=_cited(found, facts),
    )


def _cited(found: Reasoned[T], facts: Iterable[RecordedFact]) -> tuple[CitedFact, ...]:
    """Those of the facts that are cited and have papers; most records have no papers at all."""
    kept = kept_with(facts)
    return those_cited(kept, all_sources(found.result, found.explanation.steps)) if kept else ()


def seal(result: T, matter: Matter) -> Answer[T]:
    """The same of a result that has not been put together with its working yet."""
    return answer_of(reasoned(result, matter))


def versions_of(terms: Terms, calendars: tuple[CalendarVersion, ...]) -> Versions:
    """The versions of service, rules, terms and calendars."""
    named = TermsVersion(terms.title, terms.content_hash)
    return Versions(SERVICE_VERSION, RULES_VERSION, named, calendars)

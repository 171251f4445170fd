"""A result put together with its reasoning: the working, and what it was reasoned from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Notice, Step
from app.rules.terms import Terms
from app.rules.terms.document.texts import ClauseText
from app.rules.terms.readings import ReadingChoice
from app.rules.terms.readings.doubts import choice_of, relied_on
from app.rules.values.calendars import CalendarVersion

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Explanation:
    """The working, line by line. Every source in the answer leads into it or to a fact or term."""

    steps: tuple[Step, ...]
    texts: Annotated[
        Mapping[str, ClauseText],
        Field(
            description="The agreement's own words, by each clause that a step cites, where its "
            "document carries them. Left out where it carries none.",
            exclude_if=lambda texts: not texts,
        ),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reasoned(Generic[T_co]):
    """A result with everything needed to check it.

    Which release of the service found it, the rules cannot know: the service that sends it says so
    (`app.services.answer`).
    """

    result: T_co
    explanation: Explanation
    readings: tuple[ReadingChoice, ...]
    assumptions: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    missing_inputs: tuple[MissingInput, ...]
    terms: Terms
    calendars: tuple[CalendarVersion, ...]


def reasoned(result: T, matter: Matter) -> Reasoned[T]:
    """Put a result together with its working, and the terms and calendars it was found by."""
    working = matter.working
    return Reasoned(
        result=result,
        explanation=Explanation(tuple(working.steps), _quoted(working.steps, matter.terms)),
        readings=(*working.choices(matter.terms), *_own(matter)),
        assumptions=tuple(working.assumptions),
        warnings=tuple(working.warnings),
        missing_inputs=tuple(working.missing),
        terms=matter.terms,
        calendars=matter.almanac.versions(),
    )


def _own(matter: Matter) -> Iterator[ReadingChoice]:
    """The doubts of the agreement's own document that the answer rests on."""
    doubts = matter.terms.doubts
    for name in relied_on(matter.terms, doubts, matter.working.read) if doubts else ():
        choice = choice_of(name, doubts[name])
        if choice is not None:
            yield choice


def _quoted(steps: Sequence[Step], terms: Terms) -> Mapping[str, ClauseText]:
    """The words of the clauses that steps cite."""
    if not terms.texts:
        return {}
    cited = dict.fromkeys(step.clause for step in steps)
    return {clause: terms.texts[clause] for clause in cited if clause in terms.texts}

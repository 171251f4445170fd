"""A result put together with its reasoning: the working, and what it was reasoned from."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Notice, Step
from app.rules.terms import Terms
from app.rules.terms.readings import ReadingChoice
from app.rules.values.calendars import CalendarVersion

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Explanation:
    """The working, line by line. Every source in the answer leads into it or to a fact or term."""

    steps: tuple[Step, ...]


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
        explanation=Explanation(tuple(working.steps)),
        readings=working.choices(),
        assumptions=tuple(working.assumptions),
        warnings=tuple(working.warnings),
        missing_inputs=tuple(working.missing),
        terms=matter.terms,
        calendars=matter.almanac.versions(),
    )

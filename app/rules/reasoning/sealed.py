"""An answer put together: the result, its working, and the versions it was made with."""

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Notice, Step
from app.rules.terms import Terms
from app.rules.terms.readings import ReadingChoice
from app.rules.values.calendars import CalendarVersion
from app.rules.values.version import RULES_VERSION, SERVICE_VERSION

T = TypeVar("T")


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
class Explanation:
    """The working, line by line. Every source in the answer leads into it or to a fact or term."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A result with everything needed to check it."""

    result: T
    explanation: Explanation
    readings: tuple[ReadingChoice, ...]
    assumptions: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    missing_inputs: tuple[MissingInput, ...]
    versions: Versions


def seal(result: T, matter: Matter) -> Answer[T]:
    """Put a result together with its working and the versions it was made with."""
    working = matter.working
    return Answer(
        result=result,
        explanation=Explanation(tuple(working.steps)),
        readings=working.choices(),
        assumptions=tuple(working.assumptions),
        warnings=tuple(working.warnings),
        missing_inputs=tuple(working.missing),
        versions=versions_of(matter.terms, matter.almanac.versions()),
    )


def versions_of(terms: Terms, calendars: tuple[CalendarVersion, ...]) -> Versions:
    """The versions of service, terms and calendars."""
    named = TermsVersion(terms.title, terms.content_hash)
    return Versions(SERVICE_VERSION, RULES_VERSION, named, calendars)

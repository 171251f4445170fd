"""One thing that a record leaves open, and the lives in which it comes out in its several ways.

No clause stands behind this module. Nothing raises.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeAlias

from app.rules.facts import RecordedFact
from app.rules.reasoning.trace import MissingInput

Life: TypeAlias = Mapping[str, Callable[[RecordedFact], RecordedFact | None]]
"""What becomes of facts, by their ids: another stands in the place of each, or nothing."""
AT_MOST: Final = 16
"""So many lives are tried, or as many as a single question has: each costs an answer."""
APART: Final = 20
"""Of so many questions each comes out by itself; of more some always come out alike."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One thing the record leaves open: what would settle it, and how it may come out.

    One `of_all` bears on every registration: it is about the terms.
    """

    missing: MissingInput
    lives: tuple[Life, ...]
    of_all: bool = False


def which_first(recorded: RecordedFact, field: str, needed_for: str, clause: str) -> OpenQuestion:
    """The question whether a fact came before the others of its day."""
    fact = recorded.fact
    return OpenQuestion(
        MissingInput(
            field,
            needed_for,
            clause,
            posted_as=f"{fact.kind}.{field}",
            at=f"{recorded.source}/{field}",
        ),
        tuple({recorded.id: partial(saying, field, first)} for first in (True, False)),
    )


def saying(field: str, value: object, recorded: RecordedFact) -> RecordedFact:
    """The fact with what it leaves unsaid."""
    return replace(recorded, fact=recorded.fact.model_copy(update={field: value}))

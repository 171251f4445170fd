"""Doubts that a document carries itself: what its text leaves open, and the ways it can be read.

Each way says what stands at the same places of the terms. The one taken is in force; while none is
taken, the one recommended; with neither, what turns on it is undetermined. What the text says
plainly is a term and no doubt. Raises ValueError for a doubt with one way, or with ways that do
not speak of the same places.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, model_validator

from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.parties import TermPointer
from app.rules.terms.readings import ReadingChoice
from app.rules.terms.vocabulary import ClauseName, Term, Words, silent
from app.rules.values.written_dates import PlainDate

OWN: Final = "own"
"""The number of a doubt in answers: it is the document's own, and in no notes."""


class Way(Term):
    """One way in which the text can be read, as what then stands at places of the terms."""

    says: Words
    changes: Annotated[
        Mapping[TermPointer, Any],
        Field(min_length=1, description="What stands at each place, if it is read in this way."),
    ]


class Doubt(Term):
    """A point on which the text is silent, ambiguous, contradictory or blank, with its ways."""

    clause: ClauseName | None = silent(description="Where the text leaves it open.")
    kind: Annotated[
        Literal["silent", "ambiguous", "contradictory", "blank"],
        Field(
            description="The text does not speak of it, can be read in several ways, says two "
            "things, or has a blank that nobody filled."
        ),
    ]
    question: Words
    ways: Annotated[
        Mapping[NameOfTerm, Way],
        Field(min_length=2, description="The ways in which it can be read, by a name of each."),
    ]
    recommended: NameOfTerm | None = silent(
        description="The way that holds while none is taken. Left out: it is undetermined."
    )
    taken: NameOfTerm | None = silent(description="The way that was chosen, and is in force.")
    taken_by: Words | None = silent(description="Who chose it.")
    taken_on: PlainDate | None = silent(description="When it was chosen; for the reader.")
    why: Words | None = silent(description="Why that way is recommended or was taken.")

    @model_validator(mode="after")
    def _names_its_ways(self) -> "Doubt":
        for name in (self.recommended, self.taken):
            if name is not None and name not in self.ways:
                raise ValueError(f"there is no way {name!r}; there are: {', '.join(self.ways)}")
        if self.taken is None and (self.taken_by is not None or self.taken_on is not None):
            raise ValueError("`taken_by` and `taken_on` say who took a way: say which in `taken`")
        return self

    @model_validator(mode="after")
    def _of_the_same_places(self) -> "Doubt":
        if len({frozenset(way.changes) for way in self.ways.values()}) > 1:
            raise ValueError("every way says what stands at each of the same places")
        return self

    @property
    def in_force(self) -> str | None:
        """The way that holds; None: it is undetermined."""
        return self.taken or self.recommended

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the terms of which it is asked what stands there."""
        return tuple(sorted(next(iter(self.ways.values())).changes))


def relied_on(
    document: BaseModel, doubts: Mapping[str, Doubt], sources: Collection[str]
) -> Iterator[str]:
    """The doubts that an answer rests on, by the places and clauses that its working read.

    A place whose part of the document cites no clause (a calendar, a roll, a group) is read
    everywhere. Rather one too many is named than one too few: whether another way would change
    the answer, its sensitivity tells.
    """
    roots = {each.split("/")[1] for each in sources if each.startswith("terms:/")}
    for name, doubt in sorted(doubts.items()):
        for place in doubt.places:
            root = place.split("/")[1]
            cites = getattr(getattr(document, root, None), "clause", None)
            if cites is None or cites in sources or root in roots or doubt.clause in sources:
                yield name
                break


def choice_of(name: str, doubt: Doubt) -> ReadingChoice | None:
    """The way of a doubt that is in force, as a reading is shown; None: it is undetermined."""
    way = doubt.in_force
    if way is None:
        return None
    return ReadingChoice(
        option=name,
        number=OWN,
        clause=doubt.clause,
        question=doubt.question,
        value=way,
        meaning=doubt.ways[way].says,
        is_default=way == doubt.recommended,
    )

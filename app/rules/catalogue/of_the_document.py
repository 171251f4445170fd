"""What a document says of itself: its clauses with what hangs on each, and all its readings.

Whatever is cited is of the document asked about; the rules know no agreement. Nothing raises.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from app.rules.terms import Terms
from app.rules.terms.document.cited import clauses_of, in_order
from app.rules.terms.readings import ReadingValue, cited, describe_choice, every_reading
from app.rules.terms.readings.doubts import OWN
from app.rules.values.if_any import IfAny

ReadingKind = Literal["reading", "silent", "ambiguous", "contradictory", "blank"]


@dataclass(frozen=True, slots=True)
class TermOfClause:
    """One value of the document that hangs on a clause."""

    place: Annotated[str, Field(description="Its place in the document, as a JSON pointer.")]
    value: Annotated[Any, Field(description="What the document says there.")]


@dataclass(frozen=True, slots=True)
class ReadingInForce:
    """A point on which this agreement can be read in several ways, and the choice in force.

    Those of `kind` `reading` are of the service; the others the document carries itself, with the
    places of the terms that turn on them, and who chose, when and why.
    """

    option: Annotated[
        str, Field(description="Its name: in `readings` of a computation, and of the terms.")
    ]
    kind: ReadingKind
    number: Annotated[str, Field(description="Its number; `own` where it is the document's own.")]
    clause: Annotated[
        str | None,
        Field(description="Where this agreement speaks of it; null where it is silent."),
    ]
    question: str
    choices: Annotated[
        Mapping[str, str], Field(description="Each choice, and what is so under it.")
    ]
    value: Annotated[
        ReadingValue, Field(description="The choice in force; null if none is: it is undetermined.")
    ]
    default: Annotated[
        ReadingValue, Field(description="The default, or the way that is recommended.")
    ]
    taken_by: Annotated[IfAny[str], Field(description="Who chose, where the document says it.")]
    taken_on: Annotated[IfAny[str], Field(description="When, where the document says it.")]
    why: Annotated[IfAny[str], Field(description="Why that one is the default, or was taken.")]
    places: Annotated[
        tuple[str, ...],
        Field(description="The places of the terms of which it is asked what stands there."),
    ]


@dataclass(frozen=True, slots=True)
class ClauseOfDocument:
    """A clause that a document cites: its own words, and everything that hangs on it."""

    clause: Annotated[str, Field(description="The clause, as the agreement numbers it.")]
    heading: Annotated[IfAny[str], Field(description="Its heading, where `texts` has it.")]
    text: Annotated[
        IfAny[str], Field(description="Its words, where `texts` of the document carries them.")
    ]
    terms: Annotated[
        tuple[TermOfClause, ...],
        Field(description="What the document says under it, place by place."),
    ]
    readings: Annotated[
        tuple[str, ...],
        Field(description="The readings and doubts about it, by `option`."),
    ]
    blanks: Annotated[
        tuple[str, ...],
        Field(description="Places under it at which the form leaves a blank, still to be filled."),
    ]


def readings_of(terms: Terms) -> Iterator[ReadingInForce]:
    """The doubts of the document, then every reading of the service, each as it is in force."""
    for name, doubt in sorted(terms.doubts.items()):
        yield ReadingInForce(
            option=name,
            kind=doubt.kind,
            number=OWN,
            clause=doubt.clause,
            question=doubt.question,
            choices={way: each.says for way, each in sorted(doubt.ways.items())},
            value=doubt.in_force,
            default=doubt.recommended,
            taken_by=doubt.taken_by,
            taken_on=None if doubt.taken_on is None else doubt.taken_on.isoformat(),
            why=doubt.why,
            places=doubt.places,
        )
    for option in every_reading():
        listed, choice = cited(option, terms), describe_choice(option, terms.readings, terms)
        yield ReadingInForce(
            option=option,
            kind="reading",
            number=listed.number,
            clause=listed.clause,
            question=listed.question,
            choices=listed.choices,
            value=choice.value,
            default=listed.default,
            taken_by=None,
            taken_on=None,
            why=listed.why,
            places=(),
        )


def clauses_with_what_hangs_on_them(terms: Terms) -> Iterator[ClauseOfDocument]:
    """Every clause that the document cites, in order."""
    about: dict[str, list[str]] = {}
    for reading in readings_of(terms):
        for clause in (reading.clause or "").split(", "):
            about.setdefault(clause, []).append(reading.option)
    hanging = clauses_of(terms)
    doubted = {each.clause for each in terms.doubts.values() if each.clause is not None}
    for clause in sorted({*hanging, *terms.texts, *doubted}, key=in_order):
        said, words = hanging.get(clause, {}), terms.texts.get(clause)
        yield ClauseOfDocument(
            clause=clause,
            heading=words.heading if words else None,
            text=words.text if words else None,
            terms=tuple(TermOfClause(place, value) for place, value in sorted(said.items())),
            readings=tuple(about.get(clause, ())),
            blanks=tuple(
                sorted(
                    blank
                    for blank in terms.blanks
                    if any(f"{place}/".startswith(f"{blank}/") for place in said)
                )
            ),
        )

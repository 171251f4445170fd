"""Blanks of a model form: places at which a document holds an example and the parties choose.

A blank is filled by writing its place: then it is none any more. One that `must` be filled
keeps an agreement from being made; of one that `may` be, the example stands and is told of.
"""

from typing import Annotated, Literal

from pydantic import Field

from app.rules.terms.vocabulary import ClauseName, Term, Words, silent


class Blank(Term):
    """What the form leaves open at a place, and whether an agreement has to say it."""

    clause: ClauseName | None = silent()
    says: Words
    fill: Annotated[
        Literal["must", "may"],
        Field(
            description="Whether an agreement made from these terms has to fill it, or may keep "
            "the example that stands there."
        ),
    ]

"""The agreement's own words: what a clause of a terms document says in the document signed.

They belong to the document and to its hash; nothing is computed from them, and an answer quotes
them beside what it works out under a clause. Nothing raises.
"""

from typing import Annotated

from pydantic import Field

from app.rules.terms.vocabulary import Term, Words, silent


class ClauseText(Term):
    """One clause in the words of the agreement that was signed."""

    heading: Words | None = silent(description="Its heading, if it has one.")
    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=20_000,
            pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]+$",
            description="Its words, as signed; line breaks are kept.",
        ),
    ]

"""Conditions that an agreement declares and somebody states: the rules need not understand them.

The record tells of them by the fact `condition_stated`. What is not stated is not known, unless
the agreement says what silence means.
"""

from typing import Literal

from app.rules.terms.vocabulary import ClauseName, Term, Words, silent


class DeclaredCondition(Term):
    """A condition in words for the reader: the Company has complied, a Holder is sanctioned."""

    clause: ClauseName | None = silent()
    says: Words
    evidence: Literal["certificate", "writing"] | None = silent(
        description="What must show it: a statement that names no `document` then states nothing."
    )
    if_not_stated: Literal["holds", "fails"] | None = silent(
        description="What is taken to be so while nobody has stated it. Left out: it is not known."
    )

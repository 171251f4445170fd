"""An objection to recording a fact: which field is at fault, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

MOST_NAMED = 20
"""Of those that there are, when one is named that is not among them; a thousand help nobody."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a fact cannot be recorded: field at fault (JSON pointer), stable code, sentence."""

    pointer: str
    code: str
    says: str


def some_of(names: Collection[str]) -> str:
    """The names that there are, in order; of very many, some and how many more."""
    some = ", ".join(sorted(islice(names, MOST_NAMED)))
    more = len(names) - MOST_NAMED
    return f"{some} and {more:,} more" if more > 0 else some or "none"

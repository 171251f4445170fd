"""What a reading is: a point on which two careful lawyers could compute differently."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

YES_NO = {"true": "yes", "false": "no"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One point of doubt: where it arises, what is asked, what each choice means, why the default.

    `at` are the places of a terms document that speak of it (`/delay, /amendments`): an answer
    cites the clauses that the agreement itself gives there. Of several in one (`/a|/b`) it is the
    first that the agreement has. `choices` maps each value, written as in JSON, to its meaning.
    """

    number: str
    at: str
    question: str
    choices: Mapping[str, str]
    why: str


class ReadingGroup(BaseModel):
    """The base of a group of readings: each field a setting, with its `Reading` attached."""

    model_config = ConfigDict(frozen=True, extra="forbid")

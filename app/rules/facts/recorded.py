"""A fact on the record, and the order in which facts are read."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from app.rules.facts.base import ON_FILE, Fact, OnFile
from app.rules.facts.declaration import DECLARED


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact on the record, with its id and the registration it belongs to, if any.

    What is kept with it (`on_file`) stands beside the fact: no rule sees it, so that two facts that
    say the same are the same whatever is kept with either.

    One that is only tried (a dry run) is on no record: its `origin` is the request. `first_id` is
    the entry that first told of it, where this one stands in the place of another. `turn` is its
    place among those of its kind and day, where that is tried, and `ways` are those in which
    doubts of the agreement's document (by their names) come out where that is tried. `supposed` is
    what nobody has stated, by its name, where that is tried.
    """

    id: str
    registration_id: str | None
    fact: Fact
    origin: str | None = None
    first_id: str | None = None
    turn: int = 0
    ways: tuple[tuple[str, str], ...] = ()
    supposed: tuple[tuple[str, str], ...] = ()
    on_file: OnFile | None = None
    content: str = field(init=False)

    def __post_init__(self) -> None:
        """Write the content down once: the order of the record is asked for again and again."""
        if self.fact.on_file is not None:
            object.__setattr__(self, "on_file", self.fact.on_file)
            object.__setattr__(self, "fact", filed_with(self.fact, None))
        object.__setattr__(self, "content", self.fact.model_dump_json())

    @property
    def as_posted(self) -> Fact:
        """The fact with what is kept with it, as it is stored and shown."""
        return self.fact if self.on_file is None else filed_with(self.fact, self.on_file)

    @property
    def source(self) -> str:
        """How the working refers to it."""
        return self.origin or f"fact:{self.id}#"

    @property
    def name(self) -> str:
        """What its duties and lines are called after: the same however often it is corrected."""
        return self.first_id or self.id


OUTSTANDING: Final = "outstanding"
"""What is supposed: the Company's shares outstanding, as exact text, while none are stated."""


def condition_supposed(name: str) -> str:
    """What is supposed of a condition that nobody has stated: `holds` or `fails`."""
    return f"conditions/{name}"


def covered_supposed(holder: str) -> str:
    """What is supposed of one that may be in the effective statement: `in` or `out`."""
    return f"covers/{holder}"


def supposing(name: str, value: str, recorded: RecordedFact) -> RecordedFact:
    """A fact of a record in which something is supposed that nobody has stated."""
    return replace(recorded, supposed=(*recorded.supposed, (name, value)))


def filed_with(fact: Fact, papers: OnFile | None) -> Fact:
    """The same fact, with these papers or none."""
    return fact.model_copy(update={ON_FILE: papers})


def in_order(recorded: RecordedFact) -> tuple[date, int, int, str, str, str]:
    """The place of a fact on the record: by day, by kind within the day, then by content.

    Never by when it was posted: the same facts in any order of posting give the same answer. What
    is alike in all of this is told apart by its id; the service gives ids that rise with time, so
    that of equal demands for one place the one that has it keeps it.
    """
    fact = recorded.fact
    return (
        fact.happened_on,
        DECLARED[type(fact)].order,
        recorded.turn,
        recorded.content,
        recorded.name,
        recorded.registration_id or "",
    )

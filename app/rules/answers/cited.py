"""The facts that an answer cites, with the papers kept with them: a reference, a note, documents.

An answer names a fact as the source of a value (`fact:…`). OnFile decide nothing; they are shown
beside the answer, so that a reader need not look each fact up. Whole days; nothing raises.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from app.rules.facts import RecordedFact
from app.rules.facts.base import OnFile
from app.rules.reasoning.trace import EXPLAINED_BY, Step


@dataclass(frozen=True, slots=True)
class CitedFact:
    """A fact with the papers that are kept with it."""

    fact_id: str
    kind: str
    occurred_on: date
    on_file: OnFile


def kept_with(facts: Iterable[RecordedFact]) -> tuple[CitedFact, ...]:
    """Those facts that papers are kept with."""
    return tuple(
        CitedFact(each.id, each.fact.kind, each.fact.happened_on, each.on_file)
        for each in facts
        if each.on_file is not None
    )


def those_cited(kept: Iterable[CitedFact], sources: Iterable[str]) -> tuple[CitedFact, ...]:
    """Those of the facts that are named by one of these sources."""
    named = {source.partition("#")[0].removeprefix("fact:") for source in sources}
    return tuple(each for each in kept if each.fact_id in named)


def all_sources(result: object, steps: Sequence[Step]) -> Iterator[str]:
    """Every source that an answer names, in its result and in its working."""
    yield from _in_result(result)
    yield from (item.source for step in steps for item in step.inputs)


def _in_result(part: object) -> Iterator[str]:
    if isinstance(part, tuple):
        for item in part:
            yield from _in_result(item)
    elif is_dataclass(part):
        yield from getattr(part, EXPLAINED_BY, {}).values()
        for each in fields(part):
            yield from _in_result(getattr(part, each.name))

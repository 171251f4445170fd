"""Which facts stand, when some of those on record were said to be wrong.

Takes the entries known by an instant, in the order of recording, and gives the facts that the rules
are to see. A fact stands until it is corrected or retracted. Each correction points to the entry
that stands at the time:

- a correction puts its `replacement` in the place of the fact, or of the correction, it names;
- a retraction takes away what it names: the fact did not happen;
- a retraction of a retraction takes that back, and what it had struck stands again.

So what was said of one fact is a line of entries, each naming the one before it, and only the last
counts. A replacement belongs to the registration of the fact it replaces. Pure; it raises nothing:
an entry that names nothing that stands changes nothing, and guards keep such entries out
(`corrections`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.rules.facts.corrections import FactCorrected, FactRetracted
from app.rules.facts.recorded import RecordedFact


@dataclass(slots=True)
class Standing:
    """What stands after some entries.

    `facts` are the facts that stand, by the id of the entry that says them; `struck` what each
    retraction took away, by the retraction's id; `overtaken` which entry overtook an entry that no
    longer counts, by the latter's id.
    """

    facts: dict[str, RecordedFact] = field(default_factory=dict)
    struck: dict[str, RecordedFact] = field(default_factory=dict)
    overtaken: dict[str, str] = field(default_factory=dict)


def as_they_stand(entries: Sequence[RecordedFact]) -> Standing:
    """What stands after these entries, given in the order in which they were recorded."""
    now = Standing()
    for entry in entries:
        match entry.fact:
            case FactCorrected(fact_id=wrong) if wrong in now.facts:
                before = now.facts.pop(wrong)
                now.facts[entry.id] = replaced(before, entry, entry.fact)
                now.overtaken[wrong] = entry.id
            case FactRetracted(fact_id=wrong) if wrong in now.facts:
                now.struck[entry.id] = now.facts.pop(wrong)
                now.overtaken[wrong] = entry.id
            case FactRetracted(fact_id=wrong) if wrong in now.struck:
                again = now.struck.pop(wrong)
                now.facts[again.id] = again
                del now.overtaken[again.id]
                now.overtaken[wrong] = entry.id
            case FactCorrected() | FactRetracted():
                pass
            case _:
                now.facts[entry.id] = entry
    return now


def replaced(before: RecordedFact, entry: RecordedFact, correction: FactCorrected) -> RecordedFact:
    """The fact that stands in the place of `before`, and keeps its name.

    The working refers to it in the correction. It has the papers of its own, or those of the
    correction.
    """
    return replace(
        before,
        id=entry.id,
        fact=correction.replacement,
        on_file=correction.replacement.on_file or entry.on_file,
        origin=f"{entry.source}/replacement",
        first_id=before.name,
    )


def standing_facts(entries: Sequence[RecordedFact]) -> tuple[RecordedFact, ...]:
    """The facts that stand; the order says nothing (`in_order` does)."""
    return tuple(as_they_stand(entries).facts.values())

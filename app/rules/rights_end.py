"""Whether the rights under the agreement are still in effect, and if not, since when: QF18.

They end when no Holder holds Registrable Securities any more (1(i)), by an instrument of the
parties (9(e)), or by time where the terms or a reading say so. Before anything is on the register
nothing has ended. Whole days: `ended_on` is the first day without rights.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from app.rules.holdings import fully_diluted
from app.rules.known import Known
from app.rules.matter import Matter
from app.rules.rights_period import run_out_on
from app.rules.working import Sourced, explained, plain

HowEnded: TypeAlias = Literal["NO_REGISTRABLE_SECURITIES", "ENDED_BY_INSTRUMENT", "ENDED_BY_TIME"]


@dataclass(frozen=True, slots=True)
class RightsStatus:
    """Whether the rights are in effect on the day asked about; if not, since when and why."""

    in_effect: bool
    ended_on: date | None
    reason: HowEnded | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _End:
    on: Sourced[date]
    reason: HowEnded


def rights_status(known: Known, matter: Matter) -> RightsStatus:
    """Whether the rights are in effect at the end of the day known."""
    ends = [each for each in _ends(known, matter) if each.on.value <= known.as_of]
    first = min(ends, key=lambda each: each.on.value, default=None)
    return RightsStatus(
        in_effect=first is None,
        ended_on=plain(first.on) if first else None,
        reason=first.reason if first else None,
        explained_by=explained(ended_on=first.on if first else None),
    )


def _ends(known: Known, matter: Matter) -> Iterator[_End]:
    emptied = _emptied(known, matter)
    if emptied is not None:
        yield _End(emptied, "NO_REGISTRABLE_SECURITIES")
    for ending in known.instruments.endings:
        if ending.in_effect(known.as_of):
            ruling = ending.explained(matter)
            if ruling.effective_from is not None:
                yield _End(ruling.effective_from, "ENDED_BY_INSTRUMENT")
    run_out = run_out_on(known.facts, matter)
    if run_out is not None:
        yield _End(run_out, "ENDED_BY_TIME")


def _emptied(known: Known, matter: Matter) -> Sourced[date] | None:
    """The day since which Holders have held nothing, though they held something before."""
    register = known.register
    emptied: date | None = None
    for day, lines in zip(reversed(register.days), reversed(register.entries), strict=True):
        terms = register.terms.on(day)
        if any(fully_diluted(line.position, terms) for line in lines.values()):
            break
        emptied = day
    else:
        return None
    if emptied is None:
        return None
    return matter.working.step(
        "rights_end.emptied",
        matter.terms.registrable_securities.clause,
        f"From {emptied.isoformat()} no Holder has held any Registrable Securities.",
        emptied,
        {
            each.id: Sourced(each.fact.happened_on, each.source)
            for each in known.facts
            if each.fact.happened_on == emptied
        },
    )

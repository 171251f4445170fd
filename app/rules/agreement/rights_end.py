"""Whether the rights under the agreement are still in effect, and if not, since when: QF18.

They end when no Holder holds Registrable Securities any more (1(i), QG15), by an instrument of the
parties (9(e)), or by time where the terms or a reading say so. Before anything is on the register
nothing has ended. Whole days: `ended_on` is the first day without rights.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from app.rules.agreement.ends_by_terms import first_end
from app.rules.agreement.known import Known
from app.rules.agreement.rights_period import end_by_time, run_out_on
from app.rules.facts import RecordedFact
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.values.if_any import IfAny
from app.rules.values.written_dates import written_out

HowEnded: TypeAlias = Literal["NO_REGISTRABLE_SECURITIES", "ENDED_BY_INSTRUMENT", "ENDED_BY_TIME"]


@dataclass(frozen=True, slots=True)
class RightsStatus:
    """Whether the rights are in effect on the day asked about; if not, since when and why.

    `in_effect` is null while that turns on what is not recorded.
    """

    in_effect: bool | None
    ended_on: IfAny[date]
    reason: IfAny[HowEnded]
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EndOfRights:
    """The first day without rights, how they ended, and the clause under which they did."""

    on: Sourced[date]
    reason: HowEnded
    clause: str
    says: str


def rights_status(known: Known, matter: Matter) -> RightsStatus:
    """Whether the rights are in effect at the end of the day known."""
    first = end_of_rights(known, matter)
    return RightsStatus(
        in_effect=first is None,
        ended_on=plain(first.on) if first else None,
        reason=first.reason if first else None,
        explained_by=explained(ended_on=first.on if first else None),
    )


def end_of_rights(known: Known, matter: Matter) -> EndOfRights | None:
    """By what the rights have ended by the end of the day known; the first if by more than one."""
    ends = [each for each in _ends(known, matter) if each.on.value <= known.as_of]
    return min(ends, key=lambda each: each.on.value, default=None)


def _ends(known: Known, matter: Matter) -> Iterator[EndOfRights]:
    emptied = _emptied(known, matter)
    if emptied is not None:
        clause = matter.terms.registrable_securities.clause
        says = "as no Holder held any Registrable Securities"
        yield EndOfRights(emptied, "NO_REGISTRABLE_SECURITIES", clause, says)
    for ending in known.instruments.endings:
        if ending.in_effect(known.as_of):
            ruling = ending.explained(matter)
            if ruling.effective_from is not None:
                clause = ending.terms.amendments.clause
                says = f"by the instrument of {written_out(ending.fact.occurred_on)}"
                yield EndOfRights(ruling.effective_from, "ENDED_BY_INSTRUMENT", clause, says)
    run_out = run_out_on(known.first_offering_effective(), matter)
    end = end_by_time(matter.terms)
    if run_out is not None and end is not None:
        yield EndOfRights(run_out, "ENDED_BY_TIME", end.clause, "with the time they were given for")
    by_terms = _by_terms(known.facts, known.as_of, matter)
    if by_terms is not None:
        yield by_terms


def end_by_terms_alone(as_of: date, matter: Matter) -> EndOfRights | None:
    """The end of the rights by a day that the terms alone say, whatever has happened."""
    found = _by_terms((), as_of, matter)
    return None if found is None or found.on.value > as_of else found


def _by_terms(facts: Sequence[RecordedFact], as_of: date, matter: Matter) -> EndOfRights | None:
    found = first_end(facts, matter, as_of)
    if found is None:
        return None
    return EndOfRights(found.on, "ENDED_BY_TIME", found.clause, "as the agreement says")


def _emptied(known: Known, matter: Matter) -> Sourced[date] | None:
    """The day since which Holders have held nothing, though they held something before.

    Where somebody holds again later, reading QG15 says whether the rights had ended for good.
    """
    register = known.register
    empty = register.empty
    if all(empty):
        return None
    spells = [
        day
        for before, now, day in zip(empty, empty[1:], register.days[1:], strict=False)
        if now and not before
    ]
    if not spells or not (empty[-1] or matter.readings.empty_register == "ends"):
        return None
    emptied = spells[0] if matter.readings.empty_register == "ends" else spells[-1]
    return matter.working.step(
        "rights_end.emptied",
        matter.terms.registrable_securities.clause,
        f"From {written_out(emptied)} no Holder has held any Registrable Securities.",
        emptied,
        {
            each.id: Sourced(each.fact.happened_on, each.source)
            for each in known.facts
            if each.fact.happened_on == emptied
        },
    )

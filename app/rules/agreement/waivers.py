"""Obligations waived by an instrument under clause 9(e), and what the waiver still reaches.

An effective waiver takes an obligation away from the first day of its effect. A breach that was
there before that day stands: only a waiver that reaches back to it cures it. One that names what is
overdue and no day of its own plainly means that, and reaches back; of a lasting promise, or of what
goes on to a day still to come, it may mean only what is to come. What was performed in time needs
no waiver. What is waived is not owed, bars nothing and holds nothing back: whatever is measured by
a duty asks `Waivers` of it. Whole days.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from app.rules.agreement.instruments import Executed
from app.rules.agreement.terms_in_force import InstrumentResult, instrument_result
from app.rules.facts.instruments import ObligationWaived
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, named
from app.rules.reasoning.trace import Sourced
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class WaiverResult:
    """One waiver of an obligation; `registration_id` is null for a duty of the agreement's own."""

    registration_id: str | None
    obligation: str
    instrument: InstrumentResult


@dataclass(frozen=True, slots=True)
class Waived:
    """From which day an instrument waives an obligation; whether it names that day itself."""

    since: Sourced[date]
    names_day: bool

    def reaches(self, broken_on: date | None, *, has_day: bool) -> bool:
        """Whether it takes a duty away that would be broken on that day (None: it was not).

        It is the last day on which a waiver prevents the breach. Without a day of its own it
        reaches back to what had a day that has passed (`has_day`).
        """
        in_time = broken_on is None or self.since.value <= broken_on
        return in_time or (has_day and not self.names_day)


@dataclass(frozen=True, slots=True)
class Waivers:
    """What instruments with effect on the day asked about waive of one list of obligations."""

    made: Mapping[str, tuple[Waived, ...]] = field(default_factory=dict)

    def of(
        self, obligation: str, broken_on: date | None = None, *, has_day: bool = False
    ) -> Sourced[date] | None:
        """The first day of the waiver that takes an obligation away; None where there is none."""
        reaching = (
            each.since
            for each in self.made.get(obligation, ())
            if each.reaches(broken_on, has_day=has_day)
        )
        return min(reaching, key=lambda day: day.value, default=None)


NOTHING_WAIVED: Final = Waivers()


def waivers_of(
    registration_id: str | None, made: Iterable[Executed[ObligationWaived]], as_of: date
) -> Waivers:
    """The waivers of the obligations of a registration, or of the agreement's own (None)."""
    found: dict[str, tuple[Waived, ...]] = {}
    for each in made:
        start, fact = each.effective_from, each.fact
        if fact.registration == registration_id and start is not None and start <= as_of:
            named = fact.effective_from is not None
            place = "effective_from" if named else "occurred_on"
            waived = Waived(Sourced(start, f"{each.recorded.source}/{place}"), named)
            found[fact.obligation] = (*found.get(fact.obligation, ()), waived)
    return Waivers(found)


def waiver_results(
    waivers: Iterable[Executed[ObligationWaived]], matter: Matter
) -> tuple[WaiverResult, ...]:
    """Every waiver of an obligation on the record, with its ruling."""
    return tuple(
        WaiverResult(each.fact.registration, each.fact.obligation, instrument_result(each, matter))
        for each in waivers
    )


def with_waivers(
    obligations: Sequence[Obligation],
    registration_id: str | None,
    waivers: Iterable[Executed[ObligationWaived]],
    matter: Matter,
    as_of: date,
    conditions: Collection[str] = (),
) -> tuple[Obligation, ...]:
    """The obligations of a registration, or the agreement's own (None), as waivers leave them.

    A waiver may name one of its `conditions` instead.
    """
    standing = {each.id: each for each in obligations}
    for waiver in waivers:
        if waiver.fact.registration != registration_id or not waiver.in_effect(as_of):
            continue
        obligation = standing.get(waiver.fact.obligation)
        if obligation is None and waiver.fact.obligation in conditions:
            continue
        if obligation is None:
            matter.working.warn(
                "NOTHING_TO_WAIVE",
                f"A waiver names the duty “{waiver.fact.obligation}”, which is not owed.",
            )
        else:
            standing[obligation.id] = _waived(obligation, waiver, matter)
    return tuple(standing[each.id] for each in obligations)


def _waived(
    obligation: Obligation, waiver: Executed[ObligationWaived], matter: Matter
) -> Obligation:
    """One obligation under one effective waiver."""
    effective_from = waiver.effective_from
    assert effective_from is not None  # noqa: S101  # it is in effect
    if obligation.status in ("excused", "waived"):
        return obligation
    if obligation.status == "performed" and not _ran_out_since(obligation, effective_from):
        return obligation
    broken_on = _last_day_to_waive(obligation)
    waived = Waived(Sourced(effective_from, ""), waiver.fact.effective_from is not None)
    if broken_on is not None and effective_from > broken_on:
        has_passed = obligation.due_on is not None and obligation.due_on < effective_from
        if not waived.reaches(broken_on, has_day=has_passed):
            matter.working.warn(
                "WAIVER_TOO_LATE",
                f"The waiver of {named(obligation)} has effect from {written_out(effective_from)}; "
                "by then the duty was broken, or its day had passed, and the waiver does not "
                "reach back. To reach the breach it must be effective on "
                f"{written_out(broken_on)} or earlier (`effective_from`).",
            )
            return obligation
        matter.working.assume(
            "WAIVER_REACHES_BACK",
            f"The waiver names {named(obligation)}, whose day had passed, and no day from which it "
            "has effect: it is taken to reach back to it.",
        )
        effective_from = broken_on
    ruling = waiver.explained(matter)
    inputs: dict[str, Sourced[object]] = {"effective": ruling.effective}
    if ruling.effective_from is not None:
        inputs["effective_from"] = ruling.effective_from
    status = matter.working.step(
        "waivers.waived",
        waiver.terms.amendments.clause,
        f"The waiver releases {named(obligation)} from {written_out(effective_from)}.",
        "waived",
        inputs,
    )
    explained_by = {
        name: source
        for name, source in obligation.explained_by.items()
        if name not in ("days_left", "days_late", "breached_on")
        and (name != "performed_on" or obligation.status != "performed")
    }
    return replace(
        obligation,
        status="waived",
        performed_on=None if obligation.status == "performed" else obligation.performed_on,
        breached_on=None,
        days_left=None,
        days_late=None,
        explained_by={**explained_by, "status": status.source},
    )


def _ran_out_since(obligation: Obligation, waived_from: date) -> bool:
    """Whether what no act performs ran out only once it was waived: nobody kept it any more."""
    by_no_act = obligation.duty == "maintain" or obligation.modality == "must_not"
    done_on = obligation.performed_on
    return by_no_act and done_on is not None and waived_from <= done_on


def _last_day_to_waive(obligation: Obligation) -> date | None:
    """The last day on which a waiver must have effect to prevent the breach there is, if any."""
    breached_on, due_on = obligation.breached_on, obligation.due_on
    if breached_on is not None and due_on is not None and breached_on == due_on + ONE_DAY:
        return due_on
    if breached_on is not None:
        return breached_on
    if obligation.status == "overdue_review" and obligation.standard is None:
        return None  # Its day moves with a plan: nothing is broken yet.
    if obligation.status in ("breached", "overdue_review", "unconfirmed", "performed_late"):
        return obligation.due_on
    return None

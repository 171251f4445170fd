"""Obligations waived by an instrument under clause 9(e), and what the waiver still reaches.

An effective waiver takes an obligation away from the first day of its effect. A breach that was
there before that day stands: only a waiver that reaches back to it cures it. One that names what is
overdue and no day of its own plainly means that, and reaches back; of a lasting promise it may mean
only what is to come. What was performed in
time needs no waiver. Whole days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.rules.agreement.instruments import Executed
from app.rules.agreement.terms_in_force import InstrumentResult, instrument_result
from app.rules.facts.instruments import ObligationWaived
from app.rules.reasoning.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.trace import Sourced
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class WaiverResult:
    """One waiver of an obligation; `registration_id` is null for a duty of the agreement's own."""

    registration_id: str | None
    obligation: str
    instrument: InstrumentResult


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
) -> tuple[Obligation, ...]:
    """The obligations of a registration, or the agreement's own (None), as waivers leave them."""
    standing = {each.id: each for each in obligations}
    for waiver in waivers:
        if waiver.fact.registration != registration_id or not waiver.in_effect(as_of):
            continue
        obligation = standing.get(waiver.fact.obligation)
        if obligation is None:
            matter.working.warn(
                "NOTHING_TO_WAIVE",
                f"A waiver names the obligation {waiver.fact.obligation!r}, which is not owed.",
            )
        else:
            standing[obligation.id] = _waived(obligation, waiver, matter)
    return tuple(standing[each.id] for each in obligations)


def _waived(
    obligation: Obligation, waiver: Executed[ObligationWaived], matter: Matter
) -> Obligation:
    """One obligation under one effective waiver."""
    if obligation.status in ("performed", "excused", "waived"):
        return obligation
    effective_from = waiver.effective_from
    assert effective_from is not None  # noqa: S101  # it is in effect
    broken_on = _last_day_to_waive(obligation)
    if broken_on is not None and effective_from > broken_on:
        if waiver.fact.effective_from is not None or obligation.due_on is None:
            matter.working.warn(
                "WAIVER_TOO_LATE",
                f"The waiver of {obligation.id!r} has effect from {written_out(effective_from)}; "
                "by then the obligation was broken, or its day had passed, and the waiver does not "
                f"reach back. It does with `effective_from` {written_out(broken_on)} or earlier.",
            )
            return obligation
        matter.working.assume(
            "WAIVER_REACHES_BACK",
            f"The waiver names {obligation.id!r}, whose day had passed, and no day from which it "
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
        f"The obligation {obligation.id!r} is waived from {written_out(effective_from)}.",
        "waived",
        inputs,
    )
    explained_by = {
        name: source
        for name, source in obligation.explained_by.items()
        if name not in ("days_left", "breached_on")
    }
    return replace(
        obligation,
        status="waived",
        breached_on=None,
        days_left=None,
        explained_by={**explained_by, "status": status.source},
    )


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

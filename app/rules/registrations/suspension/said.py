"""What else the terms say of a delay: conditions on the day of its invocation, a day it ends by.

A condition that nobody has stated leaves the use undetermined, and is named. A delay that would
last beyond the day by which all have ended is refused, whatever days its limits leave. Whole days,
both ends of a delay counted; raises `OutsideCalendar` where a calendar ends.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from app.rules.reasoning.days.clock import (
    NOTHING_KNOWN,
    ClockDay,
    Happenings,
    day_of,
    passed_on_its_day,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.suspension.suspension import Invocation
from app.rules.terms.rights.delays.delays import Delay
from app.rules.values.written_dates import written_out

STATED, ENDS_BY = "delay_conditions", "ends_by"


def said_of_delays(
    right: Delay,
    invocation: Invocation,
    measured_on: Sourced[date] | None,
    until: ClockDay | None,
    matter: Matter,
) -> Iterator[tuple[Condition, tuple[str, ...]]]:
    """What the terms ask besides grounds and limits, each with what it waits for.

    `until` is the day by which every delay ends, where there is one.
    """
    if right.conditions is None and right.ends_by is None:
        return
    invoked, then = invocation.invoked_on, _known_then(invocation, measured_on)
    if right.conditions is not None:
        tested = passed_on_its_day(right.conditions, then, matter)
        match tested.passed:
            case None:
                says = "Whether the terms' conditions are met is not known."
                yield Condition(STATED, "unknown", right.clause, says), tested.waits_for
            case True:
                says = "The terms' conditions for the day of the invocation are met."
                yield Condition(STATED, "passed", right.clause, says), ()
            case False:
                says = "The terms' conditions for the day of the invocation are not met."
                reason = "SUSPENSION_CONDITION_FAILED"
                yield Condition(STATED, "failed", right.clause, says, reason), ()
    if until is not None:
        if until.day is None:
            says = "By when a delay has ended is not known."
            yield Condition(ENDS_BY, "unknown", right.clause, says), until.waits_for
            return
        last = invoked + timedelta(days=invocation.days - 1)
        by = f"A delay has ended by {written_out(until.day.value)}; this one lasts through "
        says = f"{by}{written_out(last)}."
        if last <= until.day.value:
            yield Condition(ENDS_BY, "passed", right.clause, says), ()
        else:
            yield Condition(ENDS_BY, "failed", right.clause, says, "SUSPENSION_TOO_LATE"), ()


def ends_by(
    right: Delay, invocation: Invocation, measured_on: Sourced[date] | None, matter: Matter
) -> ClockDay | None:
    """The day by which every delay ends, where the terms say one."""
    if right.ends_by is None or invocation.kind != "delay":
        return None
    then = _known_then(invocation, measured_on)
    return day_of(right.ends_by, then, matter, "/delay/ends_by", clause=right.clause)


def _known_then(invocation: Invocation, measured_on: Sourced[date] | None) -> Happenings:
    """What was known on the day of the invocation."""
    invoked = invocation.invoked_on
    invoked_on = Sourced(invoked, f"{invocation.source}/{invocation.dated_by}")
    known = (invocation.known or NOTHING_KNOWN).on(invoked)
    # What was held counts as received on a later day than that on which it came (QB3).
    received_on = known.days.get("request.received", measured_on)
    return known.also({"delay.invoked": invoked_on, "request.received": received_on})

"""Obligations: who owes what to whom, by which day or by which standard of conduct.

An obligation has either a due day or a standard (clause 3(a) and others set only a standard); a
date is never invented for a standard. Its status is what it is on the day asked about. A
best-efforts obligation whose day has passed calls for review; it is not by itself a breach. Nor is
a day that is counted back from something only planned. Nor is silence: where an act leaves no trace
on the record unless somebody records it (`traces`), a day that has passed leaves it `unconfirmed`
until the act is recorded, or somebody states that it was not done (`not_performed`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Final, Literal, TypeAlias

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.between import Between
from app.rules.reasoning.trace import Sourced, Working, explained, plain
from app.rules.reasoning.traces import IN_ANY_CASE, NOT_PERFORMED, DutyName, recorded_by
from app.rules.terms.vocabulary import AT_ONCE, Standard
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

UNPERFORMED: Final = frozenset({"breached", "overdue_review", "unconfirmed"})


DONE: Final = frozenset({"performed", "performed_late", "performed_perhaps_late"})


STILL_TO_DO: Final = frozenset({"open", "not_yet_due"})


Modality: TypeAlias = Literal["must", "may", "must_not"]
Status: TypeAlias = Literal[
    "not_yet_due",
    "open",
    "performed",
    "performed_late",
    "performed_perhaps_late",
    "waived",
    "excused",
    "breached",
    "overdue_review",
    "unconfirmed",
]


@small_value
class Obligation:
    """One duty under one clause.

    `due_on` is the contract's last day; `last_practicable_on` the last working day of the
    Commission not after it; `guideline_on` a house guideline, never a due date. `explained_by`
    names the step or fact behind each date. `begins_on` is the first day on which it is owed, where
    that is not the day of its trigger; `breached_on` the day of a breach: as recorded, or the
    morrow of the due day; `broken_by`, where that day is not known, the day from which it is broken
    whichever it is.
    `recorded_by` are the kinds of fact that settle it, `duty` is what kind of duty it is (left
    out of what was written down before duties said so). While it is `unconfirmed` nobody has
    recorded whether it was done. `overdue_review`: its day has passed, and whether that breaks it
    turns on a standard or on a plan of the obligor's. `performed_perhaps_late`: its day is not
    known, and it was done between the earliest and the latest that the day can be; or it was done
    after a day that still moves with a plan.

    The status that `owed` gives it may be changed by payments, an allocation, statements, an end, a
    termination and waivers, in the order that `docs/architecture.md` says (How a status comes
    about).
    """

    id: str
    obligor: str
    obligees: tuple[str, ...]
    modality: Modality
    action: str
    clause: str
    trigger: str
    standard: Standard | None
    due_on: date | None
    status: Status
    performed_on: IfAny[date] = None
    breached_on: IfAny[date] = None
    broken_by: IfAny[date] = None
    begins_on: IfAny[date] = None
    days_late: IfAny[int] = None
    days_left: IfAny[int] = None
    last_practicable_on: IfAny[date] = None
    guideline_on: IfAny[date] = None
    recorded_by: tuple[str, ...] = ()
    explained_by: Mapping[str, str] = field(default_factory=dict)
    duty: IfAny[DutyName] = None


@small_value
class Owing:
    """Who owes it to whom, under which clause, and what brought it about.

    `duty` is what kind of duty it is, by which `traces` knows what tells of its performance.
    `begins_on` is the day from which it is owed, where that is not the day of its trigger.
    `due_by_plan` says that the due day moves with a plan of the obligor's: while it is only
    planned, a day that has passed calls for review and is no breach.
    """

    duty: DutyName
    id: str
    obligor: str
    obligees: tuple[str, ...]
    action: str
    clause: str
    trigger: str
    standard: Standard | None = None
    modality: Modality = "must"
    begins_on: Sourced[date] | None = None
    due_by_plan: bool = False


@small_value
class Performance:
    """What has become of it: the day it was done, or why nothing is owed any more.

    `breached_on` is a breach somebody has recorded, for duties that no day and no act measures.
    `falls_short`: what is on record of the act shows that it was not what is owed, so that there
    is no silence about it. `perhaps_breached`: whether it was broken turns on the order of one day.
    `unknown`: whether it was done turns on what is not recorded.
    """

    done_on: Sourced[date] | None = None
    excused: bool = False
    waived: bool = False
    breached_on: Sourced[date] | None = None
    falls_short: bool = False
    perhaps_breached: bool = False
    unknown: bool = False


UNDONE = Performance()


def notice_of(holder: str, amendment: str | None = None) -> str:
    """The id of the duty to tell a Holder of the registration, or of a request to amend it."""
    return f"notice:{holder}:{amendment}" if amendment else f"notice:{holder}"


def amendment_for(holder: str) -> str:
    """The id of the duty to amend a shelf for a Holder who joined, or who sells off it."""
    return f"more_shares:{holder}"


def inclusion_of(holder: str, *, again: bool = False) -> str:
    """The id of the duty to include a Holder's shares, or more of them after effectiveness."""
    return f"include:{holder}:more" if again else f"include:{holder}"


def owed(
    owing: Owing,
    working: Working,
    as_of: date | None,
    *,
    due: Sourced[date] | None = None,
    due_between: Between | None = None,
    due_unknown: bool = False,
    outcome: Performance = UNDONE,
    last_practicable: Sourced[date] | None = None,
    guideline: Sourced[date] | None = None,
) -> Obligation:
    """The obligation as it stands on the day asked about (None: no day is).

    So it is before payments, statements, an end and waivers change it.

    While its due day is not known, but lies between two days, it is late only after the later; what
    was done between them is `performed_perhaps_late`, and so is whatever was done while nothing at
    all is known of the day that is set (`due_unknown`).
    """
    done = outcome.done_on
    if outcome.unknown or outcome.perhaps_breached:
        working.turns_on_what_is_named.add(owing.id)
    latest = due_between.latest if due is None and due_between is not None else due
    status = _status(owing, latest, outcome, as_of)
    open_day = due_unknown or (due_between and done_in_time(due, done, due_between) is None)
    of_a_plan = owing.due_by_plan and status == "performed_late"
    if of_a_plan or (status == "performed" and open_day):
        status = "performed_perhaps_late"
    breached_on = outcome.breached_on
    if status == "breached" and breached_on is None:
        breached_on = _day_after(due, owing.clause, working)
    broken_by = None
    if status == "breached" and breached_on is None and due_between is not None:
        broken_by = _day_after(due_between.latest, owing.clause, working, " at the latest")
    lateness = None if of_a_plan else late(due, done, owing.clause, working, due_between)
    remaining = left(due, as_of, owing.clause, working) if status == "open" else None
    return Obligation(
        id=owing.id,
        obligor=owing.obligor,
        obligees=owing.obligees,
        modality=owing.modality,
        action=owing.action,
        clause=owing.clause,
        trigger=owing.trigger,
        standard=owing.standard,
        due_on=plain(due),
        status=status,
        performed_on=plain(done),
        breached_on=plain(breached_on),
        broken_by=plain(broken_by),
        begins_on=plain(owing.begins_on),
        days_late=plain(lateness),
        days_left=plain(remaining),
        last_practicable_on=plain(last_practicable),
        guideline_on=plain(guideline),
        recorded_by=recorded_by(owing.duty),
        duty=owing.duty,
        explained_by={
            **explained(
                due_on=due,
                performed_on=done,
                breached_on=breached_on,
                broken_by=broken_by,
                begins_on=owing.begins_on,
                last_practicable_on=last_practicable,
                guideline_on=guideline,
            ),
            **explained(days_late=lateness, days_left=remaining),
        },
    )


def _day_after(
    due: Sourced[date] | None, clause: str, working: Working, which: str = ""
) -> Sourced[date] | None:
    """The day on which what was due and is not done was broken, as a line of working."""
    if due is None:
        return None
    day = due.value + ONE_DAY
    return working.step(
        "obligations.breached_on",
        clause,
        f"Due on {written_out(due.value)}{which} and not done: broken from {written_out(day)}.",
        day,
        {"due_on": due},
    )


def _status(
    owing: Owing, due: Sourced[date] | None, outcome: Performance, as_of: date | None
) -> Status:
    if outcome.waived:
        return "waived"
    if outcome.breached_on is not None:
        return "breached"
    if outcome.unknown:
        return "unconfirmed"
    begins = owing.begins_on
    if begins and outcome.done_on is None and as_of is not None and as_of < begins.value:
        return "excused" if outcome.excused else "not_yet_due"
    found = status_of(
        due_on=plain(due),
        standard=owing.standard,
        performed_on=plain(outcome.done_on),
        as_of=as_of,
        excused=outcome.excused,
    )
    if found in DONE and outcome.perhaps_breached:
        return "unconfirmed"
    if found not in ("breached", "overdue_review"):
        return found
    if owing.duty not in IN_ANY_CASE and not outcome.falls_short:
        return "unconfirmed"
    return "overdue_review" if owing.due_by_plan else found


def status_of(
    *,
    due_on: date | None,
    standard: Standard | None,
    performed_on: date | None,
    as_of: date | None,
    excused: bool = False,
) -> Status:
    """What has become of an obligation by `as_of` (None: no day is asked about)."""
    if performed_on is not None:
        late = due_on is not None and performed_on > due_on
        return "performed_late" if late else "performed"
    if excused:
        return "excused"
    if due_on is not None and as_of is not None and as_of > due_on:
        return "overdue_review" if standard is not None else "breached"
    return "open"


def late(
    due: Sourced[date] | None,
    done: Sourced[date] | None,
    clause: str,
    working: Working,
    due_between: Between | None = None,
) -> Sourced[int] | None:
    """How many days after the due day the act was done, as a line of working.

    What was done by the earliest day on which it can be due was in time, whichever it is.
    """
    if due is None and done and due_between and done.value <= due_between.earliest.value:
        due = due_between.earliest
    days = days_late(plain(due), plain(done))
    if days is None or due is None or done is None:
        return None
    return working.step(
        "obligations.days_late",
        clause,
        f"Due on {written_out(due.value)}, done on {written_out(done.value)}: "
        f"{numbered(days, 'day')} late."
        if days
        else f"Due on {written_out(due.value)}, done on {written_out(done.value)}: in time.",
        days,
        {"due_on": due, "done_on": done},
    )


def done_in_time(
    due: Sourced[date] | None, done: Sourced[date] | None, due_between: Between | None = None
) -> bool | None:
    """Whether the act was done by the due day; None where that is not known, or it was not done."""
    if done is None:
        return None
    if due is not None:
        return done.value <= due.value
    if due_between is None or due_between.earliest.value < done.value <= due_between.latest.value:
        return None
    return done.value <= due_between.earliest.value


def left(
    due: Sourced[date] | None, as_of: date | None, clause: str, working: Working
) -> Sourced[int] | None:
    """How many days are left to the due day on the day asked about."""
    if due is None or as_of is None:
        return None
    days = days_left(due.value, as_of)
    return working.step(
        "obligations.days_left",
        clause,
        f"On {written_out(as_of)} {numbered(days, 'day is', 'days are')} left to "
        f"{written_out(due.value)}.",
        days,
        {"due_on": due},
    )


def days_late(due_on: date | None, performed_on: date | None) -> int | None:
    """How many days after the due day the act was done; 0 when in time, None when unknown."""
    if due_on is None or performed_on is None:
        return None
    return max((performed_on - due_on).days, 0)


def days_left(due_on: date, as_of: date) -> int:
    """How many days are left to the due day; 0 from that day on."""
    return max((due_on - as_of).days, 0)


def on_day(obligation: Obligation, day: date) -> Obligation:
    """An obligation as it is on another of the days on which it stands so: with the days left."""
    if obligation.days_left is None or obligation.due_on is None:
        return obligation
    return replace(obligation, days_left=days_left(obligation.due_on, day))


def miss_unconfirmed(obligations: Iterable[Obligation], working: Working) -> None:
    """Name the fact that would settle each obligation that nobody has confirmed.

    What one turns on that is not known to have been done has been named with it.
    """
    for duty in obligations:
        if duty.status == "unconfirmed" and duty.id not in working.turns_on_what_is_named:
            working.miss(
                duty.recorded_by[0],
                _whether_done(duty),
                duty.clause,
                posted_as=duty.recorded_by[0],
            )


def in_words(duty: Obligation) -> str:
    """What is to be done, or left undone, as a sentence that stands alone."""
    if duty.modality != "must_not":
        return duty.action
    return f"Do not {duty.action[:1].lower()}{duty.action[1:]}"


def named(duty: Obligation) -> str:
    """The duty inside a sentence: what it asks for, and the id by which facts name it."""
    to_do = "to" if duty.modality != "must_not" else "not to"
    return f"the duty {to_do} {duty.action[:1].lower()}{duty.action[1:].rstrip('.')} (“{duty.id}”)"


def _whether_done(duty: Obligation) -> str:
    """Whether what is owed was done, in words."""
    act = in_words(duty).rstrip(".")
    act = f"{act[:1].lower()}{act[1:]}"
    toward = f" for {', '.join(duty.obligees)}" if duty.obligees else ""
    return f"whether {duty.obligor} did this{toward}: {act}"


def after_the_end(obligation: Obligation, ended_on: date) -> Obligation:
    """An obligation once the rights have ended: what was still to be done is not owed any more.

    What was to be done at once was due when it arose, and stays owed.
    """
    if _was_due_at_once(obligation, ended_on):
        return obligation
    return excused(obligation, {}) if is_over_by(obligation, ended_on) else obligation


def _was_due_at_once(obligation: Obligation, ended_on: date) -> bool:
    """Whether it was owed at once, by a day on which the rights had not ended."""
    since = obligation.begins_on
    owed_at_once = obligation.standard in AT_ONCE and obligation.due_on is None
    return owed_at_once and since is not None and since < ended_on


def is_over_by(obligation: Obligation, ended_on: date) -> bool:
    """Whether it was still to be done then, or would be broken only on a later day.

    A statement that a lasting duty was not kept speaks of the time through which it was owed.
    """
    if obligation.status == "breached" and obligation.recorded_by == (NOT_PERFORMED,):
        return False
    if obligation.status in STILL_TO_DO:
        return True
    told = (obligation.breached_on, obligation.broken_by, obligation.due_on)
    days = [day for day in told if day is not None]
    if not days and obligation.begins_on is not None:
        days = [obligation.begins_on]
    return obligation.status in UNPERFORMED and bool(days) and min(days) >= ended_on


def is_done_after(obligation: Obligation, ended_on: date) -> bool:
    """Whether what was not due by then was done only when it was not owed any more."""
    done, due = obligation.performed_on, obligation.due_on
    if obligation.status not in DONE or done is None or done <= ended_on:
        return False
    return due is None or due >= ended_on


def excused(obligation: Obligation, sources: Mapping[str, str]) -> Obligation:
    """The same obligation, not owed any more; `sources` say why."""
    gone = ("days_left", "days_late", "performed_on", "breached_on")
    kept = {name: at for name, at in obligation.explained_by.items() if name not in gone}
    return replace(
        obligation,
        status="excused",
        days_left=None,
        days_late=None,
        breached_on=None,
        performed_on=None,
        explained_by={**kept, **sources},
    )

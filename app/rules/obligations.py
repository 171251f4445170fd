"""Obligations: who owes what to whom, by which day or by which standard of conduct.

An obligation has either a due day or a standard (clause 3(a) and others set only a standard); a
date is never invented for a standard. Its status is what it is on the day asked about. A
best-efforts obligation whose day has passed calls for review; it is not by itself a breach.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal, TypeAlias

from app.rules.small_value import small_value
from app.rules.terms.vocabulary import Standard
from app.rules.working import Sourced, Working, plain

Modality: TypeAlias = Literal["must", "may", "must_not"]
Status: TypeAlias = Literal[
    "not_yet_due",
    "open",
    "performed",
    "performed_late",
    "waived",
    "excused",
    "breached",
    "overdue_review",
]


@small_value
class Obligation:
    """One duty under one clause.

    `due_on` is the contract's last day; `last_practicable_on` the last working day of the
    Commission not after it; `guideline_on` a house guideline, never a due date. `explained_by`
    names the step or fact behind each date.
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
    performed_on: date | None = None
    days_late: int | None = None
    days_left: int | None = None
    last_practicable_on: date | None = None
    guideline_on: date | None = None
    explained_by: Mapping[str, str] = field(default_factory=dict)


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
    due: Sourced[date] | None, done: Sourced[date] | None, clause: str, working: Working
) -> Sourced[int] | None:
    """How many days after the due day the act was done, as a line of working."""
    days = days_late(plain(due), plain(done))
    if days is None or due is None or done is None:
        return None
    return working.step(
        "obligations.days_late",
        clause,
        f"Due on {due.value.isoformat()}, done on {done.value.isoformat()}: {days} days late."
        if days
        else f"Due on {due.value.isoformat()}, done on {done.value.isoformat()}: in time.",
        days,
        {"due_on": due, "done_on": done},
    )


def left(
    due: Sourced[date] | None, as_of: date | None, clause: str, working: Working
) -> Sourced[int] | None:
    """How many days are left to the due day on the day asked about."""
    if due is None or as_of is None:
        return None
    days = max((due.value - as_of).days, 0)
    return working.step(
        "obligations.days_left",
        clause,
        f"On {as_of.isoformat()} {days} days are left to {due.value.isoformat()}.",
        days,
        {"due_on": due},
    )


def days_late(due_on: date | None, performed_on: date | None) -> int | None:
    """How many days after the due day the act was done; 0 when in time, None when unknown."""
    if due_on is None or performed_on is None:
        return None
    return max((performed_on - due_on).days, 0)

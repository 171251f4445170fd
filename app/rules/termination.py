"""Registrations under way when the rights to them end: by instrument (9(e)), or with nobody left.

One that was not over by then is terminated. What had been done or broken before stays so; what was
still to be done is not owed any more, but the indemnity survives. An end that comes by time leaves
alone what was asked for before it. Whole days: the first day without rights is the day of the end.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from app.rules.answers import RegistrationAnswer
from app.rules.matter import Matter
from app.rules.obligations import Obligation
from app.rules.rights_end import RightsStatus
from app.rules.working import Sourced

OVER_ALREADY: Final = frozenset({"refused", "withdrawn", "abandoned", "closed"})
SURVIVING: Final = frozenset({"indemnify", "claim"})
"""Duties of the indemnity, by the first part of their id."""


def terminated_on(rights: RightsStatus) -> date | None:
    """The first day on which a registration under way is terminated, if any."""
    return None if rights.reason == "ENDED_BY_TIME" else rights.ended_on


def as_terminated(
    answer: RegistrationAnswer, rights: RightsStatus, matter: Matter
) -> RegistrationAnswer:
    """A registration as the end of the rights leaves it."""
    ended_on = terminated_on(rights)
    if ended_on is None or _was_over(answer, ended_on):
        return answer
    ended = matter.working.step(
        "termination.terminated",
        matter.terms.amendments.clause,
        f"The rights ended on {ended_on.isoformat()}, and with them this registration.",
        "terminated",
        {"ended_on": Sourced(ended_on, rights.explained_by["ended_on"])},
    )
    return replace(
        answer,
        state="terminated",
        obligations=tuple(_left(answer.obligations, ended_on)),
        explained_by={**answer.explained_by, "state": ended.source},
    )


def _was_over(answer: RegistrationAnswer, ended_on: date) -> bool:
    """Whether it was over before the rights ended."""
    if answer.state == "expired":
        window = answer.windows.effectiveness
        return window is None or window.last_day is None or window.last_day < ended_on
    return answer.state in OVER_ALREADY


def _left(obligations: Iterable[Obligation], ended_on: date) -> Iterable[Obligation]:
    """Each obligation after the end."""
    for each in obligations:
        survives = each.id.partition(":")[0] in SURVIVING
        is_due = each.status in ("open", "not_yet_due") or _broken_later(each, ended_on)
        yield each if survives or not is_due else _excused(each)


def _excused(obligation: Obligation) -> Obligation:
    explained_by = {
        name: source for name, source in obligation.explained_by.items() if name != "days_left"
    }
    return replace(obligation, status="excused", days_left=None, explained_by=explained_by)


def _broken_later(obligation: Obligation, ended_on: date) -> bool:
    """Whether it would be broken only on a day on which it was not owed any more."""
    if obligation.status not in ("breached", "overdue_review"):
        return False
    last = obligation.breached_on or obligation.due_on
    return last is not None and last >= ended_on

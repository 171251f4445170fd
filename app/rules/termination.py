"""Registrations under way when the rights to them end: by instrument (9(e)), or with nobody left.

One that was not over by then is terminated. What had been done or broken before stays so, and an
expense incurred before is still to be paid; whatever else was still to be done is not owed any
more, but the indemnity survives. An end that comes by time leaves alone what was asked for before
it. Whole days: the first day without rights is the day of the end.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from app.rules.answers import RegistrationAnswer
from app.rules.matter import Matter
from app.rules.money import total_of
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
        obligations=tuple(
            each
            if each.id.partition(":")[0] in SURVIVING or _accrued(each, answer, ended_on, matter)
            else after_the_end(each, ended_on)
            for each in answer.obligations
        ),
        explained_by={**answer.explained_by, "state": ended.source},
    )


def _was_over(answer: RegistrationAnswer, ended_on: date) -> bool:
    """Whether it was over before the rights ended."""
    if answer.state == "expired":
        window = answer.windows.effectiveness
        return window is None or window.last_day is None or window.last_day < ended_on
    return answer.state in OVER_ALREADY


def _accrued(
    obligation: Obligation, answer: RegistrationAnswer, ended_on: date, matter: Matter
) -> bool:
    """Whether it is to pay expenses of which some incurred before the end are still unpaid."""
    if obligation.id != "expenses":
        return False
    by_company = obligation.obligor == matter.terms.company.id
    bearer = "company" if by_company else obligation.obligor
    expenses = answer.money.expenses
    before = [each for each in expenses.lines if each.incurred_on < ended_on]
    accrued = total_of(each.amount for each in before if each.borne_by in (bearer, None))
    paid = total_of(each.paid for each in expenses.totals if each.name == bearer)
    return accrued > paid


def after_the_end(obligation: Obligation, ended_on: date) -> Obligation:
    """An obligation once the rights have ended: what was still to be done is not owed any more."""
    is_due = obligation.status in ("open", "not_yet_due") or _broken_later(obligation, ended_on)
    return _excused(obligation) if is_due else obligation


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

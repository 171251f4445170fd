"""Registrations under way when the rights to them end: by instrument (9(e)), or with nobody left.

One that had not ended by then is terminated; of one that had, nothing goes on but what outlives the
rights (`ended`). An end that comes by time leaves alone what was asked for before it. Whole days:
the first day without rights is the day of the end.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.rules.agreement.rights_end import RightsStatus
from app.rules.facts import RecordedFact
from app.rules.facts.life.course import DeclaredEffective
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.ends.ended import RegistrationEnded, outliving
from app.rules.registrations.ends.life_warnings import warn_of_termination
from app.rules.registrations.shown import EffectivenessWindow, RegistrationAnswer
from app.rules.values.written_dates import written_out


def terminated_on(rights: RightsStatus) -> date | None:
    """The first day on which a registration under way is terminated, if any."""
    return None if rights.reason == "ENDED_BY_TIME" else rights.ended_on


def as_terminated(
    answer: RegistrationAnswer,
    facts: Iterable[RecordedFact],
    rights: RightsStatus,
    matter: Matter,
) -> RegistrationAnswer:
    """A registration as the end of the rights leaves it; `facts` are those of its life."""
    ended_on = terminated_on(rights)
    if ended_on is None:
        return answer
    known_from = Sourced(ended_on, rights.explained_by["ended_on"])
    end = RegistrationEnded(
        ended_on, known_from, matter.terms.amendments.clause, with_the_rights=True
    )
    owed = outliving(answer.obligations, end, answer.money.expenses, matter)
    left = replace(answer, obligations=owed, suspension_budget=None)
    if _was_over(answer, ended_on):
        return left
    if answer.effective_on is not None and answer.effective_on >= ended_on:
        left = _effective_in_vain(left, facts, ended_on)
    warn_of_termination(facts, answer.kind, ended_on, matter)
    ended = matter.working.step(
        "termination.terminated",
        end.clause,
        f"The rights ended on {written_out(ended_on)}, and with them this registration.",
        "terminated",
        {"ended_on": known_from},
    )
    return replace(
        left,
        state="terminated",
        overlays=(),
        ended_on=ended_on,
        windows=replace(
            left.windows,
            join=tuple(replace(each, state="closed") for each in left.windows.join),
            effectiveness=_kept_until(left.windows.effectiveness, ended_on, ended.source),
        ),
        explained_by={
            **answer.explained_by,
            "state": ended.source,
            "ended_on": known_from.source,
        },
    )


def _effective_in_vain(
    answer: RegistrationAnswer, facts: Iterable[RecordedFact], ended_on: date
) -> RegistrationAnswer:
    """What became effective only after the end has effected nothing, and begun no duty."""
    begun_by = tuple(each.source for each in facts if isinstance(each.fact, DeclaredEffective))
    return replace(
        answer,
        effected=None,
        in_time=None,
        days_late=None,
        obligations=tuple(
            each
            for each in answer.obligations
            if not each.trigger.startswith(begun_by)
            and (each.begins_on is None or each.begins_on < ended_on)
        ),
        holdback=tuple(
            each for each in answer.holdback if each.bound_from and each.bound_from < ended_on
        ),
    )


def _kept_until(
    window: EffectivenessWindow | None, ended_on: date, source: str
) -> EffectivenessWindow | None:
    """How long a statement was kept effective: through the last day of the rights at most."""
    last = ended_on - ONE_DAY
    if window is None or last < window.effective_on:
        return None
    if window.last_day is not None and window.last_day <= last:
        return window
    sources = {**window.explained_by, "last_day": source}
    return replace(window, last_day=last, explained_by=sources)


def _was_over(answer: RegistrationAnswer, ended_on: date) -> bool:
    """Whether it was over before the rights ended: the end that came first is its end."""
    if answer.state == "refused":
        return True
    if answer.ended_on is None:
        return False
    last_day = answer.state == "expired"
    return answer.ended_on < ended_on if last_day else answer.ended_on <= ended_on

"""A demand answered whole: clause 2(a)(i) with 2(e) and 3(a)(iii).

Takes the ruling on the demand and what happened since (notices, joins, filing, effectiveness) and
gives state, obligations, windows, joins, allocation and tallies as of a day. The record and the
stateless computation both come here, so both give the same answer to the same facts.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from app.rules import answers, effected
from app.rules.allocation import allocate
from app.rules.answers import (
    Allocation,
    DelayResult,
    DemandAnswer,
    DemandsTally,
    Determination,
    EffectivenessWindow,
    RegistrationTallies,
    RegistrationWindows,
    RequisiteTally,
)
from app.rules.course import Course
from app.rules.demand import DemandCase, DemandRuling, decide, without_right
from app.rules.demand_duties import duties
from app.rules.effectiveness import EffectiveLife, EffectivenessEnd, Hold, effectiveness_end
from app.rules.matter import Matter
from app.rules.obligations import late
from app.rules.participation import (
    Since,
    included,
    participation,
    shown_window,
    withdrawn_on,
)
from app.rules.shown import shown_standstill
from app.rules.suspension import Ruling
from app.rules.terms.registrations import Demand
from app.rules.working import Sourced, explained, plain


@dataclass(frozen=True, slots=True)
class Identity:
    """Which registration of which agreement is being answered."""

    registration_id: str | None
    agreement_id: str | None


ON_NO_RECORD = Identity(None, None)


def answer_demand(
    case: DemandCase,
    since: Since,
    demand: Demand | None,
    matter: Matter,
    as_of: date | None,
    identity: Identity = ON_NO_RECORD,
) -> DemandAnswer:
    """Answer a demand as of a day (None: no day is asked about, nothing is called overdue)."""
    if demand is None:
        return _answer_without_right(case, matter, as_of, identity)
    ruling = decide(case, demand, matter)
    taking_part = participation(ruling, since, demand, matter)
    life = replace(since.life, withdrawn_on=withdrawn_on(ruling, taking_part, since))
    since = replace(since, life=life)
    done = _done_on(since, matter)
    shares = included(ruling, taking_part, since, matter)
    course = Course(
        ruling,
        since,
        taking_part,
        included=shares,
        effectiveness=_effectiveness(since, shares, matter),
        done_on=done,
        days_late=late(_due(ruling), done, demand.effect_within.clause, matter.working),
        as_of=as_of,
    )
    _warn_of_late_window(course, matter)
    return DemandAnswer(
        registration_id=identity.registration_id,
        agreement_id=identity.agreement_id,
        kind="requested",
        as_of=as_of,
        state=_state(course),
        overlays=_overlays(course),
        effected=_effected(since, matter, as_of),
        filed_on=plain(since.filed_on),
        effective_on=plain(since.life.effective_on),
        in_time=None if course.days_late is None else course.days_late.value == 0,
        days_late=plain(course.days_late),
        determination=_determination(ruling),
        obligations=duties(course, demand, matter),
        windows=_windows(course),
        joins=tuple(each.result for each in taking_part.joins),
        delays=tuple(_delay(each) for each in ruling.delays),
        allocation=allocate(
            course.included,
            since.additions,
            since.maximum,
            since.underwritten,
            demand,
            matter,
        ),
        tallies=RegistrationTallies(_requisite_tally(ruling), _demands_tally(ruling, matter)),
        explained_by={
            **explained(filed_on=since.filed_on, effective_on=since.life.effective_on),
            **explained(days_late=course.days_late),
        },
    )


def _answer_without_right(
    case: DemandCase, matter: Matter, as_of: date | None, identity: Identity
) -> DemandAnswer:
    """Under an agreement without the right, nothing follows from a demand but its refusal."""
    ruling = without_right(case, matter)
    return DemandAnswer(
        registration_id=identity.registration_id,
        agreement_id=identity.agreement_id,
        kind="requested",
        as_of=as_of,
        state="refused",
        overlays=(),
        effected=None,
        filed_on=None,
        effective_on=None,
        in_time=None,
        days_late=None,
        determination=_determination(ruling),
        obligations=(),
        windows=RegistrationWindows((), None, (), None, {}),
        joins=(),
        delays=(),
        allocation=Allocation((), None, 0, False, {}),
        tallies=RegistrationTallies(_requisite_tally(ruling), None),
    )


def _due(ruling: DemandRuling) -> Sourced[date] | None:
    return ruling.due.due_on if ruling.due and ruling.stands else None


def _done_on(since: Since, matter: Matter) -> Sourced[date] | None:
    """The day on which the act that was due was done (QB4)."""
    matter.working.rely_on("due_act")
    return since.life.effective_on if matter.readings.due_act == "effective" else since.filed_on


def _effected(since: Since, matter: Matter, as_of: date | None) -> bool | None:
    if since.life.effective_on is None:
        return None
    standing, _ = effected.standing(since.life, matter.terms, as_of)
    return standing == "effected"


def _effectiveness(
    since: Since, holders: Collection[str], matter: Matter
) -> EffectivenessEnd | None:
    """Until when an effective statement is kept effective (QB24), holds added (3(c))."""
    effective = since.life.effective_on
    if effective is None:
        return None
    holds = tuple(_hold(notice, since, holders) for notice in since.misstatements)
    life = EffectiveLife(effective, holds, (), since.life.all_sold_on)
    return effectiveness_end(life, matter)


def _hold(notice: Sourced[date], since: Since, holders: Collection[str]) -> Hold:
    """One hold: each included Holder's first receipt of a new prospectus from the notice on."""
    received: dict[str, Sourced[date] | None] = {
        holder: min(
            (
                each.on
                for each in since.prospectuses
                if each.holder in (None, holder) and each.on.value >= notice.value
            ),
            key=lambda on: on.value,
            default=None,
        )
        for holder in sorted(holders)
    }
    return Hold(notice, None, received)


def _overlays(course: Course) -> tuple[answers.Overlay, ...]:
    """What bars sales under an effective registration on the day asked about."""
    if course.effectiveness is None:
        return ()
    found: list[answers.Overlay] = []
    if course.kept_effective_to is None:
        found.append("held")
    if any(order.lifted_on is None for order in course.since.life.interferences):
        found.append("stop_ordered")
    return tuple(found)


def _state(course: Course) -> answers.State:
    """Where the registration stands on the day asked about."""
    ruling, since, as_of = course.ruling, course.since, course.as_of
    if not ruling.stands:
        return "refused" if ruling.decision == "refused" else "received"
    if not course.has_begun:
        return "received"
    if course.is_withdrawn:
        return "withdrawn"
    if course.effectiveness is not None:
        if since.life.all_sold_on:
            return "closed"
        ends = course.kept_effective_to
        return "expired" if as_of and ends and as_of > ends.value else "effective"
    if since.filed_on:
        return "filed"
    not_before = ruling.due.not_before if ruling.due else None
    if not_before and (as_of is None or as_of < not_before.value):
        return "deferred"
    return _joining_state(course)


def _joining_state(course: Course) -> answers.State:
    """How far the joining of Holders has come."""
    windows = course.taking_part.windows
    if not windows or any(window.last is None for window in windows):
        return "open"
    answered = course.taking_part.answered() | course.ruling.asked.requesters
    closed = all(
        window.state(course.as_of) == "closed" or window.holder in answered for window in windows
    )
    return "joining_closed" if closed else "noticed"


def _warn_of_late_window(course: Course, matter: Matter) -> None:
    """QB23: a late notice may push a window past the due day; both obligations stand."""
    due = _due(course.ruling)
    ends = [window.last.value for window in course.taking_part.windows if window.last]
    if due and ends and max(ends) > due.value:
        matter.working.warn(
            "WINDOW_AFTER_DUE",
            f"A join window runs to {max(ends).isoformat()}, past the due day "
            f"{due.value.isoformat()}; both obligations stand, and the lateness of the notice is "
            "the Company's.",
        )


def _windows(course: Course) -> RegistrationWindows:
    ends_of_all = [window.last for window in course.taking_part.windows if window.last]
    last = max(ends_of_all, key=lambda each: each.value, default=None)
    join = tuple(
        shown_window(window, course.ruling, course.taking_part, course.as_of)
        for window in course.taking_part.windows
    )
    return RegistrationWindows(
        join=join,
        last_join_day=plain(last),
        standstill=tuple(shown_standstill(window) for window in course.ruling.standstills),
        effectiveness=_effectiveness_window(course),
        explained_by=explained(last_join_day=last),
    )


def _effectiveness_window(course: Course) -> EffectivenessWindow | None:
    effective, found = course.since.life.effective_on, course.effectiveness
    if effective is None or found is None:
        return None
    days, ends = found.extension.days, found.extension.end
    return EffectivenessWindow(
        effective.value,
        found.base_end.value,
        plain(days),
        plain(ends),
        {
            **explained(effective_on=effective, base_end=found.base_end, last_day=ends),
            **explained(extension_days=days),
        },
    )


def _determination(ruling: DemandRuling) -> Determination:
    due = ruling.due if ruling.stands else None
    due_on = due.due_on if due else None
    before_delay = due.due_before_delay if due else None
    practicable = due.last_practicable_on if due else None
    not_before = due.not_before if due else None
    return Determination(
        decision=ruling.decision,
        reason=ruling.reason,
        conditions=ruling.conditions,
        requesters=tuple(sorted(ruling.asked.requesters)),
        given_on=plain(ruling.asked.given_on),
        received_on=plain(ruling.asked.received_on),
        opens_on=plain(ruling.opens_on),
        runs_from=plain(ruling.runs_from),
        short_form_qualified=plain(ruling.short_form),
        due_before_delay=plain(before_delay),
        due_on=plain(due_on),
        last_practicable_on=plain(practicable),
        not_before=plain(not_before),
        may_renew_on=plain(ruling.may_renew_on),
        explained_by={
            **explained(
                given_on=ruling.asked.given_on,
                received_on=ruling.asked.received_on,
                opens_on=ruling.opens_on,
                runs_from=ruling.runs_from,
                due_before_delay=before_delay,
                due_on=due_on,
                last_practicable_on=practicable,
                not_before=not_before,
                may_renew_on=ruling.may_renew_on,
            ),
            **explained(short_form_qualified=ruling.short_form),
        },
    )


def _delay(ruling: Ruling) -> DelayResult:
    return DelayResult(
        invoked_on=ruling.invoked_on.value,
        days=ruling.days.value,
        decision=ruling.decision,
        reason=ruling.reason,
        max_days=ruling.max_days.value,
        next_permitted_on=plain(ruling.next_permitted_on),
        explained_by={
            **explained(invoked_on=ruling.invoked_on, next_permitted_on=ruling.next_permitted_on),
            **explained(days=ruling.days, max_days=ruling.max_days),
        },
    )


def _requisite_tally(ruling: DemandRuling) -> RequisiteTally | None:
    tally, test = ruling.asked.tally, ruling.asked.threshold
    if tally is None or test is None:
        return None
    return RequisiteTally(
        requesting=tally.requesting.value,
        total=tally.total.value,
        needed=test.needed.value,
        met=test.met.value,
        explained_by={
            **explained(requesting=tally.requesting, total=tally.total, needed=test.needed),
            **explained(met=test.met),
        },
    )


def _demands_tally(ruling: DemandRuling, matter: Matter) -> DemandsTally | None:
    used = ruling.used
    if used is None:
        return None
    after = used.remaining
    if after is not None and ruling.stands:
        after = matter.working.step(
            "effected.remaining_after",
            matter.terms.effective_registration.clause,
            f"With this demand {max(after.value - 1, 0)} are left.",
            max(after.value - 1, 0),
            {"remaining_before": after},
        )
    return DemandsTally(
        cap=plain(used.cap),
        effected=used.effected.value,
        pending=used.pending.value,
        remaining_before=plain(used.remaining),
        remaining_after=plain(after),
        explained_by=explained(
            cap=used.cap,
            effected=used.effected,
            pending=used.pending,
            remaining_before=used.remaining,
            remaining_after=after,
        ),
    )

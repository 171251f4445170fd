"""The parts of an answer as it shows them: windows, the decision, suspensions and counts.

Dates are whole days, shares whole shares.
"""

from dataclasses import replace

from app.rules.holders.splits import shown_shares
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.registrations.answer.state import counts_unasked
from app.rules.registrations.joining.participants import shown_window
from app.rules.registrations.joining.windows import HolderWindow
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests import effected
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.registrations.requests.standstill import shown_standstill
from app.rules.registrations.requests.uses import UsesOfRight, shown_uses
from app.rules.registrations.shown import (
    BoundHolder,
    DelayResult,
    DemandsTally,
    Determination,
    EffectivenessWindow,
    HolderPeriod,
    ProhibitionResult,
    RegistrationWindows,
    RequisiteTally,
)
from app.rules.registrations.suspension import suspension
from app.rules.registrations.suspension.against_limits import LimitsLeft
from app.rules.registrations.suspension.limits import ASKED, UseOf
from app.rules.registrations.suspension.suspension import Kind, SuspensionBudget
from app.rules.registrations.suspension.uses_made import DelaysBefore, left_of, used_up
from app.rules.terms import Terms
from app.rules.terms.rights.delays.delays import Delay


def windows_of(progress: Progress, matter: Matter, *, has_ended: bool) -> RegistrationWindows:
    """Those of the registration, and of requests to amend it in their turn."""
    part = progress.taking_part
    windows = (*part.windows, *(each for asked in part.amendments for each in asked.windows))
    ends_of_all = [window.last for window in windows if window.last]
    last = max(ends_of_all, key=lambda each: each.value, default=None)
    still_ask = {each.holder for each in progress.asked if each.taken_back_on is None}
    took_back = {each.holder for each in progress.asked} - still_ask
    join = tuple(
        shown_window(
            window,
            progress.ruling,
            part,
            progress.day_shown,
            has_ended=has_ended or _closed_by_effectiveness(window, progress, matter),
            took_back=window.amendment is None and window.holder in took_back,
        )
        for window in windows
    )
    if any(window.state == "unknown" for window in join):
        last = None
    return RegistrationWindows(
        join=join,
        last_join_day=plain(last),
        standstill=tuple(shown_standstill(window) for window in progress.ruling.standstills),
        effectiveness=_effectiveness_window(progress),
        explained_by=explained(last_join_day=last),
    )


def _closed_by_effectiveness(window: HolderWindow, progress: Progress, matter: Matter) -> bool:
    """QG16: whether a window that still runs is of no use, since the statement is effective."""
    effective, day = progress.history.life.effective_on, progress.day_shown
    if effective is None or day is None or day <= effective.value:
        return False
    if progress.ruling.nature.is_continuous or window.state(day) != "open":
        return False
    return matter.readings.join_after_effectiveness != "owed"


def _effectiveness_window(progress: Progress) -> EffectivenessWindow | None:
    effective, kept = progress.history.life.effective_on, progress.kept
    if effective is None or kept is None:
        return None
    return EffectivenessWindow(
        effective.value,
        plain(kept.base_end),
        plain(kept.days),
        plain(kept.end),
        tuple(
            HolderPeriod(
                holder,
                plain(each.days),
                plain(each.end),
                {**explained(extension_days=each.days), **explained(last_day=each.end)},
            )
            for holder, each in kept.by_holder.items()
        ),
        {
            **explained(effective_on=effective, base_end=kept.base_end, last_day=kept.end),
            **explained(extension_days=kept.days),
        },
    )


def determination_of(ruling: RegistrationRuling) -> Determination:
    """The decision, its reason, and the days it comes to."""
    due = ruling.due if ruling.stands else None
    due_on = due.due_on if due else None
    before_delay = due.due_before_delay if due else None
    practicable = due.last_practicable_on if due else None
    not_before = ruling.not_before if ruling.stands else None
    return Determination(
        decision=ruling.decision,
        reason=ruling.reason,
        conditions=ruling.conditions,
        requesters=tuple(sorted(ruling.asked.requesters)),
        given_on=plain(ruling.asked.given_on),
        received_on=plain(ruling.asked.arrived_on),
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
                received_on=ruling.asked.arrived_on,
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


def delay_of(ruling: suspension.Ruling) -> DelayResult:
    """One delay as it was ruled on."""
    return DelayResult(
        invoked_on=ruling.invoked_on.value,
        days=ruling.days.value,
        decision=ruling.decision,
        reason=ruling.reason,
        max_days=plain(ruling.max_days),
        next_permitted_on=plain(ruling.next_permitted_on),
        explained_by={
            **explained(invoked_on=ruling.invoked_on, next_permitted_on=ruling.next_permitted_on),
            **explained(days=ruling.days, max_days=ruling.max_days),
        },
    )


def prohibition_of(ruling: suspension.Ruling) -> ProhibitionResult:
    """One prohibition of sales as it was ruled on."""
    run = ruling.in_effect
    return ProhibitionResult(
        invoked_on=ruling.invoked_on.value,
        days=ruling.days.value,
        decision=ruling.decision,
        reason=ruling.reason,
        max_days=plain(ruling.max_days),
        next_permitted_on=plain(ruling.next_permitted_on),
        first_day=run.first_day.value if run else None,
        last_day=run.last_day.value if run else None,
        resume_on=run.resume_on.value if run else None,
        days_in_effect=run.days.value if run else None,
        holders=tuple(
            BoundHolder(each.holder, plain(each.first_day), explained(first_day=each.first_day))
            for each in (run.bound if run else ())
        ),
        explained_by={
            **explained(invoked_on=ruling.invoked_on, next_permitted_on=ruling.next_permitted_on),
            **explained(days=ruling.days, max_days=ruling.max_days),
            **(explained(days_in_effect=run.days) if run else {}),
            **(
                explained(first_day=run.first_day, last_day=run.last_day, resume_on=run.resume_on)
                if run
                else {}
            ),
        },
    )


def suspension_budget(
    progress: Progress, registration_id: str | None, matter: Matter
) -> SuspensionBudget | LimitsLeft | None:
    """What the Company may still delay or, of a shelf that is effective, prohibit."""
    right, as_of = matter.terms.delay, progress.day_shown
    if right is None or as_of is None or not progress.ruling.stands or not progress.has_begun:
        return None
    kind = _suspended_by(progress, right, matter.terms)
    if kind is None:
        return None
    before = used_up(
        progress.ruling.suspensions,
        DelaysBefore(
            occasions=progress.history.occasions_elsewhere,
            undecided=progress.history.undecided_elsewhere,
        ),
    )
    rights = matter.terms.names_of_right(progress.ruling.kind)
    use = UseOf(kind, rights, registration_id or ASKED)
    return left_of(Sourced(as_of, "asked:/as_of"), kind, right, before, matter, use)


def _suspended_by(progress: Progress, right: Delay, terms: Terms) -> Kind | None:
    """How this registration can be suspended now: delayed, or its sales prohibited."""
    if progress.is_over or progress.history.life.all_sold_on is not None:
        return None
    if not progress.ruling.nature.has_statement or progress.history.life.effective_on is None:
        return "delay"
    rights = terms.names_of_right(progress.ruling.kind)
    reached = right.may_stop("prohibition", rights)
    of_shelf = progress.ruling.nature.is_continuous
    return "prohibition" if (of_shelf if reached is None else reached) else None


def requisite_tally(ruling: RegistrationRuling) -> RequisiteTally | None:
    """What those who asked held, and what was needed."""
    tally, test = ruling.asked.tally, ruling.asked.threshold
    in_order = not (ruling.asked.open_order or ruling.asked.open_moves)
    if tally is None or test is None or not in_order:
        return None
    return RequisiteTally(
        requesting=shown_shares(tally.requesting.value),
        total=shown_shares(tally.total.value),
        needed=shown_shares(test.needed.value),
        met=test.met.value,
        explained_by={
            **explained(requesting=tally.requesting, total=tally.total, needed=test.needed),
            **explained(met=test.met),
        },
    )


def _left_after(
    before: Sourced[int], this: Sourced[bool] | None, matter: Matter
) -> Sourced[int] | None:
    """How many demands are left with this one; null while it is not known whether it uses up one.

    Where none was left before it, none is left in any case.
    """
    if this is None:
        return before if before.value == 0 else None
    left = max(before.value - int(this.value), 0)
    return matter.working.step(
        "effected.remaining_after",
        effected.counting_clause(matter.terms),
        f"With this demand, which {'uses up one' if this.value else 'uses up none'}, {left} "
        f"{'is' if left == 1 else 'are'} left.",
        left,
        {"remaining_before": before, "uses_up_one": this},
        readings=("demand_cap_counts",),
    )


def demands_tally(progress: Progress, matter: Matter) -> DemandsTally | UsesOfRight | None:
    """How often the right was used, and what is left of it."""
    ruling, life = progress.ruling, progress.history.life
    used, demand = ruling.used, matter.terms.demand
    if used is None:
        return None
    sale = matter.terms.takedown
    if used.limits and sale is not None and ruling.kind == "takedown" and sale.uses:
        return shown_uses(used, sale, matter)
    if ruling.kind == "shelf":
        shelf = matter.terms.shelf
        return shown_uses(used, shelf, matter) if used.limits and shelf is not None else None
    if used.limits and demand is not None:
        return shown_uses(used, demand, matter)
    if not ruling.nature.has_statement:
        life = replace(life, effective_on=life.all_sold_on)
    used.name_missing(matter)
    known = effected.known_of(used)
    after = known.remaining
    if after is not None and (ruling.stands or counts_unasked(progress, matter)):
        after = _left_after(after, effected.uses_up_one(life, progress.as_of, matter), matter)
    elif ruling.decision == "undetermined":
        after = None
    return DemandsTally(
        cap=plain(used.cap),
        effected_before=plain(known.effected),
        pending_before=plain(known.pending),
        remaining_before=plain(known.remaining),
        remaining_after=plain(after),
        explained_by=explained(
            cap=used.cap,
            effected_before=known.effected,
            pending_before=known.pending,
            remaining_before=known.remaining,
            remaining_after=after,
        ),
    )

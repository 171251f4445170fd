"""A registration as its answer shows it: state, decision, windows, suspensions and counts.

Everything here is read off the ruling, the course and what Sections 3 to 5 come to. What has become
of each duty is asked of the modules that know, in the order in which `_before_any_end` asks; what
an end leaves of the duties is decided in `ends.ended`. Dates are whole days.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from app.rules.agreement.not_performed import as_stated
from app.rules.holders.sales_made import Barred
from app.rules.money.expenses_on_record import ExpensesOnRecord
from app.rules.money.registration_money import MoneyAnswer
from app.rules.procedures import NOTHING_TO_DO, Procedures, carry_out, waiting_for_conditions
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.remedies import remedies
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.reasoning.traces import KEPT_THROUGHOUT
from app.rules.registrations.answer.damages_owed import damages_of
from app.rules.registrations.answer.money_owed import money_of, warn_of_accrued
from app.rules.registrations.answer.state import (
    clause_before_effectiveness,
    end_of,
    is_effected,
    ran_out_on_a_day_not_known,
    state_of,
)
from app.rules.registrations.answer.telling import (
    say_it_is_a_forecast,
    warn_of_late_window,
    warn_of_left_out,
    warn_of_letters_in_vain,
    warn_of_sales,
    warn_of_unasked,
    warn_of_unrecognised,
)
from app.rules.registrations.answer.under_way import under_way_of
from app.rules.registrations.answer.views import (
    delay_of,
    demands_tally,
    determination_of,
    prohibition_of,
    requisite_tally,
    suspension_budget,
    windows_of,
)
from app.rules.registrations.cutback.allocation import allocation
from app.rules.registrations.cutback.selling import Allocation
from app.rules.registrations.duties.consents import consents
from app.rules.registrations.duties.expenses import as_paid
from app.rules.registrations.duties.inclusion import as_shared_out
from app.rules.registrations.duties.not_before import not_before
from app.rules.registrations.duties.obligees import as_begun, owed_to_somebody
from app.rules.registrations.duties.passed import passed_inclusions
from app.rules.registrations.ends.ended import RegistrationEnded, outliving, perhaps_outliving
from app.rules.registrations.ends.falls import warn_of_falls
from app.rules.registrations.ends.life_warnings import warn_of_life
from app.rules.registrations.ends.stops import OVER, both, overlays
from app.rules.registrations.joining.undertakings import in_doubt, miss_what_tells
from app.rules.registrations.progress.progress import Kept, Progress
from app.rules.registrations.shown import (
    IncidentalView,
    Overlay,
    RegistrationAnswer,
    RegistrationTallies,
    ShelfView,
    TakedownView,
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which registration of which agreement is being answered."""

    registration_id: str | None
    agreement_id: str | None


ON_NO_RECORD: Identity = Identity(None, None)


@dataclass(frozen=True, slots=True)
class OfItsKind:
    """What only one kind of registration has: what is owed because of it, and what it shows.

    `statement` is that of another registration, under which this one's shares are sold: `overlays`
    and `stops` are what bars sales under it, and `covers` those whose shares it covers.
    """

    owed: tuple[Obligation, ...] = ()
    shelf: ShelfView | None = None
    takedown: TakedownView | None = None
    incidental: IncidentalView | None = None
    statement: Sourced[date] | None = None
    overlays: tuple[Overlay, ...] = ()
    stops: tuple[Barred, ...] = ()
    covers: frozenset[str] = frozenset()


def nothing_allocated(progress: Progress, matter: Matter) -> Allocation:
    """The allocation of a registration that does not stand: nobody may sell anything under it."""
    conditions = progress.ruling.conditions
    decisive = next((each for each in conditions if each.outcome == "failed"), conditions[0])
    nothing = allocation((), None, decisive.clause, matter)
    # While it is not known whether it stands, neither is how much may be sold under it.
    is_open = progress.ruling.decision == "undetermined"
    return replace(nothing, total=None, cut_back=None, explained_by={}) if is_open else nothing


def assemble(
    progress: Progress,
    allocation: Allocation,
    identity: Identity,
    matter: Matter,
    of_its_kind: OfItsKind,
) -> RegistrationAnswer:
    """Put together the answer to a registration of any kind."""
    ruling, history = progress.ruling, progress.history
    allocation = _as_far_as_known(allocation, progress, matter)
    _warn(progress, allocation, matter)
    done = (
        carry_out(under_way_of(progress, matter, of_its_kind.covers), matter)
        if ruling.stands
        else NOTHING_TO_DO
    )
    warn_of_sales(progress, done, of_its_kind.stops, allocation, matter)
    found = money_of(progress, of_its_kind.statement or history.filed_on, matter)
    warn_of_accrued(progress, found, matter)
    before_any_end = _before_any_end(progress, of_its_kind.owed, done, found, allocation, matter)
    end = _end(progress, before_any_end, matter)
    owed = _once_ended(progress, before_any_end, end, found.money.expenses, matter)
    ended_on = end.known_from if end is not None and end.on_a_known_day else None
    damages, to_pay = damages_of(
        progress, before_any_end, allocation, identity.registration_id, matter
    )
    owed = (*owed, *as_begun(progress, to_pay))
    state = state_of(progress)
    return RegistrationAnswer(
        summary="",  # `answers.in_brief` makes it of the whole answer
        registration_id=identity.registration_id,
        agreement_id=identity.agreement_id,
        kind=ruling.kind,
        as_of=progress.as_of,
        state=state,
        overlays=() if state in OVER else both(overlays(progress, matter), of_its_kind.overlays),
        effected=is_effected(progress, matter),
        filed_on=plain(history.filed_on),
        effective_on=plain(history.life.effective_on),
        ended_on=plain(ended_on),
        in_time=progress.in_time,
        days_late=plain(progress.days_late),
        determination=determination_of(ruling),
        obligations=owed,
        windows=windows_of(progress, matter, has_ended=end is not None),
        joins=tuple(each.result for each in progress.taking_part.joins),
        delays=tuple(delay_of(each) for each in ruling.delays),
        prohibitions=tuple(prohibition_of(each) for each in ruling.prohibitions),
        suspension_budget=suspension_budget(progress, identity.registration_id, matter),
        allocation=allocation,
        tallies=RegistrationTallies(requisite_tally(ruling), demands_tally(progress, matter)),
        money=found.money,
        claims=found.claims,
        shelf=of_its_kind.shelf,
        takedown=of_its_kind.takedown,
        incidental=of_its_kind.incidental,
        remedies=remedies(owed, matter),
        conditions_of_inclusion=done.conditions_of_inclusion,
        documents=done.documents,
        amendments=done.amendments,
        underwriting=done.underwriting,
        holdback=done.holdback,
        damages=damages,
        explained_by={
            **explained(filed_on=history.filed_on, effective_on=history.life.effective_on),
            **explained(ended_on=ended_on),
            **explained(days_late=progress.days_late),
        },
    )


def _warn(progress: Progress, allocation: Allocation, matter: Matter) -> None:
    """Say what a reader of the answer should mind about the request, the joins and the course."""
    say_it_is_a_forecast(progress, matter)
    warn_of_late_window(progress, matter)
    warn_of_unasked(progress, matter)
    warn_of_unrecognised(progress, matter)
    warn_of_letters_in_vain(progress, matter)
    warn_of_left_out(progress, matter)
    warn_of_falls(progress, allocation, matter)
    warn_of_life(progress, matter)


def _before_any_end(
    progress: Progress,
    of_its_kind: tuple[Obligation, ...],
    done: Procedures,
    found: MoneyAnswer,
    allocation: Allocation,
    matter: Matter,
) -> tuple[Obligation, ...]:
    """What is owed, as it stands by the record if the registration has not ended."""
    owed = (
        *as_paid(waiting_for_conditions(of_its_kind, done), found.money.expenses, matter),
        *as_begun(progress, consents(progress, matter)),
        *as_begun(progress, passed_inclusions(progress, matter)),
        *as_begun(progress, done.obligations),
        *(found.obligations if progress.has_begun else as_begun(progress, found.obligations)),
    )
    owed = owed_to_somebody(owed, progress, matter)
    owed = as_shared_out(owed, allocation, progress, matter)
    waits = partial(not_before, progress=progress)
    return as_stated(owed, progress.history.not_performed, matter, progress.as_of, waits)


def _end(
    progress: Progress, owed: Iterable[Obligation], matter: Matter
) -> RegistrationEnded | None:
    """The end of the registration, if it has ended, with what tells who lost something by it."""
    end = end_of(progress, matter)
    if end is None:
        return None
    ruling, history = progress.ruling, progress.history
    known = history.life.perhaps_sold_on is None and not ran_out_on_a_day_not_known(progress)
    begun_on = ruling.begun_on
    return replace(
        end,
        on_a_known_day=known,
        needless=progress.taking_part.notices_in_vain(ruling.asked.requesters),
        perhaps=progress.perhaps_in,
        begun_at_last=begun_on is not None and begun_on.value >= end.on - ONE_DAY,
        perhaps_no_sale=not ruling.nature.has_statement and history.fixed_on is None,
        not_kept=not_kept_before(end.on, owed, progress),
    )


def _once_ended(
    progress: Progress,
    owed: tuple[Obligation, ...],
    end: RegistrationEnded | None,
    expenses: ExpensesOnRecord,
    matter: Matter,
) -> tuple[Obligation, ...]:
    """What an end leaves of what is owed; and one of which it is not known whether it has come."""
    if end is not None:
        return outliving(owed, end, expenses, matter)
    perhaps = progress.history.life.perhaps_withdrawn_on
    if perhaps is not None:
        ended = RegistrationEnded(perhaps.value, perhaps, clause_before_effectiveness(matter))
        return perhaps_outliving(owed, ended, expenses, matter)
    if progress.kept is not None and progress.kept.perhaps_over(progress.as_of):
        return _perhaps_run_out(owed, progress.kept, expenses, matter)
    return owed


def _perhaps_run_out(
    owed: tuple[Obligation, ...], kept: Kept, expenses: ExpensesOnRecord, matter: Matter
) -> tuple[Obligation, ...]:
    """The duties of one of which it is not known whether its period is over."""
    if kept.surely_through is None:
        return owed
    day, clause = kept.surely_through + ONE_DAY, matter.terms.effectiveness.clause
    ended = RegistrationEnded(day, Sourced(day, "facts"), clause, was_effective=True)
    return perhaps_outliving(owed, ended, expenses, matter)


def not_kept_before(day: date, owed: Iterable[Obligation], progress: Progress) -> frozenset[str]:
    """What is to be kept on each of its days, and was stated before a day not to have been."""
    stated = {
        fact.obligation for _, fact in progress.history.not_performed if fact.occurred_on < day
    }
    return frozenset(each.id for each in owed if each.duty in KEPT_THROUGHOUT) & stated


def _as_far_as_known(allocation: Allocation, progress: Progress, matter: Matter) -> Allocation:
    """QG9: how many shares one has in it of whom it is not known whether it is in is not known."""
    has_any = {each.seller for each in allocation.lines if each.included != 0}
    doubted = in_doubt(progress.history, matter) & has_any
    if not doubted:
        return allocation
    for holder in sorted(doubted):
        miss_what_tells(holder, progress.history, matter)
    reason = "Whether the statement covers its shares is not recorded: by effectiveness it had not "
    reason += "done what its inclusion was made to depend on."
    lines = [
        replace(each, included=None, reason=reason) if each.seller in doubted else each
        for each in allocation.lines
    ]
    explained_by = {key: at for key, at in allocation.explained_by.items() if key != "total"}
    return replace(allocation, lines=tuple(lines), total=None, explained_by=explained_by)

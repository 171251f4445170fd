"""A registration as its answer shows it: state, decision, windows, suspensions and counts.

Everything here is read off the ruling, the course and what Sections 3 to 5 come to; nothing is
decided. Dates are whole days.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from app.rules.agreement.not_performed import as_stated
from app.rules.agreement.waivers import Waivers
from app.rules.facts.declaration import State
from app.rules.holders.sales_made import IN_HOLDBACK, Barred, flags
from app.rules.holders.splits import shown_shares
from app.rules.money.expenses import NoLongerOwed, Withdrawal
from app.rules.money.indemnity.claim import Participants
from app.rules.money.registration_money import MoneyAnswer, RegistrationAsked, answer_money
from app.rules.procedures import NOTHING_TO_DO, Procedures, carry_out, waiting_for_conditions
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.remedies import remedies
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.registrations.cutback.allocation import (
    allocation,
)
from app.rules.registrations.cutback.selling import (
    Allocation,
)
from app.rules.registrations.duties.consents import consents
from app.rules.registrations.duties.expenses import EXPENSES, as_paid
from app.rules.registrations.duties.inclusion import as_shared_out
from app.rules.registrations.duties.not_before import not_before
from app.rules.registrations.duties.obligees import as_begun, owed_to_somebody, sellers
from app.rules.registrations.duties.passed import passed_inclusions
from app.rules.registrations.duties.shortfall import falls_short
from app.rules.registrations.ends.ended import RegistrationEnded, outliving, perhaps_outliving
from app.rules.registrations.ends.falls import warn_of_falls
from app.rules.registrations.ends.life_warnings import warn_of_life
from app.rules.registrations.ends.sales_beyond import sales_beyond
from app.rules.registrations.ends.stops import OVER, both, overlays, stops, unless_waived
from app.rules.registrations.joining.participants import shown_window
from app.rules.registrations.joining.undertakings import in_doubt, miss_what_tells
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests import effected
from app.rules.registrations.requests.counting import effected_by_terms, who_pays_if_withdrawn
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.requests.ruling import (
    RegistrationRuling,
    UsedBefore,
    first_failed,
    left_of,
    used_up,
)
from app.rules.registrations.requests.standstill import shown_standstill
from app.rules.registrations.requests.uses import UsesOfRight, shown_uses
from app.rules.registrations.shown import (
    BoundHolder,
    DelayResult,
    DemandsTally,
    Determination,
    EffectivenessWindow,
    HolderPeriod,
    IncidentalView,
    Overlay,
    ProhibitionResult,
    RegistrationAnswer,
    RegistrationTallies,
    RegistrationWindows,
    RequisiteTally,
    ShelfView,
    TakedownView,
)
from app.rules.registrations.suspension import suspension
from app.rules.registrations.suspension.against_limits import LimitsLeft
from app.rules.registrations.suspension.limits import ASKED, UseOf
from app.rules.registrations.suspension.suspension import Kind, SuspensionBudget
from app.rules.registrations.under_way import under_way_of
from app.rules.terms import Terms
from app.rules.terms.rights.delays import Delay
from app.rules.values.written_dates import written_out


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
    and `stops` are what bars sales under it.
    """

    owed: tuple[Obligation, ...] = ()
    shelf: ShelfView | None = None
    takedown: TakedownView | None = None
    incidental: IncidentalView | None = None
    statement: Sourced[date] | None = None
    overlays: tuple[Overlay, ...] = ()
    stops: tuple[Barred, ...] = ()


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
    _say_it_is_a_forecast(progress, matter)
    _warn_of_late_window(progress, matter)
    _warn_of_unasked(progress, matter)
    _warn_of_letters_in_vain(progress, matter)
    _warn_of_left_out(progress, matter)
    warn_of_falls(progress, allocation, matter)
    warn_of_life(progress, matter)
    done = carry_out(under_way_of(progress, matter), matter) if ruling.stands else NOTHING_TO_DO
    _warn_of_sales(progress, done, of_its_kind.stops, allocation, matter)
    found = _money(progress, of_its_kind.statement or history.filed_on, matter)
    _warn_of_accrued(progress, found, matter)
    owed = (
        *as_paid(waiting_for_conditions(of_its_kind.owed, done), found.money.expenses, matter),
        *as_begun(progress, consents(progress, matter)),
        *as_begun(progress, passed_inclusions(progress, matter)),
        *as_begun(progress, done.obligations),
        *(found.obligations if progress.has_begun else as_begun(progress, found.obligations)),
    )
    owed = owed_to_somebody(owed, progress, matter)
    owed = as_shared_out(owed, allocation, progress, matter)
    waits = partial(not_before, progress=progress)
    owed = as_stated(owed, history.not_performed, matter, progress.as_of, waits)
    end = _end(progress, matter)
    known = history.life.perhaps_sold_on is None and not _ran_out_on_a_day_not_known(progress)
    ended_on = end.known_from if end and known else None
    if end is not None:
        took_part = progress.ruling.asked.requesters | progress.taking_part.joined()
        end = replace(end, on_a_known_day=known, took_part=took_part, perhaps=progress.perhaps_in)
        owed = outliving(owed, end, found.money.expenses, matter)
    elif (perhaps := history.life.perhaps_withdrawn_on) is not None:
        ended = RegistrationEnded(perhaps.value, perhaps, _clause_before_effectiveness(matter))
        owed = perhaps_outliving(owed, ended, found.money.expenses, matter)
    state = _state(progress)
    return RegistrationAnswer(
        summary="",  # `answers.in_brief` makes it of the whole answer
        registration_id=identity.registration_id,
        agreement_id=identity.agreement_id,
        kind=ruling.kind,
        as_of=progress.as_of,
        state=state,
        overlays=() if state in OVER else both(overlays(progress), of_its_kind.overlays),
        effected=_effected(progress, matter),
        filed_on=plain(history.filed_on),
        effective_on=plain(history.life.effective_on),
        ended_on=plain(ended_on),
        in_time=progress.in_time,
        days_late=plain(progress.days_late),
        determination=_determination(ruling),
        obligations=owed,
        windows=_windows(progress, has_ended=end is not None),
        joins=tuple(each.result for each in progress.taking_part.joins),
        delays=tuple(_delay(each) for each in ruling.delays),
        prohibitions=tuple(_prohibition(each) for each in ruling.prohibitions),
        suspension_budget=_suspension_budget(progress, identity.registration_id, matter),
        allocation=allocation,
        tallies=RegistrationTallies(_requisite_tally(ruling), _demands_tally(progress, matter)),
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
        explained_by={
            **explained(filed_on=history.filed_on, effective_on=history.life.effective_on),
            **explained(ended_on=ended_on),
            **explained(days_late=progress.days_late),
        },
    )


def _unowed(progress: Progress, matter: Matter) -> NoLongerOwed | None:
    """The expenses that nobody owes: of what was refused, and of after the rights had ended."""
    ruling, history = progress.ruling, progress.history
    failed = first_failed(ruling.conditions)
    if failed is not None and ruling.decision == "refused" and ruling.rests_on_requests:
        if history.made_unasked(ruling):
            return None
        refused = Sourced("refused", ruling.trigger)
        says = "The registration was refused: the agreement charges nobody with its expenses."
        return NoLongerOwed(None, refused, failed.clause, says)
    ended = _unowed_since_the_end(progress, matter)
    given_up = _unowed_once_given_up(progress, matter)
    waived = _expenses_waived(progress, matter)
    return min(
        (each for each in (ended, given_up, waived) if each is not None),
        key=lambda each: each.since or date.min,
        default=None,
    )


def _expenses_waived(progress: Progress, matter: Matter) -> NoLongerOwed | None:
    """That nobody owes what is incurred once the duty to pay the expenses is waived (9(e))."""
    since = progress.history.waived.of(EXPENSES)
    if since is None:
        return None
    says = (
        f"The duty to pay the expenses is waived from {written_out(since.value)}: what is incurred "
        "from then on stays with the person who incurred it."
    )
    return NoLongerOwed(since.value, since, matter.terms.amendments.clause, says)


def _unowed_once_given_up(progress: Progress, matter: Matter) -> NoLongerOwed | None:
    """That nobody owes what is incurred once it was withdrawn or abandoned: nothing is performed.

    What had accrued by then survives, and so does what is incurred on that day.
    """
    over = progress.history.life.withdrawn_on or progress.history.abandoned_on
    if over is None:
        return None
    says = (
        f"It was given up on {written_out(over.value)}: what is incurred after that day is not "
        "owed under the agreement any more."
    )
    return NoLongerOwed(over.value + ONE_DAY, over, matter.terms.expenses_clause, says)


def _unowed_since_the_end(progress: Progress, matter: Matter) -> NoLongerOwed | None:
    """That nobody owes what is incurred once the rights have ended, but for an end by time."""
    history = progress.history
    ended = history.rights_ended(matter.unrecorded())
    if ended is None or ended.reason == "ENDED_BY_TIME":
        return None
    ended = history.rights_ended(matter) or ended
    says = (
        f"The rights ended on {written_out(ended.on.value)}: what is incurred from then on is not "
        "owed under the agreement any more."
    )
    return NoLongerOwed(ended.on.value, ended.on, ended.clause, says)


def _money(progress: Progress, statement: Sourced[date] | None, matter: Matter) -> MoneyAnswer:
    """Who bears what and who owes what on claims, from the facts of its life."""
    life = progress.history.life
    asked = RegistrationAsked(
        kind=Sourced(progress.ruling.kind, life.made.source),
        withdrawn=_withdrawal(life, matter, progress.as_of),
        participants=Participants(
            sellers(progress), progress.history.undertakings, progress.history.waived
        ),
        statement=statement,
        beside=progress.history.beside,
        has_statement=progress.ruling.nature.has_statement,
        unowed=_unowed(progress, matter),
        splits=progress.history.register.splits if progress.history.register else (),
    )
    return answer_money(progress.history.facts, asked, matter, progress.as_of)


def _withdrawal(life: RegistrationLife, matter: Matter, as_of: date | None) -> Withdrawal | None:
    """That it was withdrawn, and who bears the expenses then where the right itself says so."""
    if life.withdrawn_on is None:
        return None
    said = effected_by_terms(life, matter.terms)
    if said is None:
        return Withdrawal(life.withdrawn_on)
    bearer = who_pays_if_withdrawn(life, said, matter, as_of)
    if bearer is None:
        effected.miss_what_decides(life, matter)
    return Withdrawal(life.withdrawn_on, by_terms=True, borne_by=bearer)


def _warn_of_accrued(progress: Progress, found: MoneyAnswer, matter: Matter) -> None:
    """What was incurred before the day from which the expenses are waived is owed as before."""
    since = progress.history.waived.of(EXPENSES)
    expenses = found.money.expenses
    if since is None or not any(total.left for total in expenses.totals):
        return
    first = min(line.incurred_on for line in expenses.lines)
    if first < since.value:
        matter.working.warn(
            "WAIVER_TOO_LATE",
            f"The waiver of {EXPENSES!r} has effect from {written_out(since.value)}; what was "
            "incurred before that day is owed as before, and the waiver does not reach back to it. "
            f"It does with `effective_from` {written_out(first)} or earlier.",
        )


def _effected(progress: Progress, matter: Matter) -> bool | None:
    """Whether it counts as effected; a shelf and a sale off it never do (QC6, QC8)."""
    nature = progress.ruling.nature
    never = nature.is_continuous or not nature.has_statement
    if never or progress.history.life.effective_on is None:
        return None
    if not progress.ruling.stands and not _counts_unasked(progress, matter):
        return None
    standing, _ = effected.standing(progress.history.life, matter, progress.as_of)
    if standing == "open":
        effected.miss_what_decides(progress.history.life, matter)
        return None
    return standing == "effected"


def _counts_unasked(progress: Progress, matter: Matter) -> bool:
    """QG10: whether a demand that was refused, and effected all the same, counts as effected."""
    if not progress.history.made_unasked(progress.ruling) or not progress.ruling.nature.is_demand:
        return False
    return matter.readings.volunteered_counts


def _say_it_is_a_forecast(progress: Progress, matter: Matter) -> None:
    """Before the request is complete nothing is decided: what is shown would follow."""
    begun = progress.ruling.begun_on
    if begun is not None and not progress.has_begun:
        matter.working.assume(
            "FORECAST",
            f"The registration begins only on {written_out(begun.value)}, when what calls for it "
            "has been received: the decision, the counts and the dates shown are a forecast, which "
            "what happens by then may change.",
        )


def _warn_of_letters_in_vain(progress: Progress, matter: Matter) -> None:
    """Letters that came after the refusal of what was asked for renew nothing by themselves."""
    ruling = progress.ruling
    if ruling.decision != "refused" or not ruling.rests_on_requests or ruling.begun_on is None:
        return
    for letter in ruling.asked.later:
        day = written_out(letter.received_on) if letter.received_on else "a later day"
        matter.working.warn(
            "LETTER_AFTER_REFUSAL",
            f"The letter received on {day} was added to a request that had been refused on "
            f"{written_out(ruling.begun_on.value)}: it changes nothing there. To ask again, post "
            "it as a request of its own.",
        )


def _warn_of_unasked(progress: Progress, matter: Matter) -> None:
    """A registration that Holders asked for, and that the Company made without being bound to."""
    if (
        progress.history.made_unasked(progress.ruling)
        and not progress.ruling.nature.is_the_companys
    ):
        counts = _counts_unasked(progress, matter)
        matter.working.warn(
            "MADE_THOUGH_REFUSED",
            "The Company was not obliged to make this registration and made it all the same; it "
            f"{'counts' if counts else 'does not count'} among the demands that are used up.",
        )


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


def _warn_of_left_out(progress: Progress, matter: Matter) -> None:
    """Those whom the effective statement leaves short."""
    covers = progress.history.covers
    for holder in progress.owed:
        if covers is not None and falls_short(holder, progress):
            matter.working.warn(
                "REQUEST_NOT_COVERED",
                "The effective statement covers "
                f"{covers.value.get(holder, 0):,} shares of {holder}, fewer "
                "than are to be registered.",
            )
    for holder, shares in (covers.value if covers else {}).items():
        its_own = progress.covered.get(holder)
        if shares and its_own is None:
            matter.working.warn(
                "COVERED_WITHOUT_REQUEST",
                f"The statement is said to cover {shares:,} shares of {holder}, of which no "
                "request counts: they are not taken over.",
            )
        left = progress.history.allotted.get(holder)
        if left is not None and shares > left.value:
            matter.working.warn(
                "COVERED_BEYOND_MAXIMUM",
                f"The statement is said to cover {shares:,} shares of {holder}; the maximum left "
                f"it {left.value:,}, and no more are taken over.",
            )


def _state(progress: Progress) -> State:
    """Where the registration stands on the day asked about."""
    ruling, history, as_of = progress.ruling, progress.history, progress.as_of
    if ruling.decision == "refused" and not history.was_made:
        return "refused"
    # What is effective is so whatever the ruling; until something is, an open one leaves it here.
    if not (ruling.stands or history.was_made) or not progress.has_begun:
        return "received"
    if progress.is_withdrawn:
        return "withdrawn"
    if history.abandoned_on is not None:
        return "abandoned"
    if progress.sold_out_on is not None or progress.gone_on is not None:
        return "closed"
    ends = progress.kept.ends_by if progress.kept else None
    if as_of and ends and as_of > ends.value:
        return "expired"
    if history.life.effective_on is not None:
        return "effective"
    if history.filed_on:
        return "filed"
    not_before = ruling.not_before
    if not_before and (as_of is None or as_of < not_before.value):
        return "deferred"
    return _joining_state(progress)


def _ran_out_on_a_day_not_known(progress: Progress) -> bool:
    """Whether the period is over, and on which of two days turns on a ruling that is open."""
    return _state(progress) == "expired" and progress.kept is not None and progress.kept.end is None


def _end(progress: Progress, matter: Matter) -> RegistrationEnded | None:
    """When and by what it has ended by the day asked about."""
    history, kept, terms = progress.history, progress.kept, matter.terms
    period = terms.shelf_period if progress.ruling.nature.is_continuous else None
    kept_by = period.clause if period else terms.effectiveness.clause
    before = _clause_before_effectiveness(matter)
    match _state(progress):
        case "withdrawn" if history.life.withdrawn_on:
            return RegistrationEnded(
                history.life.withdrawn_on.value, history.life.withdrawn_on, before
            )
        case "abandoned" if history.abandoned_on:
            return RegistrationEnded(history.abandoned_on.value, history.abandoned_on, before)
        case "closed" if progress.sold_out_on:
            sold = progress.sold_out_on
            return RegistrationEnded(sold.value, sold, kept_by, was_effective=True)
        case "closed" if progress.gone_on:
            return RegistrationEnded(progress.gone_on.value, progress.gone_on, before)
        case "expired" if kept and (ends := kept.ends_by):
            return RegistrationEnded(ends.value + ONE_DAY, ends, kept_by, was_effective=True)
    return None


def _clause_before_effectiveness(matter: Matter) -> str:
    return matter.terms.effective_registration.clause


def _joining_state(progress: Progress) -> State:
    """How far the joining of Holders has come; from when the Company is bound may be open."""
    if progress.ruling.decision == "undetermined":
        return "received"
    windows = progress.to_be_told
    if progress.taking_part.windows and not windows:
        return "joining_closed"
    if not windows or any(window.state(progress.day_shown) == "not_started" for window in windows):
        return "open"
    answered = progress.taking_part.answered() | progress.ruling.asked.requesters
    closed = all(
        window.state(progress.day_shown) == "closed" or window.holder in answered
        for window in windows
    )
    return "joining_closed" if closed else "noticed"


def _warn_of_late_window(progress: Progress, matter: Matter) -> None:
    """QB23: a late notice may push a window past the due day; both obligations stand."""
    due = progress.due.due_on if progress.due else None
    ends = [window.last.value for window in progress.taking_part.windows if window.last]
    if due and ends and max(ends) > due.value:
        matter.working.warn(
            "WINDOW_AFTER_DUE",
            f"A join window runs to {written_out(max(ends))}, past the due day "
            f"{written_out(due.value)}; both obligations stand, and the lateness of the notice is "
            "the Company's.",
        )


def _warn_of_sales(
    progress: Progress,
    done: Procedures,
    elsewhere: Iterable[Barred],
    allocation: Allocation,
    matter: Matter,
) -> None:
    """Sales under the registration that were stopped or not covered, others held back from.

    `elsewhere` are the stops under the statement of another.
    """
    history = progress.history
    found = (
        *flags(history.sales, (*stops(progress, done), *elsewhere)),
        *flags(history.sales_elsewhere, _held_back(done, history.waived)),
        *sales_beyond(progress, allocation),
    )
    for code, says in found:
        matter.working.warn(code, says)


def _held_back(done: Procedures, waived: Waivers) -> Iterator[Barred]:
    """Days without public sales outside the registration."""
    for holder, his in done.holding_back.by_holder.items():
        for window in his.windows:
            first, last = window.bound_from.value, window.surely_through
            because = (
                f"public sales outside this registration are held back from {written_out(first)} "
                f"through {written_out(last)}"
            )
            barred = Barred(IN_HOLDBACK, because, holder, first, last + ONE_DAY, public_only=True)
            yield unless_waived(barred, window.duty_of(holder), waived)


def _windows(progress: Progress, *, has_ended: bool) -> RegistrationWindows:
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
            has_ended=has_ended,
            took_back=window.amendment is None and window.holder in took_back,
        )
        for window in windows
    )
    return RegistrationWindows(
        join=join,
        last_join_day=plain(last),
        standstill=tuple(shown_standstill(window) for window in progress.ruling.standstills),
        effectiveness=_effectiveness_window(progress),
        explained_by=explained(last_join_day=last),
    )


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


def _determination(ruling: RegistrationRuling) -> Determination:
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


def _delay(ruling: suspension.Ruling) -> DelayResult:
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


def _prohibition(ruling: suspension.Ruling) -> ProhibitionResult:
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


def _suspension_budget(
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
        UsedBefore(
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


def _requisite_tally(ruling: RegistrationRuling) -> RequisiteTally | None:
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


def _demands_tally(progress: Progress, matter: Matter) -> DemandsTally | UsesOfRight | None:
    ruling, life = progress.ruling, progress.history.life
    used, demand = ruling.used, matter.terms.demand
    if used is None:
        return None
    sale = matter.terms.takedown
    if used.limits and sale is not None and ruling.kind == "takedown" and sale.uses:
        return shown_uses(used, sale, matter)
    if used.limits and demand is not None:
        return shown_uses(used, demand, matter)
    if not ruling.nature.has_statement:
        life = replace(life, effective_on=life.all_sold_on)
    used.name_missing(matter)
    known = effected.known_of(used)
    after = known.remaining
    if after is not None and (ruling.stands or _counts_unasked(progress, matter)):
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

"""A shelf answered whole: clause 2(a)(ii) with 2(g) and 3(c).

State, obligations, windows, days without sales and the end of the shelf's own period, as of a day.
Nothing is cut back: every share asked for in time stands on the shelf. Dates are whole days.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.registrations.answer.assembling import OfItsKind
from app.rules.registrations.cutback.allocation import (
    allocation,
)
from app.rules.registrations.cutback.selling import (
    Allocation,
    whole,
)
from app.rules.registrations.duties.locked_out import locked_out
from app.rules.registrations.duties.obligees import as_begun, to_nobody_since
from app.rules.registrations.duties.shortfall import falls_short
from app.rules.registrations.effectiveness.effectiveness import Hold
from app.rules.registrations.effectiveness.holds import discontinuances
from app.rules.registrations.effectiveness.shelf_period import (
    ShelfLife,
    conversion_condition,
    shelf_end,
)
from app.rules.registrations.effectiveness.tolling import last_of
from app.rules.registrations.joining.history import History
from app.rules.registrations.joining.joining import joins, shelf_join
from app.rules.registrations.kind import Kind
from app.rules.registrations.kinds.shelf.duties import shelf_duties
from app.rules.registrations.kinds.shelf.ruling import (
    ShelfCase,
    decide_shelf,
    timing_of_shelf_delays,
)
from app.rules.registrations.progress.allotment import holders_selling
from app.rules.registrations.progress.either_way import shared_either_way
from app.rules.registrations.progress.keeping import while_undecided
from app.rules.registrations.progress.progress import (
    EFFECT,
    DueAct,
    Keeping,
    Kept,
    Progress,
    follow,
    kept_as_changed,
    telling_the_others,
)
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.registrations.shown import ShelfView
from app.rules.registrations.suspension.uses_made import days_of_delay, runs_of
from app.rules.terms.clocks.periods import ShelfPeriod
from app.rules.terms.rights.registrations import Shelf
from app.rules.values.written_dates import written_out


def _own(case: ShelfCase, progress: Progress, matter: Matter) -> OfItsKind:
    shelf, view = matter.terms.shelf, _view(case, progress, matter)
    _warn_of_conversion_day(case, progress, matter)
    owed: tuple[Obligation, ...] = ()
    if shelf is not None:
        barred = locked_out(case.others, progress, matter)
        owed = as_begun(progress, chain(shelf_duties(progress, shelf, matter), barred))
    return OfItsKind(owed, shelf=view)


def _warn_of_conversion_day(case: ShelfCase, progress: Progress, matter: Matter) -> None:
    """The day of the proposal as stated may be that of the conversion: no shelf is owed before."""
    stated, asked = case.said_to_be_proposed_on, case.first_request_on
    if stated is None:
        return
    converted_on = progress.history.converted_on
    if converted_on is not None and converted_on.value == stated.value:
        because = "the conversion was completed on that same day"
    elif asked is not None and asked.value < stated.value:
        because = f"Holders asked to be on the shelf already on {written_out(asked.value)}"
    else:
        return
    matter.working.warn(
        "CONVERSION_DAY_AS_PROPOSAL",
        f"The mandatory conversion is said to have been proposed on {written_out(stated.value)}, "
        f"and {because}. `conversion_proposed_on` is the day of the proposal, not that of the "
        "conversion; before it no shelf is owed. Correct it if the two were confused.",
    )


def _follow(
    _case: ShelfCase,
    ruling: RegistrationRuling,
    history: History,
    matter: Matter,
    as_of: date | None,
) -> Progress:
    """The course the shelf has taken."""
    shelf = matter.terms.shelf

    def due(history: History) -> DueAct | None:
        if shelf is None:
            return None
        found, done = ruling.due if ruling.stands else None, history.life.effective_on
        if found is None:
            return DueAct(None, shelf.clause, done)
        return DueAct(found.due_on, shelf.clause, done, found.between)

    may_join = shelf if shelf is not None and shelf.join is not None else None
    right = joins(may_join, lambda at: at.terms.shelf, shelf_join)
    found = follow(ruling, history, right, while_undecided(ruling, _keeping), due, matter, as_of)
    only_others = shelf is not None and shelf.notice_to == "others"
    return telling_the_others(found) if only_others else found


def _keeping(ruling: RegistrationRuling) -> Keeping:
    """The shelf's own period (QC3), with the days of prohibitions and holds given back."""

    def keep(history: History, holds: tuple[Hold, ...], matter: Matter) -> Kept | None:
        effective = history.life.effective_on
        if effective is None:
            return None
        life = ShelfLife(
            mandatory_conversion_on=history.converted_on,
            effective_on=effective,
            prohibitions=runs_of(ruling.prohibitions),
            delays=_delayed(ruling, matter),
            all_sold_on=history.life.all_sold_on,
            known=history.known,
        )
        return kept_as_changed(lambda at: _kept(life, holds, at), effective.value, matter)

    return keep


def _kept(life: ShelfLife, holds: tuple[Hold, ...], matter: Matter) -> Kept | None:
    term = matter.terms.shelf_kept
    if term is None:
        return None
    holders = sorted({holder for hold in holds for holder in hold.received})
    if holders and matter.readings.sec3c_holder_basis == "per_holder":
        return _each_by_himself(life, holds, holders, term, matter)
    held = discontinuances(holds, matter)
    life = replace(life, discontinuances=held)
    found = shelf_end(life, term, matter)
    at_least = _at_least(life, term, matter) if found.base_end is None else None
    return Kept(found.base_end, found.extension.days, found.extension.end, at_least=at_least)


def _at_least(life: ShelfLife, term: ShelfPeriod, matter: Matter) -> date | None:
    """Through which day it is kept if the conversion took place at once, being effective first."""
    at_once = replace(life, mandatory_conversion_on=life.effective_on)
    return plain(shelf_end(at_once, term, matter.unrecorded()).extension.end)


def _each_by_himself(
    life: ShelfLife,
    holds: tuple[Hold, ...],
    holders: Sequence[str],
    term: ShelfPeriod,
    matter: Matter,
) -> Kept:
    """QD10: each Holder's own holds; the shelf is kept effective to the last of their ends."""
    ends = {
        holder: shelf_end(
            replace(life, discontinuances=discontinuances(holds, matter, holder)), term, matter
        )
        for holder in holders
    }
    last = last_of([each.extension for each in ends.values()])
    by_holder = {holder: each.extension for holder, each in ends.items()}
    return Kept(ends[holders[0]].base_end, last.days, last.end, by_holder)


def _delayed(ruling: RegistrationRuling, matter: Matter) -> tuple[Run, ...]:
    """The days of permitted delays, which only the terms or reading QD8 give back."""
    return tuple(
        run
        for run in days_of_delay(ruling.delays, matter)
        for then in [matter.on(run.first_day.value)]
        if then.terms.given_back is not None or then.readings.tolls == "all"
    )


def _share_out(_case: ShelfCase, progress: Progress, matter: Matter) -> Allocation | None:
    """The shares that stand on the shelf; nothing is cut back."""
    shelf = matter.terms.shelf
    if shelf is None:
        return None
    return shared_either_way(lambda at, aside: _shared_out(at, shelf, aside), progress, matter)


def _shared_out(progress: Progress, shelf: Shelf, matter: Matter) -> Allocation:
    lines = [
        whole(each, "Every share asked for in time stands on the shelf.")
        for each in holders_selling(progress)
    ]
    return allocation(lines, None, shelf.clause, matter)


def _view(case: ShelfCase, progress: Progress, matter: Matter) -> ShelfView:
    met = _condition(progress, matter)
    return ShelfView(
        conversion_proposed_on=plain(case.proposed_on),
        certificate_date=plain(case.certificate_date),
        converted_on=plain(progress.history.converted_on),
        condition_met=plain(met),
        explained_by={
            **explained(
                conversion_proposed_on=case.proposed_on,
                certificate_date=case.certificate_date,
                converted_on=progress.history.converted_on,
            ),
            **explained(condition_met=met),
        },
    )


def _condition(progress: Progress, matter: Matter) -> Sourced[bool] | None:
    """Whether the shelf that mandatory conversion waits for is there."""
    term = matter.terms.shelf_period
    if term is None or term.condition_clause is None or not progress.ruling.stands:
        return None
    clause = term.condition_clause
    met = conversion_condition(progress.history.life, None, progress.as_of, clause, matter).met
    for_nobody = _asked_by_nobody(met, clause, progress, matter)
    if for_nobody is not None:
        return for_nobody
    short = [holder for holder in progress.owed if falls_short(holder, progress, matter)]
    if short and met is not None and met.value:
        met = matter.working.step(
            "shelf_period.condition_left_short",
            clause,
            f"The statement does not cover all shares asked for: those of {', '.join(short)} are "
            "missing, and the condition is not met.",
            False,
            {"effective": met},
        )
    waived = progress.history.waived.of(EFFECT)
    met = _when_converted(met, clause, progress, matter)
    if waived is None or (met is not None and met.value):
        return met
    return matter.working.step(
        "shelf_period.condition_waived",
        clause,
        f"That the shelf is there is waived from {written_out(waived.value)}: the conversion does "
        "not wait for it.",
        True,
        {"waived_from": waived},
    )


def _asked_by_nobody(
    met: Sourced[bool] | None, clause: str, progress: Progress, matter: Matter
) -> Sourced[bool] | None:
    """That the condition asks for nothing: what is to be on the shelf is what Holders ask for."""
    since, converted = to_nobody_since(progress, matter), progress.history.converted_on
    if since is None or (met is not None and met.value):
        return None
    if converted is not None and converted.value < since:
        return None
    return matter.working.step(
        "shelf_period.condition_for_nobody",
        clause,
        "No Holder has shares that are to be on the shelf: the conversion does not wait for it.",
        True,
        {"begun_on": progress.ruling.begun_on} if progress.ruling.begun_on else {},
    )


def _when_converted(
    met: Sourced[bool] | None, clause: str, progress: Progress, matter: Matter
) -> Sourced[bool] | None:
    """The condition once the conversion has taken place: a later effectiveness does not meet it."""
    converted, effective = progress.history.converted_on, progress.history.life.effective_on
    if converted is None or (effective is not None and effective.value <= converted.value):
        return met
    if effective is not None:
        met = matter.working.step(
            "shelf_period.condition_when_converted",
            clause,
            f"The conversion was completed on {written_out(converted.value)}, before the shelf was "
            f"effective on {written_out(effective.value)}: its condition was not met.",
            False,
            {"converted_on": converted, "effective_on": effective},
        )
    if progress.history.waived.of(EFFECT, converted.value) is None:
        matter.working.warn(
            "CONVERTED_WITHOUT_CONDITION",
            f"The mandatory conversion was completed on {written_out(converted.value)} without its "
            f"condition: the shelf was not effective by then ({clause}).",
        )
    return met


SHELF = Kind(
    decide_shelf, _follow, _own, _share_out, timing_of_shelf_delays, "The call for a shelf"
)

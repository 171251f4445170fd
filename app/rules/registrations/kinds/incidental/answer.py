"""The Company's own registration answered whole: clause 2(b) with 2(f), 3(a)(iii) and 3(c).

Whether it calls for notice, when it may be filed, who may join until when, who is cut back, and
what everyone owes, as of a day. Dates are whole days, shares whole shares.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.registrations.answer.assembling import OfItsKind, nothing_allocated
from app.rules.registrations.cutback.advised import (
    MaximaAdvised,
    OtherDemand,
    allocate_incidental,
    allocate_other_demand,
)
from app.rules.registrations.cutback.selling import (
    Allocation,
    Seller,
)
from app.rules.registrations.duties.obligees import as_begun
from app.rules.registrations.joining.history import History, HolderToTell
from app.rules.registrations.joining.joining import incidental_join, joins
from app.rules.registrations.kind import Kind
from app.rules.registrations.kinds.incidental.duties import incidental_duties
from app.rules.registrations.kinds.incidental.filing import Filing, filing_of
from app.rules.registrations.kinds.incidental.ruling import IncidentalCase, decide_incidental
from app.rules.registrations.progress.allotment import (
    advised_then,
    as_it_stands,
    brought_forward,
    holders_selling,
    in_their_groups,
    others_selling,
)
from app.rules.registrations.progress.either_way import shared_either_way
from app.rules.registrations.progress.keeping import keep_effective
from app.rules.registrations.progress.progress import DueAct, Progress, follow
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.registrations.shown import IncidentalView
from app.rules.registrations.suspension.uses_made import TimingOf, always_in_time
from app.rules.terms.rights.registrations import Incidental
from app.rules.values.written_dates import written_out


def _own(case: IncidentalCase, progress: Progress, matter: Matter) -> OfItsKind:
    incidental = matter.terms.incidental
    if incidental is None:
        return OfItsKind()
    _say_who_came_after_filing(progress, incidental, matter)
    filing = filing_of(progress, case.planned_filing_on, incidental, matter)
    owed = as_begun(progress, incidental_duties(progress, filing, incidental, matter))
    return OfItsKind(owed, incidental=_view(case, filing))


def _follow(
    _case: IncidentalCase,
    ruling: RegistrationRuling,
    history: History,
    matter: Matter,
    as_of: date | None,
) -> Progress:
    """The course the registration has taken."""
    incidental = matter.terms.incidental
    right = joins(incidental, lambda at: at.terms.incidental, incidental_join)
    history = _told_later(_abandoned(history, matter), matter)
    return follow(ruling, history, right, keep_effective(ruling), _nothing_due, matter, as_of)


def _nothing_due(_since: History) -> DueAct | None:
    """The Company is free when to effect its own registration."""
    return None


def _told_later(history: History, matter: Matter) -> History:
    """QG4: whether those who become Holders after the notices went out are told at all."""

    def holders(day: date) -> tuple[HolderToTell, ...]:
        everybody = history.holders(day)
        if not any(each.came_later for each in everybody):
            return everybody
        if matter.readings.later_holders != "not_owed":
            return everybody
        return tuple(each for each in everybody if not each.came_later)

    return replace(history, holders=holders)


def _abandoned(history: History, matter: Matter) -> History:
    """QC13: whether the Company may give its registration up."""
    if history.abandoned_on is None:
        return history
    if matter.readings.company_may_abandon:
        return history
    day = written_out(history.abandoned_on.value)
    matter.working.warn(
        "ABANDONMENT_NOT_PERMITTED",
        f"The Company abandoned its registration on {day}, which the agreement does not "
        "permit; its obligations remain.",
    )
    return replace(history, abandoned_on=None)


def _say_who_came_after_filing(progress: Progress, incidental: Incidental, matter: Matter) -> None:
    """QG4: notice goes before the filing; who is a Holder only since then need not be told."""
    filed_on, effective = progress.history.filed_on, progress.history.life.effective_on
    register = progress.history.register
    if filed_on is None or register is None or not progress.ruling.stands:
        return
    told = {window.holder for window in progress.taking_part.windows} | progress.covered.keys()
    for holder in register.ever_recognised():
        became = register.holder_from(holder, filed_on.value - ONE_DAY)
        since = became.value if became else date.min
        in_between = filed_on.value <= since and (effective is None or since <= effective.value)
        known = progress.as_of is None or since <= progress.as_of
        if in_between and known and holder not in told:
            matter.working.rely_on("later_holders")
            matter.working.warn(
                "HOLDER_AFTER_FILING",
                f"{holder} became a Holder on {written_out(since)}, and the statement was filed on "
                f"{written_out(filed_on.value)}: notice goes before the filing "
                f"({incidental.notice_clause}), so that the Company need not tell {holder} of it.",
            )


def _share_out(case: IncidentalCase, progress: Progress, matter: Matter) -> Allocation | None:
    """Who may sell how many shares (2(f)); nothing in a registration that Holders cannot join."""
    incidental = matter.terms.incidental
    if incidental is None:
        return None
    return shared_either_way(
        lambda at, aside: _shared_out(case, at, incidental, aside), progress, matter
    )


def _shared_out(
    case: IncidentalCase, progress: Progress, incidental: Incidental, matter: Matter
) -> Allocation:
    if not progress.ruling.stands:
        return nothing_allocated(progress, matter)
    matter = progress.as_sold(matter)
    incidental = matter.terms.incidental or incidental
    history, planned = progress.history, case.planned
    _name_what_is_not_stated(case.sellers, incidental, matter)
    selling = others_selling(case.sellers, case.determined_on.value, progress, matter)
    sellers = in_their_groups([*selling, *holders_selling(progress)], progress, matter)
    if planned.other_demand is not None:
        demand = _with_room(planned.other_demand, case, progress, matter)
        advised = advised_then(progress, matter)
        latest = advised[-1] if advised else None
        decided = allocate_other_demand(sellers, demand, incidental, matter, latest)
    else:
        advice = MaximaAdvised(history.underwritten, advised_then(progress, matter))
        first = _first_offering(case, progress)
        by = planned.initiated_for
        decided = allocate_incidental(sellers, advice, by, incidental, matter, first)
    return as_it_stands(decided, progress, incidental.clause, matter)


def _first_offering(case: IncidentalCase, progress: Progress) -> Sourced[bool] | None:
    """Whether it is the first public offering: stated, or one was effective before it was begun."""
    before = progress.history.known.days.get("ipo.effective")
    if case.first_offering is not None or before is None:
        return case.first_offering
    is_later = before.value < case.determined_on.value
    return Sourced(False, before.source) if is_later else None


def _name_what_is_not_stated(
    sellers: Sequence[Seller], incidental: Incidental, matter: Matter
) -> None:
    for seller in sellers:
        if seller.requested is None:
            field = seller.source.rpartition("/")[2]
            matter.working.miss(
                field,
                "how many shares may be sold",
                (incidental.cutback or incidental).clause,
                posted_as=f"registration_determined.{field}",
            )


def _with_room(
    demand: OtherDemand,
    case: IncidentalCase,
    progress: Progress,
    matter: Matter,
) -> OtherDemand:
    """The demand of others, with the room found for Holders as splits have changed it since."""
    room, stated_on = demand.room, case.determined_on.value
    if room is None:
        return demand
    return replace(demand, room=brought_forward("The room", room, stated_on, progress, matter))


def _view(case: IncidentalCase, filing: Filing) -> IncidentalView:
    ruling = filing.ruling
    earliest = ruling.earliest_filing_on if ruling else None
    hold = ruling.hold_filing_until if ruling else None
    short = ruling.days_short if ruling else None
    return IncidentalView(
        determined_on=case.determined_on.value,
        filing_on=plain(filing.filing_on),
        latest_notice_on=plain(filing.latest_notice_on),
        latest_notice_business_day=plain(filing.latest_business_day),
        earliest_filing_on=plain(earliest),
        hold_filing_until=plain(hold),
        compliant=ruling.compliant if ruling else None,
        days_short=plain(short),
        not_told=filing.untold,
        explained_by={
            **explained(
                determined_on=case.determined_on,
                filing_on=filing.filing_on,
                latest_notice_on=filing.latest_notice_on,
                latest_notice_business_day=filing.latest_business_day,
                earliest_filing_on=earliest,
                hold_filing_until=hold,
            ),
            **explained(days_short=short),
        },
    )


def _always_in_time(
    _case: IncidentalCase, _ruling: RegistrationRuling, _matter: Matter
) -> TimingOf:
    """No day is set by which the Company must effect it, so no delay comes late."""
    return always_in_time


INCIDENTAL = Kind(
    decide_incidental, _follow, _own, _share_out, _always_in_time, "The Company's own registration"
)

"""An underwritten sale off the shelf answered whole: clause 2(a)(iii) with 2(f).

State, obligations, windows and, when the managing underwriter advises a maximum, who is cut back.
There is no new statement: nothing is filed and nothing becomes effective. Dates are whole days.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import explained, plain
from app.rules.registrations.answer.assembling import OfItsKind, nothing_allocated
from app.rules.registrations.cutback.advised import MaximaAdvised, allocate_takedown
from app.rules.registrations.cutback.allocation import (
    allocation,
)
from app.rules.registrations.cutback.demanded import (
    added,
)
from app.rules.registrations.cutback.selling import (
    Allocation,
    whole,
)
from app.rules.registrations.duties.locked_out import locked_out
from app.rules.registrations.duties.obligees import as_begun
from app.rules.registrations.effectiveness.effectiveness import Hold
from app.rules.registrations.joining.history import History
from app.rules.registrations.joining.joining import joins, takedown_join
from app.rules.registrations.kind import Kind
from app.rules.registrations.kinds.takedown.beyond_shelf import (
    amendments_owed,
    left_by_maximum,
    warn_of_sales_beyond,
    warn_of_what_waits,
    within_shelf,
)
from app.rules.registrations.kinds.takedown.duties import takedown_duties
from app.rules.registrations.kinds.takedown.ruling import (
    ShelfStanding,
    TakedownCase,
    decide_takedown,
    timing_of_takedown_delays,
)
from app.rules.registrations.progress.allotment import (
    advised_then,
    as_it_stands,
    in_their_groups,
    others_selling,
    ranked,
)
from app.rules.registrations.progress.either_way import shared_either_way
from app.rules.registrations.progress.progress import (
    DueAct,
    Kept,
    Progress,
    follow,
    telling_the_others,
)
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.registrations.shown import TakedownView
from app.rules.terms.rights.takedowns import Takedown


def _own(case: TakedownCase, progress: Progress, matter: Matter) -> OfItsKind:
    takedown, shelf = matter.terms.takedown, case.shelf
    left: Mapping[str, int] = {}
    if progress.history.advised:
        left = left_by_maximum(_share_out(case, progress, matter.unrecorded()))
    warn_of_what_waits(progress, shelf, left, matter)
    if shelf.covers is not None:
        warn_of_sales_beyond(progress, shelf, matter)
    duties = (
        ()
        if takedown is None
        else (
            *takedown_duties(progress, takedown, matter),
            *amendments_owed(progress, shelf, left, matter.terms.shelf, matter),
            *locked_out(case.others, progress, matter),
        )
    )
    owed = as_begun(progress, duties)
    return OfItsKind(
        owed,
        takedown=_view(shelf),
        statement=shelf.effective_on,
        overlays=shelf.overlays,
        stops=shelf.stops,
        covers=frozenset(holder for holder, shares in (shelf.covers or {}).items() if shares),
    )


def _follow(
    case: TakedownCase,
    ruling: RegistrationRuling,
    history: History,
    matter: Matter,
    as_of: date | None,
) -> Progress:
    """The course the sale has taken: it ends with its shelf, if not before."""
    takedown, shelf = matter.terms.takedown, case.shelf

    def kept(_since: History, _holds: tuple[Hold, ...], _matter: Matter) -> Kept | None:
        days = (shelf.ends_on, shelf.ends_between, shelf.kept_at_least)
        if not any(days):
            return None
        within, at_least = shelf.ends_between, shelf.kept_at_least
        return Kept(None, None, shelf.ends_on, between=within, at_least=at_least)

    may_join = takedown if takedown is not None and takedown.notice_to != "nobody" else None
    right = joins(may_join, lambda at: at.terms.takedown, takedown_join)
    progress = follow(ruling, history, right, kept, _nothing_due, matter, as_of)
    if takedown is not None and takedown.notice_to == "others":
        progress = telling_the_others(progress)
    others = (within_shelf(each, shelf, matter.unrecorded()) for each in progress.others)
    return replace(within_shelf(progress, shelf, matter), others=tuple(others))


def _nothing_due(_since: History) -> DueAct | None:
    """No day is set for the sale."""
    return None


def _share_out(_case: TakedownCase, progress: Progress, matter: Matter) -> Allocation | None:
    """Who may sell how many shares (2(f))."""
    takedown = matter.terms.takedown
    if takedown is None:
        return None
    return shared_either_way(lambda at, aside: _shared_out(at, takedown, aside), progress, matter)


def _shared_out(progress: Progress, takedown: Takedown, matter: Matter) -> Allocation:
    if not progress.is_made:
        return nothing_allocated(progress, matter)
    matter = progress.as_sold(matter)
    history, cutback = progress.history, matter.terms.takedown_cutback
    additions, advice = (
        history.additions,
        MaximaAdvised(history.underwritten, advised_then(progress, matter)),
    )
    others = added(additions, history.owned, matter)
    selling = ranked(progress, cutback.ranks if cutback else None, takedown.join, matter)
    selling += others_selling(others, additions.stated_on if additions else None, progress, matter)
    sellers = in_their_groups(selling, progress, matter)
    if cutback is None:
        lines = [whole(each, "The agreement has no cutback.") for each in sellers]
        decided = allocation(lines, advice.maximum, takedown.clause, matter)
        return as_it_stands(decided, progress, takedown.clause, matter)
    decided = allocate_takedown(sellers, advice, cutback, matter)
    return as_it_stands(decided, progress, cutback.clause, matter)


def _view(shelf: ShelfStanding) -> TakedownView:
    return TakedownView(
        shelf.id, plain(shelf.effective_on), explained(shelf_effective_on=shelf.effective_on)
    )


TAKEDOWN = Kind(
    decide_takedown,
    _follow,
    _own,
    _share_out,
    timing_of_takedown_delays,
    "The request for a sale off the shelf",
)

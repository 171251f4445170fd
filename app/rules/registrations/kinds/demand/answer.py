"""A demand answered whole: clause 2(a)(i) with 2(e) and 3(a)(iii).

Takes what the demand is judged by and what happened since (notices, joins, filing, effectiveness)
and gives state, obligations, windows, joins, allocation and tallies as of a day. The record and the
stateless computation both come here, so both give the same answer to the same facts.
"""

from datetime import date
from itertools import chain

from app.rules.reasoning.matter import Matter
from app.rules.registrations.answer.assembling import OfItsKind, nothing_allocated
from app.rules.registrations.cutback.advised import MaximaAdvised
from app.rules.registrations.cutback.allocation import left_open
from app.rules.registrations.cutback.demanded import (
    added,
    allocate_demand,
)
from app.rules.registrations.cutback.selling import (
    Allocation,
)
from app.rules.registrations.cutback.standing import not_by_name
from app.rules.registrations.duties.locked_out import locked_out
from app.rules.registrations.duties.obligees import as_begun
from app.rules.registrations.joining.history import History
from app.rules.registrations.joining.joining import demand_join, joins
from app.rules.registrations.kind import Kind
from app.rules.registrations.kinds.demand.duties import demand_duties
from app.rules.registrations.kinds.demand.ruling import (
    DemandCase,
    decide_demand,
    timing_of_demand_delays,
)
from app.rules.registrations.progress.allotment import (
    advised_then,
    as_it_stands,
    in_their_groups,
    others_selling,
    ranked,
)
from app.rules.registrations.progress.either_way import shared_either_way
from app.rules.registrations.progress.keeping import keep_effective
from app.rules.registrations.progress.progress import (
    DueAct,
    Progress,
    follow,
    telling_the_others,
)
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.terms.rights.registrations import Demand


def _own(case: DemandCase, progress: Progress, matter: Matter) -> OfItsKind:
    demand = matter.terms.demand
    if demand is None:
        return OfItsKind()
    owed = demand_duties(progress, demand, matter), locked_out(case.others, progress, matter)
    return OfItsKind(as_begun(progress, chain(*owed)))


def _follow(
    _case: DemandCase,
    ruling: RegistrationRuling,
    history: History,
    matter: Matter,
    as_of: date | None,
) -> Progress:
    """The course the demand has taken."""
    demand = matter.terms.demand

    def due(history: History) -> DueAct | None:
        if demand is None:
            return None
        return _due(ruling, history, demand, matter)

    may_join = demand if demand is not None and demand.notice_to != "nobody" else None
    right = joins(may_join, lambda at: at.terms.demand, demand_join)
    found = follow(ruling, history, right, keep_effective(ruling), due, matter, as_of)
    only_others = demand is not None and demand.notice_to == "others"
    return telling_the_others(found) if only_others else found


def _share_out(_case: DemandCase, progress: Progress, matter: Matter) -> Allocation | None:
    """Who may sell how many shares (2(f))."""
    demand = matter.terms.demand
    if demand is None:
        return None
    return shared_either_way(lambda at, aside: _shared_out(at, demand, aside), progress, matter)


def _shared_out(progress: Progress, demand: Demand, matter: Matter) -> Allocation:
    if not progress.is_made:
        return nothing_allocated(progress, matter)
    matter = progress.as_sold(matter)
    demand = matter.terms.demand or demand
    history, additions = progress.history, progress.history.additions
    selling = ranked(progress, demand.ranks, demand.join, matter)
    holders = in_their_groups(selling, progress, matter)
    stated_on = additions.stated_on if additions else None
    added_ones = added(additions, history.owned, matter)
    others = in_their_groups(
        others_selling(added_ones, stated_on, progress, matter), progress, matter
    )
    advice = MaximaAdvised(history.underwritten, advised_then(progress, matter))
    unknown = () if history.register else not_by_name(demand.ranks, matter.terms.groups)
    if unknown and advice.maximum is not None:
        says = f"Who belongs to {unknown[0]} is known from a record only."
        clause = demand.additions_clause
        return left_open([*holders, *others], says, "groups", advice.maximum, clause, matter)
    decided = allocate_demand(holders, others, additions, advice, demand, matter)
    return as_it_stands(decided, progress, demand.additions_clause, matter)


def _due(ruling: RegistrationRuling, history: History, demand: Demand, matter: Matter) -> DueAct:
    """The act that is due and the day on which it was done (QB4)."""
    by_filing = matter.readings.due_act == "filed"
    done = history.filed_on if by_filing else history.life.effective_on
    found = ruling.due if ruling.stands else None
    clause = demand.effect_clause
    if found is None:
        return DueAct(None, clause, done)
    return DueAct(found.due_on, clause, done, found.between)


DEMAND = Kind(decide_demand, _follow, _own, _share_out, timing_of_demand_delays, "The demand")

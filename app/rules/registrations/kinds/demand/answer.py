"""A demand answered whole: clause 2(a)(i) with 2(e) and 3(a)(iii).

Takes what the demand is judged by and what happened since (notices, joins, filing, effectiveness)
and gives state, obligations, windows, joins, allocation and tallies as of a day. The record and the
stateless computation both come here, so both give the same answer to the same facts.
"""

from datetime import date

from app.rules.reasoning.matter import Matter
from app.rules.registrations.answer import OfItsKind, nothing_allocated
from app.rules.registrations.cutback.allocation import Allocation, added, allocate_demand
from app.rules.registrations.duties import as_begun
from app.rules.registrations.joining.joining import demand_join, joins
from app.rules.registrations.joining.since import Since
from app.rules.registrations.kind import Kind
from app.rules.registrations.kinds.demand.duties import demand_duties
from app.rules.registrations.kinds.demand.ruling import (
    DemandCase,
    decide_demand,
    timing_of_demand_delays,
)
from app.rules.registrations.progress.allotment import (
    as_it_stands,
    holders_selling,
    maximum_then,
    others_selling,
)
from app.rules.registrations.progress.either_way import shared_either_way
from app.rules.registrations.progress.progress import Course, DueAct, follow, keep_effective
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.terms.registrations import Demand


def _own(_case: DemandCase, course: Course, matter: Matter) -> OfItsKind:
    demand = matter.terms.demand
    if demand is None:
        return OfItsKind()
    return OfItsKind(as_begun(course, demand_duties(course, demand, matter)))


def _follow(
    _case: DemandCase, ruling: RegistrationRuling, since: Since, matter: Matter, as_of: date | None
) -> Course:
    """The course the demand has taken."""
    demand = matter.terms.demand

    def due(since: Since) -> DueAct | None:
        if demand is None:
            return None
        return _due(ruling, since, demand, matter)

    right = joins(demand, lambda at: at.terms.demand, demand_join)
    return follow(ruling, since, right, keep_effective, due, matter, as_of)


def _share_out(_case: DemandCase, course: Course, matter: Matter) -> Allocation | None:
    """Who may sell how many shares (2(f))."""
    demand = matter.terms.demand
    if demand is None:
        return None
    return shared_either_way(lambda at, aside: _shared_out(at, demand, aside), course, matter)


def _shared_out(course: Course, demand: Demand, matter: Matter) -> Allocation:
    if not course.is_made:
        return nothing_allocated(course, matter)
    matter = course.as_sold(matter)
    demand = matter.terms.demand or demand
    since, additions = course.since, course.since.additions
    decided = allocate_demand(
        holders_selling(course),
        others_selling(
            added(additions, since.owned, matter),
            additions.stated_on if additions else None,
            course,
            matter,
        ),
        additions,
        maximum_then(course, matter),
        since.underwritten,
        demand,
        matter,
    )
    return as_it_stands(decided, course, demand.additions_clause, matter)


def _due(ruling: RegistrationRuling, since: Since, demand: Demand, matter: Matter) -> DueAct:
    """The act that is due and the day on which it was done (QB4)."""
    by_filing = matter.readings.due_act == "filed"
    done = since.filed_on if by_filing else since.life.effective_on
    found = ruling.due if ruling.stands else None
    clause = demand.effect_within.clause
    if found is None:
        return DueAct(None, clause, done)
    return DueAct(found.due_on, clause, done, found.between)


DEMAND = Kind(decide_demand, _follow, _own, _share_out, timing_of_demand_delays)

"""The course that each registration on the record has taken, whichever kind it is.

For questions that look at several registrations at once; the answer to one registration goes its
own way to the same course. Dates are whole days; raises `OutsideCalendar` beyond the calendars.
"""

from datetime import date

from app.rules.reasoning.matter import Matter
from app.rules.record.across import shelf_standing
from app.rules.record.gathering import Record
from app.rules.record.history import life_of, since_begun
from app.rules.record.inputs import demand_case, incidental_case, shelf_case, takedown_case
from app.rules.registrations.cutback.allocation import Allocation
from app.rules.registrations.kinds.demand.answer import allocation_of, follow_demand
from app.rules.registrations.kinds.demand.ruling import decide
from app.rules.registrations.kinds.incidental.answer import allocate_own, follow_incidental
from app.rules.registrations.kinds.incidental.ruling import decide_incidental
from app.rules.registrations.kinds.shelf.answer import allocate_shelf, follow_shelf
from app.rules.registrations.kinds.shelf.ruling import decide_shelf
from app.rules.registrations.kinds.takedown.answer import allocate_sale, follow_takedown
from app.rules.registrations.kinds.takedown.ruling import decide_takedown
from app.rules.registrations.progress.progress import Course


def course_of(
    record: Record, registration_id: str, matter: Matter, day: date | None = None
) -> Course:
    """The ruling on a registration, under the terms of `matter`, and what has happened since.

    As of a day, if one is given, on what is known on the record's.
    """
    terms, as_of = matter.terms, day or record.as_of
    if registration_id in record.shelves:
        shelf = record.shelves[registration_id]
        ruling = decide_shelf(shelf_case(record, shelf, matter), terms.shelf, matter)
        since = since_begun(record, shelf, life_of(shelf))
        return follow_shelf(ruling, since, terms.shelf, matter, as_of)
    if registration_id in record.takedowns:
        takedown = record.takedowns[registration_id]
        standing = shelf_standing(record, takedown.beginning.shelf, matter)
        asked = takedown_case(record, takedown, standing, matter)
        ruling = decide_takedown(asked, terms.takedown, matter)
        since = since_begun(record, takedown, life_of(takedown))
        return follow_takedown(ruling, since, terms.takedown, standing, matter, as_of)
    if registration_id in record.incidentals:
        incidental = record.incidentals[registration_id]
        planned = incidental_case(record, incidental, matter)
        ruling = decide_incidental(planned, terms.incidental, matter)
        since = since_begun(record, incidental, life_of(incidental))
        return follow_incidental(ruling, since, terms.incidental, matter, as_of)
    demand = record.demands[registration_id]
    ruling = decide(demand_case(record, demand, matter), terms.demand, matter)
    since = since_begun(record, demand, record.lives.get(registration_id) or life_of(demand))
    return follow_demand(ruling, since, terms.demand, matter, as_of)


def shared_out(
    record: Record, registration_id: str, course: Course, matter: Matter
) -> Allocation | None:
    """Who may sell how many shares on the course's day; None where there is no such right."""
    terms = matter.terms
    if registration_id in record.shelves:
        return allocate_shelf(course, terms.shelf, matter) if terms.shelf else None
    if registration_id in record.takedowns:
        return allocate_sale(course, terms.takedown, matter) if terms.takedown else None
    if registration_id in record.incidentals:
        planned = incidental_case(record, record.incidentals[registration_id], matter)
        own = terms.incidental
        return allocate_own(planned, course, own, matter) if own else None
    return allocation_of(course, terms.demand, matter) if terms.demand else None

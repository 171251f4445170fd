"""What everyone owes because of a shelf: clauses 2(a)(ii), 2(c), 2(d) and 3(a)(i).

The Company answers for the result: the shelf is to be effective on the day set, whatever its
efforts, and then kept effective for the shelf's own period. Dates are whole days.
"""

from collections.abc import Iterator

from app.rules import duties
from app.rules.course import Course
from app.rules.duties import Inclusions, NoticeDuty
from app.rules.matter import Matter
from app.rules.obligations import Obligation, Outcome, Owing, owed
from app.rules.terms.registrations import Shelf


def shelf_duties(course: Course, shelf: Shelf, matter: Matter) -> Iterator[Obligation]:
    """Every obligation the shelf has brought about, with its status on the day asked about."""
    told = NoticeDuty("the shelf", shelf.notice_to_holders, "/shelf/notice_to_holders")
    period = matter.terms.shelf_period
    yield from duties.notices(course, told, matter)
    yield _effect(course, shelf, matter)
    yield from duties.inclusions(course, Inclusions(shelf.clause), matter)
    yield duties.filing(course, matter)
    yield from duties.form(course, matter)
    yield duties.expenses(course, matter)
    if period is not None:
        yield from duties.maintain(course, period.clause, period.standard, matter)


def _effect(course: Course, shelf: Shelf, matter: Matter) -> Obligation:
    """To have the shelf effective by the day set."""
    found = course.ruling.due
    return owed(
        Owing(
            id="effect",
            obligor=matter.terms.company.id,
            obligees=duties.sellers(course),
            action="File the shelf for all shares asked for, and have it effective.",
            clause=shelf.clause,
            trigger=course.ruling.trigger,
            standard=shelf.effort,
        ),
        matter.working,
        course.as_of,
        due=found.due_on if found else None,
        outcome=Outcome(course.done_on, excused=course.is_over),
        last_practicable=found.last_practicable_on if found else None,
    )

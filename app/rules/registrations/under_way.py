"""The registration under way that a course of any kind amounts to.

Who asked, who takes part, the days of its statement and its facts are read off the course; a sale
off a shelf is done when all is sold, for the statement is the shelf's. A shelf is not itself
underwritten: an underwritten sale off it is a registration of its own. What a Holder asks for after
the end brings about nothing. Nothing raises.
"""

from datetime import date

from app.rules.facts import RecordedFact
from app.rules.facts.life.procedures import ProcedureRequested
from app.rules.notices.receipt import receipt
from app.rules.procedures.under_way import UnderWay
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations import duties
from app.rules.registrations.progress.progress import Course


def under_way_of(course: Course, matter: Matter) -> UnderWay:
    """What the Company is bound to carry out."""
    ruling, since = course.ruling, course.since
    told = since.holders(ruling.begun_on.value) if ruling.begun_on else ()
    taking_part = duties.sellers(course)
    asked = ruling.asked.requesters
    return UnderWay(
        kind=ruling.kind,
        trigger=ruling.trigger,
        made_on=ruling.begun_on,
        asked_by=taking_part
        if course.is_over
        else tuple(holder for holder in taking_part if holder in asked),
        included=course.included,
        holders=tuple(sorted({*(holder.id for holder in told), *since.everybody, *taking_part})),
        underwritten=_underwritten(course, matter),
        filed_on=since.filed_on,
        effective_on=since.life.effective_on,
        kept_effective_to=_kept_to(course),
        over=course.is_over,
        facts=tuple(each for each in since.facts if not _comes_too_late(each, course, matter)),
        as_of=course.as_of,
        sales=since.sales,
        held={
            hold.notice_given_on.source: hold.received
            for hold in course.holds
            if hold.notice_given_on is not None
        },
        came_in=course.came_in,
        took_over={
            holder: each.came
            for holder, each in course.covered.items()
            if each.came and holder not in course.came_in
        },
        or_included=tuple(each.included for each in course.others),
        sold_on=since.life.all_sold_on,
        waived=since.waived,
    )


def _comes_too_late(recorded: RecordedFact, course: Course, matter: Matter) -> bool:
    """Whether a Holder asked for something only after the registration had ended."""
    fact, last = recorded.fact, course.last_day
    if not isinstance(fact, ProcedureRequested) or last is None:
        return False
    received_on = receipt(fact.delivery, matter.unrecorded(), recorded.source).received_on
    return received_on is not None and received_on.value > last


def _kept_to(course: Course) -> Sourced[date] | None:
    if not course.ruling.nature.has_statement and course.since.life.all_sold_on:
        return course.since.life.all_sold_on
    return course.kept.end if course.kept else None


def _underwritten(course: Course, matter: Matter) -> Sourced[bool] | None:
    shelf = matter.terms.shelf
    if not course.ruling.nature.is_continuous or shelf is None:
        return course.since.underwritten
    return matter.working.step(
        "procedures.shelf_not_underwritten",
        shelf.clause,
        "A shelf is not itself underwritten; a sale off it may be.",
        False,
        {},
    )

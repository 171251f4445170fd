"""What everyone owes because of a demand: clauses 2(a)(i), 2(c), 2(d), 3(a)(i) and 3(a)(iii).

A demand that stands binds the Company to tell every Holder, to effect the registration in time,
to include those who joined, to file, to bear the expenses and to keep the statement effective.
A refused demand binds nobody. Dates are whole days; a standard never becomes a date.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from app.rules.course import Course
from app.rules.matter import Matter
from app.rules.obligations import Obligation, Outcome, Owing, owed
from app.rules.participation import HolderWindow, Joined
from app.rules.period import last_day
from app.rules.terms.registrations import Demand
from app.rules.working import Sourced


def duties(course: Course, demand: Demand, matter: Matter) -> tuple[Obligation, ...]:
    """Every obligation the demand has brought about, with its status on the day asked about."""
    if not course.ruling.stands:
        return ()
    owed = tuple(_owed(course, demand, matter))
    if course.has_begun:
        return owed
    return tuple(replace(each, status="not_yet_due") for each in owed)


def _owed(course: Course, demand: Demand, matter: Matter) -> Iterator[Obligation]:
    yield from (
        *(_notice(window, course, demand, matter) for window in course.taking_part.windows),
        _effect(course, demand, matter),
        *(_include(joined, course, demand, matter) for joined in course.taking_part.latest()),
        _file(course, matter),
        *_form(course, matter),
        _expenses(course, matter),
        *_maintain(course, matter),
    )


def _trigger(course: Course) -> str:
    """The letter that completed the demand."""
    return course.ruling.asked.counted[-1].source


def _sellers(course: Course) -> tuple[str, ...]:
    """Requesting and joining Holders whose requests stand; of a withdrawn demand, all who asked."""
    if course.is_withdrawn:
        everyone = course.ruling.asked.requesters | course.taking_part.joined()
        return tuple(sorted(everyone - course.ruling.asked.unrecognised))
    return tuple(sorted(course.included))


def _notice(window: HolderWindow, course: Course, demand: Demand, matter: Matter) -> Obligation:
    """To tell one Holder of the demand; a standstill does not suspend it."""
    duty = demand.notice_to_holders
    received = course.ruling.asked.received_on
    due = (
        last_day(duty.within, received, matter, "/demand/notice_to_holders/within")
        if duty.within and received
        else None
    )
    return owed(
        Owing(
            id=f"notice:{window.holder}",
            obligor=matter.terms.company.id,
            obligees=(window.holder,),
            action="Give the Holder written notice of the demand.",
            clause=duty.clause,
            trigger=_trigger(course),
            standard=duty.standard,
        ),
        matter.working,
        course.as_of,
        due=due,
        outcome=Outcome(window.given_on, excused=course.is_withdrawn),
        guideline=_guideline(received, matter),
    )


def _guideline(received: Sourced[date] | None, matter: Matter) -> Sourced[date] | None:
    """QA24: a house guideline for “promptly”, if the parties keep one."""
    days = matter.readings.promptly_guideline_days
    matter.working.rely_on("promptly_guideline_days")
    if days is None or received is None:
        return None
    day = received.value + timedelta(days=days)
    return matter.working.step(
        "obligations.guideline",
        "house guideline",
        f"House guideline for “promptly”: {days} days, {day.isoformat()}. Not a due date.",
        day,
        {"received_on": received},
        readings=("promptly_guideline_days",),
    )


def _effect(course: Course, demand: Demand, matter: Matter) -> Obligation:
    """To effect the registration by the due day."""
    found = course.ruling.due
    act = "effective" if matter.readings.due_act == "effective" else "filed"
    return owed(
        Owing(
            id="effect",
            obligor=matter.terms.company.id,
            obligees=_sellers(course),
            action=f"Effect the registration: have the registration statement {act}.",
            clause=demand.effect_within.clause,
            trigger=_trigger(course),
            standard=demand.effort,
        ),
        matter.working,
        course.as_of,
        due=found.due_on if found else None,
        outcome=Outcome(course.done_on, excused=course.is_withdrawn),
        last_practicable=found.last_practicable_on if found else None,
    )


def _include(joined: Joined, course: Course, demand: Demand, matter: Matter) -> Obligation:
    """To include what a Holder asked for in time."""
    holder = joined.result.holder
    shares = f"{joined.result.shares:,} " if joined.result.shares else ""
    return owed(
        Owing(
            id=f"include:{holder}",
            obligor=matter.terms.company.id,
            obligees=(holder,),
            action=f"Include the Holder's {shares}shares in the registration.",
            clause=demand.join.within.clause,
            trigger=joined.source,
        ),
        matter.working,
        course.as_of,
        outcome=Outcome(
            course.since.life.effective_on,
            excused=course.is_withdrawn or holder not in course.included,
        ),
    )


def _file(course: Course, matter: Matter) -> Obligation:
    """To prepare and file the registration statement."""
    duty = matter.terms.registration_statement
    return owed(
        Owing(
            id="file",
            obligor=matter.terms.company.id,
            obligees=_sellers(course),
            action="Prepare and file the registration statement.",
            clause=duty.clause,
            trigger=_trigger(course),
            standard=duty.standard,
        ),
        matter.working,
        course.as_of,
        outcome=Outcome(course.since.filed_on, excused=course.is_withdrawn),
    )


def _form(course: Course, matter: Matter) -> tuple[Obligation, ...]:
    """To use the preferred form if the law permits it."""
    terms, form, filed = matter.terms, course.since.form, course.since.filed_on
    if terms.form_clause is None or terms.preferred_form is None:
        return ()
    preferred = form is not None and form in terms.form_equivalents
    if form is not None and not preferred:
        matter.working.warn(
            "OTHER_FORM_USED",
            f"The statement was filed on Form {form}; {terms.form_clause} asks for Form "
            f"{terms.preferred_form} if the law permits it.",
        )
    duty = owed(
        Owing(
            id="form",
            obligor=terms.company.id,
            obligees=_sellers(course),
            action=f"Use Form {terms.preferred_form} if the law permits it.",
            clause=terms.form_clause,
            trigger=_trigger(course),
        ),
        matter.working,
        course.as_of,
        outcome=Outcome(filed if preferred else None, excused=course.is_withdrawn),
    )
    return (duty,)


def _expenses(course: Course, matter: Matter) -> Obligation:
    """To pay the Registration Expenses (QB19 for a demand that was withdrawn)."""
    company, by_holders = matter.terms.company.id, False
    if course.is_withdrawn:
        matter.working.rely_on("withdrawn_payer")
        by_holders = matter.readings.withdrawn_payer == "requesting_holders"
    return owed(
        Owing(
            id="expenses",
            obligor="requesting_holders" if by_holders else company,
            obligees=(company,) if by_holders else _sellers(course),
            action="Pay the Registration Expenses, without underwriting discounts and commissions.",
            clause=matter.terms.expenses_clause,
            trigger=_trigger(course),
        ),
        matter.working,
        course.as_of,
    )


def _maintain(course: Course, matter: Matter) -> tuple[Obligation, ...]:
    """To keep an effective statement effective to the end of its period."""
    ends, effective = course.kept_effective_to, course.since.life.effective_on
    if course.effectiveness is None or effective is None:
        return ()
    over = ends is not None and course.as_of is not None and course.as_of > ends.value
    duty = owed(
        Owing(
            id="maintain",
            obligor=matter.terms.company.id,
            obligees=_sellers(course),
            action="Keep the registration statement effective through the due day.",
            clause=matter.terms.effectiveness.clause,
            trigger=effective.source,
            standard=matter.terms.effectiveness.standard,
        ),
        matter.working,
        course.as_of,
        due=ends,
        outcome=Outcome(ends if over else None),
    )
    return (duty,)

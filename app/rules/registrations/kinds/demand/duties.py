"""What everyone owes because of a demand: clauses 2(a)(i), 2(c), 2(d), 3(a)(i) and 3(a)(iii).

A demand that stands binds the Company to tell every Holder, to effect the registration in time,
to include those who joined, to file, to bear the expenses and to keep the statement effective.
Dates are whole days; a standard never becomes a date.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.rules.facts.declaration import kind_of
from app.rules.facts.life.course import Filed
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.registrations.duties.expenses import expenses
from app.rules.registrations.duties.filing import filing, form
from app.rules.registrations.duties.inclusion import Inclusions, inclusions
from app.rules.registrations.duties.keeping import maintain
from app.rules.registrations.duties.obligees import owed_by_then, sellers_covered
from app.rules.registrations.duties.telling import NoticeDuty, notices
from app.rules.registrations.ends.stops import without_sales
from app.rules.registrations.progress.progress import EFFECT, Progress
from app.rules.terms.rights.registrations import Demand


def demand_duties(progress: Progress, demand: Demand, matter: Matter) -> Iterator[Obligation]:
    """Every obligation the demand has brought about, with its status on the day asked about."""
    told = NoticeDuty("the demand", demand.notice_to_holders, f"{demand.place}/notice_to_holders")
    kept = matter.terms.effectiveness
    yield from notices(progress, told, matter)
    yield _effect(progress, demand, matter)
    joined = Inclusions(demand.join.within.clause or demand.clause, effort=demand.effort)
    yield from inclusions(progress, joined, matter)
    yield filing(progress, matter)
    yield from form(progress, matter)
    yield from expenses(progress, matter)
    yield from maintain(progress, kept.clause, kept.standard, matter)
    yield from without_sales(progress, matter)


def _effect(progress: Progress, demand: Demand, matter: Matter) -> Obligation:
    """To effect the registration by the due day."""
    found = progress.ruling.due
    due_on = found.due_on if found else None
    decided_on = owed_by_then(progress, due_on, progress.done_on)
    by_filing = matter.readings.due_act == "filed"
    act = "filed" if by_filing else "effective"
    duty = owed(
        Owing(
            duty="effect",
            id=EFFECT,
            obligor=matter.terms.company.id,
            obligees=sellers_covered(progress, decided_on, matter),
            action=f"Effect the registration: have the registration statement {act}.",
            clause=demand.effect_clause,
            trigger=progress.ruling.trigger,
            standard=demand.effort,
        ),
        matter.working,
        progress.as_of,
        due=due_on,
        due_between=found.between if found else None,
        outcome=Performance(progress.done_on),
        last_practicable=found.last_practicable_on if found else None,
    )
    return replace(duty, recorded_by=(kind_of(Filed),)) if by_filing else duty

"""What everyone owes because of a shelf: clauses 2(a)(ii), 2(c), 2(d) and 3(a)(i).

The Company answers for the result: the shelf is to be effective on the day set, whatever its
efforts, and then kept effective for the shelf's own period. Dates are whole days.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.registrations.duties.expenses import expenses
from app.rules.registrations.duties.filing import filing, form
from app.rules.registrations.duties.inclusion import Inclusions, inclusions
from app.rules.registrations.duties.keeping import maintain
from app.rules.registrations.duties.obligees import owed_by_then, sellers_covered
from app.rules.registrations.duties.telling import NoticeDuty, notices, notices_of_amendments
from app.rules.registrations.ends.stops import without_sales
from app.rules.registrations.progress.progress import EFFECT, Progress
from app.rules.terms.rights.registrations import Shelf


def shelf_duties(progress: Progress, shelf: Shelf, matter: Matter) -> Iterator[Obligation]:
    """Every obligation the shelf has brought about, with its status on the day asked about."""
    period = matter.terms.shelf_kept
    if shelf.notice_to_holders is not None:
        place = f"{shelf.place}/notice_to_holders"
        told = NoticeDuty("the shelf", shelf.notice_to_holders, place)
        amended = replace(told, of_what="the request to amend the shelf")
        yield from notices(progress, told, matter)
        yield from notices_of_amendments(progress, amended, matter)
    yield _effect(progress, shelf, matter)
    yield from inclusions(progress, Inclusions(shelf.clause, effort=shelf.effort), matter)
    yield filing(progress, matter)
    yield from form(progress, matter)
    yield from expenses(progress, matter)
    if period is not None:
        yield from maintain(progress, period.clause, period.standard, matter)
    yield from without_sales(progress, matter)


def _effect(progress: Progress, shelf: Shelf, matter: Matter) -> Obligation:
    """To have the shelf effective by the day set."""
    found = progress.ruling.due
    due_on = found.due_on if found else None
    decided_on = owed_by_then(progress, due_on, progress.done_on)
    return owed(
        Owing(
            duty="effect",
            id=EFFECT,
            obligor=matter.terms.company.id,
            obligees=sellers_covered(progress, decided_on, matter),
            action="File the shelf for all shares asked for, and have it effective.",
            clause=shelf.clause,
            trigger=progress.ruling.trigger,
            standard=shelf.effort,
        ),
        matter.working,
        progress.as_of,
        due=due_on,
        due_between=found.between if found else None,
        # A proposal calls for it by the day that the Certificate sets, whether that is recorded.
        due_unknown=found is None
        and not progress.ruling.rests_on_requests
        and not shelf.begins_by_itself,
        outcome=Performance(progress.done_on),
        last_practicable=found.last_practicable_on if found else None,
    )

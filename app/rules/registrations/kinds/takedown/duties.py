"""What everyone owes because of an underwritten sale off the shelf: clauses 2(a)(iii) and 2(d).

The Company uses its efforts to help with the sale; no day is set, for the shelf is effective
already. A standstill or prohibition puts the duty off. Dates are whole days.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.rules.facts.life.course import DistributionCompleted
from app.rules.reasoning.days.between import Between
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.registrations.duties.expenses import expenses
from app.rules.registrations.duties.inclusion import Inclusions, inclusions
from app.rules.registrations.duties.obligees import sellers
from app.rules.registrations.duties.telling import NoticeDuty, notices
from app.rules.registrations.progress.progress import Progress
from app.rules.terms.rights.takedowns import Takedown


def takedown_duties(progress: Progress, takedown: Takedown, matter: Matter) -> Iterator[Obligation]:
    """Every obligation the takedown has brought about, with its status on the day asked about."""
    told = NoticeDuty(
        "the underwritten sale",
        takedown.notice_to_holders,
        f"{takedown.place}/notice_to_holders",
    )
    yield from notices(progress, told, matter)
    yield _assist(progress, takedown, matter)
    yield from inclusions(
        progress, Inclusions(takedown.join.within.clause or takedown.clause), matter
    )
    yield from expenses(progress, matter)


def _assist(progress: Progress, takedown: Takedown, matter: Matter) -> Obligation:
    """To help the Holders sell: from a day that may turn on a ruling that is open (2(g))."""
    ruling, sold = progress.ruling, progress.history.life.all_sold_on
    made = any(isinstance(each.fact, DistributionCompleted) for each in progress.history.facts)
    # Whose shares all went elsewhere has nothing to sell in it: nothing was done, nor is owed.
    elsewhere = sold is not None and not (made or progress.history.sales)
    waits = ruling.waits_between
    duty = owed(
        Owing(
            duty="assist",
            id="assist",
            obligor=matter.terms.company.id,
            obligees=sellers(progress),
            action="Assist the underwritten sale off the shelf as if it were a demand.",
            clause=takedown.clause,
            trigger=ruling.trigger,
            standard=takedown.effort,
            begins_on=waits.earliest if waits else ruling.not_before,
        ),
        matter.working,
        progress.as_of,
        outcome=Performance(
            None if elsewhere else sold,
            excused=elsewhere,
            unknown=sold is None and waits is not None and _is_open(waits, progress.as_of),
        ),
    )
    if waits is None:
        return duty
    named = {name: at for name, at in duty.explained_by.items() if name != "begins_on"}
    return replace(duty, begins_on=None, explained_by=named)


def _is_open(waits: Between, day: date | None) -> bool:
    return waits.perhaps_after(day) and not waits.surely_after(day)

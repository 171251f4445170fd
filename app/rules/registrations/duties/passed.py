"""The duty to include, or supplement the prospectus for, registered shares that passed: QG5, 9(f).

Before effectiveness the transferee stands in the place of its transferor; afterwards the prospectus
no longer says who sells. Dates are whole days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from app.rules.facts.life.amendments import AmendmentFiled
from app.rules.holders.register import Passed
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    Obligation,
    Owing,
    Performance,
    inclusion_of,
    owed,
)
from app.rules.reasoning.trace import Sourced, earliest
from app.rules.registrations.duties.inclusion import to_include, to_take_in
from app.rules.registrations.duties.shortfall import fell_short, made_good_on, stays_owed
from app.rules.registrations.progress.progress import Progress
from app.rules.values.written_dates import written_out


def passed_inclusions(progress: Progress, matter: Matter) -> Iterator[Obligation]:
    """QG5: to include registered shares that passed to another, or to supplement the prospectus.

    Before effectiveness the transferee is included in the transferor's place; afterwards the
    prospectus no longer says who sells. One whom the Company must recognise only after it is owed
    an amendment: the statement covers nothing of it (9(f)). A sale off a shelf has the shelf's
    prospectus.
    """
    if not progress.ruling.nature.has_statement:
        return
    effective, joined = progress.history.life.effective_on, progress.taking_part.joined()
    for holder, each in progress.owed.items():
        called = inclusion_of(holder)
        if not each.came or not (each.is_in or stays_owed(called, holder, None, progress, matter)):
            continue
        last = each.came[-1]
        if holder in progress.recognised_late:
            yield _recognised_late(holder, each.came, progress, matter)
        if effective is not None and last.on > effective.value:
            yield _to_supplement(holder, last, progress, matter)
        elif holder not in joined and holder not in progress.recognised_late:
            yield owed(
                to_include(
                    holder,
                    action="Include in the registration the shares that passed to the Holder.",
                    clause=matter.terms.assignment.clause,
                    trigger=last.source,
                    matter=matter,
                ),
                matter.working,
                progress.as_of,
                outcome=Performance(
                    made_good_on(holder, progress, matter)
                    if fell_short(holder, progress)
                    else effective,
                    excused=progress.is_over,
                ),
            )


def _recognised_late(
    holder: str, came: Sequence[Passed], progress: Progress, matter: Matter
) -> Obligation:
    """9(f): to take in, once it must be recognised, one whom the statement could not yet cover."""
    since, history = progress.recognised_late[holder], progress.history
    named = history.covers is not None and history.covers.value.get(holder, 0) > 0
    done = since if named else _taken_in_as_recognised(holder, since.value, progress)
    if done is None:
        matter.working.warn(
            "INCLUSION_OWED_LATE",
            f"Registered shares had passed to {holder} when the statement became effective, but "
            f"the Company must recognise it only since {written_out(since.value)}: inclusion is "
            "owed by an amendment or a further statement.",
        )
    again = holder in progress.taking_part.joined()
    passed = to_include(
        holder,
        "Include the shares that passed to the Holder by an amendment or a further statement.",
        matter.terms.assignment.clause,
        came[-1].source,
        matter,
    )
    return owed(
        replace(to_take_in(passed, inclusion_of(holder, again=again), "promptly"), begins_on=since),
        matter.working,
        progress.as_of,
        outcome=Performance(done, excused=progress.is_over),
    )


def _taken_in_as_recognised(holder: str, since: date, progress: Progress) -> Sourced[date] | None:
    """The day on which an amendment took it in: one that names it, or any since recognition."""
    effective = progress.history.life.effective_on
    return earliest(
        *(
            each.on
            for each in progress.history.amendments
            if each.holder == holder or (each.holder is None and each.on.value >= since)
            if effective is not None and each.on.value >= effective.value
        )
    )


def _to_supplement(holder: str, passed: Passed, progress: Progress, matter: Matter) -> Obligation:
    filed = (
        Sourced(each.fact.occurred_on, f"{each.source}/occurred_on")
        for each in progress.history.facts
        if isinstance(each.fact, AmendmentFiled) and each.fact.occurred_on >= passed.on
    )
    terms = matter.terms
    pace = (each.standard for each in terms.procedures if each.name == "expedition")
    return owed(
        Owing(
            duty="supplement",
            id=f"supplement:{holder}",
            obligor=terms.company.id,
            obligees=(holder,),
            action="Supplement or amend the prospectus so that the Holder can sell under it the "
            "registered shares that passed to it.",
            clause=terms.effectiveness.clause,
            trigger=passed.source,
            standard=next(pace, terms.effectiveness.standard),
        ),
        matter.working,
        progress.as_of,
        outcome=Performance(
            min(filed, key=lambda day: day.value, default=None), excused=progress.is_over
        ),
    )

"""The duty to keep a statement effective to the end of its period: clauses 2(a), 3(a)(iii)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    Obligation,
    Owing,
    Performance,
    owed,
)
from app.rules.reasoning.trace import plain
from app.rules.registrations.duties.obligees import sellers
from app.rules.registrations.progress.progress import Progress
from app.rules.terms.vocabulary import Standard


def maintain(
    progress: Progress, clause: str, standard: Standard | None, matter: Matter
) -> Iterator[Obligation]:
    """To keep an effective statement effective to the end of its period."""
    effective = progress.history.life.effective_on
    if progress.kept is None or effective is None:
        return
    ends, surely = progress.kept.end, progress.kept.ends_by
    # What is sold out is kept to the sale; what runs out, through its last day.
    more = timedelta(days=1 if progress.sold_out_on is None else 0)
    as_of = progress.as_of
    over = surely is not None and as_of is not None and as_of >= surely.value + more
    # Effective only after its period, it was kept so on no day of it.
    missed = surely is not None and effective.value > surely.value
    stopped = missed or (surely is not None and _was_stopped_on(surely.value, progress))
    duty = owed(
        Owing(
            duty="maintain",
            id="maintain",
            obligor=matter.terms.company.id,
            obligees=sellers(progress),
            action="Keep the registration statement effective through the due day."
            if ends
            else "Keep the registration statement effective.",
            clause=clause,
            trigger=effective.source,
            standard=standard,
        ),
        matter.working,
        progress.as_of,
        due=ends,
        outcome=Performance(falls_short=True) if stopped else Performance(surely if over else None),
    )
    if over and ends is None and not stopped:
        # It was kept to the end, whichever of two days that was: a ruling is open.
        sources = {name: at for name, at in duty.explained_by.items() if name != "performed_on"}
        duty = replace(duty, performed_on=None, explained_by=sources)
    yield duty


def _was_stopped_on(day: date, progress: Progress) -> bool:
    """Whether an order, not of a Holder's making, stood at the end of a day: it was not kept.

    One that came after the last share had been sold that day stopped nothing.
    """
    sold_on = plain(progress.sold_out_on)
    return any(
        order.on.value <= day and (order.lifted_on is None or order.lifted_on > day)
        for order in progress.history.life.interferences
        if not order.holder_at_fault
        if not (order.before_sales is False and order.on.value == sold_on)
    )

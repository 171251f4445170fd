"""What everyone owes because of the Company's own registration: clauses 2(b), 2(c), 2(d), 3(a).

Every Holder is told the agreed days before the filing, counted back from the filing planned or
made; the Company does not file earlier, and includes those who ask in time. While the filing is
only planned, a notice that comes late for it breaks nothing: the Company may file later. A filing
that comes too early is a breach on record, not a filing undone. Dates are whole days.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import plain
from app.rules.registrations.duties.expenses import expenses
from app.rules.registrations.duties.filing import form
from app.rules.registrations.duties.inclusion import Inclusions, inclusions
from app.rules.registrations.duties.keeping import maintain
from app.rules.registrations.duties.telling import NoticeDuty, notice_to, notices
from app.rules.registrations.ends.stops import without_sales
from app.rules.registrations.kinds.incidental.filing import WAIT, Filing
from app.rules.registrations.kinds.incidental.notice import FilingRuling, notice_before
from app.rules.registrations.progress.progress import Progress
from app.rules.terms.rights.registrations import Incidental
from app.rules.terms.vocabulary import Duty
from app.rules.values.written_dates import written_out


def incidental_duties(
    progress: Progress, filing: Filing, incidental: Incidental, matter: Matter
) -> Iterator[Obligation]:
    """Every obligation it has brought about, with its status on the day asked about."""
    kept = matter.terms.effectiveness
    yield from _notices(progress, filing, incidental, matter)
    if filing.ruling is not None:
        _warn_of_plan(progress, filing, filing.ruling, matter)
        yield _wait(progress, filing, filing.ruling, incidental, matter)
    include = incidental.include
    joined = Inclusions(include.clause, include.standard, f"{incidental.place}/include")
    yield from inclusions(progress, joined, matter)
    yield from form(progress, matter)
    yield from expenses(progress, matter)
    if _covers_registrable_securities(progress, matter):
        yield from maintain(progress, kept.clause, kept.standard, matter)
    yield from without_sales(progress, matter)


def _covers_registrable_securities(progress: Progress, matter: Matter) -> bool:
    """3(a): to keep it effective is owed where Registrable Securities are, or were, in it."""
    effective = progress.history.life.effective_on
    then = progress.in_on(effective.value, matter) if effective else frozenset()
    return bool(progress.included or progress.perhaps_in or then)


def _notices(
    progress: Progress, filing: Filing, incidental: Incidental, matter: Matter
) -> Iterator[Obligation]:
    """To tell each Holder in time for the filing; while no filing is planned, no day is known.

    Where no time before the filing is agreed, to tell it as the terms say.
    """
    if incidental.tell is not None:
        at_once = NoticeDuty("the registration", incidental.tell, f"{incidental.place}/tell")
        yield from notices(progress, at_once, matter)
        return
    duty = Duty(clause=incidental.lead.clause, standard=None, within=incidental.lead)
    promptly = duty.model_copy(update={"standard": "promptly"})
    only_planned = progress.history.filed_on is None
    told = NoticeDuty("the registration", duty, f"{incidental.place}/notice", only_planned)
    determined = progress.ruling.begun_on
    changed = determined is not None and bool(matter.changes_after(determined.value))
    # Its days are counted back from a filing: abandoned before any, it never fell due.
    never_filed = only_planned and progress.history.abandoned_on is not None
    for window in progress.taking_part.windows:
        due = filing.latest_notice_on
        if determined is not None and filing.filing_on is not None and changed:
            since, given = determined.value, window.given_on
            due = notice_before(filing.filing_on, incidental, matter, since, plain(given))
            # What was given in time for the filing, by the terms of its day, is not late.
            days = [day for day in (due, filing.latest_notice_on) if day is not None]
            due = max(days, key=lambda day: day.value, default=None)
        waits = not window.came_later or matter.readings.later_holders == "bars_filing"
        due_then = window.not_overdue_at_birth(due) if waits else None
        if only_planned and determined and due_then and due_then.value < determined.value:
            # Planned too early: it is the filing that has to wait, and the notice is owed at once.
            due_then = None
        if due_then is None and (due is not None or not waits):
            at_once = replace(told, duty=promptly)
            left = window.left_in_time(None)
            yield notice_to(window, progress, at_once, None, matter, excused=never_filed or left)
            continue
        excused = never_filed or window.left_in_time(due_then)
        broken_on = None if excused or window.given_on else progress.history.filed_on
        as_planned = due_then is not None and due_then == filing.latest_notice_on
        yield notice_to(
            window,
            progress,
            told,
            due_then,
            matter,
            broken_on=broken_on,
            excused=excused,
            last_practicable=filing.latest_business_day if as_planned else None,
        )


def _warn_of_plan(progress: Progress, filing: Filing, ruling: FilingRuling, matter: Matter) -> None:
    """A filing that is still only planned, for a day on which it may not be made yet."""
    planned, earliest = filing.filing_on, ruling.earliest_filing_on
    if progress.history.filed_on or not planned or not earliest or not ruling.too_early_for:
        return
    matter.working.warn(
        "PLANNED_TOO_EARLY",
        f"The filing is planned for {written_out(planned.value)}; it may be made from "
        f"{written_out(earliest.value)}, since {', '.join(ruling.too_early_for)} had notice too "
        "late for the day planned.",
    )


def _wait(
    progress: Progress,
    filing: Filing,
    ruling: FilingRuling,
    incidental: Incidental,
    matter: Matter,
) -> Obligation:
    """Not to file before the notice has run: broken toward those to whom too few days were left."""
    earliest, filed = ruling.earliest_filing_on, progress.history.filed_on
    too_early = filed is not None and ruling.compliant is False
    owed_to = (ruling.too_early_for if too_early else ()) or filing.waited_for
    kept = ruling.compliant and not progress.history.waived.of(WAIT, plain(filed))
    return owed(
        Owing(
            duty="wait",
            id=WAIT,
            obligor=matter.terms.company.id,
            obligees=owed_to or tuple(each.holder for each in progress.taking_part.windows),
            modality="must_not",
            action=f"File before {written_out(earliest.value)}."
            if earliest
            else "File before every Holder has had notice.",
            clause=incidental.notice_clause,
            trigger=progress.ruling.trigger,
        ),
        matter.working,
        progress.as_of,
        outcome=Performance(
            filed if kept else None,
            breached_on=filed if too_early else None,
        ),
    )

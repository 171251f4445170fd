"""The duties to file the statement, and on the preferred form: clauses 2(c), 3(a)(i).

The last day for filing is later by the days of the delays permitted. Dates are whole days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from app.rules.reasoning.days.between import Between, in_every_way, ways_open
from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.days.period import due_as_changed, rolled_forward
from app.rules.reasoning.days.within import at_rest
from app.rules.reasoning.days.within import unrolled as unrolled_at
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    Obligation,
    Owing,
    Performance,
    owed,
)
from app.rules.reasoning.trace import Sourced, plain
from app.rules.registrations.duties.obligees import owed_by_then, sellers, sellers_on
from app.rules.registrations.joining.history import History
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests.effecting import add_delay, delay_days_of
from app.rules.registrations.requests.ruling import RegistrationRuling, delays_used
from app.rules.registrations.suspension import suspension
from app.rules.registrations.suspension.uses_made import any_undecided, if_permitted
from app.rules.terms import Terms
from app.rules.terms.clocks.clock import OnForm, Stated
from app.rules.terms.clocks.within import Within
from app.rules.terms.rights.forms import is_on
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.written_dates import written_out


def filing(progress: Progress, matter: Matter) -> Obligation:
    """To prepare and file the registration statement."""
    duty, (due, due_between) = matter.terms.registration_statement, filing_due(progress, matter)
    decided_on = owed_by_then(progress, due, progress.history.filed_on)
    return owed(
        Owing(
            duty="file",
            id="file",
            obligor=matter.terms.company.id,
            obligees=sellers_on(progress, decided_on, matter),
            action="Prepare and file the registration statement.",
            clause=_period_to_file(progress.ruling.kind, matter.terms)[2],
            trigger=progress.ruling.trigger,
            standard=duty.standard,
        ),
        matter.working,
        progress.as_of,
        due=due,
        due_between=due_between,
        outcome=Performance(progress.history.filed_on),
    )


def filing_due(progress: Progress, matter: Matter) -> tuple[Sourced[date] | None, Between | None]:
    """The last day for filing, or the two days between which it lies while that is open."""
    suspensions, aside = progress.ruling.suspensions, matter.unrecorded()
    known = _told_at_receipt(progress.history)
    due = _filed_by(progress, suspensions, known, matter)
    rulings = [suspensions]
    if any_undecided(suspensions):
        rulings.append(if_permitted(suspensions))
    within, _, _ = _period_to_file(progress.ruling.kind, matter.terms)
    ways = ways_open(within, known) or (known,)
    if len(rulings) == len(ways) == 1:
        return due, None
    found = in_every_way(_filed_by(progress, each, way, aside) for way in ways for each in rulings)
    if isinstance(found, Between):
        return None, found
    if due is None and found is not None:
        due = _filed_by(progress, suspensions, ways[0], matter)
    return (due if found else None), None


def form(progress: Progress, matter: Matter) -> Iterator[Obligation]:
    """To use the preferred form if the law permits it: excused where it was not open at filing."""
    terms, used, filed = matter.terms, progress.history.form, progress.history.filed_on
    if terms.form_clause is None or terms.preferred_form is None or not sellers(progress):
        return
    preferred = is_on(used, terms.form_equivalents)
    outcome = Performance(filed if preferred else None)
    if used is not None and not preferred:
        outcome = _form_missed(progress, matter)
        if not outcome.excused:
            matter.working.warn(
                "OTHER_FORM_USED",
                f"The statement was filed on Form {used}; {terms.form_clause} asks for Form "
                f"{terms.preferred_form} if the law permits it.",
            )
    yield owed(
        Owing(
            duty="form",
            id="form",
            obligor=terms.company.id,
            obligees=sellers_on(progress, plain(filed), matter),
            action=f"Use Form {terms.preferred_form} if the law permits it.",
            clause=terms.form_clause,
            trigger=progress.ruling.trigger,
        ),
        matter.working,
        progress.as_of,
        outcome=outcome,
    )


def _form_missed(progress: Progress, matter: Matter) -> Performance:
    """What another form than the preferred one is: excused, a breach of that day, or unknown."""
    clause, filed = matter.terms.form_clause or "", progress.history.filed_on
    forms = progress.history.forms_open
    if forms is None:
        matter.working.miss(
            "forms_open",
            "whether the law let the Company use the form that the agreement prefers",
            clause,
            posted_as="filed.forms_open",
        )
        return Performance(unknown=True)
    allowed = any(is_on(form, matter.terms.form_equivalents) for form in forms.value)
    permitted = matter.working.step(
        "duties.form_permitted",
        clause,
        f"Forms open to the Company at filing: {', '.join(forms.value) or 'none'}; the preferred "
        f"form was {'' if allowed else 'not '}among them.",
        allowed,
        {"forms": forms},
    )
    if not permitted.value:
        return Performance(excused=True)
    if filed is None:
        return Performance()
    return Performance(
        breached_on=matter.working.step(
            "duties.form_not_used",
            clause,
            f"Another form was used on {written_out(filed.value)}.",
            filed.value,
            {"filed": filed, "permitted": permitted},
        )
    )


def _filed_by(
    progress: Progress,
    suspensions: Sequence[suspension.Ruling],
    known: Happenings,
    matter: Matter,
) -> Sourced[date] | None:
    """The last day for filing, where the terms set one: later by the days of permitted delays."""
    begun = progress.ruling.runs_from or progress.ruling.begun_on
    if begun is None:
        return None
    given = progress.ruling.asked.counted_as_given_on
    filed_on = plain(progress.history.filed_on)
    known = known.also({"request.received": begun, "request.given": given})

    def under(at: Matter) -> Sourced[date] | None:
        within, place, clause = _period_to_file(progress.ruling.kind, at.terms)
        if within is None:
            return None
        unrolled = unrolled_at(within, known, at, place, "by when it must be filed", clause)
        if unrolled is None:
            return None
        counted = tuple(_while_it_ran(suspensions, unrolled, filed_on, within, clause, at))
        return _with_delays(counted, unrolled, within, clause, at)

    due = due_as_changed(under, matter, begun.value, filed_on)
    return _not_before(progress.ruling, due, matter)


def _with_delays(
    delays: Sequence[suspension.Ruling],
    unrolled: Sourced[date],
    within: Within,
    clause: str,
    matter: Matter,
) -> Sourced[date]:
    days = delay_days_of(delays_used(delays), matter, "file")
    return at_rest(within, add_delay(unrolled, days, clause, matter), matter, clause)


def _while_it_ran(
    suspensions: Sequence[suspension.Ruling],
    unrolled: Sourced[date],
    filed_on: date | None,
    within: Within,
    clause: str,
    matter: Matter,
) -> Iterator[suspension.Ruling]:
    """The delays invoked while there was still time to file, and it had not been done.

    A later one extends nothing, unless a reading lets a delay cure what is overdue (QG1).
    """
    aside, counted = matter.unrecorded(), list[suspension.Ruling]()
    for each in sorted(suspensions, key=lambda one: one.invoked_on.value):
        last = _with_delays(counted, unrolled, within, clause, aside)
        in_time = each.invoked_on.value <= min(last.value, filed_on or date.max)
        if in_time or matter.readings.late_delay == "cures":
            counted.append(each)
            yield each


def _not_before(
    ruling: RegistrationRuling, due: Sourced[date] | None, matter: Matter
) -> Sourced[date] | None:
    """What need not be effected before a day need not be filed before it either.

    While it is not known when the standstill ends that puts it off, no day is due.
    """
    if due is None or not _is_put_off(ruling, due.value):
        return due
    until = ruling.not_before
    if until is None or until.value <= due.value:
        return due if until else None
    return rolled_forward(until, _period_to_file(ruling.kind, matter.terms)[2], matter)


def _is_put_off(ruling: RegistrationRuling, due: date) -> bool:
    """Whether a standstill that had begun by the day on which it is due puts it off."""
    agreed = any(
        each.name == "standstill_agreed" and each.outcome == "deferred"
        for each in ruling.conditions
    )
    known = any(window.holds(due) for window in ruling.standstills)
    return ruling.decision == "deferred" and (agreed or known)


def _told_at_receipt(history: History) -> Happenings:
    """What is known, the form being one of those open at receipt, if they are stated."""
    known, at_receipt = history.known, history.forms_at_receipt

    def stated(asked: Stated, day: date) -> Sourced[bool] | None:
        if isinstance(asked, OnForm) and at_receipt is not None:
            is_open = any(is_on(form, asked.form) for form in at_receipt.value)
            return Sourced(is_open, at_receipt.source)
        return known.stated(asked, day)

    return replace(known, stated=stated)


def _period_to_file(kind: RegistrationKind, terms: Terms) -> tuple[Within | None, str, str]:
    """By when the statement is filed, of the right or of all; its place, and its clause."""
    duty, demand, shelf = terms.registration_statement, terms.demand, terms.shelf
    if kind == "shelf" and shelf is not None and shelf.file_within is not None:
        own = shelf.file_within
        return own, f"{shelf.place}/file_within", own.clause or shelf.clause
    if kind == "requested" and demand is not None and demand.file_within is not None:
        own = demand.file_within
        return own, f"{demand.place}/file_within", own.clause or demand.clause
    clause = duty.within.clause if duty.within is not None else None
    return duty.within, "/registration_statement/within", clause or duty.clause

"""Duties that registrations of several kinds bring about: clauses 2(a), 2(c), 2(d) and 3(a).

The Company tells every Holder, includes those who join, files on the right form, bears the expenses
and keeps the statement effective. A refused registration binds nobody; what the end of one excuses
is told by `ended`. Dates are whole days; a standard never becomes a date.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.rules.facts.life.procedures import AmendmentFiled
from app.rules.holders.register import Passed
from app.rules.money.expenses_on_record import BearerTotal, ExpensesOnRecord
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.between import between, same
from app.rules.reasoning.days.guideline import promptly_guideline
from app.rules.reasoning.days.period import due_as_changed, due_day
from app.rules.reasoning.days.within import at_rest, last_day_of
from app.rules.reasoning.days.within import unrolled as unrolled_at
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    STILL_TO_DO,
    Obligation,
    Outcome,
    Owing,
    amendment_for,
    excused,
    inclusion_of,
    notice_of,
    owed,
)
from app.rules.reasoning.trace import Sourced, earliest, plain
from app.rules.registrations.cutback.selling import Allocation
from app.rules.registrations.joining.history import taken_in_on
from app.rules.registrations.joining.participants import Joined
from app.rules.registrations.joining.undertakings import in_doubt, left_out, miss_what_tells
from app.rules.registrations.joining.windows import HolderWindow
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests.counting import effected_by_terms, who_pays_if_withdrawn
from app.rules.registrations.requests.effecting import add_delay, delay_days_of
from app.rules.registrations.requests.ruling import any_undecided, days_permitted, if_permitted
from app.rules.registrations.suspension import suspension
from app.rules.terms import Terms
from app.rules.terms.clocks.within import Within
from app.rules.terms.document.anchors import moment_of
from app.rules.terms.document.places import at_place
from app.rules.terms.rights.telling import Telling
from app.rules.terms.vocabulary import Duty, Period, RegistrationKind, Standard
from app.rules.values.amounts import NOTHING
from app.rules.values.written_dates import written_out

EXPENSES: Final = "expenses"
"""The id of the duty to pay the expenses of a registration."""


INCLUDE: Final = "Include the Holder's shares in the registration."


@dataclass(frozen=True, slots=True)
class NoticeDuty:
    """The duty to tell the Holders: of what, the duty, and where in the terms it stands.

    `of_a_plan` says that its last day is counted from what the Company only plans to do. `trigger`
    is what brought it about, if that is not what set the registration going, and `begins_on` the
    day from which it is then owed.
    """

    of_what: str
    duty: Duty | Telling
    pointer: str
    of_a_plan: bool = False
    trigger: str | None = None
    begins_on: Sourced[date] | None = None


@dataclass(frozen=True, slots=True)
class Inclusions:
    """The duty to include those who join; `/within` at `pointer` may give it a date.

    `effort` is what is owed to effect the registration, by the due day, of what it leaves short.
    """

    clause: str
    standard: Standard | None = None
    pointer: str = ""
    effort: Standard | None = None


def as_begun(progress: Progress, duties: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """The duties of a registration: none if it is refused, not yet due before it has begun."""
    if not progress.ruling.stands:
        return ()
    owed_now = tuple(duties)
    if progress.has_begun:
        return owed_now
    return tuple(replace(each, status="not_yet_due") for each in owed_now)


def sellers(progress: Progress) -> tuple[str, ...]:
    """Requesting and joining Holders whose requests stand; once withdrawn, all who asked."""
    if progress.is_withdrawn:
        everyone = progress.ruling.asked.requesters | progress.taking_part.joined()
        return tuple(sorted(everyone - progress.ruling.asked.unrecognised))
    return tuple(sorted(progress.included))


def sellers_on(progress: Progress, day: date | None, matter: Matter) -> tuple[str, ...]:
    """Those who took part on a day: what was done or due by then was owed to them (None: now)."""
    if progress.is_withdrawn or day is None:
        return sellers(progress)
    return tuple(sorted(progress.in_on(day, matter))) or sellers(progress)


def owed_by_then(
    progress: Progress, due: Sourced[date] | None, done: Sourced[date] | None
) -> date | None:
    """The day by which it was decided to whom a duty is owed; None while it still is."""
    if done is not None:
        return done.value
    is_past = due is not None and progress.as_of is not None and due.value < progress.as_of
    return due.value if due is not None and is_past else None


def sellers_covered(progress: Progress, day: date | None, matter: Matter) -> tuple[str, ...]:
    """Those toward whom the statement does what was requested: not those it leaves short."""
    everyone = sellers_on(progress, day, matter)
    return tuple(each for each in everyone if not _was_left_short(each, progress)) or everyone


def owed_to_somebody(
    duties: Iterable[Obligation], progress: Progress, matter: Matter
) -> tuple[Obligation, ...]:
    """The duties; what is still to be done is not owed while nobody is left to whom it is (1(i)).

    Who asked and holds nothing any more has nothing to be registered. What no request called for
    (a shelf on conversion) is owed to those who may still join.
    """
    found = tuple(duties)
    for_nobody = {each.id for each in found if not each.obligees and each.status in STILL_TO_DO}
    may_come = progress.perhaps_in or progress.ruling.asked.on_the_way
    if not for_nobody or may_come or not progress.ruling.rests_on_requests:
        return found
    source = matter.working.step(
        "duties.for_nobody",
        matter.terms.registrable_securities.clause,
        "Nobody who asked holds shares that are to be registered any more: what was still to be "
        "done is owed to nobody.",
        "excused",
        {
            holder: Sourced(each.shares.value, each.shares.source)
            for holder, each in progress.covered.items()
        },
    ).source
    return tuple(
        excused(each, {"status": source}) if each.id in for_nobody else each for each in found
    )


def as_shared_out(
    duties: Iterable[Obligation], shares: Allocation, progress: Progress, matter: Matter
) -> tuple[Obligation, ...]:
    """The duties; to include a Holder is to include what 2(f) leaves it, and nothing if it is none.

    The number is said as it stands on the day asked about: after splits, and after what has left.
    """
    lines = {inclusion_of(line.seller): line for line in shares.lines}

    def shared_out(each: Obligation) -> Obligation:
        line = lines.get(each.id)
        if line is None or line.included is None or each.action != INCLUDE:
            return each
        if fell_short(line.seller, progress):
            return each
        if line.included:
            number = f"{line.included:,}"
            return replace(
                each, action=f"Include the Holder's {number} shares in the registration."
            )
        if shares.maximum is None or not line.requested:
            return each
        said = matter.working.step(
            "duties.cut_to_nothing",
            each.clause,
            f"The maximum leaves {line.seller} no shares: there are none to include.",
            "excused",
            {"included": Sourced(0, line.source)},
        )
        return excused(each, {"status": said.source})

    return tuple(map(shared_out, duties))


def notices(progress: Progress, told: NoticeDuty, matter: Matter) -> Iterator[Obligation]:
    """To tell each Holder of the registration; a standstill does not suspend it."""
    windows = (
        window
        for window in progress.taking_part.windows
        if window.holder not in progress.need_not_be_told
    )
    yield from _notices(windows, progress.ruling.begun_on, told, progress, matter)


def notices_of_amendments(
    progress: Progress, told: NoticeDuty, matter: Matter
) -> Iterator[Obligation]:
    """QC24: to tell each Holder of every request to amend the shelf."""
    for amendment in progress.taking_part.amendments:
        of_it = replace(told, trigger=amendment.source, begins_on=amendment.received_on)
        yield from _notices(amendment.windows, amendment.received_on, of_it, progress, matter)


def _notices(
    windows: Iterable[HolderWindow],
    begun: Sourced[date] | None,
    told: NoticeDuty,
    progress: Progress,
    matter: Matter,
) -> Iterator[Obligation]:
    guideline = promptly_guideline(begun, matter) if told.duty.standard else None
    place = f"{told.pointer}/within"
    since = _told_since(begun, told, place, progress)
    due = _due_to_tell(since, told, place, progress, matter)
    for window in windows:
        if since and matter.changes_after(since.value):
            due = _due_to_tell(since, told, place, progress, matter, window.given_on)
        due_then = window.not_overdue_at_birth(due)
        left = window.left_in_time(due_then)
        yield notice_to(window, progress, told, due_then, matter, guideline, excused=left)


def _told_since(
    begun: Sourced[date] | None, told: NoticeDuty, place: str, progress: Progress
) -> Sourced[date] | None:
    """What the last day for telling is counted from: what set it going, or its giving."""
    within, request = told.duty.within, progress.ruling.asked
    by_giving = isinstance(within, Period) and moment_of(within.anchor, place) == "request.given"
    return request.given_on if by_giving and begun is not None else begun


def _due_to_tell(
    since: Sourced[date] | None,
    told: NoticeDuty,
    place: str,
    progress: Progress,
    matter: Matter,
    done_on: Sourced[date] | None = None,
) -> Sourced[date] | None:
    """The last day for telling a Holder, by a period or a Clock, as the terms change."""
    if since is None or told.duty.within is None:
        return None
    if isinstance(told.duty.within, Period):
        return due_day(place, since, matter, done_on=done_on)
    known = progress.history.known.also(
        {
            "request.received": since,
            "request.given": progress.ruling.asked.given_on,
            "registration.proposed": since,
        }
    )

    def under(at: Matter) -> Sourced[date] | None:
        try:
            within: Within | None = at_place(at.terms, place)
        except LookupError:
            return None
        if within is None:
            return None
        return last_day_of(
            within, known, at, place, "by when Holders must be told", told.duty.clause
        )

    return due_as_changed(under, matter, since.value, plain(done_on))


def notice_to(
    window: HolderWindow,
    progress: Progress,
    told: NoticeDuty,
    due: Sourced[date] | None,
    matter: Matter,
    guideline: Sourced[date] | None = None,
    broken_on: Sourced[date] | None = None,
    *,
    excused: bool = False,
) -> Obligation:
    """To tell one Holder of the registration; `broken_on` is the day on which it was too late."""
    return owed(
        Owing(
            duty="notice",
            id=notice_of(window.holder, window.amendment),
            obligor=matter.terms.company.id,
            obligees=(window.holder,),
            action=f"Give the Holder written notice of {told.of_what}.",
            clause=told.duty.clause,
            trigger=told.trigger or progress.ruling.trigger,
            standard=told.duty.standard,
            begins_on=told.begins_on,
            due_by_plan=told.of_a_plan,
        ),
        matter.working,
        progress.as_of,
        due=due,
        outcome=Outcome(window.given_on, excused=excused, breached_on=broken_on),
        guideline=guideline,
    )


def inclusions(progress: Progress, duty: Inclusions, matter: Matter) -> Iterator[Obligation]:
    """To include what each Holder who joined in time asked for, and who signed and was left short.

    Those who signed the request are included by effecting it, unless the statement leaves it short:
    an amendment may still take in what is missing, and until the due day nothing is late.
    The effective statement is taken to do so while it is not recorded whose shares it covers; where
    that is said, those whom it leaves out have not been included.
    """
    effective = progress.history.life.effective_on or progress.history.life.all_sold_on
    covers = progress.history.covers
    not_in = left_out(progress.history, matter)
    doubted = in_doubt(progress.history, matter)
    first = progress.taking_part.latest(amending=False)
    for joined in progress.taking_part.latest(amending=True):
        yield _owed_after(joined, duty, progress, matter, first)
    for joined in first:
        holder = joined.result.holder
        short, is_doubted = fell_short(holder, progress), holder in doubted
        if is_doubted:
            miss_what_tells(holder, progress.history, matter)
        done = None if is_doubted or holder in not_in else effective
        if short:
            done = made_good_on(holder, progress)
        if done is not None and covers is None and progress.is_owed(holder):
            matter.working.assume(
                "INCLUDED_AS_OWED",
                "The effective statement is taken to cover the shares of all who are to be "
                "included; whose it covers is not recorded.",
            )
        by_effect = progress.due if short and not duty.pointer else None
        yield owed(
            Owing(
                duty="include",
                id=inclusion_of(holder),
                obligor=matter.terms.company.id,
                obligees=(holder,),
                action=INCLUDE,
                clause=duty.clause,
                trigger=joined.source,
                standard=duty.effort if by_effect else duty.standard,
            ),
            matter.working,
            progress.as_of,
            due=by_effect.due_on if by_effect else _included_by(joined, duty, done, matter),
            due_between=by_effect.between if by_effect else None,
            outcome=Outcome(
                done,
                excused=not progress.is_owed(holder),
                unknown=is_doubted and progress.is_owed(holder),
            ),
        )
    for holder in progress.owed:
        if _was_left_short(holder, progress):
            yield _still_owed(holder, duty, progress, matter)


def _was_left_short(holder: str, progress: Progress) -> bool:
    """Whether it signed the request, and the effective statement covers fewer of its shares."""
    signed = holder in progress.ruling.asked.requesters
    return signed and holder not in progress.taking_part.joined() and fell_short(holder, progress)


def _still_owed(holder: str, duty: Inclusions, progress: Progress, matter: Matter) -> Obligation:
    """2(a)(i): to have registered by the due day what one asked for whom the statement left short.

    An amendment that takes in what is missing performs it.
    """
    return owed(
        Owing(
            duty="include",
            id=inclusion_of(holder),
            obligor=matter.terms.company.id,
            obligees=(holder,),
            action="Include the Holder's shares that the effective statement does not cover.",
            clause=progress.due.clause if progress.due else duty.clause,
            trigger=progress.ruling.trigger,
            standard=duty.effort,
        ),
        matter.working,
        progress.as_of,
        due=progress.due.due_on if progress.due else None,
        due_between=progress.due.between if progress.due else None,
        outcome=Outcome(made_good_on(holder, progress)),
    )


def _owed_after(
    joined: Joined, duty: Inclusions, progress: Progress, matter: Matter, first: Sequence[Joined]
) -> Obligation:
    """To take in one who asked after effectiveness: promptly, and before the registration ends.

    A shelf is amended with the efforts that are owed for it (2(a)(ii)). One who asked before
    effectiveness too is owed both, each under a name of its own.
    """
    holder, history = joined.result.holder, progress.history
    took_back = history.taken_back.of(holder, joined.asked_on) is not None
    missed = history.life.all_sold_on if joined.amended_on is None else None
    if joined.amended_on is None and missed is None and not took_back:
        missed = _ran_out(holder, duty, progress, matter)
    efforts = (each.standard for each in matter.terms.procedures if each.name == "more_shares")
    of_shelf = progress.ruling.nature.is_continuous
    standard: Standard | None = next(efforts, None) if of_shelf else None
    shares = f"{joined.result.shares:,} " if joined.result.shares else ""
    again = any(each.result.holder == holder for each in first)
    return owed(
        Owing(
            duty="more_shares",
            id=amendment_for(holder) if of_shelf else inclusion_of(holder, again=again),
            obligor=matter.terms.company.id,
            obligees=(holder,),
            action=f"Include the Holder's {shares}shares by an amendment or a further statement.",
            clause=duty.clause,
            trigger=joined.source,
            standard=standard or "promptly",
        ),
        matter.working,
        progress.as_of,
        outcome=Outcome(joined.amended_on, excused=took_back, breached_on=missed),
    )


def _ran_out(
    holder: str, duty: Inclusions, progress: Progress, matter: Matter
) -> Sourced[date] | None:
    """The first day on which the statement is no longer kept effective: too late to include."""
    end = progress.kept.end if progress.kept else None
    if end is None or progress.as_of is None or progress.as_of <= end.value:
        return None
    day = end.value + ONE_DAY
    return matter.working.step(
        "duties.not_included",
        duty.clause,
        f"The registration has ended on {written_out(day)} and {holder} was not taken in.",
        day,
        {"last_day": end},
    )


def fell_short(holder: str, progress: Progress) -> bool:
    """Whether the statement is said to cover fewer of a Holder's shares than were to be included.

    What changed since is no fault of the statement, and what an amendment has taken in does not
    undo it. After a maximum no more is owed than that left the Holder (2(f)); where it is not known
    how much that is, nothing is said.
    """
    covers = progress.history.covers
    then = progress.when_effective.get(holder)
    if covers is None or then is None or not progress.is_owed(holder):
        return False
    covered = covers.value.get(holder, 0)
    if progress.history.advised:
        left = progress.history.allotted.get(holder)
        return left is not None and covered < left.value
    return covered == 0 if then.whole.value is None else covered < then.whole.value


def made_good_on(holder: str, progress: Progress) -> Sourced[date] | None:
    """The day on which an amendment took in what the effective statement had left out."""
    effective = progress.history.life.effective_on
    return taken_in_on(holder, effective.value, progress.history) if effective else None


def falls_short(holder: str, progress: Progress) -> bool:
    """Whether the statement still covers fewer of a Holder's shares than are to be included."""
    return fell_short(holder, progress) and made_good_on(holder, progress) is None


def waits_for_amendment(holder: str, progress: Progress) -> bool:
    """Whether the statement must be amended to cover any shares of one who is owed inclusion."""
    left_out = falls_short(holder, progress) or holder in progress.recognised_late
    return left_out and progress.is_owed(holder) and holder not in progress.included


def _included_by(
    joined: Joined, duty: Inclusions, done: Sourced[date] | None, matter: Matter
) -> Sourced[date] | None:
    """The last day for it, counted from the receipt of the request, where the terms set one."""
    asked = joined.result.received_on
    if not duty.pointer or asked is None:
        return None
    since = Sourced(asked, joined.result.explained_by["received_on"])
    return due_day(f"{duty.pointer}/within", since, matter, done_on=done)


def _filed_by(
    progress: Progress, suspensions: Sequence[suspension.Ruling], matter: Matter
) -> Sourced[date] | None:
    """The last day for filing, where the terms set one: later by the days of permitted delays."""
    begun = progress.ruling.runs_from or progress.ruling.begun_on
    if begun is None:
        return None
    given = progress.ruling.asked.given_on
    known = progress.history.known.also({"request.received": begun, "request.given": given})

    def under(at: Matter) -> Sourced[date] | None:
        within, place, clause = _period_to_file(progress.ruling.kind, at.terms)
        if within is None:
            return None
        unrolled = unrolled_at(within, known, at, place, "by when it must be filed", clause)
        if unrolled is None:
            return None
        days = delay_days_of(days_permitted(suspensions), at)
        return at_rest(within, add_delay(unrolled, days, clause, at), at, clause)

    return due_as_changed(under, matter, begun.value, plain(progress.history.filed_on))


def _period_to_file(kind: RegistrationKind, terms: Terms) -> tuple[Within | None, str, str]:
    """By when the statement is filed, of the right or of all; its place, and its clause."""
    duty, demand = terms.registration_statement, terms.demand
    if kind == "requested" and demand is not None and demand.file_within is not None:
        own = demand.file_within
        return own, f"{demand.place}/file_within", own.clause or demand.clause
    clause = duty.within.clause if duty.within is not None else None
    return duty.within, "/registration_statement/within", clause or duty.clause


def filing(progress: Progress, matter: Matter) -> Obligation:
    """To prepare and file the registration statement."""
    duty, suspensions = matter.terms.registration_statement, progress.ruling.suspensions
    due, due_between = _filed_by(progress, suspensions, matter), None
    if any_undecided(suspensions):
        with_all = _filed_by(progress, if_permitted(suspensions), matter.unrecorded())
        due, due_between = same(due, with_all), between(due, with_all)
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
        outcome=Outcome(progress.history.filed_on),
    )


def form(progress: Progress, matter: Matter) -> Iterator[Obligation]:
    """To use the preferred form if the law permits it: excused where it was not open at filing."""
    terms, used, filed = matter.terms, progress.history.form, progress.history.filed_on
    if terms.form_clause is None or terms.preferred_form is None or not sellers(progress):
        return
    preferred = used is not None and used in terms.form_equivalents
    if used is not None and not preferred:
        matter.working.warn(
            "OTHER_FORM_USED",
            f"The statement was filed on Form {used}; {terms.form_clause} asks for Form "
            f"{terms.preferred_form} if the law permits it.",
        )
    outcome = Outcome(filed if preferred else None)
    if used is not None and not preferred:
        outcome = _form_missed(progress, matter)
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


def _form_missed(progress: Progress, matter: Matter) -> Outcome:
    """What another form than the preferred one is: excused, a breach of that day, or unknown."""
    clause, filed = matter.terms.form_clause or "", progress.history.filed_on
    forms = progress.history.forms_open
    if forms is None:
        if progress.ruling.kind == "requested":
            matter.working.miss(
                "forms_at_filing",
                "whether the law let the Company use the form that the agreement prefers",
                clause,
                posted_as="demand_received.forms_at_filing",
            )
        return Outcome(unknown=True)
    allowed = any(form in matter.terms.form_equivalents for form in forms.value)
    permitted = matter.working.step(
        "duties.form_permitted",
        clause,
        f"Forms open to the Company at filing: {', '.join(forms.value) or 'none'}; the preferred "
        f"form was {'' if allowed else 'not '}among them.",
        allowed,
        {"forms": forms},
    )
    if not permitted.value:
        return Outcome(excused=True)
    if filed is None:
        return Outcome()
    return Outcome(
        breached_on=matter.working.step(
            "duties.form_not_used",
            clause,
            f"Another form was used on {written_out(filed.value)}.",
            filed.value,
            {"filed": filed, "permitted": permitted},
        )
    )


def expenses(progress: Progress, matter: Matter) -> Iterator[Obligation]:
    """To pay the Registration Expenses (QB19 for a demand withdrawn, QC9 for a shelf).

    Where the agreement does not say who pays those of such a registration, nobody owes it.
    """
    term, kind = matter.terms.registration_expenses, progress.ruling.kind
    if term is None or (kind not in term.paid_in and kind != "shelf"):
        return
    company = matter.terms.company.id
    by_holders = _borne_by_holders(progress, matter)
    yield owed(
        Owing(
            duty="expenses",
            id=EXPENSES,
            obligor=by_holders or company,
            obligees=(company,) if by_holders else sellers(progress),
            action="Pay the Registration Expenses, without underwriting discounts and commissions.",
            clause=_expenses_clause(progress, matter),
            trigger=progress.ruling.trigger,
        ),
        matter.working,
        progress.as_of,
    )


def as_paid(
    duties: Iterable[Obligation], expenses: ExpensesOnRecord, matter: Matter
) -> tuple[Obligation, ...]:
    """The duties, that to pay the expenses done while nothing on record is left to be paid."""
    company = matter.terms.company.id
    paid = {
        company if total.name == "company" else total.name: total
        for total in expenses.totals
        if total.paid_on is not None and expenses.undetermined == NOTHING
    }
    return tuple(
        _paid(each, paid[each.obligor])
        if each.duty == "expenses" and each.obligor in paid
        else each
        for each in duties
    )


def _paid(duty: Obligation, total: BearerTotal) -> Obligation:
    by = {**duty.explained_by, "performed_on": total.explained_by["paid_on"]}
    return replace(duty, status="performed", performed_on=total.paid_on, explained_by=by)


def _expenses_clause(progress: Progress, matter: Matter) -> str:
    paid_in = (
        matter.terms.registration_expenses.paid_in if matter.terms.registration_expenses else {}
    )
    return paid_in.get(progress.ruling.kind, matter.terms.expenses_clause)


def _borne_by_holders(progress: Progress, matter: Matter) -> str | None:
    """Which Holders bear the expenses, where a reading puts them on Holders.

    By the terms of the day on which that came to be asked: later ones charge nobody anew.
    """
    withdrawn_on, begun_on = progress.history.life.withdrawn_on, progress.ruling.begun_on
    if progress.ruling.nature.is_demand and withdrawn_on is not None:
        then = matter.on(withdrawn_on.value)
        said = effected_by_terms(progress.history.life, then.terms)
        if said is not None:
            bearer = who_pays_if_withdrawn(progress.history.life, said, then, progress.as_of)
            return bearer if bearer == "requesting_holders" else None
        if then.readings.withdrawn_payer == "requesting_holders":
            return "requesting_holders"
    if progress.ruling.nature.is_continuous:
        then = matter.on(begun_on.value) if begun_on else matter
        if then.readings.shelf_expense_payer == "holders":
            return "holders"
    return None


def consents(progress: Progress, matter: Matter) -> Iterator[Obligation]:
    """Not to refuse without reason the days asked for beyond those that the Company has (2(g)).

    Each request for more binds the Holders until the days are granted.
    """
    right = matter.terms.delay
    if right is None or right.consent_standard is None or right.consent_clause is None:
        return
    for asked in (*progress.ruling.delays, *progress.ruling.prohibitions):
        if asked.max_days is not None and asked.days.value > asked.max_days.value:
            yield from _consents_to(
                asked, right.consent_standard, right.consent_clause, progress, matter
            )


def _consents_to(
    asked: suspension.Ruling, standard: Standard, clause: str, progress: Progress, matter: Matter
) -> Iterator[Obligation]:
    given = asked.invoked_on if asked.consented else None
    for holder in progress.history.everybody:
        yield owed(
            Owing(
                duty="consent",
                id=f"consent:{holder}:{asked.name}",
                obligor=holder,
                obligees=(matter.terms.company.id,),
                action="Refuse without reason to consent to the further days.",
                clause=clause,
                trigger=asked.source,
                standard=standard,
                modality="must_not",
            ),
            matter.working,
            progress.as_of,
            outcome=Outcome(given),
        )


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
        if not each.came or not each.is_in:
            continue
        last = each.came[-1]
        if holder in progress.recognised_late:
            yield _recognised_late(holder, each.came, progress, matter)
        if effective is not None and last.on > effective.value:
            yield _to_supplement(holder, last, progress, matter)
        elif holder not in joined and holder not in progress.recognised_late:
            yield owed(
                Owing(
                    duty="include",
                    id=f"include:{holder}",
                    obligor=matter.terms.company.id,
                    obligees=(holder,),
                    action="Include in the registration the shares that passed to the Holder.",
                    clause=matter.terms.assignment.clause,
                    trigger=last.source,
                ),
                matter.working,
                progress.as_of,
                outcome=Outcome(
                    made_good_on(holder, progress) if fell_short(holder, progress) else effective,
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
    return owed(
        Owing(
            duty="more_shares",
            id=inclusion_of(holder, again=holder in progress.taking_part.joined()),
            obligor=matter.terms.company.id,
            obligees=(holder,),
            action="Include the shares that passed to the Holder by an amendment or a further "
            "statement.",
            clause=matter.terms.assignment.clause,
            trigger=came[-1].source,
            standard="promptly",
            begins_on=since,
        ),
        matter.working,
        progress.as_of,
        outcome=Outcome(done, excused=progress.is_over),
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
        outcome=Outcome(
            min(filed, key=lambda day: day.value, default=None), excused=progress.is_over
        ),
    )


def _was_stopped_on(day: date, progress: Progress) -> bool:
    """Whether an order, not of a Holder's making, stood at the end of a day: it was not kept."""
    return any(
        order.on.value <= day and (order.lifted_on is None or order.lifted_on > day)
        for order in progress.history.life.interferences
        if not order.holder_at_fault
    )


def maintain(
    progress: Progress, clause: str, standard: Standard | None, matter: Matter
) -> Iterator[Obligation]:
    """To keep an effective statement effective to the end of its period."""
    effective = progress.history.life.effective_on
    if progress.kept is None or effective is None:
        return
    ends, surely = progress.kept.end, progress.kept.ends_by
    over = surely is not None and progress.as_of is not None and progress.as_of > surely.value
    stopped = surely is not None and _was_stopped_on(surely.value, progress)
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
        outcome=Outcome(falls_short=True) if stopped else Outcome(surely if over else None),
    )
    if over and ends is None and not stopped:
        # It was kept to the end, whichever of two days that was: a ruling is open.
        sources = {name: at for name, at in duty.explained_by.items() if name != "performed_on"}
        duty = replace(duty, performed_on=None, explained_by=sources)
    yield duty

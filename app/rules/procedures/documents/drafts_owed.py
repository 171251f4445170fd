"""Drafts and final copies before the registration statement is filed: clause 5.

Owed to each selling Holder and to the advisers of the terms, all of the documents of the terms, so
many Business Days before filing; not in an underwritten offering (QD20). While no day of filing is
planned there is no due day, and while it is only planned nothing is broken. What is recorded of
drafts says to whom they went: once there are any, one who is not among them had none; while there
are none, nothing is known. Of one who had some of the documents it is not known whether it had the
others. Of advisers, only what names some of them says anything. The actual day of filing takes the
place of the planned one. Relies on `drafts`; raises `OutsideCalendar` beyond
the calendars.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.facts import RecordedFact
from app.rules.facts.life.amendments import DraftsDelivered
from app.rules.procedures.documents.drafts import DRAFTS_TERM, drafts_reach
from app.rules.procedures.under_way import SellersStanding, UnderWay, happened
from app.rules.reasoning.days.period import due_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, plain
from app.rules.terms.clocks.periods import Drafts


def draft_duties(
    under_way: UnderWay, standing: SellersStanding, matter: Matter
) -> Iterator[Obligation]:
    """To give drafts and final copies of the registration statement before it is filed."""
    term = matter.terms.drafts
    if term is None or not under_way.has_statement or not under_way.sellers:
        return
    reached = drafts_reach(under_way.underwritten, matter)
    if reached is None or not reached.value:
        return
    planned = _filing(under_way)
    deliveries = under_way.of(DraftsDelivered)
    told_of_any = bool(deliveries)
    for holder in under_way.sellers_by(under_way.filed_on):
        his = [each for each in deliveries if _went_to(holder, each[1], under_way)]
        owing = _Owed(holder, his, told_of_any, standing)
        yield _duty(owing, term, under_way, planned, matter)
    for adviser in term.advisers:
        if adviser == "underwriters" and not under_way.is_underwritten:
            continue
        theirs = [each for each in deliveries if adviser in each[1].advisers]
        of_advisers = any(fact.advisers for _, fact in deliveries)
        yield _duty(_Owed(adviser, theirs, of_advisers), term, under_way, planned, matter)


def _went_to(holder: str, fact: DraftsDelivered, under_way: UnderWay) -> bool:
    """Whether drafts went to a Holder, or to one whose place it took: to all who sold that day."""
    return any(
        under_way.was_in(one, fact.occurred_on) if fact.holders is None else one in fact.holders
        for one in under_way.in_its_place(holder, fact.occurred_on)
    )


def _first_in(holder: str, under_way: UnderWay) -> date:
    """The day on which the first of those whose place a Holder has came into it."""
    had = under_way.in_its_place(holder, date.min)
    asked = [one for one in had if one not in under_way.took_over]
    return min((under_way.came_in.get(one, date.min) for one in asked), default=date.min)


def _filing(under_way: UnderWay) -> Sourced[date] | None:
    """The day of filing, or the day for which it was last planned."""
    planned = [
        Sourced(fact.planned_filing_on, f"{recorded.source}/planned_filing_on")
        for recorded, fact in under_way.of(DraftsDelivered)
        if fact.planned_filing_on is not None
    ]
    return under_way.filed_on or (planned[-1] if planned else under_way.planned_filing_on)


@dataclass(frozen=True, slots=True)
class _Owed:
    """To whom drafts are owed, and what went to it; `told_of_any`: whether any did to anybody."""

    recipient: str
    deliveries: Sequence[tuple[RecordedFact, DraftsDelivered]]
    told_of_any: bool
    standing: SellersStanding | None = None

    @property
    def had_none(self) -> bool:
        """Whether drafts went to others, and none to it."""
        return self.told_of_any and not self.deliveries

    def is_suspended(self, due: Sourced[date] | None) -> bool:
        """Whether they are not owed to one who has not met what it was asked for."""
        if self.standing is None:
            return False
        return self.recipient in self.standing.toward(conditional=False, due=due).suspended


def _duty(
    owing: _Owed,
    term: Drafts,
    under_way: UnderWay,
    planned: Sourced[date] | None,
    matter: Matter,
) -> Obligation:
    done_on, made_on = _complete_on(owing.deliveries, term), plain(under_way.made_on)
    due = planned and due_day(DRAFTS_TERM, planned, matter, since=made_on, done_on=done_on)
    # Counsel and accountants are owed them with the first Holder who sells.
    first = min((_first_in(each, under_way) for each in under_way.sellers), default=date.min)
    came_in = under_way.entered(owing.recipient, first)
    in_time = due is not None and done_on is not None and done_on.value <= due.value
    too_late = due is not None and due.value < came_in and not in_time
    return owed(
        Owing(
            duty="drafts",
            id=f"drafts:{owing.recipient}",
            obligor=matter.terms.company.id,
            obligees=(owing.recipient,),
            action=f"Give copies: {', '.join(name.replace('_', ' ') for name in term.documents)}.",
            clause=term.clause,
            trigger=under_way.trigger,
            # For one who came after that day it had gone by: nothing is overdue at birth.
            standard="promptly" if too_late else None,
            due_by_plan=under_way.filed_on is None,
        ),
        matter.working,
        under_way.as_of,
        due=None if too_late else due,
        outcome=Performance(done_on, excused=owing.is_suspended(due), falls_short=owing.had_none),
    )


def _complete_on(
    deliveries: Sequence[tuple[RecordedFact, DraftsDelivered]], term: Drafts
) -> Sourced[date] | None:
    """The day on which the last of the documents was delivered."""
    wanting = set(term.documents)
    for recorded, fact in deliveries:
        wanting -= set(fact.documents)
        if not wanting:
            return happened(recorded, fact)
    return None

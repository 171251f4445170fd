"""Sections 3, 4 and 5 of the agreement as they stand in one registration on a day.

The steps of the Company, what Holders owe in return, the conditions that the Company may set, the
underwriter and the underwriting agreement, amendments, and the holdback: for a registration of any
kind that the Company is bound to carry out. A standard of conduct never becomes a date, and a step
that the terms do not have is not owed. Raises `OutsideCalendar` beyond the calendars.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.rules.procedures.conditions import (
    AskedOfHolders,
    ConditionOfInclusion,
    asked_of_holders,
    conditions,
    information_duties,
    standing,
)
from app.rules.procedures.documents.amendments import AmendmentLine, StatementAmendments, amendments
from app.rules.procedures.documents.delivered import NO_DOCUMENTS, Documents, Papers, papers
from app.rules.procedures.documents.drafts_owed import draft_duties
from app.rules.procedures.prospectus import HolderStop, prospectus_duties, stops
from app.rules.procedures.steps import requested_steps, standing_steps, steps_against_orders
from app.rules.procedures.under_way import SellersStanding, UnderWay
from app.rules.procedures.underwriting.agreement import (
    Underwriting,
    UnderwritingFound,
    underwriting,
)
from app.rules.procedures.underwriting.holding_back import (
    NOBODY,
    HoldbackLine,
    HoldingBack,
    holdback_duties,
    holdback_lines,
    holding_back,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import DONE, Obligation, inclusion_of

__all__ = ["NOTHING_TO_DO", "Procedures", "UnderWay", "carry_out", "waiting_for_conditions"]


@dataclass(frozen=True, slots=True)
class Procedures:
    """What Sections 3 to 5 come to in one registration.

    `standing` says to whom nothing is owed for now, `holding_back` and `stops` what bars a Holder's
    sales; the rest is shown as it is.
    """

    obligations: tuple[Obligation, ...]
    conditions_of_inclusion: tuple[ConditionOfInclusion, ...]
    documents: Documents
    amendments: tuple[AmendmentLine, ...]
    underwriting: Underwriting | None
    holdback: tuple[HoldbackLine, ...]
    standing: SellersStanding
    holding_back: HoldingBack
    stops: tuple[HolderStop, ...]


NOTHING_TO_DO: Final = Procedures(
    (), (), NO_DOCUMENTS, (), None, (), SellersStanding((), {}, {}), NOBODY, ()
)


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything worked out about one registration, before it is put in order."""

    asked: tuple[AskedOfHolders, ...]
    standing: SellersStanding
    papers: Papers
    stops: tuple[HolderStop, ...]
    amendments: StatementAmendments
    underwriting: UnderwritingFound
    holding_back: HoldingBack


def carry_out(under_way: UnderWay, matter: Matter) -> Procedures:
    """Everything that Sections 3 to 5 ask for in a registration under way."""
    asked = asked_of_holders(under_way, matter)
    found_conditions = conditions(asked, under_way)
    sellers = standing(found_conditions, under_way)
    found = _Found(
        asked=asked,
        standing=sellers,
        papers=papers(under_way, sellers, matter),
        stops=stops(under_way, matter),
        amendments=amendments(under_way, sellers, matter),
        underwriting=underwriting(under_way, matter),
        holding_back=holding_back(under_way, matter),
    )
    return Procedures(
        obligations=tuple(_duties(found, under_way, matter)),
        conditions_of_inclusion=found_conditions,
        documents=found.papers.documents,
        amendments=found.amendments.lines,
        underwriting=found.underwriting.shown,
        holdback=holdback_lines(found.holding_back, under_way, matter),
        standing=sellers,
        holding_back=found.holding_back,
        stops=found.stops,
    )


def _duties(found: _Found, under_way: UnderWay, matter: Matter) -> Iterator[Obligation]:
    """All duties; while nobody sells there is nothing to carry out but the holdback."""
    if under_way.sellers:
        yield from standing_steps(under_way, found.standing, matter)
        yield from found.papers.duties
        yield from draft_duties(under_way, found.standing, matter)
        yield from found.underwriting.duties
    yield from requested_steps(under_way, found.standing, matter)
    yield from steps_against_orders(under_way, found.standing, matter)
    yield from found.amendments.duties
    yield from information_duties(found.asked, under_way, matter)
    yield from prospectus_duties(found.stops, under_way, found.standing, matter)
    yield from holdback_duties(found.holding_back, under_way, matter)


SUSPENDED_TOWARD: Final = frozenset({"file", "maintain", "effect"})
"""Duties that are owed because of the registration itself; one to effect it is one to all."""


def waiting_for_conditions(
    obligations: Iterable[Obligation], found: Procedures
) -> tuple[Obligation, ...]:
    """The other duties of a registration, toward those who have not met a condition suspended.

    Such a Holder need not be included, and what Section 3 asks for is not owed to it.
    """
    return tuple(_waiting(each, found.standing) for each in obligations)


def _waiting(duty: Obligation, standing: SellersStanding) -> Obligation:
    unmet = standing.toward(conditional=True, due=duty.due_on).suspended
    if not unmet:
        return duty
    if duty.id in {inclusion_of(holder) for holder in unmet}:
        return _excused(duty)
    if duty.id not in SUSPENDED_TOWARD:
        return duty
    others = tuple(each for each in duty.obligees if each not in unmet)
    if duty.duty == "effect":
        return duty if others or not duty.obligees else _excused(duty)
    return replace(duty, obligees=others) if others else _excused(duty)


def _excused(duty: Obligation) -> Obligation:
    """Not owed for now; what has been done, or may have been, stays as it is."""
    return duty if duty.status in {*DONE, "unconfirmed"} else replace(duty, status="excused")

"""Statements, letters and copies before filing: clauses 3(a)(viii), 3(a)(x), 5 and 7(c)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.rules.covenants import rule144
from app.rules.procedures.documents import comfort_letter, drafts
from app.rules.procedures.documents.earnings_statement import satisfies, statement_window
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Explained, Sourced
from app.rules.terms.clocks.periods import ComfortLetter, EarningsStatement, Rule144Statement
from app.rules.terms.vocabulary import Standard

Papers = Literal["registration_statement", "amendment"]


@dataclass(frozen=True, slots=True)
class EarningsStatementResult(Explained):
    """The first day the statement covers, its earliest and latest last day, and the standard."""

    period_start: Sourced[date]
    earliest_period_end: Sourced[date]
    latest_period_end: Sourced[date]
    standard: Standard | None
    satisfied: Sourced[bool] | None


def earnings_statement(
    effective: Sourced[date],
    covered: tuple[Sourced[date], Sourced[date]] | None,
    term: EarningsStatement,
    matter: Matter,
) -> EarningsStatementResult:
    """Which period the earnings statement covers, and whether one does."""
    window = statement_window(effective, term, matter)
    met = satisfies(window, *covered, term, matter) if covered else None
    return EarningsStatementResult(
        window.period_start,
        window.earliest_period_end,
        window.latest_period_end,
        term.available.standard,
        met,
    )


@dataclass(frozen=True, slots=True)
class Rule144Result(Explained):
    """From when the statement may be asked for, by which standard it is furnished, and if now."""

    available_from: Sourced[date] | None
    standard: Standard | None
    entitled: Sourced[bool] | None


def rule144_statement(
    first_effective: Sourced[date] | None,
    requested: Sourced[date] | None,
    owns: Sourced[bool] | None,
    term: Rule144Statement,
    matter: Matter,
) -> Rule144Result:
    """From when a Holder may have the statement, and whether a request entitles it to it."""
    available = rule144.available_from(first_effective, term, matter)
    entitled = rule144.may_have(requested, owns, available, term, matter) if requested else None
    return Rule144Result(available, term.furnish.standard, entitled)


@dataclass(frozen=True, slots=True)
class ComfortLetterResult(Explained):
    """The earliest cut-off of the letter's information, and whether cut-off and date will do."""

    earliest_cutoff_on: Sourced[date]
    recent_enough: Sourced[bool] | None
    dated_at_effectiveness: Sourced[bool] | None


def comfort_letter_cutoff(
    letter: Sourced[date],
    cutoff: Sourced[date] | None,
    effective: Sourced[date] | None,
    term: ComfortLetter,
    matter: Matter,
) -> ComfortLetterResult:
    """How old the information in the accountants' letter may be."""
    earliest = comfort_letter.earliest_cutoff(letter, term, matter)
    recent = (
        comfort_letter.recent_enough(cutoff, earliest, letter, term, matter) if cutoff else None
    )
    dated = (
        comfort_letter.dated_at_effectiveness(letter, effective, term, matter)
        if effective
        else None
    )
    return ComfortLetterResult(earliest, recent, dated)


@dataclass(frozen=True, slots=True)
class CopiesResult(Explained):
    """By which day copies are delivered before filing, and under which clause.

    Null while it is not known, or where none are owed.
    """

    owed: bool | None
    latest_on: Sourced[date] | None
    clause: str | None
    compliant: bool | None


def copies_before_filing(
    papers: Papers,
    filing: Sourced[date],
    underwritten: Sourced[bool] | None,
    delivered: Sourced[date] | None,
    matter: Matter,
) -> CopiesResult:
    """By when Holders have drafts, or the copy of an amendment, before it is filed."""
    of_amendment = papers == "amendment"
    latest = drafts.latest_amendment_copy if of_amendment else drafts.latest_drafts
    found = latest(filing, underwritten, matter)
    return CopiesResult(found.owed, found.latest_on, found.clause, found.in_time(delivered))

"""The earnings statement after effectiveness: clause 3(a)(x).

It begins with the first full calendar month after the day of effectiveness (the next month even
where that day is the 1st, QD15), covers at least 12 and at most 18 months, and is made available as
soon as reasonably practicable: a standard, so no date is invented. Months are calendar months;
nothing rolls and nothing raises. Relies on `period` for the count.
"""

from dataclasses import dataclass
from datetime import date

from app.rules.reasoning.days.period import last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.periods import EarningsStatement
from app.rules.values.written_dates import written_out

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class StatementWindow:
    """The first day the statement covers, and the earliest and latest last day."""

    period_start: Sourced[date]
    earliest_period_end: Sourced[date]
    latest_period_end: Sourced[date]


def statement_window(
    effective: Sourced[date], term: EarningsStatement, matter: Matter
) -> StatementWindow:
    """Which period the earnings statement may cover."""
    start = _first_full_month(effective, term, matter)
    return StatementWindow(
        start,
        last_day(term.shortest, start, matter, "/earnings_statement/shortest"),
        last_day(term.longest, start, matter, "/earnings_statement/longest"),
    )


def satisfies(
    window: StatementWindow,
    first_day: Sourced[date],
    last_day: Sourced[date],
    term: EarningsStatement,
    matter: Matter,
    available_on: Sourced[date] | None = None,
) -> Sourced[bool]:
    """Whether a statement for these days covers the period that the clause asks for.

    One made available before its days were over tells nothing of those still to come.
    """
    early = available_on is not None and available_on.value <= last_day.value
    begins = first_day.value == window.period_start.value
    earliest, latest = window.earliest_period_end.value, window.latest_period_end.value
    ends = earliest <= last_day.value <= latest
    return matter.working.step(
        "earnings_statement.satisfies",
        term.clause,
        f"A statement from {written_out(first_day.value)} to {written_out(last_day.value)} "
        f"{'covers' if begins and ends else 'does not cover'} the period asked for"
        + ("; it was made available before its days were over." if early else "."),
        begins and ends and not early,
        {
            "first_day": first_day,
            "last_day": last_day,
            "period_start": window.period_start,
            "earliest_period_end": window.earliest_period_end,
            "latest_period_end": window.latest_period_end,
        }
        | ({"available_on": available_on} if early and available_on else {}),
    )


def _first_full_month(
    effective: Sourced[date], term: EarningsStatement, matter: Matter
) -> Sourced[date]:
    day = effective.value
    year, month = (day.year + 1, 1) if day.month == DECEMBER else (day.year, day.month + 1)
    start = date(year, month, 1)
    return matter.working.step(
        "earnings_statement.first_full_month",
        term.clause,
        f"The first full calendar month after {written_out(day)} begins on {written_out(start)}.",
        start,
        {"effective_on": effective},
    )

"""How old the information in the accountants' letter may be: clause 3(a)(viii).

The period it covers ends not more than so many business days before the date of the letter. Units
are Business Days (clause 1(a)); the count is a limit of age, not a notice, so neither clear days
(QA7) nor any roll touch it. Raises `OutsideCalendar` beyond the calendars.
"""

from datetime import date

from app.rules.reasoning.days.period import last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.periods import ComfortLetter
from app.rules.values.written_dates import written_out

TERM = "/comfort_letter/information_within"


def earliest_cutoff(letter: Sourced[date], term: ComfortLetter, matter: Matter) -> Sourced[date]:
    """The earliest last day of the period that the letter's information may cover."""
    return last_day(term.information_within, letter, matter, TERM)


def recent_enough(
    cutoff: Sourced[date],
    earliest: Sourced[date],
    letter: Sourced[date],
    term: ComfortLetter,
    matter: Matter,
) -> Sourced[bool]:
    """Whether information up to a day is recent enough for the letter."""
    met = earliest.value <= cutoff.value <= letter.value
    return matter.working.step(
        "comfort_letter.recent_enough",
        term.clause,
        f"Information to {written_out(cutoff.value)} "
        f"{'satisfies' if met else 'does not satisfy'} a letter of {written_out(letter.value)}.",
        met,
        {"cutoff_on": cutoff, "earliest_cutoff_on": earliest, "letter_dated": letter},
    )


def dated_at_effectiveness(
    letter: Sourced[date], effective: Sourced[date], term: ComfortLetter, matter: Matter
) -> Sourced[bool]:
    """Whether the letter is dated the effective date, as the clause asks."""
    met = letter.value == effective.value
    return matter.working.step(
        "comfort_letter.dated",
        term.clause,
        f"The letter is {'' if met else 'not '}dated the effective date.",
        met,
        {"letter_dated": letter, "effective_on": effective},
    )

"""Bodies of the computations of papers: statements, letters and copies before filing."""

from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from app.api.compute.computation import computation
from app.api.compute.question import (
    Question,
    example,
    given,
    present,
)
from app.rules.catalogue.computations import papers
from app.rules.catalogue.computations.papers import Papers
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.values.written_dates import PlainDate


class EarningsStatementQuestion(Question):
    """Which period does the earnings statement cover?"""

    effective_on: PlainDate
    statement_first_day: PlainDate | None = None
    statement_last_day: PlainDate | None = None

    @model_validator(mode="after")
    def _both_ends(self) -> "EarningsStatementQuestion":
        if (self.statement_first_day is None) != (self.statement_last_day is None):
            raise ValueError("give the first and the last day of the statement, or neither")
        return self

    def covered(self) -> tuple[Sourced[PlainDate], Sourced[PlainDate]] | None:
        """The days a statement covers, sourced to the request."""
        first = given(self.statement_first_day, "statement_first_day")
        last = given(self.statement_last_day, "statement_last_day")
        return None if first is None or last is None else (first, last)


@computation(
    "/earnings-statement",
    "Which period does the earnings statement cover?",
    example("Effective on 14 July 1999", effective_on="1999-07-14"),
)
def compute_earnings_statement(
    asked: EarningsStatementQuestion, matter: Matter
) -> papers.EarningsStatementResult:
    """Twelve to eighteen months from the first full calendar month after effectiveness.

    It is made available as soon as reasonably practicable: a standard, so no date is given.
    """
    term = present(matter.terms.earnings_statement, "earnings_statement")
    effective = Sourced(asked.effective_on, "request:/effective_on")
    return papers.earnings_statement(effective, asked.covered(), term, matter)


class Rule144StatementQuestion(Question):
    """From when may a Holder have a statement of compliance with Rule 144?"""

    first_effective_on: Annotated[
        PlainDate | None,
        Field(description="Effectiveness of the Company's first public offering registration."),
    ] = None
    requested_on: PlainDate | None = None
    owns_registrable_securities: StrictBool | None = None


@computation(
    "/rule-144-statement",
    "From when may a Holder have a Rule 144 statement?",
    example("After the first registration of 14 July 1999", first_effective_on="1999-07-14"),
)
def compute_rule_144_statement(
    asked: Rule144StatementQuestion, matter: Matter
) -> papers.Rule144Result:
    """After 90 days after the Company's first public offering registration became effective.

    It is furnished forthwith on the request of a Holder who owns Registrable Securities.
    """
    term = present(matter.terms.rule144_statement, "rule144_statement")
    return papers.rule144_statement(
        given(asked.first_effective_on, "first_effective_on"),
        given(asked.requested_on, "requested_on"),
        given(asked.owns_registrable_securities, "owns_registrable_securities"),
        term,
        matter,
    )


class ComfortLetterQuestion(Question):
    """How old may the information in the accountants' letter be?"""

    letter_dated: PlainDate
    cutoff_on: PlainDate | None = None
    effective_on: PlainDate | None = None


@computation(
    "/comfort-letter",
    "How old may the accountants' information be?",
    example("A letter of 9 July 1999", letter_dated="1999-07-09"),
)
def compute_comfort_letter(
    asked: ComfortLetterQuestion, matter: Matter
) -> papers.ComfortLetterResult:
    """The period it covers ends not more than five business days before the letter's date."""
    term = present(matter.terms.comfort_letter, "comfort_letter")
    return papers.comfort_letter_cutoff(
        Sourced(asked.letter_dated, "request:/letter_dated"),
        given(asked.cutoff_on, "cutoff_on"),
        given(asked.effective_on, "effective_on"),
        term,
        matter,
    )


class CopiesQuestion(Question):
    """By when do Holders have drafts, or the copy of an amendment, before filing?"""

    filing_on: PlainDate
    papers: Papers = "registration_statement"
    underwritten: StrictBool | None = None
    delivered_on: PlainDate | None = None


@computation(
    "/copies-before-filing",
    "By when do Holders have drafts and copies?",
    example("Drafts just after Thanksgiving", filing_on="1998-12-01", underwritten=False),
)
def compute_copies_before_filing(asked: CopiesQuestion, matter: Matter) -> papers.CopiesResult:
    """Drafts five business days before filing, unless underwritten (clause 5).

    The copy of an amendment or supplement two business days before (3(a)(x)); where the offering
    is not underwritten clause 5 reaches it too, and its five days govern.
    """
    return papers.copies_before_filing(
        asked.papers,
        Sourced(asked.filing_on, "request:/filing_on"),
        given(asked.underwritten, "underwritten"),
        given(asked.delivered_on, "delivered_on"),
        matter,
    )


COMPUTATIONS = (
    compute_earnings_statement,
    compute_rule_144_statement,
    compute_comfort_letter,
    compute_copies_before_filing,
)

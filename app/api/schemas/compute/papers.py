"""Bodies of the computations of papers: statements, letters and copies before filing."""

from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from app.api.schemas.compute.question import (
    Question,
    example,
    given,
)
from app.rules.catalogue.computations.papers import Papers
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


class Rule144StatementQuestion(Question):
    """From when may a Holder have a statement of compliance with Rule 144?"""

    first_effective_on: Annotated[
        PlainDate | None,
        Field(description="Effectiveness of the Company's first public offering registration."),
    ] = None
    requested_on: PlainDate | None = None
    owns_registrable_securities: StrictBool | None = None


class ComfortLetterQuestion(Question):
    """How old may the information in the accountants' letter be?"""

    letter_dated: PlainDate
    cutoff_on: PlainDate | None = None
    effective_on: PlainDate | None = None


class CopiesQuestion(Question):
    """By when do Holders have drafts, or the copy of an amendment, before filing?"""

    filing_on: PlainDate
    papers: Papers = "registration_statement"
    underwritten: StrictBool | None = None
    delivered_on: PlainDate | None = None


EARNINGS_STATEMENT = example("Effective on 14 July 1999", effective_on="1999-07-14")

COMFORT_LETTER = example("A letter of 9 July 1999", letter_dated="1999-07-09")

COPIES = example("Drafts just after Thanksgiving", filing_on="1998-12-01", underwritten=False)

RULE_144_STATEMENT = example(
    "After the first registration of 14 July 1999", first_effective_on="1999-07-14"
)

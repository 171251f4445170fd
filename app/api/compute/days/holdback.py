"""When Holders hold back around an underwritten registration: clause 4(c)."""

from typing import Annotated, TypeAlias

from pydantic import Field, StrictBool

from app.api.compute.computation import computation
from app.api.compute.question import (
    Body,
    Question,
    answered_elsewhere,
    example,
    given,
    present,
)
from app.rules.catalogue.computations import periods
from app.rules.facts.base import HolderId
from app.rules.procedures.underwriting.holdback import PeriodAdvised, UnderwrittenRegistration
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate

HolderName: TypeAlias = HolderId | Words


Days: TypeAlias = Annotated[int, Field(gt=0, le=3650, strict=True)]


class AdviceGiven(Body):
    """The managing underwriter's advice of a period, and the Company's notice of it."""

    given: StrictBool | None = None
    days: Days
    notice_given: StrictBool | None = None
    notice_received_on: PlainDate | None = None


class HoldbackQuestion(Question):
    """When do Holders hold back around an underwritten registration?"""

    effective_on: PlainDate | None = None
    expected_effective_on: PlainDate | None = None
    closing_on: PlainDate | None = None
    firm_commitment: StrictBool | None = None
    required_by_managing_underwriter: StrictBool | None = None
    required_on: Annotated[
        PlainDate | None,
        Field(
            description="The day on which the managing underwriter required it: no Holder is bound "
            "before. Left out: before the days began."
        ),
    ] = None
    advice: AdviceGiven | None = None
    excluded_from_section_2: Annotated[
        StrictBool,
        Field(description="An employee plan or a merger, which 2(b) leaves out. Left out: no."),
    ] = False
    a_holder_participates: Annotated[
        StrictBool | None, Field(description="Needed only under reading QD18.")
    ] = None
    test_dates: Annotated[tuple[PlainDate, ...], Field(max_length=1000)] = ()
    part_of_registration: Annotated[
        StrictBool,
        Field(
            description="Whether the sales on those days are part of the registration itself; "
            "otherwise they are public sales beside it. Left out: they are beside it."
        ),
    ] = False

    def days(self) -> tuple[Sourced[PlainDate], ...]:
        """The days asked about, sourced to the request."""
        return tuple(
            Sourced(day, f"request:/test_dates/{place}")
            for place, day in enumerate(self.test_dates)
        )

    def registration(self) -> UnderwrittenRegistration:
        """The registration, sourced to the request."""
        return UnderwrittenRegistration(
            effective_on=given(self.effective_on, "effective_on"),
            expected_effective_on=given(self.expected_effective_on, "expected_effective_on"),
            closing_on=given(self.closing_on, "closing_on"),
            firm_commitment=given(self.firm_commitment, "firm_commitment"),
            required=given(
                self.required_by_managing_underwriter, "required_by_managing_underwriter"
            ),
            advice=self._advice(),
            excluded=Sourced(self.excluded_from_section_2, "request:/excluded_from_section_2"),
            a_holder_participates=given(self.a_holder_participates, "a_holder_participates"),
            required_on=given(self.required_on, "required_on"),
        )

    def _advice(self) -> PeriodAdvised | None:
        advice = self.advice
        if advice is None:
            return None
        return PeriodAdvised(
            given(advice.given, "advice/given"),
            Sourced(advice.days, "request:/advice/days"),
            given(advice.notice_given, "advice/notice_given"),
            given(advice.notice_received_on, "advice/notice_received_on"),
        )


@computation(
    "/holdback",
    "When may Holders not sell publicly?",
    example(
        "Around the registration of 14 July 1999",
        effective_on="1999-07-14",
        firm_commitment=True,
        required_by_managing_underwriter=True,
        test_dates=["1999-07-06", "1999-07-07", "1999-07-14", "2000-01-10", "2000-01-11"],
    ),
)
def compute_holdback(asked: HoldbackQuestion, matter: Matter) -> periods.HoldbackResult:
    """Clause 4(c), around a firm commitment underwritten registration.

    Seven days before to 180 days after effectiveness if the managing underwriter requires it; or
    the period after it that it advises, once the Company has given notice. Sales as part of the
    registration remain free, and so does everything where there is no requirement or no firm
    commitment.
    """
    on_record = "ask may-sell of an agreement on record"
    answered_elsewhere("/holdbacks", matter.terms.holdbacks, on_record)
    term = present(matter.terms.holdback, "holdback")
    part = Sourced(asked.part_of_registration, "request:/part_of_registration")
    return periods.holdback(asked.registration(), asked.days(), part, term, matter)


COMPUTATIONS = (compute_holdback,)

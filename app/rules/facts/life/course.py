"""The course of a registration statement: clauses 2(a)(ii), 2(e), 3(a) and 3(c)."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StrictBool

from app.rules.facts.base import BeforeSales, DatedFact, EndsSameDay, HolderId, ShareCount
from app.rules.terms.forms import FormName


class Filed(DatedFact):
    """The registration statement was filed (3(a)(i), 2(c))."""

    kind: Literal["filed"] = "filed"
    form: FormName


class DeclaredEffective(DatedFact):
    """The Commission declared the registration statement effective (2(e))."""

    kind: Literal["declared_effective"] = "declared_effective"
    covers: Annotated[
        Mapping[HolderId, ShareCount] | None,
        Field(
            max_length=1000,
            description="Whose Registrable Securities the statement covers, in whole shares: a "
            "Holder with 0, or not named, is left out of it. Left out altogether: nobody has said, "
            "and it is taken to cover all that are to be included.",
            examples=[{"spectrum": 400_000, "wang": 2_000, "mochary": 0}],
        ),
    ] = None


class MisstatementNoticeGiven(DatedFact):
    """The Company told the included Holders that the prospectus misleads (3(a)(ix), 3(c))."""

    kind: Literal["misstatement_notice_given"] = "misstatement_notice_given"


class NewProspectusReceived(DatedFact):
    """A Holder received the new prospectus; left out, every included Holder did (3(c))."""

    kind: Literal["new_prospectus_received"] = "new_prospectus_received"
    holder: HolderId | None = None
    ends_same_day: EndsSameDay = None


class StopOrder(DatedFact):
    """An order or proceeding interfered with the effective registration (2(e)(i))."""

    kind: Literal["stop_order"] = "stop_order"
    holder_at_fault: Annotated[
        StrictBool,
        Field(description="Whether a Holder's misrepresentation or omission was the reason."),
    ]
    before_sales: BeforeSales = None


class StopOrderLifted(DatedFact):
    """The order against the registration was lifted (3(a)(vii), 2(e)(i))."""

    kind: Literal["stop_order_lifted"] = "stop_order_lifted"
    ends_same_day: EndsSameDay = None


class ClosingFailed(DatedFact):
    """The conditions to closing were not satisfied (2(e)(ii))."""

    kind: Literal["closing_failed"] = "closing_failed"
    solely_holder: Annotated[
        StrictBool, Field(description="Whether it was solely an act or omission of Holders.")
    ]


class DistributionCompleted(DatedFact):
    """All shares covered by the registration statement were sold (3(a)(iii))."""

    kind: Literal["distribution_completed"] = "distribution_completed"


class ConversionCompleted(DatedFact):
    """The mandatory conversion took place, from which the shelf's period runs (2(a)(ii), QC1)."""

    kind: Literal["conversion_completed"] = "conversion_completed"

"""The course of a registration statement: clauses 2(a)(ii), 2(e), 3(a) and 3(c)."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field, StrictBool

from app.rules.facts.base import (
    BeforeChanges,
    BeforeRequests,
    BeforeSales,
    DatedFact,
    EndsSameDay,
    HolderId,
    ShareCount,
)
from app.rules.facts.declaration import (
    AFTER_ANY_END,
    AFTER_GIVEN_UP,
    BEFORE_FILING,
    LATE,
    MADE_UNASKED,
    NEVER_EFFECTIVE,
    NOT_TAKEDOWN,
    REQUESTED,
    Example,
    Flagged,
    Need,
    Refused,
    Row,
    declared,
)
from app.rules.terms.rights.forms import FormName
from app.rules.values.written_dates import PlainDate


@declared(
    480,
    life=Row(
        of=NOT_TAKEDOWN,
        once="already_filed",
        cells={
            "refused": Flagged("REFUSED_BUT_FILED", of=REQUESTED),
            "withdrawn": Refused("already_withdrawn"),
            "abandoned": Refused("already_abandoned"),
            "terminated": LATE,
        },
        strict=frozenset({"abandoned"}),
        leads_to="filed",
        never_in=BEFORE_FILING,
    ),
    settles=("file", "form", "wait"),
    examples=(
        Example("filed", "The statement is filed", {"occurred_on": "1999-05-03", "form": "S-1"}),
    ),
)
class Filed(DatedFact):
    """The registration statement was filed (3(a)(i), 2(c))."""

    kind: Literal["filed"] = "filed"
    form: FormName
    forms_open: Annotated[
        tuple[FormName, ...] | None,
        Field(
            max_length=20,
            description="The forms that the law let the Company use for it on that day; it tells "
            "whether the form that the agreement prefers was open. Null: not recorded. A demand "
            "may say it too (`forms_at_filing`); what is said of the filing goes first.",
            examples=[["S-1", "S-3"]],
        ),
    ] = None


ON_FILE: Final = Need(
    Filed, Refused("not_filed"), "No filing is on record by that day.", of_a_statement=True
)


@declared(
    570,
    life=Row(
        of=NOT_TAKEDOWN,
        needs=(ON_FILE,),
        once="already_effective",
        cells={
            "refused": MADE_UNASKED,
            "withdrawn": Refused("already_withdrawn"),
            "abandoned": Refused("already_abandoned"),
            "terminated": LATE,
        },
        strict=frozenset({"withdrawn", "abandoned"}),
        leads_to="effective",
        never_in=NEVER_EFFECTIVE,
    ),
    settles=("effect", "include", "maintain"),
    examples=(
        Example(
            "declared_effective",
            "The statement is declared effective",
            {"occurred_on": "1999-08-02"},
            in_life_of="incidental",
        ),
    ),
)
class DeclaredEffective(DatedFact):
    """The Commission declared the registration statement effective (2(e))."""

    kind: Literal["declared_effective"] = "declared_effective"
    covers: Annotated[
        Mapping[HolderId, ShareCount] | None,
        Field(
            max_length=1000,
            description="Whose Registrable Securities the statement covers, in whole shares: a "
            "Holder with 0, or not named, is left out of it. Left out altogether: not recorded, "
            "and it is taken to cover all that are to be included.",
            examples=[{"spectrum": 400_000, "wang": 2_000, "mochary": 0}],
        ),
    ] = None
    before_requests: BeforeRequests = None
    before_changes: BeforeChanges = None


EFFECTIVE: Final = Need(
    DeclaredEffective,
    Refused("not_effective"),
    "It is not effective by that day.",
    of_a_statement=True,
)


@declared(
    670,
    life=Row(of=NOT_TAKEDOWN, needs=(EFFECTIVE,), cells=AFTER_ANY_END, never_in=NEVER_EFFECTIVE),
    settles=("misstatement_notice",),
    examples=(
        Example(
            "misstatement",
            "The Company tells the Holders that the prospectus misleads",
            {"occurred_on": "1999-12-06"},
            in_life_of="shelf",
        ),
    ),
)
class MisstatementNoticeGiven(DatedFact):
    """The Company told the included Holders that the prospectus misleads (3(a)(ix), 3(c))."""

    kind: Literal["misstatement_notice_given"] = "misstatement_notice_given"


@declared(
    690,
    life=Row(
        of=NOT_TAKEDOWN,
        needs=(
            EFFECTIVE,
            Need(
                MisstatementNoticeGiven,
                Flagged("NO_HOLD"),
                "",
                or_of="holder_misstatement_notice",
            ),
        ),
        cells=AFTER_GIVEN_UP,
    ),
    holders=("holder",),
    settles=("discontinuance", "corrected_prospectus"),
    examples=(
        Example(
            "new_prospectus",
            "A Holder receives the corrected prospectus",
            {"occurred_on": "2000-04-12", "holder": "spectrum"},
            in_life_of="shelf",
        ),
    ),
)
class NewProspectusReceived(DatedFact):
    """A Holder received the new prospectus; left out, every included Holder did (3(c))."""

    kind: Literal["new_prospectus_received"] = "new_prospectus_received"
    holder: HolderId | None = None
    ends_same_day: EndsSameDay = None


@declared(
    710,
    # An order can be issued before the statement is effective (3(a)(vii)), and after all is sold.
    life=Row(of=NOT_TAKEDOWN, needs=(ON_FILE,), cells=AFTER_GIVEN_UP, never_in=BEFORE_FILING),
    settles=("maintain",),
    examples=(
        Example(
            "stop_order",
            "An order stops sales",
            {"occurred_on": "2000-01-10", "holder_at_fault": False},
            in_life_of="shelf",
        ),
    ),
)
class StopOrder(DatedFact):
    """An order or proceeding interfered with the effective registration (2(e)(i))."""

    kind: Literal["stop_order"] = "stop_order"
    holder_at_fault: Annotated[
        StrictBool,
        Field(description="Whether a Holder's misrepresentation or omission was the reason."),
    ]
    before_sales: BeforeSales = None
    before_requests: BeforeRequests = None


@declared(
    720,
    life=Row(
        of=NOT_TAKEDOWN,
        needs=(ON_FILE, Need(StopOrder, Flagged("NOTHING_TO_LIFT"), "")),
        cells=AFTER_GIVEN_UP,
    ),
    settles=("withdrawal_of_order",),
    examples=(
        Example(
            "stop_order_lifted",
            "The order is lifted",
            {"occurred_on": "2000-05-10"},
            in_life_of="shelf",
        ),
    ),
)
class StopOrderLifted(DatedFact):
    """The order against the registration was lifted (3(a)(vii), 2(e)(i))."""

    kind: Literal["stop_order_lifted"] = "stop_order_lifted"
    ends_same_day: EndsSameDay = None
    before_requests: BeforeRequests = None


@declared(
    725,
    holders=("holders",),
    life=Row(
        of=NOT_TAKEDOWN,
        needs=(EFFECTIVE, Need(StopOrder, Flagged("NOTHING_TO_LIFT"), "")),
        cells=AFTER_GIVEN_UP,
        never_in=NEVER_EFFECTIVE,
    ),
    examples=(
        Example(
            "continuation_elected",
            "Those who asked elect to go on after the order is lifted",
            {"occurred_on": "2000-05-12", "notified_on": "2000-05-15"},
            in_life_of="shelf",
        ),
    ),
)
class ContinuationElected(DatedFact):
    """Holders elected to go on with a demand after an order against it was lifted.

    It matters where the terms of the right let a demand count again so (`effected.undone_by`).
    """

    kind: Literal["continuation_elected"] = "continuation_elected"
    holders: Annotated[
        tuple[HolderId, ...] | None,
        Field(
            min_length=1,
            max_length=500,
            description="Who so elected, by their ids. Left out: all who asked.",
        ),
    ] = None
    notified_on: Annotated[
        PlainDate | None,
        Field(
            description="The day on which the Company was notified of it in writing. Null: not "
            "recorded.",
            examples=["2000-05-15"],
        ),
    ] = None


@declared(
    730,
    life=Row(needs=(EFFECTIVE,), cells=AFTER_GIVEN_UP),
    examples=(
        Example(
            "closing_failed",
            "The conditions to closing are not satisfied",
            {"occurred_on": "2000-02-22", "solely_holder": False},
            in_life_of="takedown",
        ),
    ),
)
class ClosingFailed(DatedFact):
    """The conditions to closing were not satisfied (2(e)(ii))."""

    kind: Literal["closing_failed"] = "closing_failed"
    solely_holder: Annotated[
        StrictBool, Field(description="Whether it was solely an act or omission of Holders.")
    ]
    before_requests: BeforeRequests = None


@declared(
    760,
    life=Row(
        needs=(EFFECTIVE,),
        cells={
            "refused": MADE_UNASKED,
            "expired": LATE,
            "withdrawn": Refused("already_withdrawn"),
            "terminated": LATE,
        },
        strict=frozenset({"withdrawn"}),
        leads_to="closed",
    ),
    settles=("maintain", "assist"),
    examples=(
        Example(
            "all_sold",
            "All that was to be sold is sold",
            {"occurred_on": "2000-02-22"},
            in_life_of="takedown",
        ),
    ),
)
class DistributionCompleted(DatedFact):
    """All shares covered by the registration statement were sold (3(a)(iii))."""

    kind: Literal["distribution_completed"] = "distribution_completed"


@declared(
    580,
    life=Row(of=("shelf",), once="already_converted"),
    examples=(
        Example(
            "conversion_completed",
            "The mandatory conversion takes place",
            {"occurred_on": "1999-11-01"},
            in_life_of="shelf",
        ),
    ),
)
class ConversionCompleted(DatedFact):
    """The mandatory conversion took place, from which the shelf's period runs (2(a)(ii), QC1)."""

    kind: Literal["conversion_completed"] = "conversion_completed"

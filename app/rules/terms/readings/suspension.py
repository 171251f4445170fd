"""Readings of suspension, effectiveness, holdback and drafts: QD1 to QD20, QG1, QG2."""

from typing import Annotated, Literal

from pydantic import StrictBool

from app.rules.terms.readings.reading import YES_NO, Reading, ReadingGroup


class SuspensionReadings(ReadingGroup):
    """How delays, prohibitions and stops are counted, what they give back, and holdbacks."""

    suspension_count: Annotated[
        Literal["inclusive", "exclude_first"],
        Reading(
            "QD1",
            "/delay",
            "Does the first day in effect count among the days of a prohibition?",
            {
                "inclusive": "yes: 60 days are 60 days in effect",
                "exclude_first": "no: 60 days are 61 days in effect",
            },
            "The number measures a duration, and as many days are given back.",
        ),
    ] = "inclusive"
    prohibition_starts: Annotated[
        Literal["received", "given"],
        Reading(
            "QD2",
            "/delay",
            "Is a prohibition of sales in effect from the receipt or the giving of its notice?",
            {"received": "from receipt by the Holder", "given": "from the day it is given"},
            "A Holder cannot obey before it has the notice; the occasion is dated the day given.",
        ),
    ] = "received"
    occasion_measure: Annotated[
        Literal["invocation_date", "any_overlap"],
        Reading(
            "QD3",
            "/delay",
            "Which days of an occasion are looked for in the rolling window?",
            {
                "invocation_date": "only the day of invocation",
                "any_overlap": "every day from invocation to the last day in effect",
            },
            "The clause limits how often the right is invoked.",
        ),
    ] = "invocation_date"
    delay_cap_scope: Annotated[
        Literal["per_registration", "per_invocation"],
        Reading(
            "QD4",
            "/delay",
            "Do the days of several uses add up against the cap?",
            {
                "per_registration": "yes: delays of one registration add up, and prohibitions "
                "that follow each other without a break are one",
                "per_invocation": "no: each use has all the days",
            },
            "No registration or sale may be delayed for more than the days.",
        ),
    ] = "per_registration"
    delay_requires_notice: Annotated[
        StrictBool,
        Reading(
            "QD5",
            "/delay",
            "Does a delay need written notice to the Holders, as a prohibition does?",
            {"false": "no; a warning if they are not told", "true": "yes"},
            "The words “upon written notice” stand with the prohibition only.",
        ),
    ] = False
    consent_by: Annotated[
        Literal["requisite_holders", "affected_holders", "all"],
        Reading(
            "QD7",
            "/delay/consent_clause, /amendments",
            "Who must consent to more days?",
            {
                "requisite_holders": "the Requisite Holders",
                "affected_holders": "every Holder in the registration",
                "all": "every Holder",
            },
            "A waiver by the Requisite Holders binds all.",
        ),
    ] = "requisite_holders"
    tolls: Annotated[
        Literal["shelf_only", "all"],
        Reading(
            "QD8",
            "/delay",
            "Which suspensions give days back, and to which period?",
            {
                "shelf_only": "prohibitions of sale, to the period of the shelf",
                "all": "prohibitions to any period of effectiveness, and delays of the shelf too",
            },
            "A sale prohibition exists only under the shelf, and a delay prohibits no sale.",
        ),
    ] = "shelf_only"
    tolling_overlap: Annotated[
        Literal["union", "sum"],
        Reading(
            "QD9",
            "/tolling/prohibitions|/delay, /tolling/discontinuances",
            "Two stretches of lost days overlap: are the common days given back twice?",
            {"union": "no: each calendar day once", "sum": "yes: each stretch in full"},
            "The object is to give back the days that were lost.",
        ),
    ] = "union"
    sec3c_holder_basis: Annotated[
        Literal["last_holder", "per_holder"],
        Reading(
            "QD10",
            "/tolling/discontinuances",
            "Holders receive the new prospectus on different days: whose receipt counts?",
            {
                "last_holder": "the last, for the registration as one",
                "per_holder": "each Holder's own, for it alone",
            },
            "There is one period for the registration.",
        ),
    ] = "last_holder"
    holder_notice_start: Annotated[
        Literal["company_notice_else_holder", "company_notice_only"],
        Reading(
            "QD11",
            "/tolling/discontinuances",
            "A Holder gave notice itself: may the extension count from its notice?",
            {
                "company_notice_else_holder": "yes, if the Company gives none after it",
                "company_notice_only": "no: only from a notice of the Company",
            },
            "Otherwise the words “or any such Holder” would do nothing.",
        ),
    ] = "company_notice_else_holder"
    sec3c_extends_shelf: Annotated[
        StrictBool,
        Reading(
            "QD13",
            "/tolling/discontinuances, /shelf",
            "Do stops until a new prospectus extend the period of a shelf?",
            YES_NO,
            "The provisions on procedure apply to a shelf.",
        ),
    ] = True
    holdback_includes_effective_day: Annotated[
        StrictBool,
        Reading(
            "QD16",
            "/holdback",
            "Is the day of effectiveness itself a day of the holdback?",
            YES_NO,
            "It lies between the days before and the days after.",
        ),
    ] = True
    holdback_scope: Annotated[
        Literal["any_section_2", "participating"],
        Reading(
            "QD18",
            "/holdback",
            "Does a registration in which no Holder takes part start a holdback?",
            {"any_section_2": "yes", "participating": "no"},
            "It binds each Holder, whether or not it participates.",
        ),
    ] = "any_section_2"
    holdback2_from: Annotated[
        Literal["effective", "closing"],
        Reading(
            "QD19",
            "/holdback",
            "From when does the period that the managing underwriter advises run?",
            {"effective": "from effectiveness", "closing": "from closing"},
            "The other period of the clause runs from effectiveness.",
        ),
    ] = "effective"
    sec5_underwritten: Annotated[
        Literal["excluded", "included"],
        Reading(
            "QD20",
            "/drafts",
            "Are drafts owed before filing in an underwritten offering too?",
            {"excluded": "no", "included": "yes"},
            "The clause excludes it, although it goes on to speak of underwriters, if any.",
        ),
    ] = "excluded"
    late_delay: Annotated[
        Literal["no_cure", "cures"],
        Reading(
            "QG1",
            "/delay",
            "May the Company still delay a registration once it is overdue?",
            {
                "no_cure": "no: the breach stays, and the delay is refused with a warning",
                "cures": "yes: the due day moves as if the delay had been invoked in time",
            },
            "A delay presupposes a duty that is not yet due.",
        ),
    ] = "no_cure"
    delay_in_standstill: Annotated[
        Literal["from_original", "from_deferred", "idle"],
        Reading(
            "QG2",
            "/demand/standstill, /delay",
            "A delay is invoked while a standstill defers the duty: from when do its days count?",
            {
                "from_original": "from the day it would be due without the standstill; then the "
                "later of both",
                "from_deferred": "from the day to which the standstill defers it",
                "idle": "not at all: there is nothing to delay, and no occasion is used",
            },
            "The Company chose to use days and an occasion that it did not need.",
        ),
    ] = "from_original"
    stale_estimate: Annotated[
        Literal["unknown", "bars", "lapses"],
        Reading(
            "QG11",
            "/holdback",
            "The estimated day of effectiveness has passed unfulfilled: does the holdback bind?",
            {
                "unknown": "not known, until there is a new estimate or the registration is "
                "effective",
                "bars": "yes, for the days counted from the estimate",
                "lapses": "no, until there is a new estimate or the registration is effective",
            },
            "The days run from effectiveness; an estimate that failed says nothing of them.",
        ),
    ] = "unknown"

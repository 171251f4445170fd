"""Readings of time and notice: QA1 to QA25."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool

from app.rules.terms.readings.reading import YES_NO, Reading, ReadingGroup
from app.rules.values.written_dates import PlainDate, known_zone


def _with_known_zone(cutoff: str) -> str:
    """An hour and a zone that exists, or “none”."""
    if cutoff != "none":
        known_zone(cutoff.split(" ", 1)[1])
    return cutoff


class TimeReadings(ReadingGroup):
    """How days are counted, rolled and received."""

    lowercase_business_day_is_defined: Annotated[
        StrictBool,
        Reading(
            "QA1",
            "/business_day|/business_day_clause, /notices",
            "Does the lower-case “business day” of the operative clauses mean the defined term?",
            {
                "true": "yes: days on which New York banks are open",
                "false": "no: the ordinary Massachusetts sense (no weekend, no legal holiday)",
            },
            "Otherwise the definition would have nothing to define.",
        ),
    ] = True
    business_day_calendar: Annotated[
        Literal["fed", "fed+ma", "fed+ny", "fed+ma+ny"],
        Reading(
            "QA2",
            "/business_day|/business_day_clause",
            "Whose legal holidays are taken out of the days on which New York banks are open?",
            {
                "fed": "those on which New York banks close (the Federal Reserve list)",
                "fed+ma": "also Massachusetts legal holidays (Patriots' Day)",
                "fed+ny": "also New York public holidays (Lincoln's Birthday, election day)",
                "fed+ma+ny": "all of them",
            },
            "New York banks are the only connecting factor in the sentence.",
        ),
    ] = "fed"
    saturday_holiday_rule: Annotated[
        Literal["open_friday", "closed_friday"],
        Reading(
            "QA4",
            "/business_day|/business_day_clause",
            "A holiday falls on Saturday: is the Friday before it a Business Day?",
            {"open_friday": "yes, banks open", "closed_friday": "no"},
            "Federal Reserve Banks open on that Friday; only Sunday holidays move.",
        ),
    ] = "open_friday"
    extra_closed: Annotated[
        tuple[PlainDate, ...],
        Reading(
            "QA5",
            "/business_day|/business_day_clause",
            "Which further days were banks closed (a declared moratorium)?",
            {"[dates]": "days taken out of the Business Days"},
            "Exchange closings do not count; a declared closing of banks is entered by hand.",
        ),
        Field(max_length=366),
    ] = ()
    extra_open: Annotated[
        tuple[PlainDate, ...],
        Reading(
            "QA5",
            "/business_day|/business_day_clause",
            "Which listed holidays were Business Days after all?",
            {"[dates]": "days put back among the Business Days"},
            "For corrections, with the user's own authority.",
        ),
        Field(max_length=366),
    ] = ()
    clear_days: Annotated[
        StrictBool,
        Reading(
            "QA7",
            "/incidental/notice, /drafts",
            "“At least n days before”: does the n-th day suffice, or must n days be clear?",
            {"false": "the n-th day suffices", "true": "n clear days: one day earlier"},
            "The rule that excludes one end of a period applies counting back as well.",
        ),
    ] = False
    deadline_roll: Annotated[
        Literal["ma_c4_s9", "none", "ny_gcl_25", "business_day"],
        Reading(
            "QA8",
            "/governing_law_clause",
            "The agreement is silent: does a last day on a Sunday or holiday move?",
            {
                "ma_c4_s9": "Massachusetts G.L. c.4 s.9: from a Sunday or legal holiday (a plain "
                "Saturday stays) to the next business day",
                "none": "never",
                "ny_gcl_25": "New York Gen. Constr. Law s.25: Saturdays too",
                "business_day": "from any day that is not a Business Day to the next one",
            },
            "Massachusetts law governs, and its statute covers acts authorised by contract.",
        ),
    ] = "ma_c4_s9"
    saturday_is_roll_target: Annotated[
        StrictBool,
        Reading(
            "QA10",
            "/governing_law_clause",
            "After a Friday holiday, is Saturday the “next succeeding business day”?",
            {"false": "no: Monday", "true": "yes: Saturday, unless itself a holiday"},
            "Saturday is no business day in the agreement or in ordinary usage.",
        ),
    ] = False
    roll_suffolk: Annotated[
        StrictBool,
        Reading(
            "QA11",
            "/governing_law_clause",
            "Do the holidays of Suffolk County (17 March, 17 June) move a last day?",
            YES_NO,
            "They hold for that county only, and the acts are done elsewhere.",
        ),
    ] = False
    backward_roll: Annotated[
        Literal["none", "forward"],
        Reading(
            "QA13",
            "/incidental/notice, /drafts",
            "A last day counted back falls on a Sunday or holiday: may it move forward?",
            {"none": "no; the exact day stands", "forward": "yes, as for other deadlines"},
            "Moving it forward would cut the minimum notice.",
        ),
    ] = "none"
    mail_receipt: Annotated[
        Literal["deemed", "actual_if_earlier", "later_of_both"],
        Reading(
            "QA15",
            "/notices",
            "Is the deemed day of receipt of mail conclusive?",
            {
                "deemed": "yes",
                "actual_if_earlier": "no: an earlier actual receipt counts",
                "later_of_both": "no: the later of the deemed and the actual day",
            },
            "The clause deems receipt and makes no exception for actual receipt.",
        ),
    ] = "deemed"
    other_methods: Annotated[
        Literal["acknowledged_only", "never", "as_sent"],
        Reading(
            "QA16",
            "/notices",
            "Does a fax or e-mail, which the clause does not name, have effect?",
            {
                "acknowledged_only": "from the day the addressee acknowledges it",
                "never": "no",
                "as_sent": "from the day it is sent",
            },
            "The clause is a safe harbour; actual, acknowledged receipt of a writing satisfies it.",
        ),
    ] = "acknowledged_only"
    copies_required: Annotated[
        StrictBool,
        Reading(
            "QA17",
            "/notices",
            "Are the copies to counsel a condition of valid notice?",
            YES_NO,
            "They are part of the address, not a condition; a missing copy is a warning.",
        ),
    ] = False
    receipt_cutoff: Annotated[
        str,
        Field(pattern=r"^(none|([01][0-9]|2[0-3]):[0-5][0-9] [A-Za-z_/]+)$", max_length=60),
        AfterValidator(_with_known_zone),
        Reading(
            "QA19",
            "/notices",
            "Does a delivery late in the day count for the next business day?",
            {
                "none": "no: whole days, midnight to midnight",
                "HH:MM Zone": "yes, after that time in that zone, e.g. “17:00 America/New_York”",
            },
            "The law knows no fractions of a day unless the contract names an hour.",
        ),
    ] = "none"
    demand_join_test: Annotated[
        Literal["received", "given"],
        Reading(
            "QA21",
            "/demand/join",
            "Must a Holder's request to join a demand be received, or only given, in time?",
            {"received": "received by the Company", "given": "given by the Holder"},
            "The clause says received.",
        ),
    ] = "received"
    incidental_join_test: Annotated[
        Literal["given", "received"],
        Reading(
            "QA21",
            "/incidental/join",
            "Must a Holder's request to join the Company's registration be given or received?",
            {"given": "given by the Holder", "received": "received by the Company"},
            "The clause says given.",
        ),
    ] = "given"
    incidental_notice_counts_from: Annotated[
        Literal["given", "received"],
        Reading(
            "QA22",
            "/incidental/notice|/incidental/tell",
            "Do the days before filing run from the giving or the receipt of the notice?",
            {"given": "giving", "received": "receipt"},
            "The clause says receipt where it means it.",
        ),
    ] = "given"
    enforce_hold: Annotated[
        Literal["advise", "block"],
        Reading(
            "QA23",
            "/incidental/notice|/incidental/tell",
            "Filing may be lawful before the last timely request arrives: must it wait?",
            {"advise": "advised to wait", "block": "must wait"},
            "Filing earlier is no breach, but the request must still be included.",
        ),
    ] = "advise"
    promptly_guideline_days: Annotated[
        Annotated[int, Field(ge=0, le=365, strict=True)] | None,
        Reading(
            "QA24",
            "/demand/notice_to_holders, /registration_statement",
            "Is there a house guideline for “promptly”?",
            {"null": "no: a standard, no date", "n": "n days, shown as a guideline, never as due"},
            "The text sets a standard; a date would be invented.",
        ),
    ] = None

"""Readings: the points at which two careful lawyers could compute differently.

Each reading is a setting in the terms of an agreement, with a default and its reason; changing it
changes the answer. The model below is the only list: its fields type the settings, and the
`Reading` attached to each field is what `GET /v1/readings` shows. Numbers (QA8, QB11 …) are those
of the reading notes the product is built on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from app.rules.plain_dates import PlainDate, known_zone

ReadingValue: TypeAlias = str | bool | int | tuple[date, ...] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One point of doubt: where it arises, what is asked, what each choice means, why the default.

    `choices` maps each value, written as in JSON, to its meaning.
    """

    number: str
    clause: str
    question: str
    choices: Mapping[str, str]
    why: str


def _with_known_zone(cutoff: str) -> str:
    """An hour and a zone that exists, or “none”."""
    if cutoff != "none":
        known_zone(cutoff.split(" ", 1)[1])
    return cutoff


YES_NO = {"true": "yes", "false": "no"}


class Readings(BaseModel):
    """The readings in force under an agreement; what is left out takes the recommended default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # --- Time and notice -------------------------------------------------------------------
    lowercase_business_day_is_defined: Annotated[
        StrictBool,
        Reading(
            "QA1",
            "1(a), 9(b)",
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
            "1(a)",
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
            "1(a)",
            "A holiday falls on Saturday: is the Friday before it a Business Day?",
            {"open_friday": "yes, banks open", "closed_friday": "no"},
            "Federal Reserve Banks open on that Friday; only Sunday holidays move.",
        ),
    ] = "open_friday"
    extra_closed: Annotated[
        tuple[PlainDate, ...],
        Reading(
            "QA5",
            "1(a)",
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
            "1(a)",
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
            "2(b), 5",
            "“At least n days before”: does the n-th day suffice, or must n days be clear?",
            {"false": "the n-th day suffices", "true": "n clear days: one day earlier"},
            "The rule that excludes one end of a period applies counting back as well.",
        ),
    ] = False
    deadline_roll: Annotated[
        Literal["ma_c4_s9", "none", "ny_gcl_25", "business_day"],
        Reading(
            "QA8",
            "9(c)",
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
            "9(c)",
            "After a Friday holiday, is Saturday the “next succeeding business day”?",
            {"false": "no: Monday", "true": "yes: Saturday, unless itself a holiday"},
            "Saturday is no business day in the agreement or in ordinary usage.",
        ),
    ] = False
    roll_suffolk: Annotated[
        StrictBool,
        Reading(
            "QA11",
            "9(c)",
            "Do the holidays of Suffolk County (17 March, 17 June) move a last day?",
            YES_NO,
            "They hold for that county only, and the acts are done elsewhere.",
        ),
    ] = False
    backward_roll: Annotated[
        Literal["none", "forward"],
        Reading(
            "QA13",
            "2(b), 5",
            "A last day counted back falls on a Sunday or holiday: may it move forward?",
            {"none": "no; the exact day stands", "forward": "yes, as for other deadlines"},
            "Moving it forward would cut the minimum notice.",
        ),
    ] = "none"
    mail_receipt: Annotated[
        Literal["deemed", "actual_if_earlier", "later_of_both"],
        Reading(
            "QA15",
            "9(b)",
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
            "9(b)",
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
            "9(b)",
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
            "9(b)",
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
            "2(a)(i)",
            "Must a Holder's request to join a demand be received, or only given, in time?",
            {"received": "received by the Company", "given": "given by the Holder"},
            "The clause says received.",
        ),
    ] = "received"
    incidental_join_test: Annotated[
        Literal["given", "received"],
        Reading(
            "QA21",
            "2(b)",
            "Must a Holder's request to join the Company's registration be given or received?",
            {"given": "given by the Holder", "received": "received by the Company"},
            "The clause says given.",
        ),
    ] = "given"
    incidental_notice_counts_from: Annotated[
        Literal["given", "received"],
        Reading(
            "QA22",
            "2(b)",
            "Do the days before filing run from the giving or the receipt of the notice?",
            {"given": "giving", "received": "receipt"},
            "The clause says receipt where it means it.",
        ),
    ] = "given"
    enforce_hold: Annotated[
        Literal["advise", "block"],
        Reading(
            "QA23",
            "2(b)",
            "Filing may be lawful before the last timely request arrives: must it wait?",
            {"advise": "advised to wait", "block": "must wait"},
            "Filing earlier is no breach, but the request must still be included.",
        ),
    ] = "advise"
    promptly_guideline_days: Annotated[
        Annotated[int, Field(ge=0, le=365, strict=True)] | None,
        Reading(
            "QA24",
            "2(a)(i), 3",
            "Is there a house guideline for “promptly”?",
            {"null": "no: a standard, no date", "n": "n days, shown as a guideline, never as due"},
            "The text sets a standard; a date would be invented.",
        ),
    ] = None

    # --- Demand ------------------------------------------------------------------------------
    demand_open_test: Annotated[
        Literal["received", "given"],
        Reading(
            "QB2",
            "2(a)(i)",
            "Must the demand be received, or sent, once the right has opened?",
            {"received": "received", "given": "sent or delivered"},
            "All clocks of the clause run on receipt.",
        ),
    ] = "received"
    premature_demand: Annotated[
        Literal["refuse", "hold"],
        Reading(
            "QB3",
            "2(a)(i)",
            "Is a premature demand void, or held until the right opens?",
            {"refuse": "refused; it may be renewed", "hold": "held: counts on the first open day"},
            "Before the opening there is no right to exercise.",
        ),
    ] = "refuse"
    due_act: Annotated[
        Literal["effective", "filed"],
        Reading(
            "QB4",
            "2(a)(i)",
            "What must have happened by the due date?",
            {
                "effective": "the registration statement is effective",
                "filed": "the registration statement is filed",
            },
            "To effect the registration is to have it effective; compare 2(e).",
        ),
    ] = "effective"
    s3_test_date: Annotated[
        Literal["receipt", "filing"],
        Reading(
            "QB5",
            "2(a)(i)",
            "On which day must the Company qualify for a short form for the shorter period?",
            {"receipt": "receipt of the demand", "filing": "filing"},
            "The sentence fixes the period that runs from receipt.",
        ),
    ] = "receipt"
    count_expired_warrants: Annotated[
        StrictBool,
        Reading(
            "QB7",
            "2(a)(i), 1(i)",
            "Do the shares under expired Warrants still count?",
            YES_NO,
            "They can no longer be issued.",
        ),
    ] = False
    unrecognised_count: Annotated[
        Literal["denominator_only", "both", "neither"],
        Reading(
            "QB9",
            "2(a)(i), 9(f)",
            "How does a transferee count whom the Company need not yet recognise?",
            {
                "denominator_only": "in the total, not among the requesters",
                "both": "in the total and among the requesters",
                "neither": "not at all",
            },
            "He is a Holder, but the Company need not treat him as one.",
        ),
    ] = "denominator_only"
    standstill_effect: Annotated[
        Literal["defer", "refuse", "stop_clock", "restart_clock"],
        Reading(
            "QB11",
            "2(a)(i)",
            "What does the standstill after the Company's own offering do to a demand?",
            {
                "defer": "the duty to effect revives on the first day after it",
                "refuse": "a demand received in it may be refused",
                "stop_clock": "its days do not count",
                "restart_clock": "the whole period runs again from its last day",
            },
            "The words release the Company from effecting, not Holders from asking.",
        ),
    ] = "defer"
    standstill_catches_prior: Annotated[
        StrictBool,
        Reading(
            "QB12",
            "2(a)(i)",
            "Does the standstill reach a demand received before the offering commenced?",
            {"true": "yes, when its due date falls inside", "false": "no"},
            "The words look at the day of effecting, not of asking.",
        ),
    ] = True
    standstill_first_day: Annotated[
        Literal["after", "commencement_day"],
        Reading(
            "QB13",
            "2(a)(i)",
            "Is the day of commencement itself day one of the standstill?",
            {"after": "no: the next day", "commencement_day": "yes"},
            "The period immediately follows the commencement.",
        ),
    ] = "after"
    commencement_event: Annotated[
        Literal["first_offer", "effective", "filed", "closing"],
        Reading(
            "QB14",
            "2(a)(i)",
            "Which event is the commencement of the Company's public offering?",
            {
                "first_offer": "the first bona fide public offer",
                "effective": "effectiveness of the Company's registration statement",
                "filed": "its filing",
                "closing": "the closing",
            },
            "An offering commences when it is first offered.",
        ),
    ] = "first_offer"
    standstill_offerings: Annotated[
        Literal["company_primary", "any", "first_only"],
        Reading(
            "QB15",
            "2(a)(i)",
            "Which offerings of equity start a standstill?",
            {
                "company_primary": "every public offering in which the Company itself sells",
                "any": "also offerings by security holders only",
                "first_only": "only the first offering of the Company",
            },
            "The Company's offering is one in which it sells; it was public already.",
        ),
    ] = "company_primary"
    demand_cap_counts: Annotated[
        Literal["effected_or_pending", "effected", "requested"],
        Reading(
            "QB17",
            "2(a)(i), 2(e)",
            "What uses up the limited number of demands?",
            {
                "effected_or_pending": "registrations effected, and those still under way",
                "effected": "only registrations effected",
                "requested": "every demand that was accepted",
            },
            "The Company is never obliged to effect more than the number.",
        ),
    ] = "effected_or_pending"
    min_inclusion_pct_to_count: Annotated[
        Annotated[int, Field(ge=0, le=100, strict=True)],
        Reading(
            "QB18",
            "2(a)(i), 2(f)",
            "Does a registration count that included only part of what was requested?",
            {"0": "yes, however little", "n": "only from n per cent of the requested shares"},
            "The clause sets no minimum.",
        ),
    ] = 0
    withdrawn_counts: Annotated[
        StrictBool,
        Reading(
            "QB19",
            "2(a)(i), 2(e)",
            "Does a demand withdrawn before effectiveness use up a demand?",
            YES_NO,
            "It was never effective, so it was never effected.",
        ),
    ] = False
    withdrawn_payer: Annotated[
        Literal["company", "requesting_holders"],
        Reading(
            "QB19",
            "2(d)",
            "Who bears the expenses of a withdrawn demand?",
            {"company": "the Company", "requesting_holders": "the Holders who withdrew"},
            "The clause makes no exception for withdrawal.",
        ),
    ] = "company"
    retest_majority: Annotated[
        StrictBool,
        Reading(
            "QB20",
            "2(a)(i)",
            "Some requesters withdraw: must the rest still be Requisite Holders?",
            {"false": "no: tested at the request", "true": "yes"},
            "The majority is needed for the request.",
        ),
    ] = False
    demand_priority: Annotated[
        Literal["holders_company_others", "holders_then_pari_passu", "company_first"],
        Reading(
            "QB21",
            "2(a)(i), 2(f)",
            "In what order do shares enter a demand when not all fit?",
            {
                "holders_company_others": "Holders, then the Company, then others",
                "holders_then_pari_passu": "Holders, then the Company and others together",
                "company_first": "the Company, then Holders and others together",
            },
            "Additions may come in only where they do not interfere.",
        ),
    ] = "holders_company_others"
    non_underwritten_additions: Annotated[
        Literal["consent", "free", "never"],
        Reading(
            "QB22",
            "2(a)(i)",
            "No underwriter can determine: may the Company add other shares to a demand?",
            {
                "consent": "with the consent of the requesting Holders",
                "free": "yes",
                "never": "no",
            },
            "The condition cannot be met; those whom it protects may waive it.",
        ),
    ] = "consent"
    demand_holder_cutback: Annotated[
        Literal["none", "pro_rata"],
        Reading(
            "QB25",
            "2(a)(i), 2(f)",
            "Holders' own shares exceed the maximum in a demand: may they be cut?",
            {"none": "no: every timely request is included", "pro_rata": "yes, pro rata"},
            "The cutback clause covers only registrations initiated by the Company.",
        ),
    ] = "none"

    # --- Takedown ----------------------------------------------------------------------------
    standstill_applies_to_takedown: Annotated[
        StrictBool,
        Reading(
            "QC7",
            "2(a)(iii)",
            "Does the standstill reach an underwritten sale off the shelf?",
            YES_NO,
            "The provisions on demands apply to it as far as reasonably possible.",
        ),
    ] = True


@dataclass(frozen=True, slots=True)
class CataloguedReading:
    """A reading as the catalogue lists it, with its option name and default."""

    option: str
    number: str
    clause: str
    question: str
    choices: dict[str, str]
    default: ReadingValue
    why: str


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """A reading an answer relied on: the choice in force and whether it is the default."""

    option: str
    number: str
    clause: str
    question: str
    value: ReadingValue
    meaning: str
    is_default: bool


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, CataloguedReading]:
    """Every reading by option name, in the order of the model."""
    listed: dict[str, CataloguedReading] = {}
    for option, field in Readings.model_fields.items():
        (reading,) = (item for item in field.metadata if isinstance(item, Reading))
        listed[option] = CataloguedReading(
            option=option,
            number=reading.number,
            clause=reading.clause,
            question=reading.question,
            choices=dict(reading.choices),
            default=field.default,
            why=reading.why,
        )
    return listed


def describe_choice(option: str, readings: Readings) -> ReadingChoice:
    """The choice in force for `option`, in words."""
    return _described(option, getattr(readings, option))


@lru_cache(maxsize=512)
def _described(option: str, value: ReadingValue) -> ReadingChoice:
    """One choice in words; the same few are asked for again and again."""
    listed = catalogue()[option]
    return ReadingChoice(
        option=option,
        number=listed.number,
        clause=listed.clause,
        question=listed.question,
        value=value,
        meaning=listed.choices.get(_as_json(value), _as_json(value)),
        is_default=value == listed.default,
    )


def _as_json(value: ReadingValue) -> str:
    """A value as JSON writes it: the key under which the catalogue explains it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(day.isoformat() for day in value) + "]"
    return str(value)

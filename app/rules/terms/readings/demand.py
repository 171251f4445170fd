"""Readings of the demand and of what counts as effected: QB1 to QB25, QC20."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from app.rules.terms.readings.reading import YES_NO, Reading, ReadingGroup


class DemandReadings(ReadingGroup):
    """When a demand may be made, what it binds to, and what uses it up."""

    demand_open_test: Annotated[
        Literal["received", "given"],
        Reading(
            "QB2",
            "/demand/open|/demand/opens",
            "Must the demand be received, or sent, once the right has opened?",
            {"received": "received", "given": "sent or delivered"},
            "All clocks of the clause run on receipt.",
        ),
    ] = "received"
    premature_demand: Annotated[
        Literal["refuse", "hold"],
        Reading(
            "QB3",
            "/demand/open|/demand/opens",
            "Is a premature demand void, or held until the right opens?",
            {"refuse": "refused; it may be renewed", "hold": "held: counts on the first open day"},
            "Before the opening there is no right to exercise.",
        ),
    ] = "refuse"
    due_act: Annotated[
        Literal["effective", "filed"],
        Reading(
            "QB4",
            "/demand/effect_within",
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
            "/demand/short_form",
            "On which day must the Company qualify for a short form for the shorter period?",
            {"receipt": "receipt of the demand", "filing": "filing"},
            "The sentence fixes the period that runs from receipt.",
        ),
    ] = "receipt"
    count_expired_warrants: Annotated[
        StrictBool,
        Reading(
            "QB7",
            "/demand/who|/requisite_holders, /registrable_securities",
            "Do the shares under expired Warrants still count?",
            YES_NO,
            "They can no longer be issued.",
        ),
    ] = False
    unrecognised_count: Annotated[
        Literal["denominator_only", "both", "neither"],
        Reading(
            "QB9",
            "/demand/who|/requisite_holders, /assignment",
            "How does a transferee count whom the Company need not yet recognise?",
            {
                "denominator_only": "in the total, not among the requesters",
                "both": "in the total and among the requesters",
                "neither": "not at all",
            },
            "It is a Holder, but the Company need not treat it as one.",
        ),
    ] = "denominator_only"
    second_letter: Annotated[
        Literal["replaces", "adds"],
        Reading(
            "QG12",
            "/demand",
            "A Holder asks a second time without saying how that stands to the first: instead of "
            "it, or besides?",
            {"replaces": "instead of it, with a warning", "adds": "besides it, with a warning"},
            "The Company includes the number that a Holder specifies, and its latest word is it.",
        ),
    ] = "replaces"
    size_cumulates: Annotated[
        StrictBool,
        Reading(
            "QG13",
            "/demand/size|/demand/minimum_shares",
            "Does a later letter make a demand large enough that asked for too few shares?",
            {
                "true": "yes, as it completes a majority",
                "false": "no: its size is tested when the majority asks",
            },
            "Several letters are one request, complete on the day on which nothing is wanting.",
        ),
    ] = True
    standstill_effect: Annotated[
        Literal["defer", "refuse", "stop_clock", "restart_clock"],
        Reading(
            "QB11",
            "/demand/standstill",
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
            "/demand/standstill",
            "Does the standstill reach a demand received before the offering commenced?",
            {"true": "yes, when its due date falls inside", "false": "no"},
            "The words look at the day of effecting, not of asking.",
        ),
    ] = True
    standstill_first_day: Annotated[
        Literal["after", "commencement_day"],
        Reading(
            "QB13",
            "/demand/standstill",
            "Is the day of commencement itself day one of the standstill?",
            {"after": "no: the next day", "commencement_day": "yes"},
            "The period immediately follows the commencement.",
        ),
    ] = "after"
    commencement_event: Annotated[
        Literal["first_offer", "effective", "filed", "closing"],
        Reading(
            "QB14",
            "/demand/standstill",
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
            "/demand/standstill",
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
            "/demand, /demand/effected|/effective_registration",
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
            "/demand, /incidental/cutback",
            "Does a registration count that included only part of what was requested?",
            {"0": "yes, however little", "n": "only from n per cent of the requested shares"},
            "The clause sets no minimum.",
        ),
    ] = 0
    interference_window: Annotated[
        Literal["until_distribution_complete", "unlimited"],
        Reading(
            "QC20",
            "/effective_registration/interference_clause",
            "Does an order count as interference once everything is sold?",
            {
                "until_distribution_complete": "no: only while shares are being distributed",
                "unlimited": "yes, whenever it comes",
            },
            "Nothing is left to interfere with.",
        ),
    ] = "until_distribution_complete"
    cure_restores: Annotated[
        StrictBool,
        Reading(
            "QC20",
            "/effective_registration/interference_clause",
            "Does the lifting of an order make the registration count as effected again?",
            YES_NO,
            "The clause asks whether the registration was interfered with, not for how long.",
        ),
    ] = False
    withdrawn_counts: Annotated[
        StrictBool,
        Reading(
            "QB19",
            "/demand, /demand/effected|/effective_registration",
            "Does a demand withdrawn before effectiveness use up a demand?",
            YES_NO,
            "It was never effective, so it was never effected.",
        ),
    ] = False
    withdrawn_payer: Annotated[
        Literal["company", "requesting_holders"],
        Reading(
            "QB19",
            "/expenses_clause",
            "Who bears the expenses of a withdrawn demand?",
            {"company": "the Company", "requesting_holders": "the Holders who withdrew"},
            "The clause makes no exception for withdrawal.",
        ),
    ] = "company"
    volunteered_counts: Annotated[
        StrictBool,
        Reading(
            "QG10",
            "/demand",
            "Does a registration that was refused, and made all the same, use up a demand?",
            YES_NO,
            "The number limits what the Company is obliged to effect.",
        ),
    ] = False
    retest_majority: Annotated[
        StrictBool,
        Reading(
            "QB20",
            "/demand/who|/requisite_holders",
            "Some requesters withdraw: must the rest still be Requisite Holders?",
            {"false": "no: tested at the request", "true": "yes"},
            "The majority is needed for the request.",
        ),
    ] = False
    demand_priority: Annotated[
        Literal["holders_company_others", "holders_then_pari_passu", "company_first"],
        Reading(
            "QB21",
            "/demand, /incidental/cutback",
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
            "/demand/additions_clause",
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
            "/demand, /incidental/cutback",
            "Holders' own shares exceed the maximum in a demand: may they be cut?",
            {"none": "no: every timely request is included", "pro_rata": "yes, pro rata"},
            "The cutback clause covers only registrations initiated by the Company.",
        ),
    ] = "none"

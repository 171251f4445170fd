"""Readings of shelf, takedown, incidental registration and cutback, and of notices in them.

QC1 to QC25, QG3, QG4 and QG8.
"""

from typing import Annotated, Literal

from pydantic import StrictBool

from app.rules.terms.readings.reading import YES_NO, Reading, ReadingGroup


class RegistrationReadings(ReadingGroup):
    """What the other registrations ask for, and who may sell when not all shares fit."""

    later_holders: Annotated[
        Literal["promptly", "not_owed", "bars_filing"],
        Reading(
            "QG4",
            "/incidental",
            "Who becomes a Holder after the notices went out: must it be told, and in time?",
            {
                "promptly": "it is told promptly, and the filing does not wait for it",
                "not_owed": "it need not be told",
                "bars_filing": "it must be told as long before the filing as all others",
            },
            "Each Holder is to be told; but the days before the filing can be kept only for those "
            "who were Holders when the Company told them.",
        ),
    ] = "promptly"
    objection_test: Annotated[
        Literal["given", "received"],
        Reading(
            "QG3",
            "/amendment_copies",
            "Does an objection to an amendment take effect when it is given or when received?",
            {"given": "when it is given", "received": "when the Company receives it"},
            "The agreement says receipt where it means it.",
        ),
    ] = "given"
    defence_notice_test: Annotated[
        Literal["given", "received"],
        Reading(
            "QG3",
            "/indemnity/defence|/indemnity/claim_notice",
            "Does the election to take over the defence take effect when given or received?",
            {"given": "when it is given", "received": "when the Indemnified Party receives it"},
            "The agreement says receipt where it means it.",
        ),
    ] = "given"
    early_rule144_request: Annotated[
        Literal["ask_again", "ripens"],
        Reading(
            "QG8",
            "/rule144_statement",
            "A statement is asked for before it can be: does the request ripen?",
            {
                "ask_again": "no: it is to be asked for again",
                "ripens": "yes: it is owed from the day on which it can be asked for",
            },
            "The duty is to furnish it upon a request made at a time after those days.",
        ),
    ] = "ask_again"
    shelf_year_from: Annotated[
        Literal["conversion", "effectiveness"],
        Reading(
            "QC1",
            "/shelf_period",
            "Does the period of the shelf run from mandatory conversion or from effectiveness?",
            {"conversion": "from mandatory conversion", "effectiveness": "from effectiveness"},
            "The clause says following the mandatory conversion.",
        ),
    ] = "conversion"
    leap_anniversary: Annotated[
        Literal["feb28", "mar1"],
        Reading(
            "QC2",
            "/shelf_period",
            "A year that begins on 29 February: when does it end?",
            {"feb28": "on 28 February", "mar1": "on 1 March"},
            "From 1 March through 28 February is a calendar year.",
        ),
    ] = "feb28"
    shelf_on_request: Annotated[
        StrictBool,
        Reading(
            "QC4",
            "/shelf",
            "May Holders ask for a shelf before a mandatory conversion is proposed?",
            YES_NO,
            "The shelf is a condition of mandatory conversion; a demand may itself be a shelf.",
        ),
    ] = False
    shelf_join_window: Annotated[
        StrictBool,
        Reading(
            "QC24",
            "/shelf/join/within, /shelf",
            "Do notice to all Holders and the window to join follow a request for a shelf?",
            YES_NO,
            "They follow any written request under paragraph (a).",
        ),
    ] = True
    sec2e_applies_to_shelf: Annotated[
        StrictBool,
        Reading(
            "QC8",
            "/effective_registration, /shelf",
            "Does an order against the shelf undo the condition of mandatory conversion?",
            {
                "false": "no: the clause on registrations effected does not reach a shelf",
                "true": "yes, as it undoes a demand",
            },
            "Its first sentence names only Requested and Incidental Registrations.",
        ),
    ] = False
    delay_reaches_shelf: Annotated[
        StrictBool,
        Reading(
            "QC25",
            "/delay, /shelf",
            "May the Company delay a shelf registration?",
            YES_NO,
            "It is requested pursuant to paragraph (a); the conversion waits meanwhile.",
        ),
    ] = True

    standstill_applies_to_takedown: Annotated[
        StrictBool,
        Reading(
            "QC7",
            "/takedown",
            "Does the standstill reach an underwritten sale off the shelf?",
            YES_NO,
            "The provisions on demands apply to it as far as reasonably possible.",
        ),
    ] = True
    takedown_counts: Annotated[
        StrictBool,
        Reading(
            "QC6",
            "/takedown, /demand",
            "Does an underwritten sale off the shelf use up a demand?",
            YES_NO,
            "The cap speaks of demands only, and the shelf comes in addition to them.",
        ),
    ] = False
    takedown_cutback: Annotated[
        Literal["holders_first", "company_first"],
        Reading(
            "QC5",
            "/takedown_cutback, /incidental/cutback",
            "Who comes first in an underwritten sale off the shelf?",
            {
                "holders_first": "the Holders, as in a demand",
                "company_first": "the Company, as in its own registration",
            },
            "The sale proceeds as if it were a demand, and the shelf is the Holders'.",
        ),
    ] = "holders_first"
    incidental_scope: Annotated[
        Literal["any_securities", "equity_only"],
        Reading(
            "QC10",
            "/incidental",
            "Does a registration of debt or of other securities call for notice?",
            {"any_securities": "yes, of any securities", "equity_only": "no: only of equity"},
            "The clause says capital stock or other securities.",
        ),
    ] = "any_securities"
    demand_also_incidental: Annotated[
        StrictBool,
        Reading(
            "QC11",
            "/incidental/other_demands, /demand",
            "Do the Holders' own registrations call for a second notice under 2(b)?",
            YES_NO,
            "The demand has its own notice and its own window.",
        ),
    ] = False
    company_may_abandon: Annotated[
        StrictBool,
        Reading(
            "QC13",
            "/incidental",
            "May the Company give up its own registration?",
            YES_NO,
            "It is its own registration, and it has not promised to complete it.",
        ),
    ] = True
    secondary_incidental_cutback: Annotated[
        Literal["none", "pro_rata_all", "initiators_first"],
        Reading(
            "QC14",
            "/incidental/cutback",
            "Who is cut in a registration that other holders, not the Company, initiate?",
            {
                "none": "nobody: every request is included",
                "pro_rata_all": "all, pro rata",
                "initiators_first": "first come those who initiated it",
            },
            "The cutback clause covers only registrations initiated by the Company.",
        ),
    ] = "none"
    pro_rata_basis: Annotated[
        Literal["requested", "owned", "equal"],
        Reading(
            "QC15",
            "/incidental/cutback",
            "In proportion to what are shares granted pro rata?",
            {
                "requested": "to the shares requested",
                "owned": "to the shares owned, nobody getting more than it requested",
                "equal": "equally, nobody getting more than it requested",
            },
            "It is each holder's request that is granted pro rata.",
        ),
    ] = "requested"
    rounding: Annotated[
        Literal["largest_remainder", "floor", "lot_100"],
        Reading(
            "QC16",
            "/incidental/cutback",
            "What becomes of fractions of a share?",
            {
                "largest_remainder": "rounded down, odd shares going to the largest remainders",
                "floor": "rounded down, odd shares staying out",
                "lot_100": "whole lots of 100, odd lots going to the largest remainders",
            },
            "Every share that fits is used.",
        ),
    ] = "largest_remainder"
    others_rank: Annotated[
        Literal["with_holders", "after_holders"],
        Reading(
            "QC17",
            "/incidental/cutback",
            "Where Holders and other holders share a rank, do Holders come first?",
            {"with_holders": "no: one class, pro rata", "after_holders": "yes"},
            "The clause cuts them pro rata with one another.",
        ),
    ] = "with_holders"
    join_after_effectiveness: Annotated[
        Literal["owed", "refused"],
        Reading(
            "QG16",
            "/demand/join, /incidental/join",
            "A Holder asks within its own window, but after effectiveness: is inclusion owed?",
            {
                "owed": "yes, by an amendment or a further statement: the Company is late",
                "refused": "no: it is too late",
            },
            "The window runs from the Company's notice, which the Company gave late.",
        ),
    ] = "owed"
    undertaking_missing: Annotated[
        Literal["unknown", "not_included", "included"],
        Reading(
            "QG9",
            "/indemnity/by_holders",
            "A Holder had not given a required undertaking by effectiveness: is it included?",
            {
                "unknown": "not known, unless the Company says whose shares are covered",
                "not_included": "no: the condition of inclusion was not met",
                "included": "yes: the Company let it go",
            },
            "The Company may insist on the condition or waive it; only the Company knows.",
        ),
    ] = "unknown"
    takedown_off_shelf: Annotated[
        Literal["amend", "refuse"],
        Reading(
            "QG6",
            "/shelf, /takedown",
            "May a sale off the shelf be asked for with shares that the shelf does not cover?",
            {
                "amend": "yes, once the shelf is amended to cover them, which is then owed",
                "refuse": "no: only with what the shelf covers",
            },
            "All Holders may take part in the sale, and the shelf is amended on request.",
        ),
    ] = "amend"
    require_written_advice: Annotated[
        StrictBool,
        Reading(
            "QC18",
            "/incidental/cutback",
            "Must the underwriters' advice be in writing to cut anybody back?",
            YES_NO,
            "The clause asks for written advice.",
        ),
    ] = True
    takedown_advice_in_writing: Annotated[
        StrictBool,
        Reading(
            "QG21",
            "/takedown_cutback/advice_in_writing",
            "Must advice on a sale off the shelf be in writing too?",
            YES_NO,
            "The clause on a cutback is applied to such a sale, with what it asks of advice.",
        ),
    ] = True
    greenshoe_in_max: Annotated[
        StrictBool,
        Reading(
            "QC19",
            "/incidental/cutback",
            "Do over-allotment shares use up the Underwriter's Maximum Number?",
            YES_NO,
            "They come on top unless the advice says otherwise.",
        ),
    ] = False

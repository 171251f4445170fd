"""What a check of terms finds (`POST /v1/compute/terms-check`)."""

from collections.abc import Mapping
from typing import Final

FINDINGS: Final[Mapping[str, tuple[str, str]]] = {
    "base_not_counted": ("A majority is counted among other shares.", "Take the base named."),
    "beyond_the_whole": ("More than the whole can never agree.", "Compare by `>=`."),
    "binds_not_honoured": ("Terms under which only signers are bound.", "Let it bind all."),
    "class_missing": ("A class of sellers has no rank.", "Give it one."),
    "class_twice": ("A class of sellers has two ranks.", "Take one away."),
    "class_unknown": ("There is no such class here.", "Take it away."),
    "closes_before_agreement": ("The right closes before the agreement.", "Check the days."),
    "closes_before_it_opens": ("The right closes before it opens.", "Check the days."),
    "counsel_in_one_place_only": ("Counsel is listed or described, not both.", "Do both or none."),
    "delays_without_end": ("The Company could always delay.", "Check the numbers."),
    "empty_rank": ("A rank has nobody in it.", "Take it away."),
    "excludes_nothing": ("An exclusion excludes nothing.", "Say what it excludes."),
    "listed_twice": ("Something is listed twice.", "List it once."),
    "never_recognised": ("No transferee would ever be recognised.", "Check the conditions."),
    "blank_not_filled": (
        "A blank of the form holds an example still.",
        "Say what the parties agreed at this place.",
    ),
    "clause_without_text": (
        "The document carries the words of other clauses, and not of this one.",
        "Add its words to `texts`, or correct the clause that is cited.",
    ),
    "doubts_overlap": (
        "Two doubts are about one place.",
        "Make one doubt of them, with more ways.",
    ),
    "place_not_in_doubt": (
        "A doubt is about a place that is not computed with.",
        "Name the place of a term.",
    ),
    "text_in_doubt": (
        "The text can be read in several ways.",
        "See which way holds; counsel takes one by `taken`.",
    ),
    "way_makes_no_terms": (
        "Read in this way, the document would be no valid terms.",
        "Say in the way what can stand at the place.",
    ),
    "blank_nowhere": ("A blank names no place of the terms.", "Name the place that is left open."),
    "never_usable": ("A right that can never be used.", "Write null for no such right."),
    "no_shelf": ("There is no shelf to sell from.", "Give a shelf, or no takedown."),
    "not_as_named": ("A priority does not do what it is called.", "Check the ranks."),
    "not_protected": ("A condition for somebody not protected.", "Protect it, or drop that."),
    "nothing_registrable": ("No securities count.", "Say which do."),
    "party_twice": ("A party is named twice.", "Name it once."),
    "registrable_securities_fully_diluted": ("The base is not counted here.", "Take the other."),
    "roll_against_direction": ("A last day is moved against the count.", "Turn the roll round."),
    "short_form_longer": ("A short form would have more time.", "Check the numbers."),
    "shortest_exceeds_longest": ("The shortest is longer than the longest.", "Exchange them."),
    "uncounted_warrants": ("Warrants are stated and do not count.", "Check the terms."),
    "unreachable_date": ("The calendars do not reach a day.", "Check the numbers."),
    "window_outlasts_notice": ("Holders may join after the filing.", "Check the numbers."),
    "wrong_direction": ("It is counted the wrong way.", "Turn the direction round."),
    "anchor_not_honoured": (
        "A period counted from a word that its place does not know.",
        "Take a word that the finding names.",
    ),
    "business_day_not_said": (
        "Rolls are said, and business days are not.",
        "Say `business_day`.",
    ),
    "calendar_not_declared": (
        "A calendar is named that is not declared.",
        "Declare it in `calendars`.",
    ),
    "condition_not_honoured": (
        "A Clock turns on what nothing is known of there.",
        "Take a Condition that the finding names.",
    ),
    "edge_not_honoured": (
        "A deadline with an `edge`.",
        "Leave `edge` out.",
    ),
    "edge_not_said": (
        "Whether the first day itself is open is not said.",
        "Say `edge`: `on` or `strict`.",
    ),
    "right_not_declared": (
        "A limit or standstill names a right that is not declared.",
        "Name a right of the terms.",
    ),
    "effect_not_honoured": (
        "A standstill does what cannot be done to this right.",
        "Let it `refuse`, or name rights to demand only.",
    ),
    "standstill_twice": (
        "A right has a standstill of its own and one of `standstills`.",
        "Say it in one place.",
    ),
    "reading_not_honoured": (
        "A reading speaks of the one right to demand, and the terms have several.",
        "Set the reading to false.",
    ),
    "event_not_declared": (
        "A Clock counts from an event that is not declared.",
        "Declare it in `events`.",
    ),
    "condition_not_declared": (
        "`asserted` asks for a condition that is not declared.",
        "Declare it in `conditions`.",
    ),
    "hour_not_honoured": (
        "A deadline with an `hour`.",
        "Leave `hour` out.",
    ),
    "moment_not_honoured": (
        "A Clock counts from a Moment that its place does not have.",
        "Take a Moment that the finding names.",
    ),
    "reserved_name": (
        "A roll, a group or a right has a name that is a word of its own.",
        "Give it another name.",
    ),
    "roll_not_declared": (
        "A roll is named that is not declared.",
        "Declare it in `rolls`, or say `none`.",
    ),
    "without_not_honoured": (
        "A Span leaves single days out.",
        "Leave `without` out.",
    ),
    "group_not_declared": (
        "A rank names a group that is not declared.",
        "Declare it in `groups`, or write one of the words that may stand there.",
    ),
    "floor_not_honoured": (
        "A least is said of the first rank, where nobody is displaced by it.",
        "Say it of a later rank, or leave it out.",
    ),
    "floors_exceed_whole": (
        "Ranks are to get more than the whole offering together.",
        "Say smaller parts.",
    ),
    "class_not_counted": (
        "A group, or who may ask, is about securities that do not count.",
        "Name a class of `registrable_securities.counts`.",
    ),
    "effect_before_filing": (
        "It would have to be effective before it has to be filed.",
        "Check the two deadlines.",
    ),
    "told_after_filing": (
        "Holders need not be told before it has to be filed.",
        "Check the two deadlines.",
    ),
    "right_not_honoured": (
        "A right is named where nothing can be done to it.",
        "Name the right that the finding tells.",
    ),
    "covers_twice": (
        "Two shelves that events call for each cover all Registrable Securities.",
        "Say it of one, unless both are to cover them.",
    ),
    "no_other_case": (
        "None of the cases of a Clock need apply, and then it gives no day.",
        "Add a last case without `if`, unless no day is meant.",
    ),
    "never_binds": ("A limit never binds beside another.", "Check the two numbers."),
    "holder_not_named": (
        "The terms name a Holder who is none when the agreement is made.",
        "Correct the id, or record the Holder when it comes.",
    ),
    "holding_not_counted": (
        "A Holder has shares of a class that the terms do not count.",
        "Name the class in `registrable_securities.counts`, or correct the position.",
    ),
    "owned_not_stated": (
        "A rank is shared by what is owned, and sellers stand in it of whom no fact states it.",
        "Say a `basis` of this rank: `requested` or `equal`.",
    ),
    "group_not_used": ("A group is named nowhere.", "Name it in ranks or `who`, or take it out."),
    "roll_not_said": (
        "A document of one's own does not say whether last days move.",
        "Say `deadline_roll`: `null`, or a roll.",
    ),
    "due_has_no_day": (
        "Damages are for a last day that no right has.",
        "Say by when it must be done (`file_within`, `effect_within`), or leave it out.",
    ),
    "base_without_money": (
        "Damages are a part of a base whose money is not said.",
        "Say it in `each`.",
    ),
    "no_day_in_it": (
        "The last day of a Span lies before its first.",
        "Exchange them, or count one of them otherwise.",
    ),
    "ends_before_agreement": (
        "The rights end before the agreement was made.",
        "See the day, and that of the agreement.",
    ),
    "event_not_used": (
        "Nothing counts from an event that is declared.",
        "Count from it, or take it out.",
    ),
    "condition_not_used": (
        "Nothing asks for a condition that is declared.",
        "Ask for it by `asserted`, or take it out.",
    ),
    "extends_nothing": (
        "Days are given back to a period that these terms do not have.",
        "Say the period, or leave it out of `extends`.",
    ),
    "loses_nothing": (
        "Days of a delay or a prohibition are given back, and these terms allow none.",
        "Say by `delay` when the Company may delay or prohibit, or take it out.",
    ),
    "affiliates_not_declared": (
        "Affiliates count as one, but nobody is named as one.",
        "Name them together in `affiliates`.",
    ),
    "affiliate_twice": ("A Holder is in two families of affiliates.", "Name it in one."),
    "affiliates_not_used": (
        "Affiliates are named, and nothing counts them as one.",
        "Say `affiliates` `as_one` where they are, or take them out.",
    ),
    "as_not_honoured": (
        "Who joins is to rank with those who asked, who have no own rank.",
        "Name `initiators` in the ranks, or leave `as` out.",
    ),
    "group_not_a_party": (
        "Outsiders are to use a right of the agreement.",
        "Name a group of Holders.",
    ),
}

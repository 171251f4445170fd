"""Warnings and assumptions: what an answer draws attention to, and what it took for granted."""

from collections.abc import Mapping
from typing import Final

LOOK = "Look whether the fact is right; correct it if it is not."
STATE = "Record it to have it decided by the record."
WARNINGS: Final[Mapping[str, tuple[str, str]]] = {
    "ABANDONMENT_NOT_PERMITTED": ("The Company may not abandon; its obligations remain.", LOOK),
    "ADDRESS_NOT_CHANGED": ("The notice of another address has no effect.", LOOK),
    "ADVICE_NOT_WRITTEN": ("Advice not in writing cuts nobody back.", "Record written advice."),
    "ANOTHER_PLACE_KEPT": (
        "A majority was changed in one of two places that set it alike.",
        "Amend the other too, if they are one definition.",
    ),
    "ASKED_BESIDE_TAKEN_OVER": (
        "A request does not say whether it comes besides shares that its Holder took over.",
        "State it in `in_addition`.",
    ),
    "BEYOND_THE_SHELF": ("More is asked for than the shelf covers.", "Ask for an amendment of it."),
    "CLAIM_NOTICE_NOT_DULY_GIVEN": (
        "The notice of a claim has no effect.",
        "Give it as 9(b) says.",
    ),
    "CONVERSION_DAY_AS_PROPOSAL": ("Two days may have been confused.", LOOK),
    "CONVERTED_WITHOUT_CONDITION": ("The conversion did not wait for the shelf.", LOOK),
    "COPIES_MISSING": ("A copy to counsel is missing.", "Send it."),
    "COVERED_BEYOND_MAXIMUM": ("The statement covers more than a maximum leaves.", LOOK),
    "DAMAGES_PAID_TWICE": ("A payment of damages is recorded again.", LOOK),
    "SHELF_NOT_BEGUN": (
        "An event calls for a shelf that is not begun on the record.",
        "Begin it: `POST /v1/agreements/{id}/shelves` with the day of the event.",
    ),
    "DAMAGES_NOT_AGREED": (
        "A payment is recorded of damages that the terms do not agree.",
        LOOK,
    ),
    "COVERED_WITHOUT_REQUEST": (
        "The statement covers shares for which nobody asked.",
        "Record the request, if there was one.",
    ),
    "DEFENCE_NOTICE_NOT_DULY_GIVEN": ("The notice of the defence has no effect.", LOOK),
    "DELAY_AFTER_DUE": ("The delay came after the due day.", LOOK),
    "DELAY_GAINED_NOTHING": ("A standstill deferred the duty anyway.", LOOK),
    "EXPENSES_OVERPAID": ("More was paid of the expenses than is owed.", LOOK),
    "FILED_WITHOUT_NOTICE": ("It was filed before every Holder had notice.", "Record the notices."),
    "FUTURE_DAY": ("A day lies ahead of the day asked about.", LOOK),
    "HOLDBACK_BINDS_NOBODY": (
        "A holdback is asked for in a registration that was refused.",
        "Agree with the Holders on it.",
    ),
    "HOLDBACK_TOO_LONG": ("The advice binds for fewer days than it says.", LOOK),
    "KEPT_OF_ITS_OWN": (
        "A right says by `keep_effective` itself how long a registration under it is kept.",
        "Name the right in `demand`, or ask about a registration on record.",
    ),
    "LIMIT_OF_EFFORTS_PASSED": (
        "More delay than the agreement aims at.",
        "Nothing is refused for it; see whether the efforts were made.",
    ),
    "HOLDER_AFTER_FILING": ("One became a Holder after the filing and need not be told.", LOOK),
    "HOLDERS_NOT_TOLD": ("The Holders have not been told of the delay.", "Record the notices."),
    "INCLUSION_FELL": ("A Holder holds fewer shares than it asked for.", LOOK),
    "INCLUSION_NOT_RECOGNISED": ("Shares passed to one not yet recognised.", "Record the papers."),
    "INCLUSION_OWED_LATE": ("Inclusion is still owed after effectiveness.", "Amend the statement."),
    "LETTER_AFTER_REFUSAL": ("A letter was added to what was refused.", "Post a request anew."),
    "LETTER_AFTER_WITHDRAWAL": (
        "A letter was added to what had been withdrawn as a whole.",
        "Post a request anew.",
    ),
    "MORE_THAN_HELD": ("A Holder asks for more than it holds.", LOOK),
    "NOT_AMONG_SELLERS": ("One who asks has no shares in the registration.", LOOK),
    "NOT_DULY_GIVEN": ("A notice was sent in a way that has no effect.", "Send it as 9(b) says."),
    "NOT_IN_WRITING": ("A notice was not in writing.", "Send it in writing."),
    "NOT_EXEMPT": ("What is claimed is no exemption.", LOOK),
    "NOT_IN_THE_AGREEMENT": (
        "The agreement has no term that the fact bears on: it changes nothing.",
        "If the agreement has such a clause, add it to the terms (`terms_amended`).",
    ),
    "NOT_OWED_ON_REQUEST": ("What was asked for is no step of the registration.", LOOK),
    "NOT_RETROACTIVE": ("The instrument does not reach back.", "State `effective_from`."),
    "NOTHING_INCLUDED": ("An approval counts for nothing.", LOOK),
    "NOTHING_TO_WAIVE": ("What is waived is not owed.", "Name the `id` of an obligation."),
    "NOTICE_BEFORE_ADVICE": ("The notice came before the advice.", "Give notice of it anew."),
    "NOTICE_BEFORE_REQUEST": ("The notice came before the request.", "Give notice of it anew."),
    "NO_CUTBACK_PROVISION": (
        "No provision cuts these shares back.",
        "Agree on who takes less, if all cannot be sold.",
    ),
    "MADE_THOUGH_REFUSED": (
        "The registration was refused and made all the same (QG10).",
        "The Company may; see whether it counts among the demands.",
    ),
    "REFUSED_BUT_FILED": (
        "The registration was refused, so that nobody was obliged to file.",
        "The Company may file unasked; correct the fact if it belongs to another registration.",
    ),
    "NO_SUCH_DAMAGES_PAYMENT": (
        "A payment is recorded of damages, and none of its id is owed to that Holder.",
        LOOK,
    ),
    "NO_PROCEEDS_ON_RECORD": (
        "No sale of it is on record: the limit of its liability is nil.",
        STATE,
    ),
    "NO_SUCH_OBLIGATION": (
        "What was not performed is not owed.",
        "Name the `id` of an obligation.",
    ),
    "NO_SUCH_RIGHT": ("The agreement does not give this right.", LOOK),
    "OTHER_FORM_USED": ("Another form was used than the agreement asks for.", LOOK),
    "OVERPAID": ("More was paid than is owed.", LOOK),
    "PARTY_NOT_COVERED": ("A party is not covered.", LOOK),
    "PERFORMED_ALL_THE_SAME": ("The record has the duty performed.", LOOK),
    "REPRESENTATION_IN_EXCESS": ("More is asked of a Holder than may be.", "Ask for less."),
    "REQUEST_NOT_COVERED": ("The statement covers fewer shares than it has to.", "Amend it."),
    "RIGHTS_ENDED": ("The Holders' rights have ended.", LOOK),
    "SALE_AFTER_END": ("A sale came after the end of the registration.", LOOK),
    "SALE_BEYOND_INCLUDED": ("More was sold than the registration covers.", LOOK),
    "SALE_IN_HOLDBACK": ("A sale came in days of a holdback.", LOOK),
    "SALE_NOT_INCLUDED": ("One sold who is not in the registration.", LOOK),
    "SALE_PERHAPS_BARRED": ("Whether a sale was barred is not known.", STATE),
    "SALE_WHILE_HELD": ("A sale came while the prospectus misled.", LOOK),
    "SALE_WHILE_PUT_OFF": ("A sale off a shelf came while it was put off.", LOOK),
    "SALE_WHILE_STOP_ORDERED": ("A sale came while an order stood.", LOOK),
    "SALE_WHILE_SUSPENDED": ("A sale came while sales were prohibited.", LOOK),
    "SECOND_LETTER": ("A later request does not say whether it adds to the first.", "State it."),
    "SHORT_FORM_STATED_BOTH_WAYS": (
        "Two statements on the short form contradict each other.",
        "Correct one of them.",
    ),
    "REQUEST_NOT_RECOGNISED": (
        "One who signed is not yet recognised, and its request does not count.",
        "Record what it is recognised by, and its request to join.",
    ),
    "SOLD_WITHIN_WINDOW": (
        "All was sold while a window was open.",
        "See what is owed to the Holder: its request was in time.",
    ),
    "STATED_BEFORE_DUE": ("What was not performed was not due yet.", LOOK),
    "STRETCH_AFTER_END": ("Days after the end of the period are not given back.", LOOK),
    "WHO_OF_ITS_OWN": (
        "A right says by `who` that others than the Requisite Holders may use it.",
        "Ask whether they may use that right.",
    ),
    "WAIVER_TOO_LATE": ("The waiver came after the breach.", "State `effective_from`."),
    "WINDOW_AFTER_DUE": (
        "A window to join runs past the due day.",
        "Plan for both days; neither duty yields to the other.",
    ),
    "PLANNED_TOO_EARLY": ("The filing is planned for too early a day.", "Plan it for later."),
    "INSTRUMENT_WITHOUT_EFFECT": ("An instrument has no effect.", "Record the one that has."),
}
ASSUMPTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "NOTHING_OF_ITS_OWN": (
        "The Company sells nothing in a registration for others.",
        "State `company_shares`, 0 if there are none.",
    ),
    "KEPT_WITHOUT_RIGHTS": (
        "A transferee has kept the shares that came to it without rights.",
        "Say in `without_rights` of the later transfer what it still held.",
    ),
    "RANKED_AS_A_WHOLE": (
        "All shares of a Holder have one rank, though some came to it from one of another rank.",
        "Let counsel decide how the shares that came to it rank.",
    ),
    "TAKEN_AFTER_SPLIT": ("What moved or was stated on the day of a split followed it.", LOOK),
    "COMMENCED_WHEN_EFFECTIVE": ("The offering commenced when it was effective.", STATE),
    "COMMISSION_DAYS": ("The Commission works as announced.", "Ask the Commission near the day."),
    "COUNSEL_FOR_ALL": (
        "The only counsel who has billed acts for all Holders.",
        "Record `acts_for_all_holders`.",
    ),
    "DETERMINED_AFTER_OPENING": ("It was determined after the right opened.", STATE),
    "DOCKET_ORDER": ("Of one day, in the order of the docket.", STATE),
    "EXPECTED_EFFECTIVENESS": ("Counted from the expected day.", "Record `declared_effective`."),
    "FORECAST": ("Some days are those that are expected.", "Record what has happened."),
    "HOLDBACK_NOT_REQUIRED": (
        "The underwriter requires no holdback.",
        "Record `holdback_required`.",
    ),
    "IMPORTED_DEFINITION": ("A word has the meaning of another document.", "See that document."),
    "INCLUDED_AS_OWED": ("The statement covers all who are to be included.", "Record `covers`."),
    "IN_WRITING": ("What was sent is a writing.", "Record `in_writing`."),
    "LAW_NOT_ASKED": ("Only the agreement is asked, not the law.", "Ask counsel."),
    "OFFERING_FORM_NOT_STATED": ("The offering starts a standstill.", "Record its `form`."),
    "ORDER_IN_A_DAY": ("Facts of one day came in the order of their kinds.", STATE),
    "PROJECTED_CALENDAR": ("Holidays are projected from today's law.", "Ask again nearer the day."),
    "OLDEST_ORDER_LIFTED": (
        "One lifting was recorded while several orders stood.",
        "Record `stop_order_lifted` for each order that was lifted.",
    ),
    "RECEIPT_STATED": ("The day of receipt is taken as stated.", "State how it was delivered."),
    "SALE_FOR_EFFECTIVENESS": (
        "The sale stands for effectiveness.",
        "Nothing need be done for a sale off a shelf.",
    ),
    "TRANSACTION_STILL_CONSIDERED": (
        "The transaction was still being considered on the day that counts.",
        "Record `transaction_considered_until`.",
    ),
    "UNDERTAKING_SATISFACTORY": (
        "The undertaking satisfies the Company.",
        "Record `satisfactory`.",
    ),
    "UNIFORM_PRICE": ("Everyone sold at the same price.", "State the price of each sale."),
    "WAIVER_REACHES_BACK": ("The waiver reaches back to the due day.", "State `effective_from`."),
    "EARLIER_RUNS_ENDED": ("Earlier periods had ended.", STATE),
    "OWN_INFORMATION_NOT_FOUND": (
        "Nobody has found whose information it was.",
        "Record a finding.",
    ),
}

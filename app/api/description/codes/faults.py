"""Faults that a problem lists: what is wrong at a place of the request."""

from collections.abc import Mapping
from typing import Final

READ = "Read the record (`GET …/events`), then post what it can hold."
EXPORT = "Take an export that nobody has changed; keep this one, it may be evidence."
DOCKET = "Run `python -m app refresh-docket`, and find out who changed the row."
ANY_ORDER = "facts may be posted in any order of their days."
FIRST = f"Post that fact first; {ANY_ORDER}"
FAULTS: Final[Mapping[str, tuple[str, str]]] = {
    # --- the shape of a request
    "invalid_value": ("The value is not one that can stand here.", "The detail says what can."),
    "missing_field": ("A field that is required is left out.", "Add it."),
    "unknown_field": ("There is no such field.", "Take the name that the detail suggests."),
    "unknown_kind": ("There is no such kind of fact.", "See `GET /v1/facts`."),
    "wrong_place": ("A fact of this kind is posted elsewhere.", "Post it where the detail says."),
    "unknown_parameter": ("There is no such parameter.", "The detail names those that there are."),
    "given_twice": ("A parameter or header is given twice.", "Give it once."),
    "too_deep": ("The body is nested too deeply.", "Send the document as it is described."),
    "too_long": ("A name or a number is too long.", "Shorten it."),
    "too_many_items": ("A list has too many items.", "Send it in parts."),
    "too_many_values": ("The body holds too many values.", "Send it in parts."),
    "not_canonical": ("A number or text cannot be hashed.", "Send the document as exported."),
    "unknown_party": (
        "Nothing is owed by or to anybody of this name.",
        "Use the id of a Holder, or that of the Company in the agreement's terms.",
    ),
    "unknown_clause": (
        "Nothing is owed under a clause of this name.",
        "Name a clause as a duty does, in `clause`.",
    ),
    "no_key_here": (
        "A reply kept under this key would keep a secret.",
        "Give an `id` instead of an `Idempotency-Key`.",
    ),
    "unknown_code": ("There is no such code.", "`GET /v1/codes` lists them."),
    "not_a_place": (
        "No place of the terms, or in a list, is named so.",
        "See `GET /v1/templates/{id}`; in a list pass `next` as it was given.",
    ),
    "date_outside_calendars": ("The calendars do not reach that day.", "They run 1998 to 2060."),
    "no_such_days": ("There are no such days.", "Name a first day not after the last."),
    "due_from": ("The first day is after the last.", "Exchange the two."),
    "due_to": ("The last day is before the first.", "Exchange the two."),
    # --- an export that does not fit
    "position_gap": ("An entry is missing.", EXPORT),
    "unreadable": ("An entry cannot be read.", EXPORT),
    "link": ("An entry does not follow the one before it.", EXPORT),
    "hash": ("A hash is not that of its content.", EXPORT),
    "head": ("The head is not the hash of the last fact.", EXPORT),
    "recorded_before_predecessor": ("A fact was recorded before the one before it.", EXPORT),
    "version_count": ("There are more or fewer facts than the agreement counts.", EXPORT),
    "terms_hash": ("The terms are not those that the agreement was made with.", EXPORT),
    "not_on_record": ("What an answer or audit entry speaks of is not there.", EXPORT),
    "answer_hash": ("A kept answer was changed.", EXPORT),
    "record_hash": ("A kept answer names another record.", EXPORT),
    "evaluation_hash": ("An audit entry names another answer.", EXPORT),
    "not_audited": ("Something was recorded that no audit entry tells of.", EXPORT),
    "not_linked": ("A write is not part of the chain of all writes.", EXPORT),
    "row_changed": ("A row of the docket was changed.", DOCKET),
    "row_added": ("A row of the docket was added.", DOCKET),
    "row_missing": ("A row of the docket is missing.", DOCKET),
    "signature": ("The anchor is not signed by the key that it names.", EXPORT),
    # --- names
    "unknown_template": ("There is no such template.", "See `GET /v1/templates`."),
    "unknown_holder": ("No Holder has this id.", "Take one that the detail names, or record it."),
    "unknown_shelf": ("No shelf under this agreement has this id.", "Name an effective shelf."),
    "unknown_claim": ("No claim has this name.", "Post `claim_made` first."),
    "unknown_amendment": ("No amendment has this name.", "Post `amendment_proposed` first."),
    "unknown_underwriter": ("No such underwriter was selected.", "Post `underwriter_selected`."),
    "unknown_agreement": ("No agreement has this id.", "See `GET /v1/agreements`."),
    "unknown_registration": ("No registration here has this id.", READ),
    "unknown_fact": ("No entry on this record has this id.", READ),
    "unknown_schema": ("The shape of the fact is of another release.", "Export it there anew."),
    "duplicate_holder": ("A Holder is named twice.", "Name each once, with the sum."),
    "holder_already_recorded": ("A Holder of this id is recorded.", "Choose another id."),
    "reserved_id": (
        "A Holder has the id by which answers call the Company or outsiders.",
        "Choose another id.",
    ),
    "already_recorded": ("The same is on record already.", "Correct that entry if it is wrong."),
    "names_nobody": (
        "The list of Holders names nobody.",
        "Name those meant, or leave the list out.",
    ),
    "claim_exists": ("A claim of this name is on record.", "Choose another name."),
    "address_refused": (
        "A webhook may not be sent there.",
        "Give an `https://` address of the public internet, without a password or a fragment.",
    ),
    # --- what cannot be beside the record
    "before_agreement": ("It is dated before the agreement.", "Check the day."),
    "after_agreement": ("It is to be of the day of the agreement, or before.", "Check the day."),
    "before_registration": ("It is dated before the registration began.", "Check the day."),
    "before_demand": ("It is dated before the demand.", "Check the day."),
    "before_claim": ("It is dated before the claim.", "Check the day, or that of the claim."),
    "not_yet_happened": ("It is dated in the future.", "Post it when it has happened."),
    "as_of_before_fact": ("The day asked about is before the fact.", "Ask as of its day or later."),
    "already_filed": ("A filing is on record.", "Correct that one if its day is wrong."),
    "already_effective": ("The statement is effective already.", "Correct its day if it is wrong."),
    "already_withdrawn": ("The request was withdrawn before.", "Retract the withdrawal if wrong."),
    "already_abandoned": ("The registration was abandoned before.", "Retract that if it is wrong."),
    "already_converted": ("The conversion is on record.", "Correct that one if its day is wrong."),
    "already_made": (
        "The underwriting agreement is on record.",
        "Correct that one if it is wrong.",
    ),
    "already_sold": ("All was sold before.", "Correct the day of that if it is wrong."),
    "amendment_already_filed": ("The amendment was filed before.", "Give the next another name."),
    "not_filed": ("No filing is on record by that day.", f"Post `filed`. {FIRST}"),
    "not_effective": ("It is not effective by that day.", f"Post `declared_effective`. {FIRST}"),
    "no_notice_given": (
        "No notice that the prospectus misleads is on record by that day.",
        f"Post `misstatement_notice_given` first; {ANY_ORDER}",
    ),
    "not_for_this_kind": (
        "A registration of this kind has no such fact.",
        "`GET /v1/facts/{kind}` says for which kinds it is.",
    ),
    "more_than_held": (
        "More shares than are held.",
        "Post first what gave the shares (`preferred_converted`, `warrants_exercised`, "
        "`position_stated`), or correct the number.",
    ),
    "more_than_all": ("More shares than there are.", "Correct one of the two numbers."),
    "contradicts_record": ("It cannot be true beside what is on record.", READ),
    "did_not_ask": (
        "The Holder did not ask for it.",
        f"Post its request first; {ANY_ORDER}",
    ),
    "not_owed_on_request": ("No step of this registration is owed on request.", READ),
    "no_such_covenant": ("The agreement has no such covenant.", "See its terms."),
    "needed_for_limit": (
        "A limit of the terms turns on what is not said of this use.",
        "Say it.",
    ),
    "right_not_named": (
        "The terms have several rights of the kind.",
        "Say in `demand` under which of `demands`, in `takedown` under which of `takedowns`, or "
        "in `shelf` under which of `shelves`.",
    ),
    "called_for_by_event": (
        "An event of the terms calls for this shelf, and nobody asks for it.",
        "Record the event, and say its day in `called_for_on`.",
    ),
    "not_called_for_by_event": (
        "By the record no event called for this shelf on that day.",
        "Record the event (`event_happened`), and say its day; or leave `called_for_on` out.",
    ),
    "already_begun": (
        "The event has called for this shelf already.",
        "Post what happens to it under the registration that is on record.",
    ),
    "no_such_event": ("The terms declare no such event.", "See `events` of its terms."),
    "no_such_condition": (
        "The terms declare no such condition.",
        "See `conditions` of its terms.",
    ),
    "no_such_right": ("The terms give no such right.", "See `GET …/terms`."),
    "answered_elsewhere": (
        "The terms say what this computation does not know.",
        "Ask where the detail says.",
    ),
    "no_such_term": ("The terms have no such place.", "See `GET …/terms` for the places."),
    "fixed_term": ("This term cannot be changed by an instrument.", "Make a new agreement."),
    "changes_nothing": ("It changes nothing.", "Say what is to be otherwise."),
    "invalid_terms": (
        "The terms would contradict themselves.",
        "Try `POST /v1/compute/terms-check`.",
    ),
    "another_company": (
        "An agreement is of another company.",
        "Name agreements whose terms name the company.",
    ),
    "doubt_undetermined": (
        "The document carries a doubt, and no way of it is in force.",
        "Choose one of its ways in `readings`.",
    ),
    "invalid_reading": ("There is no such reading, or choice.", "See `GET /v1/readings`."),
    "not_another_seller": ("This seller is a Holder or the Company.", "Name its own class."),
    "wrong_seller_class": ("The seller is of another class.", "Say which it is."),
    "wrong_role": ("The person has another role.", "Say which it has."),
    "not_in_the_claim": ("The person has no part in the claim.", "Name one of its parties."),
    "party_missing": ("A party to the claim is missing.", "Name everybody in the claim."),
    "report_was_missing": ("The report is on record as missing.", "Correct that entry first."),
    "no_longer_stands": (
        "The entry was corrected or retracted before.",
        "Name the id of the correction: that is the entry which stands.",
    ),
    "not_correctable": (
        "The making of the agreement, or a retraction, is not corrected in this way.",
        "Retract a retraction; make another agreement in the place of one that was made wrong.",
    ),
    "without_beginning": (
        "Nothing would have set the registration going.",
        "Correct, not retract.",
    ),
    "nothing_to_explain": ("No computed value is at this place.", "See `explained_by`."),
    # --- limits
    "too_many_readings": ("Too many readings to try at once.", "Name some by `reading`."),
    "too_many_days": ("The facts of too many days at once.", "Send those of fewer days at once."),
    "too_many_agreements": ("Too many agreements for one such question.", "Name one."),
    "too_many_events": ("Too many entries for one calendar.", "Filter them."),
    # --- documents of agreements
    "another_agreement": ("A part is of another agreement.", "Send the document as exported."),
    "another_day": ("The row says another day than the fact.", "Send the document as exported."),
    "another_kind": ("The row says another kind than the fact.", "Send the document as exported."),
    "another_record": ("The anchor is of another record or state.", "Send the one of its export."),
    "recorded_in_future": ("It is recorded later than now.", "Look at the clocks of both."),
    "misplaced": ("A fact of this kind cannot stand here.", "Send the document as exported."),
}

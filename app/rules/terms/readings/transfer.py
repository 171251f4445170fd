"""Readings of transfer, amendment, approval and splits: QF9 to QF24, and later ones."""

from typing import Annotated, Literal

from pydantic import StrictBool

from app.rules.terms.readings.reading import YES_NO, Reading, ReadingGroup


class TransferReadings(ReadingGroup):
    """To whom rights pass, who must consent to what, and what a split changes."""

    assignment_limbs: Annotated[
        Literal["any", "restriction_overrides"],
        Reading(
            "QF9",
            "/assignment",
            "Does the transferor's written restriction defeat the other limbs?",
            {
                "any": "no: any one limb is enough",
                "restriction_overrides": "yes: no rights pass against it",
            },
            "The limbs are joined by “or”.",
        ),
    ] = "any"
    public_buyers_are_holders: Annotated[
        StrictBool,
        Reading(
            "QF10",
            "/assignment",
            "Do buyers in a sale to the public become Holders?",
            YES_NO,
            "Such a sale assigns shares, not rights.",
        ),
    ] = False
    threshold_counts_prior: Annotated[
        StrictBool,
        Reading(
            "QF11",
            "/assignment",
            "Does the least number of shares count what the transferee held before?",
            YES_NO,
            "The clause asks what it holds after giving effect to the transfer.",
        ),
    ] = True
    shares_without_rights: Annotated[
        Literal["held", "not_counted", "registrable"],
        Reading(
            "QG18",
            "/assignment, /registrable_securities",
            "What are securities that came to a transferee without rights, once it is a Holder?",
            {
                "held": "securities that it holds: they count towards the least number of shares, "
                "and are not Registrable Securities",
                "not_counted": "nothing: they count neither as Registrable Securities nor towards "
                "the least number of shares",
                "registrable": "Registrable Securities, from the day on which it is a Holder",
            },
            "The clause asks what the transferee then holds, and passes rights only to the extent "
            "of the securities transferred with them. Against the first it may be said that it "
            "counts Registrable Securities only, against the second that 1(i) speaks of whatever "
            "common stock of the kind a Holder holds; but a written restriction would then mean "
            "nothing against one who is a Holder already.",
        ),
    ] = "held"
    inclusion_passes: Annotated[
        StrictBool,
        Reading(
            "QG5",
            "/assignment",
            "Do registered shares that pass with all rights take their place in the registration "
            "along?",
            {
                "true": "yes: the transferee is in for what the transferor can no longer sell",
                "false": "no: they leave the registration, and the transferee must ask itself",
            },
            "Every provision of the agreement passes to the extent of the securities transferred; "
            "the prospectus must then be supplemented to name the new seller.",
        ),
    ] = True
    split_rounding: Annotated[
        Literal["exact", "down", "up"],
        Reading(
            "QF15",
            "/split_clause",
            "What becomes of a fraction when a split changes a number of shares?",
            {
                "exact": "it stays, and is compared unrounded",
                "down": "the number is rounded down",
                "up": "the number is rounded up",
            },
            "Numbers are modified as necessary; no rounding is necessary to compare them.",
        ),
    ] = "exact"
    split_fractions: Annotated[
        Literal["exact", "dropped_each"],
        Reading(
            "QG17",
            "/split_clause, /registrable_securities",
            "What becomes of the fractions that a split leaves in what each Holder holds?",
            {
                "exact": "common shares lose them on the day of the split; preferred and warrants "
                "keep them until they are converted or exercised, and they count",
                "dropped_each": "every Holder loses them in every class on the day of the split",
            },
            "Effect is given to a split only as far as necessary, and only shares that exist can "
            "have no fractions: preferred and warrants carry a rate.",
        ),
    ] = "exact"
    sec8_test: Annotated[
        Literal["term_by_term", "overall"],
        Reading(
            "QF17",
            "/other_rights",
            "Are rights granted to others compared term by term, or as a whole?",
            {
                "term_by_term": "term by term: one more favourable term is enough",
                "overall": "as a whole: a better term may be outweighed by a worse one",
            },
            "The clause forbids any rights more favourable than or inconsistent with these.",
        ),
    ] = "term_by_term"
    rights_end: Annotated[
        Literal["never", "3_years_after_ipo", "5_years_after_ipo", "7_years_after_ipo"],
        Reading(
            "QF18",
            "/other_rights, /registrable_securities",
            "Where the terms state no period for the rights, do they end by time?",
            {
                "never": "no: only with the last Registrable Securities, or by an instrument",
                "3_years_after_ipo": "yes: 3 years after the first public offering is effective",
                "5_years_after_ipo": "yes: 5 years after the first public offering is effective",
                "7_years_after_ipo": "yes: 7 years after the first public offering is effective",
            },
            "No clause ends them by time. A period that the terms do state governs whatever is "
            "chosen here.",
        ),
    ] = "never"
    disproportionate_consent: Annotated[
        StrictBool,
        Reading(
            "QF19",
            "/amendments",
            "Must a Holder whom a change hurts more than the others consent itself?",
            YES_NO,
            "The clause asks for the Requisite Holders and binds every Holder.",
        ),
    ] = False
    ua_satisfaction: Annotated[
        Literal["all_requesting", "initiators"],
        Reading(
            "QF21",
            "/underwriting_agreement",
            "Whom must the underwriting agreement satisfy?",
            {
                "all_requesting": "those who made the request and those who joined it",
                "initiators": "only those who made the request",
            },
            "Those who join request the registration too.",
        ),
    ] = "all_requesting"
    approval_counted: Annotated[
        Literal["when_enough", "at_last"],
        Reading(
            "QG19",
            "/underwriter_selection",
            "Of which shares must those who approve the underwriter have a majority?",
            {
                "when_enough": "of those included when they approved, or on a later day: what was "
                "approved once stays approved, whoever joins or sells afterwards",
                "at_last": "of those that are included in the end: while others may join, or sell, "
                "an approval may still come to be too few",
            },
            "The Company has to engage the underwriter before the windows close, and could rely on "
            "no approval until then. Against it: the clause asks for a majority of what is to be "
            "included, and who joins in time is included too.",
        ),
    ] = "when_enough"
    retroactive_amendment: Annotated[
        StrictBool,
        Reading(
            "QF24",
            "/amendments",
            "May an amendment, like a waiver, take effect before it was made?",
            YES_NO,
            "By their place in the sentence the words speak of waivers only.",
        ),
    ] = False
    governing_day: Annotated[
        Literal["received", "given"],
        Reading(
            "QG14",
            "/demand, /amendments",
            "Amended between the sending and the receipt of a request: which terms govern it?",
            {
                "received": "those of the day of receipt",
                "given": "those of the day on which it was sent",
            },
            "All clocks of the clause run on receipt; a request not yet received asks for nothing.",
        ),
    ] = "received"
    empty_register: Annotated[
        Literal["continues", "ends"],
        Reading(
            "QG15",
            "/registrable_securities, /amendments",
            "Nobody holds Registrable Securities any more, and later somebody does: do the rights "
            "go on?",
            {
                "continues": "yes: the agreement never ended, and binds again those who hold",
                "ends": "no: they ended for good on the first day on which nobody held any",
            },
            "Nothing in the agreement ends it for want of Holders.",
        ),
    ] = "continues"

"""Readings of money: QC9, QF1, QF2, QF4, QF5, QF7, QF8, QF23, QG7 and QG20."""

from typing import Annotated, Literal

from pydantic import StrictBool

from app.rules.terms.readings.reading import Reading, ReadingGroup


class MoneyReadings(ReadingGroup):
    """Who bears expenses and discounts, who indemnifies whom, and up to what amount."""

    shelf_expense_payer: Annotated[
        Literal["company", "holders"],
        Reading(
            "QC9",
            "/expenses_clause",
            "Who bears the Registration Expenses of a shelf, which the clause does not name?",
            {"company": "the Company", "holders": "the Holders whose shares it covers"},
            "They are expenses of the Company's performance, and the shelf follows the same "
            "procedure.",
        ),
    ] = "company"
    cap_measure: Annotated[
        Literal["net", "gross"],
        Reading(
            "QF1",
            "/indemnity/by_holders/cap",
            "Are the “proceeds received” counted after or before the underwriting discount?",
            {
                "net": "after the discount, before tax",
                "gross": "before the discount: the price to the public",
            },
            "What remains after the discount is what the Holder receives.",
        ),
    ] = "net"
    limit_discount: Annotated[
        Literal["taken", "borne"],
        Reading(
            "QG7",
            "/indemnity/by_holders/cap, /discounts",
            "Which discount is left out of the proceeds that limit a Holder's obligation?",
            {
                "taken": "what was taken from its own price at the sale",
                "borne": "its share of all discounts and commissions of the offering",
            },
            "Proceeds are what came in at the sale; who bears the discounts in the end is another "
            "matter.",
        ),
    ] = "taken"
    cap_extends_to_contribution: Annotated[
        StrictBool,
        Reading(
            "QF2",
            "/indemnity/by_holders/cap, /indemnity/other_laws_clause, /indemnity/contribution",
            "Does the limit on a Holder's obligation cover contribution too?",
            {
                "true": "yes: all it pays under the Section in one offering",
                "false": "no: its indemnity only",
            },
            "Otherwise contribution would defeat the limit.",
        ),
    ] = True
    reallocate_shortfall: Annotated[
        StrictBool,
        Reading(
            "QF4",
            "/indemnity/contribution",
            "One party's share is capped or cannot be collected: do the others bear it?",
            {
                "false": "no: it stays with the Indemnified Party",
                "true": "yes: the other Indemnifying Parties, by relative fault, each up to its "
                "own limit",
            },
            "Each contributes in proportion to its own fault.",
        ),
    ] = False
    fault_weighed: Annotated[
        Literal["of_all", "of_the_two_sides"],
        Reading(
            "QG20",
            "/indemnity/contribution",
            "Is the fault of one who owes the Indemnified Party no indemnity weighed?",
            {
                "of_all": "yes: its part stays with the Indemnified Party",
                "of_the_two_sides": "no: only that of the Indemnifying Parties and of the "
                "Indemnified Party, who divide the whole between them",
            },
            "Nobody contributes for the fault of another. Against it: the clause weighs the "
            "Indemnifying Parties on the one hand and the Indemnified Party on the other.",
        ),
    ] = "of_all"
    settlement_consent: Annotated[
        Literal["no_release", "always"],
        Reading(
            "QF5",
            "/indemnity/settlement|/indemnity/claim_notice",
            "When does a judgment or settlement need the Indemnified Party's consent?",
            {
                "no_release": "only if it does not release it unconditionally",
                "always": "always",
            },
            "The words on the release describe the settlement that needs consent.",
        ),
    ] = "no_release"
    underwriter_fees_of_sellers: Annotated[
        Literal["company", "sellers"],
        Reading(
            "QF7",
            "/registration_expenses",
            "Who bears underwriters' fees that sellers customarily pay?",
            {"company": "the Company", "sellers": "the sellers"},
            "“Insurers” is a slip for issuers; “or sellers” stands as it is written.",
        ),
    ] = "company"
    discount_basis: Annotated[
        Literal["proceeds", "shares"],
        Reading(
            "QF8",
            "/discounts",
            "Prices differ: is the underwriting discount shared by proceeds or by shares?",
            {"proceeds": "by proceeds", "shares": "by the number of shares sold"},
            "The discount is taken from the proceeds; at one price both are the same.",
        ),
    ] = "proceeds"
    indemnified_parties: Annotated[
        Literal["both_sides", "as_defined"],
        Reading(
            "QF23",
            "/indemnity/by_company, /indemnity/by_holders, /indemnity/claim_notice, "
            "/indemnity/contribution",
            "Do notice, defence, payment and contribution protect the Company's side as well?",
            {
                "both_sides": "yes: of all who are indemnified, on either side",
                "as_defined": "no: only the Holders' side, whom the definition names",
            },
            "The Holders' indemnity is given in the same manner, and the later subdivisions "
            "speak of each party.",
        ),
    ] = "both_sides"

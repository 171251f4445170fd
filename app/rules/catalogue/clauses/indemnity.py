"""Section 6: indemnification and contribution."""

from app.rules.catalogue.clauses.provision import (
    ObligationYielded,
    Provision,
    company_owes,
    holder_owes,
)

PROVISIONS = (
    Provision(
        "6(a).1",
        "The Company makes good what selling Holders, their counsel, those who control them and, "
        "where they ask for it, the underwriters lose through false or missing statements or "
        "through its own breach of securities rules.",
        ("obligation",),
        rules=(
            "app.rules.money.indemnity.indemnity.company_liability",
            "app.rules.money.indemnity.indemnity.company_protects",
            "app.rules.money.indemnity.claim_indemnity.indemnity_of",
            "app.rules.money.indemnity.duties.standing_duties",
        ),
        computations=("/v1/compute/indemnity",),
        obligations=(
            company_owes("the Indemnified Parties", "indemnify against losses", deadline="6(e)"),
        ),
        readings=("QF23",),
    ),
    Provision(
        "6(a).2",
        "It also pays back what they reasonably spend on looking into a claim or defending it.",
        ("obligation",),
        rules=(
            "app.rules.money.indemnity.indemnity.company_liability",
            "app.rules.money.indemnity.claim_indemnity.indemnity_of",
        ),
        computations=("/v1/compute/indemnity",),
        obligations=(
            company_owes(
                "the Indemnified Parties",
                "reimburse reasonable expenses of investigation and defence",
                deadline="6(e)",
            ),
        ),
    ),
    Provision(
        "6(a).3",
        "It does not answer to anyone for the part that goes back to its own written information.",
        ("limit", "computation"),
        rules=(
            "app.rules.money.indemnity.indemnity.company_liability",
            "app.rules.money.indemnity.claim_indemnity.indemnity_of",
        ),
        computations=("/v1/compute/indemnity",),
    ),
    Provision(
        "6(b).1",
        "The Company may keep out of a registration a Holder that does not undertake to make good, "
        "to it and its people, what its own written information causes.",
        ("condition", "obligation"),
        rules=(
            "app.rules.money.indemnity.indemnity.holder_liability",
            "app.rules.money.indemnity.indemnity.why_not_owed",
            "app.rules.money.indemnity.claim_indemnity.indemnity_of",
        ),
        computations=("/v1/compute/holder-cap",),
        obligations=(
            holder_owes(
                "Company, its directors, officers and controlling persons",
                "indemnify for its own written information, if it has undertaken to",
                deadline="6(e)",
            ),
        ),
        readings=("QF23", "QG9"),
    ),
    Provision(
        "6(b).2",
        "A Holder never owes more than its sales in that offering brought it.",
        ("limit", "computation"),
        rules=(
            "app.rules.money.indemnity.indemnity.holder_liability",
            "app.rules.money.indemnity.indemnity.proceeds",
            "app.rules.money.indemnity.owed.liabilities",
        ),
        computations=("/v1/compute/holder-cap",),
        readings=("QF1", "QF2", "QG7"),
    ),
    Provision(
        "6(c).1",
        "A person who wants indemnity for an action reports it in writing without delay; silence "
        "costs it only as much as it really harmed the other.",
        ("obligation", "computation"),
        rules=(
            "app.rules.money.indemnity.conduct.payable_after_late_notice",
            "app.rules.money.indemnity.duties.claim_duties",
        ),
        computations=("/v1/compute/late-notice",),
        obligations=(
            ObligationYielded(
                "the Indemnified Party",
                "the Indemnifying Party",
                "give written notice of the action",
                standard="promptly",
            ),
        ),
        readings=("QF23",),
    ),
    Provision(
        "6(c).2",
        "The Indemnifying Party may take the defence into its hands unless a conflict of interest "
        "is reasonably seen; from then on it pays later costs only for reasonable investigation.",
        ("right", "computation"),
        rules=(
            "app.rules.money.indemnity.conduct.defence_costs",
            "app.rules.money.indemnity.claim.case_of",
        ),
        computations=("/v1/compute/defence-costs",),
        readings=("QF23", "QG3"),
    ),
    Provision(
        "6(c).3",
        "It may not settle or accept judgment without the Indemnified Party's consent if that "
        "does not free the latter entirely.",
        ("limit",),
        rules=(
            "app.rules.money.indemnity.conduct.rule_on_settlement",
            "app.rules.money.indemnity.settled.settling",
        ),
        computations=("/v1/compute/settlement",),
        obligations=(
            ObligationYielded(
                "the Indemnifying Party",
                "the Indemnified Party",
                "settle without consent or an unconditional release",
                "must_not",
            ),
        ),
        readings=("QF5", "QF23"),
    ),
    Provision(
        "6(d)",
        "Company and included Holders give one another the like protection where another federal "
        "or a state law calls for registration.",
        ("obligation",),
        rules=(
            "app.rules.money.indemnity.indemnity.company_liability",
            "app.rules.money.indemnity.claim.case_of",
        ),
        computations=("/v1/compute/indemnity",),
        obligations=(
            company_owes("the Indemnified Parties", "indemnify likewise under other laws"),
            holder_owes("Company", "indemnify likewise under other laws"),
        ),
        readings=("QF2", "QF23"),
    ),
    Provision(
        "6(e)",
        "Payment follows each bill and each loss when it comes, not the end of the case.",
        ("obligation", "computation"),
        rules=(
            "app.rules.money.indemnity.conduct.payments",
            "app.rules.money.indemnity.paid.accounts",
        ),
        computations=("/v1/compute/indemnity-payments",),
        obligations=(
            ObligationYielded(
                "the Indemnifying Party",
                "the Indemnified Party",
                "make periodic payments",
                deadline="the day a bill is received or a loss incurred",
            ),
        ),
    ),
    Provision(
        "6(f)",
        "These duties go on after the offering is over.",
        ("definition",),
        rules=(
            "app.rules.money.indemnity.duties.standing_duties",
            "app.rules.money.registration_money.answer_money",
        ),
    ),
    Provision(
        "6(g).1",
        "Where indemnity fails or falls short, each Indemnifying Party bears loss and expenses by "
        "its part of the fault and by what else is fair.",
        ("obligation", "computation"),
        rules=(
            "app.rules.money.indemnity.contribution.contribute",
            "app.rules.money.indemnity.contribution.is_open",
            "app.rules.money.indemnity.claim_contribution.contribution_of",
        ),
        computations=("/v1/compute/contribution",),
        obligations=(
            ObligationYielded(
                "each Indemnifying Party",
                "the Indemnified Party",
                "contribute in proportion to relative fault",
                deadline="6(e)",
            ),
        ),
        readings=("QF2", "QF4", "QF23", "QG20"),
    ),
    Provision(
        "6(g).2",
        "One guilty of fraud gets nothing from one who is not.",
        ("limit",),
        rules=(
            "app.rules.money.indemnity.contribution.contribute",
            "app.rules.money.indemnity.claim_contribution.contribution_of",
        ),
        computations=("/v1/compute/contribution",),
    ),
)

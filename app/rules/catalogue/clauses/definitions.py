"""The preamble and Section 1: the parties and the defined words."""

from app.rules.catalogue.clauses.provision import DEFINITION, Provision, company_owes

PROVISIONS = (
    Provision(
        "P.1",
        "Names the parties as of 10 April 1998: CTC, a Massachusetts corporation, and the nine "
        "Holders who sign.",
        ("definition",),
        rules=("app.rules.holders.register.keep_register",),
    ),
    Provision(
        "P.2",
        "Ties the Agreement to the purchase of the securities: until CTC has signed it, the "
        "Holders need not close that purchase.",
        ("condition",),
        obligations=(
            company_owes(
                "the Holders",
                "execute and deliver the Agreement",
                deadline="the closing of the Purchase Agreement",
            ),
        ),
        rules=("app.rules.covenants.promises.agreement_duties",),
    ),
    Provision(
        "P.3",
        "Borrows from the Purchase Agreement the meaning of any capitalised word left undefined, "
        "such as Affiliate.",
        ("definition",),
        rules=("app.rules.covenants.assignees.recognitions",),
    ),
    Provision(
        "1(a)",
        "A Business Day is neither a weekend day nor a legal holiday, and New York banks do "
        "business on it.",
        ("definition",),
        rules=(
            "app.rules.values.calendars.business_days",
            "app.rules.reasoning.days.almanac.almanac_for",
        ),
        computations=("/v1/compute/deadline", "/v1/compute/deemed-receipt"),
        readings=("QA1", "QA2", "QA4", "QA5"),
    ),
    Provision(
        "1(b)",
        "Commission stands for the federal securities regulator.",
        ("definition",),
        not_computed=DEFINITION,
    ),
    Provision(
        "1(c)",
        "Common Stock is the Company's $.01 par common, with whatever it is later turned into or "
        "reclassified as.",
        ("definition",),
        not_computed="Definition only: positions are stated in shares of Common Stock, and a "
        "reclassification is recorded by stating them anew.",
    ),
    Provision(
        "1(d)",
        "Exchange Act means the 1934 statute or its successor, with its rules, in the version in "
        "force when the question arises.",
        ("definition",),
        not_computed=DEFINITION,
    ),
    Provision(
        "1(e)",
        "Holders are the signatories, and later owners of Registrable Securities who took the "
        "rights under 9(f).",
        ("definition",),
        rules=("app.rules.holders.register.keep_register",),
        readings=("QB9", "QF10"),
    ),
    Provision(
        "1(f)",
        "Other Securities are equity that the Company issues after signing, so far as it is not "
        "Registrable Securities.",
        ("definition",),
        not_computed="Definition only: whether a demand comes from holders of such securities is "
        "stated with the question that 2(b).3 answers.",
    ),
    Provision(
        "1(g)",
        "Preferred Stock Derivatives is explained elsewhere, in the Certificate of Designation, "
        "and then never used.",
        ("definition",),
        not_computed=DEFINITION,
    ),
    Provision(
        "1(h)",
        "A Person is anybody: a human being, any body or firm, a state or part of one.",
        ("definition",),
        not_computed=DEFINITION,
    ),
    Provision(
        "1(i)",
        "Registrable Securities are the Holders' common shares from Series A or Warrants, had or "
        "still to be had, with what splits and exchanges make of them; no rule ends that status "
        "while a Holder keeps them.",
        ("definition", "computation"),
        rules=(
            "app.rules.holders.holdings.fully_diluted",
            "app.rules.holders.register.keep_register",
        ),
        computations=("/v1/compute/requisite-holders",),
        readings=("QB7", "QG15"),
    ),
    Provision(
        "1(j)",
        "Registration Expenses are whatever the Company's part of a registration costs, one "
        "counsel for all Holders included, but not the underwriters' discount.",
        ("definition",),
        rules=("app.rules.money.expenses.charge", "app.rules.money.expenses_on_record.expenses_of"),
        computations=("/v1/compute/expenses",),
        readings=("QF7",),
    ),
    Provision(
        "1(k)",
        "Securities Act means the 1933 statute or its successor, with its rules, in the version "
        "in force when the question arises.",
        ("definition",),
        not_computed=DEFINITION,
    ),
    Provision(
        "1(l)",
        "Series A Preferred Stock is the Company's $1.00 par convertible preferred, with whatever "
        "it is later turned into.",
        ("definition",),
        not_computed="Definition only: the rate of conversion stands in the Certificate of "
        "Designation, so positions are stated as converted.",
    ),
    Provision(
        "1(m)",
        "Warrants are those of the Purchase Agreement, over 133,333 shares, with their "
        "replacements and what is issued under them.",
        ("definition",),
        rules=(
            "app.rules.holders.register.keep_register",
            "app.rules.holders.holdings.fully_diluted",
        ),
        computations=("/v1/compute/requisite-holders",),
        readings=("QB7", "QG15"),
    ),
)

"""Sections 7 and 8: Rule 144, and the registration rights of others."""

from app.rules.catalogue.clauses.provision import DEFINITION, Provision, company_owes

PROVISIONS = (
    Provision(
        "7.0",
        "The aim is that Holders can sell without registration once there is a public market.",
        ("definition",),
        not_computed=DEFINITION,
    ),
    Provision(
        "7(a)",
        "From its first general public offering on, the Company keeps the information public "
        "that Rule 144 asks for.",
        ("obligation",),
        obligations=(
            company_owes(
                "the Holders",
                "make and keep public information available",
                deadline="continuing, after the first public offering is effective",
            ),
        ),
        rules=("app.rules.covenants.promises.agreement_duties",),
    ),
    Provision(
        "7(b)",
        "Once it must report, the Company tries its best to file every report in time.",
        ("obligation", "standard"),
        obligations=(
            company_owes(
                "the Holders",
                "file all Securities Act and Exchange Act reports in time",
                standard="best_efforts",
                deadline="continuing",
            ),
        ),
        rules=("app.rules.covenants.promises.agreement_duties",),
    ),
    Provision(
        "7(c)",
        "A Holder who still has Registrable Securities is handed on request a statement of "
        "compliance, the latest report and what else it needs to sell freely; the one on Rule 144 "
        "only from the 91st day after the first public offering.",
        ("obligation", "computation"),
        rules=(
            "app.rules.covenants.rule144.available_from",
            "app.rules.covenants.rule144.may_have",
            "app.rules.covenants.rule144_requests.document_requests",
        ),
        computations=("/v1/compute/rule-144-statement",),
        obligations=(
            company_owes(
                "the Holder who asks",
                "furnish the statement and reports requested",
                standard="forthwith",
            ),
        ),
        readings=("QG8",),
    ),
    Provision(
        "8.1",
        "The Company vouches that nobody has other registration rights than the Purchase "
        "Agreement tells of.",
        ("definition",),
        rules=("app.rules.covenants.disclosure.disclosure_warranty",),
    ),
    Provision(
        "8.2",
        "As long as any right lasts here, nobody else may be given registration rights that are "
        "better or that clash with these.",
        ("limit",),
        rules=(
            "app.rules.covenants.rights_comparison.compare",
            "app.rules.covenants.grants.grants",
            "app.rules.covenants.grants.no_better_rights",
            "app.rules.agreement.rights_end.rights_status",
        ),
        computations=("/v1/compute/rights-comparison",),
        obligations=(
            company_owes(
                "the Holders",
                "grant registration rights that are more favourable or inconsistent",
                modality="must_not",
                deadline="while any right under the Agreement is in effect",
            ),
        ),
        readings=("QF17", "QF18"),
    ),
)

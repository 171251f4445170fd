"""Sections 4 and 5: underwritten offerings, holdback, and drafts for review."""

from app.rules.catalogue.clauses.provision import Provision, company_owes, holder_owes

PROVISIONS = (
    Provision(
        "4(a).1",
        "For an underwritten sale under 2(a) the Company signs an underwriting agreement with "
        "which every requesting Holder and their underwriters can reasonably be content, on usual "
        "terms and with the indemnities of Section 6.",
        ("obligation", "condition"),
        rules=(
            "app.rules.procedures.underwriting.approval.still_to_satisfy",
            "app.rules.procedures.underwriting.agreement.underwriting",
        ),
        computations=("/v1/compute/underwriting-agreement",),
        obligations=(
            company_owes(
                "requesting Holders and the underwriters",
                "enter into an underwriting agreement satisfactory to all of them",
                standard="reasonable",
            ),
        ),
        readings=("QF21",),
    ),
    Provision(
        "4(a).2",
        "Each of those Holders is party to it, and may have what the Company promises the "
        "underwriters, and what they may wait for, extended to itself.",
        ("right",),
        rules=(
            "app.rules.procedures.underwriting.agreement.underwriting",
            "app.rules.procedures.steps.requested_steps",
        ),
        obligations=(
            company_owes(
                "each requesting Holder",
                "extend its representations, agreements and conditions to it if it so elects",
            ),
        ),
    ),
    Provision(
        "4(a).3",
        "It vouches for no more than itself, the way in which it sells, and what the law makes "
        "it vouch for.",
        ("limit",),
        rules=("app.rules.procedures.underwriting.agreement.underwriting",),
    ),
    Provision(
        "4(b)",
        "The Company picks a nationally known and experienced underwriter, if Holders of more "
        "than half of the shares to be included agree; they may refuse only with reason.",
        ("right", "condition", "computation"),
        rules=(
            "app.rules.procedures.underwriting.approval.underwriter_approval",
            "app.rules.procedures.underwriting.agreement.underwriting",
        ),
        computations=("/v1/compute/underwriter-approval",),
        obligations=(
            company_owes(
                "the Holders included",
                "select a firm of national reputation and obtain their approval",
            ),
            holder_owes(
                "Company",
                "withhold approval unreasonably",
                modality="must_not",
                standard="reasonable",
            ),
        ),
        readings=("QG19",),
    ),
    Provision(
        "4(c).1",
        "If the managing underwriter reasonably asks for it, Holders do not sell publicly or "
        "under Rule 144 from 7 days before a firm commitment offering is effective until 180 days "
        "after, save in that offering.",
        ("obligation", "limit"),
        rules=(
            "app.rules.procedures.underwriting.holdback.holdbacks",
            "app.rules.procedures.underwriting.holding_back.holdback_duties",
            "app.rules.answers.may_sell.may_sell.may_sell",
        ),
        computations=("/v1/compute/holdback",),
        obligations=(
            holder_owes(
                "the underwriters and the Company",
                "sell publicly or under Rule 144 or 144A outside the offering",
                modality="must_not",
                deadline="from 7 days before effectiveness through 180 days after",
            ),
        ),
        readings=("QD16", "QD18", "QG11"),
    ),
    Provision(
        "4(c).2",
        "Or, if the managing underwriter advises a time of no more than 180 days after it and the "
        "Company passes that on, they do not so sell for that time, taking part or not.",
        ("obligation", "limit"),
        rules=(
            "app.rules.procedures.underwriting.holdback.holdbacks",
            "app.rules.procedures.underwriting.holding_back.holdback_duties",
            "app.rules.answers.may_sell.may_sell.may_sell",
        ),
        computations=("/v1/compute/holdback",),
        obligations=(
            holder_owes(
                "the underwriters and the Company",
                "sell publicly or under Rule 144 or 144A outside the offering",
                modality="must_not",
                deadline="the days advised, at most 180 after effectiveness",
            ),
        ),
        readings=("QD18", "QD19"),
    ),
    Provision(
        "5.1",
        "Unless the offering is underwritten, selling Holders and their advisers have drafts and "
        "final copies of everything five business days ahead of filing.",
        ("obligation",),
        rules=(
            "app.rules.procedures.documents.drafts.latest_drafts",
            "app.rules.procedures.documents.drafts.drafts_reach",
            "app.rules.procedures.documents.drafts_owed.draft_duties",
        ),
        computations=("/v1/compute/copies-before-filing",),
        obligations=(
            company_owes(
                "selling Holders, underwriters, and their counsel and accountants",
                "give drafts and final copies",
                deadline="5 business days before filing",
            ),
        ),
        readings=("QD20", "QA1", "QA7", "QA13"),
    ),
    Provision(
        "5.2",
        "They may look into books and question officers and accountants as far as their counsel "
        "thinks a proper investigation needs.",
        ("obligation", "standard"),
        rules=("app.rules.procedures.steps.requested_steps",),
        obligations=(
            company_owes(
                "selling Holders, underwriters, and their counsel and accountants",
                "give access to books, officers and accountants",
                standard="reasonable",
            ),
        ),
    ),
)

"""Section 9: remedies, notices, law, amendment, assignment and splits."""

from app.rules.catalogue.clauses.provision import DEFINITION, Provision, company_owes

PROVISIONS = (
    Provision(
        "9(a)",
        "Each party may have the others held to actual performance, besides any other remedy.",
        ("right",),
        rules=("app.rules.reasoning.remedies.remedies",),
    ),
    Provision(
        "9(b).1",
        "Whatever is to be communicated is put in writing, and counts as given when handed over "
        "or posted first class and prepaid to the proper address.",
        ("condition",),
        rules=("app.rules.notices.receipt.receipt",),
        computations=("/v1/compute/deemed-receipt",),
        readings=("QA16", "QA17"),
    ),
    Provision(
        "9(b).2",
        "It counts as received the day it is handed over, or on the third business day from "
        "posting.",
        ("computation",),
        rules=("app.rules.notices.receipt.receipt",),
        computations=("/v1/compute/deemed-receipt",),
        readings=("QA1", "QA15", "QA16", "QA17", "QA19"),
    ),
    Provision(
        "9(b).3",
        "The Company takes notice in Waltham and all Holders at Spectrum in Boston, with copies to "
        "counsel, until another address is given; fax numbers are printed but fax is no method.",
        ("definition",),
        rules=(
            "app.rules.catalogue.computations.timing.notice_addresses",
            "app.rules.agreement.addresses.address_book",
        ),
        computations=("/v1/compute/notice-addresses",),
    ),
    Provision(
        "9(c)",
        "Massachusetts law governs, and with it the rule on last days that fall on a Sunday or "
        "holiday.",
        ("definition",),
        rules=(
            "app.rules.reasoning.days.almanac.almanac_for",
            "app.rules.reasoning.days.period.last_day",
        ),
        computations=("/v1/compute/deadline",),
        readings=("QA8", "QA10", "QA11"),
    ),
    Provision(
        "9(d)",
        "Titles of sections do not count when the text is read.",
        ("definition",),
        not_computed=DEFINITION,
    ),
    Provision(
        "9(e).1",
        "The Agreement, with the papers that belong to it, is the whole bargain and replaces "
        "earlier ones.",
        ("definition",),
        not_computed=DEFINITION,
    ),
    Provision(
        "9(e).2",
        "Terms are changed or waived only in a writing signed by Company and Requisite Holders; a "
        "waiver may be general or single and may look back.",
        ("condition", "computation"),
        rules=(
            "app.rules.agreement.amendment.rule_on_amendment",
            "app.rules.agreement.instruments.instruments",
            "app.rules.terms.document.by_date.TermsByDate",
            "app.rules.agreement.terms_in_force.versions",
            "app.rules.agreement.waivers.with_waivers",
        ),
        computations=("/v1/compute/amendment",),
        readings=("QF24", "QD7"),
    ),
    Provision(
        "9(e).3",
        "Such a writing binds all Holders, present and future.",
        ("definition",),
        rules=("app.rules.agreement.amendment.rule_on_amendment",),
        computations=("/v1/compute/amendment",),
        readings=("QF19",),
    ),
    Provision(
        "9(f).1",
        "Rights go with the securities, without the Company's leave, to a transferee who is close "
        "to the transferor, or who then has 50,000 shares, or whose transferor has not ruled it "
        "out in writing.",
        ("right", "computation"),
        rules=(
            "app.rules.holders.assignment.rule_on_assignment",
            "app.rules.holders.assignment.limb_satisfied",
            "app.rules.registrations.joining.covered.covered",
        ),
        computations=("/v1/compute/assignment",),
        readings=("QF9", "QF10", "QF11", "QG5", "QG18"),
    ),
    Provision(
        "9(f).2",
        "The Company may ignore it until it is holder of record, or until it has both a written "
        "notice and its written promise to be bound.",
        ("condition", "computation"),
        rules=(
            "app.rules.holders.assignment.recognised_from",
            "app.rules.holders.assignment.recognition",
            "app.rules.covenants.assignees.recognitions",
        ),
        computations=("/v1/compute/recognition",),
        obligations=(
            company_owes(
                "the transferee",
                "recognise it as a Holder",
                deadline="from the earlier of record holding and of notice with agreement",
            ),
        ),
        readings=("QB9",),
    ),
    Provision(
        "9(g)",
        "The parties may sign separate copies, which make one Agreement.",
        ("definition",),
        not_computed=DEFINITION,
    ),
    Provision(
        "9(h)",
        "If Common Stock is split or combined, share numbers in the Agreement move in the same "
        "ratio; days and percentages do not.",
        ("computation",),
        rules=(
            "app.rules.holders.splits.adjust",
            "app.rules.holders.splits.ratio_of",
            "app.rules.holders.splits.brought_to",
        ),
        computations=("/v1/compute/split-adjustment",),
        readings=("QF15", "QG17"),
    ),
)

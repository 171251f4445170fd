"""Sections 2(b) to 2(g): the Incidental Registration, and what bears on every registration."""

from app.rules.catalogue.clauses.provision import (
    ObligationYielded,
    Provision,
    company_owes,
    holder_owes,
)

PROVISIONS = (
    Provision(
        "2(b).1",
        "Holders may come in whenever the Company resolves, after 10 April 1998, to register "
        "securities of any sort, its own or another holder's.",
        ("condition",),
        rules=(
            "app.rules.registrations.kinds.incidental.ruling.decide_incidental",
            "app.rules.registrations.kinds.incidental.trigger.rule_on_trigger",
        ),
        computations=("/v1/compute/incidental-trigger",),
        readings=("QC10", "QC11", "QC13"),
    ),
    Provision(
        "2(b).2",
        "Left out are registrations only for staff and service providers under a benefit plan, "
        "and those for mergers, acquisitions and Rule 145 transactions on Form S-4.",
        ("limit",),
        rules=("app.rules.registrations.kinds.incidental.trigger.rule_on_trigger",),
        parts=("2(b)(i)", "2(b)(ii)"),
        computations=("/v1/compute/incidental-trigger",),
    ),
    Provision(
        "2(b).3",
        "Where holders of Other Securities demand a registration under rights rightly granted, "
        "the Holders have only the room that its managing underwriter finds beside them.",
        ("limit", "computation"),
        rules=(
            "app.rules.registrations.kinds.incidental.trigger.rule_on_trigger",
            "app.rules.registrations.cutback.advised.allocate_other_demand",
        ),
        computations=("/v1/compute/incidental-trigger", "/v1/compute/cutback"),
    ),
    Provision(
        "2(b).4",
        "Each time, every Holder is told no later than 30 days ahead of the filing.",
        ("obligation",),
        rules=(
            "app.rules.registrations.kinds.incidental.notice.latest_notice",
            "app.rules.registrations.kinds.incidental.notice.rule_on_filing",
        ),
        computations=("/v1/compute/incidental-notice",),
        obligations=(
            company_owes(
                "every Holder",
                "notify of the determination to register",
                deadline="30 days before filing",
            ),
        ),
        readings=("QA7", "QA13", "QA22", "QA23", "QG4"),
    ),
    Provision(
        "2(b).5",
        "A Holder comes in by a writing that it gives within 20 days of its receipt of the "
        "notice; when it arrives does not matter.",
        ("right", "computation"),
        rules=(
            "app.rules.registrations.joining.joining.window_last_day",
            "app.rules.registrations.joining.joining.rule_on_join",
        ),
        computations=("/v1/compute/join-window",),
        readings=("QA21", "QA8", "QG16"),
    ),
    Provision(
        "2(b).6",
        "What Holders ask for in time, the Company tries its best to include, soon and so far as "
        "securities law allows.",
        ("obligation", "standard"),
        obligations=(
            company_owes(
                "each joining Holder",
                "use best efforts to include the Registrable Securities it specifies",
                standard="practicable",
            ),
        ),
        rules=("app.rules.registrations.duties.inclusion.inclusions",),
    ),
    Provision(
        "2(c).1",
        "Where the law lets it, the Company registers on Form S-3.",
        ("obligation",),
        rules=("app.rules.registrations.duties.filing.form",),
        computations=("/v1/compute/demand",),
        obligations=(
            company_owes("the Holders", "use Form S-3 if the law permits it", deadline="at filing"),
        ),
    ),
    Provision(
        "2(c).2",
        "The Company tries its best to stay qualified to use Form S-3 for resales.",
        ("obligation", "standard"),
        obligations=(
            company_owes(
                "the Holders",
                "maintain its eligibility for secondary offerings on Form S-3",
                standard="best_efforts",
                deadline="continuing",
            ),
        ),
        rules=("app.rules.covenants.promises.agreement_duties",),
    ),
    Provision(
        "2(d).1",
        "Registration Expenses of demands and of Incidental Registrations fall on the Company.",
        ("obligation",),
        rules=(
            "app.rules.money.expenses.payer",
            "app.rules.money.expenses.charge",
            "app.rules.money.expenses_on_record.expenses_of",
        ),
        computations=("/v1/compute/expenses",),
        obligations=(
            company_owes(
                "the Holders", "pay the Registration Expenses", deadline="as they are incurred"
            ),
        ),
        readings=("QC9", "QB19"),
    ),
    Provision(
        "2(d).2",
        "Holders who sell carry their proportion of the underwriters' discount.",
        ("obligation", "computation"),
        rules=(
            "app.rules.money.discounts.share_discount",
            "app.rules.money.offering_proceeds.discounts_of",
        ),
        computations=("/v1/compute/discount-shares",),
        obligations=(
            ObligationYielded(
                "each participating Holder",
                "the underwriters",
                "bear a pro rata share of discounts and commissions",
                deadline="the closing of the sale",
            ),
        ),
        readings=("QF8",),
    ),
    Provision(
        "2(e).1",
        "A registration counts as carried out only once it is effective.",
        ("computation",),
        rules=("app.rules.registrations.requests.effected.standing",),
        computations=("/v1/compute/demand-count",),
        readings=("QC8", "QB17", "QB19"),
    ),
    Provision(
        "2(e)(i)",
        "It ceases to count if an order or a proceeding disturbs it after effectiveness, unless a "
        "Holder's false or missing statement was the cause.",
        ("computation",),
        rules=("app.rules.registrations.requests.effected.standing",),
        computations=("/v1/compute/demand-count",),
        readings=("QC20",),
    ),
    Provision(
        "2(e)(ii)",
        "Nor does it count if the sale fails to close on an unmet condition, unless Holders alone "
        "are to blame.",
        ("computation",),
        rules=("app.rules.registrations.requests.effected.standing",),
        computations=("/v1/compute/demand-count",),
    ),
    Provision(
        "2(f).1",
        "Shares are cut in an underwritten Incidental Registration that the Company began, once "
        "the managing underwriters write that no more than a stated number can be sold.",
        ("condition",),
        rules=("app.rules.registrations.cutback.advised.allocate_incidental",),
        computations=("/v1/compute/cutback",),
        readings=("QC14", "QC18", "QC19", "QC5", "QB18", "QB21", "QB25"),
    ),
    Provision(
        "2(f)(i)",
        "The Company's own shares come first, up to that number.",
        ("computation",),
        rules=(
            "app.rules.registrations.cutback.cutback.fill",
            "app.rules.registrations.cutback.advised.allocate_incidental",
        ),
        computations=("/v1/compute/cutback",),
    ),
    Provision(
        "2(f)(ii)",
        "What is left goes to Holders and to other holders entitled to take part, all in one rank.",
        ("computation",),
        rules=(
            "app.rules.registrations.cutback.cutback.fill",
            "app.rules.registrations.cutback.advised.allocate_incidental",
        ),
        computations=("/v1/compute/cutback",),
        obligations=(
            company_owes(
                "Holders and other entitled holders",
                "include the shares for which there is room after the Company's own",
            ),
        ),
        readings=("QC17",),
    ),
    Provision(
        "2(f).2",
        "If that rank does not fit whole, each gets the same proportion of what it asked for.",
        ("computation",),
        rules=("app.rules.registrations.cutback.cutback.share",),
        computations=("/v1/compute/cutback",),
        readings=("QC15", "QC16"),
    ),
    Provision(
        "2(g).1",
        "The Company may put off a requested registration for at most 60 days if its Board finds "
        "that it would seriously disturb a material transaction on foot when the request came.",
        ("right", "limit"),
        rules=(
            "app.rules.registrations.suspension.suspension.rule_on",
            "app.rules.registrations.requests.effecting.effect_due",
        ),
        computations=("/v1/compute/suspension",),
        readings=("QD4", "QD5", "QC25", "QG1", "QG2"),
    ),
    Provision(
        "2(g).2",
        "Or it may, by written notice, stop sales under the shelf for at most 60 days if they "
        "would so disturb a transaction on foot when the notice is given.",
        ("right", "limit"),
        rules=(
            "app.rules.registrations.suspension.suspension.rule_on",
            "app.rules.registrations.suspension.prohibition.in_effect_for",
        ),
        computations=("/v1/compute/suspension",),
        obligations=(
            holder_owes(
                "Company",
                "sell under the shelf while a prohibition lasts",
                modality="must_not",
                deadline="the last day of the prohibition",
            ),
        ),
        readings=("QD1", "QD2", "QD4"),
    ),
    Provision(
        "2(g).3",
        "Both powers together may be used twice at most in any 365 days.",
        ("limit", "computation"),
        rules=(
            "app.rules.registrations.suspension.occasions.fit",
            "app.rules.registrations.suspension.occasions.next_permitted_day",
        ),
        computations=("/v1/compute/suspension", "/v1/compute/suspension-budget"),
        readings=("QD3",),
    ),
    Provision(
        "2(g).4",
        "No registration or sale is held up for more than 60 days without the Holders' consent, "
        "which they may refuse only with reason.",
        ("limit", "standard"),
        rules=(
            "app.rules.registrations.suspension.suspension.rule_on",
            "app.rules.agreement.consent.consent_given",
        ),
        computations=("/v1/compute/suspension", "/v1/compute/suspension-budget"),
        obligations=(
            holder_owes(
                "Company",
                "withhold consent to a longer delay unreasonably",
                modality="must_not",
                standard="reasonable",
            ),
        ),
        readings=("QD4", "QD7"),
    ),
    Provision(
        "2(g).5",
        "Days on which sales were stopped are given back at the end of the time that Section 2(a) "
        "sets for keeping a registration effective.",
        ("computation",),
        rules=(
            "app.rules.registrations.effectiveness.tolling.extend",
            "app.rules.registrations.effectiveness.shelf_period.lost_days",
        ),
        computations=("/v1/compute/shelf-period",),
        readings=("QD8", "QD9"),
    ),
)

"""Section 3: what the Company does in a registration, and what Holders do for it."""

from app.rules.catalogue.clauses.provision import Provision, company_owes, holder_owes

PROVISIONS = (
    Provision(
        "3(a).0",
        "Whenever Section 2 calls for best efforts, the Company works through items (i) to (xiii) "
        "without losing time.",
        ("standard",),
        rules=("app.rules.procedures.steps.standing_steps",),
        obligations=(
            company_owes(
                "the Holders", "do what items (i) to (xiii) ask", standard="expeditiously"
            ),
        ),
        readings=("QA24",),
    ),
    Provision(
        "3(a)(i)",
        "The Company prepares and files the registration statement, and tries its best to have "
        "it take effect and stay in effect.",
        ("obligation", "standard"),
        rules=("app.rules.registrations.duties.filing.filing",),
        computations=("/v1/compute/demand",),
        obligations=(
            company_owes(
                "the Holders",
                "prepare and file the registration statement",
                standard="expeditiously",
            ),
            company_owes(
                "the Holders", "cause it to become and remain effective", standard="best_efforts"
            ),
        ),
    ),
    Provision(
        "3(a)(ii)",
        "A Holder who may with reason fear to be taken for an underwriter or for one in control "
        "helps in drafting, and may have its text put in unless the Company has good ground "
        "against it.",
        ("right", "standard"),
        rules=("app.rules.procedures.steps.requested_steps",),
        obligations=(
            company_owes(
                "that Holder",
                "let it take part in the preparation and insert its written material",
                standard="reasonable",
            ),
        ),
    ),
    Provision(
        "3(a)(iii)",
        "The Company keeps the statement current by amendments and supplements until all is sold, "
        "and for 180 days from effectiveness at most.",
        ("obligation", "computation"),
        rules=("app.rules.registrations.effectiveness.effectiveness.effectiveness_end",),
        computations=("/v1/compute/effectiveness-period",),
        obligations=(
            company_owes(
                "the Holders",
                "amend and supplement the statement so that it stays effective",
                deadline="180 days after effectiveness, with the days of 3(c), or the day all is "
                "sold",
            ),
        ),
        readings=("QD8",),
    ),
    Provision(
        "3(a)(iv)",
        "Holders are given the copies of statement, prospectus and other papers that they "
        "reasonably ask for.",
        ("obligation", "standard"),
        rules=("app.rules.procedures.steps.requested_steps",),
        obligations=(
            company_owes("the Holders", "furnish the copies requested", standard="reasonable"),
        ),
    ),
    Provision(
        "3(a)(v)",
        "The Company tries its best to clear the shares under the laws of each state that a "
        "selling Holder reasonably names, for as long as the registration lasts.",
        ("obligation", "standard"),
        rules=("app.rules.procedures.steps.requested_steps",),
        obligations=(
            company_owes(
                "selling Holders",
                "qualify the shares in the states requested and keep them qualified",
                standard="best_efforts",
                deadline="the end of the registration",
            ),
        ),
    ),
    Provision(
        "3(a)(v)(a),(b)",
        "For that, it need neither become licensed as a foreign corporation nor expose itself to "
        "tax in a state.",
        ("limit",),
        rules=("app.rules.procedures.steps.requested_steps",),
    ),
    Provision(
        "3(a)(vi)",
        "The Company tries its best to obtain what other state authorities must approve for the "
        "sale.",
        ("obligation", "standard"),
        rules=(
            "app.rules.procedures.steps.standing_steps",
            "app.rules.procedures.steps.requested_steps",
        ),
        obligations=(
            company_owes(
                "selling Holders",
                "obtain registration with or approval by state agencies",
                standard="best_efforts",
            ),
        ),
    ),
    Provision(
        "3(a)(vii)",
        "Against a stop order, or one that bars the prospectus or a state's clearance, the "
        "Company at once tries its best to have it lifted.",
        ("obligation", "standard"),
        rules=("app.rules.procedures.steps.steps_against_orders",),
        obligations=(
            company_owes(
                "the Holders",
                "use best efforts to obtain the withdrawal of the order",
                standard="promptly",
            ),
        ),
        readings=("QA24",),
    ),
    Provision(
        "3(a)(viii)(1)",
        "The Company tries its best to hand selling Holders a legal opinion of outside counsel "
        "bearing the date of effectiveness, on five listed points.",
        ("obligation", "standard"),
        rules=("app.rules.procedures.documents.delivered.papers",),
        obligations=(
            company_owes(
                "selling Holders and underwriters",
                "furnish the opinion of counsel",
                standard="best_efforts",
                deadline="dated the effective date",
            ),
        ),
    ),
    Provision(
        "3(a)(viii)(2)",
        "And a letter of its accountants of the same date, on their independence and on the form "
        "of the financial statements.",
        ("obligation", "standard"),
        rules=(
            "app.rules.procedures.documents.comfort_letter.dated_at_effectiveness",
            "app.rules.procedures.documents.delivered.papers",
        ),
        computations=("/v1/compute/comfort-letter",),
        obligations=(
            company_owes(
                "selling Holders and underwriters",
                "furnish the letter of the accountants",
                standard="best_efforts",
                deadline="dated the effective date",
            ),
        ),
    ),
    Provision(
        "3(a)(viii).3",
        "Both also deal with what Holders reasonably ask; the figures in the letter may be no "
        "older than five business days.",
        ("obligation", "computation"),
        rules=(
            "app.rules.procedures.documents.comfort_letter.earliest_cutoff",
            "app.rules.procedures.documents.comfort_letter.recent_enough",
            "app.rules.procedures.steps.requested_steps",
        ),
        computations=("/v1/compute/comfort-letter",),
        obligations=(
            company_owes(
                "selling Holders and underwriters",
                "have opinion and letter cover the further matters requested",
                standard="reasonable",
                deadline="information to a day not more than five business days before the letter",
            ),
        ),
        readings=("QA1",),
    ),
    Provision(
        "3(a)(ix).1",
        "While buyers must be handed a prospectus, the Company tells the Holders in the "
        "registration at once when something has made it misleading.",
        ("obligation", "standard"),
        rules=(
            "app.rules.procedures.steps.standing_steps",
            "app.rules.procedures.prospectus.prospectus_duties",
        ),
        obligations=(
            company_owes(
                "Holders in the registration",
                "notify of any event that makes the prospectus misleading",
                standard="immediately",
            ),
        ),
    ),
    Provision(
        "3(a)(ix).2",
        "If Holders ask, it soon supplies enough copies of a corrected prospectus.",
        ("obligation", "standard"),
        rules=("app.rules.procedures.steps.requested_steps",),
        obligations=(
            company_owes(
                "Holders in the registration",
                "prepare and furnish the supplemented or amended prospectus",
                standard="promptly",
            ),
        ),
        readings=("QA24",),
    ),
    Provision(
        "3(a)(x).1",
        "For the rest, the Company tries its best to follow the Commission's rules.",
        ("standard",),
        rules=("app.rules.procedures.steps.standing_steps",),
        obligations=(
            company_owes(
                "the Holders",
                "comply with the rules of the Commission",
                standard="best_efforts",
                deadline="continuing",
            ),
        ),
    ),
    Provision(
        "3(a)(x).2",
        "Security holders can have an earnings statement over 12 to 18 months from the month that "
        "follows effectiveness, fit for s.11(a) and Rule 158.",
        ("obligation", "computation"),
        rules=(
            "app.rules.procedures.documents.earnings_statement.statement_window",
            "app.rules.procedures.documents.earnings_statement.satisfies",
            "app.rules.procedures.documents.delivered.papers",
        ),
        computations=("/v1/compute/earnings-statement",),
        obligations=(
            company_owes(
                "its security holders",
                "make the earnings statement available",
                standard="practicable",
            ),
        ),
    ),
    Provision(
        "3(a)(x).3",
        "Nothing is filed by way of amendment or supplement over a Holder's reasonable written "
        "objection on compliance; it is to have its copy two business days ahead if that can be "
        "done.",
        ("obligation", "limit"),
        rules=(
            "app.rules.procedures.documents.drafts.latest_amendment_copy",
            "app.rules.procedures.documents.amendments.amendments",
        ),
        computations=("/v1/compute/copies-before-filing",),
        obligations=(
            company_owes(
                "the Holders",
                "furnish a copy of the amendment or supplement",
                standard="reasonable",
                deadline="two business days before filing",
            ),
            company_owes(
                "a Holder who reasonably objects in writing",
                "file that amendment or supplement",
                modality="must_not",
            ),
        ),
        readings=("QA1", "QA7", "QA13", "QG3"),
    ),
    Provision(
        "3(a)(xi)",
        "The shares have a transfer agent by the day of effectiveness.",
        ("obligation",),
        rules=("app.rules.procedures.steps.standing_steps",),
        obligations=(
            company_owes("the Holders", "provide a transfer agent", deadline="the effective date"),
        ),
    ),
    Provision(
        "3(a)(xii)",
        "The Company tries its best to have the shares traded wherever Registrable Securities "
        "already are, NASDAQ included.",
        ("obligation", "standard"),
        rules=("app.rules.procedures.steps.standing_steps",),
        obligations=(
            company_owes(
                "the Holders", "have the shares quoted or listed", standard="best_efforts"
            ),
        ),
    ),
    Provision(
        "3(a)(xiii)",
        "The Company tries its best to bring about what the Holders aim at, and lends its senior "
        "management to the marketing.",
        ("obligation", "standard"),
        rules=(
            "app.rules.procedures.steps.standing_steps",
            "app.rules.procedures.steps.requested_steps",
        ),
        obligations=(
            company_owes(
                "the Holders",
                "achieve their objectives, with senior management in the marketing",
                standard="best_efforts",
            ),
        ),
    ),
    Provision(
        "3(b)",
        "The Company may make its part towards a selling Holder depend on information and "
        "undertakings from it, reasonably asked for in writing and at its cost.",
        ("condition",),
        rules=(
            "app.rules.procedures.conditions.conditions",
            "app.rules.procedures.conditions.information_duties",
        ),
        obligations=(
            holder_owes(
                "Company",
                "furnish the information and undertakings requested",
                standard="reasonable",
            ),
        ),
    ),
    Provision(
        "3(c)(A)",
        "A Holder told of a misleading prospectus stops selling under it until it has the new "
        "one, and sends the old copies back if told to.",
        ("obligation",),
        rules=(
            "app.rules.procedures.prospectus.prospectus_duties",
            "app.rules.answers.may_sell.may_sell.may_sell",
        ),
        obligations=(
            holder_owes(
                "Company",
                "discontinue sales under the registration",
                standard="forthwith",
                deadline="receipt of the new prospectus",
            ),
            holder_owes("Company", "deliver up old copies, if directed"),
        ),
    ),
    Provision(
        "3(c)(B)",
        "A Holder tells the Company at once when information it supplied has become misleading.",
        ("obligation", "standard"),
        rules=("app.rules.procedures.prospectus.prospectus_duties",),
        obligations=(
            holder_owes(
                "Company",
                "notify of events that make its information misleading",
                standard="immediately",
            ),
        ),
    ),
    Provision(
        "3(c).3",
        "Each such stop lengthens the 180 days by its own days, that of the notice and that of "
        "the new prospectus among them.",
        ("computation",),
        rules=(
            "app.rules.registrations.effectiveness.effectiveness.effectiveness_end",
            "app.rules.registrations.effectiveness.tolling.extend",
        ),
        computations=("/v1/compute/effectiveness-period",),
        readings=("QD9", "QD10", "QD11", "QD13"),
    ),
)

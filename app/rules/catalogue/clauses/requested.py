"""Section 2(a): the Requested Registration, the Shelf Registration and the takedown."""

from app.rules.catalogue.clauses.provision import Provision, company_owes

PROVISIONS = (
    Provision(
        "2(a)(i).1",
        "From 10 October 1998 the Requisite Holders may require, in writing, that some or all of "
        "their Registrable Securities be registered.",
        ("right", "limit"),
        rules=("app.rules.registrations.kinds.demand.ruling.decide_demand",),
        computations=("/v1/compute/demand",),
        readings=("QB2", "QB3", "QG14"),
    ),
    Provision(
        "2(a)(i).2",
        "Requisite Holders are those whose securities make up more than half of all Registrable "
        "Securities when the request comes, as if everything were converted and exercised.",
        ("definition", "computation"),
        rules=("app.rules.holders.holdings.tally", "app.rules.holders.requisite.apply_threshold"),
        computations=("/v1/compute/requisite-holders",),
        readings=("QB7", "QB9", "QB20", "QG13"),
    ),
    Provision(
        "2(a)(i).3",
        "The Company tries its best to have what was requested registered within 90 days of "
        "receipt, or 60 if it qualifies for a short form, and to keep it registered.",
        ("obligation", "standard"),
        rules=(
            "app.rules.registrations.requests.effecting.effect_due",
            "app.rules.registrations.requests.effecting.short_form_qualified",
        ),
        computations=("/v1/compute/demand", "/v1/compute/short-form", "/v1/compute/timeliness"),
        obligations=(
            company_owes(
                "requesting and joining Holders",
                "effect and maintain the registration requested",
                standard="best_efforts",
                deadline="90 days after receipt of the request, or 60 on a short form, with the "
                "days of a permitted delay",
            ),
        ),
        readings=("QB4", "QB5", "QA8"),
    ),
    Provision(
        "2(a)(i).4",
        "For 180 days from the start of its own public equity offering, the Company need not "
        "carry out a demand.",
        ("limit",),
        rules=(
            "app.rules.registrations.requests.standstill.windows",
            "app.rules.registrations.requests.standstill.DaysOfStandstill",
        ),
        computations=("/v1/compute/standstill",),
        readings=("QB11", "QB12", "QB13", "QB14", "QB15", "QG2"),
    ),
    Provision(
        "2(a)(i).5",
        "After three demands have been carried out, the Company owes no fourth.",
        ("limit",),
        rules=(
            "app.rules.registrations.requests.effected.tally",
            "app.rules.registrations.requests.effected.cap_tally",
        ),
        computations=("/v1/compute/demand-count",),
        readings=("QB17", "QB18", "QB19", "QG10"),
    ),
    Provision(
        "2(a)(i).6",
        "Shares of the Company or of third persons may be added to a demand so far as the "
        "managing underwriter finds that they do not spoil the sale at a price the requesting "
        "Holders accept.",
        ("right", "condition", "computation"),
        rules=("app.rules.registrations.cutback.demanded.allocate",),
        computations=("/v1/compute/demand", "/v1/compute/cutback"),
        readings=("QB21", "QB22", "QB25"),
    ),
    Provision(
        "2(a)(i).7",
        "The Company tells every Holder in writing, without delay, that a request has come.",
        ("obligation", "standard"),
        rules=("app.rules.registrations.duties.telling.notices",),
        computations=("/v1/compute/demand",),
        obligations=(
            company_owes("every Holder", "give written notice of the request", standard="promptly"),
        ),
        readings=("QA24", "QC11"),
    ),
    Provision(
        "2(a)(i).8",
        "Each Holder may join with a number of its choice, if its writing reaches the Company "
        "within 20 days of its own receipt of the notice.",
        ("right", "computation"),
        rules=(
            "app.rules.registrations.joining.joining.window_last_day",
            "app.rules.registrations.joining.joining.rule_on_join",
        ),
        computations=("/v1/compute/join-window",),
        obligations=(
            company_owes("each joining Holder", "include the number of shares it specifies"),
        ),
        readings=("QA21", "QA8", "QG12", "QG16"),
    ),
    Provision(
        "2(a)(ii).1",
        "Series A can be forced to convert only once a shelf for the shares that Holders want in "
        "it is effective, at the time the Certificate of Designation fixes.",
        ("obligation", "condition"),
        rules=(
            "app.rules.registrations.kinds.shelf.ruling.decide_shelf",
            "app.rules.registrations.kinds.shelf.duties.shelf_duties",
            "app.rules.registrations.effectiveness.shelf_period.conversion_condition",
        ),
        computations=("/v1/compute/shelf-condition",),
        obligations=(
            company_owes(
                "the Holders",
                "file a shelf registration statement and cause it to become effective",
                deadline="the time set in the Certificate of Designation",
            ),
        ),
        readings=("QA8", "QC4", "QC8", "QC24", "QC25"),
    ),
    Provision(
        "2(a)(ii).2",
        "When a Holder asks, the Company tries its best to widen the shelf to more of its "
        "Registrable Securities.",
        ("obligation", "standard"),
        rules=("app.rules.procedures.steps.requested_steps",),
        obligations=(
            company_owes(
                "the Holder who asks",
                "amend the shelf to cover additional Registrable Securities",
                standard="best_efforts",
            ),
        ),
    ),
    Provision(
        "2(a)(ii).3",
        "The Company tries its best to keep the shelf effective for a year from the forced "
        "conversion, or for less if everything on it is sold sooner.",
        ("obligation", "computation"),
        rules=(
            "app.rules.registrations.effectiveness.shelf_period.shelf_end",
            "app.rules.registrations.effectiveness.tolling.extend",
        ),
        computations=("/v1/compute/shelf-period",),
        obligations=(
            company_owes(
                "the Holders",
                "keep the shelf continuously effective",
                standard="best_efforts",
                deadline="one year after the mandatory conversion, with the days given back, or "
                "the day all is sold",
            ),
        ),
        readings=("QC1", "QC2", "QD8", "QD13"),
    ),
    Provision(
        "2(a)(ii).4",
        "While there is a shelf, the Company tries its best to do whatever selling from it takes.",
        ("obligation", "standard"),
        rules=("app.rules.procedures.steps.standing_steps",),
        obligations=(
            company_owes(
                "the Holders",
                "take all actions that sales under the shelf require",
                standard="best_efforts",
            ),
        ),
    ),
    Provision(
        "2(a)(ii).5",
        "What the Agreement otherwise says on how to register holds for a shelf too.",
        ("definition",),
        not_computed="Definition only: it brings in Sections 3 and 5, which are catalogued in "
        "their place; the year of 2(a)(ii) stands instead of the 180 days of 3(a)(iii).",
    ),
    Provision(
        "2(a)(iii)(aa)",
        "If the Requisite Holders want to sell off the shelf through underwriters, the Company "
        "tries its best to help, as it would in a demand.",
        ("obligation", "standard"),
        rules=(
            "app.rules.registrations.kinds.takedown.ruling.decide_takedown",
            "app.rules.registrations.kinds.takedown.duties.takedown_duties",
        ),
        obligations=(
            company_owes(
                "the Holders",
                "assist the underwritten sale under the shelf",
                standard="best_efforts",
            ),
        ),
        readings=("QC6",),
    ),
    Provision(
        "2(a)(iii)(bb)",
        "Every Holder may take part in that sale as in a demand, and is cut back by 2(f) if not "
        "all shares fit.",
        ("right", "computation"),
        rules=(
            "app.rules.registrations.cutback.advised.allocate_takedown",
            "app.rules.registrations.joining.joining.window_last_day",
            "app.rules.registrations.joining.joining.rule_on_join",
        ),
        computations=("/v1/compute/cutback", "/v1/compute/join-window"),
        readings=("QC5", "QG6", "QG21"),
    ),
    Provision(
        "2(a)(iii)(cc)",
        "The remaining rules for demands govern that sale as well, adapted where they must be.",
        ("definition",),
        rules=("app.rules.catalogue.computations.demands.standstill_windows",),
        computations=("/v1/compute/standstill",),
        readings=("QC7",),
    ),
)

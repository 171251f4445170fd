"""Every date and number of an answer can be followed back to facts, terms or the request."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from app.db.engine import Database
from tests.api.bodies import (
    Json,
    abandoned,
    additions,
    all_sold,
    amendment,
    asked_shelf,
    closing_failed,
    conversion,
    converted,
    declared_effective,
    delay,
    demand,
    fact,
    filed,
    general_waiver,
    handed_over,
    instrument,
    join,
    letter,
    letter_added,
    mailed,
    maximum,
    misleading,
    new_prospectus,
    notice,
    obligation_waived,
    offering,
    order_lifted,
    prohibition,
    prohibition_lifted,
    spectrum_demand,
    split,
    stop_order,
    transfer,
    withdrawn,
)
from tests.api.calls import (
    DEMO,
    EXAMPLE_DEMAND,
    EXAMPLE_SHELF,
    SHELF_EFFECTIVE,
    begun,
    demanded,
    determined,
    effective_shelf,
    noticed,
    ok,
    post_demand,
    post_event,
    post_fact,
    shelved,
    taken_down,
    told_all,
    with_readings,
)
from tests.api.description.explanation import (
    Audit,
    audit_agreement,
    audit_computation,
    audit_registration,
    without_steps,
)
from tests.api.description.openapi import DOCUMENT
from tests.api.money.claim_facts import (
    COMPANY,
    DOEG_HILL,
    SPECTRUM,
    answered,
    at_fault,
    bill,
    claim,
    elected,
    expense,
    found,
    notified,
    paid,
    person,
    prejudiced,
    sale,
    settled,
    unavailable,
)
from tests.rules.examples.procedures import asked_for, dated, handed
from tests.running.service import Service, serving

Story = Callable[[Service], Audit]

LATER = "1999-03-31"
BOTH = (
    join("doeg-hill", 50_000, handed_over("1999-03-17")),
    join("mochary", 1, mailed("1999-03-15")),
)
EFFECTIVE = (filed("1999-04-05", "S-1"), declared_effective("1999-05-18"))
TWO_LETTERS = (
    letter(handed_over("1999-03-01"), {"doeg-hill": 60_000, "mochary": 20_000}),
    letter(mailed("1999-03-04"), {"spectrum": 300_000}),
)


# --- what happened ------------------------------------------------------------------------------


def example(service: Service) -> Audit:
    return audit_registration(service, EXAMPLE_DEMAND, "ctc-example", LATER)


def just_demanded(service: Service) -> Audit:
    return audit_registration(service, demanded(service), DEMO, "1999-02-20")


def joined(service: Service) -> Audit:
    return audit_registration(service, noticed(service, *BOTH), DEMO, LATER)


def joint_letters(service: Service) -> Audit:
    body = demand(*TWO_LETTERS, short_form_qualified=None, forms_at_receipt=["S-1", "S-2"])
    identifier = post_demand(service, body)["result"]["registration_id"]
    return audit_registration(service, identifier, DEMO, LATER)


def letter_after_the_demand(service: Service) -> Audit:
    added = letter_added(letter(handed_over("1999-03-01"), {"doeg-hill": 60_000, "wang": 5}))
    return audit_registration(service, noticed(service, added), DEMO, LATER)


def refused(service: Service) -> Audit:
    body = spectrum_demand(handed_over("1998-10-09"))
    identifier = post_demand(service, body)["result"]["registration_id"]
    return audit_registration(service, identifier, DEMO, LATER)


def held(service: Service) -> Audit:
    other = with_readings(service, premature_demand="hold")
    body = spectrum_demand(handed_over("1998-10-09"))
    identifier = post_demand(service, body, other)["result"]["registration_id"]
    return audit_registration(service, identifier, other, LATER)


def delayed(service: Service) -> Audit:
    facts = (delay("1999-04-01", 30), delay("1999-04-12", 10), delay("1999-04-26", 61))
    return audit_registration(service, demanded(service, *facts), DEMO, "1999-05-03")


def deferred(service: Service) -> Audit:
    identifier = demanded(service)
    post_fact(service, offering("1999-04-01", seller="company_and_holders"))
    return audit_registration(service, identifier, DEMO, "1999-04-15")


def refused_in_standstill(service: Service) -> Audit:
    other = with_readings(service, standstill_effect="refuse")
    post_fact(service, offering("1999-01-04"), other)
    return audit_registration(service, demanded(service, agreement=other), other, LATER)


def clock_stopped(service: Service) -> Audit:
    other = with_readings(service, standstill_effect="stop_clock")
    post_fact(service, offering("1999-04-01"), other)
    return audit_registration(service, demanded(service, agreement=other), other, "1999-04-15")


def clock_restarted(service: Service) -> Audit:
    other = with_readings(service, standstill_effect="restart_clock", commencement_event="filed")
    post_fact(service, offering("1999-04-01", filed_on="1999-03-22"), other)
    return audit_registration(service, demanded(service, agreement=other), other, "1999-04-15")


def effective_late(service: Service) -> Audit:
    facts = (filed("1999-04-05"), declared_effective("1999-05-21"))
    return audit_registration(service, demanded(service, *facts), DEMO, "1999-06-01")


def sold_out(service: Service) -> Audit:
    done = {"kind": "distribution_completed", "occurred_on": "1999-08-02"}
    return audit_registration(service, demanded(service, *EFFECTIVE, done), DEMO, "1999-09-01")


def stopped(service: Service) -> Audit:
    identifier = demanded(service, *EFFECTIVE, stop_order("1999-06-07"))
    return audit_registration(service, identifier, DEMO, "1999-06-30")


def after_others(service: Service) -> Audit:
    """Of three earlier demands one is effective, one was stopped, one withdrawn."""
    demanded(service, *EFFECTIVE)
    demanded(service, *EFFECTIVE, stop_order("1999-06-07"))
    demanded(service, withdrawn("1999-03-22"))
    body = spectrum_demand(handed_over("1999-07-01"))
    identifier = post_demand(service, body)["result"]["registration_id"]
    return audit_registration(service, identifier, DEMO, "1999-07-02")


def partly_withdrawn(service: Service) -> Audit:
    identifier = noticed(service, *BOTH, withdrawn("1999-03-22", "doeg-hill"))
    return audit_registration(service, identifier, DEMO, LATER)


def cut_back(service: Service) -> Audit:
    facts = (*BOTH, additions("1999-03-22", 200_000, others={"founder": 5}))
    identifier = noticed(service, *facts, maximum("1999-03-23", 500_000), underwritten=True)
    return audit_registration(service, identifier, DEMO, LATER)


def guideline(service: Service) -> Audit:
    other = with_readings(service, promptly_guideline_days=5)
    return audit_registration(service, demanded(service, agreement=other), other, LATER)


def without_roll(service: Service) -> Audit:
    other = with_readings(service, deadline_roll="none")
    return audit_registration(service, noticed(service, *BOTH, agreement=other), other, LATER)


def cut_off(service: Service) -> Audit:
    other = with_readings(service, receipt_cutoff="17:00 America/New_York")
    late = handed_over("1999-02-18") | {"delivered_at": "1999-02-18T18:30:00-05:00"}
    identifier = post_demand(service, spectrum_demand(late), other)["result"]["registration_id"]
    return audit_registration(service, identifier, other, LATER)


def actual_receipt(service: Service) -> Audit:
    other = with_readings(service, mail_receipt="actual_if_earlier")
    early = mailed("1999-02-16") | {"actually_received_on": "1999-02-17"}
    identifier = post_demand(service, spectrum_demand(early), other)["result"]["registration_id"]
    return audit_registration(service, identifier, other, LATER)


def after_transfers(service: Service) -> Audit:
    post_fact(service, transfer("1999-01-15", "spectrum", "affiliate", 100_000))
    post_fact(service, converted("1999-01-18", "wang", 500))
    post_fact(service, split("1999-02-01", 3, 2))
    return audit_registration(service, demanded(service), DEMO, LATER)


def sold_and_claimed(service: Service) -> Audit:
    """Sales, expenses and a claim with everything that can happen to one."""
    for name in ("spectrum", "doeg-hill"):
        post_fact(service, converted("1999-05-03", name, 50_000))
    identifier = noticed(
        service,
        *BOTH,
        *EFFECTIVE,
        sale("1999-05-24", "spectrum", 50_000),
        sale("1999-05-24", "doeg-hill", 10_000, "17.1875"),
        sale("1999-05-24", "ctc", 1_000, seller_class="company"),
        expense("1999-04-12", "printing", "12500.00"),
        expense("1999-04-12", "holders_counsel", "30000.00", "Edwards & Angell"),
        claim("1999-09-01", COMPANY, SPECTRUM, person("doeg-hill", "holder")),
        notified("spectrum", mailed("1999-09-07")),
        bill("1999-09-20", "100000.01"),
        elected("spectrum", mailed("1999-09-21")),
        answered("1999-09-24", "spectrum", conflict=False),
        bill("1999-10-04", "50000.00"),
        bill("1999-10-05", "7.77", "investigation"),
        bill("1999-10-20", "2000000", "loss"),
        prejudiced("1999-11-01", "doeg-hill", "500"),
        found(
            "1999-11-20",
            at_fault(COMPANY, 50, "1/4"),
            at_fault(SPECTRUM, 30, "1/4", collectible="700000"),
            at_fault(DOEG_HILL, 20, "1/2"),
        ),
        paid("1999-12-01", "spectrum", "600000"),
        paid("1999-12-01", "doeg-hill", "600000"),
        unavailable("1999-12-02"),
        settled("1999-12-20", "spectrum", release=False),
    )
    return audit_registration(service, identifier, DEMO, "1999-12-24")


def claimed_of_the_company(service: Service) -> Audit:
    """A claim that the Company answers, before anything is found, and one with fraud."""
    story = (
        claim("1999-09-01", SPECTRUM, COMPANY),
        bill("1999-09-20", "100000.01"),
        bill("1999-10-20", "2000000", "loss"),
        paid("1999-09-27", "ctc", "200000"),
        claim("1999-09-01", DOEG_HILL, COMPANY, claim="roe"),
        bill("1999-09-20", "900", claim="roe"),
        found(
            "1999-11-20",
            at_fault(COMPANY, 1),
            at_fault(DOEG_HILL, 1, "1/3", fraudulent=True),
            claim="roe",
        ),
        unavailable("1999-12-02", claim="roe"),
    )
    return audit_registration(service, demanded(service, *EFFECTIVE, *story), DEMO, "1999-12-24")


def withdrawn_with_expenses(service: Service) -> Audit:
    facts = (withdrawn("1999-03-22"), expense("1999-03-01", "printing", "12500.00"))
    return audit_registration(service, demanded(service, *facts), DEMO, LATER)


def carried_out(service: Service) -> Audit:
    """Every kind of step, paper and vote in one underwritten registration."""
    facts = (
        asked_for("copies", "spectrum", "1999-03-22"),
        asked_for("corrected_prospectus", "mochary", "1999-06-02"),
        handed("information_requested", "mochary", "1999-03-18"),
        handed("information_received", "mochary", "1999-03-25"),
        dated("undertaking_required", "1999-03-18", holder="doeg-hill"),
        dated("underwriter_selected", "1999-04-01", underwriter="First Bank"),
        dated("underwriter_approved", "1999-04-05", underwriter="First Bank", holders=["spectrum"]),
        dated("underwriting_agreement_approved", "1999-04-26", holder="spectrum"),
        dated("underwriting_agreement_made", "1999-05-03", holders=["spectrum"]),
        dated("holdback_required", "1999-04-12", firm_commitment=True),
        dated("holdback_advised", "1999-04-12", days=200, firm_commitment=True),
        handed("holdback_notice_given", "wang", "1999-05-20"),
        *EFFECTIVE,
        dated("transfer_agent_appointed", "1999-05-20"),
        dated("opinion_delivered", "1999-05-18", dated="1999-05-18", topics=["effectiveness"]),
        dated(
            "comfort_letter_delivered",
            "1999-05-18",
            dated="1999-05-18",
            information_to="1999-05-14",
        ),
        dated(
            "amendment_proposed",
            "1999-06-01",
            amendment="first",
            planned_filing_on="1999-06-10",
            copies=[{"holder": "spectrum", "furnished_on": "1999-06-01"}],
        ),
        handed(
            "amendment_objected",
            "spectrum",
            "1999-06-03",
            amendment="first",
            on_compliance_grounds=True,
            reasonable=True,
        ),
        dated("amendment_filed", "1999-06-10", amendment="first"),
        handed("holder_misstatement_notice", "mochary", "1999-06-01"),
        dated("misstatement_notice_given", "1999-06-02"),
        handed("misstatement_notice_delivered", "mochary", "1999-06-02", return_old_copies=True),
        dated("new_prospectus_received", "1999-06-15"),
        dated(
            "earnings_statement_available",
            "2000-09-01",
            first_day="1999-06-01",
            last_day="2000-05-31",
        ),
    )
    identifier = noticed(service, *BOTH, *facts, underwritten=True)
    return audit_registration(service, identifier, DEMO, "2000-09-15")


def drafted(service: Service) -> Audit:
    """Drafts for a registration without underwriters, under a house guideline and other days."""
    other = with_readings(service, promptly_guideline_days=5, clear_days=True)
    facts = (
        asked_for("corrected_prospectus", "spectrum", "1999-03-22"),
        dated(
            "drafts_delivered",
            "1999-04-19",
            documents=["draft_registration_statement"],
            advisers=["counsel"],
            planned_filing_on="1999-05-03",
        ),
    )
    identifier = demanded(service, *facts, agreement=other, underwritten=False)
    return audit_registration(service, identifier, other, "1999-04-20")


def whole_agreement(service: Service) -> Audit:
    post_fact(service, transfer("1999-01-15", "spectrum", "affiliate", 100_000))
    post_fact(service, offering("1999-01-04"))
    demanded(service, *EFFECTIVE, stop_order("1999-06-07"))
    demanded(service)
    return audit_agreement(service, as_of="1999-06-30")


def amended(service: Service) -> Audit:
    """A demand that two instruments reach, and one that neither made nor waived anything."""
    identifier = demanded(service)
    longer = {"/demand/effect_within/count": 120, "/readings/deadline_roll": "none"}
    post_fact(service, amendment("1999-03-01", longer, reaches_requested=True))
    post_fact(service, general_waiver("1999-03-02", {"/demand/cap": None}, effective_from=BEFORE))
    post_fact(service, amendment("1999-03-03", {"/demand/cap": None}, "wang"))
    post_fact(service, obligation_waived("1999-03-04", "file", registration=identifier))
    return audit_registration(service, identifier, DEMO, LATER)


def every_instrument(service: Service) -> Audit:
    demanded(service)
    late = {"effective_from": "1999-01-04"}
    post_fact(service, amendment("1999-03-01", {"/demand/cap/limit": 5}, **late))
    post_fact(service, amendment("1999-03-02", {"/demand/cap/limit": 6}, "wang", "colo"))
    post_fact(service, general_waiver("1999-03-03", {"/holdback": None}, **late))
    post_fact(service, obligation_waived("1999-03-04", "form-eligibility"))
    post_fact(service, instrument("1999-03-05", kind="rights_ended", effective_from="1999-06-01"))
    return audit_agreement(service, as_of="1999-07-31")


def covenants(service: Service) -> Audit:
    """Every promise, kept or broken, a grant, requests, addresses and assignees."""
    due = {"report": "10-Q", "due_on": "1999-02-16"}
    asked = {"holder": "wang", "documents": ["rule_144_statement", "reporting_statement"]}
    rights = {"demands": 4, "demand_min_percent_exclusive": 20, "incidental_priority_rank": 1}
    moved = {"party": "wang", "address": "Elsewhere", "takes_effect_on": "1999-06-01"}
    grant = {"grantee": "Other", "rights": {**rights, "assignment_min_shares": 1}}
    papers = {"holder": "fund", "papers": ["notice", "agreement"]}
    for each in (
        fact("first_public_offering_effective", "1999-01-04"),
        fact("reporting_began", "1992-03-02"),
        fact("report_filed", "1999-02-17", **due),
        fact("covenant_standing", "1999-03-01", covenant="form_eligibility", kept=False),
        fact("covenant_standing", "1999-03-01", covenant="public_information", kept=False),
        split("1999-03-02", 3, 1),
        fact("rights_granted", "1999-03-03", **grant),
        {"kind": "rule144_requested", "delivery": mailed("1999-03-01"), **asked},
        {"kind": "rule144_requested", "delivery": mailed("1999-04-20"), **asked},
        fact("rule144_statement_furnished", "1999-04-30", **asked),
        {"kind": "address_changed", "delivery": mailed("1999-05-03"), **moved},
        transfer("1999-05-03", "spectrum", "fund", 60_000, record_holder_on=None),
        {"kind": "assignment_papers_delivered", "delivery": mailed("1999-05-10"), **papers},
    ):
        post_fact(service, each)
    return audit_agreement(service, as_of="1999-07-31")


BEFORE = "1999-01-01"


# --- shelves, takedowns and the Company's own registrations -------------------------------------


def example_shelf(service: Service) -> Audit:
    return audit_registration(service, EXAMPLE_SHELF, "ctc-example", "1999-12-01")


def shelf_called_for(service: Service) -> Audit:
    told = notice("wang", mailed("1999-09-03")), notice("colo", handed_over("1999-09-13"))
    late = join("colo", 5, handed_over("1999-10-05"))
    facts = *told, join("wang", 10, mailed("1999-09-24")), late
    return audit_registration(service, shelved(service, *facts), DEMO, "1999-10-05")


def shelf_only_asked_for(service: Service) -> Audit:
    body = asked_shelf(letter(handed_over("1999-09-02"), {"spectrum": 1}))
    return audit_registration(service, begun(service, "shelves", body), DEMO, "1999-10-05")


def shelf_delayed(service: Service) -> Audit:
    uses = delay("1999-09-15", 30), delay("1999-09-20", 31), delay("1999-09-21", 30)
    return audit_registration(service, shelved(service, *uses), DEMO, "1999-10-05")


def shelf_effective_late(service: Service) -> Audit:
    facts = filed("1999-10-04"), declared_effective("1999-11-09")
    return audit_registration(service, shelved(service, *facts), DEMO, "1999-11-10")


def shelf_of_a_leap_day(service: Service) -> Audit:
    other = with_readings(service, leap_anniversary="mar1", shelf_join_window=False)
    facts = filed("2000-01-10"), declared_effective("2000-02-22"), conversion("2000-02-29")
    identifier = shelved(service, *facts, agreement=other)
    return audit_registration(service, identifier, other, "2000-03-01")


TROUBLED = (
    join("wang", 10, handed_over("1999-09-20")),
    prohibition(
        "1999-12-01", 40, {"spectrum": handed_over("1999-12-01"), "wang": mailed("1999-12-01")}
    ),
    prohibition_lifted("1999-12-15"),
    misleading("1999-12-10"),
    new_prospectus("1999-12-20", "spectrum"),
    new_prospectus("1999-12-22", "wang"),
    stop_order("1999-12-21"),
    order_lifted("1999-12-28"),
    prohibition("2000-03-01", 61, consenting_holders=["spectrum"]),
    prohibition("2000-11-20", 10, in_effect_from="2000-11-25"),
    prohibition("2000-11-30", 10),
)


def shelf_in_trouble(service: Service) -> Audit:
    return audit_registration(service, effective_shelf(service, *TROUBLED), DEMO, "2000-12-04")


def shelf_in_trouble_under_other_readings(service: Service) -> Audit:
    other = with_readings(
        service,
        prohibition_starts="given",
        suspension_count="exclude_first",
        occasion_measure="any_overlap",
        delay_cap_scope="per_invocation",
        tolling_overlap="sum",
        tolls="all",
        sec3c_holder_basis="per_holder",
        sec2e_applies_to_shelf=True,
        shelf_year_from="effectiveness",
        consent_by="affected_holders",
    )
    facts = delay("1999-09-21", 5), *SHELF_EFFECTIVE, *TROUBLED, closing_failed("2000-01-10")
    identifier = shelved(service, *facts, agreement=other)
    return audit_registration(service, identifier, other, "2000-12-04")


def shelf_sold_out(service: Service) -> Audit:
    identifier = effective_shelf(service, misleading("2000-02-01"), all_sold("2000-06-05"))
    return audit_registration(service, identifier, DEMO, "2000-07-03")


def taken_down_and_joined(service: Service) -> Audit:
    identifier = taken_down(
        service,
        effective_shelf(service),
        *told_all(mailed("2000-02-17")),
        join("wang", 8_000, handed_over("2000-03-14")),
        join("colo", 5_000, handed_over("2000-03-15")),
        additions("2000-03-16", 100_000, others={"founder": 5}),
        maximum("2000-03-17", 400_000, in_writing=True, over_allotment_shares=40_000),
    )
    return audit_registration(service, identifier, DEMO, "2000-03-20")


def taken_down_and_put_off(service: Service) -> Audit:
    post_fact(service, offering("2000-01-14"))
    shelf_id = effective_shelf(service, prohibition("2000-07-01", 30))
    identifier = taken_down(service, shelf_id, delay("2000-02-07", 30))
    return audit_registration(service, identifier, DEMO, "2000-07-03")


def taken_down_and_refused(service: Service) -> Audit:
    other = with_readings(service, standstill_effect="refuse", takedown_counts=True)
    post_fact(service, offering("2000-01-14"), other)
    identifier = taken_down(service, effective_shelf(service, agreement=other), agreement=other)
    return audit_registration(service, identifier, other, "2000-07-03")


def taken_down_company_first(service: Service) -> Audit:
    other = with_readings(
        service, takedown_cutback="company_first", greenshoe_in_max=True, pro_rata_basis="owned"
    )
    identifier = taken_down(
        service,
        effective_shelf(service, agreement=other),
        join("wang", 8_000, handed_over("2000-02-10")),
        additions("2000-03-16", 100_000),
        maximum("2000-03-17", 400_000, in_writing=True, over_allotment_shares=40_000),
        agreement=other,
    )
    return audit_registration(service, identifier, other, "2000-03-20")


def taken_down_and_sold(service: Service) -> Audit:
    late = join("wang", 8_000, handed_over("2000-03-10"))
    told = notice("wang", handed_over("2000-03-01"))
    identifier = taken_down(service, effective_shelf(service), told, late, all_sold("2000-03-06"))
    return audit_registration(service, identifier, DEMO, "2000-03-20")


JOINED = (
    join("spectrum", 500_000, mailed("1999-04-26")),
    join("mochary", 25_000, handed_over("1999-04-28")),
    join("wang", 7, handed_over("1999-04-12")),
)


def determined_and_planned(service: Service) -> Audit:
    told = told_all(mailed("1999-04-01"), "wang")
    return audit_registration(service, determined(service, *told), DEMO, "1999-04-12")


def determined_and_filed_early(service: Service) -> Audit:
    told = told_all(mailed("1999-04-05"))
    identifier = determined(
        service,
        *told,
        *JOINED,
        maximum("1999-05-20", 3_400_001, in_writing=True, over_allotment_shares=9),
        filed("1999-05-04", "S-1"),
        others={"founder": 25_000},
    )
    return audit_registration(service, identifier, DEMO, "1999-06-01")


def determined_under_other_readings(service: Service) -> Audit:
    other = with_readings(
        service,
        incidental_notice_counts_from="received",
        incidental_join_test="received",
        enforce_hold="block",
        clear_days=True,
        backward_roll="forward",
        others_rank="after_holders",
        rounding="lot_100",
        company_may_abandon=False,
    )
    identifier = determined(
        service,
        *told_all(mailed("1999-04-01")),
        *JOINED,
        maximum("1999-05-20", 3_400_001, in_writing=True),
        abandoned("1999-05-25"),
        agreement=other,
        others={"founder": 25_000},
    )
    return audit_registration(service, identifier, other, "1999-06-01")


def determined_and_filed_without_notice(service: Service) -> Audit:
    facts = *told_all(mailed("1999-04-01"), "wang"), filed("1999-05-04", "S-1")
    return audit_registration(service, determined(service, *facts), DEMO, "1999-06-01")


def determined_and_excluded(service: Service) -> Audit:
    identifier = determined(service, purpose="rule_145", form="S-4")
    return audit_registration(service, identifier, DEMO, "1999-06-01")


def determined_for_others(service: Service) -> Audit:
    identifier = determined(
        service,
        *told_all(handed_over("1999-04-02")),
        *JOINED,
        initiated_for="others",
        initiators={"founder": 1_000_000},
        others={"bank": 7},
        other_demand={"granted_in_compliance": True, "room_for_registrable": 100},
    )
    return audit_registration(service, identifier, DEMO, "1999-06-01")


def determined_by_others(service: Service) -> Audit:
    other = with_readings(service, secondary_incidental_cutback="initiators_first")
    identifier = determined(
        service,
        *told_all(handed_over("1999-04-02")),
        *JOINED,
        maximum("1999-05-20", 1_100_000, in_writing=True),
        agreement=other,
        initiated_for="others",
        company_shares=None,
        initiators={"founder": 1_000_000},
    )
    return audit_registration(service, identifier, other, "1999-06-01")


def determined_effective_and_delayed(service: Service) -> Audit:
    identifier = determined(
        service,
        *told_all(handed_over("1999-04-02")),
        *JOINED,
        delay("1999-05-03", 20),
        filed("1999-06-01", "S-3"),
        declared_effective("1999-07-13"),
        misleading("1999-09-01"),
        new_prospectus("1999-09-10"),
        stop_order("1999-12-01"),
    )
    return audit_registration(service, identifier, DEMO, "1999-12-02")


def all_four_kinds(service: Service) -> Audit:
    shelf_id = effective_shelf(service, *TROUBLED)
    taken_down(service, shelf_id, delay("2000-02-07", 10))
    determined(service)
    post_event(service, demanded(service), delay("1999-04-01", 10))
    return audit_agreement(service, as_of="2000-12-04")


ON_RECORD: tuple[Story, ...] = (
    example_shelf,
    shelf_called_for,
    shelf_only_asked_for,
    shelf_delayed,
    shelf_effective_late,
    shelf_of_a_leap_day,
    shelf_in_trouble,
    shelf_in_trouble_under_other_readings,
    shelf_sold_out,
    taken_down_and_joined,
    taken_down_and_put_off,
    taken_down_and_refused,
    taken_down_company_first,
    taken_down_and_sold,
    determined_and_planned,
    determined_and_filed_early,
    determined_under_other_readings,
    determined_and_filed_without_notice,
    determined_and_excluded,
    determined_for_others,
    determined_by_others,
    determined_effective_and_delayed,
    all_four_kinds,
    example,
    just_demanded,
    joined,
    joint_letters,
    letter_after_the_demand,
    refused,
    held,
    delayed,
    deferred,
    refused_in_standstill,
    clock_stopped,
    clock_restarted,
    effective_late,
    sold_out,
    stopped,
    after_others,
    partly_withdrawn,
    cut_back,
    guideline,
    without_roll,
    cut_off,
    actual_receipt,
    after_transfers,
    sold_and_claimed,
    claimed_of_the_company,
    withdrawn_with_expenses,
    carried_out,
    drafted,
    whole_agreement,
    amended,
    every_instrument,
    covenants,
)


# --- what was asked -----------------------------------------------------------------------------


def _questions() -> Iterator[Any]:
    """The documented example of every computation, and some that go further."""
    for path, operations in DOCUMENT["paths"].items():
        if path.startswith("/v1/compute/"):
            content = operations["post"]["requestBody"]["content"]["application/json"]
            computation = path.removeprefix("/v1/compute/")
            for name, each in content["examples"].items():
                yield pytest.param((computation, each["value"]), id=f"{computation}-{name}")
    for name, (computation, question) in FURTHER_QUESTIONS.items():
        yield pytest.param((computation, question), id=name)


TOTALS = {
    "letters": [
        {
            "requests": {"spectrum": 400_000},
            "received_on": "1999-02-19",
            "fully_diluted_shares": 1_320_000,
        }
    ],
    "total_fully_diluted_shares": 1_466_666,
    "demands_effected": 1,
    "demands_pending": 1,
}

FURTHER_QUESTIONS: dict[str, tuple[str, Json]] = {
    "deadline-back": ("deadline", {"event_on": "1999-05-03", "count": 30, "direction": "before"}),
    "deadline-business-days": (
        "deadline",
        {"event_on": "1999-05-03", "count": 5, "unit": "business_day", "direction": "before"},
    ),
    "deadline-of-a-window": ("deadline", {"event_on": "1999-05-03", "count": 6, "is_act": False}),
    "demand-from-totals": ("demand", TOTALS | {"short_form_qualified": False}),
    "demand-by-forms": ("demand", TOTALS | {"forms_at_receipt": ["S-3"], "as_of": "1999-03-01"}),
    "demand-with-a-delay": (
        "demand",
        TOTALS
        | {
            "short_form_qualified": False,
            "delays": [
                {
                    "invoked_on": "1999-04-01",
                    "days": 30,
                    "board_judgment": True,
                    "transaction_considered_from": "1999-01-04",
                }
            ],
            "prior_delay_occasions": ["1998-12-01"],
            "filed_on": "1999-05-03",
            "effective_on": "1999-07-01",
        },
    ),
    "demand-under-the-cap-by-requests": (
        "demand",
        TOTALS | {"short_form_qualified": False, "readings": {"demand_cap_counts": "requested"}},
    ),
    "demand-with-notices": (
        "demand",
        TOTALS
        | {
            "short_form_qualified": True,
            "notices": [
                {"holder": "mochary", "received_on": "1999-02-25"},
                {"holder": "spectrum", "delivery": mailed("1999-02-22")},
            ],
            "joins": [
                {"holder": "mochary", "shares": 7, "delivery": handed_over("1999-03-17")},
                {"holder": "mochary", "shares": 9, "delivery": mailed("1999-03-15")},
            ],
        },
    ),
    "split-beside-a-percentage": (
        "split-adjustment",
        {
            "splits": [{"numerator": 2, "denominator": 1}],
            "values": {"threshold": 50_000},
            "percentages": {"majority": "50"},
        },
    ),
    "holdback-of-a-sale-in-the-registration": (
        "holdback",
        {
            "effective_on": "1999-07-14",
            "required_by_managing_underwriter": True,
            "firm_commitment": True,
            "test_dates": ["1999-07-14"],
            "part_of_registration": True,
        },
    ),
    "demand-with-a-delay-told-of": (
        "demand",
        TOTALS
        | {
            "short_form_qualified": False,
            "delays": [
                {
                    "invoked_on": "1999-04-01",
                    "days": 30,
                    "board_judgment": True,
                    "transaction_considered_from": "1999-01-04",
                    "notices": [{"holder": "spectrum", "delivery": mailed("1999-04-01")}],
                }
            ],
            "prior_delay_occasions": [{"invoked_on": "1998-12-01", "in_effect_to": "1998-12-20"}],
            "readings": {"delay_requires_notice": True},
        },
    ),
    "incidental-notice-to-some": (
        "incidental-notice",
        {
            "filing_on": "1999-05-04",
            "notices": [{"holder": "a", "delivery": mailed("1999-04-05")}],
            "not_told": ["b"],
        },
    ),
    "short-form-of-none": ("short-form", {"forms_at_receipt": []}),
    "receipt-by-fax": (
        "deemed-receipt",
        {"delivery": {"method": "fax", "sent_on": "1999-03-01", "acknowledged_on": "1999-03-02"}},
    ),
}


# --- the checks ---------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=ON_RECORD, ids=lambda story: story.__name__)
def recorded(
    request: pytest.FixtureRequest,
    demonstration_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Audit]:
    """What one story ends in: told once, then only read."""
    story: Story = request.param
    path = shutil.copy(demonstration_file, tmp_path_factory.mktemp("story") / "service.db")
    database = Database(f"sqlite:///{path}")
    with serving(database) as service:
        yield story(service)
    database.dispose()


@pytest.fixture(scope="module", params=list(_questions()))
def computed(request: pytest.FixtureRequest, stateless_service: Service) -> Audit:
    """The answer to one question, asked once."""
    computation, question = request.param
    return audit_computation(stateless_service, computation, question)


class Checks:
    """What must hold of every answer, recorded or computed."""

    @pytest.fixture
    def audit(self) -> Audit:
        raise NotImplementedError

    def test_every_date_and_number_is_explained(self, audit: Audit) -> None:
        assert audit.unexplained() == []

    def test_every_date_and_number_stands_where_sources_are_named(self, audit: Audit) -> None:
        assert audit.unaccounted() == []

    def test_every_explanation_leads_to_the_value(self, audit: Audit) -> None:
        assert audit.misquoted() == []

    def test_every_input_of_a_step_is_what_its_source_gives(self, audit: Audit) -> None:
        assert audit.misquoted_inputs() == []

    def test_every_source_is_of_a_documented_kind(self, audit: Audit) -> None:
        assert audit.unknown_kinds_of_source() == []

    def test_steps_use_earlier_steps_only(self, audit: Audit) -> None:
        assert audit.forward_references() == []

    def test_every_reading_of_a_step_is_listed(self, audit: Audit) -> None:
        assert audit.unlisted_readings() == set()

    def test_every_step_has_a_clause_and_a_sentence(self, audit: Audit) -> None:
        steps = audit.answer["explanation"]["steps"]
        assert all(step["clause"] and step["says"] and step["rule"] for step in steps)
        assert [step["id"] for step in steps] == [str(n) for n in range(1, len(steps) + 1)]


class TestAnswersOnRecord(Checks):
    @pytest.fixture
    @override
    def audit(self, recorded: Audit) -> Audit:
        return recorded


class TestComputations(Checks):
    @pytest.fixture
    @override
    def audit(self, computed: Audit) -> Audit:
        return computed


class TestHowMuchIsExplained:
    def at_every_level(self, service: Service, path: str, **params: str) -> list[Json]:
        levels = ("none", "summary", "full")
        return [ok(service.get(path, explain=level, **params)) for level in levels]

    @pytest.fixture
    def answers(self, service: Service) -> list[Json]:
        return self.at_every_level(service, f"/v1/registrations/{EXAMPLE_DEMAND}", as_of=LATER)

    def test_none_shows_no_steps(self, answers: list[Json]) -> None:
        assert answers[0]["explanation"]["steps"] == []

    def test_a_summary_shows_steps_without_inputs(self, answers: list[Json]) -> None:
        steps = answers[1]["explanation"]["steps"]
        assert steps
        assert all(not step["inputs"] and not step["counted"] for step in steps)
        assert all(step["clause"] and step["says"] for step in steps)

    def test_in_full_the_same_steps_show_their_inputs(self, answers: list[Json]) -> None:
        summary, full = (answer["explanation"]["steps"] for answer in answers[1:])
        assert [step | {"inputs": [], "counted": []} for step in full] == summary
        assert any(step["inputs"] for step in full)

    def test_nothing_else_differs(self, answers: list[Json]) -> None:
        rest = [{**answer, "explanation": None} for answer in answers]
        assert rest[1] == rest[2]
        assert without_steps(rest[0]) == without_steps(rest[1])

    def test_the_same_holds_of_an_agreement(self, service: Service) -> None:
        answers = self.at_every_level(service, f"/v1/agreements/{DEMO}", as_of=LATER)
        assert answers[1]["result"] == answers[2]["result"]
        assert without_steps(answers[0]["result"]) == without_steps(answers[1]["result"])

    def test_in_full_is_what_is_given_when_nothing_is_said(self, service: Service) -> None:
        path = f"/v1/registrations/{EXAMPLE_DEMAND}"
        assert (
            ok(service.get(path, as_of=LATER)) == self.at_every_level(service, path, as_of=LATER)[2]
        )

    def test_readings_are_listed_with_the_choice_in_force(self, service: Service) -> None:
        other = with_readings(service, deadline_roll="none")
        identifier = demanded(service, notice("wang", mailed("1999-02-22")), agreement=other)
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of=LATER))
        roll = {each["option"]: each for each in answer["readings"]}["deadline_roll"]
        assert (roll["value"], roll["meaning"], roll["is_default"]) == ("none", "never", False)
        assert (roll["number"], roll["clause"]) == ("QA8", "9(c)")

    def test_the_days_counted_are_listed_one_by_one(self, answers: list[Json]) -> None:
        (step,) = [
            step
            for step in answers[2]["explanation"]["steps"]
            if step["result"] == "1999-02-19" and step["counted"]
        ]
        assert step["counted"] == ["Wed 1999-02-17: 1", "Thu 1999-02-18: 2", "Fri 1999-02-19: 3"]

"""Every setting of the catalogue changes the answer to some registration, and is then reported.

Most do to registrations drawn at random from fixed seeds; those that need a life of their own have
one here. What can change no registration, or only a computation without a record, says why.
"""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest

from app.rules.answers.evaluation import evaluate_registration
from app.rules.answers.sensitivity import each_reading_tried, other_choices
from app.rules.facts.standing.read_otherwise import read_otherwise
from app.rules.reasoning.reasoned import Reasoned
from app.rules.reasoning.trace import Detail
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.terms.readings import every_reading
from tests.api.bodies import (
    Json,
    amendment,
    conversion,
    declared_effective,
    delay,
    demand,
    fact,
    faxed,
    filed,
    handed_over,
    holder,
    join,
    letter,
    letter_added,
    mailed,
    maximum,
    notice,
    offering,
    split,
    transfer,
)
from tests.api.calls import (
    begun,
    demanded,
    determined,
    effective_shelf,
    make_agreement,
    ok,
    post_demand,
    post_fact,
    shelved,
    taken_down,
    told_all,
)
from tests.api.money.claim_facts import (
    COMPANY,
    DOEG_HILL,
    SPECTRUM,
    at_fault,
    bill,
    claim,
    expense,
    found,
    proposed,
    sale,
    unavailable,
)
from tests.rules.examples import random_records
from tests.running.service import Service

Story = Callable[[Service], str]

NOT_LISTED = "it has more choices than can be listed, and is named in `not_tried`"
WITHOUT_A_RECORD = "no record asks it; only the computation does"

WHY_NOT = {
    "early_rule144_request": "the answer to the agreement tells it, and no registration",
    "extra_closed": NOT_LISTED,
    "extra_open": NOT_LISTED,
    "min_inclusion_pct_to_count": NOT_LISTED,
    "promptly_guideline_days": NOT_LISTED,
    "receipt_cutoff": NOT_LISTED,
    "discount_basis": "it has one choice",
    "demand_also_incidental": WITHOUT_A_RECORD + ": on a record a demand is a demand",
    "holdback_includes_effective_day": "a registration shows the ends of the window; that a day "
    "inside it is free is told by may-sell",
    "public_buyers_are_holders": WITHOUT_A_RECORD + ": buyers from the public have no names there",
}
"""Settings that change no registration on a record, and why."""


def asked(delivery: Json, **more: Any) -> Story:
    body = demand(letter(delivery, {"spectrum": 400_000}), **more)
    return lambda service: post_demand(service, body)["result"]["registration_id"]


def moved(*changes: Json, **more: Any) -> Story:
    """A demand of February 1999, after these facts about the agreement."""

    def story(service: Service) -> str:
        for each in changes:
            post_fact(service, each)
        return demanded(service, **more)

    return story


def life(*facts: Json, **more: Any) -> Story:
    return lambda service: demanded(service, *facts, **more)


EFFECTIVE = (filed("1999-04-05", "S-1"), declared_effective("1999-05-18"))


def claimed(*facts: Json) -> Story:
    """Spectrum alone sells, for 16.05 net and 17.25 gross; then a claim."""

    def story(service: Service) -> str:
        post_fact(
            service, fact("preferred_converted", "1999-05-03", holder="spectrum", shares=400_000)
        )
        return demanded(service, *EFFECTIVE, sale("1999-05-24", "spectrum", 1_000), *facts)

    return story


AGAINST_SPECTRUM = (claim("1999-09-01", COMPANY, SPECTRUM), bill("1999-09-20", "100000", "loss"))
AT_FAULT = found("1999-11-20", at_fault(COMPANY, 1), at_fault(SPECTRUM, 1, 1))
IN_HALVES = found("1999-11-20", at_fault(COMPANY, 1), at_fault(SPECTRUM, 1, "1/4"))
RESTRICTED = {"affiliate": False, "restricted_in_writing": True}


def own(*facts: Json, **more: Any) -> Story:
    return lambda service: determined(service, *facts, **more)


def off_a_shelf(*facts: Json) -> Story:
    return lambda service: taken_down(service, effective_shelf(service), *facts)


def newcomer(service: Service) -> str:
    """All were told on 1 April 1999; an affiliate becomes a Holder on the 20th."""
    registration = own(*told_all(handed_over("1999-04-01")))(service)
    post_fact(service, transfer("1999-04-20", "spectrum", "affiliate", 100_000))
    return registration


def held_back(kind: str, **more: Any) -> Json:
    stated = {"firm_commitment": True, "expected_effective_on": "2000-02-22"}
    return fact(kind, "2000-02-10", **stated | more)


def better_rights(service: Service) -> str:
    """Another's right, better in one term and worse in one, stands behind the registration."""
    rights = {"demands": 4, "join_days": 1}
    post_fact(service, fact("rights_granted", "1999-03-01", grantee="A Bank", rights=rights))
    return determined(
        service,
        initiated_for="others",
        company_shares=0,
        initiators={"bank": 100_000},
        other_demand={"room_for_registrable": 0, "grantee": "A Bank"},
    )


def handed_on(service: Service, shares: int) -> str:
    """Spectrum has asked for nearly all it holds, and passes much of it to an affiliate."""
    registration = demanded(service, shares=1_000_000)
    post_fact(service, transfer("1999-03-10", "spectrum", "fund", shares))
    return registration


def deferred(*facts: Json) -> Story:
    """A demand of February 1999 that the Company's offering of 4 March defers, and these facts."""

    def story(service: Service) -> str:
        post_fact(service, offering("1999-03-04"))
        return demanded(service, *facts)

    return story


def refused_and_made(service: Service) -> str:
    """Wang alone is no majority: its demand is refused, filed and made effective all the same."""
    refused = demand(letter(handed_over("1999-03-01"), {"wang": 1_000}))
    return begun(service, "demands", refused, *EFFECTIVE)


def emptied_and_filled(service: Service) -> str:
    """The only Holder sells everything in March 1999, and holds shares again in May."""
    body = {"template": "ctc-1998", "id": "one", "holders": [holder("a", 60)]}
    make_agreement(service, body)
    post_fact(service, fact("shares_sold", "1999-03-01", holder="a", shares=60), "one")
    post_fact(service, fact("position_stated", "1999-05-03", holder="a", common=60), "one")
    asked_for = demand(letter(handed_over("1999-05-10"), {"a": 10}))
    return begun(service, "demands", asked_for, agreement="one")


STORIES: dict[str, Story] = {
    "later_holders": newcomer,
    # Mailed on Thursday 3 June 1999, received on Tuesday the 8th; filed on Monday the 7th.
    "objection_test": life(
        filed("1999-05-10"),
        declared_effective("1999-05-14"),
        fact(
            "amendment_proposed",
            "1999-06-01",
            amendment="first",
            planned_filing_on="1999-06-07",
            copies=[{"holder": "spectrum", "furnished_on": "1999-06-01"}],
        ),
        {
            "kind": "amendment_objected",
            "amendment": "first",
            "holder": "spectrum",
            "delivery": mailed("1999-06-03"),
            "reasonable": True,
            "on_compliance_grounds": True,
        },
        fact("amendment_filed", "1999-06-07", amendment="first"),
    ),
    # Mailed on Monday 13 September 1999, received on the 16th; the cost of the 14th is between.
    "defence_notice_test": claimed(
        claim("1999-09-01", SPECTRUM, COMPANY),
        {
            "kind": "defence_elected",
            "claim": "doe",
            "party": "ctc",
            "delivery": mailed("1999-09-13"),
        },
        fact(
            "defence_answered",
            "1999-09-20",
            claim="doe",
            party="ctc",
            conflict=False,
            counsel_satisfactory=True,
        ),
        bill("1999-09-14", "1000", "defence"),
    ),
    "empty_register": emptied_and_filled,
    "volunteered_counts": refused_and_made,
    # Spectrum, which has asked for 400,000, asks again.
    "second_letter": life(letter_added(letter(handed_over("1999-03-08"), {"spectrum": 1_000}))),
    # Mailed on Tuesday 16 February, received on the 19th: amended in between.
    "governing_day": moved(
        amendment("1999-02-18", {"/demand/effect_within/count": 45}),
    ),
    # Spectrum asks for 400,000; Wang makes up the 450,000 that are wanted.
    "size_cumulates": moved(
        amendment("1998-12-01", {"/demand/minimum_shares": 450_000}),
        letters=[
            letter(mailed("1999-02-16"), {"spectrum": 400_000}),
            letter(mailed("1999-02-22"), {"doeg-hill": 60_000}),
        ],
    ),
    # Due on 20 May 1999; and in a standstill that defers it to 31 August.
    "late_delay": life(delay("1999-05-21", 30)),
    "delay_in_standstill": deferred(delay("1999-04-01", 30)),
    "consent_by": life(delay("1999-04-01", 61, consenting_holders=["spectrum"])),
    "demand_open_test": asked(mailed("1998-10-08")),
    "premature_demand": asked(handed_over("1998-10-01")),
    # Mailed on 22 December, received on the 28th; who joins by mail on Tuesday 19 January, the last
    # day, is heard on the 22nd, a day after the statement may be filed.
    "enforce_hold": own(
        *told_all(mailed("1998-12-22")), occurred_on="1998-12-21", planned_filing_on="1999-01-21"
    ),
    "incidental_scope": own(securities="debt"),
    "s3_test_date": lambda service: begun(
        service,
        "demands",
        demand(letter(handed_over("1999-02-19"), {"spectrum": 1}))
        | {"short_form_qualified": None, "forms_at_receipt": ["S-1"], "forms_at_filing": ["S-3"]},
        filed("1999-04-05"),
    ),
    "saturday_holiday_rule": asked(mailed("1999-12-22")),
    "saturday_is_roll_target": lambda service: begun(
        service,
        "demands",
        demand(letter(handed_over("1998-12-01"), {"spectrum": 1})),
        notice("wang", handed_over("1998-12-12")),
    ),
    "rights_end": moved(fact("first_public_offering_effective", "1996-02-01")),
    "split_rounding": moved(
        split("1998-12-01", 1, 3),
        transfer("1998-12-15", "doeg-hill", "fund", 16_666, **RESTRICTED),
    ),
    "inclusion_passes": lambda service: handed_on(service, 1_000_000),
    # A tenth of 1,466,666 shares: whoever drops its own fractions drops some of 146,666 and 3/5.
    "split_fractions": moved(split("1998-12-01", 1, 10), shares=40_000),
    "threshold_counts_prior": moved(
        transfer("1998-12-01", "spectrum", "fund", 30_000),
        transfer("1998-12-15", "spectrum", "fund", 30_000, **RESTRICTED),
    ),
    # 30,000 without rights; with 20,000 more they make 50,000, or they do not.
    "shares_without_rights": moved(
        transfer("1998-12-01", "spectrum", "fund", 30_000, **RESTRICTED),
        transfer("1998-12-15", "spectrum", "fund", 20_000, **RESTRICTED),
    ),
    "unrecognised_count": moved(
        transfer("1998-12-01", "spectrum", "fund", 700_000, record_holder_on=None)
    ),
    "copies_required": asked(mailed("1999-02-16") | {"copies_sent": False}),
    "other_methods": asked(faxed("1999-02-16")),
    "disproportionate_consent": moved(
        amendment("1998-12-01", {"/demand/cap/limit": 5}, consents={"wang": False})
    ),
    "retroactive_amendment": moved(
        amendment("1999-03-01", {"/demand/cap/limit": 5}, effective_from="1999-01-01")
        | {"reaches_requested": False},
    ),
    "greenshoe_in_max": own(
        *told_all(handed_over("1999-04-01")),
        join("spectrum", 400_000, handed_over("1999-04-05")),
        maximum("1999-04-28", 3_300_000, in_writing=True, over_allotment_shares=50_000),
    ),
    "holdback2_from": off_a_shelf(
        held_back("holdback_advised", days=90, closing_on="2000-02-25"),
        *(
            {
                "kind": "holdback_notice_given",
                "holder": "wang",
                "delivery": handed_over("2000-02-11"),
            },
        ),
    ),
    "holdback_scope": own(
        fact("holdback_required", "1999-04-20", firm_commitment=True),
        filed("1999-05-10", "S-1"),
        declared_effective("1999-06-01"),
    ),
    "stale_estimate": own(
        fact(
            "holdback_required",
            "1999-04-20",
            firm_commitment=True,
            expected_effective_on="1999-04-29",
        )
    ),
    "holder_notice_start": life(
        *EFFECTIVE,
        {
            "kind": "holder_misstatement_notice",
            "holder": "spectrum",
            "delivery": handed_over("1999-06-01"),
        },
        fact("new_prospectus_received", "1999-06-10"),
    ),
    "leap_anniversary": lambda service: shelved(
        service,
        filed("1999-10-04"),
        declared_effective("1999-10-27"),
        conversion("2000-02-29"),
    ),
    # Only Spectrum is on the shelf.
    "takedown_off_shelf": off_a_shelf(join("wang", 1_000, handed_over("2000-02-03"))),
    "undertaking_missing": life(
        fact("undertaking_required", "1999-03-01", holder="spectrum"), *EFFECTIVE
    ),
    # Spectrum approves while it alone is in; then more join than it has in it.
    "approval_counted": life(
        fact("underwriter_selected", "1999-02-22", underwriter="U"),
        fact("underwriter_approved", "1999-02-23", underwriter="U", holders=["spectrum"]),
        notice("doeg-hill", handed_over("1999-02-24")),
        join("doeg-hill", 50_000, handed_over("1999-03-01")),
        underwritten=True,
        shares=40_000,
    ),
    # Wang was told so late that its window outlasts effectiveness.
    "join_after_effectiveness": life(
        notice("wang", handed_over("1999-05-10")),
        *EFFECTIVE,
        join("wang", 1_000, handed_over("1999-05-24")),
    ),
    "cap_measure": claimed(*AGAINST_SPECTRUM, AT_FAULT),
    # All of the discount came off the price of Spectrum, which is to bear half of it.
    "limit_discount": claimed(
        sale("1999-05-24", "ctc", 1_000, discount="0", seller_class="company"),
        *AGAINST_SPECTRUM,
        AT_FAULT,
    ),
    "cap_extends_to_contribution": claimed(
        *AGAINST_SPECTRUM, IN_HALVES, unavailable("1999-12-01", "unavailable")
    ),
    # Doeg Hill sold nothing and so owes nothing: who bears its third?
    "reallocate_shortfall": claimed(
        claim("1999-09-01", COMPANY, SPECTRUM, DOEG_HILL),
        bill("1999-09-20", "9000", "loss"),
        found("1999-11-20", *(at_fault(each, 1) for each in (COMPANY, SPECTRUM, DOEG_HILL))),
        unavailable("1999-12-01", "unavailable"),
    ),
    # Doeg Hill owes Spectrum no indemnity: is its third weighed?
    "fault_weighed": claimed(
        claim("1999-09-01", SPECTRUM, COMPANY, DOEG_HILL),
        bill("1999-09-20", "9000", "loss"),
        found("1999-11-20", *(at_fault(each, 1) for each in (COMPANY, SPECTRUM, DOEG_HILL))),
        unavailable("1999-12-01", "unavailable"),
    ),
    "indemnified_parties": claimed(
        *AGAINST_SPECTRUM, IN_HALVES, unavailable("1999-12-01", "unavailable")
    ),
    "settlement_consent": claimed(
        claim("1999-09-01", SPECTRUM, COMPANY), proposed("1999-12-01", "ctc", release=True)
    ),
    "underwriter_fees_of_sellers": life(
        expense("1999-03-01", "underwriter_fees_of_sellers", "10.00")
    ),
    "sec8_test": better_rights,
}
"""A record for each setting that registrations drawn at random hardly bring up."""

TELLING = (0, 1, 2, 3, 4, 6, 7, 8, 10, 12, 25, 27, 31, 35, 46, 59, 60, 81, 83, 108, 145, 170, 188)
"""Numbers of records that are known to turn on some setting: they are tried first."""
SEEDS = tuple(dict.fromkeys((*TELLING, *range(200))))
DAYS = (date(1999, 12, 31), random_records.LAST)


@pytest.mark.parametrize("option", STORIES)
def test_is_reported_where_it_changes_the_answer(service: Service, option: str) -> None:
    registration = STORIES[option](service)
    answer = ok(service.get(f"/v1/registrations/{registration}/sensitivity", as_of="2001-12-31"))
    told = answer["sensitivity"]
    assert option in {each["option"] for each in told["changes"]}, told["without_effect"]


def _changed_by(record: random_records.Record, name: str, day: date, wanted: set[str]) -> set[str]:
    """Which of the settings sensitivity reports for a registration drawn at random."""
    usual = random_records.answer(record, name, day)
    relied_on = wanted & {each.option for each in usual.readings}

    def otherwise(option: str, choice: str | bool) -> Reasoned[RegistrationAnswer]:
        terms, facts = read_otherwise(random_records.TERMS, record, option, choice)
        return evaluate_registration("agreement", name, terms, facts, day, Detail.NONE)

    told = each_reading_tried(random_records.TERMS, usual, relied_on, otherwise)
    return {each.option for each in told.changes}


def test_every_other_setting_is_reported_for_some_record() -> None:
    left = every_reading().keys() - STORIES.keys() - WHY_NOT.keys()
    for seed in SEEDS:
        record = random_records.random_record(Random(seed))
        for day in DAYS:
            known = [each for each in record if each.fact.happened_on <= day]
            for name in random_records.begun(known):
                left -= _changed_by(record, name, day, left)
        if not left:
            return
    assert not left


def test_what_is_not_tried_cannot_be_listed() -> None:
    readings = random_records.TERMS.readings
    unlisted = {each for each in every_reading() if other_choices(each, readings) is None}
    assert unlisted == {each for each, why in WHY_NOT.items() if why == NOT_LISTED}

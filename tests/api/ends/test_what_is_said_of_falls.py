"""Who has fewer shares in a registration than it asked for is told what is included in the end.

Clauses 1(e), 1(i), 2(f), 9(f). Holder a has 600,000 shares of Common Stock, b 340,000 and c
100,000. Of the Company's own registration c asks for 100,000 and b for 40,000; the Company sells
100,000.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    demand,
    fact,
    handed_over,
    holder,
    join,
    letter,
    maximum,
    notice,
    own_registration,
    split,
)
from tests.api.calls import begun, included, make_agreement, ok, post_event, post_fact
from tests.api.calls import read_registration as read
from tests.running.service import Service

MINE = "mine"


@pytest.fixture(autouse=True)
def made(service: Service) -> None:
    holders = [holder("a", 600_000), holder("b", 340_000), holder("c", 100_000)]
    make_agreement(service, agreement(MINE, holders=holders))


def own(service: Service) -> str:
    told = [notice(one, handed_over("1999-04-02")) for one in ("a", "b", "c")]
    asked = [
        join(one, shares, handed_over("1999-04-10"))
        for one, shares in {"b": 40_000, "c": 100_000}.items()
    ]
    body = own_registration(company_shares=100_000)
    return begun(service, "incidentals", body, *told, *asked, agreement=MINE)


def demanded(service: Service, **asked: int) -> str:
    body = demand(letter(handed_over("1999-03-01"), asked))
    return begun(service, "demands", body, agreement=MINE)


def passed(day: str, giver: str, taker: str, shares: int, **more: Any) -> Json:
    own = {"holder": giver, "transferee": taker, "transferee_name": taker.upper()}
    rights = {"affiliate": True, "restricted_in_writing": False, "record_holder_on": day}
    return fact("securities_transferred", day, common=shares, **own, **rights | more)


def warned(service: Service, registration: str, day: str) -> dict[str, list[str]]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    found: dict[str, list[str]] = {}
    for each in answer["warnings"]:
        found.setdefault(each["code"], []).append(each["says"])
    return found


def test_after_a_maximum_it_is_what_the_maximum_leaves(service: Service) -> None:
    """F35, 2(f): c passes 60,000 on. 170,000 leave 70,000 of 140,000, so half of c's 40,000.

    Once all has come back to c nothing has fallen, whatever the maximum leaves.
    """
    registration = own(service)
    post_fact(service, passed("1999-04-20", "c", "e", 60_000), MINE)
    (says,) = warned(service, registration, "1999-04-21")["INCLUSION_FELL"]
    fell = (
        "c asked for 100,000 shares, and on 20 April 1999 held fewer, 60,000 having passed to e; "
    )
    assert says.startswith(f"{fell}40,000 ")
    post_event(service, registration, maximum("1999-05-03", 170_000, in_writing=True))
    assert included(read(service, registration, "1999-05-04"))["c"] == 20_000
    (says,) = warned(service, registration, "1999-05-04")["INCLUSION_FELL"]
    assert says.endswith("passed to e; 20,000 are included after the cutback.")
    post_fact(service, passed("1999-05-20", "e", "c", 60_000), MINE)
    assert included(read(service, registration, "1999-05-21"))["c"] == 50_000
    assert "INCLUSION_FELL" not in warned(service, registration, "1999-05-21")


def test_a_fraction_that_a_split_drops_is_no_fall(service: Service) -> None:
    """F37: 600,000 in 1-for-7 are 85,714 2/7, of which 85,714 can be held and included."""
    registration = demanded(service, a=600_000)
    post_fact(service, split("1999-03-05", 1, 7), MINE)
    assert included(read(service, registration, "1999-03-06")) == {"a": 85_714}
    assert "INCLUSION_FELL" not in warned(service, registration, "1999-03-06")


def test_one_share_fewer_than_that_is_a_fall(service: Service) -> None:
    registration = demanded(service, a=600_000)
    post_fact(service, split("1999-03-05", 1, 7), MINE)
    post_fact(service, fact("shares_sold", "1999-03-08", holder="a", shares=1), MINE)
    assert included(read(service, registration, "1999-03-09")) == {"a": 85_713}
    assert "INCLUSION_FELL" in warned(service, registration, "1999-03-09")


def test_the_same_number_asked_for_again_is_no_other(service: Service) -> None:
    """F37: 100,000 before a 1-for-3 and 33,333 after it are the same whole shares."""
    registration = own(service)
    post_fact(service, split("1999-04-12", 1, 3), MINE)
    post_event(service, registration, join("c", 33_333, handed_over("1999-04-13")))
    assert "SECOND_LETTER" not in warned(service, registration, "1999-04-14")
    post_event(service, registration, join("c", 33_332, handed_over("1999-04-14")))
    (says,) = warned(service, registration, "1999-04-15")["SECOND_LETTER"]
    assert "33,333 shares and later for 33,332" in says


@pytest.mark.parametrize("record_holder_on", [None, "1999-03-20"])
def test_the_claim_of_one_still_to_be_recognised_is_told(
    service: Service, record_holder_on: str | None
) -> None:
    """F44, 9(f): c's 500 places passed to e, whom the Company must recognise from 20 March, if so.

    From then on e has them.
    """
    registration = demanded(service, a=600_000, c=500)
    moved = passed("1999-03-10", "c", "e", 100_000, record_holder_on=record_holder_on)
    post_fact(service, moved, MINE)
    found = warned(service, registration, "1999-03-12")
    (says,) = found["INCLUSION_NOT_RECOGNISED"]
    assert says.startswith("Registered shares passed to e, ")
    later = warned(service, registration, "1999-03-20")
    assert ("INCLUSION_NOT_RECOGNISED" in later) is (record_holder_on is None)
    has = included(read(service, registration, "1999-03-20")).get("e")
    assert has == (500 if record_holder_on else None)


def test_shares_asked_for_by_one_not_recognised_are_named(service: Service) -> None:
    """F45, 9(f), QB9: e holds 600,000 of 1,040,000, and the Company need not recognise it yet."""
    post_fact(service, passed("1999-02-10", "a", "e", 600_000, record_holder_on=None), MINE)
    asked = demand(letter(handed_over("1999-02-15"), {"e": 600_000}))
    refused = begun(service, "demands", asked, agreement=MINE)
    found = read(service, refused, "1999-02-16")
    (says,) = (
        each["says"] for each in found["determination"]["conditions"] if each["outcome"] == "failed"
    )
    assert says == (
        "Those who ask hold 0 of 1,040,000 shares; 520,001 are needed; the 600,000 shares of e are "
        "not among them, since on 15 February 1999 the Company need not yet recognise e (9(f))."
    )


def test_a_short_form_stated_both_ways_leaves_the_due_day_open(service: Service) -> None:
    """F48, 2(a)(i): stated outright it is 60 days, by the forms 90; nobody can tell which is so."""
    forms = {"short_form_qualified": True, "forms_at_receipt": ["S-1"]}
    asked = demand(letter(handed_over("1999-03-01"), {"a": 600_000}), **forms)
    registration = begun(service, "demands", asked, agreement=MINE)
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-03-02"))
    assert answer["result"]["determination"]["due_on"] is None
    assert "SHORT_FORM_STATED_BOTH_WAYS" in {each["code"] for each in answer["warnings"]}
    named = {each["posted_as"] for each in answer["missing_inputs"]}
    assert "demand_received.short_form_qualified" in named
    question = {
        "template": "ctc-1998",
        "letters": [{"received_on": "1999-03-01", "requests": {"a": 60}}],
        "positions": [{"holder": "a", "common": 100}],
        "demands_effected": 0,
        "demands_pending": 0,
    }
    computed = ok(service.post("/v1/compute/demand", question | forms))
    assert computed["result"]["determination"]["due_on"] is None
    assert "SHORT_FORM_STATED_BOTH_WAYS" in {each["code"] for each in computed["warnings"]}
    agreeing = ok(service.post("/v1/compute/demand", question | forms | {"forms_at_receipt": None}))
    assert agreeing["result"]["determination"]["due_on"] == "1999-04-30"

"""After a cutback only what 2(f) left each is registered, and can pass to another (QG5, 9(f)).

Holder a has 600,000 shares of Common Stock, b 340,000 and c 100,000. Of the Company's own
registration c asks for 100,000 and b for 40,000; the Company sells 100,000.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    fact,
    filed,
    handed_over,
    holder,
    join,
    maximum,
    notice,
    own_registration,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_event, post_fact
from tests.api.calls import included as of_all
from tests.api.calls import read_registration as read
from tests.running.service import Service

MINE = "mine"


@pytest.fixture(autouse=True)
def made(service: Service) -> None:
    holders = [holder("a", 600_000), holder("b", 340_000), holder("c", 100_000)]
    make_agreement(service, agreement(MINE, holders=holders))


def registered(service: Service, most: int) -> str:
    """Effective on 1 June, with this maximum in writing."""
    told = [notice(one, handed_over("1999-04-02")) for one in ("a", "b", "c")]
    asked = [
        join(one, shares, handed_over("1999-04-10"))
        for one, shares in {"b": 40_000, "c": 100_000}.items()
    ]
    facts = (
        *told,
        *asked,
        maximum("1999-05-03", most, in_writing=True),
        filed("1999-05-10", "S-1"),
    )
    body = own_registration(company_shares=100_000)
    effective = declared_effective("1999-06-01")
    return begun(service, "incidentals", body, *facts, effective, agreement=MINE)


def passed(day: str, giver: str, taker: str, shares: int) -> Json:
    return fact(
        "securities_transferred",
        day,
        holder=giver,
        transferee=taker,
        transferee_name=taker.upper(),
        common=shares,
        affiliate=True,
        restricted_in_writing=False,
        record_holder_on=day,
    )


def sold(day: str, seller: str, shares: int) -> Json:
    own = {"seller": seller, "seller_class": "holders", "shares": shares}
    return fact("shares_sold_in_offering", day, **own, price="10.00", discount_per_share="0")


def included(found: Json) -> Json:
    """What each Holder may sell."""
    return {seller: shares for seller, shares in of_all(found).items() if seller != "ctc"}


def may_sell(service: Service, holder_id: str, day: str) -> str:
    path = f"/v1/agreements/{MINE}/may-sell"
    found = ok(service.get(path, holder=holder_id, on=day, manner="under_registration"))
    return str(found["result"]["may_sell"])


def test_unregistered_shares_take_no_place_along(service: Service) -> None:
    """170,000 leave 70,000 for the Holders: 50,000 to c, 20,000 to b. c passes its other half."""
    registration = registered(service, 170_000)
    post_fact(service, passed("1999-06-03", "c", "h", 50_000), MINE)
    found = read(service, registration, "1999-06-04")
    assert included(found) == {"b": 20_000, "c": 50_000}
    assert may_sell(service, "h", "1999-06-04") == "no"
    assert not [each["id"] for each in found["obligations"] if each["id"].endswith(":h")]
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-06-04"))
    assert "INCLUSION_FELL" not in {each["code"] for each in answer["warnings"]}
    assert obligation(found, "include:c")["action"].startswith("Include the Holder's 50,000 shares")


def test_places_sold_do_not_come_back(service: Service) -> None:
    """c passes 60,000, so 10,000 of its 50,000 places; e sells them, and gives the rest back."""
    registration = registered(service, 170_000)
    post_fact(service, passed("1999-06-03", "c", "e", 60_000), MINE)
    assert included(read(service, registration, "1999-06-03")) == {
        "b": 20_000,
        "c": 40_000,
        "e": 10_000,
    }
    post_event(service, registration, sold("1999-06-05", "e", 10_000))
    post_fact(service, passed("1999-06-07", "e", "c", 50_000), MINE)
    assert included(read(service, registration, "1999-06-08")) == {
        "b": 20_000,
        "c": 40_000,
        "e": 10_000,
    }
    post_event(service, registration, sold("1999-06-10", "c", 50_000))
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-06-10"))
    assert "SALE_BEYOND_INCLUDED" in {each["code"] for each in answer["warnings"]}


def test_who_has_no_more_places_has_none_to_pass_on(service: Service) -> None:
    registration = registered(service, 170_000)
    post_fact(service, passed("1999-06-03", "c", "e", 60_000), MINE)
    post_event(service, registration, sold("1999-06-05", "e", 10_000))
    post_fact(service, passed("1999-06-07", "e", "g", 50_000), MINE)
    assert "g" not in included(read(service, registration, "1999-06-08"))
    assert may_sell(service, "g", "1999-06-08") == "no"

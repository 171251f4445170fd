"""Shares that passed to one not yet recognised are unsold: 3(a)(iii), 9(f).

Holder a has 600 shares of Common Stock and c 400. a demands 10 and c 50, effective on 1 April.
"""

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    letter,
)
from tests.api.calls import begun, included, make_agreement, ok, post_event, post_fact
from tests.api.calls import read_registration as read
from tests.running.service import Service

MINE = "mine"


def sold(day: str, seller: str, shares: int) -> Json:
    own = {"seller": seller, "seller_class": "holders", "shares": shares}
    return fact("shares_sold_in_offering", day, **own, price="10.00", discount_per_share="0")


def test_it_stays_effective_for_one_whom_the_company_need_not_yet_recognise(
    service: Service,
) -> None:
    """c passes all it has to e on the 2nd; a sells out on the 5th; e is recognised on the 10th."""
    holders = [holder("a", 600), holder("c", 400)]
    make_agreement(service, agreement(MINE, holders=holders))
    asked = letter(handed_over("1999-03-01"), {"a": 10, "c": 50})
    effective = (filed("1999-03-20"), declared_effective("1999-04-01"))
    registration = begun(service, "demands", demand(asked), *effective, agreement=MINE)
    passed = fact(
        "securities_transferred",
        "1999-04-02",
        holder="c",
        transferee="e",
        transferee_name="E",
        common=400,
        affiliate=True,
        restricted_in_writing=False,
    )
    post_fact(service, passed, MINE)
    post_event(service, registration, sold("1999-04-05", "a", 10))
    assert read(service, registration, "1999-04-06")["state"] == "effective"
    entered = fact("record_holder_entered", "1999-04-10", holder="e")
    post_fact(service, entered, MINE)
    found = read(service, registration, "1999-04-11")
    assert (found["state"], included(found)) == ("effective", {"a": 10, "c": 0, "e": 50})
    path = f"/v1/agreements/{MINE}/may-sell"
    ask = {"holder": "e", "on": "1999-04-11", "manner": "under_registration"}
    assert ok(service.get(path, **ask))["result"]["may_sell"] != "no"
    post_event(service, registration, sold("1999-04-12", "e", 50))
    assert read(service, registration, "1999-04-13")["state"] == "closed"

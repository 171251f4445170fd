"""The holdback around an underwritten sale off a shelf: 2(a)(iii)(cc), 4(c).

Holder a has 600 shares of Common Stock and b 400. The sale has no effectiveness of its own.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    conversion,
    declared_effective,
    fact,
    filed,
    handed_over,
    holder,
    letter,
    obligation_waived,
    shelf,
    takedown,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_fact, read_registration
from tests.running.service import Service

MINE = "mine"
REQUIRED = fact(
    "holdback_required",
    "1999-04-20",
    required=True,
    firm_commitment=True,
    expected_effective_on="1999-05-10",
)


def sold(day: str, shares: int) -> Json:
    own = {"seller": "a", "seller_class": "holders", "shares": shares}
    return fact("shares_sold_in_offering", day, **own, price="10.00", discount_per_share="0.00")


def off_the_shelf(service: Service, shares: int, *sales: Json) -> str:
    """A sale of some of the 300 shares on a shelf that is kept through 15 March 2000."""
    make_agreement(service, agreement(MINE, holders=[holder("a", 600), holder("b", 400)]))
    body = shelf(
        letter(handed_over("1998-12-01"), {"a": 300}),
        conversion_proposed_on="1998-12-01",
        certificate_date="1999-03-15",
    )
    life = (filed("1999-02-20"), declared_effective("1999-03-15"), conversion("1999-03-15"))
    off = begun(service, "shelves", body, *life, agreement=MINE)
    asked = takedown(off, letter(handed_over("1999-04-01"), {"a": shares}))
    return begun(service, "takedowns", asked, REQUIRED, *sales, agreement=MINE)


@pytest.fixture
def sale(service: Service) -> str:
    """Expected on 10 May, and all of it sold on the 12th."""
    return off_the_shelf(service, 100, sold("1999-05-12", 100))


def may_sell(service: Service, day: str) -> str:
    path = f"/v1/agreements/{MINE}/may-sell"
    found = ok(service.get(path, holder="b", on=day, manner="rule_144"))
    return str(found["result"]["may_sell"])


def test_is_counted_from_the_sale_once_all_is_sold(service: Service, sale: str) -> None:
    """Seven days before 12 May are the 5th; a hundred and eighty after it are 8 November."""
    days = ("1999-05-12", "1999-11-08", "1999-11-09", "1999-12-01")
    assert [may_sell(service, day) for day in days] == ["no", "no", "yes", "yes"]
    (line, *_) = read_registration(service, sale, "1999-06-01")["holdback"]
    assert (line["first_day"], line["last_day"]) == ("1999-05-05", "1999-11-08")


def test_is_counted_from_the_first_of_several_sales(service: Service) -> None:
    off_the_shelf(service, 200, sold("1999-05-12", 90), sold("1999-05-20", 90))
    days = ("1999-05-13", "1999-11-08", "1999-11-09", "2000-03-16", "2005-01-01")
    assert [may_sell(service, day) for day in days] == ["no", "no", "yes", "yes", "yes"]


def test_that_never_came_about_holds_nobody_back_once_the_shelf_has_ended(service: Service) -> None:
    off_the_shelf(service, 200)
    days = ("2000-03-15", "2000-03-16", "2005-01-01")
    assert [may_sell(service, day) for day in days] == ["unknown", "yes", "yes"]


def test_that_is_waived_is_not_shown(service: Service, sale: str) -> None:
    waived = obligation_waived("1999-06-01", "holdback:required:b", "a")
    post_fact(service, waived | {"registration": sale}, MINE)
    shown = read_registration(service, sale, "1999-06-02")["holdback"]
    assert [each["holder"] for each in shown] == ["a"]
    assert may_sell(service, "1999-06-02") == "yes"


def test_is_broken_by_a_sale_under_the_shelf_beside_it(service: Service, sale: str) -> None:
    """4(c) lets Holders sell as part of the underwritten sale, and not off the shelf besides."""
    listed = ok(service.get("/v1/registrations", agreement_id=MINE, kind="shelf"))["items"]
    off = listed[0]["registration_id"]
    beside = sold("1999-06-01", 10)
    ok(service.post(f"/v1/registrations/{off}/events", beside), 201)
    duty = obligation(read_registration(service, sale, "1999-12-01"), "holdback:required:a")
    assert (duty["status"], duty["breached_on"]) == ("breached", "1999-06-01")

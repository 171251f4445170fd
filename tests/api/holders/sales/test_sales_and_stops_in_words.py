"""Sales before and after a split in one unit, and warnings that say what is so: 2(g), 3(c), 9(h).

Holders a 600 and b 400 of common, 100 of each in a demand that is effective on 14 May 1999.
"""

from tests.api.bodies import (
    Json,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    letter,
    new_prospectus,
    prohibition,
    shelf,
    split,
)
from tests.api.calls import begun, make_agreement, ok, post_event, post_fact
from tests.running.service import Service

HOLDERS = [
    {"id": "a", "name": "A", "common": 600},
    {"id": "b", "name": "B", "common": 400},
]


def agreement(service: Service) -> str:
    made = make_agreement(service, {"template": "ctc-1998", "id": "ab", "holders": HOLDERS})
    identifier: str = made["result"]["id"]
    return identifier


def sale(day: str, shares: int) -> Json:
    price = {"price": "10.00", "discount_per_share": "0"}
    who = {"seller": "a", "seller_class": "holders"}
    return fact("shares_sold_in_offering", day, **who, shares=shares, **price)


def demanded(service: Service, *facts: Json) -> str:
    body = demand(letter(handed_over("1999-03-01"), {"a": 400, "b": 100}))
    effective = (filed("1999-05-03"), declared_effective("1999-05-14"))
    return begun(service, "demands", body, *effective, *facts, agreement=agreement(service))


def answer(service: Service, registration: str, day: str) -> Json:
    found: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return found


def sold(service: Service, registration: str, day: str) -> tuple[int, str]:
    (line,) = answer(service, registration, day)["result"]["money"]["proceeds"]
    return line["shares"], line["gross"]


def test_what_was_sold_is_counted_in_shares_of_the_day_asked_about(service: Service) -> None:
    """200 and then, after 2-for-1, 100: in shares of 6 June 400 and 100, at 10.00 each sold."""
    registration = demanded(service, sale("1999-05-20", 200))
    post_fact(service, split("1999-05-25", 2, 1), "ab")
    post_event(service, registration, sale("1999-06-05", 100))
    assert sold(service, registration, "1999-05-21") == (200, "2000.00")
    assert sold(service, registration, "1999-06-06") == (500, "3000.00")


def test_a_hold_that_a_holder_opened_is_a_hold(service: Service) -> None:
    told = fact("holder_misstatement_notice", "1999-06-01", holder="a")
    del told["occurred_on"]
    told |= {"delivery": handed_over("1999-06-01")}
    registration = demanded(service, told, new_prospectus("1999-06-10"))
    codes = {each["code"] for each in answer(service, registration, "1999-06-11")["warnings"]}
    assert "NO_HOLD" not in codes


def test_a_prospectus_without_a_hold_is_still_flagged(service: Service) -> None:
    registration = demanded(service, new_prospectus("1999-06-10"))
    codes = {each["code"] for each in answer(service, registration, "1999-06-11")["warnings"]}
    assert "NO_HOLD" in codes


def test_sales_were_prohibited_through_the_last_day(service: Service) -> None:
    """Ten days from 1 December 1999 by hand: the last is 10 December."""
    effective = (
        filed("1999-10-04"),
        declared_effective("1999-10-27"),
        conversion("1999-11-01"),
    )
    stopped = prohibition(
        "1999-12-01", 10, {name: handed_over("1999-12-01") for name in ("a", "b")}
    )
    registration = begun(
        service,
        "shelves",
        shelf(letter(handed_over("1999-09-02"), {"a": 300, "b": 100})),
        *effective,
        stopped,
        sale("1999-12-03", 10),
        agreement=agreement(service),
    )
    says = [
        each["says"]
        for each in answer(service, registration, "1999-12-04")["warnings"]
        if each["code"] == "SALE_WHILE_SUSPENDED"
    ]
    assert says == [
        "a sold 10 shares on 3 December 1999; sales were prohibited through 10 December 1999."
    ]

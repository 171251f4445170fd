"""Shares sold or transferred on the day of a request: which came first may decide it (2(a)(i)).

Holder a has 60,000 shares of common and b 40,000; "at the time" is that of the request.
"""

from typing import Any

import pytest

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
    takedown,
)
from tests.api.calls import begun, decided, effective_shelf, make_agreement, ok, post_fact
from tests.running.service import Service

DAY = "1999-03-01"
ORDERS = [True, False, None]


@pytest.fixture
def made(service: Service) -> Service:
    make_agreement(service, agreement("m", holders=[holder("a", 60_000), holder("b", 40_000)]))
    return service


def transferred(shares: int, before: bool | None) -> Json:
    moved = fact("securities_transferred", DAY, holder="a", transferee="t", transferee_name="T")
    rights = {"affiliate": True, "restricted_in_writing": False, "record_holder_on": DAY}
    return moved | rights | {"common": shares} | said(before)


def said(before: bool | None) -> Json:
    return {} if before is None else {"before_requests": before}


def asked(service: Service, who: str, shares: int = 1_000) -> Any:
    body = demand(letter(handed_over(DAY), {who: shares}), id="d")
    answer = service.post("/v1/agreements/m/demands", body, as_of="1999-03-02")
    found = ok(answer, 201)
    missing = {each["posted_as"] for each in found["missing_inputs"]}
    result = found["result"]
    met = result["tallies"]["requisite"] and result["tallies"]["requisite"]["met"]
    return result["determination"]["decision"], met, missing & POSTED


IN_OFFERING = "shares_sold_in_offering.before_requests"
POSTED = {
    "securities_transferred.before_requests",
    "shares_sold.before_requests",
    IN_OFFERING,
}
IN_DOUBT = ("undetermined", None, {"securities_transferred.before_requests"})


@pytest.mark.parametrize(
    ("before", "decision"),
    [
        (True, ("refused", False, set())),
        (False, ("accepted", True, set())),
        (None, IN_DOUBT),
    ],
)
def test_the_transferor_asks(made: Service, before: bool | None, decision: Any) -> None:
    post_fact(made, transferred(60_000, before), "m")
    assert asked(made, "a") == decision


@pytest.mark.parametrize(
    ("before", "decision"),
    [
        (True, ("accepted", True, set())),
        (False, ("refused", False, set())),
        (None, IN_DOUBT),
    ],
)
def test_the_transferee_asks(made: Service, before: bool | None, decision: Any) -> None:
    post_fact(made, transferred(60_000, before), "m")
    assert asked(made, "t") == decision


@pytest.mark.parametrize("before", ORDERS)
def test_a_transfer_that_leaves_a_majority_matters_to_nothing(
    made: Service, before: bool | None
) -> None:
    """50,001 of 100,000 are still more than half."""
    post_fact(made, transferred(9_999, before), "m")
    assert asked(made, "a") == ("accepted", True, set())


@pytest.mark.parametrize(
    ("before", "decision"),
    [
        (True, ("accepted", True, set())),
        (False, ("refused", False, set())),
        (None, ("undetermined", None, {"shares_sold.before_requests"})),
    ],
)
def test_shares_leave_the_count_by_a_sale(
    made: Service, before: bool | None, decision: Any
) -> None:
    """b asks with 40,000 of 100,000, or of 70,000 once a has sold 30,000."""
    sold = fact("shares_sold", DAY, holder="a", shares=30_000)
    post_fact(made, sold | said(before), "m")
    assert asked(made, "b") == decision


def sold_in_offering(day: str, shares: int, before: bool | None) -> Json:
    sale = {"seller": "a", "seller_class": "holders", "price": "10.00", "discount_per_share": "0"}
    return fact("shares_sold_in_offering", day, shares=shares, **sale) | said(before)


@pytest.mark.parametrize(
    ("before", "decision"),
    [
        (True, ("accepted", True, set())),
        (False, ("refused", False, set())),
        (None, ("undetermined", None, {IN_OFFERING})),
    ],
)
def test_shares_leave_the_count_by_a_sale_in_an_offering(
    made: Service, before: bool | None, decision: Any
) -> None:
    """b asks with 40,000 of 100,000, or of 70,000 once a has sold 30,000 under its own demand."""
    own = demand(letter(handed_over("1998-11-02"), {"a": 30_000}))
    life = (filed("1998-12-01"), declared_effective("1999-02-01"))
    begun(made, "demands", own, *life, sold_in_offering(DAY, 30_000, before), agreement="m")
    assert asked(made, "b") == decision


@pytest.mark.parametrize(
    ("before", "decision"),
    [(True, "refused"), (False, "accepted"), (None, "undetermined")],
)
def test_a_sale_off_the_shelf_is_asked_for_on_the_day_of_another(
    service: Service, before: bool | None, decision: str
) -> None:
    """Spectrum asks with 850,000 of 1,000,000, or 50,000 of 200,000 once it has sold 800,000."""
    shares = (("spectrum", 850_000), ("b", 150_000))
    make_agreement(service, agreement("s", holders=[holder(*each) for each in shares]))
    day = "2000-02-01"
    sale = sold_in_offering(day, 800_000, before) | {"seller": "spectrum"}
    shelf = effective_shelf(service, sale, agreement="s")
    body = takedown(shelf, letter(handed_over(day), {"spectrum": 50_000}))
    registration = begun(service, "takedowns", body, agreement="s")
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="2000-02-02"))
    assert decided(answer["result"])[0] == decision
    missing = {each["posted_as"] for each in answer["missing_inputs"]}
    assert (IN_OFFERING in missing) is (before is None)


def test_what_is_sold_under_a_request_came_after_it(service: Service) -> None:
    """Asked for and sold on one day: the sale rests on the request."""
    shares = (("spectrum", 800_000), ("b", 150_000))
    make_agreement(service, agreement("s", holders=[holder(*each) for each in shares]))
    day = "2000-02-01"
    body = takedown(
        effective_shelf(service, agreement="s"), letter(handed_over(day), {"spectrum": 800_000})
    )
    sale = sold_in_offering(day, 800_000, None) | {"seller": "spectrum"}
    registration = begun(service, "takedowns", body, sale, agreement="s")
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="2000-02-02"))
    assert decided(answer["result"])[0] == "accepted"


def test_what_an_open_demand_turns_on_is_named_for_the_next(service: Service) -> None:
    """One demand in all: whether it is left to b turns on whether that of a was complete."""
    own: Json = ok(service.get("/v1/templates/ctc-1998"))["terms"]["demand"]
    own["cap"]["limit"] = 1
    holders = [holder("a", 60_000), holder("b", 40_000), holder("c", 40_000)]
    make_agreement(service, agreement("m", holders=holders, overrides={"demand": own}))
    post_fact(service, transferred(30_000, None) | {"transferee": "b"}, "m")
    shares = {"a": 1_000, "c": 1_000}
    begun(service, "demands", demand(letter(handed_over(DAY), shares)), agreement="m")
    later = demand(letter(handed_over("1999-04-01"), {"b": 1_000, "c": 1_000}))
    registration = begun(service, "demands", later, agreement="m")
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-04-02"))
    assert decided(answer["result"])[0] == "undetermined"
    missing = {each["posted_as"] for each in answer["missing_inputs"]}
    assert missing == {"securities_transferred.before_requests"}

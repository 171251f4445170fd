"""Shares sold or transferred on the day of a request: which came first may decide it (2(a)(i)).

Holder a has 60,000 shares of common and b 40,000; "at the time" is that of the request.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, demand, fact, handed_over, holder, letter
from tests.api.calls import make_agreement, ok, post_fact
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


POSTED = {"securities_transferred.before_requests", "shares_sold.before_requests"}
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

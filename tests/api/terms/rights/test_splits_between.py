"""Shares of two days are compared in those of one, whatever split came between."""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    filed,
    handed_over,
    letter,
    sold_in_offering,
    split,
)
from tests.api.calls import decided, post_event, post_fact, post_registration, read_registration
from tests.api.terms.larch import larch
from tests.running.service import Service

TOO_SMALL = ("refused", "DEMAND_TOO_SMALL")


def asked(service: Service, agreement: str, day: str, shares: int) -> Any:
    letters = [letter(handed_over(day), {"x": shares})]
    body = {"letters": letters, "underwritten": False}
    return post_registration(service, "demands", body, agreement)["result"]


@pytest.mark.parametrize("of", ["requested", "included"])
@pytest.mark.parametrize(
    ("two_for_one_on", "before", "after", "counts"),
    [
        # 400 and 360 of 760 new, 180 old: 580 of 1,000; 350 old are needed after 400.
        ("2024-06-03", 400, 360, False),
        ("2024-06-03", 400, 699, False),
        ("2024-06-03", 400, 700, True),
        # Before effectiveness all is counted in new shares: 1,500 of 2,000.
        ("2024-04-15", 800, 699, False),
        ("2024-04-15", 800, 700, True),
    ],
)
def test_what_is_sold_after_a_split(
    service: Service, two_for_one_on: str, before: int, after: int, counts: bool, of: str
) -> None:
    """x asks for 1,000 of its 2,000 on 1 April 2024; effective on 20 May; 75% are to be sold."""
    part = {"fraction": "3/4", "is": ">="} | ({"of": of} if of == "included" else {})
    needs = [{"happened": "registration.effective"}, {"sold": part}]
    agreement = larch(
        service,
        {"x": 2_000},
        demand={
            "who": {"anyone": True},
            "effected": {"clause": "2", "needs": needs},
            "keep_effective": {"count": 1, "unit": "year", "after": "registration.effective"},
        },
    )
    found: str = asked(service, agreement, "2024-04-01", 1_000)["registration_id"]
    post_fact(service, split(two_for_one_on, 2, 1), agreement)
    for fact in (
        filed("2024-04-25"),
        declared_effective("2024-05-20"),
        sold_in_offering("2024-05-28", "x", before),
        sold_in_offering("2024-06-10", "x", after),
    ):
        post_event(service, found, fact)
    assert read_registration(service, found, "2024-06-11")["effected"] is counts


@pytest.mark.parametrize(
    ("shares", "expected"),
    [(250, TOO_SMALL), (499, TOO_SMALL), (500, ("accepted", None))],
)
def test_a_price_from_before_a_split(service: Service, shares: int, expected: Any) -> None:
    """20.00 a share on Friday 31 May 2024, five business days before 7 June; two for one since."""
    on: Json = {"count": 5, "unit": "business_day", "before": "request.received"}
    size = {"money": "5000.00", "price": "market", "on": on, "is": ">="}
    agreement = larch(service, {"x": 1_000}, demand={"who": {"anyone": True}, "size": size})
    price = {"kind": "market_price_stated", "occurred_on": "2024-05-31", "price": "20.00"}
    post_fact(service, price, agreement)
    post_fact(service, split("2024-06-04", 2, 1), agreement)
    assert decided(asked(service, agreement, "2024-06-07", shares)) == expected

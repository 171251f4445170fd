"""A least size that counts those who join is decided once, and what comes later undoes nothing.

x holds 600, y 400 and z 200 of 1,200 shares: half of them are 600. x asks for 400 on Monday 1 April
2024; everybody is told on the 5th and may join through the 15th.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    filed,
    handed_over,
    join,
    letter,
    notice,
    sold,
    split,
    transfer,
    withdrawn,
)
from tests.api.calls import decided, post_event, post_fact, post_registration, read_registration
from tests.api.terms.larch import larch
from tests.running.service import Service

ACCEPTED = ("accepted", None)
TOO_SMALL = ("refused", "DEMAND_TOO_SMALL")
HALF: Json = {
    "who": {"anyone": True},
    "with_joiners": True,
    "size": {"fraction": "1/2", "of": "registrable", "is": ">="},
    "join": {"within": {"count": 10, "unit": "day", "after": "notice.given"}},
    "uses": [{"counts": "accepted", "limit": 1}],
}


def asked(service: Service, joins: dict[str, int], **demand: Any) -> tuple[str, str]:
    """The agreement, and x's demand for 400 that these Holders join on the 8th."""
    agreement = larch(service, {"x": 600, "y": 400, "z": 200}, demand=HALF | demand)
    letters = [letter(handed_over("2024-04-01"), {"x": 400})]
    body = {"letters": letters, "underwritten": False}
    found = post_registration(service, "demands", body, agreement)["result"]["registration_id"]
    for told in ("x", "y", "z"):
        post_event(service, found, notice(told, handed_over("2024-04-05")))
    for one, shares in joins.items():
        post_event(service, found, join(one, shares, handed_over("2024-04-08")))
    return agreement, found


def test_stays_accepted_when_one_who_joined_withdraws(service: Service) -> None:
    """400 + 150 + 50 reach 600 on 8 April; z takes its 50 back after the last window has ended."""
    agreement, demand = asked(service, {"y": 150, "z": 50})
    post_event(service, demand, withdrawn("2024-04-20", "z"))
    post_event(service, demand, filed("2024-04-25"))
    post_event(service, demand, declared_effective("2024-05-20"))
    for day in ("2024-04-16", "2024-04-21", "2024-05-21"):
        assert decided(read_registration(service, demand, day)) == ACCEPTED
    again = {"letters": [letter(handed_over("2024-06-03"), {"x": 600})], "underwritten": False}
    second = post_registration(service, "demands", again, agreement)["result"]
    assert decided(second) == ("refused", "DEMAND_CAP_REACHED")


def test_stays_accepted_when_one_who_joined_sells(service: Service) -> None:
    agreement, demand = asked(service, {"y": 150, "z": 50})
    post_fact(service, sold("2024-04-20", "z", 200), agreement)
    assert decided(read_registration(service, demand, "2024-04-21")) == ACCEPTED


def test_stays_accepted_once_enough_was_asked_for(service: Service) -> None:
    """Before the last window has ended too: no definite answer becomes another."""
    _, demand = asked(service, {"y": 150, "z": 50})
    post_event(service, demand, withdrawn("2024-04-10", "z"))
    for day in ("2024-04-08", "2024-04-11", "2024-04-16"):
        assert decided(read_registration(service, demand, day)) == ACCEPTED


def test_stays_refused_whatever_comes_later(service: Service) -> None:
    """400 + 199 are too few; neither a split nor a transfer by x, whose shares count once, adds."""
    agreement, demand = asked(service, {"y": 199})
    assert decided(read_registration(service, demand, "2024-04-15"))[0] == "undetermined"
    post_fact(service, transfer("2024-04-12", "x", "q", 0, common=600), agreement)
    post_fact(service, split("2024-04-14", 2, 1), agreement)
    post_fact(service, split("2024-04-22", 2, 1), agreement)
    assert decided(read_registration(service, demand, "2024-04-15"))[0] == "undetermined"
    for day in ("2024-04-16", "2024-04-23"):
        assert decided(read_registration(service, demand, day)) == TOO_SMALL


@pytest.mark.parametrize(("shares", "expected"), [(399, TOO_SMALL), (400, ACCEPTED)])
def test_counts_shares_of_the_day_of_receipt(
    service: Service, shares: int, expected: tuple[str, str | None]
) -> None:
    """After a split of two for one on the 10th, 400 that y asks for are 200 of those of 1 April."""
    agreement, demand = asked(service, {})
    post_fact(service, split("2024-04-10", 2, 1), agreement)
    post_event(service, demand, join("y", shares, handed_over("2024-04-12")))
    assert decided(read_registration(service, demand, "2024-04-16")) == expected

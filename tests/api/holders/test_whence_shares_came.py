"""Shares issued on conversion or exercise still count to the class from which they came.

a holds 600,000 and b 300,000 shares of the preferred, f 5,000,000 common; of the warrants bank
holds 150,000 and fund 100,000. A majority of the preferred is more than 450,000.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, converted, exercised, handed_over, holder, letter, sold, transfer
from tests.api.calls import decided, make_agreement, post_fact, post_registration
from tests.running.service import Service

HELD = [
    holder("a", 0, preferred_as_converted=600_000),
    holder("b", 0, preferred_as_converted=300_000),
    holder("f", 5_000_000),
    holder("bank", 0, warrant_shares=150_000),
    holder("fund", 0, warrant_shares=100_000),
]
ENOUGH = ("accepted", None)
TOO_FEW = ("refused", "NOT_REQUISITE_HOLDERS")


def made(service: Service, of: str, *facts: Json) -> None:
    demand = {"who": {"fraction": "1/2", "of": of, "is": ">"}, "minimum_shares": None}
    body = {"template": "ctc-1998", "id": "own", "overrides": {"demand": demand}, "holders": HELD}
    make_agreement(service, body)
    for fact in facts:
        post_fact(service, fact, "own")


def asked(service: Service, **shares: int) -> Any:
    body = {
        "letters": [letter(handed_over("1999-03-01"), shares)],
        "short_form_qualified": False,
    }
    found = post_registration(service, "demands", body, "own", dry_run=True)
    return decided(found["result"])


@pytest.mark.parametrize(
    ("facts", "a", "b"),
    [
        ([converted("1999-01-04", "a", 600_000)], ENOUGH, TOO_FEW),
        (
            [converted("1999-01-04", "a", 600_000), converted("1999-01-04", "b", 300_000)],
            ENOUGH,
            TOO_FEW,
        ),
        # a sells 350,000 of its conversion shares: 250,000 of 550,000 are left, b has 300,000.
        (
            [converted("1999-01-04", "a", 600_000), sold("1999-02-01", "a", 350_000)],
            TOO_FEW,
            ENOUGH,
        ),
    ],
)
def test_what_is_converted_counts_to_its_class(
    service: Service, facts: list[Json], a: Any, b: Any
) -> None:
    made(service, "preferred_as_converted", *facts)
    assert (asked(service, a=100_000), asked(service, b=100_000)) == (a, b)


def test_what_is_exercised_counts_to_its_class(service: Service) -> None:
    made(service, "warrant_shares", exercised("1999-01-04", "bank", 150_000))
    assert asked(service, bank=100_000) == ENOUGH
    assert asked(service, fund=100_000) == TOO_FEW


def test_they_take_their_class_along(service: Service) -> None:
    """All 600,000 pass to g, who is then the majority."""
    made(
        service,
        "preferred_as_converted",
        converted("1999-01-04", "a", 600_000),
        transfer("1999-02-01", "a", "g", 0, common=600_000),
    )
    assert asked(service, b=100_000) == TOO_FEW

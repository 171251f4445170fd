"""Payments of damages that settle nothing are said to, over HTTP.

As in `test_damages_on_record.py`: a is owed 60,000.00 for the thirty days to 4 April 2025, to be
paid by 11 April; unpaid, it bears 12% a year, that is 19.726 a day.
"""

import pytest

from tests.api.bodies import Json
from tests.api.calls import ok
from tests.api.money.test_damages_on_record import LATE, TestPayment, made, owed
from tests.running.service import Service

FIRST = "a/filing/2025-03-06/1"


def paid(day: str, **said: str) -> Json:
    fact = {"kind": "damages_paid", "damages": "late", "holder": "a", "payment": FIRST}
    return fact | {"occurred_on": day} | said


def post(service: Service, fact: Json) -> set[str]:
    answer = ok(service.post("/v1/registrations/shelf/events", fact), 201)
    return {each["code"] for each in answer["warnings"]}


@pytest.fixture
def late(service: Service) -> Service:
    made(service, LATE | {"interest": TestPayment.INTEREST})
    return service


@pytest.mark.parametrize(
    "wrong", [{"payment": "nonsense"}, {"payment": "a/filing/2025-03-06/99"}, {"holder": "b"}]
)
def test_one_that_nobody_is_owed_settles_nothing(late: Service, wrong: Json) -> None:
    assert "NO_SUCH_DAMAGES_PAYMENT" in post(late, paid("2025-04-11", **wrong))
    assert {each["paid_on"] for each in owed(late, "2025-04-30")["payments"]} == {None}


def test_one_that_is_owed_is_not_warned_of(late: Service) -> None:
    assert not post(late, paid("2025-04-11")) & {"NO_SUCH_DAMAGES_PAYMENT", "DAMAGES_PAID_TWICE"}


def test_the_first_of_two_settles_it(late: Service) -> None:
    """Ten days after the 11th: 197.26, whatever is recorded for the 30th."""
    post(late, paid("2025-04-21"))
    assert "DAMAGES_PAID_TWICE" in post(late, paid("2025-04-30"))
    first = owed(late, "2025-06-30")["payments"][0]
    assert (first["interest"], first["paid_on"]) == ("197.26", "2025-04-21")

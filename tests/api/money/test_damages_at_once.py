"""What is owed once, on the day on which a default begins, worked out by hand, over HTTP.

In a request: 2% of 1,000,000.00 at once, and 1% for each 30 days by the day. On a record as in
`test_damages_on_record.py`: a has 600,000 shares for 6,000,000.00, b 400,000 for 4,000,000.00.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, amendment, handed_over, prohibition
from tests.api.calls import post_fact, read_registration
from tests.api.money.test_damages_on_record import FLAT, IN_TIME, LATE, TestDays, made, owed
from tests.api.money.test_damages_worked import answer, body, filing, halved
from tests.running.service import Service

ONCE: Json = {"at_once": {"rate": "1/50", "pay": {"at": "default.began"}}}
STOPPED: Json = {"for": {"stopped": {"without": "sales", "not": [{"delayed": True}]}}}


def stop(last_delayed: str, **more: Any) -> list[Json]:
    """No sales from 1 to 20 May, of which the first days are those of a delay."""
    out = {"because": "delayed", "first_day": "2001-05-01", "last_day": last_delayed}
    stopped = {"default": "stopped", "began_on": "2001-05-01", "cured_on": "2001-05-21"}
    return [stopped | {"left_out": [out]} | more]


def made_of(found: Json) -> list[tuple[str, str, str]]:
    payments = found["result"]["payments"]
    return [(each["kind"], each["begins"], each["amount"]) for each in payments]


def test_nothing_is_owed_where_every_day_is_passed_over(stateless_service: Service) -> None:
    found = answer(stateless_service, body(ONCE | STOPPED, stop("2001-05-20")))
    assert (made_of(found), found["result"]["accrued"]) == ([], "0.00")


def test_it_is_owed_on_the_first_day_that_is_not_passed_over(stateless_service: Service) -> None:
    """The delay ends with the 10th: 20,000.00 on 11 May, and ten days of 333.33."""
    found = answer(stateless_service, body(ONCE | STOPPED, stop("2001-05-10")))
    at_once, period = ("at_once", "2001-05-11", "20000.00"), ("period", "2001-05-11", "3333.33")
    assert made_of(found) == [at_once, period]
    assert found["result"]["payments"][0]["pay_by"] == "2001-05-11"


def test_it_may_be_owed_yet_while_a_delay_goes_on(stateless_service: Service) -> None:
    """Through 10 May nothing is owed, and the cap of 25,000.00 may still accrue."""
    terms = ONCE | STOPPED | {"cap": {"money": "25000.00", "is": "<="}}
    asked = body(terms, stop("2001-05-10"), "2001-05-10")
    del asked["defaults"][0]["cured_on"]
    result = answer(stateless_service, asked)["result"]
    assert (result["accrued"], result["may_still_accrue"]) == ("0.00", "25000.00")


def test_the_default_begins_on_the_first_day_though_that_day_does_not_count(
    stateless_service: Service,
) -> None:
    """1 April is the first day late; by the day 2 to 10 April count, nine days of 333.33."""
    excluded = ONCE | {"first_day": "excluded"}
    found = answer(stateless_service, body(excluded, [filing("2001-04-11")]))
    at_once, period = ("at_once", "2001-04-01", "20000.00"), ("period", "2001-04-02", "3000.00")
    assert made_of(found) == [at_once, period]


@pytest.mark.parametrize(
    ("sold_on", "expected"), [("2001-05-11", "10000.00"), ("2001-05-12", "20000.00")]
)
def test_its_base_is_counted_on_the_day_on_which_the_default_begins(
    stateless_service: Service, sold_on: str, expected: str
) -> None:
    """Half is sold on that day, which is 11 May, or on the one after it."""
    began = {"base": {"of": "paid", "held_on": "default_began"}}
    asked = body(ONCE | STOPPED | began, stop("2001-05-10"), holders=halved(sold_on))
    assert made_of(answer(stateless_service, asked))[0] == ("at_once", "2001-05-11", expected)


class TestOnRecord:
    ONCE_HELD: Json = LATE | {
        "for": STOPPED["for"],
        "rights": ["shelf"],
        "at_once": {"rate": "1/100"},
        "cap": None,
    }

    def test_a_delay_that_is_permitted_is_no_default(self, service: Service) -> None:
        told = {each: handed_over("2025-06-01") for each in "ab"}
        made(
            service,
            self.ONCE_HELD,
            *IN_TIME,
            prohibition("2025-06-01", 30, told),
            delay=TestDays.DELAY,
        )
        found = owed(service, "2025-12-31")
        assert (found["payments"], found["accrued"]) == ([], "0.00")

    def test_nothing_is_owed_at_once_for_what_began_before_it_was_agreed(
        self, service: Service
    ) -> None:
        """Late since 6 March, agreed on the 13th: three days of 2,000.00, and no 60,000.00."""
        made(service, FLAT | {"for": {"stopped": {"without": "sales"}}})
        added = {"/damages/later": LATE | {"at_once": {"rate": "1/100"}}}
        post_fact(service, amendment("2025-03-13", added, "a", reaches_requested=True), "owed")
        found = read_registration(service, "shelf", as_of="2025-03-15")["damages"]
        (later,) = [each for each in found if each["name"] == "later"]
        assert later["holders"][0]["accrued"] == "6000.00"

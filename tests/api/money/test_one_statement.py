"""What is sold off a shelf is sold under the shelf's statement: one statement, one limit (6(b))."""

import pytest

from tests.api.bodies import Json, converted, fact
from tests.api.calls import (
    effective_shelf,
    obligation,
    post_event,
    post_events,
    post_fact,
    read_registration,
    taken_down,
)
from tests.api.money.claim_facts import COMPANY, SPECTRUM, at_fault, bill, claim, found, paid, sale
from tests.running.service import Service

SOLD = sale("2000-03-06", "spectrum", 20, "10.00", "1.00")


def loss(day: str, amount: str) -> tuple[Json, ...]:
    """A claim of the Company against Spectrum, all of it due to Spectrum's own information."""
    found_on = found(day, at_fault(COMPANY, 0), at_fault(SPECTRUM, 1, 1))
    return claim(day, COMPANY, SPECTRUM), bill(day, amount, "loss"), found_on


def sold_off(service: Service) -> tuple[str, str]:
    """A shelf and the sale off it, in which Spectrum sold 20 shares for 9.00 net each: 180.00."""
    post_fact(service, converted("1999-11-01", "spectrum", 1_000))
    shelf = effective_shelf(service)
    return shelf, taken_down(service, shelf, SOLD)


def proceeds(service: Service, registration: str, day: str) -> Json:
    lines = read_registration(service, registration, day)["money"]["proceeds"]
    (line,) = (each for each in lines if each["seller"] == "spectrum")
    return dict(line)


def payable(service: Service, registration: str, day: str) -> list[str]:
    (found_claim,) = read_registration(service, registration, day)["claims"]
    return [
        each["amount"]
        for each in found_claim["bills"][0]["indemnity"]
        if each["party"] == "spectrum"
    ]


class TestTheLimit:
    def test_on_the_shelf_is_what_was_sold_off_it(self, service: Service) -> None:
        shelf, _ = sold_off(service)
        post_events(service, shelf, *loss("2000-04-03", "500.00"))
        assert payable(service, shelf, "2000-05-01") == ["180.00"]
        line = proceeds(service, shelf, "2000-05-01")
        assert (line["shares"], line["gross"], line["limit"]) == (20, "200.00", "180.00")
        assert (line["limit_used"], line["limit_left"]) == ("180.00", "0.00")

    def test_is_one_for_claims_on_both(self, service: Service) -> None:
        """100 on the shelf on 3 April leaves 80 of 180 for 100 on the sale on 4 April."""
        shelf, takedown = sold_off(service)
        post_events(service, takedown, *loss("2000-04-04", "100.00"))
        post_events(service, shelf, *loss("2000-04-03", "100.00"))
        assert payable(service, shelf, "2000-05-01") == ["100.00"]
        assert payable(service, takedown, "2000-05-01") == ["80.00"]
        for registration in (shelf, takedown):
            assert proceeds(service, registration, "2000-05-01")["limit_used"] == "180.00"

    @pytest.mark.parametrize(
        ("amount", "on_the_sale", "left_on_the_shelf", "beyond"),
        [("60.00", "60.00", "120.00", "0.00"), ("120.00", "100.00", "80.00", "20.00")],
    )
    def test_is_used_up_by_what_was_paid_out_of_turn(
        self,
        service: Service,
        amount: str,
        on_the_sale: str,
        left_on_the_shelf: str,
        beyond: str,
    ) -> None:
        """500 of 3 April would use up all 180; what is paid on the 100 of 4 April counts in it.

        Of 120 paid only 100 were ever asked for: 20 are no payment within the limit.
        """
        shelf, takedown = sold_off(service)
        post_events(service, takedown, *loss("2000-04-04", "100.00"))
        post_events(service, shelf, *loss("2000-04-03", "500.00"))
        assert payable(service, takedown, "2000-04-09") == ["0.00"]
        post_event(service, takedown, paid("2000-04-10", "spectrum", amount))
        assert payable(service, shelf, "2000-05-01") == [left_on_the_shelf]
        assert payable(service, takedown, "2000-05-01") == [on_the_sale]
        line = proceeds(service, shelf, "2000-05-01")
        assert (line["limit_used"], line["limit_left"]) == ("180.00", "0.00")
        (answered,) = read_registration(service, takedown, "2000-05-01")["claims"]
        (account,) = (each for each in answered["parties"] if each["party"] == "spectrum")
        assert account["overpaid"] == beyond

    def test_of_two_sales_off_one_shelf_is_their_sum(self, service: Service) -> None:
        shelf, first = sold_off(service)
        second = taken_down(service, shelf)
        post_event(service, second, sale("2000-03-13", "spectrum", 10, "10.00", "1.00"))
        assert proceeds(service, first, "2000-05-01")["shares"] == 20
        assert proceeds(service, second, "2000-05-01")["shares"] == 10
        limits = {proceeds(service, each, "2000-05-01")["limit"] for each in (shelf, first, second)}
        assert limits == {"270.00"}

    def test_binds_one_who_gave_its_undertaking_in_the_shelf(self, service: Service) -> None:
        """One statement has one undertaking: what was given for the shelf holds for the sale."""
        shelf, takedown = sold_off(service)
        given = fact("undertaking_received", "1999-10-01", holder="spectrum", satisfactory=True)
        post_event(service, shelf, given)
        result = read_registration(service, takedown, "2000-05-01")
        assert obligation(result, "indemnify:spectrum")["obligor"] == "spectrum"

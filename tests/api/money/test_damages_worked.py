"""Damages worked out by hand, over HTTP.

Where nothing else is said: 1% of 1,000,000.00 for each 30 days, accrued by the day; the last day
was Saturday 31 March 2001, so that 1 April is the first day late; the day of the cure is not
counted. April has 30 days, May 31, June 30.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.api.bodies import Json
from tests.running.service import Service

TERMS: Mapping[str, Any] = {
    "clause": "5.1",
    "for": {"filing": {"missed": "due.resale.filed"}},
    "base": {"of": "paid", "held_on": "issue"},
    "rates": [{"rate": "1/100"}],
    "per": {"count": 30, "unit": "day"},
    "accrues": "daily",
    "cure_day": "excluded",
}
HOLDERS = [{"holder": "alder", "held": [{"since": "2000-01-05", "amount": "1000000.00"}]}]
HALF_SOLD = "2001-04-11"
MONTHLY = {"per": {"count": 1, "unit": "month"}}
BY_MONTH = {**MONTHLY, "period": {"calendar": "month"}}
YEARLY = {"rates": [{"rate": "3/50"}], "per": {"count": 1, "unit": "year"}}
GRACE = {"count": 7, "unit": "day", "after": "due.resale.filed"}
PAY = {"count": 5, "unit": "business_day", "after": "period.ended"}
INTEREST = {"rate": "3/25", "per": {"count": 1, "unit": "year"}, "year": "actual/365"}
TWO = {"filing": {"missed": "due.resale.filed"}, "effect": {"missed": "due.resale.effective"}}


def filing(cured_on: str | None, last_day: str = "2001-03-31", **more: object) -> Json:
    cure = {"cured_on": cured_on} if cured_on else {}
    return {"default": "filing", "last_day": last_day, **cure, **more}


def one_of(**said: object) -> Json:
    return {"filing": {"missed": "due.resale.filed", **said}}


def halved(on: str, units: int = 1000) -> list[Json]:
    held = [{"since": "2000-01-05", "units": units}, {"since": on, "units": units // 2}]
    return [{"holder": "alder", "held": held, "per_unit": "1000.00"}]


def body(
    terms: Mapping[str, object] | None = None,
    defaults: list[Json] | None = None,
    as_of: str = "2001-12-31",
    holders: list[Json] | None = None,
) -> Json:
    said = {name: each for name, each in {**TERMS, **(terms or {})}.items() if each is not None}
    return {
        "template": "ctc-1998",
        "damages": said,
        "defaults": [filing("2001-05-16")] if defaults is None else defaults,
        "holders": HOLDERS if holders is None else holders,
        "as_of": as_of,
    }


def answer(service: Service, asked: Json) -> Json:
    response = service.post("/v1/compute/damages", asked)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def amounts(found: Json) -> list[str]:
    return [each["amount"] for each in found["result"]["payments"]]


WORKED: Mapping[str, tuple[Json, list[str], str]] = {
    # 1 April to 15 May: 45 days, a period of 30 and one of 15.
    "daily, and part of a period": (body(), ["10000.00", "5000.00"], "15000.00"),
    # One day more: 16/30 of 10,000 is 5,333.33.
    "the day of the cure counts": (
        body({"cure_day": "counted"}),
        ["10000.00", "5333.33"],
        "15333.33",
    ),
    # 1 to 10 April, both counted: 10/30 of 10,000.
    "it still runs on the tenth day": (
        body(defaults=[filing(None)], as_of="2001-04-10"),
        ["3333.33"],
        "3333.33",
    ),
    # The first day is not counted: 2 to 30 April, 29/30.
    "the first day excluded": (
        body({"first_day": "excluded"}, [filing("2001-05-01")]),
        ["9666.67"],
        "9666.67",
    ),
    # Days 31 to 45 at 0.75% are 3,750, days 46 to 60 at 1.5% are 7,500.
    "a ladder that steps inside a period": (
        body(
            {"rates": [{"through": 45, "rate": "3/400"}, {"rate": "3/200"}]},
            [filing("2001-05-31")],
        ),
        ["7500.00", "11250.00"],
        "18750.00",
    ),
    # Three steps of ten days: 1%, 2% and 3% for each 30 days: a third of 60,000.
    "a ladder of three steps in one period": (
        body(
            {
                "rates": [
                    {"through": 10, "rate": "1/100"},
                    {"through": 20, "rate": "1/50"},
                    {"rate": "3/100"},
                ]
            },
            [filing("2001-05-01")],
        ),
        ["20000.00"],
        "20000.00",
    ),
    # 3% of 1,000,000 is full after three periods.
    "a cap on the base, full at the end of a period": (
        body(
            {"cap": {"fraction": "3/100", "of": "base", "is": "<="}},
            [filing(None)],
            as_of="2001-07-31",
        ),
        ["10000.00", "10000.00", "10000.00", "0.00", "0.00"],
        "30000.00",
    ),
    "a cap in money, full inside a period": (
        body({"cap": {"money": "25000.00", "is": "<="}}, [filing(None)], as_of="2001-07-31"),
        ["10000.00", "10000.00", "5000.00", "0.00", "0.00"],
        "25000.00",
    ),
    # 16 to 30 April 15/30; May and June full; 1 to 4 July 4/30.
    "calendar months of thirty days": (
        body({**BY_MONTH, "year": "30/360"}, [filing("2001-07-05", "2001-04-15")]),
        ["5000.00", "10000.00", "10000.00", "1333.33"],
        "26333.33",
    ),
    # The same by each month's own days: 4/31 of 10,000 in July.
    "calendar months of their own days": (
        body({**BY_MONTH, "year": "actual/365"}, [filing("2001-07-05", "2001-04-15")]),
        ["5000.00", "10000.00", "10000.00", "1290.32"],
        "26290.32",
    ),
    # 16 April to 15 May is one month from the first day, 16 May to 4 June are 20 of its 31 days.
    "months from the first day": (
        body({**MONTHLY, "year": "actual/360"}, [filing("2001-06-05", "2001-04-15")]),
        ["10000.00", "6451.61"],
        "16451.61",
    ),
    # From 31 January: until 27 February, and from the 28th until 30 March.
    "months from the last day of one": (
        body(
            {**MONTHLY, "accrues": "full_periods"},
            [filing("2001-03-31", "2001-01-30")],
        ),
        ["10000.00", "10000.00"],
        "20000.00",
    ),
    # 45 days: the second period has started.
    "a started period counts whole": (
        body({"accrues": "started_periods"}),
        ["10000.00", "10000.00"],
        "20000.00",
    ),
    "only a full period counts": (
        body({"accrues": "full_periods"}),
        ["10000.00", "0.00"],
        "10000.00",
    ),
    # 1% for each of two months, then 2%: 1 April to 4 June starts a third.
    "a ladder of whole months": (
        body(
            {
                **MONTHLY,
                "accrues": "started_periods",
                "rates": [{"through_periods": 2, "rate": "1/100"}, {"rate": "1/50"}],
            },
            [filing("2001-06-05")],
        ),
        ["10000.00", "10000.00", "20000.00"],
        "40000.00",
    ),
    # Not cured by 7 April: 1 to 7 April count after all, 7/30.
    "a grace that reaches back": (
        body({"for": one_of(grace=GRACE, reaches_back=True)}, [filing("2001-04-08")]),
        ["2333.33"],
        "2333.33",
    ),
    # From 8 April: 8 to 17 April are ten days.
    "a grace that does not reach back": (
        body({"for": one_of(grace=GRACE, reaches_back=False)}, [filing("2001-04-18")]),
        ["3333.33"],
        "3333.33",
    ),
    "cured on the last day of grace": (
        body({"for": one_of(grace=GRACE, reaches_back=True)}, [filing("2001-04-07")]),
        [],
        "0.00",
    ),
    "the grace still runs": (
        body({"for": one_of(grace=GRACE, reaches_back=True)}, [filing(None)], as_of="2001-04-07"),
        [],
        "0.00",
    ),
    # Ten days of 1,000,000 and twenty of 500,000: 3,333.33 and as much again, rounded once.
    "what is held each day": (
        body(
            {"base": {"of": "paid", "held_on": "each_day"}},
            [filing("2001-05-01")],
            holders=halved(HALF_SOLD),
        ),
        ["6666.67"],
        "6666.67",
    ),
    # Sold inside the first period: only the second is of half.
    "what is held as a period begins": (
        body(
            {"base": {"of": "unit_price", "held_on": "period_start"}},
            [filing("2001-05-31")],
            holders=halved(HALF_SOLD),
        ),
        ["10000.00", "5000.00"],
        "15000.00",
    ),
    "what was held as the default began, sold since": (
        body(
            {"base": {"of": "paid", "held_on": "default_began"}},
            [filing("2001-05-31")],
            holders=halved(HALF_SOLD),
        ),
        ["10000.00", "10000.00"],
        "20000.00",
    ),
    "what was held as the default began, sold before": (
        body(
            {"base": {"of": "paid", "held_on": "default_began"}},
            [filing("2001-05-01")],
            holders=halved("2001-03-20"),
        ),
        ["5000.00"],
        "5000.00",
    ),
    "what was issued, whatever was sold": (
        body({}, [filing("2001-05-01")], holders=halved("2001-03-20")),
        ["10000.00"],
        "10000.00",
    ),
    # 1,000 shares of a stated value of 1,000, of the document's own.
    "a stated value of the document": (
        body(
            {"base": {"of": "stated_value", "held_on": "issue", "each": "250.00"}},
            holders=[{"holder": "alder", "held": [{"since": "2000-01-05", "units": 4000}]}],
        ),
        ["10000.00", "5000.00"],
        "15000.00",
    ),
    # Five cents for each of 10,000 shares: 500 for 30 days, 250 for 15.
    "money for each preferred share": (
        body(
            {
                "base": {"of": "units", "held_on": "each_day"},
                "rates": None,
                "amount": "0.05",
            },
            holders=[{"holder": "alder", "held": [{"since": "2000-01-05", "units": 10000}]}],
        ),
        ["500.00", "250.00"],
        "750.00",
    ),
    # Five cents a week for each 1,000 of 250,000: 12.50; 20 days are two weeks and 6/7 of one.
    "five cents a week for each thousand, by the day": (
        body(
            {
                "base": {"of": "principal", "held_on": "period_start"},
                "rates": [{"rate": "1/20000"}],
                "per": {"count": 7, "unit": "day"},
            },
            [filing("2001-04-21")],
            holders=[{"holder": "alder", "held": [{"since": "2000-01-05", "amount": "250000.00"}]}],
        ),
        ["12.50", "12.50", "10.71"],
        "35.71",
    ),
    "five cents a week for each thousand, a started week whole": (
        body(
            {
                "base": {"of": "principal", "held_on": "period_start"},
                "rates": [{"rate": "1/20000"}],
                "per": {"count": 7, "unit": "day"},
                "accrues": "started_periods",
            },
            [filing("2001-04-21")],
            holders=[{"holder": "alder", "held": [{"since": "2000-01-05", "amount": "250000.00"}]}],
        ),
        ["12.50", "12.50", "12.50"],
        "37.50",
    ),
    # 1 April to 12 June are 73 days: a fifth of a year of 60,000; paid by the year.
    "by the year of 365 days": (
        body({**YEARLY, "year": "actual/365"}, [filing("2001-06-13")]),
        ["12000.00"],
        "12000.00",
    ),
    # 73/360 of 60,000.
    "by the year of 360 days": (
        body({**YEARLY, "year": "actual/360"}, [filing("2001-06-13")]),
        ["12166.67"],
        "12166.67",
    ),
    # Two months are 10,000, twelve days of a third 12/360 of 60,000.
    "by the year of twelve thirties": (
        body({**YEARLY, "year": "30/360"}, [filing("2001-06-13")]),
        ["12000.00"],
        "12000.00",
    ),
    # By the year, paid each calendar month: 30 days, 31 and 12 of 60,000/365.
    "by the year, paid by the month": (
        body(
            {**YEARLY, "year": "actual/365", "period": {"calendar": "month"}},
            [filing("2001-06-13")],
        ),
        ["4931.51", "5095.89", "1972.60"],
        "12000.00",
    ),
    # 1 April to 10 May are 40 days, of which ten are of a delay.
    "days of a delay do not count": (
        body(
            {"for": one_of(**{"not": [{"delayed": True}]})},
            [
                filing(
                    "2001-05-11",
                    left_out=[
                        {
                            "because": "delayed",
                            "first_day": "2001-04-11",
                            "last_day": "2001-04-20",
                        }
                    ],
                )
            ],
        ),
        ["10000.00"],
        "10000.00",
    ),
    # A delay that goes on: only 1 to 10 April count.
    "a delay that goes on": (
        body(
            {"for": one_of(**{"not": [{"asserted": "pending"}]})},
            [filing(None, left_out=[{"because": "pending", "first_day": "2001-04-11"}])],
        ),
        ["3333.33"],
        "3333.33",
    ),
    # 30 days of the one, 15 of the other.
    "two defaults at once add up": (
        body(
            {"for": TWO, "together": "added"},
            [
                filing("2001-05-01"),
                {"default": "effect", "last_day": "2001-04-15", "cured_on": "2001-05-01"},
            ],
        ),
        ["10000.00", "5000.00"],
        "15000.00",
    ),
    # 1 April to 15 May as one: each day counts once.
    "two defaults, one at a time": (
        body(
            {"for": TWO, "together": "one_at_a_time"},
            [
                filing("2001-05-01"),
                {"default": "effect", "last_day": "2001-04-15", "cured_on": "2001-05-16"},
            ],
        ),
        ["10000.00", "5000.00"],
        "15000.00",
    ),
    # 1 to 16 April and 16 April to 15 May share one day, which counts once: 45 days.
    "two defaults that share one day": (
        body(
            {"for": TWO, "together": "one_at_a_time"},
            [
                filing("2001-04-17"),
                {"default": "effect", "last_day": "2001-04-15", "cured_on": "2001-05-16"},
            ],
        ),
        ["10000.00", "5000.00"],
        "15000.00",
    ),
    # Apart, each begins anew, whatever is said of two at once.
    "two defaults one after the other": (
        body(
            {"for": TWO},
            [
                filing("2001-04-11"),
                {"default": "effect", "last_day": "2001-06-15", "cured_on": "2001-06-26"},
            ],
        ),
        ["3333.33", "3333.33"],
        "6666.66",
    ),
    # 1% on the first day, then 1% for each 30 days.
    "something at once, and then by the day": (
        body({"at_once": {"rate": "1/100"}}),
        ["10000.00", "10000.00", "5000.00"],
        "25000.00",
    ),
    "only something at once": (
        body(
            {
                "at_once": {"rate": "1/50"},
                **dict.fromkeys(("rates", "per", "accrues")),
            }
        ),
        ["20000.00"],
        "20000.00",
    ),
    "days without sales": (
        body(
            {"for": {"stopped": {"without": "sales"}}},
            [{"default": "stopped", "began_on": "2001-05-01", "cured_on": "2001-05-11"}],
        ),
        ["3333.33"],
        "3333.33",
    ),
    # 7,000 for 30 days not listed: three days are 700.
    "an amount while not listed": (
        body(
            {
                "for": {"market": {"while": [{"not": {"asserted": "listed"}}]}},
                "base": None,
                "rates": None,
                "amount": "7000.00",
            },
            [{"default": "market", "began_on": "2001-05-01", "cured_on": "2001-05-04"}],
            holders=[{"holder": "alder"}],
        ),
        ["700.00"],
        "700.00",
    ),
    "an amount to all together": (
        body(
            {"base": None, "rates": None, "amount": "7000.00", "to": "all"},
            [filing("2001-05-01")],
            holders=[],
        ),
        ["7000.00"],
        "7000.00",
    ),
    "an amount to each": (
        body(
            {"base": None, "rates": None, "amount": "7000.00", "to": "each"},
            [filing("2001-05-01")],
            holders=[{"holder": "alder"}, {"holder": "birch"}],
        ),
        ["7000.00", "7000.00"],
        "14000.00",
    ),
    # 1% of 0.50 is half a cent: rounded up, once.
    "half a cent": (
        body(
            {},
            [filing("2001-05-01")],
            holders=[{"holder": "alder", "held": [{"since": "2000-01-05", "amount": "0.50"}]}],
        ),
        ["0.01"],
        "0.01",
    ),
    "one that elects and one that does not": (
        body(
            {"elected": True},
            [filing("2001-05-01")],
            holders=[
                {**HOLDERS[0], "elected": True},
                {**HOLDERS[0], "holder": "birch", "elected": False},
            ],
        ),
        ["10000.00"],
        "10000.00",
    ),
    # Nobody has it before it came: 11 to 30 April are 20 days.
    "a Holder that came later": (
        body(
            {"base": {"of": "paid", "held_on": "each_day"}},
            [filing("2001-05-01")],
            holders=[
                {"holder": "birch", "held": [{"since": "2001-04-11", "amount": "1000000.00"}]}
            ],
        ),
        ["6666.67"],
        "6666.67",
    ),
}


@pytest.mark.parametrize("scenario", WORKED)
def test_worked_by_hand(stateless_service: Service, scenario: str) -> None:
    asked, expected, accrued = WORKED[scenario]
    found = answer(stateless_service, asked)
    assert amounts(found) == expected
    assert found["result"]["accrued"] == accrued
    assert not found["missing_inputs"]


class TestTheMostThatCanStillAccrue:
    def test_without_a_cap_each_further_period_and_no_limit(
        self, stateless_service: Service
    ) -> None:
        found = answer(stateless_service, body(defaults=[filing(None)], as_of="2001-04-10"))
        (holder,) = found["result"]["holders"]
        assert found["result"]["without_limit"] is True
        assert holder["may_still_accrue"] is None
        assert holder["each_further_period"] == "10000.00"

    def test_up_to_the_cap(self, stateless_service: Service) -> None:
        """9% of 1,000,000 less the 3,333.33 of ten days."""
        cap = {"cap": {"fraction": "9/100", "of": "base", "is": "<="}}
        found = answer(stateless_service, body(cap, [filing(None)], as_of="2001-04-10"))
        assert found["result"]["may_still_accrue"] == "86666.67"
        assert found["result"]["without_limit"] is False

    @pytest.mark.parametrize(
        ("more", "as_of", "state"),
        [
            ({}, "2001-03-30", "not_begun"),
            ({"for": one_of(grace=GRACE, reaches_back=True)}, "2001-04-05", "within_grace"),
        ],
    )
    def test_of_what_may_yet_begin(
        self, stateless_service: Service, more: Json, as_of: str, state: str
    ) -> None:
        """All 9% of 1,000,000 may still accrue before the first day, and within the grace."""
        capped = {"cap": {"fraction": "9/100", "of": "base", "is": "<="}}
        found = answer(stateless_service, body({**capped, **more}, [filing(None)], as_of))["result"]
        assert [line["state"] for line in found["defaults"]] == [state]
        assert (found["accrued"], found["may_still_accrue"]) == ("0.00", "90000.00")
        unlimited = answer(stateless_service, body(more, [filing(None)], as_of))["result"]
        assert (unlimited["without_limit"], unlimited["may_still_accrue"]) == (True, None)
        assert unlimited["holders"][0]["each_further_period"] == "10000.00"

    def test_of_what_will_be_owed_at_once(self, stateless_service: Service) -> None:
        once = {"rates": None, "per": None, "accrues": None, "at_once": {"rate": "1/50"}}
        found = answer(stateless_service, body(once, [filing(None)], "2001-03-30"))["result"]
        assert (found["accrued"], found["may_still_accrue"]) == ("0.00", "20000.00")

    def test_nothing_more_by_the_period_once_the_cap_is_used_up(
        self, stateless_service: Service
    ) -> None:
        """1% of 1,000,000 is full after the thirty days of April."""
        cap = {"cap": {"fraction": "1/100", "of": "base", "is": "<="}}
        found = answer(stateless_service, body(cap, [filing(None)], "2001-05-10"))["result"]
        (holder,) = found["holders"]
        assert (holder["may_still_accrue"], holder["each_further_period"]) == ("0.00", None)

    def test_nothing_once_it_is_cured(self, stateless_service: Service) -> None:
        found = answer(stateless_service, body())
        assert found["result"]["may_still_accrue"] == "0.00"

    def test_the_highest_rate_still_to_come(self, stateless_service: Service) -> None:
        ladder = {"rates": [{"through": 45, "rate": "3/400"}, {"rate": "3/200"}]}
        found = answer(stateless_service, body(ladder, [filing(None)], as_of="2001-04-10"))
        assert found["result"]["holders"][0]["each_further_period"] == "15000.00"


def test_what_is_owed_at_once_is_owed_though_it_is_cured_on_its_first_day(
    stateless_service: Service,
) -> None:
    """2% of 1,000,000 on 1 April, on which it was cured: no day counts, and the default began."""
    once = {"at_once": {"rate": "1/50"}}
    found = answer(stateless_service, body(once, [filing("2001-04-01")]))
    assert amounts(found) == ["20000.00"]
    assert found["result"]["defaults"][0]["days"] == 0
    assert "left out" not in str(found["explanation"]["steps"])


class TestDays:
    def test_the_cap_is_reached_on_the_ninetieth_day(self, stateless_service: Service) -> None:
        """April and May are 61 days, so that the ninetieth is 29 June."""
        asked = WORKED["a cap on the base, full at the end of a period"][0]
        (holder,) = answer(stateless_service, asked)["result"]["holders"]
        assert (holder["cap"], holder["cap_reached_on"]) == ("30000.00", "2001-06-29")

    def test_the_cap_is_reached_on_the_seventy_fifth_day(self, stateless_service: Service) -> None:
        asked = WORKED["a cap in money, full inside a period"][0]
        (holder,) = answer(stateless_service, asked)["result"]["holders"]
        assert holder["cap_reached_on"] == "2001-06-14"

    def test_paid_five_business_days_after_and_interest_until_then_unpaid(
        self, stateless_service: Service
    ) -> None:
        """Monday 30 April and 5 business days: 7 May; 31 days to 7 June: 1,200 × 31/365.

        Wednesday 30 May and 5: 6 June; one day: 1,200/365. The third period still runs.
        """
        terms = {"pay": PAY, "interest": INTEREST}
        found = answer(stateless_service, body(terms, [filing(None)], as_of="2001-06-07"))
        paid = [(each["pay_by"], each["interest"]) for each in found["result"]["payments"]]
        assert paid == [("2001-05-07", "101.92"), ("2001-06-06", "3.29"), (None, None)]
        assert found["result"]["interest"] == "105.21"

    def test_a_delay_lengthens_the_period(self, stateless_service: Service) -> None:
        (line,) = answer(stateless_service, WORKED["days of a delay do not count"][0])["result"][
            "payments"
        ]
        assert (line["days"], line.get("ended_on")) == (30, "2001-05-10")

    def test_months_that_lack_the_day(self, stateless_service: Service) -> None:
        found = answer(stateless_service, WORKED["months from the last day of one"][0])
        begins = [each["begins"] for each in found["result"]["payments"]]
        assert begins == ["2001-01-31", "2001-02-28"]

    def test_how_each_default_stands(self, stateless_service: Service) -> None:
        states = [
            answer(stateless_service, WORKED[name][0])["result"]["defaults"][0]["state"]
            for name in (
                "daily, and part of a period",
                "it still runs on the tenth day",
                "cured on the last day of grace",
                "the grace still runs",
            )
        ]
        assert states == ["cured", "running", "cured_within_grace", "within_grace"]

    def test_done_on_the_last_day_is_no_default(self, stateless_service: Service) -> None:
        found = answer(stateless_service, body(defaults=[filing("2001-03-31")]))
        assert found["result"]["defaults"][0]["state"] == "not_begun"
        assert found["result"]["accrued"] == "0.00"


OVERLAP = [
    filing("2001-05-01"),
    {"default": "effect", "last_day": "2001-04-15", "cured_on": "2001-05-01"},
]
CAPPED = {"cap": {"fraction": "9/100", "of": "base", "is": "<="}}
NOT_SAID: Mapping[str, tuple[Json, str]] = {
    "the day of the cure": (body({"cure_day": None}), "damages/cure_day"),
    "how days accrue": (body({"accrues": None}), "damages/accrues"),
    "two at once": (body({"for": TWO}, OVERLAP), "damages/together"),
    "how a month divides": (body(MONTHLY), "damages/year"),
    "how a month of interest divides": (
        body({"pay": PAY, "interest": {"rate": "1/100", "per": {"count": 1, "unit": "month"}}}),
        "damages/interest/year",
    ),
    "whether the grace reaches back": (
        body({"for": one_of(grace=GRACE)}),
        "damages/for/filing/reaches_back",
    ),
    "on which day the base is counted": (
        body({"base": {"of": "paid"}}, holders=halved(HALF_SOLD)),
        "damages/base/held_on",
    ),
    "on which day the base of the cap is counted": (
        body(
            {"base": {"of": "paid", "held_on": "each_day"}, **CAPPED},
            holders=halved(HALF_SOLD),
        ),
        "damages/cap/held_on",
    ),
    "to whom an amount is owed": (
        body(
            {"base": None, "rates": None, "amount": "7000.00"},
            holders=[{"holder": "alder"}, {"holder": "birch"}],
        ),
        "damages/to",
    ),
    "whether a Holder elects": (body({"elected": True}), "holders/0/elected"),
    "the money per unit": (
        body(holders=[{"holder": "alder", "held": [{"since": "2000-01-05", "units": 10}]}]),
        "holders/0/per_unit",
    ),
}


@pytest.mark.parametrize("silence", NOT_SAID)
def test_what_is_not_said_is_not_guessed(stateless_service: Service, silence: str) -> None:
    asked, place = NOT_SAID[silence]
    found = answer(stateless_service, asked)
    assert [each["name"] for each in found["missing_inputs"]] == [place]
    assert found["result"]["accrued"] is None
    assert found["result"]["payments"] == []
    assert all(each["accrued"] is None for each in found["result"]["holders"])


@pytest.mark.parametrize(
    "asked",
    [
        body({"cure_day": None}, [filing(None)], as_of="2001-05-15"),
        body({"base": {"of": "paid"}}),
        body({"base": {"of": "paid", "held_on": "each_day"}, **CAPPED}),
    ],
    ids=["no cure", "a base that does not change", "a cap on a base that does not change"],
)
def test_silence_matters_only_where_something_turns_on_it(
    stateless_service: Service, asked: Json
) -> None:
    found = answer(stateless_service, asked)
    assert not found["missing_inputs"]
    assert found["result"]["accrued"] == "15000.00"


REFUSED: Mapping[str, tuple[Json, str]] = {
    "an amount and a base": (body({"amount": "1.00"}), "not both"),
    "neither": (body({"base": None, "rates": None}), "have an `amount`, or a `base`"),
    "a base without a rate": (body({"rates": None}), "A `base` has `rates`"),
    "no length of time": (body({"per": None}), "`per`"),
    "no kind of default": (body({"for": {"filing": {}}}), "exactly one of `missed`"),
    "two kinds of default": (body({"for": one_of(without="sales")}), "exactly one of `missed`"),
    "what is missed is no duty": (
        body({"for": {"filing": {"missed": "registration.filed"}}}),
        "last day of a duty",
    ),
    "a ladder that falls": (
        body(
            {
                "rates": [
                    {"through": 45, "rate": "1/100"},
                    {"through": 30, "rate": "1/50"},
                    {"rate": "1/50"},
                ]
            }
        ),
        "A ladder rises",
    ),
    "a last rate that ends": (
        body({"rates": [{"through": 45, "rate": "1/100"}]}),
        "Every rate but the last",
    ),
    "a ladder of whole periods that steps inside one": (
        body(
            {
                "rates": [{"through": 45, "rate": "1/100"}, {"rate": "1/50"}],
                "accrues": "started_periods",
            }
        ),
        "`through_periods`",
    ),
    "pay before the period ends": (
        body({"pay": {"count": 3, "unit": "day", "before": "period.ended"}}),
        "`pay` is `at` or counted `after` `period.ended`",
    ),
    "pay from another Moment": (
        body({"pay": {"at": "default.began"}}),
        "`pay` is `at` or counted `after` `period.ended`",
    ),
    "pay by an hour": (body({"pay": {**PAY, "hour": "17:00"}}), "`hour` is not honoured"),
    "pay by another roll": (body({"pay": {**PAY, "roll": "next"}}), "law of last days"),
    "pay by another calendar": (body({"pay": {**PAY, "calendar": "nyse"}}), "leave `calendar`"),
    "a grace from another Moment": (
        body({"for": one_of(grace={"count": 7, "unit": "day", "after": "registration.filed"})}),
        "`due.resale.filed`",
    ),
    "reaching back without a grace": (body({"for": one_of(reaches_back=True)}), "`grace`"),
    "days beyond a number": (
        body({"for": one_of(beyond=[{"counts": "days", "limit": 30}])}),
        "`beyond` is of days",
    ),
    "a ladder by periods that are not those paid": (
        body(
            {
                "rates": [{"through_periods": 1, "rate": "1/400"}, {"rate": "1/200"}],
                "per": {"count": 1, "unit": "year"},
                "period": {"count": 90, "unit": "day"},
                "year": "actual/360",
            }
        ),
        "`through_periods` counts",
    ),
    "a year that divides days": (body({"year": "actual/365"}), "`year` divides"),
    "each day of a whole period": (
        body({"accrues": "started_periods", "base": {"of": "paid", "held_on": "each_day"}}),
        "A whole period has no days",
    ),
    "a payment period of whole periods": (
        body({"accrues": "full_periods", "period": {"calendar": "month"}}),
        "for what accrues `daily`",
    ),
    "a cap of two measures": (
        body({"cap": {"fraction": "1/10", "of": "base", "money": "1.00", "is": "<="}}),
        "A cap is exactly one",
    ),
    "a cap that must not be reached": (
        body({"cap": {"fraction": "1/10", "of": "base", "is": "<"}}),
        "<=",
    ),
    "a cap above the whole": (
        body({"cap": {"fraction": "11/10", "of": "base", "is": "<="}}),
        "at most 1",
    ),
    "interest on interest": (
        body({"pay": PAY, "interest": {**INTEREST, "compounds": True}}),
        "cannot be said yet",
    ),
    "interest from no day": (body({"interest": INTEREST}), "from when `interest` runs"),
    "interest on what is owed at once, from no day": (
        body({"pay": PAY, "interest": INTEREST, "at_once": {"rate": "1/100"}}),
        "`at_once.pay`",
    ),
    "to whom, of a base": (body({"to": "each"}), "`to` is of an `amount`"),
    "an unknown default": (
        body(defaults=[{"default": "other", "last_day": "2001-03-31"}]),
        "There is no default",
    ),
    "a first day of what is missed": (
        body(defaults=[{"default": "filing", "began_on": "2001-03-31"}]),
        "`last_day` alone",
    ),
    "days left out that the terms do not leave out": (
        body(defaults=[filing(None, left_out=[{"because": "delayed", "first_day": "2001-04-02"}])]),
        "`not` names none",
    ),
    "an election nobody needs": (body(holders=[{**HOLDERS[0], "elected": True}]), "election"),
    "a cure after the day asked about": (body(as_of="2001-05-15"), "after the day asked about"),
    "the same days twice": (
        body(defaults=[filing("2001-05-16"), filing("2001-06-16", "2001-04-15")]),
        "twice for the same days",
    ),
    "more days than are counted": (
        body(defaults=[filing(None)], as_of="2031-01-01"),
        "more than 7500",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_no_rule_honours_is_refused_in_words(stateless_service: Service, fault: str) -> None:
    asked, says = REFUSED[fault]
    response = stateless_service.post("/v1/compute/damages", asked)
    assert response.status_code == 422, response.text
    told = [str(each) for each in response.json()["errors"]]
    assert any(says in each for each in told), told


def test_a_day_to_pay_beyond_the_calendars_is_refused(stateless_service: Service) -> None:
    beyond = {"pay": {"count": 20000, "unit": "business_day", "after": "period.ended"}}
    response = stateless_service.post("/v1/compute/damages", body(beyond))
    assert response.status_code == 422
    assert response.json()["code"]


def test_the_longest_that_is_asked_is_answered(stateless_service: Service) -> None:
    """7,400 days of fifty changes each: by the week, in a thousand periods and more."""
    held = [
        {"since": f"{1990 + year}-03-0{day}", "amount": "1000.00"}
        for year in range(12)
        for day in range(1, 5)
    ]
    terms = {"base": {"of": "paid", "held_on": "each_day"}, "per": {"count": 7, "unit": "day"}}
    holders = [{"holder": name, "held": held} for name in ("alder", "birch", "cedar")]
    asked = body(
        {**terms, **CAPPED, "cap": {"money": "900.00", "is": "<="}},
        [filing(None)],
        "2021-06-30",
        holders,
    )
    found = answer(stateless_service, asked)
    assert {each["accrued"] for each in found["result"]["holders"]} == {"900.00"}

"""What an effective statement is said to cover decides what is in it: 2(e)(i), 3(a)(iii), QC20.

Holder a has 300,000 shares of common and asks for 100,000; b has 150,000 and asks for 50,000.
"""

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    join,
    letter,
    own_registration,
    sold,
    sold_in_offering,
    split,
    stop_order,
)
from tests.api.calls import (
    begun,
    decided,
    included,
    make_agreement,
    ok,
    post_demand,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.running.service import Service

ASKED = {"a": 100_000, "b": 50_000}


def effective(
    service: Service, covers: Json | None, *facts: Json, asked: dict[str, int] = ASKED
) -> str:
    holders = [
        {"id": "a", "name": "A", "common": 300_000},
        {"id": "b", "name": "B", "common": 150_000},
    ]
    make_agreement(service, {"template": "ctc-1998", "id": "ab", "holders": holders})
    body = demand(
        letter(handed_over("1999-01-04"), asked), short_form_qualified=True, underwritten=False
    )
    registration: str = post_demand(service, body, "ab")["result"]["registration_id"]
    said = {} if covers is None else {"covers": covers}
    made = (filed("1999-02-01"), declared_effective("1999-03-01") | said)
    post_events(service, registration, *made, *facts)
    return registration


def may_sell(service: Service, holder: str, day: str) -> str:
    asked = {"holder": holder, "manner": "under_registration", "on": day}
    found: str = ok(service.get("/v1/agreements/ab/may-sell", **asked))["result"]["may_sell"]
    return found


def codes(service: Service, registration: str, day: str) -> set[str]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return {each["code"] for each in answer["warnings"]}


@pytest.mark.parametrize(
    ("covers", "of_b"), [({"a": 100_000, "b": 20_000}, 20_000), ({"a": 100_000}, 0)]
)
def test_closes_when_what_it_covers_is_sold(service: Service, covers: Json, of_b: int) -> None:
    sales = [sold_in_offering("1999-03-12", "a", 100_000)] + (
        [sold_in_offering("1999-03-12", "b", of_b)] if of_b else []
    )
    registration = effective(service, covers, *sales)
    before = read_registration(service, registration, "1999-03-11")
    assert before["state"] == "effective"
    assert included(before) == {"a": 100_000, "b": of_b}
    assert may_sell(service, "b", "1999-03-11") == ("yes" if of_b else "no")
    after = read_registration(service, registration, "1999-03-13")
    assert (after["state"], after["windows"]["effectiveness"]["last_day"]) == (
        "closed",
        "1999-03-12",
    )
    assert may_sell(service, "b", "1999-03-13") == "no"


def test_whom_it_leaves_out_is_owed_no_more_when_somebody_sells_elsewhere(
    service: Service,
) -> None:
    """b, whom it does not cover, is owed the filing, and nothing that arises on effectiveness."""
    registration = effective(service, {"a": 100_000})
    before = read_registration(service, registration, "1999-03-12")
    post_fact(service, sold("1999-03-10", "a", 1), "ab")
    after = read_registration(service, registration, "1999-03-12")
    owed = {each["id"]: each["obligees"] for each in after["obligations"]}
    assert (owed["file"], owed["opinion"], owed["transfer_agent"]) == (["a", "b"], ["a"], ["a"])
    assert owed == {each["id"]: each["obligees"] for each in before["obligations"]}


def test_an_order_after_what_it_covers_is_sold_takes_nothing_back(service: Service) -> None:
    sales = (
        sold_in_offering("1999-03-12", "a", 100_000),
        sold_in_offering("1999-03-12", "b", 20_000),
    )
    covers = {"a": 100_000, "b": 20_000}
    registration = effective(service, covers, *sales, stop_order("1999-03-20"))
    assert read_registration(service, registration, "1999-03-21")["effected"] is True
    left = read_agreement(service, "ab", as_of="1999-03-21")["demands"]
    assert (left["effected"], left["remaining"]) == (1, 2)


def test_a_sale_beyond_what_it_covers_is_flagged(service: Service) -> None:
    registration = effective(
        service, {"a": 100_000, "b": 20_000}, sold_in_offering("1999-03-12", "b", 30_000)
    )
    assert "SALE_BEYOND_INCLUDED" in codes(service, registration, "1999-03-12")
    assert read_registration(service, registration, "1999-03-12")["state"] == "effective"


@pytest.mark.parametrize(("last", "warned"), [(8_333, False), (8_334, True)])
def test_a_sale_after_a_combination_is_compared_exactly(
    service: Service, last: int, warned: bool
) -> None:
    """b has sold 25,000 of 50,000: one for three leaves it 8,333 1/3 of 16,666 2/3 to sell."""
    first = sold_in_offering("1999-03-12", "b", 25_000)
    registration = effective(service, None, first)
    post_fact(service, split("1999-04-01", 1, 3), "ab")
    post_events(service, registration, sold_in_offering("1999-04-06", "b", last))
    assert ("SALE_BEYOND_INCLUDED" in codes(service, registration, "1999-04-06")) is warned


def test_what_the_company_sold_before_a_combination_is_not_beyond(service: Service) -> None:
    """Its 1,000 shares are 333 1/3 now, and so are the 1,000 that it sold."""
    effective(service, None)
    body = own_registration(company_shares=1_000)
    sale = fact(
        "shares_sold_in_offering",
        "1999-06-08",
        seller="ctc",
        seller_class="company",
        shares=1_000,
        price="10.00",
        discount_per_share="0",
    )
    asked = join("b", 500, handed_over("1999-04-12"))
    begin = (asked, filed("1999-05-04"), declared_effective("1999-06-01"), sale)
    registration = begun(service, "incidentals", body, *begin, agreement="ab")
    post_fact(service, split("1999-07-01", 1, 3), "ab")
    assert "SALE_BEYOND_INCLUDED" not in codes(service, registration, "1999-07-01")


@pytest.mark.parametrize(
    ("covers", "warned"),
    [(None, False), (ASKED, False), ({"a": 100_000}, True), ({"a": 100_000, "b": 49_999}, True)],
)
def test_a_requester_left_out_of_it_is_said(
    service: Service, covers: Json | None, warned: bool
) -> None:
    registration = effective(service, covers)
    assert ("REQUEST_NOT_COVERED" in codes(service, registration, "1999-03-02")) is warned


def test_a_stock_split_multiplies_what_it_covers(service: Service) -> None:
    """2:1 on 5 March: 20,000 covered are 40,000."""
    registration = effective(service, {"a": 100_000, "b": 20_000})
    post_fact(service, split("1999-03-05", 2, 1), "ab")
    found = read_registration(service, registration, "1999-03-06")
    assert included(found) == {"a": 200_000, "b": 40_000}


@pytest.mark.parametrize("covers", [{"b": 8_000}, None])
def test_a_demand_refused_and_made_all_the_same_closes_when_sold(
    service: Service, covers: Json | None
) -> None:
    """Holder b alone is no Requisite Holder; what is registered for it may be sold (QG10)."""
    registration = effective(service, covers, asked={"b": 8_000})
    found = read_registration(service, registration, "1999-03-02")
    assert (decided(found)[0], found["state"]) == ("refused", "effective")
    assert included(found) == {"b": 8_000}
    assert may_sell(service, "b", "1999-03-02") == "yes"
    assert may_sell(service, "a", "1999-03-02") == "no"
    post_events(service, registration, sold_in_offering("1999-03-05", "b", 8_000))
    assert "SALE_NOT_INCLUDED" not in codes(service, registration, "1999-03-05")
    sold = read_registration(service, registration, "1999-03-06")
    assert (sold["state"], sold["effected"]) == ("closed", None)
    assert may_sell(service, "b", "1999-03-06") == "no"


class TestMoreThanWasAsked:
    """Holder a asked for 100,000 of its 300,000; the statement is said to cover more of it."""

    def test_may_be_sold(self, service: Service) -> None:
        registration = effective(
            service, {"a": 160_000, "b": 50_000}, sold_in_offering("1999-03-12", "a", 130_000)
        )
        found = read_registration(service, registration, "1999-03-12")
        assert included(found) == {"a": 160_000, "b": 50_000}
        assert found["allocation"]["total"] == 210_000
        assert "SALE_BEYOND_INCLUDED" not in codes(service, registration, "1999-03-12")
        assert may_sell(service, "a", "1999-03-13") == "yes"

    def test_is_flagged_where_more_is_sold_than_it_covers(self, service: Service) -> None:
        registration = effective(
            service, {"a": 160_000, "b": 50_000}, sold_in_offering("1999-03-12", "a", 160_001)
        )
        assert "SALE_BEYOND_INCLUDED" in codes(service, registration, "1999-03-12")

    def test_closes_once_all_it_covers_is_sold(self, service: Service) -> None:
        sales = (
            sold_in_offering("1999-03-12", "a", 100_000),
            sold_in_offering("1999-03-12", "b", 50_000),
        )
        rest = sold_in_offering("1999-03-15", "a", 60_000)
        registration = effective(service, {"a": 160_000, "b": 50_000}, *sales, rest)
        states = {
            day: read_registration(service, registration, day)["state"]
            for day in ("1999-03-12", "1999-03-15")
        }
        assert states == {"1999-03-12": "effective", "1999-03-15": "closed"}

    def test_counts_as_far_as_it_is_held(self, service: Service) -> None:
        """1(i): a has 300,000. It transfers 250,000 away on 10 March and holds 50,000."""
        registration = effective(service, {"a": 400_000, "b": 50_000})
        assert included(read_registration(service, registration, "1999-03-02"))["a"] == 300_000
        post_fact(service, sold("1999-03-10", "a", 250_000), "ab")
        assert included(read_registration(service, registration, "1999-03-10"))["a"] == 50_000

    def test_follows_a_split(self, service: Service) -> None:
        registration = effective(service, {"a": 160_000, "b": 50_000})
        post_fact(service, split("1999-03-05", 2, 1), "ab")
        found = read_registration(service, registration, "1999-03-06")
        assert included(found) == {"a": 320_000, "b": 100_000}

    def test_is_named_where_nobody_asked(self, service: Service) -> None:
        registration = effective(service, {"a": 100_000, "b": 5_000}, asked={"a": 100_000})
        assert "COVERED_WITHOUT_REQUEST" in codes(service, registration, "1999-03-02")
        assert included(read_registration(service, registration, "1999-03-02")) == {"a": 100_000}

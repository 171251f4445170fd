"""A registration closes on the day on which its last covered share is sold, whatever tells it.

Clauses 2(a)(ii), 2(e)(i) with QC20, and 3(a)(iii). Holders a 60 and b 40 shares of common.
"""

import pytest

from tests.api.bodies import (
    Json,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    join,
    letter,
    maximum,
    misleading,
    new_prospectus,
    own_registration,
    shelf,
    split,
    stop_order,
    takedown,
)
from tests.api.calls import (
    begun,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_event,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.running.service import Service

EFFECTIVE = (filed("1999-05-03"), declared_effective("1999-05-14"))


def agreement(service: Service) -> str:
    holders = [
        {"id": "a", "name": "A", "common": 60},
        {"id": "b", "name": "B", "common": 40},
    ]
    made = make_agreement(service, {"template": "ctc-1998", "id": "ab", "holders": holders})
    identifier: str = made["result"]["id"]
    return identifier


def asked(shares: int = 10, day: str = "1999-03-01") -> Json:
    return letter(handed_over(day), {"a": shares})


def demanded(service: Service, *facts: Json, shares: int = 10, **more: object) -> str:
    body = demand(asked(shares), **more)
    registration: str = post_demand(service, body, agreement(service))["result"]["registration_id"]
    post_events(service, registration, *facts)
    return registration


def sale(day: str, shares: int, seller: str = "a", seller_class: str = "holders") -> Json:
    price = {"price": "10.00", "discount_per_share": "0"}
    who = {"seller": seller, "seller_class": seller_class}
    return fact("shares_sold_in_offering", day, **who, shares=shares, **price)


def elsewhere(day: str, shares: int, holder: str = "a") -> Json:
    return fact("shares_sold", day, holder=holder, shares=shares)


def has_notice(day: str, holder: str) -> Json:
    return {
        "kind": "misstatement_notice_delivered",
        "holder": holder,
        "delivery": handed_over(day),
    }


def state(service: Service, registration: str, day: str) -> str:
    found: str = read_registration(service, registration, day)["state"]
    return found


def may_sell(service: Service, day: str, holder: str = "a") -> str:
    ask = {"holder": holder, "on": day, "manner": "under_registration"}
    found: str = ok(service.get("/v1/agreements/ab/may-sell", **ask))["result"]["may_sell"]
    return found


class TestSoldOut:
    def test_by_a_sale_in_the_offering(self, service: Service) -> None:
        """Ten asked for, ten sold on 20 May: nothing is left to keep effective or to sell."""
        registration = demanded(service, *EFFECTIVE, sale("1999-05-20", 10))
        assert state(service, registration, "1999-05-19") == "effective"
        result = read_registration(service, registration, "1999-05-21")
        assert result["state"] == "closed"
        assert result["windows"]["effectiveness"]["last_day"] == "1999-05-20"
        assert obligation(result, "maintain")["status"] == "performed"
        assert may_sell(service, "1999-05-21") == "no"

    def test_not_while_a_share_is_left(self, service: Service) -> None:
        registration = demanded(service, *EFFECTIVE, sale("1999-05-20", 9))
        assert state(service, registration, "1999-05-21") == "effective"
        post_event(service, registration, sale("1999-06-01", 1))
        assert state(service, registration, "1999-05-31") == "effective"
        assert state(service, registration, "1999-06-01") == "closed"

    def test_by_a_sale_elsewhere(self, service: Service) -> None:
        """Of 60 registered 50 are sold under the statement and the last ten elsewhere."""
        registration = demanded(service, *EFFECTIVE, sale("1999-05-20", 50), shares=60)
        post_fact(service, elsewhere("1999-06-01", 10), "ab")
        assert state(service, registration, "1999-05-31") == "effective"
        assert state(service, registration, "1999-06-01") == "closed"

    def test_an_order_after_it_does_not_give_the_demand_back(self, service: Service) -> None:
        """QC20: the order of 1 June interfered with nothing. One of three demands is used."""
        demanded(service, *EFFECTIVE, sale("1999-05-20", 10), stop_order("1999-06-01"))
        demands = read_agreement(service, "ab", as_of="1999-06-02")["demands"]
        assert (demands["effected"], demands["remaining"]) == (1, 2)

    def test_an_order_before_it_does(self, service: Service) -> None:
        demanded(service, *EFFECTIVE, stop_order("1999-05-19"), sale("1999-05-20", 10))
        demands = read_agreement(service, "ab", as_of="1999-06-02")["demands"]
        assert (demands["effected"], demands["remaining"]) == (0, 3)

    def test_an_order_after_the_last_sale_of_its_day_leaves_it_kept(self, service: Service) -> None:
        """3(a)(iii): all had been sold when the order came."""
        order = stop_order("1999-05-20") | {"before_sales": False}
        registration = demanded(service, *EFFECTIVE, sale("1999-05-20", 10), order)
        result = read_registration(service, registration, "1999-05-21")
        assert obligation(result, "maintain")["status"] == "performed"

    def test_after_a_split_counts_in_new_shares(self, service: Service) -> None:
        """Ten shares are twenty after 2-for-1; five sold before are ten of them."""
        registration = demanded(service, *EFFECTIVE, sale("1999-05-20", 5))
        post_fact(service, split("1999-06-01", 2, 1), "ab")
        post_event(service, registration, sale("1999-06-10", 9))
        assert state(service, registration, "1999-06-10") == "effective"
        post_event(service, registration, sale("1999-06-11", 1))
        assert state(service, registration, "1999-06-11") == "closed"

    def test_of_what_a_cutback_left(self, service: Service) -> None:
        """The Company 40, a 60, at most 70: the Company first (2(f)), and 30 for a."""
        own = own_registration(company_shares=40)
        registration = begun(
            service,
            "incidentals",
            own,
            *(
                {"kind": "notice_given", "holder": each, "delivery": handed_over("1999-04-01")}
                for each in ("a", "b")
            ),
            join("a", 60, handed_over("1999-04-12")),
            filed("1999-05-10", "S-1"),
            maximum("1999-05-11", 70, in_writing=True),
            declared_effective("1999-05-14"),
            sale("1999-05-20", 40, "ctc", "company"),
            agreement=agreement(service),
        )
        post_event(service, registration, sale("1999-05-21", 29))
        assert state(service, registration, "1999-05-21") == "effective"
        post_event(service, registration, sale("1999-05-24", 1))
        assert state(service, registration, "1999-05-24") == "closed"


SHELF = (filed("1999-10-04"), declared_effective("1999-10-27"), conversion("1999-11-01"))


def shelved(service: Service, shares: int = 20) -> str:
    called_for = shelf(asked(shares, "1999-09-02"))
    return begun(service, "shelves", called_for, *SHELF, agreement=agreement(service))


def taken_down(service: Service, shelf_id: str, *facts: Json, shares: int = 20) -> str:
    body = takedown(shelf_id, asked(shares, "2000-02-01"))
    return begun(service, "takedowns", body, *facts, agreement="ab")


class TestAShelf:
    def test_knows_what_is_sold_off_it(self, service: Service) -> None:
        on_it = shelved(service)
        off_it = taken_down(service, on_it, sale("2000-03-06", 20))
        for registration in (on_it, off_it):
            assert state(service, registration, "2000-03-05") in ("effective", "open")
            assert state(service, registration, "2000-03-06") == "closed"

    def test_keeps_what_the_sale_off_it_leaves(self, service: Service) -> None:
        on_it = shelved(service, 30)
        off_it = taken_down(service, on_it, sale("2000-03-06", 20))
        assert state(service, on_it, "2000-03-06") == "effective"
        assert state(service, off_it, "2000-03-06") == "closed"
        post_event(service, on_it, sale("2000-04-03", 10))
        assert state(service, on_it, "2000-04-03") == "closed"

    @pytest.mark.parametrize(("shares", "expected"), [(20, "closed"), (30, "effective")])
    def test_knows_of_a_sale_that_is_said_to_be_complete(
        self, service: Service, shares: int, expected: str
    ) -> None:
        on_it = shelved(service, shares)
        taken_down(service, on_it, fact("distribution_completed", "2000-03-06"))
        assert state(service, on_it, "2000-03-06") == expected


def flagged(service: Service, registration: str, day: str = "1999-12-31") -> list[str]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return [each["code"] for each in answer["warnings"] if each["code"].startswith("SALE_")]


class TestSalesThatAreNotCovered:
    def test_an_eleventh_share(self, service: Service) -> None:
        registration = demanded(service, *EFFECTIVE, sale("1999-05-20", 11))
        assert flagged(service, registration) == ["SALE_BEYOND_INCLUDED"]
        assert state(service, registration, "1999-05-20") == "closed"

    def test_by_a_holder_who_is_not_in_it(self, service: Service) -> None:
        registration = demanded(service, *EFFECTIVE, sale("1999-05-20", 1, "b"))
        assert flagged(service, registration) == ["SALE_NOT_INCLUDED"]
        assert state(service, registration, "1999-05-20") == "effective"

    def test_after_everything_is_sold(self, service: Service) -> None:
        sales = sale("1999-05-20", 10), sale("1999-05-21", 1)
        assert flagged(service, demanded(service, *EFFECTIVE, *sales)) == ["SALE_AFTER_END"]

    def test_after_the_period(self, service: Service) -> None:
        """180 days after 14 May 1999 are 10 November."""
        sales = sale("1999-11-10", 1), sale("1999-11-11", 1)
        assert flagged(service, demanded(service, *EFFECTIVE, *sales)) == ["SALE_AFTER_END"]

    def test_of_the_company_which_is_not_in_it(self, service: Service) -> None:
        sold = sale("1999-05-20", 5, "ctc", "company")
        assert flagged(service, demanded(service, *EFFECTIVE, sold)) == ["SALE_NOT_INCLUDED"]

    def test_none_of_what_is_covered(self, service: Service) -> None:
        sales = sale("1999-05-20", 4), sale("1999-05-21", 6)
        assert flagged(service, demanded(service, *EFFECTIVE, *sales)) == []


class TestAHold:
    """a 10 and c 5 (here b 5), effective on 14 May: 180 days are 10 November."""

    def held(self, service: Service, *facts: Json) -> str:
        body = demand(letter(handed_over("1999-03-01"), {"a": 10, "b": 5}))
        answer = post_demand(service, body, agreement(service))
        registration: str = answer["result"]["registration_id"]
        post_events(service, registration, *EFFECTIVE, *facts)
        return registration

    def test_does_not_wait_for_one_who_sold_everything(self, service: Service) -> None:
        """1 to 10 June are ten days: through 20 November, and then it expires."""
        sold = sale("1999-05-20", 5, "b")
        stop = misleading("1999-06-01"), new_prospectus("1999-06-10", "a")
        registration = self.held(service, sold, *stop)
        result = read_registration(service, registration, "1999-11-20")
        assert (result["state"], result["overlays"]) == ("effective", [])
        window = result["windows"]["effectiveness"]
        assert (window["extension_days"], window["last_day"]) == (10, "1999-11-20")
        assert not any(each["id"].startswith("discontinuance:b") for each in result["obligations"])
        assert state(service, registration, "1999-11-21") == "expired"
        assert read_registration(service, registration, "2001-01-01")["overlays"] == []

    def test_waits_no_longer_for_one_who_sells_everything_elsewhere(self, service: Service) -> None:
        """a has the new prospectus on 5 June; b holds nothing from 8 June: 1 to 8 June, 8 days."""
        stop = misleading("1999-06-01"), new_prospectus("1999-06-05", "a")
        registration = self.held(service, *stop)
        post_fact(service, elsewhere("1999-06-08", 40, "b"), "ab")
        window = read_registration(service, registration, "1999-07-01")["windows"]["effectiveness"]
        assert (window["extension_days"], window["last_day"]) == (8, "1999-11-18")

    def test_waits_for_one_who_has_a_share_left(self, service: Service) -> None:
        sold = sale("1999-05-20", 4, "b")
        stop = misleading("1999-06-01"), new_prospectus("1999-06-10", "a")
        registration = self.held(service, sold, *stop)
        assert read_registration(service, registration, "2001-01-01")["overlays"] == ["held"]

    @pytest.mark.parametrize("sold", [4, 5])
    def test_is_broken_by_who_sells_its_last_shares_too(self, service: Service, sold: int) -> None:
        """3(c): told on 10 June, b was to stop until the new prospectus, whatever it had left."""
        told = misleading("1999-06-10"), has_notice("1999-06-10", "b")
        registration = self.held(service, *told, sale("1999-06-15", sold, "b"))
        assert flagged(service, registration) == ["SALE_WHILE_HELD"]
        result = read_registration(service, registration, "1999-06-20")
        (stop,) = (
            each for each in result["obligations"] if each["id"].startswith("discontinuance:b")
        )
        assert (stop["status"], stop["breached_on"]) == ("breached", "1999-06-15")

    def test_of_its_first_day_may_be_broken_by_the_sale_of_the_last_shares(
        self, service: Service
    ) -> None:
        """Told on the day of the sale: which came first is not recorded."""
        told = misleading("1999-06-10"), has_notice("1999-06-15", "b")
        registration = self.held(service, *told, sale("1999-06-15", 5, "b"))
        assert flagged(service, registration) == ["SALE_PERHAPS_BARRED"]


def test_is_told_by_the_sale_of_the_last_share_whatever_is_sold_later(service: Service) -> None:
    """Five more, that the statement does not cover, tell nothing of the day on which it closed."""
    registration = demanded(service, *EFFECTIVE, sale("1999-05-20", 10))
    before = read_registration(service, registration, "1999-05-26")
    post_event(service, registration, sale("1999-05-25", 5))
    after = read_registration(service, registration, "1999-05-26")
    assert before["ended_on"] == after["ended_on"] == "1999-05-20"
    assert before["explained_by"]["ended_on"] == after["explained_by"]["ended_on"]

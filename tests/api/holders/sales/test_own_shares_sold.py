"""A Holder who has sold all that a statement covers of it sells no more under it.

Clauses 2(a)(i), 2(a)(ii), 2(a)(iii) with QG6, 2(f), 3(a)(iii). Holders a 900 and b 400 of common.
"""

from typing import Any

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
    own_registration,
    shelf,
    split,
    takedown,
)
from tests.api.calls import begun, decided, make_agreement, obligation, ok, post_events, post_fact
from tests.running.service import Service

EFFECTIVE = (filed("1999-03-10"), declared_effective("1999-03-15"))
ON_THE_SHELF = (filed("1999-10-04"), declared_effective("1999-10-27"), conversion("1999-11-01"))


def agreement(service: Service) -> str:
    holders = [
        {"id": "a", "name": "A", "common": 900},
        {"id": "b", "name": "B", "common": 400},
    ]
    made = make_agreement(service, {"template": "ctc-1998", "id": "ab", "holders": holders})
    identifier: str = made["result"]["id"]
    return identifier


def sale(day: str, shares: int, seller: str = "a", seller_class: str = "holders") -> Json:
    price = {"price": "10.00", "discount_per_share": "0"}
    who = {"seller": seller, "seller_class": seller_class}
    return fact("shares_sold_in_offering", day, **who, shares=shares, **price)


def may_sell(
    service: Service, day: str, holder: str = "a", manner: str = "under_registration"
) -> tuple[str, set[str]]:
    """The verdict, and why not under any registration in which the Holder is."""
    ask = {"holder": holder, "on": day, "manner": manner}
    result = ok(service.get("/v1/agreements/ab/may-sell", **ask))["result"]
    registrations = result["registrations"]
    return result["may_sell"], {
        each["code"] for one in registrations for each in one["reasons"] if each["verdict"] == "no"
    }


def answered(service: Service, registration: str, day: str) -> Any:
    return ok(service.get(f"/v1/registrations/{registration}", as_of=day))


class TestUnderADemand:
    def demanded(self, service: Service, *facts: Json) -> str:
        body = demand(letter(handed_over("1999-01-04"), {"a": 100, "b": 100}))
        return begun(service, "demands", body, *EFFECTIVE, *facts, agreement=agreement(service))

    def test_all_of_its_own_sold(self, service: Service) -> None:
        """a's 100 are sold; b has sold nothing, so that the registration goes on, for b alone."""
        self.demanded(service, sale("1999-05-20", 60), sale("1999-05-21", 40))
        assert may_sell(service, "1999-05-20") == ("yes", set())
        assert may_sell(service, "1999-05-22") == ("no", {"NOTHING_LEFT"})
        assert may_sell(service, "1999-05-22", "b") == ("yes", set())

    def test_counted_in_shares_of_the_day(self, service: Service) -> None:
        """100 are 200 after 2-for-1, of which 50 before it are 100: 100 are left."""
        registration = self.demanded(service, sale("1999-05-20", 50))
        post_fact(service, split("1999-05-25", 2, 1), "ab")
        post_events(service, registration, sale("1999-06-01", 99))
        assert may_sell(service, "1999-06-01") == ("yes", set())
        post_events(service, registration, sale("1999-06-02", 1))
        assert may_sell(service, "1999-06-02") == ("no", {"NOTHING_LEFT"})


def test_after_a_cutback(service: Service) -> None:
    """2(f): the Company 100, a 100 and b 100 pro rata of 100 that are left: 50 each."""
    told = (
        {"kind": "notice_given", "holder": each, "delivery": handed_over("1999-04-01")}
        for each in ("a", "b")
    )
    begun(
        service,
        "incidentals",
        own_registration(company_shares=100),
        *told,
        join("a", 100, handed_over("1999-04-12")),
        join("b", 100, handed_over("1999-04-12")),
        filed("1999-05-10", "S-1"),
        maximum("1999-05-11", 200, in_writing=True),
        declared_effective("1999-05-14"),
        sale("1999-05-20", 50),
        agreement=agreement(service),
    )
    assert may_sell(service, "1999-05-21") == ("no", {"NOTHING_LEFT"})
    assert may_sell(service, "1999-05-21", "b") == ("yes", set())


class TestOffAShelf:
    def shelved(self, service: Service, *facts: Json) -> str:
        called_for = shelf(letter(handed_over("1999-09-02"), {"a": 300, "b": 100}))
        return begun(
            service, "shelves", called_for, *ON_THE_SHELF, *facts, agreement=agreement(service)
        )

    def taken_down(self, service: Service, on: str, day: str, *facts: Json) -> str:
        body = takedown(on, letter(handed_over(day), {"a": 100, "b": 100}))
        return begun(service, "takedowns", body, *facts, agreement="ab")

    def test_all_of_its_own_sold(self, service: Service) -> None:
        self.shelved(service, sale("1999-11-05", 300))
        assert may_sell(service, "1999-11-06") == ("no", {"NOTHING_LEFT"})
        assert may_sell(service, "1999-11-06", "b") == ("yes", set())

    def test_nothing_is_left_for_a_sale_off_it(self, service: Service) -> None:
        """a's 300 on the shelf are sold, of 900: its 100 wait until the shelf is amended (QG6)."""
        on = self.shelved(service, sale("1999-11-05", 300))
        off = self.taken_down(service, on, "2000-02-01")
        answer = answered(service, off, "2000-02-02")
        assert decided(answer["result"]) == ("accepted", None)
        assert "BEYOND_THE_SHELF" in {each["code"] for each in answer["warnings"]}
        owed = obligation(answer["result"], "more_shares:a")
        assert owed["action"] == "Amend the shelf so that it covers 100 further shares."
        verdict, why = may_sell(service, "2000-02-02", manner="underwritten_sale")
        assert verdict == "no"
        assert "NOTHING_LEFT" in why
        assert may_sell(service, "2000-02-02", "b", manner="underwritten_sale")[0] == "yes"

    def test_what_it_sells_itself_was_on_the_shelf(self, service: Service) -> None:
        """Of 300 on the shelf a sells 200 under it and 100 off it: those were covered."""
        on = self.shelved(service, sale("1999-11-05", 200))
        off = self.taken_down(service, on, "2000-02-01", sale("2000-02-10", 100))
        answer = answered(service, off, "2000-02-11")
        assert "BEYOND_THE_SHELF" not in {each["code"] for each in answer["warnings"]}
        assert all(each["id"] != "more_shares:a" for each in answer["result"]["obligations"])
        assert may_sell(service, "2000-02-11", manner="underwritten_sale")[0] == "no"

    @pytest.mark.parametrize(("before", "flagged"), [(200, False), (201, True)])
    def test_a_sale_beyond_the_shelf_is_flagged_where_it_was_made(
        self, service: Service, before: int, flagged: bool
    ) -> None:
        """2(a)(ii): a's 300 on the shelf, of which it sold some before its 100 of the sale."""
        on = self.shelved(service, sale("1999-11-05", before))
        off = self.taken_down(service, on, "2000-02-01", sale("2000-02-10", 100))
        codes = {each["code"] for each in answered(service, off, "2000-02-11")["warnings"]}
        assert ("SALE_BEYOND_INCLUDED" in codes) is flagged

    def test_what_an_earlier_sale_off_it_sold(self, service: Service) -> None:
        """Three sales of 100 of a's that are said to be complete leave a nothing on the shelf."""
        on = self.shelved(service)
        for day, done in (("12-01", "12-12"), ("12-13", "12-20"), ("12-21", "12-30")):
            body = takedown(on, letter(handed_over(f"1999-{day}"), {"a": 100}))
            complete = fact("distribution_completed", f"1999-{done}")
            begun(service, "takedowns", body, complete, agreement="ab")
        off = self.taken_down(service, on, "2000-02-01")
        answer = answered(service, off, "2000-02-02")
        assert "BEYOND_THE_SHELF" in {each["code"] for each in answer["warnings"]}
        assert may_sell(service, "2000-02-02", manner="underwritten_sale")[0] == "no"

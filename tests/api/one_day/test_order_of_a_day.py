"""The order of two facts of one day, where it is not recorded and matters (2(e), 2(g), 3(c)).

Holders a 60 and b 40 shares of common; `before_sales` says which came first.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    all_sold,
    demand,
    fact,
    handed_over,
    letter,
    misleading,
    new_prospectus,
    prohibition,
    stop_order,
    transfer,
)
from tests.api.calls import ok, post_demand, post_event, post_events, post_fact
from tests.api.ends.test_sold_out import EFFECTIVE, demanded, sale, shelved, taken_down
from tests.running.service import Service

DAY = "1999-06-10"
MISSING = "stop_order.before_sales"
LAST_SALE = "whether the order came before the last sale"
"""What its counting turns on; a sale of that day that may have been barred is another matter."""


def told(service: Service, registration: str, day: str = "1999-12-31") -> Json:
    answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return answer


def missing(answer: Json) -> set[str | None]:
    return {each["posted_as"] for each in answer["missing_inputs"]}


def needed_for(answer: Json) -> set[str]:
    return {each["needed_for"] for each in answer["missing_inputs"]}


def warned(answer: Json) -> list[str]:
    return [each["code"] for each in answer["warnings"] if each["code"].startswith("SALE_")]


def said(before_sales: bool | None) -> Json:
    return {} if before_sales is None else {"before_sales": before_sales}


ORDERS = pytest.mark.parametrize(
    ("before", "effected", "left"), [(None, None, None), (True, False, 3), (False, True, 2)]
)


class TestAnOrderAndTheLastSale:
    """Sold first, the distribution is complete and the order interferes with nothing (QC20)."""

    @ORDERS
    @pytest.mark.parametrize("last", [sale(DAY, 10), all_sold(DAY)])
    def test_counts_by_which_came_first(
        self, service: Service, last: Json, before: bool | None, effected: Any, left: Any
    ) -> None:
        order = stop_order(DAY) | said(before)
        registration = demanded(service, *EFFECTIVE, last, order)
        answer = told(service, registration)
        result = answer["result"]
        assert (result["state"], result["effected"]) == ("closed", effected)
        assert result["tallies"]["demands"]["remaining_after"] == left
        assert (MISSING in missing(answer)) is (before is None)
        state = ok(service.get("/v1/agreements/ab", as_of=DAY))
        demands = state["result"]["demands"]
        counts = (demands["effected"], demands["remaining"], demands["counted"])
        known = left is not None
        assert counts == (
            (3 - left if known else None),
            left,
            [registration] if effected else [],
        )
        assert (MISSING in missing(state)) is (before is None)

    @pytest.mark.parametrize(
        ("before", "codes"),
        [(None, ["SALE_PERHAPS_BARRED"]), (True, ["SALE_WHILE_STOP_ORDERED"]), (False, [])],
    )
    def test_the_sale_may_have_come_before_the_bar(
        self, service: Service, before: bool | None, codes: list[str]
    ) -> None:
        order = stop_order(DAY) | said(before)
        answer = told(service, demanded(service, *EFFECTIVE, sale(DAY, 9), order))
        assert warned(answer) == codes
        assert (MISSING in missing(answer)) is (before is None)

    def test_of_a_takedown_and_an_order_against_its_shelf_is_named(self, service: Service) -> None:
        on_it = shelved(service)
        post_event(service, on_it, stop_order("2000-03-06"))
        answer = told(service, taken_down(service, on_it, sale("2000-03-06", 5)), "2000-03-07")
        assert warned(answer) == ["SALE_PERHAPS_BARRED"]
        assert MISSING in missing(answer)

    @pytest.mark.parametrize(
        ("before", "decision"), [(None, "undetermined"), (True, "accepted"), (False, "refused")]
    )
    def test_the_fourth_demand_turns_on_it(
        self, service: Service, before: bool | None, decision: str
    ) -> None:
        """Two more are effected: with the first, a fourth is one too many (2(a)(i))."""
        demanded(service, *EFFECTIVE, sale(DAY, 10), stop_order(DAY) | said(before))
        for number, month in enumerate(("07", "09")):
            asked = letter(handed_over(f"1999-{month}-01"), {"a": 1})
            post_demand(service, demand(asked, id=f"more-{number}"), "ab")
            effective = fact("declared_effective", f"1999-{month}-20")
            filed = fact("filed", f"1999-{month}-10", form="S-1")
            post_events(service, f"more-{number}", filed, effective)
        fourth = demand(letter(handed_over("1999-11-01"), {"a": 1}), id="fourth")
        answer = post_demand(service, fourth, "ab", as_of="1999-11-01")
        assert answer["result"]["determination"]["decision"] == decision
        assert (MISSING in missing(answer)) is (before is None)

    def test_does_not_matter_while_a_share_is_left(self, service: Service) -> None:
        registration = demanded(service, *EFFECTIVE, sale(DAY, 9), stop_order(DAY))
        answer = told(service, registration, "1999-06-11")
        assert answer["result"]["effected"] is False
        assert LAST_SALE not in needed_for(answer)

    def test_does_not_matter_where_a_holder_was_at_fault(self, service: Service) -> None:
        order = stop_order(DAY, holder_at_fault=True)
        answer = told(service, demanded(service, *EFFECTIVE, sale(DAY, 10), order))
        assert answer["result"]["effected"] is True
        assert LAST_SALE not in needed_for(answer)

    def test_does_not_matter_beside_an_earlier_order(self, service: Service) -> None:
        orders = stop_order("1999-06-01"), stop_order(DAY)
        answer = told(service, demanded(service, *EFFECTIVE, sale(DAY, 10), *orders))
        assert answer["result"]["effected"] is False
        assert LAST_SALE not in needed_for(answer)

    @ORDERS
    def test_is_computed_alike(
        self, service: Service, before: bool | None, effected: Any, left: Any
    ) -> None:
        order = {"on": DAY, "holder_at_fault": False, **said(before)}
        life = {"id": "one", "effective_on": "1999-05-14", "all_sold_on": DAY}
        body = {"template": "ctc-1998", "registrations": [{**life, "interferences": [order]}]}
        answer = ok(service.post("/v1/compute/demand-count", body))
        assert answer["result"]["remaining"] == left
        assert (MISSING in missing(answer)) is (before is None)
        assert answer["result"]["counted"] == (["one"] if effected else [])


class TestAStopAndASale:
    """What stops a Holder reaches it on the day of a sale, which may have come before."""

    CASES = pytest.mark.parametrize(
        ("before", "status", "codes"),
        [
            (None, "unconfirmed", ["SALE_PERHAPS_BARRED"]),
            (True, "breached", ["WHILE"]),
            (False, "performed", []),
        ],
    )

    @CASES
    def test_of_a_misleading_prospectus(
        self, service: Service, before: bool | None, status: str, codes: list[str]
    ) -> None:
        registration = demanded(
            service,
            *EFFECTIVE,
            misleading(DAY),
            {
                "kind": "misstatement_notice_delivered",
                "holder": "a",
                "delivery": handed_over(DAY),
                **said(before),
            },
            sale(DAY, 5),
            new_prospectus("1999-06-20", "a"),
        )
        answer = told(service, registration, "1999-06-21")
        stop = next(
            each
            for each in answer["result"]["obligations"]
            if each["id"].startswith("discontinuance:a")
        )
        assert stop["status"] == status
        assert warned(answer) == [code.replace("WHILE", "SALE_WHILE_HELD") for code in codes]
        wanted = "misstatement_notice_delivered.before_sales"
        assert (wanted in missing(answer)) is (before is None)

    @CASES
    def test_of_a_prohibition(
        self, service: Service, before: bool | None, status: str, codes: list[str]
    ) -> None:
        on_it = shelved(service)
        day = "2000-03-06"
        notice = prohibition(day, 10, {"a": handed_over(day)}) | said(before)
        post_event(service, on_it, notice)
        post_event(service, on_it, sale(day, 5))
        answer = told(service, on_it, "2000-04-03")
        stop = next(
            each for each in answer["result"]["obligations"] if each["id"].startswith("no-sales:a")
        )
        assert stop["status"] == status
        assert warned(answer) == [code.replace("WHILE", "SALE_WHILE_SUSPENDED") for code in codes]
        assert ("prohibition_noticed.before_sales" in missing(answer)) is (before is None)

    def test_of_one_whose_giver_was_told_turns_on_whether_it_was_too(
        self, service: Service
    ) -> None:
        on_it = shelved(service)
        told_a = {"a": handed_over("2000-03-01")}
        moved = transfer("2000-03-06", "a", "t", 0, common=50)
        del moved["preferred_as_converted"]
        post_event(service, on_it, prohibition("2000-03-01", 20, told_a))
        post_fact(service, moved, "ab")
        post_event(service, on_it, sale("2000-03-10", 5, "t"))
        answer = told(service, on_it, "2000-03-13")
        assert warned(answer) == ["SALE_PERHAPS_BARRED"]
        assert "prohibition_noticed.notices" in missing(answer)

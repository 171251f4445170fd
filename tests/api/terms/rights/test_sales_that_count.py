"""What makes a sale off the shelf count, what a withdrawal of one does, and uses of each Holder.

alder and birch hold 400,000 shares each, cedar 200,000. The shelf is effective from 27 October 1999
and kept so through 1 November 2000. Any Holder may ask for a sale; what is handed over is received
that day.
"""

from typing import Any, ClassVar

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    all_sold,
    closing_failed,
    handed_over,
    holder,
    letter,
    maximum,
    prohibition,
    takedown,
    withdrawn,
)
from tests.api.calls import (
    SHELF_EFFECTIVE,
    begun,
    decided,
    make_agreement,
    obligation,
    ok,
    post_events,
    post_registration,
    read_registration,
)
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("alder", 400_000), holder("birch", 400_000), holder("cedar", 200_000)]
ACCEPTED = ("accepted", None)
USED_UP = ("refused", "DEMAND_CAP_REACHED")
PENDING = ("refused", "DEMAND_CAP_PENDING")
CLOSED: Json = {"happened": "registration.closed"}
ONE: Json = {"uses": [{"counts": "effected", "limit": 1}]}
YEAR = {"count": 12, "unit": "month"}


def made(service: Service, sale: Json, **more: Any) -> str:
    overrides = {"takedown": {"who": {"anyone": True}} | sale} | more
    make_agreement(service, agreement("sales", overrides=overrides, holders=HELD))
    everybody = letter(
        handed_over("1999-09-02"), {"alder": 400_000, "birch": 400_000, "cedar": 200_000}
    )
    body = {
        "conversion_proposed_on": "1999-09-01",
        "certificate_date": "1999-11-01",
        "letters": [everybody],
    }
    return begun(service, "shelves", body, *SHELF_EFFECTIVE, agreement="sales")


def sold(service: Service, shelf: str, day: str, by: str, *facts: Json) -> str:
    body = takedown(shelf, letter(handed_over(day), {by: 100_000}))
    return begun(service, "takedowns", body, *facts, agreement="sales")


def ruled(service: Service, shelf: str, day: str, *by: str) -> Any:
    body = takedown(shelf, letter(handed_over(day), dict.fromkeys(by, 100)))
    return decided(post_registration(service, "takedowns", body, "sales", dry_run=True)["result"])


def stage(name: str, day: str) -> Json:
    return {"kind": "stage_reached", "stage": name, "occurred_on": day}


class TestASale:
    def test_counts_once_what_it_needs_has_come_about(self, service: Service) -> None:
        """Closed on 10 February 2000, before all of it is sold."""
        shelf = made(service, {"effected": {"needs": [CLOSED]}} | ONE)
        name = sold(service, shelf, "2000-02-01", "alder")
        assert ruled(service, shelf, "2000-02-05", "birch") == ACCEPTED
        post_events(service, name, stage("closed", "2000-02-10"))
        assert ruled(service, shelf, "2000-02-11", "birch") == USED_UP

    def test_counts_only_with_half_of_what_was_asked_for(self, service: Service) -> None:
        half = {"included": {"fraction": "1/2", "is": ">="}}
        shelf = made(service, {"effected": {"needs": [half]}} | ONE)
        for day, most in (("2000-02-01", 49_999), ("2000-03-01", 50_000)):
            sold(
                service,
                shelf,
                day,
                "alder",
                maximum(day, most, in_writing=True),
                all_sold(day[:8] + "20"),
            )
            left = ACCEPTED if most < 50_000 else USED_UP
            assert ruled(service, shelf, day[:8] + "21", "birch") == left

    def test_counts_no_more_once_its_closing_has_failed(self, service: Service) -> None:
        undone = [{"what": "closing_failed", "unless": "holder_at_fault"}]
        shelf = made(
            service,
            {"effected": {"needs": [{"happened": "registration.priced"}], "undone_by": undone}}
            | ONE,
        )
        name = sold(service, shelf, "2000-02-01", "alder", stage("priced", "2000-02-08"))
        assert ruled(service, shelf, "2000-02-09", "birch") == USED_UP
        post_events(service, name, closing_failed("2000-02-11"))
        assert ruled(service, shelf, "2000-02-12", "birch") == ACCEPTED

    @pytest.mark.parametrize(
        ("rule", "settled", "expected"),
        [
            ({"counts": "no", "paid_by": "requesting_holders"}, None, (ACCEPTED, False)),
            ({"counts": "yes", "paid_by": "company"}, None, (USED_UP, True)),
            ({"counts": "unless_paid"}, None, (USED_UP, True)),
            ({"counts": "unless_paid"}, "paying", (ACCEPTED, False)),
            ({"counts": "if_forfeited"}, "forfeiting", (USED_UP, True)),
        ],
    )
    def test_that_is_withdrawn_counts_and_is_paid_for_as_it_is_said(
        self, service: Service, rule: Json, settled: str | None, expected: Any
    ) -> None:
        shelf = made(service, {"effected": {"needs": [CLOSED], "withdrawn": rule}} | ONE)
        chosen = {} if settled is None else {"settled_by": settled}
        name = sold(service, shelf, "2000-02-01", "alder", withdrawn("2000-02-07") | chosen)
        owed = obligation(read_registration(service, name, "2000-02-08"), "expenses")
        by_company = owed["obligor"] != "requesting_holders"
        assert (ruled(service, shelf, "2000-02-09", "birch"), by_company) == expected
        audit_registration(service, name, "sales", "2000-02-08")

    def test_that_is_withdrawn_while_sales_are_prohibited_is_free(self, service: Service) -> None:
        """Prohibited under the shelf from 4 to 13 February 2000; withdrawn on the 7th."""
        rule = {"counts": "yes", "paid_by": "requesting_holders", "free_if": {"delayed": True}}
        shelf = made(service, {"effected": {"needs": [CLOSED], "withdrawn": rule}} | ONE)
        told = {each["id"]: handed_over("2000-02-04") for each in HELD}
        name = sold(service, shelf, "2000-02-01", "alder")
        post_events(service, shelf, prohibition("2000-02-04", 10, told))
        post_events(service, name, withdrawn("2000-02-07"))
        assert ruled(service, shelf, "2000-02-20", "birch") == ACCEPTED

    def test_has_no_order_of_its_own(self, service: Service) -> None:
        effected = {"needs": [CLOSED], "undone_by": [{"what": "stop_order"}]}
        body = agreement("x", overrides={"takedown": {"effected": effected}}, holders=HELD)
        at = "/overrides/takedown/effected/undone_by/0/what"
        assert faults(service.post("/v1/agreements", body))[at] == "condition_not_honoured"


class TestOnceItIsMade:
    THREE_QUARTERS: ClassVar[Json] = {"included": {"fraction": "3/4", "is": ">="}}

    def test_nobody_takes_back_what_has_closed(self, service: Service) -> None:
        """In whichever order the two are posted, and on the very day."""
        shelf = made(service, {"effected": {"needs": [CLOSED]}} | ONE)
        name = sold(service, shelf, "2000-02-01", "alder", stage("closed", "2000-02-10"))
        for fact in (
            withdrawn("2000-02-10"),
            withdrawn("2000-02-20"),
            withdrawn("2000-02-20", "alder"),
        ):
            refused = service.post(f"/v1/registrations/{name}/events", fact)
            assert "already_sold" in faults(refused).values()
        later = maximum("2000-02-11", 50, in_writing=True)
        refused = service.post(f"/v1/registrations/{name}/events", later)
        assert "already_sold" in faults(refused).values()
        other = sold(service, shelf, "2000-02-02", "birch", withdrawn("2000-02-20"))
        refused = service.post(f"/v1/registrations/{other}/events", stage("closed", "2000-02-10"))
        assert "already_withdrawn" in faults(refused).values()

    def test_no_withdrawal_takes_back_a_sale_that_has_all_it_needs(self, service: Service) -> None:
        shelf = made(service, {"effected": {"needs": [{"happened": "registration.priced"}]}} | ONE)
        name = sold(service, shelf, "2000-02-01", "alder", stage("priced", "2000-02-15"))
        post_events(service, name, withdrawn("2000-02-16"))
        assert ruled(service, shelf, "2000-02-17", "birch") == USED_UP
        assert read_registration(service, name, "2000-02-17")["effected"] is True

    @pytest.mark.parametrize(
        ("needs", "most", "left", "counts"),
        [
            ([CLOSED, THREE_QUARTERS], 74_999, ACCEPTED, False),
            ([CLOSED, THREE_QUARTERS], 75_000, USED_UP, True),
            ([THREE_QUARTERS], None, USED_UP, True),
            ([CLOSED], None, USED_UP, True),
        ],
    )
    def test_its_closing_decides_what_is_included(
        self, service: Service, needs: list[Json], most: int | None, left: Any, counts: bool
    ) -> None:
        """Of 100,000 shares asked for, before any sale is recorded."""
        shelf = made(
            service,
            {"effected": {"needs": needs}, "uses": [{"counts": "effected_or_pending", "limit": 1}]},
        )
        name = sold(service, shelf, "2000-02-01", "alder")
        if most is not None:
            post_events(service, name, maximum("2000-02-02", most, in_writing=True))
        assert ruled(service, shelf, "2000-02-09", "birch") == PENDING
        post_events(service, name, stage("closed", "2000-02-10"))
        assert ruled(service, shelf, "2000-02-10", "birch") == left
        assert read_registration(service, name, "2000-02-09")["effected"] is None
        assert read_registration(service, name, "2000-02-10")["effected"] is counts
        audit_registration(service, name, "sales", "2000-02-10")

    def test_without_terms_of_its_own_it_counts_when_all_is_sold(self, service: Service) -> None:
        shelf = made(service, ONE)
        name = sold(service, shelf, "2000-02-01", "alder", all_sold("2000-02-20"))
        effected = [
            read_registration(service, name, day)["effected"]
            for day in ("2000-02-19", "2000-02-20")
        ]
        assert effected == [None, True]


class TestOfEachHolder:
    LIMIT: ClassVar[Json] = {"counts": "accepted", "limit": 1, "per": "holder", "window": YEAR}

    def test_each_has_its_own_number(self, service: Service) -> None:
        shelf = made(service, {"uses": [self.LIMIT]})
        sold(service, shelf, "2000-02-01", "alder")
        assert ruled(service, shelf, "2000-03-01", "alder") == USED_UP
        assert ruled(service, shelf, "2000-03-01", "birch") == ACCEPTED

    def test_who_has_none_left_cannot_ask_with_others(self, service: Service) -> None:
        shelf = made(service, {"uses": [self.LIMIT]})
        sold(service, shelf, "2000-02-01", "alder")
        assert ruled(service, shelf, "2000-03-01", "alder", "birch") == USED_UP

    def test_a_use_is_one_of_each_who_asks_and_of_none_who_joins(self, service: Service) -> None:
        shelf = made(service, {"uses": [self.LIMIT]})
        body = takedown(shelf, letter(handed_over("2000-02-01"), {"alder": 100, "birch": 100}))
        name = begun(service, "takedowns", body, agreement="sales")
        told = {
            "kind": "notice_given",
            "holder": "cedar",
            "delivery": handed_over("2000-02-02"),
        }
        joins = {
            "kind": "join_requested",
            "holder": "cedar",
            "shares": 100,
            "delivery": handed_over("2000-02-03"),
        }
        post_events(service, name, told, joins)
        assert ruled(service, shelf, "2000-03-01", "birch") == USED_UP
        assert ruled(service, shelf, "2000-03-01", "cedar") == ACCEPTED

    def test_it_may_ask_again_once_its_own_has_left_the_window(self, service: Service) -> None:
        short = {**self.LIMIT, "window": {"count": 3, "unit": "month"}}
        shelf = made(service, {"uses": [short]})
        sold(service, shelf, "2000-02-01", "alder")
        sold(service, shelf, "2000-03-01", "birch")
        body = takedown(shelf, letter(handed_over("2000-04-03"), {"alder": 100}))
        found = post_registration(service, "takedowns", body, "sales", dry_run=True)["result"]
        assert found["determination"]["may_renew_on"] == "2000-05-01"
        (limit,) = found["tallies"]["demands"]["limits"]
        assert (limit["used"], limit["left"]) == (1, 0)

    def test_of_demands_too(self, service: Service) -> None:
        once = {"counts": "effected_or_pending", "limit": 1, "per": "holder"}
        demand = {"cap": None, "who": {"anyone": True}, "uses": [once]}
        made(service, {}, demand=demand)

        def asked(day: str, by: str) -> Json:
            return {"letters": [letter(handed_over(day), {by: 100})], "short_form_qualified": True}

        begun(service, "demands", asked("1999-12-01", "alder"), agreement="sales")
        for by, expected in (("alder", PENDING), ("birch", ACCEPTED)):
            body = asked("2000-01-03", by)
            found = post_registration(service, "demands", body, "sales", dry_run=True)
            assert decided(found["result"]) == expected
        found = ok(service.get("/v1/agreements/sales", as_of="2000-01-03"))["result"]
        assert found["demands"][0]["limits"][0]["used"] == 1

    def test_of_whom_it_is_not_known_who_asked_is_open(self, stateless_service: Service) -> None:
        terms = ok(stateless_service.get("/v1/templates/ctc-1998"))["terms"]
        once = {"counts": "accepted", "limit": 2, "per": "holder"}
        terms["demand"] |= {"cap": None, "uses": [once]}
        first = {"id": "first", "received_on": "1999-01-04", "requesters": ["alder"]}
        second = {"id": "second", "received_on": "1999-02-04"}
        for registrations, used in (([first], 1), ([first, second], None), ([second], None)):
            body = {"terms": terms, "registrations": registrations}
            found = ok(stateless_service.post("/v1/compute/demand-count", body))["result"]
            assert found["limits"][0]["used"] == used

    def test_what_others_made_effective_leaves_each_its_own(self, service: Service) -> None:
        """Two pending requests of alder, one of birch: once one of alder's is done, one waits."""
        shelf = made(service, {"uses": [{"counts": "effected", "limit": 1, "per": "holder"}]})
        first = sold(service, shelf, "2000-02-01", "alder")
        second = sold(service, shelf, "2000-02-02", "alder")
        third = sold(service, shelf, "2000-02-03", "birch")
        post_events(service, first, all_sold("2000-02-15"))
        states = {
            each: read_registration(service, each, "2000-02-16")["state"]
            for each in (second, third)
        }
        assert states[second] == "deferred"
        assert states[third] != "deferred"

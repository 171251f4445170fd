"""When a right opens and ends by what happens, and the least that must be asked for.

Spectrum's letter of Tuesday 16 February 1999, by mail, is received on Friday the 19th. It holds
500,000 of 502,000 Registrable Securities.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    amendment,
    handed_over,
    holder,
    join,
    notice,
    spectrum_demand,
    split,
)
from tests.api.calls import (
    condition,
    decided,
    dry_run,
    make_agreement,
    ok,
    post_demand,
    post_event,
    post_fact,
    read_registration,
)
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("spectrum", 500_000), holder("wang", 2_000)]
EVENTS = {"closing": {"says": "Closing of the purchase"}}
AFTER_CLOSING = {"count": 6, "unit": "month", "after": "event.closing", "edge": "strict"}


def made(service: Service, demand: Json, **overrides: Any) -> str:
    body = agreement("opening", overrides={"demand": demand, **overrides}, holders=HELD)
    identifier: str = make_agreement(service, body)["result"]["id"]
    return identifier


def opened_by(service: Service, span: Json, *facts: Json) -> Json:
    name = made(service, {"opens": None, "open": span}, events=EVENTS)
    for fact in facts:
        post_fact(service, fact, name)
    return post_demand(service, agreement=name)


def closing(day: str) -> Json:
    return {"kind": "event_happened", "occurred_on": day, "event": "closing"}


def ipo(day: str) -> Json:
    return {"kind": "first_public_offering_effective", "occurred_on": day}


class TestARight:
    @pytest.mark.parametrize(
        ("day", "edge", "is_open"),
        [
            # Six months from 18 August 1998 end on 18 February 1999, before the 19th.
            ("1998-08-18", "strict", True),
            ("1998-08-19", "strict", False),
            ("1998-08-19", "on", True),
            ("1998-08-20", "on", False),
        ],
    )
    def test_opens_by_an_event_on_the_day_or_after_it(
        self, service: Service, day: str, edge: str, is_open: bool
    ) -> None:
        found = opened_by(service, {"from": AFTER_CLOSING | {"edge": edge}}, closing(day))
        decision, reason = decided(found["result"])
        expected = ("accepted", None) if is_open else ("refused", "DEMAND_NOT_YET_OPEN")
        assert (decision, reason) == expected

    def test_is_not_open_before_the_event_has_happened(self, service: Service) -> None:
        found = opened_by(service, {"from": AFTER_CLOSING})
        assert decided(found["result"]) == ("refused", "DEMAND_NOT_YET_OPEN")
        missing = {each["name"]: each["posted_as"] for each in found["missing_inputs"]}
        assert missing["event.closing"] == "event_happened.occurred_on"

    @pytest.mark.parametrize(
        ("facts", "is_open"),
        [
            # The earlier of 1 March 1999 and ninety days after the offering.
            ((), False),
            ((ipo("1998-11-20"),), True),
            ((ipo("1998-11-22"),), False),
        ],
    )
    def test_opens_at_the_earlier_of_two(
        self, service: Service, facts: tuple[Json, ...], is_open: bool
    ) -> None:
        span = {
            "from": {
                "earliest": [
                    {"date": "1999-03-01"},
                    {"count": 90, "unit": "day", "after": "ipo.effective"},
                ],
                "edge": "on",
            }
        }
        found = opened_by(service, span, *facts)
        assert (decided(found["result"])[0] == "accepted") == is_open

    @pytest.mark.parametrize(("edge", "is_open"), [("on", True), ("strict", False)])
    def test_ends_on_the_anniversary(self, service: Service, edge: str, is_open: bool) -> None:
        anniversary = {"count": 1, "unit": "year", "after": "event.closing", "edge": edge}
        found = opened_by(service, {"until": anniversary}, closing("1998-05-01"))
        assert decided(found["result"])[0] == "accepted"
        name = found["result"]["agreement_id"]
        ok(service.get(f"/v1/agreements/{name}"))
        last = spectrum_demand({"method": "personal", "delivered_on": "1999-05-01"})
        decision, reason = decided(post_demand(service, last, name)["result"])
        assert (decision, reason) == (
            ("accepted", None) if is_open else ("refused", "DEMAND_CLOSED")
        )

    def test_says_whether_its_first_day_is_open(self, service: Service) -> None:
        without = {name: each for name, each in AFTER_CLOSING.items() if name != "edge"}
        overrides = {
            "events": EVENTS,
            "demand": {"opens": None, "open": {"from": without}},
        }
        refused = service.post("/v1/agreements", {"template": "ctc-1998", "overrides": overrides})
        assert faults(refused) == {"/overrides/demand/open/from": "edge_not_said"}


def sized(service: Service, size: Json, shares: int, **more: Any) -> Mapping[str, Any]:
    name = made(service, {"size": size})
    found = post_demand(service, spectrum_demand(shares=shares, **more), name)
    outcome: Mapping[str, Any] = condition(found["result"], "minimum_size")
    return {
        "outcome": outcome["outcome"],
        "missing": [
            each["name"] for each in found["missing_inputs"] if "enough" in each["needed_for"]
        ],
    }


FIFTH = {"fraction": "1/5", "of": "registrable", "is": ">="}
MILLION = {"money": "1000000.00", "is": ">="}
TENTH = {"fraction": "1/10", "of": "registrable", "is": "<="}
MOST = {"money": "1000000.00", "is": "<="}
MOST_NET = {"money": "1000000.00", "net_of": ["discounts"], "is": "<="}
NET = {"money": "1000000.00", "net_of": ["discounts"], "is": ">"}


class TestTheLeast:
    @pytest.mark.parametrize(
        ("size", "shares", "outcome"),
        [
            ({"shares": 400_000, "is": ">="}, 400_000, "passed"),
            ({"shares": 400_000, "is": ">"}, 400_000, "failed"),
            # A fifth of 502,000 is 100,400.
            (FIFTH, 100_400, "passed"),
            (FIFTH, 100_399, "failed"),
            ({**FIFTH, "is": ">"}, 100_400, "failed"),
            ({"all_remaining": True}, 500_000, "passed"),
            ({"all_remaining": True}, 499_999, "failed"),
            ({"any": [FIFTH, {"all_remaining": True}]}, 500_000, "passed"),
            ({"all": [FIFTH, {"shares": 200_000, "is": ">="}]}, 150_000, "failed"),
        ],
    )
    def test_is_counted_in_shares(
        self, service: Service, size: Json, shares: int, outcome: str
    ) -> None:
        assert sized(service, size, shares) == {"outcome": outcome, "missing": []}

    @pytest.mark.parametrize(
        ("size", "price", "outcome", "missing"),
        [
            (MILLION, {"offering_price": "1000000.00"}, "passed", []),
            (MILLION, {"offering_price": "999999.99"}, "failed", []),
            (MILLION, {"offering_price_net": "1000000.00"}, "passed", []),
            (MILLION, {"offering_price_net": "999999.99"}, "unknown", ["offering_price"]),
            (MILLION, {}, "unknown", ["offering_price"]),
            (NET, {"offering_price_net": "1000000.01"}, "passed", []),
            (NET, {"offering_price_net": "1000000.00"}, "failed", []),
            (NET, {"offering_price": "1000000.00"}, "failed", []),
            (NET, {"offering_price": "2000000.00"}, "unknown", ["offering_price_net"]),
            ({"any": [FIFTH, MILLION]}, {}, "passed", []),
            ({"all": [FIFTH, MILLION]}, {}, "unknown", ["offering_price"]),
        ],
    )
    def test_is_counted_in_money(
        self, service: Service, size: Json, price: Json, outcome: str, missing: list[str]
    ) -> None:
        """Net is never more than gross: what is too little gross is too little net."""
        found = sized(service, size, 400_000, **price)
        assert found == {"outcome": outcome, "missing": missing}

    @pytest.mark.parametrize(
        ("size", "shares", "outcome"),
        [
            # A twentieth of 2,000,000 outstanding is 100,000.
            ({"fraction": "1/20", "of": "outstanding", "is": ">="}, 100_000, "passed"),
            ({"fraction": "1/20", "of": "outstanding", "is": ">="}, 99_999, "failed"),
            # Spectrum holds 500,000.
            ({"fraction": "1/4", "of": "held", "is": ">="}, 125_000, "passed"),
            ({"fraction": "1/4", "of": "held", "is": ">="}, 124_999, "failed"),
            # All 502,000 are common shares.
            ({"fraction": "1/2", "of": "common", "is": ">="}, 251_000, "passed"),
            ({"fraction": "1/2", "of": "common", "is": ">="}, 250_999, "failed"),
        ],
    )
    def test_of_another_base(self, service: Service, size: Json, shares: int, outcome: str) -> None:
        name = made(service, {"size": size})
        stated = {"occurred_on": "1999-01-05", "shares": 1_000_000}
        post_fact(service, {"kind": "shares_outstanding_stated"} | stated, name)
        later = {"occurred_on": "1999-02-19", "shares": 2_000_000}
        post_fact(service, {"kind": "shares_outstanding_stated"} | later, name)
        found = post_demand(service, spectrum_demand(shares=shares), name)
        assert condition(found["result"], "minimum_size")["outcome"] == outcome

    def test_with_those_who_join(self, service: Service) -> None:
        """A fifth of 502,000 is 100,400: 99,000 of Spectrum and 1,400 of wang reach it.

        Wang is told on 19 February and may join through 11 March.
        """
        name = made(service, {"size": FIFTH, "with_joiners": True})
        told = notice("wang", handed_over("1999-02-19"))
        few = post_demand(service, spectrum_demand(shares=99_000), name)["result"]
        assert decided(few) == ("undetermined", None)
        assert "notice:wang" in {each["id"] for each in few["obligations"]}
        first = few["registration_id"]
        post_event(service, first, told)
        assert decided(read_registration(service, first, "1999-03-11"))[0] == "undetermined"
        ended = read_registration(service, first, "1999-03-12")
        assert decided(ended) == ("refused", "DEMAND_TOO_SMALL")
        post_event(service, first, join("wang", 1_400, handed_over("1999-03-01")))
        assert decided(read_registration(service, first, "1999-02-26"))[0] == "undetermined"
        assert decided(read_registration(service, first, "1999-03-01")) == ("accepted", None)
        assert decided(read_registration(service, first, "1999-03-12")) == ("accepted", None)

    @pytest.mark.parametrize(
        "demand",
        [
            {"with_joiners": True},
            {"with_joiners": True, "size": MILLION},
            {"with_joiners": True, "size": {"all_remaining": True}},
            {"with_joiners": True, "size": {"shares": 100, "is": "<="}},
            {"with_joiners": True, "size": FIFTH, "notice_to": "nobody"},
        ],
    )
    def test_with_those_who_join_where_that_can_be_kept_to(
        self, service: Service, demand: Json
    ) -> None:
        body = {"template": "ctc-1998", "overrides": {"demand": demand}}
        refused = faults(service.post("/v1/agreements", body))
        assert refused == {"/overrides/demand": "invalid_terms"}

    def test_of_what_is_not_recorded_is_open(self, service: Service) -> None:
        size = {"fraction": "1/20", "of": "outstanding", "is": ">="}
        found = sized(service, size, 400_000)
        assert found == {"outcome": "unknown", "missing": ["shares_outstanding"]}

    @pytest.mark.parametrize(
        ("size", "shares", "price", "expected"),
        [
            # A tenth of 502,000 is 50,200; "no more than", and "less than".
            (TENTH, 50_200, {}, ("accepted", None)),
            (TENTH, 50_201, {}, ("refused", "DEMAND_TOO_LARGE")),
            (TENTH | {"is": "<"}, 50_200, {}, ("refused", "DEMAND_TOO_LARGE")),
            (
                {"all": [{"shares": 100, "is": ">="}, TENTH]},
                99,
                {},
                ("refused", "DEMAND_TOO_SMALL"),
            ),
            (
                {"all": [{"shares": 100, "is": ">="}, TENTH]},
                60_000,
                {},
                ("refused", "DEMAND_TOO_LARGE"),
            ),
            (MOST, 1, {"offering_price": "1000000.01"}, ("refused", "DEMAND_TOO_LARGE")),
            (MOST, 1, {"offering_price": "1000000.00"}, ("accepted", None)),
            # Net is never more than gross.
            (MOST, 1, {"offering_price_net": "1000000.01"}, ("refused", "DEMAND_TOO_LARGE")),
            (MOST, 1, {"offering_price_net": "1000000.00"}, ("undetermined", None)),
            (MOST_NET, 1, {"offering_price": "1000000.00"}, ("accepted", None)),
            (MOST_NET, 1, {"offering_price": "1000000.01"}, ("undetermined", None)),
        ],
    )
    def test_may_be_a_most(
        self, service: Service, size: Json, shares: int, price: Json, expected: Any
    ) -> None:
        name = made(service, {"size": size, "who": {"anyone": True}})
        found = post_demand(service, spectrum_demand(shares=shares, **price), name)
        assert decided(found["result"]) == expected

    @pytest.mark.parametrize(
        ("price", "outcome", "missing"),
        [
            # 400,000 at 25.00 on Thursday 18 February, the trading day before the receipt.
            ("25.00", "passed", []),
            ("24.99", "failed", []),
            (None, "unknown", ["market_price"]),
        ],
    )
    def test_at_the_price_of_the_market(
        self, service: Service, price: str | None, outcome: str, missing: list[str]
    ) -> None:
        day = {"count": 1, "unit": "business_day", "before": "request.received"}
        size = {"money": "10000000.00", "price": "market", "is": ">=", "on": day}
        name = made(service, {"size": size})
        for on, stated in (("1999-02-17", "90.00"), ("1999-02-18", price), ("1999-02-19", "1.00")):
            if stated is not None:
                fact = {"kind": "market_price_stated", "occurred_on": on, "price": stated}
                post_fact(service, fact, name)
        found = post_demand(service, spectrum_demand(), name)
        assert condition(found["result"], "minimum_size")["outcome"] == outcome
        assert [
            each["name"] for each in found["missing_inputs"] if "enough" in each["needed_for"]
        ] == missing

    def test_in_shares_follows_a_split(self, service: Service) -> None:
        name = made(service, {"size": {"any": [{"shares": 150_000, "is": ">="}, MILLION]}})
        post_fact(service, split("1998-12-01", 2, 1), name)
        price: dict[str, Any] = {"offering_price": "1.00"}
        few = post_demand(service, spectrum_demand(shares=299_999, **price), name)
        assert decided(few["result"]) == ("refused", "DEMAND_TOO_SMALL")

    @pytest.mark.parametrize(
        ("shares", "reason"),
        [
            (199_999, "DEMAND_TOO_SMALL"),
            (200_000, None),
            (400_000, None),
            (400_001, "DEMAND_TOO_LARGE"),
        ],
    )
    def test_in_shares_may_be_two_numbers(
        self, service: Service, shares: int, reason: str | None
    ) -> None:
        """At least 100,000 and at most 200,000, each adjusted for the split of two for one."""
        both = [{"shares": 100_000, "is": ">="}, {"shares": 200_000, "is": "<="}]
        name = made(service, {"size": {"all": both}})
        post_fact(service, split("1998-12-01", 2, 1), name)
        found = post_demand(service, spectrum_demand(shares=shares), name)
        assert decided(found["result"])[1] == reason

    def test_in_shares_follow_the_splits_since_each_was_written(self, service: Service) -> None:
        """The most is written anew after the split; the least is of before it."""
        both = [{"shares": 100_000, "is": ">="}, {"shares": 200_000, "is": "<="}]
        name = made(service, {"size": {"all": both}})
        post_fact(service, split("1998-12-01", 2, 1), name)
        changes = {"/demand/size/all/1/shares": 250_000}
        post_fact(service, amendment("1998-12-15", changes, "spectrum", "wang"), name)
        decisions = {
            shares: decided(dry_run(service, spectrum_demand(shares=shares), name)["result"])[1]
            for shares in (199_999, 200_000, 250_000, 250_001)
        }
        assert list(decisions.values()) == ["DEMAND_TOO_SMALL", None, None, "DEMAND_TOO_LARGE"]

    @pytest.mark.parametrize(
        ("demand", "says"),
        [
            ({"size": {"shares": 1, "money": "1.00", "is": ">="}}, "exactly one of"),
            ({"size": {"fraction": "1", "of": "registrable", "is": ">"}}, "never be asked for"),
            ({"size": {"shares": 1}}, "has to be given"),
            ({"size": MILLION, "minimum_shares": 5}, "leave `minimum_shares` out"),
            ({"open": {"until": {"date": "2000-01-01"}}}, "leave the others out"),
        ],
    )
    def test_is_said_in_one_way(self, service: Service, demand: Json, says: str) -> None:
        body = {"template": "ctc-1998", "overrides": {"demand": demand}}
        response = service.post("/v1/agreements", body)
        assert response.status_code == 422
        assert says in " ".join(each["detail"] for each in response.json()["errors"])

"""Sales off a shelf: when they may be asked for, how often, for how much, and of several kinds.

Spectrum holds 800,000 of 802,000 shares, wang 2,000. The shelf is effective from 27 October 1999
and kept so through 1 November 2000. What is handed over is received that day.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, all_sold, handed_over, holder, letter, split, takedown
from tests.api.calls import (
    SHELF_EFFECTIVE,
    begun,
    condition,
    decided,
    effective_shelf,
    make_agreement,
    ok,
    post_fact,
    post_registration,
    read_registration,
    shelved,
)
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("spectrum", 800_000), holder("wang", 2_000)]
ACCEPTED = ("accepted", None)
USED_UP = ("refused", "DEMAND_CAP_REACHED")
PENDING = ("refused", "DEMAND_CAP_PENDING")
CLOSING = {"kind": "event_happened", "occurred_on": "1999-06-01", "event": "closing"}
YEAR = {"count": 12, "unit": "month"}


def made(service: Service, sale: Json, **more: Any) -> str:
    overrides = {"takedown": sale, "events": {"closing": {"says": "Closing"}}} | more
    make_agreement(service, agreement("sales", overrides=overrides, holders=HELD))
    return effective_shelf(service, agreement="sales")


def asked(shelf: str, day: str, shares: int = 100_000, **more: Any) -> Json:
    return takedown(shelf, letter(handed_over(day), {"spectrum": shares})) | more


def ruled(service: Service, body: Json) -> Any:
    return decided(post_registration(service, "takedowns", body, "sales", dry_run=True)["result"])


def sold(service: Service, body: Json, *facts: Json) -> str:
    return begun(service, "takedowns", body, *facts, agreement="sales")


class TestWhen:
    @pytest.mark.parametrize(
        ("span", "day", "expected"),
        [
            # Eight months from 1 June 1999 end on 1 February 2000.
            ({"from": {"edge": "strict"}}, "2000-02-01", ("refused", "RIGHT_NOT_YET_OPEN")),
            ({"from": {"edge": "strict"}}, "2000-02-02", ACCEPTED),
            ({"from": {"edge": "on"}}, "2000-02-01", ACCEPTED),
            ({"until": {}}, "2000-02-01", ACCEPTED),
            ({"until": {}}, "2000-02-02", ("refused", "RIGHT_CLOSED")),
            ({"until": {"edge": "strict"}}, "2000-02-01", ("refused", "RIGHT_CLOSED")),
        ],
    )
    def test_while_it_is_open(self, service: Service, span: Json, day: str, expected: Any) -> None:
        count = {"count": 8, "unit": "month", "after": "event.closing"}
        shelf = made(service, {"open": {side: count | edge for side, edge in span.items()}})
        post_fact(service, CLOSING, "sales")
        assert ruled(service, asked(shelf, day)) == expected

    def test_not_before_what_opens_it_is_recorded(self, service: Service) -> None:
        opens = {"at": "event.closing", "edge": "on"}
        shelf = made(service, {"open": {"from": opens}})
        body = asked(shelf, "2000-02-01")
        found = post_registration(service, "takedowns", body, "sales", dry_run=True)
        assert decided(found["result"]) == ("refused", "RIGHT_NOT_YET_OPEN")
        assert "event.closing" in {each["name"] for each in found["missing_inputs"]}

    def test_says_whether_its_first_day_is_open(self, service: Service) -> None:
        overrides = {"takedown": {"open": {"from": {"at": "agreement.dated"}}}}
        refused = service.post("/v1/agreements", agreement("x", overrides=overrides, holders=HELD))
        assert faults(refused) == {"/overrides/takedown/open/from": "edge_not_said"}

    @pytest.mark.parametrize(
        ("day", "offering_on", "expected"),
        [
            # Three business days before Tuesday 8 February 2000: 7, 4 and 3 February.
            ("2000-02-03", "2000-02-08", ACCEPTED),
            ("2000-02-04", "2000-02-08", ("refused", "ASKED_TOO_LATE")),
            ("2000-02-04", None, ("undetermined", None)),
        ],
    )
    def test_so_long_before_the_offering(
        self, service: Service, day: str, offering_on: str | None, expected: Any
    ) -> None:
        lead = {"count": 3, "unit": "business_day", "before": "registration.offering_commenced"}
        shelf = made(service, {"ask_by": lead})
        body = asked(shelf, day) | ({"offering_on": offering_on} if offering_on else {})
        found = post_registration(service, "takedowns", body, "sales", dry_run=True)
        assert decided(found["result"]) == expected
        missing = {each["posted_as"] for each in found["missing_inputs"]}
        assert ("takedown_requested.offering_on" in missing) == (offering_on is None)


class TestHowMuch:
    @pytest.mark.parametrize(
        ("size", "shares", "price", "outcome"),
        [
            ({"shares": 100_000, "is": ">="}, 100_000, {}, "passed"),
            ({"shares": 100_000, "is": ">"}, 100_000, {}, "failed"),
            # A tenth of 802,000 is 80,200.
            ({"fraction": "1/10", "of": "registrable", "is": ">="}, 80_199, {}, "failed"),
            ({"fraction": "1/10", "of": "registrable", "is": ">="}, 80_200, {}, "passed"),
            ({"money": "5000000.00", "is": ">="}, 1, {"offering_price": "5000000.00"}, "passed"),
            ({"money": "5000000.00", "is": ">="}, 1, {"offering_price": "4999999.99"}, "failed"),
            ({"money": "5000000.00", "is": ">="}, 1, {}, "unknown"),
            (
                {"any": [{"money": "5000000.00", "is": ">="}, {"all_remaining": True}]},
                800_000,
                {},
                "passed",
            ),
        ],
    )
    def test_is_asked_for(
        self, service: Service, size: Json, shares: int, price: Json, outcome: str
    ) -> None:
        shelf = made(service, {"size": size})
        body = asked(shelf, "2000-02-01", shares, **price)
        found = post_registration(service, "takedowns", body, "sales", dry_run=True)
        assert condition(found["result"], "minimum_size")["outcome"] == outcome
        missing = {each["posted_as"] for each in found["missing_inputs"]}
        assert ("takedown_requested.offering_price" in missing) == (outcome == "unknown")

    def test_in_shares_follows_a_split(self, service: Service) -> None:
        """Two for one since: 100,000 shares written are 200,000 now."""
        shelf = made(service, {"size": {"shares": 100_000, "is": ">="}})
        post_fact(service, split("2000-01-03", 2, 1), "sales")
        for shares, expected in ((199_999, ("refused", "DEMAND_TOO_SMALL")), (200_000, ACCEPTED)):
            assert ruled(service, asked(shelf, "2000-02-01", shares)) == expected


class TestHowOften:
    @pytest.mark.parametrize(
        ("window", "day", "expected"),
        [
            # Two received on 1 and 8 February 2000; in the months before them none.
            (None, "2000-10-30", USED_UP),
            ({"count": 6, "unit": "month"}, "2000-07-31", USED_UP),
            ({"count": 6, "unit": "month"}, "2000-08-01", ACCEPTED),
            ({"count": 6, "unit": "month", "ends": "day_before"}, "2000-08-01", USED_UP),
            ({"calendar": "year"}, "2000-10-30", USED_UP),
            ({"count": 1, "unit": "year"}, "2000-10-31", USED_UP),
        ],
    )
    def test_within_a_window(
        self, service: Service, window: Json | None, day: str, expected: Any
    ) -> None:
        limit = {"counts": "accepted", "limit": 2} | ({"window": window} if window else {})
        shelf = made(service, {"uses": [limit]})
        for received in ("2000-02-01", "2000-02-08"):
            sold(service, asked(shelf, received, 100))
        assert ruled(service, asked(shelf, day, 100)) == expected

    def test_one_at_a_time(self, service: Service) -> None:
        """While the first is under way a second waits; once all is sold it may come."""
        shelf = made(service, {"uses": [{"counts": "pending", "limit": 1}]})
        first = sold(service, asked(shelf, "2000-02-01", 100))
        assert ruled(service, asked(shelf, "2000-02-08", 100)) == PENDING
        ok(service.post(f"/v1/registrations/{first}/events", all_sold("2000-02-15")), 201)
        assert ruled(service, asked(shelf, "2000-02-15", 100)) == ACCEPTED

    def test_what_is_effected_is_what_was_sold(self, service: Service) -> None:
        shelf = made(service, {"uses": [{"counts": "effected", "limit": 1, "window": YEAR}]})
        sold(service, asked(shelf, "2000-02-01", 100))
        sold(service, asked(shelf, "2000-02-02", 100), all_sold("2000-02-15"))
        assert ruled(service, asked(shelf, "2000-02-20", 100)) == USED_UP

    def test_shares_a_number_with_demands(self, service: Service) -> None:
        """Three in all of demands and sales: one demand, two sales, and none is left of either."""
        three = {"uses": [{"counts": "accepted", "limit": 3, "of": ["demand", "takedown"]}]}
        shelf = made(service, three, demand={"cap": None} | three)
        demand = {
            "letters": [letter(handed_over("1999-12-01"), {"spectrum": 100})],
            "short_form_qualified": True,
        }
        begun(service, "demands", demand, agreement="sales")
        for received in ("2000-02-01", "2000-02-08"):
            sold(service, asked(shelf, received, 100))
        assert ruled(service, asked(shelf, "2000-02-15", 100)) == USED_UP
        later = demand | {"letters": [letter(handed_over("2000-02-15"), {"spectrum": 100})]}
        found = post_registration(service, "demands", later, "sales", dry_run=True)
        assert decided(found["result"]) == USED_UP

    def test_does_not_use_up_a_demand(self, service: Service) -> None:
        shelf = made(service, {"uses": [{"counts": "accepted", "limit": 5}]})
        for received in ("2000-02-01", "2000-02-08"):
            sold(service, asked(shelf, received, 100))
        found = ok(service.get("/v1/agreements/sales", as_of="2000-02-10"))["result"]
        assert (found["demands"]["effected"], found["demands"]["pending"]) == (0, 0)

    def test_is_explained(self, service: Service) -> None:
        sale = {
            "uses": [{"counts": "accepted", "limit": 2, "window": YEAR}],
            "size": {"shares": 100, "is": ">="},
            "open": {"from": {"at": "agreement.dated", "edge": "on"}},
        }
        shelf = made(service, sale)
        sold(service, asked(shelf, "2000-02-01", 100))
        name = sold(service, asked(shelf, "2000-02-08", 100))
        found = read_registration(service, name, "2000-02-09")
        (limit,) = found["tallies"]["demands"]["limits"]
        assert (limit["used"], limit["left"]) == (1, 1)
        audit = audit_registration(service, name, "sales", "2000-02-09")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
        assert audit.misquoted_inputs() == audit.forward_references() == []

    @pytest.mark.parametrize(
        ("limit", "where", "code"),
        [
            ({"counts": "accepted", "limit": 2, "of": ["block"]}, "/of/0", "right_not_declared"),
            ({"counts": "pending", "limit": 1, "window": YEAR}, "", "invalid_terms"),
        ],
    )
    def test_is_refused_where_it_cannot_be_kept_to(
        self, service: Service, limit: Json, where: str, code: str
    ) -> None:
        body = agreement("x", overrides={"takedown": {"uses": [limit]}}, holders=HELD)
        assert faults(service.post("/v1/agreements", body)) == {
            f"/overrides/takedown/uses/0{where}": code
        }


class TestSeveralKinds:
    """An underwritten offering, twice a year, and block trades, of which nobody else is told."""

    def made(self, service: Service) -> str:
        own = ok(service.get("/v1/templates/ctc-1998"))["terms"]["takedown"]
        lead = {"count": 2, "unit": "business_day", "before": "registration.offering_commenced"}
        kinds = {
            "underwritten": own | {"uses": [{"counts": "accepted", "limit": 1, "window": YEAR}]},
            "block": own
            | {
                "notice_to": "nobody",
                "ask_by": lead,
                "who": {"members": ["wang"], "anyone": True},
                "uses": [{"counts": "accepted", "limit": 2, "of": ["underwritten", "block"]}],
            },
        }
        overrides = {"takedown": None, "takedowns": kinds}
        make_agreement(service, agreement("sales", overrides=overrides, holders=HELD))
        return effective_shelf(service, agreement="sales")

    def test_each_has_its_own_words(self, service: Service) -> None:
        shelf = self.made(service)
        large = asked(shelf, "2000-02-01", 100) | {"takedown": "underwritten"}
        name = sold(service, large)
        found = read_registration(service, name, "2000-02-02")
        assert "notice:wang" in {each["id"] for each in found["obligations"]}
        assert ruled(service, asked(shelf, "2000-02-08", 100, takedown="underwritten")) == USED_UP
        small = takedown(shelf, letter(handed_over("2000-02-04"), {"wang": 100}))
        block = small | {"takedown": "block", "offering_on": "2000-02-08"}
        assert ruled(service, block | {"offering_on": "2000-02-07"}) == (
            "refused",
            "ASKED_TOO_LATE",
        )
        found = read_registration(service, sold(service, block), "2000-02-05")
        assert decided(found) == ACCEPTED
        assert not [each for each in found["obligations"] if each["id"].startswith("notice:")]
        # Two of both kinds in all: none is left.
        again = takedown(shelf, letter(handed_over("2000-03-01"), {"wang": 100}))
        later = again | {"takedown": "block", "offering_on": "2000-03-08"}
        assert ruled(service, later) == USED_UP

    def test_is_named_where_there_are_several(self, service: Service) -> None:
        shelf = self.made(service)
        path = "/v1/agreements/sales/takedowns"
        unnamed = service.post(path, asked(shelf, "2000-02-01"))
        assert faults(unnamed) == {"/takedown": "right_not_named"}
        other = service.post(path, asked(shelf, "2000-02-01", takedown="huge"))
        assert faults(other) == {"/takedown": "no_such_right"}


class TestOffOneOfSeveralShelves:
    """Block trades off the short form shelf only: the long form one is called `long`."""

    def made(self, service: Service, sale: Json) -> str:
        own: Json = ok(service.get("/v1/templates/ctc-1998"))["terms"]["shelf"]
        asked = own | {"trigger": "request"}
        shelves = {"short": asked, "long": asked}
        overrides = {"shelf": None, "shelves": shelves, "takedown": sale}
        make_agreement(service, agreement("sales", overrides=overrides, holders=HELD))
        return shelved(service, *SHELF_EFFECTIVE, agreement="sales", shelf="short")

    @pytest.mark.parametrize(
        ("sale", "expected"),
        [
            ({"off": ["short"]}, ACCEPTED),
            ({"off": ["long", "short"]}, ACCEPTED),
            ({"off": ["long"]}, ("refused", "NOT_OFF_THIS_SHELF")),
            ({}, ACCEPTED),
        ],
    )
    def test_is_given_off_that_alone(self, service: Service, sale: Json, expected: Any) -> None:
        shelf = self.made(service, sale)
        assert ruled(service, asked(shelf, "2000-02-01")) == expected

    def test_names_one_that_there_is(self, service: Service) -> None:
        body = agreement("x", overrides={"takedown": {"off": ["block"]}}, holders=HELD)
        refused = faults(service.post("/v1/agreements", body))
        assert refused == {"/overrides/takedown/off/0": "right_not_declared"}


def test_one_that_uses_up_a_demand_waits_for_the_limits_of_both(service: Service) -> None:
    """QC6: one sale in any 3 months, and one demand in any 6; the first was on 10 January 2000.

    The sale alone could be asked for again on 10 April, the demand only on 10 July.
    """
    own: Json = ok(service.get("/v1/templates/ctc-1998"))["terms"]["demand"]
    six = {"counts": "accepted", "limit": 1, "window": {"count": 6, "unit": "month"}}
    shelf = made(
        service,
        {"uses": [{"counts": "accepted", "limit": 1, "window": {"count": 3, "unit": "month"}}]},
        demand=own | {"cap": None, "uses": [six]},
        readings={"takedown_counts": True},
    )
    sold(service, asked(shelf, "2000-01-10"), all_sold("2000-01-20"))
    for day in ("2000-02-01", "2000-05-01"):
        body = asked(shelf, day)
        found = post_registration(service, "takedowns", body, "sales", dry_run=True)["result"]
        assert decided(found) == USED_UP
        assert found["determination"]["may_renew_on"] == "2000-07-10"
    assert ruled(service, asked(shelf, "2000-07-10")) == ACCEPTED

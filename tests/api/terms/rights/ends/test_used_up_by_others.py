"""Under a limit of effected demands, what is pending once others have used it up is not owed.

More may be asked for than is to be effected: whichever are effected first use the limit up. Each
demand is received on the day on which it is handed over, and due 90 days later.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    all_sold,
    amendment,
    declared_effective,
    delay,
    filed,
    handed_over,
    holder,
    spectrum_demand,
    stop_order,
)
from tests.api.calls import (
    begun,
    effective_shelf,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
    taken_down,
)
from tests.api.description.explanation import audit_registration
from tests.running.service import Service

HELD = [holder("spectrum", 500_000, preferred_as_converted=900_000), holder("wang", 2_000)]
BY_READING: Json = {"demand.cap.limit": 1, "readings.demand_cap_counts": "effected"}


def made(service: Service, use: str) -> str:
    """One effected demand: by the reading of the cap, or by a limit of uses."""
    own: Json = ok(service.get("/v1/templates/ctc-1998"))["terms"]["demand"]
    if use == "reading":
        own["cap"]["limit"] = 1
        more: Json = {"demand": own, "readings": {"demand_cap_counts": "effected"}}
    else:
        window = {"window": {"count": 12, "unit": "month", "ends": "day"}}
        limit = {"counts": "effected", "limit": 1} | (window if use == "window" else {})
        more = {"demand": own | {"cap": None, "uses": [limit]}}
    body = agreement("some", overrides=more, holders=HELD)
    identifier: str = make_agreement(service, body)["result"]["id"]
    return identifier


def two(service: Service, use: str = "reading") -> tuple[str, str]:
    """The demands of 1 and of 15 March 1999, due on 1 and on 14 June, both accepted."""
    name = made(service, use)
    first, second = (
        post_demand(service, spectrum_demand(handed_over(day)), name, explain="none")["result"]
        for day in ("1999-03-01", "1999-03-15")
    )
    assert [each["determination"]["decision"] for each in (first, second)] == ["accepted"] * 2
    return first["registration_id"], second["registration_id"]


def stands(service: Service, name: str, as_of: str) -> Any:
    result = read_registration(service, name, as_of=as_of)
    effect = obligation(result, "effect")
    return result["state"], effect["status"], effect.get("due_on")


EFFECTIVE = filed("1999-05-10"), declared_effective("1999-05-20")


@pytest.mark.parametrize("use", ["reading", "uses", "window"])
class TestUsedUp:
    def test_the_later_one_is_not_owed_any_more(self, service: Service, use: str) -> None:
        first, second = two(service, use)
        post_events(service, first, *EFFECTIVE)
        assert stands(service, second, "1999-05-19") == ("open", "open", "1999-06-14")
        assert stands(service, second, "1999-05-20")[:2] == ("deferred", "excused")
        assert stands(service, second, "1999-06-15")[:2] == ("deferred", "excused")
        result = read_registration(service, second, as_of="1999-06-15")
        assert "others have used up the number" in result["summary"]
        assert not [
            each["id"] for each in result["obligations"] if each["status"] in ("open", "breached")
        ]

    def test_nor_is_the_earlier_one_where_the_later_is_made_first(
        self, service: Service, use: str
    ) -> None:
        first, second = two(service, use)
        post_events(service, second, *EFFECTIVE)
        assert stands(service, first, "1999-05-20")[:2] == ("deferred", "excused")
        assert stands(service, second, "1999-05-20")[:2] == ("effective", "performed")

    def test_what_was_broken_before_stays_so(self, service: Service, use: str) -> None:
        first, second = two(service, use)
        post_events(service, second, filed("1999-06-01"), declared_effective("1999-06-07"))
        assert stands(service, first, "1999-06-10") == ("deferred", "overdue_review", "1999-06-01")

    def test_a_stop_order_gives_the_right_back(self, service: Service, use: str) -> None:
        """From 20 May to 29 June nothing was owed: what had a day then is owed promptly since."""
        first, second = two(service, use)
        post_events(service, first, *EFFECTIVE, stop_order("1999-06-30"))
        assert stands(service, second, "1999-06-29")[:2] == ("deferred", "excused")
        assert stands(service, second, "1999-06-30") == ("open", "open", None)
        effect = obligation(read_registration(service, second, as_of="2000-06-30"), "effect")
        assert (effect["status"], effect.get("begins_on")) == ("open", "1999-06-30")

    def test_a_stop_order_before_the_day_leaves_the_day(self, service: Service, use: str) -> None:
        first, second = two(service, use)
        post_events(service, first, *EFFECTIVE, stop_order("1999-06-01"))
        assert stands(service, second, "1999-06-02") == ("open", "open", "1999-06-14")
        assert stands(service, second, "1999-06-15")[1] == "overdue_review"

    @pytest.mark.parametrize(
        ("effective", "invoked", "decided"),
        [
            # Due on 14 June, while nothing was owed: neither then nor later is it overdue.
            ("1999-05-20", "1999-06-20", ("accepted", None)),
            ("1999-05-20", "1999-07-05", ("accepted", None)),
            # Overdue from 15 June, since the other was effective only on the 18th.
            ("1999-06-18", "1999-06-20", ("refused", "SUSPENSION_AFTER_DUE")),
        ],
    )
    def test_a_delay_of_what_came_back_without_a_day_is_not_late(
        self, service: Service, use: str, effective: str, invoked: str, decided: Any
    ) -> None:
        """QG1: a delay is late for what is overdue. It uses its occasion, and no day moves."""
        first, second = two(service, use)
        life = filed("1999-05-10"), declared_effective(effective), stop_order("1999-06-30")
        post_events(service, first, *life)
        post_events(service, second, delay(invoked, 30))
        result = read_registration(service, second, as_of="1999-07-06")
        (said,) = result["delays"]
        assert (said["decision"], said.get("reason")) == decided
        budget = read_agreement(service, "some", as_of="1999-07-06")["suspension_budget"]
        assert budget["occasions_left"] == (1 if decided[0] == "accepted" else 2)
        due_on = None if decided[0] == "accepted" else "1999-06-14"
        assert stands(service, second, "1999-07-06")[2] == due_on

    def test_what_the_company_makes_all_the_same_is_not_late(
        self, service: Service, use: str
    ) -> None:
        first, second = two(service, use)
        post_events(service, first, *EFFECTIVE)
        post_events(service, second, filed("1999-06-10"), declared_effective("1999-06-25"))
        result = read_registration(service, second, as_of="1999-07-01")
        assert result["state"] == "effective"
        assert (result.get("in_time"), result.get("days_late")) == (None, None)
        assert obligation(result, "effect")["status"] == "performed"

    def test_both_made_on_one_day_are_made(self, service: Service, use: str) -> None:
        first, second = two(service, use)
        for each in (first, second):
            post_events(service, each, *EFFECTIVE)
        assert stands(service, second, "1999-05-21") == ("effective", "performed", "1999-06-14")

    def test_explains_itself(self, service: Service, use: str) -> None:
        first, second = two(service, use)
        post_events(service, first, *EFFECTIVE, stop_order("1999-06-30"))
        for day in ("1999-06-15", "1999-07-15"):
            audit = audit_registration(service, second, "some", day)
            assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
            assert audit.misquoted_inputs() == audit.forward_references() == []


def test_the_docket_ends_with_the_right(service: Service) -> None:
    first, second = two(service)
    post_events(service, first, *EFFECTIVE)
    listed = ok(
        service.get("/v1/obligations", as_of="1999-06-20", agreement_id="some", status="open")
    )["items"]
    assert second not in {each.get("registration_id") for each in listed}


def test_a_window_that_moves_on_leaves_one_again(service: Service) -> None:
    """Effective on 20 May 1999: from 20 May 2000 on no demand was effected in the 12 months."""
    first, second = two(service, "window")
    post_events(service, first, *EFFECTIVE)
    assert stands(service, second, "2000-05-19")[:2] == ("deferred", "excused")
    assert stands(service, second, "2000-05-21") == ("open", "open", None)


def test_a_limit_of_what_is_effected_or_pending_leaves_what_it_accepted(service: Service) -> None:
    """The number is counted when they ask: what it lets be asked for is owed."""
    names = [
        begun(service, "demands", spectrum_demand(handed_over(day)))
        for day in ("1999-03-01", "1999-03-15", "1999-04-01")
    ]
    for each in names[1:]:
        post_events(service, each, *EFFECTIVE)
    assert stands(service, names[0], "1999-05-30")[:2] == ("open", "open")


def test_an_amendment_that_allows_more_gives_the_right_back(service: Service) -> None:
    first, second = two(service)
    post_events(service, first, *EFFECTIVE)
    change = amendment("1999-06-20", {"/demand/cap/limit": 2}) | {"reaches_requested": True}
    post_fact(service, change, "some")
    assert stands(service, second, "1999-06-19")[:2] == ("deferred", "excused")
    assert stands(service, second, "1999-06-20") == ("open", "open", None)


def test_a_sale_off_the_shelf_too(service: Service) -> None:
    """One sale in all: of two asked for, the one that is carried out first is that one."""
    own: Json = ok(service.get("/v1/templates/ctc-1998"))["terms"]["takedown"]
    more = {"takedown": own | {"uses": [{"counts": "effected", "limit": 1}]}}
    body = agreement("some", overrides=more, holders=HELD)
    make_agreement(service, body)
    shelf = effective_shelf(service, agreement="some")
    first, second = (taken_down(service, shelf, agreement="some") for _ in range(2))
    post_events(service, second, all_sold("2000-03-01"))
    before, after = (
        read_registration(service, first, as_of=day) for day in ("2000-02-29", "2000-03-01")
    )
    assert (before["state"], after["state"]) == ("open", "deferred")
    owed = {each["id"] for each in after["obligations"] if each["status"] == "open"}
    assert owed <= {"indemnify"}

"""What Holders ask for after effectiveness: 2(a)(i) and 2(b) with QG16, 2(a)(ii), 2(a)(iii).

Holders a 60 and b 40 shares of common.
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
    letter_added,
    misleading,
    notice,
    prohibition,
    shelf,
)
from tests.api.calls import (
    begun,
    included,
    joins,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_event,
    post_events,
    read_registration,
    window,
)
from tests.api.test_sold_out import SHELF, asked, may_sell, sale, shelved, state, taken_down
from tests.service import Service

TOLD_LATE = (
    notice("b", handed_over("1999-04-20")),
    filed("1999-04-12"),
    declared_effective("1999-04-26"),
    join("b", 5, handed_over("1999-05-05")),
)
AMENDED = fact("procedure_performed", "1999-06-01", procedure="more_shares", holder="b")


def made(service: Service, **readings: object) -> str:
    holders = [{"id": "a", "name": "A", "common": 60}, {"id": "b", "name": "B", "common": 40}]
    body = {"template": "ctc-1998", "id": "ab", "holders": holders}
    overrides = {"overrides": {"readings": readings}} if readings else {}
    identifier: str = make_agreement(service, body | overrides)["result"]["id"]
    return identifier


def demanded(service: Service, *facts: Json, **readings: object) -> str:
    answer = post_demand(service, demand(asked()), made(service, **readings))
    registration: str = answer["result"]["registration_id"]
    post_events(service, registration, *facts)
    return registration


def warned(service: Service, registration: str, day: str) -> set[str]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return {each["code"] for each in answer["warnings"]}


class TestWithinItsOwnWindow:
    """Told on 20 April, b has through 10 May; the statement is effective on 26 April."""

    def test_is_owed_and_late_by_the_fault_of_the_company(self, service: Service) -> None:
        registration = demanded(service, *TOLD_LATE)
        result = read_registration(service, registration, "1999-05-06")
        assert (window(result, "b")["state"], window(result, "b")["last_day"]) == (
            "open",
            "1999-05-10",
        )
        assert joins(result) == {"b": ("accepted", None)}
        assert included(result) == {"a": 10}
        owed = obligation(result, "include:b")
        assert (owed["status"], owed["standard"], owed["due_on"]) == ("open", "promptly", None)
        assert "INCLUSION_OWED_LATE" in warned(service, registration, "1999-05-06")
        assert may_sell(service, "1999-05-06", "b") == "no"

    def test_is_in_from_the_amendment(self, service: Service) -> None:
        registration = demanded(service, *TOLD_LATE, AMENDED)
        result = read_registration(service, registration, "1999-06-01")
        assert included(result) == {"a": 10, "b": 5}
        assert obligation(result, "include:b")["performed_on"] == "1999-06-01"
        assert may_sell(service, "1999-05-31", "b") == "no"
        assert may_sell(service, "1999-06-01", "b") == "yes"

    def test_is_refused_under_the_other_reading(self, service: Service) -> None:
        registration = demanded(service, *TOLD_LATE, join_after_effectiveness="refused")
        result = read_registration(service, registration, "1999-05-06")
        assert joins(result) == {"b": ("refused", "JOIN_AFTER_EFFECTIVENESS")}

    def test_is_broken_once_everything_is_sold_without_it(self, service: Service) -> None:
        registration = demanded(service, *TOLD_LATE, sale("1999-05-20", 10))
        result = read_registration(service, registration, "1999-05-20")
        owed = obligation(result, "include:b")
        assert (result["state"], owed["status"]) == ("closed", "breached")
        assert owed["breached_on"] == "1999-05-20"

    def test_after_the_window_it_is_too_late(self, service: Service) -> None:
        late = join("b", 5, handed_over("1999-05-11"))
        result = read_registration(service, demanded(service, *TOLD_LATE[:3], late), "1999-05-12")
        assert joins(result) == {"b": ("refused", "JOIN_AFTER_EFFECTIVENESS")}

    def test_of_a_sale_off_a_shelf_that_is_over(self, service: Service) -> None:
        """Told on 3 February 2000, b has through 23 February; everything is sold on the 15th."""
        off_it = taken_down(
            service,
            shelved(service),
            notice("b", handed_over("2000-02-03")),
            sale("2000-02-15", 20),
            join("b", 5, handed_over("2000-02-16")),
        )
        result = read_registration(service, off_it, "2000-02-17")
        assert joins(result) == {"b": ("refused", "JOIN_AFTER_SALE")}
        assert "SOLD_WITHIN_WINDOW" in warned(service, off_it, "2000-02-17")


class TestAShelf:
    """Effective on 27 October 1999 with 20 of a; the amendment is effective on 20 December."""

    AMENDED = fact("procedure_performed", "1999-12-20", procedure="more_shares", holder="b")

    def more(self, **shares: int) -> Json:
        wanted = {"holder": "b", "procedure": "more_shares", **shares}
        return {"kind": "procedure_requested", "delivery": handed_over("1999-12-01"), **wanted}

    def assert_in(self, service: Service, on_it: str, shares: int | None) -> None:
        before = read_registration(service, on_it, "1999-12-19")
        after = read_registration(service, on_it, "1999-12-20")
        assert included(before) == {"a": 20}
        assert included(after) == {"a": 20, "b": shares}
        assert may_sell(service, "1999-12-19", "b") == "no"
        assert may_sell(service, "1999-12-20", "b") == "yes"

    def test_takes_in_more_by_amendment(self, service: Service) -> None:
        on_it = shelved(service)
        post_events(service, on_it, self.more(shares=15), self.AMENDED)
        self.assert_in(service, on_it, 15)

    def test_does_not_know_how_many_if_nobody_said(self, service: Service) -> None:
        on_it = shelved(service)
        post_events(service, on_it, self.more(), self.AMENDED)
        self.assert_in(service, on_it, None)
        answer = ok(service.get(f"/v1/registrations/{on_it}", as_of="1999-12-20"))
        assert "procedure_requested.shares" in {
            each["posted_as"] for each in answer["missing_inputs"]
        }

    def test_takes_in_who_joins_after_effectiveness(self, service: Service) -> None:
        on_it = shelved(service)
        post_events(service, on_it, join("b", 15, handed_over("1999-12-01")), self.AMENDED)
        self.assert_in(service, on_it, 15)
        owed = obligation(read_registration(service, on_it, "1999-12-19"), "include:b")
        assert (owed["status"], owed["standard"]) == ("open", "best_efforts")

    def test_takes_in_a_letter_that_is_added(self, service: Service) -> None:
        on_it = shelved(service)
        added = letter_added(letter(handed_over("1999-12-01"), {"b": 15}))
        post_events(service, on_it, added, self.AMENDED)
        self.assert_in(service, on_it, 15)

    def test_takes_in_more_of_one_who_is_on_it(self, service: Service) -> None:
        on_it = shelved(service)
        more = self.more(shares=15) | {"holder": "a"}
        post_events(service, on_it, more, self.AMENDED | {"holder": "a"})
        assert included(read_registration(service, on_it, "1999-12-20")) == {"a": 35}

    def test_binds_the_new_one_by_prohibitions_and_holds(self, service: Service) -> None:
        on_it = shelved(service)
        told = [{"holder": each, "delivery": handed_over("2000-01-03")} for each in ("a", "b")]
        post_events(
            service,
            on_it,
            self.more(shares=15),
            self.AMENDED,
            prohibition("2000-01-03", 10) | {"notices": told},
        )
        assert may_sell(service, "2000-01-05", "b") == "no"
        assert may_sell(service, "2000-01-20", "b") == "yes"
        post_event(service, on_it, misleading("2000-02-01"))
        assert may_sell(service, "2000-02-02", "b") == "unknown"

    def test_is_not_closed_while_what_was_added_is_unsold(self, service: Service) -> None:
        on_it = shelved(service)
        post_events(service, on_it, self.more(shares=15), self.AMENDED, sale("2000-03-06", 20))
        assert state(service, on_it, "2000-03-06") == "effective"
        post_event(service, on_it, sale("2000-03-13", 15, "b"))
        assert state(service, on_it, "2000-03-13") == "closed"


class TestASaleOffAShelfForMoreThanItCovers:
    """The shelf has 20 of a and nothing of b; a asks to sell 25 off it, and b joins with 5."""

    JOINED = (notice("b", handed_over("2000-02-03")), join("b", 5, handed_over("2000-02-04")))

    def sale(self, service: Service, **readings: object) -> str:
        made(service, **readings)
        called_for = shelf(asked(20, "1999-09-02"))
        on_it = begun(service, "shelves", called_for, *SHELF, agreement="ab")
        return taken_down(service, on_it, *self.JOINED, shares=25)

    def test_waits_for_the_shelf_to_be_amended(self, service: Service) -> None:
        off_it = self.sale(service)
        result = read_registration(service, off_it, "2000-02-07")
        assert included(result) == {"a": 25, "b": 5}
        owed = {each: obligation(result, f"more_shares:{each}") for each in ("a", "b")}
        assert {each["standard"] for each in owed.values()} == {"best_efforts"}
        assert "5 further shares" in owed["a"]["action"]
        assert "BEYOND_THE_SHELF" in warned(service, off_it, "2000-02-07")
        assert may_sell(service, "2000-02-07") == "yes"
        assert may_sell(service, "2000-02-07", "b") == "no"

    def test_is_cut_to_the_shelf_under_the_other_reading(self, service: Service) -> None:
        off_it = self.sale(service, takedown_off_shelf="refuse")
        result = read_registration(service, off_it, "2000-02-07")
        assert joins(result) == {"b": ("refused", "NOT_ON_THE_SHELF")}
        lines = {each: shares for each, shares in included(result).items() if shares}
        assert lines == {"a": 20}


class TestARequiredUndertaking:
    REQUIRED = fact("undertaking_required", "1999-04-01", holder="a")
    EFFECTIVE = (filed("1999-04-12"), declared_effective("1999-04-26"))

    @pytest.mark.parametrize(
        ("reading", "expected"),
        [("unknown", "unknown"), ("not_included", "no"), ("included", "yes")],
    )
    def test_not_given_by_effectiveness(
        self, service: Service, reading: str, expected: str
    ) -> None:
        demanded(service, self.REQUIRED, *self.EFFECTIVE, undertaking_missing=reading)
        assert may_sell(service, "1999-05-03") == expected

    def test_names_the_fact_that_tells(self, service: Service) -> None:
        demanded(service, self.REQUIRED, *self.EFFECTIVE)
        ask = {"holder": "a", "on": "1999-05-03", "manner": "under_registration"}
        answer = ok(service.get("/v1/agreements/ab/may-sell", **ask))
        assert "declared_effective.covers" in {
            each["posted_as"] for each in answer["missing_inputs"]
        }

    def test_is_in_if_the_company_says_so(self, service: Service) -> None:
        covered = declared_effective("1999-04-26") | {"covers": {"a": 10}}
        demanded(service, self.REQUIRED, filed("1999-04-12"), covered)
        assert may_sell(service, "1999-05-03") == "yes"

    def test_given_in_time_leaves_no_doubt(self, service: Service) -> None:
        given = fact("undertaking_received", "1999-04-26", holder="a", satisfactory=True)
        demanded(service, self.REQUIRED, given, *self.EFFECTIVE)
        assert may_sell(service, "1999-05-03") == "yes"

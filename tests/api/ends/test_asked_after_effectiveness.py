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
from tests.api.ends.test_sold_out import SHELF, asked, may_sell, sale, shelved, state, taken_down
from tests.running.service import Service

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

    @pytest.mark.parametrize(
        ("first", "shares", "owed", "may"),
        [
            (None, None, "unconfirmed", "unknown"),
            (True, 0, "open", "no"),
            (False, 5, "performed", "yes"),
        ],
    )
    def test_of_the_very_day_counts_by_what_came_first(
        self, service: Service, first: bool | None, shares: int | None, owed: str, may: str
    ) -> None:
        """No statement covers what is asked for after it has become effective (QG16)."""
        order = {} if first is None else {"before_requests": first}
        effective = declared_effective("1999-04-26") | order
        asked = join("b", 5, handed_over("1999-04-26"))
        registration = demanded(service, *TOLD_LATE[:2], effective, asked)
        result = read_registration(service, registration, "1999-04-27")
        assert joins(result) == {"b": ("accepted", None)}
        assert included(result).get("b", 0) == shares
        assert obligation(result, "include:b")["status"] == owed
        assert may_sell(service, "1999-04-27", "b") == may
        answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-04-27"))
        named = {each["posted_as"] for each in answer["missing_inputs"]}
        assert ("declared_effective.before_requests" in named) is (first is None)

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
        assert window(result, "b")["state"] == "closed"
        result = read_registration(service, registration, "1999-04-26")
        assert window(result, "b")["state"] == "open"

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
        # Of a number that is not known nobody can say that something is left to sell.
        known = shares is not None
        assert may_sell(service, "1999-12-20", "b") == ("yes" if known else "unknown")

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
        # It asks the effective shelf to be amended, which no effectiveness of the shelf performs.
        owed = obligation(read_registration(service, on_it, "1999-12-19"), "more_shares:b")
        assert (owed["status"], owed["standard"]) == ("open", "best_efforts")
        assert owed["recorded_by"] == ["procedure_performed"]

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

    @pytest.mark.parametrize("told_of", ["shelf", "sale"])
    @pytest.mark.parametrize("holders", [{}, {"holder": "b"}])
    def test_is_done_by_the_amendment(
        self, service: Service, told_of: str, holders: dict[str, str]
    ) -> None:
        """Whoever it is for is on the shelf from it: a with 25, b with 5; the duty stays, done."""
        off_it = self.sale(service)
        on_it = read_registration(service, off_it, "2000-02-07")["takedown"]["shelf"]
        amended = fact("procedure_performed", "2000-02-10", procedure="more_shares", **holders)
        post_event(service, off_it if told_of == "sale" else on_it, amended)
        result = read_registration(service, off_it, "2000-02-11")
        by_a, by_b = (obligation(result, f"more_shares:{each}") for each in ("a", "b"))
        assert (by_b["status"], by_b["performed_on"]) == ("performed", "2000-02-10")
        assert by_a["status"] == ("open" if holders else "performed")
        assert included(read_registration(service, on_it, "2000-02-11")) == {
            "a": 20 if holders else 25,
            "b": 5,
        }
        assert may_sell(service, "2000-02-09", "b") == "no"
        assert may_sell(service, "2000-02-10", "b") == "yes"

    def test_is_not_owed_to_one_whom_the_shelf_covered(self, service: Service) -> None:
        """a sells off the shelf what it has there; that it is given more later owes it nothing."""
        made(service)
        on_it = begun(service, "shelves", shelf(asked(20, "1999-09-02")), *SHELF, agreement="ab")
        off_it = taken_down(service, on_it, shares=20)
        more = {"holder": "a", "procedure": "more_shares", "shares": 5}
        post_events(
            service,
            on_it,
            {"kind": "procedure_requested", "delivery": handed_over("2000-02-02"), **more},
            fact("procedure_performed", "2000-02-10", procedure="more_shares", holder="a"),
        )
        owed = read_registration(service, off_it, "2000-02-11")["obligations"]
        assert not [each for each in owed if each["id"].startswith("more_shares")]

    def test_is_cut_to_the_shelf_under_the_other_reading(self, service: Service) -> None:
        off_it = self.sale(service, takedown_off_shelf="refuse")
        result = read_registration(service, off_it, "2000-02-07")
        assert joins(result) == {"b": ("refused", "NOT_ON_THE_SHELF")}
        lines = {each: shares for each, shares in included(result).items() if shares}
        assert lines == {"a": 20}


class TestARequestToAmendTheShelf:
    """QC24: all Holders are told promptly, and may join for 20 days from their own receipt.

    The shelf has 20 of a, effective on 27 October 1999; b asks for more on 1 June 2000.
    """

    AMENDED = fact("procedure_performed", "2000-06-30", procedure="more_shares")
    TOLD = notice("c", handed_over("2000-06-02"))
    JOINED = join("c", 5, handed_over("2000-06-10"))

    def on_it(self, service: Service, *facts: Json, **readings: object) -> str:
        holders = [
            {"id": each, "name": each, "common": shares}
            for each, shares in (("a", 60), ("b", 40), ("c", 20))
        ]
        body = {"template": "ctc-1998", "id": "ab", "holders": holders}
        make_agreement(service, body | {"overrides": {"readings": readings}})
        told = [notice(each, handed_over("1999-09-03")) for each in ("a", "b", "c")]
        called_for = shelf(asked(20, "1999-09-02"))
        on_it = begun(service, "shelves", called_for, *told, *SHELF, agreement="ab")
        more = {"holder": "b", "procedure": "more_shares", "shares": 10}
        asks = {"kind": "procedure_requested", "delivery": handed_over("2000-06-01"), **more}
        post_events(service, on_it, asks, *facts)
        return on_it

    def notices(self, result: Json) -> dict[str, tuple[str, str | None]]:
        """The notices owed of the amendment, by Holder."""
        return {
            each["obligees"][0]: (each["status"], each.get("performed_on"))
            for each in result["obligations"]
            if each["id"].startswith("notice:") and each.get("begins_on")
        }

    def amended(self, result: Json, holder: str) -> Json:
        """A Holder's window to join in the amendment."""
        windows = [each for each in result["windows"]["join"] if each.get("amendment")]
        return next(each for each in windows if each["holder"] == holder)

    def test_is_told_to_all(self, service: Service) -> None:
        on_it = self.on_it(service, self.TOLD)
        result = read_registration(service, on_it, "2000-06-05")
        assert self.notices(result) == {
            "a": ("open", None),
            "b": ("open", None),
            "c": ("performed", "2000-06-02"),
        }
        owed = next(each for each in result["obligations"] if each.get("begins_on") == "2000-06-01")
        assert (owed["standard"], owed["due_on"]) == ("promptly", None)
        assert obligation(result, "notice:c")["performed_on"] == "1999-09-03"

    def test_needs_no_notice_to_who_made_it(self, service: Service) -> None:
        """b lost nothing by not being told; a, who asked for the shelf, and c might have joined."""
        on_it = self.on_it(service, self.AMENDED)
        result = read_registration(service, on_it, "2001-01-02")
        assert {each: status for each, (status, _) in self.notices(result).items()} == {
            "a": "breached",
            "b": "excused",
            "c": "breached",
        }

    def test_opens_a_window_from_each_receipt(self, service: Service) -> None:
        """Received on 2 June: through Thursday 22 June."""
        on_it = self.on_it(service, self.TOLD)
        result = read_registration(service, on_it, "2000-06-22")
        told = {
            (each["holder"], "amendment" in each): (each["last_day"], each["state"])
            for each in result["windows"]["join"]
        }
        assert told["c", True] == ("2000-06-22", "open")
        assert told["c", False] == ("1999-09-23", "closed")
        assert told["a", True] == (None, "not_started")
        on_the_23rd = read_registration(service, on_it, "2000-06-23")
        assert self.amended(on_the_23rd, "c")["state"] == "closed"

    def test_adds_to_what_the_shelf_covers_of_one_who_joins_in_it(self, service: Service) -> None:
        """2(a)(ii): it takes in additional securities; 20 of a stay covered, 7 more come in."""
        told = notice("a", handed_over("2000-06-02"))
        joined = join("a", 7, handed_over("2000-06-10"))
        on_it = self.on_it(service, told, joined, self.AMENDED)
        result = read_registration(service, on_it, "2000-07-03")
        assert included(result) == {"a": 27, "b": 10}
        warned = ok(service.get(f"/v1/registrations/{on_it}", as_of="2000-07-03"))["warnings"]
        assert "SECOND_LETTER" not in [each["code"] for each in warned]

    @pytest.mark.parametrize(("said", "has"), [(True, 32), (False, 5), (None, 25)])
    def test_counts_a_second_request_for_it_as_read(
        self, service: Service, said: bool | None, has: int
    ) -> None:
        """QG12, of what is asked of the amendment: 7 and 5, or 5 instead of 7, or 5 of all."""
        joined = (
            notice("a", handed_over("2000-06-02")),
            join("a", 7, handed_over("2000-06-10")),
            join("a", 5, handed_over("2000-06-12"))
            | ({} if said is None else {"in_addition": said}),
        )
        on_it = self.on_it(service, *joined, self.AMENDED)
        assert included(read_registration(service, on_it, "2000-07-03"))["a"] == has

    def test_others_join_in_it(self, service: Service) -> None:
        on_it = self.on_it(service, self.TOLD, self.JOINED)
        answer = ok(service.get(f"/v1/registrations/{on_it}", as_of="2000-06-12", explain="full"))
        result = answer["result"]
        assert joins(result) == {"c": ("accepted", None)}
        assert self.amended(result, "c")["response"] == "joined"
        said = [
            each["says"]
            for each in answer["explanation"]["steps"]
            if each["rule"] == "joining.test"
        ]
        assert [each for each in said if "22 June 2000: in time" in each]
        owed = obligation(result, "more_shares:c")
        assert (owed["status"], owed["recorded_by"]) == ("open", ["procedure_performed"])
        # Nobody asks anew: no further notice is owed.
        assert len(self.notices(result)) == 3

    def test_is_performed_by_the_amendment(self, service: Service) -> None:
        on_it = self.on_it(service, self.TOLD, self.JOINED, self.AMENDED)
        result = read_registration(service, on_it, "2000-07-03")
        assert included(result) == {"a": 20, "b": 10, "c": 5}
        owed = obligation(result, "more_shares:c")
        assert (owed["status"], owed.get("performed_on")) == ("performed", "2000-06-30")

    def test_after_its_window_one_asks_for_another(self, service: Service) -> None:
        """On 23 June c is too late for that of b, and may itself ask, of which all are told."""
        on_it = self.on_it(service, self.TOLD, join("c", 5, handed_over("2000-06-23")))
        result = read_registration(service, on_it, "2000-06-26")
        assert joins(result) == {"c": ("accepted", None)}
        owed = [each for each in result["obligations"] if each.get("begins_on") == "2000-06-23"]
        assert {each["obligees"][0] for each in owed} == {"a", "b", "c"}
        asked_anew = [each for each in result["windows"]["join"] if each["response"] == "requested"]
        assert [each["holder"] for each in asked_anew] == ["a", "b", "c"]

    def test_has_none_of_it_under_the_other_reading(self, service: Service) -> None:
        on_it = self.on_it(service, self.TOLD, self.JOINED, shelf_join_window=False)
        result = read_registration(service, on_it, "2000-06-12")
        assert (self.notices(result), result["windows"]["join"]) == ({}, [])
        assert joins(result) == {"c": ("accepted", None)}


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

"""A duty is owed to somebody whose Registrable Securities are in it: 1(i), 3(a), 6(b).

Holder a has 60 and b 40 shares of Common Stock. A demand of 1 March 1999 is due on 1 June.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    join,
    letter,
    notice,
    offering,
    own_registration,
    shelf,
    sold,
    stop_order,
    takedown,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_events, post_fact
from tests.running.service import Service

REQUIRED_OF_A = fact("undertaking_required", "1999-04-15", holder="a")


@pytest.fixture(autouse=True)
def made(service: Service) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 60), holder("b", 40)]))


def read(service: Service, registration: str, day: str) -> Json:
    found: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))["result"]
    return found


def statuses(service: Service, registration: str, day: str) -> dict[str, str]:
    return {each["id"]: each["status"] for each in read(service, registration, day)["obligations"]}


def demands_used(service: Service, day: str) -> tuple[int, int]:
    """How many of the three are effected and pending."""
    found = ok(service.get("/v1/agreements/ab", as_of=day))["result"]["demands"]
    return found["effected"], found["pending"]


def asked(service: Service, *facts: Json, shares: int = 60) -> str:
    body = demand(letter(handed_over("1999-03-01"), {"a": shares}), underwritten=False)
    return begun(service, "demands", body, *facts, agreement="ab")


class TestOfTheCompanysOwn:
    """Effective on 1 June: kept so, for Holders in it, through Sunday 28 November."""

    def effective(self, service: Service, *facts: Json) -> str:
        own = own_registration(planned_filing_on="1999-05-10", company_shares=100)
        told = [notice(each, handed_over("1999-04-05")) for each in "ab"]
        ends = (filed("1999-05-10", "S-1"), declared_effective("1999-06-01"))
        return begun(service, "incidentals", own, *told, *facts, *ends, agreement="ab")

    def test_that_nobody_joined_need_not_be_kept(self, service: Service) -> None:
        own = self.effective(service)
        post_events(service, own, stop_order("1999-07-01"))
        for day in ("1999-06-02", "1999-11-29"):
            assert "maintain" not in statuses(service, own, day)

    def test_that_one_joined_is_to_be_kept(self, service: Service) -> None:
        own = self.effective(service, join("a", 50, handed_over("1999-04-12")))
        duty = obligation(read(service, own, "1999-06-02"), "maintain")
        assert (duty["status"], duty["due_on"], duty["obligees"]) == ("open", "1999-11-28", ["a"])

    def test_that_all_had_left_before_need_not_be_kept(self, service: Service) -> None:
        post_fact(service, sold("1999-04-20", "a", 60), "ab")
        own = self.effective(service, join("a", 50, handed_over("1999-04-12")))
        assert "maintain" not in statuses(service, own, "1999-06-02")


class TestWithoutTheUndertaking:
    def test_that_only_one_was_to_give_nothing_need_be_effected(self, service: Service) -> None:
        registration = asked(service, REQUIRED_OF_A)
        for day in ("1999-05-01", "1999-06-02", "1999-12-01"):
            found = statuses(service, registration, day)
            assert (found["file"], found["effect"]) == ("excused", "excused")
        post_events(
            service,
            registration,
            fact("undertaking_received", "1999-05-03", holder="a", satisfactory=True),
        )
        assert statuses(service, registration, "1999-05-04")["effect"] == "open"

    def test_one_whose_shares_the_statement_covers_is_owed_all(self, service: Service) -> None:
        """6(b): a condition of inclusion, which the Company did not insist upon."""
        told, joined = (
            notice("b", handed_over("1999-03-03")),
            join("b", 40, handed_over("1999-03-05")),
        )
        required = fact("undertaking_required", "1999-03-10", holder="b")
        wanted = fact(
            "amendment_proposed", "1999-05-29", amendment="x", planned_filing_on="1999-06-15"
        )
        effective = declared_effective("1999-05-20") | {"covers": {"a": 30, "b": 40}}
        facts = (told, joined, required, filed("1999-05-10"), effective, wanted)
        registration = asked(service, *facts, shares=30)
        found = statuses(service, registration, "1999-06-02")
        assert (found["include:b"], found["amendment_copy:x:b"]) == ("performed", "open")
        assert obligation(read(service, registration, "1999-06-02"), "maintain")["obligees"] == [
            "a",
            "b",
        ]

    def test_one_whose_shares_the_shelf_covers_is_owed_all_of_a_sale_off_it(
        self, service: Service
    ) -> None:
        """6(b): of its inclusion in a statement, and in the shelf's it is."""
        wanted = letter(handed_over("1999-09-02"), {"a": 60})
        made = (filed("1999-10-04"), declared_effective("1999-11-01"), conversion("1999-11-01"))
        off = begun(service, "shelves", shelf(wanted), *made, agreement="ab")
        body = takedown(off, letter(handed_over("2000-02-01"), {"a": 60}))
        required = fact("undertaking_required", "2000-02-03", holder="a")
        sale = begun(service, "takedowns", body, required, agreement="ab")
        found = statuses(service, sale, "2000-02-10")
        assert {found[each] for each in ("assist", "expedition", "objectives")} == {"open"}


class TestOfOneWhoSoldEverything:
    def test_the_demand_need_not_be_effected_for_good(self, service: Service) -> None:
        registration = asked(service)
        post_fact(service, sold("1999-04-20", "a", 60), "ab")
        for day in ("1999-04-20", "1999-06-01", "1999-06-02", "2000-06-01"):
            assert statuses(service, registration, day)["effect"] == "excused"

    def test_nor_once_a_standstill_is_over(self, service: Service) -> None:
        post_fact(service, offering("1999-02-01"), "ab")
        registration = asked(service)
        post_fact(service, sold("1999-04-20", "a", 60), "ab")
        assert statuses(service, registration, "2000-06-01")["effect"] == "excused"

    def test_what_was_late_before_stays_for_review(self, service: Service) -> None:
        registration = asked(service)
        post_fact(service, sold("1999-06-10", "a", 60), "ab")
        assert statuses(service, registration, "1999-06-11")["effect"] == "overdue_review"

    def test_what_is_made_after_nobody_could_join_any_more_is_not_late(
        self, service: Service
    ) -> None:
        """b, told on 22 April, may join through 12 May: closed on the 13th, and no demand is used.
        The Company had it effective on 10 June all the same."""
        registration = asked(service, notice("b", handed_over("1999-04-22")))
        post_fact(service, sold("1999-04-20", "a", 60), "ab")
        post_events(service, registration, filed("1999-06-07"), declared_effective("1999-06-10"))
        assert read(service, registration, "1999-05-12")["state"] == "noticed"
        for day in ("1999-05-13", "1999-06-11"):
            assert read(service, registration, day)["state"] == "closed"
            found = statuses(service, registration, day)
            assert (found["effect"], found["file"]) == ("excused", "excused")
            assert demands_used(service, day) == (0, 0)

    def test_a_sale_off_the_shelf_was_not_made(self, service: Service) -> None:
        wanted = letter(handed_over("1999-09-02"), {"a": 60, "b": 20})
        made = (filed("1999-10-04"), declared_effective("1999-11-01"), conversion("1999-11-01"))
        off = begun(service, "shelves", shelf(wanted), *made, agreement="ab")
        body = takedown(off, letter(handed_over("2000-02-01"), {"a": 60}))
        sale = begun(service, "takedowns", body, agreement="ab")
        post_fact(service, sold("2000-02-10", "a", 60), "ab")
        found = read(service, sale, "2000-02-11")
        assert (found["state"], obligation(found, "assist")["status"]) == ("closed", "excused")
        assert "nothing of what was asked for being left" in found["summary"]


class TestOfAShelf:
    """Called for by a conversion, for 1 November 1999.

    Who is told on 3 September may join through the 23rd; until it is told, one may still join.
    """

    def called_for(self, service: Service, *letters: Json, told: str = "ab") -> str:
        notices = [notice(each, handed_over("1999-09-03")) for each in told]
        return begun(service, "shelves", shelf(*letters), *notices, agreement="ab")

    def test_whose_requester_sold_all_need_not_be_effective(self, service: Service) -> None:
        off = self.called_for(service, letter(handed_over("1999-09-02"), {"a": 60}))
        post_fact(service, sold("1999-10-01", "a", 60), "ab")
        assert statuses(service, off, "1999-09-30")["effect"] == "open"
        for day in ("1999-10-01", "1999-11-02"):
            duty = obligation(read(service, off, day), "effect")
            assert (duty["status"], duty.get("breached_on")) == ("excused", None)

    def test_that_nobody_asked_for_in_time_need_not_be_effective(self, service: Service) -> None:
        off = self.called_for(service)
        assert statuses(service, off, "1999-09-23")["effect"] == "open"
        for day in ("1999-09-24", "1999-11-02"):
            assert statuses(service, off, day)["effect"] == "excused"

    def test_of_which_a_holder_was_not_told_is_broken(self, service: Service) -> None:
        off = self.called_for(service, told="b")
        assert statuses(service, off, "1999-11-02")["effect"] == "breached"

    def test_that_a_holder_asked_for_is_broken(self, service: Service) -> None:
        off = self.called_for(service)
        post_events(service, off, join("b", 40, handed_over("1999-09-20")))
        post_fact(service, sold("1999-11-05", "b", 40), "ab")
        for day in ("1999-11-02", "1999-11-06"):
            assert statuses(service, off, day)["effect"] == "breached"

    def test_that_is_effective_any_holder_may_ask_to_have_amended(self, service: Service) -> None:
        """2(a)(ii): it is kept effective, though nobody is in it."""
        off = self.called_for(service)
        made = (filed("1999-10-04"), declared_effective("1999-10-29"), conversion("1999-11-01"))
        post_events(service, off, *made)
        assert statuses(service, off, "1999-11-02")["maintain"] == "open"
        post_events(service, off, join("b", 40, handed_over("1999-12-01")))
        assert obligation(read(service, off, "1999-12-02"), "more_shares:b")["status"] == "open"

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

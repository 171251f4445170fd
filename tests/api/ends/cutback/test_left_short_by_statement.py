"""Whom an effective statement leaves out or short is still owed inclusion: 2(a)(i), 2(a)(ii), 2(b).

Holder a has 300,000 shares of common and asks for 100,000; b has 150,000 and asks for 50,000.
"""

import pytest

from tests.api.bodies import (
    Json,
    abandoned,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    join,
    letter,
    notice,
    own_registration,
    shelf,
    sold_in_offering,
    split,
)
from tests.api.calls import (
    begun,
    included,
    make_agreement,
    obligation,
    ok,
    post_event,
    post_fact,
    read_registration,
)
from tests.running.service import Service

BOTH = {"a": 100_000, "b": 50_000}
DAY = "1999-06-30"


def agreement(service: Service) -> str:
    holders = [
        {"id": "a", "name": "A", "common": 300_000},
        {"id": "b", "name": "B", "common": 150_000},
    ]
    make_agreement(service, {"template": "ctc-1998", "id": "ab", "holders": holders})
    return "ab"


def demanded_by(service: Service, asked: dict[str, int], *facts: Json) -> str:
    """Received on 4 January 1999 and due in sixty days, on 5 March."""
    body = demand(
        letter(handed_over("1999-01-04"), asked), short_form_qualified=True, underwritten=False
    )
    return begun(service, "demands", body, *facts, agreement=agreement(service))


def effective(day: str, covers: Json) -> tuple[Json, Json]:
    return filed("1999-02-01"), declared_effective(day) | {"covers": covers}


def codes(service: Service, registration: str) -> set[str]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=DAY))
    return {each["code"] for each in answer["warnings"]}


class TestOneWhoSigned:
    @pytest.mark.parametrize("of_b", [{}, {"b": 20_000}])
    @pytest.mark.parametrize("day", ["1999-03-01", "1999-03-08"])
    def test_has_not_been_included(self, service: Service, of_b: Json, day: str) -> None:
        """The sixty days name all that was requested; in time for a, not done for b.

        2(a)(i) asks for best efforts: what is not done by the due day calls for review.
        """
        made = effective(day, {"a": 100_000} | of_b)
        result = read_registration(service, demanded_by(service, BOTH, *made), DAY)
        owed = obligation(result, "include:b")
        assert (owed["status"], owed["obligees"], owed["due_on"]) == (
            "overdue_review",
            ["b"],
            "1999-03-05",
        )
        assert not [each for each in result["obligations"] if each["id"] == "include:a"]
        effect = obligation(result, "effect")
        in_time = day == "1999-03-01"
        assert effect["obligees"] == ["a"]
        assert effect["status"] == ("performed" if in_time else "performed_late")

    def test_has_been_when_all_is_covered(self, service: Service) -> None:
        made = effective("1999-03-01", BOTH)
        result = read_registration(service, demanded_by(service, BOTH, *made), DAY)
        assert obligation(result, "effect")["obligees"] == ["a", "b"]
        assert not [each for each in result["obligations"] if each["id"].startswith("include:")]

    def test_of_a_shelf_has_not_been_included(self, service: Service) -> None:
        body = shelf(letter(handed_over("1999-09-06"), BOTH))
        made = filed("1999-10-01"), declared_effective("1999-10-29") | {"covers": {"a": 100_000}}
        asked = begun(service, "shelves", body, *made, agreement=agreement(service))
        result = read_registration(service, asked, "1999-11-30")
        assert obligation(result, "include:b")["status"] == "breached"


class TestOneWhoJoined:
    @pytest.mark.parametrize("of_b", [{}, {"b": 20_000}])
    def test_a_demand_has_not_been_included(self, service: Service, of_b: Json) -> None:
        """2(a)(i): to include one who joined is owed outright, and not by efforts."""
        told = notice("b", handed_over("1999-01-05")), join("b", 50_000, handed_over("1999-01-08"))
        made = effective("1999-03-01", {"a": 100_000} | of_b)
        asked = demanded_by(service, {"a": 240_000}, *told, *made)
        result = read_registration(service, asked, DAY)
        owed = obligation(result, "include:b")
        assert (owed["status"], owed["due_on"], owed["standard"]) == (
            "breached",
            "1999-03-05",
            None,
        )
        assert "REQUEST_NOT_COVERED" in codes(service, asked)

    @pytest.mark.parametrize("of_b", [{}, {"b": 20_000}])
    def test_the_companys_own_has_not_been_included(self, service: Service, of_b: Json) -> None:
        """2(b): effective without 50,000 or 30,000 of b: both are undone, and no day is set."""
        told = notice("b", handed_over("1999-04-02")), join("b", 50_000, handed_over("1999-04-12"))
        made = filed("1999-05-04"), declared_effective("1999-06-01") | {"covers": of_b}
        body = own_registration(underwritten=False)
        asked = begun(service, "incidentals", body, *told, *made, agreement=agreement(service))
        result = read_registration(service, asked, DAY)
        owed = obligation(result, "include:b")
        assert (owed["status"], owed["due_on"], owed.get("breached_on")) == ("open", None, None)
        assert "REQUEST_NOT_COVERED" in codes(service, asked)


class TestUntilTheDueDay:
    """An amendment may take in by the due day, 5 March, what was left out on 1 March."""

    @pytest.mark.parametrize("of_b", [{}, {"b": 20_000}])
    @pytest.mark.parametrize("signed", [True, False])
    def test_nothing_is_late(self, service: Service, of_b: Json, signed: bool) -> None:
        asked = self.left_short(service, of_b, signed=signed)
        owed = obligation(read_registration(service, asked, "1999-03-05"), "include:b")
        assert (owed["status"], owed["due_on"], owed.get("breached_on")) == (
            "open",
            "1999-03-05",
            None,
        )
        said = may_sell(service, "b", "1999-03-05")
        assert said == (("yes", []) if of_b else ("no", ["WAITS_FOR_AMENDMENT"]))

    @pytest.mark.parametrize(
        ("of_b", "signed", "day", "status", "holder"),
        [
            ({}, True, "1999-03-04", "performed", "b"),
            ({"b": 20_000}, True, "1999-03-10", "performed_late", None),
            ({"b": 20_000}, False, "1999-03-04", "performed", None),
            ({}, False, "1999-03-10", "performed_late", "b"),
        ],
    )
    def test_an_amendment_cures_it(
        self,
        service: Service,
        of_b: Json,
        signed: bool,
        day: str,
        status: str,
        holder: str | None,
    ) -> None:
        """From its day on all 50,000 of b are in the statement, and may be sold under it."""
        done = fact("procedure_performed", day, procedure="more_shares", holder=holder)
        asked = self.left_short(service, of_b, done, signed=signed)
        result = read_registration(service, asked, "1999-03-11")
        owed = obligation(result, "include:b")
        assert (owed["status"], owed.get("performed_on")) == (status, day)
        assert included(result)["b"] == 50_000
        assert may_sell(service, "b", "1999-03-11") == ("yes", [])
        answer = ok(service.get(f"/v1/registrations/{asked}", as_of="1999-03-11"))
        assert "REQUEST_NOT_COVERED" not in {each["code"] for each in answer["warnings"]}

    def test_what_was_covered_before_does_not_close_it(self, service: Service) -> None:
        """Of a 100,000 and of b 20,000 are sold: 30,000 of b, taken in on 4 March, are left."""
        done = fact("procedure_performed", "1999-03-04", procedure="more_shares", holder="b")
        sales = (
            sold_in_offering("1999-03-08", "a", 100_000),
            sold_in_offering("1999-03-08", "b", 20_000),
        )
        asked = self.left_short(service, {"b": 20_000}, done, *sales, signed=True)
        assert read_registration(service, asked, "1999-03-09")["state"] == "effective"
        post_event(service, asked, sold_in_offering("1999-03-10", "b", 30_000))
        result = read_registration(service, asked, "1999-03-11")
        assert (result["state"], result["ended_on"]) == ("closed", "1999-03-10")

    def left_short(self, service: Service, of_b: Json, *facts: Json, signed: bool) -> str:
        covers = {"a": 100_000 if signed else 240_000} | of_b
        made = *effective("1999-03-01", covers), *facts
        if signed:
            return demanded_by(service, BOTH, *made)
        told = notice("b", handed_over("1999-01-05")), join("b", 50_000, handed_over("1999-01-08"))
        return demanded_by(service, {"a": 240_000}, *told, *made)


def may_sell(service: Service, holder: str, day: str) -> tuple[str, list[str]]:
    asked = {"holder": holder, "manner": "under_registration", "on": day}
    found = ok(service.get("/v1/agreements/ab/may-sell", **asked))["result"]
    return found["may_sell"], [each["code"] for each in found["reasons"]]


class TestWhatChangesAfterEffectiveness:
    """The statement covered, on its day, all that was then to be included: nothing is undone."""

    COVERS = declared_effective("1999-10-29") | {"covers": BOTH}

    def on_it(self, service: Service, *facts: Json) -> str:
        body = shelf(letter(handed_over("1999-09-06"), {"a": 100_000}))
        told = notice("b", handed_over("1999-09-07")), join("b", 50_000, handed_over("1999-09-10"))
        made = *told, filed("1999-10-01"), self.COVERS
        name = agreement(service)
        on_it = begun(service, "shelves", body, *made, agreement=name)
        for each in facts:
            if each["kind"] == "stock_split":
                post_fact(service, each, name)
            else:
                post_event(service, on_it, each)
        return on_it

    def is_in(self, service: Service, on_it: str, shares: int) -> None:
        result = read_registration(service, on_it, "1999-12-31")
        assert obligation(result, "include:b")["status"] == "performed"
        assert included(result)["b"] == shares
        answer = ok(service.get(f"/v1/registrations/{on_it}", as_of="1999-12-31"))
        assert "REQUEST_NOT_COVERED" not in {each["code"] for each in answer["warnings"]}

    def test_a_split(self, service: Service) -> None:
        """9(h): 50,000 shares of October are 100,000 of December."""
        self.is_in(service, self.on_it(service, split("1999-12-01", 2, 1)), 100_000)

    def test_an_amendment_that_takes_in_more(self, service: Service) -> None:
        """2(a)(ii): the statement as amended covers the 10,000 that were asked for later."""
        more = {"holder": "b", "procedure": "more_shares"}
        asks = {
            "kind": "procedure_requested",
            "delivery": handed_over("1999-12-01"),
            "shares": 10_000,
            **more,
        }
        done = fact("procedure_performed", "1999-12-10", **more)
        self.is_in(service, self.on_it(service, asks, done), 60_000)


class TestARegistrationThatIsAbandoned:
    def test_before_any_filing_leaves_no_notice_owed(self, service: Service) -> None:
        """2(b): 30 days before a filing that never came: due on 4 April, given up on 9 April."""
        asked = begun(
            service,
            "incidentals",
            own_registration(),
            abandoned("1999-04-09"),
            agreement=agreement(service),
        )
        for day in ("1999-04-10", "2026-11-29"):
            result = read_registration(service, asked, day)
            assert obligation(result, "notice:b")["status"] == "excused"

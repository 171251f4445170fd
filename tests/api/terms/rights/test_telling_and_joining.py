"""By when Holders are told, what must have happened to their answer by then, and as what they join.

Alder holds 60, birch 30 and cedar 10 of 100 shares, in hundreds. A demand handed over on Monday 15
February 1999 (Presidents' Day) is received and given that day; one mailed is given when it is sent.
"""

from typing import Any, ClassVar

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    amendment,
    filed,
    handed_over,
    holder,
    join,
    letter,
    mailed,
    maximum,
    notice,
    own_registration,
    transfer,
)
from tests.api.calls import (
    begun,
    determined,
    effective_shelf,
    included,
    joins,
    make_agreement,
    obligation,
    ok,
    post_event,
    post_fact,
    read_registration,
    taken_down,
    window,
)
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("alder", 6_000), holder("birch", 3_000), holder("cedar", 1_000)]


def made(service: Service, overrides: Json) -> None:
    make_agreement(service, agreement("told", overrides=overrides, holders=HELD))


def demanded(service: Service, delivery: Json, *facts: Json, **more: Any) -> str:
    body = {"letters": [letter(delivery, {"alder": 3_000})]} | more
    return begun(service, "demands", body, *facts, agreement="told")


def telling(**within: Any) -> Json:
    return {"clause": "2.1(a)", "$replace": True, "standard": None, "within": within}


class TestByWhen:
    @pytest.mark.parametrize(
        ("within", "delivery", "due"),
        [
            # Mailed on Tuesday 16 February: ten days after that end on Friday 26 February.
            ({"count": 10, "unit": "day", "after": "request.given"}, mailed("1999-02-16"), "02-26"),
            # Received three business days later, on the 19th: ten days end on Monday 1 March.
            (
                {"count": 10, "unit": "day", "after": "request.received"},
                mailed("1999-02-16"),
                "03-01",
            ),
            # Four business days after Tuesday the 16th: 17, 18, 19 and Monday 22 February.
            (
                {"count": 4, "unit": "business_day", "after": "request.given"},
                handed_over("1999-02-16"),
                "02-22",
            ),
            # Five days after the 16th end on Sunday the 21st, which moves to Monday.
            (
                {"count": 5, "unit": "day", "after": "request.given"},
                handed_over("1999-02-16"),
                "02-22",
            ),
            (
                {"count": 5, "unit": "day", "after": "request.given", "roll": "none"},
                handed_over("1999-02-16"),
                "02-21",
            ),
            # The earlier of 1 March and Saturday 27 February, which the statute does not move.
            (
                {
                    "earliest": [
                        {"count": 10, "unit": "day", "after": "request.received"},
                        {"count": 11, "unit": "day", "after": "request.given"},
                    ]
                },
                mailed("1999-02-16"),
                "02-27",
            ),
        ],
    )
    def test_is_a_clock(self, service: Service, within: Json, delivery: Json, due: str) -> None:
        made(service, {"demand": {"notice_to_holders": telling(**within), "notice_to": "others"}})
        asked = demanded(service, delivery)
        found = obligation(read_registration(service, asked, "1999-02-20"), "notice:birch")
        assert found["due_on"] == f"1999-{due}"
        audit = audit_registration(service, asked, "told", "1999-02-20")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
        assert audit.misquoted_inputs() == audit.forward_references() == []

    def test_is_broken_by_a_later_notice(self, service: Service) -> None:
        within = {"count": 4, "unit": "business_day", "after": "request.given"}
        made(service, {"demand": {"notice_to_holders": telling(**within)}})
        late = notice("birch", handed_over("1999-02-23"))
        asked = demanded(service, handed_over("1999-02-16"), late)
        found = read_registration(service, asked, "1999-02-24")
        assert obligation(found, "notice:birch")["status"] == "performed_late"
        assert obligation(found, "notice:cedar")["status"] == "breached"

    def test_of_a_sale_off_the_shelf_alike(self, service: Service) -> None:
        within = {"count": 3, "unit": "business_day", "after": "request.received"}
        overrides = {"takedown": {"notice_to_holders": telling(**within)}}
        held = [holder("spectrum", 800_000), holder("wang", 2_000)]
        make_agreement(service, agreement("told", overrides=overrides, holders=held))
        sale = taken_down(service, effective_shelf(service, agreement="told"), agreement="told")
        found = read_registration(service, sale, "2000-02-05")
        owed = obligation(found, "notice:wang")
        received = found["determination"]["received_on"]
        assert (received, owed["due_on"]) == ("2000-02-01", "2000-02-04")

    def test_counts_from_nothing_else(self, service: Service) -> None:
        overrides = {
            "demand": {
                "notice_to_holders": telling(count=5, unit="day", after="registration.filed")
            }
        }
        body = agreement("refused", overrides=overrides, holders=HELD)
        refused = service.post("/v1/agreements", body)
        assert faults(refused) == {
            "/overrides/demand/notice_to_holders/within/after": "moment_not_honoured"
        }


class TestATimeBeforeTheFiling:
    """“At least 10 days before the anticipated filing date”: of Tuesday 4 May 1999, by 24 April."""

    LEAD: ClassVar[Json] = {"count": 10, "unit": "day", "before": "registration.expected_filing"}

    def test_is_a_clock_counted_back(self, service: Service) -> None:
        made(service, {"incidental": {"notice": {"$replace": True} | self.LEAD}})
        early = notice("birch", handed_over("1999-04-24"))
        own = determined(service, early, agreement="told")
        found = read_registration(service, own, "1999-04-25")
        assert found["incidental"]["latest_notice_on"] == "1999-04-24"
        assert obligation(found, "notice:birch")["status"] == "performed"
        assert obligation(found, "notice:cedar")["due_on"] == "1999-04-24"
        assert obligation(found, "notice:cedar")["clause"] == "2(b)"
        audit = audit_registration(service, own, "told", "1999-04-25")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []

    def test_without_a_record(self, stateless_service: Service) -> None:
        terms = ok(stateless_service.get("/v1/templates/ctc-1998"))["terms"]
        terms["incidental"]["notice"] = self.LEAD
        body = {"terms": terms, "filing_on": "1999-05-04"}
        found = ok(stateless_service.post("/v1/compute/incidental-notice", body))["result"]
        assert found["latest_given_on"] == "1999-04-24"

    @pytest.mark.parametrize(
        "other", [{"before": "registration.effective"}, {"after": "registration.filed"}]
    )
    def test_is_of_the_filing(self, stateless_service: Service, other: Json) -> None:
        lead = {"$replace": True, "count": 10, "unit": "day"} | other
        body = {"template": "ctc-1998", "overrides": {"incidental": {"notice": lead}}}
        refused = faults(stateless_service.post("/v1/compute/terms-check", body))
        assert {each.rpartition("/")[0] for each in refused} == {"/overrides/incidental/notice"}


WITHOUT_LEAD: Json = {
    "notice": None,
    "tell": {"clause": "2.2", "standard": "promptly", "within": None},
}


class TestWithoutATimeBeforeTheFiling:
    """“If the Company proposes to register … it shall promptly give each Holder notice.”"""

    def test_no_day_keeps_the_company_from_filing(self, service: Service) -> None:
        made(service, {"incidental": WITHOUT_LEAD})
        own = determined(service, filed("1999-04-12"), agreement="told")
        found = read_registration(service, own, "1999-04-13")
        assert found["incidental"]["latest_notice_on"] is None
        assert found["incidental"]["earliest_filing_on"] is None
        owed = {each["id"]: each for each in found["obligations"]}
        assert "wait" not in owed
        assert owed["notice:birch"]["standard"] == "promptly"
        assert owed["notice:birch"]["due_on"] is None
        audit = audit_registration(service, own, "told", "1999-04-13")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []

    def test_a_day_may_be_set_from_the_determination(self, service: Service) -> None:
        """Determined on 1 March 1999: ten days end on Thursday the 11th."""
        within = {"count": 10, "unit": "day", "after": "registration.proposed"}
        tell = {"clause": "2.2", "standard": None, "within": within}
        made(service, {"incidental": WITHOUT_LEAD | {"tell": tell}})
        own = determined(
            service,
            notice("birch", handed_over("1999-03-12")),
            agreement="told",
            occurred_on="1999-03-01",
        )
        found = read_registration(service, own, "1999-03-12")
        told = obligation(found, "notice:birch")
        assert (told["due_on"], told["status"]) == ("1999-03-11", "performed_late")
        assert obligation(found, "notice:cedar")["status"] == "breached"

    def test_the_window_runs_from_the_notice_all_the_same(self, service: Service) -> None:
        """20 days after 5 March end on 25 March."""
        made(service, {"incidental": WITHOUT_LEAD})
        told = notice("birch", handed_over("1999-03-05"))
        own = determined(service, told, agreement="told", occurred_on="1999-03-01")
        found = read_registration(service, own, "1999-03-06")
        assert window(found, "birch")["last_day"] == "1999-03-25"

    def test_one_of_both_is_said(self, service: Service) -> None:
        for incidental in ({"notice": None}, {"tell": WITHOUT_LEAD["tell"]}):
            body = agreement("refused", overrides={"incidental": incidental}, holders=HELD)
            refused = service.post("/v1/agreements", body)
            assert "one of them" in refused.json()["errors"][0]["detail"]

    def test_no_last_day_for_notice_is_computed(self, stateless_service: Service) -> None:
        terms = ok(stateless_service.get("/v1/templates/ctc-1998"))["terms"]
        terms["incidental"] |= WITHOUT_LEAD
        body = {"terms": terms, "filing_on": "1999-05-03"}
        refused = stateless_service.post("/v1/compute/incidental-notice", body)
        assert faults(refused) == {"/terms/incidental/notice": "no_such_term"}

    def test_need_not_tell_those_who_come_after_the_filing(self, service: Service) -> None:
        made(service, {"incidental": WITHOUT_LEAD})
        planned = own_registration(occurred_on="1999-02-16", planned_filing_on="1999-03-09")
        name = begun(service, "incidentals", planned, filed("1999-03-09", "S-1"), agreement="told")
        passed = transfer("1999-03-20", "alder", "elm", 100, preferred_as_converted=0, common=100)
        post_fact(service, passed, "told")
        answer = ok(service.get(f"/v1/registrations/{name}", as_of="1999-03-21"))
        (late,) = [each for each in answer["warnings"] if each["code"] == "HOLDER_AFTER_FILING"]
        assert "(2.2)" in late["says"]
        assert "elm" not in {each["holder"] for each in answer["result"]["windows"]["join"]}

    @pytest.mark.parametrize("first", [{}, {"incidental": WITHOUT_LEAD}])
    def test_may_come_to_be_told_otherwise(self, service: Service, first: Json) -> None:
        """An amendment that reaches it puts one way of telling in place of the other."""
        made(service, first)
        planned = own_registration(occurred_on="1999-02-16", planned_filing_on="1999-03-30")
        name = begun(service, "incidentals", planned, agreement="told")
        lead = ok(service.get("/v1/templates/ctc-1998"))["terms"]["incidental"]["notice"]
        other = (lead, None) if first else (None, WITHOUT_LEAD["tell"])
        changes = dict(zip(("/incidental/notice", "/incidental/tell"), other, strict=True))
        changed = amendment("1999-02-20", changes, "alder", "birch", reaches_requested=True)
        post_fact(service, changed, "told")
        ok(service.post(f"/v1/registrations/{name}/events", filed("1999-03-30", "S-1")), 201)
        read_registration(service, name, as_of="1999-04-01")


class TestTheAnswer:
    """Told by hand on 1 March: 20 days end on Sunday 21 March 1999, which moves to the 22nd.

    Birch mails on the 22nd: given in time, received three business days later.
    """

    @pytest.mark.parametrize(
        ("reply", "expected"),
        [("given", ("accepted", None)), ("received", ("refused", "JOIN_LATE"))],
    )
    def test_is_given_or_received_by_the_last_day(
        self, service: Service, reply: str, expected: Any
    ) -> None:
        made(service, {"demand": {"join": {"reply": reply}}})
        asked = demanded(
            service,
            handed_over("1999-02-16"),
            notice("birch", handed_over("1999-03-01")),
            join("birch", 500, mailed("1999-03-22")),
        )
        found = ok(service.get(f"/v1/registrations/{asked}", as_of="1999-03-30"))
        assert joins(found["result"]) == {"birch": expected}
        assert "demand_join_test" not in str(found["readings"])

    @pytest.mark.parametrize(
        ("reply", "expected"),
        [("given", ("accepted", None)), ("received", ("refused", "JOIN_LATE"))],
    )
    def test_in_the_companys_own_registration_alike(
        self, service: Service, reply: str, expected: Any
    ) -> None:
        made(service, {"incidental": {"join": {"reply": reply}}})
        own = determined(
            service,
            notice("birch", handed_over("1999-03-01")),
            join("birch", 500, mailed("1999-03-22")),
            agreement="told",
            occurred_on="1999-03-01",
        )
        found = ok(service.get(f"/v1/registrations/{own}", as_of="1999-03-30"))
        assert joins(found["result"]) == {"birch": expected}
        assert "incidental_join_test" not in str(found["readings"])


class TestAsWhatTheyJoin:
    """Alder asks for 3,000, birch joins with 1,000; the Company is not in it. 2,000 fit."""

    RANKS: Any = (("initiators",), ("holders",), ("company", "others"))

    @pytest.mark.parametrize(
        ("joins_as", "expected"),
        [
            ("joiners", {"alder": 2_000, "birch": 0}),
            # One rank of 4,000: a half of each.
            ("initiators", {"alder": 1_500, "birch": 500}),
        ],
    )
    def test_ranks_them(self, service: Service, joins_as: str, expected: Any) -> None:
        demand = {
            "priorities": {"$replace": True},
            "ranks": self.RANKS,
            "join": {"as": joins_as},
        }
        made(service, {"demand": demand})
        asked = demanded(service, handed_over("1999-02-16"), underwritten=True)
        for fact in (
            notice("birch", handed_over("1999-03-01")),
            join("birch", 1_000, handed_over("1999-03-08")),
            maximum("1999-04-01", 2_000),
        ):
            post_event(service, asked, fact)
        assert included(read_registration(service, asked, "1999-04-02")) == expected

    def test_is_refused_where_no_rank_turns_on_it(self, service: Service) -> None:
        body = agreement(
            "refused", overrides={"demand": {"join": {"as": "initiators"}}}, holders=HELD
        )
        refused = service.post("/v1/agreements", body)
        assert faults(refused) == {"/overrides/demand/join/as": "as_not_honoured"}


class TestNobodyToTell:
    """A block sale of which the other Holders hear nothing: nobody is told, and nobody may join."""

    def test_of_a_demand(self, service: Service) -> None:
        made(service, {"demand": {"notice_to": "nobody"}})
        asked = demanded(
            service, handed_over("1999-02-16"), join("birch", 500, handed_over("1999-03-08"))
        )
        found = read_registration(service, asked, "1999-03-10")
        assert not [each for each in found["obligations"] if each["duty"] == "notice"]
        assert joins(found) == {"birch": ("refused", "NOBODY_MAY_JOIN")}

    def test_of_a_sale_off_the_shelf(self, service: Service) -> None:
        held = [holder("spectrum", 800_000), holder("wang", 2_000)]
        overrides = {"takedown": {"notice_to": "nobody"}}
        make_agreement(service, agreement("told", overrides=overrides, holders=held))
        sale = taken_down(service, effective_shelf(service, agreement="told"), agreement="told")
        found = read_registration(service, sale, "2000-02-05")
        assert not [each for each in found["obligations"] if each["duty"] == "notice"]


class TestAnAmendmentOfTheDayForTelling:
    """A demand of 15 February 1999, the others told by the 25th: amended on the 18th."""

    IN_TEN_DAYS: ClassVar[Json] = {"count": 10, "unit": "day", "after": "request.given"}
    BY_PERIOD: ClassVar[Json] = {
        "clause": "2.1(a)",
        "count": 7,
        "unit": "day",
        "anchor": "request_given",
        "roll": "deadline",
    }

    def due(self, service: Service, first: Json, then: Any, *, reaches: bool) -> str | None:
        made(service, {"demand": {"notice_to_holders": telling(**first)}})
        demand = demanded(service, handed_over("1999-02-15"))
        changes = {"/demand/notice_to_holders/within": then}
        if then is None:
            changes["/demand/notice_to_holders/standard"] = "promptly"
        signed = amendment("1999-02-18", changes, "alder", reaches_requested=reaches)
        post_fact(service, signed, "told")
        owed = obligation(read_registration(service, demand, "1999-02-19"), "notice:birch")
        due: str | None = owed["due_on"]
        return due

    @pytest.mark.parametrize("first", [IN_TEN_DAYS, BY_PERIOD | {"count": 10}])
    @pytest.mark.parametrize(
        ("within", "day"),
        [
            ({"count": 15, "unit": "day", "after": "request.given"}, "1999-03-02"),
            ({"count": 7, "unit": "day", "after": "request.received"}, "1999-02-22"),
            ({"count": 1, "unit": "day", "after": "request.received"}, "1999-02-18"),
            (BY_PERIOD, "1999-02-22"),
            (None, None),
        ],
    )
    def test_that_reaches_it_moves_the_day(
        self, service: Service, first: Json, within: Any, day: str | None
    ) -> None:
        assert self.due(service, first, within, reaches=True) == day

    def test_that_does_not_reach_it_moves_nothing(self, service: Service) -> None:
        within = {"count": 15, "unit": "day", "after": "request.given"}
        assert self.due(service, self.IN_TEN_DAYS, within, reaches=False) == "1999-02-25"

"""Amendments that reach registrations already requested leave what had happened as it was (9(e)).

Holder a has 60 shares of Common Stock and b 40; a is a majority alone. An amendment governs what
happens from its day on; only a waiver reaches back (QF24).
"""

from typing import Any, ClassVar

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    amendment,
    asked_shelf,
    conversion,
    declared_effective,
    delay,
    demand,
    fact,
    filed,
    general_waiver,
    handed_over,
    holder,
    join,
    letter,
    mailed,
    notice,
    own_registration,
    prohibition,
    shelf,
)
from tests.api.calls import (
    begun,
    decided,
    joins,
    kept,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
    window,
)
from tests.running.service import Service

MINE = "mine"
ASKED = demand(letter(handed_over("1999-03-01"), {"a": 10}))
"""Ninety days after Monday 1 March 1999 are Sunday 30 May; Monday 31 May is Memorial Day."""


@pytest.fixture
def made(service: Service) -> Service:
    make_agreement(service, agreement(MINE, holders=[holder("a", 60), holder("b", 40)]))
    return service


def asked(service: Service, *facts: Json) -> str:
    identifier: str = post_demand(service, ASKED, MINE)["result"]["registration_id"]
    post_events(service, identifier, *facts)
    return identifier


def amend(service: Service, day: str, changes: Json, *, reaches: bool = True, **more: Any) -> None:
    post_fact(service, amendment(day, changes, "a", reaches_requested=reaches, **more), MINE)


def may_sell(service: Service, day: str) -> str:
    path = f"/v1/agreements/{MINE}/may-sell"
    found = ok(service.get(path, holder="a", on=day, manner="under_registration"))
    answer: str = found["result"]["may_sell"]
    return answer


THREE_QUARTERS = {"/requisite_holders/fraction": "3/4", "/requisite_holders/comparison": ">="}


class TestDemands:
    def test_that_were_effected_stay_so(self, made: Service) -> None:
        """60 of 100 were a majority on 1 March; three quarters are asked for from 10 June."""
        identifier = asked(made, filed("1999-05-24"), declared_effective("1999-05-24"))
        amend(made, "1999-06-10", THREE_QUARTERS)
        found = read_registration(made, identifier, "1999-06-11")
        assert (decided(found), found["state"]) == (("accepted", None), "effective")
        assert found["effected"] is True
        assert read_agreement(made, MINE, as_of="1999-06-11")["demands"]["effected"] == 1
        assert may_sell(made, "1999-06-11") == "yes"

    def test_that_were_refused_do_not_revive(self, made: Service) -> None:
        amend(made, "1999-02-01", THREE_QUARTERS)
        identifier = asked(made)
        amend(made, "1999-03-10", {"/requisite_holders/fraction": "1/2"})
        found = read_registration(made, identifier, "1999-03-11")
        assert decided(found) == ("refused", "NOT_REQUISITE_HOLDERS")

    def test_that_were_refused_revive_by_a_waiver_that_reaches_back(self, made: Service) -> None:
        amend(made, "1999-02-01", THREE_QUARTERS)
        identifier = asked(made)
        half = {"/requisite_holders/fraction": "1/2"}
        # A majority signs: three quarters are what a demand needs, not an instrument.
        waived = general_waiver("1999-03-10", half, "a", "b", effective_from="1999-02-01")
        post_fact(made, waived, MINE)
        assert decided(read_registration(made, identifier, "1999-03-11")) == ("accepted", None)

    def test_are_not_overdue_at_birth(self, made: Service) -> None:
        """45 days after 1 March are 15 April: gone by on 10 May, so that it is due on that day."""
        identifier = asked(made)
        amend(made, "1999-05-10", {"/demand/effect_within/count": 45})
        found = read_registration(made, identifier, "1999-05-10")
        assert found["determination"]["due_on"] == "1999-05-10"
        assert obligation(found, "effect")["status"] == "open"

    def test_that_are_overdue_stay_so(self, made: Service) -> None:
        identifier = asked(made)
        amend(made, "1999-06-10", {"/demand/effect_within/count": 150})
        found = read_registration(made, identifier, "1999-06-11")
        assert found["determination"]["due_on"] == "1999-06-01"
        assert obligation(found, "effect")["status"] == "overdue_review"

    def test_that_were_effected_in_time_stay_so(self, made: Service) -> None:
        identifier = asked(made, filed("1999-05-20"), declared_effective("1999-05-24"))
        amend(made, "1999-05-26", {"/demand/effect_within/count": 88})
        found = read_registration(made, identifier, "1999-05-27")
        assert (found["in_time"], found.get("days_late")) == (True, 0)

    def test_lose_no_right_that_was_used(self, made: Service) -> None:
        """The right to demand is struck out: nobody may demand, and what was demanded goes on."""
        identifier = asked(made)
        amend(made, "1999-03-10", {"/demand": None})
        assert decided(read_registration(made, identifier, "1999-03-11")) == ("accepted", None)
        later = demand(letter(handed_over("1999-03-12"), {"a": 10}))
        refused = post_demand(made, later, MINE, as_of="1999-03-12")["result"]
        assert decided(refused)[0] == "refused"

    def test_keep_a_duty_to_file_without_a_date(self, made: Service) -> None:
        """Ten days to file are agreed on 10 May for what was asked on 1 March: gone by then."""
        identifier = asked(made)
        within = {
            "count": 10,
            "unit": "day",
            "anchor": "request_received",
            "direction": "after",
            "inclusion": "exclude_first",
            "roll": "deadline",
            "clause": "3(a)(i)",
        }
        amend(made, "1999-05-10", {"/registration_statement/within": within})
        found = obligation(read_registration(made, identifier, "1999-05-11"), "file")
        assert (found["due_on"], found["status"]) == (None, "open")
        later = demand(letter(handed_over("1999-05-12"), {"a": 10}))
        answer = post_demand(made, later, MINE, as_of="1999-05-12")["result"]
        # Saturday 22 May is no holiday, and stays.
        assert obligation(answer, "file")["due_on"] == "1999-05-22"


class TestJoins:
    FIVE: ClassVar[Json] = {"/demand/join/within/count": 5}

    def test_that_were_accepted_stay_so(self, made: Service) -> None:
        """Told on 2 March, through the 22nd; joined on the 15th; 5 days from the 16th."""
        told, joined = (
            notice("b", handed_over("1999-03-02")),
            join("b", 5, handed_over("1999-03-15")),
        )
        identifier = asked(made, told, joined)
        amend(made, "1999-03-16", self.FIVE)
        found = read_registration(made, identifier, "1999-03-17")
        assert joins(found) == {"b": ("accepted", None)}

    def test_in_a_window_that_runs_follow_the_change(self, made: Service) -> None:
        identifier = asked(made, notice("b", handed_over("1999-03-02")))
        amend(made, "1999-03-05", {"/demand/join/within/count": 30})
        found = read_registration(made, identifier, "1999-03-06")
        assert window(found, "b")["last_day"] == "1999-04-01"

    @pytest.mark.parametrize(
        ("days", "last_day"), [(15, "1999-03-17"), (14, "1999-03-16"), (13, "1999-03-16")]
    )
    def test_in_a_window_that_would_be_over_end_with_the_change(
        self, made: Service, days: int, last_day: str
    ) -> None:
        """Never later than had it been shortened less: 14 days after the 2nd are the 16th."""
        identifier = asked(made, notice("b", handed_over("1999-03-02")))
        amend(made, "1999-03-16", {"/demand/join/within/count": days})
        post_events(made, identifier, join("b", 5, handed_over("1999-03-16")))
        found = read_registration(made, identifier, "1999-03-17")
        assert window(found, "b")["last_day"] == last_day
        assert joins(found) == {"b": ("accepted", None)}

    def test_in_the_companys_own_registration_end_with_the_change(self, made: Service) -> None:
        own = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-04-15")
        told = notice("b", handed_over("1999-03-02"))
        identifier = begun(made, "incidentals", own, told, agreement=MINE)
        amend(made, "1999-03-16", {"/incidental/join/within/count": 5})
        found = read_registration(made, identifier, "1999-03-17")
        assert window(found, "b")["last_day"] == "1999-03-16"

    def test_that_were_late_stay_late(self, made: Service) -> None:
        late = join("b", 5, handed_over("1999-03-24"))
        identifier = asked(made, notice("b", handed_over("1999-03-02")), late)
        amend(made, "1999-03-26", {"/demand/join/within/count": 60})
        found = read_registration(made, identifier, "1999-03-29")
        assert joins(found) == {"b": ("refused", "JOIN_LATE")}


class TestSuspensions:
    def test_a_delay_that_was_granted_stays_granted(self, made: Service) -> None:
        identifier = asked(made, delay("1999-03-08", 40))
        amend(made, "1999-04-01", {"/delay/max_days": 30})
        found = read_registration(made, identifier, "1999-04-02")
        assert [each["decision"] for each in found["delays"]] == ["accepted"]
        # 40 days after Sunday 30 May are Friday 9 July.
        assert found["determination"]["due_on"] == "1999-07-09"

    def test_a_delay_that_was_refused_stays_refused(self, made: Service) -> None:
        identifier = asked(made, delay("1999-03-08", 70, consent=False))
        amend(made, "1999-04-01", {"/delay/max_days": 90})
        found = read_registration(made, identifier, "1999-04-02")
        assert [each["decision"] for each in found["delays"]] == ["refused"]

    def test_days_lost_to_a_prohibition_are_given_back(self, made: Service) -> None:
        """33 days from 1 December 1999; giving days back is struck out in March 2000."""
        told = {"a": handed_over("1999-12-01")}
        body = shelf(letter(handed_over("1999-09-02"), {"a": 10}))
        lost = prohibition("1999-12-01", 33, told)
        shelf_life = (filed("1999-10-04"), declared_effective("1999-10-27"))
        identifier = begun(
            made, "shelves", body, *shelf_life, conversion("1999-11-01"), lost, agreement=MINE
        )
        amend(made, "2000-03-01", {"/tolling/prohibitions": None})
        found = read_registration(made, identifier, "2000-03-02")
        assert kept(found) == ("2000-11-01", 33, "2000-12-04")


class TestPeriods:
    def test_that_are_cut_short_end_with_the_change(self, made: Service) -> None:
        """Ninety days after 24 May had gone by on 1 October, but not yet the hundred and eighty."""
        identifier = asked(made, filed("1999-05-20"), declared_effective("1999-05-24"))
        amend(made, "1999-10-01", {"/effectiveness/keep_effective/count": 90})
        found = read_registration(made, identifier, "1999-10-04")
        assert (found["state"], kept(found)[2]) == ("expired", "1999-09-30")
        assert may_sell(made, "1999-09-30") == "yes"

    def test_that_had_ended_do_not_begin_again(self, made: Service) -> None:
        identifier = asked(made, filed("1999-05-20"), declared_effective("1999-05-24"))
        amend(made, "1999-12-01", {"/effectiveness/keep_effective/count": 365})
        found = read_registration(made, identifier, "1999-12-02")
        assert (found["state"], kept(found)[2]) == ("expired", "1999-11-20")


class TestFilings:
    def test_that_were_lawful_stay_so(self, made: Service) -> None:
        """Told on 1 April, filed on 4 May: 33 days, and thirty were agreed then."""
        told = [notice(each, handed_over("1999-04-01")) for each in ("a", "b")]
        identifier = begun(
            made,
            "incidentals",
            own_registration(),
            *told,
            filed("1999-05-04", "S-1"),
            agreement=MINE,
        )
        amend(made, "1999-05-10", {"/incidental/notice/count": 45})
        found = read_registration(made, identifier, "1999-05-11")
        assert (found["incidental"]["compliant"], found["incidental"]["days_short"]) == (True, 0)
        assert obligation(found, "wait")["status"] == "performed"
        assert obligation(found, "notice:a")["status"] == "performed"

    def test_that_are_in_time_by_the_terms_of_the_filing_are_not_late(self, made: Service) -> None:
        """Told on 5 April, filed on 28 April: 23 days, and ten agreed since the 20th (9(e))."""
        told = [notice(each, handed_over("1999-04-05")) for each in ("a", "b")]
        planned = own_registration(planned_filing_on="1999-04-28")
        identifier = begun(made, "incidentals", planned, *told, agreement=MINE)
        amend(made, "1999-04-20", {"/incidental/notice/count": 10})
        planned_only = read_registration(made, identifier, "1999-04-21")
        assert obligation(planned_only, "notice:a")["status"] == "performed"
        post_events(made, identifier, filed("1999-04-28", "S-1"))
        found = read_registration(made, identifier, "1999-04-29")
        assert obligation(found, "notice:a")["status"] == "performed"
        assert obligation(found, "notice:a")["due_on"] == "1999-04-18"

    def test_that_are_only_planned_follow_the_change(self, made: Service) -> None:
        told = [notice(each, handed_over("1999-04-01")) for each in ("a", "b")]
        identifier = begun(made, "incidentals", own_registration(), *told, agreement=MINE)
        amend(made, "1999-04-10", {"/incidental/notice/count": 45})
        found = read_registration(made, identifier, "1999-04-12")
        # 45 days after 1 April are 16 May.
        assert found["incidental"]["earliest_filing_on"] == "1999-05-16"
        assert obligation(found, "notice:a")["status"] == "performed"


class TestReceipts:
    SLOWER: ClassVar[Json] = {"/notices/methods/mail/received/count": 10}

    @pytest.mark.parametrize("reaches", [True, False])
    def test_of_letters_do_not_move(self, made: Service, reaches: bool) -> None:
        """Mailed on Monday 1 March 1999: the third business day after it is Thursday the 4th."""
        body = demand(letter(mailed("1999-03-01"), {"a": 10}))
        identifier = post_demand(made, body, MINE)["result"]["registration_id"]
        amend(made, "1999-03-08", self.SLOWER, reaches=reaches)
        found = read_registration(made, identifier, "1999-03-31")
        assert found["determination"]["received_on"] == "1999-03-04"

    def test_of_a_request_for_a_statement_do_not_move(self, made: Service) -> None:
        public = fact("first_public_offering_effective", "1998-05-01")
        request: Json = {
            "kind": "rule144_requested",
            "holder": "a",
            "delivery": mailed("1999-03-01"),
            "documents": ["rule_144_statement"],
        }
        for each in (public, request):
            post_fact(made, each, MINE)
        amend(made, "1999-03-08", self.SLOWER, reaches=False)
        (found,) = read_agreement(made, MINE, as_of="1999-03-31")["document_requests"]
        assert (found["received_on"], found["entitled"]) == ("1999-03-04", True)


def test_a_shelf_that_was_refused_stays_refused(made: Service) -> None:
    body = asked_shelf(letter(handed_over("1999-03-01"), {"a": 10}))
    identifier = begun(made, "shelves", body, agreement=MINE)
    amend(made, "1999-03-10", {"/readings/shelf_on_request": True})
    assert decided(read_registration(made, identifier, "1999-03-11")) == (
        "refused",
        "NO_SHELF_TRIGGER",
    )

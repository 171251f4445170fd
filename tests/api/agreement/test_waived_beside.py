"""What waives a duty reaches the answer that is measured by it as well (9(e)).

Holder a has 600,000 shares of Common Stock, b 300,000 and c 100,000; a is a majority alone.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    filed,
    handed_over,
    holder,
    letter,
    notice,
    obligation_waived,
    own_registration,
    shelf,
)
from tests.api.calls import (
    begun,
    by,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_events,
    post_fact,
    read_registration,
)
from tests.api.money.claim_facts import bill, claim, expense, paid, person, prejudiced, proposed
from tests.running.service import Service

MINE = "mine"
INFORMATION: Json = {
    "kind": "information_requested",
    "holder": "b",
    "delivery": handed_over("1999-03-08"),
}
UNDERTAKING: Json = {"kind": "undertaking_required", "occurred_on": "1999-03-08", "holder": "b"}


@pytest.fixture
def made(service: Service) -> Service:
    holders = [holder("a", 600_000), holder("b", 300_000), holder("c", 100_000)]
    make_agreement(service, agreement(MINE, holders=holders))
    return service


class TestNotices:
    """Determined on 1 March, to be filed on 15 April; thirty days before that are 16 March."""

    def filed_after(self, made: Service, told: str | None, waived: Json) -> Json:
        planned = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-04-15")
        notices = [notice(each, handed_over("1999-03-01")) for each in ("a", "b")]
        late = [notice("c", handed_over(told))] if told else []
        identifier = begun(made, "incidentals", planned, *notices, *late, agreement=MINE)
        post_fact(made, waived | {"registration": identifier}, MINE)
        post_events(made, identifier, filed("1999-04-15", "S-1"))
        return read_registration(made, identifier, "1999-04-16")

    @pytest.mark.parametrize("told", [None, "1999-03-10", "1999-03-20", "1999-03-30"])
    @pytest.mark.parametrize(
        "waived",
        [
            # Back to the determination; and before it was too late.
            obligation_waived("1999-04-10", "notice:c", "a", effective_from="1999-03-01"),
            obligation_waived("1999-03-10", "notice:c", "a"),
        ],
        ids=["back", "ahead"],
    )
    def test_that_are_waived_bar_no_filing_whenever_they_came(
        self, made: Service, told: str | None, waived: Json
    ) -> None:
        found = self.filed_after(made, told, waived)
        answered = found["incidental"]
        assert (answered["compliant"], answered["days_short"]) == (True, 0)
        assert answered["earliest_filing_on"] == "1999-03-31"
        assert obligation(found, "wait")["status"] == "performed"

    def test_that_are_not_waived_do(self, made: Service) -> None:
        waived = obligation_waived("1999-03-10", "notice:b", "a")
        found = self.filed_after(made, "1999-03-20", waived)["incidental"]
        # Thirty days after 20 March are 19 April.
        assert (found["compliant"], found["earliest_filing_on"]) == (False, "1999-04-19")


class TestCopies:
    def test_that_are_waived_leave_nothing_outstanding(self, made: Service) -> None:
        """To be filed on 10 June; two business days before that are the 8th."""
        asked = letter(handed_over("1999-03-01"), {"a": 100, "b": 100})
        body = demand(asked, underwritten=True)
        identifier = post_demand(made, body, MINE)["result"]["registration_id"]
        proposed: Json = {
            "kind": "amendment_proposed",
            "occurred_on": "1999-06-01",
            "amendment": "am1",
            "planned_filing_on": "1999-06-10",
            "copies": [{"holder": "a", "furnished_on": "1999-06-01"}],
        }
        post_events(
            made, identifier, filed("1999-04-20"), declared_effective("1999-05-14"), proposed
        )
        assert self.may_file(made, identifier, "1999-06-08") == (None, ["COPY_OUTSTANDING"])
        waived = obligation_waived("1999-06-04", "amendment_copy:am1:b", "a")
        post_fact(made, waived | {"registration": identifier}, MINE)
        for day in ("1999-06-04", "1999-06-08", "1999-06-09"):
            assert self.may_file(made, identifier, day) == (True, [])

    def may_file(self, made: Service, identifier: str, day: str) -> tuple[bool | None, list[str]]:
        (line,) = read_registration(made, identifier, day)["amendments"]
        return line["may_file"], line["reasons"]


class TestNoticesWaivedOnceOverdue:
    def test_by_an_instrument_without_a_day_reach_the_filing_too(self, made: Service) -> None:
        """Filed on 15 April; notice to c fell due on 16 March. A waiver of the 20th that names it,
        and no day, reaches back (9(e)): the filing waited for nobody else.
        """
        planned = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-04-15")
        notices = [notice(each, handed_over("1999-03-01")) for each in ("a", "b")]
        identifier = begun(made, "incidentals", planned, *notices, agreement=MINE)
        post_events(made, identifier, filed("1999-04-15", "S-1"))
        waived = obligation_waived("1999-04-20", "notice:c", "a", registration=identifier)
        post_fact(made, waived, MINE)
        found = read_registration(made, identifier, "1999-04-21")
        assert obligation(found, "notice:c")["status"] == "waived"
        assert (found["incidental"]["compliant"], found["incidental"]["days_short"]) == (True, 0)


class TestWaiting:
    """Told on 25 March, to be filed on 15 April: thirty days after the notice are 24 April."""

    def filed_after(self, made: Service, *waived: Json) -> Json:
        planned = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-04-15")
        notices = [notice(each, handed_over("1999-03-25")) for each in ("a", "b", "c")]
        identifier = begun(made, "incidentals", planned, *notices, agreement=MINE)
        for each in waived:
            post_fact(made, each | {"registration": identifier}, MINE)
        post_events(made, identifier, filed("1999-04-15", "S-1"))
        return read_registration(made, identifier, "1999-04-16")

    def test_that_is_waived_keeps_no_filing_back(self, made: Service) -> None:
        found = self.filed_after(made, obligation_waived("1999-04-01", "wait", "a"))
        assert obligation(found, "wait")["status"] == "waived"
        assert (found["incidental"]["compliant"], found["incidental"]["days_short"]) == (True, None)

    def test_that_is_waived_after_the_filing_does(self, made: Service) -> None:
        found = self.filed_after(made)
        assert (found["incidental"]["compliant"], found["incidental"]["days_short"]) == (False, 9)


class TestConditions:
    """b is asked for information on 8 March, and asks for copies on the 9th (3(b))."""

    def asked(self, made: Service, what: Json, *waived: str) -> tuple[Json, str]:
        body = demand(letter(handed_over("1999-03-01"), {"a": 100, "b": 100}))
        identifier = post_demand(made, body, MINE)["result"]["registration_id"]
        post_events(made, identifier, what)
        copies = {"kind": "procedure_requested", "procedure": "copies", "holder": "b"}
        post_events(made, identifier, copies | {"delivery": handed_over("1999-03-09")})
        duties = read_registration(made, identifier, "1999-03-09")["obligations"]
        (asked,) = [each["id"] for each in duties if each["duty"] == "information"] or ["-"]
        for name in waived:
            day, named = "1999-03-10", asked if name == "information" else name
            post_fact(made, obligation_waived(day, named, "a", registration=identifier), MINE)
        return read_registration(made, identifier, "1999-03-11"), identifier

    @pytest.mark.parametrize("named", ["information", "information:b"])
    def test_of_information_that_are_waived_hold_nothing_back(
        self, made: Service, named: str
    ) -> None:
        found, _ = self.asked(made, INFORMATION, named)
        states = {each["id"]: each["state"] for each in found["conditions_of_inclusion"]}
        assert states["information:b"] == "waived"
        by_duty = {each.get("duty"): each["status"] for each in found["obligations"]}
        assert (by_duty["information"], by_duty["copies"]) == ("waived", "open")

    def test_that_are_not_waived_do(self, made: Service) -> None:
        found, _ = self.asked(made, INFORMATION)
        by_duty = {each.get("duty"): each["status"] for each in found["obligations"]}
        assert by_duty["copies"] == "excused"

    def test_of_an_undertaking_that_are_waived_leave_the_holder_in(self, made: Service) -> None:
        """Without it may-sell would be unknown after effectiveness (QG9)."""
        found, identifier = self.asked(made, UNDERTAKING, "undertaking:b")
        states = {each["id"]: each["state"] for each in found["conditions_of_inclusion"]}
        assert states["undertaking:b"] == "waived"
        post_events(made, identifier, filed("1999-04-20"), declared_effective("1999-05-14"))
        asked = {"holder": "b", "manner": "under_registration", "on": "1999-05-17"}
        answer = ok(made.get(f"/v1/agreements/{MINE}/may-sell", **asked))["result"]
        assert answer["may_sell"] == "yes"


class TestMoney:
    """A demand of a is effective on 14 May; the Company owes a 500.00 on a claim (6(a))."""

    def effective(self, made: Service, *more: Json) -> str:
        body = demand(letter(handed_over("1999-03-01"), {"a": 100}))
        identifier: str = post_demand(made, body, MINE)["result"]["registration_id"]
        post_events(made, identifier, filed("1999-04-20"), declared_effective("1999-05-14"), *more)
        return identifier

    def claimed(self, made: Service, *more: Json) -> tuple[str, str]:
        identifier = self.effective(
            made,
            claim("1999-06-01", person("a", "holder"), person("ctc", "company")),
            bill("1999-06-10", "500.00", "loss"),
            *more,
        )
        (shown,) = read_registration(made, identifier, "1999-06-10")["claims"]
        return identifier, f"claim:doe:ctc:indemnity:{shown['bills'][0]['id']}"

    def account(self, made: Service, identifier: str, day: str = "1999-06-30") -> Json:
        (shown,) = read_registration(made, identifier, day)["claims"]
        (party,) = shown["parties"]
        (line,) = party["payments"]
        return {
            "payable": party["payable"],
            "left": party["left"],
            "overpaid": party["overpaid"],
            "waived": line["waived"],
            "retained": shown["bills"][0]["retained"],
        }

    @pytest.mark.parametrize("more", [{}, {"effective_from": "1999-06-10"}])
    def test_that_is_waived_is_not_owed(self, made: Service, more: Json) -> None:
        identifier, duty = self.claimed(made)
        post_fact(
            made, obligation_waived("1999-06-20", duty, "a", registration=identifier, **more), MINE
        )
        assert self.account(made, identifier) == {
            "payable": "0.00",
            "left": "0.00",
            "overpaid": "0.00",
            "waived": "500.00",
            "retained": "500.00",
        }
        found = read_registration(made, identifier, "1999-06-30")
        assert obligation(found, duty)["status"] == "waived"

    def test_that_was_paid_in_part_is_waived_for_the_rest(self, made: Service) -> None:
        identifier, duty = self.claimed(made, paid("1999-06-15", "ctc", "200.00"))
        post_fact(made, obligation_waived("1999-06-20", duty, "a", registration=identifier), MINE)
        assert self.account(made, identifier) == {
            "payable": "200.00",
            "left": "0.00",
            "overpaid": "0.00",
            "waived": "300.00",
            "retained": "300.00",
        }

    def test_waived_too_late_stays_owed(self, made: Service) -> None:
        """Due on 10 June; a waiver that says it has effect from the 20th does not reach back."""
        identifier, duty = self.claimed(made)
        late = obligation_waived(
            "1999-06-20", duty, "a", registration=identifier, effective_from="1999-06-20"
        )
        post_fact(made, late, MINE)
        account = self.account(made, identifier)
        assert (account["payable"], account["left"]) == ("500.00", "500.00")
        found = read_registration(made, identifier, "1999-06-30")
        assert obligation(found, duty)["status"] == "unconfirmed"

    def test_for_a_late_notice_is_not_set_off_where_the_notice_was_waived(
        self, made: Service
    ) -> None:
        """6(c): a failure to give notice relieves; where none was owed there is no failure."""
        lost = prejudiced("1999-06-05", "ctc", "120.00")
        identifier, _ = self.claimed(made, lost)
        assert self.account(made, identifier)["payable"] == "380.00"
        waived = obligation_waived(
            "1999-06-20", "claim:doe:notice:ctc", "a", registration=identifier
        )
        post_fact(made, waived, MINE)
        assert self.account(made, identifier)["payable"] == "500.00"

    def test_consent_to_a_settlement_that_is_waived_is_not_needed(self, made: Service) -> None:
        identifier, _ = self.claimed(made, proposed("1999-06-12", "ctc", release=False))

        def shown() -> tuple[bool | None, bool | None]:
            (found,) = read_registration(made, identifier, "1999-06-30")["claims"]
            return found["settlement"]["consent_required"], found["settlement"]["permitted"]

        assert shown()[0] is True
        waived = obligation_waived(
            "1999-06-20", "claim:doe:settle:ctc", "a", registration=identifier
        )
        post_fact(made, waived, MINE)
        assert shown() == (False, True)

    @pytest.mark.parametrize(
        ("of_waiver", "left"),
        [
            # Waived before it was incurred; as of a day before it; only from a later day.
            ({"occurred_on": "1999-05-20"}, "0.00"),
            ({"occurred_on": "1999-06-20", "effective_from": "1999-05-20"}, "0.00"),
            ({"occurred_on": "1999-06-20"}, "10.00"),
        ],
    )
    def test_of_the_expenses_that_is_waived_is_borne_by_who_incurred_it(
        self, made: Service, of_waiver: Json, left: str
    ) -> None:
        identifier = self.effective(made, expense("1999-06-01", "printing", "10.00"))
        waived = obligation_waived("1999-06-20", "expenses", "a", registration=identifier)
        post_fact(made, waived | of_waiver, MINE)
        answer = ok(made.get(f"/v1/registrations/{identifier}", as_of="1999-06-30"))
        totals = by("name", answer["result"]["money"]["expenses"]["totals"])
        assert totals.get("company", {"left": "0.00"})["left"] == left
        warned = {each["code"] for each in answer["warnings"]}
        assert ("WAIVER_TOO_LATE" in warned) == (left == "10.00")


class TestEffectiveness:
    def test_that_was_waived_in_time_is_not_late(self, made: Service) -> None:
        """Due on 30 May (90 days; a Sunday, Memorial Day follows: 1 June), effective on 1 July."""
        body = demand(letter(handed_over("1999-03-01"), {"a": 100}))
        identifier = post_demand(made, body, MINE)["result"]["registration_id"]
        post_events(made, identifier, filed("1999-04-20"), declared_effective("1999-07-01"))
        late = read_registration(made, identifier, "1999-07-02")
        assert (late["in_time"], late["days_late"]) == (False, 30)
        waived = obligation_waived(
            "1999-07-02", "effect", "a", registration=identifier, effective_from="1999-05-01"
        )
        post_fact(made, waived, MINE)
        found = read_registration(made, identifier, "1999-07-02")
        assert (found["in_time"], found.get("days_late")) == (None, None)
        duty = obligation(found, "effect")
        assert (duty["status"], duty.get("days_late")) == ("waived", None)

    def test_of_a_shelf_that_is_waived_keeps_no_conversion_waiting(self, made: Service) -> None:
        asked = letter(handed_over("1999-09-02"), {"a": 100})
        identifier = begun(made, "shelves", shelf(asked), agreement=MINE)
        assert read_registration(made, identifier, "1999-09-10")["shelf"]["condition_met"] is False
        waived = obligation_waived("1999-09-10", "effect", "a", registration=identifier)
        post_fact(made, waived, MINE)
        assert read_registration(made, identifier, "1999-09-10")["shelf"]["condition_met"] is True


class TestUnderwriters:
    def test_whose_approval_is_waived_are_withheld_by_nobody(self, made: Service) -> None:
        body = demand(letter(handed_over("1999-03-01"), {"a": 100, "b": 100}), underwritten=True)
        identifier = post_demand(made, body, MINE)["result"]["registration_id"]
        chosen = {"kind": "underwriter_selected", "underwriter": "GS", "occurred_on": "1999-03-10"}
        post_events(made, identifier, chosen)
        waived = obligation_waived("1999-03-12", "underwriter", "a", registration=identifier)
        post_fact(made, waived, MINE)
        duties = read_registration(made, identifier, "1999-03-12")["obligations"]
        assert not [each for each in duties if each["duty"] == "underwriter_approval"]

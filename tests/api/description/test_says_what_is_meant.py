"""Answers that could be taken for something else: each says what it means.

2(a), 2(c), 3(a), 9(e). Holders a 60 and b 40 shares of common.
"""

import pytest

from tests.api.bodies import (
    Json,
    conversion,
    declared_effective,
    demand,
    filed,
    handed_over,
    instrument,
    join,
    letter,
    mailed,
    not_performed,
    notice,
    obligation_waived,
    offering,
    own_registration,
    shelf,
    withdrawn,
)
from tests.api.calls import (
    begun,
    condition,
    decided,
    included,
    joins,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_event,
    post_fact,
    read_agreement,
    read_registration,
    window,
)
from tests.api.ends.test_asked_after_effectiveness import TOLD_LATE, demanded, made, warned
from tests.api.ends.test_sold_out import SHELF, asked, sale
from tests.running.service import Service

EFFECTIVE = (filed("1999-04-12"), declared_effective("1999-04-26"))


def why_not(service: Service, day: str, holder: str) -> tuple[str, str | None]:
    """The only reason for which a Holder may not sell under a registration, and under which."""
    ask = {"holder": holder, "on": day, "manner": "under_registration"}
    found = ok(service.get("/v1/agreements/ab/may-sell", **ask))["result"]
    assert found["may_sell"] == "no"
    (reason,) = found["reasons"]
    return reason["code"], reason.get("registration_id")


class TestTheCountsOfADemand:
    def test_before_it_and_with_it(self, service: Service) -> None:
        """Effective: none came before it, one is used up; the agreement counts it."""
        registration = demanded(service, *EFFECTIVE)
        shown = read_registration(service, registration, "1999-05-03")["tallies"]["demands"]
        whole = read_agreement(service, "ab", as_of="1999-05-03")["demands"]
        assert (shown["effected_before"], shown["pending_before"]) == (0, 0)
        assert shown["remaining_before"] - shown["remaining_after"] == whole["effected"] == 1
        assert shown["remaining_after"] == whole["remaining"]


class TestWhatTheStatementCovers:
    def test_can_be_nothing_of_a_holder(self, service: Service) -> None:
        covered = declared_effective("1999-04-26") | {"covers": {"a": 10, "b": 0}}
        told = (notice("b", handed_over("1999-03-02")), join("b", 5, handed_over("1999-03-08")))
        registration = demanded(service, *told, filed("1999-04-12"), covered)
        result = read_registration(service, registration, "1999-05-03")
        assert included(result) == {"a": 10, "b": 0}
        # An amendment may still cover it by the due day; the Company is obligated to include it.
        assert obligation(result, "include:b")["status"] == "open"
        late = read_registration(service, registration, "1999-07-01")
        assert obligation(late, "include:b")["status"] == "breached"


class TestTheDayOfTheProposal:
    """2(a)(ii): a shelf is owed from the day on which the mandatory conversion is proposed."""

    def on_it(self, service: Service, proposed: str, letter: str, *facts: Json) -> str:
        made(service)
        body = shelf(asked(20, letter)) | {"conversion_proposed_on": proposed}
        return begun(service, "shelves", body, *facts, agreement="ab")

    @pytest.mark.parametrize("as_of", ["1999-09-10", "1999-11-10"])
    def test_after_the_first_request(self, service: Service, as_of: str) -> None:
        on_it = self.on_it(service, "1999-11-01", "1999-09-02")
        assert "CONVERSION_DAY_AS_PROPOSAL" in warned(service, on_it, as_of)

    def test_on_the_day_of_the_conversion(self, service: Service) -> None:
        facts = filed("1999-11-02"), declared_effective("1999-11-08"), conversion("1999-11-01")
        on_it = self.on_it(service, "1999-11-01", "1999-11-01", *facts)
        assert "CONVERSION_DAY_AS_PROPOSAL" in warned(service, on_it, "1999-11-10")

    def test_before_all_of_it(self, service: Service) -> None:
        on_it = self.on_it(service, "1999-09-01", "1999-09-02", *SHELF)
        assert "CONVERSION_DAY_AS_PROPOSAL" not in warned(service, on_it, "1999-11-10")


def test_a_standstill_defers_and_passes_nothing(service: Service) -> None:
    """Demanded on 1 March, due on 1 June; the Company's offering commences on 15 May (2(a)(i))."""
    registration = demanded(service)
    post_fact(service, offering("1999-05-15"), "ab")
    result = read_registration(service, registration, "1999-05-20")
    assert decided(result) == ("deferred", "STANDSTILL")
    found = condition(result, "no_standstill")
    assert found["outcome"] == "deferred"
    assert found["says"].startswith("A standstill is in the way through")


class TestWhyNobodyMaySellUnderARegistration:
    def test_once_the_rights_have_ended(self, service: Service) -> None:
        demanded(service, *EFFECTIVE)
        post_fact(service, instrument("1999-05-03", "a", "b", kind="rights_ended"), "ab")
        assert why_not(service, "1999-05-04", "a") == ("RIGHTS_ENDED", None)

    def test_once_it_is_withdrawn(self, service: Service) -> None:
        registration = demanded(service, withdrawn("1999-03-08"))
        assert why_not(service, "1999-05-04", "a") == ("OVER", registration)

    def test_while_an_amendment_is_waited_for(self, service: Service) -> None:
        """2(a)(ii): b asks on 1 December that the effective shelf cover shares of its own."""
        made(service)
        on_it = begun(service, "shelves", shelf(asked(20, "1999-09-02")), *SHELF, agreement="ab")
        assert why_not(service, "1999-12-01", "b") == ("NOT_IN_A_REGISTRATION", None)
        more = {"holder": "b", "procedure": "more_shares", "shares": 5}
        wants = {"kind": "procedure_requested", "delivery": handed_over("1999-12-01"), **more}
        post_event(service, on_it, wants)
        assert why_not(service, "1999-12-02", "b") == ("WAITS_FOR_AMENDMENT", on_it)


class TestWhatLastsAsLongAsTheRegistration:
    """3(a)(i): expedition is owed until the period has run out on 23 October 1999."""

    def test_is_not_performed_by_silence(self, service: Service) -> None:
        registration = demanded(service, *EFFECTIVE)
        before, after = (
            obligation(read_registration(service, registration, day), "expedition")
            for day in ("1999-10-23", "1999-10-25")
        )
        assert (before["status"], after["status"]) == ("open", "excused")
        assert after.get("performed_on") is None

    def test_is_broken_by_a_statement_made_after_it(self, service: Service) -> None:
        registration = demanded(service, *EFFECTIVE)
        name = "misstatement_notice"
        stated = not_performed("1999-11-01", name, registration=registration)
        post_fact(service, stated | {"stated_by": "a"}, "ab")
        duty = obligation(read_registration(service, registration, "1999-11-02"), name)
        assert duty["status"] == "breached"


def test_before_the_last_letter_is_received_the_answer_is_a_forecast(service: Service) -> None:
    """b's letter, mailed on 4 March, is received on the 9th, and makes the demand whole (QB10)."""
    made(service)
    letters = (
        letter(handed_over("1999-03-01"), {"a": 10}),
        letter(mailed("1999-03-04"), {"b": 10}),
    )
    overrides = {"overrides": {"requisite_holders": {"fraction": "3/4"}}}
    body = {"template": "ctc-1998", "id": "both"} | overrides
    holders = [{"id": "a", "name": "A", "common": 60}, {"id": "b", "name": "B", "common": 40}]
    make_agreement(service, body | {"holders": holders})
    answer = post_demand(service, demand(*letters), "both", as_of="1999-03-06")
    said = {each["code"] for each in answer["assumptions"]}
    assert (answer["result"]["state"], "FORECAST" in said) == ("received", True)
    path = f"/v1/registrations/{answer['result']['registration_id']}"
    complete = ok(service.get(path, as_of="1999-03-09"))
    assert "FORECAST" not in {each["code"] for each in complete["assumptions"]}


def test_two_requests_of_one_day_name_the_fact_that_tells(service: Service) -> None:
    """QG12: nobody can tell which of the two to join came last."""
    told = notice("b", handed_over("1999-03-02"))
    both = [join("b", shares, handed_over("1999-03-08")) for shares in (5, 10)]
    registration = demanded(service, told, *both)
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-03-10"))
    named = {each["posted_as"] for each in answer["missing_inputs"]}
    assert "join_requested.in_addition" in named


class TestAfterAllIsSold:
    """Told on 20 April, b has through 10 May; a sells all that is registered on 30 April."""

    def test_nobody_joins(self, service: Service) -> None:
        registration = demanded(service, *TOLD_LATE[:3], sale("1999-04-30", 10), TOLD_LATE[3])
        result = read_registration(service, registration, "1999-05-06")
        assert joins(result) == {"b": ("refused", "JOIN_AFTER_SALE")}
        assert window(result, "b")["state"] == "closed"
        assert "include:b" not in {each["id"] for each in result["obligations"]}
        codes = warned(service, registration, "1999-05-06")
        assert "SOLD_WITHIN_WINDOW" in codes
        assert "INCLUSION_OWED_LATE" not in codes


def test_another_form_is_nobodys_concern_where_no_holder_is_in_it(service: Service) -> None:
    made(service)
    facts = (filed("1999-06-01", "S-1"),)
    own = begun(service, "incidentals", own_registration(), *facts, agreement="ab")
    result = read_registration(service, own, "1999-06-02")
    assert "form" not in {each["id"] for each in result["obligations"]}
    assert "OTHER_FORM_USED" not in warned(service, own, "1999-06-02")


class TestAWaiverOfWhatIsOverdue:
    """The demand of 1 March is due on 1 June; its performance is waived on 15 June (9(e))."""

    def waived(self, service: Service, **more: str) -> Json:
        registration = demanded(service)
        waiver = obligation_waived(
            "1999-06-15", "effect", "a", "b", registration=registration, **more
        )
        post_fact(service, waiver, "ab")
        answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-06-16"))
        return answer

    def test_plainly_reaches_back(self, service: Service) -> None:
        answer = self.waived(service)
        assert obligation(answer["result"], "effect")["status"] == "waived"
        assert "WAIVER_REACHES_BACK" in {each["code"] for each in answer["assumptions"]}

    def test_does_not_where_it_names_a_later_day(self, service: Service) -> None:
        answer = self.waived(service, effective_from="1999-06-10")
        assert obligation(answer["result"], "effect")["status"] == "overdue_review"
        (said,) = [each for each in answer["warnings"] if each["code"] == "WAIVER_TOO_LATE"]
        assert "1 June 1999" in said["says"]

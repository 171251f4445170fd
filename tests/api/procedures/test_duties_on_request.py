"""Duties that only a request of the other side brings about: 2(g), 4(a)."""

from typing import ClassVar

import pytest

from tests.api.bodies import Json, amendment, delay, fact, handed_over, prohibition
from tests.api.calls import (
    demanded,
    determined,
    effective_shelf,
    ok,
    post_event,
    post_fact,
    read_registration,
)
from tests.api.refusals import faults, nothing_stored
from tests.running.service import Service


def consents(service: Service, registration: str, day: str) -> dict[str, tuple[str, str]]:
    """Each Holder's duty not to refuse without reason: its standard and status."""
    return {
        each["obligor"]: (each["standard"], each["status"])
        for each in read_registration(service, registration, day)["obligations"]
        if each["id"].startswith("consent:")
    }


class TestConsentToMoreDays:
    def test_binds_every_holder_who_is_asked(self, service: Service) -> None:
        demand = demanded(service, delay("1999-04-01", 61))
        found = consents(service, demand, "1999-04-02")
        assert len(found) == 9
        assert set(found.values()) == {("reasonable", "open")}
        (duty,) = (
            each
            for each in read_registration(service, demand, "1999-04-02")["obligations"]
            if each["id"].startswith("consent:wang")
        )
        assert (duty["clause"], duty["modality"], duty["due_on"]) == ("2(g)", "must_not", None)

    def test_is_done_with_when_enough_have_consented(self, service: Service) -> None:
        demand = demanded(service, delay("1999-04-01", 61, consenting_holders=["spectrum"]))
        found = consents(service, demand, "1999-04-02")
        assert set(found.values()) == {("reasonable", "performed")}

    def test_is_not_asked_for_within_the_days_there_are(self, service: Service) -> None:
        assert consents(service, demanded(service, delay("1999-04-01", 60)), "1999-04-02") == {}

    def test_is_asked_for_a_longer_prohibition_too(self, service: Service) -> None:
        longer = prohibition("1999-11-10", 61, consent=False)
        found = consents(service, effective_shelf(service, longer), "1999-11-11")
        assert found["spectrum"] == ("reasonable", "open")


class TestTermsOfAnUnderwritingAgreement:
    REQUEST: ClassVar = {
        "kind": "procedure_requested",
        "procedure": "underwriting_terms",
        "holder": "spectrum",
        "delivery": handed_over("1999-03-01"),
    }

    @pytest.mark.parametrize("underwritten", [True, None])
    def test_run_to_the_holder(self, service: Service, underwritten: bool | None) -> None:
        demand = demanded(service, underwritten=underwritten)
        answer = post_event(service, demand, self.REQUEST, as_of="1999-03-02")
        ids = [each["id"] for each in answer["result"]["obligations"]]
        assert any(each.startswith("underwriting_terms:") for each in ids)
        assert "NOT_OWED_ON_REQUEST" not in {each["code"] for each in answer["warnings"]}

    def test_cannot_be_asked_for_where_there_are_no_underwriters(self, service: Service) -> None:
        demand = demanded(service, underwritten=False)
        self.refused(service, demand, "copies, objectives, state_qualification")

    def test_cannot_be_asked_for_in_the_company_s_own_registration(self, service: Service) -> None:
        self.refused(service, determined(service), "copies, objectives, state_qualification")

    def test_can_be_asked_for_once_an_instrument_says_so(self, service: Service) -> None:
        steps = ok(service.get("/v1/agreements/ctc/terms"))["terms"]["procedures"]
        place = next(n for n, each in enumerate(steps) if each["name"] == "underwriting_terms")
        changes = {f"/procedures/{place}/registrations": None}
        post_fact(service, amendment("1999-03-15", changes))
        owed = self.REQUEST | {"delivery": handed_over("1999-04-05")}
        answer = post_event(service, determined(service), owed, as_of="1999-04-06")
        ids = [each["id"] for each in answer["result"]["obligations"]]
        assert any(each.startswith("underwriting_terms:") for each in ids)

    def refused(self, service: Service, registration: str, named: str) -> None:
        asked = self.REQUEST | {"delivery": handed_over("1999-04-05")}
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{registration}/events", asked)
        assert faults(response) == {"/procedure": "not_owed_on_request"}
        (error,) = response.json()["errors"]
        for name in named.split(", "):
            assert name in error["detail"]


class TestWhatAHolderIsAskedToVouchFor:
    @pytest.mark.parametrize(
        ("about", "excess"),
        [("himself", False), ("distribution", False), ("required_by_law", False), ("other", True)],
    )
    def test_is_flagged_where_it_is_more_than_he_need(
        self, service: Service, about: str, excess: bool
    ) -> None:
        asked = fact("representation_asked", "1999-04-12", holder="spectrum", about=about)
        demand = demanded(service, asked, underwritten=True)
        answer = ok(service.get(f"/v1/registrations/{demand}", as_of="1999-04-12"))
        (line,) = answer["result"]["underwriting"]["agreement"]["representations"]
        assert (line["holder"], line["about"], line["excess"]) == ("spectrum", about, excess)
        warned = {each["code"] for each in answer["warnings"]}
        assert ("REPRESENTATION_IN_EXCESS" in warned) is excess


class TestQualificationInAState:
    """3(a)(v): the Company need not qualify to do business there, nor become taxable."""

    STATES = ("New York", "Texas")

    def asked(self, service: Service, *facts: Json) -> Json:
        request = {
            "kind": "procedure_requested",
            "procedure": "state_qualification",
            "holder": "spectrum",
            "matters": list(self.STATES),
            "delivery": handed_over("1999-03-01"),
        }
        demand = demanded(service, request, *facts)
        answer: Json = ok(service.get(f"/v1/registrations/{demand}", as_of="1999-03-10"))
        return answer

    def claimed(self, *states: str, **more: object) -> Json:
        own = {"procedure": "state_qualification", "ground": "taxation", "matters": list(states)}
        return fact("exemption_claimed", "1999-03-08", **own | more)

    def statuses(self, answer: Json) -> list[str]:
        owed = answer["result"]["obligations"]
        return [each["status"] for each in owed if each["id"].startswith("state_qualification")]

    def test_is_owed_state_by_state(self, service: Service) -> None:
        assert self.statuses(self.asked(service)) == ["open", "open"]

    @pytest.mark.parametrize(
        ("ground", "clause"), [("taxation", "3(a)(v)(b)"), ("doing_business", "3(a)(v)(a)")]
    )
    def test_is_excused_where_the_exemption_is_claimed(
        self, service: Service, ground: str, clause: str
    ) -> None:
        answer = self.asked(service, self.claimed("Texas", ground=ground))
        assert self.statuses(answer) == ["open", "excused"]
        steps = [each for each in answer["explanation"]["steps"] if each["clause"] == clause]
        assert [each["says"] for each in steps] == ["The Company is exempt from doing so in Texas."]

    def test_other_steps_have_no_exemption(self, service: Service) -> None:
        copies = {
            "kind": "procedure_requested",
            "procedure": "copies",
            "holder": "spectrum",
            "matters": ["the prospectus"],
            "delivery": handed_over("1999-03-01"),
        }
        answer = self.asked(service, copies, self.claimed("the prospectus", procedure="copies"))
        assert "NOT_EXEMPT" in {each["code"] for each in answer["warnings"]}
        assert self.statuses(answer) == ["open", "open"]

"""Duties that only a request of the other side brings about: 2(g), 4(a)."""

import pytest

from tests.api.bodies import delay, handed_over, prohibition
from tests.api.calls import (
    demanded,
    effective_shelf,
    post_event,
    read_registration,
)
from tests.service import Service


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
    @pytest.mark.parametrize(("underwritten", "owed"), [(True, True), (False, False), (None, True)])
    def test_run_to_the_holder_only_if_there_are_underwriters(
        self, service: Service, underwritten: bool | None, owed: bool
    ) -> None:
        demand = demanded(service, underwritten=underwritten)
        request = {
            "kind": "procedure_requested",
            "procedure": "underwriting_terms",
            "holder": "spectrum",
            "delivery": handed_over("1999-03-01"),
        }
        answer = post_event(service, demand, request, as_of="1999-03-02")
        ids = [each["id"] for each in answer["result"]["obligations"]]
        assert any(each.startswith("underwriting_terms:") for each in ids) is owed
        warned = {each["code"] for each in answer["warnings"]}
        assert ("NOT_OWED_ON_REQUEST" in warned) is not owed

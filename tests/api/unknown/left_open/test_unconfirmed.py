"""Silence is not breach: an act that leaves no trace on the record by itself is not confirmed.

The demand of Spectrum is received on 19 February 1999, filed on 3 May and effective on 14 May.
By that day the Company provides a transfer agent (3(a)(xi)); whether it did, nothing says.
"""

import pytest
from icalendar import Calendar

from app.rules.facts import ORDER_IN_A_DAY
from app.rules.facts.declaration import kind_of
from app.rules.reasoning.traces import DUTIES, IN_ANY_CASE, NOT_PERFORMED, recorded_by
from tests.api.bodies import Json, declared_effective, fact, filed, not_performed
from tests.api.calls import (
    DEMO,
    demanded,
    obligation,
    ok,
    post_event,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.api.refusals import faults
from tests.running.service import Service

EFFECTIVE = (filed("1999-05-03", "S-1"), declared_effective("1999-05-14"))
ON_THE_DAY, LATER = "1999-05-14", "1999-07-01"
APPOINTED = fact("transfer_agent_appointed", "1999-05-12")


@pytest.fixture
def demand(service: Service) -> str:
    return demanded(service, *EFFECTIVE)


def agent(service: Service, demand: str, day: str = LATER) -> Json:
    return obligation(read_registration(service, demand, day), "transfer_agent")


def state(service: Service, demand: str, day: str, **more: object) -> None:
    post_fact(service, not_performed(day, "transfer_agent", registration=demand, **more))


class TestSilence:
    def test_is_open_through_the_day_and_not_confirmed_after_it(
        self, service: Service, demand: str
    ) -> None:
        found = {day: agent(service, demand, day)["status"] for day in (ON_THE_DAY, "1999-05-15")}
        assert found == {"1999-05-14": "open", "1999-05-15": "unconfirmed"}

    def test_names_the_fact_that_would_settle_it(self, service: Service, demand: str) -> None:
        answer = ok(service.get(f"/v1/registrations/{demand}", as_of=LATER))
        duty = obligation(answer["result"], "transfer_agent")
        assert duty["recorded_by"] == ["transfer_agent_appointed"]
        missing = {each["name"]: each for each in answer["missing_inputs"]}
        assert missing["transfer_agent_appointed"]["clause"] == "3(a)(xi)"
        assert missing["transfer_agent_appointed"]["posted_as"] == "transfer_agent_appointed"

    def test_leads_to_no_remedy(self, service: Service, demand: str) -> None:
        assert read_registration(service, demand, LATER)["remedies"] == []

    def test_is_said_of_papers_too(self, service: Service, demand: str) -> None:
        """3(a)(viii): best efforts, dated the day of effectiveness; no fact says so."""
        result = read_registration(service, demand, LATER)
        for name in ("opinion", "comfort_letter"):
            assert obligation(result, name)["status"] == "unconfirmed"

    def test_is_settled_by_the_fact(self, service: Service, demand: str) -> None:
        post_event(service, demand, APPOINTED)
        answer = ok(service.get(f"/v1/registrations/{demand}", as_of=LATER))
        assert obligation(answer["result"], "transfer_agent")["status"] == "performed"
        assert "transfer_agent_appointed" not in {each["name"] for each in answer["missing_inputs"]}

    def test_is_on_the_docket_by_its_own_status(self, service: Service) -> None:
        demanded(service, *EFFECTIVE)
        page = ok(
            service.get("/v1/obligations", as_of=LATER, status="unconfirmed", agreement_id=DEMO)
        )
        found = {each["obligation"]["id"]: each["obligation"] for each in page["items"]}
        assert set(found) >= {"transfer_agent", "opinion", "comfort_letter"}
        assert found["transfer_agent"]["recorded_by"] == ["transfer_agent_appointed"]

    def test_is_in_the_calendar_in_words(self, service: Service) -> None:
        demanded(service, *EFFECTIVE)
        response = service.get("/v1/obligations.ics", as_of=LATER, status="unconfirmed")
        summaries = [str(event["summary"]) for event in Calendar.from_ical(response.text).events]
        assert any("Past its day, not confirmed" in summary for summary in summaries)

    def test_of_effectiveness_filing_and_notices_stays_what_it_was(self, service: Service) -> None:
        """They leave their trace on the record in any case."""
        result = read_registration(service, demanded(service), LATER)
        assert obligation(result, "effect")["status"] == "overdue_review"  # best efforts, 2(a)(i)


class TestAStatementThatItWasNotDone:
    def test_breaks_it_from_the_day_after_it_was_due(self, service: Service, demand: str) -> None:
        state(service, demand, ON_THE_DAY)
        assert agent(service, demand, ON_THE_DAY)["status"] == "open"
        duty = agent(service, demand, "1999-05-15")
        assert duty["status"] == "breached"
        assert duty["explained_by"]["status"].startswith("step:")

    def test_leads_to_a_remedy(self, service: Service, demand: str) -> None:
        state(service, demand, "1999-06-01")
        (remedy,) = read_registration(service, demand, LATER)["remedies"]
        assert (remedy["obligation"], remedy["against"]) == ("transfer_agent", "ctc")

    def test_says_nothing_before_the_day_on_which_it_is_due(
        self, service: Service, demand: str
    ) -> None:
        """On the 13th an agent could still be appointed in time, on the 14th."""
        state(service, demand, "1999-05-13")
        answer = ok(service.get(f"/v1/registrations/{demand}", as_of=LATER))
        assert obligation(answer["result"], "transfer_agent")["status"] == "unconfirmed"
        assert "STATED_BEFORE_DUE" in {each["code"] for each in answer["warnings"]}

    def test_is_outweighed_by_the_act_on_record(self, service: Service, demand: str) -> None:
        state(service, demand, "1999-06-01")
        post_event(service, demand, APPOINTED)
        answer = ok(service.get(f"/v1/registrations/{demand}", as_of=LATER))
        assert obligation(answer["result"], "transfer_agent")["status"] == "performed"
        assert "PERFORMED_ALL_THE_SAME" in {each["code"] for each in answer["warnings"]}

    def test_does_not_stand_in_the_way_of_a_late_performance(
        self, service: Service, demand: str
    ) -> None:
        state(service, demand, "1999-06-01")
        post_event(service, demand, APPOINTED | {"occurred_on": "1999-06-10"})
        duty = agent(service, demand)
        assert (duty["status"], duty["days_late"]) == ("performed_late", 27)

    @pytest.mark.parametrize(
        ("efforts", "status"),
        [(None, "overdue_review"), (True, "overdue_review"), (False, "breached")],
    )
    def test_breaks_a_promise_of_efforts_only_if_they_were_not_used(
        self, service: Service, demand: str, efforts: bool | None, status: str
    ) -> None:
        stated = not_performed("1999-06-01", "opinion", registration=demand)
        post_fact(service, stated | {"best_efforts_used": efforts})
        result = read_registration(service, demand, LATER)
        assert obligation(result, "opinion")["status"] == status

    def test_breaks_a_duty_without_a_day_on_the_day_it_is_made(
        self, service: Service, demand: str
    ) -> None:
        """3(a): expeditiously has no day; what was not done is then on record as broken."""
        stated = not_performed("1999-06-01", "expedition", registration=demand)
        post_fact(service, stated)
        duty = obligation(read_registration(service, demand, LATER), "expedition")
        assert (duty["status"], duty.get("breached_on")) == ("breached", "1999-06-01")

    def test_outlives_the_end_of_the_registration(self, service: Service, demand: str) -> None:
        """What was broken by then stays so (3(a)(iii): all was sold on 10 June)."""
        post_fact(service, not_performed("1999-06-01", "expedition", registration=demand))
        post_event(service, demand, fact("distribution_completed", "1999-06-10"))
        found = read_registration(service, demand, LATER)
        assert obligation(found, "expedition")["status"] == "breached"
        assert obligation(found, "transfer_agent")["status"] == "unconfirmed"

    def test_reaches_the_duties_of_the_agreement(self, service: Service) -> None:
        stated = not_performed("1999-06-01", "form-eligibility", best_efforts_used=False)
        post_fact(service, stated)
        duty = obligation(read_agreement(service, as_of="1999-06-01"), "form-eligibility")
        assert duty["status"] == "breached"

    def test_about_what_is_not_owed_is_flagged(self, service: Service, demand: str) -> None:
        post_fact(service, not_performed("1999-06-01", "nothing", registration=demand))
        answer = ok(service.get(f"/v1/registrations/{demand}", as_of=LATER))
        assert "NO_SUCH_OBLIGATION" in {each["code"] for each in answer["warnings"]}

    @pytest.mark.parametrize(
        ("wrong", "found"),
        [
            ({"stated_by": "nobody"}, {"/stated_by": "unknown_holder"}),
            ({"registration": "elsewhere"}, {"/registration": "unknown_registration"}),
        ],
    )
    def test_is_made_by_a_party_about_a_registration_on_record(
        self, service: Service, wrong: Json, found: dict[str, str]
    ) -> None:
        body = not_performed("1999-06-01", "form-eligibility") | wrong
        assert faults(service.post(f"/v1/agreements/{DEMO}/events", body)) == found


SETTLED_BY_NO_ACT = {"lasting", "expedition", "commission_rules", "indemnify", "recognise"}


def test_every_duty_but_those_that_last_is_settled_by_a_fact() -> None:
    kinds = {kind_of(fact) for fact in ORDER_IN_A_DAY}
    stated = {duty for duty in DUTIES if recorded_by(duty) == (NOT_PERFORMED,)}
    assert stated == SETTLED_BY_NO_ACT
    assert not stated & IN_ANY_CASE
    assert kinds.issuperset(kind for duty in DUTIES for kind in recorded_by(duty))

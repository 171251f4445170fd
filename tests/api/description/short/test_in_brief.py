"""The answer begins with two sentences that a lawyer reads: what was decided, and what follows."""

import pytest

from app.rules.agreement.rights_end import RightsStatus
from app.rules.answers.in_brief import agreement_in_brief
from app.rules.reasoning.trace import MissingInput
from tests.api.bodies import (
    Json,
    declared_effective,
    fact,
    filed,
    handed_over,
    mailed,
    misleading,
    new_prospectus,
    notice,
    order_lifted,
    own_registration,
    spectrum_demand,
    stop_order,
)
from tests.api.calls import (
    DEMO,
    demanded,
    dry_run,
    ok,
    post_demand,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.running.service import Service

DAY = "1999-03-31"


class TestOfARegistration:
    def test_says_what_was_decided_what_is_owed_next_and_what_is_missing(
        self, service: Service
    ) -> None:
        # Mailed on 16 February 1999, received on the 19th; 90 days from then: 20 May (2(a)(i)).
        answer = post_demand(service, as_of=DAY)
        summary = answer["result"]["summary"]
        assert summary.startswith(
            "The demand stands, and the registration has to be effective by Thursday, 20 May 1999. "
            "Owed next, by Thursday, 20 May 1999 (2(a)(i)): Effect the registration"
        )
        missing = answer["missing_inputs"][0]["name"]
        assert f"not recorded: {missing}" in summary
        assert summary.count(". ") == 1
        assert list(answer["result"])[:2] == ["summary", "determination"]

    def test_of_a_refusal_names_the_condition_and_its_clause(self, service: Service) -> None:
        answer = dry_run(service, spectrum_demand(handed_over("1998-10-09")))
        failed = next(
            each
            for each in answer["result"]["determination"]["conditions"]
            if each["outcome"] == "failed"
        )
        summary = answer["result"]["summary"]
        assert summary.startswith(f"The demand is refused under {failed['clause']}: ")
        assert "No duty with a due day is open" in summary

    def test_of_the_companys_own(self, service: Service) -> None:
        path = f"/v1/agreements/{DEMO}/incidentals"
        answer = ok(service.post(path, own_registration(), as_of="1999-04-10"), 201)
        assert answer["result"]["summary"].startswith("The Company's own registration stands")

    def test_is_that_of_the_short_answer_too(self, service: Service) -> None:
        name = post_demand(service, as_of=DAY)["result"]["registration_id"]
        told = notice("wang", handed_over("1999-02-22"))
        path = f"/v1/registrations/{name}"
        short = ok(service.post(f"{path}/events", told, as_of=DAY, answer="changes"), 201)
        whole = ok(service.get(path, as_of=DAY))
        assert short["result"]["summary"] == whole["result"]["summary"]


class TestOfAnAgreement:
    def test_says_who_holds_what_and_what_is_left(self, service: Service) -> None:
        state = read_agreement(service, as_of=DAY)
        assert next(iter(state)) == "summary"
        # 1,333,333 by Series A and 133,333 by Warrants; three demands (2(a)(i)).
        assert state["summary"].startswith(
            "9 Holders hold 1,466,666 Registrable Securities, and 3 of 3 demands are left. "
        )


class TestOfWhatHasGoneOn:
    """What was decided is told as it stands on the day, and what has become of it."""

    def put_off(self, service: Service, *facts: Json) -> str:
        """Due in the standstill after 15 March 1999, which runs through 11 September."""
        post_fact(service, fact("company_offering_commenced", "1999-03-15", form="S-1"))
        return demanded(service, *facts)

    def summary(self, service: Service, registration: str, day: str) -> str:
        said: str = read_registration(service, registration, day)["summary"].split(". ")[0]
        return said

    def test_of_one_put_off_and_made_all_the_same(self, service: Service) -> None:
        demand = self.put_off(service, filed("1999-04-05"), declared_effective("1999-05-18"))
        was = "The demand was put off until 12 September 1999, and "
        assert self.summary(service, demand, "1999-05-17").startswith("The demand is put off until")
        assert self.summary(service, demand, "1999-05-19") == (
            f"{was}the registration has been effective since 18 May 1999"
        )
        assert self.summary(service, demand, "1999-11-15") == (
            f"{was}the period through which it was to be kept effective has ended"
        )

    def test_of_what_bars_sales(self, service: Service) -> None:
        life = filed("1999-04-05"), declared_effective("1999-05-18")
        order = stop_order("1999-06-01")
        demand = demanded(service, *life, order, misleading("1999-06-05"))
        made = "The demand stands, and the registration has been effective since 18 May 1999"
        assert self.summary(service, demand, "1999-05-31") == made
        assert (
            self.summary(service, demand, "1999-06-02") == f"{made}, but an order stands against it"
        )
        assert self.summary(service, demand, "1999-06-06") == (
            f"{made}, but sales under it are stopped, since the prospectus misleads, and an order "
            "stands against it"
        )
        # The period has ended on 14 November: what is over bars nothing.
        post_events(service, demand, order_lifted("1999-06-08"), new_prospectus("1999-06-08"))
        late = misleading("2000-01-10")
        refused = service.post(f"/v1/registrations/{demand}/events", late)
        over = read_registration(service, demand, "2000-01-12")
        assert (over["state"], over["overlays"]) == ("expired", []), refused.text

    def test_of_what_need_not_be_made_any_more(self, service: Service) -> None:
        """Due on 20 May: until then it has to be effective, and afterwards it had to be."""
        demand = demanded(service)
        assert self.summary(service, demand, "1999-05-20").startswith(
            "The demand stands, and the registration has to be effective by"
        )
        assert self.summary(service, demand, "1999-05-21").startswith(
            "The demand stands, and the registration had to be effective by"
        )
        post_events(service, demand, fact("withdrawn", "1999-05-25"))
        assert self.summary(service, demand, "1999-05-26") == (
            "The demand was accepted, and it has been withdrawn"
        )


def test_what_is_on_its_way_is_told_as_a_forecast(service: Service) -> None:
    """9(b): mailed on Friday 5 February 1999, received three business days later, on the 10th."""
    registration = post_demand(service, spectrum_demand(mailed("1999-02-05")))["result"]
    on_its_way = read_registration(service, registration["registration_id"], "1999-02-06")
    assert on_its_way["summary"].startswith(
        "Received only on 10 February 1999, so that this is a forecast: the demand stands, and the "
        "registration has to be effective by Tuesday, 11 May 1999. "
    )
    agreement = ok(service.get("/v1/agreements/ctc", as_of="1999-02-06"))
    told = "3 of 3 demands are left, while 1 request is on the way"
    assert told in agreement["result"]["summary"]
    assert "FORECAST" in {each["code"] for each in agreement["assumptions"]}
    later = ok(service.get("/v1/agreements/ctc", as_of="1999-02-10"))
    assert "2 of 3 demands are left. " in later["result"]["summary"]
    assert "FORECAST" not in {each["code"] for each in later["assumptions"]}
    received = read_registration(service, registration["registration_id"], "1999-02-10")
    assert received["summary"].startswith("The demand stands")


@pytest.mark.parametrize(
    ("name", "posted_as", "called"),
    [
        ("occurred_on", "company_offering_commenced.occurred_on", "company_offering_commenced"),
        ("owned", "additions_proposed.owned", "additions_proposed.owned"),
        ("underwritten", "demand_received.underwritten", "underwritten"),
        ("covers/b", "declared_effective.covers", "covers/b"),
    ],
)
def test_a_missing_field_is_named_with_its_fact(name: str, posted_as: str, called: str) -> None:
    """Nobody can tell which day `occurred_on` is, nor what is `owned`."""
    missing = MissingInput(name, "what turns on it", "2(a)(i)", posted_as)
    rights = RightsStatus(True, None, None, {})
    assert f"not recorded: {called}" in agreement_in_brief(1, 1, (None, 0), rights, (), [missing])

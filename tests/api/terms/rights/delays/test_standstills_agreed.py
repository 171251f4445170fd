"""Standstills that the agreement says itself, around the Company's registrations and other demands.

Spectrum's demand of 16 February 1999 is received on Friday the 19th and due 90 days later, on 20
May. The Company's own registration is resolved on 11 January 1999.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    abandoned,
    agreement,
    declared_effective,
    fact,
    filed,
    handed_over,
    holder,
    letter,
    offering,
    own_registration,
    spectrum_demand,
    takedown,
)
from tests.api.calls import (
    begun,
    demanded,
    effective_shelf,
    make_agreement,
    ok,
    post_event,
    post_events,
    post_fact,
    read_registration,
)
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("spectrum", 500_000, preferred_as_converted=900_000), holder("wang", 2_000)]
COMPANY: Json = {
    "clause": "2.1(d)",
    "rights": ["demand"],
    "around": {"initiated_for": ["company"], "except_forms": ["S-8"]},
    "from": {"count": 60, "unit": "day", "before": "registration.expected_filing"},
    "until": {"count": 180, "unit": "day", "after": "registration.effective"},
    "effect": "refuse",
}
AGAIN: Json = {
    "clause": "2.1(e)",
    "rights": ["demand"],
    "around": {"rights": ["demand"]},
    "from": {"at": "registration.effective"},
    "until": {"count": 90, "unit": "day", "after": "registration.effective"},
    "effect": "refuse",
}
SALES: Json = {
    "clause": "2.3",
    "rights": ["takedown"],
    "around": {"rights": ["takedown"]},
    "from": {"at": "registration.priced"},
    "until": {"count": 60, "unit": "day", "after": "registration.priced"},
    "effect": "refuse",
}
REFUSED = ("refused", "STANDSTILL_AGREED")
ACCEPTED = ("accepted", None)


def made(service: Service, term: Json, **more: Any) -> None:
    overrides = {"demand": {"standstill": None}, "standstills": {"it": term}} | more
    make_agreement(service, agreement("still", overrides=overrides, holders=HELD))


def own(service: Service, *facts: Json, **more: Any) -> str:
    body = own_registration(occurred_on="1999-01-11") | {"planned_filing_on": "1999-03-15"} | more
    return begun(service, "incidentals", body, *facts, agreement="still")


def determination(service: Service, name: str, as_of: str = "1999-02-22") -> Any:
    return read_registration(service, name, as_of=as_of)["determination"]


def ruled(service: Service, name: str, as_of: str = "1999-02-22") -> Any:
    found = determination(service, name, as_of)
    return found["decision"], found.get("reason")


class TestBeforeAndAfterTheCompanysOwn:
    @pytest.mark.parametrize(
        ("planned", "expected"),
        [
            # Sixty days before 20 April 1999 is 19 February, the day of receipt; one day later not.
            ("1999-04-20", REFUSED),
            ("1999-04-21", ACCEPTED),
            ("1999-03-15", REFUSED),
        ],
    )
    def test_begins_days_before_the_expected_filing(
        self, service: Service, planned: str, expected: Any
    ) -> None:
        made(service, COMPANY)
        own(service, planned_filing_on=planned)
        assert ruled(service, demanded(service, agreement="still")) == expected

    def test_lasts_until_days_after_effectiveness(self, service: Service) -> None:
        """180 days after 12 April 1999 is 9 October: until it is effective no end is known."""
        made(service, COMPANY)
        name = own(service)
        demand = demanded(service, agreement="still")
        assert determination(service, demand).get("may_renew_on") is None
        post_events(service, name, filed("1999-03-15"), declared_effective("1999-04-12"))
        assert determination(service, demand, "1999-05-03")["may_renew_on"] == "1999-10-10"
        for day, expected in (("1999-10-08", REFUSED), ("1999-10-12", ACCEPTED)):
            body = spectrum_demand(handed_over(day))
            later = begun(service, "demands", body, agreement="still")
            assert ruled(service, later, "1999-10-13") == expected

    def test_a_strict_edge_leaves_its_day_out(self, service: Service) -> None:
        made(service, COMPANY | {"from": COMPANY["from"] | {"edge": "strict"}})
        own(service, planned_filing_on="1999-04-20")
        assert ruled(service, demanded(service, agreement="still")) == ACCEPTED

    def test_without_a_planned_day_it_is_not_known(self, service: Service) -> None:
        made(service, COMPANY)
        own(service, planned_filing_on=None)
        name = demanded(service, agreement="still")
        assert ruled(service, name) == ("undetermined", None)
        answer = ok(service.get(f"/v1/registrations/{name}", as_of="1999-02-22"))
        missing = {(each["name"], each["posted_as"]) for each in answer["missing_inputs"]}
        posted_as = "registration_determined.planned_filing_on"
        assert ("registration.expected_filing", posted_as) in missing

    @pytest.mark.parametrize(
        ("given_up", "expected"), [("1999-02-19", ACCEPTED), ("1999-02-20", REFUSED)]
    )
    def test_ends_when_it_is_given_up(self, service: Service, given_up: str, expected: Any) -> None:
        made(service, COMPANY)
        own(service, abandoned(given_up))
        name = demanded(service, agreement="still")
        assert ruled(service, name) == expected
        renew = None if expected == ACCEPTED else given_up
        assert determination(service, name)["may_renew_on"] == renew

    @pytest.mark.parametrize(
        "more",
        [
            {"occurred_on": "1999-02-22"},
            {"form": "S-8"},
            {"initiated_for": "others", "initiators": {"alpha": 1_000}},
        ],
    )
    def test_others_have_none(self, service: Service, more: Json) -> None:
        made(service, COMPANY)
        own(service, **more)
        assert ruled(service, demanded(service, agreement="still")) == ACCEPTED

    def test_an_offering_of_which_no_registration_is_recorded(self, service: Service) -> None:
        """It commenced on 15 January 1999 and closes thirty days later, on 14 February: free."""
        term = COMPANY | {"from": {"at": "registration.offering_commenced"}}
        days = {"unit": "day", "after": "registration.offering_commenced"}
        made(service, term | {"until": {"count": 35, **days}})
        post_fact(service, offering("1999-01-15"), "still")
        # Thirty-five days after 15 January is 19 February.
        name = demanded(service, agreement="still")
        assert ruled(service, name) == REFUSED
        assert determination(service, name)["may_renew_on"] == "1999-02-20"

    def test_unless_somebody_consents(self, service: Service) -> None:
        consents = {"consents": {"says": "The Company consents", "if_not_stated": "fails"}}
        made(service, COMPANY | {"unless": {"asserted": "consents"}}, conditions=consents)
        own(service)
        name = demanded(service, agreement="still")
        assert ruled(service, name) == REFUSED
        stated = fact("condition_stated", "1999-02-19", condition="consents")
        post_fact(service, stated, "still")
        assert ruled(service, name) == ACCEPTED

    def test_explains_itself(self, service: Service) -> None:
        made(service, COMPANY)
        own(service, filed("1999-03-15"), declared_effective("1999-04-12"))
        name = demanded(service, agreement="still")
        audit = audit_registration(service, name, "still", "1999-05-03")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
        assert audit.misquoted_inputs() == audit.forward_references() == []


class TestPuttingOff:
    TERM = COMPANY | {
        "effect": "defer",
        "until": {"count": 63, "unit": "day", "after": "registration.effective"},
    }

    def test_it_need_not_be_effected_before(self, service: Service) -> None:
        """Sixty-three days after 12 April is Monday 14 June: due on Tuesday the 15th."""
        made(service, self.TERM)
        name = own(service)
        demand = demanded(service, agreement="still")
        found = determination(service, demand)
        assert (found["decision"], found["due_on"], found.get("not_before")) == (
            "deferred",
            None,
            None,
        )
        post_events(service, name, filed("1999-03-15"), declared_effective("1999-04-12"))
        found = determination(service, demand, "1999-05-03")
        assert (found["decision"], found.get("not_before")) == ("deferred", "1999-06-15")
        assert found["due_on"] == "1999-06-15"

    def test_nor_need_it_be_filed_before(self, service: Service) -> None:
        """Thirty days after 19 February are 22 March, a Monday; not before 15 June."""
        to_file = {"file_within": {"count": 30, "unit": "day", "after": "request.received"}}
        made(service, self.TERM, demand={"standstill": None} | to_file)
        name = own(service)
        demand = demanded(service, agreement="still")

        def to_be_filed(as_of: str) -> Any:
            duties = read_registration(service, demand, as_of=as_of)["obligations"]
            return next(each["due_on"] for each in duties if each["duty"] == "file")

        assert to_be_filed("1999-03-15") is None
        post_events(service, name, filed("1999-03-15"), declared_effective("1999-04-12"))
        assert to_be_filed("1999-05-03") == "1999-06-15"

    def test_a_later_due_day_stays(self, service: Service) -> None:
        """Given up on 1 March: the demand is due on 20 May as ever."""
        made(service, self.TERM)
        own(service, abandoned("1999-03-01"))
        found = determination(service, demanded(service, agreement="still"), "1999-03-02")
        assert (found["not_before"], found["due_on"]) == ("1999-03-01", "1999-05-20")


class TestAfterAnotherOfHolders:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            # Ninety days after 18 May 1999 is 16 August.
            ("1999-08-16", REFUSED),
            ("1999-08-17", ACCEPTED),
        ],
    )
    def test_demand(self, service: Service, day: str, expected: Any) -> None:
        made(service, AGAIN)
        demanded(service, filed("1999-04-05"), declared_effective("1999-05-18"), agreement="still")
        body = spectrum_demand(handed_over(day), shares=100_000)
        assert ruled(service, begun(service, "demands", body, agreement="still"), day) == expected

    @pytest.mark.parametrize(
        ("day", "expected"),
        # Sixty days after 7 February 2000 is 7 April.
        [("2000-04-07", REFUSED), ("2000-04-10", ACCEPTED)],
    )
    def test_sale_off_the_shelf(self, service: Service, day: str, expected: Any) -> None:
        made(service, SALES)
        shelf = effective_shelf(service, agreement="still")

        def sale(on: str) -> str:
            body = takedown(shelf, letter(handed_over(on), {"spectrum": 100_000}))
            return begun(service, "takedowns", body, agreement="still")

        first = sale("2000-02-01")
        post_event(service, first, fact("stage_reached", "2000-02-07", stage="priced"))
        assert ruled(service, sale(day), day) == expected


class TestWithoutARecord:
    def test_other_registrations_are_stated(self, stateless_service: Service) -> None:
        terms = ok(stateless_service.get("/v1/templates/ctc-1998"))["terms"]
        terms["demand"]["standstill"] = None
        terms["standstills"] = {"company": COMPANY}
        body = {
            "terms": terms,
            "letters": [
                {"requests": {"spectrum": 500_000}, "received_on": "1999-02-19"}
                | {"fully_diluted_shares": 900_000}
            ],
            "total_fully_diluted_shares": 1_000_000,
            "short_form_qualified": False,
            "demands_effected": 0,
            "demands_pending": 0,
        }
        for planned, expected in (("1999-04-20", "refused"), ("1999-04-21", "accepted")):
            other = {"initiated_for": "company", "planned_filing_on": planned}
            asked = body | {"other_registrations": [other]}
            found = ok(stateless_service.post("/v1/compute/demand", asked))["result"]
            assert found["determination"]["decision"] == expected

    def test_each_is_somebodys(self, stateless_service: Service) -> None:
        other = {"planned_filing_on": "1999-04-20"}
        asked = {"template": "ctc-1998", "letters": [], "other_registrations": [other]}
        wrong = faults(stateless_service.post("/v1/compute/demand", asked))
        assert "/other_registrations/0" in wrong


@pytest.mark.parametrize(
    ("term", "more", "place", "code"),
    [
        (COMPANY, {"demand": {}}, "rights", "standstill_twice"),
        (COMPANY | {"rights": ["incidental"]}, {}, "rights/0", "right_not_declared"),
        (AGAIN | {"around": {"rights": ["long"]}}, {}, "around/rights/0", "right_not_declared"),
        (SALES | {"effect": "defer"}, {}, "effect", "effect_not_honoured"),
        (COMPANY | {"from": {"at": "request.received"}}, {}, "from/at", "moment_not_honoured"),
    ],
)
def test_what_cannot_be_honoured_is_refused(
    stateless_service: Service, term: Json, more: Json, place: str, code: str
) -> None:
    overrides = {"demand": {"standstill": None}, "standstills": {"it": term}} | more
    body = {"template": "ctc-1998", "overrides": overrides}
    found = ok(stateless_service.post("/v1/compute/terms-check", body))["result"]["findings"]
    wrong = [(e["pointer"], e["code"]) for e in found if e["severity"] == "contradiction"]
    assert wrong == [(f"/standstills/it/{place}", code)]

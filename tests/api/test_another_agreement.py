"""Nothing knows the 1998 agreement: an invented one, other in every term, is a document.

Its rights open after 30 June 2020, a quarter of the shares suffices, two demands are given, the
statement must be effective in four months (45 business days on a short form), Holders join within
ten business days, mail is received on the fifth business day, the standstill lasts 90 days.
"""

from typing import Any

import pytest

from tests.api.calls import ok
from tests.service import Service

OVERRIDES: dict[str, Any] = {
    "title": "Invented Widgets Inc. Investor Rights Agreement",
    "agreement_date": "2020-01-15",
    "governing_law": "New York",
    "company": {"id": "widgets", "name": "Invented Widgets Inc.", "entity": "corporation"},
    "original_holders": [],
    "requisite_holders": {"clause": "2.1", "fraction": "1/4", "comparison": ">="},
    "notices": {
        "clause": "11.6",
        "methods": {
            "mail": {
                "received": {"clause": "11.6", "count": 5},
            }
        },
    },
    "demand": {
        "clause": "2.1",
        "opens": {"clause": "2.1(a)", "after": "2020-06-30"},
        "cap": {"clause": "2.1(c)", "limit": 2},
        "effect_within": {"clause": "2.1(b)", "count": 4, "unit": "month"},
        "short_form": {
            "clause": "2.3",
            "forms": ["F-3"],
            "effect_within": {"clause": "2.3", "count": 45, "unit": "business_day"},
        },
        "standstill": {"clause": "2.1(d)", "count": 90},
        "join": {"within": {"clause": "2.1(e)", "count": 10, "unit": "business_day"}},
    },
    "readings": {"deadline_roll": "business_day"},
}
HOLDERS = [
    {"id": "founders", "name": "Founders Fund", "common": 750},
    {"id": "angels", "name": "Angels", "common": 250},
]


@pytest.fixture
def widgets(service: Service) -> Service:
    body = {
        "template": "ctc-1998",
        "id": "widgets",
        "overrides": OVERRIDES,
        "holders": HOLDERS,
    }
    ok(service.post("/v1/agreements", body), 201)
    return service


def demanded(service: Service, sent_on: str, **more: Any) -> Any:
    letter = {
        "requests": [{"holder": "angels", "shares": 100}],
        "delivery": {"method": "mail", "sent_on": sent_on},
    }
    body = {"letters": [letter], "short_form_qualified": False, **more}
    return ok(service.post("/v1/agreements/widgets/demands", body), 201)


class TestAnInventedAgreement:
    def test_a_quarter_exactly_suffices(self, widgets: Service) -> None:
        requisite = demanded(widgets, "2021-03-01")["result"]["tallies"]["requisite"]
        assert (requisite["requesting"], requisite["needed"], requisite["met"]) == (250, 250, True)

    def test_mail_is_received_on_its_own_day_and_the_clock_counts_months(
        self, widgets: Service
    ) -> None:
        found = demanded(widgets, "2021-03-01")["result"]["determination"]
        assert found["received_on"] == "2021-03-08"
        assert found["due_on"] == "2021-07-08"

    def test_a_saturday_moves_where_the_agreement_says_business_day(self, widgets: Service) -> None:
        # Received Wednesday 10 March; 10 July 2021 is a Saturday.
        found = demanded(widgets, "2021-03-03")["result"]["determination"]
        assert (found["received_on"], found["due_on"]) == ("2021-03-10", "2021-07-12")

    def test_the_short_form_counts_business_days(self, widgets: Service) -> None:
        answer = demanded(widgets, "2021-03-01", short_form_qualified=True)
        # 45 business days after Monday 8 March, no bank holiday among them.
        assert answer["result"]["determination"]["due_on"] == "2021-05-10"

    def test_the_right_opens_on_its_own_day(self, widgets: Service) -> None:
        found = demanded(widgets, "2020-06-22")["result"]["determination"]
        assert (found["decision"], found["reason"]) == ("refused", "DEMAND_NOT_YET_OPEN")
        assert found["may_renew_on"] == "2020-07-01"

    def test_the_third_demand_is_one_too_many(self, widgets: Service) -> None:
        decisions = [
            demanded(widgets, day)["result"]["determination"]["decision"]
            for day in ("2021-03-01", "2021-03-02", "2021-03-03")
        ]
        assert decisions == ["accepted", "accepted", "refused"]

    def test_holders_join_within_ten_business_days(self, widgets: Service) -> None:
        registration = demanded(widgets, "2021-03-01")["result"]["registration_id"]
        notice = {
            "kind": "notice_given",
            "holder": "founders",
            "delivery": {"method": "personal", "delivered_on": "2021-03-15"},
        }
        path = f"/v1/registrations/{registration}/events"
        answer = ok(widgets.post(path, notice), 201)
        assert answer["result"]["windows"]["last_join_day"] == "2021-03-29"

    def test_the_standstill_is_its_own(self, widgets: Service) -> None:
        offering = {"kind": "company_offering_commenced", "occurred_on": "2021-02-01"}
        ok(widgets.post("/v1/agreements/widgets/events", offering), 201)
        window = demanded(widgets, "2021-03-01")["result"]["windows"]["standstill"][0]
        assert (window["first_day"], window["last_day"]) == ("2021-02-02", "2021-05-02")

    def test_every_step_cites_its_own_clauses(self, widgets: Service) -> None:
        steps = demanded(widgets, "2021-03-01")["explanation"]["steps"]
        cited = {step["rule"]: step["clause"] for step in steps}
        assert cited["notice.given"] == "11.6"
        assert cited["requisite.test"] == "2.1"
        assert cited["demand.opens"] == "2.1(a)"
        assert cited["effected.remaining"] == "2.1(c)"

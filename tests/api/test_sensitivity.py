"""What would change under other readings, and why a day is the day it is."""

from typing import Any

from tests.api.bodies import amendment, filed, join, mailed
from tests.api.calls import demanded, noticed, post_fact
from tests.service import Service

DEMAND = "/v1/registrations/ctc-example-demand"


def changes(answer: Any) -> dict[tuple[str, object], dict[str, tuple[object, object]]]:
    return {
        (each["option"], each["other"]): {
            found["path"]: (found["now"], found["becomes"]) for found in each["differences"]
        }
        for each in answer["sensitivity"]["changes"]
    }


class TestSensitivity:
    def test_names_the_readings_that_would_admit_a_late_holder(self, service: Service) -> None:
        found = changes(service.get(f"{DEMAND}/sensitivity", as_of="1999-03-31").json())
        late = "/joins/mochary/decision"
        assert found["roll_suffolk", True][late] == ("refused", "accepted")
        assert found["demand_join_test", "given"][late] == ("refused", "accepted")

    def test_gives_both_values_of_a_date(self, service: Service) -> None:
        found = changes(service.get(f"{DEMAND}/sensitivity", as_of="1999-03-31").json())
        window = "/windows/join/mochary/last_day"
        assert found["roll_suffolk", True][window] == ("1999-03-17", "1999-03-18")

    def test_what_it_says_is_what_the_other_reading_answers(self, service: Service) -> None:
        terms = {"readings": {"roll_suffolk": True}}
        holders = [
            {"id": "spectrum", "name": "Spectrum", "common": 1000},
            {"id": "wang", "name": "Wang", "common": 100},
        ]
        last_days = {}
        for name, overrides in (("usual", {}), ("other", terms)):
            body = {"template": "ctc-1998", "id": name, "overrides": overrides, "holders": holders}
            assert service.post("/v1/agreements", body).status_code == 201
            demand = {
                "id": f"{name}-demand",
                "letters": [
                    {
                        "requests": [{"holder": "spectrum", "shares": 10}],
                        "delivery": {"method": "personal", "delivered_on": "1999-02-19"},
                    }
                ],
                "short_form_qualified": False,
            }
            assert service.post(f"/v1/agreements/{name}/demands", demand).status_code == 201
            notice = {
                "kind": "notice_given",
                "holder": "wang",
                "delivery": {"method": "mail", "sent_on": "1999-02-22"},
            }
            answer = service.post(f"/v1/registrations/{name}-demand/events", notice).json()
            last_days[name] = answer["result"]["windows"]["last_join_day"]
        told = service.get("/v1/registrations/usual-demand/sensitivity", as_of="1999-03-01").json()
        promised = changes(told)["roll_suffolk", True]["/windows/join/wang/last_day"]
        assert promised == (last_days["usual"], last_days["other"]) == ("1999-03-17", "1999-03-18")

    def test_lists_what_it_tried_without_effect_and_what_it_could_not_try(
        self, service: Service
    ) -> None:
        told = service.get(f"{DEMAND}/sensitivity", as_of="1999-03-31").json()["sensitivity"]
        assert "saturday_holiday_rule" in told["without_effect"]
        assert "promptly_guideline_days" in told["not_tried"]

    def test_tells_what_there_would_only_then_be_in_one_line(self, service: Service) -> None:
        demand = demanded(service, filed("1999-05-03", "S-1"), underwritten=True)
        told = service.get(f"/v1/registrations/{demand}/sensitivity", as_of="1999-05-10").json()
        drafts = changes(told)["sec5_underwritten", "included"]
        assert drafts["/obligations/drafts:counsel"] == (
            None,
            "obligor ctc; modality must; clause 5; due on 1999-04-26; status breached",
        )
        assert not [path for path in drafts if path.startswith("/obligations/drafts:counsel/")]
        assert "/remedies/drafts:counsel" in drafts

    def test_varies_a_reading_that_an_amendment_chose(self, service: Service) -> None:
        post_fact(service, amendment("1999-01-04", {"/readings/demand_join_test": "given"}))
        late = join("mochary", 10, mailed("1999-03-16"))
        demand = noticed(service, late)
        told = service.get(f"/v1/registrations/{demand}/sensitivity", as_of="1999-03-22").json()
        found = changes(told)
        assert ("demand_join_test", "given") not in found
        decision = found["demand_join_test", "received"]["/joins/mochary/decision"]
        assert decision == ("accepted", "refused")
        (line,) = (
            each for each in told["sensitivity"]["changes"] if each["option"] == "demand_join_test"
        )
        assert (line["now"], line["other"]) == ("given", "received")

    def test_before_the_demand_there_is_nothing(self, service: Service) -> None:
        assert service.get(f"{DEMAND}/sensitivity", as_of="1999-02-15").status_code == 404


class TestWhy:
    def test_counts_every_day_to_the_due_day(self, service: Service) -> None:
        told = service.get(f"{DEMAND}/why", as_of="1999-03-31").json()
        assert told["value"] == "1999-05-20"
        mail, *_, ninety = [count for count in told["counts"] if count["days"]]
        assert [(day["day"], day["number"]) for day in mail["days"]] == [
            ("1999-02-17", 1),
            ("1999-02-18", 2),
            ("1999-02-19", 3),
        ]
        assert [day["number"] for day in ninety["days"]] == list(range(1, 91))
        assert ninety["days"][-1]["day"] == "1999-05-20"

    def test_says_why_a_day_was_passed_over(self, service: Service) -> None:
        notice = {
            "kind": "notice_given",
            "holder": "wang",
            "delivery": {"method": "mail", "sent_on": "1999-05-28"},
        }
        assert service.post(f"{DEMAND}/events", notice).status_code == 201
        told = service.get(
            f"{DEMAND}/why", of="/windows/join/wang/notice_received_on", as_of="1999-06-30"
        ).json()
        passed = {
            day["day"]: day["why_not_counted"] for count in told["counts"] for day in count["days"]
        }
        assert passed["1999-05-29"] == "Saturday"
        assert passed["1999-05-31"] == "Memorial Day"
        assert passed["1999-06-01"] is None

    def test_a_value_without_a_source_is_not_explained(self, service: Service) -> None:
        response = service.get(f"{DEMAND}/why", of="/state", as_of="1999-03-31")
        assert response.status_code == 422
        (error,) = response.json()["errors"]
        assert (error["place"], error["pointer"]) == ("query", "of")

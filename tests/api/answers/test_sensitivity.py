"""What would change under other readings, and why a day is the day it is."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.rules.answers.sensitivity import NAMED_BY
from app.services.registrations import registrations
from tests.api.bodies import (
    amendment,
    fact,
    filed,
    handed_over,
    join,
    letter,
    letter_added,
    mailed,
    misleading,
    new_prospectus,
    prohibition,
)
from tests.api.calls import (
    demanded,
    effective_shelf,
    noticed,
    ok,
    post_event,
    post_fact,
    taken_down,
)
from tests.api.refusals import problem
from tests.running.service import Service

DEMAND = "/v1/registrations/ctc-example-demand"


def changes(answer: Any) -> dict[tuple[str, object], dict[str, tuple[object, object]]]:
    return {
        (each["option"], each["other"]): {
            found["path"]: (found.get("now"), found["becomes"]) for found in each["differences"]
        }
        for each in answer["sensitivity"]["changes"]
    }


class TestSensitivity:
    def test_names_the_readings_that_would_admit_a_late_holder(self, service: Service) -> None:
        found = changes(service.get(f"{DEMAND}/sensitivity", as_of="1999-03-31").json())
        late = "/joins/mochary/decision"
        assert found["roll_suffolk", True][late] == ("refused", "accepted")
        assert found["demand_join_test", "given"][late] == ("refused", "accepted")

    def test_says_the_gravest_difference_first(self, service: Service) -> None:
        answer = service.get(f"{DEMAND}/sensitivity", as_of="1999-03-31").json()
        said = {each["option"]: each["says"] for each in answer["sensitivity"]["changes"]}
        assert said["demand_join_test"].startswith(
            "joins, mochary, decision: accepted instead of refused, and "
        )
        assert said["mail_receipt"].startswith(
            "determination, decision: undetermined instead of accepted, and "
        )

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
            "obligor ctc; modality must; clause 5; due on 1999-04-26; status unconfirmed",
        )
        assert not [path for path in drafts if path.startswith("/obligations/drafts:counsel/")]
        # Clause 5 leaves no trace of its own: unconfirmed is no breach, and has no remedy.
        assert "/remedies/drafts:counsel" not in drafts

    def test_names_an_end_of_the_rights_by_time(self, service: Service) -> None:
        post_fact(service, fact("first_public_offering_effective", "1996-02-01"))
        told = service.get(f"/v1/registrations/{demanded(service)}/sensitivity").json()
        found = changes(told)["rights_end", "3_years_after_ipo"]
        assert found["/determination/decision"] == ("accepted", "refused")

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
        assert (line.get("now"), line["other"]) == ("given", "received")

    def test_tries_only_the_readings_that_are_named(self, service: Service) -> None:
        """The two together say of each what all together say; what is not relied on is left out."""
        path, day = f"{DEMAND}/sensitivity", "1999-03-31"
        whole = ok(service.get(path, as_of=day))["sensitivity"]
        named = ["roll_suffolk", "saturday_holiday_rule", "cap_measure"]
        some = ok(service.get(path, as_of=day, reading=named))["sensitivity"]
        assert some["changes"] == [each for each in whole["changes"] if each["option"] in named]
        assert some["without_effect"] == ["saturday_holiday_rule"]
        assert some["not_tried"] == []

    def test_refuses_a_reading_that_there_is_not(self, service: Service) -> None:
        response = service.get(f"{DEMAND}/sensitivity", reading=["roll_suffolk", "rolling"])
        (error,) = response.json()["errors"]
        assert (response.status_code, error["place"], error["pointer"]) == (422, "query", "reading")
        assert "GET /v1/readings" in error["detail"]

    def test_on_a_large_record_tries_some_readings_at_a_time(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The refusal names them all and how many to ask about; asked so, all is told in the end.

        The limit is set so that any record is a large one. A reading alone is always tried.
        """
        path, day = f"{DEMAND}/sensitivity", "1999-03-31"
        monkeypatch.setattr(registrations, "MOST_WORKED_OUT", 1)
        (error,) = problem(service.get(path, as_of=day), 422, "invalid_input")["errors"]
        assert (error["place"], error["pointer"]) == ("query", "reading")
        assert error["code"] == "too_many_readings"
        readings = error["detail"].rpartition("They are: ")[2].rstrip(".").split(", ")
        told = [
            ok(service.get(path, as_of=day, reading=reading))["sensitivity"] for reading in readings
        ]
        monkeypatch.undo()
        whole = ok(service.get(path, as_of=day))["sensitivity"]
        assert sorted(set(readings)) == sorted(
            {each["option"] for each in whole["changes"]} | set(whole["without_effect"])
        )
        found = [each for one in told for each in one["changes"]]
        assert sorted(found, key=str) == sorted(whole["changes"], key=str)

    def test_before_the_demand_there_is_nothing(self, service: Service) -> None:
        assert service.get(f"{DEMAND}/sensitivity", as_of="1999-02-15").status_code == 404


def explained_places(part: Any, place: str = "") -> Iterator[str]:
    """Every place of an answer that `explained_by` says where it comes from."""
    if isinstance(part, dict):
        for name in part.get("explained_by") or {}:
            yield f"{place}/{name}"
        for name, each in part.items():
            if name != "explained_by":
                yield from explained_places(each, f"{place}/{name}")
    elif isinstance(part, list):
        for number, each in enumerate(part):
            named = (each.get(name) for name in NAMED_BY) if isinstance(each, dict) else ()
            name = next((found for found in named if found is not None), number)
            yield from explained_places(each, f"{place}/{name}")


class TestWhy:
    def test_counts_every_day_to_the_due_day(self, service: Service) -> None:
        told = service.get(f"{DEMAND}/why", as_of="1999-03-31").json()
        assert told["value"] == "1999-05-20"
        # The line from which it comes is the last of those that are shown.
        assert told["source"] == f"step:{told['counts'][-1]['step']}"
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
            day["day"]: day.get("why_not_counted")
            for count in told["counts"]
            for day in count["days"]
        }
        assert passed["1999-05-29"] == "Saturday"
        assert passed["1999-05-31"] == "Memorial Day"
        assert passed["1999-06-01"] is None

    def test_counts_the_days_given_back_to_a_shelf_once_each(self, service: Service) -> None:
        """A prohibition of ten days, the last three of them also days of a hold that lasts five."""
        shelf = effective_shelf(
            service,
            prohibition("1999-11-10", 10),
            misleading("1999-11-17"),
            new_prospectus("1999-11-21"),
        )
        path = f"/v1/registrations/{shelf}/why"
        told = ok(service.get(path, of="/obligations/maintain/due_on", as_of="1999-12-01"))
        assert told["value"] == "2000-11-13"
        *_, given_back, added = [count for count in told["counts"] if count["days"]]
        assert [(day["day"], day["number"]) for day in given_back["days"]] == [
            (f"1999-11-{number + 9}", number) for number in range(1, 13)
        ]
        assert (added["days"][0]["day"], added["days"][-1]["day"]) == ("2000-11-02", "2000-11-13")
        assert added["days"][-1]["number"] == 12

    def test_answers_for_every_day_that_is_explained(self, service: Service) -> None:
        """No value that the answer explains leads to an error."""
        shelf = effective_shelf(
            service,
            prohibition("1999-11-10", 10),
            prohibition("2000-01-10", 10),
            misleading("1999-12-01"),
        )
        takedown = taken_down(service, shelf)
        more = letter(handed_over("2000-02-01"), {"wang": 5})
        post_event(service, takedown, letter_added(more))
        for registration in (shelf, takedown):
            answer = ok(service.get(f"/v1/registrations/{registration}", as_of="2000-02-10"))
            for place in explained_places(answer["result"]):
                path = f"/v1/registrations/{registration}/why"
                assert service.get(path, of=place, as_of="2000-02-10").status_code == 200, place

    def test_a_value_without_a_source_is_not_explained(self, service: Service) -> None:
        response = service.get(f"{DEMAND}/why", of="/state", as_of="1999-03-31")
        assert response.status_code == 422
        (error,) = response.json()["errors"]
        assert (error["place"], error["pointer"]) == ("query", "of")

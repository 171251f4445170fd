"""Calendars and rolls of an agreement's own: what it says expressly no reading touches.

Spectrum's letter of Tuesday 16 February 1999, by mail, is received on Friday the 19th.
"""

import json
from typing import Any

import pytest

from app.services.agreements.templates import template
from tests.api.bodies import Json, agreement, holder, mailed, notice
from tests.api.calls import demanded, make_agreement, ok, post_event, read_registration, window
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("spectrum", 500_000), holder("wang", 2_000)]
BANKS = {"banks": {"closed": ["us-fed"]}}
TO_NEXT = {"moves": "next", "off": {"calendars": ["banks"]}, "law": "clause 9.4"}
OWN: Json = {"calendars": BANKS, "business_day": {"calendar": "banks"}, "rolls": {"own": TO_NEXT}}


def joined(count: int, unit: str = "day", **more: Any) -> Json:
    within = {"$replace": True, "count": count, "unit": unit, "after": "notice.sent"} | more
    return {"join": {"within": within}}


def last_day(
    service: Service,
    mailed_on: str,
    *,
    called: str = "calendars",
    readings: Json | None = None,
    **said: Any,
) -> Any:
    """The last day of a window to join by a notice mailed on a day, with its working."""
    said |= {"readings": readings or {}}
    body = agreement(called, overrides=said, holders=HELD)
    asked = demanded(service, agreement=make_agreement(service, body)["result"]["id"])
    post_event(service, asked, notice("wang", mailed(mailed_on)))
    answer = ok(service.get(f"/v1/registrations/{asked}", as_of="1999-06-10"))
    steps = [step for step in answer["explanation"]["steps"] if step["rule"] in COUNTED]
    return window(read_registration(service, asked, as_of="1999-06-10"), "wang")["last_day"], steps


COUNTED = ("clock.roll", "clock.count", "period.roll", "period.count")


class TestALastDay:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            # Twenty days from Tuesday 30 March 1999 end on Patriots' Day, Monday 19 April.
            ({}, "1999-04-20"),
            ({"governing_law": "Delaware"}, "1999-04-20"),
            ({"deadline_roll": None}, "1999-04-19"),
            ({"deadline_roll": "none"}, "1999-04-19"),
            (OWN | {"deadline_roll": "own"}, "1999-04-19"),
        ],
    )
    def test_on_a_holiday_of_the_place(self, service: Service, said: Json, expected: str) -> None:
        found, _ = last_day(service, "1999-03-30", demand=joined(20), **said)
        assert found == expected

    @pytest.mark.parametrize(
        ("roll", "expected"),
        [
            # Twenty days from Sunday 9 May 1999 end on Saturday the 29th; Monday is Memorial Day.
            (TO_NEXT, "1999-06-01"),
            (TO_NEXT | {"moves": "previous"}, "1999-05-28"),
            (TO_NEXT | {"off": {"weekdays": ["saturday"]}}, "1999-05-30"),
            (TO_NEXT | {"off": {"weekdays": ["saturday"]}, "to": "banks"}, "1999-06-01"),
            (TO_NEXT | {"off": {"weekdays": ["sunday"]}, "to": "banks"}, "1999-05-29"),
        ],
    )
    def test_moves_as_the_roll_says(self, service: Service, roll: Json, expected: str) -> None:
        said: Json = OWN | {"rolls": {"own": roll}, "deadline_roll": "own"}
        assert last_day(service, "1999-05-09", demand=joined(20), **said)[0] == expected

    def test_moves_by_the_roll_of_its_clock(self, service: Service) -> None:
        said: Json = OWN | {"deadline_roll": None}
        found, steps = last_day(service, "1999-05-09", demand=joined(20, roll="own"), **said)
        assert found == "1999-06-01"
        moved = [step for step in steps if step["rule"] == "clock.roll"]
        assert all("terms:/rolls/own/law" in str(step["inputs"]) for step in moved)
        assert moved

    @pytest.mark.parametrize(
        ("places", "more", "expected"),
        [
            # Five business days from Monday 10 May 1999; the 13th is Ascension Day in Paris.
            (["us-fed"], {}, "1999-05-17"),
            (["fr-paris-banks"], {}, "1999-05-18"),
            (["us-fed"], {"extra_closed": ["1999-05-11", "1999-05-12"]}, "1999-05-19"),
            (["fr-paris-banks"], {"extra_open": ["1999-05-13"]}, "1999-05-17"),
            (["us-fed"], {"weekend": ["friday", "saturday"]}, "1999-05-17"),
            (["us-fed"], {"weekend": []}, "1999-05-15"),
        ],
    )
    def test_is_counted_on_the_business_days_that_are_said(
        self, service: Service, places: list[str], more: Json, expected: str
    ) -> None:
        calendars = {"banks": {"closed": places} | more}
        said: Json = {"calendars": calendars, "business_day": {"calendar": "banks"}}
        count = joined(5, "business_day")
        found, _ = last_day(service, "1999-05-10", demand=count, deadline_roll=None, **said)
        assert found == expected
        named = joined(5, "business_day", calendar="banks")
        found, _ = last_day(
            service,
            "1999-05-10",
            called="named",
            demand=named,
            deadline_roll=None,
            calendars=calendars,
        )
        assert found == expected


class TestReadings:
    def test_have_no_part_in_what_is_said(self, service: Service) -> None:
        said: Json = OWN | {"deadline_roll": "own"}
        counted = joined(20, "business_day")
        plain, steps = last_day(service, "1999-03-30", demand=counted, **said)
        assert [step["readings"] for step in steps if step["readings"]] == []
        others = {
            "deadline_roll": "none",
            "business_day_calendar": "fed+ma+ny",
            "extra_closed": ["1999-04-05", "1999-04-06"],
            "lowercase_business_day_is_defined": False,
            "backward_roll": "forward",
        }
        found, _ = last_day(
            service, "1999-03-30", called="others", readings=others, demand=counted, **said
        )
        assert found == plain

    def test_choose_where_nothing_is_said(self, service: Service) -> None:
        _, steps = last_day(service, "1999-03-30", demand=joined(20))
        assert any("deadline_roll" in step["readings"] for step in steps)


def whole(**changed: Any) -> Json:
    document: Json = json.loads(template("ctc-1998").terms.canonical)
    return document | changed


class TestTheNineties:
    def test_are_counted_on_calendars_of_the_agreement(self, stateless_service: Service) -> None:
        """Five days from Tuesday 29 June 1993 are Sunday 4 July, kept on Monday the 5th."""
        terms = whole(**OWN, deadline_roll="own", agreement_date="1992-01-02")
        body = {"terms": terms, "event_on": "1993-06-29", "count": 5}
        answer = ok(stateless_service.post("/v1/compute/deadline", body))
        assert answer["result"]["last_day"] == "1993-07-06"

    def test_are_out_of_reach_of_the_readings(self, stateless_service: Service) -> None:
        body = {"terms": whole(agreement_date="1992-01-02")}
        refused = stateless_service.post("/v1/compute/terms-check", body)
        assert refused.status_code == 422


class TestRefused:
    @pytest.mark.parametrize(
        ("said", "pointer"),
        [
            ({"calendars": {"b": {"closed": ["mars"]}}}, "/overrides/calendars/b/closed/0"),
            ({"business_day": {"calendar": "b"}}, "/overrides/business_day/calendar"),
            ({"deadline_roll": "own"}, "/overrides/deadline_roll"),
            ({"rolls": {"own": TO_NEXT}}, "/overrides/rolls/own/off/calendars/0"),
            (
                {"calendars": BANKS, "rolls": {"none": TO_NEXT}},
                "/overrides/rolls/none",
            ),
            (
                {"rolls": {"own": {"moves": "next", "off": {}, "law": "x"}}},
                "/overrides/rolls/own/off",
            ),
        ],
    )
    def test_what_is_not_there_or_never_moves(
        self, service: Service, said: Json, pointer: str
    ) -> None:
        refused = service.post("/v1/agreements", agreement("refused", overrides=said, holders=HELD))
        assert refused.status_code == 422
        assert pointer in faults(refused)

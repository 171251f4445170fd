"""Clocks of the terms over HTTP: each is counted from what it says, and the working names it.

Spectrum's letter of Tuesday 16 February 1999, by mail, is received on Friday the 19th.
"""

from typing import Any

import pytest

from app.services.agreements.templates import template, with_overrides
from tests.api.bodies import Json, agreement, filed, holder, mailed, notice
from tests.api.calls import (
    demanded,
    make_agreement,
    obligation,
    ok,
    post_event,
    post_fact,
    read_registration,
    window,
)
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("spectrum", 500_000), holder("wang", 2_000)]
REPLACED = {"$replace": True}


def days(count: int, start: str, **more: Any) -> Json:
    return {"count": count, "unit": "day", "after": start} | more | REPLACED


def made(service: Service, **overrides: Any) -> str:
    """An agreement whose Company has only the one period to effect a registration in."""
    demand = {"short_form": None} | overrides.pop("demand", {})
    body = agreement("clocks", overrides={"demand": demand, **overrides}, holders=HELD)
    identifier: str = make_agreement(service, body)["result"]["id"]
    return identifier


class TestAWindowToJoin:
    @pytest.mark.parametrize(
        ("within", "last_day"),
        [
            # Mailed on Monday 1 March 1999, received on Thursday the 4th: 20 days from either;
            # Sunday the 21st moves to the Monday.
            (days(20, "notice.sent"), "1999-03-22"),
            (days(20, "notice.sent", roll="none"), "1999-03-21"),
            (days(20, "notice.received"), "1999-03-24"),
            ({"anchor": "mailed"}, "1999-03-22"),
            ({"anchor": "notice_received"}, "1999-03-24"),
            (
                {
                    "latest": [
                        {"count": 10, "unit": "business_day", "after": "notice.sent"},
                        {"count": 8, "unit": "day", "after": "notice.received"},
                    ]
                }
                | REPLACED,
                "1999-03-15",
            ),
        ],
    )
    def test_runs_from_what_the_terms_say(
        self, service: Service, within: Json, last_day: str
    ) -> None:
        made_so = made(service, demand={"join": {"within": within}})
        asked = demanded(service, agreement=made_so)
        post_event(service, asked, notice("wang", mailed("1999-03-01")))
        found = read_registration(service, asked, as_of="1999-03-10")
        assert window(found, "wang")["last_day"] == last_day


def due(result: Json) -> Any:
    return obligation(result, "effect")["due_on"]


def whole(service: Service, registration: str, as_of: str) -> Json:
    """The answer with its working."""
    answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=as_of))
    return answer


class TestTheDeadline:
    def test_counts_from_filing(self, service: Service) -> None:
        """Ninety days from the filing of Monday 3 May 1999 end on Sunday 1 August: the 2nd."""
        within = days(90, "registration.filed")
        made_so = made(service, demand={"effect_within": within})
        asked = demanded(service, agreement=made_so)
        before = whole(service, asked, "1999-05-01")
        assert due(before["result"]) is None
        missing = {each["name"]: each["posted_as"] for each in before["missing_inputs"]}
        assert missing["registration.filed"] == "filed.occurred_on"
        post_event(service, asked, filed("1999-05-03"))
        after = whole(service, asked, "1999-05-04")
        assert due(after["result"]) == "1999-08-02"
        counted = next(
            step for step in after["explanation"]["steps"] if step["rule"] == "clock.count"
        )
        assert counted["says"].startswith("90 days after the filing (3 May 1999) is Sunday")

    def test_is_the_earlier_of_two(self, service: Service) -> None:
        """100 days from 19 February are 30 May, a Sunday before Memorial Day; 10 from filing."""
        within = {
            "earliest": [
                {"count": 100, "unit": "day", "after": "request.received"},
                {"count": 10, "unit": "day", "after": "registration.filed"},
            ]
        } | REPLACED
        made_so = made(service, demand={"effect_within": within})
        asked = demanded(service, agreement=made_so)
        before = read_registration(service, asked, as_of="1999-03-01")
        assert due(before) == "1999-06-01"
        post_event(service, asked, filed("1999-05-03"))
        after = read_registration(service, asked, as_of="1999-05-04")
        assert due(after) == "1999-05-13"

    def test_waits_for_an_event_and_counts_an_expected_day_until_then(
        self, service: Service
    ) -> None:
        events = {"closing": {"says": "Closing of the purchase", "expected": "1999-06-01"}}
        made_so = made(service, demand={"effect_within": days(30, "event.closing")}, events=events)
        asked = demanded(service, agreement=made_so)
        expected = read_registration(service, asked, as_of="1999-03-01")
        assert due(expected) == "1999-07-01"
        happened = {"kind": "event_happened", "occurred_on": "1999-06-10", "event": "closing"}
        post_fact(service, happened, made_so)
        found = read_registration(service, asked, as_of="1999-06-11")
        assert due(found) == "1999-07-10"
        again = happened | {"occurred_on": "1999-06-11"}
        refused = service.post(f"/v1/agreements/{made_so}/events", again)
        assert faults(refused) == {"/event": "already_recorded"}

    def test_of_filing_stands_beside_it(self, service: Service) -> None:
        """To file within 45 days of the request's giving: 16 February and 45 days is 2 April."""
        statement = {"standard": None, "within": days(45, "request.given")}
        made_so = made(service, registration_statement=statement)
        asked = demanded(service, agreement=made_so)
        found = read_registration(service, asked, as_of="1999-03-01")
        assert obligation(found, "file")["due_on"] == "1999-04-02"


def test_a_word_that_nothing_honours_makes_no_agreement(service: Service) -> None:
    body = {"template": "ctc-1998", "overrides": {"demand": {"join": {"within": {"anchor": "x"}}}}}
    where = "/overrides/demand/join/within/anchor"
    assert faults(service.post("/v1/agreements", body)) == {where: "anchor_not_honoured"}


def test_mail_is_received_as_counted_from_its_own_day(service: Service) -> None:
    """Handed over, and received two days after the handing over, whatever `given` says."""
    received = {"clause": "9(b)", "count": 2, "unit": "day", "anchor": "delivered", "roll": "none"}
    terms = with_overrides(
        template("ctc-1998").terms,
        {"notices": {"methods": {"mail": {"given": "sent", "received": received}}}},
    )
    body = {
        "terms": terms.model_dump(mode="json"),
        "delivery": {"method": "mail", "sent_on": "1999-02-16", "delivered_on": "1999-02-18"},
    }
    found = ok(service.post("/v1/compute/deemed-receipt", body))
    assert found["result"]["received_on"] == "1999-02-20"

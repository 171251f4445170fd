"""Shelves that an event calls for, several of them, and how long a statement is kept effective.

A blank-check company's agreement of 2 January 2025 with a resale shelf owed after the closing of
Monday 3 February 2025: filed within 30 days, on 5 March; effective within 90, on 4 May, or within
120, on 3 June, if the Commission has comments. No last day moves. a holds 600,000 shares, b
400,000; nobody has to ask.
"""

from typing import Any, ClassVar

import pytest

from tests.api.bodies import (
    Json,
    all_sold,
    amendment,
    declared_effective,
    filed,
    handed_over,
    holder,
    letter,
    prohibition,
    sold,
)
from tests.api.calls import decided, make_agreement, ok, post_fact, read_registration
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("a", 600_000), holder("b", 400_000)]
CLOSED = {"kind": "event_happened", "event": "closing", "occurred_on": "2025-02-03"}
COMMENTS = {"kind": "stage_reached", "stage": "comments_received", "occurred_on": "2025-03-20"}
AFTER = {"count": 90, "unit": "day", "after": "event.closing"}
RESALE: Json = {
    "clause": "2.1",
    "trigger": "event.closing",
    "effort": None,
    "covers": "all",
    "file_within": {"count": 30, "unit": "day", "after": "event.closing"},
    "effect_within": {
        "cases": [
            {"if": {"happened": "registration.comments_received"}, "then": AFTER | {"count": 120}},
            {"then": AFTER},
        ]
    },
}
PERIOD = {
    "clause": "2.2",
    "standard": "best_efforts",
    "keep_effective": {"count": 3, "unit": "year", "after": "event.closing"},
}
IN_MARCH = (filed("2025-03-03"), declared_effective("2025-03-20"))
TOLD: Json = {"clause": "2.1", "standard": None, "within": AFTER | {"count": 5}}
OF_WHAT_IS_ASKED: Json = {
    "covers": "asked",
    "notice_to_holders": TOLD,
    "join": {"within": {"count": 10, "unit": "day", "after": "notice.given"}},
}
STOPS: Json = {
    "$replace": True,
    "clause": "2.5",
    "limits": [{"counts": "days", "limit": 90}],
    "grounds": [],
    "prohibition_needs_notice": True,
    "stops": {"sales": ["shelf"]},
}
TERMS: Json = {
    "demands": None,
    "events": {"closing": {"says": "Closing"}},
    "shelf": RESALE,
    "shelf_period": PERIOD,
}


def made(service: Service, **more: Any) -> None:
    body = {"template": "blank-check", "id": "resale", "overrides": TERMS | more, "holders": HELD}
    make_agreement(service, body)


def called(service: Service, *facts: Json, **more: Any) -> str:
    """The shelf of an agreement whose closing is on record, and what has happened to it."""
    post_fact(service, CLOSED, "resale")
    body = {"id": "shelf", "called_for_on": "2025-02-03"} | more
    ok(service.post("/v1/agreements/resale/shelves", body), 201)
    for fact in facts:
        ok(service.post("/v1/registrations/shelf/events", fact), 201)
    return "shelf"


def duty(service: Service, name: str, as_of: str) -> Any:
    owed = read_registration(service, "shelf", as_of=as_of)["obligations"]
    found = next(each for each in owed if each["id"] == name)
    return found["due_on"], found["status"], found["obligees"]


class TestByItself:
    def test_has_its_days_and_everybody_in_it(self, service: Service) -> None:
        made(service)
        called(service)
        found = read_registration(service, "shelf", as_of="2025-02-10")
        assert decided(found) == ("accepted", None)
        assert duty(service, "effect", "2025-02-10") == ("2025-05-04", "open", ["a", "b"])
        assert duty(service, "file", "2025-02-10")[0] == "2025-03-05"
        shares = {each["seller"]: each["included"] for each in found["allocation"]["lines"]}
        assert shares == {"a": 600_000, "b": 400_000}
        audit_registration(service, "shelf", "resale", as_of="2025-02-10")

    def test_is_broken_without_anybody_asking(self, service: Service) -> None:
        made(service)
        called(service)
        assert duty(service, "effect", "2025-05-05")[1] == "breached"

    def test_is_owed_to_nobody_once_everybody_has_sold_all(self, service: Service) -> None:
        made(service)
        called(service)
        for seller, shares in (("a", 600_000), ("b", 400_000)):
            post_fact(service, sold("2025-03-03", seller, shares), "resale")
        for day in ("2025-03-03", "2025-05-05"):
            assert duty(service, "effect", day)[1:] == ("excused", [])

    def test_waits_for_whoever_may_yet_ask(self, service: Service) -> None:
        """Nobody is told and no window runs: a Holder may ask on any day."""
        made(service, shelf=RESALE | {"covers": "asked", "notice_to": "nobody"})
        called(service)
        assert duty(service, "effect", "2025-02-10")[1] == "open"

    def test_has_a_later_day_if_the_commission_comments(self, service: Service) -> None:
        made(service)
        called(service, filed("2025-02-28", "S-1"), COMMENTS)
        assert duty(service, "effect", "2025-05-05") == ("2025-06-03", "open", ["a", "b"])

    def test_takes_in_what_is_held_on_that_day(self, service: Service) -> None:
        made(service)
        post_fact(service, sold("2025-01-15", "b", 400_000), "resale")
        called(service)
        assert duty(service, "effect", "2025-02-10")[2] == ["a"]

    def test_is_refused_once_the_rights_have_ended(self, service: Service) -> None:
        made(service, ends={"all": {"clause": "9", "on": {"date": "2025-02-01"}}})
        found = read_registration(service, called(service), as_of="2025-02-10")
        assert decided(found) == ("refused", "RIGHTS_ENDED")

    def test_is_begun_once(self, service: Service) -> None:
        made(service)
        called(service)
        again = service.post("/v1/agreements/resale/shelves", {"called_for_on": "2025-02-03"})
        assert [each["code"] for each in again.json()["errors"]] == ["already_begun"]
        assert "'shelf'" in again.json()["errors"][0]["detail"]

    def test_is_left_by_a_holder_that_does_not_want_to_be_in_it(self, service: Service) -> None:
        """b holds 400,000 of the million shares, and says on 20 February that it stays out."""
        made(service)
        out = {"kind": "withdrawn", "occurred_on": "2025-02-20", "holders": ["b"]}
        called(service, filed("2025-02-12"), out, declared_effective("2025-03-20"))
        found = read_registration(service, "shelf", as_of="2025-03-21")
        shares = {each["seller"]: each["included"] for each in found["allocation"]["lines"]}
        assert shares == {"a": 600_000}
        assert duty(service, "effect", "2025-03-21")[2] == ["a"]
        asked = {"on": "2025-03-21", "manner": "under_registration"}
        path = "/v1/agreements/resale/may-sell"
        may = {each: ok(service.get(path, holder=each, **asked))["result"] for each in ("a", "b")}
        assert {name: each["may_sell"] for name, each in may.items()} == {"a": "yes", "b": "no"}

    @pytest.mark.parametrize(
        ("end", "expected"),
        [
            ({"effect": "suspends"}, ["a"]),
            ({"effect": "suspends", "rights": ["shelf"]}, ["a"]),
            ({"effect": "ends"}, ["a"]),
            ({"effect": "ends", "shares": "do_not_count"}, ["a"]),
            ({"effect": "suspends", "rights": ["incidental"]}, ["a", "b"]),
            ({"effect": "not_told"}, ["a", "b"]),
        ],
    )
    def test_leaves_out_whoever_is_without_rights_on_that_day(
        self, service: Service, end: Json, expected: list[str]
    ) -> None:
        """It is stated of b on 3 January; the shelf is called for on 3 February."""
        out = {"clause": "9", "for": "holder", "on": {"when": {"asserted": "out"}}} | end
        said = {"out": {"says": "It is out", "if_not_stated": "fails"}}
        made(service, conditions=said, ends={"out": out})
        stated = {"kind": "condition_stated", "condition": "out", "holder": "b"}
        post_fact(service, stated | {"occurred_on": "2025-01-03"}, "resale")
        name = called(service)
        found = read_registration(service, name, as_of="2025-02-10")
        assert sorted(found["determination"]["requesters"]) == expected

    @pytest.mark.parametrize(
        ("day", "reaches", "more", "expected"),
        [
            ("2025-04-01", True, (), "2025-06-03"),
            ("2025-04-01", False, (), "2025-05-04"),
            # It had run out, or was done, before the change.
            ("2025-05-06", True, (), "2025-05-04"),
            ("2025-04-01", True, IN_MARCH, "2025-05-04"),
        ],
    )
    def test_has_the_day_that_an_amendment_gives_it(
        self, service: Service, day: str, reaches: bool, more: tuple[Json, ...], expected: str
    ) -> None:
        """Ninety days after 3 February end on 4 May, 120 on 3 June."""
        made(service, shelf=RESALE | {"effect_within": AFTER})
        called(service, *more)
        changes = {"/shelf/effect_within/count": 120}
        signed = amendment(day, changes, "a", "b", reaches_requested=reaches)
        post_fact(service, signed, "resale")
        assert duty(service, "effect", "2025-05-07")[0] == expected

    def test_is_kept_effective_to_the_day_of_a_clock(self, service: Service) -> None:
        made(service)
        called(service, filed("2025-02-28", "S-1"), declared_effective("2025-04-01"))
        windows = read_registration(service, "shelf", as_of="2025-06-01")["windows"]
        assert windows["effectiveness"]["last_day"] == "2028-02-03"

    @pytest.mark.parametrize("of_all", [None, PERIOD])
    def test_is_kept_effective_as_it_says_itself(self, service: Service, of_all: Json) -> None:
        """Two years after effectiveness, and the ten days of a prohibition besides."""
        own = {"count": 2, "unit": "year", "after": "registration.effective"}
        made(
            service,
            shelf=RESALE | {"keep_effective": own},
            shelf_period=of_all,
            delay=STOPS,
            tolling={"$replace": True},
            given_back={
                "refraining": {
                    "clause": "2.5",
                    "lost": "prohibition",
                    "extends": ["keep_shelf"],
                    "counted": "both_ends",
                }
            },
        )
        told = {each: handed_over("2025-06-02") for each in "ab"}
        stop = prohibition("2025-06-02", 10, told, transaction_considered_from="2025-05-01")
        effective = declared_effective("2025-04-01")
        called(service, filed("2025-02-28", "S-1"), effective, stop)
        found = read_registration(service, "shelf", as_of="2025-07-01")
        assert found["windows"]["effectiveness"]["last_day"] == "2027-04-11"
        kept = next(each for each in found["obligations"] if each["id"] == "maintain")
        shown = [kept[name] for name in ("due_on", "status", "standard", "clause")]
        assert shown == ["2027-04-11", "open", "best_efforts", "2.2" if of_all else "2.1"]
        days = {"2027-04-11": "effective", "2027-04-12": "expired"}
        for day, state in days.items():
            assert read_registration(service, "shelf", as_of=day)["state"] == state

    def test_is_a_shelf_to_sell_from(self, service: Service) -> None:
        ranks = {"clause": "3.3", "advice_in_writing": True, "ranks": [["holders"], ["company"]]}
        terms = TERMS | {"shelf_period": None, "takedown_cutback": ranks}
        body = {"template": "blank-check", "overrides": terms}
        checked = ok(service.post("/v1/compute/terms-check", body), 200)
        assert "no_shelf" not in {each["code"] for each in checked["result"]["findings"]}

    def test_of_days_that_no_stop_takes_gives_none_back(self, service: Service) -> None:
        given_back = {
            name: {"clause": "2.5", "lost": name, "extends": ["keep_shelf"], "counted": "both_ends"}
            for name in ("delay", "prohibition", "hold")
        }
        terms = TERMS | {"tolling": {"$replace": True}, "given_back": given_back}
        body = {"template": "blank-check", "overrides": terms}
        checked = ok(service.post("/v1/compute/terms-check", body), 200)
        found = {each["pointer"] for each in checked["result"]["findings"]}
        assert found >= {"/given_back/delay/lost", "/given_back/prohibition/lost"}
        assert "/given_back/hold/lost" not in found

    @pytest.mark.parametrize(
        ("body", "place", "code"),
        [
            ({"called_for_on": "2025-02-04"}, "/called_for_on", "not_called_for_by_event"),
            (
                {"letters": [letter(handed_over("2025-02-04"), {"a": 1})]},
                "/called_for_on",
                "called_for_by_event",
            ),
        ],
    )
    def test_begins_on_the_day_of_the_event_alone(
        self, service: Service, body: Json, place: str, code: str
    ) -> None:
        made(service)
        post_fact(service, CLOSED, "resale")
        refused = service.post("/v1/agreements/resale/shelves", body)
        assert faults(refused) == {place: code}

    def test_waits_for_the_event(self, service: Service) -> None:
        made(service)
        body = {"called_for_on": "2025-02-03"}
        refused = service.post("/v1/agreements/resale/shelves", body)
        assert faults(refused) == {"/called_for_on": "not_called_for_by_event"}

    @pytest.mark.parametrize(
        ("said", "place", "code"),
        [
            (
                {"file_within": {"count": 30, "unit": "day", "after": "request.given"}},
                "/overrides/shelf/file_within/after",
                "moment_not_honoured",
            ),
            (
                OF_WHAT_IS_ASKED
                | {"notice_to_holders": TOLD | {"within": AFTER | {"after": "request.received"}}},
                "/overrides/shelf/notice_to_holders/within/after",
                "moment_not_honoured",
            ),
            ({"trigger": "event.merger"}, "/overrides/shelf/trigger", "event_not_declared"),
            ({"trigger": "registration.filed"}, "/overrides/shelf/trigger", "moment_not_honoured"),
        ],
    )
    def test_counts_from_what_there_is(
        self, service: Service, said: Json, place: str, code: str
    ) -> None:
        body = {"template": "blank-check", "overrides": TERMS | {"shelf": RESALE | said}}
        assert faults(service.post("/v1/agreements", body)).get(place) == code

    def test_is_missed_until_it_is_begun_on_the_record(self, service: Service) -> None:
        def told() -> list[str]:
            read = ok(service.get("/v1/agreements/resale", as_of="2025-03-10"))
            return [each["code"] for each in read["warnings"]]

        made(service)
        assert "SHELF_NOT_BEGUN" not in told()
        post_fact(service, CLOSED, "resale")
        assert told().count("SHELF_NOT_BEGUN") == 1
        ok(service.post("/v1/agreements/resale/shelves", {"called_for_on": "2025-02-03"}), 201)
        assert "SHELF_NOT_BEGUN" not in told()

    def test_tells_the_holders_by_a_day_counted_from_it(self, service: Service) -> None:
        """Of what they ask for: told by the fifth day after the closing, they join in ten."""
        made(service, shelf=RESALE | OF_WHAT_IS_ASKED)
        called(service)
        assert duty(service, "notice:a", "2025-02-08") == ("2025-02-08", "open", ["a"])
        assert duty(service, "notice:a", "2025-02-10")[1] == "breached"


class TestSeveral:
    TWO: ClassVar[Json] = {
        "shelf": None,
        "shelves": {
            "resale": RESALE,
            "warrants": RESALE
            | {
                "clause": "2.4",
                "file_within": {"count": 15, "unit": "business_day", "after": "event.closing"},
                "keep_effective": {"at": "registration.distributed"},
            },
        },
    }

    def test_are_told_apart_by_their_names(self, service: Service) -> None:
        made(service, **self.TWO)
        called(service, shelf="warrants")
        # Fifteen business days after 3 February 2025: Presidents' Day, the 17th, is none.
        assert duty(service, "file", "2025-02-10")[0] == "2025-02-25"

    def test_must_be_named(self, service: Service) -> None:
        made(service, **self.TWO)
        post_fact(service, CLOSED, "resale")
        path, body = "/v1/agreements/resale/shelves", {"called_for_on": "2025-02-03"}
        assert faults(service.post(path, body))["/shelf"] == "right_not_named"
        assert faults(service.post(path, body | {"shelf": "x"}))["/shelf"] == "no_such_right"

    def test_may_be_kept_until_all_is_sold(self, service: Service) -> None:
        made(service, **self.TWO)
        facts = (filed("2025-02-14", "S-1"), declared_effective("2025-03-03"))
        called(service, *facts, shelf="warrants")
        kept = read_registration(service, "shelf", as_of="2031-01-01")
        assert (kept["state"], kept["windows"]["effectiveness"]["last_day"]) == ("effective", None)
        ok(service.post("/v1/registrations/shelf/events", all_sold("2031-01-02")), 201)
        assert read_registration(service, "shelf", as_of="2031-02-01")["state"] == "closed"

    def test_have_names_of_their_own(self, service: Service) -> None:
        twice = {**self.TWO, "shelves": {"demand": RESALE}}
        body = {"template": "blank-check", "overrides": TERMS | twice}
        assert service.post("/v1/agreements", body).status_code == 422


def test_a_right_is_not_given_to_nobody(service: Service) -> None:
    overrides = {"demand": {"who": {"members": [], "anyone": True}}}
    refused = service.post("/v1/agreements", {"template": "ctc-1998", "overrides": overrides})
    assert set(faults(refused)) == {"/overrides/demand/who"}


def test_a_shelf_that_only_one_without_rights_asks_for_is_refused(service: Service) -> None:
    overrides = {
        "readings": {"shelf_on_request": True},
        "conditions": {"barred": {"says": "barred"}},
        "ends": {
            "a": {
                "for": "holder",
                "effect": "suspends",
                "rights": ["shelf"],
                "on": {"when": {"asserted": "barred"}},
            }
        },
    }
    body = {"template": "ctc-1998", "id": "barred", "overrides": overrides, "holders": HELD}
    make_agreement(service, body)
    stated = {"kind": "condition_stated", "condition": "barred", "holder": "b"}
    post_fact(service, stated | {"occurred_on": "1999-05-01"}, "barred")
    asked = {"letters": [letter(handed_over("1999-06-01"), {"b": 300_000})]}
    found = ok(service.post("/v1/agreements/barred/shelves", asked), 201)["result"]
    assert decided(found) == ("refused", "HOLDER_WITHOUT_RIGHTS")


def test_a_prohibition_under_a_demand_is_lifted(service: Service) -> None:
    """What may be prohibited may be let go: 30 days from 1 June 1999, lifted on the tenth."""
    delay: Json = {
        "$replace": True,
        "clause": "2.5",
        "limits": [{"counts": "days", "limit": 60}],
        "grounds": [],
        "prohibition_needs_notice": True,
        "stops": {"registrations": ["demand"], "sales": ["demand"]},
    }
    make_agreement(
        service,
        {
            "template": "ctc-1998",
            "id": "lifted",
            "overrides": {"delay": delay},
            "holders": [holder("spectrum", 500_000)],
        },
    )
    asked = {"id": "asked", "letters": [letter(handed_over("1999-02-19"), {"spectrum": 400_000})]}
    ok(service.post("/v1/agreements/lifted/demands", asked), 201)
    for fact in (
        filed("1999-04-05"),
        declared_effective("1999-05-18"),
        prohibition("1999-06-01", 30, {"spectrum": handed_over("1999-06-01")}),
        {"kind": "prohibition_lifted", "occurred_on": "1999-06-10"},
    ):
        ok(service.post("/v1/registrations/asked/events", fact), 201)
    found = read_registration(service, "asked", as_of="1999-06-15")
    assert found["overlays"] == []
    budget = found["suspension_budget"]["limits"][0]
    assert (budget["used"], budget["left"]) == (9, 51)


SPAN = {"count": 180, "unit": "day", "after": "ipo.effective"}


@pytest.mark.parametrize(
    ("overrides", "place", "code"),
    [
        (
            {
                "events": {"closing": {"says": "Closing"}},
                "shelf": {"$replace": True} | RESALE,
                "standstills": {
                    "a": {
                        "clause": "2",
                        "rights": ["shelf"],
                        "around": {"initiated_for": ["company"]},
                        "effect": "refuse",
                        "from": {"at": "registration.filed"},
                        "until": {"at": "registration.effective"},
                    }
                },
            },
            "/standstills/a/rights",
            "effect_not_honoured",
        ),
        (
            {
                "demand": {
                    "opens": None,
                    "open": {"from": SPAN | {"edge": "on"}, "until": SPAN | {"count": 90}},
                }
            },
            "/demand/open",
            "no_day_in_it",
        ),
        (
            {
                "holdback": None,
                "holdbacks": {
                    "a": {
                        "clause": "2",
                        "from": {"count": 90, "unit": "day", "after": "registration.effective"},
                        "until": {"count": 7, "unit": "day", "before": "registration.effective"},
                    }
                },
            },
            "/holdbacks/a",
            "no_day_in_it",
        ),
        (
            {"ends": {"a": {"on": {"date": "1990-01-01"}}}},
            "/ends/a/on/date",
            "ends_before_agreement",
        ),
        (
            {
                "delay": {
                    "$replace": True,
                    "clause": "2.5",
                    "grounds": [],
                    "prohibition_needs_notice": True,
                    "stops": {"registrations": ["demand"], "sales": ["demand"]},
                    "ends_by": {"count": 90, "unit": "day", "after": "request.given"},
                    "limits": [{"counts": "uses", "limit": 1}],
                }
            },
            "/delay/limits",
            "delays_without_end",
        ),
        (
            {
                "standstills": {
                    "a": {
                        "clause": "2",
                        "rights": ["takedown"],
                        "around": {"rights": ["takedown"]},
                        "effect": "refuse",
                        "from": {"at": "registration.effective"},
                        "until": {"at": "registration.priced"},
                    }
                }
            },
            "/standstills/a/from",
            "moment_not_honoured",
        ),
        ({"conditions": {"foo": {"says": "x"}}}, "/conditions/foo", "condition_not_used"),
        ({"events": {"bar": {"says": "x"}}}, "/events/bar", "event_not_used"),
    ],
)
def test_the_check_tells_what_can_never_be(
    service: Service, overrides: Json, place: str, code: str
) -> None:
    asked = {"template": "ctc-1998", "overrides": overrides}
    found = ok(service.post("/v1/compute/terms-check", asked))["result"]["findings"]
    assert (place, code) in {(each["pointer"], each["code"]) for each in found}

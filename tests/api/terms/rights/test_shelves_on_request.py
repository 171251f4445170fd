"""A shelf that Holders ask for: who, from when, on which forms, for how much and how often.

A blank-check company's agreement of 2 January 2025; the closing is on Monday 3 February 2025. The
Holders of a quarter of the Registrable Securities may ask from 180 days after it, 2 August 2025, if
the Company may use Form S-3, for at least $5,000,000, once in any 12 months. The statement is filed
within 30 days after the request is given and effective within 90. a holds 600,000 shares, b
200,000 and c 200,000. No last day moves.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    demand,
    filed,
    handed_over,
    holder,
    letter,
    withdrawn,
)
from tests.api.calls import decided, make_agreement, ok, post_fact, read_registration
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("a", 600_000), holder("b", 200_000), holder("c", 200_000)]
QUARTER = {"fraction": "1/4", "of": "registrable", "is": ">="}
SHELF: Json = {
    "clause": "2.3",
    "trigger": "request",
    "effort": "reasonable_best_efforts",
    "who": QUARTER,
    "open": {
        "from": {"count": 180, "unit": "day", "after": "event.closing", "edge": "on"},
        "until": {"count": 5, "unit": "year", "after": "event.closing"},
    },
    "only_on_forms": ["S-3", "F-3"],
    "size": {"money": "5000000.00", "is": ">="},
    "uses": [{"counts": "accepted", "limit": 1, "window": {"count": 12, "unit": "month"}}],
    "unless": {"asserted": "covered"},
    "file_within": {"count": 30, "unit": "day", "after": "request.given"},
    "effect_within": {"count": 90, "unit": "day", "after": "request.given"},
    "notice_to": "others",
    "notice_to_holders": {
        "clause": "2.3",
        "standard": None,
        "within": {"count": 5, "unit": "day", "after": "request.given"},
    },
    "join": {"within": {"count": 10, "unit": "day", "after": "notice.given"}},
}
TERMS: Json = {
    "demands": None,
    "events": {"closing": {"says": "Closing"}},
    "conditions": {"covered": {"says": "covered already", "if_not_stated": "fails"}},
    "shelf_period": {
        "clause": "2.3",
        "standard": "best_efforts",
        "keep_effective": {"at": "registration.distributed"},
    },
}
CLOSED = {"kind": "event_happened", "event": "closing", "occurred_on": "2025-02-03"}


def made(service: Service, shelf: Json | None = None, **more: Any) -> None:
    overrides = TERMS | {"shelf": SHELF if shelf is None else shelf} | more
    body = {"template": "blank-check", "id": "asked", "overrides": overrides, "holders": HELD}
    make_agreement(service, body)
    post_fact(service, CLOSED, "asked")


def ask(
    service: Service, name: str, day: str, by: dict[str, int] | None = None, **more: Any
) -> Json:
    body: Json = {
        "id": name,
        "letters": [letter(handed_over(day), by or {"a": 100_000})],
        "forms_at_receipt": ["S-1", "S-3"],
        "offering_price": "5000000.00",
        **more,
    }
    found: Json = ok(service.post("/v1/agreements/asked/shelves", body), 201)["result"]
    return found


class TestOfWhoAsks:
    def test_stands_and_has_its_days(self, service: Service) -> None:
        made(service)
        assert decided(ask(service, "one", "2025-08-02")) == ("accepted", None)
        found = read_registration(service, "one", as_of="2025-08-05")
        due = {each["id"]: each["due_on"] for each in found["obligations"]}
        # 30 days after 2 August are 1 September, 90 are 31 October, 5 are 7 August.
        assert (due["file"], due["effect"]) == ("2025-09-01", "2025-10-31")
        told = {name for name in due if name.startswith("notice:")}
        assert told == {"notice:b", "notice:c"}
        assert {due[name] for name in told} == {"2025-08-07"}
        audit_registration(service, "one", "asked", as_of="2025-08-05")

    def test_needs_a_quarter_together(self, service: Service) -> None:
        made(service)
        few = ask(service, "few", "2025-08-02", {"b": 200_000})
        assert decided(few) == ("refused", "NOT_REQUISITE_HOLDERS")
        two = ask(service, "two", "2025-08-02", {"b": 100_000, "c": 100_000})
        assert decided(two) == ("accepted", None)

    def test_may_be_any(self, service: Service) -> None:
        made(service, SHELF | {"who": {"anyone": True}})
        assert decided(ask(service, "any", "2025-08-02", {"b": 1})) == ("accepted", None)

    def test_is_any_where_it_is_not_said(self, service: Service) -> None:
        made(service, SHELF | {"who": None, "size": None})
        assert decided(ask(service, "any", "2025-08-02", {"b": 1})) == ("accepted", None)

    def test_may_be_a_group(self, service: Service) -> None:
        groups = {"sponsor": {"members": ["b"]}}
        made(service, SHELF | {"who": {"group": "sponsor", "anyone": True}}, groups=groups)
        assert decided(ask(service, "not", "2025-08-02")) == ("refused", "NOT_REQUISITE_HOLDERS")
        assert decided(ask(service, "one", "2025-08-02", {"b": 9})) == ("accepted", None)

    def test_is_tested_with_a_letter_that_is_added(self, service: Service) -> None:
        made(service)
        ask(service, "few", "2025-08-02", {"b": 100_000})
        added = {"kind": "letter_added", "letter": letter(handed_over("2025-08-11"), {"c": 50_000})}
        ok(service.post("/v1/registrations/few/events", added), 201)
        found = read_registration(service, "few", as_of="2025-08-12")
        assert decided(found) == ("accepted", None)
        due = next(each["due_on"] for each in found["obligations"] if each["id"] == "file")
        assert due == "2025-09-10"


class TestOfTheRequest:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2025-08-01", ("refused", "RIGHT_NOT_YET_OPEN")),
            ("2025-08-02", ("accepted", None)),
            ("2030-02-03", ("accepted", None)),
            ("2030-02-04", ("refused", "RIGHT_CLOSED")),
        ],
    )
    def test_comes_while_the_right_is_open(
        self, service: Service, day: str, expected: tuple[str, str | None]
    ) -> None:
        made(service)
        assert decided(ask(service, "one", day)) == expected

    def test_needs_a_form(self, service: Service) -> None:
        made(service)
        other = ask(service, "other", "2025-08-02", forms_at_receipt=["S-1"])
        assert decided(other) == ("refused", "FORM_NOT_OPEN")
        silent = ask(service, "silent", "2025-08-02", forms_at_receipt=None)
        assert silent["determination"]["decision"] == "undetermined"

    def test_needs_its_size(self, service: Service) -> None:
        made(service)
        little = ask(service, "little", "2025-08-02", offering_price="4999999.99")
        assert decided(little) == ("refused", "DEMAND_TOO_SMALL")

    def test_is_excepted_by_a_condition(self, service: Service) -> None:
        made(service)
        covered = {"kind": "condition_stated", "condition": "covered", "occurred_on": "2025-08-01"}
        post_fact(service, covered, "asked")
        assert decided(ask(service, "one", "2025-08-02")) == ("refused", "EXCLUDED_BY_CONDITION")

    def test_tells_nobody_where_nobody_is_told(self, service: Service) -> None:
        alone = SHELF | {"notice_to": "nobody", "notice_to_holders": None, "join": None}
        made(service, alone)
        ask(service, "one", "2025-08-02")
        found = read_registration(service, "one", as_of="2025-08-05")
        owed = [each["id"] for each in found["obligations"]]
        assert not [each for each in owed if each.startswith("notice")]


class TestHowOften:
    def test_is_counted_in_its_window(self, service: Service) -> None:
        made(service)
        ask(service, "one", "2025-08-02")
        again = ask(service, "two", "2026-08-02")
        assert decided(again) == ("accepted", None)
        once_more = ask(service, "three", "2027-08-01")
        assert decided(once_more) == ("refused", "DEMAND_CAP_REACHED")
        assert once_more["determination"]["may_renew_on"] == "2027-08-02"
        assert once_more["tallies"]["demands"]["limits"][0]["used"] == 1

    def test_counts_not_what_was_refused(self, service: Service) -> None:
        made(service)
        ask(service, "early", "2025-08-01")
        assert decided(ask(service, "one", "2025-08-02")) == ("accepted", None)

    def test_counts_what_is_effective(self, service: Service) -> None:
        uses = [{"counts": "effected_or_pending", "limit": 1}]
        made(service, SHELF | {"uses": uses})
        ask(service, "one", "2025-08-02")
        pending = ask(service, "two", "2025-08-20")
        assert decided(pending) == ("refused", "DEMAND_CAP_PENDING")
        ok(service.post("/v1/registrations/one/events", withdrawn("2025-09-01")), 201)
        assert decided(ask(service, "three", "2025-09-02")) == ("accepted", None)

    def test_may_be_one_number_for_demands_and_shelves(self, service: Service) -> None:
        once: Json = {
            "clause": "2.1",
            "effort": "best_efforts",
            "additions_clause": "2.1",
            "who": {"anyone": True},
            "notice_to_holders": {"clause": "2.1", "standard": "promptly"},
            "join": {"within": {"count": 10, "unit": "day", "after": "notice.given"}},
            "ranks": [["holders"], ["company"], ["others"]],
            "uses": [{"counts": "accepted", "limit": 2, "of": ["long", "shelf"]}],
        }
        both = SHELF | {"uses": [{"counts": "accepted", "limit": 2, "of": ["long", "shelf"]}]}
        made(service, both, demands={"$replace": True, "long": once})
        path = "/v1/agreements/asked/demands"
        body = demand(letter(handed_over("2025-08-02"), {"a": 1}), demand="long", id="first")
        assert decided(ok(service.post(path, body), 201)["result"]) == ("accepted", None)
        assert decided(ask(service, "one", "2025-08-10")) == ("accepted", None)
        assert decided(ask(service, "two", "2025-08-20")) == ("refused", "DEMAND_CAP_REACHED")
        more = demand(letter(handed_over("2025-08-21"), {"a": 1}), demand="long", id="second")
        third = ok(service.post(path, more), 201)["result"]
        assert decided(third) == ("refused", "DEMAND_CAP_REACHED")

    def test_leaves_what_is_pending_to_those_made_effective(self, service: Service) -> None:
        made(service, SHELF | {"uses": [{"counts": "effected", "limit": 1}]})
        for name, day in (("one", "2025-08-02"), ("two", "2025-08-04")):
            assert decided(ask(service, name, day)) == ("accepted", None)
        for fact in (filed("2025-08-20"), declared_effective("2025-09-10")):
            ok(service.post("/v1/registrations/one/events", fact), 201)
        assert read_registration(service, "two", as_of="2025-09-11")["state"] == "deferred"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"trigger": "event.closing"}, "/overrides/shelf"),
        ({"who": None}, "/overrides/shelf"),
        ({"notice_to": "nobody"}, "/overrides/shelf"),
        ({"open": {"from": {"at": "event.closing"}}}, "/overrides/shelf/open/from"),
        ({"unless": {"underwritten": True}}, "/overrides/shelf/unless/underwritten"),
        (
            {"uses": [{"counts": "accepted", "limit": 1, "of": ["long"]}]},
            "/overrides/shelf/uses/0/of/0",
        ),
        (
            {"who": {"anyone": True, "group": "nobody"}},
            "/overrides/shelf/who/group",
        ),
    ],
)
def test_is_refused_where_it_cannot_be_honoured(service: Service, said: Json, place: str) -> None:
    body = {"template": "blank-check", "overrides": TERMS | {"shelf": SHELF | said}}
    assert place in faults(service.post("/v1/agreements", body))

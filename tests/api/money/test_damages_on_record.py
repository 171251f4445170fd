"""Damages that the terms agree and the record brings about, worked out by hand, over HTTP.

A resale shelf owed after the closing of Monday 3 February 2025: to be filed by Wednesday 5 March,
effective by Sunday 4 May; no last day moves. a paid 6,000,000.00 for 600,000 shares, b 4,000,000.00
for 400,000. Where nothing else is said, 1% of what was paid for the shares held each day is owed
for each 30 days, by the day, up to a tenth; of two defaults at once one counts; the day of the cure
does not; a period is paid within five business days after its end. So a accrues 2,000.00 a day.
"""

from typing import Any, ClassVar

import pytest

from tests.api.bodies import (
    Json,
    amendment,
    declared_effective,
    filed,
    handed_over,
    holder,
    prohibition,
    sold,
    split,
    transfer,
)
from tests.api.calls import make_agreement, ok, post_fact, read_registration
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("a", 600_000), holder("b", 400_000)]
MISSED = {"filing": {"missed": "due.shelf.filed"}, "effect": {"missed": "due.shelf.effective"}}
LATE: Json = {
    "clause": "2.5",
    "for": MISSED,
    "base": {"of": "paid", "held_on": "each_day"},
    "rates": [{"rate": "1/100"}],
    "per": {"count": 30, "unit": "day"},
    "accrues": "daily",
    "cure_day": "excluded",
    "together": "one_at_a_time",
    "cap": {"fraction": "1/10", "of": "base", "is": "<=", "held_on": "issue"},
    "pay": {"count": 5, "unit": "business_day", "after": "period.ended"},
}
FLAT: Json = {
    "clause": "2.6",
    "rights": ["shelf"],
    "amount": "7500.00",
    "to": "each",
    "per": {"count": 30, "unit": "day"},
    "accrues": "daily",
    "cure_day": "excluded",
}
RESALE: Json = {
    "clause": "2.1",
    "trigger": "event.closing",
    "effort": None,
    "covers": "all",
    "file_within": {"count": 30, "unit": "day", "after": "event.closing"},
    "effect_within": {"count": 90, "unit": "day", "after": "event.closing"},
    "keep_effective": {"at": "registration.distributed"},
}
YEAR = {"count": 12, "unit": "month"}
CLOSED = {"kind": "event_happened", "event": "closing", "occurred_on": "2025-02-03"}
RECOGNISED: Json = {
    "preferred_as_converted": 0,
    "common": 300_000,
    "restricted_in_writing": True,
    "notice_received_on": "2025-03-20",
    "agreement_received_on": "2025-03-20",
}
IN_TIME = (filed("2025-03-03"), declared_effective("2025-04-01"))


def stated(name: str, day: str, **more: Any) -> Json:
    return {"kind": "condition_stated", "condition": name, "occurred_on": day} | more


def paid(holder: str, money: str, shares: int) -> Json:
    said = {"kind": "price_paid_stated", "holder": holder, "paid": money, "shares": shares}
    return said | {"occurred_on": "2025-02-03"}


PRICES = (paid("a", "6000000.00", 600_000), paid("b", "4000000.00", 400_000))


def made(service: Service, damages: Json, *facts: Json, **more: Any) -> None:
    """The agreement with these damages, its shelf begun, and what has happened in it."""
    overrides = {
        "demands": None,
        "events": {"closing": {"says": "Closing"}},
        "shelf": RESALE,
        "shelf_period": {
            "clause": "2.2",
            "standard": "best_efforts",
            "keep_effective": {"at": "registration.distributed"},
        },
        "damages": {"late": damages},
    }
    body = {"template": "blank-check", "id": "owed", "overrides": overrides | more}
    make_agreement(service, body | {"holders": HELD})
    for fact in (CLOSED, *PRICES):
        post_fact(service, fact, "owed")
    shelf = {"id": "shelf", "called_for_on": "2025-02-03"}
    ok(service.post("/v1/agreements/owed/shelves", shelf), 201)
    happened(service, *facts)


def happened(service: Service, *facts: Json) -> None:
    of_it = {"filed", "declared_effective", "prohibition_noticed", "damages_paid"}
    for fact in facts:
        if fact["kind"] in of_it:
            ok(service.post("/v1/registrations/shelf/events", fact), 201)
        else:
            post_fact(service, fact, "owed")


def owed(service: Service, as_of: str) -> Any:
    """The one kind of damages in the answer of a day."""
    (found,) = read_registration(service, "shelf", as_of=as_of)["damages"]
    return found


def accrued(service: Service, as_of: str) -> dict[str, Any]:
    return {each["holder"]: each["accrued"] for each in owed(service, as_of)["holders"]}


def duty(service: Service, as_of: str, name: str = "damages:late:a") -> Any:
    duties = read_registration(service, "shelf", as_of=as_of)["obligations"]
    found = {each["id"]: (each["due_on"], each["status"]) for each in duties}
    return found.get(name)


class TestALateFiling:
    def test_accrues_by_the_day_to_each_holder(self, service: Service) -> None:
        """Five days late: 6 to 10 March. The first thirty end on 4 April, and 11 April follows."""
        made(service, LATE)
        assert accrued(service, "2025-03-05") == {"a": "0.00", "b": "0.00"}
        assert accrued(service, "2025-03-10") == {"a": "10000.00", "b": "6666.67"}
        found = owed(service, "2025-03-10")
        assert (found["accrued"], found["may_still_accrue"]) == ("16666.67", "983333.33")
        assert duty(service, "2025-03-05") is None
        assert duty(service, "2025-03-10") == ("2025-04-11", "open")
        audit_registration(service, "shelf", "owed", as_of="2025-03-10")

    def test_is_a_table_by_holder_and_period(self, service: Service) -> None:
        """Filed on 14 April, 39 days late; not effective by 4 May, and still not on 1 June."""
        made(service, LATE, filed("2025-04-14"))
        table = [
            (each["id"], each["days"], each["amount"], each["pay_by"])
            for each in owed(service, "2025-06-01")["payments"]
            if each["holder"] == "a"
        ]
        assert table == [
            ("a/filing/2025-03-06/1", 30, "60000.00", "2025-04-11"),
            ("a/filing/2025-03-06/2", 9, "18000.00", "2025-04-18"),
            ("a/effect/2025-05-05/1", 28, "56000.00", None),
        ]

    def test_stands_on_the_docket(self, service: Service) -> None:
        made(service, LATE)
        lines = ok(service.get("/v1/obligations", agreement_id="owed", as_of="2025-03-10"))["items"]
        dues = {each["obligation"]["id"]: each["obligation"]["due_on"] for each in lines}
        assert dues["damages:late:b"] == "2025-04-11"

    def test_stops_at_the_cap(self, service: Service) -> None:
        """2,000.00 a day reach 600,000.00 on the 300th day, 30 December 2025."""
        made(service, LATE)
        line = owed(service, "2026-03-01")["holders"][0]
        assert (line["accrued"], line["cap_reached_on"]) == ("600000.00", "2025-12-30")
        assert line["may_still_accrue"] == "0.00"

    @pytest.mark.parametrize(
        ("held_on", "expected"), [("each_day", "44000.00"), ("issue", "60000.00")]
    )
    def test_counts_what_is_held(self, service: Service, held_on: str, expected: str) -> None:
        """Half is sold on 20 March: 14 days of 2,000.00, and 16 of 1,000.00 to 4 April."""
        base = {"of": "paid", "held_on": held_on}
        made(service, LATE | {"base": base}, sold("2025-03-20", "a", 300_000))
        assert accrued(service, "2025-04-04")["a"] == expected

    def test_is_the_same_after_a_split(self, service: Service) -> None:
        made(service, LATE, split("2025-03-20", 2, 1))
        assert accrued(service, "2025-04-04")["a"] == "60000.00"

    @pytest.mark.parametrize(
        ("shares", "expected"), [("held", "58000.00"), ("included", "29000.00")]
    )
    def test_may_count_what_is_included_alone(
        self, service: Service, shares: str, expected: str
    ) -> None:
        """29 days late, 5 May to 2 June; the statement covers half of what a has."""
        covers = {"covers": {"a": 300_000, "b": 400_000}}
        facts = (filed("2025-03-03"), declared_effective("2025-06-03") | covers)
        made(service, LATE | {"base": LATE["base"] | {"shares": shares}}, *facts)
        assert accrued(service, "2025-07-01")["a"] == expected

    @pytest.mark.parametrize(
        ("later", "expected"),
        [
            # 6 to 19 March with 600,000 shares, 20 March to 4 April with 300,000.
            (sold("2025-03-20", "a", 300_000), {"a": "44000.00", "b": "40000.00"}),
            (
                transfer("2025-03-20", "a", "c", 300_000, **RECOGNISED),
                {"a": "44000.00", "b": "40000.00", "c": "16000.00"},
            ),
            (split("2025-03-20", 2, 1), {"a": "60000.00", "b": "40000.00"}),
        ],
    )
    @pytest.mark.parametrize("shares", ["held", "included"])
    def test_takes_back_nothing_of_days_before_a_sale_or_transfer(
        self, service: Service, shares: str, later: Json, expected: Json
    ) -> None:
        """What is included is what was included on each day, whatever has gone since."""
        base = {"of": "unit_price", "each": "10.00", "held_on": "each_day", "shares": shares}
        made(service, LATE | {"base": base}, later)
        assert accrued(service, "2025-04-04") == expected

    def test_leaves_out_holders_of_whom_something_is_stated(self, service: Service) -> None:
        """b may sell freely from 20 March on: 14 days count, 6 to 19 March, of 1,333.33 each."""
        base = LATE["base"] | {"not": [{"asserted": "saleable"}]}
        made(
            service,
            LATE | {"base": base},
            stated("saleable", "2025-03-20", holder="b"),
            conditions={"saleable": {"says": "Saleable under Rule 144"}},
        )
        assert accrued(service, "2025-04-04") == {"a": "60000.00", "b": "18666.67"}

    @pytest.mark.parametrize("end", [{}, {"effect": "suspends", "shares": "do_not_count"}])
    def test_owes_nothing_to_one_whose_rights_have_ended(self, service: Service, end: Json) -> None:
        """From 20 March on b has none: 14 days count, 6 to 19 March, of 1,333.33 each."""
        on = {"when": {"asserted": "out"}}
        made(
            service,
            LATE,
            stated("out", "2025-03-20", holder="b"),
            conditions={"out": {"says": "It is out", "if_not_stated": "fails"}},
            ends={"out": {"clause": "9", "for": "holder", "on": on} | end},
        )
        assert accrued(service, "2025-04-04") == {"a": "60000.00", "b": "18666.67"}

    def test_leaves_out_days_of_which_something_is_stated(self, service: Service) -> None:
        """The ten days from 10 to 19 March do not count: 20 of the 30 to 4 April do."""
        grounds = {name: each | {"not": [{"asserted": "shut"}]} for name, each in MISSED.items()}
        made(
            service,
            LATE | {"for": grounds},
            stated("shut", "2025-03-10", until="2025-03-19"),
            conditions={"shut": {"says": "The Commission is shut"}},
        )
        assert accrued(service, "2025-04-04")["a"] == "40000.00"

    def test_is_not_known_without_the_price(self, service: Service) -> None:
        made(service, LATE)
        overrides = {"demands": None, "events": {"closing": {"says": "x"}}, "shelf": RESALE}
        body = {"template": "blank-check", "id": "bare", "holders": HELD}
        overrides |= {"damages": {"late": LATE}}
        make_agreement(service, body | {"overrides": overrides})
        post_fact(service, CLOSED, "bare")
        shelf = {"id": "bare-shelf", "called_for_on": "2025-02-03"}
        ok(service.post("/v1/agreements/bare/shelves", shelf), 201)
        answer = ok(service.get("/v1/registrations/bare-shelf", as_of="2025-03-10"))
        assert answer["result"]["damages"][0]["accrued"] is None
        assert "price_paid_stated" in {each["posted_as"] for each in answer["missing_inputs"]}

    def test_is_unknown_of_those_alone_whose_price_is_not_recorded(self, service: Service) -> None:
        """c has 300,000 shares of a from 20 March on, and what it paid is not recorded."""
        made(service, LATE, transfer("2025-03-20", "a", "c", 300_000, **RECOGNISED))
        assert accrued(service, "2025-04-04") == {"a": "44000.00", "b": "40000.00", "c": None}
        found = owed(service, "2025-04-04")
        assert (found["accrued"], found["may_still_accrue"]) == (None, None)
        assert {each["holder"] for each in found["payments"]} == {"a", "b"}
        answer = ok(service.get("/v1/registrations/shelf", as_of="2025-04-04"))
        assert [each["name"] for each in answer["missing_inputs"]] == ["c/per_unit"]
        audit_registration(service, "shelf", "owed", as_of="2025-04-04")

    def test_is_owed_to_a_group_alone(self, service: Service) -> None:
        groups = {"pipe": {"members": ["b"]}}
        made(service, LATE | {"owed_to": "pipe"}, groups=groups)
        assert accrued(service, "2025-03-10") == {"b": "6666.67"}

    def test_ends_when_the_duty_is_done_in_time(self, service: Service) -> None:
        made(service, LATE, *IN_TIME)
        assert accrued(service, "2025-06-01") == {"a": "0.00", "b": "0.00"}
        assert duty(service, "2025-06-01") is None


class TestPayment:
    INTEREST: ClassVar[Any] = {
        "rate": "3/25",
        "per": {"count": 1, "unit": "year"},
        "year": "actual/365",
    }

    def test_moves_the_duty_on_and_ends_interest(self, service: Service) -> None:
        """60,000.00 due on 11 April, paid on the 21st: ten days at 12% a year are 197.26."""
        made(service, LATE | {"interest": self.INTEREST})
        fact = {"kind": "damages_paid", "damages": "late", "holder": "a"}
        fact |= {"payment": "a/filing/2025-03-06/1", "occurred_on": "2025-04-21"}
        assert duty(service, "2025-04-12") == ("2025-04-11", "unconfirmed")
        happened(service, fact)
        assert duty(service, "2025-04-22") == ("2025-05-09", "open")
        first = owed(service, "2025-06-30")["payments"][0]
        assert (first["interest"], first["paid_on"]) == ("197.26", "2025-04-21")

    def test_is_of_damages_that_are_agreed(self, service: Service) -> None:
        made(service, LATE)
        fact = {"kind": "damages_paid", "damages": "early", "holder": "a", "payment": "x"}
        fact |= {"occurred_on": "2025-04-21"}
        answer = ok(service.post("/v1/registrations/shelf/events", fact), 201)
        assert "DAMAGES_NOT_AGREED" in {each["code"] for each in answer["warnings"]}
        elected = {"kind": "damages_elected", "damages": "early", "holder": "a"}
        elected |= {"occurred_on": "2025-04-21"}
        refused = service.post("/v1/agreements/owed/events", elected)
        assert faults(refused) == {"/damages": "no_such_term"}

    def test_is_owed_only_to_who_elects(self, service: Service) -> None:
        made(service, LATE | {"elected": True})
        assert accrued(service, "2025-03-10") == {"a": "0.00", "b": "0.00"}
        elected = {"kind": "damages_elected", "damages": "late", "holder": "b"}
        post_fact(service, elected | {"occurred_on": "2025-03-08"}, "owed")
        assert accrued(service, "2025-03-10") == {"a": "0.00", "b": "6666.67"}


class TestDays:
    DELAY: ClassVar[Any] = {
        "clause": "2.7",
        "grounds": [],
        "prohibition_needs_notice": False,
        "limits": [{"counts": "days", "limit": 90}],
        "stops": {"registrations": ["shelf"], "sales": ["shelf"]},
    }

    def test_without_sales_ends_with_the_time_the_statement_is_kept_effective(
        self, service: Service
    ) -> None:
        """Kept through 1 April 2026; of thirty days from 25 March eight count, of 2,000.00 each."""
        kept = {"count": 1, "unit": "year", "after": "registration.effective"}
        made(
            service,
            LATE | {"for": {"stopped": {"without": "sales"}}, "rights": ["shelf"]},
            *IN_TIME,
            prohibition("2026-03-25", 30, {each: handed_over("2026-03-25") for each in "ab"}),
            shelf=RESALE | {"keep_effective": kept},
            shelf_period={"clause": "2.2", "standard": "best_efforts", "keep_effective": kept},
            given_back={},
        )
        assert accrued(service, "2026-06-01")["a"] == "16000.00"

    @pytest.mark.parametrize(
        ("beyond", "expected"),
        [
            # 30 days from 1 June, and 10 from 1 September: 250.00 a day.
            ([], "10000.00"),
            ([{"counts": "days", "limit": 20, "per": "use"}], "2500.00"),
            (
                [{"counts": "days", "limit": 20, "window": {"count": 12, "unit": "month"}}],
                "5000.00",
            ),
            ([{"counts": "days", "limit": 40, "is": "<"}], "250.00"),
            ([{"counts": "uses", "limit": 1, "window": {"calendar": "year"}}], "2500.00"),
        ],
    )
    def test_without_sales_beyond_those_allowed(
        self, service: Service, beyond: list[Json], expected: str
    ) -> None:
        stops = {"stopped": {"without": "sales"} | ({"beyond": beyond} if beyond else {})}
        told = {"a": handed_over("2025-06-01"), "b": handed_over("2025-06-01")}
        first = prohibition("2025-06-01", 30, told)
        second = prohibition("2025-09-01", 10, {each: handed_over("2025-09-01") for each in told})
        made(service, FLAT | {"for": stops}, *IN_TIME, first, second, delay=self.DELAY)
        assert accrued(service, "2025-12-31") == {"a": expected, "b": expected}

    def test_while_something_is_not_so(self, service: Service) -> None:
        """Not listed from 10 to 19 June, ten days: a third of 7,500.00."""
        made(
            service,
            FLAT | {"for": {"market": {"while": [{"not": {"asserted": "listed"}}]}}},
            *IN_TIME,
            stated("listed", "2025-06-10", holds=False, until="2025-06-19"),
            conditions={"listed": {"says": "The shares are listed", "if_not_stated": "holds"}},
        )
        assert accrued(service, "2025-12-31") == {"a": "2500.00", "b": "2500.00"}


@pytest.mark.parametrize(
    ("said", "place", "code"),
    [
        ({"for": {"x": {"missed": "due.resale.filed"}}}, "/for/x/missed", "right_not_declared"),
        ({"for": {"x": {"missed": "due.shelf.launched"}}}, "/for/x/missed", "moment_not_honoured"),
        (
            {"for": {"x": {"while": [{"asserted": "y"}]}}, "rights": ["shelf"]},
            "/for/x/while/0/asserted",
            "condition_not_declared",
        ),
        ({"for": {"x": {"without": "sales"}}}, "/rights", "right_not_declared"),
        (
            {"for": {"x": {"without": "sales"}}, "rights": ["shelf", "takedown"]},
            "/rights/1",
            "right_not_declared",
        ),
        ({"owed_to": "nobody"}, "/owed_to", "group_not_declared"),
        ({"base": {"of": "stated_value"}}, "/base/each", "base_without_money"),
    ],
)
def test_damages_for_what_there_is_not_are_refused(
    service: Service, said: Json, place: str, code: str
) -> None:
    overrides = {
        "demands": None,
        "events": {"closing": {"says": "x"}},
        "shelf": RESALE,
        "damages": {"late": LATE | said},
    }
    refused = service.post("/v1/agreements", {"template": "blank-check", "overrides": overrides})
    assert faults(refused).get(f"/overrides/damages/late{place}") == code


def test_a_last_day_that_no_right_has_is_not_missed(service: Service) -> None:
    overrides = {
        "demands": None,
        "events": {"closing": {"says": "x"}},
        "shelf": {name: each for name, each in RESALE.items() if name != "effect_within"},
        "damages": {"late": LATE},
    }
    refused = service.post("/v1/agreements", {"template": "blank-check", "overrides": overrides})
    assert faults(refused) == {"/overrides/damages/late/for/effect/missed": "due_has_no_day"}


class TestAnAmendment:
    """It changes what accrues from its day on, and takes back nothing of the days before (9(e))."""

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            pytest.param({"/damages/late/rates": [{"rate": "1/50"}]}, "26000.00", id="a rate"),
            pytest.param(
                {
                    "/damages/late/accrues": "started_periods",
                    "/damages/late/base/held_on": "period_start",
                },
                "14000.00",
                id="whole periods",
            ),
            pytest.param({"/damages/late": None}, "14000.00", id="struck out"),
            pytest.param(
                {
                    "/damages/late/base": {
                        "of": "unit_price",
                        "each": "20.00",
                        "held_on": "each_day",
                    }
                },
                "26000.00",
                id="the price of a unit",
            ),
        ],
    )
    def test_reaches_the_days_from_its_own_on(
        self, service: Service, changes: Json, expected: str
    ) -> None:
        """Late from 6 March: seven days at 2,000.00 through the 12th, then three to the 15th."""
        made(service, LATE)
        signed = amendment("2025-03-13", changes, "a", "b", reaches_requested=True)
        post_fact(service, signed, "owed")
        assert accrued(service, "2025-03-12")["a"] == "14000.00"
        assert accrued(service, "2025-03-15")["a"] == expected
        audit = audit_registration(service, "shelf", "owed", "2025-03-15")
        assert audit.unexplained() == []

    def test_that_agrees_damages_leaves_the_days_before_without(self, service: Service) -> None:
        """Three days from the 13th of March on: the default had begun a week before."""
        made(service, FLAT | {"for": {"stopped": {"without": "sales"}}})
        added = {"/damages/later": LATE}
        post_fact(service, amendment("2025-03-13", added, "a", reaches_requested=True), "owed")
        found = read_registration(service, "shelf", as_of="2025-03-15")["damages"]
        (later,) = [each for each in found if each["name"] == "later"]
        assert {each["holder"]: each["accrued"] for each in later["holders"]}["a"] == "6000.00"


class TestUnderADoubt:
    """Effective within 60 days, by 4 April, or within 90, by 4 May: two ways, and none is taken."""

    WAYS: ClassVar[Json] = {
        str(days): {"says": f"{days} days", "changes": {"/shelf/effect_within/count": days}}
        for days in (60, 90)
    }
    DOUBT: ClassVar[Json] = {
        "days": {"clause": "2.1", "kind": "contradictory", "question": "How long?", "ways": WAYS}
    }
    EFFECT: ClassVar[Json] = {"for": {"effect": {"missed": "due.shelf.effective"}}}

    @pytest.mark.parametrize(
        ("day", "expected"),
        [("2025-04-03", "not_begun"), ("2025-04-20", None), ("2025-05-20", "running")],
    )
    def test_a_default_is_said_to_run_only_where_it_does_in_each_way(
        self, service: Service, day: str, expected: str | None
    ) -> None:
        made(service, LATE | self.EFFECT, filed("2025-03-03"), doubts=self.DOUBT)
        found = owed(service, day)
        assert [each["state"] for each in found["defaults"]] == [expected]
        assert found["payments"] == []

    @pytest.mark.parametrize("first", [LATE, None])
    def test_no_payment_is_said_that_one_way_does_not_owe(
        self, service: Service, first: Json | None
    ) -> None:
        """Whichever way stands first: 30 days by 4 April are 60,000.00 in one."""
        ways = {
            name: {"says": "One way", "changes": {"/damages/late": each}}
            for name, each in (("1", first), ("2", None if first else LATE))
        }
        doubt = {"owed": self.DOUBT["days"] | {"ways": ways}}
        made(service, LATE, doubts=doubt)
        found = owed(service, "2025-04-04")
        assert (found["accrued"], found["payments"]) == (None, [])
        assert {each["accrued"] for each in found["holders"]} == {None}
        assert [each["state"] for each in found["defaults"]] == [None, None]
        status = duty(service, "2025-04-04")
        assert status is None or status[1] == "unconfirmed"

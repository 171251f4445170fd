"""Which days of stops extend which periods, as the terms say, or none.

Spectrum's demand of 16 February 1999 is received on Friday the 19th and due 90 days later, on
Thursday 20 May; effective on 18 May it is kept so for 180 days, through 14 November. The shelf is
kept effective through 1 November 2000.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    filed,
    handed_over,
    holder,
    misleading,
    new_prospectus,
    prohibition,
)
from tests.api.calls import (
    demanded,
    effective_shelf,
    make_agreement,
    read_registration,
)
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("spectrum", 500_000, preferred_as_converted=900_000), holder("wang", 2_000)]
EFFECTIVE = (filed("1999-04-05"), declared_effective("1999-05-18"))
RIGHT: Json = {
    "$replace": True,
    "clause": "2.5",
    "limits": [{"counts": "days", "limit": 400}],
    "grounds": [],
    "prohibition_needs_notice": True,
    "stops": {"registrations": ["demand", "shelf"], "sales": ["demand", "shelf"]},
}


def made(service: Service, *said: Json, **more: Any) -> None:
    given_back = {f"no-{n}": {"clause": "2.4"} | each for n, each in enumerate(said)}
    overrides = {"delay": RIGHT, "tolling": {"$replace": True}, "given_back": given_back} | more
    make_agreement(service, agreement("back", overrides=overrides, holders=HELD))


def bare(day: str, days: int) -> Json:
    return {"kind": "delay_invoked", "occurred_on": day, "days": days}


def stopped(day: str, days: int) -> Json:
    return prohibition(day, days, {"spectrum": handed_over(day)})


def kept(service: Service, name: str, as_of: str = "1999-09-01") -> Any:
    found = read_registration(service, name, as_of=as_of)["windows"]["effectiveness"]
    return found["extension_days"], found["last_day"]


def lost(what: str, *extends: str, counted: str = "both_ends", **more: Any) -> Json:
    return {"lost": what, "extends": list(extends), "counted": counted} | more


TO_FILE: Json = {"file_within": {"count": 45, "unit": "day", "after": "request.received"}}


class TestADelay:
    @pytest.mark.parametrize(
        ("said", "due", "to_file"),
        [
            # Ten days from 1 March: 20 May becomes the 30th, a Sunday, and Monday is Memorial Day.
            ([lost("delay", "effect")], "1999-06-01", "1999-04-05"),
            # Forty-five days after 19 February are Monday 5 April; with ten Thursday the 15th.
            ([lost("delay", "file")], "1999-05-20", "1999-04-15"),
            ([lost("delay", "file", counted="last_excluded")], "1999-05-20", "1999-04-14"),
            ([lost("delay", "file", limit=4)], "1999-05-20", "1999-04-09"),
            ([], "1999-05-20", "1999-04-05"),
            ([lost("prohibition", "effect", "file")], "1999-05-20", "1999-04-05"),
        ],
    )
    def test_extends_what_is_said(
        self, service: Service, said: list[Json], due: str, to_file: str
    ) -> None:
        made(service, *said, demand=TO_FILE)
        name = demanded(service, bare("1999-03-01", 10), agreement="back")
        found = read_registration(service, name, as_of="1999-03-15")
        (duty,) = [each for each in found["obligations"] if each["duty"] == "file"]
        assert (found["determination"]["due_on"], duty["due_on"]) == (due, to_file)

    @pytest.mark.parametrize(
        ("filed_on", "delayed_on", "expected"),
        [
            # Due on 5 April. On its last day a delay still extends it, and the day after no more.
            (None, "1999-04-05", "1999-04-15"),
            (None, "1999-04-06", "1999-04-05"),
            # Nor once it is filed, in time or late.
            ("1999-04-01", "1999-04-05", "1999-04-05"),
            ("1999-04-12", "1999-04-14", "1999-04-05"),
        ],
    )
    def test_extends_what_still_runs_when_it_is_invoked(
        self, service: Service, filed_on: str | None, delayed_on: str, expected: str
    ) -> None:
        made(service, lost("delay", "file"), demand=TO_FILE)
        happened = [filed(filed_on)] if filed_on else []
        name = demanded(service, *happened, bare(delayed_on, 10), agreement="back")
        found = read_registration(service, name, as_of="1999-05-03")
        (duty,) = [each for each in found["obligations"] if each["duty"] == "file"]
        assert duty["due_on"] == expected

    def test_extends_it_again_while_it_is_extended(self, service: Service) -> None:
        """Ten days from 5 April and ten from the 14th, which both have: 19, through the 24th."""
        made(service, lost("delay", "file"), demand=TO_FILE)
        uses = bare("1999-04-05", 10), bare("1999-04-14", 10)
        name = demanded(service, *uses, agreement="back")
        found = read_registration(service, name, as_of="1999-05-03")
        (duty,) = [each for each in found["obligations"] if each["duty"] == "file"]
        assert duty["due_on"] == "1999-04-24"


class TestDelaysThatShareDays:
    """Received on 19 February; due 90 days later on 20 May, and to be filed 30 days later.

    31 days from 1 March end on 31 March; 20 from 22 March on 10 April: 41 days, ten of them twice.
    """

    @pytest.mark.parametrize(
        ("how", "effected_by", "filed_by"),
        [
            # 20 May and 41 are 30 June; Sunday 21 March and 41 are 1 May.
            ({}, "1999-06-30", "1999-05-01"),
            ({"overlap": "once"}, "1999-06-30", "1999-05-01"),
            # 51 days: 10 July and 11 May.
            ({"overlap": "each"}, "1999-07-10", "1999-05-11"),
            # Without 1 March, which is of no other: 40 days.
            ({"counted": "first_excluded"}, "1999-06-29", "1999-04-30"),
            # Without 31 March, which is of the other, and without 10 April: 40 days.
            ({"counted": "last_excluded"}, "1999-06-29", "1999-04-30"),
            ({"counted": "last_excluded", "overlap": "each"}, "1999-07-08", "1999-05-10"),
            ({"limit": 40}, "1999-06-29", "1999-04-30"),
        ],
    )
    def test_are_given_back_as_said(
        self, service: Service, how: Json, effected_by: str, filed_by: str
    ) -> None:
        within = {"count": 30, "unit": "day", "after": "request.received"}
        both = lost("delay", "effect", **how) | {"extends": ["effect", "file"]}
        made(service, both, demand={"file_within": within})
        uses = bare("1999-03-01", 31), bare("1999-03-22", 20)
        name = demanded(service, *uses, agreement="back")
        found = read_registration(service, name, as_of="1999-04-12")
        (duty,) = [each for each in found["obligations"] if each["duty"] == "file"]
        assert (found["determination"]["due_on"], duty["due_on"]) == (effected_by, filed_by)

    def test_two_uses_of_the_same_days_are_one(self, service: Service) -> None:
        """Ten days from 1 March, said twice: 20 May and ten are 30 May, and 1 June after it."""
        made(service, lost("delay", "effect"))
        name = demanded(service, bare("1999-03-01", 10), bare("1999-03-01", 10), agreement="back")
        found = read_registration(service, name, as_of="1999-04-12")
        assert found["determination"]["due_on"] == "1999-06-01"


class TestAProhibitionUnderADemand:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            # Twenty days from 1 June: 14 November and twenty are 4 December.
            (lost("prohibition", "keep_effective"), (20, "1999-12-04")),
            (lost("prohibition", "keep_effective", counted="first_excluded"), (19, "1999-12-03")),
            (lost("prohibition", "keep_effective", counted="last_excluded"), (19, "1999-12-03")),
            (lost("prohibition", "keep_effective", limit=15), (15, "1999-11-29")),
            (lost("prohibition", "keep_shelf"), (0, "1999-11-14")),
            (lost("delay", "keep_effective"), (0, "1999-11-14")),
        ],
    )
    def test_is_given_back_as_said(self, service: Service, said: Json, expected: Any) -> None:
        made(service, said)
        name = demanded(service, *EFFECTIVE, stopped("1999-06-01", 20), agreement="back")
        assert kept(service, name) == expected

    @pytest.mark.parametrize(
        ("overlap", "expected"),
        # Twenty days from 1 June, twenty from 11 June: thirty days, ten of them twice.
        [("once", (30, "1999-12-14")), ("each", (40, "1999-12-24"))],
    )
    def test_shared_days(self, service: Service, overlap: str, expected: Any) -> None:
        made(service, lost("prohibition", "keep_effective", overlap=overlap))
        uses = stopped("1999-06-01", 20), stopped("1999-06-11", 20)
        name = demanded(service, *EFFECTIVE, *uses, agreement="back")
        assert kept(service, name) == expected


class TestAHold:
    HOLD = (misleading("1999-06-01"), new_prospectus("1999-06-10"))

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            # 1 to 10 June are ten days.
            ([lost("hold", "keep_effective")], (10, "1999-11-24")),
            ([lost("hold", "keep_effective", counted="first_excluded")], (9, "1999-11-23")),
            ([lost("hold", "keep_shelf")], (0, "1999-11-14")),
            ([], (0, "1999-11-14")),
        ],
    )
    def test_is_given_back_as_said(self, service: Service, said: list[Json], expected: Any) -> None:
        made(service, *said)
        name = demanded(service, *EFFECTIVE, *self.HOLD, agreement="back")
        assert kept(service, name) == expected


class TestAHoldDuringAProhibition:
    """A hold of 1 to 15 June and a prohibition of 10 to 19 June: 19 days, six of both."""

    STOPS = (misleading("1999-06-01"), stopped("1999-06-10", 10), new_prospectus("1999-06-15"))

    @pytest.mark.parametrize(
        ("of_hold", "of_prohibition", "expected"),
        [
            (None, None, (19, "1999-12-03")),
            # The prohibition's ten days, which nothing limits, and what the hold may add to them.
            (1, None, (11, "1999-11-25")),
            (10, None, (19, "1999-12-03")),
            (None, 1, (16, "1999-11-30")),
            (3, 4, (7, "1999-11-21")),
            (15, 3, (18, "1999-12-02")),
        ],
    )
    def test_takes_no_day_from_the_other(
        self,
        service: Service,
        of_hold: int | None,
        of_prohibition: int | None,
        expected: Any,
    ) -> None:
        made(
            service,
            lost("hold", "keep_effective", limit=of_hold),
            lost("prohibition", "keep_effective", limit=of_prohibition),
        )
        name = demanded(service, *EFFECTIVE, *self.STOPS, agreement="back")
        assert kept(service, name) == expected

    def test_whose_limit_is_used_up_keeps_no_period_open(self, service: Service) -> None:
        """Ten days were given back in June: the hold that lasts since August gives no more."""
        made(service, lost("hold", "keep_effective", limit=10))
        stops = *TestAHold.HOLD, misleading("1999-08-02")
        name = demanded(service, *EFFECTIVE, *stops, agreement="back")
        assert kept(service, name) == (10, "1999-11-24")

    def test_whose_limit_leaves_a_day_keeps_it_open(self, service: Service) -> None:
        made(service, lost("hold", "keep_effective", limit=11))
        stops = *TestAHold.HOLD, misleading("1999-08-02")
        name = demanded(service, *EFFECTIVE, *stops, agreement="back")
        assert kept(service, name) == (None, None)


class TestAShelf:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            # Ten days from 1 December, kept through 1 November 2000 without them.
            ([lost("prohibition", "keep_shelf")], (10, "2000-11-11")),
            ([lost("prohibition", "keep_effective")], (0, "2000-11-01")),
            ([], (0, "2000-11-01")),
        ],
    )
    def test_is_kept_as_said(self, service: Service, said: list[Json], expected: Any) -> None:
        made(service, *said)
        name = effective_shelf(service, stopped("1999-12-01", 10), agreement="back")
        assert kept(service, name, "2000-02-01") == expected


def test_explains_itself(service: Service) -> None:
    both = lost("prohibition", "keep_effective", limit=25), lost("hold", "keep_effective")
    made(service, *both)
    name = demanded(service, *EFFECTIVE, stopped("1999-06-01", 20), agreement="back")
    audit = audit_registration(service, name, "back", "1999-09-01")
    assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
    assert audit.misquoted_inputs() == audit.forward_references() == []


def test_it_is_said_in_one_place(service: Service) -> None:
    overrides: Json = {"given_back": {}}
    body = agreement("twice", overrides=overrides, holders=HELD)
    assert "/overrides" in str(faults(service.post("/v1/agreements", body)))

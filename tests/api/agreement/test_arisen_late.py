"""A waiver that reaches back revives a refused demand: what it brings about is not overdue (9(e)).

a holds 60,000 of 60,000 shares; three demands of 1999 are effected, the cap (2(a)(i)). The fourth,
of 1 September 1999, is refused. Had it been accepted, 90 days would end on 30 November 1999.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    filed,
    handed_over,
    holder,
    letter,
    notice,
    own_registration,
)
from tests.api.calls import make_agreement, obligation, ok, post_demand, post_events, post_fact
from tests.running.service import Service

EFFECTED = (
    ("1999-01-04", "1999-02-01"),
    ("1999-02-02", "1999-03-01"),
    ("1999-03-02", "1999-04-01"),
)


def waiver(executed: str, **more: Any) -> Json:
    return {
        "kind": "terms_amended",
        "occurred_on": executed,
        "company_signed": True,
        "signed_by": ["a"],
        "instrument": "waiver",
        "changes": {"/demand/cap/limit": 4},
        "reaches_requested": True,
        "effective_from": "1999-08-01",
    } | more


@pytest.fixture
def fourth(service: Service) -> str:
    make_agreement(service, agreement("h", holders=[holder("a", 60_000)]))
    for number, (asked, effective) in enumerate(EFFECTED):
        body = demand(letter(handed_over(asked), {"a": 1_000}), id=f"d{number}")
        post_demand(service, body, "h")
        post_events(service, f"d{number}", filed(effective), declared_effective(effective))
    post_demand(service, demand(letter(handed_over("1999-09-01"), {"a": 1_000}), id="d4"), "h")
    return "d4"


def read(service: Service, day: str) -> Json:
    found: Json = ok(service.get("/v1/registrations/d4", as_of=day))["result"]
    return found


def effect(result: Json) -> tuple[str, str | None, str | None]:
    duty = obligation(result, "effect")
    return duty["status"], duty["due_on"], duty.get("begins_on")


def test_owed_promptly_without_a_date(service: Service, fourth: str) -> None:
    post_fact(service, waiver("1999-12-15"), "h")
    assert read(service, "1999-12-14")["determination"]["decision"] == "refused"
    result = read(service, "2000-06-01")
    assert result["determination"]["decision"] == "accepted"
    assert result["determination"]["due_on"] is None
    assert effect(result) == ("open", None, "1999-12-15")
    listed = ok(service.get("/v1/obligations", registration_id=fourth, as_of="2000-06-01"))["items"]
    shown = {
        each["obligation"]["id"]: (each["obligation"]["status"], each["obligation"]["due_on"])
        for each in listed
    }
    assert shown["effect"] == ("open", None)


def test_what_is_done_is_neither_in_time_nor_late(service: Service, fourth: str) -> None:
    post_fact(service, waiver("1999-12-15"), "h")
    post_events(service, fourth, filed("2000-01-10"), declared_effective("2000-02-01"))
    result = read(service, "2000-02-02")
    assert effect(result) == ("performed", None, "1999-12-15")
    assert (result["in_time"], result.get("days_late"), result["effected"]) == (None, None, True)


@pytest.mark.usefixtures("fourth")
def test_while_the_day_is_still_to_come_it_stands(service: Service) -> None:
    post_fact(service, waiver("1999-09-10"), "h")
    assert effect(read(service, "1999-12-01"))[:2] == ("overdue_review", "1999-11-30")


def test_an_earlier_day_that_had_gone_by_is_not_set(service: Service) -> None:
    """Owed by 30 November; by a waiver of 20 October it was by 1 October: promptly, then."""
    make_agreement(service, agreement("h", holders=[holder("a", 60_000)]))
    post_demand(service, demand(letter(handed_over("1999-09-01"), {"a": 1_000}), id="d4"), "h")
    sooner = {"changes": {"/demand/effect_within/count": 30}}
    post_fact(service, waiver("1999-10-20", **sooner), "h")
    assert effect(read(service, "1999-10-21")) == ("open", None, "1999-10-20")


class TestAWaiverThatTightens:
    """Of 1 June 1999, with effect from 1 March: what was done or asked for in April stays so."""

    @pytest.fixture(autouse=True)
    def made(self, service: Service) -> None:
        make_agreement(service, agreement("h", holders=[holder("a", 60_000)]))

    def tighten(self, service: Service, changes: Json) -> None:
        body = waiver("1999-06-01", changes=changes, effective_from="1999-03-01")
        post_fact(service, body, "h")

    def test_a_filing_that_waited_long_enough(self, service: Service) -> None:
        """2(b): told on 1 April, filed on 4 May, 33 days later; 30 were agreed, 60 are now."""
        ok(service.post("/v1/agreements/h/incidentals", own_registration(id="own")), 201)
        post_events(service, "own", notice("a", handed_over("1999-04-01")), filed("1999-05-04"))
        self.tighten(service, {"/incidental/notice/count": 60})
        found = ok(service.get("/v1/registrations/own", as_of="1999-06-02"))["result"]
        assert found["incidental"]["compliant"] is True
        wait, told = obligation(found, "wait"), obligation(found, "notice:a")
        assert (wait["status"], wait.get("breached_on")) == ("performed", None)
        assert (told["status"], told["due_on"]) == ("performed", None)

    def test_a_report_that_was_promised_to_nobody(self, service: Service) -> None:
        """7(b), struck out at first and put back by the waiver: the report of April is missing."""
        promise = {"clause": "7(b)", "standard": "best_efforts", "begins": "reporting"}
        struck = waiver("1999-02-01", changes={"/covenants/reports": None}, instrument="amendment")
        post_fact(service, {**struck, "effective_from": "1999-02-01"}, "h")
        post_fact(service, {"kind": "reporting_began", "occurred_on": "1999-01-15"}, "h")
        missed = {"kind": "report_missed", "occurred_on": "1999-04-16"}
        post_fact(service, missed | {"report": "10-K", "due_on": "1999-04-15"}, "h")
        self.tighten(service, {"/covenants/reports": promise})
        owed = ok(service.get("/v1/agreements/h", as_of="1999-06-02"))["result"]["obligations"]
        (report,) = [each for each in owed if each["id"].startswith("report:")]
        assert (report["status"], report["due_on"]) == ("open", None)
        assert report["begins_on"] == "1999-06-01"

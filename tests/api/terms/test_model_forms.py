"""The two model forms: their words are honoured, and what they leave out is not made up.

A request is handed over and so given and received on the same day, unless a test says otherwise.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    amendment,
    fact,
    handed_over,
    holder,
    letter,
    own_registration,
)
from tests.api.calls import (
    begun,
    decided,
    dry_run,
    make_agreement,
    ok,
    post_fact,
    read_registration,
)
from tests.api.refusals import faults
from tests.docs.documents import shows
from tests.docs.test_tutorial import STEP
from tests.running.service import Service

FORMS = ("nvca-2025", "blank-check")
HELD = [holder("alder", 600_000), holder("birch", 300_000), holder("cedar", 100_000)]


def made(service: Service, template: str, **more: Any) -> None:
    make_agreement(service, {"id": "form", "template": template, "holders": HELD, **more})


def asked(day: str, under: str, shares: int = 500_000, **more: Any) -> Json:
    return {"letters": [letter(handed_over(day), {"alder": shares})], "demand": under, **more}


def duties(service: Service, registration: str, day: str) -> dict[str, tuple[str | None, str]]:
    answer = read_registration(service, registration, as_of=day)
    return {each["id"]: (each["due_on"], each["clause"]) for each in answer["obligations"]}


def test_all_are_listed(service: Service) -> None:
    listed = [each["name"] for each in ok(service.get("/v1/templates"))["items"]]
    assert listed == ["blank-check", "ctc-1998", "nvca-2025"]


class TestWhatTheVentureModelPutsOff:
    """2.1(c) and 2.1(d): a deferral, and no request beside a registration of the Company."""

    def sale(self, service: Service, day: str, under: str, *facts: Json, **more: Any) -> Json:
        body = asked(day, under, **more) | {"offering_price_net": "20000000.00"}
        name = begun(service, "demands", body, *facts, agreement="form")
        return read_registration(service, name, as_of="2032-12-31")

    def certified(self, service: Service, day: str) -> None:
        stated = fact("condition_stated", day, condition="certified", holds=True)
        post_fact(service, stated, "form")

    def test_a_deferral_needs_the_certificate_and_ends_by_its_day(self, service: Service) -> None:
        """A request given on 3 March 2031: 90 days end on 1 June, 75 from 18 March among them.

        From 18 March through 1 June there are 76 days; filing within 60 days is due on 2 May, and
        by as many days later.
        """
        made(service, "nvca-2025")
        deferral = {"kind": "delay_invoked", "occurred_on": "2031-03-18", "days": 76}
        self.certified(service, "2031-03-18")
        found = self.sale(service, "2031-03-03", "s1", deferral)
        (ruled,) = found["delays"]
        assert ruled["decision"] == "accepted"
        (filing,) = (each for each in found["obligations"] if each["id"] == "file")
        assert filing["due_on"] == "2031-07-17"
        too_long = self.sale(service, "2032-03-03", "s1", deferral | {"occurred_on": "2032-03-17"})
        assert too_long["delays"][0]["reason"] == "SUSPENSION_OCCASIONS"

    def test_none_without_it(self, service: Service) -> None:
        made(service, "nvca-2025")
        deferral = {"kind": "delay_invoked", "occurred_on": "2031-03-18", "days": 10}
        (ruled,) = self.sale(service, "2031-03-03", "s1", deferral)["delays"]
        assert ruled["decision"] == "undetermined"

    @pytest.mark.parametrize(
        ("right", "day", "decision"),
        [
            # Planned for 1 July 2031: 60 days before are 2 May, 30 days before 1 June.
            ("s1", "2031-05-01", "accepted"),
            ("s1", "2031-05-02", "refused"),
            ("s3", "2031-05-31", "accepted"),
            ("s3", "2031-06-01", "refused"),
        ],
    )
    def test_no_request_beside_a_registration_of_the_company(
        self, service: Service, right: str, day: str, decision: str
    ) -> None:
        made(service, "nvca-2025")
        of_company = own_registration(occurred_on="2031-04-01", planned_filing_on="2031-07-01")
        begun(service, "incidentals", of_company, agreement="form")
        assert self.sale(service, day, right)["determination"]["decision"] == decision

    def test_a_sale_of_the_company_ends_the_rights(self, service: Service) -> None:
        """2.13(a): for cash or listed stock; the day of the closing is the first without them."""
        made(service, "nvca-2025")
        post_fact(service, fact("event_happened", "2031-05-05", event="sale"), "form")
        before = self.sale(service, "2031-05-05", "s1")
        assert before["determination"]["decision"] == "accepted"
        stated = fact("condition_stated", "2031-05-05", condition="cash", holds=True)
        post_fact(service, stated, "form")
        ended = self.sale(service, "2031-05-05", "s1", shares=550_000)
        assert ended["determination"]["reason"] == "RIGHTS_ENDED"


def test_the_rights_of_one_holder_end_or_rest_in_the_venture_model(service: Service) -> None:
    """2.13(b): cedar has 100,000 of 20,000,000 outstanding, half of one percent, and is saleable.

    2.13: birch is a Sanctioned Party. Neither is told of a request; alder asks alone.
    """
    made(service, "nvca-2025")
    for posted in (
        fact("first_public_offering_effective", "2031-01-06"),
        fact("shares_outstanding_stated", "2031-01-06", shares=20_000_000),
    ):
        post_fact(service, posted, "form")
    body = asked("2031-09-01", "s3") | {"offering_price_net": "20000000.00"}
    before = dry_run(service, body, "form")["result"]["obligations"]
    told = {each["id"] for each in before if each["id"].startswith("notice:")}
    assert told == {"notice:birch", "notice:cedar"}
    for name, holder_of_it in (("saleable", "cedar"), ("sanctioned", "birch")):
        stated = fact(
            "condition_stated", "2031-08-01", condition=name, holds=True, holder=holder_of_it
        )
        post_fact(service, stated, "form")
    after = dry_run(service, body, "form")["result"]
    assert after["determination"]["decision"] == "accepted"
    assert not [each for each in after["obligations"] if each["id"].startswith("notice:")]


@pytest.mark.parametrize("template", FORMS)
def test_a_form_is_made_into_an_agreement(service: Service, template: str) -> None:
    made(service, template)


class TestTheVentureModel:
    """Clause 2.1: a filing day of each right, notice counted from the giving, no effective day."""

    @pytest.mark.parametrize(
        ("right", "price", "file_by", "clause"),
        [
            # 3 March 2031 and 60 days: 28 left in March, 30 in April: 2 May.
            ("s1", "20000000.00", "2031-05-02", "2.1(a)"),
            # 45 days: 28 left in March, 17 in April.
            ("s3", "5000000.00", "2031-04-17", "2.1(b)"),
        ],
    )
    def test_each_right_has_its_own_day_for_filing(
        self, service: Service, right: str, price: str, file_by: str, clause: str
    ) -> None:
        made(service, "nvca-2025")
        body = asked("2031-03-03", right, offering_price_net=price)
        found = duties(service, begun(service, "demands", body, agreement="form"), "2031-03-03")
        assert found["file"] == (file_by, clause)
        # Efforts without a day: none is made up.
        assert found["effect"] == (None, clause)
        # Ten days after the giving, to those who did not ask.
        assert found["notice:birch"] == ("2031-03-13", clause)
        assert "notice:alder" not in found

    def test_the_long_right_needs_more_than_its_price(self, service: Service) -> None:
        made(service, "nvca-2025")
        for price, expected in (
            ("10000000.00", ("refused", "DEMAND_TOO_SMALL")),
            ("10000000.01", ("accepted", None)),
        ):
            body = asked("2031-03-03", "s1", offering_price_net=price)
            assert decided(dry_run(service, body, "form")["result"]) == expected


def test_the_blank_check_form_opens_by_events(service: Service) -> None:
    """Clause 2.1.1: three months before the release, that day included; by the combination."""
    made(
        service,
        "blank-check",
        overrides={"events": {"release": {"expected": "2026-07-15"}}},
    )
    for right, day, expected in (
        ("founders", "2026-04-14", ("refused", "DEMAND_NOT_YET_OPEN")),
        ("founders", "2026-04-15", ("accepted", None)),
        ("private", "2026-04-15", ("refused", "DEMAND_NOT_YET_OPEN")),
    ):
        assert decided(dry_run(service, asked(day, right), "form")["result"]) == expected


class TestNoticesOfTheVentureModel:
    """Clause 6.5(a) over HTTP, on the record: a request whose hour is not known stays open."""

    def test_a_request_by_e_mail_turns_on_its_hour(self, service: Service) -> None:
        made(service, "nvca-2025")
        for hour, received_on in (("16:00", "2031-03-06"), ("18:00", "2031-03-07"), (None, None)):
            sent = {"method": "email", "sent_on": "2031-03-06"}
            if hour:
                sent["sent_at"] = f"2031-03-06T{hour}:00-05:00"
            body = {
                "letters": [letter(sent, {"alder": 500_000})],
                "demand": "s3",
                "offering_price_net": "6000000.00",
            }
            answer = dry_run(service, body, "form")
            assert answer["result"]["determination"]["received_on"] == received_on
            missing = [each["name"] for each in answer["missing_inputs"]]
            assert ("sent_at" in missing) == (hour is None)

    def test_what_a_courier_has_handed_over_has_arrived(self, service: Service) -> None:
        """Friday 18 February 2028 and one business day are Tuesday, after Presidents' Day."""
        terms = ok(service.get("/v1/templates/nvca-2025"))["terms"]
        sent = {"method": "courier", "sent_on": "2028-02-18"}
        for more, received_on in (
            ({}, "2028-02-22"),
            ({"delivered_on": "2028-02-19"}, "2028-02-19"),
            ({"delivered_on": "2028-02-23"}, "2028-02-22"),
            ({"actually_received_on": "2028-02-19"}, "2028-02-19"),
        ):
            body = {"terms": terms, "delivery": sent | more}
            found = ok(service.post("/v1/compute/deemed-receipt", body))["result"]
            assert found["received_on"] == received_on

    def test_hours_may_have_a_zone_and_days_of_their_own(self, service: Service) -> None:
        """16:30 in New York is 21:30 in London; Monday 25 August 2031 is a bank holiday there."""
        calendars = {"london": {"closed": ["gb-london-banks"]}}
        hours = {"from": "09:00", "to": "17:00", "days": "london", "zone": "Europe/London"}
        overrides = {"calendars": calendars, "notices": {"methods": {"email": {"hours": hours}}}}
        terms = ok(service.get("/v1/templates/nvca-2025"))["terms"]
        terms["calendars"] |= calendars
        terms["notices"]["methods"]["email"]["hours"] = hours
        for at, received_on in (
            ("2031-08-22T16:30:00-04:00", "2031-08-26"),
            ("2031-08-22T11:30:00-04:00", "2031-08-22"),
        ):
            delivery = {"method": "email", "sent_on": at[:10], "sent_at": at}
            body = {"terms": terms, "delivery": delivery}
            found = ok(service.post("/v1/compute/deemed-receipt", body))["result"]
            assert found["received_on"] == received_on
        made(service, "nvca-2025", overrides=overrides)

    def test_a_calendar_of_hours_is_declared(self, service: Service) -> None:
        hours = {"from": "09:00", "to": "17:00", "days": "london"}
        overrides = {"notices": {"methods": {"email": {"hours": hours}}}}
        body = {"id": "form", "template": "nvca-2025", "overrides": overrides}
        refused = service.post("/v1/agreements", body)
        place = "/overrides/notices/methods/email/hours/days"
        assert faults(refused) == {place: "calendar_not_declared"}


class TestBlanks:
    """What a form leaves open holds an example: who writes the place fills it."""

    def test_are_told_of_until_they_are_filled(self, service: Service) -> None:
        filled = {"demands": {"s1": {"uses": [{"counts": "effected", "limit": 1}]}}}
        body = {"id": "form", "template": "nvca-2025", "overrides": filled}
        answer = make_agreement(service, body)
        told = [each["says"] for each in answer["warnings"] if each["code"] == "blank_not_filled"]
        assert any("/demands/s1/size/money" in each for each in told)
        assert not any("/demands/s1/uses" in each for each in told)
        left = ok(service.get("/v1/agreements/form/terms"))["terms"]["blanks"]
        assert "/demands/s1/uses/0/limit" not in left
        assert "/demands/s1/size/money" in left

    def test_may_have_to_be_filled(self, service: Service) -> None:
        must = {"/company": {"says": "The Company", "fill": "must"}}
        body: Json = {"template": "nvca-2025", "overrides": {"blanks": must}}
        refused = service.post("/v1/agreements", body)
        assert faults(refused) == {"/overrides/company": "blank_not_filled"}
        terms = ok(service.get("/v1/templates/nvca-2025"))["terms"] | {"blanks": must}
        refused = service.post("/v1/agreements", {"terms": terms})
        assert faults(refused) == {"/terms/company": "blank_not_filled"}
        body["overrides"]["company"] = {"name": "Widgets, Inc."}
        make_agreement(service, body)

    def test_have_a_place(self, service: Service) -> None:
        nowhere = {"/demands/s9/size": {"says": "The least", "fill": "may"}}
        body = {"template": "nvca-2025", "overrides": {"blanks": nowhere}}
        found = ok(service.post("/v1/compute/terms-check", body))["result"]["findings"]
        assert [each["pointer"] for each in found if each["code"] == "blank_nowhere"] == [
            "/demands/s9/size"
        ]

    def test_go_with_what_an_instrument_takes_away(self, service: Service) -> None:
        """The least for Form S-1 is a blank; without the least there is nothing left to fill."""
        made(service, "nvca-2025")
        taken = amendment("2026-01-05", {"/demands/s1/size": None}, "alder")
        post_fact(service, taken, "form")
        terms = ok(service.get("/v1/agreements/form/terms", as_of="2026-01-05"))["terms"]
        assert terms["demands"]["s1"].get("size") is None
        assert "/demands/s1/size/money" not in terms["blanks"]
        assert "/demands/s1/uses/0/limit" in terms["blanks"]

    def test_do_not_outlast_the_rights(self, service: Service) -> None:
        """2.13(c): five years after the public offering of 1 March 2027 no right is left."""
        made(service, "nvca-2025")
        offered = fact("first_public_offering_effective", "2027-03-01")
        post_fact(service, offered, "form")
        left = {
            day: ok(service.get("/v1/agreements/form/terms", as_of=day))["terms"].get("demands")
            for day in ("2032-02-29", "2032-03-01")
        }
        assert left["2032-02-29"].keys() == {"s1", "s3"}
        assert not left["2032-03-01"]


def test_the_lives_told_are_true(service: Service) -> None:
    """docs/forms.md: every request gives the answer beside it."""
    text = (Path(__file__).parents[3] / "docs" / "forms.md").read_text(encoding="utf-8")
    steps = list(STEP.finditer(text))
    assert len(steps) == text.count("```http") == text.count("```json") > 8
    for step in steps:
        response = service.plainly(step["method"], step["path"], json=json.loads(step["body"]))
        place = f"{step['method']} {step['path']}"
        assert response.status_code == int(step["status"]), f"{place}: {response.text[:500]}"
        shows(json.loads(step["answer"]), response.json(), place)

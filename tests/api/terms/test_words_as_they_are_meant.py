"""Words that were taken, and meant otherwise than the page says."""

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    filed,
    handed_over,
    holder,
    letter,
    order_lifted,
    stop_order,
)
from tests.api.calls import decided, make_agreement, ok, post_fact
from tests.api.refusals import faults
from tests.running.service import Service

WIDGETS = Path(__file__).parents[2] / "data" / "terms" / "widgets.json"
HELD = [holder("a", 600_000), holder("b", 400_000)]


class TestEdition2:
    DOCUMENT: ClassVar[Any] = json.loads(WIDGETS.read_text(encoding="utf-8")) | {"readings": {}}

    def test_moves_no_last_day_that_it_does_not_say(self, service: Service) -> None:
        """45 days from Wednesday 2 June 2021 end on Saturday 17 July; 60 on Sunday 1 August."""
        for edition, expected in ((1, "2021-08-02"), (2, "2021-08-01")):
            terms = self.DOCUMENT | {"schema_version": edition}
            demand = {
                **terms["demand"],
                "minimum_shares": None,
                "short_form": None,
                "effect_within": {"count": 60, "unit": "day", "after": "request.received"},
            }
            name = f"edition-{edition}"
            body = {"id": name, "terms": terms | {"demand": demand}, "holders": HELD}
            make_agreement(service, body)
            delivery = {"method": "email", "sent_on": "2021-06-02"}
            asked = {"letters": [letter(delivery, {"a": 600_000})]}
            path = f"/v1/agreements/{name}/demands"
            found = ok(service.post(path, asked | {"underwritten": False}), 201)["result"]
            assert found["determination"]["due_on"] == expected

    def test_leaves_no_roll_to_a_reading(self, service: Service) -> None:
        terms = self.DOCUMENT | {"schema_version": 2, "deadline_roll": "by_reading"}
        assert service.post("/v1/agreements", {"terms": terms}).status_code == 422

    def test_is_told_what_edition_1_leaves_to_a_reading(self, service: Service) -> None:
        for edition, expected in ((1, True), (2, False)):
            asked = {"terms": self.DOCUMENT | {"schema_version": edition}}
            found = ok(service.post("/v1/compute/terms-check", asked))["result"]["findings"]
            assert ("roll_not_said" in {each["code"] for each in found}) is expected


def test_a_demand_that_may_yet_be_restored_is_under_way(service: Service) -> None:
    """One at a time: the first is stopped and let go, and nobody has elected to go on."""
    limits = [
        {"counts": "effected", "limit": 2, "of": ["founders", "private"]},
        {"counts": "pending", "limit": 1, "of": ["founders", "private"]},
    ]
    body = {
        "template": "blank-check",
        "id": "one",
        "holders": HELD,
        "overrides": {"demands": {"private": {"uses": limits}, "founders": {"uses": limits}}},
    }
    make_agreement(service, body)
    combined = {"kind": "event_happened", "event": "combination", "occurred_on": "2025-02-03"}
    post_fact(service, combined, "one")

    def asked(day: str, **more: Any) -> Json:
        letters = [letter(handed_over(day), {"a": 600_000})]
        return {"demand": "private", "letters": letters, "underwritten": False} | more

    path = "/v1/agreements/one/demands"
    ok(service.post(path, asked("2025-03-03", id="first")), 201)
    for fact in (
        filed("2025-04-01"),
        declared_effective("2025-05-01"),
        stop_order("2025-06-02"),
        order_lifted("2025-06-10"),
    ):
        ok(service.post("/v1/registrations/first/events", fact), 201)
    for day in ("2025-06-05", "2025-06-12"):
        found = ok(service.post(path, asked(day), dry_run=True))["result"]
        assert decided(found) == ("refused", "DEMAND_CAP_PENDING")


@pytest.mark.parametrize(
    ("sent_on", "sent_at", "expected"),
    [
        # 09:30 on Friday 23 May 2025 in Hong Kong, however it is written.
        ("2025-05-22", "2025-05-22T21:30:00-04:00", "2025-05-23"),
        ("2025-05-23", "2025-05-23T09:30:00+08:00", "2025-05-23"),
        # 08:59 there is before the hours: Tuesday the 27th follows, after a holiday on the 26th.
        ("2025-05-22", "2025-05-22T20:59:00-04:00", "2025-05-27"),
        ("2025-05-23", "2025-05-23T08:59:00+08:00", "2025-05-27"),
    ],
)
def test_hours_are_those_of_their_zone(
    service: Service, sent_on: str, sent_at: str, expected: str
) -> None:
    terms = ok(service.get("/v1/templates/ctc-1998"))["terms"]
    terms["calendars"] = {"banks": {"closed": ["us-fed"]}}
    terms["business_day"] = {"calendar": "banks"}
    hours = {"from": "09:00", "to": "18:00", "zone": "Asia/Hong_Kong"}
    terms["notices"]["methods"]["email"] = {
        "given": "received",
        "received": {"at": "notice.sent"},
        "hours": hours,
    }
    delivery = {"method": "email", "sent_on": sent_on, "sent_at": sent_at}
    asked = {"terms": terms, "delivery": delivery}
    found = ok(service.post("/v1/compute/deemed-receipt", asked))["result"]
    assert found["received_on"] == expected


@pytest.mark.parametrize("name", ["demand", "incidental", "others", "company", "holders"])
def test_a_right_has_no_name_of_a_kind(service: Service, name: str) -> None:
    template = ok(service.get("/v1/templates/blank-check"))["terms"]
    one = template["demands"]["private"] | {"uses": []}
    overrides = {"demands": {"$replace": True, name: one, "short": one}}
    refused = service.post("/v1/agreements", {"template": "blank-check", "overrides": overrides})
    assert faults(refused).get(f"/overrides/demands/{name}") == "reserved_name"


@pytest.mark.parametrize(
    ("one", "several", "name"),
    [("takedown", "takedowns", "incidental"), ("shelf", "shelves", "others")],
)
def test_no_sale_or_shelf_has_the_name_of_another_kind(
    service: Service, one: str, several: str, name: str
) -> None:
    terms = ok(service.get("/v1/templates/ctc-1998"))["terms"]
    terms[several] = {name: terms.pop(one)}
    checked = ok(service.post("/v1/compute/terms-check", {"terms": terms}))["result"]["findings"]
    found = {each["pointer"]: each["code"] for each in checked}
    assert found.get(f"/{several}/{name}") == "reserved_name"


@pytest.mark.parametrize("name", ["company", "others", "ctc"])
def test_no_holder_is_called_as_the_company_is(service: Service, name: str) -> None:
    overrides: dict[str, Any] = {"company": {"id": "ctc"}}
    holders = [holder("spectrum", 10), holder(name, 10)]
    body = {"template": "ctc-1998", "overrides": overrides, "holders": holders}
    refused = service.post("/v1/agreements", body)
    assert faults(refused) == {"/holders/1/id": "reserved_id"}


def test_an_end_names_all_rights_of_a_kind(service: Service) -> None:
    overrides = {
        "conditions": {"barred": {"says": "barred"}},
        "ends": {
            "a": {"for": "holder", "effect": "suspends", "rights": ["demand"]}
            | {"on": {"when": {"asserted": "barred"}}}
        },
    }
    body = {"template": "blank-check", "id": "kinds", "overrides": overrides, "holders": HELD}
    make_agreement(service, body)
    combined = {"kind": "event_happened", "event": "combination", "occurred_on": "2025-02-03"}
    post_fact(service, combined, "kinds")
    stated = {"kind": "condition_stated", "condition": "barred", "holder": "a"}
    post_fact(service, stated | {"occurred_on": "2025-02-20"}, "kinds")
    letters = [letter(handed_over("2025-03-03"), {"a": 600_000})]
    asked = {"demand": "private", "letters": letters, "underwritten": False}
    found = ok(service.post("/v1/agreements/kinds/demands", asked, dry_run=True))["result"]
    assert decided(found) == ("refused", "NOT_REQUISITE_HOLDERS")


def test_sales_off_a_shelf_need_one(service: Service) -> None:
    asked = {"template": "ctc-1998", "overrides": {"shelf": None}}
    found = ok(service.post("/v1/compute/terms-check", asked))["result"]["findings"]
    assert ("/takedown", "no_shelf") in {(each["pointer"], each["code"]) for each in found}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"forms_at_receipt": ["S-3"]}, ("refused", "EXCLUDED_BY_CONDITION")),
        ({"forms_at_receipt": ["S-1"]}, ("accepted", None)),
        ({}, ("undetermined", None)),
    ],
)
def test_a_request_may_be_excepted(service: Service, more: Json, expected: Any) -> None:
    covered = {"says": "An effective statement covers them", "if_not_stated": "fails"}
    overrides = {
        "conditions": {"covered": covered},
        "demand": {
            "short_form": None,
            "unless": {"any": [{"form": ["S-3"]}, {"asserted": "covered"}]},
        },
    }
    body = {"template": "ctc-1998", "id": "excepted", "overrides": overrides, "holders": HELD}
    make_agreement(service, body)
    asked = {"letters": [letter(handed_over("1999-03-01"), {"a": 600_000})], "underwritten": False}
    path = "/v1/agreements/excepted/demands"
    found = ok(service.post(path, asked | more, dry_run=True))
    assert decided(found["result"]) == expected
    if expected[0] == "undetermined":
        assert "demand_received.forms_at_receipt" in {
            each["posted_as"] for each in found["missing_inputs"]
        }
    stated = {"kind": "condition_stated", "condition": "covered", "occurred_on": "1999-02-01"}
    post_fact(service, stated, "excepted")
    found = ok(service.post(path, asked | more, dry_run=True))
    assert decided(found["result"]) == ("refused", "EXCLUDED_BY_CONDITION")

"""The docket over HTTP: obligations across agreements, by due day, in pages and as a calendar."""

import base64
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from tests.api.bodies import (
    Json,
    declared_effective,
    delay,
    filed,
    handed_over,
    join,
    letter,
    mailed,
    notice,
    offering,
    withdrawn,
)
from tests.api.calls import (
    AGREEMENTS,
    DEMO,
    EXAMPLE,
    EXAMPLE_DEMAND,
    by,
    demanded,
    make_agreement,
    obligation,
    ok,
    post_event,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.api.description.openapi import DOCUMENT
from tests.api.refusals import problem, query_fault
from tests.db.evidence.evidence import known_now
from tests.running.service import NOW, Service

pytestmark = pytest.mark.both_databases

THEN = "1999-03-31"
"""A day on which the demonstration demand is under way."""

DOCKET, CALENDAR = "/v1/obligations", "/v1/obligations.ics"


def docket(service: Service, **asked: Any) -> list[Json]:
    """Everything on the docket that is asked for, page by page."""
    return [item for page in pages(service, **asked) for item in page["items"]]


def pages(service: Service, **asked: Any) -> Iterator[Json]:
    after: Json = {}
    while True:
        page = ok(service.get(DOCKET, **{"limit": 200} | asked | after))
        yield page
        if page["next"] is None:
            return
        after = {"after": page["next"]}


def ids(items: list[Json]) -> list[tuple[str | None, str]]:
    return [(each.get("registration_id"), each["obligation"]["id"]) for each in items]


class TestItem:
    def test_says_who_owes_what_to_whom_by_when_and_where_it_is_explained(
        self, service: Service
    ) -> None:
        page = ok(service.get(DOCKET, as_of=THEN, agreement_id=EXAMPLE, limit=1))
        trigger = page["items"][0]["obligation"].pop("trigger")
        known = known_now(service, EXAMPLE)
        assert page["as_of"] == THEN
        assert page["items"] == [
            {
                "agreement_id": EXAMPLE,
                "agreement_name": "CTC Communications Corp., under way",
                "registration_id": EXAMPLE_DEMAND,
                "registration_kind": "requested",
                "obligation": {
                    "id": "effect",
                    "obligor": "ctc",
                    "obligees": ["doeg-hill", "spectrum"],
                    "modality": "must",
                    "action": "Effect the registration: have the registration statement effective.",
                    "clause": "2(a)(i)",
                    "standard": "best_efforts",
                    "due_on": "1999-05-20",
                    "status": "open",
                    "days_left": 50,
                    "last_practicable_on": "1999-05-20",
                    "recorded_by": ["declared_effective"],
                    "duty": "effect",
                },
                "names": {
                    "ctc": "CTC Communications Corp.",
                    "doeg-hill": "Doeg Hill I, LLC",
                    "spectrum": "Spectrum Equity Investors II, L.P.",
                },
                "explained_at": f"/v1/registrations/{EXAMPLE_DEMAND}?as_of={THEN}&known_at={known}",
            }
        ]
        assert trigger.startswith("fact:")

    @pytest.mark.parametrize("day", ["1999-02-17", THEN, "1999-05-21", "1999-10-27", "2000-11-02"])
    def test_is_what_its_explanation_says_on_the_same_day(self, service: Service, day: str) -> None:
        items = docket(service, as_of=day)
        places = {each["explained_at"] for each in items}
        answers = {where: service.request("GET", where) for where in places}
        for each in items:
            result = ok(answers[each["explained_at"]])["result"]
            found = obligation(result, each["obligation"]["id"])
            assert each["obligation"] == {
                name: value for name, value in found.items() if name != "explained_by"
            }
        owed = sum(len(ok(answer)["result"]["obligations"]) for answer in answers.values())
        assert len(items) == owed

    def test_is_the_agreements_own_where_no_registration_brought_it_about(
        self, service: Service
    ) -> None:
        own = [each for each in docket(service, as_of=THEN) if each.get("registration_id") is None]
        assert {each.get("registration_kind") for each in own} == {None}
        assert {each["explained_at"] for each in own} == {
            f"/v1/agreements/{name}?as_of={THEN}&known_at={known_now(service, name)}"
            for name in AGREEMENTS
        }
        assert ("ctc", "reports") in {
            (each["agreement_id"], each["obligation"]["id"]) for each in own
        }

    def test_counts_the_days_left_to_the_day_asked_about(self, service: Service) -> None:
        asked = {"registration_id": EXAMPLE_DEMAND, "clause": "2(a)(i)", "standard": "best_efforts"}
        found = {}
        for day in ("1999-02-18", "1999-02-19", "1999-05-20", "1999-05-21", "2030-01-01"):
            (item,) = docket(service, as_of=day, **asked)
            found[day] = (item["obligation"]["status"], item["obligation"].get("days_left"))
        assert found == {
            "1999-02-18": ("not_yet_due", 91),
            "1999-02-19": ("open", 90),
            "1999-05-20": ("open", 0),
            "1999-05-21": ("overdue_review", None),
            "2030-01-01": ("overdue_review", None),
        }


class TestDay:
    def test_is_today_in_utc_unless_one_is_asked_about(self, service: Service) -> None:
        assert ok(service.get(DOCKET))["as_of"] == NOW.date().isoformat()
        assert docket(service) == docket(service, as_of=NOW.date().isoformat())

    def test_before_anything_was_signed_nothing_is_owed(self, service: Service) -> None:
        assert docket(service, as_of="1998-04-09") == []
        assert docket(service, as_of="1998-04-10") != []

    def test_may_lie_before_a_fact_that_is_recorded_already(self, service: Service) -> None:
        before = docket(service, as_of=THEN, agreement_id=EXAMPLE)
        post_event(service, EXAMPLE_DEMAND, filed("1999-04-01"))
        after = docket(service, as_of=THEN, agreement_id=EXAMPLE)
        assert [each["obligation"] for each in after] == [each["obligation"] for each in before]
        assert (EXAMPLE_DEMAND, "file") in ids(
            docket(service, as_of="1999-04-01", status="performed")
        )


class TestOrder:
    def test_is_by_due_day_then_by_agreement_registration_and_obligation(
        self, service: Service
    ) -> None:
        post_events(
            service, demanded(service), filed("1999-04-01"), declared_effective("1999-05-03")
        )
        places = [
            (
                each["obligation"]["due_on"] or "9999",
                each["agreement_id"],
                each.get("registration_id") or "",
                each["obligation"]["id"],
            )
            for each in docket(service, as_of="1999-10-27")
        ]
        assert places == sorted(places)
        dated = [due_on for due_on, *_ in places if due_on != "9999"]
        assert len(dated) > len(set(dated)) > 1
        assert len(dated) < len(places)

    @pytest.mark.parametrize("limit", [1, 2, 7])
    def test_pages_make_up_the_whole(self, service: Service, limit: int) -> None:
        whole = docket(service, as_of=THEN)
        found = list(pages(service, as_of=THEN, limit=limit))
        assert [item for page in found for item in page["items"]] == whole
        assert all(len(page["items"]) == limit for page in found[:-1])
        assert found[-1]["next"] is None

    def test_reading_on_skips_and_repeats_nothing_when_other_facts_come_between(
        self, service: Service
    ) -> None:
        before = docket(service, as_of=THEN)
        first = ok(service.get(DOCKET, as_of=THEN, limit=8))
        demanded(service)
        post_event(service, EXAMPLE_DEMAND, notice("wang", mailed("1999-02-24")))
        rest = docket(service, as_of=THEN, after=first["next"])
        read = [(each["agreement_id"], *ids([each])[0]) for each in (*first["items"], *rest)]
        assert len(set(read)) == len(read)
        assert {(each["agreement_id"], *ids([each])[0]) for each in before} <= set(read)


def field(item: Json, name: str) -> Any:
    """What a filter of this name looks at."""
    return {
        "agreement_id": item["agreement_id"],
        "registration_id": item.get("registration_id"),
        "obligee": item["obligation"]["obligees"],
    }.get(name) or item["obligation"].get(name)


def has(item: Json, name: str, value: Any) -> bool:
    due_on = item["obligation"]["due_on"]
    match name:
        case "due_from":
            return due_on is not None and due_on >= value
        case "due_to":
            return due_on is not None and due_on <= value
        case "obligee" | "status":
            found, wanted = field(item, name), value if isinstance(value, list) else [value]
            return bool(set(wanted) & set(found if isinstance(found, list) else [found]))
        case _:
            return bool(field(item, name) == value)


class TestFilters:
    @pytest.mark.parametrize(
        "asked",
        [
            {"status": "open"},
            {"status": ["open", "performed"]},
            {"due_from": "1999-05-20"},
            {"due_to": "1999-05-20"},
            {"due_from": "1999-05-01", "due_to": "1999-05-31"},
            {"obligor": "ctc"},
            {"obligee": "spectrum"},
            {"clause": "2(a)(i)"},
            {"agreement_id": DEMO},
            {"registration_id": EXAMPLE_DEMAND},
            {"standard": "promptly"},
            {"standard": "promptly", "status": "open", "obligee": "wang", "agreement_id": EXAMPLE},
        ],
    )
    def test_give_all_that_they_describe_and_nothing_else(
        self, stateless_service: Service, asked: Json
    ) -> None:
        whole = docket(stateless_service, as_of=THEN)
        found = docket(stateless_service, as_of=THEN, **asked)
        assert found == [
            each for each in whole if all(has(each, name, asked[name]) for name in asked)
        ]
        assert 0 < len(found) < len(whole) or asked == {"obligor": "ctc"}

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            (
                {"clause": "2(a)(i)", "standard": "promptly", "status": "open"}
                | {"agreement_id": EXAMPLE},
                ["notice:wang"],
            ),
            ({"due_from": "1999-05-01", "due_to": "1999-05-31"}, ["effect"] * 3),
            ({"due_from": "1999-05-21"}, []),
            ({"due_to": "1999-05-19"}, []),
            ({"clause": "2(d)"}, ["expenses"] * 3),
            ({"clause": "8", "agreement_id": DEMO}, ["no-better-rights"]),
            ({"registration_id": EXAMPLE_DEMAND, "agreement_id": DEMO}, []),
            ({"status": ["waived", "excused"]}, []),
        ],
    )
    def test_narrow_the_docket(
        self, stateless_service: Service, asked: Json, expected: list[str]
    ) -> None:
        found = docket(stateless_service, as_of=THEN, **asked)
        assert [each["obligation"]["id"] for each in found] == expected

    def test_look_at_the_status_of_the_day_asked_about(self, stateless_service: Service) -> None:
        asked = {"registration_id": EXAMPLE_DEMAND, "status": "open"}
        found = {
            day: {name for _, name in ids(docket(stateless_service, as_of=day, **asked))}
            for day in ("1999-02-18", "1999-02-19", "1999-02-22", "1999-05-21")
        }
        told = {f"notice:{name}" for name in ("cashin", "spectrum")}
        assert found["1999-02-18"] == set()
        assert found["1999-02-19"] > told | {"notice:wang", "effect"}
        assert found["1999-02-22"] & (told | {"notice:wang", "effect"}) == {"notice:wang", "effect"}
        assert "effect" not in found["1999-05-21"]


class TestFollowsTheRecord:
    """After each of these tests the whole docket is held against the facts (`tests/db/docket`)."""

    def test_of_a_fact_of_the_agreement_that_moves_a_registration(self, service: Service) -> None:
        registration = demanded(service, delivery=mailed("1999-08-11"))
        asked = {"as_of": "1999-09-10", "registration_id": registration, "due_to": "2001-01-01"}
        (before,) = docket(service, **asked)
        post_fact(service, offering("1999-09-01"))
        (after,) = docket(service, **asked)
        result = read_registration(service, registration, "1999-09-10")
        assert before["obligation"]["due_on"] < after["obligation"]["due_on"]
        assert after["obligation"]["due_on"] == result["determination"]["due_on"]

    def test_of_a_fact_recorded_late(self, service: Service) -> None:
        registration = demanded(service, filed("1999-05-03"), declared_effective("1999-05-18"))
        post_event(service, registration, delay("1999-04-01", 30))
        post_event(service, registration, join("doeg-hill", 10, handed_over("1999-03-01")))
        (item,) = docket(
            service, as_of="1999-04-02", registration=registration, due_to="2000-01-01"
        )
        found = obligation(read_registration(service, registration, "1999-04-02"), "effect")
        assert item["obligation"]["due_on"] == found["due_on"]
        assert item["obligation"].get("days_left") == found.get("days_left")

    def test_of_a_withdrawal(self, service: Service) -> None:
        registration = demanded(service, withdrawn("1999-03-01"))
        statuses = by(
            "id", [each["obligation"] for each in docket(service, registration_id=registration)]
        )
        assert statuses["effect"]["status"] == "excused"

    def test_of_every_kind_of_registration(self, service: Service) -> None:
        written = letter(handed_over("2000-02-01"), {"spectrum": 800_000})
        takedown = {"shelf": "ctc-example-shelf", "letters": [written]}
        ok(service.post(f"/v1/agreements/{EXAMPLE}/takedowns", takedown, as_of="2000-02-10"), 201)
        own = {
            "occurred_on": "2000-03-01",
            "purpose": "offering",
            "initiated_for": "company",
            "form": "S-1",
            "planned_filing_on": "2000-05-15",
        }
        ok(service.post(f"/v1/agreements/{EXAMPLE}/incidentals", own, as_of="2000-03-01"), 201)
        kinds = {each.get("registration_kind") for each in docket(service, as_of="2000-03-01")}
        assert kinds == {None, "requested", "shelf", "takedown", "incidental"}

    def test_of_a_new_agreement(self, service: Service) -> None:
        made = make_agreement(service, {"template": "ctc-1998", "id": "another", "name": "Another"})
        items = docket(service, agreement_id=made["result"]["id"])
        assert {each["agreement_name"] for each in items} == {"Another"}
        owed = read_agreement(service, "another")["obligations"]
        assert [each for _, each in ids(items)] == sorted(each["id"] for each in owed)

    def test_a_dry_run_leaves_it_alone(self, service: Service) -> None:
        before = docket(service)
        demand = {"letters": [letter(mailed("1999-02-16"), {"spectrum": 400_000})]}
        ok(service.post(f"/v1/agreements/{DEMO}/demands", demand, dry_run=True))
        assert docket(service) == before

    def test_what_is_owed_beyond_the_calendars_is_refused_and_not_recorded(
        self, service: Service
    ) -> None:
        demanded(service, delivery=handed_over("2060-07-05"))
        before = docket(service)
        late = service.post(f"/v1/agreements/{DEMO}/events", offering("2060-10-01"))
        (fault,) = problem(late, 422, "invalid_input")["errors"]
        assert fault["code"] == "date_outside_calendars"
        assert docket(service) == before


class TestBadInput:
    @pytest.mark.parametrize(
        ("asked", "name", "code"),
        [
            ({"as_of": "yesterday"}, "as_of", "invalid_value"),
            ({"as_of": "1989-12-31"}, "as_of", "invalid_value"),
            ({"status": "done"}, "status", "invalid_value"),
            ({"due_from": "1999-02-30"}, "due_from", "invalid_value"),
            ({"due_from": "1999-05-02", "due_to": "1999-05-01"}, "due_to", "no_such_days"),
            ({"obligor": ""}, "obligor", "invalid_value"),
            ({"obligee": "a\x00b"}, "obligee", "invalid_value"),
            ({"clause": "x" * 401}, "clause", "invalid_value"),
            ({"agreement_id": "CTC"}, "agreement_id", "invalid_value"),
            ({"registration_id": "a/b"}, "registration_id", "invalid_value"),
            ({"standard": "hardly"}, "standard", "invalid_value"),
            ({"statuses": "open"}, "statuses", "unknown_parameter"),
        ],
    )
    def test_is_refused_with_its_place(
        self, stateless_service: Service, asked: Json, name: str, code: str
    ) -> None:
        assert query_fault(stateless_service.get(DOCKET, **asked), name) == code
        assert query_fault(stateless_service.get(CALENDAR, **asked), name) == code

    @pytest.mark.parametrize(("name", "value"), [("limit", "0"), ("limit", "201"), ("after", "")])
    def test_is_refused_in_what_only_the_list_has(
        self, stateless_service: Service, name: str, value: str
    ) -> None:
        assert query_fault(stateless_service.get(DOCKET, **{name: value}), name) in (
            "invalid_value",
            "not_a_place",
        )
        assert query_fault(stateless_service.get(CALENDAR, **{name: value}), name) == (
            "unknown_parameter"
        )

    @pytest.mark.parametrize(
        "place",
        [
            "%%%",
            "ctc",
            "é",
            [],
            {"due_on": None},
            [None, "ctc", None],
            [None, "ctc", None, "effect", "more"],
            ["31 March", "ctc", None, "effect"],
            [None, "ctc", "Not an id", "effect"],
            [None, "ctc", None, "ef\x00fect"],
            [None, 7, None, "effect"],
        ],
    )
    def test_is_refused_where_to_read_on(
        self, stateless_service: Service, place: str | Json | list[Any]
    ) -> None:
        text = place
        if not isinstance(place, str):
            text = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
        assert query_fault(stateless_service.get(DOCKET, after=text), "after") == "not_a_place"

    def test_names_every_fault_at_once(self, stateless_service: Service) -> None:
        response = stateless_service.get(DOCKET, status="done", limit="0", agreement_id="CTC")
        faulty = problem(response, 422, "invalid_input")["errors"]
        assert {each["pointer"] for each in faulty} == {"status", "limit", "agreement_id"}


class TestCalendar:
    def events(self, response: httpx.Response) -> list[Any]:
        assert response.status_code == 200, response.text[:1_000]
        assert response.headers["content-type"] == "text/calendar; charset=utf-8"
        calendar = Calendar.from_ical(response.content)
        assert calendar["version"] == "2.0"
        assert calendar["prodid"]
        found: list[Any] = calendar.walk("VEVENT")
        return found

    def test_has_an_all_day_event_for_each_due_day(self, service: Service) -> None:
        (event,) = self.events(service.get(CALENDAR, as_of=THEN, agreement_id=EXAMPLE))
        assert event.decoded("dtstart") == date(1999, 5, 20)
        assert event["uid"] == f"{EXAMPLE}/{EXAMPLE_DEMAND}/effect@registration-rights"
        assert event["summary"] == (
            "2(a)(i): Effect the registration: have the registration statement effective. (Open)"
        )
        assert event["description"].splitlines() == [
            f"Agreement: CTC Communications Corp., under way ({EXAMPLE})",
            f"Registration: {EXAMPLE_DEMAND} (requested)",
            "Clause: 2(a)(i)",
            "Owed by CTC Communications Corp. (ctc) to Doeg Hill I, LLC (doeg-hill), "
            "Spectrum Equity Investors II, L.P. (spectrum)",
            "Standard: best efforts",
            f"As of {THEN}: Open",
        ]
        assert event["transp"] == "TRANSPARENT"
        assert event["categories"].cats == ["open"]

    def test_has_what_the_list_has_with_a_due_day(self, service: Service) -> None:
        for asked in ({}, {"status": "performed"}, {"registration_id": "ctc-example-shelf"}):
            dated = [
                each["obligation"]["due_on"]
                for each in docket(service, **asked)
                if each["obligation"]["due_on"]
            ]
            found = self.events(service.get(CALENDAR, **asked))
            assert [each.decoded("dtstart").isoformat() for each in found] == dated
            assert dated

    def test_is_stamped_with_the_recording_of_the_last_fact(self, service: Service) -> None:
        registration = demanded(service)
        (event,) = self.events(service.get(CALENDAR, registration_id=registration))
        assert event.decoded("dtstamp") == NOW
        assert (
            service.get(CALENDAR, registration_id=registration).content
            == service.get(CALENDAR, registration_id=registration).content
        )

    def test_keeps_the_uid_of_an_event_that_moves(self, service: Service) -> None:
        registration = demanded(service)
        asked = {"registration_id": registration, "as_of": "1999-04-10"}
        (before,) = self.events(service.get(CALENDAR, **asked))
        considered = {"transaction_considered_from": "1999-02-10"}
        post_event(service, registration, delay("1999-04-01", 30, **considered))
        (after,) = self.events(service.get(CALENDAR, **asked))
        assert before["uid"] == after["uid"]
        assert before.decoded("dtstart") < after.decoded("dtstart")

    def test_names_an_agreement_of_any_name_whole(self, service: Service) -> None:
        name = "Müller, Gößling; Söhne \\ Co. " * 12
        body = {
            "template": "ctc-1998",
            "id": "long",
            "name": name.strip(),
            "holders": [{"id": "one", "name": "One", "common": 100}],
        }
        make_agreement(service, body)
        demand = {
            "letters": [letter(handed_over("1999-02-16"), {"one": 100})],
            "short_form_qualified": False,
        }
        ok(service.post("/v1/agreements/long/demands", demand), 201)
        (event,) = self.events(service.get(CALENDAR, agreement_id="long", as_of="1999-02-20"))
        assert event["description"].splitlines()[0] == f"Agreement: {name.strip()} (long)"

    def test_of_more_than_it_may_hold_is_refused(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.api.routes.obligations.MOST_EVENTS", 1)
        assert query_fault(service.get(CALENDAR), "due_from") == "too_many_events"
        assert len(self.events(service.get(CALENDAR, as_of=THEN, agreement_id=EXAMPLE))) == 1


def test_what_the_documentation_fills_in_finds_something(stateless_service: Service) -> None:
    operation = DOCUMENT["paths"][DOCKET]["get"]
    filled = {
        each["name"]: next(iter(each["examples"].values()))["value"]
        for each in operation["parameters"]
        if each.get("examples")
    }
    assert {"as_of", "status"} <= filled.keys()
    assert ids(docket(stateless_service, **filled))[0] == (EXAMPLE_DEMAND, "effect")

"""What was true on a day, and what was known by an instant: no answer ever given is lost."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.api.answers.test_obligations import docket
from tests.api.bodies import (
    Json,
    agreement,
    converted,
    declared_effective,
    filed,
    handed_over,
    join,
    mailed,
    notice,
    offering,
    sold,
    spectrum_demand,
)
from tests.api.calls import (
    AGREEMENTS,
    DEMO,
    EXAMPLE,
    EXAMPLE_DEMAND,
    demanded,
    events,
    make_agreement,
    ok,
    post_demand,
    post_event,
    post_fact,
    read_agreement,
)
from tests.api.description.openapi import DOCUMENT, operations
from tests.api.refusals import faults, nothing_stored, problem, query_fault
from tests.db.evidence.evidence import (
    changes,
    correct,
    correction,
    known_now,
    last_fact,
    try_to_correct,
)
from tests.running.service import LOADED, NOW, Service

EVIDENCE_PARTS = ("audit", "evaluations", "export", "verify")
OF_RECORDS = ("/v1/agreements", "/v1/registrations", "/v1/obligations", "/v1/evaluations")
EVIDENCE = (
    *(f"/v1/agreements/{{agreement_id}}/{part}" for part in EVIDENCE_PARTS),
    "/v1/evaluations",
)
MICROSECOND = timedelta(microseconds=1)


def instant(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def just_before(known: str) -> str:
    return instant(datetime.fromisoformat(known) - MICROSECOND)


def test_every_read_of_a_record_can_be_asked_by_both_dates() -> None:
    """Those added later too; what is asked of the evidence is about no day, but of an instant."""
    reads = {
        path: {each["name"] for each in operation.get("parameters", ())}
        for method, path, operation in operations(DOCUMENT)
        if method == "GET" and path.startswith(OF_RECORDS)
    }
    assert len(reads) > 20
    assert {path for path, asked in reads.items() if "known_at" not in asked} == set()
    timeless = {path for path, asked in reads.items() if not asked & {"as_of", "on"}}
    assert timeless == {path for path in reads if path.startswith(EVIDENCE)}


class TestKnownAt:
    def test_gives_every_answer_that_was_given_byte_for_byte(self, evidence: Service) -> None:
        """A whole life is posted, with corrections; then every answer is asked for again."""
        given: list[tuple[str, str, bytes]] = []

        def told(response: httpx.Response, path: str, as_of: str) -> None:
            assert response.status_code == 201, response.text[:500]
            given.append((path, as_of, response.content))

        registration = "life"
        agreement_path = f"/v1/agreements/{DEMO}"
        path = f"/v1/registrations/{registration}"
        told(
            evidence.post(
                f"{agreement_path}/demands",
                spectrum_demand() | {"id": registration},
                as_of="1999-03-09",
            ),
            path,
            "1999-03-09",
        )
        for fact, as_of in (
            (notice("wang", mailed("1999-02-22")), "1999-03-10"),
            (join("wang", 5_000, handed_over("1999-03-10")), "1999-03-20"),
            (filed("1999-04-01"), "1999-05-01"),
            (declared_effective("1999-05-03"), "1999-06-01"),
        ):
            told(evidence.post(f"{path}/events", fact, as_of=as_of), path, as_of)
        for fact in (converted("1999-01-15", "wang", 100), offering("1999-07-14")):
            told(
                evidence.post(f"{agreement_path}/events", fact, as_of="1999-08-01"),
                agreement_path,
                "1999-08-01",
            )
        instants = [each["recorded_at"] for each in events(evidence)[-len(given) :]]
        late = events(evidence)[-5]["fact_id"]
        correct(evidence, correction(late, join("wang", 4_000, handed_over("1999-03-10"))))
        told(
            evidence.post(
                f"{path}/events",
                {"kind": "stop_order", "occurred_on": "1999-06-07", "holder_at_fault": False},
                as_of="1999-07-01",
            ),
            path,
            "1999-07-01",
        )
        instants.append(known_now(evidence))
        for (where, as_of, content), known_at in zip(given, instants, strict=True):
            again = evidence.get(where, as_of=as_of, known_at=known_at)
            assert again.content == content, (where, known_at)

    def test_without_a_day_asks_about_the_day_of_the_instant(self, evidence: Service) -> None:
        asked = {"known_at": "2027-05-06T03:00:00Z"}  # still the evening of the 5th in Boston
        state = ok(evidence.get(f"/v1/agreements/{DEMO}", known_at=instant(LOADED)))["result"]
        assert state["as_of"] == "2026-11-21"
        later = ok(evidence.get(f"/v1/agreements/{DEMO}", **asked))["result"]
        assert later["as_of"] == "2026-11-22", "nothing is known of days to come"

    def test_the_record_had_fewer_facts_then(self, evidence: Service) -> None:
        before = read_agreement(evidence)["version"]
        post_fact(evidence, converted("1999-01-15", "wang", 100))
        known = known_now(evidence)
        asked = {"known_at": just_before(known)}
        assert read_agreement(evidence, **asked)["version"] == before
        assert len(ok(evidence.get(f"/v1/agreements/{DEMO}/events", **asked))["items"]) == before
        assert read_agreement(evidence, known_at=known)["version"] == before + 1

    def test_facts_recorded_at_one_tick_of_the_clock_are_known_one_after_the_other(
        self, evidence: Service
    ) -> None:
        for shares in (1, 2, 3):
            post_fact(evidence, converted("1999-01-15", "wang", shares))
        known = [datetime.fromisoformat(each["recorded_at"]) for each in events(evidence)[-3:]]
        assert known == [NOW, NOW + MICROSECOND, NOW + 2 * MICROSECOND]

    def test_facts_of_one_write_are_known_together(self, evidence: Service) -> None:
        make_agreement(evidence, agreement("mine"))
        assert len({each["recorded_at"] for each in events(evidence, "mine")}) == 1

    @pytest.mark.parametrize("path", ["", "/terms", "/events", "/audit", "/evaluations"])
    def test_an_agreement_unknown_then_is_not_found(self, evidence: Service, path: str) -> None:
        make_agreement(evidence, agreement("mine"))
        known = known_now(evidence, "mine")
        where = f"/v1/agreements/mine{path}"
        problem(evidence.get(where, known_at=just_before(known)), 404, "not_found")
        ok(evidence.get(where, known_at=known))

    @pytest.mark.parametrize(
        "path", ["", "/obligations", "/allocation", "/sensitivity", "/why", "/events"]
    )
    def test_a_registration_unknown_then_is_not_found(self, evidence: Service, path: str) -> None:
        registration = demanded(evidence)
        known = known_now(evidence)
        where = f"/v1/registrations/{registration}{path}"
        asked = {"as_of": "1999-03-09"}
        problem(evidence.get(where, known_at=just_before(known), **asked), 404, "not_found")
        ok(evidence.get(where, known_at=known, **asked))

    @pytest.mark.parametrize("path", ["", "/obligations", "/allocation", "/sensitivity", "/why"])
    def test_every_answer_about_a_registration_is_as_it_was(
        self, evidence: Service, path: str
    ) -> None:
        registration = demanded(evidence)
        where = f"/v1/registrations/{registration}{path}"
        before = evidence.get(where, as_of="1999-05-10")
        known = known_now(evidence)
        begun = last_fact(evidence)["fact_id"]
        post_event(evidence, registration, notice("wang", mailed("1999-02-22")))
        post_event(evidence, registration, join("wang", 5_000, handed_over("1999-03-10")))
        later = {"kind": "demand_received", **spectrum_demand(mailed("1999-02-18"), 100_000)}
        correct(evidence, correction(begun, later))
        after = evidence.get(where, as_of="1999-05-10")
        assert (before.status_code, after.status_code) == (200, 200)
        assert after.content != before.content
        again = evidence.get(where, as_of="1999-05-10", known_at=known)
        assert again.content == before.content

    def test_lists_agreements_as_they_were_known(self, evidence: Service) -> None:
        make_agreement(evidence, agreement("mine"))
        known = known_now(evidence, "mine")
        post_fact(
            evidence,
            {"kind": "stock_split", "occurred_on": "1999-01-04", "numerator": 2, "denominator": 1},
            "mine",
        )

        def listed(**asked: str) -> dict[str, int]:
            page = ok(evidence.get("/v1/agreements", **asked))
            return {each["id"]: each["version"] for each in page["items"]}

        count = len(events(evidence, "mine"))
        assert listed()["mine"] == count
        assert listed(known_at=known)["mine"] == count - 1
        assert "mine" not in listed(known_at=just_before(known))
        assert listed(known_at=instant(LOADED)).keys() <= {*AGREEMENTS}
        assert listed(as_of="1998-04-09") == {}
        assert listed(as_of="1998-04-10").keys() == {*AGREEMENTS, "mine"}

    def test_and_as_of_narrow_the_list_of_facts(self, evidence: Service) -> None:
        demanded(evidence, notice("wang", mailed("1999-02-22")))
        where = f"/v1/agreements/{DEMO}/events"
        kinds = [each["kind"] for each in ok(evidence.get(where, as_of="1999-02-21"))["items"]]
        assert kinds[-1] == "demand_received"
        correct(evidence, correction(last_fact(evidence)["fact_id"], None))
        found = ok(evidence.get(where, as_of="1999-02-22"))["items"]
        assert [each["kind"] for each in found[-2:]] == ["notice_given", "fact_retracted"]
        assert len(ok(evidence.get(where, as_of="1999-02-21"))["items"]) == len(found) - 2


class TestTheEvidence:
    def evidence_of(self, service: Service, answer: str, **asked: Any) -> list[bytes]:
        paths = [
            *(f"/v1/agreements/{EXAMPLE}/{part}" for part in EVIDENCE_PARTS),
            *(f"/v1/evaluations/{answer}{part}" for part in ("", "/answer", "/replay")),
        ]
        answers = [service.get(path, **asked) for path in paths]
        answers.append(service.get(paths[-1], under="current", **asked))
        assert {each.status_code for each in answers} == {200}
        # What is kept for lists is of now, whatever is asked.
        lists = re.compile(rb',"docket":"[a-z_]+"')
        return [lists.sub(b"", each.content) for each in answers]

    def test_is_what_it_was_byte_for_byte(self, evidence: Service) -> None:
        known, answer = known_now(evidence, EXAMPLE), f"{EXAMPLE_DEMAND}-2"
        before = self.evidence_of(evidence, answer)
        post_event(evidence, EXAMPLE_DEMAND, filed("1999-03-30"))
        correct(evidence, correction(last_fact(evidence, EXAMPLE)["fact_id"], None), EXAMPLE)
        post_demand(evidence, spectrum_demand(), EXAMPLE)
        assert self.evidence_of(evidence, answer, known_at=known) == before
        assert self.evidence_of(evidence, answer)[0] != before[0]

    def test_of_what_was_not_known_yet_is_not_found(self, evidence: Service) -> None:
        before = just_before(instant(LOADED))
        for part in EVIDENCE_PARTS:
            found = evidence.get(f"/v1/agreements/{EXAMPLE}/{part}", known_at=before)
            problem(found, 404, "not_found")
        for part in ("", "/answer", "/replay"):
            found = evidence.get(f"/v1/evaluations/{EXAMPLE_DEMAND}-2{part}", known_at=before)
            problem(found, 404, "not_found")


class TestTheDocket:
    THEN = "1999-03-31"

    def move(self, service: Service) -> None:
        """Record what changes the docket of one agreement, and of a new one."""
        wrong = {"kind": "demand_received", **spectrum_demand(mailed("1999-02-17"))}
        wrong |= {"underwritten": True}
        correct(service, correction(f"{EXAMPLE_DEMAND}-1", wrong), EXAMPLE)
        post_event(service, EXAMPLE_DEMAND, filed("1999-03-30"))
        make_agreement(service, agreement("mine"))

    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"status": "open"},
            {"obligor": "ctc"},
            {"obligee": "wang"},
            {"clause": "2(a)(i)"},
            {"due_from": "1999-04-01"},
            {"due_to": "1999-05-31"},
            {"registration_id": EXAMPLE_DEMAND},
            {"agreement_id": EXAMPLE},
            {"agreement_id": DEMO},
            {"standard": "promptly"},
        ],
    )
    def test_is_listed_as_it_was(self, evidence: Service, asked: Json) -> None:
        asked = asked | {"as_of": self.THEN}
        before = docket(evidence, **asked)
        assert before
        known = known_now(evidence, "ctc-practice")
        self.move(evidence)
        then = docket(evidence, **asked, known_at=known)
        assert then == before
        if asked.get("agreement") != DEMO:
            changed = docket(evidence, as_of=self.THEN)
            assert changed != docket(evidence, as_of=self.THEN, known_at=known)

    def test_is_the_page_that_was_answered_byte_for_byte(self, evidence: Service) -> None:
        pages = [
            ("/v1/obligations", {"limit": 3, **asked})
            for asked in ({"as_of": self.THEN}, {"as_of": "1999-06-01"}, {})
        ]
        before = [evidence.get(where, **asked).content for where, asked in pages]
        known = just_before(instant(NOW))
        self.move(evidence)
        after = [evidence.get(where, **asked, known_at=known).content for where, asked in pages]
        assert after == before

    def test_leads_to_a_working_that_later_facts_leave_alone(self, evidence: Service) -> None:
        (first, *_) = docket(evidence, as_of=self.THEN, agreement_id=EXAMPLE, status="open")
        before = evidence.request("GET", first["explained_at"]).content
        self.move(evidence)
        assert evidence.request("GET", first["explained_at"]).content == before

    def test_is_read_on_page_by_page(self, evidence: Service) -> None:
        known = known_now(evidence, EXAMPLE)
        self.move(evidence)
        asked = {"as_of": self.THEN, "known_at": known}
        whole = docket(evidence, **asked)
        assert len(whole) > 7
        assert docket(evidence, **asked, limit=3) == whole

    def test_leads_to_the_working_of_then(self, evidence: Service) -> None:
        known = known_now(evidence, EXAMPLE)
        self.move(evidence)
        dated = [
            each
            for each in docket(evidence, as_of=self.THEN, known_at=known)
            if each.get("registration_id") == EXAMPLE_DEMAND and each["obligation"]["due_on"]
        ]
        assert dated
        for each in dated:
            owed = ok(evidence.request("GET", each["explained_at"]))["result"]["obligations"]
            (found,) = (one for one in owed if one["id"] == each["obligation"]["id"])
            assert found["due_on"] == each["obligation"]["due_on"]

    def test_of_a_registration_not_known_yet_is_empty(self, evidence: Service) -> None:
        known = known_now(evidence, EXAMPLE)
        registration = demanded(evidence)
        asked = {"as_of": self.THEN, "registration_id": registration}
        assert docket(evidence, **asked)
        assert docket(evidence, **asked, known_at=known) == []

    def test_asks_about_the_day_of_the_instant(self, evidence: Service) -> None:
        page = ok(evidence.get("/v1/obligations", known_at="2026-11-20T00:00:00Z"))
        assert (page["as_of"], page["items"]) == ("2026-11-20", [])

    def test_of_too_many_agreements_is_not_worked_out_at_once(
        self, evidence: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = known_now(evidence, EXAMPLE)
        self.move(evidence)
        monkeypatch.setattr("app.services.docket.obligations.AGREEMENTS_AT_ONCE", 0)
        response = evidence.get("/v1/obligations", as_of=self.THEN, known_at=known)
        assert query_fault(response, "known_at") == "too_many_agreements"

    def test_is_a_calendar_as_it_was(self, evidence: Service) -> None:
        asked = {"as_of": self.THEN, "agreement_id": EXAMPLE}
        before = evidence.get("/v1/obligations.ics", **asked)
        known = known_now(evidence, EXAMPLE)
        self.move(evidence)
        assert evidence.get("/v1/obligations.ics", **asked).content != before.content
        again = evidence.get("/v1/obligations.ics", **asked, known_at=known)
        assert again.content == before.content


class TestAnInstant:
    @pytest.mark.parametrize(
        "written",
        ["2026-11-22", "2026-11-22T17:00:00", "yesterday", "1700000000", "2026-11-31T00:00:00Z"],
    )
    def test_that_names_none_is_refused(self, evidence: Service, written: str) -> None:
        response = evidence.get(f"/v1/agreements/{DEMO}", known_at=written)
        assert query_fault(response, "known_at") == "invalid_value"

    def test_with_a_plus_that_the_address_swallowed_says_so(self, evidence: Service) -> None:
        address = f"/v1/agreements/{DEMO}?known_at=2026-11-22T17:00:00+00:00"
        response = evidence.request("GET", address)
        (fault,) = problem(response, 422, "invalid_input")["errors"]
        assert "%2B" in fault["detail"]

    @pytest.mark.parametrize(
        "written",
        [
            "2026-11-22T12:00:00.000000-05:00",
            "2026-11-22T17:00:00Z",
            "2026-11-23T02:00:00.0+09:00",
        ],
    )
    def test_may_be_written_in_any_zone(self, evidence: Service, written: str) -> None:
        post_fact(evidence, converted("1999-01-15", "wang", 100))
        post_fact(evidence, converted("1999-01-15", "wang", 200))
        found = ok(evidence.get(f"/v1/agreements/{DEMO}/events", known_at=written))["items"]
        assert found[-1]["fact"]["shares"] == 100


class TestCorrections:
    def test_say_what_changed(self, evidence: Service) -> None:
        registration = demanded(evidence)
        begun = last_fact(evidence)["fact_id"]
        later = {"kind": "demand_received", **spectrum_demand(mailed("1999-02-17"))}
        result = correct(evidence, correction(begun, later), as_of="1999-03-09")
        changed = changes(result, registration)
        assert changed["/determination/given_on"] == ("1999-02-16", "1999-02-17")
        assert changed["/determination/due_on"] == ("1999-05-20", "1999-05-24")
        assert (result["kind"], result["fact_id"]) == ("fact_corrected", begun)
        assert result["registration_id"] == registration
        assert result["correction_id"] == last_fact(evidence)["fact_id"]
        (line,) = changes(result)
        assert line.endswith("/begun_on")

    def test_are_entries_of_the_record_dated_today(self, evidence: Service) -> None:
        post_fact(evidence, converted("1999-01-15", "wang", 100))
        wrong = last_fact(evidence)
        correct(
            evidence,
            correction(wrong["fact_id"], converted("1999-01-15", "wang", 90), "Ninety, not 100."),
        )
        *_, before, entry = events(evidence)
        assert before == wrong | {"standing": "corrected", "overtaken_by": entry["fact_id"]}
        assert (entry["kind"], entry["occurred_on"]) == ("fact_corrected", "2026-11-22")
        assert entry["fact"]["reason"] == "Ninety, not 100."
        assert entry["fact"]["replacement"] == converted("1999-01-15", "wang", 90)
        assert (entry["standing"], entry.get("overtaken_by")) == ("stands", None)

    def test_change_the_answers_from_the_day_of_the_fact(self, evidence: Service) -> None:
        post_fact(evidence, converted("1999-01-15", "wang", 100))
        correct(
            evidence,
            correction(last_fact(evidence)["fact_id"], converted("1999-01-20", "wang", 90)),
        )

        def common(as_of: str) -> int:
            state = read_agreement(evidence, as_of=as_of)
            (line,) = (each for each in state["holders"] if each["holder"] == "wang")
            shares: int = line["position"]["common"]
            return shares

        assert [common(day) for day in ("1999-01-15", "1999-01-19", "1999-01-20")] == [0, 0, 90]

    def test_are_quoted_where_an_answer_rests_on_them(self, evidence: Service) -> None:
        registration = demanded(evidence, filed("1999-04-01"))
        wrong = last_fact(evidence)["fact_id"]
        result = correct(evidence, correction(wrong, filed("1999-04-02")))
        found = ok(evidence.get(f"/v1/registrations/{registration}", as_of="1999-05-10"))["result"]
        assert found["filed_on"] == "1999-04-02"
        source = f"fact:{result['correction_id']}#/replacement/occurred_on"
        assert found["explained_by"].get("filed_on") == source

    def test_of_a_demand_make_it_another_demand_and_none(self, evidence: Service) -> None:
        registration = demanded(evidence)
        begun = last_fact(evidence)["fact_id"]
        result = correct(evidence, correction(begun, None), as_of="1999-03-09")
        assert changes(result, registration) == {"/registration_id": (registration, None)}
        where = f"/v1/registrations/{registration}"
        problem(evidence.get(where, as_of="1999-03-09"), 404, "not_found")
        response = evidence.post(f"{where}/events", notice("wang", mailed("1999-02-22")))
        problem(response, 404, "not_found")
        assert read_agreement(evidence, as_of="1999-03-09")["demands"]["remaining"] == 3
        restored = correct(evidence, correction(result["correction_id"], None), as_of="1999-03-09")
        assert changes(restored, registration) == {"/registration_id": (None, registration)}
        ok(evidence.get(where, as_of="1999-03-09"))

    def test_tried_store_nothing(self, evidence: Service) -> None:
        registration = demanded(evidence)
        begun = last_fact(evidence)["fact_id"]
        later = {"kind": "demand_received", **spectrum_demand(mailed("1999-02-17"))}
        body = correction(begun, later)
        with nothing_stored(evidence):
            response = try_to_correct(evidence, body, as_of="1999-03-09", dry_run=True)
        tried = ok(response)["result"]
        assert "evaluation-id" not in response.headers
        made = correct(evidence, body, as_of="1999-03-09")
        assert tried == {name: made[name] for name in made if name != "correction_id"}
        assert changes(made, registration)

    def test_that_change_no_answer_say_so(self, evidence: Service) -> None:
        post_fact(evidence, offering("2000-01-03", effective_on="2000-01-03"))
        body = correction(
            last_fact(evidence)["fact_id"], offering("2000-01-03", effective_on="2000-01-04")
        )
        assert correct(evidence, body, as_of="1999-12-31")["changed"] == []

    @pytest.mark.parametrize(
        ("body", "found"),
        [
            (correction("nothing", None), {"/fact_id": "unknown_fact"}),
            ({"fact_id": "x", "reason": "x"}, {"/replacement": "missing_field"}),
            (correction("x", None, ""), {"/reason": "invalid_value"}),
            (correction("", None), {"/fact_id": "invalid_value"}),
            (correction("x", {"kind": "nothing"}), {"/replacement/kind": "unknown_kind"}),
            (correction("x", {"kind": "agreement_made"}), {"/replacement/kind": "wrong_place"}),
            (correction("x", {"kind": "fact_retracted"}), {"/replacement/kind": "wrong_place"}),
            (
                correction("x", {"kind": "filed", "form": "S-3"}),
                {"/replacement/occurred_on": "missing_field"},
            ),
            (correction("x", None) | {"more": 1}, {"/more": "unknown_field"}),
        ],
    )
    def test_that_cannot_be_read_or_recorded_are_refused(
        self, evidence: Service, body: Json, found: Json
    ) -> None:
        with nothing_stored(evidence):
            assert faults(try_to_correct(evidence, body)) == found

    def test_that_another_fact_contradicts_are_refused_with_the_reason(
        self, evidence: Service
    ) -> None:
        post_fact(evidence, converted("1999-01-15", "wang", 100))
        wrong = last_fact(evidence)["fact_id"]
        post_fact(evidence, sold("1999-02-01", "wang", 100))
        with nothing_stored(evidence):
            response = try_to_correct(
                evidence, correction(wrong, converted("1999-01-15", "wang", 99))
            )
        (fault,) = problem(response, 422, "invalid_input")["errors"]
        assert fault["code"] == "contradicts_record"
        assert "shares_sold" in fault["detail"]
        assert last_fact(evidence)["fact_id"] in fault["detail"]

    def test_of_what_set_a_registration_going_are_refused_while_it_has_a_life(
        self, evidence: Service
    ) -> None:
        registration = demanded(evidence)
        begun = last_fact(evidence)["fact_id"]
        post_event(evidence, registration, notice("wang", handed_over("1999-02-22")))
        with nothing_stored(evidence):
            response = try_to_correct(evidence, correction(begun, None))
        (fault,) = problem(response, 422, "invalid_input")["errors"]
        assert fault["code"] == "contradicts_record"
        assert "Nothing would have set it going." in fault["detail"]

    def test_of_facts_of_another_agreement_are_refused(self, evidence: Service) -> None:
        begun = events(evidence, EXAMPLE)[-1]["fact_id"]
        assert faults(try_to_correct(evidence, correction(begun, None))) == {
            "/fact_id": "unknown_fact"
        }

    def test_of_no_agreement_are_not_found(self, evidence: Service) -> None:
        response = try_to_correct(evidence, correction("x", None), "nobody")
        problem(response, 404, "not_found")

    @pytest.mark.parametrize(
        "post",
        [
            pytest.param(
                lambda service, fact: service.post(f"/v1/agreements/{DEMO}/events", fact),
                id="agreement",
            ),
            pytest.param(
                lambda service, fact: service.post(
                    f"/v1/registrations/{EXAMPLE_DEMAND}/events", fact
                ),
                id="registration",
            ),
        ],
    )
    def test_are_posted_nowhere_else(
        self, evidence: Service, post: Callable[[Service, Json], httpx.Response]
    ) -> None:
        fact = {
            "kind": "fact_retracted",
            "occurred_on": "2026-11-22",
            "fact_id": "x",
            "reason": "x",
        }
        assert faults(post(evidence, fact)) == {"/kind": "wrong_place"}


def test_a_new_fact_is_judged_by_what_stands(evidence: Service) -> None:
    """What was retracted no longer stands in the way, and no longer makes anything possible."""
    registration = demanded(evidence, filed("1999-04-01"))
    correct(evidence, correction(last_fact(evidence)["fact_id"], None))
    early = evidence.post(
        f"/v1/registrations/{registration}/events", declared_effective("1999-05-03")
    )
    assert faults(early) == {"/occurred_on": "not_filed"}
    post_event(evidence, registration, filed("1999-04-02"))
    post_event(evidence, registration, declared_effective("1999-05-03"))


def test_a_demand_posted_again_after_a_retraction_counts_once(evidence: Service) -> None:
    first = demanded(evidence)
    correct(evidence, correction(last_fact(evidence)["fact_id"], None))
    again = post_demand(evidence, as_of="1999-03-09")["result"]
    assert again["tallies"]["demands"]["remaining_after"] == 2
    assert again["registration_id"] != first

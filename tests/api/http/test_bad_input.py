"""Requests that cannot be carried out: a problem that says what and where, and nothing stored."""

import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.api.answering.problems import TITLES
from app.settings import MEBIBYTE
from tests.api.bodies import (
    Json,
    agreement,
    converted,
    delay,
    demand,
    handed_over,
    join,
    letter,
    mailed,
    notice,
    spectrum_demand,
    transfer,
)
from tests.api.calls import DEMO, EXAMPLE_DEMAND, ok, stored
from tests.api.refusals import faults, nothing_stored, problem, query_fault
from tests.running.service import Service

AGREEMENTS = "/v1/agreements"
DEMANDS = f"/v1/agreements/{DEMO}/demands"
AGREEMENT_EVENTS = f"/v1/agreements/{DEMO}/events"
REGISTRATION_EVENTS = f"/v1/registrations/{EXAMPLE_DEMAND}/events"

SHARES = "/letters/0/requests/0/shares"
HOLDER = "/letters/0/requests/0/holder"
SENT_ON = "/letters/0/delivery/sent_on"

POSTS = [
    pytest.param(AGREEMENTS, agreement("mine"), id="agreement"),
    pytest.param(AGREEMENT_EVENTS, converted("1999-01-15", "wang", 1), id="agreement-event"),
    pytest.param(DEMANDS, spectrum_demand(), id="demand"),
    pytest.param(
        REGISTRATION_EVENTS, notice("wang", mailed("1999-02-22")), id="registration-event"
    ),
    pytest.param(
        "/v1/compute/deadline",
        {"template": "ctc-1998", "event_on": "1999-01-04", "count": 30},
        id="computation",
    ),
]


def send(service: Service, path: str, content: Any, **headers: str) -> httpx.Response:
    """Send bytes as they are, as JSON unless a header says otherwise."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return service.request(
        "POST", path, content=content, headers={"content-type": "application/json"} | named
    )


def changed(pointer: str, value: object) -> Json:
    """Spectrum's demand with one value changed."""
    body: Any = spectrum_demand()
    *way, last = pointer.split("/")[1:]
    here = body
    for part in way:
        here = here[int(part) if isinstance(here, list) else part]
    here[last] = value
    found: Json = body
    return found


class TestNotTrueOfTheRecord:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (changed(HOLDER, "nobody"), {HOLDER: "unknown_holder"}),
            (changed(SHARES, 1_320_001), {SHARES: "more_than_held"}),
            (changed(SENT_ON, "1998-04-09"), {SENT_ON: "before_agreement"}),
            (changed(SENT_ON, "1997-12-31"), {SENT_ON: "date_outside_calendars"}),
            (changed(SENT_ON, "2061-01-01"), {SENT_ON: "date_outside_calendars"}),
            (changed(SENT_ON, "9999-12-31"), {SENT_ON: "date_outside_calendars"}),
            (changed(SENT_ON, "0001-01-01"), {SENT_ON: "date_outside_calendars"}),
        ],
    )
    def test_a_demand(self, service: Service, body: Json, expected: dict[str, str]) -> None:
        with nothing_stored(service):
            response = service.post(DEMANDS, body)
        assert faults(response) == expected

    @pytest.mark.parametrize(
        ("fact", "expected"),
        [
            (join("nobody", 1, handed_over("1999-03-15")), {"/holder": "unknown_holder"}),
            (join("wang", 8_251, handed_over("1999-03-15")), {"/shares": "more_than_held"}),
            (
                join("wang", 1, handed_over("2061-01-03")),
                {"/delivery/delivered_on": "date_outside_calendars"},
            ),
            (
                notice("wang", handed_over("1999-03-15") | {"acknowledged_on": "2061-01-03"}),
                {"/delivery/acknowledged_on": "date_outside_calendars"},
            ),
            (
                delay("1999-03-15", 10, transaction_considered_from="1997-12-31"),
                {"/transaction_considered_from": "date_outside_calendars"},
            ),
        ],
    )
    def test_a_fact_of_a_registration(
        self, service: Service, fact: Json, expected: dict[str, str]
    ) -> None:
        with nothing_stored(service):
            response = service.post(REGISTRATION_EVENTS, fact)
        assert faults(response) == expected

    def test_a_deadline_beyond_the_calendars_is_refused_with_the_fact_that_sets_it(
        self, service: Service
    ) -> None:
        """The date given is inside; what follows from it is not. Nothing half-written stays."""
        for day in ("2060-12-30", "2060-11-30"):
            with nothing_stored(service):
                response = service.post(DEMANDS, spectrum_demand(mailed(day)))
            assert set(faults(response).values()) == {"date_outside_calendars"}

    def test_a_holder_is_told_what_he_holds(self, service: Service) -> None:
        response = service.post(DEMANDS, changed(SHARES, 1_320_001))
        (found,) = response.json()["errors"]
        assert "1,320,000" in found["detail"]
        assert "1,320,001" in found["detail"]


class TestSeveralFaults:
    def test_of_shape_are_listed_together(self, service: Service) -> None:
        body = {
            "letters": [
                {
                    "requests": [
                        {"holder": "Spectrum", "shares": "400000"},
                        {"holder": "wang", "shares": 0, "color": "red"},
                    ],
                    "delivery": {"method": "pigeon", "sent_on": 5},
                }
            ],
            "short_form_qualified": "no",
            "colour": "red",
        }
        with nothing_stored(service):
            response = service.post(DEMANDS, body)
        assert faults(response) == {
            "/letters/0/requests/0/holder": "invalid_value",
            "/letters/0/requests/0/shares": "invalid_value",
            "/letters/0/requests/1/shares": "invalid_value",
            "/letters/0/requests/1/color": "unknown_field",
            "/letters/0/delivery/method": "invalid_value",
            "/letters/0/delivery/sent_on": "invalid_value",
            "/short_form_qualified": "invalid_value",
            "/colour": "unknown_field",
        }

    def test_against_the_record_are_listed_together(self, service: Service) -> None:
        body = demand(
            letter(mailed("1999-02-16"), {"nobody": 1, "spectrum": 1_320_001}),
            letter(mailed("1999-02-17"), {"wang": 8_251, "someone": 2}),
        )
        with nothing_stored(service):
            response = service.post(DEMANDS, body)
        assert faults(response) == {
            "/letters/0/requests/0/holder": "unknown_holder",
            "/letters/0/requests/1/shares": "more_than_held",
            "/letters/1/requests/0/shares": "more_than_held",
            "/letters/1/requests/1/holder": "unknown_holder",
        }

    def test_in_the_body_and_in_a_parameter_are_listed_together(self, service: Service) -> None:
        response = service.post(DEMANDS, changed(SHARES, "many"), as_of="yesterday")
        found = problem(response, 422, "invalid_input")["errors"]
        assert {(each["place"], each["pointer"]) for each in found} == {
            ("body", SHARES),
            ("query", "as_of"),
        }

    def test_a_bad_date_does_not_hide_an_unknown_holder_in_another_letter(
        self, service: Service
    ) -> None:
        body = demand(
            letter(mailed("1997-02-18"), {"spectrum": 1}),
            letter(mailed("1999-02-16"), {"nobody": 1}),
        )
        assert faults(service.post(DEMANDS, body)) == {
            "/letters/0/delivery/sent_on": "date_outside_calendars",
            "/letters/1/requests/0/holder": "unknown_holder",
        }


class TestUnknownFields:
    @pytest.mark.parametrize(
        "pointer",
        ["/color", "/letters/0/color", "/letters/0/delivery/color", "/letters/0/requests/0/color"],
    )
    def test_in_a_demand_at_any_depth(self, service: Service, pointer: str) -> None:
        with nothing_stored(service):
            response = service.post(DEMANDS, changed(pointer, 1))
        assert faults(response) == {pointer: "unknown_field"}

    @pytest.mark.parametrize(("path", "body"), POSTS)
    def test_in_every_body(self, service: Service, path: str, body: Json) -> None:
        with nothing_stored(service):
            response = service.post(path, body | {"color": "red"})
        assert faults(response) == {"/color": "unknown_field"}

    def test_are_pointed_at_with_escapes(self, service: Service) -> None:
        response = service.post(DEMANDS, spectrum_demand() | {"a/b~c": 1})
        assert faults(response) == {"/a~1b~0c": "unknown_field"}

    def test_a_mistyped_dry_run_does_not_record_a_demand(self, service: Service) -> None:
        """A parameter that is silently ignored here would bind the record for ever."""
        with nothing_stored(service):
            response = service.request(
                "POST", DEMANDS, json=spectrum_demand(), params={"dryrun": "true"}
            )
        assert response.status_code == 422

    def test_a_field_given_twice_is_not_settled_silently(self, service: Service) -> None:
        text = json.dumps(spectrum_demand())
        twice = text[:-1] + ', "short_form_qualified": true}'
        with nothing_stored(service):
            response = send(service, DEMANDS, twice.encode())
        assert response.status_code in (400, 422)


class TestWrongTypes:
    @pytest.mark.parametrize(
        "value",
        ["400000", 400_000.0, 0.5, True, None, [], {}, 0, -1, 10**12 + 1, 10**30],
        ids=repr,
    )
    def test_for_shares(self, service: Service, value: object) -> None:
        with nothing_stored(service):
            response = service.post(DEMANDS, changed(SHARES, value))
        assert faults(response) == {SHARES: "invalid_value"}

    @pytest.mark.parametrize(
        "value",
        [
            0,
            919_123_200,
            19990216,
            True,
            [],
            "",
            "16.02.1999",
            "1999-2-16",
            "19990216",
            "1999-02-30",
            "1999-02-16T00:00:00",
            "1999-02-16T00:00:00Z",
            "1999-02-16 ",
            "1999-02-16\n",
            "١٩٩٩-02-16",
        ],
        ids=repr,
    )
    def test_for_a_date(self, service: Service, value: object) -> None:
        with nothing_stored(service):
            response = service.post(DEMANDS, changed(SENT_ON, value))
        assert faults(response) == {SENT_ON: "invalid_value"}

    @pytest.mark.parametrize("value", ["true", "no", 0, 1, [], {}], ids=repr)
    def test_for_a_yes_or_no(self, service: Service, value: object) -> None:
        with nothing_stored(service):
            response = service.post(DEMANDS, changed("/short_form_qualified", value))
        assert faults(response) == {"/short_form_qualified": "invalid_value"}

    @pytest.mark.parametrize("value", [None, 1, "spectrum", {}, []], ids=repr)
    def test_for_a_list(self, service: Service, value: object) -> None:
        with nothing_stored(service):
            response = service.post(DEMANDS, changed("/letters", value))
        assert list(faults(response)) == ["/letters"]

    @pytest.mark.parametrize("text", ["null", "[]", '"demand"', "1", "true"])
    def test_for_a_whole_body(self, service: Service, text: str) -> None:
        with nothing_stored(service):
            response = send(service, DEMANDS, text.encode())
        assert list(faults(response)) == [""]

    @pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e400"])
    def test_for_a_number(self, service: Service, text: str) -> None:
        body = json.dumps(changed(SHARES, "HERE")).replace('"HERE"', text)
        with nothing_stored(service):
            response = send(service, DEMANDS, body.encode())
        assert response.status_code in (400, 422)

    def test_of_a_fact_that_nobody_knows(self, service: Service) -> None:
        fact = {"kind": "moon_landing", "occurred_on": "1999-01-15"}
        for path in (AGREEMENT_EVENTS, REGISTRATION_EVENTS):
            with nothing_stored(service):
                response = service.post(path, fact)
            assert faults(response) == {"/kind": "unknown_kind"}

    def test_of_a_fact_without_a_kind(self, service: Service) -> None:
        with nothing_stored(service):
            response = service.post(AGREEMENT_EVENTS, {"occurred_on": "1999-01-15"})
        assert faults(response) == {"/kind": "missing_field"}

    def test_a_missing_field(self, service: Service) -> None:
        body = spectrum_demand()
        del body["letters"][0]["requests"][0]["shares"]
        with nothing_stored(service):
            response = service.post(DEMANDS, body)
        assert faults(response) == {SHARES: "missing_field"}

    def test_the_making_of_an_agreement_is_no_fact_to_post(self, service: Service) -> None:
        made = {"kind": "agreement_made", "occurred_on": "1998-04-10", "name": "x"}
        for path in (AGREEMENT_EVENTS, REGISTRATION_EVENTS):
            with nothing_stored(service):
                response = service.post(path, made)
            assert faults(response) == {"/kind": "wrong_place"}


class TestContradictions:
    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            (demand(letter({"method": "mail"}, {"spectrum": 1})), "/letters/0/delivery"),
            (
                demand(letter({"method": "personal", "sent_on": "1999-02-16"}, {"spectrum": 1})),
                "/letters/0/delivery",
            ),
            (
                spectrum_demand(mailed("1999-02-16") | {"actually_received_on": "1999-02-15"}),
                "/letters/0/delivery",
            ),
            (
                {
                    "letters": [
                        {
                            "requests": [
                                {"holder": "spectrum", "shares": 1},
                                {"holder": "spectrum", "shares": 2},
                            ],
                            "delivery": mailed("1999-02-16"),
                        }
                    ]
                },
                "/letters/0",
            ),
        ],
    )
    def test_within_a_letter(self, service: Service, body: Json, pointer: str) -> None:
        with nothing_stored(service):
            response = service.post(DEMANDS, body)
        assert faults(response) == {pointer: "invalid_value"}

    def test_a_transfer_of_nothing(self, service: Service) -> None:
        with nothing_stored(service):
            response = service.post(
                AGREEMENT_EVENTS, transfer("1999-01-15", "spectrum", "affiliate", 0)
            )
        assert faults(response) == {"": "invalid_value"}


class TestMalformedJson:
    @pytest.mark.parametrize(
        "content",
        [
            b'{"letters": ',
            b"{'letters': []}",
            b"letters",
            b"{} {}",
            b"\xff\xfe\x00",
            b'{"a": "\n"}',
        ],
        ids=repr,
    )
    def test_is_said_to_be_that(self, service: Service, content: bytes) -> None:
        with nothing_stored(service):
            response = send(service, DEMANDS, content)
        problem(response, 400, "malformed_json")

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b'{"letters": NaN}', "NaN is no number in JSON (line 1, column 13)"),
            (b'{\n "NaN": "Infinity",\n "b": [1, -Infinity]}', "-Infinity is no number"),
            (b'{\n "NaN": "Infinity",\n "b": [1, -Infinity]}', "(line 3, column 11)"),
            (b'{"a": {"b": 1}, "b": 2, "a": 3}', "'a' is given twice (line 1, column 25)"),
            (b'{"a": 1,\n"\\u0061": 2}', "'a' is given twice (line 2, column 1)"),
            (b'{"a": [{"b": 1}, {"b": 1, "b": 1}]}', "'b' is given twice (line 1, column 27)"),
            (b'{"a":\n "\xff"}', "not UTF-8 (line 2, column 3)"),
            (b'{"a": 1,}', "belongs"),
            (b'{"a": ', "a value belongs here (line 1, column 7)"),
            (b'{"a" 1}', "a colon belongs here (line 1, column 6)"),
            (b'{"a": 1 "b": 2}', "a comma or a closing bracket belongs here (line 1, column 9)"),
            (b"{'a': 1}", "a name in double quotes belongs here (line 1, column 2)"),
            (b"{} {}", "nothing may follow the end of the document (line 1, column 4)"),
            (b'{"a": "b', "the text that begins here has no closing quote (line 1, column 7)"),
            (b'{"a": "\n"}', "a line break or another control character stands in a text"),
            (b'{"a": "\\x"}', "there is no such escape"),
            (b'{"a": "\\u12"}', "after `\\u` come four hexadecimal digits"),
            (b"\xef\xbb\xbf{}", "it begins with a byte order mark"),
        ],
        ids=repr,
    )
    def test_is_said_with_its_place(self, service: Service, content: bytes, says: str) -> None:
        found = problem(send(service, DEMANDS, content), 400, "malformed_json")
        assert says in found["detail"]

    def test_an_empty_body_is_missing(self, service: Service) -> None:
        with nothing_stored(service):
            response = send(service, DEMANDS, b"")
        assert response.status_code in (400, 422)
        assert response.headers["content-type"] == "application/problem+json"

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"[" * 100_000, id="lists left open"),
            pytest.param(b"[" * 100_000 + b"]" * 100_000, id="lists"),
            pytest.param(b'{"letters":' * 50_000 + b"1" + b"}" * 50_000, id="objects"),
        ],
    )
    @pytest.mark.parametrize("path", [post.values[0] for post in POSTS])
    def test_nested_a_hundred_thousand_deep(
        self, service: Service, path: str, content: bytes
    ) -> None:
        with nothing_stored(service):
            response = send(service, path, content)
        (found,) = problem(response, 422, "invalid_input")["errors"]
        assert found["code"] == "too_deep"
        assert found["pointer"].count("/") == 64

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            (AGREEMENTS, '{"template": "ctc-1998", "overrides": DEEP}'),
            (AGREEMENTS, '{"template": "ctc-1998", "overrides": {"readings": DEEP}}'),
            (
                "/v1/compute/deadline",
                '{"template": "ctc-1998", "event_on": "1999-01-04", "count": 1, "readings": DEEP}',
            ),
        ],
    )
    def test_nested_to_any_depth_where_anything_may_stand(
        self, service: Service, path: str, text: str
    ) -> None:
        """Between what the parser refuses and what the rules take lies no depth that breaks."""
        with nothing_stored(service):
            codes = {
                depth: send(
                    service,
                    path,
                    text.replace("DEEP", '{"demand":' * depth + "1" + "}" * depth).encode(),
                ).status_code
                for depth in range(850, 1_000)
            }
        assert {depth: code for depth, code in codes.items() if code not in (400, 422)} == {}


class TestMediaType:
    @pytest.mark.parametrize(("path", "body"), POSTS)
    @pytest.mark.parametrize(
        "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""]
    )
    def test_another_is_refused(
        self, service: Service, path: str, body: Json, media_type: str
    ) -> None:
        with nothing_stored(service):
            response = send(service, path, json.dumps(body).encode(), content_type=media_type)
        problem(response, 415, "unsupported_media_type")

    @pytest.mark.parametrize(("path", "body"), POSTS)
    def test_none_is_refused(self, service: Service, path: str, body: Json) -> None:
        with nothing_stored(service):
            response = service.request("POST", path, content=json.dumps(body).encode())
        problem(response, 415, "unsupported_media_type")

    @pytest.mark.parametrize(
        "media_type",
        ["application/json", "application/json; charset=utf-8", "Application/JSON ;charset=UTF-8"],
    )
    def test_json_is_taken_however_written(self, service: Service, media_type: str) -> None:
        body = json.dumps(spectrum_demand()).encode()
        assert send(service, DEMANDS, body, content_type=media_type).status_code == 201


class TestEncoding:
    @pytest.mark.parametrize("encoding", ["gzip", "GZIP", "br", "deflate, gzip", "x" * 5_000, ""])
    def test_one_is_refused_with_what_is_accepted(self, service: Service, encoding: str) -> None:
        headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
        content = gzip.compress(json.dumps(spectrum_demand()).encode())
        with nothing_stored(service):
            response = service.request("POST", DEMANDS, content=content, headers=headers)
        found = problem(response, 415, "encoded_body")
        assert "identity" in found["detail"]
        assert len(found["detail"]) < 300
        assert response.headers["accept-encoding"] == "identity"

    def test_none_may_be_said(self, service: Service) -> None:
        headers = {"Content-Type": "application/json", "Content-Encoding": "identity"}
        content = json.dumps(spectrum_demand()).encode()
        response = service.request("POST", DEMANDS, content=content, headers=headers)
        assert response.status_code == 201


class TestSize:
    body = json.dumps(spectrum_demand()).encode()

    def padded(self, size: int) -> bytes:
        return self.body + b" " * (size - len(self.body))

    async def chunks(self, content: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(content), 65_536):
            yield content[start : start + 65_536]

    def test_as_large_as_allowed(self, service: Service) -> None:
        assert send(service, DEMANDS, self.padded(MEBIBYTE)).status_code == 201

    def test_a_byte_too_large(self, service: Service) -> None:
        with nothing_stored(service):
            response = send(service, DEMANDS, self.padded(MEBIBYTE + 1))
        assert "1,048,576" in problem(response, 413, "body_too_large")["detail"]

    def test_as_large_as_allowed_in_chunks(self, service: Service) -> None:
        response = send(service, DEMANDS, self.chunks(self.padded(MEBIBYTE)))
        assert response.request.headers["transfer-encoding"] == "chunked"
        assert response.status_code == 201

    def test_a_byte_too_large_in_chunks(self, service: Service) -> None:
        with nothing_stored(service):
            response = send(service, DEMANDS, self.chunks(self.padded(MEBIBYTE + 1)))
        assert response.request.headers["transfer-encoding"] == "chunked"
        problem(response, 413, "body_too_large")

    @pytest.mark.parametrize("length", ["99999999999", "9" * 5_000])
    def test_declared_larger_than_it_is(self, service: Service, length: str) -> None:
        with nothing_stored(service):
            response = send(service, DEMANDS, self.body, content_length=length)
        problem(response, 413, "body_too_large")

    def test_more_letters_than_one_demand_may_have(self, service: Service) -> None:
        body = demand(*spectrum_demand()["letters"] * 101)
        with nothing_stored(service):
            response = service.post(DEMANDS, body)
        assert list(faults(response)) == ["/letters"]


HOSTILE_TEXT = {
    "NUL": "a\0b",
    "escape": "\x1b[31m",
    "bell": "\a",
    "newline": "a\nb",
    "delete": "\x7f",
    "C1 control": "a\x85b",
    "half a pair": "\ud800",
    "other half": "a\udfffb",
    "override": "\u202eabc",
    "nothing but a space": " ",
    "too long": "x" * 401,
}


def text_places(text: str) -> dict[str, tuple[str, Json]]:
    """A request for every place at which a caller writes words of its own."""
    return {
        "name": (AGREEMENTS, agreement("mine", name=text)),
        "holder-name": (AGREEMENTS, agreement("mine", holders=[{"id": "a", "name": text}])),
        "id": (AGREEMENTS, agreement(text)),
        "template": (AGREEMENTS, {"template": text}),
        "title": (AGREEMENTS, agreement("mine", overrides={"title": text})),
        "override": (AGREEMENTS, agreement("mine", overrides={text: 1})),
        "form": (DEMANDS, spectrum_demand(forms_at_receipt=[text])),
        "holder": (DEMANDS, changed(HOLDER, text)),
        "field": (DEMANDS, spectrum_demand() | {text: 1}),
        "transferee-name": (
            AGREEMENT_EVENTS,
            transfer("1999-01-15", "spectrum", "new", 1, transferee_name=text),
        ),
        "kind": (AGREEMENT_EVENTS, {"kind": text}),
        "filed-form": (
            REGISTRATION_EVENTS,
            {"kind": "filed", "occurred_on": "1999-04-05", "form": text},
        ),
        "asked-template": (
            "/v1/compute/deadline",
            {"template": text, "event_on": "1999-01-04", "count": 1},
        ),
        "reading": (
            "/v1/compute/deadline",
            {"template": "ctc-1998", "event_on": "1999-01-04", "count": 1}
            | {"readings": {text: 1}},
        ),
        "letter-of": (
            "/v1/compute/demand",
            {
                "template": "ctc-1998",
                "letters": [{"requests": {text: 1}, "received_on": "1999-02-19"}],
                "demands_effected": 0,
                "demands_pending": 0,
            },
        ),
        "position-of": (
            "/v1/compute/requisite-holders",
            {"template": "ctc-1998", "requesters": ["a"], "positions": [{"holder": text}]},
        ),
        "requester": (
            "/v1/compute/requisite-holders",
            {"template": "ctc-1998", "requesters": [text], "positions": [{"holder": "a"}]},
        ),
    }


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE_TEXT.values(), ids=HOSTILE_TEXT)
    def test_never_breaks_the_service(self, service: Service, text: str) -> None:
        broken = {}
        for place, (path, body) in text_places(text).items():
            response = send(service, path, json.dumps(body).encode())
            if response.status_code not in (200, 201, 404, 409, 422):
                broken[place] = response.text[:300]
        assert broken == {}

    @pytest.mark.parametrize("text", ["a\0b", "\ud800"], ids=ascii)
    def test_stores_nothing_where_it_is_refused(self, service: Service, text: str) -> None:
        for path, body in text_places(text).values():
            before = stored(service)
            response = send(service, path, json.dumps(body).encode())
            assert stored(service) == before or response.status_code == 201

    @pytest.mark.parametrize("name", ["NUL", "escape", "bell", "delete", "half a pair"])
    def test_that_is_no_text_is_refused_where_words_are_kept(
        self, service: Service, name: str
    ) -> None:
        text = HOSTILE_TEXT[name]
        for path, body, pointer in (
            (AGREEMENTS, agreement("mine", name=text), "/name"),
            (
                AGREEMENTS,
                agreement("mine", holders=[{"id": "a", "name": text}]),
                "/holders/0/name",
            ),
            (
                AGREEMENT_EVENTS,
                transfer("1999-01-15", "spectrum", "new", 1, transferee_name=text),
                "/transferee_name",
            ),
            (
                REGISTRATION_EVENTS,
                {"kind": "filed", "occurred_on": "1999-04-05", "form": text},
                "/form",
            ),
        ):
            with nothing_stored(service):
                response = send(service, path, json.dumps(body).encode())
            assert faults(response) == {pointer: "invalid_value"}

    def test_of_any_language_is_kept(self, service: Service) -> None:
        name = "Société Générale, Ελλάς, 株式会社, №1 “Fund”"
        made = ok(service.post(AGREEMENTS, agreement("mine", name=name)), 201)
        assert made["result"]["name"] == name
        assert ok(service.get(f"{AGREEMENTS}/mine"))["result"]["name"] == name


class TestHugeNumbers:
    @pytest.mark.parametrize("digits", [20, 400, 4_300, 4_301, 100_000])
    def test_for_shares(self, service: Service, digits: int) -> None:
        body = json.dumps(changed(SHARES, "HERE")).replace('"HERE"', "9" * digits)
        with nothing_stored(service):
            response = send(service, DEMANDS, body.encode())
        problem(response, response.status_code, response.json()["code"])
        assert response.status_code in (400, 422)

    @pytest.mark.parametrize("unit", ["day", "business_day", "month", "year"])
    @pytest.mark.parametrize("direction", ["after", "before"])
    def test_for_a_period(self, stateless_service: Service, unit: str, direction: str) -> None:
        body = {"template": "ctc-1998", "event_on": "1999-01-04", "count": 20_000}
        response = stateless_service.post(
            "/v1/compute/deadline", body | {"unit": unit, "direction": direction}
        )
        assert response.status_code in (200, 422), response.text

    def test_for_a_period_in_the_terms(self, service: Service) -> None:
        overrides = {"demand": {"effect_within": {"unit": "year", "count": 20_000}}}
        holders = [{"id": "spectrum", "name": "Spectrum", "common": 1_000_000}]
        made = service.post(AGREEMENTS, agreement("mine", overrides=overrides, holders=holders))
        if made.status_code == 201:
            with nothing_stored(service):
                made = service.post("/v1/agreements/mine/demands", spectrum_demand())
        assert set(faults(made).values()) <= {
            "invalid_terms",
            "date_outside_calendars",
            "unreachable_date",
        }


class TestParameters:
    @pytest.mark.parametrize(
        "value",
        ["", "yesterday", "1999-02-30", "1999-2-1", "19990201", "0", "1999-02-01T00:00:00", "\0"],
        ids=repr,
    )
    @pytest.mark.parametrize(
        "path", [f"/v1/agreements/{DEMO}", f"/v1/registrations/{EXAMPLE_DEMAND}"]
    )
    def test_as_of_is_a_date(self, service: Service, path: str, value: str) -> None:
        assert query_fault(service.get(path, as_of=value), "as_of") == "invalid_value"

    @pytest.mark.parametrize("value", ["2061-01-01", "9999-12-31"])
    @pytest.mark.parametrize(
        "path", [f"/v1/agreements/{DEMO}", f"/v1/registrations/{EXAMPLE_DEMAND}"]
    )
    def test_as_of_lies_in_the_calendars(self, service: Service, path: str, value: str) -> None:
        query_fault(service.get(path, as_of=value), "as_of")

    @pytest.mark.parametrize("value", ["", "all", "FULL", "1"])
    def test_explain_is_one_of_three(self, service: Service, value: str) -> None:
        response = service.get(f"/v1/agreements/{DEMO}", explain=value)
        assert query_fault(response, "explain") == "invalid_value"

    def test_explain_is_checked_before_anything_is_stored(self, service: Service) -> None:
        with nothing_stored(service):
            response = service.post(DEMANDS, spectrum_demand(), explain="everything")
        assert query_fault(response, "explain") == "invalid_value"

    def test_dry_run_is_yes_or_no(self, service: Service) -> None:
        with nothing_stored(service):
            response = service.post(DEMANDS, spectrum_demand(), dry_run="perhaps")
        assert query_fault(response, "dry_run") == "invalid_value"

    @pytest.mark.parametrize("identifier", ["CTC", "a%00b", "%ff", "a" * 65, "c t c", "-ctc"])
    def test_an_id_that_cannot_be(self, service: Service, identifier: str) -> None:
        for kind in ("agreements", "registrations", "templates"):
            response = service.get(f"/v1/{kind}/{identifier}")
            (found,) = problem(response, 422, "invalid_input")["errors"]
            assert found["place"] == "path"


class TestNotThere:
    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("/v1/agreements/nobody/demands", spectrum_demand()),
            ("/v1/agreements/nobody/events", converted("1999-01-15", "wang", 1)),
            ("/v1/registrations/nobody/events", notice("wang", mailed("1999-02-22"))),
            ("/v1/compute/horoscope", {}),
        ],
    )
    def test_what_is_posted_to_nothing(self, service: Service, path: str, body: Json) -> None:
        with nothing_stored(service):
            response = service.post(path, body)
        problem(response, 404, "not_found")

    @pytest.mark.parametrize("path", ["/v1", "/v2/agreements", "/v1/agreements/ctc/nothing"])
    def test_no_such_path(self, service: Service, path: str) -> None:
        problem(service.get(path), 404, "not_found")

    @pytest.mark.parametrize("path", ["/v1/templates/nothing", "/v1/agreements/nothing"])
    def test_no_such_thing(self, service: Service, path: str) -> None:
        assert "nothing" in problem(service.get(path), 404, "not_found")["detail"]


class TestMethod:
    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("DELETE", f"/v1/agreements/{DEMO}", "GET"),
            ("PUT", f"/v1/agreements/{DEMO}", "GET"),
            ("PATCH", f"/v1/registrations/{EXAMPLE_DEMAND}", "GET"),
            ("GET", DEMANDS, "POST"),
            ("POST", "/v1/templates", "GET"),
            ("GET", "/v1/compute/deadline", "POST"),
        ],
    )
    def test_is_not_allowed(self, service: Service, method: str, path: str, allowed: str) -> None:
        with nothing_stored(service):
            response = service.request(method, path)
        problem(response, 405, "method_not_allowed")
        assert allowed in response.headers["allow"]

    def test_is_not_allowed_where_another_is(self, service: Service) -> None:
        """Both GET and POST live at this path; the refusal must name both."""
        response = service.request("DELETE", AGREEMENT_EVENTS)
        problem(response, 405, "method_not_allowed")
        assert {"GET", "POST"} <= set(response.headers["allow"].split(", "))

    def test_at_a_path_of_its_own_is_not_that_of_an_id(self, service: Service) -> None:
        """`import` is no agreement's id here, whatever may be done to agreements."""
        response = service.request("OPTIONS", "/v1/agreements/import")
        assert response.headers["allow"] == "POST"


class TestProblems:
    def test_have_one_shape(self, service: Service) -> None:
        found = [
            service.post(DEMANDS, changed(SHARES, 0)),
            service.get("/v1/agreements/nobody"),
            service.post(AGREEMENTS, agreement(DEMO)),
            service.request("POST", DEMANDS, content=b"{}"),
            send(service, DEMANDS, b"{"),
            service.request("DELETE", DEMANDS),
        ]
        members = {"type", "title", "status", "code", "detail", "errors"}
        assert [set(response.json()) for response in found] == [members] * len(found)

    def test_titles_go_with_codes(self, service: Service) -> None:
        found = problem(service.get("/v1/agreements/nobody"), 404, "not_found")
        assert (found["status"], found["title"]) == TITLES["not_found"]

    def test_do_not_show_how_the_service_is_built(self, service: Service) -> None:
        response = send(service, DEMANDS, b"[" * 100_000)
        assert "Traceback" not in response.text
        assert "recursion" not in response.text.lower()

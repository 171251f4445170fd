"""What is not there is told with what was meant, or where it is: paths, ids, filters, headers."""

from typing import Any, ClassVar

import pytest

from tests.api.bodies import Json
from tests.api.calls import DEMO, EXAMPLE, EXAMPLE_DEMAND, ok
from tests.api.refusals import problem
from tests.running.service import Service

LIFE = f"/v1/registrations/{EXAMPLE_DEMAND}/events"
LONG_AGO = "?known_at=1990-01-01T00:00:00Z"
UNKNOWN = "unknown_parameter"
NOT_YET = "Nothing that was on record by `known_at` tells of it."
FILED: Json = {"kind": "filed", "occurred_on": "1999-04-01", "form": "S-1"}


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/v1/agreements/ctcc", "Did you mean `ctc`?"),
        ("/v1/registrations/ctc-exmaple-demand", f"Did you mean `{EXAMPLE_DEMAND}`?"),
        ("/v1/registrations/ctc", "It is an agreement: `/v1/agreements/ctc`."),
        (
            f"/v1/agreements/{EXAMPLE_DEMAND}",
            f"It is a registration: `/v1/registrations/{EXAMPLE_DEMAND}`.",
        ),
        ("/v1/clauses/2(a)(i).77", "Did you mean `2(a)(i).7`?"),
        ("/v1/templates/ours", "There are: blank-check, ctc-1998, nvca-2025."),
        ("/v1/facts/notice_givn", "Did you mean `notice_given`?"),
        ("/v1/templates/ctc-1999", "Did you mean `ctc-1998`?"),
        ("/v1/agreement/ctc", "Did you mean `/v1/agreements/ctc`?"),
        ("/v1/agreements/", "Did you mean `/v1/agreements`?"),
        ("/agreements/ctc/terms", "Did you mean `/v1/agreements/ctc/terms`?"),
        ("/v1/registrations/x/facts", "allocation, claims, events, obligations, sensitivity, why."),
        ("/v1/nothing", "There is nothing at /v1/nothing."),
        ("/v1/agreements/ctc?as_of=1990-01-01", "It was made on 10 April 1998"),
        (f"/v1/registrations/{EXAMPLE_DEMAND}?as_of=1999-01-01", "It began on 16 February 1999"),
        (f"/v1/agreements/{DEMO}{LONG_AGO}", NOT_YET),
        (f"/v1/agreements/{DEMO}/audit{LONG_AGO}", NOT_YET),
        (f"/v1/registrations/{EXAMPLE_DEMAND}{LONG_AGO}", NOT_YET),
        (f"/v1/registrations/{EXAMPLE_DEMAND}/events{LONG_AGO}", NOT_YET),
        (f"/v1/evaluations/{EXAMPLE_DEMAND}-2{LONG_AGO}", NOT_YET),
    ],
)
def test_what_is_not_there(service: Service, path: str, says: str) -> None:
    assert says in problem(service.request("GET", path), 404, "not_found")["detail"]


def test_a_method_that_is_not_allowed_is_told_with_those_that_are(service: Service) -> None:
    answer = problem(service.request("PUT", "/v1/agreements/ctc"), 405, "method_not_allowed")
    assert "; allowed: GET, HEAD. Nothing on record is changed" in answer["detail"]


@pytest.mark.parametrize(
    ("path", "asked", "pointer", "code", "says"),
    [
        ("/v1/changes", {"agreement_id": "ctcc"}, "agreement_id", "unknown_agreement", "`ctc`?"),
        (
            "/v1/registrations",
            {"agreement_id": "ctcc"},
            "agreement_id",
            "unknown_agreement",
            "`ctc`?",
        ),
        (
            "/v1/obligations",
            {"agreement_id": EXAMPLE, "obligor": "wnag"},
            "obligor",
            "unknown_party",
            "`wang`?",
        ),
        ("/v1/obligations", {"obligee": "zz"}, "obligee", "unknown_party", "'zz'"),
        ("/v1/obligations", {"obligee": "spektrum"}, "obligee", "unknown_party", "`spectrum`?"),
        ("/v1/registrations", {"kind": "demand"}, "kind", "invalid_value", "`requested`?"),
        ("/v1/registrations", {"kind": "piggyback"}, "kind", "invalid_value", "`incidental`?"),
        ("/v1/webhooks/ctc-example-hook/deliveries", {"after": "3"}, "after", UNKNOWN, "`before`?"),
        (
            f"/v1/registrations/{EXAMPLE_DEMAND}/sensitivity",
            {"reading": "roll_sufolk"},
            "reading",
            "invalid_reading",
            "Did you mean `roll_suffolk`?",
        ),
        ("/v1/changes", {"after": "3"}, "after", UNKNOWN, "Did you mean `since`?"),
        ("/v1/obligations", {"clause": "2(a)"}, "clause", "unknown_clause", "There are: 2(a)(i)"),
        ("/v1/codes", {"code": "more_then_held"}, "code", "unknown_code", "`more_than_held`?"),
        (f"/v1/agreements/{DEMO}", {"on": "1999-01-01"}, "on", "unknown_parameter", "`as_of`?"),
        (
            f"/v1/registrations/{EXAMPLE_DEMAND}/why",
            {"of": "/result/determination/due", "as_of": "1999-05-10"},
            "of",
            "nothing_to_explain",
            "Did you mean `/determination/due_on`?",
        ),
        (f"/v1/agreements/{DEMO}", {"as_of": "1999-02-30"}, "as_of", "invalid_value", "no day"),
    ],
)
def test_what_is_asked_by(
    service: Service, path: str, asked: dict[str, str], pointer: str, code: str, says: str
) -> None:
    (error,) = problem(service.get(path, **asked), 422, "invalid_input")["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)
    assert says in error["detail"]


@pytest.mark.parametrize(
    ("path", "body", "pointer", "code", "says"),
    [
        (LIFE, {"facts": [FILED]}, "/kind", "missing_field", "`…/events/batch`"),
        (f"{LIFE}/batch", FILED, "/kind", "unknown_field", "`facts`; one alone"),
        (LIFE, {**FILED, "occurred_on": 19990401}, "/occurred_on", "invalid_value", "YYYY-MM-DD"),
        (LIFE, {**FILED, "occurred_on": "1999-02-30"}, "/occurred_on", "invalid_value", "no day"),
        (
            LIFE,
            {"kind": "join_requested", "holder": "Wang", "shares": 5, "delivery": {}},
            "/holder",
            "invalid_value",
            "small letters, digits and hyphens, as `wang` is.",
        ),
        (
            LIFE,
            {"kind": "join_requested", "holder": "Doeg Hill I, LLC", "shares": 5, "delivery": {}},
            "/holder",
            "invalid_value",
            "as `doeg-hill-i-llc` is.",
        ),
        (LIFE, {"kind": None}, "/kind", "unknown_kind", "no kind of fact `null`"),
        (LIFE, {"occurred_on": "1999-04-01"}, "/kind", "missing_field", "See `GET /v1/facts`"),
        (LIFE, {"type": "filed"}, "/kind", "missing_field", "It is called `kind`, not `type`."),
        (
            LIFE,
            {**FILED, "on_file": {"documents": [{"name": "a", "sha256": "ZZ"}]}},
            "/on_file/documents/0/sha256",
            "invalid_value",
            "64 digits from 0 to f",
        ),
        (
            "/v1/agreements",
            {"template": "ctc-1998", "overrides": {"readings": {"roll_sufolk": True}}},
            "/overrides/readings/roll_sufolk",
            "invalid_terms",
            "Did you mean `roll_suffolk`?",
        ),
        (
            "/v1/agreements",
            {"template": "ctc-1998", "overrides": {"demands": {"any": {"cap": {"limt": 4}}}}},
            "/overrides/demands/any/cap/limt",
            "invalid_terms",
            "Did you mean `limit`?",
        ),
        (
            "/v1/compute/deadline",
            {"template": "ctc-1998", "event_on": "1999-01-04", "count": 9}
            | {"readings": {"mail_recept": "x"}},
            "/readings/mail_recept",
            "invalid_reading",
            "Did you mean `mail_receipt`?",
        ),
        (
            f"/v1/agreements/{DEMO}/events",
            {"kind": "terms_amended", "changes": {"demand": {}}},
            "/changes/demand",
            "invalid_value",
            "A place in the terms is named by its pointer: `/",
        ),
        (
            LIFE,
            {
                "kind": "join_requested",
                "holder": "wagn",
                "shares": 5,
                "delivery": {"method": "personal", "delivered_on": "1999-03-01"},
            },
            "/holder",
            "unknown_holder",
            "Did you mean `wang`?",
        ),
        (
            "/v1/webhooks",
            {"name": "x", "url": "https://hooks.example/x", "agreement_id": "ctcc"},
            "/agreement_id",
            "unknown_agreement",
            "Did you mean `ctc`?",
        ),
        (
            "/v1/agreements",
            {"template": "ctc-1999"},
            "/template",
            "unknown_template",
            "Did you mean `ctc-1998`?",
        ),
    ],
)
def test_what_is_posted(
    service: Service, path: str, body: Json, pointer: str, code: str, says: str
) -> None:
    errors = problem(service.post(path, body), 422, "invalid_input")["errors"]
    told = {each["pointer"]: each for each in errors}
    assert told[pointer]["code"] == code
    assert says in told[pointer]["detail"]


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({"Idempotency-Key": "a b"}, "printable characters"),
        ({"If-Match": "abc"}, "Tags stand in quotes"),
    ],
)
def test_what_a_header_should_have_looked_like(
    service: Service, headers: dict[str, str], says: str
) -> None:
    response = service.request("POST", LIFE, json=FILED, headers=headers)
    (error,) = problem(response, 422, "invalid_input")["errors"]
    assert (error["place"], error["pointer"]) == ("header", next(iter(headers)))
    assert says in error["detail"]


def test_a_key_that_would_keep_a_secret_is_refused_where_nothing_else_holds(
    service: Service,
) -> None:
    body, key = {"name": "x", "url": "https://hooks.example/x"}, {"Idempotency-Key": "k"}
    refused = service.request("POST", "/v1/webhooks", json=body, headers=key)
    (error,) = problem(refused, 422, "invalid_input")["errors"]
    assert (error["pointer"], error["code"]) == ("Idempotency-Key", "no_key_here")
    named = {**body, "id": "mine"}
    ok(service.request("POST", "/v1/webhooks", json=named, headers=key), 201)
    again = service.request("POST", "/v1/webhooks", json=named, headers=key)
    problem(again, 409, "already_exists")


def test_a_body_that_was_left_out_is_asked_for(service: Service) -> None:
    response = service.request("POST", LIFE, headers={"content-type": "application/json"})
    (error,) = problem(response, 422, "invalid_input")["errors"]
    assert error["detail"] == "A body has to be sent: an object, {…}."


class TestTheDayAskedAbout:
    """`as_of` everywhere; the old name is taken, and told to be old."""

    ASKED: ClassVar[dict[str, Any]] = {"holder": "wang", "manner": "rule_144"}
    PATH = f"/v1/agreements/{EXAMPLE}/may-sell"

    def test_is_as_of(self, service: Service) -> None:
        new = service.get(self.PATH, as_of="1999-12-01", **self.ASKED)
        old = service.get(self.PATH, on="1999-12-01", **self.ASKED)
        assert ok(new) == ok(old)
        assert "deprecation" not in new.headers
        assert old.headers["deprecation"].startswith("@")
        assert old.headers["sunset"].endswith("GMT")

    def test_is_named_once(self, service: Service) -> None:
        asked = {"as_of": "1999-12-01", "on": "1999-12-02", **self.ASKED}
        (error,) = problem(service.get(self.PATH, **asked), 422, "invalid_input")["errors"]
        assert (error["pointer"], error["code"]) == ("on", "given_twice")

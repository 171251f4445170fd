"""Mistakes by the dozen, each answered with the remedy; and HTTP as it is written."""

import json
from typing import Any

import pytest

from app.api.answering.compressed import accepts_gzip
from tests.api.bodies import Json
from tests.api.calls import DEMO, EXAMPLE, EXAMPLE_DEMAND, ok
from tests.running.service import Service

DEMANDS = f"/v1/agreements/{DEMO}/demands"
AGREEMENT = f"/v1/agreements/{EXAMPLE}/events"
LIFE = f"/v1/registrations/{EXAMPLE_DEMAND}/events"
DEADLINE = "/v1/compute/deadline"
BY_HAND = {"method": "personal", "delivered_on": "1999-02-22"}
LETTER: Json = {"requests": [{"holder": "spectrum", "shares": 400_000}], "delivery": BY_HAND}
NOTICE: Json = {"kind": "notice_given", "holder": "wang", "delivery": BY_HAND}
PERIOD: Json = {"template": "ctc-1998", "event_on": "1999-01-04", "count": 90}


def _without(body: Json, name: str) -> Json:
    return {each: value for each, value in body.items() if each != name}


MISTAKES: list[tuple[str, str, Json, str, str, str]] = [
    # name, path, body, pointer, code, what the detail says
    ("field misspelt", LIFE, {**NOTICE, "holdr": "wang"}, "/holdr", "unknown_field", "`holder`?"),
    ("field of another", LIFE, {**NOTICE, "sum": 1}, "/sum", "unknown_field", "known: delivery, "),
    (
        "inner field misspelt",
        LIFE,
        {**NOTICE, "delivery": {"method": "mail", "sent": "1999-02-22"}},
        "/delivery/sent",
        "unknown_field",
        "Did you mean `sent_on`?",
    ),
    (
        "field in a list misspelt",
        DEMANDS,
        {"letters": [{**LETTER, "request": []}]},
        "/letters/0/request",
        "unknown_field",
        "Did you mean `requests`?",
    ),
    ("kind missing", LIFE, _without(NOTICE, "kind"), "/kind", "missing_field", "`kind`"),
    (
        "kind misspelt",
        LIFE,
        {**NOTICE, "kind": "notice_givn"},
        "/kind",
        "unknown_kind",
        "Did you mean `notice_given`?",
    ),
    ("no kind", LIFE, {**NOTICE, "kind": "zzz"}, "/kind", "unknown_kind", "GET /v1/facts"),
    (
        "life to the agreement",
        AGREEMENT,
        NOTICE,
        "/kind",
        "wrong_place",
        "POST /v1/registrations/{registration_id}/events",
    ),
    (
        "agreement to a life",
        LIFE,
        {"kind": "stock_split", "occurred_on": "1999-06-01", "numerator": 2, "denominator": 1},
        "/kind",
        "wrong_place",
        "POST /v1/agreements/{agreement_id}/events",
    ),
    (
        "demand as an event",
        AGREEMENT,
        {"kind": "demand_received", "letters": [LETTER]},
        "/kind",
        "wrong_place",
        "POST /v1/agreements/{agreement_id}/demands",
    ),
    (
        "shelf as an event",
        AGREEMENT,
        {"kind": "shelf_triggered", "letters": [LETTER]},
        "/kind",
        "wrong_place",
        "/shelves",
    ),
    (
        "takedown as an event",
        LIFE,
        {"kind": "takedown_requested", "shelf": "s", "letters": [LETTER]},
        "/kind",
        "wrong_place",
        "/takedowns",
    ),
    (
        "own registration as an event",
        LIFE,
        {"kind": "registration_determined", "occurred_on": "1999-04-01"},
        "/kind",
        "wrong_place",
        "/incidentals",
    ),
    (
        "correction as an event",
        LIFE,
        {"kind": "fact_retracted", "occurred_on": "1999-04-01", "fact_id": "x", "reason": "y"},
        "/kind",
        "wrong_place",
        "POST /v1/agreements/{agreement_id}/corrections",
    ),
    ("required left out", LIFE, _without(NOTICE, "holder"), "/holder", "missing_field", "given."),
    ("no letters", DEMANDS, {"letters": []}, "/letters", "invalid_value", "At least 1"),
    ("letters no list", DEMANDS, {"letters": LETTER}, "/letters", "invalid_value", "a list: […]"),
    ("letter no object", DEMANDS, {"letters": ["x"]}, "/letters/0", "invalid_value", "an object"),
    (
        "shares as text",
        DEMANDS,
        {"letters": [{**LETTER, "requests": [{"holder": "spectrum", "shares": "400000"}]}]},
        "/letters/0/requests/0/shares",
        "invalid_value",
        "a whole number, without quotes",
    ),
    (
        "no shares",
        DEMANDS,
        {"letters": [{**LETTER, "requests": [{"holder": "spectrum", "shares": 0}]}]},
        "/letters/0/requests/0/shares",
        "invalid_value",
        "more than 0",
    ),
    (
        "very many shares",
        DEMANDS,
        {"letters": [{**LETTER, "requests": [{"holder": "spectrum", "shares": 10**13}]}]},
        "/letters/0/requests/0/shares",
        "invalid_value",
        "1,000,000,000,000 at most",
    ),
    (
        "method misspelt",
        LIFE,
        {**NOTICE, "delivery": {"method": "mial", "sent_on": "1999-02-22"}},
        "/delivery/method",
        "invalid_value",
        "mail",
    ),
    (
        "a choice misspelt",
        f"/v1/agreements/{DEMO}/incidentals",
        {"occurred_on": "1999-04-01", "purpose": "ofering", "initiated_for": "company"},
        "/purpose",
        "invalid_value",
        "Did you mean `offering`?",
    ),
    (
        "day in another order",
        LIFE,
        {"kind": "filed", "occurred_on": "05/03/1999", "form": "S-1"},
        "/occurred_on",
        "invalid_value",
        "YYYY-MM-DD",
    ),
    (
        "no such day",
        LIFE,
        {"kind": "filed", "occurred_on": "1999-02-30", "form": "S-1"},
        "/occurred_on",
        "invalid_value",
        "",
    ),
    (
        "yes as text",
        DEMANDS,
        {"letters": [LETTER], "short_form_qualified": "no"},
        "/short_form_qualified",
        "invalid_value",
        "true or false, without quotes",
    ),
    (
        "an unknown Holder",
        LIFE,
        {**NOTICE, "holder": "spektrum"},
        "/holder",
        "unknown_holder",
        "spectrum",
    ),
    (
        "more than is held",
        AGREEMENT,
        {"kind": "shares_sold", "occurred_on": "1999-05-03", "holder": "wang", "shares": 5},
        "/shares",
        "more_than_held",
        "preferred_converted",
    ),
    (
        "effective and not filed",
        LIFE,
        {"kind": "declared_effective", "occurred_on": "1999-05-14"},
        "/occurred_on",
        "not_filed",
        "Post `filed` first.",
    ),
    (
        "unknown claim",
        LIFE,
        {"kind": "claim_judged", "occurred_on": "1999-05-14", "claim": "nothing"},
        "/claim",
        "unknown_claim",
        "nothing",
    ),
    (
        "unknown amendment",
        LIFE,
        {"kind": "amendment_filed", "occurred_on": "1999-05-14", "amendment": "no"},
        "/amendment",
        "unknown_amendment",
        "",
    ),
    (
        "amount as a number",
        LIFE,
        {"kind": "expense_paid", "occurred_on": "1999-05-14", "paid_by": "company", "amount": 12.5},
        "/amount",
        "invalid_value",
        "",
    ),
    (
        "template misspelt",
        DEADLINE,
        {**PERIOD, "template": "ctc"},
        "/template",
        "unknown_template",
        "",
    ),
    (
        "count with a half",
        DEADLINE,
        {**PERIOD, "count": 90.5},
        "/count",
        "invalid_value",
        "a whole number",
    ),
    ("count too great", DEADLINE, {**PERIOD, "count": 10**9}, "/count", "invalid_value", "at most"),
    ("unit misspelt", DEADLINE, {**PERIOD, "unit": "dys"}, "/unit", "invalid_value", "`day`"),
    ("an unknown field", DEADLINE, {**PERIOD, "cnt": 9}, "/cnt", "unknown_field", "`count`?"),
    (
        "id with blanks",
        DEMANDS,
        {"letters": [LETTER], "id": "a b"},
        "/id",
        "invalid_value",
        "letters",
    ),
    (
        "a long name",
        "/v1/agreements",
        {"template": "ctc-1998", "name": "x" * 500},
        "/name",
        "invalid_value",
        "400 characters at most",
    ),
    (
        "unknown reading",
        "/v1/agreements",
        {"template": "ctc-1998", "overrides": {"readings": {"deadline_rol": "none"}}},
        "/overrides/readings/deadline_rol",
        "invalid_terms",
        "",
    ),
    (
        "a fact that is not there",
        f"/v1/agreements/{EXAMPLE}/corrections",
        {"fact_id": "nobody", "reason": "wrong", "replacement": None},
        "/fact_id",
        "unknown_fact",
        "",
    ),
    (
        "a fact by its position",
        f"/v1/agreements/{EXAMPLE}/corrections",
        {"fact_id": "2", "reason": "wrong", "replacement": None},
        "/fact_id",
        "unknown_fact",
        f"At position 2 stands `{EXAMPLE}-2`.",
    ),
    (
        "a fact misspelt",
        f"/v1/agreements/{EXAMPLE}/corrections",
        {"fact_id": f"{EXAMPLE}2", "reason": "wrong", "replacement": None},
        "/fact_id",
        "unknown_fact",
        f"Did you mean `{EXAMPLE}-2`?",
    ),
    (
        "a retraction without its null",
        f"/v1/agreements/{EXAMPLE}/corrections",
        {"fact_id": f"{EXAMPLE}-2", "reason": "wrong"},
        "/replacement",
        "missing_field",
        "This has to be given. A whole fact of the same kind; null if nothing of the kind happened",
    ),
    (
        "a kind by one of its words",
        LIFE,
        {**NOTICE, "kind": "effective"},
        "/kind",
        "unknown_kind",
        "Did you mean `declared_effective`?",
    ),
]
LISTS: list[tuple[str, str]] = [
    (LIFE, "Several facts are posted to `…/events/batch`, in a list `facts`."),
    (AGREEMENT, "Several facts are posted to `…/events/batch`, in a list `facts`."),
    (f"{LIFE}/batch", 'Several facts stand in an object: {"facts": […]}.'),
    (DEADLINE, "This should be an object: {…}."),
]
QUERIES: list[tuple[str, str, list[tuple[str, str]], str, str, str]] = [
    (
        "misspelt",
        f"/v1/agreements/{DEMO}",
        [("as_off", "1999-05-01")],
        "as_off",
        "unknown_parameter",
        "`as_of`?",
    ),
    (
        "unheard of",
        f"/v1/agreements/{DEMO}",
        [("zzz", "1")],
        "zzz",
        "unknown_parameter",
        "known: as_of, ",
    ),
    (
        "twice",
        f"/v1/agreements/{DEMO}",
        [("as_of", "1999-05-01")] * 2,
        "as_of",
        "given_twice",
        "more than once",
    ),
    (
        "twice, unlike",
        f"/v1/agreements/{DEMO}",
        [("explain", "none"), ("explain", "full")],
        "explain",
        "given_twice",
        "",
    ),
    (
        "no day",
        f"/v1/agreements/{DEMO}",
        [("as_of", "soon")],
        "as_of",
        "invalid_value",
        "YYYY-MM-DD",
    ),
    (
        "beyond",
        f"/v1/agreements/{DEMO}",
        [("as_of", "2099-01-01")],
        "as_of",
        "invalid_value",
        "1990-01-01",
    ),
    (
        "choice",
        f"/v1/agreements/{DEMO}",
        [("explain", "ful")],
        "explain",
        "invalid_value",
        "`full`?",
    ),
    (
        "no instant",
        f"/v1/agreements/{DEMO}",
        [("known_at", "now")],
        "known_at",
        "invalid_value",
        "",
    ),
    (
        "no number",
        "/v1/agreements",
        [("limit", "many")],
        "limit",
        "invalid_value",
        "a whole number",
    ),
    ("too small", "/v1/agreements", [("limit", "0")], "limit", "invalid_value", "1 or more"),
    ("too great", "/v1/agreements", [("limit", "900")], "limit", "invalid_value", "200 at most"),
    (
        "required",
        f"/v1/agreements/{EXAMPLE}/may-sell",
        [("manner", "private")],
        "holder",
        "missing_field",
        "given",
    ),
    (
        "no such Holder",
        f"/v1/agreements/{EXAMPLE}/may-sell",
        [("manner", "private"), ("holder", "spektrum")],
        "holder",
        "unknown_holder",
        "spectrum",
    ),
    ("no such duty", "/v1/facts", [("settles", "notise")], "settles", "invalid_value", "`notice`?"),
    (
        "several in one",
        "/v1/obligations",
        [("status", "open,breached")],
        "status",
        "invalid_value",
        "where several may be asked for, give each on its own",
    ),
    (
        "a word of a choice",
        f"/v1/agreements/{EXAMPLE}/may-sell",
        [("manner", "144"), ("holder", "spectrum")],
        "manner",
        "invalid_value",
        "Did you mean `rule_144`?",
    ),
    (
        "a page by its number",
        "/v1/obligations",
        [("page", "2")],
        "page",
        "unknown_parameter",
        "Did you mean `after`? A page ends with `next`: pass that.",
    ),
    (
        "how many, as elsewhere",
        "/v1/obligations",
        [("per_page", "2")],
        "per_page",
        "unknown_parameter",
        "Did you mean `limit`?",
    ),
    (
        "no old name is offered",
        "/v1/obligations",
        [("agreemnt", "ctc")],
        "agreemnt",
        "unknown_parameter",
        "Did you mean `agreement_id`?",
    ),
    (
        "no such use",
        "/v1/codes",
        [("used_as", "warnings")],
        "used_as",
        "invalid_value",
        "`warning`?",
    ),
]


def _fault(answer: Any, pointer: str, code: str) -> str:
    assert answer.status_code == 422, answer.text[:300]
    found = [each for each in answer.json()["errors"] if each["pointer"] == pointer]
    assert [each["code"] for each in found] == [code], answer.json()["errors"]
    detail: str = found[0]["detail"]
    # Sentences of the library, none of which may show through.
    for foreign in ("Input ", "validation", "Field required", "Extra inputs", "Tuple"):
        assert foreign not in detail
    return detail


@pytest.mark.parametrize(
    ("path", "body", "pointer", "code", "says"),
    [pytest.param(*rest, id=name) for name, *rest in MISTAKES],
)
def test_a_mistake_is_answered_with_the_remedy(
    stateless_service: Service, path: str, body: Json, pointer: str, code: str, says: str
) -> None:
    answer = stateless_service.request("POST", path, content=json.dumps(body))
    if answer.status_code == 415:
        headers = {"content-type": "application/json"}
        answer = stateless_service.request("POST", path, content=json.dumps(body), headers=headers)
    assert says in _fault(answer, pointer, code)


@pytest.mark.parametrize(
    ("path", "asked", "pointer", "code", "says"),
    [pytest.param(*rest, id=name) for name, *rest in QUERIES],
)
def test_a_mistake_in_a_query_is_answered_with_the_remedy(
    stateless_service: Service,
    path: str,
    asked: list[tuple[str, str]],
    pointer: str,
    code: str,
    says: str,
) -> None:
    answer = stateless_service.request("GET", path, params=asked)
    assert says in _fault(answer, pointer, code)


@pytest.mark.parametrize(("path", "says"), LISTS)
def test_a_list_for_a_body_hears_where_it_belongs(
    stateless_service: Service, path: str, says: str
) -> None:
    assert says in _fault(
        stateless_service.request("POST", path, json=[NOTICE]), "", "invalid_value"
    )


@pytest.mark.parametrize(
    ("method", "path", "says"),
    [
        ("PUT", f"/v1/agreements/{DEMO}", "Nothing on record is changed or deleted"),
        ("PATCH", f"/v1/registrations/{EXAMPLE_DEMAND}", "post what happened to `…/events`"),
        ("DELETE", AGREEMENT, "`/v1/agreements/{agreement_id}/corrections`"),
        ("GET", DEMANDS, f"`GET /v1/registrations?agreement_id={DEMO}`"),
        ("POST", "/v1/registrations", "`/v1/agreements/{agreement_id}/demands`"),
        ("POST", f"/v1/registrations/{EXAMPLE_DEMAND}", f"{EXAMPLE_DEMAND}/events`"),
        ("POST", f"/v1/agreements/{DEMO}", f"`/v1/agreements/{DEMO}/events`"),
    ],
)
def test_a_method_that_is_not_allowed_hears_what_is_done_instead(
    stateless_service: Service, method: str, path: str, says: str
) -> None:
    answer = stateless_service.request(method, path)
    assert answer.status_code == 405
    assert says in answer.json()["detail"]


def test_a_clause_numbered_otherwise_hears_which_was_meant(stateless_service: Service) -> None:
    answer = stateless_service.get("/v1/clauses/2(a)(1)")
    assert answer.status_code == 404
    assert "Did you mean `2(a)(i)`?" in answer.json()["detail"]


def test_there_are_mistakes_by_the_dozen() -> None:
    assert len(MISTAKES) + len(QUERIES) >= 55


class TestHttp:
    @pytest.mark.parametrize("first", ["br", "gzip"])
    def test_a_list_of_codings_may_come_in_several_lines(
        self, stateless_service: Service, first: str
    ) -> None:
        lines = [("Accept-Encoding", each) for each in (first, "br", "gzip")]
        answer = stateless_service.request("GET", "/v1/facts", headers=lines)
        assert answer.headers["content-encoding"] == "gzip"

    @pytest.mark.parametrize(
        "path", ["/healthz", "/v1/agreements", f"/v1/agreements/{DEMO}", "/v1/readings", "/docs"]
    )
    def test_head_is_get_without_the_body(self, stateless_service: Service, path: str) -> None:
        read, head = stateless_service.get(path), stateless_service.request("HEAD", path)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("content-length", "content-type", "etag"):
            assert head.headers.get(name) == read.headers.get(name)

    def test_head_of_what_is_not_there(self, stateless_service: Service) -> None:
        head = stateless_service.request("HEAD", "/v1/agreements/nobody")
        assert (head.status_code, head.content) == (404, b"")
        refused = stateless_service.request("DELETE", f"/v1/agreements/{DEMO}")
        assert refused.headers["allow"] == "GET, HEAD"

    def test_the_root_leads_to_the_pages(self, stateless_service: Service) -> None:
        answer = stateless_service.get("/")
        assert (answer.status_code, answer.headers["location"]) == (307, "docs")

    def test_tags_may_be_listed_in_several_lines(self, stateless_service: Service) -> None:
        path = f"/v1/agreements/{DEMO}"
        tag = stateless_service.get(path).headers["etag"]
        lines = [("If-None-Match", '"another"'), ("If-None-Match", tag)]
        assert stateless_service.request("GET", path, headers=lines).status_code == 304
        lines = [("If-None-Match", "*"), ("If-None-Match", tag)]
        answer = stateless_service.request("GET", path, headers=lines)
        assert "star alone" in _fault(answer, "If-None-Match", "invalid_value")

    def test_a_reading_may_be_named_several_times(self, stateless_service: Service) -> None:
        path = f"/v1/registrations/{EXAMPLE_DEMAND}/sensitivity"
        asked = [("reading", "mail_receipt"), ("reading", "deadline_roll"), ("as_of", "1999-05-01")]
        ok(stateless_service.request("GET", path, params=asked))

    def test_an_answer_is_compressed_when_asked(self, stateless_service: Service) -> None:
        """With a tag of its own, which still leads to 304 and may still be given as If-Match."""
        path = f"/v1/agreements/{DEMO}?as_of=1999-05-01"
        plain = stateless_service.request("GET", path, headers={"accept-encoding": "identity"})
        pressed = stateless_service.request("GET", path, headers={"accept-encoding": "gzip"})
        assert "content-encoding" not in plain.headers
        assert pressed.headers["content-encoding"] == "gzip"
        assert pressed.json() == plain.json()
        assert int(pressed.headers["content-length"]) * 3 < len(plain.content)
        tags = plain.headers["etag"], pressed.headers["etag"]
        assert tags[1] == tags[0][:-1] + '-gzip"'
        assert "Accept-Encoding" in plain.headers["vary"]
        for tag in tags:
            again = {"accept-encoding": "gzip", "if-none-match": tag}
            answer = stateless_service.request("GET", path, headers=again)
            assert (answer.status_code, answer.headers["etag"]) == (304, tags[1])

    @pytest.mark.parametrize(
        ("listed", "is_accepted"),
        [
            ("gzip", True),
            ("br, gzip;q=0.5", True),
            ("*", True),
            ("gzip;q=0", False),
            ("*;q=0", False),
            ("gzip;q=0, *", False),
            ("br", False),
            ("", False),
            ("gzip;q=x", False),
        ],
    )
    def test_only_when_asked(self, listed: str, is_accepted: bool) -> None:
        assert accepts_gzip(listed) is is_accepted

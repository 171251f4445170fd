"""Every route of the app, those added later too: closed to strangers, and to other tenants."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from app.access.principal import SCOPES, Scope
from app.api.door.access import HEALTH, scope_needed
from app.db.engine import Database
from app.main import create_app
from app.services.workspace.workspace import Workspace
from tests.access.conftest import CLOSED, OURS, TENANTS, THEIRS, Clock, key
from tests.api.calls import AGREEMENTS, ok
from tests.api.description.openapi import DOCUMENT, asked_at, operations
from tests.api.refusals import problem
from tests.conftest import DIALECTS
from tests.running.service import Service, serving

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
IDENTIFIED = ("{agreement_id}", "{registration_id}", "{evaluation_id}", "{webhook_id}")


def body_of(operation: Mapping[str, Any]) -> Any:
    """The first documented body of an operation, if it takes one."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    examples = list(content.get("examples", {}).values())
    return examples[0]["value"] if examples else None


DOCUMENTED = [
    pytest.param(method, path, asked_at(path, operation), body_of(operation), id=f"{method} {path}")
    for method, path, operation in operations(DOCUMENT)
]
OF_A_TENANT = [
    pytest.param(method, asked_at(path, operation), body_of(operation), id=f"{method} {path}")
    for method, path, operation in operations(DOCUMENT)
    if any(name in path for name in IDENTIFIED)
]


def served() -> Iterator[Any]:
    """Every path and method that the app routes, documented or not, and some that it does not."""
    for route in iter_route_contexts(create_app().routes):
        methods = getattr(route, "methods", None) or {"GET"}
        for method in sorted(methods):
            yield pytest.param(method, str(route.path), id=f"{method} {route.path}")
    for path in ("/", "/v1", "/v1/nothing", "/admin", "/static/swagger-ui/swagger-ui.css", "//"):
        yield pytest.param("GET", path, id=f"GET {path}")


def ask(service: Service, method: str, path: str, body: Any) -> Any:
    return service.request(method, path, **({} if body is None else {"json": body}))


@pytest.fixture(scope="module", params=DIALECTS)
def untouched(
    request: pytest.FixtureRequest, names: Iterator[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Service, Service]]:
    """The service of the two tenants for all who are refused, who change nothing.

    As asked without a credential, and by the tenant that has nothing.
    """
    with ExitStack() as closing:
        if request.param == "sqlite":
            loaded: Path = request.getfixturevalue("tenants_file")
            url = f"sqlite:///{shutil.copy(loaded, tmp_path_factory.mktemp('refused') / 'two.db')}"
        else:
            server = request.getfixturevalue("tenants_server")
            url = closing.enter_context(server.database(next(names), TENANTS))
        database = Database(url)
        closing.callback(database.dispose)
        workspace = Workspace(database, now=Clock())
        service = closing.enter_context(serving(database, CLOSED, workspace))
        yield service, service.bearing(key(workspace, THEIRS))


class TestStrangers:
    @pytest.fixture
    def stranger(self, untouched: tuple[Service, Service]) -> Service:
        return untouched[0]

    @pytest.mark.parametrize(("method", "path"), list(served()))
    def test_get_401_from_every_route(self, stranger: Service, method: str, path: str) -> None:
        response = stranger.request(method, path)
        if path in HEALTH:
            assert response.status_code == 200
        elif method == "HEAD":
            assert response.status_code == 401
        else:
            problem(response, 401, "unauthenticated")
            assert response.headers["www-authenticate"] == 'Bearer realm="registration-rights"'

    @pytest.mark.parametrize("method", METHODS)
    def test_get_401_whatever_the_method(self, stranger: Service, method: str) -> None:
        assert stranger.request(method, "/v1/agreements").status_code == 401

    def test_learn_nothing_from_a_bad_body(self, stranger: Service) -> None:
        for content, kind in ((b"{", "application/json"), (b"x" * 2_000_000, "text/plain")):
            response = stranger.request(
                "POST", "/v1/agreements", content=content, headers={"content-type": kind}
            )
            problem(response, 401, "unauthenticated")

    def test_the_exempt_are_these_two(self) -> None:
        assert {"/healthz", "/readyz"} == HEALTH


class TestOtherTenants:
    @pytest.fixture
    def theirs(self, untouched: tuple[Service, Service]) -> Service:
        return untouched[1]

    @pytest.mark.parametrize(("method", "where", "body"), OF_A_TENANT)
    def test_get_404(self, theirs: Service, method: str, where: str, body: Any) -> None:
        problem(ask(theirs, method, where, body), 404, "not_found")

    @pytest.mark.parametrize(("method", "where", "body"), OF_A_TENANT)
    def test_get_what_they_would_if_it_were_nowhere(
        self, theirs: Service, method: str, where: str, body: Any
    ) -> None:
        """Word for word: the answer does not tell what is hidden from what is not there."""
        elsewhere = where.replace("ctc-example-demand", "nowhere").replace("/ctc", "/nowhere")
        hidden, missing = ask(theirs, method, where, body), ask(theirs, method, elsewhere, body)
        unnamed = hidden.text.replace("ctc-example-demand", "nowhere").replace("ctc", "nowhere")
        assert unnamed == missing.text

    def test_there_are_such_routes(self) -> None:
        assert len(OF_A_TENANT) >= 12

    @pytest.mark.parametrize("header", ["If-Match", "If-None-Match"])
    @pytest.mark.parametrize(("method", "where", "body"), OF_A_TENANT)
    def test_learn_nothing_from_a_condition(
        self, theirs: Service, method: str, where: str, body: Any, header: str
    ) -> None:
        """412 or 304 would say that there is something to be compared."""
        options = {} if body is None else {"json": body}
        response = theirs.request(method, where, headers={header: "*"}, **options)
        problem(response, 404, "not_found")

    @pytest.mark.parametrize("identifier", ["ours:ctc", "ours%3Actc", "%6furs:ctc"])
    def test_cannot_name_the_tenant_in_an_identifier(
        self, theirs: Service, identifier: str
    ) -> None:
        assert theirs.get(f"/v1/agreements/{identifier}").status_code in (404, 422)


class TestEachTenant:
    @pytest.mark.parametrize(("method", "where", "body"), OF_A_TENANT)
    def test_the_owner_gets_an_answer(
        self, ours: Service, method: str, where: str, body: Any
    ) -> None:
        """So the refusals above are not those of a wrong address."""
        assert ask(ours, method, where, body).status_code in (200, 201)

    def test_do_not_see_them_listed(self, ours: Service, theirs: Service) -> None:
        assert [each["id"] for each in ok(ours.get("/v1/agreements"))["items"]] == AGREEMENTS
        assert ok(theirs.get("/v1/agreements"))["items"] == []

    def test_may_use_the_same_identifiers(self, ours: Service, theirs: Service) -> None:
        """A taken identifier would tell what another tenant has, and keep it from this one."""
        before = ok(ours.get("/v1/agreements/ctc/events"))["items"]
        ok(theirs.post("/v1/agreements", {"template": "ctc-1998", "id": "ctc"}), 201)
        assert [each["id"] for each in ok(theirs.get("/v1/agreements"))["items"]] == ["ctc"]
        assert ok(theirs.get("/v1/agreements/ctc/events"))["items"] != before
        assert ok(ours.get("/v1/agreements/ctc/events"))["items"] == before
        again = theirs.post("/v1/agreements", {"template": "ctc-1998", "id": "ctc"})
        problem(again, 409, "already_exists")

    def test_do_not_get_the_answer_to_a_key_of_another_tenant(
        self, ours: Service, theirs: Service
    ) -> None:
        """Two tenants may choose the same key for the same request; each has its own answer."""
        options = {
            "json": {"template": "ctc-1998", "id": "same"},
            "headers": {"Idempotency-Key": "chosen-by-both"},
        }
        answers = [each.request("POST", "/v1/agreements", **options) for each in (ours, theirs)]
        assert [each.status_code for each in answers] == [201, 201]
        assert not any("idempotent-replay" in each.headers for each in answers)
        again = theirs.request("POST", "/v1/agreements", **options)
        assert again.headers["idempotent-replay"] == "true"
        assert again.content == answers[1].content
        read = [each.get("/v1/agreements/same/events").text for each in (ours, theirs)]
        assert read[0] != read[1]


class TestScopes:
    @pytest.mark.parametrize(("method", "path", "where", "body"), DOCUMENTED)
    def test_one_scope_is_enough_and_the_others_are_not(
        self, stranger: Service, workspace: Workspace, method: str, path: str, where: str, body: Any
    ) -> None:
        if path in HEALTH:
            return
        needed = scope_needed(method, path)
        for scope in SCOPES:
            service = stranger.bearing(key(workspace, OURS, scope))
            response = ask(service, method, where, body)
            if scope == needed:
                assert response.status_code in (200, 201)
            else:
                problem(response, 403, "scope_missing")
                assert f'scope="{needed}"' in response.headers["www-authenticate"]

    @pytest.mark.parametrize(
        ("method", "path", "scope"),
        [
            ("GET", "/v1/agreements", "read"),
            ("GET", "/v1/agreements/ctc/events", "read"),
            ("POST", "/v1/compute/demand", "read"),
            ("POST", "/v1/agreements", "write"),
            ("POST", "/v1/registrations/x/events", "write"),
            ("DELETE", "/v1/anything", "write"),
            ("POST", "/v1/computers", "write"),
            ("GET", "/v1/keys", "admin"),
        ],
    )
    def test_are_these(self, method: str, path: str, scope: Scope) -> None:
        assert scope_needed(method, path) == scope

    def test_the_document_says_them(self) -> None:
        for method, path, operation in operations(DOCUMENT):
            expected = [] if path in HEALTH else [scope_needed(method, path)]
            named = [scope for each in operation["security"] for scope in each.values()]
            assert all(scopes == expected for scopes in named), (method, path)
            assert bool(named) is (path not in HEALTH)
            if path not in HEALTH:
                assert {"401", "403", "429"} <= operation["responses"].keys()

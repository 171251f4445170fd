"""What stands around the routes: open access, rates, times, headers, and what a failure shows."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI, Request
from pydantic import ValidationError

from app.access.principal import DEFAULT_TENANT
from app.api.door import rates
from app.errors import TooManyRequests
from app.main import create_app
from app.services import access
from app.services.store import demonstration
from app.services.workspace.workspace import Workspace
from app.settings import Settings
from tests.access.conftest import OURS, THEIRS, key
from tests.api.calls import ok
from tests.api.refusals import problem
from tests.running.service import OPEN, Service, calling, serving, shared_app

PATH = "/v1/agreements/ctc"
QUESTION = {"template": "ctc-1998", "event_on": "1999-01-04", "count": 30}
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}


@contextmanager
def counting(workspace: Workspace, address: str = "127.0.0.1", **rate: Any) -> Iterator[Service]:
    """A service of its own, since it counts what it is sent."""
    with calling(create_app(Settings(**rate)), workspace, address) as service:
        yield service


class TestOpenAccess:
    """The local demonstration: no credential needed, on this machine and by its own name."""

    @pytest.fixture
    def demonstration(self, workspace: Workspace) -> Iterator[Service]:
        with serving(workspace.database, OPEN, workspace) as running:
            yield running

    def test_is_not_the_default(self) -> None:
        assert Settings().access == "closed"
        assert Settings().docs == "closed"

    def test_acts_as_the_first_tenant_and_sees_no_other(self, demonstration: Service) -> None:
        assert ok(demonstration.get("/v1/agreements"))["items"] == []
        ok(demonstration.post("/v1/agreements", {"template": "ctc-1998", "id": "mine"}), 201)
        assert demonstration.get(PATH).status_code == 404
        assert ok(demonstration.get("/v1/keys"))["items"] == []

    @pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
    def test_is_for_this_machine(self, workspace: Workspace, address: str) -> None:
        with calling(shared_app(OPEN), workspace, address) as service:
            assert service.get("/v1/agreements").status_code == 200

    @pytest.mark.parametrize("address", ["192.168.1.7", "10.0.0.1", "2001:db8::1", "testclient"])
    def test_is_for_no_other(self, workspace: Workspace, address: str) -> None:
        with calling(shared_app(OPEN), workspace, address) as service:
            for path in ("/v1/agreements", "/docs", "/openapi.json"):
                problem(service.get(path), 401, "unauthenticated")

    @pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:80"])
    def test_is_called_by_its_own_name(self, demonstration: Service, host: str) -> None:
        response = demonstration.request("GET", "/v1/agreements", headers={"host": host})
        assert response.status_code == 200

    @pytest.mark.parametrize(
        "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "a:b:c"]
    )
    def test_is_not_called_by_a_name_that_a_page_chose(
        self, demonstration: Service, host: str
    ) -> None:
        """A page may have its own name resolve to 127.0.0.1 and then read what it gets."""
        response = demonstration.request("GET", "/v1/agreements", headers={"host": host})
        problem(response, 401, "unauthenticated")

    def test_a_credential_given_is_checked_all_the_same(
        self, demonstration: Service, workspace: Workspace
    ) -> None:
        assert demonstration.bearing(key(workspace)).get(PATH).status_code == 200
        assert demonstration.bearing("rrk_wrong").get(PATH).status_code == 401

    def test_is_not_counted(self, workspace: Workspace) -> None:
        settings = Settings(access="open", rate_per_address="1/hour", rate_per_key="1/hour")
        with calling(create_app(settings), workspace) as service:
            codes = {service.get("/v1/readings").status_code for _ in range(3)}
        assert codes == {200}


class TestDocumentation:
    PAGES = (
        "/docs",
        "/redoc",
        "/openapi.json",
        "/docs.json",
        "/redoc.json",
        "/static/swagger-ui/swagger-ui.css",
        "/guide/",
    )

    @pytest.mark.parametrize("page", PAGES)
    def test_is_closed_with_the_rest(
        self, stranger: Service, workspace: Workspace, page: str
    ) -> None:
        problem(stranger.get(page), 401, "unauthenticated")
        reader = stranger.bearing(key(workspace, OURS, "read"))
        assert reader.get(page).status_code == 200

    @pytest.mark.parametrize("page", PAGES)
    def test_may_be_opened_alone(self, workspace: Workspace, page: str) -> None:
        with serving(workspace.database, Settings(docs="open"), workspace) as service:
            assert service.get(page).status_code == 200
            problem(service.get("/v1/readings"), 401, "unauthenticated")
            problem(service.get("/docs/x"), 401, "unauthenticated")

    def test_offers_to_authorise(self, ours: Service) -> None:
        document = ok(ours.get("/openapi.json"))
        schemes = document["components"]["securitySchemes"]
        assert {each["scheme"] for each in schemes.values()} == {"bearer"}
        assert schemes["token"]["bearerFormat"] == "JWT"
        posting = document["paths"]["/v1/agreements"]["post"]
        assert posting["security"] == [{"key": ["write"]}, {"token": ["write"]}]


class TestRates:
    def test_of_a_key(self, workspace: Workspace) -> None:
        mine, other = key(workspace), key(workspace)
        with counting(workspace, rate_per_key="3/hour") as service:
            assert [service.bearing(mine).get(PATH).status_code for _ in range(3)] == [200] * 3
            response = service.bearing(mine).get(PATH)
            problem(response, 429, "too_many_requests")
            assert 1 <= int(response.headers["retry-after"]) <= 3600
            assert service.bearing(other).get(PATH).status_code == 200

    def test_of_an_address(self, workspace: Workspace) -> None:
        app = create_app(Settings(rate_per_address="3/hour"))
        with calling(app, workspace, "203.0.113.5") as service:
            for _ in range(3):
                assert service.get(PATH).status_code == 401
            problem(service.get(PATH), 429, "too_many_requests")
            problem(service.get("/readyz"), 429, "too_many_requests")
            assert service.get("/healthz").status_code == 200
        with calling(app, workspace, "203.0.113.6") as service:
            assert service.get("/readyz").status_code == 200

    def test_of_refused_credentials(self, workspace: Workspace) -> None:
        """Guessing ends soon, and locks out nobody who has a key, known already or not."""
        good = key(workspace)
        with counting(workspace, rate_refused="3/hour") as service:
            for _ in range(3):
                assert service.bearing("rrk_guess").get(PATH).status_code == 401
            response = service.bearing("rrk_guess").get(PATH)
            problem(response, 429, "too_many_requests")
            assert 1 <= int(response.headers["retry-after"]) <= 3600
            for _ in range(5):
                assert service.bearing(good).get(PATH).status_code == 200

    def test_of_guesses_at_one_key_wherever_they_come_from(self, workspace: Workspace) -> None:
        good = key(workspace)
        guess = good[:-4] + "AAAA"
        app = create_app(Settings(rate_refused="3/hour"))

        def asked(credential: str, address: str) -> int:
            with calling(app, workspace, address) as service:
                return service.bearing(credential).get(PATH).status_code

        codes = [asked(guess, f"203.0.113.{number}") for number in range(5)]
        assert codes == [401, 401, 401, 429, 429]
        assert asked(good, "203.0.113.9") == 200

    def test_strangers_do_not_use_up_what_an_address_may_send(self, workspace: Workspace) -> None:
        good = key(workspace)
        with counting(workspace, rate_per_address="3/hour") as service:
            assert {service.get(PATH).status_code for _ in range(5)} == {401, 429}
            assert service.bearing(good).get(PATH).status_code == 200

    def test_of_one_name_are_of_each_tenant(self) -> None:
        """Two tenants may have somebody of the same name in their tokens."""
        counted = rates.Rates("2/hour", "9/hour", "9/hour")
        for tenant in (OURS, THEIRS):
            for _ in range(2):
                counted.count_key(tenant, "token:alex")
        with pytest.raises(TooManyRequests):
            counted.count_key(OURS, "token:alex")

    @pytest.mark.parametrize(
        ("address", "counted_as"),
        [
            ("203.0.113.5", "203.0.113.5"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
            ("unknown", "unknown"),
        ],
    )
    def test_count_a_customers_network_as_one(self, address: str, counted_as: str) -> None:
        assert rates.site(address) == counted_as

    @pytest.mark.parametrize("rate", ["", "many", "10", "10/fortnight"])
    def test_that_make_no_sense_do_not_start(self, rate: str) -> None:
        with pytest.raises(ValidationError):
            Settings(rate_per_key=rate)


class TestRedirects:
    @pytest.mark.parametrize("path", ["/v1/agreements/", "/healthz/", "/v1//agreements"])
    def test_do_not_repeat_the_name_the_caller_chose(self, ours: Service, path: str) -> None:
        response = ours.request("GET", path, headers={"host": "evil.example"})
        problem(response, 404, "not_found")
        assert "evil.example" not in str(response.headers) + response.text


class TestTimes:
    def test_a_body_that_does_not_arrive(self, workspace: Workspace) -> None:
        never = asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield b"{"
            await never.wait()

        settings = Settings(access="open", body_seconds=0.01)
        with calling(create_app(settings), workspace) as service:
            response = service.request(
                "POST",
                "/v1/compute/deadline",
                content=slow(),
                headers={"content-type": "application/json"},
            )
            problem(response, 408, "body_late")
            assert response.headers["connection"] == "close"
            ok(service.post("/v1/compute/deadline", QUESTION))

    def test_an_answer_that_does_not_come(self, workspace: Workspace) -> None:
        app = create_app(Settings(access="open", request_seconds=0.01))

        @app.get("/slow")
        async def slow() -> None:
            await asyncio.Event().wait()

        with calling(app, workspace) as service:
            problem(service.get("/slow"), 503, "timed_out")

    def test_a_timeout_of_the_work_itself_is_not_taken_for_it(self, workspace: Workspace) -> None:
        app = failing(TimeoutError("no database connection became free"))
        with calling(app, workspace) as service:
            problem(service.get("/fail"), 503, "busy")


def failing(error: Exception, **settings: Any) -> FastAPI:
    """The app with a route that fails."""
    app = create_app(Settings(**{"access": "open", **settings}))

    @app.get("/fail")
    async def fail(request: Request) -> None:
        assert request.state.principal
        raise error

    return app


class TestHeaders:
    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/v1/agreements", 200),
            ("/healthz", 200),
            ("/openapi.json", 200),
            ("/v1/agreements/nobody", 404),
            ("/nothing", 404),
            ("/v1/agreements?limit=0", 422),
        ],
    )
    def test_are_on_every_answer(self, ours: Service, path: str, status: int) -> None:
        response = ours.request("GET", path)
        assert response.status_code == status
        assert HEADERS.items() <= dict(response.headers).items()

    def test_are_on_refusals_too(self, stranger: Service) -> None:
        assert HEADERS.items() <= dict(stranger.get(PATH).headers).items()

    @pytest.mark.parametrize("page", ["/docs", "/redoc"])
    def test_leave_a_page_its_own_policy(self, ours: Service, page: str) -> None:
        headers = ours.get(page).headers
        policies = headers.get_list("content-security-policy")
        assert len(policies) == 1
        assert "script-src 'self'" in policies[0]
        assert "frame-ancestors 'none'" in policies[0]

    def test_insist_on_https_only_where_there_is_https(self, workspace: Workspace) -> None:
        for https in (True, False):
            settings = Settings(access="open", https=https)
            with serving(workspace.database, settings, workspace) as service:
                found = service.get("/healthz").headers
                assert ("strict-transport-security" in found) is https

    @pytest.mark.parametrize(
        "error", [RuntimeError("the secret is 4711"), KeyError("4711"), RecursionError("4711")]
    )
    def test_a_failure_shows_them_and_nothing_else(
        self, workspace: Workspace, error: Exception
    ) -> None:
        with calling(failing(error), workspace) as service:
            response = service.get("/fail")
        problem(response, 500, "internal_error")
        assert HEADERS.items() <= dict(response.headers).items()
        for word in ("4711", "Traceback", "Error", "test_door", ".py"):
            assert word not in response.text


def without_fact_ids(text: str) -> str:
    """The answer without the random ids of its facts."""
    return re.sub(r"[0-9a-f]{32}", "…", text)


class TestTenants:
    def test_a_key_of_one_does_not_open_the_other(
        self, stranger: Service, workspace: Workspace
    ) -> None:
        services = {each: stranger.bearing(key(workspace, each)) for each in (OURS, THEIRS)}
        assert services[OURS].get(PATH).status_code == 200
        assert services[THEIRS].get(PATH).status_code == 404

    def test_a_life_is_the_same_in_every_tenant(
        self, stranger: Service, workspace: Workspace
    ) -> None:
        """Identifiers are stored otherwise for the first tenant; no answer may show it."""
        demonstration.load(workspace.database)
        first = stranger.bearing(key(workspace, DEFAULT_TENANT))
        second = stranger.bearing(key(workspace, OURS))
        for path in (
            "/v1/agreements",
            "/v1/agreements/ctc-example?as_of=1999-05-10",
            "/v1/registrations/ctc-example-demand?as_of=1999-05-10&explain=none",
            "/v1/registrations/ctc-example-demand/allocation?as_of=1999-05-10",
            "/v1/registrations/ctc-example-demand/obligations?as_of=1999-05-10",
        ):
            one, other = first.request("GET", path), second.request("GET", path)
            assert (one.status_code, other.status_code) == (200, 200)
            assert without_fact_ids(one.text) == without_fact_ids(other.text)
        listed = second.get("/v1/agreements/ctc-example/events").text
        assert "ours:" not in listed

    def test_there_is_a_first_one(self, workspace: Workspace) -> None:
        assert DEFAULT_TENANT in {each.id for each in access.tenants(workspace)}

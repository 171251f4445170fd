"""Tokens of an identity provider: which are believed, and when its keys are read."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from pydantic import ValidationError

from app.access import signing_keys
from app.access.signing_keys import PAUSE_SECONDS, REFRESH_SECONDS, STALE_SECONDS, SigningKeys
from app.access.tokens import TokenReader
from app.errors import IdentityUnavailable
from app.services.workspace.workspace import Workspace
from app.settings import Settings
from tests.access.conftest import Clock
from tests.access.provider import (
    AUDIENCE,
    CLAIMS,
    FAR_AHEAD,
    ISSUER,
    LONG_AGO,
    Published,
    jwks,
    keys,
    public_pem,
    publishing,
    rsa_key,
    token,
)
from tests.api.calls import ok
from tests.api.refusals import problem
from tests.running.service import Service, serving

PATH = "/v1/agreements/ctc"


def believing(source: str, **more: Any) -> Settings:
    return Settings(
        jwt_issuer=ISSUER,
        jwt_audience=AUDIENCE,
        jwt_keys=source,
        rate_refused="1000000/minute",
        **more,
    )


@pytest.fixture(scope="session")
def jwks_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("provider") / "jwks.json"
    path.write_text(json.dumps(jwks()))
    return path


@pytest.fixture
def service(workspace: Workspace, jwks_file: Path) -> Iterator[Service]:
    """The service, which believes the provider whose keys are in the file."""
    with serving(workspace.database, believing(str(jwks_file)), workspace) as running:
        yield running


def part(content: Any) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def signed_with_the_public_key() -> str:
    """The old trick: the public key as the shared secret of HS256."""
    text = f"{part({'alg': 'HS256', 'kid': 'rsa', 'typ': 'JWT'})}.{part(dict(CLAIMS))}"
    return f"{text}.{part(hmac.digest(public_pem(), text.encode(), hashlib.sha256))}"


def with_payload(claims: Any) -> str:
    head, _, signature = token().split(".")
    return f"{head}.{part(claims)}.{signature}"


class TestBelieved:
    @pytest.mark.parametrize("name", sorted(keys()))
    def test_whichever_of_the_keys_signed(self, service: Service, name: str) -> None:
        assert ok(service.bearing(token(name)).get(PATH))["result"]["id"] == "ctc"

    def test_meant_for_several(self, service: Service) -> None:
        assert service.bearing(token(aud=["other", AUDIENCE])).get(PATH).status_code == 200

    @pytest.mark.parametrize("scope", ["read", "openid read", ["read"], ["x", "read"]])
    def test_with_scopes_as_words_or_as_a_list(self, service: Service, scope: Any) -> None:
        bearing = service.bearing(token(scope=scope))
        assert bearing.get(PATH).status_code == 200
        problem(bearing.post("/v1/agreements", {}), 403, "scope_missing")

    @pytest.mark.parametrize("scope", [None, "", "READ", "reader", [], "read,write"])
    def test_without_a_scope_of_ours_it_allows_nothing(self, service: Service, scope: Any) -> None:
        problem(service.bearing(token(scope=scope)).get(PATH), 403, "scope_missing")

    def test_names_the_tenant(self, service: Service) -> None:
        problem(service.bearing(token(tenant="theirs")).get(PATH), 404, "not_found")

    def test_by_claims_of_other_names(self, workspace: Workspace, jwks_file: Path) -> None:
        settings = believing(
            str(jwks_file), jwt_tenant_claim="https://x.example/firm", jwt_scope_claim="roles"
        )
        with serving(workspace.database, settings, workspace) as running:
            said: dict[str, Any] = {"https://x.example/firm": "ours", "roles": ["read"]}
            said["tenant"] = None
            assert running.bearing(token(**said)).get(PATH).status_code == 200
            assert running.bearing(token()).get(PATH).status_code == 401


class TestNotBelieved:
    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://other.example"},
            {"iss": None},
            {"aud": "another-service"},
            {"aud": None},
            {"exp": LONG_AGO},
            {"exp": None},
            {"exp": "tomorrow"},
            {"nbf": FAR_AHEAD},
            {"iat": FAR_AHEAD},
            {"sub": None},
            {"sub": ""},
            {"sub": "x" * 256},
            {"sub": "alex\nWARNING somebody else did it"},
            {"sub": "alex\u2028"},
            {"sub": "\ud800"},
            {"tenant": None},
            {"tenant": ""},
            {"tenant": "nobody"},
            {"tenant": "Ours"},
            {"tenant": "ours:ctc"},
            {"tenant": ["ours"]},
            {"tenant": {"id": "ours"}},
            {"scope": 5},
        ],
        ids=str,
    )
    def test_for_what_it_says(self, service: Service, claims: dict[str, Any]) -> None:
        problem(service.bearing(token(**claims)).get(PATH), 401, "unauthenticated")

    def test_unsigned(self, service: Service) -> None:
        plain = f"{part({'alg': 'none', 'kid': 'rsa'})}.{part(dict(CLAIMS))}."
        problem(service.bearing(plain).get(PATH), 401, "unauthenticated")

    def test_signed_with_the_public_key_as_a_secret(self, service: Service) -> None:
        problem(service.bearing(signed_with_the_public_key()).get(PATH), 401, "unauthenticated")

    def test_signed_by_somebody_else_in_the_name_of_the_provider(self, service: Service) -> None:
        forged = jwt.encode(dict(CLAIMS), rsa_key("somebody"), "RS256", {"kid": "rsa"})
        problem(service.bearing(forged).get(PATH), 401, "unauthenticated")

    def test_signed_by_a_key_that_the_token_brings_along(self, service: Service) -> None:
        header = {"kid": "mine", "jku": "https://evil.example/jwks", "jwk": jwks()["keys"][0]}
        forged = jwt.encode(dict(CLAIMS), rsa_key("somebody"), "RS256", header)
        problem(service.bearing(forged).get(PATH), 401, "unauthenticated")

    @pytest.mark.parametrize("algorithm", ["RS512", "PS256"])
    def test_signed_by_an_algorithm_that_is_not_on_the_list(
        self, service: Service, algorithm: str
    ) -> None:
        other = jwt.encode(dict(CLAIMS), rsa_key("rsa"), algorithm, {"kid": "rsa"})
        problem(service.bearing(other).get(PATH), 401, "unauthenticated")

    def test_signed_by_an_algorithm_taken_off_the_list(
        self, workspace: Workspace, jwks_file: Path
    ) -> None:
        settings = believing(str(jwks_file), jwt_algorithms=("ES256",))
        with serving(workspace.database, settings, workspace) as running:
            assert running.bearing(token("ec")).get(PATH).status_code == 200
            assert running.bearing(token("rsa")).get(PATH).status_code == 401

    def test_under_the_name_of_a_key_of_another_kind(self, service: Service) -> None:
        problem(service.bearing(token("rsa", kid="ec")).get(PATH), 401, "unauthenticated")

    @pytest.mark.parametrize("kid", ["nobody", "", "../rsa"])
    def test_under_the_name_of_no_key(self, service: Service, kid: str) -> None:
        forged = jwt.encode(dict(CLAIMS), rsa_key("rsa"), "RS256", {"kid": kid})
        problem(service.bearing(forged).get(PATH), 401, "unauthenticated")

    @pytest.mark.parametrize("payload", [{**CLAIMS, "tenant": "theirs"}, [], 5, b"{", b""])
    def test_changed_on_the_way(self, service: Service, payload: Any) -> None:
        problem(service.bearing(with_payload(payload)).get(PATH), 401, "unauthenticated")

    @pytest.mark.parametrize("text", ["a", "a.b", "a.b.c", "..", "a.b.c.d", "x" * 20_000])
    def test_no_token_at_all(self, service: Service, text: str) -> None:
        problem(service.bearing(text).get(PATH), 401, "unauthenticated")

    def test_signed_by_a_key_that_is_too_short(self, workspace: Workspace, tmp_path: Path) -> None:
        short = rsa_key("short", 1024)
        path = tmp_path / "short.json"
        path.write_text(json.dumps(jwks({"short": ("RS256", short)})))
        with pytest.warns(jwt.InsecureKeyLengthWarning):
            text = jwt.encode(dict(CLAIMS), short, "RS256", {"kid": "short"})
        with serving(workspace.database, believing(str(path)), workspace) as running:
            problem(running.bearing(text).get(PATH), 401, "unauthenticated")

    def test_where_no_provider_is_set_up(self, stranger: Service) -> None:
        problem(stranger.bearing(token()).get(PATH), 401, "unauthenticated")

    def test_beyond_its_own_end(self, jwks_file: Path) -> None:
        """However long the service remembers whom it has recognised."""
        trust = believing(str(jwks_file)).trust
        assert trust is not None
        reader = TokenReader(trust, SigningKeys(str(jwks_file)))
        assert asyncio.run(reader.admit(token())).until == FAR_AHEAD


class TestTheProvidersKeys:
    @pytest.fixture
    def provider(self) -> Iterator[Published]:
        with publishing() as published:
            yield published

    @pytest.fixture
    def service_of(self, workspace: Workspace, provider: Published) -> Iterator[Service]:
        with serving(workspace.database, believing(provider.address), workspace) as running:
            yield running

    def test_are_fetched_once_for_many_tokens(
        self, service_of: Service, provider: Published, clock: Clock
    ) -> None:
        for _ in range(3):
            assert service_of.bearing(token()).get(PATH).status_code == 200
            clock.forward(minutes=1)
        assert provider.asked == 1

    def test_without_them_nobody_is_let_in_by_a_token(
        self, service_of: Service, provider: Published
    ) -> None:
        provider.status = 500
        problem(service_of.bearing(token()).get(PATH), 503, "identity_unavailable")

    def find(self, found: SigningKeys, name: str) -> bool:
        return asyncio.run(found.find(name)) is not None

    def test_are_read_again_when_they_have_changed(self, provider: Published) -> None:
        now = [0.0]
        found = SigningKeys(provider.address, lambda: now[0])
        provider.document = jwks({"old": ("RS256", rsa_key("rsa"))})
        assert self.find(found, "old")
        provider.document = jwks({"new": ("RS256", rsa_key("somebody"))})
        assert not self.find(found, "new"), "asked a moment ago"
        now[0] += PAUSE_SECONDS
        assert self.find(found, "new")
        assert not self.find(found, "old")

    def test_a_new_one_is_not_refused_because_somebody_invented_a_name(
        self, provider: Published
    ) -> None:
        """Its bearer is told to come again, and is let in once the provider may be asked again."""
        now = [0.0]
        found = SigningKeys(provider.address, lambda: now[0])
        assert not self.find(found, "invented")
        provider.document = jwks({"new": ("RS256", rsa_key("somebody"))})
        now[0] += 1
        with pytest.raises(IdentityUnavailable) as refused:
            self.find(found, "new")
        now[0] += refused.value.seconds
        assert not self.find(found, "invented again")
        assert self.find(found, "new")
        assert provider.asked == 2

    def test_a_key_withdrawn_is_forgotten(self, provider: Published) -> None:
        now = [0.0]
        found = SigningKeys(provider.address, lambda: now[0])
        assert self.find(found, "rsa")
        provider.document = jwks({"ec": keys()["ec"]})
        now[0] += REFRESH_SECONDS
        assert not self.find(found, "rsa")

    def test_names_that_somebody_invents_do_not_hammer_the_provider(
        self, provider: Published
    ) -> None:
        found = SigningKeys(provider.address, lambda: 0.0)
        assert not any(self.find(found, f"invented-{number}") for number in range(50))
        assert provider.asked == 1

    def test_the_last_ones_serve_on_while_the_provider_is_away(self, provider: Published) -> None:
        now = [0.0]
        found = SigningKeys(provider.address, lambda: now[0])
        assert self.find(found, "rsa")
        provider.status = 500
        now[0] = STALE_SECONDS - 1
        assert self.find(found, "rsa")
        now[0] = STALE_SECONDS
        with pytest.raises(IdentityUnavailable):
            self.find(found, "rsa")

    @pytest.mark.parametrize("document", [[], {}, {"keys": []}, {"keys": [{"kty": "oct"}]}, "x"])
    def test_a_document_that_holds_none_changes_nothing(
        self, provider: Published, document: Any
    ) -> None:
        now = [0.0]
        found = SigningKeys(provider.address, lambda: now[0])
        assert self.find(found, "rsa")
        provider.document = document
        now[0] = REFRESH_SECONDS
        assert self.find(found, "rsa")

    def test_a_redirect_is_not_followed(self, provider: Published) -> None:
        provider.status = 302
        with pytest.raises(IdentityUnavailable):
            self.find(SigningKeys(provider.address, lambda: 0.0), "rsa")

    def test_those_who_come_at_once_wait_for_one_reading(self, provider: Published) -> None:
        found = SigningKeys(provider.address, lambda: 0.0)

        async def together() -> list[Any]:
            return await asyncio.gather(*(found.find("rsa") for _ in range(8)))

        assert all(asyncio.run(together()))
        assert provider.asked == 1

    def test_the_pauses_are_in_order(self) -> None:
        assert PAUSE_SECONDS < REFRESH_SECONDS < STALE_SECONDS
        assert signing_keys.FETCH_SECONDS < PAUSE_SECONDS


class TestSettings:
    @pytest.mark.parametrize(
        "given",
        [
            {"jwt_issuer": ISSUER},
            {"jwt_issuer": ISSUER, "jwt_audience": AUDIENCE},
            {"jwt_keys": "https://id.example/jwks"},
            {"jwt_issuer": ISSUER, "jwt_audience": AUDIENCE, "jwt_keys": "http://id.example/jwks"},
            {"jwt_issuer": ISSUER, "jwt_audience": AUDIENCE, "jwt_keys": "ftp://id.example/jwks"},
            {"jwt_algorithms": ("HS256",)},
            {"jwt_algorithms": ("none",)},
            {"jwt_algorithms": ()},
        ],
        ids=str,
    )
    def test_half_a_trust_or_a_weak_one_does_not_start(self, given: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            Settings(**given)

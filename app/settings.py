"""The service's settings, read from the environment once and passed on; nothing else reads it."""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from limits import parse
from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.access.tokens import Trust
from app.services.webhooks.hook_settings import HookSettings

MEBIBYTE = 1024 * 1024
PREFIX = "REGISTRATION_RIGHTS_"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

# Signed with a private key, checked with a public one; no algorithm of a shared secret, no `none`.
Algorithm = Literal["RS256", "ES256", "EdDSA"]


def _database(written: str) -> str:
    """The URL of a database of a kind that is known; `postgres:` is what many hosts write."""
    kind, separator, place = written.partition("://")
    kind = "postgresql" if kind == "postgres" else kind
    if separator and (kind == "sqlite" or kind.partition("+")[0] == "postgresql"):
        return f"{kind}://{place}"
    raise ValueError("a URL such as sqlite:///file.sqlite3 or postgresql://user@host/database")


def _rate(written: str) -> str:
    parse(written)  # ValueError says how a rate is written
    return written


Rate = Annotated[str, AfterValidator(_rate)]


def _keys_source(written: str) -> str:
    """An https address, one of this machine, or a file: nobody on the way may swap the keys."""
    address = urlsplit(written)
    if address.scheme in ("", "https") or address.hostname in LOOPBACK:
        return written
    raise ValueError("signing keys come from an https:// address or a file")


def _web_address(written: str) -> str:
    # What an authority answers is signed: http will do.
    if urlsplit(written).scheme in ("http", "https"):
        return written
    raise ValueError("an http:// or https:// address")


def _listed(written: object) -> object:
    return written.split(",") if isinstance(written, str) else written


def _network(written: str) -> str:
    return str(ip_network(written.strip()))  # ValueError says how one is written


Proxy = Annotated[str, AfterValidator(_network)]


class Settings(BaseSettings):
    """Each field is set by `REGISTRATION_RIGHTS_` and its name, for example `..._PORT=8080`."""

    # What was set is not repeated in errors: it may hold a password.
    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, hide_input_in_errors=True)

    # It may hold a password, which repr=False keeps out of logs.
    database_url: Annotated[str, AfterValidator(_database), Field(repr=False)] = (
        "sqlite:///var/registration-rights.sqlite3"
    )
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    max_body_bytes: Annotated[int, Field(ge=1)] = MEBIBYTE
    # A whole agreement holds every answer that was kept under it.
    max_import_bytes: Annotated[int, Field(ge=1)] = 16 * MEBIBYTE

    # `open`: any caller on this machine may do everything, as the tenant `default`.
    access: Literal["closed", "open"] = "closed"
    # Whether the documentation pages and the OpenAPI document answer without a credential.
    docs: Literal["closed", "open"] = "closed"
    # Whether callers reach the service by https, so that browsers may be told to insist on it.
    https: bool = False
    # Proxies in front, by address or network: who they say is asking is believed of nobody else.
    proxies: Annotated[tuple[Proxy, ...], NoDecode, BeforeValidator(_listed)] = ()
    # Whether a fact is recorded only for who says which state of the record it saw (`If-Match`).
    conditions_required: bool = False
    # For how long a credential once checked is believed: how long a revoked key still works.
    remember_seconds: Annotated[float, Field(ge=0, le=300)] = 5
    # By how many seconds the clock may be behind the last fact of a record that is added to.
    clocks_differ_seconds: Annotated[float, Field(gt=0)] = 120
    # With it `/metrics` is answered to those who bear it; unset, to nobody.
    metrics_key: Annotated[Annotated[str, Field(min_length=16)] | None, Field(repr=False)] = None
    # How the log is written: as lines to be read, or each as a JSON object.
    log: Literal["text", "json"] = "text"
    # How long a body may take to arrive, and a request to be answered.
    body_seconds: Annotated[float, Field(gt=0)] = 10
    request_seconds: Annotated[float, Field(gt=0)] = 30
    # Counted in each process; open access is not counted.
    rate_per_key: Rate = "6000/minute"
    rate_per_address: Rate = "12000/minute"
    rate_refused: Rate = "60/minute"

    # The operator's private key (PEM, Ed25519), with which `anchor` signs; where it asks for a
    # timestamp (RFC 3161), and the root certificates (PEM) by which `verify` believes one.
    anchor_key: Path | None = None
    timestamp_url: Annotated[str, AfterValidator(_web_address)] | None = None
    timestamp_roots: Path | None = None

    # What the secrets of webhooks are made with: who has the database alone can sign nothing. And
    # whether webhooks may go to private addresses and by http: inside a network of one's own.
    webhook_key: Annotated[Annotated[str, Field(min_length=32)] | None, Field(repr=False)] = None
    webhook_private: bool = False

    # Tokens of an identity provider: all three, or none.
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    jwt_keys: Annotated[str, AfterValidator(_keys_source)] | None = None
    jwt_algorithms: Annotated[tuple[Algorithm, ...], Field(min_length=1)] = (
        "RS256",
        "ES256",
        "EdDSA",
    )
    jwt_tenant_claim: str = "tenant"
    jwt_scope_claim: str = "scope"

    @model_validator(mode="after")
    def _tokens_whole_or_not_at_all(self) -> Self:
        given = [each for each in (self.jwt_issuer, self.jwt_audience, self.jwt_keys) if each]
        if given and len(given) < 3:
            raise ValueError("jwt_issuer, jwt_audience and jwt_keys belong together")
        return self

    @property
    def clocks_differ(self) -> timedelta:
        """By how much clocks may differ."""
        return timedelta(seconds=self.clocks_differ_seconds)

    @property
    def hooks(self) -> HookSettings:
        """What is said of webhooks."""
        return HookSettings((self.webhook_key or "").encode(), self.webhook_private)

    @property
    def trust(self) -> Trust | None:
        """Which tokens are believed; None if none are."""
        if not (self.jwt_issuer and self.jwt_audience):
            return None
        return Trust(
            self.jwt_issuer,
            self.jwt_audience,
            self.jwt_algorithms,
            self.jwt_tenant_claim,
            self.jwt_scope_claim,
        )

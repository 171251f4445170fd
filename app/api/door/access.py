"""The door: who asks, and may it? Closed to everything but what is named here.

It stands before the routes, so that a route somebody forgets about is closed too, and an unknown
path tells a stranger nothing. `GET` needs the scope `read`, and so do computations, which store
nothing; keys and webhooks need `admin`; everything else needs `write`.

Where access is open (the local demonstration), a caller without a credential may do everything,
but only from this machine and by its own name: a page in the browser that has its own host name
resolve to 127.0.0.1 would otherwise speak for the person in front of it.
"""

import logging
from functools import lru_cache
from hashlib import sha256
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.access.keys import looks_like_key, prefix_of, read_key
from app.access.principal import DEMONSTRATION, Admission, Principal
from app.access.principal import Scope as AccessScope
from app.access.tokens import TokenReader
from app.api.answering.problems import problem_of
from app.api.door.lanes import Lane, belongs_to
from app.api.door.rates import Rates
from app.errors import CredentialRefused, IdentityUnavailable, ScopeMissing, ServiceError
from app.services.access import admit_key, require_tenant
from app.services.workspace.workspace import Workspace

ALIVE = "/healthz"
HEALTH = frozenset({ALIVE, "/readyz"})
DOCS = frozenset({"/", "/docs", "/redoc", "/openapi.json", "/docs.json", "/redoc.json", "/guide"})
UNDER_DOCS = ("/static/", "/guide/")
ADMIN = ("/v1/keys", "/v1/webhooks")
OWN_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
MOST_REMEMBERED = 4096
logger = logging.getLogger(__name__)


def scope_needed(method: str, path: str) -> AccessScope:
    """What a credential must allow for this request."""
    if path.startswith(ADMIN):
        return "admin"
    if method in ("GET", "HEAD") or path.startswith("/v1/compute/"):
        return "read"
    return "write"


class Door:
    """Recognises credentials, and remembers for a few seconds whom it has recognised.

    So a key costs a look-up in the database every few seconds, not with every request; and a key
    that is revoked works that much longer. What is remembered is the digest of a credential.
    """

    def __init__(
        self, tokens: TokenReader | None, rates: Rates, remember_seconds: float, *, is_open: bool
    ) -> None:
        self._tokens = tokens
        self._rates = rates
        self._remember_seconds = remember_seconds
        self._is_open = is_open
        self._remembered: dict[str, Admission] = {}
        # Few at once: strangers wait for each other, and hold up nobody who is known.
        self._lookups = Lane(2)

    def count(self, scope: Scope) -> None:
        """Count a request of somebody who is not known; those who are have counts of their own."""
        if not self._is_open:
            self._rates.count_address(address_of(scope))

    async def admit(self, scope: Scope) -> Principal:
        """Who asks; CredentialRefused if nobody is known by what it presents."""
        headers = Headers(scope=scope)
        address = address_of(scope)
        given = headers.getlist("authorization")
        if not given and self._is_open:
            if is_own(address) and own_name(headers.get("host", "")):
                return DEMONSTRATION
            raise CredentialRefused(given=False)
        if not given:
            raise CredentialRefused(given=False)
        kind, _, credential = given[0].partition(" ")
        credential = credential.strip(" ")
        workspace: Workspace = scope["state"]["workspace"]
        if len(given) > 1 or kind.lower() != "bearer" or not credential:
            raise CredentialRefused
        principal = await self._recognised(workspace, credential, address)
        if not self._is_open:
            self._rates.count_key(principal.tenant, principal.subject)
        return principal

    async def _recognised(self, workspace: Workspace, credential: str, address: str) -> Principal:
        name = sha256(credential.encode("utf-8", "surrogateescape")).hexdigest()
        now = workspace.now().timestamp()
        known = self._remembered.get(name)
        if known is not None and now < known.until:
            return known.principal
        try:
            found = await self._looked_up(workspace, credential)
        except CredentialRefused:
            logger.warning("a credential from %s was refused", address)
            self._rates.count_refused(address, prefix_of(credential))
            raise
        self._remember(name, found, now)
        return found.principal

    async def _looked_up(self, workspace: Workspace, credential: str) -> Admission:
        if looks_like_key(credential):
            presented = read_key(credential)
            if presented is None:
                raise CredentialRefused
            return await self._lookups.run(lambda: admit_key(workspace, presented))
        if self._tokens is None:
            raise CredentialRefused
        found = await self._tokens.admit(credential)
        await self._lookups.run(lambda: require_tenant(workspace, found.principal.tenant))
        return found

    def _remember(self, name: str, found: Admission, now: float) -> None:
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        until = min(found.until, now + self._remember_seconds)
        self._remembered[name] = Admission(found.principal, until)


class Access:
    """Lets a request pass, with its principal, or answers 401, 403, 429 or 503."""

    def __init__(self, app: ASGIApp, door: Door, *, docs_open: bool) -> None:
        self.app = app
        self._door = door
        self._docs_open = docs_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer for the routes."""
        if scope["type"] == "http":
            try:
                await self._check(scope)
            except (ServiceError, TimeoutError) as refused:
                await problem_of(refused)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _check(self, scope: Scope) -> None:
        path = route_path(scope)
        if path == ALIVE:
            return
        if path in HEALTH or (self._docs_open and is_documentation(path)):
            self._door.count(scope)
            return
        try:
            principal = await self._door.admit(scope)
        except (CredentialRefused, IdentityUnavailable):
            self._door.count(scope)
            raise
        needed = scope_needed(scope["method"], path)
        if needed not in principal.scopes:
            logger.warning("%s lacks the scope %s", principal.subject, needed)
            raise ScopeMissing(needed)
        scope["state"]["principal"] = principal
        belongs_to(principal.tenant)


def route_path(scope: Scope) -> str:
    """The path as the routes see it: without the prefix under which a proxy serves this."""
    path: str = scope["path"]
    prefix: str = scope.get("root_path", "")
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path


def is_documentation(path: str) -> bool:
    """Whether a path belongs to the documentation pages or is the OpenAPI document."""
    return path in DOCS or path.startswith(UNDER_DOCS)


def address_of(scope: Scope) -> str:
    """Where a request comes from."""
    client: tuple[str, int] | None = scope.get("client")
    return client[0] if client else "unknown"


@lru_cache(maxsize=1024)
def is_own(address: str) -> bool:
    """Whether an address is of this machine's own loopback interface."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def own_name(host: str) -> bool:
    """Whether the request calls this machine by its own name."""
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name.lower() in OWN_NAMES

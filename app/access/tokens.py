"""Bearer tokens of an OpenID Connect identity provider (JWT), checked by PyJWT.

A token is believed if one of the provider's own keys signed it by an algorithm on our list
(asymmetric ones only: a public key can never pass for a shared secret), if it comes from the
issuer and is meant for this service, has not ended, has begun, and names its subject. One claim
names the tenant, one the scopes; both names are settings, since providers differ.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from app.access.principal import SCOPES, Admission, Principal, is_tenant
from app.access.signing_keys import SigningKeys
from app.errors import CredentialRefused

LEEWAY_SECONDS = 30
"""By how much the provider's clock may differ from ours."""

LONGEST = 8192
LONGEST_SUBJECT = 255
"""Characters: what OpenID Connect allows."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trust:
    """Which tokens are believed."""

    issuer: str
    audience: str
    algorithms: tuple[str, ...]
    tenant_claim: str
    scope_claim: str


class TokenReader:
    """Tells who presents a token."""

    def __init__(self, trust: Trust, keys: SigningKeys) -> None:
        self._trust = trust
        self._keys = keys

    async def admit(self, token: str) -> Admission:
        """Who presents the token; CredentialRefused, with the reason in the log alone."""
        try:
            return self._admission(await self._claims(token))
        except (jwt.PyJWTError, ValueError, TypeError, LookupError, ArithmeticError) as refused:
            logger.info("token refused: %s", type(refused).__name__)
            raise CredentialRefused from refused

    async def _claims(self, token: str) -> Mapping[str, Any]:
        """What the token says, once it is believed."""
        if len(token) > LONGEST:
            raise ValueError("too long")
        name = jwt.get_unverified_header(token).get("kid")
        key = await self._keys.find(name) if isinstance(name, str) else None
        if key is None:
            raise jwt.InvalidKeyError("no key of this name")
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(self._trust.algorithms),
            audience=self._trust.audience,
            issuer=self._trust.issuer,
            leeway=LEEWAY_SECONDS,
            options={
                "require": ["exp", "iss", "aud", "sub"],
                "enforce_minimum_key_length": True,
            },
        )
        return claims

    def _admission(self, claims: Mapping[str, Any]) -> Admission:
        tenant = claims.get(self._trust.tenant_claim)
        if not isinstance(tenant, str) or not is_tenant(tenant):
            raise ValueError("no tenant")
        named = claims.get(self._trust.scope_claim, ())
        words = named.split() if isinstance(named, str) else list(named)
        scopes = frozenset(scope for scope in SCOPES if scope in words)
        subject = claims["sub"]
        # It stands in the log, one line each, and in the audit.
        if not subject.isprintable() or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise ValueError("no name")
        return Admission(Principal(tenant, f"token:{subject}", scopes), float(claims["exp"]))

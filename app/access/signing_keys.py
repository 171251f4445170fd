"""The public keys with which an identity provider signs: a JWKS, read from its address or a file.

They are read again every REFRESH_SECONDS, and earlier when a token names a key that is not among
them (the provider has changed its keys), but never more often than every PAUSE_SECONDS: a stranger
who invents names of keys cannot make this service hammer the provider. Until it may be asked again
(a file may at any time), a name that is not among them is not refused for good: its bearer is told
to come again. While the provider cannot be reached, the keys read last serve on for
STALE_SECONDS; then nobody is let in by a token.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from jwt import PyJWK, PyJWKClient, PyJWKSet
from jwt.exceptions import PyJWTError

from app.errors import IdentityUnavailable

REFRESH_SECONDS = 300
PAUSE_SECONDS = 10
STALE_SECONDS = 3600
FETCH_SECONDS = 5
ADDRESSES = ("https://", "http://")
UNREADABLE = (PyJWTError, OSError, ValueError, TypeError, LookupError, AttributeError)
"""What reading a document raises that is no JWKS: PyJWT does not check its shape."""

logger = logging.getLogger(__name__)


class SigningKeys:
    """The keys of one provider; one for each process, used from its event loop alone."""

    def __init__(self, source: str, clock: Callable[[], float] = monotonic) -> None:
        self._source = source
        self._pause_seconds = PAUSE_SECONDS if source.startswith(ADDRESSES) else 0
        self._clock = clock
        self._keys: Mapping[str, PyJWK] = {}
        self._read_at: float | None = None
        self._tried_at: float | None = None
        self._turn = asyncio.Lock()

    async def find(self, name: str) -> PyJWK | None:
        """The key of this name (`kid`), or None if the provider has none.

        IdentityUnavailable if no keys can be had, or it cannot be asked again just yet.
        """
        asked_at = self._clock()
        if self._age(self._read_at) >= REFRESH_SECONDS or name not in self._keys:
            await self._read_again()
        if self._age(self._read_at) >= STALE_SECONDS:
            raise IdentityUnavailable
        if name not in self._keys and (self._read_at is None or self._read_at < asked_at):
            raise IdentityUnavailable(PAUSE_SECONDS)
        return self._keys.get(name)

    def _age(self, moment: float | None) -> float:
        return float("inf") if moment is None else self._clock() - moment

    async def _read_again(self) -> None:
        """Read the keys, unless that was tried a moment ago; the others wait for the first."""
        async with self._turn:
            if self._age(self._tried_at) < self._pause_seconds:
                return
            self._tried_at = self._clock()
            try:
                self._keys = await asyncio.to_thread(self._read)
            except UNREADABLE as unreadable:
                logger.warning("the signing keys at %s: %s", self._source, unreadable)
            else:
                self._read_at = self._tried_at

    def _read(self) -> Mapping[str, PyJWK]:
        document = _fetched(self._source)
        return {
            key.key_id: key
            for key in PyJWKSet.from_dict(document).keys
            if key.key_id and key.public_key_use in (None, "sig")
        }


def _fetched(source: str) -> dict[str, Any]:
    """The document at an address, without following it elsewhere, or in a file."""
    if source.startswith(ADDRESSES):
        document = PyJWKClient(source, cache_jwk_set=False, timeout=FETCH_SECONDS).fetch_data()
    else:
        document = json.loads(Path(source).read_text(encoding="utf-8"))
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")
    return document

"""The one place that calls addresses somebody else chose: once, to an address that was checked.

A name is looked up, every address of it is judged (`addresses`), and the connection goes to one of
those, whatever the name resolves to a moment later. Redirects are not followed, proxies of the
environment not asked, and of an answer nothing is read but its status: what stands behind an
address is told to nobody. Each call has a client of its own: in a pool, one that was made for
another host at the same address could be used again, and its certificate not be asked for.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any, Final, TypeAlias

import httpx2

from app.services.webhooks.addresses import allowed
from app.services.webhooks.retries import Called

Resolver: TypeAlias = Callable[[str, int], Awaitable[list[str]]]

SECONDS: Final = 10.0
"""For looking up, connecting, sending and the status together."""
MEDIA_TYPE: Final = "application/cloudevents+json; charset=utf-8"
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """What is to be sent where."""

    url: str
    body: bytes
    headers: Mapping[str, str]


Courier: TypeAlias = Callable[[SignedMessage], Coroutine[Any, Any, Called]]


async def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, as the machine's resolver gives them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


def courier(*, private: bool, resolver: Resolver = resolve, seconds: float = SECONDS) -> Courier:
    """What calls; to private addresses too where the operator allows that."""
    trusted = httpx2.create_ssl_context()  # dear to make, and nobody's own

    async def call(message: SignedMessage) -> Called:
        try:
            async with asyncio.timeout(seconds):
                url = httpx2.URL(message.url)
                port = url.port or (443 if url.scheme == "https" else 80)
                addresses = allowed(await resolver(url.host, port), private=private)
                if not addresses:
                    return Called("address_refused")
                return await _first_that_listens(message, url, addresses, trusted)
        # TimeoutError is an OSError, and what no host can be called is a UnicodeError.
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError):
            return Called("unreachable")

    return call


async def _first_that_listens(
    message: SignedMessage, url: httpx2.URL, addresses: list[str], trusted: SSLContext
) -> Called:
    """Call the first address at which somebody listens: of two networks, one may lead nowhere."""
    for address in addresses:
        with suppress(httpx2.ConnectError):
            return await _post(message, url.copy_with(host=address), trusted)
    return Called("unreachable")


async def _post(message: SignedMessage, checked: httpx2.URL, trusted: SSLContext) -> Called:
    """Call the address that was checked, by the name that it was found under."""
    named = httpx2.URL(message.url)
    async with httpx2.AsyncClient(
        verify=trusted, trust_env=False, follow_redirects=False, timeout=None
    ) as client:
        request = client.build_request(
            "POST",
            checked,
            content=message.body,
            headers={
                "host": named.netloc.decode("ascii"),
                "content-type": MEDIA_TYPE,
                **message.headers,
            },
            extensions={"sni_hostname": named.host},
        )
        answer = await client.send(request, stream=True)
        try:
            return _called(answer.status_code, answer.headers.get("retry-after"))
        finally:
            await answer.aclose()


def _called(status: int, retry_after: str | None) -> Called:
    if 200 <= status < 300:
        return Called("delivered", status)
    if status == GONE:
        return Called("gone", status)
    return Called("refused", status, retry_after)

"""The two clients. All they differ in is how one waits.

A 304 is a reply without a body (`reply.not_modified`); anything else but success is raised.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import httpx2

from registration_rights.call import Call, Listing, Reply
from registration_rights.problems import raised
from registration_rights.retries import Retries

Body = TypeVar("Body")
Item = TypeVar("Item")
PATIENT = Retries()
SECONDS = 60.0
"""For one try: longer than the service itself takes before it answers 503."""


class Client:
    """Sends calls and waits for their answers."""

    def __init__(
        self,
        base_url: str,
        key: str | None = None,
        *,
        retries: Retries = PATIENT,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """`key` is an API key or a token; a service that is open to all needs none."""
        self._retries = retries
        self._http = httpx2.Client(
            base_url=base_url, headers=_headers(key), timeout=SECONDS, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, call: Call[Body]) -> Reply[Body]:
        """Carry the call out, again where that may help."""
        attempt = 0
        while True:
            attempt += 1
            try:
                response = self._http.send(_request(self._http, call))
            except httpx2.TransportError:
                pause = self._retries.pause(attempt)
                if pause is None:
                    raise
            else:
                pause = self._retries.pause(attempt, response)
                if pause is None:
                    return _reply(response)
            time.sleep(pause)

    def items(self, listing: Listing[Body, Item]) -> Iterator[Item]:
        """Every item of every page, asked for as they are needed."""
        page: Listing[Body, Item] | None = listing
        while page is not None:
            found, page = _page(page, self.send(page))
            yield from found


class AsyncClient:
    """The same for asyncio."""

    def __init__(
        self,
        base_url: str,
        key: str | None = None,
        *,
        retries: Retries = PATIENT,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        """`key` is an API key or a token; a service that is open to all needs none."""
        self._retries = retries
        self._http = httpx2.AsyncClient(
            base_url=base_url, headers=_headers(key), timeout=SECONDS, transport=transport
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def send(self, call: Call[Body]) -> Reply[Body]:
        """Carry the call out, again where that may help."""
        attempt = 0
        while True:
            attempt += 1
            try:
                response = await self._http.send(_request(self._http, call))
            except httpx2.TransportError:
                pause = self._retries.pause(attempt)
                if pause is None:
                    raise
            else:
                pause = self._retries.pause(attempt, response)
                if pause is None:
                    return _reply(response)
            await asyncio.sleep(pause)

    async def items(self, listing: Listing[Body, Item]) -> AsyncIterator[Item]:
        """Every item of every page, asked for as they are needed."""
        page: Listing[Body, Item] | None = listing
        while page is not None:
            found, page = _page(page, await self.send(page))
            for item in found:
                yield item


def _headers(key: str | None) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


def _request(http: httpx2.Client | httpx2.AsyncClient, call: Call[Any]) -> httpx2.Request:
    """The same request each time, key included."""
    sent: dict[str, Any] = {} if call.body is None else {"json": call.body}
    return http.build_request(
        call.method, call.path, params=call.query, headers=call.headers, **sent
    )


def _reply(response: httpx2.Response) -> Reply[Any]:
    """The answer; what it is the description says, and the service's own tests hold it to that."""
    if not (response.is_success or response.status_code == 304):
        raise raised(response)
    kind = response.headers.get("content-type", "").partition(";")[0]
    body = response.json() if kind == "application/json" else response.text
    return Reply(body, response.status_code, response.headers)


def _page(
    listing: Listing[Body, Item], reply: Reply[Body]
) -> tuple[list[Item], Listing[Body, Item] | None]:
    """The items of a page, and the call for the next one."""
    page = cast(dict[str, Any], reply.body)
    place = page["next"]
    return page["items"], None if place is None else listing.following(place)

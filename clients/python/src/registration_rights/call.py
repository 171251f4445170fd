"""What is asked and what comes back, as plain values: both clients send the same calls.

A call is made once and may be sent many times. A call that records something carries its
Idempotency-Key from the moment it is made, so that whoever sends it again, the client after a
broken connection or the program after a crash, has it carried out once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Generic, TypeAlias, TypeVar
from urllib.parse import quote
from uuid import uuid4

Body = TypeVar("Body")
Item = TypeVar("Item")
Asked: TypeAlias = str | int | bool | date | datetime | Sequence[str] | None
"""The value of a parameter; one that is None is left out."""


@dataclass(frozen=True, slots=True)
class Call(Generic[Body]):
    """One request: its method and address, and what stands in it."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing(Call[Body], Generic[Body, Item]):
    """A call whose answer is a page of items, and says where the next one begins."""

    pages_by: str = "after"

    def following(self, place: str | int) -> "Listing[Body, Item]":
        """The call for the next page: `next` of the one before is its `place`."""
        return replace(self, query={**self.query, self.pages_by: place})


@dataclass(frozen=True, slots=True)
class Reply(Generic[Body]):
    """What came back: the answer, and what its headers say of it."""

    body: Body
    status: int
    headers: Mapping[str, str]

    @property
    def etag(self) -> str | None:
        """What to send as `if_match`, so that a fact is recorded only on what was read."""
        return self.headers.get("etag")

    @property
    def location(self) -> str | None:
        """Where the thing made is to be read."""
        return self.headers.get("location")

    @property
    def evaluation_id(self) -> str | None:
        """Under which id the answer is kept."""
        return self.headers.get("evaluation-id")

    @property
    def replayed(self) -> bool:
        """Whether this is the first answer again, of a call that was carried out before."""
        return self.headers.get("idempotent-replay") == "true"

    @property
    def not_modified(self) -> bool:
        """Whether what was read before still holds; there is no body then."""
        return self.status == 304


def address(template: str, **parts: str) -> str:
    """The path with what stands in it; a slash or a question mark in a part stays part of it."""
    return template.format(**{name: quote(value, safe="") for name, value in parts.items()})


def asked(**values: Asked) -> dict[str, Any]:
    """The parameters as they are written in an address. `of_` and the like lose the underscore."""
    written: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, bool):
            written[name] = str(value).lower()
        elif isinstance(value, date):  # a datetime is one too
            written[name] = value.isoformat()
        elif value is not None:
            written[name] = value
    return written


def once(
    key: str | None, if_match: str | None = None, if_none_match: str | None = None
) -> dict[str, str]:
    """The headers of what records something: the caller's key, or one of its own."""
    return {"Idempotency-Key": key or str(uuid4())} | under(if_match, if_none_match)


def under(if_match: str | None = None, if_none_match: str | None = None) -> dict[str, str]:
    """The conditions of a call."""
    given = {"If-Match": if_match, "If-None-Match": if_none_match}
    return {name: value for name, value in given.items() if value is not None}

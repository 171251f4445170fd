"""What goes by another name now: the old one is taken for a year more, and told each time.

RFC 9745 (`Deprecation`, the instant since when) and RFC 8594 (`Sunset`, until when).
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from fastapi import Query, Response

from app.errors import Fault, InvalidInput
from app.rules.terms import Identifier

T = TypeVar("T")
OldAgreement: TypeAlias = Annotated[
    Identifier | None,
    Query(deprecated=True, description="The old name of `agreement_id`."),
]
HEADERS: Final[Mapping[str, str]] = {
    "Deprecation": "@1795996800",  # 30 November 2026
    "Sunset": "Tue, 30 Nov 2027 00:00:00 GMT",
}
SAID_SO: Final[Mapping[str, Any]] = {
    "Deprecation": {
        "description": "Since when what was asked by has another name; only if the old was used.",
        "schema": {"type": "string"},
    },
    "Sunset": {
        "description": "Until when the old name is taken; only if it was used.",
        "schema": {"type": "string"},
    },
}
"""What these headers say, for the OpenAPI document."""


def renamed(response: Response, old: str, by_old: T | None, new: str, by_new: T | None) -> T | None:
    """What was given by either name; InvalidInput if by both."""
    if by_old is None:
        return by_new
    if by_new is not None:
        says = f"`{old}` is the old name of `{new}`: give one of the two."
        raise InvalidInput([Fault(old, "given_twice", says, "query")])
    response.headers.update(HEADERS)
    return by_old

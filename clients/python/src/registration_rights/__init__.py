"""A typed client of the Registration Rights service, sync and async.

`calls` has a function for each operation, `types` the shapes of what is sent and answered; both are
made from the service's OpenAPI document. `Client` and `AsyncClient` carry calls out.
"""

from registration_rights import calls, types
from registration_rights.call import Call, Listing, Reply
from registration_rights.client import AsyncClient, Client
from registration_rights.problems import (
    Invalid,
    NotFound,
    ProblemRaised,
    RecordMoved,
    ScopeMissing,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    UnexpectedAnswer,
)
from registration_rights.retries import Retries

__all__ = [
    "AsyncClient",
    "Call",
    "Client",
    "Invalid",
    "Listing",
    "NotFound",
    "ProblemRaised",
    "RecordMoved",
    "Reply",
    "Retries",
    "ScopeMissing",
    "TooManyRequests",
    "Unauthenticated",
    "Unavailable",
    "UnexpectedAnswer",
    "calls",
    "types",
]

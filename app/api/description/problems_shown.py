"""One real problem of each status, as the service writes it, shown with every operation."""

import json
from collections.abc import Mapping
from typing import Any, Final

from app.api.answering.problems import ProblemError, problem, problem_of
from app.errors import (
    AlreadyExists,
    ConditionMissing,
    CredentialRefused,
    NotFound,
    RecordChanged,
    ScopeMissing,
    TooManyRequests,
)

_FAULTS = [
    ProblemError(
        "body",
        "/letters/0/requests/0/holder",
        "unknown_holder",
        "There is no Holder 'spektrum'; known: cashin, spectrum, wang.",
    ),
    ProblemError(
        "body",
        "/short_form_qualifid",
        "unknown_field",
        "There is no such field here. Did you mean `short_form_qualified`?",
    ),
]
_WRITTEN = {
    400: problem(
        "malformed_json",
        "The body is not JSON: a comma or a closing bracket belongs here (line 3, column 5).",
    ),
    401: problem_of(CredentialRefused(given=False)),
    403: problem_of(ScopeMissing("write")),
    404: problem_of(NotFound("registration", "nobody")),
    408: problem("body_late", "The body took too long to arrive."),
    409: problem_of(AlreadyExists("registration", "first-demand")),
    412: problem_of(RecordChanged("ctc")),
    413: problem("body_too_large", "The body may have 1,000,000 bytes at most."),
    415: problem("unsupported_media_type", "Send the body as application/json."),
    422: problem(
        "invalid_input", "2 things are wrong with the request; nothing was stored.", _FAULTS
    ),
    428: problem_of(ConditionMissing()),
    429: problem_of(TooManyRequests(3)),
    503: problem("busy", "Nothing was stored; send the request again in a moment."),
}
SHOWN: Final[Mapping[int, Any]] = {
    status: json.loads(bytes(written.body)) for status, written in _WRITTEN.items()
}

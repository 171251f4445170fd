"""What the service refuses, as exceptions: RFC 9457 problem details with their code and places.

A refusal *by the agreement* is no problem: it is an answer whose `decision` is `refused`.
"""

from typing import cast

import httpx2

from registration_rights.types import Problem, ProblemError


class UnexpectedAnswer(Exception):
    """What came back is neither an answer nor a problem: something between is speaking."""

    def __init__(self, response: httpx2.Response) -> None:
        self.status = response.status_code
        self.text = response.text[:1_000]
        super().__init__(f"{self.status} with {response.headers.get('content-type')}: {self.text}")


class ProblemRaised(Exception):
    """A request that was not carried out, and why."""

    def __init__(self, problem: Problem, request_id: str | None) -> None:
        self.problem = problem
        self.request_id = request_id
        super().__init__(self._told())

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem["status"]

    @property
    def code(self) -> str:
        """A stable code; `calls.list_codes` says what each means and what to do."""
        return self.problem["code"]

    @property
    def detail(self) -> str:
        """What is wrong and what would be right, in a sentence."""
        return self.problem["detail"]

    @property
    def faults(self) -> list[ProblemError]:
        """Each fault, with its code, its sentence and its place as a JSON pointer."""
        return self.problem.get("errors", [])

    def _told(self) -> str:
        places = (f"\n  {fault['pointer']}: {fault['detail']}" for fault in self.faults)
        return f"{self.code}: {self.detail}{''.join(places)}"


class Unauthenticated(ProblemRaised):
    """401: no credential was given, or it is not believed."""


class ScopeMissing(ProblemRaised):
    """403: the credential does not allow this."""


class NotFound(ProblemRaised):
    """404: there is no such thing, or not for this credential."""


class RecordMoved(ProblemRaised):
    """409 or 412: the record is not the one that was seen; read it again and decide anew."""


class Invalid(ProblemRaised):
    """422: the request cannot be true of the record, or is not understood; `faults` says where."""


class TooManyRequests(ProblemRaised):
    """429, still after every try."""


class Unavailable(ProblemRaised):
    """503, still after every try."""


_BY_CODE = {
    "record_moved": RecordMoved,
    "record_changed": RecordMoved,
    "record_stands": RecordMoved,
}
_BY_STATUS = {
    401: Unauthenticated,
    403: ScopeMissing,
    404: NotFound,
    422: Invalid,
    429: TooManyRequests,
    503: Unavailable,
}


def raised(response: httpx2.Response) -> Exception:
    """The exception that a response stands for."""
    if response.headers.get("content-type", "").partition(";")[0] != "application/problem+json":
        return UnexpectedAnswer(response)
    problem = cast(Problem, response.json())
    kind = _BY_CODE.get(problem["code"]) or _BY_STATUS.get(problem["status"], ProblemRaised)
    return kind(problem, response.headers.get("x-request-id"))

"""What a request that cannot be carried out must get: a problem, and nothing stored."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.api.bodies import Json
from tests.api.calls import stored
from tests.running.service import Service


def problem(response: httpx.Response, status: int, code: str) -> Json:
    """The problem details of a response with this status and code."""
    assert response.status_code == status, response.text[:1_000]
    assert response.headers["content-type"] == "application/problem+json"
    found: Json = response.json()
    assert (found["status"], found["code"]) == (status, code)
    assert found["type"] == f"urn:registration-rights:problem:{code}"
    assert found["title"]
    assert found["detail"]
    return found


def faults(response: httpx.Response) -> dict[str, str]:
    """The code of every fault in the body of a request that was not understood, by its place."""
    found = problem(response, 422, "invalid_input")["errors"]
    assert {each["place"] for each in found} == {"body"}
    assert all(each["detail"] for each in found)
    return {each["pointer"]: each["code"] for each in found}


def query_fault(response: httpx.Response, name: str) -> str:
    """The code of the only fault, which lies in this query parameter."""
    (found,) = problem(response, 422, "invalid_input")["errors"]
    assert (found["place"], found["pointer"]) == ("query", name)
    code: str = found["code"]
    return code


@contextmanager
def nothing_stored(service: Service) -> Iterator[None]:
    """Inside, no fact, agreement or version may change."""
    before = stored(service)
    yield
    assert stored(service) == before

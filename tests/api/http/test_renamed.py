"""What is asked by its old name is answered the same, and the caller hears that it is old."""

import pytest

from tests.api.calls import EXAMPLE, EXAMPLE_DEMAND
from tests.api.description.openapi import DOCUMENT, operations
from tests.api.refusals import problem
from tests.running.service import Service

DAY = "1999-04-05"
RENAMED = [
    ("/v1/obligations", "agreement", "agreement_id", EXAMPLE),
    ("/v1/obligations", "registration", "registration_id", EXAMPLE_DEMAND),
    ("/v1/obligations.ics", "agreement", "agreement_id", EXAMPLE),
    ("/v1/obligations.ics", "registration", "registration_id", EXAMPLE_DEMAND),
    ("/v1/registrations", "agreement", "agreement_id", EXAMPLE),
    ("/v1/changes", "agreement", "agreement_id", EXAMPLE),
    ("/v1/companies/ctc", "agreement", "agreement_id", EXAMPLE),
]
HEADERS = {"deprecation": "@1795996800", "sunset": "Tue, 30 Nov 2027 00:00:00 GMT"}


@pytest.mark.parametrize(("path", "old", "new", "value"), RENAMED)
def test_is_answered_as_by_the_new_one_and_told(
    service: Service, path: str, old: str, new: str, value: str
) -> None:
    asked = {} if path == "/v1/changes" else {"as_of": DAY}
    by_new = service.get(path, **asked, **{new: value})
    by_old = service.get(path, **asked, **{old: value})
    assert (by_new.status_code, by_old.status_code) == (200, 200)
    assert by_old.content == by_new.content
    assert not HEADERS.keys() & by_new.headers.keys()
    assert {name: by_old.headers.get(name) for name in HEADERS} == HEADERS
    assert by_old.headers["content-type"] == by_new.headers["content-type"]


@pytest.mark.parametrize(("path", "old", "new", "value"), RENAMED)
def test_by_both_is_refused(service: Service, path: str, old: str, new: str, value: str) -> None:
    (error,) = problem(service.get(path, **{old: value, new: value}), 422, "invalid_input")[
        "errors"
    ]
    assert (error["pointer"], error["code"]) == (old, "given_twice")
    assert f"`{new}`" in error["detail"]


def test_every_old_name_is_here_and_says_which_is_new() -> None:
    """But for `on` of may-sell, which has tests of its own."""
    found = [
        (path, each["name"], each["description"])
        for _, path, operation in operations(DOCUMENT)
        for each in operation.get("parameters", ())
        if each.get("deprecated") and each["name"] != "on"
    ]
    paths = {"/v1/companies/ctc": "/v1/companies/{company_id}"}
    assert sorted(found) == sorted(
        (paths.get(path, path), old, f"The old name of `{new}`.") for path, old, new, _ in RENAMED
    )


def test_no_parameter_names_an_agreement_or_a_registration_otherwise() -> None:
    """One thing goes by one name: in paths, parameters and answers with `_id`."""
    named = {
        each["name"]
        for _, _, operation in operations(DOCUMENT)
        for each in operation.get("parameters", ())
        if not each.get("deprecated")
    }
    assert not named & {"agreement", "registration", "company", "webhook"}

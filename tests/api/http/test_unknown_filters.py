"""A filter that names nothing is told: an empty docket would say that nothing is owed."""

import pytest

from tests.api.calls import EXAMPLE, EXAMPLE_DEMAND, ok
from tests.api.refusals import problem
from tests.running.service import Service


@pytest.mark.parametrize("path", ["/v1/obligations", "/v1/obligations.ics"])
@pytest.mark.parametrize(
    ("asked", "parameter", "code", "meant"),
    [
        ({"agreement_id": "ctc-exampel"}, "agreement_id", "unknown_agreement", EXAMPLE),
        (
            {"agreement_id": EXAMPLE, "registration_id": "ctc-example-demnad"},
            "registration_id",
            "unknown_registration",
            EXAMPLE_DEMAND,
        ),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest(
    service: Service, path: str, asked: dict[str, str], parameter: str, code: str, meant: str
) -> None:
    (error,) = problem(service.get(path, **asked), 422, "invalid_input")["errors"]
    assert (error["pointer"], error["code"]) == (parameter, code)
    assert f"Did you mean `{meant}`?" in error["detail"]


def test_what_is_not_near_anything_is_told_too(service: Service) -> None:
    (error,) = problem(service.get("/v1/obligations", registration_id="zz"), 422, "invalid_input")[
        "errors"
    ]
    assert error["detail"] == "There is no registration 'zz'."


def test_a_name_that_is_right_is_answered(service: Service) -> None:
    page = ok(service.get("/v1/obligations", agreement_id=EXAMPLE, as_of="1999-03-31"))
    assert page["items"]


def test_a_whole_number_with_a_point_hears_what_is_wrong(service: Service) -> None:
    body = {"template": "ctc-1998", "event_on": "1999-01-04", "count": 90.0}
    (error,) = problem(service.post("/v1/compute/deadline", body), 422, "invalid_input")["errors"]
    assert (
        error["detail"] == "This should be a whole number, without a decimal point: 90, not 90.0."
    )

"""A copy of an amendment may be told of later, by a fact of its own: clauses 3(a)(x) and 5.

Spectrum's demand is not underwritten, so that clause 5 asks for five business days: for a filing of
Thursday 10 June 1999 the last day is Thursday 3 June.
"""

import pytest

from tests.api.bodies import Json, declared_effective, fact, filed
from tests.api.calls import demanded, obligation, post_event, post_events, read_registration
from tests.api.refusals import faults
from tests.running.service import Service

EFFECTIVE = (filed("1999-05-03", "S-1"), declared_effective("1999-05-14"))
PROPOSED = fact(
    "amendment_proposed", "1999-06-01", amendment="first", planned_filing_on="1999-06-10"
)
FILED = fact("amendment_filed", "1999-06-10", amendment="first")
IN_TIME = ("performed", "1999-06-07")


def furnished(day: str, holder: str = "spectrum") -> Json:
    return fact("amendment_copy_furnished", day, amendment="first", holder=holder)


@pytest.mark.parametrize(
    ("day", "status", "may_file"),
    [("1999-06-03", "performed", True), ("1999-06-04", "performed_perhaps_late", False)],
)
def test_tells_of_the_copy(service: Service, day: str, status: str, may_file: bool | None) -> None:
    registration = demanded(service, *EFFECTIVE, PROPOSED, underwritten=False)
    before = obligation(
        read_registration(service, registration, "1999-06-02"), "amendment_copy:first:spectrum"
    )
    assert "amendment_copy_furnished" in before["recorded_by"]
    post_event(service, registration, furnished(day))
    result = read_registration(service, registration, "1999-06-09")
    duty = obligation(result, "amendment_copy:first:spectrum")
    assert (duty["status"], duty.get("performed_on")) == (status, day)
    (line,) = result["amendments"]
    assert line["may_file"] is may_file


@pytest.mark.parametrize(
    ("then", "status", "due_on"),
    [
        ((), "performed_perhaps_late", "1999-06-03"),
        ((FILED,), "performed_late", "1999-06-03"),
        ((PROPOSED | {"occurred_on": "1999-06-09", "planned_filing_on": "1999-06-14"},), *IN_TIME),
    ],
    ids=["planned", "filed", "put off"],
)
def test_is_late_only_once_the_amendment_is_filed(
    service: Service, then: tuple[Json, ...], status: str, due_on: str
) -> None:
    """What is planned may still wait: five business days before 14 June are 7 June."""
    registration = demanded(service, *EFFECTIVE, PROPOSED, underwritten=False)
    post_events(service, registration, furnished("1999-06-04"), *then)
    duty = obligation(
        read_registration(service, registration, "1999-06-11"), "amendment_copy:first:spectrum"
    )
    assert (duty["status"], duty["due_on"]) == (status, due_on)


def test_after_the_amendment_is_filed(service: Service) -> None:
    """The amendment cannot be proposed again by then; that a copy was furnished is still told."""
    registration = demanded(service, *EFFECTIVE, PROPOSED, FILED, underwritten=False)
    post_events(service, registration, furnished("1999-06-03"))
    result = read_registration(service, registration, "1999-06-11")
    assert obligation(result, "amendment_copy:first:spectrum")["status"] == "performed"


def test_of_an_amendment_that_was_proposed(service: Service) -> None:
    registration = demanded(service, *EFFECTIVE, underwritten=False)
    path = f"/v1/registrations/{registration}/events"
    found = faults(service.post(path, furnished("1999-06-03")))
    assert found == {"/amendment": "unknown_amendment"}
    nobody = faults(service.post(path, furnished("1999-06-03", "nobody")))
    assert nobody["/holder"] == "unknown_holder"

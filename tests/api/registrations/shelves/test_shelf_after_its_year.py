"""A shelf that is effective only after its year, or after the conversion it waits for: 2(a)(ii).

The year is counted from the mandatory conversion of Monday 1 November 1999, by the default of QC1:
through 1 November 2000.
"""

import pytest

from tests.api.bodies import conversion, declared_effective, filed, obligation_waived
from tests.api.calls import obligation, ok, read_registration, shelved
from tests.running.service import Service

LIFE = (filed("1999-10-04"), conversion("1999-11-01"))


def warned(service: Service, registration: str, day: str) -> bool:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return "CONVERTED_WITHOUT_CONDITION" in {each["code"] for each in answer["warnings"]}


def test_was_kept_effective_on_no_day_of_it(service: Service) -> None:
    """Best efforts to keep it effective for the year: whether they were made is for review."""
    registration = shelved(service, *LIFE, declared_effective("2000-11-24"))
    result = read_registration(service, registration, "2000-11-27")
    duty = obligation(result, "maintain")
    assert (duty["status"], duty.get("performed_on")) == ("overdue_review", None)
    assert "was kept effective" not in result["summary"]


def test_was_kept_effective_on_the_last_day_of_it(service: Service) -> None:
    registration = shelved(service, *LIFE, declared_effective("2000-11-01"))
    result = read_registration(service, registration, "2000-11-02")
    assert obligation(result, "maintain")["status"] == "performed"


@pytest.mark.parametrize(
    ("effective", "met"), [("1999-11-01", True), ("1999-11-02", False), ("2000-11-24", False)]
)
def test_a_conversion_without_its_condition(service: Service, effective: str, met: bool) -> None:
    """What comes after the conversion is no condition of it any more."""
    registration = shelved(service, *LIFE, declared_effective(effective))
    result = read_registration(service, registration, "2000-11-27")
    assert result["shelf"]["condition_met"] is met
    assert warned(service, registration, "2000-11-27") is not met


def test_a_conversion_while_the_shelf_is_not_effective(service: Service) -> None:
    registration = shelved(service, *LIFE)
    assert not warned(service, registration, "1999-10-29")
    assert warned(service, registration, "1999-11-02")
    waived = obligation_waived("1999-11-01", "effect", registration=registration)
    ok(service.post("/v1/agreements/ctc/events", waived), 201)
    assert not warned(service, registration, "1999-11-02")

"""An earnings statement tells nothing of days that were still to come when it was made: 3(a)(x).

Effective on 1 June 1999, so that its twelve months begin on 1 July 1999 and end on 30 June 2000.
"""

import pytest

from tests.api.bodies import (
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    letter,
)
from tests.api.calls import begun, make_agreement, obligation, read_registration
from tests.running.service import Service


@pytest.mark.parametrize(
    ("available_on", "covers"),
    [("1999-09-01", False), ("2000-06-30", False), ("2000-07-01", True)],
)
def test_covers_no_days_to_come(service: Service, available_on: str, covers: bool) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 400)]))
    days = {"first_day": "1999-07-01", "last_day": "2000-06-30"}
    name = begun(
        service,
        "demands",
        demand(letter(handed_over("1999-03-01"), {"a": 600}), underwritten=False),
        filed("1999-05-03"),
        declared_effective("1999-06-01"),
        fact("earnings_statement_available", available_on, **days),
        agreement="ab",
    )
    result = read_registration(service, name, "2000-07-02")
    (line,) = result["documents"]["earnings_statements"]
    assert line["covers"] is covers
    status = obligation(result, "earnings_statement")["status"]
    assert status == ("performed" if covers else "open")

"""A delay of the Company's own registration is told in its first sentence: clause 2(g)(i).

No day is set for it, so that a delay moves none: 30 days from 20 April 1999 run through 19 May.
"""

import pytest

from tests.api.bodies import delay, handed_over, join, notice
from tests.api.calls import determined, read_registration
from tests.running.service import Service


@pytest.mark.parametrize(
    ("day", "told"), [("1999-04-19", False), ("1999-05-19", True), ("1999-05-20", False)]
)
def test_is_told(service: Service, day: str, told: bool) -> None:
    name = determined(
        service,
        notice("spectrum", handed_over("1999-04-05")),
        join("spectrum", 1_000, handed_over("1999-04-10")),
        delay("1999-04-20", 30),
    )
    summary = read_registration(service, name, day)["summary"]
    says = "The Company's own registration stands"
    says += ", and the Company has delayed it through 19 May 1999." if told else "."
    assert summary.startswith(says)

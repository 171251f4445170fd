"""From which day an obligation is waived: 9(e), QF24."""

from datetime import date

import pytest

from app.rules.agreement.waivers import Waived, Waivers
from app.rules.reasoning.trace import Sourced


def waived(day: int, *, names_day: bool = True) -> Waived:
    return Waived(Sourced(date(1999, 6, day), f"fact:waived-{day}#"), names_day=names_day)


@pytest.mark.parametrize("days", [(10, 20), (20, 10)])
def test_of_two_waivers_the_first_takes_it_away(days: tuple[int, int]) -> None:
    found = Waivers({"maintain": tuple(waived(day) for day in days)}).of("maintain")
    assert found is not None
    assert found.value == date(1999, 6, 10)
    assert Waivers({"maintain": (waived(10),)}).of("listing") is None


@pytest.mark.parametrize(("last_day", "reaches"), [(9, False), (10, True), (11, True)])
def test_one_that_names_its_day_prevents_the_breach_through_the_last_day(
    last_day: int, reaches: bool
) -> None:
    made = Waivers({"maintain": (waived(10),)})
    assert (made.of("maintain", date(1999, 6, last_day), has_day=True) is not None) is reaches


def test_one_without_a_day_of_its_own_reaches_back_to_what_had_a_day() -> None:
    made = Waivers({"maintain": (waived(10, names_day=False),)})
    assert made.of("maintain", date(1999, 6, 1), has_day=True) is not None
    assert made.of("maintain", date(1999, 6, 1)) is None

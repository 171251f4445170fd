"""What a Holder takes back of what it asked for, by the day: 2(a)(i), QB19."""

from datetime import date

import pytest

from app.rules.reasoning.trace import Sourced
from app.rules.registrations.requests.asking.taken_back import TakenBack, WhoTookBack

ASKED = date(1999, 3, 2)


@pytest.mark.parametrize(
    ("day", "before_letters", "counts"),
    [(1, None, False), (2, None, True), (2, False, True), (2, True, False), (3, True, True)],
)
def test_it_takes_back_what_was_asked_by_then(
    day: int, before_letters: bool | None, counts: bool
) -> None:
    """Of one day, what came before the letters takes nothing of them back."""
    on = Sourced(date(1999, 3, day), "fact:back#/occurred_on")
    one = WhoTookBack((TakenBack("alder", on, before_letters),))
    whole = WhoTookBack((TakenBack(None, on, before_letters),))
    assert (one.of("alder", ASKED) is not None) is counts
    assert one.of("birch", ASKED) is None
    assert one.wholly(ASKED) is None
    assert (whole.of("alder", ASKED) is not None) is counts
    assert (whole.wholly(ASKED) is not None) is counts

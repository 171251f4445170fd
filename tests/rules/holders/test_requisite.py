"""The threshold of the Requisite Holders where there is nothing to be a majority of: 2(a)(i)."""

import pytest

from app.rules.holders.requisite import apply_threshold
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.periods import matter


@pytest.mark.parametrize("comparison", [">", ">="])
def test_of_nothing_nobody_holds_enough(comparison: str) -> None:
    under = matter()
    threshold = under.terms.requisite_holders.model_copy(update={"comparison": comparison})
    nothing = Sourced(0, "request:/positions")
    tested = apply_threshold(threshold, nothing, nothing, under.working, "/requisite_holders")
    assert tested.met.value is False

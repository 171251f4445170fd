"""One thing is named as one, and any other number of it as several."""

from fractions import Fraction

import pytest

from app.rules.values.numbered import numbered


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 shares are"),
        (1, "1 share is"),
        (Fraction(1), "1 share is"),
        (1_234, "1,234 shares are"),
        (Fraction(100, 3), "33 1/3 shares are"),
    ],
)
def test_the_noun_and_its_verb_agree(number: int | Fraction, words: str) -> None:
    assert numbered(number, "share is", "shares are") == words


def test_several_have_an_s() -> None:
    assert (numbered(1, "day"), numbered(21, "day")) == ("1 day", "21 days")

"""The register through splits and transfers: 1(i), 9(f), 9(h)."""

from datetime import date

import pytest

from tests.rules.examples.agreement import dated, known, transferred


def to_eve(day: str, shares: int) -> dict[str, object]:
    """Beta gives shares to Eve, no Affiliate, and keeps the rights back in writing."""
    eve = {"transferee": "eve", "transferee_name": "Eve"}
    return transferred(day, shares, **eve, affiliate=False, restricted_in_writing=True)


@pytest.mark.parametrize(
    ("second", "rights"), [(39_999, False), (40_000, True)], ids=["one share short", "just enough"]
)
def test_shares_that_came_without_rights_are_split_and_count_towards_the_least_number(
    second: int, rights: bool
) -> None:
    """30,000 shares do not make 50,000. Split two for one they are 60,000 of 100,000 (9(h)).

    With 40,000 more Eve holds 100,000: limb (ii), for the 40,000 that came last.
    """
    found = known(
        "1998-07-01",
        to_eve("1998-05-04", 30_000),
        dated("stock_split", "1998-06-01", numerator=2, denominator=1),
        to_eve("1998-06-02", second),
    )
    lines = found.register.lines_on(found.as_of)
    assert ("eve" in lines) is rights
    assert not rights or lines["eve"].position.preferred_as_converted == second
    # Of beta's 300,000, then 540,000.
    assert lines["beta"].position.preferred_as_converted == 540_000 - second


@pytest.mark.parametrize(
    ("day", "shares"), [(30, None), (31, 10_000_000), (32, 10_000_000), (40, 20_000_000)]
)
def test_the_shares_outstanding_are_known_from_the_day_on_which_they_are_stated(
    day: int, shares: int | None
) -> None:
    """Stated on the 31st day of the year; split two for one on the fortieth."""
    found = known(
        "1999-12-31",
        dated("shares_outstanding_stated", "1999-01-31", shares=10_000_000),
        dated("stock_split", "1999-02-09", numerator=2, denominator=1),
    )
    stated = found.register.outstanding_on(date.fromordinal(date(1998, 12, 31).toordinal() + day))
    assert (stated and stated.value) == shares

"""Whether those who ask are enough: the Requisite Holders of clause 2(a)(i).

A threshold is a fraction of a base with a comparison; it is tested in exact rationals. Shares are
whole, so the fewest shares that pass are a whole number too. Shares count, not heads (QB8).
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from app.rules.terms.vocabulary import Threshold
from app.rules.working import Sourced, Working


@dataclass(frozen=True, slots=True)
class ThresholdTest:
    """The outcome: met or not, and the fewest shares that would meet it."""

    met: Sourced[bool]
    needed: Sourced[int]


def needed_shares(threshold: Threshold, base: int) -> int:
    """The fewest whole shares of `base` that meet the threshold."""
    mark: Fraction = threshold.fraction * base
    return floor(mark) + 1 if threshold.comparison == ">" else ceil(mark)


def apply_threshold(
    threshold: Threshold,
    held: Sourced[int],
    base: Sourced[int],
    working: Working,
    term: str,
) -> ThresholdTest:
    """Compare `held` with `threshold` of `base`, both in shares."""
    fraction: Sourced[object] = Sourced(str(threshold.fraction), f"terms:{term}/fraction")
    comparison: Sourced[object] = Sourced(threshold.comparison, f"terms:{term}/comparison")
    more = "more than" if threshold.comparison == ">" else "at least"
    needed = working.step(
        "requisite.needed",
        threshold.clause,
        f"{more.capitalize()} {threshold.fraction} of {base.value:,} shares: "
        f"at least {needed_shares(threshold, base.value):,}.",
        needed_shares(threshold, base.value),
        {"base": base, "fraction": fraction, "comparison": comparison},
    )
    met = base.value > 0 and held.value >= needed.value
    verdict = "enough" if met else f"{needed.value - held.value:,} too few"
    return ThresholdTest(
        working.step(
            "requisite.test",
            threshold.clause,
            f"{held.value:,} shares against {needed.value:,} needed: {verdict}.",
            met,
            {"held": held, "needed": needed},
        ),
        needed,
    )

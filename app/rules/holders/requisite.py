"""Whether those who ask are enough: the Requisite Holders of clause 2(a)(i).

A threshold is a fraction of a base with a comparison; it is tested in exact rationals. Shares are
whole, so the fewest shares that pass are a whole number too; where a split has left fractions, they
are the fewest in the same fractions. Shares count, not heads (QB8).
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

from app.rules.holders.splits import ShareNumber, whole_if_it_is
from app.rules.reasoning.trace import Sourced, Working
from app.rules.terms.vocabulary import Threshold
from app.rules.values.numbered import numbered, written


@dataclass(frozen=True, slots=True)
class ThresholdTest:
    """The outcome: met or not, and the fewest shares that would meet it."""

    met: Sourced[bool]
    needed: Sourced[ShareNumber]


def needed_shares(threshold: Threshold, base: ShareNumber, grain: int = 1) -> ShareNumber:
    """The fewest shares of `base` that meet the threshold, in parts of 1/`grain` of a share."""
    mark: Fraction = threshold.fraction * base * grain
    parts = floor(mark) + 1 if threshold.comparison == ">" else ceil(mark)
    return whole_if_it_is(Fraction(parts, grain))


def apply_threshold(
    threshold: Threshold,
    held: Sourced[ShareNumber],
    base: Sourced[ShareNumber],
    working: Working,
    term: str,
    is_at: str = "comparison",
) -> ThresholdTest:
    """Compare `held` with `threshold` of `base`, both in shares.

    The comparison stands `is_at` a field of the term.
    """
    fraction: Sourced[object] = Sourced(str(threshold.fraction), f"terms:{term}/fraction")
    comparison: Sourced[object] = Sourced(threshold.comparison, f"terms:{term}/{is_at}")
    more = "more than" if threshold.comparison == ">" else "at least"
    fewest = needed_shares(
        threshold, base.value, lcm(held.value.denominator, base.value.denominator)
    )
    needed = working.step(
        "requisite.needed",
        threshold.clause,
        f"{more.capitalize()} {threshold.fraction} of {numbered(base.value, 'share')}: "
        f"at least {written(fewest)}.",
        fewest,
        {"base": base, "fraction": fraction, "comparison": comparison},
    )
    met = base.value > 0 and held.value >= needed.value
    verdict = "enough" if met else f"{written(needed.value - held.value)} too few"
    return ThresholdTest(
        working.step(
            "requisite.test",
            threshold.clause,
            f"{numbered(held.value, 'share')} against {written(needed.value)} needed: {verdict}.",
            met,
            {"held": held, "needed": needed},
        ),
        needed,
    )

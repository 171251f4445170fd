"""Numbers of things as sentences name them: 1 day, 1,234 shares, 33 1/3 shares."""

from fractions import Fraction


def written(number: int | Fraction) -> str:
    """A number for a sentence: the whole of it, and the fraction beside that."""
    whole, part = divmod(number, 1)
    return f"{whole:,}" if not part else f"{whole:,} {part}" if whole else f"{part}"


def numbered(number: int | Fraction, one: str, several: str | None = None) -> str:
    """So many of a thing: `one` for exactly one; for any other number `several`, or one with an s.

    The verb that agrees may stand in both: `numbered(left, "day is", "days are")`.
    """
    return f"{written(number)} {one if number == 1 else several or f'{one}s'}"

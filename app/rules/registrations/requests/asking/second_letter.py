"""A Holder who asks twice: its second letter stands instead of its first, or besides it (QG12).

Clauses 2(a)(i) and 2(b) speak of the number that a Holder specifies. A letter may say that what it
asks for is in addition, or that it is not; where it does not say, reading QG12 decides, and the
reader is told both numbers. Of two letters of one day that do not say, nobody can tell which came
last. Letters are ordered by the day of receipt, and of one day by the day on which they were sent.
Shares are exact, in shares of the day of the later letter; None stands for a number not known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.values.numbered import numbered


@dataclass(frozen=True, slots=True)
class AskedByLetter:
    """What one letter asks for, for one Holder, and when; `in_addition` None: it does not say.

    `told_by` is where the fact that tells of it may say so, `source` that place on record.
    """

    holder: str
    shares: Sourced[int | None]
    on: tuple[date, date]
    in_addition: bool | None = None
    told_by: str = "letter_added.letter"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    """The number for which a Holder asks once the letters of a day have come."""

    last: AskedByLetter
    shares: Sourced[int | None]


def days_of(letters: Iterable[AskedByLetter]) -> Iterable[tuple[AskedByLetter, ...]]:
    """One Holder's letters, those of each day together, in their order."""
    in_order = sorted(letters, key=lambda letter: letter.on)
    return (tuple(same_day) for _, same_day in groupby(in_order, key=lambda letter: letter.on))


def stands_after(
    earlier: Sourced[ShareNumber | None] | None, same_day: Sequence[AskedByLetter], matter: Matter
) -> Stands:
    """What a Holder asks for by the letters of one day, after what it had asked for by then.

    `earlier` is None where nothing that it had asked for still stood.
    """
    last = same_day[-1]
    if earlier is None and len(same_day) == 1:
        return Stands(last, last.shares)
    silent = [letter for letter in same_day if letter.in_addition is None]
    adds = bool(silent) and matter.readings.second_letter == "adds"
    replacing = [letter for letter in same_day if not _adds(letter, adds=adds)]
    if last.in_addition is False:
        # What is said not to be in addition stands alone, of two that came on one day the later.
        replacing = [last]
    if len({letter.shares.value for letter in replacing}) > 1:
        return Stands(last, _not_known(last, matter))
    if replacing and earlier is not None:
        _tell(replacing[0], earlier, "instead of", matter)
    if not replacing and silent and earlier is not None:
        _tell(silent[0], earlier, "besides", matter)
    first = replacing[0].shares if replacing else earlier
    more = [letter for letter in same_day if _adds(letter, adds=adds)]
    if not more:
        return Stands(last, replacing[0].shares)
    return Stands(last, _added(first, more, matter))


def _adds(letter: AskedByLetter, *, adds: bool) -> bool:
    """Whether a letter asks besides what was asked before: so it says, or so QG12 reads it."""
    return adds if letter.in_addition is None else letter.in_addition


def _added(
    first: Sourced[ShareNumber | None] | Sourced[int | None] | None,
    more: Sequence[AskedByLetter],
    matter: Matter,
) -> Sourced[int | None]:
    """What several letters ask for together; a fraction that a split has left is dropped."""
    parts: list[Sourced[ShareNumber | None]] = [] if first is None else [_exact(first)]
    parts += [_exact(letter.shares) for letter in more]
    total: Fraction | None = Fraction(0)
    for part in parts:
        total = None if total is None or part.value is None else total + part.value
    shares = None if total is None else int(total)
    shown = "a number not stated" if shares is None else numbered(shares, "share")
    return matter.working.step(
        "second_letter.together",
        matter.terms.registrable_securities.clause,
        f"The letters of {more[0].holder} ask for {shown} together.",
        shares,
        {f"letter_{number}": part for number, part in enumerate(parts, start=1)},
        readings=("second_letter",),
    )


def _exact(
    shares: Sourced[ShareNumber | None] | Sourced[int | None],
) -> Sourced[ShareNumber | None]:
    return Sourced(shares.value, shares.source)


def _not_known(last: AskedByLetter, matter: Matter) -> Sourced[int | None]:
    """Two letters of one day ask for different numbers, and neither says how they go together."""
    clause = matter.terms.registrable_securities.clause
    matter.working.miss(
        "in_addition",
        f"for how many shares {last.holder} asks",
        clause,
        posted_as=f"{last.told_by}.in_addition",
        at=f"{last.source}/in_addition" if last.source else None,
    )
    return Sourced(None, last.shares.source)


def _tell(
    letter: AskedByLetter, earlier: Sourced[ShareNumber | None], how: str, matter: Matter
) -> None:
    """Never silently: both numbers, and how the later stands to the earlier, if that matters."""
    before, after = (
        None if each is None else int(each) for each in (earlier.value, letter.shares.value)
    )
    if letter.in_addition is not None or (how == "instead of" and before == after):
        return
    first = "an unstated number of shares" if before is None else numbered(before, "share")
    then = "an unstated number" if after is None else f"{after:,}"
    matter.working.warn(
        "SECOND_LETTER",
        f"{letter.holder} asked for {first} and later for {then} without saying whether in "
        f"addition; the later request stands {how} the earlier.",
    )

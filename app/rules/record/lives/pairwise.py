"""A few ways in which several questions come out together, for all that there are.

Of five questions with three ways each there are 243 together; in 15 of them every way of every
question stands beside every way of every other (a covering array of strength two, made question by
question). Nothing raises.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import product
from typing import TypeAlias

Row: TypeAlias = list[int]
"""The way of each question so far."""
Pair: TypeAlias = tuple[int, int, int]
"""A question, its way, and the way of the question that is being added."""
ANY = -1
"""A way that is not chosen: any will do."""


@lru_cache(256)
def by_twos(numbers: tuple[int, ...], at_most: int) -> tuple[tuple[int, ...], ...]:
    """Ways of questions with so many ways each, first those in which all come out alike.

    Every way of every question is in one of them, and all by twos where `at_most` suffices for it.
    """
    alike = [[min(way, number - 1) for number in numbers] for way in range(max(numbers, default=0))]
    rows = [list(ways) for ways in product(*map(range, numbers[:2]))]
    for place in range(2, len(numbers)):
        _add_question(rows, numbers[: place + 1], alike, at_most)
    found = dict.fromkeys(tuple(max(way, 0) for way in row) for row in (*alike, *rows))
    return tuple(found)[: max(at_most, len(alike))]


def _add_question(
    rows: list[Row], numbers: Sequence[int], alike: Sequence[Row], at_most: int
) -> None:
    """One more question: its ways in the rows there are, and rows for what finds no place there."""
    place = len(numbers) - 1
    untried: dict[Pair, None] = dict.fromkeys(
        (at, way, last)
        for at in range(place)
        for way in range(numbers[at])
        for last in range(numbers[place])
    )
    begun_alike = {tuple(each[:place]): each[place] for each in alike}
    for row in rows:
        last = begun_alike.get(tuple(row))
        row.append(_most_untried(row, untried, numbers[place]) if last is None else last)
        for at, way in enumerate(row[:-1]):
            untried.pop((at, way, row[-1]), None)
    added: list[Row] = []
    for at, way, last in untried:
        taking = (each for each in (*added, *rows) if each[place] == last)
        found = next((each for each in taking if each[at] in (way, ANY)), None)
        if found is None and len(rows) + len(added) < at_most:
            found = [ANY] * place + [last]
            added.append(found)
        if found is not None:
            found[at] = way
    rows += added


def _most_untried(row: Row, untried: Collection[Pair], number: int) -> int:
    """The way that has not stood beside the most of those in a row."""
    return max(
        range(number),
        key=lambda last: sum((at, way, last) in untried for at, way in enumerate(row)),
    )

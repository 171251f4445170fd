"""A list is given a page at a time: `next` of a page is the `after` of the one that follows.

It is the name of the page's last item, not a number of items: what is added meanwhile neither
repeats an item nor leaves one out.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from app.errors import Fault, InvalidInput
from app.rules.terms import OF_IDS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageOf(Generic[T]):
    """A page of a list; `next` is null on the last."""

    items: tuple[T, ...]
    next: str | None


def page_of(
    items: Iterable[T], name: Callable[[T], str], after: str | None, limit: int
) -> PageOf[T]:
    """The page that follows the item of that name; InvalidInput if the list has none."""
    left = iter(items)
    if after is not None and not any(name(item) == after for item in left):
        raise no_place(after)
    return first_of(left, name, limit)


def first_of(items: Iterator[T], name: Callable[[T], str], limit: int) -> PageOf[T]:
    """The page that begins a list; no more than one item beyond it is asked for."""
    found = tuple(islice(items, limit))
    more = len(found) == limit and next(items, None) is not None
    return PageOf(found, name(found[-1]) if more else None)


def is_there(after: str | None, found: Callable[[str], object]) -> None:
    """Raise InvalidInput where a list by ids is to go on after one that nothing has."""
    if after is not None and (not re.fullmatch(OF_IDS, after) or found(after) is None):
        raise no_place(after)


def no_place(after: str) -> InvalidInput:
    """What is answered to a place that the list does not have."""
    says = f"This list has no item {after!r}: pass `next` of the page before, as it was given."
    return InvalidInput([Fault("after", "not_a_place", says, place="query")])

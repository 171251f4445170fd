"""What of a case has been read: a key that nobody reads must not let the case pass."""

from collections.abc import Iterator
from typing import Any


class Noted(dict[str, Any]):
    """A part of a case, which notes every key that is read, also by being sent on whole."""

    def __init__(self, stated: dict[str, Any]) -> None:
        super().__init__({name: noted(value) for name, value in stated.items()})
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        self.seen.add(name)
        return value

    def get(self, name: str, default: Any = None) -> Any:
        self.seen.add(name)
        return super().get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(list(super().keys()))

    def items(self) -> Any:
        self.seen.update(super().keys())
        return super().items()

    def values(self) -> Any:
        self.seen.update(super().keys())
        return super().values()


def noted(value: Any) -> Any:
    """A value of a case, noted through all its parts."""
    if isinstance(value, dict):
        return Noted(value)
    return [noted(each) for each in value] if isinstance(value, list) else value


def unread(value: Any, at: str = "") -> Iterator[str]:
    """The place of every key that nobody has read."""
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from unread(each, f"{at}/{place}")
    if isinstance(value, Noted):
        for name in value:
            if name in value.seen:
                yield from unread(dict.__getitem__(value, name), f"{at}/{name}")
            else:
                yield f"{at}/{name}"

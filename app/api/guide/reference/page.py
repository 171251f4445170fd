"""A page made from declarations."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """Its address, its title, its Markdown, and the page of which it is a part."""

    address: str
    title: str
    text: str
    above: str | None = None


def listed(names: Iterable[str], word: str = "or") -> str:
    """Names as code, in one sentence: `a`, `b` or `c`."""
    marked = [f"`{name}`" for name in names]
    if len(marked) < 2:
        return "".join(marked)
    return f"{', '.join(marked[:-1])} {word} {marked[-1]}"


def cell(text: str) -> str:
    """Text as it can stand in a table."""
    return " ".join(text.split()).replace("|", "\\|")

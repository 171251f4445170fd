"""Bodies of a dozen shapes, each as large as one likes, and what answering them costs."""

import gc
import json
from collections.abc import Callable, Mapping, Sequence
from time import process_time
from typing import TypeAlias

import httpx

from tests.running.service import Service

Shape: TypeAlias = Callable[[int], str]
"""A text of about so many bytes."""


def _names(size: int) -> str:
    """Names, each once but the last."""
    names = [f"n{number:07}" for number in range(size // 13)]
    return "{" + ",".join(f'"{name}":0' for name in (*names, names[-1])) + "}"


def _long_names(size: int) -> str:
    """Fields unknown under a name that each fault would repeat."""
    inside = ",".join(f'"{number}":0' for number in range(size // 20))
    return (
        f'{{"{"x" * (size // 2)}":{{{inside}}},"overrides":{{"{"x" * (size // 2)}":{{{inside}}}}}}}'
    )


SHAPES: Mapping[str, Shape] = {
    "names, the last twice": _names,
    "unknown fields": lambda size: json.dumps({f"n{n}": None for n in range(size // 14)}),
    "long names": _long_names,
    "numbers": lambda size: "[" + ",".join("1" * (size // 2)) + "]",
    "digits": lambda size: "[" + "1" * size + "]",
    "digits after a point": lambda size: "[0." + "1" * size + "]",
    "numbers as long as they may be": lambda size: (
        "[" + ",".join(["9" * 4_300] * (size // 4_301)) + "]"
    ),
    "empty objects": lambda size: "[" + ",".join(["{}"] * (size // 3)) + "]",
    "lists in lists": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "lists left open": lambda size: "[" * size,
    "deep, and wide inside": lambda size: "[" * 60 + ",".join("1" * (size // 2)) + "]" * 60,
    "lists of short lists": lambda size: (
        "[" + ",".join(["[" + ",".join(["[]"] * 100) + "]"] * (size // 300)) + "]"
    ),
    "a string": lambda size: json.dumps({"template": "x" * size}),
    "quotes in a string without an end": lambda size: '{"template":"' + '\\"' * (size // 2),
    "a string of line ends": lambda size: json.dumps({"template": "\n" * (size // 2)}),
    "half characters": lambda size: '{"template":"' + "\\ud800" * (size // 6) + '"}',
    "blanks": lambda size: '{"template":' + " " * size + "1}",
}


def processor_seconds(
    service: Service,
    path: str,
    text: str | None = None,
    *,
    method: str = "POST",
    headers: Sequence[tuple[str, str]] = (("content-type", "application/json"),),
) -> tuple[float, httpx.Response]:
    """What this process spends on a request, the sending of it included, and its answer.

    Not on the garbage of the tests before it: that takes longer than any of these requests, and
    comes when it will.
    """
    content = {} if text is None else {"content": text.encode()}
    gc.disable()
    try:
        before = process_time()
        response = service.request(method, path, headers=list(headers), **content)
        return process_time() - before, response
    finally:
        gc.enable()

"""Every computation is answered and explained within two seconds, its lists as long as may be.

Each list of each documented example is made of so many like its own, under names of their own, as
many as are taken; and all of them at once. Counted is the processor time of this process.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.description.openapi import DOCUMENT, operations
from tests.api.http.growing import processor_seconds
from tests.running.service import Service

SECONDS = 2.0
LENGTHS = (1_000, 500, 200, 100, 50, 20)
"""As long as lists of the description may be; the first that is answered is the one."""
NO_NAME = re.compile(r"\d|S-|[a-z]+(_[a-z]+)+$|(true|false)$")
"""Days, money, forms and words of the description, which no number may follow."""
Place = tuple[str, ...]

ASKED = [
    pytest.param(path, example["value"], id=f"{path.rpartition('/')[2]} {name}")
    for method, path, operation in operations(DOCUMENT)
    if method == "POST" and path.startswith("/v1/compute/")
    for name, example in operation["requestBody"]["content"]["application/json"]["examples"].items()
]


def lists(value: Any, place: Place = ()) -> Iterator[Place]:
    """Where there is a list with something in it, not within another."""
    if isinstance(value, list) and value:
        yield place
    if isinstance(value, dict):
        for name, each in value.items():
            yield from lists(each, (*place, name))


def named(value: Any, number: int) -> Any:
    """The same of another name."""
    if isinstance(value, list):
        return [named(each, number) for each in value]
    if isinstance(value, dict):
        of_a_name = {"holder", "id", "name", "party", "expense"}
        return {
            name: named(each, number)
            if isinstance(each, list | dict) or name in of_a_name
            else each
            for name, each in value.items()
        }
    return f"{value}-{number}" if isinstance(value, str) and not NO_NAME.match(value) else value


def grown(body: Any, places: list[Place], length: int) -> Any:
    """The body with so many items in these lists."""
    body = json.loads(json.dumps(body))
    for *way, last in places:
        holder = body
        for name in way:
            holder = holder[name]
        few = holder[last]
        rounds = -(-length // len(few))
        holder[last] = few + [named(each, n) for n in range(1, rounds) for each in few]
        del holder[last][length:]
    return body


def answered(service: Service, path: str, body: Any, places: list[Place]) -> int:
    """How long the lists were that were answered; 0 where none that are longer are."""
    for length in LENGTHS:
        text = json.dumps(grown(body, places, length))
        seconds, response = processor_seconds(service, f"{path}?explain=full", text)
        assert seconds < SECONDS, (places, length, response.status_code, seconds)
        assert response.status_code in (200, 422), response.text
        if response.status_code == 200:
            return length
    return 0


@pytest.mark.parametrize(("path", "body"), ASKED)
def test_is_answered_and_explained_in_time(
    stateless_service: Service, path: str, body: Any
) -> None:
    found = list(lists(body))
    for places in ([each] for each in found):
        answered(stateless_service, path, body, places)
    if len(found) > 1:
        answered(stateless_service, path, body, found)


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("join-window", 1_000),
        ("requisite-holders", 1_000),
        ("expenses", 1_000),
        ("holder-cap", 1_000),
        ("contribution", 200),
        ("damages", 200),
        ("demand", 100),
    ],
)
def test_lists_of_this_length_are_taken(stateless_service: Service, name: str, length: int) -> None:
    """Lest nothing but refusals be timed."""
    path = f"/v1/compute/{name}"
    body = next(each.values[1] for each in ASKED if each.values[0] == path)
    longest = [answered(stateless_service, path, body, [each]) for each in lists(body)]
    assert max(longest) >= length, longest

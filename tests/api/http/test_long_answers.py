"""A long answer is set down and sent in pieces: memory stays flat, and others have their turns."""

import asyncio
import tempfile
import tracemalloc
from collections.abc import Iterator

import httpx
import pytest

from app.api.answering import pieces
from app.api.answering.pieces import MEMORY_BYTES, PIECE_BYTES, SetDown
from app.patience import GivenUp
from tests.api.calls import DEMO
from tests.api.refusals import problem
from tests.running.service import Service

LARGE = 24 * MEMORY_BYTES


def text(size: int) -> Iterator[str]:
    """So many bytes, made as they are asked for."""
    return ("é" * (PIECE_BYTES // 2) for _ in range(size // PIECE_BYTES))


def go_on() -> None:
    """Somebody waits."""


async def read(answer: SetDown) -> int:
    return sum([len(piece) async for piece in answer.pieces()])


def test_is_not_held_in_memory() -> None:
    tracemalloc.start()
    try:
        answer = SetDown(text(LARGE), go_on)
        assert asyncio.run(read(answer)) == answer.size == LARGE
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4 * MEMORY_BYTES


def test_leaves_a_turn_to_others_after_each_piece() -> None:
    """Though whoever reads keeps up, so that sending never waits."""

    async def sent() -> tuple[int, int]:
        turns = most = 0

        async def other() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        others = asyncio.create_task(other())
        seen, count = 0, 0
        async for _ in SetDown(text(MEMORY_BYTES), go_on).pieces():
            count = 1 if turns > seen else count + 1
            seen, most = turns, max(most, count)
        others.cancel()
        return turns, most

    turns, most_in_one_turn = asyncio.run(sent())
    assert turns >= MEMORY_BYTES // PIECE_BYTES
    assert most_in_one_turn == 1


def test_is_given_up_when_nobody_waits() -> None:
    asked: list[None] = []

    def give_up() -> None:
        asked.append(None)
        raise GivenUp

    made = text(LARGE)
    with pytest.raises(GivenUp):
        SetDown(made, give_up)
    assert len(asked) == 1
    assert len(list(made)) == LARGE // PIECE_BYTES - 1


def test_that_finds_no_place_is_refused_for_a_time(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(pieces, "MEMORY_BYTES", 1)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    response: httpx.Response = service.get(f"/v1/agreements/{DEMO}/export")
    problem(response, 503, "storage_unavailable")
    assert response.headers["retry-after"] == "5"

"""A long answer goes out piece by piece, so that nobody else waits while it is written."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence

from fastapi.responses import StreamingResponse

PIECE_BYTES = 64 * 1024


def gathered(pieces: Iterable[str]) -> Iterator[bytes]:
    """The same text as bytes, in pieces of some size."""
    some: list[bytes] = []
    size = 0
    for piece in pieces:
        some.append(piece.encode())
        size += len(some[-1])
        if size >= PIECE_BYTES:
            yield b"".join(some)
            some, size = [], 0
    yield b"".join(some)


def in_pieces(pieces: Sequence[bytes], headers: Mapping[str, str]) -> StreamingResponse:
    """A JSON document that is sent a piece at a time; what was sent is held no longer."""
    length = {"Content-Length": str(sum(map(len, pieces)))}
    return StreamingResponse(
        _each(list(reversed(pieces))),
        media_type="application/json",
        headers={**headers, **length},
    )


async def _each(waiting: list[bytes]) -> AsyncIterator[bytes]:
    while waiting:
        yield waiting.pop()

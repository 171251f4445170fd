"""A long answer goes out piece by piece, so that nobody else waits while it is written.

It is set down first, beyond a size on the disk, and sent from there: no more than a piece of it is
in memory, and a slow reader holds up neither the database nor a thread.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from io import SEEK_END
from tempfile import SpooledTemporaryFile

from fastapi.responses import StreamingResponse

from app.api.deps import in_thread
from app.errors import StorageUnavailable

PIECE_BYTES = 64 * 1024
MEMORY_BYTES = 1024 * 1024
"""So much of an answer stands in memory; a longer one on the disk, as a file without a name."""


class SetDown:
    """A text that was written whole and is read again piece by piece, once."""

    def __init__(self, pieces: Iterable[str], go_on: Callable[[], None]) -> None:
        """Write it all; `go_on` is called now and then, and may raise.

        StorageUnavailable where there is no place for it.
        """
        self._file = SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115  read when this is over
        written = 0
        try:
            for piece in pieces:
                written += self._file.write(piece.encode())
                if written >= PIECE_BYTES:
                    go_on()
                    written = 0
            self.size = self._file.seek(0, SEEK_END)
            self._file.seek(0)
        except OSError as error:  # the disk is full, or may not be written
            self._file.close()
            raise StorageUnavailable from error
        except BaseException:
            self._file.close()
            raise

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give it piece by piece; after each one everybody else has a turn.

        Sending does not wait while the other end keeps up. A whole answer would go out in one turn
        then, and in it each piece waits for the interpreter's lock where others compute.
        """
        with self._file:
            while some := await in_thread(lambda: self._file.read(MEMORY_BYTES)):
                for start in range(0, len(some), PIECE_BYTES):
                    yield some[start : start + PIECE_BYTES]
                    await asyncio.sleep(0)


def in_pieces(text: SetDown, headers: Mapping[str, str]) -> StreamingResponse:
    """A JSON document that is sent a piece at a time."""
    return StreamingResponse(
        text.pieces(),
        media_type="application/json",
        headers={**headers, "Content-Length": str(text.size)},
    )

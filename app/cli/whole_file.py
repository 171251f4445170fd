"""A file that is there whole or not at all, whatever ends the command that writes it."""

import os
from collections.abc import Iterable
from pathlib import Path


def write(path: Path, pieces: Iterable[str]) -> None:
    """Write a text as it comes; OSError. It takes the place of what is there once on the disk."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

"""What a check of the terms finds: where, and why it cannot or may not be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["contradiction", "warning"]

Parts: TypeAlias = Sequence[tuple[str, object]]
"""Parts of the terms, each with its place."""


@dataclass(frozen=True, slots=True)
class TermsFinding:
    """Something that the terms say against themselves, where, and why it cannot or may not be."""

    severity: Severity
    pointer: str
    code: str
    says: str


def contradiction(pointer: str, code: str, says: str) -> TermsFinding:
    """What cannot be."""
    return TermsFinding("contradiction", pointer, code, says)


def warning(pointer: str, code: str, says: str) -> TermsFinding:
    """What may be meant, but is more often a slip."""
    return TermsFinding("warning", pointer, code, says)

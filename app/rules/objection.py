"""An objection to recording a fact: which field is at fault, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a fact cannot be recorded: field at fault (JSON pointer), stable code, sentence."""

    pointer: str
    code: str
    says: str

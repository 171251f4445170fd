"""Small values made by the hundred: immutable for the type checker, cheap to make.

A frozen dataclass writes each field through `object.__setattr__`, three times the cost of a plain
one. An answer holds several hundred of these values, and that was a fifth of its time. mypy refuses
to assign to them all the same, and nothing here ever does.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def small_value(cls: type[T]) -> type[T]:
    """Make a class a slotted dataclass that is compared and hashed by its fields."""
    return dataclass(slots=True, unsafe_hash=True)(cls)

"""The shapes in which terms and facts were written down over time, and how older ones are read.

What is stored keeps its bytes and its hash for ever; only what is read from it changes. A field
that may be left out is no new shape: a document without it is read with its default. A field that
is renamed, taken away or must be given is one: raise the number here, add the step from the number
before it (a small function from document to document), and commit a database made before the
change (`tests/data/databases`).

The shape of a fact is counted for its kind; that of a correction is the one of the fact it puts in
the place of another. Raises `UnknownShape` for a shape that no step leads on from.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

Document: TypeAlias = Mapping[str, Any]
Step: TypeAlias = Callable[[Document], Document]

TERMS_SHAPE: Final = 2
FACT_SHAPES: Final[Mapping[str, int]] = {}
"""The shape of each kind of fact that is written now, where it is not the first."""

TERMS_STEPS: Final[Mapping[int, Step]] = {1: lambda terms: terms}
"""How terms of one shape become terms of the next. Those of edition 1 stay what they are: `Terms`
reads both, and says by `schema_version` what a document that leaves a roll out means."""
FACT_STEPS: Final[Mapping[tuple[str, int], Step]] = {}
"""How a fact of a kind and shape becomes one of the next shape."""

CORRECTION: Final = "fact_corrected"


class UnknownShape(ValueError):
    """A document has a shape that this service does not read."""


def shape_of(fact: Document) -> int:
    """The shape in which a fact is written now."""
    kind = fact["kind"]
    return shape_of(fact["replacement"]) if kind == CORRECTION else FACT_SHAPES.get(kind, 1)


def fact_as_now(fact: object, shape: int) -> Document:
    """A fact stored in some shape, in the shape in which it would be written now."""
    if not isinstance(fact, Mapping):
        raise UnknownShape("a fact is an object")
    kind = str(fact.get("kind"))
    if kind == CORRECTION:
        return {**fact, "replacement": fact_as_now(fact.get("replacement"), shape)}
    if not 1 <= shape <= FACT_SHAPES.get(kind, 1):
        raise UnknownShape(f"a {kind} of shape {shape} is not read here")
    for here in range(shape, FACT_SHAPES.get(kind, 1)):
        fact = _step(FACT_STEPS.get((kind, here)), f"a {kind} of shape {here}")(fact)
    return fact


def terms_as_now(terms: object) -> Document:
    """Terms stored in some shape, in the shape in which they would be written now."""
    if not isinstance(terms, Mapping):
        raise UnknownShape("terms are an object")
    shape = terms.get("schema_version")
    if not isinstance(shape, int) or not 1 <= shape <= TERMS_SHAPE:
        raise UnknownShape(f"terms of shape {shape} are not read here")
    for here in range(shape, TERMS_SHAPE):
        terms = _step(TERMS_STEPS.get(here), f"terms of shape {here}")(terms)
    return terms


def _step(step: Step | None, what: str) -> Step:
    if step is None:
        raise UnknownShape(f"nothing leads on from {what}")
    return step

"""A field of an answer that is left out where there is nothing to say.

What the schema of an answer requires is always there; `null` in it says that there is none, or that
it is not known yet. What the schema does not require is left out where it has not happened, does
not apply or is not set, and is never `null`. An answer kept by an earlier release may hold `null`
there: it is read as one that leaves the field out.
"""

from functools import partial
from operator import is_
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

T = TypeVar("T")


class _NeverNull:
    """In the schema of what is answered there is no null, since the field is left out."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        found = handler(schema)
        if handler.mode == "serialization" and "anyOf" in found:
            kinds = [each for each in found["anyOf"] if each != {"type": "null"}]
            found = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
        return found


IfAny: TypeAlias = Annotated[T | None, _NeverNull(), Field(exclude_if=partial(is_, None))]

"""How a list is asked for: a page at a time."""

from typing import Annotated

from fastapi import Query

MOST = 500
AFTER = "Read on after this `next` of a page: the name of its last item."
HOW_MANY = "How many at most."

After = Annotated[str | None, Query(max_length=200, description=AFTER)]
"""Where a page begins; with the first item if left out."""

Limit = Annotated[int, Query(ge=1, le=MOST, description=HOW_MANY)]
"""How many items a page has at most."""

"""Where a deadline or a window stands: a Period of edition 1, or a Clock.

What has an `anchor` is a Period; all else is read as a Clock, and refused in a Clock's words.
"""

from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Tag

from app.rules.terms.clocks.clock import Clock
from app.rules.terms.vocabulary import Period


def _kind(value: Any) -> str:
    is_period = "anchor" in value if isinstance(value, dict) else isinstance(value, Period)
    return "is:period" if is_period else "is:clock"


Within: TypeAlias = Annotated[
    Annotated[Period, Tag("is:period")] | Annotated[Clock, Tag("is:clock")], Discriminator(_kind)
]

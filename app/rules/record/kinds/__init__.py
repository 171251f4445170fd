"""The kinds of registration of Section 2 on the record, in one table.

Whatever looks at registrations of several kinds asks this table; nothing else knows how many kinds
there are. A shelf stands before the sales off it.
"""

from typing import Any, Final, TypeAlias

from app.rules.facts import BeginningFact
from app.rules.record.gathering import AnyRegistration
from app.rules.record.kinds.demand import REQUESTED
from app.rules.record.kinds.incidental import OWN
from app.rules.record.kinds.on_record import OnRecord
from app.rules.record.kinds.shelf import ON_THE_SHELF
from app.rules.record.kinds.takedown import OFF_THE_SHELF

AnyKind: TypeAlias = OnRecord[Any, Any]
"""A kind whose fact and case only it knows itself."""

KINDS: Final[dict[type[BeginningFact], AnyKind]] = {
    each.begun_by: each for each in (ON_THE_SHELF, REQUESTED, OWN, OFF_THE_SHELF)
}


def kind_of(facts: AnyRegistration) -> AnyKind:
    """The kind of a registration, by the fact that set it going."""
    return KINDS[type(facts.beginning)]

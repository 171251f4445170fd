"""The lifecycle as a table: which fact may come in which state of which kind of registration.

Every kind of fact declares its row (`facts.declaration`). A cell says that the fact is accepted,
that it is accepted and flagged by a warning in the registration's answers, or that it is refused.
Refused is only what cannot be true beside the other facts of the life, in whichever order they are
posted; what the agreement does not permit or give effect to is recorded and said. The guards read
the refusals here (`guards.life`), the answers the warnings (`life_warnings`), `docs/lifecycle.md`
all of it. Nothing raises.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, TypeVar

from app.rules.facts.base import Fact
from app.rules.facts.declaration import (
    ACCEPTED,
    DECLARED,
    Flagged,
    Need,
    Refused,
    Row,
    State,
    Verdict,
    kind_of,
    kinds_of,
)
from app.rules.terms.vocabulary import RegistrationKind

NOT_UNDERWRITTEN: Final = Flagged("NOT_UNDERWRITTEN")
WARNINGS: Final[Mapping[str, str]] = {
    "AFTER_THE_END": "the registration had ended on {since}: it has no effect there any more",
    "LETTER_AFTER_EFFECTIVENESS": "the registration was effective on {since}; what is asked after "
    "that is no part of the request",
    "CONDITION_AFTER_EFFECTIVENESS": "the registration was effective on {since}, and a condition "
    "of inclusion can be set and met only before that",
    "UNDERWRITER_AFTER_EFFECTIVENESS": "the registration was effective on {since}; the "
    "underwriter of an offering is selected, and approved by the Holders, before that",
    "REFUSED_BUT_FILED": "the registration was refused, so that nobody was obliged to file",
    "NOTHING_TO_DELAY": "the registration was refused: there was nothing to delay",
    "NOT_UNDERWRITTEN": "the registration is not underwritten: it has no effect",
    "NOTHING_TO_LIFT": "nothing is on record by that day that could be lifted",
    "NO_HOLD": "no notice that the prospectus misleads is on record by that day",
}
"""What each warning of the table says, after the fact and its day."""
SAID_ELSEWHERE: Final[Mapping[str, str]] = {
    "MADE_THOUGH_REFUSED": "the registration was refused and made all the same (QG10)",
}
"""Warnings of the table that other rules give, in their own words."""


_BEHIND: Final[Mapping[State, tuple[State, ...]]] = {
    "effective": ("filed",),
    "closed": ("effective", "filed"),
    "expired": ("effective", "filed"),
}
"""States that lie behind another: what cannot come after the one cannot come after the other."""


LIFECYCLE: Final[Mapping[type[Fact], Row]] = {
    fact: row for fact in kinds_of("registration") if (row := DECLARED[fact].life)
}
"""The row of every kind of fact in the life of one registration, as each declares it.

Facts of the agreement, what sets a registration going, and corrections come in every state: they
belong to no life, and the guards of their own subjects judge them.
"""


def unreachable(kind: RegistrationKind, state: State) -> bool:
    """Whether no registration of a kind is ever in a state."""
    return state in UNREACHABLE.get(kind, {})


UNREACHABLE: Final[Mapping[RegistrationKind, Mapping[State, str]]] = {
    "requested": {"abandoned": "Only the Company gives up a registration of its own."},
    "shelf": {
        "abandoned": "Only the Company gives up a registration of its own.",
        "deferred": "A standstill suspends demands and takedowns only.",
    },
    "takedown": {
        "abandoned": "Only the Company gives up a registration of its own.",
        "filed": "A sale off a shelf has the shelf's statement.",
        "effective": "A sale off a shelf has the shelf's statement.",
    },
    "incidental": {
        "deferred": "A standstill suspends demands and takedowns only.",
        "withdrawn": "It is the Company's; Holders take back only their own requests.",
    },
}
"""States that a kind of registration is never in, and why."""


def is_met(
    need: Need, kind: RegistrationKind, day: date, on_record: Iterable[tuple[type[Fact], date]]
) -> bool:
    """Whether what a fact of a day needs is on the record by then."""
    if need.by_name or (need.of_a_statement and kind == "takedown"):
        return True
    return any(
        (fact is need.fact or kind_of(fact) == need.or_of) and happened_on <= day
        for fact, happened_on in on_record
    )


def cells(row: Row, kind: RegistrationKind, state: State) -> Iterator[Flagged | Refused]:
    """What a row says of a state and of those behind it.

    Off a shelf the sale is what effectiveness is to the others.
    """
    here = row.cells.get(state)
    if here is not None and not (isinstance(here, Flagged) and kind not in here.of):
        yield here
    if kind == "takedown" and state != "closed":
        return
    for each in _BEHIND.get(state, ()):
        found = row.cells.get(each)
        if found is not None and kind == "takedown":
            yield Refused("already_sold") if isinstance(found, Refused) else found
        elif found is not None:
            yield found


V = TypeVar("V", Flagged, Refused)


def cell(row: Row, kind: RegistrationKind, state: State, of: type[V]) -> V | None:
    """The first that a row says of a state and of those behind it that is a flag, or a refusal."""
    return next((each for each in cells(row, kind, state) if isinstance(each, of)), None)


def verdict(fact: type[Fact], kind: RegistrationKind, state: State) -> Verdict:
    """The cell of the table: what becomes of a fact that comes in a state.

    What it needs is taken to be on the record wherever the state lets it be.
    """
    row = LIFECYCLE[fact]
    if kind not in row.of:
        return Refused("not_for_this_kind")
    if row.once is not None and row.leads_to in (state, *_BEHIND.get(state, ())):
        return Refused(row.once)
    for need in row.needs:
        if kind != "takedown" and state in LIFECYCLE[need.fact].never_in:
            return need.verdict
    found = tuple(cells(row, kind, state))
    refused = next((each for each in found if isinstance(each, Refused)), None)
    if refused is not None:
        return refused
    if found:
        return found[0]
    return NOT_UNDERWRITTEN if row.underwritten and kind == "shelf" else ACCEPTED

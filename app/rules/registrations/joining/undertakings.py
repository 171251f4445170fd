"""Who had not done by effectiveness what its inclusion was made to depend on: 3(b), 6(b), QG9.

An undertaking to indemnify that was required, or information that was asked for. Whether such a
Holder is in the registration is not known unless the Company says whose shares the statement
covers: so it is for everything that turns on it. Nothing raises.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.rules.facts.declaration import kind_of
from app.rules.facts.life.information import InformationReceived, UndertakingReceived
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput
from app.rules.registrations.joining.history import History
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition of inclusion that was not met, its clause, and the fact that meets it."""

    clause: str
    by: type[UndertakingReceived | InformationReceived]


@dataclass(frozen=True, slots=True)
class NotKnownIn:
    """The conditions one had not met, so that it is not known to be in, and what would tell.

    `of_sale`: in the sale off a shelf, not in the statement.
    """

    unmet: tuple[Unmet, ...]
    told_by: tuple[MissingInput, ...]
    of_sale: bool = False


def in_doubt(history: History, matter: Matter) -> frozenset[str]:
    """Those of whom it is not known whether they are in the effective statement."""
    if history.covers is not None:
        return frozenset()
    unmet = _unmet(history, matter) - history.left_out - history.taken_in
    if not unmet:
        return frozenset()
    return unmet if matter.readings.undertaking_missing == "unknown" else frozenset()


def left_out(history: History, matter: Matter) -> frozenset[str]:
    """Those who are not in the effective statement, since a condition of it was unmet.

    The Company may leave them out (6(b), 3(b)): where it says whose shares the statement covers,
    those whom it does not name; where it does not say, as QG9 is read. Nothing is owed to them, and
    they take nobody's room.
    """
    if history.left_out:
        return history.left_out
    unmet = _unmet(history, matter)
    if not unmet:
        return frozenset()
    if (covers := history.covers) is not None:
        return frozenset(holder for holder in unmet if not covers.value.get(holder))
    return unmet if matter.readings.undertaking_missing == "not_included" else frozenset()


def _unmet(history: History, matter: Matter) -> frozenset[str]:
    """Of whom a condition of its inclusion was unmet at effectiveness."""
    return frozenset(history.without_undertaking).union(_without_information(history, matter))


def _without_information(history: History, matter: Matter) -> tuple[str, ...]:
    """Who had not answered by effectiveness, where the terms make anything conditional on it."""
    if not history.without_information or not _conditional(matter):
        return ()
    return tuple(sorted(history.without_information))


def _conditional(matter: Matter) -> tuple[str, ...]:
    """The clause by which the Company may ask for information; none where there is no such one."""
    return tuple(step.clause for step in matter.terms.procedures if step.name == "information")


def unmet_by(holder: str, history: History, matter: Matter) -> tuple[Unmet, ...]:
    """The conditions of its inclusion that one of them had not met by effectiveness."""
    by_holders = matter.terms.indemnity.by_holders if matter.terms.indemnity else None
    effective = matter.terms.effectiveness.clause
    found: list[Unmet] = []
    if holder in history.without_undertaking:
        clause = by_holders.clause if by_holders else effective
        found.append(Unmet(clause, UndertakingReceived))
    if holder in _without_information(history, matter):
        clause = next(iter(_conditional(matter)), effective)
        found.append(Unmet(clause, InformationReceived))
    return tuple(found)


def what_tells(holder: str, history: History, matter: Matter) -> Iterator[MissingInput]:
    """The facts by which it would be known whether one of them is in.

    What came too late is on record and is not asked for.
    """
    unmet, effective = unmet_by(holder, history, matter), history.life.effective_on
    needed_for = f"whether the statement covers shares of {holder}"
    for each in unmet[:1]:
        told_by = "declared_effective.covers"
        yield MissingInput(f"covers/{holder}", needed_for, each.clause, told_by)
    by_then = f"{needed_for}: received by {written_out(effective.value)}" if effective else ""
    for each in unmet:
        if not _came(each, holder, history):
            fact = kind_of(each.by)
            yield MissingInput(f"{fact}/{holder}", by_then or needed_for, each.clause, fact)


def what_meets(holder: str, unmet: Iterable[Unmet]) -> Iterator[MissingInput]:
    """The papers by which it would be known that one takes part in a sale off a shelf."""
    for each in unmet:
        fact = kind_of(each.by)
        yield MissingInput(
            f"{fact}/{holder}", f"whether {holder} takes part in the sale", each.clause, fact
        )


def _came(unmet: Unmet, holder: str, history: History) -> bool:
    return any(
        isinstance(each.fact, unmet.by) and each.fact.holder == holder for each in history.facts
    )


def miss_what_tells(holder: str, history: History, matter: Matter) -> None:
    """Name those facts."""
    for fact in what_tells(holder, history, matter):
        matter.working.miss(fact.name, fact.needed_for, fact.clause, fact.posted_as)

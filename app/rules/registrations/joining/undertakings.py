"""Who had not done by effectiveness what its inclusion was made to depend on: 3(b), 6(b), QG9.

An undertaking to indemnify that was required, or information that was asked for. Whether such a
Holder is in the registration is not known unless the Company says whose shares the statement
covers: so it is for everything that turns on it. Nothing raises.
"""

from collections.abc import Iterator

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput
from app.rules.registrations.joining.history import History


def in_doubt(history: History, matter: Matter) -> frozenset[str]:
    """Those of whom it is not known whether they are in the effective statement."""
    unmet = _unmet(history, matter)
    if not unmet:
        return frozenset()
    return unmet if matter.readings.undertaking_missing == "unknown" else frozenset()


def left_out(history: History, matter: Matter) -> frozenset[str]:
    """Those who are not in the effective statement, since a condition of it was unmet."""
    if history.left_out:
        return history.left_out
    unmet = _unmet(history, matter)
    if not unmet:
        return frozenset()
    return unmet if matter.readings.undertaking_missing == "not_included" else frozenset()


def _unmet(history: History, matter: Matter) -> frozenset[str]:
    """Of whom a condition was unmet at effectiveness, and nobody says whom the statement covers."""
    if history.covers is not None:
        return frozenset()
    return frozenset(history.without_undertaking).union(_without_information(history, matter))


def _without_information(history: History, matter: Matter) -> tuple[str, ...]:
    """Who had not answered by effectiveness, where the terms make anything conditional on it."""
    if history.covers is not None or not history.without_information or not _conditional(matter):
        return ()
    return tuple(sorted(history.without_information))


def _conditional(matter: Matter) -> tuple[str, ...]:
    """The clause by which the Company may ask for information; none where there is no such one."""
    return tuple(step.clause for step in matter.terms.procedures if step.name == "information")


def what_tells(holder: str, history: History, matter: Matter) -> Iterator[MissingInput]:
    """The facts by which it would be known whether one of them is in."""
    by_holders = matter.terms.indemnity.by_holders if matter.terms.indemnity else None
    effective = matter.terms.effectiveness.clause
    needed_for = f"whether the statement covers shares of {holder}"
    covers, stated_by = f"covers/{holder}", "declared_effective.covers"
    if holder in history.without_undertaking:
        clause = by_holders.clause if by_holders else effective
        yield MissingInput(covers, needed_for, clause, stated_by)
        fact = "undertaking_received"
        yield MissingInput(f"{fact}/{holder}", needed_for, clause, fact)
    if holder in _without_information(history, matter):
        clause = next(iter(_conditional(matter)), effective)
        yield MissingInput(covers, needed_for, clause, stated_by)
        fact = "information_received"
        yield MissingInput(f"{fact}/{holder}", needed_for, clause, fact)


def miss_what_tells(holder: str, history: History, matter: Matter) -> None:
    """Name those facts."""
    for fact in what_tells(holder, history, matter):
        matter.working.miss(fact.name, fact.needed_for, fact.clause, fact.posted_as)

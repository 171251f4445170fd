"""Who had not given an undertaking to indemnify that was required by effectiveness: 6(b), QG9.

Whether such a Holder is in the registration is not known unless the Company says whose shares the
statement covers: so it is for everything that turns on it. Nothing raises.
"""

from collections.abc import Iterator

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput
from app.rules.registrations.joining.history import History


def in_doubt(history: History, matter: Matter) -> frozenset[str]:
    """Those of whom it is not known whether they are in the effective statement."""
    missing = history.without_undertaking if history.covers is None else {}
    if not missing:
        return frozenset()
    return frozenset(missing) if matter.readings.undertaking_missing == "unknown" else frozenset()


def left_out(history: History, matter: Matter) -> frozenset[str]:
    """Those who are not in the effective statement for want of the undertaking."""
    if history.left_out:
        return history.left_out
    if history.covers is not None or not history.without_undertaking:
        return frozenset()
    not_in = matter.readings.undertaking_missing == "not_included"
    return frozenset(history.without_undertaking) if not_in else frozenset()


def perhaps_not_included(history: History, matter: Matter) -> frozenset[str]:
    """Those of whom it is not known whether they were included: a condition of it was unmet.

    The duty to include waits for information that was asked for, too (3(b)).
    """
    uninformative = _without_information(history, matter)
    if uninformative and matter.readings.undertaking_missing != "unknown":
        return frozenset()
    for holder in uninformative:
        clause, needed_for = _conditional(matter)[0], f"whether {holder} was included"
        matter.working.miss(f"covers/{holder}", needed_for, clause, "declared_effective.covers")
        matter.working.miss("information_received", needed_for, clause)
    return in_doubt(history, matter) | frozenset(uninformative)


def not_included(history: History, matter: Matter) -> frozenset[str]:
    """Those who were not included, since a condition of it was unmet."""
    uninformative = _without_information(history, matter)
    if uninformative and matter.readings.undertaking_missing != "not_included":
        uninformative = ()
    return left_out(history, matter) | frozenset(uninformative)


def _without_information(history: History, matter: Matter) -> tuple[str, ...]:
    """Who had not answered by effectiveness, where the terms make anything conditional on it."""
    if history.covers is not None or not history.without_information or not _conditional(matter):
        return ()
    return tuple(sorted(history.without_information))


def _conditional(matter: Matter) -> tuple[str, ...]:
    """The clause by which the Company may ask for information; none where there is no such one."""
    return tuple(step.clause for step in matter.terms.procedures if step.name == "information")


def what_tells(holder: str, matter: Matter) -> Iterator[MissingInput]:
    """The facts by which it would be known whether one of them is in."""
    by_holders = matter.terms.indemnity.by_holders if matter.terms.indemnity else None
    clause = by_holders.clause if by_holders else matter.terms.effectiveness.clause
    needed_for = f"whether the statement covers shares of {holder}"
    yield MissingInput(f"covers/{holder}", needed_for, clause, "declared_effective.covers")
    yield MissingInput(f"undertaking_received/{holder}", needed_for, clause, "undertaking_received")


def miss_what_tells(holder: str, matter: Matter) -> None:
    """Name those facts."""
    for fact in what_tells(holder, matter):
        matter.working.miss(fact.name, fact.needed_for, fact.clause, fact.posted_as)

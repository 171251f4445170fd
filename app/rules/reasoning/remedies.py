"""What may be asked for where an obligation is broken: clause 9(a).

Remedies are listed, never awarded: that is for a court. A duty is broken only if its status says
so; one that is overdue for review is not.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation


@dataclass(frozen=True, slots=True)
class RemedyLine:
    """What those to whom a broken obligation was owed may ask for, and under which clause."""

    obligation: str
    against: str
    open_to: tuple[str, ...]
    remedies: tuple[str, ...]
    cumulative: bool
    clause: str


def remedies(obligations: Iterable[Obligation], matter: Matter) -> tuple[RemedyLine, ...]:
    """The remedies for every obligation that is broken."""
    term = matter.terms.remedies
    if term is None:
        return ()
    return tuple(
        RemedyLine(
            each.id, each.obligor, each.obligees, term.remedies, term.cumulative, term.clause
        )
        for each in obligations
        if each.status == "breached"
    )

"""What the catalogue says of one provision: what it provides, what computes it, what it obliges.

A provision that no rule computes says why. A reading is named by its number only; what it asks
stands in the catalogue of readings.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from app.rules.reasoning.obligations import Modality
from app.rules.terms.vocabulary import Standard
from app.rules.values.if_any import IfAny

Kind: TypeAlias = Literal[
    "definition", "right", "obligation", "condition", "limit", "computation", "standard"
]

DEFINITION: Final = "Definition only: it gives words their meaning and asks for no computation."


@dataclass(frozen=True, slots=True)
class ObligationYielded:
    """One duty a provision yields.

    It is measured by `standard`, a standard of conduct, or by `deadline`, in words, or by both;
    where the text sets neither, both are null. No date is invented for a standard.
    """

    obligor: str
    obligee: str
    action: str
    modality: Modality = "must"
    standard: IfAny[Standard] = None
    deadline: IfAny[str] = None


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision as it is catalogued: `readings` are numbers of readings that bear on it.

    `parts` are clauses by which parts of it are cited.
    """

    id: str
    says: str
    kind: tuple[Kind, ...]
    rules: tuple[str, ...] = ()
    computations: tuple[str, ...] = ()
    obligations: tuple[ObligationYielded, ...] = ()
    readings: tuple[str, ...] = ()
    not_computed: str | None = None
    parts: tuple[str, ...] = ()


def company_owes(
    obligee: str,
    action: str,
    *,
    modality: Modality = "must",
    standard: Standard | None = None,
    deadline: str | None = None,
) -> ObligationYielded:
    """A duty of the Company."""
    return ObligationYielded("Company", obligee, action, modality, standard, deadline)


def holder_owes(
    obligee: str,
    action: str,
    *,
    modality: Modality = "must",
    standard: Standard | None = None,
    deadline: str | None = None,
) -> ObligationYielded:
    """A duty of each Holder."""
    return ObligationYielded("each Holder", obligee, action, modality, standard, deadline)

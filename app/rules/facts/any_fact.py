"""Facts: the dated things that happened, as they are posted and kept. They are never edited.

Every kind is a model of its own, told apart by `kind`, and declares beside itself all that is said
of it elsewhere (`declaration`). `happened_on` is the legal date by which facts are ordered; for a
writing it is the day its sender acted, and its receipt is worked out (clause 9(b)). Share numbers
are whole shares. Shape is checked here; whether a fact can be true of a record is checked by
`guards`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from pydantic import TypeAdapter

from app.rules.facts import conditions, covenants, holdings, instruments
from app.rules.facts.base import Fact
from app.rules.facts.corrections import FactCorrected
from app.rules.facts.declaration import kind_of, kinds_of, one_of
from app.rules.facts.life import (
    amendments,
    course,
    information,
    misleading,
    participation,
    performance,
    procedures,
    requests,
    stages,
    suspension,
    underwriting,
)
from app.rules.facts.money import claims, damages, proceeds

SUBJECTS = (
    amendments,
    claims,
    conditions,
    course,
    covenants,
    damages,
    holdings,
    information,
    instruments,
    misleading,
    participation,
    performance,
    procedures,
    proceeds,
    requests,
    stages,
    suspension,
    underwriting,
)
"""Each declares its kinds when it is imported."""

if TYPE_CHECKING:
    AgreementFact: TypeAlias = Fact
    RegistrationFact: TypeAlias = Fact
    CorrectableFact: TypeAlias = Fact
    AnyFact: TypeAlias = Fact
else:
    AgreementFact = one_of("agreement")
    """Facts that belong to no single registration."""
    RegistrationFact = one_of("registration")
    """Facts in the life of one registration."""
    CorrectableFact = one_of("beginning", "agreement", "registration")
    """Facts that may be said to have been otherwise: all but the making of the agreement."""
    FactCorrected.model_rebuild(_types_namespace={"CorrectableFact": CorrectableFact})
    AnyFact = one_of("making", "beginning", "agreement", "registration", "correction")

ANY_FACT: TypeAdapter[Fact] = TypeAdapter(AnyFact)
ORDER_IN_A_DAY: tuple[type[Fact], ...] = kinds_of(
    "making", "beginning", "agreement", "registration", "correction"
)
"""Every kind of fact, in the order in which those of one day are read."""
FACTS_BY_KIND: Final[Mapping[str, type[Fact]]] = {kind_of(fact): fact for fact in ORDER_IN_A_DAY}
"""The facts by their kinds, as they are posted."""

"""Facts: the dated things that happened, as they are posted and kept. They are never edited.

This is what the rest of the service uses of them; `any_fact` says what a fact is.
"""

from app.rules.facts.any_fact import (
    ANY_FACT,
    FACTS_BY_KIND,
    ORDER_IN_A_DAY,
    AgreementFact,
    AnyFact,
    CorrectableFact,
    RegistrationFact,
)
from app.rules.facts.base import (
    ON_FILE,
    BeginningFact,
    DatedFact,
    DeliveredFact,
    Fact,
    OnFile,
    ShareCount,
)
from app.rules.facts.corrections import Correction, FactCorrected, FactId, FactRetracted, Reason
from app.rules.facts.declaration import DECLARED, KINDS, Example, Owner, State, kind_of, kinds_of
from app.rules.facts.holdings import AgreementMade, HolderRecorded, PositionStated
from app.rules.facts.life import lifecycle
from app.rules.facts.life.requests import (
    DemandReceived,
    RegistrationDetermined,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.facts.recorded import RecordedFact, in_order
from app.rules.facts.standing.as_corrected import Standing, as_they_stand, standing_facts
from app.rules.facts.standing.read_otherwise import read_otherwise
from app.rules.facts.standing.shapes import UnknownShape, fact_as_now, shape_of, terms_as_now

__all__ = [
    "ANY_FACT",
    "DECLARED",
    "FACTS_BY_KIND",
    "KINDS",
    "ON_FILE",
    "ORDER_IN_A_DAY",
    "AgreementFact",
    "AgreementMade",
    "AnyFact",
    "BeginningFact",
    "CorrectableFact",
    "Correction",
    "DatedFact",
    "DeliveredFact",
    "DemandReceived",
    "Example",
    "Fact",
    "FactCorrected",
    "FactId",
    "FactRetracted",
    "HolderRecorded",
    "OnFile",
    "Owner",
    "PositionStated",
    "Reason",
    "RecordedFact",
    "RegistrationDetermined",
    "RegistrationFact",
    "ShareCount",
    "ShelfTriggered",
    "Standing",
    "State",
    "TakedownRequested",
    "UnknownShape",
    "as_they_stand",
    "fact_as_now",
    "in_order",
    "kind_of",
    "kinds_of",
    "lifecycle",
    "read_otherwise",
    "shape_of",
    "standing_facts",
    "terms_as_now",
]

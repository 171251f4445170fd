"""What is said of earlier facts: that one was wrong and what is right, or that it did not happen.

A wrong fact is never edited. A correction points to the entry it concerns by `fact_id`, says why,
and is dated on the day on which it was made; what it puts in place keeps dates of its own. Which
facts then stand is worked out in `standing_facts`. No clause of the agreement stands behind this.
"""

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field

from app.rules.facts.base import DatedFact
from app.rules.facts.declaration import declared
from app.rules.terms.vocabulary import Words

if TYPE_CHECKING:
    from app.rules.facts.any_fact import CorrectableFact

FactId: TypeAlias = Annotated[
    str,
    Field(
        min_length=1,
        max_length=64,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="The id of the entry that is wrong, as the record lists it.",
        examples=["ctc-example-demand-1"],
    ),
]
Reason: TypeAlias = Annotated[
    Words,
    Field(
        description="Why, in plain words.",
        examples=["The letter bears the postmark of the 17th, not of the 16th."],
    ),
]


@declared(930, of="correction")
class FactCorrected(DatedFact):
    """An earlier fact was wrong; `replacement` is the whole fact as it should read."""

    kind: Literal["fact_corrected"] = "fact_corrected"
    fact_id: FactId
    reason: Reason
    replacement: "CorrectableFact"


@declared(940, of="correction")
class FactRetracted(DatedFact):
    """An earlier fact did not happen; of a retraction: what it struck stands again."""

    kind: Literal["fact_retracted"] = "fact_retracted"
    fact_id: FactId
    reason: Reason


Correction: TypeAlias = FactCorrected | FactRetracted
"""What is said of earlier facts; the rules never see it, only the facts that stand."""

"""Bodies for corrections, and the document of a whole agreement."""

from typing import Annotated

from fastapi.openapi.models import Example
from pydantic import BaseModel, ConfigDict, Field

from app.rules.facts import CorrectableFact, FactId, OnFile, Reason
from app.services.record.corrections import NewCorrection
from app.services.store.demonstration import EXAMPLE_FACT, EXAMPLE_JOIN, LETTER, example_document


class CorrectionCreate(BaseModel):
    """What was wrong: the entry, why, and the whole fact as it should read; null: no such fact."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fact_id: FactId
    reason: Reason
    replacement: Annotated[
        CorrectableFact | None,
        Field(
            description="A whole fact of the same kind; null if nothing of the kind happened. "
            "Null for a retraction takes that back."
        ),
    ]
    on_file: Annotated[
        OnFile | None,
        Field(description="What is kept with the correction itself: see `on_file` of a fact."),
    ] = None

    def made(self) -> NewCorrection:
        """The correction to record."""
        return NewCorrection(self.fact_id, self.reason, self.replacement, self.on_file)


CORRECTION_EXAMPLES: dict[str, Example] = {
    "another_day": {
        "summary": "The demand was mailed a day later",
        "value": {
            "fact_id": EXAMPLE_FACT,
            "reason": "The letter bears the postmark of the 17th, not of the 16th.",
            "replacement": {
                "kind": "demand_received",
                "letters": [LETTER | {"delivery": {"method": "mail", "sent_on": "1999-02-17"}}],
                "short_form_qualified": False,
                "underwritten": True,
            },
        },
    },
    "never_happened": {
        "summary": "A request to join that was never made",
        "value": {
            "fact_id": EXAMPLE_JOIN,
            "reason": "The letter concerned another company's registration.",
            "replacement": None,
        },
    },
}

IMPORT_EXAMPLES: dict[str, Example] = {
    "smallest": {
        "summary": "An agreement of which only the making is on record",
        "value": example_document(),
    },
}

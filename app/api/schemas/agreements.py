"""Bodies for agreements."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi.openapi.models import Example
from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.rules.facts import OnFile, ShareCount
from app.rules.terms import Identifier, Terms, Words
from app.rules.values.if_any import IfAny
from app.services.agreements.agreements import NewAgreement, NewHolder


class HolderCreate(BaseModel):
    """A Holder at the making of the agreement, with its opening position in shares."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Identifier
    name: Words
    entity: Words | None = None
    common: ShareCount = 0
    preferred_as_converted: ShareCount = 0
    warrant_shares: ShareCount = 0


class AgreementCreate(BaseModel):
    """What an agreement is made from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    template: Annotated[
        Identifier | None, Field(description="A bundled template.", examples=["ctc-1998"])
    ] = None
    terms: Annotated[
        Terms | None,
        Field(description="Terms of your own, whole: in place of a template and overrides."),
    ] = None
    id: Annotated[
        Identifier | None, Field(description="Your own id for it; one is made if left out.")
    ] = None
    name: Words | None = None
    overrides: Annotated[
        dict[str, Any],
        Field(
            default_factory=dict,
            description="Terms that differ from the template, as a JSON merge patch; a part that "
            'says `"$replace": true` is all that stands there afterwards.',
        ),
    ]
    holders: Annotated[tuple[HolderCreate, ...], Field(max_length=1000)] | None = None
    on_file: Annotated[
        OnFile | None,
        Field(
            description="What is kept with the making of the agreement: see `on_file` of a fact."
        ),
    ] = None

    @model_validator(mode="after")
    def _template_or_terms(self) -> "AgreementCreate":
        if (self.template is None) == (self.terms is None):
            raise ValueError("an agreement is made from a template or from `terms`: give one")
        if self.terms is not None and self.overrides:
            raise ValueError("overrides go with a template: write them into `terms`")
        return self

    def made(self) -> NewAgreement:
        """The agreement to make."""
        holders = None
        if self.holders is not None:
            holders = tuple(NewHolder(**each.model_dump()) for each in self.holders)
        return NewAgreement(
            self.template, self.id, self.name, self.overrides, holders, self.terms, self.on_file
        )


@dataclass(frozen=True, slots=True)
class AgreementSummary:
    """An agreement, in short; `version` counts the facts on its record."""

    id: str
    name: str
    template: IfAny[str]
    version: int


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """A page of agreements; `next` is null on the last."""

    items: tuple[AgreementSummary, ...]
    next: str | None


AGREEMENT_EXAMPLES: dict[str, Example] = {
    "from_template": {
        "summary": "The 1998 agreement with three Holders",
        "value": {
            "template": "ctc-1998",
            "name": "CTC Communications Corp., three Holders",
            "holders": [
                {
                    "id": "spectrum",
                    "name": "Spectrum Equity Investors II, L.P.",
                    "preferred_as_converted": 1200000,
                    "warrant_shares": 120000,
                },
                {
                    "id": "doeg-hill",
                    "name": "Doeg Hill I, LLC",
                    "preferred_as_converted": 90000,
                    "warrant_shares": 10000,
                },
                {"id": "mochary", "name": "Matthew N. Mochary", "preferred_as_converted": 46666},
            ],
        },
    },
    "other_reading": {
        "summary": "The same agreement, no weekend roll, another cap",
        "value": {
            "template": "ctc-1998",
            "overrides": {
                "readings": {"deadline_roll": "none"},
                "demand": {"cap": {"limit": 2}},
            },
        },
    },
}

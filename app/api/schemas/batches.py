"""Bodies for several facts in one request."""

from typing import Annotated

from fastapi.openapi.models import Example
from pydantic import BaseModel, ConfigDict, Field

from app.rules.facts import AgreementFact, RegistrationFact

MOST_FACTS = 100
"""How many facts are taken in one request, where they bear on no more than it has time for."""


class FactsOfRegistration(BaseModel):
    """Facts about one registration, recorded all or none, in the order of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    facts: Annotated[
        tuple[RegistrationFact, ...],
        Field(min_length=1, max_length=MOST_FACTS, description="The facts, each as it is posted."),
    ]


class AgreementFacts(BaseModel):
    """Facts about the agreement, recorded all or none, in the order of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    facts: Annotated[
        tuple[AgreementFact, ...],
        Field(min_length=1, max_length=MOST_FACTS, description="The facts, each as it is posted."),
    ]


REGISTRATION_BATCH: dict[str, Example] = {
    "notices": {
        "summary": "Notice to two Holders on one day",
        "value": {
            "facts": [
                {
                    "kind": "notice_given",
                    "holder": holder,
                    "delivery": {"method": "personal", "delivered_on": "1999-02-24"},
                }
                for holder in ("wang", "colo")
            ]
        },
    },
}
AGREEMENT_BATCH: dict[str, Example] = {
    "conversions": {
        "summary": "Two Holders convert on one day",
        "value": {
            "facts": [
                {
                    "kind": "preferred_converted",
                    "occurred_on": "1999-05-03",
                    "holder": holder,
                    "shares": shares,
                }
                for holder, shares in (("mochary", 10_000), ("wang", 2_500))
            ]
        },
    },
}

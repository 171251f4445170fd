"""The body of the check of terms."""

from typing import Annotated, Any

from fastapi.openapi.models import Example
from pydantic import Field

from app.api.schemas.compute.question import Question
from app.rules.terms import Terms
from app.services.templates import with_overrides


class TermsCheckQuestion(Question):
    """Which terms to check: a template, with overrides if you like, or terms given whole."""

    overrides: Annotated[
        dict[str, Any],
        Field(
            default_factory=dict,
            description="Terms that differ from these, as a JSON merge patch.",
        ),
    ]

    def terms_to_check(self) -> Terms:
        """The terms, whole; InvalidInput where they are no terms at all."""
        return with_overrides(self.chosen_terms(), self.overrides)


TERMS_CHECK: dict[str, Example] = {
    "as_it_stands": {
        "summary": "The 1998 agreement: nothing found",
        "value": {"template": "ctc-1998"},
    },
    "contradictory": {
        "summary": "A right that closes before it opens, and a rank that forgets the Company",
        "value": {
            "template": "ctc-1998",
            "overrides": {
                "demand": {
                    "closes_on": "1998-09-30",
                    "cap": {"limit": 0},
                    "priorities": {"holders_company_others": [["holders"], ["others"]]},
                },
                "incidental": {"notice": {"direction": "after"}},
            },
        },
    },
}

"""The body of the check of terms."""

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import override

from app.api.compute.computation import computation
from app.api.compute.question import Question
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail
from app.rules.terms.document.checks.check import TermsCheck
from app.rules.terms.document.checks.whole import check_document
from app.services.agreements.templates import with_overrides


class TermsCheckQuestion(Question):
    """Which terms to check: a template, with overrides if you like, or terms given whole."""

    overrides: Annotated[
        dict[str, Any],
        Field(
            default_factory=dict,
            description="Terms that differ from these, as a JSON merge patch.",
        ),
    ]

    @override
    def matter(self, detail: Detail) -> Matter:
        """Start an answer on the terms, whole; InvalidInput where they are no terms at all.

        They may contradict themselves: that is what is asked.
        """
        return open_matter(with_overrides(self.chosen_terms(), self.overrides), detail)


@computation(
    "/terms-check",
    "Do these terms contradict themselves?",
    {
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
    },
)
def compute_terms_check(asked: TermsCheckQuestion, matter: Matter) -> TermsCheck:
    """Reads a terms document against itself, before anybody relies on a date computed from it.

    A contradiction cannot be what the parties wrote: a right that closes before it opens, a notice
    due after the filing that it announces, a date beyond the calendars, a rank that leaves a class
    of sellers out. No agreement is made from such terms, and nothing is computed on them. A warning
    can be meant, but is more often a slip. `overrides` are tried on a template as they would be in
    making an agreement; each finding names its place in the terms.
    """
    return check_document(matter.terms, own=asked.terms is not None)


COMPUTATIONS = (compute_terms_check,)

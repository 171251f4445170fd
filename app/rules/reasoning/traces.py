"""By which facts the record tells that a duty was performed, and whether it tells in any case.

Effectiveness, a filing and a notice leave their trace on the record of a registration whatever is
done with them: where such a duty's day has passed and the record shows nothing, the duty was not
performed. Most other acts are known only if somebody records them (a transfer agent is appointed, a
paper is delivered, copies are furnished, money is paid): of these silence says nothing. One table
for every duty, by its name, whichever clause of an agreement asks for it.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from app.rules.terms.procedures import ProcedureName
from app.rules.values.lean import small_value

DutyName: TypeAlias = (
    ProcedureName
    | Literal[
        "amendment_copy",
        "amendment_objection",
        "assist",
        "consent",
        "discount",
        "drafts",
        "earnings_statement",
        "effect",
        "execution",
        "expenses",
        "file",
        "form",
        "form_eligibility",
        "furnish",
        "holdback",
        "include",
        "indemnify",
        "lasting",
        "maintain",
        "no_better_rights",
        "no_sales",
        "notice",
        "notice_of_claim",
        "payment",
        "public_information",
        "recognise",
        "report",
        "reports",
        "settle",
        "supplement",
        "underwriter",
        "underwriter_approval",
        "underwriting_agreement",
        "underwriting_party",
        "wait",
    ]
)
"""What a duty is, whoever owes it to whom."""

NOT_PERFORMED: Final = "not_performed"
"""The fact by which somebody states that a duty was not performed."""


@small_value
class Trace:
    """The kinds of fact that settle a duty; `in_any_case` where the record has them if it was done.

    Where no act settles it, what settles it is a statement that it was not performed.
    """

    recorded_by: tuple[str, ...]
    in_any_case: bool = False


def _told(*kinds: str) -> Trace:
    """A duty that the record knows only if somebody tells of it."""
    return Trace(kinds or (NOT_PERFORMED,))


def _traced(*kinds: str) -> Trace:
    """A duty that leaves its trace on the record in any case."""
    return Trace(kinds, in_any_case=True)


_SALES = ("shares_sold", "shares_sold_in_offering")
_ASKED = _told("procedure_performed")

TRACES: Final[Mapping[DutyName, Trace]] = {
    # Effectiveness, filing, notices and other writings to a party (9(b)), and what is not done by
    # a sale or a filing.
    "notice": _traced("notice_given"),
    "effect": _traced("declared_effective"),
    "file": _traced("filed"),
    "form": _traced("filed"),
    "include": _traced("declared_effective"),
    "maintain": _traced("declared_effective", "stop_order", "distribution_completed"),
    "assist": _traced("distribution_completed"),
    "wait": _traced("filed"),
    "amendment_objection": _traced("amendment_filed"),
    "no_sales": _traced(*_SALES),
    "holdback": _traced(*_SALES),
    "discontinuance": _traced("new_prospectus_received", *_SALES),
    "misstatement_notice": _traced("misstatement_notice_given"),
    "own_misstatement_notice": _traced("holder_misstatement_notice"),
    "notice_of_claim": _traced("claim_notified"),
    "information": _traced("information_received"),
    "withdrawal_of_order": _traced("stop_order_lifted"),
    "execution": _traced("agreement_made"),
    "report": _traced("report_filed", "report_missed"),
    "reports": _traced("report_filed", "report_missed", "covenant_standing"),
    "settle": _traced("claim_settled", "claim_judged"),
    # The accounts of a registration.
    "expenses": _traced("expense_paid"),
    "discount": _traced("shares_sold_in_offering"),
    # Acts of which the record knows what somebody tells it.
    "transfer_agent": _told("transfer_agent_appointed"),
    "listing": _told("listed"),
    "opinion": _told("opinion_delivered"),
    "comfort_letter": _told("comfort_letter_delivered"),
    "earnings_statement": _told("earnings_statement_available"),
    "drafts": _told("drafts_delivered"),
    "amendment_copy": _told("amendment_proposed"),
    "payment": _told("payment_made"),
    "supplement": _told("amendment_filed"),
    "old_copies": _told("old_copies_returned"),
    "corrected_prospectus": _told("procedure_performed", "new_prospectus_received"),
    "preparation": _ASKED,
    "copies": _ASKED,
    "state_qualification": _ASKED,
    "state_approval": _ASKED,
    "further_coverage": _ASKED,
    "objectives": _ASKED,
    "investigation": _ASKED,
    "more_shares": _ASKED,
    "sale_actions": _ASKED,
    "underwriting_terms": _ASKED,
    "underwriter": _told("underwriter_selected", "underwriter_approved"),
    "underwriter_approval": _told("underwriter_approved"),
    "underwriting_agreement": _told(
        "underwriting_agreement_made", "underwriting_agreement_approved"
    ),
    "underwriting_party": _told("underwriting_agreement_made"),
    "consent": _told("delay_invoked", "prohibition_noticed"),
    "furnish": _told("rule144_statement_furnished"),
    "no_better_rights": _told("rights_granted"),
    "public_information": _told("covenant_standing"),
    "form_eligibility": _told("covenant_standing"),
    # What lasts as long as the registration does is broken only by a statement.
    "lasting": _told(),
    "expedition": _told(),
    "commission_rules": _told(),
    "indemnify": _told(),
    "recognise": _told(),
}
"""Every duty there is, with what tells of its performance."""

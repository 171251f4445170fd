"""What each step of a registration asks to be done, in words, and which steps never end by an act.

The terms say which steps an agreement has, under which clause and by which standard; this is what
their names mean.
"""

from collections.abc import Mapping
from typing import Final

from app.rules.terms.procedures import ProcedureName

ACTIONS: Final[Mapping[ProcedureName, str]] = {
    "expedition": "Carry out the steps of the registration without losing time.",
    "preparation": "Let the Holder take part in preparing the registration statement, and insert "
    "its written material unless there is reason to object.",
    "copies": "Furnish the copies the Holder reasonably asks for.",
    "state_qualification": "Qualify the shares under the securities laws of the state, and keep "
    "them qualified while the registration lasts.",
    "state_approval": "Have the shares registered with, or approved by, the state agencies whose "
    "approval the sale needs.",
    "withdrawal_of_order": "Obtain the withdrawal of the order.",
    "opinion": "Furnish the opinion of counsel, dated the day of effectiveness.",
    "comfort_letter": "Furnish the letter of the accountants, dated the day of effectiveness.",
    "further_coverage": "Have the opinion and the letter cover what the Holder reasonably asks.",
    "misstatement_notice": "Notify the Holders of any event that makes the prospectus misleading.",
    "corrected_prospectus": "Prepare and furnish copies of a supplemented or amended prospectus.",
    "commission_rules": "Comply with the rules of the Commission.",
    "transfer_agent": "Provide a transfer agent for the shares.",
    "listing": "Have the shares quoted or listed where Registrable Securities already are.",
    "objectives": "Further the aims of the Holders, with senior management in the marketing.",
    "information": "Furnish the information and undertakings that the Company has asked for.",
    "discontinuance": "Sell under this registration before receiving the new prospectus.",
    "old_copies": "Give back the copies of the prospectus that misled.",
    "own_misstatement_notice": "Notify the Company of any event that makes the information "
    "furnished for the prospectus misleading.",
    "investigation": "Give access to books, officers and accountants for a reasonable "
    "investigation.",
    "more_shares": "Amend the shelf so that it covers the further shares.",
    "sale_actions": "Take all actions that sales under the shelf require.",
    "underwriting_terms": "Have its representations, agreements and conditions in the "
    "underwriting agreement run to the Holder too.",
}

CONTINUING: Final[frozenset[ProcedureName]] = frozenset(
    {
        "expedition",
        "misstatement_notice",
        "commission_rules",
        "objectives",
        "own_misstatement_notice",
        "sale_actions",
    }
)
"""Steps that last as long as the registration does: no single act performs them."""

"""Before when a duty without a day of its own cannot have been broken: 2, 3, 4(a).

Shares are included, states approve and shares are listed by the statement's becoming effective; a
form is used when it is filed; a Holder is party to an underwriting agreement once there is one,
which has to satisfy them by then, and is entered into by effectiveness; expenses are paid once they
are incurred, and one is indemnified once there is a claim. A statement made earlier, that it was
not done, says only that it is still to be done. Whole days; nothing raises.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, TypeAlias

from app.rules.agreement.not_performed import NotBefore
from app.rules.facts import DatedFact
from app.rules.facts.life.underwriting import UnderwritingAgreementMade
from app.rules.facts.money.claims import ClaimMade
from app.rules.facts.money.proceeds import ExpenseIncurred
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.traces import KEPT_THROUGHOUT, DutyName
from app.rules.registrations.duties.inclusion import INCLUDE
from app.rules.registrations.duties.shortfall import broken_from
from app.rules.registrations.progress.progress import Progress

Waits: TypeAlias = Literal[
    "effectiveness", "its_day", "filing", "agreement", "terms", "expense", "claim"
]
WAITS: Final[Mapping[DutyName, Waits]] = {
    INCLUDE: "its_day",
    "transfer_agent": "effectiveness",
    "state_approval": "effectiveness",
    "listing": "effectiveness",
    "form": "filing",
    "underwriting_party": "agreement",
    "underwriting_agreement": "terms",
    "maintain": "effectiveness",
    "expenses": "expense",
    "indemnify": "claim",
}
"""What each of these duties waits for; `its_day` is effectiveness, or the day after it was due."""
ONLY_ONCE: Final[Mapping[Waits, str]] = {
    "effectiveness": "the statement is effective",
    "its_day": "the statement is effective, or was due to be",
    "filing": "the statement is filed",
    "agreement": "an underwriting agreement is made",
    "terms": "an underwriting agreement is made, or the statement is effective or was due to be",
    "expense": "expenses are incurred",
    "claim": "a claim is made",
}


def not_before(duty: Obligation, progress: Progress) -> NotBefore | None:
    """Before when one duty cannot have been broken (None: nothing stands before it)."""
    has_day = duty.due_on is not None and duty.duty not in KEPT_THROUGHOUT
    waits = None if duty.duty is None or has_day else WAITS.get(duty.duty)
    return None if waits is None else NotBefore(_first_day(waits, progress), ONLY_ONCE[waits])


def _first_day(waits: Waits, progress: Progress) -> date | None:
    history = progress.history
    made = history.life.effective_on or history.life.all_sold_on
    effective = made.value if made else None
    match waits:
        case "effectiveness":
            return effective
        case "its_day":
            return broken_from(progress)
        case "filing":
            return history.filed_on.value if history.filed_on else effective
        case "terms":
            days = (broken_from(progress), _first(UnderwritingAgreementMade, progress))
            return min((day for day in days if day is not None), default=None)
        case "agreement":
            return _first(UnderwritingAgreementMade, progress)
        case "expense":
            return _first(ExpenseIncurred, progress)
        case "claim":
            return _first(ClaimMade, progress)


def _first(kind: type[DatedFact], progress: Progress) -> date | None:
    """The day of the first fact of a kind."""
    facts = progress.history.facts
    days = (each.fact.happened_on for each in facts if isinstance(each.fact, kind))
    return min(days, default=None)

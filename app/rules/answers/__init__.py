"""What is asked of a record, and all that the rest of the service uses of the answers.

A registration, the agreement, the docket, may a Holder sell, why, and what else it could be.
"""

from app.rules.agreement.instruments import Instruments
from app.rules.agreement.terms_in_force import ShareNumberOnDay, TermsOnDay, terms_as_written
from app.rules.answers.changed.what_changed import CorrectionMade, begun, what_changed
from app.rules.answers.changed.what_follows import FactsRecorded, what_follows
from app.rules.answers.cited import CitedFact, all_sources, kept_with, those_cited
from app.rules.answers.docket.docket import StandingObligation, docket_from, standing_on
from app.rules.answers.docket.happenings import Happened, Look, days_of, happened
from app.rules.answers.evaluation import (
    AgreementIdentity,
    AgreementState,
    evaluate_agreement,
    evaluate_may_sell,
    evaluate_registration,
    holders_on,
    terms_governing,
    terms_on,
)
from app.rules.answers.may_sell.may_sell import Manner, MaySell
from app.rules.answers.named import NAMING, known_by, names_in
from app.rules.answers.sensitivity import Sensitivity, choices_besides, each_reading_tried, leaves
from app.rules.answers.why import Why, explained_at, why_at
from app.rules.holders.register import Register
from app.rules.money.indemnity.answer import ClaimAnswer
from app.rules.money.registration_money import RegistrationMoney
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.obligations import (
    STILL_TO_DO,
    Modality,
    Obligation,
    Status,
    in_words,
    on_day,
)
from app.rules.reasoning.reasoned import Explanation, Reasoned, reasoned
from app.rules.reasoning.trace import Detail, MissingInput, Notice
from app.rules.reasoning.traces import DUTIES, DutyName, recorded_by
from app.rules.reasoning.verdicts import Decision
from app.rules.record import FoundBefore
from app.rules.record.bearing import Borne, BorneOn, Everything, borne_on, reach
from app.rules.record.gathering import gather
from app.rules.record.guards.corrections import correction_objections
from app.rules.record.guards.guards import objections, objections_in_turn, opening_objections
from app.rules.record.guards.objection import Objection, some_of
from app.rules.registrations.cutback.selling import Allocation
from app.rules.registrations.shown import RegistrationAnswer

__all__ = [
    "DUTIES",
    "NAMING",
    "ONE_DAY",
    "STILL_TO_DO",
    "AgreementIdentity",
    "AgreementState",
    "Allocation",
    "Borne",
    "BorneOn",
    "CitedFact",
    "ClaimAnswer",
    "CorrectionMade",
    "Decision",
    "Detail",
    "DutyName",
    "Everything",
    "Explanation",
    "FactsRecorded",
    "FoundBefore",
    "Happened",
    "Instruments",
    "Look",
    "Manner",
    "Matter",
    "MaySell",
    "MissingInput",
    "Modality",
    "Notice",
    "Objection",
    "Obligation",
    "Reasoned",
    "Register",
    "RegistrationAnswer",
    "RegistrationMoney",
    "Sensitivity",
    "ShareNumberOnDay",
    "StandingObligation",
    "Status",
    "TermsOnDay",
    "Why",
    "all_sources",
    "begun",
    "borne_on",
    "choices_besides",
    "correction_objections",
    "days_of",
    "docket_from",
    "each_reading_tried",
    "evaluate_agreement",
    "evaluate_may_sell",
    "evaluate_registration",
    "explained_at",
    "gather",
    "happened",
    "holders_on",
    "in_words",
    "kept_with",
    "known_by",
    "leaves",
    "names_in",
    "objections",
    "objections_in_turn",
    "on_day",
    "open_matter",
    "opening_objections",
    "reach",
    "reasoned",
    "recorded_by",
    "some_of",
    "standing_on",
    "terms_as_written",
    "terms_governing",
    "terms_on",
    "those_cited",
    "what_changed",
    "what_follows",
    "why_at",
]

"""The terms of one agreement, its readings and the words they are written in.

This is what the rest of the service uses of them; `agreement` has the document whole.
"""

from app.rules.terms.agreement import Terms, canonical_json, parse_terms, with_readings
from app.rules.terms.document.blanks_left import left_open, still_to_fill
from app.rules.terms.document.checks.ranked import held_and_not_counted, not_yet_holders
from app.rules.terms.document.checks.whole import check_document
from app.rules.terms.document.places import place_in
from app.rules.terms.readings import CataloguedReading, ReadingChoice, cited, every_reading
from app.rules.terms.readings.demand import DemandReadings
from app.rules.terms.readings.money import MoneyReadings
from app.rules.terms.readings.registration import RegistrationReadings
from app.rules.terms.readings.suspension import SuspensionReadings
from app.rules.terms.readings.time import TimeReadings
from app.rules.terms.readings.transfer import TransferReadings
from app.rules.terms.vocabulary import Identifier, RegistrationKind, Standard, Words
from app.rules.values.wording import OF_IDS

__all__ = [
    "OF_IDS",
    "CataloguedReading",
    "DemandReadings",
    "Identifier",
    "MoneyReadings",
    "ReadingChoice",
    "RegistrationKind",
    "RegistrationReadings",
    "Standard",
    "SuspensionReadings",
    "Terms",
    "TimeReadings",
    "TransferReadings",
    "Words",
    "canonical_json",
    "check_document",
    "cited",
    "every_reading",
    "held_and_not_counted",
    "left_open",
    "not_yet_holders",
    "parse_terms",
    "place_in",
    "still_to_fill",
    "with_readings",
]

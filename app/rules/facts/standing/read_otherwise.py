"""An agreement read otherwise on one point, through all its life: clause 9(e) lets readings change.

The choice is made in the original terms and in every instrument that chose: whichever terms govern
a registration, they then say the same. Everything else stays as it is. Nothing raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.rules.facts.instruments import TermsAmended
from app.rules.facts.recorded import RecordedFact
from app.rules.terms import Terms, with_readings

READINGS = "/readings"


def read_otherwise(
    terms: Terms, facts: Sequence[RecordedFact], option: str, choice: str | bool
) -> tuple[Terms, Sequence[RecordedFact]]:
    """The original terms and the facts, with one reading chosen throughout."""
    chosen = [_chosen(each, option, choice) for each in facts]
    return with_readings(terms, {option: choice}), chosen


def _chosen(recorded: RecordedFact, option: str, choice: str | bool) -> RecordedFact:
    """The fact, with this choice where it made another."""
    fact = recorded.fact
    if not isinstance(fact, TermsAmended):
        return recorded
    changes = {place: _value(place, value, option, choice) for place, value in fact.changes.items()}
    if changes == fact.changes:
        return recorded
    return replace(recorded, fact=fact.model_copy(update={"changes": changes}))


def _value(place: str, value: Any, option: str, choice: str | bool) -> Any:
    if place == f"{READINGS}/{option}":
        return choice
    if place == READINGS and isinstance(value, Mapping) and option in value:
        return {**value, option: choice}
    return value

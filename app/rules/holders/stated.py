"""What facts state of conditions that an agreement declares, and of its first public offering."""

from collections.abc import Iterable
from datetime import date

from app.rules.facts import RecordedFact
from app.rules.facts.conditions import ConditionStated
from app.rules.facts.covenants import FirstPublicOfferingEffective
from app.rules.facts.life.stages import FirstPublicOfferingStage
from app.rules.facts.recorded import condition_supposed
from app.rules.reasoning.days.stated import StatedCondition, StatedConditions
from app.rules.reasoning.trace import Sourced
from app.rules.terms import Terms


def stated_in(facts: Iterable[RecordedFact], terms: Terms) -> StatedConditions:
    """What facts state of the conditions that the terms declare."""
    if not terms.conditions:
        return StatedConditions({})
    facts = list(facts)
    supposed = dict(each for recorded in facts for each in recorded.supposed)
    return StatedConditions(
        terms.conditions,
        [
            StatedCondition(
                each.fact.condition,
                each.fact.holds,
                Sourced(each.fact.occurred_on, f"{each.source}/occurred_on"),
                each.fact.until,
                each.fact.registration,
                each.fact.holder,
                each.fact.document is not None,
            )
            for each in facts
            if isinstance(each.fact, ConditionStated)
        ],
        {
            name: supposed[condition_supposed(name)] == "holds"
            for name in terms.conditions
            if condition_supposed(name) in supposed
        },
    )


def first_offering_days(facts: Iterable[RecordedFact]) -> dict[str, Sourced[date]]:
    """The Moments of the first public offering that have a day: the first of each."""
    found: dict[str, Sourced[date]] = {}
    for each in facts:
        match each.fact:
            case FirstPublicOfferingEffective():
                moment = "ipo.effective"
            case FirstPublicOfferingStage():
                moment = f"ipo.{each.fact.stage}"
            case _:
                continue
        found.setdefault(moment, Sourced(each.fact.occurred_on, f"{each.source}/occurred_on"))
    return found

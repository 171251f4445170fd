"""The underwritten sale off a shelf on the record: clause 2(a)(iii)."""

from dataclasses import replace
from functools import partial

from app.rules.agreement.rights_end import end_of_rights
from app.rules.facts.life.requests import TakedownRequested
from app.rules.reasoning.matter import Matter
from app.rules.record.gathering import Record, TakedownFacts
from app.rules.record.history import life_of, since_begun
from app.rules.record.inputs import (
    invocations_of,
    offerings_that_matter,
    request_of,
    request_received,
    used_before,
)
from app.rules.record.kinds.on_record import OnRecord, Settled, turns_on
from app.rules.record.kinds.shelf import shelf_standing
from app.rules.registrations.kinds.takedown.answer import TAKEDOWN
from app.rules.registrations.kinds.takedown.ruling import TakedownCase


def _case(record: Record, facts: TakedownFacts, matter: Matter) -> TakedownCase:
    """What a takedown is judged by."""
    shelf = shelf_standing(record, facts.beginning.shelf, matter)
    return TakedownCase(
        request=request_of(record, facts, facts.beginning.letters),
        shelf=shelf,
        demands_used=used_before(record, facts),
        offerings=offerings_that_matter(record, facts, facts.all_sold_on, matter),
        invocations=invocations_of(record, facts, matter),
        rights_ended=partial(end_of_rights, record.known),
    )


def _settled(record: Record, facts: TakedownFacts, matter: Matter) -> Settled:
    """A takedown that counts as a demand (QC6) is effected when its sale is done."""
    case = _case(record, facts, matter)
    course = TAKEDOWN.course(case, since_begun(record, facts, life_of(facts)), matter, None)
    life = replace(course.since.life, effective_on=facts.all_sold_on)
    open_on = turns_on(course.ruling, lambda aside: TAKEDOWN.decide(case, aside), matter)
    return Settled(life, course.ruling, open_on)


OFF_THE_SHELF = OnRecord(
    begun_by=TakedownRequested,
    rules=TAKEDOWN,
    case=_case,
    measured_on=request_received,
    uses_up_demand="by_reading",
    settled=_settled,
)

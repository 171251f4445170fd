"""The demand on the record: clauses 2(a)(i) and 2(e)."""

from dataclasses import replace
from datetime import date
from functools import partial

from app.rules.agreement.rights_end import end_of_rights
from app.rules.facts.life.course import Filed
from app.rules.facts.life.requests import DemandReceived
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.record.gathering import DemandFacts, Record
from app.rules.record.happenings import happenings_of, others_of
from app.rules.record.history import history_of, life_of
from app.rules.record.inputs import (
    asked_in,
    invocations_of,
    offerings_that_matter,
    request_of,
    request_received,
    stated,
    stated_price,
    used_before,
    used_up_by_others,
)
from app.rules.record.kinds.included import with_what_is_included
from app.rules.record.kinds.joined import joined_so_far
from app.rules.record.kinds.on_record import OnRecord, Settled, turns_on
from app.rules.registrations.kinds.demand.answer import DEMAND
from app.rules.registrations.kinds.demand.ruling import DemandCase
from app.rules.registrations.requests.effecting import ShortFormFacts
from app.rules.registrations.requests.life import RegistrationLife


def _case(record: Record, facts: DemandFacts, matter: Matter) -> DemandCase:
    """What a demand is judged by."""
    case = _stated(record, facts, matter)
    joined = joined_so_far(record, facts, DEMAND, case, matter)
    return replace(case, request=replace(case.request, joined=joined)) if joined else case


def _stated(record: Record, facts: DemandFacts, matter: Matter) -> DemandCase:
    return DemandCase(
        request=replace(
            request_of(record, facts, facts.beginning.letters), price=stated_price(facts)
        ),
        demands_used=used_before(record, facts),
        used_up=used_up_by_others(record, facts),
        short_form=_short_form(facts),
        offerings=offerings_that_matter(record, facts, facts.effective_on, matter),
        invocations=invocations_of(record, facts, matter),
        rights_ended=partial(end_of_rights, record.known),
        others=others_of(record, facts, matter),
        known=happenings_of(record, facts),
        done_on=_done_on(facts, matter) if matter.changes_after(facts.begun_on) else None,
    )


def _done_on(facts: DemandFacts, matter: Matter) -> Sourced[date] | None:
    """When what is due was done (QB4): a later change of the terms moves it no more."""
    return facts.first(Filed) if matter.readings.due_act == "filed" else facts.effective_on


def _short_form(facts: DemandFacts) -> ShortFormFacts:
    demand = facts.beginning
    return ShortFormFacts(
        qualified=stated(facts, "short_form_qualified", demand.short_form_qualified),
        forms_at_receipt=stated(facts, "forms_at_receipt", demand.forms_at_receipt),
        forms_at_filing=stated(facts, "forms_at_filing", demand.forms_at_filing),
    )


def _life(record: Record, facts: DemandFacts) -> RegistrationLife:
    """As it was settled in its turn, with the shares that reading QB18 looks at."""
    return record.lives.get(facts.registration_id) or life_of(record, facts)


def _may_have_gone(record: Record, facts: DemandFacts) -> bool:
    """Whether everybody who asked has held nothing on some day since."""
    register, since = record.register, facts.begun_on
    return all(
        any(not register.registrable_shares(holder, day) for day in days)
        for holder in asked_in(facts)
        for days in [register.changed_on(holder, since)]
    )


def _settled(record: Record, facts: DemandFacts, matter: Matter) -> Settled:
    """What has become of it, and whether it stands."""
    case = _case(record, facts, matter)
    ruling = DEMAND.decide(case, matter)
    life = life_of(record, facts)
    # By when it is due does not decide whether it uses up a demand.
    asked_only = replace(case, short_form=ShortFormFacts(Sourced(False, "facts")), invocations=())
    open_on = turns_on(ruling, lambda aside: DEMAND.decide(asked_only, aside), matter)
    effective = life.effective_on is not None
    right = matter.terms.demand
    by_terms = right is not None and right.effected is not None
    looks_at_inclusion = effective and (by_terms or matter.readings.min_inclusion_pct_to_count > 0)
    if matter.terms.demand is None or not (
        case.request.taken_back
        or looks_at_inclusion
        or life.interferences
        or _may_have_gone(record, facts)
    ):
        return Settled(life, ruling, open_on)
    history = history_of(record, facts, life)
    life = DEMAND.follow(case, ruling, history, matter, None).history.life
    if looks_at_inclusion:
        shared_out = partial(DEMAND.shared_out_on, case, ruling, history, matter)
        life = with_what_is_included(life, history, shared_out, or_unknown=by_terms)
    return Settled(life, ruling, open_on)


REQUESTED = OnRecord(
    begun_by=DemandReceived,
    rules=DEMAND,
    case=_case,
    measured_on=request_received,
    life=_life,
    uses_up_demand="always",
    settled=_settled,
)

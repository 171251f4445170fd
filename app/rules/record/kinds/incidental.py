"""The Company's own registration on the record: clause 2(b)."""

from functools import partial
from typing import TypeVar

from app.rules.agreement.rights_end import end_of_rights
from app.rules.covenants.grants import rightly_granted
from app.rules.facts.life.requests import RegistrationDetermined
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, sourced
from app.rules.record.gathering import IncidentalFacts, Record, occurred
from app.rules.record.happenings import happenings_of
from app.rules.record.inputs import first_request, invocations_of, stated
from app.rules.record.kinds.on_record import OnRecord
from app.rules.registrations.cutback.advised import OtherDemand
from app.rules.registrations.cutback.selling import (
    Seller,
)
from app.rules.registrations.kinds.incidental.answer import INCIDENTAL
from app.rules.registrations.kinds.incidental.ruling import IncidentalCase
from app.rules.registrations.kinds.incidental.trigger import PlannedRegistration
from app.rules.terms.rights.registrations import SellerClass, TierClass

V = TypeVar("V")


def _case(record: Record, facts: IncidentalFacts, matter: Matter) -> IncidentalCase:
    """What the Company's own registration is judged by."""
    determined = facts.beginning
    return IncidentalCase(
        trigger=facts.begun.source,
        planned=PlannedRegistration(
            purpose=Sourced(determined.purpose, f"{facts.begun.source}/purpose"),
            initiated_for=Sourced(determined.initiated_for, f"{facts.begun.source}/initiated_for"),
            determined_on=occurred(facts.begun, determined),
            form=stated(facts, "form", determined.form),
            solely=stated(facts, "solely", determined.solely),
            securities=stated(facts, "securities", determined.securities),
            other_demand=_other_demand(record, facts, matter),
        ),
        determined_on=occurred(facts.begun, determined),
        planned_filing_on=stated(facts, "planned_filing_on", determined.planned_filing_on),
        known=happenings_of(record, facts),
        sellers=_sellers(record, facts),
        first_offering=stated(facts, "first_public_offering", determined.first_public_offering),
        first_request_on=first_request(record, facts, matter),
        invocations=invocations_of(record, facts, matter),
        rights_ended=partial(end_of_rights, record.known),
    )


def _other_demand(record: Record, facts: IncidentalFacts, matter: Matter) -> OtherDemand | None:
    determined, source = facts.beginning, facts.begun.source
    demand = determined.other_demand
    if demand is None:
        return None

    def of_demand(name: str, value: V | None) -> Sourced[V] | None:
        return sourced(value, f"{source}/other_demand/{name}")

    compliant = of_demand("granted_in_compliance", demand.granted_in_compliance)
    if compliant is None and demand.grantee is not None:
        compliant = rightly_granted(demand.grantee, determined.occurred_on, record.known, matter)
    return OtherDemand(
        underwritten=stated(facts, "underwritten", determined.underwritten),
        compliant=compliant,
        room=of_demand("room_for_registrable", demand.room_for_registrable),
    )


def _sellers(record: Record, facts: IncidentalFacts) -> tuple[Seller, ...]:
    """The Company and others who mean to sell, with their shares."""
    determined, source = facts.beginning, facts.begun.source
    company = record.terms.company.id
    own = determined.company_shares
    # What it initiates for itself it sells in; while the number is not recorded, it is not known.
    sells = determined.initiated_for == "company" if own is None else own > 0
    by_others: SellerClass = "others" if determined.other_demand is None else "demanding"
    # In what the Company initiated they are other holders entitled to take part (2(f)(ii), QC17).
    rank: TierClass = "initiators" if determined.initiated_for == "others" else "others"
    nobody_named = determined.initiated_for == "others" and not determined.initiators
    return (
        *(
            (Seller(company, "company", "company", own, f"{source}/company_shares"),)
            if sells
            else ()
        ),
        *(
            # Somebody initiated it: while it is not said who, how much they sell is not known.
            (Seller("initiators", by_others, "initiators", None, f"{source}/initiators"),)
            if nobody_named
            else ()
        ),
        *(
            Seller(name, by_others, rank, shares, f"{source}/initiators/{name}")
            for name, shares in determined.initiators.items()
        ),
        *(
            Seller(name, "others", "others", shares, f"{source}/others/{name}")
            for name, shares in determined.others.items()
        ),
    )


OWN = OnRecord(
    begun_by=RegistrationDetermined, rules=INCIDENTAL, case=_case, measured_on=first_request
)

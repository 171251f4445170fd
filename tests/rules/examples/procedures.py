"""What the tests of Sections 3 to 5 share: a registration under way, and facts put on its record.

Spectrum asked for it and Wang joined; Doeg Hill was told of it and stayed out. Filed on Monday 3
May 1999, effective on Friday 14 May 1999, unless a test says otherwise.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.rules.facts import ANY_FACT, RecordedFact, in_order
from app.rules.facts.life.course import MisstatementNoticeGiven, NewProspectusReceived
from app.rules.procedures import Procedures, UnderWay, carry_out
from app.rules.procedures.under_way import happened
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.effectiveness.holds import Seats, holds_of
from app.rules.registrations.joining.history import History, ProspectusReceived
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.terms import Terms, parse_terms, with_readings
from app.services.agreements.templates import template

CTC: Terms = template("ctc-1998").terms
TRIGGER = "fact:demand#"
FILED, EFFECTIVE = date(1999, 5, 3), date(1999, 5, 14)
LATER = date(1999, 7, 1)


def agreed(**changes: Any) -> Terms:
    """The 1998 terms with some parts replaced."""
    return parse_terms(json.dumps(json.loads(CTC.canonical) | changes))


def without(*names: str) -> Terms:
    """The 1998 terms without the steps of these names."""
    kept = [each for each in json.loads(CTC.canonical)["procedures"] if each["name"] not in names]
    return agreed(procedures=kept)


def put_on_record(*facts: Mapping[str, Any]) -> tuple[RecordedFact, ...]:
    """These facts, in the order of the record."""
    recorded = (
        RecordedFact(f"f{place:02}", "demand", ANY_FACT.validate_python(fact))
        for place, fact in enumerate(facts)
    )
    return tuple(sorted(recorded, key=in_order))


def sourced(day: date | None, name: str) -> Sourced[date] | None:
    return None if day is None else Sourced(day, f"fact:{name}#/occurred_on")


def under_way(
    *facts: Mapping[str, Any],
    filed: date | None = FILED,
    effective: date | None = EFFECTIVE,
    kept_to: date | None = date(1999, 11, 10),
    as_of: date | None = LATER,
    underwritten: bool | None = False,
    nothing_left: Mapping[str, Sourced[date]] | None = None,
    **changes: Any,
) -> UnderWay:
    """The registration with these facts on its record."""
    usual = UnderWay(
        kind="requested",
        trigger=TRIGGER,
        made_on=sourced(date(1999, 2, 19), "demand"),
        asked_by=("spectrum",),
        included={
            "spectrum": Sourced(400_000, "fact:demand#/letters/0/requests/0/shares"),
            "wang": Sourced(100_000, "fact:join#/shares"),
        },
        holders=("doeg-hill", "spectrum", "wang"),
        underwritten=None
        if underwritten is None
        else Sourced(underwritten, "fact:demand#/underwritten"),
        filed_on=sourced(filed, "filed"),
        effective_on=sourced(effective, "effective"),
        kept_effective_to=sourced(kept_to if effective else None, "kept"),
        given_up=False,
        facts=put_on_record(*facts),
        as_of=as_of,
    )
    changed = replace(usual, **changes)
    return replace(changed, held=_held(changed, nothing_left or {}))


def _held(
    registration: UnderWay, nothing_left: Mapping[str, Sourced[date]]
) -> dict[str, Mapping[str, Sourced[date] | None]]:
    """Who waits for a new prospectus because of each notice, all of them from the outset."""
    history = History(
        life=RegistrationLife("demand", Sourced("demand", TRIGGER)),
        holders=lambda _: (),
        misstatements=tuple(happened(*each) for each in registration.of(MisstatementNoticeGiven)),
        prospectuses=tuple(
            ProspectusReceived(fact.holder, happened(recorded, fact), fact.ends_same_day)
            for recorded, fact in registration.of(NewProspectusReceived)
        ),
        nothing_left=nothing_left,
    )
    seats = Seats([(date.min, frozenset(registration.included))])
    return {
        hold.notice_given_on.source: hold.received
        for hold in holds_of(history, seats)
        if hold.notice_given_on
    }


def carried_out(
    registration: UnderWay, terms: Terms = CTC, **readings: object
) -> tuple[Procedures, Matter]:
    """What Sections 3 to 5 come to, and the working."""
    matter = open_matter(with_readings(terms, readings))
    return carry_out(registration, matter), matter


def duties(registration: UnderWay, terms: Terms = CTC, **readings: object) -> dict[str, Obligation]:
    """The obligations, by id; no two have the same."""
    found = carried_out(registration, terms, **readings)[0].obligations
    by_id = {each.id: each for each in found}
    assert len(by_id) == len(found)
    return by_id


def warnings(matter: Matter) -> set[str]:
    return {each.code for each in matter.working.warnings}


def missing(matter: Matter) -> set[str]:
    return {each.name for each in matter.working.missing}


def dated(kind: str, day: str, **fields: Any) -> dict[str, Any]:
    """A fact of this kind that happened on this day."""
    return {"kind": kind, "occurred_on": day, **fields}


def handed(kind: str, holder: str, day: str, **fields: Any) -> dict[str, Any]:
    """A writing of this kind, handed over on this day."""
    delivery = {"method": "personal", "delivered_on": day}
    return {"kind": kind, "holder": holder, "delivery": delivery, **fields}


def oral(kind: str, holder: str, day: str, **fields: Any) -> dict[str, Any]:
    """The same by word of mouth."""
    delivery = {"method": "personal", "delivered_on": day, "in_writing": False}
    return {"kind": kind, "holder": holder, "delivery": delivery, **fields}


def asked_for(procedure: str, holder: str, day: str, *matters: str) -> dict[str, Any]:
    return handed("procedure_requested", holder, day, procedure=procedure, matters=list(matters))

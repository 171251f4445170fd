"""Registrations: a demand posted and answered, then the facts of its life."""

from dataclasses import replace
from datetime import date

from app.errors import NotFound
from app.rules.answers import Answer, DemandAnswer
from app.rules.evaluation import evaluate_demand
from app.rules.facts import DemandReceived, Fact
from app.rules.working import Detail
from app.services import records
from app.services.agreements import FactOnRecord, facts_on_record
from app.services.workspace import Workspace


def post_demand(
    workspace: Workspace,
    agreement_id: str,
    demand: DemandReceived,
    *,
    registration_id: str | None,
    dry_run: bool,
    as_of: date | None,
    detail: Detail,
) -> Answer[DemandAnswer]:
    """Record a demand and answer it; a dry run answers the same and stores nothing."""
    transaction = workspace.database.reading() if dry_run else workspace.database.writing()
    with transaction as unit:
        record = records.load(workspace, unit, agreement_id, lock=not dry_run)
        if record.terms.demand is None:
            raise NotFound("right to demand a registration under agreement", agreement_id)
        identifier = registration_id or workspace.new_id()
        new = records.new_fact(workspace, demand, identifier)
        records.guard(new, record.facts, record.terms)
        day = records.day_to_answer(as_of, demand, workspace, record.terms)
        facts = [*record.facts, new]
        answer = evaluate_demand(agreement_id, identifier, record.terms, facts, day, detail)
        if dry_run:
            answer = replace(answer, result=replace(answer.result, registration_id=None))
        else:
            unit.records.add_registration(identifier, agreement_id, "requested")
            records.append(workspace, unit, record, [new])
            unit.commit()
    return answer


def post_fact(
    workspace: Workspace, registration_id: str, fact: Fact, as_of: date | None, detail: Detail
) -> Answer[DemandAnswer]:
    """Record a fact in the life of a registration; answer where the registration stands."""
    with workspace.database.writing() as unit:
        agreement_id = records.agreement_of(unit, registration_id)
        record = records.load(workspace, unit, agreement_id, lock=True)
        new = records.new_fact(workspace, fact, registration_id)
        records.guard(new, record.facts, record.terms)
        day = records.day_to_answer(as_of, fact, workspace, record.terms)
        facts = [*record.facts, new]
        answer = evaluate_demand(agreement_id, registration_id, record.terms, facts, day, detail)
        records.append(workspace, unit, record, [new])
        unit.commit()
    return answer


def read(
    workspace: Workspace, registration_id: str, as_of: date | None, detail: Detail
) -> Answer[DemandAnswer]:
    """Where a registration stands on a day; NotFound on a day before its demand."""
    with workspace.database.reading() as unit:
        agreement_id = records.agreement_of(unit, registration_id)
        record = records.load(workspace, unit, agreement_id)
    day = records.day_asked(as_of, workspace, record.terms)
    life = [each.fact for each in record.facts if each.registration_id == registration_id]
    if day < min(fact.happened_on for fact in life if isinstance(fact, DemandReceived)):
        raise NotFound(f"registration, as of {day.isoformat()},", registration_id)
    return evaluate_demand(agreement_id, registration_id, record.terms, record.facts, day, detail)


def facts_of(workspace: Workspace, registration_id: str) -> list[FactOnRecord]:
    """The facts of one registration, in order of posting."""
    with workspace.database.reading() as unit:
        agreement_id = records.agreement_of(unit, registration_id)
    return facts_on_record(workspace, agreement_id, registration_id)

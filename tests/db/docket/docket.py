"""Holding the docket of a database against what the rules answer on the same facts.

What every test leaves is compared on the day of its last fact; what a quarter of them leave (the
same ones each time) on every day of the docket. `--whole-docket` compares all of it after each.
Of tests that leave the same state, the first has it compared (`tests/running/stories.py`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from zlib import crc32

from app.db.docket.pages import Wanted
from app.db.engine import Database
from app.db.unit_of_work import UnitOfWork
from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_registration,
)
from app.rules.facts import BeginningFact
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.trace import Detail
from app.services.docket import docket, obligations
from app.services.record import records
from app.services.record.records import LoadedRecord
from app.services.workspace.workspace import Workspace
from tests.running.service import NOW, fixed_workspace

Owed = dict[tuple[str | None, str], Obligation]
"""Obligations of one agreement by registration (None: the agreement's own) and id."""


def versions(database: Database) -> dict[str, int]:
    """The length of every record."""
    with database.reading() as unit:
        return {each.id: each.version for each in unit.records.agreements(None, 10_000)}


def is_of_the_quarter(test: str) -> bool:
    """Whether what a test leaves is compared whole: told by its name, wherever its file lies."""
    file, _, name = test.partition("::")
    return crc32(f"tests/api/{Path(file).name}::{name}".encode()) % 4 == 0


def disagreements(
    database: Database, untouched: Mapping[str, int], *, whole: bool = True
) -> list[str]:
    """What the docket says of agreements otherwise than the facts, but for untouched ones."""
    workspace = fixed_workspace(database)
    changed = [name for name, long in versions(database).items() if untouched.get(name) != long]
    return [fault for name in changed for fault in _of_agreement(workspace, name, whole=whole)]


def _of_agreement(workspace: Workspace, name: str, *, whole: bool) -> Iterator[str]:
    with workspace.database.writing() as unit:
        record = records.load(workspace, unit, name)
        last = max(each.fact.happened_on for each in record.facts)
        if whole and docket.write(unit, name, docket.whole(record.terms, record.facts)):
            yield f"The docket of {name} is not what its facts give anew."
        for day in (last, NOW.date()) if whole else (last,):
            if _listed(unit, name, day) != _answered(record, day):
                yield f"On {day} the docket of {name} is not what is answered on that day."


def _listed(unit: UnitOfWork, name: str, day: date) -> Owed:
    lines = unit.docket.listed(Wanted(day, agreement_id=name), None, 10_000)
    entries = (obligations.entry(line, day) for line in lines)
    return {(each.registration_id, each.obligation.id): each.obligation for each in entries}


def _answered(record: LoadedRecord, day: date) -> Owed:
    identity = AgreementIdentity(record.agreement.id, "", None, 0)
    terms, facts = record.terms, record.facts
    own = evaluate_agreement(identity, terms, facts, day, Detail.NONE).result.obligations
    owed: list[tuple[str | None, Obligation]] = [(None, each) for each in own]
    for each in facts:
        name = each.registration_id
        if name and isinstance(each.fact, BeginningFact) and each.fact.happened_on <= day:
            answer = evaluate_registration(identity.id, name, terms, facts, day, Detail.NONE)
            owed += [(name, obligation) for obligation in answer.result.obligations]
    return {(name, each.id): replace(each, explained_by={}) for name, each in owed}

"""What is told to other systems: written down in the transaction of the facts it follows from.

What a write does to what is owed is what it does to the docket of today. What happened by itself
since the day through which everything was told is told first, with it: so every agreement is told
of as of one day, and nothing twice.
"""

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, TypeAlias, cast

from pydantic import Field, TypeAdapter

from app import meters
from app.db.docket.docket import KeptLine
from app.db.outbox import NewEvent, ToldThrough
from app.db.records import AgreementRow
from app.db.unit_of_work import UnitOfWork
from app.errors import Fault, InvalidInput
from app.rules.answers import (
    ONE_DAY,
    CitedFact,
    CorrectionMade,
    Happened,
    Look,
    Modality,
    RegistrationAnswer,
    Status,
    days_of,
    happened,
    kept_with,
)
from app.rules.facts import RecordedFact
from app.rules.terms import RegistrationKind
from app.rules.values.if_any import IfAny
from app.services.docket.docket import obligation_of

ChangeKind: TypeAlias = Literal[Happened, "determined", "corrected"]

_DECISION = "/determination/decision"


@dataclass(frozen=True, slots=True)
class DutyBefore:
    """An obligation as it stood before: by when it was due, and its status."""

    due_on: date | None
    status: Status


@dataclass(frozen=True, slots=True)
class DutyChanged:
    """An obligation to which something happened, as it stands after it.

    `status` is null where there is no such obligation any more; `before` is left out where
    there was none, `modality` of what was told before it was said.
    """

    id: str
    obligor: str
    action: str
    clause: str
    due_on: date | None
    status: Status | None
    performed_on: IfAny[date] = None
    modality: IfAny[Modality] = None
    before: IfAny[DutyBefore] = None


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """What is decided about a registration, and what was decided before, if anything was."""

    decision: str | None
    reason: IfAny[str] = None
    registration_kind: IfAny[RegistrationKind] = None
    before: IfAny[str] = None


@dataclass(frozen=True, slots=True)
class EntryCorrected:
    """A correction or retraction of an entry of the record, and why it was made."""

    kind: Literal["fact_corrected", "fact_retracted"]
    correction_id: str | None
    fact_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeData:
    """What is told of one thing that happened, as of a day: one of the three is given.

    `cited` are the facts that brought it about and that papers are kept with; `names` has the
    name that the party who owes the obligation had then.
    """

    as_of: date
    obligation: DutyChanged | None = None
    determination: DecisionMade | None = None
    correction: EntryCorrected | None = None
    cited: Annotated[tuple[CitedFact, ...], Field(exclude_if=operator.not_)] = ()
    agreement_name: IfAny[str] = None
    names: Annotated[Mapping[str, str], Field(exclude_if=operator.not_)] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True)
class NewHappening:
    """One thing that happened, before it has a place in the outbox."""

    kind: ChangeKind
    registration_id: str | None
    data: ChangeData


DATA = TypeAdapter(ChangeData)


def standing(lines: Iterable[KeptLine], day: date) -> list[KeptLine]:
    """The lines of the docket that stand on a day."""
    return [line for line in lines if line.first_day <= day <= line.last_day]


def changes_between(
    before: Iterable[KeptLine], day_before: date, after: Iterable[KeptLine], day: date
) -> Iterator[NewHappening]:
    """What happened to obligations between their lines of one day and those of another."""
    then = {(line.registration_id, line.obligation_id): line for line in before}
    now = {(line.registration_id, line.obligation_id): line for line in after}
    for key in dict.fromkeys((*then, *now)):
        was, is_now = then.get(key), now.get(key)
        for kind in happened(_look(was, day_before), _look(is_now, day)):
            duty = _duty(is_now or then[key], was, there=is_now is not None)
            yield NewHappening(kind, key[0] or None, ChangeData(day, obligation=duty))


def _look(line: KeptLine | None, day: date) -> Look | None:
    return None if line is None else Look(day, line.due_on, _status(line))


def _status(line: KeptLine) -> Status:
    return cast("Status", line.status)  # as it was stored


def _duty(line: KeptLine, was: KeptLine | None, *, there: bool) -> DutyChanged:
    owed = obligation_of(line)
    return DutyChanged(
        id=owed.id,
        obligor=owed.obligor,
        action=owed.action,
        clause=owed.clause,
        due_on=owed.due_on if there else None,
        status=owed.status if there else None,
        performed_on=owed.performed_on if there else None,
        modality=owed.modality,
        before=None if was is None else DutyBefore(was.due_on, _status(was)),
    )


def decisions(unit: UnitOfWork, answer: object, as_of: date, today: date) -> Iterator[NewHappening]:
    """What an answer to a write decides otherwise than was decided before.

    An answer as of a day before today, asked for so, tells nothing of today.
    """
    match answer:
        case RegistrationAnswer(registration_id=str(name)) if as_of >= today:
            before = unit.outbox.last_of(name, "determined")
            decided = None if before is None else _text(before["determination"]["decision"])
            made = answer.determination
            if made.decision != decided:
                told = DecisionMade(made.decision, made.reason, answer.kind, decided)
                yield NewHappening("determined", name, ChangeData(as_of, determination=told))
        case CorrectionMade():
            told_why = EntryCorrected(
                answer.kind, answer.correction_id, answer.fact_id, answer.reason
            )
            data = ChangeData(as_of, correction=told_why)
            yield NewHappening("corrected", answer.registration_id, data)
            yield from _decided_otherwise(answer, as_of)


def _decided_otherwise(made: CorrectionMade, as_of: date) -> Iterator[NewHappening]:
    for answer in made.changed:
        for change in answer.changes:
            if change.path == _DECISION:
                told = DecisionMade(_text(change.now), None, None, _text(change.then))
                data = ChangeData(as_of, determination=told)
                yield NewHappening("determined", answer.registration_id, data)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def write(
    unit: UnitOfWork,
    agreement: AgreementRow,
    version: int,
    recorded_at: datetime,
    changes: Iterable[NewHappening],
    new: Sequence[RecordedFact] = (),
) -> int:
    """Write down what happened, by which new facts if by any; how much it was."""
    cited, happened_now = kept_with(new), tuple(changes)
    names = _names_in(unit, agreement.id, happened_now)
    events = [
        NewEvent(
            kind=change.kind,
            recorded_at=recorded_at,
            agreement_id=agreement.id,
            registration_id=change.registration_id,
            version=version,
            data=DATA.dump_python(
                replace(
                    change.data,
                    cited=cited,
                    agreement_name=agreement.name,
                    names={party: names[party] for party in _parties_of(change) if party in names},
                ),
                mode="json",
            ),
        )
        for change in happened_now
    ]
    unit.outbox.add(events)
    for event in events:
        meters.CHANGES.labels(event.kind).inc()
    return len(events)


def _names_in(
    unit: UnitOfWork, agreement_id: str, changes: Sequence[NewHappening]
) -> Mapping[str, str]:
    """The names of those of whom it is told, by their ids: looked up once for all."""
    parties = dict.fromkeys(
        (agreement_id, party) for change in changes for party in _parties_of(change)
    )
    names = unit.docket.names(parties) if parties else {}
    return {party: name for (_, party), name in names.items()}


def _parties_of(change: NewHappening) -> Sequence[str]:
    duty = change.data.obligation
    return () if duty is None else (duty.obligor,)


def has_come_to(unit: UnitOfWork, since: int, pointer: str, place: Literal["body", "query"]) -> int:
    """The position itself; InvalidInput if nothing has come to it, so that what comes is told."""
    last = unit.outbox.last()
    if since > last:
        says = f"Nothing has come to position {since} yet. The last position is {last}."
        raise InvalidInput([Fault(pointer, "not_a_place", says, place)])
    return since


def begin_telling(unit: UnitOfWork, agreement_id: str, today: date) -> None:
    """Tell of an agreement that is new here what happens from today on."""
    unit.outbox.tell(agreement_id, ToldThrough(today, today + ONE_DAY))


def told_through(unit: UnitOfWork, agreement_id: str, today: date) -> date:
    """The day as of which everything is told of an agreement: today, if nothing is left out.

    From now on it is told as of today: what happened by itself since then is to be told.
    """
    told = unit.outbox.told(agreement_id)
    now = ToldThrough(today, today + ONE_DAY)
    if told is None or told.through < today or told.look_on > now.look_on:
        unit.outbox.tell(agreement_id, now)
    return today if told is None or told.look_on > today else told.through


def next_look(lines: Sequence[KeptLine], today: date) -> date:
    """The first day after today on which anything may happen by itself to what these lines say."""
    days = (
        day
        for line in lines
        for day in (line.first_day.toordinal(), line.last_day.toordinal() + 1, *_days(line))
        if day > today.toordinal()
    )
    return _day(min(days, default=date.max.toordinal()))


def _days(line: KeptLine) -> Iterator[int]:
    return days_of(line.due_on)


def _day(ordinal: int) -> date:
    return date.min + timedelta(days=min(ordinal, date.max.toordinal()) - 1)

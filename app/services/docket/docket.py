"""The docket across agreements: kept in step with every record, and listed.

The docket of an agreement is written in the transaction that changes its record, from the earliest
day on which the change can matter; what stood on earlier days stands. It can be written anew from
the facts alone, which gives the same lines: that is done after a change of the rules.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, Literal, TypeAlias

from pydantic import TypeAdapter

from app import meters
from app.db.docket.docket import KeptLine, ListedLine, NewLine, Rows, differing
from app.db.docket.pages import NO_REGISTRATION
from app.db.unit_of_work import UnitOfWork
from app.errors import StoredUnreadable
from app.rules.answers import (
    NAMING,
    ONE_DAY,
    Borne,
    Everything,
    FoundBefore,
    Obligation,
    StandingObligation,
    borne_on,
    docket_from,
    known_by,
)
from app.rules.facts import BeginningFact, RecordedFact
from app.rules.terms import RegistrationKind, Terms

LineKey: TypeAlias = tuple[str, str, date]
"""Registration, obligation and first day: what a line of one agreement is known by."""

Kinds: TypeAlias = Mapping[str | None, RegistrationKind]
"""The kind of each registration."""

OBLIGATION = TypeAdapter(Obligation)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a write did to the docket: the lines it bears on, as they were and as they are.

    `since` is the first day on which they may differ; of days before it they say nothing. `names`
    are those of the parties where one may be another than before.
    """

    since: date
    before: Mapping[LineKey, KeptLine]
    after: Mapping[LineKey, KeptLine]
    names: Mapping[str, str] | None = None


UNCHANGED = Rewritten(date.max, {}, {})


def worked_out(
    stored: Callable[[date, Collection[str] | None], Iterable[KeptLine]],
    terms: Terms,
    before: Sequence[RecordedFact],
    after: Sequence[RecordedFact],
    go_on: Callable[[], None],
    of: Borne | None = None,
    found_before: FoundBefore | None = None,
) -> Rewritten:
    """What becomes of the docket of an agreement whose facts were `before` and now are `after`.

    `stored` gives its lines that stand on a day or later, of some registrations or of all, and is
    asked first. Raises `OutsideCalendar` when what is owed leaves the calendars. `go_on` is called
    between days and may raise: of a long record it can take long, and needs no transaction. The
    facts are known to bear on what is `of` them; what was `found_before` of others is known, and
    what is found is kept.
    """
    others = _facts_that_differ(before, after)
    if not others:
        return UNCHANGED
    since = min(each.fact.happened_on for each in others)
    if of is None:
        of = borne_on(terms, before, after, owed_alone=True)
    named = None if isinstance(of, Everything) else [each or NO_REGISTRATION for each in of]
    # A line of the day before may go on: what a fact excused, another of the same day may revive.
    lines_now = stored(since - ONE_DAY, named)
    kept = {_key(line): line for line in lines_now if (line.registration_id or None) in of}
    history = (
        replace(line, last_day=min(line.last_day, since - ONE_DAY))
        for line in kept.values()
        if line.first_day < since
    )
    evaluated: set[tuple[str | None, date]] = set()
    owed = _noting(docket_from(since, terms, after, of, found_before), evaluated)
    lines = _joined(chain(history, _new_lines(owed, _kinds(after), go_on)))
    meters.EVALUATIONS.observe(len(evaluated))
    renamed = not before or any(isinstance(each.fact, NAMING) for each in others)
    return Rewritten(since, kept, lines, known_by(terms, after) if renamed else None)


def rewrite(unit: UnitOfWork, agreement_id: str, owed: Rewritten) -> None:
    """Write it down: call it in every transaction that changes which facts stand."""
    kept, lines = owed.before, owed.after
    gone = [line for line in kept.values() if not _is_there(line, lines)]
    added = [
        line for line in lines.values() if isinstance(line, NewLine) and not _is_there(line, kept)
    ]
    moved = [
        line
        for key, line in lines.items()
        if _is_there(line, kept) and kept[key].last_day != line.last_day
    ]
    unit.docket.rewrite(agreement_id, gone=gone, moved=moved, new=added)
    if owed.names is not None:
        unit.docket.call(agreement_id, owed.names)


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole docket of an agreement: its lines, and the names of those whom they name by ids."""

    lines: Sequence[NewLine]
    names: Mapping[str, str]


def whole(
    terms: Terms, facts: Sequence[RecordedFact], go_on: Callable[[], None] = lambda: None
) -> Whole:
    """All that the facts give, from the first day there is; `OutsideCalendar` if they cannot.

    It can take long: of a long record, work it out before a transaction begins. `go_on` is called
    between days, and may raise.
    """
    lines = list(_new_lines(docket_from(date.min, terms, facts), _kinds(facts), go_on))
    return Whole(lines, known_by(terms, facts))


def write(unit: UnitOfWork, agreement_id: str, right: Whole) -> bool:
    """Let the docket of an agreement be this, whole; whether that changed anything."""
    return unit.docket.replace(agreement_id, *_found_and_right(unit, agreement_id, right))


def _found_and_right(unit: UnitOfWork, agreement_id: str, right: Whole) -> tuple[Rows, Rows]:
    """The rows that are stored of an agreement, and those that should be."""
    found = unit.docket.rows(agreement_id)
    return found, unit.docket.rows_of(agreement_id, right.lines, right.names)


RowFault: TypeAlias = Literal["row_changed", "row_added", "row_missing"]


@dataclass(frozen=True, slots=True)
class RowMisfit:
    """A row of the docket that is not what the facts give: which, and what is wrong with it."""

    registration_id: str | None
    obligation_id: str
    first_day: date
    what: RowFault
    says: str


def misfits(unit: UnitOfWork, agreement_id: str, given: Whole) -> Iterator[RowMisfit]:
    """Every row of an agreement's docket that is not what its facts give, compared whole."""
    found, right = _found_and_right(unit, agreement_id, given)
    for key in differing(found, right):
        registration, obligation, day, obligee = key
        what, says = _wrong_with(found.get(key), right.get(key))
        yield RowMisfit(registration or None, obligation, day, what, f"{says}{obligee}.")


def _wrong_with(
    found: Mapping[str, Any] | None, right: Mapping[str, Any] | None
) -> tuple[RowFault, str]:
    if found is None:
        return "row_missing", "The facts give a row that is not there"
    if right is None:
        return "row_added", "There is a row that the facts do not give"
    names = [name for name, value in right.items() if found[name] != value]
    values = "; ".join(f"{name} is {found[name]}, not {right[name]}" for name in names)
    return "row_changed", f"By the facts it should read otherwise: {values}"


def obligation_of(line: KeptLine | ListedLine) -> Obligation:
    """The obligation that a line of the docket keeps; StoredUnreadable where it keeps none."""
    try:
        return OBLIGATION.validate_json(line.obligation)
    except ValueError as error:
        raise StoredUnreadable from error


def _facts_that_differ(
    before: Iterable[RecordedFact], after: Iterable[RecordedFact]
) -> Sequence[RecordedFact]:
    """Those that only one of the two has: no day before the first of them is answered anew.

    A fact is known by its id; whatever says something else in its place has an id of its own.
    """
    was, is_now = ({each.id: each for each in facts} for facts in (before, after))
    return [was.get(name) or is_now[name] for name in was.keys() ^ is_now.keys()]


def _noting(
    lines: Iterable[StandingObligation], evaluated: set[tuple[str | None, date]]
) -> Iterator[StandingObligation]:
    """The same lines, with note taken of what was worked out for them, and from which day."""
    for line in lines:
        evaluated.add((line.registration_id, line.first_day))
        yield line


def _kinds(facts: Iterable[RecordedFact]) -> Kinds:
    return {
        each.registration_id: each.fact.begins
        for each in facts
        if isinstance(each.fact, BeginningFact)
    }


def _new_lines(
    lines: Iterable[StandingObligation], kinds: Kinds, go_on: Callable[[], None] = lambda: None
) -> Iterator[NewLine]:
    """The lines in the form in which they are kept, those made one that say the same day after day.

    Before they are written down: what is owed to a thousand stays the same on most days.
    """
    latest: dict[tuple[str | None, str], StandingObligation] = {}
    for line in lines:
        go_on()
        obligation = line.registration_id, line.obligation.id
        before = latest.get(obligation)
        if before is not None and _goes_on(before, line):
            line = StandingObligation(
                before.registration_id, before.obligation, before.first_day, line.last_day
            )
        elif before is not None:
            yield _new(before, kinds)
        latest[obligation] = line
    yield from (_new(line, kinds) for line in latest.values())


def _goes_on(before: StandingObligation, line: StandingObligation) -> bool:
    return before.last_day + ONE_DAY == line.first_day and before.obligation == line.obligation


def _joined(lines: Iterable[KeptLine]) -> dict[LineKey, KeptLine]:
    """The lines, given by their first days, with those made one that say the same day after day."""
    joined: dict[LineKey, KeptLine] = {}
    latest: dict[tuple[str, str], KeptLine] = {}
    for line in lines:
        obligation = line.registration_id, line.obligation_id
        before = latest.get(obligation)
        if before and before.obligation == line.obligation and _adjoin(before, line):
            line = replace(before, last_day=line.last_day)
        latest[obligation] = joined[_key(line)] = line
    return joined


def _adjoin(before: KeptLine, line: KeptLine) -> bool:
    return before.last_day + ONE_DAY == line.first_day


def _is_there(line: KeptLine, among: Mapping[LineKey, KeptLine]) -> bool:
    """Whether a line that says the same from the same day on is among others."""
    other = among.get(_key(line))
    return other is not None and other.obligation == line.obligation


def _key(line: KeptLine) -> LineKey:
    return line.registration_id, line.obligation_id, line.first_day


def _new(line: StandingObligation, kinds: Kinds) -> NewLine:
    """A line in the form in which it is kept."""
    owed = line.obligation
    return NewLine(
        registration_id=line.registration_id or NO_REGISTRATION,
        obligation_id=owed.id,
        first_day=line.first_day,
        last_day=line.last_day,
        obligation=OBLIGATION.dump_json(owed, exclude_defaults=True).decode(),
        due_on=owed.due_on,
        status=owed.status,
        standard=owed.standard,
        obligor=owed.obligor,
        obligees=owed.obligees,
        clause=owed.clause,
        registration_kind=kinds.get(line.registration_id),
    )

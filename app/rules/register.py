"""The register of Holders, folded from facts: clauses 1(e), 1(i), 9(f) and 9(h).

Asked for a day, it gives every Holder's holding at the end of that day. Facts that cannot be true
of it (more converted than held, an unknown Holder) are listed as `Impossible`, for the guard that
refuses to record them. Shares are whole; a split drops fractions of a share.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import groupby

from app.rules.assignment import Transfer, limb_satisfied, recognised_from
from app.rules.facts import (
    Fact,
    HolderRecorded,
    PositionStated,
    PreferredConverted,
    RecordedFact,
    SecuritiesTransferred,
    SharesSold,
    StockSplit,
    WarrantsExercised,
    WarrantsExpired,
)
from app.rules.holdings import Holding, Holdings, Position, fully_diluted
from app.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Entry:
    """One Holder's line in the register; `recognised_from` None means not yet."""

    name: str
    position: Position
    recognised_from: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Impossible:
    """A fact that cannot be true of the register, the field at fault, and why."""

    fact_id: str
    field: str
    code: str
    says: str


@dataclass(slots=True)
class Register:
    """The register through time, built once and then only read."""

    terms: Terms
    days: list[date] = field(default_factory=list)
    entries: list[dict[str, Entry]] = field(default_factory=list)
    impossible: list[Impossible] = field(default_factory=list)
    split_ratio: Fraction = Fraction(1)

    def on(self, day: date) -> Holdings:
        """Every Holder's holding at the end of `day`, by id."""
        lines = self.lines_on(day)
        return Holdings(
            {
                holder: Holding(
                    lines[holder].position, _is_recognised(lines[holder], day), lines[holder].source
                )
                for holder in sorted(lines)
            }
        )

    def lines_on(self, day: date) -> dict[str, Entry]:
        """The register's lines at the end of `day`."""
        place = bisect_right(self.days, day)
        return self.entries[place - 1] if place else {}

    def ever_recognised(self) -> dict[str, tuple[date, str]]:
        """Every Holder ever recognised, from when, and by which fact."""
        found: dict[str, tuple[date, str]] = {}
        for lines in self.entries:
            for holder, entry in lines.items():
                if entry.recognised_from:
                    found.setdefault(holder, (entry.recognised_from, entry.source))
        return found

    def registrable_shares(self, holder: str, day: date) -> int:
        """The Registrable Securities of one Holder at the end of `day`, fully diluted."""
        entry = self.lines_on(day).get(holder)
        return fully_diluted(entry.position, self.terms) if entry else 0


def keep_register(facts: Iterable[RecordedFact], terms: Terms) -> Register:
    """Fold the facts, given in their order on the record, into a register."""
    register = Register(terms)
    lines: dict[str, Entry] = {}
    for day, facts_of_day in groupby(facts, key=lambda each: each.fact.happened_on):
        lines = dict(lines)
        for recorded in facts_of_day:
            _apply(recorded, recorded.fact, lines, register)
        register.days.append(day)
        register.entries.append(lines)
    return register


def _is_recognised(entry: Entry, day: date) -> bool:
    return entry.recognised_from is not None and entry.recognised_from <= day


def _apply(recorded: RecordedFact, fact: Fact, lines: dict[str, Entry], register: Register) -> None:
    """Change the lines as one fact requires; facts of other kinds change nothing."""
    match fact:
        case HolderRecorded():
            if fact.holder in lines:
                _object(register, recorded, "holder", "holder_already_recorded", fact.holder)
                return
            lines[fact.holder] = Entry(fact.name, Position(), fact.occurred_on, recorded.source)
        case PositionStated():
            stated = Position(fact.common, fact.preferred_as_converted, fact.warrant_shares)
            _set(fact.holder, stated, recorded, lines, register)
        case PreferredConverted() | WarrantsExercised() | SharesSold():
            _change(fact.holder, _difference(fact), recorded, lines, register)
        case WarrantsExpired():
            _expire(fact, recorded, lines, register)
        case SecuritiesTransferred():
            _transfer(fact, recorded, lines, register)
        case StockSplit():
            _split(fact, recorded, lines, register)
        case _:
            pass


def _difference(fact: PreferredConverted | WarrantsExercised | SharesSold) -> Position:
    """What a conversion, an exercise or a sale does to its Holder's position."""
    match fact:
        case PreferredConverted():
            return Position(common=fact.shares, preferred_as_converted=-fact.shares)
        case WarrantsExercised():
            return Position(common=fact.shares, warrant_shares=-fact.shares)
        case SharesSold():
            return Position(common=-fact.shares)


def _split(
    fact: StockSplit, recorded: RecordedFact, lines: dict[str, Entry], register: Register
) -> None:
    ratio = Fraction(fact.numerator, fact.denominator)
    register.split_ratio *= ratio
    for holder, entry in lines.items():
        lines[holder] = replace(entry, position=entry.position.times(ratio), source=recorded.source)


def _set(
    holder: str,
    position: Position,
    recorded: RecordedFact,
    lines: dict[str, Entry],
    register: Register,
) -> None:
    if holder not in lines:
        _object(register, recorded, "holder", "unknown_holder", holder)
        return
    if not position.is_possible:
        held = lines[holder].position
        _object(
            register,
            recorded,
            "shares",
            "more_than_held",
            f"{holder} holds {held.common:,} common, {held.preferred_as_converted:,} by preferred "
            f"and {held.warrant_shares:,} by warrants",
        )
        return
    lines[holder] = replace(lines[holder], position=position, source=recorded.source)


def _change(
    holder: str,
    change: Position,
    recorded: RecordedFact,
    lines: dict[str, Entry],
    register: Register,
) -> None:
    held = lines[holder].position if holder in lines else Position()
    _set(holder, held.plus(change), recorded, lines, register)


def _expire(
    fact: WarrantsExpired, recorded: RecordedFact, lines: dict[str, Entry], register: Register
) -> None:
    for holder in [fact.holder] if fact.holder else sorted(lines):
        live = lines[holder].position.warrant_shares if holder in lines else 0
        change = Position(warrant_shares=-live, expired_warrant_shares=live)
        _change(holder, change, recorded, lines, register)


def _transfer(
    fact: SecuritiesTransferred,
    recorded: RecordedFact,
    lines: dict[str, Entry],
    register: Register,
) -> None:
    """Move the securities; the transferee becomes a Holder only if rights pass (9(f))."""
    moved = Position(fact.common, fact.preferred_as_converted, fact.warrant_shares)
    before = len(register.impossible)
    _change(fact.holder, Position().minus(moved), recorded, lines, register)
    if len(register.impossible) > before:
        return
    known = lines.get(fact.transferee)
    before_it = known.position if known else Position()
    transfer = Transfer(
        affiliate=fact.affiliate,
        held_before=fully_diluted(before_it, register.terms),
        transferred=fully_diluted(moved, register.terms),
        restricted_in_writing=fact.restricted_in_writing,
    )
    if limb_satisfied(transfer, register.terms, register.split_ratio) is None:
        return
    recognised = recognised_from(
        fact.record_holder_on,
        fact.notice_received_on,
        fact.agreement_received_on,
        register.terms.assignment.recognised_by,
    )
    lines[fact.transferee] = Entry(
        known.name if known else fact.transferee_name,
        before_it.plus(moved),
        known.recognised_from if known and known.recognised_from else recognised,
        recorded.source,
    )


def _object(
    register: Register, recorded: RecordedFact, field_name: str, code: str, about: str
) -> None:
    says = {
        "unknown_holder": f"There is no Holder {about!r} on that day.",
        "holder_already_recorded": f"Holder {about!r} is on the register already.",
        "more_than_held": f"More than is held: {about}.",
    }[code]
    register.impossible.append(Impossible(recorded.id, field_name, code, says))

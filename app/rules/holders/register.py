"""The register of Holders, folded from facts: clauses 1(e), 1(i), 9(f) and 9(h).

Asked for a day, it gives every Holder's holding at the end of that day. Facts that cannot be true
of it (more converted than held, an unknown Holder) are listed as `Impossible`, for the guard that
refuses to record them. Facts state whole shares. Common shares lose their fractions on the day of a
split; what preferred and warrants come to stays exact until they are converted or exercised, unless
reading QG17 drops fractions at once. A transfer is judged, and shares are counted, under the terms
in force on their own day (9(e)).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import accumulate, groupby

from app.rules.facts import Fact, RecordedFact
from app.rules.facts.conditions import ConditionStated, SharesOutstandingStated
from app.rules.facts.covenants import (
    AssignmentPapersDelivered,
    EventHappened,
    FirstPublicOfferingEffective,
    RecordHolderEntered,
)
from app.rules.facts.declaration import DECLARED
from app.rules.facts.holdings import (
    HolderRecorded,
    PositionStated,
    PreferredConverted,
    SecuritiesTransferred,
    SharesSold,
    StockSplit,
    WarrantsExercised,
    WarrantsExpired,
)
from app.rules.facts.life.stages import FirstPublicOfferingStage
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.facts.recorded import OUTSTANDING
from app.rules.holders.assignment import ASSIGNMENT_READINGS, SplitRatio, Transfer, limb_satisfied
from app.rules.holders.holdings import (
    CLASSES,
    Holding,
    Holdings,
    Position,
    SecurityClass,
    fully_diluted,
)
from app.rules.holders.recognition import Grounds, further_grounds, grounds_of
from app.rules.holders.splits import ShareNumber, Split, ratio_between, whole_if_it_is
from app.rules.holders.without_rights import uncounted_on
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.terms import Terms
from app.rules.terms.document.by_date import TermsByDate
from app.rules.values.day_asked import DayAsked
from app.rules.values.numbered import numbered, written

KEPT_FROM = (
    HolderRecorded,
    PositionStated,
    PreferredConverted,
    WarrantsExercised,
    SharesSold,
    SharesSoldInOffering,
    WarrantsExpired,
    SecuritiesTransferred,
    RecordHolderEntered,
    AssignmentPapersDelivered,
    StockSplit,
    SharesOutstandingStated,
)
"""The facts that the register is kept from; no other changes a line of it."""
TOLD_OF_ENDS = (
    FirstPublicOfferingEffective,
    FirstPublicOfferingStage,
    EventHappened,
    ConditionStated,
)
"""The facts that tell, besides, when the rights of one Holder end."""
TRANSFER_READINGS = (*ASSIGNMENT_READINGS, "count_expired_warrants", "split_rounding")


@dataclass(frozen=True, slots=True)
class Entry:
    """One Holder's line in the register; `recognised_from` None means not yet.

    `source` is the fact behind the position, `recognised_by` that behind the recognition. `grounds`
    are those of one who became a Holder by a transfer.
    """

    name: str
    position: Position
    recognised_from: date | None
    source: str
    recognised_by: str
    grounds: Grounds | None = None


@dataclass(frozen=True, slots=True)
class Impossible:
    """A fact that cannot be true of the register, the field at fault, and why."""

    fact_id: str
    field: str
    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Securities that went from one Holder to another with all rights, in shares of that day.

    `before_requests` is whether they went before the requests of that day (None: not recorded).
    """

    on: date
    giver: str
    taker: str
    shares: ShareNumber
    source: str
    before_requests: bool | None = None


class CannotBe(Exception):
    """A fact cannot be true of the register as it stands; `field` is the field at fault."""

    def __init__(self, field: str, code: str, says: str) -> None:
        """Name the field, a stable code, and say why."""
        super().__init__(says)
        self.field = field
        self.code = code


@dataclass(slots=True)
class Register:
    """The register through time, built once and then only read, by several threads at once.

    What is found of it is kept whole: nobody sees a part of it.

    `days` are those on which anything in it changed, with the `entries` at the end of each;
    `passed` the transfers with which rights passed (9(f)), in the order of the record, and
    `without_rights` what transferees hold of securities with which none did: what that is once they
    are Holders, reading QG18 says. `outstanding` are the numbers of the Company's shares that were
    `stated_on` days, `supposed_outstanding` what is tried before them, in shares of the beginning;
    `told` what may end the rights of one Holder, which have `ended` on a day. What transferees are
    `taken_as_kept` is what came to them without rights and counted on the day of a later transfer.
    It may be the same as a `longer` one through a day: what was found there is not found again.
    """

    terms: TermsByDate
    days: list[date] = field(default_factory=list)
    entries: list[dict[str, Entry]] = field(default_factory=list)
    impossible: list[Impossible] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    without_rights: dict[str, Position] = field(default_factory=dict)
    relied_on: dict[str, None] = field(default_factory=dict)
    outstanding: list[Sourced[int]] = field(default_factory=list)
    stated_on: list[date] = field(default_factory=list)
    supposed_outstanding: Fraction | None = None
    told: list[RecordedFact] = field(default_factory=list)
    longer: "tuple[Register, date] | None" = field(default=None, repr=False, compare=False)
    ended: dict[tuple[str, str], date | None] = field(
        default_factory=dict, repr=False, compare=False
    )
    taken_as_kept: dict[str, tuple[date, ShareNumber]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _held: dict[date, Holdings] = field(default_factory=dict, repr=False, compare=False)
    _recognised: dict[str, tuple[date, str]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _last_recognition: date | None = field(default=None, repr=False, compare=False)
    _empty: list[bool] = field(default_factory=list, repr=False, compare=False)
    _changes: dict[str, list[date]] = field(default_factory=dict, repr=False, compare=False)
    _least: dict[str, list[ShareNumber]] = field(default_factory=dict, repr=False, compare=False)
    _shares: dict[tuple[str, date], ShareNumber] = field(
        default_factory=dict, repr=False, compare=False
    )

    def on(self, day: date) -> Holdings:
        """Every Holder's holding at the end of `day`, by id; asked for again for each letter."""
        if isinstance(day, DayAsked):  # which must hear of each comparison anew
            return self._on(day)
        held = self._held.get(day)
        if held is None:
            held = self._held[day] = self._on(day)
        return held

    def _on(self, day: date) -> Holdings:
        lines, uncounted = self.lines_on(day), uncounted_on(day, self)
        return Holdings(
            {
                holder: Holding(
                    lines[holder].position,
                    _is_recognised(lines[holder], day),
                    lines[holder].source,
                    counts=holder not in uncounted,
                )
                for holder in sorted(lines)
            }
        )

    def lines_on(self, day: date) -> dict[str, Entry]:
        """The register's lines at the end of `day`."""
        place = bisect_right(self.days, day)
        return self.entries[place - 1] if place else {}

    def through(self, day: date) -> "Register":
        """The register as it stood at the end of a day: nothing that came later is in it."""
        place = bisect_right(self.days, day)
        entries = self.entries[:place]
        if self.last_recognition > day:
            entries = [
                {holder: _as_recognised_by(each, day) for holder, each in lines.items()}
                for lines in entries
            ]
        return Register(
            self.terms,
            self.days[:place],
            entries,
            self.impossible,
            [each for each in self.splits if each.effective_on is None or each.effective_on <= day],
            [each for each in self.passed if each.on <= day],
            self.without_rights,
            self.relied_on,
            self.outstanding[: bisect_right(self.stated_on, day)],
            [each for each in self.stated_on if each <= day],
            self.supposed_outstanding,
            [each for each in self.told if each.fact.happened_on <= day],
        )

    @property
    def last_recognition(self) -> date:
        """A day after which nobody came to be recognised of those on it; found once."""
        if self._last_recognition is None:
            longer, through = self.longer or (None, date.min)
            own = self.entries[bisect_right(self.days, through) :]
            lines = (each.recognised_from for known in own for each in known.values())
            days = [day for day in lines if day is not None]
            self._last_recognition = max([*days, longer.last_recognition if longer else date.min])
        return self._last_recognition

    def before(self, day: date) -> "Register":
        """What was kept before a day, to be kept on: of registers in which no share was split."""
        place, known = bisect_left(self.days, day), bisect_left(self.stated_on, day)
        through = day - ONE_DAY
        is_of_longer = self.longer is not None and through <= self.longer[1]
        return Register(
            self.terms,
            self.days[:place],
            self.entries[:place],
            passed=[each for each in self.passed if each.on < day],
            relied_on=dict(self.relied_on),
            outstanding=self.outstanding[:known],
            stated_on=self.stated_on[:known],
            supposed_outstanding=self.supposed_outstanding,
            told=[each for each in self.told if each.fact.happened_on < day],
            longer=(self.longer[0] if self.longer and is_of_longer else self, through),
        )

    @property
    def may_be_cut(self) -> bool:
        """Whether it was on each day what the facts through that day alone make of it."""
        hang_together = self.impossible, self.splits, self.without_rights, self.taken_as_kept
        return not any((*hang_together, self.relied_on, self.terms.changes))

    def cut(self, day: date, terms: TermsByDate) -> "Register":
        """What was kept through a day, of one that may be cut: what was found of it is known."""
        found = self.before(day + ONE_DAY)
        found.terms = terms
        return found

    def changed_on(self, holder: str, since: date) -> Sequence[date]:
        """The days since one on which a Holder's line changed; found once."""
        if holder not in self._changes:
            known: Sequence[date] = ()
            place = 0
            if self.longer is not None:
                longer, through = self.longer
                known = longer.changed_on(holder, date.min)
                known = known[: bisect_right(known, through)]
                place = bisect_right(self.days, through)
            before = self.entries[place - 1].get(holder) if place else None
            changes = [*known]
            for day, lines in zip(self.days[place:], self.entries[place:], strict=True):
                now = lines.get(holder)
                if now is not before and now != before:
                    changes.append(day)
                before = now
            self._changes[holder] = changes
        days = self._changes[holder]
        return days[bisect_left(days, since) :]

    def least_from(self, holder: str, since: date) -> ShareNumber:
        """The fewest Registrable Securities that one holds at the end of a day or of a later one.

        Found once for all days on which its line changed.
        """
        if holder not in self._least:
            days = self.changed_on(holder, date.min)
            held = [self.registrable_shares(holder, day) for day in days]
            self._least[holder] = list(accumulate(reversed(held), min))[::-1]
        days, least = self.changed_on(holder, date.min), self._least[holder]
        now = self.registrable_shares(holder, since)
        return min([now, *least[bisect_left(days, since) :][:1]])

    def holder_from(self, holder: str, since: date) -> Sourced[date] | None:
        """The first day from one on which it is a recognised Holder of shares (1(e), 9(f)).

        Of one who is so on that day: the day of its recognition. Who holds nothing is no Holder,
        whatever it was before.
        """
        if self.registrable_shares(holder, since) > 0:
            entry = self.lines_on(since)[holder]
            if entry.recognised_from is not None and entry.recognised_from <= since:
                return Sourced(entry.recognised_from, entry.recognised_by)
        days = {since, *self.changed_on(holder, since)}
        lines = [self.lines_on(day).get(holder) for day in days]
        days |= {line.recognised_from for line in lines if line and line.recognised_from}
        for day in sorted(each for each in days if each >= since):
            line = self.lines_on(day).get(holder)
            if line and _is_recognised(line, day) and self.registrable_shares(holder, day) > 0:
                by_recognition = line.recognised_from == day
                return Sourced(day, line.recognised_by if by_recognition else line.source)
        return None

    def held_since(self, since: date, until: date) -> tuple[str, ...]:
        """Who held Registrable Securities on a day, or on some day from then to another."""

        def held(holder: str) -> bool:
            days = (day for day in self.changed_on(holder, since) if day <= until)
            # How things stood on the first day counts too, and mostly the last day tells.
            return any(self.registrable_shares(holder, day) > 0 for day in (until, since, *days))

        return tuple(holder for holder in sorted(self.lines_on(until)) if held(holder))

    def ever_recognised(self) -> Mapping[str, tuple[date, str]]:
        """Every Holder ever recognised, from when, and by which fact; asked for by each answer."""
        if not self._recognised:
            found: dict[str, tuple[date, str]] = {}
            for lines in self.entries:
                for holder, entry in lines.items():
                    if entry.recognised_from:
                        found.setdefault(holder, (entry.recognised_from, entry.recognised_by))
            self._recognised = found
        return self._recognised

    @property
    def empty(self) -> Sequence[bool]:
        """Of each of the days, whether nobody held anything at its end."""
        if not self._empty:
            self._empty = [
                not any(fully_diluted(line.position, terms) for line in lines.values())
                for terms, lines in zip(map(self.terms.on, self.days), self.entries, strict=True)
            ]
        return self._empty

    def registrable_shares(self, holder: str, day: date) -> ShareNumber:
        """The Registrable Securities of one Holder at the end of `day`, fully diluted."""
        if isinstance(day, DayAsked):  # which must hear of each comparison anew
            return self._shares_on(holder, day)
        if self.longer is not None and day <= self.longer[1]:
            return self.longer[0].registrable_shares(holder, day)
        shares = self._shares.get((holder, day))
        if shares is None:
            shares = self._shares[holder, day] = self._shares_on(holder, day)
        return shares

    def _shares_on(self, holder: str, day: date) -> ShareNumber:
        entry = self.lines_on(day).get(holder)
        return fully_diluted(entry.position, self.terms.on(day)) if entry else 0

    def left_on(self, holder: str, until: date) -> Sourced[date] | None:
        """The day since which one who held Registrable Securities holds none, by a day."""
        left: Sourced[date] | None = None
        for place in range(bisect_right(self.days, until) - 1, -1, -1):
            day = self.days[place]
            if self.registrable_shares(holder, day) > 0:
                return left
            if entry := self.entries[place].get(holder):
                left = Sourced(day, entry.source)
        return left

    def outstanding_on(self, day: date) -> Sourced[ShareNumber] | None:
        """The Company's shares outstanding on a day, as last stated by then; None: not recorded."""
        found: Sourced[ShareNumber] | None = None
        for stated_on, number in zip(self.stated_on, self.outstanding, strict=True):
            if stated_on <= day:
                ratio = self.split_ratio(stated_on, day)
                found = Sourced(whole_if_it_is(number.value * ratio), number.source)
        return found

    def outstanding_or_supposed(self, day: date) -> Fraction | None:
        """The same, exact; before the first number what is supposed of it, where that is tried."""
        stated = self.outstanding_on(day)
        if stated is not None:
            return Fraction(stated.value)
        supposed = self.supposed_outstanding
        return None if supposed is None else supposed * self.split_ratio(None, day)

    def split_ratio(self, since: date | None, until: date) -> Fraction:
        """By what the splits through a day multiply a number of shares written on another.

        None: in the beginning. A number written on the day of a split is written after it.
        """
        return ratio_between(self.splits, since, until)

    def split_ratio_on(self, day: date) -> Fraction:
        """By what the splits of one day multiply a number of shares."""
        ratio = Fraction(1)
        for split in self.splits:
            if split.effective_on == day:
                ratio *= split.ratio
        return ratio


def keep_register(facts: Iterable[RecordedFact], terms: Terms | TermsByDate) -> Register:
    """Fold the facts, given in their order on the record, into a register."""
    register = Register(TermsByDate(terms) if isinstance(terms, Terms) else terms)
    lines: dict[str, Entry] = {}
    for day, facts_of_day in groupby(facts, key=lambda each: each.fact.happened_on):
        lines = _keep_day(day, lines, list(facts_of_day), register)
    return register


def keep_day_again(
    register: Register, day: date, facts: Sequence[RecordedFact], without: Container[str]
) -> Register:
    """The register through a day, without some of that day's facts (by id).

    `facts` are all that the register is kept from. Where nothing of the days before hangs on more
    than their lines, only the day itself is kept again.
    """
    by_then = [each for each in facts[: _place_after(day, facts)] if each.id not in without]
    if register.impossible or register.without_rights or register.splits:
        return keep_register(by_then, register.terms)
    before = register.before(day)
    on_it = by_then[_place_after(day - ONE_DAY, by_then) :]
    _keep_day(day, before.entries[-1] if before.entries else {}, on_it, before)
    return before


def _place_after(day: date, facts: Sequence[RecordedFact]) -> int:
    """How many facts happened by the end of a day; they lie in the order of their days."""
    return bisect_right(facts, day, key=lambda each: each.fact.happened_on)


def _keep_day(
    day: date, lines: dict[str, Entry], facts: list[RecordedFact], register: Register
) -> dict[str, Entry]:
    """The lines after a day, kept in the register where they are others than before it."""
    for each in facts:
        if isinstance(each.fact, SharesOutstandingStated):
            register.stated_on.append(day)
            register.outstanding.append(Sourced(each.fact.shares, f"{each.source}/shares"))
        for name, number in each.supposed:
            if name == OUTSTANDING:
                register.supposed_outstanding = Fraction(number)
    register.told += (
        each for each in facts if isinstance(each.fact, TOLD_OF_ENDS) or each.supposed
    )
    after = _after_the_day(lines, facts, register)
    if after == lines:
        return lines
    register.days.append(day)
    register.entries.append(after)
    return after


def _after_the_day(
    before: dict[str, Entry], facts: list[RecordedFact], register: Register
) -> dict[str, Entry]:
    """The lines after one day's facts.

    Facts of one day have no hour: one that supposes another of that day (a second transfer, the
    conversion of what was transferred) waits for it. What fits in no order is impossible. A
    position that is said to be stated after the changes of the day comes last, and a transfer among
    its like where it is said to.
    """
    lines = dict(before)
    facts.sort(key=_place_in_day)
    while facts:
        waiting: list[tuple[RecordedFact, CannotBe]] = []
        for recorded in facts:
            try:
                _apply(recorded, recorded.fact, lines, register)
            except CannotBe as objection:
                waiting.append((recorded, objection))
        if len(waiting) == len(facts):
            register.impossible.extend(
                Impossible(each.id, objection.field, objection.code, str(objection))
                for each, objection in waiting
            )
            return lines
        facts = [each for each, _ in waiting]
    return lines


def _place_in_day(recorded: RecordedFact) -> tuple[bool, int, int]:
    """The place among the facts of a day that follows from what they say of it, by kind first."""
    fact, first = recorded.fact, None
    if isinstance(fact, SecuritiesTransferred):
        first = fact.before_transfers
    last = isinstance(fact, PositionStated) and fact.before_changes is False
    return last, DECLARED[type(fact)].order, 1 if first is None else 0 if first else 2


def _as_recognised_by(entry: Entry, day: date) -> Entry:
    """A line as it was known on a day: who is recognised only later was not yet."""
    since = entry.recognised_from
    return entry if since is None or since <= day else replace(entry, recognised_from=None)


def _is_recognised(entry: Entry, day: date) -> bool:
    return entry.recognised_from is not None and entry.recognised_from <= day


def _apply(recorded: RecordedFact, fact: Fact, lines: dict[str, Entry], register: Register) -> None:
    """Change the lines as one fact requires; facts of other kinds change nothing."""
    match fact:
        case HolderRecorded():
            if fact.holder in lines:
                raise CannotBe(
                    "holder",
                    "holder_already_recorded",
                    f"Holder {fact.holder!r} is on the register already.",
                )
            lines[fact.holder] = Entry(
                fact.name, Position(), fact.occurred_on, recorded.source, recorded.source
            )
        case PositionStated():
            _set(fact.holder, _as_stated(fact, lines), recorded, lines)
            # Its whole position: what had come to it without rights is in it, or gone.
            register.without_rights.pop(fact.holder, None)
        case PreferredConverted() | WarrantsExercised() | SharesSold():
            _change(fact.holder, _difference(fact, lines), recorded, lines)
            _drop_what_is_left(fact, lines)
        case SharesSoldInOffering() if fact.seller_class == "holders":
            _change(fact.seller, _sold(fact.seller, fact.shares, lines), recorded, lines)
        case WarrantsExpired():
            _expire(fact, recorded, lines)
        case SecuritiesTransferred():
            _transfer(fact, recorded, lines, register)
        case RecordHolderEntered() | AssignmentPapersDelivered():
            _recognise(fact, recorded, lines, register)
        case StockSplit():
            _split(fact, recorded, lines, register)
        case _:
            pass


def _as_stated(fact: PositionStated, lines: Mapping[str, Entry]) -> Position:
    """The position as it is stated, which says nothing of whence its common shares came.

    Those issued on conversion or exercise are of it still; fewer, as if the rest were sold.
    """
    held = lines[fact.holder].position if fact.holder in lines else Position()
    gone = held.first_of(max(held.common - fact.common, 0))
    return Position(
        fact.common,
        fact.preferred_as_converted,
        fact.warrant_shares,
        converted=held.converted - gone.converted,
        exercised=held.exercised - gone.exercised,
    )


def _difference(
    fact: PreferredConverted | WarrantsExercised | SharesSold, lines: Mapping[str, Entry]
) -> Position:
    """What a conversion, an exercise or a sale does to its Holder's position."""
    shares = fact.shares
    match fact:
        case PreferredConverted():
            return Position(common=shares, preferred_as_converted=-shares, converted=shares)
        case WarrantsExercised():
            return Position(common=shares, warrant_shares=-shares, exercised=shares)
        case SharesSold():
            return _sold(fact.holder, shares, lines)


def _sold(holder: str, shares: int, lines: Mapping[str, Entry]) -> Position:
    """What a sale takes from a Holder: first the shares of which it is not known whence they are.

    Of those that are, the ones issued on exercise first.
    """
    held = lines[holder].position if holder in lines else Position()
    return Position().minus(held.first_of(shares))


def _split(
    fact: StockSplit, recorded: RecordedFact, lines: dict[str, Entry], register: Register
) -> None:
    split = Split(fact.numerator, fact.denominator, fact.occurred_on, recorded.source)
    register.splits.append(split)
    for holder, entry in lines.items():
        after = _after_split(entry.position, split, fact.occurred_on, register)
        lines[holder] = replace(entry, position=after, source=recorded.source)
    for holder, held in register.without_rights.items():
        register.without_rights[holder] = _after_split(held, split, fact.occurred_on, register)


def _after_split(held: Position, split: Split, day: date, register: Register) -> Position:
    """A position after a split, with its fractions or without them (QG17)."""
    after = held.times(split.ratio)
    if after == after.in_whole_shares():
        return after
    register.relied_on["split_fractions"] = None
    dropped = register.terms.on(day).readings.split_fractions == "dropped_each"
    return after.in_whole_shares() if dropped else after


def _drop_what_is_left(
    fact: PreferredConverted | WarrantsExercised | SharesSold, lines: dict[str, Entry]
) -> None:
    """The fraction that is left when all whole shares of a class are issued is issued to nobody."""
    entry = lines[fact.holder]
    match fact:
        case PreferredConverted() if entry.position.preferred_as_converted < 1:
            left = replace(entry.position, preferred_as_converted=0)
        case WarrantsExercised() if entry.position.warrant_shares < 1:
            left = replace(entry.position, warrant_shares=0)
        case _:
            return
    lines[fact.holder] = replace(entry, position=left)


def _set(
    holder: str,
    position: Position,
    recorded: RecordedFact,
    lines: dict[str, Entry],
    also: str = "",
) -> None:
    if holder not in lines:
        field = "seller" if isinstance(recorded.fact, SharesSoldInOffering) else "holder"
        raise CannotBe(field, "unknown_holder", f"There is no Holder {holder!r} on that day.")
    if not position.is_possible:
        held = lines[holder].position
        raise CannotBe(
            _exceeded(recorded.fact, position),
            "more_than_held",
            f"More than is held: {holder} holds {written(held.common)} common, "
            f"{written(held.preferred_as_converted)} by preferred, "
            f"{written(held.warrant_shares)} by warrants{also}.",
        )
    lines[holder] = replace(lines[holder], position=position, source=recorded.source)


def _exceeded(fact: Fact, position: Position) -> str:
    """The field of the fact that asks for more than is held."""
    if not isinstance(fact, SecuritiesTransferred):
        return "shares"
    return next(name for name in CLASSES if getattr(position, name) < 0)


def _change(
    holder: str,
    change: Position,
    recorded: RecordedFact,
    lines: dict[str, Entry],
    also: str = "",
) -> None:
    held = lines[holder].position if holder in lines else Position()
    _set(holder, held.plus(change), recorded, lines, also)


def _expire(fact: WarrantsExpired, recorded: RecordedFact, lines: dict[str, Entry]) -> None:
    for holder in [fact.holder] if fact.holder else sorted(lines):
        live = lines[holder].position.warrant_shares if holder in lines else 0
        change = Position(warrant_shares=-live, expired_warrant_shares=live)
        _change(holder, change, recorded, lines)


def _transfer(
    fact: SecuritiesTransferred,
    recorded: RecordedFact,
    lines: dict[str, Entry],
    register: Register,
) -> None:
    """Move the securities; the transferee becomes a Holder only if rights pass (9(f))."""
    moved = _with_fractions(
        Position(fact.common, fact.preferred_as_converted, fact.warrant_shares),
        lines[fact.holder].position if fact.holder in lines else Position(),
    )
    terms = register.terms.on(fact.occurred_on)
    apart = fully_diluted(register.without_rights.get(fact.holder, Position()), terms)
    also = f", and {written(apart)} without rights, of which no transfer is recorded"
    _change(*(fact.holder, Position().minus(moved), recorded, lines), also=also if apart else "")
    known = lines.get(fact.transferee)
    before_it = known.position if known else Position()
    without_rights = _kept_without_rights(fact, register)
    transfer = Transfer(
        affiliate=fact.affiliate,
        held_before=fully_diluted(before_it.plus(without_rights), terms),
        transferred=fully_diluted(moved, terms),
        restricted_in_writing=fact.restricted_in_writing,
        without_rights=fully_diluted(without_rights, terms),
    )
    limb = limb_satisfied(transfer, terms, _ratios(fact.occurred_on, register))
    register.relied_on |= dict.fromkeys(TRANSFER_READINGS)
    holds = known is not None and (known.grounds is None or fully_diluted(before_it, terms) > 0)
    if transfer.without_rights or (limb is None and holds):
        register.relied_on["shares_without_rights"] = None
    registrable = terms.readings.shares_without_rights == "registrable"
    if limb is None and known and holds and registrable:
        lines[fact.transferee] = replace(
            known, position=before_it.plus(moved), source=recorded.source
        )
        return
    if limb is None:
        register.without_rights[fact.transferee] = without_rights.plus(moved)
        return
    register.passed.append(
        Passed(
            fact.occurred_on,
            fact.holder,
            fact.transferee,
            transfer.transferred,
            recorded.source,
            fact.before_requests,
        )
    )
    after_it = before_it.plus(moved)
    if registrable:
        after_it = after_it.plus(without_rights)
        register.without_rights.pop(fact.transferee, None)
    # Who holds nothing is no Holder (1(e)): what it was recognised for does not bring it back.
    held = known if fully_diluted(before_it, terms) > 0 else None
    if held and held.recognised_from:
        lines[fact.transferee] = replace(held, position=after_it, source=recorded.source)
        return
    grounds = grounds_of(fact, recorded.source, limb, held.grounds if held else None)
    lines[fact.transferee] = Entry(
        known.name if known else fact.transferee_name,
        after_it,
        grounds.since(terms),
        recorded.source,
        recorded.source,
        grounds,
    )


def _kept_without_rights(fact: SecuritiesTransferred, register: Register) -> Position:
    """What the transferee still holds of securities that came to it without rights.

    It may have sold them: the record is told by the next transfer to it. Which of them are left is
    not said: they are taken to be of Common Stock.
    """
    came = register.without_rights.get(fact.transferee, Position())
    shares = fully_diluted(came, register.terms.on(fact.occurred_on))
    kept = fact.without_rights
    if kept is None:
        if shares:
            register.taken_as_kept[fact.transferee] = (fact.occurred_on, shares)
        return came
    if kept > shares:
        raise CannotBe(
            "without_rights",
            "more_than_held",
            f"No more than {numbered(shares, 'share has', 'shares have')} come to "
            f"{fact.transferee} without rights.",
        )
    if kept < shares:
        came = register.without_rights[fact.transferee] = Position(kept)
    return came


def _with_fractions(moved: Position, held: Position) -> Position:
    """What is transferred: who parts with all whole shares of a class parts with the fraction."""

    def along(name: SecurityClass) -> ShareNumber:
        whole: ShareNumber = getattr(moved, name)
        left = getattr(held, name) - whole
        return whole + left if whole and 0 < left < 1 else whole

    found = Position(*(along(name) for name in CLASSES))
    whence = held.first_of(found.common)
    return replace(found, converted=whence.converted, exercised=whence.exercised)


def _ratios(day: date, register: Register) -> SplitRatio:
    """Each limb's number of shares follows the splits since it was written (9(h))."""

    def ratio(limb: int) -> Fraction:
        place = f"/assignment/limbs/{limb}/min_shares"
        return register.split_ratio(register.terms.stated_on(place, day), day)

    return ratio


def _recognise(
    fact: RecordHolderEntered | AssignmentPapersDelivered,
    recorded: RecordedFact,
    lines: dict[str, Entry],
    register: Register,
) -> None:
    """A further ground of recognition; one who was a Holder from the start needs none."""
    entry = lines.get(fact.holder)
    if entry is None:
        raise CannotBe(
            "holder", "unknown_holder", f"There is no Holder {fact.holder!r} on that day."
        )
    if entry.grounds is None:
        return
    terms = register.terms.on(fact.happened_on)
    matter = open_matter(terms, Detail.NONE)
    grounds = further_grounds(entry.grounds, fact, recorded.source, matter)
    register.relied_on |= matter.working.relied_on
    since = grounds.since(terms)
    changed_it = since != entry.recognised_from
    lines[fact.holder] = replace(
        entry,
        grounds=grounds,
        recognised_from=since,
        recognised_by=recorded.source if changed_it else entry.recognised_by,
    )

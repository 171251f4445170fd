"""Who is in a registration, for how many shares, on any day: clauses 1(e), 1(i), 2(a), 2(b), 9(f).

The one place that answers it. A Holder is in for the lesser of what it asked for and what it holds,
first on the day on which its request is received. From then on the number follows stock splits
(9(h)), falls when shares leave the Holder, and does not grow when shares come back. Shares sold
under this statement have not left: they were included and sold. Registered shares that pass to
another Holder with all rights take their place along, so far as the one who parts with them can no
longer fill it itself (QG5); the Company has them to include once it must recognise the transferee.

How it is meant to be used: `Progress.covered` has it for the day asked about, and everything that
turns on who is in, and for how much, reads it there and counts nothing itself:

- `shares` is the exact number, in shares of the day asked about, those already sold included. It
  decides votes (4(b)) and who is bound. `whole` is what can be registered and sold: it is what the
  allocation starts from, on the day on which the allocation is fixed (`fixed_on`: effectiveness, or
  the sale off a shelf). What the cutback leaves of it is in the answer's allocation.
- `sold` is what of it has been sold under the statement; when nothing is left of anybody's, all is
  sold. Which sales count as under the statement is `Since.sales`.
- Where the effective statement is said to cover named shares (`Statement`), a Holder is in for no
  more than these from that day on, and for none if it is left out. What the Company owed
  is `Progress.owed`, the same without that limit.
- `came` are the transfers by which registered shares came to it, if any (QG5).
- `is_in` is false where nothing is left and nothing was sold: such a Holder is owed nothing and
  bound by nothing in this registration.

A day is taken at its end: what happens on one day has no order in it, but that of a transfer and
the requests of its day. Shares that had gone before their Holder asked take nothing along; while it
is not recorded which came first (`before_requests`), what passed is not known. Shares are exact;
None stands for a number that is not known. Nothing raises. Relies on `register` for what is held.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.rules.holders.register import Passed, Register
from app.rules.holders.sales_made import SaleMade
from app.rules.holders.splits import (
    ShareNumber,
    brought,
    brought_to,
    whole_if_it_is,
    whole_of,
    written,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class Asking:
    """One request of one Holder that counts: how many shares, written and received when.

    `taken_back_on` is the day on which it was taken back; a later request replaces it. `in_from` is
    the day of the amendment that took it into an effective statement, where one had to;
    `told_by` its place in a fact that tells of one.
    """

    holder: str
    shares: Sourced[int | None]
    asked_on: date | None
    received_on: date | None
    source: str
    taken_back_on: date | None = None
    in_from: date | None = None
    told_by: str = "letter_added.letter"


@dataclass(frozen=True, slots=True)
class Statement:
    """Whose shares the statement covers on the day on which it became effective."""

    effective_on: date
    covers: Sourced[Mapping[str, int]]

    def shares_of(self, holder: str) -> Sourced[int | None]:
        """The shares of one Holder that it covers."""
        shares = self.covers.value.get(holder, 0)
        named = holder in self.covers.value
        source = f"{self.covers.source}/{holder}" if named else self.covers.source
        return Sourced(shares, source)


@dataclass(frozen=True, slots=True)
class Covered:
    """What one Holder has in a registration on a day; see the head of the module."""

    holder: str
    asked: Sourced[ShareNumber | None]
    shares: Sourced[ShareNumber | None]
    whole: Sourced[int | None]
    sold: ShareNumber = 0
    came: tuple[Passed, ...] = ()

    @property
    def is_in(self) -> bool:
        """Whether anything of it is in the registration, or was and is sold."""
        return self.shares.value is None or self.shares.value > 0


@dataclass(frozen=True, slots=True)
class Fell:
    """The fall of what one Holder has in it on a day, and how much of that passed to whom."""

    on: date
    before: ShareNumber
    after: ShareNumber
    source: str
    passed: tuple[tuple[Passed, ShareNumber], ...] = ()


@dataclass(slots=True)
class _Place:
    """One Holder's place while the days go by, in shares of the day reached.

    `by_request` stands on its own request, `by_transfer` came to it with registered shares.
    """

    asking: Asking | None = None
    by_request: ShareNumber | None = 0
    by_transfer: ShareNumber = 0
    sold: ShareNumber = 0
    limited: Sourced[int | None] | None = None
    falls: list[Fell] = field(default_factory=list)
    came: list[Passed] = field(default_factory=list)

    @property
    def shares(self) -> ShareNumber | None:
        return None if self.by_request is None else self.by_request + self.by_transfer

    def lose(self, shares: ShareNumber) -> None:
        """Give up shares, those of its own request first."""
        own = min(shares, self.by_request or 0)
        self.by_request = (self.by_request or 0) - own
        self.by_transfer -= shares - own

    def split(self, ratio: ShareNumber) -> None:
        self.by_request = None if self.by_request is None else self.by_request * ratio
        self.by_transfer *= ratio
        self.sold *= ratio


def covered(
    askings: Sequence[Asking],
    sales: Iterable[SaleMade],
    register: Register | None,
    until: date | None,
    matter: Matter,
    statement: Statement | None = None,
) -> Mapping[str, Covered]:
    """What every Holder has in the registration at the end of `until` (None: of all that is known).

    Without a register nothing is known of what Holders hold, and every request stands. Without a
    `statement` nothing limits what is asked for.
    """
    if register is None:
        return _as_asked(askings)
    places = _at_the_end(askings, tuple(sales), register, until, matter, statement)
    found = (_explained(holder, place, register, until, matter) for holder, place in places)
    return {each.holder: each for each in found}


def _as_asked(askings: Iterable[Asking]) -> Mapping[str, Covered]:
    found: dict[str, Covered] = {}
    for asking in askings:
        found.pop(asking.holder, None)
        if asking.taken_back_on is None:
            shares: Sourced[ShareNumber | None] = Sourced(asking.shares.value, asking.shares.source)
            found[asking.holder] = Covered(asking.holder, shares, shares, asking.shares)
    return found


# --- day by day ---------------------------------------------------------------------------------


def _at_the_end(
    askings: Sequence[Asking],
    sales: Sequence[SaleMade],
    register: Register,
    until: date | None,
    matter: Matter,
    statement: Statement | None,
) -> Iterator[tuple[str, _Place]]:
    """Every place at the end of a day, of those who ask or to whom registered shares passed."""
    places: dict[str, _Place] = {}
    for _ in _through_time(askings, sales, register, until, matter, statement, places):
        pass
    for asking in askings:
        # The last to ask comes last.
        if asking.holder in places:
            places[asking.holder] = places.pop(asking.holder)
    for holder, place in places.items():
        if place.asking is not None or (
            place.came and _recognised(holder, register, until, matter)
        ):
            yield holder, place


def seated_by_day(
    askings: Sequence[Asking],
    sales: Sequence[SaleMade],
    register: Register,
    until: date | None,
    matter: Matter,
    statement: Statement | None = None,
) -> Iterator[tuple[date, frozenset[str]]]:
    """Who is in it at the end of each day on which that may change.

    One to whom registered shares passed is in once the Company must recognise it.
    """
    aside, places = matter.unrecorded(), dict[str, _Place]()
    lines = register.lines_on(until or date.max)
    takers = {passed.taker for passed in register.passed}
    since = (lines[holder].recognised_from for holder in takers if holder in lines)
    also = {day for day in since if day is not None}
    for day in _through_time(askings, sales, register, until, aside, statement, places, also):
        yield (
            day,
            frozenset(
                holder
                for holder, place in places.items()
                if place.shares is None or place.shares > 0
                if place.asking is not None or _recognised(holder, register, day, aside)
            ),
        )


def _through_time(
    askings: Sequence[Asking],
    sales: Sequence[SaleMade],
    register: Register,
    until: date | None,
    matter: Matter,
    statement: Statement | None,
    places: dict[str, _Place],
    also: Collection[date] = (),
) -> Iterator[date]:
    """Bring the places to the end of each day on which something may happen to one."""
    known = [day for day in register.days if until is None or day <= until]
    askings = [_by_then(each, known, until) for each in askings]
    days = {
        *known,
        *also,
        *(each.received_on for each in askings if each.received_on is not None),
        *(each.taken_back_on for each in askings if each.taken_back_on is not None),
        *(sale.on.value for sale in sales),
        *([statement.effective_on] if statement else ()),
    }
    for day in sorted(days):
        if until is None or day <= until:
            _one_day(day, askings, sales, places, register, matter)
            if statement is not None and day == statement.effective_on:
                _hold_to_what_is_covered(statement, places)
            yield day


def _recognised(holder: str, register: Register, until: date | None, matter: Matter) -> bool:
    """Whether the Company must recognise one to whom registered shares passed (9(f), QB9)."""
    if until is None:
        return True
    entry = register.lines_on(until).get(holder)
    since = entry.recognised_from if entry else None
    if since is not None and since <= until:
        return True
    if matter.readings.unrecognised_count == "both":
        return True
    matter.working.warn(
        "INCLUSION_NOT_RECOGNISED",
        f"Registered shares passed to {holder}, whom the Company need not yet recognise; until it "
        "must, it includes none of them.",
    )
    return False


def _by_then(asking: Asking, known: Sequence[date], until: date | None) -> Asking:
    """A request that is on its way stands for what is held by now."""
    received = asking.received_on
    if received is None or until is None or received <= until:
        return asking
    sent = asking.asked_on or received
    return replace(asking, received_on=max(sent, *known[-1:]))


def _one_day(
    day: date,
    askings: Sequence[Asking],
    sales: Sequence[SaleMade],
    places: dict[str, _Place],
    register: Register,
    matter: Matter,
) -> None:
    """What one day does to every place: splits first, then what was asked, sold and moved."""
    ratio = register.split_ratio_on(day)
    if ratio != 1:
        for place in places.values():
            place.split(ratio)
    for sale in sales:
        if sale.on.value == day:
            places.setdefault(sale.holder, _Place()).sold += sale.shares
    passing = {at: passed for at, passed in enumerate(register.passed) if passed.on == day}
    gone_before = {at: each.shares for at, each in passing.items() if each.before_requests}
    if gone_before:
        _hold_to_what_is_held(day, gone_before, places, register, matter)
    for asking in askings:
        if asking.received_on == day and not _was_taken_back(asking, day):
            place = places.setdefault(asking.holder, _Place())
            place.asking, place.falls, place.limited = asking, [], None
            place.by_request = _asked_by(asking, day, register, matter)
        if asking.taken_back_on == day and (place := places.get(asking.holder, _Place())).asking:
            place.asking, place.by_request = None, 0
    others = {at: each.shares for at, each in passing.items() if not each.before_requests}
    _hold_to_what_is_held(day, others, places, register, matter)


def _was_taken_back(asking: Asking, day: date) -> bool:
    return asking.taken_back_on is not None and asking.taken_back_on <= day


def _asked_by(
    asking: Asking, until: date, register: Register, matter: Matter
) -> ShareNumber | None:
    """What was asked for, in shares of a day."""
    number, written_on = asking.shares.value, asking.asked_on or asking.received_on
    if number is None or written_on is None:
        return number
    return brought(number, written_on, until, register.splits, matter.readings)


def _hold_to_what_is_held(
    day: date,
    passing: dict[int, ShareNumber],
    places: dict[str, _Place],
    register: Register,
    matter: Matter,
) -> None:
    """Nobody is in for more than it holds and has sold; what is `passing` goes along.

    These are that day's transfers of all rights, by their place among all of them.
    """
    falling = True
    while falling:
        falling = False
        for holder in tuple(places):
            place = places[holder]
            most = register.registrable_shares(holder, day) + place.sold
            before = place.shares
            if before is None or before <= most:
                continue
            falling = True
            place.lose(before - most)
            gone = _pass_on(holder, before - most, passing, places, register, matter)
            entry = register.lines_on(day).get(holder)
            source = entry.source if entry else "facts"
            place.falls.append(Fell(day, before, most, source, gone))


def _hold_to_what_is_covered(statement: Statement, places: dict[str, _Place]) -> None:
    """Nobody is in for more than the effective statement covers."""
    for holder, place in places.items():
        most = statement.shares_of(holder)
        before, after = place.shares, most.value or 0
        if before is None:
            place.by_request, place.by_transfer = after, 0
        elif before > after:
            place.lose(before - after)
        else:
            continue
        place.limited = most


def _pass_on(
    giver: str,
    shares: ShareNumber,
    passing: dict[int, ShareNumber],
    places: dict[str, _Place],
    register: Register,
    matter: Matter,
) -> tuple[tuple[Passed, ShareNumber], ...]:
    """QG5: what the giver can no longer fill passes with that day's transfers of all rights."""
    gone: list[tuple[Passed, ShareNumber]] = []
    for at, left in passing.items():
        passed = register.passed[at]
        along = min(left, shares)
        if passed.giver != giver or along <= 0:
            continue
        if not matter.readings.inclusion_passes:
            continue
        passing[at] = left - along
        shares -= along
        taker = places.setdefault(passed.taker, _Place())
        taker.came.append(passed)
        if _order_is_open(passed, places[giver]):
            taker.by_request = None
            _miss_the_order(passed, matter)
        else:
            taker.by_transfer += along
        gone.append((passed, along))
    return tuple(gone)


def _order_is_open(passed: Passed, place: _Place) -> bool:
    """Whether it is not recorded if they went before or after what their Holder asked that day."""
    asked_today = place.asking is not None and place.asking.received_on == passed.on
    return passed.before_requests is None and asked_today


def _miss_the_order(passed: Passed, matter: Matter) -> None:
    matter.working.miss(
        "before_requests",
        f"whether {passed.giver} had asked to have its shares registered when they passed to "
        f"{passed.taker}",
        matter.terms.registrable_securities.clause,
        posted_as="securities_transferred.before_requests",
    )


# --- with its working ----------------------------------------------------------------------------


def _explained(
    holder: str, place: _Place, register: Register, until: date | None, matter: Matter
) -> Covered:
    """One Holder's number, led back to what it asked for and to what it has held since."""
    asked = _asked_for(place.asking, register, until, matter) if place.asking else None
    if asked is not None and not (place.falls or place.came or place.limited):
        shares = asked
    else:
        shares = _as_held(holder, asked, place, matter)
        _warn(holder, asked, shares, place, matter)
    whole: Sourced[int | None] = Sourced(None, shares.source)
    if shares.value is not None:
        floored = whole_of(holder, Sourced(shares.value, shares.source), matter)
        whole = Sourced(floored.value, floored.source)
    sold = whole_if_it_is(place.sold)
    return Covered(holder, asked or shares, shares, whole, sold, tuple(place.came))


def _asked_for(
    asking: Asking, register: Register, until: date | None, matter: Matter
) -> Sourced[ShareNumber | None]:
    if asking.shares.value is None:
        return Sourced(None, asking.shares.source)
    number = Sourced(asking.shares.value, asking.shares.source)
    written_on = asking.asked_on or asking.received_on
    brought_on = brought_to(
        f"Asked for by {asking.holder}", number, written_on, until, register.splits, matter
    )
    return Sourced(brought_on.value, brought_on.source)


def _warn(
    holder: str,
    asked: Sourced[ShareNumber | None] | None,
    shares: Sourced[ShareNumber | None],
    place: _Place,
    matter: Matter,
) -> None:
    """What counsel should see: that fewer are in than were asked for, and since when."""
    if asked is None or asked.value is None or shares.value is None or not place.falls:
        return
    if shares.value >= asked.value:
        # What it asked for is in it, beside registered shares that came to it.
        return
    last = place.falls[-1]
    at_once = place.asking is not None and last.on == place.asking.received_on
    matter.working.warn(
        "MORE_THAN_HELD" if at_once else "INCLUSION_FELL",
        f"{holder} asked for {written(asked.value)} shares and from {written_out(last.on)} held "
        f"fewer of them; {written(shares.value)} are included.",
    )


def _as_held(
    holder: str, asked: Sourced[ShareNumber | None] | None, place: _Place, matter: Matter
) -> Sourced[ShareNumber | None]:
    shares: ShareNumber | None = place.shares
    if shares is not None:
        shares = whole_if_it_is(shares)
    inputs: dict[str, Sourced[object]] = {"asked_for": asked} if asked else {}
    said: list[str] = []
    if place.limited is not None:
        inputs["covers"] = place.limited
        said.append(f"The statement covers {place.limited.value or 0:,} shares of {holder}.")
    for number, fell in enumerate(place.falls, start=1):
        inputs[f"held_{number}"] = Sourced(whole_if_it_is(fell.after), fell.source)
        said.append(
            f"On {written_out(fell.on)} {holder} held no more than {written(fell.after)} of "
            f"{written(fell.before)} shares"
            + "".join(f"; {written(shares)} passed to {to.taker}" for to, shares in fell.passed)
            + "."
        )
    for number, passed in enumerate(place.came, start=1):
        inputs[f"passed_{number}"] = Sourced(passed.giver, passed.source)
        said.append(f"Shares of {passed.giver} came to {holder} on {written_out(passed.on)}.")
    found = written(shares) if shares is not None else "a number not stated"
    return matter.working.step(
        "covered.held",
        matter.terms.registrable_securities.clause,
        f"{' '.join(said)} The registration has {found} of its shares.",
        shares,
        inputs,
        readings=("inclusion_passes",) if place.came or _passed_any(place.falls) else (),
    )


def _passed_any(falls: Iterable[Fell]) -> bool:
    return any(fell.passed for fell in falls)

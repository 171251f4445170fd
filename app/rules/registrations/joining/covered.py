"""Who is in a registration, for how many shares, on any day: clauses 1(e), 1(i), 2(a), 2(b), 9(f).

The one place that answers it. A Holder is in for the lesser of what it asked for and what it holds,
first on the day on which its request is received. From then on the number follows stock splits
(9(h)), falls when shares leave the Holder, and does not grow when shares come back. Shares sold
under this statement have not left: they were included and sold. Registered shares that pass to
another Holder with all rights take their place along, so far as the one who parts with them can no
longer fill it itself (QG5); the Company has them to include once it must recognise the transferee.
That Holder alone can take them back then (9(f)); what it asks for itself comes on top, unless it
says that it does not (QG12).

How it is meant to be used: `Progress.covered` has it for the day asked about, and everything that
turns on who is in, and for how much, reads it there and counts nothing itself:

- `shares` is the exact number, in shares of the day asked about, those already sold included. It
  decides votes (4(b)) and who is bound. `whole` is what can be registered and sold: it is what the
  allocation starts from, on the day on which the allocation is fixed (`fixed_on`: effectiveness, or
  the sale off a shelf). What the cutback leaves of it is in the answer's allocation.
- `sold` is what of it has been sold under the statement; when nothing is left of anybody's, all is
  sold. Which sales count as under the statement is `Since.sales`.
- Where the effective statement is said to cover named shares (`Statement`), a Holder is in for no
  more than these from that day on, and for none if it is left out; if they are more than it asked
  for, it is in for as many of them as it then holds. Else the statement is taken to cover what the
  Company then owed, and so nothing of one whom it must recognise only later (9(f)). An amendment
  takes in what is owed on its day. What the Company owed is `Progress.owed`, the same without that.
- `came` are the transfers by which registered shares came to it, if any (QG5).
- `is_in` is false where nothing is left and nothing was sold: such a Holder is owed nothing and
  bound by nothing in this registration.

A day is taken at its end: what happens on one day has no order in it, but that of a transfer and
what was asked for or taken back that day. Shares that had gone before their Holder asked take
nothing along, nor do those that went once it had taken its request back; while it is not recorded
which came first (`before_requests`), what passed is not known. Shares are exact; None stands for a
number that is not known. Nothing raises. Relies on `register` for what is held.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import floor

from app.rules.holders.register import Passed, Register
from app.rules.holders.sales_made import SaleMade
from app.rules.holders.splits import (
    ShareNumber,
    brought,
    brought_to,
    whole_if_it_is,
    whole_of,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.history import Amended, History
from app.rules.registrations.requests.asking.taken_back import NOTHING_TAKEN_BACK, WhoTookBack
from app.rules.values.numbered import numbered, written
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class Asking:
    """One request of one Holder that counts: how many shares, written and received when.

    `taken_back_on` is the day on which it was taken back; a later request replaces it. `in_from` is
    the day of the amendment that took it into an effective statement, where one had to;
    `reached_on` that on which such a request had reached the Company;
    `told_by` its place in a fact that tells of one; `in_addition` whether it comes besides what its
    Holder had in the registration (None: it does not say).
    """

    holder: str
    shares: Sourced[int | None]
    asked_on: date | None
    received_on: date | None
    source: str
    taken_back_on: date | None = None
    in_from: date | None = None
    reached_on: date | None = None
    told_by: str = "letter_added.letter"
    in_addition: bool | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Whose shares the statement covers on the day on which it became effective.

    None: what the Company then owed. `amendments` took in more since. `left` is what a maximum had
    left each Holder by then (2(f)): of what is to be in it (`is_of_what_is_owed`), that is all that
    limits it. `register` is what Holders held then: what else moved on the day did so afterwards.
    """

    effective_on: date
    covers: Sourced[Mapping[str, int]] | None
    amendments: tuple[Amended, ...] = ()
    left: Mapping[str, Sourced[int]] = field(default_factory=dict)
    is_of_what_is_owed: bool = False
    register: Register | None = None

    def limit_of(self, holder: str) -> "Limit | None":
        """What limits one Holder's shares in it (None: nothing that is said)."""
        found = []
        if self.covers is not None:
            shares = self.covers.value.get(holder, 0)
            named = holder in self.covers.value
            source = f"{self.covers.source}/{holder}" if named else self.covers.source
            says = f"The statement covers {numbered(shares, 'share')} of {holder}."
            found.append(Limit(Sourced(shares, source), says))
        if holder in self.left:
            left = self.left[holder]
            found.append(
                Limit(left, f"The maximum left {numbered(left.value, 'share')} of {holder} in it.")
            )
        return min(found, key=lambda limit: limit.shares.value, default=None)


@dataclass(frozen=True, slots=True)
class Limit:
    """The most shares of a Holder that are in a statement, and what says so."""

    shares: Sourced[int]
    says: str


@dataclass(frozen=True, slots=True)
class Covered:
    """What one Holder has in a registration on a day; see the head of the module.

    `beyond` is what the statement covered of it beyond what it had asked for; `short` says on which
    day it held fewer than what is to be in it, if it is in for fewer because of that. `asks_itself`
    is whether a request of its own stands; what came to it comes besides.
    """

    holder: str
    asked: Sourced[ShareNumber | None]
    shares: Sourced[ShareNumber | None]
    whole: Sourced[int | None]
    sold: ShareNumber = 0
    came: tuple[Passed, ...] = ()
    beyond: ShareNumber = 0
    short: "Short | None" = None
    asks_itself: bool = True

    @property
    def is_in(self) -> bool:
        """Whether anything of it is in the registration, or was and is sold."""
        return self.shares.value is None or self.shares.value > 0


@dataclass(frozen=True, slots=True)
class Short:
    """That a Holder held fewer shares than it had asked for and taken over (`besides`).

    `on` a day, `at_once` on that of its request. What it passed on and took over again is none of
    it, nor is the fraction of a share that a split drops. `passed` is to whom shares then passed.
    """

    on: date
    at_once: bool
    besides: ShareNumber
    passed: tuple[tuple[str, ShareNumber], ...] = ()


@dataclass(frozen=True, slots=True)
class Fell:
    """The fall of what one Holder has in it on a day, and how much of that passed to whom."""

    on: date
    before: ShareNumber
    after: ShareNumber
    source: str
    passed: tuple[tuple[Passed, ShareNumber], ...] = ()


@dataclass(frozen=True, slots=True)
class Succession:
    """Who stands in whose place in the requests, by transfers of registered shares.

    `took_over` has the last day on which such shares came to each who has not passed them all on;
    `handed_on` are those who have passed on all that they had in the registration.
    """

    took_over: Mapping[str, date] = field(default_factory=dict)
    handed_on: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Place:
    """One Holder's place while the days go by, in shares of the day reached.

    `by_request` stands on its own request, `by_transfer` is left of what it `took_over` with
    registered shares, and `beside` is what of that it had when it asked without saying whether in
    addition. `given_up` is what it took back on the day reached, if it did, and `taken_in` the
    amendment that took in what the statement had left out; `passed_on` went to others since it
    asked.
    """

    asking: Asking | None = None
    by_request: ShareNumber | None = 0
    by_transfer: ShareNumber = 0
    took_over: ShareNumber = 0
    took_over_on: date | None = None
    handed_on: bool = False
    beside: ShareNumber = 0
    given_up: ShareNumber | None = None
    sold: ShareNumber = 0
    limited: Limit | None = None
    beyond: ShareNumber = 0
    passed_on: ShareNumber = 0
    taken_in: Sourced[date] | None = None
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
        self.took_over *= ratio
        self.beside *= ratio
        self.beyond *= ratio
        self.passed_on *= ratio
        self.sold *= ratio

    def ask(self, asking: Asking, shares: ShareNumber | None) -> None:
        """Stand on a request of its own, besides what it took over unless that says otherwise."""
        if asking.in_addition is False:
            self._give_up_what_came()
            self.beyond = 0
        self.asking = asking
        self.by_request = None if shares is None else shares + self.beyond
        self.falls, self.limited, self.handed_on = [], None, False
        self.taken_in, self.passed_on = None, 0
        if asking.in_addition is None:
            self.beside = self.by_transfer

    def take_back(self, *, asked: bool) -> None:
        """Take back what came to it with registered shares, and what it `asked` for itself."""
        self.given_up = (self.by_request or 0) + self.by_transfer
        if asked or self.asking is None:
            self.asking, self.by_request, self.beyond = None, 0, 0
        self._give_up_what_came()

    def _give_up_what_came(self) -> None:
        self.by_transfer = self.took_over = self.beside = 0
        self.came = []


def covered(
    askings: Sequence[Asking],
    sales: Iterable[SaleMade],
    register: Register | None,
    until: date | None,
    matter: Matter,
    statement: Statement | None = None,
    taken_back: WhoTookBack = NOTHING_TAKEN_BACK,
    let_in: Collection[str] = (),
) -> Mapping[str, Covered]:
    """What every Holder has in the registration at the end of `until` (None: of all that is known).

    Without a register nothing is known of what Holders hold, and every request stands. Without a
    `statement` nothing limits what is asked for. Those `let_in` were in it by then, though the
    Company had not to recognise them yet.
    """
    if register is None:
        return _as_asked(askings)
    life = _Life(askings, tuple(sales), register, taken_back, statement)
    places = _at_the_end(life, until, matter, let_in)
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


@dataclass(frozen=True, slots=True)
class _Life:
    """What is asked for, sold and taken back in a registration, and who holds what meanwhile."""

    askings: Sequence[Asking]
    sales: Sequence[SaleMade]
    register: Register
    taken_back: WhoTookBack
    statement: Statement | None = None

    def holding(self, register: Register) -> "_Life":
        """The same, where Holders hold what another register says."""
        return self if register is self.register else replace(self, register=register)


def succession(
    askings: Sequence[Asking],
    sales: Iterable[SaleMade],
    register: Register,
    taken_back: WhoTookBack,
    matter: Matter,
) -> Succession:
    """Who stands in whose place in the requests by now."""
    places: dict[str, _Place] = {}
    life = _Life(askings, tuple(sales), register, taken_back)
    for _ in _through_time(life, None, matter.unrecorded(), places):
        pass
    return Succession(
        {
            holder: place.took_over_on
            for holder, place in places.items()
            if place.took_over_on is not None and not place.handed_on
        },
        frozenset(holder for holder, place in places.items() if place.handed_on),
    )


def _at_the_end(
    life: _Life, until: date | None, matter: Matter, let_in: Collection[str]
) -> Iterator[tuple[str, _Place]]:
    """Every place at the end of a day, of those who ask or to whom registered shares passed."""
    places: dict[str, _Place] = {}
    for _ in _through_time(life, until, matter, places):
        pass
    for asking in life.askings:
        # The last to ask comes last.
        if asking.holder in places:
            places[asking.holder] = places.pop(asking.holder)
    for holder, place in places.items():
        if place.asking is not None or (
            place.came and (holder in let_in or _recognised(holder, life.register, until, matter))
        ):
            yield holder, place


def shares_by_day(
    askings: Sequence[Asking],
    sales: Sequence[SaleMade],
    register: Register,
    until: date | None,
    matter: Matter,
    statement: Statement | None = None,
    taken_back: WhoTookBack = NOTHING_TAKEN_BACK,
) -> Iterator[tuple[date, Mapping[str, ShareNumber | None]]]:
    """What everybody who is in it has at the end of each day on which that may change.

    One to whom registered shares passed is in once the Company must recognise it.
    """
    aside, places = matter.unrecorded(), dict[str, _Place]()
    lines = register.lines_on(until or date.max)
    takers = {passed.taker for passed in register.passed}
    since = (lines[holder].recognised_from for holder in takers if holder in lines)
    also = {day for day in since if day is not None}
    life = _Life(askings, sales, register, taken_back, statement)
    for day in _through_time(life, until, aside, places, also):
        yield (
            day,
            {
                holder: place.shares
                for holder, place in places.items()
                if place.shares is None or place.shares > 0
                if place.asking is not None or _recognised(holder, register, day, aside)
            },
        )


def _through_time(
    life: _Life,
    until: date | None,
    matter: Matter,
    places: dict[str, _Place],
    also: Collection[date] = (),
) -> Iterator[date]:
    """Bring the places to the end of each day on which something may happen to one."""
    register, statement = life.register, life.statement
    askings = [_by_then(each, register, until) for each in life.askings]
    life = replace(life, askings=askings)
    sold: defaultdict[date, list[SaleMade]] = defaultdict(list)
    for sale in life.sales:
        sold[sale.on.value].append(sale)
    happening = {
        *also,
        *(each.received_on for each in askings if each.received_on is not None),
        *(taken.on.value for taken in life.taken_back.everything),
        *(each.taken_back_on for each in askings if each.taken_back_on is not None),
        *sold,
        *([statement.effective_on] if statement else ()),
    }
    amended = _amended_by_day(statement)
    happening |= amended.keys()
    to_be_in = replace(life, askings=as_reached(askings))
    if amended:
        happening |= {each.reached_on for each in askings if each.reached_on is not None}
    at_first, owed = min(happening, default=date.max), dict[str, _Place]()
    for day in sorted(happening | _changing(life, at_first)):
        if until is None or day <= until:
            is_fixed = statement is not None and day == statement.effective_on
            then = (statement.register if statement and is_fixed else None) or register
            _one_day(day, life.holding(then), sold.get(day, ()), places, matter)
            if amended:
                its_own = sold.get(day, ())
                _one_day(day, to_be_in.holding(then), its_own, owed, matter.unrecorded())
            if statement is not None and is_fixed:
                _hold_to_what_is_covered(statement, places, then, matter.unrecorded())
                of_owed = replace(statement, covers=None, is_of_what_is_owed=True)
                _hold_to_what_is_covered(of_owed, owed, then, matter.unrecorded())
            if then is not register:
                _move_afterwards(day, then, places, register, matter)
                _move_afterwards(day, then, owed, register, matter.unrecorded())
            for amendment in amended.get(day, ()):
                _take_in(amendment, owed, places, register, matter.unrecorded())
            yield day


def _move_afterwards(
    day: date, then: Register, places: dict[str, _Place], register: Register, matter: Matter
) -> None:
    """What moved on a day only after what was fixed on it."""
    passing = {
        at: passed.shares
        for at, passed in enumerate(register.passed)
        if passed.on == day and passed not in then.passed
    }
    _hold_to_what_is_held(day, passing, places, register, matter)


def as_reached(askings: Iterable[Asking]) -> tuple[Asking, ...]:
    """The requests from the day on which each reached the Company, by which inclusion is owed."""
    return tuple(
        replace(each, received_on=each.reached_on) if each.reached_on else each for each in askings
    )


def _amended_by_day(statement: Statement | None) -> Mapping[date, Sequence[Amended]]:
    """What amendments took into the statement since it became effective."""
    found: defaultdict[date, list[Amended]] = defaultdict(list)
    for each in statement.amendments if statement else ():
        if statement is not None and each.on.value >= statement.effective_on:
            found[each.on.value].append(each)
    return found


def _take_in(
    amendment: Amended,
    owed: Mapping[str, _Place],
    places: dict[str, _Place],
    register: Register,
    matter: Matter,
) -> None:
    """What the statement had left out and the Company owes on the day is in it from then on."""
    day = amendment.on.value
    for holder, place in owed.items():
        if amendment.holder not in (None, holder):
            continue
        has = places[holder].shares if holder in places else 0
        if has == place.shares or (
            has is not None and place.shares is not None and has > place.shares
        ):
            continue
        named = amendment.holder is not None or place.asking is not None
        if named or _recognised(holder, register, day, matter):
            falls, came = list(place.falls), list(place.came)
            places[holder] = replace(place, falls=falls, came=came, taken_in=amendment.on)


def _changing(life: _Life, at_first: date) -> set[date]:
    """The days on which the register changes what somebody who may be in it holds.

    Nobody is in it before something happened in it for the first time.
    """
    register = life.register
    if register.terms.changes:
        return {day for day in register.days if day >= at_first}
    may_be_in = {
        *(each.holder for each in life.askings),
        *(each.holder for each in life.sales),
        *(each.taker for each in register.passed),
    }
    asked: defaultdict[str, int] = defaultdict(int)
    for each in life.askings:
        asked[each.holder] += each.shares.value or 0
    days = {
        day
        for holder in may_be_in
        if not _surely_holds_enough(holder, asked[holder], at_first, life)
        for day in register.changed_on(holder, at_first)
    }
    days |= {each.on for each in register.passed}
    days |= {each.effective_on for each in register.splits if each.effective_on}
    return {day for day in days if day >= at_first}


def _surely_holds_enough(holder: str, asked: int, since: date, life: _Life) -> bool:
    """Whether one goes on holding all it may ever be in for, so that what it holds changes nothing.

    Only where nothing can come to its place but what it asks for: no share passed or was split. So
    a registration of years ago is not followed through each sale since.
    """
    register, statement = life.register, life.statement
    if register.passed or register.splits:
        return False
    limit = statement.limit_of(holder) if statement else None
    most = asked + (limit.shares.value if limit else 0)
    return register.least_from(holder, since) >= most


def _recognised(holder: str, register: Register, until: date | None, matter: Matter) -> bool:
    """Whether the Company must recognise one to whom registered shares passed (9(f), QB9)."""
    if until is None or matter.readings.unrecognised_count == "both":
        return True
    entry = register.lines_on(until).get(holder)
    since = entry.recognised_from if entry else None
    return since is not None and since <= until


def statement_of(history: History, matter: Matter) -> Statement | None:
    """What limits who is in an effective statement; None: it covers all that is to be included."""
    effective, register = history.life.effective_on, history.register
    if effective is None or register is None:
        return None
    day, aside = effective.value, matter.unrecorded()
    by_then = history.passed_when_fixed(day)
    takers = {each.taker for each in by_then}
    all_recognised = all(_recognised(taker, register, day, aside) for taker in takers)
    passed_on = bool(history.amendments) and len(by_then) < len(register.passed)
    if history.covers is None and not history.allotted and all_recognised and not passed_on:
        return None
    then = history.register_when_fixed(day)
    return Statement(day, history.covers, history.amendments, history.allotted, register=then)


def recognised_late(owed: Mapping[str, Covered], history: History) -> Mapping[str, Sourced[date]]:
    """To whom registered shares had passed by effectiveness, recognised only after it, and when."""
    effective, register = history.life.effective_on, history.register
    if effective is None or register is None or not register.passed:
        return {}
    day, by_then = effective.value, history.passed_when_fixed(effective.value)
    return {
        holder: since
        for holder, each in owed.items()
        if any(passed in by_then for passed in each.came)
        for since in [register.holder_from(holder, day)]
        if since and since.value > day and register.registrable_shares(holder, day) > 0
    }


def _by_then(asking: Asking, register: Register, until: date | None) -> Asking:
    """A request that is on its way stands for what is held by now."""
    received = asking.received_on
    if received is None or until is None or received <= until:
        return asking
    sent = asking.asked_on or received
    known = register.days[: bisect_right(register.days, until)]
    return replace(asking, received_on=max(sent, *known[-1:]))


def _one_day(
    day: date,
    life: _Life,
    sold: Iterable[SaleMade],
    places: dict[str, _Place],
    matter: Matter,
) -> None:
    """What one day does to every place: splits first, then what was asked, sold and moved."""
    register = life.register
    ratio = register.split_ratio_on(day)
    for place in places.values():
        place.given_up = None
        if ratio != 1:
            place.split(ratio)
    for sale in sold:
        places.setdefault(sale.holder, _Place()).sold += sale.shares
    passing = {at: passed for at, passed in enumerate(register.passed) if passed.on == day}
    gone_before = {at: each.shares for at, each in passing.items() if each.before_requests}
    if gone_before:
        _hold_to_what_is_held(day, gone_before, places, register, matter)
    for asking in life.askings:
        if asking.received_on == day and not _was_taken_back(asking, day):
            shares = _asked_by(asking, day, register, matter)
            places.setdefault(asking.holder, _Place()).ask(asking, shares)
    for holder in _taking_back(day, life, places):
        own = places[holder].asking
        places[holder].take_back(asked=own is not None and own.taken_back_on == day)
    others = {at: each for at, each in passing.items() if not each.before_requests}
    _hold_to_what_is_held(
        day, {at: each.shares for at, each in others.items()}, places, register, matter
    )
    for passed in others.values():
        _perhaps_passed_before(passed, places, register, matter)


def _taking_back(day: date, life: _Life, places: dict[str, _Place]) -> Collection[str]:
    """Who takes back on a day what it had in the registration."""
    named = {taken.holder for taken in life.taken_back.everything if taken.on.value == day}
    own = {each.holder for each in life.askings if each.taken_back_on == day}
    return [holder for holder in places if holder in named or holder in own or None in named]


def _perhaps_passed_before(
    passed: Passed, places: dict[str, _Place], register: Register, matter: Matter
) -> None:
    """What its Holder took back that day may have passed to another before."""
    given_up = places[passed.giver].given_up if passed.giver in places else None
    if given_up is None or passed.before_requests is not None:
        return
    if given_up <= register.registrable_shares(passed.giver, passed.on):
        return
    if not matter.readings.inclusion_passes:
        return
    taker = places.setdefault(passed.taker, _Place())
    taker.came.append(passed)
    _not_known_how_many(passed, taker, matter)


def _not_known_how_many(passed: Passed, taker: _Place, matter: Matter) -> None:
    """Whether registered shares passed turns on what came first that day."""
    taker.by_request, taker.took_over_on, taker.handed_on = None, passed.on, False
    matter.working.miss(
        "before_requests",
        f"whether the registered shares of {passed.giver} passed to {passed.taker}",
        matter.terms.registrable_securities.clause,
        posted_as="securities_transferred.before_requests",
    )


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
            place.handed_on = bool(gone) and place.shares == 0
            place.passed_on += sum(shares for _, shares in gone)
            entry = register.lines_on(day).get(holder)
            source = entry.source if entry else "facts"
            place.falls.append(Fell(day, before, most, source, gone))


def _hold_to_what_is_covered(
    statement: Statement, places: dict[str, _Place], register: Register, matter: Matter
) -> None:
    """Nobody is in for more than the effective statement covers, nor for less that it holds."""
    for holder, place in places.items():
        most = statement.limit_of(holder)
        if most is None:
            day, owed = statement.effective_on, statement.is_of_what_is_owed
            if owed or place.asking is not None or _recognised(holder, register, day, matter):
                continue
            entry = register.lines_on(day).get(holder)
            none = Sourced(0, entry.source if entry else "facts")
            most = Limit(none, f"The statement covers 0 shares of {holder}.")
        before, after = place.shares, most.shares.value
        held = register.registrable_shares(holder, statement.effective_on) + place.sold
        if before is None:
            place.by_request, place.by_transfer = after, 0
        elif before > after:
            place.lose(before - after)
        elif (more := min(after, held) - before) > 0 and place.asking is not None:
            place.beyond, place.by_request = more, (place.by_request or 0) + more
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
        gone.append((passed, along))
        taker = places.setdefault(passed.taker, _Place())
        if taker.given_up == 0 and passed.before_requests is None:
            # It had nothing else to take back that day.
            continue
        taker.came.append(passed)
        if _order_is_open(passed, places[giver], taker):
            _not_known_how_many(passed, taker, matter)
        else:
            taker.by_transfer += along
            taker.took_over += along
            taker.took_over_on, taker.handed_on = passed.on, False
    return tuple(gone)


def _order_is_open(passed: Passed, giver: _Place, taker: _Place) -> bool:
    """Whether it is not recorded if they went before or after what was asked for that day."""
    asked_today = giver.asking is not None and giver.asking.received_on == passed.on
    return passed.before_requests is None and (asked_today or taker.given_up is not None)


# --- with its working ----------------------------------------------------------------------------


def _explained(
    holder: str, place: _Place, register: Register, until: date | None, matter: Matter
) -> Covered:
    """One Holder's number, led back to what it asked for and to what it has held since."""
    asked = _asked_for(place.asking, register, until, matter) if place.asking else None
    if asked is not None and not (place.falls or place.came or place.limited or place.taken_in):
        shares = asked
    else:
        shares = _as_held(holder, asked, place, matter)
        _warn(holder, asked, place, matter)
    whole: Sourced[int | None] = Sourced(None, shares.source)
    if shares.value is not None:
        floored = whole_of(holder, Sourced(shares.value, shares.source), matter)
        whole = Sourced(floored.value, floored.source)
    sold = whole_if_it_is(place.sold)
    came, short = tuple(place.came), _short(asked, place)
    itself = place.asking is not None
    return Covered(holder, asked or shares, shares, whole, sold, came, place.beyond, short, itself)


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
    holder: str, asked: Sourced[ShareNumber | None] | None, place: _Place, matter: Matter
) -> None:
    """What counsel should see: how what it asked for stands to what came to it."""
    if asked is None or asked.value is None or place.shares is None or not place.beside:
        return
    matter.working.warn(
        "ASKED_BESIDE_TAKEN_OVER",
        f"{holder} asked for {numbered(asked.value, 'share')} when {written(place.beside)} "
        "registered shares had passed to it, without saying whether in addition; its request "
        "stands beside them.",
        about=holder,
    )


def _short(asked: Sourced[ShareNumber | None] | None, place: _Place) -> Short | None:
    """That it held fewer than it asked for and took over from others, if it is in for fewer."""
    if asked is None or asked.value is None or place.shares is None or not place.falls:
        return None
    besides = place.took_over - min(place.took_over, place.passed_on)
    if place.shares >= floor(asked.value + besides):
        return None
    last = place.falls[-1]
    at_once = place.asking is not None and last.on == place.asking.received_on
    passed = tuple((to.taker, shares) for to, shares in last.passed)
    return Short(last.on, at_once, besides, passed)


def _as_held(
    holder: str, asked: Sourced[ShareNumber | None] | None, place: _Place, matter: Matter
) -> Sourced[ShareNumber | None]:
    shares: ShareNumber | None = place.shares
    if shares is not None:
        shares = whole_if_it_is(shares)
    inputs: dict[str, Sourced[object]] = {"asked_for": asked} if asked else {}
    said: list[str] = []
    if place.limited is not None:
        inputs["covers"] = place.limited.shares
        said.append(place.limited.says)
    if place.taken_in is not None:
        inputs["amended_on"] = place.taken_in
        day = written_out(place.taken_in.value)
        said.append(f"The amendment of {day} took in what was owed to {holder}.")
    for number, fell in enumerate(place.falls, start=1):
        inputs[f"held_{number}"] = Sourced(whole_if_it_is(fell.after), fell.source)
        said.append(
            f"On {written_out(fell.on)} {holder} held no more than {written(fell.after)} of "
            f"{numbered(fell.before, 'share')}"
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

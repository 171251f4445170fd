"""A request in writing: who asks for how many shares, and on which day it is complete.

Clauses 2(a)(i) and 9(b). Several letters are one request, complete on the day on which those who
ask are first the Requisite Holders together (QB10); where no threshold is asked for, on the day of
the first letter. Who has taken back a request by then does not ask any more and was never part of
it. Each letter is received, and each day's count made, under the terms of its own day. Dates are
whole days, shares whole shares; nothing raises but `OutsideCalendar`. Relies on `notice` for
receipt, `holdings` and `requisite` for the count, `taken_back` for who asks no more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import Final, Literal

from app.rules.holders.holdings import CLASSES, SecurityClass, Tally
from app.rules.holders.requisite import ThresholdTest, apply_threshold
from app.rules.holders.splits import ShareNumber, Split, adjusted, brought, written
from app.rules.notices.receipt import Delivery, Receipt, receipt
from app.rules.reasoning.days.between import each_and_all
from app.rules.reasoning.days.clock import NOTHING_KNOWN, day_of
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.requests import second_letter
from app.rules.registrations.requests.size import (
    NO_PRICE,
    OUTSTANDING,
    SizeAsked,
    StatedPrice,
    measured,
    size_condition,
)
from app.rules.registrations.requests.taken_back import NOTHING_TAKEN_BACK, TakenBack, WhoTookBack
from app.rules.terms import Terms
from app.rules.terms.clocks.clock import Clock
from app.rules.terms.rights.asked import AskedRight
from app.rules.terms.rights.asking import WhoMayAsk
from app.rules.terms.vocabulary import Threshold
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class Letter:
    """One writing that asks for the registration: who asks for how many shares, and its way.

    `received_on` may be stated outright when the delivery itself is not known; of a letter that has
    arrived it is the day of receipt. `unrecognised` are signers whom the Company need not recognise
    when it was sent; `in_addition` whether it asks besides what they asked before (None: it does
    not say); `name` that of the fact that tells of it, `told_by` its place in such a fact.
    """

    source: str
    requests: Mapping[str, Sourced[int | None]]
    delivery: Delivery | None
    received_on: date | None = None
    unrecognised: frozenset[str] = frozenset()
    in_addition: bool | None = None
    name: str = ""
    told_by: str = "letter_added.letter"

    @property
    def asked_on(self) -> date | None:
        """The day on which its signers asked."""
        return self.delivery.happened_on if self.delivery else self.received_on

    def only(self, requests: Mapping[str, Sourced[int | None]]) -> "Letter":
        """The letter as far as it makes these requests."""
        return replace(self, requests=requests)


@dataclass(frozen=True, slots=True)
class MovesOfDay:
    """Sales and transfers of a day that do not say whether they came before its requests.

    `told_by` are the kinds of fact that tell of them; `counts` what a set of requesters and all
    Holders hold in each order but that in which all of them came first.
    """

    told_by: tuple[str, ...] = ()
    counts: tuple[Callable[[frozenset[str], Matter], Tally | None], ...] = ()


NOTHING_MOVED: Final = MovesOfDay()


@dataclass(frozen=True, slots=True)
class JoinedSoFar:
    """The shares of those who have joined a request, and whether nobody can join it any more."""

    shares: int
    is_over: bool


def named_in_group(group: str, _day: date, matter: Matter) -> frozenset[str] | None:
    """Who belongs to a group as far as the terms alone say it."""
    term = matter.terms.groups[group]
    return frozenset(term.members) if term.by_name else None


@dataclass(frozen=True, slots=True)
class Request:
    """The letters of one request and what is known of those who signed them.

    `count` gives what a set of requesters and all Holders hold on a day (None: not recorded);
    `recognised` the Holders whom the Company must recognise on a day (None: all); `terms_on` the
    terms of a day (None: those in hand); `split_ratio` by what the splits through a day multiply
    the least number of shares (None: there is no least), and `splits` all there are. `moves` are
    the sales and transfers of a day that may have come before or after its letters; `price` is
    what the request says of the price of the offering. Letters stand in the order of the record,
    which decides between those of one day. What was made, asked for or not, is `made_on` a day: no
    later letter completes the request for it. `right` is that which says who may ask, `in_group`
    who belongs to a group of the terms on a day (None: not known), and `barred` why a Holder may
    not ask on a day. `outstanding` are the Company's shares on a day, `market_price` that of one,
    and `of_class` what requesters and all Holders hold of a class (None: not recorded). `joined` is
    asked for only where shares of those who join count towards the least size.
    """

    letters: tuple[Letter, ...]
    count: Callable[[date, frozenset[str], Matter], Tally | None]
    taken_back: WhoTookBack = NOTHING_TAKEN_BACK
    recognised: Callable[[date], frozenset[str]] | None = None
    terms_on: Callable[[date], Terms] | None = None
    split_ratio: Callable[[date], Fraction] | None = None
    splits: Sequence[Split] = ()
    moves: Callable[[date], "MovesOfDay"] = lambda _: NOTHING_MOVED
    made_on: date | None = None
    price: StatedPrice = NO_PRICE
    right: Literal["demand", "takedown"] = "demand"
    in_group: Callable[[str, date, Matter], frozenset[str] | None] = named_in_group
    joined: JoinedSoFar | None = None
    barred: Callable[[str, date], str | None] = lambda _holder, _day: None
    outstanding: Callable[[date], Sourced[ShareNumber] | None] = lambda _day: None
    market_price: Callable[[date], Sourced[Decimal] | None] = lambda _day: None
    of_class: Callable[[date, frozenset[str], SecurityClass, Matter], Tally | None] = (
        lambda _day, _requesters, _name, _matter: None
    )

    def on(self, day: date, matter: Matter) -> Matter:
        """What is judged on a day, under the terms of that day."""
        return matter if self.terms_on is None else matter.under(self.terms_on(day))


@dataclass(frozen=True, slots=True)
class RequestReceived:
    """The request as received: when, by whom, and how much they hold.

    `dropped` are those who took back a request before it was complete; `open_order` whose taking
    back on the day of receipt decides, by coming before or after that day's letters; `open_moves`
    the kinds of fact of sales and transfers that decide so. `on_the_way`
    are letters of which it is not known whether they were received; where it turns on them on which
    day the request was complete, or whether it was, that day and the count are None. It is not
    complete while `awaits_more`: what is asked for is too little yet.
    """

    received_on: Sourced[date] | None
    given_on: Sourced[date] | None
    requesters: frozenset[str]
    unrecognised: frozenset[str]
    counted: tuple[Letter, ...]
    later: tuple[Letter, ...]
    tally: Tally | None
    threshold: ThresholdTest | None
    flaw: str | None
    dropped: tuple[TakenBack, ...] = ()
    open_order: tuple[TakenBack, ...] = ()
    open_moves: tuple[str, ...] = ()
    on_the_way: tuple[Letter, ...] = ()
    awaits_more: bool = False


NOBODY_ASKED = RequestReceived(None, None, frozenset(), frozenset(), (), (), None, None, None)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A letter that has arrived."""

    letter: Letter
    given_on: Sourced[date] | None
    received_on: Sourced[date]


@dataclass(frozen=True, slots=True)
class _Standing:
    """Who asks at the end of a day: the letters without what has been taken back by then.

    `unless` are those whose request counts only if it was taken back after that day's letters.
    """

    letters: tuple[Letter, ...]
    dropped: tuple[TakenBack, ...]
    unless: tuple[TakenBack, ...]

    @property
    def requesters(self) -> frozenset[str]:
        """Everybody who may be asking."""
        return frozenset(holder for letter in self.letters for holder in letter.requests)


def received(request: Request, matter: Matter) -> RequestReceived:
    """Find the day on which the letters together first come from the Requisite Holders."""
    return _either_way(_received, request, matter)


def _either_way(
    find: Callable[[Request, Matter], RequestReceived], request: Request, matter: Matter
) -> RequestReceived:
    """The request as received, as far as that is known while letters may have come or not."""
    found = find(request, matter)
    tried = (
        find(_as_if_come(way, request), matter.unrecorded())
        for way in each_and_all(found.on_the_way)
    )
    if all(_complete_on(each) == _complete_on(found) for each in tried):
        return found
    return replace(found, received_on=None, given_on=None, tally=None, threshold=None)


def _complete_on(asked: RequestReceived) -> date | None:
    """The day on which a request was complete; None while it is not."""
    if asked.received_on is None or asked.awaits_more:
        return None
    if asked.threshold and not asked.threshold.met.value:
        return None
    return asked.received_on.value


def _as_if_come(letters: Iterable[Letter], request: Request) -> Request:
    """The request as if these of its letters had been received on the day on which they went."""
    come = set(map(id, letters))
    return replace(
        request,
        letters=tuple(
            replace(each, delivery=None, received_on=each.asked_on) if id(each) in come else each
            for each in request.letters
        ),
    )


def _received(request: Request, matter: Matter) -> RequestReceived:
    arrived, flaw, on_the_way = _arrivals(request, matter)
    so_far: list[_Arrival] = []
    standing = _Standing((), (), ())
    tally, test = None, None
    open_order: tuple[TakenBack, ...] = ()
    open_moves: tuple[str, ...] = ()
    enough = True
    for day, same_day in groupby(arrived, key=lambda arrival: arrival.received_on.value):
        if so_far and request.made_on is not None and day > request.made_on:
            break
        todays = tuple(same_day)
        so_far.extend(todays)
        its_day = request.on(day, matter)
        standing = _standing(so_far, todays, day, request, its_day)
        count = partial(request.count, day)
        tally = _tally(count, standing.requesters, day, request, its_day)
        test = _threshold(tally, request, its_day)
        if test is None:
            break
        open_moves = _open_moves(test, day, standing.requesters, request, its_day)
        if open_moves:
            break
        enough = _is_large_enough(standing.letters, day, request, its_day)
        if test.met.value and enough:
            open_order = _decisive(standing, day, request, its_day)
            break
    last = so_far[-1] if so_far else None
    return RequestReceived(
        received_on=last.received_on if last else None,
        given_on=last.given_on if last else None,
        requesters=standing.requesters,
        unrecognised=_unrecognised(standing.requesters, last, request, matter),
        counted=standing.letters,
        later=tuple(arrival.letter for arrival in arrived[len(so_far) :]),
        tally=tally,
        threshold=test,
        flaw=None if arrived else flaw,
        dropped=standing.dropped,
        open_order=open_order,
        open_moves=open_moves,
        on_the_way=on_the_way,
        awaits_more=not enough,
    )


def _open_moves(
    test: ThresholdTest, day: date, requesters: frozenset[str], request: Request, matter: Matter
) -> tuple[str, ...]:
    """What else moved on the day of letters, if its order decides whether those who ask suffice."""
    moves = request.moves(day)
    others = (
        _threshold(_tally(count, requesters, day, request, matter.unrecorded()), request, matter)
        for count in moves.counts
    )
    decides = any(other is not None and other.met.value != test.met.value for other in others)
    return moves.told_by if decides else ()


def _standing(
    so_far: Sequence[_Arrival],
    todays: Sequence[_Arrival],
    day: date,
    request: Request,
    matter: Matter,
) -> _Standing:
    """The letters received by a day, without the requests that were taken back by then.

    Nor is one asking who may not: it may join, once it is told.
    """
    may_ask = _those_who_may(request, day, matter)
    letters: list[Letter] = []
    dropped: dict[TakenBack, None] = {}
    unless: dict[TakenBack, None] = {}
    for arrival in so_far:
        letter = arrival.letter
        asking = dict(letter.requests)
        for holder in letter.requests:
            if may_ask is not None and holder not in may_ask:
                del asking[holder]
                continue
            if request.barred(holder, day) is not None:
                del asking[holder]
                continue
            taken = request.taken_back.of(holder, letter.asked_on)
            if taken is None or taken.on.value > day:
                continue
            if taken.on.value == day and _came_after(taken, holder, todays):
                continue
            if taken.on.value == day and taken.before_letters is None:
                unless[taken] = None
                continue
            del asking[holder]
            dropped[taken] = None
        if asking:
            letters.append(letter if len(asking) == len(letter.requests) else letter.only(asking))
    return _Standing(tuple(letters), tuple(dropped), tuple(unless))


def _came_after(taken: TakenBack, holder: str, todays: Sequence[_Arrival]) -> bool:
    """Whether it came after the letters of its day: so it is said, or they are all its own."""
    if taken.before_letters is not None:
        return not taken.before_letters
    return all(
        holder in arrival.letter.requests and arrival.letter.asked_on == taken.on.value
        for arrival in todays
    )


def _decisive(
    standing: _Standing, day: date, request: Request, matter: Matter
) -> tuple[TakenBack, ...]:
    """Requests taken back on the day of completion without which it would not be complete."""
    if not standing.unless:
        return ()
    left = standing.requesters - {taken.holder for taken in standing.unless}
    count = partial(request.count, day)
    test = _threshold(_tally(count, left, day, request, matter), request, matter)
    kept = [
        letter.only({name: shares for name, shares in letter.requests.items() if name in left})
        for letter in standing.letters
    ]
    enough = test is not None and test.met.value and _is_large_enough(kept, day, request, matter)
    return () if enough else standing.unless


def received_from_anyone(request: Request, matter: Matter) -> RequestReceived:
    """The request of whichever Holders ask, where no threshold is set: the first letter makes it.

    The letters of the first day of receipt are the request; later ones join it. What was taken back
    before it arrived is none.
    """
    return _either_way(_received_from_anyone, request, matter)


def _received_from_anyone(request: Request, matter: Matter) -> RequestReceived:
    everything, flaw, on_the_way = _arrivals(request, matter)
    arrived = [
        replace(arrival, letter=letter)
        for arrival in everything
        if (letter := _not_taken_back(arrival, request)) is not None
    ]
    first = arrived[0] if arrived else None
    counted = [
        each for each in arrived if first and each.received_on.value == first.received_on.value
    ]
    requesters = frozenset(holder for each in counted for holder in each.letter.requests)
    return RequestReceived(
        received_on=first.received_on if first else None,
        given_on=first.given_on if first else None,
        requesters=requesters,
        unrecognised=_unrecognised(requesters, first, request, matter),
        counted=tuple(each.letter for each in counted),
        later=tuple(each.letter for each in arrived[len(counted) :]),
        tally=None,
        threshold=None,
        flaw=None if everything else flaw,
        on_the_way=on_the_way,
    )


def _not_taken_back(arrival: _Arrival, request: Request) -> Letter | None:
    """A letter without what was taken back before it arrived; None if that was everything."""
    letter, day = arrival.letter, arrival.received_on.value
    asking = {
        holder: shares
        for holder, shares in letter.requests.items()
        if request.barred(holder, day) is None
        and (
            (taken := request.taken_back.of(holder, letter.asked_on)) is None
            or taken.on.value >= day
        )
    }
    return letter.only(asking) if asking else None


def _arrivals(
    request: Request, matter: Matter
) -> tuple[list[_Arrival], str | None, tuple[Letter, ...]]:
    """The letters that have arrived, by the day of receipt, what is wrong with others, and others.

    Of the last it is not known whether they have arrived.
    """
    receipts = [
        (letter, letter_receipt(letter, request.on(letter.asked_on, matter)))
        if letter.asked_on is not None
        else (letter, letter_receipt(letter, matter))
        for letter in request.letters
    ]
    arrived = sorted(
        (
            _Arrival(
                replace(letter, received_on=each.received_on.value), each.given_on, each.received_on
            )
            for letter, each in receipts
            if each.received_on is not None
        ),
        key=lambda arrival: arrival.received_on.value,
    )
    on_the_way = tuple(
        letter
        for letter, each in receipts
        if letter.delivery and each.received_on is None and each.flaw is None
    )
    return arrived, next((each.flaw for _, each in receipts if each.flaw), None), on_the_way


def _is_large_enough(
    letters: Sequence[Letter], day: date, request: Request, matter: Matter
) -> bool:
    """Whether nothing is left to wait for: enough is asked for, or later letters add nothing."""
    right = _right_used(request, matter)
    if right is not None and right.with_joiners:
        return True
    if right is not None and right.size is not None:
        requesters = frozenset(holder for letter in letters for holder in letter.requests)
        silently = matter.unrecorded()
        found = measured(right.size, asked_on(day, letters, requesters, request, silently))
        return not matter.readings.size_cumulates or found.reached is not False
    least = least_shares(request, day, matter)
    if least is None:
        return True
    total = shares_asked_for(letters, day, request, matter.unrecorded())
    return not matter.readings.size_cumulates or total is None or total >= least


def asked_on(
    day: date,
    letters: Sequence[Letter],
    requesters: frozenset[str],
    request: Request,
    matter: Matter,
) -> SizeAsked:
    """What these letters ask for, and what those who ask hold, on a day."""
    right = _right_used(request, matter)
    clause = right.clause if right else ""

    def market(clock: Clock) -> Sourced[Decimal] | None:
        given = (letter_receipt(each, request.on(day, matter)).given_on for each in letters)
        last = max((each.value for each in given if each is not None), default=None)
        known = NOTHING_KNOWN.also(
            {
                "request.received": Sourced(day, "facts"),
                "request.given": None if last is None else Sourced(last, "facts"),
            }
        )
        found = day_of(clock, known, matter, "", clause=clause).day
        return None if found is None else request.market_price(found.value)

    return SizeAsked(
        shares=shares_asked_for(letters, day, request, matter),
        tally=request.count(day, requesters, matter),
        price=request.price,
        split_ratio=request.split_ratio(day) if request.split_ratio else Fraction(1),
        outstanding=request.outstanding(day),
        of_class=lambda name: request.of_class(day, requesters, name, matter),
        market=market,
    )


def least_shares(request: Request, day: date, matter: Matter) -> Fraction | None:
    """The least number of shares that a demand must ask for on a day, where there is one."""
    demand = matter.terms.demand
    if demand is None or demand.minimum_shares is None or request.split_ratio is None:
        return None
    if request.right == "takedown":
        return None
    ratio = request.split_ratio(day)
    return adjusted(demand.minimum_shares, ratio, matter.terms.split_clause, matter.readings)


def shares_asked_for(
    letters: Sequence[Letter], day: date, request: Request, matter: Matter
) -> int | None:
    """The shares that these letters ask for together, in whole shares of a day (9(h)).

    None where one does not say how many.
    """
    total = 0
    holders = dict.fromkeys(holder for letter in letters for holder in letter.requests)
    for holder in holders:
        own = [
            _asked_in(letter, holder, day, request, matter)
            for letter in letters
            if holder in letter.requests
        ]
        stands: Sourced[ShareNumber | None] | None = None
        for same_day in second_letter.days_of(own):
            shares = second_letter.stands_after(stands, same_day, matter).shares
            stands = Sourced(shares.value, shares.source)
        if stands is None or stands.value is None:
            return None
        total += int(stands.value)
    return total if holders else None


def _asked_in(
    letter: Letter, holder: str, until: date, request: Request, matter: Matter
) -> second_letter.AskedByLetter:
    received_on = letter.received_on or date.max
    asked_on = letter.asked_on or received_on
    shares = letter.requests[holder]
    if shares.value is not None:
        brought_on = brought(shares.value, asked_on, until, request.splits, matter.readings)
        shares = Sourced(int(brought_on), shares.source)
    on = (received_on, asked_on)
    in_addition, told_by = letter.in_addition, letter.told_by
    return second_letter.AskedByLetter(holder, shares, on, in_addition, told_by, letter.source)


def _unrecognised(
    requesters: frozenset[str], last: _Arrival | None, request: Request, matter: Matter
) -> frozenset[str]:
    """Signers whom the Company need not recognise, unless reading QB9 lets them count."""
    if request.recognised is None or last is None:
        return frozenset()
    unrecognised = requesters - request.recognised(last.received_on.value)
    if unrecognised and matter.readings.unrecognised_count == "both":
        return frozenset()
    return unrecognised


def letter_receipt(letter: Letter, matter: Matter) -> Receipt:
    """When one letter was given and received, worked out or as stated."""
    if letter.delivery is not None:
        return receipt(letter.delivery, matter, f"{letter.source}/delivery")
    if letter.received_on is None:
        matter.working.miss(
            "received_on", "the day of receipt of the demand", matter.terms.notices.clause
        )
        return Receipt(None, None)
    matter.working.assume(
        "RECEIPT_STATED",
        "The day of receipt is taken as stated, and the request as a writing duly given.",
    )
    stated = Sourced(letter.received_on, f"{letter.source}/received_on")
    return Receipt(stated, stated)


def _who_may_ask(request: Request, matter: Matter) -> WhoMayAsk | None:
    """What the right says of who may ask; None where it says nothing of its own."""
    right = _right_used(request, matter)
    return right.who if right is not None else None


def _right_used(request: Request, matter: Matter) -> AskedRight | None:
    """The right by which it is asked for."""
    return matter.terms.takedown if request.right == "takedown" else matter.terms.demand


def _those_who_may(request: Request, day: date, matter: Matter) -> frozenset[str] | None:
    """The only Holders who may ask on a day; None where every Holder may, or it is not known."""
    who = _who_may_ask(request, matter)
    if who is None or (who.group is None and not who.members):
        return None
    if who.group is None:
        return frozenset(who.members)
    return request.in_group(who.group, day, matter)


def _asks_at(request: Request, matter: Matter) -> str:
    """Where the right says who may ask."""
    right = _right_used(request, matter)
    return f"{right.place if right else '/demand'}/who"


def _clause_on_who(request: Request, matter: Matter) -> str:
    """The clause that says who may ask."""
    who = _who_may_ask(request, matter)
    if who is None:
        return matter.terms.requisite_holders.clause
    right = _right_used(request, matter)
    return who.clause or (right.clause if right else matter.terms.requisite_holders.clause)


def _tally(
    count: Callable[[frozenset[str], Matter], Tally | None],
    requesters: frozenset[str],
    day: date,
    request: Request,
    matter: Matter,
) -> Tally | None:
    """What those who ask hold, and of what it must be a part.

    What the members alone hold is known from positions only (`recognised`), not from totals.
    """
    found, who = count(requesters, matter), _who_may_ask(request, matter)
    may_ask = _those_who_may(request, day, matter)
    if who is not None and who.group is not None and may_ask is None:
        return None
    if found is None or who is None:
        return found
    if who.of == "outstanding":
        outstanding = request.outstanding(day)
        return None if outstanding is None else Tally(found.requesting, outstanding)
    if who.of in CLASSES:
        return request.of_class(day, requesters, who.of, matter)
    if may_ask is None or who.of not in ("members", "group"):
        return found
    own = count(may_ask, matter.unrecorded()) if request.recognised else None
    if own is None:
        return None
    held = own.requesting.value
    named: Sourced[object] = (
        Sourced(who.group, f"terms:{_asks_at(request, matter)}/group")
        if who.group
        else Sourced(who.members, f"terms:{_asks_at(request, matter)}/members")
    )
    base = matter.working.step(
        "requisite.members",
        _clause_on_who(request, matter),
        f"Those who may ask hold {written(held)} Registrable Securities, fully diluted.",
        held,
        {"group" if who.group else "members": named},
    )
    return Tally(found.requesting, base)


def _threshold(tally: Tally | None, request: Request, matter: Matter) -> ThresholdTest | None:
    if tally is None:
        return None
    who = _who_may_ask(request, matter)
    if who is not None:
        return _as_agreed(tally, who, request, matter)
    return apply_threshold(
        matter.terms.requisite_holders,
        tally.requesting,
        tally.total,
        matter.working,
        "/requisite_holders",
    )


def _as_agreed(tally: Tally, who: WhoMayAsk, request: Request, matter: Matter) -> ThresholdTest:
    """Whether enough ask, as the right itself says."""
    place, clause = _asks_at(request, matter), _clause_on_who(request, matter)
    if who.fraction is not None and who.comparison is not None:
        return apply_threshold(
            Threshold(
                clause=clause,
                fraction=who.fraction,
                base="registrable_securities_fully_diluted",
                comparison=who.comparison,
            ),
            tally.requesting,
            tally.total,
            matter.working,
            place,
            is_at="is",
        )
    anyone = Sourced(True, f"terms:{place}/anyone")
    needed: Sourced[ShareNumber] = matter.working.step(
        "requisite.anyone", clause, "Whoever holds any may ask.", 1, {"anyone": anyone}
    )
    asks = matter.working.step(
        "requisite.test",
        clause,
        f"{written(tally.requesting.value)} shares are held by those who ask.",
        tally.requesting.value >= 1,
        {"held": tally.requesting, "needed": needed},
    )
    return ThresholdTest(asks, needed)


def duly_given(asked: RequestReceived, matter: Matter) -> Condition:
    """Whether a writing has been duly given and received."""
    name, clause = "written_and_duly_given", matter.terms.notices.clause
    if asked.flaw:
        return Condition(name, "failed", clause, _FLAWS[asked.flaw], asked.flaw)
    if asked.received_on is None:
        return Condition(name, "unknown", clause, "The day of receipt is not known.")
    says = f"A writing, duly given, received on {written_out(asked.received_on.value)}."
    return Condition(name, "passed", clause, says)


_FLAWS = {
    "NOT_IN_WRITING": "The request was not in writing.",
    "NOT_DULY_GIVEN": "The request was sent in a way that has no effect.",
    "COPIES_MISSING": "Copies to counsel are required and were not sent.",
}


def by_requisite_holders(asked: RequestReceived, request: Request, matter: Matter) -> Condition:
    """Whether the Requisite Holders ask, counted on the day of receipt."""
    name, clause = "requisite_holders", _clause_on_who(request, matter)
    if asked.flaw or asked.received_on is None:
        says = "Not tested: no request is known to have been received."
        return Condition(name, "unknown", clause, says)
    if asked.tally is None or asked.threshold is None or asked.tally.total.value == 0:
        return _holdings_not_known(asked.received_on.value, request, clause, matter)
    if asked.open_order:
        return _order_not_known(asked.open_order, clause, matter)
    if asked.open_moves:
        return _moves_not_known(asked.open_moves, asked.received_on.value, clause, matter)
    tally, test = asked.tally, asked.threshold
    if test.met.value and request.taken_back:
        tally, test = _after_withdrawals(asked, tally, test, request, matter)
    says = (
        f"{written(tally.requesting.value)} of {written(tally.total.value)} shares asked; "
        f"{written(test.needed.value)} are needed."
    )
    says += _who_are_without_rights(asked.received_on.value, request)
    for taken in asked.dropped:
        day = written_out(taken.on.value)
        says += f" {taken.holder} took back its request on {day}, before it was complete."
    if test.met.value:
        return Condition(name, "passed", clause, says)
    unheard = _held_by_unrecognised(asked, asked.received_on.value, request, matter)
    says = f"{says.removesuffix('.')}{unheard}."
    return Condition(name, "failed", clause, says, "NOT_REQUISITE_HOLDERS")


def _holdings_not_known(day: date, request: Request, clause: str, matter: Matter) -> Condition:
    """What Holders hold, or of what it must be a part, is not recorded."""
    who, says = _who_may_ask(request, matter), "The Holders' positions are not recorded."
    if who is not None and who.of == "outstanding" and request.outstanding(day) is None:
        posted_as, needed_for = OUTSTANDING[1], "whether enough of them ask"
        matter.working.miss(OUTSTANDING[0], needed_for, clause, posted_as=posted_as)
        says = "The shares outstanding are not recorded."
    else:
        matter.working.miss("positions", "whether Requisite Holders ask", clause)
    return Condition("requisite_holders", "unknown", clause, says)


def _who_are_without_rights(day: date, request: Request) -> str:
    """Of those who signed, who has not the right any more, in words."""
    signed = dict.fromkeys(each for letter in request.letters for each in letter.requests)
    barred = ((holder, request.barred(holder, day)) for holder in signed)
    return "".join(
        f" {holder} is without rights by clause {clause}, and does not count."
        for holder, clause in barred
        if clause is not None
    )


def _held_by_unrecognised(
    asked: RequestReceived, day: date, request: Request, matter: Matter
) -> str:
    """What those hold who asked in vain, since the Company need not recognise them yet (QB9)."""
    if not asked.unrecognised:
        return ""
    readings = matter.terms.readings.model_copy(update={"unrecognised_count": "both"})
    all_count = open_matter(matter.terms.model_copy(update={"readings": readings}), Detail.NONE)
    held = request.count(day, asked.unrecognised, all_count)
    who = " and ".join(sorted(asked.unrecognised))
    shares = f" {written(held.requesting.value)} shares" if held else " shares"
    return (
        f"; the{shares} of {who} are not among them, since on {written_out(day)} the Company need "
        f"not yet recognise {who} ({matter.terms.assignment.clause})"
    )


def _order_not_known(taken: Sequence[TakenBack], clause: str, matter: Matter) -> Condition:
    """Letters and a taking back reached the Company on one day: which came first decides."""
    matter.working.miss(
        "before_letters",
        "whether the request was complete before it was taken back",
        clause,
        posted_as="withdrawn.before_letters",
    )
    who = " and ".join(sorted({str(each.holder) for each in taken}))
    says = (
        f"On {written_out(taken[0].on.value)} {who} took back what it had asked for, and letters "
        "were received; it is not recorded which came first."
    )
    return Condition("requisite_holders", "unknown", clause, says)


def _moves_not_known(told_by: Sequence[str], day: date, clause: str, matter: Matter) -> Condition:
    """Shares moved on the day of the letters: what those who ask held then turns on the order."""
    for kind in told_by:
        matter.working.miss(
            "before_requests",
            "whether those who ask held enough when the request was received",
            clause,
            posted_as=f"{kind}.before_requests",
        )
    says = (
        f"On {written_out(day)} letters were received, and what Holders hold changed; it is not "
        "recorded which came first."
    )
    return Condition("requisite_holders", "unknown", clause, says)


def _after_withdrawals(
    asked: RequestReceived, tally: Tally, test: ThresholdTest, request: Request, matter: Matter
) -> tuple[Tally, ThresholdTest]:
    """QB20: whether the requesters who are left must still be enough."""
    if not matter.readings.retest_majority or asked.received_on is None:
        return tally, test
    left = frozenset(
        holder
        for letter in asked.counted
        for holder in letter.requests
        if request.taken_back.of(holder, letter.asked_on) is None
    )
    count = partial(request.count, asked.received_on.value)
    again = _tally(count, left, asked.received_on.value, request, matter)
    tested = _threshold(again, request, matter)
    return (again, tested) if again and tested else (tally, test)


def size_reached(
    asked: RequestReceived, request: Request, right: AskedRight, matter: Matter
) -> Sequence[Condition]:
    """Whether enough is asked for, where the right has a least size of its own."""
    size, received_on = right.size, asked.received_on
    if size is None:
        return ()
    if received_on is None:
        says = "Not known when the request was received."
        return (Condition("minimum_size", "unknown", right.clause, says),)
    silently = matter.unrecorded()
    what = asked_on(received_on.value, asked.counted, asked.requesters, request, silently)
    if right.with_joiners and what.shares is not None:
        joined = request.joined or JoinedSoFar(0, is_over=False)
        what = replace(what, shares=what.shares + joined.shares)
        if not joined.is_over and measured(size, what).reached is False:
            return (_may_yet_be_reached(right, matter),)
    for name, posted_as in measured(size, what).missing:
        told_by = posted_as.replace("demand_received", TOLD_BY[request.right])
        needed_for = "whether enough is asked for"
        matter.working.miss(name, needed_for, right.clause, posted_as=told_by)
    return (size_condition(size, what, right.clause),)


def _may_yet_be_reached(right: AskedRight, matter: Matter) -> Condition:
    """What is asked for is too little, and others may join still."""
    needed_for = "whether enough is asked for, with those who join"
    matter.working.miss("joins", needed_for, right.clause, posted_as="join_requested.shares")
    says = "Too little is asked for as yet; Holders may join still, and their shares count."
    return Condition(WITH_JOINERS, "unknown", right.clause, says)


def only_joining_is_open(conditions: Sequence[Condition]) -> bool:
    """Whether nothing but the shares of those who may join still decides."""
    return all(
        each.outcome == "passed" or each.name == WITH_JOINERS for each in conditions
    ) and any(each.name == WITH_JOINERS for each in conditions)


WITH_JOINERS: Final = "minimum_size_with_joiners"
TOLD_BY: Final = {"demand": "demand_received", "takedown": "takedown_requested"}


def trigger_of(asked: RequestReceived, request: Request) -> str:
    """The letter that completed the request; the first where none has been received."""
    return (asked.counted[-1] if asked.counted else request.letters[0]).source

"""A request in writing as it was made: its letters, who signed them, and what is known of that day.

Clauses 2(a)(i) and 9(b). Dates are whole days, shares whole shares. Nothing raises but
`OutsideCalendar`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from app.rules.holders.holdings import SecurityClass, Tally
from app.rules.holders.requisite import ThresholdTest
from app.rules.holders.splits import ShareNumber, Split
from app.rules.notices.receipt import Delivery, Receipt, receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.requests.asking.size import (
    NO_PRICE,
    StatedPrice,
)
from app.rules.registrations.requests.asking.taken_back import (
    NOTHING_TAKEN_BACK,
    TakenBack,
    WhoTookBack,
)
from app.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Letter:
    """One writing that asks for the registration: who asks for how many shares, and its way.

    `received_on` may be stated outright when the delivery itself is not known; of a letter that has
    arrived it is the day of receipt. `unrecognised` are signers whom the Company need not recognise
    when it was sent; `in_addition` whether it asks besides what they asked before (None: it does
    not say); `name` that of the fact that tells of it, `told_by` its place in such a fact.
    `before_sales` is whether it came before what was sold on its day (None: it does not say).
    """

    source: str
    requests: Mapping[str, Sourced[int | None]]
    delivery: Delivery | None
    received_on: date | None = None
    unrecognised: frozenset[str] = frozenset()
    in_addition: bool | None = None
    name: str = ""
    told_by: str = "letter_added.letter"
    before_sales: bool | None = None

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
    a number of shares at a place of the terms (None: they have none), and `splits` all there are.
    `moves` are the sales and transfers of a day that may have come before or after its letters;
    `price` is what the request says of the price of the offering. Letters stand in the order of
    the record, which decides between those of one day. What was made, asked for or not, is
    `made_on` a day: no later letter completes the request for it. `right` is that which says
    who may ask, `in_group` who belongs to a group of the terms on a day (None: not known), and
    `barred` why a Holder may not ask on a day. `outstanding` are the Company's shares on a day,
    `market_price` that of one, and `of_class` what requesters and all Holders hold of a class
    (None: not recorded). `joined` is asked for only where shares of those who join count
    towards the least size. What came before the day on which it is `held_until` counts as
    received on that day.
    """

    letters: tuple[Letter, ...]
    count: Callable[[date, frozenset[str], Matter], Tally | None]
    taken_back: WhoTookBack = NOTHING_TAKEN_BACK
    recognised: Callable[[date], frozenset[str]] | None = None
    terms_on: Callable[[date], Terms] | None = None
    split_ratio: Callable[[str, date], Fraction] | None = None
    splits: Sequence[Split] = ()
    moves: Callable[[date], "MovesOfDay"] = lambda _: NOTHING_MOVED
    made_on: date | None = None
    price: StatedPrice = NO_PRICE
    right: Literal["demand", "takedown", "shelf"] = "demand"
    in_group: Callable[[str, date, Matter], frozenset[str] | None] = named_in_group
    joined: JoinedSoFar | None = None
    barred: Callable[[str, date], str | None] = lambda _holder, _day: None
    outstanding: Callable[[date], Sourced[ShareNumber] | None] = lambda _day: None
    market_price: Callable[[date], Sourced[Decimal] | None] = lambda _day: None
    of_class: Callable[[date, frozenset[str], SecurityClass, Matter], Tally | None] = (
        lambda _day, _requesters, _name, _matter: None
    )
    held_until: Sourced[date] | None = None

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
    complete while `awaits_more`: what is asked for is too little yet. `came_on` is the day on
    which it came, of a request that was held until a later one.
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
    came_on: Sourced[date] | None = None

    @property
    def arrived_on(self) -> Sourced[date] | None:
        """The day on which the letter that completed it came, whether or not it was held."""
        return self.came_on or self.received_on

    @property
    def counted_as_given_on(self) -> Sourced[date] | None:
        """The day of its giving for what counts from there: what was held is given as it counts."""
        return self.received_on if self.came_on else self.given_on


NOBODY_ASKED = RequestReceived(None, None, frozenset(), frozenset(), (), (), None, None, None)


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


def counts_as_given_on(sent: Receipt, held_until: Sourced[date] | None) -> Sourced[date] | None:
    """The day of a letter's giving for what counts from there: what was held, as it counts."""
    received_on = sent.received_on
    if held_until is None or received_on is None or received_on.value >= held_until.value:
        return sent.given_on
    return held_until


TOLD_BY: Final = {
    "demand": "demand_received",
    "takedown": "takedown_requested",
    "shelf": "shelf_triggered",
}


def trigger_of(asked: RequestReceived, request: Request) -> str:
    """The letter that completed the request; the first where none has been received."""
    return (asked.counted[-1] if asked.counted else request.letters[0]).source

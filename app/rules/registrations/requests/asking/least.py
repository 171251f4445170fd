"""How much is asked for, and whether it is enough: clause 2(a)(i).

Shares are those of the day asked about, after splits. Nothing raises.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Final

from app.rules.holders.holdings import Tally
from app.rules.holders.requisite import ThresholdTest
from app.rules.holders.splits import ShareNumber, adjusted, brought, ratio_between
from app.rules.reasoning.days.clock import NOTHING_KNOWN, day_of
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain, sourced
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.requests.asking import second_letter
from app.rules.registrations.requests.asking.asked import (
    TOLD_BY,
    JoinedSoFar,
    Letter,
    Request,
    RequestReceived,
    counts_as_given_on,
    letter_receipt,
)
from app.rules.registrations.requests.asking.majority import right_used, tally_of, threshold
from app.rules.registrations.requests.asking.size import (
    MarketPrice,
    SizeAsked,
    measured,
    size_condition,
)
from app.rules.terms.clocks.clock import Clock
from app.rules.terms.rights.asked import AskedFor, AskedRight


def is_large_enough(letters: Sequence[Letter], day: date, request: Request, matter: Matter) -> bool:
    """Whether nothing is left to wait for: enough is asked for, or later letters add nothing."""
    right = right_used(request, matter)
    if _counts_joiners(right):
        return True
    if right is not None and right.size is not None:
        requesters = frozenset(holder for letter in letters for holder in letter.requests)
        silently = matter.unrecorded()
        what = asked_on(day, letters, requesters, request, silently)
        found = measured(right.size, what, f"{right.place}/size")
        waits = found.reached is False and not found.too_much
        return not matter.readings.size_cumulates or not waits
    least = least_shares(request, day, matter)
    if least is None:
        return True
    total = shares_asked_for(letters, day, request, matter.unrecorded())
    return not matter.readings.size_cumulates or total is None or total >= least


def _counts_joiners(right: AskedFor | None) -> bool:
    return isinstance(right, AskedRight) and right.with_joiners


def asked_on(
    day: date,
    letters: Sequence[Letter],
    requesters: frozenset[str],
    request: Request,
    matter: Matter,
) -> SizeAsked:
    """What these letters ask for, and what those who ask hold, on a day."""
    right = right_used(request, matter)
    clause = right.clause if right else ""

    def market(clock: Clock) -> MarketPrice | None:
        sent = (letter_receipt(each, request.on(day, matter)) for each in letters)
        given = (counts_as_given_on(each, request.held_until) for each in sent)
        last = max((each.value for each in given if each is not None), default=None)
        known = NOTHING_KNOWN.also(
            {
                "request.received": Sourced(day, "facts"),
                "request.given": sourced(last, "facts"),
            }
        )
        found = day_of(clock, known, matter, "", clause=clause).day
        if found is None:
            return None
        price = plain(request.market_price(found.value))
        return MarketPrice(found.value, price, ratio_between(request.splits, found.value, day))

    return SizeAsked(
        shares=shares_asked_for(letters, day, request, matter),
        tally=request.count(day, requesters, matter),
        price=request.price,
        split_ratio=partial(_split_ratio, request, day),
        outstanding=request.outstanding(day),
        of_class=lambda name: request.of_class(day, requesters, name, matter),
        market=market,
    )


def _split_ratio(request: Request, day: date, place: str) -> Fraction:
    return request.split_ratio(place, day) if request.split_ratio else Fraction(1)


def least_shares(request: Request, day: date, matter: Matter) -> Fraction | None:
    """The least number of shares that a demand must ask for on a day, where there is one."""
    demand = matter.terms.demand
    if demand is None or demand.minimum_shares is None or request.split_ratio is None:
        return None
    if request.right != "demand":
        return None
    ratio = request.split_ratio(f"{demand.place}/minimum_shares", day)
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


def after_withdrawals(
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
    again = tally_of(count, left, asked.received_on.value, request, matter)
    tested = threshold(again, request, matter)
    return (again, tested) if again and tested else (tally, test)


def size_reached(
    asked: RequestReceived, request: Request, right: AskedFor, matter: Matter
) -> Sequence[Condition]:
    """Whether enough is asked for, where the right has a least size of its own."""
    size, place, received_on = right.size, f"{right.place}/size", asked.received_on
    if size is None:
        return ()
    if received_on is None or not any(letter.requests for letter in asked.counted):
        says = "Not tested: no request that counts has been received."
        return (Condition("minimum_size", "unknown", right.clause, says),)
    silently = matter.unrecorded()
    what = asked_on(received_on.value, asked.counted, asked.requesters, request, silently)
    if _counts_joiners(right) and what.shares is not None:
        joined = request.joined or JoinedSoFar(0, is_over=False)
        what = replace(what, shares=what.shares + joined.shares)
        if not joined.is_over and measured(size, what, place).reached is False:
            return (_may_yet_be_reached(right, matter),)
    for name, posted_as, *more in measured(size, what, place).missing:
        told_by = posted_as.replace("demand_received", TOLD_BY[request.right])
        needed_for = more[0] if more else "whether enough is asked for"
        matter.working.miss(name, needed_for, right.clause, posted_as=told_by)
    return (size_condition(size, what, place, right.clause),)


def _may_yet_be_reached(right: AskedFor, matter: Matter) -> Condition:
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

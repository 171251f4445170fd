"""What a registration included of what was asked for, where that decides whether it counts.

Whole shares; nothing raises.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from app.rules.holders.splits import ShareNumber, ratio_between
from app.rules.reasoning.trace import plain
from app.rules.registrations.cutback.selling import Allocation, AllocationLine
from app.rules.registrations.joining.history import History
from app.rules.registrations.progress.allotment import initiators
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests.life import RegistrationLife


def with_what_is_included(
    life: RegistrationLife,
    history: History,
    shared_out: Callable[[date], tuple[Progress, Allocation | None]],
    *,
    or_unknown: bool,
) -> RegistrationLife:
    """The life, with the shares of Holders asked for and included.

    As they were shared out on the day of effectiveness: what is sold or passes on afterwards takes
    nothing out of what was included. An amendment may have taken in more than that.
    `or_unknown`: what is not known of one leaves the number unknown, else it counts for nothing.
    """
    found, of_some = [], []
    for day in _days(life, history):
        progress, then = shared_out(day)
        if then is not None:
            sold = tuple(_in_shares_of(day, life, history))
            found.append(replace(_included(life, then, or_unknown=or_unknown), sold=sold))
            of_some.append(_shares(then, or_unknown, initiators(progress)))
    best = max(
        found, key=lambda each: _part(each.requested_shares, each.included_shares), default=life
    )
    return replace(best, of_initiators=max(of_some, key=lambda each: _part(*each), default=None))


def _in_shares_of(
    day: date, life: RegistrationLife, history: History
) -> Iterator[tuple[date, ShareNumber]]:
    """What was sold on each day, in shares of another."""
    splits = history.register.splits if history.register else ()
    for sold_on, shares in life.sold:
        if sold_on < day:
            yield sold_on, shares * ratio_between(splits, sold_on, day)
        else:
            yield sold_on, shares / ratio_between(splits, day, sold_on)


def _days(life: RegistrationLife, history: History) -> Iterator[date]:
    """The days on which shares came into the effective statement."""
    effective = plain(life.included_from)
    if effective is not None:
        yield effective
        yield from sorted({each.on.value for each in history.amendments} - {effective})


def _part(asked: int | None, included: int | None) -> Fraction:
    """Which part is included; what is not known of any day leaves it unknown."""
    return Fraction(included, asked) if asked and included is not None else Fraction(1)


def _included(
    life: RegistrationLife, allocation: Allocation, *, or_unknown: bool
) -> RegistrationLife:
    asked, included = _shares(allocation, or_unknown)
    return replace(
        life,
        requested_shares=asked,
        included_shares=included,
        asked_for={line.seller: line.requested or 0 for line in _of_holders(allocation)},
    )


def _of_holders(allocation: Allocation) -> Iterator[AllocationLine]:
    return (line for line in allocation.lines if line.seller_class == "holders")


def _shares(
    allocation: Allocation, or_unknown: bool, of: frozenset[str] | None = None
) -> tuple[int, int | None]:
    """What Holders asked for, all or some of them, and what of it is included."""
    lines = [line for line in _of_holders(allocation) if of is None or line.seller in of]
    unknown = or_unknown and any(line.included is None for line in lines)
    asked = sum(line.requested or 0 for line in lines)
    return asked, None if unknown else sum(line.included or 0 for line in lines)

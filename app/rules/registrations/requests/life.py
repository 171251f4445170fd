"""What has become of one accepted demand, as far as it decides whether the demand counts: 2(e).

Days are calendar days; nothing is decided here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.trace import MissingInput, Sourced
from app.rules.terms.vocabulary import RegistrationKind

Standing: TypeAlias = Literal["effected", "pending", "not_effected", "open"]
"""`open` where it turns on whether an order came before the last sale, which is not known."""


@dataclass(frozen=True, slots=True)
class Interference:
    """An order or proceeding against a registration; one from before it was effective may last.

    `order_unknown`: the record leaves open whether it was lifted on its own day. `before_sales`:
    whether it came before what was sold on that day (None: not recorded), and `before_requests`
    before the requests of that day; `lifted_before_requests` whether it was lifted before the
    requests of the day on which it was.
    """

    on: Sourced[date]
    holder_at_fault: bool
    lifted_on: date | None = None
    order_unknown: bool = False
    before_sales: bool | None = None
    before_requests: bool | None = None
    lifted_before_requests: bool | None = None


@dataclass(frozen=True, slots=True)
class FailedClosing:
    """Closing conditions that were not met, and whether solely through a Holder.

    `before_requests`: whether that came before the requests of its day (None: not recorded).
    """

    on: Sourced[date] | None
    solely_holder: Sourced[bool]
    before_requests: bool | None = None


@dataclass(frozen=True, slots=True)
class ElectionMade:
    """That Holders elected to go on after an order, and the day of the notice of it.

    `holders` None: all who asked. `enough`: whether they are as many as the terms ask for, where
    that is stated outright.
    """

    on: Sourced[date]
    notified_on: Sourced[date] | None
    holders: tuple[str, ...] | None = None
    enough: bool | None = None


@dataclass(frozen=True, slots=True)
class RegistrationLife:
    """What has become of one accepted demand, or of one that may have been.

    While it is not known who is in it, all may have been sold on an earlier day, `perhaps_sold_on`,
    which turns on the facts `sold_turns_on`; and while it is not known whether somebody asks
    besides those who took back their requests, all may have done so on `perhaps_withdrawn_on`,
    which turns on `withdrawal_turns_on`.
    `effective_before_requests`: whether it became effective before the requests of that day.
    `withdrawn_before_letters` are the days on which requests for it were taken back before, or
    after, the letters of that day, where that is said.
    From `gone_on` nothing of what was asked for is left to register (`progress/nothing_left.py`).
    `kept_to` is the last day for which its statement was kept effective, as far as that is known.
    `of_initiators` are the shares that those who asked for it wanted in it, and what was included.
    `undecided` where the ruling on it is open, which `turns_on` facts that nobody has recorded.
    `right` is the name of the right that it used, `received_on` the day on which it was asked for,
    `askers` who asked (None: not known);
    `begun_as` of which kind it is, `as_demand` whether it counts among the demands.
    What the terms themselves look at: `known` of the registration, what each who was to be included
    `asked_for`, what was `sold` on which days (in shares of the day from which it stands what is
    included), the `elections` after an order, and how those who withdrew have `settled` it.
    `if_unknown` is taken where that leaves open whether it counts. Of a sale off the shelf what is
    included is fixed when it is priced, closed or sold, on `fixed_on`.
    """

    id: str
    made: Sourced[str]
    effective_on: Sourced[date] | None = None
    effective_before_requests: bool | None = None
    withdrawn_on: Sourced[date] | None = None
    all_sold_on: Sourced[date] | None = None
    gone_on: Sourced[date] | None = None
    kept_to: Sourced[date] | None = None
    perhaps_sold_on: Sourced[date] | None = None
    sold_turns_on: tuple[MissingInput, ...] = ()
    perhaps_withdrawn_on: Sourced[date] | None = None
    withdrawal_turns_on: tuple[MissingInput, ...] = ()
    withdrawn_before_letters: Mapping[date, bool] = field(default_factory=dict)
    interferences: tuple[Interference, ...] = ()
    failed_closings: tuple[FailedClosing, ...] = ()
    requested_shares: int | None = None
    included_shares: int | None = None
    of_initiators: tuple[int, int | None] | None = None
    undecided: bool = False
    turns_on: tuple[MissingInput, ...] = ()
    right: str = "demand"
    begun_as: RegistrationKind = "requested"
    as_demand: bool = True
    received_on: date | None = None
    askers: frozenset[str] | None = None
    known: Callable[[], Happenings] | None = None
    asked_for: Mapping[str, int] = field(default_factory=dict)
    sold: tuple[tuple[date, ShareNumber], ...] = ()
    elections: tuple[ElectionMade, ...] = ()
    settled: Literal["paying", "forfeiting"] | None = None
    if_unknown: bool | None = None
    fixed_on: Sourced[date] | None = None

    @property
    def included_from(self) -> Sourced[date] | None:
        """The day from which it stands what is included."""
        return self.fixed_on or self.effective_on

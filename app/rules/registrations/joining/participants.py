"""Who takes part in a registration: every window, and every request to join as ruled on.

Clauses 2(a) and 2(b). Dates are whole days and shares whole shares. Nothing raises.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.reasoning.days.between import each_and_all
from app.rules.reasoning.obligations import notice_of
from app.rules.reasoning.trace import MissingInput, Sourced, explained, plain
from app.rules.registrations.joining.joining import (
    JoinResult,
    JoinWindow,
    WindowResponse,
)
from app.rules.registrations.joining.windows import Amendment, HolderWindow
from app.rules.registrations.requests.ruling import RegistrationRuling


@dataclass(frozen=True, slots=True)
class Joined:
    """A request to join, as ruled on; `source` is the writing that asked.

    What came after effectiveness `amends` the statement: the Holder is in from `amended_on`.
    `amendment` is the name of the request to amend the shelf that it joins in, or makes; `told_by`
    its place in a fact that tells of one. `turns_on` would tell of one that is open whether it was
    received. `counts_from` is the day by which it was ruled on: that of its receipt or its giving.
    """

    result: JoinResult
    shares: Sourced[int | None]
    asked_on: date | None
    source: str
    in_addition: bool | None = None
    amends: bool = False
    amended_on: Sourced[date] | None = None
    amendment: str | None = None
    told_by: str = "join_requested"
    turns_on: tuple[MissingInput, ...] = ()
    counts_from: Sourced[date] | None = None

    @property
    def owed_from(self) -> Sourced[date] | None:
        """The day from which its shares are owed a place, where it was asked for on another."""
        day = self.counts_from
        return None if day is None or day.value == self.asked_on else day

    @property
    def is_in(self) -> bool:
        """Whether the request was in time."""
        return self.result.decision == "accepted"

    @property
    def in_force(self) -> bool:
        """Whether it has put its shares into the registration, or will by effectiveness."""
        return self.is_in and (not self.amends or self.amended_on is not None)


def by_receipt(joined: Joined) -> date:
    """The day by which requests to join are put in order."""
    return joined.result.received_on or date.max


@dataclass(frozen=True, slots=True)
class Participation:
    """Every Holder's window and every request to join."""

    windows: tuple[HolderWindow, ...]
    joins: tuple[Joined, ...]
    amendments: tuple[Amendment, ...] = ()

    def joined(self) -> frozenset[str]:
        """The Holders who joined in time."""
        return frozenset(each.result.holder for each in self.joins if each.is_in)

    def notices_in_vain(self, requesters: frozenset[str]) -> frozenset[str]:
        """The notices of what the Holder told asked for itself, or joined in without being told.

        To amend a shelf is a request of its own (QC24): to have asked for the shelf, or for another
        amendment of it, is not to have asked for this one.
        """
        of_it = {notice_of(holder) for holder in requesters | self.joined()}
        asked = {notice_of(each.holder, each.name) for each in self.amendments}
        joined = {
            notice_of(each.result.holder, each.amendment) for each in self.joins if each.is_in
        }
        return frozenset(of_it | asked | joined)

    def latest(self, *, amending: bool | None = None) -> tuple["Joined", ...]:
        """Each Holder's last request that was in time: it replaces its earlier ones.

        `amending`: of those only that amend an effective statement, or do not.
        """
        last = {
            each.result.holder: each
            for each in sorted(self.joins, key=by_receipt)
            if each.is_in and amending in (None, each.amends)
        }
        return tuple(last.values())

    def answered(self) -> frozenset[str]:
        """The Holders who have asked to join, in time or not."""
        return frozenset(each.result.holder for each in self.joins)


def ways_in(taking_part: Sequence[Participation]) -> Iterator[frozenset[str]]:
    """The writings that may have been received or not: all together, and each alone."""
    joins = (joined for each in taking_part for joined in each.joins)
    on_the_way = dict.fromkeys(joined.source for joined in joins if joined.turns_on)
    return map(frozenset, each_and_all(tuple(on_the_way)))


def turn_on(taking_part: Sequence[Participation]) -> tuple[MissingInput, ...]:
    """What would tell whether they were received."""
    joins = (joined for each in taking_part for joined in each.joins)
    return tuple(dict.fromkeys(fact for joined in joins for fact in joined.turns_on))


def shown_window(
    window: HolderWindow,
    ruling: RegistrationRuling,
    taking_part: Participation,
    as_of: date | None,
    *,
    has_ended: bool,
    took_back: bool = False,
) -> JoinWindow:
    """One Holder's window as the answer shows it: closed once the registration has ended."""
    response = _response(window, ruling, taking_part)
    if took_back and response in ("requested", "joined"):
        response = "withdrawn"
    return JoinWindow(
        holder=window.holder,
        amendment=window.amendment,
        notice_given_on=plain(window.given_on),
        notice_received_on=plain(window.received_on),
        last_day=plain(window.last),
        state="closed" if has_ended else window.state(as_of),
        response=response,
        explained_by=explained(
            notice_given_on=window.given_on,
            notice_received_on=window.received_on,
            last_day=window.last,
        ),
    )


def _response(
    window: HolderWindow, ruling: RegistrationRuling, taking_part: Participation
) -> WindowResponse:
    holder, amendment = window.holder, window.amendment
    if amendment is None and holder in ruling.asked.requesters:
        return "requested"
    if any(each.name == amendment and each.holder == holder for each in taking_part.amendments):
        return "requested"
    decisions = {
        each.result.decision
        for each in taking_part.joins
        if each.result.holder == holder and each.amendment == amendment
    }
    if "accepted" in decisions:
        return "joined"
    if "undetermined" in decisions:
        return "undetermined"
    return "refused" if decisions else "none"

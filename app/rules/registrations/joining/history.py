"""What has happened in a registration since it was asked for or determined.

`Since` is set beside the ruling on it (`RegistrationRuling`): notices, requests to join (2(a),
2(b)) and to amend (2(a)(ii)), and what has become of its statement. Dates are whole days and shares
whole shares. Nothing raises.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from app.rules.agreement.waivers import NOTHING_WAIVED, Waivers
from app.rules.facts import RecordedFact
from app.rules.facts.life.performance import NotPerformed
from app.rules.facts.life.suspension import ProhibitionNoticed
from app.rules.holders.register import Passed, Register
from app.rules.holders.sales_made import SaleMade
from app.rules.holders.splits import ShareNumber
from app.rules.notices.receipt import Delivery
from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings
from app.rules.reasoning.trace import Sourced, earliest
from app.rules.registrations.cutback.selling import (
    Additions,
    Maximum,
)
from app.rules.registrations.requests.asking.taken_back import NOTHING_TAKEN_BACK, WhoTookBack
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.requests.ruling import EndOf, RegistrationRuling, no_end
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.registrations.suspension.suspension import Undecided


@dataclass(frozen=True, slots=True)
class HolderToTell:
    """A Holder who must be told of the registration, and where that is known from.

    `since` is the day on which it became one, and `came_later` whether that was after the notices
    went out; `left_on` the day from which it holds nothing any more, and is none (1(e)).
    """

    id: str
    source: str
    since: date = date.min
    came_later: bool = False
    left_on: Sourced[date] | None = None


@dataclass(frozen=True, slots=True)
class NoticeSent:
    """The Company's notice to one Holder: its delivery, or the day of receipt."""

    holder: str
    delivery: Delivery | None
    source: str
    received_on: date | None = None

    @property
    def given_on(self) -> date | None:
        """The day on which it was given, as far as that is known."""
        return self.delivery.happened_on if self.delivery else self.received_on


@dataclass(frozen=True, slots=True)
class JoinAsked:
    """One Holder's request to be included."""

    holder: str
    shares: int
    delivery: Delivery
    source: str
    recognised: bool = True
    in_addition: bool | None = None
    name: str = ""
    before_sales: bool | None = None


@dataclass(frozen=True, slots=True)
class MoreAsked:
    """One Holder's request that an effective shelf be amended to cover more shares (2(a)(ii)).

    `for_sale`: it asks to sell so many off the shelf in all (QG6); of this the Holders are told by
    the notice of the sale.
    """

    holder: str
    shares: Sourced[int | None]
    delivery: Delivery
    source: str
    recognised: bool = True
    name: str = ""
    for_sale: bool = False


@dataclass(frozen=True, slots=True)
class Amended:
    """The day on which an amendment took in what one Holder (None: every Holder) had asked for."""

    holder: str | None
    on: Sourced[date]


@dataclass(frozen=True, slots=True)
class ProspectusReceived:
    """The receipt of a new prospectus by one Holder, or by all (None)."""

    holder: str | None
    on: Sourced[date]
    ends_same_day: bool | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What has happened since the registration was asked for or determined.

    `waived` are its obligations that instruments have waived.
    `holders` gives the Holders to be told of one that began on a day, `holders_again` those to be
    told of a request of a day to amend it (None: the same); `taken_back` who took back a
    request, and when; `misstatements` the days of notices that the prospectus
    misleads, `holder_misstatements` those of Holders' own notices, `prospectuses` the receipts of
    new ones; `owned` what each seller owns, where it is asked for; `undertakings` whether a Holder
    is known to have undertaken to indemnify. `facts` are all those of its life, and `everybody` who
    is a Holder on the day asked about. `sales` are the Holders' sales under its statement, and
    `sales_elsewhere` all their others. `covers` is whose shares the effective statement covers, if
    that is said, and `allotted` what a maximum left each Holder by then. `beside` has the facts of
    each other registration that sells under the same statement: the shelf's, and those of the sales
    off it. `nothing_left` says from which day a Holder had nothing more to sell under it, where
    that matters; `without_undertaking` who had not given one that was required by effectiveness,
    `without_information` who had not given what was asked for by then. `more` are requests for more
    shares on an effective shelf, `amendments` the days on which more were taken in.
    `not_performed` are statements that one of its obligations was not performed. `register` has
    what Holders hold through time, and the splits; None: nothing is known of it but what the
    question states. Of a registration that has ended it is the register of its last day, and
    `register_since` the one that goes on, for what outlives it. `fixed_on` is the day from which
    what each may sell only falls; `left_out` are Holders whom it is tried without,
    `taken_in` those of whom it is tried that the statement covers them, `let_in` the
    writings of which it is not known whether they were received, and which it is tried with (None:
    neither way). `forms_open` are the forms that
    the law let the Company use at filing, where that is said, `forms_at_receipt` those at receipt;
    `planned_filing_on` is the day for
    which the Company planned it at the outset. `known` are the days of Moments,
    `offered_elsewhere` those on which the Company offered equity outside it, with the form.
    `of_damages` are the prices paid and elections that damages turn on.
    `kept_out` is why a Holder may not join on a day what began on another (None: it may).
    `register_at_votes` is the register as it stood when Holders approved something on a day,
    `later_than_votes` the sources of what is said to have come only after the votes of its day.
    `before_changes` has the register as it stood on the day on which what each may sell is fixed,
    without what is said to have moved only afterwards on that day.
    `counted` is the life of a sale off the shelf as the limits of uses count it, where it has some.
    """

    life: RegistrationLife
    holders: Callable[[date], tuple[HolderToTell, ...]]
    notices: tuple[NoticeSent, ...] = ()
    joins: tuple[JoinAsked, ...] = ()
    taken_back: WhoTookBack = NOTHING_TAKEN_BACK
    waived: Waivers = NOTHING_WAIVED
    misstatements: tuple[Sourced[date], ...] = ()
    prospectuses: tuple[ProspectusReceived, ...] = ()
    additions: Additions | None = None
    advised: tuple[Maximum, ...] = ()
    underwritten: Sourced[bool] | None = None
    planned_filing_on: Sourced[date] | None = None
    filed_on: Sourced[date] | None = None
    form: str | None = None
    forms_open: Sourced[tuple[str, ...]] | None = None
    forms_at_receipt: Sourced[tuple[str, ...]] | None = None
    abandoned_on: Sourced[date] | None = None
    converted_on: Sourced[date] | None = None
    occasions_elsewhere: tuple[Occasion, ...] = ()
    undecided_elsewhere: tuple[Undecided, ...] = ()
    owned: Mapping[str, Sourced[ShareNumber]] = field(default_factory=dict)
    undertakings: Mapping[str, Sourced[bool]] = field(default_factory=dict)
    facts: tuple[RecordedFact, ...] = ()
    holder_misstatements: tuple[Sourced[date], ...] = ()
    everybody: tuple[str, ...] = ()
    offered_elsewhere: tuple[tuple[Sourced[date], str | None], ...] = ()
    of_damages: tuple[RecordedFact, ...] = ()
    sales: tuple[SaleMade, ...] = ()
    sales_elsewhere: tuple[SaleMade, ...] = ()
    beside: tuple[tuple[RecordedFact, ...], ...] = ()
    nothing_left: Mapping[str, Sourced[date]] = field(default_factory=dict)
    more: tuple[MoreAsked, ...] = ()
    without_undertaking: Mapping[str, Sourced[date]] = field(default_factory=dict)
    without_information: frozenset[str] = frozenset()
    amendments: tuple[Amended, ...] = ()
    covers: Sourced[Mapping[str, int]] | None = None
    allotted: Mapping[str, Sourced[int]] = field(default_factory=dict)
    not_performed: tuple[tuple[RecordedFact, NotPerformed], ...] = ()
    register: Register | None = None
    register_since: Register | None = None
    fixed_on: Sourced[date] | None = None
    left_out: frozenset[str] = frozenset()
    taken_in: frozenset[str] = frozenset()
    let_in: frozenset[str] | None = None
    holders_again: Callable[[date], tuple[HolderToTell, ...]] | None = None
    kept_out: Callable[[date], Callable[[str, date], str | None]] = lambda _begun_on: (
        lambda _holder, _day: None
    )
    rights_ended: EndOf = no_end
    known: Happenings = NOTHING_KNOWN
    register_at_votes: Callable[[date], Register | None] = lambda _day: None
    later_than_votes: frozenset[str] = frozenset()
    before_changes: Mapping[date, Register] = field(default_factory=dict)
    counted: RegistrationLife | None = None

    @property
    def register_now(self) -> Register | None:
        """What Holders hold through the day asked about, whether or not it has ended before."""
        return self.register_since or self.register

    def register_when_fixed(self, day: date) -> Register | None:
        """What Holders held when something was fixed on a day."""
        return self.before_changes.get(day, self.register)

    def passed_when_fixed(self, day: date) -> frozenset[Passed]:
        """What had passed with all rights by then."""
        register = self.register_when_fixed(day)
        return (
            frozenset(each for each in register.passed if each.on <= day)
            if register
            else frozenset()
        )

    @property
    def split_since_end(self) -> Fraction:
        """By what splits after its last day multiply a share; 1 where it has not ended."""
        if self.register_since is None or self.register is None:
            return Fraction(1)
        through_now = self.register_since.split_ratio(None, date.max)
        return through_now / self.register.split_ratio(None, date.max)

    def as_it_ended(self, last: date) -> "History":
        """What has happened, as far as anything of it counts: nothing after the last day does."""
        register = self.register and self.register.through(last)
        owned = self.owned
        if register is not None and owned and self.fixed_on is None:
            owned = {
                holder: Sourced(register.registrable_shares(holder, last), entry.source)
                for holder, entry in register.lines_on(last).items()
            }
        return replace(
            self,
            register=register,
            register_since=self.register,
            holders=lambda day: tuple(each for each in self.holders(day) if each.since <= last),
            owned=owned,
            taken_back=self.taken_back.through(last),
            advised=tuple(x for x in self.advised if x.stated_on is None or x.stated_on <= last),
        )

    @property
    def was_made(self) -> bool:
        """Whether the Company has made it: the statement was effective, or all was sold."""
        return (self.life.effective_on or self.life.all_sold_on) is not None

    def made_unasked(self, ruling: RegistrationRuling) -> bool:
        """Whether it was refused and made all the same (QG10)."""
        return ruling.decision == "refused" and self.was_made

    def volunteered(self, ruling: RegistrationRuling) -> bool:
        """Whether Holders asked for it in vain, and the Company made it all the same."""
        return ruling.rests_on_requests and self.made_unasked(ruling)

    def before_sales(self, prohibition: str, first_day: date) -> bool | None:
        """Whether a prohibition came before what was sold on its first day (None: not recorded).

        One that names a later first day is in effect on the whole of it.
        """
        for recorded in self.facts:
            fact = recorded.fact
            if isinstance(fact, ProhibitionNoticed) and recorded.source == prohibition:
                named = fact.in_effect_from is not None and fact.in_effect_from == first_day
                whole_day = named and first_day > fact.occurred_on
                return True if whole_day else fact.before_sales
        return None

    def took_back(self, holder: str, asked_on: date | None) -> bool:
        """Whether this Holder took back what it asked for on that day."""
        return self.taken_back.of(holder, asked_on) is not None


def taken_in_on(holder: str, asked_on: date, history: History) -> Sourced[date] | None:
    """The day of the first amendment since a Holder asked that took in what it asked for."""
    return earliest(
        *(
            each.on
            for each in history.amendments
            if each.holder in (None, holder) and each.on.value >= asked_on
        )
    )

"""Who takes part in a registration: notices, windows and requests to join.

Clauses 2(a) and 2(b): the Company tells every Holder; each Holder may join within his own window,
and the Company includes the number he asks for in time. What has happened since the registration
began (`Since`) is set beside the ruling on it (`RegistrationRuling`). Dates are whole days and
shares whole shares.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.rules.facts import NotPerformed, ProhibitionNoticed, RecordedFact
from app.rules.holders.register import Register
from app.rules.holders.sales_made import SaleMade
from app.rules.holders.splits import ShareNumber, brought_to
from app.rules.notices.receipt import Delivery, Receipt, receipt
from app.rules.reasoning.between import each_and_all
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Sourced, earliest, explained, plain
from app.rules.registrations.cutback.allocation import Additions, Maximum
from app.rules.registrations.joining.covered import Asking
from app.rules.registrations.joining.joining import (
    JoinResult,
    JoinRight,
    JoinRuling,
    JoinWindow,
    RightOn,
    WindowResponse,
    WindowState,
    rule_on_join,
    window_as_changed,
)
from app.rules.registrations.requests import second_letter
from app.rules.registrations.requests.effected import RegistrationLife
from app.rules.registrations.requests.request import Letter, letter_receipt
from app.rules.registrations.requests.ruling import EndOf, RegistrationRuling, no_end
from app.rules.registrations.requests.taken_back import NOTHING_TAKEN_BACK, WhoTookBack
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.registrations.suspension.suspension import Undecided


@dataclass(frozen=True, slots=True)
class HolderToTell:
    """A Holder who must be told of the registration, and where that is known from.

    `since` is the day on which it became one, and `came_later` whether that was after the notices
    went out.
    """

    id: str
    source: str
    since: date = date.min
    came_later: bool = False


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
class Since:
    """What has happened since the registration was asked for or determined.

    `waived` are its obligations that instruments have waived, by id, each with the first day.
    `holders` gives the Holders to be told of one that began on a day, `holders_again` those to be
    told of a request of a day to amend it (None: the same); `taken_back` who took back a
    request, and when; `misstatements` the days of notices that the prospectus
    misleads, `holder_misstatements` those of Holders' own notices, `prospectuses` the receipts of
    new ones; `owned` what each seller owns, where it is asked for; `undertakings` whether a Holder
    is known to have undertaken to indemnify. `facts` are all those of its life, and `everybody` who
    is a Holder on the day asked about. `sales` are the Holders' sales under its statement, and
    `sales_elsewhere` all their others. `covers` is whose shares the effective statement covers, if
    that is said. `beside` has the facts of each other registration that sells
    under the same statement: the shelf's, and those of the sales off it. `nothing_left` says from
    which day a Holder had nothing more to sell under it, where that matters;
    `without_undertaking` who had not given one that was required by effectiveness,
    `without_information` who had not given what was asked for by then. `more` are
    requests for more shares on an effective shelf, `amendments` the days on which more were taken
    in.
    `not_performed` are statements that one of its obligations was not performed. `register` has
    what Holders hold through time, and the splits; None: nothing is known of it but what the
    question states. `fixed_on` is the day from which what each may sell only falls; `left_out` are
    Holders whom it is tried without, `let_in` the writings of which it is not known whether they
    were received, and which it is tried with (None: neither way).
    """

    life: RegistrationLife
    holders: Callable[[date], tuple[HolderToTell, ...]]
    notices: tuple[NoticeSent, ...] = ()
    joins: tuple[JoinAsked, ...] = ()
    taken_back: WhoTookBack = NOTHING_TAKEN_BACK
    waived: Mapping[str, date] = field(default_factory=dict)
    misstatements: tuple[Sourced[date], ...] = ()
    prospectuses: tuple[ProspectusReceived, ...] = ()
    additions: Additions | None = None
    advised: tuple[Maximum, ...] = ()
    underwritten: Sourced[bool] | None = None
    filed_on: Sourced[date] | None = None
    form: str | None = None
    abandoned_on: Sourced[date] | None = None
    converted_on: Sourced[date] | None = None
    occasions_elsewhere: tuple[Occasion, ...] = ()
    undecided_elsewhere: tuple[Undecided, ...] = ()
    owned: Mapping[str, Sourced[ShareNumber]] = field(default_factory=dict)
    undertakings: Mapping[str, Sourced[bool]] = field(default_factory=dict)
    facts: tuple[RecordedFact, ...] = ()
    holder_misstatements: tuple[Sourced[date], ...] = ()
    everybody: tuple[str, ...] = ()
    sales: tuple[SaleMade, ...] = ()
    sales_elsewhere: tuple[SaleMade, ...] = ()
    beside: tuple[tuple[RecordedFact, ...], ...] = ()
    nothing_left: Mapping[str, Sourced[date]] = field(default_factory=dict)
    more: tuple[MoreAsked, ...] = ()
    without_undertaking: Mapping[str, Sourced[date]] = field(default_factory=dict)
    without_information: frozenset[str] = frozenset()
    amendments: tuple[Amended, ...] = ()
    covers: Sourced[Mapping[str, int]] | None = None
    not_performed: tuple[tuple[RecordedFact, NotPerformed], ...] = ()
    register: Register | None = None
    fixed_on: Sourced[date] | None = None
    left_out: frozenset[str] = frozenset()
    let_in: frozenset[str] | None = None
    holders_again: Callable[[date], tuple[HolderToTell, ...]] | None = None
    rights_ended: EndOf = no_end

    def made_unasked(self, ruling: RegistrationRuling) -> bool:
        """Whether it was refused and made all the same (QG10)."""
        made = self.life.effective_on or self.life.all_sold_on
        return ruling.decision == "refused" and made is not None

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
        """Whether this Holder took back what he asked for on that day."""
        return self.taken_back.of(holder, asked_on) is not None


@dataclass(frozen=True, slots=True)
class HolderWindow:
    """One Holder's window: the first notice that has effect, and the last day to join.

    `amendment` is the name of the request to amend an effective shelf that the notice tells of.
    """

    holder: str
    notice: Receipt | None
    last: Sourced[date] | None
    since: date = date.min
    came_later: bool = False
    amendment: str | None = None

    def not_overdue_at_birth(self, due: Sourced[date] | None) -> Sourced[date] | None:
        """The last day for telling it, unless that had gone by when it became a Holder."""
        return None if due is None or due.value < self.since else due

    @property
    def given_on(self) -> Sourced[date] | None:
        """The day on which the notice was given."""
        return self.notice.given_on if self.notice else None

    @property
    def received_on(self) -> Sourced[date] | None:
        """The day on which the notice was received."""
        return self.notice.received_on if self.notice else None

    def state(self, as_of: date | None) -> WindowState:
        """Whether the window has begun to run, and whether it is over by `as_of`."""
        if self.last is None:
            return "not_started"
        return "closed" if as_of is not None and as_of > self.last.value else "open"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A request that a shelf be amended (2(a)(ii)), and every Holder's window to join in it (QC24).

    `name` and `source` are of the writing that asked, `holder` who did.
    """

    name: str
    source: str
    holder: str
    received_on: Sourced[date]
    windows: tuple[HolderWindow, ...]

    def window(self, holder: str) -> HolderWindow | None:
        """One Holder's window to join in it."""
        return next((each for each in self.windows if each.holder == holder), None)


@dataclass(frozen=True, slots=True)
class Joined:
    """A request to join, as ruled on; `source` is the writing that asked.

    What came after effectiveness `amends` the statement: the Holder is in from `amended_on`.
    `amendment` is the name of the request to amend the shelf that it joins in, or makes; `told_by`
    its place in a fact that tells of one. `turns_on` would tell of one that is open whether it was
    received.
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

    def ways(self) -> Iterator[frozenset[str]]:
        """The writings that may have been received or not: all together, and each alone."""
        on_the_way = dict.fromkeys(each.source for each in self.joins if each.turns_on)
        return map(frozenset, each_and_all(tuple(on_the_way)))

    def turns_on(self) -> tuple[MissingInput, ...]:
        """What would tell whether they were received."""
        return tuple(dict.fromkeys(fact for each in self.joins for fact in each.turns_on))

    def answered(self) -> frozenset[str]:
        """The Holders who have asked to join, in time or not."""
        return frozenset(each.result.holder for each in self.joins)


@dataclass(frozen=True, slots=True)
class RunsOut:
    """When the period of an effective statement runs out: its last day is known, or `latest` is.

    `surely_through` is the earliest that it can be, while it is open which day it is.
    """

    surely_through: date
    latest: Sourced[date]


def participation(
    ruling: RegistrationRuling,
    since: Since,
    right: RightOn | None,
    matter: Matter,
    runs_out: RunsOut | None = None,
) -> Participation:
    """Work out every window and rule on every request to join.

    Nobody joins what is refused, or has ended.
    """
    if not ruling.stands or ruling.begun_on is None or right is None:
        return Participation((), _joins_of_none(ruling, since, matter))
    has_window = right(matter).has_window
    holders = since.holders(ruling.begun_on.value) if has_window else ()
    windows = tuple(_window(holder, since.notices, right, matter) for holder in holders)
    ends = Ends(ruling, since, runs_out, matter)
    amendments = list(_amendments(ends, right, matter)) if has_window else []
    joins = _joins(ends, windows, amendments, right, matter)
    return Participation(windows, joins, tuple(amendments))


class Ends:
    """The ends of a registration, for what is asked after them.

    On the very day of an end something may still have come before it. That all is sold has a reason
    of its own; who joined bears on whether all took their requests back.
    """

    def __init__(
        self, ruling: RegistrationRuling, since: Since, runs_out: RunsOut | None, matter: Matter
    ) -> None:
        """Gather them; `runs_out` is None while the period is not over."""
        self.ruling, self.since, self.runs_out = ruling, since, runs_out
        ended = since.rights_ended(matter.unrecorded())
        with_rights = ended is not None and ended.reason != "ENDED_BY_TIME"
        self.rights_ended = since.rights_ended(matter) if with_rights else None

    def before(
        self, asked_on: Sourced[date] | None, joins: Iterable[Joined] = ()
    ) -> tuple[Sourced[date], str] | None:
        """The first end that came before a day, and the reason of what is refused for it.

        `joins` are the requests to join by then.
        """
        if asked_on is None:
            return None
        since, day = self.since, asked_on.value
        withdrawn = withdrawn_on(self.ruling, Participation((), tuple(joins)), since)
        runs_out = self.runs_out.latest if self.runs_out else None
        ends = (
            (since.life.all_sold_on, "JOIN_AFTER_SALE"),
            (since.abandoned_on, "JOIN_AFTER_END"),
            (withdrawn, "JOIN_AFTER_END"),
            (runs_out, "JOIN_AFTER_END"),
        )
        found = [(end, why) for end, why in ends if end is not None and end.value < day]
        if self.rights_ended is not None and self.rights_ended.on.value <= day:
            found.append((self.rights_ended.on, "RIGHTS_ENDED"))
        return min(found, key=lambda each: each[0].value, default=None)

    def perhaps_before(self, asked_on: Sourced[date] | None) -> bool:
        """Whether it is open if the period had run out before a day."""
        if asked_on is None or self.runs_out is None:
            return False
        return self.runs_out.surely_through < asked_on.value


def days_asked(ruling: RegistrationRuling, since: Since, matter: Matter) -> Iterator[date]:
    """The days on which what was asked since it began was received."""
    deliveries = [join.delivery for join in since.joins] + [more.delivery for more in since.more]
    for sent in (
        *(receipt(delivery, matter, "") for delivery in deliveries),
        *(letter_receipt(letter, matter) for letter in ruling.asked.later),
    ):
        if sent.received_on is not None:
            yield sent.received_on.value


def without_what_came_after(
    ruling: RegistrationRuling, since: Since, runs_out: RunsOut | None, matter: Matter
) -> Since:
    """What has happened, without requests to amend a shelf that came after its end."""
    if not since.more:
        return since
    ends, aside = Ends(ruling, since, runs_out, matter.unrecorded()), matter.unrecorded()

    def is_before(more: MoreAsked) -> bool:
        received_on = receipt(more.delivery, aside, f"{more.source}/delivery").received_on
        return ends.before(received_on) is None

    return replace(since, more=tuple(more for more in since.more if is_before(more)))


def _amendments(ends: Ends, right: RightOn, matter: Matter) -> Iterator[Amendment]:
    """QC24: the requests to amend the shelf, of which every Holder is told."""
    since = ends.since
    for more in since.more if ends.ruling.kind == "shelf" else ():
        if more.for_sale:
            continue
        asked_on = receipt(more.delivery, matter, f"{more.source}/delivery").received_on
        if asked_on is None or not more.recognised:
            continue
        yield _amendment(more.name, more.source, more.holder, asked_on, since, right, matter)


def _amendment(
    name: str,
    source: str,
    holder: str,
    received_on: Sourced[date],
    since: Since,
    right: RightOn,
    matter: Matter,
) -> Amendment:
    """A request to amend, with the windows that the notices of it open."""
    notices = [
        notice
        for notice in since.notices
        if notice.given_on is not None and notice.given_on >= received_on.value
    ]
    to_tell = since.holders_again or since.holders
    windows = (_window(each, notices, right, matter) for each in to_tell(received_on.value))
    return Amendment(
        name, source, holder, received_on, tuple(replace(each, amendment=name) for each in windows)
    )


def withdrawn_on(
    ruling: RegistrationRuling, taking_part: Participation, since: Since
) -> Sourced[date] | None:
    """The day on which the whole was withdrawn: at once, or by the last who had asked.

    What Holders did not set going goes on without those who joined it.
    """
    if not ruling.rests_on_requests:
        return None
    if not ruling.stands and ruling.asked.on_the_way:
        # Somebody may ask besides those whose letters are known to have come.
        return None
    at_once = since.taken_back.wholly(plain(ruling.asked.received_on))
    if at_once is not None:
        return at_once.on
    days: list[Sourced[date]] = []
    for holder, asked_on in _askers(ruling, taking_part):
        taken = since.taken_back.of(holder, asked_on)
        if taken is None:
            return None
        days.append(taken.on)
    return max(days, key=lambda each: each.value, default=None)


def _askers(
    ruling: RegistrationRuling, taking_part: Participation
) -> Iterator[tuple[str, date | None]]:
    """Everyone whose request counts, with the day on which he asked last."""
    asked: dict[str, date | None] = {
        holder: letter.asked_on
        for letter in ruling.asked.counted
        for holder in letter.requests
        if holder not in ruling.asked.unrecognised
    }
    asked.update({joined.result.holder: joined.asked_on for joined in taking_part.latest()})
    yield from asked.items()


def _joins_of_none(ruling: RegistrationRuling, since: Since, matter: Matter) -> tuple[Joined, ...]:
    """Requests to join a registration that does not stand: recorded, and answered."""
    refused = ruling.decision == "refused"
    said = JoinRuling(
        "refused" if refused else "undetermined", _refusal(ruling) if refused else None, None
    )
    return tuple(_joined(each, said, since) for each in _joining(since, matter))


def _refusal(ruling: RegistrationRuling) -> str:
    return "DEMAND_REFUSED" if ruling.kind == "requested" else "REGISTRATION_REFUSED"


def _joined(asked: "_Joining", said: JoinRuling, since: Since) -> Joined:
    return Joined(
        _result(asked.holder, asked.shares, asked.sent, said),
        asked.shares,
        asked.asked_on,
        asked.source,
        asked.in_addition,
        said.amends,
        _amended_on(asked.holder, said, since),
        said.amendment,
        asked.told_by,
        asked.turns_on,
    )


def _window(
    holder: HolderToTell, notices: Iterable[NoticeSent], right: RightOn, matter: Matter
) -> HolderWindow:
    """A Holder's window runs from the first notice that reached it."""
    receipts = [_notice_receipt(notice, matter) for notice in notices if notice.holder == holder.id]
    first = min((each for each in receipts if each.flaw is None), key=_reached, default=None)
    last = None
    if first and first.received_on:
        last = window_as_changed(first.received_on, right, matter)
    return HolderWindow(holder.id, first, last, holder.since, holder.came_later)


def _notice_receipt(notice: NoticeSent, matter: Matter) -> Receipt:
    if notice.delivery is not None:
        return receipt(notice.delivery, matter, f"{notice.source}/delivery")
    if notice.received_on is None:
        return Receipt(None, None)
    stated = Sourced(notice.received_on, f"{notice.source}/received_on")
    return Receipt(stated, stated)


def _reached(each: Receipt) -> date:
    return each.received_on.value if each.received_on else date.max


@dataclass(frozen=True, slots=True)
class _Joining:
    """One Holder's request to join, by a writing of its own or by a letter that came later."""

    holder: str
    shares: Sourced[int | None]
    sent: Receipt
    asked_on: date | None
    source: str
    name: str
    in_addition: bool | None
    recognised: bool
    told_by: str = "join_requested"
    turns_on: tuple[MissingInput, ...] = ()

    @property
    def reached_on(self) -> date:
        """The day by which requests are ruled on in turn."""
        return self.sent.received_on.value if self.sent.received_on else date.max


def _sent(
    source: str,
    delivery: Delivery | None,
    arrived: Callable[[Matter], Receipt],
    since: Since,
    matter: Matter,
) -> tuple[Receipt, tuple[MissingInput, ...]]:
    """The receipt of a request; what would tell, where it is not known whether it was received.

    Where that is tried, it was received on the day on which it was sent.
    """
    found = arrived(matter)
    if delivery is None or found.received_on is not None or found.flaw is not None:
        return found, ()
    if since.let_in is not None and source in since.let_in:
        sent_on = Sourced(delivery.happened_on, f"{source}/delivery")
        return Receipt(sent_on, sent_on), ()
    aside = matter.unrecorded()
    arrived(aside)
    return found, tuple(aside.working.missing)


def _joining(since: Since, matter: Matter) -> Iterator[_Joining]:
    """Requests to join."""
    for join in since.joins:

        def arrived(at: Matter, join: JoinAsked = join) -> Receipt:
            return receipt(join.delivery, at, f"{join.source}/delivery")

        sent, turns_on = _sent(join.source, join.delivery, arrived, since, matter)
        yield _Joining(
            join.holder,
            Sourced(join.shares, f"{join.source}/shares"),
            sent,
            join.delivery.happened_on,
            join.source,
            join.name,
            join.in_addition,
            join.recognised,
            turns_on=turns_on,
        )


def _joining_by_letter(
    ruling: RegistrationRuling, since: Since, matter: Matter
) -> Iterator[_Joining]:
    """Letters that came after the request as a whole was complete, or may have come."""
    for letter in (*ruling.asked.later, *ruling.asked.on_the_way):

        def arrived(at: Matter, letter: Letter = letter) -> Receipt:
            return letter_receipt(letter, at)

        sent, turns_on = _sent(letter.source, letter.delivery, arrived, since, matter)
        for holder, shares in letter.requests.items():
            yield _Joining(
                holder,
                shares,
                sent,
                letter.asked_on,
                letter.source,
                letter.name,
                letter.in_addition,
                holder not in letter.unrecognised,
                letter.told_by,
                turns_on,
            )


def _joins(
    ends: Ends,
    windows: tuple[HolderWindow, ...],
    amendments: list[Amendment],
    right: RightOn,
    matter: Matter,
) -> tuple[Joined, ...]:
    """Rule on requests to join; what asks anew to amend a shelf is added to `amendments`."""
    ruling, since = ends.ruling, ends.since
    reached = {window.holder: window for window in windows}
    found: dict[int, Joined] = {}

    def ruled(asked: _Joining) -> JoinRuling:
        holder, sent = asked.holder, asked.sent
        then = matter if sent.given_on is None else matter.on(sent.given_on.value)
        his = right(then)
        tested = his.tested(sent) if sent.flaw is None else None
        after = tested is not None and _is_after(tested, since.life.effective_on)
        ended = ends.before(tested, found.values())
        last_of = _last_of(right, matter, tested, as_it_stands=then is matter)
        window, amendment = reached.get(holder), None
        if ruling.kind == "shelf" and tested is not None and his.has_window:
            within, amendment = _open_to(holder, tested.value, window, amendments, last_of)
            window = within or window
            over = ended is not None or ends.perhaps_before(tested)
            if within is None and after and asked.recognised and not over:
                # Any Holder may ask for an amendment, also after the windows.
                amendments.append(
                    _amendment(asked.name, asked.source, holder, tested, since, right, matter)
                )
                return JoinRuling(
                    "accepted", None, _asks_anew(tested, matter), True, amendments[-1].name
                )
        said = rule_on_join(sent, last_of(window), his, then)
        if not asked.recognised:
            return JoinRuling("refused", "NOT_RECOGNISED_HOLDER", said.tested)
        if ended is not None:
            return _after_end(holder, replace(said, tested=tested), window, ended, his, then)
        if ends.perhaps_before(tested):
            return JoinRuling("undetermined", None, said.tested)
        if not after:
            return replace(said, amendment=amendment)
        if ruling.kind == "shelf":
            return JoinRuling("accepted", None, said.tested, True, amendment)
        return _after_effectiveness(holder, said, window, since.life, then)

    everything = (*_joining(since, matter), *_joining_by_letter(ruling, since, matter))
    order = sorted(range(len(everything)), key=lambda place: everything[place].reached_on)
    for place in order:
        found[place] = _joined(everything[place], ruled(everything[place]), since)
    return tuple(found[place] for place in range(len(everything)))


def _last_of(
    right: RightOn, matter: Matter, tested: Sourced[date] | None, *, as_it_stands: bool
) -> Callable[[HolderWindow | None], Sourced[date] | None]:
    """The last day of a window: as it stands, or as it was when the request came."""

    def last_of(window: HolderWindow | None) -> Sourced[date] | None:
        if as_it_stands or window is None or window.received_on is None:
            return window.last if window else None
        return window_as_changed(window.received_on, right, matter, tested)

    return last_of


def _is_after(tested: Sourced[date], effective: Sourced[date] | None) -> bool:
    return effective is not None and tested.value > effective.value


def _open_to(
    holder: str,
    day: date,
    first: HolderWindow | None,
    amendments: Sequence[Amendment],
    last_of: Callable[[HolderWindow | None], Sourced[date] | None],
) -> tuple[HolderWindow | None, str | None]:
    """The Holder's window that is open on a day: that of the shelf, or of a request to amend it."""
    own = [(each.window(holder), each.name) for each in amendments if each.received_on.value <= day]
    for window, name in ((first, None), *own):
        last = last_of(window)
        if window is not None and (last is None or day <= last.value):
            return window, name
    return None, None


def _asks_anew(tested: Sourced[date], matter: Matter) -> Sourced[date]:
    """QC24: a request that joins in no other is one to amend the shelf itself."""
    shelf = matter.terms.shelf
    found = matter.working.step(
        "joining.amends",
        shelf.clause if shelf else matter.terms.effectiveness.clause,
        f"The request of {tested.value.isoformat()} came when no window to join was open: it is a "
        "request of its own to amend the effective shelf.",
        True,
        {"tested": tested},
        readings=("shelf_join_window",),
    )
    return Sourced(tested.value, found.source)


def _after_effectiveness(
    holder: str,
    said: JoinRuling,
    window: HolderWindow | None,
    life: RegistrationLife,
    matter: Matter,
) -> JoinRuling:
    """QG16: a request after effectiveness, timely by the Holder's own window or not."""
    in_time = said.decision == "accepted" and window is not None
    if in_time and said.tested is not None and life.effective_on is not None:
        matter.working.rely_on("join_after_effectiveness")
        if matter.readings.join_after_effectiveness == "owed":
            matter.working.warn(
                "INCLUSION_OWED_LATE",
                f"{holder} asked within its own window on {said.tested.value.isoformat()}, after "
                f"the statement had become effective on {life.effective_on.value.isoformat()}. The "
                f"Company is in breach: it still owes {holder} inclusion, by an amendment or a "
                "further statement.",
            )
            return JoinRuling("accepted", None, said.tested, amends=True)
    return JoinRuling("refused", "JOIN_AFTER_EFFECTIVENESS", said.tested)


def _after_end(
    holder: str,
    said: JoinRuling,
    window: HolderWindow | None,
    ended: tuple[Sourced[date], str],
    right: JoinRight,
    matter: Matter,
) -> JoinRuling:
    """Nobody is included in what has ended; if its window still ran when all was sold: a breach."""
    (end, reason), tested = ended, said.tested
    if tested is None:
        return said
    in_time = said.decision == "accepted" and window is not None
    if in_time and reason == "JOIN_AFTER_SALE":
        matter.working.warn(
            "SOLD_WITHIN_WINDOW",
            f"{holder} asked within its own window on {tested.value.isoformat()}, but "
            f"everything was sold on {end.value.isoformat()}: there is nothing left to take part "
            "in, and the Company is in breach.",
        )
    late = matter.working.step(
        "joining.after_end",
        right.term.within.clause,
        f"The request of {tested.value.isoformat()} came after the registration had ended "
        f"({end.value.isoformat()}): nothing more can be asked for in it.",
        False,
        {"tested": tested, "ended": end},
    )
    return JoinRuling("refused", reason, Sourced(tested.value, late.source))


def _amended_on(holder: str, said: JoinRuling, since: Since) -> Sourced[date] | None:
    """The first amendment from the request on that took it in."""
    if not said.amends or said.tested is None:
        return None
    return taken_in_on(holder, said.tested.value, since)


def taken_in_on(holder: str, asked_on: date, since: Since) -> Sourced[date] | None:
    """The day of the first amendment since a Holder asked that took in what it asked for."""
    return earliest(
        *(
            each.on
            for each in since.amendments
            if each.holder in (None, holder) and each.on.value >= asked_on
        )
    )


def _result(
    holder: str, shares: Sourced[int | None], sent: Receipt, said: JoinRuling
) -> JoinResult:
    return JoinResult(
        holder=holder,
        shares=shares.value,
        given_on=plain(sent.given_on),
        received_on=plain(sent.received_on),
        decision=said.decision,
        reason=said.reason,
        explained_by={
            **explained(shares=shares),
            **explained(given_on=sent.given_on, received_on=sent.received_on),
            **({"decision": said.tested.source} if said.tested else {}),
        },
    )


def askings(
    ruling: RegistrationRuling, taking_part: Participation, since: Since, matter: Matter
) -> tuple[Asking, ...]:
    """The requests that count, in their order, each with the number that stands once it has come.

    A Holder's later request stands instead of its earlier ones, or besides them (QG12).
    """
    if not ruling.stands and not since.volunteered(ruling):
        return ()
    found: list[tuple[Asking, bool | None]] = []
    for letter in ruling.asked.counted:
        for holder, shares in letter.requests.items():
            if shares.value is None:
                clause = matter.terms.requisite_holders.clause
                matter.working.miss("shares", f"the allocation of {holder}", clause)
            if holder in ruling.asked.unrecognised:
                matter.working.rely_on("unrecognised_count")
                continue
            asked_on, received_on = letter.asked_on, letter.received_on
            asking = Asking(
                holder, shares, asked_on, received_on, letter.source, told_by=letter.told_by
            )
            found.append((asking, letter.in_addition))
    for joined in sorted(taking_part.joins, key=by_receipt):
        if joined.in_force:
            amended_on = plain(joined.amended_on)
            asked_on, received_on = joined.asked_on, amended_on or joined.result.received_on
            holder, source = joined.result.holder, joined.source
            asking = Asking(
                holder,
                joined.shares,
                asked_on,
                received_on,
                source,
                in_from=amended_on,
                told_by=joined.told_by,
            )
            found.append((asking, joined.in_addition))
    found += [(more, True) for more in _taken_in_besides(found, since, matter)]
    known = [
        (replace(asking, taken_back_on=_taken_back_on(asking, since)), in_addition)
        for asking, in_addition in found
    ]
    return _with_second_letters(known, since, matter)


def _with_second_letters(
    found: Sequence[tuple[Asking, bool | None]], since: Since, matter: Matter
) -> tuple[Asking, ...]:
    """The requests, one of each Holder a day, each for what it then asks for in all."""
    by_holder: defaultdict[str, dict[second_letter.AskedByLetter, Asking]] = defaultdict(dict)
    for asking, in_addition in found:
        asked = second_letter.AskedByLetter(
            asking.holder, asking.shares, _when(asking), in_addition, asking.told_by
        )
        by_holder[asking.holder][asked] = asking
    together: list[Asking] = []
    for its_own in by_holder.values():
        before: Asking | None = None
        for same_day in second_letter.days_of(its_own):
            asking = its_own[same_day[-1]]
            earlier = _still_asked(before, asking, since, matter)
            stands = second_letter.stands_after(earlier, same_day, matter)
            before = replace(asking, shares=stands.shares)
            together.append(before)
    # In the order in which they last came, as without second letters.
    order = {(asking.holder, asking.source): place for place, (asking, _) in enumerate(found)}
    return tuple(sorted(together, key=lambda asking: order[asking.holder, asking.source]))


def _when(asking: Asking) -> tuple[date, date]:
    received = asking.received_on or date.max
    return received, asking.asked_on or received


def _still_asked(
    before: Asking | None, asking: Asking, since: Since, matter: Matter
) -> Sourced[ShareNumber | None] | None:
    """What a Holder had asked for when it asked anew; None if it had taken that back."""
    received = asking.received_on
    if before is None:
        return None
    if before.taken_back_on is not None and (received is None or before.taken_back_on <= received):
        return None
    number, written_on = before.shares.value, before.asked_on
    if number is None or since.register is None or written_on is None:
        return Sourced(number, before.shares.source)
    stated = Sourced(number, before.shares.source)
    splits, until = since.register.splits, asking.asked_on
    whose = f"Asked for by {asking.holder}"
    brought = brought_to(whose, stated, written_on, until, splits, matter)
    return Sourced(brought.value, brought.source)


def _taken_in_besides(
    found: Sequence[tuple[Asking, bool | None]], since: Since, matter: Matter
) -> Iterator[Asking]:
    """Further shares that an amendment of the shelf took in, besides what a Holder had."""
    for more in since.more:
        if more.for_sale and not since.amendments:
            continue
        sent = receipt(more.delivery, matter, f"{more.source}/delivery")
        if sent.received_on is None or not more.recognised:
            continue
        amended_on = plain(taken_in_on(more.holder, sent.received_on.value, since))
        if amended_on is None:
            continue
        if more.shares.value is None:
            shelf = matter.terms.shelf
            matter.working.miss(
                "shares",
                f"the allocation of {more.holder}",
                shelf.clause if shelf else matter.terms.effectiveness.clause,
                posted_as="procedure_requested.shares",
            )
        shares = more.shares
        if more.for_sale:
            beyond = _beyond(more, found, matter)
            if beyond is None:
                continue
            shares = beyond
        asked_on = more.delivery.happened_on
        yield Asking(more.holder, shares, asked_on, amended_on, more.source, in_from=amended_on)


def _beyond(
    more: MoreAsked, found: Iterable[tuple[Asking, bool | None]], matter: Matter
) -> Sourced[int | None] | None:
    """By how many shares what it asks to sell off the shelf exceeds what it has there, if known."""
    its_own = [asking.shares for asking, _ in found if asking.holder == more.holder]
    has = sum(shares.value or 0 for shares in its_own)
    wants = more.shares.value
    if wants is None or any(shares.value is None for shares in its_own) or wants <= has:
        return None
    shelf = matter.terms.shelf
    beyond: int | None = wants - has
    return matter.working.step(
        "joining.beyond_shelf",
        shelf.clause if shelf else matter.terms.effectiveness.clause,
        f"{more.holder} asks to sell {wants:,} shares off the shelf, on which it has {has:,}: the "
        f"amendment takes in {beyond:,}.",
        beyond,
        {"wants": more.shares, **{f"has_{n}": each for n, each in enumerate(its_own, start=1)}},
        readings=("takedown_off_shelf",),
    )


def _taken_back_on(asking: Asking, since: Since) -> date | None:
    taken = since.taken_back.of(asking.holder, asking.asked_on)
    return taken.on.value if taken else None


def shown_window(
    window: HolderWindow,
    ruling: RegistrationRuling,
    taking_part: Participation,
    as_of: date | None,
    *,
    has_ended: bool,
) -> JoinWindow:
    """One Holder's window as the answer shows it: closed once the registration has ended."""
    return JoinWindow(
        holder=window.holder,
        amendment=window.amendment,
        notice_given_on=plain(window.given_on),
        notice_received_on=plain(window.received_on),
        last_day=plain(window.last),
        state="closed" if has_ended else window.state(as_of),
        response=_response(window, ruling, taking_part),
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

"""The course a registration has taken, gathered for the parts of the answer that look at it all.

What has happened since it began is set beside the ruling: who joined, who left, which shares are
included, whether what was due is done, and until when the statement is kept effective. Dates are
whole days; nothing raises but `OutsideCalendar`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.between import Between
from app.rules.reasoning.matter import Matter, day_that_ends
from app.rules.reasoning.obligations import done_in_time, late, notice_of
from app.rules.reasoning.trace import Sourced, plain
from app.rules.registrations.effectiveness.effectiveness import (
    Hold,
)
from app.rules.registrations.effectiveness.holds import Seats, holds_of, is_open
from app.rules.registrations.effectiveness.tolling import Extension
from app.rules.registrations.joining.arrivals import days_asked
from app.rules.registrations.joining.askings import askings
from app.rules.registrations.joining.covered import (
    Asking,
    Covered,
    Statement,
    as_reached,
    covered,
    recognised_late,
    shares_by_day,
    statement_of,
)
from app.rules.registrations.joining.ends import RunsOut, withdrawn_on, without_what_came_after
from app.rules.registrations.joining.history import History
from app.rules.registrations.joining.joining import RightOn
from app.rules.registrations.joining.participants import Joined, Participation, turn_on, ways_in
from app.rules.registrations.joining.participation import participation
from app.rules.registrations.joining.undertakings import left_out
from app.rules.registrations.joining.windows import HolderWindow
from app.rules.registrations.progress.at_votes import shares_at_votes
from app.rules.registrations.progress.nothing_left import nothing_left_from
from app.rules.registrations.requests.asking.asked import NOBODY_ASKED
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.values.day_asked import as_plain_day
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class Kept:
    """Until when an effective statement is kept so: without lost days, the days, and with them.

    Of a sale off a shelf only the end is told: the shelf's, with which it ends too.

    The end is None while it cannot be told: a hold or prohibition is open, or no day is known from
    which the period runs; while a ruling on a prohibition is open, or who is in it, it lies
    `between` two days. `by_holder` has each Holder's own end, where each is measured by itself.
    `at_least` is the last day through which it is kept on whatever day the period begins.
    """

    base_end: Sourced[date] | None
    days: Sourced[int] | None
    end: Sourced[date] | None
    by_holder: Mapping[str, Extension] = field(default_factory=dict)
    between: Between | None = None
    at_least: date | None = None

    @property
    def ends_by(self) -> Sourced[date] | None:
        """The end, or the latest day that it can be."""
        return self.end or (self.between.latest if self.between else None)

    @property
    def surely_through(self) -> date | None:
        """The last day through which it is kept in any case."""
        if self.end is None and self.between is not None:
            return self.between.earliest.value
        return self.at_least if self.end is None else self.end.value

    def perhaps_over(self, day: date | None) -> bool:
        """Whether it is not known if the period is over on a day."""
        surely, latest = self.surely_through, self.ends_by
        if day is None or self.end is not None or surely is None or day <= surely:
            return False
        return latest is None or day <= latest.value


def kept_as_changed(
    kept_under: Callable[[Matter], Kept | None], since: date, matter: Matter
) -> Kept | None:
    """Until when a statement is kept effective, as the terms change meanwhile."""

    def end(at: Matter) -> date | None:
        kept = kept_under(at)
        return plain(kept.end) if kept else None

    decides, ended_by = day_that_ends(end, matter, since)
    kept = kept_under(matter.on(decides))
    if kept is None or kept.end is None or ended_by is None:
        return kept
    last = matter.working.step(
        "course.ended_by_change",
        matter.terms.amendments.clause,
        f"The terms as changed from {written_out(ended_by.value)} leave it less time than had gone "
        "by: the day before is the last.",
        ended_by.value - ONE_DAY,
        {"last_day": kept.end, "changed_on": ended_by},
    )
    return replace(kept, end=last)


EFFECT = "effect"
"""The id of the duty to make a registration effective."""


@dataclass(frozen=True, slots=True)
class DueAct:
    """What is due on a day: the day, the clause, and the day on which it was done.

    While the ruling on a delay is open, the day may be None and lie `between` two days.
    """

    due_on: Sourced[date] | None
    clause: str
    done_on: Sourced[date] | None
    between: Between | None = None


Keeping: TypeAlias = Callable[[History, tuple[Hold, ...], Matter], Kept | None]
"""How long an effective statement of this kind is kept so; None if it is not effective."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The ruling on a registration, what happened since, and what was worked out from both.

    `covered` is who is in it for how many shares (see `covered.py`), `owed` who is to be, whatever
    the statement covers, `when_fixed` the latter on the day on which its allocation was fixed and
    `when_effective` on the day on which the statement became effective, if whose shares that covers
    is recorded; `due` the act that has a day; `as_of` the day asked about (None: no day is);
    `came_in` the day on which the first request of each Holder was received. While it is not known
    whether a request to join was received, it is taken not to be, and `others` are the courses if
    it was. `asked` are the requests that count. `recognised_late` are those to whom registered
    shares had passed by effectiveness and whom the Company had to recognise only on a later day.
    """

    ruling: RegistrationRuling
    history: History
    taking_part: Participation
    covered: Mapping[str, Covered]
    owed: Mapping[str, Covered]
    when_fixed: Mapping[str, Covered]
    when_effective: Mapping[str, Covered]
    holds: tuple[Hold, ...]
    kept: Kept | None
    due: DueAct | None
    days_late: Sourced[int] | None
    as_of: date | None
    came_in: Mapping[str, date] = field(default_factory=dict)
    others: "tuple[Progress, ...]" = ()
    need_not_be_told: frozenset[str] = frozenset()
    asked: tuple[Asking, ...] = ()
    recognised_late: Mapping[str, Sourced[date]] = field(default_factory=dict)

    def included_by_day(
        self, matter: Matter, *, uncut: bool = False
    ) -> Iterator[tuple[date, Mapping[str, ShareNumber | None]]]:
        """The shares of everybody in it at the end of each day on which that may change.

        `uncut`: as they were asked for and held, whatever the statement leaves of them.
        """
        history = self.history
        if history.register is not None:
            sales, register, taken_back = history.sales, history.register, history.taken_back
            aside = matter.unrecorded()
            statement = None if uncut else statement_of(history, aside)
            yield from shares_by_day(
                self.asked, sales, register, self.as_of, aside, statement, taken_back
            )

    def at_votes(self, matter: Matter, day: date) -> Mapping[str, ShareNumber | None] | None:
        """What everybody had in it when the votes of a day were cast; None: as at its end."""
        aside = matter.unrecorded()
        statement = statement_of(self.history, aside)
        if statement is not None and statement.effective_on > day:
            statement = None
        return shares_at_votes(self.asked, self.history, statement, day, aside)

    def whose_shares(
        self, holder: str, since: date, among: Mapping[str, Covered] | None = None
    ) -> frozenset[str]:
        """A Holder, and those whose registered shares came to it since a day, one after another."""
        found, among = [holder], self.covered if among is None else among
        for one in found:
            came = among[one].came if one in among else ()
            givers = (passed.giver for passed in came if passed.on >= since)
            found += (giver for giver in dict.fromkeys(givers) if giver not in found)
        return frozenset(found)

    def in_on(self, day: date | None, matter: Matter) -> frozenset[str]:
        """Who was in it at the end of a day (None: is by now), as far as its requests tell."""
        register = self.history.register
        if day is None or register is None:
            return frozenset(self.included)
        statement = statement_of(self.history, matter.unrecorded())
        was_covered = statement is None or statement.effective_on <= day
        asked = (on for each in self.asked for on in (each.received_on, each.taken_back_on))
        if was_covered and all(on is None or on <= day for on in (*register.days, *asked)):
            return frozenset(self.included)
        by_then = [shares for on, shares in self.included_by_day(matter) if on <= day]
        return frozenset(by_then[-1]) if by_then else frozenset()

    @property
    def perhaps_in(self) -> frozenset[str]:
        """The Holders of whom it is not known whether they are in it."""
        ways = [frozenset(each.included) for each in (self, *self.others)]
        return frozenset().union(*ways) - frozenset(ways[0]).intersection(*ways)

    @property
    def included(self) -> Mapping[str, Sourced[ShareNumber | None]]:
        """The exact shares of every Holder who is in it."""
        return {holder: each.shares for holder, each in self.covered.items() if each.is_in}

    @property
    def is_made(self) -> bool:
        """Whether the Company is bound to make it, or has made it without being bound (QG10)."""
        return self.ruling.stands or self.history.volunteered(self.ruling)

    def is_owed(self, holder: str) -> bool:
        """Whether shares of a Holder are to be in it, whatever the statement covers."""
        return holder in self.owed and self.owed[holder].is_in

    def was_owed_on(self, day: date, matter: Matter) -> frozenset[str]:
        """Of whom shares were to be in it at the end of a day, whatever the statement covers.

        On the day on which it was fixed: when it was.
        """
        if self.history.register is None:
            return frozenset(holder for holder in self.owed if self.is_owed(holder))
        return frozenset(self._owed_on(day, self.asked, matter))

    def _owed_on(
        self, day: date, asked: Sequence[Asking], matter: Matter
    ) -> Mapping[str, ShareNumber | None]:
        history = self.history
        register = history.register_when_fixed(day)
        if register is None:
            return {}
        limit, taken_back = _cut_back(history), history.taken_back
        aside, sales, until = matter.unrecorded(), history.sales, self.as_of
        by_day = shares_by_day(asked, sales, register, until, aside, limit, taken_back)
        by_then = [shares for on, shares in by_day if on <= day]
        return by_then[-1] if by_then else {}

    @property
    def asked_late(self) -> tuple[Joined, ...]:
        """The last request of each who asked after effectiveness, and is owed an amendment."""
        return self.taking_part.latest(amending=True)

    def to_be_in(self, matter: Matter) -> Mapping[str, Covered]:
        """Who is `owed` to be in it, with what was asked for after effectiveness (QG16)."""
        if not self.asked_late:
            return self.owed
        history, aside = self.history, matter.unrecorded()
        asked, limit = self._asked_at_all(aside), _cut_back(history)
        sales, register, taken_back = history.sales, history.register, history.taken_back
        return covered(asked, sales, register, self.as_of, aside, limit, taken_back)

    def _asked_at_all(self, matter: Matter) -> tuple[Asking, ...]:
        """The requests that count, those after effectiveness from the day of their receipt on."""
        if not self.asked_late:
            return self.asked
        joins = (replace(each, amends=False, amended_on=None) for each in self.taking_part.joins)
        taking_part = replace(self.taking_part, joins=tuple(joins))
        return _counting(self.ruling, taking_part, self.history, matter, self.as_of)

    def missing(self, matter: Matter) -> frozenset[str]:
        """Of whom more is to be in it than the statement covers of what they have by now."""
        return frozenset(
            holder
            for holder, each in self.to_be_in(matter).items()
            if _is_more(each.shares.value, _shares_of(self.covered.get(holder)))
        )

    def was_missing(self, holder: str, day: date, matter: Matter) -> bool:
        """Whether more of a Holder's was to be in it at the end of a day than it covered."""
        if self.history.register is None:
            return holder in self.missing(matter)
        by_then = [shares for on, shares in self.included_by_day(matter) if on <= day]
        owed = self._owed_on(day, self._asked_at_all(matter.unrecorded()), matter)
        has = by_then[-1] if by_then else {}
        return _is_more(owed.get(holder, 0), has.get(holder, 0))

    @property
    def has_begun(self) -> bool:
        """Whether it has begun by the day asked about."""
        begun = self.ruling.begun_on
        return self.as_of is None or begun is None or begun.value <= self.as_of

    @property
    def day_shown(self) -> date | None:
        """The day asked about, for what is only shown of it and on which no duty depends."""
        return as_plain_day(self.as_of)

    @property
    def is_withdrawn(self) -> bool:
        """Whether nobody is left who asks."""
        return self.history.life.withdrawn_on is not None

    @property
    def gone_on(self) -> Sourced[date] | None:
        """The day from which nothing was left to register before it became effective, if it did."""
        return self.history.life.gone_on

    @property
    def is_over(self) -> bool:
        """Whether it was withdrawn, abandoned or left without shares before it was effective."""
        return self.is_withdrawn or (self.history.abandoned_on or self.gone_on) is not None

    @property
    def sold_out_on(self) -> Sourced[date] | None:
        """The day on which all was sold, unless the period had run out before that."""
        sold, end = self.history.life.all_sold_on, self.kept.end if self.kept else None
        return None if sold and end and end.value < sold.value else sold

    @property
    def last_day(self) -> date | None:
        """The day after which nothing more can be asked for in it, as far as its life tells."""
        history, kept = self.history, self.kept
        life = history.life
        ends = (life.withdrawn_on, history.abandoned_on, life.all_sold_on, self.gone_on)
        latest = kept.ends_by if kept else None
        return min((day.value for day in (*ends, latest) if day is not None), default=None)

    @property
    def to_be_told(self) -> tuple[HolderWindow, ...]:
        """The windows of Holders who have been told, or must be: their notice is not waived."""
        return tuple(
            window
            for window in self.taking_part.windows
            if window.last is not None or self._is_owed_notice(window)
        )

    @property
    def owed_notice(self) -> tuple[HolderWindow, ...]:
        """The windows of Holders whose notice is not waived: the filing waits for theirs alone."""
        return tuple(each for each in self.taking_part.windows if self._is_owed_notice(each))

    def _is_owed_notice(self, window: HolderWindow) -> bool:
        if window.holder in self.need_not_be_told:
            return False
        filed_on, waived = plain(self.history.filed_on), self.history.waived
        return waived.of(notice_of(window.holder), filed_on, has_day=True) is None

    def is_held(self, doubted: Collection[str] = ()) -> bool | None:
        """Whether Holders wait for a new prospectus; None where that turns on who is in it."""
        ways = {
            any(is_open(hold, without) for hold in way.holds)
            for way in (self, *self.others)
            for without in (frozenset[str](), doubted)
        }
        return ways.pop() if len(ways) == 1 else None

    def as_sold(self, matter: Matter) -> Matter:
        """The matter by whose terms shares are shared out: later ones share out nothing anew."""
        since = self.history.life
        day = since.effective_on or since.all_sold_on
        return matter if day is None else matter.on(day.value)

    @property
    def in_time(self) -> bool | None:
        """Whether what was due was done in time, as far as that is known; not if it was waived."""
        due = self.due
        if due is not None and _is_waived(due, self.history):
            return None
        return done_in_time(due.due_on, due.done_on, due.between) if due else None

    @property
    def done_on(self) -> Sourced[date] | None:
        """The day on which the act that was due was done."""
        return self.due.done_on if self.due else None


def follow(
    ruling: RegistrationRuling,
    history: History,
    right: RightOn | None,
    keeping: Keeping,
    due: Callable[[History], DueAct | None],
    matter: Matter,
    as_of: date | None,
) -> Progress:
    """Set what has happened beside the ruling; `right` is None where nobody can join."""
    progress = _follow(ruling, history, right, keeping, due, matter, as_of)
    if history.let_in is not None or not ruling.stands:
        return progress
    others = tuple(
        _follow(
            ruling, replace(history, let_in=way), right, keeping, due, matter.unrecorded(), as_of
        )
        for way in ways_in([progress.taking_part])
    )
    return replace(_perhaps_withdrawn(progress, others), others=others)


def telling_the_others(progress: Progress) -> Progress:
    """The same course where only those Holders are told who did not ask for it themselves."""
    return replace(
        progress,
        need_not_be_told=progress.ruling.asked.requesters,
        others=tuple(telling_the_others(other) for other in progress.others),
    )


def _perhaps_withdrawn(progress: Progress, others: Sequence[Progress]) -> Progress:
    """All who are known to ask took it back; whether somebody else asked may not be known."""
    life = progress.history.life
    if life.withdrawn_on is None or all(other.is_withdrawn for other in others):
        return progress
    open_life = replace(
        life,
        withdrawn_on=None,
        perhaps_withdrawn_on=life.withdrawn_on,
        withdrawal_turns_on=turn_on([progress.taking_part]),
    )
    return replace(progress, history=replace(progress.history, life=open_life))


def _follow(
    ruling: RegistrationRuling,
    history: History,
    right: RightOn | None,
    keeping: Keeping,
    due: Callable[[History], DueAct | None],
    matter: Matter,
    as_of: date | None,
) -> Progress:
    ruling = _without_late_letters(ruling, history)
    through = _kept_before_it_was_asked(ruling, history, right, keeping, matter, as_of)
    history = _as_it_ended(ruling, history, right, keeping, through, matter, as_of)
    history = without_what_came_after(ruling, history, _runs_out(through), matter)
    taking_part = participation(ruling, history, right, matter, _runs_out(through))
    history = replace(
        history,
        life=replace(history.life, withdrawn_on=withdrawn_on(ruling, taking_part, history, matter)),
    )
    act = due(history)
    seated = _seated(ruling, history, taking_part, matter, as_of)
    asked, owed, shares, holds = seated.asked, seated.owed, seated.covered, seated.holds
    late_known: Mapping[str, Sourced[date]] = {}
    if matter.readings.unrecognised_count != "both":
        late_known = recognised_late(owed, history)
    let_in = [holder for holder in late_known if holder in shares and shares[holder].is_in]
    kept = through or _perhaps_sold(keeping(history, holds, matter), history, matter)
    if kept is not None and history.life.effective_on is not None:
        history = replace(history, life=replace(history.life, kept_to=kept.ends_by))
    progress = Progress(
        ruling=ruling,
        history=history,
        taking_part=taking_part,
        covered=shares,
        owed=owed,
        when_fixed=_when_fixed(
            asked, owed if history.fixed_on else shares, history, matter, as_of, let_in
        ),
        when_effective=_when_effective(asked, owed, history, matter),
        holds=holds,
        kept=kept,
        due=act,
        days_late=late(act.due_on, act.done_on, act.clause, matter.working, act.between)
        if act and not _is_waived(act, history)
        else None,
        as_of=as_of,
        came_in=_came_in(asked),
        asked=asked,
        recognised_late=late_known,
    )
    return _with_nothing_left(progress, matter)


def _as_it_ended(
    ruling: RegistrationRuling,
    history: History,
    right: RightOn | None,
    keeping: Keeping,
    through: Kept | None,
    matter: Matter,
    as_of: date | None,
) -> History:
    """What has happened to it through its last day: what comes later changes no number of it.

    Its last day is looked for only where something came after the first day that it can be. One
    that was asked for when its shelf had ended is counted as of the day on which it was.
    """
    aside = matter.unrecorded()
    if as_of is None or history.register is None:
        return history
    if ruling.decision == "refused" and not history.was_made:
        asked = (day for day in days_asked(ruling, history, aside) if day <= as_of)
        last = max(asked, default=ruling.begun_on.value if ruling.begun_on else None)
        return history if last is None or last >= as_of else history.as_it_ended(last)
    if not _may_count_otherwise(ruling, history):
        return history
    before = without_what_came_after(ruling, history, _runs_out(through), aside)
    joined = participation(ruling, before, right, aside, _runs_out(through))
    withdrawn = withdrawn_on(ruling, joined, before, aside)
    kept = through
    if kept is None and (before.life.effective_on or not ruling.nature.has_statement):
        holds = _seated(ruling, before, joined, aside, as_of).holds
        kept = _perhaps_sold(keeping(before, holds, aside), before, aside)
    latest = kept.ends_by if kept else None
    ends = (withdrawn, before.abandoned_on, before.life.all_sold_on, latest)
    last = min((day.value for day in ends if day is not None), default=as_of)
    last = max(last, ruling.begun_on.value if ruling.begun_on else last)
    return history.as_it_ended(last) if last < as_of else history


def _may_count_otherwise(ruling: RegistrationRuling, history: History) -> bool:
    """Whether what Holders hold or ask for changed after the first day that may be the last."""
    life, register, taken_back = history.life, history.register, history.taken_back.everything
    on = [each.on.value for each in taken_back]
    # A sale off a shelf has no effectiveness of its own: it ends with the shelf, whenever that is.
    began = life.effective_on if ruling.nature.has_statement else ruling.begun_on
    ends = (began, life.withdrawn_on, history.abandoned_on, life.all_sold_on)
    first = min([*on, *(day.value for day in ends if day is not None)], default=None)
    if register is None or first is None:
        return False
    recognised = (each.recognised_from for each in register.lines_on(date.max).values())
    changed = (*register.days[-1:], *on, *(day for day in recognised if day is not None))
    return max(changed, default=first) > first


def _with_nothing_left(progress: Progress, matter: Matter) -> Progress:
    """The course with the day from which nothing of a request is left to register."""
    ruling, history = progress.ruling, progress.history
    effective, register = plain(history.life.effective_on), history.register
    if not (ruling.nature.is_demand and ruling.stands) or register is None:
        return progress
    if effective is None and any(progress.included):
        return progress
    gone_on = nothing_left_from(
        progress.included_by_day(matter),
        progress.to_be_told,
        register,
        effective,
        progress.as_of,
        matter,
    )
    if gone_on is None:
        return progress
    return replace(progress, history=replace(history, life=replace(history.life, gone_on=gone_on)))


def _is_waived(act: DueAct, history: History) -> bool:
    """Whether the duty to make it effective in time is waived: what is not owed is not late."""
    due, done = act.due_on, act.done_on
    if due is None or done is None or done.value <= due.value:
        return False
    return history.waived.of(EFFECT, due.value, has_day=True) is not None


def _without_late_letters(ruling: RegistrationRuling, history: History) -> RegistrationRuling:
    """What a conversion began: the first letters join it if they come after effectiveness."""
    asked, effective = ruling.asked, history.life.effective_on
    if ruling.rests_on_requests or asked.received_on is None or effective is None:
        return ruling
    if asked.received_on.value <= effective.value:
        return ruling
    later = (*asked.counted, *asked.later)
    came_late = replace(NOBODY_ASKED, later=later, on_the_way=asked.on_the_way)
    return replace(ruling, asked=came_late)


@dataclass(frozen=True, slots=True)
class _Seated:
    """Who asked and is in, and the holds through which they wait."""

    asked: tuple[Asking, ...]
    owed: Mapping[str, Covered]
    covered: Mapping[str, Covered]
    holds: tuple[Hold, ...]


def _seated(
    ruling: RegistrationRuling,
    history: History,
    taking_part: Participation,
    matter: Matter,
    as_of: date | None,
) -> _Seated:
    asked = _counting(ruling, taking_part, history, matter, as_of)
    owed = covered(
        _to_be_taken_in(asked, history),
        history.sales,
        history.register,
        as_of,
        matter,
        _cut_back(history),
        history.taken_back,
    )
    shares = _as_covered(asked, owed, history, matter, as_of)
    return _Seated(asked, owed, shares, _holds(asked, shares, history, matter, as_of))


def _counting(
    ruling: RegistrationRuling,
    taking_part: Participation,
    history: History,
    matter: Matter,
    as_of: date | None,
) -> tuple[Asking, ...]:
    """The requests that count by a day, without those of Holders rightly left out (6(b), 3(b))."""
    without, effective = left_out(history, matter), plain(history.life.effective_on)
    return tuple(
        each
        for each in askings(ruling, taking_part, history, matter)
        if (as_of is None or each.in_from is None or each.in_from <= as_of)
        and (each.holder not in without or _came_after(each, effective))
    )


def _to_be_taken_in(asked: tuple[Asking, ...], history: History) -> tuple[Asking, ...]:
    """The requests as they are owed: what passed before an amendment took it in passed with it."""
    passed = history.register is not None and bool(history.register.passed)
    return as_reached(asked) if passed else asked


def _shares_of(covered: Covered | None) -> ShareNumber | None:
    return covered.shares.value if covered else 0


def _is_more(owed: ShareNumber | None, has: ShareNumber | None) -> bool:
    """Whether more is owed than one has, as far as that is known."""
    return has is not None and (owed is None or owed > has)


def _came_after(asking: Asking, effective: date | None) -> bool:
    """Whether it was asked only of an effective statement."""
    received = asking.received_on
    return effective is not None and received is not None and received > effective


def _holds(
    asked: tuple[Asking, ...],
    shares: Mapping[str, Covered],
    history: History,
    matter: Matter,
    as_of: date | None,
) -> tuple[Hold, ...]:
    """The holds of an effective registration, through which those wait who were in it then."""
    effective = history.life.effective_on
    if effective is None or not (history.misstatements or history.holder_misstatements):
        return ()
    if history.register is None:
        return holds_of(history, Seats([(date.min, frozenset(shares))]))
    statement = statement_of(history, matter)
    by_day = shares_by_day(
        asked, history.sales, history.register, as_of, matter, statement, history.taken_back
    )
    seats = tuple((day, frozenset(shares)) for day, shares in by_day)
    return holds_of(history, Seats(seats, history.register))


def _runs_out(kept: Kept | None) -> RunsOut | None:
    surely = kept.surely_through if kept else None
    return RunsOut(surely, kept.ends_by) if kept and surely else None


def _kept_before_it_was_asked(
    ruling: RegistrationRuling,
    history: History,
    right: RightOn | None,
    keeping: Keeping,
    matter: Matter,
    as_of: date | None,
) -> Kept | None:
    """Until when the statement is kept effective, where something was asked after that.

    What is asked after the end never lengthens the period, which may turn on who waits for a new
    prospectus: first nobody is in who asked after effectiveness, then those who asked by the end
    that this gives.
    """
    effective, aside = history.life.effective_on, matter.unrecorded()
    if effective is None and ruling.nature.has_statement:
        return None
    last = max(days_asked(ruling, history, aside), default=date.min)
    if effective is not None and last <= effective.value:
        return None
    runs_out = RunsOut(effective.value, effective) if effective else None
    while True:
        before = without_what_came_after(ruling, history, runs_out, aside)
        joined = participation(ruling, before, right, aside, runs_out)
        holds = _seated(ruling, before, joined, aside, as_of).holds
        found = _runs_out(_perhaps_sold(keeping(before, holds, aside), before, aside))
        if found is None or last <= found.surely_through:
            return None
        by = runs_out.latest if runs_out else None
        if found.latest is None or (by is not None and found.latest.value <= by.value):
            return _perhaps_sold(keeping(before, holds, matter), before, matter)
        runs_out = found


def _came_in(asked: Sequence[Asking]) -> Mapping[str, date]:
    """The day on which each Holder's first request was received."""
    days: dict[str, date] = {}
    for asking in asked:
        if asking.received_on is not None:
            before = days.setdefault(asking.holder, asking.received_on)
            days[asking.holder] = min(before, asking.received_on)
    return days


def _perhaps_sold(kept: Kept | None, history: History, matter: Matter) -> Kept | None:
    """The end of what may have been sold out before: not known then, and on what it turns."""
    perhaps, latest = history.life.perhaps_sold_on, kept.ends_by if kept else None
    if kept is None or perhaps is None or (latest and perhaps.value >= latest.value):
        return kept
    for fact in history.life.sold_turns_on:
        matter.working.miss(fact.name, fact.needed_for, fact.clause, fact.posted_as)
    if latest is None:
        return replace(kept, at_least=min(kept.at_least or date.max, perhaps.value))
    earliest = min(
        (perhaps, kept.between.earliest if kept.between else perhaps), key=lambda day: day.value
    )
    return replace(kept, end=None, between=Between(earliest, latest))


def _as_covered(
    asked: tuple[Asking, ...],
    owed: Mapping[str, Covered],
    history: History,
    matter: Matter,
    as_of: date | None,
) -> Mapping[str, Covered]:
    """Who is in for what the effective statement covers; the same as is owed if nothing limits."""
    statement = statement_of(history, matter)
    if statement is None:
        return owed
    sales, register, taken_back = history.sales, history.register, history.taken_back
    return covered(asked, sales, register, as_of, matter, statement, taken_back)


def waiting_for_recognition(
    progress: Progress, matter: Matter, *, owed: bool = False
) -> Mapping[str, Covered]:
    """Those to whom registered shares passed and whom the Company need not yet recognise.

    So far as the effective statement covers these shares, or as they are `owed` to be in it.
    """
    history, register = progress.history, progress.history.register
    passed = register.passed if register else ()
    known = progress.owed if owed else progress.covered
    takers = {each.taker for each in passed} - known.keys()
    if not takers:
        return {}
    found = covered(
        progress.asked,
        history.sales,
        register,
        progress.as_of,
        matter.unrecorded(),
        _cut_back(history) if owed else statement_of(history, matter),
        history.taken_back,
        let_in=takers,
    )
    return {holder: each for holder, each in found.items() if holder in takers and each.is_in}


def _cut_back(history: History) -> Statement | None:
    """What limits who is to be in it, whatever the statement covers: what a maximum left each."""
    effective = history.life.effective_on
    if effective is None or not history.allotted:
        return None
    return Statement(
        effective.value,
        None,
        left=history.allotted,
        is_of_what_is_owed=True,
        register=history.register_when_fixed(effective.value),
    )


def _when_fixed(
    asked: tuple[Asking, ...],
    now: Mapping[str, Covered],
    history: History,
    matter: Matter,
    as_of: date | None,
    let_in: Sequence[str],
) -> Mapping[str, Covered]:
    """Who was in when the allocation was fixed; the same as now if nothing has moved since.

    What the maximum then left each is no part of it: it is what the shares are shared out from.
    """
    fixed_on, register = history.fixed_on, history.register
    if fixed_on is None or register is None:
        return now
    then = history.register_when_fixed(fixed_on.value)
    left_on = (each.on.value for each in history.taken_back.everything)
    has_moved = any(day > fixed_on.value for day in (*register.days, *left_on))
    is_later = as_of is None or as_of > fixed_on.value
    if not history.allotted and not (has_moved and is_later) and then is register:
        return now
    return covered(
        _to_be_taken_in(asked, history),
        history.sales,
        then,
        fixed_on.value,
        matter,
        taken_back=history.taken_back,
        let_in=let_in,
    )


def _when_effective(
    asked: tuple[Asking, ...], now: Mapping[str, Covered], history: History, matter: Matter
) -> Mapping[str, Covered]:
    """Who was to be in when the statement became effective; as now if nobody says whom it covers.

    What splits, transfers and amendments have changed since is no fault of the statement.
    """
    effective, covers = history.life.effective_on, history.covers
    if effective is None or covers is None or history.register is None:
        return now
    day = effective.value
    register = history.register_when_fixed(day)
    then = tuple(each for each in asked if each.in_from is None or each.in_from <= day)
    return covered(then, history.sales, register, day, matter, taken_back=history.taken_back)

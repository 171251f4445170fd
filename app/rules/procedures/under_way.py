"""A registration under way, of whatever kind, as the steps of Sections 3 to 5 see it.

What set it going, who takes part, its days, and its facts in the order of the record. Shares are
exact. What became of the request itself (is there a right, who may join, how many shares)
is decided elsewhere; here it is given.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias, TypeVar

from app.rules.agreement.waivers import NOTHING_WAIVED, Waivers
from app.rules.facts import DatedFact, RecordedFact
from app.rules.facts.life.underwriting import HoldbackAdvised
from app.rules.holders.register import Passed, Register
from app.rules.holders.sales_made import SaleMade
from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings
from app.rules.reasoning.trace import Sourced, plain
from app.rules.terms.vocabulary import RegistrationKind

SharesByDay: TypeAlias = Callable[[], Iterable[tuple[date, Mapping[str, ShareNumber | None]]]]
SharesAtVotes: TypeAlias = Callable[[date], Mapping[str, ShareNumber | None] | None]
F = TypeVar("F")
D = TypeVar("D", bound=DatedFact)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """One registration that the Company is bound to carry out.

    `trigger` is the source of the fact that set it going and `made_on` its day; `asked_by` are the
    Holders who requested it, `included` the shares of each Holder in it, `holders` everybody who
    was told of it. It is `given_up` if it was withdrawn or abandoned, or nothing was left to
    register. `sales` are the Holders' sales under its statement, `sales_elsewhere` their others;
    `held` says, by the source of each notice that the prospectus misleads, who waits for a new one,
    and until when; `came_in` the day on which the first request of each Holder was received.
    `or_included` are the shares that may be in it instead, while it is not known whether a request
    to join was received. `sale_began_on` is the day of the first sale in it. `waived` are its
    obligations that instruments have waived.
    `took_over` are the transfers by which one who did not ask came into the place of others (9(f),
    QG5): what reached them has reached it. `by_day` has the shares of everybody in it day by day,
    as in `included` first, and then as in each of `or_included`; nothing where that is not known;
    `at_votes` has the same as it was when Holders approved on a day, where more came only later.
    `passed` are all transfers of securities with all rights, whether or not any were in it, and
    `in_on` tells who was in it on a day (None: the same as now). `known` are its Moments that have
    a day, `register` what Holders hold, `offered_elsewhere` the days on which the Company offered
    equity outside it, and on which form; these matter only where the agreement has `holdbacks` of
    its own. `stated` has the days on which each of its duties was said not to have been performed,
    by its id. `planned_filing_on` is the day for which filing was planned at the outset. The
    `left_out` asked, and are not in the effective statement since a condition of it was unmet; the
    shares of those it `covers` are in it by what the Company says.
    """

    kind: RegistrationKind
    trigger: str
    made_on: Sourced[date] | None
    asked_by: tuple[str, ...]
    included: Mapping[str, Sourced[ShareNumber | None]]
    holders: tuple[str, ...]
    underwritten: Sourced[bool] | None
    filed_on: Sourced[date] | None
    effective_on: Sourced[date] | None
    kept_effective_to: Sourced[date] | None
    given_up: bool
    facts: Sequence[RecordedFact]
    as_of: date | None
    sales: Sequence[SaleMade] = ()
    sales_elsewhere: Sequence[SaleMade] = ()
    held: Mapping[str, Mapping[str, Sourced[date] | None]] = field(default_factory=dict)
    came_in: Mapping[str, date] = field(default_factory=dict)
    or_included: tuple[Mapping[str, Sourced[ShareNumber | None]], ...] = ()
    took_over: Mapping[str, tuple[Passed, ...]] = field(default_factory=dict)
    sale_began_on: Sourced[date] | None = None
    waived: Waivers = NOTHING_WAIVED
    by_day: tuple[SharesByDay, ...] = ()
    at_votes: tuple[SharesAtVotes, ...] = ()
    passed: Sequence[Passed] = ()
    in_on: Callable[[date], Iterable[str]] | None = None
    known: Happenings = NOTHING_KNOWN
    register: Register | None = None
    offered_elsewhere: Sequence[tuple[Sourced[date], str | None]] = ()
    stated: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    planned_filing_on: Sourced[date] | None = None
    left_out: frozenset[str] = frozenset()
    covers: frozenset[str] = frozenset()

    @property
    def came_to_nothing(self) -> bool:
        """Whether it was given up, or is a sale off a shelf that ended before anything was sold.

        One whose closing is stated was made, though no sale is on record.
        """
        last, as_of = self.kept_effective_to, self.as_of
        if self.given_up or self.has_statement or last is None or as_of is None:
            return self.given_up
        closed = any(fact.closing_on for _, fact in self.of(HoldbackAdvised))
        return self.sale_began_on is None and not closed and as_of > last.value

    def is_waived(
        self, obligation: str, done_on: Sourced[date] | None, *, has_day: bool = False
    ) -> bool:
        """Whether an obligation was waived when that was done for which it is owed, if it was."""
        return self.waived.of(obligation, plain(done_on), has_day=has_day) is not None

    @property
    def sellers(self) -> tuple[str, ...]:
        """The Holders whose shares are to be sold; of one that was given up, who asked."""
        return tuple(sorted(self.included or (self.asked_by if self.given_up else ())))

    def sellers_on(self, day: date) -> tuple[str, ...]:
        """The Holders whose shares were to be sold on a day."""
        if self.in_on is None or self.given_up:
            return self.sellers
        return tuple(sorted(self.in_on(day))) or self.sellers

    def sellers_by(self, day: Sourced[date] | None) -> tuple[str, ...]:
        """Those who sell; of what was due by a day, those who did then, with who came since.

        What was due toward one who has left, and its breach, outlast its shares; for who took the
        place of another after that day, the one who had it then.
        """
        if day is None or self.given_up:
            return self.sellers
        now = self.as_of_day(self.sellers, day.value)
        return tuple(dict.fromkeys((*now, *self.sellers_on(day.value))))

    def left_owed(self, duty: str, holder: str, due: Sourced[date] | None) -> bool:
        """Whether a duty to one who has left was due, or broken by a statement, while it was in."""
        is_past = due is not None and self.as_of is not None and due.value < self.as_of
        days = (*self.stated.get(duty, ()), *((due.value,) if due and is_past else ()))
        return any(holder in self.sellers_on(day) for day in days)

    def sellers_owed(self, duty: str) -> tuple[str, ...]:
        """Those who sell, and who has left since a duty of its own, or to it, was broken."""
        ids = (name.removeprefix(f"{duty}:") for name in self.stated if name.startswith(f"{duty}:"))
        left = (each for each in ids if self.left_owed(f"{duty}:{each}", each, None))
        return tuple(dict.fromkeys((*self.sellers, *left)))

    def was_in(self, holder: str, day: date) -> bool:
        """Whether a Holder was in it on a day: what went to all who sell went to it too."""
        return self.entered(holder, day) <= day

    def entered(self, holder: str, otherwise: date) -> date:
        """The day on which a Holder came into it, by request or in the place of another."""
        if holder in self.came_in:
            return self.came_in[holder]
        return min((passed.on for passed in self.took_over.get(holder, ())), default=otherwise)

    def in_its_place(self, holder: str, day: date) -> Sequence[str]:
        """Those in whose place a Holder stands with what reached them by a day, itself first."""
        found = [holder]
        for one in found:
            givers = (each.giver for each in self.took_over.get(one, ()) if each.on >= day)
            found += (giver for giver in dict.fromkeys(givers) if giver not in found)
        return found

    def as_of_day(self, holders: Iterable[str], day: date) -> tuple[str, ...]:
        """These Holders; for who took the place of another after a day, those who had it then."""
        return tuple(
            dict.fromkeys(
                one
                for holder in holders
                for one in self.in_its_place(holder, day)
                if one not in self.took_over or self.entered(one, day) <= day
            )
        )

    @property
    def has_statement(self) -> bool:
        """Whether it has a registration statement of its own: a sale off a shelf has not."""
        return self.kind != "takedown"

    @property
    def is_underwritten(self) -> bool:
        """Whether it is known to be underwritten."""
        return self.underwritten is not None and self.underwritten.value

    def of(self, kind: type[F]) -> list[tuple[RecordedFact, F]]:
        """Its facts of one kind, in the order of the record."""
        return [(each, each.fact) for each in self.facts if isinstance(each.fact, kind)]

    def first(self, kind: type[D]) -> Sourced[date] | None:
        """The day of the first fact of this kind."""
        return next((happened(*each) for each in self.of(kind)), None)


@dataclass(frozen=True, slots=True)
class Toward:
    """The Holders to whom one step is owed now: all who sell, but for those it is suspended to."""

    sellers: tuple[str, ...]
    suspended: frozenset[str]

    def obligees(self, done: object | None) -> tuple[str, ...]:
        """Whom the duty names: those to whom it is owed, or all if it is done or owed to none."""
        owed = tuple(holder for holder in self.sellers if holder not in self.suspended)
        return self.sellers if done is not None else owed or self.sellers

    @property
    def nobody(self) -> bool:
        """Whether the duty is suspended toward everybody."""
        return self.suspended.issuperset(self.sellers)


@dataclass(frozen=True, slots=True)
class SellersStanding:
    """Where the sellers stand with what the Company may ask of them.

    The `uninformative` keep back information that was asked for on that day: the steps that are
    conditional on it are not owed to them. The `left_out` gave no undertaking and need not be
    included: nothing is owed to them. The others lose nothing by either.
    """

    sellers: tuple[str, ...]
    uninformative: Mapping[str, date]
    left_out: Mapping[str, date]

    def toward(self, *, conditional: bool, due: Sourced[date] | date | None = None) -> Toward:
        """To whom a step is owed, by whether it is conditional on information.

        What was due before they were asked stays owed to them.
        """
        last = due.value if isinstance(due, Sourced) else due
        unmet = [*self.left_out.items(), *(self.uninformative.items() if conditional else ())]
        return Toward(
            self.sellers,
            frozenset(holder for holder, asked_on in unmet if last is None or asked_on <= last),
        )


def happened(recorded: RecordedFact, fact: DatedFact) -> Sourced[date]:
    """The day of a fact, with its source."""
    return Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")

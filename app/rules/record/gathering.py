"""The facts of one agreement up to a day, each registration's gathered with it.

Facts that happened after the day are left out; the rest stand in the order of the record, which
does not depend on the order of posting.
"""

from bisect import bisect_right
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Generic, TypeAlias, TypeVar, cast

from app.rules.agreement.instruments import RULED_FROM, Instruments, instruments
from app.rules.agreement.known import Known, days_of_changes
from app.rules.agreement.waivers import Waivers, waivers_of
from app.rules.facts import BeginningFact, DatedFact, RecordedFact, in_order
from app.rules.facts.holdings import SharesSold
from app.rules.facts.life.course import DeclaredEffective, DistributionCompleted, Filed
from app.rules.facts.life.participation import AdditionsProposed
from app.rules.facts.life.requests import (
    CompanyOfferingCommenced,
    DemandReceived,
    RegistrationDetermined,
    RequestedByLetter,
    RequestLetter,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.holders.register import Register
from app.rules.reasoning.matter import Matter, TermsThrough
from app.rules.reasoning.trace import MissingInput, Sourced, earliest, sourced
from app.rules.record.lives.unacknowledged import may_tell_again, told_again
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.requests.standstill import Offering
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.registrations.suspension.suspension import Undecided
from app.rules.terms import Terms
from app.rules.terms.rights.asked import AskedFor
from app.rules.terms.rights.registrations import PUBLIC_OFFERINGS
from app.rules.values.day_asked import DayAsked

F = TypeVar("F")
T = TypeVar("T")
D = TypeVar("D", bound=DatedFact)
B_co = TypeVar("B_co", bound=BeginningFact, covariant=True)
B = TypeVar("B", bound=BeginningFact)


@dataclass(frozen=True, slots=True)
class RegistrationFacts(Generic[B_co]):
    """One registration: the fact that set it going, and the facts of its life in their order.

    `sold_out_on` is the day on which the last share it covers was sold, as its sales tell;
    `nothing_left` the day on which a Holder in it had nothing left to sell under it. While it is
    not known who is in it, the last share may have been sold on `perhaps_sold_out_on`;
    `sold_turns_on` is what would tell, `left_out` whom it is tried without, `let_in` which writings
    it is tried with. `off` names the right to the shelf off which it sells.
    """

    registration_id: str
    begun: RecordedFact
    beginning: B_co
    facts: tuple[RecordedFact, ...]
    sold_out_on: Sourced[date] | None = None
    nothing_left: Mapping[str, Sourced[date]] = field(default_factory=dict)
    perhaps_sold_out_on: Sourced[date] | None = None
    sold_turns_on: tuple[MissingInput, ...] = ()
    left_out: frozenset[str] = frozenset()
    let_in: frozenset[str] | None = None
    off: str | None = None
    _found: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def under(self, terms: Terms) -> Terms:
        """The terms as they govern it: of several rights of a kind, by that which it names."""
        begun = self.beginning
        named = begun.demand if isinstance(begun, DemandReceived) else None
        sale = begun.takedown if isinstance(begun, TakedownRequested) else None
        shelf = begun.shelf if isinstance(begun, ShelfTriggered) else self.off
        found = terms.with_right(named).with_sale(sale).with_shelf(shelf)
        if isinstance(begun, RegistrationDetermined):
            return found.with_incidental(begun.incidental, begun.initiated_for)
        return found

    def right_of(self, terms: Terms) -> AskedFor | None:
        """The right by which it is asked for, in the terms that govern it."""
        if isinstance(self.beginning, TakedownRequested):
            return terms.takedown
        if isinstance(self.beginning, ShelfTriggered):
            return terms.shelf
        return terms.demand if isinstance(self.beginning, DemandReceived) else None

    @property
    def letters(self) -> tuple[RequestLetter, ...]:
        """The letters that came with what set it going."""
        beginning = self.beginning
        return beginning.letters if isinstance(beginning, RequestedByLetter) else ()

    def of(self, kind: type[F]) -> Sequence[tuple[RecordedFact, F]]:
        """Its facts of one kind, looked for once."""
        if kind not in self._found:
            self._found[kind] = [
                (each, each.fact) for each in self.facts if isinstance(each.fact, kind)
            ]
        return cast(Sequence[tuple[RecordedFact, F]], self._found[kind])

    def once(self, work: "Callable[[RegistrationFacts[B_co]], T]") -> T:
        """What follows from it alone, worked out once."""
        if work not in self._found:
            self._found[work] = work(self)
        return cast(T, self._found[work])

    def first(self, kind: type[D]) -> Sourced[date] | None:
        """The day of its first fact of one kind."""
        found = self.of(kind)
        return occurred(*found[0]) if found else None

    def days(self, kind: type[D]) -> tuple[Sourced[date], ...]:
        """The days of all its facts of one kind."""
        return tuple(occurred(recorded, fact) for recorded, fact in self.of(kind))

    def cut(self, day: date) -> "RegistrationFacts[B_co]":
        """The same through a day: itself where nothing happened in it afterwards."""
        return self if self.facts[-1].fact.happened_on <= day else self.through(day)

    def through(self, day: date) -> "RegistrationFacts[B_co]":
        """The same without what happened in it after a day."""
        return replace(self, facts=tuple(x for x in self.facts if x.fact.happened_on <= day))

    @property
    def begun_on(self) -> date:
        """The day on which the person who began it acted."""
        return self.begun.fact.happened_on

    @property
    def effective_on(self) -> Sourced[date] | None:
        """The day on which it became effective."""
        return self.first(DeclaredEffective)

    @property
    def all_sold_on(self) -> Sourced[date] | None:
        """The day on which everything covered was sold: as it is stated, or as its sales tell."""
        return earliest(self.sold_out_on, self.first(DistributionCompleted))

    @property
    def perhaps_sold_on(self) -> Sourced[date] | None:
        """The earlier day on which everything covered may have been sold, if there is one."""
        surely, perhaps = self.all_sold_on, self.perhaps_sold_out_on
        return None if surely and perhaps and surely.value <= perhaps.value else perhaps


DemandFacts = RegistrationFacts[DemandReceived]
ShelfFacts = RegistrationFacts[ShelfTriggered]
TakedownFacts = RegistrationFacts[TakedownRequested]
IncidentalFacts = RegistrationFacts[RegistrationDetermined]
AnyRegistration = RegistrationFacts[BeginningFact]
Kept: TypeAlias = tuple[date, object, date]
"""What was found, with the first and the last day on which it is so."""
Finding: TypeAlias = tuple[str, str]
"""What is found, and of which registration."""
NOTHING_KEPT: Kept = (date.max, None, date.min)
RECEIPT = "receipt of "
SOLD = "sold"
"""What sales have left of a registration: the one finding that no number of demands turns on."""


@dataclass(slots=True)
class FoundBefore:
    """What was found of registrations, each with the days on which it stays so.

    It is right for one state of a record, and for the next where that does not bear on it; `whole`
    is the record in that state, of all its days, where it was gathered. What is found is put into
    another mapping: those who read this one at the time go on undisturbed.
    """

    found: Mapping[Finding, Kept] = field(default_factory=dict)
    whole: "Record | None" = None

    def but(
        self,
        owed: Container[str | None],
        answered: Container[str | None],
        whole: "Record | None" = None,
    ) -> "FoundBefore":
        """The same without what new facts bear on, for the record with them.

        Given are the registrations of which they change what is owed, and what is answered.
        """
        kept = {
            (what, name): found
            for (what, name), found in self.found.items()
            if name not in (owed if what == SOLD else answered)
        }
        return FoundBefore(kept, whole)

    def add(self, found: Mapping[Finding, Kept]) -> None:
        """Keep what was found, unless what is known already lasts longer."""
        longer = {
            name: kept
            for name, kept in found.items()
            if name not in self.found or _lasts_longer(kept, self.found[name])
        }
        if longer:
            self.found = {**self.found, **longer}


def _lasts_longer(one: Kept, other: Kept) -> bool:
    """Whether one is so for days after those of the other, or else for more days before."""
    return one[2] > other[2] or (one[2] == other[2] and one[0] < other[0])


@dataclass(slots=True)
class SettledBefore:
    """What was found of each registration, for all records of the same facts, whatever their days.

    `kept` has what was found, with its first day and its last. `bearing_on` tells which
    registrations bear on one, and `days_of` on which days something happens that does, in their
    order: nothing else changes it. Only `of` some it is found, if it is not of all.
    """

    bearing_on: Callable[[str], frozenset[str]]
    days_of: Callable[[str], Sequence[date]]
    kept: dict[Finding, Kept] = field(default_factory=dict)
    of: Container[str] | None = None
    without: dict[str, tuple["SettledBefore", "Ruled"]] = field(default_factory=dict)

    def besides(self, fact_id: str) -> tuple["SettledBefore", "Ruled"]:
        """The same for all records of these facts but one, with what is ruled of instruments there.

        What bears on a registration there bears on it here too.
        """
        if fact_id not in self.without:
            self.without[fact_id] = SettledBefore(self.bearing_on, self.days_of), {}
        return self.without[fact_id]

    def through(self, registration_id: str, day: date) -> date:
        """The last day from this one on by which nothing happens that bears on a registration."""
        days = self.days_of(registration_id)
        place = bisect_right(days, day)
        return days[place] - timedelta(days=1) if place < len(days) else date.max


def occurred(recorded: RecordedFact, fact: DatedFact) -> Sourced[date]:
    """The day on which a fact happened, sourced to it."""
    return Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")


@dataclass(slots=True)
class Record:
    """The facts of one agreement up to a day, and what follows from all of them together.

    `occasions` are, for each use of the right to delay or prohibit, the permitted uses in other
    registrations before it; `permitted` all that were permitted, with their registrations.
    `undecided_before` and `undecided` are the same of uses of which that is not known.
    `requested` is the day whose terms govern a registration that letters ask for.
    Once nothing changes in it any more (`keep_still`), what is `worked_out` of it is kept. What was
    worked out for one day is `kept` for the days after it on which it would be found the same.
    `alike` are the registrations on which the same bears, where it was opened once for all of them;
    `settled` is what other records of the same facts have found of the demands before each,
    `arranged_through` the last day on which what all is arranged from is the same, and `arranged`
    the last on which what was found of a registration is. `sold_off` are
    the names of the sales off each shelf, looked for once: what is tried of a registration never
    makes it another kind. `of_all_days` is the record as it was gathered of all its days, where it
    is kept and the terms are the same on all of them: what bears on what is looked up there.
    """

    known: Known
    begun: dict[str, AnyRegistration]
    offerings: tuple[Offering, ...] = ()
    lives: dict[str, RegistrationLife] = field(default_factory=dict)
    accepted: list[RegistrationLife] = field(default_factory=list)
    accepted_before: dict[str, tuple[RegistrationLife, ...]] = field(default_factory=dict)
    requested: dict[str, Sourced[date]] = field(default_factory=dict)
    occasions: dict[str, tuple[Occasion, ...]] = field(default_factory=dict)
    permitted: list[tuple[str, Occasion]] = field(default_factory=list)
    undecided_before: dict[str, tuple[Undecided, ...]] = field(default_factory=dict)
    undecided: list[tuple[str, Undecided]] = field(default_factory=list)
    relied_on: tuple[str, ...] = ()
    worked_out: dict[str, object] | None = field(
        default=None, init=False, repr=False, compare=False
    )
    kept: dict[Hashable, Kept] = field(default_factory=dict, repr=False, compare=False)
    alike: frozenset[str] = frozenset()
    sold_off: dict[str, list[str]] | None = field(default=None, repr=False, compare=False)
    settled: SettledBefore | None = field(default=None, repr=False, compare=False)
    arranged_through: date = date.max
    arranged: dict[str, date] = field(default_factory=dict, repr=False, compare=False)
    of_all_days: "Record | None" = field(default=None, repr=False, compare=False)

    def keep_still(self) -> "Record":
        """The record, in which nothing changes from now on."""
        self.worked_out = {}
        return self

    def once(self, name: str, work: Callable[[], T]) -> T:
        """What follows from the record alone, worked out once while it is still.

        Those who ask must not read the working: nothing is noted in it the second time.
        """
        if self.worked_out is None:
            return work()
        if name not in self.worked_out:
            self.worked_out[name] = work()
        return cast(T, self.worked_out[name])

    def while_it_holds(self, name: Hashable, work: Callable[["Record"], T]) -> T:
        """What follows from the record on its day, kept for the days on which it stays so.

        A day asked hears through which day that is, whether it is found now or was before.
        """
        asked = self.as_of
        if not isinstance(asked, DayAsked):
            return work(self)
        day = date(asked.year, asked.month, asked.day)
        since, found, through = self.kept.get(name, NOTHING_KEPT)
        if not since <= day <= through:
            anew = DayAsked.on(day)
            found = work(self.on(anew))
            through = anew.holds_through
            self.kept[name] = day, found, through
        asked.holds_no_longer_than(through)
        return cast(T, found)

    def found_once(self, what: str, registration_id: str, work: Callable[["Record"], T]) -> T:
        """What follows for a registration, found once for all records in which it is the same.

        It is kept for the days on which nothing happens that bears on it, and it stays so.
        """
        asked, before = self.as_of, self.settled
        if before is None or not isinstance(asked, DayAsked):
            return work(self)
        if before.of is not None and registration_id not in before.of:
            return work(self)
        day = date(asked.year, asked.month, asked.day)
        name = what, registration_id
        since, found, through = before.kept.get(name, NOTHING_KEPT)
        if not since <= day <= through:
            anew = DayAsked.on(day)
            found = work(self.on(anew))
            bearing = before.bearing_on(registration_id)
            through = min(
                anew.holds_through,
                self.arranged_through,
                before.through(registration_id, day),
                *(self.arranged.get(each, date.max) for each in bearing),
            )
            before.kept[name] = day, found, through
        self.arranged[registration_id] = min(through, self.arranged.get(registration_id, date.max))
        asked.holds_no_longer_than(through)
        return cast(T, found)

    @property
    def as_of(self) -> date:
        """The day asked about."""
        return self.known.as_of

    @property
    def facts(self) -> Sequence[RecordedFact]:
        """Every fact that happened by the day."""
        return self.known.facts

    @property
    def register(self) -> Register:
        """The register of Holders."""
        return self.known.register

    @property
    def terms(self) -> Terms:
        """The terms in force on the day asked about."""
        return self.known.instruments.terms.on(self.as_of)

    def anew(self, day: date) -> "Record":
        """The same facts, gathered on a day by which all of them happened."""
        return Record(self.known.on(day), dict(self.begun), self.offerings)

    def cut(
        self, as_of: date, terms: Terms, facts: int, ruled: "Ruled | None" = None
    ) -> "Record | None":
        """What of it happened by the end of a day, as it would be gathered of so many facts.

        None where that takes more: where a fact is told again, or a doubt is tried.
        """
        known, day = self.known, date(as_of.year, as_of.month, as_of.day)
        place = bisect_right(known.facts, as_of, key=lambda each: each.fact.happened_on)
        if place == len(known.facts):
            return self.anew(as_of)
        if terms.doubts or len(known.facts) < facts:
            return None
        found = known.cut(place, as_of)
        turned_on = [each for each, _ in found.of(*RULED_FROM)]
        ruled = {} if ruled is None else ruled
        if len(turned_on) not in ruled:
            ruled[len(turned_on)] = instruments(terms, turned_on, longer=known.instruments)
        found = replace(found, instruments=ruled[len(turned_on)])
        begun = {name: each.cut(day) for name, each in self.begun.items() if each.begun_on <= day}
        for name, each in begun.items():
            if isinstance(each.beginning, TakedownRequested) and each.beginning.shelf not in begun:
                begun[name] = replace(each, off=None)
        return Record(found, begun, _offerings(found, begun))

    def on(self, day: date) -> "Record":
        """The same on another day by which nothing in it is otherwise."""
        return replace(self, known=self.known.on(day))

    def terms_of(self, facts: AnyRegistration) -> Terms:
        """The terms that govern a registration: those of its request, unless changed for it."""
        return self._terms_on(facts, self.as_of)

    def requested_on(self, facts: AnyRegistration) -> Sourced[date]:
        """The day whose terms govern a registration; found for those that rest on letters."""
        begun = Sourced(facts.begun_on, facts.begun.source)
        return self.requested.get(facts.registration_id, begun)

    def _terms_on(self, facts: AnyRegistration, day: date) -> Terms:
        """Those that govern what happens on a day; what takes the right away leaves what had it."""
        terms, requested_on = self.known.instruments.terms, self.requested_on(facts).value
        found = facts.under(terms.for_registration(requested_on, day))
        right = facts.beginning.right
        if getattr(found, right) is None:
            at_first = facts.under(terms.for_registration(requested_on, requested_on))
            return found if getattr(at_first, right) is None else at_first
        return found

    def terms_through(self, facts: AnyRegistration) -> TermsThrough:
        """The terms that govern what happens in a registration, day by day."""
        requested_on = self.requested_on(facts).value
        governing = self.known.instruments.terms.governing(requested_on, self.as_of)
        return TermsThrough(
            lambda day: self._terms_on(facts, min(day, self.as_of)), days_of_changes(governing)
        )

    def matter_of(self, facts: AnyRegistration, matter: Matter) -> Matter:
        """The same answer being made, under the terms that govern a registration."""
        return matter.under(self.terms_of(facts), self.terms_through(facts))

    def waived(self, registration_id: str) -> Waivers:
        """What instruments have waived of the obligations of a registration."""
        return waivers_of(registration_id, self.known.instruments.waivers, self.as_of)

    def registration(self, registration_id: str) -> AnyRegistration:
        """One registration; KeyError if it had not begun."""
        return self.begun[registration_id]

    def begun_by(self, kind: type[B]) -> dict[str, RegistrationFacts[B]]:
        """Every registration that a fact of a kind began, by its id."""
        return {
            registration_id: cast(RegistrationFacts[B], facts)
            for registration_id, facts in self.begun.items()
            if isinstance(facts.beginning, kind)
        }

    def sales_off(self, shelf: str) -> tuple[TakedownFacts, ...]:
        """The sales off a shelf."""
        if self.sold_off is None:
            found: dict[str, list[str]] = {}
            for name, sale in self.begun_by(TakedownRequested).items():
                found.setdefault(sale.beginning.shelf, []).append(name)
            self.sold_off = found
        return tuple(cast(TakedownFacts, self.begun[each]) for each in self.sold_off.get(shelf, ()))

    def registrations(self) -> tuple[AnyRegistration, ...]:
        """Every registration that has begun, in the order of the record."""
        return tuple(sorted(self.begun.values(), key=lambda each: in_order(each.begun)))


Ruled: TypeAlias = dict[int, Instruments]
"""What is ruled of one record's instruments, by how many facts they turn on are known, in order."""


def gather(
    terms: Terms, facts: Iterable[RecordedFact], as_of: date, ruled: Ruled | None = None
) -> Record:
    """Arrange the facts that happened by the end of `as_of`.

    Who asks about several days of the same facts may keep what is `ruled` of their instruments.
    """
    known = told_again(
        sorted((each for each in facts if each.fact.happened_on <= as_of), key=in_order)
    )
    turned_on = [each for each in known if isinstance(each.fact, RULED_FROM)]
    found = None if ruled is None else ruled.get(len(turned_on))
    if found is None:
        ways = dict(way for each in known for way in each.ways) if terms.doubts else None
        found = instruments(terms, turned_on, ways)
        if ruled is not None:
            ruled[len(turned_on)] = found
    lives: dict[str, list[RecordedFact]] = {}
    for each in known:
        if each.registration_id is not None:
            lives.setdefault(each.registration_id, []).append(each)
    shelves = {
        each.registration_id: each.fact.shelf
        for each in known
        if isinstance(each.fact, ShelfTriggered)
    }
    begun = {
        registration_id: RegistrationFacts(
            registration_id,
            each,
            each.fact,
            tuple(facts),
            off=shelves.get(each.fact.shelf) if isinstance(each.fact, TakedownRequested) else None,
        )
        for registration_id, facts in lives.items()
        for each in facts
        if isinstance(each.fact, BeginningFact)
    }
    at = Known(known, found, as_of)
    return Record(known=at, begun=begun, offerings=_offerings(at, begun))


def with_one_more(whole: Record, terms: Terms, new: RecordedFact) -> Record | None:
    """The record of all days with one more fact, as it would be gathered.

    None where that changes more than the registration that the fact is in and the register.
    """
    fact, known = new.fact, whole.known
    own = whole.begun.get(new.registration_id or "")
    if own is None and new.registration_id is not None:
        return None
    if own is not None and in_order(new) < in_order(own.facts[0]):
        return None
    if isinstance(fact, BeginningFact | CompanyOfferingCommenced) or terms.doubts:
        return None
    if may_tell_again(new, known.facts):
        return None
    facts = _with(known.facts, new)
    ruled = known.instruments
    if isinstance(fact, RULED_FROM):
        ruled = instruments(terms, [each for each in facts if isinstance(each.fact, RULED_FROM)])
    begun = dict(whole.begun)
    if own is not None:
        begun[own.registration_id] = replace(own, facts=tuple(_with(own.facts, new)))
    told = isinstance(fact, TELLING_OF_SALES)
    more = Record(known.with_one_more(new, facts, ruled), begun, whole.offerings).keep_still()
    if told:
        more.offerings = _offerings(more.known, begun)
    more.worked_out = _received_before(whole, new)
    return more


def _received_before(whole: Record, new: RecordedFact) -> dict[str, object]:
    """When requests were received, as it was found of those of which a fact changes nothing.

    They rest on their own registration, and on who held what by that day.
    """
    sold = isinstance(new.fact, SharesSold | SharesSoldInOffering)
    if isinstance(new.fact, RULED_FROM) and not sold:
        return {}
    return {
        name: found
        for name, found in list((whole.worked_out or {}).items())
        if name.startswith(RECEIPT)
        and name != f"{RECEIPT}{new.registration_id}"
        and (not sold or (isinstance(found, date) and found < new.fact.happened_on))
    }


def _with(facts: Sequence[RecordedFact], new: RecordedFact) -> list[RecordedFact]:
    """The facts with another in its place among them."""
    place = bisect_right(facts, in_order(new), key=in_order)
    return [*facts[:place], new, *facts[place:]]


TELLING_OF_SALES = (
    AdditionsProposed,
    Filed,
    DeclaredEffective,
    DistributionCompleted,
    SharesSoldInOffering,
)
"""What tells of an offering in which the Company sells, once its registration has begun."""


def _offerings(known: Known, begun: Mapping[str, AnyRegistration]) -> tuple[Offering, ...]:
    commenced = known.of(CompanyOfferingCommenced)
    under = _made_under(begun, commenced)
    return (
        *(_offering(recorded, fact, under.get(recorded.id)) for recorded, fact in commenced),
        *_not_told_of(begun.values(), under.values()),
    )


def _made_under(
    registrations: Mapping[str, AnyRegistration],
    commenced: Sequence[tuple[RecordedFact, CompanyOfferingCommenced]],
) -> Mapping[str, AnyRegistration]:
    """The registration under which each offering is made, by the fact that tells of the offering.

    It is the one that the fact names, or else the first that sold for the Company by then, on its
    form, and came to be on file: nothing is offered without.
    """
    found = {
        recorded.id: registrations[fact.registration]
        for recorded, fact in commenced
        if fact.registration is not None and fact.registration in registrations
    }
    named = {facts.registration_id for facts in found.values()}
    unnamed = sorted(
        (
            (recorded.id, fact)
            for recorded, fact in commenced
            if fact.registration is None and fact.seller != "holders"
        ),
        key=lambda each: (each[1].occurred_on, each[0]),
    )
    for facts in sorted(registrations.values(), key=lambda each: each.begun_on) if unnamed else ():
        if facts.registration_id in named or not _sells_for_the_company(facts):
            continue
        its_own = next((each for each in unnamed if _may_be_offered_under(facts, each[1])), None)
        if its_own is not None:
            unnamed.remove(its_own)
            found[its_own[0]] = facts
    return found


def _may_be_offered_under(facts: AnyRegistration, offering: CompanyOfferingCommenced) -> bool:
    """Whether what was offered then may be what a registration offers for the Company."""
    day, form, proposed = offering.occurred_on, _form_of(facts), facts.of(AdditionsProposed)
    of_shelf = isinstance(facts.beginning, TakedownRequested)
    on_file = of_shelf or facts.effective_on is not None or facts.first(Filed) is not None
    sells = not proposed or any(each.happened_on <= day for _, each in proposed)
    same_form = offering.form is None or form is None or offering.form == form
    return facts.begun_on <= day and on_file and sells and same_form


def _not_told_of(
    registrations: Iterable[AnyRegistration], told_of: Iterable[AnyRegistration]
) -> Iterator[Offering]:
    """Offerings of the Company that only registrations made on this record tell of (QB14)."""
    told = {facts.registration_id for facts in told_of}
    for facts in sorted(registrations, key=lambda each: each.begun_on):
        found = None if facts.registration_id in told else facts.once(_offered_in)
        if found is not None:
            yield found


def _offered_in(facts: AnyRegistration) -> Offering | None:
    """The offering of the Company that a registration tells of by what became of it."""
    effective_on, no_later = facts.effective_on, _sold_by(facts)
    if not _sells_for_the_company(facts) or (effective_on is None and no_later is None):
        return None
    return Offering(
        first_offered_on=None,
        filed_on=facts.first(Filed),
        effective_on=effective_on,
        form=_form_of(facts),
        registration=facts.registration_id,
        no_earlier=Sourced(facts.begun_on, facts.begun.source),
        no_later=no_later,
        equity_not_stated=isinstance(facts.beginning, RegistrationDetermined)
        and facts.beginning.securities is None,
    )


def _form_of(facts: AnyRegistration) -> str | None:
    """The form on which it was filed, or else was to be filed."""
    planned = facts.beginning.form if isinstance(facts.beginning, RegistrationDetermined) else None
    return next((filed.form for _, filed in facts.of(Filed)), planned)


def _sells_for_the_company(facts: AnyRegistration) -> bool:
    """Whether equity is offered to the public for the Company, alone or beside others (QB15).

    So far as that is stated: it determined so, proposed to add shares of its own, or sold some.
    """
    own, proposed = facts.beginning, facts.of(AdditionsProposed)
    sold = any(fact.seller_class == "company" for _, fact in facts.of(SharesSoldInOffering))
    if not isinstance(own, RegistrationDetermined):
        return sold or bool(proposed and proposed[-1][1].company)
    if own.purpose not in PUBLIC_OFFERINGS or own.securities not in (None, "equity"):
        return False
    return own.initiated_for == "company" or bool(own.company_shares) or sold


def _sold_by(facts: AnyRegistration) -> date | None:
    """The first day on which shares were sold in the offering, which had commenced by then."""
    sold = facts.of(SharesSoldInOffering), facts.of(DistributionCompleted)
    return min((fact.occurred_on for told in sold for _, fact in told), default=None)


def _offering(
    recorded: RecordedFact, fact: CompanyOfferingCommenced, under: AnyRegistration | None
) -> Offering:
    def day(name: str) -> Sourced[date] | None:
        value = getattr(fact, name)
        return sourced(value, f"{recorded.source}/{name}")

    return Offering(
        first_offered_on=occurred(recorded, fact),
        seller=fact.seller,
        filed_on=day("filed_on"),
        effective_on=day("effective_on"),
        closing_on=day("closing_on"),
        form=fact.form or (_form_of(under) if under else None),
        made_under=under.registration_id if under else None,
    )

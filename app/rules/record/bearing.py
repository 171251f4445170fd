"""Which facts bear on which registration: what may change what it answers, and what cannot.

A registration is answered from its own facts and those of the agreement. Of the facts of another
one bear on it: those of the registrations under the same statement (a shelf and the sales off it);
a registration in which the Company may sell, for it may start a standstill, on demands and sales
off a shelf (2(a)(i)); a demand, on those that may come after it within the cap; and whatever
touches one that was delayed or prohibited, on all, since the occasions are counted in the whole
agreement (2(g)): all show how many are left, but what is owed turns on them only in those that were
delayed or prohibited themselves. A Holder's sale changes what it holds: it bears on the
registrations that may still look at that, and not on what was done before. In doubt a fact bears.
What this says of an answer holds for all of it but the list of readings: the order in which demands
came is found by the letters of all of them. Whole days; raises `OutsideCalendar`.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import compress
from typing import TypeAlias

from app.rules.facts import BeginningFact, RecordedFact
from app.rules.facts.covenants import (
    CovenantStanding,
    ExistingRightsStated,
    ReportFiled,
    ReportMissed,
    Rule144Requested,
    Rule144StatementFurnished,
)
from app.rules.facts.holdings import SharesSold
from app.rules.facts.life.course import DeclaredEffective, DistributionCompleted, Filed
from app.rules.facts.life.participation import AdditionsProposed, JoinRequested
from app.rules.facts.life.procedures import ProcedureRequested
from app.rules.facts.life.requests import (
    CompanyOfferingCommenced,
    DemandReceived,
    RegistrationDetermined,
    RequestLetter,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.facts.life.suspension import DelayInvoked, ProhibitionNoticed
from app.rules.facts.life.underwriting import HoldbackAdvised, HoldbackRequired
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.holders.splits import ShareNumber
from app.rules.notices.receipt import reached_on
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.trace import Detail, plain
from app.rules.record.across import number_may_refuse, others_may_use_up
from app.rules.record.gathering import RECEIPT, AnyRegistration, Record, gather, with_one_more
from app.rules.record.inputs import request_of, shares_asked_in, writings_of
from app.rules.registrations.requests.asking.received import received
from app.rules.terms import Terms
from app.rules.terms.document.checks.ranked import turns_on_holdings

OF_THE_AGREEMENT_ALONE = (
    CovenantStanding,
    ExistingRightsStated,
    ReportFiled,
    ReportMissed,
    Rule144Requested,
    Rule144StatementFurnished,
)
"""Facts of covenants that no registration looks at."""
TELLING_OF_OFFERINGS = (
    BeginningFact,
    AdditionsProposed,
    Filed,
    DeclaredEffective,
    DistributionCompleted,
)
"""By these a registration tells of an offering in which the Company sells (QB14, QB15)."""
SUSPENDING = (DelayInvoked, ProhibitionNoticed)
TURNING_ON_HOLDINGS = (HoldbackRequired, HoldbackAdvised, ProcedureRequested, ProhibitionNoticed)
"""Where one of these is told of, a sale may be in breach, or more be asked for than is counted."""
AT_LONGEST = timedelta(days=31)
"""How long a writing is taken to be on its way at the longest."""
NOTHING_KNOWN: Mapping[str | None, frozenset[str]] = {}


class Everything:
    """All that may be owed: the agreement's own duties and every registration's."""

    def __contains__(self, _: object) -> bool:
        """Whether a registration (None: the agreement itself) is among them: it always is."""
        return True


EVERYTHING = Everything()
Borne: TypeAlias = Everything | frozenset[str | None]
"""The registrations that facts bear on; None among them stands for the agreement itself."""


@dataclass(frozen=True, slots=True)
class BorneOn:
    """What facts bear on: what may be owed otherwise, and what may be answered otherwise.

    More is answered: where a demand may not be refused for their number, no more turns on another
    than how many are said to be left. `whole` is the record with the facts, gathered for it.
    """

    owed: Borne
    answered: Borne
    whole: Record


def reach(
    terms: Terms,
    before: Sequence[RecordedFact],
    after: Sequence[RecordedFact],
    known: Record | None = None,
) -> BorneOn:
    """What may be otherwise once the facts `before` have become those `after`.

    The record before, of all its days, may be `known`.
    """
    were, are = ({each.id: each for each in facts} for facts in (before, after))
    fresh = [each for each in after if each.id not in were]
    gone = [each for each in before if each.id not in are]
    whole = known if not gone else None
    for each in fresh:
        whole = with_one_more(whole, terms, each) if whole is not None else None
    whole = whole if whole is not None else gather(terms, after, date.max).keep_still()
    if not gone:
        return BorneOn(*_borne_on(whole, fresh), whole)
    changed = [*fresh, *gone]
    owed, answered = _borne_on(gather(terms, before, date.max).keep_still(), changed)
    owed_now, answered_now = _borne_on(whole, changed)
    return BorneOn(_both(owed, owed_now), _both(answered, answered_now), whole)


def borne_on(
    terms: Terms,
    before: Sequence[RecordedFact],
    after: Sequence[RecordedFact],
    *,
    owed_alone: bool = False,
) -> Borne:
    """What may be answered, or owed, otherwise once facts `before` have become those `after`."""
    found = reach(terms, before, after)
    return found.owed if owed_alone else found.answered


def _both(one: Borne, other: Borne) -> Borne:
    if isinstance(one, Everything) or isinstance(other, Everything):
        return EVERYTHING
    return one | other


def _borne_on(record: Record, changed: Sequence[RecordedFact]) -> tuple[Borne, Borne]:
    """The registrations of one record of which some of its facts change what is owed and told."""
    sales = [each for each in changed if _seller_of(each) is not None]
    others = [each for each in changed if _seller_of(each) is None]
    if _has_standstills(record) and any(each.registration_id for each in changed):
        return EVERYTHING, EVERYTHING
    emptied = set(_emptied(record))
    if any(each.fact.happened_on in emptied and each.registration_id for each in changed):
        return EVERYTHING, EVERYTHING
    own = {each.registration_id for each in others}
    if None in own and not all(isinstance(each.fact, OF_THE_AGREEMENT_ALONE) for each in others):
        return EVERYTHING, EVERYTHING
    own |= {each.registration_id for each in sales}
    since = min(each.fact.happened_on for each in changed)
    following = [record.begun[name] for name in own if name in record.begun]
    following += _deferred_by(record, changed)
    if sales:
        sellers = {_seller_of(each) for each in sales}
        if not _counted_alone(record, sellers, since):
            return EVERYTHING, EVERYTHING
        own.add(None)
        following += (
            facts
            for facts in record.registrations()
            if _selling_bears_on(record, sellers, facts, since)
        )
    suspended = [record.begun[name] for name in _suspended(record)]
    told = _reached(record, following, since, suspended, by_number=True)
    owed = (
        told
        if number_may_refuse(record)
        else _reached(record, following, since, suspended, by_number=False)
    )
    hangs_together = any(each.registration_id in told for each in suspended)
    answered = EVERYTHING if hangs_together else frozenset({*told, *own})
    return frozenset({*owed, *own}), answered


def _has_standstills(record: Record) -> bool:
    """Whether the agreement says, or came to say, what is barred around another registration."""
    by_date = record.known.instruments.terms
    delay = by_date.original.delay
    said = bool(by_date.original.standstills) or (delay is not None and bool(delay.locks_out))
    said = said or any(each.company_except_forms for each in by_date.original.holdbacks.values())
    return said or any(
        pointer.startswith("/standstills")
        or any(word in f"{pointer} {value}" for word in ("locks_out", "company_except_forms"))
        for each in by_date.changes
        for pointer, value in each.changes.items()
    )


def _reached(
    record: Record,
    first: Sequence[AnyRegistration],
    since: date,
    suspended: Sequence[AnyRegistration],
    *,
    by_number: bool,
) -> Mapping[str, AnyRegistration]:
    """These registrations, those under their statements, and those that come after them.

    Those only where their number counts. The `suspended` ones, of which each counts the occasions
    of the others, are reached together.
    """
    reached: dict[str, AnyRegistration] = {}
    following = list(first)
    while following:
        here = following.pop()
        if here.registration_id in reached:
            continue
        reached[here.registration_id] = here
        following += _under_its_statement(record, here)
        if here in suspended:
            following += suspended
        if by_number and _may_count(record, here):
            following += _perhaps_after(record, here, since)
    return reached


# --- sales: they change what one Holder holds, and nothing else ----------------------------------


def _counted_alone(record: Record, sellers: Collection[str | None], since: date) -> bool:
    """Whether nothing but their sales themselves turns on what the sellers hold since a day.

    No instrument is judged, no share split, no right passed on, and each seller is still a Holder.
    """
    ruled, register = record.known.instruments, record.register
    instruments = (*ruled.amendments, *ruled.waivers, *ruled.endings)
    if register.splits or register.passed:
        return False
    if any(each.fact.occurred_on >= since for each in instruments):
        return False
    return all(_least_held(record, seller, since) > 0 for seller in sellers)


def _seller_of(recorded: RecordedFact) -> str | None:
    """The Holder whose shares a fact says were sold; None where it says of none."""
    match recorded.fact:
        case SharesSold() as fact:
            return fact.holder
        case SharesSoldInOffering(seller_class="holders") as fact:
            return fact.seller
        case _:
            return None


def _least_held(record: Record, holder: str | None, since: date) -> ShareNumber:
    """The fewest shares that a Holder holds at the end of a day since another."""
    register = record.register
    days = (since, *(day for day in register.days if day > since))
    return min(register.registrable_shares(holder or "", day) for day in days)


def _selling_bears_on(
    record: Record, sellers: Collection[str | None], facts: AnyRegistration, since: date
) -> bool:
    """Whether sales since a day may change anything of a registration they were not made in.

    They do not where the requests came before them, and each seller asked for nothing, or for no
    more than it holds still, in what had been sold by then; nor does a delay of it then go on.
    """
    mates = (facts, *_under_its_statement(record, facts))
    if any(each.of(kind) for each in mates for kind in TURNING_ON_HOLDINGS):
        return True
    done = all(_was_done(mate, since) for mate in mates)
    if not done and any(each.of(DelayInvoked) for each in mates):
        return True
    terms = record.terms_of(facts)
    if terms.holdbacks or terms.damages or turns_on_holdings(terms):
        return True
    writings = [each for mate in mates for each in writings_of(mate)]
    if any(not _came_before(record, each, since) for each in writings):
        return True
    asked = [
        (seller, shares)
        for mate in mates
        for seller, shares in mate.once(shares_asked_in).items()
        if seller in sellers and shares
    ]
    # What is sold off a shelf is of its shares: nobody is in both for more than for either.
    return bool(asked) and (
        not done or any(shares > _least_held(record, seller, since) for seller, shares in asked)
    )


def _was_done(facts: AnyRegistration, day: date) -> bool:
    """Whether all was said to be sold before a day, and nothing happened in it afterwards."""
    done = facts.first(DistributionCompleted)
    last = max(each.fact.happened_on for each in facts.facts)
    return done is not None and last <= done.value < day


def _left_alone_since(record: Record, facts: AnyRegistration) -> date:
    """The day from which no sale elsewhere bears on a registration; the last of all if one may."""
    return record.once(
        f"{facts.registration_id} left alone", lambda: _looked_for_since(record, facts)
    )


def _looked_for_since(record: Record, facts: AnyRegistration) -> date:
    mates = (facts, *_under_its_statement(record, facts))
    done = [each.first(DistributionCompleted) for each in mates]
    since = max((day.value + ONE_DAY for day in done if day is not None), default=date.max)
    if not all(_was_done(each, since) for each in mates):
        return date.max
    sold = record.known.of(SharesSold, SharesSoldInOffering)
    sellers = {_seller_of(each) for each, fact in sold if fact.occurred_on >= since} - {None}
    alone = not sellers or _counted_alone(record, sellers, since)
    bears = not alone or _selling_bears_on(record, sellers, facts, since)
    return date.max if bears else since


def _came_before(record: Record, writing: RequestLetter | JoinRequested, day: date) -> bool:
    """Whether a writing reached the Company before a day, wherever the mails took it."""
    delivery = writing.delivery
    received_on = reached_on(delivery, record.known.instruments.terms.on)
    return max(received_on, delivery.happened_on + AT_LONGEST) < day


def _emptied(record: Record) -> Iterator[date]:
    """The days at whose end nobody held anything: the end of the rights tells all of such a day."""
    register = record.register
    return compress(register.days, register.empty)


def _deferred_by(record: Record, changed: Iterable[RecordedFact]) -> Iterator[AnyRegistration]:
    """What a standstill may defer that some facts tell of: nothing that was done before it."""
    telling = {
        each.registration_id
        for each in changed
        if isinstance(each.fact, (*TELLING_OF_OFFERINGS, SharesSoldInOffering))
    }
    begun = [
        facts.begun_on
        for name, facts in record.begun.items()
        if name in telling and _may_start_a_standstill(facts)
    ]
    if begun:
        first = min([*begun, *(each.fact.happened_on for each in changed)])
        yield from (each for each in _asked_for(record) if _not_done(record, each, first))


def _may_start_a_standstill(facts: AnyRegistration) -> bool:
    return (
        isinstance(facts.beginning, RegistrationDetermined)
        or bool(facts.of(AdditionsProposed))
        or bool(facts.of(SharesSoldInOffering))
    )


def _not_done(record: Record, facts: AnyRegistration, day: date) -> bool:
    """Whether what is asked for was not done by a day: an offering that begins then may defer it.

    Where an offering is told of by itself, which registration it is made under turns on all.
    """
    return _done_by(record, facts) > day


def _done_by(record: Record, facts: AnyRegistration) -> date:
    """The day on which what is asked for was done; the last of all while that is open."""
    if any(record.known.of(CompanyOfferingCommenced)):
        return date.max
    is_demand = isinstance(facts.beginning, DemandReceived)
    done = facts.first(DeclaredEffective if is_demand else DistributionCompleted)
    return date.max if done is None else done.value


def _asked_for(record: Record) -> Iterator[AnyRegistration]:
    """What a standstill may defer."""
    yield from record.begun_by(DemandReceived).values()
    yield from record.begun_by(TakedownRequested).values()


def _counted(record: Record) -> Iterator[AnyRegistration]:
    """What a limit of uses may count."""
    yield from _asked_for(record)
    yield from record.begun_by(ShelfTriggered).values()


def _under_its_statement(record: Record, facts: AnyRegistration) -> Iterator[AnyRegistration]:
    """The shelf that a sale is made off, and the sales off a shelf."""
    beginning, shelf = facts.beginning, facts.registration_id
    if isinstance(beginning, TakedownRequested):
        shelf = beginning.shelf
        if shelf in record.begun_by(ShelfTriggered):
            yield record.begun[shelf]
    yield from record.sales_off(shelf)


def _may_count(record: Record, facts: AnyRegistration) -> bool:
    """Whether a registration may use up a demand, whatever terms come to govern it."""
    if isinstance(facts.beginning, DemandReceived):
        return True
    by_date = record.known.instruments.terms
    terms = by_date.original
    if isinstance(facts.beginning, ShelfTriggered):
        return bool(by_date.changes) or terms.counts_shelves
    if not isinstance(facts.beginning, TakedownRequested):
        return False
    return bool(by_date.changes) or terms.readings.takedown_counts or terms.counts_sales


def _perhaps_after(
    record: Record, facts: AnyRegistration, since: date
) -> Iterator[AnyRegistration]:
    """Whatever may use up a demand and was not surely received before a registration began."""
    first = min(since, facts.begun_on)
    for each in _counted(record):
        if not _may_count(record, each):
            continue
        if others_may_use_up(record, each) or not _surely_before(record, each, first):
            yield each


def _surely_before(record: Record, facts: AnyRegistration, day: date) -> bool:
    """Whether a registration was received before a day, on whatever day one asks after it."""
    if record.known.instruments.terms.changes or facts.begun_on >= day:
        return False
    received_on = record.once(
        f"{RECEIPT}{facts.registration_id}", lambda: _received_on(record, facts)
    )
    return received_on is not None and received_on < day


def _received_on(record: Record, facts: AnyRegistration) -> date | None:
    """The day on which a request was complete, on whatever day one asks after it."""
    if not isinstance(facts.beginning, DemandReceived | TakedownRequested):
        return None
    matter = open_matter(record.terms, Detail.NONE)
    return plain(received(request_of(record, facts, facts.letters), matter).received_on)


# --- the other way round: what bears on one registration ---------------------------------------


def bearing_on(
    record: Record,
    asked: str | None,
    known: Mapping[str | None, frozenset[str]] = NOTHING_KNOWN,
    *,
    owed_alone: bool = False,
) -> frozenset[str]:
    """The registrations that bear on one (None: on the agreement itself), and that one.

    Of the others no more bears than their sales and what they tell of offerings. Of some it may be
    `known` what bears on them: that bears on whatever they bear on, and the same on both that bear
    on each other. A delay bears on what is owed alone only where another turns on its occasion.
    """
    if _has_standstills(record):
        return frozenset(record.begun)
    suspended = [] if owed_alone and asked is None else _suspended(record)
    following = [] if owed_alone else list(suspended)
    following += [asked] if asked in record.begun else []
    found = set(following)
    while following:
        name = following.pop()
        facts = record.begun[name]
        bearing = known[name] if name in known else _bearing_at_once(record, facts)
        if name in suspended:
            bearing = {*bearing, *suspended}
        if name == asked:
            mutual = next((known[each] for each in bearing if asked in known.get(each, ())), None)
            if mutual is not None:
                return mutual
        following += (each for each in bearing if each not in found)
        found.update(bearing)
    return frozenset(found)


def bearing_on_state(record: Record) -> frozenset[str]:
    """The registrations that bear on where the agreement stands: what is used up of its limits."""
    counted = [each for each in _counted(record) if _may_count(record, each)]
    mates = (mate for each in counted for mate in _under_its_statement(record, each))
    names = (each.registration_id for each in (*counted, *mates))
    return bearing_on(record, None).union(names)


def _suspended(record: Record) -> Sequence[str]:
    told = {each.registration_id for each, _ in record.known.of(*SUSPENDING)}
    return [name for name in record.begun if name in told] if told else []


def _bearing_at_once(record: Record, facts: AnyRegistration) -> Collection[str]:
    """The registrations that bear on one, not because of others between them."""
    found = {each.registration_id for each in _under_its_statement(record, facts)}
    if _may_count(record, facts):
        found |= record.once(
            f"perhaps before {facts.registration_id}",
            lambda: {
                each.registration_id for each in _perhaps_before(record, facts, _counted(record))
            },
        )
    return found


def _perhaps_before(
    record: Record, facts: AnyRegistration, others: Iterable[AnyRegistration]
) -> Iterator[AnyRegistration]:
    """Whatever of others may use up a demand that this one comes after, or may."""
    by_any = others_may_use_up(record, facts)
    for each in others:
        if not _may_count(record, each):
            continue
        first = record.once(f"first day of {each.registration_id}", partial(_first_day, each))
        if by_any or not _surely_before(record, facts, first):
            yield each


def _first_day(facts: AnyRegistration) -> date:
    return min(facts.begun_on, *(told.fact.happened_on for told in facts.facts))


def facts_bearing_on(
    record: Record, asked: str | None, bearing: Container[str]
) -> Sequence[RecordedFact]:
    """The facts of the record that may change what a registration answers, in their order.

    `bearing` are the registrations that bear on it.
    """
    if _has_standstills(record):
        return record.facts
    emptied = set(_emptied(record))
    asked_for = [each for each in _asked_for(record) if each.registration_id in bearing]
    open_until = max((_done_by(record, each) for each in asked_for), default=date.min)
    starting = (
        {name for name, facts in record.begun.items() if facts.begun_on < open_until}
        if asked_for
        else ()
    )

    def bears(each: RecordedFact) -> bool:
        of, fact = each.registration_id, each.fact
        if of is None:
            return asked is None or not isinstance(fact, OF_THE_AGREEMENT_ALONE)
        return (
            of in bearing
            or type(fact) is SharesSoldInOffering
            or (of in starting and isinstance(fact, TELLING_OF_OFFERINGS))
            or bool(emptied and fact.happened_on in emptied)
        )

    return [each for each in record.facts if bears(each)]


def days_bearing_on(record: Record, asked: str, bearing: Collection[str]) -> Sequence[date]:
    """The days on which something happens that may change what a registration answers, in order.

    `bearing` are the registrations that bear on it. Sales elsewhere do not, once all is done.
    """
    since = max(_left_alone_since(record, record.begun[each]) for each in (asked, *bearing))
    return sorted(
        {
            each.fact.happened_on
            for each in facts_bearing_on(record, asked, bearing)
            if each.registration_id in bearing
            or each.fact.happened_on < since
            or _seller_of(each) is None
        }
    )

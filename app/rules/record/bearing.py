"""Which facts bear on which registration: what may change what it answers, and what cannot.

A registration is answered from its own facts and those of the agreement. Of the facts of another
one bear on it: sales in an offering, which change the register; those of the registrations under
the same statement (a shelf and the sales off it); a registration in which the Company may sell,
for it may start a standstill, on demands and sales off a shelf (2(a)(i)); a demand, on those that
may come after it within the cap; and whatever touches one that was delayed or prohibited, on all,
since the occasions are counted in the whole agreement (2(g)). In doubt a fact bears. What this says
of an answer holds for all of it but the list of readings: the order in which demands came is found
by the letters of all of them. Whole days; raises `OutsideCalendar`.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
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
from app.rules.facts.life.course import DeclaredEffective, DistributionCompleted, Filed
from app.rules.facts.life.participation import AdditionsProposed
from app.rules.facts.life.requests import (
    DemandReceived,
    RegistrationDetermined,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.facts.life.suspension import DelayInvoked, ProhibitionNoticed
from app.rules.facts.proceeds import SharesSoldInOffering
from app.rules.holders.holdings import fully_diluted
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.trace import Detail
from app.rules.record.gathering import AnyRegistration, Record, Ruled, gather
from app.rules.record.inputs import request_of
from app.rules.registrations.requests.request import received
from app.rules.terms import Terms

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


class Everything:
    """All that may be owed: the agreement's own duties and every registration's."""

    def __contains__(self, _: object) -> bool:
        """Whether a registration (None: the agreement itself) is among them: it always is."""
        return True


EVERYTHING = Everything()
Borne: TypeAlias = Everything | frozenset[str | None]
"""The registrations that facts bear on; None among them stands for the agreement itself."""


def borne_on(
    terms: Terms,
    before: Sequence[RecordedFact],
    after: Sequence[RecordedFact],
    ruled: Ruled | None = None,
) -> Borne:
    """What may be answered otherwise once the facts `before` have become those `after`.

    `ruled` are the instruments among the facts `after`, so far as they are known.
    """
    were, are = ({each.id for each in facts} for facts in (before, after))
    fresh = [each for each in after if each.id not in were]
    gone = [each for each in before if each.id not in are]
    if not gone:
        return _borne_on(gather(terms, after, date.max, ruled), fresh)
    found = _borne_on(gather(terms, before, date.max), [*fresh, *gone])
    then = _borne_on(gather(terms, after, date.max, ruled), [*fresh, *gone])
    if isinstance(found, Everything) or isinstance(then, Everything):
        return EVERYTHING
    return found | then


def _borne_on(record: Record, changed: Sequence[RecordedFact]) -> Borne:
    """The registrations of one record on which some of its facts bear."""
    own = {each.registration_id for each in changed}
    if None in own:
        alone = all(isinstance(each.fact, OF_THE_AGREEMENT_ALONE) for each in changed)
        return frozenset({None}) if alone else EVERYTHING
    emptied = set(_emptied(record))
    if any(
        isinstance(each.fact, SharesSoldInOffering) or each.fact.happened_on in emptied
        for each in changed
    ):
        return EVERYTHING
    everything = {each.registration_id: each for each in record.registrations()}
    reached: dict[str, AnyRegistration] = {}
    since = min(each.fact.happened_on for each in changed)
    following = [everything[name] for name in own if name in everything]
    if _may_start_a_standstill(record, changed):
        following += _asked_for(record)
    while following:
        here = following.pop()
        if here.registration_id in reached:
            continue
        reached[here.registration_id] = here
        following += _under_its_statement(record, here)
        if _may_count(record, here):
            following += _perhaps_after(record, here, since)
    if any(each.of(kind) for each in reached.values() for kind in SUSPENDING):
        return EVERYTHING
    return frozenset({*reached, *(name for name in own if name is not None)})


def _emptied(record: Record) -> Iterator[date]:
    """The days at whose end nobody held anything: the end of the rights tells all of such a day."""
    register = record.register
    for day, lines in zip(register.days, register.entries, strict=True):
        terms = register.terms.on(day)
        if not any(fully_diluted(line.position, terms) for line in lines.values()):
            yield day


def _may_start_a_standstill(record: Record, changed: Iterable[RecordedFact]) -> bool:
    telling = {
        each.registration_id for each in changed if isinstance(each.fact, TELLING_OF_OFFERINGS)
    }
    return any(
        isinstance(facts.beginning, RegistrationDetermined)
        or facts.of(AdditionsProposed)
        or facts.of(SharesSoldInOffering)
        for name, facts in record.begun.items()
        if name in telling
    )


def _asked_for(record: Record) -> Iterator[AnyRegistration]:
    """What a standstill may defer."""
    yield from record.begun_by(DemandReceived).values()
    yield from record.begun_by(TakedownRequested).values()


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
    if not isinstance(facts.beginning, TakedownRequested):
        return isinstance(facts.beginning, DemandReceived)
    by_date = record.known.instruments.terms
    return bool(by_date.changes) or by_date.original.readings.takedown_counts


def _perhaps_after(
    record: Record, facts: AnyRegistration, since: date
) -> Iterator[AnyRegistration]:
    """Whatever may use up a demand and was not surely received before a registration began."""
    first = min(since, facts.begun_on)
    for each in _asked_for(record):
        if _may_count(record, each) and not _surely_before(record, each, first):
            yield each


def _surely_before(record: Record, facts: AnyRegistration, day: date) -> bool:
    """Whether a registration was received before a day, on whatever day one asks after it."""
    beginning = facts.beginning
    if record.known.instruments.terms.changes or facts.begun_on >= day:
        return False
    if not isinstance(beginning, DemandReceived | TakedownRequested):
        return False
    matter = open_matter(record.terms, Detail.NONE)
    asked = received(request_of(record, facts, beginning.letters), matter)
    return asked.received_on is not None and asked.received_on.value < day


# --- the other way round: what bears on one registration ---------------------------------------


def bearing_on(record: Record, asked: str | None) -> frozenset[str]:
    """The registrations that bear on one (None: on the agreement itself), and that one.

    Of the others no more bears than their sales and what they tell of offerings.
    """
    suspended = (
        name for name, facts in record.begun.items() if any(facts.of(each) for each in SUSPENDING)
    )
    found: set[str] = set()
    following = [*suspended, *([] if asked is None else [asked])]
    while following:
        name = following.pop()
        facts = record.begun.get(name)
        if name in found or facts is None:
            continue
        found.add(name)
        following += (each.registration_id for each in _under_its_statement(record, facts))
        if _may_count(record, facts):
            following += (each.registration_id for each in _perhaps_before(record, facts))
    return frozenset(found)


def _perhaps_before(record: Record, facts: AnyRegistration) -> Iterator[AnyRegistration]:
    """Whatever may use up a demand that this one comes after, or may."""
    for each in _asked_for(record):
        first = min(each.begun_on, *(told.fact.happened_on for told in each.facts))
        if _may_count(record, each) and not _surely_before(record, facts, first):
            yield each


def facts_bearing_on(
    record: Record, asked: str | None, bearing: Container[str]
) -> Sequence[RecordedFact]:
    """The facts of the record that may change what a registration answers, in their order.

    `bearing` are the registrations that bear on it.
    """
    emptied = set(_emptied(record))
    standstills = asked is None or any(
        each.registration_id in bearing for each in _asked_for(record)
    )

    def bears(each: RecordedFact) -> bool:
        of, fact = each.registration_id, each.fact
        if of is None:
            return asked is None or not isinstance(fact, OF_THE_AGREEMENT_ALONE)
        return (
            of in bearing
            or isinstance(fact, SharesSoldInOffering)
            or (standstills and isinstance(fact, TELLING_OF_OFFERINGS))
            or fact.happened_on in emptied
        )

    return [each for each in record.facts if bears(each)]

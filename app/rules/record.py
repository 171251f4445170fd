"""The record of one agreement, as of a day, arranged for the rules.

Facts that happened after the day are left out; the rest stand in the order of the record, which
does not depend on the order of posting. Each demand's facts are gathered with it. What needs all
of the agreement is worked out here once: the register, which demands were accepted before which
(the cap of clause 2(a)(i)), and which delays were permitted before which (the occasions of 2(g)).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from app.rules import effected
from app.rules.allocation import Additions, Maximum, allocate
from app.rules.demand import DemandCase, DemandRuling, Letter, decide, received
from app.rules.effected import DemandLife, DemandTally, FailedClosing, Interference
from app.rules.effecting import ShortFormFacts
from app.rules.facts import (
    AdditionsProposed,
    ClosingFailed,
    CompanyOfferingCommenced,
    DatedFact,
    DeclaredEffective,
    DelayInvoked,
    DemandReceived,
    DistributionCompleted,
    Filed,
    JoinRequested,
    LetterAdded,
    MaximumAdvised,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    NoticeGiven,
    RecordedFact,
    RequestLetter,
    StopOrder,
    StopOrderLifted,
    Withdrawn,
    in_order,
)
from app.rules.holdings import Tally, tally
from app.rules.matter import Matter, open_matter
from app.rules.occasions import Occasion
from app.rules.participation import (
    HolderToTell,
    JoinAsked,
    NoticeSent,
    ProspectusReceived,
    Since,
    included,
    participation,
    withdrawn_on,
)
from app.rules.register import Register, keep_register
from app.rules.standstill import Offering
from app.rules.suspension import Invocation, rule_on
from app.rules.terms import Terms
from app.rules.terms.registrations import Demand
from app.rules.working import Detail, Sourced

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class DemandFacts:
    """One demand and the facts of its life, in the order of the record."""

    registration_id: str
    received: RecordedFact
    demand: DemandReceived
    facts: tuple[RecordedFact, ...]

    def of(self, kind: type[F]) -> list[tuple[RecordedFact, F]]:
        """Its facts of one kind."""
        return [(each, each.fact) for each in self.facts if isinstance(each.fact, kind)]


@dataclass(slots=True)
class Record:
    """The facts of one agreement up to a day, and what follows from all of them together."""

    terms: Terms
    as_of: date
    register: Register
    offerings: tuple[Offering, ...]
    demands: Mapping[str, DemandFacts]
    lives: dict[str, DemandLife] = field(default_factory=dict)
    accepted: list[DemandLife] = field(default_factory=list)
    accepted_before: dict[str, tuple[DemandLife, ...]] = field(default_factory=dict)
    occasions: dict[str, tuple[Occasion, ...]] = field(default_factory=dict)
    relied_on: tuple[str, ...] = ()


def open_record(
    terms: Terms, facts: Iterable[RecordedFact], as_of: date, asked: str | None = None
) -> Record:
    """Arrange the facts that happened by the end of `as_of`.

    If only the registration `asked` is to be answered, demands received after it stay undecided:
    they cannot bear on it.
    """
    known = sorted((each for each in facts if each.fact.happened_on <= as_of), key=in_order)
    record = Record(
        terms=terms,
        as_of=as_of,
        register=keep_register(known, terms),
        offerings=tuple(
            _offering(each, each.fact)
            for each in known
            if isinstance(each.fact, CompanyOfferingCommenced)
        ),
        demands=_gather(known),
    )
    if terms.demand is not None:
        _settle(record, terms.demand, asked)
    return record


def _gather(known: Sequence[RecordedFact]) -> dict[str, DemandFacts]:
    """Every demand with its own facts."""
    lives: dict[str, list[RecordedFact]] = {}
    for each in known:
        if each.registration_id is not None:
            lives.setdefault(each.registration_id, []).append(each)
    return {
        registration_id: DemandFacts(registration_id, each, each.fact, tuple(facts))
        for registration_id, facts in lives.items()
        for each in facts
        if isinstance(each.fact, DemandReceived)
    }


def _offering(recorded: RecordedFact, fact: CompanyOfferingCommenced) -> Offering:
    def day(name: str) -> Sourced[date] | None:
        value = getattr(fact, name)
        return None if value is None else Sourced(value, f"{recorded.source}/{name}")

    return Offering(
        first_offered_on=Sourced(fact.occurred_on, f"{recorded.source}/occurred_on"),
        seller=fact.seller,
        filed_on=day("filed_on"),
        effective_on=day("effective_on"),
        closing_on=day("closing_on"),
        form=fact.form,
    )


# --- what crosses registrations --------------------------------------------------------------


def _settle(record: Record, demand: Demand, asked: str | None) -> None:
    """Decide the demands in the order of their receipt, each knowing those accepted before it."""
    matter = open_matter(record.terms, Detail.NONE)
    _decide_in_turn(record, demand, asked, matter)
    record.relied_on = tuple(matter.working.relied_on)


def _decide_in_turn(record: Record, demand: Demand, asked: str | None, matter: Matter) -> None:
    in_turn = list(record.demands.values())
    if len(in_turn) > 1:
        receipts = {
            each.registration_id: received(demand_case(record, each), matter).received_on
            for each in in_turn
        }
        in_turn.sort(key=lambda each: _or_last(receipts[each.registration_id]))
        _settle_occasions(record, receipts, matter)
    for each in in_turn:
        record.accepted_before[each.registration_id] = tuple(record.accepted)
        life = life_of(each)
        if each.registration_id == asked and not _looks_at_inclusion(matter):
            record.lives[asked] = life
            return
        ruling = decide(demand_case(record, each), demand, matter)
        if _left(each) or _looks_at_inclusion(matter):
            life = _with_participation(life, ruling, record, each, demand, matter)
        record.lives[each.registration_id] = life
        if ruling.stands:
            record.accepted.append(life)


def _looks_at_inclusion(matter: Matter) -> bool:
    """Whether reading QB18 counts a registration by how much of the request it included."""
    return matter.readings.min_inclusion_pct_to_count > 0


def _with_participation(
    life: DemandLife,
    ruling: DemandRuling,
    record: Record,
    facts: DemandFacts,
    demand: Demand,
    matter: Matter,
) -> DemandLife:
    """The life with what only those who took part can tell: withdrawal by all, and inclusion."""
    since = since_demand(record, facts, life)
    taking_part = participation(ruling, since, demand, matter)
    life = replace(life, withdrawn_on=withdrawn_on(ruling, taking_part, since))
    if not _looks_at_inclusion(matter):
        return life
    shares = included(ruling, taking_part, since, matter)
    allocation = allocate(
        shares, since.additions, since.maximum, since.underwritten, demand, matter
    )
    lines = [line for line in allocation.lines if line.seller_class == "holders"]
    return replace(
        life,
        requested_shares=sum(line.requested or 0 for line in lines),
        included_shares=sum(line.included or 0 for line in lines),
    )


def _or_last(day: Sourced[date] | None) -> date:
    return day.value if day else date.max


def _settle_occasions(
    record: Record, receipts: Mapping[str, Sourced[date] | None], matter: Matter
) -> None:
    """Rule on all delays of the agreement in order, so that each knows the occasions before it."""
    right = record.terms.delay
    if right is None:
        return
    used: dict[str, int] = {}
    permitted: list[tuple[str, Occasion]] = []
    invoked = [
        (each.registration_id, recorded, fact)
        for each in record.demands.values()
        for recorded, fact in each.of(DelayInvoked)
    ]
    for registration_id, recorded, fact in sorted(invoked, key=lambda each: in_order(each[1])):
        record.occasions[recorded.id] = tuple(
            occasion for elsewhere, occasion in permitted if elsewhere != registration_id
        )
        measured = receipts[registration_id]
        if measured is None:
            continue
        days = used.get(registration_id, 0)
        ruling = rule_on(
            _invocation(recorded, fact),
            measured,
            right,
            [occasion for _, occasion in permitted],
            Sourced(days, "facts"),
            matter.working,
        )
        if ruling.decision == "accepted":
            permitted.append((registration_id, ruling.occasion))
            used[registration_id] = days + fact.days


# --- one demand ------------------------------------------------------------------------------


def demand_case(record: Record, facts: DemandFacts) -> DemandCase:
    """What one demand is judged by."""
    return DemandCase(
        letters=(
            *(
                _letter(f"{facts.received.source}/letters/{place}", letter, record)
                for place, letter in enumerate(facts.demand.letters)
            ),
            *(
                _letter(f"{recorded.source}/letter", added.letter, record)
                for recorded, added in facts.of(LetterAdded)
            ),
        ),
        count=_counter(record),
        demands_used=_used_before(record, facts),
        short_form=_short_form(facts),
        offerings=_offerings_that_matter(record, facts),
        delays=tuple(
            replace(
                _invocation(recorded, fact),
                occasions_elsewhere=record.occasions.get(recorded.id, ()),
            )
            for recorded, fact in facts.of(DelayInvoked)
        ),
        withdrawn_requesters=_left(facts),
        recognised=lambda day: frozenset(record.register.on(day).recognised()),
    )


def _letter(source: str, letter: RequestLetter, record: Record) -> Letter:
    requests: dict[str, Sourced[int | None]] = {
        each.holder: Sourced(each.shares, f"{source}/requests/{place}/shares")
        for place, each in enumerate(letter.requests)
    }
    day = letter.delivery.happened_on
    held = {
        each.holder: record.register.registrable_shares(each.holder, day)
        for each in letter.requests
    }
    return Letter(source, requests, letter.delivery, held=held)


def _counter(record: Record) -> Callable[[date, frozenset[str], Matter], Tally | None]:
    def count(day: date, requesters: frozenset[str], matter: Matter) -> Tally | None:
        return tally(record.register.on(day), requesters, matter)

    return count


def _used_before(record: Record, facts: DemandFacts) -> Callable[[date, Matter], DemandTally]:
    def used(day: date, matter: Matter) -> DemandTally:
        lives = record.accepted_before.get(facts.registration_id, ())
        return effected.tally(lives, day, matter)

    return used


def _short_form(facts: DemandFacts) -> ShortFormFacts:
    demand, source = facts.demand, facts.received.source
    return ShortFormFacts(
        qualified=None
        if demand.short_form_qualified is None
        else Sourced(demand.short_form_qualified, f"{source}/short_form_qualified"),
        forms_at_receipt=None
        if demand.forms_at_receipt is None
        else Sourced(demand.forms_at_receipt, f"{source}/forms_at_receipt"),
        forms_at_filing=None
        if demand.forms_at_filing is None
        else Sourced(demand.forms_at_filing, f"{source}/forms_at_filing"),
    )


def _offerings_that_matter(record: Record, facts: DemandFacts) -> tuple[Offering, ...]:
    """An offering that commenced after the registration was effective defers nothing."""
    effective = life_of(facts).effective_on
    if effective is None:
        return record.offerings
    return tuple(each for each in record.offerings if each.first_offered_on.value < effective.value)


def _invocation(recorded: RecordedFact, fact: DelayInvoked) -> Invocation:
    return Invocation(
        source=recorded.source,
        kind="delay",
        invoked_on=fact.occurred_on,
        days=fact.days,
        board_judgment=fact.board_judgment,
        considered_from=fact.transaction_considered_from,
        considered_until=fact.transaction_considered_until,
        consent=fact.consent,
        dated_by="occurred_on",
    )


def _left(facts: DemandFacts) -> dict[str, Sourced[date]]:
    """Holders who took back their requests, and when."""
    return {
        holder: Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
        for recorded, fact in facts.of(Withdrawn)
        for holder in fact.holders or ()
    }


def life_of(facts: DemandFacts) -> DemandLife:
    """What has become of the demand."""
    return DemandLife(
        id=facts.registration_id,
        made=Sourced(facts.registration_id, facts.received.source),
        effective_on=_first(facts, DeclaredEffective),
        withdrawn_on=_withdrawn_on(facts),
        all_sold_on=_first(facts, DistributionCompleted),
        interferences=tuple(
            Interference(_occurred(recorded, fact), fact.holder_at_fault, _lifted_on(facts, fact))
            for recorded, fact in facts.of(StopOrder)
        ),
        failed_closings=tuple(
            FailedClosing(
                _occurred(recorded, fact),
                Sourced(fact.solely_holder, f"{recorded.source}/solely_holder"),
            )
            for recorded, fact in facts.of(ClosingFailed)
        ),
    )


def _occurred(recorded: RecordedFact, fact: DatedFact) -> Sourced[date]:
    return Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")


def _lifted_on(facts: DemandFacts, order: StopOrder) -> date | None:
    """The first day, not before the order, on which an order was lifted."""
    lifted = [fact.occurred_on for _, fact in facts.of(StopOrderLifted)]
    return min((day for day in lifted if day >= order.occurred_on), default=None)


def _first(
    facts: DemandFacts, kind: type[DeclaredEffective] | type[DistributionCompleted] | type[Filed]
) -> Sourced[date] | None:
    """The day of the first fact of this kind."""
    found = facts.of(kind)
    if not found:
        return None
    recorded, fact = found[0]
    return Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")


def _withdrawn_on(facts: DemandFacts) -> Sourced[date] | None:
    """The day on which all withdrew the demand at once."""
    for recorded, fact in facts.of(Withdrawn):
        if fact.holders is None:
            return Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
    return None


def since_demand(record: Record, facts: DemandFacts, life: DemandLife) -> Since:
    """What has happened since the demand was made."""
    filed = facts.of(Filed)
    return Since(
        life=life,
        holders=lambda day: _holders_to_tell(record, facts, day),
        notices=tuple(
            NoticeSent(fact.holder, fact.delivery, recorded.source)
            for recorded, fact in facts.of(NoticeGiven)
        ),
        joins=tuple(
            JoinAsked(
                fact.holder,
                fact.shares,
                fact.delivery,
                recorded.source,
                _is_recognised(record, fact.holder, fact.happened_on),
                record.register.registrable_shares(fact.holder, fact.happened_on),
            )
            for recorded, fact in facts.of(JoinRequested)
        ),
        left=_left(facts),
        misstatements=tuple(
            _occurred(recorded, fact) for recorded, fact in facts.of(MisstatementNoticeGiven)
        ),
        prospectuses=tuple(
            ProspectusReceived(fact.holder, _occurred(recorded, fact))
            for recorded, fact in facts.of(NewProspectusReceived)
        ),
        additions=_additions(facts),
        maximum=_maximum(facts),
        underwritten=None
        if facts.demand.underwritten is None
        else Sourced(facts.demand.underwritten, f"{facts.received.source}/underwritten"),
        filed_on=_first(facts, Filed),
        form=filed[0][1].form if filed else None,
    )


def _holders_to_tell(
    record: Record, facts: DemandFacts, received_on: date
) -> tuple[HolderToTell, ...]:
    """Holders recognised by now, or by effectiveness, with shares when the demand reached them."""
    effective = life_of(facts).effective_on
    until = effective.value if effective else record.as_of
    return tuple(
        HolderToTell(holder, source)
        for holder, (since, source) in sorted(record.register.ever_recognised().items())
        if since <= until
        and record.register.registrable_shares(holder, max(since, received_on)) > 0
    )


def _is_recognised(record: Record, holder: str, day: date) -> bool:
    entry = record.register.lines_on(day).get(holder)
    return entry is not None and entry.recognised_from is not None and entry.recognised_from <= day


def _additions(facts: DemandFacts) -> Additions | None:
    """The latest proposal."""
    found = facts.of(AdditionsProposed)
    if not found:
        return None
    recorded, fact = found[-1]
    return Additions(recorded.source, fact.company, fact.others, fact.holders_consent)


def _maximum(facts: DemandFacts) -> Maximum | None:
    """The latest advice."""
    found = facts.of(MaximumAdvised)
    if not found:
        return None
    recorded, fact = found[-1]
    return Maximum(f"{recorded.source}/shares", fact.shares)

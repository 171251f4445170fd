"""What each registration on the record is judged by, put together from its facts.

Every value is sourced to the fact it comes from. Nothing is decided here but when a request to join
first reached the Company, for the delays of a registration that nobody demanded.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import TypeVar

from app.rules.agreement.consent import Consents, consent_given
from app.rules.agreement.rights_end import end_of_rights
from app.rules.covenants.grants import rightly_granted
from app.rules.facts import BeginningFact, RecordedFact
from app.rules.facts.holdings import SecuritiesTransferred, SharesSold
from app.rules.facts.life.course import Filed
from app.rules.facts.life.participation import JoinRequested, Withdrawn
from app.rules.facts.life.requests import (
    DemandReceived,
    LetterAdded,
    RequestLetter,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.facts.life.suspension import (
    DelayInvoked,
    ProhibitionLifted,
    ProhibitionNoticed,
    SuspensionNotice,
)
from app.rules.facts.standing.withdrawal import all_withdrawn_on
from app.rules.holders.holdings import Tally, tally
from app.rules.holders.register import Register, keep_register
from app.rules.notices.receipt import reached_on, receipt
from app.rules.procedures.endings import Began, Ending, WhenEnded, ended, say_if_unknown
from app.rules.reasoning.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.record.gathering import (
    AnyRegistration,
    DemandFacts,
    IncidentalFacts,
    Record,
    RegistrationFacts,
    ShelfFacts,
    TakedownFacts,
    occurred,
)
from app.rules.registrations.cutback.allocation import Seller
from app.rules.registrations.cutback.priority import OtherDemand
from app.rules.registrations.kinds.demand.ruling import DemandCase
from app.rules.registrations.kinds.incidental.ruling import IncidentalCase
from app.rules.registrations.kinds.incidental.trigger import PlannedRegistration
from app.rules.registrations.kinds.shelf.ruling import ShelfCase
from app.rules.registrations.kinds.takedown.ruling import ShelfStanding, TakedownCase
from app.rules.registrations.requests import effected
from app.rules.registrations.requests.effected import DemandTally
from app.rules.registrations.requests.effecting import ShortFormFacts
from app.rules.registrations.requests.request import (
    NOTHING_MOVED,
    Letter,
    MovesOfDay,
    Request,
    letter_receipt,
    received,
)
from app.rules.registrations.requests.standstill import Offering, begun_on
from app.rules.registrations.requests.taken_back import TakenBack, WhoTookBack
from app.rules.registrations.suspension.prohibition import Told
from app.rules.registrations.suspension.suspension import Invocation, Suspended
from app.rules.terms.registrations import SellerClass

V = TypeVar("V")
MOST = 3
"""Of how many silent sales and transfers of a day each order is tried; of more, those of these."""


def demand_case(record: Record, facts: DemandFacts, matter: Matter) -> DemandCase:
    """What a demand is judged by."""
    return DemandCase(
        request=request_of(record, facts, facts.beginning.letters),
        demands_used=_used_before(record, facts),
        short_form=_short_form(facts),
        offerings=_offerings_that_matter(record, facts, facts.effective_on, matter),
        invocations=invocations_of(record, facts, "requested", matter),
        rights_ended=partial(end_of_rights, record.known),
        done_on=facts.first(Filed) if matter.readings.due_act == "filed" else facts.effective_on,
    )


def _splits_since_written(record: Record, place: str) -> Callable[[date], Fraction]:
    """By what the splits since a number of shares was written multiply it by a day."""
    written = record.known.instruments.terms.stated_on

    def ratio(day: date) -> Fraction:
        return record.register.split_ratio(written(place, day), day)

    return ratio


def shelf_case(record: Record, facts: ShelfFacts, matter: Matter) -> ShelfCase:
    """What a shelf is judged by: a conversion is not known of before it is proposed."""
    shelf = facts.beginning
    proposed_on = shelf.conversion_proposed_on
    is_to_come = proposed_on is not None and proposed_on > record.as_of
    return ShelfCase(
        trigger=facts.begun.source,
        request=request_of(record, facts, shelf.letters),
        proposed_on=None if is_to_come else _stated(facts, "conversion_proposed_on", proposed_on),
        certificate_date=None
        if is_to_come
        else _stated(facts, "certificate_date", shelf.certificate_date),
        first_request_on=first_request(record, facts, matter),
        said_to_be_proposed_on=_stated(facts, "conversion_proposed_on", proposed_on),
        invocations=invocations_of(record, facts, "shelf", matter),
        rights_ended=partial(end_of_rights, record.known),
    )


def takedown_case(
    record: Record, facts: TakedownFacts, shelf: ShelfStanding, matter: Matter
) -> TakedownCase:
    """What a takedown is judged by."""
    return TakedownCase(
        request=request_of(record, facts, facts.beginning.letters),
        shelf=shelf,
        demands_used=_used_before(record, facts),
        offerings=_offerings_that_matter(record, facts, facts.all_sold_on, matter),
        invocations=invocations_of(record, facts, "takedown", matter),
        rights_ended=partial(end_of_rights, record.known),
    )


def incidental_case(record: Record, facts: IncidentalFacts, matter: Matter) -> IncidentalCase:
    """What the Company's own registration is judged by."""
    determined = facts.beginning
    return IncidentalCase(
        trigger=facts.begun.source,
        planned=PlannedRegistration(
            purpose=Sourced(determined.purpose, f"{facts.begun.source}/purpose"),
            initiated_for=Sourced(determined.initiated_for, f"{facts.begun.source}/initiated_for"),
            determined_on=occurred(facts.begun, determined),
            form=_stated(facts, "form", determined.form),
            solely=_stated(facts, "solely", determined.solely),
            securities=_stated(facts, "securities", determined.securities),
            other_demand=_other_demand(record, facts, matter),
        ),
        determined_on=occurred(facts.begun, determined),
        planned_filing_on=_stated(facts, "planned_filing_on", determined.planned_filing_on),
        sellers=_sellers(record, facts),
        first_request_on=first_request(record, facts, matter),
        invocations=invocations_of(record, facts, "incidental", matter),
        rights_ended=partial(end_of_rights, record.known),
    )


def _stated(
    facts: RegistrationFacts[BeginningFact], name: str, value: V | None
) -> Sourced[V] | None:
    """What the fact that set the registration going states, sourced to it."""
    return None if value is None else Sourced(value, f"{facts.begun.source}/{name}")


# --- requests in writing ---------------------------------------------------------------------


def request_of(record: Record, facts: AnyRegistration, letters: Iterable[RequestLetter]) -> Request:
    """The letters of a registration, those that set it going and those added later.

    Letters told in one fact may lie days apart: one that is still to be sent is left out, as it is
    when it is told in a fact of its own.
    """
    return Request(
        letters=(
            *(
                _letter(f"{facts.begun.source}/letters/{place}", facts.begun, letter, record)
                for place, letter in enumerate(letters)
                if letter.delivery.happened_on <= record.as_of
            ),
            *(
                _letter(f"{recorded.source}/letter", recorded, added.letter, record)
                for recorded, added in facts.of(LetterAdded)
            ),
        ),
        count=_counter(record),
        taken_back=taken_back(facts),
        recognised=lambda day: frozenset(_register_at_requests(record, day).on(day).recognised()),
        moves=partial(_moves_of_day, record),
        terms_on=record.known.instruments.terms.on,
        splits=record.register.splits,
        split_ratio=_splits_since_written(record, "/demand/minimum_shares")
        if isinstance(facts.beginning, DemandReceived)
        else None,
    )


def _letter(source: str, told_by: RecordedFact, letter: RequestLetter, record: Record) -> Letter:
    requests: dict[str, Sourced[int | None]] = {
        each.holder: Sourced(each.shares, f"{source}/requests/{place}/shares")
        for place, each in enumerate(letter.requests)
    }
    day = reached_on(letter.delivery, record.known.instruments.terms.on)
    recognised = record.register.on(day).recognised()
    unrecognised = frozenset(requests).difference(recognised)
    return Letter(
        source,
        requests,
        letter.delivery,
        unrecognised=unrecognised,
        in_addition=letter.in_addition,
        name=told_by.name,
        told_by=f"{told_by.fact.kind}.letter"
        if isinstance(told_by.fact, LetterAdded)
        else f"{told_by.fact.kind}.letters",
    )


def _counter(record: Record) -> Callable[[date, frozenset[str], Matter], Tally | None]:
    def count(day: date, requesters: frozenset[str], matter: Matter) -> Tally | None:
        return tally(_register_at_requests(record, day).on(day), requesters, matter)

    return count


def _moved_on(record: Record, day: date) -> list[RecordedFact]:
    """The sales and transfers of a day that do not say that they came before its requests."""
    return [
        each
        for each in record.facts
        if isinstance(each.fact, SharesSold | SecuritiesTransferred)
        and each.fact.occurred_on == day
        and not each.fact.before_requests
    ]


def _register_without(record: Record, day: date, left_out: Iterable[RecordedFact]) -> Register:
    """The register through a day without some of its sales and transfers."""
    without = {each.id for each in left_out}
    known = [
        each for each in record.facts if each.fact.happened_on <= day and each.id not in without
    ]
    return keep_register(known, record.known.instruments.terms)


def _register_at_requests(record: Record, day: date) -> Register:
    """The register as it stood when the requests of a day came, if what is silent came first."""
    later = [each for each in _moved_on(record, day) if _came_later(each)]
    return _register_without(record, day, later) if later else record.register


def _came_later(moved: RecordedFact) -> bool:
    fact = moved.fact
    return isinstance(fact, SharesSold | SecuritiesTransferred) and fact.before_requests is False


def _moves_of_day(record: Record, day: date) -> MovesOfDay:
    """What moved on a day in an order to its requests that nobody has recorded, and each order."""
    moved = _moved_on(record, day)
    later = [each for each in moved if _came_later(each)]
    silent = [each for each in moved if not _came_later(each)]
    if not silent:
        return NOTHING_MOVED
    tried = [part for n in range(1, len(silent) + 1) for part in combinations(silent[:MOST], n)]
    registers = [_register_without(record, day, [*later, *part]) for part in (*tried, silent)]
    possible = [each for each in registers if not each.impossible]
    return MovesOfDay(
        tuple(sorted({each.fact.kind for each in silent})),
        tuple(partial(_counted_in, register, day) for register in possible),
    )


def _counted_in(register: Register, day: date, requesters: frozenset[str], matter: Matter) -> Tally:
    return tally(register.on(day), requesters, matter)


def taken_back(facts: AnyRegistration) -> WhoTookBack:
    """Who took back requests, and when; nobody is named where all did."""
    return WhoTookBack(
        tuple(
            TakenBack(holder, occurred(recorded, fact), fact.before_letters)
            for recorded, fact in facts.of(Withdrawn)
            for holder in fact.holders or (None,)
        )
    )


# --- demands -----------------------------------------------------------------------------------


def _used_before(record: Record, facts: AnyRegistration) -> Callable[[date, Matter], DemandTally]:
    def used(day: date, matter: Matter) -> DemandTally:
        lives = record.accepted_before.get(facts.registration_id, ())
        return effected.tally(lives, day, matter)

    return used


def _short_form(facts: DemandFacts) -> ShortFormFacts:
    demand = facts.beginning
    return ShortFormFacts(
        qualified=_stated(facts, "short_form_qualified", demand.short_form_qualified),
        forms_at_receipt=_stated(facts, "forms_at_receipt", demand.forms_at_receipt),
        forms_at_filing=_stated(facts, "forms_at_filing", demand.forms_at_filing),
    )


def _offerings_that_matter(
    record: Record, facts: AnyRegistration, done_on: Sourced[date] | None, matter: Matter
) -> tuple[Offering, ...]:
    """An offering that commenced after the registration was done, or withdrawn, defers nothing."""
    withdrawn_on = _withdrawn_on(record, facts, matter)
    end = min((day for day in (done_on and done_on.value, withdrawn_on) if day), default=None)
    if end is None:
        return record.offerings
    found = []
    for each in record.offerings:
        begun = each.no_earlier.value if each.no_earlier else begun_on(each)
        if begun < end and each.registration is not None:
            last = end - ONE_DAY
            found.append(replace(each, no_later=min(last, each.no_later or last)))
        elif begun < end:
            found.append(each)
    return tuple(found)


def _withdrawn_on(record: Record, facts: AnyRegistration, matter: Matter) -> date | None:
    """The day on which it was withdrawn; letters that come afterwards do not make it anew."""
    beginning = facts.begun.fact
    found = all_withdrawn_on(beginning, [beginning, *(each.fact for each in facts.facts)])
    if not isinstance(beginning, DemandReceived | TakedownRequested) or found is not None:
        return found
    taken = taken_back(facts)
    if not any(each.holder is None for each in taken.everything):
        return None
    asked = received(request_of(record, facts, beginning.letters), matter.unrecorded())
    complete_on = asked.received_on
    is_complete = asked.threshold is not None and asked.threshold.met.value
    whole = taken.wholly(complete_on.value) if complete_on and is_complete else None
    return whole.on.value if whole else None


# --- the Company's own registration --------------------------------------------------------------


def _other_demand(record: Record, facts: IncidentalFacts, matter: Matter) -> OtherDemand | None:
    determined, source = facts.beginning, facts.begun.source
    demand = determined.other_demand
    if demand is None:
        return None

    def stated(name: str, value: V | None) -> Sourced[V] | None:
        return None if value is None else Sourced(value, f"{source}/other_demand/{name}")

    compliant = stated("granted_in_compliance", demand.granted_in_compliance)
    if compliant is None and demand.grantee is not None:
        compliant = rightly_granted(demand.grantee, determined.occurred_on, record.known, matter)
    return OtherDemand(
        underwritten=_stated(facts, "underwritten", determined.underwritten),
        compliant=compliant,
        room=stated("room_for_registrable", demand.room_for_registrable),
    )


def _sellers(record: Record, facts: IncidentalFacts) -> tuple[Seller, ...]:
    """The Company and others who mean to sell, with their shares."""
    determined, source = facts.beginning, facts.begun.source
    company = record.terms.company.id
    own = determined.company_shares
    # What it initiates for itself it sells in; while nobody has said how much, that is not known.
    sells = determined.initiated_for == "company" if own is None else own > 0
    by_others: SellerClass = "others" if determined.other_demand is None else "demanding"
    nobody_named = determined.initiated_for == "others" and not determined.initiators
    return (
        *(
            (Seller(company, "company", "company", own, f"{source}/company_shares"),)
            if sells
            else ()
        ),
        *(
            # Somebody initiated it: while it is not said who, how much they sell is not known.
            (Seller("initiators", by_others, "initiators", None, f"{source}/initiators"),)
            if nobody_named
            else ()
        ),
        *(
            Seller(
                name,
                by_others,
                "initiators",
                shares,
                f"{source}/initiators/{name}",
            )
            for name, shares in determined.initiators.items()
        ),
        *(
            Seller(name, "others", "others", shares, f"{source}/others/{name}")
            for name, shares in determined.others.items()
        ),
    )


def first_request(record: Record, facts: AnyRegistration, matter: Matter) -> Sourced[date] | None:
    """The day on which the first request to be included reached the Company, by letter or to join.

    It measures the delay of what no request set going (2(g)).
    """
    letters = facts.beginning.letters if isinstance(facts.beginning, ShelfTriggered) else ()
    receipts = (
        *(letter_receipt(each, matter) for each in request_of(record, facts, letters).letters),
        *(
            receipt(fact.delivery, matter, f"{recorded.source}/delivery")
            for recorded, fact in facts.of(JoinRequested)
        ),
    )
    days = [each.received_on for each in receipts if each.received_on is not None]
    return min(days, key=lambda day: day.value, default=None)


# --- delays and prohibitions ---------------------------------------------------------------------


def invocations_of(
    record: Record, facts: AnyRegistration, suspended: Suspended, matter: Matter
) -> tuple[Invocation, ...]:
    """Every delay and prohibition of a registration, with the permitted uses elsewhere before."""
    found = (
        *(_delay(recorded, fact, suspended, matter) for recorded, fact in facts.of(DelayInvoked)),
        *(
            _prohibition(recorded, fact, facts, suspended, matter)
            for recorded, fact in facts.of(ProhibitionNoticed)
        ),
    )
    consents = _consents(record, facts, matter)
    return tuple(
        replace(
            each,
            occasions_elsewhere=record.occasions.get(each.source, ()),
            undecided_elsewhere=record.undecided_before.get(each.source, ()),
            consent=consents.get(each.source, each.consent),
        )
        for each in found
    )


def _consents(record: Record, facts: AnyRegistration, matter: Matter) -> dict[str, bool | None]:
    """Whether those who consent to more days suffice (QD7), where they are named."""
    found: dict[str, bool | None] = {}
    uses: list[tuple[RecordedFact, DelayInvoked | ProhibitionNoticed]] = [
        *facts.of(DelayInvoked),
        *facts.of(ProhibitionNoticed),
    ]
    for recorded, fact in uses:
        then = matter.on(fact.occurred_on)
        if fact.consenting_holders is not None and then.terms.delay is not None:
            consents = Consents(
                Sourced(fact.consenting_holders, f"{recorded.source}/consenting_holders"),
                Sourced(asked_in(facts), facts.begun.source),
                record.register.on(fact.occurred_on).by_holder,
            )
            given = consent_given(consents, then.terms.delay, then)
            found[recorded.source] = None if given is None else given.value
    return found


def asked_in(facts: AnyRegistration) -> tuple[str, ...]:
    """The Holders who asked to be in a registration: those whom a suspension of it affects."""
    beginning = facts.beginning
    letters = [added.letter for _, added in facts.of(LetterAdded)]
    if isinstance(beginning, DemandReceived | ShelfTriggered | TakedownRequested):
        letters += beginning.letters
    asked = {request.holder for letter in letters for request in letter.requests}
    asked |= {join.holder for _, join in facts.of(JoinRequested)}
    return tuple(sorted(asked))


def _delay(
    recorded: RecordedFact, fact: DelayInvoked, suspended: Suspended, matter: Matter
) -> Invocation:
    return Invocation(
        name=recorded.name,
        source=recorded.source,
        kind="delay",
        invoked_on=fact.occurred_on,
        days=fact.days,
        board_judgment=fact.board_judgment,
        considered_from=fact.transaction_considered_from,
        considered_until=fact.transaction_considered_until,
        consent=fact.consent,
        told=_told(recorded.source, fact.notices, matter),
        registration=suspended,
        dated_by="occurred_on",
    )


def _prohibition(
    recorded: RecordedFact,
    fact: ProhibitionNoticed,
    facts: AnyRegistration,
    suspended: Suspended,
    matter: Matter,
) -> Invocation:
    source, lifted = recorded.source, _lifted(fact, facts, matter)
    right = matter.terms.delay
    if right is not None:
        say_if_unknown(lifted, "the prohibition", "prohibition_lifted", right.clause, matter)
    return Invocation(
        name=recorded.name,
        source=source,
        kind="prohibition",
        invoked_on=fact.occurred_on,
        days=fact.days,
        board_judgment=fact.board_judgment,
        considered_from=fact.transaction_considered_from,
        considered_until=fact.transaction_considered_until,
        consent=fact.consent,
        told=_told(source, fact.notices, matter),
        in_effect_from=None
        if fact.in_effect_from is None
        else Sourced(fact.in_effect_from, f"{source}/in_effect_from"),
        registration=suspended,
        lifted_on=lifted.on,
        dated_by="occurred_on",
    )


def _told(
    source: str, notices: Sequence[SuspensionNotice] | None, matter: Matter
) -> tuple[Told, ...] | None:
    """The notices of a delay or prohibition as they reached the Holders; None: nobody has said."""
    if notices is None:
        return None
    receipts = (
        (notice.holder, receipt(notice.delivery, matter, f"{source}/notices/{place}/delivery"))
        for place, notice in enumerate(notices)
    )
    return tuple(
        Told(holder, each.given_on, each.received_on, each.flaw) for holder, each in receipts
    )


def _lifted(fact: ProhibitionNoticed, facts: AnyRegistration, matter: Matter) -> WhenEnded:
    """The lifting that ends it: sales resume, whatever had been prohibited by then."""
    return ended(
        fact.occurred_on,
        [
            Began(each.occurred_on, _through(each, recorded, matter))
            for recorded, each in facts.of(ProhibitionNoticed)
        ],
        [
            Ending(occurred(recorded, each), each.ends_same_day)
            for recorded, each in facts.of(ProhibitionLifted)
        ],
    )


def _through(fact: ProhibitionNoticed, recorded: RecordedFact, matter: Matter) -> date:
    """The last day on which a prohibition can be in effect, from the last day of its notice."""
    told = _told(recorded.source, fact.notices, matter.unrecorded()) or ()
    days = [each.received_on.value for each in told if each.received_on is not None]
    return max([fact.occurred_on, fact.in_effect_from or fact.occurred_on, *days]) + timedelta(
        days=fact.days
    )

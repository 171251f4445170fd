"""What each registration on the record is judged by, put together from its facts.

Every value is sourced to the fact it comes from. Nothing is decided here but when a request to join
first reached the Company, for the delays of a registration that nobody demanded.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Final, Literal, TypeVar

from app.rules.agreement.consent import Consents, consent_given
from app.rules.agreement.instruments import RULED_FROM
from app.rules.facts import RecordedFact
from app.rules.facts.conditions import MarketPriceStated
from app.rules.facts.declaration import DECLARED
from app.rules.facts.life.participation import JoinRequested, Withdrawn
from app.rules.facts.life.requests import (
    DemandReceived,
    LetterAdded,
    RegistrationDetermined,
    RequestedByLetter,
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
from app.rules.holders.groups import members_on
from app.rules.holders.holdings import Tally, tally, tally_of_class
from app.rules.holders.moves import (
    came_later,
    handed_on,
    moved_on,
    register_when,
    register_without,
)
from app.rules.holders.register import Register
from app.rules.holders.without_rights import any_of_one_holder, without_rights
from app.rules.notices.receipt import reached_on, receipt
from app.rules.procedures.endings import Began, Ending, WhenEnded, ended, say_if_unknown
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, earliest, plain, sourced
from app.rules.record.gathering import (
    AnyRegistration,
    Record,
    occurred,
)
from app.rules.record.happenings import happenings_of
from app.rules.registrations.ends.used_up import had_used_up
from app.rules.registrations.requests import uses
from app.rules.registrations.requests.asking.asked import (
    NOTHING_MOVED,
    Letter,
    MovesOfDay,
    Request,
    letter_receipt,
)
from app.rules.registrations.requests.asking.received import received
from app.rules.registrations.requests.asking.size import NO_PRICE, StatedPrice
from app.rules.registrations.requests.asking.taken_back import TakenBack, WhoTookBack
from app.rules.registrations.requests.effected import DemandsBefore, DemandTally, tally_for_request
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.requests.standstill import Offering, begun_on, not_stated
from app.rules.registrations.suspension.prohibition import Told
from app.rules.registrations.suspension.suspension import Invocation
from app.rules.terms import Terms
from app.rules.terms.vocabulary import RegistrationKind

V = TypeVar("V")
MOST = 3
"""Of how many silent sales and transfers of a day each order is tried; of more, those of these."""


def _splits_since_written(record: Record) -> Callable[[str, date], Fraction]:
    """By what the splits since a number of shares was written at a place multiply it by a day."""
    written = record.known.instruments.terms.stated_on

    def ratio(place: str, day: date) -> Fraction:
        return record.register.split_ratio(written(place, day), day)

    return ratio


def stated(facts: AnyRegistration, name: str, value: V | None) -> Sourced[V] | None:
    """What the fact that set the registration going states, sourced to it."""
    return sourced(value, f"{facts.begun.source}/{name}")


def stated_price(facts: AnyRegistration) -> StatedPrice:
    """What a request states of the price of the offering."""
    begun = facts.beginning
    if not isinstance(begun, DemandReceived | TakedownRequested | ShelfTriggered):
        return NO_PRICE
    return StatedPrice(
        gross=stated(facts, "offering_price", begun.offering_price),
        net=stated(facts, "offering_price_net", begun.offering_price_net),
    )


# --- requests in writing ---------------------------------------------------------------------


def request_of(record: Record, facts: AnyRegistration, letters: Iterable[RequestLetter]) -> Request:
    """The letters of a registration, those that set it going and those added later.

    Letters told in one fact may lie days apart: one that is still to be sent is left out, as it is
    when it is told in a fact of its own.
    """
    here = facts.registration_id
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
        count=_counter(record, here),
        taken_back=taken_back(facts),
        recognised=lambda day: frozenset(
            _register_at_requests(record, here, day).on(day).recognised()
        ),
        moves=partial(_moves_of_day, record, here),
        terms_on=lambda day: facts.under(record.known.instruments.terms.on(day)),
        splits=record.register.splits,
        made_on=plain(earliest(facts.effective_on, facts.all_sold_on)),
        right=_ASKED_BY.get(type(facts.beginning), "demand"),
        in_group=lambda group, day, matter: members_on(
            group, matter.terms, _register_at_requests(record, here, day), day
        ),
        barred=barred_in(record, facts),
        outstanding=record.register.outstanding_on,
        market_price=partial(market_price_on, record),
        of_class=lambda day, requesters, name, matter: tally_of_class(
            _register_at_requests(record, here, day).on(day), requesters, name, matter
        ),
        split_ratio=_splits_since_written(record)
        if isinstance(facts.beginning, RequestedByLetter)
        else None,
    )


_ASKED_BY: Final[Mapping[type[object], Literal["takedown", "shelf"]]] = {
    TakedownRequested: "takedown",
    ShelfTriggered: "shelf",
}


def market_price_on(record: Record, day: date) -> Sourced[Decimal] | None:
    """The price of one share on the market on a day, where it is recorded."""
    for recorded, fact in record.known.of(MarketPriceStated):
        if fact.occurred_on == day:
            return Sourced(fact.price, f"{recorded.source}/price")
    return None


def right_named(facts: AnyRegistration, terms: Terms) -> str:
    """The name of the right by which a registration is asked for, or that it gives Holders."""
    joined = isinstance(facts.beginning, RegistrationDetermined)
    right = terms.incidental if joined else facts.right_of(terms)
    return right.name if right is not None else facts.beginning.right


def barred_in(record: Record, facts: AnyRegistration) -> Callable[[str, date], str | None]:
    """The clause by which a Holder may not ask for a registration on a day, if it may not."""
    register = record.register
    if not any_of_one_holder(register):
        return lambda _holder, _day: None

    def clause(holder: str, day: date) -> str | None:
        right = right_named(facts, record.terms_of(facts))
        found = without_rights(holder, right, day, register)
        return None if found is None or found.effect == "not_told" else found.clause

    return clause


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
        before_sales=told_by.fact.before_sales if isinstance(told_by.fact, LetterAdded) else None,
        told_by=f"{told_by.fact.kind}.letter"
        if isinstance(told_by.fact, LetterAdded)
        else f"{told_by.fact.kind}.letters",
    )


def _counter(record: Record, asked: str) -> Callable[[date, frozenset[str], Matter], Tally | None]:
    def count(day: date, requesters: frozenset[str], matter: Matter) -> Tally | None:
        return tally(_register_at_requests(record, asked, day).on(day), requesters, matter)

    return count


def _register_at_requests(record: Record, asked: str, day: date) -> Register:
    """The register as it stood when the requests of a day came, if what is silent came first."""
    facts = moves(record)
    moved = moved_on(day, facts, "before_requests", record.register.terms.on(day))
    later = [each.id for each in moved if came_later(each, "before_requests", asked)]
    return register_without(later, day, facts, record.register) if later else record.register


def register_at_votes(record: Record, day: date) -> Register:
    """The register as it stood when Holders consented or approved on a day, taken alike."""
    return register_when("before_votes", day, moves(record), record.register)


ORDERED_AMONG_VOTES: Final = tuple(kind for kind in DECLARED if "before_votes" in kind.model_fields)
"""The facts that may say whether they came before the votes of their day."""


def later_than_votes(record: Record) -> frozenset[str]:
    """The sources of what is said to have come only after the votes of its day."""
    later = record.known.each(ORDERED_AMONG_VOTES, _came_after_votes)
    return frozenset(each.source for each, _ in later)


def _came_after_votes(recorded: RecordedFact) -> bool | None:
    return came_later(recorded, "before_votes") or None


def moves(record: Record) -> Sequence[RecordedFact]:
    """The facts on which the register turns, looked for once."""
    return record.known.once("moves", lambda: [each for each, _ in record.known.of(*RULED_FROM)])


def moves_of(record: Record, day: date) -> Sequence[RecordedFact]:
    """Those of them that happened on a day."""

    def by_day() -> Mapping[date, Sequence[RecordedFact]]:
        found: defaultdict[date, list[RecordedFact]] = defaultdict(list)
        for each in moves(record):
            found[each.fact.happened_on].append(each)
        return found

    return record.known.once("moves by day", by_day).get(day, ())


def _moves_of_day(record: Record, asked: str, day: date) -> MovesOfDay:
    """What moved on a day in an order to its requests that nobody has recorded, looked for once."""
    return record.known.once(f"moves of {day} before {asked}", partial(_tried, record, asked, day))


def _tried(record: Record, asked: str, day: date) -> MovesOfDay:
    """What moved on a day, and who holds what in each order that it may have come in."""
    facts, terms = moves(record), record.register.terms.on(day)
    moved = moved_on(day, facts, "before_requests", terms)
    later = [each.id for each in moved if came_later(each, "before_requests", asked)]
    silent = [each for each in moved if each.id not in later]
    if not silent:
        return NOTHING_MOVED
    tried = [part for n in range(1, len(silent) + 1) for part in combinations(silent[:MOST], n)]
    registers = [
        register_without([*later, *(each.id for each in part)], day, facts, record.register)
        for part in (*tried, silent)
    ]
    return MovesOfDay(
        tuple(sorted({each.fact.kind for each in silent})),
        tuple(partial(_counted_in, register, day) for register in registers),
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


def used_before(record: Record, facts: AnyRegistration) -> DemandsBefore:
    """The demands used up by a day among those accepted before a registration."""

    return _counted_before(record, facts, uses.tally)


def used_up_by_others(
    record: Record, facts: AnyRegistration
) -> Callable[[date, Matter], bool | None]:
    """Whether others had used up, by a day, what this one needs."""

    def used_up(day: date, matter: Matter) -> bool | None:
        name = facts.registration_id
        own = next((life for life in record.accepted if life.id == name), None)
        if own is None:
            return False
        return had_used_up(own, [life for life in record.accepted if life.id != name], day, matter)

    return used_up


def sales_before(record: Record, facts: AnyRegistration) -> DemandsBefore:
    """The uses that the limits of sales off a shelf count, before one of them."""
    return _counted_before(record, facts, uses.tally_of_sales)


def shelves_before(record: Record, facts: AnyRegistration) -> DemandsBefore:
    """The uses that the limits of a shelf count, before one of them."""
    return _counted_before(record, facts, uses.tally_of_shelves)


def _counted_before(
    record: Record,
    facts: AnyRegistration,
    count: Callable[
        [Sequence[RegistrationLife], date | None, Matter, frozenset[str] | None], DemandTally
    ],
) -> DemandsBefore:
    def used(day: date, askers: frozenset[str], matter: Matter) -> DemandTally:
        lives = record.accepted_before.get(facts.registration_id, ())
        return tally_for_request(lives, day, matter, lambda of, on, at: count(of, on, at, askers))

    return used


def offerings_that_matter(
    record: Record, facts: AnyRegistration, done_on: Sourced[date] | None, matter: Matter
) -> tuple[Offering, ...]:
    """An offering that commenced after the registration was done, or withdrawn, defers nothing.

    Nor does one that is made under the registration itself: it is how the registration is done.
    """
    end = done_or_given_up(record, facts, done_on, matter)
    here = facts.registration_id
    offerings = [
        each for each in record.offerings if here not in (each.registration, each.made_under)
    ]
    if end is None:
        return tuple(offerings)
    found, open_ones = [], {id(each) for each in not_stated(offerings, matter)}
    for each in offerings:
        earliest = each.no_earlier if id(each) in open_ones else None
        begun = earliest.value if earliest else begun_on(each)
        if begun < end and earliest:
            last = end - ONE_DAY
            found.append(replace(each, no_later=min(last, each.no_later or last)))
        elif begun < end:
            found.append(each)
    return tuple(found)


def done_or_given_up(
    record: Record, facts: AnyRegistration, done_on: Sourced[date] | None, matter: Matter
) -> date | None:
    """The day on which a registration was done, or withdrawn before that."""
    days = (plain(done_on), _withdrawn_on(record, facts, matter))
    return min((day for day in days if day), default=None)


def _withdrawn_on(record: Record, facts: AnyRegistration, matter: Matter) -> date | None:
    """The day on which it was withdrawn; letters that come afterwards do not make it anew."""
    beginning = facts.begun.fact
    life = [beginning, *(each.fact for each in facts.facts)]
    found = all_withdrawn_on(beginning, life, handed_on(record.register))
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


def request_received(
    record: Record, facts: AnyRegistration, matter: Matter
) -> Sourced[date] | None:
    """The day on which the request that its letters make was complete."""
    return received(request_of(record, facts, facts.letters), matter).received_on


def first_request(record: Record, facts: AnyRegistration, matter: Matter) -> Sourced[date] | None:
    """The day on which the first request to be included reached the Company, by letter or to join.

    It measures the delay of what no request began (2(g)).
    """
    asked = request_of(record, facts, facts.letters)
    receipts = (
        *(letter_receipt(each, matter) for each in asked.letters),
        *(
            receipt(fact.delivery, matter, f"{recorded.source}/delivery")
            for recorded, fact in facts.of(JoinRequested)
        ),
    )
    days = [each.received_on for each in receipts if each.received_on is not None]
    return min(days, key=lambda day: day.value, default=None)


# --- delays and prohibitions ---------------------------------------------------------------------


def invocations_of(
    record: Record, facts: AnyRegistration, matter: Matter
) -> tuple[Invocation, ...]:
    """Every delay and prohibition of a registration, with the permitted uses elsewhere before."""
    suspended = facts.beginning.begins
    found = (
        *(_delay(recorded, fact, suspended, matter) for recorded, fact in facts.of(DelayInvoked)),
        *(
            _prohibition(recorded, fact, facts, suspended, matter)
            for recorded, fact in facts.of(ProhibitionNoticed)
        ),
    )
    consents = _consents(record, facts, matter)
    known = _known_to_delays(record, facts, matter) if found else None
    return tuple(
        replace(
            each,
            occasions_elsewhere=record.occasions.get(each.source, ()),
            undecided_elsewhere=record.undecided_before.get(each.source, ()),
            consent=consents.get(each.source, each.consent),
            known=known,
            registration_id=facts.registration_id,
            rights=matter.terms.names_of_right(suspended),
        )
        for each in found
    )


def _known_to_delays(record: Record, facts: AnyRegistration, matter: Matter) -> Happenings | None:
    """What the terms of delays may turn on, where they say more than grounds and limits."""
    right = matter.terms.delay
    if right is None or (right.conditions is None and right.ends_by is None):
        return None
    known = happenings_of(record, facts)
    if right.ends_by is None or not facts.letters:
        return known
    asked = received(request_of(record, facts, facts.letters), matter)
    return known.also({"request.given": asked.given_on})


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
                register_at_votes(record, fact.occurred_on).on(fact.occurred_on).by_holder,
            )
            given = consent_given(consents, then.terms.delay, then)
            found[recorded.source] = None if given is None else given.value
    return found


def writings_of(facts: AnyRegistration) -> Iterator[RequestLetter | JoinRequested]:
    """What was written to be in a registration, or to join it."""
    yield from facts.letters
    yield from (fact.letter for _, fact in facts.of(LetterAdded))
    yield from (fact for _, fact in facts.of(JoinRequested))


def shares_asked_in(facts: AnyRegistration) -> Counter[str]:
    """How many shares each Holder has asked to have in a registration, in all its writings."""
    asked: Counter[str] = Counter()
    for writing in writings_of(facts):
        for each in (writing,) if isinstance(writing, JoinRequested) else writing.requests:
            asked[each.holder] += each.shares
    return asked


def asked_in(facts: AnyRegistration) -> tuple[str, ...]:
    """The Holders who asked to be in a registration: those whom a suspension of it affects."""
    return tuple(sorted(facts.once(shares_asked_in)))


def _delay(
    recorded: RecordedFact, fact: DelayInvoked, suspended: RegistrationKind, matter: Matter
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
    suspended: RegistrationKind,
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
        in_effect_from=sourced(fact.in_effect_from, f"{source}/in_effect_from"),
        registration=suspended,
        lifted_on=lifted.on,
        dated_by="occurred_on",
    )


def _told(
    source: str, notices: Sequence[SuspensionNotice] | None, matter: Matter
) -> tuple[Told, ...] | None:
    """The notices of a delay or prohibition as they reached the Holders; None: not recorded."""
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

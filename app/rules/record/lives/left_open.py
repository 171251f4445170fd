"""What a record leaves open, and the lives that would settle it: clause 9(b).

A writing whose receipt turns on a day that is not recorded (QA16: when was a fax acknowledged, if
ever?) was given on the day it was sent, or on a later one, or never. Each question has its
possible lives: the facts that would stand in the place of those on record. Whole days. Nothing
raises.
"""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from app.rules.agreement.known import Known
from app.rules.facts import Fact, RecordedFact
from app.rules.facts.declaration import DECLARED
from app.rules.facts.holdings import (
    HolderRecorded,
    PositionStated,
    PreferredConverted,
    SecuritiesTransferred,
    SharesSold,
    WarrantsExercised,
    WarrantsExpired,
)
from app.rules.facts.instruments import TermsAmended
from app.rules.facts.life.course import DeclaredEffective
from app.rules.facts.life.information import UndertakingReceived
from app.rules.facts.life.participation import (
    AdditionsProposed,
    JoinRequested,
    MaximumAdvised,
    Withdrawn,
)
from app.rules.facts.life.procedures import ProcedurePerformed, ProcedureRequested
from app.rules.facts.life.requests import LetterAdded
from app.rules.facts.life.suspension import DelayInvoked
from app.rules.facts.life.underwriting import (
    HoldbackAdvised,
    HoldbackRequired,
    UnderwriterSelected,
)
from app.rules.facts.money.claims import ClaimFact
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.notices.receipt import (
    Delivery,
    reached_on,
    turns_on_acknowledgement,
    whether_received,
)
from app.rules.reasoning.trace import MissingInput
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.history import fixing, moved_beside
from app.rules.record.inputs import asked_in, shares_asked_in
from app.rules.record.lives.moves_of_a_day import moves_of_a_day, whose
from app.rules.record.lives.not_stated import not_stated
from app.rules.record.lives.pairwise import by_twos
from app.rules.record.lives.question import APART, AT_MOST, Life, OpenQuestion, which_first
from app.rules.record.lives.unacknowledged import (
    deliveries,
    holds_deliveries,
    receipts,
    with_delivery,
)
from app.rules.record.lives.what_cuts_back import what_cuts_back
from app.rules.record.lives.who_is_covered import who_is_covered
from app.rules.record.lives.whose_offering import of_which_securities
from app.rules.terms import Terms
from app.rules.terms.document.as_read import undetermined
from app.rules.terms.document.checks.ranked import turns_on_holdings
from app.rules.values.written_dates import written_out


def questions(record: Record, bearing: Container[str] | None = None) -> tuple[OpenQuestion, ...]:
    """Everything that the record, or its agreement's document, leaves open on its day.

    Of writings those alone are looked at that are told by facts `bearing` on what is asked about.
    """
    return (
        *_doubts(record),
        *not_stated(record),
        *of_which_securities(record),
        *who_is_covered(record),
        *what_cuts_back(record),
        *_writings(record, bearing),
        *_of_one_day(record),
        *_order_of_a_day(record, bearing),
        *moves_of_a_day(record),
    )


# --- doubts of the document ---------------------------------------------------------------------


def _doubts(record: Record) -> Iterator[OpenQuestion]:
    """What the text leaves open, where neither a way was taken nor one is recommended."""
    original = record.known.instruments.terms.original
    if not original.doubts or not record.facts:
        return
    first = record.facts[0]
    for name, doubt in undetermined(original):
        ways = ", ".join(doubt.ways)
        yield OpenQuestion(
            MissingInput(
                f"doubts/{name}",
                f"{doubt.question} No way of {ways} was taken, and none is recommended",
                doubt.clause or original.amendments.clause,
                posted_as="terms_amended",
            ),
            tuple({first.id: partial(_read_as, name, way)} for way in sorted(doubt.ways)),
            of_all=True,
        )


def _read_as(name: str, way: str, recorded: RecordedFact) -> RecordedFact:
    """The fact of a record under terms that are read in a way."""
    return replace(recorded, ways=(*recorded.ways, (name, way)))


def lives(found: Sequence[OpenQuestion], record: Record) -> Iterator[list[RecordedFact]]:
    """Records that are possible, in each of which every question has come out in some way.

    All of them would be too many. Every way of every question is in one of these; so is every way
    of it beside every way of each other question, as far as `AT_MOST` of them can hold that: what
    takes three questions to come out in one way, and no two of them tell, may be missed.
    """
    apart = range(min(len(found), APART))
    numbers = tuple(max(len(each.lives) for each in found[place::APART]) for place in apart)
    for ways in by_twos(numbers, AT_MOST):
        yield _lived(
            record,
            *(
                each.lives[min(ways[place % APART], len(each.lives) - 1)]
                for place, each in enumerate(found)
            ),
        )


def _lived(record: Record, *chosen: Life) -> list[RecordedFact]:
    """The facts of the record in one of its lives."""
    lived: dict[str, RecordedFact | None] = {each.id: each for each in record.facts}
    for life in chosen:
        for name, becomes in life.items():
            now = lived[name]
            lived[name] = None if now is None else becomes(now)
    return [each for each in lived.values() if each is not None]


# --- facts of one day of which the later would hold -----------------------------------------------


def _of_one_day(record: Record) -> Iterator[OpenQuestion]:
    """Facts of one kind, one day and about one thing that differ: which came last is not said."""
    about: dict[tuple[object, ...], list[RecordedFact]] = {}
    for recorded in record.facts:
        for thing in _things(recorded):
            about.setdefault(thing, []).append(recorded)
    seen: set[tuple[str, ...]] = set()
    for thing, found in about.items():
        names = tuple(each.id for each in found)
        if len({_says(each, thing[-1]) for each in found}) < 2 or names in seen:
            continue
        seen.add(names)
        yield OpenQuestion(_which_holds(found, record), tuple(_last_of(found)))


def _things(recorded: RecordedFact) -> Iterator[tuple[object, ...]]:
    """What a fact that takes the place of earlier ones is about, with its kind, life and day."""
    fact, replaces = recorded.fact, DECLARED[type(recorded.fact)].replaces
    if isinstance(fact, DelayInvoked):
        yield fact.kind, None, fact.happened_on, None
    if replaces is None:
        return
    place = fact.kind, recorded.registration_id, fact.happened_on
    named = [getattr(fact, name) for name in replaces.about]
    parts = [each for each in named if isinstance(each, Mapping)]
    for each in parts:
        yield from ((*place, name) for name in each)
    if not parts:
        yield (*place, *named, None)


def _says(recorded: RecordedFact, part: object) -> str:
    """What a fact says of the thing: all of it, or what it gives that part."""
    fact = recorded.fact
    if isinstance(fact, TermsAmended) and isinstance(part, str):
        return repr(fact.changes.get(part))
    return f"{recorded.registration_id}{recorded.content}"


def _last_of(found: Sequence[RecordedFact]) -> Iterator[Life]:
    """Each of them came last of the day, or alone holds."""
    replaces = DECLARED[type(found[0].fact)].replaces
    for last in found:
        if replaces is not None and replaces.alone:
            yield {each.id: _gone for each in found if each is not last}
        else:
            yield {last.id: _last}


def _gone(_: RecordedFact) -> None:
    """Nothing stands in the place of the fact."""


def _last(recorded: RecordedFact) -> RecordedFact:
    """The fact as the last of its day."""
    return replace(recorded, turn=1)


def _which_holds(found: Sequence[RecordedFact], record: Record) -> MissingInput:
    fact = found[0].fact
    kind = fact.kind.replace("_", " ")
    return MissingInput(
        f"order/{fact.kind}/{fact.happened_on}",
        f"which of the {len(found)} facts of {written_out(fact.happened_on)} ({kind}) came last: "
        "they differ, and the one that does not hold is to be corrected",
        _clause_of(fact, record.terms),
        posted_as="fact_corrected",
    )


def _clause_of(fact: Fact, terms: Terms) -> str:
    """The clause about which facts of a kind speak."""
    indemnity = terms.indemnity
    said: object = None
    match fact:
        case UndertakingReceived():
            said = indemnity.by_holders if indemnity else None
        case ClaimFact():
            said = indemnity.by_company if indemnity else None
        case TermsAmended():
            return terms.amendments.clause
        case HoldbackRequired() | HoldbackAdvised():
            said = terms.holdback
        case DelayInvoked():
            said = terms.delay
        case UnderwriterSelected():
            said = terms.underwriter_selection
        case MaximumAdvised():
            right = next(iter(terms.every_incidental), None)
            said = right.cutback if right else terms.takedown_cutback
        case AdditionsProposed() if terms.demand is not None:
            return terms.demand.additions_clause
        case _:
            pass
    clause: str | None = getattr(said, "clause", None)
    return clause or terms.registrable_securities.clause


# --- what came first of one day -----------------------------------------------------------------


def _order_of_a_day(record: Record, bearing: Container[str] | None) -> Iterator[OpenQuestion]:
    """What one Holder did twice on a day, where it is not recorded which came first.

    Its position was stated and changed, or its request taken back and made; or it asked on the very
    day of the last sale. An opening position stands before all.
    """
    known, opened = record.known, _new_holders(record.known)
    later = [
        (recorded, stated)
        for recorded, stated in known.of(PositionStated)
        if (stated.occurred_on, stated.holder) not in opened and stated.before_changes is None
    ]
    changed = _changed(known) if later else ()
    for recorded, stated in later:
        day = stated.occurred_on
        if (day, stated.holder) in changed or (day, None) in changed:
            yield which_first(
                recorded,
                "before_changes",
                f"what {stated.holder} holds from {written_out(stated.occurred_on)} on",
                record.terms.registrable_securities.clause,
            )
    yield from _asked_on_the_day_of_the_last_sale(record, bearing)
    yield from _asked_on_the_day_of_effectiveness(record, bearing)
    yield from _moved_on_the_day_of_fixing(record, bearing)
    joined = {
        (each.registration_id, asked.happened_on, asked.holder)
        for each, asked in known.of(JoinRequested)
    }
    for recorded, taken in known.of(Withdrawn) if joined else ():
        place = recorded.registration_id, taken.occurred_on
        same_day = sorted(holder for *where, holder in joined if tuple(where) == place)
        taking = [each for each in same_day if taken.holders is None or each in taken.holders]
        if taken.before_letters is None and taking:
            yield which_first(
                recorded,
                "before_letters",
                f"whether what {', '.join(taking)} asked for that day was taken back",
                record.terms.requisite_holders.clause,
            )


def _asked_on_the_day_of_the_last_sale(
    record: Record, bearing: Container[str] | None
) -> Iterator[OpenQuestion]:
    """Nothing more can be asked for once all is sold: of that very day the order decides."""
    for recorded, asked, facts in _requests(record):
        sold_on = facts.all_sold_on if bearing is None or recorded.id in bearing else None
        if sold_on is None or asked.before_sales is not None:
            continue
        if _reached_on(asked, record) != sold_on.value:
            continue
        yield which_first(
            recorded,
            "before_sales",
            f"whether {_who_ask(asked)} asked before the last share was sold",
            record.terms.effectiveness.clause,
        )


def _asked_on_the_day_of_effectiveness(
    record: Record, bearing: Container[str] | None
) -> Iterator[OpenQuestion]:
    """No statement covers what was asked for after it had become effective (QG16)."""
    asking: dict[str, tuple[RecordedFact, list[str]]] = {}
    silent = {
        declared.id: declared.registration_id
        for declared, fact in record.known.of(DeclaredEffective)
        if fact.before_requests is None
        and fact.covers is None
        and (bearing is None or declared.id in bearing)
    }
    names = {*silent.values()}
    for _, asked, facts in _requests(record) if silent else ():
        for declared, fact in facts.of(DeclaredEffective) if facts.registration_id in names else ():
            if declared.id in silent and fact.occurred_on == _reached_on(asked, record):
                _, who = asking.setdefault(declared.id, (declared, []))
                who.append(_who_ask(asked))
    for declared, who in asking.values():
        yield which_first(
            declared,
            "before_requests",
            f"whether the statement can cover what {' and '.join(who)} asked for that day",
            record.terms.effectiveness.clause,
        )


def _moved_on_the_day_of_fixing(
    record: Record, bearing: Container[str] | None
) -> Iterator[OpenQuestion]:
    """What moves before is shared out with the rest; afterwards nobody's part grows (2(f))."""
    takers = {each.taker for each in record.register.passed}
    for facts in record.registrations():
        told = fixing(facts)
        if not told or any(fact.before_changes is not None for _, fact in told):
            continue
        declared, fact = told[0]
        if bearing is not None and declared.id not in bearing:
            continue
        may_be_in = {None, *asked_in(facts), *takers}
        moved = [
            each
            for each in moved_beside(record, facts, fact.occurred_on)
            if not may_be_in.isdisjoint(whose(each))
        ]
        if moved and _may_decide(record, facts, moved):
            yield which_first(
                declared,
                "before_changes",
                "how many shares each may sell: shares moved on the day on which that was fixed",
                record.terms.effectiveness.clause,
            )


def _may_decide(record: Record, facts: AnyRegistration, moved: Sequence[RecordedFact]) -> bool:
    """Whether the order may tell for something; where all is left that was asked for, it does not.

    What is sold falls to what its Holder has left whichever came first, unless a maximum was
    advised, it is said whom the statement covers, or more was taken into it later.
    """
    if not all(isinstance(each.fact, SharesSold | SharesSoldInOffering) for each in moved):
        return True
    limits = (
        bool(facts.of(MaximumAdvised)),
        bool(facts.of(ProcedurePerformed)),
        any(fact.covers is not None for _, fact in facts.of(DeclaredEffective)),
    )
    if not any(limits):
        return False
    register, day = record.register, moved[0].fact.happened_on
    if register.splits or register.passed or turns_on_holdings(record.terms_of(facts)):
        return True
    asked = facts.once(shares_asked_in)
    sellers = {who for each in moved for who in whose(each) if who is not None}
    return any(asked[who] > register.registrable_shares(who, day) for who in sellers)


def _requests(
    record: Record,
) -> Iterator[tuple[RecordedFact, JoinRequested | LetterAdded, AnyRegistration]]:
    """Every request in a registration."""
    found: Sequence[tuple[RecordedFact, JoinRequested | LetterAdded]]
    found = record.known.of(JoinRequested, LetterAdded)
    for recorded, asked in found:
        facts = record.begun.get(recorded.registration_id or "")
        if facts is not None:
            yield recorded, asked, facts


def _reached_on(asked: JoinRequested | LetterAdded, record: Record) -> date:
    """The day on which a request reached the Company."""
    delivery = asked.delivery if isinstance(asked, JoinRequested) else asked.letter.delivery
    return reached_on(delivery, record.known.instruments.terms.on)


def _who_ask(asked: JoinRequested | LetterAdded) -> str:
    if isinstance(asked, JoinRequested):
        return asked.holder
    return " and ".join(each.holder for each in asked.letter.requests)


def _new_holders(known: Known) -> Collection[tuple[date, str]]:
    """The Holders first recorded, each with its day: what is then stated they hold at first."""
    return {(fact.occurred_on, fact.holder) for _, fact in known.of(HolderRecorded)}


def _changed(known: Known) -> Collection[tuple[date, str | None]]:
    """The Holders (None: all) whose position something changed, each with the day."""
    found: set[tuple[date, str | None]] = set()
    found |= {(fact.occurred_on, fact.holder) for _, fact in known.of(SharesSold)}
    found |= {(fact.occurred_on, fact.holder) for _, fact in known.of(PreferredConverted)}
    found |= {(fact.occurred_on, fact.holder) for _, fact in known.of(WarrantsExercised)}
    found |= {(fact.occurred_on, fact.holder) for _, fact in known.of(WarrantsExpired)}
    for _, sold in known.of(SharesSoldInOffering):
        if sold.seller_class == "holders":
            found.add((sold.occurred_on, sold.seller))
    for _, moved in known.of(SecuritiesTransferred):
        found |= {(moved.occurred_on, moved.holder), (moved.occurred_on, moved.transferee)}
    return found


# --- writings whose receipt is not known ----------------------------------------------------------


def _writings(record: Record, bearing: Container[str] | None) -> Iterator[OpenQuestion]:
    latest = record.facts[-1].fact.happened_on if record.facts else record.as_of
    for recorded in record.facts:
        fact = recorded.fact
        if bearing is not None and recorded.id not in bearing:
            continue
        if not holds_deliveries(type(fact)) or _was_followed(recorded, record):
            continue
        terms = record.known.instruments.terms.on(fact.happened_on)
        for place, delivery in deliveries(fact):
            if not turns_on_acknowledgement(delivery, terms):
                continue
            yield OpenQuestion(
                MissingInput(
                    "acknowledged_on",
                    whether_received(delivery, terms.notices.clause),
                    terms.notices.clause,
                    posted_as=None,
                    at="/".join((recorded.source, *map(str, place), "acknowledged_on")),
                ),
                tuple(_receipts(recorded, place, delivery, latest)),
            )


def _was_followed(asked: RecordedFact, record: Record) -> bool:
    """Whether what was asked for was done for that Holder by name: the request came."""
    fact = asked.fact
    return isinstance(fact, ProcedureRequested) and any(
        done.fact.holder == fact.holder and done.fact.procedure == fact.procedure
        for done in record.facts
        if isinstance(done.fact, ProcedurePerformed)
        and done.registration_id == asked.registration_id
    )


def _receipts(
    recorded: RecordedFact, place: Sequence[str | int], delivery: Delivery, latest: date
) -> Iterator[Life]:
    for sent in receipts(delivery, latest):
        yield {recorded.id: partial(_sent, place, sent)}


def _sent(place: Sequence[str | int], sent: Delivery, recorded: RecordedFact) -> RecordedFact:
    """The fact with another delivery in a place: what else is left open in it stays so."""
    return replace(recorded, fact=with_delivery(recorded.fact, place, sent))

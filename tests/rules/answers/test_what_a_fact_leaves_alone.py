"""A fact changes nothing that it should not: every answer not downstream of it stays as it was.

A fact is taken off a random record that can do without it, and the answers before and after are
compared value by value, sources left out: the lines of working are numbered anew. What is
downstream of a fact is what the agreement makes turn on it:

- a notice, advice on the maximum, shares to be added and a filing concern their own registration;
- so does a request to join, unless it measures a delay (2(g)) that is an occasion for all;
- a hold concerns its own registration and, of a shelf, what is sold off it;
- what becomes of a demand concerns the demands counted after it (2(a)(i), 2(e));
- a delay or prohibition is an occasion for every registration (2(g));
- an offering concerns demands not yet effective and sales not yet made (2(a)(i), 2(a)(iii)).
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.agreement.instruments import instruments
from app.rules.answers.sensitivity import Leaf, leaves
from app.rules.facts import DatedFact, Fact, RecordedFact, in_order
from app.rules.facts.holdings import (
    PreferredConverted,
    SharesSold,
    WarrantsExercised,
    WarrantsExpired,
)
from app.rules.facts.life.course import (
    ClosingFailed,
    ConversionCompleted,
    DeclaredEffective,
    DistributionCompleted,
    Filed,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    StopOrder,
    StopOrderLifted,
)
from app.rules.facts.life.participation import (
    AdditionsProposed,
    JoinRequested,
    MaximumAdvised,
    NoticeGiven,
    Withdrawn,
)
from app.rules.facts.life.requests import CompanyOfferingCommenced, TakedownRequested
from app.rules.facts.life.suspension import DelayInvoked, ProhibitionLifted, ProhibitionNoticed
from app.rules.facts.standing.withdrawal import wholly_withdrawn_on
from app.rules.reasoning.obligations import Obligation
from app.rules.record.guards.guards import objections
from app.rules.record.guards.life import life_objections
from app.rules.record.guards.posted import Posted
from app.rules.registrations.shown import RegistrationAnswer
from tests.rules.examples.random_records import LAST, TERMS, Record, answer, begun, numbered_records

Part = Callable[[RegistrationAnswer], object]

often = settings(max_examples=25, deadline=None)
randoms = st.randoms(use_true_random=True)


def without(record: Record, fact: RecordedFact) -> list[RecordedFact] | None:
    """The record without a fact, if the others could be recorded without it."""
    rest = [each for each in record if each is not fact]
    if fact.registration_id is None:
        possible = not any(objections(each, rest[:place], TERMS) for place, each in enumerate(rest))
        return rest if possible else None
    ruled = instruments(TERMS, sorted(rest, key=in_order))
    life: list[RecordedFact] = []
    for each in rest:
        if each.registration_id == fact.registration_id:
            if any(life_objections(Posted(each, life, ruled, TERMS))):
                return None
            life.append(each)
    return rest


def removals(
    record: Record, kinds: Collection[type[Fact]], random: Random
) -> Iterator[tuple[RecordedFact, list[RecordedFact]]]:
    """One fact of each of these kinds, and the record without it."""
    for kind in kinds:
        found = [each for each in record if isinstance(each.fact, kind)]
        if found:
            fact = random.choice(found)
            rest = without(record, fact)
            if rest is not None:
                yield fact, rest


def values(record: Record, name: str, part: Part, as_of: date = LAST) -> dict[str, Leaf]:
    return dict(leaves(part(answer(record, name, as_of).result)))


def whole(result: RegistrationAnswer) -> object:
    return result


def same(one: Record, other: Record, name: str, part: Part = whole) -> None:
    assert values(one, name, part) == values(other, name, part), name


def sold_off(record: Record, shelf: str | None) -> set[str]:
    """The sales off a shelf."""
    return {
        each.registration_id or ""
        for each in record
        if isinstance(each.fact, TakedownRequested) and each.fact.shelf == shelf
    }


def under_one_statement(record: Record, registration: str | None) -> set[str]:
    """A registration with the shelf that it is sold off, or the sales off it."""
    shelves = {
        each.fact.shelf
        for each in record
        if isinstance(each.fact, TakedownRequested) and each.registration_id == registration
    }
    of_shelf = next(iter(shelves), registration)
    return {registration or "", *shelves, *sold_off(record, of_shelf)}


def is_delayed(record: Record, registration: str | None) -> bool:
    uses = (DelayInvoked, ProhibitionNoticed)
    return any(
        each.registration_id == registration and isinstance(each.fact, uses) for each in record
    )


# --- other registrations -------------------------------------------------------------------------


@often
@given(numbered_records, randoms)
def test_of_one_registration_alone(record: Record, random: Random) -> None:
    kinds = (NoticeGiven, MaximumAdvised, Filed, StopOrderLifted)
    for fact, rest in removals(record, kinds, random):
        # Who is in a sale off a shelf decides what the shelf has left.
        for name in begun(record).keys() - under_one_statement(record, fact.registration_id):
            same(record, rest, name)


@often
@given(numbered_records, randoms)
def test_what_the_company_adds_concerns_what_a_standstill_may_defer(
    record: Record, random: Random
) -> None:
    for fact, rest in removals(record, (AdditionsProposed,), random):
        for name, kind in begun(record).items():
            if name != fact.registration_id and kind not in ENDED_BY:
                same(record, rest, name)


@often
@given(numbered_records, randoms)
def test_a_request_to_join_measures_delays_only(record: Record, random: Random) -> None:
    for fact, rest in removals(record, (JoinRequested,), random):
        if not is_delayed(record, fact.registration_id):
            for name in begun(record).keys() - {fact.registration_id}:
                same(record, rest, name)


@often
@given(numbered_records, randoms)
def test_what_becomes_of_a_statement(record: Record, random: Random) -> None:
    """It concerns demands if it is one, and sales off it if it is a shelf; of others nothing.

    Only the last sale off a shelf concerns the shelf, of which it may be the last share.
    """
    kinds = (
        StopOrder,
        ClosingFailed,
        MisstatementNoticeGiven,
        NewProspectusReceived,
        ConversionCompleted,
        DistributionCompleted,
    )
    for fact, rest in removals(record, kinds, random):
        of_which = begun(record)[fact.registration_id or ""]
        for name, kind in begun(record).items():
            counted = of_which == kind == "demand_received"
            sold = name in (
                under_one_statement(record, fact.registration_id)
                if isinstance(fact.fact, DistributionCompleted)
                else sold_off(record, fact.registration_id)
            )
            # Where the Company sells beside the Holders, its sale may start a standstill (QB15).
            deferred = kind in ENDED_BY and any(
                isinstance(each.fact, AdditionsProposed)
                and each.registration_id == fact.registration_id
                for each in record
            )
            if name != fact.registration_id and not (counted or sold or deferred):
                same(record, rest, name, _but_for_occasions)


def _but_for_occasions(result: RegistrationAnswer) -> object:
    """An answer without what turns on the occasions that other registrations used up.

    What becomes of a demand may refuse another, whose delays are then no occasions.
    """
    return (
        result.determination.decision,
        result.determination.conditions,
        result.windows.join,
        result.joins,
        result.allocation,
        result.effected,
        result.tallies,
    )


@often
@given(numbered_records, randoms)
def test_a_suspension_concerns_others_by_its_occasion_only(record: Record, random: Random) -> None:
    kinds = (DelayInvoked, ProhibitionNoticed, ProhibitionLifted)
    for fact, rest in removals(record, kinds, random):
        sold = sold_off(record, fact.registration_id)
        for name in begun(record).keys() - {fact.registration_id} - sold:
            same(record, rest, name, _but_for_what_is_delayed)


def _but_for_what_is_delayed(result: RegistrationAnswer) -> object:
    """An answer without its own delays and prohibitions, and the days that they move."""
    return (
        result.state if result.kind != "takedown" else None,
        result.windows.join,
        result.joins,
        result.allocation,
        result.effected,
        result.tallies,
        result.incidental,
    )


ENDED_BY: dict[str, tuple[type[DatedFact], ...]] = {
    "demand_received": (DeclaredEffective, Withdrawn),
    "takedown_requested": (DistributionCompleted, Withdrawn),
}


@often
@given(numbered_records, randoms)
def test_an_offering_concerns_what_is_still_to_be_done(record: Record, random: Random) -> None:
    for fact, rest in removals(record, (CompanyOfferingCommenced,), random):
        for name, kind in begun(record).items():
            own = [each.fact for each in record if each.registration_id == name]
            over: tuple[type[DatedFact], ...] = ENDED_BY.get(kind, ())
            ended = [
                each.occurred_on
                for each in own
                if isinstance(each, over) and not isinstance(each, Withdrawn)
            ]
            # Letters that come after all took back theirs may make a request anew.
            at_once = wholly_withdrawn_on(own) if Withdrawn in over else None
            ended += [at_once] if at_once else []
            untouched = kind in ("shelf_triggered", "registration_determined")
            if untouched or any(day <= fact.fact.happened_on for day in ended):
                same(record, rest, name)


@often
@given(numbered_records, randoms)
def test_a_position_of_a_later_day_concerns_nothing_before(record: Record, random: Random) -> None:
    """Securities that change hands after everything that happened to a registration.

    A conversion or exercise never changes a number: Registrable Securities are fully diluted.
    """
    for fact, rest in removals(record, (SharesSold, WarrantsExpired), random):
        for name in begun(record):
            last = max(each.fact.happened_on for each in record if each.registration_id == name)
            if (fact.fact.happened_on - last).days > 10:
                same(record, rest, name)
    for _, rest in removals(record, (PreferredConverted, WarrantsExercised), random):
        for name in begun(record):
            same(record, rest, name)


# --- the same registration -----------------------------------------------------------------------


def _of_others(holder: str) -> Part:
    """What concerns the other Holders of a registration: windows, requests to join, notice."""

    def part(result: RegistrationAnswer) -> object:
        return (
            tuple(each for each in result.windows.join if each.holder != holder),
            tuple(each for each in result.joins if each.holder != holder),
            tuple(
                each
                for each in result.obligations
                if each.id.startswith(("notice:", "include:")) and not each.id.endswith(holder)
            ),
        )

    return part


@often
@given(numbered_records, randoms)
def test_a_holders_notice_and_request_concern_no_other_holder(
    record: Record, random: Random
) -> None:
    for fact, rest in removals(record, (NoticeGiven, JoinRequested), random):
        name = fact.registration_id or ""
        if isinstance(fact.fact, NoticeGiven | JoinRequested):
            same(record, rest, name, _of_others(fact.fact.holder))


@often
@given(numbered_records, randoms)
def test_each_fact_reaches_its_own_part_of_the_answer(record: Record, random: Random) -> None:
    parts: dict[type[Fact], Part] = {
        NoticeGiven: lambda found: (found.delays, found.effected, found.overlays, found.tallies),
        MaximumAdvised: _but_for_shares,
        AdditionsProposed: _but_for_shares,
        MisstatementNoticeGiven: _but_for_the_period,
        NewProspectusReceived: _but_for_the_period,
        StopOrder: _but_for_orders,
        StopOrderLifted: _but_for_orders,
        ClosingFailed: _but_for_orders,
    }
    # In which registration the Company sold where it does not say turns on where it meant to.
    if any(isinstance(each.fact, CompanyOfferingCommenced) for each in record):
        del parts[AdditionsProposed]
    for kind, part in parts.items():
        for fact, rest in removals(record, (kind,), random):
            same(record, rest, fact.registration_id or "", part)


def _but_for_shares(result: RegistrationAnswer) -> object:
    """All but the allocation."""
    return (
        result.state,
        result.overlays,
        result.effected,
        result.determination,
        result.obligations,
        result.windows,
        result.joins,
        result.delays,
        result.tallies,
        result.incidental,
    )


RUN_WITH_THE_PERIOD = (
    "maintain",
    "commission_rules",
    "expedition",
    "misstatement_notice",
    "objectives",
    "own_misstatement_notice",
    "sale_actions",
)
"""The duties that last as long as the statement is kept effective."""


def _duties_but(result: RegistrationAnswer, *names: str) -> tuple[Obligation, ...]:
    """The duties of an answer without some, by what stands before the first colon of an id."""
    return tuple(each for each in result.obligations if each.id.partition(":")[0] not in names)


def _but_for_the_period(result: RegistrationAnswer) -> object:
    """All but holds, the sales that they stop, and the period that they make longer.

    With the period ends what was still to be done and what may still be asked: what has become of
    a duty or of a window may turn on it.
    """
    return (
        result.effected,
        result.determination,
        tuple(
            (each.id, each.obligor, each.due_on, each.performed_on)
            for each in _duties_but(result, "discontinuance", *RUN_WITH_THE_PERIOD)
        ),
        tuple(
            (each.holder, each.notice_received_on, each.last_day) for each in result.windows.join
        ),
        result.joins,
        result.delays,
        result.prohibitions,
        result.allocation,
        result.tallies,
        result.shelf,
        result.incidental,
    )


def _but_for_orders(result: RegistrationAnswer) -> object:
    """All but the flag that orders and failed closings turn, the order's end and the bar.

    Nor is a statement kept effective against which an order stands on its last day.

    With the flag a demand gives back what it used up: how many are left with it, too.
    """
    return (
        result.state,
        result.determination,
        _duties_but(result, "withdrawal_of_order", "maintain"),
        result.windows,
        result.joins,
        result.delays,
        result.prohibitions,
        result.suspension_budget,
        result.allocation,
        result.tallies.requisite,
        result.shelf,
        result.incidental,
    )

"""The law of holding once the shares are shared out (1(i), 2(f), 9(f), 9(h), QG5).

Three Holders sell, pass on, take back and split shares before and after the day on which the
allocation is fixed: shares that one gives up by then go to others, who part with theirs later. From
that day on nobody is allotted more than it then was, but by what passed to it since; all together
are allotted no more; and nobody is allotted more than it holds and has sold.

Seen to fail, by `progress/allotment.py`: shares not held to what its Holder has left; a place that
passes along by a transfer of the day of the allotment or before; a place passed on by one who can
still fill it (a giver cut back to fewer shares than it has left would grow).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.rules.facts.holdings import SecuritiesTransferred
from app.rules.registrations.cutback.selling import Allocation
from tests.api.bodies import (
    Json,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    join,
    letter,
    maximum,
    notice,
    own_registration,
    shelf,
    sold,
    sold_in_offering,
    split,
    takedown,
    transfer,
    withdrawn,
)
from tests.rules.examples.random_records import HOLDERS, START, Record, answer, on, recorded
from tests.rules.registrations.laws.test_holding_laws import (
    RATIOS,
    comes_to_the_same,
    holds_what_it_is_in_for,
    progress,
    splits_between,
)

Facts = Iterator[tuple[str | None, Json]]
HELD, FIXED = 100_000, 60
"""What each holds at first, and the day on which most allocations are fixed, from the first."""


def allotted_record(random: Random, splits: bool = True) -> Record:
    """One registration that all three ask for, with what moves before and after its allotment."""
    facts = [*_opening(), *_registration(random)]
    moved = [random.choice([30, 45, FIXED, FIXED]) for _ in range(random.randint(1, 4))]
    moved += [random.randint(FIXED + 1, FIXED + 60) for _ in range(random.randint(2, 4))]
    moves = [_move(random, number) for number in moved]
    kept = [each for each in moves if splits or each[1]["kind"] != "stock_split"]
    return recorded((*facts, *kept))


def _opening() -> Facts:
    for each in HOLDERS:
        yield None, fact("holder_recorded", "1998-04-10", holder=each, name=each)
        yield None, fact("position_stated", "1998-04-10", holder=each, common=HELD)


def _registration(random: Random) -> Facts:
    asked = {each: random.choice([30_000, 60_000, HELD]) for each in HOLDERS}
    match random.choice(["demand", "incidental", "incidental", "takedown", "takedown"]):
        case "demand":
            letters = demand(letter(handed_over(on(0)), asked), underwritten=True)
            yield "it", {"kind": "demand_received", **letters}
            yield from _effective("it", FIXED)
        case "incidental":
            own = own_registration(occurred_on=on(0), planned_filing_on=None, company_shares=50_000)
            yield "it", {"kind": "registration_determined", **own}
            yield from _joined(asked)
            yield "it", maximum(on(24), random.randint(60_000, 300_000), in_writing=True)
            yield from _effective("it", FIXED)
        case _:
            dates = {"conversion_proposed_on": on(-60), "certificate_date": on(0)}
            wanted = shelf(letter(handed_over(on(-60)), dict.fromkeys(HOLDERS, HELD)), **dates)
            yield "shelf", {"kind": "shelf_triggered", **wanted}
            yield from _effective("shelf", 0)
            yield "shelf", conversion(on(1))
            off_it = takedown("shelf", letter(handed_over(on(3)), asked))
            yield "it", {"kind": "takedown_requested", **off_it}
            yield "it", maximum(on(24), random.randint(30_000, 200_000), in_writing=True)
            yield "it", sold_in_offering(on(FIXED), random.choice(HOLDERS), 1_000)


def _effective(name: str, number: int) -> Facts:
    yield name, filed(on(number - 20))
    yield name, declared_effective(on(number))


def _joined(asked: dict[str, int]) -> Facts:
    for holder, shares in asked.items():
        yield "it", notice(holder, handed_over(on(1)))
        yield "it", join(holder, shares, handed_over(on(2)))


def _move(random: Random, number: int) -> tuple[str | None, Json]:
    day, whom = on(number), random.choice(HOLDERS)
    to = random.choice(["delta", *(each for each in HOLDERS if each != whom)])
    shares = random.choice([10_000, 40_000, 70_000, HELD])
    limb = {"affiliate": random.random() < 0.7, "restricted_in_writing": True}
    moved = transfer(day, whom, to, 0, common=shares, **limb)
    moves: list[tuple[str | None, Json]] = [
        (None, sold(day, whom, shares)),
        (None, sold(day, whom, shares)),
        (None, moved),
        (None, moved),
        (None, split(day, *random.choice([(2, 1), (1, 2), (3, 2)]))),
        ("it", sold_in_offering(day, whom, random.choice([1_000, 20_000]))),
        ("it", withdrawn(day, whom)),
        (None, fact("position_stated", day, holder=whom, common=HELD)),
    ]
    return random.choice(moves)


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=True).map(allotted_record))
def test_nobody_is_allotted_more_than_it_then_was_or_still_has(record: Record) -> None:
    found = progress(record, "it", START + timedelta(days=FIXED + 60)).history.fixed_on
    if found is None:
        return
    fixed_on = found.value
    fixed = answer(record, "it", fixed_on).result.allocation
    if any(line.included is None for line in fixed.lines):
        return  # it is not recorded whether what moved that day moved before
    first = allotted(fixed)
    for day in sorted(
        {each.fact.happened_on for each in record if each.fact.happened_on > fixed_on}
    ):
        now = allotted(holds_what_it_is_in_for(record, "it", day))
        ratio = splits_between(record, fixed_on, day)
        assert sum(now.values()) <= sum(first.values()) * ratio
        for holder, shares in now.items():
            was = first.get(holder, 0) * ratio
            assert 0 <= shares <= was + passed_to(holder, record, fixed_on, day)
            event("came along" if shares > was else "fell" if shares < was else "stayed")


def allotted(allocation: Allocation) -> dict[str, int]:
    """The Holders' shares in an allocation."""
    return {
        line.seller: line.included
        for line in allocation.lines
        if line.seller_class == "holders" and line.included is not None
    }


def passed_to(holder: str, record: Record, since: date, until: date) -> Fraction:
    """What was transferred to a Holder after one day, through another, in shares of that day."""
    return sum(
        (
            (each.fact.common or 0) * splits_between(record, each.fact.occurred_on, until)
            for each in record
            if isinstance(each.fact, SecuritiesTransferred)
            and each.fact.transferee == holder
            and since < each.fact.occurred_on <= until
        ),
        Fraction(0),
    )


@settings(max_examples=40, deadline=None)
@given(
    st.randoms(use_true_random=True).map(lambda random: allotted_record(random, splits=False)),
    st.sampled_from(RATIOS),
    st.integers(20, FIXED + 50),
    st.integers(0, 60),
)
def test_a_place_that_passed_is_split_as_one_asked_for(
    record: Record, ratio: Fraction, number: int, later: int
) -> None:
    """Seen to fail: what came by transfer left in old shares (`joining/covered.py`)."""
    on = START + timedelta(days=number)
    comes_to_the_same(record, ratio, on, on + timedelta(days=later))

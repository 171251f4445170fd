"""Lost days given back: each calendar day once, in whichever order they became known."""

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.effectiveness.shelf_period import ShelfEnd, ShelfLife, shelf_end
from app.rules.registrations.effectiveness.tolling import Stretch, extend
from app.rules.terms.clocks.periods import DaysGivenBack
from tests.rules.examples.periods import DAYS, FIRST, RUNS, days_of, length, matter, on, run

V = date(1999, 3, 15)


def end_of(
    prohibitions: list[Run],
    discontinuances: list[Run] | None = None,
    all_sold_on: date | None = None,
    **readings: object,
) -> ShelfEnd:
    under = matter(**readings)
    assert under.terms.shelf_period is not None
    shelf = ShelfLife(
        mandatory_conversion_on=on(V),
        prohibitions=tuple(prohibitions),
        discontinuances=tuple(discontinuances or []),
        all_sold_on=None if all_sold_on is None else on(all_sold_on),
    )
    return shelf_end(shelf, under.terms.shelf_period, under)


def value(day: Sourced[date] | None) -> date:
    assert day is not None
    return day.value


@given(RUNS, st.randoms())
def test_the_order_of_the_stretches_does_not_matter(runs: list[Run], random: Random) -> None:
    shuffled = random.sample(runs, len(runs))
    for overlap in ("union", "sum"):
        as_given = end_of(runs, tolling_overlap=overlap).extension
        otherwise = end_of(shuffled, tolling_overlap=overlap).extension
        assert value(as_given.end) == value(otherwise.end)


@given(RUNS, RUNS)
def test_each_calendar_day_is_given_back_once(prohibited: list[Run], stopped: list[Run]) -> None:
    found = end_of(prohibited, stopped).extension
    lost = set().union(*map(days_of, [*prohibited, *stopped]))
    assert found.days is not None
    assert found.days.value == len(lost)
    assert found.days.value <= sum(map(length, [*prohibited, *stopped]))


KINDS = ("prohibition", "hold")
LIMITS = st.none() | st.integers(1, 40)


def limited(
    prohibited: list[Run], stopped: list[Run], limits: tuple[int | None, int | None]
) -> int:
    """The days given back where the terms limit those of prohibitions and those of holds."""
    under, stretches = matter(), list[Stretch]()
    for name, runs, limit in zip(KINDS, (prohibited, stopped), limits, strict=True):
        term = DaysGivenBack(clause="2", counting="inclusive", overlap="once", limit=limit)
        stretches += [Stretch(name, term, x.first_day, x.last_day, name) for x in runs]
    days = extend(on(date(2001, 1, 8)), stretches, None, "2", under).days
    assert days is not None
    return days.value


@given(RUNS, RUNS, LIMITS, LIMITS)
def test_each_kind_gives_back_what_its_limit_allows(
    prohibited: list[Run], stopped: list[Run], most: int | None, most_of_holds: int | None
) -> None:
    """Shared days are laid to the kind that has room for them: found here one day after another."""
    of_one, of_other = (set[date]().union(*map(days_of, x)) for x in (prohibited, stopped))
    shared, alone = of_one & of_other, (len(of_one - of_other), len(of_other - of_one))
    limits = [len(x) if y is None else y for x, y in ((of_one, most), (of_other, most_of_holds))]
    by_themselves = [min(*each) for each in zip(alone, limits, strict=True)]
    room = sum(limits) - sum(by_themselves)
    expected = sum(by_themselves) + min(len(shared), room)
    assert limited(prohibited, stopped, (most, most_of_holds)) == expected


@given(RUNS, RUNS, LIMITS, LIMITS, RUNS)
def test_one_stop_more_never_gives_back_fewer_days(
    prohibited: list[Run],
    stopped: list[Run],
    most: int | None,
    most_of_holds: int | None,
    more: list[Run],
) -> None:
    limits = most, most_of_holds
    before = limited(prohibited, stopped, limits)
    assert limited([*prohibited, *more], stopped, limits) >= before
    assert limited(prohibited, [*stopped, *more], limits) >= before


@given(RUNS, DAYS | st.none())
def test_the_period_ends_before_its_base_end_only_when_all_is_sold(
    runs: list[Run], all_sold_on: date | None
) -> None:
    found = end_of(runs, all_sold_on=all_sold_on)
    base, end = value(found.base_end), value(found.extension.end)
    assert end >= base or end == all_sold_on
    assert all_sold_on is None or end <= all_sold_on


@given(RUNS, DAYS)
def test_an_open_stretch_keeps_the_period_from_ending(runs: list[Run], day: date) -> None:
    first = min(day, date(2000, 3, 15))
    still = run(first, None)
    assert end_of([*runs, still]).extension.end is None
    sold = end_of([*runs, still], all_sold_on=date(2001, 1, 8))
    assert value(sold.extension.end) == date(2001, 1, 8)


def test_a_stretch_after_the_end_gives_nothing_back() -> None:
    ended = value(end_of([]).extension.end)
    late = run(ended + timedelta(days=1), ended + timedelta(days=10))
    assert value(end_of([late]).extension.end) == ended
    in_time = run(ended, ended + timedelta(days=9))
    assert value(end_of([in_time]).extension.end) == ended + timedelta(days=10)
    assert value(end_of([in_time, late]).extension.end) == ended + timedelta(days=11)


def test_the_missing_end_is_named() -> None:
    under = matter()
    assert under.terms.shelf_period is not None
    shelf = ShelfLife(mandatory_conversion_on=on(V), discontinuances=(run(FIRST, None),))
    shelf_end(shelf, under.terms.shelf_period, under)
    assert [each.name for each in under.working.missing] == ["discontinuances/last_day"]

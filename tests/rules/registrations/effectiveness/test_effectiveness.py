"""The 180 days of a registration statement and what holds add to them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.reasoning.matter import Matter
from app.rules.registrations.effectiveness.effectiveness import (
    EffectiveLife,
    EffectivenessEnd,
    Hold,
    effectiveness_end,
)
from tests.rules.examples.periods import matter, on

E = date(1999, 7, 14)
BASE = date(2000, 1, 10)
RECEIPTS = st.lists(
    st.tuples(st.integers(0, 150), st.integers(0, 40), st.integers(0, 40)), max_size=5
)


def hold(notice: date | None, by_holder: date | None = None, **received: date | None) -> Hold:
    return Hold(
        None if notice is None else on(notice),
        None if by_holder is None else on(by_holder),
        {holder: None if day is None else on(day) for holder, day in received.items()},
    )


def end_of(
    *holds: Hold, disposed: date | None = None, under: Matter | None = None
) -> EffectivenessEnd:
    life = EffectiveLife(on(E), holds, (), None if disposed is None else on(disposed))
    return effectiveness_end(life, under or matter())


def last(found: EffectivenessEnd) -> date:
    assert found.extension.end is not None
    return found.extension.end.value


def holds_of(drawn: list[tuple[int, int, int]]) -> list[Hold]:
    return [
        hold(
            E + timedelta(days=begins),
            a=E + timedelta(days=begins + first),
            b=E + timedelta(days=begins + second),
        )
        for begins, first, second in drawn
    ]


@given(RECEIPTS)
def test_it_never_ends_early_and_each_holder_alone_has_no_more_than_all(
    drawn: list[tuple[int, int, int]],
) -> None:
    holds = holds_of(drawn)
    together = last(end_of(*holds))
    assert together >= BASE
    alone = end_of(*holds, under=matter(sec3c_holder_basis="per_holder"))
    assert BASE <= last(alone) <= together
    for each in alone.by_holder.values():
        assert each.end is not None
        assert each.end.value <= last(alone)


@given(RECEIPTS, st.integers(0, 200))
def test_disposal_of_everything_ends_it(drawn: list[tuple[int, int, int]], after: int) -> None:
    disposed = E + timedelta(days=after)
    assert last(end_of(*holds_of(drawn), disposed=disposed)) == min(
        disposed, last(end_of(*holds_of(drawn)))
    )


@pytest.mark.parametrize("received", [{"a": None}, {"a": date(1999, 10, 4), "b": None}, {}])
def test_it_cannot_end_while_a_prospectus_is_awaited(received: dict[str, date | None]) -> None:
    under = matter()
    found = end_of(hold(date(1999, 10, 1), **received), under=under)
    assert found.extension.end is None
    assert found.base_end is not None
    assert found.base_end.value == BASE
    (missing,) = under.working.missing
    assert missing.name.startswith("received")


def test_a_holder_who_has_his_prospectus_has_his_own_end() -> None:
    waiting = hold(date(1999, 10, 1), a=date(1999, 10, 4), b=None)
    found = end_of(waiting, under=matter(sec3c_holder_basis="per_holder"))
    assert found.extension.end is None
    ends = {holder: each.end and each.end.value for holder, each in found.by_holder.items()}
    assert ends == {"a": BASE + timedelta(days=4), "b": None}


def test_a_holders_own_notice_counts_only_without_one_of_the_company() -> None:
    both = hold(date(1999, 10, 5), date(1999, 10, 1), a=date(1999, 10, 8))
    own = hold(None, date(1999, 10, 1), a=date(1999, 10, 8))
    assert last(end_of(both)) == BASE + timedelta(days=4)
    assert last(end_of(own)) == BASE + timedelta(days=8)
    literal = matter(holder_notice_start="company_notice_only")
    assert last(end_of(own, under=literal)) == BASE

"""What becomes of an obligation by its days: the day before, the day, the day after.

Due on Thursday 20 May 1999, or, where two clauses may set it, from the 18th to the 20th.
"""

from datetime import date

import pytest

from app.rules.reasoning.days.between import between
from app.rules.reasoning.obligations import (
    Obligation,
    Owing,
    Performance,
    days_late,
    days_left,
    done_in_time,
    is_over_by,
    late,
    owed,
    status_of,
)
from app.rules.reasoning.trace import Sourced
from app.rules.terms.vocabulary import Standard
from tests.rules.examples.parties import matter

BETWEEN = between(Sourced(date(1999, 5, 18), "step:1"), Sourced(date(1999, 5, 20), "step:2"))


def may(day: int) -> date:
    return date(1999, 5, day)


def maybe(day: int | None) -> date | None:
    return None if day is None else may(day)


def on(day: int | None) -> Sourced[date] | None:
    return None if day is None else Sourced(may(day), "fact:done#/occurred_on")


@pytest.mark.parametrize(
    ("done", "in_time", "days"),
    [(None, None, None), (19, True, 0), (20, True, 0), (21, False, 1), (23, False, 3)],
)
def test_what_is_done_on_the_due_day_is_in_time(
    done: int | None, in_time: bool | None, days: int | None
) -> None:
    assert done_in_time(on(20), on(done)) is in_time
    assert days_late(may(20), maybe(done)) == days


@pytest.mark.parametrize(
    ("done", "in_time", "days"),
    [(17, True, 0), (18, True, 0), (19, None, None), (20, None, None), (21, False, None)],
)
def test_between_two_days_it_is_not_known_whether_it_was_in_time(
    done: int, in_time: bool | None, days: int | None
) -> None:
    """What was done by the earlier was in time by either; after the later it was late by either."""
    assert done_in_time(None, on(done), BETWEEN) is in_time
    found = late(None, on(done), "5", matter().working, BETWEEN)
    assert (found.value if found else None) == days


@pytest.mark.parametrize(("as_of", "left"), [(18, 2), (19, 1), (20, 0), (21, 0)])
def test_no_days_are_left_from_the_due_day_on(as_of: int, left: int) -> None:
    assert days_left(may(20), may(as_of)) == left


@pytest.mark.parametrize(
    ("standard", "done", "as_of", "status"),
    [
        (None, None, 19, "open"),
        (None, None, 20, "open"),
        (None, None, 21, "breached"),
        ("promptly", None, 20, "open"),
        ("promptly", None, 21, "overdue_review"),
        (None, 20, 25, "performed"),
        (None, 21, 25, "performed_late"),
        ("promptly", 21, 25, "performed_late"),
        (None, None, None, "open"),
    ],
)
def test_an_obligation_is_broken_the_day_after_its_last(
    standard: Standard | None, done: int | None, as_of: int | None, status: str
) -> None:
    found = status_of(
        due_on=may(20),
        standard=standard,
        performed_on=maybe(done),
        as_of=maybe(as_of),
    )
    assert found == status


def to_file(
    as_of: int, outcome: Performance, *, due: int | None = 20, begins: int | None = None
) -> Obligation:
    """A duty that leaves its trace in any case, as it stands on a day in May."""
    asked = matter()
    owing = Owing(
        duty="file",
        id="file",
        obligor="ctc",
        obligees=("spectrum",),
        action="File.",
        clause="3(a)(i)",
        trigger="fact:asked#",
        begins_on=on(begins),
    )
    return owed(owing, asked.working, may(as_of), due=on(due), outcome=outcome)


@pytest.mark.parametrize(("as_of", "status"), [(9, "not_yet_due"), (10, "open"), (20, "open")])
def test_what_begins_later_is_not_yet_due_before(as_of: int, status: str) -> None:
    assert to_file(as_of, Performance(), begins=10).status == status


@pytest.mark.parametrize(
    ("done", "status"),
    [
        (17, "performed"),
        (18, "performed"),
        (19, "performed_perhaps_late"),
        (20, "performed_perhaps_late"),
        (21, "performed_late"),
    ],
)
def test_what_was_done_between_two_possible_last_days_was_perhaps_late(
    done: int, status: str
) -> None:
    asked = matter()
    owing = Owing("file", "file", "ctc", ("spectrum",), "File.", "3(a)(i)", "fact:asked#")
    outcome = Performance(on(done))
    found = owed(owing, asked.working, may(25), due_between=BETWEEN, outcome=outcome)
    assert found.status == status


@pytest.mark.parametrize(
    ("as_of", "ended", "over"),
    [
        # Still to be done, whatever its day.
        (20, 15, True),
        (20, 25, True),
        # Broken from the 21st: the end of the 20th, its last day, came before that.
        (22, 19, True),
        (22, 20, True),
        (22, 21, False),
        (22, 22, False),
    ],
)
def test_an_end_takes_away_what_would_be_broken_only_later(
    as_of: int, ended: int, over: bool
) -> None:
    """A right ends at the beginning of its first day without: what was due by then stays owed."""
    assert is_over_by(to_file(as_of, Performance()), may(ended)) is over


def test_what_was_done_no_end_takes_away() -> None:
    assert not is_over_by(to_file(22, Performance(on(19))), may(15))

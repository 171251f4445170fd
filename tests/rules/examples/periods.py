"""What the tests of periods share: the 1998 agreement under any readings, and days to draw from."""

from datetime import date, timedelta

from hypothesis import strategies as st

from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms import with_readings
from app.services.agreements.templates import template

FIRST = date(1999, 3, 15)
DAYS = st.integers(0, 700).map(lambda number: FIRST + timedelta(days=number))
RUNS = st.lists(
    st.builds(
        lambda first, length: run(first, first + timedelta(days=length)),
        st.integers(0, 360).map(lambda number: FIRST + timedelta(days=number)),
        st.integers(0, 59),
    ),
    max_size=6,
)


def matter(**readings: object) -> Matter:
    return open_matter(with_readings(template("ctc-1998").terms, readings))


def on(day: date) -> Sourced[date]:
    return Sourced(day, "request:/day")


def run(first: date, last: date | None) -> Run:
    return Run(on(first), None if last is None else on(last))


def length(each: Run) -> int:
    assert each.last_day is not None
    return (each.last_day.value - each.first_day.value).days + 1


def days_of(each: Run) -> set[date]:
    return {each.first_day.value + timedelta(days=number) for number in range(length(each))}

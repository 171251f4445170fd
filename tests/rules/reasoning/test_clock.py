"""Clocks against brute force: stepping day by day, and choosing among all days at once."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.rules.reasoning.days.clock import ClockDay, Happenings, day_of, lies_in, passed
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.clock import Clock, Conditions, Span
from app.services.agreements.templates import template

TERMS = template("ctc-1998").terms
CLOCK: TypeAdapter[Clock] = TypeAdapter(Clock)
CONDITIONS: TypeAdapter[Conditions] = TypeAdapter(Conditions)
MOMENTS = ("ipo.effective", "ipo.closed", "event.closing", "agreement.dated")
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
AS_OF = date(2031, 1, 1)
ONE_DAY = timedelta(days=1)
LAW = settings(derandomize=True, max_examples=150, deadline=None)


def happenings(days: Mapping[str, date], as_of: date = AS_OF) -> Happenings:
    return Happenings(as_of, {name: Sourced(day, "fact:x") for name, day in days.items()})


def found(document: Any, days: Mapping[str, date], **more: Any) -> tuple[ClockDay, Matter]:
    matter = open_matter(TERMS)
    clock = CLOCK.validate_python(document)
    return day_of(clock, happenings(days), matter, "/somewhere", **more), matter


def the_day(document: Any, days: Mapping[str, date], **more: Any) -> date | None:
    day = found(document, days, **more)[0].day
    return day.value if day else None


def stepped(start: date, count: int, unit: str, step: timedelta, first: bool) -> date:
    """One day at a time; the first day counts only if it is one of those that are counted."""
    business = open_matter(TERMS).almanac.business_days

    def counts(day: date) -> bool:
        return unit == "day" or business.is_business_day(day)

    day, left = start, count - (1 if first and counts(start) else 0)
    while left:
        day += step
        left -= counts(day)
    return day


@given(
    DAYS,
    st.integers(1, 60),
    st.sampled_from(["day", "business_day"]),
    st.sampled_from(["after", "before"]),
    st.booleans(),
)
@LAW
def test_days_are_counted_as_if_stepped_through(
    start: date, count: int, unit: str, direction: str, first: bool
) -> None:
    document = {"count": count, "unit": unit, direction: "ipo.closed"}
    document |= {"first_day": "included"} if first else {}
    step = ONE_DAY if direction == "after" else -ONE_DAY
    assert the_day(document, {"ipo.closed": start}) == stepped(start, count, unit, step, first)


@given(DAYS, st.integers(0, 40), st.sampled_from(["last_day", "next_day"]))
@LAW
def test_months_end_on_the_same_day_or_as_the_clock_says(
    start: date, count: int, short: str
) -> None:
    document = {"count": count, "unit": "month", "after": "ipo.closed", "short_month": short}
    day = the_day(document, {"ipo.closed": start})
    first = date(start.year, start.month, 1)
    for _ in range(count):
        first = (first + timedelta(days=31)).replace(day=1)
    last = monthrange(first.year, first.month)[1]
    if start.day <= last:
        assert day == first.replace(day=start.day)
    else:
        end = first.replace(day=last)
        assert day == (end if short == "last_day" else end + ONE_DAY)


@given(
    st.lists(st.tuples(st.sampled_from(MOMENTS), st.integers(0, 90)), min_size=2, max_size=5),
    st.dictionaries(st.sampled_from(MOMENTS), DAYS),
)
@LAW
def test_of_several_the_earliest_that_is_known_and_the_latest_of_all(
    counted: list[tuple[str, int]], days: dict[str, date]
) -> None:
    clocks = [{"count": count, "unit": "day", "after": moment} for moment, count in counted]
    known = [days[name] + timedelta(days=count) for name, count in counted if name in days]
    missing = tuple(dict.fromkeys(name for name, _ in counted if name not in days))
    first, _ = found({"earliest": clocks}, days)
    assert (first.day.value if first.day else None) == min(known, default=None)
    assert set(first.waits_for) == set(missing)
    assert first.provisional == (bool(known) and bool(missing))
    last, _ = found({"latest": clocks}, days)
    assert (last.day.value if last.day else None) == (max(known) if not missing else None)
    assert set(last.waits_for) == set(missing)


@given(DAYS, DAYS, st.sampled_from(["on", "strict"]), st.sampled_from(["on", "strict"]), DAYS)
@LAW
def test_a_span_holds_the_days_between_its_edges(
    opens: date, closes: date, first: str, last: str, day: date
) -> None:
    span = Span.model_validate(
        {
            "from": {"at": "ipo.effective", "edge": first},
            "until": {"at": "ipo.closed", "edge": last},
        }
    )
    known = happenings({"ipo.effective": opens, "ipo.closed": closes}, as_of=day)
    begun = opens < day or (opens == day and first == "on")
    going = day < closes or (day == closes and last == "on")
    assert lies_in(span, known, open_matter(TERMS)).passed == (begun and going)


class TestWhatHasNoDay:
    def test_names_what_it_waits_for(self) -> None:
        clock, matter = found({"count": 9, "unit": "day", "after": "event.closing"}, {})
        assert (clock.day, clock.waits_for) == (None, ("event.closing",))
        assert matter.working.steps == []

    def test_an_expected_day_counts_and_says_so(self) -> None:
        known = Happenings(AS_OF, {}, {"event.closing": Sourced(date(2030, 3, 1), "terms:/x")})
        clock = CLOCK.validate_python({"count": 9, "unit": "day", "after": "event.closing"})
        made = day_of(clock, known, open_matter(TERMS), "/somewhere")
        assert made.day is not None
        assert (made.day.value, made.expected, made.waits_for) == (
            date(2030, 3, 10),
            True,
            ("event.closing",),
        )

    def test_an_unknown_test_makes_the_whole_unknown_and_lists_what_each_would_give(self) -> None:
        """The form is not known: forty or seventy-five days from 1 March 2030."""
        clock, _ = found(
            {
                "cases": [
                    {
                        "if": {"form": ["S-3"]},
                        "then": {"count": 40, "unit": "day", "after": "ipo.closed"},
                    },
                    {"then": {"count": 75, "unit": "day", "after": "ipo.closed"}},
                ]
            },
            {"ipo.closed": date(2030, 3, 1)},
        )
        assert (clock.day, clock.waits_for) == (None, ("form",))
        assert [each.value for each in clock.could_be] == [date(2030, 4, 10), date(2030, 5, 15)]


class TestASingleClock:
    def test_is_explained_by_the_moment_it_counts_from(self) -> None:
        clock, matter = found(
            {"count": 20, "unit": "day", "after": "notice.sent"},
            {"notice.sent": date(2030, 6, 3), "notice.received": date(2030, 6, 6)},
        )
        assert clock.day is not None
        assert clock.day.value == date(2030, 6, 23)
        (step,) = matter.working.steps
        assert step.says == (
            "20 days after the sending of the notice (3 June 2030) is Sunday, 23 June 2030."
        )
        assert [each.name for each in step.inputs] == ["notice.sent", "count"]

    def test_gives_back_days_before_it_rolls(self) -> None:
        """3 June 2030 and 20 days is Sunday the 23rd; with 7 given back Sunday the 30th."""
        day = the_day(
            {"count": 20, "unit": "day", "after": "ipo.closed"},
            {"ipo.closed": date(2030, 6, 3)},
            given_back=Sourced(7, "fact:x"),
            rolls=True,
        )
        assert day == date(2030, 7, 1)

    def test_rolls_only_as_the_last_day_of_an_act_counted_forward(self) -> None:
        sunday = {"ipo.closed": date(2030, 6, 23)}
        assert the_day({"at": "ipo.closed"}, sunday) == date(2030, 6, 23)
        assert the_day({"at": "ipo.closed"}, sunday, rolls=True) == date(2030, 6, 24)
        assert the_day({"at": "ipo.closed", "roll": "none"}, sunday, rolls=True) == date(
            2030, 6, 23
        )
        before = {"count": 0, "unit": "day", "before": "ipo.closed"}
        assert the_day(before, sunday, rolls=True) == date(2030, 6, 23)

    def test_counts_from_another_clock(self) -> None:
        """A hundred and ten days from the anniversary: 1 March 2021 and 110 days is 19 June."""
        day = the_day(
            {
                "count": 110,
                "unit": "day",
                "after": {"count": 1, "unit": "year", "after": "event.closing"},
            },
            {"event.closing": date(2020, 3, 1)},
        )
        assert day == date(2021, 6, 19)

    def test_the_first_day_on_which_both_are_so_is_the_later(self) -> None:
        document = {"when": [{"happened": "ipo.closed"}, {"happened": "event.closing"}]}
        days = {"ipo.closed": date(2020, 3, 1), "event.closing": date(2020, 5, 1)}
        assert the_day(document, days) == date(2020, 5, 1)
        assert the_day(document, {"ipo.closed": date(2020, 3, 1)}) is None

    def test_a_moment_too_late_never_passes(self) -> None:
        document = {"when": {"happened": "ipo.closed", "by": {"date": "2020-02-01"}}}
        assert the_day(document, {"ipo.closed": date(2020, 3, 1)}) is None
        assert the_day(document, {"ipo.closed": date(2020, 1, 1)}) == date(2020, 1, 1)


def test_conditions_know_three_answers() -> None:
    known = happenings({"ipo.closed": date(2030, 3, 1)}, as_of=date(2030, 3, 1))

    def answer(document: Any) -> bool | None:
        return passed(CONDITIONS.validate_python(document), known, open_matter(TERMS)).passed

    happened, not_yet = {"happened": "ipo.closed"}, {"happened": "event.closing"}
    unknown = {"reviewed": True}
    assert answer(happened) is True
    assert answer(not_yet) is False
    assert answer(unknown) is None
    assert answer({"not": unknown}) is None
    assert answer({"any": [unknown, happened]}) is True
    assert answer({"any": [unknown, not_yet]}) is None
    assert answer([unknown, not_yet]) is False
    assert answer([unknown, happened]) is None
    assert answer({"any": [[happened, not_yet], {"not": not_yet}]}) is True
    assert answer({"reached": {"date": "2030-03-01"}}) is True
    assert answer({"reached": {"date": "2030-03-01", "edge": "strict"}}) is False
    by = {"date": "2030-02-28"}
    assert answer({"happened": "ipo.closed", "by": by}) is False
    assert answer({"happened": "event.closing", "by": by}) is False
    assert answer({"happened": "event.closing", "by": {"date": "2030-03-01"}}) is None

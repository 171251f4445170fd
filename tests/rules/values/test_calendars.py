"""Calendars against independent lists of holidays, and against day-by-day counting.

The lists run from 1998 through 2045. They, like the calendars, keep a Saturday holiday on its
Saturday and a Sunday holiday on the Monday; the Sunday itself is in neither. Equality is therefore
of whole sets of days: a day missing and a day too many both fail.
"""

import csv
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, time, timedelta
from importlib import metadata
from pathlib import Path
from threading import Barrier
from typing import Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.values import calendars
from app.rules.values.calendars import (
    FIRST_DAY,
    LAST_DAY,
    BusinessDayCalendar,
    BusinessDays,
    CalendarsChanged,
    LegalHolidays,
    OutsideCalendar,
    business_days,
    massachusetts_business_days,
    massachusetts_legal_holidays,
    new_york_public_holidays,
    sec_working_days,
    verify_unchanged,
)
from app.rules.values.closings import COMMISSION_CLOSED, KNOWN_THROUGH

LISTS: Final = Path(__file__).parents[2] / "data" / "calendars"
LISTED_THROUGH: Final = date(2045, 12, 31)
ONE_DAY: Final = timedelta(days=1)
NOON: Final = datetime.combine(date(1999, 5, 4), time(12))
READINGS: Final[tuple[BusinessDayCalendar, ...]] = get_args(BusinessDayCalendar)


def listed(*names: str) -> dict[date, str]:
    holidays = {}
    for name in names:
        with (LISTS / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                holidays[date.fromisoformat(row["date"])] = row["name"]
    return holidays


FED: Final = listed("fed_holidays")
MA: Final = listed("ma_holidays")
SUFFOLK: Final = listed("ma_suffolk_extra")
NY: Final = listed("ny_public_holidays")

CLOSED_IN_LISTS: Final[dict[str, frozenset[date]]] = {
    "fed": frozenset(FED),
    "fed+ma": frozenset(FED | MA),
    "fed+ny": frozenset(FED | NY),
    "fed+ma+ny": frozenset(FED | MA | NY),
    "ma": frozenset(MA),
    "ma+suffolk": frozenset(MA | SUFFOLK),
}


def every_day(first: date = FIRST_DAY, last: date = LAST_DAY) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


def business_days_named(name: str) -> BusinessDays:
    for reading in READINGS:
        if reading == name:
            return business_days(reading)
    return massachusetts_business_days(suffolk=name == "ma+suffolk")


def closed_by_name(calendar: BusinessDays) -> set[date]:
    """Return the days closed for a reason other than being a Saturday or a Sunday."""
    return {
        day
        for day in every_day(last=LISTED_THROUGH)
        if calendar.why_closed(day) not in (None, "Saturday", "Sunday")
    }


def held(holidays: LegalHolidays) -> dict[date, str]:
    named = ((day, holidays.name_of(day)) for day in every_day(last=LISTED_THROUGH))
    return {day: name for day, name in named if name is not None}


# Equality with the lists


@pytest.mark.parametrize("name", CLOSED_IN_LISTS)
def test_closes_the_listed_days_and_no_others(name: str) -> None:
    assert closed_by_name(business_days_named(name)) == CLOSED_IN_LISTS[name]


@pytest.mark.parametrize("name", CLOSED_IN_LISTS)
def test_every_listed_weekday_and_no_other_is_missing_from_business_days(name: str) -> None:
    calendar = business_days_named(name)
    for day in every_day(last=LISTED_THROUGH):
        expected = is_weekday(day) and day not in CLOSED_IN_LISTS[name]
        assert calendar.is_business_day(day) is expected, day
        assert (calendar.why_closed(day) is None) is expected, day


def test_bank_holidays_bear_the_listed_names() -> None:
    calendar = business_days()
    assert {day: calendar.why_closed(day) for day in FED} == FED


def test_massachusetts_legal_holidays_are_those_listed() -> None:
    assert held(massachusetts_legal_holidays()).keys() == MA.keys()


def test_suffolk_adds_evacuation_and_bunker_hill_day() -> None:
    with_suffolk = held(massachusetts_legal_holidays(suffolk=True))
    assert with_suffolk.keys() == MA.keys() | SUFFOLK.keys()
    assert {day: with_suffolk[day] for day in SUFFOLK} == SUFFOLK


def test_new_york_public_holidays_are_those_listed_with_their_names() -> None:
    assert held(new_york_public_holidays()) == NY


def test_no_list_and_no_calendar_has_a_sunday() -> None:
    assert not [day for day in FED | MA | SUFFOLK | NY if day.weekday() == 6]
    for sunday in (day for day in every_day() if day.weekday() == 6):
        assert business_days("fed+ma+ny").why_closed(sunday) == "Sunday"
        assert sec_working_days().why_closed(sunday) == "Sunday"
        assert not massachusetts_legal_holidays(suffolk=True).name_of(sunday)
        assert not new_york_public_holidays().name_of(sunday)


def test_rules_hold_beyond_the_lists() -> None:
    """The years without a list: as many holidays as the rules give, on the right weekdays."""
    for year in range(2046, 2061):
        days = [day for day in every_day() if day.year == year]
        assert sum(massachusetts_legal_holidays().name_of(day) is not None for day in days) == 12
        assert sum(new_york_public_holidays().name_of(day) is not None for day in days) == 13
        named = [business_days().why_closed(day) for day in days]
        assert sum(why not in (None, "Saturday", "Sunday") for why in named) == 11


@pytest.mark.parametrize(
    ("name", "closed_weekdays"),
    [("fed", 473), ("fed+ny", 562), ("fed+ma", 521), ("fed+ma+ny", 610)],
)
def test_closed_weekdays_of_each_reading(name: str, closed_weekdays: int) -> None:
    weekdays = [day for day in every_day(last=LISTED_THROUGH) if is_weekday(day)]
    calendar = business_days_named(name)
    assert len(weekdays) == 12_522
    assert sum(not calendar.is_business_day(day) for day in weekdays) == closed_weekdays


# Named traps


def test_the_year_1998_is_present() -> None:
    assert business_days().why_closed(date(1998, 12, 25)) == "Christmas Day"
    assert business_days().why_closed(date(1998, 1, 1)) == "New Year's Day"


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(1998, 7, 3), id="Friday before Saturday, July 4, 1998"),
        pytest.param(date(1999, 12, 24), id="Friday before Saturday, December 25, 1999"),
        pytest.param(date(1999, 12, 31), id="Friday before Saturday, January 1, 2000"),
        pytest.param(date(2021, 6, 18), id="Friday before the first Juneteenth"),
        pytest.param(date(1999, 4, 2), id="Good Friday"),
        pytest.param(date(2001, 9, 11), id="exchange closed, banks open"),
        pytest.param(date(2004, 6, 11), id="day of mourning"),
        pytest.param(date(2012, 10, 29), id="hurricane, exchange closed"),
        pytest.param(date(2025, 1, 9), id="day of mourning"),
        pytest.param(date(2060, 12, 31), id="Friday before a Saturday beyond the last year"),
    ],
)
def test_open_under_every_reading(day: date) -> None:
    assert [
        reading for reading in READINGS if not business_days(reading).is_business_day(day)
    ] == []


@pytest.mark.parametrize(
    ("day", "why", "closed_under"),
    [
        (date(1999, 4, 19), "Patriots' Day", {"fed+ma", "fed+ma+ny"}),
        (date(1999, 2, 12), "Lincoln's Birthday", {"fed+ny", "fed+ma+ny"}),
        (date(2006, 2, 13), "Lincoln's Birthday (observed)", {"fed+ny", "fed+ma+ny"}),
        (date(1999, 11, 2), "General Election Day", {"fed+ny", "fed+ma+ny"}),
        (date(2007, 11, 6), "General Election Day", {"fed+ny", "fed+ma+ny"}),
        (date(2024, 11, 5), "General Election Day", {"fed+ny", "fed+ma+ny"}),
        (date(2022, 6, 20), "Juneteenth National Independence Day (observed)", set(READINGS)),
        (date(1999, 11, 25), "Thanksgiving Day", set(READINGS)),
        (date(2020, 6, 19), None, set()),
    ],
)
def test_days_on_which_the_readings_differ(
    day: date, why: str | None, closed_under: set[str]
) -> None:
    reasons = {reading: business_days(reading).why_closed(day) for reading in READINGS}
    assert reasons == {reading: why if reading in closed_under else None for reading in READINGS}


def test_a_saturday_holiday_is_named_and_a_plain_weekend_is_not() -> None:
    assert business_days().why_closed(date(1998, 7, 4)) == "Independence Day"
    assert business_days().why_closed(date(1998, 7, 11)) == "Saturday"
    assert business_days().why_closed(date(1998, 7, 12)) == "Sunday"
    assert massachusetts_legal_holidays().name_of(date(1998, 7, 4)) == "Independence Day"
    assert massachusetts_legal_holidays().name_of(date(1998, 7, 11)) is None


def test_suffolk_holidays_need_suffolk() -> None:
    bunker_hill_day = date(1999, 6, 17)
    assert not massachusetts_legal_holidays().name_of(bunker_hill_day)
    assert massachusetts_legal_holidays(suffolk=True).name_of(bunker_hill_day)
    assert massachusetts_business_days().is_business_day(bunker_hill_day)
    assert not massachusetts_business_days(suffolk=True).is_business_day(bunker_hill_day)


def test_flag_day_and_anthony_day_are_not_new_york_holidays_here() -> None:
    assert new_york_public_holidays().name_of(date(2023, 6, 11)) is None
    assert new_york_public_holidays().name_of(date(2024, 2, 15)) is None


def test_the_commission_alone_has_the_friday_off() -> None:
    for friday in (date(1998, 7, 3), date(1999, 12, 31), date(2060, 12, 31)):
        assert not sec_working_days().is_business_day(friday)
        assert business_days().is_business_day(friday)


def test_the_commission_otherwise_works_when_the_federal_reserve_banks_do() -> None:
    fridays = {day - ONE_DAY for day in FED if day.weekday() == 5}
    # New Year's Day 2046 falls outside the list; it is a Monday.
    closed = {day for day in closed_by_name(sec_working_days()) if is_weekday(day)}
    assert closed == {day for day in FED if is_weekday(day)} | fridays | COMMISSION_CLOSED.keys()


@pytest.mark.parametrize(
    "day",
    ["2018-12-05", "2018-12-24", "2019-12-24", "2020-12-24", "2025-01-09", "2007-01-02"],
)
def test_the_commission_does_not_work_on_days_closed_by_order(day: str) -> None:
    closed = date.fromisoformat(day)
    assert sec_working_days().why_closed(closed) == COMMISSION_CLOSED[closed].name
    assert business_days().is_business_day(closed)


def test_every_day_closed_by_order_is_a_weekday_otherwise_worked_and_names_the_order() -> None:
    for day, closing in COMMISSION_CLOSED.items():
        assert is_weekday(day)
        assert day not in FED
        assert day <= KNOWN_THROUGH
        assert "Executive Order" in closing.source


def test_a_half_day_is_a_working_day() -> None:
    for day in (date(1998, 12, 24), date(2002, 12, 24), date(2009, 12, 24), date(2015, 12, 24)):
        assert sec_working_days().is_business_day(day)


# Settings


def test_closed_friday_closes_the_friday_before_every_saturday_holiday_and_nothing_else() -> None:
    for reading in READINGS:
        opened = closed_by_name(business_days(reading))
        closed = closed_by_name(business_days(reading, closed_friday=True))
        saturdays = {day for day in opened if day.weekday() == 5}
        assert closed - opened == {day - ONE_DAY for day in saturdays}
        assert opened <= closed


def test_closed_friday_says_why_and_reaches_the_last_day() -> None:
    calendar = business_days(closed_friday=True)
    assert calendar.why_closed(date(1998, 7, 3)) == "Friday before Independence Day"
    assert calendar.why_closed(LAST_DAY) == "Friday before New Year's Day"
    assert calendar.version.name == "fed+closed_friday"


def test_an_extra_closed_day_is_closed() -> None:
    moratorium = date(2001, 9, 12)
    calendar = business_days(extra_closed=(moratorium,))
    assert calendar.why_closed(moratorium) == "closed by the user"
    assert calendar.after(date(2001, 9, 11), 1) == date(2001, 9, 13)
    assert business_days().is_business_day(moratorium)


def test_an_extra_closed_day_that_is_a_holiday_keeps_its_name() -> None:
    assert (
        business_days(extra_closed=(date(1999, 11, 25),)).why_closed(date(1999, 11, 25))
        == "Thanksgiving Day"
    )


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(1999, 11, 25), id="holiday"),
        pytest.param(date(1999, 11, 27), id="Saturday"),
        pytest.param(date(1999, 11, 28), id="Sunday"),
        pytest.param(date(1998, 7, 4), id="Saturday holiday"),
        pytest.param(FIRST_DAY, id="first day"),
    ],
)
def test_an_extra_open_day_is_a_business_day_whatever_day_it_is(day: date) -> None:
    calendar = business_days(extra_open=(day,))
    assert calendar.is_business_day(day)
    assert calendar.why_closed(day) is None
    assert calendar.before(day + ONE_DAY, 1) == day


def test_an_extra_open_day_overrides_closed_friday() -> None:
    friday = date(1998, 7, 3)
    assert business_days(closed_friday=True, extra_open=(friday,)).is_business_day(friday)


def test_extra_days_work_for_massachusetts_too() -> None:
    calendar = massachusetts_business_days(
        extra_closed=(date(1999, 4, 20),), extra_open=(date(1999, 4, 19),)
    )
    assert calendar.after(date(1999, 4, 16), 2) == date(1999, 4, 21)
    assert calendar.version.name == "ma+extra_closed+extra_open"


def test_a_day_both_closed_and_open_is_refused() -> None:
    with pytest.raises(ValueError, match="3 May 1999 is given both"):
        business_days(extra_closed=(date(1999, 5, 3),), extra_open=(date(1999, 5, 3),))


def test_an_unknown_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match='no calendar "nyse"; choose one of fed, fed'):
        business_days("nyse")  # type: ignore[arg-type]  # what an unchecked caller might pass


def test_one_choice_of_settings_gives_one_calendar() -> None:
    early, late = date(1999, 5, 3), date(1999, 6, 3)
    assert business_days() is business_days("fed", closed_friday=False)
    assert business_days(extra_closed=(early, late)) is business_days(
        extra_closed=(late, early, late)
    )


# Counting


days = st.dates(FIRST_DAY, LAST_DAY)
calendars_listed = st.sampled_from(sorted(CLOSED_IN_LISTS))
counts = st.integers(1, 60)


@given(calendars_listed, st.dates(FIRST_DAY, date(2045, 6, 30)), counts)
def test_after_agrees_with_walking_the_lists_day_by_day(name: str, start: date, count: int) -> None:
    day, left = start, count
    while left:
        day += ONE_DAY
        left -= is_weekday(day) and day not in CLOSED_IN_LISTS[name]
    assert business_days_named(name).after(start, count) == day


@given(calendars_listed, st.dates(date(1998, 7, 1), LISTED_THROUGH), counts)
def test_before_agrees_with_walking_the_lists_day_by_day(
    name: str, start: date, count: int
) -> None:
    day, left = start, count
    while left:
        day -= ONE_DAY
        left -= is_weekday(day) and day not in CLOSED_IN_LISTS[name]
    assert business_days_named(name).before(start, count) == day


@st.composite
def chosen_calendars(draw: st.DrawFn) -> BusinessDays:
    extra = draw(st.lists(days, max_size=6, unique=True))
    split = draw(st.integers(0, len(extra)))
    return business_days(
        draw(st.sampled_from(READINGS)),
        closed_friday=draw(st.booleans()),
        extra_closed=tuple(extra[:split]),
        extra_open=tuple(extra[split:]),
    )


@given(chosen_calendars(), st.dates(FIRST_DAY, date(2060, 6, 30)), counts)
def test_counting_back_returns_to_where_counting_forward_began(
    calendar: BusinessDays, start: date, count: int
) -> None:
    end = calendar.after(start, count)
    assert calendar.is_business_day(end)
    assert sum(map(calendar.is_business_day, every_day(start + ONE_DAY, end))) == count
    if count > 1:
        assert calendar.before(end, count - 1) == calendar.after(start, 1)
    if calendar.is_business_day(start):
        assert calendar.before(end, count) == start
    elif start >= date(1998, 2, 1):
        assert calendar.before(end, count) == calendar.on_or_before(start)


@given(chosen_calendars(), st.dates(date(1998, 7, 1), LAST_DAY), counts)
def test_counting_forward_returns_to_where_counting_back_began(
    calendar: BusinessDays, start: date, count: int
) -> None:
    end = calendar.before(start, count)
    assert calendar.is_business_day(end)
    assert sum(map(calendar.is_business_day, every_day(end, start - ONE_DAY))) == count
    if calendar.is_business_day(start):
        assert calendar.after(end, count) == start


@given(chosen_calendars(), st.dates(date(1998, 2, 1), date(2060, 12, 1)))
def test_on_or_before_stays_on_a_business_day(calendar: BusinessDays, day: date) -> None:
    if calendar.is_business_day(day):
        assert calendar.on_or_before(day) == day
    else:
        assert calendar.on_or_before(day) == calendar.before(day, 1) < day


@given(chosen_calendars(), days, st.integers(1, 20_000))
def test_a_count_either_stays_in_the_calendar_or_raises(
    calendar: BusinessDays, day: date, count: int
) -> None:
    """No count wraps round: the answer lies on the right side of the day, or there is none."""
    try:
        assert day < calendar.after(day, count) <= LAST_DAY
    except OutsideCalendar:
        assert sum(map(calendar.is_business_day, every_day(day))) <= count
    try:
        assert FIRST_DAY <= calendar.before(day, count) < day
    except OutsideCalendar:
        assert sum(map(calendar.is_business_day, every_day(last=day))) <= count


@pytest.mark.parametrize("count", [0, -1])
def test_a_count_below_one_is_refused(count: int) -> None:
    for counted in (business_days().after, business_days().before):
        with pytest.raises(ValueError, match="counted from 1 upward"):
            counted(date(1999, 5, 4), count)


# The ends of the calendar


@pytest.mark.parametrize("day", [FIRST_DAY - ONE_DAY, LAST_DAY + ONE_DAY, date.min, date.max])
def test_a_day_out_of_range_raises_everywhere(day: date) -> None:
    calendar = business_days()
    for ask in (
        calendar.is_business_day,
        calendar.why_closed,
        calendar.on_or_before,
        lambda day: calendar.after(day, 1),
        lambda day: calendar.before(day, 1),
        massachusetts_legal_holidays().name_of,
        new_york_public_holidays().name_of,
        lambda day: business_days(extra_closed=(day,)),
        lambda day: business_days(extra_open=(day,)),
        lambda day: massachusetts_business_days(extra_closed=(day,)),
    ):
        with pytest.raises(OutsideCalendar) as raised:
            ask(day)
        assert raised.value.day == day
        assert (raised.value.first, raised.value.last) == (FIRST_DAY, LAST_DAY)


def test_counting_past_either_end_raises() -> None:
    calendar = business_days()
    assert calendar.after(date(2060, 12, 30), 1) == LAST_DAY
    assert calendar.before(date(1998, 1, 5), 1) == date(1998, 1, 2)
    for counted, day, count in (
        (calendar.after, LAST_DAY, 1),
        (calendar.after, date(2060, 12, 30), 2),
        (calendar.before, FIRST_DAY, 1),
        (calendar.before, date(1998, 1, 2), 1),
        (calendar.before, date(1998, 1, 5), 2),
    ):
        with pytest.raises(OutsideCalendar):
            counted(day, count)
    with pytest.raises(OutsideCalendar):
        calendar.on_or_before(FIRST_DAY)


def test_the_messages_are_in_words() -> None:
    with pytest.raises(OutsideCalendar) as asked:
        business_days("fed+ny").is_business_day(date(1997, 12, 31))
    assert str(asked.value) == (
        '31 December 1997 is outside the calendar "fed+ny", which covers 1 January 1998 '
        "through 31 December 2060."
    )
    with pytest.raises(OutsideCalendar, match="The day 5 business days after 30 December 2060"):
        business_days().after(date(2060, 12, 30), 5)
    with pytest.raises(OutsideCalendar, match="The day 1 business day before 2 January 1998"):
        business_days().before(date(1998, 1, 2), 1)


@pytest.mark.parametrize("day", [NOON, NOON.replace(tzinfo=UTC)])
def test_a_datetime_is_refused_everywhere(day: datetime) -> None:
    calendar = business_days()
    for ask in (
        calendar.is_business_day,
        calendar.why_closed,
        calendar.on_or_before,
        lambda day: calendar.after(day, 1),
        lambda day: calendar.before(day, 1),
        massachusetts_legal_holidays().name_of,
        new_york_public_holidays().name_of,
        lambda day: business_days(extra_closed=(day,)),
        lambda day: massachusetts_business_days(extra_open=(day,)),
    ):
        with pytest.raises(TypeError, match="plain date, not datetime"):
            ask(day)


def test_calendars_cannot_be_altered() -> None:
    with pytest.raises(FrozenInstanceError):
        business_days().version = sec_working_days().version  # type: ignore[misc]  # the point
    with pytest.raises(FrozenInstanceError):
        new_york_public_holidays().version = sec_working_days().version  # type: ignore[misc]


# Threads


def forget_everything() -> None:
    for kept in (
        calendars._business_days,
        calendars._holidays_of,
        massachusetts_legal_holidays,
        new_york_public_holidays,
    ):
        kept.cache_clear()


def asked_of_every_calendar() -> tuple[object, ...]:
    counting = [business_days(reading) for reading in READINGS]
    counting += [
        business_days(closed_friday=True, extra_closed=(date(2001, 9, 12),)),
        massachusetts_business_days(),
        massachusetts_business_days(suffolk=True),
        sec_working_days(),
    ]
    rolling = [
        massachusetts_legal_holidays(),
        massachusetts_legal_holidays(suffolk=True),
        new_york_public_holidays(),
    ]
    starts = [date(1998, 7, 2) + 97 * n * ONE_DAY for n in range(200)]
    return (
        *(calendar.version for calendar in counting),
        *(holidays.version for holidays in rolling),
        *(calendar.after(day, 5) for calendar in counting for day in starts),
        *(calendar.before(day, 5) for calendar in counting for day in starts),
        *(holidays.name_of(day) for holidays in rolling for day in starts),
    )


def test_threads_building_and_asking_at_once_all_agree() -> None:
    alone = asked_of_every_calendar()
    threads = 16
    switch_interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(3):
            forget_everything()
            start = Barrier(threads)

            def ask_together(_: int, start: Barrier = start) -> tuple[object, ...]:
                start.wait()
                return asked_of_every_calendar()

            with ThreadPoolExecutor(threads) as pool:
                assert all(answers == alone for answers in pool.map(ask_together, range(threads)))
    finally:
        sys.setswitchinterval(switch_interval)


# Versions and upstream changes


def test_the_version_says_what_was_used() -> None:
    version = business_days("fed+ma+ny").version
    assert version.name == "fed+ma+ny"
    assert (version.first_day, version.last_day) == (FIRST_DAY, LAST_DAY)
    assert version.holidays_version == metadata.version("holidays")
    assert version.content_hash.startswith("sha256:")
    assert len(version.content_hash) == len("sha256:") + 64
    assert massachusetts_legal_holidays(suffolk=True).version.name == "ma+suffolk"
    assert new_york_public_holidays().version.name == "ny"
    assert sec_working_days().version.name == "sec"


def test_base_calendars_bear_the_pinned_hashes() -> None:
    assert {
        version.name: version.content_hash
        for version in (
            business_days().version,
            massachusetts_legal_holidays().version,
            massachusetts_legal_holidays(suffolk=True).version,
            new_york_public_holidays().version,
            sec_working_days().version,
        )
    } == calendars.CONTENT_HASHES


def test_the_hash_is_the_same_when_built_again() -> None:
    before = business_days("fed+ma+ny").version
    forget_everything()
    assert business_days("fed+ma+ny").version == before


def test_the_hash_does_not_depend_on_the_order_of_days() -> None:
    forward = dict(FED)
    backward = dict(reversed(FED.items()))
    assert calendars.content_hash(forward) == calendars.content_hash(backward)


def test_the_hash_differs_when_answers_do() -> None:
    saturday, monday = date(1999, 5, 1), date(1999, 5, 3)
    made = [
        *(business_days(reading) for reading in READINGS),
        business_days(closed_friday=True),
        business_days(extra_closed=(monday,)),
        business_days(extra_open=(saturday,)),
        business_days(extra_open=(saturday + ONE_DAY,)),
        business_days(extra_open=(date(1999, 5, 31),)),
        massachusetts_business_days(),
        massachusetts_business_days(suffolk=True),
        sec_working_days(),
    ]
    assert len({calendar.version.content_hash for calendar in made}) == len(made)


def test_opening_an_open_day_leaves_the_hash_alone() -> None:
    opened = business_days(extra_open=(date(1999, 5, 3),)).version
    assert opened.content_hash == business_days().version.content_hash


def test_the_holidays_are_those_the_service_was_checked_with() -> None:
    verify_unchanged()


@pytest.mark.parametrize("table", ["fed", "ma", "ma+suffolk", "ny", "sec"])
def test_an_altered_pin_is_reported_by_table(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = {**calendars.CONTENT_HASHES, table: "sha256:altered"}
    monkeypatch.setattr(calendars, "CONTENT_HASHES", altered)
    with pytest.raises(CalendarsChanged, match=f'table "{table.replace("+", "[+]")}"') as raised:
        verify_unchanged()
    assert raised.value.table == table
    assert raised.value.expected == "sha256:altered"
    assert isinstance(raised.value, RuntimeError)


def test_a_holiday_lost_upstream_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars._FederalReserveBanks, "start_year", 1999)
    forget_everything()
    try:
        with pytest.raises(CalendarsChanged, match='table "fed"'):
            verify_unchanged()
    finally:
        monkeypatch.undo()
        forget_everything()
    verify_unchanged()

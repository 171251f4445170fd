"""Lists of places against days known from elsewhere, and calendars against day-by-day counting."""

from datetime import date, timedelta
from typing import Final, get_args

import pytest

from app.rules.values.calendars import CalendarsChanged, OutsideCalendar, business_days
from app.rules.values.places import PlaceName, days_open_in, holidays_of

WEEKEND: Final = frozenset({5, 6})


def closed(place: PlaceName, day: str) -> bool:
    found = days_open_in(place, (place,), WEEKEND, False, (), ())
    return not found.is_business_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("place", "day", "expected"),
    [
        ("us-fed", "1993-07-05", True),  # Independence Day fell on a Sunday
        ("us-fed", "2020-07-03", False),  # and on a Saturday: the banks open on the Friday
        ("us-fed", "1996-01-15", True),
        ("us-ny", "1999-11-02", True),  # election day
        ("us-ma", "1999-04-19", True),  # Patriots' Day
        ("us-il-chicago-banks", "1999-03-01", False),  # Pulaski Day closes no bank
        ("us-tx-banks", "1999-04-21", False),  # nor does San Jacinto Day
        ("us-tx-banks", "1999-10-11", True),
        ("ca-on-banks", "2022-09-30", True),
        ("ca-on-banks", "2021-04-05", False),  # Easter Monday
        ("ca-on-banks", "2024-02-19", True),
        ("fr-paris-banks", "1999-05-13", True),  # Ascension Day
        ("fr-paris-banks", "1999-04-02", False),  # Good Friday is none in Paris
        ("gb-london-banks", "2011-04-29", True),  # a royal wedding
        ("gb-london-banks", "1999-12-31", True),  # the eve of 2000, once
        ("nyse", "2001-09-12", True),
        ("nyse", "1999-04-02", True),  # Good Friday
        ("nyse", "1999-10-11", False),  # Columbus Day
        ("sec", "1999-12-31", True),  # the Friday before a Saturday holiday
    ],
)
def test_a_day_is_closed_where_it_is_known_to_be(
    place: PlaceName, day: str, expected: bool
) -> None:
    assert closed(place, day) == expected


@pytest.mark.parametrize("place", get_args(PlaceName))
def test_every_list_is_the_one_that_was_checked(place: PlaceName) -> None:
    assert len(holidays_of(place)) > 500


def test_a_list_that_changed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.rules.values import places

    monkeypatch.setitem(places._LISTS, "nyse", dict)
    holidays_of.cache_clear()
    with pytest.raises(CalendarsChanged, match="nyse"):
        holidays_of("nyse")
    holidays_of.cache_clear()


def test_the_banks_of_the_federal_reserve_are_those_of_the_readings() -> None:
    ours = days_open_in("banks", ("us-fed",), WEEKEND, False, (), ())
    theirs = business_days("fed")
    day, last = date(1998, 1, 1), date(2060, 12, 31)
    while day <= last:
        assert ours.is_business_day(day) == theirs.is_business_day(day), day
        day += timedelta(days=1)


def test_days_by_hand_go_before_the_lists_and_a_weekend_is_what_is_said() -> None:
    found = days_open_in(
        "own",
        ("us-fed",),
        frozenset({6}),
        True,
        (date(1999, 3, 3),),
        (date(1999, 5, 31), date(1999, 3, 7)),
    )
    assert found.why_closed(date(1999, 3, 3)) == "closed by the agreement's own calendar"
    assert found.is_business_day(date(1999, 5, 31))  # Memorial Day, opened
    assert found.is_business_day(date(1999, 3, 7))  # a Sunday, opened
    assert found.is_business_day(date(1999, 3, 6))  # a Saturday
    assert found.why_closed(date(1999, 3, 14)) == "Sunday"
    assert found.why_closed(date(1999, 12, 24)) == "Friday before Christmas Day"
    with pytest.raises(OutsideCalendar):
        found.why_closed(date(1989, 12, 31))

"""Counting whole units from one day to another: days, business days, months and years.

The day counted from is left out unless it is the first by the terms; a day that is no business day
is never the first of them. Months and years end on the same day of the month, or where that month
has none on its last day (QC2) or, if the terms say so, the next. Business days raise
`OutsideCalendar` beyond their calendar, and so does every unit beyond all dates.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.terms.vocabulary import Unit
from app.rules.values.calendars import BusinessDays, OutsideCalendar
from app.rules.values.written_dates import with_weekday


def count_from(
    anchor: date,
    count: int,
    unit: Unit,
    business_days: BusinessDays,
    *,
    backward: bool = False,
    first_included: bool = False,
    short_month_runs_over: bool = False,
) -> tuple[date, tuple[str, ...]]:
    """The day the count ends on and, for business days, the days counted and passed over."""
    first = 1 if first_included else 0
    sign = -1 if backward else 1
    if unit == "business_day":
        if business_days.why_closed(anchor):
            first = 0
        return _business_days_from(anchor, sign * (count - first), business_days)
    try:
        if unit == "day":
            return anchor + timedelta(days=sign * (count - first)), ()
        months = sign * count * (12 if unit == "year" else 1)
        same_day = months_from(anchor, months, runs_over=short_month_runs_over)
        return same_day - timedelta(days=sign * first), ()
    except (OverflowError, ValueError) as beyond:
        raise OutsideCalendar(anchor, "of all dates", date.min, date.max, sign * count) from beyond


@lru_cache(maxsize=4096)
def _business_days_from(
    anchor: date, count: int, days: BusinessDays
) -> tuple[date, tuple[str, ...]]:
    """The day, and the line for each day; letters to many Holders are mailed on the same day."""
    if count == 0:
        return anchor, ()
    end = days.after(anchor, count) if count > 0 else days.before(anchor, -count)
    step = ONE_DAY if count > 0 else -ONE_DAY
    line: list[str] = []
    number, day = 0, anchor
    while day != end:
        day += step
        closed = days.why_closed(day)
        number += 0 if closed else 1
        line.append(f"{with_weekday(day)}: {closed or number}")
    return end, tuple(line)


def months_from(day: date, months: int, *, runs_over: bool = False) -> date:
    """The same day of the month, or where it has none such its last day or the next one's first."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    days_in_month = monthrange(year, month + 1)[1]
    last = date(year, month + 1, min(day.day, days_in_month))
    return last + ONE_DAY if runs_over and day.day > days_in_month else last

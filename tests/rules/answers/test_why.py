"""The days behind a count: every one between the event and the last day, none twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from app.rules.answers.why import Count, why
from app.rules.reasoning.days.period import unrolled_last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.vocabulary import Period
from tests.rules.examples.periods import DAYS, matter, on


def periods(under: Matter) -> dict[str, Period]:
    holdback, drafts, demand = under.terms.holdback, under.terms.drafts, under.terms.demand
    assert holdback is not None
    assert drafts is not None
    assert demand is not None
    mail = under.terms.notices.methods["mail"].received
    assert isinstance(demand.join.within, Period)
    assert isinstance(mail, Period)
    return {
        "forward": demand.join.within,
        "backward": holdback.before,
        "forward to midnight": holdback.after,
        "business days back": drafts.before_filing,
        "business days": mail,
    }


def counted(period: Period, anchor: date, under: Matter) -> tuple[Sourced[date], Count]:
    last = unrolled_last_day(period, on(anchor), under, "/period")
    (count,) = why(last.source, under.working.steps)
    return last, count


@pytest.mark.parametrize("name", ["forward", "backward", "forward to midnight"])
@given(DAYS)
def test_calendar_days_are_numbered_from_the_day_after_the_event(name: str, anchor: date) -> None:
    """9(d): the day of the event is left out, the last day counted."""
    under = matter()
    period = periods(under)[name]
    last, count = counted(period, anchor, under)
    step = 1 if period.direction == "after" else -1
    assert [(each.day, each.number) for each in count.days] == [
        (anchor + timedelta(days=step * number), number) for number in range(1, period.count + 1)
    ]
    assert count.result == last.value == count.days[-1].day


@pytest.mark.parametrize("name", ["business days", "business days back"])
@given(DAYS)
def test_business_days_are_numbered_and_the_others_said_to_be_passed_over(
    name: str, anchor: date
) -> None:
    under = matter()
    period = periods(under)[name]
    last, count = counted(period, anchor, under)
    days = under.almanac.business_days
    assert last.value in {each.day for each in count.days}
    numbers = [each.number for each in count.days if each.number is not None]
    assert numbers == list(range(1, period.count + 1))
    for each in count.days:
        assert (each.number is None) == (days.on_or_before(each.day) != each.day), each
        assert (each.number is None) == (each.why_not_counted is not None), each
        assert each.weekday == each.day.strftime("%a"), each

"""A house guideline for “promptly”, where the parties keep one: reading QA24.

A standard of conduct has no date. A guideline is labelled as such and is never a due day. Days are
calendar days; nothing rolls and nothing raises.
"""

from datetime import date, timedelta

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out


def promptly_guideline(since: Sourced[date] | None, matter: Matter) -> Sourced[date] | None:
    """The day that the guideline counts from `since`; None where there is no guideline."""
    days = matter.readings.promptly_guideline_days
    if days is None or since is None:
        return None
    day = since.value + timedelta(days=days)
    return matter.working.step(
        "obligations.guideline",
        "house guideline",
        f"House guideline for “promptly”: {numbered(days, 'day')}, {written_out(day)}. Not "
        "a due date.",
        day,
        {"received_on": since},
        readings=("promptly_guideline_days",),
    )

"""Whether calendars and rolls that a document names are there, and each moves the right way.

Nothing raises.
"""

from collections.abc import Iterator

from app.rules.terms.agreement import Terms
from app.rules.terms.clocks.calendars import BY_READING, NO_ROLL
from app.rules.terms.document.checks.finding import TermsFinding, contradiction, warning


def calendar_findings(terms: Terms) -> Iterator[TermsFinding]:
    """Names of calendars and rolls that are not declared, and calendars that nothing uses."""
    if terms.business_day is not None:
        yield from undeclared_calendar(terms.business_day.calendar, "/business_day/calendar", terms)
    for sent_by, method in terms.notices.methods.items():
        if method.hours is not None and method.hours.days is not None:
            pointer = f"/notices/methods/{sent_by}/hours/days"
            yield from undeclared_calendar(method.hours.days, pointer, terms)
    for name, roll in terms.rolls.items():
        for number, calendar in enumerate(roll.off.calendars):
            yield from undeclared_calendar(calendar, f"/rolls/{name}/off/calendars/{number}", terms)
        if roll.to is not None:
            yield from undeclared_calendar(roll.to, f"/rolls/{name}/to", terms)
        if name in (BY_READING, NO_ROLL):
            says = f"`{name}` is a word of its own: give the roll another name."
            yield contradiction(f"/rolls/{name}", "reserved_name", says)
    if terms.deadline_roll not in (None, BY_READING, NO_ROLL):
        yield from undeclared_roll(terms.deadline_roll, "/deadline_roll", terms)
    if terms.deadline_roll != BY_READING and terms.business_day is None and terms.rolls:
        says = (
            "Last days move by the agreement's own roll, but its business days are still chosen "
            "by a reading: say them by `business_day`."
        )
        yield warning("/business_day", "business_day_not_said", says)


def undeclared_calendar(name: str, pointer: str, terms: Terms) -> Iterator[TermsFinding]:
    """A calendar that `calendars` does not have."""
    if name not in terms.calendars:
        says = f"There is no calendar `{name}`; declared in `calendars` are: "
        yield contradiction(
            pointer, "calendar_not_declared", says + (", ".join(terms.calendars) or "none") + "."
        )


def undeclared_roll(name: str, pointer: str, terms: Terms) -> Iterator[TermsFinding]:
    """A roll that `rolls` does not have."""
    if name not in terms.rolls:
        says = f"There is no roll `{name}`; declared in `rolls` are: "
        yield contradiction(
            pointer, "roll_not_declared", says + (", ".join(terms.rolls) or "none") + "."
        )

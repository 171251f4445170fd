"""When a demand, request or notice is given and received: clause 9(b).

A writing delivered personally is given and received on the day of delivery, whatever day of the
week. Mail is given on the day of mailing and deemed received on the third business day after it.
Methods the clause does not name have the effect reading QA16 gives them. Another agreement says
for each method when a writing is given and received, within which hours, and whether an earlier
arrival counts (`terms/notices`). Dates are whole days.
Relies on `period` for the count and on the `receipt_cutoff` reading for late deliveries.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StrictBool, model_validator

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import NOTHING_KNOWN
from app.rules.reasoning.days.period import last_day
from app.rules.reasoning.days.within import at_rest
from app.rules.reasoning.days.within import unrolled as unrolled_at
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, Sourced, sourced
from app.rules.terms import Terms
from app.rules.terms.clocks.clock import AtMoment, Counted
from app.rules.terms.document.checks.anchors import moment_of
from app.rules.terms.notices import BusinessHours, Method, NoticeMethod
from app.rules.terms.vocabulary import Period
from app.rules.values.calendars import OutsideCalendar
from app.rules.values.lean import small_value
from app.rules.values.written_dates import Moment, PlainDate, written_out

IN_WORDS: Final[Mapping[Method, str]] = {
    "personal": "personal delivery",
    "registered_mail": "registered mail",
    "email": "e-mail",
}


def _is_of(moment: datetime, day: date | None) -> bool:
    """Whether the moment may be of that day: its offset need not be that of the place."""
    return day is None or abs(moment.date() - day) <= ONE_DAY


class Delivery(BaseModel):
    """How a writing travelled, and on which days.

    `sent_on` is the day of mailing or sending, `delivered_on` the day it was handed over,
    `acknowledged_on` the day the addressee acknowledged a fax or e-mail, `actually_received_on`
    the day mail in fact arrived (needed only under a reading that looks at it).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: Method
    sent_on: PlainDate | None = None
    delivered_on: PlainDate | None = None
    delivered_at: Annotated[
        Moment | None,
        Field(description="Moment of delivery with its offset; only a `receipt_cutoff` needs it."),
    ] = None
    sent_at: Annotated[
        Moment | None,
        Field(
            description="Moment of sending with its offset, in the recipient's own time; needed "
            "only where the agreement says within which hours a writing counts."
        ),
    ] = None
    acknowledged_on: PlainDate | None = None
    actually_received_on: PlainDate | None = None
    bounced: Annotated[
        StrictBool | None,
        Field(description="Whether it came back undelivered. Left out: it did not."),
    ] = None
    in_writing: Annotated[
        StrictBool | None, Field(description="Left out: a thing mailed, handed over or faxed is.")
    ] = None
    copies_sent: Annotated[
        StrictBool | None, Field(description="Whether counsel named in the address got copies.")
    ] = None
    _without_effect: bool = PrivateAttr(default=False)

    @model_validator(mode="after")
    def _has_its_day(self) -> "Delivery":
        if self.method == "personal" and self.delivered_on is None:
            raise ValueError("a personal delivery needs delivered_on")
        if self.method == "courier" and self.delivered_on is None and self.sent_on is None:
            raise ValueError("a courier needs sent_on, the day of deposit, or delivered_on")
        if self.method not in ("personal", "courier") and self.sent_on is None:
            raise ValueError("mail, fax and e-mail need sent_on")
        days = [self.sent_on, self.delivered_on, self.acknowledged_on, self.actually_received_on]
        if self.sent_on and any(day < self.sent_on for day in days if day):
            raise ValueError("nothing arrives before it is sent")
        if self.delivered_at and not _is_of(self.delivered_at, self.delivered_on):
            raise ValueError("delivered_at is a moment of the day delivered_on")
        if self.sent_at and not _is_of(self.sent_at, self.sent_on):
            raise ValueError("sent_at is a moment of the day sent_on")
        return self

    def without_effect(self) -> "Delivery":
        """The same in a life in which it never has the effect of a writing."""
        never = self.model_copy()
        never._without_effect = True
        return never

    @property
    def has_no_effect(self) -> bool:
        """Whether this is a life in which it never has the effect of a writing."""
        return self._without_effect

    @property
    def dated_at(self) -> str:
        """Where in it the day stands on which its sender acted, as a JSON pointer."""
        return "/sent_on" if self.sent_on else "/delivered_on"

    @property
    def happened_on(self) -> date:
        """The day the sender acted: the legal date of the fact."""
        return self.sent_on or self.delivered_on or date.min  # the validator requires one


Flaw: TypeAlias = Literal["NOT_IN_WRITING", "NOT_DULY_GIVEN", "COPIES_MISSING"]


@small_value
class Receipt:
    """When a writing was given and received; `flaw` says why it has no effect, if it has none.

    A None date without a flaw is not known yet; the missing input is named in the working.
    """

    given_on: Sourced[date] | None
    received_on: Sourced[date] | None
    flaw: Flaw | None = None
    sent_on: Sourced[date] | None = None
    delivered_on: Sourced[date] | None = None


def receipt(delivery: Delivery, matter: Matter, source: str) -> Receipt:
    """Work out when `delivery` was given and received; `source` points at it.

    The terms of the day on which the sender acted say so: a later change moves no receipt.
    """
    matter = matter.on(delivery.happened_on)
    flaw = _flaw(delivery, matter, source)
    if flaw:
        return Receipt(None, None, flaw)
    method = matter.terms.notices.methods.get(delivery.method)
    if method is None:
        return _by_other_method(delivery, matter, source)
    by_receipt = method.given == "received"
    given = None if by_receipt else _given(delivery, method, matter, source)
    received = _received(delivery, method, matter, source)
    given = received if by_receipt else given
    return Receipt(given, received, None, *_as_stated(delivery, source))


def has_no_effect(delivery: Delivery, terms: Terms) -> bool:
    """Whether a writing is known not to be duly given, under the terms of its day."""
    matter = open_matter(terms, Detail.NONE)
    known = _flaw(delivery, matter, "") is not None
    never = matter.readings.other_methods == "never"
    return known or (never and delivery.method not in terms.notices.methods)


def turns_on_acknowledgement(delivery: Delivery, terms: Terms) -> bool:
    """QA16: whether a writing has an effect turns on an acknowledgement that is not recorded."""
    if delivery.acknowledged_on is not None or delivery.method in terms.notices.methods:
        return False
    if terms.readings.other_methods != "acknowledged_only":
        return False
    return _flaw(delivery, open_matter(terms, Detail.NONE), "") is None


def _as_stated(
    delivery: Delivery, source: str
) -> tuple[Sourced[date] | None, Sourced[date] | None]:
    """The days of sending and of delivery, as far as they are stated."""
    sent, delivered = delivery.sent_on, delivery.delivered_on
    return (
        sourced(sent, f"{source}/sent_on"),
        sourced(delivered, f"{source}/delivered_on"),
    )


def reached_on(delivery: Delivery, terms_on: Callable[[date], Terms]) -> date:
    """The day of receipt; where that cannot be told, the day on which the sender acted."""
    sent_on = delivery.happened_on
    try:
        received_on = receipt(delivery, open_matter(terms_on(sent_on), Detail.NONE), "").received_on
    except OutsideCalendar:
        return sent_on
    return received_on.value if received_on is not None else sent_on


def _flaw(delivery: Delivery, matter: Matter, source: str) -> Flaw | None:
    terms, working = matter.terms, matter.working
    clause = terms.notices.clause
    method = terms.notices.methods.get(delivery.method)
    came_back = delivery.bounced is True and method is not None and method.bounced is not None
    if delivery.has_no_effect or came_back:
        return "NOT_DULY_GIVEN"
    if terms.notices.writing_required:
        if delivery.in_writing is False:
            return "NOT_IN_WRITING"
        if delivery.in_writing is None:
            working.assume(
                "IN_WRITING", f"What was sent by {_by(delivery)} is taken to be a writing."
            )
    if delivery.copies_sent is True or not terms.notices.company_address.copies_to:
        return None
    if matter.readings.copies_required:
        if delivery.copies_sent is False:
            return "COPIES_MISSING"
        at = f"{source}/copies_sent"
        working.miss("copies_sent", "whether notice was duly given", clause, at=at)
    elif delivery.copies_sent is False:
        working.warn("COPIES_MISSING", f"A copy to counsel under {clause} is missing.")
    return None


def _by(delivery: Delivery) -> str:
    """How a writing went, in words."""
    return IN_WORDS.get(delivery.method, delivery.method)


def _given(delivery: Delivery, method: NoticeMethod, matter: Matter, source: str) -> Sourced[date]:
    """The day of mailing or of delivery, as the method has it."""
    name = "sent_on" if method.given == "sent" else "delivered_on"
    day: date | None = getattr(delivery, name)
    if day is None:
        name = "sent_on" if delivery.sent_on else "delivered_on"
        day = delivery.happened_on
    return matter.working.step(
        "notice.given",
        matter.terms.notices.clause,
        f"A writing sent by {_by(delivery)} is given on {written_out(day)}.",
        day,
        {name: Sourced(day, f"{source}/{name}")},
    )


def _received(
    delivery: Delivery, method: NoticeMethod, matter: Matter, source: str
) -> Sourced[date] | None:
    place = f"/notices/methods/{delivery.method}/received"
    clause = method.received.clause or matter.terms.notices.clause
    known = {
        f"notice.{name}": _on_the_clock_of(method, delivery, name, day, source)
        for name, day in (("sent", delivery.sent_on), ("delivered", delivery.delivered_on))
        if day is not None
    }
    counted_from = _counted_from(method, place)
    if counted_from not in known:
        _miss(f"{counted_from.removeprefix('notice.')}_on", matter, source)
        return None
    received: Sourced[date] | None
    if isinstance(method.received, Period):
        received = last_day(method.received, known[counted_from], matter, place)
    else:
        # Receipt is no act: its day moves only where the Clock says so.
        received = unrolled_at(
            method.received, NOTHING_KNOWN.also(known), matter, place, "the day of receipt", clause
        )
        if received is not None and method.received.roll is not None:
            received = at_rest(method.received, received, matter, clause)
    by_sending = counted_from == "notice.sent"
    if received is not None and method.hours is not None:
        received = _in_hours(received, delivery, method.hours, by_sending, matter, source)
    if method.if_earlier is not None:
        return _or_earlier(received, delivery, matter, source)
    if received is None or method.hours is not None:
        return received
    if by_sending:
        return _conclusive(received, delivery, matter, source)
    return _within_hours(received, delivery, matter, source)


def _on_the_clock_of(
    method: NoticeMethod, delivery: Delivery, name: str, day: date, source: str
) -> Sourced[date]:
    """The day on which it was sent or delivered, where the hours of the agreement are kept."""
    moment: datetime | None = getattr(delivery, f"{name}_at")
    if method.hours is None or method.hours.zone is None or moment is None:
        return Sourced(day, f"{source}/{name}_on")
    local = moment.astimezone(ZoneInfo(method.hours.zone)).date()
    return Sourced(local, f"{source}/{name}_at" if local != day else f"{source}/{name}_on")


def _counted_from(method: NoticeMethod, place: str) -> str:
    """The Moment that receipt is counted from: that which its period or its Clock names."""
    within = method.received
    moment: object = None
    if isinstance(within, Period):
        moment = moment_of(within.anchor, place)
    elif isinstance(within, AtMoment):
        moment = within.at
    elif isinstance(within, Counted):
        moment = within.start
    if isinstance(moment, str):
        return moment
    return "notice.sent" if method.given == "sent" else "notice.delivered"


def _or_earlier(
    deemed: Sourced[date] | None, delivery: Delivery, matter: Matter, source: str
) -> Sourced[date] | None:
    """The day on which it in fact arrived, where the agreement lets that count if it is earlier.

    What was handed over has arrived, however it was sent.
    """
    arrived = [
        Sourced(day, f"{source}/{name}")
        for name, day in (
            ("actually_received_on", delivery.actually_received_on),
            ("delivered_on", delivery.delivered_on),
        )
        if day is not None
    ]
    actual = min(arrived, key=lambda day: day.value, default=None)
    if deemed is None or actual is None or actual.value >= deemed.value:
        return deemed
    return matter.working.step(
        "notice.actual_receipt",
        matter.terms.notices.clause,
        f"Deemed received on {written_out(deemed.value)}, in fact on "
        f"{written_out(actual.value)}, which is earlier and counts.",
        actual.value,
        {"deemed": deemed, "actual": actual},
    )


def _in_hours(
    received: Sourced[date],
    delivery: Delivery,
    hours: BusinessHours,
    by_sending: bool,
    matter: Matter,
    source: str,
) -> Sourced[date] | None:
    """The day itself within the hours of the agreement; outside them the next open day."""
    almanac = matter.almanac
    days = almanac.calendars[hours.days] if hours.days else almanac.business_days
    name = "sent_at" if by_sending else "delivered_at"
    moment: datetime | None = getattr(delivery, name)
    inputs: dict[str, Sourced[object]] = {"counted_on": received}
    is_open = days.is_business_day(received.value)
    if moment is None and is_open:
        _miss(name, matter, source)
        return None
    at = ""
    if moment is not None:
        local = moment.astimezone(ZoneInfo(hours.zone)) if hours.zone else moment
        at = f" at {local:%H:%M}"
        inputs[name] = Sourced(local.isoformat(), f"{source}/{name}")
        is_open = is_open and hours.since <= f"{local:%H:%M}" <= hours.until
    day = received.value if is_open else days.after(received.value, 1)
    inside = "within" if is_open else "outside"
    return matter.working.step(
        "notice.hours",
        matter.terms.notices.clause,
        f"{'Sent' if by_sending else 'Delivered'} on {written_out(received.value)}{at}: {inside} "
        f"the hours from {hours.since} to {hours.until}, so that {written_out(day)} counts.",
        day,
        inputs,
        readings=() if hours.days else almanac.business_day_readings,
    )


def _conclusive(
    deemed: Sourced[date], delivery: Delivery, matter: Matter, source: str
) -> Sourced[date] | None:
    """QA15: is the deemed day of receipt the last word?"""
    terms, working = matter.terms, matter.working
    rule = matter.readings.mail_receipt
    actual = delivery.actually_received_on
    if rule == "deemed":
        return deemed
    if actual is None:
        if rule == "actual_if_earlier":
            return deemed
        _miss("actually_received_on", matter, source)
        return None
    chosen = min(deemed.value, actual) if rule == "actual_if_earlier" else max(deemed.value, actual)
    return working.step(
        "notice.actual_receipt",
        terms.notices.clause,
        f"Deemed received on {written_out(deemed.value)}, in fact on {written_out(actual)}: "
        f"{written_out(chosen)} counts.",
        chosen,
        {"deemed": deemed, "actual": Sourced(actual, f"{source}/actually_received_on")},
        readings=("mail_receipt",),
    )


def _within_hours(
    received: Sourced[date], delivery: Delivery, matter: Matter, source: str
) -> Sourced[date] | None:
    """QA19: after the hour the reading names, a delivery counts on the next business day."""
    terms, working = matter.terms, matter.working
    cutoff = matter.readings.receipt_cutoff
    if cutoff == "none":
        return received
    if delivery.delivered_at is None:
        _miss("delivered_at", matter, source)
        return None
    hour, zone = cutoff.split(" ", 1)
    local = delivery.delivered_at.astimezone(ZoneInfo(zone))
    late = f"{local:%H:%M}" > hour
    day = received.value
    if late:
        day = matter.almanac.business_days.after(day, 1)
    return working.step(
        "notice.cutoff",
        terms.notices.clause,
        f"Delivered at {local:%H:%M} {zone}: {'after' if late else 'not after'} {hour}.",
        day,
        {
            "delivered_on": received,
            "delivered_at": Sourced(local.isoformat(), f"{source}/delivered_at"),
        },
        readings=("receipt_cutoff", *(matter.almanac.business_day_readings if late else ())),
    )


def _miss(name: str, matter: Matter, source: str) -> None:
    clause = matter.terms.notices.clause
    matter.working.miss(name, "the day of receipt", clause, at=f"{source}/{name}")


def whether_received(delivery: Delivery, clause: str) -> str:
    """What turns on the acknowledgment of a writing, in words."""
    sent = f"the {_by(delivery)} of {written_out(delivery.happened_on)}"
    return f"whether and when {sent} was received, by a method that {clause} does not name"


def _by_other_method(delivery: Delivery, matter: Matter, source: str) -> Receipt:
    """QA16: a method that the clause does not name."""
    terms, working = matter.terms, matter.working
    clause = terms.notices.clause
    rule = matter.readings.other_methods
    if rule == "never":
        return Receipt(None, None, "NOT_DULY_GIVEN")
    name = "sent_on" if rule == "as_sent" else "acknowledged_on"
    day: date | None = getattr(delivery, name)
    if day is None:
        needed_for = whether_received(delivery, clause)
        working.miss(name, needed_for, clause, at=f"{source}/{name}")
        return Receipt(None, None)
    effective = working.step(
        "notice.other_method",
        clause,
        f"A {delivery.method} is not a method the clause names; it has effect on "
        f"{written_out(day)}.",
        day,
        {name: Sourced(day, f"{source}/{name}")},
        readings=("other_methods",),
    )
    return Receipt(effective, effective, None, *_as_stated(delivery, source))

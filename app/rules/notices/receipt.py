"""When a demand, request or notice is given and received: clause 9(b).

A writing delivered personally is given and received on the day of delivery, whatever day of the
week. Mail is given on the day of mailing and deemed received on the third business day after it.
Methods the clause does not name have the effect reading QA16 gives them. Dates are whole days.
Relies on `period` for the count and on the `receipt_cutoff` reading for late deliveries.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StrictBool, model_validator

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.period import last_day
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.terms import Terms
from app.rules.terms.document.anchors import moment_of
from app.rules.terms.notices import Method, NoticeMethod
from app.rules.values.calendars import OutsideCalendar
from app.rules.values.lean import small_value
from app.rules.values.written_dates import Moment, PlainDate, written_out


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
    acknowledged_on: PlainDate | None = None
    actually_received_on: PlainDate | None = None
    in_writing: Annotated[
        StrictBool | None, Field(description="Left out: a thing mailed, handed over or faxed is.")
    ] = None
    copies_sent: Annotated[
        StrictBool | None, Field(description="Whether counsel named in the address got copies.")
    ] = None
    _without_effect: bool = PrivateAttr(default=False)

    @model_validator(mode="after")
    def _has_its_day(self) -> "Delivery":
        if self.method in ("personal", "courier"):
            if self.delivered_on is None:
                raise ValueError("a personal or courier delivery needs delivered_on")
        elif self.sent_on is None:
            raise ValueError("mail, fax and e-mail need sent_on")
        days = [self.sent_on, self.delivered_on, self.acknowledged_on, self.actually_received_on]
        if self.sent_on and any(day < self.sent_on for day in days if day):
            raise ValueError("nothing arrives before it is sent")
        if self.delivered_at and self.delivered_on and not self._is_that_day(self.delivered_at):
            raise ValueError("delivered_at is a moment of the day delivered_on")
        return self

    def _is_that_day(self, moment: datetime) -> bool:
        """Whether the moment may be of that day: its offset need not be that of the place."""
        return self.delivered_on is not None and abs(moment.date() - self.delivered_on) <= ONE_DAY

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
    flaw = _flaw(delivery, matter)
    if flaw:
        return Receipt(None, None, flaw)
    method = matter.terms.notices.methods.get(delivery.method)
    if method is None:
        return _by_other_method(delivery, matter, source)
    given = _given(delivery, method, matter, source)
    received = _received(delivery, method, matter, source)
    return Receipt(given, received, None, *_as_stated(delivery, source))


def has_no_effect(delivery: Delivery, terms: Terms) -> bool:
    """Whether a writing is known not to be duly given, under the terms of its day."""
    matter = open_matter(terms, Detail.NONE)
    known = _flaw(delivery, matter) is not None
    never = matter.readings.other_methods == "never"
    return known or (never and delivery.method not in terms.notices.methods)


def turns_on_acknowledgement(delivery: Delivery, terms: Terms) -> bool:
    """QA16: whether a writing has an effect turns on an acknowledgement that is not recorded."""
    if delivery.acknowledged_on is not None or delivery.method in terms.notices.methods:
        return False
    if terms.readings.other_methods != "acknowledged_only":
        return False
    return _flaw(delivery, open_matter(terms, Detail.NONE)) is None


def _as_stated(
    delivery: Delivery, source: str
) -> tuple[Sourced[date] | None, Sourced[date] | None]:
    """The days of sending and of delivery, as far as they are stated."""
    sent, delivered = delivery.sent_on, delivery.delivered_on
    return (
        None if sent is None else Sourced(sent, f"{source}/sent_on"),
        None if delivered is None else Sourced(delivered, f"{source}/delivered_on"),
    )


def reached_on(delivery: Delivery, terms_on: Callable[[date], Terms]) -> date:
    """The day of receipt; where that cannot be told, the day on which the sender acted."""
    sent_on = delivery.happened_on
    try:
        received_on = receipt(delivery, open_matter(terms_on(sent_on), Detail.NONE), "").received_on
    except OutsideCalendar:
        return sent_on
    return received_on.value if received_on is not None else sent_on


def _flaw(delivery: Delivery, matter: Matter) -> Flaw | None:
    terms, working = matter.terms, matter.working
    clause = terms.notices.clause
    if delivery.has_no_effect:
        return "NOT_DULY_GIVEN"
    if terms.notices.writing_required:
        if delivery.in_writing is False:
            return "NOT_IN_WRITING"
        if delivery.in_writing is None:
            working.assume(
                "IN_WRITING", f"What was sent by {delivery.method} is taken to be a writing."
            )
    if delivery.copies_sent is True or not terms.notices.company_address.copies_to:
        return None
    if matter.readings.copies_required:
        if delivery.copies_sent is False:
            return "COPIES_MISSING"
        working.miss("copies_sent", "whether notice was duly given", clause)
    elif delivery.copies_sent is False:
        working.warn("COPIES_MISSING", f"A copy to counsel under {clause} is missing.")
    return None


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
        f"A writing sent by {delivery.method} is given on {written_out(day)}.",
        day,
        {name: Sourced(day, f"{source}/{name}")},
    )


def _received(
    delivery: Delivery, method: NoticeMethod, matter: Matter, source: str
) -> Sourced[date] | None:
    term = f"/notices/methods/{delivery.method}/received"
    name = _counted_from(method, term)
    day: date | None = getattr(delivery, name)
    if day is None:
        matter.working.miss(name, "the day of receipt", matter.terms.notices.clause)
        return None
    received = last_day(method.received, Sourced(day, f"{source}/{name}"), matter, term)
    if name == "sent_on":
        return _conclusive(received, delivery, matter, source)
    return _within_hours(received, delivery, matter, source)


def _counted_from(method: NoticeMethod, term: str) -> str:
    """The day that receipt is counted from: that which its period names."""
    moment = moment_of(method.received.anchor, term)
    if moment is None:
        moment = "notice.sent" if method.given == "sent" else "notice.delivered"
    return "sent_on" if moment == "notice.sent" else "delivered_on"


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
        working.miss("actually_received_on", "the day of receipt", terms.notices.clause)
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
        working.miss("delivered_at", "the day of receipt", terms.notices.clause)
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
        working.miss(
            name,
            f"whether and when the {delivery.method} of {written_out(delivery.happened_on)} was "
            f"received, by a method that {clause} does not name",
            clause,
        )
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

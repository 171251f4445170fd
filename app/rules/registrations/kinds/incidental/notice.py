"""When the Company may file its own registration: the notice before filing of clause 2(b).

Every Holder is told at least so many days before filing, counted back from the filing without any
roll (QA13) and from the giving of the notice (QA22). Filing may be lawful before the last timely
request has arrived; the day until which it is wise to wait is given as advice (QA23). Days are
calendar days; `OutsideCalendar` is raised beyond the calendars.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.notices.receipt import Receipt
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import NOTHING_KNOWN
from app.rules.reasoning.days.period import (
    asks_at_least,
    business_day_not_after,
    due_as_changed,
    last_day,
    unrolled_last_day,
)
from app.rules.reasoning.days.within import unrolled
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.joining import JoinRight, window_last_day
from app.rules.terms.rights.registrations import Incidental
from app.rules.terms.vocabulary import Period
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import on_its_weekday, written_out


@dataclass(frozen=True, slots=True)
class HolderNotice:
    """The Company's notice to one Holder: when it was given and received, and its window's end."""

    holder: str
    told: Receipt
    last_day: Sourced[date] | None


@dataclass(frozen=True, slots=True)
class FilingRuling:
    """The earliest day of filing, and whether the filing planned or made keeps to it.

    `too_early_for` are the Holders whose notice the filing leaves too few days.
    """

    earliest_filing_on: Sourced[date] | None
    compliant: bool | None
    days_short: Sourced[int] | None
    last_day_to_request: Sourced[date] | None
    latest_receipt_of_request: Sourced[date] | None
    hold_filing_until: Sourced[date] | None
    too_early_for: tuple[str, ...] = ()


def holder_notice(holder: str, told: Receipt, right: JoinRight, matter: Matter) -> HolderNotice:
    """A notice as it reached one Holder, with the end of the window it opens for it."""
    return HolderNotice(holder, told, window_last_day(told, right, matter))


def latest_notice(
    term: Incidental, filing: Sourced[date], matter: Matter
) -> tuple[Sourced[date], Sourced[date]]:
    """The last day for giving notice of a filing, and the Business Day not after it."""
    last = last_day(term.lead, filing, matter, f"{term.place}/notice")
    return last, business_day_not_after(last, term.lead, matter)


def notice_before(
    filing: Sourced[date],
    term: Incidental,
    matter: Matter,
    since: date,
    given_on: date | None,
) -> Sourced[date] | None:
    """The last day for giving notice of a filing that is owed since a day, as the terms change."""

    def under(at: Matter) -> Sourced[date] | None:
        right = at.terms.incidental
        if right is None or right.notice is None:
            return None
        return last_day(right.lead, filing, at, f"{term.place}/notice")

    return due_as_changed(under, matter, since, given_on)


def rule_on_filing(
    term: Incidental,
    notices: Sequence[HolderNotice],
    filing: Sourced[date] | None,
    matter: Matter,
    others: Sequence[Sourced[date]] = (),
) -> FilingRuling:
    """From which day the Company may file, given when it told each Holder.

    `others` are the last days of windows for which the filing need not wait: their requests may
    arrive all the same.
    """
    starts: list[Sourced[date]] = []
    ends: list[Sourced[date]] = []
    from_giving = matter.readings.incidental_notice_counts_from == "given"
    for notice in notices:
        counted = notice.told.given_on if from_giving else notice.told.received_on
        if counted is None or notice.last_day is None:
            matter.working.miss("delivery", f"the notice to {notice.holder}", term.lead.clause)
            return FilingRuling(None, None, None, None, None, None)
        starts.append(_earliest(term, counted, matter))
        ends.append(notice.last_day)
    earliest = max(starts, key=lambda day: day.value)
    waited_for = max(ends, key=lambda day: day.value)
    last_request = max((waited_for, *others), key=lambda day: day.value)
    latest_receipt = _latest_receipt(term, last_request, matter)
    hold = floor = _hold(earliest, latest_receipt, term, matter)
    if matter.readings.enforce_hold != "block":
        floor = earliest
    elif last_request is not waited_for:
        receipt = _latest_receipt(term, waited_for, matter.unrecorded())
        floor = Sourced(max(earliest.value, receipt.value), hold.source)
    short = _days_short(floor, filing, term, matter)
    return FilingRuling(
        earliest_filing_on=earliest,
        compliant=None if short is None else short.value == 0,
        days_short=short,
        last_day_to_request=last_request,
        latest_receipt_of_request=latest_receipt,
        hold_filing_until=hold,
        too_early_for=tuple(
            notice.holder
            for notice, start in zip(notices, starts, strict=True)
            if filing is not None and filing.value < start.value
        ),
    )


def without_notice(untold: Sequence[str], filed: bool, matter: Matter) -> FilingRuling:
    """No day for filing can be given; a filing made all the same does not keep to the clause."""
    if filed:
        matter.working.warn(
            "FILED_WITHOUT_NOTICE", f"Filed although no notice has reached {', '.join(untold)}."
        )
    none = (None, False if filed else None, None, None, None, None)
    return FilingRuling(*none, too_early_for=tuple(untold) if filed else ())


def nobody_to_tell(
    term: Incidental,
    filing: Sourced[date] | None,
    matter: Matter,
    others: Sequence[Sourced[date]] = (),
) -> FilingRuling:
    """Every notice, or the waiting for them, is waived: the Company may file when it will.

    Those who were told all the same may still ask: their requests may arrive until a known day.
    """
    compliant = None if filing is None else True
    if not others:
        return FilingRuling(None, compliant, None, None, None, None)
    last_request = max(others, key=lambda day: day.value)
    latest_receipt = _latest_receipt(term, last_request, matter)
    hold = _hold(None, latest_receipt, term, matter)
    return FilingRuling(None, compliant, None, last_request, latest_receipt, hold)


def _days_short(
    floor: Sourced[date], filing: Sourced[date] | None, term: Incidental, matter: Matter
) -> Sourced[int] | None:
    """How many days the filing comes before the first day on which it may be made."""
    if filing is None:
        return None
    days = max((floor.value - filing.value).days, 0)
    return matter.working.step(
        "incidental_notice.days_short",
        term.lead.clause,
        f"The filing on {written_out(filing.value)} is {numbered(days, 'day')} too early: "
        f"it may not be made before {written_out(floor.value)}."
        if days
        else f"The filing on {written_out(filing.value)} is not too early.",
        days,
        {"filing_on": filing, "first_day": floor},
    )


def _earliest(term: Incidental, counted: Sourced[date], matter: Matter) -> Sourced[date]:
    """The first day of filing for which the notice was not late: counted back, it is in time."""
    day = _counted_forward(term, counted, matter)
    first, unread = day.value, matter.unrecorded()

    def in_time(filing: date) -> bool:
        place = f"{term.place}/notice"
        return last_day(term.lead, Sourced(filing, ""), unread, place).value >= counted.value

    while not in_time(first):
        first += ONE_DAY
    while first > counted.value and in_time(first - ONE_DAY):
        first -= ONE_DAY
    if first == day.value:
        return day
    return matter.working.step(
        "incidental_notice.counted_back",
        term.lead.clause,
        f"Counted back from the filing, as the clause counts, the notice of "
        f"{on_its_weekday(counted.value)} is in time for {on_its_weekday(first)} and for no day "
        "before it.",
        first,
        {"notice": counted, "counted_forward": day},
        readings=matter.almanac.business_day_readings if term.lead.unit == "business_day" else (),
    )


def _counted_forward(term: Incidental, counted: Sourced[date], matter: Matter) -> Sourced[date]:
    """The day that lies the whole notice after the day it is counted from."""
    forward = term.lead.model_copy(update={"direction": "after", "anchor": "notice"})
    day = unrolled_last_day(forward, counted, matter, f"{term.place}/notice")
    if not asks_at_least(term.lead):
        return day
    if not matter.readings.clear_days:
        return day
    in_business_days = forward.unit == "business_day"
    almanac = matter.almanac
    clear = almanac.business_days.after(day.value, 1) if in_business_days else None
    first = clear or day.value + ONE_DAY
    return matter.working.step(
        "incidental_notice.clear_days",
        term.lead.clause,
        f"Clear days: the day after them, {written_out(first)}.",
        first,
        {"last_clear_day": day},
        readings=(
            "clear_days",
            *(matter.almanac.business_day_readings if in_business_days else ()),
        ),
    )


def _latest_receipt(term: Incidental, last_request: Sourced[date], matter: Matter) -> Sourced[date]:
    """The last day on which a timely request may arrive, if it is mailed on its last day."""
    if (term.join.reply or matter.readings.incidental_join_test) == "received":
        return last_request
    mail = matter.terms.notices.methods.get("mail")
    if mail is None or mail.given == "received":
        return last_request
    place, clause = "/notices/methods/mail/received", matter.terms.notices.clause
    if isinstance(mail.received, Period):
        return last_day(mail.received, last_request, matter, place)
    known = NOTHING_KNOWN.also({"notice.sent": last_request, "notice.delivered": last_request})
    return unrolled(mail.received, known, matter, place, "the day of receipt", clause) or (
        last_request
    )


def _hold(
    earliest: Sourced[date] | None, latest_receipt: Sourced[date], term: Incidental, matter: Matter
) -> Sourced[date]:
    inputs: dict[str, Sourced[date]] = {"latest_receipt": latest_receipt}
    if earliest is not None:
        inputs = {"earliest_filing_on": earliest, **inputs}
    hold = max(day.value for day in inputs.values())
    return matter.working.step(
        "incidental_notice.hold",
        term.clause,
        f"A timely request may still arrive on {written_out(latest_receipt.value)}; wait with the "
        f"filing until {written_out(hold)}.",
        hold,
        inputs,
        readings=("enforce_hold", *(() if term.join.reply else ("incidental_join_test",))),
    )

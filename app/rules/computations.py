"""Each rule on its own, without a record: what `/v1/compute/…` answers.

The functions here only arrange inputs and results; the computing is done by the same rules that
serve the record. Inputs carry `request:` sources. Raises `OutsideCalendar` beyond the calendars.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.rules import effected, standstill
from app.rules.answers import DemandsLeft, JoinDecision, StandstillWindow, explained, plain
from app.rules.effected import DemandLife
from app.rules.effecting import ShortFormFacts, period_to_effect, short_form_qualified
from app.rules.holdings import Holding, Holdings, tally
from app.rules.incidental_notice import HolderNotice, latest_notice, rule_on_filing
from app.rules.joining import rule_on_join, window_last_day
from app.rules.matter import Matter
from app.rules.notice import Delivery, Flaw, receipt
from app.rules.obligations import days_late
from app.rules.period import roll, unrolled_last_day
from app.rules.requisite import apply_threshold
from app.rules.shown import shown_demands, shown_standstill
from app.rules.standstill import Offering
from app.rules.terms import Demand, Incidental, Inclusion, Period
from app.rules.working import Sourced


@dataclass(frozen=True, slots=True)
class ReceiptResult:
    """When a writing was given and received; `flaw` says why it has no effect, if it has none."""

    given_on: date | None
    received_on: date | None
    flaw: Flaw | None
    explained_by: Mapping[str, str]


def deemed_receipt(delivery: Delivery, matter: Matter) -> ReceiptResult:
    """When a writing sent in this way was given and received."""
    found = receipt(delivery, matter, "request:/delivery")
    return ReceiptResult(
        plain(found.given_on),
        plain(found.received_on),
        found.flaw,
        explained(given_on=found.given_on, received_on=found.received_on),
    )


@dataclass(frozen=True, slots=True)
class DeadlineResult:
    """The last day of a period, before and after any roll, and the business day not after it."""

    unrolled: date
    last_day: date
    business_day_on_or_before: date | None
    explained_by: Mapping[str, str]


def deadline(period: Period, event_on: date, matter: Matter) -> DeadlineResult:
    """The last day of a period counted from an event.

    For a day counted back the preceding Business Day is given too (QA13).
    """
    anchor = Sourced(event_on, "request:/event_on")
    unrolled = unrolled_last_day(period, anchor, matter, "/period")
    last = roll(period, unrolled, matter)
    business = None
    if period.direction == "before":
        business = matter.almanac.business_days.on_or_before(last.value)
    return DeadlineResult(
        unrolled.value, last.value, business, explained(unrolled=unrolled, last_day=last)
    )


@dataclass(frozen=True, slots=True)
class RequisiteResult:
    """The requesters' shares, everybody's, the number needed, and whether it is reached."""

    requesting: int
    total: int
    needed: int
    is_requisite: bool
    explained_by: Mapping[str, str]


def requisite_holders(
    requesters: Sequence[str], holdings: Mapping[str, Holding], matter: Matter
) -> RequisiteResult:
    """Whether these Holders are the Requisite Holders."""
    counted = tally(Holdings(holdings), frozenset(requesters), matter)
    test = apply_threshold(
        matter.terms.requisite_holders,
        counted.requesting,
        counted.total,
        matter.working,
        "/requisite_holders",
    )
    return RequisiteResult(
        counted.requesting.value,
        counted.total.value,
        test.needed.value,
        test.met.value,
        {
            **explained(requesting=counted.requesting, total=counted.total, needed=test.needed),
            **explained(is_requisite=test.met),
        },
    )


@dataclass(frozen=True, slots=True)
class StandstillResult:
    """The standstills after the offerings, and whether they reach this kind of registration."""

    applies: bool
    windows: tuple[StandstillWindow, ...]


RegistrationKind = Literal["requested", "shelf", "takedown", "incidental"]


def standstill_windows(
    offerings: Sequence[Offering], kind: RegistrationKind, matter: Matter
) -> StandstillResult:
    """When the Company need not effect a registration of this kind."""
    if kind == "takedown":
        matter.working.relied_on["standstill_applies_to_takedown"] = None
    has_one = matter.terms.demand is not None and matter.terms.demand.standstill is not None
    applies = has_one and (
        kind == "requested"
        or (kind == "takedown" and matter.readings.standstill_applies_to_takedown)
    )
    found = standstill.windows(offerings, matter) if applies else ()
    return StandstillResult(applies, tuple(shown_standstill(window) for window in found))


def demand_count(lives: Sequence[DemandLife], on: date | None, matter: Matter) -> DemandsLeft:
    """Which demands are deemed effected, and how many are left."""
    return shown_demands(effected.tally(lives, on, matter, "request:/registrations"))


@dataclass(frozen=True, slots=True)
class NoticeTo:
    """A notice to one Holder: its delivery, or the day of its receipt."""

    holder: str
    delivery: Delivery | None
    received_on: date | None


@dataclass(frozen=True, slots=True)
class RequestFrom:
    """A request to join by one Holder."""

    holder: str
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class WindowResult:
    """One Holder's window."""

    holder: str
    notice_received_on: date | None
    last_day: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class JoinRulingResult:
    """One request to join, and whether it is in time."""

    holder: str
    given_on: date | None
    received_on: date | None
    decision: JoinDecision
    reason: str | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class JoinWindowsResult:
    """Every Holder's window, the last day of all, and every request to join."""

    windows: tuple[WindowResult, ...]
    last_day: date | None
    joins: tuple[JoinRulingResult, ...]


def join_windows(
    regime: Literal["demand", "incidental"],
    term: Inclusion,
    notices: Sequence[NoticeTo],
    requests: Sequence[RequestFrom],
    matter: Matter,
) -> JoinWindowsResult:
    """Each Holder's window from his own receipt, and each request to join ruled on."""
    ends: dict[str, Sourced[date] | None] = {}
    windows: list[WindowResult] = []
    for place, notice in enumerate(notices):
        reached = _notice_received(notice, f"request:/notices/{place}", matter)
        last = window_last_day(reached, term, matter, f"/{regime}/join") if reached else None
        ends[notice.holder] = last
        windows.append(
            WindowResult(
                notice.holder,
                plain(reached),
                plain(last),
                explained(notice_received_on=reached, last_day=last),
            )
        )
    joins = [
        _ruled(request, f"request:/requests/{place}", ends, regime, term, matter)
        for place, request in enumerate(requests)
    ]
    last_day_of_all = max((each.last_day for each in windows if each.last_day), default=None)
    return JoinWindowsResult(tuple(windows), last_day_of_all, tuple(joins))


def _notice_received(notice: NoticeTo, source: str, matter: Matter) -> Sourced[date] | None:
    if notice.delivery is not None:
        return receipt(notice.delivery, matter, f"{source}/delivery").received_on
    if notice.received_on is None:
        return None
    return Sourced(notice.received_on, f"{source}/received_on")


def _ruled(
    request: RequestFrom,
    source: str,
    ends: Mapping[str, Sourced[date] | None],
    regime: Literal["demand", "incidental"],
    term: Inclusion,
    matter: Matter,
) -> JoinRulingResult:
    readings = matter.readings
    test = readings.demand_join_test if regime == "demand" else readings.incidental_join_test
    sent = receipt(request.delivery, matter, f"{source}/delivery")
    ruling = rule_on_join(sent, ends.get(request.holder), term, test, f"{regime}_join_test", matter)
    return JoinRulingResult(
        request.holder,
        plain(sent.given_on),
        plain(sent.received_on),
        ruling.decision,
        ruling.reason,
        explained(given_on=sent.given_on, received_on=sent.received_on, decision=ruling.tested),
    )


@dataclass(frozen=True, slots=True)
class IncidentalNoticeResult:
    """The last day for notice of a filing, and the first day of filing after the notices given."""

    latest_given_on: date | None
    latest_business_day: date | None
    earliest_filing_on: date | None
    compliant: bool | None
    days_short: int | None
    last_day_to_give_request: date | None
    latest_deemed_receipt_of_timely_request: date | None
    hold_filing_until: date | None
    explained_by: Mapping[str, str]


def incidental_notice(
    term: Incidental,
    filing_on: date | None,
    notices: Sequence[HolderNotice],
    matter: Matter,
) -> IncidentalNoticeResult:
    """When notice must be given of a filing, and when the Company may file after its notices."""
    filing = None if filing_on is None else Sourced(filing_on, "request:/filing_on")
    latest, business = latest_notice(term, filing, matter) if filing else (None, None)
    ruling = rule_on_filing(term, notices, filing, matter) if notices else None
    earliest = ruling.earliest_filing_on if ruling else None
    last_request = ruling.last_day_to_request if ruling else None
    arrival = ruling.latest_receipt_of_request if ruling else None
    hold = ruling.hold_filing_until if ruling else None
    return IncidentalNoticeResult(
        latest_given_on=plain(latest),
        latest_business_day=plain(business),
        earliest_filing_on=plain(earliest),
        compliant=ruling.compliant if ruling else None,
        days_short=ruling.days_short if ruling else None,
        last_day_to_give_request=plain(last_request),
        latest_deemed_receipt_of_timely_request=plain(arrival),
        hold_filing_until=plain(hold),
        explained_by=explained(
            latest_given_on=latest,
            latest_business_day=business,
            earliest_filing_on=earliest,
            last_day_to_give_request=last_request,
            latest_deemed_receipt_of_timely_request=arrival,
            hold_filing_until=hold,
        ),
    )


@dataclass(frozen=True, slots=True)
class ShortFormResult:
    """Whether the shorter period applies, and how many days that gives."""

    short_form_qualified: bool | None
    count: int | None
    unit: str | None
    explained_by: Mapping[str, str]


def short_form(facts: ShortFormFacts, demand: Demand, matter: Matter) -> ShortFormResult:
    """Whether the Company qualifies for a short form, on the day that counts."""
    qualified = short_form_qualified(facts, demand, matter)
    if qualified is None:
        return ShortFormResult(None, None, None, {})
    period, _ = period_to_effect(demand, qualified.value)
    return ShortFormResult(
        qualified.value, period.count, period.unit, explained(short_form_qualified=qualified)
    )


@dataclass(frozen=True, slots=True)
class TimelinessResult:
    """Whether the registration was effective in time, and by how many days it was late."""

    in_time: bool
    days_late: int


def timeliness(due_on: date, effective_on: date) -> TimelinessResult:
    """Compare the day of effectiveness with the due day. Late calls for review, not for a sum."""
    late = days_late(due_on, effective_on) or 0
    return TimelinessResult(late == 0, late)


@dataclass(frozen=True, slots=True)
class AddressLine:
    """Where one party takes notice, who must have copies, and which clause says so."""

    party: str
    address: str | None
    copies_to: tuple[str, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class AddressesResult:
    """Where each party takes notice."""

    parties: tuple[AddressLine, ...]


def notice_addresses(
    holders: Sequence[str], own: Mapping[str, str], matter: Matter
) -> AddressesResult:
    """Each Holder's address: his own if he has specified one, else the one for all (QA20)."""
    notices = matter.terms.notices
    common = notices.holders_address
    lines = tuple(
        AddressLine(holder, own[holder], (), notices.clause)
        if holder in own
        else AddressLine(
            holder,
            common.addressee if common else None,
            common.copies_to if common else (),
            notices.clause,
        )
        for holder in holders
    )
    return AddressesResult(lines)

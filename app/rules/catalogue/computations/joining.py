"""Notices, join windows and the filing of the Company's own registration: 2(a)(i), 2(b)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.notices.receipt import Delivery, Receipt, receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Explained, Sourced, plain, sourced, sourced_as
from app.rules.registrations.joining.joining import (
    JoinDecision,
    JoinRight,
    JoinRuling,
    incidental_join,
    rule_on_join,
    window_last_day,
)
from app.rules.registrations.kinds.incidental.notice import (
    FilingRuling,
    HolderNotice,
    holder_notice,
    latest_notice,
    rule_on_filing,
    without_notice,
)
from app.rules.terms.rights.registrations import Incidental


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
class WindowResult(Explained):
    """One Holder's window."""

    holder: str
    notice_received_on: Sourced[date] | None
    last_day: Sourced[date] | None


@dataclass(frozen=True, slots=True)
class JoinRulingResult(Explained):
    """One request to join, and whether it is in time."""

    holder: str
    given_on: Sourced[date] | None
    received_on: Sourced[date] | None
    decision: Sourced[JoinDecision]
    reason: str | None


@dataclass(frozen=True, slots=True)
class JoinWindowsResult(Explained):
    """Every Holder's window, the last day of all, and every request to join."""

    windows: tuple[WindowResult, ...]
    last_day: Sourced[date] | None
    joins: tuple[JoinRulingResult, ...]


def join_windows(
    rights: Sequence[JoinRight],
    notices: Sequence[NoticeTo],
    requests: Sequence[RequestFrom],
    matter: Matter,
) -> JoinWindowsResult:
    """Each Holder's window from its first receipt, and each request to join ruled on.

    Several `rights` are those that there may be, where it is not said what is joined: what is the
    same under each of them is known, and the rest is not.
    """
    ends: dict[str, Sequence[Sourced[date] | None]] = {}
    windows: list[WindowResult] = []
    for holder, notice in _first_receipts(notices, matter).items():
        ends[holder] = [
            window_last_day(notice, right, matter) if notice and right.has_window else None
            for right in rights
        ]
        reached = notice.received_on if notice else None
        windows.append(WindowResult(holder, reached, _only_end(ends[holder], rights, matter)))
    joins = [
        _ruled(request, f"request:/requests/{place}", ends, rights, matter)
        for place, request in enumerate(requests)
    ]
    are_known = all(window.last_day or not any(ends[window.holder]) for window in windows)
    known = [window.last_day for window in windows if window.last_day]
    last = max(known, key=lambda end: end.value, default=None) if are_known else None
    return JoinWindowsResult(tuple(windows), last, tuple(joins))


def _only_end(
    ends: Sequence[Sourced[date] | None], rights: Sequence[JoinRight], matter: Matter
) -> Sourced[date] | None:
    """The last day of a window, if it is the same under each of the rights."""
    if len({plain(end) for end in ends}) > 1:
        _miss_regime("until when a Holder may join", rights, matter)
        return None
    return ends[0]


def _miss_regime(needed_for: str, rights: Sequence[JoinRight], matter: Matter) -> None:
    matter.working.miss("regime", needed_for, rights[0].clause)


def _first_receipts(notices: Sequence[NoticeTo], matter: Matter) -> dict[str, Receipt | None]:
    """Each Holder's first notice by the day of receipt; None while none is known to have come."""
    first: dict[str, Receipt | None] = {}
    for place, notice in enumerate(notices):
        found = _notice_receipt(notice, f"request:/notices/{place}", matter)
        reached = found.received_on if found else None
        known = first.get(notice.holder)
        before = known.received_on if known else None
        if reached is not None and (before is None or reached.value < before.value):
            first[notice.holder] = found
        else:
            first.setdefault(notice.holder, found if found and found.given_on else None)
    return first


def _notice_receipt(notice: NoticeTo, source: str, matter: Matter) -> Receipt | None:
    if notice.delivery is not None:
        return receipt(notice.delivery, matter, f"{source}/delivery")
    if notice.received_on is None:
        return None
    return Receipt(None, Sourced(notice.received_on, f"{source}/received_on"))


def _ruled(
    request: RequestFrom,
    source: str,
    ends: Mapping[str, Sequence[Sourced[date] | None]],
    rights: Sequence[JoinRight],
    matter: Matter,
) -> JoinRulingResult:
    sent = receipt(request.delivery, matter, f"{source}/delivery")
    windows = ends.get(request.holder, [None] * len(rights))
    ruling, *others = (
        rule_on_join(sent, end, right, matter) for end, right in zip(windows, rights, strict=True)
    )
    if any(other.decision != ruling.decision for other in others):
        _miss_regime("whether a request to join is in time", rights, matter)
        ruling = JoinRuling("undetermined", None, None)
    return JoinRulingResult(
        request.holder,
        sent.given_on,
        sent.received_on,
        sourced_as(ruling.decision, ruling.tested),
        ruling.reason,
    )


@dataclass(frozen=True, slots=True)
class IncidentalNoticeResult(Explained):
    """The last day for notice of a filing, and the first day of filing after the notices given.

    While there are Holders who were `not_told`, there is no first day of filing.
    """

    latest_given_on: Sourced[date] | None
    latest_business_day: Sourced[date] | None
    earliest_filing_on: Sourced[date] | None
    compliant: bool | None
    days_short: Sourced[int] | None
    last_day_to_give_request: Sourced[date] | None
    latest_deemed_receipt_of_timely_request: Sourced[date] | None
    hold_filing_until: Sourced[date] | None
    not_told: tuple[str, ...]


def incidental_notice(
    term: Incidental,
    filing_on: date | None,
    notices: Sequence[NoticeTo],
    not_told: tuple[str, ...],
    matter: Matter,
) -> IncidentalNoticeResult:
    """When notice must be given of a filing, and when the Company may file after its notices."""
    filing = sourced(filing_on, "request:/filing_on")
    latest, business = latest_notice(term, filing, matter) if filing else (None, None)
    ruling = _ruling(term, filing, _told(term, notices, matter), not_told, matter)
    earliest = ruling.earliest_filing_on if ruling else None
    last_request = ruling.last_day_to_request if ruling else None
    arrival = ruling.latest_receipt_of_request if ruling else None
    hold = ruling.hold_filing_until if ruling else None
    short = ruling.days_short if ruling else None
    return IncidentalNoticeResult(
        latest_given_on=latest,
        latest_business_day=business,
        earliest_filing_on=earliest,
        compliant=ruling.compliant if ruling else None,
        days_short=short,
        last_day_to_give_request=last_request,
        latest_deemed_receipt_of_timely_request=arrival,
        hold_filing_until=hold,
        not_told=not_told,
    )


def _ruling(
    term: Incidental,
    filing: Sourced[date] | None,
    told: tuple[HolderNotice, ...],
    not_told: tuple[str, ...],
    matter: Matter,
) -> FilingRuling | None:
    """Whether the filing asked about keeps to the clause; None while no Holder is spoken of."""
    if not_told:
        return without_notice(not_told, filing is not None, matter)
    return rule_on_filing(term, told, filing, matter) if told else None


def _told(
    term: Incidental, notices: Sequence[NoticeTo], matter: Matter
) -> tuple[HolderNotice, ...]:
    """Each notice as it reached its Holder."""
    right = incidental_join(term, matter)
    return tuple(
        holder_notice(
            each.holder,
            receipt(each.delivery, matter, f"request:/notices/{place}/delivery"),
            right,
            matter,
        )
        for place, each in enumerate(notices)
        if each.delivery is not None
    )

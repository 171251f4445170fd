"""Receipt, last days and addresses on their own: clauses 9(b) and 9(c)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.notices.receipt import Delivery, Flaw, receipt
from app.rules.reasoning.days.period import business_day_not_after, roll, unrolled_last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Explained, Sourced
from app.rules.terms.vocabulary import Period
from app.rules.values.if_any import IfAny


@dataclass(frozen=True, slots=True)
class ReceiptResult(Explained):
    """When a writing was given and received; `flaw` says why it has no effect, if it has none."""

    given_on: Sourced[date] | None
    received_on: Sourced[date] | None
    flaw: Flaw | None


def deemed_receipt(delivery: Delivery, matter: Matter) -> ReceiptResult:
    """When a writing sent in this way was given and received."""
    found = receipt(delivery, matter, "request:/delivery")
    return ReceiptResult(found.given_on, found.received_on, found.flaw)


@dataclass(frozen=True, slots=True)
class DeadlineResult(Explained):
    """The last day of a period, before and after any roll, and the business day not after it."""

    unrolled: Sourced[date]
    last_day: Sourced[date]
    business_day_on_or_before: Sourced[date] | None


def deadline(period: Period, event_on: date, matter: Matter) -> DeadlineResult:
    """The last day of a period counted from an event.

    For a day counted back the preceding Business Day is given too (QA13).
    """
    anchor = Sourced(event_on, "request:/event_on")
    unrolled = unrolled_last_day(period, anchor, matter, "request:")
    last = roll(period, unrolled, matter)
    business = (
        business_day_not_after(last, period, matter) if period.direction == "before" else None
    )
    return DeadlineResult(unrolled, last, business)


@dataclass(frozen=True, slots=True)
class AddressLine:
    """Where one party takes notice, who must have copies, and which clause says so."""

    party: str
    address: IfAny[str]
    copies_to: tuple[str, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class AddressesResult:
    """Where each party takes notice."""

    parties: tuple[AddressLine, ...]


def notice_addresses(
    holders: Sequence[str], own: Mapping[str, str], matter: Matter
) -> AddressesResult:
    """Each Holder's address: its own if it has specified one, else the one for all (QA20)."""
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

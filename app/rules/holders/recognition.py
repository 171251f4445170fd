"""From when the Company must recognise a transferee: the grounds of clause 9(f), as they come in.

A transferee to whom rights passed is a Holder at once; the Company need not treat it as one until
it is holder of record, or until it has received notice and its agreement to be bound. These may
come with the transfer or after it. Whole days; the receipt of papers is that of any notice (9(b)).
"""

from dataclasses import dataclass, replace
from datetime import date

from app.rules.facts.covenants import AssignmentPapersDelivered, RecordHolderEntered
from app.rules.facts.holdings import SecuritiesTransferred
from app.rules.holders.assignment import recognised_from
from app.rules.notices.receipt import receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain, sourced
from app.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Grounds:
    """The limb by which rights passed first, and the days of each ground of recognition."""

    transferred_on: Sourced[date]
    limb: str
    record_holder_on: Sourced[date] | None = None
    notice_received_on: Sourced[date] | None = None
    agreement_received_on: Sourced[date] | None = None

    def since(self, terms: Terms) -> date | None:
        """The first day of recognition; None: not yet."""
        found = recognised_from(
            plain(self.record_holder_on),
            plain(self.notice_received_on),
            plain(self.agreement_received_on),
            terms.assignment.recognised_by,
        )
        # Nobody is holder of record of what it does not yet hold.
        return found and max(found, self.transferred_on.value)


def grounds_of(
    fact: SecuritiesTransferred, source: str, limb: str, before: Grounds | None
) -> Grounds:
    """The grounds that a transfer states, beside those known from an earlier one."""

    def day(name: str) -> Sourced[date] | None:
        value = getattr(fact, name)
        stated = sourced(value, f"{source}/{name}")
        return _first(getattr(before, name, None), stated)

    return Grounds(
        transferred_on=before.transferred_on
        if before
        else Sourced(fact.occurred_on, f"{source}/occurred_on"),
        limb=before.limb if before else limb,
        record_holder_on=day("record_holder_on"),
        notice_received_on=day("notice_received_on"),
        agreement_received_on=day("agreement_received_on"),
    )


def further_grounds(
    known: Grounds,
    fact: RecordHolderEntered | AssignmentPapersDelivered,
    source: str,
    matter: Matter,
) -> Grounds:
    """The grounds with what a later fact adds; the first record holding or receipt counts."""
    if isinstance(fact, RecordHolderEntered):
        entered = Sourced(fact.occurred_on, f"{source}/occurred_on")
        return replace(known, record_holder_on=_first(known.record_holder_on, entered))
    arrived = receipt(fact.delivery, matter, source).received_on
    received = None if arrived is None else Sourced(arrived.value, source)
    if "notice" in fact.papers:
        known = replace(known, notice_received_on=_first(known.notice_received_on, received))
    if "agreement" in fact.papers:
        known = replace(known, agreement_received_on=_first(known.agreement_received_on, received))
    return known


def _first(known: Sourced[date] | None, other: Sourced[date] | None) -> Sourced[date] | None:
    if known is None or other is None:
        return known or other
    return known if known.value <= other.value else other

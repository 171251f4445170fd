"""Where each party takes notice on a day: clause 9(b).

The agreement gives the Company an address, and the Holders one that they share (QA20), until a
party specifies another by notice to the others. The new one counts from the receipt of that notice,
or from the later day that it names. A notice that is not duly given changes nothing. Whole days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.rules.agreement.known import Known
from app.rules.facts import RecordedFact
from app.rules.facts.covenants import AddressChanged
from app.rules.notices.receipt import receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.notices import Address
from app.rules.values.if_any import IfAny
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class AddressOnDay:
    """Where one party takes notice, who must have copies, and since when."""

    party: str
    address: IfAny[str]
    copies_to: tuple[str, ...]
    clause: str
    in_effect_from: IfAny[date]
    source: str
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Changed:
    party: str | None
    address: Address
    since: Sourced[date]
    source: str


def address_book(known: Known, matter: Matter) -> tuple[AddressOnDay, ...]:
    """The address of the Company and of each Holder at the end of the day known."""
    company = matter.terms.company.id
    in_effect = _in_effect(known, matter)
    shared = in_effect.get(None)
    return (
        _line(company, in_effect.get(company), matter),
        *(
            _line(holder, in_effect.get(holder) or shared, matter)
            for holder in sorted(known.register.lines_on(known.as_of))
        ),
    )


def _from_terms(known: Known, matter: Matter) -> Iterator[_Changed]:
    """The addresses that the terms in force give."""
    notices = matter.terms.notices
    stated: tuple[tuple[str | None, str, Address | None], ...] = (
        (matter.terms.company.id, "company_address", notices.company_address),
        (None, "holders_address", notices.holders_address),
    )
    for party, name, address in stated:
        if address is None:
            continue
        place = f"/notices/{name}"
        changed = known.instruments.terms.last_change(place, known.as_of)
        since = (
            Sourced(changed.effective_from, changed.source)
            if changed
            else Sourced(matter.terms.agreement_date, "terms:/agreement_date")
        )
        yield _Changed(party, address, since, f"terms:{place}/addressee")


def _line(party: str, found: _Changed | None, matter: Matter) -> AddressOnDay:
    clause = matter.terms.notices.clause
    if found is None:
        matter.working.miss(f"address of {party}", "where the party takes notice", clause)
        return AddressOnDay(party, None, (), clause, None, "terms:/notices/holders_address", {})
    return AddressOnDay(
        party=party,
        address=found.address.addressee,
        copies_to=found.address.copies_to,
        clause=clause,
        in_effect_from=plain(found.since),
        source=found.source,
        explained_by=explained(in_effect_from=found.since),
    )


def _in_effect(known: Known, matter: Matter) -> dict[str | None, _Changed]:
    """Of each party the latest change in effect on the day."""
    found: dict[str | None, _Changed] = {}
    changes = sorted(
        (*_from_terms(known, matter), *_by_notice(known, matter)),
        key=lambda each: each.since.value,
    )
    for each in changes:
        if each.since.value <= known.as_of:
            found[each.party] = each
    return found


def _by_notice(known: Known, matter: Matter) -> Iterator[_Changed]:
    for recorded, fact in known.of(AddressChanged):
        history = _since(recorded, fact, matter)
        if history is not None:
            address = Address(addressee=fact.address, copies_to=fact.copies_to)
            yield _Changed(fact.party, address, history, f"{recorded.source}/address")


def _since(recorded: RecordedFact, fact: AddressChanged, matter: Matter) -> Sourced[date] | None:
    """From when the new address counts; None if the notice has no effect."""
    clause = matter.terms.notices.clause
    arrived = receipt(fact.delivery, matter, f"{recorded.source}/delivery")
    if arrived.received_on is None:
        matter.working.warn(
            "ADDRESS_NOT_CHANGED",
            f"The notice of {written_out(fact.happened_on)} of another address is not received: "
            f"{arrived.flaw or 'its receipt is not known'}.",
        )
        return None
    if fact.takes_effect_on is None:
        return arrived.received_on
    named = Sourced(fact.takes_effect_on, f"{recorded.source}/takes_effect_on")
    since = max(named.value, arrived.received_on.value)
    return matter.working.step(
        "address_book.since",
        clause,
        f"The new address counts from {written_out(since)}.",
        since,
        {"received_on": arrived.received_on, "takes_effect_on": named},
    )

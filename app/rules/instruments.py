"""Instruments on the record, each ruled on as of the day it was made: clause 9(e).

An instrument is judged once, by the register and the terms as they stood at the end of its day and
as they were then known: what a later waiver makes of the past does not undo it. The Holders who
executed it are counted as in any count of Requisite Holders (QB9). Shares are whole shares.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from app.rules.almanac import almanac_for
from app.rules.amendment import AmendmentRuling, Instrument, rule_on_amendment
from app.rules.facts import (
    ObligationWaived,
    RecordedFact,
    RightsEnded,
    SignedInstrument,
    TermsAmended,
)
from app.rules.holdings import Holdings, tally
from app.rules.matter import Matter, open_matter
from app.rules.register import Register, keep_register
from app.rules.terms import Terms
from app.rules.terms.by_date import Change, TermsByDate
from app.rules.terms.parties import InstrumentKind
from app.rules.working import Detail, Sourced, Working

S = TypeVar("S", bound=SignedInstrument, covariant=True)


@dataclass(frozen=True, slots=True)
class Executed(Generic[S]):
    """An instrument on the record, with the terms and holdings it is judged by, and the ruling."""

    recorded: RecordedFact
    fact: S
    terms: Terms
    holdings: Holdings
    ruling: AmendmentRuling

    @property
    def kind(self) -> InstrumentKind:
        """Whether it amends or waives."""
        return instrument_kind(self.fact)

    @property
    def effective_from(self) -> date | None:
        """The first day of its effect; None if it has none."""
        start = self.ruling.effective_from
        return start.value if self.ruling.effective.value and start else None

    def in_effect(self, day: date) -> bool:
        """Whether it has effect on a day."""
        start = self.effective_from
        return start is not None and start <= day

    def explained(self, working: Working) -> AmendmentRuling:
        """The same ruling, with its lines in the working of an answer."""
        return _ruled(self.recorded, self.fact, self.terms, self.holdings, working)


@dataclass(frozen=True, slots=True)
class Instruments:
    """All instruments of one agreement, in the order of their making, and what they make of it.

    `terms` are the terms by date, `register` the register of Holders kept under them.
    """

    terms: TermsByDate
    register: Register
    amendments: tuple[Executed[TermsAmended], ...]
    waivers: tuple[Executed[ObligationWaived], ...]
    endings: tuple[Executed[RightsEnded], ...]


def instrument_kind(fact: SignedInstrument) -> InstrumentKind:
    """A waiver waives; to end the rights is to amend the agreement."""
    match fact:
        case TermsAmended():
            return fact.instrument
        case ObligationWaived():
            return "waiver"
        case _:
            return "amendment"


def instruments(original: Terms, facts: Sequence[RecordedFact]) -> Instruments:
    """Rule on every instrument among facts given in their order on the record."""
    amendments: list[Executed[TermsAmended]] = []
    waivers: list[Executed[ObligationWaived]] = []
    endings: list[Executed[RightsEnded]] = []
    terms = TermsByDate(original)
    register = keep_register(facts, terms)
    for recorded in facts:
        match recorded.fact:
            case TermsAmended() as fact:
                amendment = _executed(recorded, fact, register)
                amendments.append(amendment)
                if changes := tuple(_changes(amendment)):
                    terms = TermsByDate(original, (*terms.changes, *changes))
                    register = keep_register(facts, terms)
            case ObligationWaived() as fact:
                waivers.append(_executed(recorded, fact, register))
            case RightsEnded() as fact:
                endings.append(_executed(recorded, fact, register))
            case _:
                pass
    return Instruments(terms, register, tuple(amendments), tuple(waivers), tuple(endings))


F = TypeVar("F", bound=SignedInstrument)


def _executed(recorded: RecordedFact, fact: F, register: Register) -> Executed[F]:
    """One instrument, judged by the register and the terms at the end of its day."""
    holdings = register.on(fact.occurred_on)
    terms = register.terms.on(fact.occurred_on)
    working = open_matter(terms, Detail.NONE).working
    ruling = _ruled(recorded, fact, terms, holdings, working)
    return Executed(recorded, fact, terms, holdings, ruling)


def _ruled(
    recorded: RecordedFact,
    fact: SignedInstrument,
    terms: Terms,
    holdings: Holdings,
    working: Working,
) -> AmendmentRuling:
    matter = Matter(terms, almanac_for(terms.readings), working)
    source = recorded.source
    counted = tally(holdings, fact.signed_by, matter)

    def day(name: str) -> Sourced[date] | None:
        value = getattr(fact, name)
        return None if value is None else Sourced(value, f"{source}/{name}")

    return rule_on_amendment(
        Instrument(
            kind=instrument_kind(fact),
            in_writing=None
            if fact.in_writing is None
            else Sourced(fact.in_writing, f"{source}/in_writing"),
            company_signed=Sourced(fact.company_signed, f"{source}/company_signed"),
            signing_shares=counted.requesting,
            total_shares=counted.total,
            signed_on=day("occurred_on"),
            takes_effect_on=day("effective_from"),
            hurt={
                holder: Sourced(consent, f"{source}/consents/{holder}")
                for holder, consent in sorted(fact.consents.items())
            },
        ),
        matter,
    )


def _changes(amendment: Executed[TermsAmended]) -> Iterator[Change]:
    """What it changes, if it has effect."""
    start = amendment.effective_from
    if start is not None:
        fact = amendment.fact
        yield Change(
            amendment.recorded.source,
            fact.occurred_on,
            start,
            fact.changes,
            fact.reaches_requested,
        )

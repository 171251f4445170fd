"""Instruments on the record, each ruled on as of the day it was made: clause 9(e).

An instrument is judged once, by the register as it stood when it was signed and the terms of its
day, as they were then known: what a later waiver makes of the past does not undo it. The Holders
who executed it are counted as in any count of Requisite Holders (QB9). Shares are whole shares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, TypeVar

from pydantic import JsonValue

from app.rules.agreement.amendment import AmendmentRuling, Instrument, rule_on_amendment
from app.rules.agreement.ends_by_terms import first_end
from app.rules.agreement.rights_period import end_by_time, first_offering_effective, run_out_on
from app.rules.facts import RecordedFact
from app.rules.facts.conditions import ConditionStated
from app.rules.facts.covenants import EventHappened, FirstPublicOfferingEffective
from app.rules.facts.instruments import (
    ObligationWaived,
    RightsEnded,
    SignedInstrument,
    TermsAmended,
)
from app.rules.facts.life.stages import FirstPublicOfferingStage
from app.rules.holders.holdings import Holdings, tally
from app.rules.holders.moves import register_when
from app.rules.holders.register import KEPT_FROM, Register, keep_register
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, Sourced, sourced
from app.rules.terms import Terms
from app.rules.terms.document.as_read import as_read
from app.rules.terms.document.by_date import TermsByDate, TermsChange
from app.rules.terms.parties import InstrumentKind

RULED_FROM = (
    *KEPT_FROM,
    SignedInstrument,
    FirstPublicOfferingEffective,
    FirstPublicOfferingStage,
    EventHappened,
    ConditionStated,
)
"""The facts on which the instruments and the register turn; no other changes anything of them."""
S = TypeVar("S", bound=SignedInstrument, covariant=True)
WITHOUT_RIGHTS: Final[Mapping[str, JsonValue]] = {
    "/demand": None,
    "/shelf": None,
    "/takedown": None,
    "/incidental": None,
}
"""What is taken away from the terms when the rights to a registration end."""


def without_rights(terms: Terms) -> Mapping[str, JsonValue]:
    """What is taken away from these terms: all rights to demand, where they have several."""
    several: dict[str, Mapping[str, object]] = {
        "/demands": terms.demands,
        "/takedowns": terms.takedowns,
        "/incidentals": terms.incidentals,
    }
    return {**WITHOUT_RIGHTS, **{place: {} for place, rights in several.items() if rights}}


@dataclass(frozen=True, slots=True)
class Executed(Generic[S]):
    """An instrument on the record, with the terms and holdings it is judged by, and the ruling.

    `readings` are those on which the ruling turns.
    """

    recorded: RecordedFact
    fact: S
    terms: Terms
    holdings: Holdings
    ruling: AmendmentRuling
    readings: tuple[str, ...]

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

    def explained(self, matter: Matter) -> AmendmentRuling:
        """The same ruling, with its lines in the working of an answer."""
        return _ruled(self.recorded, self.fact, self.holdings, matter.under(self.terms))


@dataclass(frozen=True, slots=True)
class Instruments:
    """All instruments of one agreement, in the order of their making, and what they make of it.

    `terms` are the terms by date, `register` the register of Holders kept under them. From the day
    on which the rights end the terms give none: a registration requested by then goes its way.
    """

    terms: TermsByDate
    register: Register
    amendments: tuple[Executed[TermsAmended], ...]
    waivers: tuple[Executed[ObligationWaived], ...]
    endings: tuple[Executed[RightsEnded], ...]

    @property
    def relied_on(self) -> tuple[str, ...]:
        """The readings by which transfers were judged, and instruments found with effect or not."""
        found = dict.fromkeys(self.register.relied_on)
        for each in (*self.amendments, *self.waivers, *self.endings):
            found |= dict.fromkeys(each.readings)
        return tuple(found)

    @property
    def may_be_cut(self) -> bool:
        """Whether on each day only the register was otherwise, and as it was kept until then."""
        return self.register.may_be_cut and not (self.amendments or self.waivers or self.endings)


def instrument_kind(fact: SignedInstrument) -> InstrumentKind:
    """A waiver waives; to end the rights is to amend the agreement."""
    match fact:
        case TermsAmended():
            return fact.instrument
        case ObligationWaived():
            return "waiver"
        case _:
            return "amendment"


def instruments(
    original: Terms,
    facts: Sequence[RecordedFact],
    ways: Mapping[str, str] | None = None,
    longer: Instruments | None = None,
) -> Instruments:
    """Rule on every instrument among facts given in their order on the record.

    The original terms are read as their doubts are settled, or in these `ways`. What is ruled of a
    `longer` record, that goes on after the days of these facts, may be known.
    """
    if longer is not None and longer.may_be_cut and facts:
        terms = _until_the_end(TermsByDate(as_read(original, ways)), facts)
        if not terms.changes:
            register = longer.register.cut(facts[-1].fact.happened_on, terms)
            return Instruments(terms, register, (), (), ())
    amendments: list[Executed[TermsAmended]] = []
    waivers: list[Executed[ObligationWaived]] = []
    endings: list[Executed[RightsEnded]] = []
    terms = TermsByDate(as_read(original, ways))
    register = keep_register(facts, terms)
    for recorded in facts:
        match recorded.fact:
            case TermsAmended() as fact:
                amendment = _executed(recorded, fact, facts, register)
                amendments.append(amendment)
                if amendment.effective_from is not None:
                    terms = terms.with_change(_change(amendment, fact.changes))
                    register = keep_register(facts, terms)
            case ObligationWaived() as fact:
                waivers.append(_executed(recorded, fact, facts, register))
            case RightsEnded() as fact:
                ending = _executed(recorded, fact, facts, register)
                endings.append(ending)
                if ending.effective_from is not None:
                    terms = terms.with_change(_change(ending, without_rights(terms.original)))
            case _:
                pass
    terms = _until_the_end(terms, facts)
    # The end of the rights changes no count and no transfer: the register need not be kept anew.
    register.terms = terms
    return Instruments(terms, register, tuple(amendments), tuple(waivers), tuple(endings))


F = TypeVar("F", bound=SignedInstrument)


def _executed(
    recorded: RecordedFact, fact: F, facts: Sequence[RecordedFact], register: Register
) -> Executed[F]:
    """One instrument, judged by the register when it was signed and the terms of its day."""
    day = fact.occurred_on
    holdings = register_when("before_votes", day, facts, register).on(day)
    terms = register.terms.on(fact.occurred_on)
    matter = open_matter(terms, Detail.NONE)
    ruling = _ruled(recorded, fact, holdings, matter)
    readings = tuple(matter.working.relied_on)
    return Executed(recorded, fact, terms, holdings, ruling, readings)


def _ruled(
    recorded: RecordedFact, fact: SignedInstrument, holdings: Holdings, matter: Matter
) -> AmendmentRuling:
    source = recorded.source
    counted = tally(holdings, fact.signed_by, matter)

    def day(name: str) -> Sourced[date] | None:
        value = getattr(fact, name)
        return sourced(value, f"{source}/{name}")

    return rule_on_amendment(
        Instrument(
            kind=instrument_kind(fact),
            in_writing=sourced(fact.in_writing, f"{source}/in_writing"),
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


def _change(executed: Executed[SignedInstrument], changes: Mapping[str, JsonValue]) -> TermsChange:
    """What an instrument changes from the first day of its effect on."""
    fact, start = executed.fact, executed.effective_from
    return TermsChange(
        source=executed.recorded.source,
        made_on=fact.occurred_on,
        effective_from=start or fact.occurred_on,
        changes=changes,
        reaches_requested=isinstance(fact, TermsAmended) and fact.reaches_requested,
    )


def _until_the_end(terms: TermsByDate, facts: Sequence[RecordedFact]) -> TermsByDate:
    """The terms with the end of the rights, where they end by time."""
    in_the_end = terms.on(date.max)
    said = first_end(facts, open_matter(in_the_end, Detail.NONE), date.max)
    if said is not None:
        change = terms.last_change("/ends", date.max)
        day = max([said.on.value, *([change.effective_from] if change else [])])
        ends = without_rights(terms.original)
        return terms.with_change(TermsChange(f"terms:/ends/{said.name}", day, day, ends, False))
    by_time = end_by_time(in_the_end)
    end = run_out_on(first_offering_effective(facts), open_matter(in_the_end, Detail.NONE))
    if by_time is None or end is None:
        return terms
    amended = (terms.last_change(place, date.max) for place in by_time.decided_at)
    first = max([end.value, *(each.effective_from for each in amended if each)])
    source = f"terms:{by_time.decided_at[-1]}"
    ends = without_rights(terms.original)
    return terms.with_change(TermsChange(source, first, first, ends, False))

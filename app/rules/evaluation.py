"""The one place that composes the rules: terms, facts and a day in; an answer out.

Same input, same bytes: nothing here reads a clock, and the order in which facts were posted does
not matter. Raises `OutsideCalendar` when a day lies beyond the calendars, and KeyError for a
registration that is not on the record as of that day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.rules import effected, standstill
from app.rules.answers import Answer, DemandAnswer, DemandsLeft, StandstillWindow, seal
from app.rules.demand_answer import Identity, answer_demand
from app.rules.facts import RecordedFact
from app.rules.holdings import Position, fully_diluted, tally
from app.rules.matter import Matter, open_matter
from app.rules.record import Record, demand_case, life_of, open_record, since_demand
from app.rules.shown import shown_demands, shown_standstill
from app.rules.terms import Terms
from app.rules.working import Detail, explained


@dataclass(frozen=True, slots=True)
class HolderLine:
    """One Holder on a day: his securities in shares and whether the Company must recognise him."""

    holder: str
    name: str
    position: Position
    registrable_shares: int
    recognised: bool
    recognised_from: date | None
    source: str


@dataclass(frozen=True, slots=True)
class RegistrationLine:
    """One registration of the agreement, in short."""

    registration_id: str
    kind: str
    demanded_on: date
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AgreementIdentity:
    """Which agreement is being answered; `version` counts the facts on its record."""

    id: str
    name: str
    template: str | None
    version: int


@dataclass(frozen=True, slots=True)
class AgreementState:
    """An agreement on a day: its Holders, their shares, demands left and standstills."""

    id: str
    name: str
    template: str | None
    version: int
    as_of: date
    holders: tuple[HolderLine, ...]
    total_registrable_shares: int
    demands: DemandsLeft | None
    standstill: tuple[StandstillWindow, ...]
    registrations: tuple[RegistrationLine, ...]
    explained_by: Mapping[str, str]


def evaluate_demand(
    agreement_id: str,
    registration_id: str,
    terms: Terms,
    facts: Iterable[RecordedFact],
    as_of: date,
    detail: Detail = Detail.FULL,
) -> Answer[DemandAnswer]:
    """Answer one demand on the record as of a day; KeyError if it was not yet made."""
    record = open_record(terms, facts, as_of, registration_id)
    matter = open_matter(terms, detail)
    matter.working.rely_on(*record.relied_on)
    demand = record.demands[registration_id]
    return seal(
        answer_demand(
            demand_case(record, demand),
            since_demand(record, demand, record.lives.get(registration_id) or life_of(demand)),
            terms.demand,
            matter,
            as_of,
            Identity(registration_id, agreement_id),
        ),
        matter,
    )


def evaluate_agreement(
    identity: AgreementIdentity,
    terms: Terms,
    facts: Iterable[RecordedFact],
    as_of: date,
    detail: Detail = Detail.FULL,
) -> Answer[AgreementState]:
    """Where the agreement stands on a day."""
    record = open_record(terms, facts, as_of)
    matter = open_matter(terms, detail)
    matter.working.rely_on(*record.relied_on)
    everyone = tally(record.register.on(as_of), (), matter).total
    windows = standstill.windows(record.offerings, matter)
    state = AgreementState(
        id=identity.id,
        name=identity.name,
        template=identity.template,
        version=identity.version,
        as_of=as_of,
        holders=_holders(record),
        total_registrable_shares=everyone.value,
        demands=_demands(record, matter),
        standstill=tuple(shown_standstill(window) for window in windows),
        registrations=tuple(
            RegistrationLine(
                each.registration_id,
                "requested",
                each.demand.happened_on,
                {"demanded_on": each.received.source},
            )
            for each in record.demands.values()
        ),
        explained_by=explained(total_registrable_shares=everyone),
    )
    return seal(state, matter)


def _holders(record: Record) -> tuple[HolderLine, ...]:
    lines = record.register.lines_on(record.as_of)
    holdings = record.register.on(record.as_of)
    return tuple(
        HolderLine(
            holder=holder,
            name=lines[holder].name,
            position=holding.position,
            registrable_shares=fully_diluted(holding.position, record.terms),
            recognised=holding.recognised,
            recognised_from=lines[holder].recognised_from,
            source=holding.source,
        )
        for holder, holding in holdings.by_holder.items()
    )


def _demands(record: Record, matter: Matter) -> DemandsLeft | None:
    if record.terms.demand is None:
        return None
    return shown_demands(effected.tally(record.accepted, record.as_of, matter))

"""A fifth kind of registration is one entry in the table of kinds; the four others know nothing.

It is invented here: within 30 days of a closing, unasked, the Company registers what was sold in it
for resale, as many agreements of Section 4 of the domain want. The record, the answers, the docket
and the sales bars take it as they take the four.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal, cast

import pytest

from app.rules.answers.docket.docket import docket_from
from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_may_sell,
    evaluate_registration,
)
from app.rules.facts import ANY_FACT, BeginningFact, DatedFact, RecordedFact
from app.rules.facts.base import Right
from app.rules.facts.declaration import DECLARED, declared
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Owing, Performance, owed
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.reasoning.verdicts import Condition
from app.rules.record.gathering import Record, RegistrationFacts
from app.rules.record.inputs import first_request
from app.rules.record.kinds import KINDS
from app.rules.record.kinds.on_record import OnRecord
from app.rules.registrations.answer.assembling import OfItsKind
from app.rules.registrations.duties.obligees import as_begun
from app.rules.registrations.joining.history import History
from app.rules.registrations.kind import Kind
from app.rules.registrations.progress.keeping import keep_effective
from app.rules.registrations.progress.progress import DueAct, Progress, follow
from app.rules.registrations.requests.asking.asked import NOBODY_ASKED
from app.rules.registrations.requests.ruling import Case, Nature, RegistrationRuling
from app.rules.registrations.suspension.uses_made import TimingOf, always_in_time
from app.rules.terms.vocabulary import RegistrationKind
from tests.rules.examples.random_records import OPENING, START, TERMS

CLOSED_ON = date(1999, 3, 1)
DUE_ON = date(1999, 3, 31)
RESALE = cast(RegistrationKind, "resale")


class SoldPrivately(BeginningFact, DatedFact):
    """Securities were sold to the Holders in a private placement that closed on this day."""

    begins: ClassVar[RegistrationKind] = RESALE
    right: ClassVar[Right] = "shelf"
    kind: Literal["sold_privately"] = "sold_privately"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResaleCase(Case):
    """What it is judged by: the closing."""

    closed: RecordedFact


def _closed_on(case: ResaleCase) -> Sourced[date]:
    return Sourced(case.closed.fact.happened_on, case.closed.source)


def decide(case: ResaleCase, _matter: Matter) -> RegistrationRuling:
    closed = Condition("closed", "passed", "2.1", "The placement has closed.")
    return RegistrationRuling(
        nature=Nature(RESALE, is_continuous=True),
        decision="accepted",
        reason=None,
        conditions=(closed,),
        asked=NOBODY_ASKED,
        trigger=case.closed.source,
        begun_on=_closed_on(case),
        rests_on_requests=False,
    )


def progress(
    case: ResaleCase,
    ruling: RegistrationRuling,
    history: History,
    matter: Matter,
    as_of: date | None,
) -> Progress:
    def due(history: History) -> DueAct:
        day = _closed_on(case)
        last = Sourced(day.value + timedelta(days=30), day.source)
        return DueAct(last, "2.1", history.life.effective_on)

    return follow(ruling, history, None, keep_effective(ruling), due, matter, as_of)


def own(_case: ResaleCase, progress: Progress, matter: Matter) -> OfItsKind:
    duty = owed(
        Owing(
            duty="effect",
            id="effect",
            obligor=matter.terms.company.id,
            obligees=progress.history.everybody,
            action="Have the resale of what was sold registered.",
            clause="2.1",
            trigger=progress.ruling.trigger,
        ),
        matter.working,
        progress.as_of,
        due=progress.due.due_on if progress.due else None,
        outcome=Performance(progress.done_on),
    )
    return OfItsKind(as_begun(progress, (duty,)))


def in_time(_case: ResaleCase, _ruling: RegistrationRuling, _matter: Matter) -> TimingOf:
    return always_in_time


def case_of(_record: Record, facts: RegistrationFacts[SoldPrivately], _m: Matter) -> ResaleCase:
    return ResaleCase(closed=facts.begun)


ON_CLOSING = OnRecord(
    begun_by=SoldPrivately,
    rules=Kind(decide, progress, own, lambda *_: None, in_time, "The resale"),
    case=case_of,
    measured_on=first_request,
)


def recorded(name: str, registration: str | None, fact: object) -> RecordedFact:
    return RecordedFact(name, registration, ANY_FACT.validate_python(fact))


FACTS = [
    *(
        recorded(f"opening-{n}", None, {**fact, "occurred_on": START})
        for n, fact in enumerate(OPENING)
    ),
    RecordedFact("closing", "resale-1", SoldPrivately(occurred_on=CLOSED_ON)),
]
EFFECTIVE = recorded(
    "effective", "resale-1", {"kind": "declared_effective", "occurred_on": date(1999, 3, 20)}
)


@pytest.fixture(autouse=True)
def fifth_kind() -> Iterator[None]:
    """The kind is there during a test, in the tables of facts and of kinds, and nowhere else."""
    declared(261)(SoldPrivately)
    KINDS[SoldPrivately] = ON_CLOSING
    yield
    del KINDS[SoldPrivately], DECLARED[SoldPrivately]


def test_it_is_answered() -> None:
    answer = evaluate_registration("a", "resale-1", TERMS, FACTS, date(1999, 4, 1), Detail.FULL)
    effect = next(each for each in answer.result.obligations if each.id == "effect")
    assert answer.result.determination.decision == "accepted"
    assert answer.result.summary.startswith("The resale stands")
    assert (effect.status, effect.due_on) == ("breached", DUE_ON)


def test_its_life_is_followed() -> None:
    answer = evaluate_registration("a", "resale-1", TERMS, [*FACTS, EFFECTIVE], DUE_ON)
    assert (answer.result.state, answer.result.in_time) == ("effective", True)


def test_the_agreement_and_the_docket_know_it() -> None:
    identity = AgreementIdentity("a", "A", None, len(FACTS))
    agreement = evaluate_agreement(identity, TERMS, FACTS, DUE_ON)
    assert [each.kind for each in agreement.result.registrations] == [RESALE]
    lines = [
        each for each in docket_from(START, TERMS, FACTS) if each.registration_id == "resale-1"
    ]
    assert {each.obligation.id for each in lines} == {"effect"}


def test_sales_ask_for_it() -> None:
    """Nobody's shares are in it yet: nobody may sell under it."""
    answer = evaluate_may_sell(TERMS, [*FACTS, EFFECTIVE], "alpha", DUE_ON, "under_registration")
    assert answer.result.may_sell == "no"

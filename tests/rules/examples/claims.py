"""One registration's money under the 1998 terms, answered from facts written as they are posted."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.money.expenses import Withdrawal
from app.rules.money.indemnity.answer import ClaimAnswer, PartyAccount
from app.rules.money.indemnity.claim import Participants
from app.rules.money.registration_money import MoneyAnswer, RegistrationAsked, answer_money
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.reasoned import Reasoned, reasoned
from app.rules.reasoning.trace import Sourced
from app.rules.terms.vocabulary import RegistrationKind
from tests.api.bodies import Json
from tests.rules.examples.money import matter

HOLDERS = ("doeg-hill", "spectrum")
LATER = date(2000, 6, 1)


def recorded(facts: Iterable[Json]) -> list[RecordedFact]:
    return [
        RecordedFact(f"f{number:03}", "registration", ANY_FACT.validate_python(each))
        for number, each in enumerate(facts)
    ]


def registration(
    kind: RegistrationKind = "requested",
    withdrawn_on: date | None = None,
    undertakings: Mapping[str, Sourced[bool]] | None = None,
) -> RegistrationAsked:
    return RegistrationAsked(
        Sourced(kind, "fact:begun#"),
        None
        if withdrawn_on is None
        else Withdrawal(Sourced(withdrawn_on, "fact:withdrawn#/occurred_on")),
        Participants(HOLDERS, undertakings or {}),
        Sourced(date(1999, 4, 5), "fact:filed#/occurred_on"),
    )


def answer(
    *facts: Json,
    of: Matter | None = None,
    as_of: date | None = LATER,
    asked: RegistrationAsked | None = None,
) -> MoneyAnswer:
    return answer_money(recorded(facts), asked or registration(), of or matter(), as_of)


def sealed(facts: Iterable[RecordedFact], of: Matter) -> Reasoned[MoneyAnswer]:
    return reasoned(answer_money(list(facts), registration(), of, LATER), of)


def the_claim(*facts: Json, **more: Any) -> ClaimAnswer:
    (claim,) = answer(*facts, **more).claims
    return claim


def account(claim: ClaimAnswer, party: str) -> PartyAccount:
    return {each.party: each for each in claim.parties}[party]


def sums(claim: ClaimAnswer, party: str) -> dict[str, str]:
    """What one party owes, has paid and has left."""
    found = account(claim, party)
    names = ("payable", "paid", "left", "undetermined", "overpaid")
    every = {name: str(getattr(found, name)) for name in names}
    return {name: amount for name, amount in every.items() if Decimal(amount)}


def duties(found: MoneyAnswer) -> dict[str, Obligation]:
    return {each.id: each for each in found.obligations}

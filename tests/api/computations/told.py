"""Facts told as a record and answered by the rules, beside the same facts as a computation.

Three Holders of common shares, under the agreement of 1998 where no other terms are given. Days are
counted from Monday, 1 March 1999.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from app.rules.answers.evaluation import (
    AgreementIdentity,
    AgreementState,
    evaluate_agreement,
    evaluate_registration,
)
from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.reasoning.trace import Detail
from app.rules.record.guards.guards import objections
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.terms import Terms
from app.services.agreements.templates import template
from tests.api.bodies import Json
from tests.running.service import Service

TERMS: Terms = template("ctc-1998").terms
HELD = {"alpha": 600_000, "beta": 300_000, "gamma": 100_000}
FIRST = date(1999, 3, 1)


def day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def fact(kind: str, number: int, **more: Any) -> Json:
    return {"kind": kind, "occurred_on": day(number), **more}


def by_hand(number: int) -> Json:
    return {"method": "personal", "delivered_on": day(number)}


def by_mail(number: int) -> Json:
    return {"method": "mail", "sent_on": day(number)}


def letter(delivery: Json, **asked: int) -> Json:
    requests = [{"holder": holder, "shares": shares} for holder, shares in asked.items()]
    return {"requests": requests, "delivery": delivery}


def demand(number: int = 0, **more: Any) -> Json:
    """A demand of alpha for 10,000 shares, which is a majority."""
    asked = {"letters": [letter(by_hand(number), alpha=10_000)], "short_form_qualified": False}
    return {"kind": "demand_received", **asked, **more}


def notice(holder: str, delivery: Json) -> Json:
    return {"kind": "notice_given", "holder": holder, "delivery": delivery}


@dataclass
class Told:
    """One question, drawn at random and asked twice: of a computation and of a record."""

    service: Service
    random: Random
    record: list[RecordedFact] = field(default_factory=list)
    terms: Terms = TERMS

    def __post_init__(self) -> None:
        for holder, shares in HELD.items():
            opening = {"occurred_on": "1998-04-10", "holder": holder}
            self.add(None, {"kind": "holder_recorded", "name": holder, **opening})
            self.add(None, {"kind": "position_stated", "common": shares, **opening})

    def compute(self, computation: str, **inputs: Any) -> Any:
        """The result of a computation, under the agreement of 1998 unless told otherwise."""
        stated = {name: value for name, value in inputs.items() if value is not None}
        response = self.service.post(
            f"/v1/compute/{computation}", {"template": "ctc-1998", **stated}, explain="none"
        )
        assert response.status_code == 200, response.text
        return response.json()["result"]

    def add(self, registration: str | None, *facts: Json) -> None:
        """Record facts, as the guards let them be."""
        for fields in facts:
            new = RecordedFact(
                f"f{len(self.record):03}", registration, ANY_FACT.validate_python(fields)
            )
            assert not objections(new, self.record, self.terms), (fields, self.record)
            self.record.append(new)

    def registration(self, *facts: Json, as_of: int | str, name: str = "it") -> RegistrationAnswer:
        """The answer to a registration with these facts, on a day."""
        self.add(name, *facts)
        on = date.fromisoformat(as_of if isinstance(as_of, str) else day(as_of))
        return evaluate_registration("a", name, self.terms, self.record, on, Detail.NONE).result

    def agreement(self, *facts: Json, as_of: int) -> AgreementState:
        """The answer to the agreement with these facts, on a day."""
        self.add(None, *facts)
        identity = AgreementIdentity("a", "A", None, len(self.record))
        on = date.fromisoformat(day(as_of))
        return evaluate_agreement(identity, self.terms, self.record, on, Detail.NONE).result

    def number(self, first: int, last: int) -> int:
        return self.random.randint(first, last)

    def yes(self) -> bool:
        return self.random.random() < 0.5

    def one_of(self, choices: Iterable[Any]) -> Any:
        return self.random.choice(list(choices))

    def delivery(self, number: int) -> Json:
        return by_mail(number) if self.yes() else by_hand(number)

    def amount(self) -> str:
        return f"{self.number(1, 9_000_000)}.{self.number(0, 99):02}"


def plain(value: Any) -> Any:
    """A value of the rules as the service sends it: days and amounts as text."""
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else f"{value}"

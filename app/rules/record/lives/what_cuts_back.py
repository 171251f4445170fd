"""What decides whether a maximum that was advised cuts anybody back: clauses 2(b), 2(f).

Whether the advice was in writing (QC18), whether the registration is underwritten, how many shares
the Company sells before the Holders, and for how many of theirs room was found in a registration
that others demand. Of a number that is not stated the least and the most that can matter are tried;
that there is no room at all would be told at the outset.
Shares are whole. Nothing raises.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from app.rules.facts import RecordedFact
from app.rules.facts.life.participation import MaximumAdvised
from app.rules.facts.life.requests import DemandReceived, RegistrationDetermined
from app.rules.reasoning.trace import MissingInput
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.lives.question import OpenQuestion, saying

WHETHER: Final = "whether anybody is cut back"
ENOUGH: Final = 10**12
"""Room for whatever Holders may ask for."""


def what_cuts_back(record: Record) -> Iterator[OpenQuestion]:
    """What is not stated of each registration for which a maximum was advised."""
    for facts in record.registrations():
        advised = facts.of(MaximumAdvised)
        if not advised:
            continue
        if not facts.once(_says_all):
            clause = _clause_of(record, facts)
            yield from _of_what_was_advised(advised, clause)
            yield from _of_the_registration(facts, clause, max(fact.shares for _, fact in advised))


def _says_all(facts: AnyRegistration) -> bool:
    """Whether nothing is left out of a registration that may decide."""
    advised = facts.of(MaximumAdvised)
    asked = (*_of_what_was_advised(advised, ""), *_of_the_registration(facts, "", 0))
    return not asked


def _of_what_was_advised(
    advised: Sequence[tuple[RecordedFact, MaximumAdvised]], clause: str
) -> Iterator[OpenQuestion]:
    for recorded, fact in advised:
        if fact.in_writing is None:
            yield _question(recorded, "in_writing", (True, False), clause, "written_advice")


def _of_the_registration(
    facts: AnyRegistration, clause: str, maximum: int
) -> Iterator[OpenQuestion]:
    begun, fact = facts.begun, facts.beginning
    if isinstance(fact, DemandReceived | RegistrationDetermined) and fact.underwritten is None:
        yield _question(begun, "underwritten", (True, False), clause)
    if not isinstance(fact, RegistrationDetermined):
        return
    if fact.company_shares is None and fact.initiated_for == "company":
        yield _question(begun, "company_shares", (0, maximum), clause)
    demanded = fact.other_demand
    if demanded is None:
        return
    ways: Mapping[str, Sequence[object]] = {
        "room_for_registrable": (1, ENOUGH),
        "granted_in_compliance": (True, False),
    }
    for name, values in ways.items():
        if getattr(demanded, name) is None:
            yield OpenQuestion(
                _missing(begun, f"other_demand/{name}", clause, name),
                tuple(
                    {
                        begun.id: partial(
                            saying, "other_demand", demanded.model_copy(update={name: value})
                        )
                    }
                    for value in values
                ),
            )


def _clause_of(record: Record, facts: AnyRegistration) -> str:
    """The clause by which a maximum cuts back."""
    terms = record.terms_of(facts)
    right = terms.incidental
    if isinstance(facts.beginning, RegistrationDetermined) and right and right.cutback:
        return right.cutback.clause
    return terms.takedown_cutback.clause if terms.takedown_cutback else terms.effectiveness.clause


def _question(
    recorded: RecordedFact,
    field: str,
    values: Sequence[object],
    clause: str,
    name: str | None = None,
) -> OpenQuestion:
    return OpenQuestion(
        _missing(recorded, field, clause, name or field),
        tuple({recorded.id: partial(saying, field, value)} for value in values),
    )


def _missing(recorded: RecordedFact, field: str, clause: str, name: str) -> MissingInput:
    posted_as = f"{recorded.fact.kind}.{field.replace('/', '.')}"
    return MissingInput(name, WHETHER, clause, posted_as, f"{recorded.source}/{field}")

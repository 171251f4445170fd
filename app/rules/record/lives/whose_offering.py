"""Of which securities and for whom the Company's own registration is, where nobody says: 2(a)(i).

An offering of equity begins a standstill (QB15); one of debt does not. Only a registration that was
carried out can be such an offering, and only while nobody has recorded that offering by itself.
Nothing raises.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from app.rules.facts import RecordedFact
from app.rules.facts.life.requests import RegistrationDetermined
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.lives.question import OpenQuestion
from app.rules.terms.rights.registrations import PUBLIC_OFFERINGS


def of_which_securities(record: Record) -> Iterator[OpenQuestion]:
    """The registrations that may have begun a standstill, each of equity or of debt."""
    silent = {each.registration for each in record.offerings if each.equity_not_stated}
    standstill = record.terms.demand.standstill if silent and record.terms.demand else None
    if standstill is None:
        return
    for facts in record.registrations():
        if facts.registration_id not in silent:
            continue
        begun = facts.begun
        yield OpenQuestion(
            MissingInput(
                "securities",
                "whether the Company's own registration is an offering of equity",
                standstill.clause,
                posted_as=f"{begun.fact.kind}.securities",
                at=f"{begun.source}/securities",
            ),
            tuple({begun.id: partial(_of, kind)} for kind in ("equity", "debt")),
        )


FOR_THE_COMPANY: Final = "company"


def say_nothing_of_its_own(record: Record, asked: AnyRegistration | None, matter: Matter) -> None:
    """Say that the Company is taken to sell nothing in a registration made for others (QB15)."""
    for facts in record.registrations():
        own = facts.beginning
        concerns = facts is asked or facts.effective_on is not None
        if (
            isinstance(own, RegistrationDetermined)
            and own.initiated_for != FOR_THE_COMPANY
            and own.company_shares is None
            and own.purpose in PUBLIC_OFFERINGS
            and concerns
        ):
            matter.working.assume(
                "NOTHING_OF_ITS_OWN",
                f"The Company is taken to sell no shares of its own under {facts.registration_id}, "
                "which it determined for others: none are stated.",
            )


def _of(kind: str, recorded: RecordedFact) -> RecordedFact:
    """The registration, of securities of this kind."""
    return replace(recorded, fact=recorded.fact.model_copy(update={"securities": kind}))

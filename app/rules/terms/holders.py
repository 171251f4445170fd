"""Terms of who holds and who may hold."""

from typing import Literal

from pydantic import (
    StrictBool,
)

from app.rules.terms.vocabulary import ClauseName, Identifier, Term, WholeNumber, Words


class Assignment(Term):
    """When rights pass with transferred securities, and whom the Company must recognise."""

    clause: ClauseName
    min_shares: WholeNumber | None
    affiliates: StrictBool
    unless_restricted: StrictBool


class RegistrableSecurities(Term):
    """Which securities count, as if converted and exercised."""

    clause: ClauseName
    counts: tuple[Literal["common", "preferred_as_converted", "warrant_shares"], ...]
    warrant_shares: WholeNumber | None


class OriginalHolder(Term):
    """A Holder named on the signature pages."""

    id: Identifier
    name: Words
    entity: Words

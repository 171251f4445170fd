"""Terms of who holds and who may hold."""

from typing import Literal, TypeAlias

from pydantic import model_validator

from app.rules.terms.vocabulary import ClauseName, Identifier, Term, WholeNumber, Words

LimbTest: TypeAlias = Literal["affiliate", "minimum_shares", "not_restricted"]


RecognitionTest: TypeAlias = Literal["record_holder", "notice_and_agreement"]


class AssignmentLimb(Term):
    """One of the tests by which rights pass; `min_shares` belongs to the test of that name."""

    name: Words
    test: LimbTest
    min_shares: WholeNumber | None = None

    @model_validator(mode="after")
    def _number_where_tested(self) -> "AssignmentLimb":
        if (self.test == "minimum_shares") != (self.min_shares is not None):
            raise ValueError("a limb has a number of shares if, and only if, it tests one")
        return self


class Assignment(Term):
    """When rights pass with transferred securities, and whom the Company must recognise.

    Any one limb is enough, tried in the order listed; so is any one ground of recognition.
    """

    clause: ClauseName
    limbs: tuple[AssignmentLimb, ...]
    recognised_by: tuple[RecognitionTest, ...]


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

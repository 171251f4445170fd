"""What cannot be recorded of claims and sales: facts that cannot be true of the registration.

Every fact in the life of a claim supposes the claim, and names only those who are in it; the
seller is what the fact says. When a claim or a sale can come is told by the table of the lifecycle
(`facts.lifecycle`). Every objection is listed, with the field at fault; nothing raises.
"""

from collections.abc import Iterable, Iterator, Sequence

from app.rules.facts import Fact
from app.rules.facts.money.claims import (
    ClaimFact,
    ClaimMade,
    ClaimNotified,
    ClaimPerson,
    ClaimSettled,
    DefenceAnswered,
    DefenceElected,
    FaultFound,
    PartyAtFault,
    PaymentMade,
    PrejudiceFound,
    SettlementProposed,
)
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.holders.register import Register
from app.rules.record.guards.objection import Objection
from app.rules.record.guards.posted import Posted
from app.rules.terms import Terms
from app.rules.values.written_dates import written_out


def claim_objections(posted: Posted) -> Iterator[Objection]:
    """What stands against a fact of claims or sales, beside the other facts of its registration."""
    fact, life, register, terms = posted.fact, posted.life, posted.register, posted.terms
    match fact:
        case SharesSoldInOffering():
            yield from _sale_objections(fact, register, terms)
        case ClaimMade():
            if _claim_of(fact, life) is not None:
                yield Objection(
                    "/claim", "claim_exists", f"There is a claim {fact.claim!r} already."
                )
            yield from _person_objections(fact, fact.indemnified, "/indemnified", register, terms)
            for place, each in enumerate(fact.indemnifying):
                at = f"/indemnifying/{place}"
                yield from _person_objections(fact, each, at, register, terms)
        case _ if isinstance(fact, ClaimFact):
            yield from _in_a_claim(fact, life, register, terms)


def _claim_of(fact: ClaimFact, life: Sequence[Fact]) -> ClaimMade | None:
    return next(
        (each for each in life if isinstance(each, ClaimMade) and each.claim == fact.claim), None
    )


# --- sales -----------------------------------------------------------------------------------


def _sale_objections(
    fact: SharesSoldInOffering, register: Register, terms: Terms
) -> Iterator[Objection]:
    """Shares are sold by one who is what the fact says."""
    is_company = fact.seller == terms.company.id
    is_holder = fact.seller in register.lines_on(fact.occurred_on)
    said = fact.seller_class
    if is_company != (said == "company") or (is_holder and said != "holders"):
        yield Objection(
            "/seller_class",
            "wrong_seller_class",
            f"{fact.seller} is "
            + ("the Company." if is_company else "a Holder." if is_holder else "not the Company."),
        )


# --- claims ----------------------------------------------------------------------------------


def _person_objections(
    fact: Fact, person: ClaimPerson, pointer: str, register: Register, terms: Terms
) -> Iterator[Objection]:
    """A Holder is on the register, now or earlier; the Company goes by its own id.

    A Holder may be in a claim as something else: as a director, or as one who controls.
    """
    known = {*register.ever_recognised(), *register.lines_on(fact.happened_on)}
    is_company = person.id == terms.company.id
    if is_company != (person.role == "company"):
        what = "the Company" if is_company else "not the Company"
        yield Objection(f"{pointer}/role", "wrong_role", f"{person.id} is {what}.")
    elif person.role == "holder" and person.id not in known:
        yield Objection(f"{pointer}/id", "unknown_holder", f"There is no Holder {person.id!r}.")


def _in_a_claim(
    fact: ClaimFact, life: Sequence[Fact], register: Register, terms: Terms
) -> Iterator[Objection]:
    """A fact of a claim's life supposes the claim, and is not before it."""
    claim = _claim_of(fact, life)
    if claim is None:
        yield Objection("/claim", "unknown_claim", f"There is no claim {fact.claim!r}.")
        return
    if fact.happened_on < claim.occurred_on:
        yield Objection(
            fact.dated_at,
            "before_claim",
            f"The claim arose only on {written_out(claim.occurred_on)}.",
        )
    match fact:
        case FaultFound():
            yield from _finding_objections(fact, claim, register, terms)
        case PaymentMade():
            yield from _party_objections(fact.party, [*_payers(claim), *_found(fact, life)])
        case (
            ClaimNotified()
            | DefenceElected()
            | DefenceAnswered()
            | PrejudiceFound()
            | SettlementProposed()
            | ClaimSettled()
        ):
            yield from _party_objections(fact.party, _payers(claim))
        case _:
            return


def _payers(claim: ClaimMade) -> list[str]:
    return [each.id for each in claim.indemnifying]


def _found(fact: ClaimFact, life: Sequence[Fact]) -> Iterable[str]:
    """Those whom a finding names may be bound to contribute."""
    findings = [each for each in life if isinstance(each, FaultFound) and each.claim == fact.claim]
    return [each.id for finding in findings for each in finding.parties]


def _party_objections(party: str, known: Sequence[str]) -> Iterator[Objection]:
    if party not in known:
        yield Objection(
            "/party",
            "not_in_the_claim",
            f"{party} is not among those who are to indemnify: {', '.join(known)}.",
        )


def _finding_objections(
    fact: FaultFound, claim: ClaimMade, register: Register, terms: Terms
) -> Iterator[Objection]:
    """A finding speaks of everyone in the claim, each as what it is there."""
    in_claim = {each.id: each for each in (claim.indemnified, *claim.indemnifying)}
    missing = [each for each in in_claim if each not in {party.id for party in fact.parties}]
    if missing:
        yield Objection(
            "/parties",
            "party_missing",
            f"The finding says nothing of {', '.join(missing)}; the fault of each is stated, "
            "if only as 0.",
        )
    for place, party in enumerate(fact.parties):
        yield from _found_person(fact, party, place, in_claim.get(party.id), register, terms)


def _found_person(
    fact: FaultFound,
    party: PartyAtFault,
    place: int,
    in_claim: ClaimPerson | None,
    register: Register,
    terms: Terms,
) -> Iterator[Objection]:
    if in_claim is None:
        yield from _person_objections(fact, party, f"/parties/{place}", register, terms)
    elif in_claim.role != party.role:
        yield Objection(
            f"/parties/{place}/role",
            "wrong_role",
            f"{party.id} is in the claim as {in_claim.role.replace('_', ' ')}.",
        )

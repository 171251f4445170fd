"""Who indemnifies whom, and for how much: clauses 6(a), 6(b) and 6(d).

The Company indemnifies the Holders' side against losses from misstatements, omissions and its own
violations, and reimburses expenses, except to the extent that the party's own written information
is the cause. A Holder indemnifies the Company's side, for its own information, if it gave the
undertaking asked of it, and never beyond the proceeds it received in the offering; it owes an
underwriter nothing. Registrations under other laws follow the same rules (6(d)). Amounts are exact
to the cent, and proceeds are cut to whole cents. Nothing raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.payments.money import (
    CompanyIndemnity,
    HolderCap,
    HolderIndemnity,
    Indemnity,
    LossBasis,
    Role,
)
from app.rules.terms.vocabulary import Law
from app.rules.values.amounts import NOTHING, rounded, rounded_down, total_of
from app.rules.values.numbered import numbered

NotOwed: TypeAlias = Literal["NOT_AN_INDEMNIFYING_PARTY", "NO_UNDERTAKING", "NOT_INDEMNIFIED"]
Refusal: TypeAlias = NotOwed | Literal["NOT_KNOWN"]
"""Why no indemnity is owed, or that it is not known whether it is."""
CompanyReason: TypeAlias = Literal["NOT_INDEMNIFIED", "NOT_COVERED", "OWN_INFORMATION"]
HolderReason: TypeAlias = Literal["NO_UNDERTAKING", "CAPPED"]


@dataclass(frozen=True, slots=True)
class Person:
    """One person in a registration.

    `undertaking_given` is asked of a Holder, `required_indemnity` of an underwriter; None where
    it is not recorded.
    """

    name: str
    role: Role
    source: str
    undertaking_given: bool | None = None
    required_indemnity: bool | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """Shares sold in the offering at one price, with the discount on each; None: not stated."""

    shares: Sourced[int]
    price: Sourced[Decimal]
    discount_per_share: Sourced[Decimal] | None


@dataclass(frozen=True, slots=True)
class CompanyLiability:
    """What the Company owes, and why it is less than the loss.

    `is_protected` is None while it is not known whether the person is protected at all: `payable`
    is owed if so.
    """

    payable: Sourced[Decimal]
    reason: CompanyReason | None
    is_protected: bool | None = True


@dataclass(frozen=True, slots=True)
class HolderLiability:
    """The limit on what a Holder owes, what is left of it, and what it pays on this claim.

    `is_limited` is false where the limit does not hold on this claim, or there is none;
    `is_undertaken` is None while it is not known whether the undertaking was given: `payable` is
    owed if so. While `is_limit_known` is false the three sums are the most that they can be.
    """

    cap: Sourced[Decimal] | None
    left: Sourced[Decimal] | None
    payable: Sourced[Decimal]
    reason: HolderReason | None
    is_limited: bool = False
    is_undertaken: bool | None = True
    is_limit_known: bool = True


def why_not_owed(
    term: Indemnity, payer: Person, protected: Person, matter: Matter
) -> Refusal | None:
    """Why `payer` owes `protected` no indemnity; None if it owes it."""
    if payer.role == "company":
        return _refusal(company_protects(term.by_company, protected, matter), "NOT_INDEMNIFIED")
    if payer.role != "holder" or term.by_holders is None:
        return "NOT_AN_INDEMNIFYING_PARTY"
    if protected.role not in term.by_holders.protects:
        return "NOT_INDEMNIFIED"
    return _refusal(_undertook(term.by_holders, payer, matter), "NO_UNDERTAKING")


def _refusal(is_owed: bool | None, why_not: NotOwed) -> Refusal | None:
    if is_owed is None:
        return "NOT_KNOWN"
    return None if is_owed else why_not


def company_protects(term: CompanyIndemnity, protected: Person, matter: Matter) -> bool | None:
    """Whether the Company indemnifies this person; None where that turns on what is not said."""
    if protected.role not in term.protects:
        return False
    if protected.role not in term.only_if_required:
        return True
    if protected.required_indemnity is None:
        matter.working.miss(
            "required_indemnity",
            f"whether the Company indemnifies {protected.name}, who is protected only if it made "
            "the indemnity a condition of taking part",
            term.clause,
            posted_as="claim_made.indemnified.required_indemnity",
        )
    return protected.required_indemnity


def within_section(term: Indemnity, protected: Role, matter: Matter) -> Sourced[bool]:
    """Whether notice, defence, payment and contribution protect this side too (QF23)."""
    defined = protected in term.by_company.protects
    within = defined or matter.readings.indemnified_parties == "both_sides"
    return matter.working.step(
        "indemnity.within_section",
        term.by_company.clause,
        f"A person in the role of {protected.replace('_', ' ')} is "
        f"{'an' if within else 'no'} Indemnified Party of the whole Section.",
        within,
        {"defined": Sourced(term.by_company.protects, "terms:/indemnity/by_company/protects")},
        readings=() if defined else ("indemnified_parties",),
    )


def _undertook(term: HolderIndemnity, holder: Person, matter: Matter) -> bool | None:
    if not term.undertaking_required:
        return True
    if holder.undertaking_given is None:
        matter.working.miss(
            "undertaking_given",
            f"whether {holder.name} owes an indemnity: the Company received its undertaking to "
            "indemnify, or did not",
            term.clause,
            posted_as="undertaking_received",
        )
    return holder.undertaking_given


def company_liability(
    term: Indemnity,
    protected: Person,
    basis: Sourced[LossBasis | Literal["other"]],
    loss: Sourced[Decimal],
    expenses: Sourced[Decimal],
    own_share: Sourced[Fraction],
    law: Law,
    matter: Matter,
) -> CompanyLiability:
    """What the Company owes on a loss: all but the part due to the party's own information."""
    by_company = term.by_company
    clause = by_company.clause
    if law == "other" and term.other_laws_clause is not None:
        clause = term.other_laws_clause
    counted = expenses.value if by_company.reimburses_expenses else NOTHING
    base = matter.working.step(
        "indemnity.base",
        clause,
        f"Loss of {loss.value:,} and expenses of {counted:,}.",
        loss.value + counted,
        {"loss": loss, "expenses": expenses},
    )
    is_protected = company_protects(by_company, protected, matter)
    refused = _why_not_covered(by_company, is_protected, basis)
    if refused is not None:
        nothing = matter.working.step(
            "indemnity.refused",
            clause,
            "The Company does not indemnify this person."
            if refused == "NOT_INDEMNIFIED"
            else "The Company's indemnity does not cover a loss of this kind.",
            NOTHING,
            {"role": Sourced(protected.role, f"{protected.source}/role"), "basis": basis},
        )
        return CompanyLiability(nothing, refused, is_protected)
    share = own_share.value if by_company.except_own_information else Fraction(0)
    own = rounded(share * Fraction(base.value))
    payable = matter.working.step(
        "indemnity.own_information",
        clause,
        f"{own:,} of it is due to written information that {protected.name} furnished; "
        f"the Company owes {base.value - own:,}.",
        base.value - own,
        {"base": base, "own_share": own_share},
    )
    return CompanyLiability(payable, "OWN_INFORMATION" if own else None, is_protected)


def _why_not_covered(
    term: CompanyIndemnity,
    is_protected: bool | None,
    basis: Sourced[LossBasis | Literal["other"]],
) -> Literal["NOT_INDEMNIFIED", "NOT_COVERED"] | None:
    if is_protected is False:
        return "NOT_INDEMNIFIED"
    return None if basis.value in term.covers else "NOT_COVERED"


def proceeds(
    term: HolderCap, sales: Sequence[Sale], borne: Sourced[Decimal] | None, matter: Matter
) -> Sourced[Decimal]:
    """What the Holder received on its sales in the offering, cut to whole cents.

    `borne` is its share of all discounts (QG7); None: what was taken from its price. Where that is
    not stated of each sale it is the most that was received, and what is missing is named.
    """
    net, readings = _counts_net(term, matter)
    by_share = False
    if net and borne is not None:
        readings = (*readings, "limit_discount")
        by_share = matter.readings.limit_discount == "borne"
    inputs: dict[str, Sourced[object]] = {}
    received = Fraction(0)
    takes_off = _takes_off_discounts(term, borne, matter)
    is_most = takes_off and _is_unstated(sales)
    for place, sale in enumerate(sales, start=1):
        each = Fraction(sale.price.value)
        if takes_off and sale.discount_per_share is None:
            matter.working.miss(
                f"sales/{place - 1}/discount_per_share",
                "how much the Holder received on its sales, the limit of what it owes",
                term.clause,
            )
        inputs[f"shares_{place}"], inputs[f"price_{place}"] = sale.shares, sale.price
        if takes_off and sale.discount_per_share is not None:
            each -= Fraction(sale.discount_per_share.value)
            inputs[f"discount_per_share_{place}"] = sale.discount_per_share
        received += each * sale.shares.value
    if by_share and borne is not None:
        received = max(received - Fraction(borne.value), Fraction(0))
        inputs["discount_borne"] = borne
    amount = rounded_down(received)
    shares = sum(sale.shares.value for sale in sales)
    return matter.working.step(
        "indemnity.proceeds",
        term.clause,
        f"{numbered(shares, 'share')} brought {'at most ' if is_most else ''}{amount:,} "
        f"{'after' if net else 'before'} the discount"
        f"{' borne' if by_share else ''}; the Holder owes no more.",
        amount,
        inputs,
        readings=readings,
    )


def _takes_off_discounts(term: HolderCap, borne: Sourced[Decimal] | None, matter: Matter) -> bool:
    """Whether what was taken from the price of each share is left out of the proceeds."""
    net, _ = _counts_net(term, matter)
    return net and (borne is None or matter.readings.limit_discount == "taken")


def _is_unstated(sales: Sequence[Sale]) -> bool:
    return any(sale.discount_per_share is None for sale in sales)


def _counts_net(term: HolderCap, matter: Matter) -> tuple[bool, tuple[str, ...]]:
    """Whether proceeds are counted after the discount, and the reading on which that rests."""
    if term.measure == "proceeds":
        return matter.readings.cap_measure == "net", ("cap_measure",)
    return term.measure == "net_proceeds", ()


def holder_liability(
    term: Indemnity,
    holder: Person,
    claim: Sourced[Decimal],
    sales: Sequence[Sale],
    paid: Sequence[Sourced[Decimal]],
    contributed: Sequence[Sourced[Decimal]],
    fraudulent: Sourced[bool],
    borne: Sourced[Decimal] | None,
    matter: Matter,
) -> HolderLiability:
    """What a Holder pays on a claim for its own information; earlier payments use up its limit."""
    cap = holder_cap(term, sales, borne, matter)
    cap_term = term.by_holders.cap if term.by_holders else None
    is_most = cap_term is not None and _takes_off_discounts(cap_term, borne, matter)
    is_known = not (is_most and _is_unstated(sales))
    found = liability_within(term, claim, cap, paid, contributed, fraudulent, matter)
    by_holders = term.by_holders
    undertook = None if by_holders is None else _undertook(by_holders, holder, matter)
    if by_holders is not None and undertook is not False:
        return replace(found, is_undertaken=undertook, is_limit_known=is_known)
    nothing = matter.working.step(
        "indemnity.no_undertaking",
        by_holders.clause if by_holders else term.by_company.clause,
        "Without an undertaking the Holder owes no indemnity.",
        NOTHING,
        {"undertaking_given": Sourced(holder.undertaking_given, holder.source)},
    )
    return HolderLiability(
        found.cap, found.left, nothing, "NO_UNDERTAKING", is_limit_known=is_known
    )


def holder_cap(
    term: Indemnity, sales: Sequence[Sale], borne: Sourced[Decimal] | None, matter: Matter
) -> Sourced[Decimal] | None:
    """A Holder's limit in the offering; None where the agreement sets none."""
    cap_term = term.by_holders.cap if term.by_holders else None
    return proceeds(cap_term, sales, borne, matter) if cap_term else None


def liability_within(
    term: Indemnity,
    claim: Sourced[Decimal],
    cap: Sourced[Decimal] | None,
    paid: Sequence[Sourced[Decimal]],
    contributed: Sequence[Sourced[Decimal]],
    fraudulent: Sourced[bool],
    matter: Matter,
) -> HolderLiability:
    """What a Holder who has undertaken it pays on a claim within a limit already worked out."""
    by_holders = term.by_holders
    clause = by_holders.clause if by_holders else term.by_company.clause
    cap_term = by_holders.cap if by_holders else None
    left = _left(cap, paid, contributed, cap_term, matter) if cap and cap_term else None
    uncapped = cap_term is not None and cap_term.except_fraud and fraudulent.value
    if left is None or uncapped:
        return HolderLiability(
            cap,
            left,
            matter.working.step(
                "indemnity.holder_payable",
                clause,
                f"No limit applies: the Holder pays {claim.value:,}.",
                claim.value,
                {"claim": claim, "fraudulent": fraudulent},
            ),
            None,
        )
    payable = min(claim.value, left.value)
    return HolderLiability(
        cap,
        left,
        matter.working.step(
            "indemnity.holder_payable",
            clause,
            f"Of a claim of {claim.value:,} the Holder pays {payable:,}; "
            f"{left.value:,} is left of its limit.",
            payable,
            {"claim": claim, "left": left},
        ),
        "CAPPED" if payable < claim.value else None,
        is_limited=True,
    )


def _left(
    cap: Sourced[Decimal],
    paid: Sequence[Sourced[Decimal]],
    contributed: Sequence[Sourced[Decimal]],
    term: HolderCap,
    matter: Matter,
) -> Sourced[Decimal]:
    """What earlier payments in the same offering have left of the limit (QF2)."""
    with_contribution = matter.readings.cap_extends_to_contribution
    counted = [*paid, *(contributed if with_contribution else ())]
    used = total_of(each.value for each in counted)
    left = max(cap.value - used, NOTHING)
    return matter.working.step(
        "indemnity.left",
        term.clause,
        f"{used:,} paid before in the same offering leaves {left:,} of {cap.value:,}.",
        left,
        {"cap": cap, **{f"paid_{place}": each for place, each in enumerate(counted, start=1)}},
        readings=("cap_extends_to_contribution",),
    )

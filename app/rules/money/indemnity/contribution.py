"""Contribution where the indemnity is unavailable or insufficient: clause 6(g).

The loss, with the expenses of the Indemnified Party, is divided by the relative fault found; each
Indemnifying Party owes its own part, less what it owes of it as indemnity, a Holder only up to
what is left of its limit (QF2), and nobody innocent owes one who is guilty of fraud. What is capped
or cannot be collected stays with the Indemnified Party unless read otherwise (QF4), as does the
part of anyone who owes it no indemnity, if its fault is weighed at all (QG20). Fault is an exact
ratio; amounts are exact to the cent and add up to the loss. Raises ValueError when nobody is at
fault. Relies on `indemnity` for who owes whom.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from app.rules.money.indemnity.conduct import left_to_pay, overpaid
from app.rules.money.indemnity.indemnity import (
    NotOwed,
    Person,
    Refusal,
    why_not_owed,
    within_section,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.payments.money import Contribution, HolderCap, Indemnity
from app.rules.values.amounts import NOTHING, Weight, divide, total_of

Limit: TypeAlias = Literal["CAPPED", "UNCOLLECTIBLE"]
ContributionReason: TypeAlias = NotOwed | Limit | Literal["FRAUD", "REALLOCATED"]


NO_INDEMNITY: Final = frozenset({"NOT_AN_INDEMNIFYING_PARTY", "NO_UNDERTAKING", "NOT_INDEMNIFIED"})
"""Why one is no Indemnifying Party of this Indemnified Party."""


@dataclass(frozen=True, slots=True)
class Party:
    """One party to the loss: its fault, and what limits its part.

    `cap` is a Holder's limit in the offering and `used` what other losses have used up of it.
    `paid` is what the party has paid of this very loss, and `collectible` the most that can still
    be collected of it, None where nothing stands in the way. `indemnity` is what the party owes of
    this very loss as indemnity, paid or not; then `used` and `collectible` have it in them.
    """

    person: Person
    fault: Sourced[Fraction]
    fraudulent: Sourced[bool]
    cap: Sourced[Decimal] | None = None
    used: Sourced[Decimal] | None = None
    paid: Sourced[Decimal] | None = None
    collectible: Sourced[Decimal] | None = None
    indemnity: Sourced[Decimal] | None = None

    @property
    def name(self) -> str:
        """The party's name."""
        return self.person.name


@dataclass(frozen=True, slots=True)
class Part:
    """One party's part by fault, what it owes of that, and why that is another amount.

    `left` is the additional amount of 6(g): the amount, less what the party has paid of the loss
    before or owes of it as indemnity. Both are None while it is not known whether it owes any.
    """

    party: str
    by_fault: Sourced[Decimal]
    amount: Sourced[Decimal] | None
    left: Sourced[Decimal] | None
    reason: ContributionReason | None


@dataclass(frozen=True, slots=True)
class Contributions:
    """What is divided, what each owes, and what stays with the Indemnified Party.

    `retained` is None while it is not known what one of the parties owes.
    """

    base: Sourced[Decimal]
    parts: tuple[Part, ...]
    retained: Sourced[Decimal] | None


@dataclass(frozen=True, slots=True)
class _Ceiling:
    """The most a party can be made to pay, and what sets it."""

    amount: Sourced[Decimal]
    reason: Limit


def is_open(term: Contribution, found: Sourced[bool], matter: Matter) -> bool:
    """Whether contribution starts: on a finding that the indemnity does not reach (QF25)."""
    if not found.value:
        matter.working.miss(
            "indemnity_unavailable",
            "whether contribution is due: a finding that the indemnity is unavailable or "
            "insufficient",
            term.clause,
            posted_as="indemnity_found_unavailable",
        )
    return found.value


def contribute(
    indemnity: Indemnity,
    term: Contribution,
    loss: Sourced[Decimal],
    expenses: Sourced[Decimal],
    indemnified: Party,
    others: Sequence[Party],
    matter: Matter,
) -> Contributions:
    """Divide the loss of `indemnified` among it and the others."""
    base = _base(term, loss, expenses, matter)
    protected = within_section(indemnity, indemnified.person.role, matter)
    refused = {
        party.name: _why_nothing(indemnity, term, party, indemnified, protected.value, matter)
        for party in others
    }
    outside = [party for party in others if refused[party.name] in NO_INDEMNITY]
    by_fault = _by_fault(term, base, [indemnified, *others], outside, matter)
    liable = [party for party in others if refused[party.name] is None]
    perhaps = [party for party in others if refused[party.name] == "NOT_KNOWN"]
    ceilings = {
        party.name: _ceiling(indemnity, term, party, matter) for party in (*liable, *perhaps)
    }
    owed = _owed(liable, by_fault, ceilings, matter)
    unsaid = _unsaid(liable, perhaps, by_fault, ceilings, matter)
    parts = tuple(
        Part(party.name, by_fault[party.name], None, None, None)
        if party.name in unsaid
        else _part(
            term,
            party,
            by_fault[party.name],
            owed.get(party.name, NOTHING),
            refused[party.name],
            ceilings.get(party.name),
            matter,
        )
        for party in others
    )
    return Contributions(base, parts, _retained(term, base, parts, indemnified, matter))


def _retained(
    term: Contribution,
    base: Sourced[Decimal],
    parts: Sequence[Part],
    indemnified: Party,
    matter: Matter,
) -> Sourced[Decimal] | None:
    """What stays with the Indemnified Party; None while a part is not known."""
    amounts = {part.party: part.amount for part in parts if part.amount is not None}
    if len(amounts) < len(parts):
        return None
    retained = base.value - total_of(amount.value for amount in amounts.values())
    return matter.working.step(
        "contribution.retained",
        term.clause,
        f"{retained:,} stays with {indemnified.name}.",
        retained,
        {"base": base, **amounts},
    )


def _unsaid(
    liable: Sequence[Party],
    perhaps: Sequence[Party],
    by_fault: Mapping[str, Sourced[Decimal]],
    ceilings: Mapping[str, _Ceiling | None],
    matter: Matter,
) -> frozenset[str]:
    """Whose part turns on whether one of those owes anything of whom that is not known.

    It is their own; and everybody's, where what one cannot pay is borne by the others (QF4), or its
    fault is weighed only if it owes (QG20).
    """
    in_question = [*liable, *perhaps] if perhaps else []
    by_sides = bool(perhaps) and matter.readings.fault_weighed == "of_the_two_sides"
    short = any(
        ceiling is not None and ceiling.amount.value < by_fault[party.name].value
        for party in in_question
        for ceiling in (ceilings[party.name],)
    )
    moves = by_sides or (short and matter.readings.reallocate_shortfall)
    whose = in_question if moves else perhaps
    return frozenset(party.name for party in whose)


def _base(
    term: Contribution, loss: Sourced[Decimal], expenses: Sourced[Decimal], matter: Matter
) -> Sourced[Decimal]:
    """The amount paid or payable; the expenses of defence count as loss."""
    counted = expenses.value if term.counts_expenses else NOTHING
    return matter.working.step(
        "contribution.base",
        term.clause,
        f"A loss of {loss.value:,} and expenses of {counted:,} make {loss.value + counted:,}.",
        loss.value + counted,
        {
            "loss": loss,
            "expenses": expenses,
            "counts_expenses": Sourced(
                term.counts_expenses, "terms:/indemnity/contribution/counts_expenses"
            ),
        },
    )


def _by_fault(
    term: Contribution,
    base: Sourced[Decimal],
    parties: Sequence[Party],
    outside: Sequence[Party],
    matter: Matter,
) -> Mapping[str, Sourced[Decimal]]:
    """The part of each by its fault; of those `outside` the two sides it may not be weighed."""
    decides = any(each.fault.value for each in outside)
    readings = ("fault_weighed",) if decides else ()
    weighed = [each for each in parties if each not in outside]
    if not decides or matter.readings.fault_weighed == "of_all" or not _at_fault(weighed):
        weighed = list(parties)
    weights = [Weight(each.name, each.fault.value, each.fault.value) for each in weighed]
    whole = sum((each.weight for each in weights), Fraction(0))
    parts = divide(base.value, weights)

    def part(party: Party) -> Sourced[Decimal]:
        if party not in weighed:
            says = f"{party.name} owes no indemnity: its fault is not weighed."
        else:
            ratio = party.fault.value / whole
            says = f"{party.name} is at fault for {ratio} of it: {parts[party.name]:,}."
        return matter.working.step(
            "contribution.by_fault",
            term.clause,
            says,
            parts.get(party.name, NOTHING),
            {"base": base, "fault": party.fault},
            readings=readings,
        )

    return {each.name: part(each) for each in parties}


def _at_fault(parties: Sequence[Party]) -> bool:
    return any(each.fault.value for each in parties)


def _why_nothing(
    indemnity: Indemnity,
    term: Contribution,
    party: Party,
    indemnified: Party,
    protected: bool,
    matter: Matter,
) -> Refusal | Literal["FRAUD"] | None:
    """Why this party owes no contribution at all, or that it is not known; None if it owes it."""
    if not protected:
        return "NOT_INDEMNIFIED"
    refused = why_not_owed(indemnity, party.person, indemnified.person, matter)
    if refused not in (None, "NOT_KNOWN"):
        return refused
    guilty_claims = indemnified.fraudulent.value and not party.fraudulent.value
    if term.barred_by_fraud and guilty_claims:
        return "FRAUD"
    if not party.fault.value:
        return None
    return "NOT_KNOWN" if _misses_limit(indemnity, party, matter) else refused


def _misses_limit(indemnity: Indemnity, party: Party, matter: Matter) -> bool:
    """Whether a Holder's limit decides what it owes, and is not stated: that is named."""
    cap_term = indemnity.by_holders.cap if indemnity.by_holders else None
    if party.person.role != "holder" or cap_term is None or party.cap is not None:
        return False
    applies = limit_applies(cap_term, party.fraudulent, matter)
    if applies:
        matter.working.miss(
            "cap",
            f"what {party.name} contributes: how much it received on its sales in the offering",
            cap_term.clause,
            posted_as="shares_sold_in_offering",
        )
    return applies


def _ceiling(
    indemnity: Indemnity, term: Contribution, party: Party, matter: Matter
) -> _Ceiling | None:
    """The lower of a Holder's remaining limit and of what can be collected of the party."""
    capped = _cap_left(indemnity, party, matter)
    ceilings = [_Ceiling(_in_all(term, party, capped, matter), "CAPPED")] if capped else []
    if party.collectible is not None:
        most = _collectible(term, party, party.collectible, matter)
        ceilings.append(_Ceiling(_in_all(term, party, most, matter), "UNCOLLECTIBLE"))
    return min(ceilings, key=lambda each: each.amount.value, default=None)


def _in_all(
    term: Contribution, party: Party, more: Sourced[Decimal], matter: Matter
) -> Sourced[Decimal]:
    """The most a party bears of the loss in all, beside what it owes of it as indemnity."""
    if party.indemnity is None:
        return more
    most = party.indemnity.value + more.value
    return matter.working.step(
        "contribution.in_all",
        term.clause,
        f"{party.name} owes {party.indemnity.value:,} of it as indemnity, and at most "
        f"{more.value:,} more.",
        most,
        {"indemnity": party.indemnity, "more": more},
    )


def limit_applies(term: HolderCap, fraudulent: Sourced[bool], matter: Matter) -> bool:
    """Whether a Holder's limit covers contribution too (QF2); the fraudulent may have none."""
    freed = term.except_fraud and fraudulent.value
    return not freed and matter.readings.cap_extends_to_contribution


def _cap_left(indemnity: Indemnity, party: Party, matter: Matter) -> Sourced[Decimal] | None:
    """What is left of a Holder's limit, where it covers contribution; None where there is none."""
    cap_term = indemnity.by_holders.cap if indemnity.by_holders else None
    if party.person.role != "holder" or cap_term is None:
        return None
    if not limit_applies(cap_term, party.fraudulent, matter):
        return None
    if party.cap is None:
        # It may be as low as that: what the party owes is not known.
        return Sourced(NOTHING, party.person.source)
    used = party.used or Sourced(NOTHING, party.person.source)
    left = max(party.cap.value - used.value, NOTHING)
    return matter.working.step(
        "contribution.cap",
        cap_term.clause,
        f"{party.name} owes at most {left:,}: its limit of {party.cap.value:,}, less "
        f"{used.value:,} used up by other losses in the same offering.",
        left,
        {"cap": party.cap, "used": used},
        readings=("cap_extends_to_contribution",),
    )


def _collectible(
    term: Contribution, party: Party, still: Sourced[Decimal], matter: Matter
) -> Sourced[Decimal]:
    """The most a party can have paid in the end: what it has paid, and what can still be had."""
    if party.paid is None:
        return still
    most = party.paid.value + still.value
    return matter.working.step(
        "contribution.collectible",
        term.clause,
        f"{party.name} has paid {party.paid.value:,}, and {still.value:,} can still be collected.",
        most,
        {"paid": party.paid, "collectible": still},
    )


def _owed(
    liable: Sequence[Party],
    by_fault: Mapping[str, Sourced[Decimal]],
    ceilings: Mapping[str, _Ceiling | None],
    matter: Matter,
) -> Mapping[str, Decimal]:
    """What each owes: its part up to its ceiling, and the others' shortfall if so read (QF4)."""
    owed = {party.name: NOTHING for party in liable}
    due = {party.name: by_fault[party.name].value for party in liable}
    while due:
        for name, more in due.items():
            ceiling = ceilings[name]
            wanted = owed[name] + more
            owed[name] = wanted if ceiling is None else min(wanted, ceiling.amount.value)
        if not matter.readings.reallocate_shortfall:
            break
        due = _reallocated(liable, by_fault, owed, ceilings)
    return owed


def _reallocated(
    liable: Sequence[Party],
    by_fault: Mapping[str, Sourced[Decimal]],
    owed: Mapping[str, Decimal],
    ceilings: Mapping[str, _Ceiling | None],
) -> dict[str, Decimal]:
    """What is still short, divided by fault among those who can pay more; empty when it is over."""
    short = total_of(by_fault[party.name].value for party in liable) - total_of(owed.values())
    able = [
        Weight(party.name, party.fault.value, party.fault.value)
        for party in liable
        if party.fault.value > 0 and _can_pay_more(owed[party.name], ceilings[party.name])
    ]
    return dict(divide(short, able)) if short and able else {}


def _can_pay_more(owed: Decimal, ceiling: _Ceiling | None) -> bool:
    return ceiling is None or owed < ceiling.amount.value


def _part(
    term: Contribution,
    party: Party,
    by_fault: Sourced[Decimal],
    owed: Decimal,
    refused: Refusal | Literal["FRAUD"] | None,
    ceiling: _Ceiling | None,
    matter: Matter,
) -> Part:
    reason: ContributionReason | None = None if refused == "NOT_KNOWN" else refused
    inputs: dict[str, Sourced[object]] = {"by_fault": by_fault}
    if ceiling is not None:
        inputs["at_most"] = ceiling.amount
        reason = ceiling.reason if owed < by_fault.value else reason
    if owed > by_fault.value:
        reason = "REALLOCATED"
    amount = matter.working.step(
        "contribution.owed",
        term.clause,
        f"{party.name} contributes {owed:,}{_because(reason)}.",
        owed,
        inputs,
        readings=() if refused else ("reallocate_shortfall",),
    )
    return Part(party.name, by_fault, amount, _left(term, party, amount, matter), reason)


def _left(
    term: Contribution, party: Party, amount: Sourced[Decimal], matter: Matter
) -> Sourced[Decimal]:
    """The additional amount: what is left of a part, some of which is paid or is indemnity."""
    if party.indemnity is not None:
        amount = _beyond_indemnity(term, party.name, amount, party.indemnity, matter)
    if party.paid is None:
        return amount
    if party.paid.value > amount.value:
        beyond = overpaid(party.name, amount, party.paid, term.clause, matter)
        matter.working.warn(
            "OVERPAID",
            f"{party.name} has paid {beyond.value:,} more of this loss than it owes under clause "
            f"{term.clause}.",
        )
    return left_to_pay(party.name, amount, party.paid, term.clause, matter)


def _beyond_indemnity(
    term: Contribution,
    name: str,
    amount: Sourced[Decimal],
    indemnity: Sourced[Decimal],
    matter: Matter,
) -> Sourced[Decimal]:
    """What a part goes beyond the indemnity for the same loss: nothing of that is given back."""
    more = max(amount.value - indemnity.value, NOTHING)
    return matter.working.step(
        "contribution.additional",
        term.clause,
        f"{name} bears {amount.value:,} of it, {indemnity.value:,} of which is owed as "
        f"indemnity: {more:,} more.",
        more,
        {"amount": amount, "indemnity": indemnity},
    )


def _because(reason: ContributionReason | None) -> str:
    return {
        None: "",
        "NOT_AN_INDEMNIFYING_PARTY": ": it is no Indemnifying Party",
        "NO_UNDERTAKING": ": it gave no undertaking to indemnify",
        "NOT_INDEMNIFIED": ": it owes the Indemnified Party no indemnity",
        "FRAUD": ": the innocent owe nothing to one guilty of fraudulent misrepresentation",
        "CAPPED": ": its limit allows no more",
        "UNCOLLECTIBLE": ": no more can be collected",
        "REALLOCATED": ", with what others leave unpaid",
    }[reason]

"""Each claim as an answer shows it: clauses 6(a) to 6(g).

For every bill what each party owes of it and from which day; for every party what is owed, paid
and left; whether the claim may be settled. Amounts are exact to the cent: paid and left make what
is owed, unless more was paid than that. Nothing raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from app.rules.facts.money.claims import Cost
from app.rules.money.indemnity.claim import ClaimBill, ClaimCase, ClaimState
from app.rules.money.indemnity.conduct import DefenceReason
from app.rules.money.indemnity.indemnity import NotOwed
from app.rules.money.indemnity.paid import Account, Payable, Towards
from app.rules.money.indemnity.reckoning import BillOwed, Owed, PartReason
from app.rules.money.indemnity.settled import Settling, ended_on
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.payments.money import LossBasis, Role
from app.rules.terms.vocabulary import Law
from app.rules.values.amounts import NOTHING, Money, total_of
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value

ContributionStage: TypeAlias = Literal["not_started", "undetermined", "determined"]


@small_value
class BillPart:
    """What one party owes of a bill (null: it cannot be said yet), and why it is that amount."""

    party: str
    amount: Money | None
    reasons: tuple[PartReason, ...]
    explained_by: Mapping[str, str]


@small_value
class BillLine:
    """One bill or loss, what is owed of it, and what stays with the Indemnified Party.

    `occurred_on` is the day of the bill; `incurred_on` that of the work, null where it is not
    recorded. `retained` is null while it cannot be said what is owed.
    """

    id: str
    occurred_on: date
    incurred_on: date | None
    cost: Cost
    amount: Money
    indemnity: tuple[BillPart, ...]
    contribution: tuple[BillPart, ...]
    retained: Money | None
    explained_by: Mapping[str, str]


@small_value
class PaymentLine:
    """What one party owes on one bill, by which day, and what it has paid of it.

    `due_on` is null where the agreement sets no day or does not protect the person in this;
    `paid_on` is the day on which nothing was left. `waived` is what an instrument took away (9(e)):
    paid, waived and left make the amount. Payments go against what fell due first: `paid` and
    `left` are null while that turns on a bill that fell due before and of which it is not known how
    much is owed.
    """

    id: str
    towards: Towards
    due_on: date | None
    amount: Money
    paid: Money | None
    left: Money | None
    paid_on: date | None
    waived: Money
    explained_by: Mapping[str, str]


@small_value
class PartyAccount:
    """What one party owes on the claim in all.

    `reason` says why it owes no indemnity; null if it does, or while that is not known. `told_on`
    is the day on which it was given notice of the action, `defence` what became of its notice that
    it takes over the defence; null where it gave none, and while it is not known whether it could.
    `undetermined` is the sum of the bills of which its part cannot be said yet, `overpaid` what it
    paid beyond what it may owe with these.
    """

    party: str
    reason: NotOwed | None
    told_on: IfAny[date]
    defence: DefenceReason | None
    defence_elected_on: date | None
    payable: Money
    undetermined: Money
    paid: Money
    left: Money
    overpaid: Money
    payments: tuple[PaymentLine, ...]
    explained_by: Mapping[str, str]

    def agreed_with(self, others: Sequence["PartyAccount"]) -> "PartyAccount":
        """The account with what is payable however an open question comes out; the rest is not."""
        accounts = (self, *others)
        payable = min(each.payable for each in accounts)
        at_most = max(each.payable + each.undetermined for each in accounts)
        agreed = replace(
            self,
            payable=payable,
            undetermined=at_most - payable,
            left=max(payable - self.paid, NOTHING),
            overpaid=min(each.overpaid for each in accounts),
        )
        kept = {
            name: at
            for name, at in self.explained_by.items()
            if getattr(agreed, name) == getattr(self, name)
        }
        return replace(agreed, explained_by=kept)


@small_value
class SettlementLine:
    """Whether the settlement proposed or made needs consent, and whether it may be made.

    Null while that cannot be said.
    """

    party: str
    stage: Literal["proposed", "settled"]
    on: date
    consent_required: bool | None
    permitted: bool | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """One claim as it stands: who owes what on it to the one to be indemnified.

    `whole_section` says whether notice, defence, payment, settlement and contribution protect it
    too. `ended_on` is the day of settlement or judgment; what is owed stays owed after it. `state`
    is null while it is not known whether the defence was taken over.
    """

    id: str
    state: ClaimState | None
    made_on: date
    ended_on: IfAny[date]
    indemnified: str
    role: Role
    basis: LossBasis | Literal["other"]
    law: Law
    whole_section: bool
    bills: tuple[BillLine, ...]
    parties: tuple[PartyAccount, ...]
    contribution: ContributionStage
    settlement: SettlementLine | None
    explained_by: Mapping[str, str]


def answer_claim(
    case: ClaimCase,
    bills: Sequence[BillOwed],
    accounts: Sequence[Account],
    settlement: Settling | None,
    matter: Matter,
) -> ClaimAnswer:
    """The claim as an answer shows it."""
    made = case.claim.made
    made_on = Sourced(made.occurred_on, f"{case.claim.source}/occurred_on")
    ended = ended_on(case)
    for each in accounts:
        if each.overpaid is not None:
            matter.working.warn(
                "OVERPAID",
                f"{each.party} has paid {each.overpaid.value:,} more on {case.claim.id} than it "
                "owes.",
            )
    return ClaimAnswer(
        id=case.claim.id,
        state=case.state,
        made_on=made.occurred_on,
        ended_on=plain(ended),
        indemnified=case.protected.name,
        role=case.protected.role,
        basis=made.basis,
        law=made.law,
        whole_section=case.within.value,
        bills=tuple(_bill(each, accounts, case, matter) for each in bills),
        parties=tuple(_account(each, case) for each in accounts),
        contribution=_stage(case, bills),
        settlement=_settlement(settlement),
        explained_by={
            **explained(made_on=made_on, ended_on=ended),
            **explained(whole_section=case.within),
        },
    )


def _stage(case: ClaimCase, bills: Sequence[BillOwed]) -> ContributionStage:
    """How far contribution has come."""
    if case.opening is None:
        return "not_started"
    known = case.finding is not None and all(
        each.is_determined and all(part.amount is not None for part in each.contribution)
        for each in bills
    )
    return "determined" if known else "undetermined"


def _bill(owed: BillOwed, accounts: Sequence[Account], case: ClaimCase, matter: Matter) -> BillLine:
    bill = owed.bill
    indemnity = [
        _less_waived(each, "indemnity", bill, accounts, case, matter) for each in owed.indemnity
    ]
    contribution = [
        _less_waived(each, "contribution", bill, accounts, case, matter)
        for each in owed.contribution
    ]
    parts = [*indemnity, *contribution]
    retained = None
    if all(each.amount is not None for each in parts):
        covered = total_of(each.amount.value for each in parts if each.amount)
        retained = matter.working.step(
            "claim_answer.retained",
            case.clause,
            f"{bill.amount.value - covered:,} of {bill.amount.value:,} stays with "
            f"{case.protected.name}.",
            bill.amount.value - covered,
            {
                "bill": bill.amount,
                **{f"part_{n}": each.amount for n, each in enumerate(parts, 1) if each.amount},
            },
        )
    return BillLine(
        id=bill.id,
        occurred_on=bill.on.value,
        incurred_on=plain(bill.incurred_on),
        cost=bill.cost,
        amount=bill.amount.value,
        indemnity=tuple(_part(each) for each in indemnity),
        contribution=tuple(_part(each) for each in contribution),
        retained=plain(retained),
        explained_by={
            **explained(occurred_on=bill.on, incurred_on=bill.incurred_on),
            **explained(amount=bill.amount, retained=retained),
        },
    )


def _less_waived(
    owed: Owed,
    towards: Towards,
    bill: ClaimBill,
    accounts: Sequence[Account],
    case: ClaimCase,
    matter: Matter,
) -> Owed:
    """What a party owes of a bill, less what is waived of it."""
    waived = [
        each.waived
        for account in accounts
        if account.party == owed.party
        for each in account.payables
        if each.waived and each.bill is bill and each.towards == towards
    ]
    if owed.amount is None or not waived:
        return owed
    rest = owed.amount.value - total_of(each.value for each in waived)
    amount = matter.working.step(
        "claim_answer.less_waived",
        case.clause,
        f"{rest:,} is owed of it, the rest being waived.",
        rest,
        {"amount": owed.amount, **{f"waived_{n}": each for n, each in enumerate(waived, 1)}},
    )
    return replace(owed, amount=amount, reasons=(*owed.reasons, "WAIVED"))


def _part(owed: Owed) -> BillPart:
    return BillPart(owed.party, plain(owed.amount), owed.reasons, explained(amount=owed.amount))


def _account(account: Account, case: ClaimCase) -> PartyAccount:
    told = case.told.get(account.party)
    defence = case.defence.get(account.party)
    refused = case.refused.get(account.party)
    return PartyAccount(
        party=account.party,
        reason=None if refused == "NOT_KNOWN" else refused,
        told_on=plain(told),
        defence=defence.reason if defence else None,
        defence_elected_on=defence.on.value if defence else None,
        payable=account.payable.value,
        undetermined=_or_nothing(account.undetermined),
        paid=account.paid.value,
        left=account.left.value,
        overpaid=_or_nothing(account.overpaid),
        payments=tuple(_payment(each) for each in account.payables),
        explained_by={
            **explained(told_on=told, defence_elected_on=defence.on if defence else None),
            **explained(
                payable=account.payable,
                undetermined=account.undetermined,
                paid=account.paid,
                left=account.left,
                overpaid=account.overpaid,
            ),
        },
    )


def _or_nothing(amount: Sourced[Decimal] | None) -> Decimal:
    return NOTHING if amount is None else amount.value


def _payment(payable: Payable) -> PaymentLine:
    return PaymentLine(
        id=payable.id,
        towards=payable.towards,
        due_on=plain(payable.due_on),
        amount=payable.amount.value,
        paid=plain(payable.paid),
        left=plain(payable.left),
        paid_on=plain(payable.paid_on),
        waived=_or_nothing(payable.waived),
        explained_by={
            **explained(due_on=payable.due_on, paid_on=payable.paid_on),
            **explained(
                amount=payable.amount,
                paid=payable.paid,
                left=payable.left,
                waived=payable.waived,
            ),
        },
    )


def _settlement(settlement: Settling | None) -> SettlementLine | None:
    if settlement is None:
        return None
    ruling = settlement.ruling
    return SettlementLine(
        party=settlement.party,
        stage=settlement.stage,
        on=settlement.on.value,
        consent_required=plain(ruling.consent_required),
        permitted=plain(ruling.permitted),
        explained_by={
            **explained(on=settlement.on),
            **explained(consent_required=ruling.consent_required, permitted=ruling.permitted),
        },
    )

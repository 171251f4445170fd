"""What everyone owes because of claims, and may not do: Section 6 as obligations.

From the filing of the statement the Company stands to indemnify those who sell, and a Holder who
has undertaken it the Company; no end of the offering or of the registration ends that (6(f)). Each
claim binds the one to be indemnified to report the action, each Indemnifying Party to pay bill by
bill and not to settle without leave (6(c), 6(e), 6(g)). A standard never becomes a date.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from app.rules.money.indemnity.claim import ClaimCase, Participants, notice_of_claim
from app.rules.money.indemnity.paid import Account, Payable, is_found_late, payment_of
from app.rules.money.indemnity.settled import Settling, ended_on, settle_of
from app.rules.reasoning.days.guideline import promptly_guideline
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced
from app.rules.terms.payments.money import ClaimNotice, Settlement


def standing_duties(
    statement: Sourced[date] | None,
    participants: Participants,
    matter: Matter,
    as_of: date | None,
) -> Iterator[Obligation]:
    """To indemnify, once there is a registration statement; nothing ends this."""
    term, company = matter.terms.indemnity, matter.terms.company.id
    if term is None or statement is None or not participants.holders:
        return
    yield owed(
        Owing(
            duty="indemnify",
            id="indemnify",
            obligor=company,
            obligees=participants.holders,
            action="Indemnify the selling Holders and those on their side; the end of the "
            "offering does not end this.",
            clause=term.by_company.clause,
            trigger=statement.source,
        ),
        matter.working,
        as_of,
    )
    for holder, undertaken in sorted(participants.undertakings.items()):
        if term.by_holders is None or not undertaken.value or holder not in participants.holders:
            continue
        yield owed(
            Owing(
                duty="indemnify",
                id=f"indemnify:{holder}",
                obligor=holder,
                obligees=(company,),
                action="Indemnify the Company's side for its own written information, within its "
                "limit; the end of the offering does not end this.",
                clause=term.by_holders.clause,
                trigger=undertaken.source,
            ),
            matter.working,
            as_of,
        )


def claim_duties(
    case: ClaimCase,
    accounts: Sequence[Account],
    settlement: Settling | None,
    matter: Matter,
    as_of: date | None,
) -> Iterator[Obligation]:
    """Every obligation that one claim has brought about."""
    bound = [each.name for each in case.payers if case.refused[each.name] is None]
    notice, leave = case.term.claim_notice, case.term.settlement
    if notice is not None and case.within.value and case.claim.made.action_commenced:
        yield from (_notice(party, notice, case, matter, as_of) for party in bound)
    for account in accounts:
        for each in account.payables:
            yield _payment(account.party, each, case, matter, as_of)
    if leave is not None and case.within.value:
        yield from (_settle(party, leave, settlement, case, matter, as_of) for party in bound)


def _notice(
    party: str, term: ClaimNotice, case: ClaimCase, matter: Matter, as_of: date | None
) -> Obligation:
    """To report the action to one who is to indemnify."""
    noticed_on = Sourced(case.claim.made.occurred_on, f"{case.claim.source}/occurred_on")
    return owed(
        Owing(
            duty="notice_of_claim",
            id=notice_of_claim(case.claim.id, party),
            obligor=case.protected.name,
            obligees=(party,),
            action="Give the Indemnifying Party written notice of the action.",
            clause=term.clause,
            trigger=case.claim.source,
            standard=term.standard,
        ),
        matter.working,
        as_of,
        outcome=Performance(case.told.get(party)),
        guideline=promptly_guideline(noticed_on, matter),
    )


def _payment(
    party: str, payable: Payable, case: ClaimCase, matter: Matter, as_of: date | None
) -> Obligation:
    """To pay one amount, as the bill is received or the loss incurred."""
    contribution = case.term.contribution if payable.towards == "contribution" else None
    due = payable.due_on
    late_found = is_found_late(party, payable.towards, due, case)
    when = "" if case.term.payment is None else f" ({case.term.payment.clause})"
    left = (
        "how much of it is left is not known"
        if payable.left is None
        else (f"{payable.left.value:,} is left")
    )
    is_paid = payable.left is not None and not payable.left.value and not payable.waived
    return owed(
        Owing(
            duty="payment",
            id=payment_of(case, party, payable.id),
            obligor=party,
            obligees=(case.protected.name,),
            action=f"Pay {payable.amount.value:,} as {payable.towards}{when}; {left}.",
            clause=contribution.clause if contribution else case.clause,
            trigger=payable.bill.source,
            standard="promptly" if late_found else None,
        ),
        matter.working,
        as_of,
        due=None if late_found else due,
        outcome=Performance(
            payable.paid_on,
            unknown=payable.left is None or (is_paid and payable.paid_on is None),
        ),
    )


def _settle(
    party: str,
    term: Settlement,
    settlement: Settling | None,
    case: ClaimCase,
    matter: Matter,
    as_of: date | None,
) -> Obligation:
    """Not to settle, or consent to judgment, where that needs a consent that was not given."""
    return owed(
        Owing(
            duty="settle",
            id=settle_of(case, party),
            obligor=party,
            obligees=(case.protected.name,),
            action="Settle, or consent to judgment, without the Indemnified Party's consent where "
            "it is needed.",
            clause=term.clause,
            trigger=case.claim.source,
            modality="must_not",
        ),
        matter.working,
        as_of,
        outcome=_kept_or_broken(party, settlement, case),
    )


def _kept_or_broken(party: str, settlement: Settling | None, case: ClaimCase) -> Performance:
    """Broken by a settlement that was not permitted; kept when the claim ended otherwise."""
    if settlement and settlement.stage == "settled" and settlement.party == party:
        permitted = settlement.ruling.permitted
        if permitted is None or settlement.is_waived:
            return Performance()
        return (
            Performance(settlement.on)
            if permitted.value
            else Performance(breached_on=settlement.on)
        )
    return Performance(ended_on(case))

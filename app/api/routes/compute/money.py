"""Expenses, discounts, indemnity and contribution."""

from typing import Annotated

from fastapi import APIRouter, Body

from app.api.computations import ComputationRoute
from app.api.deps import Explain
from app.api.schemas.compute import claims as asked
from app.api.schemas.compute import indemnity
from app.api.schemas.compute import money as ask
from app.api.schemas.compute.indemnity import indemnity_of
from app.api.schemas.compute.money import agreed, discounts_of, expenses_of
from app.api.schemas.compute.question import given
from app.rules.catalogue.computations import money
from app.rules.money.indemnity import conduct as claims
from app.rules.reasoning.sealed import Answer, seal
from app.rules.reasoning.trace import Detail, Sourced

router = APIRouter(route_class=ComputationRoute)


@router.post("/discount-shares", summary="What does each seller bear of the discount?")
async def compute_discount_shares(
    body: Annotated[ask.DiscountQuestion, Body(openapi_examples=ask.DISCOUNT_SHARES)],
    explain: Explain = Detail.FULL,
) -> Answer[money.DiscountResult]:
    """Clause 2(d): all who sell share the underwriting discounts and commissions pro rata.

    Give the Company as a seller too. At one price the measure is shares sold; where prices differ
    it is proceeds (reading QF8). Odd cents go to the largest remainders, then to the larger number
    of shares, then to the lower name, so that the parts add up to the total.
    """
    matter = body.matter(explain)
    total = Sourced(body.total_discount, "request:/total_discount")
    return seal(money.discount_shares(discounts_of(matter), total, body.sold(), matter), matter)


@router.post("/expenses", summary="Who bears the expenses?")
async def compute_expenses(
    body: Annotated[ask.ExpensesQuestion, Body(openapi_examples=ask.EXPENSES)],
    explain: Explain = Detail.FULL,
) -> Answer[money.ExpensesResult]:
    """Clauses 1(j) and 2(d): the Company pays the Registration Expenses, sellers the discount.

    Each bill is a Registration Expense, an underwriting discount, or outside both; what is outside
    stays with whoever incurred it. The Company pays one counsel for all Holders: when several send
    bills, say which one acts for all, otherwise their bills stay undetermined.
    """
    matter = body.matter(explain)
    found = money.charged_expenses(
        expenses_of(matter),
        body.registration,
        body.withdrawn,
        body.bills(),
        body.counsel_for_all_holders,
        matter,
    )
    return seal(found, matter)


@router.post("/indemnity", summary="What does the Company owe on a loss?")
async def compute_indemnity(
    body: Annotated[indemnity.IndemnityQuestion, Body(openapi_examples=indemnity.INDEMNITY)],
    explain: Explain = Detail.FULL,
) -> Answer[money.IndemnityResult]:
    """Clause 6(a): losses from misstatements, omissions and the Company's own violations.

    Left out is the part due to written information that the person himself furnished. An
    underwriter is protected only if he made the indemnity a condition. Registrations under other
    laws follow clause 6(d).
    """
    matter = body.matter(explain)
    found = money.company_indemnity(
        indemnity_of(matter),
        body.person(),
        Sourced(body.basis, "request:/basis"),
        Sourced(body.loss, "request:/loss"),
        Sourced(body.expenses, "request:/expenses"),
        body.own_share(),
        body.registration_law,
        matter,
    )
    return seal(found, matter)


@router.post("/holder-cap", summary="What does a Holder owe, and up to what limit?")
async def compute_holder_cap(
    body: Annotated[indemnity.HolderCapQuestion, Body(openapi_examples=indemnity.HOLDER_CAP)],
    explain: Explain = Detail.FULL,
) -> Answer[money.HolderCapResult]:
    """Clause 6(b): a Holder owes no more than the proceeds he received in the offering.

    He owes for his own written information only, and only if he gave the undertaking asked of
    him. Whether the discount counts as received is reading QF1, and which discount is meant QG7;
    what he has paid before in the same offering, contribution included (QF2), uses up the limit.
    """
    matter = body.matter(explain)
    found = money.holder_cap(
        indemnity_of(matter),
        body.person(),
        Sourced(body.claim, "request:/claim"),
        body.sold(),
        [
            Sourced(amount, f"request:/already_paid/{place}")
            for place, amount in enumerate(body.already_paid)
        ],
        [
            Sourced(amount, f"request:/already_contributed/{place}")
            for place, amount in enumerate(body.already_contributed)
        ],
        Sourced(body.fraudulent, "request:/fraudulent"),
        given(body.discount_borne, "discount_borne"),
        matter,
    )
    return seal(found, matter)


@router.post("/contribution", summary="Who contributes what where the indemnity does not reach?")
async def compute_contribution(
    body: Annotated[indemnity.ContributionQuestion, Body(openapi_examples=indemnity.CONTRIBUTION)],
    explain: Explain = Detail.FULL,
) -> Answer[money.ContributionResult]:
    """Clause 6(g): loss and expenses are divided by relative fault, as found and given here.

    Contribution starts on a finding that the indemnity is unavailable or insufficient; without it
    the answer is undetermined. A Holder contributes up to what is left of his limit and owes an
    underwriter nothing; nobody innocent owes one guilty of fraudulent misrepresentation. What one
    party does not pay stays with the Indemnified Party (reading QF4).
    """
    matter = body.matter(explain)
    term = indemnity_of(matter)
    indemnified, others = body.divided()
    found = money.contributions(
        term,
        agreed(term.contribution, "/indemnity/contribution"),
        Sourced(body.indemnity_unavailable, "request:/indemnity_unavailable"),
        Sourced(body.loss, "request:/loss"),
        Sourced(body.expenses, "request:/expenses"),
        indemnified,
        others,
        matter,
    )
    return seal(found, matter)


@router.post("/late-notice", summary="What does a late notice of a claim cost?")
async def compute_late_notice(
    body: Annotated[asked.LateNoticeQuestion, Body(openapi_examples=asked.LATE_NOTICE)],
    explain: Explain = Detail.FULL,
) -> Answer[money.ClaimNoticeResult]:
    """Clause 6(c): a failure to give prompt notice relieves only of the actual prejudice.

    Until the prejudice is found, nothing is said of what is owed.
    """
    matter = body.matter(explain)
    term = indemnity_of(matter)
    found = money.late_notice(
        term,
        agreed(term.claim_notice, "/indemnity/claim_notice"),
        body.indemnified_role,
        Sourced(body.loss, "request:/loss"),
        given(body.actual_prejudice, "actual_prejudice"),
        matter,
    )
    return seal(found, matter)


@router.post("/defence-costs", summary="Which costs of the defence are reimbursed?")
async def compute_defence_costs(
    body: Annotated[asked.DefenceCostsQuestion, Body(openapi_examples=asked.DEFENCE_COSTS)],
    explain: Explain = Detail.FULL,
) -> Answer[money.DefenceResult]:
    """Clause 6(c): after notice that the defence is taken over, only costs of investigation.

    A conflict of interest, or counsel who is not reasonably satisfactory, keeps the defence with
    the Indemnified Party, and all his costs are reimbursed. Costs of the day of the notice count
    as incurred before it. Give bills by date, or the sums before and after.
    """
    matter = body.matter(explain)
    term = indemnity_of(matter)
    right = agreed(term.defence, "/indemnity/defence")
    bills = body.dated()
    elected_on = given(body.election_notice_on, "election_notice_on")
    costs = (
        claims.costs_by_date(right, bills, elected_on, matter) if bills is not None else body.sums()
    )
    found = money.defence_costs(term, right, body.indemnified_role, costs, body.election(), matter)
    return seal(found, matter)


@router.post("/settlement", summary="Does a settlement need consent?")
async def compute_settlement(
    body: Annotated[asked.SettlementQuestion, Body(openapi_examples=asked.SETTLEMENT)],
    explain: Explain = Detail.FULL,
) -> Answer[money.SettlementResult]:
    """Clause 6(c): no judgment or settlement without consent unless it releases unconditionally.

    Under reading QF5 consent can be needed always.
    """
    matter = body.matter(explain)
    term = indemnity_of(matter)
    found = money.settlement(
        term,
        agreed(term.settlement, "/indemnity/settlement"),
        body.indemnified_role,
        given(body.unconditional_release, "unconditional_release"),
        given(body.consent_given, "consent_given"),
        matter,
    )
    return seal(found, matter)


@router.post("/indemnity-payments", summary="What indemnity falls due when?")
async def compute_indemnity_payments(
    body: Annotated[
        asked.IndemnityPaymentsQuestion, Body(openapi_examples=asked.INDEMNITY_PAYMENTS)
    ],
    explain: Explain = Detail.FULL,
) -> Answer[money.PaymentsResult]:
    """Clause 6(e): paid as and when bills are received or losses incurred, that very day.

    With a limit, as a Holder has one, payments stop when it is used up; with proceeds by day,
    nothing falls due before they came (6(b)).
    """
    matter = body.matter(explain)
    term = indemnity_of(matter)
    found = money.indemnity_payments(
        term,
        agreed(term.payment, "/indemnity/payment"),
        body.indemnified_role,
        body.incurred(),
        given(body.limit, "limit"),
        body.receipts(
            term.by_holders.clause if term.by_holders else term.by_company.clause, matter
        ),
        matter,
    )
    return seal(found, matter)

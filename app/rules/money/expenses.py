"""Who bears an expense of a registration: clauses 1(j) and 2(d).

An expense is a Registration Expense, an underwriting discount or commission, or outside both. The
Company pays the Registration Expenses of the registrations for which it says so, of a withdrawn
demand too unless read otherwise (QB19), and of a shelf as read (QC9); the fees of one counsel for
all Holders are among them. Those who sell bear the discounts; what lies outside stays with those
who incurred it. Each bill is charged under the terms of the day on which it was incurred (9(e));
the maximum for counsel runs over all of them. Amounts are exact to the cent. Nothing raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.payments.money import (
    COUNSEL_KIND,
    DISCOUNT_KIND,
    Bearer,
    ExpenseKind,
    RegistrationExpenses,
)
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.amounts import NOTHING, total_of

ExpenseClass: TypeAlias = Literal["registration_expense", "discount", "outside"]


@dataclass(frozen=True, slots=True)
class Expense:
    """One bill, or the part of one that goes beyond the maximum for counsel: what for, how much.

    `source` is where it is said what was paid for; `incurred_on` is None where no record says when.
    `for_some_only` says of counsel that it was not chosen to act for all Holders.
    """

    kind: ExpenseKind
    payee: str | None
    amount: Sourced[Decimal]
    source: str
    beyond_maximum: bool = False
    incurred_on: date | None = None
    for_some_only: bool = False


@dataclass(frozen=True, slots=True)
class Charge:
    """One bill, its class and who bears it; None where it cannot be said."""

    expense: Expense
    expense_class: Sourced[ExpenseClass] | None
    borne_by: Sourced[Bearer] | None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That those who asked withdrew the demand.

    `by_terms`: the right itself says who bears the expenses then; `borne_by` is who that is, None
    where it is not known.
    """

    fact: Sourced[object]
    by_terms: bool = False
    borne_by: Bearer | None = None


@dataclass(frozen=True, slots=True)
class NoLongerOwed:
    """Why the agreement charges nobody with an expense, and the day since when (None: ever).

    What had accrued before an end survives it; nothing else does.
    """

    since: date | None
    because: Sourced[object]
    clause: str
    says: str

    def reaches(self, expense: Expense) -> bool:
        """Whether an expense was incurred when nobody owed it; where no day is stated, not."""
        day = expense.incurred_on
        return self.since is None or (day is not None and day >= self.since)


def payer(
    term: RegistrationExpenses,
    registration: Sourced[RegistrationKind],
    withdrawn: Withdrawal | None,
    matter: Matter,
) -> Sourced[Bearer] | None:
    """Who pays the Registration Expenses of a registration of this kind; None: not known.

    `withdrawn` is its withdrawal, None where there was none.
    """
    kind = registration.value
    asked: dict[str, Sourced[object]] = {"registration": registration}
    readings: tuple[str, ...] = ()
    names = matter.terms.names_of_registration(kind)
    by_holders, by_company = term.borne_by_the_holders(names), term.borne_by_the_company(names)
    clause = by_holders or by_company or matter.terms.expenses_clause
    bearer: Bearer = "company" if by_company else "whoever_incurred"
    if by_holders:
        bearer = "requesting_holders"
    elif kind == "shelf" and not by_company:
        bearer = matter.readings.shelf_expense_payer
        readings = ("shelf_expense_payer",)
    if withdrawn is not None and (kind == "requested" or withdrawn.by_terms):
        asked["withdrawn"] = withdrawn.fact
        if withdrawn.by_terms:
            if withdrawn.borne_by is None:
                return None
            bearer = withdrawn.borne_by
        else:
            bearer = matter.readings.withdrawn_payer
            readings = ("withdrawn_payer",)
    return matter.working.step(
        "expenses.payer",
        clause,
        f"The Registration Expenses of this registration are borne by {bearer_in_words(bearer)}.",
        bearer,
        asked,
        readings=readings,
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the terms of one day say of a bill: who pays, and which counsel act for all Holders.

    `counsel` is None where there are too many and none was chosen.
    """

    matter: Matter
    term: RegistrationExpenses
    paid_by: Sourced[Bearer] | None
    counsel: frozenset[str] | None


def charge(
    expenses: Sequence[Expense],
    registration: Sourced[RegistrationKind],
    withdrawn: Withdrawal | None,
    counsel: Sequence[str],
    matter: Matter,
    unowed: NoLongerOwed | None = None,
) -> tuple[Charge, ...]:
    """Every bill, classed and charged under the terms of its day, in the order of their days.

    `counsel` are those chosen to act for all Holders. Terms that say nothing of expenses charge
    nobody; nor does anything charge with what is `unowed`.
    """
    grounds: dict[str, _Ground | None] = {}
    charges: list[Charge] = []
    within = NOTHING
    for expense in expenses:
        then = matter if expense.incurred_on is None else matter.on(expense.incurred_on)
        terms = then.terms.content_hash
        if terms not in grounds:
            grounds[terms] = _ground(expenses, registration, withdrawn, counsel, then)
        ground = grounds[terms]
        if ground is None:
            charges.append(Charge(expense, None, None))
            continue
        if unowed is not None and unowed.reaches(expense):
            ground = replace(ground, paid_by=_nobody(unowed, ground.matter))
        parts = _split_at_maximum(expense, within, ground)
        if _is_of_counsel(expense, ground):
            within += total_of(part.amount.value for part in parts if not part.beyond_maximum)
        charges.extend(_charge(part, ground) for part in parts)
    return tuple(charges)


def _nobody(unowed: NoLongerOwed, matter: Matter) -> Sourced[Bearer]:
    """No promise to pay is left, or was made: it stays with the one who incurred it."""
    bearer: Bearer = "whoever_incurred"
    return matter.working.step(
        "expenses.not_owed", unowed.clause, unowed.says, bearer, {"because": unowed.because}
    )


def _ground(
    expenses: Sequence[Expense],
    registration: Sourced[RegistrationKind],
    withdrawn: Withdrawal | None,
    counsel: Sequence[str],
    matter: Matter,
) -> _Ground | None:
    term = matter.terms.registration_expenses
    if term is None:
        return None
    paid_by = payer(term, registration, withdrawn, matter)
    return _Ground(matter, term, paid_by, _recognised_counsel(term, expenses, counsel, matter))


def _charge(expense: Expense, ground: _Ground) -> Charge:
    if expense.kind == COUNSEL_KIND and ground.counsel is None and not expense.for_some_only:
        return Charge(expense, None, _bearer_either_way(ground))
    found = _class_of(ground.term, expense, ground.counsel or frozenset(), ground.matter)
    return Charge(expense, found, _bearer(found, expense, ground.paid_by, ground.matter))


def _bearer_either_way(ground: _Ground) -> Sourced[Bearer] | None:
    """Who bears fees that may lie outside; None if as Registration Expenses another would."""
    paid_by = ground.paid_by
    return paid_by if paid_by and paid_by.value == "whoever_incurred" else None


def _is_of_counsel(expense: Expense, ground: _Ground) -> bool:
    """Whether it is a bill of counsel who act for all Holders."""
    return (
        expense.kind == COUNSEL_KIND
        and ground.counsel is not None
        and expense.payee in ground.counsel
    )


def _split_at_maximum(expense: Expense, billed: Decimal, ground: _Ground) -> tuple[Expense, ...]:
    """A bill; one of counsel for the Holders in two where it passes the maximum.

    `billed` is what earlier bills have used up of it.
    """
    limit = ground.term.holders_counsel
    if limit is None or limit.maximum is None or not _is_of_counsel(expense, ground):
        return (expense,)
    within = min(expense.amount.value, max(limit.maximum - billed, NOTHING))
    beyond = expense.amount.value - within
    if beyond == 0:
        return (expense,)
    cut = ground.matter.working.step(
        "expenses.counsel_maximum",
        limit.clause,
        f"Of {expense.amount.value:,} billed by counsel for the Holders {within:,} is within "
        f"the maximum of {limit.maximum:,}; {beyond:,} goes beyond it.",
        within,
        {
            "amount": expense.amount,
            "maximum": Sourced(
                limit.maximum, "terms:/registration_expenses/holders_counsel/maximum"
            ),
        },
    )
    return (
        replace(expense, amount=cut),
        replace(expense, amount=Sourced(beyond, cut.source), beyond_maximum=True),
    )


def _class_of(
    term: RegistrationExpenses, expense: Expense, recognised: frozenset[str], matter: Matter
) -> Sourced[ExpenseClass]:
    found: ExpenseClass
    if expense.kind == DISCOUNT_KIND:
        found, why = "discount", "an underwriting discount or commission, no Registration Expense"
    elif expense.kind not in term.kinds:
        found, why = "outside", "no expense of the Company's performance of the agreement"
    elif expense.kind == COUNSEL_KIND and expense.payee not in recognised:
        found, why = "outside", "the fee of further counsel, beyond those for all Holders"
    elif expense.beyond_maximum:
        found, why = "outside", "beyond the maximum for counsel for the Holders"
    else:
        found, why = "registration_expense", "a Registration Expense"
    return matter.working.step(
        "expenses.class",
        term.clause,
        f"{expense.kind.replace('_', ' ').capitalize()}: {why}.",
        found,
        {
            "kind": Sourced(expense.kind, expense.source),
            "kinds": Sourced(term.kinds, "terms:/registration_expenses/kinds"),
        },
    )


def _bearer(
    found: Sourced[ExpenseClass],
    expense: Expense,
    paid_by: Sourced[Bearer] | None,
    matter: Matter,
) -> Sourced[Bearer] | None:
    """Who bears an expense of this class; None: not known."""
    bearer: Bearer = "whoever_incurred"
    clause = matter.terms.expenses_clause
    inputs: dict[str, Sourced[object]] = {"class": found}
    if found.value == "registration_expense":
        if paid_by is None:
            return None
        if expense.kind == "underwriter_fees_of_sellers":
            return _fees_of_sellers(found, paid_by, matter)
        bearer, inputs["payer"] = paid_by.value, paid_by
    elif found.value == "discount" and matter.terms.discounts:
        bearer, clause = "sellers", matter.terms.discounts.clause
    return matter.working.step(
        "expenses.bearer",
        clause,
        f"Borne by {bearer_in_words(bearer)}.",
        bearer,
        inputs,
    )


def _fees_of_sellers(
    found: Sourced[ExpenseClass], paid_by: Sourced[Bearer], matter: Matter
) -> Sourced[Bearer]:
    """Underwriters' fees that sellers customarily pay: the words can be read either way (QF7)."""
    by_sellers = matter.readings.underwriter_fees_of_sellers == "sellers"
    bearer: Bearer = "sellers" if by_sellers else paid_by.value
    return matter.working.step(
        "expenses.bearer",
        matter.terms.expenses_clause,
        "Fees of underwriters that sellers customarily pay are borne by "
        f"{bearer_in_words(bearer)}.",
        bearer,
        {"class": found, "payer": paid_by},
        readings=("underwriter_fees_of_sellers",),
    )


def _recognised_counsel(
    term: RegistrationExpenses, expenses: Sequence[Expense], chosen: Sequence[str], matter: Matter
) -> frozenset[str] | None:
    """The counsel who act for all Holders; None if there are too many and none was chosen."""
    places = term.holders_counsel.count if term.holders_counsel else 0
    of_counsel = [each for each in expenses if each.kind == COUNSEL_KIND and each.payee]
    for_some_only = {each.payee for each in of_counsel if each.for_some_only}
    billing = dict.fromkeys(
        each.payee for each in of_counsel if each.payee and each.payee not in for_some_only
    )
    names = tuple(chosen) or tuple(billing)
    if len(names) <= places:
        for name in names if not chosen else ():
            matter.working.assume(
                "COUNSEL_FOR_ALL",
                f"{name} is taken to act for all Holders: no other counsel of theirs has billed, "
                "and whether it does is not recorded.",
            )
        return frozenset(names)
    if places == 0:
        return frozenset()
    matter.working.miss(
        "counsel_for_all_holders",
        f"which {places} of {len(names)} counsel acts for all Holders",
        term.clause,
        posted_as="expense_incurred.acts_for_all_holders",
    )
    return None


def bearer_in_words(bearer: Bearer) -> str:
    """Who bears an expense, as a sentence names them."""
    return {
        "company": "the Company",
        "requesting_holders": "the Holders who withdrew",
        "holders": "the Holders whose shares it covers",
        "sellers": "those who sell, pro rata",
        "whoever_incurred": "the person who incurred it",
    }[bearer]

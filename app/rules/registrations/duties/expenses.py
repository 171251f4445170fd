"""The duty to pay the Registration Expenses: clause 2(d), QB19, QC9.

QB19 is a demand withdrawn, QC9 a shelf. The duty is done while nothing on record is left to be
paid. Money is exact.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from app.rules.money.expenses_on_record import BearerTotal, ExpensesOnRecord
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    Obligation,
    Owing,
    owed,
)
from app.rules.registrations.duties.obligees import sellers
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests.counting import effected_by_terms, who_pays_if_withdrawn
from app.rules.terms.payments.money import RegistrationExpenses
from app.rules.values.amounts import NOTHING

EXPENSES: Final = "expenses"
"""The id of the duty to pay the expenses of a registration."""


def expenses(progress: Progress, matter: Matter) -> Iterator[Obligation]:
    """To pay the Registration Expenses (QB19 for a demand withdrawn, QC9 for a shelf).

    Where the agreement does not say who pays those of such a registration, nobody owes it.
    """
    term, kind = matter.terms.registration_expenses, progress.ruling.kind
    names = matter.terms.names_of_registration(kind)
    if term is None or (kind != "shelf" and not _said_of(term, names)):
        return
    company = matter.terms.company.id
    by_holders = _borne_by_holders(progress, matter)
    yield owed(
        Owing(
            duty="expenses",
            id=EXPENSES,
            obligor=by_holders or company,
            obligees=(company,) if by_holders else sellers(progress),
            action="Pay the Registration Expenses, without underwriting discounts and commissions.",
            clause=_expenses_clause(progress, matter),
            trigger=progress.ruling.trigger,
        ),
        matter.working,
        progress.as_of,
    )


def as_paid(
    duties: Iterable[Obligation], expenses: ExpensesOnRecord, matter: Matter
) -> tuple[Obligation, ...]:
    """The duties, that to pay the expenses done while nothing on record is left to be paid."""
    company = matter.terms.company.id
    paid = {
        company if total.name == "company" else total.name: total
        for total in expenses.totals
        if total.paid_on is not None and expenses.undetermined == NOTHING
    }
    return tuple(
        _paid(each, paid[each.obligor])
        if each.duty == "expenses" and each.obligor in paid
        else each
        for each in duties
    )


def _paid(duty: Obligation, total: BearerTotal) -> Obligation:
    by = {**duty.explained_by, "performed_on": total.explained_by["paid_on"]}
    return replace(duty, status="performed", performed_on=total.paid_on, explained_by=by)


def _expenses_clause(progress: Progress, matter: Matter) -> str:
    term, names = (
        matter.terms.registration_expenses,
        matter.terms.names_of_registration(progress.ruling.kind),
    )
    said = _said_of(term, names) if term is not None else None
    return said or matter.terms.expenses_clause


def _said_of(term: RegistrationExpenses, names: Sequence[str]) -> str | None:
    """The clause that says who pays, of a registration that has these names."""
    return term.borne_by_the_holders(names) or term.borne_by_the_company(names)


def _borne_by_holders(progress: Progress, matter: Matter) -> str | None:
    """Which Holders bear the expenses, where a reading puts them on Holders.

    By the terms of the day on which that came to be asked: later ones charge nobody anew.
    """
    withdrawn_on, begun_on = progress.history.life.withdrawn_on, progress.ruling.begun_on
    if withdrawn_on is not None:
        then = matter.on(withdrawn_on.value)
        said = effected_by_terms(progress.history.life, then.terms)
        if said is not None:
            bearer = who_pays_if_withdrawn(progress.history.life, said, then, progress.as_of)
            return bearer if bearer == "requesting_holders" else None
        by_reading = progress.ruling.nature.is_demand
        if by_reading and then.readings.withdrawn_payer == "requesting_holders":
            return "requesting_holders"
    term, kind = matter.terms.registration_expenses, progress.ruling.kind
    if term and term.borne_by_the_holders(matter.terms.names_of_registration(kind)):
        return "requesting_holders"
    if progress.ruling.nature.is_continuous:
        then = matter.on(begun_on.value) if begun_on else matter
        if then.readings.shelf_expense_payer == "holders":
            return "holders"
    return None

"""What outlives a registration that has ended: clauses 2(d), 3(a)(x), 4(c) and 6(f).

A registration ends when it is withdrawn or abandoned, when all it covers is sold, when the period
through which it is kept effective has run out, or with the rights to it. What had been done or
broken by then stays so. Of what was still to be done, the indemnity is owed all the same, and so is
money that has accrued: expenses on record that are not paid, and discounts taken. Where the
rights go on, what counts from effectiveness for longer than a sale lasts runs on as well: the
holdback, and the earnings statement. Nothing else is owed any more. One sold out or run out
has not excused the Company towards a Holder that it did not tell, or left out: what it was to do
without a day is broken by the end, and what still has a day may be done by it, in a further
statement. Whole days: the day of the end is the first on which nothing new falls due. Nothing
raises.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.rules.money.expenses_on_record import ExpensesOnRecord
from app.rules.procedures.underwriting.agreement import PARTY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    DONE,
    UNPERFORMED,
    Obligation,
    excused,
    is_done_after,
    is_over_by,
)
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.traces import DutyName
from app.rules.registrations.duties.inclusion import INCLUDE
from app.rules.terms.vocabulary import OF_EFFORTS
from app.rules.values.amounts import total_of
from app.rules.values.written_dates import written_out

OF_THE_INDEMNITY: Final[frozenset[DutyName]] = frozenset(
    {"indemnify", "notice_of_claim", "payment", "settle"}
)
ACCRUED: Final[frozenset[DutyName]] = frozenset({"damages", "discount"})
FROM_EFFECTIVENESS: Final[frozenset[DutyName]] = frozenset({"holdback", "earnings_statement"})
TO_TAKE_PART: Final[frozenset[DutyName]] = frozenset({"notice", INCLUDE})
"""What lets a Holder take part: a registration that has been carried out does not excuse it."""


@dataclass(frozen=True, slots=True)
class RegistrationEnded:
    """The first day on which a registration has ended, the day that tells it, and the clause.

    `was_effective` says that it ended after it had become effective, so that what counts from there
    runs on; `with_the_rights` that these ended too, so that only expenses incurred before are still
    to be paid; `on_a_known_day` is false where the day itself turns on what is not recorded.
    `not_kept` are the duties of which it was stated before that they were not kept;
    `needless` are the notices of what the Holder itself asked for or joined in, `perhaps` the
    Holders who may have taken part.
    `begun_at_last`: what was asked for came on its last day, which left no time to tell anybody.
    `perhaps_no_sale`: of a sale off a shelf, it is not on record that any shares were sold in it.
    """

    on: date
    known_from: Sourced[date]
    clause: str
    was_effective: bool = False
    with_the_rights: bool = False
    on_a_known_day: bool = True
    needless: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    begun_at_last: bool = False
    perhaps_no_sale: bool = False
    not_kept: frozenset[str] = frozenset()


def outliving(
    obligations: Iterable[Obligation],
    end: RegistrationEnded,
    expenses: ExpensesOnRecord,
    matter: Matter,
) -> tuple[Obligation, ...]:
    """The duties of a registration that has ended: what does not outlive it is excused."""
    surviving = OF_THE_INDEMNITY | ACCRUED
    found = tuple(obligations)
    if end.was_effective:
        surviving |= FROM_EFFECTIVENESS | TO_TAKE_PART
        found = _parties_left_out(tuple(_without_taking_part(found, end, matter)))
    over = {
        each.id
        for each in found
        if each.duty not in surviving
        and not (each.duty == "expenses" and _is_unpaid(each, expenses, end, matter))
        and not _broken_by_it(each, end)
        and not (each.status in UNPERFORMED and each.id in end.not_kept)
        and (is_over_by(each, end.on) or _done_when_not_owed(each, end))
    }
    if not over:
        return found
    source = matter.working.step(
        "ended.excused",
        end.clause,
        f"Since {written_out(end.on)} the registration has ended; what was still to be done is not "
        "owed any more.",
        "excused",
        {"known_from": end.known_from},
    ).source
    return tuple(excused(each, {"status": source}) if each.id in over else each for each in found)


def _parties_left_out(obligations: tuple[Obligation, ...]) -> tuple[Obligation, ...]:
    """The duties, of which those to have a Holder be party to an agreement made are not excused.

    The record has the agreement with others only: whether the Holder was party is not stated.
    """
    made = any(each.duty == PARTY and each.status in DONE for each in obligations)
    return tuple(
        replace(each, status="unconfirmed")
        if made and each.duty == PARTY and each.status == "open"
        else each
        for each in obligations
    )


def _without_taking_part(
    obligations: Iterable[Obligation], end: RegistrationEnded, matter: Matter
) -> Iterator[Obligation]:
    """The duties, of which those broken that were to let a Holder take part, and have no day.

    One who took part without being told has lost nothing by that.
    """
    for each in obligations:
        if each.duty not in TO_TAKE_PART or each.status != "open" or each.due_on is not None:
            yield each
        elif each.duty == "notice" and (end.begun_at_last or each.id in end.needless):
            source = {"status": end.known_from.source}
            yield excused(each, source)
        elif (
            end.perhaps_no_sale
            or not end.on_a_known_day
            or not end.perhaps.isdisjoint(each.obligees)
        ):
            if end.perhaps_no_sale:
                _miss_a_sale(each, matter)
            matter.working.turns_on_what_is_named.add(each.id)
            yield replace(each, status="unconfirmed")
        elif each.duty == INCLUDE and each.standard in OF_EFFORTS:
            yield replace(each, status="overdue_review")
        else:
            said = matter.working.step(
                "ended.not_taking_part",
                each.clause,
                f"The registration ended on {written_out(end.on)} and this had not been done: "
                f"{each.action}",
                end.on,
                {"known_from": end.known_from},
            )
            sources = {**each.explained_by, "breached_on": said.source}
            yield replace(each, status="breached", breached_on=end.on, explained_by=sources)


def _miss_a_sale(duty: Obligation, matter: Matter) -> None:
    """2(a)(iii): where nothing was sold, nobody was left out of a sale."""
    matter.working.miss(
        "shares_sold_in_offering",
        "whether shares were sold in it, in which others were to take part",
        duty.clause,
        posted_as="shares_sold_in_offering",
    )


def perhaps_outliving(
    obligations: Iterable[Obligation],
    end: RegistrationEnded,
    expenses: ExpensesOnRecord,
    matter: Matter,
) -> tuple[Obligation, ...]:
    """The duties of a registration that may have ended: what is broken only if it has not is open.

    What is still to be done is so as far as that is known.
    """
    found = tuple(obligations)
    if_ended = outliving(found, end, expenses, matter.unrecorded())
    matter.working.turns_on_what_is_named |= {
        each.id
        for each, other in zip(found, if_ended, strict=True)
        if other.status == "excused" and each.status in UNPERFORMED - {"unconfirmed"}
    }
    return tuple(
        replace(each, status="unconfirmed", breached_on=None, explained_by=_unbroken(each))
        if other.status == "excused" and each.status in UNPERFORMED
        else each
        for each, other in zip(found, if_ended, strict=True)
    )


def _unbroken(duty: Obligation) -> Mapping[str, str]:
    return {name: at for name, at in duty.explained_by.items() if name != "breached_on"}


def _broken_by_it(obligation: Obligation, end: RegistrationEnded) -> bool:
    """Whether the end itself broke it, as the last sale does what was still to be included."""
    return not end.with_the_rights and obligation.breached_on == end.on


def _done_when_not_owed(obligation: Obligation, end: RegistrationEnded) -> bool:
    """Whether it was done, or its time ran out, only when nobody owed it any more.

    With the rights, or by an end before it was effective, of which nothing but money outlives it.
    """
    kept = (end.was_effective and not end.with_the_rights) or obligation.duty == "expenses"
    return not kept and is_done_after(obligation, end.on)


def _is_unpaid(
    duty: Obligation, expenses: ExpensesOnRecord, end: RegistrationEnded, matter: Matter
) -> bool:
    """Whether expenses on record are still to be paid."""
    by_company = duty.obligor == matter.terms.company.id
    bearer = "company" if by_company else duty.obligor
    accrued = total_of(
        each.amount
        for each in expenses.lines
        if (each.incurred_on < end.on or not end.with_the_rights)
        and each.borne_by in (bearer, None)
    )
    return accrued > total_of(each.paid for each in expenses.totals if each.name == bearer)

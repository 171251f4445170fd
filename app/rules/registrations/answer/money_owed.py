"""What money a registration comes to, and the expenses that nobody owes: clauses 2(d), 6 and 9(e).

Money is exact. Dates are whole days.
"""

from datetime import date

from app.rules.money.expenses import NoLongerOwed, Withdrawal
from app.rules.money.indemnity.claim import Participants
from app.rules.money.registration_money import MoneyAnswer, RegistrationAsked, answer_money
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.registrations.duties.expenses import EXPENSES
from app.rules.registrations.duties.obligees import sellers_since
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests import effected
from app.rules.registrations.requests.counting import effected_by_terms, who_pays_if_withdrawn
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.requests.ruling import first_failed
from app.rules.values.written_dates import written_out


def _unowed(progress: Progress, matter: Matter) -> NoLongerOwed | None:
    """The expenses that nobody owes: of what was refused, and of after the rights had ended."""
    ruling, history = progress.ruling, progress.history
    failed = first_failed(ruling.conditions)
    if failed is not None and ruling.decision == "refused" and ruling.rests_on_requests:
        if history.made_unasked(ruling):
            return None
        refused = Sourced("refused", ruling.trigger)
        says = "The registration was refused: the agreement charges nobody with its expenses."
        return NoLongerOwed(None, refused, failed.clause, says)
    ended = _unowed_since_the_end(progress, matter)
    given_up = _unowed_once_given_up(progress, matter)
    waived = _expenses_waived(progress, matter)
    return min(
        (each for each in (ended, given_up, waived) if each is not None),
        key=lambda each: each.since or date.min,
        default=None,
    )


def _expenses_waived(progress: Progress, matter: Matter) -> NoLongerOwed | None:
    """That nobody owes what is incurred once the duty to pay the expenses is waived (9(e))."""
    since = progress.history.waived.of(EXPENSES)
    if since is None:
        return None
    says = (
        f"The duty to pay the expenses is waived from {written_out(since.value)}: what is incurred "
        "from then on stays with the person who incurred it."
    )
    return NoLongerOwed(since.value, since, matter.terms.amendments.clause, says)


def _unowed_once_given_up(progress: Progress, matter: Matter) -> NoLongerOwed | None:
    """That nobody owes what is incurred once it was withdrawn or abandoned: nothing is performed.

    What had accrued by then survives, and so does what is incurred on that day.
    """
    over = progress.history.life.withdrawn_on or progress.history.abandoned_on
    if over is None:
        return None
    says = (
        f"It was given up on {written_out(over.value)}: what is incurred after that day is not "
        "owed under the agreement any more."
    )
    return NoLongerOwed(over.value + ONE_DAY, over, matter.terms.expenses_clause, says)


def _unowed_since_the_end(progress: Progress, matter: Matter) -> NoLongerOwed | None:
    """That nobody owes what is incurred once the rights have ended, but for an end by time."""
    history = progress.history
    ended = history.rights_ended(matter.unrecorded())
    if ended is None or ended.reason == "ENDED_BY_TIME":
        return None
    ended = history.rights_ended(matter) or ended
    says = (
        f"The rights ended on {written_out(ended.on.value)}: what is incurred from then on is not "
        "owed under the agreement any more."
    )
    return NoLongerOwed(ended.on.value, ended.on, ended.clause, says)


def money_of(progress: Progress, statement: Sourced[date] | None, matter: Matter) -> MoneyAnswer:
    """Who bears what and who owes what on claims, from the facts of its life."""
    life = progress.history.life
    # Who has sold its shares to another may be sued all the same for what the statement said.
    sold_under = life.effective_on if progress.ruling.nature.has_statement else statement
    protected = sellers_since(progress, plain(sold_under), matter)
    asked = RegistrationAsked(
        kind=Sourced(progress.ruling.kind, life.made.source),
        withdrawn=_withdrawal(life, matter, progress.as_of),
        participants=Participants(
            protected, progress.history.undertakings, progress.history.waived
        ),
        statement=statement,
        beside=progress.history.beside,
        has_statement=progress.ruling.nature.has_statement,
        unowed=_unowed(progress, matter),
        splits=progress.history.register.splits if progress.history.register else (),
    )
    return answer_money(progress.history.facts, asked, matter, progress.as_of)


def _withdrawal(life: RegistrationLife, matter: Matter, as_of: date | None) -> Withdrawal | None:
    """That it was withdrawn, and who bears the expenses then where the right itself says so."""
    if life.withdrawn_on is None:
        return None
    said = effected_by_terms(life, matter.terms)
    if said is None:
        return Withdrawal(life.withdrawn_on)
    bearer = who_pays_if_withdrawn(life, said, matter, as_of)
    if bearer is None:
        effected.miss_what_decides(life, matter)
    return Withdrawal(life.withdrawn_on, by_terms=True, borne_by=bearer)


def warn_of_accrued(progress: Progress, found: MoneyAnswer, matter: Matter) -> None:
    """What was incurred before the day from which the expenses are waived is owed as before."""
    since = progress.history.waived.of(EXPENSES)
    expenses = found.money.expenses
    if since is None or not any(total.left for total in expenses.totals):
        return
    first = min(line.incurred_on for line in expenses.lines)
    if first < since.value:
        matter.working.warn(
            "WAIVER_TOO_LATE",
            f"The waiver of “{EXPENSES}” has effect from {written_out(since.value)}; what was "
            "incurred before that day is owed as before, and the waiver does not reach back to it. "
            f"To reach it the waiver must be effective on {written_out(first)} or earlier "
            "(`effective_from`).",
        )

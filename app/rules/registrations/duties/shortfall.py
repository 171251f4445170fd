"""Of whose shares the effective statement covers fewer than it should: clauses 2(a)(i), 2(f).

Numbers are whole shares of the day on which the statement became effective. An amendment may still
take in what is missing.
"""

from datetime import date

from app.rules.holders.register import Passed
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.registrations.joining.history import taken_in_on
from app.rules.registrations.progress.progress import Progress


def was_left_short(holder: str, progress: Progress) -> bool:
    """Whether it signed the request, and the effective statement covers fewer of its shares."""
    signed = holder in progress.ruling.asked.requesters
    return signed and holder not in progress.taking_part.joined() and fell_short(holder, progress)


def fell_short(holder: str, progress: Progress) -> bool:
    """Whether the statement is said to cover fewer of a Holder's shares than were to be included.

    What changed since is no fault of the statement, and what an amendment has taken in does not
    undo it. After a maximum no more is owed than that left the Holder (2(f)); where it is not known
    how much that is, nothing is said.
    """
    covers = progress.history.covers
    then = progress.when_effective.get(holder)
    if covers is None or then is None:
        return False
    covered = covers.value.get(holder, 0)
    if progress.history.advised:
        left = progress.history.allotted.get(holder)
        return left is not None and covered < left.value
    return covered == 0 if then.whole.value is None else covered < then.whole.value


def perhaps_short(holder: str, progress: Progress) -> bool:
    """Whether it is not known if the statement covers as many of a Holder's shares as it should.

    It covers some, and how many were to be included is not known: of what was asked for, or of what
    a maximum left. What covers all that was asked for cannot fall short.
    """
    covers, then = progress.history.covers, progress.when_effective.get(holder)
    covered = covers.value.get(holder, 0) if covers is not None else 0
    if then is None or not covered:
        return False
    of_maximum = progress.history.advised and holder not in progress.history.allotted
    asked = then.whole.value
    return asked is None or bool(of_maximum and covered < asked)


def broken_from(progress: Progress) -> date | None:
    """The first day on which a Holder can have been left out: the statement is, or was to be, made.

    None while neither day has come.
    """
    life, due = progress.history.life, progress.due
    made = life.effective_on or life.all_sold_on
    last = due and (due.due_on or (due.between.latest if due.between else None))
    missed = last.value + ONE_DAY if last else None
    return min((day for day in (plain(made), missed) if day), default=None)


def stays_owed(
    called: str,
    holder: str,
    due: Sourced[date] | None,
    progress: Progress,
    matter: Matter,
    *,
    short: bool = False,
) -> bool:
    """Whether to include a Holder is owed: what was broken while it was in outlasts its leaving.

    It was broken by the day by which it was due, which has passed, or by a statement of a day on
    which it could be. Of what the statement leaves out (`short`) it is owed while one has some.
    """
    short = short or fell_short(holder, progress)
    if holder in progress.missing(matter) if short else progress.is_owed(holder):
        return True
    first, as_of = due.value if due else broken_from(progress), progress.as_of
    days = [
        fact.occurred_on
        for _, fact in progress.history.not_performed
        if fact.obligation == called and first is not None and fact.occurred_on >= first
    ]
    if due is not None and as_of is not None and due.value < as_of:
        days.append(due.value)
    if short:
        return any(progress.was_missing(holder, day, matter) for day in days)
    return any(holder in progress.was_owed_on(day, matter) for day in days)


def made_good_on(holder: str, progress: Progress, matter: Matter) -> Sourced[date] | None:
    """The day on which an amendment took in what the effective statement had left out.

    What its Holder no longer held by then was not taken in.
    """
    effective = progress.history.life.effective_on
    done = taken_in_on(holder, effective.value, progress.history) if effective else None
    return taken_in(holder, done, plain(effective), progress, matter)


def taken_in(
    holder: str,
    done: Sourced[date] | None,
    since: date | None,
    progress: Progress,
    matter: Matter,
) -> Sourced[date] | None:
    """The day of an amendment, if its Holder then had any that was missing `since` another day."""
    if done is None or done.value == since:
        return done
    return done if progress.was_missing(holder, done.value - ONE_DAY, matter) else None


def took_over(holder: str, progress: Progress, matter: Matter) -> Passed | None:
    """The last transfer since effectiveness by which shares that the statement left out came."""
    effective, each = progress.history.life.effective_on, progress.to_be_in(matter).get(holder)
    if effective is None or each is None or not each.came or each.came[-1].on <= effective.value:
        return None
    return each.came[-1]


def falls_short(holder: str, progress: Progress, matter: Matter) -> bool:
    """Whether the statement still covers fewer of a Holder's shares than are to be included."""
    left_out = fell_short(holder, progress) or took_over(holder, progress, matter) is not None
    return left_out and progress.is_owed(holder) and holder in progress.missing(matter)


def wait_for_amendment(progress: Progress, matter: Matter) -> frozenset[str]:
    """Those for whom the statement must be amended to cover any shares, or those asked for late.

    Who asked after effectiveness, whom the Company must recognise only since, and who is not among
    those that it is said to cover, and those to whom their shares passed.
    """
    missing = progress.missing(matter)
    late = {each.result.holder for each in progress.asked_late} & missing
    return frozenset(late).union(
        holder
        for holder in (*progress.owed, *missing)
        if holder not in progress.included
        and (
            (holder in progress.recognised_late and progress.is_owed(holder))
            or falls_short(holder, progress, matter)
            or (holder in missing and took_over(holder, progress, matter) is not None)
        )
    )

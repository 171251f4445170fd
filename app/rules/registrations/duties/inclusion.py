"""The duty to include the shares of those who join, and of those whom the statement leaves short.

Clauses 2(a), 2(b), 2(f). Shares are whole; dates are whole days; a standard never becomes one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from app.rules.facts.declaration import kind_of
from app.rules.facts.life.course import DistributionCompleted
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.period import due_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    Obligation,
    Owing,
    Performance,
    amendment_for,
    excused,
    inclusion_of,
    owed,
)
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.traces import DutyName
from app.rules.registrations.cutback.selling import Allocation, AllocationLine
from app.rules.registrations.duties.shortfall import (
    fell_short,
    made_good_on,
    perhaps_short,
    stays_owed,
    taken_in,
    took_over,
    was_left_short,
)
from app.rules.registrations.joining.history import History, taken_in_on
from app.rules.registrations.joining.participants import Joined
from app.rules.registrations.joining.undertakings import in_doubt, left_out, miss_what_tells
from app.rules.registrations.progress.progress import Progress
from app.rules.terms.vocabulary import Standard
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

INCLUDE: Final[DutyName] = "include"
TOLD_BY_SALES: Final = (kind_of(SharesSoldInOffering), kind_of(DistributionCompleted))
"""What tells that a Holder's shares were in a sale off the shelf, which has no statement."""


@dataclass(frozen=True, slots=True)
class Inclusions:
    """The duty to include those who join; `/within` at `pointer` may give it a date.

    `effort` is what is owed to effect the registration, by the due day, of what it leaves short of
    one who asked for it; to include one who joins is owed outright (2(a)(i)) unless `standard` says
    otherwise.
    """

    clause: str
    standard: Standard | None = None
    pointer: str = ""
    effort: Standard | None = None


def to_include(
    holder: str,
    action: str,
    clause: str,
    trigger: str,
    matter: Matter,
    standard: Standard | None = None,
    begins_on: Sourced[date] | None = None,
) -> Owing:
    """What is owed to one Holder whose shares are to be in the statement."""
    return Owing(
        duty=INCLUDE,
        id=inclusion_of(holder),
        obligor=matter.terms.company.id,
        obligees=(holder,),
        action=action,
        clause=clause,
        trigger=trigger,
        standard=standard,
        begins_on=begins_on,
    )


def assume_covered(matter: Matter) -> None:
    """Say what is assumed of an effective statement of which nobody says whose shares it covers."""
    matter.working.assume(
        "INCLUDED_AS_OWED",
        "The effective statement is taken to cover the shares of all who are to be included; whose "
        "it covers is not recorded.",
    )


def to_take_in(owing: Owing, called: str, standard: Standard) -> Owing:
    """The same, once the statement is effective: it takes an amendment or a further statement."""
    return replace(owing, duty="more_shares", id=called, standard=standard)


def inclusions(progress: Progress, duty: Inclusions, matter: Matter) -> Iterator[Obligation]:
    """To include what each Holder who joined in time asked for, and who signed and was left short.

    Those who signed the request are included by effecting it, unless the statement leaves it short:
    an amendment may still take in what is missing, and until the due day nothing is late.
    The effective statement is taken to do so while it is not recorded whose shares it covers; where
    that is said, those whom it leaves out have not been included.
    """
    effective = progress.history.life.effective_on or progress.history.life.all_sold_on
    covers = progress.history.covers
    not_in = left_out(progress.history, matter)
    doubted = in_doubt(progress.history, matter)
    in_then = cache(lambda day: progress.was_owed_on(day, matter))
    first = progress.taking_part.latest(amending=False)
    if progress.history.life.effective_on and covers is None and progress.included:
        assume_covered(matter)
    for joined in progress.asked_late:
        yield _owed_after(joined, duty, progress, matter, first)
    for joined in first:
        holder = joined.result.holder
        short, is_doubted = fell_short(holder, progress), holder in doubted
        if is_doubted:
            miss_what_tells(holder, progress.history, matter)
        is_in = progress.is_owed(holder) or (effective and holder in in_then(effective.value))
        done = effective if is_in and not is_doubted and holder not in not_in else None
        is_open = perhaps_short(holder, progress)
        if short or is_open:
            done = made_good_on(holder, progress, matter)
        is_open = is_doubted or (is_open and done is None)
        by_effect = progress.due if short and not duty.pointer else None
        due = by_effect.due_on if by_effect else _included_by(joined, duty, done, matter)
        # Silence about what the statement covers is no breach: only a shortfall outlasts its day.
        broken_by = due if short else None
        stays = stays_owed(inclusion_of(holder), holder, broken_by, progress, matter)
        yield owed(
            to_include(
                holder,
                action="Include the Holder's shares in the registration.",
                clause=duty.clause,
                trigger=joined.source,
                standard=duty.standard,
                begins_on=joined.owed_from,
                matter=matter,
            ),
            matter.working,
            progress.as_of,
            due=due,
            due_between=by_effect.between if by_effect else None,
            outcome=Performance(
                done,
                excused=not stays or holder in not_in,
                unknown=is_open and progress.is_owed(holder),
            ),
        )
    for holder in progress.owed:
        if was_left_short(holder, progress):
            yield _still_owed(holder, duty, progress, matter)
    yield from _taken_over(duty, progress, matter)


def _still_owed(holder: str, duty: Inclusions, progress: Progress, matter: Matter) -> Obligation:
    """2(a)(i): to have registered by the due day what one asked for whom the statement left short.

    An amendment that takes in what is missing performs it.
    """
    due = progress.due.due_on if progress.due else None
    return owed(
        to_include(
            holder,
            action="Include the Holder's shares that the effective statement does not cover.",
            clause=progress.due.clause if progress.due else duty.clause,
            trigger=progress.ruling.trigger,
            standard=duty.effort,
            matter=matter,
        ),
        matter.working,
        progress.as_of,
        due=due,
        due_between=progress.due.between if progress.due else None,
        outcome=Performance(
            made_good_on(holder, progress, matter),
            excused=not stays_owed(inclusion_of(holder), holder, due, progress, matter),
        ),
    )


def _owed_after(
    joined: Joined, duty: Inclusions, progress: Progress, matter: Matter, first: Sequence[Joined]
) -> Obligation:
    """To take in one who asked after effectiveness: promptly, and before the registration ends.

    A shelf is amended with the efforts that are owed for it (2(a)(ii)). One who asked before
    effectiveness too is owed both, each under a name of its own.
    """
    holder, history = joined.result.holder, progress.history
    asked_on = joined.counts_from.value if joined.counts_from else None
    done = taken_in(holder, joined.amended_on, asked_on, progress, matter)
    of_shelf = progress.ruling.nature.is_continuous
    asked = joined.result.shares
    shares = numbered(asked, "share") if asked else "shares"
    again = any(each.result.holder == holder for each in first)
    called = amendment_for(holder) if of_shelf else inclusion_of(holder, again=again)
    found = owed(
        to_take_in(
            to_include(
                holder,
                f"Include the Holder's {shares} by an amendment or a further statement.",
                duty.clause,
                joined.source,
                matter,
                begins_on=joined.owed_from,
            ),
            called,
            _pace_of_amending(progress, matter),
        ),
        matter.working,
        progress.as_of,
        outcome=Performance(
            done,
            excused=not stays_owed(called, holder, None, progress, matter, short=True),
            breached_on=None if done else _missed(holder, duty, progress, matter),
        ),
    )
    if not of_shelf and done is None and found.status != "excused":
        _warn_of_late(joined, history, matter)
    return found


def _pace_of_amending(progress: Progress, matter: Matter) -> Standard:
    """A shelf is amended with the efforts owed for that (2(a)(ii)), another statement promptly."""
    efforts = (each.standard for each in matter.terms.procedures if each.name == "more_shares")
    of_shelf = next(efforts, None) if progress.ruling.nature.is_continuous else None
    return of_shelf or "promptly"


def _warn_of_late(joined: Joined, history: History, matter: Matter) -> None:
    """QG16: it was asked for in time, and the statement could not cover it any more."""
    effective, made = history.life.effective_on, joined.counts_from
    if effective is None or made is None:
        return
    holder, reached = joined.result.holder, joined.result.received_on or made.value
    if made.value < effective.value or made.value == effective.value < reached:
        says = (
            f"{holder} asked in time, on {written_out(made.value)}, but its request reached "
            "the Company only after the statement had become effective on "
            f"{written_out(effective.value)}: inclusion is owed by an amendment or a "
            "further statement."
        )
    else:
        says = (
            f"{holder} asked within its own window on {written_out(made.value)}, after "
            f"the statement had become effective on {written_out(effective.value)}. The "
            f"Company is in breach: it still owes {holder} inclusion, by an amendment or a "
            "further statement."
        )
    matter.working.warn("INCLUSION_OWED_LATE", says)


def _taken_over(duty: Inclusions, progress: Progress, matter: Matter) -> Iterator[Obligation]:
    """9(f): to take in those to whom shares passed that the effective statement leaves out.

    By the due day of the registration where that had not come yet, for shares asked for in time;
    else promptly, as a duty that arises late has no day of its own.
    """
    everybody = progress.to_be_in(matter)
    taking_part = progress.taking_part.joined()
    for holder in everybody:
        passed = took_over(holder, progress, matter)
        if passed is None or not progress.was_missing(holder, passed.on, matter):
            continue
        givers = progress.whose_shares(holder, passed.on, everybody) - {holder}
        short = [each for each in givers if fell_short(each, progress)]
        act = progress.due if short and not duty.pointer else None
        last = act and (act.due_on or (act.between.latest if act.between else None))
        due = act if last and passed.on <= last.value else None
        again = holder in taking_part or was_left_short(holder, progress)
        is_late, of_shelf = not short, progress.ruling.nature.is_continuous
        called = inclusion_of(holder, again=again)
        if is_late and of_shelf:
            called = amendment_for(holder)
        owing = to_include(
            holder,
            action="Include by an amendment or a further statement the shares that passed to the "
            "Holder and that the effective statement does not cover.",
            clause=matter.terms.assignment.clause,
            trigger=passed.source,
            standard=None if taking_part.intersection(short) else duty.effort,
            matter=matter,
        )
        if due is None:
            owing = to_take_in(owing, called, _pace_of_amending(progress, matter))
        due_on = due.due_on if due else None
        done = taken_in_on(holder, passed.on, progress.history)
        done = taken_in(holder, done, passed.on, progress, matter)
        missed = None if done or due else _missed(holder, duty, progress, matter)
        stays = stays_owed(called, holder, due_on, progress, matter, short=True)
        yield owed(
            replace(owing, id=called),
            matter.working,
            progress.as_of,
            due=due_on,
            due_between=due.between if due else None,
            outcome=Performance(done, excused=not stays, breached_on=missed),
        )


def _missed(
    holder: str, duty: Inclusions, progress: Progress, matter: Matter
) -> Sourced[date] | None:
    """The day on which it was too late to take in what one still has: all is sold, or it ended."""
    if holder not in progress.missing(matter):
        return None
    return progress.history.life.all_sold_on or _ran_out(holder, duty, progress, matter)


def _ran_out(
    holder: str, duty: Inclusions, progress: Progress, matter: Matter
) -> Sourced[date] | None:
    """The first day on which the statement is no longer kept effective: too late to include."""
    end = progress.kept.end if progress.kept else None
    if end is None or progress.as_of is None or progress.as_of <= end.value:
        return None
    day = end.value + ONE_DAY
    return matter.working.step(
        "duties.not_included",
        duty.clause,
        f"The registration ended on {written_out(day)} and {holder} was not taken in.",
        day,
        {"last_day": end},
    )


def _included_by(
    joined: Joined, duty: Inclusions, done: Sourced[date] | None, matter: Matter
) -> Sourced[date] | None:
    """The last day for it, counted from the receipt of the request, where the terms set one."""
    asked = joined.result.received_on
    if not duty.pointer or asked is None:
        return None
    since = Sourced(asked, joined.result.explained_by["received_on"])
    return due_day(f"{duty.pointer}/within", since, matter, done_on=done)


def as_shared_out(
    duties: Iterable[Obligation], shares: Allocation, progress: Progress, matter: Matter
) -> tuple[Obligation, ...]:
    """The duties; to include a Holder is to include what 2(f) leaves it, and nothing if it is none.

    The number is said as it stands on the day asked about: after splits, and after what has left.
    What a Holder gave up since effectiveness had been included.
    """
    lines = {inclusion_of(line.seller): line for line in shares.lines}
    joined = progress.taking_part.joined()

    def shared_out(each: Obligation) -> Obligation:
        line = lines.get(each.id)
        if line is None or line.included is None or each.duty != INCLUDE:
            return each
        if line.seller not in joined or fell_short(line.seller, progress):
            return each
        if line.included:
            action = f"Include the Holder's {numbered(line.included, 'share')} in the registration."
            return _as_sold_off(replace(each, action=action), line, progress, matter)
        was_left = progress.history.allotted.get(line.seller)
        if shares.maximum is None or not line.requested or (was_left and was_left.value):
            return each
        said = matter.working.step(
            "duties.cut_to_nothing",
            each.clause,
            f"The maximum leaves {line.seller} no shares: there are none to include.",
            "excused",
            {"included": Sourced(0, line.source)},
        )
        return excused(each, {"status": said.source})

    return tuple(map(shared_out, duties))


def _as_sold_off(
    duty: Obligation, line: AllocationLine, progress: Progress, matter: Matter
) -> Obligation:
    """2(a)(iii): off a shelf, to include is to let the Holder's shares be sold in the sale.

    Each Holder's own sales tell it, whatever the others have sold. All may be said to be sold where
    only sales of others are on record: then it is not known.
    """
    history = progress.history
    if progress.ruling.nature.has_statement:
        return duty
    duty = replace(duty, recorded_by=TOLD_BY_SALES)
    if duty.status not in ("open", "performed"):
        return duty
    own = [sale.on for sale in history.sales if sale.holder == line.seller]
    place = progress.covered.get(line.seller)
    if own and place is not None and place.sold >= (line.included or 0):
        last = max(own, key=lambda day: day.value)
        sources = {**duty.explained_by, "performed_on": last.source}
        sources.pop("days_left", None)
        return replace(
            duty, status="performed", performed_on=last.value, days_left=None, explained_by=sources
        )
    if own or duty.status == "open" or not history.sales:
        return duty
    matter.working.miss(
        f"shares_sold_in_offering/{line.seller}",
        f"whether shares of {line.seller} were sold in it",
        duty.clause,
        posted_as="shares_sold_in_offering",
    )
    matter.working.turns_on_what_is_named.add(duty.id)
    left = {name: at for name, at in duty.explained_by.items() if name != "performed_on"}
    return replace(duty, status="unconfirmed", performed_on=None, explained_by=left)

"""What an answer warns of: letters in vain, what nobody asked for, late windows, barred sales.

Dates are whole days.
"""

from collections.abc import Iterable, Iterator

from app.rules.facts.life.underwriting import HoldbackAdvised, HoldbackRequired
from app.rules.holders.sales_made import IN_HOLDBACK, Barred, flags, turn_on
from app.rules.procedures import Procedures
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.registrations.answer.state import counts_unasked
from app.rules.registrations.cutback.selling import (
    Allocation,
)
from app.rules.registrations.duties.shortfall import falls_short
from app.rules.registrations.ends.sales_beyond import sales_beyond
from app.rules.registrations.ends.stops import stops, unless_waived, while_rights_last
from app.rules.registrations.progress.progress import Progress
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out


def say_it_is_a_forecast(progress: Progress, matter: Matter) -> None:
    """Before the request is complete nothing is decided: what is shown would follow.

    Nor is a request to join before the day by which it counts.
    """
    ruling, as_of = progress.ruling, progress.as_of
    begun = ruling.begun_on
    if begun is not None and not progress.has_begun:
        held, received = "the right opens", "what calls for it has been received"
        matter.working.assume(
            "FORECAST",
            f"The registration begins only on {written_out(begun.value)}, when "
            f"{held if ruling.asked.came_on else received}: the decision, the counts and the "
            "dates shown are a forecast, which what happens by then may change.",
        )
        return
    for joined in progress.taking_part.joins:
        counts = joined.counts_from
        if counts is not None and as_of is not None and as_of < counts.value:
            matter.working.assume(
                "FORECAST",
                f"The request of {joined.result.holder} to join is received only on "
                f"{written_out(counts.value)}: how it is decided, the shares shown for it and what "
                "is counted from them are a forecast until then.",
            )


def warn_of_letters_in_vain(progress: Progress, matter: Matter) -> None:
    """Letters that came after the refusal, or the withdrawal, of what was asked for."""
    ruling = progress.ruling
    _warn_of_letters_after_withdrawal(progress, matter)
    if ruling.decision != "refused" or not ruling.rests_on_requests or ruling.begun_on is None:
        return
    for letter in ruling.asked.later:
        day = written_out(letter.received_on) if letter.received_on else "a later day"
        matter.working.warn(
            "LETTER_AFTER_REFUSAL",
            f"The letter received on {day} was added to a request that had been refused on "
            f"{written_out(ruling.begun_on.value)}: it changes nothing there. To ask again, post "
            "it as a request of its own.",
        )


def _warn_of_letters_after_withdrawal(progress: Progress, matter: Matter) -> None:
    """What was withdrawn as a whole is not asked for again by a letter that is added to it."""
    withdrawn, asked = progress.history.life.withdrawn_on, progress.ruling.asked
    if withdrawn is None:
        return
    for letter in (*asked.counted, *asked.later):
        if letter.received_on is not None and letter.received_on > withdrawn.value:
            matter.working.warn(
                "LETTER_AFTER_WITHDRAWAL",
                f"The letter received on {written_out(letter.received_on)} was added to a request "
                f"that had been withdrawn on {written_out(withdrawn.value)}: it changes nothing "
                "there. To ask again, post it as a request of its own.",
            )


def warn_of_unrecognised(progress: Progress, matter: Matter) -> None:
    """What one asks for in a letter with others whom the Company need not recognise (9(f), QB9)."""
    asked = progress.ruling.asked
    for letter in asked.counted if progress.ruling.stands else ():
        for holder in sorted(asked.unrecognised.intersection(letter.requests)):
            shares = letter.requests[holder].value
            wants = "its shares" if shares is None else numbered(shares, "share")
            matter.working.warn(
                "REQUEST_NOT_RECOGNISED",
                f"{holder} signed for {wants}, but the Company need not recognise it yet: its "
                "request does not count. Once it is recognised it may ask to join.",
            )


def warn_of_unasked(progress: Progress, matter: Matter) -> None:
    """A registration that Holders asked for, and that the Company made without being bound to."""
    if (
        progress.history.made_unasked(progress.ruling)
        and not progress.ruling.nature.is_the_companys
    ):
        counts = counts_unasked(progress, matter)
        matter.working.warn(
            "MADE_THOUGH_REFUSED",
            "The Company was not obliged to make this registration and made it all the same; it "
            f"{'counts' if counts else 'does not count'} among the demands that are used up.",
        )
        _warn_of_no_holdback(progress, matter)


def _warn_of_no_holdback(progress: Progress, matter: Matter) -> None:
    """4(c): Holders hold back for a registration under the agreement; this one was refused."""
    term = matter.terms.holdback
    called_for = any(
        isinstance(each.fact, HoldbackAdvised)
        or (isinstance(each.fact, HoldbackRequired) and each.fact.required is not False)
        for each in progress.history.facts
    )
    if term is not None and called_for:
        matter.working.warn(
            "HOLDBACK_BINDS_NOBODY",
            "The managing underwriter asks Holders to hold back, but the request for this "
            f"registration was refused: it is none under the agreement, and by {term.clause} it "
            "binds no Holder. Agree with them on it, if they are to hold back.",
        )


def warn_of_left_out(progress: Progress, matter: Matter) -> None:
    """Those whom the effective statement leaves short."""
    covers = progress.history.covers
    for holder in progress.owed:
        its_own = progress.covered.get(holder)
        has = its_own.whole.value if its_own else 0
        if covers is not None and falls_short(holder, progress, matter):
            matter.working.warn(
                "REQUEST_NOT_COVERED",
                "The effective statement covers "
                f"{numbered(covers.value.get(holder, has or 0), 'share')} of {holder}, fewer "
                "than are to be registered.",
            )
    for holder, shares in (covers.value if covers else {}).items():
        its_own = progress.covered.get(holder)
        if shares and its_own is None:
            matter.working.warn(
                "COVERED_WITHOUT_REQUEST",
                f"The statement is said to cover {numbered(shares, 'share')} of {holder}, "
                "of which no "
                "request counts: they are not taken over.",
            )
        left = progress.history.allotted.get(holder)
        if left is not None and shares > left.value:
            matter.working.warn(
                "COVERED_BEYOND_MAXIMUM",
                f"The statement is said to cover {numbered(shares, 'share')} of {holder}; "
                "the maximum left "
                f"it {left.value:,}, and no more are taken over.",
            )


def warn_of_late_window(progress: Progress, matter: Matter) -> None:
    """QB23: a late notice may push a window past the due day; both obligations stand."""
    due = progress.due.due_on if progress.due else None
    ends = [window.last.value for window in progress.taking_part.windows if window.last]
    if due and ends and max(ends) > due.value:
        matter.working.warn(
            "WINDOW_AFTER_DUE",
            f"A join window runs to {written_out(max(ends))}, past the due day "
            f"{written_out(due.value)}; both obligations stand, and the lateness of the notice is "
            "the Company's.",
        )


def warn_of_sales(
    progress: Progress,
    done: Procedures,
    elsewhere: Iterable[Barred],
    allocation: Allocation,
    matter: Matter,
) -> None:
    """Sales under the registration that were stopped or not covered, others held back from.

    `elsewhere` are the stops under the statement of another.
    """
    history = progress.history
    stopped = (*stops(progress, done, matter), *elsewhere)
    found = (
        *flags(history.sales, stopped),
        *flags(history.sales_elsewhere, _held_back(progress, done, matter)),
        *sales_beyond(progress, allocation),
    )
    for code, says in found:
        matter.working.warn(code, says)
    for tells in turn_on(history.sales, stopped):
        matter.working.miss(tells.name, tells.needed_for, tells.clause, tells.posted_as)


def _held_back(progress: Progress, done: Procedures, matter: Matter) -> Iterator[Barred]:
    """Days without public sales outside the registration."""
    for holder, his in done.holding_back.by_holder.items():
        for window in his.windows:
            first, last = window.bound_from.value, window.surely_through
            because = (
                f"public sales outside this registration are held back from {written_out(first)} "
                f"through {written_out(last)}"
            )
            barred = Barred(IN_HOLDBACK, because, holder, first, last + ONE_DAY, public_only=True)
            unwaived = unless_waived(barred, window.duty_of(holder), progress.history.waived)
            yield while_rights_last(unwaived, progress, matter)

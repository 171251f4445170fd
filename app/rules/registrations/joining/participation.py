"""Rules on every request to join: 2(a), 2(b).

The Company tells every Holder; each Holder may join within its own window, and the Company includes
the number that it asks for in time. Relies on QC24 (`shelf_join_window`) and QG16
(`join_after_effectiveness`). Dates are whole days. Nothing raises.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from app.rules.notices.receipt import Receipt, receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, earliest, explained, plain
from app.rules.registrations.joining.arrivals import Arrival, by_letter, by_own_writing
from app.rules.registrations.joining.ends import Ends, RunsOut
from app.rules.registrations.joining.history import History, NoticeSent, taken_in_on
from app.rules.registrations.joining.joining import (
    JoinResult,
    JoinRight,
    JoinRuling,
    RightOn,
    rule_on_join,
)
from app.rules.registrations.joining.participants import Joined, Participation
from app.rules.registrations.joining.reductions import as_reduction
from app.rules.registrations.joining.windows import (
    Amendment,
    HolderWindow,
    amendment_asked,
    last_day_of,
    window_of,
    window_open_to,
)
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.values.written_dates import written_out


def participation(
    ruling: RegistrationRuling,
    history: History,
    right: RightOn | None,
    matter: Matter,
    runs_out: RunsOut | None = None,
) -> Participation:
    """Work out every window and rule on every request to join.

    Nobody joins what is refused, or has ended.
    """
    if not ruling.stands or ruling.begun_on is None or right is None:
        return Participation((), _joins_of_none(ruling, history, matter))
    has_window = right(matter).has_window
    holders = history.holders(ruling.begun_on.value) if has_window else ()
    notices = _notices_of_it(ruling, ruling.begun_on, history, matter)
    windows = tuple(window_of(holder, notices, right, matter) for holder in holders)
    ends = Ends(ruling, history, runs_out, matter)
    amendments = list(_amendments(ends, right, matter)) if has_window else []
    joins = _joins(ends, windows, amendments, right, matter)
    return Participation(windows, joins, tuple(amendments))


def _notices_of_it(
    ruling: RegistrationRuling, begun_on: Sourced[date], history: History, matter: Matter
) -> tuple[NoticeSent, ...]:
    """The notices of what was asked for: before the request was complete there was none (QB10)."""
    if not ruling.rests_on_requests:
        return history.notices
    found = []
    for notice in history.notices:
        given_on = notice.given_on
        if given_on is None or given_on >= begun_on.value:
            found.append(notice)
        else:
            matter.working.warn(
                "NOTICE_BEFORE_REQUEST",
                f"The notice to {notice.holder} of {written_out(given_on)} was given before the "
                f"request was complete on {written_out(begun_on.value)}: it is no notice of it.",
            )
    return tuple(found)


def _amendments(ends: Ends, right: RightOn, matter: Matter) -> Iterator[Amendment]:
    """QC24: the requests to amend the shelf, of which every Holder is told."""
    history = ends.history
    for more in history.more if ends.ruling.nature.is_continuous else ():
        if more.for_sale:
            continue
        asked_on = receipt(more.delivery, matter, f"{more.source}/delivery").received_on
        if asked_on is None or not more.recognised:
            continue
        yield amendment_asked(more.name, more.source, more.holder, asked_on, history, right, matter)


def _joins_of_none(
    ruling: RegistrationRuling, history: History, matter: Matter
) -> tuple[Joined, ...]:
    """Requests to join what does not stand, or nobody may join: recorded, and answered."""
    refused = ruling.decision == "refused" or (ruling.stands and ruling.begun_on is not None)
    said = JoinRuling(
        "refused" if refused else "undetermined", _refusal(ruling) if refused else None, None
    )
    return tuple(_joined(each, said, history) for each in by_own_writing(history, matter))


def _refusal(ruling: RegistrationRuling) -> str:
    if ruling.stands and ruling.decision != "refused":
        return "NOBODY_MAY_JOIN"
    return "DEMAND_REFUSED" if ruling.nature.is_demand else "REGISTRATION_REFUSED"


def _joined(asked: "Arrival", said: JoinRuling, history: History) -> Joined:
    return Joined(
        _result(asked.holder, asked.shares, asked.sent, said),
        asked.shares,
        asked.asked_on,
        asked.source,
        asked.in_addition,
        said.amends,
        _amended_on(asked.holder, said, history),
        said.amendment,
        asked.told_by,
        asked.turns_on,
        _counts_from(asked.sent, said),
    )


def _counts_from(sent: Receipt, said: JoinRuling) -> Sourced[date] | None:
    """The day by which a request was ruled on, from where it is known: no ruling is a day."""
    tested = said.tested
    known = (day for day in (sent.received_on, sent.given_on) if day is not None)
    return next((day for day in known if tested and day.value == tested.value), tested)


def _joins(
    ends: Ends,
    windows: tuple[HolderWindow, ...],
    amendments: list[Amendment],
    right: RightOn,
    matter: Matter,
) -> tuple[Joined, ...]:
    """Rule on requests to join; what asks anew to amend a shelf is added to `amendments`."""
    ruling, history = ends.ruling, ends.history
    reached = {window.holder: window for window in windows}
    found: dict[int, Joined] = {}

    def ruled(asked: Arrival) -> JoinRuling:
        holder, sent = asked.holder, asked.sent
        then = matter if sent.given_on is None else matter.on(sent.given_on.value)
        his = right(then)
        tested = his.tested(sent) if sent.flaw is None else None
        after = tested is not None and _is_after(tested, sent, holder, history)
        ended = ends.before(tested, found.values(), asked.before_sales)
        last_of = last_day_of(right, matter, tested, as_it_stands=then is matter)
        window, amendment = reached.get(holder), None
        if ruling.nature.is_continuous and tested is not None and his.has_window:
            within, amendment = window_open_to(holder, tested.value, window, amendments, last_of)
            window = within or window
            over = ended is not None or ends.perhaps_before(tested)
            if within is None and after and asked.recognised and not over:
                # Any Holder may ask for an amendment, also after the windows.
                amendments.append(
                    amendment_asked(
                        asked.name, asked.source, holder, tested, history, right, matter
                    )
                )
                return JoinRuling(
                    "accepted", None, _asks_anew(tested, matter), True, amendments[-1].name
                )
        said = rule_on_join(sent, last_of(window), his, then)
        if not asked.recognised:
            return JoinRuling("refused", "NOT_RECOGNISED_HOLDER", said.tested)
        if ended is not None:
            return _after_end(holder, replace(said, tested=tested), window, ended, his, then)
        if ends.perhaps_before(tested):
            return JoinRuling("undetermined", None, said.tested)
        if not after:
            said = as_reduction(said, asked, found.values(), ruling, history, his, then)
            return replace(said, amendment=amendment)
        if ruling.nature.is_continuous:
            return JoinRuling("accepted", None, said.tested, True, amendment)
        return _after_effectiveness(said, window, sent, history, then)

    everything = (*by_own_writing(history, matter), *by_letter(ruling, history, matter))
    why = history.kept_out(ruling.begun_on.value if ruling.begun_on else date.max)
    order = sorted(range(len(everything)), key=lambda place: everything[place].reached_on)
    for place in order:
        asked = everything[place]
        refused = _before_it_was_asked(asked, ruling) or _kept_out(asked, why)
        found[place] = _joined(asked, refused or ruled(asked), history)
    return tuple(found[place] for place in range(len(everything)))


def _kept_out(asked: Arrival, why: Callable[[str, date], str | None]) -> JoinRuling | None:
    """One whose rights have ended, or who is not among those who may join, is refused."""
    received_on = asked.sent.received_on
    if received_on is None:
        return None
    reason = why(asked.holder, received_on.value)
    return None if reason is None else JoinRuling("refused", reason, received_on)


def _before_it_was_asked(asked: Arrival, ruling: RegistrationRuling) -> JoinRuling | None:
    """One who asked to join a request that was not complete yet is refused, and stays so (QB10)."""
    begun, received_on = ruling.begun_on, asked.sent.received_on
    if begun is None or received_on is None or not ruling.rests_on_requests:
        return None
    if received_on.value >= begun.value:
        return None
    return JoinRuling("refused", "JOIN_BEFORE_COMPLETE", received_on)


def _is_after(tested: Sourced[date], sent: Receipt, holder: str, history: History) -> bool:
    """Whether the statement was effective without it when a request reached the Company (QA23).

    One of that very day counts as received before, unless the record says otherwise. One made
    before effectiveness may be covered all the same, where the record says so.
    """
    effective, reached = history.life.effective_on, sent.received_on or tested
    if effective is None or reached.value < effective.value:
        return False
    if reached.value == effective.value and not history.life.effective_before_requests:
        return False
    covered = history.covers is not None and history.covers.value.get(holder, 0) > 0
    return tested.value > effective.value or not covered


def _asks_anew(tested: Sourced[date], matter: Matter) -> Sourced[date]:
    """QC24: a request that joins in no other is one to amend the shelf itself."""
    shelf = matter.terms.shelf
    found = matter.working.step(
        "joining.amends",
        shelf.clause if shelf else matter.terms.effectiveness.clause,
        f"The request of {written_out(tested.value)} came when no window to join was open: it is a "
        "request of its own to amend the effective shelf.",
        True,
        {"tested": tested},
        readings=("shelf_join_window",),
    )
    return Sourced(tested.value, found.source)


def _after_effectiveness(
    said: JoinRuling,
    window: HolderWindow | None,
    sent: Receipt,
    history: History,
    matter: Matter,
) -> JoinRuling:
    """QG16: a request after effectiveness, timely by the Holder's own window or not.

    One that was made before it, as the window measures, and only arrived after it is owed inclusion
    whatever the reading (QA23).
    """
    refused = JoinRuling("refused", "JOIN_AFTER_EFFECTIVENESS", said.tested)
    in_time = said.decision == "accepted" and window is not None
    effective = history.life.effective_on
    if not in_time or said.tested is None or effective is None:
        return refused
    reached = sent.received_on or said.tested
    made, day = said.tested.value, effective.value
    is_owed = made < day or made == day < reached.value
    if not is_owed and matter.readings.join_after_effectiveness != "owed":
        return refused
    return JoinRuling("accepted", None, said.tested, amends=True)


def _after_end(
    holder: str,
    said: JoinRuling,
    window: HolderWindow | None,
    ended: tuple[Sourced[date], str],
    right: JoinRight,
    matter: Matter,
) -> JoinRuling:
    """Nobody is included in what has ended; if its window still ran when all was sold: a breach."""
    (end, reason), tested = ended, said.tested
    if tested is None:
        return said
    in_time = said.decision == "accepted" and window is not None
    if in_time and reason == "JOIN_AFTER_SALE":
        matter.working.warn(
            "SOLD_WITHIN_WINDOW",
            f"{holder} asked within its own window on {written_out(tested.value)}, but "
            f"everything was sold on {written_out(end.value)}: there is nothing left to take part "
            "in, and the Company is in breach.",
        )
    late = matter.working.step(
        "joining.after_end",
        right.clause,
        f"The request of {written_out(tested.value)} came after the registration had ended "
        f"({written_out(end.value)}): nothing more can be asked for in it.",
        False,
        {"tested": tested, "ended": end},
    )
    return JoinRuling("refused", reason, Sourced(tested.value, late.source))


def _amended_on(holder: str, said: JoinRuling, history: History) -> Sourced[date] | None:
    """The first amendment from the request on that took it in, for those to whom it passed too."""
    if not said.amends or said.tested is None:
        return None
    since = {holder: said.tested.value}
    for passed in history.register.passed if history.register else ():
        if passed.giver in since and passed.on >= since[passed.giver]:
            since.setdefault(passed.taker, passed.on)
    return earliest(*(taken_in_on(each, day, history) for each, day in since.items()))


def _result(
    holder: str, shares: Sourced[int | None], sent: Receipt, said: JoinRuling
) -> JoinResult:
    return JoinResult(
        holder=holder,
        shares=shares.value,
        given_on=plain(sent.given_on),
        received_on=plain(sent.received_on),
        decision=said.decision,
        reason=said.reason,
        explained_by={
            **explained(shares=shares),
            **explained(given_on=sent.given_on, received_on=sent.received_on),
            **({"decision": said.tested.source} if said.tested else {}),
        },
    )

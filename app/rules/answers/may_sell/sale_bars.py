"""What each registration on the record allows and bars, put together for `may_sell`.

A registration that does not stand bars nothing and allows nothing; an obligation that an instrument
has waived bars nothing either, nor does anything after the end of the rights. A sale off a shelf
is made under the shelf's statement: what stops sales under the shelf stops it too. Only the
registrations on which the answer can turn are looked at, each under the terms that govern it. Dates
are whole days; nothing is decided here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.rules.agreement.rights_end import rights_status
from app.rules.answers.may_sell.may_sell import UNDER_A_REGISTRATION, Manner, RegistrationBars, Stop
from app.rules.facts.life.course import StopOrder, StopOrderLifted
from app.rules.facts.life.information import InformationReceived, UndertakingReceived
from app.rules.facts.life.requests import ShelfTriggered, TakedownRequested
from app.rules.facts.life.underwriting import HoldbackAdvised, HoldbackRequired
from app.rules.notices.receipt import receipt
from app.rules.procedures import Procedures, UnderWay, carry_out
from app.rules.procedures.endings import order_ended, say_if_unknown
from app.rules.procedures.under_way import happened
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, earliest
from app.rules.record import Record
from app.rules.record.gathering import AnyRegistration
from app.rules.record.progress import progress_of
from app.rules.record.sold_out import Left, left_to_sell
from app.rules.registrations.answer.under_way import under_way_of
from app.rules.registrations.duties.shortfall import wait_for_amendment
from app.rules.registrations.ends.stops import no_sales, whether_told
from app.rules.registrations.ends.termination import terminated_on
from app.rules.registrations.joining.history import taken_in_on
from app.rules.registrations.joining.undertakings import (
    NotKnownIn,
    Unmet,
    in_doubt,
    unmet_by,
    what_meets,
    what_tells,
)
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.suspension.suspension import Ruling


def bars_on_record(record: Record, manner: Manner, matter: Matter) -> tuple[RegistrationBars, ...]:
    """What every registration that matters to sales in this manner allows and bars."""
    if manner == "private":
        return ()
    if terminated_on(rights_status(record.known, matter)) is not None:
        return ()
    found: dict[str, RegistrationBars] = {}
    for each in record.registrations():
        asked = bool(each.of(HoldbackRequired) or each.of(HoldbackAdvised))
        holds_back = asked or bool(record.terms_of(each).holdbacks)
        if manner in UNDER_A_REGISTRATION or holds_back:
            bars = _bars(record, each, matter)
            if bars is not None:
                found[each.registration_id] = bars
    return tuple(found.values())


def _bars(record: Record, facts: AnyRegistration, matter: Matter) -> RegistrationBars | None:
    registration_id, its_own = facts.registration_id, record.matter_of(facts, matter)
    progress = progress_of(record, facts, its_own)
    undetermined = progress.ruling.decision == "undetermined"
    if not progress.is_made and not undetermined:
        return None
    under_way = under_way_of(progress, its_own)
    found = carry_out(under_way, its_own)
    waived = frozenset(record.waived(registration_id).made)
    if_granted, kept_from = _if_granted(progress), _unmet_for_sale(progress, found)
    left, turn_on = left_to_sell(record, facts, its_own)
    own = RegistrationBars(
        registration_id=registration_id,
        kind=progress.ruling.kind,
        terms=its_own.terms,
        includes=(_included(progress) | if_granted) - _kept_out(kept_from, its_own),
        in_doubt=_not_known_in(kept_from, progress, its_own),
        perhaps_in=progress.perhaps_in,
        if_granted=if_granted,
        is_bound=progress.is_made,
        covers_said=progress.history.covers is not None,
        underwritten=under_way.underwritten,
        effective_on=under_way.effective_on,
        kept_effective_to=under_way.kept_effective_to,
        kept_for={
            holder: each.end
            for holder, each in (progress.kept.by_holder if progress.kept else {}).items()
        },
        kept_between=progress.kept.between if progress.kept else None,
        kept_at_least=progress.kept.at_least if progress.kept else None,
        asked=frozenset(progress.came_in),
        waiting=_waiting(progress, its_own),
        over_on=_over_on(progress),
        left=left,
        shares_turn_on=turn_on,
        put_off=None if progress.ruling.nature.has_statement else progress.ruling.free_between,
        holds=_holds(found, waived),
        prohibitions=_prohibitions(progress, waived, its_own),
        orders=tuple(_orders(under_way, its_own)),
        holdbacks={
            holder: his.without(waived, holder)
            for holder, his in found.holding_back.by_holder.items()
            if progress.ruling.stands or undetermined
        },
    )
    beginning = facts.beginning
    if not isinstance(beginning, TakedownRequested):
        return own
    shelf = record.begun_by(ShelfTriggered).get(beginning.shelf)
    of_shelf = None if shelf is None else _bars(record, shelf, matter)
    return own if of_shelf is None else _off_shelf(own, of_shelf)


def _unmet_for_sale(progress: Progress, found: Procedures) -> dict[str, tuple[Unmet, ...]]:
    """2(a)(iii)(cc): what those who ask to sell off a shelf have not done for it (3(b), 6(b)).

    Who has sold in it was in it, whatever it left undone.
    """
    if progress.ruling.nature.has_statement:
        return {}
    sold = {sale.holder for sale in progress.history.sales}
    unmet: dict[str, tuple[Unmet, ...]] = {}
    for each in found.conditions_of_inclusion:
        if each.state == "unmet" and each.holder in progress.included.keys() - sold:
            by = UndertakingReceived if each.name == "undertaking" else InformationReceived
            unmet[each.holder] = (*unmet.get(each.holder, ()), Unmet(each.clause, by))
    return unmet


def _kept_out(unmet: Mapping[str, Sequence[Unmet]], matter: Matter) -> frozenset[str]:
    """Those who are not in a sale off a shelf, as QG9 is read."""
    return frozenset(unmet if matter.readings.undertaking_missing == "not_included" else ())


def _not_known_in(
    unmet: Mapping[str, tuple[Unmet, ...]], progress: Progress, matter: Matter
) -> dict[str, NotKnownIn]:
    """QG9: of whom it is not known whether the statement covers them, or they are in the sale."""
    history = progress.history
    found = {
        holder: NotKnownIn(
            unmet_by(holder, history, matter), tuple(what_tells(holder, history, matter))
        )
        for holder in in_doubt(history, matter)
    }
    if matter.readings.undertaking_missing != "unknown":
        return found
    return found | {
        holder: NotKnownIn(each, tuple(what_meets(holder, each)), of_sale=True)
        for holder, each in unmet.items()
    }


def _included(progress: Progress) -> frozenset[str]:
    """The Holders in it, or of whom that is not known."""
    return frozenset(progress.included) | progress.perhaps_in


def _if_granted(progress: Progress) -> frozenset[str]:
    """Those who asked, or whom the statement covers, while the ruling on it is open."""
    if progress.is_made or progress.ruling.decision != "undetermined":
        return frozenset()
    covers = progress.history.covers
    said = {holder for holder, shares in covers.value.items() if shares} if covers else set()
    joined = progress.taking_part.answered() | progress.ruling.asked.requesters
    return frozenset(joined | said)


def _waiting(progress: Progress, matter: Matter) -> frozenset[str]:
    """Those owed inclusion whom the effective statement leaves out, and no amendment took in yet.

    Besides those who asked for more shares of a shelf.
    """
    history = progress.history
    if history.life.effective_on is None:
        return frozenset()
    waiting = set(wait_for_amendment(progress, matter))
    for more in history.more if progress.ruling.nature.is_continuous else ():
        on = receipt(more.delivery, matter, f"{more.source}/delivery").received_on
        if on is None or not more.recognised or more.for_sale:
            continue
        if taken_in_on(more.holder, on.value, history) is None:
            waiting.add(more.holder)
    return frozenset(waiting)


def _off_shelf(sale: RegistrationBars, shelf: RegistrationBars) -> RegistrationBars:
    """A sale off a shelf, with everything that stops sales under the shelf."""
    return replace(
        sale,
        includes=sale.includes & shelf.includes,
        waiting=sale.includes - shelf.includes,
        in_doubt={**sale.in_doubt, **shelf.in_doubt},
        covers_said=shelf.covers_said,
        perhaps_in=sale.perhaps_in | shelf.perhaps_in,
        if_granted=sale.if_granted | shelf.if_granted,
        effective_on=shelf.effective_on,
        kept_effective_to=shelf.kept_effective_to,
        kept_for=shelf.kept_for,
        kept_between=shelf.kept_between,
        kept_at_least=shelf.kept_at_least,
        over_on=earliest(sale.over_on, shelf.over_on),
        left={**sale.left, **_sold_off(shelf)},
        holds=shelf.holds,
        prohibitions=shelf.prohibitions,
        orders=shelf.orders,
    )


def _sold_off(shelf: RegistrationBars) -> dict[str, Left]:
    """Those of whom nothing is left on the shelf, whatever they ask to sell off it."""
    found = shelf.left.items()
    return {holder: left for holder, left in found if left and left.shares <= left.sold}


def _over_on(progress: Progress) -> Sourced[date] | None:
    """The day on which it was withdrawn or abandoned, or on which all was sold."""
    history = progress.history
    return history.life.withdrawn_on or history.abandoned_on or history.life.all_sold_on


def _holds(found: Procedures, waived: frozenset[str]) -> dict[str, Sequence[Stop]]:
    """Each Holder's stops, from its receipt of the notice to the new prospectus."""
    holds: dict[str, list[Stop]] = {}
    for stop in found.stops:
        if f"discontinuance:{stop.holder}:{stop.id}" in waived:
            continue
        his = Stop(
            stop.given_on,
            stop.received_on,
            free_from=stop.over_on,
            order_unknown=stop.order_unknown,
        )
        holds.setdefault(stop.holder, []).append(his)
    return dict(holds)


def _prohibitions(
    progress: Progress, waived: frozenset[str], matter: Matter
) -> dict[str, Sequence[Stop]]:
    """The prohibitions that are, or may be, permitted, each Holder from the day it binds it."""
    stops: dict[str, list[Stop]] = {}
    for ruling in progress.ruling.prohibitions:
        if ruling.decision == "refused":
            continue
        for holder in progress.included:
            stop = _prohibition(ruling, holder) or _taken_over(ruling, holder, progress, matter)
            if stop is not None and no_sales(holder, ruling.name) not in waived:
                stops.setdefault(holder, []).append(stop)
    return dict(stops)


def _taken_over(ruling: Ruling, holder: str, progress: Progress, matter: Matter) -> Stop | None:
    """What may bind one who took the place of a Holder told of it, and was not told itself (9(f)).

    All provisions pass with the securities; whether the notice does, the clause does not say.
    """
    run = ruling.in_effect_if_permitted
    if run is None or holder in {each.holder for each in run.bound}:
        return None
    had = progress.whose_shares(holder, ruling.invoked_on.value)
    if had.isdisjoint(each.holder for each in run.bound if each.first_day is not None):
        return None
    tells = whether_told(holder, matter.terms)
    matter.working.miss(tells.name, tells.needed_for, tells.clause, tells.posted_as)
    certain = ruling.decision == "accepted"
    return Stop(ruling.invoked_on, None, last_day=run.last_day, certain=certain)


def _prohibition(ruling: Ruling, holder: str) -> Stop | None:
    """The days on which one prohibition bars, or may bar, a Holder's sales."""
    run, certain = ruling.in_effect_if_permitted, ruling.decision == "accepted"
    if not ruling.told:
        # How the Holders were told is not recorded: from its day on it may bind each of them.
        return Stop(ruling.invoked_on, None, certain=False)
    if run is None:
        return None
    bound = {each.holder: each for each in run.bound}
    if holder in bound and not bound[holder].known:
        return Stop(ruling.invoked_on, None, last_day=run.last_day, certain=certain)
    first = run.first_day if not run.bound else None
    if holder in bound:
        first = bound[holder].first_day
    return None if first is None else Stop(first, first, last_day=run.last_day, certain=certain)


def _orders(under_way: UnderWay, matter: Matter) -> Iterator[Stop]:
    """Every order, until it was lifted."""
    orders, lifted = under_way.of(StopOrder), under_way.of(StopOrderLifted)
    for recorded, order in orders:
        day = happened(recorded, order)
        end = order_ended(day.value, orders, lifted)
        clause = matter.terms.effectiveness.clause
        say_if_unknown(end, "the order", "stop_order_lifted", clause, matter)
        yield Stop(day, day, free_from=end.on, order_unknown=end.order_unknown)

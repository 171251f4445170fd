"""What bars sales under a registration, as it stands and as sales made are held against it.

Clauses 2(g)(ii), 2(e) and 3(c): a prohibition, an order, a prospectus that misleads. What is sold
off a shelf is sold under the shelf's statement, so that these are the sale's as well. Whole days.
Nothing raises.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final, get_args

from app.rules.agreement.waivers import Waivers
from app.rules.holders.sales_made import (
    PERHAPS_BARRED,
    Barred,
    miss_order_of_sales,
    sold_while,
)
from app.rules.procedures import Procedures
from app.rules.procedures.prospectus import HolderStop
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import MissingInput
from app.rules.registrations.joining.undertakings import in_doubt
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.registrations.shown import Overlay
from app.rules.registrations.suspension.prohibition import InEffect
from app.rules.registrations.suspension.suspension import Ruling
from app.rules.registrations.suspension.uses_made import days_of_delay, if_permitted
from app.rules.terms import Terms
from app.rules.values.written_dates import written_out

OVER: Final = frozenset({"closed", "expired", "withdrawn", "abandoned"})
"""States in which nothing bars sales any more: there are none to be made under it."""


def overlays(progress: Progress, matter: Matter) -> tuple[Overlay, ...]:
    """What bars sales under a registration on the day asked about; an order, from its filing on.

    And that it may have ended, while that is not known; so, too, that Holders wait for a new
    prospectus, while it is not known whether those who do are in it.
    """
    found: list[Overlay] = []
    if progress.history.life.effective_on is not None:
        if any(_covers(each.in_effect, progress.as_of) for each in progress.ruling.prohibitions):
            found.append("suspended")
        elif any(_may_cover(each, progress.as_of) for each in progress.ruling.prohibitions):
            found.append("perhaps_suspended")
        is_held = progress.is_held(in_doubt(progress.history, matter))
        if is_held is not False:
            found.append("held" if is_held else "perhaps_held")
    if any(order.lifted_on is None for order in progress.history.life.interferences):
        found.append("stop_ordered")
    run_out = progress.kept is not None and progress.kept.perhaps_over(progress.as_of)
    if run_out or progress.history.life.perhaps_sold_on is not None:
        found.append("perhaps_ended")
    return tuple(found)


def _covers(run: InEffect | None, as_of: date | None) -> bool:
    """Whether a prohibition is in effect on the day asked about."""
    if run is None or as_of is None:
        return False
    return run.first_day.value <= as_of <= run.last_day.value


def _may_cover(ruling: Ruling, as_of: date | None) -> bool:
    """Whether one on which the ruling is open would be in effect on the day asked about."""
    if ruling.decision != "undetermined" or as_of is None or as_of < ruling.invoked_on.value:
        return False
    return (
        ruling.in_effect_if_permitted is None
        or as_of <= ruling.in_effect_if_permitted.last_day.value
    )


def both(own: tuple[Overlay, ...], of_statement: tuple[Overlay, ...]) -> tuple[Overlay, ...]:
    """What bars sales by the registration itself, or by the statement that it sells under."""
    return tuple(each for each in get_args(Overlay) if each in own or each in of_statement)


def no_sales(holder: str, prohibition: str) -> str:
    """The id of a Holder's duty not to sell, by the name of the prohibition."""
    return f"no-sales:{holder}:{prohibition}"


def unless_waived(barred: Barred, duty: str, waived: Waivers) -> Barred:
    """Days without sales, as far as the duty that bars them is not waived (9(e))."""
    since = waived.of(duty)
    if since is None or (barred.free_from is not None and barred.free_from <= since.value):
        return barred
    return replace(barred, free_from=since.value)


def while_rights_last(barred: Barred, progress: Progress, matter: Matter) -> Barred:
    """Days without sales, as far as the rights had not ended, and with them the duty (9(e))."""
    ended = progress.history.rights_ended(matter.unrecorded())
    if ended is None or ended.reason == "ENDED_BY_TIME":
        return barred
    if barred.free_from is not None and barred.free_from <= ended.on.value:
        return barred
    return replace(barred, free_from=ended.on.value)


def stops(progress: Progress, done: Procedures, matter: Matter) -> Iterator[Barred]:
    """Days without sales under a registration: each Holder's own stops, and orders for all.

    What a Holder owes to hold still for ends with the rights; an order does not.
    """
    for barred in _owed_stops(progress, done, matter):
        yield while_rights_last(barred, progress, matter)
    for order in progress.history.life.interferences:
        because = "an order stood against the registration"
        first, until, said = order.on.value, order.lifted_on, order.before_sales
        tells = MissingInput(
            "before_sales",
            "whether the order came before what was sold on its day",
            matter.terms.effectiveness.clause,
            "stop_order.before_sales",
        )
        code = "SALE_WHILE_STOP_ORDERED"
        yield Barred(code, because, None, first, until, said, turns_on=tells)
    if not progress.ruling.nature.has_statement:
        yield from _put_off(progress.ruling, matter)


def _put_off(ruling: RegistrationRuling, matter: Matter) -> Iterator[Barred]:
    """The days by which a sale off a shelf is put off (2(a)(iii), 2(e), 2(g)(i))."""
    delays = days_of_delay(ruling.suspensions, matter.unrecorded())
    permitted = days_of_delay(if_permitted(ruling.suspensions), matter.unrecorded())
    perhaps = [run for run in permitted if run not in delays]
    for run in (*delays, *perhaps):
        until = run.last_day.value + ONE_DAY if run.last_day else None
        because = "a delay of this sale was in effect"
        if run in perhaps:
            because = f"whether {because} is not known: the ruling on it is open"
            yield Barred(PERHAPS_BARRED, because, None, run.first_day.value, until, perhaps=True)
        else:
            yield Barred("SALE_WHILE_PUT_OFF", because, None, run.first_day.value, until, None)
    begun = ruling.begun_on.value if ruling.begun_on else date.max
    for window in ruling.standstills:
        since, because = window.first_day.value, "a standstill put this sale off"
        if window.last_day.value < begun:
            continue
        if since <= begun or matter.readings.standstill_catches_prior:
            until = window.first_free_day.value
            yield Barred("SALE_WHILE_PUT_OFF", because, None, max(since, begun), until)


def _owed_stops(progress: Progress, done: Procedures, matter: Matter) -> Iterator[Barred]:
    """Days on which Holders are not to sell: told of a misleading prospectus, or prohibited."""
    waived = progress.history.waived
    for stop in done.stops:
        told = held(stop)
        yield unless_waived(told, f"discontinuance:{stop.holder}:{stop.id}", waived)
    for ruling in progress.ruling.prohibitions:
        run = ruling.in_effect
        for bound in run.bound if run else ():
            if run and bound.first_day:
                first, until = bound.first_day.value, run.resume_on.value
                because = f"sales were prohibited through {written_out(until - ONE_DAY)}"
                said = progress.history.before_sales(ruling.source, first)
                told = Barred("SALE_WHILE_SUSPENDED", because, bound.holder, first, until, said)
                yield unless_waived(told, no_sales(bound.holder, ruling.name), waived)
        if run is not None:
            for perhaps in _perhaps_suspended(run, progress, matter):
                duty = no_sales(perhaps.holder or "", ruling.name)
                yield unless_waived(perhaps, duty, waived)


def held(stop: HolderStop) -> Barred:
    """The days on which one was to stop selling, or may have been: its receipt is not recorded."""
    if stop.received_on is None:
        because = (
            f"notice that the prospectus misleads was given on {written_out(stop.given_on.value)}, "
            "and whether it had received it by then is not recorded"
        )
        first, until = stop.given_on.value, stop.free_from
        return Barred(PERHAPS_BARRED, because, stop.holder, first, until, perhaps=True)
    because = "it was told that the prospectus misleads, and had no new one"
    first, until = stop.received_on.value, stop.free_from
    return Barred("SALE_WHILE_HELD", because, stop.holder, first, until, stop.before_sales)


def whether_told(holder: str, terms: Terms) -> MissingInput:
    """What would tell from when one is bound who took the place of a Holder told of it (9(f))."""
    clause = terms.delay.clause if terms.delay else terms.effectiveness.clause
    says = f"from when {holder} must not sell"
    return MissingInput("notices", says, clause, "prohibition_noticed.notices")


def _perhaps_suspended(run: InEffect, progress: Progress, matter: Matter) -> Iterator[Barred]:
    """Days on which one may have been bound who took the place of a Holder that was (9(f))."""
    told = {each.holder: each.first_day.value for each in run.bound if each.first_day}
    for holder, each in progress.covered.items():
        if not each.came or holder in {bound.holder for bound in run.bound}:
            continue
        of_told = told.keys() & progress.whose_shares(holder, min(told.values(), default=date.max))
        if of_told:
            last = run.resume_on.value - ONE_DAY
            because = (
                f"sales were prohibited through {written_out(last)} toward one whose place it "
                "took; whether it was told is not recorded"
            )
            first = max(each.came[0].on, min(told[one] for one in of_told))
            tells = whether_told(holder, matter.terms)
            until = run.resume_on.value
            yield Barred(
                PERHAPS_BARRED, because, holder, first, until, perhaps=True, turns_on=tells
            )


def without_sales(progress: Progress, matter: Matter) -> Iterator[Obligation]:
    """Not to sell under it while that is prohibited, each Holder from its own first day."""
    right = matter.terms.delay
    under = "shelf" if progress.ruling.nature.is_continuous else "registration"
    for prohibited in progress.ruling.prohibitions:
        run = prohibited.in_effect
        if right is None or run is None:
            continue
        for bound in run.bound:
            if bound.first_day is not None and bound.holder in progress.included:
                owing = Owing(
                    duty="no_sales",
                    id=no_sales(bound.holder, prohibited.name),
                    obligor=bound.holder,
                    obligees=(matter.terms.company.id,),
                    action=f"Sell under the {under} while sales are prohibited.",
                    clause=right.clause,
                    trigger=prohibited.source,
                    modality="must_not",
                    begins_on=bound.first_day,
                )
                before_sales = progress.history.before_sales(
                    prohibited.source, bound.first_day.value
                )
                barred = Barred(
                    "", "", bound.holder, bound.first_day.value, run.resume_on.value, before_sales
                )
                yield _not_to_sell(owing, barred, run, progress, matter)


def _not_to_sell(
    owing: Owing, barred: Barred, run: InEffect, progress: Progress, matter: Matter
) -> Obligation:
    is_over = progress.as_of is not None and progress.as_of >= run.resume_on.value
    sold = sold_while(barred, progress.history.sales)
    if sold.perhaps:
        miss_order_of_sales("prohibition_noticed", owing.obligor, owing.clause, matter)
    return owed(
        owing,
        matter.working,
        progress.as_of,
        due=run.last_day,
        outcome=Performance(
            run.last_day if is_over else None,
            breached_on=sold.on,
            perhaps_breached=sold.perhaps,
        ),
    )

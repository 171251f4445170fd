"""A prospectus that misleads: clauses 3(a)(ix) and 3(c).

The Company tells the Holders in the registration; each that has shares left to sell stops selling
under it from its own receipt of the notice until it receives the new prospectus, and gives back old
copies if the Company directs it. A Holder whose own information misleads tells the Company, and
then the Company tells the others. These are standards without a due day. Where nobody has recorded
how the notice went to a Holder, the day from which it must stop is a missing input. Days are whole
days; relies on `notice`; raises `OutsideCalendar` beyond the calendars.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache

from app.rules.facts import RecordedFact
from app.rules.facts.life.course import MisstatementNoticeGiven, NewProspectusReceived
from app.rules.facts.life.misleading import (
    HolderMisstatementNotice,
    MisstatementNoticeDelivered,
    OldCopiesReturned,
)
from app.rules.holders.sales_made import Barred, SoldWhileBarred, miss_order_of_sales, sold_while
from app.rules.notices.receipt import Receipt, receipt
from app.rules.procedures.endings import Began, Ending, EndingsByDay, say_if_unknown
from app.rules.procedures.steps import not_yet, step_named
from app.rules.procedures.under_way import SellersStanding, UnderWay, happened
from app.rules.procedures.wording import ACTIONS
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced
from app.rules.values.lean import small_value


@small_value
class HolderStop:
    """One Holder's stop because of one notice; None where that day is not known or not come.

    `over_on` is the day on which it received the new prospectus, or had nothing left to sell.
    """

    id: str
    holder: str
    source: str
    given_on: Sourced[date]
    received_on: Sourced[date] | None
    new_prospectus_on: Sourced[date] | None
    over_on: Sourced[date] | None
    return_directed: bool
    order_unknown: bool = False
    before_sales: bool | None = None

    @property
    def free_from(self) -> date | None:
        """The first day on which it may sell: who sold its last shares was still to stop then."""
        if self.over_on is None:
            return None
        received = self.new_prospectus_on
        if received is not None and received.value <= self.over_on.value:
            return received.value
        return self.over_on.value + ONE_DAY


def stops(under_way: UnderWay, matter: Matter) -> tuple[HolderStop, ...]:
    """The stop of everybody who waits for a new prospectus, by notice."""
    notices = [(each[0], happened(*each)) for each in under_way.of(MisstatementNoticeGiven)]
    deliveries = [
        (recorded, fact, receipt(fact.delivery, matter, f"{recorded.source}/delivery"))
        for recorded, fact in under_way.of(MisstatementNoticeDelivered)
    ]
    days = [given_on.value for _, given_on in notices]
    of_notice: dict[int, list[tuple[RecordedFact, MisstatementNoticeDelivered, Receipt]]] = {}
    for each in deliveries:
        of_notice.setdefault(bisect_right(days, each[1].happened_on) - 1, []).append(each)
    new_prospectuses = _new_prospectuses(under_way)
    found: list[HolderStop] = []
    for place, told in enumerate(notices):
        given_on = told[1]
        of_this = of_notice.get(place, ())
        found += [
            _stop(holder, until, told, of_this, new_prospectuses, under_way, matter)
            for holder, until in under_way.held.get(given_on.source, {}).items()
        ]
    return tuple(found)


def _stop(
    holder: str,
    over_on: Sourced[date] | None,
    notice: tuple[RecordedFact, Sourced[date]],
    deliveries: Sequence[tuple[RecordedFact, MisstatementNoticeDelivered, Receipt]],
    new_prospectuses: Callable[[str], EndingsByDay],
    under_way: UnderWay,
    matter: Matter,
) -> HolderStop:
    recorded, given_on = notice
    his = [each for each in deliveries if each[1].holder == holder]
    received = [sent.received_on for _, _, sent in his if sent.received_on is not None]
    end = new_prospectuses(holder).of(given_on.value)
    step = step_named("discontinuance", under_way, matter)
    if step is not None:
        what = f"the stop of {holder}"
        say_if_unknown(end, what, "new_prospectus_received", step.clause, matter)
    if not received and over_on is None and step is not None:
        named = f"misstatement_notice_delivered/{holder}"
        matter.working.miss(named, f"from when {holder} must not sell", step.clause)
    return HolderStop(
        id=recorded.name,
        holder=holder,
        source=his[0][0].source if his else recorded.source,
        given_on=given_on,
        received_on=min(received, key=lambda day: day.value, default=None),
        new_prospectus_on=end.on,
        over_on=over_on,
        order_unknown=end.order_unknown,
        return_directed=any(fact.return_old_copies for _, fact, _ in his),
        before_sales=his[0][1].before_sales if his else None,
    )


def _new_prospectuses(under_way: UnderWay) -> Callable[[str], EndingsByDay]:
    """When each Holder had new prospectuses after the notices of the Company."""
    given = [Began(fact.occurred_on) for _, fact in under_way.of(MisstatementNoticeGiven)]
    received = [
        (fact.holder, Ending(happened(recorded, fact), fact.ends_same_day))
        for recorded, fact in under_way.of(NewProspectusReceived)
    ]

    @cache
    def of(holder: str) -> EndingsByDay:
        return EndingsByDay(given, (ending for by, ending in received if by in (None, holder)))

    return of


def prospectus_duties(
    found: Sequence[HolderStop], under_way: UnderWay, standing: SellersStanding, matter: Matter
) -> Iterator[Obligation]:
    """What Holders and Company owe each other because of a prospectus that misleads."""
    yield from _discontinue(found, under_way, matter)
    yield from _return(found, under_way, matter)
    yield from _own_notice(under_way, matter)
    yield from _tell_after_holder(under_way, standing, matter)


def _discontinue(
    found: Sequence[HolderStop], under_way: UnderWay, matter: Matter
) -> Iterator[Obligation]:
    """Not to sell under the registration, each Holder from its receipt to the new prospectus."""
    step = step_named("discontinuance", under_way, matter)
    if step is None:
        return
    for stop in found:
        sold = _sold(stop, under_way)
        if sold.perhaps and stop.received_on is not None:
            miss_order_of_sales("misstatement_notice_delivered", stop.holder, step.clause, matter)
        yield owed(
            Owing(
                duty="discontinuance",
                id=f"discontinuance:{stop.holder}:{stop.id}",
                obligor=stop.holder,
                obligees=(matter.terms.company.id,),
                action=ACTIONS["discontinuance"],
                clause=step.clause,
                trigger=stop.source,
                standard=step.standard,
                modality="must_not",
                begins_on=stop.received_on,
            ),
            matter.working,
            under_way.as_of,
            outcome=Performance(
                stop.over_on,
                breached_on=sold.on,
                perhaps_breached=sold.perhaps,
                # While it is not recorded whether it had the notice, nor is whether it was to stop.
                unknown=stop.received_on is None and (sold.perhaps or stop.over_on is None),
            ),
        )


def _sold(stop: HolderStop, under_way: UnderWay) -> SoldWhileBarred:
    """Whether the Holder sold under the registration though it was to stop."""
    if stop.received_on is None:
        first_day = stop.given_on.value
        barred = Barred("", "", stop.holder, first_day, stop.free_from, perhaps=True)
    else:
        first_day = stop.received_on.value
        barred = Barred("", "", stop.holder, first_day, stop.free_from, stop.before_sales)
    return sold_while(barred, under_way.sales)


def _return(
    found: Sequence[HolderStop], under_way: UnderWay, matter: Matter
) -> Iterator[Obligation]:
    """To give back old copies, where the Company directed it."""
    step = step_named("old_copies", under_way, matter)
    if step is None:
        return
    returned = [
        (fact.holder, happened(recorded, fact))
        for recorded, fact in under_way.of(OldCopiesReturned)
    ]
    for stop in found:
        if not stop.return_directed:
            continue
        since = [
            day
            for holder, day in returned
            if holder == stop.holder and day.value >= stop.given_on.value
        ]
        yield owed(
            Owing(
                duty="old_copies",
                id=f"old_copies:{stop.holder}:{stop.id}",
                obligor=stop.holder,
                obligees=(matter.terms.company.id,),
                action=ACTIONS["old_copies"],
                clause=step.clause,
                trigger=stop.source,
                standard=step.standard,
                begins_on=stop.received_on,
            ),
            matter.working,
            under_way.as_of,
            outcome=Performance(min(since, key=lambda day: day.value, default=None)),
        )


def _own_notice(under_way: UnderWay, matter: Matter) -> Iterator[Obligation]:
    """Each seller tells the Company of what makes its information misleading (3(c)(B))."""
    step = step_named("own_misstatement_notice", under_way, matter)
    if step is None:
        return
    for holder in under_way.sellers_owed("own_misstatement_notice"):
        duty = owed(
            Owing(
                duty="lasting",
                id=f"own_misstatement_notice:{holder}",
                obligor=holder,
                obligees=(matter.terms.company.id,),
                action=ACTIONS["own_misstatement_notice"],
                clause=step.clause,
                trigger=under_way.trigger,
                standard=step.standard,
                begins_on=under_way.effective_on,
            ),
            matter.working,
            under_way.as_of,
        )
        yield duty if under_way.effective_on else not_yet(duty)


def _tell_after_holder(
    under_way: UnderWay, standing: SellersStanding, matter: Matter
) -> Iterator[Obligation]:
    """What a Holder told the Company, the Company tells the Holders in the registration."""
    step = step_named("misstatement_notice", under_way, matter)
    if step is None:
        return
    toward = standing.toward(conditional=step.conditional)
    for recorded, fact in under_way.of(HolderMisstatementNotice):
        sent = receipt(fact.delivery, matter, f"{recorded.source}/delivery")
        if sent.flaw is not None:
            matter.working.warn(sent.flaw, f"The notice of {fact.holder} has no effect.")
            continue
        given = [
            day
            for each in under_way.of(MisstatementNoticeGiven)
            if (day := happened(*each)).value >= fact.happened_on
        ]
        done = min(given, key=lambda day: day.value, default=None)
        yield owed(
            Owing(
                duty="misstatement_notice",
                id=f"misstatement_notice:{recorded.name}",
                obligor=matter.terms.company.id,
                obligees=toward.obligees(done),
                action=ACTIONS["misstatement_notice"],
                clause=step.clause,
                trigger=recorded.source,
                standard=step.standard,
                begins_on=sent.received_on,
            ),
            matter.working,
            under_way.as_of,
            outcome=Performance(done, excused=toward.nobody),
        )

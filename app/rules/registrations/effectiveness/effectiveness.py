"""How long a registration statement is kept effective: clauses 3(a)(iii) and 3(c).

180 days after effectiveness, that day left out (QD14), or until all covered securities are disposed
of. A notice that the prospectus misleads stops the Holders until each has the new prospectus; the
days from the giving of the notice (QD12) to its receipt, both counted, are added. One period serves
all Holders, to the last receipt, unless reading QD10 measures each Holder by itself. Days are
calendar days, nothing rolls and nothing raises. Relies on `period` and `tolling`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings
from app.rules.reasoning.days.period import last_day
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.effectiveness.shelf_period import (
    end_by_clock,
    kept_until_sold,
    prohibited,
)
from app.rules.registrations.effectiveness.tolling import (
    Extension,
    Stretch,
    extend,
    last_of,
    lost_by,
)
from app.rules.terms.clocks.periods import DaysGivenBack
from app.rules.terms.clocks.within import Within
from app.rules.terms.vocabulary import Period
from app.rules.values.written_dates import written_out

TERM = "/effectiveness/keep_effective"


@dataclass(frozen=True, slots=True)
class Hold:
    """A stop from a notice of misstatement until the new prospectus.

    `received` has each Holder's receipt of the new prospectus, None while it has not received it;
    where no Holder is named, `received_by_all` is the day on which all had it. A Holder's own
    notice that its information misleads may stand in for the Company's (QD11).
    """

    notice_given_on: Sourced[date] | None
    holder_notice_given_on: Sourced[date] | None
    received: Mapping[str, Sourced[date] | None]
    received_by_all: Sourced[date] | None = None


@dataclass(frozen=True, slots=True)
class EffectiveLife:
    """What has happened to one effective registration; `known` is what a Clock may count from."""

    effective_on: Sourced[date]
    holds: tuple[Hold, ...] = ()
    prohibitions: tuple[Run, ...] = ()
    all_disposed_on: Sourced[date] | None = None
    known: Happenings = NOTHING_KNOWN
    is_demanded: bool = False


@dataclass(frozen=True, slots=True)
class EffectivenessEnd:
    """The end without holds, with them, and each Holder's own where each is measured by itself."""

    base_end: Sourced[date] | None
    extension: Extension
    by_holder: Mapping[str, Extension]


def effectiveness_end(life: EffectiveLife, matter: Matter) -> EffectivenessEnd:
    """Until when the registration statement is kept effective."""
    base_end = _base_end(life, matter)
    if base_end is None:
        return EffectivenessEnd(None, kept_until_sold(life.all_disposed_on), {})
    holds = [hold for hold in life.holds if _begins(hold, matter) is not None]
    holders = sorted({holder for hold in holds for holder in hold.received})
    if holders and matter.readings.sec3c_holder_basis == "per_holder":
        return _each_by_himself(base_end, holds, holders, life, matter)
    lost = [stretch for hold in holds for stretch in stretch_of(hold, matter)]
    return EffectivenessEnd(base_end, _extend(base_end, lost, life, matter), {})


def _term(life: EffectiveLife, matter: Matter) -> tuple[Within, str, str]:
    """How long it is kept effective, by its right or by what is said of all; its place, clause."""
    demand, said = matter.terms.demand, matter.terms.effectiveness
    if life.is_demanded and demand is not None and demand.keep_effective is not None:
        own = demand.keep_effective
        return own, f"{demand.place}/keep_effective", own.clause or demand.clause
    return said.keep_effective, TERM, said.keep_effective.clause or said.clause


def _base_end(life: EffectiveLife, matter: Matter) -> Sourced[date] | None:
    within, place, clause = _term(life, matter)
    if isinstance(within, Period):
        return last_day(within, life.effective_on, matter, place)
    return end_by_clock(within, life.known, life.effective_on, matter, place, clause)


def _each_by_himself(
    base_end: Sourced[date],
    holds: list[Hold],
    holders: list[str],
    life: EffectiveLife,
    matter: Matter,
) -> EffectivenessEnd:
    """Each Holder's own period; the statement itself is kept effective to the last of them."""
    ends: dict[str, Extension] = {}
    for holder in holders:
        lost = [
            stretch
            for hold in holds
            if holder in hold.received or not hold.received
            for stretch in stretch_for(hold, holder, matter)
        ]
        ends[holder] = _extend(base_end, lost, life, matter)
    return EffectivenessEnd(base_end, last_of(tuple(ends.values())), ends)


def _extend(
    base_end: Sourced[date], lost: list[Stretch], life: EffectiveLife, matter: Matter
) -> Extension:
    """The period with the days lost to holds and, under reading QD8, to prohibitions."""
    also: list[Stretch] = []
    if matter.terms.given_back is not None:
        also = prohibited(life.prohibitions, matter, "keep_effective")
        lost = lost if lost_by("hold", "keep_effective", matter) else []
    elif life.prohibitions and matter.terms.tolling.prohibitions and matter.readings.tolls == "all":
        also = prohibited(life.prohibitions, matter, "keep_effective")
    _, _, clause = _term(life, matter)
    return extend(base_end, [*lost, *also], life.all_disposed_on, clause, matter)


def stretch_of(hold: Hold, matter: Matter) -> list[Stretch]:
    """The days a hold took from all Holders together, to the last receipt among them."""
    return _lost(hold, tuple(sorted(hold.received)), matter)


def stretch_for(hold: Hold, holder: str, matter: Matter) -> list[Stretch]:
    """The days a hold took from one Holder (QD10)."""
    return _lost(hold, (holder,) if hold.received else (), matter)


def _lost(hold: Hold, holders: tuple[str, ...], matter: Matter) -> list[Stretch]:
    """The days one hold took from these Holders: to the last receipt among them."""
    begins = _begins(hold, matter)
    if begins is None:
        return []
    then = matter.on(begins.value)
    term = lost_by("hold", "keep_effective", then) or lost_by("hold", "keep_shelf", then)
    if term is None:
        return []
    missing = next((each for each in holders if hold.received[each] is None), None)
    named = "received" if missing is None else f"received/{missing}"
    receipts = [day for each in holders if (day := hold.received[each]) is not None]
    if not holders and hold.received_by_all is not None:
        receipts = [hold.received_by_all]
    if missing is not None or not receipts:
        return [Stretch("hold", term, begins, None, named)]
    return [Stretch("hold", term, begins, _last_receipt(receipts, term, matter), named)]


def _last_receipt(
    receipts: list[Sourced[date]], term: DaysGivenBack, matter: Matter
) -> Sourced[date]:
    last = max(receipts, key=lambda day: day.value)
    if len(receipts) == 1:
        return last
    return matter.working.step(
        "effectiveness.last_receipt",
        term.clause,
        f"The last Holder received the new prospectus on {written_out(last.value)}.",
        last.value,
        {f"receipt_{number}": day for number, day in enumerate(receipts, start=1)},
        readings=("sec3c_holder_basis",),
    )


def _begins(hold: Hold, matter: Matter) -> Sourced[date] | None:
    """The day the extension counts from: the Company's notice, else the Holder's own (QD11)."""
    if hold.notice_given_on is not None:
        return hold.notice_given_on
    if matter.readings.holder_notice_start == "company_notice_only":
        return None
    return hold.holder_notice_given_on

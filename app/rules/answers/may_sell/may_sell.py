"""May this Holder sell on this day, in this manner? Clauses 2(g), 3(a)(iii), 3(c) and 4(c).

A Holder of nothing has nothing to sell, in any manner. A sale under a registration needs one that
includes the Holder and is effective on the day, for that Holder where each is measured apart
(QD10). A notice that the prospectus misleads stops each Holder from its own receipt of it until it
has the new prospectus; a prohibition and an order stop it too. These bar sales under that
registration and no others. A holdback bars every public sale, those under another registration and
those under Rule 144 or 144A among them, except as part of the underwritten registration itself. A
private sale is barred by nothing here. Whether the law lets a sale outside a registration be made
is not asked. Days are whole days; on the day on which a bar is lifted it may sell. Nothing raises.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from app.rules.agreement.rights_end import EndOfRights
from app.rules.facts.life.information import UndertakingReceived
from app.rules.holders.splits import ShareNumber
from app.rules.procedures.underwriting.holdback import (
    Holdbacks,
    HoldbackWindow,
    miss_a_new_estimate,
)
from app.rules.reasoning.days.between import Between
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Sourced, explained, plain
from app.rules.record.sold_out import NOTHING, Left
from app.rules.registrations.duties.inclusion import assume_covered
from app.rules.registrations.joining.undertakings import NotKnownIn
from app.rules.terms import Terms
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.if_any import IfAny
from app.rules.values.numbered import written
from app.rules.values.written_dates import written_out

Manner: TypeAlias = Literal[
    "under_registration", "underwritten_sale", "public_outside", "rule_144", "private"
]
Verdict: TypeAlias = Literal["yes", "no", "unknown"]
BarCode: TypeAlias = Literal[
    "HOLDS_NOTHING",
    "NOT_IN_A_REGISTRATION",
    "RIGHTS_ENDED",
    "WAITS_FOR_AMENDMENT",
    "OVER",
    "NOTHING_LEFT",
    "SHARES_NOT_KNOWN",
    "UNDERTAKING_MISSING",
    "INFORMATION_MISSING",
    "REQUEST_NOT_KNOWN_RECEIVED",
    "RULING_OPEN",
    "NOT_EFFECTIVE",
    "PERIOD_ENDED",
    "NOT_UNDERWRITTEN",
    "PUT_OFF",
    "HELD",
    "SUSPENDED",
    "STOP_ORDERED",
    "HOLDBACK",
]
UNDER_A_REGISTRATION: tuple[Manner, ...] = ("under_registration", "underwritten_sale")


@dataclass(frozen=True, slots=True)
class Stop:
    """Days without sales: `since` brought it about, the first day is null while not known.

    `last_day` is the last barred day, `free_from` the first free one: the one or the other is
    given, and neither while the stop lasts. One that is not `certain` may bar them or not.
    `order_unknown`: what ended on its first day may have ended it as well.
    """

    since: Sourced[date]
    first_day: Sourced[date] | None
    last_day: Sourced[date] | None = None
    free_from: Sourced[date] | None = None
    certain: bool = True
    order_unknown: bool = False

    def bars(self, day: date) -> Verdict | None:
        """`no` if it bars the day, `unknown` if it may, None if it does not."""
        if day < self.since.value or self._is_lifted(day):
            return None
        if self.first_day is None or self.order_unknown:
            return "unknown"
        if self.first_day.value > day:
            return None
        return "no" if self.certain else "unknown"

    def _is_lifted(self, day: date) -> bool:
        if self.last_day is not None and day > self.last_day.value:
            return True
        return self.free_from is not None and day >= self.free_from.value


@dataclass(frozen=True, slots=True)
class RegistrationBars:
    """What one registration allows and bars.

    `terms` are those that govern it, and `includes` the Holders with shares in it.
    `kept_effective_to` is null while a hold keeps the period from ending; `kept_for` has the same
    for Holders who are measured apart, and while it is not known whether a prohibition was
    permitted it lies `kept_between` two days; while no day is known from which the period runs, it
    lasts through `kept_at_least`. `over_on` is the day of withdrawal, abandonment or
    the sale of all: the first on which nothing can be sold under it. `in_doubt` are those of whom
    it is not known whether they are in, as a condition of it was unmet, with the facts that would
    tell, `perhaps_in` those of whom it is not known whether their request to join was received,
    `if_granted` those whose being in it turns on an open ruling, `asked` all who ever asked to be,
    and `waiting` those whose shares the effective statement must first be amended to cover.
    `left` has what it covers of each Holder and what that Holder has sold of it (None: not known,
    which turns on what `shares_turn_on` names).
    `covers_said` is whether somebody says whose shares the statement covers, and `put_off` are the
    earliest and the latest day until which a sale off a shelf is put off.
    `is_bound` says that the Company is known to be bound to it. Stops are by Holder; an order stops
    all; holdbacks bind Holders in it and outside it.
    """

    registration_id: str
    kind: RegistrationKind
    terms: Terms
    includes: frozenset[str]
    underwritten: Sourced[bool] | None
    effective_on: Sourced[date] | None
    kept_effective_to: Sourced[date] | None
    over_on: Sourced[date] | None
    holds: Mapping[str, Sequence[Stop]] = field(default_factory=dict)
    prohibitions: Mapping[str, Sequence[Stop]] = field(default_factory=dict)
    orders: Sequence[Stop] = ()
    holdbacks: Mapping[str, Holdbacks] = field(default_factory=dict)
    kept_for: Mapping[str, Sourced[date] | None] = field(default_factory=dict)
    in_doubt: Mapping[str, NotKnownIn] = field(default_factory=dict)
    perhaps_in: frozenset[str] = frozenset()
    if_granted: frozenset[str] = frozenset()
    is_bound: bool = True
    kept_between: Between | None = None
    kept_at_least: date | None = None
    asked: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    left: Mapping[str, Left] = field(default_factory=dict)
    shares_turn_on: tuple[MissingInput, ...] = ()
    put_off: Between | None = None
    covers_said: bool = True

    def ends_for(self, holder: str) -> Sourced[date] | None:
        """The last day through which it is kept effective for this Holder."""
        return self.kept_for.get(holder, self.kept_effective_to)


@dataclass(frozen=True, slots=True)
class SaleBar:
    """Why it may not sell, or why that is not known; null days are open or not known."""

    code: BarCode
    verdict: Literal["no", "unknown"]
    registration_id: IfAny[str]
    clause: str
    says: str
    first_day: IfAny[date] = None
    last_day: IfAny[date] = None
    explained_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegistrationSale:
    """Whether it may sell under one registration, and everything that stands against it."""

    registration_id: str
    may_sell: Verdict
    reasons: tuple[SaleBar, ...]


@dataclass(frozen=True, slots=True)
class MaySell:
    """The answer: yes under any registration is yes; `reasons` stand against the sale as a whole.

    `registrations` has one line for each registration that includes the Holder, where the sale is
    to be made under one.
    """

    holder: str
    as_of: date
    manner: Manner
    may_sell: Verdict
    reasons: tuple[SaleBar, ...]
    registrations: tuple[RegistrationSale, ...]


def may_sell(
    holder: str,
    day: date,
    manner: Manner,
    bars: Sequence[RegistrationBars],
    matter: Matter,
    held: Sourced[ShareNumber] | None = None,
    ended: EndOfRights | None = None,
) -> MaySell:
    """Whether the agreement lets the Holder sell on the day in the manner.

    `held` is what it holds at the end of the day (None: not known), `ended` how the rights have
    ended by it, if they have.
    """
    if held is not None and held.value == 0:
        return MaySell(holder, day, manner, "no", (_nothing_held(holder, day, held, matter),), ())
    if manner in UNDER_A_REGISTRATION:
        return _under_a_registration(holder, day, manner, bars, ended, matter)
    matter.working.assume(
        "LAW_NOT_ASKED",
        "Only the agreement is asked; whether the law lets the sale be made without registration "
        "is not.",
    )
    reasons = () if manner == "private" else tuple(_held_back(holder, day, bars, matter))
    return MaySell(holder, day, manner, _verdict(reasons), reasons, ())


def _nothing_held(holder: str, day: date, held: Sourced[ShareNumber], matter: Matter) -> SaleBar:
    clause = matter.terms.registrable_securities.clause
    says = (
        f"{holder} holds no Registrable Securities on {written_out(day)}: nothing is left to sell."
    )
    found = matter.working.step("may_sell.held", clause, says, "no", {"held": held})
    return SaleBar(
        "HOLDS_NOTHING", "no", None, clause, says, explained_by={"verdict": found.source}
    )


def _verdict(reasons: Sequence[SaleBar]) -> Verdict:
    found = {each.verdict for each in reasons}
    return "no" if "no" in found else "unknown" if found else "yes"


def _under_a_registration(
    holder: str,
    day: date,
    manner: Manner,
    bars: Sequence[RegistrationBars],
    ended: EndOfRights | None,
    matter: Matter,
) -> MaySell:
    """Any registration under which it may sell will do."""
    sales = []
    for each in bars:
        if holder in each.includes:
            others = [other for other in bars if other is not each]
            against = (
                *_barred_under(holder, day, manner, each, matter),
                *_held_back(holder, day, others, matter),
            )
            sale = RegistrationSale(each.registration_id, _verdict(against), against)
            sales.append((each, sale))
    if not sales:
        nowhere = tuple(_in_none(holder, day, bars, ended, matter))
        return MaySell(holder, day, manner, "no", nowhere, ())
    verdicts = {sale.may_sell for _, sale in sales}
    if any(sale.may_sell == "yes" and not each.covers_said for each, sale in sales):
        assume_covered(matter)
    best: Verdict = "yes" if "yes" in verdicts else "unknown" if "unknown" in verdicts else "no"
    return MaySell(holder, day, manner, best, (), tuple(sale for _, sale in sales))


def _in_none(
    holder: str,
    day: date,
    bars: Sequence[RegistrationBars],
    ended: EndOfRights | None,
    matter: Matter,
) -> Iterator[SaleBar]:
    """Why no registration includes shares of a Holder: it never asked, it waits, or all ended."""
    if ended is not None:
        says = f"The rights under the agreement ended on {written_out(ended.on.value)}, "
        says += f"{ended.says}; no registration is kept for a sale any more."
        source = {"verdict": ended.on.source}
        yield SaleBar("RIGHTS_ENDED", "no", None, ended.clause, says, explained_by=source)
        return
    waits = [each for each in bars if holder in each.waiting and not _has_ended(each, day)]
    over = [each for each in bars if holder in each.asked and _has_ended(each, day)]
    for each in waits:
        yield SaleBar(
            "WAITS_FOR_AMENDMENT",
            "no",
            each.registration_id,
            _to_include_by(each),
            f"The effective statement must first be amended to cover shares of {holder}.",
        )
    for each in over if not waits else ():
        says = f"{holder} had asked to be in it; the registration has ended."
        clause = each.terms.effectiveness.clause
        yield SaleBar("OVER", "no", each.registration_id, clause, says)
    if not waits and not over:
        clause = matter.terms.registration_statement.clause
        says = f"No registration includes shares of {holder}."
        yield SaleBar("NOT_IN_A_REGISTRATION", "no", None, clause, says)


def _to_include_by(bars: RegistrationBars) -> str:
    """The clause by which those who ask to be in a registration of its kind are included."""
    terms, otherwise = bars.terms, bars.terms.effectiveness.clause
    match bars.kind:
        case "requested":
            return terms.demand.clause if terms.demand else otherwise
        case "incidental":
            return terms.incidental.include.clause if terms.incidental else otherwise
        case "shelf" | "takedown":
            return terms.shelf.clause if terms.shelf else otherwise


def _has_ended(bars: RegistrationBars, day: date) -> bool:
    ends = bars.kept_effective_to
    run_out = ends is not None and day > ends.value
    return run_out or (bars.over_on is not None and day >= bars.over_on.value)


# --- what stands against a sale under one registration ------------------------------------------


def _barred_under(
    holder: str, day: date, manner: Manner, bars: RegistrationBars, matter: Matter
) -> Iterator[SaleBar]:
    yield from _not_in_effect(holder, day, bars)
    yield from _nothing_left(holder, day, bars)
    if holder not in bars.in_doubt.keys() | bars.perhaps_in | bars.if_granted:
        yield from _shares_not_known(holder, day, bars, matter)
    if holder in bars.in_doubt:
        yield from _in_doubt(holder, bars, matter)
    if holder in bars.if_granted:
        says = f"Whether it includes shares of {holder} turns on the ruling on it, which is open."
        clause = bars.terms.registration_statement.clause
        yield SaleBar("RULING_OPEN", "unknown", bars.registration_id, clause, says)
    elif holder in bars.perhaps_in:
        says = f"Whether it includes shares of {holder} turns on a request to join; whether that "
        says += "was received is not recorded."
        clause = bars.terms.notices.clause
        yield SaleBar("REQUEST_NOT_KNOWN_RECEIVED", "unknown", bars.registration_id, clause, says)
    if manner == "underwritten_sale":
        yield from _not_underwritten(bars, matter)
    yield from _put_off(day, bars)
    for code, clause, says, stops in _stops(holder, bars):
        for stop in stops:
            verdict = stop.bars(day)
            if verdict == "no" or verdict == "unknown":
                yield _stopped(code, clause, says, stop, verdict, bars)


def _put_off(day: date, bars: RegistrationBars) -> Iterator[SaleBar]:
    """A sale off a shelf is not made before the day until which it is put off (2(a)(iii), 2(g))."""
    waits = bars.put_off
    if waits is None or day >= waits.latest.value or _has_ended(bars, day):
        return
    is_sure = day < waits.earliest.value
    until = waits.earliest if is_sure else waits.latest
    may_not = "may not" if is_sure else "perhaps may not"
    takedown = bars.terms.takedown
    yield SaleBar(
        "PUT_OFF",
        "no" if is_sure else "unknown",
        bars.registration_id,
        takedown.clause if takedown else bars.terms.effectiveness.clause,
        f"This sale {may_not} be made before {written_out(until.value)}; other sales off "
        "the shelf are not affected.",
        explained_by={"verdict": until.source},
    )


def _stops(
    holder: str, bars: RegistrationBars
) -> Iterator[tuple[BarCode, str, str, Sequence[Stop]]]:
    """Every kind of stop, with its clause and what it says."""
    yield (
        "HELD",
        _clause_of("discontinuance", bars.terms),
        "The prospectus misleads; the Holder stops selling until it has the new one.",
        bars.holds.get(holder, ()),
    )
    delay = bars.terms.delay
    yield (
        "SUSPENDED",
        delay.clause if delay else bars.terms.registration_statement.clause,
        "The Company has prohibited sales.",
        bars.prohibitions.get(holder, ()),
    )
    yield (
        "STOP_ORDERED",
        _clause_of("withdrawal_of_order", bars.terms),
        "An order stands against the registration.",
        bars.orders,
    )


def _clause_of(name: Literal["discontinuance", "withdrawal_of_order"], terms: Terms) -> str:
    found = (each.clause for each in terms.procedures if each.name == name)
    return next(found, terms.effectiveness.clause)


def _stopped(
    code: BarCode,
    clause: str,
    says: str,
    stop: Stop,
    verdict: Literal["no", "unknown"],
    bars: RegistrationBars,
) -> SaleBar:
    return SaleBar(
        code,
        verdict,
        bars.registration_id,
        clause,
        says if verdict == "no" else f"{says} {_why_unknown(stop)}",
        plain(stop.first_day),
        plain(stop.last_day),
        explained(first_day=stop.first_day, last_day=stop.last_day),
    )


def _why_unknown(stop: Stop) -> str:
    if stop.order_unknown:
        return "Whether it ended on the day on which it began is not recorded."
    if stop.certain:
        return "From when is not known."
    return "Whether it could is not known."


def _not_in_effect(holder: str, day: date, bars: RegistrationBars) -> Iterator[SaleBar]:
    """A sale under a registration is made while it is effective, and kept so."""
    clause = bars.terms.effectiveness.clause
    effective, ends, over = bars.effective_on, bars.ends_for(holder), bars.over_on
    has_ended = over is not None and day >= over.value
    if over is not None and has_ended:
        says = f"It ended on {written_out(over.value)}."
        yield SaleBar("OVER", "no", bars.registration_id, clause, says)
    if effective is None or day < effective.value:
        says = "It is not effective."
        yield SaleBar("NOT_EFFECTIVE", "no", bars.registration_id, clause, says)
    elif not has_ended and ends is None and bars.kept_between is not None:
        yield from _may_have_run_out(day, bars.kept_between, bars)
    elif not has_ended and ends is None and _is_past(day, bars.kept_at_least):
        yield _perhaps_run_out(bars)
    elif ends is not None and day > ends.value and not has_ended:
        yield SaleBar(
            "PERIOD_ENDED",
            "no",
            bars.registration_id,
            _kept_by(bars),
            f"The Company had to keep it effective only through {written_out(ends.value)}.",
            first_day=effective.value,
            last_day=ends.value,
            explained_by=explained(first_day=effective, last_day=ends),
        )


def _may_have_run_out(day: date, ends: Between, bars: RegistrationBars) -> Iterator[SaleBar]:
    """The last day turns on a prohibition on which the ruling is open, or on who is in it."""
    if day > ends.latest.value:
        says = (
            f"The Company had to keep it effective only through {written_out(ends.latest.value)}."
        )
        yield SaleBar("PERIOD_ENDED", "no", bars.registration_id, _kept_by(bars), says)
    elif day > ends.earliest.value:
        yield _perhaps_run_out(bars)


def _perhaps_run_out(bars: RegistrationBars) -> SaleBar:
    says = "Whether the Company still has to keep it effective is not known."
    return SaleBar("PERIOD_ENDED", "unknown", bars.registration_id, _kept_by(bars), says)


def _is_past(day: date, last: date | None) -> bool:
    return last is not None and day > last


def _kept_by(bars: RegistrationBars) -> str:
    """The clause by which it is kept effective: a shelf's own, also for a sale off it."""
    terms = bars.terms
    if bars.kind in ("shelf", "takedown") and (period := terms.shelf_kept) is not None:
        return period.clause
    return terms.effectiveness.clause


def _nothing_left(holder: str, day: date, bars: RegistrationBars) -> Iterator[SaleBar]:
    """A statement covers a number of shares of each Holder: who has sold them sells no more."""
    left = bars.left.get(holder)
    if left is None or left.shares > left.sold or _has_ended(bars, day):
        return
    says = f"Of the shares of {holder} it covers {left.shares:,}, and {written(left.sold)} are sold"
    clause = bars.terms.effectiveness.clause
    yield SaleBar("NOTHING_LEFT", "no", bars.registration_id, clause, f"{says}: none are left.")


def _shares_not_known(
    holder: str, day: date, bars: RegistrationBars, matter: Matter
) -> Iterator[SaleBar]:
    """2(f): while nobody can tell how many of its shares are included, it may be none."""
    if bars.left.get(holder, NOTHING) is not None or _has_ended(bars, day):
        return
    for fact in bars.shares_turn_on:
        matter.working.miss(fact.name, fact.needed_for, fact.clause, fact.posted_as)
    says = f"How many shares of {holder} it includes is not known."
    clause = bars.terms.effectiveness.clause
    yield SaleBar("SHARES_NOT_KNOWN", "unknown", bars.registration_id, clause, says)


def _in_doubt(holder: str, bars: RegistrationBars, matter: Matter) -> Iterator[SaleBar]:
    """QG9: it had not done what was asked of it; whether it was included is not recorded."""
    doubt = bars.in_doubt[holder]
    for fact in doubt.told_by:
        matter.working.miss(fact.name, fact.needed_for, fact.clause, fact.posted_as)
    for unmet in doubt.unmet:
        code: BarCode = "INFORMATION_MISSING"
        what = "information asked for"
        if unmet.by is UndertakingReceived:
            code, what = "UNDERTAKING_MISSING", "undertaking required"
        says = f"{holder} had not given the {what} by effectiveness; whether the statement covers "
        says += "its shares is not recorded."
        if doubt.of_sale:
            says = f"{holder} has not given the {what} for the sale, and the Company may keep it "
            says += "out of the sale; whether it does is not recorded."
        yield SaleBar(code, "unknown", bars.registration_id, unmet.clause, says)


def _not_underwritten(bars: RegistrationBars, matter: Matter) -> Iterator[SaleBar]:
    clause = bars.terms.effectiveness.clause
    if bars.underwritten is None:
        matter.working.miss("underwritten", "whether there is an underwritten sale", clause)
        says = "Whether it is underwritten is not known."
        yield SaleBar("NOT_UNDERWRITTEN", "unknown", bars.registration_id, clause, says)
    elif not bars.underwritten.value:
        says = "It is not underwritten."
        yield SaleBar("NOT_UNDERWRITTEN", "no", bars.registration_id, clause, says)


# --- the holdback -------------------------------------------------------------------------------


def _held_back(
    holder: str, day: date, bars: Sequence[RegistrationBars], matter: Matter
) -> Iterator[SaleBar]:
    """The holdbacks of these registrations, outside which a public sale would be made."""
    for each in bars:
        his = each.holdbacks.get(holder)
        if his is None:
            continue
        binding = [window for window in his.windows if window.binds(day)]
        if binding and not each.is_bound:
            says = "Whether it calls for a holdback turns on the ruling on it, which is open."
            yield SaleBar("HOLDBACK", "unknown", each.registration_id, his.clause, says)
            continue
        yield from (_bound(window, each) for window in binding)
        if any(window.binds(day) is None for window in (*his.windows, *his.perhaps)):
            miss_a_new_estimate(his.clause, matter)
        if his.may_sell(day) is None:
            says = "Whether it must hold back is not known."
            yield SaleBar("HOLDBACK", "unknown", each.registration_id, his.clause, says)


def _bound(window: HoldbackWindow, bars: RegistrationBars) -> SaleBar:
    return SaleBar(
        "HOLDBACK",
        "no",
        bars.registration_id,
        window.clause,
        f"Holders may not sell publicly through {written_out(window.last_day.value)}, except as "
        "part of that registration.",
        window.bound_from.value,
        window.last_day.value,
        explained(first_day=window.bound_from, last_day=window.last_day),
    )

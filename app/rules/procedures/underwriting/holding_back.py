"""Holders hold back around an underwritten registration: clause 4(c), on the record.

What the managing underwriter requires binds every Holder alike; what it advises binds each from its
own receipt of the Company's notice of that advice. The windows run from the expected day of
effectiveness until there is an actual one, and are then counted anew; a sale that was free by the
day expected when it was made breaks nothing (QD17), and until there is an actual one it is not
known of any whether it does. They bind those who take part and those who do
not (QD18), but nobody before the day on which it comes to hold anything; they never roll.
Relies on `statements`, `windows`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.rules.holders.register import Register
from app.rules.holders.sales_made import SaleMade
from app.rules.procedures.documents.delivered import UNDERWRITERS
from app.rules.procedures.under_way import UnderWay
from app.rules.procedures.underwriting.agreed import (
    agreed_holdbacks,
    beside,
    of_the_company,
)
from app.rules.procedures.underwriting.holdback import (
    Holdbacks,
    HoldbackWindow,
    Limb,
    barred_by_estimate,
    miss_a_new_estimate,
)
from app.rules.procedures.underwriting.statements import (
    advice_by_holder,
    expected_on,
    registration_of,
    requirements,
)
from app.rules.procedures.underwriting.windows import together, windows_of
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.rights.forms import is_on
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value
from app.rules.values.written_dates import written_out


@small_value
class HoldbackLine:
    """One stretch of days of one Holder, both ends included; it is bound from `bound_from` on.

    Null days turn on which of two statements of one day holds, which is not recorded.
    """

    id: str
    holder: str
    limb: Limb
    first_day: date | None
    last_day: date | None
    bound_from: IfAny[date]
    clause: str
    explained_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HoldingBack:
    """The windows of every Holder."""

    by_holder: Mapping[str, Holdbacks]


NOBODY = HoldingBack({})


def holding_back(under_way: UnderWay, matter: Matter) -> HoldingBack:
    """What the agreement itself says, and the managing underwriter, for every Holder."""
    found = {} if under_way.came_to_nothing else agreed_holdbacks(under_way, matter)
    for holder, his in _called_for(under_way, matter).items():
        found[holder] = beside(found[holder], his) if holder in found else his
    bound = {holder: _as_a_holder(holder, his, under_way, matter) for holder, his in found.items()}
    return HoldingBack(bound) if bound else NOBODY


def _as_a_holder(holder: str, his: Holdbacks, under_way: UnderWay, matter: Matter) -> Holdbacks:
    """The windows that were not over when it came to hold anything, and from then on alone."""
    register, since, as_of = under_way.register, plain(under_way.made_on), under_way.as_of

    def came_by(window: HoldbackWindow) -> bool:
        last = window.last_day.value
        if register is None or since is None or as_of is None or as_of <= last:
            return True
        return holder in register.held_since(min(since, last), last)

    def bound(window: HoldbackWindow) -> HoldbackWindow:
        came_on = _came_on(holder, window, since, register)
        if came_on is None:
            return window
        from_then = matter.working.step(
            "holdback.came_on",
            window.clause,
            f"{holder} held nothing before {written_out(came_on.value)}: it is not bound before.",
            came_on.value,
            {"came_on": came_on, "first_day": window.bound_from},
        )
        return replace(window, bound_from=from_then)

    return replace(
        his,
        windows=tuple(map(bound, filter(came_by, his.windows))),
        perhaps=tuple(map(bound, filter(came_by, his.perhaps))),
    )


def _came_on(
    holder: str, window: HoldbackWindow, since: date | None, register: Register | None
) -> Sourced[date] | None:
    """The day within a window on which one came to hold anything, which held nothing before it."""
    first, last = window.bound_from.value, window.last_day.value
    if register is None or since is None or last < first:
        return None
    if holder in register.held_since(min(since, first), first):
        return None
    for day in register.changed_on(holder, first):
        if day <= last and register.registrable_shares(holder, day) > 0:
            return Sourced(day, register.lines_on(day)[holder].source)
    return None


def _called_for(under_way: UnderWay, matter: Matter) -> dict[str, Holdbacks]:
    """What the managing underwriter's requirement or advice means for every Holder."""
    required = requirements(under_way)
    advised = advice_by_holder(under_way, matter)
    if under_way.came_to_nothing or not (required or advised):
        return {}
    registration = registration_of(under_way, matter)
    of_all = [
        his for each in required if (his := windows_of(each, registration, matter)) is not None
    ]
    shared = together(of_all)
    found: dict[str, Holdbacks] = {}
    for holder in under_way.holders:
        own = [
            his
            for each in advised.get(holder, ())
            if (his := windows_of(each, registration, matter)) is not None
        ]
        his = together([*of_all, *own]) if own else shared
        if his is not None:
            found[holder] = his
    return found


def _standing(
    found: HoldingBack, under_way: UnderWay, matter: Matter
) -> Iterator[tuple[str, HoldbackWindow]]:
    """Every window of every Holder whose days still stand on the day asked about (QG11)."""
    as_of = under_way.as_of
    for holder, his in found.by_holder.items():
        for window in his.windows:
            stands = True if as_of is None else window.stands_on(as_of)
            if stands is None and not window.freed_by(as_of):
                miss_a_new_estimate(window.clause, matter)
            if stands:
                yield holder, window


def holdback_lines(
    found: HoldingBack, under_way: UnderWay, matter: Matter
) -> tuple[HoldbackLine, ...]:
    """Every window of every Holder, as the answer shows it."""
    return tuple(
        HoldbackLine(
            id=window.line_of(holder),
            holder=holder,
            limb=window.limb,
            first_day=window.first_day.value,
            last_day=window.last_day.value,
            bound_from=window.bound_from.value,
            clause=window.clause,
            explained_by=explained(
                first_day=window.first_day, last_day=window.last_day, bound_from=window.bound_from
            ),
        )
        for holder, window in _standing(found, under_way, matter)
        if not under_way.is_waived(window.duty_of(holder), None)
    )


def holdback_duties(
    found: HoldingBack, under_way: UnderWay, matter: Matter
) -> Iterator[Obligation]:
    """Not to sell publicly outside the registration, each Holder in its own windows."""
    for holder, window in _standing(found, under_way, matter):
        yield _duty(holder, window, under_way, matter)
    for window in () if under_way.came_to_nothing else of_the_company(under_way, matter):
        yield _duty_of_the_company(window, under_way, matter)


def _duty_of_the_company(window: HoldbackWindow, under_way: UnderWay, matter: Matter) -> Obligation:
    """The Company sells no equity of its own outside the registration on the same days."""
    company = matter.terms.company.id
    ended = under_way.as_of is not None and under_way.as_of > window.last_day.value
    term = matter.terms.holdbacks[window.name]
    offered = [
        (day, form)
        for day, form in under_way.offered_elsewhere
        if window.binds(day.value) and not is_on(form, term.company_except_forms)
    ]
    untold = [day for day, form in offered if form is None and term.company_except_forms]
    broken = [day for day, _ in offered if day not in untold]
    if untold and not broken:
        what = "whether the Company offered equity on a form that is free"
        matter.working.miss("form", what, window.clause, "company_offering_commenced.form")
    return owed(
        Owing(
            duty="holdback",
            id=window.duty_of(company),
            obligor=company,
            obligees=under_way.holders,
            action="Sell equity of its own publicly, other than as part of this registration.",
            clause=window.clause,
            trigger=window.said,
            modality="must_not",
            begins_on=window.bound_from,
        ),
        matter.working,
        under_way.as_of,
        due=window.last_day,
        outcome=Performance(
            window.last_day if ended else None,
            breached_on=min(broken, key=lambda day: day.value, default=None),
            perhaps_breached=bool(untold) and not broken,
        ),
    )


def _duty(holder: str, window: HoldbackWindow, under_way: UnderWay, matter: Matter) -> Obligation:
    ended = under_way.as_of is not None and under_way.as_of > window.last_day.value
    sold = tuple(_sold_in(holder, window, under_way, matter))
    broken_on = _first(sale for sale in sold if sale.publicly)
    perhaps_on = None if broken_on else _first(sale for sale in sold if sale.publicly is None)
    if perhaps_on:
        matter.working.miss(
            f"publicly/{holder}",
            f"whether {holder} sold publicly on {written_out(perhaps_on.value)}, in the holdback",
            window.clause,
            "shares_sold.publicly",
            f"{perhaps_on.source.rpartition('/')[0]}/publicly",
        )
    turns_on_effectiveness = broken_on is not None and window.estimate is not None
    if turns_on_effectiveness:
        _miss_effectiveness(holder, window, under_way, matter)
    return owed(
        Owing(
            duty="holdback",
            id=window.duty_of(holder),
            obligor=holder,
            obligees=(matter.terms.company.id, UNDERWRITERS),
            action="Sell Registrable Securities publicly, or under Rule 144 or 144A, other than "
            "as part of this registration.",
            clause=window.clause,
            trigger=window.said,
            modality="must_not",
            begins_on=window.bound_from,
        ),
        matter.working,
        under_way.as_of,
        due=window.last_day,
        outcome=Performance(
            window.last_day if ended else None,
            breached_on=None if turns_on_effectiveness else broken_on,
            perhaps_breached=perhaps_on is not None,
            unknown=turns_on_effectiveness,
        ),
    )


def _miss_effectiveness(
    holder: str, window: HoldbackWindow, under_way: UnderWay, matter: Matter
) -> None:
    """What is sold before a registration that has become effective is sold too early, not before.

    Until there is effectiveness, the days before it are only expected (QD17).
    """
    posted_as = "declared_effective" if under_way.has_statement else "shares_sold_in_offering"
    what = f"whether {holder} sold within the days before the registration has become effective"
    matter.working.miss(posted_as, what, window.clause, posted_as)


def _sold_in(
    holder: str, window: HoldbackWindow, under_way: UnderWay, matter: Matter
) -> Iterator[SaleMade]:
    """What a Holder sold elsewhere in its window, and not in good faith against another estimate.

    Before this registration was effective, or sold off the shelf, its day was only expected: then
    a sale was barred by the day expected when it was made (QD17).
    """
    begun = under_way.effective_on if under_way.has_statement else under_way.sale_began_on
    for sale in under_way.sales_elsewhere:
        day = sale.on.value
        if sale.holder != holder or not window.binds(day):
            continue
        is_begun = begun is not None and day >= begun.value
        if is_begun or barred_by_estimate(
            window.limb, day, expected_on(under_way, by=day), matter.on(day)
        ):
            yield sale


def _first(sales: Iterable[SaleMade]) -> Sourced[date] | None:
    """The day of the first of these sales."""
    return min((sale.on for sale in sales), key=lambda day: day.value, default=None)

"""Holders hold back around an underwritten registration: clause 4(c), on the record.

What the managing underwriter requires binds every Holder alike; what it advises binds each from its
own receipt of the Company's notice. The last statement of the managing underwriter counts. The
windows run from the expected day of effectiveness until there is an actual one (QD17), bind those
who take part and those who do not (QD18), and never roll. A change of the terms takes hold of what
of a window is still to come (9(e)): one that would have begun before it begins with it, and what it
leaves no day to come ends on the day before. Relies on `holdback`, `notice`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.rules.facts import RecordedFact
from app.rules.facts.life.procedures import HoldbackAdvised, HoldbackNoticeGiven, HoldbackRequired
from app.rules.holders.sales_made import SaleMade
from app.rules.notices.receipt import receipt
from app.rules.procedures.documents.delivered import UNDERWRITERS
from app.rules.procedures.under_way import UnderWay
from app.rules.procedures.underwriting.holdback import (
    LIMBS,
    Holdbacks,
    HoldbackWindow,
    Limb,
    PeriodAdvised,
    UnderwrittenRegistration,
    holdbacks,
    miss_a_new_estimate,
)
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter, change_that_decides, day_that_ends
from app.rules.reasoning.obligations import Obligation, Outcome, Owing, owed
from app.rules.reasoning.trace import Sourced, explained
from app.rules.values.lean import small_value
from app.rules.values.written_dates import written_out


@small_value
class HoldbackLine:
    """One Holder's window, both ends included; it is bound from `bound_from` on.

    Null days turn on which of two statements of one day holds, which is not recorded.
    """

    id: str
    holder: str
    limb: Limb
    first_day: date | None
    last_day: date | None
    bound_from: date | None
    clause: str
    explained_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HoldingBack:
    """The windows of every Holder; `source` is the managing underwriter's statement."""

    by_holder: Mapping[str, Holdbacks]
    source: str


NOBODY = HoldingBack({}, "")


def holding_back(under_way: UnderWay, matter: Matter) -> HoldingBack:
    """What the managing underwriter's requirement or advice means for every Holder."""
    required, advised = under_way.of(HoldbackRequired), under_way.of(HoldbackAdvised)
    if under_way.over or not (required or advised):
        return NOBODY
    source = (required or advised)[-1][0].source
    if not advised:
        shared = _windows(_registration(under_way, None, matter), under_way, matter)
        of_all = dict.fromkeys(under_way.holders, shared) if shared else {}
        return HoldingBack(of_all, source)
    notices = _notices(under_way, matter)
    heirs = _for_one_who_was_told(notices, under_way)
    found = (
        (
            holder,
            _windows(
                _registration(under_way, _advice(advised[-1], holder, notices, heirs), matter),
                under_way,
                matter,
            ),
        )
        for holder in under_way.holders
    )
    return HoldingBack({holder: his for holder, his in found if his is not None}, source)


def _windows(
    registration: UnderwrittenRegistration, under_way: UnderWay, matter: Matter
) -> Holdbacks | None:
    """A Holder's windows, each as the terms change since it was called for; None: no such term."""
    stated = _stated(under_way)
    if not matter.changes_after(min(stated.values())):
        return _under(registration, LIMBS, matter)
    found = [
        his
        for limb, since in stated.items()
        if (his := _as_changed(registration, limb, since, matter))
    ]
    if not found:
        return None
    return Holdbacks(
        found[0].clause,
        tuple(window for each in found for window in each.windows),
        tuple(window for each in found for window in each.perhaps),
        known=all(each.known for each in found),
    )


def _stated(under_way: UnderWay) -> dict[Limb, date]:
    """By which limbs Holders are to hold back, and when that was last said."""
    required, advised = under_way.of(HoldbackRequired), under_way.of(HoldbackAdvised)
    stated: dict[Limb, date] = {}
    if required:
        stated["required"] = required[-1][1].occurred_on
    if advised:
        stated["advised"] = advised[-1][1].occurred_on
    return stated


def _as_changed(
    registration: UnderwrittenRegistration, limb: Limb, since: date, matter: Matter
) -> Holdbacks | None:
    """The windows of one limb that was called for on a day, as the terms change from then on."""

    def window(at: Matter) -> HoldbackWindow | None:
        found = _under(registration, (limb,), at)
        return next(iter((*found.windows, *found.perhaps)), None) if found else None

    def begins(at: Matter) -> date | None:
        found = window(at)
        return found.first_day.value if found else None

    def ends(at: Matter) -> date | None:
        found = window(at)
        return found.last_day.value if found else date.min

    decides = change_that_decides(begins, matter, since)
    then = matter.on(decides.day)
    his = _under(registration, (limb,), then)
    first = decides.at_once.value if decides.at_once else begins(then.unrecorded())
    if his is None or first is None:
        return his
    ended_under, ended_by = day_that_ends(ends, matter, max(first, decides.day))
    last = window(matter.on(ended_under)) if ended_by is None else None

    def changed(each: HoldbackWindow) -> HoldbackWindow:
        begun = decides.at_once or each.first_day
        bound = max(begun, each.bound_from, key=lambda day: day.value)
        each = replace(each, first_day=begun, bound_from=bound)
        if last is not None:
            return replace(each, last_day=last.last_day)
        return _cut_short(each, ended_by, matter) if ended_by else each

    return replace(
        his, windows=tuple(map(changed, his.windows)), perhaps=tuple(map(changed, his.perhaps))
    )


def _cut_short(window: HoldbackWindow, change: Sourced[date], matter: Matter) -> HoldbackWindow:
    """A window that a change ends: the day of the change is the first without it."""
    last = matter.working.step(
        "holdback.ended_by_change",
        matter.terms.amendments.clause,
        f"The terms as changed from {written_out(change.value)} leave the holdback no day that is "
        "still to come: the day before is its last.",
        change.value - ONE_DAY,
        {"last_day": window.last_day, "changed_on": change},
    )
    return replace(window, last_day=last)


def _under(
    registration: UnderwrittenRegistration, limbs: Sequence[Limb], matter: Matter
) -> Holdbacks | None:
    term = matter.terms.holdback
    return None if term is None else holdbacks(registration, term, matter, limbs)


def _notices(under_way: UnderWay, matter: Matter) -> dict[str, Sourced[date] | None]:
    """Each Holder's first receipt of the notice of the advice; None if it is not known when."""
    received: dict[str, Sourced[date] | None] = {}
    for recorded, fact in under_way.of(HoldbackNoticeGiven):
        sent = receipt(fact.delivery, matter, f"{recorded.source}/delivery")
        if sent.flaw is not None:
            matter.working.warn(sent.flaw, f"The notice to {fact.holder} has no effect.")
            continue
        day, earlier = sent.received_on, received.setdefault(fact.holder, sent.received_on)
        if day is not None and (earlier is None or day.value < earlier.value):
            received[fact.holder] = day
    return received


def _advice(
    advised: tuple[RecordedFact, HoldbackAdvised],
    holder: str,
    notices: Mapping[str, Sourced[date] | None],
    heirs: Collection[str],
) -> PeriodAdvised:
    """The advice toward one Holder: it is not bound without notice, its own or another's."""
    recorded, fact = advised
    told = holder in notices
    return PeriodAdvised(
        given=Sourced(True, recorded.source),
        days=Sourced(fact.days, f"{recorded.source}/days"),
        notice_given=None if not told and holder in heirs else Sourced(told, recorded.source),
        notice_received_on=notices.get(holder),
    )


def _for_one_who_was_told(
    notices: Mapping[str, Sourced[date] | None], under_way: UnderWay
) -> Collection[str]:
    """Who took securities over from one who had been told by then, or stood for one (9(f)).

    All provisions pass with the securities; whether the notice does, the clause does not say.
    """
    found: set[str] = set()
    for passed in sorted(under_way.passed, key=lambda passed: passed.on):
        received = notices.get(passed.giver)
        told = passed.giver in notices and (received is None or received.value <= passed.on)
        if told or passed.giver in found:
            found.add(passed.taker)
    return found


def _begun_on(under_way: UnderWay, matter: Matter) -> Sourced[date] | None:
    """The day of effectiveness; of a sale off a shelf, which has none of its own, that of the sale.

    What is agreed of a Requested Registration applies to it as far as reasonably possible.
    """
    if under_way.has_statement or under_way.sold_on is None:
        return under_way.effective_on
    matter.working.assume(
        "SALE_FOR_EFFECTIVENESS",
        "A sale off a shelf has no effectiveness of its own: the days of its holdback are counted "
        f"from {written_out(under_way.sold_on.value)}, the day on which all was sold in it.",
    )
    return under_way.sold_on


def _registration(
    under_way: UnderWay, advice: PeriodAdvised | None, matter: Matter
) -> UnderwrittenRegistration:
    required = under_way.of(HoldbackRequired)
    closings = [
        Sourced(fact.closing_on, f"{recorded.source}/closing_on")
        for recorded, fact in under_way.of(HoldbackAdvised)
        if fact.closing_on is not None
    ]
    expected, firm = _expected_and_firm(under_way)
    if firm is None and under_way.underwritten is not None and not under_way.underwritten.value:
        firm = under_way.underwritten
    return UnderwrittenRegistration(
        effective_on=_begun_on(under_way, matter),
        expected_effective_on=expected,
        closing_on=closings[-1] if closings else None,
        firm_commitment=firm,
        required=Sourced(required[-1][1].required, f"{required[-1][0].source}/required")
        if required
        else None,
        advice=advice,
        excluded=Sourced(False, under_way.trigger),
        a_holder_participates=Sourced(bool(under_way.included), under_way.trigger),
        required_on=_required_since(required),
    )


def _required_since(
    said: Sequence[tuple[RecordedFact, HoldbackRequired]],
) -> Sourced[date] | None:
    """The day since which the managing underwriter has required it without a break."""
    since: Sourced[date] | None = None
    for recorded, fact in said:
        day = since or Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
        since = day if fact.required else None
    return since


def _expected_and_firm(
    under_way: UnderWay,
) -> tuple[Sourced[date] | None, Sourced[bool] | None]:
    """The expected day of effectiveness and the firm commitment, as last stated."""
    expected: Sourced[date] | None = None
    firm: Sourced[bool] | None = None
    for recorded in under_way.facts:
        fact = recorded.fact
        if not isinstance(fact, HoldbackRequired | HoldbackAdvised):
            continue
        if fact.expected_effective_on is not None:
            expected = Sourced(
                fact.expected_effective_on, f"{recorded.source}/expected_effective_on"
            )
        if fact.firm_commitment is not None:
            firm = Sourced(fact.firm_commitment, f"{recorded.source}/firm_commitment")
    return expected, firm


def _standing(
    found: HoldingBack, under_way: UnderWay, matter: Matter
) -> Iterator[tuple[str, HoldbackWindow]]:
    """Every window of every Holder whose days still stand on the day asked about (QG11)."""
    as_of = under_way.as_of
    for holder, his in found.by_holder.items():
        for window in his.windows:
            stands = True if as_of is None else window.stands_on(as_of)
            if stands is None:
                miss_a_new_estimate(window.clause, matter)
            if stands:
                yield holder, window


def holdback_lines(
    found: HoldingBack, under_way: UnderWay, matter: Matter
) -> tuple[HoldbackLine, ...]:
    """Every window of every Holder, as the answer shows it."""
    return tuple(
        HoldbackLine(
            id=f"{window.limb}:{holder}",
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
        if not under_way.is_waived(_duty_of(holder, window), None)
    )


def holdback_duties(
    found: HoldingBack, under_way: UnderWay, matter: Matter
) -> Iterator[Obligation]:
    """Not to sell publicly outside the registration, each Holder in its own windows."""
    for holder, window in _standing(found, under_way, matter):
        yield _duty(holder, window, found.source, under_way, matter)


def _duty_of(holder: str, window: HoldbackWindow) -> str:
    """The id of the duty to keep a window."""
    return f"holdback:{window.limb}:{holder}"


def _duty(
    holder: str,
    window: HoldbackWindow,
    source: str,
    under_way: UnderWay,
    matter: Matter,
) -> Obligation:
    ended = under_way.as_of is not None and under_way.as_of > window.last_day.value
    sold = tuple(_sold_in(holder, window, under_way))
    broken_on = _first(sale for sale in sold if sale.publicly)
    perhaps_on = None if broken_on else _first(sale for sale in sold if sale.publicly is None)
    if perhaps_on:
        matter.working.miss(
            f"publicly/{holder}",
            f"whether {holder} sold publicly on {written_out(perhaps_on.value)}, in the holdback",
            window.clause,
            "shares_sold.publicly",
        )
    return owed(
        Owing(
            duty="holdback",
            id=_duty_of(holder, window),
            obligor=holder,
            obligees=(matter.terms.company.id, UNDERWRITERS),
            action="Sell Registrable Securities publicly, or under Rule 144 or 144A, other than "
            "as part of this registration.",
            clause=window.clause,
            trigger=source,
            modality="must_not",
            begins_on=window.bound_from,
        ),
        matter.working,
        under_way.as_of,
        due=window.last_day,
        outcome=Outcome(
            window.last_day if ended else None,
            breached_on=broken_on,
            perhaps_breached=perhaps_on is not None,
        ),
    )


def _sold_in(holder: str, window: HoldbackWindow, under_way: UnderWay) -> Iterator[SaleMade]:
    """What a Holder sold elsewhere in its window.

    Not before this registration was effective, or sold off the shelf: its day was only expected
    then (QD17).
    """
    begun = under_way.effective_on if under_way.has_statement else under_way.sold_on
    if begun is not None:
        for sale in under_way.sales_elsewhere:
            day = sale.on.value
            if sale.holder == holder and day >= begun.value and window.binds(day):
                yield sale


def _first(sales: Iterable[SaleMade]) -> Sourced[date] | None:
    """The day of the first of these sales."""
    return min((sale.on for sale in sales), key=lambda day: day.value, default=None)

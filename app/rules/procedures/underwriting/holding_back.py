"""Holders hold back around an underwritten registration: clause 4(c), on the record.

What the managing underwriter requires binds every Holder alike; what he advises binds each from his
own receipt of the Company's notice. The last statement of the managing underwriter counts. The
windows run from the expected day of effectiveness until there is an actual one (QD17), bind those
who take part and those who do not (QD18), and never roll. Relies on `holdback` and `notice`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.rules.facts import HoldbackAdvised, HoldbackNoticeGiven, HoldbackRequired, RecordedFact
from app.rules.notices.receipt import receipt
from app.rules.procedures.documents.delivered import UNDERWRITERS
from app.rules.procedures.under_way import UnderWay
from app.rules.procedures.underwriting.holdback import (
    Holdbacks,
    HoldbackWindow,
    Limb,
    PeriodAdvised,
    UnderwrittenRegistration,
    holdbacks,
    miss_a_new_estimate,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Outcome, Owing, owed
from app.rules.reasoning.trace import Sourced, explained
from app.rules.terms.periods import Holdback
from app.rules.values.lean import small_value


@small_value
class HoldbackLine:
    """One Holder's window, both ends included; he is bound from `bound_from` on."""

    id: str
    holder: str
    limb: Limb
    first_day: date
    last_day: date
    bound_from: date
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
    term = matter.terms.holdback
    required, advised = under_way.of(HoldbackRequired), under_way.of(HoldbackAdvised)
    if term is None or under_way.over or not (required or advised):
        return NOBODY
    source = (required or advised)[-1][0].source
    if not advised:
        shared = holdbacks(_registration(under_way, None), term, matter)
        return HoldingBack(dict.fromkeys(under_way.holders, shared), source)
    notices = _notices(under_way, matter)
    return HoldingBack(
        {
            holder: holdbacks(
                _registration(under_way, _advice(advised[-1], holder, notices)), term, matter
            )
            for holder in under_way.holders
        },
        source,
    )


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
) -> PeriodAdvised:
    """The advice toward one Holder: without notice of it he is not bound."""
    recorded, fact = advised
    return PeriodAdvised(
        given=Sourced(True, recorded.source),
        days=Sourced(fact.days, f"{recorded.source}/days"),
        notice_given=Sourced(holder in notices, recorded.source),
        notice_received_on=notices.get(holder),
    )


def _registration(under_way: UnderWay, advice: PeriodAdvised | None) -> UnderwrittenRegistration:
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
        effective_on=under_way.effective_on,
        expected_effective_on=expected,
        closing_on=closings[-1] if closings else None,
        firm_commitment=firm,
        required=Sourced(required[-1][1].required, f"{required[-1][0].source}/required")
        if required
        else None,
        advice=advice,
        excluded=Sourced(False, under_way.trigger),
        a_holder_participates=Sourced(bool(under_way.included), under_way.trigger),
    )


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
) -> Iterator[tuple[str, HoldbackWindow, Holdback]]:
    """Every window of every Holder whose days still stand on the day asked about (QG11)."""
    term, as_of = matter.terms.holdback, under_way.as_of
    if term is None:
        return
    for holder, his in found.by_holder.items():
        for window in his.windows:
            stands = True if as_of is None else window.stands_on(as_of)
            if stands is None:
                miss_a_new_estimate(term, matter)
            if stands:
                yield holder, window, term


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
            clause=term.clause,
            explained_by=explained(
                first_day=window.first_day, last_day=window.last_day, bound_from=window.bound_from
            ),
        )
        for holder, window, term in _standing(found, under_way, matter)
    )


def holdback_duties(
    found: HoldingBack, under_way: UnderWay, matter: Matter
) -> Iterator[Obligation]:
    """Not to sell publicly outside the registration, each Holder in his own windows."""
    for holder, window, term in _standing(found, under_way, matter):
        yield _duty(holder, window, term.clause, found.source, under_way, matter)


def _duty(
    holder: str,
    window: HoldbackWindow,
    clause: str,
    source: str,
    under_way: UnderWay,
    matter: Matter,
) -> Obligation:
    ended = under_way.as_of is not None and under_way.as_of > window.last_day.value
    return owed(
        Owing(
            duty="holdback",
            id=f"holdback:{window.limb}:{holder}",
            obligor=holder,
            obligees=(matter.terms.company.id, UNDERWRITERS),
            action="Sell Registrable Securities publicly, or under Rule 144 or 144A, other than "
            "as part of this registration.",
            clause=clause,
            trigger=source,
            modality="must_not",
            begins_on=window.bound_from,
        ),
        matter.working,
        under_way.as_of,
        due=window.last_day,
        outcome=Outcome(window.last_day if ended else None),
    )

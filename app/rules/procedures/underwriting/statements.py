"""What the managing underwriter says of a holdback, from day to day: clause 4(c).

Each of its statements governs from its own day on: that it requires Holders to hold back, or no
longer does; that it advises so many days. What was required binds every Holder alike. An advice
binds each Holder from its receipt of the notice of that advice, and no notice tells of an advice
not yet given; a later, shorter one frees without notice. All provisions pass with the securities;
whether a notice does, 9(f) does not say. Days are calendar days; nothing raises. Relies on
`receipt`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from app.rules.facts import RecordedFact
from app.rules.facts.life.underwriting import HoldbackAdvised, HoldbackNoticeGiven, HoldbackRequired
from app.rules.notices.receipt import receipt
from app.rules.procedures.under_way import UnderWay, happened
from app.rules.procedures.underwriting.holdback import (
    Limb,
    PeriodAdvised,
    UnderwrittenRegistration,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.values.written_dates import written_out

Advice: TypeAlias = tuple[RecordedFact, HoldbackAdvised]


@dataclass(frozen=True, slots=True)
class AsksLess:
    """From a day on less is asked for: the days of a `shorter` advice, or nothing any more."""

    on: Sourced[date]
    shorter: PeriodAdvised | None = None


@dataclass(frozen=True, slots=True)
class CalledFor:
    """One limb called for without a break, toward all Holders or toward one.

    It binds nobody before `since`; `said_on` are the days on which it was said, `less` the days
    from which less was asked for, in their order.
    """

    limb: Limb
    said: str
    said_on: tuple[date, ...]
    since: Sourced[date] | None
    required: Sourced[bool] | None
    advice: PeriodAdvised | None = None
    less: tuple[AsksLess, ...] = ()

    @property
    def released(self) -> Sourced[date] | None:
        """The first day on which it is not called for any more."""
        return next((change.on for change in self.less if change.shorter is None), None)

    def toward(
        self, registration: UnderwrittenRegistration, advice: PeriodAdvised | None
    ) -> UnderwrittenRegistration:
        """The registration, as this statement or a shorter advice speaks of it."""
        since = self.since if self.limb == "required" else None
        return replace(registration, required=self.required, advice=advice, required_on=since)


def requirements(under_way: UnderWay) -> tuple[CalledFor, ...]:
    """Every stretch of days through which it was required, from the first word to the release."""
    found: list[CalledFor] = []
    for recorded, fact in under_way.of(HoldbackRequired):
        last = found[-1] if found and found[-1].released is None else None
        said = Sourced(fact.required, f"{recorded.source}/required")
        if last is not None:
            if fact.required:
                said_on = (*last.said_on, fact.occurred_on)
                found[-1] = replace(last, said=recorded.source, said_on=said_on, required=said)
            else:
                found[-1] = replace(last, less=(AsksLess(happened(recorded, fact)),))
        elif fact.required:
            since = happened(recorded, fact)
            found.append(CalledFor("required", recorded.source, (since.value,), since, said))
    return tuple(found)


def advice_by_holder(under_way: UnderWay, matter: Matter) -> Mapping[str, tuple[CalledFor, ...]]:
    """What was advised, toward each Holder: each advice that it, or one before it, was told of."""
    advised = under_way.of(HoldbackAdvised)
    if not advised:
        return {}
    required = under_way.of(HoldbackRequired)
    said = Sourced(required[-1][1].required, required[-1][0].source) if required else None
    told = _told(advised, under_way, matter)
    inherited = _inherited(told, under_way)
    return {
        holder: tuple(_toward(holder, advised, told, inherited, said))
        for holder in under_way.holders
    }


def _toward(
    holder: str,
    advised: Sequence[Advice],
    told: Mapping[str, Mapping[int, Sourced[date] | None]],
    inherited: Mapping[str, set[int]],
    required: Sourced[bool] | None,
) -> Iterator[CalledFor]:
    """Each advice of which one Holder was or may have been told; else the last, without notice."""
    own = told.get(holder, {})
    places = sorted({*own, *inherited.get(holder, ())}) or [len(advised) - 1]
    for place in places:
        recorded, fact = advised[place]
        received = own.get(place)
        notice = None
        if place in own or place not in inherited.get(holder, ()):
            notice = Sourced(place in own, recorded.source)
        yield CalledFor(
            "advised",
            recorded.source,
            (fact.occurred_on,),
            received or happened(recorded, fact),
            required,
            _period(advised[place], notice, received),
            tuple(_shortened(advised[place:], notice, received)),
        )


def _period(
    advice: Advice, notice: Sourced[bool] | None, received: Sourced[date] | None
) -> PeriodAdvised:
    recorded, fact = advice
    return PeriodAdvised(
        given=Sourced(True, recorded.source),
        days=Sourced(fact.days, f"{recorded.source}/days"),
        notice_given=notice,
        notice_received_on=received,
    )


def _shortened(
    advised: Sequence[Advice], notice: Sourced[bool] | None, received: Sourced[date] | None
) -> Iterator[AsksLess]:
    """Every later advice of fewer days: it asks for less from its own day on, told or untold."""
    (_, first), *later = advised
    fewest = first.days
    for recorded, fact in later:
        if fact.days < fewest:
            fewest = fact.days
            shorter = _period((recorded, fact), notice, received)
            yield AsksLess(happened(recorded, fact), shorter)


def _told(
    advised: Sequence[Advice], under_way: UnderWay, matter: Matter
) -> Mapping[str, Mapping[int, Sourced[date] | None]]:
    """Each Holder's first receipt of the notice of each advice; None if it is not known when.

    A notice tells of the advice that stood when it was given.
    """
    found: dict[str, dict[int, Sourced[date] | None]] = {}
    for recorded, fact in under_way.of(HoldbackNoticeGiven):
        sent = receipt(fact.delivery, matter, f"{recorded.source}/delivery")
        if sent.flaw is not None:
            matter.working.warn(sent.flaw, f"The notice to {fact.holder} has no effect.")
            continue
        given_on = fact.delivery.happened_on
        stood = [place for place, each in enumerate(advised) if each[1].occurred_on <= given_on]
        if not stood:
            matter.working.warn(
                "NOTICE_BEFORE_ADVICE",
                f"The notice to {fact.holder} of {written_out(given_on)} came before the advice: "
                "it is no notice of it, and binds nobody.",
            )
            continue
        received, own = sent.received_on, found.setdefault(fact.holder, {})
        earlier = own.setdefault(stood[-1], received)
        if received is not None and (earlier is None or received.value < earlier.value):
            own[stood[-1]] = received
    return found


def _inherited(
    told: Mapping[str, Mapping[int, Sourced[date] | None]], under_way: UnderWay
) -> Mapping[str, set[int]]:
    """The advices told by then to those from whom a Holder took securities over (9(f))."""
    found: dict[str, set[int]] = {}
    for passed in sorted(under_way.passed, key=lambda passed: passed.on):
        own = told.get(passed.giver, {}).items()
        reached = {place for place, day in own if day is None or day.value <= passed.on}
        reached |= found.get(passed.giver, set())
        if reached:
            found.setdefault(passed.taker, set()).update(reached)
    return found


def registration_of(under_way: UnderWay, matter: Matter) -> UnderwrittenRegistration:
    """What a holdback turns on, whatever was said of it."""
    closings = [
        Sourced(fact.closing_on, f"{recorded.source}/closing_on")
        for recorded, fact in under_way.of(HoldbackAdvised)
        if fact.closing_on is not None
    ]
    firm = _firm_commitment(under_way)
    if firm is None and under_way.underwritten is not None and not under_way.underwritten.value:
        firm = under_way.underwritten
    begun_on = _begun_on(under_way, matter)
    return UnderwrittenRegistration(
        effective_on=begun_on,
        expected_effective_on=expected_on(under_way),
        closing_on=closings[-1] if closings else None,
        firm_commitment=firm,
        required=None,
        advice=None,
        excluded=Sourced(False, under_way.trigger),
        a_holder_participates=Sourced(bool(under_way.included), under_way.trigger),
        not_effective_by=under_way.as_of if begun_on is None and under_way.has_statement else None,
    )


def _begun_on(under_way: UnderWay, matter: Matter) -> Sourced[date] | None:
    """The day of effectiveness; of a sale off a shelf, which has none of its own, that of the sale.

    What is agreed of a Requested Registration applies to it as far as reasonably possible.
    """
    if under_way.has_statement or under_way.sale_began_on is None:
        return under_way.effective_on
    matter.working.assume(
        "SALE_FOR_EFFECTIVENESS",
        "A sale off a shelf has no effectiveness of its own: the days of its holdback are counted "
        f"from {written_out(under_way.sale_began_on.value)}, the day of the first sale in it.",
    )
    return under_way.sale_began_on


def _said(under_way: UnderWay) -> Iterator[tuple[RecordedFact, HoldbackRequired | HoldbackAdvised]]:
    """Everything that the managing underwriter said, in the order of the record."""
    for recorded in under_way.facts:
        if isinstance(recorded.fact, HoldbackRequired | HoldbackAdvised):
            yield recorded, recorded.fact


def expected_on(under_way: UnderWay, by: date | None = None) -> Sourced[date] | None:
    """The expected day of effectiveness as last stated, or as last stated by a day."""
    found = [
        Sourced(fact.expected_effective_on, f"{recorded.source}/expected_effective_on")
        for recorded, fact in _said(under_way)
        if fact.expected_effective_on is not None and (by is None or fact.occurred_on <= by)
    ]
    return found[-1] if found else None


def _firm_commitment(under_way: UnderWay) -> Sourced[bool] | None:
    """Whether it is firmly committed, as last stated."""
    found = [
        Sourced(fact.firm_commitment, f"{recorded.source}/firm_commitment")
        for recorded, fact in _said(under_way)
        if fact.firm_commitment is not None
    ]
    return found[-1] if found else None

"""The days on which Holders do not sell publicly around an underwritten registration: clause 4(c).

If the managing underwriter reasonably requires it, the days before and after a firm commitment
underwritten registration becomes effective, and (QD16) that day itself. Or, if he advises a period
and the Company gives notice of the advice, that period after the registration (QD19), no longer
than the clause allows, for each Holder from his receipt of the notice. Sales as part of the
registration remain free. The windows are periods and never roll (QA12); until the registration is
effective they run from the expected day (QD17), and once that has passed unfulfilled it is not
known which days they are (QG11). Days are calendar days; nothing raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, TypeAlias

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.period import first_day, last_day
from app.rules.reasoning.trace import Sourced
from app.rules.terms.periods import Holdback

WhenStale: TypeAlias = Literal["unknown", "bars", "lapses"]
Limb: TypeAlias = Literal["required", "advised"]
LIMBS: Final[tuple[Limb, ...]] = ("required", "advised")
POSTED_AS = {
    "required_by_managing_underwriter": "holdback_required.required",
    "firm_commitment": "holdback_required.firm_commitment",
    "managing_underwriter_advice": "holdback_advised",
}
BEFORE, AFTER = "/holdback/before", "/holdback/after"


@dataclass(frozen=True, slots=True)
class PeriodAdvised:
    """A period the managing underwriter advises, and whether and when the Holder has notice."""

    given: Sourced[bool] | None
    days: Sourced[int]
    notice_given: Sourced[bool] | None
    notice_received_on: Sourced[date] | None


@dataclass(frozen=True, slots=True)
class UnderwrittenRegistration:
    """What a holdback turns on; None: nobody has said."""

    effective_on: Sourced[date] | None
    expected_effective_on: Sourced[date] | None
    closing_on: Sourced[date] | None
    firm_commitment: Sourced[bool] | None
    required: Sourced[bool] | None
    advice: PeriodAdvised | None
    excluded: Sourced[bool]
    a_holder_participates: Sourced[bool] | None


@dataclass(frozen=True, slots=True)
class HoldbackWindow:
    """One window, both ends included; `bound_from` is the first day that binds the Holder.

    Its days may rest on an `estimate` of effectiveness, and stand only so long as that has not
    passed unfulfilled: then reading QG11 decides, by `when_stale`.
    """

    limb: Limb
    first_day: Sourced[date]
    last_day: Sourced[date]
    bound_from: Sourced[date]
    clause: str
    free_within: Sourced[date] | None = None
    estimate: Sourced[date] | None = None
    when_stale: WhenStale = "unknown"

    def stands_on(self, day: date) -> bool | None:
        """Whether the days of the window are still those counted from; None: not known (QG11)."""
        if self.estimate is None or day <= self.estimate.value:
            return True
        return {"unknown": None, "bars": True, "lapses": False}[self.when_stale]

    @property
    def surely_through(self) -> date:
        """The last day on which it is known to bind."""
        if self.estimate is None or self.when_stale == "bars":
            return self.last_day.value
        return min(self.last_day.value, self.estimate.value)

    def binds(self, day: date) -> bool | None:
        """Whether the Holder may not sell on the day; None: not known."""
        stands = self.stands_on(day)
        if not stands:
            return stands
        free = self.free_within is not None and day == self.free_within.value
        return self.bound_from.value <= day <= self.last_day.value and not free


@dataclass(frozen=True, slots=True)
class Holdbacks:
    """The windows there are; `known` is False while a missing input could add one."""

    windows: tuple[HoldbackWindow, ...]
    known: bool
    clause: str

    def may_sell(self, day: date) -> bool | None:
        """Whether a public sale outside the registration is free on the day; None: not known."""
        found = {window.binds(day) for window in self.windows}
        if True in found:
            return False
        return None if None in found or not self.known else True


def holdbacks(
    registration: UnderwrittenRegistration,
    term: Holdback,
    matter: Matter,
    limbs: Sequence[Limb] = LIMBS,
) -> Holdbacks:
    """The windows that the registration starts, by one limb of the clause or by both."""
    asked = [each for each in _asked(registration, term, matter) if each[0] in limbs]
    if not asked and limbs != LIMBS:
        return Holdbacks((), known=True, clause=term.clause)
    if not asked:
        return _unknown("required_by_managing_underwriter", term, matter)
    needed = [limb for limb, said in asked if said is None or said.value]
    if not needed or not _reaches(registration, term, matter):
        return Holdbacks((), known=True, clause=term.clause)
    missing = _missing(registration, asked, term, matter)
    if missing:
        return _unknown(missing, term, matter)
    found = [_window(limb, registration, term, matter) for limb in needed]
    return Holdbacks(
        tuple(window for window in found if window is not None),
        known=all(window is not None for window in found),
        clause=term.clause,
    )


def miss_a_new_estimate(clause: str, matter: Matter) -> None:
    """Name what nobody has said once an estimate of effectiveness has passed unfulfilled."""
    matter.working.miss(
        "expected_effective_on",
        "whether Holders must hold back, now that the estimated day has passed",
        clause,
        posted_as="holdback_required.expected_effective_on",
    )


def _asked(
    registration: UnderwrittenRegistration, term: Holdback, matter: Matter
) -> Sequence[tuple[Limb, Sourced[bool] | None]]:
    """The limbs there is anything about, and whether each one's own condition is met."""
    asked: list[tuple[Limb, Sourced[bool] | None]] = []
    if registration.required is not None:
        asked.append(("required", registration.required))
    advice = registration.advice
    if advice is not None and term.on_advice is not None:
        if registration.required is None:
            matter.working.assume(
                "HOLDBACK_NOT_REQUIRED",
                "Besides his advice the managing underwriter is taken to require no holdback.",
            )
        refused = next(
            (each for each in (advice.given, advice.notice_given) if each and not each.value), None
        )
        asked.append(("advised", refused or advice.given))
    return asked


def _reaches(registration: UnderwrittenRegistration, term: Holdback, matter: Matter) -> bool:
    """Whether a registration of this kind starts a holdback, as far as is known."""
    firm = registration.firm_commitment
    if term.firm_commitment_only and firm is not None and not firm.value:
        return False
    if registration.excluded.value:
        return False
    matter.working.rely_on("holdback_scope")
    taking_part = registration.a_holder_participates
    only_with = matter.readings.holdback_scope == "participating"
    return not (only_with and taking_part is not None and not taking_part.value)


def _missing(
    registration: UnderwrittenRegistration,
    asked: Sequence[tuple[Limb, Sourced[bool] | None]],
    term: Holdback,
    matter: Matter,
) -> str | None:
    """The first input that nobody has given and without which no window can be told."""
    if term.firm_commitment_only and registration.firm_commitment is None:
        return "firm_commitment"
    only_with = matter.readings.holdback_scope == "participating"
    if only_with and registration.a_holder_participates is None:
        return "a_holder_participates"
    if any(limb == "advised" and said is None for limb, said in asked):
        return "managing_underwriter_advice"
    return None


def _unknown(name: str, term: Holdback, matter: Matter) -> Holdbacks:
    matter.working.miss(
        name, "whether Holders must hold back", term.clause, posted_as=POSTED_AS.get(name)
    )
    return Holdbacks((), known=False, clause=term.clause)


def _window(
    limb: Limb, registration: UnderwrittenRegistration, term: Holdback, matter: Matter
) -> HoldbackWindow | None:
    if limb == "required":
        effective = _effective(registration, term, matter)
        if effective is None:
            return None
        required = _required(effective, term, matter)
        return _resting_on(_estimate(effective, registration, matter), required, matter)
    if registration.advice is None or term.on_advice is None:
        return None
    matter.working.rely_on("holdback2_from")
    if matter.readings.holdback2_from == "effective":
        anchor = _effective(registration, term, matter)
    else:
        anchor = registration.closing_on
        if anchor is None:
            matter.working.miss(
                "closing_on",
                "the days of the holdback",
                term.clause,
                posted_as="holdback_advised.closing_on",
            )
    advised = None if anchor is None else _advised(anchor, registration.advice, term, matter)
    if anchor is None or advised is None:
        return None
    return _resting_on(_estimate(anchor, registration, matter), advised, matter)


def _resting_on(
    estimate: Sourced[date] | None, window: HoldbackWindow, matter: Matter
) -> HoldbackWindow:
    if estimate is None:
        return window
    return replace(window, estimate=estimate, when_stale=matter.readings.stale_estimate)


def _effective(
    registration: UnderwrittenRegistration, term: Holdback, matter: Matter
) -> Sourced[date] | None:
    """The day of effectiveness, the expected one until there is an actual one (QD17)."""
    if registration.effective_on is not None:
        return registration.effective_on
    expected = registration.expected_effective_on
    if expected is None:
        matter.working.miss(
            "expected_effective_on",
            "the days of the holdback",
            term.clause,
            posted_as="holdback_required.expected_effective_on",
        )
        return None
    matter.working.assume(
        "EXPECTED_EFFECTIVENESS",
        f"Counted from the expected day of effectiveness, {expected.value.isoformat()}.",
    )
    return expected


def _estimate(
    anchor: Sourced[date], registration: UnderwrittenRegistration, matter: Matter
) -> Sourced[date] | None:
    """The estimate that the days rest on, while there is no actual day of effectiveness."""
    if registration.effective_on is not None or anchor is not registration.expected_effective_on:
        return None
    matter.working.rely_on("stale_estimate")
    return anchor


def _required(effective: Sourced[date], term: Holdback, matter: Matter) -> HoldbackWindow:
    begins = last_day(term.before, effective, matter, BEFORE)
    ends = last_day(term.after, effective, matter, AFTER)
    included = matter.readings.holdback_includes_effective_day
    inside = matter.working.step(
        "holdback.effective_day",
        term.clause,
        f"The day of effectiveness, {effective.value.isoformat()}, is "
        f"{'' if included else 'not '}one of them.",
        effective.value,
        {"effective_on": effective},
        readings=("holdback_includes_effective_day",),
    )
    return HoldbackWindow(
        "required", begins, ends, begins, term.clause, None if included else inside
    )


def _advised(
    anchor: Sourced[date], advice: PeriodAdvised, term: Holdback, matter: Matter
) -> HoldbackWindow | None:
    longest = term.on_advice
    if longest is None or not _notified(advice, term, matter):
        return None
    if advice.days.value > longest.count:
        matter.working.warn(
            "HOLDBACK_TOO_LONG",
            f"The advice of {advice.days.value} days binds for no more than {longest.count}.",
        )
    count = min(advice.days.value, longest.count)
    period = longest.model_copy(update={"count": count, "anchor": matter.readings.holdback2_from})
    begins = matter.working.step(
        "holdback.first_day",
        term.clause,
        f"The advised period begins on {first_day(period, anchor.value).isoformat()}.",
        first_day(period, anchor.value),
        {period.anchor: anchor, "days": advice.days},
        readings=("holdback2_from",),
    )
    ends = last_day(period, anchor, matter, "/holdback/on_advice")
    received = advice.notice_received_on
    if received is None or received.value <= begins.value:
        return HoldbackWindow("advised", begins, ends, begins, term.clause)
    bound = matter.working.step(
        "holdback.bound_from",
        term.clause,
        f"The Holder is bound from his receipt of the notice, {received.value.isoformat()}.",
        received.value,
        {"notice_received_on": received, "first_day": begins},
    )
    return HoldbackWindow("advised", begins, ends, bound, term.clause)


def _notified(advice: PeriodAdvised, term: Holdback, matter: Matter) -> bool:
    """Whether the Holder has notice of the advice; nobody having said is a missing input."""
    if advice.notice_received_on is not None:
        return True
    matter.working.miss(
        "notice_received_on",
        "from when the Holder is bound",
        term.clause,
        posted_as="holdback_notice_given.delivery",
    )
    return False

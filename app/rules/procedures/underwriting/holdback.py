"""The days on which Holders do not sell publicly around an underwritten registration: clause 4(c).

If the managing underwriter reasonably requires it, the days before and after a firm commitment
underwritten registration becomes effective, and (QD16) that day itself: nobody is bound before it
is required. Or, if it advises a period
and the Company gives notice of the advice, that period after the registration (QD19), no longer
than the clause allows, for each Holder from its receipt of the notice. Sales as part of the
registration remain free. The windows are periods and never roll (QA12); until the registration is
effective they run from the expected day (QD17), and once that has passed unfulfilled it is not
known which days they are (QG11). Days are calendar days; nothing raises.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, TypeAlias

from app.rules.reasoning.days.period import first_day, last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.periods import Holdback
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

WhenStale: TypeAlias = Literal["unknown", "bars", "lapses"]
Limb: TypeAlias = Literal["required", "advised", "agreed"]
LIMBS: Final[tuple[Limb, ...]] = ("required", "advised")
POSTED_AS = {
    "required_by_managing_underwriter": "holdback_required.required",
    "firm_commitment": "holdback_required.firm_commitment",
    "managing_underwriter_advice": "holdback_advised",
}
SAYS_WHETHER: Final[Mapping[Limb, str]] = {
    "required": "required_by_managing_underwriter",
    "advised": "managing_underwriter_advice",
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
    """What a holdback turns on; None: not recorded.

    `required_on` is the day since which the managing underwriter has required it; None: since
    before the days began. `not_effective_by` is a day by which it was not effective.
    """

    effective_on: Sourced[date] | None
    expected_effective_on: Sourced[date] | None
    closing_on: Sourced[date] | None
    firm_commitment: Sourced[bool] | None
    required: Sourced[bool] | None
    advice: PeriodAdvised | None
    excluded: Sourced[bool]
    a_holder_participates: Sourced[bool] | None
    required_on: Sourced[date] | None = None
    not_effective_by: date | None = None


@dataclass(frozen=True, slots=True)
class HoldbackWindow:
    """One window, both ends included; `bound_from` is the first day that binds the Holder.

    Its days may rest on an `estimate` of effectiveness, and stand only so long as that has not
    passed unfulfilled: then reading QG11 decides, by `when_stale`. Of several windows of one limb
    it is the `stretch`th; `name` is that of one of `holdbacks` of the agreement. From `free_from`
    on it is not called for any more, whichever its days are. `said` is the source of the statement
    that calls for it.
    """

    limb: Limb
    first_day: Sourced[date]
    last_day: Sourced[date]
    bound_from: Sourced[date]
    clause: str
    free_within: Sourced[date] | None = None
    estimate: Sourced[date] | None = None
    when_stale: WhenStale = "unknown"
    stretch: int = 1
    free_from: Sourced[date] | None = None
    said: str = ""
    name: str = ""

    def line_of(self, holder: str) -> str:
        """The id of the window among those of a registration."""
        if self.name:
            return f"{self.limb}-{self.name}:{holder}"
        return f"{self.limb}:{holder}" + (f":{self.stretch}" if self.stretch > 1 else "")

    def duty_of(self, holder: str) -> str:
        """The id of a Holder's duty to keep it."""
        return f"holdback:{self.line_of(holder)}"

    def freed_by(self, day: date | None) -> bool:
        """Whether it was not called for any more on a day, whichever its days are."""
        return self.free_from is not None and day is not None and self.free_from.value <= day

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
        if self.freed_by(day):
            return False
        stands = self.stands_on(day)
        if not stands:
            return stands
        free = self.free_within is not None and day == self.free_within.value
        return self.bound_from.value <= day <= self.last_day.value and not free


@dataclass(frozen=True, slots=True)
class Holdbacks:
    """The windows there are, and those there are `perhaps`: if an input that is missing says so.

    `known` is False while a window has no days that can be told; `free_through` is then the last
    day that cannot be one of them, if there is one.
    """

    clause: str
    windows: tuple[HoldbackWindow, ...] = ()
    perhaps: tuple[HoldbackWindow, ...] = ()
    known: bool = True
    free_through: date | None = None

    def is_known_on(self, day: date) -> bool:
        """Whether no window without days can bind on a day."""
        return self.known or (self.free_through is not None and day <= self.free_through)

    def without(self, waived: Collection[str], holder: str) -> "Holdbacks":
        """The same, but for the windows that a Holder need not keep any more."""
        return replace(
            self,
            windows=tuple(each for each in self.windows if each.duty_of(holder) not in waived),
            perhaps=tuple(each for each in self.perhaps if each.duty_of(holder) not in waived),
        )

    def may_sell(self, day: date) -> bool | None:
        """Whether a public sale outside the registration is free on the day; None: not known."""
        found = {window.binds(day) for window in self.windows}
        if True in found:
            return False
        found |= {None for window in self.perhaps if window.binds(day) is not False}
        return None if None in found or not self.is_known_on(day) else True


def holdbacks(
    registration: UnderwrittenRegistration,
    term: Holdback,
    matter: Matter,
    limbs: Sequence[Limb] = LIMBS,
) -> Holdbacks:
    """The windows that the registration starts, by one limb of the clause or by both."""
    needed = [
        (limb, said)
        for limb, said in _asked(registration, term, matter)
        if limb in limbs and (said is None or said.value)
    ]
    if not needed or not _reaches(registration, term, matter):
        return Holdbacks(term.clause)
    reach_known = _reach_is_known(registration, term, matter)
    there_are: list[HoldbackWindow] = []
    perhaps: list[HoldbackWindow] = []
    known, free_through = True, date.max
    for limb, said in needed:
        if said is None:
            _miss(SAYS_WHETHER[limb], term, matter)
        window = _window(limb, registration, term, matter)
        if window is None:
            known = False
            free_through = min(free_through, _free_through(limb, registration, matter))
        elif said is not None and reach_known and _is_notified(limb, registration, term, matter):
            there_are.append(window)
        else:
            perhaps.append(window)
    windows = Holdbacks(term.clause, tuple(there_are), tuple(perhaps), known)
    return windows if known else replace(windows, free_through=free_through)


def _free_through(limb: Limb, registration: UnderwrittenRegistration, matter: Matter) -> date:
    """The last day that a window whose days cannot be told does not reach.

    What is advised binds only after effectiveness, and that leaves its trace on the record.
    """
    if limb == "required" or matter.readings.holdback2_from != "effective":
        return date.min
    return registration.not_effective_by or date.min


def barred_by_estimate(
    limb: Limb, day: date, expected: Sourced[date] | None, matter: Matter
) -> bool:
    """Whether a day was barred by the day of effectiveness that was expected then (QD17).

    What is advised bars no day before effectiveness, and so none by an estimate that moves.
    """
    term = matter.terms.holdback
    if limb != "required" or term is None or expected is None:
        return limb != "required"
    window = _required(expected, None, term, matter.unrecorded())
    estimated = replace(window, estimate=expected, when_stale=matter.readings.stale_estimate)
    return estimated.binds(day) is not False


def miss_a_new_estimate(clause: str, matter: Matter) -> None:
    """Name what is not recorded once an estimate of effectiveness has passed unfulfilled."""
    matter.working.miss(
        "expected_effective_on",
        "whether Holders must hold back, now that the estimated day has passed",
        clause,
        posted_as="holdback_required.expected_effective_on",
    )


def _asked(
    registration: UnderwrittenRegistration, term: Holdback, matter: Matter
) -> Sequence[tuple[Limb, Sourced[bool] | None]]:
    """The limbs there may be, and whether each one's own condition is met."""
    advice = registration.advice
    if advice is None or term.on_advice is None:
        return (("required", registration.required),)
    refused = next(
        (each for each in (advice.given, advice.notice_given) if each and not each.value), None
    )
    advised: tuple[Limb, Sourced[bool] | None] = ("advised", refused or advice.given)
    if registration.required is not None:
        return (("required", registration.required), advised)
    matter.working.assume(
        "HOLDBACK_NOT_REQUIRED",
        "Besides its advice the managing underwriter is taken to require no holdback.",
    )
    return (advised,)


def _reaches(registration: UnderwrittenRegistration, term: Holdback, matter: Matter) -> bool:
    """Whether a registration of this kind starts a holdback, as far as is known."""
    firm = registration.firm_commitment
    if term.firm_commitment_only and firm is not None and not firm.value:
        return False
    if registration.excluded.value:
        return False
    taking_part = registration.a_holder_participates
    only_with = matter.readings.holdback_scope == "participating"
    return not (only_with and taking_part is not None and not taking_part.value)


def _reach_is_known(registration: UnderwrittenRegistration, term: Holdback, matter: Matter) -> bool:
    """Whether everything has been said on which that turns; names the first that has not."""
    taking_part = registration.a_holder_participates
    if term.firm_commitment_only and registration.firm_commitment is None:
        _miss("firm_commitment", term, matter)
    elif taking_part is None and matter.readings.holdback_scope == "participating":
        _miss("a_holder_participates", term, matter)
    else:
        return True
    return False


def _miss(name: str, term: Holdback, matter: Matter) -> None:
    matter.working.miss(
        name, "whether Holders must hold back", term.clause, posted_as=POSTED_AS.get(name)
    )


def _window(
    limb: Limb, registration: UnderwrittenRegistration, term: Holdback, matter: Matter
) -> HoldbackWindow | None:
    if limb == "required":
        effective = _effective(limb, registration, term, matter)
        if effective is None:
            return None
        required = _required(effective, registration.required_on, term, matter)
        return _resting_on(_estimate(effective, registration), required, matter)
    if registration.advice is None or term.on_advice is None:
        return None
    if matter.readings.holdback2_from == "effective":
        anchor = _effective(limb, registration, term, matter)
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
    return _resting_on(_estimate(anchor, registration), advised, matter)


def _resting_on(
    estimate: Sourced[date] | None, window: HoldbackWindow, matter: Matter
) -> HoldbackWindow:
    if estimate is None:
        return window
    return replace(window, estimate=estimate, when_stale=matter.readings.stale_estimate)


def _effective(
    limb: Limb, registration: UnderwrittenRegistration, term: Holdback, matter: Matter
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
            posted_as=f"holdback_{limb}.expected_effective_on",
        )
        return None
    matter.working.assume(
        "EXPECTED_EFFECTIVENESS",
        f"Counted from the expected day of effectiveness, {written_out(expected.value)}.",
    )
    return expected


def _estimate(
    anchor: Sourced[date], registration: UnderwrittenRegistration
) -> Sourced[date] | None:
    """The estimate that the days rest on, while there is no actual day of effectiveness."""
    if registration.effective_on is not None or anchor is not registration.expected_effective_on:
        return None
    return anchor


def _required(
    effective: Sourced[date], since: Sourced[date] | None, term: Holdback, matter: Matter
) -> HoldbackWindow:
    begins = last_day(term.before, effective, matter, BEFORE)
    ends = last_day(term.after, effective, matter, AFTER)
    included = matter.readings.holdback_includes_effective_day
    inside = matter.working.step(
        "holdback.effective_day",
        term.clause,
        f"The day of effectiveness, {written_out(effective.value)}, is "
        f"{'' if included else 'not '}one of them.",
        effective.value,
        {"effective_on": effective},
        readings=("holdback_includes_effective_day",),
    )
    bound = begins
    if since is not None and since.value > begins.value:
        bound = matter.working.step(
            "holdback.required_on",
            term.clause,
            f"It is required from {written_out(since.value)}: no Holder is bound before.",
            since.value,
            {"required_on": since, "first_day": begins},
        )
    return HoldbackWindow(
        "required", begins, ends, bound, term.clause, None if included else inside
    )


def _advised(
    anchor: Sourced[date], advice: PeriodAdvised, term: Holdback, matter: Matter
) -> HoldbackWindow | None:
    longest = term.on_advice
    if longest is None:
        return None
    if advice.days.value > longest.count:
        matter.working.warn(
            "HOLDBACK_TOO_LONG",
            f"The advice of {numbered(advice.days.value, 'day')} binds for no more than "
            f"{longest.count}.",
        )
    count = min(advice.days.value, longest.count)
    period = longest.model_copy(update={"count": count, "anchor": matter.readings.holdback2_from})
    begins = matter.working.step(
        "holdback.first_day",
        term.clause,
        f"The advised period begins on {written_out(first_day(period, anchor.value))}.",
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
        f"The Holder is bound from its receipt of the notice, {written_out(received.value)}.",
        received.value,
        {"notice_received_on": received, "first_day": begins},
    )
    return HoldbackWindow("advised", begins, ends, bound, term.clause)


def _is_notified(
    limb: Limb, registration: UnderwrittenRegistration, term: Holdback, matter: Matter
) -> bool:
    """Whether it is known from when a limb binds the Holder: the advice from notice of it."""
    advice = registration.advice
    if limb == "required" or advice is None or advice.notice_received_on is not None:
        return True
    matter.working.miss(
        "notice_received_on",
        "from when the Holder is bound",
        term.clause,
        posted_as="holdback_notice_given.delivery",
    )
    return False

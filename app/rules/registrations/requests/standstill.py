"""The standstill after the Company's own public offering: the proviso of clause 2(a)(i).

For a number of days immediately following the commencement of such an offering the Company need
not effect a demand. Several offerings give several windows; the first free day lies in none of
them (QB16). A window simply ends: no weekend moves it (QA12). Days are calendar days.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import NOTHING_KNOWN
from app.rules.reasoning.days.period import first_day, last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.suspension.in_the_way import OtherRegistration
from app.rules.terms.rights.forms import is_on
from app.rules.terms.rights.registrations import Demand
from app.rules.terms.vocabulary import Period, Seller
from app.rules.values.written_dates import written_out

OF_STANDSTILL = ("no_standstill", "nothing_in_the_way")


@dataclass(frozen=True, slots=True)
class StandstillWindow:
    """Days on which the Company need not effect a demand.

    They are null while it is not known whether the offering begins a standstill.
    """

    commenced_on: date
    first_day: date | None
    last_day: date | None
    first_free_day: date | None
    explained_by: Mapping[str, str]


WINDOW_READINGS = ("standstill_first_day", "commencement_event", "standstill_offerings")
COMMENCED_ON = {
    "first_offer": "first_offered_on",
    "effective": "effective_on",
    "filed": "filed_on",
    "closing": "closing_on",
}


@dataclass(frozen=True, slots=True)
class Offering:
    """A public offering of equity: who sells, and the days that may be its commencement.

    The first bona fide offer is a fact of its own; where it is not stated, the day on which the
    Company's registration statement became effective stands for it (QB14), in a question as on a
    record: one made under a registration that sells for the Company on this very record is an
    offering of `registration`. Where no day stands for it either (a sale off a shelf has no
    statement of its own), it commenced on a day not recorded, `no_earlier` and `no_later`.
    `made_under` is the registration under which one is made whose commencement is recorded.
    `equity_not_stated`: that registration does not say which securities it is of.
    """

    first_offered_on: Sourced[date] | None
    seller: Seller = "company"
    filed_on: Sourced[date] | None = None
    effective_on: Sourced[date] | None = None
    closing_on: Sourced[date] | None = None
    form: str | None = None
    registration: str | None = None
    no_earlier: Sourced[date] | None = None
    no_later: date | None = None
    made_under: str | None = None
    equity_not_stated: bool = False

    def commencing_on(self, day: date, matter: Matter) -> "Offering":
        """The same offering, if what reading QB14 calls its commencement was on a day."""
        commenced = Sourced(day, self.no_earlier.source if self.no_earlier else "facts")
        match matter.readings.commencement_event:
            case "first_offer":
                return replace(self, first_offered_on=commenced)
            case "effective":
                return replace(self, effective_on=commenced)
            case "filed":
                return replace(self, filed_on=commenced)
            case "closing":
                return replace(self, closing_on=commenced)


@dataclass(frozen=True, slots=True)
class Window:
    """One standstill, first and last day included."""

    first_day: Sourced[date]
    last_day: Sourced[date]
    first_free_day: Sourced[date]
    commenced_on: Sourced[date]

    def holds(self, day: date) -> bool:
        """Whether the day lies in the window."""
        return self.first_day.value <= day <= self.last_day.value


def windows(offerings: Sequence[Offering], matter: Matter) -> tuple[Window, ...]:
    """The standstill of every offering that starts one, by commencement."""
    demand = matter.terms.demand
    if demand is None or demand.standstill is None or not offerings:
        return ()
    standstill = demand.standstill
    commenced: list[Sourced[date]] = []
    for offering in sorted(offerings, key=begun_on):
        starts = _starts_standstill(offering, demand, matter)
        day = _commencement(offering, standstill, matter) if starts else None
        if day is not None:
            _say_on_which_form(offering, day.value, demand, matter)
            commenced.append(day)
    commenced.sort(key=lambda each: each.value)
    if matter.readings.standstill_offerings == "first_only":
        commenced = commenced[:1]
    place = f"{demand.place}/standstill"
    found = tuple(_window(each, standstill, place, matter) for each in commenced)
    standing_still = DaysOfStandstill(found)
    return tuple(_free_of_all(each, standing_still, standstill.clause, matter) for each in found)


class DaysOfStandstill:
    """All days that lie in some window, in stretches with a free day between them.

    Every window is asked when it is free of all the others: that would be each against each.
    """

    def __init__(self, standstills: Iterable[Window]) -> None:
        self._firsts: list[date] = []
        self._lasts: list[date] = []
        for first, last in sorted(_days(standstills)):
            if first > last:
                continue
            if not self._lasts or first > self._lasts[-1] + ONE_DAY:
                self._firsts.append(first)
                self._lasts.append(last)
            self._lasts[-1] = max(self._lasts[-1], last)

    def first_free_day(self, day: date) -> date:
        """`day`, or the first day after it that lies in no window."""
        place = bisect_right(self._firsts, day)
        if place and day <= self._lasts[place - 1]:
            return self._lasts[place - 1] + ONE_DAY
        return day


def _free_of_all(
    window: Window, standing_still: DaysOfStandstill, clause: str, matter: Matter
) -> Window:
    """The standstill, free only from the first day that lies in no other either (QB16)."""
    free = standing_still.first_free_day(window.first_free_day.value)
    if free == window.first_free_day.value:
        return window
    last = free - ONE_DAY
    said = matter.working.step(
        "standstill.free_of_all",
        clause,
        f"{written_out(window.first_free_day.value)} lies in another standstill, through "
        f"{written_out(last)}: the first day in none is {written_out(free)}.",
        free,
        {"first_free_day": window.first_free_day},
    )
    return replace(window, first_free_day=said)


def windows_as_changed(
    offerings: Sequence[Offering], asked_on: date, matter: Matter, done_on: date | None = None
) -> tuple[Window, ...]:
    """The standstills against what was asked for on a day, as the terms change until it is done.

    A change governs from its day on: what had ended stays ended, what it brings about begins with
    it, and what it leaves no day that is still to come ends on the day before.
    """
    changes = matter.changes_after(asked_on)
    if not changes:
        return windows(offerings, matter)
    standing = windows(offerings, matter.on(asked_on))
    for change in changes:
        then = matter.on(change.value)
        if done_on is not None and done_on < change.value:
            break
        if _days(standing) != _days(windows(offerings, then.unrecorded())):
            standing = _changed(standing, windows(offerings, then), change, then)
    return standing


def _days(standstills: Iterable[Window]) -> list[tuple[date, date]]:
    return [(each.first_day.value, each.last_day.value) for each in standstills]


def _changed(
    standing: Sequence[Window], changed: Sequence[Window], change: Sourced[date], matter: Matter
) -> tuple[Window, ...]:
    """The standstills before a change and under it, each on its own days."""
    before = {each.commenced_on.value: each for each in standing}
    under = {each.commenced_on.value: each for each in changed}
    found: list[Window] = []
    for commenced in sorted(before.keys() | under.keys()):
        old, new = before.get(commenced), under.get(commenced)
        if old is not None and old.last_day.value < change.value:
            found.append(old)
        elif new is not None and new.last_day.value >= change.value:
            brought_about = old is None and new.first_day.value < change.value
            found.append(replace(new, first_day=change) if brought_about else new)
        elif old is not None and old.first_day.value < change.value:
            found.append(_cut(old, change, matter))
    return tuple(found)


def _cut(window: Window, change: Sourced[date], matter: Matter) -> Window:
    """A standstill that a change ends: the day of the change is the first without it."""
    ends = matter.working.step(
        "standstill.ended_by_change",
        matter.terms.amendments.clause,
        f"The terms as changed from {written_out(change.value)} leave the standstill no day that "
        "is still to come: the day before is its last.",
        change.value - ONE_DAY,
        {"last_day": window.last_day, "changed_on": change},
    )
    return replace(window, last_day=ends, first_free_day=change)


def not_stated(offerings: Sequence[Offering], matter: Matter) -> tuple[Offering, ...]:
    """The offerings under registrations of this record of which it is not told when they commenced.

    Each starts a standstill on some day, or will.
    """
    demand = matter.terms.demand
    if demand is None or demand.standstill is None:
        return ()
    return tuple(
        each
        for each in offerings
        if each.registration is not None
        and getattr(each, COMMENCED_ON[matter.readings.commencement_event]) is None
        and stands_for_commencement(each, matter) is None
        and _starts_standstill(each, demand, matter)
    )


def stands_for_commencement(offering: Offering, matter: Matter) -> Sourced[date] | None:
    """QB14: where the first offer counts and is not told, effectiveness stands for it."""
    told = offering.first_offered_on is not None
    counts = matter.readings.commencement_event == "first_offer"
    return offering.effective_on if counts and not told else None


def begun_on(offering: Offering) -> date:
    """The first offer, or effectiveness where it is not recorded."""
    begun = offering.first_offered_on or offering.effective_on
    return begun.value if begun else date.max


def _starts_standstill(offering: Offering, demand: Demand, matter: Matter) -> bool:
    if is_on(offering.form, demand.standstill_except_forms):
        return False
    return matter.readings.standstill_offerings == "any" or offering.seller != "holders"


def _say_on_which_form(offering: Offering, day: date, demand: Demand, matter: Matter) -> None:
    """An offering of which no form is stated is taken to be one that starts a standstill."""
    if offering.form is None and demand.standstill_except_forms:
        matter.working.assume(
            "OFFERING_FORM_NOT_STATED",
            f"On which form the Company's offering that commenced on {written_out(day)} was made "
            "is not stated: it is taken to start a standstill, as one on "
            f"{' or '.join(demand.standstill_except_forms)} would not.",
        )


def _commencement(offering: Offering, standstill: Period, matter: Matter) -> Sourced[date] | None:
    """The day reading QB14 calls the commencement; a missing day is named, not guessed."""
    field = COMMENCED_ON[matter.readings.commencement_event]
    day: Sourced[date] | None = getattr(offering, field)
    stand_in = stands_for_commencement(offering, matter)
    if day is None and stand_in is not None:
        under = f" under registration {offering.registration}" if offering.registration else ""
        matter.working.assume(
            "COMMENCED_WHEN_EFFECTIVE",
            f"No first offer is recorded: the Company's offering{under} is taken to "
            f"have commenced on {written_out(stand_in.value)}, when its registration statement "
            "became effective.",
        )
        return stand_in
    if day is None and offering.registration is not None:
        return None
    if day is None:
        matter.working.miss(
            field,
            "the commencement of the Company's offering",
            standstill.clause,
            posted_as=f"company_offering_commenced.{field}",
        )
    return day


def _window(commenced: Sourced[date], standstill: Period, place: str, matter: Matter) -> Window:
    working = matter.working
    inclusive = matter.readings.standstill_first_day == "commencement_day"
    period = standstill.model_copy(update={"inclusion": "inclusive"}) if inclusive else standstill
    starts = working.step(
        "standstill.first_day",
        period.clause,
        f"The offering commenced on {written_out(commenced.value)}; day one of the standstill is "
        f"{written_out(first_day(period, commenced.value))}.",
        first_day(period, commenced.value),
        {"commenced_on": commenced},
        readings=WINDOW_READINGS,
    )
    ends = last_day(period, commenced, matter, place)
    free = working.step(
        "standstill.first_free_day",
        period.clause,
        f"The first day after it is {written_out(ends.value + ONE_DAY)}.",
        ends.value + ONE_DAY,
        {"last_day": ends},
    )
    return Window(starts, ends, free, commenced)


def shown_standstill(window: Window) -> StandstillWindow:
    """A standstill as the answer shows it."""
    return StandstillWindow(
        commenced_on=window.commenced_on.value,
        first_day=window.first_day.value,
        last_day=window.last_day.value,
        first_free_day=window.first_free_day.value,
        explained_by=explained(
            commenced_on=window.commenced_on,
            first_day=window.first_day,
            last_day=window.last_day,
            first_free_day=window.first_free_day,
        ),
    )


def only_the_standstill_is_open(conditions: Sequence[Condition]) -> bool:
    """Whether the Company is bound, and only from when is not known."""
    return all(each.outcome == "passed" or each.name in OF_STANDSTILL for each in conditions)


def miss_commencement(standstill: Period, matter: Matter) -> None:
    """Name what would tell when the standstill after the Company's own offering runs."""
    matter.working.miss(
        "occurred_on",
        "whether the standstill after the Company's own offering is in the way",
        standstill.clause,
        posted_as="company_offering_commenced.occurred_on",
    )


def shown_standstills(
    offerings: Sequence[Offering], matter: Matter
) -> tuple[StandstillWindow, ...]:
    """Every standstill of the agreement; what would tell of one that is not known is named."""
    demand = matter.terms.demand
    if demand and demand.standstill and not_stated(offerings, matter):
        miss_commencement(demand.standstill, matter)
    return tuple(shown_standstill(window) for window in windows(offerings, matter))


def standstill_unknown(
    offerings: Sequence[Offering], standstill: Period, matter: Matter
) -> Condition:
    """It is not recorded when an offering commenced, and its standstill may be in the way."""
    miss_commencement(standstill, matter)
    under = ", ".join(str(each.registration) for each in not_stated(offerings, matter))
    says = (
        f"It is not recorded when the Company's offering under registration {under} "
        "commenced; a standstill after it may be in the way."
    )
    return Condition("no_standstill", "unknown", standstill.clause, says)


def as_other(offering: Offering, name: str, matter: Matter) -> OtherRegistration:
    """An offering of which no registration is on the record, for standstills of the agreement."""
    days = {
        "registration.offering_commenced": offering.first_offered_on,
        "registration.filed": offering.filed_on,
        "registration.effective": offering.effective_on,
        "registration.closed": offering.closing_on,
    }
    made = Sourced(matter.terms.agreement_date, "terms:/agreement_date")
    return OtherRegistration(
        name,
        NOTHING_KNOWN.also({"agreement.dated": made, **days}),
        initiated_for="holders" if offering.seller == "holders" else "company",
        purpose="offering",
        form=offering.form,
    )

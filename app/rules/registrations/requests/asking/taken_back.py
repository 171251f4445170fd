"""Requests that were taken back: by whom, on which day, and before or after what else came then.

The agreement has no clause on it. What is taken back before the request as a whole is complete was
never part of it (2(a)(i), "at the time"); what is taken back afterwards leaves the request as it
was made (QB20), and ends it once nobody asks any more. Dates are whole days; nothing raises.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.rules.reasoning.trace import Sourced


@dataclass(frozen=True, slots=True)
class TakenBack:
    """One taking back of what a Holder had asked for by then (None: all who had asked did).

    `before_letters` says whether it reached the Company before the letters of the same day.
    """

    holder: str | None
    on: Sourced[date]
    before_letters: bool | None = None


@dataclass(frozen=True, slots=True)
class WhoTookBack:
    """Every taking back of requests for one registration."""

    everything: tuple[TakenBack, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was taken back."""
        return bool(self.everything)

    def of(self, holder: str, asked_on: date | None) -> TakenBack | None:
        """The first by which a Holder took back what it had asked for on a day."""
        own = [
            TakenBack(holder, each.on, each.before_letters)
            for each in self.everything
            if each.holder in (holder, None)
            and (asked_on is None or asked_on <= each.on.value)
            and not (asked_on == each.on.value and each.before_letters)
        ]
        return min(own, key=lambda each: each.on.value, default=None)

    def through(self, day: date) -> "WhoTookBack":
        """What was taken back by the end of a day."""
        return WhoTookBack(tuple(each for each in self.everything if each.on.value <= day))

    def wholly(self, complete_on: date | None) -> TakenBack | None:
        """The first by which all took back a request that was complete on a day by then."""
        whole = [
            each
            for each in self.everything
            if each.holder is None
            and (complete_on is None or complete_on <= each.on.value)
            and not (complete_on == each.on.value and each.before_letters)
        ]
        return min(whole, key=lambda each: each.on.value, default=None)


NOTHING_TAKEN_BACK: Final = WhoTookBack()

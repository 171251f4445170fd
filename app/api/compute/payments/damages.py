"""Damages agreed beforehand: the terms of them, the defaults, and what the Holders have."""

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from app.api.compute.computation import computation
from app.api.compute.question import Body, Question, example
from app.rules.facts.base import HolderId, ShareCount
from app.rules.money.damages.accrual import DamagesAnswer, HeldSince, HolderSaid, damages
from app.rules.money.damages.spells import DaysLeftOut, DefaultSaid
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, sourced
from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.payments.damages import Damages
from app.rules.terms.vocabulary import Words
from app.rules.values.amounts import Money, PositivePrice
from app.rules.values.written_dates import PlainDate

MOST_DAYS = 7500
MOST_PAYMENTS = 5000


class DaysGiven(Body):
    """Days that do not count, both ends included."""

    because: Annotated[
        Words,
        Field(
            description="Which of the default's `not` they are: the id of the condition, `not` and "
            "the id, or `delayed`."
        ),
    ]
    first_day: PlainDate
    last_day: Annotated[
        PlainDate | None, Field(description="Left out: they go on on the day asked about.")
    ] = None

    @model_validator(mode="after")
    def _in_order(self) -> "DaysGiven":
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("they end before they begin")
        return self


class DefaultGiven(Body):
    """One default: the last day that was missed, or the first day of the days without or while."""

    default: Annotated[NameOfTerm, Field(description="Its id in `for`.")]
    last_day: Annotated[
        PlainDate | None,
        Field(description="Of a default with `missed`: the last day, as moved and tolled."),
    ] = None
    began_on: Annotated[
        PlainDate | None,
        Field(description="Of one with `without` or `while`: the first such day."),
    ] = None
    cured_on: Annotated[
        PlainDate | None, Field(description="Left out: it is not cured by the day asked about.")
    ] = None
    left_out: Annotated[
        tuple[DaysGiven, ...],
        Field(max_length=100, description="Days that do not count. Left out: all count."),
    ] = ()

    @property
    def since(self) -> date:
        """The day it is counted from."""
        since = self.last_day or self.began_on
        if since is None:
            raise ValueError("give `last_day` of what is missed, or `began_on` of other days")
        return since

    def said(self, source: str) -> DefaultSaid:
        """The default, sourced to the request."""
        name = "last_day" if self.last_day is not None else "began_on"
        return DefaultSaid(
            self.default,
            Sourced(self.since, f"{source}/{name}"),
            sourced(self.cured_on, f"{source}/cured_on"),
            tuple(
                DaysLeftOut(
                    each.first_day,
                    each.last_day,
                    Sourced(each.because, f"{source}/left_out/{place}/because"),
                )
                for place, each in enumerate(self.left_out)
            ),
        )


class HeldGiven(Body):
    """What a Holder has from a day on, until the next day that is given."""

    since: PlainDate
    units: Annotated[
        ShareCount | None, Field(description="How many units: shares, warrants, notes.")
    ] = None
    amount: Annotated[
        Money | None, Field(description="The base itself, in money: paid for what it still has.")
    ] = None

    @model_validator(mode="after")
    def _one_measure(self) -> "HeldGiven":
        if (self.units is None) == (self.amount is None):
            raise ValueError("give either `units` or the `amount` of the base")
        return self

    def position(self, source: str) -> HeldSince:
        """The position, sourced to the request."""
        since = Sourced(self.since, f"{source}/since")
        if self.amount is not None:
            return HeldSince(since, Sourced(self.amount, f"{source}/amount"))
        return HeldSince(since, Sourced(self.units or 0, f"{source}/units"))


class DamagedHolder(Body):
    """One Holder: what it has from which day, in the order of the days; the first is the issue."""

    holder: HolderId | Words
    held: Annotated[
        tuple[HeldGiven, ...],
        Field(max_length=50, description="Left out: only of an amount that needs no base."),
    ] = ()
    per_unit: Annotated[
        PositivePrice | None,
        Field(description="The money per unit of the base, where the agreement states none."),
    ] = None
    elected: Annotated[
        StrictBool | None,
        Field(description="Whether it elects the damages, where they are owed only if elected."),
    ] = None

    @model_validator(mode="after")
    def _in_order(self) -> "DamagedHolder":
        days = [each.since for each in self.held]
        if any(later <= earlier for earlier, later in itertools.pairwise(days)):
            raise ValueError("`held` goes by day, each later than the one before")
        if len({each.units is None for each in self.held}) > 1:
            raise ValueError("`held` is all in units or all in money")
        return self

    def said(self, source: str) -> HolderSaid:
        """The Holder, sourced to the request."""
        return HolderSaid(
            self.holder,
            source,
            tuple(each.position(f"{source}/held/{place}") for place, each in enumerate(self.held)),
            sourced(self.per_unit, f"{source}/per_unit"),
            sourced(self.elected, f"{source}/elected"),
        )


class DamagesQuestion(Question):
    """What is owed in damages for these defaults by a day?"""

    damages: Damages
    defaults: Annotated[tuple[DefaultGiven, ...], Field(min_length=1, max_length=50)]
    holders: Annotated[
        tuple[DamagedHolder, ...],
        Field(
            max_length=200,
            description="The Holders. Left out: only of an amount owed to all together.",
        ),
    ] = ()
    as_of: Annotated[
        PlainDate, Field(description="The day through which it is counted, that day included.")
    ]

    @model_validator(mode="after")
    def _fits(self) -> "DamagesQuestion":
        for default in self.defaults:
            self._default_fits(default)
        by_id: dict[str, list[DefaultGiven]] = {}
        for default in self.defaults:
            by_id.setdefault(default.default, []).append(default)
        for name, several in by_id.items():
            _one_after_the_other(name, several)
        names = [each.holder for each in self.holders]
        if len(set(names)) < len(names):
            raise ValueError("a Holder is given twice")
        if self.damages.to == "all" and self.holders:
            raise ValueError("the amount is owed to all together: leave `holders` out")
        if self.damages.to != "all" and not self.holders:
            raise ValueError("give the `holders` to whom it is owed")
        for holder in self.holders:
            self._holder_fits(holder)
        self._is_not_too_long()
        return self

    def _default_fits(self, given: DefaultGiven) -> None:
        agreed = self.damages.defaults.get(given.default)
        if agreed is None:
            known = ", ".join(self.damages.defaults)
            raise ValueError(f"there is no default {given.default!r} in `for`: there are {known}")
        missed = agreed.missed is not None
        if (given.last_day is None) == missed or (given.began_on is None) != missed:
            name = "last_day" if missed else "began_on"
            raise ValueError(f"the default {given.default!r} is counted from its `{name}` alone")
        if given.cured_on is not None and given.cured_on > self.as_of:
            raise ValueError(f"{given.default!r} is cured after the day asked about: leave it out")
        if given.cured_on is not None and not missed and given.cured_on < given.since:
            raise ValueError(f"{given.default!r} is cured before it began")
        grounds = {ground.name for ground in agreed.left_out}
        for out in given.left_out:
            if out.because not in grounds:
                listed = ", ".join(sorted(grounds)) or "none"
                raise ValueError(
                    f"no days of {given.default!r} are left out because of {out.because!r}: its "
                    f"`not` names {listed}"
                )

    def _holder_fits(self, holder: DamagedHolder) -> None:
        base = self.damages.base
        if base is None:
            if holder.held or holder.per_unit is not None:
                raise ValueError("the amount does not depend on what a Holder has: leave it out")
        elif not holder.held:
            raise ValueError(f"say what {holder.holder} has: `held`")
        else:
            in_money = holder.held[0].units is None
            if base.of == "units" and in_money:
                raise ValueError("an amount for each unit needs `held` in units")
            if in_money and base.each is not None:
                raise ValueError("the agreement states the money per unit: give `held` in units")
            if holder.per_unit is not None and (
                in_money or base.each is not None or base.of == "units"
            ):
                raise ValueError("`per_unit` is of a base in units whose money is not stated")
        if holder.elected is not None and not self.damages.elected:
            raise ValueError("these damages are owed without election: leave `elected` out")

    def _is_not_too_long(self) -> None:
        first = min(default.since for default in self.defaults)
        days = (self.as_of - first).days
        if days > MOST_DAYS:
            raise ValueError(f"the days from the first default are more than {MOST_DAYS}")
        period = self.damages.period or self.damages.per
        count = getattr(period, "count", 1) if getattr(period, "unit", "month") == "day" else 28
        periods = len(self.defaults) * (max(days, 0) // count + 2)
        if periods * max(len(self.holders), 1) > MOST_PAYMENTS:
            raise ValueError(
                f"these are more than {MOST_PAYMENTS} payments: ask of fewer Holders at a time"
            )


def _one_after_the_other(name: str, several: Sequence[DefaultGiven]) -> None:
    """Refuse the same default twice on one day."""
    in_order = sorted(several, key=lambda each: each.since)
    for earlier, later in itertools.pairwise(in_order):
        if earlier.cured_on is None or earlier.cured_on > later.since:
            raise ValueError(f"{name!r} is given twice for the same days")


LATE_FILING = {
    "clause": "5.1",
    "for": {
        "filing": {
            "missed": "due.resale.filed",
            "grace": {"count": 7, "unit": "day", "after": "due.resale.filed"},
            "reaches_back": True,
        }
    },
    "base": {"of": "paid", "held_on": "period_start"},
    "rates": [{"through": 45, "rate": "3/400"}, {"rate": "3/200"}],
    "per": {"count": 30, "unit": "day"},
    "accrues": "daily",
    "cure_day": "excluded",
    "together": "one_at_a_time",
    "cap": {"fraction": "9/100", "of": "base", "is": "<=", "held_on": "issue"},
    "pay": {"count": 4, "unit": "business_day", "after": "period.ended"},
}


@computation(
    "/damages",
    "What is owed in damages for a default?",
    example(
        "60 days late: 0.75% for each 30 days, 1.5% after the 45th day",
        damages=LATE_FILING,
        defaults=[{"default": "filing", "last_day": "1999-03-31", "cured_on": "1999-05-31"}],
        holders=[
            {
                "holder": "spectrum",
                "held": [
                    {"since": "1998-10-09", "units": 400000},
                    {"since": "1999-05-10", "units": 300000},
                ],
                "per_unit": "2.50",
            },
            {"holder": "mochary", "held": [{"since": "1998-10-09", "amount": "125000.00"}]},
        ],
        as_of="1999-06-30",
    ),
)
def compute_damages(asked: DamagesQuestion, matter: Matter) -> DamagesAnswer:
    """Liquidated damages for what comes late or lapses, by Holder and period, to the cent.

    `damages` says them in the words of a terms document: the defaults, the base or amount, the
    ladder of rates, grace, cure, cap, payment and interest. Each payment is rounded half up once.
    Interest runs as long as a payment is not made: here, through the day asked about. The answer
    also gives the most that can still accrue: up to the cap, or for each further period without
    limit. What the terms do not say and the law does not supply is not guessed: the amounts are
    null, and `missing_inputs` names the place.
    """
    return damages(
        asked.damages,
        tuple(each.said(f"request:/defaults/{place}") for place, each in enumerate(asked.defaults)),
        tuple(each.said(f"request:/holders/{place}") for place, each in enumerate(asked.holders)),
        Sourced(asked.as_of, "request:/as_of"),
        matter,
    )


COMPUTATIONS = (compute_damages,)

"""Damages as the answer of a registration shows them: bare values, and where each comes from.

Money is in cents, days are whole; what turns on what is not recorded is null.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from app.rules.money.damages.accrual import DamagesAnswer, PaymentKind
from app.rules.money.damages.spells import DefaultState
from app.rules.reasoning.trace import Explained, Sourced
from app.rules.values.amounts import ComputedMoney

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DefaultShown:
    """One default: how it stands, its days that count, and the day of grace.

    `state` null: that turns on what is not recorded, or on a doubt of the terms.
    """

    default: str
    state: DefaultState | None
    grace_ends_on: date | None
    first_day: date | None
    last_day: date | None
    days: int | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DamagesPaymentShown:
    """One payment to one Holder, or so much of it as has accrued by the day asked about.

    `period` numbers are in the id; `paid_on` is null while no payment of it is recorded.
    """

    id: str
    holder: str
    default: str
    kind: PaymentKind
    begins: date | None
    last_day: date | None
    ended_on: date | None
    days: int | None
    uncapped: ComputedMoney | None
    amount: ComputedMoney | None
    pay_by: date | None
    interest: ComputedMoney | None
    paid_on: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HolderDamagesShown:
    """What one Holder is owed by the day asked about, and the most that can still accrue to it.

    `may_still_accrue` null: without limit, or not known; then `each_further_period` is the most
    that each further period adds.
    """

    holder: str
    accrued: ComputedMoney | None
    interest: ComputedMoney | None
    cap: ComputedMoney | None
    cap_reached_on: date | None
    may_still_accrue: ComputedMoney | None
    each_further_period: ComputedMoney | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DamagesOwed:
    """Damages agreed for the defaults of one registration, by their name in the terms.

    The payments are a table, by Holder and period; amounts are null while something is not said or
    not recorded that they turn on.
    """

    name: str
    clause: str
    defaults: tuple[DefaultShown, ...]
    payments: tuple[DamagesPaymentShown, ...]
    holders: tuple[HolderDamagesShown, ...]
    accrued: ComputedMoney | None
    interest: ComputedMoney | None
    may_still_accrue: ComputedMoney | None
    without_limit: bool | None
    exclusive: bool | None
    explained_by: Mapping[str, str]


def damages_shown(name: str, clause: str, found: DamagesAnswer) -> DamagesOwed:
    """Damages on the record, as they are shown."""
    return _shown(
        DamagesOwed,
        found,
        name=name,
        clause=clause,
        defaults=tuple(_shown(DefaultShown, each) for each in found.defaults),
        payments=tuple(_shown(DamagesPaymentShown, each) for each in found.payments),
        holders=tuple(_shown(HolderDamagesShown, each) for each in found.holders),
    )


def _shown(kind: Callable[..., T], part: Explained, **more: Any) -> T:
    """A result in bare values, with the sources of those that have one."""
    values, sources = dict(more), {}
    for each in fields(kind):  # type: ignore[arg-type]  # T is one of the dataclasses above
        if each.name in more or each.name == "explained_by":
            continue
        value = getattr(part, each.name)
        if isinstance(value, Sourced):
            sources[each.name] = value.source
            value = value.value
        values[each.name] = value
    return kind(**values, explained_by=sources)

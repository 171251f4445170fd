"""Sellers, advice and instruments with which the rules on the parties are tried."""

from collections.abc import Mapping
from typing import Any

from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.advised import (
    MaximaAdvised,
    allocate_incidental,
    allocate_takedown,
)
from app.rules.registrations.cutback.selling import (
    Allocation,
    Maximum,
    Seller,
)
from app.rules.terms import Terms, with_readings
from app.rules.terms.rights.registrations import Incidental, Party, SellerClass, TierClass
from app.services.agreements.templates import template, with_overrides

TERMS: Terms = template("ctc-1998").terms


def matter(overrides: Mapping[str, Any] | None = None, **readings: object) -> Matter:
    """A matter under the 1998 terms, with some of them and some readings replaced."""
    return open_matter(with_readings(with_overrides(TERMS, dict(overrides or {})), readings))


def incidental(asked: Matter) -> Incidental:
    assert asked.terms.incidental is not None
    return asked.terms.incidental


def said(value: bool) -> Sourced[bool]:
    return Sourced(value, "request:/said")


def seller(
    name: str,
    requested: int,
    seller_class: SellerClass = "holders",
    tier_class: TierClass | None = None,
    owned: int | None = None,
) -> Seller:
    own_tier: TierClass = "initiators" if seller_class == "demanding" else seller_class
    return Seller(
        name,
        seller_class,
        tier_class or own_tier,
        requested,
        f"request:/{seller_class}/{name}",
        None if owned is None else Sourced(owned, f"request:/owned/{name}"),
    )


def advice(
    maximum: int | None,
    *,
    underwritten: bool | None = True,
    in_writing: bool | None = True,
    greenshoe: int | None = None,
) -> MaximaAdvised:
    extra = None if greenshoe is None else Sourced(greenshoe, "request:/greenshoe_shares")
    written = None if in_writing is None else said(in_writing)
    return MaximaAdvised(
        None if underwritten is None else said(underwritten),
        ()
        if maximum is None
        else (Maximum("request:/maximum_shares", maximum, extra, in_writing=written),),
    )


def in_incidental(
    sellers: list[Seller],
    heard: MaximaAdvised,
    asked: Matter,
    initiated_by: Party | None = "company",
) -> Allocation:
    by: Sourced[Party] | None = (
        None if initiated_by is None else Sourced(initiated_by, "request:/initiated_by")
    )
    return allocate_incidental(sellers, heard, by, incidental(asked), asked)


def in_takedown(sellers: list[Seller], heard: MaximaAdvised, asked: Matter) -> Allocation:
    assert asked.terms.takedown_cutback is not None
    return allocate_takedown(sellers, heard, asked.terms.takedown_cutback, asked)


def shares(allocation: Allocation) -> dict[str, int | None]:
    """What each seller may sell."""
    return {line.seller: line.included for line in allocation.lines}


def warnings(asked: Matter) -> list[str]:
    return [warning.code for warning in asked.working.warnings]


def missing(asked: Matter) -> list[str]:
    return [each.name for each in asked.working.missing]


def relied_on(asked: Matter) -> set[str]:
    return set(asked.working.relied_on)

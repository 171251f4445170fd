"""What the tests of money share: a matter under the 1998 terms, sourced values, random amounts."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import strategies as st

from app.rules.money.indemnity.contribution import Party
from app.rules.money.indemnity.indemnity import Person
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms import Terms, with_readings
from app.rules.terms.payments.money import Indemnity, Role
from app.services.agreements.templates import template, with_overrides

T = TypeVar("T")


def terms(**overrides: Any) -> Terms:
    """The 1998 terms, with some of them replaced."""
    return with_overrides(template("ctc-1998").terms, overrides)


def matter(overrides: Mapping[str, Any] | None = None, **readings: object) -> Matter:
    return open_matter(with_readings(terms(**(overrides or {})), readings))


def indemnity_terms(of: Matter) -> Indemnity:
    assert of.terms.indemnity is not None
    return of.terms.indemnity


def said(value: T) -> Sourced[T]:
    return Sourced(value, "request:/test")


def amount(text: str) -> Sourced[Decimal]:
    return said(Decimal(text))


def party(
    name: str,
    role: Role,
    fault: int | Fraction,
    cap: str | None = None,
    already_paid: str | None = None,
    **more: Any,
) -> Party:
    person = Person(
        name,
        role,
        "request:/test",
        more.pop("undertaking_given", True),
        more.pop("required_indemnity", None),
    )
    collectible, used = more.pop("collectible", None), more.pop("used", None)
    return Party(
        person,
        said(Fraction(fault)),
        said(more.pop("fraudulent", False)),
        None if cap is None else amount(cap),
        None if used is None else amount(used),
        None if already_paid is None else amount(already_paid),
        None if collectible is None else amount(collectible),
    )


amounts = st.integers(0, 10**14).map(lambda cents: Decimal(cents).scaleb(-2))

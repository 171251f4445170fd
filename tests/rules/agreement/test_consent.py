"""Whose consent lets a delay go on beyond the agreed days: 2(g), 9(e), reading QD7."""

from collections.abc import Mapping

import pytest

from app.rules.agreement.consent import Consents, consent_given
from app.rules.holders.holdings import Holding, Position
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.parties import matter, missing

HELD: Mapping[str, Holding] = {
    "cashin": Holding(Position(preferred_as_converted=1), True, "fact:cashin#"),
    "spectrum": Holding(Position(preferred_as_converted=6), True, "fact:spectrum#"),
    "wang": Holding(Position(preferred_as_converted=5), True, "fact:wang#"),
}
"""Twelve shares: seven are a majority, six are not."""


def given(
    asked: Matter,
    *consenting: str,
    affected: tuple[str, ...] | None = None,
    holdings: Mapping[str, Holding] | None = HELD,
) -> bool | None:
    right = asked.terms.delay
    assert right is not None
    consents = Consents(
        Sourced(consenting, "fact:consented#"),
        None if affected is None else Sourced(affected, "fact:delayed#"),
        holdings,
    )
    found = consent_given(consents, right, asked)
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("consenting", "enough"),
    [
        ((), False),
        (("spectrum",), False),
        (("cashin", "wang"), False),
        (("cashin", "spectrum"), True),
        (("cashin", "spectrum", "wang"), True),
    ],
)
def test_the_requisite_holders_bind_all(consenting: tuple[str, ...], enough: bool) -> None:
    assert given(matter(), *consenting) is enough


@pytest.mark.parametrize(
    ("consenting", "everybody"),
    [
        ((), False),
        (("spectrum",), False),
        (("spectrum", "stranger"), False),
        (("spectrum", "wang"), True),
        (("cashin", "spectrum", "wang"), True),
    ],
)
def test_of_all_who_are_affected_none_may_be_silent(
    consenting: tuple[str, ...], everybody: bool
) -> None:
    """Spectrum and Wang are affected; who else consents makes no difference."""
    asked = matter(consent_by="affected_holders")
    assert given(asked, *consenting, affected=("spectrum", "wang")) is everybody


@pytest.mark.parametrize(
    ("consenting", "everybody"),
    [
        ((), False),
        (("spectrum", "wang"), False),
        (("cashin", "spectrum", "wang"), True),
        (("cashin", "spectrum", "stranger", "wang"), True),
    ],
)
def test_where_every_holder_is_asked_none_may_be_silent(
    consenting: tuple[str, ...], everybody: bool
) -> None:
    assert given(matter(consent_by="all"), *consenting) is everybody


@pytest.mark.parametrize(
    ("reading", "named"),
    [
        ("requisite_holders", "positions"),
        ("all", "positions"),
        ("affected_holders", "affected_holders"),
    ],
)
def test_while_it_is_not_recorded_who_is_asked_it_is_not_known(reading: str, named: str) -> None:
    asked = matter(consent_by=reading)
    assert given(asked, "spectrum", holdings=None) is None
    assert missing(asked) == [named]

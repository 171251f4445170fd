"""Amendments and waivers: what they need, and from when they have effect."""

from dataclasses import replace
from datetime import date

import pytest

from app.rules.agreement.amendment import AmendmentRuling, Failure, Instrument, rule_on_amendment
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.parties import matter, missing, said, warnings

SIGNED = Sourced(date(1999, 6, 1), "request:/signed_on")
EARLIER = Sourced(date(1999, 5, 1), "request:/takes_effect_on")
LATER = Sourced(date(1999, 7, 1), "request:/takes_effect_on")
AMENDMENT = Instrument(
    kind="amendment",
    in_writing=said(True),
    company_signed=said(True),
    signing_shares=Sourced(733_334, "request:/signing_shares"),
    total_shares=Sourced(1_466_666, "request:/total_shares"),
    signed_on=SIGNED,
    takes_effect_on=None,
    hurt={},
)


def ruled(instrument: Instrument, asked: Matter | None = None) -> AmendmentRuling:
    return rule_on_amendment(instrument, asked or matter())


@pytest.mark.parametrize(
    ("instrument", "reason"),
    [
        (AMENDMENT, None),
        (replace(AMENDMENT, in_writing=said(False)), "NOT_IN_WRITING"),
        (replace(AMENDMENT, company_signed=said(False)), "COMPANY_NOT_SIGNED"),
        (replace(AMENDMENT, signing_shares=Sourced(733_333, "x")), "NOT_REQUISITE_HOLDERS"),
        (replace(AMENDMENT, hurt={"wang": said(False)}), None),
    ],
)
def test_it_needs_a_writing_the_company_and_a_majority(
    instrument: Instrument, reason: Failure | None
) -> None:
    found = ruled(instrument)
    assert (found.effective.value, found.reason) == (reason is None, reason)


def test_the_requirements_are_terms() -> None:
    asked = matter(
        {"amendments": {"company_signs": False, "holders_sign": {"fraction": "2/3"}}},
    )
    found = ruled(replace(AMENDMENT, company_signed=said(False)), asked)
    assert found.reason == "NOT_REQUISITE_HOLDERS"
    assert found.test.needed.value == 977_778


def from_when(instrument: Instrument, asked: Matter) -> date | None:
    start = ruled(instrument, asked).effective_from
    return start.value if start else None


def test_a_waiver_reaches_back_and_an_amendment_does_not() -> None:
    asked = matter()
    waiver = replace(AMENDMENT, kind="waiver", takes_effect_on=EARLIER)
    assert from_when(waiver, asked) == EARLIER.value
    assert warnings(asked) == []
    assert from_when(replace(AMENDMENT, takes_effect_on=EARLIER), asked) == SIGNED.value
    assert warnings(asked) == ["NOT_RETROACTIVE"]


def test_one_that_names_its_own_day_reaches_back_to_nothing() -> None:
    asked = matter()
    named = Sourced(SIGNED.value, "request:/takes_effect_on")
    assert from_when(replace(AMENDMENT, takes_effect_on=named), asked) == SIGNED.value
    assert "NOT_RETROACTIVE" not in warnings(asked)


def test_both_may_start_later() -> None:
    assert from_when(replace(AMENDMENT, takes_effect_on=LATER), matter()) == LATER.value


def test_without_its_day_nobody_can_say_from_when() -> None:
    asked = matter()
    assert from_when(replace(AMENDMENT, signed_on=None), asked) is None
    assert missing(asked) == ["signed_on"]


def test_what_has_no_effect_has_it_from_no_day() -> None:
    assert from_when(replace(AMENDMENT, in_writing=said(False)), matter()) is None

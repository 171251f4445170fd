"""Whether rights pass with the shares, and from when the transferee is recognised."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.holders.assignment import (
    AssignmentRuling,
    Transfer,
    limb_satisfied,
    recognised_from,
    rule_on_assignment,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.parties import TERMS, matter, missing, said


def unsplit(_: int) -> Fraction:
    return Fraction(1)


FEW = Transfer(affiliate=False, held_before=0, transferred=10, restricted_in_writing=True)


def ruled(
    transfer: Transfer,
    asked: Matter,
    ratio: Fraction = Fraction(1),
    record_holder: bool | None = True,
    notice_and_agreement: bool | None = False,
) -> AssignmentRuling:
    return rule_on_assignment(
        transfer,
        "request:",
        Sourced(ratio, "step:0"),
        None if record_holder is None else said(record_holder),
        None if notice_and_agreement is None else said(notice_and_agreement),
        asked,
    )


@pytest.mark.parametrize(
    ("transfer", "limb"),
    [
        (Transfer(True, 0, 10, True), "(i)"),
        (Transfer(False, 25_000, 25_000, True), "(ii)"),
        (Transfer(False, 24_999, 25_000, True), None),
        (Transfer(False, 0, 10, False), "(iii)"),
        (Transfer(True, 90_000, 10, False, to_the_public=True), None),
    ],
)
def test_any_one_limb_is_enough(transfer: Transfer, limb: str | None) -> None:
    assert limb_satisfied(transfer, TERMS, unsplit) == limb


def test_the_number_is_adjusted_once_for_splits() -> None:
    found = ruled(Transfer(False, 0, 60_000, True), matter(), Fraction(2))
    assert found.threshold is not None
    assert found.threshold.value == 100_000
    assert not found.rights_pass.value


@given(st.integers(0, 200_000), st.integers(1, 40), st.integers(1, 40))
def test_a_split_changes_neither_side_more_than_the_other(
    holding: int, numerator: int, denominator: int
) -> None:
    ratio = Fraction(numerator, denominator)
    before = Transfer(False, 0, holding * denominator, True)
    after = Transfer(False, 0, holding * numerator, True)
    assert limb_satisfied(before, TERMS, unsplit) == limb_satisfied(after, TERMS, lambda _: ratio)


def test_limbs_are_terms() -> None:
    asked = matter({"assignment": {"limbs": [{"name": "(a)", "test": "affiliate"}]}})
    assert limb_satisfied(Transfer(False, 0, 90_000, False), asked.terms, unsplit) is None
    assert limb_satisfied(Transfer(True, 0, 1, True), asked.terms, unsplit) == "(a)"
    assert ruled(FEW, asked).threshold is None


@pytest.mark.parametrize(
    ("record_holder", "notice_and_agreement", "recognised"),
    [(True, None, True), (False, True, True), (False, False, False), (False, None, None)],
)
def test_either_ground_of_recognition_is_enough(
    record_holder: bool | None, notice_and_agreement: bool | None, recognised: bool | None
) -> None:
    asked = matter()
    free = Transfer(False, 0, 10, False)
    found = ruled(free, asked, Fraction(1), record_holder, notice_and_agreement)
    assert found.recognised.value is recognised
    assert missing(asked) == (["notice_and_agreement"] if recognised is None else [])


def test_nobody_is_recognised_to_whom_no_rights_passed() -> None:
    assert ruled(FEW, matter()).recognised.value is False


def test_recognition_needs_notice_and_agreement_or_record_holding() -> None:
    first, second, third = date(1999, 3, 1), date(1999, 3, 5), date(1999, 4, 1)
    grounds = TERMS.assignment.recognised_by
    assert recognised_from(None, first, second, grounds) == second
    assert recognised_from(first, second, third, grounds) == first
    assert recognised_from(third, first, None, grounds) == third
    assert recognised_from(None, first, None, grounds) is None
    assert recognised_from(first, second, third, ["notice_and_agreement"]) == third

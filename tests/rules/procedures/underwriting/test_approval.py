"""Whom the underwriting agreement must satisfy, and who approves the underwriter."""

from app.rules.procedures.underwriting.approval import (
    still_to_satisfy,
    underwriter_approval,
    warn_of_nothing_included,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.parties import matter, warnings

INCLUDED = {
    "spectrum": Sourced(150_000, "request:/included/spectrum"),
    "doeg-hill": Sourced(100_000, "request:/included/doeg-hill"),
    "mochary": Sourced(50_000, "request:/included/mochary"),
}


def approved(asked: Matter, *approving: str) -> bool:
    assert asked.terms.underwriter_selection is not None
    found = underwriter_approval(INCLUDED, approving, asked.terms.underwriter_selection, asked)
    return found.test.met.value


def test_half_of_the_shares_included_is_not_a_majority() -> None:
    assert not approved(matter(), "spectrum")
    assert approved(matter(), "spectrum", "mochary")


def test_the_majority_is_a_term() -> None:
    at_least_half = {"underwriter_selection": {"approval": {"comparison": ">="}}}
    assert approved(matter(at_least_half), "spectrum")


def test_who_includes_nothing_has_no_say_and_is_pointed_out() -> None:
    asked = matter()
    assert not approved(asked, "spectrum", "wang")
    warn_of_nothing_included(INCLUDED, ("spectrum", "wang"), asked)
    assert warnings(asked) == ["NOTHING_INCLUDED"]


def still_missing(asked: Matter, joiners: tuple[str, ...], satisfied: tuple[str, ...]) -> object:
    assert asked.terms.underwriting_agreement is not None
    return still_to_satisfy(
        Sourced(("spectrum",), "request:/initiators"),
        Sourced(joiners, "request:/joiners"),
        Sourced(satisfied, "request:/satisfied"),
        asked.terms.underwriting_agreement,
        asked,
    ).value


def test_every_holder_who_asked_or_joined_must_be_satisfied() -> None:
    assert still_missing(matter(), ("mochary",), ("spectrum",)) == ("mochary",)
    assert still_missing(matter(), ("mochary",), ("mochary", "spectrum")) == ()

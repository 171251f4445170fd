"""Rights granted to others, compared with those of the Holders."""

from collections.abc import Mapping
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from app.rules.covenants.rights_comparison import Comparison, Values, compare
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.parties import TERMS, matter, missing, said

Plain: TypeAlias = Mapping[str, int | None]

HERE: Plain = {"demands": 3, "days_to_effect": 90, "join_days": 20}


def compared(
    proposed: Plain,
    asked: Matter | None = None,
    existing: Plain = HERE,
    overall: Sourced[bool] | None = None,
) -> Comparison:
    asked = asked or matter()
    assert asked.terms.other_rights is not None
    return compare(stated(existing), stated(proposed), overall, asked.terms.other_rights, asked)


def stated(values: Plain) -> Values:
    return {name: Sourced(value, f"request:/{name}") for name, value in values.items()}


def test_one_better_term_is_enough_to_forbid() -> None:
    found = compared({"demands": 4, "days_to_effect": 120, "join_days": 20})
    assert found.permitted.value is False
    assert (found.named("more"), found.named("less")) == (("demands",), ("days_to_effect",))


def test_the_same_or_worse_is_permitted() -> None:
    assert compared({"demands": 2, "days_to_effect": 90}).permitted.value is True


def test_no_limit_is_the_most_favourable() -> None:
    assert compared({"demands": None}).named("more") == ("demands",)
    here: Plain = {"holdback_days": 180}
    assert compared({"holdback_days": None}, existing=here).named("more") == ("holdback_days",)


def test_a_better_rank_is_inconsistent_too() -> None:
    asked = matter(sec8_test="overall")
    here: Plain = {**HERE, "incidental_priority_rank": 2}
    found = compared({**HERE, "demands": 1, "incidental_priority_rank": 1}, asked, here)
    assert found.inconsistent() == ("incidental_priority_rank",)
    assert found.permitted.value is False


def test_what_the_agreement_does_not_measure_is_not_guessed_at() -> None:
    asked = matter()
    found = compared({"demands": 3, "board_seats": 1}, asked, {**HERE, "board_seats": 0})
    assert found.permitted.value is None
    assert missing(asked) == ["terms/other_rights/measures/board_seats"]


def test_what_is_not_stated_of_the_existing_rights_is_missing() -> None:
    asked = matter()
    assert compared({"shelf_days": 700}, asked).permitted.value is None
    assert missing(asked) == ["existing/shelf_days"]


def test_a_better_term_forbids_whatever_else_is_unknown() -> None:
    assert compared({"demands": 4, "board_seats": 1}).permitted.value is False


def test_the_whole_is_weighed_by_a_finding() -> None:
    mixed: Plain = {"demands": 4, "days_to_effect": 120}
    for overall, permitted in ((None, None), (True, False), (False, True)):
        finding = None if overall is None else said(overall)
        found = compared(mixed, matter(sec8_test="overall"), overall=finding)
        assert found.permitted.value is permitted


assert TERMS.other_rights is not None
names = st.sampled_from(sorted(TERMS.other_rights.measures))
values = st.one_of(st.none(), st.integers(0, 500))
grants = st.dictionaries(names, st.tuples(values, values), min_size=1)


@given(grants)
def test_what_is_better_one_way_is_worse_the_other(
    grant: dict[str, tuple[int | None, int | None]],
) -> None:
    here = {name: one for name, (one, _) in grant.items()}
    there = {name: other for name, (_, other) in grant.items()}
    forward, back = compared(there, existing=here), compared(here, existing=there)
    assert forward.named("more") == back.named("less")
    assert forward.named("equal") == back.named("equal")
    assert forward.permitted.value is (not forward.named("more"))

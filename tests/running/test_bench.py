"""The table of the benchmark says what is met, from whichever side, and what was not measured."""

import io

import pytest

from bench.aims import Row, tell


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("start", 1.5, 1.5, "s"), "met"),
        (Row("start", 1.51, 1.5, "s"), "missed"),
        (Row("ratio", 55, 55, "%", at_least=True), "met"),
        (Row("ratio", 54.9, 55, "%", at_least=True), "missed"),
        (Row("docket", None, 600), "-"),
    ],
)
def test_an_aim_is_met_from_its_side(row: Row, verdict: str) -> None:
    assert row.verdict == verdict
    assert f" {verdict}" in str(row)


def test_the_table_goes_everywhere() -> None:
    one, two = io.StringIO(), io.StringIO()
    tell(Row("rows", 111, 60), [one, two])
    assert one.getvalue() == two.getvalue()
    assert one.getvalue().split() == ["rows", "<=", "60", "111", "missed"]

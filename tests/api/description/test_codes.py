"""`GET /v1/codes`: every code with its meaning and remedy; no answer holds another.

`tests/running/service.py` holds the answers of every test against the table.
"""

import re
from pathlib import Path

import pytest

from app.api.answering.problems import TITLES
from app.api.description.codes import CODES, Code
from tests.api.calls import ok
from tests.api.description.openapi import DOCUMENT
from tests.docs.codes import codes_written, miscounted, unknown_codes
from tests.docs.codes_page import PAGE, page
from tests.running.service import Service


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{code.used_as} {code.code}")
def test_means_something_and_has_a_remedy(code: Code) -> None:
    assert code.says.endswith("."), code
    assert code.remedy.endswith((".", "`")), code


def test_are_listed(stateless_service: Service) -> None:
    listed = ok(stateless_service.get("/v1/codes"))["items"]
    assert [each["code"] for each in listed] == [each.code for each in CODES]
    assert len({(each.used_as, each.code) for each in CODES}) == len(CODES)
    problems = ok(stateless_service.get("/v1/codes", used_as="problem"))["items"]
    assert {each["code"]: each["status"] for each in problems} == {
        name: status for name, (status, _) in TITLES.items()
    }
    (held,) = ok(stateless_service.get("/v1/codes", code="more_than_held"))["items"]
    assert "preferred_converted" in held["remedy"]


def test_an_unknown_one_is_found() -> None:
    """So that the check of every answer is one."""
    assert unknown_codes(b'{"code": "nonsense", "reason": "JOIN_LATE"}') == {b"nonsense"}
    assert unknown_codes(b'{"reason":"NOT_SUCH_A_ONE"}') == {b"NOT_SUCH_A_ONE"}


def test_none_is_written_that_is_in_no_list() -> None:
    """Also where no test of the suite brings about the answer that would hold it."""
    sources = Path(__file__).parents[3].glob("app/**/*.py")
    used = codes_written(each.read_text(encoding="utf-8") for each in sources)
    assert len(used) > 200
    assert used - {each.code for each in CODES} == set()
    assert codes_written(["def no(at, code): ...", "no(1, 'a_b' if x else 'c_d')"]) == {
        "a_b",
        "c_d",
    }


def test_one_day_called_days_is_found() -> None:
    assert miscounted(b"It is 1 days late.") == {b"1 days"}
    assert miscounted(b"2 1/2 shares, 1,001 shares, 21 days, 1 day, 1 of 2 uses") == set()


def test_of_warnings_and_assumptions_say_which_they_are() -> None:
    """What the rules warn of is a warning in the table, and what they assume an assumption."""
    sources = Path(__file__).parents[3].glob("app/rules/**/*.py")
    used = {
        (code, {"warn": "warning", "assume": "assumption"}[verb])
        for source in sources
        for verb, code in re.findall(
            r'\.(warn|assume)\(\s*"([A-Z_]+)"', source.read_text(encoding="utf-8")
        )
    }
    assert len(used) > 60
    assert used - {(each.code, each.used_as) for each in CODES} == set()


def test_stand_in_the_description() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert set(schemas["ProblemCode"]["enum"]) == set(TITLES)
    for schema, uses in (
        ("FaultCode", ("fault",)),
        ("NoticeCode", ("warning", "assumption")),
        ("FindingCode", ("finding",)),
    ):
        known = {each.code for each in CODES if each.used_as in uses}
        assert set(schemas[schema]["enum"]) == known, schema


def test_the_page_says_the_same() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.docs.codes_page"

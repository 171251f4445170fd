"""A statement that what is owed on each of its days was not kept outweighs silence.

Clauses 3(a)(iii) and 4(c). Kept is only what nobody says was not: no fact shows it.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    letter,
    not_performed,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_fact
from tests.running.service import Service


@pytest.fixture
def registration(service: Service) -> str:
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 400)]))
    required = fact(
        "holdback_required",
        "1999-05-10",
        required=True,
        firm_commitment=True,
        expected_effective_on="1999-05-20",
    )
    return begun(
        service,
        "demands",
        demand(letter(handed_over("1999-03-01"), {"a": 600}), underwritten=True),
        filed("1999-04-20"),
        required,
        declared_effective("1999-05-20"),
        agreement="ab",
    )


def read(
    service: Service, registration: str, day: str, duty: str
) -> tuple[str, str | None, set[str]]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    found = obligation(answer["result"], duty)
    codes = {each["code"] for each in answer["warnings"]}
    return (
        found["status"],
        found.get("breached_on"),
        codes
        & {
            "PERFORMED_ALL_THE_SAME",
            "STATED_BEFORE_DUE",
        },
    )


@pytest.mark.parametrize("stated_on", ["1999-06-05", "1999-11-16", "1999-11-17"])
@pytest.mark.parametrize("used", [False, None])
def test_the_statement_was_not_kept_effective(
    service: Service, registration: str, stated_on: str, used: bool | None
) -> None:
    found: Json = {} if used is None else {"best_efforts_used": used}
    stated = not_performed(stated_on, "maintain", registration=registration, stated_by="a", **found)
    post_fact(service, stated, "ab")
    expected = ("overdue_review", None) if used is None else ("breached", stated_on)
    for day in (stated_on, "1999-11-17", "2000-03-01"):
        assert read(service, registration, day, "maintain") == (*expected, set())


def test_no_breach_before_it_could_be_kept(service: Service, registration: str) -> None:
    stated = not_performed("1999-05-10", "maintain", registration=registration, stated_by="a")
    post_fact(service, stated, "ab")
    for day, status in (("1999-06-01", "open"), ("1999-11-17", "performed")):
        assert read(service, registration, day, "maintain") == (
            status,
            None,
            {"STATED_BEFORE_DUE"},
        )


def test_shares_were_not_held_back(service: Service, registration: str) -> None:
    duty = "holdback:required:b"
    stated = not_performed("1999-07-01", duty, registration=registration, stated_by="ctc")
    post_fact(service, stated, "ab")
    for day in ("1999-07-01", "1999-11-17", "2000-03-01"):
        assert read(service, registration, day, duty) == ("breached", "1999-07-01", set())


def test_not_held_back_before_it_binds(service: Service, registration: str) -> None:
    duty = "holdback:required:b"
    stated = not_performed("1999-05-12", duty, registration=registration, stated_by="ctc")
    post_fact(service, stated, "ab")
    assert read(service, registration, "1999-11-17", duty)[0] == "performed"

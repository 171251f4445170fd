"""`GET /v1/facts`: which fact to post, where, and what it settles; every example runs."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.api.schemas.facts import FactExample, FactKind, fact_kinds
from app.db.engine import Database
from app.rules.catalogue.clauses import every_clause
from app.rules.facts import ORDER_IN_A_DAY
from app.rules.facts.declaration import kind_of
from app.rules.facts.life.lifecycle import SAID_ELSEWHERE, WARNINGS
from app.rules.reasoning.traces import NOT_PERFORMED
from tests.api.bodies import Json
from tests.api.calls import ok
from tests.api.description import openapi
from tests.api.description.openapi import DOCUMENT
from tests.api.refusals import problem
from tests.docs.facts_page import PAGE, page
from tests.running.service import Service, serving


@pytest.fixture
def practice(demonstration_file: Path, tmp_path: Path) -> Iterator[Service]:
    """A copy of the example data; whether its docket follows, `test_openapi` looks."""
    database = Database(f"sqlite:///{shutil.copy(demonstration_file, tmp_path / 'practice.db')}")
    with serving(database) as running:
        yield running
    database.dispose()


WITHOUT_CLAUSE = {"not_performed", "fact_corrected", "fact_retracted", "event_happened"}
WITHOUT_CLAUSE |= {"condition_stated", "continuation_elected"}
WITHOUT_CLAUSE |= {"stage_reached", "first_public_offering_stage"}
WITHOUT_CLAUSE |= {"shares_outstanding_stated", "market_price_stated"}
WITHOUT_CLAUSE |= {"price_paid_stated", "damages_elected", "damages_paid"}
"""Of every duty or fact, or of what terms declare: no one clause speaks of them."""
RECORDED = [each for each in fact_kinds() if each.of in ("agreement", "registration")]


def _examples() -> Iterator[Any]:
    for fact in fact_kinds():
        for place, shown in enumerate(fact.examples):
            yield pytest.param(shown, id=f"{fact.kind} {place}")


def test_lists_every_kind_with_an_example(stateless_service: Service) -> None:
    listed = ok(stateless_service.get("/v1/facts"))["items"]
    assert [each["kind"] for each in listed] == [kind_of(fact) for fact in ORDER_IN_A_DAY]
    assert [each["kind"] for each in listed if not each["examples"]] == []


@pytest.mark.parametrize("fact", fact_kinds(), ids=lambda fact: fact.kind)
def test_tells_what_it_is_and_where_it_is_posted(fact: FactKind) -> None:
    assert fact.says.endswith(".")
    assert fact.path in DOCUMENT["paths"]
    assert fact.schema in DOCUMENT["components"]["schemas"] or fact.of in ("making", "correction")
    cited = {each.clause for each in every_clause().values()} | set(every_clause())
    unknown = [
        clause
        for clause in fact.clauses
        if not any(each.startswith(clause) or clause.startswith(each) for each in cited)
    ]
    assert unknown == []
    assert bool(fact.clauses) != (fact.kind in WITHOUT_CLAUSE)


def test_each_can_be_tried() -> None:
    posts = {each.path: DOCUMENT["paths"][each.path]["post"] for each in fact_kinds()}
    takes = {at: {each["name"] for each in post["parameters"]} for at, post in posts.items()}
    assert [at for at, names in takes.items() if "dry_run" not in names] == []


@pytest.mark.parametrize("shown", list(_examples()))
def test_an_example_runs_as_it_stands(practice: Service, shown: FactExample) -> None:
    """In a life in which it is accepted: no warning says that it has no effect there.

    With what Swagger UI fills in for the operation: the first example of each parameter.
    """
    (filled,) = (
        openapi.filled(each)
        for method, path, each in openapi.operations(DOCUMENT)
        if method == "POST" and re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), shown.posted_at)
    )
    answer = ok(practice.post(shown.posted_at, shown.body, **filled), 201)
    found = {each["code"] for each in answer["warnings"]}
    assert found & {*WARNINGS, *SAID_ELSEWHERE} == set()


ENDING = {
    "abandoned",
    "distribution_completed",
    "fact_corrected",
    "fact_retracted",
    "position_stated",
    "rights_ended",
    "stock_split",
    "terms_amended",
    "withdrawn",
}
"""Kinds whose examples, posted to what the others read, would change what they answer."""


def test_examples_of_facts_leave_the_other_examples_alone(practice: Service) -> None:
    """What ends the rights, corrects or withdraws is posted to an agreement of its own."""
    requests = [each for each in fact_kinds() if each.of == "beginning"]
    before = [_decided(practice, shown) for each in requests for shown in each.examples]
    for each in fact_kinds():
        for shown in each.examples if each.kind in ENDING else ():
            assert practice.post(shown.posted_at, shown.body).status_code in (201, 422)
    after = [_decided(practice, shown) for each in requests for shown in each.examples]
    assert after == before
    assert {"accepted", "refused"} <= set(before)


def _decided(service: Service, shown: FactExample) -> str:
    tried = service.post(shown.posted_at, shown.body, dry_run="true", as_of="2000-02-10")
    decision: str = ok(tried, 200)["result"]["determination"]["decision"]
    return decision


def test_says_what_settles_a_duty(stateless_service: Service) -> None:
    found = ok(stateless_service.get("/v1/facts", settles="notice"))["items"]
    assert [each["kind"] for each in found] == ["notice_given"]
    found = ok(stateless_service.get("/v1/facts", of="correction"))["items"]
    assert [each["kind"] for each in found] == ["fact_corrected", "fact_retracted"]


def test_every_open_duty_names_the_facts_that_settle_it(stateless_service: Service) -> None:
    settled_by: dict[str, set[str]] = {}
    for each in ok(stateless_service.get("/v1/facts"))["items"]:
        for duty in (*each["settles"], *each["helps_settle"]):
            settled_by.setdefault(duty, set()).add(each["kind"])
    owed = _owed(stateless_service)
    assert owed
    assert {
        each["id"]: each["recorded_by"]
        for each in owed
        if set(each["recorded_by"]) - {NOT_PERFORMED} != settled_by.get(each["duty"], set())
        or not each["recorded_by"]
    } == {}


def _owed(service: Service) -> list[Json]:
    paths = (
        "agreements/ctc-example",
        "registrations/ctc-example-demand",
        "registrations/ctc-example-shelf",
        "registrations/ctc-practice-own",
    )
    return [
        duty
        for path in paths
        for duty in ok(service.get(f"/v1/{path}", as_of="1999-11-30", explain="none"))["result"][
            "obligations"
        ]
    ]


def test_reads_one_kind(stateless_service: Service) -> None:
    found = ok(stateless_service.get("/v1/facts/stop_order_lifted"))
    assert found["registrations"] == ["requested", "shelf", "incidental"]
    assert found["required"] == ["occurred_on"]
    assert found["settles"] == ["withdrawal_of_order"]
    assert [(each["kind"], each["code"]) for each in found["comes_after"]] == [
        ("filed", "not_filed"),
        ("stop_order", "NOTHING_TO_LIFT"),
    ]
    problem(stateless_service.get("/v1/facts/nothing"), 404, "not_found")


def test_the_page_says_the_same() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.docs.facts_page"

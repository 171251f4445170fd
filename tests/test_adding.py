"""How many places it takes to add a thing, as `docs/adding.md` says."""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

import httpx
import pytest
from fastapi import FastAPI

from app.api.compute import COMPUTATIONS
from app.api.compute.computation import Computation, computation, router_of
from app.api.compute.question import Question, example, given
from app.api.door.timeouts import Timeouts
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Explained, Sourced

APP = Path(__file__).parents[1] / "app"
SOURCES = {path: path.read_text(encoding="utf-8") for path in APP.rglob("*.py")}
RESULTS = "app.rules.catalogue.computations"
CLAUSES = APP / "rules" / "catalogue" / "clauses"
BESIDE_RULE_AND_CLAUSE = 2
"""What it answers, and its declaration. With the rule and a clause that names it: four files."""


@pytest.mark.parametrize("declared", COMPUTATIONS, ids=lambda each: each.path)
def test_a_computation_stands_in_two_files_beside_its_rule_and_clause(
    declared: Computation[Any, Any],
) -> None:
    asked, _, result = get_type_hints(declared.rule).values()
    names = [re.escape(f'/v1/compute{declared.path}"'), declared.rule.__name__, asked.__name__]
    if result.__module__.startswith(RESULTS):
        names.append(result.__name__)
    named = re.compile("|".join(rf"(?<!\w){name}(?!\w)" for name in names))
    places = [path for path, text in SOURCES.items() if named.search(text)]
    beside = [str(path.relative_to(APP)) for path in places if CLAUSES not in path.parents]
    assert len(beside) <= BESIDE_RULE_AND_CLAUSE, beside


class WeeksQuestion(Question):
    """How many days are so many weeks?"""

    weeks: int


@dataclass(frozen=True, slots=True)
class WeeksResult(Explained):
    """The days."""

    days: Sourced[int]
    exact: bool


@computation("/days-of-weeks", "How many days are they?", example("Three weeks", weeks=3))
def compute_days_of_weeks(asked: WeeksQuestion, matter: Matter) -> WeeksResult:
    """Seven days to the week.

    Whole weeks only.
    """
    weeks = given(asked.weeks, "weeks")
    assert weeks is not None
    days = asked.weeks * 7
    step = matter.working.step("weeks.days", "9(c)", f"{days} days.", days, {"weeks": weeks})
    return WeeksResult(step, True)


class TestAnInventedComputation:
    """Declared here and nowhere else, it is routed, documented and answered."""

    app = FastAPI()
    app.add_middleware(Timeouts, 60, 60)
    app.include_router(router_of([compute_days_of_weeks]))

    def test_is_documented(self) -> None:
        document = self.app.openapi()
        operation = document["paths"]["/v1/compute/days-of-weeks"]["post"]
        assert operation["summary"] == "How many days are they?"
        assert operation["description"] == "Seven days to the week.\n\nWhole weeks only."
        body = operation["requestBody"]["content"]["application/json"]
        assert body["schema"] == {"$ref": "#/components/schemas/WeeksQuestion"}
        assert body["examples"]["as_it_stands"]["value"]["weeks"] == 3
        shown = document["components"]["schemas"]["WeeksResult"]
        assert list(shown["properties"]) == ["days", "exact", "explained_by"]
        assert shown["properties"]["days"] == {"type": "integer", "title": "Days"}

    def test_is_answered_with_its_working(self) -> None:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost"
            ) as client:
                body = {"template": "ctc-1998", "weeks": 3}
                return await client.post("/v1/compute/days-of-weeks", json=body)

        answer = asyncio.run(asked()).json()
        assert answer["result"] == {"days": 21, "exact": True, "explained_by": {"days": "step:1"}}
        assert answer["explanation"]["steps"][0]["inputs"][0]["source"] == "request:/weeks"

"""How many places it takes to add a thing, as `docs/adding.md` says."""

import ast
import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
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
from app.rules.facts import ORDER_IN_A_DAY, Fact
from app.rules.facts.declaration import DECLARED, kind_of
from app.rules.facts.life.lifecycle import LIFECYCLE
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Explained, Sourced
from app.rules.reasoning.traces import DUTIES
from app.rules.terms.readings import every_reading
from app.rules.terms.vocabulary import Term

APP = Path(__file__).parents[2] / "app"
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


INVENTED_FACT = '''

@declared(
    575,
    life=Row(of=NOT_TAKEDOWN, needs=(EFFECTIVE,), cells=AFTER_ANY_END),
    holders=("holder",),
    settles=("assist", "greet"),
    examples=(Example("road_show", "It begins", {"occurred_on": "1999-05-17", "holder": "wang"}),),
)
class RoadShowBegun(DatedFact):
    """The Company began to present the offering to investors."""

    kind: Literal["road_show_begun"] = "road_show_begun"
    holder: HolderId | None = None
'''
INVENTED_READING = """
    counts_rain: Annotated[
        bool,
        Reading("QZ1", "/notices", "Do days of rain count?", YES_NO, "No weather is excepted."),
    ] = True
"""
INVENTED_DUTY = '        "greet",\n'
IMPORTED = "from app.rules.terms.rights.forms import FormName\n"
LAST_TERM = "    closing_clause: ClauseName\n"
INVENTED_TERM = "    toasted: bool = silent(False)\n"
ASKED = """
import json
from app.main import create_app
from app.rules.facts import ANY_FACT, ORDER_IN_A_DAY, RecordedFact
from app.rules.facts.declaration import kind_of
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.obligations import Owing, owed
from app.rules.reasoning.traces import recorded_by
from app.rules.record.guards.guards import objections
from app.rules.terms.document.by_date import changed
from app.rules.terms.readings import every_reading
from app.services.agreements.templates import with_overrides
from tests.rules.examples.lifecycle import reached
from tests.rules.examples.random_records import TERMS

def said(holder, state, kind="requested"):
    record, day = reached(kind, state)
    told = {"kind": "road_show_begun", "occurred_on": day.isoformat(), "holder": holder}
    new = RecordedFact("new", "the-registration", ANY_FACT.validate_python(told))
    return [[each.pointer, each.code] for each in objections(new, record, TERMS)]

document = create_app().openapi()
schemas = document["components"]["schemas"]
posted = document["paths"]["/v1/registrations/{registration_id}/events"]["post"]["requestBody"]
body = posted["content"]["application/json"]
names = [kind_of(each) for each in ORDER_IN_A_DAY]
place = names.index("road_show_begun")
matter = open_matter(TERMS)
assert matter.unrecorded().readings.counts_rain and matter.terms.readings.counts_rain
unasked = [each.option for each in matter.working.choices(TERMS)]
assert matter.on(TERMS.agreement_date).readings.counts_rain
greeting = owed(
    Owing("greet", "greet:wang", "ctc", ("wang",), "Greet Wang.", "3(a)", "record:it"),
    matter.working,
    None,
)
said_so = with_overrides(TERMS, {"effective_registration": {"toasted": True}})
amended = changed(TERMS, {"/effective_registration/toasted": True})
print(json.dumps({
    "fact": {
        "day": names[place - 1:place + 2],
        "settles": recorded_by("assist"),
        "stands": said("alpha", "effective"),
        "too early": said("alpha", "filed"),
        "another kind": said("alpha", "open", "takedown"),
        "nobody": said("nobody", "effective"),
        "schema": body["schema"]["discriminator"]["mapping"].get("road_show_begun"),
        "required": schemas["RoadShowBegun"]["required"],
        "example": body["examples"]["road_show"]["value"],
    },
    "reading": {
        "unasked": unasked,
        "asked": [[each.option, each.meaning] for each in matter.working.choices(TERMS)],
        "question": every_reading()["counts_rain"].question,
        "schema": "counts_rain" in schemas["Readings"]["properties"],
    },
    "duty": {
        "recorded_by": greeting.recorded_by,
        "status": greeting.status,
        "documented": json.dumps(document).count('"greet"') > 0,
    },
    "term": {
        "unsaid": "toasted" in json.dumps(TERMS.model_dump(mode="json")),
        "said": [each.effective_registration.toasted for each in (TERMS, said_so, amended)],
        "alike": said_so.content_hash == amended.content_hash != TERMS.content_hash,
        "schema": "toasted" in schemas["EffectiveRegistration"]["properties"],
    },
}))
"""


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the service knows of things that are added in the module of each alone."""
    copy = tmp_path_factory.mktemp("invented")
    for part in ("app", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "data")
        shutil.copytree(APP.parent / part, copy / part, ignore=ignored)

    def added(place: str, text: str, after: str | None = None) -> None:
        module = copy / "app" / "rules" / place
        before = module.read_text(encoding="utf-8")
        assert after is None or before.count(after) == 1
        whole = before + text if after is None else before.replace(after, after + text)
        module.write_text(whole, encoding="utf-8")

    added("facts/life/course.py", INVENTED_FACT)
    added("terms/readings/time.py", INVENTED_READING)
    added("reasoning/traces.py", INVENTED_DUTY, after='    | Literal[\n        "amendment_copy",\n')
    added(
        "terms/rights/registrations.py",
        "\nfrom app.rules.terms.vocabulary import silent\n",
        IMPORTED,
    )
    added("terms/rights/registrations.py", INVENTED_TERM, LAST_TERM)
    ran = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=copy, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_an_invented_fact_is_declared_in_one_file_and_known_everywhere(
    invented: dict[str, Any],
) -> None:
    assert invented["fact"] == {
        "day": ["declared_effective", "road_show_begun", "conversion_completed"],
        "settles": ["road_show_begun", "distribution_completed"],
        "stands": [],
        "too early": [["/occurred_on", "not_effective"]],
        "another kind": [["/kind", "not_for_this_kind"]],
        "nobody": [["/holder", "unknown_holder"]],
        "schema": "#/components/schemas/RoadShowBegun",
        "required": ["kind", "occurred_on"],
        "example": {"kind": "road_show_begun", "occurred_on": "1999-05-17", "holder": "wang"},
    }


def test_an_invented_reading_is_declared_in_one_file_and_noted_where_it_is_asked_for(
    invented: dict[str, Any],
) -> None:
    assert invented["reading"] == {
        "unasked": [],
        "asked": [["counts_rain", "yes"]],
        "question": "Do days of rain count?",
        "schema": True,
    }


def test_an_invented_duty_is_named_in_one_file_and_settled_by_the_fact_that_says_so(
    invented: dict[str, Any],
) -> None:
    assert invented["duty"] == {
        "recorded_by": ["road_show_begun"],
        "status": "open",
        "documented": True,
    }


def test_an_invented_term_is_declared_in_one_file_and_changes_no_document_that_is_silent(
    invented: dict[str, Any],
) -> None:
    assert invented["term"] == {
        "unsaid": False,
        "said": [False, True, True],
        "alike": True,
        "schema": True,
    }


@pytest.mark.parametrize("option", every_reading())
def test_a_reading_stands_in_its_group_and_where_a_rule_asks_for_it(option: str) -> None:
    """Declared once, and asked for by at least one rule or step."""
    declared = re.compile(rf"^    {option}: ", re.MULTILINE)
    groups = APP / "rules" / "terms" / "readings"
    assert (
        len([p for p, text in SOURCES.items() if groups in p.parents and declared.search(text)])
        == 1
    )
    assert [
        p for p, text in SOURCES.items() if re.search(rf"readings\.{option}\b|\"{option}\"", text)
    ]


RULES = ("record", "registrations", "procedures", "money", "covenants", "agreement", "holders")
READ_BY = [APP / "rules" / each for each in (*RULES, "answers", "facts/standing")]
NEEDED = {need.fact for row in LIFECYCLE.values() for need in row.needs}
"""Kinds that others name as what must come before them."""
OPENING = {"holder_recorded", "position_stated"}
"""What is recorded with the making of an agreement, and made there."""


@pytest.mark.parametrize(
    "fact", [each for each in ORDER_IN_A_DAY if DECLARED[each].of in ("agreement", "registration")]
)
def test_a_fact_stands_in_its_module_and_where_a_rule_reads_it(fact: type[Fact]) -> None:
    """No table of facts names it a second time."""
    named = re.compile(rf"(?<!\w){fact.__name__}(?!\w)")
    places = [
        path
        for path, text in SOURCES.items()
        if named.search(text) and not any(each in path.parents for each in READ_BY)
    ]
    declared_in = APP.parent / f"{fact.__module__.replace('.', '/')}.py"
    beside = [each for each in places if each != declared_in]
    if fact in NEEDED:
        beside = [each for each in beside if APP / "rules" / "facts" not in each.parents]
    if kind_of(fact) in OPENING:
        made_by = (
            "services/agreements/agreements.py",
            "services/transfer/imports.py",
            "rules/facts/__init__.py",
        )
        beside = [each for each in beside if str(each.relative_to(APP)) not in made_by]
    assert beside == []


PLACES_OF_A_DUTY = 5
"""Its name, the rule that owes it, its words, the facts that settle it; and the clause."""


OWED_BY_TWO_RULES = {"more_shares"}
"""To one who joins late, and to one who sells off a shelf that does not cover it (2(a)(ii))."""


def _named_as_duties(tree: ast.Module) -> set[str]:
    """The duties that a module names as such: as owed, settled, listed, or worded."""
    found = set()
    for node in ast.walk(tree):
        named: list[ast.AST] = []
        match node:
            case ast.Call(func=ast.Name(id="Owing" | "replace")):
                named += [*node.args[:1], *(k.value for k in node.keywords if k.arg == "duty")]
            case ast.keyword(arg="settles" | "helps_settle"):
                named.append(node.value)
            case ast.AnnAssign() if "DutyName" in ast.unparse(node) or (
                "ProcedureName" in ast.unparse(node.annotation)
            ):
                named.append(node)
            case _:
                continue
        for part in named:
            found |= {
                each.value
                for each in ast.walk(part)
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
    return found


def test_a_duty_stands_in_four_places_beside_the_clause() -> None:
    """Modules of facts count as one place: several kinds of fact may settle a duty."""
    rules = APP / "rules"
    places: dict[str, set[str]] = {name: {"its name"} for name in DUTIES}
    for path, text in SOURCES.items():
        if rules in path.parents and path.name != "traces.py":
            where = "facts" if rules / "facts" in path.parents else str(path.relative_to(rules))
            for name in _named_as_duties(ast.parse(text)) & places.keys():
                places[name].add(where)
    crowded = {name: at for name, at in places.items() if len(at) >= PLACES_OF_A_DUTY}
    assert crowded.keys() == OWED_BY_TWO_RULES, crowded
    assert max(map(len, crowded.values())) == PLACES_OF_A_DUTY
    assert sum("facts" in at for at in places.values()) > len(DUTIES) / 2


TERMS_IN = APP / "rules" / "terms"
IN_WORDS = {"app.rules.terms.document", "app.rules.terms.readings"}


def _terms() -> Iterator[tuple[type[Term], str]]:
    """Every term, with the model that declares it."""
    todo, seen = [Term], set[type[Term]]()
    while todo:
        model = todo.pop()
        seen.add(model)
        todo += [each for each in model.__subclasses__() if each not in seen]
        if not any(model.__module__.startswith(each) for each in IN_WORDS):
            yield from ((model, name) for name in vars(model).get("__annotations__", ()))


def test_a_term_stands_in_its_model_and_where_rules_ask_for_it() -> None:
    """Nothing outside the rules lists terms: no schema of the API, no service, no table."""
    terms = list(_terms())
    assert len(terms) > 150
    models = {model.__name__ for model, _ in terms}
    outside = {
        str(path.relative_to(APP)): found
        for path, text in SOURCES.items()
        if APP / "rules" not in path.parents
        and (found := {name for name in _classes(text) if name in models})
    }
    assert outside == {}
    declared = Counter(model.__name__ for model, _ in {(model, "") for model, _ in terms})
    assert [name for name, often in declared.items() if often > 1] == []


def _classes(text: str) -> set[str]:
    return set(re.findall(r"^class (\w+)", text, re.MULTILINE))

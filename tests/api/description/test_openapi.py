"""The OpenAPI document: complete, in the service's own words, with examples that run."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from app.api.answering.problems import MEDIA_TYPE
from app.api.description.enums import NAMED, inline, plain_name
from app.api.description.properties import silent, told
from app.db.engine import Database
from app.main import create_app
from app.rules.facts import ORDER_IN_A_DAY
from tests.api.bodies import Json
from tests.api.calls import ok
from tests.api.description import openapi
from tests.api.description.openapi import DOCUMENT, address, filled
from tests.api.refusals import problem
from tests.docs import answers_shown
from tests.running.service import OPEN, Service, calling, fixed_workspace


def operations() -> Iterator[tuple[str, str, Json]]:
    return openapi.operations(DOCUMENT)


OPERATIONS = [pytest.param(*each, id=f"{each[0]} {each[1]}") for each in operations()]


WHOLE_TERMS = ("get_agreement_terms", "get_template")
"""What is answered with a whole document of terms, of which no part may be left out."""
SCHEMAS: Json = DOCUMENT["components"]["schemas"]


def requests() -> Iterator[Any]:
    """Every documented body with its address; of facts the first, all are in `test_facts`."""
    for method, path, operation in operations():
        shown = list(openapi.posted(path, operation))
        for name, where, body in shown[:1] if path.endswith("/events") else shown:
            yield pytest.param(method, where, body, id=f"{method} {path} {name}")


def _required(operation: Json) -> dict[str, str]:
    """The first example of each parameter of the query that cannot be left out."""
    needed = {each["name"] for each in operation.get("parameters", ()) if each["required"]}
    return {name: value for name, value in filled(operation).items() if name in needed}


def questions() -> Iterator[Any]:
    """Every GET, with each documented example of each of its parameters."""
    for method, path, operation in operations():
        if method != "GET":
            continue
        needed = _required(operation)
        yield pytest.param(address(path, operation), needed, id=path)
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "query":
                for name, example in parameter.get("examples", {}).items():
                    asked = needed | {parameter["name"]: example["value"]}
                    yield pytest.param(address(path, operation), asked, id=f"{path} {name}")


FILLED = [
    pytest.param(*each, id=f"{each[0]} {each[1]}")
    for each in operations()
    if "requestBody" in each[2] and filled(each[2])
]


def resolved(response: Json) -> Json:
    """A response as it stands, or the shared one that it refers to."""
    name = response.get("$ref", "").rpartition("/")[2]
    found: Json = DOCUMENT["components"]["responses"][name] if name else response
    return found


def references(part: Any) -> Iterator[str]:
    """Every `$ref` in a part of the document."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(part, list):
        for item in part:
            yield from references(item)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
class TestOperation:
    def test_says_what_it_does(self, method: str, path: str, operation: Json) -> None:
        assert operation["summary"], (method, path)
        assert operation["description"].endswith((".", "?", ")")), (method, path)
        assert "TODO" not in operation["description"]

    def test_has_one_known_tag(self, method: str, path: str, operation: Json) -> None:
        (tag,) = operation["tags"]
        assert tag in {each["name"] for each in DOCUMENT["tags"]}, (method, path)

    def test_describes_its_parameters(self, method: str, path: str, operation: Json) -> None:
        silent = [
            each["name"] for each in operation.get("parameters", ()) if not each.get("description")
        ]
        assert silent == [], (method, path)

    def test_documents_the_problems_it_may_answer(
        self, method: str, path: str, operation: Json
    ) -> None:
        expected = set()
        if method == "POST":
            expected |= {"400", "413", "415", "422"}
        if operation.get("parameters"):
            expected |= {"422"}
        if "{" in path:
            expected |= {"404"}
        if path.startswith(("/v1/agreements", "/v1/registrations", "/readyz")):
            expected |= {"503"}
        assert expected <= operation["responses"].keys(), (method, path)

    def test_may_be_answered_with_a_problem_of_the_caller(
        self, method: str, path: str, operation: Json
    ) -> None:
        """Linters ask for it, and a parameter that there is not is one anywhere."""
        assert any(status.startswith("4") for status in operation["responses"]), (method, path)

    def test_answers_errors_with_problems_alone(
        self, method: str, path: str, operation: Json
    ) -> None:
        errors = {
            status: resolved(response)
            for status, response in operation["responses"].items()
            if status >= "400"
        }
        shapes = {status: list(response["content"]) for status, response in errors.items()}
        assert shapes == {status: [MEDIA_TYPE] for status in errors}, (method, path)
        assert set(references(errors)) <= {"#/components/schemas/Problem"}
        assert all(response["description"] for response in errors.values())

    def test_has_an_example_for_its_body(self, method: str, path: str, operation: Json) -> None:
        if "requestBody" in operation:
            content = operation["requestBody"]["content"]["application/json"]
            assert content["examples"], (method, path)
            assert all(each["summary"] for each in content["examples"].values())

    def test_gives_examples_of_what_stands_in_its_path(
        self, method: str, path: str, operation: Json
    ) -> None:
        assert "{" not in address(path, operation), method


class TestDocument:
    def test_requires_the_kind_of_a_fact_but_where_the_address_says_it(self) -> None:
        schemas = DOCUMENT["components"]["schemas"]
        silent = [
            each.__name__
            for each in ORDER_IN_A_DAY
            if "kind" not in schemas[each.__name__].get("required", ())
        ]
        assert silent == []
        assert "kind" not in schemas["DemandCreate"]["required"]

    def test_is_of_version_3_1(self) -> None:
        assert DOCUMENT["openapi"].startswith("3.1.")

    def test_introduces_the_service(self) -> None:
        info = DOCUMENT["info"]
        assert info["title"]
        assert info["summary"]
        assert "explained_by" in info["description"]
        assert all(each["description"] for each in DOCUMENT["tags"])

    def test_names_each_schema_once_and_in_its_own_words(self) -> None:
        schemas = DOCUMENT["components"]["schemas"]
        assert [name for name, each in schemas.items() if each["title"] != name] == []
        assert [name for name in schemas if "app__" in name] == []

    def test_names_every_list_of_values(self) -> None:
        """One list, one name: else each generator invents one, `State4`, `ReasonType0`."""
        assert [f"{each.owner}.{each.property}" for each in inline(DOCUMENT)] == []
        lists = [tuple(each["enum"]) for each in SCHEMAS.values() if "enum" in each]
        assert len(set(lists)) == len(lists)
        assert set(NAMED.values()) <= SCHEMAS.keys(), "a name in the table that nothing has"

    def test_titles_schemas_alone(self) -> None:
        titled = [name for name, each in SCHEMAS.items() if "title" in each]
        assert titled == list(SCHEMAS)
        inside = [
            each for whole in SCHEMAS.values() for each in whole.get("properties", {}).values()
        ]
        assert [each["title"] for each in inside if "title" in each] == []

    def test_covers_every_route(self) -> None:
        served = {
            (method, route.path)
            for route in iter_route_contexts(create_app().routes)
            for method in getattr(route, "methods", None) or ()
            if str(route.path).startswith("/v1") and method != "HEAD"
        }
        assert served
        assert served <= {(method, path) for method, path, _ in operations()}

    def test_names_operations_once_and_shortly(self) -> None:
        names = [operation["operationId"] for _, _, operation in operations()]
        assert len(set(names)) == len(names)
        assert all(name.islower() and len(name) <= 40 for name in names)

    def test_has_nothing_of_the_frameworks_own_errors(self) -> None:
        assert (
            not {"HTTPValidationError", "ValidationError"}
            & DOCUMENT["components"]["schemas"].keys()
        )
        assert "ValidationError" not in " ".join(references(DOCUMENT))

    def test_refers_only_to_what_is_there(self) -> None:
        there = {
            f"#/components/{kind}/{name}"
            for kind in ("schemas", "responses")
            for name in DOCUMENT["components"][kind]
        }
        assert set(references(DOCUMENT)) <= there

    def test_describes_every_schema(self) -> None:
        schemas = DOCUMENT["components"]["schemas"]
        silent = [name for name, schema in schemas.items() if not schema.get("description")]
        assert silent == []

    def test_describes_every_property(self) -> None:
        """`app/api/description/properties.txt` tells where the schema does not."""
        assert list(silent(DOCUMENT["components"]["schemas"])) == []

    def test_tells_of_no_property_that_is_not_there(self) -> None:
        schemas = DOCUMENT["components"]["schemas"]
        there = {name for schema in schemas.values() for name in schema.get("properties", {})}
        there |= {
            f"{plain_name(schema)}.{name}"
            for schema, whole in schemas.items()
            for name in whole.get("properties", {})
        }
        assert set(told()) - there == set()

    def test_shows_that_unknown_fields_are_refused(self) -> None:
        bodies = {
            name.rpartition("/")[2]
            for _, _, operation in operations()
            for name in references(operation.get("requestBody", {}))
        }
        schemas = DOCUMENT["components"]["schemas"]
        assert bodies
        assert {
            name for name in bodies if schemas[name].get("additionalProperties") is not False
        } == (set())

    def test_is_what_the_service_makes_and_serves(self, migrated_sqlite: str) -> None:
        app, database = create_app(OPEN), Database(migrated_sqlite)
        with calling(app, fixed_workspace(database)) as service:
            first, again = service.get("/openapi.json"), service.get("/openapi.json")
        assert ok(first) == DOCUMENT, "`make openapi` writes it anew"
        assert first.headers["content-type"] == "application/json"
        assert again.content == first.content
        assert app.openapi() is app.openapi(), "made once"
        database.dispose()


class TestExamples:
    def test_of_answers_are_what_is_answered(self, service: Service) -> None:
        written = answers_shown.written(service)
        assert answers_shown.PATH.read_text("utf-8") == written, (
            "python -m tests.docs.answers_shown"
        )

    @pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
    def test_of_answers_are_shown_and_short(self, method: str, path: str, operation: Json) -> None:
        lines = 1_000 if operation["operationId"] in WHOLE_TERMS else 330
        for status, response in operation["responses"].items():
            contents = resolved(response)["content"].values() if status != "304" else ()
            for content in contents:
                shown = content["example"]
                assert len(json.dumps(shown, indent=1).splitlines()) < lines, (method, path, status)

    @pytest.mark.parametrize(
        "place", ["agreements/{agreement_id}", "registrations/{registration_id}"]
    )
    def test_show_what_who_asks_for_nothing_more_gets(self, place: str) -> None:
        posted = DOCUMENT["paths"][f"/v1/{place}/events"]["post"]
        shown = posted["responses"]["201"]["content"]["application/json"]["example"]["result"]
        assert {"facts", "changed", "owed"} <= shown.keys()

    def test_of_answers_are_a_tenth_of_the_document_at_most(self) -> None:
        """All of them together: 2.6 MB are long enough."""
        shown = answers_shown.PATH.stat().st_size
        assert shown < len(json.dumps(DOCUMENT, indent=1)) / 10

    @pytest.mark.parametrize(("method", "path", "body"), list(requests()))
    def test_run_as_they_stand(self, service: Service, method: str, path: str, body: Json) -> None:
        response = service.request(method, path, json=body)
        assert response.status_code in (200, 201), response.text[:1_000]
        (operation,) = {
            each["operationId"]: each
            for verb, template, each in operations()
            for _, where, _ in openapi.posted(template, each)
            if (verb, where) == (method, path)
        }.values()
        documented = operation["responses"][str(response.status_code)]["content"]
        assert response.headers["content-type"] in documented

    @pytest.mark.parametrize(("method", "path", "operation"), FILLED)
    def test_run_with_the_parameters_that_swagger_ui_fills_in(
        self, service: Service, method: str, path: str, operation: Json
    ) -> None:
        shown = list(openapi.posted(path, operation))
        # One example after the other: of facts, some end what others need.
        codes = {
            name: service.request(method, where, params=filled(operation), json=body).status_code
            for name, where, body in (shown[:1] if path.endswith("/events") else shown)
        }
        assert {name: code for name, code in codes.items() if code not in (200, 201)} == {}

    @pytest.mark.parametrize(("path", "asked"), list(questions()))
    def test_of_parameters_find_something(
        self, stateless_service: Service, path: str, asked: dict[str, str]
    ) -> None:
        response = stateless_service.get(path, **asked)
        assert response.status_code == 200, response.text[:1_000]

    def test_a_problem_has_the_documented_members(self, stateless_service: Service) -> None:
        found = problem(stateless_service.get("/v1/agreements/nobody"), 404, "not_found")
        schemas = DOCUMENT["components"]["schemas"]
        assert found.keys() == schemas["Problem"]["properties"].keys()
        faulty = stateless_service.get("/v1/agreements", limit="0").json()["errors"][0]
        assert faulty.keys() == schemas["ProblemError"]["properties"].keys()

"""A terms document from outside: whatever is done to it, an answer, or 422 that names the spot."""

import copy
import json
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.agreements.templates import template
from tests.api.bodies import Json, agreement
from tests.api.calls import ok
from tests.api.refusals import faults, nothing_stored, problem
from tests.running.service import Service

CHECK = "/v1/compute/terms-check"
AGREEMENTS = "/v1/agreements"
DOCUMENT: Json = json.loads(template("ctc-1998").terms.canonical)
DEADLINE = {"event_on": "1999-01-04", "count": 30}


def places(part: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a document but its root."""
    inner = part.items() if isinstance(part, dict) else enumerate(part)
    for name, each in inner:
        yield (*way, name)
        if isinstance(each, dict | list):
            yield from places(each, (*way, name))


PLACES = sorted(places(DOCUMENT), key=str)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([-1, 0, 1, 20_000, 20_001, 10**30])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(["2060-12-31", "9999-12-31", "1800-01-01", "1/1", "0/1", "before", "after"])
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@st.composite
def spoilt(draw: st.DrawFn) -> Json:
    """The 1998 terms with up to three places changed, doubled, taken away or swapped."""
    document = copy.deepcopy(DOCUMENT)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(PLACES))
        here: Any = document
        try:
            for part in way:
                here = here[part]
            here[last]
        except (KeyError, IndexError, TypeError):
            continue
        match draw(st.sampled_from(["replace", "remove", "double", "add", "borrow"])):
            case "remove":
                del here[last]
            case "double" if isinstance(here, list):
                here.append(copy.deepcopy(here[-1]))
            case "add" if isinstance(here, dict):
                here[draw(st.text(max_size=10))] = draw(VALUES)
            case "borrow":
                here[last] = lookup(DOCUMENT, draw(st.sampled_from(PLACES)))
            case _:
                here[last] = draw(VALUES)
    return document


def lookup(document: Any, way: tuple[str | int, ...]) -> Any:
    for part in way:
        document = document[part]
    return copy.deepcopy(document)


def leads_somewhere(pointer: str, body: Any) -> bool:
    """Whether the pointer names a place in the body, or one that is missing right there."""
    parts = [each.replace("~1", "/").replace("~0", "~") for each in pointer.split("/")[1:]]
    for number, part in enumerate(parts):
        try:
            body = body[int(part) if isinstance(body, list) else part]
        except (KeyError, IndexError, TypeError, ValueError):
            return number == len(parts) - 1
    return True


@settings(deadline=None)
@given(terms=spoilt())
def test_a_spoilt_document_is_answered_or_refused_at_the_spot(
    stateless_service: Service, terms: Json
) -> None:
    for path, question in ((CHECK, {}), ("/v1/compute/deadline", DEADLINE)):
        body = {**question, "terms": terms}
        response = stateless_service.post(path, body)
        if response.status_code == 200:
            continue
        errors = problem(response, 422, "invalid_input")["errors"]
        assert errors
        for each in errors:
            assert each["pointer"].startswith("/terms"), each
            assert leads_somewhere(each["pointer"], body), each


@settings(deadline=None)
@given(terms=spoilt())
def test_what_passes_the_check_without_contradiction_is_computed_on(
    stateless_service: Service, terms: Json
) -> None:
    """And what does not is refused with exactly the contradictions that the check names."""
    checked = stateless_service.post(CHECK, {"terms": terms})
    if checked.status_code != 200:
        return
    named = {
        "/terms" + each["pointer"]: each["code"]
        for each in checked.json()["result"]["findings"]
        if each["severity"] == "contradiction"
    }
    response = stateless_service.post("/v1/compute/short-form", {"terms": terms})
    if named:
        assert faults(response) == named
    else:
        assert response.status_code == 200 or terms.get("demand") is None


@settings(deadline=None)
@given(overrides=st.dictionaries(st.sampled_from(sorted(DOCUMENT)) | st.text(), VALUES))
def test_overrides_are_taken_or_refused(stateless_service: Service, overrides: Json) -> None:
    body = {"template": "ctc-1998", "overrides": overrides}
    response = stateless_service.post(CHECK, body)
    if response.status_code != 200:
        errors = problem(response, 422, "invalid_input")["errors"]
        assert all(each["pointer"].startswith("/overrides") for each in errors)


class TestDeep:
    @pytest.mark.parametrize(
        ("inner", "spot"),
        [("[" * 100 + "]" * 100, "/0"), ('{"a/b":' * 100 + "1" + "}" * 100, "/a~1b")],
    )
    def test_the_spot_is_where_it_becomes_too_deep(
        self, stateless_service: Service, inner: str, spot: str
    ) -> None:
        text = f'{{"template": "ctc-1998", "overrides": {{"x": "[{{\\"", "demand": {inner}}}}}'
        response = stateless_service.request(
            "POST", CHECK, content=text, headers={"content-type": "application/json"}
        )
        assert faults(response) == {"/overrides/demand" + spot * 62: "too_deep"}


class TestHuge:
    @pytest.mark.parametrize(
        ("way", "value", "code"),
        [
            ("original_holders", [{}] * 2_001, "too_many_items"),
            ("other_rights", {f"m{number}": 0 for number in range(2_001)}, "too_many_items"),
            ("demand", {"x": [[0] * 1_000] * 51}, "too_many_values"),
        ],
    )
    def test_a_heap_is_refused_where_it_lies(
        self, stateless_service: Service, way: str, value: Any, code: str
    ) -> None:
        response = stateless_service.post(CHECK, {"terms": {**DOCUMENT, way: value}})
        ((pointer, named),) = faults(response).items()
        assert named == code
        assert pointer.startswith(f"/terms/{way}")

    def test_thousands_of_faults_are_counted_and_the_first_are_shown(
        self, stateless_service: Service
    ) -> None:
        body = {"terms": {**DOCUMENT, "original_holders": [{}] * 1_000}}
        found = problem(stateless_service.post(CHECK, body), 422, "invalid_input")
        assert "3,000" in found["detail"]
        assert len(found["errors"]) == 500

    @pytest.mark.parametrize("number", ["1" + "0" * 5_000, "1e5000", "-" + "9" * 400])
    def test_a_number_of_any_length(self, stateless_service: Service, number: str) -> None:
        text = json.dumps({"terms": {**DOCUMENT, "schema_version": "HERE"}})
        response = stateless_service.request(
            "POST",
            CHECK,
            content=text.replace('"HERE"', number),
            headers={"content-type": "application/json"},
        )
        assert faults(response).keys() == {"/terms/schema_version"}

    @pytest.mark.parametrize("number", ["1" + "0" * 4_300, "-" + "9" * 4_301])
    def test_a_number_too_long_to_be_read_is_refused_where_it_stands(
        self, stateless_service: Service, number: str
    ) -> None:
        text = json.dumps(agreement("mine", overrides={"demand": [1, {"cap": "HERE"}]}))
        response = stateless_service.request(
            "POST",
            AGREEMENTS,
            content=text.replace('"HERE"', number),
            headers={"content-type": "application/json"},
        )
        assert faults(response) == {"/overrides/demand/1/cap": "too_long"}


class TestContradictory:
    OVERRIDES: ClassVar[Json] = {
        "demand": {"closes_on": "1998-09-30"},
        "incidental": {"notice": {"direction": "after"}},
    }
    EXPECTED: ClassVar[Json] = {
        "/overrides/demand/closes_on": "closes_before_it_opens",
        "/overrides/incidental/notice/direction": "wrong_direction",
        "/overrides/incidental/notice/roll": "roll_against_direction",
    }

    def test_no_agreement_is_made_from_it(self, service: Service) -> None:
        with nothing_stored(service):
            response = service.post(AGREEMENTS, agreement("mine", overrides=self.OVERRIDES))
        assert faults(response) == self.EXPECTED

    def test_the_check_names_the_same_and_answers(self, stateless_service: Service) -> None:
        body = {"template": "ctc-1998", "overrides": self.OVERRIDES}
        result = ok(stateless_service.post(CHECK, body))["result"]
        assert not result["consistent"]
        found = {"/overrides" + each["pointer"]: each["code"] for each in result["findings"]}
        assert found == self.EXPECTED

    def test_a_warning_goes_with_the_agreement_that_is_made(self, service: Service) -> None:
        overrides = {"demand": {"cap": {"limit": 0}}}
        made = ok(service.post(AGREEMENTS, agreement("mine", overrides=overrides)), 201)
        assert [each["code"] for each in made["warnings"]] == ["never_usable"]
        assert "/demand/cap/limit" in made["warnings"][0]["says"]

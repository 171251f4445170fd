"""Documents of older shapes are read by small steps; nothing else is read at all."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.db.evidence import chain
from app.rules.facts.standing import shapes
from app.rules.facts.standing.shapes import UnknownShape, fact_as_now, shape_of, terms_as_now
from app.rules.terms import Terms
from app.rules.terms.document.by_date import changed
from app.services.agreements.templates import template
from app.services.record.reading import read_terms

TERMS = template("ctc-1998").terms
FILED = {"kind": "filed", "occurred_on": "1999-04-01"}
DOCUMENT = TERMS.model_dump(mode="json")


def correction(replacement: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "fact_corrected", "fact_id": "f-1", "replacement": replacement}


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `filed` had been renamed twice, from `on` over `filed_on` to `occurred_on`."""

    def step(old: str, new: str) -> shapes.Step:
        return lambda fact: {new if name == old else name: value for name, value in fact.items()}

    steps = {("filed", 1): step("on", "filed_on"), ("filed", 2): step("filed_on", "occurred_on")}
    monkeypatch.setattr(shapes, "FACT_SHAPES", {"filed": 3})
    monkeypatch.setattr(shapes, "FACT_STEPS", steps)


def test_what_is_written_now_is_read_as_it_is() -> None:
    assert fact_as_now(FILED, shape_of(FILED)) == FILED
    assert terms_as_now(DOCUMENT) == DOCUMENT


@pytest.mark.usefixtures("renamed")
@pytest.mark.parametrize(("shape", "name"), [(1, "on"), (2, "filed_on"), (3, "occurred_on")])
def test_each_older_shape_is_led_step_by_step_to_the_present_one(shape: int, name: str) -> None:
    older = {"kind": "filed", name: "1999-04-01"}
    assert fact_as_now(older, shape) == FILED
    assert fact_as_now(correction(older), shape) == correction(FILED)


@pytest.mark.usefixtures("renamed")
def test_new_facts_are_written_in_the_present_shape() -> None:
    assert shape_of(FILED) == shape_of(correction(FILED)) == 3
    assert shape_of({"kind": "listed"}) == 1


@pytest.mark.parametrize("shape", [0, 2, -1])
def test_a_shape_of_another_release_is_refused(shape: int) -> None:
    with pytest.raises(UnknownShape):
        fact_as_now(FILED, shape)
    with pytest.raises(UnknownShape):
        fact_as_now(correction(FILED), shape)
    edition = 3 if shape == 2 else shape
    with pytest.raises(UnknownShape):
        terms_as_now({**DOCUMENT, "schema_version": edition})


@pytest.mark.parametrize("document", [None, [], "text", 7])
def test_what_is_no_document_is_refused(document: Any) -> None:
    for refused in (document, correction(document)):
        with pytest.raises(UnknownShape):
            fact_as_now(refused, 1)
    with pytest.raises(UnknownShape):
        terms_as_now(document)


def test_a_step_that_is_missing_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "FACT_SHAPES", {"filed": 2})
    monkeypatch.setattr(shapes, "TERMS_SHAPE", 3)
    with pytest.raises(UnknownShape, match="nothing leads on"):
        fact_as_now(FILED, 1)
    with pytest.raises(UnknownShape, match="nothing leads on"):
        terms_as_now(DOCUMENT)


def test_terms_of_an_older_shape_are_led_on(monkeypatch: pytest.MonkeyPatch) -> None:
    older = {"schema_version": 1, **{f"old_{name}": each for name, each in DOCUMENT.items()}}

    def step(terms: Mapping[str, Any]) -> Mapping[str, Any]:
        return {name.removeprefix("old_"): value for name, value in terms.items()}

    monkeypatch.setattr(shapes, "TERMS_SHAPE", 2)
    monkeypatch.setattr(shapes, "TERMS_STEPS", {1: step})
    assert terms_as_now(older) == DOCUMENT


def test_terms_stored_without_a_later_reading_keep_the_hash_under_which_they_are_stored() -> None:
    older = {**DOCUMENT, "readings": {"deadline_roll": "none"}}
    written = Terms.model_validate(older)
    as_stored = chain.hash_of(older)
    stored = read_terms(older, as_stored)
    assert stored.content_hash == as_stored != written.content_hash
    assert stored.readings == written.readings
    assert written.content_hash == Terms.model_validate(older).content_hash


def test_what_an_amendment_makes_of_them_has_the_hash_that_it_had_then() -> None:
    """Of what was stored, with the change in it: readings that came later do not enter."""
    older = {**DOCUMENT, "readings": {"deadline_roll": "none"}}
    amended = changed(read_terms(older, chain.hash_of(older)), {"/title": "Another"})
    assert amended.title == "Another"
    assert amended.content_hash == chain.hash_of({**older, "title": "Another"})
    plain = changed(read_terms(DOCUMENT, chain.hash_of(DOCUMENT)), {"/title": "Another"})
    assert plain.content_hash == chain.hash_of({**DOCUMENT, "title": "Another"})

"""The words of an answer are told: every one that has parts or kinds of its own, in a sentence."""

from pathlib import Path

from tests.api.calls import ok
from tests.api.description.openapi import DOCUMENT
from tests.docs.words_page import PAGE, page, words
from tests.running.service import Service

START = Path("docs/guide/start/words.md")


def test_the_page_says_what_the_description_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.docs.words_page"


def test_each_word_is_told_in_words() -> None:
    """A word whose meaning is its own name, or nothing, tells a lawyer nothing."""
    meanings = [(name, meaning) for name, told in words().items() for meaning in told]
    assert len(meanings) > 100
    silent = [(name, each) for name, each in meanings if len(each.split()) < 3]
    assert silent == []


def test_what_an_answer_opens_with_is_on_it() -> None:
    """What the answer about a registration is made of: none of its parts is left out."""
    of_answer = DOCUMENT["components"]["schemas"]["RegistrationAnswer"]["properties"]
    made_of = {name for name, value in of_answer.items() if "$ref" in str(value)}
    assert {"determination", "windows", "allocation", "obligations"} <= made_of
    assert made_of <= words().keys()


def test_kinds_of_registration_are_told_as_the_agreement_calls_them() -> None:
    kinds = DOCUMENT["components"]["schemas"]["RegistrationKind"]["enum"]
    told = START.read_text(encoding="utf-8")
    assert [each for each in kinds if each not in told] == []


def test_is_a_page_of_the_guide(stateless_service: Service) -> None:
    found = stateless_service.get("/guide/reference/words")
    assert found.status_code == 200
    assert "suspension_budget" in found.text


def test_the_page_to_try_offers_no_old_name_and_no_null(stateless_service: Service) -> None:
    """In an address nobody writes null: a day there is a day."""
    described = ok(stateless_service.get("/docs.json"))
    given = [
        each
        for methods in described["paths"].values()
        for operation in methods.values()
        for each in operation.get("parameters", ())
    ]
    assert len(given) > 100
    null = {"type": "null"}
    assert [each["name"] for each in given if each.get("deprecated")] == []
    assert [each["name"] for each in given if null in each["schema"].get("anyOf", ())] == []
    assert [each["name"] for each in given if each["description"].endswith("e.g.")] == []

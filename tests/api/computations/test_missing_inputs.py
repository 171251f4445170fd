"""What a computation names as missing is a field of the question that was put to it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.description.openapi import DOCUMENT as API
from tests.running.service import Service

Json = dict[str, Any]
PREFIX = "/v1/compute/"
COMPUTATIONS = [path.removeprefix(PREFIX) for path in API["paths"] if path.startswith(PREFIX)]


# --- the fields of a question ------------------------------------------------------------------


def body_of(computation: str) -> Json:
    """The documented body of a computation: its schema and its examples."""
    post = API["paths"][f"{PREFIX}{computation}"]["post"]
    body: Json = post["requestBody"]["content"]["application/json"]
    return body


def parts(schema: Json) -> Iterator[Json]:
    """A schema with what it refers to, its alternatives and the items of its lists."""
    if "$ref" in schema:
        yield from parts(API["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
        return
    yield schema
    for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from parts(each)
    if isinstance(schema.get("items"), dict):
        yield from parts(schema["items"])


def inside(schema: Json) -> Iterator[tuple[str | None, Json]]:
    """What lies one step inside: fields by name, and the values of a map under any name."""
    for part in parts(schema):
        yield from ((name, field) for name, field in part.get("properties", {}).items())
        values = [*part.get("patternProperties", {}).values(), part.get("additionalProperties")]
        yield from ((None, each) for each in values if isinstance(each, dict))


def leads(schema: Json, names: list[str]) -> bool:
    """Whether these names, one inside the other, are fields from here on."""
    if not names:
        return True
    return any(
        leads(field, names[1:]) for name, field in inside(schema) if name in (names[0], None)
    )


def is_field(schema: Json, names: list[str], depth: int = 4) -> bool:
    """Whether the names are fields of the question, or of something it is asked about.

    The terms are not: what an agreement says is no input of a question under a template.
    """
    if leads(schema, names):
        return True
    return depth > 0 and any(
        is_field(field, names, depth - 1)
        for name, field in inside(schema)
        if name not in ("terms", "readings")
    )


# --- questions of which something is left out --------------------------------------------------


def shortened(value: Any) -> Iterator[Any]:
    """The value without each of its parts in turn, at every depth."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in ("template", "readings"):
                yield {other: each for other, each in value.items() if other != name}
                yield from ({**value, name: each} for each in shortened(part))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield [*value[:place], *value[place + 1 :]]
            yield from ([*value[:place], each, *value[place + 1 :]] for each in shortened(part))


def bare(computation: str, example: Json) -> Json:
    """Only what a question must have."""
    required = {
        name for part in parts(body_of(computation)["schema"]) for name in part.get("required", ())
    }
    return {name: value for name, value in example.items() if name in {*required, "template"}}


def questions(computation: str) -> Iterator[Json]:
    """The documented examples, bare and with each part left out, and some that go further."""
    examples = [each["value"] for each in body_of(computation)["examples"].values()]
    for example in (*examples, *FURTHER.get(computation, ())):
        question = {"template": "ctc-1998", **example}
        yield from (question, bare(computation, question), *shortened(question))


MAILED = {"method": "mail", "sent_on": "1999-02-22"}
FAXED = {"method": "fax", "sent_on": "1999-02-22"}
LETTER = {"requests": {"a": 10}, "received_on": "1999-02-19", "fully_diluted_shares": 60}
COUNTED = {"total_fully_diluted_shares": 100, "demands_effected": 0, "demands_pending": 0}
DELAY = {
    "invoked_on": "1999-04-01",
    "days": 30,
    "board_judgment": True,
    "transaction_considered_from": "1999-01-04",
}

FURTHER: dict[str, list[Json]] = {
    "deemed-receipt": [
        {"delivery": FAXED},
        {"delivery": MAILED, "readings": {"mail_receipt": "later_of_both"}},
        {"delivery": MAILED, "readings": {"copies_required": True}},
    ],
    "demand": [
        {"letters": [LETTER], **COUNTED, "delays": [DELAY], "short_form_qualified": False},
        {
            "letters": [{"requests": {"a": None}, "delivery": FAXED, "fully_diluted_shares": 60}],
            **COUNTED,
            "delays": [DELAY],
        },
        {
            "letters": [LETTER],
            **COUNTED,
            "delays": [DELAY],
            "readings": {"delay_requires_notice": True},
        },
        {
            "letters": [LETTER],
            **COUNTED,
            "delays": [DELAY],
            "prior_delay_occasions": ["1998-03-30", "1998-05-20"],
            "readings": {"occasion_measure": "any_overlap"},
        },
    ],
    "short-form": [{}, {"readings": {"s3_test_date": "filing"}}],
    "suspension": [
        {
            "kind": "prohibition",
            "invoked_on": "1999-04-01",
            "days": 70,
            "consenting_holders": ["a"],
            "earlier_occasions": [{"invoked_on": "1998-04-01"}, {"invoked_on": "1998-05-01"}],
            "readings": {"occasion_measure": "any_overlap", "consent_by": choice},
        }
        for choice in ("requisite_holders", "affected_holders", "all")
    ],
    "rights-comparison": [
        {"existing": {"demands": 3}, "proposed": {"demands": 4, "unheard_of": 1}},
        {"existing": {}, "proposed": {"demands": 4}},
    ],
    "standstill": [
        {
            "company_offerings": [{"commenced_on": "1999-07-14"}],
            "readings": {"commencement_event": choice},
        }
        for choice in ("effective", "filed", "closing")
    ],
}


@pytest.mark.parametrize("computation", COMPUTATIONS)
def test_missing_inputs_are_fields_of_the_question(
    stateless_service: Service, computation: str
) -> None:
    schema = body_of(computation)["schema"]
    named: set[str] = set()
    for question in questions(computation):
        response = stateless_service.post(f"{PREFIX}{computation}", question)
        if response.status_code == 200:
            named.update(each["name"] for each in response.json()["missing_inputs"])
    # An item of a list goes by its place in it.
    fields = {name: [each for each in name.split("/") if not each.isdigit()] for name in named}
    assert not sorted(name for name, names in fields.items() if not is_field(schema, names))

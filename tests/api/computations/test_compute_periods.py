"""The computations of periods over HTTP: examples that run, are explained, and bodies refused."""

from collections.abc import Mapping
from typing import Any

import pytest
from fastapi.openapi.models import Example

from app.api.compute import papers
from app.api.compute.days import holdback, periods, suspensions
from tests.api.description.explanation import audit_computation
from tests.running.service import Service

EXAMPLES: Mapping[str, Mapping[str, Example]] = {
    each.path.strip("/"): each.examples
    for group in (periods, suspensions, holdback, papers)
    for each in group.COMPUTATIONS
}


def example(computation: str) -> dict[str, Any]:
    (only,) = EXAMPLES[computation].values()
    body: dict[str, Any] = only["value"] or {}
    return body


@pytest.mark.parametrize("computation", EXAMPLES)
def test_the_example_runs_and_every_figure_is_explained(
    stateless_service: Service, computation: str
) -> None:
    audit = audit_computation(stateless_service, computation, example(computation))
    assert audit.steps
    assert not audit.answer["missing_inputs"]
    assert not audit.unexplained()
    assert not audit.unaccounted()
    assert not audit.misquoted()
    assert not audit.unknown_kinds_of_source()
    assert not audit.forward_references()
    for kind in ("step", "terms", "request"):
        assert not audit.misquoted_inputs(kind)
    assert not audit.unlisted_readings()


@pytest.mark.parametrize(
    ("computation", "body"),
    [
        ("shelf-period", {"prohibitions": [{"first_day": "1999-09-02", "last_day": "1999-09-01"}]}),
        ("effectiveness-period", {"effective_on": "1999-07-14", "holds": [{}]}),
        (
            "effectiveness-period",
            {"effective_on": "1999-07-14", "holds": [{"notice_given_on": "1999-07-13"}]},
        ),
        (
            "effectiveness-period",
            {
                "effective_on": "1999-07-14",
                "holds": [{"notice_given_on": "1999-10-02", "received": {"a": "1999-10-01"}}],
            },
        ),
        (
            "suspension",
            {
                "kind": "delay",
                "invoked_on": "1999-05-01",
                "days": 61,
                "consent": True,
                "consenting_holders": ["a"],
            },
        ),
        (
            "earnings-statement",
            {"effective_on": "1999-07-14", "statement_first_day": "1999-08-01"},
        ),
    ],
)
def test_what_cannot_be_true_is_refused(
    stateless_service: Service, computation: str, body: dict[str, Any]
) -> None:
    response = stateless_service.post(
        f"/v1/compute/{computation}", {"template": "ctc-1998", **body}
    )
    assert response.status_code == 422
    assert response.json()["code"] == "invalid_input"


@pytest.mark.parametrize(
    ("computation", "provision"),
    [
        ("holdback", "holdback"),
        ("suspension", "delay"),
        ("comfort-letter", "comfort_letter"),
    ],
)
def test_an_agreement_without_the_provision_says_so(
    stateless_service: Service, computation: str, provision: str
) -> None:
    terms = stateless_service.get("/v1/templates/ctc-1998").json()["terms"]
    body = {**example(computation), "terms": {**terms, provision: None}}
    del body["template"]
    response = stateless_service.post(f"/v1/compute/{computation}", body)
    assert response.status_code == 422
    (fault,) = response.json()["errors"]
    assert (fault["pointer"], fault["code"]) == (f"/terms/{provision}", "no_such_term")


@pytest.mark.parametrize(
    ("days", "decisions"),
    [
        (60, {True: "accepted", False: "accepted", None: "accepted"}),
        (61, {True: "accepted", False: "refused", None: "undetermined"}),
    ],
)
def test_days_beyond_sixty_turn_on_a_consent_of_which_nothing_may_be_said(
    stateless_service: Service, days: int, decisions: dict[bool | None, str]
) -> None:
    """2(g): more than sixty days need consent; whether it was given is not known in silence."""
    for consent, decision in decisions.items():
        asked = example("suspension") | {"days": days}
        body = asked if consent is None else asked | {"consent": consent}
        answer = stateless_service.post("/v1/compute/suspension", body).json()
        assert answer["result"]["decision"] == decision
        missing = [each["name"] for each in answer["missing_inputs"]]
        assert missing == (["consent"] if decision == "undetermined" else [])

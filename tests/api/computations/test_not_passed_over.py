"""What a document says is honoured by a computation without a record, or refused by name."""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, handed_over, holder
from tests.api.calls import decided, make_agreement, ok
from tests.api.refusals import faults
from tests.running.service import Service

AROUND: Json = {
    "clause": "2",
    "rights": ["demand"],
    "around": {"initiated_for": ["company"]},
    "from": {"at": "registration.filed"},
    "until": {"count": 90, "unit": "day", "after": "registration.effective"},
    "effect": "refuse",
}
HELD_BACK: Json = {
    "clause": "4",
    "from": {"at": "ipo.effective"},
    "until": {"count": 180, "unit": "day", "after": "ipo.effective"},
}
TOLD = [{"holder": "spectrum", "delivery": handed_over("1998-11-25")}]


def document(service: Service, overrides: Json) -> Any:
    body = agreement("doc", overrides=overrides, holders=[holder("a", 100)])
    make_agreement(service, body)
    return ok(service.get("/v1/agreements/doc/terms", as_of="1998-04-10"))["terms"]


@pytest.mark.parametrize(
    ("path", "overrides", "question", "place"),
    [
        (
            "standstill",
            {"standstills": {"a": AROUND}, "demand": {"standstill": None}},
            {"company_offerings": [{"commenced_on": "1999-07-14"}]},
            "/terms/standstills",
        ),
        (
            "holdback",
            {"holdbacks": {"a": HELD_BACK}, "holdback": None},
            {"effective_on": "1999-07-14"},
            "/terms/holdbacks",
        ),
        (
            "join-window",
            {"demand": {"notice_to": "nobody"}},
            {"regime": "demand", "notices": TOLD},
            "/terms/demand/notice_to",
        ),
        (
            "join-window",
            {"demand": {"join": {"who": "g"}}, "groups": {"g": {"members": ["a"]}}},
            {"regime": "demand", "notices": TOLD},
            "/terms/demand/join/who",
        ),
    ],
)
def test_it_is_refused_by_name(
    service: Service, path: str, overrides: Json, question: Json, place: str
) -> None:
    terms = document(service, overrides)
    found = faults(service.post(f"/v1/compute/{path}", {"terms": terms, **question}))
    assert found == {place: "answered_elsewhere"}


@pytest.mark.parametrize(
    ("end", "decision"),
    [
        ({"date": "1999-03-01"}, ("refused", "RIGHTS_ENDED")),
        ({"date": "1999-03-02"}, ("accepted", None)),
        ({"count": 1, "unit": "month", "after": "agreement.dated"}, ("refused", "RIGHTS_ENDED")),
    ],
)
def test_an_end_that_the_terms_alone_say_is_honoured(
    service: Service, end: Json, decision: Any
) -> None:
    terms = document(service, {"ends": {"a": {"on": end}}, "demand": {"who": {"anyone": True}}})
    asked = {
        "terms": terms,
        "letters": [{"requests": {"a": 10}, "delivery": handed_over("1999-03-01")}],
        "positions": [{"holder": "a", "common": 100}],
        "demands_effected": 0,
        "demands_pending": 0,
        "short_form_qualified": True,
        "as_of": "1999-03-02" if decision[0] == "refused" else "1999-03-01",
    }
    assert decided(ok(service.post("/v1/compute/demand", asked))["result"]) == decision

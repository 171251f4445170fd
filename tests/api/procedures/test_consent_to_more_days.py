"""Whose consent lets a prohibition last longer (2(g), QD7): those who are silent do not consent."""

import pytest

from tests.running.service import Service

LONGER = {
    "template": "ctc-1998",
    "kind": "prohibition",
    "registration_kind": "shelf",
    "invoked_on": "2000-02-01",
    "days": 61,
    "board_judgment": True,
    "transaction_considered_from": "2000-01-03",
    "notices": [
        {"holder": "a", "delivery": {"method": "personal", "delivered_on": "2000-02-01"}},
    ],
}


@pytest.mark.parametrize(
    ("consenting", "decision"),
    [
        (["a", "b"], "accepted"),
        (["a", "b", "c"], "accepted"),
        (["a"], "refused"),
        (["a", "c"], "refused"),
        ([], "refused"),
    ],
)
def test_every_holder_affected_consents_by_that_reading(
    stateless_service: Service, consenting: list[str], decision: str
) -> None:
    """One day more than 60: a and b are affected, and c is not asked."""
    asked = LONGER | {
        "readings": {"consent_by": "affected_holders"},
        "affected_holders": ["a", "b"],
        "consenting_holders": consenting,
    }
    answer = stateless_service.post("/v1/compute/suspension", asked).json()
    assert answer["result"]["decision"] == decision

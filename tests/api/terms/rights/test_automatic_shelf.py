"""The automatic shelf of a well-known seasoned issuer: a form of its own, and one on Form S-3.

"If the Company is a well-known seasoned issuer, an automatic shelf statement", which is
effective on filing; any other within 90 days after it. a and b hold 60 and 40 shares.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, filed, handed_over, holder, letter
from tests.api.calls import begun, decided, dry_run, make_agreement, ok, post_events
from tests.api.calls import read_registration as read
from tests.running.service import Service

HELD = [holder("a", 60), holder("b", 40)]
BY_FORM: Json = {
    "cases": [
        {"if": {"form": ["S-3ASR"]}, "then": {"at": "registration.filed"}},
        {
            "if": {"form": ["S-3"]},
            "then": {"count": 45, "unit": "day", "after": "registration.filed"},
        },
        {"then": {"count": 90, "unit": "day", "after": "registration.filed"}},
    ]
}
DEMAND: Json = {
    "opens": None,
    "cap": None,
    "standstill": None,
    "short_form": None,
    "who": {"anyone": True},
}


def made(service: Service, **demand: Any) -> None:
    overrides = {"demand": DEMAND | demand}
    make_agreement(service, agreement("automatic", overrides=overrides, holders=HELD))


def asked(**more: Any) -> Json:
    letters = [letter(handed_over("1999-03-01"), {"a": 10})]
    return {"letters": letters, "underwritten": True} | more


@pytest.mark.parametrize(
    ("form", "due"), [("S-3ASR", "1999-03-15"), ("S-3", "1999-04-29"), ("S-1", "1999-06-14")]
)
def test_has_a_day_of_its_own(service: Service, form: str, due: str) -> None:
    made(service, effect_within={"$replace": True} | BY_FORM)
    name = begun(service, "demands", asked(), agreement="automatic")
    post_events(service, name, filed("1999-03-15", form))
    owed = {each["id"]: each["due_on"] for each in read(service, name, "1999-03-15")["obligations"]}
    assert owed["effect"] == due


@pytest.mark.parametrize(
    ("only", "open_to_it", "expected"),
    [
        (["S-3ASR"], ["S-3"], ("refused", "FORM_NOT_OPEN")),
        (["S-3ASR"], ["S-3ASR"], ("accepted", None)),
        (["S-3"], ["S-3ASR"], ("accepted", None)),
        (["S-3", "S-3ASR"], ["S-3"], ("accepted", None)),
    ],
)
def test_is_the_plain_form_and_not_the_other_way_round(
    service: Service, only: list[str], open_to_it: list[str], expected: Any
) -> None:
    made(service, only_on_forms=only)
    body = asked(forms_at_receipt=open_to_it)
    assert decided(dry_run(service, body, "automatic")["result"]) == expected
    terms = ok(service.get("/v1/agreements/automatic/terms"))["terms"]
    assert terms["demand"]["only_on_forms"] == only

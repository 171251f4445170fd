"""What takes a request out of a right is asked of the day of its receipt, and of nothing later.

a and b hold 60 and 40 shares. "The Company need not effect a demand within 90 days after a merger":
what counts from a merger that has not happened excepts nothing, and a merger afterwards neither.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, handed_over, holder, letter
from tests.api.calls import begun, decided, dry_run, make_agreement, post_fact, read_registration
from tests.running.service import Service

HELD = [holder("a", 60), holder("b", 40)]
MERGER: Json = {"at": "event.merger"}
AFTER: Json = {"count": 90, "unit": "day", "after": "event.merger"}
WITHIN: Json = {"within": {"from": MERGER, "until": AFTER}}
EXCEPTED = ("refused", "EXCLUDED_BY_CONDITION")
ACCEPTED = ("accepted", None)


def made(service: Service, unless: Any) -> None:
    demand = {"opens": None, "cap": None, "who": {"anyone": True}, "unless": unless}
    overrides = {"events": {"merger": {"says": "A merger"}}, "demand": demand}
    make_agreement(service, agreement("excepts", overrides=overrides, holders=HELD))


def asked(day: str) -> Json:
    letters = [letter(handed_over(day), {"a": 10})]
    return {"letters": letters, "short_form_qualified": False, "underwritten": True}


def merged(service: Service, day: str) -> None:
    happened = {"kind": "event_happened", "event": "merger", "occurred_on": day}
    post_fact(service, happened, "excepts")


@pytest.mark.parametrize(
    "unless",
    [
        WITHIN,
        {"reached": MERGER},
        {"reached": AFTER},
        {"reached": {"latest": [{"date": "1999-01-04"}, AFTER]}},
        {"happened": "event.merger", "by": {"date": "1999-12-31"}},
        {"happened": "event.merger"},
    ],
)
def test_what_has_not_happened_excepts_nothing(service: Service, unless: Any) -> None:
    made(service, unless)
    name = begun(service, "demands", asked("1999-03-01"), agreement="excepts")
    for as_of in ("1999-03-01", "2000-03-01"):
        assert decided(read_registration(service, name, as_of=as_of)) == ACCEPTED
    merged(service, "1999-04-01")
    assert decided(read_registration(service, name, as_of="1999-09-01")) == ACCEPTED


@pytest.mark.parametrize(
    ("day", "expected"),
    [("1999-02-26", ACCEPTED), ("1999-03-01", EXCEPTED), ("1999-05-28", EXCEPTED)],
)
def test_what_has_excepts_on_its_days(service: Service, day: str, expected: Any) -> None:
    """From Monday 1 March through 30 May, ninety days later."""
    made(service, WITHIN)
    merged(service, "1999-03-01")
    assert decided(dry_run(service, asked(day), "excepts")["result"]) == expected


def test_what_is_counted_back_from_it_may_have_come(service: Service) -> None:
    made(service, {"reached": {"count": 90, "unit": "day", "before": "event.merger"}})
    found = dry_run(service, asked("1999-03-01"), "excepts")
    assert decided(found["result"])[0] == "undetermined"
    assert "event.merger" in {each["name"] for each in found["missing_inputs"]}

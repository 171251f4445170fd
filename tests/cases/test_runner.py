"""The runner of worked cases: it compares a case whole, or says that it cannot."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests.cases.conftest import OWN
from tests.cases.runner import KINDS, NotSupported, differences, run
from tests.running.service import Service

TIMELY: dict[str, Any] = {
    "given": {"kind": "timeliness", "due_on": "1999-06-01", "effective_on": "1999-06-02"},
    "expect": {"in_time": False, "days_late": 1},
}


def case(given: dict[str, Any], expect: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "given": {**TIMELY["given"], **given},
        "expect": TIMELY["expect"] if expect is None else expect,
    }


def test_a_case_is_compared(case_service: Service) -> None:
    assert not differences(TIMELY["expect"], run(case_service, TIMELY))
    assert differences({"days_late": 2}, run(case_service, TIMELY))


@pytest.mark.parametrize(
    ("posed", "unknown"),
    [
        (case({"declared_on": "1999-06-02"}), "/declared_on"),
        (case({}, {"days_early": None}), "expected days_early"),
        (case({"due_on": None}, {"days_early": None}), "expected days_early"),
        ({"given": {"kind": "fortunes_told"}, "expect": {}}, "fortunes"),
    ],
)
def test_what_the_runner_does_not_know_never_passes(
    case_service: Service, posed: dict[str, Any], unknown: str
) -> None:
    with pytest.raises(NotSupported, match=unknown):
        run(case_service, posed)


def test_a_part_of_a_list_that_nobody_reads_never_passes(case_service: Service) -> None:
    hold = {"notice_given_on": "1999-07-01", "received": {"H": "1999-07-05"}, "by": "courier"}
    given = {"kind": "effectiveness_end", "effective_on": "1999-06-01", "holds": [hold]}
    with pytest.raises(NotSupported, match="/holds/0/by"):
        run(case_service, {"given": given, "expect": {}})


def test_a_kind_named_as_a_computation_is_posed_to_it(case_service: Service) -> None:
    given = {"kind": "settlement", "unconditional_release": True}
    found = run(case_service, {"given": given, "expect": {"permitted": True}})
    assert found["permitted"] is True


def test_an_event_named_as_a_fact_is_recorded_as_it_is(case_service: Service) -> None:
    demand = {"event": "demand_delivered", "holder": "A", "shares": 10, "on": "1999-03-01"}
    advised = {"event": "closing_completed", "on": "1999-05-03"}
    given = {
        "kind": "lifecycle",
        "positions": {"A": 10},
        "events": [
            {**demand, "short_form_qualified": False},
            {"event": "filed", "on": "1999-04-05"},
            {"event": "declared_effective", "on": "1999-05-03"},
            {"event": "prohibition_noticed", "on": "1999-05-04", "days": 3},
        ],
        "as_of": "1999-05-04",
    }
    found = run(case_service, {"given": given, "expect": {"state": "effective"}})
    assert found["state"] == "effective"
    with pytest.raises(AssertionError):
        run(case_service, {"given": {**given, "events": [*given["events"], advised]}, "expect": {}})


# --- made-up mistakes, one of each kind, in a case of every kind ----------------------------------


def _one_of_each_kind() -> dict[str, dict[str, Any]]:
    """The fullest case of each kind in our own files."""
    cases = [case for path in sorted(OWN.glob("*.json")) for case in json.loads(path.read_bytes())]
    cases.sort(key=lambda each: len(json.dumps(each["given"])))
    return {each["given"]["kind"]: each for each in cases}


FULLEST = _one_of_each_kind()
NO_SUCH_KEY = "fortune_told_on"


def _with_a_key_more(given: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, str]]:
    """A case with a key that no case knows, in each of its parts in turn."""
    parts = given.items() if isinstance(given, dict) else enumerate(given)
    if isinstance(given, dict):
        yield {**given, NO_SUCH_KEY: "1999-06-01"}, "/".join(map(str, at))
    for name, part in parts:
        if isinstance(part, dict | list):
            for other, place in _with_a_key_more(part, (*at, name)):
                changed = deepcopy(given)
                changed[name] = other
                yield changed, place


def _passes(service: Service, case: dict[str, Any]) -> bool:
    """Whether a case passes; one that the service refuses to be posed fails."""
    try:
        found = run(service, case)
    except (NotSupported, AssertionError, KeyError, TypeError, ValueError):
        return False
    return not differences(case["expect"], found)


def test_there_is_a_case_of_every_kind() -> None:
    assert FULLEST.keys() >= KINDS.keys()


@pytest.mark.parametrize("kind", sorted(FULLEST))
def test_a_case_with_a_mistake_never_passes(case_service: Service, kind: str) -> None:
    """Whatever stands in it that nobody reads, wherever it stands, and whatever is expected."""
    whole = FULLEST[kind]
    assert _passes(case_service, whole)
    for given, place in _with_a_key_more(whole["given"]):
        assert not _passes(case_service, {**whole, "given": given}), place
    for name in whole["expect"]:
        otherwise = {**whole["expect"], name: "something else"}
        assert not _passes(case_service, {**whole, "expect": otherwise}), name
    more = {**whole["expect"], NO_SUCH_KEY: None}
    assert not _passes(case_service, {**whole, "expect": more})
    assert not _passes(case_service, {**whole, "given": {**whole["given"], "kind": NO_SUCH_KEY}})

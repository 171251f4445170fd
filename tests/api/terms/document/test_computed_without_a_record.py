"""Computations without a record do not pass over terms that turn on what they are not told.

a holds 100 of 1,000 shares; the request reaches the Company on 2 June 2026.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, handed_over
from tests.api.calls import ok
from tests.api.refusals import faults
from tests.running.service import Service

ANYONE: Json = {
    "clause": "2.1",
    "effort": "best_efforts",
    "additions_clause": "2.1",
    "who": {"anyone": True},
    "notice_to_holders": {"clause": "2.1", "standard": "promptly"},
    "join": {"within": {"count": 10, "unit": "day", "after": "notice.given"}},
    "ranks": [["holders"], ["company"], ["others"]],
}
HELD = [{"holder": "a", "common": 100}, {"holder": "b", "common": 900}]


def terms(service: Service, **more: Any) -> Json:
    found: Json = ok(service.get("/v1/templates/blank-check"))["terms"]
    del found["demands"], found["blanks"], found["conditions"]
    return found | {"demand": ANYONE} | more


def question(asked_of: Json | None) -> Json:
    return {
        "terms": asked_of,
        "letters": [{"requests": {"a": 100}, "received_on": "2026-06-02"}],
        "positions": HELD,
        "demands_effected": 0,
        "demands_pending": 0,
    }


def demanded(service: Service, **more: Any) -> tuple[str, list[str]]:
    answer = ok(service.post("/v1/compute/demand", question(terms(service, **more))))
    missing = [each["name"] for each in answer["missing_inputs"]]
    return answer["result"]["determination"]["decision"], missing


@pytest.mark.parametrize(
    ("span", "decision"),
    [
        ({"from": {"at": "ipo.effective", "edge": "on"}}, "undetermined"),
        ({"until": {"count": 5, "unit": "year", "after": "ipo.effective"}}, "undetermined"),
        ({"from": {"at": "agreement.dated", "edge": "on"}}, "accepted"),
        (
            {
                "from": {"at": "agreement.dated", "edge": "on"},
                "until": {"date": "2026-06-01"},
            },
            "refused",
        ),
    ],
)
def test_a_right_that_opens_by_what_is_not_told_is_open_or_not(
    stateless_service: Service, span: Json, decision: str
) -> None:
    found, missing = demanded(stateless_service, demand=ANYONE | {"open": span})
    assert found == decision
    assert ("ipo.effective" in missing) == (decision == "undetermined")


def test_what_may_have_ended_the_rights_is_named(stateless_service: Service) -> None:
    ends: Json = {
        "a": {"on": {"count": 5, "unit": "year", "after": "ipo.effective"}},
        "b": {"on": {"date": "2030-01-01"}},
    }
    assert demanded(stateless_service, ends=ends) == ("accepted", ["ipo.effective"])
    assert demanded(stateless_service, ends={"b": ends["b"]}) == ("accepted", [])
    early = {"b": {"on": {"date": "2026-06-01"}}}
    assert demanded(stateless_service, ends=early)[0] == "refused"


def held(**how: Any) -> Json:
    return {"for": "holder", "on": {"when": {"held": how}}}


TENTH: Json = {"fraction": "1/10", "of": "registrable"}
OF_THE_COMPANY: Json = {"fraction": "1/100", "of": "outstanding", "is": "<"}


@pytest.mark.parametrize(
    ("end", "decision", "missing"),
    [
        # a holds 100 of 1,000.
        (held(**TENTH, **{"is": "<"}), "accepted", []),
        (held(**TENTH, **{"is": "<="}), "refused", []),
        (held(shares=100, **{"is": "<"}), "accepted", []),
        (held(shares=101, **{"is": "<"}), "refused", []),
        (held(shares=101, **{"is": "<"}) | {"effect": "suspends"}, "refused", []),
        (held(shares=101, **{"is": "<"}) | {"effect": "not_told"}, "accepted", []),
        (held(shares=101, **{"is": "<"}) | {"rights": ["incidental"]}, "accepted", []),
        (held(**OF_THE_COMPANY), "accepted", ["shares_outstanding"]),
        # What nobody could be told of is named, where the rest of it is so of somebody.
        (
            {
                "for": "holder",
                "on": {"when": [{"happened": "ipo.effective"}, {"held": OF_THE_COMPANY}]},
            },
            "accepted",
            ["ipo.effective", "shares_outstanding"],
        ),
        (
            {
                "for": "holder",
                "on": {"when": [{"happened": "ipo.effective"}, {"held": {"shares": 9, "is": "<"}}]},
            },
            "accepted",
            [],
        ),
        (
            {
                "for": "holder",
                "on": {
                    "when": {"any": [{"happened": "ipo.effective"}, {"held": TENTH | {"is": "<="}}]}
                },
            },
            "refused",
            ["ipo.effective"],
        ),
    ],
)
def test_who_holds_too_little_has_no_rights_here_either(
    stateless_service: Service, end: Json, decision: str, missing: list[str]
) -> None:
    assert demanded(stateless_service, ends={"small": end}) == (decision, missing)


def test_who_holds_too_little_is_not_told(stateless_service: Service) -> None:
    """b holds 900; whoever holds more than 500 is not told."""
    ends = {"large": held(shares=500, **{"is": ">"}) | {"effect": "not_told"}}
    body = question(terms(stateless_service, ends=ends))
    answer = ok(stateless_service.post("/v1/compute/demand", body))
    assert [each["id"] for each in answer["result"]["obligations"] if "b" in each["id"]] == []


def test_whose_shares_do_not_count_are_not_counted(stateless_service: Service) -> None:
    """Half of what counts is asked for: 100 of the 100 of a, where the 900 of b do not count."""
    ends = {"large": held(shares=500, **{"is": ">"}) | {"shares": "do_not_count"}}
    half = ANYONE | {"size": {"fraction": "1/2", "of": "registrable", "is": ">="}}
    assert demanded(stateless_service, demand=half)[0] == "refused"
    assert demanded(stateless_service, demand=half, ends=ends)[0] == "accepted"


@pytest.mark.parametrize("right", ["s1", "s3"])
def test_a_template_with_ends_of_one_holder_is_computed(
    stateless_service: Service, right: str
) -> None:
    body = question(None) | {"template": "nvca-2025", "demand": right, "readings": {}}
    answer = ok(stateless_service.post("/v1/compute/demand", body))
    assert "ipo.effective" in {each["name"] for each in answer["missing_inputs"]}


JOINERS: Json = ANYONE | {
    "with_joiners": True,
    "size": {"fraction": "1/2", "of": "registrable", "is": ">="},
}
TOLD: Json = {"holder": "b", "received_on": "2026-06-03"}
"""b is told on 3 June and may join through the 13th, a Saturday, and so through Monday the 15th."""


@pytest.mark.parametrize(
    ("joined", "as_of", "decision"),
    [
        (400, "2026-06-16", "accepted"),
        (399, "2026-06-16", "refused"),
        (None, "2026-06-16", "refused"),
        (None, "2026-06-10", "undetermined"),
        (400, "2026-06-10", "accepted"),
        (399, None, "undetermined"),
        (400, None, "accepted"),
    ],
)
def test_those_who_join_count_here_too(
    stateless_service: Service, joined: int | None, as_of: str | None, decision: str
) -> None:
    """Half of 1,000 are 500: 100 of a, and 400 of b."""
    asked = handed_over("2026-06-09")
    joins = [] if joined is None else [{"holder": "b", "shares": joined, "delivery": asked}]
    body = question(terms(stateless_service, demand=JOINERS))
    body |= {"notices": [TOLD], "joins": joins, "as_of": as_of}
    answer = ok(stateless_service.post("/v1/compute/demand", body))
    assert answer["result"]["determination"]["decision"] == decision


def test_what_is_taken_back_later_takes_nothing_from_the_right(stateless_service: Service) -> None:
    """b joins with 400 on 9 June, which is enough, and takes it back on the 12th, or the 20th."""
    joins = [{"holder": "b", "shares": 400, "delivery": handed_over("2026-06-09")}]
    body = question(terms(stateless_service, demand=JOINERS)) | {"notices": [TOLD], "joins": joins}
    for day in ("2026-06-12", "2026-06-20"):
        more = {"withdrawals": [{"holder": "b", "on": day}], "as_of": "2026-06-25"}
        answer = ok(stateless_service.post("/v1/compute/demand", body | more))
        assert answer["result"]["determination"]["decision"] == "accepted"


@pytest.mark.parametrize(
    ("silent", "decision"), [("fails", "accepted"), ("holds", "refused"), (None, "undetermined")]
)
def test_what_nobody_states_is_taken_as_the_terms_say(
    stateless_service: Service, silent: str | None, decision: str
) -> None:
    declared = {"says": "A bar stands."} | ({"if_not_stated": silent} if silent else {})
    found = demanded(
        stateless_service,
        demand=ANYONE | {"unless": {"asserted": "bar"}},
        conditions={"bar": declared},
    )
    assert found == (decision, [] if silent else ["bar"])


KEPT: Json = {"count": 30, "unit": "day", "after": "registration.effective"}
FOR_180_DAYS: Json = {"clause": "2", "standard": "best_efforts"} | {
    "keep_effective": KEPT | {"count": 180}
}


def test_a_statement_is_kept_as_the_right_itself_says(stateless_service: Service) -> None:
    """30 days after 2 June end on 2 July; 180 on 29 November, a Sunday."""
    rights = {"one": ANYONE | {"keep_effective": KEPT}, "two": ANYONE}
    of = terms(stateless_service, demand=None, demands=rights, effectiveness=FOR_180_DAYS)
    body: Json = {"terms": of, "effective_on": "2026-06-02"}

    def kept(**right: str) -> tuple[str, list[str]]:
        path = "/v1/compute/effectiveness-period"
        answer = ok(stateless_service.post(path, body | right))
        return answer["result"]["end"], [each["code"] for each in answer["warnings"]]

    assert kept(demand="one") == ("2026-07-02", [])
    assert kept(demand="two") == ("2026-11-29", [])
    assert kept() == ("2026-11-29", ["KEPT_OF_ITS_OWN"])
    single = terms(stateless_service, demand=rights["one"], effectiveness=FOR_180_DAYS)
    body["terms"] = single
    assert kept() == ("2026-11-29", ["KEPT_OF_ITS_OWN"])


def test_a_shelf_is_kept_as_it_says_itself(stateless_service: Service) -> None:
    """No other provision says how long: 30 days after 2 June."""
    shelf: Json = {"clause": "3", "effort": None, "trigger": "request", "notice_to": "nobody"}
    shelf |= {"keep_effective": KEPT}
    body: Json = {"terms": terms(stateless_service, shelf=shelf), "effective_on": "2026-06-02"}
    answer = ok(stateless_service.post("/v1/compute/shelf-period", body))
    assert answer["result"]["end"] == "2026-07-02"


def test_who_may_use_a_right_is_not_who_are_requisite_holders(stateless_service: Service) -> None:
    body = {"terms": terms(stateless_service), "positions": HELD, "requesters": ["a"]}
    answer = ok(stateless_service.post("/v1/compute/requisite-holders", body))
    assert "WHO_OF_ITS_OWN" in {each["code"] for each in answer["warnings"]}


@pytest.mark.parametrize(
    ("shelf", "place"),
    [
        ({"trigger": "request", "notice_to": "nobody"}, "/terms/shelf/notice_to"),
        ({"trigger": "agreement.dated", "covers": "all"}, "/terms/shelf/covers"),
    ],
)
def test_of_a_shelf_that_nobody_joins_no_window_is_asked(
    stateless_service: Service, shelf: Json, place: str
) -> None:
    given = {"method": "personal", "delivered_on": "2026-06-02"}
    body = {
        "terms": terms(stateless_service, shelf={"clause": "3", "effort": None} | shelf),
        "regime": "shelf",
        "notices": [{"holder": "b", "delivery": given}],
    }
    refused = stateless_service.post("/v1/compute/join-window", body)
    assert faults(refused) == {place: "answered_elsewhere"}
    every = {name: each for name, each in body.items() if name != "regime"}
    assert ok(stateless_service.post("/v1/compute/join-window", every))

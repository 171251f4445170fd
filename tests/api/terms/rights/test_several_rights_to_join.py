"""Several rights to join the Company's registrations, each whole, by a name of its own.

Of what the Company registers for itself Holders are told 30 days before the filing and join within
20 days; of what it registers for others they are told promptly, join within 10 days and come before
the Company. a and b hold 60 and 40 shares. What is handed over is given and received that day.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    amendment,
    handed_over,
    holder,
    join,
    maximum,
    notice,
    own_registration,
)
from tests.api.calls import begun, decided, make_agreement, obligation, ok, post_fact
from tests.api.calls import read_registration as read
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("a", 60), holder("b", 40)]
OTHERS: Json = {
    "notice": None,
    "tell": {"clause": "2(c)", "standard": "promptly"},
    "join": {"within": {"count": 10, "unit": "day", "after": "notice.given"}},
    "initiated_for": ["others"],
}
RANKS: Json = {
    "priorities_initiated_by_others": {},
    "ranks_initiated_by_others": [["initiators"], ["holders"], ["company"], ["others"]],
}


def template(service: Service) -> Any:
    return ok(service.get("/v1/templates/ctc-1998"))["terms"]


def rights(service: Service) -> Json:
    own: Json = {k: v for k, v in template(service)["incidental"].items() if v is not None}
    cutback = {k: v for k, v in own["cutback"].items() if v is not None} | RANKS
    secondary = {k: v for k, v in (own | OTHERS).items() if v is not None}
    return {
        "own": own | {"initiated_for": ["company"]},
        "secondary": secondary | {"clause": "2(c)", "cutback": cutback},
    }


def made(service: Service, **more: Any) -> None:
    overrides = {"incidental": None, "incidentals": rights(service)} | more
    make_agreement(service, agreement("joins", overrides=overrides, holders=HELD))


def determined(service: Service, *facts: Json, **more: Any) -> str:
    return begun(service, "incidentals", own_registration(**more), *facts, agreement="joins")


FOR_OTHERS: Json = {"initiated_for": "others", "company_shares": 10, "initiators": {"fund": 50}}


class TestOfSeveral:
    def test_that_which_is_of_such_a_registration_governs_it(self, service: Service) -> None:
        """30 days before 4 May 1999 are 4 April; told on 5 April, ten days end on the 15th."""
        made(service)
        own = read(service, determined(service), "1999-04-02")
        assert decided(own) == ("accepted", None)
        assert obligation(own, "notice:a")["due_on"] == "1999-04-04"
        told = notice("a", handed_over("1999-04-05"))
        name = determined(service, told, **FOR_OTHERS)
        found = read(service, name, "1999-04-06")
        assert decided(found) == ("accepted", None)
        assert obligation(found, "notice:b")["due_on"] is None
        assert obligation(found, "notice:b")["clause"] == "2(c)"
        (window,) = [each for each in found["windows"]["join"] if each["holder"] == "a"]
        assert window["last_day"] == "1999-04-15"
        audit = audit_registration(service, name, "joins", "1999-04-06")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
        assert audit.misquoted_inputs() == []

    def test_each_ranks_by_its_own_words(self, service: Service) -> None:
        """Of 70 that fit the fund has its 50, a the other 20 of its 30, the Company nothing."""
        made(service)
        joined = join("a", 30, handed_over("1999-04-06"))
        advised = maximum("1999-04-20", 70, in_writing=True)
        told = notice("a", handed_over("1999-04-05"))
        name = determined(service, told, joined, advised, **FOR_OTHERS)
        lines = read(service, name, "1999-04-21")["allocation"]["lines"]
        assert {each["seller"]: each["included"] for each in lines} == {
            "fund": 50,
            "a": 20,
            "ctc": 0,
        }

    def test_one_may_be_named(self, service: Service) -> None:
        both = rights(service)
        both["own"]["initiated_for"] = ["company", "others"]
        made(service, incidentals=both)
        path = "/v1/agreements/joins/incidentals"
        body = own_registration(**FOR_OTHERS)
        assert faults(service.post(path, body)) == {"/incidental": "right_not_named"}
        other = service.post(path, body | {"incidental": "shelf"})
        assert faults(other) == {"/incidental": "no_such_right"}
        found = read(
            service, determined(service, **FOR_OTHERS, incidental="secondary"), "1999-04-02"
        )
        assert obligation(found, "notice:a")["clause"] == "2(c)"

    def test_that_is_not_of_such_a_registration_is_refused_when_named(
        self, service: Service
    ) -> None:
        made(service)
        name = determined(service, incidental="secondary")
        assert decided(read(service, name, "1999-04-02")) == ("refused", "PARTY_NOT_COVERED")

    def test_is_amended_by_its_name(self, service: Service) -> None:
        made(service)
        name = determined(service, **FOR_OTHERS)
        changes = {"/incidentals/secondary/join/within/count": 20}
        changed = amendment("1999-04-03", changes, "a", "b", reaches_requested=True)
        post_fact(service, changed, "joins")
        told = {"kind": "notice_given", "holder": "a", "delivery": handed_over("1999-04-05")}
        ok(service.post(f"/v1/registrations/{name}/events", told), 201)
        (window,) = [
            each
            for each in read(service, name, "1999-04-06")["windows"]["join"]
            if each["holder"] == "a"
        ]
        # Twenty days end on Sunday 25 April.
        assert window["last_day"] == "1999-04-26"

    def test_a_holdback_may_name_one(self, service: Service) -> None:
        back = {
            "clause": "2.11",
            "rights": ["secondary"],
            "from": {"at": "registration.filed"},
            "until": {"count": 30, "unit": "day", "after": "registration.filed"},
        }
        made(service, holdback=None, holdbacks={"one": back})
        filed = {"kind": "filed", "occurred_on": "1999-05-04", "form": "S-1"}
        for more, bound in (({}, False), (FOR_OTHERS, True)):
            found = read(service, determined(service, filed, **more), "1999-05-05")
            assert bool(found["holdback"]) is bound


def test_an_end_takes_all_of_them_away(service: Service) -> None:
    made(service, ends={"all": {"clause": "9", "on": {"date": "1999-03-01"}}})
    name = determined(service)
    assert decided(read(service, name, "1999-04-02")) == ("refused", "RIGHTS_ENDED")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [({"initiated_for": "company"}, "2(b)"), ({"initiated_for": "others"}, "2(c)")],
)
def test_without_a_record_the_party_tells_which(
    stateless_service: Service, asked: Json, expected: str
) -> None:
    terms = template(stateless_service)
    terms["incidentals"] = rights(stateless_service)
    terms["incidental"] = None
    body = {"terms": terms, "purpose": "offering"} | asked
    found = ok(stateless_service.post("/v1/compute/incidental-trigger", body))
    assert found["result"]["triggers_notice"] is True
    assert expected in {each["clause"] for each in found["explanation"]["steps"]}


def test_without_a_record_one_is_named(stateless_service: Service) -> None:
    terms = template(stateless_service)
    terms["incidentals"] = rights(stateless_service)
    terms["incidental"] = None
    told = {"notices": [{"holder": "a", "delivery": handed_over("1999-04-05")}]}
    body = {"terms": terms, "regime": "incidental"} | told
    path = "/v1/compute/join-window"
    refused = faults(stateless_service.post(path, body))
    assert refused == {"/incidental": "right_not_named"}
    for name, last in (("own", "1999-04-26"), ("secondary", "1999-04-15")):
        found = ok(stateless_service.post(path, body | {"incidental": name}))["result"]
        assert found["windows"][0]["last_day"] == last


@pytest.mark.parametrize(
    ("overrides", "place"),
    [
        ({"incidentals": {}}, None),
        ({"incidental": {}}, "/overrides"),
        ({"incidentals": {"demand": {}}}, "/overrides"),
    ],
)
def test_they_are_all_there_is(service: Service, overrides: Json, place: str | None) -> None:
    named = rights(service)
    said = {name: named["own"] | more for name, more in overrides.get("incidentals", {}).items()}
    alone = template(service)["incidental"] if "incidental" in overrides else None
    body = {"incidental": alone, "incidentals": said or named}
    answer = service.post("/v1/agreements", agreement("x", overrides=body, holders=HELD))
    assert (answer.status_code == 201) is (place is None), answer.text


@pytest.mark.parametrize(
    ("rights_ended", "of_own", "of_others"),
    [(["own"], False, True), (["own", "secondary"], False, False), (["incidental"], False, False)],
)
@pytest.mark.parametrize("effect", ["suspends", "ends", "not_told"])
def test_an_end_of_one_of_them_is_of_that_alone(
    service: Service, effect: str, rights_ended: list[str], of_own: bool, of_others: bool
) -> None:
    """b has opted out of being told of what the Company registers for itself."""
    end = {"for": "holder", "effect": effect, "rights": rights_ended}
    out = {"opted_out": {"says": "It has opted out", "if_not_stated": "fails"}}
    made(service, conditions=out, ends={"quiet": end | {"on": {"when": {"asserted": "opted_out"}}}})
    stated = {"kind": "condition_stated", "condition": "opted_out", "holder": "b"}
    post_fact(service, {**stated, "occurred_on": "1999-03-01"}, "joins")

    def is_told(name: str) -> bool:
        owed = {each["id"] for each in read(service, name, "1999-04-02")["obligations"]}
        assert "notice:a" in owed
        return "notice:b" in owed

    told = is_told(determined(service)), is_told(determined(service, **FOR_OTHERS))
    assert told == (of_own, of_others)

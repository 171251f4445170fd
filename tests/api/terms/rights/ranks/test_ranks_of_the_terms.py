"""Who comes first in a demand, where the agreement says so: no reading has a part in it.

Spectrum asks for 400,000 shares, Wang joins with 2,000, the Company adds 100,000 and elders 50,000.
"""

import json
from typing import Any

import pytest

from tests.api.bodies import Json, additions, agreement, holder, join, mailed, maximum, notice
from tests.api.calls import (
    demanded,
    effective_shelf,
    included,
    make_agreement,
    ok,
    post_event,
    read_registration,
    taken_down,
)
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("spectrum", 500_000), holder("wang", 2_000)]
NO_CHOICE = {"priorities": {"$replace": True}}


def shared_out(service: Service, ranks: Any, most: int) -> dict[str, int | None]:
    overrides = {"demand": NO_CHOICE | {"ranks": ranks}}
    body = agreement("ranked", overrides=overrides, holders=HELD)
    name = make_agreement(service, body)["result"]["id"]
    asked = demanded(service, agreement=name, underwritten=True)
    for fact in (
        notice("wang", mailed("1999-03-01")),
        join("wang", 2_000, mailed("1999-03-08")),
        additions("1999-03-30", 100_000, others={"elders": 50_000}),
        maximum("1999-04-01", most),
    ):
        post_event(service, asked, fact)
    return included(read_registration(service, asked, "1999-04-02"))


@pytest.mark.parametrize(
    ("ranks", "most", "expected"),
    [
        # Holders first, cut in proportion: 201,000 of 402,000 is a half of each.
        (
            [["holders"], ["company"], ["others"]],
            201_000,
            {"spectrum": 200_000, "wang": 1_000, "ctc": 0, "elders": 0},
        ),
        (
            [["company"], ["holders"], ["others"]],
            301_000,
            {"spectrum": 200_000, "wang": 1_000, "ctc": 100_000, "elders": 0},
        ),
        # Those who asked come before those who joined.
        (
            [["initiators"], ["company"], ["holders"], ["others"]],
            501_000,
            {"spectrum": 400_000, "wang": 1_000, "ctc": 100_000, "elders": 0},
        ),
        (
            [["company", "others"], ["initiators", "holders"]],
            351_000,
            {"spectrum": 200_000, "wang": 1_000, "ctc": 100_000, "elders": 50_000},
        ),
    ],
)
def test_the_ranks_of_the_terms_are_filled(
    service: Service, ranks: Any, most: int, expected: dict[str, int]
) -> None:
    assert shared_out(service, ranks, most) == expected


@pytest.mark.parametrize(
    ("ranks", "code"),
    [
        ([["holders"], ["company"]], "class_missing"),
        ([["holders", "company"], ["others", "holders"]], "class_twice"),
        ([["holders"], [], ["company", "others"]], "empty_rank"),
    ],
)
def test_every_seller_has_one_rank(service: Service, ranks: Any, code: str) -> None:
    overrides: Json = {"demand": NO_CHOICE | {"ranks": ranks}}
    refused = service.post("/v1/agreements", {"template": "ctc-1998", "overrides": overrides})
    assert set(faults(refused).values()) == {code}


@pytest.mark.parametrize(
    ("demand", "says"),
    [
        ({"ranks": [["holders"], ["company"], ["others"]]}, "leave `priorities` out"),
        (NO_CHOICE, "Say by `ranks` who comes first"),
        ({"advice_in_writing": True}, "say their `ranks`"),
    ],
)
def test_it_is_said_in_one_way(service: Service, demand: Json, says: str) -> None:
    body = {"template": "ctc-1998", "overrides": {"demand": demand}}
    response = service.post("/v1/agreements", body)
    assert response.status_code == 422
    assert says in response.json()["errors"][0]["detail"]


def test_a_registration_of_others_is_cut_as_the_terms_say(stateless_service: Service) -> None:
    """Others initiate it for 300,000: the 100,000 left go to the Holders' rank."""
    terms = ok(stateless_service.get("/v1/templates/ctc-1998"))["terms"]
    cutback = terms["incidental"]["cutback"]
    del cutback["priorities_initiated_by_others"]
    cutback["ranks_initiated_by_others"] = [["initiators"], ["holders", "others"], ["company"]]
    body = {
        "terms": terms,
        "registration": "incidental",
        "initiated_by": "others",
        "initiators": ["elders"],
        "underwritten": True,
        "written_advice": True,
        "maximum_shares": 400_000,
        "company": 50_000,
        "holders": {"spectrum": 400_000},
        "others": {"elders": 300_000},
    }
    found = ok(stateless_service.post("/v1/compute/cutback", body))
    lines = {each["seller"]: each["included"] for each in found["result"]["lines"]}
    assert sorted(lines.values()) == [0, 100_000, 300_000]
    assert (lines["spectrum"], lines["elders"]) == (100_000, 300_000)
    assert "secondary_incidental_cutback" not in json.dumps(found["readings"])


class TestNoticeToTheOthers:
    """All other Holders are told: who asked for the registration is owed no notice of it."""

    def owed(self, service: Service, who: str) -> set[str]:
        body = agreement("told", overrides={"demand": {"notice_to": who}}, holders=HELD)
        name = make_agreement(service, body)["result"]["id"]
        found = read_registration(service, demanded(service, agreement=name), "1999-03-01")
        return {
            obligee
            for each in found["obligations"]
            if each["duty"] == "notice"
            for obligee in each["obligees"]
        }

    def test_leaves_out_who_asked(self, service: Service) -> None:
        assert self.owed(service, "others") == {"wang"}

    def test_unless_all_are_to_be_told(self, service: Service) -> None:
        assert self.owed(service, "all") == {"spectrum", "wang"}

    def test_of_a_sale_off_the_shelf_alike(self, service: Service) -> None:
        overrides = {"takedown": {"notice_to": "others"}}
        held = [holder("spectrum", 800_000), holder("wang", 2_000)]
        body = agreement("told", overrides=overrides, holders=held)
        name = make_agreement(service, body)["result"]["id"]
        sale = taken_down(service, effective_shelf(service, agreement=name), agreement=name)
        found = read_registration(service, sale, "2000-02-02")
        told = [each for each in found["obligations"] if each["duty"] == "notice"]
        assert {obligee for each in told for obligee in each["obligees"]} == {"wang"}

    def test_does_not_wait_for_the_one_who_asked(self, service: Service) -> None:
        """Wang's window is the only one that need begin for joining to be under way."""
        body = agreement("told", overrides={"demand": {"notice_to": "others"}}, holders=HELD)
        name = make_agreement(service, body)["result"]["id"]
        asked = demanded(service, notice("wang", mailed("1999-03-01")), agreement=name)
        assert read_registration(service, asked, "1999-03-05")["state"] == "noticed"


def test_without_a_record_who_asked_is_not_known(stateless_service: Service) -> None:
    terms = ok(stateless_service.get("/v1/templates/ctc-1998"))["terms"]
    del terms["demand"]["priorities"]
    terms["demand"]["ranks"] = [["initiators"], ["holders"], ["company"], ["others"]]
    body = {
        "terms": terms,
        "registration": "requested",
        "holders": {"spectrum": 400_000, "wang": 2_000},
        "underwritten": True,
        "maximum_shares": 201_000,
    }
    found = ok(stateless_service.post("/v1/compute/cutback", body))
    assert {each["included"] for each in found["result"]["lines"]} == {None}
    assert "initiators" in {each["name"] for each in found["missing_inputs"]}


class TestAdviceInWriting:
    """Of a demand that is cut back on written advice only: 402,000 of Holders, 450,000 with others.

    What is advised by word of mouth cuts nobody, and leaves written advice before it standing.
    """

    WRITTEN: Json = NO_CHOICE | {
        "ranks": [["holders"], ["company"], ["others"]],
        "advice_in_writing": True,
    }

    def told(self, service: Service, *advised: Json, **more: Any) -> dict[str, int | None]:
        body = agreement("written", overrides={"demand": self.WRITTEN} | more, holders=HELD)
        name = make_agreement(service, body)["result"]["id"]
        asked = demanded(service, agreement=name, underwritten=True)
        for fact in (additions("1999-03-30", 100_000, others={"elders": 50_000}), *advised):
            post_event(service, asked, fact)
        return included(read_registration(service, asked, "1999-04-09"))

    @staticmethod
    def advised(day: str, shares: int, written: bool | None) -> Json:
        told = {"kind": "maximum_advised", "occurred_on": day, "shares": shares}
        return told if written is None else told | {"in_writing": written}

    def test_of_mouth_cuts_nobody(self, service: Service) -> None:
        found = self.told(service, self.advised("1999-04-01", 200_000, False))
        assert found == {"spectrum": 400_000, "ctc": 100_000, "elders": 50_000}

    def test_written_advice_cuts(self, service: Service) -> None:
        found = self.told(service, self.advised("1999-04-01", 450_000, True))
        assert found == {"spectrum": 400_000, "ctc": 50_000, "elders": 0}

    def test_the_last_written_advice_stands(self, service: Service) -> None:
        advised = (
            self.advised("1999-04-01", 450_000, True),
            self.advised("1999-04-05", 200_000, False),
        )
        found = self.told(service, *advised)
        assert found == {"spectrum": 400_000, "ctc": 50_000, "elders": 0}

    def test_what_is_not_known_leaves_open_what_it_decides(self, service: Service) -> None:
        found = self.told(service, self.advised("1999-04-01", 450_000, None))
        assert found == {"spectrum": 400_000, "ctc": None, "elders": None}

    def test_a_reading_may_do_without(self, service: Service) -> None:
        oral = self.advised("1999-04-01", 450_000, False)
        found = self.told(service, oral, readings={"require_written_advice": False})
        assert found == {"spectrum": 400_000, "ctc": 50_000, "elders": 0}

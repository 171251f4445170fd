"""Registered shares that passed before effectiveness to one recognised only after it: 9(f), QG5.

Spectrum asks for its 1,200,000 shares on 19 February 1999 and parts with 200,000 to newco on 1
March; the statement is effective on 1 April, and newco is holder of record from 10 April. On 1
April the Company owed the inclusion of 1,000,000 shares, and nothing to newco.
"""

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    join,
    letter,
    notice,
    own_registration,
    shelf,
    sold_in_offering,
    transfer,
)
from tests.api.calls import (
    begun,
    included,
    make_agreement,
    obligation,
    ok,
    post_events,
    post_fact,
    read_registration,
)
from tests.running.service import Service

ALL = 1_200_000
PASSED = transfer(
    "1999-03-01",
    "spectrum",
    "newco",
    200_000,
    affiliate=False,
    record_holder_on=None,
    preferred_as_converted=0,
    common=200_000,
)
RECOGNISED = fact("record_holder_entered", "1999-04-10", holder="newco")
AMENDED = fact("procedure_performed", "1999-04-20", procedure="more_shares", holder="newco")


def recorded(
    service: Service, *more: Json, covers: Json | None = None, passed: Json = PASSED
) -> str:
    holders = [
        {"id": "spectrum", "name": "S", "common": ALL},
        {"id": "doeg", "name": "D", "common": 200_000},
        {"id": "mochary", "name": "M", "common": 100_000},
    ]
    make_agreement(service, {"template": "ctc-1998", "id": "e", "holders": holders})
    body = demand(letter(handed_over("1999-02-19"), {"spectrum": ALL}), underwritten=False)
    registration = begun(service, "demands", body, agreement="e")
    post_fact(service, passed, "e")
    said = {} if covers is None else {"covers": covers}
    post_events(service, registration, filed("1999-03-20"), declared_effective("1999-04-01") | said)
    post_fact(service, RECOGNISED, "e")
    post_events(service, registration, *more)
    return registration


def may_sell(service: Service, day: str, holder: str = "newco") -> tuple[str, list[str]]:
    asked = {"holder": holder, "manner": "under_registration", "on": day}
    found = ok(service.get("/v1/agreements/e/may-sell", **asked))["result"]
    return found["may_sell"], [each["code"] for each in found["reasons"]]


def codes(service: Service, registration: str, day: str) -> set[str]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return {each["code"] for each in answer["warnings"]}


COVERS = pytest.mark.parametrize("covers", [None, {"spectrum": 1_000_000}])


class TestBeforeItIsRecognised:
    @COVERS
    def test_it_is_owed_nothing(self, service: Service, covers: Json | None) -> None:
        registration = recorded(service, covers=covers)
        result = read_registration(service, registration, "1999-04-09")
        assert "include:newco" not in {each["id"] for each in result["obligations"]}
        assert "INCLUSION_NOT_RECOGNISED" in codes(service, registration, "1999-04-09")
        assert may_sell(service, "1999-04-09") == ("no", ["NOT_IN_A_REGISTRATION"])


class TestOnceItIsRecognised:
    @COVERS
    def test_inclusion_is_owed_by_an_amendment(self, service: Service, covers: Json | None) -> None:
        registration = recorded(service, covers=covers)
        result = read_registration(service, registration, "1999-04-11")
        owed = obligation(result, "include:newco")
        assert (owed["status"], owed.get("performed_on"), owed.get("begins_on")) == (
            "open",
            None,
            "1999-04-10",
        )
        assert included(result) == {"spectrum": 1_000_000}
        found = codes(service, registration, "1999-04-11")
        assert "INCLUSION_OWED_LATE" in found
        assert not found & {"INCLUSION_NOT_RECOGNISED", "REQUEST_NOT_COVERED"}
        assert may_sell(service, "1999-04-11") == ("no", ["WAITS_FOR_AMENDMENT"])
        assert may_sell(service, "1999-04-11", "spectrum") == ("yes", [])

    @COVERS
    @pytest.mark.parametrize("of_all", [False, True])
    def test_an_amendment_takes_it_in(
        self, service: Service, covers: Json | None, of_all: bool
    ) -> None:
        amended = {key: at for key, at in AMENDED.items() if not (of_all and key == "holder")}
        registration = recorded(service, amended, covers=covers)
        result = read_registration(service, registration, "1999-04-21")
        owed = obligation(result, "include:newco")
        assert (owed["status"], owed["performed_on"]) == ("performed", "1999-04-20")
        assert included(result) == {"spectrum": 1_000_000, "newco": 200_000}
        assert "INCLUSION_OWED_LATE" not in codes(service, registration, "1999-04-21")
        assert may_sell(service, "1999-04-21") == ("yes", [])

    def test_what_it_is_said_to_cover_is_in_it(self, service: Service) -> None:
        """The Company need not, and may, register the shares of one not yet recognised."""
        covers = {"spectrum": 1_000_000, "newco": 200_000}
        result = read_registration(service, recorded(service, covers=covers), "1999-04-11")
        assert obligation(result, "include:newco")["status"] == "performed"
        assert included(result) == covers
        assert may_sell(service, "1999-04-11") == ("yes", [])

    def test_what_it_covers_is_all_sold(self, service: Service) -> None:
        """1,000,000 are covered and sold on 12 April: nothing of newco's was ever in it."""
        registration = recorded(service, sold_in_offering("1999-04-12", "spectrum", 1_000_000))
        result = read_registration(service, registration, "1999-04-14")
        assert (result["state"], result["ended_on"]) == ("closed", "1999-04-12")
        assert obligation(result, "include:newco")["status"] == "excused"
        assert may_sell(service, "1999-04-14")[0] == "no"

    def test_an_amendment_keeps_it_open_until_newco_has_sold(self, service: Service) -> None:
        sales = (
            sold_in_offering("1999-04-21", "spectrum", 1_000_000),
            sold_in_offering("1999-04-26", "newco", 200_000),
        )
        registration = recorded(service, AMENDED, *sales)
        assert read_registration(service, registration, "1999-04-22")["state"] == "effective"
        result = read_registration(service, registration, "1999-04-27")
        assert (result["state"], result.get("ended_on")) == ("closed", "1999-04-26")

    def test_recognised_on_the_day_of_effectiveness_it_is_in(self, service: Service) -> None:
        """A day is taken at its end: on 1 April the Company must recognise it."""
        passed = PASSED | {"record_holder_on": "1999-04-01"}
        result = read_registration(service, recorded(service, passed=passed), "1999-04-02")
        assert included(result) == {"spectrum": 1_000_000, "newco": 200_000}
        assert obligation(result, "include:newco")["status"] == "performed"


class TestOfAnyKind:
    def test_the_companys_own(self, service: Service) -> None:
        """Doeg joins with 200,000 and parts with 100,000 before effectiveness on 1 June."""
        holders = [
            {"id": "spectrum", "name": "S", "common": ALL},
            {"id": "doeg", "name": "D", "common": 200_000},
        ]
        make_agreement(service, {"template": "ctc-1998", "id": "e", "holders": holders})
        told = (
            notice("doeg", handed_over("1999-04-02")),
            notice("spectrum", handed_over("1999-04-02")),
        )
        joined = join("doeg", 200_000, handed_over("1999-04-12"))
        body = own_registration(underwritten=False)
        registration = begun(service, "incidentals", body, *told, joined, agreement="e")
        passed = PASSED | {"occurred_on": "1999-04-20", "holder": "doeg", "common": 100_000}
        post_fact(service, passed, "e")
        post_events(service, registration, filed("1999-05-04"), declared_effective("1999-06-01"))
        post_fact(service, RECOGNISED | {"occurred_on": "1999-06-10"}, "e")
        result = read_registration(service, registration, "1999-06-11")
        assert obligation(result, "include:newco")["status"] == "open"
        assert included(result)["doeg"] == 100_000
        assert "newco" not in included(result)
        assert may_sell(service, "1999-06-11") == ("no", ["WAITS_FOR_AMENDMENT"])

    def test_a_shelf(self, service: Service) -> None:
        holders = [{"id": "spectrum", "name": "S", "common": ALL}]
        make_agreement(service, {"template": "ctc-1998", "id": "e", "holders": holders})
        body = shelf(letter(handed_over("1999-09-06"), {"spectrum": ALL}))
        registration = begun(service, "shelves", body, agreement="e")
        post_fact(service, PASSED | {"occurred_on": "1999-09-20"}, "e")
        post_events(service, registration, filed("1999-10-01"), declared_effective("1999-10-29"))
        post_fact(service, RECOGNISED | {"occurred_on": "1999-11-10"}, "e")
        result = read_registration(service, registration, "1999-11-11")
        assert obligation(result, "include:newco")["status"] == "open"
        assert included(result) == {"spectrum": 1_000_000, "newco": 0}
        assert may_sell(service, "1999-11-11") == ("no", ["WAITS_FOR_AMENDMENT"])
        post_events(service, registration, AMENDED | {"occurred_on": "1999-11-15"})
        result = read_registration(service, registration, "1999-11-16")
        assert obligation(result, "include:newco")["performed_on"] == "1999-11-15"
        assert included(result) == {"spectrum": 1_000_000, "newco": 200_000}
        assert may_sell(service, "1999-11-16") == ("yes", [])

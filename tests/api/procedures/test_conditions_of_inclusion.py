"""A condition of inclusion unmet by effectiveness, and one set after a duty fell due (3(b), 6(b)).

a holds 300,000 and b 150,000; a demands for 100,000 on 4 January 1999 and b joins with 50,000;
filed on Monday 1 February, so that drafts are due five business days before, on 25 January.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    join,
    letter,
)
from tests.api.calls import make_agreement, obligation, ok, post_demand, post_events
from tests.running.service import Service

UNDERTAKING = fact("undertaking_required", "1999-01-20", holder="b")
INFORMATION = {
    "kind": "information_requested",
    "holder": "b",
    "delivery": handed_over("1999-01-20"),
}
MET: Json = {
    "undertaking_required": fact("undertaking_received", "1999-02-20", holder="b"),
    "information_requested": {
        "kind": "information_received",
        "holder": "b",
        "delivery": handed_over("1999-02-20"),
    },
}
CONDITIONS = pytest.mark.parametrize("asked", [UNDERTAKING, INFORMATION])


def begun(service: Service, *facts: Json, **readings: Any) -> None:
    holders = [holder("a", 300_000), holder("b", 150_000)]
    chosen = {"overrides": {"readings": readings}} if readings else {}
    make_agreement(service, agreement("w", holders=holders, **chosen))
    body = demand(letter(handed_over("1999-01-04"), {"a": 100_000}), id="one", underwritten=False)
    post_demand(service, body, "w")
    joined = join("b", 50_000, handed_over("1999-01-11"))
    post_events(service, "one", joined, *facts)


def read(service: Service, day: str) -> Json:
    answer: Json = ok(service.get("/v1/registrations/one", as_of=day))
    return answer


def included(service: Service) -> str:
    status: str = obligation(read(service, "1999-03-02")["result"], "include:b")["status"]
    return status


class TestUnmetByEffectiveness:
    END = (filed("1999-02-01"), declared_effective("1999-03-01"))

    @CONDITIONS
    def test_leaves_it_open_whether_the_holder_was_included(
        self, service: Service, asked: Json
    ) -> None:
        begun(service, asked, *self.END)
        assert included(service) == "unconfirmed"
        missing = {each["posted_as"] for each in read(service, "1999-03-02")["missing_inputs"]}
        assert "declared_effective.covers" in missing

    @CONDITIONS
    @pytest.mark.parametrize(
        ("reading", "status"), [("not_included", "excused"), ("included", "performed")]
    )
    def test_says_so_where_it_is_read_otherwise(
        self, service: Service, asked: Json, reading: str, status: str
    ) -> None:
        begun(service, asked, *self.END, undertaking_missing=reading)
        assert included(service) == status

    @CONDITIONS
    def test_is_settled_by_what_the_statement_covers(self, service: Service, asked: Json) -> None:
        covers = {"covers": {"a": 100_000, "b": 50_000}}
        begun(service, asked, filed("1999-02-01"), declared_effective("1999-03-01") | covers)
        assert included(service) == "performed"

    @CONDITIONS
    def test_that_was_met_leaves_nothing_open(self, service: Service, asked: Json) -> None:
        begun(service, asked, MET[asked["kind"]], *self.END)
        assert included(service) == "performed"


class TestSetAfterADutyFellDue:
    def drafts(self, service: Service, required_on: str) -> str:
        required = fact("undertaking_required", required_on, holder="b")
        begun(service, required, filed("1999-02-01"))
        status: str = obligation(read(service, "1999-02-15")["result"], "drafts:b")["status"]
        return status

    def test_leaves_it_owed(self, service: Service) -> None:
        assert self.drafts(service, "1999-01-26") == "unconfirmed"

    def test_before_that_suspends_it(self, service: Service) -> None:
        assert self.drafts(service, "1999-01-25") == "excused"

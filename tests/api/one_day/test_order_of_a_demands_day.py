"""What gives a demand back, or changes a majority, on the day of a request: 1(i), 2(a)(i), 2(e).

Spectrum's three demands are pending or count, so that the three that the agreement allows are used;
a fourth is received on 1 February 1999. On that day the first is taken back, stopped by an order,
or not closed: which came first decides, and where it is not recorded the ruling says so.
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
    notice,
    own_registration,
    shelf,
    split,
    stop_order,
    takedown,
    transfer,
)
from tests.api.calls import (
    SHELF_EFFECTIVE,
    begun,
    decided,
    included,
    make_agreement,
    ok,
    post_demand,
    post_events,
    post_fact,
)
from tests.running.service import Service

DAY = "1999-02-01"
FAILED = fact("closing_failed", DAY, solely_holder=False)
WITHDRAWN = fact("withdrawn", DAY)


def asked(day: str, **more: Any) -> Json:
    return demand(letter(handed_over(day), {"a": 50_000}), underwritten=False, **more)


def fourth(service: Service, on_the_first: Json) -> Json:
    make_agreement(service, agreement("w", holders=[holder("a", 900_000), holder("b", 150_000)]))
    for number, day in enumerate(("1998-11-02", "1998-12-01", "1999-01-04")):
        post_demand(service, asked(day, id=f"d{number}"), "w")
    if on_the_first["kind"] != "withdrawn":
        post_events(service, "d0", filed("1998-11-20"), declared_effective("1998-12-10"))
    registration = begun(service, "demands", asked(DAY), agreement="w")
    post_events(service, "d0", on_the_first)
    answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-02-02"))
    return answer


def told(answer: Json) -> set[str]:
    return {each["posted_as"] for each in answer["missing_inputs"]}


@pytest.mark.parametrize(
    ("given_back", "field"),
    [
        (WITHDRAWN, "before_letters"),
        (stop_order(DAY), "before_requests"),
        (FAILED, "before_requests"),
    ],
)
class TestWhatGivesADemandBackOnTheDay:
    def test_leaves_the_fourth_open(self, service: Service, given_back: Json, field: str) -> None:
        answer = fourth(service, given_back)
        assert decided(answer["result"])[0] == "undetermined"
        assert f"{given_back['kind']}.{field}" in told(answer)

    @pytest.mark.parametrize(
        ("first", "ruling"),
        [(True, ("accepted", None)), (False, ("refused", "DEMAND_CAP_PENDING"))],
    )
    def test_decides_by_what_is_said_of_its_order(
        self,
        service: Service,
        given_back: Json,
        field: str,
        first: bool,
        ruling: tuple[str, str | None],
    ) -> None:
        answer = fourth(service, given_back | {field: first})
        assert decided(answer["result"]) == ruling
        assert f"{given_back['kind']}.{field}" not in told(answer)


class TestWarrantsThatExpireOnTheDay:
    """Of 1,000,001 shares a has 500,001 with its Warrant, and 500,000 of 1,000,000 without it."""

    def demanded(self, service: Service, **said: bool) -> Json:
        holders = [holder("a", 500_000) | {"warrant_shares": 1}, holder("b", 500_000)]
        make_agreement(service, agreement("w", holders=holders))
        post_fact(service, fact("warrants_expired", DAY, **said), "w")
        registration = begun(service, "demands", asked(DAY), agreement="w")
        answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-02-02"))
        return answer

    def test_leave_it_open_whether_those_who_ask_suffice(self, service: Service) -> None:
        answer = self.demanded(service)
        assert decided(answer["result"])[0] == "undetermined"
        assert "warrants_expired.before_requests" in told(answer)

    @pytest.mark.parametrize(("first", "decision"), [(True, "refused"), (False, "accepted")])
    def test_decide_by_their_order(self, service: Service, first: bool, decision: str) -> None:
        answer = self.demanded(service, before_requests=first)
        assert decided(answer["result"])[0] == decision


class TestASplitAndATransferOfOneDay:
    """A number written on the day of a split is written after it (9(h)), and that is said."""

    def test_is_a_named_assumption(self, service: Service) -> None:
        make_agreement(service, agreement("w", holders=[holder("a", 900_000)]))
        post_fact(service, split("1999-03-01", 2, 1), "w")
        moved = transfer("1999-03-01", "a", "t", 60_000, preferred_as_converted=0, common=60_000)
        post_fact(service, moved, "w")
        answer = ok(service.get("/v1/agreements/w", as_of="1999-03-02"))
        assert "TAKEN_AFTER_SPLIT" in {each["code"] for each in answer["assumptions"]}
        answer = ok(service.get("/v1/agreements/w", as_of="1999-02-28"))
        assert "TAKEN_AFTER_SPLIT" not in {each["code"] for each in answer["assumptions"]}


@pytest.mark.parametrize("kind", ["demands", "shelves", "takedowns", "incidentals"])
@pytest.mark.parametrize("day", ["1999-12-01", "1999-12-02"])
def test_a_number_asked_for_on_the_day_of_a_split_is_of_after_it(
    service: Service, kind: str, day: str
) -> None:
    """F25, 9(h): 100 on the day of a 2-for-1 stay 100, as is said; of the day before, 200."""
    make_agreement(service, agreement("w", holders=[holder("a", 900_000)]))
    its_own = letter(handed_over("1999-12-01"), {"a": 100})
    body: Json = demand(its_own)
    if kind == "shelves":
        body = shelf(its_own, certificate_date="2000-03-01")
    if kind == "takedowns":
        on = shelf(letter(handed_over("1999-09-02"), {"a": 500}))
        body = takedown(begun(service, "shelves", on, *SHELF_EFFECTIVE, agreement="w"), its_own)
    facts = []
    if kind == "incidentals":
        body = own_registration(occurred_on="1999-11-20", planned_filing_on="2000-01-03")
        told = notice("a", handed_over("1999-11-22"))
        facts = [told, join("a", 100, handed_over("1999-12-01"))]
    registration = begun(service, kind, body, *facts, agreement="w")
    post_fact(service, split(day, 2, 1), "w")
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-12-02"))
    same_day = day == "1999-12-01"
    assert included(answer["result"])["a"] == (100 if same_day else 200)
    said = {each["code"]: each["says"] for each in answer["assumptions"]}
    assert ("TAKEN_AFTER_SPLIT" in said) is same_day
    if same_day:
        assert said["TAKEN_AFTER_SPLIT"].startswith("What was asked for on 1 December 1999 ")


class TestWhatUsesADemandUpOnTheDay:
    """Three of which two count, or the first would again: what came first decides on the fourth.

    QC20 `cure_restores`: an order of December is lifted on the day of the fourth request. QB17
    `effected`: those under way count for nothing, and the third becomes effective on that day.
    """

    def asked_under(self, service: Service, readings: Json, fact_of_day: Json) -> Json:
        holders = [holder("a", 900_000), holder("b", 150_000)]
        overrides = {"readings": readings}
        make_agreement(service, agreement("w", holders=holders, overrides=overrides))
        for number, day in enumerate(("1998-11-02", "1998-12-01", "1999-01-04")):
            post_demand(service, asked(day, id=f"d{number}"), "w")
        post_events(service, "d0", filed("1998-11-20"), declared_effective("1998-12-10"))
        if fact_of_day["kind"] == "stop_order_lifted":
            post_events(service, "d0", stop_order("1998-12-20"), fact_of_day)
        else:
            post_events(service, "d1", filed("1998-12-20"), declared_effective("1999-01-11"))
            post_events(service, "d2", filed("1999-01-20"), fact_of_day)
        registration = begun(service, "demands", asked(DAY), agreement="w")
        answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-02-02"))
        return answer

    LIFTED = ({"cure_restores": True}, fact("stop_order_lifted", DAY))
    EFFECTIVE = ({"demand_cap_counts": "effected"}, declared_effective(DAY))

    @pytest.mark.parametrize(("readings", "of_day"), [LIFTED, EFFECTIVE])
    @pytest.mark.parametrize(
        ("first", "decision"), [(None, "undetermined"), (True, "refused"), (False, "accepted")]
    )
    def test_decides_by_its_order(
        self, service: Service, readings: Json, of_day: Json, first: bool | None, decision: str
    ) -> None:
        answer = self.asked_under(service, readings, of_day | {"before_requests": first})
        assert decided(answer["result"])[0] == decision
        assert (f"{of_day['kind']}.before_requests" in told(answer)) is (first is None)

    @pytest.mark.parametrize("of_day", [LIFTED[1], EFFECTIVE[1]])
    def test_matters_under_those_readings_alone(self, service: Service, of_day: Json) -> None:
        """An order counts for good, and the three are used whether effective or under way."""
        answer = self.asked_under(service, {}, of_day)
        lifted = of_day["kind"] == "stop_order_lifted"
        assert decided(answer["result"])[0] == ("accepted" if lifted else "refused")
        assert not any("before_requests" in (name or "") for name in told(answer))

"""What holds however an open question comes out is said; what turns on it is not known (2(a)(i)).

Alpha holds 45,000 of 100,000 shares, Beta 40,000 and Gamma 15,000; Requisite Holders need 50,000.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    delay,
    demand,
    filed,
    handed_over,
    holder,
    letter,
    offering,
)
from tests.api.calls import make_agreement, obligation, ok, post_demand, post_event, post_fact
from tests.running.service import Service


def missing(answer: Json) -> set[str | None]:
    return {each["posted_as"] for each in answer["missing_inputs"]}


def condition(result: Json, name: str) -> Any:
    conditions = result["determination"]["conditions"]
    return {each["name"]: each["outcome"] for each in conditions}[name]


class TestAnUndeterminedDemand:
    """Alpha asks on 1 March 1999 and takes it back on the 5th, when Beta's letter comes.

    Had Beta's letter come first, the demand was complete; if not, Beta alone has too few.
    """

    ORDER = "withdrawn.before_letters"

    def recorded(self, service: Service, cap: int, **said: bool) -> str:
        body = agreement(
            f"open-{cap}",
            holders=[holder("a", 45_000), holder("b", 40_000), holder("c", 15_000)],
            overrides={"demand": {"cap": {"limit": cap}}},
        )
        name: str = make_agreement(service, body)["result"]["id"]
        first = demand(
            letter(handed_over("1999-03-01"), {"a": 10_000}),
            letter(handed_over("1999-03-05"), {"b": 15_000}),
            id="first",
        )
        post_demand(service, first, name)
        taken_back = {"kind": "withdrawn", "occurred_on": "1999-03-05", "holders": ["a"], **said}
        post_event(service, "first", taken_back)
        asked = letter(handed_over("1999-03-10"), {"b": 1_000, "c": 1_000})
        post_demand(service, demand(asked, id="second"), name)
        return name

    def second(self, service: Service) -> Json:
        answer: Json = ok(service.get("/v1/registrations/second", as_of="1999-03-10"))
        return answer

    @pytest.mark.parametrize(
        ("said", "decision"),
        [({}, "undetermined"), ({"before_letters": False}, "refused")],
    )
    def test_may_use_up_the_last(self, service: Service, said: Any, decision: str) -> None:
        """One demand is allowed: if the first stands, the second is one too many."""
        self.recorded(service, 1, **said)
        answer = self.second(service)
        determination = answer["result"]["determination"]
        assert determination["decision"] == decision
        assert (self.ORDER in missing(answer)) == (not said)
        if not said:
            tally = answer["result"]["tallies"]["demands"]
            assert condition(answer["result"], "demands_left") == "unknown"
            shown = ("pending_before", "remaining_before", "remaining_after")
            assert [tally[name] for name in shown] == [None, None, None]

    def test_leaves_known_what_does_not_turn_on_it(self, service: Service) -> None:
        """Three are allowed: one is left for the second either way, though not how many."""
        self.recorded(service, 3)
        answer = self.second(service)
        assert answer["result"]["determination"]["decision"] == "accepted"
        assert answer["result"]["tallies"]["demands"]["remaining_after"] is None

    def test_leaves_the_agreements_count_open(self, service: Service) -> None:
        name = self.recorded(service, 3)
        answer = ok(service.get(f"/v1/agreements/{name}", as_of="1999-03-06"))
        left = answer["result"]["demands"]
        assert (left["effected"], left["pending"], left["remaining"]) == (0, None, None)
        assert self.ORDER in missing(answer)

    def test_counts_nothing_of_itself(self, service: Service) -> None:
        """Who asks is not known, nor what they hold, nor whether the demand uses up one."""
        self.recorded(service, 3)
        result = ok(service.get("/v1/registrations/first", as_of="1999-03-06"))["result"]
        assert result["tallies"]["requisite"] is None
        assert result["tallies"]["demands"]["remaining_before"] == 3
        assert result["tallies"]["demands"]["remaining_after"] is None


class TestTimeliness:
    """Alpha's demand, received on Monday 1 March 1999: due in 90 days, on Monday 31 May.

    That is Memorial Day: 1 June. In 60 days, by a short form, on Friday 30 April. A delay of 30
    days, on which the ruling is open, would make 29 June of the longer period's unrolled 30 May.
    """

    OPEN_DELAY = delay("1999-04-01", 30, transaction_considered_from=None)

    def effect(
        self, service: Service, effective: str | None, day: str, *more: Json, **said: Any
    ) -> tuple[Any, ...]:
        holders = [holder("a", 60_000), holder("b", 40_000)]
        name = make_agreement(service, agreement("timely", holders=holders))["result"]["id"]
        asked = letter(handed_over("1999-03-01"), {"a": 10_000})
        post_demand(service, demand(asked, id="asked", **said), name)
        made = (filed(effective, "S-1"), declared_effective(effective)) if effective else ()
        for each in (*more, *made):
            post_event(service, "asked", each)
        result = ok(service.get("/v1/registrations/asked", as_of=day))["result"]
        return result["in_time"], result.get("days_late"), obligation(result, "effect")["status"]

    @pytest.mark.parametrize(
        ("effective", "found"),
        [
            ("1999-04-20", (True, 0, "performed")),
            ("1999-04-30", (True, 0, "performed")),
            ("1999-05-10", (None, None, "performed_perhaps_late")),
            ("1999-06-01", (None, None, "performed_perhaps_late")),
            ("1999-06-10", (False, None, "performed_late")),
        ],
    )
    def test_without_the_period(self, service: Service, effective: str, found: object) -> None:
        """Late or in time whichever period applies is late or in time."""
        assert self.effect(service, effective, "1999-06-15", short_form_qualified=None) == found

    @pytest.mark.parametrize(
        ("day", "status"), [("1999-06-01", "open"), ("1999-06-02", "overdue_review")]
    )
    def test_not_yet_effective(self, service: Service, day: str, status: str) -> None:
        found = self.effect(service, None, day, short_form_qualified=None)
        assert found == (None, None, status)

    @pytest.mark.parametrize(
        ("effective", "found"),
        [
            ("1999-05-20", (True, 0, "performed")),
            ("1999-06-15", (None, None, "performed_perhaps_late")),
            ("1999-07-05", (False, None, "performed_late")),
        ],
    )
    def test_while_a_delay_is_open(self, service: Service, effective: str, found: object) -> None:
        assert self.effect(service, effective, "1999-07-10", self.OPEN_DELAY) == found

    @pytest.mark.parametrize(
        ("effective", "found"),
        [
            ("1999-04-30", (True, 0, "performed")),
            ("1999-06-15", (None, None, "performed_perhaps_late")),
            ("1999-07-05", (False, None, "performed_late")),
        ],
    )
    def test_while_both_are(self, service: Service, effective: str, found: object) -> None:
        said = {"short_form_qualified": None}
        assert self.effect(service, effective, "1999-07-10", self.OPEN_DELAY, **said) == found


class TestTheStandstill:
    """The same demand, and an offering of the Company's own: 180 days in which it need not act."""

    def read(self, service: Service, day: str, *more: Json, **said: Any) -> Json:
        holders = [holder("a", 60_000), holder("b", 40_000)]
        name = make_agreement(service, agreement("standing", holders=holders))["result"]["id"]
        asked = letter(handed_over("1999-03-01"), {"a": 10_000})
        post_demand(service, demand(asked, id="asked", **said), name)
        for each in more:
            if each["kind"] == "company_offering_commenced":
                post_fact(service, each, name)
            else:
                post_event(service, "asked", each)
        answer: Json = ok(service.get("/v1/registrations/asked", as_of=day))
        return answer

    def found(self, answer: Json) -> tuple[Any, ...]:
        determination = answer["result"]["determination"]
        decision, not_before = determination["decision"], determination.get("not_before")
        return decision, condition(answer["result"], "no_standstill"), not_before

    @pytest.mark.parametrize(
        ("short", "found"),
        [
            (None, ("undetermined", "unknown", None)),
            (False, ("deferred", "deferred", "1999-11-12")),
            (True, ("accepted", "passed", None)),
        ],
    )
    def test_turns_on_the_period(self, service: Service, short: Any, found: object) -> None:
        """Commenced on 15 May: it catches 1 June, and comes after 30 April."""
        answer = self.read(
            service, "1999-05-20", offering("1999-05-15"), short_form_qualified=short
        )
        assert self.found(answer) == found
        assert ("demand_received.short_form_qualified" in missing(answer)) == (short is None)
        # It is owed in any case, now or later: every Holder must be told.
        assert any(each["id"] == "effect" for each in answer["result"]["obligations"])

    @pytest.mark.parametrize(
        ("considered_from", "found"),
        [
            (None, ("undetermined", "unknown", None)),
            ("1999-01-04", ("deferred", "deferred", "1999-12-08")),
            ("1999-03-15", ("accepted", "passed", None)),
        ],
    )
    def test_turns_on_a_delay(
        self, service: Service, considered_from: str | None, found: object
    ) -> None:
        """Commenced on 10 June: it catches 29 June, and comes after 1 June."""
        delayed = delay("1999-04-01", 30, transaction_considered_from=considered_from)
        answer = self.read(service, "1999-07-01", delayed, offering("1999-06-10"))
        assert self.found(answer) == found
        named = {each["needed_for"] for each in answer["missing_inputs"]}
        assert any("standstill" in each for each in named) == (considered_from is None)

    def test_is_in_the_way_of_either_period(self, service: Service) -> None:
        """Commenced on 1 April: its 180th day is 28 September, after either due day."""
        answer = self.read(service, "1999-05-20", offering("1999-04-01"), short_form_qualified=None)
        assert self.found(answer) == ("deferred", "deferred", "1999-09-29")
        assert answer["result"]["determination"]["due_on"] == "1999-09-29"

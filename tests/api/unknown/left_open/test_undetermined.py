"""A ruling that is open leaves open whatever turns on it, and names what is not recorded (2(g)).

Whether a delay or a prohibition was permitted turns on a transaction considered at the time. While
that is not recorded it is undetermined: neither a permission nor a refusal, for anything after it.
"""

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    delay,
    filed,
    prohibition,
)
from tests.api.calls import (
    by,
    demanded,
    effective_shelf,
    obligation,
    ok,
    read_agreement,
    read_registration,
    taken_down,
)
from tests.running.service import Service

OPEN = {"transaction_considered_from": None}
FROM = "transaction_considered_from"
REFUSED: Json = {"transaction_considered_from": "2030-01-01"}


def missing(answer: Json) -> dict[str, str | None]:
    return {each["name"]: each["posted_as"] for each in answer["missing_inputs"]}


class TestADelay:
    """Received on 19 February 1999 and due in 90 days, on 20 May; with 30 days more on 19 June."""

    DELAY = delay("1999-04-01", 30)

    def demand(self, service: Service, effective: str | None, **said: object) -> str:
        made = (filed("1999-04-20"), declared_effective(effective)) if effective else ()
        return demanded(service, self.DELAY | said, *made)

    @pytest.mark.parametrize(
        ("said", "found"),
        [
            (OPEN, (None, None, None, "performed_perhaps_late")),
            ({}, ("1999-06-19", True, 0, "performed")),
            (REFUSED, ("1999-05-20", False, 19, "performed_late")),
        ],
    )
    def test_decides_whether_it_was_in_time(
        self, service: Service, said: Json, found: object
    ) -> None:
        """Effective on 8 June, the 109th day: in time with the delay, 19 days late without it."""
        result = read_registration(
            service, self.demand(service, "1999-06-08", **said), "1999-06-30"
        )
        effect = obligation(result, "effect")
        late = result.get("days_late")
        assert (effect["due_on"], result["in_time"], late, effect["status"]) == found
        assert result["determination"]["due_on"] == effect["due_on"]
        assert result["determination"]["due_before_delay"] == "1999-05-20"

    def test_names_what_nobody_has_said(self, service: Service) -> None:
        demand = self.demand(service, "1999-06-08", **OPEN)
        answer = ok(service.get(f"/v1/registrations/{demand}", as_of="1999-06-30"))
        assert missing(answer)[FROM] == f"delay_invoked.{FROM}"

    @pytest.mark.parametrize(
        ("effective", "found"),
        [("1999-05-20", (True, 0, "performed")), ("1999-06-21", (False, None, "performed_late"))],
    )
    def test_leaves_known_what_does_not_turn_on_it(
        self, service: Service, effective: str, found: object
    ) -> None:
        """On the 90th day it is in time either way; after 19 June it is late either way."""
        demand = self.demand(service, effective, **OPEN)
        result = read_registration(service, demand, "1999-06-30")
        effect = obligation(result, "effect")
        assert (result["in_time"], result.get("days_late"), effect["status"]) == found

    @pytest.mark.parametrize(
        ("day", "status"), [("1999-06-19", "open"), ("1999-06-20", "overdue_review")]
    )
    def test_leaves_it_open_until_the_last_day_that_it_may_be_due(
        self, service: Service, day: str, status: str
    ) -> None:
        result = read_registration(service, self.demand(service, None, **OPEN), day)
        assert obligation(result, "effect")["status"] == status

    def test_leaves_open_what_is_left_of_the_right(self, service: Service) -> None:
        demand = self.demand(service, None, **OPEN)
        budget = read_registration(service, demand, "1999-05-01")["suspension_budget"]
        names = ("days_used", "days_left", "occasions_used", "occasions_left")
        assert {name: budget[name] for name in names} == dict.fromkeys(names)
        of_all = read_agreement(service, as_of="1999-05-01")["suspension_budget"]
        assert (of_all["days_left"], of_all["occasions_left"]) == (60, None)

    def test_leaves_open_a_second_that_only_the_first_stands_against(
        self, service: Service
    ) -> None:
        """31 days after 30 are 61 of 60; without the first they are 31 of 60."""
        second = delay("1999-05-03", 31, consent=False)
        result = read_registration(
            service, demanded(service, self.DELAY | OPEN, second), "1999-06-01"
        )
        assert [each["decision"] for each in result["delays"]] == ["undetermined"] * 2
        assert [each["max_days"] for each in result["delays"]] == [60, None]

    @pytest.mark.parametrize(
        ("said", "decision"),
        [
            ({"consent": None}, "undetermined"),
            ({"consent": True}, "accepted"),
            ({"consent": False}, "refused"),
        ],
    )
    def test_of_more_days_than_there_are_turns_on_consent(
        self, service: Service, said: dict[str, bool | None], decision: str
    ) -> None:
        """2(g): 31 days after 30 are one more than the 60 there are without consent."""
        demand = demanded(service, self.DELAY, delay("1999-05-03", 31, **said))
        answer = ok(service.get(f"/v1/registrations/{demand}", as_of="1999-06-01"))
        found = [each["decision"] for each in answer["result"]["delays"]]
        assert found == ["accepted", decision]
        assert ("consent" in missing(answer)) is (decision == "undetermined")

    def test_leaves_alone_one_that_it_does_not_stand_against(self, service: Service) -> None:
        second = delay("1999-05-03", 30, consent=False)
        result = read_registration(
            service, demanded(service, self.DELAY | OPEN, second), "1999-06-01"
        )
        assert [each["decision"] for each in result["delays"]] == ["undetermined", "accepted"]

    def test_leaves_open_when_a_sale_off_a_shelf_need_be_made(self, service: Service) -> None:
        sale = taken_down(service, effective_shelf(service), delay("2000-02-10", 30) | OPEN)
        answer = ok(service.get(f"/v1/registrations/{sale}", as_of="2000-02-11"))
        found = answer["result"]["determination"]
        assert (found["decision"], found.get("not_before")) == ("undetermined", None)
        assert missing(answer)[FROM] == f"delay_invoked.{FROM}"
        assert obligation(answer["result"], "assist")["status"] == "unconfirmed"


class TestAProhibition:
    """33 days from 1 December 1999: sales resume on 3 January 2000."""

    HELD = prohibition("1999-12-01", 33)

    def may_sell(self, service: Service, day: str) -> tuple[str, list[str]]:
        answer = ok(
            service.get(
                "/v1/agreements/ctc/may-sell",
                on=day,
                holder="spectrum",
                manner="under_registration",
            )
        )
        (sale,) = answer["result"]["registrations"]
        assert sale["may_sell"] != "unknown" or FROM in missing(answer)
        return sale["may_sell"], [each["code"] for each in sale["reasons"]]

    @pytest.mark.parametrize(
        ("day", "said", "found"),
        [
            ("1999-12-15", OPEN, ("unknown", ["SUSPENDED"])),
            ("1999-12-15", {}, ("no", ["SUSPENDED"])),
            ("1999-12-15", REFUSED, ("yes", [])),
            ("2000-01-03", OPEN, ("yes", [])),
        ],
    )
    def test_decides_whether_a_holder_may_sell(
        self, service: Service, day: str, said: Json, found: object
    ) -> None:
        effective_shelf(service, self.HELD | said)
        assert self.may_sell(service, day) == found

    @pytest.mark.parametrize(
        ("day", "found"),
        [
            ("2000-11-01", "yes"),
            ("2000-11-02", "unknown"),
            ("2000-12-04", "unknown"),
            ("2000-12-05", "no"),
        ],
    )
    def test_decides_until_when_the_shelf_is_kept_effective(
        self, service: Service, day: str, found: str
    ) -> None:
        """A year from the conversion of 1 November 1999, and 33 days more if it was permitted."""
        shelf = effective_shelf(service, self.HELD | OPEN)
        verdict, codes = self.may_sell(service, day)
        assert verdict == found
        assert codes == ([] if found == "yes" else ["PERIOD_ENDED"])
        window = read_registration(service, shelf, day)["windows"]["effectiveness"]
        assert (window["base_end"], window["extension_days"], window["last_day"]) == (
            "2000-11-01",
            None,
            None,
        )

    def test_leaves_open_the_third_in_a_year(self, service: Service) -> None:
        """Two are permitted in any 365 days: the third is, unless the first was."""
        third = [prohibition(day, 5) for day in ("1999-12-15", "2000-02-01")]
        shelf = effective_shelf(service, prohibition("1999-11-20", 5) | OPEN, *third)
        found = read_registration(service, shelf, "2000-03-01")["prohibitions"]
        decisions = [each["decision"] for each in found]
        assert decisions == ["undetermined", "accepted", "undetermined"]
        assert found[2]["first_day"] is None

    def test_leaves_open_that_of_which_nobody_has_said_who_was_told(self, service: Service) -> None:
        effective_shelf(service, prohibition("1999-12-01", 33, notices=None))
        answer = ok(
            service.get(
                "/v1/agreements/ctc/may-sell",
                on="1999-12-15",
                holder="spectrum",
                manner="under_registration",
            )
        )
        assert answer["result"]["may_sell"] == "unknown"
        assert "notices" in missing(answer)

    def test_bars_no_sale_and_breaks_no_duty_while_it_is_open(self, service: Service) -> None:
        shelf = effective_shelf(service, self.HELD | OPEN)
        result = read_registration(service, shelf, "1999-12-15")
        assert result["overlays"] == ["perhaps_suspended"]
        assert not [each for each in by("id", result["obligations"]) if "no-sales" in each]

    @pytest.mark.parametrize(
        ("said", "found"),
        [
            (OPEN, ("undetermined", None, None)),
            ({"notices": None}, ("undetermined", None, None)),
            ({"board_judgment": None}, ("undetermined", None, None)),
            ({}, ("deferred", "SUSPENDED", "2000-02-12")),
            (REFUSED, ("accepted", None, None)),
        ],
    )
    def test_decides_whether_a_sale_off_the_shelf_is_put_off(
        self, service: Service, said: Json, found: tuple[str, str | None, str | None]
    ) -> None:
        """2(a)(iii), 2(g)(ii): asked for on 1 February, amid 33 days from 10 January 2000."""
        shelf = effective_shelf(service, prohibition("2000-01-10", 33) | said)
        sale = taken_down(service, shelf)
        answer = ok(service.get(f"/v1/registrations/{sale}", as_of="2000-02-02"))
        ruling = answer["result"]["determination"]
        assert (ruling["decision"], ruling.get("reason"), ruling.get("not_before")) == found
        told = {name: f"prohibition_noticed.{name}" for name, value in said.items() if not value}
        assert told.items() <= missing(answer).items()
        assist = obligation(answer["result"], "assist")["status"]
        open_or_not = "unconfirmed" if found[0] == "undetermined" else "open"
        assert assist == ("not_yet_due" if found[2] else open_or_not)

    def test_that_is_open_and_over_puts_no_sale_off(self, service: Service) -> None:
        """33 days from 1 December ended on 2 January, before it was asked for."""
        sale = taken_down(service, effective_shelf(service, self.HELD | OPEN))
        ruling = read_registration(service, sale, "2000-02-02")["determination"]
        assert (ruling["decision"], ruling.get("not_before")) == ("accepted", None)

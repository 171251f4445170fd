"""A demand computed without a record: the same rules, the same answer, the same refusals."""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    delay,
    demand,
    faxed,
    filed,
    handed_over,
    join,
    letter,
    mailed,
    notice,
    offering,
)
from tests.api.calls import DEMO, ok, post_demand, post_events, post_fact, read_agreement
from tests.api.refusals import faults
from tests.running.service import Service

LATER = "1999-03-31"


def positions(service: Service) -> list[Json]:
    """What the nine Holders of the demonstration agreement hold."""
    return [
        {"holder": each["holder"]} | each["position"] for each in read_agreement(service)["holders"]
    ]


def asked(
    service: Service, body: Json, facts: tuple[Json, ...], offerings: tuple[Json, ...]
) -> Json:
    """The stateless question to which the record's facts amount."""

    def of(kind: str, *names: str) -> list[Json]:
        return [{name: each[name] for name in names} for each in facts if each["kind"] == kind]

    question: Json = {
        "template": "ctc-1998",
        "letters": [
            {
                "requests": {each["holder"]: each["shares"] for each in one["requests"]},
                "delivery": one["delivery"],
            }
            for one in body["letters"]
        ],
        "short_form_qualified": body["short_form_qualified"],
        "positions": positions(service),
        "demands_effected": 0,
        "demands_pending": 0,
        "company_offerings": [{"commenced_on": each["occurred_on"]} for each in offerings],
        "notices": of("notice_given", "holder", "delivery"),
        "joins": of("join_requested", "holder", "shares", "delivery"),
        "delays": [
            {name: value for name, value in each.items() if name not in ("kind", "occurred_on")}
            | {"invoked_on": each["occurred_on"]}
            for each in facts
            if each["kind"] == "delay_invoked"
        ],
        "as_of": LATER,
    }
    days = {each["kind"]: each["occurred_on"] for each in facts if "occurred_on" in each}
    if "filed" in days:
        question["filed_on"] = days["filed"]
    return question


SPECTRUM = letter(mailed("1999-02-16"), {"spectrum": 400_000})
MINORITY = letter(handed_over("1999-02-15"), {"doeg-hill": 60_000, "mochary": 20_000})

STORIES: dict[str, tuple[Json, tuple[Json, ...], tuple[Json, ...]]] = {
    "one letter": (demand(SPECTRUM), (), ()),
    "two letters": (demand(MINORITY, SPECTRUM), (), ()),
    "a minority": (demand(MINORITY), (), ()),
    "too early": (demand(letter(handed_over("1998-10-09"), {"spectrum": 1})), (), ()),
    "by fax": (demand(letter(faxed("1999-02-16"), {"spectrum": 1})), (), ()),
    "short form": (demand(SPECTRUM, short_form_qualified=True), (), ()),
    "short form unknown": (demand(SPECTRUM, short_form_qualified=None), (), ()),
    "in a standstill": (demand(SPECTRUM), (), (offering("1999-01-04"),)),
    "before an offering": (demand(SPECTRUM), (), (offering("1999-03-29"),)),
    "delayed": (demand(SPECTRUM), (delay("1999-03-22", 30),), ()),
    "before it was complete": (
        demand(MINORITY, SPECTRUM),
        (
            delay("1999-02-17", 30),
            notice("wang", handed_over("1999-02-17")),
            join("wang", 5, handed_over("1999-02-18")),
        ),
        (),
    ),
    "joined": (
        demand(SPECTRUM),
        (
            notice("doeg-hill", mailed("1999-02-22")),
            notice("mochary", mailed("1999-02-22")),
            join("doeg-hill", 50_000, handed_over("1999-03-17")),
            join("mochary", 25_000, mailed("1999-03-15")),
        ),
        (),
    ),
    "told twice": (
        demand(SPECTRUM),
        (
            notice("doeg-hill", handed_over("1999-02-22")),
            notice("doeg-hill", handed_over("1999-03-08")),
            join("doeg-hill", 50_000, handed_over("1999-03-22")),
        ),
        (),
    ),
    "joined twice": (
        demand(SPECTRUM),
        (
            notice("doeg-hill", handed_over("1999-02-22")),
            join("doeg-hill", 50_000, handed_over("1999-03-01")),
            join("doeg-hill", 20_000, handed_over("1999-03-08")),
        ),
        (),
    ),
    "filed": (demand(SPECTRUM), (filed("1999-03-29"),), ()),
    "filed after the day asked about": (demand(SPECTRUM), (filed("1999-04-05"),), ()),
    "told after the day asked about": (
        demand(SPECTRUM),
        (notice("wang", handed_over("1999-04-05")), join("wang", 5, handed_over("1999-04-06"))),
        (),
    ),
    "an offering after the day asked about": (demand(SPECTRUM), (), (offering("1999-04-05"),)),
}


PARTS = ("state", "determination", "windows", "joins", "delays", "allocation", "tallies")


@pytest.mark.parametrize("name", STORIES)
def test_the_answer_is_that_of_the_record(service: Service, name: str) -> None:
    body, facts, offerings = STORIES[name]
    question = asked(service, body, facts, offerings)
    computed = ok(service.post("/v1/compute/demand", question))["result"]
    for each in offerings:
        post_fact(service, each)
    identifier = post_demand(service, body)["result"]["registration_id"]
    post_events(service, identifier, *facts)
    recorded = ok(service.get(f"/v1/registrations/{identifier}", as_of=LATER))["result"]
    for part in PARTS:
        assert _plain(computed[part]) == _plain(recorded[part]), part


class TestWhatCannotBe:
    """What the record refuses to believe, a computation must not compute with."""

    def ask(self, service: Service, **change: Any) -> Any:
        question = asked(service, demand(SPECTRUM), (), ()) | change
        return service.post("/v1/compute/demand", question)

    def test_a_signer_without_a_position(self, stateless_service: Service) -> None:
        response = self.ask(
            stateless_service,
            letters=[{"requests": {"nobody": 1}, "received_on": "1999-02-19"}],
        )
        assert faults(response) == {"/letters/0/requests/nobody": "unknown_holder"}

    def test_more_shares_than_the_signer_holds(self, stateless_service: Service) -> None:
        response = self.ask(
            stateless_service,
            letters=[{"requests": {"spectrum": 1_320_001}, "received_on": "1999-02-19"}],
        )
        assert faults(response) == {"/letters/0/requests/spectrum": "more_than_held"}

    def test_a_joiner_without_a_position(self, stateless_service: Service) -> None:
        joins = [{"holder": "nobody", "shares": 1, "delivery": handed_over("1999-03-01")}]
        assert faults(self.ask(stateless_service, joins=joins)) == {
            "/joins/0/holder": "unknown_holder"
        }

    def test_signers_who_hold_more_than_all(self, stateless_service: Service) -> None:
        response = self.ask(
            stateless_service,
            letters=[
                {
                    "requests": {"spectrum": 1},
                    "received_on": "1999-02-19",
                    "fully_diluted_shares": 11,
                }
            ],
            positions=None,
            total_fully_diluted_shares=10,
        )
        assert faults(response)

    def test_effective_before_it_was_demanded(self, stateless_service: Service) -> None:
        response = self.ask(stateless_service, filed_on="1999-01-04", effective_on="1999-01-05")
        assert faults(response)

    def test_effective_before_it_was_filed(self, stateless_service: Service) -> None:
        response = self.ask(stateless_service, filed_on="1999-04-05", effective_on="1999-04-04")
        assert faults(response)

    def test_a_requester_without_a_position(self, stateless_service: Service) -> None:
        question = {
            "template": "ctc-1998",
            "requesters": ["spectrum", "spektrum"],
            "positions": [{"holder": "spectrum", "common": 10}],
        }
        response = stateless_service.post("/v1/compute/requisite-holders", question)
        assert faults(response) == {"/requesters/1": "unknown_holder"}

    def test_no_days_the_first_of_which_is_the_event(self, stateless_service: Service) -> None:
        """Counting the event's day as day one, a period of no days would end before it begins."""
        question = {"template": "ctc-1998", "event_on": "1999-01-04", "count": 0}
        response = stateless_service.post(
            "/v1/compute/deadline", question | {"inclusion": "inclusive"}
        )
        assert faults(response)


class TestLettersWithTheirTotals:
    """Without positions, what each letter's signers hold is stated beside it."""

    def ask(self, service: Service, *letters: Json) -> Json:
        question = {
            "template": "ctc-1998",
            "letters": letters,
            "total_fully_diluted_shares": 1_000_000,
            "short_form_qualified": False,
            "demands_effected": 0,
            "demands_pending": 0,
        }
        result: Json = ok(service.post("/v1/compute/demand", question))["result"]
        return result

    def letter(self, day: str, held: int, *signers: str) -> Json:
        return {
            "requests": dict.fromkeys(signers),
            "fully_diluted_shares": held,
            "received_on": day,
        }

    def test_who_writes_twice_holds_his_shares_once(self, stateless_service: Service) -> None:
        result = self.ask(
            stateless_service,
            self.letter("1998-12-08", 400_000, "a"),
            self.letter("1998-12-14", 400_000, "a"),
            self.letter("1999-01-04", 200_000, "b"),
        )
        assert result["determination"]["received_on"] == "1999-01-04"
        assert result["tallies"]["requisite"]["requesting"] == 600_000

    def test_what_he_holds_later_counts_when_he_writes_it(self, stateless_service: Service) -> None:
        result = self.ask(
            stateless_service,
            self.letter("1998-12-08", 400_000, "a"),
            self.letter("1998-12-14", 600_000, "a"),
        )
        assert result["determination"]["received_on"] == "1998-12-14"

    def test_who_signs_again_with_another_counts_once(self, stateless_service: Service) -> None:
        result = self.ask(
            stateless_service,
            self.letter("1998-12-08", 300_000, "a"),
            self.letter("1998-12-14", 450_000, "a", "b"),
        )
        assert result["tallies"]["requisite"]["requesting"] == 450_000
        assert result["determination"]["decision"] == "refused"

    def test_what_a_letter_does_not_state_is_missing(self, stateless_service: Service) -> None:
        """Nothing is counted as nothing: without the number nobody knows whether it is enough."""
        question = {
            "template": "ctc-1998",
            "letters": [{"requests": {"a": None}, "received_on": "1998-12-08"}],
            "total_fully_diluted_shares": 1_000_000,
            "demands_effected": 0,
            "demands_pending": 0,
        }
        answer = ok(stateless_service.post("/v1/compute/demand", question))
        assert answer["result"]["determination"]["decision"] == "undetermined"
        assert "positions" in [each["name"] for each in answer["missing_inputs"]]


class TestTheCommencementOfAnOffering:
    def ask(self, service: Service, offering: Json, **readings: str) -> Json:
        question = {
            "template": "ctc-1998",
            "company_offerings": [offering],
            "readings": readings,
        }
        answer: Json = ok(service.post("/v1/compute/standstill", question))
        return answer

    def test_is_effectiveness_where_no_first_offer_is_recorded(
        self, stateless_service: Service
    ) -> None:
        answer = self.ask(stateless_service, {"effective_on": "1999-07-14", "form": "S-1"})
        (window,) = answer["result"]["windows"]
        assert window["first_day"] == "1999-07-15"
        assert [each["code"] for each in answer["assumptions"]] == ["COMMENCED_WHEN_EFFECTIVE"]

    def test_is_of_one_that_starts_a_standstill_where_no_form_is_stated(
        self, stateless_service: Service
    ) -> None:
        answer = self.ask(stateless_service, {"commenced_on": "1999-07-14"})
        assert len(answer["result"]["windows"]) == 1
        assert [each["code"] for each in answer["assumptions"]] == ["OFFERING_FORM_NOT_STATED"]
        on_s8 = self.ask(stateless_service, {"commenced_on": "1999-07-14", "form": "S-8"})
        assert (on_s8["result"]["windows"], on_s8["assumptions"]) == ([], [])

    def test_is_missing_where_another_event_decides(self, stateless_service: Service) -> None:
        answer = self.ask(
            stateless_service, {"effective_on": "1999-07-14"}, commencement_event="closing"
        )
        assert answer["result"]["windows"] == []
        assert [each["name"] for each in answer["missing_inputs"]] == ["closing_on"]

    def test_needs_some_day(self, stateless_service: Service) -> None:
        question = {"template": "ctc-1998", "company_offerings": [{"closing_on": "1999-07-19"}]}
        assert faults(stateless_service.post("/v1/compute/standstill", question))


class TestDemandCount:
    def remaining(self, service: Service, *registrations: Json, **readings: object) -> int:
        question = {
            "template": "ctc-1998",
            "registrations": registrations,
            "readings": readings,
        }
        left: int = ok(service.post("/v1/compute/demand-count", question))["result"]["remaining"]
        return left

    def ordered(self, on: str, lifted_on: str | None) -> Json:
        order = {"on": on, "holder_at_fault": False, "lifted_on": lifted_on}
        return {"id": "d", "effective_on": "1999-05-03", "interferences": [order]}

    @pytest.mark.parametrize(
        ("on", "lifted_on", "left"),
        [
            ("1999-04-01", "1999-05-02", 2),
            ("1999-04-01", "1999-05-03", 2),
            ("1999-04-01", "1999-05-04", 3),
            ("1999-04-01", None, 3),
            ("1999-05-03", "1999-05-03", 3),
        ],
    )
    def test_an_order_interferes_only_after_effectiveness(
        self, stateless_service: Service, on: str, lifted_on: str | None, left: int
    ) -> None:
        """2(e)(i): "after it has become effective"."""
        assert self.remaining(stateless_service, self.ordered(on, lifted_on)) == left

    def test_a_takedown_uses_up_a_demand_only_under_its_reading(
        self, stateless_service: Service
    ) -> None:
        takedown = {"id": "t", "registration_kind": "takedown", "effective_on": "1999-05-03"}
        assert self.remaining(stateless_service, takedown) == 3
        assert self.remaining(stateless_service, takedown, takedown_counts=True) == 2


class TestJoinWindow:
    def test_runs_from_the_first_notice_as_on_the_record(self, stateless_service: Service) -> None:
        question = {
            "template": "ctc-1998",
            "notices": [
                {"holder": "wang", "received_on": "1999-02-19"},
                {"holder": "wang", "received_on": "1999-03-19"},
            ],
            "requests": [{"holder": "wang", "delivery": handed_over("1999-03-30")}],
        }
        result = ok(stateless_service.post("/v1/compute/join-window", question))["result"]
        assert [each["decision"] for each in result["joins"]] == ["refused"]

    @pytest.mark.parametrize("regime", ["takedown", "shelf"])
    def test_of_the_shelf_is_that_of_a_demand(
        self, stateless_service: Service, regime: str
    ) -> None:
        result = self.joined(stateless_service, regime)
        assert result["last_day"] == "1999-03-11"
        assert [each["decision"] for each in result["joins"]] == ["refused"]

    def test_has_not_begun_for_who_had_no_notice(self, stateless_service: Service) -> None:
        question = {
            "template": "ctc-1998",
            "requests": [{"holder": "wang", "delivery": handed_over("1999-03-30")}],
        }
        result = ok(stateless_service.post("/v1/compute/join-window", question))["result"]
        assert result["last_day"] is None
        assert [each["decision"] for each in result["joins"]] == ["accepted"]

    def test_needs_a_notice_or_a_request(self, stateless_service: Service) -> None:
        response = stateless_service.post("/v1/compute/join-window", {"template": "ctc-1998"})
        assert faults(response)

    def test_is_none_for_a_shelf_under_its_reading(self, stateless_service: Service) -> None:
        result = self.joined(stateless_service, "shelf", shelf_join_window=False)
        assert result["last_day"] is None
        assert [each["last_day"] for each in result["windows"]] == [None]
        assert [each["decision"] for each in result["joins"]] == ["accepted"]

    def joined(self, service: Service, regime: str, **readings: object) -> Json:
        """A request received one day after the window of twenty days."""
        question = {
            "template": "ctc-1998",
            "regime": regime,
            "readings": readings,
            "notices": [{"holder": "wang", "received_on": "1999-02-19"}],
            "requests": [{"holder": "wang", "delivery": handed_over("1999-03-12")}],
        }
        result: Json = ok(service.post("/v1/compute/join-window", question))["result"]
        return result


class TestTimeliness:
    def ask(self, service: Service, due_act: str, **days: str) -> Json:
        question = {
            "template": "ctc-1998",
            "due_on": "1999-05-20",
            "readings": {"due_act": due_act},
            **days,
        }
        answer: Json = ok(service.post("/v1/compute/timeliness", question))
        return answer

    @pytest.mark.parametrize(("due_act", "in_time"), [("effective", False), ("filed", True)])
    def test_is_that_of_the_act_that_is_due(
        self, stateless_service: Service, due_act: str, in_time: bool
    ) -> None:
        answer = self.ask(
            stateless_service, due_act, filed_on="1999-05-03", effective_on="1999-06-10"
        )
        assert answer["result"]["in_time"] is in_time
        assert "due_act" in [each["option"] for each in answer["readings"]]

    @pytest.mark.parametrize(
        ("due_act", "missing"), [("effective", "effective_on"), ("filed", "filed_on")]
    )
    def test_misses_the_day_of_that_act(
        self, stateless_service: Service, due_act: str, missing: str
    ) -> None:
        answer = self.ask(stateless_service, due_act)
        assert answer["result"]["in_time"] is None
        assert [each["name"] for each in answer["missing_inputs"]] == [missing]


class TestADelay:
    """Reading QD5: whether the Holders must be told of a delay, and may be said to have been."""

    def delayed(self, service: Service, notices: object, **more: Any) -> Json:
        delay = {
            "invoked_on": "1999-04-01",
            "days": 30,
            "board_judgment": True,
            "transaction_considered_from": "1999-01-04",
            "notices": notices,
        }
        letter = {
            "requests": {"spectrum": 400_000},
            "received_on": "1999-02-19",
            "fully_diluted_shares": 1_320_000,
        }
        question = {
            "template": "ctc-1998",
            "letters": [letter],
            "total_fully_diluted_shares": 1_466_666,
            "demands_effected": 0,
            "demands_pending": 0,
            "short_form_qualified": False,
            "delays": [delay],
        }
        answer: Json = ok(service.post("/v1/compute/demand", question | more))
        return answer

    @pytest.mark.parametrize(
        ("notices", "decision"),
        [
            (None, "undetermined"),
            ([], "refused"),
            ([{"holder": "spectrum", "received_on": "1999-04-02"}], "accepted"),
            ([{"holder": "spectrum", "delivery": mailed("1999-04-01")}], "accepted"),
            (
                [{"holder": "a", "delivery": mailed("1999-04-01") | {"in_writing": False}}],
                "refused",
            ),
        ],
    )
    def test_needs_notice_where_the_reading_says_so(
        self, stateless_service: Service, notices: object, decision: str
    ) -> None:
        readings = {"delay_requires_notice": True}
        answer = self.delayed(stateless_service, notices, readings=readings)
        assert answer["result"]["delays"][0]["decision"] == decision

    def test_of_which_nobody_was_told_is_good_and_warned_of(
        self, stateless_service: Service
    ) -> None:
        answer = self.delayed(stateless_service, [])
        assert answer["result"]["delays"][0]["decision"] == "accepted"
        assert "HOLDERS_NOT_TOLD" in [each["code"] for each in answer["warnings"]]

    def test_leaves_out_a_notice_given_after_the_day_asked_about(
        self, stateless_service: Service
    ) -> None:
        later = [{"holder": "spectrum", "delivery": mailed("1999-04-05")}]
        readings = {"delay_requires_notice": True}
        answer = self.delayed(stateless_service, later, readings=readings, as_of="1999-04-02")
        assert answer["result"]["delays"][0]["decision"] == "refused"

    def test_an_earlier_one_may_say_how_long_it_was_in_effect(
        self, stateless_service: Service
    ) -> None:
        readings = {"occasion_measure": "any_overlap"}
        decisions = [
            self.delayed(
                stateless_service,
                None,
                readings=readings,
                prior_delay_occasions=[first, "1998-05-20"],
            )["result"]["delays"][0]["decision"]
            for first in (
                "1998-03-30",
                {"invoked_on": "1998-03-30", "in_effect_to": "1998-03-31"},
                {"invoked_on": "1998-03-30", "in_effect_to": "1998-05-01"},
            )
        ]
        assert decisions == ["undetermined", "accepted", "refused"]


class TestHoldersNotTold:
    """Clause 2(b): every Holder is told; the question may say who was not."""

    def asked(self, service: Service, **inputs: Any) -> Json:
        told = [{"holder": "spectrum", "delivery": mailed("1999-04-05")}]
        question = {"template": "ctc-1998", "notices": told, "not_told": ["wang"]}
        answer: Json = ok(service.post("/v1/compute/incidental-notice", question | inputs))
        return answer

    def test_there_is_no_first_day_of_filing(self, stateless_service: Service) -> None:
        found = self.asked(stateless_service)["result"]
        assert (found["earliest_filing_on"], found["compliant"]) == (None, None)
        assert found["not_told"] == ["wang"]

    def test_a_filing_all_the_same_does_not_comply(self, stateless_service: Service) -> None:
        answer = self.asked(stateless_service, filing_on="1999-06-30")
        assert answer["result"]["compliant"] is False
        assert answer["result"]["latest_given_on"] == "1999-05-31"
        assert [each["code"] for each in answer["warnings"]] == ["FILED_WITHOUT_NOTICE"]

    def test_nobody_is_both_told_and_not(self, stateless_service: Service) -> None:
        question = {
            "template": "ctc-1998",
            "notices": [{"holder": "wang", "delivery": mailed("1999-04-05")}],
            "not_told": ["wang"],
        }
        assert faults(stateless_service.post("/v1/compute/incidental-notice", question))


class TestAMomentOfDelivery:
    """Reading QA19: after the hour named, a delivery counts on the next business day."""

    def received(self, service: Service, moment: object, day: str = "1999-02-18") -> Any:
        return service.post(
            "/v1/compute/deemed-receipt",
            {
                "template": "ctc-1998",
                "readings": {"receipt_cutoff": "17:00 America/New_York"},
                "delivery": handed_over(day) | {"delivered_at": moment},
            },
        )

    @pytest.mark.parametrize(
        ("moment", "received_on"),
        [
            ("1999-02-18T17:00:00-05:00", "1999-02-18"),
            ("1999-02-18T17:01:00-05:00", "1999-02-19"),
            ("1999-02-18T22:00:00Z", "1999-02-18"),
            ("1999-02-18T22:01:00Z", "1999-02-19"),
        ],
    )
    def test_decides_the_day(
        self, stateless_service: Service, moment: str, received_on: str
    ) -> None:
        answer = ok(self.received(stateless_service, moment))
        assert answer["result"]["received_on"] == received_on

    @pytest.mark.parametrize("moment", [0, 919_380_600, 1.5, "0", "1999-02-18"], ids=repr)
    def test_is_not_guessed_from_a_number_or_a_day(
        self, stateless_service: Service, moment: object
    ) -> None:
        response = self.received(stateless_service, moment)
        assert faults(response) == {"/delivery/delivered_at": "invalid_value"}

    @pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
    def test_at_the_ends_of_time_is_refused(self, stateless_service: Service, moment: str) -> None:
        assert faults(self.received(stateless_service, moment))

    def test_on_another_day_than_the_delivery_is_refused(self, stateless_service: Service) -> None:
        assert faults(self.received(stateless_service, "2005-01-03T10:00:00-05:00"))

    def test_may_be_recorded(self, service: Service) -> None:
        moment = {"delivered_at": "1999-02-18T18:30:00-05:00"}
        body = demand(letter(handed_over("1999-02-18") | moment, {"spectrum": 400_000}))
        found = post_demand(service, body, DEMO)["result"]["determination"]
        assert found["received_on"] == "1999-02-18"


def _plain(part: Any) -> Any:
    """A part of a result without its sources, lists in one order."""
    if isinstance(part, dict):
        hidden = ("explained_by", "source")
        return {name: _plain(value) for name, value in part.items() if name not in hidden}
    if isinstance(part, list):
        return sorted((_plain(item) for item in part), key=str)
    return part


def test_what_holders_have_is_not_needed_to_say_to_whom_it_was_owed(
    stateless_service: Service,
) -> None:
    """Beta joins once it is effective, within its own window: a computation keeps no register."""
    question = {
        "template": "ctc-1998",
        "short_form_qualified": False,
        "letters": [{"requests": {"alpha": 10}, "delivery": handed_over("1999-03-01")}],
        "positions": [{"holder": "alpha", "common": 10}, {"holder": "beta", "common": 1}],
        "demands_effected": 0,
        "demands_pending": 0,
        "notices": [{"holder": "beta", "delivery": handed_over("1999-03-03")}],
        "joins": [{"holder": "beta", "shares": 1, "delivery": handed_over("1999-03-22")}],
        "effective_on": "1999-03-20",
        "as_of": "1999-03-31",
    }
    found = ok(stateless_service.post("/v1/compute/demand", question))["result"]
    assert [each["decision"] for each in found["joins"]] == ["accepted"]
    (effect,) = (each for each in found["obligations"] if each["id"] == "effect")
    assert effect["status"] == "performed"

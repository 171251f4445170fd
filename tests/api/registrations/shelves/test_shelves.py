"""A shelf under clause 2(a)(ii): by when, for whom, and until when?

Spectrum's letter reaches the Company on Thursday 2 September 1999, the day after a mandatory
conversion was proposed. Labor Day is Monday 6 September, Columbus Day Monday 11 October; Christmas
is a Saturday. Made effective on 27 October and converted on 1 November 1999, the shelf is kept
effective through Wednesday 1 November 2000: 2000 is a leap year.
"""

import pytest

from tests.api.bodies import (
    HOLDERS,
    Json,
    abandoned,
    additions,
    all_sold,
    asked_shelf,
    closing_failed,
    conversion,
    declared_effective,
    delay,
    faxed,
    filed,
    handed_over,
    join,
    letter,
    letter_added,
    mailed,
    maximum,
    misleading,
    new_prospectus,
    notice,
    order_lifted,
    own_registration,
    prohibition,
    prohibition_lifted,
    shelf,
    spectrum_demand,
    stop_order,
    transfer,
    withdrawn,
)
from tests.api.calls import (
    DEMO,
    SHELF_EFFECTIVE,
    begun,
    condition,
    decided,
    demanded,
    effective_shelf,
    included,
    joins,
    kept,
    obligation,
    ok,
    post_event,
    post_events,
    post_fact,
    post_registration,
    read_registration,
    shelved,
    told_all,
    window,
    with_readings,
)
from tests.api.refusals import faults, nothing_stored, problem
from tests.running.service import Service

SPECTRUM = letter(handed_over("1999-09-02"), {"spectrum": 800_000})
SHELVES = f"/v1/agreements/{DEMO}/shelves"


def ids(result: Json) -> set[str]:
    return {each["id"] for each in result["obligations"]}


def open_holds(service: Service, shelf_id: str, day: str) -> Json:
    """The overlays, the state and the period on a day."""
    result = read_registration(service, shelf_id, day)
    return {"overlays": result["overlays"], "state": result["state"], "kept": kept(result)}


@pytest.mark.both_databases
class TestCalledForByAConversion:
    def test_must_be_effective_on_the_day_of_the_certificate(self, service: Service) -> None:
        result = post_registration(service, "shelves", shelf(SPECTRUM), as_of="1999-09-02")[
            "result"
        ]
        found = result["determination"]
        assert decided(result) == ("accepted", None)
        assert [(each["name"], each["outcome"]) for each in found["conditions"]] == [
            ("shelf_called_for", "passed")
        ]
        assert (found["given_on"], found["received_on"]) == ("1999-09-02", "1999-09-02")
        assert found["requesters"] == ["spectrum"]
        assert found["due_on"] == found["due_before_delay"] == "1999-11-01"
        assert found["last_practicable_on"] == "1999-11-01"
        assert result["shelf"] | {"explained_by": None} == {
            "conversion_proposed_on": "1999-09-01",
            "certificate_date": "1999-11-01",
            "condition_met": False,
            "explained_by": None,
        }
        assert (result["effected"], result.get("takedown"), result.get("incidental")) == (
            None,
            None,
            None,
        )

    def test_whatever_the_efforts_of_the_company(self, service: Service) -> None:
        """The duty is absolute: a day that passes is a breach, not a matter for review."""
        identifier = shelved(service)
        before = obligation(read_registration(service, identifier, "1999-11-01"), "effect")
        after = obligation(read_registration(service, identifier, "1999-11-02"), "effect")
        assert (before["obligor"], before["obligees"]) == ("ctc", ["spectrum"])
        assert (before["standard"], before["due_on"]) == (None, "1999-11-01")
        assert (before["status"], before.get("days_left")) == ("open", 0)
        assert after["status"] == "breached"

    def test_late_by_its_days(self, service: Service) -> None:
        identifier = shelved(service, filed("1999-10-04"), declared_effective("1999-11-04"))
        result = read_registration(service, identifier, "1999-11-04")
        assert (result["in_time"], result["days_late"]) == (False, 3)
        effect = obligation(result, "effect")
        assert (effect["status"], effect.get("days_late")) == ("performed_late", 3)
        assert result["shelf"]["condition_met"] is True

    def test_not_known_to_be_late_while_its_day_is_not_recorded(self, service: Service) -> None:
        """2(a)(ii) sets a day; while it is not recorded, effectiveness may have come after it."""
        body = shelf(SPECTRUM)
        del body["certificate_date"]
        identifier = post_registration(service, "shelves", body)["result"]["registration_id"]
        for fact in (filed("1999-10-04"), declared_effective("1999-11-04")):
            service.post(f"/v1/registrations/{identifier}/events", fact)
        result = read_registration(service, identifier, "1999-11-04")
        assert (result["in_time"], result.get("days_late")) == (None, None)
        assert obligation(result, "effect")["status"] == "performed_perhaps_late"

    @pytest.mark.parametrize(
        ("certificate_date", "due_on"),
        [("1999-12-25", "1999-12-27"), ("1999-11-11", "1999-11-12"), ("1999-10-30", "1999-10-30")],
    )
    def test_a_day_set_that_is_a_holiday_moves_as_one_counted(
        self, service: Service, certificate_date: str, due_on: str
    ) -> None:
        """QA8, QA9: c. 4 s. 9 speaks of "the day or the last day" for an act: of rent due on the
        first of each month too (Selig v. McCarthy). Christmas on a Saturday moves to Monday,
        Veterans Day to Friday; a plain Saturday stays."""
        body = shelf(SPECTRUM, certificate_date=certificate_date)
        made = post_registration(service, "shelves", body)["result"]
        found = made["determination"]
        assert (found["due_on"], found["due_before_delay"]) == (due_on, due_on)
        assert made["shelf"]["certificate_date"] == certificate_date
        late = read_registration(service, made["registration_id"], due_on)
        assert obligation(late, "effect")["status"] == "open"

    def test_without_the_day_of_the_certificate_none_is_made_up(self, service: Service) -> None:
        body = shelf(SPECTRUM)
        del body["certificate_date"]
        answer = post_registration(service, "shelves", body, as_of="2000-01-03")
        effect = obligation(answer["result"], "effect")
        assert (effect["due_on"], effect["status"]) == (None, "open")
        assert [(each["name"], each["clause"]) for each in answer["missing_inputs"]] == [
            ("certificate_date", "2(a)(ii)")
        ]

    def test_nobody_need_have_asked_and_everybody_is_told(self, service: Service) -> None:
        body = {"conversion_proposed_on": "1999-09-01", "certificate_date": "1999-11-01"}
        result = post_registration(service, "shelves", body, as_of="1999-09-01")["result"]
        assert (result["state"], decided(result)) == ("open", ("accepted", None))
        assert result["determination"]["received_on"] is None
        owed = [each for each in result["obligations"] if each["id"].startswith("notice:")]
        assert [each["obligees"] for each in owed] == [[each] for each in HOLDERS]
        assert {(each["standard"], each["due_on"], each["status"]) for each in owed} == {
            ("promptly", None, "open")
        }
        assert obligation(result, "effect")["obligees"] == []

    def test_no_majority_is_needed(self, service: Service) -> None:
        body = shelf(letter(handed_over("1999-09-02"), {"wang": 8_250}))
        result = post_registration(service, "shelves", body)["result"]
        assert decided(result) == ("accepted", None)
        assert result["tallies"] == {"requisite": None, "demands": None}
        assert included(result) == {"wang": 8_250}

    def test_uses_up_no_demand(self, service: Service) -> None:
        effective_shelf(service)
        demands = ok(service.get(f"/v1/agreements/{DEMO}", as_of="2000-01-03"))["result"]["demands"]
        assert (demands["effected"], demands["pending"], demands["remaining"]) == (0, 0, 3)

    def test_no_standstill_reaches_it(self, service: Service) -> None:
        post_fact(service, {"kind": "company_offering_commenced", "occurred_on": "1999-07-14"})
        result = read_registration(service, shelved(service), "1999-09-02")
        assert decided(result) == ("accepted", None)
        assert result["determination"]["due_on"] == "1999-11-01"
        assert result["windows"]["standstill"] == []

    def test_it_goes_through_its_states(self, service: Service) -> None:
        facts = (*told_all(handed_over("1999-09-03")), *SHELF_EFFECTIVE)
        identifier = shelved(service, *facts)
        days = {
            "1999-09-02": "open",
            "1999-09-03": "noticed",
            "1999-09-23": "noticed",
            "1999-09-24": "joining_closed",
            "1999-10-04": "filed",
            "1999-10-27": "effective",
            "2000-11-01": "effective",
            "2000-11-02": "expired",
        }
        found = {day: read_registration(service, identifier, day)["state"] for day in days}
        assert found == days

    def test_under_an_agreement_without_the_right_it_is_refused(self, service: Service) -> None:
        holders = [{"id": "one", "name": "One", "common": 100}]
        body = {"template": "ctc-1998", "id": "mine", "holders": holders}
        ok(service.post("/v1/agreements", body | {"overrides": {"shelf": None}}), 201)
        asked = shelf(letter(handed_over("1999-09-02"), {"one": 1}))
        result = post_registration(service, "shelves", asked, "mine")["result"]
        assert decided(result) == ("refused", "NO_SUCH_RIGHT")
        assert (result["state"], result["obligations"]) == ("refused", [])


class TestOnlyAskedFor:
    def test_is_refused_unless_a_conversion_is_proposed(self, service: Service) -> None:
        result = post_registration(service, "shelves", asked_shelf(SPECTRUM))["result"]
        assert decided(result) == ("refused", "NO_SHELF_TRIGGER")
        assert condition(result, "shelf_called_for")["outcome"] == "failed"
        assert (result["state"], result["obligations"]) == ("refused", [])
        assert result["determination"].get("may_renew_on") is None
        assert (result["windows"]["join"], result["allocation"]["lines"]) == ([], [])
        assert result["shelf"]["condition_met"] is None
        assert result.get("suspension_budget") is None

    def test_is_enough_under_the_other_reading(self, service: Service) -> None:
        """QC4. No day is set by which it must be effective, and none is made up."""
        other = with_readings(service, shelf_on_request=True)
        result = post_registration(service, "shelves", asked_shelf(SPECTRUM), other)["result"]
        assert decided(result) == ("accepted", None)
        assert condition(result, "written_and_duly_given")["outcome"] == "passed"
        assert result["determination"]["due_on"] is None
        assert obligation(result, "effect")["due_on"] is None
        assert included(result) == {"spectrum": 800_000}

    @pytest.mark.parametrize(
        ("delivery", "expected"),
        [
            (handed_over("1999-09-02") | {"in_writing": False}, ("refused", "NOT_IN_WRITING")),
            (faxed("1999-09-02"), ("undetermined", None)),
            (faxed("1999-09-02", "1999-09-03"), ("accepted", None)),
        ],
    )
    def test_in_a_writing_duly_given(
        self, service: Service, delivery: Json, expected: tuple[str, str | None]
    ) -> None:
        other = with_readings(service, shelf_on_request=True)
        body = asked_shelf(letter(delivery, {"spectrum": 800_000}))
        result = post_registration(service, "shelves", body, other)["result"]
        assert decided(result) == expected

    def test_until_a_conversion_is_proposed(self, service: Service) -> None:
        """The letter of 20 August comes too early; from 1 September on a shelf is called for."""
        early = letter(handed_over("1999-08-20"), {"spectrum": 800_000})
        identifier = begun(service, "shelves", shelf(early))
        before = read_registration(service, identifier, "1999-08-31")
        after = read_registration(service, identifier, "1999-09-01")
        assert decided(before) == ("refused", "NO_SHELF_TRIGGER")
        assert "conversion_proposed_on" not in before["shelf"]
        assert before["obligations"] == []
        assert decided(after) == ("accepted", None)
        assert obligation(after, "effect")["due_on"] == "1999-11-01"
        assert included(after) == {"spectrum": 800_000}


class TestJoining:
    @pytest.mark.parametrize(
        ("told", "received_on", "last_day"),
        [
            # Labor Day is no business day: Tuesday, Wednesday, Thursday.
            (mailed("1999-09-03"), "1999-09-09", "1999-09-29"),
            (handed_over("1999-09-03"), "1999-09-03", "1999-09-23"),
            # Saturday 9 October stays.
            (handed_over("1999-09-19"), "1999-09-19", "1999-10-09"),
            # Sunday 3 October moves to Monday.
            (handed_over("1999-09-13"), "1999-09-13", "1999-10-04"),
            # Columbus Day, Monday 11 October, moves to Tuesday.
            (handed_over("1999-09-21"), "1999-09-21", "1999-10-12"),
            # Sunday 10 October moves past Columbus Day.
            (handed_over("1999-09-20"), "1999-09-20", "1999-10-12"),
            # A Saturday that is Christmas moves to Monday the 27th.
            (handed_over("1999-12-05"), "1999-12-05", "1999-12-27"),
            # Patriots' Day 2000: banks open on it, Massachusetts does not.
            (mailed("2000-04-14"), "2000-04-19", "2000-05-09"),
            (handed_over("2000-03-28"), "2000-03-28", "2000-04-18"),
        ],
    )
    def test_each_holder_has_twenty_days_from_his_own_receipt(
        self, service: Service, told: Json, received_on: str, last_day: str
    ) -> None:
        identifier = shelved(service, notice("wang", told))
        found = window(read_registration(service, identifier, "2000-06-01"), "wang")
        assert (found.get("notice_received_on"), found["last_day"]) == (received_on, last_day)

    @pytest.mark.parametrize(
        ("delivery", "expected"),
        [
            (handed_over("1999-09-29"), ("accepted", None)),
            (handed_over("1999-09-30"), ("refused", "JOIN_LATE")),
            # Received on the 29th; and a day late on the 30th.
            (mailed("1999-09-24"), ("accepted", None)),
            (mailed("1999-09-27"), ("refused", "JOIN_LATE")),
        ],
    )
    def test_his_request_must_be_received_within_them(
        self, service: Service, delivery: Json, expected: tuple[str, str | None]
    ) -> None:
        told = notice("doeg-hill", mailed("1999-09-03"))
        identifier = shelved(service, told, join("doeg-hill", 50_000, delivery))
        result = read_registration(service, identifier, "1999-10-01")
        assert joins(result) == {"doeg-hill": expected}
        assert included(result).get("doeg-hill") == (50_000 if expected[1] is None else None)

    def test_giving_it_is_enough_under_the_other_reading(self, service: Service) -> None:
        other = with_readings(service, demand_join_test="given")
        facts = notice("wang", mailed("1999-09-03")), join("wang", 1, mailed("1999-09-29"))
        result = read_registration(service, shelved(service, *facts, agreement=other), "1999-10-04")
        assert joins(result) == {"wang": ("accepted", None)}

    def test_a_later_request_in_time_replaces_it(self, service: Service) -> None:
        told = notice("doeg-hill", handed_over("1999-09-03"))
        more = join("doeg-hill", 60_000, handed_over("1999-09-23"))
        too_late = join("doeg-hill", 66_000, handed_over("1999-09-24"))
        identifier = shelved(
            service, told, join("doeg-hill", 10, handed_over("1999-09-06")), more, too_late
        )
        for day, shares in (("1999-09-22", 10), ("1999-09-23", 60_000), ("1999-09-24", 60_000)):
            assert included(read_registration(service, identifier, day))["doeg-hill"] == shares

    def test_of_more_than_is_held_cannot_be_recorded(self, service: Service) -> None:
        identifier = shelved(service)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events",
                join("wang", 8_251, handed_over("1999-09-06")),
            )
        assert faults(response) == {"/shares": "more_than_held"}

    def test_by_a_transferee_not_yet_recognised_is_refused(self, service: Service) -> None:
        """By a request of its own and by a letter that comes after the first alike."""
        post_fact(
            service,
            transfer("1999-08-02", "spectrum", "affiliate", 1_000, record_holder_on="2000-06-01"),
        )
        asked = join("affiliate", 500, handed_over("1999-09-06"))
        lettered = letter_added(letter(handed_over("1999-09-07"), {"affiliate": 700}))
        for fact in (asked, lettered):
            result = read_registration(service, shelved(service, fact), "1999-09-30")
            assert joins(result) == {"affiliate": ("refused", "NOT_RECOGNISED_HOLDER")}
            assert included(result) == {"spectrum": 800_000}
            assert "include:affiliate" not in ids(result)

    def test_letters_of_a_later_day_join_the_first(self, service: Service) -> None:
        """In one fact or in two, and on every day in between, it is the same."""
        second = letter(handed_over("1999-09-20"), {"wang": 5})
        together = begun(service, "shelves", shelf(SPECTRUM, second))
        apart = begun(service, "shelves", shelf(SPECTRUM), letter_added(second))
        for day, both in (("1999-09-19", {}), ("1999-09-20", {"wang": ("accepted", None)})):
            one, two = (read_registration(service, each, day) for each in (together, apart))
            assert joins(one) == joins(two) == both
            assert included(one) == included(two)
            assert one["determination"]["requesters"] == ["spectrum"]

    def test_without_a_window_under_the_other_reading(self, service: Service) -> None:
        """QC24: nobody is told, and nobody is late until the shelf is effective."""
        other = with_readings(service, shelf_join_window=False)
        late = join("wang", 1_000, handed_over("1999-10-26"))
        identifier = shelved(service, late, agreement=other)
        result = read_registration(service, identifier, "1999-10-26")
        assert (result["windows"]["join"], result["state"]) == ([], "open")
        assert not any(each.startswith("notice:") for each in ids(result))
        assert joins(result) == {"wang": ("accepted", None)}
        assert included(result) == {"spectrum": 800_000, "wang": 1_000}

    def test_a_window_past_the_day_of_the_certificate_is_warned_of(self, service: Service) -> None:
        identifier = shelved(service, notice("wang", handed_over("1999-10-20")))
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-10-20"))
        assert [each["code"] for each in answer["warnings"]] == ["WINDOW_AFTER_DUE"]
        assert window(answer["result"], "wang")["last_day"] == "1999-11-09"

    def test_every_share_asked_for_stands_on_it(self, service: Service) -> None:
        facts = [join(each, 100, handed_over("1999-09-20")) for each in ("doeg-hill", "wang")]
        result = read_registration(service, shelved(service, *facts), "1999-09-20")
        assert included(result) == {"spectrum": 800_000, "doeg-hill": 100, "wang": 100}
        allocation = result["allocation"]
        assert (allocation["total"], allocation["cut_back"]) == (800_200, False)
        assert obligation(result, "effect")["obligees"] == ["doeg-hill", "spectrum", "wang"]


class TestTakingBack:
    def test_what_he_asked_for_leaves_the_others_their_windows(self, service: Service) -> None:
        """The conversion calls for the shelf: it is not withdrawn with the only one who asked."""
        identifier = shelved(
            service, notice("wang", handed_over("1999-09-03")), withdrawn("1999-09-10", "spectrum")
        )
        result = read_registration(service, identifier, "1999-09-10")
        assert result["state"] == "open"
        assert included(result) == {}
        assert obligation(result, "notice:colo")["status"] == "open"
        assert obligation(result, "effect")["status"] == "open"
        assert result["shelf"]["condition_met"] is False
        post_event(service, identifier, join("wang", 10, handed_over("1999-09-23")))
        assert included(read_registration(service, identifier, "1999-09-23")) == {"wang": 10}

    def test_by_all_keeps_no_conversion_waiting(self, service: Service) -> None:
        """2(a)(ii): what is to be on it is what Holders ask for, and nobody can ask any more."""
        told = told_all(handed_over("1999-09-03"))
        identifier = shelved(service, *told, withdrawn("1999-09-10", "spectrum"))
        result = read_registration(service, identifier, "1999-09-30")
        assert obligation(result, "effect")["status"] == "excused"
        assert result["shelf"]["condition_met"] is True
        post_event(service, identifier, conversion("1999-11-01"))
        after = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-11-02"))
        assert after["result"]["shelf"]["condition_met"] is True
        codes = {each["code"] for each in after["warnings"]}
        assert "CONVERTED_WITHOUT_CONDITION" not in codes

    def test_by_nobody_in_particular_cannot_be_recorded(self, service: Service) -> None:
        identifier = shelved(service)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events", withdrawn("1999-09-10")
            )
        assert faults(response) == {"/holders": "names_nobody"}

    @pytest.mark.parametrize("named", [(), ("spectrum",)])
    def test_ends_a_shelf_that_was_only_asked_for(
        self, service: Service, named: tuple[str, ...]
    ) -> None:
        other = with_readings(service, shelf_on_request=True)
        taken_back = withdrawn("1999-09-10", *named)
        identifier = begun(service, "shelves", asked_shelf(SPECTRUM), taken_back, agreement=other)
        result = read_registration(service, identifier, "1999-09-10")
        assert result["state"] == "withdrawn"
        assert obligation(result, "effect")["status"] == "excused"
        assert obligation(result, "expenses")["status"] == "excused"


class TestDelay:
    def test_moves_the_day_and_leaves_the_condition_unmet(self, service: Service) -> None:
        """QC25. 1 November and 30 days are Wednesday 1 December 1999."""
        identifier = shelved(service, delay("1999-09-15", 30))
        result = read_registration(service, identifier, "1999-11-15")
        assert result["determination"]["due_before_delay"] == "1999-11-01"
        assert result["determination"]["due_on"] == "1999-12-01"
        assert obligation(result, "effect")["status"] == "open"
        assert result["shelf"]["condition_met"] is False

    def test_is_followed_by_a_day_on_which_one_can_act(self, service: Service) -> None:
        """QA8, QA9. 1 November and 54 days are Christmas, a Saturday: Monday the 27th."""
        result = read_registration(service, shelved(service, delay("1999-09-15", 54)), "1999-11-15")
        assert result["determination"]["due_on"] == "1999-12-27"

    def test_is_refused_under_the_other_reading(self, service: Service) -> None:
        other = with_readings(service, delay_reaches_shelf=False)
        identifier = shelved(service, delay("1999-09-15", 30), agreement=other)
        result = read_registration(service, identifier, "1999-11-02")
        (found,) = result["delays"]
        assert (found["decision"], found["reason"]) == ("refused", "SUSPENSION_SHELF_NOT_REACHED")
        assert result["determination"]["due_on"] == "1999-11-01"
        assert obligation(result, "effect")["status"] == "breached"

    @pytest.mark.parametrize(
        ("days", "decision"), [((60,), "accepted"), ((61,), "refused"), ((40, 21), "refused")]
    )
    def test_of_no_more_than_sixty_days_in_all(
        self, service: Service, days: tuple[int, ...], decision: str
    ) -> None:
        uses = [delay(f"1999-09-{15 + place}", each) for place, each in enumerate(days)]
        result = read_registration(service, shelved(service, *uses), "1999-10-01")
        assert result["delays"][-1]["decision"] == decision
        permitted = sum(each["days"] for each in result["delays"] if each["decision"] == "accepted")
        moved = {60: "1999-12-31", 0: "1999-11-01", 40: "1999-12-11"}
        assert result["determination"]["due_on"] == moved[permitted]

    @pytest.mark.parametrize(
        ("considered", "decision"),
        [
            (("1999-09-02", None), "accepted"),
            (("1999-09-03", None), "refused"),
            (("1999-08-01", "1999-09-01"), "refused"),
        ],
    )
    def test_for_a_transaction_considered_when_the_request_was_received(
        self, service: Service, considered: tuple[str, str | None], decision: str
    ) -> None:
        """The request is Spectrum's of 2 September; the day of the proposal does not count."""
        begins, ends = considered
        fact = delay(
            "1999-09-15",
            30,
            transaction_considered_from=begins,
            transaction_considered_until=ends,
        )
        (found,) = read_registration(service, shelved(service, fact), "1999-10-01")["delays"]
        assert found["decision"] == decision

    def test_while_nobody_has_asked_is_undetermined(self, service: Service) -> None:
        """What nobody has requested cannot be said to be delayed (2(g)); a request settles it."""
        body = {"conversion_proposed_on": "1999-09-01", "certificate_date": "1999-11-01"}
        identifier = begun(service, "shelves", body, delay("1999-09-15", 30))
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-09-15"))
        (found,) = answer["result"]["delays"]
        assert found["decision"] == "undetermined"
        assert "join_requested" in {each["posted_as"] for each in answer["missing_inputs"]}
        post_event(service, identifier, join("wang", 10, handed_over("1999-09-20")))
        (found,) = read_registration(service, identifier, "1999-09-20")["delays"]
        assert found["decision"] == "accepted"

    def test_gives_no_day_back_unless_the_reading_says_so(self, service: Service) -> None:
        """QD8: 30 days from 15 September to 14 October, after 1 November 2000: 1 December."""
        facts = (delay("1999-09-15", 30), *SHELF_EFFECTIVE)
        usual = read_registration(service, shelved(service, *facts), "2000-01-03")
        other = with_readings(service, tolls="all")
        tolled = read_registration(service, shelved(service, *facts, agreement=other), "2000-01-03")
        assert kept(usual) == ("2000-11-01", 0, "2000-11-01")
        assert kept(tolled) == ("2000-11-01", 30, "2000-12-01")

    def test_after_it_is_effective_cannot_be_recorded(self, service: Service) -> None:
        identifier = effective_shelf(service)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events", delay("1999-10-27", 30)
            )
        assert faults(response) == {"/occurred_on": "already_effective"}


class TestPeriod:
    def test_is_a_year_from_the_conversion(self, service: Service) -> None:
        result = read_registration(service, effective_shelf(service), "1999-11-01")
        assert kept(result) == ("2000-11-01", 0, "2000-11-01")
        maintain = obligation(result, "maintain")
        assert (maintain["standard"], maintain["due_on"]) == ("best_efforts", "2000-11-01")
        assert maintain["status"] == "open"

    def test_is_over_the_day_after(self, service: Service) -> None:
        result = read_registration(service, effective_shelf(service), "2000-11-02")
        assert (result["state"], obligation(result, "maintain")["status"]) == (
            "expired",
            "performed",
        )

    def test_is_not_known_before_the_conversion(self, service: Service) -> None:
        identifier = effective_shelf(service)
        path = f"/v1/registrations/{identifier}"
        answer = ok(service.get(path, as_of="1999-10-31"))
        assert kept(answer["result"]) == (None, None, None)
        assert obligation(answer["result"], "maintain")["due_on"] is None
        assert answer["result"]["state"] == "effective"
        assert "mandatory_conversion_on" in {each["name"] for each in answer["missing_inputs"]}

    def test_runs_from_effectiveness_under_the_other_reading(self, service: Service) -> None:
        other = with_readings(service, shelf_year_from="effectiveness")
        result = read_registration(service, effective_shelf(service, agreement=other), "1999-10-31")
        assert kept(result) == ("2000-10-27", 0, "2000-10-27")

    @pytest.mark.parametrize(("reading", "end"), [("feb28", "2001-02-28"), ("mar1", "2001-03-01")])
    def test_from_29_february_ends_on_the_28th(
        self, service: Service, reading: str, end: str
    ) -> None:
        other = with_readings(service, leap_anniversary=reading)
        facts = filed("2000-01-10"), declared_effective("2000-02-22"), conversion("2000-02-29")
        result = read_registration(service, shelved(service, *facts, agreement=other), "2000-03-01")
        assert kept(result) == (end, 0, end)

    def test_ends_when_everything_is_sold(self, service: Service) -> None:
        identifier = effective_shelf(service, all_sold("2000-06-05"))
        result = read_registration(service, identifier, "2000-06-05")
        assert (result["state"], kept(result)) == ("closed", ("2000-11-01", 0, "2000-06-05"))
        assert result.get("suspension_budget") is None


class TestProhibition:
    def test_stops_sales_for_its_days(self, service: Service) -> None:
        """Thirty days of which 1 December is the first end on 30 December 1999."""
        told = {"spectrum": handed_over("1999-12-01"), "doeg-hill": mailed("1999-12-01")}
        identifier = effective_shelf(service, prohibition("1999-12-01", 30, told))
        result = read_registration(service, identifier, "1999-12-30")
        (found,) = result["prohibitions"]
        assert (found["decision"], found.get("reason")) == ("accepted", None)
        assert (found["first_day"], found["last_day"]) == ("1999-12-01", "1999-12-30")
        assert (found["resume_on"], found["days_in_effect"]) == ("1999-12-31", 30)
        bound = {each["holder"]: each["first_day"] for each in found["holders"]}
        assert bound == {"spectrum": "1999-12-01", "doeg-hill": "1999-12-06"}
        assert (result["overlays"], result["state"]) == (["suspended"], "effective")
        assert read_registration(service, identifier, "1999-12-31")["overlays"] == []
        assert read_registration(service, identifier, "1999-11-30")["overlays"] == []

    def test_gives_its_days_back(self, service: Service) -> None:
        identifier = effective_shelf(service, prohibition("1999-12-01", 30))
        result = read_registration(service, identifier, "2000-01-03")
        assert kept(result) == ("2000-11-01", 30, "2000-12-01")
        assert read_registration(service, identifier, "2000-12-01")["state"] == "effective"
        assert read_registration(service, identifier, "2000-12-02")["state"] == "expired"

    def test_is_in_effect_from_receipt_and_is_dated_when_given(self, service: Service) -> None:
        """Mailed on Wednesday 24 November 1999: Thanksgiving is no business day."""
        fact = prohibition("1999-11-24", 10, {"spectrum": mailed("1999-11-24")})
        usual = read_registration(service, effective_shelf(service, fact), "2000-01-03")
        other = with_readings(service, prohibition_starts="given")
        shelf_id = effective_shelf(service, fact, agreement=other)
        (found,), (given,) = (
            result["prohibitions"]
            for result in (usual, read_registration(service, shelf_id, "2000-01-03"))
        )
        assert found["invoked_on"] == given["invoked_on"] == "1999-11-24"
        assert (found["first_day"], found["last_day"]) == ("1999-11-30", "1999-12-09")
        assert (given["first_day"], given["last_day"]) == ("1999-11-24", "1999-12-03")

    @pytest.mark.parametrize(
        ("days", "consent", "expected"),
        [
            (60, None, ("accepted", None, "2000-01-29")),
            (61, None, ("undetermined", None, None)),
            (61, False, ("refused", "SUSPENSION_DAYS", None)),
            (61, True, ("accepted", None, "2000-01-30")),
        ],
    )
    def test_lasts_sixty_days_and_no_longer_without_consent(
        self,
        service: Service,
        days: int,
        consent: bool | None,
        expected: tuple[str, str | None, str | None],
    ) -> None:
        identifier = effective_shelf(service, prohibition("1999-12-01", days, consent=consent))
        (found,) = read_registration(service, identifier, "1999-12-02")["prohibitions"]
        assert (found["decision"], found.get("reason"), found["last_day"]) == expected
        assert found["max_days"] == 60

    @pytest.mark.parametrize(
        ("second_from", "days", "expected"),
        [
            ("2000-01-10", 20, ("accepted", None, 20)),
            ("2000-01-10", 21, ("refused", "SUSPENSION_DAYS", 20)),
            # Sales may be made on 10 January: another run, with days of its own.
            ("2000-01-11", 60, ("accepted", None, 60)),
        ],
    )
    def test_one_that_follows_without_a_break_is_one_run_with_it(
        self, service: Service, second_from: str, days: int, expected: tuple[str, str | None, int]
    ) -> None:
        """Forty days from 1 December end on 9 January 2000."""
        second = prohibition("2000-01-03", days, in_effect_from=second_from, consent=False)
        identifier = effective_shelf(service, prohibition("1999-12-01", 40), second)
        found = read_registration(service, identifier, "2000-01-31")["prohibitions"][1]
        assert (found["decision"], found.get("reason"), found["max_days"]) == expected

    def test_each_has_all_its_days_under_the_other_reading(self, service: Service) -> None:
        other = with_readings(service, delay_cap_scope="per_invocation")
        second = prohibition("2000-01-03", 60, in_effect_from="2000-01-10")
        facts = prohibition("1999-12-01", 40), second
        result = read_registration(
            service, effective_shelf(service, *facts, agreement=other), "2000-01-31"
        )
        assert [each["decision"] for each in result["prohibitions"]] == ["accepted"] * 2

    @pytest.mark.parametrize(
        ("third", "expected"),
        [
            ("2000-11-29", ("refused", "SUSPENSION_OCCASIONS", "2000-11-30")),
            ("2000-11-30", ("accepted", None, None)),
        ],
    )
    def test_a_third_waits_for_365_days_from_the_first(
        self, service: Service, third: str, expected: tuple[str, str | None, str | None]
    ) -> None:
        """1 December 1999 and 365 days are 30 November 2000: 29 February takes one."""
        uses = [prohibition(day, 10) for day in ("1999-12-01", "2000-03-01", third)]
        found = read_registration(service, effective_shelf(service, *uses), "2000-12-01")
        last = found["prohibitions"][2]
        assert (last["decision"], last.get("reason"), last["next_permitted_on"]) == expected

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"board_judgment": False}, ("refused", "SUSPENSION_NO_BOARD_JUDGMENT")),
            ({"board_judgment": None}, ("undetermined", None)),
            (
                {"transaction_considered_from": "1999-12-02"},
                ("refused", "SUSPENSION_NO_TRANSACTION"),
            ),
            ({"transaction_considered_until": "1999-12-01"}, ("accepted", None)),
            (
                {"transaction_considered_until": "1999-11-30"},
                ("refused", "SUSPENSION_NO_TRANSACTION"),
            ),
            ({"notices": None}, ("undetermined", None)),
            ({"notices": []}, ("refused", "SUSPENSION_NO_NOTICE")),
        ],
    )
    def test_what_it_needs(
        self, service: Service, changes: Json, expected: tuple[str, str | None]
    ) -> None:
        """A transaction considered when the notice is given, however long after the request."""
        identifier = effective_shelf(service, prohibition("1999-12-01", 30) | changes)
        result = read_registration(service, identifier, "1999-12-02")
        (found,) = result["prohibitions"]
        assert (found["decision"], found.get("reason")) == expected
        if expected[0] != "accepted":
            # What is open may still give days back.
            days_and_end = (0, "2000-11-01") if expected[0] == "refused" else (None, None)
            overlays = ["perhaps_suspended"] if expected[0] == "undetermined" else []
            assert (found["first_day"], result["overlays"]) == (None, overlays)
            assert kept(result) == ("2000-11-01", *days_and_end)

    def test_before_the_shelf_is_effective_cannot_be_recorded(self, service: Service) -> None:
        identifier = effective_shelf(service)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events", prohibition("1999-10-26", 30)
            )
        assert faults(response) == {"/occurred_on": "not_effective"}

    def test_under_a_demand_is_refused_by_the_agreement(self, service: Service) -> None:
        identifier = demanded(service, filed("1999-04-05"), declared_effective("1999-05-18"))
        fact = prohibition("1999-12-01", 30)
        (found,) = post_event(service, identifier, fact)["result"]["prohibitions"]
        assert (found["decision"], found["reason"]) == ("refused", "SUSPENSION_SHELF_ONLY")


class TestLifting:
    def test_lets_sales_resume_on_that_day(self, service: Service) -> None:
        identifier = effective_shelf(service, prohibition("1999-12-01", 60))
        before = read_registration(service, identifier, "1999-12-15")
        post_event(service, identifier, prohibition_lifted("1999-12-15"))
        after = read_registration(service, identifier, "1999-12-15")
        (found,) = after["prohibitions"]
        assert (found["last_day"], found["resume_on"]) == ("1999-12-14", "1999-12-15")
        assert (found["days"], found["days_in_effect"]) == (60, 14)
        assert (before["overlays"], after["overlays"]) == (["suspended"], [])
        assert kept(before)[1] == 60
        assert kept(after) == ("2000-11-01", 14, "2000-11-15")
        assert read_registration(service, identifier, "1999-12-14")["overlays"] == ["suspended"]

    def test_before_it_is_in_effect_for_anybody_leaves_nothing(self, service: Service) -> None:
        told = {"spectrum": mailed("1999-12-01")}
        facts = prohibition("1999-12-01", 30, told), prohibition_lifted("1999-12-03")
        result = read_registration(service, effective_shelf(service, *facts), "1999-12-10")
        (found,) = result["prohibitions"]
        assert (found["decision"], found["first_day"], found["days_in_effect"]) == (
            "accepted",
            None,
            None,
        )
        assert (result["overlays"], kept(result)[1]) == ([], 0)
        # It was invoked all the same.
        assert result["suspension_budget"]["occasions_used"] == ["1999-12-01"]

    def test_ends_every_prohibition_that_is_in_effect(self, service: Service) -> None:
        """The second overlaps the first; on 20 December both are lifted, after 19 days."""
        uses = prohibition("1999-12-01", 40), prohibition("1999-12-10", 40, consent=False)
        identifier = effective_shelf(service, *uses, prohibition_lifted("1999-12-20"))
        result = read_registration(service, identifier, "1999-12-20")
        assert [each["last_day"] for each in result["prohibitions"]] == ["1999-12-19"] * 2
        assert (result["overlays"], kept(result)[1]) == ([], 19)

    def test_a_later_one_is_not_lifted_with_it(self, service: Service) -> None:
        facts = (
            prohibition("1999-12-01", 40),
            prohibition_lifted("1999-12-15"),
            prohibition("2000-02-01", 10),
        )
        result = read_registration(service, effective_shelf(service, *facts), "2000-02-01")
        assert [each["last_day"] for each in result["prohibitions"]] == ["1999-12-14", "2000-02-10"]
        assert result["overlays"] == ["suspended"]

    def test_breaks_the_run(self, service: Service) -> None:
        """Sixty days would have ended on 29 January; lifted, they leave the next run its own."""
        facts = (
            prohibition("1999-12-01", 60),
            prohibition_lifted("1999-12-15"),
            prohibition("2000-01-10", 30, consent=False),
        )
        identifier = effective_shelf(service, *facts)
        result = read_registration(service, identifier, "2000-01-10")
        assert [each["decision"] for each in result["prohibitions"]] == ["accepted"] * 2
        # Both are occasions everywhere: a third, in another registration, is one too many.
        demand_id = begun(service, "demands", spectrum_demand(handed_over("2000-02-01")))
        (third,) = post_event(service, demand_id, delay("2000-02-15", 10))["result"]["delays"]
        assert (third["decision"], third.get("reason")) == ("refused", "SUSPENSION_OCCASIONS")

    def test_makes_the_occasion_shorter_where_its_days_count(self, service: Service) -> None:
        """QD3: lifted, the first touches 1 to 14 December; 365 days after the 14th it is gone."""
        other = with_readings(service, occasion_measure="any_overlap")
        uses = (
            prohibition("1999-12-01", 60),
            prohibition_lifted("1999-12-15"),
            prohibition("2000-03-01", 10),
            prohibition("2000-12-12", 10, {"spectrum": handed_over("2000-12-12")}),
        )
        identifier = effective_shelf(service, *uses, agreement=other)
        result = read_registration(service, identifier, "2000-12-12")
        third = result["prohibitions"][2]
        assert (third["decision"], third["next_permitted_on"]) == ("refused", "2000-12-13")
        used = {
            day: read_registration(service, identifier, day)["suspension_budget"]["occasions_used"]
            for day in ("2000-12-12", "2000-12-13")
        }
        assert used == {"2000-12-12": ["1999-12-01", "2000-03-01"], "2000-12-13": ["2000-03-01"]}


class TestHolds:
    def test_last_until_the_last_holder_has_the_new_prospectus(self, service: Service) -> None:
        """From 6 December, both days counted, to the 20th: fifteen days."""
        identifier = effective_shelf(
            service,
            misleading("1999-12-06"),
            new_prospectus("1999-12-15", "spectrum"),
            new_prospectus("1999-12-20", "doeg-hill"),
        )
        post_event(service, identifier, join("doeg-hill", 1, handed_over("1999-09-20")))
        held = open_holds(service, identifier, "1999-12-19")
        assert held == {
            "overlays": ["held"],
            "state": "effective",
            "kept": ("2000-11-01", None, None),
        }
        free = open_holds(service, identifier, "1999-12-20")
        assert free["overlays"] == []
        assert free["kept"] == ("2000-11-01", 15, "2000-11-16")

    def test_who_is_not_on_the_shelf_need_not_have_it(self, service: Service) -> None:
        facts = misleading("1999-12-06"), new_prospectus("1999-12-15", "spectrum")
        identifier = effective_shelf(service, *facts)
        assert open_holds(service, identifier, "1999-12-15")["kept"][1] == 10
        other = effective_shelf(service, misleading("1999-12-06"), new_prospectus("1999-12-15"))
        assert open_holds(service, other, "1999-12-15")["kept"][1] == 10

    def test_a_prospectus_of_before_the_notice_ends_nothing(self, service: Service) -> None:
        facts = new_prospectus("1999-12-03"), misleading("1999-12-06")
        identifier = effective_shelf(service, *facts)
        assert open_holds(service, identifier, "2000-12-01")["state"] == "effective"

    def test_where_nobody_is_on_the_shelf_the_prospectus_ends_it_too(
        self, service: Service
    ) -> None:
        body = {"conversion_proposed_on": "1999-09-01", "certificate_date": "1999-11-01"}
        facts = (*SHELF_EFFECTIVE, misleading("1999-12-06"), new_prospectus("1999-12-15"))
        identifier = begun(service, "shelves", body, *facts)
        assert open_holds(service, identifier, "1999-12-14")["overlays"] == ["held"]
        found = open_holds(service, identifier, "1999-12-15")
        assert (found["overlays"], found["kept"][1]) == ([], 10)

    def test_extend_no_shelf_under_the_other_reading(self, service: Service) -> None:
        """QD13."""
        other = with_readings(service, sec3c_extends_shelf=False)
        facts = misleading("1999-12-06"), new_prospectus("1999-12-15")
        identifier = effective_shelf(service, *facts, agreement=other)
        assert open_holds(service, identifier, "1999-12-15")["kept"] == (
            "2000-11-01",
            0,
            "2000-11-01",
        )

    def test_measured_for_each_holder_under_the_other_reading(self, service: Service) -> None:
        """QD10. Two holds of 10 and 2 days for one Holder, of 2 and 10 for the other: 12 each."""
        facts = (
            join("wang", 1, handed_over("1999-09-20")),
            misleading("2000-01-03"),
            new_prospectus("2000-01-12", "spectrum"),
            new_prospectus("2000-01-04", "wang"),
            misleading("2000-02-01"),
            new_prospectus("2000-02-02", "spectrum"),
            new_prospectus("2000-02-10", "wang"),
        )
        usual = effective_shelf(service, *facts)
        other = with_readings(service, sec3c_holder_basis="per_holder")
        by_himself = effective_shelf(service, *facts, agreement=other)
        assert open_holds(service, usual, "2000-03-01")["kept"][1] == 20
        assert open_holds(service, by_himself, "2000-03-01")["kept"][1] == 12


class TestOverlays:
    LIFE = (
        prohibition("1999-12-01", 30),
        misleading("1999-12-06"),
        stop_order("1999-12-08"),
        new_prospectus("1999-12-20", "spectrum"),
        order_lifted("1999-12-22"),
    )

    def test_coexist_and_end_each_by_itself(self, service: Service) -> None:
        identifier = effective_shelf(service, *self.LIFE)
        expected = {
            "1999-12-01": ["suspended"],
            "1999-12-06": ["suspended", "held"],
            "1999-12-08": ["suspended", "held", "stop_ordered"],
            "1999-12-20": ["suspended", "stop_ordered"],
            "1999-12-22": ["suspended"],
            "1999-12-31": [],
        }
        found = {day: read_registration(service, identifier, day)["overlays"] for day in expected}
        assert found == expected

    @pytest.mark.parametrize(("reading", "days"), [("union", 30), ("sum", 45)])
    def test_common_days_are_given_back_once(
        self, service: Service, reading: str, days: int
    ) -> None:
        other = with_readings(service, tolling_overlap=reading)
        identifier = effective_shelf(service, *self.LIFE, agreement=other)
        assert kept(read_registration(service, identifier, "2000-01-03"))[1] == days

    def test_days_that_only_touch_are_all_given_back(self, service: Service) -> None:
        """1 to 30 December, and a hold from the 20th to 8 January: 39 days."""
        facts = (
            prohibition("1999-12-01", 30),
            misleading("1999-12-20"),
            new_prospectus("2000-01-08"),
        )
        identifier = effective_shelf(service, *facts)
        assert kept(read_registration(service, identifier, "2000-02-01")) == (
            "2000-11-01",
            39,
            "2000-12-10",
        )

    def test_a_second_order_is_not_lifted_with_the_first(self, service: Service) -> None:
        facts = (
            stop_order("1999-12-01"),
            order_lifted("1999-12-03"),
            stop_order("1999-12-08"),
        )
        identifier = effective_shelf(service, *facts)
        assert read_registration(service, identifier, "1999-12-05")["overlays"] == []
        assert read_registration(service, identifier, "1999-12-08")["overlays"] == ["stop_ordered"]


class TestConditionOfConversion:
    def met(self, service: Service, identifier: str, day: str) -> bool | None:
        found: bool | None = read_registration(service, identifier, day)["shelf"]["condition_met"]
        return found

    def test_is_met_once_the_shelf_is_effective(self, service: Service) -> None:
        identifier = effective_shelf(service)
        assert self.met(service, identifier, "1999-10-26") is False
        assert self.met(service, identifier, "1999-10-27") is True

    def test_an_order_undoes_it_only_under_the_other_reading(self, service: Service) -> None:
        """QC8, and the order once lifted only restores what QC20 lets it restore."""
        life = stop_order("1999-12-08"), order_lifted("1999-12-22")
        expected = {
            (False, False): [True, True],
            (True, False): [False, False],
            (True, True): [False, True],
        }
        for (applies, cures), met in expected.items():
            other = with_readings(service, sec2e_applies_to_shelf=applies, cure_restores=cures)
            identifier = effective_shelf(service, *life, agreement=other)
            assert self.met(service, identifier, "1999-12-07") is True
            found = [self.met(service, identifier, day) for day in ("1999-12-08", "1999-12-22")]
            assert found == met

    def test_names_the_reading_that_it_turns_on(self, service: Service) -> None:
        other = with_readings(service, sec2e_applies_to_shelf=True)
        identifier = effective_shelf(service, stop_order("1999-12-08"), agreement=other)
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-12-08"))
        named = {each["option"] for each in answer["readings"]}
        assert "sec2e_applies_to_shelf" in named

    def test_a_closing_that_failed_through_the_holder_alone_does_not_undo_it(
        self, service: Service
    ) -> None:
        other = with_readings(service, sec2e_applies_to_shelf=True)
        for at_fault, met in ((True, True), (False, False)):
            failure = closing_failed("1999-12-08", solely_holder=at_fault)
            identifier = effective_shelf(service, failure, agreement=other)
            assert self.met(service, identifier, "1999-12-08") is met


class TestWhatIsLeftOfTheRight:
    def test_to_delay_until_it_is_effective_then_to_prohibit(self, service: Service) -> None:
        identifier = effective_shelf(service, delay("1999-09-15", 25))
        before, after = (
            read_registration(service, identifier, day)["suspension_budget"]
            for day in ("1999-10-01", "1999-12-01")
        )
        assert (before["of"], before["days_used"], before["days_left"]) == ("delay", 25, 35)
        assert (before["occasions_used"], before["occasions_left"]) == (["1999-09-15"], 1)
        assert (after["of"], after["days_used"], after["days_left"]) == ("prohibition", 0, 60)
        assert after["occasions_left"] == 1

    def test_counts_the_days_of_the_run_that_it_would_continue(self, service: Service) -> None:
        """Forty days from 1 December end on 9 January; twenty more are left until the 10th."""
        identifier = effective_shelf(service, prohibition("1999-12-01", 40))
        found = {
            day: read_registration(service, identifier, day)["suspension_budget"].get("days_left")
            for day in ("1999-12-11", "2000-01-10", "2000-01-11")
        }
        assert found == {"1999-12-11": 20, "2000-01-10": 20, "2000-01-11": 60}

    def test_counts_the_occasions_of_other_registrations(self, service: Service) -> None:
        identifier = effective_shelf(service, prohibition("1999-12-01", 10))
        demand_id = begun(service, "demands", spectrum_demand(handed_over("2000-01-03")))
        post_event(service, demand_id, delay("2000-02-01", 10))
        found = read_registration(service, identifier, "2000-03-01")["suspension_budget"]
        assert found["occasions_used"] == ["1999-12-01", "2000-02-01"]
        assert (found["occasions_left"], found["next_permitted_on"]) == (0, "2000-11-30")


class TestRecord:
    @pytest.mark.parametrize(
        ("fact", "code"),
        [
            (abandoned("1999-10-01"), "not_for_this_kind"),
            (additions("1999-10-01", 5), "not_for_this_kind"),
            (maximum("1999-10-01", 5), "not_for_this_kind"),
        ],
    )
    def test_takes_no_fact_of_another_kind(self, service: Service, fact: Json, code: str) -> None:
        identifier = shelved(service)
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{identifier}/events", fact)
        assert faults(response) == {"/kind": code}

    @pytest.mark.parametrize(
        ("fact", "pointer", "code"),
        [
            (conversion("1999-11-02"), "/occurred_on", "already_converted"),
            (declared_effective("1999-11-02"), "/occurred_on", "already_effective"),
            (filed("1999-11-02"), "/occurred_on", "already_filed"),
            (withdrawn("1999-11-02", "spectrum"), "/occurred_on", "already_effective"),
            (withdrawn("1999-09-10", "wang"), "/holders/0", "did_not_ask"),
            (notice("wang", mailed("1999-08-31")), "/delivery/sent_on", "before_registration"),
            (stop_order("1999-10-01"), "/occurred_on", "not_filed"),
            (
                prohibition("1999-12-01", 5, {"nobody": handed_over("1999-12-01")}),
                "/notices/0/holder",
                "unknown_holder",
            ),
        ],
    )
    def test_takes_no_fact_against_the_progress_of_things(
        self, service: Service, fact: Json, pointer: str, code: str
    ) -> None:
        identifier = effective_shelf(service)
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{identifier}/events", fact)
        assert faults(response) == {pointer: code}

    def test_only_a_shelf_has_a_conversion(self, service: Service) -> None:
        for identifier in (demanded(service), begun(service, "incidentals", own_registration())):
            response = service.post(
                f"/v1/registrations/{identifier}/events", conversion("1999-11-01")
            )
            assert faults(response) == {"/kind": "not_for_this_kind"}

    def test_in_any_order_of_posting_it_is_the_same(self, service: Service) -> None:
        """What was withdrawn after all is left to the guards; the rest may come in any order."""
        facts = [
            join("wang", 10, handed_over("1999-09-20")),
            *told_all(mailed("1999-09-03")),
            prohibition("1999-12-01", 10),
            misleading("1999-12-06"),
            new_prospectus("1999-12-08"),
        ]
        first, other = effective_shelf(service), effective_shelf(service)
        post_events(service, first, *facts)
        post_events(service, other, *reversed(facts))
        one, two = (
            read_registration(service, each, "2000-01-03", explain="none")
            for each in (first, other)
        )
        assert kept(one) == kept(two)
        assert (one["state"], one["overlays"]) == (two["state"], two["overlays"])
        assert included(one) == included(two)
        assert joins(one) == joins(two)

    def test_a_dry_run_answers_the_same_and_stores_nothing(self, service: Service) -> None:
        with nothing_stored(service):
            tried = post_registration(
                service, "shelves", shelf(SPECTRUM), dry_run=True, as_of="1999-09-02"
            )
        made = post_registration(service, "shelves", shelf(SPECTRUM), as_of="1999-09-02")
        assert tried["result"].get("registration_id") is None
        for part in ("determination", "windows", "obligations", "shelf", "allocation"):
            one, two = tried["result"][part], made["result"][part]
            assert _without_sources(one) == _without_sources(two)

    def test_there_is_none_before_the_proposal(self, service: Service) -> None:
        identifier = shelved(service)
        response = service.get(f"/v1/registrations/{identifier}", as_of="1999-08-31")
        problem(response, 404, "not_found")

    def test_is_listed_with_its_agreement(self, service: Service) -> None:
        identifier = shelved(service)
        found = ok(service.get(f"/v1/agreements/{DEMO}", as_of="1999-09-01"))["result"]
        (listed,) = found["registrations"]
        assert (listed["registration_id"], listed["kind"]) == (identifier, "shelf")
        assert listed["begun_on"] == "1999-09-01"

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({}, "", "invalid_value"),
            ({"certificate_date": "1999-11-01"}, "", "invalid_value"),
            (shelf(certificate_date="1997-11-01"), "/certificate_date", "date_outside_calendars"),
            (
                shelf(letter(handed_over("1999-09-02"), {"nobody": 1})),
                "/letters/0/requests/0/holder",
                "unknown_holder",
            ),
            (
                shelf(letter(handed_over("1999-09-02"), {"wang": 8_251})),
                "/letters/0/requests/0/shares",
                "more_than_held",
            ),
            (
                shelf(conversion_proposed_on="1998-04-09"),
                "/conversion_proposed_on",
                "before_agreement",
            ),
        ],
    )
    def test_of_what_cannot_be_is_a_problem(
        self, service: Service, body: Json, pointer: str, code: str
    ) -> None:
        with nothing_stored(service):
            response = service.post(SHELVES, body)
        assert faults(response) == {pointer: code}


def _without_sources(part: object) -> object:
    """A part of an answer without the sources, which differ for a fact that is on record."""
    if isinstance(part, dict):
        dropped = ("explained_by", "trigger", "source")
        return {name: _without_sources(each) for name, each in part.items() if name not in dropped}
    return [_without_sources(each) for each in part] if isinstance(part, list) else part

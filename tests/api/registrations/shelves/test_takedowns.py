"""An underwritten sale off the shelf under clause 2(a)(iii): must the Company help, and who joins?

The shelf is effective from 27 October 1999 and, converted on 1 November, kept so through 1 November
2000. Spectrum's request reaches the Company on Tuesday 1 February 2000. Presidents' Day is Monday
21 February, Patriots' Day Monday 17 April 2000.
"""

import pytest

from tests.api.bodies import (
    HOLDERS,
    Json,
    abandoned,
    additions,
    all_sold,
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
    offering,
    order_lifted,
    prohibition,
    prohibition_lifted,
    spectrum_demand,
    stop_order,
    takedown,
    transfer,
    withdrawn,
)
from tests.api.calls import (
    DEMO,
    begun,
    by,
    condition,
    decided,
    demanded,
    effective_shelf,
    included,
    joins,
    kept,
    obligation,
    ok,
    post_demand,
    post_event,
    post_fact,
    post_registration,
    read_agreement,
    read_registration,
    shelved,
    taken_down,
    told_all,
    window,
    with_readings,
)
from tests.api.refusals import faults, nothing_stored, problem
from tests.running.service import Service

SPECTRUM = letter(handed_over("2000-02-01"), {"spectrum": 500_000})
RECEIVED = "2000-02-01"
DOEG_HILL = join("doeg-hill", 60_000, handed_over("2000-02-10"))
WANG = join("wang", 8_000, handed_over("2000-02-10"))


def ids(result: Json) -> set[str]:
    return {each["id"] for each in result["obligations"]}


@pytest.mark.both_databases
class TestAccepted:
    def test_binds_the_company_to_assist_and_sets_no_day(self, service: Service) -> None:
        identifier = taken_down(service, effective_shelf(service))
        result = read_registration(service, identifier, RECEIVED)
        found = result["determination"]
        assert (decided(result), result["state"]) == (("accepted", None), "open")
        assert {each["name"]: each["outcome"] for each in found["conditions"]} == {
            "written_and_duly_given": "passed",
            "requisite_holders": "passed",
            "shelf_effective": "passed",
            "nothing_in_the_way": "passed",
        }
        assert (found["received_on"], found["due_on"]) == (RECEIVED, None)
        assert (found.get("not_before"), found.get("may_renew_on")) == (None, None)
        assist = obligation(result, "assist")
        assert (assist["standard"], assist["due_on"]) == ("best_efforts", None)
        assert (assist["obligor"], assist["obligees"]) == ("ctc", ["spectrum"])
        assert (assist["status"], assist["clause"]) == ("open", "2(a)(iii)")

    def test_files_nothing_and_makes_nothing_effective(self, service: Service) -> None:
        shelf_id = effective_shelf(service)
        result = read_registration(service, taken_down(service, shelf_id), RECEIVED)
        assert {"effect", "file", "maintain", "form"} & ids(result) == set()
        assert (result.get("filed_on"), result.get("effective_on")) == (None, None)
        assert (result["effected"], result["windows"].get("effectiveness")) == (None, None)
        assert result["takedown"] | {"explained_by": None} == {
            "shelf": shelf_id,
            "shelf_effective_on": "1999-10-27",
            "explained_by": None,
        }

    def test_tells_every_holder_promptly(self, service: Service) -> None:
        identifier = taken_down(service, effective_shelf(service))
        result = read_registration(service, identifier, RECEIVED)
        owed = [each for each in result["obligations"] if each["id"].startswith("notice:")]
        assert [each["obligees"] for each in owed] == [[each] for each in HOLDERS]
        assert {(each["standard"], each["due_on"]) for each in owed} == {("promptly", None)}

    def test_goes_through_its_states(self, service: Service) -> None:
        facts = (*told_all(handed_over("2000-02-03")), all_sold("2000-03-06"))
        identifier = taken_down(service, effective_shelf(service), *facts)
        days = {
            "2000-02-01": "open",
            "2000-02-03": "noticed",
            "2000-02-23": "noticed",
            "2000-02-24": "joining_closed",
            "2000-03-06": "closed",
        }
        found = {day: read_registration(service, identifier, day)["state"] for day in days}
        assert found == days
        sold = read_registration(service, identifier, "2000-03-06")
        assert obligation(sold, "assist")["status"] == "performed"
        assert obligation(sold, "assist")["performed_on"] == "2000-03-06"

    def test_uses_up_no_demand_unless_the_reading_says_so(self, service: Service) -> None:
        """QC6."""
        taken_down(service, effective_shelf(service))
        counting = with_readings(service, takedown_counts=True)
        identifier = taken_down(
            service, effective_shelf(service, agreement=counting), agreement=counting
        )
        usual, other = (
            read_agreement(service, each, as_of="2000-02-02")["demands"]
            for each in (DEMO, counting)
        )
        assert (usual["pending"], usual["remaining"]) == (0, 3)
        assert (other["pending"], other["remaining"]) == (1, 2)
        tally = read_registration(service, identifier, RECEIVED)["tallies"]["demands"]
        assert (tally["remaining_before"], tally["remaining_after"]) == (3, 2)


class TestRefused:
    def test_not_by_the_requisite_holders(self, service: Service) -> None:
        body = takedown(
            effective_shelf(service), letter(handed_over("2000-02-01"), {"doeg-hill": 60_000})
        )
        result = post_registration(service, "takedowns", body)["result"]
        assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
        assert (result["obligations"], result["windows"]["join"]) == ([], [])
        assert (result["tallies"]["requisite"]["requesting"], result["state"]) == (
            66_000,
            "refused",
        )

    def test_while_the_shelf_is_not_effective(self, service: Service) -> None:
        """On the day before it is effective, and not on the day itself."""
        shelf_id = effective_shelf(service)
        for day, expected in (
            ("1999-10-26", ("refused", "NO_EFFECTIVE_SHELF")),
            ("1999-10-27", ("accepted", None)),
        ):
            body = takedown(shelf_id, letter(handed_over(day), {"spectrum": 500_000}))
            result = post_registration(service, "takedowns", body)["result"]
            assert decided(result) == expected
            assert condition(result, "shelf_effective")["clause"] == "2(a)(iii)"

    @pytest.mark.parametrize(
        ("received", "expected"),
        [
            ("2000-11-01", ("accepted", None)),
            ("2000-11-02", ("refused", "NO_EFFECTIVE_SHELF")),
        ],
    )
    def test_once_the_shelf_has_ended(
        self, service: Service, received: str, expected: tuple[str, str | None]
    ) -> None:
        body = takedown(
            effective_shelf(service), letter(handed_over(received), {"spectrum": 500_000})
        )
        assert decided(post_registration(service, "takedowns", body)["result"]) == expected

    def test_days_given_back_to_the_shelf_are_given_to_it(self, service: Service) -> None:
        """Ten days without sales keep the shelf effective through 11 November 2000."""
        shelf_id = effective_shelf(service, prohibition("1999-12-01", 10))
        for day, expected in (("2000-11-11", "accepted"), ("2000-11-12", "refused")):
            body = takedown(shelf_id, letter(handed_over(day), {"spectrum": 500_000}))
            assert decided(post_registration(service, "takedowns", body)["result"])[0] == expected

    def test_off_a_shelf_that_was_refused(self, service: Service) -> None:
        refused = begun(
            service,
            "shelves",
            {"letters": [letter(handed_over("1999-09-02"), {"spectrum": 1})]},
            filed("1999-10-04"),
            declared_effective("1999-10-27"),
        )
        result = read_registration(service, taken_down(service, refused), RECEIVED)
        assert decided(result) == ("refused", "NO_EFFECTIVE_SHELF")
        assert result["takedown"].get("shelf_effective_on") is None

    def test_a_refused_one_allocates_nothing(self, service: Service) -> None:
        facts = additions("2000-02-02", 100_000), maximum("2000-02-03", 50_000, in_writing=True)
        identifier = taken_down(service, shelved(service), *facts)
        result = read_registration(service, identifier, "2000-02-03")
        assert decided(result) == ("refused", "NO_EFFECTIVE_SHELF")
        assert included(result) == {}
        assert result["allocation"]["total"] == 0

    @pytest.mark.parametrize(
        ("delivery", "expected"),
        [
            (handed_over("2000-02-01") | {"in_writing": False}, ("refused", "NOT_IN_WRITING")),
            (faxed("2000-02-01"), ("undetermined", None)),
        ],
    )
    def test_not_in_a_writing_duly_given(
        self, service: Service, delivery: Json, expected: tuple[str, str | None]
    ) -> None:
        body = takedown(effective_shelf(service), letter(delivery, {"spectrum": 500_000}))
        result = post_registration(service, "takedowns", body)["result"]
        assert decided(result) == expected

    def test_a_request_to_join_is_answered_all_the_same(self, service: Service) -> None:
        result = read_registration(
            service, taken_down(service, shelved(service), WANG), "2000-02-10"
        )
        assert joins(result) == {"wang": ("refused", "REGISTRATION_REFUSED")}

    def test_an_effectiveness_recorded_late_turns_it_round(self, service: Service) -> None:
        shelf_id = shelved(service)
        identifier = taken_down(service, shelf_id)
        refused = read_registration(service, identifier, RECEIVED)
        for fact in (filed("1999-10-04"), declared_effective("1999-10-27")):
            post_event(service, shelf_id, fact)
        accepted = read_registration(service, identifier, RECEIVED)
        assert decided(refused) == ("refused", "NO_EFFECTIVE_SHELF")
        assert decided(accepted) == ("accepted", None)

    def test_under_the_reading_that_counts_it_when_no_demand_is_left(
        self, service: Service
    ) -> None:
        other = with_readings(service, takedown_counts=True)
        shelf_id = effective_shelf(service, agreement=other)
        for day in ("2000-01-03", "2000-01-04", "2000-01-05"):
            post_demand(service, spectrum_demand(handed_over(day)), other)
        result = read_registration(
            service, taken_down(service, shelf_id, agreement=other), RECEIVED
        )
        assert decided(result) == ("refused", "DEMAND_CAP_PENDING")

    def test_under_an_agreement_without_the_right(self, service: Service) -> None:
        holders = [{"id": "one", "name": "One", "common": 100}]
        body = {"template": "ctc-1998", "id": "mine", "holders": holders}
        ok(service.post("/v1/agreements", body | {"overrides": {"takedown": None}}), 201)
        one = letter(handed_over("1999-09-02"), {"one": 1})
        dates = {"conversion_proposed_on": "1999-09-01", "certificate_date": "1999-11-01"}
        shelf_id = begun(service, "shelves", dates, agreement="mine")
        result = post_registration(service, "takedowns", takedown(shelf_id, one), "mine")["result"]
        assert decided(result) == ("refused", "NO_SUCH_RIGHT")


class TestLetters:
    def test_are_complete_once_the_majority_asks(self, service: Service) -> None:
        """The letters of 1 and 8 February together: received on the 8th, not before."""
        first = letter(handed_over("2000-02-01"), {"wang": 8_000})
        second = letter(handed_over("2000-02-08"), {"spectrum": 500_000})
        shelf_id = effective_shelf(service)
        together = begun(service, "takedowns", takedown(shelf_id, first, second))
        apart = begun(service, "takedowns", takedown(shelf_id, first), letter_added(second))
        for day, expected in (
            ("2000-02-07", ("refused", "NOT_REQUISITE_HOLDERS")),
            ("2000-02-08", ("accepted", None)),
        ):
            one, two = (read_registration(service, each, day) for each in (together, apart))
            assert decided(one) == decided(two) == expected
            assert included(one) == included(two)
        found = read_registration(service, together, "2000-02-08")["determination"]
        assert found["received_on"] == "2000-02-08"
        assert found["requesters"] == ["spectrum", "wang"]

    def test_one_that_comes_after_joins(self, service: Service) -> None:
        added = letter_added(letter(handed_over("2000-02-10"), {"wang": 8_000}))
        identifier = taken_down(service, effective_shelf(service), added)
        result = read_registration(service, identifier, "2000-02-10")
        assert joins(result) == {"wang": ("accepted", None)}
        assert included(result) == {"spectrum": 500_000, "wang": 8_000}


class TestJoining:
    @pytest.mark.parametrize(
        ("told", "received_on", "last_day"),
        [
            (handed_over("2000-02-03"), "2000-02-03", "2000-02-23"),
            # Presidents' Day is no business day: Friday, Tuesday, Wednesday. February has 29 days.
            (mailed("2000-02-17"), "2000-02-23", "2000-03-14"),
            # A Saturday stays; a Sunday moves; so does Patriots' Day.
            (handed_over("2000-02-06"), "2000-02-06", "2000-02-26"),
            (handed_over("2000-02-07"), "2000-02-07", "2000-02-28"),
            (handed_over("2000-03-28"), "2000-03-28", "2000-04-18"),
        ],
    )
    def test_each_holder_has_twenty_days_from_his_own_receipt(
        self, service: Service, told: Json, received_on: str, last_day: str
    ) -> None:
        identifier = taken_down(service, effective_shelf(service), notice("wang", told))
        found = window(read_registration(service, identifier, "2000-06-01"), "wang")
        assert (found.get("notice_received_on"), found["last_day"]) == (received_on, last_day)

    @pytest.mark.parametrize(
        ("delivery", "expected"),
        [
            (handed_over("2000-02-23"), ("accepted", None)),
            (handed_over("2000-02-24"), ("refused", "JOIN_LATE")),
            # Mailed within and received on Thursday the 24th.
            (mailed("2000-02-18"), ("refused", "JOIN_LATE")),
        ],
    )
    def test_his_request_must_be_received_within_them(
        self, service: Service, delivery: Json, expected: tuple[str, str | None]
    ) -> None:
        facts = notice("wang", handed_over("2000-02-03")), join("wang", 8_000, delivery)
        identifier = taken_down(service, effective_shelf(service), *facts)
        result = read_registration(service, identifier, "2000-03-01")
        assert joins(result) == {"wang": expected}
        include = {each for each in ids(result) if each.startswith("include:")}
        assert include == ({"include:wang"} if expected[1] is None else set())

    def test_after_everything_is_sold_is_too_late(self, service: Service) -> None:
        """Nobody can be included in a sale that is over, though its window still runs."""
        facts = (
            notice("wang", handed_over("2000-02-03")),
            notice("colo", handed_over("2000-02-03")),
            all_sold("2000-02-15"),
            join("colo", 5_000, handed_over("2000-02-14")),
            join("wang", 8_000, handed_over("2000-02-16")),
        )
        identifier = taken_down(service, effective_shelf(service), *facts)
        result = read_registration(service, identifier, "2000-02-16")
        assert joins(result) == {
            "colo": ("accepted", None),
            "wang": ("refused", "JOIN_AFTER_SALE"),
        }
        assert included(result) == {"spectrum": 500_000, "colo": 5_000}
        assert obligation(result, "include:colo")["performed_on"] == "2000-02-15"
        assert "include:wang" not in ids(result)

    def test_by_a_transferee_not_yet_recognised_is_refused(self, service: Service) -> None:
        post_fact(
            service,
            transfer("2000-01-10", "spectrum", "affiliate", 1_000, record_holder_on="2000-06-01"),
        )
        asked = join("affiliate", 500, handed_over("2000-02-10"))
        identifier = taken_down(service, effective_shelf(service), asked)
        result = read_registration(service, identifier, "2000-02-10")
        assert joins(result) == {"affiliate": ("refused", "NOT_RECOGNISED_HOLDER")}
        assert "notice:affiliate" not in ids(result)

    def test_a_holder_of_after_the_sale_is_not_told(self, service: Service) -> None:
        """The transferee of June 2000 has nothing to do with a sale that ended in March."""
        shelf_id = effective_shelf(service)
        identifier = taken_down(service, shelf_id, all_sold("2000-03-06"))
        withdrawn_one = taken_down(service, shelf_id, withdrawn("2000-03-06"))
        before = [
            read_registration(service, each, "2000-07-03") for each in (identifier, withdrawn_one)
        ]
        post_fact(service, transfer("2000-06-01", "spectrum", "affiliate", 100_000))
        after = [
            read_registration(service, each, "2000-07-03") for each in (identifier, withdrawn_one)
        ]
        assert [ids(each) for each in after] == [ids(each) for each in before]
        assert [len(each["windows"]["join"]) for each in after] == [9, 9]


class TestStandstill:
    """The offering of Friday 14 January 2000: 180 days run through 12 July 2000."""

    def test_defers_a_takedown_received_in_it(self, service: Service) -> None:
        post_fact(service, offering("2000-01-14"))
        identifier = taken_down(service, effective_shelf(service))
        result = read_registration(service, identifier, RECEIVED)
        assert (decided(result), result["state"]) == (("deferred", "STANDSTILL"), "deferred")
        assert result["determination"]["not_before"] == "2000-07-13"
        (found,) = result["windows"]["standstill"]
        assert (found["first_day"], found["last_day"]) == ("2000-01-15", "2000-07-12")
        assist = obligation(result, "assist")
        assert (assist["status"], assist["begins_on"]) == ("not_yet_due", "2000-07-13")
        # The Holders are told at once.
        assert obligation(result, "notice:wang")["status"] == "open"
        last = read_registration(service, identifier, "2000-07-12")
        free = read_registration(service, identifier, "2000-07-13")
        assert (last["state"], free["state"]) == ("deferred", "open")
        assert obligation(free, "assist")["status"] == "open"

    def test_refuses_it_under_the_other_reading_until_it_is_over(self, service: Service) -> None:
        """QB11."""
        other = with_readings(service, standstill_effect="refuse")
        post_fact(service, offering("2000-01-14"), other)
        shelf_id = effective_shelf(service, agreement=other)
        identifier = taken_down(service, shelf_id, agreement=other)
        result = read_registration(service, identifier, RECEIVED)
        assert decided(result) == ("refused", "STANDSTILL")
        assert result["determination"]["may_renew_on"] == "2000-07-13"
        # A prohibition after it puts off, and refuses nothing.
        post_event(service, shelf_id, prohibition("2000-07-01", 30))
        later = read_registration(service, identifier, "2000-07-03")
        assert later["determination"]["may_renew_on"] == "2000-07-13"
        renewed = takedown(shelf_id, letter(handed_over("2000-07-13"), {"spectrum": 500_000}))
        again = post_registration(service, "takedowns", renewed, other, as_of="2000-07-13")
        assert decided(again["result"]) == ("deferred", "SUSPENDED")
        assert again["result"]["determination"]["not_before"] == "2000-07-31"

    def test_does_not_reach_it_under_the_other_reading(self, service: Service) -> None:
        """QC7."""
        other = with_readings(service, standstill_applies_to_takedown=False)
        post_fact(service, offering("2000-01-14"), other)
        identifier = taken_down(service, effective_shelf(service, agreement=other), agreement=other)
        result = read_registration(service, identifier, RECEIVED)
        assert decided(result) == ("accepted", None)
        assert result["windows"]["standstill"] == []

    def test_of_an_offering_after_the_request_defers_it_too(self, service: Service) -> None:
        """QB12. From 1 March 180 days run through 28 August 2000."""
        found = {}
        for catches in (True, False):
            other = with_readings(service, standstill_catches_prior=catches)
            identifier = taken_down(
                service, effective_shelf(service, agreement=other), agreement=other
            )
            post_fact(service, offering("2000-03-01"), other)
            before = read_registration(service, identifier, "2000-02-29")
            assert decided(before) == ("accepted", None)
            found[catches] = read_registration(service, identifier, "2000-03-01")["determination"]
        assert (found[True]["decision"], found[True].get("not_before")) == (
            "deferred",
            "2000-08-29",
        )
        assert (found[False]["decision"], found[False].get("not_before")) == ("accepted", None)

    def test_of_an_offering_after_the_sale_changes_nothing(self, service: Service) -> None:
        identifier = taken_down(service, effective_shelf(service), all_sold("2000-03-06"))
        before = read_registration(service, identifier, "2000-04-03")
        for day in ("2000-03-06", "2000-03-15"):
            post_fact(service, offering(day))
        assert read_registration(service, identifier, "2000-04-03") == before

    def test_of_its_last_day_and_the_day_after(self, service: Service) -> None:
        post_fact(service, offering("2000-01-14"))
        shelf_id = effective_shelf(service)
        for day, expected in (("2000-07-12", "deferred"), ("2000-07-13", "accepted")):
            body = takedown(shelf_id, letter(handed_over(day), {"spectrum": 500_000}))
            assert decided(post_registration(service, "takedowns", body)["result"])[0] == expected


class TestProhibition:
    def test_of_sales_under_the_shelf_puts_it_off(self, service: Service) -> None:
        """Thirty days from 20 January end on 18 February 2000."""
        shelf_id = effective_shelf(service, prohibition("2000-01-20", 30))
        result = read_registration(service, taken_down(service, shelf_id), RECEIVED)
        assert decided(result) == ("deferred", "SUSPENDED")
        assert result["determination"]["not_before"] == "2000-02-19"
        assert obligation(result, "assist")["status"] == "not_yet_due"

    def test_once_lifted_no_longer_does(self, service: Service) -> None:
        shelf_id = effective_shelf(service, prohibition("2000-01-20", 30))
        identifier = taken_down(service, shelf_id)
        post_event(service, shelf_id, prohibition_lifted("2000-02-07"))
        before = read_registration(service, identifier, "2000-02-06")
        after = read_registration(service, identifier, "2000-02-07")
        assert before["determination"]["not_before"] == "2000-02-19"
        assert (after["determination"].get("not_before"), after["state"]) == ("2000-02-07", "open")

    def test_and_a_standstill_are_waited_for_together(self, service: Service) -> None:
        """The standstill ends on 12 July; a prohibition of 30 days from 1 July on 30 July."""
        post_fact(service, offering("2000-01-14"))
        shelf_id = effective_shelf(service, prohibition("2000-07-01", 30))
        result = read_registration(service, taken_down(service, shelf_id), "2000-07-03")
        assert decided(result) == ("deferred", "SUSPENDED")
        assert result["determination"]["not_before"] == "2000-07-31"

    @pytest.mark.parametrize(
        ("days", "expected"), [(12, ("accepted", None)), (13, ("deferred", "2000-02-02"))]
    )
    def test_puts_off_what_is_asked_for_on_its_last_day(
        self, service: Service, days: int, expected: tuple[str, str | None]
    ) -> None:
        """Thirteen days from 20 January end on 1 February, the day of receipt."""
        shelf_id = effective_shelf(service, prohibition("2000-01-20", days))
        result = read_registration(service, taken_down(service, shelf_id), RECEIVED)
        found = result["determination"]
        assert (found["decision"], found.get("not_before")) == expected

    def test_that_ends_on_the_eve_of_a_standstill_leads_into_it(self, service: Service) -> None:
        """Through 18 February; then 180 days from the 19th to 16 August hold the sale up.

        Under the reading by which a later standstill reaches no request of before.
        """
        other = with_readings(service, standstill_catches_prior=False)
        post_fact(service, offering("2000-02-18"), other)
        shelf_id = effective_shelf(service, prohibition("2000-01-20", 30), agreement=other)
        sale = taken_down(service, shelf_id, agreement=other)
        result = read_registration(service, sale, "2000-02-21")
        assert decided(result) == ("deferred", "STANDSTILL")
        assert result["determination"]["not_before"] == "2000-08-17"

    def test_is_recorded_with_the_shelf(self, service: Service) -> None:
        """It is of sales under the shelf, and its days are given back to the shelf."""
        identifier = taken_down(service, effective_shelf(service))
        for fact in (prohibition("2000-02-10", 10), prohibition_lifted("2000-02-12")):
            with nothing_stored(service):
                response = service.post(f"/v1/registrations/{identifier}/events", fact)
            assert faults(response) == {"/kind": "not_for_this_kind"}


class TestDelay:
    def test_puts_the_duty_off_by_its_days(self, service: Service) -> None:
        """Thirty days of which 7 February is the first: from 8 March the Company assists."""
        identifier = taken_down(service, effective_shelf(service), delay("2000-02-07", 30))
        result = read_registration(service, identifier, "2000-02-08")
        (found,) = result["delays"]
        assert (found["decision"], found["max_days"]) == ("accepted", 60)
        assert decided(result) == ("deferred", "DELAYED")
        assert result["determination"]["not_before"] == "2000-03-08"
        assert obligation(result, "assist")["begins_on"] == "2000-03-08"
        assert obligation(result, "assist")["status"] == "not_yet_due"
        assert read_registration(service, identifier, "2000-03-08")["state"] == "open"

    def test_that_is_not_permitted_puts_nothing_off(self, service: Service) -> None:
        fact = delay("2000-02-07", 30, transaction_considered_from="2000-02-02")
        result = read_registration(
            service, taken_down(service, effective_shelf(service), fact), "2000-02-08"
        )
        (found,) = result["delays"]
        assert (found["decision"], found.get("reason")) == ("refused", "SUSPENSION_NO_TRANSACTION")
        assert (decided(result), result["state"]) == (("accepted", None), "open")

    def test_is_an_occasion_with_those_of_other_registrations(self, service: Service) -> None:
        """A prohibition of December, a demand's delay of January: the third is one too many."""
        shelf_id = effective_shelf(service, prohibition("1999-12-01", 10))
        demand_id = begun(service, "demands", spectrum_demand(handed_over("2000-01-03")))
        post_event(service, demand_id, delay("2000-01-10", 10))
        identifier = taken_down(service, shelf_id, delay("2000-02-07", 10))
        result = read_registration(service, identifier, "2000-02-07")
        (third,) = result["delays"]
        assert (third["decision"], third["reason"]) == ("refused", "SUSPENSION_OCCASIONS")
        assert third["next_permitted_on"] == "2000-11-30"
        budget = result["suspension_budget"]
        assert (budget["of"], budget["occasions_left"]) == ("delay", 0)
        assert budget["occasions_used"] == ["1999-12-01", "2000-01-10"]

    def test_of_what_was_refused_is_no_occasion(self, service: Service) -> None:
        """What need not be done at all cannot be delayed; and the answer says nothing of it."""
        shelf_id = effective_shelf(service, prohibition("1999-12-01", 10))
        few = letter(handed_over("2000-01-03"), {"wang": 1})
        refused = (
            begun(service, "demands", {"letters": [few]}),
            begun(service, "takedowns", takedown(shelf_id, few)),
            begun(service, "shelves", {"letters": [few]}),
        )
        for identifier in refused:
            post_event(service, identifier, delay("2000-01-10", 10))
            assert read_registration(service, identifier, "2000-01-10")["delays"] == []
        identifier = taken_down(service, shelf_id, delay("2000-02-07", 10))
        result = read_registration(service, identifier, "2000-02-07")
        assert [each["decision"] for each in result["delays"]] == ["accepted"]
        assert result["suspension_budget"]["occasions_used"] == ["1999-12-01", "2000-02-07"]

    def test_of_a_fourth_demand_is_no_occasion(self, service: Service) -> None:
        for day in ("2000-01-03", "2000-01-04", "2000-01-05"):
            post_demand(service, spectrum_demand(handed_over(day)))
        fourth = begun(service, "demands", spectrum_demand(handed_over("2000-01-06")))
        for day in ("2000-01-10", "2000-01-11"):
            post_event(service, fourth, delay(day, 10))
        identifier = taken_down(service, effective_shelf(service), delay("2000-02-07", 10))
        result = read_registration(service, identifier, "2000-02-07")
        assert [each["decision"] for each in result["delays"]] == ["accepted"]
        assert result["suspension_budget"]["occasions_used"] == ["2000-02-07"]

    def test_after_the_sale_cannot_be_recorded(self, service: Service) -> None:
        identifier = taken_down(service, effective_shelf(service), all_sold("2000-03-06"))
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events", delay("2000-03-06", 10)
            )
        assert faults(response) == {"/occurred_on": "already_sold"}


class TestAllocation:
    def allocated(self, service: Service, *facts: Json, **readings: object) -> Json:
        other = with_readings(service, **readings)
        shelf_id = effective_shelf(service, agreement=other)
        identifier = taken_down(service, shelf_id, DOEG_HILL, WANG, *facts, agreement=other)
        answer: Json = ok(service.get(f"/v1/registrations/{identifier}", as_of="2000-03-01"))
        return answer

    def test_everything_asked_for_fits(self, service: Service) -> None:
        answer = self.allocated(service, maximum("2000-02-24", 568_000, in_writing=True))
        assert included(answer["result"]) == {
            "spectrum": 500_000,
            "doeg-hill": 60_000,
            "wang": 8_000,
        }
        assert answer["result"]["allocation"]["cut_back"] is False

    def test_holders_are_cut_pro_rata(self, service: Service) -> None:
        """284,000 are half of 568,000."""
        answer = self.allocated(service, maximum("2000-02-24", 284_000, in_writing=True))
        assert included(answer["result"]) == {
            "spectrum": 250_000,
            "doeg-hill": 30_000,
            "wang": 4_000,
        }
        allocation = answer["result"]["allocation"]
        assert (allocation["total"], allocation["maximum"], allocation["cut_back"]) == (
            284_000,
            284_000,
            True,
        )

    def test_odd_shares_go_to_the_largest_remainders(self, service: Service) -> None:
        """One more: 250,000.88, 30,000.11 and 4,000.01 give Spectrum the odd share."""
        answer = self.allocated(service, maximum("2000-02-24", 284_001, in_writing=True))
        assert included(answer["result"]) == {
            "spectrum": 250_001,
            "doeg-hill": 30_000,
            "wang": 4_000,
        }

    @pytest.mark.parametrize(
        ("reading", "expected"),
        [
            ("holders_first", {"spectrum": 500_000, "ctc": 32_000}),
            ("company_first", {"spectrum": 352_113, "ctc": 200_000}),
        ],
    )
    def test_who_comes_first(
        self, service: Service, reading: str, expected: dict[str, int]
    ) -> None:
        """QC5. 600,000 less the Company's 200,000 leave 400,000 of 568,000: 352,112.68 ..."""
        facts = additions("2000-02-24", 200_000), maximum("2000-02-24", 600_000, in_writing=True)
        found = included(self.allocated(service, *facts, takedown_cutback=reading)["result"])
        assert {name: found[name] for name in expected} == expected
        assert sum(each or 0 for each in found.values()) == 600_000

    def test_oral_advice_cuts_nobody(self, service: Service) -> None:
        """QC18."""
        advice = maximum("2000-02-24", 284_000, in_writing=False)
        usual = self.allocated(service, advice)
        assert included(usual["result"])["spectrum"] == 500_000
        assert "ADVICE_NOT_WRITTEN" in {each["code"] for each in usual["warnings"]}
        other = self.allocated(service, advice, require_written_advice=False)
        assert included(other["result"])["spectrum"] == 250_000

    def test_advice_of_which_nobody_says_how_it_was_given_leaves_it_open(
        self, service: Service
    ) -> None:
        answer = self.allocated(service, maximum("2000-02-24", 284_000))
        assert set(included(answer["result"]).values()) == {None}
        assert answer["result"]["allocation"]["total"] is None
        assert "written_advice" in {each["name"] for each in answer["missing_inputs"]}

    def test_over_allotment_shares(self, service: Service) -> None:
        """QC19. Part of the maximum, 28,400 leave 255,600: nine tenths of the half."""
        advice = maximum("2000-02-24", 284_000, in_writing=True, over_allotment_shares=28_400)
        usual = included(self.allocated(service, advice)["result"])
        other = included(self.allocated(service, advice, greenshoe_in_max=True)["result"])
        assert usual["spectrum"] == 250_000
        assert other == {"spectrum": 225_000, "doeg-hill": 27_000, "wang": 3_600}

    def test_in_proportion_to_what_is_owned_under_the_other_reading(self, service: Service) -> None:
        """QC15. Wang owns 8,250 of 1,394,250: 1,408.28 of 238,000; Doeg Hill 11,266.27."""
        advice = maximum("2000-02-24", 238_000, in_writing=True)
        found = included(self.allocated(service, advice, pro_rata_basis="owned")["result"])
        assert found == {"spectrum": 225_326, "doeg-hill": 11_266, "wang": 1_408}

    def test_advice_after_the_sale_cannot_be_recorded(self, service: Service) -> None:
        identifier = taken_down(service, effective_shelf(service), all_sold("2000-03-06"))
        for fact in (maximum("2000-03-07", 5, in_writing=True), additions("2000-03-07", 5)):
            with nothing_stored(service):
                response = service.post(f"/v1/registrations/{identifier}/events", fact)
            assert faults(response) == {"/occurred_on": "already_sold"}


class TestTakingBack:
    def test_by_all_ends_it(self, service: Service) -> None:
        shelf_id = effective_shelf(service)
        for taken_back in (withdrawn("2000-02-15"), withdrawn("2000-02-15", "spectrum")):
            identifier = taken_down(service, shelf_id, taken_back)
            before = read_registration(service, identifier, "2000-02-14")
            after = read_registration(service, identifier, "2000-02-15")
            assert (before["state"], after["state"]) == ("open", "withdrawn")
            assert obligation(after, "assist")["status"] == "excused"
            assert obligation(after, "notice:wang")["status"] == "excused"
            assert obligation(after, "expenses")["status"] == "excused"
            assert after.get("suspension_budget") is None

    def test_by_some_leaves_it_to_the_others(self, service: Service) -> None:
        facts = DOEG_HILL, withdrawn("2000-02-15", "spectrum")
        identifier = taken_down(service, effective_shelf(service), *facts)
        result = read_registration(service, identifier, "2000-02-15")
        assert (result["state"], included(result)) == ("open", {"doeg-hill": 60_000})
        assert decided(result) == ("accepted", None)
        assert obligation(result, "assist")["obligees"] == ["doeg-hill"]

    @pytest.mark.parametrize("named", [(), ("spectrum",)])
    def test_gives_the_demand_back_that_it_used_up(
        self, service: Service, named: tuple[str, ...]
    ) -> None:
        """QC6, whether all take it back at once or each by name."""
        other = with_readings(service, takedown_counts=True)
        shelf_id = effective_shelf(service, agreement=other)
        taken_down(service, shelf_id, withdrawn("2000-02-15", *named), agreement=other)
        before, after = (
            read_agreement(service, other, as_of=day)["demands"]["remaining"]
            for day in ("2000-02-14", "2000-02-15")
        )
        assert (before, after) == (2, 3)

    def test_and_the_sale_cannot_both_be_recorded(self, service: Service) -> None:
        """Whichever is posted first, and whether all take it back at once or each by name."""
        shelf_id = effective_shelf(service)
        sold = taken_down(service, shelf_id, all_sold("2000-03-06"))
        for day in ("2000-02-15", "2000-03-06", "2000-03-07"):
            for fact in (withdrawn(day), withdrawn(day, "spectrum")):
                with nothing_stored(service):
                    response = service.post(f"/v1/registrations/{sold}/events", fact)
                assert faults(response) == {"/occurred_on": "already_sold"}
        for fact in (withdrawn("2000-02-15"), withdrawn("2000-02-15", "spectrum")):
            identifier = taken_down(service, shelf_id, fact)
            with nothing_stored(service):
                response = service.post(
                    f"/v1/registrations/{identifier}/events", all_sold("2000-03-06")
                )
            assert faults(response) == {"/occurred_on": "already_withdrawn"}


class TestCountedAsADemand:
    """QC6: where a takedown uses one up, it is effected when its sale is done."""

    def test_is_effected_with_its_sale(self, service: Service) -> None:
        other = with_readings(service, takedown_counts=True)
        shelf_id = effective_shelf(service, agreement=other)
        taken_down(service, shelf_id, all_sold("2000-03-06"), agreement=other)
        found = {
            day: read_agreement(service, other, as_of=day)["demands"]
            for day in ("2000-03-05", "2000-03-06")
        }
        assert [(each["effected"], each["pending"]) for each in found.values()] == [(0, 1), (1, 0)]

    def test_is_not_where_the_closing_failed(self, service: Service) -> None:
        other = with_readings(service, takedown_counts=True)
        shelf_id = effective_shelf(service, agreement=other)
        facts = all_sold("2000-03-06"), closing_failed("2000-03-09")
        taken_down(service, shelf_id, *facts, agreement=other)
        demands = read_agreement(service, other, as_of="2000-03-09")["demands"]
        assert (demands["effected"], demands["remaining"]) == (0, 3)


class TestRecord:
    @pytest.mark.parametrize(
        "fact",
        [
            filed("2000-02-10"),
            declared_effective("2000-02-10"),
            abandoned("2000-02-10"),
            conversion("2000-02-10"),
            misleading("2000-02-10"),
            new_prospectus("2000-02-10"),
            stop_order("2000-02-10"),
            order_lifted("2000-02-10"),
        ],
        ids=lambda fact: fact["kind"],
    )
    def test_takes_no_fact_of_a_statement(self, service: Service, fact: Json) -> None:
        identifier = taken_down(service, effective_shelf(service))
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{identifier}/events", fact)
        assert faults(response) == {"/kind": "not_for_this_kind"}

    @pytest.mark.parametrize(
        ("fact", "pointer", "code"),
        [
            (notice("wang", mailed("2000-01-31")), "/delivery/sent_on", "before_registration"),
            (withdrawn("2000-02-10", "wang"), "/holders/0", "did_not_ask"),
            (join("wang", 8_251, handed_over("2000-02-10")), "/shares", "more_than_held"),
            (
                letter_added(letter(handed_over("2000-02-10"), {"nobody": 1})),
                "/letter/requests/0/holder",
                "unknown_holder",
            ),
        ],
    )
    def test_takes_no_fact_against_the_progress_of_things(
        self, service: Service, fact: Json, pointer: str, code: str
    ) -> None:
        identifier = taken_down(service, effective_shelf(service))
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{identifier}/events", fact)
        assert faults(response) == {pointer: code}

    @pytest.mark.parametrize(
        ("shelf_id", "expected"),
        [
            ("nothing", {"/shelf": "unknown_shelf"}),
            # A shelf of another agreement, and a demand.
            ("ctc-example-shelf", {"/shelf": "unknown_shelf"}),
            ("ctc-example-demand", {"/shelf": "unknown_shelf"}),
        ],
    )
    def test_is_made_off_a_shelf_of_the_agreement(
        self, service: Service, shelf_id: str, expected: dict[str, str]
    ) -> None:
        with nothing_stored(service):
            response = service.post(
                f"/v1/agreements/{DEMO}/takedowns", takedown(shelf_id, SPECTRUM)
            )
        assert faults(response) == expected

    def test_cannot_be_made_off_a_demand(self, service: Service) -> None:
        body = takedown(demanded(service), SPECTRUM)
        response = service.post(f"/v1/agreements/{DEMO}/takedowns", body)
        assert faults(response) == {"/shelf": "unknown_shelf"}

    def test_a_dry_run_answers_the_same_and_stores_nothing(self, service: Service) -> None:
        body = takedown(effective_shelf(service), SPECTRUM)
        with nothing_stored(service):
            tried = post_registration(service, "takedowns", body, dry_run=True, as_of=RECEIVED)
        made = post_registration(service, "takedowns", body, as_of=RECEIVED)
        one, two = tried["result"], made["result"]
        assert one.get("registration_id") is None
        assert decided(one) == decided(two)
        assert by("id", one["obligations"]).keys() == by("id", two["obligations"]).keys()
        assert one["allocation"]["total"] == two["allocation"]["total"]
        assert one["takedown"].get("shelf_effective_on") == two["takedown"].get(
            "shelf_effective_on"
        )

    def test_there_is_none_before_its_letter(self, service: Service) -> None:
        identifier = taken_down(service, effective_shelf(service))
        response = service.get(f"/v1/registrations/{identifier}", as_of="2000-01-31")
        problem(response, 404, "not_found")

    def test_nothing_is_owed_while_the_letter_is_on_its_way(self, service: Service) -> None:
        """Mailed on Friday 18 February 2000: received on Thursday the 24th."""
        body = takedown(effective_shelf(service), letter(mailed("2000-02-18"), {"spectrum": 5}))
        identifier = begun(service, "takedowns", body)
        result = read_registration(service, identifier, "2000-02-23")
        assert result["state"] == "received"
        assert {each["status"] for each in result["obligations"]} == {"not_yet_due"}
        assert read_registration(service, identifier, "2000-02-24")["state"] == "open"

    def test_does_not_change_its_shelf(self, service: Service) -> None:
        shelf_id = effective_shelf(service)
        before = read_registration(service, shelf_id, "2000-06-01")
        taken_down(service, shelf_id, DOEG_HILL, all_sold("2000-03-06"))
        after = read_registration(service, shelf_id, "2000-06-01")
        assert after == before
        assert kept(after) == ("2000-11-01", 0, "2000-11-01")


class TestWhatAHoldbackNeeds:
    """A sale off a shelf becomes effective with nothing of its own: the day is stated (4(c))."""

    def test_is_named_by_the_fact_and_the_field_that_say_it(self, service: Service) -> None:
        stated = {"kind": "holdback_required", "occurred_on": "2000-02-10"}
        sale = taken_down(service, effective_shelf(service), stated | {"firm_commitment": True})
        answer = ok(service.get(f"/v1/registrations/{sale}", as_of="2000-02-11"))
        (missing,) = (each for each in answer["missing_inputs"] if each["clause"] == "4(c)")
        assert missing["name"] == "expected_effective_on"
        kind, _, field = missing["posted_as"].partition(".")
        assert (kind, field) == ("holdback_required", "expected_effective_on")
        post_event(
            service, sale, stated | {field: "2000-02-22", "firm_commitment": True}, explain="none"
        )
        answer = ok(service.get(f"/v1/registrations/{sale}", as_of="2000-02-11"))
        assert not [each for each in answer["missing_inputs"] if each["clause"] == "4(c)"]
        window = by("id", answer["result"]["holdback"])["required:wang"]
        assert (window["first_day"], window["last_day"]) == ("2000-02-15", "2000-08-20")

"""Agreements: made from a template, listed, read as of a day, changed by facts."""

import pytest

from tests.api.bodies import (
    HOLDERS,
    agreement,
    converted,
    exercised,
    holder,
    offering,
    sold,
    split,
    transfer,
)
from tests.api.calls import (
    AGREEMENTS,
    DEMO,
    by,
    events,
    make_agreement,
    ok,
    post_fact,
    read_agreement,
    with_readings,
)
from tests.api.refusals import faults, nothing_stored, problem
from tests.running.service import Service

ALL_SHARES = 1_466_666
"""All Registrable Securities of the demonstration agreement: 1,333,333 and 133,333 by Warrants."""


def shares(service: Service, as_of: str, identifier: str = DEMO) -> dict[str, int]:
    """The Registrable Securities of each Holder at the end of a day."""
    state = read_agreement(service, identifier, as_of=as_of)
    found = {each["holder"]: each["registrable_shares"] for each in state["holders"]}
    assert state["total_registrable_shares"] == sum(found.values())
    return found


class TestMakeAnAgreement:
    def test_from_the_template_with_its_nine_holders(self, service: Service) -> None:
        made = make_agreement(service, agreement("mine"))["result"]
        assert (made["id"], made["template"], made["as_of"]) == ("mine", "ctc-1998", "1998-04-10")
        assert [each["holder"] for each in made["holders"]] == list(HOLDERS)
        assert made["total_registrable_shares"] == 0
        assert made["demands"]["remaining"] == 3

    def test_tried_before_it_is_made(self, service: Service) -> None:
        body = agreement("mine", holders=[holder("fund", 10), holder("other", 0)])
        with nothing_stored(service):
            tried = service.post("/v1/agreements", body, dry_run="true")
            twice = body | {"holders": [holder("fund", 10), holder("fund", 1)]}
            refused = service.post("/v1/agreements", twice, dry_run="true")
        assert faults(refused) == {"/holders/1/id": "holder_already_recorded"}
        result = ok(tried, 200)["result"]
        assert "Location" not in tried.headers
        assert "fact:" not in tried.text
        made = make_agreement(service, body)["result"]
        cites_its_facts = ("holders", "obligations")
        assert [each["holder"] for each in result["holders"]] == ["fund", "other"]
        assert {**result, **{name: made[name] for name in cites_its_facts}} == made
        again = service.post("/v1/agreements", body, dry_run="true")
        problem(again, 409, "already_exists")

    def test_with_holders_of_ones_own(self, service: Service) -> None:
        fund = holder("fund", 10, preferred_as_converted=20, warrant_shares=3, entity="LLC")
        made = make_agreement(service, agreement("mine", holders=[fund, holder("other", 0)]))
        lines = by("holder", made["result"]["holders"])
        assert lines["fund"]["registrable_shares"] == 33
        assert lines["fund"]["recognised_from"] == "1998-04-10"
        assert lines["other"]["registrable_shares"] == 0
        assert made["result"]["total_registrable_shares"] == 33

    def test_with_nobody_on_the_register_yet(self, service: Service) -> None:
        made = make_agreement(service, agreement("mine", holders=[]))["result"]
        assert made["holders"] == []
        assert made["version"] == len(events(service, "mine")) == 1

    def test_tells_where_it_is(self, service: Service) -> None:
        response = service.post("/v1/agreements", agreement("mine"))
        assert response.headers["location"] == "/v1/agreements/mine"
        assert read_agreement(service, "mine")["id"] == "mine"

    def test_gets_an_id_when_none_is_given(self, service: Service) -> None:
        response = service.post("/v1/agreements", {"template": "ctc-1998"})
        identifier = ok(response, 201)["result"]["id"]
        assert response.headers["location"] == f"/v1/agreements/{identifier}"
        assert read_agreement(service, identifier)["id"] == identifier

    def test_takes_the_title_of_its_terms_for_a_name(self, service: Service) -> None:
        unnamed = make_agreement(service, agreement("unnamed"))
        named = make_agreement(service, agreement("named", name="Series A"))
        assert unnamed["result"]["name"] == unnamed["versions"]["terms"]["title"]
        assert named["result"]["name"] == "Series A"

    def test_records_its_making_its_holders_and_their_positions(self, service: Service) -> None:
        make_agreement(service, agreement("mine", holders=[holder("fund", 10)]))
        kinds = [each["kind"] for each in events(service, "mine")]
        assert kinds == ["agreement_made", "holder_recorded", "position_stated"]


class TestOverrides:
    def test_a_reading_is_part_of_the_terms(self, service: Service) -> None:
        overrides = {"readings": {"deadline_roll": "none"}}
        make_agreement(service, agreement("mine", overrides=overrides))
        terms = ok(service.get("/v1/agreements/mine/terms"))["terms"]
        assert terms["readings"]["deadline_roll"] == "none"
        assert terms["readings"]["mail_receipt"] == "deemed"

    def test_another_cap_leaves_the_rest_of_the_right(self, service: Service) -> None:
        overrides = {"demand": {"cap": {"limit": 2}}}
        made = make_agreement(service, agreement("mine", overrides=overrides))["result"]
        terms = ok(service.get("/v1/agreements/mine/terms"))["terms"]
        assert (made["demands"]["cap"], made["demands"]["remaining"]) == (2, 2)
        assert terms["demand"]["effect_within"]["count"] == 90

    def test_null_takes_a_term_away(self, service: Service) -> None:
        made = make_agreement(service, agreement("mine", overrides={"demand": {"cap": None}}))
        assert made["result"]["demands"]["cap"] is None
        assert made["result"]["demands"]["remaining"] is None

    def test_change_the_hash_of_the_terms(self, service: Service) -> None:
        plain = make_agreement(service, agreement("plain"))
        changed = make_agreement(
            service, agreement("changed", overrides={"demand": {"cap": {"limit": 2}}})
        )
        by_name = {each["name"]: each for each in ok(service.get("/v1/templates"))["items"]}
        template = by_name["ctc-1998"]
        hashes = [each["versions"]["terms"]["content_hash"] for each in (plain, changed)]
        assert hashes[0] == template["content_hash"]
        assert hashes[1] != template["content_hash"]
        read = ok(service.get("/v1/agreements/changed/terms"))["content_hash"]
        assert read == hashes[1]

    @pytest.mark.parametrize(
        ("overrides", "pointer"),
        [
            ({"readings": {"deadline_roll": "never"}}, "/overrides/readings/deadline_roll"),
            ({"readings": {"unheard_of": True}}, "/overrides/readings/unheard_of"),
            ({"readings": None}, "/overrides/readings"),
            ({"demand": {"cap": {"limit": "2"}}}, "/overrides/demand/cap/limit"),
            ({"demand": {"cap": {"limit": 2.0}}}, "/overrides/demand/cap/limit"),
            ({"unheard_of": 1}, "/overrides/unheard_of"),
            ({"a/b~c": 1}, "/overrides/a~1b~0c"),
            ({"agreement_date": "1998-02-30"}, "/overrides/agreement_date"),
            ({"agreement_date": "1990-01-01"}, "/overrides/agreement_date"),
            ({"time_zone": "Mars/Olympus"}, "/overrides/time_zone"),
            ({"requisite_holders": {"fraction": 0.5}}, "/overrides/requisite_holders/fraction"),
            ({"requisite_holders": {"fraction": "3/2"}}, "/overrides/requisite_holders/fraction"),
            ({"requisite_holders": {"fraction": "-1/2"}}, "/overrides/requisite_holders/fraction"),
            (
                {"requisite_holders": {"fraction": "1e999999"}},
                "/overrides/requisite_holders/fraction",
            ),
        ],
    )
    def test_that_give_no_terms_are_refused(
        self, service: Service, overrides: dict[str, object], pointer: str
    ) -> None:
        with nothing_stored(service):
            response = service.post("/v1/agreements", agreement("mine", overrides=overrides))
        assert list(faults(response)) == [pointer]

    def test_every_fault_is_named_at_once(self, service: Service) -> None:
        overrides = {"demand": {"cap": {"limit": -1}}, "readings": {"mail_receipt": "perhaps"}}
        response = service.post("/v1/agreements", agreement("mine", overrides=overrides))
        assert set(faults(response)) == {
            "/overrides/demand/cap/limit",
            "/overrides/readings/mail_receipt",
        }

    def test_a_demand_cannot_be_capped_in_a_window_that_no_rule_reads(
        self, service: Service
    ) -> None:
        """A term that is accepted must count; one that does not must be refused."""
        overrides = {"demand": {"cap": {"window_days": 365}}}
        response = service.post("/v1/agreements", agreement("mine", overrides=overrides))
        assert list(faults(response)) == ["/overrides/demand/cap/window_days"]

    def test_a_majority_of_what_is_included_is_no_test_of_a_demand(self, service: Service) -> None:
        overrides = {"requisite_holders": {"base": "securities_included"}}
        response = service.post("/v1/agreements", agreement("mine", overrides=overrides))
        assert list(faults(response)) == ["/overrides/requisite_holders/base"]


class TestAnAgreementThatCannotBeMade:
    def test_an_id_that_is_taken(self, service: Service) -> None:
        with nothing_stored(service):
            response = service.post("/v1/agreements", agreement(DEMO))
        problem(response, 409, "already_exists")

    def test_a_template_that_is_not_there(self, service: Service) -> None:
        with nothing_stored(service):
            response = service.post("/v1/agreements", {"template": "ctc-1999"})
        assert faults(response) == {"/template": "unknown_template"}

    def test_a_holder_named_twice(self, service: Service) -> None:
        body = agreement("mine", holders=[holder("fund", 1), holder("fund", 2)])
        with nothing_stored(service):
            response = service.post("/v1/agreements", body)
        assert set(faults(response)) == {"/holders/1/id"}

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"id": "Mine"}, "/id"),
            ({"id": "-mine"}, "/id"),
            ({"id": "m" * 65}, "/id"),
            ({"id": ""}, "/id"),
            ({"name": ""}, "/name"),
            ({"name": "x" * 401}, "/name"),
            ({"holders": [{"id": "fund"}]}, "/holders/0/name"),
            ({"holders": [holder("fund", -1)]}, "/holders/0/common"),
            ({"holders": [holder("fund", 10**12 + 1)]}, "/holders/0/common"),
            ({"holders": [holder("Fund", 1)]}, "/holders/0/id"),
            ({"template": None}, ""),
            ({"overrides": []}, "/overrides"),
        ],
    )
    def test_a_body_that_is_not_right(
        self, service: Service, change: dict[str, object], pointer: str
    ) -> None:
        with nothing_stored(service):
            response = service.post("/v1/agreements", {"template": "ctc-1998"} | change)
        assert list(faults(response)) == [pointer]


@pytest.mark.both_databases
class TestListAgreements:
    def test_by_id(self, service: Service) -> None:
        for identifier in ("zeta", "alpha", "midway"):
            make_agreement(service, agreement(identifier))
        page = ok(service.get("/v1/agreements"))
        listed = [each["id"] for each in page["items"]]
        assert listed == ["alpha", *AGREEMENTS, "midway", "zeta"]
        assert page["next"] is None

    def test_a_page_at_a_time(self, service: Service) -> None:
        for identifier in ("zeta", "alpha", "midway"):
            make_agreement(service, agreement(identifier))
        pages: list[list[str]] = []
        after: dict[str, str] = {}
        while True:
            page = ok(service.get("/v1/agreements", limit=2, **after))
            pages.append([each["id"] for each in page["items"]])
            if page["next"] is None:
                break
            after = {"after": page["next"]}
        listed = ["alpha", *AGREEMENTS, "midway", "zeta"]
        assert pages == [listed[:2], listed[2:4], listed[4:6], listed[6:]]

    def test_a_full_last_page_has_no_next(self, service: Service) -> None:
        page = ok(service.get("/v1/agreements", limit=len(AGREEMENTS)))
        assert [each["id"] for each in page["items"]] == AGREEMENTS
        assert page["next"] is None

    def test_a_page_stays_where_it_was_when_agreements_are_added(self, service: Service) -> None:
        first = ok(service.get("/v1/agreements", limit=1))
        make_agreement(service, agreement("alpha"))
        second = ok(service.get("/v1/agreements", limit=1, after=first["next"]))
        assert [each["id"] for each in second["items"]] == ["ctc-example"]

    def test_after_the_last_there_is_nothing(self, service: Service) -> None:
        page = ok(service.get("/v1/agreements", after=AGREEMENTS[-1]))
        assert page == {"items": [], "next": None}

    def test_with_the_number_of_facts_on_record(self, service: Service) -> None:
        listed = by("id", ok(service.get("/v1/agreements"))["items"])
        assert listed[DEMO]["version"] == len(events(service)) == 19

    @pytest.mark.parametrize("limit", ["0", "-1", "201", "many", "1.5", ""])
    def test_a_limit_out_of_range_is_refused(self, service: Service, limit: str) -> None:
        response = service.get("/v1/agreements", limit=limit)
        (found,) = problem(response, 422, "invalid_input")["errors"]
        assert (found["place"], found["pointer"]) == ("query", "limit")


class TestReadAnAgreement:
    def test_today_when_no_day_is_asked_about(self, service: Service) -> None:
        assert read_agreement(service)["as_of"] == "2026-11-22"

    def test_an_unknown_one(self, service: Service) -> None:
        for path in ("", "/terms", "/events"):
            problem(service.get(f"/v1/agreements/nobody{path}"), 404, "not_found")

    def test_on_a_day_before_it_was_made_there_is_none(self, service: Service) -> None:
        response = service.get(f"/v1/agreements/{DEMO}", as_of="1998-04-09")
        problem(response, 404, "not_found")

    def test_terms_are_those_of_the_template(self, service: Service) -> None:
        terms = ok(service.get(f"/v1/agreements/{DEMO}/terms"))
        assert terms == ok(service.get("/v1/templates/ctc-1998"))

    def test_record_in_the_order_of_posting(self, service: Service) -> None:
        post_fact(service, converted("1999-05-03", "wang", 100))
        post_fact(service, converted("1999-01-04", "wang", 200))
        record = events(service)
        assert [each["position"] for each in record] == list(range(1, 22))
        assert [each["occurred_on"] for each in record[-2:]] == ["1999-05-03", "1999-01-04"]
        # The clock stands still: what is recorded later is known later all the same.
        assert [each["recorded_at"] for each in record[-2:]] == [
            "2026-11-22T17:00:00Z",
            "2026-11-22T17:00:00.000001Z",
        ]
        assert record[-1]["fact"] == converted("1999-01-04", "wang", 200)
        assert record[-1].get("registration_id") is None

    def test_a_fact_posted_late_counts_from_its_own_day(self, service: Service) -> None:
        post_fact(service, sold_after_conversion := converted("1999-05-03", "wang", 100))
        assert sold_after_conversion["occurred_on"] == "1999-05-03"
        post_fact(service, sold("1999-05-04", "wang", 100))
        assert shares(service, "1999-05-03")["wang"] == 8_250
        assert shares(service, "1999-05-04")["wang"] == 8_150


class TestFactsChangeCountsFromTheirDay:
    def test_a_transfer_before_and_after(self, service: Service) -> None:
        post_fact(
            service,
            transfer("1999-01-15", "spectrum", "affiliate", 100_000, record_holder_on="1999-01-20"),
        )
        before, after = shares(service, "1999-01-14"), shares(service, "1999-01-15")
        assert (before["spectrum"], before.get("affiliate")) == (1_320_000, None)
        assert (after["spectrum"], after["affiliate"]) == (1_220_000, 100_000)
        assert sum(before.values()) == sum(after.values()) == ALL_SHARES

    def test_a_transferee_is_recognised_from_his_own_day(self, service: Service) -> None:
        post_fact(
            service,
            transfer("1999-01-15", "spectrum", "affiliate", 100_000, record_holder_on="1999-01-20"),
        )
        seen = {
            day: by("holder", read_agreement(service, as_of=day)["holders"])["affiliate"]
            for day in ("1999-01-19", "1999-01-20")
        }
        assert [each["recognised"] for each in seen.values()] == [False, True]
        assert {each.get("recognised_from") for each in seen.values()} == {"1999-01-20"}

    def test_nobody_is_recognised_for_what_he_does_not_hold_yet(self, service: Service) -> None:
        """Holder of record since before the transfer: of these shares it was not."""
        response = service.post(
            f"/v1/agreements/{DEMO}/events",
            transfer("1999-01-15", "spectrum", "affiliate", 100_000, record_holder_on="1998-12-01"),
        )
        if response.status_code == 201:
            lines = by("holder", response.json()["result"]["holders"])
            assert lines["affiliate"]["recognised_from"] == "1999-01-15"
        else:
            assert set(faults(response)) == {"/record_holder_on"}

    def test_recognised_by_notice_and_agreement_when_both_have_come(self, service: Service) -> None:
        fact = transfer(
            "1999-01-15",
            "spectrum",
            "affiliate",
            100_000,
            notice_received_on="1999-01-18",
            agreement_received_on="1999-02-01",
        )
        del fact["record_holder_on"]
        state = post_fact(service, fact)["result"]
        assert by("holder", state["holders"])["affiliate"]["recognised_from"] == "1999-02-01"

    def test_shares_leave_the_count_when_no_rights_pass(self, service: Service) -> None:
        fact = transfer("1999-01-15", "spectrum", "buyer", 49_999)
        post_fact(service, fact | {"affiliate": False, "restricted_in_writing": True})
        after = shares(service, "1999-01-15")
        assert "buyer" not in after
        assert sum(after.values()) == ALL_SHARES - 49_999

    def test_rights_pass_with_fifty_thousand_shares_though_restricted(
        self, service: Service
    ) -> None:
        fact = transfer("1999-01-15", "spectrum", "buyer", 50_000)
        post_fact(service, fact | {"affiliate": False, "restricted_in_writing": True})
        after = shares(service, "1999-01-15")
        assert after["buyer"] == 50_000
        assert sum(after.values()) == ALL_SHARES

    def test_a_conversion_changes_the_class_and_not_the_count(self, service: Service) -> None:
        post_fact(service, converted("1999-01-15", "doeg-hill", 10_000))
        before, after = (
            by("holder", read_agreement(service, as_of=day)["holders"])["doeg-hill"]
            for day in ("1999-01-14", "1999-01-15")
        )
        assert (before["position"]["common"], after["position"]["common"]) == (0, 10_000)
        assert after["position"]["preferred_as_converted"] == 50_000
        assert before["registrable_shares"] == after["registrable_shares"] == 66_000

    def test_an_exercise_changes_the_class_and_not_the_count(self, service: Service) -> None:
        post_fact(service, exercised("1999-01-15", "doeg-hill", 6_000))
        line = by("holder", read_agreement(service, as_of="1999-01-15")["holders"])["doeg-hill"]
        assert (line["position"]["common"], line["position"]["warrant_shares"]) == (6_000, 0)
        assert line["registrable_shares"] == 66_000

    def test_expired_warrants_leave_the_count(self, service: Service) -> None:
        post_fact(service, {"kind": "warrants_expired", "occurred_on": "2003-04-10"})
        assert sum(shares(service, "2003-04-09").values()) == ALL_SHARES
        assert sum(shares(service, "2003-04-10").values()) == 1_333_333

    def test_the_warrants_of_one_holder_expire_alone(self, service: Service) -> None:
        post_fact(
            service, {"kind": "warrants_expired", "occurred_on": "2003-04-10", "holder": "wang"}
        )
        assert sum(shares(service, "2003-04-10").values()) == ALL_SHARES - 750

    def test_expired_warrants_stay_under_the_other_reading(self, service: Service) -> None:
        identifier = with_readings(service, count_expired_warrants=True)
        post_fact(service, {"kind": "warrants_expired", "occurred_on": "2003-04-10"}, identifier)
        assert sum(shares(service, "2003-04-10", identifier).values()) == ALL_SHARES

    def test_a_split_multiplies_every_count(self, service: Service) -> None:
        post_fact(service, split("2000-03-31", 2, 1))
        before, after = shares(service, "2000-03-30"), shares(service, "2000-03-31")
        assert after == {name: 2 * count for name, count in before.items()}

    def test_the_threshold_of_an_assignment_moves_with_a_split(self, service: Service) -> None:
        post_fact(service, split("2000-03-31", 2, 1))
        fact = transfer("2000-04-03", "spectrum", "buyer", 99_999)
        post_fact(service, fact | {"affiliate": False, "restricted_in_writing": True})
        assert "buyer" not in shares(service, "2000-04-03")

    def test_shares_sold_to_the_public_leave_the_count(self, service: Service) -> None:
        post_fact(service, converted("1999-01-15", "wang", 1_000))
        post_fact(service, sold("1999-01-18", "wang", 400))
        assert sum(shares(service, "1999-01-17").values()) == ALL_SHARES
        assert sum(shares(service, "1999-01-18").values()) == ALL_SHARES - 400

    def test_a_new_holder_and_his_position(self, service: Service) -> None:
        recorded = {"kind": "holder_recorded", "occurred_on": "1999-01-15", "holder": "new"}
        post_fact(service, recorded | {"name": "The New Fund"})
        post_fact(
            service,
            {
                "kind": "position_stated",
                "occurred_on": "1999-01-18",
                "holder": "new",
                "common": 5_000,
            },
        )
        assert "new" not in shares(service, "1999-01-14")
        assert shares(service, "1999-01-15")["new"] == 0
        assert shares(service, "1999-01-18")["new"] == 5_000

    def test_an_offering_opens_a_standstill_from_its_day(self, service: Service) -> None:
        post_fact(service, offering("1999-07-14"))
        before, after = (
            read_agreement(service, as_of=day)["standstill"] for day in ("1999-07-13", "1999-07-14")
        )
        assert before == []
        (only,) = after
        assert (only["first_day"], only["last_day"]) == ("1999-07-15", "2000-01-10")
        assert only["first_free_day"] == "2000-01-11"

    def test_securities_may_pass_twice_on_one_day(self, service: Service) -> None:
        post_fact(service, transfer("1999-01-15", "spectrum", "between", 100_000))
        post_fact(service, transfer("1999-01-15", "between", "at-last", 100_000))
        after = shares(service, "1999-01-15")
        assert (after["spectrum"], after["between"], after["at-last"]) == (1_220_000, 0, 100_000)

    def test_what_was_transferred_may_be_converted_on_the_same_day(self, service: Service) -> None:
        post_fact(service, transfer("1999-01-15", "spectrum", "affiliate", 100_000))
        post_fact(service, converted("1999-01-15", "affiliate", 100_000))
        assert shares(service, "1999-01-15")["affiliate"] == 100_000


class TestFactsThatCannotBeTrue:
    @pytest.mark.parametrize(
        ("fact", "expected"),
        [
            (converted("1999-01-15", "nobody", 1), {"/holder": "unknown_holder"}),
            (converted("1999-01-15", "wang", 7_501), {"/shares": "more_than_held"}),
            (exercised("1999-01-15", "wang", 751), {"/shares": "more_than_held"}),
            (sold("1999-01-15", "wang", 1), {"/shares": "more_than_held"}),
            (
                transfer("1999-01-15", "wang", "new", 7_501),
                {"/preferred_as_converted": "more_than_held"},
            ),
            (converted("1998-04-09", "wang", 1), {"/occurred_on": "before_agreement"}),
            (converted("1997-12-31", "wang", 1), {"/occurred_on": "date_outside_calendars"}),
            (converted("2061-01-01", "wang", 1), {"/occurred_on": "date_outside_calendars"}),
            (
                {"kind": "holder_recorded", "occurred_on": "1999-01-15", "holder": "wang"}
                | {"name": "Fred Wang"},
                {"/holder": "holder_already_recorded"},
            ),
            (
                transfer("1999-01-15", "wang", "wang", 10),
                {"": "invalid_value"},
            ),
        ],
    )
    def test_are_refused_at_their_place(
        self, service: Service, fact: dict[str, object], expected: dict[str, str]
    ) -> None:
        with nothing_stored(service):
            response = service.post(f"/v1/agreements/{DEMO}/events", fact)
        assert faults(response) == expected

    def test_a_late_fact_that_makes_an_earlier_one_impossible(self, service: Service) -> None:
        post_fact(service, converted("1999-02-01", "wang", 7_500))
        with nothing_stored(service):
            response = service.post(
                f"/v1/agreements/{DEMO}/events", converted("1999-01-15", "wang", 1)
            )
        assert set(faults(response).values()) == {"contradicts_record"}

    def test_a_fact_of_a_registration_does_not_belong_to_the_agreement(
        self, service: Service
    ) -> None:
        with nothing_stored(service):
            response = service.post(
                f"/v1/agreements/{DEMO}/events",
                {"kind": "filed", "occurred_on": "1999-05-03", "form": "S-3"},
            )
        assert faults(response) == {"/kind": "wrong_place"}

    def test_an_answer_as_of_a_day_before_the_fact(self, service: Service) -> None:
        with nothing_stored(service):
            response = service.post(
                f"/v1/agreements/{DEMO}/events",
                converted("1999-01-15", "wang", 1),
                as_of="1999-01-14",
            )
        (found,) = problem(response, 422, "invalid_input")["errors"]
        assert (found["place"], found["pointer"]) == ("query", "as_of")
        assert found["code"] == "as_of_before_fact"

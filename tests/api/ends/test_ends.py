"""What a registration that has ended still asks for: what 2(d), 3(a)(x), 4(c), 6(f) let survive."""

import pytest

from tests.api.bodies import (
    Json,
    converted,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    letter,
    misleading,
    new_prospectus,
    withdrawn,
)
from tests.api.calls import (
    DEMO,
    demanded,
    determined,
    effective_shelf,
    obligation,
    ok,
    post_demand,
    post_events,
    post_fact,
    read_registration,
    taken_down,
    with_readings,
)
from tests.running.service import Service

EFFECTIVE = (filed("1999-05-03", "S-1"), declared_effective("1999-05-14"))
COMPLETED = fact("distribution_completed", "1999-06-01")
ABANDONED = fact("abandoned", "1999-04-20")


def live(result: Json) -> set[str]:
    """The duties that are still to be performed."""
    return {
        each["id"] for each in result["obligations"] if each["status"] in ("open", "not_yet_due")
    }


def status(result: Json, identifier: str) -> str:
    found: str = obligation(result, identifier)["status"]
    return found


def expense(day: str) -> Json:
    return fact("expense_incurred", day, expense="printing", amount="100.00")


class TestWhatHasEndedAsksForNothingMore:
    def test_sold_out_years_ago(self, service: Service) -> None:
        """Closed on 1 June 1999; by 2026 only the indemnity is left of it (6(f))."""
        demand = demanded(service, *EFFECTIVE, COMPLETED, underwritten=True)
        result = read_registration(service, demand, "2026-01-05")
        assert result["state"] == "closed"
        assert live(result) == {"indemnify"}
        assert status(result, "underwriter") == "excused"
        assert status(result, "effect") == "performed"

    def test_expired_years_ago(self, service: Service) -> None:
        demand = demanded(service, *EFFECTIVE, underwritten=True)
        result = read_registration(service, demand, "2026-01-05")
        assert (result["state"], live(result)) == ("expired", {"indemnify"})

    def test_withdrawn(self, service: Service) -> None:
        demand = demanded(service, withdrawn("1999-03-22"))
        result = read_registration(service, demand, "1999-03-22")
        assert (result["state"], live(result)) == ("withdrawn", set())

    def test_abandoned(self, service: Service) -> None:
        own = determined(service, ABANDONED)
        result = read_registration(service, own, "1999-04-20")
        assert (result["state"], live(result)) == ("abandoned", set())

    def test_the_docket_shows_no_more_of_it(self, service: Service) -> None:
        demand = demanded(service, *EFFECTIVE, COMPLETED, underwritten=True)
        ask = {"registration": demand, "as_of": "2026-01-05", "status": "open"}
        listed = ok(service.get("/v1/obligations", **ask))["items"]
        assert [each["obligation"]["id"] for each in listed] == ["indemnify"]

    def test_a_sale_off_a_shelf_ends_with_its_shelf(self, service: Service) -> None:
        """The shelf is kept through 1 November 2000; nothing can be sold off it after that."""
        sale = taken_down(service, effective_shelf(service))
        assert read_registration(service, sale, "2000-11-01")["state"] == "open"
        result = read_registration(service, sale, "2000-11-02")
        assert result["state"] == "expired"
        assert live(result) <= {"indemnify"}
        assert status(result, "assist") == "excused"


class TestWhatOutlivesTheEnd:
    def test_an_expense_on_record_that_is_not_paid(self, service: Service) -> None:
        """The Company pays what was incurred, whatever became of the registration (2(d))."""
        demand = demanded(service, *EFFECTIVE, expense("1999-05-20"), COMPLETED)
        assert "expenses" in live(read_registration(service, demand, "1999-06-30"))
        paid = fact("expense_paid", "1999-07-01", paid_by="company", amount="100.00")
        post_events(service, demand, paid)
        result = read_registration(service, demand, "1999-07-01")
        assert status(result, "expenses") == "performed"

    def test_what_was_due_before(self, service: Service) -> None:
        """Due on 20 May 1999, undone, and only then withdrawn: the lapse is not undone by it."""
        demand = demanded(service, withdrawn("1999-05-21"))
        assert status(read_registration(service, demand, "1999-06-30"), "effect") == (
            "overdue_review"
        )

    def test_what_would_have_been_due_on_the_day_of_the_end_is_excused(
        self, service: Service
    ) -> None:
        demand = demanded(service, withdrawn("1999-05-20"))
        assert status(read_registration(service, demand, "1999-06-30"), "effect") == "excused"

    def test_the_holdback_runs_from_effectiveness(self, service: Service) -> None:
        """180 days after 14 May 1999 is 10 November, long after everything is sold (4(c))."""
        held = fact("holdback_required", "1999-05-03", firm_commitment=True)
        demand = demanded(service, *EFFECTIVE, held, COMPLETED, underwritten=True)
        result = read_registration(service, demand, "1999-11-10")
        assert status(result, "holdback:required:wang") == "open"
        ask = {"holder": "wang", "manner": "rule_144"}
        path = "/v1/agreements/ctc/may-sell"
        on = [
            ok(service.get(path, on=day, **ask))["result"]["may_sell"]
            for day in ("1999-11-10", "1999-11-11")
        ]
        assert on == ["no", "yes"]

    @pytest.mark.parametrize(
        ("day", "expected"),
        [("2000-05-31", "not_yet_due"), ("2000-06-01", "open"), ("2000-12-01", "overdue_review")],
    )
    def test_the_earnings_statement_waits_for_its_period(
        self, service: Service, day: str, expected: str
    ) -> None:
        """From June 1999 at least 12 and at most 18 months: through May or November 2000."""
        demand = demanded(service, *EFFECTIVE, COMPLETED)
        assert status(read_registration(service, demand, day), "earnings_statement") == expected


def test_a_holder_s_share_of_a_discount_is_owed_after_the_sale(service: Service) -> None:
    """300 shares at 10.00: 1.00 taken from each of the Company's 200, nothing from Spectrum's 100.

    Spectrum bears a third of the 200.00 in all: 66.67 (2(d)).
    """
    post_fact(service, converted("1999-03-01", "spectrum", 10_000))
    sale = {"price": "10.00"}
    demand = demanded(
        service,
        *EFFECTIVE,
        fact(
            "shares_sold_in_offering",
            "1999-06-01",
            seller="ctc",
            seller_class="company",
            shares=200,
            discount_per_share="1.00",
            **sale,
        ),
        fact(
            "shares_sold_in_offering",
            "1999-06-01",
            seller="spectrum",
            seller_class="holders",
            shares=100,
            discount_per_share="0",
            **sale,
        ),
        COMPLETED,
    )
    result = read_registration(service, demand, "1999-06-30")
    assert any(each.startswith("discount:spectrum:") for each in live(result))


def may_sell(service: Service, agreement: str, **ask: str) -> Json:
    result: Json = ok(service.get(f"/v1/agreements/{agreement}/may-sell", **ask))["result"]
    return result


class TestMaySell:
    def test_after_its_own_last_day_where_each_holder_is_measured_apart(
        self, service: Service
    ) -> None:
        """Effective on 14 May 1999: 180 days are 10 November. Both stop on 1 June; Spectrum has the
        new prospectus on 5 June (five days: 15 November), Wang on 10 June (ten: 20 November).
        """
        other = with_readings(service, sec3c_holder_basis="per_holder")
        both = letter(handed_over("1999-02-16"), {"spectrum": 10, "wang": 5})
        registration = post_demand(service, demand(both), other)["result"]["registration_id"]
        stop = (misleading("1999-06-01"), new_prospectus("1999-06-05", "spectrum"))
        post_events(service, registration, *EFFECTIVE, *stop, new_prospectus("1999-06-10", "wang"))
        asked = {"manner": "under_registration", "agreement": other}
        for holder, last, next_day in (
            ("spectrum", "1999-11-15", "1999-11-16"),
            ("wang", "1999-11-20", "1999-11-21"),
        ):
            assert may_sell(service, holder=holder, on=last, **asked)["may_sell"] == "yes"
            after = may_sell(service, holder=holder, on=next_day, **asked)
            assert after["may_sell"] == "no"
            (line,) = after["registrations"]
            assert [each["code"] for each in line["reasons"]] == ["PERIOD_ENDED"]

    @pytest.mark.parametrize(
        "manner",
        ["under_registration", "underwritten_sale", "public_outside", "rule_144", "private"],
    )
    def test_nothing_in_any_manner_by_one_who_holds_nothing(
        self, service: Service, manner: str
    ) -> None:
        gone = {"common": 0, "preferred_as_converted": 0, "warrant_shares": 0}
        post_fact(service, fact("position_stated", "1999-03-01", holder="wang", **gone))
        found = may_sell(service, DEMO, holder="wang", manner=manner, on="1999-03-01")
        assert found["may_sell"] == "no"
        assert [each["code"] for each in found["reasons"]] == ["HOLDS_NOTHING"]

    def test_what_is_left_of_nothing_on_the_day_on_which_the_last_share_is_sold(
        self, service: Service
    ) -> None:
        demanded(service, *EFFECTIVE, COMPLETED)
        ask = {"holder": "spectrum", "manner": "under_registration"}
        assert may_sell(service, DEMO, on="1999-05-31", **ask)["may_sell"] == "yes"
        assert may_sell(service, DEMO, on="1999-06-01", **ask)["may_sell"] == "no"

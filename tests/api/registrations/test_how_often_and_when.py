"""How often the Company must effect a demand, and what puts it off: 2(a)(i), 2(e), 2(g).

Small agreements: a holds 60 of 100 shares and b 40. A demand of a is received on the day on which
it is handed over; without a short form it is due 90 days later.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    all_sold,
    declared_effective,
    delay,
    filed,
    handed_over,
    holder,
    letter,
    offering,
    prohibition,
    withdrawn,
)
from tests.api.calls import (
    begun,
    condition,
    decided,
    effective_shelf,
    make_agreement,
    obligation,
    ok,
    post_fact,
    read_agreement,
    read_registration,
    shelved,
    taken_down,
    with_readings,
)
from tests.running.service import Service

SMALL = "small"


def held(service: Service, **readings: Any) -> None:
    holders = [holder("a", 60), holder("b", 40)]
    make_agreement(service, agreement(SMALL, holders=holders, overrides={"readings": readings}))


def demanded(service: Service, day: str, *facts: Json, **shares: int) -> str:
    """A demand handed over on a day, by a for 10 shares if nothing else is said."""
    asked = letter(handed_over(day), shares or {"a": 10})
    body = {"letters": [asked], "short_form_qualified": False}
    return begun(service, "demands", body, *facts, agreement=SMALL)


def warned(service: Service, registration: str, as_of: str) -> set[str]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=as_of))
    return {each["code"] for each in answer["warnings"]}


class TestSeveralStandstills:
    """2(a)(i), QB16: the due day, the first day and the state come from one union of windows."""

    def test_the_last_day_rolls_from_a_free_sunday_into_the_next(self, service: Service) -> None:
        """Offerings on 12 July 1999 and 9 January 2000 leave Sunday 9 January free.

        The due day would be that Sunday, and by the roll Monday the 10th, which is day one of the
        second standstill; that runs through 7 July 2000. Both days are therefore 8 July 2000.
        """
        held(service)
        found = demanded(service, "1999-06-01")
        for day in ("1999-07-12", "2000-01-09"):
            post_fact(service, offering(day), SMALL)
        result = read_registration(service, found, "2000-02-01")
        assert result["state"] == "deferred"
        assert result["determination"]["not_before"] == "2000-07-08"
        assert result["determination"]["due_on"] == "2000-07-08"


class TestRemainingAfter:
    """2(a)(i), 2(e), QB17: with this demand so many are left."""

    @pytest.mark.parametrize(
        ("counts", "left"), [("effected_or_pending", 2), ("effected", 3), ("requested", 2)]
    )
    def test_what_is_under_way_uses_one_up_only_where_it_counts(
        self, service: Service, counts: str, left: int
    ) -> None:
        held(service, demand_cap_counts=counts)
        found = demanded(service, "1999-03-01")
        demands = read_registration(service, found, "1999-03-02")["tallies"]["demands"]
        assert (demands["remaining_before"], demands["remaining_after"]) == (3, left)

    def test_agrees_with_the_next_demand(self, service: Service) -> None:
        """Two effected and one under way: one is left, and the next demand is accepted."""
        held(service, demand_cap_counts="effected")
        for year in (1999, 2000):
            life = filed(f"{year}-04-01"), declared_effective(f"{year}-05-03")
            demanded(service, f"{year}-03-01", *life)
        third = demanded(service, "2001-03-01")
        demands = read_registration(service, third, "2001-03-02")["tallies"]["demands"]
        assert demands["remaining_after"] == 1
        fourth = demanded(service, "2001-03-05")
        assert decided(read_registration(service, fourth, "2001-03-06")) == ("accepted", None)

    @pytest.mark.parametrize("counts", ["effected", "effected_or_pending"])
    def test_an_effected_one_uses_one_up(self, service: Service, counts: str) -> None:
        held(service, demand_cap_counts=counts)
        found = demanded(
            service, "1999-03-01", filed("1999-04-01"), declared_effective("1999-05-03")
        )
        demands = read_registration(service, found, "1999-05-04")["tallies"]["demands"]
        assert demands["remaining_after"] == 2

    def test_a_withdrawn_one_gives_its_number_back(self, service: Service) -> None:
        held(service)
        found = demanded(service, "1999-03-01", withdrawn("1999-03-08"))
        demands = read_registration(service, found, "1999-03-09")["tallies"]["demands"]
        assert demands["remaining_after"] == 3


class TestRefusedAndMadeAllTheSame:
    """QG10: b, 40 of 100, is refused; the Company files and makes it effective all the same."""

    LIFE = (filed("1999-04-01"), declared_effective("1999-05-03"))

    def test_is_effective_and_counts_nowhere(self, service: Service) -> None:
        held(service)
        found = demanded(service, "1999-03-01", *self.LIFE, b=10)
        result = read_registration(service, found, "1999-05-04")
        assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
        assert (result["state"], result["effected"]) == ("effective", None)
        demands = read_agreement(service, SMALL, as_of="1999-05-04")["demands"]
        assert (demands["effected"], demands["pending"], demands["remaining"]) == (0, 0, 3)
        assert "MADE_THOUGH_REFUSED" in warned(service, found, "1999-05-04")

    def test_counts_under_the_other_reading(self, service: Service) -> None:
        held(service, volunteered_counts=True)
        found = demanded(service, "1999-03-01", *self.LIFE, b=10)
        result = read_registration(service, found, "1999-05-04")
        assert (result["state"], result["effected"]) == ("effective", True)
        assert result["tallies"]["demands"]["remaining_after"] == 2
        demands = read_agreement(service, SMALL, as_of="1999-05-04")["demands"]
        assert (demands["effected"], demands["remaining"]) == (1, 2)

    def test_is_closed_once_all_is_sold(self, service: Service) -> None:
        held(service)
        found = demanded(service, "1999-03-01", *self.LIFE, all_sold("1999-05-10"), b=10)
        assert read_registration(service, found, "1999-05-11")["state"] == "closed"


class TestLateDelay:
    """QG1: due on Sunday 30 May 1999, so on Tuesday 1 June, the 31st being Memorial Day."""

    def test_does_not_cure(self, service: Service) -> None:
        held(service)
        found = demanded(service, "1999-03-01", delay("1999-06-02", 30))
        result = read_registration(service, found, "1999-06-03")
        assert result["determination"]["due_on"] == "1999-06-01"
        (said,) = result["delays"]
        assert (said["decision"], said["reason"]) == ("refused", "SUSPENSION_AFTER_DUE")
        # Two occasions are left: no day on which they allow another makes up for the lateness.
        assert said.get("next_permitted_on") is None
        assert obligation(result, "effect")["status"] == "overdue_review"
        assert "DELAY_AFTER_DUE" in warned(service, found, "1999-06-03")
        assert (
            read_agreement(service, SMALL, as_of="1999-06-03")["suspension_budget"][
                "occasions_left"
            ]
            == 2
        )

    def test_cures_under_the_other_reading(self, service: Service) -> None:
        """30 May + 30 days is 29 June."""
        held(service, late_delay="cures")
        found = demanded(service, "1999-03-01", delay("1999-06-02", 30))
        result = read_registration(service, found, "1999-06-03")
        assert result["determination"]["due_on"] == "1999-06-29"

    def test_on_the_due_day_is_in_time(self, service: Service) -> None:
        held(service)
        found = demanded(service, "1999-03-01", delay("1999-06-01", 30))
        result = read_registration(service, found, "1999-06-03")
        assert result["determination"]["due_on"] == "1999-06-29"

    def test_in_time_because_of_an_earlier_delay(self, service: Service) -> None:
        """Ten days move the due day to 9 June; twenty more, invoked on the 8th, to 29 June."""
        held(service)
        found = demanded(service, "1999-03-01", delay("1999-05-03", 10), delay("1999-06-08", 20))
        result = read_registration(service, found, "1999-06-09")
        assert result["determination"]["due_on"] == "1999-06-29"

    def test_of_a_shelf_does_not_cure(self, service: Service) -> None:
        """The Certificate wants the shelf effective by 1 November 1999."""
        found = shelved(service, delay("1999-11-02", 30))
        result = read_registration(service, found, "1999-11-03")
        assert result["determination"]["due_on"] == "1999-11-01"
        assert result["delays"][0]["reason"] == "SUSPENSION_AFTER_DUE"

    def test_is_not_known_while_the_period_is_not(self, service: Service) -> None:
        """Invoked on day 80: late on a short form (60 days), in time on another (90)."""
        held(service)
        body = {"letters": [letter(handed_over("1999-03-01"), {"a": 10})]}
        found = begun(service, "demands", body, delay("1999-05-20", 30), agreement=SMALL)
        result = read_registration(service, found, "1999-05-21")
        assert result["delays"][0]["decision"] == "undetermined"


DURING = offering("1999-07-14")
"""It holds up demands from 15 July 1999 through 10 January 2000."""


FORM_NOT_STATED = "OFFERING_FORM_NOT_STATED"


@pytest.mark.parametrize(
    ("told", "expected", "assumed"),
    [
        ({}, ("deferred", "STANDSTILL"), True),
        ({"form": "S-1"}, ("deferred", "STANDSTILL"), False),
        ({"form": "S-8"}, ("accepted", None), False),
    ],
)
def test_an_offering_on_no_stated_form_is_taken_to_start_a_standstill(
    service: Service, told: Json, expected: Any, assumed: bool
) -> None:
    """2(a)(i), QB15: received on 16 August 1999; an offering on Form S-8 or S-4 starts none."""
    held(service)
    post_fact(service, DURING | told, SMALL)
    found = demanded(service, "1999-08-16")
    answer = ok(service.get(f"/v1/registrations/{found}", as_of="1999-08-17"))
    assert decided(answer["result"]) == expected
    assert (FORM_NOT_STATED in {each["code"] for each in answer["assumptions"]}) == assumed


class TestDelayInStandstill:
    """QG2: received on 16 August 1999, due without the standstill on Sunday 14 November.

    Deferred to Tuesday 11 January 2000. A delay of 1 September is invoked while it is deferred.
    """

    @pytest.mark.parametrize(
        ("reading", "days", "due_on", "decision", "occasions"),
        [
            # 14 November + 30 days is 14 December, in the standstill; + 60 days is 13 January.
            ("from_original", 30, "2000-01-11", "accepted", 1),
            ("from_original", 60, "2000-01-13", "accepted", 1),
            # 11 January + 30 days is 10 February.
            ("from_deferred", 30, "2000-02-10", "accepted", 1),
            ("idle", 30, "2000-01-11", "refused", 2),
        ],
    )
    def test_days_count_from(
        self,
        service: Service,
        reading: str,
        days: int,
        due_on: str,
        decision: str,
        occasions: int,
    ) -> None:
        held(service, delay_in_standstill=reading)
        post_fact(service, DURING, SMALL)
        found = demanded(service, "1999-08-16", delay("1999-09-01", days))
        result = read_registration(service, found, "1999-09-02")
        assert result["determination"]["due_on"] == due_on
        assert result["determination"]["not_before"] == "2000-01-11"
        assert result["delays"][0]["decision"] == decision
        budget = read_agreement(service, SMALL, as_of="1999-09-02")["suspension_budget"]
        assert budget["occasions_left"] == occasions
        gained_nothing = "DELAY_GAINED_NOTHING" in warned(service, found, "1999-09-02")
        assert gained_nothing == ((reading, days) == ("from_original", 30))

    def test_one_invoked_before_the_offering_counts_from_the_original_day(
        self, service: Service
    ) -> None:
        """Received 1 June, due 30 August; a delay of 1 July was not invoked in a standstill.

        30 August + 30 days is 29 September, in the standstill: 11 January 2000.
        """
        held(service, delay_in_standstill="from_deferred")
        post_fact(service, DURING, SMALL)
        found = demanded(service, "1999-06-01", delay("1999-07-01", 30))
        result = read_registration(service, found, "1999-07-15")
        assert result["determination"]["due_on"] == "2000-01-11"

    @pytest.mark.parametrize(
        ("reading", "not_before"),
        [
            ("from_original", "2000-04-19"),
            # 30 days from 19 April, the first free day, end on 18 May.
            ("from_deferred", "2000-05-19"),
            ("idle", "2000-04-19"),
        ],
    )
    def test_of_a_takedown(self, service: Service, reading: str, not_before: str) -> None:
        """A sale asked for on 1 February 2000, in a standstill from 22 October through 18 April."""
        agreed = with_readings(service, delay_in_standstill=reading)
        post_fact(service, offering("1999-10-21"), agreed)
        shelf = effective_shelf(service, agreement=agreed)
        found = taken_down(service, shelf, delay("2000-02-15", 30), agreement=agreed)
        result = read_registration(service, found, "2000-02-16")
        assert result["determination"].get("not_before") == not_before


def test_the_budget_of_a_prohibition_leaves_what_may_still_be_permitted(service: Service) -> None:
    """2(g): 40 of 60 days are used from 1 March 2000, whatever day is asked about; 20 are left."""
    shelf = effective_shelf(service, prohibition("2000-03-01", 40))
    for day in ("2000-03-01", "2000-03-05", "2000-04-09", "2000-04-10"):
        budget = read_registration(service, shelf, day)["suspension_budget"]
        assert (budget["days_used"], budget["days_left"]) == (40, 20), day
    day_after_a_break = read_registration(service, shelf, "2000-04-11")["suspension_budget"]
    assert day_after_a_break["days_left"] == 60


def test_the_budget_computed_without_a_record_is_the_same(stateless_service: Service) -> None:
    body = {
        "template": "ctc-1998",
        "kind": "prohibition",
        "as_of": "2000-03-05",
        "earlier_occasions": [
            {
                "invoked_on": "2000-03-01",
                "in_effect_from": "2000-03-01",
                "in_effect_to": "2000-04-09",
            }
        ],
    }
    result = ok(stateless_service.post("/v1/compute/suspension-budget", body))["result"]
    assert result["days_left"] == 20


@pytest.mark.parametrize(("as_of", "used"), [("2000-02-28", 1), ("2000-02-29", 0)])
def test_an_occasion_leaves_the_window_after_365_days(
    stateless_service: Service, as_of: str, used: int
) -> None:
    """2(g), QD3: the 365 days to 28 February 2000 begin on 1 March 1999, the next ones later."""
    occasion = {"invoked_on": "1999-03-01", "kind": "prohibition"}
    body = {"template": "ctc-1998", "as_of": as_of, "earlier_occasions": [occasion]}
    result = ok(stateless_service.post("/v1/compute/suspension-budget", body))["result"]
    assert (len(result["occasions_used"]), result["occasions_left"]) == (used, 2 - used)


class TestOwnRegistrationOnThisRecord:
    """QB14: the Company's own registration is effective; when its offering commenced is not told.

    The demand of 1 March 1999 is due on 1 June; if the offering commenced on 2 March, 30 August.
    """

    def own(self, service: Service, *facts: Json, own_form: str = "S-3", **more: Any) -> str:
        body = {
            "occurred_on": "1999-02-15",
            "purpose": "offering",
            "initiated_for": "company",
            "securities": "equity",
        }
        life = (filed("1999-03-20", own_form), declared_effective("1999-04-20"), *facts)
        return begun(service, "incidentals", body | more, *life, agreement=SMALL)

    def test_leaves_the_due_day_unknown_where_no_day_stands_for_it(self, service: Service) -> None:
        """QB14: effectiveness stands for the first offer, and for nothing else."""
        held(service, commencement_event="closing")
        self.own(service)
        found = demanded(service, "1999-03-01")
        answer = ok(service.get(f"/v1/registrations/{found}", as_of="1999-05-03"))
        result = answer["result"]
        assert decided(result) == ("undetermined", None)
        assert result["determination"]["due_on"] is None
        assert result["determination"].get("not_before") is None
        assert condition(result, "no_standstill")["outcome"] == "unknown"
        of_the_agreement = ok(service.get(f"/v1/agreements/{SMALL}", as_of="1999-05-03"))
        assert of_the_agreement["result"]["standstill"] == []
        for each in (answer, of_the_agreement):
            missing = [one["posted_as"] for one in each["missing_inputs"]]
            assert "company_offering_commenced.occurred_on" in missing

    def test_the_company_is_bound_in_any_case(self, service: Service) -> None:
        held(service)
        self.own(service)
        found = demanded(service, "1999-03-01")
        result = read_registration(service, found, "1999-05-03")
        assert obligation(result, "notice:b")["status"] == "open"
        assert read_agreement(service, SMALL, as_of="1999-05-03")["demands"]["pending"] == 1
        later = read_registration(service, found, "1999-06-02")
        assert obligation(later, "effect")["status"] == "open"

    @pytest.mark.parametrize("named", [True, False])
    def test_is_known_once_the_commencement_is_told(self, service: Service, named: bool) -> None:
        held(service)
        own = self.own(service)
        found = demanded(service, "1999-03-01")
        told = {"registration": own} if named else {}
        post_fact(service, offering("1999-03-02", **told), SMALL)
        result = read_registration(service, found, "1999-05-03")
        assert decided(result) == ("deferred", "STANDSTILL")
        assert result["determination"]["due_on"] == "1999-08-30"

    def test_is_known_where_the_reading_asks_for_what_is_recorded(self, service: Service) -> None:
        """From 20 April the standstill runs through 17 October 1999; free on Monday the 18th."""
        held(service, commencement_event="effective")
        self.own(service)
        found = demanded(service, "1999-03-01")
        result = read_registration(service, found, "1999-05-03")
        assert result["determination"]["due_on"] == "1999-10-18"

    def test_is_known_where_it_cannot_matter_any_more(self, service: Service) -> None:
        """A share was sold on 20 April 1999: it had commenced, and held up nothing from 18 October.

        A demand of 1 November is due on Sunday 30 January 2000, so on the 31st.
        """
        held(service)
        sale = {
            "kind": "shares_sold_in_offering",
            "occurred_on": "1999-04-20",
            "seller": "ctc",
            "seller_class": "company",
            "shares": 10,
            "price": "10.00",
            "discount_per_share": "0.00",
        }
        self.own(service, sale)
        found = demanded(service, "1999-11-01")
        result = read_registration(service, found, "1999-11-02")
        assert decided(result) == ("accepted", None)
        assert result["determination"]["due_on"] == "2000-01-31"

    @pytest.mark.parametrize(
        "more", [{"securities": "debt"}, {"purpose": "employee_plan"}, {"initiated_for": "others"}]
    )
    def test_what_is_no_offering_of_the_companys_equity_holds_up_nothing(
        self, service: Service, more: Json
    ) -> None:
        held(service)
        self.own(service, **more)
        found = demanded(service, "1999-03-01")
        result = read_registration(service, found, "1999-05-03")
        assert decided(result) == ("accepted", None)
        assert result["determination"]["due_on"] == "1999-06-01"

    @pytest.mark.parametrize(
        ("form", "expected"), [("S-1", ("deferred", "STANDSTILL")), ("S-4", ("accepted", None))]
    )
    @pytest.mark.parametrize("named", [True, False])
    def test_its_form_is_that_on_which_it_was_filed(
        self, service: Service, form: str, expected: Any, named: bool
    ) -> None:
        """2(a)(i), QB15: a share exchange on Form S-4 is no offering that starts a standstill."""
        held(service)
        own = self.own(service, own_form=form)
        found = demanded(service, "1999-03-01")
        told = {"registration": own} if named else {}
        post_fact(service, offering("1999-03-02", **told), SMALL)
        answer = ok(service.get(f"/v1/registrations/{found}", as_of="1999-05-03"))
        assert decided(answer["result"]) == expected
        assert FORM_NOT_STATED not in {each["code"] for each in answer["assumptions"]}

    def test_one_filed_on_an_excepted_form_starts_nothing_whenever_it_commenced(
        self, service: Service
    ) -> None:
        held(service)
        self.own(service, own_form="S-8")
        found = demanded(service, "1999-03-01")
        assert decided(read_registration(service, found, "1999-05-03")) == ("accepted", None)

    def test_before_it_is_effective_nothing_has_commenced(self, service: Service) -> None:
        held(service)
        self.own(service)
        found = demanded(service, "1999-03-01")
        result = read_registration(service, found, "1999-04-19")
        assert decided(result) == ("accepted", None)

    def test_a_registration_that_is_not_there_is_refused(self, service: Service) -> None:
        held(service)
        told = offering("1999-03-02", registration="nowhere")
        response = service.post(f"/v1/agreements/{SMALL}/events", told)
        assert response.status_code == 422
        assert response.json()["errors"][0]["code"] == "unknown_registration"

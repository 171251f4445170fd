"""Limits of some uses alone, and what may be stopped at all: of one registration, right or kind.

Spectrum's demand of 16 February 1999 is received on Friday the 19th and due 90 days later, on 20
May; a second demand is handed over on 3 April 2000. The shelf is effective on 27 October 1999.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    fact,
    filed,
    handed_over,
    holder,
    prohibition,
    prohibition_lifted,
    spectrum_demand,
)
from tests.api.calls import (
    begun,
    demanded,
    determined,
    effective_shelf,
    make_agreement,
    ok,
    post_event,
    read_agreement,
    read_registration,
)
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("spectrum", 500_000, preferred_as_converted=900_000), holder("wang", 2_000)]
ACCEPTED = ("accepted", None)
TOO_MANY = ("refused", "SUSPENSION_OCCASIONS")
TOO_LONG = ("refused", "SUSPENSION_DAYS")
NOT_REACHED = ("refused", "SUSPENSION_OF_NO_SUCH_RIGHT")
SELLS = {"holder": "spectrum", "manner": "under_registration"}
ALL_DAYS = {"counts": "days", "limit": 200}


def made(service: Service, *limits: Json, **more: Any) -> None:
    right = {
        "$replace": True,
        "clause": "2.5",
        "limits": list(limits),
        "grounds": [],
        "prohibition_needs_notice": True,
    } | more
    make_agreement(service, agreement("some", overrides={"delay": right}, holders=HELD))


def bare(day: str, days: int) -> Json:
    return {"kind": "delay_invoked", "occurred_on": day, "days": days}


def stopped(day: str, days: int) -> Json:
    """A prohibition of which Spectrum is told by hand on its day."""
    told = {"spectrum": handed_over(day)}
    return prohibition(day, days, told)


def second_demand(service: Service, *facts: Json) -> str:
    return begun(
        service, "demands", spectrum_demand(handed_over("2000-04-03")), *facts, agreement="some"
    )


def ruled(service: Service, name: str, of: str = "delays") -> list[Any]:
    found = read_registration(service, name, as_of="2000-12-31")[of]
    return [(each["decision"], each.get("reason")) for each in found]


class TestOfOneRegistration:
    def test_days_of_each_add_up_alone(self, service: Service) -> None:
        """Thirty days of one registration: 20 and 10 fit, 20 and 11 do not; another has its own."""
        made(service, {"counts": "days", "per": "registration", "limit": 30})
        first = demanded(service, bare("1999-03-01", 20), bare("1999-04-12", 11), agreement="some")
        second = second_demand(service, bare("2000-04-10", 30))
        assert ruled(service, first) == [ACCEPTED, TOO_LONG]
        assert ruled(service, second) == [ACCEPTED]

    def test_uses_of_each(self, service: Service) -> None:
        once = {"counts": "uses", "per": "registration", "limit": 1}
        made(service, once, ALL_DAYS)
        first = demanded(service, bare("1999-03-01", 20), bare("1999-04-12", 5), agreement="some")
        second = second_demand(service, bare("2000-04-10", 5))
        assert ruled(service, first) == [ACCEPTED, TOO_MANY]
        assert ruled(service, second) == [ACCEPTED]

    def test_what_is_left_of_each(self, service: Service) -> None:
        made(service, {"counts": "days", "per": "registration", "limit": 30})
        first = demanded(service, bare("1999-03-01", 20), agreement="some")
        (left,) = read_registration(service, first, as_of="1999-04-01")["suspension_budget"][
            "limits"
        ]
        assert (left["used"], left["left"]) == (20, 10)
        assert left["says"] == "At most 30 days of one registration."
        # Of a registration not yet delayed, all days are left.
        (of_none,) = read_agreement(service, "some", as_of="1999-04-01")["suspension_budget"][
            "limits"
        ]
        assert (of_none["used"], of_none["left"]) == (0, 30)

    def test_explains_itself(self, service: Service) -> None:
        made(service, {"counts": "days", "per": "registration", "limit": 30})
        first = demanded(service, bare("1999-03-01", 20), bare("1999-04-12", 11), agreement="some")
        audit = audit_registration(service, first, "some", "1999-04-20")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
        assert audit.misquoted_inputs() == audit.forward_references() == []


class TestWithoutABreak:
    @pytest.mark.parametrize(
        ("again_on", "days", "expected"),
        [
            # 1 to 20 December: what begins on the 21st goes on in one run, 31 days with 11.
            ("1999-12-21", 11, TOO_LONG),
            ("1999-12-21", 10, ACCEPTED),
            # A day between them: another run.
            ("1999-12-22", 30, ACCEPTED),
        ],
    )
    def test_uses_that_meet_are_one(
        self, service: Service, again_on: str, days: int, expected: Any
    ) -> None:
        made(service, {"counts": "days", "per": "run", "limit": 30})
        uses = stopped("1999-12-01", 20), stopped(again_on, days)
        shelf = effective_shelf(service, *uses, agreement="some")
        assert ruled(service, shelf, "prohibitions") == [ACCEPTED, expected]


class TestOfOneKindOfUse:
    def test_each_has_its_own_number(self, service: Service) -> None:
        """One delay and one prohibition in twelve months: neither takes the other's."""
        year = {"count": 12, "unit": "month"}
        made(
            service,
            {"counts": "uses", "limit": 1, "window": year, "of": ["delay"]},
            {"counts": "uses", "limit": 1, "window": year, "of": ["prohibition"]},
            ALL_DAYS,
        )
        first = demanded(service, bare("1999-03-01", 5), bare("1999-04-12", 5), agreement="some")
        shelf = effective_shelf(
            service, stopped("1999-12-01", 5), stopped("2000-02-01", 5), agreement="some"
        )
        assert ruled(service, first) == [ACCEPTED, TOO_MANY]
        assert ruled(service, shelf, "prohibitions") == [ACCEPTED, TOO_MANY]

    def test_left_out_both_draw_on_one(self, service: Service) -> None:
        made(service, {"counts": "uses", "limit": 1}, ALL_DAYS)
        demanded(service, bare("1999-03-01", 5), agreement="some")
        shelf = effective_shelf(service, stopped("1999-12-01", 5), agreement="some")
        assert ruled(service, shelf, "prohibitions") == [TOO_MANY]


class TestOfOneRight:
    def test_binds_and_counts_it_alone(self, service: Service) -> None:
        made(service, {"counts": "uses", "limit": 1, "rights": ["demand"]}, ALL_DAYS)
        first = demanded(service, bare("1999-03-01", 5), bare("1999-04-12", 5), agreement="some")
        uses = stopped("1999-12-01", 5), stopped("2000-02-01", 5)
        shelf = effective_shelf(service, *uses, agreement="some")
        second = second_demand(service, bare("2000-04-10", 5))
        assert ruled(service, first) == [ACCEPTED, TOO_MANY]
        assert ruled(service, shelf, "prohibitions") == [ACCEPTED, ACCEPTED]
        assert ruled(service, second) == [TOO_MANY]


class TestWhatMayBeStopped:
    DEMAND = (filed("1999-04-05"), declared_effective("1999-05-18"))

    def test_sales_under_a_demand(self, service: Service) -> None:
        """Told by hand on 1 June 1999: twenty days end on the 20th, sales resume on the 21st."""
        made(service, ALL_DAYS, stops={"registrations": ["demand"], "sales": ["demand", "shelf"]})
        name = demanded(service, *self.DEMAND, stopped("1999-06-01", 20), agreement="some")
        found = read_registration(service, name, as_of="1999-06-10")
        (use,) = found["prohibitions"]
        assert (use["decision"], use["first_day"], use["last_day"], use["resume_on"]) == (
            "accepted",
            "1999-06-01",
            "1999-06-20",
            "1999-06-21",
        )
        assert found["overlays"] == ["suspended"]
        (duty,) = [each for each in found["obligations"] if each["duty"] == "no_sales"]
        assert (duty["obligor"], duty["due_on"], duty["status"]) == (
            "spectrum",
            "1999-06-20",
            "open",
        )
        assert duty["action"] == "Sell under the registration while sales are prohibited."
        for day, may in (("1999-05-31", "yes"), ("1999-06-10", "no"), ("1999-06-21", "yes")):
            asked = ok(service.get("/v1/agreements/some/may-sell", **SELLS, on=day))
            assert asked["result"]["may_sell"] == may, day

    def test_a_sale_meanwhile_breaks_it(self, service: Service) -> None:
        made(service, ALL_DAYS, stops={"sales": ["demand"]})
        name = demanded(service, *self.DEMAND, stopped("1999-06-01", 20), agreement="some")
        own = {"seller": "spectrum", "seller_class": "holders", "shares": 100}
        paid = {"price": "17.25", "discount_per_share": "0"}
        post_event(service, name, fact("shares_sold_in_offering", "1999-06-10", **own, **paid))
        found = read_registration(service, name, as_of="1999-06-12")
        (duty,) = [each for each in found["obligations"] if each["duty"] == "no_sales"]
        assert duty["status"] == "breached"

    @pytest.mark.parametrize("right", ["demand", "incidental"])
    def test_sales_that_resume_early(self, service: Service, right: str) -> None:
        """Of twenty days from 1 June 1999 nine are used where sales resume on the 10th."""
        made(service, ALL_DAYS, stops={"sales": [right]})
        facts = *self.DEMAND, stopped("1999-06-01", 20), prohibition_lifted("1999-06-10")
        name = (
            demanded(service, *facts, agreement="some")
            if right == "demand"
            else determined(service, *facts, agreement="some")
        )
        found = read_registration(service, name, as_of="1999-06-15")
        (use,) = found["prohibitions"]
        assert (use["decision"], use["last_day"], use["resume_on"]) == (
            "accepted",
            "1999-06-09",
            "1999-06-10",
        )
        (limit,) = found["suspension_budget"]["limits"]
        assert (limit["used"], limit["left"]) == (9, 191)
        assert "suspended" not in found["overlays"]

    def test_what_is_not_named_is_refused(self, service: Service) -> None:
        made(service, ALL_DAYS, stops={"sales": ["demand"]})
        name = demanded(service, bare("1999-03-01", 5), agreement="some")
        shelf = effective_shelf(service, stopped("1999-12-01", 5), agreement="some")
        assert ruled(service, name) == [NOT_REACHED]
        assert ruled(service, shelf, "prohibitions") == [NOT_REACHED]

    def test_a_shelf_that_may_be_delayed(self, service: Service) -> None:
        """Whatever the reading of whether delays reach a shelf."""
        made(service, ALL_DAYS, stops={"registrations": ["shelf"]})
        shelf = effective_shelf(service, agreement="some")
        name = demanded(service, bare("1999-03-01", 5), agreement="some")
        assert ruled(service, name) == [NOT_REACHED]
        assert ruled(service, shelf) == []

    def test_the_budget_of_an_effective_demand_is_of_prohibitions(self, service: Service) -> None:
        made(service, ALL_DAYS, stops={"sales": ["demand"]})
        name = demanded(service, *self.DEMAND, agreement="some")
        budget = read_registration(service, name, as_of="1999-06-10")["suspension_budget"]
        assert (budget["of"], budget["limits"][0]["left"]) == ("prohibition", 200)


class TestTheDocument:
    @pytest.mark.parametrize(
        ("limits", "stops", "place", "code"),
        [
            ([ALL_DAYS | {"rights": ["demands"]}], None, "limits/0/rights/0", "right_not_declared"),
            ([ALL_DAYS], {"sales": ["long"]}, "stops/sales/0", "right_not_declared"),
            # A prohibition of sales has no limit of days.
            ([ALL_DAYS | {"of": ["delay"]}], None, "limits", "delays_without_end"),
            ([ALL_DAYS | {"rights": ["demand"]}], None, "limits", "delays_without_end"),
            ([ALL_DAYS | {"of": ["delay"]}], {"registrations": ["demand"]}, None, None),
            ([ALL_DAYS | {"rights": ["demand"]}], {"registrations": ["demand"]}, None, None),
        ],
    )
    def test_names_rights_that_there_are_and_leaves_nothing_without_end(
        self,
        stateless_service: Service,
        limits: Any,
        stops: Any,
        place: str | None,
        code: str | None,
    ) -> None:
        right = {"$replace": True, "clause": "2.5", "limits": limits, "grounds": []}
        right |= {"prohibition_needs_notice": True, "stops": stops}
        body = {"template": "ctc-1998", "overrides": {"delay": right}}
        found = ok(stateless_service.post("/v1/compute/terms-check", body))["result"]["findings"]
        wrong = [
            (each["pointer"], each["code"]) for each in found if each["severity"] == "contradiction"
        ]
        assert (f"/delay/{place}", code) in wrong if place else wrong == []


EACH = {"counts": "days", "per": "registration", "limit": 30}
EARLIER = {"invoked_on": "1999-03-01", "in_effect_to": "1999-03-20", "kind": "delay"}


class TestWithoutARecord:
    def asked(self, service: Service, **earlier: Any) -> Any:
        right = {"$replace": True, "clause": "2.5", "limits": [EACH], "grounds": []}
        right["prohibition_needs_notice"] = True
        del right["$replace"]
        terms = ok(service.get("/v1/templates/ctc-1998"))["terms"] | {"delay": right}
        body = {
            "terms": terms,
            "kind": "delay",
            "invoked_on": "1999-04-12",
            "days": 11,
            "request_received_on": "1999-02-19",
            "earlier_occasions": [EARLIER | earlier],
        }
        return service.post("/v1/compute/suspension", body)

    def test_says_of_which_registration_a_use_was(self, stateless_service: Service) -> None:
        """Twenty days of the same registration leave 10 of 30; of another, all 30."""
        said = faults(self.asked(stateless_service))
        assert said == {"/earlier_occasions/0/same_registration": "needed_for_limit"}
        for same, decision in ((True, "refused"), (False, "accepted")):
            found = ok(self.asked(stateless_service, same_registration=same))
            assert found["result"]["decision"] == decision

    @pytest.mark.parametrize(("days", "decision"), [(45, "refused"), (44, "undetermined")])
    def test_leaves_open_what_a_use_of_unknown_days_used_up(
        self, stateless_service: Service, days: int, decision: str
    ) -> None:
        """A prohibition of which only the invocation is known used one day of 45, or more."""
        limit = {"counts": "days", "limit": 45, "window": {"count": 12, "unit": "month"}}
        right: Json = {"clause": "2.5", "limits": [limit], "grounds": []}
        right["prohibition_needs_notice"] = True
        terms = ok(stateless_service.get("/v1/templates/ctc-1998"))["terms"] | {"delay": right}
        body: Json = {
            "terms": terms,
            "kind": "delay",
            "invoked_on": "1999-04-12",
            "days": days,
            "request_received_on": "1999-02-19",
            "earlier_occasions": [{"invoked_on": "1999-03-01", "kind": "prohibition"}],
        }
        found = ok(stateless_service.post("/v1/compute/suspension", body))
        assert found["result"]["decision"] == decision

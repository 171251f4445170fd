"""Facts of one day: an end closes what began earlier; what begins that day goes on (2(g), 3(c))."""

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    filed,
    handed_over,
    misleading,
    new_prospectus,
    order_lifted,
    prohibition,
    prohibition_lifted,
    stop_order,
)
from tests.api.calls import (
    DEMO,
    demanded,
    effective_shelf,
    kept,
    obligation,
    ok,
    post_events,
    read_registration,
)
from tests.running.service import Service

EFFECTIVE = (filed("1999-05-10"), declared_effective("1999-05-14"))


def asked(service: Service, day: str) -> Json:
    path = f"/v1/agreements/{DEMO}/may-sell"
    found: Json = ok(service.get(path, holder="spectrum", on=day, manner="under_registration"))
    return found


def may_sell(service: Service, day: str) -> str:
    answer: str = asked(service, day)["result"]["may_sell"]
    return answer


class TestOrders:
    def test_one_lifted_and_another_issued_leaves_the_other(self, service: Service) -> None:
        demand = demanded(
            service,
            *EFFECTIVE,
            stop_order("1999-06-01"),
            order_lifted("1999-06-10"),
            stop_order("1999-06-10"),
        )
        assert may_sell(service, "1999-06-15") == "no"
        found = read_registration(service, demand, "1999-06-15")
        assert found["overlays"] == ["stop_ordered"]

    def test_the_other_is_lifted_by_an_end_of_its_own(self, service: Service) -> None:
        demanded(
            service,
            *EFFECTIVE,
            stop_order("1999-06-01"),
            order_lifted("1999-06-10"),
            stop_order("1999-06-10"),
            order_lifted("1999-06-21"),
        )
        assert [may_sell(service, day) for day in ("1999-06-20", "1999-06-21")] == ["no", "yes"]

    def test_each_of_two_needs_a_lifting_of_its_own(self, service: Service) -> None:
        """Issued on the 1st and the 5th; lifted on the 10th and the 15th, the older first."""
        demand = demanded(
            service,
            *EFFECTIVE,
            stop_order("1999-06-01"),
            stop_order("1999-06-05"),
            order_lifted("1999-06-10"),
        )
        found = asked(service, "1999-06-11")
        assert found["result"]["may_sell"] == "no"
        assert "OLDEST_ORDER_LIFTED" in {each["code"] for each in found["assumptions"]}
        found = read_registration(service, demand, "1999-06-11")
        duties = [each for each in found["obligations"] if each["clause"] == "3(a)(vii)"]
        assert [each["status"] for each in duties] == ["performed", "open"]
        post_events(service, demand, order_lifted("1999-06-15"))
        days = ("1999-06-11", "1999-06-14", "1999-06-15")
        assert [may_sell(service, day) for day in days] == ["no", "no", "yes"]

    @pytest.mark.parametrize(
        ("lifted_on", "at_fault", "status"),
        [
            (None, False, "overdue_review"),
            ("1999-11-11", False, "overdue_review"),
            ("1999-11-10", False, "performed"),
            (None, True, "performed"),
        ],
    )
    def test_that_stands_on_the_last_day_has_ended_the_keeping_before_it(
        self, service: Service, lifted_on: str | None, at_fault: bool, status: str
    ) -> None:
        """3(a)(iii): to be kept effective through 10 November, the 180th day after 14 May."""
        order = stop_order("1999-06-01", holder_at_fault=at_fault)
        lifted = [order_lifted(lifted_on)] if lifted_on else []
        demand = demanded(service, *EFFECTIVE, order, *lifted)
        found = read_registration(service, demand, "1999-11-20")
        assert found["windows"]["effectiveness"]["last_day"] == "1999-11-10"
        assert obligation(found, "maintain")["status"] == status

    def test_one_that_stands_alone_is_lifted_on_its_day(self, service: Service) -> None:
        demanded(service, *EFFECTIVE, stop_order("1999-06-10"), order_lifted("1999-06-10"))
        assert may_sell(service, "1999-06-11") == "yes"

    @pytest.mark.parametrize(("said", "answer"), [(None, "unknown"), (True, "yes"), (False, "no")])
    def test_two_issued_and_one_lifted_on_a_day_leave_it_open(
        self, service: Service, said: bool | None, answer: str
    ) -> None:
        lifted = order_lifted("1999-06-10") | ({} if said is None else {"ends_same_day": said})
        demanded(
            service,
            *EFFECTIVE,
            stop_order("1999-06-10"),
            stop_order("1999-06-10", holder_at_fault=True),
            lifted,
        )
        found = asked(service, "1999-06-15")
        assert found["result"]["may_sell"] == answer
        posted = {each["posted_as"] for each in found["missing_inputs"]}
        assert ("stop_order_lifted.ends_same_day" in posted) is (said is None)


class TestHolds:
    def test_a_new_notice_on_the_day_of_the_prospectus_goes_on(self, service: Service) -> None:
        """From 1 June to 5 July and from 5 July to 12 July: 42 days, each once."""
        demand = demanded(
            service,
            *EFFECTIVE,
            misleading("1999-06-01"),
            {
                "kind": "misstatement_notice_delivered",
                "holder": "spectrum",
                "delivery": handed_over("1999-06-01"),
            },
            new_prospectus("1999-07-05"),
            misleading("1999-07-05"),
            {
                "kind": "misstatement_notice_delivered",
                "holder": "spectrum",
                "delivery": handed_over("1999-07-05"),
            },
        )
        assert may_sell(service, "1999-07-07") == "no"
        assert "held" in read_registration(service, demand, "1999-07-07")["overlays"]
        post_events(service, demand, new_prospectus("1999-07-12"))
        assert may_sell(service, "1999-07-12") == "yes"
        # 180 days after 14 May are 10 November; 30 days of June and 12 of July are given back.
        assert kept(read_registration(service, demand, "1999-07-13")) == (
            "1999-11-10",
            42,
            "1999-12-22",
        )


class TestProhibitions:
    def test_a_new_one_on_the_day_of_the_lifting_goes_on(self, service: Service) -> None:
        """Lifted and noticed anew on 1 December: sales are barred through the tenth day after."""
        shelf = effective_shelf(
            service,
            prohibition("1999-11-15", 30),
            prohibition_lifted("1999-12-01"),
            prohibition("1999-12-01", 10),
        )
        assert [may_sell(service, day) for day in ("1999-12-10", "1999-12-11")] == ["no", "yes"]
        # 16 days in November and 10 in December.
        assert kept(read_registration(service, shelf, "1999-12-13"))[1] == 26

    def test_one_that_had_run_out_leaves_the_end_to_the_new_one(self, service: Service) -> None:
        effective_shelf(
            service,
            prohibition("1999-11-02", 5),
            prohibition("1999-12-01", 10),
            prohibition_lifted("1999-12-01"),
        )
        assert may_sell(service, "1999-12-06") == "yes"

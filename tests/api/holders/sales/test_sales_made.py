"""Sales that were made though the agreement barred them are recorded and flagged."""

from datetime import date, timedelta

import pytest

from tests.api.bodies import (
    Json,
    converted,
    declared_effective,
    fact,
    filed,
    handed_over,
    misleading,
    new_prospectus,
    obligation_waived,
    order_lifted,
    prohibition,
    sold,
    stop_order,
)
from tests.api.calls import (
    demanded,
    effective_shelf,
    obligation,
    ok,
    post_event,
    post_events,
    post_fact,
    taken_down,
)
from tests.running.service import Service

EFFECTIVE = (filed("1999-05-03", "S-1"), declared_effective("1999-05-14"))


def sale(day: str, holder: str = "spectrum", shares: int = 1_000) -> Json:
    terms = {"shares": shares, "price": "17.25", "discount_per_share": "0"}
    own = {"seller": holder, "seller_class": "holders"}
    return fact("shares_sold_in_offering", day, **own, **terms)


def told(day: str) -> Json:
    delivery = handed_over(day)
    return {"kind": "misstatement_notice_delivered", "holder": "spectrum", "delivery": delivery}


def answer_on(service: Service, registration: str, day: str) -> Json:
    answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return answer


def flagged(answer: Json) -> list[str]:
    return [each["code"] for each in answer["warnings"] if each["code"].startswith("SALE_")]


def duty(answer: Json, prefix: str) -> Json:
    (found,) = (each for each in answer["result"]["obligations"] if each["id"].startswith(prefix))
    return dict(found)


def has_common(service: Service) -> None:
    post_fact(service, converted("1999-03-01", "spectrum", 10_000))


class TestASaleUnderTheRegistration:
    def test_while_the_prospectus_misleads_breaks_the_duty_to_stop(self, service: Service) -> None:
        has_common(service)
        stop = (misleading("1999-06-01"), told("1999-06-02"), new_prospectus("1999-06-10"))
        demand = demanded(service, *EFFECTIVE, *stop, sale("1999-06-04"))
        answer = answer_on(service, demand, "1999-06-30")
        assert flagged(answer) == ["SALE_WHILE_HELD"]
        stopped = duty(answer, "discontinuance:spectrum")
        assert (stopped["status"], stopped.get("breached_on")) == ("breached", "1999-06-04")

    def test_before_he_was_told_and_with_the_new_prospectus_is_free(self, service: Service) -> None:
        has_common(service)
        stop = (misleading("1999-06-01"), told("1999-06-02"), new_prospectus("1999-06-10"))
        sales = (sale("1999-06-01"), sale("1999-06-10"))
        answer = answer_on(service, demanded(service, *EFFECTIVE, *stop, *sales), "1999-06-30")
        assert flagged(answer) == []
        assert duty(answer, "discontinuance:spectrum")["status"] == "performed"

    def test_while_an_order_stands_is_flagged(self, service: Service) -> None:
        has_common(service)
        order = (stop_order("1999-06-01"), order_lifted("1999-06-08"))
        sales = (sale("1999-06-07"), sale("1999-06-08"))
        answer = answer_on(service, demanded(service, *EFFECTIVE, *order, *sales), "1999-06-30")
        assert flagged(answer) == ["SALE_WHILE_STOP_ORDERED"]

    def test_while_sales_are_prohibited_breaks_the_duty_not_to_sell(self, service: Service) -> None:
        has_common(service)
        shelf = effective_shelf(service, prohibition("1999-11-10", 30))
        open_duty = duty(answer_on(service, shelf, "1999-11-11"), "no-sales:spectrum")
        assert (open_duty["clause"], open_duty["modality"]) == ("2(g)", "must_not")
        assert (open_duty["begins_on"], open_duty["due_on"]) == ("1999-11-10", "1999-12-09")
        assert open_duty["status"] == "open"
        kept = duty(answer_on(service, shelf, "1999-12-10"), "no-sales:spectrum")
        assert kept["status"] == "performed"
        post_event(service, shelf, sale("1999-12-09"))
        answer = answer_on(service, shelf, "1999-12-10")
        assert flagged(answer) == ["SALE_WHILE_SUSPENDED"]
        broken = duty(answer, "no-sales:spectrum")
        assert (broken["status"], broken.get("breached_on")) == ("breached", "1999-12-09")

    def test_a_waived_prohibition_bars_nothing(self, service: Service) -> None:
        shelf = effective_shelf(service, prohibition("1999-11-10", 30))
        identifier = duty(answer_on(service, shelf, "1999-11-11"), "no-sales:spectrum")["id"]
        ask = {"holder": "spectrum", "manner": "under_registration", "on": "1999-11-15"}
        before = ok(service.get("/v1/agreements/ctc/may-sell", **ask))["result"]["may_sell"]
        post_fact(service, obligation_waived("1999-11-12", identifier, registration=shelf))
        after = ok(service.get("/v1/agreements/ctc/may-sell", **ask))["result"]["may_sell"]
        assert (before, after) == ("no", "yes")

    def test_off_the_shelf_is_stopped_with_the_shelf(self, service: Service) -> None:
        has_common(service)
        shelf = effective_shelf(service)
        takedown = taken_down(service, shelf)
        post_events(service, shelf, prohibition("2000-03-01", 30))
        post_event(service, takedown, sale("2000-03-10"))
        for registration in (shelf, takedown):
            answer = answer_on(service, registration, "2000-03-10")
            assert flagged(answer) == ["SALE_WHILE_SUSPENDED"]
            assert answer["result"]["overlays"] == ["suspended"]

    @pytest.mark.parametrize(
        ("stopped", "overlay", "code"),
        [
            ((misleading("2000-03-01"), told("2000-03-02")), "held", "SALE_WHILE_HELD"),
            ((stop_order("2000-03-01"),), "stop_ordered", "SALE_WHILE_STOP_ORDERED"),
        ],
    )
    def test_off_the_shelf_shows_what_bars_sales_under_the_shelf(
        self, service: Service, stopped: tuple[Json, ...], overlay: str, code: str
    ) -> None:
        """2(a)(iii): it is sold under the shelf's statement; before the stop all is free."""
        has_common(service)
        shelf = effective_shelf(service)
        takedown = taken_down(service, shelf, sale("2000-02-29"))
        post_events(service, shelf, *stopped)
        free = answer_on(service, takedown, "2000-02-29")
        assert (free["result"]["overlays"], flagged(free)) == ([], [])
        post_event(service, takedown, sale("2000-03-10"))
        answer = answer_on(service, takedown, "2000-03-10")
        assert (answer["result"]["overlays"], flagged(answer)) == ([overlay], [code])

    @pytest.mark.parametrize(
        ("sold_on", "codes"), [("1999-06-07", ["SALE_WHILE_HELD"]), ("1999-06-08", [])]
    )
    def test_once_the_stop_is_waived_is_free(
        self, service: Service, sold_on: str, codes: list[str]
    ) -> None:
        """9(e): what is waived bars nothing, from the day of the waiver on."""
        has_common(service)
        stop = (misleading("1999-06-01"), told("1999-06-02"))
        demand = demanded(service, *EFFECTIVE, *stop)
        name = duty(answer_on(service, demand, "1999-06-03"), "discontinuance:spectrum")["id"]
        waiver = obligation_waived("1999-06-08", name, registration=demand)
        post_fact(service, waiver | {"effective_from": "1999-06-08"})
        post_event(service, demand, sale(sold_on))
        assert flagged(answer_on(service, demand, "1999-06-30")) == codes

    @pytest.mark.parametrize(
        ("sold_on", "codes"), [("1999-11-19", ["SALE_WHILE_SUSPENDED"]), ("1999-11-20", [])]
    )
    def test_once_the_prohibition_is_waived_is_free(
        self, service: Service, sold_on: str, codes: list[str]
    ) -> None:
        has_common(service)
        shelf = effective_shelf(service, prohibition("1999-11-10", 30))
        name = duty(answer_on(service, shelf, "1999-11-11"), "no-sales:spectrum")["id"]
        waiver = obligation_waived("1999-11-20", name, registration=shelf)
        post_fact(service, waiver | {"effective_from": "1999-11-20"})
        post_event(service, shelf, sale(sold_on))
        assert flagged(answer_on(service, shelf, "1999-11-30")) == codes


class TestASaleOutsideIt:
    @pytest.mark.parametrize(
        ("publicly", "code", "status"),
        [
            (None, "SALE_PERHAPS_BARRED", "unconfirmed"),
            (True, "SALE_IN_HOLDBACK", "breached"),
            (False, None, "performed"),
        ],
    )
    def test_within_the_holdback_is_barred_if_it_was_public(
        self, service: Service, publicly: bool | None, code: str | None, status: str
    ) -> None:
        """4(c) holds back public sales; of a private one it says nothing."""
        has_common(service)
        held = fact("holdback_required", "1999-05-03", firm_commitment=True)
        demand = demanded(service, *EFFECTIVE, held, sale("1999-06-04"), underwritten=True)
        for day in ("1999-05-06", "1999-05-14", "1999-11-10", "1999-11-11"):
            post_fact(service, sold(day, "spectrum", 10) | {"publicly": publicly})
        answer = answer_on(service, demand, "1999-11-30")
        assert flagged(answer) == ([code] * 2 if code else [])
        says = [each["says"] for each in answer["warnings"] if each["code"] == code]
        assert [each.partition(";")[0] for each in says] == [
            "spectrum sold 10 shares on 14 May 1999",
            "spectrum sold 10 shares on 10 November 1999",
        ][: len(says)]
        assert obligation(answer["result"], "holdback:required:spectrum")["status"] == status
        missing = {each["posted_as"] for each in answer["missing_inputs"]}
        assert ("shares_sold.publicly" in missing) == (publicly is None)

    @pytest.mark.parametrize(("sold_on", "codes"), [("1999-06-07", 1), ("1999-06-08", 0)])
    def test_once_the_holdback_is_waived_is_free(
        self, service: Service, sold_on: str, codes: int
    ) -> None:
        has_common(service)
        held = fact("holdback_required", "1999-05-03", firm_commitment=True)
        demand = demanded(service, *EFFECTIVE, held, underwritten=True)
        name = "holdback:required:spectrum"
        waiver = obligation_waived("1999-06-08", name, registration=demand)
        post_fact(service, waiver | {"effective_from": "1999-06-08"})
        post_fact(service, sold(sold_on, "spectrum", 10) | {"publicly": True})
        answer = answer_on(service, demand, "1999-11-30")
        assert flagged(answer) == ["SALE_IN_HOLDBACK"] * codes

    @pytest.mark.parametrize("required_on", ["1999-05-13", "1999-05-25"])
    def test_before_it_was_required_is_free(self, service: Service, required_on: str) -> None:
        """4(c): "if so reasonably required": the days from 7 May bind from the requirement on."""
        has_common(service)
        before = (date.fromisoformat(required_on) - timedelta(days=1)).isoformat()
        held = fact("holdback_required", required_on, firm_commitment=True)
        demand = demanded(service, *EFFECTIVE, held, underwritten=True)
        post_fact(service, sold(before, "spectrum", 10))
        answer = answer_on(service, demand, "1999-11-30")
        assert flagged(answer) == []
        (line, *_) = (each for each in answer["result"]["holdback"] if each["holder"] == "spectrum")
        assert (line["first_day"], line["bound_from"]) == ("1999-05-07", required_on)
        post_fact(service, sold(required_on, "spectrum", 10) | {"publicly": True})
        assert flagged(answer_on(service, demand, "1999-11-30")) == ["SALE_IN_HOLDBACK"]

    @pytest.mark.parametrize(
        ("sold_on", "expected"),
        [
            ("1999-05-13", ("open", None)),  # the day of effectiveness was only expected (QD17)
            ("1999-05-14", ("breached", "1999-05-14")),
            ("1999-11-10", ("breached", "1999-11-10")),
        ],
    )
    def test_under_another_registration_breaks_the_holdback(
        self, service: Service, sold_on: str, expected: tuple[str, str | None]
    ) -> None:
        """4(c): a sale under another statement is public beyond doubt."""
        has_common(service)
        held = fact("holdback_required", "1999-05-03", firm_commitment=True)
        demand = demanded(service, *EFFECTIVE, held, underwritten=True)
        other = demanded(service, filed("1999-04-05", "S-1"), declared_effective("1999-05-10"))
        post_event(service, other, sale(sold_on, shares=10))
        answer = answer_on(service, demand, "1999-11-10")
        assert flagged(answer) == ["SALE_IN_HOLDBACK"]
        duty = obligation(answer["result"], "holdback:required:spectrum")
        assert (duty["status"], duty.get("breached_on")) == expected

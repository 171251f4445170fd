"""What is not recorded leaves open when a registration ends, and whether sales are prohibited.

The shelf is effective on 27 October 1999. a holds 60 shares of 100, and sells them on 20 May 1999
under a demand in which the Company may have taken part with 40.
"""

import pytest

from tests.api.bodies import (
    Json,
    additions,
    agreement,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    letter,
    prohibition,
    stop_order,
)
from tests.api.calls import (
    begun,
    make_agreement,
    ok,
    read_agreement,
    read_registration,
    shelved,
)
from tests.running.service import Service

SHELF = (filed("1999-10-15"), declared_effective("1999-10-27"))
SELLS = {"holder": "spectrum", "manner": "under_registration"}


class TestTheYearOfAShelf:
    """2(a)(ii): it runs from the conversion, of which the effective shelf is a condition."""

    @pytest.mark.parametrize(
        ("day", "while_unknown", "since_known"),
        [
            ("2000-10-27", "yes", "yes"),
            # A year from effectiveness: it may have ended, if the conversion came at once.
            ("2000-10-28", "unknown", "yes"),
            ("2000-11-01", "unknown", "yes"),
            ("2000-11-02", "unknown", "no"),
        ],
    )
    def test_may_have_run_out_while_the_conversion_is_not_recorded(
        self, service: Service, day: str, while_unknown: str, since_known: str
    ) -> None:
        def asked() -> Json:
            answer: Json = ok(service.get("/v1/agreements/ctc/may-sell", **SELLS, on=day))
            return answer

        name = shelved(service, *SHELF)
        before = asked()
        assert before["result"]["may_sell"] == while_unknown
        if while_unknown == "unknown":
            (line,) = before["result"]["registrations"]
            assert [(each["code"], each["clause"]) for each in line["reasons"]] == [
                ("PERIOD_ENDED", "2(a)(ii)")
            ]
        assert "conversion_completed" in {each["posted_as"] for each in before["missing_inputs"]}
        ok(service.post(f"/v1/registrations/{name}/events", conversion("1999-11-01")), 201)
        assert asked()["result"]["may_sell"] == since_known


class TestTheLastSale:
    """QC20, 2(e)(i): an order after the last sale leaves a demand effected."""

    DEMAND = demand(
        letter(handed_over("1999-03-01"), {"a": 60}), short_form_qualified=False, underwritten=False
    )

    def told(self, service: Service, **more: bool) -> tuple[Json, Json]:
        holders = [holder("a", 60), holder("b", 40)]
        make_agreement(service, agreement("small", holders=holders))
        sale = {"seller": "a", "seller_class": "holders", "shares": 60, "price": "10"}
        name = begun(
            service,
            "demands",
            self.DEMAND,
            additions("1999-04-01", 40, **more),
            filed("1999-05-14"),
            declared_effective("1999-05-14"),
            fact("shares_sold_in_offering", "1999-05-20", **sale, discount_per_share="0"),
            stop_order("1999-06-05"),
            agreement="small",
        )
        left = read_agreement(service, "small", as_of="1999-06-06")["demands"]
        return read_registration(service, name, "1999-06-06"), left

    @pytest.mark.parametrize(
        ("consent", "ended_on", "effected", "left"),
        [
            ({"holders_consent": False}, "1999-05-20", True, 2),
            ({"holders_consent": True}, None, False, 3),
            ({}, None, None, None),
        ],
        ids=str,
    )
    def test_is_open_while_it_is_not_known_who_is_in_it(
        self,
        service: Service,
        consent: dict[str, bool],
        ended_on: str | None,
        effected: bool | None,
        left: int | None,
    ) -> None:
        found, demands = self.told(service, **consent)
        assert (found.get("ended_on"), found["effected"]) == (ended_on, effected)
        assert demands["remaining"] == found["tallies"]["demands"]["remaining_after"] == left
        assert (found["windows"]["effectiveness"]["last_day"] is None) is (not consent)


class TestAProhibition:
    @pytest.mark.parametrize(
        ("considered", "overlays"),
        [
            ({"transaction_considered_from": "1999-11-20"}, ["suspended"]),
            ({"transaction_considered_from": None}, ["perhaps_suspended"]),
        ],
        ids=str,
    )
    def test_on_which_the_ruling_is_open_may_lie_over_it(
        self, service: Service, considered: Json, overlays: list[str]
    ) -> None:
        told = {"spectrum": handed_over("1999-12-01")}
        use = prohibition("1999-12-01", 20, told, **considered)
        name = shelved(service, *SHELF, conversion("1999-11-01"), use)
        for day, expected in (
            ("1999-11-30", []),
            ("1999-12-01", overlays),
            ("1999-12-20", overlays),
            ("1999-12-21", []),
        ):
            assert read_registration(service, name, day)["overlays"] == expected, day

    @pytest.mark.parametrize("day", ["1999-12-01", "1999-12-02"])
    def test_of_which_nobody_is_known_to_be_told_leaves_the_days_open(
        self, service: Service, day: str
    ) -> None:
        """QD2: the notices may have come on its very day, and the run have begun with it."""
        name = shelved(
            service, *SHELF, conversion("1999-11-01"), prohibition("1999-12-01", 30, notices=None)
        )
        found = read_registration(service, name, day)["suspension_budget"]
        assert (found["days_used"], found["days_left"]) == (None, None)

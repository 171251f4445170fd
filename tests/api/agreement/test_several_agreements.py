"""Several agreements of one company: who ranks where, thresholds that drift, rights given later.

`first` is of 10 April 1998, `second` of 1 February 1999; both are made of the agreement of 1998,
whose clause 2(f) ranks who sells in the Company's own offering and whose clause 8 limits what
rights others get.
"""

from typing import Any, Final

import pytest

from tests.api.bodies import Json, fact, holder, sold
from tests.api.calls import by, make_agreement, ok, post_fact
from tests.api.refusals import faults, problem
from tests.running.service import Service

HOLDERS_FIRST = [["company"], ["holders"], ["others"]]
HOLDERS_LAST = [["company"], ["others"], ["holders"]]
DAY = "1999-06-01"


def ranked(order: list[list[str]]) -> Json:
    return {"incidental": {"cutback": {"priority": None, "ranks": order}}}


def made(service: Service, first: Json | None = None, second: Json | None = None) -> None:
    for name, day, held, said in (
        ("first", "1998-04-10", [holder("alder", 600_000), holder("birch", 400_000)], first),
        ("second", "1999-02-01", [holder("cedar", 3_000_000)], second),
    ):
        overrides = {"agreement_date": day, "original_holders": [], **(said or {})}
        make_agreement(
            service,
            {"id": name, "template": "ctc-1998", "holders": held, "overrides": overrides},
        )


def company(service: Service, **params: Any) -> Json:
    found: Json = ok(
        service.get("/v1/companies/ctc", agreement_id=["first", "second"], as_of=DAY, **params)
    )
    return found


def own_offering(conflict: Json) -> bool:
    return bool(conflict["offering"] == "initiated_by_the_company")


class TestWhoRanksWhere:
    def test_two_that_each_put_their_own_holders_first_are_in_conflict(
        self, service: Service
    ) -> None:
        made(service, ranked(HOLDERS_FIRST), ranked(HOLDERS_FIRST))
        (conflict,) = filter(own_offering, company(service)["rank_conflicts"])
        assert [
            (side["agreement"], side["clause"], side["place"], side["holders"])
            for side in conflict["sides"]
        ] == [
            ("first", "2(f)", "/incidental/cutback/ranks", "before"),
            ("second", "2(f)", "/incidental/cutback/ranks", "before"),
        ]
        assert "Neither prevails" in conflict["says"]

    @pytest.mark.parametrize(
        ("first", "second"),
        [(HOLDERS_FIRST, HOLDERS_LAST), (HOLDERS_LAST, HOLDERS_FIRST)],
    )
    def test_two_that_say_the_same_are_not(self, service: Service, first: Any, second: Any) -> None:
        made(service, ranked(first), ranked(second))
        assert not list(filter(own_offering, company(service)["rank_conflicts"]))

    def test_one_rank_for_all_under_both_is_none(self, service: Service) -> None:
        """2(f)(ii): Holders and others share one rank, whichever of the two is asked."""
        made(service)
        assert not list(filter(own_offering, company(service)["rank_conflicts"]))

    def test_one_rank_under_one_and_an_order_under_the_other_is_one(self, service: Service) -> None:
        made(service, second=ranked(HOLDERS_FIRST))
        (conflict,) = filter(own_offering, company(service)["rank_conflicts"])
        assert [side["holders"] for side in conflict["sides"]] == ["alike", "before"]

    def test_a_demand_ranks_by_its_own_clause_and_by_that_of_who_joins(
        self, service: Service
    ) -> None:
        """The first puts its Holders before others in their demand; the second those who initiate
        after its own."""
        cutback = {
            "priorities_initiated_by_others": {"$replace": True},
            "ranks_initiated_by_others": [["holders"], ["initiators", "others"], ["company"]],
        }
        made(service, second={"incidental": {"cutback": cutback}})
        found = company(service)["rank_conflicts"]
        (conflict,) = (each for each in found if each["demanded_under"] == "first")
        assert [(side["clause"], side["holders"]) for side in conflict["sides"]] == [
            ("2(a)(i)", "before"),
            ("2(f)", "before"),
        ]


class TestOneOffering:
    BODY: Final[Json] = {
        "on": DAY,
        "company_shares": 1_000_000,
        "holders": {"first": {"alder": 400_000}, "second": {"cedar": 300_000}},
        "maximum_shares": 1_500_000,
    }

    def asked(self, service: Service, **more: Any) -> Json:
        answer: Json = ok(service.post("/v1/companies/ctc/offering", self.BODY | more))
        return answer

    def test_what_the_two_say_differently_is_not_decided(self, service: Service) -> None:
        """500,000 are left after the Company. The first: Alder 400,000, Cedar 100,000. The second:
        Cedar 300,000, Alder 200,000."""
        made(service, ranked(HOLDERS_FIRST), ranked(HOLDERS_FIRST))
        answer = self.asked(service)
        sellers = by("seller", answer["sellers"])
        said = {
            name: [(each["agreement"], each["clause"], each["included"]) for each in seller["said"]]
            for name, seller in sellers.items()
        }
        assert said["alder"] == [("first", "2(f)", 400_000), ("second", "2(f)", 200_000)]
        assert said["cedar"] == [("first", "2(f)", 100_000), ("second", "2(f)", 300_000)]
        assert answer["in_conflict"]
        assert [sellers[name]["included"] for name in ("ctc", "alder", "cedar")] == [
            1_000_000,
            None,
            None,
        ]
        assert len(answer["rank_conflicts"]) == 1

    def test_what_both_say_alike_is_the_answer(self, service: Service) -> None:
        made(service, ranked(HOLDERS_FIRST), ranked(HOLDERS_LAST))
        answer = self.asked(service)
        sellers = by("seller", answer["sellers"])
        assert [sellers[name]["included"] for name in ("ctc", "alder", "cedar")] == [
            1_000_000,
            400_000,
            100_000,
        ]
        assert not answer["in_conflict"]

    def test_a_conflict_that_no_maximum_brings_out_changes_no_number(
        self, service: Service
    ) -> None:
        made(service, ranked(HOLDERS_FIRST), ranked(HOLDERS_FIRST))
        answer = self.asked(service, maximum_shares=1_700_000)
        assert not answer["in_conflict"]
        assert len(answer["rank_conflicts"]) == 1

    def test_one_whom_the_company_need_not_recognise_takes_no_room(self, service: Service) -> None:
        """9(f): it is neither holder of record nor has it sent the papers."""
        made(service, ranked(HOLDERS_FIRST), ranked(HOLDERS_LAST))
        passed = {
            "kind": "securities_transferred",
            "occurred_on": "1999-01-20",
            "holder": "alder",
            "transferee": "fir",
            "transferee_name": "Fir",
            "common": 100_000,
            "affiliate": True,
            "restricted_in_writing": False,
        }
        ok(service.post("/v1/agreements/first/events", passed), 201)
        asked = {"first": {"alder": 400_000, "fir": 50_000}, "second": {"cedar": 100_000}}
        answer = self.asked(service, holders=asked)
        fir, alder, cedar = (
            by("seller", answer["sellers"])[each] for each in ("fir", "alder", "cedar")
        )
        assert (fir["requested"], fir["included"]) == (50_000, 0)
        assert {each["reason"] for each in fir["said"]} == {
            "The company need not recognise fir as a Holder on 1 June 1999 (9(f))."
        }
        assert (alder["included"], cedar["included"]) == (400_000, 100_000)

    @pytest.mark.parametrize(
        "end",
        [
            # The rights of all had ended a month before; those of Alder, which holds 600,000.
            {"on": {"date": "1999-05-01"}},
            {"for": "holder", "on": {"when": {"held": {"shares": 600_001, "is": "<"}}}},
        ],
    )
    def test_whose_rights_have_ended_takes_no_room(self, service: Service, end: Json) -> None:
        """Alder has no right any more: of the 500,000 after the Company, Cedar gets its 300,000."""
        made(service, ranked(HOLDERS_FIRST) | {"ends": {"e": end}}, ranked(HOLDERS_FIRST))
        answer = self.asked(service)
        sellers = by("seller", answer["sellers"])
        assert [sellers[name]["included"] for name in ("ctc", "alder", "cedar")] == [
            1_000_000,
            0,
            300_000,
        ]
        assert not answer["in_conflict"]
        early = by("seller", self.asked(service, on="1999-04-30")["sellers"])
        assert early["alder"]["included"] == (None if "for" not in end else 0)

    def test_nobody_sells_more_than_it_has(self, service: Service) -> None:
        made(service)
        asked = {"first": {"alder": 600_001}, "second": {"birch": 1}}
        refused = service.post("/v1/companies/ctc/offering", self.BODY | {"holders": asked})
        assert faults(refused) == {
            "/holders/first/alder": "more_than_held",
            "/holders/second/birch": "unknown_holder",
        }

    def test_no_agreement_takes_part_before_it_is_made(self, service: Service) -> None:
        made(service)
        refused = service.post("/v1/companies/ctc/offering", self.BODY | {"on": "1998-12-01"})
        assert faults(refused) == {"/holders/second": "before_agreement"}


class TestDrift:
    def thresholds(self, service: Service, place: str) -> list[Json]:
        found = company(service)["thresholds"]
        (threshold,) = (
            each for each in found if (each["agreement"], each["place"]) == ("first", place)
        )
        assert (threshold["clause"], threshold["fraction"], threshold["comparison"]) == (
            "2(a)(i)",
            "1/2",
            ">",
        )
        days: list[Json] = threshold["days"]
        return days

    def test_a_majority_becomes_a_quarter_on_the_day_of_an_issuance(self, service: Service) -> None:
        """Alder has 600,000 of 1,000,000; after 1,400,000 are issued to Dogwood, a quarter."""
        made(service)
        for recorded in (
            fact("holder_recorded", "1999-01-15", holder="dogwood", name="Dogwood"),
            fact("position_stated", "1999-01-15", holder="dogwood", common=1_400_000),
        ):
            post_fact(service, recorded, "first")
        first, then = self.thresholds(service, "/requisite_holders")
        assert (first["on"], first["total"], first["needed"]) == ("1998-04-10", 1_000_000, 500_001)
        assert (first["alone"], first["parts"]["alder"]) == (["alder"], "3/5")
        assert (then["on"], then["total"], then["needed"]) == ("1999-01-15", 2_400_000, 1_200_001)
        assert (then["parts"]["alder"], then["no_longer"], then["alone"]) == (
            "1/4",
            ["alder"],
            ["dogwood"],
        )
        record = ok(service.get("/v1/agreements/first/events"))["items"]
        named = [each for each in record if f"fact:{each['fact_id']}" in then["because"]]
        assert [each["kind"] for each in named] == ["position_stated"]

    def test_a_sale_moves_it_too(self, service: Service) -> None:
        """Alder sells 300,000 to the public: of 700,000 it has three sevenths, Birch four."""
        made(service)
        post_fact(service, sold("1999-03-01", "alder", 300_000), "first")
        _, then = self.thresholds(service, "/requisite_holders")
        assert (then["total"], then["needed"]) == (700_000, 350_001)
        assert then["parts"] == {"alder": "3/7", "birch": "4/7"}
        assert (then["no_longer"], then["alone"]) == (["alder"], ["birch"])

    def test_a_round_weighs_less_beside_the_next(self, service: Service) -> None:
        """One million, the whole, is a quarter once three more are out under another agreement."""
        made(service)
        weights = company(service)["weights"]
        assert [(each["on"], each["total"], each["parts"]) for each in weights] == [
            ("1998-04-10", 1_000_000, {"first": "1", "second": "0"}),
            ("1999-02-01", 4_000_000, {"first": "1/4", "second": "3/4"}),
        ]
        assert weights[1]["because"]

    def test_only_what_happened_by_the_day_counts(self, service: Service) -> None:
        made(service)
        found = ok(service.get("/v1/companies/ctc", agreement_id=["first"], as_of="1998-12-01"))
        assert [each["id"] for each in found["agreements"]] == ["first"]


class TestRightsGivenLater:
    def test_that_are_better_breach_the_earlier_clause(self, service: Service) -> None:
        """Clause 8: a demand is effected within 45 days under the second, 90 under the first."""
        made(service, second={"demand": {"effect_within": {"count": 45}, "short_form": None}})
        (found,) = company(service)["later_rights"]
        assert (found["agreement"], found["clause"], found["granted_by"], found["granted_on"]) == (
            "first",
            "8",
            "second",
            "1999-02-01",
        )
        assert (found["permitted"], found["reason"]) == (False, "SECTION_8_BREACH")
        (conflict,) = found["conflicts"]
        assert "90 under clause 2(a)(i) of first" in conflict
        assert "45 under clause 2(a)(i) of second" in conflict

    def test_that_are_the_same_do_not(self, service: Service) -> None:
        made(service)
        (found,) = company(service)["later_rights"]
        assert found["conflicts"] == []
        assert {each["verdict"] for each in found["terms"]} == {"equal"}
        # What one of the two gives no number for is told, and not guessed at.
        assert found["permitted"] is None
        assert "shelf_days" in found["not_compared"]

    def test_are_none_of_the_earlier_agreement(self, service: Service) -> None:
        made(service, first={"demand": {"effect_within": {"count": 45}, "short_form": None}})
        (found,) = company(service)["later_rights"]
        assert (found["agreement"], found["conflicts"]) == ("first", [])


class TestTheCompany:
    def test_is_found_by_the_terms_of_its_agreements(self, service: Service) -> None:
        made(service)
        found = ok(service.get("/v1/companies/ctc", as_of=DAY))
        assert {"first", "second"} <= {each["id"] for each in found["agreements"]}

    def test_that_has_no_agreement_is_not_found(self, service: Service) -> None:
        problem(service.get("/v1/companies/nobody", as_of=DAY), 404, "not_found")

    def test_is_not_that_of_another_agreement(self, service: Service) -> None:
        made(service, second={"company": {"id": "other", "name": "Other", "entity": "company"}})
        refused = service.get("/v1/companies/ctc", agreement_id=["first", "second"], as_of=DAY)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["code"] == "another_company"

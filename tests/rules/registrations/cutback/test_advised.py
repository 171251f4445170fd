"""Whether a cutback applies, and who comes first: every kind of registration."""

from hypothesis import given
from hypothesis import strategies as st

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.advised import (
    MaximaAdvised,
    OtherDemand,
    allocate_other_demand,
)
from app.rules.registrations.cutback.demanded import (
    allocate,
)
from app.rules.registrations.cutback.selling import (
    Additions,
    Allocation,
    Maximum,
    Seller,
)
from tests.rules.examples.parties import (
    advice,
    in_incidental,
    in_takedown,
    incidental,
    matter,
    missing,
    relied_on,
    said,
    seller,
    shares,
    warnings,
)

OFFER = [
    seller("ctc", 3_200_000, "company"),
    seller("spectrum", 500_000),
    seller("mochary", 100_000),
    seller("x", 200_000, "others"),
]
ALL = {"ctc": 3_200_000, "spectrum": 500_000, "mochary": 100_000, "x": 200_000}
CUT = {"ctc": 3_200_000, "spectrum": 187_500, "mochary": 37_500, "x": 75_000}


class TestTheCompanysRegistration:
    def test_the_company_comes_first_and_the_rest_pro_rata(self) -> None:
        asked = matter()
        found = in_incidental(OFFER, advice(3_500_000), asked)
        assert (shares(found), found.total, found.cut_back) == (CUT, 3_500_000, True)
        assert all(line.reason and line.source.startswith("step:") for line in found.lines)

    def test_nobody_is_cut_unless_it_is_underwritten(self) -> None:
        found = in_incidental(OFFER, advice(3_500_000, underwritten=False), matter())
        assert shares(found) == ALL

    def test_nobody_is_cut_without_a_maximum(self) -> None:
        assert shares(in_incidental(OFFER, advice(None), matter())) == ALL

    def test_oral_advice_cuts_nobody_and_is_pointed_out(self) -> None:
        asked = matter()
        assert shares(in_incidental(OFFER, advice(3_500_000, in_writing=False), asked)) == ALL
        assert warnings(asked) == ["ADVICE_NOT_WRITTEN"]

    def test_what_is_not_stated_and_decides_is_missing(self) -> None:
        for heard, initiated, name in (
            (advice(3_500_000, in_writing=None), True, "written_advice"),
            (advice(3_500_000, underwritten=None), True, "underwritten"),
            (advice(3_500_000), False, "initiated_by"),
        ):
            asked = matter()
            found = in_incidental(OFFER, heard, asked, "company" if initiated else None)
            # The Company comes first and has all of its own whatever is said.
            assert shares(found) == {**dict.fromkeys(ALL), "ctc": ALL["ctc"]}
            assert found.total is None
            assert missing(asked) == [name]

    def test_what_would_decide_nothing_is_not_missing(self) -> None:
        asked = matter()
        heard = advice(4_000_000, underwritten=None, in_writing=None)
        assert shares(in_incidental(OFFER, heard, asked, None)) == ALL
        assert missing(asked) == []

    def test_an_agreement_without_a_cutback_cuts_nobody(self) -> None:
        asked = matter({"incidental": {"cutback": None}})
        assert shares(in_incidental(OFFER, advice(100), asked)) == ALL

    def test_ranks_are_terms(self) -> None:
        asked = matter({"incidental": {"cutback": {"priority": [["holders"], ["company"]]}}})
        found = in_incidental(OFFER, advice(700_000), asked)
        assert shares(found) == {"ctc": 100_000, "spectrum": 500_000, "mochary": 100_000, "x": 0}


class TestARegistrationThatOthersInitiate:
    def test_has_no_cutback(self) -> None:
        asked = matter()
        assert shares(in_incidental(OFFER, advice(3_500_000), asked, "others")) == ALL
        assert warnings(asked) == ["NO_CUTBACK_PROVISION"]

    def test_is_not_warned_of_where_all_fit(self) -> None:
        asked = matter()
        in_incidental(OFFER, advice(4_000_000), asked, "others")
        assert warnings(asked) == []

    def test_puts_its_initiators_first_under_the_reading(self) -> None:
        asked = matter(secondary_incidental_cutback="initiators_first")
        sellers = [seller("x", 600_000, "others", "initiators"), seller("spectrum", 300_000)]
        found = in_incidental(sellers, advice(700_000), asked, "others")
        assert shares(found) == {"x": 600_000, "spectrum": 100_000}
        assert found.lines[0].seller_class == "others"


class TestASaleOffTheShelf:
    SELLERS = (seller("ctc", 200_000, "company"), seller("a", 600_000), seller("b", 200_000))

    def test_puts_holders_first_and_cuts_them_pro_rata(self) -> None:
        found = in_takedown(list(self.SELLERS), advice(500_000), matter())
        assert shares(found) == {"ctc": 0, "a": 375_000, "b": 125_000}


class TestADemandByOthers:
    SELLERS = (seller("z", 1_000_000, "demanding"), seller("a", 300_000), seller("b", 100_000))

    def found(
        self, room: int | None, compliant: bool | None, underwritten: bool | None = True
    ) -> tuple[Allocation, Matter]:
        asked = matter()
        demand = OtherDemand(
            None if underwritten is None else said(underwritten),
            None if compliant is None else said(compliant),
            None if room is None else Sourced(room, "request:/room_for_registrable"),
        )
        return allocate_other_demand(self.SELLERS, demand, incidental(asked), asked), asked

    def test_leaves_holders_the_room_that_does_not_interfere(self) -> None:
        found, _ = self.found(150_000, True)
        assert shares(found) == {"z": 1_000_000, "a": 112_500, "b": 37_500}
        assert found.total == 1_150_000

    def test_does_not_limit_holders_if_granted_in_breach(self) -> None:
        found, asked = self.found(150_000, False)
        assert shares(found) == {"z": 1_000_000, "a": 300_000, "b": 100_000}
        assert warnings(asked) == ["SECTION_8_BREACH"]

    def test_does_not_limit_holders_without_an_underwriter_or_his_finding(self) -> None:
        for room, underwritten in ((150_000, False), (None, True)):
            found, _ = self.found(room, True, underwritten)
            assert found.total == 1_400_000

    def test_is_open_while_compliance_is_not_stated(self) -> None:
        found, asked = self.found(150_000, None)
        assert shares(found) == {"z": 1_000_000, "a": None, "b": None}
        assert missing(asked) == ["granted_in_compliance"]


class TestADemandByHolders:
    def test_warns_where_holders_exceed_what_over_allotment_leaves(self) -> None:
        asked = matter(greenshoe_in_max=True)
        assert asked.terms.demand is not None
        maximum = Maximum("request:/max", 700, Sourced(100, "request:/greenshoe"))
        sellers = [seller("a", 650), seller("ctc", 300, "company"), seller("x", 50, "others")]
        additions = Additions("request:", 300, {"x": 50}, None)
        demand = asked.terms.demand
        advice = MaximaAdvised(said(True), (maximum,))
        found = allocate(sellers, additions, advice, demand, asked, askers_known=False)
        assert shares(found) == {"a": 650, "ctc": 0, "x": 0}
        assert warnings(asked) == ["NO_CUTBACK_PROVISION"]


requests = st.lists(st.integers(0, 900_000), min_size=1, max_size=6)


@given(requests, requests, st.integers(0, 2_000_000), st.integers(0, 4_000_000))
def test_a_cutback_deals_out_the_maximum(
    held: list[int], others: list[int], company: int, maximum: int
) -> None:
    sellers: list[Seller] = [
        seller("ctc", company, "company"),
        *(seller(f"h{place}", number) for place, number in enumerate(held)),
        *(seller(f"o{place}", number, "others") for place, number in enumerate(others)),
    ]
    asked = matter()
    found = in_incidental(sellers, advice(maximum), asked)
    requested = company + sum(held) + sum(others)
    assert found.total == min(maximum, requested)
    assert found.cut_back == (requested > maximum)
    assert ("others_rank" in relied_on(asked)) == (requested > maximum)

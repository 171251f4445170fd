"""Ranks of named groups, of a basis of their own, with floors, lots and affiliates who are one.

Each number is derived by hand in the comment beside it. On the record alder holds 600,000 shares,
birch 300,000 and cedar 100,000; over the stateless cutback the sellers are stated.
"""

from typing import Any, ClassVar

import pytest

from tests.api.bodies import Json, additions, agreement, holder, join, mailed, maximum, notice
from tests.api.calls import (
    begun,
    included,
    make_agreement,
    ok,
    post_event,
    read_registration,
)
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

REPLACED: Json = {"priorities": {"$replace": True}}


def terms_with(service: Service, place: str, ranks: Any, **parts: Any) -> Json:
    terms: Json = ok(service.get("/v1/templates/ctc-1998"))["terms"]
    if place == "demand":
        del terms["demand"]["priorities"]
        terms["demand"]["ranks"] = ranks
    elif place == "takedown":
        del terms["takedown_cutback"]["priorities"]
        terms["takedown_cutback"]["ranks"] = ranks
    else:
        cutback = terms["incidental"]["cutback"]
        del cutback["priority"]
        cutback["ranks"] = ranks
    return terms | parts


def shared(service: Service, ranks: Any, most: int, **asked: Any) -> Any:
    """The cutback of the Company's own registration, as computed without a record."""
    parts = {name: asked.pop(name) for name in ("groups", "sharing", "affiliates") if name in asked}
    in_groups = asked.pop("in_groups", None)
    body: Json = {
        "terms": terms_with(service, "incidental", ranks, **parts),
        "registration": "incidental",
        "initiated_by": "company",
        "underwritten": True,
        "written_advice": True,
        "maximum_shares": most,
        **asked,
    }
    if in_groups is not None:
        body["groups"] = in_groups
    return ok(service.post("/v1/compute/cutback", body))


def numbers(found: Any) -> dict[str, int | None]:
    return {each["seller"]: each["included"] for each in found["result"]["lines"]}


SERIES_B: Json = {"series_b": {"members": ["alder", "birch"]}}
KEY: Json = {"key_holders": {"members": ["cedar"]}}


class TestNamedGroups:
    """The Company first, then Series B, then the other Holders, and key holders after all."""

    RANKS: ClassVar[Any] = [["company"], ["series_b"], ["holders"], ["others"], ["key_holders"]]

    @pytest.mark.parametrize(
        ("most", "expected"),
        [
            # 1,000 - 400 leaves 600 for alder's 400 and birch's 200: just enough.
            (
                1_000,
                {"ctc": 400, "alder": 400, "birch": 200, "dogwood": 0, "elders": 0, "cedar": 0},
            ),
            # 700 - 400 = 300 of the 600: half of each.
            (700, {"ctc": 400, "alder": 200, "birch": 100, "dogwood": 0, "elders": 0, "cedar": 0}),
            # 1,250 - 1,000 = 250 for dogwood's 100, elders' 100, and cedar's last 50.
            (
                1_250,
                {
                    "ctc": 400,
                    "alder": 400,
                    "birch": 200,
                    "dogwood": 100,
                    "elders": 100,
                    "cedar": 50,
                },
            ),
        ],
    )
    def test_each_in_its_rank(
        self, stateless_service: Service, most: int, expected: dict[str, int]
    ) -> None:
        found = shared(
            stateless_service,
            self.RANKS,
            most,
            groups=SERIES_B | KEY,
            company=400,
            holders={"alder": 400, "birch": 200, "cedar": 100, "dogwood": 100},
            others={"elders": 100},
        )
        assert numbers(found) == expected

    def test_outsiders_may_come_before(self, stateless_service: Service) -> None:
        """Elders under another agreement rank before Holders; other outsiders after all."""
        found = shared(
            stateless_service,
            [["company"], ["elders"], ["holders"], ["others"]],
            500,
            groups={"elders": {"outside": ["elder-fund"]}},
            company=300,
            holders={"alder": 200},
            others={"elder-fund": 150, "newcomer": 100},
        )
        # 500 - 300 - 150 = 50 for alder.
        assert numbers(found) == {"ctc": 300, "alder": 50, "elder-fund": 150, "newcomer": 0}

    def test_a_group_by_its_holding_is_stated(self, stateless_service: Service) -> None:
        asked: Json = {
            "groups": {"major": {"hold": {"fraction": "1/10", "of": "registrable", "is": ">="}}},
            "company": 100,
            "holders": {"alder": 100, "cedar": 100},
        }
        del asked["groups"]["major"]["hold"]["of"]
        ranks = [["company"], ["major"], ["holders", "others"]]
        found = shared(stateless_service, ranks, 200, **asked)
        assert set(numbers(found).values()) == {None}
        assert "groups" in {each["name"] for each in found["missing_inputs"]}
        found = shared(stateless_service, ranks, 200, **asked, in_groups={"major": ["cedar"]})
        assert numbers(found) == {"ctc": 100, "alder": 0, "cedar": 100}

    def test_no_reading_has_a_part_in_who_shares_a_rank(self, stateless_service: Service) -> None:
        found = shared(
            stateless_service,
            [["company"], ["holders", "others"]],
            200,
            company=100,
            holders={"alder": 100},
            others={"elders": 100},
        )
        assert numbers(found) == {"ctc": 100, "alder": 50, "elders": 50}
        assert "others_rank" not in str(found["readings"])


class TestFloors:
    """The Company first, then Series B with at least a quarter of the offering, but in the IPO."""

    RANKS: ClassVar[Any] = [
        ["company"],
        {
            "groups": ["series_b"],
            "floor": {"fraction": "1/4", "of": "offering", "is": ">=", "unless": {"ipo": True}},
        },
        ["holders", "others"],
    ]

    def found(self, service: Service, most: int, first: bool | None, **asked: int) -> Any:
        return shared(
            service,
            self.RANKS,
            most,
            groups=SERIES_B,
            company=asked.get("company", 1_000),
            holders={"alder": asked.get("alder", 300), "cedar": 100},
            first_public_offering=first,
        )

    @pytest.mark.parametrize(
        ("most", "first", "asked", "expected"),
        [
            # A quarter of 1,000 is 250: the Company gives way to 750.
            (1_000, False, {}, {"ctc": 750, "alder": 250, "cedar": 0}),
            # In the first public offering nothing is kept: the Company takes all 1,000.
            (1_000, True, {}, {"ctc": 1_000, "alder": 0, "cedar": 0}),
            # Alder asks for 100 only: no more than these are kept.
            (1_000, False, {"alder": 100}, {"ctc": 900, "alder": 100, "cedar": 0}),
            # The Company leaves more than the floor: 1,000 - 600 = 400 for alder's 300, cedar 100.
            (1_000, False, {"company": 600}, {"ctc": 600, "alder": 300, "cedar": 100}),
            # A quarter of 1,001 is 250.25: the fewest whole shares that reach it are 251.
            (1_001, False, {}, {"ctc": 750, "alder": 251, "cedar": 0}),
        ],
    )
    def test_displace_the_ranks_above(
        self,
        stateless_service: Service,
        most: int,
        first: bool,
        asked: dict[str, int],
        expected: dict[str, int],
    ) -> None:
        assert numbers(self.found(stateless_service, most, first, **asked)) == expected

    def test_are_reached_in_whole_lots(self, stateless_service: Service) -> None:
        """A quarter of 6,405 is 1,601.25: seventeen lots of 100, by 2 : 1, birch's rest greater."""
        found = shared(
            stateless_service,
            self.RANKS,
            6_405,
            groups=SERIES_B,
            sharing={"basis": "requested", "lot": 100},
            company=5_000,
            holders={"alder": 2_000, "birch": 1_000},
            first_public_offering=False,
        )
        assert numbers(found) == {"ctc": 4_705, "alder": 1_100, "birch": 600}

    def test_are_unknown_while_it_may_be_the_first(self, stateless_service: Service) -> None:
        found = self.found(stateless_service, 1_000, None)
        # Cedar gets nothing either way.
        assert numbers(found) == {"ctc": None, "alder": None, "cedar": 0}
        assert "first_public_offering" in {each["name"] for each in found["missing_inputs"]}

    def test_say_the_working(self, stateless_service: Service) -> None:
        found = self.found(stateless_service, 1_000, False)
        said = [each["says"] for each in found["explanation"]["steps"]]
        assert any("at least 1/4 of the 1,000" in each and "250 shares" in each for each in said)

    def test_more_than_a_part_of_what_is_asked(self, stateless_service: Service) -> None:
        """More than 1/3 of alder's and birch's 300: 101."""
        floor = {"fraction": "1/3", "of": "requested", "is": ">"}
        found = shared(
            stateless_service,
            [["company"], {"groups": ["series_b"], "floor": floor}, ["holders", "others"]],
            1_000,
            groups=SERIES_B,
            company=1_000,
            holders={"alder": 200, "birch": 100},
        )
        # 101 shared 2 : 1 gives 67.33 and 33.67: 67 and 34.
        assert numbers(found) == {"ctc": 899, "alder": 67, "birch": 34}

    def test_of_two_ranks_are_both_kept(self, stateless_service: Service) -> None:
        half = {"fraction": "1/2", "of": "offering", "is": ">="}
        found = shared(
            stateless_service,
            [
                ["company"],
                {
                    "groups": ["series_b"],
                    "floor": {"fraction": "1/4", "of": "offering", "is": ">="},
                },
                {"groups": ["holders"], "floor": half},
                ["others"],
            ],
            1_000,
            groups=SERIES_B,
            company=1_000,
            holders={"alder": 400, "cedar": 600},
        )
        assert numbers(found) == {"ctc": 250, "alder": 250, "cedar": 500}


class TestSharing:
    RANKS: ClassVar[Any] = [["company"], ["holders", "others"]]

    def found(self, service: Service, most: int, **more: Any) -> Any:
        holders = {"alder": 300, "birch": 200, "cedar": 100}
        return shared(service, self.RANKS, most, **{"company": 0, "holders": holders} | more)

    @pytest.mark.parametrize(
        ("sharing", "most", "expected"),
        [
            # By what is owned, 600 : 300 : 100 of 400: 240, 120, 40.
            ({"basis": "owned"}, 400, (240, 120, 40)),
            # Of 550: 330 > alder's 300, so 250 are shared 3 : 1: 187.5 and 62.5, the odd share to
            # the larger request.
            ({"basis": "owned"}, 550, (300, 188, 62)),
            # The same lost: 300, 165, 55.
            ({"basis": "owned", "excess": "lost"}, 550, (300, 165, 55)),
            # Equal thirds of 390 are 130: cedar asks for 100, the other 290 are 145 each.
            ({"basis": "equal"}, 390, (145, 145, 100)),
            ({"basis": "equal", "excess": "lost"}, 390, (130, 130, 100)),
            # By request 3 : 2 : 1 of 350: 175, 116.67, 58.33; lots of 100 give 100, 100, 0, and
            # the one lot left goes to alder's 75.
            ({"lot": 100}, 350, (200, 100, 0)),
            ({"lot": 100, "odd": "dropped"}, 350, (100, 100, 0)),
            ({"odd": "dropped"}, 350, (175, 116, 58)),
            ({"odd": "largest_remainder"}, 350, (175, 117, 58)),
        ],
    )
    def test_is_as_the_terms_say(
        self,
        stateless_service: Service,
        sharing: Json,
        most: int,
        expected: tuple[int, int, int],
    ) -> None:
        owned = {"alder": 600, "birch": 300, "cedar": 100}
        found = self.found(stateless_service, most, sharing=sharing, owned=owned)
        assert tuple(numbers(found).values()) == expected
        relied = str(found["readings"])
        assert ("pro_rata_basis" in relied) == ("basis" not in sharing)
        assert ("rounding" in relied) == ("lot" not in sharing and "odd" not in sharing)

    def test_of_affiliates_is_that_of_one(self, stateless_service: Service) -> None:
        """Equal parts of 300: alder and birch are one, so each family gets 150 of which cedar 100.

        The other 200 go to alder and birch, 100 each.
        """
        more: Json = {"affiliates": {"wood": ["alder", "birch"]}}
        for one, expected in (("as_one", (100, 100, 100)), ("alone", (100, 100, 100))):
            sharing = {"basis": "equal", "affiliates": one}
            found = self.found(stateless_service, 300, sharing=sharing, **more)
            assert tuple(numbers(found).values()) == expected
        # Of 180: as one 90 and 90, of which alder and birch 45 each; alone 60 each.
        for one, expected in (("as_one", (45, 45, 90)), ("alone", (60, 60, 60))):
            sharing = {"basis": "equal", "affiliates": one}
            found = self.found(stateless_service, 180, sharing=sharing, **more)
            assert tuple(numbers(found).values()) == expected

    def test_of_affiliates_goes_by_what_all_of_them_own(self, stateless_service: Service) -> None:
        """alder and the silent elm own 300 and 100, birch 200: 4 : 2 of 300 is 200 and 100.

        Alone it is 300 : 200, so that alder gets 180 and birch 120.
        """
        asked: Json = {
            "holders": {"alder": 200, "birch": 200},
            "owned": {"alder": 300, "birch": 200, "elm": 100},
            "affiliates": {"wood": ["alder", "elm"]},
        }
        for one, expected in (("as_one", (200, 100)), ("alone", (180, 120))):
            sharing = {"basis": "owned", "affiliates": one}
            ranks = [["holders"], ["company"], ["others"]]
            found = shared(stateless_service, ranks, 300, sharing=sharing, **asked)
            assert tuple(numbers(found).values()) == expected

    def test_of_one_rank_may_differ(self, stateless_service: Service) -> None:
        """Series B by request, the rest by what is owned; what birch leaves of its part passes on.

        Ranks of 200 for alder 300 : birch 10 in equal parts: 100 and 10, 90 pass on to cedar and
        dogwood, who own 1 : 2: 30 and 60.
        """
        found = shared(
            stateless_service,
            [
                {"groups": ["series_b"], "basis": "equal", "excess": "passed_on"},
                {"groups": ["holders", "others"], "basis": "owned"},
                ["company"],
            ],
            200,
            groups=SERIES_B,
            holders={"alder": 300, "birch": 10, "cedar": 200, "dogwood": 200},
            owned={"cedar": 200, "dogwood": 400},
        )
        assert numbers(found) == {"alder": 100, "birch": 10, "cedar": 30, "dogwood": 60}

    def test_over_allotment_is_part_of_the_maximum_or_not(self, stateless_service: Service) -> None:
        for where, total in (("inside", 400), ("outside", 500)):
            found = self.found(
                stateless_service, 500, sharing={"over_allotment": where}, greenshoe_shares=100
            )
            assert found["result"]["total"] == total
            assert "greenshoe_in_max" not in str(found["readings"])

    def test_a_rank_that_is_uncut_is_whole(self, stateless_service: Service) -> None:
        found = shared(
            stateless_service,
            [["company"], {"groups": ["holders"], "uncut": True}, ["others"]],
            500,
            company=400,
            holders={"alder": 300},
            others={"elders": 100},
        )
        assert numbers(found) == {"ctc": 400, "alder": 300, "elders": 0}


class TestOtherRegistrations:
    """The same words in a demand, in a sale off a shelf, and in what others initiate."""

    HOLDERS: ClassVar[Json] = {"alder": 300, "birch": 200, "cedar": 100}

    def test_a_demand_puts_those_who_asked_first(self, stateless_service: Service) -> None:
        ranks = [["initiators"], ["company"], ["series_b"], ["holders"], ["others"]]
        body = {
            "terms": terms_with(stateless_service, "demand", ranks, groups=SERIES_B),
            "registration": "requested",
            "initiators": ["cedar"],
            "underwritten": True,
            "maximum_shares": 400,
            "company": 100,
            "holders": self.HOLDERS,
        }
        found = ok(stateless_service.post("/v1/compute/cutback", body))
        # 400 - 100 - 100 = 200 for 300 : 200.
        assert numbers(found) == {"alder": 120, "birch": 80, "cedar": 100, "ctc": 100}

    def test_a_sale_off_the_shelf_has_groups_and_initiators(
        self, stateless_service: Service
    ) -> None:
        ranks = [["initiators", "series_b"], ["holders"], ["company"], ["others"]]
        body = {
            "terms": terms_with(stateless_service, "takedown", ranks, groups=KEY | SERIES_B),
            "registration": "takedown",
            "underwritten": True,
            "written_advice": True,
            "maximum_shares": 450,
            "holders": self.HOLDERS | {"dogwood": 100},
        }
        open_answer = ok(stateless_service.post("/v1/compute/cutback", body))
        assert set(numbers(open_answer).values()) == {None}
        body["initiators"] = ["cedar"]
        found = ok(stateless_service.post("/v1/compute/cutback", body))
        # 450 of the 600 of cedar, alder and birch: three quarters of each.
        assert numbers(found) == {"alder": 225, "birch": 150, "cedar": 75, "dogwood": 0}

    def test_what_others_initiate_may_cut_nobody(self, stateless_service: Service) -> None:
        terms = terms_with(stateless_service, "incidental", [["company"], ["holders", "others"]])
        cutback = terms["incidental"]["cutback"]
        del cutback["priorities_initiated_by_others"]
        cutback["ranks_initiated_by_others"] = "uncut"
        body = {
            "terms": terms,
            "registration": "incidental",
            "initiated_by": "others",
            "underwritten": True,
            "written_advice": True,
            "maximum_shares": 100,
            "holders": {"alder": 300},
        }
        found = ok(stateless_service.post("/v1/compute/cutback", body))
        assert numbers(found) == {"alder": 300}
        assert "secondary_incidental_cutback" not in str(found["readings"])


HELD = [holder("alder", 600_000), holder("birch", 300_000), holder("cedar", 100_000)]


class TestOnTheRecord:
    """Alder demands 300,000, birch joins with 100,000 and cedar with 100,000."""

    def cut(self, service: Service, overrides: Json, most: int, *facts: Json) -> Any:
        make_agreement(service, agreement("ranked", overrides=overrides, holders=HELD))
        letter = {
            "requests": [{"holder": "alder", "shares": 300_000}],
            "delivery": mailed("1999-02-16"),
        }
        body = {"letters": [letter], "underwritten": True}
        asked = begun(service, "demands", body, agreement="ranked")
        told = [notice(each, mailed("1999-03-01")) for each in ("birch", "cedar")]
        joined = [join(each, 100_000, mailed("1999-03-08")) for each in ("birch", "cedar")]
        more = [additions("1999-03-30", 50_000, others={"elder-fund": 50_000})]
        for fact in (*told, *joined, *more, *facts, maximum("1999-04-01", most)):
            post_event(service, asked, fact)
        audit = audit_registration(service, asked, "ranked", "1999-04-02")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
        assert audit.misquoted_inputs() == audit.forward_references() == []
        return included(read_registration(service, asked, "1999-04-02"))

    def test_initiating_holders_then_the_company_then_the_rest_by_what_they_own(
        self, service: Service
    ) -> None:
        """450,000 - 300,000 - 50,000 leave 100,000 for birch and cedar: 3 : 1 of what they own."""
        demand: Json = REPLACED | {
            "ranks": [
                ["initiators"],
                ["company"],
                {"groups": ["holders"], "basis": "owned"},
                ["others"],
            ]
        }
        assert self.cut(service, {"demand": demand}, 450_000) == {
            "alder": 300_000,
            "birch": 75_000,
            "cedar": 25_000,
            "ctc": 50_000,
            "elder-fund": 0,
        }

    def test_a_group_of_a_size(self, service: Service) -> None:
        """Major Holders hold a fifth of the 1,000,000: alder and birch; cedar comes last."""
        overrides: Json = {
            "groups": {
                "major": {"hold": {"fraction": "1/5", "is": ">="}},
                "elders": {"outside": ["elder-fund"]},
            },
            "demand": REPLACED
            | {"ranks": [["elders"], ["major"], ["company"], ["holders"], ["others"]]},
        }
        assert self.cut(service, overrides, 470_000) == {
            "alder": 300_000,
            "birch": 100_000,
            "cedar": 0,
            "ctc": 20_000,
            "elder-fund": 50_000,
        }

    def test_a_floor_of_the_holders(self, service: Service) -> None:
        """Three tenths of 200,000 are kept for the Holders: 60,000, shared 3 : 1 : 1."""
        floor = {"fraction": "3/10", "of": "offering", "is": ">="}
        overrides: Json = {
            "demand": REPLACED
            | {
                "ranks": [
                    ["company", "others"],
                    {"groups": ["holders"], "floor": floor, "clause": "2.4(c)"},
                ]
            },
            "sharing": {"basis": "requested", "lot": 100},
        }
        # The Company and elder-fund want 100,000 of the 140,000 left: whole; 100,000 remain.
        assert self.cut(service, overrides, 200_000) == {
            "alder": 60_000,
            "birch": 20_000,
            "cedar": 20_000,
            "ctc": 50_000,
            "elder-fund": 50_000,
        }

    def test_a_group_with_its_transferees(self, service: Service) -> None:
        """Cedar gets shares of alder, a member: it belongs to the group from that day."""
        overrides: Json = {
            "groups": {"sponsor": {"members": ["alder"], "transferees": True}},
            "demand": REPLACED | {"ranks": [["sponsor"], ["holders"], ["company", "others"]]},
        }
        moved = {
            "kind": "securities_transferred",
            "occurred_on": "1999-02-20",
            "holder": "alder",
            "transferee": "cedar",
            "transferee_name": "Cedar",
            "common": 200_000,
            "affiliate": True,
            "restricted_in_writing": False,
            "record_holder_on": "1999-02-20",
        }
        make_agreement(service, agreement("ranked", overrides=overrides, holders=HELD))
        letter = {
            "requests": [{"holder": "alder", "shares": 300_000}],
            "delivery": mailed("1999-02-16"),
        }
        body = {"letters": [letter], "underwritten": True}
        asked = begun(service, "demands", body, agreement="ranked")
        ok(service.post("/v1/agreements/ranked/events", moved), 201)
        told = [notice(each, mailed("1999-03-01")) for each in ("birch", "cedar")]
        joined = [join(each, 100_000, mailed("1999-03-08")) for each in ("birch", "cedar")]
        for fact in (*told, *joined, maximum("1999-04-01", 420_000)):
            post_event(service, asked, fact)
        found = included(read_registration(service, asked, "1999-04-02"))
        assert (found["alder"], found["cedar"], found["birch"]) == (300_000, 100_000, 20_000)


OWNED: Json = {"basis": "owned"}
ALL: Json = {"groups": ["holders", "company", "others"], "basis": "requested"}


@pytest.mark.parametrize(
    ("sharing", "ranks", "pointers"),
    [
        (OWNED, [["company", "holders"], ["others"]], ["0", "1"]),
        (OWNED, [["company"], ["holders"], {"groups": ["others"], "basis": "equal"}], []),
        (OWNED, [ALL], []),
        (OWNED, [ALL | {"basis": None}], ["0"]),
        ({"basis": "requested"}, [ALL | {"basis": "owned"}], ["0"]),
        ({"basis": "requested"}, [["company", "holders"], ["others"]], []),
    ],
)
def test_what_others_own_shares_no_rank(
    stateless_service: Service, sharing: Json, ranks: list[Any], pointers: list[str]
) -> None:
    """A rank shared by what nobody states would leave every part in it unknown, for good."""
    terms = terms_with(stateless_service, "demand", ranks, sharing=sharing)
    checked = ok(stateless_service.post("/v1/compute/terms-check", {"terms": terms}))
    found = [x for x in checked["result"]["findings"] if x["code"] == "owned_not_stated"]
    assert [each["pointer"] for each in found] == [f"/demand/ranks/{each}" for each in pointers]


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        (
            {"demand": {"ranks": [["sponsor"], ["holders"], ["company", "others"]]}},
            "group_not_declared",
        ),
        (
            {
                "demand": {
                    "ranks": [
                        {
                            "groups": ["holders"],
                            "floor": {"fraction": "1/4", "of": "offering", "is": ">="},
                        },
                        ["company", "others"],
                    ]
                }
            },
            "floor_not_honoured",
        ),
        (
            {
                "demand": {
                    "ranks": [
                        ["company", "others"],
                        {
                            "groups": ["holders"],
                            "floor": {
                                "fraction": "1/4",
                                "of": "offering",
                                "is": ">=",
                                "unless": {"ipo": True},
                            },
                        },
                    ]
                }
            },
            "condition_not_honoured",
        ),
        ({"sharing": {"affiliates": "as_one"}}, "affiliates_not_declared"),
        ({"groups": {"holders": {"members": ["spectrum"]}}}, "reserved_name"),
        ({"groups": {"participants": {"members": ["spectrum"]}}}, "reserved_name"),
    ],
)
def test_what_nothing_would_honour_is_refused(service: Service, overrides: Json, code: str) -> None:
    if "demand" in overrides:
        overrides = {"demand": REPLACED | overrides["demand"]}
    refused = service.post("/v1/agreements", {"template": "ctc-1998", "overrides": overrides})
    assert set(faults(refused).values()) == {code}


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ({"groups": {"a": {"outside": ["x"], "members": ["spectrum"]}}}, "not both"),
        ({"groups": {"a": {"transferees": True, "hold": {"shares": 5, "is": ">="}}}}, "Name the"),
        ({"sharing": {}}, "Say something"),
        (
            {
                "demand": REPLACED
                | {"ranks": [{"groups": ["holders"], "uncut": True, "basis": "owned"}]}
            },
            "never shared out",
        ),
    ],
)
def test_what_says_two_things_is_refused(service: Service, part: Json, says: str) -> None:
    refused = service.post("/v1/agreements", {"template": "ctc-1998", "overrides": part})
    assert refused.status_code == 422
    assert says in " ".join(each["detail"] for each in refused.json()["errors"])


def test_a_demand_without_a_record_cannot_know_who_holds_how_much(
    stateless_service: Service,
) -> None:
    ranks = [["major"], ["holders"], ["company", "others"]]
    groups = {"major": {"hold": {"shares": 100, "is": ">="}}}
    body = {
        "terms": terms_with(stateless_service, "demand", ranks, groups=groups),
        "registration": "requested",
        "holders": {"alder": 10, "birch": 20},
        "underwritten": True,
        "maximum_shares": 25,
    }
    found = ok(stateless_service.post("/v1/compute/cutback", body))
    assert set(numbers(found).values()) == {None}
    body["groups"] = {"major": ["birch"]}
    found = ok(stateless_service.post("/v1/compute/cutback", body))
    assert numbers(found) == {"alder": 5, "birch": 20}

"""Shares dealt out when not all fit: what must hold of any requests."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.registrations.cutback.cutback import LeastOfRank, OwnRank, ShareGrant, fill
from app.rules.registrations.cutback.sharing import (
    LOTS,
    Rounding,
    ShareClaim,
    Sharing,
    share,
)
from app.rules.terms.rights.ranks import Basis
from app.rules.terms.rights.registrations import TierClass, Tiers

TIERS: Tiers = (("company",), ("holders", "others"))
CLASSES: tuple[TierClass, ...] = ("company", "holders", "others", "initiators")
BASES: tuple[Basis, ...] = ("requested", "owned", "equal")
ROUNDINGS: tuple[Rounding, ...] = ("largest_remainder", "floor", "lot_100")

HOLDERS: tuple[TierClass, ...] = ("holders",)

bases = st.sampled_from(BASES)
requests = st.integers(0, 5_000_000)
maxima = st.integers(0, 12_000_000)
claims = st.lists(
    st.tuples(st.sampled_from(CLASSES), requests, st.integers(0, 5_000_000)),
    min_size=1,
    max_size=8,
).map(
    lambda drawn: [
        ShareClaim(f"seller-{place}", tier_class, requested, owned)
        for place, (tier_class, requested, owned) in enumerate(drawn)
    ]
)


def included(claim_list: list[ShareClaim], maximum: int, sharing: Sharing) -> dict[str, int]:
    grants = fill(claim_list, TIERS, maximum, sharing)
    assert all(grant.included is not None for grant in grants)
    return {grant.claim.seller: grant.included or 0 for grant in grants}


class TestEveryAllocation:
    @given(claims, maxima, bases)
    def test_adds_up_to_the_maximum_or_to_what_is_asked(
        self, claim_list: list[ShareClaim], maximum: int, basis: Basis
    ) -> None:
        asked = sum(claim.requested for claim in claim_list)
        dealt = included(claim_list, maximum, Sharing(basis))
        assert sum(dealt.values()) == min(maximum, asked)

    @given(claims, maxima, bases, st.sampled_from(ROUNDINGS))
    def test_gives_nobody_more_than_he_asked_nor_all_more_than_the_maximum(
        self, claim_list: list[ShareClaim], maximum: int, basis: Basis, rounding: Rounding
    ) -> None:
        dealt = included(claim_list, maximum, Sharing(basis, rounding))
        assert all(0 <= dealt[claim.seller] <= claim.requested for claim in claim_list)
        assert sum(dealt.values()) <= maximum

    @given(claims, maxima, bases, st.sampled_from(ROUNDINGS), st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_the_sellers(
        self,
        claim_list: list[ShareClaim],
        maximum: int,
        basis: Basis,
        rounding: Rounding,
        random: Random,
    ) -> None:
        shuffled = sorted(claim_list, key=lambda _: random.random())
        sharing = Sharing(basis, rounding)
        assert included(claim_list, maximum, sharing) == included(shuffled, maximum, sharing)

    @given(claims, maxima, st.sampled_from(ROUNDINGS))
    def test_never_gives_a_larger_request_of_a_rank_fewer_shares(
        self, claim_list: list[ShareClaim], maximum: int, rounding: Rounding
    ) -> None:
        dealt = included(claim_list, maximum, Sharing("requested", rounding))
        second = [claim for claim in claim_list if claim.tier_class in TIERS[1]]
        for one in second:
            for other in second:
                if one.requested > other.requested:
                    assert dealt[one.seller] >= dealt[other.seller]

    @given(claims, maxima, bases)
    def test_leaves_nothing_to_a_rank_after_one_that_is_cut(
        self, claim_list: list[ShareClaim], maximum: int, basis: Basis
    ) -> None:
        grants = fill(claim_list, TIERS, maximum, Sharing(basis))
        cut = [grant.rank for grant in grants if (grant.asked or 0) > (grant.left or 0)]
        assert all(grant.included == 0 for grant in grants if cut and grant.rank > min(cut))

    @given(claims, maxima)
    def test_never_cuts_a_protected_class(self, claim_list: list[ShareClaim], maximum: int) -> None:
        for grant in fill(claim_list, TIERS, maximum, Sharing(), protected=HOLDERS):
            if grant.claim.tier_class == "holders":
                assert grant.included == grant.claim.requested


class TestANumberThatNobodyStated:
    @given(claims, maxima, bases, st.integers(0, 7), requests, st.booleans())
    def test_leaves_open_only_what_it_could_change(
        self,
        claim_list: list[ShareClaim],
        maximum: int,
        basis: Basis,
        place: int,
        number: int,
        keeps_holders: bool,
    ) -> None:
        """What is known beside it is the same whatever the number turns out to be."""
        place %= len(claim_list)
        one = claim_list[place]
        protected = HOLDERS if keeps_holders else ()
        unknown = [*claim_list]
        unknown[place] = replace(one, requested=0, stated=False)
        claim_list[place] = replace(one, requested=number)
        open_grants = fill(unknown, TIERS, maximum, Sharing(basis), protected)
        grants = fill(claim_list, TIERS, maximum, Sharing(basis), protected)
        for left_open, known in zip(open_grants, grants, strict=True):
            assert left_open.included in (None, known.included)
            assert left_open.left in (None, known.left)
            before = open_grants[place].rank > left_open.rank
            assert left_open.included == known.included or not before

    @given(claims, maxima, st.integers(0, 7), st.integers(0, 10), st.booleans())
    def test_says_of_another_rank_what_is_so_whatever_the_number(
        self, claim_list: list[ShareClaim], maximum: int, place: int, tenths: int, exact: bool
    ) -> None:
        """A rank that gets as much in all after nothing and after everything is known to get it.

        Broken by `<` where a rank asks for exactly the least that is left for it.
        """
        place %= len(claim_list)
        one = claim_list[place]
        if exact:
            asked = sum(each.requested for each in claim_list if each.tier_class != "company")
            tenths, maximum = 10, max(asked, 1)
        own = {2: OwnRank(Sharing(), LeastOfRank(Fraction(tenths, 10)))}

        def filled(stated: ShareClaim) -> tuple[ShareGrant, ...]:
            told = [*claim_list[:place], stated, *claim_list[place + 1 :]]
            return fill(told, TIERS, maximum, Sharing(), own=own)

        open_grants = filled(replace(one, requested=0, stated=False))
        nothing = filled(replace(one, requested=0))
        everything = filled(replace(one, requested=maximum))
        for rank in {each.rank for each in nothing} - {nothing[place].rank}:
            ends = [
                sum(each.included or 0 for each in grants if each.rank == rank)
                for grants in (nothing, everything)
            ]
            if ends[0] == ends[1]:
                for left_open, known in zip(open_grants, nothing, strict=True):
                    assert left_open.rank != rank or left_open.included == known.included

    def test_leaves_open_what_comes_after_it(self) -> None:
        asked = [ShareClaim("ctc", "company", 0, stated=False), ShareClaim("a", "holders", 60)]
        grants = fill(asked, TIERS, 130, Sharing())
        assert [(each.included, each.left, each.asked) for each in grants] == [
            (None, 130, None),
            (None, None, 60),
        ]


class TestOneRank:
    def test_ownership_is_capped_at_the_request_and_the_rest_shared_again(self) -> None:
        asking = [
            ShareClaim("a", "holders", 200_000, 1_320_000),
            ShareClaim("b", "holders", 200_000, 66_000),
            ShareClaim("c", "holders", 50_000, 33_000),
        ]
        dealt = share(asking, 300_000, Sharing("owned"))
        assert [dealt[claim] for claim in asking] == [200_000, 66_667, 33_333]

    def test_equal_parts_are_capped_at_the_request(self) -> None:
        asking = [
            ShareClaim("a", "holders", 10),
            ShareClaim("b", "holders", 500),
            ShareClaim("c", "holders", 900),
        ]
        dealt = share(asking, 210, Sharing("equal"))
        assert [dealt[claim] for claim in asking] == [10, 100, 100]

    def test_those_who_own_nothing_share_by_request_what_owners_leave(self) -> None:
        asking = [
            ShareClaim("owner", "holders", 10, 5),
            ShareClaim("a", "holders", 30, 0),
            ShareClaim("b", "holders", 60, 0),
        ]
        dealt = share(asking, 40, Sharing("owned"))
        assert [dealt[claim] for claim in asking] == [10, 10, 20]

    def test_nobody_can_share_by_ownership_that_is_not_stated(self) -> None:
        asking = [ShareClaim("a", "holders", 30, 7), ShareClaim("b", "holders", 60)]
        assert set(share(asking, 40, Sharing("owned")).values()) == {None}

    def test_rounding_down_leaves_odd_shares_out(self) -> None:
        asking = [ShareClaim(name, "holders", 100) for name in "abc"]
        assert set(share(asking, 100, Sharing(rounding="floor")).values()) == {33}

    def test_lots_are_dealt_whole(self) -> None:
        asking = [ShareClaim(name, "holders", 1000) for name in "abc"]
        dealt = share(asking, 1_050, Sharing(rounding="lot_100"))
        assert [dealt[claim] for claim in asking] == [400, 300, 300]

    @given(claims, maxima)
    def test_a_request_that_is_cut_gets_whole_lots(
        self, claim_list: list[ShareClaim], maximum: int
    ) -> None:
        dealt = share(claim_list, maximum, Sharing(rounding="lot_100"))
        asking = [claim for claim in claim_list if claim.requested]
        if len(asking) > 1:
            for claim in asking:
                got = dealt[claim] or 0
                assert got == claim.requested or got % LOTS["lot_100"] == 0


def test_a_class_that_no_rank_names_comes_last() -> None:
    claim_list = [ShareClaim("stranger", "initiators", 50), ShareClaim("own", "company", 80)]
    assert included(claim_list, 100, Sharing()) == {"stranger": 20, "own": 80}


def test_an_odd_share_goes_to_the_larger_of_two_equal_remainders() -> None:
    """QC16: 2 among 30 and 10 are 1 1/2 and 1/2; of like requests the lower id comes first."""
    small, large = ShareClaim("a", "holders", 10), ShareClaim("b", "holders", 30)
    assert share([small, large], 2, Sharing("requested")) == {small: 0, large: 2}
    other = ShareClaim("c", "holders", 10)
    assert share([other, small], 1, Sharing("requested")) == {other: 0, small: 1}


class TestAFloorWhereOddSharesStayOut:
    """A rank gets the least that is kept for it, though its odd shares would go to nobody."""

    @given(
        st.lists(st.integers(1, 1_000), min_size=2, max_size=6),
        st.integers(1, 4_000),
        st.sampled_from([1, 10, 100]),
        st.booleans(),
        st.fractions(Fraction(1, 10), Fraction(9, 10), max_denominator=10),
    )
    def test_holds(
        self, asked: list[int], maximum: int, lot: int, as_one: bool, fraction: Fraction
    ) -> None:
        claim_list = [
            ShareClaim(f"h{place}", "holders", number, family="f" if place < 2 else None)
            for place, number in enumerate(asked)
        ]
        claim_list.append(ShareClaim("company", "company", maximum))
        sharing = Sharing(lot=lot, drops_odd=True, as_one=as_one)
        least = LeastOfRank(fraction, lot=lot)
        grants = fill(
            claim_list,
            [["company"], ["holders"]],
            maximum,
            Sharing(),
            own={2: OwnRank(sharing, least)},
        )
        got = [each.included or 0 for each in grants[:-1]]
        kept = min(sum(asked), least.shares(maximum), maximum)
        assert sum(got) >= kept
        assert sum(got) + (grants[-1].included or 0) <= maximum
        assert all(shares <= number for shares, number in zip(got, asked, strict=True))

    def test_by_as_few_odd_shares_as_it_takes(self) -> None:
        """A third of 900 are 300: lots of 100 go to each of two, and one more is dealt."""
        claim_list = [
            ShareClaim("a", "holders", 400),
            ShareClaim("b", "holders", 400),
            ShareClaim("company", "company", 900),
        ]
        own = {2: OwnRank(Sharing(lot=100, drops_odd=True), LeastOfRank(Fraction(1, 3), lot=100))}
        grants = fill(claim_list, [["company"], ["holders"]], 900, Sharing(), own=own)
        assert [each.included for each in grants] == [200, 100, 600]


class TestAFloorOfWhatARankAsksFor:
    @pytest.mark.parametrize(("asked", "lot"), [(0, 1), (1, 1), (40, 100)])
    def test_is_never_more_than_it_asks_for(self, asked: int, lot: int) -> None:
        """“More than 3/10 of what is requested”, and whole lots: nothing is kept of nothing."""
        claims = [ShareClaim("company", "company", 1_000)]
        claims += [ShareClaim("a", "holders", asked)] if asked else []
        least = LeastOfRank(Fraction(3, 10), of_requested=True, more_than=True, lot=lot)
        own = {2: OwnRank(Sharing(), least)}
        grants = fill(claims, [["company"], ["holders"]], 800, Sharing(), own=own)
        assert [each.included for each in grants] == [800 - asked, *([asked] if asked else [])]

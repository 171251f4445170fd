"""Terms through time: which instruments change them, from when, and for which registrations."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.agreement.terms_in_force import VersionOfTerms, versions
from app.rules.facts import ANY_FACT
from app.rules.reasoning.matter import open_matter
from app.rules.terms import Terms
from app.rules.terms.document.by_date import DoesNotFit, TermsByDate, TermsChange, changed
from tests.rules.examples.agreement import (
    TERMS,
    Json,
    amended,
    dated,
    known,
    matter_of,
    terms,
    transferred,
)

CAP = "/demand/cap/limit"


def cap(found: Terms) -> int | None:
    assert found.demand is not None
    return found.demand.cap.limit if found.demand.cap else None


def cap_on(day: str, *facts: Json, as_of: str = "2000-12-31", under: Terms = TERMS) -> int | None:
    return cap(known(as_of, *facts, under=under).instruments.terms.on(date.fromisoformat(day)))


def cap_for(requested_on: str, *facts: Json, as_of: str = "2000-12-31") -> int | None:
    """The cap that governs a registration requested on a day."""
    found = known(as_of, *facts).instruments.terms
    return cap(found.for_registration(date.fromisoformat(requested_on), date.fromisoformat(as_of)))


def shown(*facts: Json, as_of: str = "2000-12-31", under: Terms = TERMS) -> list[VersionOfTerms]:
    found = known(as_of, *facts, under=under)
    return list(versions(found.instruments, matter_of(found)))


class TestInForce:
    def test_an_amendment_changes_the_terms_from_its_own_day(self) -> None:
        fact = amended("1999-06-01", {CAP: 5})
        assert [cap_on(day, fact) for day in ("1999-05-31", "1999-06-01")] == [3, 5]

    def test_it_may_name_a_later_day(self) -> None:
        fact = amended("1999-06-01", {CAP: 5}, effective_from="1999-07-01")
        assert [cap_on(day, fact) for day in ("1999-06-30", "1999-07-01")] == [3, 5]

    def test_an_amendment_never_reaches_back(self) -> None:
        fact = amended("1999-06-01", {CAP: 5}, effective_from="1999-02-01")
        assert [cap_on(day, fact) for day in ("1999-05-31", "1999-06-01")] == [3, 5]

    def test_unless_the_parties_read_it_so(self) -> None:
        fact = amended("1999-06-01", {CAP: 5}, effective_from="1999-02-01")
        under = terms(retroactive_amendment=True)
        assert cap_on("1999-02-01", fact, under=under) == 5

    def test_a_waiver_reaches_back_to_the_day_it_names(self) -> None:
        none = {"/demand/cap": None}
        fact = amended("1999-06-01", none, instrument="waiver", effective_from="1999-02-01")
        assert [cap_on(day, fact) for day in ("1999-01-31", "1999-02-01")] == [3, None]

    def test_nobody_knows_of_it_before_its_own_day(self) -> None:
        fact = amended("1999-06-01", {CAP: 5}, instrument="waiver", effective_from="1999-02-01")
        assert cap_on("1999-03-01", fact, as_of="1999-05-31") == 3

    def test_the_later_instrument_has_the_last_word(self) -> None:
        later = amended("1999-08-01", {CAP: 6}, instrument="waiver", effective_from="1999-03-01")
        facts = (amended("1999-06-01", {CAP: 5}), later)
        assert [cap_on(day, *facts) for day in ("1999-02-28", "1999-03-01", "1999-06-02")] == [
            3,
            6,
            6,
        ]

    def test_null_takes_a_term_away(self) -> None:
        found = known("1999-07-01", amended("1999-06-01", {"/holdback": None})).instruments.terms
        assert found.on(date(1999, 7, 1)).holdback is None

    def test_a_reading_is_changed_like_a_term(self) -> None:
        fact = amended("1999-06-01", {"/readings/deadline_roll": "none"})
        found = known("1999-07-01", fact).instruments.terms.on(date(1999, 7, 1))
        assert found.readings.deadline_roll == "none"


class TestRegistrations:
    def test_keep_the_terms_under_which_they_were_requested(self) -> None:
        fact = amended("1999-06-01", {CAP: 5})
        assert [cap_for(day, fact) for day in ("1999-05-31", "1999-06-01")] == [3, 5]

    def test_are_reached_by_an_instrument_that_says_so(self) -> None:
        fact = amended("1999-06-01", {CAP: 5}, reaches_requested=True)
        assert cap_for("1999-02-19", fact) == 5
        assert cap_for("1999-02-19", fact, as_of="1999-05-31") == 3

    def test_but_not_before_it_has_effect(self) -> None:
        fact = amended("1999-06-01", {CAP: 5}, reaches_requested=True, effective_from="1999-09-01")
        assert cap_for("1999-02-19", fact, as_of="1999-08-31") == 3

    def test_are_reached_by_a_waiver_that_reaches_back_to_their_request(self) -> None:
        fact = amended("1999-06-01", {CAP: 5}, instrument="waiver", effective_from="1999-02-01")
        assert [cap_for(day, fact) for day in ("1999-01-31", "1999-02-19")] == [3, 5]

    def test_are_left_alone_by_what_cannot_be_applied_to_their_terms(self) -> None:
        # The second instrument changes what only the first, which does not reach back, has put in.
        first = amended("1999-05-01", {"/rights_end": END})
        second = amended("1999-06-01", {"/rights_end/after/count": 7}, reaches_requested=True)
        found = known("1999-12-31", first, second).instruments.terms
        assert found.for_registration(date(1999, 2, 19), date(1999, 12, 31)).rights_end is None
        in_force = found.on(date(1999, 12, 31)).rights_end
        assert in_force is not None
        assert in_force.after.count == 7


END = {
    "clause": "9(i)",
    "after": {
        "clause": "9(i)",
        "count": 5,
        "unit": "year",
        "anchor": "agreement_made",
        "roll": "none",
    },
}


class TestEffect:
    @pytest.mark.parametrize(
        ("fact", "reason"),
        [
            (amended("1999-06-01", {CAP: 5}, "alpha"), "NOT_REQUISITE_HOLDERS"),
            (amended("1999-06-01", {CAP: 5}, "beta", "gamma"), "NOT_REQUISITE_HOLDERS"),
            (amended("1999-06-01", {CAP: 5}, company_signed=False), "COMPANY_NOT_SIGNED"),
            (amended("1999-06-01", {CAP: 5}, in_writing=False), "NOT_IN_WRITING"),
        ],
    )
    def test_an_instrument_without_it_changes_nothing(self, fact: Json, reason: str) -> None:
        assert cap_on("1999-12-31", fact) == 3
        (_, version) = shown(fact)
        assert version.instrument is not None
        assert (version.instrument.effective, version.instrument.reason) == (False, reason)
        assert (version.effective_from, version.content_hash) == (None, None)

    def test_the_majority_is_that_of_its_day(self) -> None:
        sold = dated("preferred_converted", "1999-05-01", holder="alpha", shares=100_000)
        gone = dated("shares_sold", "1999-05-02", holder="alpha", shares=100_000)
        # Beta and gamma hold 500,000 of 1,000,000; of 900,000 after alpha has sold.
        early = amended("1999-04-30", {CAP: 4}, "beta", "gamma")
        late = amended("1999-05-02", {CAP: 5}, "beta", "gamma")
        assert cap_on("1999-12-31", sold, gone, early) == 3
        assert cap_on("1999-12-31", sold, gone, late) == 5

    def test_a_holder_not_yet_recognised_does_not_count(self) -> None:
        fact = amended("1999-06-01", {CAP: 5}, "alpha", "delta")
        moved = transferred("1999-05-01", 100_000)
        assert cap_on("1999-12-31", moved, fact) == 3
        entered = dated("record_holder_entered", "1999-05-20", holder="delta")
        assert cap_on("1999-12-31", moved, entered, fact) == 5

    def test_a_holder_hurt_most_must_consent_if_the_parties_read_it_so(self) -> None:
        fact = amended("1999-06-01", {CAP: 5}, consents={"gamma": False})
        assert cap_on("1999-12-31", fact) == 5
        assert cap_on("1999-12-31", fact, under=terms(disproportionate_consent=True)) == 3

    def test_what_an_amendment_needs_may_itself_be_amended(self) -> None:
        stricter = amended("1999-05-01", {"/amendments/holders_sign/fraction": "9/10"})
        assert cap_on("1999-12-31", stricter, amended("1999-06-01", {CAP: 5})) == 3
        everybody = amended("1999-06-01", {CAP: 5}, "alpha", "beta", "gamma")
        assert cap_on("1999-12-31", stricter, everybody) == 5

    def test_a_later_waiver_does_not_undo_an_amendment_made_before_it(self) -> None:
        fact = amended("1999-06-01", {CAP: 5})
        stricter = amended(
            "1999-08-01",
            {"/amendments/holders_sign/fraction": "9/10"},
            instrument="waiver",
            effective_from="1999-05-01",
        )
        assert cap_on("1999-12-31", fact, stricter) == 5


class TestVersions:
    def test_the_original_comes_first(self) -> None:
        (only,) = shown()
        assert (only.effective_from, only.content_hash) == (
            TERMS.agreement_date,
            TERMS.content_hash,
        )
        assert only.instrument is None

    def test_each_names_its_terms_its_places_and_its_count(self) -> None:
        fact = amended("1999-06-01", {CAP: 5, "/demand/minimum_shares": 10_000})
        found = known("1999-12-31", fact)
        (_, version) = versions(found.instruments, matter_of(found))
        assert version.content_hash == found.instruments.terms.on(date(1999, 6, 1)).content_hash
        assert version.changes == (CAP, "/demand/minimum_shares")
        assert version.instrument is not None
        counted = version.instrument
        assert (counted.signing, counted.needed, counted.total) == (800_000, 500_001, 1_000_000)
        assert counted.binds == "all_holders"

    def test_say_that_an_amendment_cannot_reach_back(self) -> None:
        found = known("1999-12-31", amended("1999-06-01", {CAP: 5}, effective_from="1999-01-01"))
        matter = matter_of(found)
        versions(found.instruments, matter)
        assert [each.code for each in matter.working.warnings] == ["NOT_RETROACTIVE"]


class TestTheRegister:
    """A transfer is judged, and shares counted, under the terms in force on their own day."""

    FEWER = amended(
        "1999-06-01",
        {
            "/assignment/limbs": [
                {"name": "(ii)", "test": "minimum_shares", "min_shares": 80_000},
            ]
        },
    )

    @pytest.mark.parametrize(("day", "passes"), [("1999-05-31", True), ("1999-06-01", False)])
    def test_a_transfer_follows_the_limbs_of_its_day(self, day: str, passes: bool) -> None:
        found = known("1999-12-31", self.FEWER, transferred(day, 60_000))
        assert ("delta" in found.register.lines_on(date(1999, 12, 31))) is passes

    def test_a_number_of_shares_follows_only_the_splits_since_it_was_written(self) -> None:
        split = {"numerator": 2, "denominator": 1}
        before = dated("stock_split", "1999-05-01", **split)
        after = dated("stock_split", "1999-07-01", **split)
        moved = transferred("1999-08-01", 100_000)
        kept = known("1999-12-31", before, self.FEWER, moved)
        assert "delta" in kept.register.lines_on(date(1999, 12, 31))
        lost = known("1999-12-31", self.FEWER, after, moved)
        assert "delta" not in lost.register.lines_on(date(1999, 12, 31))

    def test_shares_are_counted_as_the_terms_of_the_day_count_them(self) -> None:
        fact = amended("1999-06-01", {"/registrable_securities/counts": ["common"]})
        register = known("1999-12-31", fact).register
        days = (date(1999, 5, 31), date(1999, 6, 1))
        assert [register.registrable_shares("alpha", day) for day in days] == [500_000, 0]


class TestChanges:
    @pytest.mark.parametrize(
        ("changes", "place", "within"),
        [
            ({"/demand/cap/limit": "four"}, "/demand/cap/limit", ()),
            ({"/demand/cap": {"limit": -1}}, "/demand/cap", ("limit",)),
            ({"/demand/cap/limits": 4}, "/demand/cap/limits", ()),
            ({"/demands/cap/limit": 4}, "/demands/cap/limit", ()),
            ({"/assignment/limbs/9/min_shares": 4}, "/assignment/limbs/9/min_shares", ()),
            ({"/assignment/limbs/1/min_shares": None}, "/assignment/limbs/1/min_shares", ()),
            ({"/company": None}, "/company", ()),
        ],
    )
    def test_that_do_not_fit_are_named(
        self, changes: Json, place: str, within: tuple[str, ...]
    ) -> None:
        with pytest.raises(DoesNotFit) as caught:
            changed(TERMS, changes)
        assert (place, within) in {(each.place, each.within) for each in caught.value.misfits}

    def test_of_one_place_and_a_part_of_it_are_no_instrument(self) -> None:
        with pytest.raises(ValueError, match="one change lies within another"):
            ANY_FACT.validate_python(amended("1999-06-01", {CAP: 4, "/demand/cap": None}))

    @pytest.mark.parametrize("value", ["\ud800", {"\ud800": 1}, float("nan"), date(1999, 1, 1)])
    def test_that_cannot_be_written_are_no_instrument(self, value: object) -> None:
        with pytest.raises(ValueError, match="a new value is JSON"):
            ANY_FACT.validate_python(amended("1999-06-01", {"/title": value}))

    @given(st.integers(0, 1000), st.dates(date(1998, 5, 1), date(2001, 1, 1)), st.booleans())
    def test_bear_on_nothing_before_their_day(self, limit: int, start: date, reaches: bool) -> None:
        by_date = TermsByDate(TERMS, (TermsChange("x", start, start, {CAP: limit}, reaches),))
        eve = date.fromordinal(start.toordinal() - 1)
        assert by_date.on(eve) == TERMS
        assert by_date.for_registration(eve, eve) == TERMS
        assert (by_date.for_registration(eve, start) == TERMS) is (not reaches or limit == 3)
        assert cap(by_date.on(start)) == limit


def test_the_working_cites_what_decided() -> None:
    found = known("1999-12-31", amended("1999-06-01", {CAP: 5}))
    matter = open_matter(TERMS)
    versions(found.instruments, matter)
    rules = {each.rule: each.clause for each in matter.working.steps}
    assert rules["amendment.effective"] == "9(e)"
    assert rules["requisite.test"] == "9(e)"

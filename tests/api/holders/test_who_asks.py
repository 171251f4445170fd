"""Who asks, and under which terms: clauses 2(a)(i) and 9(e), what was taken back, what was amended.

Holders a, b and c hold common stock; a letter is handed over in person and received the same day.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    amendment,
    declared_effective,
    fact,
    filed,
    handed_over,
    holder,
    instrument,
    join,
    letter,
    letter_added,
    mailed,
    notice,
    sold,
    split,
    withdrawn,
)
from tests.api.calls import (
    begun,
    condition,
    decided,
    included,
    make_agreement,
    ok,
    post_event,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.running.service import Service

pytestmark = pytest.mark.both_databases

SMALL = "small"
THREE = {"a": 40, "b": 40, "c": 20}
"""Of 100 shares 51 are needed: no Holder alone is enough, a or b with any other is."""


def held(service: Service, shares: Mapping[str, int], **overrides: Any) -> None:
    """An agreement with these Holders."""
    holders = [holder(name, common) for name, common in shares.items()]
    make_agreement(service, agreement(SMALL, holders=holders, overrides=overrides))


def asked(day: str, **shares: int) -> Json:
    """A letter handed over on a day."""
    return letter(handed_over(day), shares)


def by_demand(service: Service, *letters: Json, **more: Any) -> str:
    body = {"letters": list(letters), "short_form_qualified": False} | more
    return begun(service, "demands", body, agreement=SMALL)


def by_takedown(service: Service, *letters: Json) -> str:
    """A takedown off a shelf that has been effective since 15 February 1999."""
    conversion = {"conversion_proposed_on": "1998-12-01", "certificate_date": "1999-03-01"}
    shelf = begun(
        service,
        "shelves",
        conversion | {"letters": [asked("1998-12-02", a=40)]},
        filed("1999-02-01"),
        declared_effective("1999-02-15"),
        agreement=SMALL,
    )
    body = {"shelf": shelf, "letters": list(letters)}
    return begun(service, "takedowns", body, agreement=SMALL)


Begin = Callable[..., str]


@pytest.mark.parametrize("begin", [by_demand, by_takedown])
class TestTakenBackBeforeTheRequestIsComplete:
    """2(a)(i): a majority of those who ask "at the time"; several letters make it (QB10)."""

    def test_was_never_part_of_it(self, service: Service, begin: Begin) -> None:
        """a took its letter of 1 March back on the 3rd: on the 5th b asks alone, 40 of 100."""
        held(service, THREE)
        found = begin(service, asked("1999-03-01", a=10), asked("1999-03-05", b=10))
        post_event(service, found, withdrawn("1999-03-03", "a"))
        result = read_registration(service, found, "1999-03-06")
        assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
        assert result["tallies"]["requisite"]["requesting"] == 40
        assert result["determination"]["requesters"] == ["b"]
        assert result["state"] == "refused"
        assert (
            "a took back its request on 3 March 1999"
            in (condition(result, "requisite_holders")["says"])
        )

    def test_wholly_leaves_nobody_whose_request_is_complete(
        self, service: Service, begin: Begin
    ) -> None:
        """a 60 of 100 mails on 1 March, received on the 4th; all is taken back on the 2nd."""
        held(service, {"a": 60, "b": 40})
        found = begin(service, letter(mailed("1999-03-01"), {"a": 10}))
        post_event(service, found, withdrawn("1999-03-02"))
        post_event(service, found, letter_added(asked("1999-03-05", b=10)))
        result = read_registration(service, found, "1999-03-06")
        assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
        assert (result["tallies"]["requisite"]["requesting"], result["state"]) == (40, "refused")
        assert read_agreement(service, SMALL, as_of="1999-03-06")["demands"]["pending"] == 0

    def test_does_not_keep_later_letters_from_making_it(
        self, service: Service, begin: Begin
    ) -> None:
        """After a has left, b 40 and c 20 make 60 of 100 on 8 March; a is not in it."""
        held(service, THREE)
        found = begin(service, asked("1999-03-01", a=10), asked("1999-03-05", b=10))
        post_event(service, found, withdrawn("1999-03-03"))
        post_event(service, found, letter_added(asked("1999-03-08", c=5)))
        result = read_registration(service, found, "1999-03-09")
        assert decided(result) == ("accepted", None)
        assert result["determination"]["received_on"] == "1999-03-08"
        assert result["determination"]["requesters"] == ["b", "c"]
        assert included(result) == {"b": 10, "c": 5}
        assert result["state"] == "open"

    def test_may_be_asked_again(self, service: Service, begin: Begin) -> None:
        """a asks anew on 4 March for 7: with b on the 5th that is 80 of 100, and 7 are in."""
        held(service, THREE)
        found = begin(
            service,
            asked("1999-03-01", a=10),
            asked("1999-03-04", a=7),
            asked("1999-03-05", b=10),
        )
        post_event(service, found, withdrawn("1999-03-03", "a"))
        result = read_registration(service, found, "1999-03-06")
        assert decided(result) == ("accepted", None)
        assert included(result) == {"a": 7, "b": 10}

    def test_takes_back_a_request_to_join_made_by_then(
        self, service: Service, begin: Begin
    ) -> None:
        """c asks to join on 2 March and all is taken back on the 3rd; a and b then ask anew."""
        held(service, THREE)
        found = begin(service, asked("1999-03-01", a=10))
        post_event(service, found, join("c", 5, handed_over("1999-03-02")))
        post_event(service, found, withdrawn("1999-03-03"))
        post_event(service, found, letter_added(asked("1999-03-05", a=10, b=10)))
        result = read_registration(service, found, "1999-03-06")
        assert decided(result) == ("accepted", None)
        assert included(result) == {"a": 10, "b": 10}

    def test_asked_anew_and_all_taken_back_again_it_ends_with_the_later_day(
        self, service: Service, begin: Begin
    ) -> None:
        """All is taken back on 3 March, asked anew on the 5th and taken back on the 10th."""
        held(service, THREE)
        found = begin(service, asked("1999-03-01", a=10))
        post_event(service, found, withdrawn("1999-03-03"))
        post_event(service, found, letter_added(asked("1999-03-05", a=10, b=10)))
        post_event(service, found, withdrawn("1999-03-10"))
        result = read_registration(service, found, "1999-03-11")
        assert (result["state"], result["ended_on"]) == ("withdrawn", "1999-03-10")

    def test_on_the_day_of_completion_its_order_must_be_known(
        self, service: Service, begin: Begin
    ) -> None:
        """a takes back on 5 March, the day of b's letter: which came first is not recorded."""
        held(service, THREE)
        found = begin(service, asked("1999-03-01", a=10), asked("1999-03-05", b=10))
        answer = post_event(service, found, withdrawn("1999-03-05", "a"), as_of="1999-03-06")
        assert decided(answer["result"]) == ("undetermined", None)
        missing = [each["posted_as"] for each in answer["missing_inputs"]]
        assert "withdrawn.before_letters" in missing

    @pytest.mark.parametrize(
        ("first", "decision", "requesting"), [(True, "refused", 40), (False, "accepted", 80)]
    )
    def test_on_the_day_of_completion_its_order_decides(
        self, service: Service, begin: Begin, first: bool, decision: str, requesting: int
    ) -> None:
        held(service, THREE)
        found = begin(service, asked("1999-03-01", a=10), asked("1999-03-05", b=10))
        post_event(service, found, withdrawn("1999-03-05", "a") | {"before_letters": first})
        result = read_registration(service, found, "1999-03-06")
        assert result["determination"]["decision"] == decision
        assert result["tallies"]["requisite"]["requesting"] == requesting
        assert "a" not in included(result)


def test_a_request_taken_back_on_the_day_it_was_handed_over_was_complete_before(
    service: Service,
) -> None:
    """Nobody takes back what it has not asked for yet: a 60 of 100, accepted, then withdrawn."""
    held(service, {"a": 60, "b": 40})
    found = by_demand(service, asked("1999-03-01", a=10))
    post_event(service, found, withdrawn("1999-03-01", "a"))
    result = read_registration(service, found, "1999-03-02")
    assert (result["determination"]["decision"], result["state"]) == ("accepted", "withdrawn")


def test_a_registration_made_after_all_but_the_last_had_left_can_become_effective(
    service: Service,
) -> None:
    """The withdrawal of 3 March ended nothing that b and c then asked for."""
    held(service, THREE)
    found = by_demand(service, asked("1999-03-01", a=10))
    post_event(service, found, withdrawn("1999-03-03"))
    post_event(service, found, letter_added(asked("1999-03-08", b=5, c=5)))
    post_event(service, found, filed("1999-04-01"))
    post_event(service, found, declared_effective("1999-05-03"))
    result = read_registration(service, found, "1999-05-04")
    assert (result["state"], result["effected"]) == ("effective", True)


def test_the_computation_leaves_out_what_was_taken_back_before(stateless_service: Service) -> None:
    body = {
        "template": "ctc-1998",
        "letters": [
            {"requests": {"a": 10}, "delivery": handed_over("1999-03-01")},
            {"requests": {"b": 10}, "delivery": handed_over("1999-03-05")},
        ],
        "positions": [{"holder": name, "common": shares} for name, shares in THREE.items()],
        "short_form_qualified": False,
        "demands_effected": 0,
        "demands_pending": 0,
        "withdrawals": [{"holder": "a", "on": "1999-03-03"}],
    }
    result = ok(stateless_service.post("/v1/compute/demand", body))["result"]
    assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
    assert result["tallies"]["requisite"]["requesting"] == 40


UNEQUAL = {"a": 45, "b": 40, "c": 15}
FORTY_FIVE = {"/demand/effect_within/count": 45}


class TestGoverningTerms:
    """9(e), QB10: nobody has demanded before the request is complete; the terms of that day hold.

    Holders a 45, b 40, c 15; letters of 1 and 5 March: complete on the 5th, 85 of 100.
    """

    def test_are_those_of_the_day_on_which_it_is_complete(self, service: Service) -> None:
        """Amended on 3 March to 45 days: 5 March + 45 = 19 April, Patriots' Day, so the 20th."""
        held(service, UNEQUAL)
        found = by_demand(service, asked("1999-03-01", a=10), asked("1999-03-05", b=10))
        post_fact(service, amendment("1999-03-03", FORTY_FIVE, "a", "b"), SMALL)
        result = read_registration(service, found, "1999-03-06")
        assert result["determination"]["due_on"] == "1999-04-20"

    def test_are_those_of_the_letter_that_completes_it_after_a_refusal(
        self, service: Service
    ) -> None:
        held(service, UNEQUAL)
        found = by_demand(service, asked("1999-03-01", a=10))
        assert decided(read_registration(service, found, "1999-03-02"))[0] == "refused"
        post_fact(service, amendment("1999-03-03", FORTY_FIVE, "a", "b"), SMALL)
        post_event(service, found, letter_added(asked("1999-03-05", b=10)))
        result = read_registration(service, found, "1999-03-06")
        assert result["determination"]["due_on"] == "1999-04-20"

    def test_the_majority_is_tested_under_the_terms_of_each_day(self, service: Service) -> None:
        """From 3 March 9 of 10 are needed: the 85 of the 5th are not enough."""
        held(service, UNEQUAL)
        found = by_demand(service, asked("1999-03-01", a=10), asked("1999-03-05", b=10))
        nine_tenths = {"/requisite_holders/fraction": "9/10"}
        post_fact(service, amendment("1999-03-03", nine_tenths, "a", "b"), SMALL)
        result = read_registration(service, found, "1999-03-06")
        assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
        assert result["tallies"]["requisite"]["needed"] == 91

    def test_of_a_takedown_are_those_of_the_day_on_which_it_is_complete(
        self, service: Service
    ) -> None:
        """From 3 March 30 days to join: b is told on 8 March and may join through 7 April."""
        held(service, UNEQUAL)
        found = by_takedown(service, asked("1999-03-01", a=10), asked("1999-03-05", b=10))
        thirty = {"/takedown/join/within/count": 30}
        post_fact(service, amendment("1999-03-03", thirty, "a", "b"), SMALL)
        notice = {"kind": "notice_given", "holder": "c", "delivery": handed_over("1999-03-08")}
        post_event(service, found, notice)
        result = read_registration(service, found, "1999-03-09")
        (window,) = [each for each in result["windows"]["join"] if each["holder"] == "c"]
        assert window["last_day"] == "1999-04-07"

    @pytest.mark.parametrize(
        ("day", "due_on"), [("received", "1999-04-20"), ("given", "1999-06-03")]
    )
    def test_amended_between_sending_and_receipt(
        self, service: Service, day: str, due_on: str
    ) -> None:
        """QG14: a 60 mails on 2 March, received on the 5th; amended on the 3rd to 45 days.

        5 March + 45 days is 20 April; + 90 days 3 June.
        """
        held(service, {"a": 60, "b": 40}, readings={"governing_day": day})
        found = by_demand(service, letter(mailed("1999-03-02"), {"a": 10}))
        post_fact(service, amendment("1999-03-03", FORTY_FIVE, "a"), SMALL)
        answer = ok(service.get(f"/v1/registrations/{found}", as_of="1999-03-08"))
        assert answer["result"]["determination"]["due_on"] == due_on
        assert "governing_day" in {each["option"] for each in answer["readings"]}


LEAST_20 = {"demand": {"minimum_shares": 20}}


class TestLeastNumberOfShares:
    """QG13: a demand must ask for 20 shares at least; a and b, 80 of 100, ask for 12, c for 8."""

    def test_later_letters_make_it_up(self, service: Service) -> None:
        held(service, THREE, **LEAST_20)
        found = by_demand(service, asked("1999-03-01", a=6, b=6))
        assert decided(read_registration(service, found, "1999-03-02")) == (
            "refused",
            "DEMAND_TOO_SMALL",
        )
        post_event(service, found, letter_added(asked("1999-03-08", c=8)))
        result = read_registration(service, found, "1999-03-09")
        assert decided(result) == ("accepted", None)
        assert result["determination"]["received_on"] == "1999-03-08"

    def test_do_not_under_the_other_reading(self, service: Service) -> None:
        held(service, THREE, **LEAST_20, readings={"size_cumulates": False})
        found = by_demand(service, asked("1999-03-01", a=6, b=6), asked("1999-03-08", c=8))
        result = read_registration(service, found, "1999-03-09")
        assert decided(result) == ("refused", "DEMAND_TOO_SMALL")


ENDED = instrument("1999-04-01", "a", kind="rights_ended", effective_from="1999-04-15")
"""Made on 1 April by a 60 of 100; the rights end on the 15th."""
ON_A_SHELF = {"conversion_proposed_on": "1999-05-03", "certificate_date": "1999-09-01"}
DETERMINED = {
    "occurred_on": "1999-05-03",
    "purpose": "offering",
    "initiated_for": "company",
    "securities": "equity",
}


class TestAfterTheRightsHaveEnded:
    """9(e): refused with a reason of its own, which names the day and the instrument."""

    @pytest.mark.parametrize(
        ("kind", "body"),
        [
            ("demands", {"letters": [asked("1999-05-03", a=10)], "short_form_qualified": False}),
            ("shelves", ON_A_SHELF),
            ("incidentals", DETERMINED),
        ],
    )
    def test_every_kind(self, service: Service, kind: str, body: Json) -> None:
        held(service, {"a": 60, "b": 40})
        post_fact(service, ENDED, SMALL)
        found = begun(service, kind, body, agreement=SMALL)
        result = read_registration(service, found, "1999-05-04")
        assert decided(result) == ("refused", "RIGHTS_ENDED")
        said = condition(result, "rights_in_effect")
        assert said["clause"] == "9(e)"
        assert said["says"] == (
            "The rights ended on 15 April 1999 by the instrument of 1 April 1999."
        )

    def test_a_takedown(self, service: Service) -> None:
        held(service, {"a": 60, "b": 40})
        post_fact(service, ENDED, SMALL)
        found = by_takedown(service, asked("1999-05-03", a=10))
        assert decided(read_registration(service, found, "1999-05-04")) == (
            "refused",
            "RIGHTS_ENDED",
        )

    def test_what_was_asked_for_the_day_before_is_not_refused(self, service: Service) -> None:
        held(service, {"a": 60, "b": 40})
        post_fact(service, ENDED, SMALL)
        found = by_demand(service, asked("1999-04-14", a=10))
        result = read_registration(service, found, "1999-04-14")
        assert decided(result) == ("accepted", None)

    def test_by_time(self, service: Service) -> None:
        """Three years from an offering effective on 1 February 1996: the last day is 1 February."""
        held(service, {"a": 60, "b": 40}, readings={"rights_end": "3_years_after_ipo"})
        post_fact(service, fact("first_public_offering_effective", "1996-02-01"), SMALL)
        found = by_demand(service, asked("1999-02-02", a=10))
        result = read_registration(service, found, "1999-02-03")
        assert decided(result) == ("refused", "RIGHTS_ENDED")

    @pytest.mark.parametrize(
        ("reading", "said"),
        [("continues", ("accepted", None)), ("ends", ("refused", "RIGHTS_ENDED"))],
    )
    def test_whether_they_come_back_once_somebody_holds_again(
        self, service: Service, reading: str, said: tuple[str, str | None]
    ) -> None:
        """QG15: all is sold on 1 April; on 3 May a holds 60 again, and asks on the 10th."""
        held(service, {"a": 60, "b": 40}, readings={"empty_register": reading})
        post_fact(service, sold("1999-04-01", "a", 60), SMALL)
        post_fact(service, sold("1999-04-01", "b", 40), SMALL)
        post_fact(service, fact("position_stated", "1999-05-03", holder="a", common=60), SMALL)
        found = by_demand(service, asked("1999-05-10", a=10))
        answer = ok(service.get(f"/v1/registrations/{found}", as_of="1999-05-11"))
        assert decided(answer["result"]) == said
        assert "empty_register" in {each["option"] for each in answer["readings"]}
        rights = read_agreement(service, SMALL, as_of="1999-05-11")["rights"]
        assert rights["in_effect"] == (reading == "continues")


class TestSecondLetter:
    """QG12: a, 60 of 100, asks for 10 on 1 March, and again by another letter."""

    def numbers(self, service: Service, second: Json, **readings: Any) -> Json:
        held(service, {"a": 60, "b": 40}, readings=readings)
        found = by_demand(service, asked("1999-03-01", a=10))
        answer = post_event(service, found, notice("a", handed_over("1999-03-02")))
        posted: Json = post_event(service, found, second, as_of="1999-03-09")
        assert answer["result"]["registration_id"] == found
        return posted

    @pytest.mark.parametrize(("reading", "shares"), [("replaces", 25), ("adds", 35)])
    @pytest.mark.parametrize("by", ["letter", "join"])
    def test_that_does_not_say_is_never_silent(
        self, service: Service, reading: str, shares: int, by: str
    ) -> None:
        second = {
            "letter": letter_added(asked("1999-03-08", a=25)),
            "join": join("a", 25, handed_over("1999-03-08")),
        }[by]
        answer = self.numbers(service, second, second_letter=reading)
        assert included(answer["result"]) == {"a": shares}
        (said,) = [each for each in answer["warnings"] if each["code"] == "SECOND_LETTER"]
        assert "10" in said["says"]
        assert "25" in said["says"]
        assert "second_letter" in {each["option"] for each in answer["readings"]}

    @pytest.mark.parametrize(
        ("in_addition", "reading", "shares"), [(True, "replaces", 35), (False, "adds", 25)]
    )
    def test_that_says_decides(
        self, service: Service, in_addition: bool, reading: str, shares: int
    ) -> None:
        said = asked("1999-03-08", a=25) | {"in_addition": in_addition}
        answer = self.numbers(service, letter_added(said), second_letter=reading)
        assert included(answer["result"]) == {"a": shares}
        assert "SECOND_LETTER" not in {each["code"] for each in answer["warnings"]}

    def test_of_the_same_day_that_does_not_say_is_not_known(self, service: Service) -> None:
        """Two letters of 1 March, for 10 and for 25: nobody can tell which came last."""
        answer = self.numbers(service, letter_added(asked("1999-03-01", a=25)))
        assert included(answer["result"]) == {"a": None}
        missing = [each["posted_as"] for each in answer["missing_inputs"]]
        assert "letter_added.letter.in_addition" in missing

    def test_of_the_same_day_in_addition_is_known(self, service: Service) -> None:
        more = asked("1999-03-01", a=25) | {"in_addition": True}
        answer = self.numbers(service, letter_added(more))
        assert included(answer["result"]) == {"a": 35}

    def test_after_the_first_was_taken_back_stands_alone(self, service: Service) -> None:
        held(service, {"a": 60, "b": 40})
        found = by_demand(service, asked("1999-03-01", a=10), asked("1999-03-01", b=5))
        post_event(service, found, notice("a", handed_over("1999-03-02")))
        post_event(service, found, withdrawn("1999-03-05", "a"))
        more = asked("1999-03-08", a=25) | {"in_addition": True}
        post_event(service, found, letter_added(more))
        assert included(read_registration(service, found, "1999-03-09")) == {"b": 5, "a": 25}

    def test_counts_towards_the_least_number_with_the_first(self, service: Service) -> None:
        """20 are wanted: 12 and then 9 instead are too few, in addition they are 21."""
        held(service, THREE, **LEAST_20)
        first = asked("1999-03-01", a=6, b=6)
        instead = asked("1999-03-05", a=3, b=6)
        found = by_demand(service, first, instead)
        result = read_registration(service, found, "1999-03-06")
        assert decided(result) == ("refused", "DEMAND_TOO_SMALL")
        again = by_demand(service, first, instead | {"in_addition": True})
        assert decided(read_registration(service, again, "1999-03-06")) == ("accepted", None)


def test_a_split_between_two_letters_is_reckoned(service: Service) -> None:
    """10 asked for before a 2-for-1 split are 20 after it; with 5 in addition 25."""
    held(service, {"a": 60, "b": 40})
    found = by_demand(service, asked("1999-03-01", a=10))
    post_event(service, found, notice("a", handed_over("1999-03-02")))
    post_fact(service, split("1999-03-05", 2, 1), SMALL)
    more = asked("1999-03-08", a=5) | {"in_addition": True}
    post_event(service, found, letter_added(more))
    assert included(read_registration(service, found, "1999-03-09")) == {"a": 25}

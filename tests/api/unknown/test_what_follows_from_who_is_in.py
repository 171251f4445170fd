"""What turns on whether the statement covers one who gave no undertaking (6(b), QG9): 2(f), 9(f).

Holders a 510, b 300, c 190. b was asked for an undertaking, none was received, and nobody has said
whose shares the statement covers. Everything that would be otherwise if it does not cover b is not
known, and says what would tell.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    join,
    letter,
    maximum,
    misleading,
    new_prospectus,
    notice,
    own_registration,
    shelf,
    sold_in_offering,
    takedown,
    transfer,
)
from tests.api.calls import begun, included, make_agreement, obligation, ok, post_fact
from tests.running.service import Service

REQUIRED = fact("undertaking_required", "1999-03-12", holder="b")
TOLD = notice("b", handed_over("1999-03-03"))
JOINED = join("b", 300, handed_over("1999-03-10"))
MADE = filed("1999-04-05", "S-1")


@pytest.fixture
def made(service: Service) -> Service:
    holders = [holder("a", 510), holder("b", 300), holder("c", 190)]
    make_agreement(service, agreement("w", holders=holders))
    return service


def effective(covers: Json | None, day: str = "1999-05-14") -> Json:
    return declared_effective(day) | ({} if covers is None else {"covers": covers})


def demanded(service: Service, *facts: Json) -> str:
    asked = demand(letter(handed_over("1999-03-01"), {"a": 100}), underwritten=False)
    return begun(service, "demands", asked, TOLD, JOINED, REQUIRED, MADE, *facts, agreement="w")


def read(service: Service, registration: str, day: str) -> Json:
    answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return answer


def may_sell(service: Service, who: str, day: str, manner: str = "under_registration") -> str:
    asked = {"holder": who, "on": day, "manner": manner}
    answer = ok(service.get("/v1/agreements/w/may-sell", **asked))
    found: str = answer["result"]["may_sell"]
    assert found != "unknown" or "covers/b" in named(answer)
    return found


def named(answer: Json) -> set[str]:
    return {each["name"] for each in answer["missing_inputs"]}


def warned(answer: Json) -> set[str]:
    return {each["code"] for each in answer["warnings"]}


@pytest.mark.parametrize(
    ("covers", "shares", "may", "supplement"),
    [
        (None, None, "unknown", "unconfirmed"),
        ({"a": 100, "b": 300}, 200, "yes", "open"),
        ({"a": 100, "b": 0}, 0, "no", None),
    ],
)
def test_a_transferee_is_in_for_no_more_than_the_one_whose_place_it_takes(
    made: Service, covers: Json | None, shares: int | None, may: str, supplement: str | None
) -> None:
    """9(f), QG5: t takes over 200 of b's shares with all rights."""
    registration = demanded(made, effective(covers))
    gone = {"common": 200, "preferred_as_converted": 0}
    post_fact(made, transfer("1999-05-20", "b", "t", 200, **gone), "w")
    result = read(made, registration, "1999-05-21")["result"]
    assert included(result).get("t", 0) == shares
    assert may_sell(made, "t", "1999-05-21") == may
    found = {each["id"]: each["status"] for each in result["obligations"]}
    assert found.get("supplement:t") == supplement


@pytest.mark.parametrize(
    ("covers", "may"),
    [(None, "unknown"), ({"a": 200, "b": 0}, "yes"), ({"a": 100, "b": 150}, "no")],
)
def test_what_another_has_left_to_sell_after_a_cutback(
    made: Service, covers: Json | None, may: str
) -> None:
    """350 less the Company's 100 leave a 100 beside b, 200 without it; a has sold 100."""
    own = own_registration(
        occurred_on="1999-03-01", planned_filing_on="1999-05-10", company_shares=100
    )
    joins = (join("a", 200, handed_over("1999-03-10")), JOINED)
    facts = (notice("a", handed_over("1999-03-05")), TOLD, *joins, REQUIRED)
    advised = maximum("1999-04-10", 350, in_writing=True)
    done = (advised, filed("1999-05-10", "S-1"), effective(covers, "1999-06-10"))
    sale = sold_in_offering("1999-06-12", "a", 100)
    begun(made, "incidentals", own, *facts, *done, sale, agreement="w")
    assert may_sell(made, "a", "1999-06-13") == may


@pytest.mark.parametrize(
    ("covers", "may", "maintain"),
    [
        (None, "unknown", "unconfirmed"),
        ({"a": 100, "b": 300}, "yes", "open"),
        ({"a": 100, "b": 0}, "no", "performed"),
    ],
)
def test_whether_a_hold_goes_on_for_one_who_is_perhaps_not_in(
    made: Service, covers: Json | None, may: str, maintain: str
) -> None:
    """3(c): a has the new prospectus on 10 June, b has none; 180 and 10 days end on 20 November."""
    hold = misleading("1999-06-01"), new_prospectus("1999-06-10", "a")
    registration = demanded(made, effective(covers), *hold)
    assert may_sell(made, "a", "1999-11-21") == may
    answer = read(made, registration, "1999-11-21")
    assert obligation(answer["result"], "maintain")["status"] == maintain
    assert ("covers/b" in named(answer)) is (covers is None)


@pytest.mark.parametrize(
    ("covers", "amend", "warns"),
    [
        (None, "unconfirmed", False),
        ({"a": 200, "b": 100}, None, False),
        ({"a": 200, "b": 0}, "open", True),
    ],
)
def test_whether_a_sale_off_the_shelf_goes_beyond_it(
    made: Service, covers: Json | None, amend: str | None, warns: bool
) -> None:
    """2(a)(ii), QG6: what the shelf does not cover takes an amendment."""
    asked = shelf(letter(handed_over("1999-09-02"), {"a": 200, "b": 100}))
    required = fact("undertaking_required", "1999-09-10", holder="b")
    done: list[Any] = [filed("1999-10-11"), effective(covers, "1999-10-29")]
    off = begun(made, "shelves", asked, required, *done, conversion("1999-11-01"), agreement="w")
    sale = takedown(off, letter(handed_over("2000-01-10"), {"a": 100, "b": 50}))
    answer = read(made, begun(made, "takedowns", sale, agreement="w"), "2000-01-11")
    found = {each["id"]: each["status"] for each in answer["result"]["obligations"]}
    assert found.get("more_shares:b") == amend
    assert ("covers/b" in named(answer)) is (covers is None)
    assert ("BEYOND_THE_SHELF" in warned(answer)) is warns


def test_a_sale_that_is_a_breach_in_one_case_alone_names_what_tells(made: Service) -> None:
    """SALE_NOT_INCLUDED, if the statement does not cover b: not said, but asked for."""
    registration = demanded(made, effective(None), sold_in_offering("1999-05-20", "b", 50))
    answer = read(made, registration, "1999-05-21")
    assert "SALE_NOT_INCLUDED" not in warned(answer)
    assert "covers/b" in named(answer)


UNDONE = {
    "undertaking_received": fact("undertaking_required", "2000-01-13", holder="b"),
    "information_received": {
        "kind": "information_requested",
        "holder": "b",
        "delivery": handed_over("2000-01-13"),
    },
}
DONE = {
    "undertaking_received": fact("undertaking_received", "2000-01-20", holder="b"),
    "information_received": {
        "kind": "information_received",
        "holder": "b",
        "delivery": handed_over("2000-01-20"),
    },
}


class TestASaleOffAShelf:
    """2(a)(iii)(cc): what the Company asked b for before it takes part in the sale (3(b), 6(b))."""

    def off_it(self, service: Service, *facts: Json) -> str:
        body = shelf(letter(handed_over("1999-09-02"), {"a": 300, "b": 100}))
        made = (filed("1999-10-11"), declared_effective("1999-10-29"), conversion("1999-11-01"))
        on = begun(service, "shelves", body, *made, agreement="w")
        sale = takedown(on, letter(handed_over("2000-01-10"), {"a": 300}))
        told = notice("b", handed_over("2000-01-11"))
        joined = join("b", 100, handed_over("2000-01-12"))
        return begun(service, "takedowns", sale, told, joined, *facts, agreement="w")

    def asked(self, service: Service, manner: str = "underwritten_sale") -> tuple[str, set[str]]:
        ask = {"holder": "b", "on": "2000-02-10", "manner": manner}
        answer = ok(service.get("/v1/agreements/w/may-sell", **ask))
        return answer["result"]["may_sell"], named(answer)

    @pytest.mark.parametrize("paper", UNDONE)
    def test_is_open_to_one_who_did_not_do_it_or_not(self, made: Service, paper: str) -> None:
        self.off_it(made, UNDONE[paper])
        found, names = self.asked(made)
        assert found == "unknown"
        assert f"{paper}/b" in names
        assert self.asked(made, "under_registration")[0] == "yes"  # off the shelf it may sell alone

    @pytest.mark.parametrize("paper", UNDONE)
    def test_is_open_to_one_who_did_it(self, made: Service, paper: str) -> None:
        self.off_it(made, UNDONE[paper], DONE[paper])
        found, names = self.asked(made)
        assert (found, f"{paper}/b" in names) == ("yes", False)

    @pytest.mark.parametrize("paper", UNDONE)
    def test_was_open_to_one_who_sold_in_it(self, made: Service, paper: str) -> None:
        self.off_it(made, UNDONE[paper], sold_in_offering("2000-02-01", "b", 10))
        assert self.asked(made)[0] == "yes"

"""What has ended keeps the numbers of its last day, whatever is split, sold or passed on later.

Domain 6.1 ("Ends"), 9(h). Of Holders a and b, with 60 and 40 shares, a demands for 60 and b joins
with 20; a maximum of 70 is advised, and a approves the underwriter. The Company's own registration
has 100 of its own and 20 of a. A shelf covers all of both, and a asks to sell 30 off it.
"""

from collections.abc import Callable

import pytest

from tests.api.bodies import (
    Json,
    abandoned,
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
    notice,
    own_registration,
    shelf,
    sold,
    sold_in_offering,
    split,
    takedown,
    transfer,
    withdrawn,
)
from tests.api.calls import begun, make_agreement, post_fact, read_registration
from tests.running.service import Service

LATER, AS_OF = "2002-02-01", "2002-03-01"
EFFECTIVE = (filed("1999-05-14", "S-1"), declared_effective("1999-05-14"))


def demanded(service: Service, *events: Json) -> str:
    asked = demand(letter(handed_over("1999-03-01"), {"a": 60}), underwritten=True)
    told = (
        notice("b", handed_over("1999-03-05")),
        join("b", 20, handed_over("1999-03-10")),
        fact("underwriter_selected", "1999-03-12", underwriter="U"),
        fact("underwriter_approved", "1999-03-12", underwriter="U", holders=["a"]),
        maximum("1999-04-01", 70, in_writing=True),
    )
    return begun(service, "demands", asked, *told, *events, agreement="e")


def closed(service: Service) -> str:
    return demanded(
        service,
        *EFFECTIVE,
        sold_in_offering("1999-05-20", "a", 60),
        sold_in_offering("1999-05-21", "b", 20),
    )


def expired(service: Service) -> str:
    return demanded(service, *EFFECTIVE)


def taken_back(service: Service) -> str:
    return demanded(service, withdrawn("1999-04-10"))


def refused(service: Service) -> str:
    asked = demand(letter(handed_over("1999-03-01"), {"b": 40}), underwritten=True)
    return begun(service, "demands", asked, agreement="e")


def given_up(service: Service) -> str:
    own = own_registration(occurred_on="1999-03-01", company_shares=100, underwritten=True)
    told = notice("a", handed_over("1999-03-05")), join("a", 20, handed_over("1999-03-10"))
    return begun(service, "incidentals", own, *told, abandoned("1999-04-20"), agreement="e")


def on_the_shelf(service: Service) -> str:
    asked = letter(handed_over("1999-09-02"), {"a": 60, "b": 40})
    events = filed("1999-10-15"), declared_effective("1999-11-01"), conversion("1999-11-01")
    return begun(service, "shelves", shelf(asked), *events, agreement="e")


def sold_off_the_shelf(service: Service) -> str:
    asked = takedown(on_the_shelf(service), letter(handed_over("2000-02-01"), {"a": 30}))
    return begun(
        service, "takedowns", asked, sold_in_offering("2000-03-15", "a", 30), agreement="e"
    )


def ended_with_the_shelf(service: Service) -> str:
    asked = takedown(on_the_shelf(service), letter(handed_over("2000-02-01"), {"a": 30}))
    return begun(
        service, "takedowns", asked, sold_in_offering("2000-03-15", "a", 20), agreement="e"
    )


ALL = [
    ("closed", closed),
    ("expired", expired),
    ("withdrawn", taken_back),
    ("refused", refused),
    ("abandoned", given_up),
    ("expired", on_the_shelf),
    ("closed", sold_off_the_shelf),
    ("expired", ended_with_the_shelf),
]
MOVES = [
    split(LATER, 2, 1),
    split(LATER, 1, 3),
    sold(LATER, "b", 10),
    transfer(LATER, "b", "t", 0, common=15),
    fact("position_stated", LATER, holder="b", common=1),
]


def numbers(service: Service, name: str) -> Json:
    result = read_registration(service, name, AS_OF)
    underwriting = result.get("underwriting") or {}
    return {
        "allocation": result["allocation"],
        "vote": underwriting.get("vote"),
        "requisite": result["tallies"]["requisite"],
        "proceeds": result["money"] and result["money"]["proceeds"],
        "obligees": {each["id"]: each["obligees"] for each in result["obligations"]},
    }


def without_sources(part: object) -> object:
    """What is said, without the names of the steps that say it."""
    if isinstance(part, dict):
        return {k: without_sources(v) for k, v in part.items() if k != "explained_by"}
    return [without_sources(each) for each in part] if isinstance(part, list) else part


@pytest.mark.parametrize("moved", MOVES, ids=lambda moved: str(moved["kind"]))
@pytest.mark.parametrize(("state", "lived"), ALL, ids=lambda each: getattr(each, "__name__", each))
def test_stay_as_on_its_last_day(
    service: Service, state: str, lived: Callable[[Service], str], moved: Json
) -> None:
    make_agreement(service, agreement("e", holders=[holder("a", 60), holder("b", 40)]))
    name = lived(service)
    assert read_registration(service, name, AS_OF)["state"] == state
    before = numbers(service, name)
    post_fact(service, moved, "e")
    assert without_sources(numbers(service, name)) == without_sources(before)


def test_a_split_of_the_last_day_still_counts(service: Service) -> None:
    make_agreement(service, agreement("e", holders=[holder("a", 60), holder("b", 40)]))
    name = given_up(service)
    post_fact(service, split("1999-04-20", 2, 1), "e")
    lines = numbers(service, name)["allocation"]["lines"]
    assert {each["seller"]: each["included"] for each in lines} == {"ctc": 200, "a": 40}


@pytest.mark.parametrize("sold_before", [False, True])
def test_a_sale_asked_for_after_its_shelf_had_ended_counts_the_shares_of_its_own_day(
    service: Service, sold_before: bool
) -> None:
    """Two for one on 1 March 2001; on 2 April a asks for 100 of its 120, or the 90 it has left.

    The Company makes the sale, without being bound to (QG10).
    """
    make_agreement(service, agreement("e", holders=[holder("a", 60), holder("b", 40)]))
    on_it = on_the_shelf(service)
    if sold_before:
        post_fact(service, sold("2000-12-01", "a", 15), "e")
    post_fact(service, split("2001-03-01", 2, 1), "e")
    shares = 90 if sold_before else 100
    asked = takedown(on_it, letter(handed_over("2001-04-02"), {"a": shares}))
    made = fact("distribution_completed", "2001-04-06")
    off_it = begun(service, "takedowns", asked, made, agreement="e")
    post_fact(service, sold("2001-04-20", "b", 10), "e")
    (line,) = read_registration(service, off_it, "2001-05-02")["allocation"]["lines"]
    assert line["included"] == shares

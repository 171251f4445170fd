"""A position stated is the whole position, with what came to the Holder without rights.

Clauses 9(f) and 1(i). Holder t got 40,000 shares without rights (fewer than 50,000) and then 20,000
with them, since it then held 60,000. Its whole position is stated as 20,000, so that the 40,000 are
gone: 10,000 more make 30,000, and carry no rights.
What it sold of them before a later transfer is said by that transfer; where nothing is said, it is
taken to have kept them, and the answer says so.
"""

import pytest

from tests.api.bodies import agreement, fact, holder
from tests.api.calls import make_agreement, ok, post_fact
from tests.api.refusals import faults
from tests.running.service import Service

HOLDERS = [holder("a", 600_000), holder("b", 300_000), holder("c", 100_000)]


def transferred(service: Service, day: str, giver: str, shares: int, **more: int) -> None:
    moved = fact(
        "securities_transferred",
        day,
        holder=giver,
        transferee="t",
        transferee_name="T",
        common=shares,
        affiliate=False,
        restricted_in_writing=True,
        record_holder_on=day,
        **more,
    )
    post_fact(service, moved, "ab")


@pytest.mark.parametrize(("stated", "of_t"), [(True, 20_000), (False, 30_000)])
def test_leaves_nothing_beside_it(service: Service, stated: bool, of_t: int) -> None:
    make_agreement(service, agreement("ab", holders=HOLDERS))
    transferred(service, "1999-01-11", "a", 40_000)
    transferred(service, "1999-01-15", "b", 20_000)
    if stated:
        post_fact(service, fact("position_stated", "1999-01-17", holder="t", common=20_000), "ab")
    transferred(service, "1999-01-25", "c", 10_000)
    answer = ok(service.get("/v1/agreements/ab", as_of="1999-01-26"))
    held = {each["holder"]: each["position"]["common"] for each in answer["result"]["holders"]}
    assert held["t"] == of_t


def held_by_t(service: Service) -> tuple[int | None, int, bool]:
    """What t holds of Registrable Securities, all there are, and whether something is assumed."""
    answer = ok(service.get("/v1/agreements/ab", as_of="1999-01-26"))
    held = {each["holder"]: each["position"]["common"] for each in answer["result"]["holders"]}
    assumed = "KEPT_WITHOUT_RIGHTS" in {each["code"] for each in answer["assumptions"]}
    return held.get("t"), answer["result"]["total_registrable_shares"], assumed


def test_what_it_sold_of_it_is_said_by_the_next_transfer(service: Service) -> None:
    """9(f)(ii): after the sale of the 40,000, b's 20,000 are all it holds, and carry no rights."""
    make_agreement(service, agreement("ab", holders=HOLDERS))
    transferred(service, "1999-01-11", "a", 40_000)
    transferred(service, "1999-01-15", "b", 20_000, without_rights=0)
    assert held_by_t(service) == (None, 940_000, False)


def test_it_still_counts_what_was_left(service: Service) -> None:
    """30,000 kept and 20,000 more make 50,000: with these rights pass, not with those kept."""
    make_agreement(service, agreement("ab", holders=HOLDERS))
    transferred(service, "1999-01-11", "a", 40_000)
    transferred(service, "1999-01-15", "b", 20_000, without_rights=30_000)
    assert held_by_t(service) == (20_000, 960_000, False)
    transferred(service, "1999-01-25", "c", 10_000, without_rights=0)
    assert held_by_t(service) == (20_000, 950_000, False)


def test_where_nothing_is_said_it_is_taken_to_have_kept_it(service: Service) -> None:
    make_agreement(service, agreement("ab", holders=HOLDERS))
    transferred(service, "1999-01-11", "a", 40_000)
    transferred(service, "1999-01-15", "b", 20_000)
    assert held_by_t(service) == (20_000, 960_000, True)


def test_it_cannot_have_kept_more_than_came(service: Service) -> None:
    make_agreement(service, agreement("ab", holders=HOLDERS))
    transferred(service, "1999-01-11", "a", 40_000)
    moved = fact("securities_transferred", "1999-01-15", holder="b", transferee="t", common=20_000)
    moved |= {"transferee_name": "T", "affiliate": False, "restricted_in_writing": True}
    moved |= {"without_rights": 40_001}
    refused = service.post("/v1/agreements/ab/events", moved)
    assert faults(refused) == {"/without_rights": "more_than_held"}


def test_of_which_nothing_is_said_is_none(service: Service) -> None:
    make_agreement(service, agreement("ab", holders=HOLDERS))
    said = fact("position_stated", "1999-01-17", holder="a")
    refused = service.post("/v1/agreements/ab/events", said)
    assert faults(refused) == {"/common": "missing_field"}
    post_fact(service, said | {"common": 0}, "ab")
    assert held_by_t(service)[1] == 400_000

"""What happens on a shelf once a sale off it has ended changes nothing of what was decided of it.

Clause 2(a)(iii). The shelf is effective from 27 October 1999; Spectrum's request for a sale of
500,000 shares reaches the Company on 1 February 2000, and all are sold on 15 March, or it is taken
back on 10 February.
"""

from typing import Final

import pytest

from tests.api.bodies import (
    Json,
    fact,
    handed_over,
    letter,
    misleading,
    stop_order,
    takedown,
    withdrawn,
)
from tests.api.calls import (
    begun,
    effective_shelf,
    post_event,
    post_fact,
    read_registration,
    taken_down,
)
from tests.running.service import Service

CONVERTED: Final = fact("preferred_converted", "2000-01-03", holder="spectrum", shares=500_000)
SOLD: Final = fact(
    "shares_sold_in_offering",
    "2000-03-15",
    seller="spectrum",
    seller_class="holders",
    shares=500_000,
    price="10.00",
    discount_per_share="1.00",
)
LATER: Final = {
    "a prohibition": fact(
        "prohibition_noticed",
        "2000-05-01",
        days=20,
        board_judgment=True,
        transaction_considered_from="2000-04-21",
        notices=[{"holder": "spectrum", "delivery": handed_over("2000-05-01")}],
    ),
    "a prohibition of which little is told": fact(
        "prohibition_noticed", "2000-05-01", days=20, board_judgment=True
    ),
    "a notice of a misstatement": misleading("2000-05-02"),
    "a stop order": stop_order("2000-05-02"),
}
ASKED: Final = ("determination", "state", "ended_on", "summary", "allocation", "obligations")


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
@pytest.mark.parametrize("end", [SOLD, withdrawn("2000-02-10")], ids=["sold out", "taken back"])
def test_what_happens_on_the_shelf_afterwards_is_no_matter(
    service: Service, end: Json, later: Json
) -> None:
    shelf = effective_shelf(service)
    post_fact(service, CONVERTED)
    sale = taken_down(service, shelf, end)
    before = read_registration(service, sale, "2000-06-01")
    assert before["determination"]["decision"] == "accepted"
    post_event(service, shelf, later)
    after = read_registration(service, sale, "2000-06-01")
    assert {name: after.get(name) for name in ASKED} == {name: before.get(name) for name in ASKED}


def test_what_is_asked_for_on_its_last_day_leaves_no_time_to_tell_anybody(
    service: Service,
) -> None:
    """The shelf is kept through 1 November 2000: no notice is broken by the 2nd."""
    shelf = effective_shelf(service)
    asked = takedown(shelf, letter(handed_over("2000-11-01"), {"spectrum": 500_000}))
    sale = begun(service, "takedowns", asked)
    found = read_registration(service, sale, "2000-11-02")
    assert (found["determination"]["decision"], found["state"]) == ("accepted", "expired")
    told = {each["status"] for each in found["obligations"] if each["id"].startswith("notice:")}
    assert told == {"excused"}

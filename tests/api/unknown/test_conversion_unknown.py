"""A shelf of which no conversion is recorded: it may be over a year after it became effective.

Clause 2(a)(ii): it is kept effective for a year from the mandatory conversion, which the shelf was
to precede. Effective on 1 November 1999, it is kept through 1 November 2000 in any case.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    conversion,
    declared_effective,
    filed,
    handed_over,
    holder,
    join,
    letter,
    notice,
    shelf,
    takedown,
)
from tests.api.calls import begun, make_agreement, ok, post_event
from tests.running.service import Service


@pytest.fixture
def off(service: Service) -> str:
    holders = [holder("a", 600_000), holder("b", 300_000), holder("c", 100_000)]
    make_agreement(service, agreement("ab", holders=holders))
    asked = letter(handed_over("1999-09-02"), {"a": 400_000, "b": 100_000})
    made = (filed("1999-10-15"), declared_effective("1999-11-01"))
    return begun(service, "shelves", shelf(asked), *made, agreement="ab")


def sale(service: Service, off: str, day: str, *facts: Json) -> str:
    asked = takedown(off, letter(handed_over(day), {"a": 400_000, "b": 150_000}))
    return begun(service, "takedowns", asked, *facts, agreement="ab")


def read(service: Service, registration: str, day: str) -> Json:
    found: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return found


@pytest.mark.parametrize(
    ("day", "decided"), [("2000-11-01", "accepted"), ("2000-11-02", "undetermined")]
)
def test_leaves_open_whether_a_sale_off_it_may_be_asked_for(
    service: Service, off: str, day: str, decided: str
) -> None:
    found = read(service, sale(service, off, day), day)
    assert found["result"]["determination"]["decision"] == decided
    assert "conversion_completed" in {each["posted_as"] for each in found["missing_inputs"]}


def test_decides_it_once_it_is_recorded(service: Service, off: str) -> None:
    asked = sale(service, off, "2000-11-02")
    post_event(service, off, conversion("1999-11-01"))
    found = read(service, asked, "2000-11-03")["result"]["determination"]
    assert (found["decision"], found["reason"]) == ("refused", "NO_EFFECTIVE_SHELF")


def test_is_said_of_it_and_of_what_is_sold_off_it(service: Service, off: str) -> None:
    asked = sale(service, off, "2000-01-03")
    for name in (off, asked):
        days = ("2000-11-01", "2000-11-02")
        overlays = [read(service, name, day)["result"]["overlays"] for day in days]
        assert overlays == [[], ["perhaps_ended"]]
    assert "has ended is not known" in read(service, off, "2000-11-02")["result"]["summary"]


def test_breaks_nothing_that_its_end_would_excuse(service: Service, off: str) -> None:
    """b was not told; if the shelf had ended before the sale, nobody was to tell it."""
    asked = sale(service, off, "2000-01-03")
    after = read(service, asked, "2002-01-01")["result"]
    statuses = {each["id"]: each["status"] for each in after["obligations"]}
    assert not {"breached", "overdue_review"} & set(statuses.values())


def test_leaves_open_whether_one_who_asks_to_join_is_in_time(service: Service, off: str) -> None:
    told, joined = notice("c", handed_over("2000-10-28")), join("c", 50, handed_over("2000-11-10"))
    asked = sale(service, off, "2000-10-25", told, joined)
    found = {each["holder"]: each for each in read(service, asked, "2000-11-11")["result"]["joins"]}
    assert found["c"]["decision"] == "undetermined"

"""After a registration has ended nothing more is asked for in it: 2(a), 2(b), 3(a)(iii), 9(e).

Holders a 60 and b 40 shares of common. What comes after the end is refused with its reason, puts
nobody on the list of those to be included, and opens no window. The notice to b is given only
then, or so late that b's own window would still run.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.api.bodies import (
    Json,
    abandoned,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    instrument,
    join,
    letter,
    letter_added,
    misleading,
    new_prospectus,
    notice,
    own_registration,
    takedown,
    withdrawn,
)
from tests.api.calls import (
    begun,
    included,
    joins,
    post_demand,
    post_events,
    post_fact,
    read_registration,
)
from tests.api.ends.test_asked_after_effectiveness import made
from tests.api.ends.test_sold_out import asked, may_sell, sale, shelved, taken_down
from tests.running.service import Service

DEMAND_EFFECTIVE = (filed("1999-05-03"), declared_effective("1999-05-14"))


def _demanded(service: Service, *facts: Json) -> str:
    answer = post_demand(service, demand(asked()), made(service))
    registration: str = answer["result"]["registration_id"]
    post_events(service, registration, *facts)
    return registration


def _own(service: Service, *facts: Json) -> str:
    told = [notice("a", handed_over("1999-04-01"))]
    return begun(service, "incidentals", own_registration(), *told, *facts, agreement=made(service))


def _shelf(service: Service, *facts: Json) -> str:
    on_it = shelved(service)
    post_events(service, on_it, *facts)
    return on_it


def _sale(service: Service, *facts: Json) -> str:
    return taken_down(service, shelved(service), *facts)


ENDS: dict[str, tuple[Callable[..., str], tuple[Json, ...], str]] = {
    "a demand expired": (_demanded, DEMAND_EFFECTIVE, "1999-11-10"),
    "a demand sold": (_demanded, (*DEMAND_EFFECTIVE, sale("1999-06-01", 10)), "1999-06-01"),
    "a demand withdrawn": (_demanded, (withdrawn("1999-03-20"),), "1999-03-20"),
    "a demand withdrawn by each": (_demanded, (withdrawn("1999-03-20", "a"),), "1999-03-20"),
    "own expired": (_own, (filed("1999-06-01"), declared_effective("1999-06-10")), "1999-12-07"),
    "own abandoned": (_own, (abandoned("1999-04-20"),), "1999-04-20"),
    "a shelf expired": (_shelf, (), "2000-11-01"),
    "a shelf sold": (_shelf, (sale("1999-12-01", 20),), "1999-12-01"),
    "a sale off a shelf that expired": (_sale, (), "2000-11-01"),
    "a sale off a shelf, sold": (_sale, (sale("2000-02-15", 20),), "2000-02-15"),
    "a sale withdrawn": (_sale, (withdrawn("2000-02-15"),), "2000-02-15"),
}
REASONS = {"JOIN_AFTER_SALE", "JOIN_AFTER_END", "RIGHTS_ENDED"}


def _days_after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def refuses_b(result: Json) -> None:
    """What b asked for is refused, nobody owes it anything for it, and no window is open."""
    decision, reason = joins(result)["b"]
    assert (decision, reason in REASONS) == ("refused", True)
    assert not {each["id"] for each in result["obligations"]} & {"include:b", "more_shares:b"}
    assert {each["state"] for each in result["windows"]["join"]} <= {"closed"}
    assert "b" not in included(result)


@pytest.mark.parametrize("name", ENDS)
def test_a_request_to_join(service: Service, name: str) -> None:
    """On the second day after the end, and within the window that the notice opened before it."""
    start, facts, last = ENDS[name]
    told, late, read = (_days_after(last, days) for days in (-1, 2, 3))
    registration = start(service, *facts, notice("b", handed_over(told)))
    post_events(service, registration, join("b", 5, handed_over(late)))
    refuses_b(read_registration(service, registration, read))
    assert may_sell(service, read, "b") == "no"


@pytest.mark.parametrize("name", [each for each in ENDS if not each.startswith("own")])
def test_a_letter(service: Service, name: str) -> None:
    start, facts, last = ENDS[name]
    told, late, read = (_days_after(last, days) for days in (-1, 2, 3))
    registration = start(service, *facts, notice("b", handed_over(told)))
    post_events(service, registration, letter_added(letter(handed_over(late), {"b": 5})))
    refuses_b(read_registration(service, registration, read))


@pytest.mark.parametrize(("day", "decision"), [(0, "accepted"), (1, "refused")])
@pytest.mark.parametrize("name", [each for each in ENDS if "abandoned" in each or "exp" in each])
def test_on_the_very_day_of_the_end(service: Service, name: str, day: int, decision: str) -> None:
    """The last day of a period is one of its days; what ends on a day may have been asked on it."""
    start, facts, last = ENDS[name]
    registration = start(service, *facts, notice("b", handed_over(_days_after(last, -1))))
    asked_on = _days_after(last, day)
    post_events(service, registration, join("b", 5, handed_over(asked_on)))
    assert joins(read_registration(service, registration, asked_on))["b"][0] == decision


def test_after_the_rights_have_ended(service: Service) -> None:
    """All the Holders' rights end on 1 April 1999 by an instrument of everybody (9(e))."""
    ends = instrument("1999-04-01", "a", "b", kind="rights_ended")
    registration = _demanded(service, notice("b", handed_over("1999-03-25")))
    post_fact(service, ends, "ab")
    post_events(service, registration, join("b", 5, handed_over("1999-04-01")))
    result = read_registration(service, registration, "1999-04-02")
    assert result["state"] == "terminated"
    assert joins(result) == {"b": ("refused", "RIGHTS_ENDED")}
    refuses_b(result)


def test_more_shares_on_a_shelf_that_expired(service: Service) -> None:
    """Kept through 1 November 2000; asked on the 2nd, though somebody "amends" it on the 10th."""
    wanted = {"holder": "b", "procedure": "more_shares", "shares": 15}
    more = {"kind": "procedure_requested", "delivery": handed_over("2000-11-02"), **wanted}
    done = fact("procedure_performed", "2000-11-10", procedure="more_shares", holder="b")
    on_it = _shelf(service, more, done)
    result = read_registration(service, on_it, "2000-11-11")
    assert included(result) == {"a": 20}
    assert not [each for each in result["obligations"] if each["id"].startswith("more_shares")]
    assert may_sell(service, "2000-11-11", "b") == "no"
    assert [each.get("amendment") for each in result["windows"]["join"]] == [None, None]


@pytest.mark.parametrize("facts", [(), (sale("1999-12-01", 20),)])
def test_a_sale_off_a_shelf_that_has_ended(service: Service, facts: tuple[Json, ...]) -> None:
    on_it = _shelf(service, *facts)
    body = takedown(on_it, letter(handed_over("2000-11-02"), {"a": 10}))
    off_it = begun(service, "takedowns", body, agreement="ab")
    result = read_registration(service, off_it, "2000-11-03")
    assert (result["state"], result["determination"]["decision"]) == ("refused", "refused")
    assert result["obligations"] == []


def test_one_who_asks_after_the_end_does_not_lengthen_it(service: Service) -> None:
    """Kept through 10 November 1999; a hold of the 1st ends with a's new prospectus on the 5th.

    Five days are given back: through the 15th. What b asks on the 20th, in its own window, is too
    late, so that b waits for no prospectus and the hold stays closed (3(c)).
    """
    registration = _demanded(
        service,
        *DEMAND_EFFECTIVE,
        misleading("1999-11-01"),
        new_prospectus("1999-11-05", "a"),
        notice("b", handed_over("1999-11-10")),
        join("b", 5, handed_over("1999-11-20")),
        fact("procedure_performed", "1999-11-21", procedure="more_shares", holder="b"),
    )
    result = read_registration(service, registration, "1999-11-22")
    assert (result["state"], result["ended_on"]) == ("expired", "1999-11-15")
    refuses_b(result)

"""A right that an event opens runs from the day of the event, whatever the Clock counts from.

Spectrum's letter is handed over on 10 March 1999. Until something happened nobody could know that
it would: what happens later opens and closes nothing on a day before it.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, handed_over, holder, spectrum_demand
from tests.api.calls import (
    decided,
    effective_shelf,
    make_agreement,
    post_demand,
    post_fact,
    read_registration,
    taken_down,
)
from tests.api.description.explanation import audit_registration
from tests.running.service import Service

HELD = [holder("spectrum", 500_000, preferred_as_converted=900_000), holder("wang", 2_000)]
EVENTS = {"closing": {"says": "Closing"}, "change": {"says": "A change of control"}}
BY_CHANGE: Json = {
    "cases": [
        {
            "if": {"happened": "event.change"},
            "then": {"count": 30, "unit": "day", "after": "event.closing"},
        },
        {"then": {"date": "2000-01-01"}},
    ],
    "edge": "on",
}
"""Thirty days after the closing, if control has changed; else from 2000 on."""
BEFORE_CLOSING: Json = {"count": 30, "unit": "day", "before": "event.closing", "edge": "on"}


def made(service: Service, span: Json, premature: str = "refuse") -> None:
    demand = {"opens": None, "open": span, "effect_within": WITHIN, "short_form": None}
    more = {"demand": demand, "events": EVENTS, "readings": {"premature_demand": premature}}
    make_agreement(service, agreement("some", overrides=more, holders=HELD))


WITHIN = {"$replace": True, "count": 45, "unit": "day", "after": "request.received", "roll": "none"}


def happened(service: Service, event: str, day: str) -> None:
    post_fact(service, {"kind": "event_happened", "occurred_on": day, "event": event}, "some")


def asked(service: Service, day: str = "1999-03-10") -> str:
    answer = post_demand(service, spectrum_demand(handed_over(day)), "some", explain="none")
    name: str = answer["result"]["registration_id"]
    return name


def found(service: Service, name: str, as_of: str) -> Any:
    result = read_registration(service, name, as_of=as_of)
    return *decided(result), result["determination"].get("due_on")


def test_a_case_that_comes_about_later_opens_it_from_then(service: Service) -> None:
    """Open since 31 January by the count, but control changed only on 20 June."""
    made(service, {"from": BY_CHANGE})
    happened(service, "closing", "1999-01-01")
    name = asked(service)
    happened(service, "change", "1999-06-20")
    for day in ("1999-03-10", "1999-06-19", "1999-06-20", "1999-12-31"):
        assert found(service, name, day)[:2] == ("refused", "DEMAND_NOT_YET_OPEN")
    audit = audit_registration(service, name, "some", "1999-06-20")
    assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
    # Asked for again on the day of the change itself it is accepted, and due 45 days later.
    again = asked(service, "1999-06-20")
    assert found(service, again, "1999-06-21") == ("accepted", None, "1999-08-04")


def test_one_that_is_held_runs_from_the_event(service: Service) -> None:
    """Due 45 days after 20 June: by the count it would have been overdue at birth."""
    made(service, {"from": BY_CHANGE}, premature="hold")
    happened(service, "closing", "1999-01-01")
    name = asked(service)
    assert found(service, name, "1999-06-19") == ("accepted", None, "2000-02-15")
    happened(service, "change", "1999-06-20")
    assert found(service, name, "1999-06-20") == ("accepted", None, "1999-08-04")


@pytest.mark.parametrize("premature", ["refuse", "hold"])
def test_a_day_counted_back_from_an_event_opens_it_with_the_event(
    service: Service, premature: str
) -> None:
    """Thirty days before 1 April is 2 March: nobody could know that on the 10th."""
    made(service, {"from": BEFORE_CLOSING}, premature)
    name = asked(service)
    happened(service, "closing", "1999-04-01")
    assert found(service, name, "1999-03-31")[0] == "refused"
    held = ("accepted", None, "1999-05-16")
    refused = ("refused", "DEMAND_NOT_YET_OPEN", None)
    assert found(service, name, "1999-04-01") == (held if premature == "hold" else refused)


def test_what_was_accepted_is_not_refused_for_what_comes_later(service: Service) -> None:
    """Open until thirty days before the closing: on 10 March none was in sight."""
    made(service, {"until": BEFORE_CLOSING})
    name = asked(service)
    happened(service, "closing", "1999-04-01")
    assert found(service, name, "1999-05-01") == ("accepted", None, "1999-04-24")
    late = asked(service, "1999-04-02")
    assert found(service, late, "1999-05-01")[:2] == ("refused", "DEMAND_CLOSED")


def test_nor_where_it_would_open_later(service: Service) -> None:
    """Open since 2 January, unless control changes: then only three years after the closing."""
    later = {
        "cases": [
            {
                "if": {"happened": "event.change"},
                "then": {"count": 3, "unit": "year", "after": "event.closing"},
            },
            {"then": {"date": "1999-01-02"}},
        ],
        "edge": "on",
    }
    made(service, {"from": later})
    happened(service, "closing", "1999-01-01")
    name = asked(service)
    happened(service, "change", "1999-04-01")
    assert found(service, name, "1999-05-01") == ("accepted", None, "1999-04-24")
    assert found(service, asked(service, "1999-04-02"), "1999-05-01")[0] == "refused"


def test_a_sale_off_the_shelf_too(service: Service) -> None:
    """Taken down on 1 February 2000; control changed on 1 March."""
    open_from = {"cases": [BY_CHANGE["cases"][0], {"then": {"date": "2001-01-01"}}], "edge": "on"}
    more = {"takedown": {"open": {"from": open_from}}, "events": EVENTS}
    make_agreement(service, agreement("some", overrides=more, holders=HELD))
    happened(service, "closing", "1999-01-01")
    shelf = effective_shelf(service, agreement="some")
    name = taken_down(service, shelf, agreement="some")
    happened(service, "change", "2000-03-01")
    for day in ("2000-02-29", "2000-03-01"):
        result = read_registration(service, name, as_of=day)
        assert decided(result) == ("refused", "RIGHT_NOT_YET_OPEN")


RELEASE = {"release": {"says": "Release from escrow", "expected": "1999-03-10"}}
AT_RELEASE: Json = {"at": "event.release", "edge": "on"}


class TestAnEventThatIsOnlyExpected:
    """The release is expected on 10 March 1999, and has slipped: on that day it has not happened.

    An event that is not recorded has not happened, whatever was expected of it.
    """

    def asked(self, service: Service, span: Json, day: str) -> tuple[Any, Any]:
        demand = {"opens": None, "open": span}
        more = {"demand": demand, "events": RELEASE}
        make_agreement(service, agreement("some", overrides=more, holders=HELD))
        decision, reason, *_ = found(service, asked(service, day), "1999-05-01")
        return decision, reason

    @pytest.mark.parametrize("day", ["1999-03-09", "1999-03-10", "1999-04-10"])
    def test_opens_nothing(self, service: Service, day: str) -> None:
        assert self.asked(service, {"from": AT_RELEASE}, day) == ("refused", "DEMAND_NOT_YET_OPEN")

    @pytest.mark.parametrize("day", ["1999-03-10", "1999-03-11"])
    def test_closes_nothing(self, service: Service, day: str) -> None:
        assert self.asked(service, {"until": AT_RELEASE}, day) == ("accepted", None)

    @pytest.mark.parametrize(
        ("day", "decided"),
        [("1999-02-07", "refused"), ("1999-02-08", "accepted"), ("1999-03-20", "accepted")],
    )
    def test_opens_what_is_counted_back_from_it(
        self, service: Service, day: str, decided: str
    ) -> None:
        """Thirty days before 10 March is 8 February."""
        span = {"from": {"count": 30, "unit": "day", "before": "event.release", "edge": "on"}}
        assert self.asked(service, span, day)[0] == decided

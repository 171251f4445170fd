"""Last days that turn on what may still happen: they stand before it does, and never move back.

A shelf of a closing of Monday 27 January 2025, owed within 75 days, on 12 April, or within 105, on
12 May. It is filed on 20 February; no last day moves.
"""

import pytest

from tests.api.bodies import Json, filed
from tests.api.calls import obligation, post_event, post_fact, post_registration, read_registration
from tests.api.terms.larch import larch
from tests.running.service import Service

COMMENTS = "registration.comments_received"
SOONER, LATER = "2025-04-12", "2025-05-12"


def days(count: int, after: str) -> Json:
    return {"count": count, "unit": "day", "after": after}


IN_TIME: Json = {"happened": COMMENTS, "by": days(75, "event.closing")}
AFTER_THEM: Json = {"reached": days(3, COMMENTS)}
BEFORE_THEY_END: Json = {"within": {"from": {"at": COMMENTS}, "until": days(20, COMMENTS)}}


def shelf(
    service: Service, case: Json, comments: str | None = None, stated: Json | None = None
) -> str:
    cases = [
        {"if": case, "then": days(105, "event.closing")},
        {"then": days(75, "event.closing")},
    ]
    terms = {
        "clause": "2",
        "trigger": "event.closing",
        "effort": None,
        "covers": "all",
        "file_within": days(30, "event.closing"),
        "effect_within": {"cases": cases},
    }
    name = larch(
        service,
        {"x": 600, "y": 400},
        demand=None,
        events={"closing": {"says": "Closing"}},
        conditions={"review": {"says": "The Commission reviews", "if_not_stated": "fails"}},
        shelf=terms,
    )
    closed = {"kind": "event_happened", "event": "closing", "occurred_on": "2025-01-27"}
    post_fact(service, closed, name)
    called = post_registration(service, "shelves", {"called_for_on": "2025-01-27"}, name)
    found: str = called["result"]["registration_id"]
    post_event(service, found, filed("2025-02-20"))
    if comments is not None:
        told = {"kind": "stage_reached", "stage": "comments_received", "occurred_on": comments}
        post_event(service, found, told)
    if stated is not None:
        post_fact(service, {"kind": "condition_stated", "condition": "review", **stated}, name)
    return found


def due(service: Service, registration: str, day: str) -> tuple[str | None, str]:
    owed = obligation(read_registration(service, registration, day), "effect")
    return owed["due_on"], owed["status"]


@pytest.mark.parametrize("case", [{"happened": COMMENTS}, IN_TIME, AFTER_THEM, BEFORE_THEY_END])
def test_stand_before_anything_happens(service: Service, case: Json) -> None:
    found = shelf(service, case)
    for day, status in (
        ("2025-03-01", "open"),
        ("2025-04-12", "open"),
        ("2025-04-13", "breached"),
        ("2025-05-20", "breached"),
    ):
        assert due(service, found, day) == (SOONER, status)


@pytest.mark.parametrize(
    ("case", "comments", "expected"),
    [
        ({"happened": COMMENTS}, "2025-03-10", LATER),
        (IN_TIME, "2025-04-12", LATER),
        (IN_TIME, "2025-04-13", SOONER),
        # Comments of 9 April are three days old on 12 April, those of the 10th are not.
        (AFTER_THEM, "2025-04-09", LATER),
        (AFTER_THEM, "2025-04-10", SOONER),
        ({"not": AFTER_THEM}, "2025-04-09", SOONER),
        # The twenty days after 23 March end on 12 April, those after 22 March the day before.
        (BEFORE_THEY_END, "2025-03-23", LATER),
        (BEFORE_THEY_END, "2025-03-22", SOONER),
    ],
)
def test_are_not_moved_by_time_alone(
    service: Service, case: Json, comments: str, expected: str
) -> None:
    found = shelf(service, case, comments)
    first = max(comments, "2025-03-11")
    for day in (first, "2025-04-14", "2025-05-01", "2025-05-20"):
        assert due(service, found, day)[0] == expected


class TestWhatIsStated:
    """It is asked of the day that stands without it, once that has come."""

    def reviewed(self, service: Service, on: str, **more: object) -> str:
        stated = {"occurred_on": on, **more}
        return shelf(service, {"asserted": "review"}, stated=stated)

    @pytest.mark.parametrize("until", [None, "2025-04-30"])
    def test_by_the_day_moves_it_for_good(self, service: Service, until: str | None) -> None:
        found = self.reviewed(service, "2025-03-10", until=until)
        assert due(service, found, "2025-03-09") == (SOONER, "open")
        for day in ("2025-03-10", "2025-04-13", "2025-05-02"):
            assert due(service, found, day) == (LATER, "open")

    def test_after_the_day_moves_nothing(self, service: Service) -> None:
        found = self.reviewed(service, "2025-04-20")
        for day in ("2025-04-13", "2025-04-20", "2025-05-20"):
            assert due(service, found, day) == (SOONER, "breached")

"""Facts of many days in one request: looked at together, and no more days than there is time for.

What is owed is worked out for each day on which one of them happened. The register that they are
held against is that of the record before, where it does not turn on them; whoever sells is looked
for among the writings of the others once, however many sell. Counted, since a clock counts the
machine too.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from unittest.mock import patch

import pytest

from app.db.engine import Database
from app.rules.agreement.instruments import instruments
from app.rules.answers import evaluation
from app.rules.record import bearing
from app.rules.record.guards import guards
from app.services.record import posting
from tests.api.bodies import Json, filed, handed_over, notice, sold, spectrum_demand
from tests.api.calls import ok
from tests.api.refusals import problem
from tests.running.service import Service, fixed_workspace, serving

FIRST = date(1999, 3, 1)
HOLDERS = [
    {"id": f"h{number:02}", "name": f"Holder {number}", "common": 1_000} for number in range(20)
]


@pytest.fixture
def service(migrated_sqlite: str) -> Iterator[Service]:
    database = Database(migrated_sqlite)
    with serving(database, workspace=fixed_workspace(database)) as served:
        made = {"template": "ctc-1998", "id": "a", "holders": [SPECTRUM, *HOLDERS]}
        ok(served.post("/v1/agreements", made), 201)
        asked = spectrum_demand(handed_over("1999-02-16"), id="one")
        ok(served.post("/v1/agreements/a/demands", asked), 201)
        yield served
    database.dispose()


SPECTRUM = {"id": "spectrum", "name": "Spectrum", "preferred_as_converted": 1_000_000}


def notices(count: int, days: int) -> Json:
    """Notice to so many Holders, on so many days."""
    told = [notice(f"h{number:02}", handed_over(on(number % days))) for number in range(count)]
    return {"facts": told}


def sales(count: int) -> Json:
    """A sale by each of so many Holders, each on a day of its own."""
    return {"facts": [sold(on(number), f"h{number:02}", 1) for number in range(count)]}


def on(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


@pytest.mark.parametrize("count", [5, 20])
def test_the_register_is_not_kept_anew_for_facts_that_leave_it_alone(
    service: Service, count: int
) -> None:
    """It is known from the demand before; for sales it is kept with each."""
    with patch.object(guards, "instruments", wraps=instruments) as kept:
        ok(service.post("/v1/registrations/one/events/batch", notices(count, count)), 201)
        assert kept.call_count == 0
        ok(service.post("/v1/agreements/a/events/batch", sales(count)), 201)
        assert kept.call_count == count


def test_each_day_is_answered_once_for_the_docket(service: Service) -> None:
    """Beside the two answers that are compared, before and after."""
    with patch.object(evaluation, "_owed", wraps=evaluation._owed) as owed:
        ok(service.post("/v1/registrations/one/events/batch", notices(20, 4)), 201)
    days = [call.args[0].as_of for call in owed.call_args_list]
    assert len(days) == len(set(days))
    assert {date.fromisoformat(on(day)) for day in range(4)} <= set(days)


@pytest.mark.parametrize("sellers", [2, 20])
def test_writings_are_looked_through_once_for_all_who_sell(service: Service, sellers: int) -> None:
    with patch.object(bearing, "_came_before", wraps=bearing._came_before) as looked_at:
        ok(service.post("/v1/agreements/a/events/batch", sales(sellers)), 201)
    assert looked_at.call_count == 1, "one letter, once for the answer and the docket"


class TestTooManyDays:
    """The days that fit are told, and what is sent in parts leaves the same docket."""

    PATH = "/v1/registrations/one/events/batch"

    def test_says_how_many_fit_and_records_nothing(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        its_own = owed(service, 9, registration_id="one")
        monkeypatch.setattr(posting, "MOST_WORKED_OUT", its_own * 4)
        before = ok(service.get("/v1/agreements/a"))["result"]["version"]
        for dry_run in ("", "?dry_run=true"):
            refused = problem(
                service.post(self.PATH + dry_run, notices(20, 10)), 422, "invalid_input"
            )
            (error,) = refused["errors"]
            assert (error["code"], error["pointer"]) == ("too_many_days", "/facts")
            assert "on 10 days" in error["detail"]
            assert "at most 4 days at once" in error["detail"]
        assert ok(service.get("/v1/agreements/a"))["result"]["version"] == before
        ok(service.post(self.PATH, notices(20, 4)), 201)

    def test_one_day_is_always_taken(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(posting, "MOST_WORKED_OUT", 1)
        ok(service.post(self.PATH, notices(20, 1)), 201)
        ok(service.post("/v1/registrations/one/events", filed("1999-04-01")), 201)

    def test_what_the_facts_do_not_bear_on_is_not_counted(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Reports bear on the agreement's own duties alone: the demand's are not worked out."""
        monkeypatch.setattr(posting, "MOST_WORKED_OUT", owed(service, 2) + 1)
        reports = [
            {"kind": "report_filed", "occurred_on": on(day), "report": f"{day}", "due_on": on(day)}
            for day in range(3)
        ]
        ok(service.post("/v1/agreements/a/events/batch", {"facts": reports}), 201)


def owed(service: Service, day: int, **of: str) -> int:
    """How many duties stand on a day."""
    found = ok(service.get("/v1/obligations", agreement_id="a", as_of=on(day), limit=200, **of))
    return len(found["items"])

"""A write answers again what its fact bears on, however many other registrations there are.

Counted are the evaluations of registrations: the answer that is sent, and those for the docket, one
for each stretch of days through which nothing changes.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from unittest.mock import patch

import pytest

from app.db.engine import Database
from app.rules.answers import evaluation
from tests.api.bodies import (
    Json,
    abandoned,
    declared_effective,
    delay,
    filed,
    mailed,
    notice,
    own_registration,
    spectrum_demand,
)
from tests.running.service import Service, fixed_workspace, serving

FIRST = date(1999, 2, 1)
HOLDERS = [
    {"id": "spectrum", "name": "Spectrum", "preferred_as_converted": 1_000_000},
    {"id": "doeg-hill", "name": "Doeg Hill", "preferred_as_converted": 100_000},
]

REPORTED = {
    "kind": "report_filed",
    "occurred_on": "1999-10-05",
    "report": "10-Q for June 1999",
    "due_on": "1999-10-05",
}


@pytest.fixture
def service(migrated_sqlite: str) -> Iterator[Service]:
    database = Database(migrated_sqlite)
    with serving(database, workspace=fixed_workspace(database)) as served:
        yield served
    database.dispose()


def begin(service: Service, others: int) -> None:
    """An agreement on which the Company has planned so many registrations, half given up."""
    made = {"template": "ctc-1998", "id": "a", "holders": HOLDERS}
    assert service.post("/v1/agreements?explain=none", made).status_code == 201
    for number in range(others):
        day = FIRST + timedelta(days=number)
        own = own_registration(id=f"other-{number}", occurred_on=day.isoformat())
        post(service, "/v1/agreements/a/incidentals", own)
        if number % 2:
            told = abandoned((day + timedelta(days=1)).isoformat())
            post(service, f"/v1/registrations/other-{number}/events", told)


def post(service: Service, path: str, body: Json) -> None:
    response = service.post(f"{path}?explain=none", body)
    assert response.status_code == 201, response.text


def evaluated(service: Service, path: str, body: Json) -> Counter[str]:
    """How often each registration is evaluated for one write."""
    really = evaluation._as_governed
    with patch.object(evaluation, "_as_governed", wraps=really) as counted:
        post(service, path, body)
    return Counter(call.args[1] for call in counted.call_args_list)


@pytest.mark.parametrize("others", [1, 10, 100])
def test_a_write_evaluates_what_its_fact_bears_on(service: Service, others: int) -> None:
    begin(service, others)
    demands, events = "/v1/agreements/a/demands", "/v1/registrations/one/events"
    first = spectrum_demand(mailed("1999-07-01"), id="one")
    second = spectrum_demand(mailed("1999-10-01"), id="two")
    counts = {
        "demanded": evaluated(service, demands, first),
        "told": evaluated(service, events, notice("doeg-hill", mailed("1999-07-06"))),
        "filed": evaluated(service, events, filed("1999-07-20")),
        "effective": evaluated(service, events, declared_effective("1999-08-20")),
        "second": evaluated(service, demands, second),
        "reported": evaluated(service, "/v1/agreements/a/events", REPORTED),
        "delayed": evaluated(service, "/v1/registrations/two/events", delay("1999-10-10", 30)),
    }
    assert counts == {
        "demanded": {"one": 4},
        "told": {"one": 4},
        "filed": {"one": 3},
        "effective": {"one": 6},
        "second": {"two": 4},
        "reported": {},
        # Its occasion is counted in the whole agreement (2(g)), and nobody else's turns on it.
        "delayed": {"two": 3},
    }

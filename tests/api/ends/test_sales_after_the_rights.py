"""After the rights have ended nobody is held back, and no statement is kept effective: 9(e), 4(c).

Nor is a sale after that day warned of as one that was held back; one of the day before still is.
"""

import pytest

from tests.api.bodies import (
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    instrument,
    letter,
    sold,
)
from tests.api.calls import kept, make_agreement, ok, post_demand, post_events, post_fact
from tests.running.service import Service


@pytest.mark.parametrize(("day", "warned"), [("1999-06-09", True), ("1999-07-01", False)])
def test_are_not_held_back(service: Service, day: str, warned: bool) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 400)]))
    body = demand(letter(handed_over("1999-03-01"), {"a": 600}), id="one", underwritten=True)
    post_demand(service, body, "ab")
    expected = {"expected_effective_on": "1999-05-20", "firm_commitment": True}
    post_events(
        service,
        "one",
        fact("holdback_required", "1999-05-03", required=True, **expected),
        filed("1999-05-10"),
        declared_effective("1999-05-24"),
    )
    post_fact(service, sold(day, "b", 50) | {"publicly": True}, "ab")
    ended = instrument("1999-06-10", "a", kind="rights_ended")
    post_fact(service, ended, "ab")
    answer = ok(service.get("/v1/registrations/one", as_of="1999-07-02"))
    assert ("SALE_IN_HOLDBACK" in {each["code"] for each in answer["warnings"]}) == warned
    assert kept(answer["result"])[2] == "1999-06-09"

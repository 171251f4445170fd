"""2(b): a maximum advised where others demanded; only the room found for Holders limits them.

Others demand 1,000 shares on 1 March 1999, underwritten; a asks for 600 and b for 300.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    handed_over,
    holder,
    join,
    maximum,
    notice,
    own_registration,
)
from tests.api.calls import begun, included, make_agreement, ok
from tests.running.service import Service


@pytest.mark.parametrize(
    ("room", "advised", "shares", "is_asked"),
    [
        (None, True, (None, None), True),
        (None, False, (600, 300), False),
        (100, True, (67, 33), False),
    ],
)
def test_is_asked_for_where_a_maximum_is_advised(
    service: Service,
    room: int | None,
    advised: bool,
    shares: tuple[int | None, int | None],
    is_asked: bool,
) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 400)]))
    demanded: Json = {"grantee": "xx", "granted_in_compliance": True, "room_for_registrable": room}
    body = own_registration(
        occurred_on="1999-03-01",
        planned_filing_on="1999-04-15",
        initiated_for="others",
        company_shares=0,
        initiators={"xx": 1_000},
        other_demand=demanded,
    )
    day = handed_over("1999-03-02")
    facts = [notice("a", day), notice("b", day), join("a", 600, day), join("b", 300, day)]
    if advised:
        facts.append(maximum("1999-03-20", 1_100, in_writing=True))
    name = begun(service, "incidentals", body, *facts, agreement="ab")
    answer = ok(service.get(f"/v1/registrations/{name}", as_of="1999-03-21"))
    found = included(answer["result"])
    assert (found["a"], found["b"]) == shares
    named = {each["name"] for each in answer["missing_inputs"]}
    assert ("room_for_registrable" in named) is is_asked

"""One who signs with others before the Company need recognise it: 9(f), last sentence; QB9.

Its request does not count, and that is said, whatever kind of registration it asks for.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    demand,
    fact,
    handed_over,
    holder,
    letter,
    shelf,
)
from tests.api.calls import included, make_agreement, post_fact, post_registration
from tests.running.service import Service

ASKED = letter(handed_over("1999-09-02"), {"a": 500_000, "t": 50_000})


@pytest.mark.parametrize(("kind", "body"), [("demands", demand(ASKED)), ("shelves", shelf(ASKED))])
@pytest.mark.parametrize("recognised", [True, False])
def test_is_told(service: Service, kind: str, body: Json, recognised: bool) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 600_000), holder("b", 300_000)]))
    moved = fact(
        "securities_transferred",
        "1999-01-11",
        holder="a",
        transferee="t",
        transferee_name="T",
        common=90_000,
        affiliate=False,
        restricted_in_writing=False,
    )
    if recognised:
        moved |= {"record_holder_on": "1999-01-11"}
    post_fact(service, moved, "ab")
    answer = post_registration(service, kind, body, "ab")
    told = [each for each in answer["warnings"] if each["code"] == "REQUEST_NOT_RECOGNISED"]
    assert bool(told) == (not recognised)
    assert included(answer["result"]).get("t", 0) == (50_000 if recognised else 0)

"""A position stated is the whole position, with what came to the Holder without rights.

Clauses 9(f) and 1(i). Holder t got 40,000 shares without rights (fewer than 50,000) and then 20,000
with them, since it then held 60,000. Its whole position is stated as 20,000, so that the 40,000 are
gone: 10,000 more make 30,000, and carry no rights.
"""

import pytest

from tests.api.bodies import agreement, fact, holder
from tests.api.calls import make_agreement, ok, post_fact
from tests.running.service import Service

HOLDERS = [holder("a", 600_000), holder("b", 300_000), holder("c", 100_000)]


def transferred(service: Service, day: str, giver: str, shares: int) -> None:
    moved = fact(
        "securities_transferred",
        day,
        holder=giver,
        transferee="t",
        transferee_name="T",
        common=shares,
        affiliate=False,
        restricted_in_writing=True,
        record_holder_on=day,
    )
    post_fact(service, moved, "ab")


@pytest.mark.parametrize(("stated", "of_t"), [(True, 20_000), (False, 30_000)])
def test_leaves_nothing_beside_it(service: Service, stated: bool, of_t: int) -> None:
    make_agreement(service, agreement("ab", holders=HOLDERS))
    transferred(service, "1999-01-11", "a", 40_000)
    transferred(service, "1999-01-15", "b", 20_000)
    if stated:
        post_fact(service, fact("position_stated", "1999-01-17", holder="t", common=20_000), "ab")
    transferred(service, "1999-01-25", "c", 10_000)
    answer = ok(service.get("/v1/agreements/ab", as_of="1999-01-26"))
    held = {each["holder"]: each["position"]["common"] for each in answer["result"]["holders"]}
    assert held["t"] == of_t

"""An amendment of the Requisite Holders that leaves the signing of amendments as it was: 9(e).

The agreement means one majority by both; its terms state it in two places. Holder a has 60%.
"""

import pytest

from tests.api.bodies import Json, agreement, amendment, holder
from tests.api.calls import make_agreement, ok, post_fact
from tests.running.service import Service

REQUISITE: Json = {"/requisite_holders/fraction": "2/3"}
SIGNING: Json = {"/amendments/holders_sign/fraction": "2/3"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (REQUISITE, True),
        (SIGNING, True),
        (REQUISITE | {"/demand/cap/limit": 9}, True),
        (REQUISITE | SIGNING, False),
        ({"/demand/cap/limit": 9}, False),
    ],
)
def test_is_said(service: Service, changes: Json, said: bool) -> None:
    shares = (("a", 600_000), ("b", 300_000), ("c", 100_000))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))
    answer = post_fact(service, amendment("1999-01-05", changes, "a"), "abc")
    codes = {each["code"] for each in answer["warnings"]}
    assert ("ANOTHER_PLACE_KEPT" in codes) is said
    read = ok(service.get("/v1/agreements/abc", as_of="1999-01-06"))
    assert ("ANOTHER_PLACE_KEPT" in {each["code"] for each in read["warnings"]}) is said

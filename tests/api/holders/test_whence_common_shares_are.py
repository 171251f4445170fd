"""Common shares issued on a conversion count as of their class, until they are sold.

Fund held 6,000 preferred and vc 4,000, all converted; whoever asks must hold more than half.
"""

import pytest

from tests.api.bodies import Json, fact, handed_over, holder, letter
from tests.api.calls import decided, dry_run, make_agreement, post_fact
from tests.api.refusals import problem
from tests.api.terms.larch import WHOLE
from tests.running.service import Service

PREFERRED = "preferred_as_converted"
TERMS: Json = WHOLE | {
    "registrable_securities": {
        "clause": "1.1",
        "counts": ["common", PREFERRED],
        "warrant_shares": None,
    },
    "demand": WHOLE["demand"] | {"who": {"fraction": "1/2", "of": PREFERRED, "is": ">"}},
    "assignment": {
        "clause": "3",
        "limbs": [{"name": "big", "test": "minimum_shares", "min_shares": 500}],
        "recognised_by": ["notice_and_agreement"],
    },
}


def made(service: Service) -> str:
    holders = [holder("fund", 0) | {PREFERRED: 6_000}, holder("vc", 0) | {PREFERRED: 4_000}]
    name: str = make_agreement(service, {"terms": TERMS, "holders": holders})["result"]["id"]
    for each, shares in (("fund", 6_000), ("vc", 4_000)):
        post_fact(
            service, fact("preferred_converted", "2024-03-04", holder=each, shares=shares), name
        )
    return name


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (6_000, ("accepted", None)),
        (9_000, ("accepted", None)),
        # Of 4,000 all are of the conversion, and 4,000 of 8,000 are no more than half.
        (4_000, ("refused", "NOT_REQUISITE_HOLDERS")),
    ],
)
def test_a_position_that_is_stated_does_not_forget(
    service: Service, stated: int, expected: tuple[str, str | None]
) -> None:
    name = made(service)
    register = {"holder": "fund", "common": stated, PREFERRED: 0, "warrant_shares": 0}
    post_fact(service, fact("position_stated", "2024-03-28", **register), name)
    body = {"letters": [letter(handed_over("2024-04-01"), {"fund": 1_000})]}
    assert decided(dry_run(service, body, name)["result"]) == expected


def test_shares_without_rights_are_named_where_too_many_are_passed_on(service: Service) -> None:
    name = made(service)

    def passes(giver: str, taker: str, shares: int) -> Json:
        of: Json = {"transferee_name": taker, "common": shares, "affiliate": False}
        return fact(
            *("securities_transferred", "2024-04-08"),
            **of,
            holder=giver,
            transferee=taker,
            restricted_in_writing=False,
        )

    for shares in (300, 300):
        post_fact(service, passes("fund", "q", shares), name)
    told = service.post(f"/v1/agreements/{name}/events", passes("q", "z", 600))
    found = problem(told, 422, "invalid_input")["errors"]
    assert "and 300 without rights, of which no transfer is recorded" in found[0]["detail"]

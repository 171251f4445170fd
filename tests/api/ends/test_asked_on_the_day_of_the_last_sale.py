"""A request of the very day on which the last share was sold: which came first is not known.

Holders a 60 and b 30 shares. The demand of a is effective on 20 May 1999, and all its 40 shares are
sold on the 25th; b was told on the 18th, and its window runs to 7 June.
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
    join,
    letter,
    letter_added,
    notice,
)
from tests.api.calls import begun, make_agreement, ok
from tests.api.calls import by as by_name
from tests.running.service import Service


@pytest.fixture(autouse=True)
def agreed(service: Service) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 60), holder("b", 30)]))


def ruled(
    service: Service, day: str, *, before_sales: bool | None = None, by: str = "join_requested"
) -> tuple[str, str | None, str, set[str]]:
    """How the request of b is ruled on, its duty, and what is missing for it."""
    sale = fact(
        "shares_sold_in_offering",
        "1999-05-25",
        seller="a",
        seller_class="holders",
        shares=40,
        price="10.00",
        discount_per_share="0.50",
    )
    name = begun(
        service,
        "demands",
        demand(letter(handed_over("1999-03-01"), {"a": 40})),
        notice("b", handed_over("1999-05-18")),
        filed("1999-05-10"),
        declared_effective("1999-05-20"),
        sale,
        (
            join("b", 20, handed_over(day))
            if by == "join_requested"
            else letter_added(letter(handed_over(day), {"b": 20}))
        )
        | ({} if before_sales is None else {"before_sales": before_sales}),
        agreement="ab",
    )
    answer = ok(service.get(f"/v1/registrations/{name}", as_of="1999-06-25"))
    result = answer["result"]
    (joined,) = result["joins"]
    duties = by_name("id", result["obligations"])
    status = duties["include:b"]["status"] if "include:b" in duties else "none"
    missing = {each["posted_as"] for each in answer["missing_inputs"]}
    return (
        joined["decision"],
        joined.get("reason"),
        status,
        missing & {"join_requested.before_sales", "letter_added.before_sales"},
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1999-05-24", ("accepted", None, "breached", set())),
        ("1999-05-25", ("undetermined", None, "unconfirmed", {"join_requested.before_sales"})),
        ("1999-05-26", ("refused", "JOIN_AFTER_SALE", "none", set())),
    ],
)
def test_only_the_day_itself_is_open(
    service: Service, day: str, expected: tuple[str, str | None, str, set[str]]
) -> None:
    assert ruled(service, day) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (True, ("accepted", None, "breached", set())),
        (False, ("refused", "JOIN_AFTER_SALE", "none", set())),
    ],
)
def test_which_came_first_may_be_said(
    service: Service, before: bool, expected: tuple[str, str | None, str, set[str]]
) -> None:
    assert ruled(service, "1999-05-25", before_sales=before) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (True, ("accepted", None, "breached", set())),
        (False, ("refused", "JOIN_AFTER_SALE", "none", set())),
        (None, ("undetermined", None, "unconfirmed", {"letter_added.before_sales"})),
    ],
)
def test_of_a_further_letter_too(
    service: Service, before: bool | None, expected: tuple[str, str | None, str, set[str]]
) -> None:
    found = ruled(service, "1999-05-25", before_sales=before, by="letter_added")
    assert found == expected

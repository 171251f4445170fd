"""What an end has excused stays so: 1(i), 2(a), 3(a)(iii), 3(a)(x), 9(e).

Holder a has 600 shares, b 300 and c 100; a asks for all it has on 1 March 1999.
"""

from itertools import pairwise

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    instrument,
    join,
    letter,
    notice,
    sold,
    sold_in_offering,
)
from tests.api.calls import (
    make_agreement,
    obligation,
    post_demand,
    post_events,
    post_fact,
    read_registration,
)
from tests.running.service import Service

MINE = "mine"
TOLD = notice("b", handed_over("1999-03-03")), join("b", 100, handed_over("1999-03-19"))
EFFECTIVE = filed("1999-05-10", "S-1"), declared_effective("1999-05-24")


@pytest.fixture
def made(service: Service) -> Service:
    held = [holder("a", 600), holder("b", 300), holder("c", 100)]
    make_agreement(service, agreement(MINE, holders=held))
    return service


def asked(made: Service, *facts: Json, **shares: int) -> str:
    body = demand(letter(handed_over("1999-03-01"), shares or {"a": 600}))
    identifier = str(post_demand(made, body, MINE)["result"]["registration_id"])
    post_events(made, identifier, *facts)
    return identifier


def statuses(made: Service, identifier: str, duty: str, *days: str) -> list[str]:
    found = (read_registration(made, identifier, day) for day in days)
    return [str(obligation(each, duty)["status"]) for each in found]


@pytest.mark.parametrize("covers", [None, {"a": 600}])
def test_to_include_one_who_took_its_request_back(made: Service, covers: Json | None) -> None:
    back = fact("withdrawn", "1999-04-01", holders=["b"])
    effective = declared_effective("1999-05-24") | ({"covers": covers} if covers else {})
    identifier = asked(made, *TOLD, back, EFFECTIVE[0], effective)
    days = "1999-03-20", "1999-04-02", "1999-05-24", "1999-12-01"
    assert statuses(made, identifier, "include:b", *days) == ["open", *["excused"] * 3]


def test_to_include_one_who_sold_all_before(made: Service) -> None:
    identifier = asked(made, *TOLD, *EFFECTIVE)
    post_fact(made, sold("1999-04-05", "b", 300), MINE)
    days = "1999-04-04", "1999-04-05", "1999-05-24"
    assert statuses(made, identifier, "include:b", *days) == ["open", "excused", "excused"]


def test_but_not_to_include_one_who_sold_all_afterwards(made: Service) -> None:
    identifier = asked(made, *TOLD, *EFFECTIVE)
    post_fact(made, sold("1999-06-05", "b", 300), MINE)
    days = "1999-05-23", "1999-05-24", "1999-06-05"
    assert statuses(made, identifier, "include:b", *days) == ["open", "performed", "performed"]


@pytest.mark.parametrize("duty", ["maintain", "earnings_statement"])
def test_what_the_rights_took_along(made: Service, duty: str) -> None:
    """The period would have run to 20 November 1999, the earnings statement from June 2000."""
    identifier = asked(made, *EFFECTIVE)
    ended = instrument("1999-09-01", "a", kind="rights_ended", effective_from="1999-09-15")
    post_fact(made, ended, MINE)
    days = "1999-09-15", "1999-11-20", "1999-11-21", "2000-12-01", "2005-01-01"
    before, *after = statuses(made, identifier, duty, "1999-09-14", *days)
    assert before in ("open", "not_yet_due")
    assert after == ["excused"] * len(days)


def test_an_earnings_statement_when_nobody_holds_anything(made: Service) -> None:
    identifier = asked(made, *EFFECTIVE, a=600, b=300, c=100)
    post_events(
        made,
        identifier,
        *(
            sold_in_offering("1999-05-25", each, shares)
            for each, shares in (("a", 600), ("b", 300), ("c", 100))
        ),
    )
    days = "1999-05-25", "2000-12-01"
    assert statuses(made, identifier, "earnings_statement", *days) == ["excused", "excused"]


def test_a_statement_kept_until_all_is_sold_is_done_on_that_day(made: Service) -> None:
    identifier = asked(made, *EFFECTIVE, sold_in_offering("1999-07-01", "a", 600))
    days = "1999-06-30", "1999-07-01", "1999-07-02"
    assert statuses(made, identifier, "maintain", *days) == ["open", "performed", "performed"]


def test_nothing_that_was_excused_is_done_or_overdue_later(made: Service) -> None:
    """Through two years, month by month."""
    back = fact("withdrawn", "1999-04-01", holders=["b"])
    identifier = asked(made, *TOLD, back, *EFFECTIVE)
    post_fact(made, instrument("1999-09-01", "a", kind="rights_ended"), MINE)
    days = [f"{year}-{month:02}-15" for year in (1999, 2000) for month in range(4, 13)]
    lives = [
        {
            each["id"]: each["status"]
            for each in read_registration(made, identifier, day)["obligations"]
        }
        for day in days
    ]
    for before, after in pairwise(lives):
        turned = {each for each in before if before[each] == "excused" != after.get(each)}
        assert turned == set()

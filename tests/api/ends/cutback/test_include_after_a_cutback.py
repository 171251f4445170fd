"""To include a Holder is to include what 2(f) leaves it; a statement may leave it short of that.

Holder a has 600 shares of Common Stock, b 300 and c 100. The Company sells 500 of its own; a joins
with 200 and c with 100. Of a maximum of 600, 100 are left for them: 67 to a and 33 to c.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    filed,
    handed_over,
    holder,
    join,
    letter,
    maximum,
    notice,
    own_registration,
    shelf,
    sold,
    split,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_events, post_fact
from tests.running.service import Service

MINE = "mine"


@pytest.fixture(autouse=True)
def made(service: Service) -> None:
    holders = [holder("a", 600), holder("b", 300), holder("c", 100)]
    make_agreement(service, agreement(MINE, holders=holders))


def determined(service: Service, *facts: Json) -> str:
    told = [notice(one, handed_over("1999-04-02")) for one in ("a", "b", "c")]
    asked = [join(one, shares, handed_over("1999-04-10")) for one, shares in ASKED.items()]
    body = own_registration(company_shares=500)
    return begun(service, "incidentals", body, *told, *asked, *facts, agreement=MINE)


ASKED = {"a": 200, "c": 100}
ADVISED = maximum("1999-05-03", 600, in_writing=True)


def answer(service: Service, registration: str, day: str) -> Json:
    found: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return found


def duty(service: Service, registration: str, of: str, day: str) -> tuple[str, str]:
    found = obligation(answer(service, registration, day)["result"], f"include:{of}")
    return found["action"], found["status"]


def test_one_who_was_included_stays_so_when_its_shares_are_sold_elsewhere(
    service: Service,
) -> None:
    """The statement of 14 May covered 33 of its shares; on 20 May it sells all that it has."""
    done = (ADVISED, filed("1999-05-04"), declared_effective("1999-05-14"))
    registration = determined(service, *done)
    assert duty(service, registration, "c", "1999-05-15")[1] == "performed"
    post_fact(service, sold("1999-05-20", "c", 100), MINE)
    assert duty(service, registration, "c", "1999-05-21")[1] == "performed"


def include(shares: int) -> str:
    return f"Include the Holder's {shares} shares in the registration."


def test_the_duty_says_what_is_left(service: Service) -> None:
    registration = determined(service)
    assert duty(service, registration, "a", "1999-05-02") == (include(200), "open")
    post_events(service, registration, ADVISED)
    assert duty(service, registration, "a", "1999-05-04") == (include(67), "open")
    assert duty(service, registration, "c", "1999-05-04") == (include(33), "open")
    post_fact(service, split("1999-05-06", 2, 1), MINE)
    assert duty(service, registration, "a", "1999-05-07") == (include(133), "open")


def test_nothing_is_owed_of_which_nothing_is_left(service: Service) -> None:
    registration = determined(service, maximum("1999-05-03", 400, in_writing=True))
    assert duty(service, registration, "a", "1999-05-04")[1] == "excused"
    post_events(service, registration, filed("1999-05-10", "S-1"), declared_effective("1999-06-01"))
    assert duty(service, registration, "a", "1999-06-02")[1] == "excused"


@pytest.mark.parametrize(
    ("of_c", "status"), [(None, "open"), (32, "open"), (33, "performed"), (40, "performed")]
)
def test_a_statement_that_covers_less_has_not_included_it(
    service: Service, of_c: int | None, status: str
) -> None:
    covers = {"a": 67} | ({} if of_c is None else {"c": of_c})
    effective = declared_effective("1999-06-01") | {"covers": covers}
    registration = determined(service, ADVISED, filed("1999-05-10", "S-1"), effective)
    found = answer(service, registration, "1999-06-02")
    stands = {
        each["id"]: each["status"]
        for each in found["result"]["obligations"]
        if each["id"].startswith("include:")
    }
    assert stands == {"include:a": "performed", "include:c": status}
    warned = {each["code"] for each in found["warnings"]}
    assert ("REQUEST_NOT_COVERED" in warned) == (status == "open")


def test_the_shelf_for_conversion_is_there_once_it_covers_all_who_asked(service: Service) -> None:
    """2(a)(ii): the conversion waits for a shelf of all Registrable Securities requested."""
    asked = letter(handed_over("1999-09-02"), {"a": 400, "b": 200})
    met = {}
    for covers in ({"a": 400}, {"a": 400, "b": 200}):
        effective = declared_effective("1999-10-25") | {"covers": covers}
        made = (filed("1999-10-04"), effective)
        registration = begun(service, "shelves", shelf(asked), *made, agreement=MINE)
        found = answer(service, registration, "1999-10-26")["result"]
        met[len(covers)] = found["shelf"]["condition_met"]
    assert met == {1: False, 2: True}

"""What nothing cuts back may exceed a maximum that is advised, and then the answer says so: 2(f).

Holders a 600 and b 400 shares of Common Stock.
"""

from tests.api.bodies import (
    Json,
    additions,
    agreement,
    demand,
    handed_over,
    holder,
    join,
    letter,
    maximum,
    notice,
    own_registration,
)
from tests.api.calls import begun, included, make_agreement, ok
from tests.running.service import Service

HOLDERS = [holder("a", 600), holder("b", 400)]


def warned(service: Service, registration: str, day: str) -> tuple[Json, list[str]]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    said = [each["says"] for each in answer["warnings"] if each["code"] == "NO_CUTBACK_PROVISION"]
    return answer["result"], said


def test_by_those_whom_a_reading_puts_before_the_holders(service: Service) -> None:
    """QB21 `company_first`: the Company's 40, and 90 of the Holders, of a maximum of 100."""
    readings = {"readings": {"demand_priority": "company_first"}}
    make_agreement(service, agreement("ab", holders=HOLDERS) | {"overrides": readings})
    asked = demand(letter(handed_over("1999-03-01"), {"a": 60}), underwritten=True)
    told = (notice("b", handed_over("1999-03-03")), join("b", 30, handed_over("1999-03-10")))
    proposed = additions("1999-04-01", company=40, others={"x": 20})
    advised = maximum("1999-04-02", 100, in_writing=True)
    name = begun(service, "demands", asked, *told, proposed, advised, agreement="ab")
    result, said = warned(service, name, "1999-04-03")
    assert included(result) == {"a": 60, "b": 30, "ctc": 40, "x": 0}
    assert said == [
        "The Holders' 90 shares with the 40 that come first exceed the maximum of 100; the "
        "agreement has no provision that cuts them back in a demand."
    ]


def test_by_what_others_demanded(service: Service) -> None:
    """Their 500 beside the 300 that are left for Registrable Securities, of a maximum of 700."""
    make_agreement(service, agreement("ab", holders=HOLDERS))
    demanded = {"grantee": "x", "granted_in_compliance": True, "room_for_registrable": 300}
    own = own_registration(
        initiated_for="others", initiators={"x": 500}, other_demand=demanded, company_shares=None
    )
    own = {name: value for name, value in own.items() if value is not None}
    told = [notice(each, handed_over("1999-04-05")) for each in "ab"]
    joined = [join(each, n, handed_over("1999-04-12")) for each, n in {"a": 250, "b": 150}.items()]
    advised = maximum("1999-05-01", 700, in_writing=True)
    name = begun(service, "incidentals", own, *told, *joined, advised, agreement="ab")
    result, said = warned(service, name, "1999-05-02")
    assert included(result) == {"x": 500, "a": 188, "b": 112}
    assert (result["allocation"]["maximum"], result["allocation"]["total"]) == (700, 800)
    assert said == [
        "The 800 shares exceed the maximum of 700; the agreement has no provision that cuts back a "
        "registration that others demanded."
    ]

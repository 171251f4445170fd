"""A vote on the underwriter that was enough when it was cast is shown with the shares of that day.

Clause 4(b): a majority of what is to be included. Of Holders a, b and c, with 90, 40 and 49 shares,
a asks for 60.
"""

from tests.api.bodies import (
    Json,
    agreement,
    demand,
    fact,
    handed_over,
    holder,
    join,
    letter,
    notice,
)
from tests.api.calls import begun, make_agreement, obligation, post_fact, read_registration
from tests.running.service import Service


def asked(service: Service, *facts: Json) -> str:
    shares = (("a", 90), ("b", 40), ("c", 49))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))
    body = demand(letter(handed_over("1999-03-01"), {"a": 60})) | {"underwritten": True}
    told = [notice(each, handed_over("1999-03-05")) for each in ("b", "c")]
    selected = fact("underwriter_selected", "1999-03-06", underwriter="U")
    return begun(service, "demands", body, *told, selected, *facts, agreement="abc")


def approved(day: str) -> Json:
    return fact("underwriter_approved", day, underwriter="U", holders=["a"])


JOINED = (join("b", 40, handed_over("1999-03-10")), join("c", 49, handed_over("1999-03-12")))


def vote(service: Service, registration: str, day: str) -> tuple[object, ...]:
    found = read_registration(service, registration, day)["underwriting"]["vote"]
    names = ("approving_shares", "included_shares", "needed_shares", "approved")
    return tuple(found[name] for name in names)


def test_all_of_60_on_the_day_of_the_vote(service: Service) -> None:
    registration = asked(service, approved("1999-03-08"), *JOINED)
    assert vote(service, registration, "1999-03-13") == (60, 60, 31, True)
    duty = obligation(read_registration(service, registration, "1999-03-13"), "underwriter")
    assert (duty["status"], duty["performed_on"]) == ("performed", "1999-03-08")


def test_60_of_149_where_the_others_had_joined(service: Service) -> None:
    registration = asked(service, *JOINED, approved("1999-03-13"))
    assert vote(service, registration, "1999-03-13") == (60, 149, 75, False)


def test_60_of_100_where_its_shares_left_later(service: Service) -> None:
    registration = asked(service, JOINED[0], approved("1999-03-20"))
    sold = fact("shares_sold", "1999-03-25", holder="a", shares=60)
    post_fact(service, sold, "abc")
    assert vote(service, registration, "1999-03-26") == (60, 100, 51, True)

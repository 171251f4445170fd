"""A writing in the mail has no effect before it is received: 2(a)(i), 9(b); the rest is a forecast.

A demand uses up none before it is received (QA18, QB17).

Holders a 60 and b 40. a's demand is received on Monday 1 March 1999. Mail is received on the third
business day after: of Friday 5 March on Wednesday the 10th, of Saturday the 20th on Wednesday the
24th.
"""

from tests.api.bodies import (
    agreement,
    demand,
    handed_over,
    holder,
    join,
    letter,
    mailed,
    notice,
    own_registration,
)
from tests.api.calls import (
    begun,
    included,
    joins,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_events,
    read_agreement,
    window,
)
from tests.api.calls import read_registration as read
from tests.running.service import Service

MINE = "mine"


def demanded(service: Service) -> str:
    make_agreement(service, agreement(MINE, holders=[holder("a", 60), holder("b", 40)]))
    asked = demand(letter(handed_over("1999-03-01"), {"a": 60}))
    return begun(service, "demands", asked, agreement=MINE)


def forecasts(service: Service, registration: str, as_of: str) -> list[str]:
    """What the answer of a day says to be a forecast."""
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=as_of))
    assumed = answer["assumptions"]
    return [each["says"] for each in assumed if each["code"] == "FORECAST"]


def test_a_request_to_join_is_owed_once_it_is_received(service: Service) -> None:
    name = demanded(service)
    post_events(
        service, name, notice("b", handed_over("1999-03-05")), join("b", 40, mailed("1999-03-20"))
    )
    for day in ("1999-03-20", "1999-03-23"):
        found = read(service, name, day)
        owed = obligation(found, "include:b")
        assert (owed["status"], owed["begins_on"]) == ("not_yet_due", "1999-03-24")
        assert joins(found)["b"][0] == "accepted"
        assert included(found) == {"a": 60, "b": 40}
        (said,) = forecasts(service, name, day)
        assert "request of b to join is received only on 24 March 1999" in said
    found = read(service, name, "1999-03-24")
    assert obligation(found, "include:b")["status"] == "open"
    assert obligation(found, "include:b")["begins_on"] == "1999-03-24"
    assert forecasts(service, name, "1999-03-24") == []


def test_a_window_begins_when_the_notice_is_received(service: Service) -> None:
    """Its last day, twenty days after Wednesday 10 March, is known from the mailing."""
    name = demanded(service)
    post_events(service, name, notice("b", mailed("1999-03-05")))
    for day in ("1999-03-05", "1999-03-09"):
        shown = window(read(service, name, day), "b")
        assert (shown["state"], shown["last_day"]) == ("not_started", "1999-03-30")
    for day in ("1999-03-10", "1999-03-30"):
        assert window(read(service, name, day), "b")["state"] == "open"
    assert window(read(service, name, "1999-03-31"), "b")["state"] == "closed"


def test_a_request_to_join_the_companys_own_counts_from_its_giving(service: Service) -> None:
    """2(b) asks for a request given in time, and mailing gives it (9(b)): it is owed from then."""
    make_agreement(service, agreement(MINE, holders=[holder("a", 60), holder("b", 40)]))
    name = begun(service, "incidentals", own_registration(company_shares=100), agreement=MINE)
    post_events(
        service, name, notice("b", handed_over("1999-04-02")), join("b", 40, mailed("1999-04-20"))
    )
    found = read(service, name, "1999-04-20")
    assert obligation(found, "include:b")["status"] == "open"
    assert forecasts(service, name, "1999-04-20") == []


def test_a_demand_in_the_mail_leaves_the_last_one(service: Service) -> None:
    """Two are under way on 1 March 1999; the third is mailed that day and received on the 4th."""
    shares = (("a", 60), ("b", 40))
    make_agreement(service, agreement("mail", holders=[holder(*each) for each in shares]))
    for delivery in (handed_over("1999-02-01"), handed_over("1999-02-02"), mailed("1999-03-01")):
        post_demand(service, demand(letter(delivery, {"a": 60})), "mail")
    for day in ("1999-03-01", "1999-03-03"):
        counted = read_agreement(service, "mail", as_of=day)["demands"]
        assert (counted["pending"], counted["remaining"]) == (2, 1)
    counted = read_agreement(service, "mail", as_of="1999-03-04")["demands"]
    assert (counted["pending"], counted["remaining"]) == (3, 0)

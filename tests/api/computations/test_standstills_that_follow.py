"""Where one standstill follows another, the first free day is the first in none: 2(a)(i), QB16."""

from tests.api.bodies import agreement, holder, offering
from tests.api.calls import make_agreement, ok, post_fact
from tests.running.service import Service

COMMENCED = ("1999-02-01", "1999-07-31")
"""180 days each: 2 February to 31 July 1999, and 1 August 1999 to 27 January 2000."""


def test_on_the_record(service: Service) -> None:
    make_agreement(service, agreement("abc", holders=[holder("a", 600_000)]))
    for day in COMMENCED:
        post_fact(service, offering(day), "abc")
    found = ok(service.get("/v1/agreements/abc", as_of="1999-08-01"))["result"]["standstill"]
    days = [(each["last_day"], each["first_free_day"]) for each in found]
    assert days == [("1999-07-31", "2000-01-28"), ("2000-01-27", "2000-01-28")]

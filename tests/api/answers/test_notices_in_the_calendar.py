"""Notices before the Company's own filing, in the calendar and on the docket: 2(b).

To be filed on Tuesday 18 January 2000: the last day for notice, 30 days before, is Sunday
19 December 1999, and the last business day not after it Friday the 17th.
"""

from icalendar import Calendar

from tests.api.bodies import agreement, holder, own_registration
from tests.api.calls import begun, make_agreement, obligation, read_registration
from tests.running.service import Service


def test_name_their_holder_and_the_business_day(service: Service) -> None:
    shares = (("a", 600_000), ("b", 300_000), ("c", 100_000))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))
    own = own_registration(occurred_on="1999-12-01", planned_filing_on="2000-01-18")
    registration = begun(service, "incidentals", own, agreement="abc")
    duty = obligation(read_registration(service, registration, "1999-12-02"), "notice:b")
    assert (duty["due_on"], duty["last_practicable_on"]) == ("1999-12-19", "1999-12-17")
    response = service.get("/v1/obligations.ics", as_of="1999-12-02", agreement_id="abc")
    events = [
        event
        for event in Calendar.from_ical(response.content).walk("VEVENT")
        if "/notice:" in str(event["uid"])
    ]
    assert [event["summary"] for event in events] == [
        f"2(b): Give the Holder written notice of the registration. To The Holder {each}. (Open)"
        for each in ("a", "b", "c")
    ]
    assert all("Last practicable day: 1999-12-17" in str(event["description"]) for event in events)

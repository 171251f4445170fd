"""From when what had a due day and was not done is broken: the day after it, whatever the duty.

The shelf must be effective at the time set in the Certificate of Designation (2(a)(ii)); notice of
the Company's own registration is due thirty days before it is filed (2(b)).
"""

import pytest

from tests.api.bodies import filed, handed_over, letter, obligation_waived, own_registration, shelf
from tests.api.calls import begun, obligation, post_fact, read_registration
from tests.api.ends.test_asked_after_effectiveness import made
from tests.running.service import Service


def a_shelf(service: Service) -> str:
    """To be effective on Monday 1 November 1999, the day that the Certificate sets."""
    body = shelf(letter(handed_over("1999-09-02"), {"a": 20}), certificate_date="1999-11-01")
    return begun(service, "shelves", body, agreement=made(service))


def test_what_had_to_be_effective(service: Service) -> None:
    on_it = a_shelf(service)
    still = obligation(read_registration(service, on_it, "1999-11-01"), "effect")
    assert (still["status"], still.get("breached_on")) == ("open", None)
    for day in ("1999-11-02", "1999-12-24"):
        broken = obligation(read_registration(service, on_it, day), "effect")
        assert (broken["status"], broken["breached_on"]) == ("breached", "1999-11-02")
        assert "breached_on" in broken["explained_by"]


@pytest.mark.parametrize(("day", "status"), [("1999-11-01", "waived"), ("1999-11-02", "breached")])
def test_a_waiver_prevents_it_only_by_the_due_day(service: Service, day: str, status: str) -> None:
    """Of the due day it prevents the breach; of the morrow it comes after it (9(e))."""
    on_it = a_shelf(service)
    named = {"registration": on_it, "effective_from": day}
    post_fact(service, obligation_waived(day, "effect", "a", "b", **named), "ab")
    found = obligation(read_registration(service, on_it, "1999-11-05"), "effect")
    assert found["status"] == status
    assert found.get("breached_on") == (None if status == "waived" else "1999-11-02")


def test_a_notice_that_was_never_given(service: Service) -> None:
    """Due by 2 May 1999, counted back from the filing of 1 June, which breaks it."""
    own = begun(
        service, "incidentals", own_registration(), filed("1999-06-01"), agreement=made(service)
    )
    untold = obligation(read_registration(service, own, "1999-06-02"), "notice:b")
    assert (untold["status"], untold["due_on"]) == ("breached", "1999-05-02")
    assert untold["breached_on"] == "1999-06-01"

"""Who holds nothing any more is no Holder (1(e)) and bars nothing: 2(a)(i), 2(b), 6(b).

Holders a 600 and b 400 of common. b sells all of it on 10 March 1999, and the Company never told it
of the registration.
"""

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    letter,
    notice,
    own_registration,
    sold,
)
from tests.api.calls import (
    begun,
    make_agreement,
    obligation,
    post_event,
    post_fact,
    read_registration,
)
from tests.service import Service


def agreement(service: Service) -> str:
    holders = [
        {"id": "a", "name": "A", "common": 600},
        {"id": "b", "name": "B", "common": 400},
    ]
    made = make_agreement(service, {"template": "ctc-1998", "id": "ab", "holders": holders})
    identifier: str = made["result"]["id"]
    return identifier


def status(result: Json, name: str) -> str:
    found: str = obligation(result, name)["status"]
    return found


class TestTheCompanysOwn:
    """Determined on 1 March, to be filed on 15 April: the last day for notice is 16 March."""

    def determined(self, service: Service, *facts: Json) -> str:
        own = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-04-15")
        told = notice("a", handed_over("1999-03-01"))
        return begun(service, "incidentals", own, told, *facts, agreement=agreement(service))

    def test_one_who_left_before_the_last_day_need_not_be_told(self, service: Service) -> None:
        """On 16 March b held nothing. For a filing 30 days after 10 March, too: from 9 April."""
        registration = self.determined(service)
        post_fact(service, sold("1999-03-10", "b", 400), "ab")
        result = read_registration(service, registration, "1999-03-17")
        assert result["incidental"]["not_told"] == []
        assert result["incidental"]["earliest_filing_on"] == "1999-04-09"
        assert status(result, "notice:b") == "excused"
        post_event(service, registration, filed("1999-04-15", "S-1"))
        result = read_registration(service, registration, "1999-04-16")
        assert result["incidental"]["compliant"] is True
        assert status(result, "notice:b") == "excused"
        assert status(result, "wait") == "performed"

    @pytest.mark.parametrize(("day", "kept"), [("1999-03-16", True), ("1999-03-17", False)])
    def test_one_who_was_a_holder_on_the_last_day(
        self, service: Service, day: str, kept: bool
    ) -> None:
        """b left after 16 March untold: a filing of 15 April came a day too early."""
        registration = self.determined(service, filed("1999-04-15", "S-1"))
        post_fact(service, sold(day, "b", 400), "ab")
        result = read_registration(service, registration, "1999-04-16")
        assert result["incidental"]["compliant"] is kept
        assert status(result, "notice:b") == ("excused" if kept else "breached")

    def test_what_it_might_still_have_asked_is_not_waited_for(self, service: Service) -> None:
        """a's window ends on 21 March, with three business days for a letter; b's would later."""
        registration = self.determined(service, notice("b", handed_over("1999-03-09")))
        before = read_registration(service, registration, "1999-03-09")["incidental"]
        post_fact(service, sold("1999-03-10", "b", 400), "ab")
        after = read_registration(service, registration, "1999-03-10")
        assert before["hold_filing_until"] == "1999-04-08"
        assert after["incidental"]["hold_filing_until"] == "1999-04-08"
        window = next(each for each in after["windows"]["join"] if each["holder"] == "b")
        assert window["state"] == "closed"


class TestADemand:
    def demanded(self, service: Service, *facts: Json) -> str:
        body = demand(letter(handed_over("1999-03-01"), {"a": 600}))
        return begun(service, "demands", body, *facts, agreement=agreement(service))

    def test_joining_is_closed(self, service: Service) -> None:
        registration = self.demanded(service, notice("a", handed_over("1999-03-01")))
        post_fact(service, sold("1999-03-10", "b", 400), "ab")
        assert read_registration(service, registration, "1999-03-09")["state"] == "open"
        result = read_registration(service, registration, "1999-03-10")
        assert result["state"] == "joining_closed"
        assert status(result, "notice:b") == "excused"

    def test_an_undertaking_that_it_did_not_give(self, service: Service) -> None:
        """Nothing of b's can be in it, whatever the statement covers: a's 600 are all."""
        body = demand(letter(handed_over("1999-03-01"), {"a": 600, "b": 400}))
        asked = fact("undertaking_required", "1999-03-05", holder="b")
        registration = begun(service, "demands", body, asked, agreement=agreement(service))
        post_fact(service, sold("1999-03-10", "b", 400), "ab")
        for event in (filed("1999-04-15"), declared_effective("1999-05-14")):
            post_event(service, registration, event)
        shares = read_registration(service, registration, "1999-05-15")["allocation"]
        assert {each["seller"]: each["included"] for each in shares["lines"]} == {"a": 600, "b": 0}
        assert shares["total"] == 600

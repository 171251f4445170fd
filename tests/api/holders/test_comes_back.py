"""A Holder without shares on the day of the request, and with some later: 2(a)(i), 2(b), 9(f), QG4.

Holders a 600,000, b 300,000 and c 100,000 of common. c sells all on 1 February 1999 and comes back
by a transfer from b of 60,000 (not restricted in writing). It is told promptly, as a newcomer is,
and has 20 days from the receipt of its notice.
"""

import pytest

from tests.api.bodies import (
    Json,
    conversion,
    declared_effective,
    demand,
    filed,
    handed_over,
    holder,
    join,
    letter,
    notice,
    own_registration,
    shelf,
    sold,
    takedown,
    transfer,
)
from tests.api.calls import (
    begun,
    make_agreement,
    obligation,
    ok,
    post_events,
    post_fact,
    read_registration,
)
from tests.running.service import Service

COMMON = {"preferred_as_converted": 0, "affiliate": False}


def agreed(service: Service, *facts: Json, **listed: int) -> str:
    shares = {"a": 600_000, "b": 300_000, "c": 100_000} | listed
    body = {
        "template": "ctc-1998",
        "id": "abc",
        "holders": [holder(*each) for each in shares.items()],
    }
    make_agreement(service, body)
    for each in facts:
        post_fact(service, each, "abc")
    return "abc"


def back(day: str, **more: object) -> Json:
    return transfer(day, "b", "c", 0, common=60_000, **COMMON | more)


def demanded(service: Service, agreement: str) -> str:
    begin = demand(letter(handed_over("1999-02-19"), {"a": 400_000}))
    told = notice("b", handed_over("1999-02-22"))
    return begun(service, "demands", begin, told, agreement=agreement)


def window(result: Json, who: str) -> Json:
    return next(each for each in result["windows"]["join"] if each["holder"] == who)


def recognised(service: Service, who: str, day: str) -> tuple[bool, str | None]:
    held = ok(service.get("/v1/agreements/abc", as_of=day))["result"]["holders"]
    line = next(each for each in held if each["holder"] == who)
    return line["recognised"], line.get("recognised_from")


class TestADemand:
    """Received on 19 February 1999; b was told on the 22nd."""

    @pytest.mark.parametrize("papers", ["1999-02-25", "1999-03-02"])
    def test_is_told_to_one_who_comes_back(self, service: Service, papers: str) -> None:
        """Told on 3 March: through the 23rd. A request of the 24th is late."""
        registration = demanded(service, agreed(service, sold("1999-02-01", "c", 100_000)))
        post_fact(service, back("1999-02-25", record_holder_on=papers), "abc")
        before = read_registration(service, registration, "1999-02-24")
        assert not any(each["id"] == "notice:c" for each in before["obligations"])
        result = read_registration(service, registration, papers)
        owed = obligation(result, "notice:c")
        assert (owed["status"], owed["due_on"], owed["standard"]) == ("open", None, "promptly")
        post_events(service, registration, notice("c", handed_over("1999-03-03")))
        result = read_registration(service, registration, "1999-03-05")
        assert obligation(result, "notice:c")["status"] == "performed"
        assert window(result, "c")["last_day"] == "1999-03-23"
        post_events(service, registration, join("c", 10_000, handed_over("1999-03-24")))
        asked = read_registration(service, registration, "1999-03-25")["joins"]
        assert [(each["decision"], each.get("reason")) for each in asked] == [
            ("refused", "JOIN_LATE")
        ]

    def test_is_recognised_anew(self, service: Service) -> None:
        """9(f): by its new papers, of 2 March; what it was recognised for it has sold."""
        agreed(service, sold("1999-02-01", "c", 100_000))
        post_fact(service, back("1999-02-25", record_holder_on="1999-03-02"), "abc")
        assert recognised(service, "c", "1999-02-26")[0] is False
        assert recognised(service, "c", "1999-03-02") == (True, "1999-03-02")

    def test_is_told_to_one_on_the_list_whose_shares_come_later(self, service: Service) -> None:
        """z held nothing when the agreement was made, and 5,000 from 1 March."""
        registration = demanded(service, agreed(service, z=0))
        stated = {"kind": "position_stated", "occurred_on": "1999-03-01", "holder": "z"}
        none = {"preferred_as_converted": 0, "warrant_shares": 0}
        post_fact(service, stated | none | {"common": 5_000}, "abc")
        result = read_registration(service, registration, "1999-03-02")
        assert obligation(result, "notice:z")["status"] == "open"
        assert window(result, "z")["state"] == "not_started"


def test_a_takedown_is_told_to_one_who_comes_back(service: Service) -> None:
    dates = {"conversion_proposed_on": "1999-09-01", "certificate_date": "1999-11-01"}
    asked = shelf(letter(handed_over("1999-09-02"), {"a": 600_000, "b": 300_000}), **dates)
    kept = (filed("1999-10-04"), declared_effective("1999-10-27"), conversion("1999-11-01"))
    on_shelf = begun(service, "shelves", asked, *kept, agreement=agreed(service))
    post_fact(service, sold("2000-01-02", "c", 100_000), "abc")
    sale = takedown(on_shelf, letter(handed_over("2000-01-10"), {"a": 400_000, "b": 100_000}))
    registration = begun(service, "takedowns", sale, agreement="abc")
    post_fact(service, back("2000-01-15"), "abc")
    result = read_registration(service, registration, "2000-01-16")
    assert obligation(result, "notice:c")["status"] == "open"
    assert window(result, "c")["state"] == "not_started"


def test_a_shelf_is_told_to_one_who_comes_back(service: Service) -> None:
    dates = {"conversion_proposed_on": "1999-09-01", "certificate_date": "1999-11-01"}
    asked = shelf(letter(handed_over("1999-09-02"), {"a": 600_000}), **dates)
    agreement = agreed(service, sold("1999-08-02", "c", 100_000))
    registration = begun(service, "shelves", asked, agreement=agreement)
    post_fact(service, back("1999-09-10"), "abc")
    result = read_registration(service, registration, "1999-09-11")
    assert obligation(result, "notice:c")["status"] == "open"


class TestTheCompanysOwn:
    """Determined on 1 March 1999, all told that day; c is back on 5 March, of record."""

    def registered(self, service: Service) -> str:
        begin = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-05-04")
        agreement = agreed(service, sold("1999-02-01", "c", 100_000))
        told = (notice(each, handed_over("1999-03-01")) for each in ("a", "b"))
        registration = begun(service, "incidentals", begin, *told, agreement=agreement)
        post_fact(service, back("1999-03-05"), "abc")
        return registration

    def test_is_told_to_one_who_comes_back(self, service: Service) -> None:
        """QG4: promptly, and the filing does not wait for it."""
        registration = self.registered(service)
        owed = obligation(read_registration(service, registration, "1999-03-06"), "notice:c")
        assert (owed["status"], owed["due_on"], owed["standard"]) == ("open", None, "promptly")

    def test_is_joined_within_its_window_only(self, service: Service) -> None:
        """2(b): 20 days from receipt of the notice of 8 March are over on the 28th, a Sunday."""
        registration = self.registered(service)
        late = join("c", 10_000, handed_over("1999-06-30"))
        post_events(service, registration, notice("c", handed_over("1999-03-08")), late)
        result = read_registration(service, registration, "1999-06-30")
        assert window(result, "c")["last_day"] == "1999-03-29"
        assert [each.get("reason") for each in result["joins"]] == ["JOIN_LATE"]

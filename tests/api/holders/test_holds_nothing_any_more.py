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
    join,
    letter,
    notice,
    own_registration,
    sold,
)
from tests.api.calls import (
    begun,
    make_agreement,
    obligation,
    ok,
    post_event,
    post_fact,
    read_registration,
)
from tests.running.service import Service


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


class TestADemandOfWhichNothingIsLeft:
    """2(a)(i), 1(i): there is nothing to register, and nothing uses up one of the three.

    a asks for its 600 on 1 March 1999 and sells all of them on the 10th. b is told on the 1st and
    may join through Sunday the 21st, which moves to Monday the 22nd.
    """

    def demanded(self, service: Service, *facts: Json) -> str:
        body = demand(letter(handed_over("1999-03-01"), {"a": 600}))
        return begun(service, "demands", body, *facts, agreement=agreement(service))

    def left(self, service: Service, day: str) -> Json:
        answer = ok(service.get("/v1/agreements/ab", as_of=day))
        found: Json = answer["result"]["demands"]
        return {name: found[name] for name in ("effected", "pending", "remaining")}

    def test_ends_when_nobody_can_join_any_more(self, service: Service) -> None:
        registration = self.demanded(service, notice("b", handed_over("1999-03-01")))
        post_fact(service, sold("1999-03-10", "a", 600), "ab")
        before = read_registration(service, registration, "1999-03-22")
        assert before["state"] == "noticed"
        assert self.left(service, "1999-03-22") == {"effected": 0, "pending": 1, "remaining": 2}
        after = read_registration(service, registration, "1999-03-23")
        assert (after["state"], after.get("ended_on")) == ("closed", "1999-03-23")
        assert "nothing of what was asked for" in after["summary"]
        assert status(after, "effect") == "excused"
        assert self.left(service, "1999-03-23") == {"effected": 0, "pending": 0, "remaining": 3}

    def test_goes_on_while_a_holder_is_not_told(self, service: Service) -> None:
        registration = self.demanded(service)
        post_fact(service, sold("1999-03-10", "a", 600), "ab")
        assert read_registration(service, registration, "1999-06-01")["state"] == "open"
        assert self.left(service, "1999-06-01")["pending"] == 1

    def test_goes_on_with_one_who_joined(self, service: Service) -> None:
        told = notice("b", handed_over("1999-03-01"))
        registration = self.demanded(service, told, join("b", 100, handed_over("1999-03-15")))
        post_fact(service, sold("1999-03-10", "a", 600), "ab")
        assert read_registration(service, registration, "1999-04-01")["state"] == "joining_closed"
        assert self.left(service, "1999-04-01")["pending"] == 1

    @pytest.mark.parametrize(
        ("received_on", "decision"), [("1999-03-22", "refused"), ("1999-03-23", "accepted")]
    )
    def test_leaves_room_for_another(
        self, service: Service, received_on: str, decision: str
    ) -> None:
        """b, with 400 of the 400 left, asks when three of a's have been received."""
        told = notice("b", handed_over("1999-03-01"))
        self.demanded(service, told)
        body = demand(letter(handed_over("1999-03-01"), {"a": 600}))
        for _ in range(2):
            begun(service, "demands", body, told, agreement="ab")
        post_fact(service, sold("1999-03-10", "a", 600), "ab")
        fourth = demand(letter(handed_over(received_on), {"b": 400}))
        registration = begun(service, "demands", fourth, agreement="ab")
        found = read_registration(service, registration, received_on)["determination"]
        assert found["decision"] == decision
        assert found.get("reason") == ("DEMAND_CAP_PENDING" if decision == "refused" else None)

    def test_counts_where_it_is_made_all_the_same(self, service: Service) -> None:
        """It was effective on 20 March, before joining ended: it is effected as any other."""
        facts = (filed("1999-03-12"), declared_effective("1999-03-20"))
        told = notice("b", handed_over("1999-03-01"))
        self.demanded(service, told, *facts)
        post_fact(service, sold("1999-03-10", "a", 600), "ab")
        assert self.left(service, "1999-03-25")["effected"] == 1


def test_is_counted_among_the_holders_no_more(service: Service) -> None:
    """1(e): a alone holds anything; what the agreement itself promises is owed to it alone."""
    agreement(service)
    post_fact(service, sold("1999-03-10", "b", 400), "ab")
    for day, holders in {"1999-03-09": ["a", "b"], "1999-03-10": ["a"]}.items():
        found = ok(service.get("/v1/agreements/ab", as_of=day))["result"]
        assert obligation(found, "reports")["obligees"] == holders
        assert found["summary"].startswith(
            "1 Holder holds 600 " if len(holders) == 1 else "2 Holders hold 1,000 "
        )


def test_what_is_registered_once_nothing_is_left_to_register_counts_no_demand(
    service: Service,
) -> None:
    """2(a)(i), 2(e): a sells all it asked for, and b's window closes on 22 March 1999.

    There was nothing the Company was obliged to effect when it had it declared effective.
    """
    asked = demand(letter(handed_over("1999-03-01"), {"a": 600}))
    told = notice("b", handed_over("1999-03-02"))
    registration = begun(service, "demands", asked, told, agreement=agreement(service))
    post_fact(service, sold("1999-03-15", "a", 600), "ab")
    for fact_of_life in (filed("1999-03-20"), declared_effective("1999-04-01")):
        post_event(service, registration, fact_of_life)
    found = read_registration(service, registration, "1999-04-02")
    assert (found["state"], found.get("ended_on"), found["effected"]) == (
        "closed",
        "1999-03-23",
        False,
    )
    assert "nothing of what was asked for being left" in found["summary"]
    demands = ok(service.get("/v1/agreements/ab", as_of="1999-04-02"))["result"]["demands"]
    assert (demands["effected"], demands["pending"], demands["remaining"]) == (0, 0, 3)


def test_nor_once_the_rights_have_ended_with_the_last_share(service: Service) -> None:
    """Both sell all on 15 March 1999: no Registrable Securities are left (QF18).

    What became effective after the rights had ended effected nothing, as of a refused one (QG10).
    """
    asked = demand(letter(handed_over("1999-03-01"), {"a": 600}))
    registration = begun(service, "demands", asked, agreement=agreement(service))
    for holder, shares in {"a": 600, "b": 400}.items():
        post_fact(service, sold("1999-03-15", holder, shares), "ab")
    for fact_of_life in (filed("1999-03-20"), declared_effective("1999-04-01")):
        post_event(service, registration, fact_of_life)
    found = read_registration(service, registration, "1999-04-02")
    assert (found["state"], found["effected"]) == ("terminated", None)
    demands = ok(service.get("/v1/agreements/ab", as_of="1999-04-02"))["result"]["demands"]
    assert (demands["effected"], demands["pending"], demands["remaining"]) == (0, 0, 3)

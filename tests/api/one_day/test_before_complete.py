"""What happened before a request was complete is no part of its life: 2(a)(i), 2(g), QB10.

Holder a has 600 shares of Common Stock and b 400, or a 500, b 400 and c 100. A letter by b alone is
refused; one by a, received on 25 March 1999, completes the demand.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    all_sold,
    conversion,
    declared_effective,
    delay,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    join,
    letter,
    letter_added,
    notice,
    shelf,
    takedown,
    withdrawn,
)
from tests.api.calls import (
    begun,
    condition,
    decided,
    included,
    joins,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_event,
    post_events,
    read_registration,
    window,
)
from tests.running.service import Service

MINE = "mine"
FIRST = letter(handed_over("1999-03-01"), {"b": 100})
COMPLETES = letter_added(letter(handed_over("1999-03-25"), {"a": 50}))


def made(service: Service, **shares: int) -> Service:
    holders = [holder(name, number) for name, number in shares.items()]
    make_agreement(service, agreement(MINE, holders=holders))
    return service


def asked(service: Service, *letters: Json) -> str:
    return str(post_demand(service, demand(*letters), MINE)["result"]["registration_id"])


def delays(found: Json) -> list[tuple[str, str | None]]:
    return [(each["decision"], each.get("reason")) for each in found["delays"]]


class TestDelays:
    def test_of_before_there_was_a_demand_delay_nothing(self, service: Service) -> None:
        """Ninety days after 25 March are Wednesday 23 June; after 12 March Thursday 10 June."""
        made(service, a=600, b=400)
        first = asked(service, FIRST)
        post_events(service, first, delay("1999-03-10", 10))
        other = asked(service, letter(handed_over("1999-03-12"), {"a": 100}))
        post_events(service, other, delay("1999-03-15", 10), delay("1999-03-20", 10))
        before = read_registration(service, other, "1999-03-24")
        post_events(service, first, COMPLETES)
        found = read_registration(service, first, "1999-03-26")
        assert delays(found) == [("refused", "NOTHING_TO_DELAY")]
        assert found["determination"]["due_on"] == "1999-06-23"
        after = read_registration(service, other, "1999-03-26")
        assert delays(after) == [("accepted", None), ("accepted", None)]
        # Twenty days after 10 June.
        assert before["determination"]["due_on"] == after["determination"]["due_on"] == "1999-06-30"

    def test_of_the_day_on_which_it_is_complete_count(self, service: Service) -> None:
        made(service, a=600, b=400)
        identifier = asked(service, FIRST)
        post_events(service, identifier, COMPLETES, delay("1999-03-25", 10))
        found = read_registration(service, identifier, "1999-03-26")
        assert delays(found) == [("accepted", None)]

    def test_of_a_sale_off_a_shelf(self, service: Service) -> None:
        made(service, a=600, b=400)
        body = shelf(
            letter(handed_over("1998-12-01"), {"a": 300, "b": 100}),
            conversion_proposed_on="1998-12-01",
            certificate_date="1999-03-15",
        )
        life = (filed("1999-02-20"), declared_effective("1999-03-15"), conversion("1999-03-15"))
        off = begun(service, "shelves", body, *life, agreement=MINE)
        sale = takedown(off, letter(handed_over("1999-04-01"), {"b": 50}))
        completes = letter_added(letter(handed_over("1999-04-10"), {"a": 50}))
        identifier = begun(
            service, "takedowns", sale, delay("1999-04-05", 30), completes, agreement=MINE
        )
        found = read_registration(service, identifier, "1999-04-12")
        assert (decided(found), delays(found)) == (
            ("accepted", None),
            [("refused", "NOTHING_TO_DELAY")],
        )


class TestNoticesAndJoins:
    def test_of_before_it_was_complete(self, service: Service) -> None:
        made(service, a=500, b=400, c=100)
        identifier = asked(service, FIRST)
        post_events(
            service,
            identifier,
            notice("c", handed_over("1999-03-03")),
            join("c", 10, handed_over("1999-03-05")),
            COMPLETES,
        )
        found = read_registration(service, identifier, "1999-03-26")
        assert window(found, "c")["state"] == "not_started"
        assert obligation(found, "notice:c")["status"] == "open"
        assert joins(found) == {"c": ("refused", "JOIN_BEFORE_COMPLETE")}
        post_events(service, identifier, join("c", 20, handed_over("1999-03-28")))
        found = read_registration(service, identifier, "1999-03-29")
        assert [each["decision"] for each in found["joins"]] == ["refused", "accepted"]
        shares = {each["seller"]: each["included"] for each in found["allocation"]["lines"]}
        assert shares["c"] == 20

    def test_a_notice_of_its_day_is_one(self, service: Service) -> None:
        """Twenty days after 25 March are 14 April."""
        made(service, a=500, b=400, c=100)
        identifier = asked(service, FIRST)
        post_events(service, identifier, COMPLETES, notice("c", handed_over("1999-03-25")))
        found = read_registration(service, identifier, "1999-03-26")
        assert window(found, "c")["last_day"] == "1999-04-14"


@pytest.mark.parametrize(("day", "warned"), [("1998-10-20", True), ("1998-10-05", False)])
def test_a_letter_after_a_refusal_renews_nothing_in_silence(
    service: Service, day: str, warned: bool
) -> None:
    """Asked for on 5 October 1998, five days too early; asked again on the 20th."""
    made(service, a=600, b=400)
    identifier = asked(service, letter(handed_over("1998-10-05"), {"a": 100}))
    added = letter_added(letter(handed_over(day), {"a": 70}))
    answer = post_event(service, identifier, added, as_of="1998-10-21")
    assert decided(read_registration(service, identifier, "1998-10-21")) == (
        "refused",
        "DEMAND_NOT_YET_OPEN",
    )
    codes = {each["code"] for each in answer["warnings"]}
    assert ("LETTER_AFTER_REFUSAL" in codes) is warned


class TestMadeAllTheSame:
    """QG10, 2(a): no letter completes the request for what the Company has made unasked."""

    def late(self, service: Service, registration: str, day: str) -> tuple[Json, Json, set[str]]:
        path = f"/v1/registrations/{registration}"
        before = ok(service.get(path, as_of=day))["result"]
        post_event(service, registration, letter_added(letter(handed_over(day), {"a": 300})))
        after = ok(service.get(path, as_of=day))
        return before, after["result"], {each["code"] for each in after["warnings"]}

    def test_a_takedown_whose_sale_is_over_stays_refused(self, service: Service) -> None:
        made(service, a=600, b=400)
        days = {"conversion_proposed_on": "1999-02-01", "certificate_date": "1999-03-15"}
        effective = (filed("1999-02-20"), declared_effective("1999-03-15"))
        asks = shelf(letter(handed_over("1999-02-01"), {"a": 500, "b": 400}), **days)
        shelf_id = begun(
            service, "shelves", asks, *effective, conversion("1999-03-15"), agreement=MINE
        )
        sells = takedown(shelf_id, letter(handed_over("1999-04-01"), {"b": 100}))
        sale = begun(service, "takedowns", sells, all_sold("1999-04-20"), agreement=MINE)
        before, after, codes = self.late(service, sale, "1999-04-22")
        for result in (before, after):
            assert (result["state"], result["determination"]["decision"]) == ("closed", "refused")
            assert included(result) == included(before)
        assert "LETTER_AFTER_REFUSAL" in codes

    def test_a_demand_that_became_effective_stays_refused(self, service: Service) -> None:
        """b has 400 of 1,000 and is refused; a, who has more than half, writes after 14 May."""
        made(service, a=600, b=400)
        registration = asked(service, FIRST)
        post_events(service, registration, filed("1999-04-15"), declared_effective("1999-05-14"))
        before, after, codes = self.late(service, registration, "1999-05-20")
        for result in (before, after):
            decision = result["determination"]["decision"]
            assert (result["state"], decision) == ("effective", "refused")
            assert included(result) == {"b": 100}
        assert "LETTER_AFTER_REFUSAL" in codes


def test_a_letter_added_to_what_was_wholly_withdrawn_is_warned_of(service: Service) -> None:
    """It stays withdrawn; whoever wants to ask again posts a demand."""
    made(service, a=600, b=400)
    registration = asked(service, letter(handed_over("1999-03-01"), {"a": 600}))
    post_events(service, registration, withdrawn("1999-03-10"))
    added = letter_added(letter(handed_over("1999-03-20"), {"b": 400}))
    post_event(service, registration, added)
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-03-21"))
    assert answer["result"]["state"] == "withdrawn"
    assert "LETTER_AFTER_WITHDRAWAL" in {each["code"] for each in answer["warnings"]}


@pytest.mark.parametrize(("required", "warned"), [(True, True), (False, False)])
def test_a_holdback_of_what_was_refused_binds_nobody(
    service: Service, required: bool, warned: bool
) -> None:
    """4(c): of a registration under Section 2, which one that was refused is not."""
    made(service, a=600, b=400)
    registration = asked(service, FIRST)
    holdback = fact(
        "holdback_required",
        "1999-05-03",
        required=required,
        expected_effective_on="1999-05-14",
        firm_commitment=True,
    )
    made_all_the_same = filed("1999-04-15"), holdback, declared_effective("1999-05-14")
    post_events(service, registration, *made_all_the_same)
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-05-15"))
    codes = {each["code"] for each in answer["warnings"]}
    assert ("HOLDBACK_BINDS_NOBODY" in codes) is warned


@pytest.mark.parametrize("holders", [(), ("b",)])
def test_a_request_taken_back_before_it_was_complete_is_said_to_be(
    service: Service, holders: tuple[str, ...]
) -> None:
    """b, who has 400 of 1,000, asked on 1 March and took it back on the 5th."""
    made(service, a=600, b=400)
    registration = asked(service, FIRST)
    post_events(service, registration, withdrawn("1999-03-05", *holders))
    found = condition(read_registration(service, registration, "1999-03-06"), "requisite_holders")
    assert found["says"] == (
        "Those who ask hold 400 of 1,000 shares; 501 are needed. b took back its request on "
        "5 March 1999, before it was complete."
    )
    before = condition(read_registration(service, registration, "1999-03-04"), "requisite_holders")
    assert "took back" not in before["says"]

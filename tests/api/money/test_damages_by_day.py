"""To whom damages are owed is asked of each day that accrues, whatever day the base is counted on.

1% of 10.00 a share for each 30 days, by the day: 600 shares accrue 2.00 a day, 400 1.33⅓. A shelf
is due within 60 days of the closing of Monday 1 April 2024 and is late from 1 June, or its filing,
within 30, from 2 May.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    fact,
    handed_over,
    join,
    letter,
    notice,
    sold,
    transfer,
    withdrawn,
)
from tests.api.calls import ok, post_event, post_fact, post_registration, read_registration
from tests.api.terms.larch import larch
from tests.running.service import Service

CLOSED = {"kind": "event_happened", "event": "closing", "occurred_on": "2024-04-01"}


def damages(base: Json | None = None, **more: Any) -> Json:
    of_all = {"of": "unit_price", "each": "10.00", "held_on": "each_day"}
    return {
        "clause": "2.5",
        "base": of_all | (base or {}),
        "rates": [{"rate": "1/100"}],
        "per": {"count": 30, "unit": "day"},
        "accrues": "daily",
        "cure_day": "excluded",
    } | more


def days(count: int, after: str) -> Json:
    return {"count": count, "unit": "day", "after": after}


def shelf(service: Service, agreed: Json, *facts: Json, of: Json | None = None) -> str:
    """A shelf that covers everything of x (600), y (400) and z (100), filed in time."""
    act = agreed["for"]["late"]["missed"].rpartition(".")[2]
    within = {"filed": "file_within", "effective": "effect_within"}[act]
    terms = {
        "clause": "2",
        "trigger": "event.closing",
        "effort": None,
        "covers": "all",
        within: days(30 if act == "filed" else 60, "event.closing"),
    }
    agreement = larch(
        service,
        {"x": 600, "y": 400, "z": 100},
        demand=None,
        events={"closing": {"says": "Closing"}},
        shelf=terms,
        damages={"ld": agreed},
        **(of or {}),
    )
    post_fact(service, CLOSED, agreement)
    body = {"called_for_on": "2024-04-01"}
    found: str = post_registration(service, "shelves", body, agreement)["result"]["registration_id"]
    for each in facts:
        post_fact(service, each, agreement)
    return found


def accrued(service: Service, registration: str, day: str) -> dict[str, str]:
    (found,) = read_registration(service, registration, day)["damages"]
    return {each["holder"]: each["accrued"] for each in found["holders"]}


EFFECT = {"for": {"late": {"missed": "due.shelf.effective"}}}
FILE = {"for": {"late": {"missed": "due.shelf.filed"}}}


class TestAGroup:
    def test_keeps_what_accrued_while_it_belonged(self, service: Service) -> None:
        """y has 400 of 1,100 through 10 June, ten days, and then 100 of 800: no quarter."""
        groups = {"big": {"says": "Big", "hold": {"fraction": "1/4", "is": ">="}}}
        agreed = damages(**EFFECT, owed_to="big")
        found = shelf(service, agreed, sold("2024-06-11", "y", 300), of={"groups": groups})
        assert accrued(service, found, "2024-06-10") == {"x": "20.00", "y": "13.33"}
        assert accrued(service, found, "2024-06-30") == {"x": "60.00", "y": "13.33"}

    def test_is_asked_of_the_shares_outstanding_of_each_day(self, service: Service) -> None:
        """A tenth of 3,000 is 300, of the 4,100 of 15 June 410: y falls out after 14 days."""
        groups = {
            "big": {"says": "Big", "hold": {"fraction": "1/10", "of": "outstanding", "is": ">="}}
        }
        agreed = damages(**EFFECT, owed_to="big")
        facts = [
            fact("shares_outstanding_stated", day, shares=shares)
            for day, shares in (("2024-03-02", 3_000), ("2024-06-15", 4_100))
        ]
        found = shelf(service, agreed, *facts, of={"groups": groups})
        assert accrued(service, found, "2024-06-30") == {"x": "60.00", "y": "18.67"}

    def test_is_not_known_before_the_shares_outstanding_are(self, service: Service) -> None:
        """The default begins on 1 June; of the days before 15 June nobody has said a number."""
        tenth = {"fraction": "1/10", "of": "outstanding", "is": ">="}
        groups = {"big": {"says": "Big", "hold": tenth}}
        agreed = damages(**EFFECT, owed_to="big")
        stated = fact("shares_outstanding_stated", "2024-06-15", shares=4_100)
        found = shelf(service, agreed, stated, of={"groups": groups})
        answer = ok(service.get(f"/v1/registrations/{found}", as_of="2024-06-30"))
        (owed,) = answer["result"]["damages"]
        assert {each["accrued"] for each in (owed, *owed["holders"])} == {None}
        assert "shares_outstanding" in {each["name"] for each in answer["missing_inputs"]}


class TestTheParticipants:
    def asked(self, service: Service) -> tuple[str, str]:
        """x asks for 300 of 600, y joins with 100 of 400; not filed by 1 May."""
        demand: Json = {
            "who": {"anyone": True},
            "file_within": days(30, "request.received"),
            "effect_within": days(60, "request.received"),
            "join": {"within": days(10, "notice.given")},
        }
        late: Json = {"for": {"late": {"missed": "due.demand.filed"}}, "owed_to": "participants"}
        agreement = larch(
            service,
            {"x": 600, "y": 400, "q": 0},
            demand=demand,
            damages={"ld": damages(**late)},
        )
        letters = [letter(handed_over("2024-04-01"), {"x": 300})]
        body = {"letters": letters, "underwritten": False}
        found = post_registration(service, "demands", body, agreement)["result"]["registration_id"]
        post_event(service, found, notice("y", handed_over("2024-04-02")))
        post_event(service, found, join("y", 100, handed_over("2024-04-05")))
        return agreement, found

    def test_a_transferee_takes_the_place_of_one(self, service: Service) -> None:
        """From 12 May q has the 600 of x: ten days of x, fifty of q."""
        agreement, found = self.asked(service)
        passed = transfer(
            *("2024-05-12", "x", "q", 0),
            common=600,
            notice_received_on="2024-05-12",
            agreement_received_on="2024-05-12",
        )
        post_fact(service, passed, agreement)
        expected = {"q": "100.00", "x": "20.00", "y": "80.00"}
        assert accrued(service, found, "2024-06-30") == expected

    def test_one_that_withdraws_is_none_any_more(self, service: Service) -> None:
        """y is in it through 19 May: 18 days."""
        _, found = self.asked(service)
        post_event(service, found, withdrawn("2024-05-20", "y"))
        assert accrued(service, found, "2024-06-30") == {"x": "120.00", "y": "24.00"}


class TestWhatWasIssued:
    @pytest.mark.parametrize("held_on", ["issue", "each_day"])
    def test_is_not_counted_twice(self, service: Service, held_on: str) -> None:
        """All of x passes to q on 12 May: 30 days by 31 May, for 1,000 shares 100.00."""
        agreed = damages({"held_on": held_on}, **FILE)
        passed = transfer(
            *("2024-05-12", "x", "q", 0),
            common=600,
            notice_received_on="2024-05-12",
            agreement_received_on="2024-05-12",
        )
        found = shelf(service, agreed, passed)
        shares = {"x": "60.00"} if held_on == "issue" else {"x": "20.00", "q": "40.00"}
        got = {
            name: each
            for name, each in accrued(service, found, "2024-05-31").items()
            if each != "0.00"
        }
        assert got == shares | {"y": "40.00", "z": "10.00"}

    @pytest.mark.parametrize("held_on", ["issue", "each_day"])
    def test_accrues_on_no_day_that_is_excluded(self, service: Service, held_on: str) -> None:
        """x may sell freely from 12 May on: ten days."""
        free = {"free": {"says": "It may sell freely", "if_not_stated": "fails"}}
        agreed = damages({"held_on": held_on, "not": [{"asserted": "free"}]}, **FILE)
        stated = fact("condition_stated", "2024-05-12", condition="free", holder="x")
        found = shelf(service, agreed, stated, of={"conditions": free})
        expected = {"x": "20.00", "y": "40.00", "z": "10.00"}
        assert accrued(service, found, "2024-05-31") == expected

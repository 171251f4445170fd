"""Who belongs to a group, and whose rights have ended, turns on what nobody has recorded.

Alder holds 600 shares and birch 300. “Big” is who holds a twentieth of the shares outstanding: of
10,000 alder alone does, of 100,000 nobody, of 1,000 both.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    additions,
    agreement,
    fact,
    handed_over,
    holder,
    join,
    letter,
    maximum,
    notice,
)
from tests.api.calls import (
    begun,
    dry_run,
    included,
    joins,
    make_agreement,
    ok,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.running.service import Service

HELD = [holder("alder", 600), holder("birch", 300)]
BIG: Json = {"big": {"hold": {"fraction": "1/20", "of": "outstanding", "is": ">="}}}
ANYONE: Json = {"who": {"anyone": True}, "minimum_shares": None}
NUMBER = ("shares_outstanding", "shares_outstanding_stated.shares")


def made(service: Service, demand: Json | None = None, **more: Any) -> None:
    overrides = {"demand": ANYONE | (demand or {})} | more
    make_agreement(service, agreement("open", overrides=overrides, holders=HELD))


def outstanding(service: Service, shares: int, day: str = "1999-01-04") -> None:
    post_fact(service, fact("shares_outstanding_stated", day, shares=shares), "open")


def request(day: str = "1999-03-01", **shares: int) -> Json:
    return {"letters": [letter(handed_over(day), shares)], "short_form_qualified": True}


def asked(service: Service, who: str, day: str = "1999-03-01") -> tuple[str, bool]:
    """What was decided, and whether the number of shares is named as missing."""
    found = dry_run(service, request(day, **{who: 10}), "open")
    decision: str = found["result"]["determination"]["decision"]
    return decision, NUMBER in missing(found)


def missing(answer: Json) -> set[tuple[str, str | None]]:
    return {(each["name"], each.get("posted_as")) for each in answer["missing_inputs"]}


class TestAGroupByPartOfTheSharesOutstanding:
    def test_that_may_ask_is_open(self, service: Service) -> None:
        made(service, {"who": {"group": "big", "anyone": True}}, groups=BIG)
        assert asked(service, "alder") == asked(service, "birch") == ("undetermined", True)
        outstanding(service, 10_000)
        assert asked(service, "alder") == ("accepted", False)
        assert asked(service, "birch") == ("refused", False)

    def test_is_open_on_days_before_the_first_number(self, service: Service) -> None:
        made(service, {"who": {"group": "big", "anyone": True}}, groups=BIG)
        outstanding(service, 10_000, "1999-03-02")
        assert asked(service, "alder", "1999-03-01") == ("undetermined", True)
        assert asked(service, "alder", "1999-03-02") == ("accepted", False)

    def test_by_name_needs_no_number(self, service: Service) -> None:
        """Birch is no member, whatever the number."""
        group = {"big": BIG["big"] | {"members": ["alder"]}}
        made(service, {"who": {"group": "big", "anyone": True}}, groups=group)
        assert asked(service, "alder") == ("undetermined", True)
        assert asked(service, "birch") == ("refused", False)

    def test_that_may_join_is_open(self, service: Service) -> None:
        made(service, {"join": {"who": "big"}}, groups=BIG)
        told = notice("birch", handed_over("1999-03-02"))
        asks = join("birch", 100, handed_over("1999-03-05"))
        name = begun(service, "demands", request(alder=100), told, asks, agreement="open")
        found = ok(service.get(f"/v1/registrations/{name}", as_of="1999-03-20"))
        assert joins(found["result"])["birch"][0] == "undetermined"
        assert NUMBER in missing(found)
        outstanding(service, 1_000)
        assert joins(read_registration(service, name, "1999-03-20"))["birch"][0] == "accepted"

    def test_to_be_told_is_not_known(self, service: Service) -> None:
        made(service, {"join": {"who": "big"}}, groups=BIG)
        name = begun(service, "demands", request(alder=100), agreement="open")

        def owed() -> list[str]:
            found = read_registration(service, name, "1999-03-02")
            notices = [each for each in found["obligations"] if each["id"] == "notice:birch"]
            return [each["status"] for each in notices]

        assert owed() == ["unconfirmed"]
        outstanding(service, 1_000)
        assert owed() == ["open"]
        outstanding(service, 100_000, "1999-01-05")
        assert owed() == []

    @pytest.mark.parametrize(
        ("number", "alder", "birch"),
        [(None, None, None), (10_000, 300, 0), (1_000, 150, 150), (100_000, 150, 150)],
    )
    def test_in_a_rank_leaves_the_shares_open(
        self, service: Service, number: int | None, alder: int | None, birch: int | None
    ) -> None:
        """300 fit of 300 and 300: the big come first."""
        made(
            service,
            {
                "ranks": [["big"], ["holders"], ["company"], ["others"]],
                "priorities": {"$replace": True},
            },
            groups=BIG,
        )
        if number is not None:
            outstanding(service, number)
        name = begun(
            service,
            "demands",
            request(alder=300, birch=300) | {"underwritten": True},
            additions("1999-03-02"),
            maximum("1999-03-05", 300),
            agreement="open",
        )
        found = ok(service.get(f"/v1/registrations/{name}", as_of="1999-03-20"))
        shares = included(found["result"])
        assert (shares["alder"], shares["birch"]) == (alder, birch)
        assert (NUMBER in missing(found)) is (number is None)

    def test_held_back_may_not_be_known_to_sell(self, service: Service) -> None:
        held = {
            "clause": "2.3",
            "binds": "big",
            "from": {"at": "ipo.effective"},
            "until": {"count": 180, "unit": "day", "after": "ipo.effective"},
        }
        made(service, groups=BIG, holdbacks={"later": held}, holdback=None)
        post_fact(service, fact("first_public_offering_effective", "1999-02-01"), "open")
        begun(service, "demands", request(alder=100), agreement="open")

        def sells() -> tuple[str, bool]:
            params = {"holder": "birch", "manner": "public_outside", "as_of": "1999-03-02"}
            found = ok(service.get("/v1/agreements/open/may-sell", **params))
            return found["result"]["may_sell"], NUMBER in missing(found)

        assert sells() == ("unknown", True)
        outstanding(service, 10_000)
        assert sells() == ("yes", False)
        outstanding(service, 1_000, "1999-01-05")
        assert sells() == ("no", False)


SALE: Json = {"sale": {"says": "The Company is sold"}}
CASH: Json = {"cash": {"says": "The Holders are paid in cash"}}
CASH_STATED = ("cash", "condition_stated.holds")
SOLD_FOR_CASH = {"when": [{"happened": "event.sale"}, {"asserted": "cash"}]}


class TestEndsThatTurnOnWhatIsNotStated:
    @pytest.mark.parametrize("end", [{}, {"for": "holder"}])
    def test_leave_open_whether_there_is_a_right(self, service: Service, end: Json) -> None:
        made(service, events=SALE, conditions=CASH, ends={"one": {"on": SOLD_FOR_CASH} | end})
        found = dry_run(service, request(alder=10), "open")
        assert found["result"]["determination"]["decision"] == "accepted"
        assert CASH_STATED not in missing(found)
        post_fact(service, fact("event_happened", "1999-02-01", event="sale"), "open")
        found = dry_run(service, request(alder=10), "open")
        assert found["result"]["determination"]["decision"] == "undetermined"
        assert CASH_STATED in missing(found)
        told = fact("condition_stated", "1999-02-01", condition="cash", holds=False)
        post_fact(service, told, "open")
        found = dry_run(service, request(alder=10), "open")
        assert found["result"]["determination"]["decision"] == "accepted"
        assert CASH_STATED not in missing(found)

    def test_leave_open_the_state_of_the_rights(self, service: Service) -> None:
        made(service, events=SALE, conditions=CASH, ends={"one": {"on": SOLD_FOR_CASH}})
        post_fact(service, fact("event_happened", "1999-02-01", event="sale"), "open")

        def rights() -> tuple[bool | None, str | None]:
            found = read_agreement(service, "open", as_of="1999-03-01")["rights"]
            return found["in_effect"], found.get("ended_on")

        assert rights() == (None, None)
        post_fact(service, fact("condition_stated", "1999-02-01", condition="cash"), "open")
        assert rights() == (False, "1999-02-01")

    def test_of_a_part_of_the_shares_outstanding_are_open_too(self, service: Service) -> None:
        small = {"held": {"fraction": "1/100", "of": "outstanding", "is": "<"}}
        made(service, ends={"one": {"for": "holder", "on": {"when": [small]}}})
        assert asked(service, "birch") == ("undetermined", True)
        outstanding(service, 10_000)
        assert asked(service, "birch") == ("accepted", False)


AGO: Json = {"when": {"asserted": "became"}}


class TestAnEndCountedFromAConditionThatNobodyHasStated:
    """“As to each Holder, three years after it became one”: from the day that is stated."""

    @pytest.mark.parametrize("of", [{"for": "holder"}, {}])
    @pytest.mark.parametrize(
        "on",
        [
            AGO,
            {"count": 1, "unit": "month", "after": AGO},
            {"latest": [AGO, {"date": "1998-12-01"}]},
            {"earliest": [AGO, {"date": "2035-01-01"}]},
        ],
    )
    def test_may_have_come(self, service: Service, on: Json, of: Json) -> None:
        became = {"became": {"says": "It has become a Holder"}}
        made(service, conditions=became, ends={"old": {"on": on, **of}})
        found = dry_run(service, request(alder=10), "open")
        assert found["result"]["determination"]["decision"] == "undetermined"
        assert ("became", "condition_stated.holds") in missing(found)

    def test_has_not_come_before_it_can(self, service: Service) -> None:
        after = {"for": "holder", "on": {"count": 3, "unit": "year", "after": AGO}}
        made(service, conditions={"became": {"says": "It is one"}}, ends={"old": after})
        assert asked(service, "alder") == ("accepted", False)

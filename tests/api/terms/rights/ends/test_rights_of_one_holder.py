"""Ends of the rights of one Holder and their suspension, who may join, what excepts from that.

Spectrum holds 900 shares, wang 80, colo 20. What is handed over is received that day. Of the
Company 2,000 shares are outstanding, so that a hundredth are 20.
"""

from typing import Any, ClassVar

import pytest

from tests.api.bodies import Json, agreement, handed_over, holder, join, letter, notice
from tests.api.calls import (
    begun,
    decided,
    determined,
    dry_run,
    make_agreement,
    ok,
    post_fact,
    read_registration,
)
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("spectrum", 900), holder("wang", 80), holder("colo", 20)]
ACCEPTED = ("accepted", None)
TOO_FEW = ("refused", "NOT_REQUISITE_HOLDERS")
IPO = {"kind": "first_public_offering_effective", "occurred_on": "1999-01-05"}
OUTSTANDING = {"kind": "shares_outstanding_stated", "occurred_on": "1999-01-05", "shares": 2_000}
CONDITIONS = {
    "saleable": {"says": "Its shares may all be sold under Rule 144 in three months"},
    "sanctioned": {"says": "It is a sanctioned party", "if_not_stated": "fails"},
    "opted_out": {"says": "It wants no notices", "if_not_stated": "fails"},
}
BELOW = {"held": {"fraction": "1/100", "of": "outstanding", "is": "<"}}
SMALL = [{"happened": "ipo.effective"}, BELOW, {"asserted": "saleable"}]


def stated(condition: str, day: str, who: str | None = None, **more: Any) -> Json:
    fact = {"kind": "condition_stated", "condition": condition, "occurred_on": day}
    return fact | ({"holder": who} if who else {}) | more


def made(service: Service, end: Json | None = None, **more: Any) -> None:
    overrides = {"conditions": CONDITIONS, "demand": {"who": {"anyone": True}}} | more
    if end is not None:
        overrides["ends"] = {"one": {"clause": "2.13", "for": "holder"} | end}
    make_agreement(service, agreement("one", overrides=overrides, holders=HELD))


def asked(service: Service, day: str, who: str) -> Any:
    body = {"letters": [letter(handed_over(day), {who: 10})], "short_form_qualified": True}
    return decided(dry_run(service, body, "one")["result"])


def demanded(service: Service, day: str) -> str:
    body = {"letters": [letter(handed_over(day), {"spectrum": 10})], "short_form_qualified": True}
    return begun(service, "demands", body, agreement="one")


def told(result: Json) -> set[str]:
    ids = {each["id"] for each in result["obligations"]}
    return {each.removeprefix("notice:") for each in ids if each.startswith("notice:")}


class TestAnEnd:
    def test_comes_once_all_that_it_asks_for_is_so(self, service: Service) -> None:
        """Colo's 20 are a hundredth of 2,000 and not below it; of 2,001 they are below."""
        made(service, {"on": {"when": SMALL}})
        for fact in (IPO, OUTSTANDING, stated("saleable", "1999-02-01", "colo")):
            post_fact(service, fact, "one")
        assert asked(service, "1999-03-01", "colo") == ACCEPTED
        more = OUTSTANDING | {"occurred_on": "1999-03-01", "shares": 2_001}
        post_fact(service, more, "one")
        assert asked(service, "1999-02-26", "colo") == ACCEPTED
        assert asked(service, "1999-03-01", "colo") == TOO_FEW
        # Of wang nobody has stated that it may sell, and it holds 80.
        assert asked(service, "1999-03-01", "wang") == ACCEPTED

    def test_is_for_good(self, service: Service) -> None:
        made(service, {"on": {"when": SMALL}})
        for fact in (
            IPO,
            OUTSTANDING | {"shares": 2_001},
            stated("saleable", "1999-02-01", "colo"),
            OUTSTANDING | {"occurred_on": "1999-03-01", "shares": 1_000},
        ):
            post_fact(service, fact, "one")
        assert asked(service, "1999-03-02", "colo") == TOO_FEW

    @pytest.mark.parametrize(
        ("held", "expected"),
        [
            ({"shares": 80, "is": "<="}, TOO_FEW),
            ({"shares": 80, "is": "<"}, ACCEPTED),
            # Wang and colo are one: 100 of 1,000.
            (
                {"fraction": "1/10", "of": "registrable", "is": "<", "affiliates": "as_one"},
                ACCEPTED,
            ),
            ({"fraction": "1/10", "of": "registrable", "is": "<"}, TOO_FEW),
        ],
    )
    def test_by_what_it_holds(self, service: Service, held: Json, expected: Any) -> None:
        families = {"affiliates": {"both": ["wang", "colo"]}} if "affiliates" in held else {}
        made(service, {"on": {"when": {"held": held}}}, **families)
        assert asked(service, "1999-03-01", "wang") == expected

    def test_on_an_anniversary_of_its_own(self, service: Service) -> None:
        """A year from the day stated of wang: its rights alone end."""
        own = {"count": 1, "unit": "year", "after": {"when": {"asserted": "saleable"}}}
        made(service, {"on": own})
        post_fact(service, stated("saleable", "1998-05-04", "wang"), "one")
        assert asked(service, "1999-05-03", "wang") == ACCEPTED
        assert asked(service, "1999-05-04", "wang") == TOO_FEW
        assert asked(service, "1999-05-04", "colo") == ACCEPTED

    def test_leaves_it_untold_and_out(self, service: Service) -> None:
        """Colo is owed no notice and may not join; wang may."""
        made(service, {"on": {"when": {"held": {"shares": 20, "is": "<="}}}})
        name = demanded(service, "1999-03-01")
        assert told(read_registration(service, name, "1999-03-02")) == {"spectrum", "wang"}
        for who in ("wang", "colo"):
            for fact in (
                notice(who, handed_over("1999-03-02")),
                join(who, 5, handed_over("1999-03-03")),
            ):
                ok(service.post(f"/v1/registrations/{name}/events", fact), 201)
        found = read_registration(service, name, "1999-03-04")
        ruled = {each["holder"]: (each["decision"], each.get("reason")) for each in found["joins"]}
        assert ruled == {"wang": ACCEPTED, "colo": ("refused", "HOLDER_WITHOUT_RIGHTS")}
        audit = audit_registration(service, name, "one", "1999-03-04")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []

    @pytest.mark.parametrize(("shares", "needed"), [("count", 501), ("do_not_count", 451)])
    def test_says_whether_its_shares_count(
        self, service: Service, shares: str, needed: int
    ) -> None:
        """More than half of 1,000 are 501; without the 80 and 20 that do not count, 451 of 900."""
        end = {"on": {"when": {"held": {"shares": 80, "is": "<="}}}, "shares": shares}
        half = {"fraction": "1/2", "of": "registrable", "is": ">"}
        made(service, end, demand={"who": half})
        name = demanded(service, "1999-03-01")
        found = read_registration(service, name, "1999-03-02")
        assert found["tallies"]["requisite"]["needed"] == needed


class TestASuspension:
    END: ClassVar[Json] = {"on": {"when": {"asserted": "sanctioned"}}, "effect": "suspends"}

    def test_lasts_while_it_is_so(self, service: Service) -> None:
        made(service, self.END)
        post_fact(service, stated("sanctioned", "1999-02-01", "wang", until="1999-02-28"), "one")
        for day, expected in (
            ("1999-01-29", ACCEPTED),
            ("1999-02-01", TOO_FEW),
            ("1999-02-28", TOO_FEW),
            ("1999-03-01", ACCEPTED),
        ):
            assert asked(service, day, "wang") == expected
            assert asked(service, day, "colo") == ACCEPTED

    def test_may_be_of_some_rights(self, service: Service) -> None:
        """Wang wants no notices of the Company's registrations; of a demand it is told."""
        end = {
            "on": {"when": {"asserted": "opted_out"}},
            "effect": "not_told",
            "rights": ["incidental"],
        }
        made(service, end)
        post_fact(service, stated("opted_out", "1999-02-01", "wang"), "one")
        own = determined(service, agreement="one", occurred_on="1999-04-01")
        assert told(read_registration(service, own, "1999-04-02")) == {"spectrum", "colo"}
        name = demanded(service, "1999-04-01")
        assert "wang" in told(read_registration(service, name, "1999-04-02"))

    def test_who_is_not_told_may_ask(self, service: Service) -> None:
        made(service, {"on": {"when": {"asserted": "opted_out"}}, "effect": "not_told"})
        post_fact(service, stated("opted_out", "1999-02-01", "wang"), "one")
        assert asked(service, "1999-03-01", "wang") == ACCEPTED
        name = demanded(service, "1999-04-01")
        assert "wang" not in told(read_registration(service, name, "1999-04-02"))


class TestWhatCannotBeKeptTo:
    @pytest.mark.parametrize(
        ("ends", "found"),
        [
            (
                {"one": {"on": {"when": BELOW}}},
                {"/ends/one/on/when/held": "condition_not_honoured"},
            ),
            (
                {
                    "one": {
                        "for": "holder",
                        "on": {"count": 1, "unit": "year", "after": {"when": BELOW}},
                    }
                },
                {"/ends/one/on/after/when/held": "condition_not_honoured"},
            ),
            (
                {"one": {"for": "holder", "on": {"when": BELOW}, "rights": ["block"]}},
                {"/ends/one/rights/0": "right_not_declared"},
            ),
            (
                {"one": {"on": {"at": "ipo.effective"}, "effect": "suspends"}},
                {"/ends/one": "invalid_terms"},
            ),
            (
                {"one": {"for": "holder", "on": {"at": "ipo.effective"}, "effect": "suspends"}},
                {"/ends/one": "invalid_terms"},
            ),
        ],
    )
    def test_is_refused(self, service: Service, ends: Json, found: Json) -> None:
        refused = service.post("/v1/agreements", agreement("x", overrides={"ends": ends}))
        expected = {f"/overrides{place}": code for place, code in found.items()}
        assert faults(refused) == expected


class TestWhoMayJoin:
    def test_is_a_group(self, service: Service) -> None:
        """Major Holders hold a twentieth of 1,000 each: spectrum and wang."""
        own = ok(service.get("/v1/templates/ctc-1998"))["terms"]["incidental"]["join"]
        made(
            service,
            groups={"major": {"hold": {"fraction": "1/20", "is": ">="}}},
            incidental={"join": own | {"who": "major"}},
        )
        name = determined(service, agreement="one", occurred_on="1999-04-01")
        assert told(read_registration(service, name, "1999-04-02")) == {"spectrum", "wang"}
        fact = join("colo", 5, handed_over("1999-04-05"))
        ok(service.post(f"/v1/registrations/{name}/events", fact), 201)
        (ruled,) = read_registration(service, name, "1999-04-06")["joins"]
        assert (ruled["decision"], ruled.get("reason")) == (
            "refused",
            "NOT_AMONG_THOSE_WHO_MAY_JOIN",
        )

    def test_is_a_group_that_there_is(self, service: Service) -> None:
        overrides = {"incidental": {"join": {"who": "major"}}}
        refused = service.post("/v1/agreements", agreement("x", overrides=overrides))
        assert faults(refused) == {"/overrides/incidental/join/who": "group_not_declared"}


class TestWhatExceptsARegistration:
    @pytest.mark.parametrize(
        ("unless", "facts", "expected"),
        [
            ({"asserted": "sanctioned"}, (), ACCEPTED),
            (
                {"asserted": "sanctioned"},
                (stated("sanctioned", "1999-04-01"),),
                ("refused", "EXCLUDED_BY_CONDITION"),
            ),
            ({"asserted": "sanctioned"}, (stated("sanctioned", "1999-04-02"),), ACCEPTED),
            ({"asserted": "saleable"}, (), ("undetermined", None)),
            ({"form": ["S-1"]}, (), ("refused", "EXCLUDED_BY_CONDITION")),
            ({"form": ["S-3"]}, (), ACCEPTED),
            ({"not": {"happened": "ipo.effective"}}, (IPO,), ACCEPTED),
            (
                {"not": {"happened": "ipo.effective"}},
                (),
                ("refused", "EXCLUDED_BY_CONDITION"),
            ),
        ],
    )
    def test_is_so_on_its_day(
        self, service: Service, unless: Json, facts: tuple[Json, ...], expected: Any
    ) -> None:
        made(service, incidental={"unless": unless})
        for fact in facts:
            post_fact(service, fact, "one")
        name = determined(service, agreement="one", occurred_on="1999-04-01")
        assert decided(read_registration(service, name, "1999-04-02")) == expected


class TestARightOnOneFormOnly:
    @pytest.mark.parametrize(
        ("forms", "expected"),
        [
            ({"forms_at_receipt": ["S-3", "S-1"]}, ACCEPTED),
            ({"forms_at_receipt": ["S-1"]}, ("refused", "FORM_NOT_OPEN")),
            ({"short_form_qualified": True}, ACCEPTED),
            ({"short_form_qualified": False}, ("refused", "FORM_NOT_OPEN")),
            ({}, ("undetermined", None)),
        ],
    )
    def test_is_refused_while_the_form_is_not_open(
        self, service: Service, forms: Json, expected: Any
    ) -> None:
        made(
            service, demand={"who": {"anyone": True}, "only_on_forms": ["S-3"], "short_form": None}
        )
        body = {"letters": [letter(handed_over("1999-03-01"), {"wang": 10})]} | forms
        found = dry_run(service, body, "one")
        assert decided(found["result"]) == expected
        missing = {each["posted_as"] for each in found["missing_inputs"]}
        assert ("demand_received.forms_at_receipt" in missing) == (expected[0] == "undetermined")

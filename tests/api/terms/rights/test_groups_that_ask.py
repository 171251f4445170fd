"""Rights that some Holders have and others have not, and a right to join that opens and ends.

Alder holds 60 shares of 100, birch 30 and cedar 10. What is handed over is received that day.
"""

from typing import Any, ClassVar

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    handed_over,
    holder,
    letter,
    transfer,
)
from tests.api.calls import (
    begun,
    decided,
    determined,
    dry_run,
    effective_shelf,
    make_agreement,
    ok,
    post_fact,
    read_registration,
    taken_down,
)
from tests.api.description.explanation import audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("alder", 60), holder("birch", 30), holder("cedar", 10)]
ACCEPTED = ("accepted", None)
TOO_FEW = ("refused", "NOT_REQUISITE_HOLDERS")


def made(service: Service, overrides: Json) -> None:
    make_agreement(service, agreement("groups", overrides=overrides, holders=HELD))


def asked(service: Service, day: str, **shares: int) -> Any:
    body = {"letters": [letter(handed_over(day), shares)]}
    return decided(dry_run(service, body, "groups")["result"])


class TestWhoMayAsk:
    @pytest.mark.parametrize(
        ("group", "who", "shares", "expected"),
        [
            ({"members": ["birch"]}, {"anyone": True}, {"birch": 5}, ACCEPTED),
            ({"members": ["birch"]}, {"anyone": True}, {"alder": 5}, TOO_FEW),
            # More than half of the 40 of birch and cedar: birch's 30 are, cedar's 10 are not.
            (
                {"members": ["birch", "cedar"]},
                {"fraction": "1/2", "of": "group", "is": ">"},
                {"birch": 5},
                ACCEPTED,
            ),
            (
                {"members": ["birch", "cedar"]},
                {"fraction": "1/2", "of": "group", "is": ">"},
                {"cedar": 5},
                TOO_FEW,
            ),
            # Major Holders hold a fifth of 100 each: alder and birch.
            ({"hold": {"fraction": "1/5", "is": ">="}}, {"anyone": True}, {"birch": 5}, ACCEPTED),
            ({"hold": {"fraction": "1/5", "is": ">="}}, {"anyone": True}, {"cedar": 5}, TOO_FEW),
            ({"hold": {"shares": 30, "is": ">="}}, {"anyone": True}, {"birch": 5}, ACCEPTED),
            ({"hold": {"shares": 30, "is": ">"}}, {"anyone": True}, {"birch": 5}, TOO_FEW),
            # All Holders hold common shares, none preferred.
            ({"holding": ["common"]}, {"anyone": True}, {"cedar": 5}, ACCEPTED),
            ({"holding": ["preferred_as_converted"]}, {"anyone": True}, {"cedar": 5}, TOO_FEW),
        ],
    )
    def test_is_a_group(
        self, service: Service, group: Json, who: Json, shares: dict[str, int], expected: Any
    ) -> None:
        made(service, {"groups": {"g": group}, "demand": {"who": {"group": "g"} | who}})
        assert asked(service, "1999-03-01", **shares) == expected

    @pytest.mark.parametrize(
        ("who", "shares", "expected"),
        [
            # A hundredth of 3,000 outstanding are 30.
            ({"fraction": "1/100", "of": "outstanding", "is": ">="}, {"birch": 5}, ACCEPTED),
            ({"fraction": "1/100", "of": "outstanding", "is": ">="}, {"cedar": 5}, TOO_FEW),
            # All 100 are common: half are 50.
            ({"fraction": "1/2", "of": "common", "is": ">="}, {"alder": 5}, ACCEPTED),
            ({"fraction": "1/2", "of": "common", "is": ">="}, {"birch": 5}, TOO_FEW),
            ({"group": "g", "anyone": True}, {"birch": 5}, ACCEPTED),
            ({"group": "g", "anyone": True}, {"cedar": 5}, TOO_FEW),
        ],
    )
    def test_of_another_base(
        self, service: Service, who: Json, shares: dict[str, int], expected: Any
    ) -> None:
        hold = {"hold": {"fraction": "1/100", "of": "outstanding", "is": ">="}}
        groups = {"groups": {"g": hold}} if "group" in who else {}
        made(service, groups | {"demand": {"who": who}})
        stated = {"kind": "shares_outstanding_stated", "occurred_on": "1999-01-05"}
        post_fact(service, stated | {"shares": 3_000}, "groups")
        assert asked(service, "1999-03-01", **shares) == expected

    def test_of_shares_outstanding_that_are_not_recorded(self, service: Service) -> None:
        who = {"fraction": "1/100", "of": "outstanding", "is": ">="}
        made(service, {"demand": {"who": who}})
        body = {"letters": [letter(handed_over("1999-03-01"), {"birch": 5})]}
        found = dry_run(service, body, "groups")
        assert decided(found["result"]) == ("undetermined", None)
        posted_as = {each["posted_as"] for each in found["missing_inputs"]}
        assert "shares_outstanding_stated.shares" in posted_as

    def test_of_affiliates_together(self, service: Service) -> None:
        """Birch and cedar are one: 40 of 100 reach two fifths."""
        overrides: Json = {
            "groups": {"g": {"hold": {"fraction": "2/5", "is": ">=", "affiliates": "as_one"}}},
            "affiliates": {"wood": ["birch", "cedar"]},
            "demand": {"who": {"group": "g", "anyone": True}},
        }
        made(service, overrides)
        assert asked(service, "1999-03-01", cedar=5) == ACCEPTED

    def test_takes_transferees_in(self, service: Service) -> None:
        """Alder's rights passed to cedar on 20 February: before, cedar may not ask."""
        for transferees in (True, False):
            name = f"passed-{transferees}".lower()
            overrides: Json = {
                "groups": {"sponsor": {"members": ["alder"], "transferees": transferees}},
                "demand": {"who": {"group": "sponsor", "anyone": True}},
            }
            make_agreement(service, agreement(name, overrides=overrides, holders=HELD))
            moved = transfer("1999-02-20", "alder", "cedar", 20, affiliate=True)
            post_fact(service, moved | {"common": 20, "preferred_as_converted": 0}, name)
            for day, expected in (
                ("1999-02-16", TOO_FEW),
                ("1999-03-01", ACCEPTED if transferees else TOO_FEW),
            ):
                body = {"letters": [letter(handed_over(day), {"cedar": 5})]}
                assert decided(dry_run(service, body, name)["result"]) == expected

    def test_follows_splits(self, service: Service) -> None:
        """One share became two: 30 written are 60 now, and birch holds just these."""
        made(
            service,
            {
                "groups": {"g": {"hold": {"shares": 30, "is": ">="}}},
                "demand": {"who": {"group": "g", "anyone": True}},
            },
        )
        split = {
            "kind": "stock_split",
            "occurred_on": "1999-02-01",
            "numerator": 2,
            "denominator": 1,
        }
        post_fact(service, split, "groups")
        assert asked(service, "1999-03-01", birch=5) == ACCEPTED
        assert asked(service, "1999-03-01", cedar=5) == TOO_FEW

    def test_is_explained(self, service: Service) -> None:
        who = {"group": "g", "fraction": "1/2", "of": "group", "is": ">"}
        made(service, {"groups": {"g": {"members": ["birch", "cedar"]}}, "demand": {"who": who}})
        body = {"letters": [letter(handed_over("1999-03-01"), {"birch": 5})]}
        name = begun(service, "demands", body, agreement="groups")
        audit = audit_registration(service, name, "groups", "1999-03-02")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
        assert audit.misquoted_inputs() == audit.forward_references() == []

    def test_of_a_sale_off_the_shelf_alike(self, service: Service) -> None:
        held = [holder("spectrum", 800_000), holder("wang", 2_000)]
        for name, members, expected in (
            ("one", ["spectrum"], ACCEPTED),
            ("two", ["wang"], TOO_FEW),
        ):
            overrides = {
                "groups": {"g": {"members": members}},
                "takedown": {"who": {"group": "g", "anyone": True}},
            }
            make_agreement(service, agreement(name, overrides=overrides, holders=held))
            sale = taken_down(service, effective_shelf(service, agreement=name), agreement=name)
            assert decided(read_registration(service, sale, "2000-02-02")) == expected

    @pytest.mark.parametrize(
        ("overrides", "code"),
        [
            ({"demand": {"who": {"group": "g", "anyone": True}}}, "group_not_declared"),
            (
                {
                    "groups": {"g": {"outside": ["elders"]}},
                    "demand": {"who": {"group": "g", "anyone": True}},
                },
                "group_not_a_party",
            ),
        ],
    )
    def test_is_a_group_of_holders(self, service: Service, overrides: Json, code: str) -> None:
        refused = service.post("/v1/agreements", agreement("x", overrides=overrides, holders=HELD))
        assert faults(refused) == {"/overrides/demand/who/group": code}


IPO = {"kind": "first_public_offering_effective", "occurred_on": "1999-06-01"}


def span(**edges: Any) -> Json:
    return {"incidental": {"opens": None, "open": {"clause": "2.2(d)"} | edges}}


class TestARightToJoinThatOpensAndEnds:
    """The first public offering is effective on 1 June 1999."""

    FROM: ClassVar[Any] = {"at": "ipo.effective", "edge": "strict"}
    UNTIL: ClassVar[Any] = {"count": 2, "unit": "year", "after": "ipo.effective"}

    @pytest.mark.parametrize(
        ("edges", "day", "expected"),
        [
            # “At any time after the first public offering”: its day itself is outside.
            ({"from": FROM}, "1999-06-01", ("refused", "RIGHT_NOT_YET_OPEN")),
            ({"from": FROM}, "1999-06-02", ACCEPTED),
            ({"from": FROM | {"edge": "on"}}, "1999-06-01", ACCEPTED),
            # “Until two years after”: 1 June 2001 is the last day.
            ({"until": UNTIL}, "2001-06-01", ACCEPTED),
            ({"until": UNTIL}, "2001-06-02", ("refused", "RIGHT_CLOSED")),
            ({"until": UNTIL | {"edge": "strict"}}, "2001-06-01", ("refused", "RIGHT_CLOSED")),
        ],
    )
    def test_by_the_day_of_the_determination(
        self, service: Service, edges: Json, day: str, expected: Any
    ) -> None:
        made(service, span(**edges))
        post_fact(service, IPO, "groups")
        own = determined(service, agreement="groups", occurred_on=day, planned_filing_on=None)
        assert decided(read_registration(service, own, day)) == expected
        audit = audit_registration(service, own, "groups", day)
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
        assert audit.misquoted_inputs() == audit.forward_references() == []

    def test_is_not_open_while_nothing_has_opened_it(self, service: Service) -> None:
        made(service, span(**{"from": self.FROM}))
        own = determined(service, agreement="groups", occurred_on="1999-06-02")
        expected = ("refused", "RIGHT_NOT_YET_OPEN")
        assert decided(read_registration(service, own, "1999-06-02")) == expected

    def test_has_not_ended_while_nothing_has_ended_it(self, service: Service) -> None:
        made(service, span(until=self.UNTIL))
        own = determined(service, agreement="groups", occurred_on="2010-06-02")
        assert decided(read_registration(service, own, "2010-06-02")) == ACCEPTED

    def test_says_whether_the_first_day_is_open(self, service: Service) -> None:
        body = agreement("x", overrides=span(**{"from": {"at": "ipo.effective"}}), holders=HELD)
        assert faults(service.post("/v1/agreements", body)) == {
            "/overrides/incidental/open/from": "edge_not_said"
        }

    def test_without_a_record(self, stateless_service: Service) -> None:
        terms = ok(stateless_service.get("/v1/templates/ctc-1998"))["terms"]
        terms["incidental"]["opens"] = None
        terms["incidental"]["open"] = {"until": {"date": "2001-06-01"}}
        for day, reason in (("2001-06-01", None), ("2001-06-02", "RIGHT_CLOSED"), (None, None)):
            body = {
                "terms": terms,
                "purpose": "offering",
                "initiated_for": "company",
                "form": "S-1",
                "securities": "equity",
            } | ({"determined_on": day} if day else {})
            found = ok(stateless_service.post("/v1/compute/incidental-trigger", body))
            assert found["result"].get("reason") == reason
            told = found["result"]["triggers_notice"]
            assert told is (None if day is None else reason is None)

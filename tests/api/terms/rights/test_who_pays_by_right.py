"""Who pays is said of a right by its name, a day of filing by the form, and maps are amended.

A blank-check company's agreement of 2 January 2025 with two demands: the first at the Company's
expense, the second at that of the Holders who ask. a holds 600,000 shares, b 400,000. No last day
moves.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, amendment, demand, filed, handed_over, holder, letter
from tests.api.calls import (
    begun,
    decided,
    make_agreement,
    obligation,
    ok,
    post_events,
    post_fact,
    read_registration,
)
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("a", 600_000), holder("b", 400_000)]
ONE: Json = {
    "clause": "4.1",
    "effort": "best_efforts",
    "additions_clause": "4.1",
    "who": {"anyone": True},
    "file_within": {
        "cases": [
            {
                "if": {"form": ["S-3", "F-3"]},
                "then": {"count": 30, "unit": "day", "after": "request.given"},
            },
            {"then": {"count": 60, "unit": "day", "after": "request.given"}},
        ]
    },
    "notice_to_holders": {"clause": "4.1", "standard": "promptly"},
    "join": {"within": {"count": 10, "unit": "day", "after": "notice.given"}},
    "ranks": [["holders"], ["company"], ["others"]],
    "uses": [{"counts": "effected_or_pending", "limit": 1}],
}
EXPENSES: Json = {
    "$replace": True,
    "clause": "4.3",
    "kinds": ["registration_and_filing_fees", "company_counsel"],
    "holders_counsel": None,
    "paid_in": {"first": "4.3", "incidental": "4.3"},
    "borne_by_holders": {"second": "4.2"},
}
TERMS: Json = {
    "demands": {"$replace": True, "first": ONE, "second": ONE},
    "registration_expenses": EXPENSES,
}


def made(service: Service, **more: Any) -> None:
    body = {"template": "blank-check", "id": "pays", "overrides": TERMS | more, "holders": HELD}
    make_agreement(service, body)


def asked(service: Service, right: str, *facts: Json, **more: Any) -> str:
    body = demand(letter(handed_over("2025-03-03"), {"a": 1_000}), demand=right) | more
    return begun(service, "demands", body, *facts, agreement="pays")


FEE = {
    "kind": "expense_incurred",
    "occurred_on": "2025-03-20",
    "expense": "registration_and_filing_fees",
    "amount": "1000.00",
}


class TestWhoPays:
    @pytest.mark.parametrize(
        ("right", "bearer", "clause"),
        [("first", "company", "4.3"), ("second", "requesting_holders", "4.2")],
    )
    def test_is_said_of_each_right(
        self, service: Service, right: str, bearer: str, clause: str
    ) -> None:
        made(service)
        found = read_registration(service, asked(service, right, FEE), as_of="2025-04-01")
        assert found["money"]["expenses"]["lines"][0]["borne_by"] == bearer
        owed = obligation(found, "expenses")
        assert (owed["obligor"] == "requesting_holders", owed["clause"]) == (
            bearer == "requesting_holders",
            clause,
        )

    def test_is_said_without_a_record(self, stateless_service: Service) -> None:
        terms = ok(stateless_service.get("/v1/templates/blank-check"))["terms"]
        terms |= {"demands": {"first": ONE, "second": ONE}}
        terms["registration_expenses"] = {
            name: each for name, each in EXPENSES.items() if name != "$replace"
        }
        bill = {"kind": "registration_and_filing_fees", "amount": "1000.00"}
        body: Json = {"terms": terms, "expenses": [bill]}
        refused = stateless_service.post("/v1/compute/expenses", body)
        assert faults(refused) == {"/demand": "right_not_named"}
        answer = stateless_service.post("/v1/compute/expenses", body | {"demand": "second"})
        charges = ok(answer)["result"]["lines"]
        assert charges[0]["borne_by"] == "requesting_holders"

    @pytest.mark.parametrize("field", ["paid_in", "borne_by_holders"])
    def test_is_refused_of_a_right_that_there_is_not(self, service: Service, field: str) -> None:
        said = EXPENSES | {field: {"third": "4.3"}}
        overrides = TERMS | {"registration_expenses": said}
        refused = service.post(
            "/v1/agreements", {"template": "blank-check", "overrides": overrides}
        )
        at = f"/overrides/registration_expenses/{field}/third"
        assert faults(refused)[at] == "right_not_declared"


class TestTheDayOfFiling:
    @pytest.mark.parametrize(
        ("more", "facts", "due"),
        [
            # 30 days after 3 March 2025 are 2 April, 60 are 2 May.
            ({"forms_at_receipt": ["S-1", "S-3"]}, (), "2025-04-02"),
            ({"forms_at_receipt": ["S-1"]}, (), "2025-05-02"),
            ({}, (), None),
            ({}, (filed("2025-03-20", "S-3"),), "2025-04-02"),
            ({}, (filed("2025-03-20", "S-1"),), "2025-05-02"),
        ],
    )
    def test_is_by_the_form(
        self, service: Service, more: Json, facts: tuple[Json, ...], due: str | None
    ) -> None:
        made(service)
        found = read_registration(service, asked(service, "first", *facts, **more), "2025-03-25")
        assert obligation(found, "file")["due_on"] == due


class TestAmendingAMap:
    def test_takes_out_one_entry(self, service: Service) -> None:
        ends = {"a": {"on": {"date": "2025-02-01"}}, "b": {"on": {"date": "2030-01-01"}}}
        made(service, ends=ends)
        refused = ok(service.post("/v1/agreements/pays/demands", self.body(), dry_run=True))
        assert decided(refused["result"]) == ("refused", "RIGHTS_ENDED")
        post_fact(service, amendment("2025-01-15", {"/ends/a": None}, "a", "b"), "pays")
        again = ok(service.post("/v1/agreements/pays/demands", self.body()), 201)["result"]
        assert decided(again) == ("accepted", None)

    def test_puts_in_one_entry(self, service: Service) -> None:
        made(service)
        post_fact(
            service,
            amendment("2025-01-15", {"/ends/a": {"on": {"date": "2025-02-01"}}}, "a", "b"),
            "pays",
        )
        found = ok(service.post("/v1/agreements/pays/demands", self.body()), 201)["result"]
        assert decided(found) == ("refused", "RIGHTS_ENDED")

    def test_takes_out_only_what_is_there_and_what_nothing_names(self, service: Service) -> None:
        made(service)
        path = "/v1/agreements/pays/events"
        for place in ("/ends/a", "/demands/first"):
            refused = service.post(path, amendment("2025-01-15", {place: None}, "a", "b"))
            assert refused.status_code == 422

    @staticmethod
    def body() -> Json:
        return demand(letter(handed_over("2025-03-03"), {"a": 1_000}), demand="first")


def test_a_sale_that_is_withdrawn_is_paid_for_as_its_right_says(service: Service) -> None:
    """What is incurred before the withdrawal of 20 March 2025 is for those who asked."""
    shelf: Json = {
        "clause": "3",
        "trigger": "request",
        "effort": None,
        "who": {"anyone": True},
        "notice_to": "nobody",
    }
    sale = {name: each for name, each in ONE.items() if name not in ("file_within", "ranks")}
    del sale["additions_clause"]
    rule = {"counts": "no", "paid_by": "requesting_holders"}
    sale["effected"] = {"needs": [{"happened": "registration.closed"}], "withdrawn": rule}
    period = {"clause": "3", "standard": "best_efforts"} | {
        "keep_effective": {"at": "registration.distributed"}
    }
    made(
        service,
        shelf=shelf,
        shelf_period=period,
        takedown=sale,
        registration_expenses=EXPENSES | {"paid_in": {"first": "4.3", "takedown": "4.3"}},
    )
    on_it = {"letters": [letter(handed_over("2025-01-10"), {"a": 500_000})]}
    effective = {"kind": "declared_effective", "occurred_on": "2025-02-20"}
    name = begun(service, "shelves", on_it, filed("2025-02-03"), effective, agreement="pays")
    asked_for = {"shelf": name, "letters": [letter(handed_over("2025-03-03"), {"a": 1_000})]}
    of_it = begun(
        service, "takedowns", asked_for, FEE | {"occurred_on": "2025-03-10"}, agreement="pays"
    )
    post_events(service, of_it, {"kind": "withdrawn", "occurred_on": "2025-03-20"})
    found = read_registration(service, of_it, as_of="2025-04-01")
    assert found["money"]["expenses"]["lines"][0]["borne_by"] == "requesting_holders"

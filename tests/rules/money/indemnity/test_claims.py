"""Notice, defence, settlement and payment of claims: clauses 6(c) and 6(e)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.money.indemnity.conduct import (
    DefenceBill,
    DefenceCosts,
    Election,
    Incurred,
    Reimbursement,
    SettlementRuling,
    costs_by_date,
    defence_costs,
    payable_after_late_notice,
    payments,
    rule_on_settlement,
)
from app.rules.reasoning.matter import Matter
from tests.rules.examples.money import amount, amounts, indemnity_terms, matter, said

COSTS = DefenceCosts(amount("40000.00"), amount("60000.00"), amount("10000.00"))
ELECTED_ON = date(1999, 11, 15)


def after_notice(prejudice: str | None, relieves: str = "to_the_extent_prejudiced") -> str | None:
    of = matter({"indemnity": {"claim_notice": {"failure_relieves": relieves}}})
    term = indemnity_terms(of).claim_notice
    assert term is not None
    found = payable_after_late_notice(
        term, amount("500000.00"), None if prejudice is None else amount(prejudice), of
    )
    return None if found is None else str(found.value)


class TestLateNotice:
    @pytest.mark.parametrize(
        ("prejudice", "payable"),
        [
            ("0.00", "500000.00"),
            ("120000.00", "380000.00"),
            ("700000.00", "0.00"),
            (None, None),
        ],
    )
    def test_relieves_of_the_actual_prejudice(
        self, prejudice: str | None, payable: str | None
    ) -> None:
        assert after_notice(prejudice) == payable

    def test_other_agreements_relieve_wholly_or_never(self) -> None:
        assert after_notice("1.00", "wholly_if_prejudiced") == "0.00"
        assert after_notice("0.00", "wholly_if_prejudiced") == "500000.00"
        assert after_notice(None, "never") == "500000.00"


def reimbursed(
    conflict: bool | None = False,
    satisfactory: bool | None = True,
    made: bool = True,
    of: Matter | None = None,
    costs: DefenceCosts = COSTS,
) -> Reimbursement:
    under = of or matter()
    term = indemnity_terms(under).defence
    assert term is not None
    return defence_costs(
        term,
        costs,
        Election(
            said(made),
            None if conflict is None else said(conflict),
            None if satisfactory is None else said(satisfactory),
        ),
        under,
    )


def paid(found: Reimbursement) -> tuple[str | None, str | None]:
    return (None if found.amount is None else str(found.amount.value), found.reason)


class TestDefence:
    def test_only_investigation_after_the_election(self) -> None:
        assert paid(reimbursed()) == ("50000.00", "ASSUMED")

    def test_all_where_a_conflict_bars_it(self) -> None:
        assert paid(reimbursed(conflict=True)) == ("100000.00", "CONFLICT")

    def test_all_where_counsel_is_not_satisfactory(self) -> None:
        found = reimbursed(satisfactory=False)
        assert paid(found) == ("100000.00", "COUNSEL_NOT_SATISFACTORY")

    def test_all_where_nothing_was_elected(self) -> None:
        assert paid(reimbursed(made=False)) == ("100000.00", "NOT_ELECTED")

    def test_undetermined_while_nobody_speaks_of_a_conflict(self) -> None:
        of = matter()
        assert paid(reimbursed(conflict=None, of=of)) == (None, None)
        assert [each.name for each in of.working.missing] == ["conflict"]

    def test_an_agreement_that_knows_no_conflict_and_no_investigation(self) -> None:
        defence = {"barred_by_conflict": False, "pays_investigation_after": False}
        of = matter({"indemnity": {"defence": defence}})
        assert paid(reimbursed(conflict=True, of=of)) == ("40000.00", "ASSUMED")

    def test_bills_are_split_by_the_notice(self) -> None:
        """Of the day of the notice itself, the 15th, it is to be said which came first."""
        of = matter()
        term = indemnity_terms(of).defence
        assert term is not None
        bills = [
            DefenceBill(said(date(1999, 11, day)), amount("100.00"), investigation)
            for day, investigation in ((14, True), (15, False), (16, False), (17, True))
        ]
        costs = costs_by_date(term, bills, said(ELECTED_ON), of)
        sums = (costs.before, costs.after, costs.unplaced, costs.investigation_after)
        assert [str(each.value) for each in sums if each] == [
            "100.00",
            "200.00",
            "100.00",
            "100.00",
        ]
        told = [replace(each, before_election=True) for each in bills]
        assert str(costs_by_date(term, told, said(ELECTED_ON), of).before.value) == "200.00"
        assert str(costs_by_date(term, bills, None, of).before.value) == "400.00"


def ruled(released: bool | None, consented: bool | None) -> SettlementRuling:
    of = matter()
    term = indemnity_terms(of).settlement
    assert term is not None
    return rule_on_settlement(
        term,
        None if released is None else said(released),
        None if consented is None else said(consented),
        of,
    )


class TestSettlement:
    @pytest.mark.parametrize(
        ("released", "consented", "required", "permitted"),
        [
            (True, None, False, True),
            (True, False, False, True),
            (False, True, True, True),
            (False, False, True, False),
            (False, None, True, None),
            (None, True, None, True),
            (None, None, None, None),
            (None, False, None, None),
        ],
    )
    def test_without_release_only_by_consent(
        self,
        released: bool | None,
        consented: bool | None,
        required: bool | None,
        permitted: bool | None,
    ) -> None:
        found = ruled(released, consented)
        assert (found.consent_required and found.consent_required.value) == required
        assert (found.permitted and found.permitted.value) == permitted


class TestPayments:
    def paid(
        self, bills: list[tuple[date, Decimal]], limit: Decimal | None
    ) -> list[tuple[date, Decimal, Decimal]]:
        of = matter()
        term = indemnity_terms(of).payment
        assert term is not None
        incurred = [Incurred(said(day), said(each)) for day, each in bills]
        made = payments(term, incurred, None if limit is None else said(limit), of)
        return [(each.due_on.value, each.amount.value, each.beyond_limit) for each in made]

    def test_each_falls_due_on_its_day_in_order_even_on_a_sunday(self) -> None:
        sunday, friday = date(1999, 11, 7), date(1999, 11, 5)
        made = self.paid([(sunday, Decimal("2.00")), (friday, Decimal("1.00"))], None)
        assert [(day, str(each)) for day, each, _ in made] == [(friday, "1.00"), (sunday, "2.00")]

    @given(st.lists(st.tuples(st.dates(date(1999, 1, 1), date(2009, 1, 1)), amounts)), amounts)
    def test_the_payments_stop_at_the_limit(
        self, bills: list[tuple[date, Decimal]], limit: Decimal
    ) -> None:
        made = self.paid(bills, limit)
        whole = sum((each for _, each in bills), Decimal(0))
        assert sum(each for _, each, _ in made) == min(whole, limit)
        assert sum(each + beyond for _, each, beyond in made) == whole

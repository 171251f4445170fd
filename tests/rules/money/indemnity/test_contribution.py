"""Contribution by relative fault: clause 6(g)."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.money.indemnity.contribution import Contributions, Party, contribute, is_open
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import plain
from tests.rules.examples.money import amount, amounts, indemnity_terms, matter, party, said


def divided(
    indemnified: Party,
    *others: Party,
    of: Matter | None = None,
    loss: str = "2000000.00",
    expenses: str = "150000.00",
) -> Contributions:
    under = of or matter()
    terms = indemnity_terms(under)
    assert terms.contribution is not None
    return contribute(
        terms, terms.contribution, amount(loss), amount(expenses), indemnified, others, under
    )


def found(contributions: Contributions) -> tuple[dict[str, str], str]:
    owed = {part.party: str(plain(part.amount)) for part in contributions.parts}
    return owed, str(plain(contributions.retained))


def left(contributions: Contributions) -> dict[str, str]:
    return {part.party: str(plain(part.left)) for part in contributions.parts}


def reasons(contributions: Contributions) -> list[str | None]:
    return [part.reason for part in contributions.parts]


COMPANY = party("ctc", "company", 60)
CAPPED = party("a", "holder", 30, cap="500000.00")
ABLE = party("b", "holder", 10, cap="4890000.00")


class TestContribution:
    def test_by_fault_with_expenses_and_limits(self) -> None:
        divided_by_default = divided(COMPANY, CAPPED, ABLE)
        assert found(divided_by_default) == ({"a": "500000.00", "b": "215000.00"}, "1435000.00")
        assert reasons(divided_by_default) == ["CAPPED", None]

    def test_earlier_payments_use_up_the_limit(self) -> None:
        used = party("a", "holder", 30, cap="500000.00", used="450000.00")
        assert found(divided(COMPANY, used, ABLE))[0]["a"] == "50000.00"

    def test_only_the_additional_amount_is_left_to_pay(self) -> None:
        # 30 of 100 of 2,150,000 is 645,000; 400,000 of it has been paid (6(g)).
        paid = party("a", "holder", 30, cap="4890000.00", already_paid="400000.00")
        shared = divided(COMPANY, paid, ABLE)
        assert left(shared) == {"a": "245000.00", "b": "215000.00"}
        assert found(shared) == ({"a": "645000.00", "b": "215000.00"}, "1290000.00")

    def test_the_limit_holds_for_what_is_paid_of_this_loss_and_of_others(self) -> None:
        paid = party("a", "holder", 30, cap="500000.00", used="60000.00", already_paid="100000.00")
        assert left(divided(COMPANY, paid, ABLE))["a"] == "340000.00"

    def test_what_can_still_be_collected_comes_on_top_of_what_is_paid(self) -> None:
        still = {"already_paid": "400000.00", "collectible": "1000.00"}
        paid = party("a", "holder", 30, cap="4890000.00", **still)
        assert left(divided(COMPANY, paid, ABLE))["a"] == "1000.00"

    def test_who_paid_too_much_owes_nothing_and_is_named(self) -> None:
        of = matter()
        paid = party("a", "holder", 30, cap="4890000.00", already_paid="700000.00")
        assert left(divided(COMPANY, paid, ABLE, of=of))["a"] == "0.00"
        assert [each.code for each in of.working.warnings] == ["OVERPAID"]

    def test_while_a_limit_is_not_stated_what_it_limits_is_not_known(self) -> None:
        of = matter()
        shared = divided(COMPANY, party("a", "holder", 30), ABLE, of=of)
        # By fault 645,000 and 215,000; the first may be limited to less, the second is not.
        assert [(part.party, part.amount is None) for part in shared.parts] == [
            ("a", True),
            ("b", False),
        ]
        assert shared.retained is None
        assert [each.name for each in of.working.missing] == ["cap"]

    def test_where_others_bear_what_one_cannot_pay_a_missing_limit_leaves_all_open(self) -> None:
        of = matter(reallocate_shortfall=True)
        shared = divided(COMPANY, party("a", "holder", 30), ABLE, of=of)
        assert [part.amount for part in shared.parts] == [None, None]

    def test_a_limit_that_does_not_cover_contribution_need_not_be_stated(self) -> None:
        of = matter(cap_extends_to_contribution=False)
        shared = divided(COMPANY, party("a", "holder", 40), of=of)
        assert found(shared)[0] == {"a": "860000.00"}
        assert not of.working.missing

    def test_a_holder_owes_an_underwriter_nothing(self) -> None:
        underwriter = party("u", "underwriter", 20, required_indemnity=True)
        shared = divided(underwriter, COMPANY, party("a", "holder", 20, cap="9000000.00"))
        assert found(shared) == ({"ctc": "1290000.00", "a": "0.00"}, "860000.00")
        assert reasons(shared) == [None, "NOT_INDEMNIFIED"]

    def test_the_fault_of_one_who_owes_nothing_may_not_be_weighed(self) -> None:
        """QG20: the Company 60 to 20 of the underwriter; the 20 of a are of neither side."""
        underwriter = party("u", "underwriter", 20, required_indemnity=True)
        of = matter(fault_weighed="of_the_two_sides")
        a = party("a", "holder", 20, cap="9000000.00")
        shared = divided(underwriter, COMPANY, a, of=of)
        assert found(shared) == ({"ctc": "1612500.00", "a": "0.00"}, "537500.00")
        assert "fault_weighed" in of.working.relied_on
        without = matter()
        divided(COMPANY, a, of=without)
        assert "fault_weighed" not in without.working.relied_on

    def test_the_company_owes_no_underwriter_who_asked_for_no_indemnity(self) -> None:
        underwriter = party("u", "underwriter", 20, required_indemnity=False)
        assert reasons(divided(underwriter, COMPANY)) == ["NOT_INDEMNIFIED"]

    def test_holders_owe_one_another_nothing(self) -> None:
        assert reasons(divided(party("x", "holder", 1), CAPPED)) == ["NOT_INDEMNIFIED"]

    def test_an_underwriter_is_no_indemnifying_party(self) -> None:
        shared = divided(COMPANY, party("u", "underwriter", 40))
        assert found(shared) == ({"u": "0.00"}, "2150000.00")
        assert reasons(shared) == ["NOT_AN_INDEMNIFYING_PARTY"]

    def test_a_holder_without_undertaking_is_none_either(self) -> None:
        silent = party("a", "holder", 40, undertaking_given=False)
        assert reasons(divided(COMPANY, silent)) == ["NO_UNDERTAKING"]

    @pytest.mark.parametrize(
        ("payer_too", "owed"), [(False, "0.00"), (True, "1075000.00")], ids=["innocent", "guilty"]
    )
    def test_fraud_bars_contribution_from_the_innocent(self, payer_too: bool, owed: str) -> None:
        guilty = party("a", "holder", 50, fraudulent=True)
        payer = party("ctc", "company", 50, fraudulent=payer_too)
        assert found(divided(guilty, payer))[0] == {"ctc": owed}

    def test_what_cannot_be_collected_stays_with_the_indemnified(self) -> None:
        poor = party("b", "holder", 40, cap="4890000.00", collectible="1000.00")
        shared = divided(COMPANY, poor)
        assert found(shared) == ({"b": "1000.00"}, "2149000.00")
        assert reasons(shared) == ["UNCOLLECTIBLE"]

    def test_an_agreement_without_limit_and_without_expenses(self) -> None:
        of = matter(
            {
                "indemnity": {
                    "by_holders": {"cap": None},
                    "contribution": {"counts_expenses": False},
                }
            }
        )
        shared = divided(COMPANY, CAPPED, ABLE, of=of)
        assert found(shared) == ({"a": "600000.00", "b": "200000.00"}, "1200000.00")

    def test_it_starts_on_a_finding(self) -> None:
        of = matter()
        term = indemnity_terms(of).contribution
        assert term is not None
        assert is_open(term, said(True), of)
        assert not is_open(term, said(False), of)
        assert [each.name for each in of.working.missing] == ["indemnity_unavailable"]


cents = amounts.map(str)
holders = st.lists(
    st.tuples(st.integers(0, 100), cents, cents, st.none() | cents, st.booleans()), max_size=6
)
readings = st.fixed_dictionaries(
    {
        "reallocate_shortfall": st.booleans(),
        "cap_extends_to_contribution": st.booleans(),
        "indemnified_parties": st.sampled_from(["both_sides", "as_defined"]),
    }
)


@given(cents, cents, st.integers(1, 100), holders, readings)
def test_all_adds_up_and_nobody_pays_beyond_his_limit(
    loss: str, expenses: str, company_fault: int, others: list[Any], chosen: dict[str, Any]
) -> None:
    parties = [
        party(
            f"{place}",
            "holder",
            fault,
            cap=cap,
            used=paid,
            collectible=collectible,
            undertaking_given=undertaking,
        )
        for place, (fault, cap, paid, collectible, undertaking) in enumerate(others)
    ]
    company = party("ctc", "company", company_fault)
    shared = divided(company, *parties, of=matter(**chosen), loss=loss, expenses=expenses)
    base = Decimal(loss) + Decimal(expenses)
    owed = [part.amount.value for part in shared.parts if part.amount]
    retained = plain(shared.retained)
    assert retained is not None
    assert sum(owed) + retained == base == shared.base.value
    assert retained >= 0
    for each, pays in zip(parties, owed, strict=True):
        assert pays >= 0
        if chosen["cap_extends_to_contribution"] and each.cap and each.used:
            assert pays <= max(each.cap.value - each.used.value, Decimal(0))
        if each.collectible is not None:
            assert pays <= each.collectible.value
        if not each.person.undertaking_given:
            assert pays == 0

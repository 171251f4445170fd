"""Each reading of money is a setting: changing it changes an answer, and the answer names it."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.rules.terms.readings.money import MoneyReadings
from tests.running.service import Service


@dataclass(frozen=True, slots=True)
class Difference:
    """A question whose answer at `path` is `usual` by default, and `other` under the option."""

    option: str
    value: object
    computation: str
    body: dict[str, Any]
    path: str
    usual: object
    other: object


SALE = {"shares": 300_000, "price": "17.25", "discount_per_share": "0.95"}
CLAIM = {"claim": "6000000.00", "sales": [SALE], "undertaking_given": True}
PARTIES = [
    {"name": "ctc", "role": "company", "fault": 60},
    {"name": "a", "role": "holder", "fault": 30, "cap": "500000.00", "undertaking_given": True},
    {"name": "b", "role": "holder", "fault": 10, "cap": "4890000.00", "undertaking_given": True},
]
LOSS = {
    "indemnity_unavailable": True,
    "loss": "2000000.00",
    "expenses": "150000.00",
    "indemnified": "ctc",
    "parties": PARTIES,
}
FIRST_OWED = "contributions.0.amount"

DIFFERENCES = (
    Difference(
        "shelf_expense_payer",
        "holders",
        "expenses",
        {"registration": "shelf", "expenses": [{"kind": "printing", "amount": "100.00"}]},
        "lines.0.borne_by",
        "company",
        "holders",
    ),
    Difference("cap_measure", "gross", "holder-cap", CLAIM, "cap", "4890000.00", "5175000.00"),
    # 300,000 x 17.25 = 5,175,000, less 0.95 on each taken, or less the 250,000 borne.
    Difference(
        "limit_discount",
        "borne",
        "holder-cap",
        {**CLAIM, "discount_borne": "250000.00"},
        "cap",
        "4890000.00",
        "4925000.00",
    ),
    Difference(
        "cap_extends_to_contribution",
        False,
        "contribution",
        LOSS,
        FIRST_OWED,
        "500000.00",
        "645000.00",
    ),
    Difference(
        "cap_extends_to_contribution",
        False,
        "holder-cap",
        {**CLAIM, "already_contributed": ["1000000.00"]},
        "payable",
        "3890000.00",
        "4890000.00",
    ),
    # The 145,000 that a's limit leaves unpaid pass to b.
    Difference(
        "reallocate_shortfall",
        True,
        "contribution",
        LOSS,
        "contributions.1.amount",
        "215000.00",
        "360000.00",
    ),
    # ctc 60, a 30, b 10, who owes a nothing: 60 of 100, or 60 of 90.
    Difference(
        "fault_weighed",
        "of_the_two_sides",
        "contribution",
        LOSS | {"indemnified": "a"},
        FIRST_OWED,
        "1290000.00",
        "1433333.33",
    ),
    Difference(
        "settlement_consent",
        "always",
        "settlement",
        {"unconditional_release": True, "consent_given": False},
        "permitted",
        True,
        False,
    ),
    Difference(
        "underwriter_fees_of_sellers",
        "sellers",
        "expenses",
        {"expenses": [{"kind": "underwriter_fees_of_sellers", "amount": "100.00"}]},
        "lines.0.borne_by",
        "company",
        "sellers",
    ),
    Difference(
        "discount_basis",
        "shares",
        "discount-shares",
        {
            "total_discount": "40.00",
            "sellers": [
                {"seller": "a", "shares": 100, "price": "10.00"},
                {"seller": "b", "shares": 100, "price": "30.00"},
            ],
        },
        "lines.0.amount",
        "10.00",
        "20.00",
    ),
    Difference(
        "indemnified_parties",
        "as_defined",
        "contribution",
        LOSS,
        "retained",
        "1435000.00",
        "2150000.00",
    ),
    Difference(
        "indemnified_parties",
        "as_defined",
        "late-notice",
        {"indemnified_role": "director", "loss": "100.00", "actual_prejudice": "40.00"},
        "payable",
        "60.00",
        "100.00",
    ),
    Difference(
        "indemnified_parties",
        "as_defined",
        "defence-costs",
        {
            "indemnified_role": "company",
            "before_election": "40.00",
            "after_election": "60.00",
            "investigation_after": "10.00",
            "conflict": False,
            "counsel_satisfactory": True,
        },
        "reimbursable",
        "50.00",
        "100.00",
    ),
    Difference(
        "indemnified_parties",
        "as_defined",
        "settlement",
        {"indemnified_role": "officer", "unconditional_release": False, "consent_given": False},
        "permitted",
        False,
        True,
    ),
    Difference(
        "indemnified_parties",
        "as_defined",
        "indemnity-payments",
        {
            "indemnified_role": "company",
            "bills": [{"received_on": "1999-11-05", "amount": "40000.00"}],
        },
        "periodic",
        True,
        False,
    ),
)


def at(result: Any, path: str) -> object:
    for part in path.split("."):
        result = result[int(part)] if isinstance(result, list) else result[part]
    return result


@pytest.mark.parametrize(
    "difference", DIFFERENCES, ids=lambda each: f"{each.computation}-{each.option}"
)
def test_changes_the_answer_which_names_it(
    stateless_service: Service, difference: Difference
) -> None:
    for readings, expected in (
        ({}, difference.usual),
        ({difference.option: difference.value}, difference.other),
    ):
        body = {"template": "ctc-1998", "readings": readings, **difference.body}
        response = stateless_service.post(f"/v1/compute/{difference.computation}", body)
        assert response.status_code == 200, response.text
        answer = response.json()
        assert at(answer["result"], difference.path) == expected
        (named,) = [each for each in answer["readings"] if each["option"] == difference.option]
        assert named["is_default"] is not bool(readings)


def test_every_reading_of_money_is_in_the_table() -> None:
    assert {each.option for each in DIFFERENCES} == set(MoneyReadings.model_fields)

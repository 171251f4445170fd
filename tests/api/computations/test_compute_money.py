"""The computations of money over HTTP: examples that run, and bodies that are refused."""

from typing import Any

import pytest

from app.api.compute.payments import claims, indemnity, money
from tests.running.service import Service

SELLER = {"seller": "a", "shares": 1}
EXAMPLES = {
    each.path.strip("/"): each.examples
    for group in (money, indemnity, claims)
    for each in group.COMPUTATIONS
}


def example(computation: str) -> dict[str, Any]:
    (only,) = EXAMPLES[computation].values()
    body = only.get("value")
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize("computation", EXAMPLES)
class TestExamples:
    def test_runs_as_it_stands(self, stateless_service: Service, computation: str) -> None:
        response = stateless_service.post(f"/v1/compute/{computation}", example(computation))
        assert response.status_code == 200, response.text
        answer = response.json()
        assert answer["explanation"]["steps"]
        assert not answer["missing_inputs"]
        assert not _floats(answer)

    def test_every_source_leads_somewhere(
        self, stateless_service: Service, computation: str
    ) -> None:
        body = example(computation)
        answer = stateless_service.post(f"/v1/compute/{computation}", body).json()
        terms = stateless_service.get("/v1/templates/ctc-1998").json()["terms"]
        steps = answer["explanation"]["steps"]
        known = {f"step:{step['id']}" for step in steps}
        for source in [each["source"] for step in steps for each in step["inputs"]]:
            kind, _, place = source.partition(":")
            match kind:
                case "step":
                    assert source in known
                case "terms":
                    assert _reaches(terms, place), source
                case "request":
                    assert _reaches(body, place) or place.count("/") == 1, source

    def test_knows_no_unknown_field(self, stateless_service: Service, computation: str) -> None:
        body = {**example(computation), "surprise": 1}
        response = stateless_service.post(f"/v1/compute/{computation}", body)
        assert response.status_code == 422
        assert response.json()["errors"][0]["pointer"] == "/surprise"


def _floats(value: object) -> bool:
    if isinstance(value, dict):
        return any(_floats(each) for each in value.values())
    if isinstance(value, list):
        return any(_floats(each) for each in value)
    return isinstance(value, float)


def _reaches(document: Any, pointer: str) -> bool:
    for part in pointer.strip("/").split("/"):
        if isinstance(document, list) and int(part) < len(document):
            document = document[int(part)]
        elif isinstance(document, dict) and part in document:
            document = document[part]
        else:
            return False
    return True


def change(body: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The body with one value replaced, or taken away when it is None."""
    first, _, rest = path.partition(".")
    changed: Any = dict(body)
    if rest:
        inner = body[first]
        if isinstance(inner, list):
            place, _, deeper = rest.partition(".")
            items = list(inner)
            items[int(place)] = change(items[int(place)], deeper, value)
            changed[first] = items
        else:
            changed[first] = change(inner, rest, value)
    else:
        changed[first] = value
    return {name: each for name, each in changed.items() if each is not None}


@pytest.mark.parametrize(
    ("computation", "path", "value"),
    [
        ("discount-shares", "total_discount", 3325000.0),
        ("discount-shares", "total_discount", "-1.00"),
        ("discount-shares", "total_discount", "1.001"),
        ("discount-shares", "total_discount", "1e6"),
        ("discount-shares", "sellers", []),
        ("discount-shares", "sellers", [{"seller": "a", "shares": 0}]),
        ("discount-shares", "sellers", [SELLER, SELLER]),
        ("discount-shares", "sellers", [SELLER, {**SELLER, "seller": "b", "price": "1.00"}]),
        ("discount-shares", "sellers.0.price", "0.00"),
        ("expenses", "expenses.1.payee", None),
        ("expenses", "expenses.0.kind", "bribes"),
        ("indemnity", "own_information_share", "5/4"),
        ("indemnity", "own_information_share", 0.25),
        ("holder-cap", "sales", []),
        ("holder-cap", "sales.0.discount_per_share", "17.26"),
        ("holder-cap", "undertaking_given", "yes"),
        ("contribution", "indemnified", "somebody else"),
        ("contribution", "parties.1.name", "ctc"),
        ("contribution", "parties.0.cap", "1.00"),
        ("contribution", "parties.0.fault", -1),
        ("contribution", "indemnity_unavailable", 1),
        ("late-notice", "actual_prejudice", "a lot"),
        ("defence-costs", "before_election", "1.00"),
        ("defence-costs", "bills", None),
        ("indemnity-payments", "bills.0.received_on", None),
        ("indemnity-payments", "bills.0.incurred_on", "1999-11-05"),
    ],
)
def test_what_cannot_be_is_refused(
    stateless_service: Service, computation: str, path: str, value: object
) -> None:
    body = change(example(computation), path, value)
    response = stateless_service.post(f"/v1/compute/{computation}", body)
    assert response.status_code == 422, response.text
    assert response.json()["errors"]


def test_nobody_at_fault_is_refused(stateless_service: Service) -> None:
    body = example("contribution")
    parties = [{**each, "fault": 0} for each in body["parties"]]
    response = stateless_service.post("/v1/compute/contribution", {**body, "parties": parties})
    assert response.status_code == 422


@pytest.mark.parametrize("finding", [False, None])
def test_contribution_waits_for_a_finding(stateless_service: Service, finding: bool | None) -> None:
    body = change(example("contribution"), "indemnity_unavailable", finding)
    answer = stateless_service.post("/v1/compute/contribution", body).json()
    assert answer["result"]["decision"] == "undetermined"
    assert answer["result"].get("retained") is None
    assert [each["name"] for each in answer["missing_inputs"]] == ["indemnity_unavailable"]


def test_a_party_that_has_paid_owes_the_additional_amount(stateless_service: Service) -> None:
    # 30 of 100 of 2,150,000 is 645,000, of which 400,000 is paid already (6(g)).
    body = example("contribution")
    paid = {"already_paid": "400000.00", "cap": "4075000.00"}
    parties = [each | (paid if each["name"] == "mochary" else {}) for each in body["parties"]]
    response = stateless_service.post("/v1/compute/contribution", {**body, "parties": parties})
    result = response.json()["result"]
    lines = {each["party"]: each for each in result["contributions"]}
    mochary = lines["mochary"]
    assert (mochary["in_all"], mochary["amount"]) == ("645000.00", "245000.00")
    assert result["retained"] == "1290000.00"


def test_payments_of_a_holder_wait_for_its_proceeds(stateless_service: Service) -> None:
    # 6(b): 40,000 of 5 November and 25,000 of 10 December, while 30,000 came on 1 December and
    # 100,000 on 3 January; the loss of 300,000 gets the 65,000 that are left.
    body = example("indemnity-payments") | {
        "proceeds": [
            {"received_on": "2000-01-03", "amount": "100000.00"},
            {"received_on": "1999-12-01", "amount": "30000.00"},
        ]
    }
    response = stateless_service.post("/v1/compute/indemnity-payments", body)
    due = response.json()["result"]["due"]
    assert [(each["due_on"], each["amount"], each["beyond_limit"]) for each in due] == [
        ("1999-12-01", "30000.00", "0.00"),
        ("2000-01-03", "10000.00", "0.00"),
        ("2000-01-03", "25000.00", "0.00"),
        ("2000-01-14", "65000.00", "235000.00"),
    ]


def test_an_agreement_without_indemnity_has_no_such_term(stateless_service: Service) -> None:
    terms = stateless_service.get("/v1/templates/ctc-1998").json()["terms"]
    body = {**example("holder-cap"), "terms": {**terms, "indemnity": None}}
    del body["template"]
    response = stateless_service.post("/v1/compute/holder-cap", body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/terms/indemnity"


CLAIM_OF_BANK = {
    "name": "bank",
    "role": "underwriter",
    "basis": "misstatement",
    "loss": "100.00",
    "expenses": "10.00",
    "own_information_share": 0,
}
SOLD = {"shares": 10, "price": "17.25", "discount_per_share": "0.95"}
CLAIM_ON_HOLDER = {"claim": "100.00", "sales": [SOLD]}
DEFENCE = {"before_election": "6000.00", "after_election": "3000.00", "conflict": False}
AT_FAULT = [
    {"name": "ctc", "role": "company", "fault": 1},
    {"name": "a", "role": "holder", "fault": 1, "undertaking_given": True, "cap": "20.00"},
    {"name": "b", "role": "holder", "fault": 2, "cap": "50.00"},
]


@pytest.mark.parametrize(
    ("computation", "body", "field", "amount", "expected"),
    [
        # 6(a), 6(b) and 6(c): owed, not owed, and while it is not said: not known.
        ("indemnity", CLAIM_OF_BANK, "required_indemnity", "payable", ("110.00", "0.00", None)),
        ("holder-cap", CLAIM_ON_HOLDER, "undertaking_given", "payable", ("100.00", "0.00", None)),
        (
            "defence-costs",
            DEFENCE | {"investigation_after": "0.00"},
            "counsel_satisfactory",
            "reimbursable",
            ("6000.00", "9000.00", None),
        ),
        # Costs of investigation are owed whether or not the defence was taken over.
        (
            "defence-costs",
            DEFENCE | {"investigation_after": "3000.00"},
            "counsel_satisfactory",
            "reimbursable",
            ("9000.00", "9000.00", "9000.00"),
        ),
        # What is 0 in any case is 0: of a claim of nothing, and of a loss that is not covered.
        (
            "holder-cap",
            CLAIM_ON_HOLDER | {"claim": "0.00"},
            "undertaking_given",
            "payable",
            ("0.00", "0.00", "0.00"),
        ),
        (
            "indemnity",
            CLAIM_OF_BANK | {"basis": "other"},
            "required_indemnity",
            "payable",
            ("0.00", "0.00", "0.00"),
        ),
    ],
)
def test_what_is_not_said_decides_nothing(
    stateless_service: Service,
    computation: str,
    body: dict[str, Any],
    field: str,
    amount: str,
    expected: tuple[str | None, ...],
) -> None:
    for value, owed in zip((True, False, None), expected, strict=True):
        asked = {"template": "ctc-1998"} | body | ({} if value is None else {field: value})
        answer = stateless_service.post(f"/v1/compute/{computation}", asked).json()
        assert answer["result"][amount] == owed
        missing = [each["name"] for each in answer["missing_inputs"]]
        assert missing == ([field] if value is None and (owed is None or missing) else [])


def test_what_was_not_said_of_a_discount_or_a_limit_is_named(
    stateless_service: Service,
) -> None:
    """6(b): 10 shares at 17.25 bring 172.50 at most, which pays 100 or less; 6(g): a's limit."""
    sold = {"shares": 10, "price": "17.25"}
    asked = {"template": "ctc-1998", "claim": "100.00", "sales": [sold], "undertaking_given": True}
    answer = stateless_service.post("/v1/compute/holder-cap", asked).json()
    result = answer["result"]
    assert [result.get(name) for name in ("cap", "left", "payable", "reason")] == [None] * 4
    missing = [each["name"] for each in answer["missing_inputs"]]
    assert missing == ["sales/0/discount_per_share"]
    for more in ({"claim": "0.00"}, {"undertaking_given": False}):
        answer = stateless_service.post("/v1/compute/holder-cap", asked | more).json()
        assert answer["result"]["payable"] == "0.00"


@pytest.mark.parametrize(("reallocate", "of_a"), [(False, "20.00"), (True, None)])
def test_what_one_contributes_is_not_known_while_its_undertaking_is_not(
    stateless_service: Service, reallocate: bool, of_a: str | None
) -> None:
    """6(g): of 100 each a quarter is 25, a's limit 20; b bears 50 or nothing.

    If what one cannot pay is borne by the others (QF4), the missing 5 of a go to b if b is liable.
    """
    asked = {
        "template": "ctc-1998",
        "readings": {"reallocate_shortfall": reallocate},
        "indemnity_unavailable": True,
        "loss": "100.00",
        "expenses": "0.00",
        "indemnified": "ctc",
        "parties": AT_FAULT,
    }
    answer = stateless_service.post("/v1/compute/contribution", asked).json()
    result = answer["result"]
    assert (result["decision"], result.get("reason")) == ("undetermined", "PARTY_NOT_KNOWN_TO_OWE")
    owed = {each["party"]: each["amount"] for each in result["contributions"]}
    assert owed == {"a": of_a, "b": None}
    assert result.get("retained") is None
    assert [each["name"] for each in answer["missing_inputs"]] == ["undertaking_given"]

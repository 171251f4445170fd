"""The same rules serve a computation and the record: none of them is computed in two ways.

Every line of working names the rule that wrote it. Each computation is asked the questions that
its documentation gives as examples, and every rule that answers is one that answers records too.
"""

from random import Random

from app.rules.answers.evaluation import AgreementIdentity, evaluate_agreement
from app.rules.reasoning.trace import Detail
from tests.api.answers.test_sensitivity_of_readings import (
    EFFECTIVE,
    STORIES,
    Story,
    claimed,
    life,
    own,
)
from tests.api.bodies import (
    Json,
    amendment,
    fact,
    filed,
    handed_over,
    misleading,
    new_prospectus,
    split,
    transfer,
)
from tests.api.calls import DEMO, ok, post_fact, told_all
from tests.api.description.openapi import DOCUMENT
from tests.api.money.claim_facts import (
    COMPANY,
    SPECTRUM,
    answered,
    at_fault,
    bill,
    claim,
    consented,
    elected,
    expense,
    found,
    notified,
    prejudiced,
    proposed,
)
from tests.rules.examples import random_records
from tests.running.service import Service

ON_NO_RECORD = {
    "/v1/compute/damages": "no record here has such a term; see the law of one rule",
    "/v1/compute/terms-check": "it reads the terms against themselves",
    "/v1/compute/notice-addresses": "it says who takes notice where, without a line of working",
}
"""Computations that are no rule of the record."""

APART = {
    # The register applies them with a working that no answer shows.
    "assignment.limb",
    "assignment.recognised",
    "assignment.registrable",
    "splits.adjust",
    "splits.ratio",
    # The computation is told, or tells, what a record has in another form.
    "effected.requested",
    "splits.days",
    "indemnity.holder_payable",
    "indemnity.left",
    # No record here brings them up.
    "shelf_period.days_late",
    "effectiveness.last_receipt",
}
"""Rules of computations that no answer here names."""


def rules_of(answer: Json) -> set[str]:
    return {each["rule"] for each in answer["explanation"]["steps"]}


def rules_of_drawn_records() -> set[str]:
    used = set()
    for seed in range(25):
        record = random_records.random_record(Random(seed))
        whole = evaluate_agreement(
            AgreementIdentity("agreement", "An agreement", None, len(record)),
            random_records.TERMS,
            record,
            random_records.LAST,
            Detail.SUMMARY,
        )
        answers = random_records.answers(record, detail=Detail.SUMMARY).values()
        for steps in (whole.explanation.steps, *(each.explanation.steps for each in answers)):
            used |= {each.rule for each in steps}
    return used


IN_FULL = (
    claim("1999-09-01", SPECTRUM, COMPANY),
    bill("1999-09-20", "1000", "loss"),
    bill("1999-11-20", "10"),
    found("1999-11-21", at_fault(COMPANY, 1), at_fault(SPECTRUM, 0)),
    notified("ctc", handed_over("1999-10-01")),
    prejudiced("1999-11-22", "ctc", "5"),
    elected("ctc", handed_over("1999-11-01")),
    answered("1999-11-02", "ctc", conflict=False, counsel_satisfactory=True),
    proposed("1999-12-01", "ctc", release=False),
    consented("1999-12-02", consent=True),
)
"""A claim with a late notice, a defence taken over and a settlement proposed."""

OF_THE_AGREEMENT = (
    fact("first_public_offering_effective", "1998-12-01"),
    fact("rights_granted", "1999-03-01", grantee="A Bank", rights={"demands": 4}),
    amendment("1999-03-02", {"/demand/cap/limit": 4}, effective_from="1999-03-08"),
    transfer("1999-03-03", "doeg-hill", "fund", 60_000),
    {
        "kind": "rule144_requested",
        "holder": "wang",
        "delivery": handed_over("1999-04-01"),
        "documents": ["rule_144_statement"],
    },
    split("1999-03-05", 3, 2),
)

LIVES: dict[str, Story] = {
    **{name: STORIES[name] for name in ("s3_test_date", "enforce_hold", "holder_notice_start")},
    **{name: STORIES[name] for name in ("reallocate_shortfall", "cap_extends_to_contribution")},
    "a holdback": own(
        fact(
            "holdback_required",
            "1999-04-20",
            firm_commitment=True,
            expected_effective_on="1999-06-01",
        )
    ),
    "a claim": claimed(*IN_FULL),
    "expenses": life(expense("1999-03-01", "printing", "10.00")),
    "forms": life(short_form_qualified=None, forms_at_receipt=["S-3"]),
    "a hold": life(*EFFECTIVE, misleading("1999-06-01"), new_prospectus("1999-06-04")),
    "filed too early": own(*told_all(handed_over("1999-04-10")), filed("1999-05-04")),
}


def rules_of_told_records(service: Service) -> set[str]:
    """The rules that answer records made for one purpose each."""
    used = set()
    post_fact(service, amendment("1998-04-10", {"/demand/cap/limit": 50}))
    for story in LIVES.values():
        registration = story(service)
        path = f"/v1/registrations/{registration}"
        for day in ("1999-04-20", "1999-12-31"):
            used |= rules_of(ok(service.get(path, as_of=day)))
    for each in OF_THE_AGREEMENT:
        post_fact(service, each)
    return used | rules_of(ok(service.get(f"/v1/agreements/{DEMO}", as_of="1999-12-31")))


def test_a_computation_is_answered_by_rules_that_answer_records(service: Service) -> None:
    used = rules_of_drawn_records() | rules_of_told_records(service)
    paths = DOCUMENT["paths"]
    foreign: dict[str, set[str]] = {}
    for path, item in paths.items():
        if "/compute/" not in path or path in ON_NO_RECORD:
            continue
        content = item["post"]["requestBody"]["content"]["application/json"]
        answers = [ok(service.post(path, each["value"])) for each in content["examples"].values()]
        rules = {rule for each in answers for rule in rules_of(each)}
        assert rules, path
        if rules - used - APART:
            foreign[path] = rules - used - APART
    assert foreign == {}

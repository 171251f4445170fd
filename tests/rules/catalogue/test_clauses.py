"""The catalogue of clauses is whole, and every name in it leads somewhere."""

from pathlib import Path
from pkgutil import resolve_name

import pytest

from app.rules.catalogue.clauses import PROVISIONS, as_cited, every_clause, of_section
from app.rules.catalogue.clauses.provision import Provision
from app.rules.terms import readings
from app.rules.terms.document.cited import clauses_of
from app.services.agreements.templates import template
from tests.api.description.openapi import DOCUMENT

IDS = (Path(__file__).parents[2] / "data" / "clauses.txt").read_text(encoding="utf-8").split()


def leads_nowhere(rule: str) -> bool:
    """Whether a dotted name is no function, class or module of the rules."""
    try:
        resolve_name(rule)
    except (ImportError, AttributeError):
        return True
    return not rule.startswith("app.rules.")


def test_every_provision_of_the_agreement_is_listed_in_its_order() -> None:
    assert [each.id for each in PROVISIONS] == IDS


@pytest.mark.parametrize("provision", PROVISIONS, ids=lambda each: each.id)
class TestEveryProvision:
    def test_has_a_rule_or_says_why_not(self, provision: Provision) -> None:
        assert bool(provision.rules) != bool(provision.not_computed)

    def test_is_answered_only_where_a_rule_computes_it(self, provision: Provision) -> None:
        assert provision.rules or not provision.computations

    def test_obliges_somebody_if_it_is_an_obligation(self, provision: Provision) -> None:
        assert provision.obligations or "obligation" not in provision.kind

    def test_names_only_rules_that_there_are(self, provision: Provision) -> None:
        assert not [rule for rule in provision.rules if leads_nowhere(rule)]


def test_clauses_and_computations_name_each_other() -> None:
    addresses = {each for each in DOCUMENT["paths"] if "/compute/" in each}
    addresses -= {
        "/v1/compute/terms-check",  # it reads the terms against themselves: no clause
        "/v1/compute/damages",  # the 1998 agreement stipulates none: the request brings their terms
    }
    named = {address for each in PROVISIONS for address in each.computations}
    assert {"unknown": named - addresses, "named by no clause": addresses - named} == {
        "unknown": set(),
        "named by no clause": set(),
    }


def test_clauses_and_readings_name_each_other() -> None:
    named = {number for each in PROVISIONS for number in each.readings}
    listed = {each.number for each in readings.every_reading().values()}
    assert {"unknown": named - listed, "named by no clause": listed - named} == {
        "unknown": set(),
        "named by no clause": set(),
    }


def test_a_clause_shows_every_setting_of_its_readings() -> None:
    shown = [(each.number, each.option) for each in every_clause()["2(e)(i)"].readings]
    assert shown == [("QC20", "interference_window"), ("QC20", "cure_restores")]


def test_a_clause_is_cited_without_the_number_of_its_provision() -> None:
    cited = [every_clause()[each].clause for each in ("P.1", "2(a)(i).7", "3(a)(v)(a),(b)", "7.0")]
    assert cited == ["Preamble", "2(a)(i)", "3(a)(v)(a),(b)", "7"]


def test_a_section_has_its_own_clauses_only() -> None:
    assert [each.id for each in of_section("8")] == ["8.1", "8.2"]
    assert [each.id for each in of_section("P")] == ["P.1", "P.2", "P.3"]


def cited_in_the_agreement() -> set[str]:
    """The clauses by which answers cite the 1998 agreement."""
    return {part for each in clauses_of(template("ctc-1998").terms) for part in each.split(", ")}


@pytest.mark.parametrize("clause", sorted(cited_in_the_agreement()))
def test_a_clause_is_found_as_answers_cite_it(clause: str) -> None:
    found = every_clause().get(clause) or as_cited(clause)
    assert found is not None
    assert found.clause == clause
    parts = [every_clause()[each] for each in found.provisions or ()]
    assert all(each.says in found.says for each in parts)
    assert {owed for each in parts for owed in each.obligations} <= set(found.obligations)
    assert (found.not_computed is None) == bool(found.rules)


def test_a_clause_of_one_provision_is_that() -> None:
    assert as_cited("6(e)") is None
    assert every_clause()["6(e)"].provisions is None

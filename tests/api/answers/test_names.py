"""Ids with names beside them: whoever reads an answer knows whom it speaks of."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from app.db.engine import Database
from app.rules.answers.named import PARTIES
from tests.api.bodies import Json, spectrum_demand, transfer
from tests.api.calls import DEMO, EXAMPLE, EXAMPLE_DEMAND, ok
from tests.api.description.openapi import DOCUMENT, examples_of
from tests.db.evidence.evidence import correction, known_now, try_to_correct
from tests.running.service import Service, serving

DAY = "1999-05-10"
COMPANY = {"ctc": "CTC Communications Corp."}
SPECTRUM = {"spectrum": "Spectrum Equity Investors II, L.P."}


def spoken_of(part: Any) -> Iterator[str]:
    """Every id of somebody in an answer."""
    if isinstance(part, list):
        for item in part:
            yield from spoken_of(item)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in PARTIES and isinstance(value, str):
                yield value
            elif name in PARTIES and isinstance(value, list):
                yield from (each for each in value if isinstance(each, str))
            yield from spoken_of(value)


def holders(service: Service, agreement: str) -> Json:
    """The names under which the Holders were recorded."""
    answer = ok(service.get(f"/v1/agreements/{agreement}", as_of=DAY))
    return {each["holder"]: each["name"] for each in answer["result"]["holders"]}


READ = (
    f"/v1/agreements/{EXAMPLE}",
    f"/v1/registrations/{EXAMPLE_DEMAND}",
    f"/v1/registrations/{EXAMPLE_DEMAND}/obligations",
    f"/v1/registrations/{EXAMPLE_DEMAND}/allocation",
    f"/v1/registrations/{EXAMPLE_DEMAND}/claims",
)


@pytest.mark.parametrize("path", READ)
def test_of_all_that_an_answer_speaks_of_stand_beside_it(service: Service, path: str) -> None:
    answer = ok(service.get(path, as_of=DAY))
    known = COMPANY | holders(service, EXAMPLE)
    assert answer["names"].items() <= known.items()
    assert set(spoken_of(answer)) & known.keys() <= answer["names"].keys()
    assert answer["names"]["spectrum"] == SPECTRUM["spectrum"]


def test_nobody_else_is_named(service: Service) -> None:
    asked = {"holder": "spectrum", "manner": "private", "as_of": DAY}
    answer = ok(service.get(f"/v1/agreements/{EXAMPLE}/may-sell", **asked))
    assert answer["names"] == SPECTRUM


def test_of_what_is_owed_next_stand_in_the_short_answer_too(service: Service) -> None:
    path = f"/v1/agreements/{DEMO}/demands"
    answer = ok(
        service.post(path, spectrum_demand(), as_of="1999-02-22", answer="changes", dry_run=True)
    )
    assert [each["obligees"] for each in answer["result"]["owed"]] == [["spectrum"]]
    assert answer["names"] == COMPANY | SPECTRUM


def test_a_computation_names_nobody(stateless_service: Service) -> None:
    operation = DOCUMENT["paths"]["/v1/compute/demand"]["post"]
    body = next(iter(examples_of(operation).values()))
    assert "names" not in ok(stateless_service.post("/v1/compute/demand", body))


def test_a_transferee_goes_by_the_name_it_was_told_by(service: Service) -> None:
    moved = transfer("1999-01-20", "spectrum", "fund", 200_000)
    answer = service.post(f"/v1/agreements/{DEMO}/events", moved, as_of=DAY, answer="full")
    assert ok(answer, 201)["names"]["fund"] == "The transferee fund"


@pytest.mark.both_databases
class TestOnTheDocket:
    def test_the_parties_of_each_item_stand_beside_it(self, service: Service) -> None:
        known = COMPANY | holders(service, EXAMPLE)
        items = ok(service.get("/v1/obligations", as_of=DAY, agreement_id=EXAMPLE))["items"]
        assert any(each["obligation"]["obligees"] for each in items)
        for each in items:
            named = set(spoken_of(each["obligation"])) & known.keys()
            assert each["names"] == {party: known[party] for party in named}

    def test_as_they_were_last_recorded(self, service: Service) -> None:
        posted = service.post(f"/v1/agreements/{DEMO}/demands", spectrum_demand(), explain="none")
        ok(posted, 201)
        assert on_the_docket(service, DEMO, "spectrum") == SPECTRUM["spectrum"]
        rename(service, DEMO, "spectrum", "Spectrum II")
        assert on_the_docket(service, DEMO, "spectrum") == "Spectrum II"
        rename(service, DEMO, "spectrum", "Spectrum III")
        assert on_the_docket(service, DEMO, "spectrum") == "Spectrum III"

    def test_known_at_an_earlier_instant_they_are_those_known_then(self, service: Service) -> None:
        then = known_now(service, EXAMPLE)
        rename(service, EXAMPLE, "spectrum", "Spectrum II")
        assert on_the_docket(service, EXAMPLE, "spectrum") == "Spectrum II"
        known = on_the_docket(service, EXAMPLE, "spectrum", known_at=then)
        assert known == SPECTRUM["spectrum"]


def rename(service: Service, agreement: str, holder: str, name: str) -> None:
    """Correct the name of a Holder."""
    facts = ok(service.get(f"/v1/agreements/{agreement}/events", limit=200))["items"]
    (recorded,) = (
        each
        for each in facts
        if each["standing"] == "stands"
        and says(each).get("name")
        and says(each).get("holder") == holder
    )
    body = correction(recorded["fact_id"], says(recorded) | {"name": name})
    ok(try_to_correct(service, body, agreement), 201)


def says(entry: Json) -> Json:
    """What an entry of the record has stand: of a correction, what it puts in place."""
    fact: Json = entry["fact"]
    return fact.get("replacement") or fact


@pytest.mark.both_databases
def test_the_docket_looks_up_names_once_a_page(demonstration_url: str) -> None:
    database, asked = Database(demonstration_url), []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    with serving(database) as service:
        for limit in (1, 50):
            asked.clear()
            ok(service.get("/v1/obligations", as_of=DAY, limit=limit))
            counts.append([sum("docket_parties" in each for each in asked), len(asked)])
    database.dispose()
    assert counts[0] == counts[1]
    assert counts[0][0] == 1


def test_of_a_change_told_elsewhere_stand_in_it(service: Service) -> None:
    ok(service.post(f"/v1/agreements/{DEMO}/demands", spectrum_demand(), explain="none"), 201)
    told = ok(service.get("/v1/changes", limit=200, agreement_id=DEMO))["items"]
    duties = [each["data"] for each in told if "obligation" in each["data"]]
    assert any(each["obligation"]["obligor"] == "ctc" for each in duties)
    assert all(
        each["names"] == COMPANY for each in duties if each["obligation"]["obligor"] == "ctc"
    )
    name = ok(service.get(f"/v1/agreements/{DEMO}"))["result"]["name"]
    assert {each["data"]["agreement_name"] for each in told} == {name}


def on_the_docket(service: Service, agreement: str, party: str, **asked: str) -> str:
    """What a party is called there."""
    asked = {"as_of": DAY, "agreement": agreement, "obligee": party} | asked
    items = ok(service.get("/v1/obligations", **asked))["items"]
    (name,) = {each["names"][party] for each in items}
    return str(name)

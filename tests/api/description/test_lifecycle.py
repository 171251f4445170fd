"""A sample of each row of the table of the lifecycle, over HTTP: a cell that is not plain, if any.

Every cell is tried on the rules in `tests/rules/registrations/test_lifecycle.py`.
"""

from datetime import date, timedelta

from app.rules.facts.declaration import Accepted, Flagged, Refused, State, Verdict
from app.rules.facts.life.lifecycle import LIFECYCLE, WARNINGS, verdict
from app.rules.terms.vocabulary import RegistrationKind
from tests.api.bodies import Json, agreement, holder
from tests.api.calls import begun, make_agreement, ok, post_event, post_fact
from tests.api.refusals import faults
from tests.rules.examples.lifecycle import (
    OF_THE_AGREEMENT,
    RECIPES,
    aids,
    coming,
)
from tests.rules.examples.random_records import HOLDERS
from tests.running.service import Service

SAMPLED: tuple[tuple[RegistrationKind, State], ...] = (
    ("requested", "effective"),
    ("requested", "refused"),
    ("requested", "withdrawn"),
    ("incidental", "effective"),
    ("incidental", "abandoned"),
    ("shelf", "effective"),
    ("shelf", "expired"),
)
PATHS = {"requested": "demands", "shelf": "shelves", "incidental": "incidentals"}


def begin(service: Service, kind: RegistrationKind, state: State) -> str:
    """The id of a registration in a state, under an agreement of its own."""
    body = agreement(f"{kind}-{state}") | {"holders": [holder(each, 450_000) for each in HOLDERS]}
    identifier: str = make_agreement(service, body)["result"]["id"]
    facts, _ = RECIPES[kind][state]
    of_the_agreement = [each for each in facts if each["kind"] in OF_THE_AGREEMENT]
    beginning, *life = [each for each in facts if each not in of_the_agreement]
    for each in of_the_agreement:
        post_fact(service, each, identifier)
    begins = {name: value for name, value in beginning.items() if name != "kind"}
    return begun(service, PATHS[kind], begins, *life, agreement=identifier)


def sampled(service: Service) -> dict[str, tuple[Verdict, str]]:
    """For each kind of fact the verdict of the cell tried, and what the service made of it."""
    registrations = {cell: begin(service, *cell) for cell in SAMPLED}
    found: dict[str, tuple[Verdict, str]] = {}
    for fact, row in LIFECYCLE.items():
        name = fact.model_fields["kind"].default
        cells = [(verdict(fact, *cell), cell) for cell in SAMPLED if cell[0] in row.of]
        # What a fact needs is on the record only after effectiveness.
        ready = [each for each in cells if not row.needs or each[1][1] in ("effective", "expired")]
        refused = [each for each in cells if isinstance(each[0], Refused)]
        flagged = [each for each in ready if isinstance(each[0], Flagged)]
        expected, cell = (refused or flagged or ready)[0]
        _, day = RECIPES[cell[0]][cell[1]]
        for each in aids(name, (date.fromisoformat(day) - timedelta(days=1)).isoformat()):
            service.post(f"/v1/registrations/{registrations[cell]}/events", each)
        found[name] = (expected, came(service, registrations[cell], coming(name, day)))
    return found


def came(service: Service, registration: str, fact: Json) -> str:
    """The code of the refusal or the warning with which a fact was answered, or nothing."""
    response = service.post(f"/v1/registrations/{registration}/events", fact)
    if response.status_code != 201:
        (code,) = set(faults(response).values())
        return code
    said = fact["kind"].replace("_", " ").capitalize()
    warned = [each for each in ok(response, 201)["warnings"] if each["code"] in WARNINGS]
    return next((each["code"] for each in warned if each["says"].startswith(said)), "")


def test_a_cell_of_each_row(service: Service) -> None:
    tried = sampled(service)
    expected = {
        name: "" if isinstance(cell, Accepted) else cell.code for name, (cell, _) in tried.items()
    }
    assert len(expected) == len(LIFECYCLE)
    assert {name: code for name, (_, code) in tried.items()} == expected


def test_what_one_fact_excused_and_the_next_revived_is_one_line_of_the_docket(
    service: Service,
) -> None:
    """Expenses are excused by the sale, and owed again as the bill of that day comes."""
    registration = begin(service, "requested", "effective")
    for fact in (
        coming("distribution_completed", "1999-05-12"),
        coming("expense_incurred", "1999-05-12"),
    ):
        post_event(service, registration, fact)

"""The table of the lifecycle, cell by cell: every kind of fact in every state of every kind."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given

from app.rules.agreement.instruments import instruments
from app.rules.answers.evaluation import evaluate_registration
from app.rules.facts import ANY_FACT, RecordedFact, RegistrationFact, in_order
from app.rules.facts.base import Fact
from app.rules.facts.declaration import KINDS, STATES, Accepted, Flagged, Refused, State, Verdict
from app.rules.facts.life.lifecycle import LIFECYCLE, SAID_ELSEWHERE, UNREACHABLE, WARNINGS, verdict
from app.rules.reasoning.trace import Detail, Notice
from app.rules.record.guards.guards import objections
from app.rules.record.guards.life import life_objections
from app.rules.record.guards.posted import Posted
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.terms.vocabulary import RegistrationKind
from tests.docs.lifecycle_page import PAGE, page
from tests.rules.examples.lifecycle import RECIPES, REGISTRATION, coming, reached, with_aids
from tests.rules.examples.random_records import TERMS, Record, records

NOT_SHOWN = {
    ("shelf", "received"): "A shelf begins on its day.",
    ("shelf", "withdrawn"): "Only one that Holders alone asked for, which this agreement refuses.",
    ("incidental", "received"): "It begins on the day of the determination.",
}
"""States that a registration can be in of which no example stands here, and why."""
CELLS = [(kind, state) for kind in KINDS for state in RECIPES[kind]]


def kinds_of_fact() -> set[type[Fact]]:
    found: set[type[Fact]] = set()

    def walk(alias: object) -> None:
        for each in get_args(alias):
            if isinstance(each, type) and issubclass(each, Fact):
                found.add(each)
            else:
                walk(each)

    walk(get_args(RegistrationFact)[0])
    return found


def answered(record: list[RecordedFact], day: date) -> tuple[RegistrationAnswer, set[Notice]]:
    answer = evaluate_registration("a", REGISTRATION, TERMS, record, day, Detail.NONE)
    return answer.result, {
        each for each in answer.warnings if each.code in {**WARNINGS, **SAID_ELSEWHERE}
    }


def test_every_kind_of_fact_has_a_row() -> None:
    assert set(LIFECYCLE) == kinds_of_fact()


def test_every_state_is_shown_or_said_to_be_out_of_reach() -> None:
    for kind in KINDS:
        shown = set(RECIPES[kind]) | {state for of, state in NOT_SHOWN if of == kind}
        assert shown | set(UNREACHABLE[kind]) == set(STATES)
        assert not shown & set(UNREACHABLE[kind])


@pytest.mark.parametrize(("kind", "state"), CELLS)
def test_the_example_is_in_its_state(kind: RegistrationKind, state: State) -> None:
    record, day = reached(kind, state)
    for place, each in enumerate(record):
        others = [*record[:place], *record[place + 1 :]]
        assert not objections(each, others, TERMS), each.fact
    assert answered(record, day)[0].state == state


@pytest.mark.parametrize(("kind", "state"), CELLS)
def test_every_fact_in_a_state_is_what_the_table_says(kind: RegistrationKind, state: State) -> None:
    record, day = reached(kind, state)
    wrong: dict[str, tuple[Verdict, set[str]]] = {}
    before: dict[object, set[Notice]] = {}
    for fact in LIFECYCLE:
        name = fact.model_fields["kind"].default
        known = with_aids(name, state, record, day)
        fields = coming(name, day.isoformat())
        if name == "withdrawn" and kind in ("shelf", "incidental"):
            # Nobody can take back what the Company or a conversion began: one who joined does.
            joined = coming("join_requested", (day - timedelta(days=1)).isoformat())
            known.append(RecordedFact("joined", REGISTRATION, ANY_FACT.validate_python(joined)))
            fields["holders"] = ["gamma"]
        new = RecordedFact("new", REGISTRATION, ANY_FACT.validate_python(fields))
        refused = {each.code for each in objections(new, known, TERMS)}
        expected = verdict(fact, kind, state)
        once = LIFECYCLE[fact].once
        if once and kind in LIFECYCLE[fact].of and any(type(each.fact) is fact for each in known):
            expected = Refused(once)
        if isinstance(expected, Refused):
            if expected.code not in refused:
                wrong[name] = (expected, refused)
            continue
        # Most facts come to the same record: what was said of it before is worked out once.
        record_met = tuple((each.id, each.registration_id, each.content) for each in known)
        if not refused and record_met not in before:
            before[record_met] = answered(known, day)[1]
        said = set() if refused else answered([*known, new], day)[1] - before[record_met]
        codes = {each.code for each in said}
        match expected:
            case Flagged(code) if refused or code not in codes:
                wrong[name] = (expected, refused or codes)
            case Accepted() if refused or codes:
                wrong[name] = (expected, refused or codes)
    assert wrong == {}


def test_the_page_of_the_documentation_is_the_table() -> None:
    """`python -m tests.docs.lifecycle_page` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()


@given(records)
def test_what_is_on_record_is_possible_in_whichever_order_it_was_posted(record: Record) -> None:
    """Nothing on a record is objected to beside all the rest, late postings included."""
    ruled = instruments(TERMS, sorted(record, key=in_order))
    for place, each in enumerate(record):
        others = [*record[:place], *record[place + 1 :]]
        said = life_objections(Posted(each, others, ruled, TERMS))
        assert each.registration_id is None or not list(said), each.fact

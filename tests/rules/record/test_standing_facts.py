"""Which facts stand after corrections, and which corrections cannot be recorded."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.answers.sensitivity import leaves
from app.rules.facts import ANY_FACT, CorrectableFact, RecordedFact
from app.rules.facts.corrections import FactCorrected, FactRetracted
from app.rules.facts.holdings import PreferredConverted, StockSplit
from app.rules.facts.standing.as_corrected import as_they_stand, standing_facts
from app.rules.reasoning.reasoned import Reasoned
from app.rules.record.guards.corrections import correction_objections
from app.rules.registrations.shown import RegistrationAnswer
from app.services.agreements.templates import template
from tests.rules.examples.random_records import LAST, answers, random_record, records
from tests.rules.record.test_record_properties import AS_BYTES

TERMS = template("ctc-1998").terms
MADE_ON = date(2026, 11, 22)


def recorded(
    identifier: str, fact: dict[str, Any], registration: str | None = None
) -> RecordedFact:
    return RecordedFact(identifier, registration, ANY_FACT.validate_python(fact))


def position(holder: str, shares: int) -> dict[str, Any]:
    return {
        "kind": "position_stated",
        "occurred_on": "1998-04-10",
        "holder": holder,
        "preferred_as_converted": shares,
    }


def converted(shares: int, day: str = "1999-01-15") -> dict[str, Any]:
    return {
        "kind": "preferred_converted",
        "occurred_on": day,
        "holder": "fund",
        "shares": shares,
    }


def sold(shares: int) -> dict[str, Any]:
    return {"kind": "shares_sold", "occurred_on": "1999-02-01", "holder": "fund", "shares": shares}


def demanded(shares: int, day: str = "1999-02-16") -> dict[str, Any]:
    return {
        "kind": "demand_received",
        "letters": [
            {
                "requests": [{"holder": "fund", "shares": shares}],
                "delivery": {"method": "personal", "delivered_on": day},
            }
        ],
    }


def filed(day: str) -> dict[str, Any]:
    return {"kind": "filed", "occurred_on": day, "form": "S-3"}


def effective(day: str) -> dict[str, Any]:
    return {"kind": "declared_effective", "occurred_on": day}


def corrected(
    identifier: str, wrong: str, fact: dict[str, Any], of: str | None = None
) -> RecordedFact:
    return recorded(
        identifier,
        {
            "kind": "fact_corrected",
            "occurred_on": MADE_ON,
            "fact_id": wrong,
            "reason": "It was misread.",
            "replacement": fact,
        },
        of,
    )


def retracted(identifier: str, wrong: str, of: str | None = None) -> RecordedFact:
    return recorded(
        identifier,
        {
            "kind": "fact_retracted",
            "occurred_on": MADE_ON,
            "fact_id": wrong,
            "reason": "It did not happen.",
        },
        of,
    )


OPENING = [
    recorded(
        "made",
        {
            "kind": "agreement_made",
            "occurred_on": "1998-04-10",
            "name": "An agreement",
            "terms_hash": TERMS.content_hash,
        },
    ),
    recorded(
        "fund",
        {"kind": "holder_recorded", "occurred_on": "1998-04-10", "holder": "fund", "name": "Fund"},
    ),
    recorded("position", position("fund", 1_000)),
]
CONVERTED = recorded("converted", converted(100))


def stand(*entries: RecordedFact) -> dict[str, Any]:
    """The shares converted in each fact that stands, by the id it goes by."""
    return {
        each.id: each.fact.shares
        for each in standing_facts([*OPENING, CONVERTED, *entries])
        if isinstance(each.fact, PreferredConverted)
    }


class TestStandingFacts:
    def test_without_corrections_all_stand(self) -> None:
        assert standing_facts([*OPENING, CONVERTED]) == (*OPENING, CONVERTED)

    def test_a_correction_stands_in_the_place_of_the_fact(self) -> None:
        assert stand(corrected("c-1", "converted", converted(90))) == {"c-1": 90}

    def test_the_working_refers_to_what_the_correction_says(self) -> None:
        correction = corrected("c-1", "converted", converted(90))
        (fact,) = (each for each in standing_facts([CONVERTED, correction]))
        assert fact.source == "fact:c-1#/replacement"

    def test_a_correction_of_a_correction_counts_alone(self) -> None:
        first = corrected("c-1", "converted", converted(90))
        assert stand(first, corrected("c-2", "c-1", converted(80))) == {"c-2": 80}

    def test_a_retraction_takes_the_fact_away(self) -> None:
        assert stand(retracted("r-1", "converted")) == {}

    def test_a_retraction_of_a_correction_leaves_nothing(self) -> None:
        first = corrected("c-1", "converted", converted(90))
        assert stand(first, retracted("r-1", "c-1")) == {}

    def test_a_retraction_taken_back_restores_what_it_struck(self) -> None:
        first = corrected("c-1", "converted", converted(90))
        undone = retracted("r-2", "r-1")
        assert stand(first, retracted("r-1", "c-1"), undone) == {"c-1": 90}

    def test_what_was_restored_may_be_corrected_again(self) -> None:
        entries = [
            retracted("r-1", "converted"),
            retracted("r-2", "r-1"),
            corrected("c-1", "converted", converted(70)),
        ]
        assert stand(*entries) == {"c-1": 70}

    def test_a_replacement_stays_with_its_registration(self) -> None:
        entries = [
            recorded("d-1", demanded(10), "reg"),
            corrected("c-1", "d-1", demanded(20), "reg"),
        ]
        (fact,) = standing_facts(entries)
        assert fact.registration_id == "reg"

    @settings(max_examples=80, deadline=None)
    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 12)), max_size=12))
    def test_of_one_fact_at_most_one_version_stands_and_each_step_moves_only_it(
        self, steps: list[tuple[bool, int]]
    ) -> None:
        """Whatever is posted, as long as the guards take it."""
        entries = [*OPENING, CONVERTED]
        for number, (corrects, target) in enumerate(steps):
            ids = ["converted", *(f"e-{each}" for each in range(number))]
            wrong = ids[target % len(ids)]
            entry = (
                corrected(f"e-{number}", wrong, converted(10 + number))
                if corrects
                else retracted(f"e-{number}", wrong)
            )
            assert isinstance(entry.fact, FactCorrected | FactRetracted)
            if correction_objections(entry, entry.fact, entries, TERMS):
                continue
            entries.append(entry)
            now = as_they_stand(entries)
            versions = [
                each for each in now.facts.values() if each.fact.kind == CONVERTED.fact.kind
            ]
            assert len(versions) == (0 if entry.id in now.struck else 1)
            assert {each.id for each in OPENING} <= now.facts.keys()
            assert not now.facts.keys() & now.overtaken.keys()


def objected(entry: RecordedFact, *before: RecordedFact) -> dict[str, str]:
    assert isinstance(entry.fact, FactCorrected | FactRetracted)
    found = correction_objections(entry, entry.fact, [*OPENING, CONVERTED, *before], TERMS)
    assert all(each.says for each in found)
    return {each.pointer: each.code for each in found}


class TestCorrectionsThatCannotBeRecorded:
    def test_of_nothing_on_record(self) -> None:
        assert objected(retracted("r-1", "nothing")) == {"/fact_id": "unknown_fact"}

    @pytest.mark.parametrize("entry", [retracted("x", "made"), corrected("x", "made", sold(1))])
    def test_of_the_making_of_the_agreement(self, entry: RecordedFact) -> None:
        assert objected(entry) == {"/fact_id": "not_correctable"}

    @pytest.mark.parametrize(
        "entry", [retracted("x", "converted"), corrected("x", "converted", converted(80))]
    )
    def test_of_a_fact_corrected_before(self, entry: RecordedFact) -> None:
        before = corrected("c-1", "converted", converted(90))
        assert objected(entry, before) == {"/fact_id": "no_longer_stands"}

    @pytest.mark.parametrize(
        "entry", [retracted("x", "converted"), corrected("x", "converted", converted(80))]
    )
    def test_of_a_fact_retracted_before(self, entry: RecordedFact) -> None:
        assert objected(entry, retracted("r-1", "converted")) == {"/fact_id": "no_longer_stands"}

    def test_names_the_entry_to_name_instead(self) -> None:
        before = [
            corrected("c-1", "converted", converted(90)),
            corrected("c-2", "c-1", converted(80)),
        ]
        entry = retracted("x", "converted")
        assert isinstance(entry.fact, FactRetracted)
        (found,) = correction_objections(entry, entry.fact, [*OPENING, CONVERTED, *before], TERMS)
        assert "'c-2'" in found.says

    def test_a_retraction_says_nothing_that_could_be_replaced(self) -> None:
        entry = corrected("x", "r-1", converted(80))
        assert objected(entry, retracted("r-1", "converted")) == {"/fact_id": "not_correctable"}

    @pytest.mark.parametrize("wrong", ["r-1", "r-2"])
    def test_of_retractions_that_are_spent(self, wrong: str) -> None:
        before = [retracted("r-1", "converted"), retracted("r-2", "r-1")]
        assert objected(retracted("x", wrong), *before) == {"/fact_id": "no_longer_stands"}

    def test_by_a_fact_of_another_kind(self) -> None:
        assert objected(corrected("x", "converted", sold(1))) == {
            "/replacement/kind": "another_kind"
        }

    def test_that_change_nothing(self) -> None:
        assert objected(corrected("x", "converted", converted(100))) == {
            "/replacement": "changes_nothing"
        }

    def test_by_what_is_impossible_itself(self) -> None:
        entry = corrected("x", "converted", converted(1_001))
        assert objected(entry) == {"/replacement/shares": "more_than_held"}
        entry = corrected("x", "converted", converted(1, "1998-04-09"))
        assert "/replacement/occurred_on" in objected(entry)

    @pytest.mark.parametrize(
        "entry", [retracted("x", "converted"), corrected("x", "converted", converted(49))]
    )
    def test_that_make_another_fact_impossible(self, entry: RecordedFact) -> None:
        assert objected(entry, recorded("sold", sold(50))) == {"": "contradicts_record"}

    def test_that_make_room_for_what_was_possible_before(self) -> None:
        entry = corrected("x", "converted", converted(50))
        assert objected(entry, recorded("sold", sold(50))) == {}

    def test_that_take_the_filing_from_under_effectiveness(self) -> None:
        life = [
            recorded("d-1", demanded(10), "reg"),
            recorded("f-1", filed("1999-03-01"), "reg"),
            recorded("e-1", effective("1999-04-01"), "reg"),
        ]
        assert objected(retracted("x", "f-1", "reg"), *life) == {"": "contradicts_record"}
        late = corrected("x", "f-1", filed("1999-04-02"), "reg")
        assert objected(late, *life) == {"": "contradicts_record"}
        earlier = corrected("x", "f-1", filed("1999-02-28"), "reg")
        assert objected(earlier, *life) == {}

    def test_that_take_the_beginning_of_a_registration_from_its_life(self) -> None:
        life = [recorded("d-1", demanded(10), "reg"), recorded("f-1", filed("1999-03-01"), "reg")]
        assert objected(retracted("x", "d-1", "reg"), *life) == {"": "contradicts_record"}
        assert objected(retracted("x", "d-1", "reg"), *life[:1]) == {}

    def test_a_restored_fact_must_still_be_possible(self) -> None:
        before = [
            retracted("r-1", "converted"),
            recorded("again", converted(950, "1999-01-20")),
        ]
        assert objected(retracted("x", "r-1"), *before) == {"": "contradicts_record"}

    def test_what_contradicted_the_record_already_is_no_objection(self) -> None:
        """A withdrawal before effectiveness was recorded late: neither stands in the way now."""
        life = [
            recorded("d-1", demanded(10), "reg"),
            recorded("f-1", filed("1999-03-01"), "reg"),
            recorded("e-1", effective("1999-04-01"), "reg"),
            recorded("w-1", {"kind": "withdrawn", "occurred_on": "1999-03-20"}, "reg"),
        ]
        assert objected(corrected("x", "converted", converted(99)), *life) == {}
        assert objected(corrected("x", "e-1", effective("1999-04-02"), "reg"), *life) == {}
        gone = retracted("r-1", "e-1", "reg")
        assert objected(gone, *life) == {}
        # A record that is rid of a contradiction does not take it back.
        assert objected(retracted("x", "r-1", "reg"), *life, gone) == {"": "contradicts_record"}


def test_every_kind_but_the_making_may_be_corrected() -> None:
    split: CorrectableFact = StockSplit(occurred_on=date(1999, 1, 4), numerator=2, denominator=1)
    entry = FactCorrected(
        occurred_on=MADE_ON, fact_id="x", reason="Two for one.", replacement=split
    )
    assert ANY_FACT.validate_python(entry.model_dump(mode="json")) == entry


def misread(part: Any, by_days: int, halved: bool) -> Any:
    """A fact as it would read with every day off by some days, and perhaps half the shares."""
    match part:
        case dict():
            return {
                name: value // 2 + 1
                if halved and name == "shares"
                else misread(value, by_days, halved)
                for name, value in part.items()
            }
        case list():
            return [misread(each, by_days, halved) for each in part]
        case str() if DAY.fullmatch(part):
            return (date.fromisoformat(part) + timedelta(days=by_days)).isoformat()
        case _:
            return part


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def right_from_the_first(record: Sequence[RecordedFact], entry: RecordedFact) -> list[RecordedFact]:
    """The record on which what a correction says had been told at once, under the same id."""
    assert isinstance(entry.fact, FactCorrected | FactRetracted)
    wrong = entry.fact.fact_id
    right = [each for each in record if each.id != wrong]
    if isinstance(entry.fact, FactCorrected):
        right.append(RecordedFact(wrong, entry.registration_id, entry.fact.replacement))
    return right


def test_a_duty_keeps_its_name_when_what_brought_it_about_is_corrected() -> None:
    """Here the notice that prohibits sales: Holders' duties not to sell are called after it."""
    record = random_record(Random(4140209))
    (wrong,) = (each for each in record if each.id == "f016")
    said = wrong.fact.model_dump(mode="json", exclude_none=True)
    entry = corrected("c-1", wrong.id, misread(said, 1, halved=False), wrong.registration_id)
    after = answers(standing_facts([*record, entry]), LAST)
    assert in_values(after) == in_values(answers(right_from_the_first(record, entry), LAST))
    names = {name: {each.id for each in it.result.obligations} for name, it in after.items()}
    before = answers(record, LAST)
    assert names == {
        name: {each.id for each in it.result.obligations} for name, it in before.items()
    }
    assert any(each.startswith("no-sales:") for known in names.values() for each in known)


@settings(max_examples=60, deadline=None)
@given(records, st.data())
def test_any_record_can_be_answered_after_any_correction_that_is_taken(
    record: list[RecordedFact], data: st.DataObject
) -> None:
    """And the answers are those of a record on which the right fact stood from the first."""
    wrong = data.draw(st.sampled_from(record[::-1]))
    said = wrong.fact.model_dump(mode="json", exclude_none=True)
    right_fact = misread(said, data.draw(st.integers(-30, 30)), data.draw(st.booleans()))
    entry = (
        corrected("c-1", wrong.id, right_fact, wrong.registration_id)
        if data.draw(st.booleans())
        else retracted("c-1", wrong.id, wrong.registration_id)
    )
    assert isinstance(entry.fact, FactCorrected | FactRetracted)
    if correction_objections(entry, entry.fact, record, TERMS):
        return
    stands = standing_facts([*record, entry])
    right = right_from_the_first(record, entry)
    assert in_values(answers(stands, LAST)) == in_values(answers(right, LAST))


@settings(max_examples=40, deadline=None)
@given(records, st.data())
def test_a_retraction_taken_back_leaves_every_byte_as_it_was(
    record: list[RecordedFact], data: st.DataObject
) -> None:
    wrong = data.draw(st.sampled_from(record)).id
    entries = [*record, retracted("r-1", wrong), retracted("r-2", "r-1")]
    before, after = (answers(facts, LAST) for facts in (record, standing_facts(entries)))
    assert {name: AS_BYTES.dump_json(each) for name, each in after.items()} == {
        name: AS_BYTES.dump_json(each) for name, each in before.items()
    }


def in_values(answered: Mapping[str, Reasoned[RegistrationAnswer]]) -> dict[str, dict[str, Any]]:
    """The values of answers, whatever their sources are called."""
    return {name: dict(leaves(each.result)) for name, each in answered.items()}

"""The guard: a record grows by one writer at a time, and is never changed behind it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.db.engine import Database
from app.db.evidence import chain
from app.db.records import Head
from app.errors import AlreadyExists, RecordMoved
from tests.db.examples import (
    AGREEMENT,
    ANSWER,
    NOON,
    add_agreement,
    append,
    new_entry,
    new_evaluation,
    new_fact,
)

Given = TypeVar("Given")
Result = TypeVar("Result")


class TestAppend:
    def test_numbers_the_facts_and_counts_them(self, database: Database) -> None:
        add_agreement(database)
        assert append(database, 0, new_fact("f-1"), new_fact("f-2")) == 2
        assert append(database, 2, new_fact("f-3")) == 3
        assert record(database) == (3, [(1, "f-1"), (2, "f-2"), (3, "f-3")])

    def test_takes_more_facts_than_one_statement_has_room_for(self, database: Database) -> None:
        add_agreement(database)
        count = 5_000
        append(database, 0, *(new_fact(f"f-{number}") for number in range(1, count + 1)))
        assert record(database) == (
            count,
            [(number, f"f-{number}") for number in range(1, count + 1)],
        )

    def test_of_nothing_is_guarded_too(self, database: Database) -> None:
        add_agreement(database)
        assert append(database, 0) == 0
        with pytest.raises(RecordMoved):
            append(database, 1)

    @pytest.mark.parametrize("expected", [0, 2])
    def test_at_another_length_is_refused(self, database: Database, expected: int) -> None:
        add_agreement(database)
        append(database, 0, new_fact("f-1"))
        with pytest.raises(RecordMoved) as refusal:
            append(database, expected, new_fact("f-2"))
        assert refusal.value.agreement_id == AGREEMENT
        assert record(database) == (1, [(1, "f-1")])

    def test_to_no_agreement_is_refused(self, database: Database) -> None:
        with pytest.raises(RecordMoved):
            append(database, 0, new_fact("f-1"))

    @pytest.mark.parametrize("ids", [["f-2", "f-1"], ["f-2", "f-3", "f-2"]])
    def test_of_a_taken_fact_id_is_refused(self, database: Database, ids: list[str]) -> None:
        add_agreement(database)
        append(database, 0, new_fact("f-1"))
        with pytest.raises(AlreadyExists) as refusal:
            append(database, 1, *map(new_fact, ids))
        assert (refusal.value.what, refusal.value.identifier) == ("fact", ids[-1])
        assert record(database) == (1, [(1, "f-1")])


class TestTheChain:
    def test_links_each_fact_to_the_one_before_it(self, database: Database) -> None:
        add_agreement(database)
        append(database, 0, new_fact("f-1"), new_fact("f-2"))
        append(database, 2, new_fact("f-3"))
        with database.reading() as work:
            facts = work.records.facts(AGREEMENT)
        first = chain.genesis(AGREEMENT, "An agreement", "ctc-1998")
        assert [each.predecessor for each in facts] == [first, facts[0].hash, facts[1].hash]
        assert len({each.hash for each in facts}) == 3

    def test_hashes_what_comes_back_as_what_went_in(self, database: Database) -> None:
        add_agreement(database)
        append(database, 0, new_fact("f-1"))
        with database.reading() as work:
            (fact,) = work.records.facts(AGREEMENT)
        assert chain.fact_hash(asdict(fact)) == fact.hash

    def test_the_same_facts_elsewhere_have_other_hashes(self, database: Database) -> None:
        add_agreement(database)
        add_agreement(database, "agr-2")
        append(database, 0, new_fact("f-1"))
        with database.writing() as work:
            work.records.append("agr-2", 0, [new_fact("f-2")])
            work.commit()
        with database.reading() as work:
            heads = {work.records.facts(name)[-1].hash for name in (AGREEMENT, "agr-2")}
        assert len(heads) == 2

    def test_gives_its_end(self, database: Database) -> None:
        add_agreement(database)
        with database.writing() as work:
            head = work.records.append(AGREEMENT, 0, [new_fact("f-1"), new_fact("f-2")])
            assert head == Head(2, work.records.facts(AGREEMENT)[-1].hash)
            assert work.records.append(AGREEMENT, 2, []) == head

    def test_a_fact_recorded_before_its_predecessor_is_refused(self, database: Database) -> None:
        add_agreement(database)
        earlier = NOON - timedelta(microseconds=1)
        append(database, 0, new_fact("f-1"))
        for facts in (
            [new_fact("f-2", recorded_at=earlier)],
            [new_fact("f-2"), new_fact("f-3", recorded_at=earlier)],
        ):
            with pytest.raises(ValueError, match="before its predecessor"):
                append(database, 1, *facts)
        assert record(database) == (1, [(1, "f-1")])


class TestConcurrentWriters:
    def test_of_two_with_the_same_version_one_is_refused_whole(self, database: Database) -> None:
        add_agreement(database)
        both_have_read = Barrier(2)

        def write(name: str) -> str | None:
            with database.reading() as work:
                agreement = work.records.agreement(AGREEMENT)
            assert agreement is not None
            both_have_read.wait()
            with database.writing() as work:
                work.records.add_registration(name, AGREEMENT, "demand")
                facts = [new_fact(f"{name}-{n}", registration_id=name) for n in (1, 2, 3)]
                try:
                    work.records.append(AGREEMENT, agreement.version, facts)
                except RecordMoved:
                    return None
                work.commit()
            return name

        winners = [name for name in at_once(write, ["left", "right"]) if name]
        assert len(winners) == 1
        (winner,) = winners
        assert record(database) == (3, [(n, f"{winner}-{n}") for n in (1, 2, 3)])
        with database.reading() as work:
            stored = [name for name in ("left", "right") if work.records.registration(name)]
        assert stored == winners

    @pytest.mark.parametrize("lock", [False, True])
    def test_twenty_that_retry_lose_nothing(self, database: Database, *, lock: bool) -> None:
        add_agreement(database)
        writers, each = 20, 5

        def write(writer: int) -> int:
            return sum(append_with_retry(database, f"{writer}-{n}", lock=lock) for n in range(each))

        refusals = sum(at_once(write, range(writers)))
        version, facts = record(database)
        assert version == writers * each
        assert [position for position, _ in facts] == list(range(1, version + 1))
        assert {name for _, name in facts} == {
            f"{writer}-{n}" for writer in range(writers) for n in range(each)
        }
        if lock:
            assert refusals == 0


class TestAppendOnly:
    @pytest.mark.parametrize(
        "change",
        [
            "DELETE FROM facts",
            "DELETE FROM terms_documents",
            "DELETE FROM registrations",
            "DELETE FROM evaluations",
            "DELETE FROM audit_entries",
            "UPDATE facts SET kind = 'another'",
            "UPDATE facts SET hash = 'another'",
            "UPDATE terms_documents SET hash = 'another'",
            "UPDATE registrations SET kind = 'another'",
            "UPDATE evaluations SET answer = '{}'",
            "UPDATE audit_entries SET actor = 'another'",
            "UPDATE agreements SET id = 'another'",
            "UPDATE agreements SET name = 'Another'",
            "UPDATE agreements SET template = 'another'",
        ],
    )
    def test_changes_are_refused(self, database: Database, change: str) -> None:
        fill(database)
        with pytest.raises(IntegrityError, match="is append-only"):
            execute(database, change)
        assert_filled(database)

    @pytest.mark.parametrize(
        "table",
        ["facts", "terms_documents", "agreements", "registrations", "evaluations", "audit_entries"],
    )
    def test_truncating_is_refused(self, migrated_postgresql: str, table: str) -> None:
        database = Database(migrated_postgresql)
        fill(database)
        with pytest.raises(IntegrityError, match="is append-only"):
            execute(database, f"TRUNCATE {table} CASCADE")
        assert_filled(database)
        database.dispose()

    @pytest.mark.parametrize(
        "change",
        [
            "REPLACE INTO facts SELECT * FROM facts",
            "REPLACE INTO terms_documents SELECT * FROM terms_documents",
            "REPLACE INTO evaluations SELECT * FROM evaluations",
            "REPLACE INTO audit_entries SELECT * FROM audit_entries",
        ],
    )
    def test_replacing_is_refused(self, migrated_sqlite: str, change: str) -> None:
        database = Database(migrated_sqlite)
        fill(database)
        with pytest.raises(IntegrityError, match="is append-only"):
            execute(database, change)
        assert_filled(database)
        database.dispose()

    def test_the_agreement_that_facts_refer_to_stays(self, database: Database) -> None:
        fill(database)
        with pytest.raises(IntegrityError):
            execute(database, "DELETE FROM agreements")
        assert_filled(database)


def record(database: Database) -> tuple[int, list[tuple[int, str]]]:
    """The version, and each fact's position and id."""
    with database.reading() as work:
        agreement = work.records.agreement(AGREEMENT)
        facts = work.records.facts(AGREEMENT)
    assert agreement is not None
    return agreement.version, [(fact.position, fact.fact_id) for fact in facts]


def append_with_retry(database: Database, fact_id: str, *, lock: bool) -> int:
    """Append one fact however often it takes; return how often it was refused."""
    refusals = 0
    while True:
        with database.writing() as work:
            agreement = work.records.agreement(AGREEMENT, lock=lock)
            assert agreement is not None
            try:
                work.records.append(AGREEMENT, agreement.version, [new_fact(fact_id)])
            except RecordMoved:
                refusals += 1
                continue
            work.commit()
            return refusals


def at_once(work: Callable[[Given], Result], inputs: Sequence[Given]) -> list[Result]:
    """Run `work` on every input, each in a thread of its own."""
    with ThreadPoolExecutor(len(inputs)) as threads:
        return list(threads.map(work, inputs))


def fill(database: Database) -> None:
    add_agreement(database)
    with database.writing() as work:
        work.records.add_terms("sha256:1", {"first": True})
        work.records.add_registration("r-1", AGREEMENT, "demand")
        head = work.records.append(AGREEMENT, 0, [new_fact("f-1", registration_id="r-1")])
        evaluation = new_evaluation("e-1", head)
        work.journal.keep(evaluation)
        work.journal.enter(new_entry("a-1", evaluation))
        work.commit()


def execute(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(statement))


def assert_filled(database: Database) -> None:
    assert record(database) == (1, [(1, "f-1")])
    with database.reading() as work:
        assert work.records.terms("sha256:1") == {"first": True}
        kept = work.journal.evaluation("e-1")
        (entry,) = work.journal.entries(AGREEMENT)
    assert (kept and kept.answer, entry.actor) == (ANSWER, "counsel")

"""Kept answers and the audit, as they are stored."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.db.engine import Database
from app.db.evidence import chain
from app.db.records import Head
from app.errors import AlreadyExists
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

HEAD = Head(1, "sha256:3")


@pytest.fixture
def filled(database: Database) -> Database:
    add_agreement(database)
    append(database, 0, new_fact("f-1"))
    return database


class TestKeptAnswers:
    def test_come_back_as_they_went_in(self, filled: Database) -> None:
        new = new_evaluation("e-1", HEAD)
        with filled.writing() as work:
            (stored_hash,) = work.journal.keep(new)
            kept = work.journal.evaluation("e-1")
        assert kept is not None
        assert asdict(kept) == asdict(new) | {"hash": stored_hash}

    def test_are_hashed_whole(self, filled: Database) -> None:
        with filled.writing() as work:
            work.journal.keep(new_evaluation("e-1", HEAD))
            (kept,) = work.journal.evaluations(AGREEMENT)
        assert chain.evaluation_hash(asdict(kept)) == kept.hash
        for name in asdict(kept).keys() - {"answer", "hash"}:
            changed = asdict(kept) | {name: "changed"}
            assert chain.evaluation_hash(changed) != kept.hash, name

    @pytest.mark.parametrize(
        "answer", [ANSWER, '{"é":"“…”"}', '{"n": 1.0,  "n" : 1}', "x" * 200_000]
    )
    def test_keep_their_answer_to_the_byte(self, filled: Database, answer: str) -> None:
        with filled.writing() as work:
            work.journal.keep(replace(new_evaluation("e-1", HEAD), answer=answer))
            kept = work.journal.evaluation("e-1")
        assert kept is not None
        assert kept.answer == answer

    def test_come_in_the_order_of_the_record(self, filled: Database) -> None:
        new = [new_evaluation(f"e-{n}", Head(n, "sha256:3")) for n in (3, 1, 2)]
        with filled.writing() as work:
            work.journal.keep(*new)
            listed = [each.id for each in work.journal.evaluations(AGREEMENT)]
            assert list(work.journal.evaluations("another")) == []
        assert listed == ["e-1", "e-2", "e-3"]

    def test_with_a_taken_id_are_refused(self, filled: Database) -> None:
        with filled.writing() as work:
            work.journal.keep(new_evaluation("e-1", HEAD))
            with pytest.raises(AlreadyExists) as refusal:
                work.journal.keep(new_evaluation("e-2", HEAD), new_evaluation("e-1", HEAD))
        assert (refusal.value.what, refusal.value.identifier) == ("evaluation", "e-1")

    def test_that_are_not_there(self, filled: Database) -> None:
        with filled.reading() as work:
            assert work.journal.evaluation("e-1") is None


class TestAudit:
    def test_comes_back_as_it_went_in_and_in_order(self, filled: Database) -> None:
        evaluation = new_evaluation("e-1", HEAD)
        new = [
            replace(new_entry(f"a-{n}", evaluation), recorded_at=NOON + timedelta(seconds=n))
            for n in (2, 1)
        ]
        with filled.writing() as work:
            work.journal.keep(evaluation)
            hashes = work.journal.enter(*new)
            stored = list(work.journal.entries(AGREEMENT))
        assert [asdict(each) for each in stored] == [
            asdict(entry) | {"hash": stored_hash}
            for entry, stored_hash in reversed(list(zip(new, hashes, strict=True)))
        ]

    def test_is_hashed_whole(self, filled: Database) -> None:
        evaluation = new_evaluation("e-1", HEAD)
        with filled.writing() as work:
            work.journal.keep(evaluation)
            work.journal.enter(new_entry("a-1", evaluation))
            (entry,) = work.journal.entries(AGREEMENT)
        assert chain.entry_hash(asdict(entry)) == entry.hash
        for name in asdict(entry).keys() - {"hash"}:
            assert chain.entry_hash(asdict(entry) | {name: "changed"}) != entry.hash, name

    def test_of_an_answer_that_is_not_kept_is_refused(self, filled: Database) -> None:
        entry = new_entry("a-1", new_evaluation("e-1", HEAD))
        with filled.writing() as work, pytest.raises(IntegrityError):
            work.journal.enter(entry)


class TestTenants:
    """Two tenants with the same identifiers never meet in the journal."""

    @pytest.fixture
    def both(self, database: Database) -> tuple[Database, Database]:
        ours, theirs = database.of("ours"), database.of("theirs")
        for each in (ours, theirs):
            add_agreement(each)
            append(each, 0, new_fact("f-1"))
        evaluation = new_evaluation("e-1", HEAD)
        for each, actor in ((ours, "we"), (theirs, "they")):
            with each.writing() as work:
                work.journal.keep(replace(evaluation, actor=actor))
                work.journal.enter(replace(new_entry("a-1", evaluation), actor=actor))
                work.commit()
        return ours, theirs

    def test_each_find_their_own(self, both: tuple[Database, Database]) -> None:
        for database, actor in zip(both, ("we", "they"), strict=True):
            with database.reading() as work:
                kept = work.journal.evaluation("e-1")
                (listed,) = work.journal.evaluations(AGREEMENT)
                (entry,) = work.journal.entries(AGREEMENT)
            assert kept == listed
            assert (listed.id, listed.agreement_id, listed.actor) == ("e-1", AGREEMENT, actor)
            assert (entry.id, entry.agreement_id, entry.actor) == ("a-1", AGREEMENT, actor)
            assert entry.evaluation_id == "e-1"

    def test_hash_identifiers_as_they_write_them(self, both: tuple[Database, Database]) -> None:
        for database in both:
            with database.reading() as work:
                (kept,) = work.journal.evaluations(AGREEMENT)
                (entry,) = work.journal.entries(AGREEMENT)
            assert chain.evaluation_hash(asdict(kept)) == kept.hash
            assert chain.entry_hash(asdict(entry)) == entry.hash

    @pytest.mark.usefixtures("both")
    def test_see_nothing_of_a_third(self, database: Database) -> None:
        for each in (database, database.of("our"), database.of("ours-too")):
            with each.reading() as work:
                assert work.journal.evaluation("e-1") is None
                assert list(work.journal.evaluations(AGREEMENT)) == []
                assert list(work.journal.entries(AGREEMENT)) == []

    def test_cannot_name_what_is_anothers(
        self, database: Database, both: tuple[Database, Database]
    ) -> None:
        for each in (database, both[0]):
            with each.reading() as work:
                assert work.journal.evaluation("theirs:e-1") is None
                assert work.journal.entry("theirs:e-1") is None
                with pytest.raises(ValueError, match="no identifier"):
                    list(work.journal.entries("theirs:e-1"))

    def test_are_told_of_a_taken_id_as_they_wrote_it(self, both: tuple[Database, Database]) -> None:
        with both[0].writing() as work, pytest.raises(AlreadyExists) as refusal:
            work.journal.keep(new_evaluation("e-1", HEAD))
        assert refusal.value.identifier == "e-1"

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from app.db.engine import Database
from app.db.records import AgreementRow, RegistrationRow
from app.errors import AlreadyExists
from tests.db.examples import AGREEMENT, NOON, add_agreement, append, new_fact


class TestTerms:
    def test_are_found_by_their_hash(self, database: Database) -> None:
        document = {"threshold": {"number": "3", "base": "demands"}, "absent": None, "§": ["ü"]}
        with database.writing() as work:
            work.records.add_terms("sha256:1", document)
            work.commit()
        with database.reading() as work:
            assert work.records.terms("sha256:1") == document
            assert work.records.terms("sha256:2") is None

    def test_adding_them_again_changes_nothing(self, database: Database) -> None:
        with database.writing() as work:
            work.records.add_terms("sha256:1", {"first": True})
            work.records.add_terms("sha256:1", {"first": False})
            assert work.records.terms("sha256:1") == {"first": True}


class TestAgreements:
    def test_begin_with_an_empty_record(self, database: Database) -> None:
        with database.writing() as work:
            work.records.add_agreement("a-1", "CTC", "ctc-1998")
            work.records.add_agreement("a-2", "Own terms", None)
            assert work.records.agreement("a-1") == AgreementRow("a-1", "CTC", "ctc-1998", 0)
            assert work.records.agreement("a-2", lock=True) == AgreementRow(
                "a-2", "Own terms", None, 0
            )
            assert work.records.agreement("a-3", lock=True) is None
            assert work.records.facts("a-1") == []

    def test_a_taken_id_is_refused_and_the_transaction_goes_on(self, database: Database) -> None:
        add_agreement(database, "a-1")
        with database.writing() as work:
            with pytest.raises(AlreadyExists) as refusal:
                work.records.add_agreement("a-1", "Another", None)
            work.records.add_agreement("a-2", "Free", None)
            work.commit()
        assert (refusal.value.what, refusal.value.identifier) == ("agreement", "a-1")
        with database.reading() as work:
            assert [row.name for row in work.records.agreements(None, 10)] == [
                "An agreement",
                "Free",
            ]

    def test_are_listed_by_id_in_pages(self, database: Database) -> None:
        bytewise = ["A", "B", "_", "a", "a-1", "b", "é"]
        with database.writing() as work:
            for agreement_id in reversed(bytewise):
                work.records.add_agreement(agreement_id, "Listed", None)
            work.commit()
        with database.reading() as work:
            pages = [
                [row.id for row in work.records.agreements(after, 3)]
                for after in (None, "_", "b", "é")
            ]
        assert pages == [["A", "B", "_"], ["a", "a-1", "b"], ["é"], []]

    def test_a_page_may_start_after_an_id_that_is_not_there(self, database: Database) -> None:
        add_agreement(database, "m")
        with database.reading() as work:
            assert [row.id for row in work.records.agreements("l", 5)] == ["m"]


class TestRegistrations:
    def test_belong_to_an_agreement(self, database: Database) -> None:
        add_agreement(database)
        with database.writing() as work:
            work.records.add_registration("r-1", AGREEMENT, "demand")
            assert work.records.registration("r-1") == RegistrationRow("r-1", AGREEMENT, "demand")
            assert work.records.registration("r-2") is None

    def test_a_taken_id_is_refused(self, database: Database) -> None:
        add_agreement(database)
        with database.writing() as work:
            work.records.add_registration("r-1", AGREEMENT, "demand")
            with pytest.raises(AlreadyExists) as refusal:
                work.records.add_registration("r-1", AGREEMENT, "shelf")
        assert (refusal.value.what, refusal.value.identifier) == ("registration", "r-1")

    def test_of_no_agreement_are_refused(self, database: Database) -> None:
        with database.writing() as work, pytest.raises(IntegrityError):
            work.records.add_registration("r-1", "nowhere", "demand")


class TestFacts:
    def test_come_back_as_they_went_in(self, database: Database) -> None:
        add_agreement(database)
        with database.writing() as work:
            work.records.add_registration("r-1", AGREEMENT, "demand")
            work.records.append(AGREEMENT, 0, [new_fact("f-1", registration_id="r-1")])
            (stored,) = work.records.facts(AGREEMENT)
        sent = new_fact("f-1", registration_id="r-1")
        assert (stored.agreement_id, stored.position) == (AGREEMENT, 1)
        assert {name: getattr(stored, name) for name in sent.__slots__} == {
            name: getattr(sent, name) for name in sent.__slots__
        }

    def test_of_another_agreement_stay_apart(self, database: Database) -> None:
        add_agreement(database)
        add_agreement(database, "agr-2")
        append(database, 0, new_fact("f-1"))
        with database.reading() as work:
            assert work.records.facts("agr-2") == []

    @pytest.mark.parametrize("hours", [-5, 0, 9])
    def test_their_times_come_back_in_utc(self, database: Database, hours: int) -> None:
        local = NOON.astimezone(timezone(timedelta(hours=hours)))
        add_agreement(database)
        append(database, 0, new_fact("f-1", recorded_at=local))
        with database.reading() as work:
            (stored,) = work.records.facts(AGREEMENT)
        assert stored.recorded_at == NOON
        assert stored.recorded_at.tzinfo is UTC

    def test_without_a_time_zone_are_refused(self, database: Database) -> None:
        add_agreement(database)
        naive = datetime(1998, 10, 12)  # noqa: DTZ001  the point of the test
        with pytest.raises(StatementError, match="no time zone"):
            append(database, 0, new_fact("f-1", recorded_at=naive))

    def test_as_known_at_an_instant(self, database: Database) -> None:
        add_agreement(database)
        seconds = (0, 1, 2)
        times = [NOON + timedelta(seconds=second) for second in seconds]
        facts = [new_fact(f"f-{s}", recorded_at=t) for s, t in zip(seconds, times, strict=True)]
        append(database, 0, *facts)
        microsecond = timedelta(microseconds=1)
        with database.reading() as work:
            known = [
                work.records.mark(AGREEMENT, 3, instant)
                for instant in (times[0] - microsecond, times[0], times[2] - microsecond, times[2])
            ]
        assert [each and each.position for each in known] == [None, 1, 2, 3]

    def test_known_at_may_be_given_in_any_zone(self, database: Database) -> None:
        add_agreement(database)
        append(database, 0, new_fact("f-1"))
        tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
        with database.reading() as work:
            assert work.records.mark(AGREEMENT, 1, tokyo) is not None
            assert work.records.mark(AGREEMENT, 1, tokyo - timedelta(seconds=1)) is None

    def test_of_no_registration_are_refused(self, database: Database) -> None:
        add_agreement(database)
        with pytest.raises(IntegrityError):
            append(database, 0, new_fact("f-1", registration_id="nowhere"))

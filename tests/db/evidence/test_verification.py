"""A record that somebody changed says so, and where."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.db.engine import Database
from app.db.evidence import chain
from tests.api.bodies import converted
from tests.api.calls import DEMO, EXAMPLE, EXAMPLE_DEMAND, events, post_fact
from tests.api.refusals import problem, query_fault
from tests.db.evidence.evidence import exported, verified
from tests.db.evidence.tampering import change_fact, facts_of, rebuild_the_chain, tamper
from tests.running.service import Service, serving

BEGUN = 20
"""The position of the fact that begins the demonstration demand."""


def misfit(service: Service, agreement: str = EXAMPLE) -> tuple[str, int | None, str]:
    """The first entry that does not fit: what it is, at which position, and what is wrong."""
    found = verified(service, agreement)
    assert found["ok"] is False
    first = found["first_misfit"]
    assert first["says"]
    return first["entry"], first.get("position"), first["what"]


class TestAnUntouchedRecord:
    def test_fits(self, evidence: Service) -> None:
        found = verified(evidence, EXAMPLE)
        facts = events(evidence, EXAMPLE)
        assert found["ok"] is True
        assert found.get("first_misfit") is None
        assert found["facts"] == len(facts)
        assert found["head"] == facts[-1]["hash"]
        assert found["evaluations"] == found["audit_entries"] > 1

    def test_still_fits_with_every_fact_more(self, evidence: Service) -> None:
        heads = [verified(evidence)["head"]]
        for shares in (1, 2):
            post_fact(evidence, converted("1999-01-15", "wang", shares))
            heads.append(verified(evidence)["head"])
        assert len(set(heads)) == len(heads)
        for position, head in enumerate(heads, verified(evidence)["facts"] - 2):
            asked = verified(evidence, head=head).get("head_asked")
            assert asked == {"hash": head, "position": position}

    def test_is_not_one_that_somebody_else_kept_the_head_of(self, evidence: Service) -> None:
        strange = chain.digest("another record")
        assert verified(evidence, head=strange)["head_asked"] == {"hash": strange}

    def test_of_no_agreement_is_not_found(self, evidence: Service) -> None:
        problem(evidence.get("/v1/agreements/nobody/verify"), 404, "not_found")

    def test_is_not_asked_about_by_what_is_no_hash(self, evidence: Service) -> None:
        response = evidence.get(f"/v1/agreements/{DEMO}/verify", head="abc")
        assert query_fault(response, "head") == "invalid_value"


class TestAFactThatWasChanged:
    @pytest.mark.parametrize(
        "change",
        [
            "kind = 'filed'",
            "occurred_on = '1999-02-15'",
            "recorded_at = '2026-11-21 16:59:59.000000+00:00'",
            "schema_version = 2",
            "registration_id = NULL",
            "fact_id = 'another'",
            """payload = '{"kind": "declared_effective", "occurred_on": "1999-01-01"}'""",
        ],
    )
    def test_in_any_of_its_columns(self, evidence: Service, loaded: Database, change: str) -> None:
        tamper(
            loaded,
            f"UPDATE facts SET {change} WHERE agreement_id = :agreement AND position = {BEGUN}",
            agreement=EXAMPLE,
        )
        assert misfit(evidence) == ("fact", BEGUN, "hash")
        assert verified(evidence, EXAMPLE)["facts"] == BEGUN - 1
        assert verified(evidence, DEMO)["ok"] is True

    def test_by_a_single_share(self, evidence: Service, loaded: Database) -> None:
        (begun,) = (each for each in facts_of(loaded, EXAMPLE) if each.position == BEGUN)
        written = chain.canonical(begun.payload)
        assert "400000" in written
        changed = json.loads(written.replace("400000", "400001"))
        change_fact(loaded, EXAMPLE, BEGUN, payload=changed)
        assert misfit(evidence) == ("fact", BEGUN, "hash")

    def test_and_hashed_again_breaks_the_next_link(
        self, evidence: Service, loaded: Database
    ) -> None:
        change_and_hash_again(loaded, BEGUN)
        assert misfit(evidence) == ("fact", BEGUN + 1, "link")

    def test_and_the_whole_chain_made_again_betrays_itself_by_the_answers_given(
        self, evidence: Service, loaded: Database
    ) -> None:
        kept_head = verified(evidence, EXAMPLE)["head"]
        change_and_hash_again(loaded, BEGUN)
        rebuild_the_chain(loaded, EXAMPLE, BEGUN)
        assert misfit(evidence) == ("evaluation", BEGUN, "record_hash")
        asked = verified(evidence, EXAMPLE, head=kept_head)["head_asked"]
        assert "position" not in asked

    def test_and_is_the_last_one(self, evidence: Service, loaded: Database) -> None:
        last = verified(evidence, EXAMPLE)["facts"]
        change_and_hash_again(loaded, last)
        assert misfit(evidence) == ("evaluation", last, "record_hash")

    def test_into_what_cannot_be_read(self, demonstration_sqlite: str) -> None:
        with on_sqlite(demonstration_sqlite) as (service, database):
            tamper(
                database,
                "UPDATE facts SET payload = '{no JSON' WHERE fact_id = :fact",
                fact=f"{EXAMPLE_DEMAND}-1",
            )
            assert misfit(service) == ("fact", BEGUN, "unreadable")

    def test_into_an_instant_that_is_none(self, demonstration_sqlite: str) -> None:
        with on_sqlite(demonstration_sqlite) as (service, database):
            tamper(
                database,
                "UPDATE facts SET recorded_at = 'yesterday' WHERE fact_id = :fact",
                fact=f"{EXAMPLE_DEMAND}-1",
            )
            assert misfit(service) == ("fact", BEGUN, "unreadable")

    def test_into_a_fact_that_the_service_does_not_know(
        self, evidence: Service, loaded: Database
    ) -> None:
        change_and_hash_again(loaded, BEGUN, {"kind": "unheard_of"})
        assert misfit(evidence) == ("fact", BEGUN, "unreadable")


class TestAFactThatIsGone:
    def test_in_the_middle(self, evidence: Service, loaded: Database) -> None:
        tamper(loaded, "DELETE FROM facts WHERE fact_id = :fact", fact=f"{EXAMPLE_DEMAND}-1")
        assert misfit(evidence) == ("fact", BEGUN, "position_gap")

    def test_in_the_middle_with_the_rest_moved_up(
        self, evidence: Service, loaded: Database
    ) -> None:
        tamper(loaded, "DELETE FROM facts WHERE fact_id = :fact", fact=f"{EXAMPLE_DEMAND}-1")
        for position in range(BEGUN + 1, len(facts_of(loaded, EXAMPLE)) + 2):
            tamper(
                loaded,
                "UPDATE facts SET position = :position - 1 "
                "WHERE agreement_id = :agreement AND position = :position",
                agreement=EXAMPLE,
                position=position,
            )
        assert misfit(evidence) == ("fact", BEGUN, "link")

    def test_at_the_end(self, evidence: Service, loaded: Database) -> None:
        last = len(facts_of(loaded, EXAMPLE))
        forget_the_last(loaded, last)
        assert misfit(evidence) == ("agreement", None, "version_count")

    def test_at_the_end_and_no_longer_counted(self, evidence: Service, loaded: Database) -> None:
        last = len(facts_of(loaded, EXAMPLE))
        forget_the_last(loaded, last)
        tamper(
            loaded,
            "UPDATE agreements SET version = :version WHERE id = :agreement",
            version=last - 1,
            agreement=EXAMPLE,
        )
        assert misfit(evidence) == ("evaluation", last, "record_hash")


class TestWhatRestsOnTheFacts:
    def test_another_name_of_the_agreement(self, evidence: Service, loaded: Database) -> None:
        tamper(
            loaded,
            "UPDATE agreements SET name = 'Another' WHERE id = :agreement",
            agreement=EXAMPLE,
        )
        assert misfit(evidence) == ("fact", 1, "link")

    def test_other_terms(self, evidence: Service, loaded: Database) -> None:
        tamper(loaded, """UPDATE terms_documents SET document = '{"title": "Another"}'""")
        assert misfit(evidence) == ("terms", None, "terms_hash")

    def test_no_terms(self, evidence: Service, loaded: Database) -> None:
        tamper(loaded, "DELETE FROM terms_documents")
        assert misfit(evidence) == ("terms", None, "not_on_record")

    def test_terms_that_cannot_be_read(self, evidence: Service, loaded: Database) -> None:
        if loaded.engine.dialect.name == "postgresql":
            pytest.skip("PostgreSQL takes nothing but JSON there")
        tamper(loaded, "UPDATE terms_documents SET document = '{nope'")
        assert misfit(evidence) == ("terms", None, "unreadable")
        problem(evidence.get(f"/v1/agreements/{EXAMPLE}"), 503, "storage_unavailable")
        problem(evidence.get(f"/v1/agreements/{EXAMPLE}/export"), 503, "storage_unavailable")

    def test_no_fact_at_all(self, evidence: Service, loaded: Database) -> None:
        tamper(loaded, "DELETE FROM facts WHERE agreement_id = :agreement", agreement=EXAMPLE)
        assert misfit(evidence) == ("agreement", None, "version_count")
        problem(evidence.get(f"/v1/agreements/{EXAMPLE}/export"), 404, "not_found")

    def test_a_registration_of_another_kind(self, evidence: Service, loaded: Database) -> None:
        tamper(
            loaded, "UPDATE registrations SET kind = 'incidental' WHERE id = :id", id=EXAMPLE_DEMAND
        )
        assert misfit(evidence) == ("registration", None, "another_kind")

    def test_a_registration_that_nothing_is_known_of(
        self, evidence: Service, loaded: Database
    ) -> None:
        tamper(
            loaded,
            "INSERT INTO registrations (id, agreement_id, kind) "
            "VALUES ('strange', :agreement, 'requested')",
            agreement=EXAMPLE,
        )
        assert misfit(evidence) == ("registration", None, "not_on_record")

    def test_another_answer(self, evidence: Service, loaded: Database) -> None:
        tamper(
            loaded,
            "UPDATE evaluations SET answer = replace(answer, 'accepted', 'refused!') "
            "WHERE id = :id",
            id=f"{EXAMPLE_DEMAND}-2",
        )
        assert misfit(evidence) == ("evaluation", BEGUN, "answer_hash")

    def test_another_answer_with_its_hash(self, evidence: Service, loaded: Database) -> None:
        tamper(
            loaded,
            "UPDATE evaluations SET answer = '{}', answer_hash = :hash WHERE id = :id",
            id=f"{EXAMPLE_DEMAND}-2",
            hash=chain.digest("{}"),
        )
        assert misfit(evidence) == ("evaluation", BEGUN, "hash")

    @pytest.mark.parametrize("name", ["actor", "request_id", "service_version", "terms_hash"])
    def test_an_answer_given_by_another(
        self, evidence: Service, loaded: Database, name: str
    ) -> None:
        tamper(
            loaded,
            f"UPDATE evaluations SET {name} = 'another' WHERE id = :id",
            id=f"{EXAMPLE_DEMAND}-2",
        )
        assert misfit(evidence) == ("evaluation", BEGUN, "hash")

    def test_an_answer_that_nobody_asked_for(self, evidence: Service, loaded: Database) -> None:
        """Stored with all its hashes right, but in no entry of the audit."""
        with loaded.writing() as unit:
            kept = unit.journal.evaluation(f"{EXAMPLE_DEMAND}-2")
            assert kept is not None
            unit.journal.keep(replace(kept, id="strange"))
            unit.commit()
        assert misfit(evidence) == ("evaluation", None, "not_audited")

    @pytest.mark.parametrize("name", ["actor", "request_id", "action", "record_hash"])
    def test_an_entry_of_the_audit_that_was_changed(
        self, evidence: Service, loaded: Database, name: str
    ) -> None:
        tamper(
            loaded,
            f"UPDATE audit_entries SET {name} = 'another' WHERE id = :id",
            id=f"{EXAMPLE_DEMAND}-3",
        )
        assert misfit(evidence) == ("audit_entry", BEGUN, "hash")

    def test_an_entry_of_the_audit_that_is_gone(self, evidence: Service, loaded: Database) -> None:
        tamper(loaded, "DELETE FROM audit_entries WHERE id = :id", id=f"{EXAMPLE_DEMAND}-3")
        assert misfit(evidence) == ("audit_entry", BEGUN + 1, "position_gap")

    def test_the_last_entry_of_the_audit_that_is_gone(
        self, evidence: Service, loaded: Database
    ) -> None:
        last = verified(evidence, EXAMPLE)["facts"]
        tamper(
            loaded,
            "DELETE FROM audit_entries WHERE agreement_id = :agreement AND last_position = :last",
            agreement=EXAMPLE,
            last=last,
        )
        assert misfit(evidence) == ("audit_entry", last, "position_gap")

    def test_an_answer_that_is_gone(self, evidence: Service, loaded: Database) -> None:
        tamper(
            loaded,
            "UPDATE audit_entries SET evaluation_id = NULL WHERE id = :id",
            id=f"{EXAMPLE_DEMAND}-3",
        )
        tamper(loaded, "DELETE FROM evaluations WHERE id = :id", id=f"{EXAMPLE_DEMAND}-2")
        assert misfit(evidence) == ("audit_entry", BEGUN, "hash")


def test_the_export_shows_what_was_tampered_with(evidence: Service, loaded: Database) -> None:
    """The document is what is stored; whoever makes the hashes again finds the fact."""
    tamper(
        loaded,
        "UPDATE facts SET occurred_on = '1999-02-15' WHERE fact_id = :fact",
        fact=f"{EXAMPLE_DEMAND}-1",
    )
    document = exported(evidence, EXAMPLE)
    wrong = [
        each["position"]
        for each in document["facts"]
        if chain.hash_of({name: each[name] for name in each if name != "hash"}) != each["hash"]
    ]
    assert wrong == [BEGUN]


# --- what somebody would do ---------------------------------------------------------------------


def change_and_hash_again(
    database: Database, position: int, payload: Mapping[str, Any] | None = None
) -> None:
    """Say that a fact was recorded a moment later, or something else, and hash it anew."""
    (fact,) = (each for each in facts_of(database, EXAMPLE) if each.position == position)
    changed = {name: getattr(fact, name) for name in chain.OF_A_FACT}
    if payload is None:
        changed["recorded_at"] = fact.recorded_at + timedelta(microseconds=1)
    else:
        changed["payload"] = payload
    change_fact(
        database,
        EXAMPLE,
        position,
        payload=changed["payload"],
        recorded_at=changed["recorded_at"],
        hash=chain.fact_hash(changed),
    )


def forget_the_last(database: Database, position: int) -> None:
    tamper(
        database,
        "DELETE FROM facts WHERE agreement_id = :agreement AND position = :position",
        agreement=EXAMPLE,
        position=position,
    )


@contextmanager
def on_sqlite(url: str) -> Iterator[tuple[Service, Database]]:
    """The service on SQLite, which does not look at what stands in a column."""
    database = Database(url)
    with serving(database) as service:
        yield service, database
    database.dispose()

"""A database that is brought to this version: `/readyz` knows, `check` names, `verify` is fair."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import text

from app.cli.commands import main
from app.db.engine import Database
from app.db.evidence import chain
from app.db.upkeep.migrate import downgrade
from app.errors import DocketAltered
from app.release import RULES_VERSION
from app.rules.facts.holdings import HolderRecorded
from app.rules.reasoning.trace import Detail
from app.services.agreements.agreements import NewAgreement, create, post_facts
from app.services.docket import docket_watch
from app.services.docket.docket_watch import DocketWatch
from app.services.evidence import verification, whole_store
from app.services.record.posting import Wish
from app.services.store import readiness, upkeep
from app.services.store.upkeep import Compared
from app.services.workspace.workspace import Workspace
from tests.api.calls import EXAMPLE, ok
from tests.api.refusals import problem
from tests.db.evidence.evidence import verified
from tests.db.evidence.tampering import tamper
from tests.running.service import Service, serving

OTHER = chain.digest("other rules")
AT_ONCE, EACH = 6, 5


@pytest.fixture
def commands(loaded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands work on that database."""
    url = loaded.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", url)


class TestReady:
    def test_once_the_present_rules_have_read_it(
        self, evidence: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ok(evidence.get("/readyz"))
        monkeypatch.setattr(readiness, "RULES_VERSION", OTHER)
        problem(evidence.get("/readyz"), 503, "storage_unavailable")

    def test_where_nothing_is_on_record(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(readiness, "RULES_VERSION", OTHER)
        with serving(database) as service:
            ok(service.get("/readyz"))

    @pytest.mark.usefixtures("patient")
    def test_asks_with_the_same_statements_each_time(
        self, evidence: Service, loaded: Database
    ) -> None:
        """A statement made anew for each question would be kept, compiled, with its tables."""
        for _ in range(2):  # the second compares digests
            ok(evidence.get("/readyz"))
        compiled = loaded.engine._compiled_cache
        assert compiled is not None
        kept = len(compiled)
        for _ in range(5):
            ok(evidence.get("/readyz"))
        assert len(compiled) == kept

    def test_not_with_an_older_schema(self, evidence: Service, loaded: Database) -> None:
        downgrade(loaded.engine.url.render_as_string(hide_password=False), "0005")
        problem(evidence.get("/readyz"), 503, "storage_unavailable")

    def test_with_the_schema_of_a_version_after_it(
        self, evidence: Service, loaded: Database
    ) -> None:
        """Servers are replaced one after the other: the older ones go on until it is their turn."""
        with loaded.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        ok(evidence.get("/readyz"))


ALTERED = "UPDATE docket SET clause = '9(z)' WHERE obligation_id = 'effect'"


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question waits until all is looked at, however loaded the machine is, and none rests."""
    monkeypatch.setattr(docket_watch, "MOMENT_SECONDS", 600)
    monkeypatch.setattr(docket_watch, "RESTS", 0)


@pytest.mark.usefixtures("commands", "patient")
class TestAlteredRows:
    """What `check` compares whole, the service compares by itself, a piece at each question."""

    @pytest.mark.parametrize(
        "altered",
        [
            ALTERED,
            "UPDATE docket SET due_on = '1999-05-21' WHERE obligation_id = 'effect'",
            "UPDATE docket_obligees SET obligee = 'x' WHERE obligee = 'spectrum'",
            "DELETE FROM docket_obligees WHERE obligation_id = 'effect'",
            "DELETE FROM docket_obligees",
            "DELETE FROM docket WHERE obligation_id = 'effect'",
        ],
    )
    def test_are_known_to_a_service_that_starts(
        self, loaded: Database, altered: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        tamper(loaded, altered)
        with serving(loaded) as service:
            found = problem(service.get("/readyz"), 503, "docket_altered")
            assert EXAMPLE not in found["detail"], "strangers ask too"
            assert f"agreement {EXAMPLE} of tenant default" in caplog.text

    def test_are_named_where_nobody_else_can_ask(self, loaded: Database) -> None:
        tamper(loaded, ALTERED)
        watch = DocketWatch(may_name=True)
        with pytest.raises(DocketAltered, match=f"agreement {EXAMPLE} of tenant default"):
            readiness.check(Workspace(loaded), watch)
        watch.close()

    def test_are_known_to_a_service_that_runs_until_they_are_written_anew(
        self, loaded: Database
    ) -> None:
        with serving(loaded) as service:
            ok(service.get("/readyz"))
            tamper(loaded, ALTERED)
            problem(service.get("/readyz"), 503, "docket_altered")
            assert main(["refresh-docket"]) == 0
            ok(service.get("/readyz"))

    def test_of_no_agreement(self, loaded: Database) -> None:
        tamper(loaded, "DELETE FROM docket_obligees")
        tamper(loaded, "UPDATE docket SET agreement_id = 'nothing' WHERE obligation_id = 'effect'")
        watch = DocketWatch(may_name=True)
        with pytest.raises(DocketAltered, match="rows of nothing, which is no agreement"):
            readiness.check(Workspace(loaded), watch)
        watch.close()

    def test_are_no_fault_while_an_older_version_still_writes(self, loaded: Database) -> None:
        """Its rows differ from what these rules give, and nobody altered them."""
        tamper(loaded, ALTERED)
        other = "UPDATE evaluations SET answer = replace(answer, :rules, 'other')"
        tamper(loaded, other, rules=RULES_VERSION)
        before = "UPDATE audit_entries SET recorded_at = :then WHERE action = 'rules_adopted'"
        tamper(loaded, before, then="2000-01-01 00:00:00.000000")
        with serving(loaded) as service:
            ok(service.get("/readyz"))

    def test_are_looked_for_without_comparing_all_each_time(
        self, loaded: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was right is known by a digest of its rows, and compared again if it is another."""
        looked: list[str] = []
        compared = upkeep.compared

        def counted(of: Workspace, agreement_id: str) -> Compared:
            looked.append(agreement_id)
            return compared(of, agreement_id)

        monkeypatch.setattr(upkeep, "compared", counted)
        with serving(loaded) as service:
            for _ in range(5):
                ok(service.get("/readyz"))
        assert EXAMPLE in looked
        assert looked == sorted(set(looked))


@pytest.mark.usefixtures("commands")
class TestCheck:
    def test_names_a_row_of_the_lists_that_was_changed(
        self, loaded: Database, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["check"]) == 0
        tamper(loaded, "UPDATE docket SET clause = '9(z)' WHERE obligation_id = 'effect'")
        assert main(["check"]) == 1
        said = capsys.readouterr().err
        assert "effect from" in said
        assert "clause is 9(z)" in said
        assert main(["refresh-docket"]) == 0
        assert main(["check"]) == 0

    def test_names_a_fact_that_cannot_be_read(
        self, loaded: Database, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tamper(loaded, "UPDATE facts SET schema_version = 7 WHERE position = 2")
        assert main(["check"]) == 1
        assert "It cannot be read" in capsys.readouterr().err


class TestVerification:
    def test_does_not_accuse_where_other_rules_wrote_the_lists(
        self,
        evidence: Service,
        loaded: Database,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Nor does the command pass over in silence that it could not compare them."""
        assert verified(evidence, EXAMPLE)["docket"] == "follows"
        tamper(loaded, "UPDATE docket SET clause = '9(z)' WHERE obligation_id = 'effect'")
        found = verified(evidence, EXAMPLE)
        assert (found["ok"], found["docket"]) == (False, "differs")
        assert found["first_misfit"]["entry"] == "docket_row"
        monkeypatch.setattr(verification, "RULES_VERSION", OTHER)
        found = verified(evidence, EXAMPLE)
        assert (found["ok"], found["docket"]) == (True, "of_other_rules")
        url = loaded.engine.url.render_as_string(hide_password=False)
        monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", url)
        status = main(["verify"])
        assert "written by other rules" in (said := capsys.readouterr().err)
        assert status == 0, said

    def test_names_a_link_that_is_gone(self, loaded: Database) -> None:
        tamper(loaded, "DELETE FROM chain_links WHERE position = 5")
        assert any(each.part == "chain" for each in whole_store.misfits(Workspace(loaded)))


class TestTheChainOfWrites:
    def test_stays_one_when_many_write_at_once(self, database: Database) -> None:
        """Each to a record of its own: nothing else makes them wait for one another."""
        workspace = Workspace(database)
        for number in range(AT_ONCE):
            create(workspace, NewAgreement("ctc-1998", id=f"a-{number}", holders=[]))

        def write(number: int) -> None:
            for place in range(EACH):
                fact = HolderRecorded(occurred_on=date(1998, 5, 1), holder=f"h-{place}", name="H")
                post_facts(workspace, f"a-{number}", [fact], Wish(detail=Detail.NONE))

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(write, range(AT_ONCE)))
        assert list(whole_store.misfits(workspace)) == []
        with database.reading() as unit:
            assert unit.links.end().links >= AT_ONCE * (EACH + 1)

    def test_knows_what_was_forgotten_and_what_was_taken(
        self, evidence: Service, loaded: Database
    ) -> None:
        workspace = Workspace(loaded)
        holder = {"kind": "holder_recorded", "occurred_on": "1998-05-01", "name": "H"}
        for key in ("one", "two"):
            fact = {**holder, "holder": key}
            path = f"/v1/agreements/{EXAMPLE}/events"
            assert evidence.post_as(key, path, fact).status_code == 201
        assert list(whole_store.misfits(workspace)) == []
        tamper(loaded, "DELETE FROM replies WHERE key = 'one'")
        (gone,) = whole_store.misfits(workspace)
        assert (gone.part, gone.name) == ("reply", "default one")

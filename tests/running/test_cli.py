"""Commands of `python -m app` that look after what is stored."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli.commands import main
from app.db.engine import Database
from app.db.upkeep.migrate import downgrade
from app.release import RULES_VERSION
from app.services.docket import obligations
from app.services.docket.obligations import Wanted
from app.services.store import demonstration
from app.services.workspace.workspace import Workspace
from app.settings import Settings
from tests.db.docket.docket import disagreements
from tests.db.evidence.tampering import tamper
from tests.running.service import NOW


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database that the commands work on: there is none yet."""
    found = f"sqlite:///{tmp_path / 'commands.db'}"
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", found)
    return found


def on_the_docket(database: Database) -> int:
    return len(obligations.listed(Workspace(database), Wanted(NOW.date()), None, 1_000))


def test_an_older_database_gets_its_docket_when_it_is_migrated(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    assert main(["seed"]) == 0
    database = Database(url)
    before = on_the_docket(database)
    database.dispose()
    downgrade(url, "0001")
    assert main(["migrate"]) == 0
    assert on_the_docket(database) == before > 0
    assert "4 of 4 agreements" in capsys.readouterr().out
    assert disagreements(database, {}) == []
    database.dispose()


def test_a_docket_that_went_astray_is_written_anew(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate"])
    database = Database(url)
    demonstration.load(database)
    with database.engine.begin() as connection:
        for table in ("docket", "docket_obligees"):
            connection.execute(text(f"DELETE FROM {table} WHERE obligation_id = 'effect'"))
        connection.execute(text("UPDATE docket SET last_day = first_day WHERE status = 'open'"))
    assert disagreements(database, {}) != []
    assert main(["refresh-docket"]) == 0
    assert disagreements(database, {}) == []
    assert main(["refresh-docket"]) == 0
    assert capsys.readouterr().out.endswith("0 of 4 agreements rewritten.\n")
    database.dispose()


def test_an_agreement_that_the_rules_cannot_answer_is_named(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate"])
    database = Database(url)
    demonstration.load(database)
    with database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER facts_no_update"))
        connection.execute(
            text("UPDATE facts SET payload = replace(payload, '1999-02-16', '2060-12-20')")
        )
    assert main(["refresh-docket"]) == 1
    said = capsys.readouterr()
    assert "agreement ctc-example of tenant default stays" in said.err
    assert "agreements rewritten" in said.out
    database.dispose()


class TestTheAuditOfCommands:
    def lines(self, capsys: pytest.CaptureFixture[str], status: int = 0) -> list[list[str]]:
        """What is entered, but for the first entry: under which rules the database was made."""
        capsys.readouterr()
        assert main(["audit"]) == status
        first, *rest = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
        assert first[2:4] == ["rules_adopted", RULES_VERSION]
        return rest

    @pytest.mark.usefixtures("url")
    def test_says_who_made_and_ended_what_and_when(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LOGNAME", "counsel")
        main(["migrate"])
        capsys.readouterr()
        main(["tenants", "create", "acme", "--name", "Acme"])
        main(["keys", "create", "--tenant", "acme", "--name", "job"])
        first = capsys.readouterr().out.splitlines()[-1].split("_")[1]
        main(["keys", "rotate", first])
        second = capsys.readouterr().out.split("_")[1]
        main(["keys", "revoke", second])
        main(["keys", "revoke", second])  # it has ended: nothing is written
        assert main(["keys", "revoke", "0" * 12]) == 1
        found = self.lines(capsys)
        assert [each[2:4] for each in found] == [
            ["tenant_made", "acme"],
            ["key_made", first],
            ["key_rotated", second],
            ["key_ending", first],
            ["key_revoked", second],
        ]
        assert {each[1] for each in found} == {"operator:counsel"}
        assert len({each[4] for each in found}) == 4, "each command has an id of its own"

    def test_tells_of_replies_forgotten(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        main(["migrate"])
        assert main(["forget-replies"]) == 0
        assert self.lines(capsys) == []
        database = Database(url)
        with database.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO replies (scope, key, fingerprint, status, headers, body, "
                    "created_at) VALUES ('', 'k', 'f', 200, '{}', '', '1999-01-01 00:00:00')"
                )
            )
        assert main(["forget-replies"]) == 0
        assert [each[2:4] for each in self.lines(capsys)] == [["replies_forgotten", "1"]]
        database.dispose()

    def test_shows_an_entry_that_was_changed(
        self, url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main(["migrate"])
        main(["tenants", "create", "acme", "--name", "Acme"])
        database = Database(url)
        tamper(database, "UPDATE audit_entries SET actor = 'x' WHERE action = 'tenant_made'")
        database.dispose()
        ((*_, last),) = self.lines(capsys, status=1)
        assert last == "CHANGED SINCE"


class TestSettings:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("DATABASE_URL", "mysql://operator:secret@host/record"),
            ("DATABASE_URL", "secret"),
            ("PORT", "secret"),
        ],
    )
    def test_that_cannot_be_are_named_without_what_was_set(
        self,
        name: str,
        value: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv(f"REGISTRATION_RIGHTS_{name}", value)
        assert main(["check"]) == 2
        said = capsys.readouterr().err
        assert said.startswith(f"REGISTRATION_RIGHTS_{name}: ")
        assert "secret" not in said

    def test_of_tokens_belong_together(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("REGISTRATION_RIGHTS_JWT_ISSUER", "https://issuer.example")
        assert main(["check"]) == 2
        assert "jwt_issuer, jwt_audience and jwt_keys belong together" in capsys.readouterr().err

    def test_take_the_url_that_many_hosts_write(self) -> None:
        chosen = Settings(database_url="postgres://operator@host/record")
        assert chosen.database_url == "postgresql://operator@host/record"

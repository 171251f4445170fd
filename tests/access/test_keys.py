"""API keys: from the command line to the door, and to their end."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from app.access.keys import SECRET_BYTES, digest, make_key, read_key
from app.access.principal import DEFAULT_TENANT
from app.cli.commands import main
from app.db.engine import Database
from app.errors import NotFound
from app.services import access
from app.services.workspace.workspace import Workspace
from app.settings import Settings
from tests.access.conftest import CLOSED, OURS, THEIRS, Clock, key
from tests.api.calls import ok
from tests.api.refusals import problem
from tests.running.service import Service, serving

PATH = "/v1/agreements/ctc"


@pytest.fixture(scope="module")
def anything_goes_to(tenants_file: Path) -> Iterator[Service]:
    """One service for the many credentials that hypothesis thinks up."""
    database = Database(f"sqlite:///{tenants_file}")
    with serving(database, CLOSED) as running:
        yield running
    database.dispose()


def prefix_of(text: str) -> str:
    return text.split("_")[1]


class TestTheTextOfAKey:
    def test_holds_256_random_bits(self) -> None:
        made = [make_key() for _ in range(50)]
        assert SECRET_BYTES * 8 == 256
        assert len({each.text for each in made}) == len({each.prefix for each in made}) == 50

    def test_is_read_back(self) -> None:
        made = make_key()
        read = read_key(made.text)
        assert read is not None
        assert (read.prefix, read.digest) == (made.prefix, digest(made.text))

    def test_does_not_show_in_a_log_of_the_object(self) -> None:
        made = make_key()
        read = read_key(made.text)
        assert made.text not in repr(made)
        assert read is not None
        assert read.digest not in repr(read)

    @given(st.text(max_size=80))
    def test_no_other_text_is_read(self, text: str) -> None:
        assert read_key(text) is None


class TestAGoodKey:
    def test_opens_the_door(self, ours: Service) -> None:
        assert ok(ours.get(PATH))["result"]["id"] == "ctc"

    @pytest.mark.parametrize("kind", ["Bearer", "bearer", "BEARER"])
    def test_whatever_the_case_of_the_word(
        self, stranger: Service, workspace: Workspace, kind: str
    ) -> None:
        headers = {"authorization": f"{kind} {key(workspace)}"}
        assert stranger.request("GET", PATH, headers=headers).status_code == 200

    def test_records_in_its_own_tenant(self, theirs: Service, database: Database) -> None:
        ok(theirs.post("/v1/agreements", {"template": "ctc-1998", "id": "mine"}), 201)
        with database.of(THEIRS).reading() as unit:
            assert unit.records.agreement("mine") is not None
        for tenant in (OURS, DEFAULT_TENANT):
            with database.of(tenant).reading() as unit:
                assert unit.records.agreement("mine") is None


class TestABadCredential:
    def refused(self, stranger: Service, value: str | bytes) -> None:
        response = stranger.request("GET", PATH, headers={"authorization": value})
        assert "`Authorization: Bearer …`" in problem(response, 401, "unauthenticated")["detail"]
        assert 'error="invalid_token"' in response.headers["www-authenticate"]

    @pytest.mark.parametrize(
        "spoilt",
        [
            lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
            lambda text: text[:-1],
            lambda text: text + "A",
            lambda text: text.upper(),
            lambda text: "rrk_000000000000" + text[16:],
            lambda text: text.split("_")[1],
            digest,
            lambda text: text[:4],
            lambda text: text[:4] + text * 1000,
        ],
    )
    def test_almost_a_key(
        self, stranger: Service, workspace: Workspace, spoilt: Callable[[str], str]
    ) -> None:
        self.refused(stranger, f"Bearer {spoilt(key(workspace))}")

    @pytest.mark.parametrize("value", ["Bearer", "Bearer ", "Basic YTpi", "rrk_", "", ", ", "\xff"])
    def test_not_a_bearer(self, stranger: Service, value: str) -> None:
        self.refused(stranger, value.encode("latin-1"))

    def test_another_kind_before_a_good_key(self, stranger: Service, workspace: Workspace) -> None:
        self.refused(stranger, f"Basic {key(workspace)}")

    def test_two_at_once(self, stranger: Service, workspace: Workspace) -> None:
        """Which of them would be meant? A proxy in between may take the other."""
        text = key(workspace)
        response = stranger.portal.call(
            lambda: stranger.client.get(
                PATH,
                headers=[("authorization", f"Bearer {text}"), ("authorization", "Bearer other")],
            )
        )
        problem(response, 401, "unauthenticated")

    def test_in_the_address(self, stranger: Service, workspace: Workspace) -> None:
        """Addresses end up in logs."""
        assert stranger.get(PATH, access_token=key(workspace)).status_code == 401

    @given(value=st.binary(max_size=200).filter(lambda value: b"\n" not in value))
    def test_anything_at_all(self, anything_goes_to: Service, value: bytes) -> None:
        for header in (value, b"Bearer " + value, b"Bearer rrk_" + value):
            response = anything_goes_to.request("GET", PATH, headers={b"authorization": header})
            assert response.status_code == 401

    def test_all_are_refused_in_the_same_words(
        self, stranger: Service, workspace: Workspace, clock: Clock
    ) -> None:
        """Expired, revoked, false and unknown: a stranger does not learn which."""
        expired, revoked = key(workspace, days=1), key(workspace)
        access.revoke_key(workspace, prefix_of(revoked))
        clock.forward(days=2)
        false = expired[:-1] + ("A" if expired[-1] != "A" else "B")
        answers = {
            stranger.bearing(each).get(PATH).text
            for each in (expired, revoked, false, make_key().text, "no.to.ken")
        }
        assert len(answers) == 1


class TestTheEndOfAKey:
    def test_it_expires_to_the_second(
        self, stranger: Service, workspace: Workspace, clock: Clock
    ) -> None:
        service = stranger.bearing(key(workspace, days=1))
        clock.forward(days=1, seconds=-1)
        assert service.get(PATH).status_code == 200
        clock.forward(seconds=1)
        assert service.get(PATH).status_code == 401

    def test_a_revoked_key_works_no_longer_than_it_is_remembered(
        self, stranger: Service, workspace: Workspace, clock: Clock
    ) -> None:
        text = key(workspace)
        service = stranger.bearing(text)
        assert service.get(PATH).status_code == 200
        access.revoke_key(workspace, prefix_of(text))
        clock.forward(seconds=4)
        assert service.get(PATH).status_code == 200  # documented in docs/security.md
        clock.forward(seconds=1)
        assert service.get(PATH).status_code == 401

    def test_it_is_not_remembered_beyond_its_end(self, workspace: Workspace, clock: Clock) -> None:
        text = key(workspace, days=1)
        settings = Settings(remember_seconds=300)
        with serving(workspace.database, settings, workspace) as service:
            clock.forward(days=1, seconds=-1)
            assert service.bearing(text).get(PATH).status_code == 200
            clock.forward(seconds=1)
            assert service.bearing(text).get(PATH).status_code == 401

    def test_recognising_it_again_asks_the_database_nothing(
        self, stranger: Service, workspace: Workspace, database: Database
    ) -> None:
        service, asked = stranger.bearing(key(workspace)), []
        event.listen(
            database.engine, "before_cursor_execute", lambda *given: asked.append(given[2])
        )
        for _ in range(3):
            ok(service.get("/v1/readings"))["items"]
        assert sum("api_keys" in statement for statement in asked) == 1

    def test_a_key_never_used_is_revoked_at_once(
        self, stranger: Service, workspace: Workspace
    ) -> None:
        text = key(workspace)
        access.revoke_key(workspace, prefix_of(text))
        assert stranger.bearing(text).get(PATH).status_code == 401

    def test_both_work_for_a_while_after_a_rotation(
        self, stranger: Service, workspace: Workspace, clock: Clock
    ) -> None:
        old = key(workspace, OURS, "read")
        new = access.rotate_key(workspace, prefix_of(old), 30, timedelta(hours=2))
        clock.forward(hours=2, seconds=-1)
        assert stranger.bearing(old).get(PATH).status_code == 200
        clock.forward(seconds=1)
        assert stranger.bearing(old).get(PATH).status_code == 401
        assert stranger.bearing(new).get(PATH).status_code == 200
        assert stranger.bearing(new).post("/v1/agreements", {}).status_code == 403

    def test_a_rotation_does_not_lengthen_a_life(self, workspace: Workspace, clock: Clock) -> None:
        old = key(workspace, days=1)
        access.rotate_key(workspace, prefix_of(old), 30, timedelta(days=20))
        listed = {each.prefix: each for each in access.list_keys(workspace, OURS)}
        assert listed[prefix_of(old)].expires_at == clock.now + timedelta(days=1)

    @pytest.mark.parametrize("how", ["expired", "revoked"])
    def test_what_has_ended_is_not_rotated(
        self, workspace: Workspace, clock: Clock, how: str
    ) -> None:
        text = key(workspace, days=1)
        if how == "expired":
            clock.forward(days=1)
        else:
            access.revoke_key(workspace, prefix_of(text))
        with pytest.raises(NotFound):
            access.rotate_key(workspace, prefix_of(text), 30, timedelta(0))


class TestListing:
    def test_shows_the_tenants_own_keys_without_secrets(
        self, stranger: Service, workspace: Workspace
    ) -> None:
        text, other = key(workspace, name="billing"), key(workspace, THEIRS)
        response = stranger.bearing(text).get("/v1/keys")
        (shown,) = ok(response)["items"]
        assert shown == {
            "prefix": prefix_of(text),
            "name": "billing",
            "scopes": ["read", "write", "admin"],
            "created_at": "2026-11-22T17:00:00Z",
            "expires_at": "2026-12-22T17:00:00Z",
            "state": "good",
        }
        for secret in (text, digest(text), prefix_of(other)):
            assert secret not in response.text


class TestTheCommandLine:
    @pytest.fixture(autouse=True)
    def file(self, migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        path = tmp_path / "cli.db"
        path.write_bytes(migrated_file.read_bytes())
        monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", f"sqlite:///{path}")
        return path

    def run(self, capsys: pytest.CaptureFixture[str], command: str, status: int = 0) -> str:
        assert main(command.split()) == status
        shown = capsys.readouterr()
        return shown.out if status == 0 else shown.err

    def test_makes_a_key_that_is_shown_once_and_stored_as_a_digest(
        self, capsys: pytest.CaptureFixture[str], file: Path
    ) -> None:
        self.run(capsys, "tenants create acme --name Acme")
        text = self.run(capsys, "keys create --tenant acme --name nightly --scopes read").strip()
        assert re.fullmatch(r"rrk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", text)
        listed = self.run(capsys, "keys list")
        assert prefix_of(text) in listed
        assert "nightly" in listed
        assert text not in listed
        with sqlite3.connect(file) as connection:
            (stored,) = connection.execute("SELECT digest FROM api_keys").fetchone()
        assert stored == digest(text)
        stored_bytes = b"".join(
            each.read_bytes() for each in file.parent.glob("cli.db*") if each.is_file()
        )
        assert text.split("_", 2)[2].encode() not in stored_bytes

    def test_rotates_and_revokes(self, capsys: pytest.CaptureFixture[str]) -> None:
        first = self.run(capsys, "keys create --name job --scopes read write").strip()
        second = self.run(
            capsys, f"keys rotate {prefix_of(first)} --overlap-hours 0 --days 7"
        ).strip()
        self.run(capsys, f"keys revoke {prefix_of(second)}")
        lines = self.run(capsys, "keys list --tenant default").splitlines()
        states = {line.split()[0]: line.split()[2] for line in lines}
        assert states == {prefix_of(first): "expired", prefix_of(second): "revoked"}

    def test_lists_the_tenants(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.run(capsys, "tenants create acme --name Acme")
        names = [line.split()[0] for line in self.run(capsys, "tenants list").splitlines()]
        assert names == ["acme", DEFAULT_TENANT]

    def test_says_what_is_there_already(self, capsys: pytest.CaptureFixture[str]) -> None:
        said = self.run(capsys, "tenants create default --name again", status=1)
        assert said == "The tenant 'default' exists already; choose another id.\n"

    @pytest.mark.parametrize(
        "command",
        [
            "keys create --tenant nobody --name x",
            "keys revoke 000000000000",
            "keys rotate 000000000000",
        ],
    )
    def test_says_what_is_not_there(self, capsys: pytest.CaptureFixture[str], command: str) -> None:
        assert self.run(capsys, command, status=1).startswith("There ")

    @pytest.mark.parametrize(
        "command",
        [
            "keys create --name x --scopes all",
            "keys create --name x --days 0",
            "keys create --name x --days 731",
            "keys create",
            "tenants create Acme:x --name x",
        ],
    )
    def test_refuses_what_makes_no_key(
        self, capsys: pytest.CaptureFixture[str], command: str
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            main(command.split())
        assert ended.value.code == 2
        assert capsys.readouterr().out == ""

"""Anchors: signed, stamped and held against the store; imports that show one."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.access.principal import Scope
from app.cli.commands import main
from app.db.engine import Database
from app.services import access
from app.services.access import KeyWanted
from app.services.evidence import anchors
from app.services.workspace.workspace import Workspace
from app.signing import SigningRefused
from tests.api.bodies import Json, converted
from tests.api.calls import DEMO, EXAMPLE, ok, post_fact
from tests.api.refusals import faults
from tests.db.evidence.authority import Authority, answering, authority
from tests.db.evidence.evidence import audit, exported, imported
from tests.db.evidence.tampering import make_everything_anew, tamper
from tests.running.service import Service, fixed_workspace, serving

PAGE = (Path(__file__).parents[3] / "docs" / "record.md").read_text(encoding="utf-8")
SEEN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def known() -> Authority:
    return authority(SEEN)


@pytest.fixture
def operator(loaded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The operator's folder: a key is in it, and the commands work on the database."""
    url = loaded.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", url)
    assert main(["anchor", str(tmp_path / "key.pem"), "--new-key"]) == 0
    monkeypatch.setenv("REGISTRATION_RIGHTS_ANCHOR_KEY", str(tmp_path / "key.pem"))
    return tmp_path


def anchored(folder: Path) -> Json:
    """Make a line; what is in it."""
    assert main(["anchor", str(folder / "anchors")]) == 0
    line: Json = json.loads((folder / "anchors").read_text(encoding="utf-8").splitlines()[-1])
    return line


def held(folder: Path, *more: str) -> int:
    return main(["verify", "--anchor", str(folder / "anchors"), *more])


class TestALine:
    def test_is_over_every_end_and_count(self, operator: Path, evidence: Service) -> None:
        line = anchored(operator)["anchor"]
        for name in (DEMO, EXAMPLE):
            found = ok(evidence.get(f"/v1/agreements/{name}/verify"))
            assert line["agreements"][name]["facts"] == found["facts"]
            assert line["agreements"][name]["head"] == found["head"]
            assert line["agreements"][name]["audit"]["count"] == found["audit_entries"]
        counts = line["counts"]
        assert counts["facts"] == sum(each["facts"] for each in line["agreements"].values())
        assert line["chain"]["links"] == counts["audit_entries"]

    def test_stands_as_long_as_only_more_is_written(
        self, operator: Path, evidence: Service, capsys: pytest.CaptureFixture[str]
    ) -> None:
        anchored(operator)
        post_fact(evidence, converted("1999-01-15", "wang", 5))
        exported(evidence, DEMO)
        assert main(["keys", "create", "--name", "later"]) == 0
        anchored(operator)
        capsys.readouterr()
        assert held(operator, "--key", str(operator / "key.pem")) == 0
        said = capsys.readouterr()
        assert said.out.count("all is there") == 2
        assert said.err == ""

    def test_that_was_edited_is_named(
        self, operator: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line = anchored(operator)
        line["anchor"]["counts"]["facts"] -= 1
        (operator / "anchors").write_text(json.dumps(line))
        assert held(operator) == 1
        assert "Its signature is not that of the key it names" in capsys.readouterr().err

    def test_of_another_key_is_named(
        self, operator: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        anchored(operator)
        assert main(["anchor", str(operator / "other.pem"), "--new-key"]) == 0
        assert held(operator, "--key", str(operator / "other.pem")) == 1
        assert "signed with another key" in capsys.readouterr().err

    @pytest.mark.parametrize("text", ["", "{}", "no line", '{"anchor": {}, "key": "a"}'])
    def test_that_is_none_is_refused(
        self, operator: Path, text: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (operator / "anchors").write_text(text)
        assert held(operator) == 1
        assert capsys.readouterr().err

    def test_that_cannot_be_written_down_is_not_made(
        self, operator: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A line that stood in the database alone would be no evidence against its keeper."""
        first = anchored(operator)["anchor"]["chain"]["links"]
        before = (operator / "anchors").read_text(encoding="utf-8")
        nowhere = str(operator / "no-folder" / "file")
        for asked in (
            [nowhere],
            [nowhere, "--new-key"],
            [str(operator / "anchors"), "--query", nowhere],
        ):
            assert main(["anchor", *asked]) == 1
            assert "cannot be written" in capsys.readouterr().err
        assert (operator / "anchors").read_text(encoding="utf-8") == before
        assert anchored(operator)["anchor"]["chain"]["links"] == first + 1

    @pytest.mark.parametrize("asked", [[EXAMPLE, "--anchor", "anchors"], ["--key", "key.pem"]])
    def test_is_not_passed_over_when_it_is_asked_about(
        self,
        operator: Path,
        asked: list[str],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Of one agreement no line is held, nor a key without a line: it would look as if."""
        anchored(operator)
        monkeypatch.chdir(operator)
        assert main(["verify", *asked]) == 2
        said = capsys.readouterr()
        assert "leave out" in said.err
        assert "fit" not in said.out

    def test_is_held_against_the_public_key_as_it_was_printed(
        self, operator: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        public = anchored(operator)["key"]
        assert held(operator, "--key", public) == 0
        assert held(operator, "--key", str(operator / "not-there.pem")) == 1
        assert "neither a file nor a public key" in capsys.readouterr().err

    def test_needs_a_key(
        self,
        operator: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        assert main(["anchor", str(operator / "key.pem"), "--new-key"]) == 1
        assert "a key never replaces another" in capsys.readouterr().err
        (operator / "no-key.pem").write_text("nothing")
        monkeypatch.setenv("REGISTRATION_RIGHTS_ANCHOR_KEY", str(operator / "no-key.pem"))
        assert main(["anchor", str(operator / "anchors")]) == 1
        monkeypatch.delenv("REGISTRATION_RIGHTS_ANCHOR_KEY")
        assert main(["anchor", str(operator / "anchors")]) == 1
        assert "There is no key" in capsys.readouterr().err


class TestATimestamp:
    def test_is_asked_for_where_an_authority_is_set(
        self,
        operator: Path,
        known: Authority,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        with answering(known) as address:
            monkeypatch.setenv("REGISTRATION_RIGHTS_TIMESTAMP_URL", address)
            assert anchored(operator)["timestamp"]
        self.believed(operator, known, monkeypatch, capsys)

    def test_is_attached_from_a_file(
        self,
        operator: Path,
        known: Authority,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        anchored(operator)
        file, query, reply = (str(operator / name) for name in ("anchors", "query", "reply"))
        assert main(["anchor", file, "--query", query]) == 0
        Path(reply).write_bytes(known.reply(Path(query).read_bytes()))
        assert main(["anchor", file, "--attach", reply]) == 0
        self.believed(operator, known, monkeypatch, capsys)

    def believed(
        self,
        operator: Path,
        known: Authority,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Its time is told; by the authority's root it is believed, and by another's not."""
        (operator / "roots.pem").write_bytes(known.roots)
        (operator / "others.pem").write_bytes(authority(SEEN).roots)
        assert held(operator) == 0
        assert "seen by an authority at 2026-11-23T09:30:00" in capsys.readouterr().out
        monkeypatch.setenv("REGISTRATION_RIGHTS_TIMESTAMP_ROOTS", str(operator / "roots.pem"))
        assert held(operator) == 0
        monkeypatch.setenv("REGISTRATION_RIGHTS_TIMESTAMP_ROOTS", str(operator / "others.pem"))
        assert held(operator) == 1
        assert "not by an authority that is trusted" in capsys.readouterr().err

    def test_of_another_line_is_not_attached(self, operator: Path, known: Authority) -> None:
        anchored(operator)
        file, query, reply = (str(operator / name) for name in ("anchors", "query", "reply"))
        assert main(["anchor", file, "--query", query]) == 0
        Path(reply).write_bytes(known.reply(Path(query).read_bytes()))
        anchored(operator)
        before = Path(file).read_text()
        assert main(["anchor", file, "--attach", reply]) == 1
        Path(reply).write_bytes(b"nothing")
        assert main(["anchor", file, "--attach", reply]) == 1
        assert Path(file).read_text() == before

    def test_that_cannot_be_had_leaves_the_line(
        self, operator: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("REGISTRATION_RIGHTS_TIMESTAMP_URL", "http://127.0.0.1:9/")
        assert main(["anchor", str(operator / "anchors")]) == 1
        assert "The line stands" in capsys.readouterr().err
        assert held(operator) == 0


class TestTheList:
    def test_names_what_is_missing_since(
        self, operator: Path, evidence: Service, loaded: Database
    ) -> None:
        assert ok(evidence.get("/v1/anchors"))["items"] == []
        anchored(operator)
        (whole,) = ok(evidence.get("/v1/anchors"))["items"]
        assert (whole["signed"], whole["findings"]) == (True, [])
        statement = "UPDATE facts SET fact_id = 'another' WHERE agreement_id = :name"
        tamper(loaded, statement + " AND position = 2", name=EXAMPLE)
        make_everything_anew(loaded)
        (changed,) = ok(evidence.get("/v1/anchors"))["items"]
        told = {(each["part"], each["name"], each["what"]) for each in changed["findings"]}
        assert ("agreement", EXAMPLE, "rewritten") in told
        assert not any(name == DEMO and part == "agreement" for part, name, _ in told)

    def test_names_the_tenants_own_name_and_keys_that_are_others(
        self, operator: Path, loaded: Database
    ) -> None:
        workspace = Workspace(loaded)
        access.create_tenant(workspace, "acme", "Acme")
        scopes: frozenset[Scope] = frozenset({"read"})
        made = access.create_key(workspace, KeyWanted("acme", "reads", scopes, 30))
        anchored(operator)
        tamper(loaded, "UPDATE api_keys SET scopes = 'admin read write' WHERE name = 'reads'")
        tamper(loaded, "UPDATE tenants SET name = 'Other' WHERE id = 'acme'")
        (theirs,) = anchors.listed(Workspace(loaded.of("acme")), "acme", None, 10).items
        assert {(each.part, each.name, each.what) for each in theirs.findings} == {
            ("tenant", "acme", "changed"),
            ("key", made.split("_")[1], "changed"),
        }
        (others,) = anchors.listed(workspace, "default", None, 10).items
        assert not others.findings

    def test_names_a_line_that_cannot_be_read(
        self, operator: Path, evidence: Service, loaded: Database
    ) -> None:
        anchored(operator)
        tamper(loaded, "UPDATE anchors SET line = 'nothing'")
        (found,) = ok(evidence.get("/v1/anchors"))["items"]
        assert (found["signed"], found["findings"][0]["what"]) == (False, "signature")

    def test_shows_nothing_of_other_tenants(self, operator: Path, loaded: Database) -> None:
        """Neither their agreements nor what became of them."""
        anchored(operator)
        tamper(
            loaded,
            "UPDATE facts SET fact_id = 'another' WHERE position = 2 AND agreement_id = :name",
            name=EXAMPLE,
        )
        make_everything_anew(loaded)
        (found,) = anchors.listed(Workspace(loaded.of("acme")), "acme", None, 10).items
        assert {each.part for each in found.findings} == {"chain"}


class TestAnImport:
    @pytest.fixture
    def elsewhere(self, request: pytest.FixtureRequest) -> Iterator[Service]:
        database = Database(request.getfixturevalue("migrated_sqlite"))
        with serving(database, workspace=fixed_workspace(database, "elsewhere")) as running:
            yield running
        database.dispose()

    def test_that_shows_an_anchor_says_so_in_every_later_export(
        self, operator: Path, evidence: Service, elsewhere: Service
    ) -> None:
        line = anchored(operator)
        document = exported(evidence, EXAMPLE)
        answer = ok(imported(elsewhere, {**document, "anchor": line}), 201)
        assert answer["anchor"] == "shown"
        (entry,) = self.imports(exported(elsewhere, EXAMPLE))
        told = json.loads(entry["subject"])
        assert told["document"] == document["hash"]
        assert told["anchor"]["key"] == line["key"]
        assert told["anchor"]["facts"] == len(document["facts"])

    def test_without_one_says_that(self, evidence: Service, elsewhere: Service) -> None:
        ok(imported(elsewhere, exported(evidence, EXAMPLE)), 201)
        (entry,) = self.imports(exported(elsewhere, EXAMPLE))
        assert json.loads(entry["subject"])["anchor"] is None

    def test_keeps_where_it_came_from_when_it_is_taken_further(
        self, evidence: Service, elsewhere: Service, migrated_postgresql: str
    ) -> None:
        ok(imported(elsewhere, exported(evidence, EXAMPLE)), 201)
        database = Database(migrated_postgresql)
        with serving(database, workspace=fixed_workspace(database, "further")) as further:
            ok(imported(further, exported(elsewhere, EXAMPLE)), 201)
            entries = self.imports(exported(further, EXAMPLE))
            assert len(entries) == 2
            assert ok(further.get(f"/v1/agreements/{EXAMPLE}/verify"))["ok"] is True
        database.dispose()

    def imports(self, document: Json) -> list[Json]:
        return [each for each in document["audit"] if each["action"] == "agreement_imported"]

    def test_of_a_forgery_does_not_pass_the_anchor(
        self, operator: Path, evidence: Service, elsewhere: Service, loaded: Database
    ) -> None:
        """Whoever makes every hash anew cannot show the line that was signed before."""
        line = anchored(operator)
        tamper(
            loaded,
            "UPDATE facts SET fact_id = 'another' WHERE position = 2 AND agreement_id = :name",
            name=EXAMPLE,
        )
        make_everything_anew(loaded)
        document = exported(evidence, EXAMPLE)
        refused = imported(elsewhere, {**document, "anchor": line})
        assert faults(refused) == {"/anchor": "another_record"}
        line["signature"] = line["signature"][::-1]
        refused = imported(elsewhere, {**document, "anchor": line})
        assert faults(refused) == {"/anchor/signature": "signature"}


class TestAudit:
    def test_has_an_entry_for_every_export(self, evidence: Service) -> None:
        document = exported(evidence, EXAMPLE)
        entry = audit(evidence, EXAMPLE)[-1]
        assert entry["action"] == "agreement_exported"
        assert (entry.get("subject"), entry.get("record_hash")) == (
            document["hash"],
            document["head"],
        )


def test_a_line_is_read_as_it_is_written(operator: Path) -> None:
    anchored(operator)
    (text,) = (operator / "anchors").read_text(encoding="utf-8").splitlines()
    assert anchors.read_line(text).text == text
    with pytest.raises(SigningRefused):
        anchors.read_line(text.replace('"format_version":2', '"format_version":3'))

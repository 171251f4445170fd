"""A whole agreement as one document: out of one store and into another, losing nothing."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli.commands import main
from app.db.engine import Database
from app.db.evidence import chain
from app.db.evidence.journal import follows
from app.services.store.demonstration import example_document
from tests.api.bodies import (
    Json,
    agreement,
    converted,
    declared_effective,
    filed,
    mailed,
    notice,
    spectrum_demand,
)
from tests.api.calls import (
    DEMO,
    EXAMPLE,
    EXAMPLE_DEMAND,
    events,
    make_agreement,
    ok,
    post_demand,
    post_event,
    post_fact,
    stored,
)
from tests.api.refusals import faults, nothing_stored, problem
from tests.db.evidence.evidence import (
    audit,
    correct,
    correction,
    exported,
    imported,
    last_fact,
    verified,
)
from tests.db.evidence.tampering import tamper
from tests.running.service import Service, fixed_workspace, serving


@pytest.fixture
def elsewhere(loaded: Database, request: pytest.FixtureRequest) -> Iterator[Service]:
    """The service on an empty store of the other kind."""
    other = "postgresql" if loaded.engine.dialect.name == "sqlite" else "sqlite"
    database = Database(request.getfixturevalue(f"migrated_{other}"))
    with serving(database, workspace=fixed_workspace(database, "elsewhere")) as running:
        yield running
    database.dispose()


def with_a_life(service: Service) -> Json:
    """An agreement with a life: a demand, corrections, a retraction, another reading."""
    make_agreement(
        service,
        agreement(
            "mine",
            name="Ünsere “Vereinbarung”",
            overrides={"readings": {"deadline_roll": "none"}},
            holders=[{"id": "spectrum", "name": "Spectrum", "preferred_as_converted": 1_000_000}],
        ),
    )
    answer = post_demand(service, spectrum_demand(), "mine", as_of="1999-03-09")
    registration = answer["result"].get("registration_id")
    for fact in (notice("spectrum", mailed("1999-02-22")), filed("1999-04-01")):
        post_event(service, registration, fact)
    wrong = last_fact(service, "mine")["fact_id"]
    correct(service, correction(wrong, filed("1999-04-02")), "mine")
    post_event(service, registration, declared_effective("1999-05-03"))
    post_fact(service, converted("1999-06-01", "spectrum", 10), "mine")
    correct(service, correction(last_fact(service, "mine")["fact_id"], None), "mine")
    return exported(service, "mine")


@pytest.fixture
def document(evidence: Service) -> Json:
    return with_a_life(evidence)


@pytest.fixture(scope="session")
def written(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of such a document, made once."""
    path = shutil.copy(migrated_file, tmp_path_factory.mktemp("written") / "service.db")
    database = Database(f"sqlite:///{path}")
    with serving(database, workspace=fixed_workspace(database, "elsewhere")) as running:
        text = json.dumps(with_a_life(running))
    database.dispose()
    return text


def resealed(document: Json) -> Json:
    """The document with its own hash made again, as somebody would who changed it."""
    rest = {name: value for name, value in document.items() if name != "hash"}
    return {**rest, "hash": chain.hash_of(rest)}


def changed(document: Json, change: Callable[[Json], object]) -> Json:
    copied: Json = json.loads(json.dumps(document))
    change(copied)
    return copied


def but_for_the_import(document: Json) -> Json:
    """An export as it was before it was imported: without the last entry, which tells of that."""
    *audit_before, last = document["audit"]
    assert last["action"] == "agreement_imported"
    version = 3 if any("predecessor" in each for each in audit_before) else 2
    return resealed({**document, "audit": audit_before, "format_version": version})


class TestExport:
    def test_hashes_the_whole(self, document: Json) -> None:
        assert resealed(document)["hash"] == document["hash"]

    def test_is_canonical(self, evidence: Service) -> None:
        response = evidence.get(f"/v1/agreements/{EXAMPLE}/export")
        assert response.text == chain.canonical(response.json())
        disposition = response.headers["content-disposition"]
        assert disposition == 'attachment; filename="ctc-example.json"'

    def test_holds_every_part_as_it_is_hashed(self, document: Json) -> None:
        for fact in document["facts"]:
            rest = {name: value for name, value in fact.items() if name != "hash"}
            assert chain.hash_of(rest) == fact["hash"]
        for entry in document["audit"]:
            rest = {name: value for name, value in entry.items() if name != "hash"}
            assert chain.hash_of(rest) == entry["hash"]
        for kept in document["evaluations"]:
            rest = {name: value for name, value in kept.items() if name not in ("hash", "answer")}
            assert chain.hash_of(rest) == kept["hash"]
            assert chain.digest(kept["answer"]) == kept["answer_hash"]
        for terms in document["terms"]:
            assert chain.hash_of(terms["document"]) == terms["hash"]
        assert document["head"] == document["facts"][-1]["hash"]

    def test_of_no_agreement_is_not_found(self, evidence: Service) -> None:
        problem(evidence.get("/v1/agreements/nobody/export"), 404, "not_found")


class TestImport:
    def test_gives_the_same_document_again(self, elsewhere: Service, document: Json) -> None:
        response = imported(elsewhere, document)
        assert ok(response, 201) == {
            "agreement_id": "mine",
            "version": len(document["facts"]),
            "evaluations": len(document["evaluations"]),
            "head": document["head"],
            "hash": document["hash"],
            "anchor": "not_shown",
        }
        assert response.headers["location"] == "/v1/agreements/mine"
        assert but_for_the_import(exported(elsewhere, "mine")) == document

    def test_loses_nothing_of_the_demonstration(
        self, evidence: Service, elsewhere: Service
    ) -> None:
        for name in (DEMO, EXAMPLE):
            ok(imported(elsewhere, exported(evidence, name)), 201)
            assert events(elsewhere, name) == events(evidence, name)
            assert verified(elsewhere, name) == verified(evidence, name) | {
                "audit_entries": verified(evidence, name)["audit_entries"] + 1
            }
        where, asked = f"/v1/registrations/{EXAMPLE_DEMAND}", {"as_of": "1999-05-10"}
        assert elsewhere.get(where, **asked).content == evidence.get(where, **asked).content

    def test_keeps_what_was_known_when(
        self, evidence: Service, elsewhere: Service, document: Json
    ) -> None:
        ok(imported(elsewhere, document), 201)
        for fact in document["facts"][3:]:
            where, asked = "/v1/agreements/mine", {"known_at": fact["recorded_at"]}
            assert elsewhere.get(where, **asked).content == evidence.get(where, **asked).content

    def test_keeps_answers_that_can_be_computed_again(
        self, elsewhere: Service, document: Json
    ) -> None:
        ok(imported(elsewhere, document), 201)
        for kept in document["evaluations"]:
            found = ok(elsewhere.get(f"/v1/evaluations/{kept['id']}/replay"))
            assert found["equal"] is True
            sent = elsewhere.get(f"/v1/evaluations/{kept['id']}/answer")
            assert sent.text == kept["answer"]

    def test_is_one_entry_in_the_audit_of_the_store(
        self, elsewhere: Service, document: Json
    ) -> None:
        ok(imported(elsewhere, document), 201)
        *before, entry = audit(elsewhere, "mine")
        assert [each["id"] for each in before] == [each["id"] for each in document["audit"]]
        assert (entry["action"], entry["actor"]) == ("agreement_imported", "demonstration")
        assert entry.get("record_hash") == document["head"]
        assert entry.get("first_position") is None

    def test_cannot_be_taken_out_of_what_follows_it(
        self, elsewhere: Service, document: Json
    ) -> None:
        """What the page's own script finds as well (`tests/docs/test_record_document.py`)."""
        ok(imported(elsewhere, document), 201)
        post_fact(elsewhere, converted("1999-06-01", "spectrum", 20), "mine")
        later = exported(elsewhere, "mine")
        (place,) = [
            place
            for place, entry in enumerate(later["audit"])
            if entry["action"] == "agreement_imported"
        ]
        del later["audit"][place]
        assert faults(imported(elsewhere, resealed(later))) == {f"/audit/{place}": "link"}

    def test_of_a_time_before_entries_were_linked_is_linked_on(
        self, elsewhere: Service, document: Json
    ) -> None:
        """Its entries keep their hashes; the next one follows them all."""
        for entry in document["audit"]:
            del entry["predecessor"]
            entry["hash"] = chain.entry_hash(entry)
        document["format_version"] = 2
        ok(imported(elsewhere, resealed(document)), 201)
        instant = document["audit"][-1]["recorded_at"]
        then = ok(elsewhere.get("/v1/agreements/mine/export", known_at=instant))
        assert then == resealed(document)
        post_fact(elsewhere, converted("1999-06-01", "spectrum", 20), "mine")
        *before, came, newest = exported(elsewhere, "mine")["audit"]
        assert before == document["audit"]
        assert came.get("predecessor") == chain.hash_of([each["hash"] for each in before])
        assert newest.get("predecessor") == came["hash"]
        assert verified(elsewhere, "mine")["ok"] is True

    def test_the_life_goes_on(self, elsewhere: Service, document: Json) -> None:
        ok(imported(elsewhere, document), 201)
        post_fact(elsewhere, converted("1999-06-01", "spectrum", 20), "mine")
        newest = last_fact(elsewhere, "mine")
        assert newest.get("predecessor") == document["head"]
        assert verified(elsewhere, "mine", head=document["head"])["ok"] is True

    def test_where_it_is_on_record_is_refused(self, evidence: Service, document: Json) -> None:
        with nothing_stored(evidence):
            refused = problem(imported(evidence, document), 409, "already_exists")
        assert "a document keeps its ids" in refused["detail"], "another id would break its hash"

    def test_whose_registration_has_a_taken_id_is_refused_whole(
        self, elsewhere: Service, document: Json
    ) -> None:
        make_agreement(elsewhere, agreement("other", holders=[]))
        (registration,) = document["registrations"]
        shelf = {
            "id": registration["id"],
            "conversion_proposed_on": "1999-09-01",
            "certificate_date": "1999-11-01",
        }
        ok(elsewhere.post("/v1/agreements/other/shelves", shelf), 201)
        with nothing_stored(elsewhere):
            problem(imported(elsewhere, document), 409, "already_exists")

    def test_takes_more_than_other_requests(self, elsewhere: Service) -> None:
        """The limit on bodies is for facts; a life with its answers is longer."""
        document = example_document()
        text = json.dumps(document | {"agreement": document["agreement"] | {"name": "x" * 2**20}})
        response = elsewhere.request(
            "POST",
            "/v1/agreements/import",
            content=text,
            headers={"content-type": "application/json"},
        )
        assert faults(response) == {"/hash": "hash"}


def set_to(*path: Any, value: Any) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        here: Any = document
        for part in path[:-1]:
            here = here[part]
        here[path[-1]] = value

    return change


def rechained(document: Json) -> Json:
    """The document with every hash in it made again, as somebody would who knows how."""
    who = document["agreement"]
    head = chain.genesis(who["id"], who["name"], who["template"])
    hashes = {0: head}
    for fact in document["facts"]:
        fact["predecessor"] = head
        head = fact["hash"] = chain.fact_hash(fact)
        hashes[fact["position"]] = head
    evaluations = {}
    for kept in document["evaluations"]:
        kept["record_hash"] = hashes.get(kept["version"], "")
        kept["answer_hash"] = chain.digest(kept["answer"])
        evaluations[kept["id"]] = kept["hash"] = chain.evaluation_hash(kept)
    told: list[str] = []
    for entry in document["audit"]:
        entry["record_hash"] = hashes.get(entry.get("last_position"), "")
        entry["evaluation_hash"] = evaluations.get(entry.get("evaluation_id"))
        entry["predecessor"] = follows(told, "any" if told else None)
        entry["hash"] = chain.entry_hash(entry)
        told.append(entry["hash"])
    document["head"] = head
    return resealed(document)


class TestADocumentThatDoesNotFit:
    """It is refused before the store is asked, so one kind of store shows it."""

    @pytest.fixture
    def document(self, written: str) -> Json:
        parsed: Json = json.loads(written)
        return parsed

    @pytest.mark.parametrize(
        "change",
        [
            set_to("facts", 2, "payload", "common", value=5),
            set_to("agreement", "name", value="Another"),
            set_to("evaluations", 1, "answer", value="{}"),
            set_to("audit", 0, "actor", value="somebody else"),
        ],
    )
    def test_its_hash(
        self, service: Service, document: Json, change: Callable[[Json], None]
    ) -> None:
        with nothing_stored(service):
            assert faults(imported(service, changed(document, change))) == {"/hash": "hash"}

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            (set_to("facts", 2, "payload", "common", value=5), {"/facts/2": "hash"}),
            (set_to("facts", 3, "predecessor", value=chain.digest("x")), {"/facts/3": "link"}),
            (lambda document: document["facts"].pop(3), {"/facts/3": "position_gap"}),
            (set_to("agreement", "name", value="Another"), {"/facts/0": "link"}),
            (set_to("agreement", "version", value=3), {"/agreement": "version_count"}),
            (set_to("head", value=chain.digest("x")), {"/head": "head"}),
            (set_to("evaluations", 1, "answer", value="{}"), {"/evaluations/1": "answer_hash"}),
            (set_to("evaluations", 1, "actor", value="x"), {"/evaluations/1": "hash"}),
            (lambda document: document["evaluations"].pop(1), {"/audit/1": "evaluation_hash"}),
            (set_to("audit", 1, "actor", value="x"), {"/audit/1": "hash"}),
            (lambda document: document["audit"].pop(1), {"/audit/1": "position_gap"}),
            (lambda document: document["audit"].pop(), {"/audit": "position_gap"}),
            (set_to("terms", 0, "document", "title", value="x"), {"/terms/0": "terms_hash"}),
            (
                set_to("registrations", 0, "kind", value="shelf"),
                {"/registrations/0": "another_kind"},
            ),
        ],
    )
    def test_in_a_part(
        self,
        service: Service,
        document: Json,
        change: Callable[[Json], object],
        expected: dict[str, str],
    ) -> None:
        body = resealed(changed(document, change))
        with nothing_stored(service):
            assert faults(imported(service, body)) == expected

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            (
                set_to("facts", 2, "payload", "holder", value="nobody"),
                {"/facts/2/payload/holder": "unknown_holder"},
            ),
            (
                set_to("facts", 2, "occurred_on", value="1998-04-11"),
                {"/facts/2/occurred_on": "another_day"},
            ),
            (set_to("facts", 2, "kind", value="shares_sold"), {"/facts/2/kind": "another_kind"}),
            (
                set_to("facts", 2, "schema_version", value=2),
                {"/facts/2/schema_version": "unknown_schema"},
            ),
            (
                set_to("facts", -1, "recorded_at", value="2026-11-24T17:00:00.000000Z"),
                {"/facts/9/recorded_at": "recorded_in_future"},
            ),
            (
                set_to("facts", 4, "registration_id", value=None),
                {"/facts/4/registration_id": "misplaced"},
            ),
            (
                set_to("facts", 6, "payload", "fact_id", value="x"),
                {"/facts/6/payload/fact_id": "unknown_fact"},
            ),
            (set_to("facts", 2, "payload", "kind", value="unheard_of"), {"/facts/2": "unreadable"}),
            (
                set_to("facts", 5, "payload", "occurred_on", value="1999-02-01"),
                {
                    "/facts/5/occurred_on": "another_day",
                },
            ),
            (set_to("evaluations", 0, "answer", value="nothing"), {"/evaluations/0": "unreadable"}),
            (
                set_to("evaluations", 0, "question", "subject", value="x"),
                {"/evaluations/0": "unreadable"},
            ),
            (
                set_to("evaluations", 0, "registration_id", value="x"),
                {"/evaluations/0/registration_id": "unknown_registration"},
            ),
            (
                set_to("audit", 0, "agreement_id", value="x"),
                {"/audit/0/agreement_id": "another_agreement"},
            ),
        ],
    )
    def test_though_every_hash_was_made_again(
        self,
        service: Service,
        document: Json,
        change: Callable[[Json], object],
        expected: dict[str, str],
    ) -> None:
        """Whoever can make hashes still cannot import what could not have been recorded."""
        body = rechained(changed(document, change))
        with nothing_stored(service):
            assert faults(imported(service, body)) == expected

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            (set_to("format", value="another"), "/format"),
            (set_to("format_version", value=4), "/format_version"),
            (set_to("facts", value=[]), "/facts"),
            (set_to("terms", value=[]), "/terms"),
            (set_to("facts", 0, "position", value="1"), "/facts/0/position"),
            (
                set_to("facts", 0, "recorded_at", value="2026-11-22T17:00:00Z"),
                "/facts/0/recorded_at",
            ),
            (set_to("facts", 0, "occurred_on", value="1998-02-30"), "/facts/0/occurred_on"),
            (set_to("facts", 0, "hash", value="sha256:abc"), "/facts/0/hash"),
            (set_to("evaluations", 0, "answer", value="\x00"), "/evaluations/0/answer"),
            (set_to("facts", 0, "payload", "name", value=["\x00"]), "/facts/0/payload"),
            (set_to("facts", 0, "more", value=1), "/facts/0/more"),
            (set_to("agreement", "id", value="Mine"), "/agreement/id"),
        ],
    )
    def test_its_shape(
        self,
        service: Service,
        document: Json,
        change: Callable[[Json], None],
        pointer: str,
    ) -> None:
        with nothing_stored(service):
            assert list(faults(imported(service, changed(document, change)))) == [pointer]

    def test_half_characters(self, service: Service, document: Json) -> None:
        """UTF-8 cannot carry them, so nothing can hash them."""
        text = json.dumps(document).replace("Spectrum", "\\ud800")
        response = service.request(
            "POST",
            "/v1/agreements/import",
            content=text,
            headers={"content-type": "application/json"},
        )
        assert response.status_code in (400, 422), response.text[:500]


def test_the_example_of_the_documentation_can_be_imported(elsewhere: Service) -> None:
    document = example_document()
    ok(imported(elsewhere, document), 201)
    assert but_for_the_import(exported(elsewhere, "imported-example")) == document
    assert list(stored(elsewhere)) == ["imported-example"]


class TestCommandLine:
    def run(self, url: str, *arguments: str) -> int:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("REGISTRATION_RIGHTS_DATABASE_URL", url)
            return main(arguments)

    def test_takes_an_agreement_from_one_store_to_another(
        self,
        loaded: Database,
        migrated_url: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        here = loaded.engine.url.render_as_string(hide_password=False)
        path = str(tmp_path / "agreement.json")
        assert self.run(here, "export-agreement", EXAMPLE, path) == 0
        assert self.run(migrated_url, "import-agreement", path) == 0
        capsys.readouterr()
        assert self.run(here, "verify", EXAMPLE) == 0
        first = capsys.readouterr().out
        assert self.run(migrated_url, "verify", EXAMPLE) == 0
        assert capsys.readouterr().out == first
        assert "sha256:" in first
        again = str(tmp_path / "again.json")
        assert self.run(migrated_url, "export-agreement", EXAMPLE, again) == 0
        there, here_again = json.loads(Path(again).read_text()), json.loads(Path(path).read_text())
        assert but_for_the_import(there) == here_again
        assert self.run(migrated_url, "import-agreement", path) == 1
        assert "already" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            ("no export", "Invalid JSON"),
            ("{}", "/format: Field required; /format_version: Field required; "),
            ("{}", "; and 5 more."),
            ('{"format": 5}', "/format: "),
        ],
    )
    def test_says_in_a_line_why_a_file_is_no_export(
        self,
        migrated_url: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        content: str,
        says: str,
    ) -> None:
        path = tmp_path / "agreement.json"
        path.write_text(content, encoding="utf-8")
        assert self.run(migrated_url, "import-agreement", str(path)) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"{path} is no exported agreement: ")
        assert says in said
        assert said.count("\n") == 1
        assert "pydantic" not in said
        assert "ImportDocument" not in said

    def test_says_what_does_not_fit(
        self, loaded: Database, capsys: pytest.CaptureFixture[str]
    ) -> None:
        here = loaded.engine.url.render_as_string(hide_password=False)
        assert self.run(here, "verify") == 0
        assert capsys.readouterr().out == "4 of 4 records fit.\n"
        change_name(loaded)
        assert self.run(here, "verify", EXAMPLE) == 1
        assert "at position 1: link" in capsys.readouterr().err
        assert self.run(here, "verify") == 1
        told = capsys.readouterr()
        assert told.out == "3 of 4 records fit.\n"
        assert told.err.startswith(f"{EXAMPLE} of tenant default: fact ")

    @pytest.mark.parametrize("tenant", ["nobody", "a:b"])
    def test_stores_nothing_for_a_tenant_that_there_is_not(
        self, loaded: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], tenant: str
    ) -> None:
        here = loaded.engine.url.render_as_string(hide_password=False)
        path = str(tmp_path / "agreement.json")
        assert self.run(here, "export-agreement", EXAMPLE, path) == 0
        for arguments in (("import-agreement", path), ("verify", EXAMPLE)):
            assert self.run(here, *arguments, "--tenant", tenant) == 1
            assert f"no tenant '{tenant}'" in capsys.readouterr().err
        with loaded.of(tenant).reading() as unit:
            assert unit.records.agreements(None, 10) == []

    @pytest.mark.parametrize(
        "arguments",
        [
            ("verify", "nobody"),
            ("export-agreement", "nobody", "nowhere.json"),
            ("import-agreement", "no/such/file.json"),
        ],
    )
    def test_says_what_is_not_there(
        self,
        loaded: Database,
        capsys: pytest.CaptureFixture[str],
        arguments: tuple[str, ...],
    ) -> None:
        here = loaded.engine.url.render_as_string(hide_password=False)
        assert self.run(here, *arguments) == 1
        assert capsys.readouterr().err


def change_name(database: Database) -> None:
    tamper(database, "UPDATE agreements SET name = 'Another' WHERE id = :id", id=EXAMPLE)

"""A database that is busy, away or only reads is a problem for a time (503), never a failure (500).

Nothing is stored, and the caller is told when to try again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import make_url, text

from app.db import engine
from app.db.engine import Database, make_engine
from tests.api.bodies import spectrum_demand
from tests.api.calls import DEMO, ok
from tests.api.refusals import nothing_stored, problem
from tests.running.service import Service, serving

AGREEMENT = f"/v1/agreements/{DEMO}"
DEMANDS = f"{AGREEMENT}/demands"
PLAIN_ROLE = "plain"


def demanded(service: Service) -> httpx.Response:
    return service.post_as("k", DEMANDS, spectrum_demand())


def for_a_time(response: httpx.Response, code: str) -> None:
    problem(response, 503, code)
    assert int(response.headers["retry-after"]) >= 1


@pytest.fixture
def impatient(demonstration_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database that waits for nobody and has two connections."""
    monkeypatch.setattr(engine, "LOCK_SECONDS", 0.01)
    monkeypatch.setattr(engine, "POOL_SIZE", 2)
    database = Database(demonstration_url)
    yield database
    database.dispose()


class TestBusy:
    def test_while_another_writes_to_the_record(self, impatient: Database) -> None:
        with serving(impatient) as service:
            with impatient.writing() as other, nothing_stored(service):
                other.records.agreement(DEMO, lock=True)
                for_a_time(demanded(service), "busy")
            assert demanded(service).status_code == 201

    def test_while_another_process_writes_to_it(
        self, impatient: Database, demonstration_url: str
    ) -> None:
        elsewhere = Database(demonstration_url)
        with serving(impatient) as service:
            with elsewhere.writing() as other, nothing_stored(service):
                other.records.agreement(DEMO, lock=True)
                for_a_time(demanded(service), "busy")
            assert demanded(service).status_code == 201
        elsewhere.dispose()

    def test_while_every_connection_is_taken(self, impatient: Database) -> None:
        with serving(impatient) as service:
            with impatient.reading(), impatient.reading():
                for_a_time(service.get(AGREEMENT), "busy")
                for_a_time(demanded(service), "busy")
            assert demanded(service).status_code == 201


class TestAway:
    def test_connections_that_broke_are_made_anew(self, demonstration_postgresql: str) -> None:
        database = Database(demonstration_postgresql)
        with serving(database) as service:
            ok(service.get(AGREEMENT))
            with administering(demonstration_postgresql) as execute:
                execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            ok(service.get(AGREEMENT))
            assert demanded(service).status_code == 201
        database.dispose()

    @pytest.mark.parametrize(
        ("trigger", "code"),
        [
            ("TRIGGER break AFTER INSERT ON facts", "storage_unavailable"),
            (
                "CONSTRAINT TRIGGER break AFTER INSERT ON facts DEFERRABLE INITIALLY DEFERRED",
                "outcome_unknown",
            ),
        ],
        ids=["before it is told to store", "while it stores"],
    )
    def test_a_connection_that_breaks_loses_the_whole(
        self, demonstration_postgresql: str, trigger: str, code: str
    ) -> None:
        database = Database(demonstration_postgresql)
        with serving(database) as service, administering(demonstration_postgresql) as execute:
            with nothing_stored(service):
                execute(
                    "CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$"
                )
                execute(f"CREATE {trigger} FOR EACH ROW EXECUTE FUNCTION break()")
                for_a_time(demanded(service), code)
            execute("DROP TRIGGER break ON facts")
            assert demanded(service).status_code == 201
        database.dispose()


class TestReadOnly:
    """A standby, or a database set to read only for maintenance: it still answers questions."""

    def test_postgresql(self, demonstration_postgresql: str) -> None:
        with administering(demonstration_postgresql) as execute:
            name = make_url(demonstration_postgresql).database
            execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        self.reads_and_does_not_write(demonstration_postgresql)

    def test_a_sqlite_file_that_may_only_be_read(self, demonstration_sqlite: str) -> None:
        file = demonstration_sqlite.replace("sqlite:///", "sqlite:///file:")
        self.reads_and_does_not_write(f"{file}?mode=ro&uri=true")

    def test_a_role_that_may_only_read(self, demonstration_postgresql: str) -> None:
        with administering(demonstration_postgresql) as execute:
            execute(f"CREATE ROLE {PLAIN_ROLE} LOGIN")
            execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {PLAIN_ROLE}")
            url = make_url(demonstration_postgresql).set(username=PLAIN_ROLE)
            try:
                self.reads_and_does_not_write(url.render_as_string(hide_password=False))
            finally:
                execute(f"DROP OWNED BY {PLAIN_ROLE}")
                execute(f"DROP ROLE {PLAIN_ROLE}")

    def reads_and_does_not_write(self, url: str) -> None:
        database = Database(url)
        with serving(database) as service, nothing_stored(service):
            ok(service.get(AGREEMENT))
            ok(service.post(DEMANDS, spectrum_demand(), dry_run=True))
            for_a_time(demanded(service), "storage_unavailable")
            ok(service.get("/readyz"))
        database.dispose()


@contextmanager
def administering(url: str) -> Iterator[Callable[[str], None]]:
    """Run statements as the database's owner, each at once."""
    owner = make_engine(url)
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:

        def execute(statement: str) -> None:
            connection.execute(text(statement))

        yield execute
    owner.dispose()

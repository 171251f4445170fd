"""Every way in which somebody with the database in their hands can change it, and what tells.

Each is named by `verify`; or, where all hashes were made anew, by `verify --anchor`; or stands in
`docs/record.md` as one that nothing tells of, and why. The page lists them all under these names.
"""

# SQL put together by hand is what this is about

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from app import signing
from app.access.principal import Scope
from app.cli.commands import main
from app.db.engine import Database
from app.db.evidence import chain
from app.db.models import Evaluation
from app.services import access
from app.services.access import KeyWanted
from app.services.evidence import audit
from app.services.workspace.workspace import Workspace
from app.settings import Settings
from tests.api.bodies import converted, spectrum_demand
from tests.api.calls import DEMO, EXAMPLE, EXAMPLE_DEMAND, ok
from tests.db.evidence.tampering import (
    change_fact,
    facts_of,
    make_everything_anew,
    rebuild_the_chain,
    tamper,
    without_triggers,
)
from tests.running.service import serving

PAGE = (Path(__file__).parents[3] / "docs" / "record.md").read_text(encoding="utf-8")
Told = Literal["verify", "verify --anchor", "nothing"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to tamper: what is done, what tells of it, and part of what is said."""

    name: str
    told: Told
    do: Callable[[Database], None]
    said: str = ""


def sql(*statements: str) -> Callable[[Database], None]:
    """Statements behind the service's back; each must change something."""

    def run(database: Database) -> None:
        for statement in statements:
            tamper(database, statement)

    return run


def and_all_anew(*statements: str) -> Callable[[Database], None]:
    """The same, and then every hash made again."""

    def run(database: Database) -> None:
        sql(*statements)(database)
        make_everything_anew(database)

    return run


def of(table: str, condition: str) -> str:
    return f"DELETE FROM {table} WHERE {condition}"


FACT = f"agreement_id = '{EXAMPLE}' AND position = 20"
OTHER_DAY = f"UPDATE facts SET occurred_on = '1999-02-15' WHERE {FACT}"
ANSWER = f"id = '{EXAMPLE_DEMAND}-2'"
ENTRY = f"id = '{EXAMPLE_DEMAND}-3'"
ROW = f"agreement_id = '{EXAMPLE}' AND obligation_id = 'effect'"
FIRST = f"{ROW} AND first_day = (SELECT min(first_day) FROM docket WHERE {ROW})"
OWED = FIRST + f" AND obligee = (SELECT min(obligee) FROM docket_obligees WHERE {FIRST})"
KEY = "name = 'reads'"
LINKS = "(SELECT count(*) FROM chain_links)"
OF_DEMO = f"agreement_id = '{DEMO}'"
EVERYTHING_OF_DEMO = (
    of("audit_entries", OF_DEMO),
    of("evaluations", OF_DEMO),
    of("facts", OF_DEMO),
    of("registrations", OF_DEMO),
    of("docket_obligees", OF_DEMO),
    of("docket_parties", OF_DEMO),
    of("docket", OF_DEMO),
    of("agreements", f"id = '{DEMO}'"),
)
VERSION = f"(SELECT version FROM agreements WHERE id = '{DEMO}')"
LAST_WRITE = f"agreement_id = '{DEMO}' AND last_position = {VERSION}"


def insert_into_record(database: Database) -> None:
    """A fact more, in another's name, linked as it should be, and in no entry of the audit."""
    columns = "registration_id, kind, occurred_on, recorded_at, schema_version, payload"
    tamper(
        database,
        f"INSERT INTO facts (agreement_id, position, fact_id, predecessor, hash, {columns}) "
        f"SELECT agreement_id, position + 1, 'forged', hash, hash, {columns} FROM facts "
        f"WHERE {OF_DEMO} AND position = (SELECT version FROM agreements WHERE id = '{DEMO}')",
    )
    tamper(database, f"UPDATE agreements SET version = version + 1 WHERE id = '{DEMO}'")
    rebuild_the_chain(database, DEMO, 1)


def cut_the_tail(database: Database) -> None:
    """The last write to a record taken back without a trace, as far as hashes go."""
    evaluation = f"(SELECT evaluation_id FROM audit_entries WHERE {LAST_WRITE})"
    with database.engine.connect() as connection:
        name = connection.execute(text(f"SELECT {evaluation}")).scalar_one()
    tamper(database, of("audit_entries", LAST_WRITE))
    tamper(database, of("evaluations", f"id = '{name}'"))
    tamper(
        database,
        of(
            "facts",
            f"{OF_DEMO} AND position = (SELECT version FROM agreements WHERE id = '{DEMO}')",
        ),
    )
    last = f"SELECT max(recorded_at) FROM facts WHERE {OF_DEMO}"
    moved = f"version = version - 1, recorded_at = ({last})"
    tamper(database, f"UPDATE agreements SET {moved} WHERE id = '{DEMO}'")
    tamper(
        database,
        of(
            "registrations",
            f"{OF_DEMO} AND id NOT IN (SELECT DISTINCT "
            "registration_id FROM facts WHERE registration_id IS NOT NULL)",
        ),
    )
    make_everything_anew(database)
    main(["refresh-docket"])


def since_the_anchor(database: Database) -> None:
    """A write after the last anchor, made by another in all that is stored."""
    with serving(database, workspace=Workspace(database)) as service:
        ok(service.post(f"/v1/agreements/{DEMO}/events", converted("1999-01-16", "wang", 3)), 201)
    tamper(
        database,
        f"UPDATE audit_entries SET actor = 'another' WHERE {LAST_WRITE} ",
    )
    make_everything_anew(database)


def rehashed_entry(database: Database) -> None:
    tamper(database, f"UPDATE audit_entries SET actor = 'another' WHERE {ENTRY}")
    with database.reading() as unit:
        name = f"{EXAMPLE_DEMAND}-3"
        entry = unit.journal.entries_named([name])[name]
    columns = {name: getattr(entry, name) for name in chain.OF_AN_ENTRY}
    tamper(
        database,
        f"UPDATE audit_entries SET hash = '{chain.entry_hash(columns)}' WHERE {ENTRY}",
    )


def with_its_own_hash(database: Database) -> None:
    """Another day for a fact, and its hash made anew, but not those after it."""
    sql(OTHER_DAY)(database)
    (fact,) = (each for each in facts_of(database, EXAMPLE) if each.position == 20)
    columns = {name: getattr(fact, name) for name in chain.OF_A_FACT}
    change_fact(database, EXAMPLE, 20, hash=chain.fact_hash(columns))


def with_the_records_hashes(database: Database) -> None:
    """The same, and all hashes of the record made anew, but not those of answers and audit."""
    sql(OTHER_DAY)(database)
    rebuild_the_chain(database, EXAMPLE, 1)


def _other_line(database: Database, **changes: str) -> None:
    """The kept line with other values, under the hash that belongs to it."""
    with without_triggers(database) as connection:
        line = json.loads(connection.execute(text("SELECT line FROM anchors")).scalar_one())
        written = chain.canonical(line | changes)
        values = {"line": written, "hash": chain.digest(written)}
        connection.execute(text("UPDATE anchors SET line = :line, hash = :hash"), values)


def signed_falsely(database: Database) -> None:
    _other_line(database, signature="A" * 86 + "==")


def signed_by_another(database: Database) -> None:
    """What was signed, signed again with a key that somebody made."""
    key = Ed25519PrivateKey.generate()
    with database.engine.connect() as connection:
        line = json.loads(connection.execute(text("SELECT line FROM anchors")).scalar_one())
    signature = signing.signed(key, chain.canonical(line["anchor"]))
    _other_line(database, key=signing.public_text(key.public_key()), signature=signature)


def answer_put_in(database: Database) -> None:
    """An answer twice, the second under a hash of its own."""
    table = Evaluation.__table__
    with without_triggers(database) as connection:
        found = connection.execute(table.select().where(text(ANSWER))).mappings().one()
        row = dict(found) | {"id": "forged"}
        row["hash"] = chain.evaluation_hash(row)
        connection.execute(table.insert().values(row))


def key_with_an_end(database: Database) -> None:
    """A key widened, and an entry about it that the service itself could have written."""
    tamper(database, f"UPDATE api_keys SET scopes = 'read write admin' WHERE {KEY}")
    with database.writing() as unit:
        (row,) = (each for each in unit.keys.keys(None) if each.name == "reads")
        content = chain.key_hash(asdict(row))
        audit.enter(Workspace(database), unit, "key_ending", row.prefix, content)
        unit.commit()


def forgotten_by_another(database: Database) -> None:
    tamper(database, "DELETE FROM replies")
    with database.writing() as unit:
        audit.enter(Workspace(database), unit, "replies_forgotten", "1")
        unit.commit()


def links_swapped(database: Database) -> None:
    tamper(database, "UPDATE chain_links SET position = 1000 WHERE position = 2")
    tamper(database, "UPDATE chain_links SET position = 2 WHERE position = 3")
    tamper(database, "UPDATE chain_links SET position = 3 WHERE position = 1000")
    make_everything_anew(database)


def given_to_the_first(database: Database) -> None:
    """An agreement of another tenant's, which its id still says that it is."""
    workspace = Workspace(database)
    key = access.create_key(workspace, KeyWanted("acme", "writes", frozenset({"write"}), 30))
    with serving(database, Settings(), workspace) as service:
        made = {"template": "ctc-1998", "id": "theirs"}
        ok(service.bearing(key).post("/v1/agreements", made), 201)
    tamper(database, "UPDATE agreements SET tenant = 'default' WHERE id = 'acme:theirs'")


def trigger_put_in(database: Database) -> None:
    """One that would change something with each write to come."""
    made = ["CREATE TRIGGER strange AFTER INSERT ON tenants BEGIN SELECT 1; END"]
    if database.engine.dialect.name == "postgresql":
        made = [
            "CREATE FUNCTION strange() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "CREATE TRIGGER strange AFTER INSERT ON tenants "
            "FOR EACH ROW EXECUTE FUNCTION strange()",
        ]
    with database.engine.begin() as connection:
        for statement in made:
            connection.execute(text(statement))


def schema_changed(*statements: str) -> Callable[[Database], None]:
    """What somebody does who may change more than rows."""

    def run(database: Database) -> None:
        with database.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    return run


def respaced(database: Database) -> None:
    """The same document, written down with a space more."""
    spaced = "' ' || payload"
    if database.engine.dialect.name == "postgresql":
        spaced = "CAST(' ' || CAST(payload AS TEXT) AS JSON)"
    tamper(database, f"UPDATE facts SET payload = {spaced} WHERE {FACT}")


def read_it(database: Database) -> None:
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM facts")).scalar_one() > 0


def drop_triggers(database: Database) -> None:
    with without_triggers(database, put_back=False):
        pass


KINDS = (
    Kind("a fact's day", "verify", sql(OTHER_DAY), "fact"),
    Kind(
        "what a fact says",
        "verify",
        sql(
            "UPDATE facts SET payload = (SELECT payload FROM facts AS other "
            f"WHERE other.agreement_id = '{EXAMPLE}' AND other.position = 3) WHERE {FACT}"
        ),
        "hash",
    ),
    Kind(
        "when a fact was recorded",
        "verify",
        sql(f"UPDATE facts SET recorded_at = '2020-01-01 00:00:00' WHERE {FACT}"),
        "hash",
    ),
    Kind(
        "a fact's place among registrations",
        "verify",
        sql(f"UPDATE facts SET registration_id = NULL WHERE {FACT}"),
        "hash",
    ),
    Kind(
        "a fact, with its own hash made anew",
        "verify",
        with_its_own_hash,
        "link",
    ),
    Kind(
        "a fact, with the hashes of the record made anew",
        "verify",
        with_the_records_hashes,
        "record_hash",
    ),
    Kind("a fact taken out", "verify", sql(of("facts", FACT)), "position_gap"),
    Kind(
        "the last fact taken out",
        "verify",
        sql(
            of(
                "facts",
                f"{OF_DEMO} AND position = (SELECT version FROM agreements WHERE id = '{DEMO}')",
            )
        ),
        "version_count",
    ),
    Kind(
        "two facts in each other's place",
        "verify",
        sql(
            f"UPDATE facts SET position = 999 WHERE {FACT}",
            f"UPDATE facts SET position = 20 WHERE agreement_id = '{EXAMPLE}' AND position = 21",
            f"UPDATE facts SET position = 21 WHERE agreement_id = '{EXAMPLE}' AND position = 999",
        ),
        "link",
    ),
    Kind("a fact put in, linked as it should be", "verify", insert_into_record, "audit"),
    Kind(
        "the name of an agreement",
        "verify",
        sql(f"UPDATE agreements SET name = 'Another' WHERE id = '{EXAMPLE}'"),
        "link",
    ),
    Kind(
        "whose an agreement is",
        "verify",
        sql(f"UPDATE agreements SET tenant = 'acme' WHERE id = '{EXAMPLE}'"),
        "tenant",
    ),
    Kind(
        "an agreement of another tenant, given to the first",
        "verify",
        given_to_the_first,
        "no identifier of this tenant's",
    ),
    Kind(
        "the terms",
        "verify",
        sql(f"UPDATE terms_documents SET document = (SELECT payload FROM facts WHERE {FACT})"),
        "terms_hash",
    ),
    Kind("the terms taken out", "verify", sql("DELETE FROM terms_documents"), "not_on_record"),
    Kind(
        "the kind of a registration",
        "verify",
        sql(f"UPDATE registrations SET kind = 'incidental' WHERE id = '{EXAMPLE_DEMAND}'"),
        "another_kind",
    ),
    Kind(
        "a registration put in",
        "verify",
        sql(
            "INSERT INTO registrations (id, agreement_id, kind) "
            f"VALUES ('strange', '{EXAMPLE}', 'requested')"
        ),
        "not_on_record",
    ),
    Kind(
        "an answer",
        "verify",
        sql(f"UPDATE evaluations SET answer = '{{}}' WHERE {ANSWER}"),
        "answer_hash",
    ),
    Kind(
        "an answer, with its hash made anew",
        "verify",
        sql(
            f"UPDATE evaluations SET answer = '{{}}', answer_hash = '{chain.digest('{}')}' "
            f"WHERE {ANSWER}"
        ),
        "hash",
    ),
    Kind(
        "what was asked",
        "verify",
        sql(f"UPDATE evaluations SET version = 19 WHERE {ANSWER}"),
        "hash",
    ),
    Kind(
        "an answer taken out",
        "verify",
        sql(
            f"UPDATE audit_entries SET evaluation_id = NULL WHERE {ENTRY}",
            of("evaluations", ANSWER),
        ),
        "hash",
    ),
    Kind(
        "who wrote",
        "verify",
        sql(f"UPDATE audit_entries SET actor = 'another' WHERE {ENTRY}"),
        "hash",
    ),
    Kind("who wrote, with the hash of the entry made anew", "verify", rehashed_entry, "chain"),
    Kind(
        "an entry of the audit taken out", "verify", sql(of("audit_entries", ENTRY)), "position_gap"
    ),
    Kind(
        "an entry about a key taken out",
        "verify",
        sql(of("audit_entries", "action = 'key_revoked'")),
        "is not there",
    ),
    Kind(
        "an entry taken out with its link",
        "verify",
        sql(
            of(
                "chain_links", "name IN (SELECT id FROM audit_entries WHERE action = 'key_revoked')"
            ),
            of("audit_entries", "action = 'key_revoked'"),
        ),
        "chain",
    ),
    Kind(
        "an entry put in",
        "verify",
        sql(
            "INSERT INTO audit_entries (id, recorded_at, actor, request_id, action, subject, hash) "
            "SELECT 'forged', recorded_at, actor, request_id, action, subject, hash "
            "FROM audit_entries WHERE action = 'key_revoked'"
        ),
        "not in the chain",
    ),
    Kind(
        "a link of the chain",
        "verify",
        sql("UPDATE chain_links SET content = 'another' WHERE position = 3"),
        "chain 3",
    ),
    Kind(
        "a key that allows more",
        "verify",
        sql(f"UPDATE api_keys SET scopes = 'read write admin' WHERE {KEY}"),
        "key ",
    ),
    Kind(
        "a key that lasts longer",
        "verify",
        sql(f"UPDATE api_keys SET expires_at = '2999-01-01 00:00:00' WHERE {KEY}"),
        "key ",
    ),
    Kind(
        "a key that was ended, and works again",
        "verify",
        sql("UPDATE api_keys SET revoked_at = NULL WHERE revoked_at IS NOT NULL"),
        "key ",
    ),
    Kind(
        "a key with another secret",
        "verify",
        sql(f"UPDATE api_keys SET digest = 'another' WHERE {KEY}"),
        "key ",
    ),
    Kind(
        "a key put in",
        "verify",
        sql(
            "INSERT INTO api_keys (prefix, tenant, name, digest, scopes, created_at, expires_at) "
            "SELECT '0123456789ab', tenant, name, digest, 'read write admin', created_at, "
            f"expires_at FROM api_keys WHERE {KEY}"
        ),
        "Nobody is on record",
    ),
    Kind("a key taken out", "verify", sql(of("api_keys", KEY)), "is not there"),
    Kind(
        "where a webhook sends",
        "verify",
        sql("UPDATE webhooks SET url = 'https://elsewhere.example/' WHERE id = 'ctc-example-hook'"),
        "webhook ctc-example-hook",
    ),
    Kind(
        "a webhook put in",
        "verify",
        sql(
            "INSERT INTO webhooks (id, tenant, name, url, kinds, seed, digest, created_at, "
            "position, failures, next_at) SELECT 'strange', tenant, name, url, kinds, seed, "
            "digest, created_at, position, failures, next_at FROM webhooks "
            "WHERE id = 'ctc-example-hook'"
        ),
        "webhook strange",
    ),
    Kind(
        "a tenant put in",
        "verify",
        sql(
            "INSERT INTO tenants (id, name, created_at) "
            "SELECT 'strange', name, created_at FROM tenants WHERE id = 'default'"
        ),
        "tenant",
    ),
    Kind(
        "the name of a tenant",
        "verify",
        sql("UPDATE tenants SET name = 'Another' WHERE id = 'acme'"),
        "tenant acme",
    ),
    Kind("a kept reply", "verify", sql("UPDATE replies SET status = 200"), "reply"),
    Kind(
        "a kept reply put in",
        "verify",
        sql(
            "INSERT INTO replies (scope, key, fingerprint, status, headers, body, created_at) "
            "SELECT scope, 'forged', fingerprint, status, headers, body, created_at "
            "FROM replies"
        ),
        "forged",
    ),
    Kind("a kept reply taken out", "verify", sql("DELETE FROM replies"), "forgotten"),
    Kind(
        "the status of an obligation, for lists",
        "verify",
        sql(f"UPDATE docket SET status = 'performed' WHERE {FIRST}"),
        "status is performed",
    ),
    Kind(
        "the due day of an obligation, for lists",
        "verify",
        sql(f"UPDATE docket SET due_on = '2030-01-01' WHERE {FIRST}"),
        "due_on is 2030-01-01",
    ),
    Kind(
        "who owes, or under which clause, for lists",
        "verify",
        sql(f"UPDATE docket SET obligor = 'nobody', clause = '9(z)' WHERE {FIRST}"),
        "clause is 9(z)",
    ),
    Kind(
        "whom an obligation is owed to, for lists",
        "verify",
        sql(f"UPDATE docket_obligees SET obligee = 'nobody' WHERE {OWED}"),
        "owed to",
    ),
    Kind(
        "by which name somebody goes, for lists",
        "verify",
        sql("UPDATE docket_parties SET name = 'Nobody' WHERE party = 'spectrum'"),
        "the name of spectrum",
    ),
    Kind(
        "the words of an obligation, for lists",
        "verify",
        sql(f"UPDATE docket SET obligation = '{{}}' WHERE {FIRST}"),
        "obligation is {}",
    ),
    Kind(
        "how long a line stands, for lists",
        "verify",
        sql(f"UPDATE docket SET last_day = first_day WHERE {FIRST}"),
        "last_day is",
    ),
    Kind(
        "the drawer in which a line lies, for lists",
        "verify",
        sql(f"UPDATE docket SET drawer = drawer + 1 WHERE {FIRST}"),
        "drawer is",
    ),
    Kind(
        "on which days a drawer is opened",
        "verify",
        sql("UPDATE docket_drawers SET ahead = -1"),
        "ahead is -1",
    ),
    Kind(
        "a drawer of the lists taken out",
        "verify",
        sql("DELETE FROM docket_drawers WHERE status IS NOT NULL"),
        "by_kind_id is None",
    ),
    Kind(
        "when an agreement last moved, for lists",
        "verify",
        sql(f"UPDATE agreements SET recorded_at = '2020-01-01 00:00:00' WHERE id = '{EXAMPLE}'"),
        "last moved",
    ),
    Kind(
        "a line of the lists taken out",
        "verify",
        sql(of("docket_obligees", ROW), of("docket", ROW)),
        "row_missing",
    ),
    Kind(
        "a line put into the lists",
        "verify",
        sql(
            "INSERT INTO docket (agreement_id, registration_id, obligation_id, first_day, "
            "last_day, tenant, due_on, status, standard, obligor, clause, obligation, "
            "registration_kind, drawer, kind_drawer) SELECT agreement_id, registration_id, "
            "'strange', first_day, last_day, tenant, due_on, status, standard, obligor, clause, "
            f"obligation, registration_kind, drawer, kind_drawer FROM docket WHERE {FIRST}"
        ),
        "row_added",
    ),
    Kind(
        "lines of an agreement that is not there",
        "verify",
        sql(f"UPDATE docket SET agreement_id = 'nowhere' WHERE {FIRST}"),
        "nowhere",
    ),
    Kind("an anchor that is kept here taken out", "verify", sql("DELETE FROM anchors"), "anchor "),
    Kind("an anchor that is kept here", "verify", sql("UPDATE anchors SET line = '{}'"), "anchor "),
    Kind(
        "the instant of an anchor that is kept here",
        "verify",
        sql("UPDATE anchors SET made_at = '2020-01-01 00:00:00'"),
        "another hash or instant",
    ),
    Kind("the signature of an anchor that is kept here", "verify", signed_falsely, "Its signature"),
    Kind(
        "an anchor that is kept here, signed by another",
        "verify",
        signed_by_another,
        "tells of no such line",
    ),
    Kind(
        "the revision of the schema",
        "verify",
        sql("UPDATE alembic_version SET version_num = '0005'"),
        "schema revision",
    ),
    Kind(
        "the hash of an entry about a key",
        "verify",
        sql("UPDATE audit_entries SET hash = hash || 'x' WHERE action = 'key_made'"),
        "not the one in the chain",
    ),
    Kind(
        "a second revision of the schema",
        "verify",
        sql("INSERT INTO alembic_version (version_num) VALUES ('0001')"),
        "0001 and",
    ),
    Kind(
        "a table dropped, or a column of one",
        "verify",
        schema_changed("DROP TABLE outbox", "ALTER TABLE told_days RENAME COLUMN look_on TO gone"),
        "The table outbox is not there",
    ),
    Kind(
        "an index dropped",
        "verify",
        schema_changed("DROP INDEX ix_facts_registration_id"),
        "The index ix_facts_registration_id",
    ),
    Kind("a trigger put in", "verify", trigger_put_in, "The trigger strange of the table tenants"),
    Kind(
        "the triggers that refuse changes, dropped",
        "verify",
        drop_triggers,
        "of the table facts is not there",
    ),
    Kind(
        "terms put in",
        "verify",
        sql(
            "INSERT INTO terms_documents (hash, document, recorded_at) "
            "SELECT 'sha256:00', document, recorded_at FROM terms_documents LIMIT 1"
        ),
        "terms sha256:00",
    ),
    Kind("an answer put in", "verify", answer_put_in, "not_audited"),
    Kind(
        "a key that allows more, with an entry that tells of its end",
        "verify",
        key_with_an_end,
        "not the key that was made",
    ),
    Kind("a whole agreement taken out", "verify", sql(*EVERYTHING_OF_DEMO), "chain"),
    Kind(
        "a whole agreement taken out, all made anew",
        "verify --anchor",
        and_all_anew(*EVERYTHING_OF_DEMO),
        f"agreement {DEMO}: missing",
    ),
    Kind(
        "the end of a record cut off, all made anew",
        "verify --anchor",
        cut_the_tail,
        f"agreement {DEMO}: shortened",
    ),
    Kind(
        "a fact, all made anew",
        "verify --anchor",
        and_all_anew(
            "UPDATE facts SET recorded_at = recorded_at WHERE position = 1",
            f"UPDATE facts SET fact_id = 'another' WHERE {OF_DEMO} AND position = 2",
        ),
        f"agreement {DEMO}: rewritten",
    ),
    Kind(
        "an answer, all made anew",
        "verify --anchor",
        and_all_anew(f"UPDATE evaluations SET answer = '{{}}' WHERE {ANSWER}"),
        f"audit {EXAMPLE}: rewritten",
    ),
    Kind(
        "who wrote, all made anew",
        "verify --anchor",
        and_all_anew(f"UPDATE audit_entries SET actor = 'another' WHERE {ENTRY}"),
        f"audit {EXAMPLE}: rewritten",
    ),
    Kind(
        "a key that allows more, all made anew",
        "verify --anchor",
        and_all_anew(f"UPDATE api_keys SET scopes = 'read write admin' WHERE {KEY}"),
        "key ",
    ),
    Kind(
        "a key taken out, all made anew",
        "verify --anchor",
        and_all_anew(
            of("audit_entries", f"subject IN (SELECT prefix FROM api_keys WHERE {KEY})"),
            of("api_keys", KEY),
        ),
        "missing",
    ),
    Kind(
        "a kept reply, all made anew",
        "verify --anchor",
        and_all_anew("UPDATE replies SET status = 200"),
        "replies",
    ),
    Kind(
        "the name of the first tenant",
        "verify --anchor",
        sql("UPDATE tenants SET name = 'Another' WHERE id = 'default'"),
        "tenant default",
    ),
    Kind(
        "the last anchor, with its entry and the last link",
        "verify --anchor",
        sql(
            "DELETE FROM anchors",
            "DELETE FROM audit_entries WHERE action = 'anchored'",
            f"DELETE FROM chain_links WHERE position = {LINKS}",
        ),
        "tells of this line no more",
    ),
    Kind(
        "two links in each other's place, all made anew",
        "verify --anchor",
        links_swapped,
        "chain ",
    ),
    Kind(
        "kept replies taken out, with an entry that tells of their being forgotten",
        "nothing",
        forgotten_by_another,
    ),
    Kind("what was written after the last anchor, all made anew", "nothing", since_the_anchor),
    Kind("the spaces between what a fact says", "nothing", respaced),
    Kind(
        "the instant at which terms were first stored",
        "nothing",
        sql("UPDATE terms_documents SET recorded_at = '2020-01-01 00:00:00'"),
    ),
    Kind(
        "a drawer of the lists put in",
        "nothing",
        sql(
            "INSERT INTO docket_drawers (id, tenant, stands_from, stands_through) SELECT 1, "
            "tenant, stands_from, stands_through FROM docket_drawers WHERE status IS NULL LIMIT 1"
        ),
    ),
    Kind(
        "an event that others are told of",
        "nothing",
        sql("UPDATE outbox SET kind = 'overdue' WHERE position = 1"),
    ),
    Kind(
        "through which day others were told",
        "nothing",
        sql("UPDATE told_days SET look_on = '2999-01-01'"),
    ),
    Kind(
        "how far a webhook was told, or that it is stopped",
        "nothing",
        sql("UPDATE webhooks SET position = 1000, stopped = 'gone'"),
    ),
    Kind(
        "what the secret of a webhook is made of, and how long the one before it signs",
        "nothing",
        sql(
            "UPDATE webhooks SET seed = substr(seed, 2) || '0', seed_before = seed, "
            "before_until = '2999-01-01 00:00:00'"
        ),
    ),
    Kind("reading or copying everything", "nothing", read_it),
)


@pytest.fixture
def stored(
    demonstration_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Database, Path]]:
    """A database with keys, replies and an anchor, and the file in which that is kept elsewhere."""
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", demonstration_url)
    database = Database(demonstration_url)
    workspace = Workspace(database)
    access.create_tenant(workspace, "acme", "Acme")
    scopes: frozenset[Scope] = frozenset({"read"})
    access.create_key(workspace, KeyWanted("acme", "reads", scopes, 30))
    ended = access.create_key(workspace, KeyWanted("acme", "ended", scopes, 30))
    access.revoke_key(workspace, ended.split("_")[1])
    with serving(database, workspace=workspace) as service:
        response = service.post_as("k", f"/v1/agreements/{DEMO}/demands", spectrum_demand())
        assert response.status_code == 201
    monkeypatch.setenv("REGISTRATION_RIGHTS_ANCHOR_KEY", str(tmp_path / "key.pem"))
    assert main(["anchor", str(tmp_path / "key.pem"), "--new-key"]) == 0
    assert main(["anchor", str(tmp_path / "anchors")]) == 0
    yield database, tmp_path / "anchors"
    database.dispose()


def test_untouched_nothing_is_said(
    stored: tuple[Database, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, anchors = stored
    assert main(["verify", "--anchor", str(anchors)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_is_told_as_the_page_says(
    kind: Kind, stored: tuple[Database, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    database, anchors = stored
    kind.do(database)
    capsys.readouterr()
    status = main(["verify"])
    said = capsys.readouterr().err
    assert (status == 1) == (kind.told == "verify"), said
    if kind.told == "verify":
        assert kind.said in said
        return
    status = main(["verify", "--anchor", str(anchors)])
    said = capsys.readouterr().err
    assert (status == 1) == (kind.told == "verify --anchor"), said
    assert kind.said in said


def test_the_page_lists_them_all() -> None:
    listed = re.findall(r"^\| (.+?) \| `?(verify|verify --anchor|nothing)`? \|", PAGE, re.MULTILINE)
    assert listed == [(kind.name, kind.told) for kind in KINDS]
    assert len(KINDS) >= 40

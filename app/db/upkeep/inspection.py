"""Whether a database is whole: its schema, its file, its records. Nothing is written.

That each fact is the one that was recorded is another question, for the record's own hashes.
"""

from functools import lru_cache
from pathlib import Path

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    LargeBinary,
    and_,
    case,
    exists,
    func,
    literal_column,
    make_url,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy import inspect as inspect_schema
from sqlalchemy.exc import DatabaseError

from app.db.engine import Database
from app.db.models import metadata
from app.db.models.base import UtcDateTime
from app.db.upkeep import shape
from app.db.upkeep.migrate import MIGRATIONS

STRANGE_ROWS_NAMED = 20
SECONDS = len("1999-02-16 12:00:00")
AS_IT_IS = "+0 days"
"""Lets SQLite work the day out: without it, 30 February is given back as it stands."""

# An agreement whose version is not the number of its facts, or whose facts are not numbered 1 to n.
BROKEN_RECORDS = """
    SELECT agreements.id FROM agreements LEFT JOIN facts ON facts.agreement_id = agreements.id
    GROUP BY agreements.id, agreements.version
    HAVING count(facts.position) <> agreements.version
        OR agreements.version = 0
        OR min(facts.position) <> 1
        OR max(facts.position) <> agreements.version
    ORDER BY agreements.id
"""
# A registration without any fact, or one whose facts are on another agreement's record.
BROKEN_REGISTRATIONS = """
    SELECT registrations.id FROM registrations
    LEFT JOIN facts ON facts.registration_id = registrations.id
    GROUP BY registrations.id, registrations.agreement_id
    HAVING count(facts.position) = 0
        OR min(facts.agreement_id) <> registrations.agreement_id
        OR max(facts.agreement_id) <> registrations.agreement_id
    ORDER BY registrations.id
"""
# An agreement whose tenant is not there, or is not the one in front of its id
# (`app.db.access.tenancy`).
NOBODYS_AGREEMENTS = """
    SELECT agreements.id FROM agreements LEFT JOIN tenants ON tenants.id = agreements.tenant
    WHERE tenants.id IS NULL
        OR (agreements.tenant = 'default' AND agreements.id LIKE '%:%')
        OR (agreements.tenant <> 'default' AND agreements.id NOT LIKE agreements.tenant || ':%')
    ORDER BY agreements.id
"""


def inspect(url: str) -> list[str]:
    """Say everything that is wrong with the database at `url`; nothing if it is whole.

    StorageUnavailable when it cannot be read at all.
    """
    if file_is_missing(url):
        return [f"There is no file {make_url(url).database}."]  # asking SQLite would make it
    database = Database(url)
    try:
        with database.snapshot() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL statement_timeout = 0"))
            return faults(connection)
    finally:
        database.dispose()


def file_is_missing(url: str) -> bool:
    """Whether the URL is of a SQLite file that is not there."""
    parsed = make_url(url)
    return parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file()


def faults(connection: Connection) -> list[str]:
    """Say everything that is wrong, in words; nothing if the database is whole."""
    # Each question makes sense only where the one before found nothing wrong.
    return (
        revision_faults(connection)
        or lacking(connection)
        or [
            *shape.faults(connection),
            *(damage(connection) or _named(shape.doubled(connection))),
        ]
        or _loose(connection)
        or _named(strange_values(connection))
        or _records(connection)
    )


def _named(rows: list[tuple[str, str]]) -> list[str]:
    return [f"Row {name}: {says}" for name, says in rows]


@lru_cache
def _revisions() -> tuple[str, ...]:
    """The revisions that this version of the service knows, newest first."""
    from alembic.script import ScriptDirectory  # with the first question, not with the start

    scripts = ScriptDirectory(str(MIGRATIONS))
    return tuple(each.revision for each in scripts.walk_revisions())


def revision_faults(connection: Connection) -> list[str]:
    """Say whether the schema is at another revision than this version of the service needs."""
    heads = _heads(connection)
    current = _revisions()[0]
    if heads == (current,):
        return []
    found = " and ".join(sorted(heads)) or None
    return [f"The schema is at revision {found}, this version of the service needs {current}."]


def lacking(connection: Connection) -> list[str]:
    """Tables and columns that cannot be read, though the revision says that they are there."""
    there = {
        name: {column["name"] for column in columns}
        for (_, name), columns in inspect_schema(connection).get_multi_columns().items()
    }
    gone = [
        f"The table {table.name} is not there."
        if table.name not in there
        else f"The column {', '.join(columns)} of the table {table.name} is not there."
        for table in metadata.sorted_tables
        if (columns := sorted(set(table.columns.keys()) - there.get(table.name, set())))
    ]
    return [*gone, *shape.beside(connection)] if gone else shape.unreadable(connection)


def is_older(connection: Connection) -> bool:
    """Whether the schema is older than this version of the service needs.

    A newer one is none of its business: while servers are replaced one after the other, those that
    still run have the schema of the next version before them.
    """
    return set(_heads(connection)) <= set(_revisions()[1:])


def shape_faults(connection: Connection) -> list[str]:
    """What of the schema is not as the migrations make it; nothing is known of a newer one."""
    if revision_faults(connection):
        return []
    return [*shape.unreadable(connection), *shape.faults(connection)]


def _heads(connection: Connection) -> tuple[str, ...]:
    """The revisions that the schema is at; none where nothing was ever migrated.

    Asked of the table itself: Alembic makes a statement of its own each time it is asked, and all
    are kept compiled.
    """
    if not connection.dialect.has_table(connection, "alembic_version"):
        return ()
    return tuple(connection.scalars(text("SELECT version_num FROM alembic_version")))


def damage(connection: Connection) -> list[str]:
    """Where a SQLite file is damaged, or an index does not have the rows of its table."""
    if connection.dialect.name != "sqlite":
        return []
    try:
        found = connection.scalars(text("PRAGMA integrity_check")).all()
    except DatabaseError as error:
        return [f"The file is damaged: {error.orig}"]
    return [f"The file is damaged: {each}" for each in found if each != "ok"]


def _loose(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    return [
        f"Row {row} of {table} refers to nothing in {parent}."
        for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check"))
    ]


def strange_values(connection: Connection) -> list[tuple[str, str]]:
    """Rows that hold what their column cannot, by table and number, and what they hold.

    PostgreSQL takes no such value; SQLite takes any from one who writes to the file, and it
    stops everybody who reads the row afterwards.
    """
    if connection.dialect.name != "sqlite":
        return []
    found = []
    for table in metadata.sorted_tables:
        strange = {each.name: each.is_not(None) & not_(_is_of_its_kind(each)) for each in table.c}
        number = literal_column("rowid", Integer())
        rows = select(number, *(each.label(name) for name, each in strange.items())).select_from(
            table
        )
        for row, *flags in connection.execute(
            rows.where(or_(*strange.values())).limit(STRANGE_ROWS_NAMED)
        ):
            names = [name for name, is_strange in zip(strange, flags, strict=True) if is_strange]
            says = f"What stands there as {' and '.join(names)} cannot be read as that."
            found.append((f"{row} of {table.name}", says))
    return found


def _is_of_its_kind(column: Column[object]) -> ColumnElement[bool]:
    """Whether what SQLite keeps in a column is what is written there."""
    kept = func.typeof(column)
    match column.type:
        case Integer() | BigInteger():
            return kept == "integer"
        case LargeBinary():
            return kept == "blob"
        case Date():
            day = func.substr(column, 1)
            return and_(kept == "text", day.is_not_distinct_from(func.date(day, AS_IT_IS)))
        case UtcDateTime():
            instant = func.substr(column, 1, SECONDS)
            fraction = func.substr(column, SECONDS + 1)
            return and_(
                kept == "text",
                instant.is_not_distinct_from(func.datetime(instant, AS_IT_IS)),
                or_(fraction == "", fraction.op("GLOB")("." + "[0-9]" * 6)),
            )
        case JSON():
            return and_(kept == "text", func.json_valid(column) == 1, not_(_names_twice(column)))
        case _:
            return kept == "text"


def _names_twice(column: Column[object]) -> ColumnElement[bool]:
    """Whether an object in a document has a name twice: one reads the first, another the last."""
    document = case((func.json_valid(column) == 1, column), else_="{}")
    inside = func.json_tree(document).table_valued("parent", "key")
    return exists(
        select(inside.c.parent)
        .where(inside.c.parent.is_not(None))
        .group_by(inside.c.parent, inside.c.key)
        .having(func.count() > 1)
    )


def nobodys_agreements(connection: Connection) -> list[str]:
    """The stored ids of agreements that no tenant sees."""
    return list(connection.scalars(text(NOBODYS_AGREEMENTS)))


def _records(connection: Connection) -> list[str]:
    return [
        *(
            f"The record of agreement {name} has gaps or another length than its version."
            for name in connection.scalars(text(BROKEN_RECORDS))
        ),
        *(
            f"Registration {name} has no facts of its own agreement."
            for name in connection.scalars(text(BROKEN_REGISTRATIONS))
        ),
        *(
            f"Agreement {name} is nobody's: its id and its tenant do not go together."
            for name in nobodys_agreements(connection)
        ),
    ]

"""Whether the tables are those that the migrations make, with all that stands on them.

One who may change the schema can let the service read other rows than are verified: without a key
a row stands twice, a policy hides some from one role and a schema before ours has others. So the
whole shape is compared, and whatever is beyond it on our tables is named. A relation of another
name is nobody's concern.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias, cast

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    DefaultClause,
    Dialect,
    ForeignKeyConstraint,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy import inspect as inspect_schema

from app.db.models import metadata

ROWS_NAMED: Final = 20
REVISION = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""The table of Alembic, which stands in no model."""
TABLES: Final = (*metadata.sorted_tables, REVISION)
NAMES: Final = [table.name for table in TABLES]
APPEND_ONLY: Final = (
    "facts",
    "terms_documents",
    "registrations",
    "evaluations",
    "audit_entries",
    "chain_links",
    "anchors",
)
REFUSING: Final = (
    "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
    "USING ERRCODE = 'restrict_violation'; END"
)
"""What the function does that PostgreSQL's triggers call."""
UNLIKE_OURS: Final = r"\b(COLLATE|CONFLICT|ROWID|STRICT|GENERATED)\b"
"""Words in a statement of SQLite that make other keys and columns than ours, or no row numbers."""

UNSAID: Final = {"None", "[]", "{}", "False"}
"""What reflecting says of an option that is not used."""

Parts: TypeAlias = dict[str, str]
"""What a table has, by what it is called, and how it is."""


def faults(connection: Connection) -> list[str]:
    """Whatever is not there, another or too many, of tables that are there with their columns."""
    found = dict(_found(connection))
    return [
        *(
            says
            for table in TABLES
            for says in _differences(
                table.name, _ours(table, connection.dialect), found.get(table.name, {})
            )
        ),
        *beside(connection),
    ]


def unreadable(connection: Connection) -> list[str]:
    """Tables of SQLite that are made in another way than ours: what they hold reads otherwise."""
    if connection.dialect.name != "sqlite":
        return []
    made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    return [
        f"The table {name} is made with {word.group()}, which ours are not."
        for name, statement in made
        if name in NAMES and (word := re.search(UNLIKE_OURS, statement, re.IGNORECASE))
    ]


def doubled(connection: Connection) -> list[tuple[str, str]]:
    """Rows that stand more often than once under one key, by table and key: a few of each table."""
    return [
        (f"{', '.join(map(str, key))} of {table.name}", f"It stands there {times} times.")
        for table in TABLES
        for *key, times in connection.execute(
            select(*table.primary_key, func.count())
            .group_by(*table.primary_key)
            .having(func.count() > 1)
            .limit(ROWS_NAMED)
        )
    ]


def _differences(table: str, ours: Parts, found: Parts) -> Iterator[str]:
    for name in sorted(ours.keys() | found.keys()):
        if name not in found:
            yield f"The {name} of the table {table} is not there."
        elif name not in ours:
            yield f"The {name} of the table {table} is none of ours."
        elif ours[name] != found[name]:
            yield f"The {name} of the table {table} is {found[name]}, not {ours[name]}."


# --- what there should be ------------------------------------------------------------------------


def _ours(table: Table, dialect: Dialect) -> Parts:
    """What the migrations make of a table; a test holds the models against them."""
    parts = {
        f"column {each.name}": _column(
            each.type.compile(dialect),
            bool(each.nullable),
            cast("DefaultClause | None", each.server_default) and "a default",
        )
        for each in table.columns
    }
    parts["primary key"] = _columns(table.primary_key.columns.keys())
    of_columns = (each for column in table.columns for each in column.constraints)
    for constraint in (*table.constraints, *of_columns):
        match constraint:
            case ForeignKeyConstraint():
                parts[f"foreign key {_columns(constraint.column_keys)}"] = _reference(
                    constraint.referred_table.name,
                    [each.column.name for each in constraint.elements],
                    {"ondelete": constraint.ondelete},
                )
            case UniqueConstraint():
                parts[f"unique key {_columns(constraint.columns.keys())}"] = "unique"
            case CheckConstraint():
                name = dialect.identifier_preparer.format_constraint(constraint)
                parts[f"check {name}"] = _condition(str(constraint.sqltext))
    for index in table.indexes:
        parts[f"index {index.name}"] = _index(index.columns.keys(), index.unique, {})
    return parts | dict(_triggers(table.name, dialect))


def _triggers(table: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """The triggers that refuse changes, as they were made."""
    on_sqlite = dialect.name == "sqlite"
    calling = "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    if table == "agreements":
        start = "BEFORE UPDATE OF id, name, template, tenant ON agreements"
        refusing = _aborting("the identity of agreements") if on_sqlite else calling
        yield "trigger agreements_identity", f"{start} {refusing}"
    elif table in APPEND_ONLY and on_sqlite:
        for change in ("update", "delete"):
            start = f"BEFORE {change.upper()} ON {table}"
            yield f"trigger {table}_no_{change}", f"{start} {_aborting(table)}"
    elif table in APPEND_ONLY:
        start = f"BEFORE DELETE OR UPDATE OR TRUNCATE ON {table}"
        yield f"trigger {table}_append_only", f"{start} {calling}"


def _aborting(what: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{what} is append-only'); END"


# --- what there is -------------------------------------------------------------------------------


def _found(connection: Connection) -> Iterator[tuple[str, Parts]]:
    inspector = inspect_schema(connection)
    kinds: tuple[tuple[Mapping[Any, Any], Callable[[Any, Dialect], tuple[str, str]]], ...] = (
        (inspector.get_multi_columns(), _found_column),
        (inspector.get_multi_foreign_keys(), _found_reference),
        (inspector.get_multi_unique_constraints(), _found_unique),
        (inspector.get_multi_check_constraints(), _found_check),
        (inspector.get_multi_indexes(), _found_index),
    )
    keys = inspector.get_multi_pk_constraint()
    triggers = _found_triggers(connection)
    for name in NAMES:
        where = (None, name)
        key = keys[where]["constrained_columns"] if where in keys else ()
        parts = {"primary key": _columns(key), **triggers.get(name, {})}
        for of_tables, told in kinds:
            for each in of_tables.get(where, ()):
                if not each.get("duplicates_constraint"):  # the index beneath a unique key
                    part, says = told(each, connection.dialect)
                    parts[part] = says
        yield name, parts


def _found_column(column: Any, dialect: Dialect) -> tuple[str, str]:
    made = next((how for how in ("computed", "identity") if column.get(how)), None)
    default = made or (column["default"] and "a default")
    kind = column["type"].compile(dialect)
    return f"column {column['name']}", _column(kind, column["nullable"], default)


def _found_reference(key: Any, _: Dialect) -> tuple[str, str]:
    says = _reference(key["referred_table"], key["referred_columns"], key["options"])
    return f"foreign key {_columns(key['constrained_columns'])}", says


def _found_unique(key: Any, _: Dialect) -> tuple[str, str]:
    return f"unique key {_columns(key['column_names'])}", "unique"


def _found_check(check: Any, _: Dialect) -> tuple[str, str]:
    return f"check {check['name']}", _condition(check["sqltext"])


def _found_index(index: Any, _: Dialect) -> tuple[str, str]:
    columns = index.get("expressions") or index["column_names"]
    more = {**index.get("dialect_options", {}), "sorted": index.get("column_sorting")}
    return f"index {index['name']}", _index(columns, index["unique"], more)


def _found_triggers(connection: Connection) -> dict[str, Parts]:
    found: dict[str, Parts] = {}
    if connection.dialect.name == "sqlite":
        asked = "SELECT tbl_name, name, sql, 'O' FROM sqlite_master WHERE type = 'trigger'"
        rows = connection.execute(text(asked))
    else:
        rows = connection.execute(text(TRIGGERS), _of_postgresql(connection))
    for table, name, statement, enabled in rows:
        made = " ".join(statement.split()).partition(f"{name} ")[2]
        found.setdefault(table, {})[f"trigger {name}"] = made + ("" if enabled == "O" else ", off")
    return found


# --- how each part is told -----------------------------------------------------------------------


def _columns(names: Iterable[object]) -> str:
    return f"({', '.join(map(str, names))})"


def _column(kind: str, nullable: bool, default: object) -> str:
    return f"{kind}{' or nothing' if nullable else ''}{f' with {default}' if default else ''}"


def _reference(table: str, columns: Iterable[str], options: Mapping[str, object]) -> str:
    return f"to {table} {_columns(columns)} {_options(options)}".rstrip()


def _index(columns: Iterable[object], unique: bool | None, more: Mapping[str, object]) -> str:
    return f"{'unique, ' if unique else ''}over {_columns(columns)} {_options(more)}".rstrip()


def _options(options: Mapping[str, object]) -> str:
    written = {name: str(value) for name, value in sorted(options.items())}
    return ", ".join(f"{name} {says}" for name, says in written.items() if says not in UNSAID)


def _condition(written: str) -> str:
    return re.sub(r"[\s\"()]", "", written)


# --- what stands beside the tables on PostgreSQL -------------------------------------------------

OURS: Final = "SELECT to_regclass(name)::oid::bigint FROM unnest(CAST(:names AS text[])) AS name"
TRIGGERS: Final = """
    SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid, true), tgenabled::text
    FROM pg_trigger WHERE tgrelid = ANY (CAST(:ours AS oid[]))
        AND (NOT tgisinternal OR tgenabled <> 'O')
"""
PATHS: Final = """
    SELECT setting FROM pg_db_role_setting, unnest(setconfig) AS setting
    WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
        AND starts_with(setting, 'search_path=')
"""
REFUSED_BY: Final = "SELECT prosrc FROM pg_proc WHERE oid = to_regproc('refuse_change')"
BESIDE: Final = (
    """
    SELECT 'The table ' || oid::regclass || ' has row-level security: a role that does not own '
        || 'it may see fewer rows.'
    FROM pg_class WHERE oid = ANY (CAST(:ours AS oid[])) AND (relrowsecurity OR relforcerowsecurity)
    """,
    """
    SELECT 'The policy ' || polname || ' of the table ' || polrelid::regclass
        || ' is none of ours.'
    FROM pg_policy WHERE polrelid = ANY (CAST(:ours AS oid[]))
    """,
    """
    SELECT 'The rule ' || rulename || ' of the table ' || ev_class::regclass
        || ' is none of ours.'
    FROM pg_rewrite WHERE ev_class = ANY (CAST(:ours AS oid[]))
    """,
    """
    SELECT 'The rows of ' || inhrelid::regclass || ' are read as rows of ' || inhparent::regclass
        || ', of which it inherits.'
    FROM pg_inherits WHERE CAST(:ours AS oid[]) && ARRAY[inhparent, inhrelid]
    """,
    """
    SELECT 'The ' || conname || ' of the table ' || conrelid::regclass || ' was never validated.'
    FROM pg_constraint WHERE conrelid = ANY (CAST(:ours AS oid[])) AND NOT convalidated
    """,
    """
    SELECT 'What is called ' || relname || ' stands in the schemas '
        || string_agg(nspname, ', ' ORDER BY nspname)
        || ': the path of a role says which it reads.'
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relname = ANY (CAST(:names AS text[])) AND relkind IN ('r', 'v', 'm', 'f', 'p')
        AND (
            pg_class.oid = ANY (CAST(:ours AS oid[]))
            OR nspname IN (SELECT rolname FROM pg_roles)
            OR nspname = ANY (current_schemas(false))
            OR EXISTS (
                SELECT FROM unnest(CAST(:paths AS text[])) AS path WHERE strpos(path, nspname) > 0
            )
        )
    GROUP BY relname HAVING count(*) > 1
    """,
)


def _of_postgresql(connection: Connection) -> dict[str, list[Any]]:
    """Our tables by name and number, and the paths that are set for roles and the database."""
    ours = connection.scalars(text(OURS), {"names": NAMES}).all()
    return {
        "names": NAMES,
        "ours": [each for each in ours if each is not None],
        "paths": list(connection.scalars(text(PATHS))),
    }


def beside(connection: Connection) -> Iterator[str]:
    """What is beyond the tables themselves, and lets a role read others or fewer rows."""
    if connection.dialect.name == "sqlite":
        return
    given = _of_postgresql(connection)
    for asked in BESIDE:
        yield from connection.scalars(text(asked), given)
    for path in given["paths"]:
        if "pg_catalog" in path:
            yield f"With {path} other functions can come before those of PostgreSQL."
    for body in connection.scalars(text(REFUSED_BY)):
        if " ".join(body.split()) != REFUSING:
            yield "The function refuse_change is another: changes may go through that it refuses."

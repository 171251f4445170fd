"""Databases that earlier releases made, kept with the tests: one for each change of a shape.

Each is a SQLite file, compressed, under the commit that made it (by its own `varied_life.py`).
The PostgreSQL variant is restored from the same rows, into the schema of that commit.
"""

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Dialect, MetaData, Table, text

from app.db.engine import make_engine
from app.db.upkeep.migrate import upgrade

FOLDER = Path(__file__).parents[1] / "data" / "databases"
NAMES = sorted(path.name.removesuffix(".sqlite3.xz") for path in FOLDER.glob("*.sqlite3.xz"))


def unpack(name: str, target: Path) -> Path:
    """Put the database that a commit made at this path."""
    target.write_bytes(lzma.decompress((FOLDER / f"{name}.sqlite3.xz").read_bytes()))
    return target


def restore(file: Path, url: str) -> None:
    """Give an empty PostgreSQL database the schema of the file's revision, and all its rows."""
    engine, tables = make_engine(url), MetaData()
    with closing(sqlite3.connect(file)) as source:
        ((revision,),) = source.execute("SELECT version_num FROM alembic_version").fetchall()
        upgrade(url, revision)
        tables.reflect(engine)
        with engine.begin() as connection:
            for table in tables.sorted_tables:
                if table.name == "alembic_version":
                    continue
                names = [column.name for column in table.columns]
                rows = source.execute(f"SELECT {', '.join(names)} FROM {table.name}").fetchall()
                if rows:
                    statement = text(_insert(table, engine.dialect))
                    connection.execute(
                        statement, [dict(zip(names, row, strict=True)) for row in rows]
                    )
    engine.dispose()


def _insert(table: Table, dialect: Dialect) -> str:
    """An insert of what SQLite keeps as text into columns with types; the first tenant is there."""
    values = []
    for column in table.columns:
        given = f"CAST(:{column.name} AS TEXT)"
        match column.type.compile(dialect=dialect):
            case "BYTEA":
                values.append(f":{column.name}")
            case "TIMESTAMP WITH TIME ZONE":
                values.append(f"CAST({given} || '+00' AS TIMESTAMPTZ)")
            case kind:
                values.append(f"CAST({given} AS {kind.partition(' COLLATE')[0]})")
    names = ", ".join(column.name for column in table.columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join(values)}) ON CONFLICT DO NOTHING"

"""The command line: `python -m app --help` lists its commands."""

import argparse
import json
import sys
from collections.abc import Sequence
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from app.cli import access as cli_access
from app.cli import anchor as cli_anchor
from app.cli import record as cli_record
from app.cli import storage as cli_storage
from app.cli.operators import operators_workspace
from app.db.engine import Database
from app.db.upkeep.migrate import upgrade
from app.errors import ServiceError
from app.running import serving
from app.services.store import demonstration
from app.settings import LOOPBACK, PREFIX, Settings

DIFF_LINES = 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 when it did what was asked."""
    given = _parser().parse_args(arguments)
    if given.command == "export-openapi":
        return check_openapi(given.path) if given.check else export_openapi(given.path)
    settings = _settings()
    return 2 if settings is None else _run(given, settings)


def _settings() -> Settings | None:
    """The settings; None once it was said which of them cannot be."""
    try:
        return Settings()
    except ValidationError as error:
        for each in error.errors():
            name = "_".join(map(str, each["loc"])).upper() or "…"
            print(f"{PREFIX}{name}: {each['msg']}", file=sys.stderr)
        return None


def _run(given: argparse.Namespace, settings: Settings) -> int:
    match given.command:
        case "serve":
            return serve(settings, given.workers)
        case "migrate":
            return migrate(settings)
        case "seed":
            return seed(settings)
        case "send-webhooks":
            return send_webhooks(settings)
        case "tenants" | "keys" | "audit":
            return manage_access(settings, given)
        case name if name in cli_storage.NAMES:
            return cli_storage.run(given, settings)
        case "anchor":
            return anchor(settings, given)
        case _:
            return cli_record.run(given, settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="serve the API over HTTP")
    serving.add_argument("--workers", type=int, default=1, help="processes; SQLite allows one")
    commands.add_parser("migrate", help="bring the database to the current schema and rules")
    commands.add_parser("seed", help="load the demonstration data, once")
    commands.add_parser("send-webhooks", help="tell webhooks what happens, until stopped")
    cli_access.add_commands(commands)
    cli_storage.add_commands(commands)
    cli_record.add_commands(commands)
    cli_anchor.add_commands(commands)
    exporting = commands.add_parser("export-openapi", help="write the OpenAPI document")
    exporting.add_argument("path", type=Path, nargs="?", default=Path("openapi/openapi.json"))
    exporting.add_argument("--check", action="store_true", help="compare only; 1 if it differs")
    return parser


def serve(settings: Settings, workers: int) -> int:
    """Serve until interrupted; several workers need a database that several processes can write."""
    if workers > 1 and settings.database_url.startswith("sqlite"):
        print(
            "SQLite serves one process: use --workers 1, or set "
            "REGISTRATION_RIGHTS_DATABASE_URL to a PostgreSQL database.",
            file=sys.stderr,
        )
        return 2
    if settings.access == "open":
        if settings.host not in LOOPBACK:
            print(
                f"Open access is for the local demonstration, not for {settings.host}: unset "
                "REGISTRATION_RIGHTS_ACCESS and make a key with `python -m app keys create`.",
                file=sys.stderr,
            )
            return 2
        print("ACCESS IS OPEN: anybody on this machine may read and write everything.")
    serving.serve(settings, workers)
    return 0


def send_webhooks(settings: Settings) -> int:
    """Send what happens to those who asked for it, until stopped."""
    from app.cli import webhooks  # the one command that needs an HTTP client

    return webhooks.send(settings)


def migrate(settings: Settings) -> int:
    """Bring the database to the current schema, making a SQLite file where there is none.

    And the docket to the current rules, which may answer the same facts otherwise. 1, and nothing
    is moved, where there are documents that this version cannot read: each is named.
    """
    unreadable = cli_storage.unreadable(settings)
    for each in unreadable:
        print(each, file=sys.stderr)
    if unreadable:
        print(f"Nothing was moved: {len(unreadable)} documents cannot be read.", file=sys.stderr)
        return 1
    upgrade(settings.database_url)
    print("The database has the current schema.")
    return cli_storage.refresh_docket(settings)


def seed(settings: Settings) -> int:
    """Load the demonstration data into a migrated database, unless it is there already."""
    database = Database(settings.database_url)
    try:
        loaded = demonstration.load(database)
    finally:
        database.dispose()
    print("Loaded the demonstration data." if loaded else "The demonstration data was there.")
    return 0


def manage_access(settings: Settings, given: argparse.Namespace) -> int:
    """Make, list and end tenants and keys; 1 if what was named is not there, or there already.

    And say who did so: 1 if an entry was changed since.
    """
    workspace = operators_workspace(settings.database_url)
    try:
        return cli_access.run(given, workspace)
    except ServiceError as refused:
        print(refused, file=sys.stderr)
        return 1
    finally:
        workspace.database.dispose()


def anchor(settings: Settings, given: argparse.Namespace) -> int:
    """Sign one line over all that is stored; 1 if that cannot be."""
    try:
        return cli_anchor.run(given, settings)
    except ServiceError as refused:
        print(refused, file=sys.stderr)
        return 1


def export_openapi(path: Path) -> int:
    """Write the OpenAPI document to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_openapi(), encoding="utf-8")
    print(f"Wrote {path}.")
    return 0


def check_openapi(path: Path) -> int:
    """Compare the OpenAPI document with the one at `path`; print where they part, 1 if they do."""
    stored = path.read_text(encoding="utf-8") if path.exists() else ""
    current = _openapi()
    if stored == current:
        return 0
    difference = unified_diff(
        stored.splitlines(keepends=True),
        current.splitlines(keepends=True),
        fromfile=str(path),
        tofile="the service",
        n=1,
    )
    sys.stdout.writelines(islice(difference, DIFF_LINES))
    print(f"{path} differs from the service: run `make openapi`.", file=sys.stderr)
    return 1


def _openapi() -> str:
    # Here, not above: it builds every route, for which no other command should have to wait.
    from app.main import create_app

    return json.dumps(create_app().openapi(), indent=2, ensure_ascii=False) + "\n"

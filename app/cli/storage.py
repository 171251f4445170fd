"""The commands that look after the database: check, backup, restore, docket, replies."""

import argparse
import sys
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from app.cli.operators import operators_workspace
from app.cli.progress import counted
from app.db.upkeep.copies import back_up, restore
from app.db.upkeep.inspection import file_is_missing, inspect
from app.errors import ServiceError
from app.replies import KEPT_FOR
from app.services.record.replies import forget
from app.services.store import upkeep
from app.settings import Settings

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
NAMES = frozenset({"check", "backup", "restore", "refresh-docket", "forget-replies"})
"""How long a reply is kept at least, so that a request under the same key is not carried out."""


def add_commands(commands: Commands) -> None:
    """Add them to the command line."""
    commands.add_parser("check", help="look whether the database is whole; writes nothing")
    backing = commands.add_parser("backup", help="copy a SQLite database while it is in use")
    backing.add_argument("copy", type=Path, help="the file to make")
    restoring = commands.add_parser("restore", help="put a copy of a SQLite database back")
    restoring.add_argument("copy", type=Path, help="the file that backup made")
    restoring.add_argument(
        "--replace", action="store_true", help="even if agreements are on record"
    )
    commands.add_parser("refresh-docket", help="write the docket anew from the facts on record")
    forgetting = commands.add_parser(
        "forget-replies", help="forget the replies kept for repeated requests (Idempotency-Key)"
    )
    forgetting.add_argument(
        "--days", type=_days, default=KEPT_FOR.days, help="only those older than so many days"
    )


def _days(written: str) -> int:
    days = int(written)
    if days < 1:
        raise argparse.ArgumentTypeError("a caller may still repeat a request of today")
    return days


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Run one of them; 1 if it could not do what was asked, or found something wrong."""
    try:
        match given.command:
            case "check":
                return check(settings)
            case "backup":
                back_up(settings.database_url, given.copy)
                print(f"Copied the database to {given.copy}.")
            case "restore":
                restore(settings.database_url, given.copy, replace=given.replace)
                print(f"Put {given.copy} back. Now bring its schema up to date: migrate.")
            case "refresh-docket":
                return refresh_docket(settings)
            case _:
                print(f"Forgot {_forget(settings, timedelta(days=given.days))} replies.")
    except ServiceError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def unreadable(settings: Settings) -> list[str]:
    """Every document of a database, of whatever revision, that this version cannot read."""
    if file_is_missing(settings.database_url):  # asking SQLite would make it
        return []
    return upkeep.unreadable(settings.database_url)


def check(settings: Settings) -> int:
    """Print what is wrong with the database and with each record; 1 if anything is."""
    found = inspect(settings.database_url) or _problems(settings)
    for each in found:
        print(each, file=sys.stderr)
    if not found:
        print("The database is whole.")
    return 1 if found else 0


def _problems(settings: Settings) -> list[str]:
    workspace = operators_workspace(settings.database_url)
    try:
        return list(upkeep.problems(workspace, lambda names: counted(names, "records checked")))
    finally:
        workspace.database.dispose()


def refresh_docket(settings: Settings) -> int:
    """Write the docket of every agreement anew; print where it cannot be, 1 if it cannot."""
    workspace = operators_workspace(settings.database_url)
    count = rewritten = faults = 0
    try:
        for each in counted(upkeep.adopt(workspace), "agreements looked at"):
            count, rewritten = count + 1, rewritten + each.changed
            if each.fault is not None:
                faults += 1
                name = f"{each.agreement_id} of tenant {each.tenant}"
                print(f"The docket of agreement {name} stays: {each.fault}", file=sys.stderr)
    finally:
        workspace.database.dispose()
    print(f"The docket follows from the facts: {rewritten} of {count} agreements rewritten.")
    return 1 if faults else 0


def _forget(settings: Settings, older_than: timedelta) -> int:
    workspace = operators_workspace(settings.database_url)
    try:
        return forget(workspace, older_than)
    finally:
        workspace.database.dispose()

"""Tenants and API keys on the command line, made by an operator who may touch the database.

There is no way to make a key over HTTP, so that a key that leaks cannot make another.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import TypeAlias

from app.access.principal import DEFAULT_TENANT, SCOPES, is_tenant
from app.services import access
from app.services.access import KeyWanted
from app.services.evidence import audit
from app.services.workspace.workspace import Workspace

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
DAYS, MOST_DAYS = 90, 730
OVERLAP_HOURS = 24


def add_commands(commands: Subparsers) -> None:
    """Add `tenants` and `keys` with what they can do."""
    tenants = commands.add_parser("tenants", help="whose agreements are kept here")
    doing = tenants.add_subparsers(dest="action", required=True)
    creating = doing.add_parser("create", help="make a tenant")
    creating.add_argument("tenant", type=_identifier, help="lower-case letters, digits, hyphens")
    creating.add_argument("--name", required=True, help="in words")
    doing.add_parser("list", help="list the tenants")
    _add_key_commands(commands.add_parser("keys", help="API keys"))
    commands.add_parser("audit", help="who made and ended tenants and keys; 1 if it was changed")


def _add_key_commands(keys: argparse.ArgumentParser) -> None:
    doing = keys.add_subparsers(dest="action", required=True)
    creating = doing.add_parser("create", help="make a key and show it, once")
    creating.add_argument("--tenant", type=_identifier, default=DEFAULT_TENANT)
    creating.add_argument("--name", required=True, help="what it is for, to tell keys apart")
    creating.add_argument("--scopes", nargs="+", choices=SCOPES, default=["read"])
    _add_days(creating)
    listing = doing.add_parser("list", help="list the keys, without their secrets")
    listing.add_argument("--tenant", type=_identifier)
    revoking = doing.add_parser("revoke", help="end a key at once")
    revoking.add_argument("prefix", help="the twelve digits after `rrk_`")
    rotating = doing.add_parser("rotate", help="make the key that takes another's place")
    rotating.add_argument("prefix", help="the twelve digits after `rrk_`")
    rotating.add_argument(
        "--overlap-hours",
        type=_number(0, 24 * 30),
        default=OVERLAP_HOURS,
        help="how long the old one still works",
    )
    _add_days(rotating)


def _add_days(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--days", type=_number(1, MOST_DAYS), default=DAYS, help="how long it is good"
    )


def run(given: argparse.Namespace, workspace: Workspace) -> int:
    """Do what was asked, and give the exit status; NotFound or AlreadyExists if that cannot be."""
    if given.command == "audit":
        return _print_audit(workspace)
    _manage(given, workspace)
    return 0


def _manage(given: argparse.Namespace, workspace: Workspace) -> None:
    match given.command, given.action:
        case "tenants", "create":
            access.create_tenant(workspace, given.tenant, given.name)
            print(f"Made the tenant {given.tenant}.")
        case "tenants", _:
            _print_rows((each.id, each.name) for each in access.tenants(workspace))
        case _, "create":
            wanted = KeyWanted(given.tenant, given.name, frozenset(given.scopes), given.days)
            _print_key(access.create_key(workspace, wanted))
        case _, "list":
            _print_keys(workspace, given.tenant)
        case _, "revoke":
            access.revoke_key(workspace, given.prefix)
            print(f"Revoked {given.prefix}; services forget it within seconds.")
        case _:
            overlap = timedelta(hours=given.overlap_hours)
            _print_key(access.rotate_key(workspace, given.prefix, given.days, overlap))


def _print_audit(workspace: Workspace) -> int:
    entries = audit.of_no_agreement(workspace)
    _print_rows(
        (
            f"{each.recorded_at:%Y-%m-%d %H:%M:%S} UTC",
            each.actor,
            each.action,
            each.subject or "",
            each.request_id,
            "" if fits else "CHANGED SINCE",
        )
        for each, fits in entries
    )
    return 0 if all(fits for _, fits in entries) else 1


def _print_key(text: str) -> None:
    """The key alone on standard output, where a script can take it."""
    print("The key, shown this once and kept nowhere:", file=sys.stderr)
    print(text)


def _print_keys(workspace: Workspace, tenant: str | None) -> None:
    _print_rows(
        (
            each.prefix,
            each.tenant,
            each.state,
            f"until {each.expires_at:%Y-%m-%d %H:%M} UTC",
            "+".join(each.scopes),
            each.name,
        )
        for each in access.list_keys(workspace, tenant)
    )


def _print_rows(rows: Iterable[Sequence[str]]) -> None:
    for row in rows:
        print("  ".join(row).rstrip())


def _identifier(written: str) -> str:
    if not is_tenant(written):
        raise argparse.ArgumentTypeError("lower-case letters, digits and hyphens")
    return written


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(written: str) -> int:
        number = int(written)
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"from {least} to {most}")
        return number

    return read

"""The commands about the record as evidence: verify, export-agreement, import-agreement."""

import argparse
import sys
from pathlib import Path
from typing import Final, TypeAlias

from pydantic import ValidationError

from app import signing
from app.access.principal import DEFAULT_TENANT
from app.cli import anchor as cli_anchor
from app.cli import whole_file
from app.cli.operators import operators_workspace
from app.cli.progress import counted
from app.db.access.tenancy import NoIdentifier
from app.errors import NotFound, ServiceError, json_pointer
from app.services import access
from app.services.agreements import agreements
from app.services.evidence import anchors, verification, whole_store
from app.services.evidence.anchors import Believed
from app.services.evidence.verification import Misfit
from app.services.transfer import exports, imports
from app.services.transfer.imports import ImportDocument
from app.services.workspace.workspace import Workspace
from app.settings import Settings

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
NAMES = frozenset({"verify", "export-agreement", "import-agreement"})
FAULTS_SHOWN: Final = 5
NOT_HELD: Final = {
    "of_other_rules": "its docket was written by other rules, and differs: run migrate, and again.",
}
"""What is no misfit of a record, and still was not found to be right."""


def add_commands(commands: Commands) -> None:
    """Add them to the command line."""
    verifying = commands.add_parser("verify", help="check records; 1 if one was changed")
    verifying.add_argument(
        "agreement", nargs="?", help="the agreement's id; without it, every tenant's every record"
    )
    verifying.add_argument(
        "--anchor", type=Path, help="hold every line of this file against all that is stored"
    )
    verifying.add_argument(
        "--key", help="who must have signed it: a PEM file, or the public key as a line has it"
    )
    leaving = commands.add_parser("export-agreement", help="write all that is on record about one")
    leaving.add_argument("agreement", help="the agreement's id")
    leaving.add_argument("path", type=Path, help="the file to write")
    entering = commands.add_parser("import-agreement", help="store an agreement that was exported")
    entering.add_argument("path", type=Path, help="the file to read")
    entering.add_argument(
        "--anchor", type=Path, help="a file of anchors of its source; the last line is shown"
    )
    for each in (verifying, leaving, entering):
        each.add_argument("--tenant", default=DEFAULT_TENANT, help="whose agreement it is")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Run one of them; 1 if it could not do what was asked, or found something wrong."""
    if given.command == "verify" and (refused := _not_held(given)) is not None:
        print(refused, file=sys.stderr)
        return 2
    opened = operators_workspace(settings.database_url)
    try:
        if given.command == "verify" and given.agreement is None:
            return _unreadable(opened) or max(verify_all(opened), _hold(opened, given, settings))
        workspace = access.workspace_of(opened, given.tenant)
        match given.command:
            case "verify":
                return verify(workspace, given.agreement)
            case "export-agreement":
                parts = exports.export(workspace, given.agreement)
                whole_file.write(given.path, counted(parts, "parts written"))
                print(f"Wrote {given.path}.")
            case _:
                document = _document(given.path)
                if given.anchor is not None:
                    line = cli_anchor.lines_of(given.anchor)[-1]
                    document = document.model_copy(update={"anchor": line})
                found = imports.import_agreement(
                    workspace, document, lambda facts: counted(facts, "facts looked at")
                )
                shown = "shown" if found.anchor == "shown" else "not shown"
                print(
                    f"Imported {found.agreement_id}: {found.version} facts, head {found.head}; "
                    f"an anchor of its source was {shown}."
                )
    except (ServiceError, OSError) as refused:
        print(refused, file=sys.stderr)
        return 1
    finally:
        opened.database.dispose()
    return 0


class NoExport(ServiceError):
    """The file is no exported agreement."""


def _document(path: Path) -> ImportDocument:
    """The exported agreement in a file; NoExport, with the first places where it is none."""
    try:
        return ImportDocument.model_validate_json(path.read_bytes())
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False, include_context=False)
        places = "; ".join(
            f"{json_pointer(fault['loc'])}: {fault['msg']}".removeprefix(": ")
            for fault in faults[:FAULTS_SHOWN]
        )
        more = "" if len(faults) <= FAULTS_SHOWN else f"; and {len(faults) - FAULTS_SHOWN} more"
        raise NoExport(f"{path} is no exported agreement: {places}{more}.") from error


def _not_held(given: argparse.Namespace) -> str | None:
    """Why what was asked about an anchor would not be done: nobody should believe that it was."""
    if given.anchor is not None and given.agreement is not None:
        return "An anchor is held against all that is stored: leave out the agreement, or --anchor."
    if given.key is not None and given.anchor is None:
        return "A key is that of an anchor: name the file with --anchor, or leave out --key."
    return None


def _unreadable(opened: Workspace) -> int:
    """Name what is not there, and rows that cannot be read; 1 if there is any of it."""
    found = whole_store.unreadable(opened)
    for each in found:
        print(f"{each.part} {each.name}: {each.says}", file=sys.stderr)
    if found:
        print("While this cannot be read, nothing else is verified.", file=sys.stderr)
    return 1 if found else 0


def verify_all(opened: Workspace) -> int:
    """Say of every record of every tenant whether it is as it was written; 1 if one is not."""
    count = changed = 0
    for tenant in access.tenants(opened):
        workspace = opened.of(tenant.id)
        for agreement_id in counted(agreements.identifiers(workspace), "records verified"):
            count += 1
            try:
                found = verification.verify(workspace, agreement_id)
                told = found.first_misfit and _told(found.first_misfit)
                if found.docket in NOT_HELD:
                    says = NOT_HELD[found.docket]
                    print(f"{agreement_id} of tenant {tenant.id}: {says}", file=sys.stderr)
            # What its tenant and its id say does not go together.
            except (NotFound, NoIdentifier) as lost:
                told = str(lost)
            if told:
                changed += 1
                print(f"{agreement_id} of tenant {tenant.id}: {told}", file=sys.stderr)
    print(f"{count - changed} of {count} records fit.")
    for each in whole_store.misfits(opened):
        changed += 1
        print(f"{each.part} {each.name}: {each.says}", file=sys.stderr)
    return 1 if changed else 0


def _hold(opened: Workspace, given: argparse.Namespace, settings: Settings) -> int:
    """Say what is missing or another since each line of a file was signed; 1 if anything is."""
    if given.anchor is None:
        return 0
    trusted = settings.timestamp_roots
    roots = None if trusted is None else signing.roots_in(trusted)
    key = given.key and signing.known_key(given.key)
    wrong = False
    for line in cli_anchor.lines_of(given.anchor):
        held = anchors.hold(opened, line, Believed(key, roots))
        for each in held.findings:
            wrong = True
            print(f"{each.part} {each.name}: {each.what}. {each.says}", file=sys.stderr)
        seen = f", seen by an authority at {held.attested.at.isoformat()}" if held.attested else ""
        outcome = "something is missing or another" if held.findings else "all is there"
        print(f"{held.made_at.isoformat()}, signed by {held.key}{seen}: {outcome}.")
    return 1 if wrong else 0


def _told(wrong: Misfit) -> str:
    """The first entry that does not fit, in words."""
    place = "" if wrong.position is None else f" at position {wrong.position}"
    return f"{wrong.entry} {wrong.id}{place}: {wrong.what}. {wrong.says}"


def verify(workspace: Workspace, agreement_id: str) -> int:
    """Say whether a record is as it was written, and its head; 1 if it is not."""
    found = verification.verify(workspace, agreement_id)
    if found.first_misfit is None:
        print(f"{found.facts} facts fit; the head is {found.head}.")
        return 0
    print(_told(found.first_misfit), file=sys.stderr)
    return 1

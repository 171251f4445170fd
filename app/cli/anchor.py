"""The command `anchor`: a signed line over all that is stored, and its timestamp.

The line is added to a file of the operator's, who keeps it where the database's keeper cannot reach
it. Without a network the timestamp is asked for by file and attached by file.
"""

import argparse
import os
import urllib.request
from pathlib import Path
from typing import TypeAlias
from urllib.error import URLError

from app import signing
from app.cli import whole_file
from app.cli.operators import operators_workspace
from app.services.evidence import anchors
from app.services.evidence.anchors import Line
from app.settings import Settings
from app.signing import SigningRefused

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
NAMES = frozenset({"anchor"})
PATIENCE_SECONDS = 30
LARGEST_REPLY = 1024 * 1024


def add_commands(commands: Commands) -> None:
    """Add it to the command line."""
    anchoring = commands.add_parser("anchor", help="sign one line over all that is stored")
    anchoring.add_argument("file", type=Path, help="the file to which the line is added")
    doing = anchoring.add_mutually_exclusive_group()
    doing.add_argument(
        "--new-key", action="store_true", help="write a new private key to the file, and no line"
    )
    doing.add_argument(
        "--query", type=Path, help="write the request for a timestamp of the last line, and no line"
    )
    doing.add_argument(
        "--attach", type=Path, help="attach an authority's reply to the last line, and add none"
    )


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Run it; the problem is a ServiceError."""
    try:
        _do(given, settings)
    except OSError as error:
        raise SigningRefused(f"A file cannot be written: {error}") from error
    return 0


def _do(given: argparse.Namespace, settings: Settings) -> None:
    if given.new_key:
        print(signing.make_key(given.file))
    elif given.query is not None:
        given.query.write_bytes(signing.timestamp_query(_last(given.file).attested_text))
        print(f"Wrote {given.query}: send it to an authority, then attach its reply.")
    elif given.attach is not None:
        _attach(given.file, given.attach, settings)
    else:
        _anchor(given.file, settings)


def _anchor(file: Path, settings: Settings) -> None:
    if settings.anchor_key is None:
        raise SigningRefused("There is no key: set REGISTRATION_RIGHTS_ANCHOR_KEY to its PEM file.")
    key = signing.private_key(settings.anchor_key)
    workspace = operators_workspace(settings.database_url)
    try:
        # Opened first: where the file cannot be written, no line is made that stands here alone.
        with file.open("a", encoding="utf-8") as added:
            line = anchors.make(workspace, key)
            added.write(line.text + "\n")
            added.flush()
            os.fsync(added.fileno())
        print(f"Anchored {len(line.anchor.agreements)} agreements: {line.hash}")
        if settings.timestamp_url is not None:
            _stamp(file, line, _asked(settings.timestamp_url, line), settings)
    finally:
        workspace.database.dispose()


def _attach(file: Path, reply: Path, settings: Settings) -> None:
    try:
        content = reply.read_bytes()
    except OSError as error:
        raise SigningRefused(f"{reply} cannot be read: {error}") from error
    _stamp(file, _last(file), content, settings)


def _stamp(file: Path, line: Line, reply: bytes, settings: Settings) -> None:
    """Put the line with its timestamp in the place of the last one, and keep it."""
    stamped = anchors.with_timestamp(line, reply)
    workspace = operators_workspace(settings.database_url)
    try:
        anchors.keep(workspace, stamped)
    finally:
        workspace.database.dispose()
    *others, _ = file.read_text(encoding="utf-8").splitlines()
    whole_file.write(file, (f"{text}\n" for text in (*others, stamped.text)))
    at = anchors.attested(stamped)
    print(f"An authority saw it at {at.at.isoformat() if at else 'no time'}.")


def _asked(url: str, line: Line) -> bytes:
    """An authority's reply about a line."""
    request = urllib.request.Request(  # noqa: S310  # settings allow http and https alone
        url,
        data=signing.timestamp_query(line.attested_text),
        headers={"Content-Type": "application/timestamp-query"},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:  # noqa: S310
            reply: bytes = response.read(LARGEST_REPLY)
    except (URLError, TimeoutError, OSError) as error:
        raise SigningRefused(f"The line stands; its timestamp could not be had: {error}") from error
    return reply


def lines_of(file: Path) -> list[Line]:
    """Every line of a file of anchors."""
    try:
        texts = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise SigningRefused(f"{file} cannot be read: {error}") from error
    if not texts:
        raise SigningRefused(f"{file} has no line.")
    return [anchors.read_line(text) for text in texts]


def _last(file: Path) -> Line:
    return lines_of(file)[-1]

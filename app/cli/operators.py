"""Who types a command, and which command it was, for the audit."""

import os
from getpass import getuser
from uuid import uuid4

from app.services.workspace.workspace import Workspace, open_workspace


def operators_workspace(database_url: str) -> Workspace:
    """A workspace on the database at this URL, working for the operator who typed the command."""
    return open_workspace(database_url).acting(f"operator:{_account()}", f"command-{uuid4().hex}")


def _account() -> str:
    """The account on this machine; a container may have none of a name."""
    try:
        return getuser()
    except (KeyError, OSError):
        return str(os.getuid())

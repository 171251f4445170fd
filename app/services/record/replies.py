"""Replies to requests with a key are no part of the record: after a time they are forgotten.

A request that records something keeps its reply in that transaction; of one that records nothing
the reply is looked up and kept here.
"""

from datetime import timedelta

from app.services.evidence import audit
from app.services.workspace.workspace import Workspace

AT_ONCE = 500
"""How many are forgotten in one transaction, so that nobody waits long for it."""


def look_up(workspace: Workspace) -> None:
    """AlreadyAnswered, KeyReused or StillRunning if the workspace's request was made before."""
    with workspace.database.writing():
        pass


def keep(workspace: Workspace, answer: object) -> None:
    """Keep the reply to the workspace's request; AlreadyAnswered if its equal was quicker."""
    with workspace.database.writing() as unit:
        unit.commit(answer)


def forget(workspace: Workspace, older_than: timedelta) -> int:
    """Forget the replies that are older; a request under such a key is a new one. Say how many."""
    before = workspace.now() - older_than
    forgotten = 0
    while True:
        with workspace.database.writing() as unit:
            count = unit.replies.forget(before, AT_ONCE)
            if count:
                audit.enter(workspace, unit, "replies_forgotten", str(count))
            unit.commit()
        forgotten += count
        if count < AT_ONCE:
            return forgotten

"""Whether the service can do its work."""

from app.services.workspace import Workspace


def check(workspace: Workspace) -> None:
    """Reach the database and its tables; raises what the database raises when it cannot."""
    with workspace.database.reading() as unit:
        unit.records.agreements(None, 1)

"""What only the database knows of the service as a whole, looked at when somebody asks.

The number of lines is PostgreSQL's own estimate, since to count millions would take seconds.
"""

from datetime import UTC

from app import meters
from app.services.workspace.workspace import Workspace


def look(workspace: Workspace) -> None:
    """Set the measures of the docket: how large it is, and how old the last fact behind it."""
    with workspace.database.reading() as unit:
        lines, moved_at = unit.docket.extent()
    meters.DOCKET_LINES.set(lines)
    if moved_at is not None:
        meters.DOCKET_AGE.set((workspace.now().astimezone(UTC) - moved_at).total_seconds())

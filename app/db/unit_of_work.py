"""The unit of work: one transaction and the records reached through it."""

from sqlalchemy import Connection

from app.db.keys import Keys
from app.db.records import Records
from app.db.tenancy import Tenancy


class UnitOfWork:
    """What a use case holds while it reads, decides and appends; `Database` opens and closes it.

    Nothing is stored unless `commit()` is called: every other way out rolls back.
    """

    __slots__ = ("_connection", "records")

    def __init__(self, connection: Connection, tenancy: Tenancy) -> None:
        self._connection = connection
        self.records = Records(connection, tenancy)

    @property
    def keys(self) -> Keys:
        """Tenants and keys, of whatever tenant."""
        return Keys(self._connection)

    def commit(self) -> None:
        """Store everything written so far, durably; call it last."""
        self._connection.commit()

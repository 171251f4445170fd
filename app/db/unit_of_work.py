"""The unit of work: one transaction, and what is reached through it."""

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.db.access.keys import Keys
from app.db.access.tenancy import Tenancy
from app.db.docket.docket import Docket
from app.db.docket.names import DocketNames
from app.db.evidence.anchors import Anchors
from app.db.evidence.journal import Journal
from app.db.evidence.links import Links
from app.db.outbox import Outbox
from app.db.records import Records
from app.db.replies import Replies
from app.db.webhooks import Webhooks
from app.errors import OutcomeUnknown
from app.replies import KeyedRequest


class UnitOfWork:
    """What a use case holds while it reads, decides and appends; `Database` opens and closes it.

    Nothing is stored unless `commit()` is called: every other way out rolls back.
    """

    __slots__ = (
        "_connection",
        "_request",
        "docket",
        "docket_names",
        "journal",
        "outbox",
        "records",
        "replies",
        "webhooks",
    )

    def __init__(
        self, connection: Connection, tenancy: Tenancy, request: KeyedRequest | None = None
    ) -> None:
        self._connection = connection
        self._request = request
        self.records = Records(connection, tenancy)
        self.docket = Docket(connection, tenancy)
        self.docket_names = DocketNames(connection, tenancy)
        self.journal = Journal(connection, tenancy)
        self.outbox = Outbox(connection, tenancy)
        self.webhooks = Webhooks(connection, tenancy)
        self.replies = Replies(connection)
        if request is not None:
            self.replies.claim(request)

    @property
    def keys(self) -> Keys:
        """Tenants and keys, of whatever tenant."""
        return Keys(self._connection)

    @property
    def links(self) -> Links:
        """The chain of all writes, of whatever tenant."""
        return Links(self._connection)

    @property
    def anchors(self) -> Anchors:
        """The signed lines over all that is stored, of whatever tenant."""
        return Anchors(self._connection)

    def commit(self, answer: object = None) -> None:
        """Store everything written so far, durably; call it last.

        A request with a key must be given its answer here, to be kept with what it stands for.
        OutcomeUnknown when the connection breaks on the way.
        """
        if self._request is not None:
            if answer is None:
                raise RuntimeError("a request with a key was carried out without its answer")
            self.replies.keep(self._request, answer)
        try:
            self._connection.commit()
        except DBAPIError as error:
            if error.connection_invalidated:
                raise OutcomeUnknown from error
            raise

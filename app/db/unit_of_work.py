"""The unit of work: one transaction, and what is reached through it."""

from collections.abc import Callable
from time import monotonic
from typing import Protocol

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

HELD_SECONDS = 0.5
"""For how long a transaction is held while something is worked out that needs no database."""


class TurnToWrite(Protocol):
    """What a writer holds beside the transaction: on SQLite, a turn among those of the process."""

    def take(self) -> None:
        """Wait for it; TimeoutError if it does not come."""

    def give_back(self) -> None:
        """Let others have it."""


class UnitOfWork:
    """What a use case holds while it reads, decides and appends; `Database` opens and closes it.

    Nothing is stored unless `commit()` is called: every other way out rolls back. What takes long
    to work out is worked out `between` reading and writing, without a transaction that idles.
    """

    __slots__ = (
        "_connection",
        "_is_let_go",
        "_request",
        "_since",
        "_turn",
        "docket",
        "docket_names",
        "journal",
        "outbox",
        "records",
        "replies",
        "webhooks",
    )

    def __init__(
        self,
        connection: Connection,
        tenancy: Tenancy,
        request: KeyedRequest | None = None,
        turn: TurnToWrite | None = None,
    ) -> None:
        self._connection = connection
        self._request = request
        self._turn = turn
        self._is_let_go, self._since = False, monotonic()
        self.records = Records(connection, tenancy)
        self.docket = Docket(connection, tenancy)
        self.docket_names = DocketNames(connection, tenancy)
        self.journal = Journal(connection, tenancy)
        self.outbox = Outbox(connection, tenancy)
        self.webhooks = Webhooks(connection, tenancy)
        self.replies = Replies(connection)
        if request is not None:
            self.replies.claim(request)

    def between(self, go_on: Callable[[], None]) -> Callable[[], None]:
        """Give `go_on` to what works long and touches no database, to be called now and then.

        Once that has taken HELD_SECONDS the transaction is let go, with its locks: what was written
        in it is gone, and what was read may change until all is taken up again.
        """

        def go_on_without() -> None:
            go_on()
            if not self._is_let_go and monotonic() - self._since > HELD_SECONDS:
                self.let_go()

        return go_on_without

    def let_go(self) -> None:
        """End the transaction, in which nothing may have been written, for `take_up` to begin."""
        self._is_let_go = True
        self._connection.rollback()
        if self._turn is not None:
            self._turn.give_back()

    def take_up(self) -> bool:
        """Go on in a transaction; whether it is a new one, since the first was let go.

        Of a request with a key it is asked again whether it was carried out: see `Replies.claim`.
        """
        self._since = monotonic()
        if not self._is_let_go:
            return False
        if self._turn is not None:
            self._turn.take()
        self._is_let_go = False
        if self._request is not None:
            self.replies.claim(self._request)
        return True

    @property
    def writes(self) -> bool:
        """Whether it may write."""
        return self._turn is not None

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

"""What a use case works with: the database, the clock, new identifiers, and for whom it works.

The clock and the identifiers are given, not reached for, so that a test can fix them and the rules
never see them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from secrets import token_hex
from time import time_ns
from zoneinfo import ZoneInfo

from app.db.engine import Database
from app.db.records import Records
from app.errors import NotFound
from app.replies import KeyedRequest
from app.rules.terms import Terms
from app.services.record.kept import KeptRecords, KeptTerms
from app.services.record.kept_answers import KeptAnswers
from app.services.record.preconditions import NO_PRECONDITIONS, Preconditions
from app.services.record.reading import read_terms
from app.services.webhooks.hook_settings import NO_HOOK_SETTINGS, HookSettings
from app.services.workspace.clock import CLOCKS_DIFFER, WatchedClock, this_moment

LOCAL = "local"
"""Who acts where no caller is named: the operator of the service."""


def _new_id() -> str:
    """An id that nobody can foretell and that rises with time, to the microsecond.

    Facts alike in all else are told apart by their ids (`app.rules.facts.in_order`), and ids are
    given while the record is held: of equal demands the first recorded stays the first.
    """
    return f"{time_ns() // 1000:014x}{token_hex(9)}"


def _always() -> None:
    """Somebody waits, however long it takes."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The outside world, as far as the use cases need it.

    `actor` and `request_id` say in the audit who wrote, and on which request. `clocks_differ` is by
    how much the clock may be behind what is on record before nothing more is recorded. `go_on` is
    called between one long computation and the next, and raises GivenUp when nobody waits. `kept`
    are the records that this process has read, `kept_terms` the terms, and `kept_answers` what was
    answered about them. `hooks` is what the operator says of webhooks.
    """

    database: Database
    now: Callable[[], datetime] = this_moment
    new_id: Callable[[], str] = _new_id
    conditions: Preconditions = NO_PRECONDITIONS
    actor: str = LOCAL
    request_id: str = LOCAL
    clocks_differ: timedelta = CLOCKS_DIFFER
    go_on: Callable[[], None] = _always
    hooks: HookSettings = NO_HOOK_SETTINGS
    kept: KeptRecords = field(default_factory=KeptRecords)
    kept_terms: KeptTerms = field(default_factory=KeptTerms)
    kept_answers: KeptAnswers = field(default_factory=KeptAnswers)

    def of(self, tenant: str) -> "Workspace":
        """The same workspace as one tenant sees it: his agreements, and nobody else's."""
        return replace(self, database=self.database.of(tenant))

    def acting(self, actor: str, request_id: str) -> "Workspace":
        """The same workspace, working for somebody on one request."""
        return replace(self, actor=actor, request_id=request_id)

    def asking(self, go_on: Callable[[], None]) -> "Workspace":
        """The same workspace, working only while somebody waits for what is worked out."""
        return replace(self, go_on=go_on)

    def under(self, conditions: Preconditions) -> "Workspace":
        """The same workspace for one request with conditions."""
        return replace(self, conditions=conditions)

    def answering(self, request: KeyedRequest) -> "Workspace":
        """The same workspace for one request with a key, which is carried out once."""
        return replace(self, database=self.database.answering(request))

    def today(self, terms: Terms) -> date:
        """The day it is where the agreement is performed."""
        return day_at(self.now(), terms)

    def terms(self, records: Records, digest: str) -> Terms:
        """The terms with this content hash; NotFound if there are none."""

        def read() -> Terms:
            document = records.terms(digest)
            if document is None:
                raise NotFound("terms document", digest)
            return read_terms(document, digest)

        return self.kept_terms.get(digest, read)


def day_at(moment: datetime, terms: Terms) -> date:
    """The day it is at a moment where the agreement is performed."""
    return moment.astimezone(ZoneInfo(terms.time_zone)).date()


def open_workspace(
    database_url: str,
    clocks_differ: timedelta = CLOCKS_DIFFER,
    hooks: HookSettings = NO_HOOK_SETTINGS,
) -> Workspace:
    """A workspace on the database at this URL, by the machine's clock, which is watched."""
    return Workspace(
        Database(database_url), now=WatchedClock(), clocks_differ=clocks_differ, hooks=hooks
    )

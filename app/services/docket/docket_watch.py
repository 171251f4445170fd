"""Whether the lists follow from the facts, looked at a piece at a time while the service runs.

And whether the tables are those that the migrations make, which takes 15 ms of a processor.

Each time somebody asks whether the service is ready, the comparison that `check` makes of every
agreement goes on where it stopped: for a moment, and then it rests for twenty, so that it costs a
twentieth of a processor at most however often it is asked. What was found is told until it is
mended. An agreement that was compared is known by a digest of its rows from then on, and compared
again only when they, or its record, are others. A store of some dozens of agreements is looked
through each time.

It is for rows that nobody meant to change. One who changes facts as well is told of by `verify`.
What cannot be compared is told as such, and the next is looked at. Of very many that are altered
some are told, and the others when those were mended.
"""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from time import monotonic
from typing import TypeAlias

from app.db.upkeep import inspection
from app.errors import NotFound, ServiceError, StoredUnreadable
from app.release import RULES_VERSION
from app.services import access
from app.services.agreements import agreements
from app.services.store import upkeep
from app.services.workspace.workspace import Workspace

MOMENT_SECONDS = 0.2
"""How long it goes on, and how long it is waited for."""
RESTS = 20
MOST_REMEMBERED, MOST_TOLD = 20_000, 100
Name: TypeAlias = tuple[str, str]
"""A tenant and its agreement; `STRAYS` for rows that no agreement owns."""
STRAYS: Name = ("", "")
LISTED: Name = ("", "listed")
"""That the agreements can be listed at all."""
logger = logging.getLogger(__name__)


class DocketWatch:
    """What is known of altered rows in one database, in one process.

    `may_name` says whether everybody who asks may hear which agreements there are.
    """

    def __init__(self, *, may_name: bool) -> None:
        self.may_name = may_name
        self._thread = ThreadPoolExecutor(1, "docket-watch")
        self._looking: Future[None] | None = None
        self._goes_on_at = 0.0
        self._turn = 0
        self._walk: Iterator[None] | None = None
        self._right: dict[Name, upkeep.Docketed] = {}
        self._wrong: dict[Name, str] = {}
        self.schema: Sequence[str] = ()
        """What is known not to be as the migrations make it."""

    def altered(self, workspace: Workspace) -> list[str]:
        """Go on looking, and say what is known to be altered: a sentence for each agreement."""
        if self._looking is None or self._looking.done():
            if monotonic() < self._goes_on_at:
                return list(self._wrong.values())
            self._looking = self._thread.submit(self._look, workspace)
        wait([self._looking], MOMENT_SECONDS)
        return list(self._wrong.values())

    def close(self) -> None:
        """End with what is being compared."""
        self._thread.shutdown(cancel_futures=True)

    def _look(self, workspace: Workspace) -> None:
        began = monotonic()
        try:
            self._compare_schema(workspace)
            self._turn += 1
            told = [name for name in self._wrong if name != LISTED]
            for place in range(len(told)):
                self._compare(workspace, told[(self._turn + place) % len(told)])
                if monotonic() >= began + MOMENT_SECONDS / 2:
                    break
            self._walk = self._walk or self._through(workspace)
            for _ in self._walk:
                if monotonic() >= began + MOMENT_SECONDS:
                    break
            else:
                self._walk = None
                self._wrong.pop(LISTED, None)
        except StoredUnreadable as unreadable:
            logger.error("the agreements cannot be listed: %s", unreadable.__cause__)
            self._wrong[LISTED] = "Not every agreement could be looked at: one cannot be read."
            self._walk = None
        except (ServiceError, TimeoutError) as away:  # the next time will do
            logger.warning("the docket was not looked at: %s", away)
            self._walk = None
        finally:
            self._goes_on_at = monotonic() + RESTS * (monotonic() - began)

    def _compare_schema(self, workspace: Workspace) -> None:
        with workspace.database.snapshot() as connection:
            found = inspection.shape_faults(connection)
        for says in found:
            if says not in self.schema:
                logger.error("%s", says)
        self.schema = found

    def _through(self, workspace: Workspace) -> Iterator[None]:
        """Every agreement of every tenant; nothing is held between two of them."""
        with workspace.database.reading() as unit:
            if unit.journal.adopted()[-1:] != [RULES_VERSION]:  # other rules have written it
                return
        self._compare(workspace, STRAYS)
        for tenant in access.tenants(workspace):
            for agreement_id in agreements.identifiers(workspace.of(tenant.id)):
                self._compare(workspace, (tenant.id, agreement_id))
                yield

    def _compare(self, workspace: Workspace, name: Name) -> None:
        """Compare one, unless it is as it was when it was right."""
        try:
            faults = self._faults(workspace, name)
        except StoredUnreadable as unreadable:
            faults = (f"It cannot be read: {unreadable.__cause__}",)
        except (ServiceError, TimeoutError):
            raise
        except Exception:
            logger.exception("agreement %s of tenant %s", *reversed(name))
            faults = ("It cannot be compared: the log says why.",)
        if not faults:
            self._wrong.pop(name, None)
            return
        tenant, agreement_id = name
        of = f" (agreement {agreement_id} of tenant {tenant})" if name != STRAYS else ""
        if name not in self._wrong:
            logger.error("%s%s", faults[0], of)
        if name in self._wrong or len(self._wrong) < MOST_TOLD:
            self._wrong[name] = f"{faults[0]}{of}"

    def _faults(self, workspace: Workspace, name: Name) -> Sequence[str]:
        if name == STRAYS:
            return list(upkeep.strays(workspace))
        tenant, agreement_id = name
        theirs = workspace.of(tenant)
        known = self._right.get(name)
        try:
            if known is not None and upkeep.docketed(theirs, agreement_id) == known:
                return ()
            found = upkeep.compared(theirs, agreement_id)
        except NotFound:
            return ()
        self._right.pop(name, None)
        if found.docketed is not None and not found.faults and len(self._right) < MOST_REMEMBERED:
            self._right[name] = found.docketed
        if found.faults:
            with theirs.database.reading() as unit:
                if unit.journal.written_by_others(agreement_id, RULES_VERSION):
                    return ()
        return found.faults

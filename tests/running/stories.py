"""Stories that are told once: what many tests post alike is answered and stored for the first only.

Hundreds of tests begin with the same requests. The service that a test of the law gets stands on a
copy of the demonstration data, its clock stands still and its ids can be foretold: so the same
requests in the same order leave the same database, and have the answers they had. Those of the
tests before are kept in this process, as a tree of requests: a test that asks what was asked at the
same point of the same story gets the answer that was given. Its first request that is new goes to a
service on the database as it was at that point, and so does every later one.

This is for tests that look at answers. One that looks at the process (patches it, has its threads
ask, opens its database) is served live from its first request: the fixture `service` says which,
and `--told-live` serves all of them so.
"""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal

from app.db.engine import Database
from app.services.workspace.workspace import Workspace
from tests.running.service import NOW, Service, serving

MOST_BYTES = 192 * 1024 * 1024
"""How much one process keeps; beyond that all stories are forgotten, and told again."""


@dataclass(slots=True)
class State:
    """What the database held at a point of a story.

    That is its file (None: as it was in the beginning), SQLite's log of what was written since,
    which is the log of the state before with something `added`, and how many ids were given.
    `agreed` says whether its docket was held against the facts, and whether on every day.
    """

    file: bytes | None = None
    before: "State | None" = None
    added: bytes = b""
    given: int = 0
    agreed: set[bool] = field(default_factory=set)

    @property
    def log(self) -> bytes:
        parts, state = [self.added], self
        while state.before is not None:
            state = state.before
            parts.append(state.added)
        return b"".join(reversed(parts))


@dataclass(slots=True)
class Told:
    """A point of a story: what the database held there, and what was answered to whom asked on."""

    state: State
    then: dict[str, tuple[httpx.Response, "Told"]] = field(default_factory=dict)


class Stories:
    """All that the tests of one process have told, from the demonstration data on."""

    def __init__(self) -> None:
        self.start, self._bytes = Told(State()), 0

    def keep(self, at: Told, asked: str, answer: httpx.Response, state: State) -> Told:
        """Keep what was answered to a request that was new at a point; give the point after it."""
        if state is not at.state:
            self._bytes += len(state.added) + len(state.file or b"")
        self._bytes += len(answer.content)
        if self._bytes > MOST_BYTES:
            self.start, self._bytes = Told(self.start.state), 0
        after = Told(state)
        at.then[asked] = answer, after
        return after


class Story(Service):
    """The service as one test asks it, on the database at a path: a copy of what stories begin on.

    `told` is how far it is known what was asked; None once that is not known any more. `served` is
    the service itself, once it was needed.
    """

    def __init__(self, stories: Stories, path: Path) -> None:
        self.told: Told | None = stories.start
        self.database = Database(f"sqlite:///{path}")
        self._stories, self._path, self._open = stories, path, ExitStack()
        self.served: Service | None = None
        self._given = 0
        self._written_at = path.stat().st_mtime_ns

    def plainly(self, method: str, path: str, **options: Any) -> httpx.Response:
        asked = _asked(method, path, options)
        if self.told is None or asked is None:
            return self._off_the_record().plainly(method, path, **options)
        if asked in self.told.then:
            answer, self.told = self.told.then[asked]
            return answer
        at, served = self.told, self._live()
        answer = served.plainly(method, path, **options)
        self.told = self._stories.keep(at, asked, answer, self._state_after(at.state))
        return answer

    @property
    def portal(self) -> BlockingPortal:  # who has it asks what is not heard here
        return self._off_the_record().portal

    @property
    def client(self) -> httpx.AsyncClient:
        return self._off_the_record().client

    def hold(self, disagreements: Callable[[Database], list[str]], *, whole: bool) -> None:
        """See that nothing disagrees, unless that was seen of the same state: as whole as now."""
        state = State() if self.told is None else self.told.state
        if state.agreed & {True, whole}:
            return
        self._live()
        found = disagreements(self.database)
        assert found == [], "\n".join(found)
        state.agreed.add(whole)

    def close(self) -> None:
        """End the service, if it was needed."""
        self._open.close()
        self.database.dispose()

    def _off_the_record(self) -> Service:
        served, self.told = self._live(), None
        return served

    def _live(self) -> Service:
        """The service itself, begun on what the story has left until now."""
        if self.served is None:
            if self.told is not None:
                self._lay(self.told.state)
            workspace = Workspace(self.database, now=lambda: NOW, new_id=self._new_id)
            self.served = self._open.enter_context(serving(self.database, workspace=workspace))
        return self.served

    def _new_id(self) -> str:
        self._given += 1
        return f"id-{self._given:04}"

    @property
    def _log(self) -> Path:
        return self._path.with_name(f"{self._path.name}-wal")

    def _lay(self, state: State) -> None:
        """Let the database be as it was in a state."""
        self._given = state.given
        if state.file is not None:
            self._path.write_bytes(state.file)
            self._written_at = self._path.stat().st_mtime_ns
        if log := state.log:
            self._log.write_bytes(log)

    def _state_after(self, before: State) -> State:
        """The state in which a request left the database: the one before if it wrote nothing."""
        log, was = self._log.read_bytes() if self._log.exists() else b"", before.log
        written_at = self._path.stat().st_mtime_ns
        if (log, written_at, self._given) == (was, self._written_at, before.given):
            return before
        if written_at == self._written_at and log.startswith(was):
            return State(before.file, before, log[len(was) :], self._given)
        self._written_at = written_at
        return State(self._path.read_bytes(), None, log, self._given)


def _asked(method: str, path: str, options: dict[str, Any]) -> str | None:
    """A request as what it is known by; None if it holds what cannot be told in words."""
    try:
        return json.dumps([method, path, options], default=_bytes)
    except TypeError:
        return None


def _bytes(value: object) -> str:
    if isinstance(value, bytes):
        return f"bytes {value.hex()}"
    raise TypeError(value)

"""What is on record, held against what was acknowledged, in one look at the database."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeAlias

import httpx
from sqlalchemy import text

from app.db.engine import Database
from app.db.upkeep.inspection import faults
from app.services.evidence import whole_store
from app.services.workspace.workspace import open_workspace
from soak.requests import mark_of
from tests.db.docket.docket import disagreements

FACTS = "SELECT kind, agreement_id, registration_id, payload FROM facts"
REPLIES = "SELECT key, body FROM replies"
DAYS = ("1999-02-16", "1999-03-09")
"""On which the demands of the soak are under way; today they are long past their due days."""

Owed: TypeAlias = dict[tuple[str, str], Mapping[str, Any]]
"""Obligations by what brought them about, a registration or else the agreement, and their id."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The marks of what is wrong, by what is wrong with it; all empty when nothing is."""

    lost: tuple[str, ...]
    half_there: tuple[str, ...]
    doubled: tuple[str, ...]
    answered_otherwise: tuple[str, ...]

    def __bool__(self) -> bool:
        return any((self.lost, self.half_there, self.doubled, self.answered_otherwise))


def audit(database_url: str, acknowledged: Mapping[str, bytes]) -> Findings:
    """Look for acknowledged requests that left no fact, and for facts and replies left alone.

    `acknowledged` maps marks to the answers that were received before this look.
    """
    database = Database(database_url)
    with database.snapshot() as connection:
        broken = faults(connection)
        marks = Counter(
            mark
            for kind, agreement, registration, payload in connection.execute(text(FACTS))
            if (mark := mark_of(kind, agreement, registration, _document(payload)))
        )
        replies = {key: bytes(body) for key, body in connection.execute(text(REPLIES))}
    database.dispose()
    return Findings(
        lost=tuple(sorted(acknowledged.keys() - marks.keys())),
        half_there=(*broken, *sorted(marks.keys() ^ replies.keys())),
        doubled=tuple(sorted(mark for mark, count in marks.items() if count > 1)),
        answered_otherwise=tuple(
            sorted(mark for mark, body in acknowledged.items() if replies.get(mark, body) != body)
        ),
    )


def _document(payload: Any) -> Mapping[str, Any]:
    """A stored document: PostgreSQL gives it read, SQLite as text."""
    document: Mapping[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
    return document


@dataclass(frozen=True, slots=True)
class Agreements:
    """What was found out about every agreement through a running server.

    How many obligations were compared, on which of them the docket and a recomputation differ, and
    which records are not as they were written.
    """

    compared: int
    docket: tuple[str, ...]
    unverified: tuple[str, ...]


def look_through(url: str, database_url: str) -> Agreements:
    """Hold the docket of every agreement against its facts, and verify every record.

    Listed by the server, the docket must have, on each of some days, what the reads of the
    agreement and of its registrations have, which compute from the facts alone; and what is kept
    of it must be, for every day there is, what is written anew from the facts.
    """
    database = Database(database_url)
    faults = disagreements(database, {})
    database.dispose()
    with httpx.Client(base_url=url, timeout=60) as client:
        names = [each["id"] for each in _pages(client, "/v1/agreements", {})]
        compared = 0
        for day in (*DAYS, datetime.now(UTC).date().isoformat()):
            listed, computed = _listed(client, day), _computed(client, names, day)
            compared += len(computed)
            faults += [
                f"{day}: {name}: {duty}"
                for name, duty in sorted(listed.keys() | computed.keys())
                if listed.get((name, duty)) != computed.get((name, duty))
            ]
        unverified = [each for each in map(partial(_misfit, client), names) if each is not None]
    unverified += beside(database_url)
    return Agreements(compared, tuple(faults), tuple(unverified))


def beside(database_url: str) -> list[str]:
    """What does not fit of what is kept beside the records: the chain of writes, the replies."""
    workspace = open_workspace(database_url)
    try:
        return [f"{each.part} {each.name}: {each.says}" for each in whole_store.misfits(workspace)]
    finally:
        workspace.database.dispose()


def _listed(client: httpx.Client, day: str) -> Owed:
    """The docket on a day."""
    return {
        (each.get("registration_id") or each["agreement_id"], each["obligation"]["id"]): each[
            "obligation"
        ]
        for each in _pages(client, "/v1/obligations", {"as_of": day})
    }


def _computed(client: httpx.Client, agreements: Sequence[str], day: str) -> Owed:
    """What is owed on a day by the reads of every agreement and registration."""
    owed: Owed = {}
    for name in agreements:
        state = _read(client, f"/v1/agreements/{name}", as_of=day, explain="none")["result"]
        owed |= _by_id(name, state["obligations"])
        for each in state["registrations"]:
            registration = each.get("registration_id")
            path = f"/v1/registrations/{registration}/obligations"
            owed |= _by_id(registration, _read(client, path, as_of=day)["items"])
    return owed


def _by_id(name: str, obligations: Sequence[Mapping[str, Any]]) -> Owed:
    return {
        (name, each["id"]): {key: value for key, value in each.items() if key != "explained_by"}
        for each in obligations
    }


def _misfit(client: httpx.Client, name: str) -> str | None:
    found = _read(client, f"/v1/agreements/{name}/verify")
    return None if found["ok"] else f"{name}: {found['first_misfit']}"


def _read(client: httpx.Client, path: str, **asked: str) -> Any:
    return client.get(path, params=asked).raise_for_status().json()


def _pages(client: httpx.Client, path: str, asked: Mapping[str, str]) -> Iterator[Any]:
    after: dict[str, str] = {}
    while True:
        page = _read(client, path, limit="200", **asked, **after)
        yield from page["items"]
        if page["next"] is None:
            return
        after = {"after": page["next"]}

"""What is on record, held against what was acknowledged, in one look at the database."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import text

from app.db.engine import Database
from app.db.inspection import faults
from soak.requests import mark_of

FACTS = "SELECT kind, agreement_id, registration_id, payload FROM facts"
DOCKET = "/v1/obligations"
REPLIES = "SELECT key, body FROM replies"


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


def docket_faults(url: str) -> list[str] | None:
    """Name the obligations on which the docket and a recomputation differ; None without a docket.

    The recomputation is the read of each registration, which computes from the facts alone.
    """
    with httpx.Client(base_url=url, timeout=60) as client:
        if DOCKET not in client.get("/openapi.json").json()["paths"]:
            return None
        docket = {
            (each["registration_id"], owed["id"]): (owed["due_on"], owed["status"])
            for each in _pages(client, DOCKET)
            if each["registration_id"] is not None
            for owed in (each["obligation"],)
        }
        computed = {
            (registration, each["id"]): (each["due_on"], each["status"])
            for registration in _registrations(client)
            for each in client.get(f"/v1/registrations/{registration}/obligations").json()[
                "obligations"
            ]
        }
    differing = {
        place
        for place in docket.keys() | computed.keys()
        if docket.get(place) != computed.get(place)
    }
    return sorted(f"{registration}: {duty}" for registration, duty in differing)


def _registrations(client: httpx.Client) -> Iterator[str]:
    for agreement in _pages(client, "/v1/agreements"):
        state = client.get(f"/v1/agreements/{agreement['id']}?explain=none").json()["result"]
        yield from (each["registration_id"] for each in state["registrations"])


def _pages(client: httpx.Client, path: str) -> Iterator[Any]:
    after: dict[str, str] = {}
    while True:
        page = client.get(path, params={"limit": "200", **after}).raise_for_status().json()
        yield from page["items"]
        if page["next"] is None:
            return
        after = {"after": page["next"]}

"""However much is stored, no more is fetched and held at a time than a page, on both databases."""

import gc
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event, insert

from app.db.engine import Database
from app.db.evidence import chain
from app.db.evidence.journal import NewEntry, StoredEntry, StoredEvaluation
from app.db.evidence.links import Linked, StoredLink
from app.db.models import KeptReply
from app.db.records import StoredFact
from app.db.statements import AT_ONCE, LARGE_AT_ONCE
from app.services.evidence import anchors, verification, whole_store
from app.services.transfer import exports
from app.services.workspace.workspace import Workspace
from tests.api.calls import DEMO

MANY = 3 * AT_ONCE + 7
NOW = datetime(2026, 11, 29, tzinfo=UTC)
STORED = (StoredLink, StoredEntry, StoredFact, StoredEvaluation)


@pytest.fixture
def large(loaded: Database) -> Workspace:
    """A store with some pages of entries and replies about nothing, and of entries about one."""
    with loaded.writing() as unit:
        unit.journal.enter(*(_entry(f"none-{number:04}", None) for number in range(MANY)))
        unit.journal.enter(*(_entry(f"read-{number:04}", DEMO) for number in range(MANY)))
        rows = [_reply(f"reply {number:04}") for number in range(3 * LARGE_AT_ONCE + 1)]
        unit.links.append(
            [Linked("reply", f" {row['key']}", chain.reply_hash(row)) for row in rows]
        )
        unit._connection.execute(insert(KeptReply), rows)
        unit.commit()
    return Workspace(loaded)


def _entry(name: str, about: str | None) -> NewEntry:
    action = "agreement_exported" if about else "tested"
    later = timedelta(seconds=int(name[-4:]))
    return NewEntry(name, NOW + later, "test", "test", action, name, about)


def _reply(key: str) -> dict[str, Any]:
    kept = {"scope": "", "key": key, "fingerprint": "", "status": 200, "headers": {}}
    return {**kept, "body": b"{}", "created_at": NOW}


@pytest.fixture
def most(large: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """The most rows that one statement gave, and that were held whenever something was hashed."""
    found = {"fetched": 0, "held": 0, "hashed": 0}
    hashed = chain.hash_of

    def counting(document: object) -> str:
        found["hashed"] += 1
        if found["hashed"] % 50 == 0:
            alive = sum(isinstance(each, STORED) for each in gc.get_objects())
            found["held"] = max(found["held"], alive)
        return hashed(document)

    def executed(_: object, cursor: Any, *__: object) -> None:
        found["fetched"] = max(found["fetched"], cursor.rowcount)  # SQLite fetches row by row

    gc.collect()
    gc.freeze()  # what was there before is not looked through each time
    monkeypatch.setattr(chain, "hash_of", counting)
    event.listen(large.database.engine, "after_cursor_execute", executed)
    yield found
    gc.unfreeze()
    event.remove(large.database.engine, "after_cursor_execute", executed)


def _held(workspace: Workspace) -> None:
    key = Ed25519PrivateKey.generate()
    line = anchors.make(workspace, key)
    assert line.anchor.agreements[DEMO].audit.count > MANY
    assert anchors.hold(workspace, line).findings == ()


def _verified(workspace: Workspace) -> None:
    assert list(whole_store.misfits(workspace)) == []


def _one_verified(workspace: Workspace) -> None:
    assert verification.verify(workspace, DEMO).ok


def _exported(workspace: Workspace) -> None:
    document = json.loads("".join(exports.export(workspace, DEMO)))
    assert document["agreement"]["id"] == DEMO


@pytest.mark.parametrize("walk", [_verified, _held, _one_verified, _exported])
def test_a_page_is_all_that_is_held(
    large: Workspace, most: dict[str, int], walk: Callable[[Workspace], None]
) -> None:
    """Of links a page, and of the entries that it names: two pages, and the row in hand."""
    walk(large)
    assert most["fetched"] <= AT_ONCE
    assert most["held"] <= 2 * AT_ONCE + LARGE_AT_ONCE


def test_what_is_in_no_page_is_named_all_the_same(large: Workspace) -> None:
    """Rows taken out where pages end and begin."""
    names = [f"none-{number:04}" for number in (0, AT_ONCE - 1, AT_ONCE, 2 * AT_ONCE, MANY - 1)]
    with large.database.writing() as unit:
        unit.links.append([Linked("entry", f"gone-{name}", "none") for name in names])
        unit.commit()
    found = {each.name for each in whole_store.misfits(large)}
    assert found == {f"gone-{name}" for name in names}


@pytest.mark.parametrize(
    "document",
    [
        {"b": [1, {"c": 'é\u2028"\\'}], "a": "x" * (2 * chain.PIECE + 1), "n": None},
        ['"' * (chain.PIECE + 1), "\ud83d\ude00" * chain.PIECE, [], {}],
        "\n" * (chain.PIECE * 3),
    ],
)
def test_the_pieces_of_a_text_are_the_text(document: object) -> None:
    pieces = list(chain.pieces(document))
    assert "".join(pieces) == chain.canonical(document)
    assert max(map(len, pieces)) <= 6 * chain.PIECE  # each character may be written as six

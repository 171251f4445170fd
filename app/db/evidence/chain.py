"""The hash chain of a record: what makes a later change to it show.

Each fact's hash covers everything stored of it and the hash of the fact before it; the first
follows the genesis, a hash of the agreement's identity. A hash is `sha256:` and the hexadecimal
SHA-256 of canonical JSON: keys in order, no space between, UTF-8, instants in UTC with six decimals
of a second. `docs/record.md` shows how to check one by hand. Pure; nothing here reads the database.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

PIECE: Final = 64 * 1024
"""Characters of a text that are written in one step."""


def canonical(document: object) -> str:
    """The one way to write a JSON document down."""
    return json.dumps(
        document,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
        default=_written,
    )


def pieces(document: object) -> Iterator[str]:
    """The same text in pieces, of a list item by item as it is read.

    To write megabytes in one step would hold the interpreter's lock, and everybody else up.
    """
    match document:
        case str() if _is_long(document):
            starts = range(0, len(document), PIECE)
            yield '"'
            yield from (canonical(document[start : start + PIECE])[1:-1] for start in starts)
            yield '"'
        case Mapping() if any(map(_is_long, document.values())):
            for place, (name, value) in enumerate(sorted(document.items())):
                yield f"{',' if place else '{'}{canonical(name)}:"
                yield from pieces(value)
            yield "}"
        case list() | tuple() | Iterator():
            yield "["
            for place, item in enumerate(document):
                yield "," if place else ""
                yield from pieces(item)
            yield "]"
        case _:
            yield canonical(document)


def _is_long(value: object) -> bool:
    return isinstance(value, str) and len(value) > PIECE


def _written(value: object) -> str:
    """Days and instants as text; TypeError for anything else that JSON does not know."""
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a hashed document")


def instant(moment: datetime) -> str:
    """An instant as it is hashed, e.g. `1998-10-12T12:00:00.123456Z`."""
    written = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    return written + "Z"


def digest(content: str | bytes) -> str:
    """What a text is known by."""
    return str(Digest(content))


class Digest:
    """What a text is known by that is taken piece by piece."""

    __slots__ = ("_sha",)

    def __init__(self, content: str | bytes = b"") -> None:
        self._sha = hashlib.sha256()
        self.take(content)

    def take(self, piece: str | bytes) -> None:
        """Take the next piece."""
        self._sha.update(piece if isinstance(piece, bytes) else piece.encode())

    def __str__(self) -> str:
        """Give the digest of all that was taken so far."""
        return "sha256:" + self._sha.hexdigest()


def hash_of(document: object) -> str:
    """What a JSON document is known by: the digest of its canonical form."""
    return digest(canonical(document))


def genesis(agreement_id: str, name: str, template: str | None) -> str:
    """What the first fact of an agreement follows: who the agreement is."""
    return hash_of({"agreement_id": agreement_id, "name": name, "template": template})


def fact_hash(fact: Mapping[str, Any]) -> str:
    """The hash of a fact, from everything stored of it but the hash itself."""
    return hash_of({name: fact[name] for name in OF_A_FACT})


def evaluation_hash(evaluation: Mapping[str, Any]) -> str:
    """The hash of a kept answer, from everything stored of it; `answer_hash` covers the answer."""
    return hash_of({name: evaluation[name] for name in OF_AN_EVALUATION})


def entry_hash(entry: Mapping[str, Any]) -> str:
    """The hash of an audit entry, from everything stored of it but the hash itself.

    What it follows is in it where it follows anything: entries did not before they were linked.
    """
    hashed = {name: entry[name] for name in OF_AN_ENTRY}
    if entry.get("predecessor") is not None:
        hashed["predecessor"] = entry["predecessor"]
    return hash_of(hashed)


def key_hash(key: Mapping[str, Any]) -> str:
    """The hash of an API key's row: whose it is, what it allows and how long."""
    return hash_of({name: key[name] for name in OF_A_KEY})


def tenant_hash(tenant: Mapping[str, Any]) -> str:
    """The hash of a tenant's row."""
    return hash_of({name: tenant[name] for name in OF_A_TENANT})


def webhook_hash(webhook: Mapping[str, Any]) -> str:
    """The hash of what a webhook is; how far it was told is no part of it."""
    return hash_of({name: webhook[name] for name in OF_A_WEBHOOK})


def reply_hash(reply: Mapping[str, Any]) -> str:
    """The hash of a kept reply: the request it answers, and the answer to the byte."""
    hashed = {name: reply[name] for name in OF_A_REPLY}
    return hash_of({**hashed, "body": digest(bytes(reply["body"]))})


def link_hash(link: Mapping[str, Any]) -> str:
    """The hash of a link in the chain of all writes, from everything in it but the hash itself."""
    return hash_of({name: link[name] for name in OF_A_LINK})


OF_A_FACT = (
    "agreement_id",
    "position",
    "fact_id",
    "registration_id",
    "kind",
    "occurred_on",
    "recorded_at",
    "schema_version",
    "payload",
    "predecessor",
)
OF_AN_EVALUATION = (
    "id",
    "agreement_id",
    "registration_id",
    "version",
    "record_hash",
    "question",
    "terms_hash",
    "service_version",
    "calendars",
    "answer_hash",
    "created_at",
    "actor",
    "request_id",
)
OF_AN_ENTRY = (
    "id",
    "recorded_at",
    "actor",
    "request_id",
    "action",
    "subject",
    "agreement_id",
    "registration_id",
    "first_position",
    "last_position",
    "record_hash",
    "evaluation_id",
    "evaluation_hash",
)
OF_A_KEY = (
    "prefix",
    "tenant",
    "name",
    "digest",
    "scopes",
    "created_at",
    "expires_at",
    "revoked_at",
    "replaces",
)
OF_A_TENANT = ("id", "name", "created_at")
OF_A_WEBHOOK = (
    "id",
    "tenant",
    "name",
    "url",
    "kinds",
    "agreement_id",
    "registration_kind",
    "digest",
    "created_at",
    "removed_at",
)
OF_A_REPLY = ("scope", "key", "fingerprint", "status", "headers", "created_at")
OF_A_LINK = ("position", "kind", "name", "content", "predecessor")
CHAIN_BEGINS = hash_of({"chain": "registration-rights"})
"""What the first link of the chain of all writes follows."""

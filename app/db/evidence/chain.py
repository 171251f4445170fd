"""The hash chain of a record: what makes a later change to it show.

Each fact's hash covers everything stored of it and the hash of the fact before it; the first
follows the genesis, a hash of the agreement's identity. A hash is `sha256:` and the hexadecimal
SHA-256 of canonical JSON: keys in order, no space between, UTF-8, instants in UTC with six decimals
of a second. `docs/record.md` shows how to check one by hand. Pure; nothing here reads the database.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any


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
    raw = content if isinstance(content, bytes) else content.encode()
    return "sha256:" + hashlib.sha256(raw).hexdigest()


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
    """The hash of an audit entry, from everything stored of it but the hash itself."""
    return hash_of({name: entry[name] for name in OF_AN_ENTRY})


def key_hash(key: Mapping[str, Any]) -> str:
    """The hash of an API key's row: whose it is, what it allows and how long."""
    return hash_of({name: key[name] for name in OF_A_KEY})


def tenant_hash(tenant: Mapping[str, Any]) -> str:
    """The hash of a tenant's row."""
    return hash_of({name: tenant[name] for name in OF_A_TENANT})


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
OF_A_REPLY = ("scope", "key", "fingerprint", "status", "headers", "created_at")
OF_A_LINK = ("position", "kind", "name", "content", "predecessor")
CHAIN_BEGINS = hash_of({"chain": "registration-rights"})
"""What the first link of the chain of all writes follows."""

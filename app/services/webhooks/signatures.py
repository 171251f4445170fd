"""Signing by the Standard Webhooks scheme: HMAC-SHA256 over id, timestamp and body.

A secret is made of a random seed, which is stored, and the operator's key, which is not: who has
the database alone can sign nothing. Where the operator has set no key, the seed alone makes it.
"""

import hmac
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Final

PREFIX: Final = "whsec_"
SEED_BYTES: Final = 32


def new_seed() -> str:
    """What a new secret is to be made of."""
    return token_hex(SEED_BYTES)


def secret_of(key: bytes, seed: str) -> bytes:
    """The secret that a seed makes with the operator's key."""
    return hmac.digest(key, seed.encode(), "sha256")


def shown(secret: bytes) -> str:
    """A secret as its owner is shown it, and gives it to a library that verifies."""
    return PREFIX + b64encode(secret).decode()


def digest_of(secret: bytes) -> str:
    """The hash by which a secret is known again."""
    return f"sha256:{sha256(secret).hexdigest()}"


def headers(
    secrets: Sequence[bytes], event_id: str, at: datetime, body: bytes
) -> Mapping[str, str]:
    """The headers that go with a body: one signature for each secret that is good now."""
    seconds = int(at.timestamp())
    signed = f"{event_id}.{seconds}.".encode() + body
    made = (hmac.digest(secret, signed, "sha256") for secret in secrets)
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{b64encode(each).decode()}" for each in made),
    }

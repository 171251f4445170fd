"""API keys: made of 256 random bits, shown once, kept as a digest.

A key reads `rrk_`, a public prefix of twelve hexadecimal digits, `_`, and its secret. The prefix
finds the key in storage and names it in lists and logs; the word in front lets a scanner for
leaked secrets recognise it. What is stored is the SHA-256 of the whole text: a fast digest is
enough for a secret that is random and 256 bits long, because there is no dictionary to try; slow
digests (bcrypt, Argon2) buy time for secrets that people choose, and would cost every request.
"""

import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest

SECRET_BYTES = 32
PREFIX_BYTES = 6
_WRITTEN = re.compile(r"rrk_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class PresentedKey:
    """A key as somebody presents it: its public prefix, and the digest of its whole text."""

    prefix: str
    digest: str = field(repr=False)

    def matches(self, stored_digest: str) -> bool:
        """Whether it is the stored key; takes the same time wherever the two differ."""
        return compare_digest(self.digest, stored_digest)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made. Its text is known here and now, and nowhere afterwards."""

    prefix: str
    text: str = field(repr=False)

    @property
    def digest(self) -> str:
        """What is kept of it."""
        return digest(self.text)


def make_key() -> NewKey:
    """A new key."""
    prefix = secrets.token_hex(PREFIX_BYTES)
    return NewKey(prefix, f"rrk_{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}")


def looks_like_key(credential: str) -> bool:
    """Whether somebody means this as an API key, well-formed or not."""
    return credential.startswith("rrk_")


def read_key(text: str) -> PresentedKey | None:
    """What a key presents; None for a text that is no key."""
    written = _WRITTEN.fullmatch(text)
    return PresentedKey(written[1], digest(text)) if written else None


def prefix_of(credential: str) -> str | None:
    """The public prefix of what has the form of a key, good or not."""
    presented = read_key(credential)
    return presented.prefix if presented else None


def digest(text: str) -> str:
    """What is kept of a secret."""
    return sha256(text.encode()).hexdigest()

"""Signing an anchor with the operator's key, and having its time attested: Ed25519 and RFC 3161.

The cryptography is that of `cryptography` and `rfc3161-client`; here is only what is signed and how
it is written down. No network: the caller carries requests and replies. Pure but for reading a key.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from app.errors import ServiceError

PRIVATE = 0o600
PUBLIC_BYTES = 32


class SigningRefused(ServiceError):
    """A key, a line or a timestamp is not what it should be; the message says which and why."""


def make_key(path: Path) -> str:
    """Write a new private key to a file that is not there yet; give the public key as text."""
    if path.exists():
        raise SigningRefused(f"{path} is there already; a key never replaces another.")
    key = Ed25519PrivateKey.generate()
    path.touch(PRIVATE)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return public_text(key.public_key())


def private_key(path: Path) -> Ed25519PrivateKey:
    """The operator's private key in a PEM file."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise SigningRefused(f"{path} holds no private key that can be read: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningRefused(f"{path} holds a key of another kind than Ed25519.")
    return key


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as it stands in an anchor: base64 of its 32 bytes."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def known_key(written: str) -> str:
    """A public key given by a PEM file, or as it stands in an anchor, in the latter form."""
    path = Path(written)
    if not path.is_file():
        if not _is_public(written):
            raise SigningRefused(f"{written} is neither a file nor a public key as in an anchor.")
        return written
    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError:
        return public_text(private_key(path).public_key())
    if not isinstance(key, Ed25519PublicKey):
        raise SigningRefused(f"{path} holds a key of another kind than Ed25519.")
    return public_text(key)


def _is_public(written: str) -> bool:
    try:
        return len(base64.b64decode(written, validate=True)) == PUBLIC_BYTES
    except ValueError:
        return False


def signed(key: Ed25519PrivateKey, content: str) -> str:
    """The signature over a text, in base64."""
    return base64.b64encode(key.sign(content.encode())).decode()


def is_signed(public: str, signature: str, content: str) -> bool:
    """Whether a signature over a text was made with the private half of this public key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), content.encode())
    except (ValueError, InvalidSignature):
        return False
    return True


# --- RFC 3161 -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attested:
    """When a timestamp authority says that it saw a text, and whether its certificate is trusted.

    `trusted` is None where no root certificates were given to hold it against.
    """

    at: datetime
    trusted: bool | None


def timestamp_query(content: str) -> bytes:
    """A request to a timestamp authority for the time of a text."""
    builder = TimestampRequestBuilder().data(content.encode())
    return builder.hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def roots_in(path: Path) -> list[Certificate]:
    """The root certificates in a PEM file."""
    try:
        return load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SigningRefused(f"{path} holds no certificates that can be read: {error}") from error


def attested(reply: bytes, content: str, roots: Sequence[Certificate] | None = None) -> Attested:
    """What an authority's reply says about a text; SigningRefused if it is about another."""
    try:
        response = decode_timestamp_response(reply)
        info = response.tst_info
    except ValueError as error:
        raise SigningRefused(f"The timestamp cannot be read: {error}") from error
    if info.message_imprint.message != _imprint(content):
        raise SigningRefused("The timestamp is one of another line.")
    at = info.gen_time.astimezone(UTC)
    if not roots:
        return Attested(at, None)
    verifier = VerifierBuilder(roots=list(roots)).build()
    try:
        verifier.verify_message(response, content.encode())
    except VerificationError:
        return Attested(at, trusted=False)
    return Attested(at, trusted=True)


def _imprint(content: str) -> bytes:
    return hashlib.sha256(content.encode()).digest()

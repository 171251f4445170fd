"""An identity provider for tests: its keys, the tokens it signs, and its JWKS as it is fetched."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

ISSUER, AUDIENCE = "https://id.example", "registration-rights"
LONG_AGO, FAR_AHEAD = 946_684_800, 4_102_444_800
"""1 January of 2000 and of 2100: no test depends on the clock."""

CLAIMS: Mapping[str, Any] = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "counsel@ours.example",
    "exp": FAR_AHEAD,
    "nbf": LONG_AGO,
    "iat": LONG_AGO,
    "tenant": "ours",
    "scope": "openid read write",
}


@lru_cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A key by name: making one takes a while, so each is made once."""
    assert name
    return rsa.generate_private_key(65537, bits)


EC_KEY = ec.generate_private_key(ec.SECP256R1())
ED_KEY = ed25519.Ed25519PrivateKey.generate()


def keys() -> dict[str, tuple[str, Any]]:
    """Every key of the provider, by its name, with its algorithm."""
    return {"rsa": ("RS256", rsa_key("rsa")), "ec": ("ES256", EC_KEY), "ed": ("EdDSA", ED_KEY)}


def jwk(name: str, algorithm: str, private: Any) -> dict[str, Any]:
    writer: Any = {"RS256": RSAAlgorithm, "ES256": ECAlgorithm, "EdDSA": OKPAlgorithm}[algorithm]
    public: dict[str, Any] = writer.to_jwk(private.public_key(), as_dict=True)
    return {**public, "kid": name, "alg": algorithm, "use": "sig"}


def jwks(named: Mapping[str, tuple[str, Any]] | None = None) -> dict[str, Any]:
    """The provider's JWKS document."""
    named = keys() if named is None else named
    return {"keys": [jwk(name, *each) for name, each in named.items()]}


def token(key: str = "rsa", *, kid: str | None = None, **claims: Any) -> str:
    """A token signed by one of the keys; a claim given as None is left out."""
    said = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
    algorithm, private = keys()[key]
    return jwt.encode(said, private, algorithm, {"kid": kid or key})


def public_pem() -> bytes:
    """The RSA key that everybody knows, as text."""
    return rsa_key("rsa").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@dataclass
class Published:
    """What the provider answers just now, and how often it was asked."""

    document: Any = field(default_factory=jwks)
    status: int = 200
    asked: int = 0
    address: str = ""


@contextmanager
def publishing() -> Iterator[Published]:
    """Serve a JWKS on the loopback interface."""
    published = Published()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server calls
            published.asked += 1
            content = json.dumps(published.document).encode()
            self.send_response(published.status)
            self.send_header("content-length", str(len(content)))
            if published.status == 302:
                self.send_header("location", published.address)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    published.address = f"http://127.0.0.1:{server.server_port}/jwks"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield published
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

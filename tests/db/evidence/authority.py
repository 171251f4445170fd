"""A timestamp authority (RFC 3161) of the test's own: its certificates, its replies, its address.

Only as much of ASN.1 as a reply needs is written here; what reads it is the library of the service.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SHA256, RSA = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1"
SIGNED_DATA, TIMESTAMP_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE, POLICY = "1.2.840.113549.1.9.16.2.47", "1.2.3.4.1"
SEQUENCE, SET, OCTETS, INTEGER, OID, TIME = 0x30, 0x31, 0x04, 0x02, 0x06, 0x18
INNER_0 = 0xA0
DAY = timedelta(days=1)


# --- ASN.1 --------------------------------------------------------------------------------------


def value(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    length = len(content)
    if length < 128:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 128 + size]) + length.to_bytes(size, "big") + content


def number(whole: int) -> bytes:
    return value(INTEGER, whole.to_bytes(whole.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    content = [40 * first + second]
    for part in rest:
        digits = [part & 127]
        while part := part >> 7:
            digits.append(128 + (part & 127))
        content += reversed(digits)
    return value(OID, bytes(content))


def algorithm(dotted: str) -> bytes:
    return value(SEQUENCE, oid(dotted), b"\x05\x00")


def attribute(dotted: str, content: bytes) -> bytes:
    return value(SEQUENCE, oid(dotted), value(SET, content))


def values(content: bytes) -> list[tuple[int, bytes]]:
    """The values one after the other, each with its tag."""
    found = []
    while content:
        length, start = content[1], 2
        if length >= 128:
            start = 2 + length - 128
            length = int.from_bytes(content[2:start], "big")
        found.append((content[0], content[start : start + length]))
        content = content[start + length :]
    return found


# --- the authority ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority that says it is always the same moment."""

    moment: datetime
    root: x509.Certificate
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def roots(self) -> bytes:
        """The certificate by which its replies are believed, as a PEM file has it."""
        return self.root.public_bytes(Encoding.PEM)

    def reply(self, query: bytes) -> bytes:
        """A TimeStampResp to a TimeStampReq: granted."""
        ((_, request),) = values(query)
        (_, _), (_, imprint), *rest = values(request)
        nonce = [value(INTEGER, content) for tag, content in rest if tag == INTEGER]
        written = self.moment.strftime("%Y%m%d%H%M%SZ").encode()
        info = value(
            SEQUENCE,
            number(1),
            oid(POLICY),
            value(SEQUENCE, imprint),
            number(7),
            value(TIME, written),
            *nonce,
        )
        status = value(SEQUENCE, number(0))
        return value(
            SEQUENCE,
            status,
            value(SEQUENCE, oid(SIGNED_DATA), value(INNER_0, self._signed(info))),
        )

    def _signed(self, info: bytes) -> bytes:
        certificate = self.certificate.public_bytes(Encoding.DER)
        known_by = value(OCTETS, hashlib.sha256(certificate).digest())
        attributes = b"".join(
            sorted(
                [
                    attribute(CONTENT_TYPE, oid(TIMESTAMP_INFO)),
                    attribute(MESSAGE_DIGEST, value(OCTETS, hashlib.sha256(info).digest())),
                    attribute(
                        SIGNING_CERTIFICATE,
                        value(SEQUENCE, value(SEQUENCE, value(SEQUENCE, known_by))),
                    ),
                ]
            )
        )
        signature = self.key.sign(value(SET, attributes), padding.PKCS1v15(), hashes.SHA256())
        issuer = self.certificate.issuer.public_bytes()
        signer = value(
            SEQUENCE,
            number(1),
            value(SEQUENCE, issuer, number(self.certificate.serial_number)),
            algorithm(SHA256),
            value(INNER_0, attributes),
            algorithm(RSA),
            value(OCTETS, signature),
        )
        return value(
            SEQUENCE,
            number(3),
            value(SET, algorithm(SHA256)),
            value(SEQUENCE, oid(TIMESTAMP_INFO), value(INNER_0, value(OCTETS, info))),
            value(INNER_0, certificate),
            value(SET, signer),
        )


def authority(moment: datetime) -> Authority:
    """An authority with certificates of its own, good on the day of its moment."""
    root_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    root_name, name = _name("A root"), _name("An authority")
    root = (
        _certificate(root_name, root_name, root_key.public_key(), moment)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    certificate = (
        _certificate(name, root_name, key.public_key(), moment)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    return Authority(moment, root, certificate, key)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, moment: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment.astimezone(UTC) - DAY)
        .not_valid_after(moment.astimezone(UTC) + DAY)
    )


@contextmanager
def answering(asked: Authority) -> Iterator[str]:
    """Let an authority answer on this machine while the context lasts; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            reply = asked.reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()

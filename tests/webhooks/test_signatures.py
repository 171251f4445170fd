"""Signatures are those of the Standard Webhooks scheme, and secrets take both halves to make."""

import base64
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

from app.services.webhooks import signatures

AT = datetime(1999, 5, 13, 12, tzinfo=UTC)


def test_the_schemes_own_example() -> None:
    """Of the specification: this secret, id, timestamp and body give this signature."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    made = signatures.headers([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert made == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_the_other_sides_library_makes_the_same() -> None:
    secrets = [signatures.secret_of(b"key", signatures.new_seed()) for _ in range(2)]
    made = signatures.headers(secrets, "id", AT, b"{}")["webhook-signature"].split(" ")
    assert made == [Webhook(signatures.shown(each)).sign("id", AT, "{}") for each in secrets]


def test_a_secret_takes_the_key_and_the_seed() -> None:
    seed = signatures.new_seed()
    secret = signatures.secret_of(b"key", seed)
    assert secret == signatures.secret_of(b"key", seed)
    assert secret != signatures.secret_of(b"another", seed)
    assert secret != signatures.secret_of(b"key", signatures.new_seed())
    assert len(secret) == 32

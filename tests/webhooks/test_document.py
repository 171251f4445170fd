"""`docs/webhooks.md`: its receiver, run as it stands and without our code, takes what is sent.

And only that: a body that was changed on the way, or that somebody else signed, is refused.
"""

import asyncio
import re
import runpy
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from app.services.webhooks import signatures
from app.services.webhooks.courier import SignedMessage, courier
from app.services.webhooks.retries import Called

DOCUMENT = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
SECRET = signatures.secret_of(b"the operator's key", "a seed")
TAKEN, REFUSED = Called("delivered", 204), Called("refused", 400)


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the document's receiver."""
    found = re.search(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found
    program = tmp_path / "receiver.py"
    program.write_text(found[1], encoding="utf-8")
    monkeypatch.setenv("SECRET", signatures.shown(SECRET))
    handler = runpy.run_path(str(program), run_name="receiver")["Receiver"]
    handler.log_message = lambda *_: None
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def message(url: str, *secrets: bytes, at: datetime | None = None) -> SignedMessage:
    body = '{"id": "an-event", "name": "Ünal"}'.encode()
    when = at or datetime.now(UTC)
    return SignedMessage(url, body, signatures.headers(secrets, "an-event", when, body))


def sent(signed: SignedMessage) -> Called:
    return asyncio.run(courier(private=True)(signed))


def test_it_takes_what_is_signed_with_its_secret(receiver: str) -> None:
    assert sent(message(receiver, SECRET)) == TAKEN
    assert sent(message(receiver, b"another", SECRET)) == TAKEN, "while secrets change"


def test_it_refuses_everything_else(receiver: str) -> None:
    signed = message(receiver, SECRET)
    assert sent(replace(signed, body=signed.body + b" ")) == REFUSED
    assert sent(replace(signed, headers={**signed.headers, "webhook-id": "another"})) == REFUSED
    assert sent(message(receiver, b"another")) == REFUSED
    assert sent(message(receiver, SECRET, at=datetime.now(UTC) - timedelta(minutes=6))) == REFUSED

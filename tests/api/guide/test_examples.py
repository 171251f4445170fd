"""Every request of a page is sent, top to bottom, and gives the answer beside it, in every way."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_type_hints
from urllib.parse import parse_qsl

import httpx
import httpx2
import pytest
import registration_rights
from pydantic import TypeAdapter
from registration_rights import calls

from app.api.guide.pages import DOCS, pages
from app.api.guide.samples import HOST, RequestShown, read, samples
from tests.docs.documents import shows
from tests.running.process import serving
from tests.running.service import OPEN, Service, shared_app

BLOCK = re.compile(
    r"```http\n(?P<request>.*?)```(?:\n\n<!-- (?P<status>\d+) -->\n```json\n(?P<answer>.*?)```)?",
    re.DOTALL,
)
FILES = sorted(
    str(path.relative_to(DOCS))
    for path in DOCS.rglob("guide/**/*.md")
    if "```http" in path.read_text(encoding="utf-8")
)
TOLD_ELSEWHERE = ["tutorial.md", "claims.md"]
"""Run by tests/docs/test_tutorial.py."""


def text_of(file: str) -> str:
    return (DOCS / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES)
def test_every_request_gives_its_answer(service: Service, file: str) -> None:
    text = text_of(file)
    blocks = list(BLOCK.finditer(text))
    assert len(blocks) == text.count("```http")
    assert sum(block["answer"] is not None for block in blocks) == text.count("```json")
    for block in blocks:
        answers_as_shown(service, block)


def answers_as_shown(service: Service, block: re.Match[str], status: int = 200) -> None:
    asked = read(block["request"])
    answer = service.plainly(asked.method, asked.address, json=asked.body)
    assert answer.status_code == int(block["status"] or status), f"{asked.address}: {answer.text}"
    if block["answer"]:
        shows(json.loads(block["answer"]), answer.json(), asked.address)


def test_whoever_turns_all_pages_gets_every_answer(service: Service) -> None:
    """On one database: no page takes away what a later one reads or posts."""
    tried = 0
    for page in pages().values():
        is_fact = page.address.startswith("reference/facts/")
        for block in BLOCK.finditer(page.text):
            answers_as_shown(service, block, 201 if is_fact else 200)
            tried += 1
    assert tried > 200


@dataclass(frozen=True, slots=True)
class Sent:
    """What came out of a sample."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: Any


def requests_of_pages() -> Iterator[str]:
    for file in (*FILES, *TOLD_ELSEWHERE):
        yield from (block["request"] for block in BLOCK.finditer(text_of(file)))
    for page in pages().values():
        if page.address.startswith("reference/facts/"):
            yield from (block["request"] for block in BLOCK.finditer(page.text))


def test_every_way_of_sending_a_request_sends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    routes = shared_app(OPEN).routes
    tried = 0
    for block in requests_of_pages():
        asked = read(block)
        ways = {sample.name: sample.code for sample in samples(asked, routes)}
        assert list(ways) == ["curl", "httpx", "Python client"], asked.address
        for sent in (
            by_curl(ways["curl"]),
            by_httpx(ways["httpx"], monkeypatch),
            by_client(ways["Python client"], monkeypatch),
        ):
            assert sent == as_sent(asked), asked.address
            tried += 1
    assert tried > 300


def as_sent(asked: RequestShown) -> Sent:
    return Sent(asked.method, asked.path, instants(asked.query), asked.body)


def instants(query: Any) -> tuple[tuple[str, str], ...]:
    """Parameters in an order, with instants written in one way."""

    def written(value: str) -> str:
        return datetime.fromisoformat(value).isoformat() if "T" in value else value

    return tuple(sorted((name, written(value)) for name, value in query))


def of_request(request: httpx.Request | httpx2.Request) -> Sent:
    content = request.read()
    assert str(request.url).startswith(f"{HOST}/")
    query = parse_qsl(request.url.query.decode(), keep_blank_values=True)
    return Sent(
        request.method,
        request.url.path,
        instants(query),
        json.loads(content) if content else None,
    )


def by_curl(code: str) -> Sent:
    words = shlex.split(code.replace("\\\n", " "))
    assert words[:2] == ["curl", "-s"]
    method, body, address = "GET", None, ""
    rest = iter(words[2:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-d":
            body = json.loads(next(rest))
        elif word == "-H":
            assert next(rest) == "Content-Type: application/json"
        else:
            address = word
    url = httpx.URL(address)
    assert address.startswith(f"{HOST}/")
    return Sent(method, url.path, instants(parse_qsl(url.query.decode())), body)


def by_httpx(code: str, monkeypatch: pytest.MonkeyPatch) -> Sent:
    sent: list[Sent] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(of_request(request))
        is_calendar = request.url.path.endswith(".ics")
        return httpx.Response(200, text="BEGIN:VCALENDAR" if is_calendar else "{}")

    client = httpx.Client(transport=httpx.MockTransport(answer))
    with monkeypatch.context() as patched:
        for method in ("get", "post", "delete"):
            patched.setattr(httpx, method, getattr(client, method))
        run(code)
    (only,) = sent
    return only


def by_client(code: str, monkeypatch: pytest.MonkeyPatch) -> Sent:
    sent: list[Sent] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(of_request(request))
        return httpx2.Response(200, json={})

    class Recorded(registration_rights.Client):
        def __init__(self, base_url: str, key: str | None = None) -> None:
            super().__init__(base_url, key, transport=httpx2.MockTransport(answer))

    with monkeypatch.context() as patched:
        patched.setattr(registration_rights, "Client", Recorded)
        patched.setattr(registration_rights, "calls", AsTyped())
        run(code)
    (only,) = sent
    return only


class AsTyped:
    """The client's calls, with each parameter held against its type."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = getattr(calls, name)
        hints = get_type_hints(function)

        def call(*parts: Any, **given: Any) -> Any:
            for each, value in given.items():
                TypeAdapter(hints[each]).validate_python(value, strict=True)
            return function(*parts, **given)

        return call


def run(code: str, **names: Any) -> None:
    quiet = {"print": lambda *_: None, **names}
    exec(compile(code, "sample", "exec"), quiet)  # noqa: S102  # the page's own


def test_the_programs_of_the_pages_run(demonstration_file: Any, tmp_path: Any) -> None:
    blocks = [
        block
        for path in sorted(DOCS.rglob("guide/**/*.md"))
        for block in re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    ]
    assert blocks
    with serving(tmp_path, demonstration_file, access="open") as process:
        for block in blocks:
            run(block, base_url=process.address, key=None)

"""The command that serves: closed unless told otherwise, and silent about what it is made of."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.cli import main
from tests.process import Process, serving


@pytest.fixture(scope="module")
def process(
    demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Process]:
    with serving(tmp_path_factory.mktemp("serving"), demonstration_file) as started:
        yield started


def get(process: Process, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{process.address}{path}", headers=headers, trust_env=False)


def test_without_a_setting_the_door_is_closed(process: Process) -> None:
    for path in ("/v1/agreements", "/docs", "/openapi.json", "/"):
        assert get(process, path).status_code == 401
    assert get(process, "/healthz").status_code == get(process, "/readyz").status_code == 200


def test_a_key_made_meanwhile_opens_it(process: Process) -> None:
    key = process.command("keys", "create", "--name", "a test")
    bearing = {"authorization": f"Bearer {key}"}
    assert get(process, "/v1/agreements/ctc", **bearing).status_code == 200
    process.command("keys", "revoke", key.split("_")[1])
    assert get(process, "/v1/agreements/ctc").status_code == 401


def test_no_answer_names_the_server(process: Process) -> None:
    for path in ("/healthz", "/v1/agreements"):
        assert "server" not in get(process, path).headers


def test_a_header_without_end_is_cut_off(process: Process) -> None:
    """By the server itself, which answers 400 or, with more still to come, just hangs up."""
    try:
        assert get(process, "/healthz", filler="x" * 200_000).status_code == 400
    except httpx.TransportError:
        assert get(process, "/healthz").status_code == 200


def test_open_access_is_said_aloud_and_for_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[object] = []
    monkeypatch.setattr("uvicorn.run", lambda *_, **how: started.append(how["host"]))
    monkeypatch.setenv("REGISTRATION_RIGHTS_ACCESS", "open")
    assert main(["serve"]) == 0
    assert "ACCESS IS OPEN" in capsys.readouterr().out
    for host in ("0.0.0.0", "::", "192.168.1.7", "service.example"):  # noqa: S104  # refused
        monkeypatch.setenv("REGISTRATION_RIGHTS_HOST", host)
        assert main(["serve"]) == 2
        assert host in capsys.readouterr().err
    assert started == ["127.0.0.1"]

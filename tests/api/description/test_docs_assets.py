"""The documentation pages load only files that this service holds, unchanged since vendoring."""

import asyncio
import hashlib
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.api.description.docs import STATIC, add_docs

MEBIBYTE = 1024 * 1024
FOLDERS = [STATIC / "swagger-ui", STATIC / "redoc"]


def vendored(folder: Path) -> tuple[str, dict[str, str]]:
    """Read a folder's VERSION: the package and its version, then sums as sha256sum writes them."""
    package, *sums = (folder / "VERSION").read_text().splitlines()
    return package, {name: digest for digest, name in (line.split("  ") for line in sums)}


def answers(*paths: str) -> list[httpx.Response]:
    app = FastAPI(title="Documented", docs_url=None, redoc_url=None)
    add_docs(app)

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return [await client.get(path) for path in paths]

    return asyncio.run(ask())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_vendored_files_are_those_listed_and_unchanged(folder: Path) -> None:
    package, sums = vendored(folder)
    files = [path for path in folder.iterdir() if path.name != "VERSION"]

    assert re.fullmatch(r"[a-z-]+ \d+\.\d+\.\d+", package)
    assert sums == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert "LICENSE" in sums
    assert all(path.stat().st_size < 3 * MEBIBYTE for path in files)


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_page_loads_only_files_that_the_service_serves(path: str) -> None:
    (page,) = answers(path)
    addresses = re.findall(r'(?:src|href|spec-url)="([^"]*)"', page.text)

    assert page.status_code == 200
    assert len(addresses) >= 2
    assert not [address for address in addresses if re.match(r"[a-z]+:|/", address)]
    assert {answer.status_code for answer in answers(*(f"/{one}" for one in addresses))} == {200}


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_page_forbids_every_other_host(path: str) -> None:
    (page,) = answers(path)
    policy = page.headers["content-security-policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "'unsafe-inline'" not in re.findall(r"script-src [^;]*", policy)[0]
    assert "http" not in policy


def test_pages_need_an_openapi_document() -> None:
    with pytest.raises(ValueError, match="openapi_url"):
        add_docs(FastAPI(openapi_url=None))

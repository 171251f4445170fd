"""The service as a newcomer meets it: in a real browser, with no other host within reach."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import (
    element_to_be_clickable,
    visibility_of_element_located,
)
from selenium.webdriver.support.wait import WebDriverWait

SECONDS = 30
ROOT = Path(__file__).resolve().parents[2]
OPERATION = '[id$="-post_demand"]'
ANSWER = ".live-responses-table tbody"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("no Chromium and driver on PATH: apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = chromium
    for argument in (
        "--headless",
        "--no-sandbox",  # Chromium refuses to run as root with one
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1600",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    # The paths are given so that selenium does not look for a browser and driver on the network.
    with Chrome(options=options, service=Service(executable_path=driver)) as chrome:
        yield chrome


@pytest.fixture
def service(browser: Chrome, tmp_path: Path) -> Iterator[str]:
    """Serve the demonstration data from a new database; gives the service's address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "REGISTRATION_RIGHTS_DATABASE_URL": f"sqlite:///{tmp_path / 'service.sqlite3'}",
        "REGISTRATION_RIGHTS_HOST": "127.0.0.1",
        "REGISTRATION_RIGHTS_PORT": str(port),
    }
    app = [sys.executable, "-m", "app"]
    for command in ("migrate", "seed"):
        subprocess.run([*app, command], cwd=ROOT, env=environment, check=True)
    with subprocess.Popen([*app, "serve"], cwd=ROOT, env=environment) as process:
        try:
            WebDriverWait(browser, SECONDS, poll_frequency=0.1).until(
                lambda _: process.poll() is not None or is_healthy(address)
            )
            assert process.poll() is None, "the service ended; its output is above"
            yield address
        finally:
            process.terminate()


def is_healthy(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", trust_env=False).is_success
    except httpx.TransportError:
        return False


def hosts_asked(browser: Chrome) -> set[str | None]:
    """Name the hosts that the browser asked, less those that the page's own policy cut off."""
    requested: dict[str, str | None] = {}
    for entry in browser.get_log("performance"):  # type: ignore[no-untyped-call]
        event = json.loads(entry["message"])["message"]
        details = event["params"]
        if event["method"] == "Network.requestWillBeSent":
            address = urlsplit(details["request"]["url"])
            if address.scheme in {"http", "https", "ws", "wss"}:
                requested[details["requestId"]] = address.hostname
        elif event["method"] == "Network.loadingFailed" and details.get("blockedReason") == "csp":
            requested.pop(details["requestId"], None)
    return set(requested.values())


def test_demand_is_answered_from_swagger_ui(browser: Chrome, service: str) -> None:
    wait = WebDriverWait(browser, SECONDS)

    def find(selector: str) -> WebElement:
        return wait.until(visibility_of_element_located((By.CSS_SELECTOR, selector)))

    def press(selector: str) -> None:
        wait.until(element_to_be_clickable((By.CSS_SELECTOR, selector))).click()

    browser.get(f"{service}/docs")
    press(f"{OPERATION} .opblock-summary-control")
    press(f"{OPERATION} .try-out__btn")
    press(f"{OPERATION} button.execute")
    # The errors are Swagger UI's own, shown in place of an answer: an example lacks something.
    status = find(f"{OPERATION} :is({ANSWER} .response-col_status, .validation-errors)")
    assert status.text.startswith("201"), status.text
    # Not `.text`, which lays out every line of the answer first: seconds, for a long one.
    body = find(f"{OPERATION} {ANSWER} .response-col_description pre")
    answer = str(body.get_property("textContent"))

    assert '"decision": "accepted"' in answer
    assert re.search(r'"due\w*": "\d{4}-\d{2}-\d{2}"', answer)
    assert hosts_asked(browser) == {"127.0.0.1"}


def test_redoc_renders_the_document(browser: Chrome, service: str) -> None:
    title = httpx.get(f"{service}/openapi.json", trust_env=False).json()["info"]["title"]

    browser.get(f"{service}/redoc")
    heading = WebDriverWait(browser, SECONDS).until(
        visibility_of_element_located((By.CSS_SELECTOR, "h1"))
    )

    assert title in heading.text
    assert hosts_asked(browser) == {"127.0.0.1"}

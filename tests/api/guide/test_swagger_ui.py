"""The service as a newcomer meets it: in a real browser, with no other host within reach."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
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

from tests.running.process import Process, serving

SECONDS = 30
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
def service(tmp_path: Path) -> Iterator[str]:
    """Serve as `make run` does; gives the service's address."""
    with serving(tmp_path, access="open") as process:
        yield process.address


@pytest.fixture
def closed(demonstration_file: Path, tmp_path: Path) -> Iterator[Process]:
    """Serve as everywhere else, with the pages open to all."""
    with serving(tmp_path, demonstration_file, docs="open") as process:
        yield process


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


@dataclass(frozen=True, slots=True)
class Page:
    """What somebody does on the page."""

    browser: Chrome

    def find(self, selector: str) -> WebElement:
        located = visibility_of_element_located((By.CSS_SELECTOR, selector))
        return WebDriverWait(self.browser, SECONDS).until(located)

    def press(self, selector: str) -> None:
        clickable = element_to_be_clickable((By.CSS_SELECTOR, selector))
        WebDriverWait(self.browser, SECONDS).until(clickable).click()

    def post_the_demand(self) -> str:
        """Open the operation, try it out and execute it; the answer's status."""
        self.press(f"{OPERATION} .opblock-summary-control")
        self.press(f"{OPERATION} .try-out__btn")
        return self.execute()

    def execute(self) -> str:
        self.press(f"{OPERATION} button.execute")
        # The errors are Swagger UI's own, shown in place of an answer: an example lacks something.
        return self.find(f"{OPERATION} :is({ANSWER} .response-col_status, .validation-errors)").text


def test_a_key_entered_under_authorize_opens_the_door(browser: Chrome, closed: Process) -> None:
    key = closed.command("keys", "create", "--name", "browser", "--scopes", "read", "write")
    page = Page(browser)
    browser.get(f"{closed.address}/docs")
    assert page.post_the_demand().startswith("401")
    page.press(f"{OPERATION} .btn-clear")
    page.press(".btn.authorize")
    page.find(".auth-container input").send_keys(key)
    page.press(".auth-btn-wrapper .authorize")
    page.press(".auth-btn-wrapper .btn-done")
    assert page.execute().startswith("201")
    assert hosts_asked(browser) == {"127.0.0.1"}


def test_demand_is_answered_from_swagger_ui(browser: Chrome, service: str) -> None:
    page = Page(browser)
    browser.get(f"{service}/docs")
    status = page.post_the_demand()
    assert status.startswith("201"), status
    # Not `.text`, which lays out every line of the answer first: seconds, for a long one.
    body = page.find(f"{OPERATION} {ANSWER} .response-col_description pre")
    answer = str(body.get_property("textContent"))

    assert '"decision": "accepted"' in answer
    assert re.search(r'"due\w*": "\d{4}-\d{2}-\d{2}"', answer)
    assert hosts_asked(browser) == {"127.0.0.1"}


TWO_SCREENS = 1_900
OPENED = (
    "post_demand",
    "post_registration_event",
    "list_obligations",
    "get_registration_why",
    "compute_deemed_receipt",
)


def test_an_opened_operation_fits_two_screens(browser: Chrome, service: str) -> None:
    """Without its answers it would be seven, and a computation a tab that never answers again."""
    page = Page(browser)
    browser.get(f"{service}/docs")
    tall = {}
    for operation in OPENED:
        place = f'[id$="-{operation}"]'
        page.press(f"{place} .opblock-summary-control")
        page.find(f"{place} .responses-wrapper .response")
        tall[operation] = page.find(place).size["height"]
        page.press(f"{place} .opblock-summary-control")
    assert {name: height for name, height in tall.items() if height > TWO_SCREENS} == {}


def test_the_guide_is_read_without_a_network(browser: Chrome, service: str) -> None:
    page = Page(browser)
    browser.get(f"{service}/guide/start/first-demand")
    assert page.find("h1").text == "Your first demand"
    page.press(".tabs button:nth-child(2)")
    assert page.find(".way:not([hidden])").text.startswith("curl -s")
    page.find(".search input").send_keys("NOT_EFFECTIVE")
    page.press('.found a[href$="#NOT_EFFECTIVE"]')
    assert page.find("h1").text == "Reasons of decisions and numbers"
    assert page.find("tr:target").text.startswith("NOT_EFFECTIVE")
    assert hosts_asked(browser) == {"127.0.0.1"}


def test_redoc_renders_the_document(browser: Chrome, service: str) -> None:
    title = httpx.get(f"{service}/openapi.json", trust_env=False, timeout=SECONDS).json()["info"][
        "title"
    ]

    browser.get(f"{service}/redoc")
    heading = WebDriverWait(browser, SECONDS).until(
        visibility_of_element_located((By.CSS_SELECTOR, "h1"))
    )

    assert title in heading.text
    assert hosts_asked(browser) == {"127.0.0.1"}

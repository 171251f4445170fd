"""The guide as it is served: every link leads somewhere, and nothing comes from elsewhere."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from html.parser import HTMLParser
from posixpath import normpath
from urllib.parse import urlsplit

import httpx
import pytest

from app.api.guide.markdown import rendered
from app.api.guide.pages import DOCS, SECTIONS, Page, pages
from app.api.guide.shown import leads_to
from app.db.engine import Database
from app.settings import Settings
from tests.running.service import Service, serving

ROOT = DOCS.parent
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Read(HTMLParser):
    """What a page says of itself: where it leads, what can be led to, which elements are open."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        elif given.get("href") or given.get("src"):
            self.loads.append(str(given.get("href") or given["src"]))
        if given.get("id"):
            assert given["id"] not in self.anchors, f"#{given['id']} twice"
            self.anchors.add(str(given["id"]))
        assert "style" not in given, "the page's policy forbids it"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Read:
    found = Read()
    found.feed(page)
    assert found.open == []
    return found


@pytest.fixture(scope="module")
def site(stateless_service: Service) -> Mapping[str, Read]:
    """Every page, read."""
    return {
        address: read(ok(stateless_service.get(f"/guide/{address}")).text) for address in pages()
    }


def ok(answer: httpx.Response) -> httpx.Response:
    assert answer.status_code == 200, answer.text[:200]
    return answer


def places(address: str, links: list[str]) -> Iterator[tuple[str, str]]:
    """Where the links of a page lead on this service: a path, and an anchor."""
    for link in links:
        parts = urlsplit(link)
        if not parts.scheme:
            here = f"/guide/{address}"
            path = normpath(f"{here.rpartition('/')[0]}/{parts.path}") if parts.path else here
            yield path, parts.fragment


def test_every_link_leads_to_a_page_and_a_place_on_it(
    site: Mapping[str, Read],
) -> None:
    outside = set()
    for address, page in site.items():
        for path, anchor in places(address, page.links):
            inside = site.get(path.removeprefix("/guide").removeprefix("/"))
            if path.startswith("/guide"):
                assert inside is not None, f"{address} leads to {path}"
                assert not anchor or anchor in inside.anchors, f"{address}: {path}#{anchor}"
            else:
                outside.add(path)
    assert outside <= {"/docs", "/redoc", "/openapi.json"}


def test_every_link_of_a_document_leads_somewhere_on_the_site() -> None:
    lost = []

    def leads(page: Page, link: str) -> str | None:
        place = leads_to(page, link)
        # A file that is no page keeps its words on the site, and its link where the source is read.
        if place is None and not (DOCS / link).exists():
            lost.append((page.address, link))
        return place

    for page in pages().values():
        rendered(page.text, partial(leads, page), lambda _: ())
    assert lost == []


def test_nothing_is_asked_of_another_host(
    site: Mapping[str, Read], stateless_service: Service
) -> None:
    loaded = {path for at, page in site.items() for path, _ in places(at, page.loads)}
    assert all(not urlsplit(each).scheme for page in site.values() for each in page.loads)
    assert loaded == {"/guide/guide.css", "/guide/guide.js", "/guide/guide.svg"}
    for path in loaded:
        assert "http" not in ok(stateless_service.get(path)).text.replace("http://www.w3.org", "")
    policy = stateless_service.get("/guide/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_page_is_kept_by_who_has_read_it(stateless_service: Service) -> None:
    first = ok(stateless_service.get("/guide/counsel/why"))
    assert first.headers["cache-control"] == "no-cache"
    known = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
    again = stateless_service.request("GET", "/guide/counsel/why", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    head = stateless_service.request("HEAD", "/guide/counsel/why")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(first.content))
    assert stateless_service.request("POST", "/guide/counsel/why").status_code == 405


def test_where_there_is_no_page_there_is_a_way_on(stateless_service: Service) -> None:
    for address in ("nothing", "counsel/nothing/at/all", "counsel/why/", "guide.py"):
        answer = stateless_service.get(f"/guide/{address}")
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
        lead = [path for path, _ in places(address, read(answer.text).links)]
        assert {"/guide", "/guide/counsel/before-a-demand", "/docs"} <= set(lead)


def test_the_way_in(stateless_service: Service) -> None:
    assert stateless_service.get("/guide").headers["location"] == "guide/"
    assert "guide/" in stateless_service.get("/openapi.json").json()["info"]["description"]
    front = stateless_service.get("/")
    assert front.headers["location"] == "docs"
    assert 'href="guide/"' in front.text


def test_the_search_finds_every_heading(
    site: Mapping[str, Read], stateless_service: Service
) -> None:
    rows = ok(stateless_service.get("/guide/search.json")).json()
    for address, title, heading, _ in rows:
        at, _, anchor = address.partition("#")
        assert not anchor or anchor in site[at].anchors, address
        assert title
        assert bool(anchor) == bool(heading)
    assert {row[0] for row in rows} >= set(site)
    words = " ".join(json.dumps(row) for row in rows)
    for word in ("notice_given", "NOT_EFFECTIVE", "roll_suffolk", "due_on"):
        assert word in words


def test_the_reference_has_all_that_the_service_lists(
    site: Mapping[str, Read], stateless_service: Service
) -> None:
    for fact in stateless_service.get("/v1/facts").json()["items"]:
        assert f"reference/facts/{fact['kind']}" in site
    anchors = {anchor for address, page in site.items() for anchor in page.anchors}
    for reading in stateless_service.get("/v1/readings").json()["items"]:
        assert reading["option"] in anchors
    for clause in stateless_service.get("/v1/clauses").json()["items"]:
        assert re.sub(r"[^\w-]", "", clause["id"].lower()) in anchors
    told = "".join(page.text for page in pages().values() if page.address.startswith("reference/c"))
    for code in stateless_service.get("/v1/codes").json()["items"]:
        assert f"`{code['code']}`" in told


def test_every_document_is_a_page_and_is_in_the_image() -> None:
    shown = {document.file for documents in SECTIONS.values() for document in documents}
    written = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}
    assert written - shown == {"facts.md", "codes.md"}  # which the reference shows page by page
    assert "COPY docs ./docs" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "!docs" in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()


def test_the_guide_is_open_where_the_documentation_is(
    demonstration_sqlite: str,
) -> None:
    database = Database(demonstration_sqlite)
    for docs, status in (("open", 200), ("closed", 401)):
        with serving(database, Settings.model_validate({"docs": docs})) as service:
            assert service.get("/guide/").status_code == status
            assert service.get("/guide/guide.css").status_code == status
    database.dispose()
